// SPDX-License-Identifier: EUPL-1.2
// The uncertain numbers of an estimate in one list: names, streams and samplers (S18).
#include "value/draw.h"
#include "value/wide.h"

// Doubles of all draws of all parameters: more are drawn again when they are needed again.
static const size_t kept_room = (size_t)2 * 1024 * 1024;

static const char *name_of(const struct value_estimate *in, size_t alternative, size_t line,
                           enum value_field field, struct arena *a) {
  const char *code = value_field_codes[field];
  if (alternative == in->alternative_count)
    return code;
  const struct value_alternative *alt = &in->alternatives[alternative];
  if (field < FIELD_VOLUME)
    code = arena_printf(a, "%s.%s", alt->lines[line].id, code);
  // Lines of several alternatives may have the same id; the first keeps the short names.
  return alternative == 0 ? code : arena_printf(a, "%s/%s", alt->name, code);
}

static void add(const struct value_estimate *in, size_t alternative, size_t line,
                const struct value_uncertainty *rows, size_t count, struct arena *a,
                struct parameters *out) {
  for (size_t i = 0; i < count; i++)
    out->rows[out->count++] =
        (struct parameter){.name = name_of(in, alternative, line, rows[i].field, a),
                           .group = rows[i].corr_group,
                           .given = &rows[i],
                           .alternative = alternative,
                           .line = line};
}

static void fill_bounds(struct parameter *p) {
  enum value_field f = p->given->field;
  bool share = f == FIELD_REALISATION_SHARE || f == FIELD_CAPACITY_REALISATION;
  p->least = share || f == FIELD_VOLUME || f == FIELD_DISCOUNT_RATE ? 0 : -VALUE_LARGEST;
  p->most = share || f == FIELD_DISCOUNT_RATE ? 1 : VALUE_LARGEST;
}

size_t parameters_count(const struct value_estimate *in) {
  size_t count = in->uncertainty_count;
  for (size_t i = 0; i < in->alternative_count; i++) {
    const struct value_alternative *alt = &in->alternatives[i];
    count += alt->uncertainty_count;
    for (size_t k = 0; k < alt->line_count; k++)
      count += alt->lines[k].uncertainty_count;
  }
  return count;
}

void parameters_make(const struct value_estimate *in, uint64_t seed, size_t draws, bool keep,
                     struct arena *a, struct parameters *out) {
  *out = (struct parameters){.seed = seed, .draws = draws};
  out->rows = arena_array(a, parameters_count(in), sizeof *out->rows);
  for (size_t i = 0; i < in->alternative_count; i++) {
    const struct value_alternative *alt = &in->alternatives[i];
    for (size_t k = 0; k < alt->line_count; k++)
      add(in, i, k, alt->lines[k].uncertainty, alt->lines[k].uncertainty_count, a, out);
    add(in, i, 0, alt->uncertainty, alt->uncertainty_count, a, out);
  }
  add(in, in->alternative_count, 0, in->uncertainty, in->uncertainty_count, a, out);
  // A group has a seed of its own, so that no group shares numbers with a parameter of its name.
  uint64_t group_seed = sampler_stream(seed, "corr_group");
  bool fits = keep && out->count * draws <= kept_room;
  for (size_t i = 0; i < out->count; i++) {
    struct parameter *p = &out->rows[i];
    struct dist d;
    dist_make(p->given, &d);
    fill_bounds(p);
    p->kept = fits ? arena_array(a, draws + DRAW_LANES, sizeof *p->kept) : NULL;
    p->sampler = sampler_make(a, &d, draws);
    p->stream = p->group ? sampler_stream(group_seed, p->group) : sampler_stream(seed, p->name);
  }
}

WIDE static void clamp(double *x, size_t n, double least, double most) {
  for (size_t i = 0; i < n; i++) {
    double raised = x[i] < least ? least : x[i];
    x[i] = raised > most ? most : raised;
  }
}

void parameter_fill(struct parameter *p, size_t first, size_t n, double *out) {
  sampler_fill(p->sampler, p->stream, first, n, out);
  clamp(out, n, p->least, p->most);
}

const struct parameter *parameters_find(const struct parameters *p, size_t alternative, size_t line,
                                        enum value_field field) {
  for (size_t i = 0; i < p->count; i++) {
    const struct parameter *row = &p->rows[i];
    if (row->alternative == alternative && row->given->field == field &&
        (row->line == line || field >= FIELD_VOLUME))
      return row;
  }
  return NULL;
}
