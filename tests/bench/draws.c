// SPDX-License-Identifier: EUPL-1.2
// Draws by themselves: draws N. Makes the sampler of each distribution and N draws of it, and
// prints the processor times as JSON (least of several runs), for the benchmark that has numpy do
// the same. "estimate" is what 40 uncertain numbers of an estimate cost, samplers included.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "value/dist.h"

enum { RUNS = 15, DRAWS_MAX = 1000000 };

static const struct {
  const char *name;
  struct dist dist;
  int in_estimate;
} kinds[] = {
    {"uniform", {DIST_UNIFORM, 1, 3, 0, 0}, 0},
    {"triangular", {DIST_TRIANGULAR, 2, 5, 4, 0}, 6},
    {"pert", {DIST_PERT, 2, 5, 11.0 / 3, 7.0 / 3}, 0},
    {"normal", {DIST_NORMAL, -(double)INFINITY, (double)INFINITY, 100, 10}, 8},
    {"lognormal", {DIST_LOGNORMAL, 0, (double)INFINITY, 3, 0.5}, 6},
    {"gamma", {DIST_GAMMA, 0, (double)INFINITY, 4, 2.5}, 10},
    {"gamma, shape 0.3", {DIST_GAMMA, 0, (double)INFINITY, 0.3, 2.5}, 0},
    {"beta", {DIST_BETA, 0, 1, 2, 8}, 10},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static double microseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

int main(int argc, char **argv) {
  size_t draws = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000;
  if (draws < 1 || draws > DRAWS_MAX)
    return 2;
  struct arena *samples = arena_new(64 << 20), *a = arena_new(64 << 20);
  double *out = arena_array(samples, draws, sizeof *out), whole = 0;
  printf("{");
  for (int k = 0; k < KINDS; k++) {
    double make = 1e12, fill = 1e12;
    for (int run = 0; run < RUNS; run++) {
      arena_reset(a);
      double began = microseconds();
      const struct sampler *s = sampler_make(a, &kinds[k].dist, draws);
      double made = microseconds();
      sampler_fill(s, sampler_stream((uint64_t)run, kinds[k].name), 0, draws, out);
      make = fmin(make, made - began);
      fill = fmin(fill, microseconds() - made);
    }
    whole += kinds[k].in_estimate * (make + fill);
    printf("\"%s\":{\"make_us\":%.2f,\"ns\":%.3f},", kinds[k].name, make,
           fill * 1e3 / (double)draws);
  }
  printf("\"estimate\":{\"ms\":%.3f}}\n", whole / 1e3);
  arena_free(a);
  arena_free(samples);
  return 0;
}
