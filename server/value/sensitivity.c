// SPDX-License-Identifier: EUPL-1.2
// One-way analyses: the tornado and the break-even value of a parameter (S14), on the net present
// value of the chosen perspective. A parameter id is `line.field`, or `volume` (a factor on the
// patients), `discount_rate` (one rate for all years) or `capacity_realisation`.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "value/model.h"

// Two sums this close, relative to their size, are the same sum in another order.
static const double noise = 1e-12;

struct worth {
  double npv, qaly; // chosen perspective; discounted
};

// One alternative whose numbers can be changed one at a time and summed again without new memory.
struct trial {
  const struct value_estimate *in;
  const struct value_alternative *alt;
  struct net net;
  bool changed;        // net holds another question's flows
  struct worth *lines; // as given
};

struct parameter {
  enum value_field field;
  size_t line;
};

static double *line_number(struct value_line *line, enum value_field field) {
  switch (field) {
  case FIELD_QTY_BASELINE:
    return &line->qty_baseline;
  case FIELD_QTY_NEW:
    return &line->qty_new;
  case FIELD_UNIT_VALUE:
    return &line->unit_value;
  case FIELD_REALISATION_SHARE:
    return &line->realisation_share;
  case FIELD_MULTIPLIER:
  case FIELD_VOLUME:
  case FIELD_DISCOUNT_RATE:
  case FIELD_CAPACITY_REALISATION:
  case FIELD_COUNT:
    break;
  }
  return &line->multiplier;
}

static double base_value(const struct trial *t, struct parameter p) {
  if (p.field == FIELD_VOLUME)
    return t->alt->volume_multiplier;
  if (p.field == FIELD_DISCOUNT_RATE)
    return value_rate(t->in->steps, t->in->step_count, 0);
  if (p.field == FIELD_CAPACITY_REALISATION)
    return t->in->capacity_realisation;
  struct value_line line = t->alt->lines[p.line];
  double value = *line_number(&line, p.field);
  bool inherited = p.field == FIELD_REALISATION_SHARE && isnan(value);
  return inherited ? t->in->capacity_realisation : value;
}

static struct worth line_worth(const struct value_estimate *in, const struct net_line *l,
                               int years) {
  struct worth w = {.npv = net_line_npv(in, in->perspective, l, years)};
  for (int y = 0; l->class == CLASS_HEALTH && y < years; y++)
    w.qaly += l->df[y] * l->flow[y];
  return w;
}

static void add_worth(struct worth *sum, struct worth w) {
  sum->npv += w.npv;
  sum->qaly += w.qaly;
}

// One line changed: only that one is computed again, and the sum keeps its order.
static struct worth with_line(struct trial *t, struct parameter p, double x) {
  if (t->changed)
    net_fill(t->in, t->alt, &t->net);
  t->changed = false;
  struct net_line *l = &t->net.lines[p.line];
  const struct value_line *given = l->line;
  struct value_line changed = *given;
  *line_number(&changed, p.field) = x;
  l->line = &changed;
  net_fill_line(t->in, t->alt, &t->net, l);
  struct worth worth = line_worth(t->in, l, t->net.years), sum = {0};
  l->line = given;
  net_fill_line(t->in, t->alt, &t->net, l);
  for (size_t i = 0; i < t->net.count; i++)
    add_worth(&sum, i == p.line ? worth : t->lines[i]);
  return sum;
}

// With one parameter at x, all else as given.
static struct worth worth_at(struct trial *t, struct parameter p, double x) {
  if (p.field < FIELD_VOLUME)
    return with_line(t, p, x);
  struct value_estimate in = *t->in;
  struct value_alternative alt = *t->alt;
  const struct value_step flat = {0, x};
  if (p.field == FIELD_VOLUME) {
    alt.volume_multiplier = x;
  } else if (p.field == FIELD_DISCOUNT_RATE) {
    in.steps = &flat;
    in.step_count = 1;
  } else {
    in.capacity_realisation = x;
  }
  net_fill(&in, &alt, &t->net);
  t->changed = true;
  struct worth sum = {0};
  for (size_t i = 0; i < t->net.count; i++)
    add_worth(&sum, line_worth(&in, &t->net.lines[i], t->net.years));
  return sum;
}

static double npv_at(struct trial *t, struct parameter p, double x) {
  return worth_at(t, p, x).npv;
}

static bool named(const struct value_line *line, const char *id, size_t length) {
  return line->id && strlen(line->id) == length && memcmp(line->id, id, length) == 0;
}

static size_t find_line(const struct value_alternative *alt, const char *id, size_t length) {
  size_t i = 0;
  while (i < alt->line_count && !named(&alt->lines[i], id, length))
    i++;
  return i;
}

bool net_parameter(const struct value_alternative *alt, const char *id, size_t *line,
                   enum value_field *field) {
  const char *dot = strrchr(id, '.');
  int code = value_code(value_field_codes, dot ? dot + 1 : id);
  if (code < 0 || (code >= FIELD_VOLUME) != !dot)
    return false;
  *field = (enum value_field)code;
  *line = dot ? find_line(alt, id, (size_t)(dot - id)) : 0;
  return !dot || *line < alt->line_count;
}

static bool linear(const struct value_alternative *alt, enum value_field field) {
  return field != FIELD_DISCOUNT_RATE && !(field == FIELD_VOLUME && alt->round_patients);
}

