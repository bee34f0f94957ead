// SPDX-License-Identifier: EUPL-1.2
// Verdicts on cost and effect, and the efficiency frontier of several alternatives (S12).
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "value/value.h"

// Effects this close to 0 are 0 (S12).
static const double no_effect = 1e-9;

enum value_verdict value_verdict(double cost, double effect) {
  if (fabs(effect) < no_effect)
    return VERDICT_COST_MINIMISATION;
  if (effect > 0)
    return cost > 0 ? VERDICT_ICER : VERDICT_DOMINANT;
  return cost < 0 ? VERDICT_SAVINGS_PER_QALY_LOST : VERDICT_DOMINATED;
}

enum value_quadrant value_quadrant(double cost, double effect) {
  if (fabs(effect) < no_effect || cost == 0)
    return QUADRANT_AXIS;
  if (effect > 0)
    return cost > 0 ? QUADRANT_NE : QUADRANT_SE;
  return cost > 0 ? QUADRANT_NW : QUADRANT_SW;
}

static int by_effect(const void *x, const void *y) {
  const struct value_frontier_row *a = x, *b = y;
  if (a->effect < b->effect || a->effect > b->effect)
    return a->effect < b->effect ? -1 : 1;
  if (a->cost < b->cost || a->cost > b->cost)
    return a->cost < b->cost ? -1 : 1;
  return strcmp(a->name, b->name);
}

static bool same(const struct value_frontier_row *a, const struct value_frontier_row *b) {
  return !(a->cost < b->cost) && !(a->cost > b->cost) && !(a->effect < b->effect) &&
         !(a->effect > b->effect);
}

// Another one is at least as good in both and better in one; identical rows do not dominate each
// other.
static bool dominated(const struct value_frontier_row *rows, size_t count, size_t i) {
  for (size_t j = 0; j < count; j++)
    if (rows[j].effect >= rows[i].effect && rows[j].cost <= rows[i].cost &&
        !same(&rows[i], &rows[j]))
      return true;
  return false;
}

// Lies above the line between two others that are not dominated.
static bool extended(const struct value_frontier_row *rows, size_t count, size_t i) {
  for (size_t j = 0; j < i; j++) {
    if (rows[j].status == FRONTIER_DOMINATED || !(rows[j].effect < rows[i].effect))
      continue;
    for (size_t k = i + 1; k < count; k++) {
      if (rows[k].status == FRONTIER_DOMINATED || !(rows[k].effect > rows[i].effect))
        continue;
      double slope = (rows[k].cost - rows[j].cost) / (rows[k].effect - rows[j].effect);
      if (rows[i].cost > rows[j].cost + slope * (rows[i].effect - rows[j].effect))
        return true;
    }
  }
  return false;
}

static void increments(struct value_frontier_row *rows, size_t count) {
  const struct value_frontier_row *last = NULL;
  for (size_t i = 0; i < count; i++) {
    struct value_frontier_row *r = &rows[i];
    r->incremental_cost = r->incremental_effect = r->icer = (double)NAN;
    if (r->status != FRONTIER_ON)
      continue;
    if (last) {
      r->incremental_cost = r->cost - last->cost;
      r->incremental_effect = r->effect - last->effect;
      if (r->incremental_effect > no_effect)
        r->icer = r->incremental_cost / r->incremental_effect;
    }
    last = r;
  }
}

void value_frontier(struct value_frontier_row *rows, size_t count) {
  if (count > 1)
    qsort(rows, count, sizeof *rows, by_effect);
  for (size_t i = 0; i < count; i++)
    rows[i].status = dominated(rows, count, i) ? FRONTIER_DOMINATED : FRONTIER_ON;
  for (size_t i = 0; i < count; i++)
    if (rows[i].status == FRONTIER_ON && extended(rows, count, i))
      rows[i].status = FRONTIER_EXTENDED_DOMINATED;
  increments(rows, count);
}
