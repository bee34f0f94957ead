// SPDX-License-Identifier: EUPL-1.2
// Every fault of an estimate at once, each with the path of its field (S22). The lines have a file
// of their own, validate_line.c.
#include "value/validate.h"

#include <math.h>
#include <string.h>

void validate_fault(struct validation *c, const char *field, enum value_fault fault,
                    const char *argument) {
  c->count++;
  c->report(c->context, arena_printf(c->arena, "%s%s", c->prefix, field), fault, argument);
}

bool validate_range(struct validation *c, const char *field, double x, double low, double high) {
  if (!isfinite(x)) {
    validate_fault(c, field, VALUE_FAULT_BAD_NUMBER, NULL);
    return false;
  }
  if (x < low)
    validate_fault(c, field, VALUE_FAULT_TOO_SMALL, arena_printf(c->arena, "%.15g", low));
  else if (x > high)
    validate_fault(c, field, VALUE_FAULT_TOO_LARGE, arena_printf(c->arena, "%.15g", high));
  return x >= low && x <= high;
}

bool validate_year(struct validation *c, const char *field, int year) {
  return validate_range(c, field, year, VALUE_YEAR_MIN, VALUE_YEAR_MAX);
}

// Shares and rates lie in 0..1, the factor on volume is not negative, the rest may be anything.
static void check_interval(struct validation *c, const char *path,
                           const struct value_uncertainty *u) {
  bool share = u->field == FIELD_REALISATION_SHARE || u->field == FIELD_DISCOUNT_RATE ||
               u->field == FIELD_CAPACITY_REALISATION;
  double least = share || u->field == FIELD_VOLUME ? 0 : -VALUE_LARGEST, low, high;
  value_interval(u, &low, &high);
  if (validate_range(c, path, low, least, VALUE_LARGEST))
    validate_range(c, path, high, least, share ? 1 : VALUE_LARGEST);
}

// Faults of a part go to its place in the whole.
struct below {
  struct validation *validation;
  const char *path;
};

static void report_below(void *context, const char *field, enum value_fault fault,
                         const char *argument) {
  const struct below *b = context;
  validate_fault(b->validation, arena_printf(b->validation->arena, "%s.%s", b->path, field), fault,
                 argument);
}

void validate_uncertainty(struct validation *c, const struct value_uncertainty *rows, size_t count,
                          enum value_field first, enum value_field last) {
  for (size_t i = 0; i < count; i++) {
    const char *path = arena_printf(c->arena, "uncertainty[%zu]", i);
    const char *field = arena_printf(c->arena, "%s.field", path);
    if (rows[i].field < first || rows[i].field > last) {
      validate_fault(c, field, VALUE_FAULT_UNKNOWN_REFERENCE, NULL);
      continue;
    }
    size_t k = 0;
    while (k < i && rows[k].field != rows[i].field)
      k++;
    if (k < i)
      validate_fault(c, field, VALUE_FAULT_REPEATED, NULL);
    struct below below = {c, path};
    if (value_uncertainty_validate(&rows[i], report_below, &below) == 0)
      check_interval(c, path, &rows[i]);
  }
}

static void check_steps(struct validation *c, const char *name, const struct value_step *steps,
                        size_t count) {
  for (size_t i = 0; i < count; i++) {
    const char *from = arena_printf(c->arena, "%s.steps[%zu].from_year", name, i);
    if (i == 0 && steps[i].from_year != 0)
      validate_fault(c, from,
                     steps[i].from_year > 0 ? VALUE_FAULT_TOO_LARGE : VALUE_FAULT_TOO_SMALL, "0");
    if (i > 0 && steps[i].from_year <= steps[i - 1].from_year)
      validate_fault(c, from, VALUE_FAULT_TOO_SMALL,
                     arena_printf(c->arena, "%d", steps[i - 1].from_year + 1));
    validate_range(c, arena_printf(c->arena, "%s.steps[%zu].rate", name, i), steps[i].rate, 0, 1);
  }
}

static void check_indices(struct validation *c) {
  const struct value_estimate *in = c->in;
  for (size_t i = 0; i < in->index_count; i++) {
    const struct value_index *x = &in->indices[i];
    const char *field = arena_printf(c->arena, "indices.%s.%d", x->code, x->year);
    validate_year(c, field, x->year);
    validate_range(c, field, x->value, 1e-6, 1e9);
    if (net_index(in, x->code, x->year) != x)
      validate_fault(c, field, VALUE_FAULT_REPEATED, NULL);
  }
}

