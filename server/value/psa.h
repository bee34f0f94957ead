// SPDX-License-Identifier: EUPL-1.2
// Probabilistic analysis of samples: acceptability curves and frontier, value of information (S19).
// The samples may be our own draws or come from another model. Pure; memory from the arena.
#ifndef SAMSPIL_VALUE_PSA_H
#define SAMSPIL_VALUE_PSA_H

#include <stddef.h>

#include "base/arena.h"

enum { PSA_STRATEGIES_MAX = 8, PSA_DRAWS_MAX = 100000, PSA_WTP_MAX = 1001, PSA_GROUP_MAX = 20 };

struct psa_strategy {
  const char *name;
  const double *cost, *effect; // [draws], kroner and QALYs (or any other unit of effect)
};

struct psa_input {
  const struct psa_strategy *strategies;
  size_t strategy_count, comparator, draws;
  const double *wtp; // ascending, kroner per unit of effect
  size_t wtp_count;
};

struct psa_result {
  double *mean_cost, *mean_effect; // [strategy]
  double *ceac;                    // [strategy * wtp_count + w]: share of draws in which it is best
  double *ceaf;                    // [w]: that share for the strategy with the highest mean
  double *evpi;                    // [w], never negative
  size_t *optimal;                 // [w]: highest mean net benefit; a tie goes to the comparator
};

// One pass over the draws: each draw's upper envelope of net-benefit lines, not a loop over wtp.
// The counts are those of that loop; sums are exact, so the order of the draws does not matter. At
// least one strategy, draw and threshold; every number finite.
void psa_evaluate(const struct psa_input *in, struct arena *a, struct psa_result *out);

// Expected value of perfect information on `count` parameters together, 1 to PSA_GROUP_MAX:
// parameters[k][draw]. One parameter: deterministic blocks (Strong and Oakley); several:
// regression. out[w], never negative and never above evpi. Takes some 40 bytes of the arena for
// each draw, with several parameters 16 more for each strategy and 8 for each parameter.
void psa_evppi(const struct psa_input *in, const double *const *parameters, size_t count,
               struct arena *a, double *out);

#endif
