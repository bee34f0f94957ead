// SPDX-License-Identifier: EUPL-1.2
// Faults of one line, and of the transfers between lines (S2, S3, S22 and the transfer guard).
#include <math.h>
#include <string.h>

#include "value/round.h"
#include "value/validate.h"

static bool blank(const char *s) {
  return !s || !*s;
}

static void check_id(struct validation *c, const struct value_alternative *alt, size_t i) {
  const char *id = alt->lines[i].id;
  if (blank(id)) {
    validate_fault(c, "id", VALUE_FAULT_REQUIRED, NULL);
    return;
  }
  for (size_t k = 0; k < i; k++)
    if (!blank(alt->lines[k].id) && strcmp(alt->lines[k].id, id) == 0) {
      validate_fault(c, "id", VALUE_FAULT_DUPLICATE, id);
      return;
    }
}

static void check_series(struct validation *c, const char *name, const double *values, size_t count,
                         double least) {
  if (count > (size_t)c->in->horizon_years)
    validate_fault(c, name, VALUE_FAULT_TOO_MANY,
                   arena_printf(c->arena, "%d", c->in->horizon_years));
  for (size_t i = 0; i < count; i++)
    validate_range(c, arena_printf(c->arena, "%s[%zu]", name, i), values[i], least, VALUE_LARGEST);
}

static void check_quantities(struct validation *c, const struct value_line *l) {
  bool flow = l->kind == KIND_FLOW;
  if (!flow && isnan(l->unit_value))
    validate_fault(c, "unit_value", VALUE_FAULT_REQUIRED, NULL);
  else if (!isnan(l->unit_value))
    validate_range(c, "unit_value", l->unit_value, -VALUE_LARGEST, VALUE_LARGEST);
  validate_range(c, "qty_baseline", l->qty_baseline, -VALUE_LARGEST, VALUE_LARGEST);
  validate_range(c, "qty_new", l->qty_new, -VALUE_LARGEST, VALUE_LARGEST);
  validate_range(c, "multiplier", l->multiplier, -1e6, 1e6);
  if (!isnan(l->realisation_share))
    validate_range(c, "realisation_share", l->realisation_share, 0, 1);
}

// A purchase that is spread needs to know over how many years (S9).
static void check_life(struct validation *c, const struct value_line *l) {
  if (l->kind == KIND_FLOW || l->timing != TIMING_ANNUITY)
    return;
  if (l->life_years == 0)
    validate_fault(c, "life_years", VALUE_FAULT_REQUIRED, NULL);
  else
    validate_range(c, "life_years", l->life_years, 1, VALUE_LIFE_MAX);
  double most = l->unit_value > 0 ? l->unit_value : VALUE_LARGEST;
  validate_range(c, "residual_value", l->residual_value, 0, most);
}

static void check_all_series(struct validation *c, const struct value_line *l) {
  bool flow = l->kind == KIND_FLOW;
  if (flow && l->flow_count == 0 && l->override_count == 0)
    validate_fault(c, "flows", VALUE_FAULT_REQUIRED, NULL);
  if (!flow && l->timing == TIMING_PER_UNIT && l->unit_count == 0)
    validate_fault(c, "units", VALUE_FAULT_REQUIRED, NULL);
  check_series(c, "flows", l->flows, l->flow_count, -VALUE_LARGEST);
  check_series(c, "units", l->units, l->unit_count, 0);
  check_series(c, "fte", l->fte, l->fte_count, -VALUE_LARGEST);
}

static void check_overrides(struct validation *c, const struct value_line *l) {
  for (size_t i = 0; i < l->override_count; i++) {
    const char *year = arena_printf(c->arena, "overrides[%zu].year", i);
    validate_year(c, year, l->overrides[i].year);
    if (net_override(l, l->overrides[i].year) != &l->overrides[i])
      validate_fault(c, year, VALUE_FAULT_REPEATED, NULL);
    validate_range(c, arena_printf(c->arena, "overrides[%zu].value", i), l->overrides[i].value,
                   -VALUE_LARGEST, VALUE_LARGEST);
  }
}

static void check_years(struct validation *c, const struct value_line *l) {
  bool from = l->year_from == 0 || validate_year(c, "year_from", l->year_from);
  bool to = l->year_to == 0 || validate_year(c, "year_to", l->year_to);
  int first = l->year_from ? l->year_from : c->in->base_year;
  int last = c->in->base_year + c->in->horizon_years - 1;
  if (from && to && l->year_to != 0 && l->year_to < first)
    validate_fault(c, "year_to", VALUE_FAULT_END_BEFORE_START, NULL);
  // A line that would never count is a typing error.
  if (from && l->year_from > last)
    validate_fault(c, "year_from", VALUE_FAULT_TOO_LARGE, arena_printf(c->arena, "%d", last));
}

static void check_index_year(struct validation *c, const struct value_line *l, const char *field,
                             int year) {
  if (!net_index(c->in, l->index, year))
    validate_fault(c, field, VALUE_FAULT_MISSING_INDEX,
                   arena_printf(c->arena, "%s %d", l->index, year));
}