static void check_multipliers(struct validation *c) {
  const struct value_estimate *in = c->in;
  if (!isnan(in->naf))
    validate_range(c, "multipliers.naf", in->naf, 0, 10);
  else if (in->perspective == PERSPECTIVE_SOCIETAL)
    validate_fault(c, "multipliers.naf", VALUE_FAULT_REQUIRED, NULL);
  validate_range(c, "multipliers.tax_distortion", in->tax_distortion, 0, 10);
  if (!isnan(in->qaly_value))
    validate_range(c, "multipliers.qaly_value", in->qaly_value, 0, VALUE_LARGEST);
  validate_range(c, "capacity_realisation", in->capacity_realisation, 0, 1);
}

static void check_thresholds(struct validation *c) {
  const struct value_estimate *in = c->in;
  double from = in->threshold_from, to = in->threshold_to, step = in->threshold_step;
  if (isnan(from) && isnan(to) && isnan(step))
    return;
  if (!validate_range(c, "thresholds.from", from, 0, VALUE_LARGEST) ||
      !validate_range(c, "thresholds.to", to, from, VALUE_LARGEST))
    return;
  double least = fmax((to - from) / (VALUE_NMB_MAX - 1), 1e-6);
  validate_range(c, "thresholds.step", step, least, VALUE_LARGEST);
}

static void check_payer_rules(struct validation *c) {
  for (size_t i = 0; i < c->in->payer_rule_count; i++) {
    const struct value_payer_rule *r = &c->in->payer_rules[i];
    validate_year(c, arena_printf(c->arena, "payer_rules[%zu].valid_from", i), r->valid_from);
    if (!r->task || !*r->task)
      validate_fault(c, arena_printf(c->arena, "payer_rules[%zu].task", i), VALUE_FAULT_REQUIRED,
                     NULL);
    if (r->sector_from == r->sector_to)
      validate_fault(c, arena_printf(c->arena, "payer_rules[%zu].sector_to", i),
                     VALUE_FAULT_REPEATED, NULL);
  }
}

static void check_volume(struct validation *c, const struct value_alternative *alt) {
  for (size_t i = 0; i < alt->volume_count; i++) {
    const struct value_volume *v = &alt->volume[i];
    const char *year = arena_printf(c->arena, "volume[%zu].year", i);
    validate_year(c, year, v->year);
    size_t k = 0;
    while (k < i && alt->volume[k].year != v->year)
      k++;
    if (k < i)
      validate_fault(c, year, VALUE_FAULT_REPEATED, NULL);
    validate_range(c, arena_printf(c->arena, "volume[%zu].eligible", i), v->eligible, 0,
                   VALUE_LARGEST);
    validate_range(c, arena_printf(c->arena, "volume[%zu].adoption", i), v->adoption, 0, 1);
  }
  validate_range(c, "volume_multiplier", alt->volume_multiplier, 0, 1e6);
}

static void check_health(struct validation *c, const struct value_alternative *alt) {
  for (size_t i = 0; i < alt->health_count; i++) {
    const struct value_health *h = &alt->health[i];
    const char *year = arena_printf(c->arena, "health[%zu].year", i);
    validate_year(c, year, h->year);
    size_t k = 0;
    while (k < i && alt->health[k].year != h->year)
      k++;
    if (k < i)
      validate_fault(c, year, VALUE_FAULT_REPEATED, NULL);
    validate_range(c, arena_printf(c->arena, "health[%zu].qaly_per_patient", i),
                   h->qaly_per_patient, -200, 200);
    validate_range(c, arena_printf(c->arena, "health[%zu].ly_per_patient", i), h->ly_per_patient,
                   -200, 200);
  }
}

