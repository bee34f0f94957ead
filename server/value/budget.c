// SPDX-License-Identifier: EUPL-1.2
// Budget impact by year and payer, undiscounted, and the rows of the budget form (S15).
#include <math.h>

#include "value/model.h"

// What a flow does to a budget, + a larger expense, in constant or nominal prices.
static double expense(const struct value_estimate *in, const struct net_line *l, int t) {
  double amount = 0;
  if (net_is_cash(l->class))
    amount = -l->flow[t];
  else if (l->class == CLASS_CAPACITY)
    amount = -l->rho * l->flow[t];
  if (amount == 0)
    return 0;
  if (in->budget_prices == PRICES_CONSTANT)
    return amount;
  const struct value_index *then = net_index(in, l->line->index, in->base_year + t);
  const struct value_index *now = net_index(in, l->line->index, in->price_year);
  return then && now ? amount * then->value / now->value : (double)NAN;
}

// Full-time equivalents of a pay line: as given, or what the year's amount buys at the unit value.
static double full_time(const struct value_estimate *in, const struct net_line *l, int t) {
  const struct value_line *line = l->line;
  if (line->form_row != FORM_LOEN || !(net_is_cash(l->class) || l->class == CLASS_CAPACITY))
    return 0;
  double sign = l->of_comparator ? -1 : 1;
  if (line->fte_count > 0)
    return (size_t)t < line->fte_count ? sign * line->fte[t] : 0;
  double value = net_unit_value(in, line);
  bool by_year = line->timing == TIMING_PER_YEAR || line->timing == TIMING_ONE_OFF;
  return by_year && isfinite(value) && value != 0 ? -l->flow[t] / value : 0;
}

static void payers(const struct value_estimate *in, const struct net *n, struct arena *a,
                   struct value_budget *b) {
  double *amounts[SECTOR_COUNT] = {NULL};
  for (size_t i = 0; i < n->count; i++) {
    const struct net_line *l = &n->lines[i];
    for (size_t t = 0; t < b->year_count; t++) {
      double amount = expense(in, l, (int)t);
      if (amount == 0)
        continue;
      if (!amounts[l->sector[t]])
        amounts[l->sector[t]] = arena_array(a, b->year_count, sizeof(double));
      amounts[l->sector[t]][t] += amount;
    }
  }
  b->payers = arena_array(a, SECTOR_COUNT, sizeof *b->payers);
  for (int s = 0; s < SECTOR_COUNT; s++)
    if (amounts[s])
      b->payers[b->payer_count++] = (struct value_payer){(enum value_sector)s, amounts[s]};
}

static double *form_row(struct value_budget *b, enum value_form_row row) {
  switch (row) {
  case FORM_LOEN:
    return b->loen;
  case FORM_OEVRIG_DRIFT:
    return b->oevrig_drift;
  case FORM_ETABLERING:
    return b->etablering;
  case FORM_NONE:
  case FORM_COUNT:
    break;
  }
  return NULL;
}

static void form(const struct value_estimate *in, const struct net *n, struct value_budget *b) {
  for (size_t i = 0; i < n->count; i++) {
    const struct net_line *l = &n->lines[i];
    double *row = l->line ? form_row(b, l->line->form_row) : NULL;
    for (int t = 0; row && t < VALUE_FORM_YEARS && t < n->years; t++) {
      double amount = expense(in, l, t);
      row[t] += amount;
      b->samlet[t] += amount;
      b->aarsvaerk[t] += full_time(in, l, t);
    }
  }
}

void budget_fill(const struct value_estimate *in, const struct net *n, struct arena *a,
                 struct value_outcome *out) {
  struct value_budget *b = &out->budget;
  b->first_year = in->base_year;
  b->year_count = (size_t)(n->years < VALUE_BUDGET_YEARS ? n->years : VALUE_BUDGET_YEARS);
  payers(in, n, a, b);
  form(in, n, b);
}
