// SPDX-License-Identifier: EUPL-1.2
// The analysis of samples by itself: samples FILE [DRAWS]. Makes samples of 4 strategies and one
// parameter, writes them to FILE as doubles (cost and effect of each strategy, then the parameter),
// and prints processor times and results as JSON, for the benchmark that has numpy do the same.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "value/psa.h"

enum { STRATEGIES = 4, ARRAYS = 2 * STRATEGIES + 1, THRESHOLDS = 501, RUNS = 7 };

static uint64_t seed = 20260101;
static double uniform(void) {
  uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return ((double)((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53;
}

static double normal(void) {
  return sqrt(-2 * log(uniform())) * cos(2 * acos(-1.0) * uniform());
}

static double milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void make(double *const *x, size_t draws) {
  for (size_t i = 0; i < draws; i++) {
    double p = x[ARRAYS - 1][i] = normal();
    for (int k = 0; k < STRATEGIES; k++) {
      x[2 * k][i] = 10000 + 5000 * k + 3000 * normal();
      x[2 * k + 1][i] = 5 + 0.1 * k + 0.2 * normal() + 0.05 * k * p;
    }
  }
}

static void print(const char *name, const double *x, size_t n, const char *behind) {
  printf("\"%s\":[", name);
  for (size_t i = 0; i < n; i++)
    printf("%s%.17g", i ? "," : "", x[i]);
  printf("]%s", behind);
}

int main(int argc, char **argv) {
  size_t draws = argc > 2 ? strtoul(argv[2], NULL, 10) : PSA_DRAWS_MAX;
  FILE *file = argc > 1 && draws > 0 && draws <= PSA_DRAWS_MAX ? fopen(argv[1], "wb") : NULL;
  if (!file)
    return 2;
  struct arena *samples = arena_new(64 << 20), *a = arena_new(64 << 20);
  double *x[ARRAYS];
  for (int k = 0; k < ARRAYS; k++)
    x[k] = arena_array(samples, draws, sizeof(double));
  make(x, draws);
  for (int k = 0; k < ARRAYS; k++)
    if (fwrite(x[k], sizeof(double), draws, file) != draws)
      return 1;
  if (fclose(file) != 0)
    return 1;
  struct psa_strategy s[STRATEGIES];
  for (int k = 0; k < STRATEGIES; k++)
    s[k] = (struct psa_strategy){"", x[2 * k], x[2 * k + 1]};
  double wtp[THRESHOLDS], evppi[THRESHOLDS], evaluate_ms[RUNS], evppi_ms[RUNS];
  for (int w = 0; w < THRESHOLDS; w++)
    wtp[w] = w * 1000;
  const struct psa_input in = {s, STRATEGIES, 0, draws, wtp, THRESHOLDS};
  const double *const parameter[] = {x[ARRAYS - 1]};
  struct psa_result r;
  for (int run = 0; run < RUNS; run++) {
    arena_reset(a);
    double began = milliseconds();
    psa_evppi(&in, parameter, 1, a, evppi);
    evppi_ms[run] = milliseconds() - began;
    arena_reset(a);
    began = milliseconds();
    psa_evaluate(&in, a, &r);
    evaluate_ms[run] = milliseconds() - began;
  }
  putchar('{');
  print("evaluate_ms", evaluate_ms, RUNS, ",");
  print("evppi_ms", evppi_ms, RUNS, ",");
  print("ceac", r.ceac, (size_t)STRATEGIES * THRESHOLDS, ",");
  print("evpi", r.evpi, THRESHOLDS, ",");
  print("evppi", evppi, THRESHOLDS, "}\n");
  return 0;
}
