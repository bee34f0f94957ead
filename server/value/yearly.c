// SPDX-License-Identifier: EUPL-1.2
// Sectors by year, and natural units.
#include "value/yearly.h"

#include <math.h>
#include <string.h>

#include "value/model.h"

static void add(struct value_sector_year *y, const struct net_line *l, double kr) {
  if (net_is_cash(l->class))
    y->cash += kr;
  else if (l->class == CLASS_CAPACITY)
    y->capacity += kr;
  else if (l->class == CLASS_TIME)
    y->time += kr;
}

static void fill_years(const struct value_estimate *in, const struct net *n, struct arena *a,
                       struct value_yearly *out) {
  size_t cells = (size_t)SECTOR_COUNT * (size_t)n->years;
  struct value_sector_year *all = arena_array(a, cells, sizeof *all);
  memset(all, 0, cells * sizeof *all);
  for (size_t i = 0; i < n->count; i++)
    for (int t = 0; t < n->years; t++)
      add(&all[(size_t)n->lines[i].sector[t] * (size_t)n->years + (size_t)t], &n->lines[i],
          n->lines[i].flow[t]);
  out->years = all;
  for (size_t i = 0; i < cells; i++) {
    struct value_sector_year y = all[i];
    if (y.cash == 0 && y.capacity == 0 && y.time == 0)
      continue;
    y.sector = (enum value_sector)(i / (size_t)n->years);
    y.year = in->base_year + (int)(i % (size_t)n->years);
    all[out->year_count++] = y;
  }
}

static struct value_natural *unit_of(struct value_yearly *out, const char *unit) {
  for (size_t i = 0; i < out->unit_count; i++)
    if (strcmp(out->units[i].unit, unit) == 0)
      return &out->units[i];
  out->units[out->unit_count] = (struct value_natural){unit, 0};
  return &out->units[out->unit_count++];
}

// A flow is a quantity at a price: without the price it is the quantity.
static void fill_units(const struct value_estimate *in, const struct net *n, struct arena *a,
                       struct value_yearly *out) {
  out->units = arena_array(a, n->count, sizeof *out->units);
  for (size_t i = 0; i < n->count; i++) {
    const struct net_line *l = &n->lines[i];
    const struct value_line *line = l->line;
    if (!line || !line->unit || !*line->unit || line->kind == KIND_FLOW ||
        line->timing == TIMING_ANNUITY || // a purchase is no quantity that comes again every year
        (l->class != CLASS_CAPACITY && l->class != CLASS_TIME))
      continue;
    double price = net_unit_value(in, line) * line->multiplier;
    for (int t = 0; price != 0 && isfinite(price) && t < n->years; t++)
      unit_of(out, line->unit)->quantity += l->flow[t] / price;
  }
}

void value_yearly(const struct value_estimate *in, const struct value_alternative *alt,
                  struct arena *a, struct value_yearly *out) {
  struct net n;
  *out = (struct value_yearly){0};
  net_init(in, alt, a, &n);
  net_fill(in, alt, &n);
  fill_years(in, &n, a, out);
  fill_units(in, &n, a, out);
}
