// SPDX-License-Identifier: EUPL-1.2
// Shared by the parts of the probabilistic analysis. For value/ only.
#ifndef SAMSPIL_VALUE_PSA_INTERNAL_H
#define SAMSPIL_VALUE_PSA_INTERNAL_H

#include "value/envelope.h"

// The samples in the order in which ties are decided, and the powers of two that make them
// fixed-point.
struct samples {
  size_t draws, strategies;
  size_t place[PSA_STRATEGIES_MAX]; // where each stands in the input
  const double *cost[PSA_STRATEGIES_MAX], *effect[PSA_STRATEGIES_MAX];
  double cost_scale, effect_scale;
};

// Sums over all draws.
struct total {
  fixed effect[PSA_STRATEGIES_MAX], cost[PSA_STRATEGIES_MAX];
};

void psa_order(const struct psa_input *in, struct samples *out);
void psa_scale(struct samples *s);
void psa_draw(const struct samples *s, size_t draw, struct lines *out);
void psa_total_add(struct total *t, const struct lines *l, size_t strategies);
// Adds up all draws and finishes the envelope.
void psa_run(const struct samples *s, struct total *t, struct envelope *v);
// The strategy with the highest mean net benefit.
size_t psa_optimal(const struct samples *s, const struct total *t, double wtp);
// What choosing by envelope gains over choosing once, per draw; never negative.
double psa_gain(const struct samples *s, const struct total *t, const struct envelope *v, size_t w);

// The largest whole number whose cube is not above n.
size_t psa_cube_root(size_t n);
// Fills cost and effect of `out` with what the parameters explain of each draw's difference to the
// comparator, by least squares.
void psa_regress(const struct samples *s, const double *const *parameters, size_t count,
                 struct arena *a, struct samples *out);

#endif
