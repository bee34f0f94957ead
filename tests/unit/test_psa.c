// SPDX-License-Identifier: EUPL-1.2
// Curves from samples against the loop over draws, thresholds and strategies that they replace.
#include <stdlib.h>

#include "random.h"
#include "tap.h"
#include "value/psa.h"

enum { CASES = 2000, DRAWS = 60, THRESHOLDS = 40 };

struct psa_case {
  struct psa_input in;
  struct psa_strategy strategies[PSA_STRATEGIES_MAX];
  double cost[PSA_STRATEGIES_MAX][DRAWS], effect[PSA_STRATEGIES_MAX][DRAWS], wtp[THRESHOLDS];
};

// Whole numbers of few values: lines meet at thresholds, coincide and run parallel all the time.
static void make(struct psa_case *c, bool whole) {
  size_t strategies = 1 + (size_t)below(PSA_STRATEGIES_MAX);
  c->in = (struct psa_input){.strategies = c->strategies,
                             .strategy_count = strategies,
                             .comparator = (size_t)below((int)strategies),
                             .draws = 1 + (size_t)below(DRAWS),
                             .wtp = c->wtp,
                             .wtp_count = 1 + (size_t)below(THRESHOLDS)};
  int spread = 1 + below(12);
  for (size_t d = 0; d < strategies; d++) {
    for (size_t i = 0; i < c->in.draws; i++) {
      c->cost[d][i] = whole ? below(4 * spread) - spread : between(-1e6, 1e6);
      c->effect[d][i] = whole ? below(spread) - spread / 2 : between(-3, 9);
    }
    if (d > 0 && below(8) == 0) {
      memcpy(c->cost[d], c->cost[d - 1], sizeof c->cost[d]);
      memcpy(c->effect[d], c->effect[d - 1], sizeof c->effect[d]);
    }
    c->strategies[d] = (struct psa_strategy){"x", c->cost[d], c->effect[d]};
  }
  double wtp = whole ? below(3) : between(0, 1000);
  for (size_t w = 0; w < c->in.wtp_count; w++) {
    c->wtp[w] = wtp;
    wtp += whole ? 1 + below(2) : between(1, 20000);
  }
}

static double net_benefit(const struct psa_case *c, size_t d, size_t i, size_t w) {
  return c->wtp[w] * c->effect[d][i] - c->cost[d][i];
}

// The comparator, or else the first, of those with the most.
static size_t best(const struct psa_case *c, const double *nb) {
  size_t b = c->in.comparator;
  for (size_t d = 0; d < c->in.strategy_count; d++)
    if (nb[d] > nb[b])
      b = d;
  for (size_t d = 0; nb[c->in.comparator] < nb[b] && d < b; d++)
    if (nb[d] >= nb[b])
      b = d;
  return b;
}

struct mismatch {
  int ceac, ceaf, optimal, evpi, negative;
};

static void compare(const struct psa_case *c, const struct psa_result *r, struct mismatch *bad) {
  double draws = (double)c->in.draws;
  size_t n = c->in.wtp_count;
  for (size_t w = 0; w < n; w++) {
    double sums[PSA_STRATEGIES_MAX] = {0}, of_best = 0, size = 0;
    int wins[PSA_STRATEGIES_MAX] = {0};
    for (size_t i = 0; i < c->in.draws; i++) {
      double nb[PSA_STRATEGIES_MAX];
      for (size_t d = 0; d < c->in.strategy_count; d++) {
        sums[d] += nb[d] = net_benefit(c, d, i, w);
        size += fabs(nb[d]);
      }
      size_t b = best(c, nb);
      wins[b]++;
      of_best += nb[b];
    }
    size_t optimal = best(c, sums);
    for (size_t d = 0; d < c->in.strategy_count; d++)
      bad->ceac += fabs(r->ceac[d * n + w] - wins[d] / draws) > 0;
    bad->optimal += optimal != r->optimal[w];
    bad->ceaf += fabs(r->ceaf[w] - wins[optimal] / draws) > 0;
    bad->evpi += fabs(r->evpi[w] - (of_best - sums[optimal]) / draws) > 1e-12 * (size + 1);
    bad->negative += !(r->evpi[w] >= 0);
  }
}

static void agrees_with_the_loop(bool whole, const char *what) {
  static struct psa_case c;
  struct mismatch bad = {0};
  for (int i = 0; i < CASES; i++) {
    struct arena *a = arena_new(1 << 20);
    struct psa_result r;
    make(&c, whole);
    psa_evaluate(&c.in, a, &r);
    compare(&c, &r, &bad);
    arena_free(a);
  }
  ok(bad.ceac == 0, "%s: every count is that of the loop (%d differ)", what, bad.ceac);
  ok(bad.optimal == 0, "%s: the best mean (%d differ)", what, bad.optimal);
  ok(bad.ceaf == 0, "%s: the frontier (%d differ)", what, bad.ceaf);
  ok(bad.evpi == 0, "%s: the value of perfect information (%d differ)", what, bad.evpi);
  ok(bad.negative == 0, "%s: it is never negative", what);
}

int main(void) {
  agrees_with_the_loop(true, "whole numbers");
  agrees_with_the_loop(false, "any numbers");
  return done();
}
