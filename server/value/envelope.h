// SPDX-License-Identifier: EUPL-1.2
// Upper envelopes of net-benefit lines, nb(wtp) = wtp * effect - cost, one for each draw, added up
// over the draws for every threshold at once. For value/ only.
//
// What is added up is fixed-point, so the sums are exact, the same in any order of the draws, and
// the difference of two sums of the same draws is 0 and not what rounding left.
#ifndef SAMSPIL_VALUE_ENVELOPE_H
#define SAMSPIL_VALUE_ENVELOPE_H

#include <stddef.h>
#include <stdint.h>

#include "value/psa.h"

__extension__ typedef __int128 fixed;

// The lines of one draw, or of a group of draws taken together, in the order in which ties are
// decided: the comparator first, then as they were given.
struct lines {
  double effect[PSA_STRATEGIES_MAX], cost[PSA_STRATEGIES_MAX];
  fixed effect_sum[PSA_STRATEGIES_MAX], cost_sum[PSA_STRATEGIES_MAX];
};

struct envelope {
  const double *wtp; // ascending
  size_t wtp_count, strategies;
  // Of the best strategy, as changes from one threshold to the next.
  fixed *effect, *cost; // [wtp_count]
  int32_t *wins;        // [strategy * wtp_count + w]: sets of lines that it is the best of
  double bucket_from, buckets_per_kroner;
  uint16_t *bucket; // first threshold in each stretch of the axis
};

void envelope_init(struct envelope *v, const double *wtp, size_t wtp_count, size_t strategies,
                   struct arena *a);
// All lines of the first `strategies` are read; at a tie the first of them is the best.
void envelope_add(struct envelope *v, const struct lines *lines);
// From changes to values at each threshold; nothing can be added afterwards.
void envelope_finish(struct envelope *v);

#endif
