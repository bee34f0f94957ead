// SPDX-License-Identifier: EUPL-1.2
// Draws of a portfolio (S18).
#include "value/portfolio.h"

#include <math.h>

#include "value/splitmix.h"
#include "value/spread.h"

static double *constant(double x, size_t n, struct arena *a) {
  double *all = arena_array(a, n, sizeof *all);
  for (size_t i = 0; i < n; i++)
    all[i] = x;
  return all;
}

// Nothing is uncertain: every draw is the base case.
static void certain(const struct value_outcome *base, size_t draws, struct arena *scratch,
                    struct portfolio_draws *out) {
  out->npv = constant(base->npv[PERSPECTIVE_LIMITED_SOCIETAL], draws, scratch);
  for (size_t i = 0; i < base->matrix_count; i++)
    out->sector[base->matrix[i].sector] = constant(base->matrix[i].net, draws, scratch);
}

void portfolio_draw(const struct value_estimate *in, const struct value_outcome *base,
                    uint64_t seed, uint64_t number, size_t draws, struct arena *memory,
                    struct arena *scratch, struct portfolio_draws *out) {
  struct parameters p;
  struct draws d;
  *out = (struct portfolio_draws){0};
  if (parameters_count(in) == 0) {
    certain(base, draws, scratch, out);
    return;
  }
  parameters_make(in, splitmix(seed, number), draws, false, memory, &p);
  draws_make(in, base->alternative, &p, DRAW_BLOCK, scratch, &d);
  out->npv = d.npv[PERSPECTIVE_LIMITED_SOCIETAL];
  for (int s = 0; s < SECTOR_COUNT; s++)
    out->sector[s] = d.sector[s];
}

static void fill_bins(const double *x, size_t n, const struct spread *s,
                      struct portfolio_spread *out) {
  out->low = s->low;
  out->bin_width = (s->high - s->low) / SIMULATION_BINS;
  for (size_t i = 0; i < n; i++) {
    double at = out->bin_width > 0 ? (x[i] - s->low) / out->bin_width : 0;
    out->bins[at < SIMULATION_BINS - 1 ? (size_t)at : SIMULATION_BINS - 1]++;
  }
}

void portfolio_spread(const double *x, size_t n, struct arena *scratch,
                      struct portfolio_spread *out) {
  struct spread s;
  double q[3];
  const size_t ranks[] = {spread_rank(n, 5), spread_rank(n, 50), spread_rank(n, 95)};
  spread_make(x, n, &s);
  ranker_take(ranker_make(n, scratch), x, n, s.low, s.high, ranks, 3, q);
  *out = (struct portfolio_spread){.mean = s.mean,
                                   .sd = s.sd,
                                   .p5 = q[0],
                                   .p50 = q[1],
                                   .p95 = q[2],
                                   .p_positive = (double)s.positive / (double)n};
  fill_bins(x, n, &s, out);
}
