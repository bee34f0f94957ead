// SPDX-License-Identifier: EUPL-1.2
// The probabilistic part of an estimate (S18, S19): what the uncertain numbers make of the result,
// and what it would be worth to know them. Free for anyone who includes value.h; the caller owns
// the estimate, everything else lives in the arena. Any thread may call it: no state is kept.
#ifndef SAMSPIL_VALUE_SIMULATE_H
#define SAMSPIL_VALUE_SIMULATE_H

#include "value/value.h"

enum {
  SIMULATION_DRAWS = 10000, // unless given
  SIMULATION_SEED = 1,      // unless given
  SIMULATION_DRAWS_MIN = 1000,
  SIMULATION_DRAWS_MAX = 100000,
  SIMULATION_NUMBERS_MAX = 500, // uncertain numbers of one estimate
  SIMULATION_BINS = 40,
  SIMULATION_STEPS = 10,
  SIMULATION_POINTS = 500,
};

// Kroner, of all draws of one figure. Percentiles by nearest rank: the draw of rank ceil(p n).
struct value_spread {
  double mean, sd, p5, p50, p95;
  double p_positive; // share of draws above 0
  double mc_se;      // standard error of the mean: sd / sqrt(draws)
  double base;       // the figure without uncertainty, always shown beside the mean
};

struct value_band {
  double p5, p50, p95;
};

struct value_sector_spread {
  enum value_sector sector;
  struct value_spread net;
};

struct value_step_spread {
  size_t draws; // the first so many
  double mean, mc_se;
};

struct value_simulation {
  size_t draws;
  uint64_t seed;
  struct value_spread npv[PERSPECTIVE_COUNT]; // all NAN where npv is not defined
  struct value_spread cost, qaly; // incremental cost in the chosen perspective, discounted QALYs
  struct value_spread risky;      // NPV of the chosen perspective with drawn gates; NAN: no stages
  struct value_sector_spread *sectors;
  size_t sector_count;
  struct value_band *years, *cumulative; // [horizon], undiscounted, chosen perspective
  // NPV of the chosen perspective in equal bins; the first and the last also hold what lies
  // outside.
  double bin_low, bin_width;
  size_t bins[SIMULATION_BINS];
  struct value_step_spread steps[SIMULATION_STEPS]; // how the mean settles
  // The first draws for the cost-effectiveness plane; 0 without health effects.
  double *point_cost, *point_effect;
  size_t point_count;
};

struct value_curve {
  const char *name; // "" where the comparator is that nothing changes
  double *values;   // [wtp]: share of draws in which it is best
};

struct value_information {
  const char **parameters; // known together: one, or a correlation group
  size_t parameter_count;
  double *values; // [wtp], kroner
};

// The decision between doing nothing (or the comparator) and the alternatives. wtp are the
// estimate's thresholds, or the one 0 when health plays no part: then money decides.
struct value_decision {
  double *wtp;
  size_t wtp_count;
  struct value_curve *ceac; // the comparator first
  size_t strategy_count;
  double *ceaf, *evpi;  // [wtp]
  const char **optimal; // [wtp], highest expected net benefit; a tie goes to the comparator
  struct value_information *evppi; // largest first
  size_t evppi_count;
};

struct parameters;
struct draws;

// Fills the simulation of one outcome of value_evaluate, and d with its draws, which live in
// scratch. For whoever computes many estimates: scratch and parameters (value/draw.h) are the
// thread's own.
void simulate_outcome(const struct value_estimate *in, struct parameters *p, struct arena *scratch,
                      struct arena *a, struct value_outcome *o, struct draws *d);
// Fills simulation of each outcome and decision. result must come from value_evaluate.
void simulate_fill(const struct value_estimate *in, struct arena *a, struct value_result *result);

#endif