// The first crossing of 0 in [low, high]; the interval is searched in 100 parts, then halved.
static double search(struct trial *t, struct parameter p, double low, double high) {
  enum { PARTS = 100 };
  double from = low, at_from = npv_at(t, p, from);
  for (int i = 1; i <= PARTS; i++) {
    double to = low + (high - low) * i / PARTS, at_to = npv_at(t, p, to);
    if (at_from == 0)
      return from;
    if ((at_from > 0) == (at_to > 0) && at_to != 0) {
      from = to;
      at_from = at_to;
      continue;
    }
    for (int k = 0; k < 200; k++) {
      double middle = from + (to - from) / 2;
      if (middle <= from || middle >= to)
        break;
      double at_middle = npv_at(t, p, middle);
      if ((at_middle > 0) == (at_from > 0) && at_middle != 0)
        from = middle;
      else
        to = middle;
    }
    return to;
  }
  return (double)NAN;
}

static const struct value_uncertainty *given(const struct value_uncertainty *rows, size_t count,
                                             enum value_field field) {
  for (size_t i = 0; i < count; i++)
    if (rows[i].field == field)
      return &rows[i];
  return NULL;
}

// What the search may try: five widths around the interval given, but a rate stays in 0..1 and a
// factor at or above 0.
static double break_even_search(struct trial *t, struct parameter p) {
  bool rate = p.field == FIELD_DISCOUNT_RATE;
  const struct value_uncertainty *u =
      rate ? given(t->in->uncertainty, t->in->uncertainty_count, p.field)
           : given(t->alt->uncertainty, t->alt->uncertainty_count, p.field);
  double low = 0, high = rate ? 1 : 10;
  if (u) {
    value_interval(u, &low, &high);
    double width = high - low;
    low = fmax(0, low - 5 * width);
    high = rate ? fmin(1, high + 5 * width) : high + 5 * width;
  }
  return search(t, p, low, high);
}

static double break_even(struct trial *t, struct parameter p) {
  if (!linear(t->alt, p.field))
    return break_even_search(t, p);
  double base = base_value(t, p), step = fmax(1, fabs(base));
  double at_base = npv_at(t, p, base), at_step = npv_at(t, p, base + step);
  double slope = (at_step - at_base) / step;
  if (fabs(at_step - at_base) <= noise * (fabs(at_step) + fabs(at_base)))
    return (double)NAN;
  return base - at_base / slope;
}

static void break_evens(struct trial *t, struct arena *a, struct value_outcome *out) {
  size_t count = t->in->break_even_count;
  out->break_even = arena_array(a, count, sizeof *out->break_even);
  for (size_t i = 0; i < count; i++) {
    const char *id = t->in->break_even[i];
    struct parameter p;
    bool known = net_parameter(t->alt, id, &p.line, &p.field);
    double value = known ? break_even(t, p) : (double)NAN;
    out->break_even[i] = (struct value_break_even){id, isfinite(value) ? value : (double)NAN};
  }
}

static void add_row(struct trial *t, const struct value_uncertainty *u, size_t line,
                    struct arena *a, struct value_outcome *out) {
  if (u->dist == DIST_FIXED)
    return;
  struct value_tornado_row *row = &out->tornado[out->tornado_count++];
  struct parameter p = {u->field, line};
  const char *field = value_field_codes[u->field];
  row->parameter =
      u->field < FIELD_VOLUME ? arena_printf(a, "%s.%s", t->alt->lines[line].id, field) : field;
  value_interval(u, &row->low, &row->high);
  struct worth low = worth_at(t, p, row->low), high = worth_at(t, p, row->high);
  row->npv_low = low.npv;
  row->npv_high = high.npv;
  row->qaly_low = low.qaly;
  row->qaly_high = high.qaly;
  row->swing = fabs(row->npv_high - row->npv_low);
  // Rounding noise of a parameter that does not matter.
  if (row->swing <= noise * (fabs(row->npv_high) + fabs(row->npv_low)))
    row->swing = 0;
}

static int by_swing(const void *x, const void *y) {
  const struct value_tornado_row *a = x, *b = y;
  if (a->swing < b->swing || a->swing > b->swing)
    return a->swing > b->swing ? -1 : 1;
  return strcmp(a->parameter, b->parameter);
}

static size_t uncertain_numbers(const struct value_estimate *in,
                                const struct value_alternative *alt) {
  size_t count = in->uncertainty_count + alt->uncertainty_count;
  for (size_t i = 0; i < alt->line_count; i++)
    count += alt->lines[i].uncertainty_count;
  return count;
}

static void tornado(struct trial *t, struct arena *a, struct value_outcome *out) {
  const struct value_alternative *alt = t->alt;
  out->tornado = arena_array(a, uncertain_numbers(t->in, alt), sizeof *out->tornado);
  for (size_t i = 0; i < alt->line_count; i++)
    for (size_t k = 0; k < alt->lines[i].uncertainty_count; k++)
      add_row(t, &alt->lines[i].uncertainty[k], i, a, out);
  for (size_t k = 0; k < alt->uncertainty_count; k++)
    add_row(t, &alt->uncertainty[k], 0, a, out);
  for (size_t k = 0; k < t->in->uncertainty_count; k++)
    add_row(t, &t->in->uncertainty[k], 0, a, out);
  if (out->tornado_count > 1)
    qsort(out->tornado, out->tornado_count, sizeof *out->tornado, by_swing);
}

void sensitivity_fill(const struct value_estimate *in, const struct value_alternative *alt,
                      struct arena *a, struct value_outcome *out) {
  if (!in->one_way && in->break_even_count == 0)
    return;
  struct trial t = {.in = in, .alt = alt};
  net_init(in, alt, a, &t.net);
  net_fill(in, alt, &t.net);
  t.lines = arena_array(a, t.net.count, sizeof *t.lines);
  for (size_t i = 0; i < t.net.count; i++)
    t.lines[i] = line_worth(in, &t.net.lines[i], t.net.years);
  break_evens(&t, a, out);
  if (in->one_way)
    tornado(&t, a, out);
}
