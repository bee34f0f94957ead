// SPDX-License-Identifier: EUPL-1.2
// Inside the value engine only: how draws spread. Sums run in one fixed order, so that the same
// draws give the same bits everywhere.
#ifndef SAMSPIL_VALUE_SPREAD_H
#define SAMSPIL_VALUE_SPREAD_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct spread {
  double mean, sd; // sd with n - 1
  double low, high;
  size_t positive; // draws above 0
};

void spread_make(const double *x, size_t n, struct spread *out);
void spread_bounds(const double *x, size_t n, double *low, double *high);

// Memory for quantiles of up to n draws, used again for each vector.
struct ranker;
struct ranker *ranker_make(size_t n, struct arena *a);
// Nearest rank: out[i] = the draw that ranks[i] (1..n, ascending) draws do not exceed. low and high
// are those of the spread. At most RANKS_MAX ranks.
enum { RANKS_MAX = 3 };
void ranker_take(struct ranker *r, const double *x, size_t n, double low, double high,
                 const size_t *ranks, size_t count, double *out);
// ceil(percent n / 100), at least 1 (S18).
size_t spread_rank(size_t n, size_t percent);

#endif