static void check_stages(struct validation *c, const struct value_alternative *alt) {
  for (size_t i = 0; i < alt->stage_count; i++) {
    const struct value_stage *s = &alt->stages[i];
    const char *start = arena_printf(c->arena, "stages[%zu].start_year", i);
    validate_year(c, start, s->start_year);
    validate_range(c, arena_printf(c->arena, "stages[%zu].p_success", i), s->p_success, 0, 1);
    validate_range(c, arena_printf(c->arena, "stages[%zu].stop_cost", i), s->stop_cost, 0,
                   VALUE_LARGEST);
    int least = i > 0 ? s[-1].no + 1 : 1;
    if (s->no < least)
      validate_fault(c, arena_printf(c->arena, "stages[%zu].no", i), VALUE_FAULT_TOO_SMALL,
                     arena_printf(c->arena, "%d", least));
    if (i > 0 && s->start_year <= s[-1].start_year)
      validate_fault(c, start, VALUE_FAULT_TOO_SMALL,
                     arena_printf(c->arena, "%d", s[-1].start_year + 1));
  }
}

static void check_name(struct validation *c, size_t i) {
  const struct value_alternative *alternatives = c->in->alternatives;
  const char *name = alternatives[i].name;
  if (!name || !*name) {
    validate_fault(c, "name", VALUE_FAULT_REQUIRED, NULL);
    return;
  }
  size_t k = 0;
  while (k < i && !(alternatives[k].name && strcmp(alternatives[k].name, name) == 0))
    k++;
  if (k < i)
    validate_fault(c, "name", VALUE_FAULT_DUPLICATE, name);
}

static void check_alternative(struct validation *c, size_t i) {
  const struct value_alternative *alt = &c->in->alternatives[i];
  const char *prefix = arena_printf(c->arena, "alternatives[%zu].", i);
  c->prefix = prefix;
  check_name(c, i);
  if (alt->is_comparator && net_comparator(c->in) != alt)
    validate_fault(c, "is_comparator", VALUE_FAULT_REPEATED, NULL);
  check_volume(c, alt);
  check_health(c, alt);
  check_stages(c, alt);
  validate_uncertainty(c, alt->uncertainty, alt->uncertainty_count, FIELD_VOLUME, FIELD_VOLUME);
  for (size_t k = 0; k < alt->line_count; k++)
    validate_line(c, alt, i, k);
  c->prefix = prefix;
  if (alt->volume_count == 0 && (validate_needs_volume(alt) || alt->health_count > 0))
    validate_fault(c, "volume", VALUE_FAULT_REQUIRED, NULL);
  // Sums need flows that can be computed.
  if (c->count == 0)
    validate_transfers(c, alt);
  c->prefix = "";
}

static void check_break_even(struct validation *c) {
  for (size_t i = 0; i < c->in->break_even_count; i++) {
    bool found = !c->in->break_even[i]; // refused before
    for (size_t k = 0; k < c->in->alternative_count && !found; k++) {
      size_t line;
      enum value_field field;
      found = net_parameter(&c->in->alternatives[k], c->in->break_even[i], &line, &field);
    }
    if (!found)
      validate_fault(c, arena_printf(c->arena, "break_even[%zu]", i), VALUE_FAULT_UNKNOWN_REFERENCE,
                     NULL);
  }
}

size_t value_validate(const struct value_estimate *in, struct arena *a, value_report *report,
                      void *context) {
  struct validation c = {.in = in, .arena = a, .report = report, .context = context, .prefix = ""};
  bool years = validate_year(&c, "base_year", in->base_year);
  years = validate_range(&c, "horizon_years", in->horizon_years, 1, VALUE_HORIZON_MAX) && years;
  validate_year(&c, "price_year", in->price_year);
  if (in->step_count == 0)
    validate_fault(&c, "discount.steps", VALUE_FAULT_REQUIRED, NULL);
  check_steps(&c, "discount", in->steps, in->step_count);
  check_steps(&c, "discount_effects", in->effect_steps, in->effect_step_count);
  check_indices(&c);
  check_multipliers(&c);
  check_thresholds(&c);
  check_payer_rules(&c);
  validate_uncertainty(&c, in->uncertainty, in->uncertainty_count, FIELD_DISCOUNT_RATE,
                       FIELD_CAPACITY_REALISATION);
  if (in->alternative_count == 0)
    validate_fault(&c, "alternatives", VALUE_FAULT_TOO_FEW, "1");
  // Without a sound span of years the lines cannot be placed.
  for (size_t i = 0; years && i < in->alternative_count; i++)
    check_alternative(&c, i);
  check_break_even(&c);
  if (years)
    validate_simulation(&c);
  return c.count;
}