// The line's budget effect is wanted in nominal prices too.
static bool becomes_nominal(const struct value_estimate *in, const struct value_line *l) {
  bool budget = net_is_cash(l->class) || l->class == CLASS_CAPACITY;
  return budget && in->budget_prices == PRICES_NOMINAL;
}

static void check_nominal(struct validation *c, const struct value_line *l) {
  for (int t = 0; t < VALUE_BUDGET_YEARS && t < c->in->horizon_years; t++)
    if (c->in->base_year + t != c->in->price_year)
      check_index_year(c, l, "index", c->in->base_year + t);
}

// A missing index is a fault, never 1 (S2).
static void check_prices(struct validation *c, const struct value_line *l) {
  int year = l->value_price_year;
  if (year != 0 && !validate_year(c, "value_price_year", year))
    return;
  bool converts = year != 0 && year != c->in->price_year, nominal = becomes_nominal(c->in, l);
  if (!converts && !nominal)
    return;
  if (blank(l->index)) {
    validate_fault(c, "index", VALUE_FAULT_REQUIRED, NULL);
    return;
  }
  check_index_year(c, l, "index", c->in->price_year);
  if (converts)
    check_index_year(c, l, "value_price_year", year);
  if (nominal)
    check_nominal(c, l);
}

static void check_stage(struct validation *c, const struct value_alternative *alt,
                        const struct value_line *l) {
  if (l->stage_no == 0)
    return;
  // One past the last stage: what comes when every gate is passed.
  bool known = alt->stage_count > 0 && l->stage_no == alt->stages[alt->stage_count - 1].no + 1;
  for (size_t i = 0; i < alt->stage_count; i++)
    known = known || alt->stages[i].no == l->stage_no;
  if (!known)
    validate_fault(c, "stage_no", VALUE_FAULT_UNKNOWN_REFERENCE, NULL);
}

void validate_line(struct validation *c, const struct value_alternative *alt, size_t alternative,
                   size_t line) {
  const struct value_line *l = &alt->lines[line];
  c->prefix = arena_printf(c->arena, "alternatives[%zu].lines[%zu].", alternative, line);
  check_id(c, alt, line);
  if (blank(l->name))
    validate_fault(c, "name", VALUE_FAULT_REQUIRED, NULL);
  check_quantities(c, l);
  check_life(c, l);
  check_all_series(c, l);
  check_overrides(c, l);
  check_years(c, l);
  check_prices(c, l);
  check_stage(c, alt, l);
  if (l->class == CLASS_TRANSFER && blank(l->transfer_group))
    validate_fault(c, "transfer_group", VALUE_FAULT_REQUIRED, NULL);
  validate_uncertainty(c, l->uncertainty, l->uncertainty_count, FIELD_QTY_BASELINE,
                       FIELD_REALISATION_SHARE);
}

bool validate_needs_volume(const struct value_alternative *alt) {
  for (size_t i = 0; i < alt->line_count; i++)
    if (alt->lines[i].kind != KIND_FLOW && alt->lines[i].timing == TIMING_PER_PATIENT)
      return true;
  return false;
}

static bool same_group(const struct value_line *x, const struct value_line *y) {
  return !blank(x->transfer_group) && !blank(y->transfer_group) &&
         strcmp(x->transfer_group, y->transfer_group) == 0;
}

static bool first_of_group(const struct value_alternative *alt, size_t i) {
  for (size_t k = 0; k < i; k++)
    if (same_group(&alt->lines[k], &alt->lines[i]))
      return false;
  return !blank(alt->lines[i].transfer_group);
}

// "2027: 1.000,00" for the first year that does not cancel, or NULL.
static const char *imbalance(struct validation *c, const struct value_alternative *alt,
                             const struct net *n, size_t first) {
  for (int t = 0; t < n->years; t++) {
    double sum = 0, size = 0;
    for (size_t k = first; k < alt->line_count; k++) {
      if (!same_group(&alt->lines[k], &alt->lines[first]))
        continue;
      sum += n->lines[k].flow[t];
      size += fabs(n->lines[k].flow[t]);
    }
    char text[VALUE_TEXT];
    if (fabs(sum) >= 0.005 + 1e-12 * size)
      return arena_printf(c->arena, "%d: %s", c->in->base_year + t,
                          value_text(text, sum, 2, STYLE_DA));
  }
  return NULL;
}

void validate_transfers(struct validation *c, const struct value_alternative *alt) {
  bool any = false;
  for (size_t i = 0; i < alt->line_count; i++)
    any = any || !blank(alt->lines[i].transfer_group);
  if (!any)
    return;
  struct value_alternative alone = *alt;
  alone.is_comparator = true; // its own flows, not net of another's
  struct net n;
  net_init(c->in, &alone, c->arena, &n);
  net_fill(c->in, &alone, &n);
  for (size_t i = 0; i < alt->line_count; i++) {
    const char *found = first_of_group(alt, i) ? imbalance(c, alt, &n, i) : NULL;
    if (found)
      validate_fault(c, arena_printf(c->arena, "lines[%zu].transfer_group", i),
                     VALUE_FAULT_NOT_ZERO_SUM, found);
  }
}
