// SPDX-License-Identifier: EUPL-1.2
// The simulation of a portfolio: draws of independent estimates, added up. Each estimate draws from
// streams of its own, made from the portfolio's seed and its number, so that neither the order nor
// the number of threads changes a bit. Pure; any thread may call it.
#ifndef SAMSPIL_VALUE_PORTFOLIO_H
#define SAMSPIL_VALUE_PORTFOLIO_H

#include "value/draw.h"
#include "value/simulate.h"

// Draws of one estimate's outcome in kroner: net present value in the limited societal perspective
// and of each sector (NULL: it touches none of its lines). They live in scratch; memory and scratch
// are the thread's own and may be rewound before.
struct portfolio_draws {
  double *npv, *sector[SECTOR_COUNT];
};
void portfolio_draw(const struct value_estimate *in, const struct value_outcome *base,
                    uint64_t seed, uint64_t number, size_t draws, struct arena *memory,
                    struct arena *scratch, struct portfolio_draws *out);

struct portfolio_spread {
  double mean, sd, p5, p50, p95; // percentiles by nearest rank (S18)
  double p_positive;             // share of draws above 0
  double low, bin_width;         // of the histogram: from the least draw to the largest
  size_t bins[SIMULATION_BINS];
};
void portfolio_spread(const double *x, size_t n, struct arena *scratch,
                      struct portfolio_spread *out);

#endif
