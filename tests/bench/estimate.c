// SPDX-License-Identifier: EUPL-1.2
// The simulation of an estimate by itself: estimate [COUNT [THREADS]]. 40 uncertain numbers (10
// gamma, 10 beta, 8 normal, 6 lognormal, 6 triangular), 20 lines x 20 years, 10,000 draws, every
// perspective and sector, bands of every year. Prints processor times and figures as JSON; with a
// COUNT the wall-clock time of so many estimates, each with a seed of its own. estimate_numpy.py
// does the same in numpy.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "value/draw.h"
#include "value/simulate.h"

enum { LINES = 20, YEARS = 20, DRAWS = 10000, RUNS = 21, THREADS_MAX = 64 };

static struct value_estimate estimate;
static struct value_alternative alternative;
static struct value_line lines[LINES];
static struct value_uncertainty uncertain[LINES][2];
static struct value_volume volume[YEARS];
static const struct value_step step = {0, 0.035};
static char ids[LINES][16];

static double milliseconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct value_uncertainty around(enum value_field field, enum value_dist dist, double mean) {
  struct value_uncertainty u = value_uncertainty_default();
  u.field = field;
  u.dist = dist;
  if (dist == DIST_TRIANGULAR) {
    u.low = 0.6 * mean;
    u.mode = mean;
    u.high = 1.5 * mean;
  } else {
    u.mean = mean;
    u.sd = 0.2 * mean;
  }
  return u;
}

static enum value_dist dist_of(int line, int which) {
  if (which == 0)
    return line < 10 ? DIST_GAMMA : DIST_BETA;
  return line < 8 ? DIST_NORMAL : line < 14 ? DIST_LOGNORMAL : DIST_TRIANGULAR;
}

static void make_line(int i) {
  static const enum value_class classes[] = {CLASS_CASH, CLASS_CAPACITY, CLASS_TIME};
  struct value_line *l = &lines[i];
  snprintf(ids[i], sizeof ids[i], "L%d", i);
  *l = value_line_default();
  l->id = l->name = ids[i];
  l->sector = (enum value_sector)(i % 9);
  l->class = l->sector >= SECTOR_PATIENTS ? CLASS_TIME : classes[i % 2];
  l->timing = i % 2 ? TIMING_PER_PATIENT : TIMING_PER_YEAR;
  l->qty_baseline = i % 3 ? 1 : 0;
  l->qty_new = 0.4;
  l->unit_value = 1000 + 100 * i;
  uncertain[i][0] = around(FIELD_QTY_NEW, dist_of(i, 0), l->qty_new);
  uncertain[i][1] = around(FIELD_UNIT_VALUE, dist_of(i, 1), l->unit_value);
  l->uncertainty = uncertain[i];
  l->uncertainty_count = 2;
}

static void make(void) {
  estimate = value_estimate_default();
  alternative = value_alternative_default();
  for (int t = 0; t < YEARS; t++)
    volume[t] = (struct value_volume){2026 + t, 10 + t, 0.5};
  for (int i = 0; i < LINES; i++)
    make_line(i);
  alternative.name = "A";
  alternative.lines = lines;
  alternative.line_count = LINES;
  alternative.volume = volume;
  alternative.volume_count = YEARS;
  estimate.base_year = estimate.price_year = 2026;
  estimate.horizon_years = YEARS;
  estimate.steps = &step;
  estimate.step_count = 1;
  estimate.naf = 1.28;
  estimate.capacity_realisation = 0.25;
  estimate.trace = false;
  estimate.alternatives = &alternative;
  estimate.alternative_count = 1;
}

struct work {
  struct arena *memory, *scratch, *result;
  size_t first, step, count;
};

static struct work work_of(size_t first, size_t threads, size_t count) {
  return (struct work){
      arena_new(256 << 20), arena_new(256 << 20), arena_new(64 << 20), first, threads, count};
}

static void work_free(struct work *w) {
  arena_free(w->memory);
  arena_free(w->scratch);
  arena_free(w->result);
}

// One estimate, its base case included.
static const struct value_simulation *simulate(struct work *w, uint64_t seed) {
  struct parameters p;
  struct draws d;
  struct value_result r;
  arena_rewind(w->memory);
  arena_rewind(w->scratch);
  arena_rewind(w->result);
  value_evaluate(&estimate, w->result, &r);
  parameters_make(&estimate, seed, DRAWS, false, w->memory, &p);
  simulate_outcome(&estimate, &p, w->scratch, w->result, &r.outcomes[0], &d);
  return r.outcomes[0].simulation;
}

static void *portfolio(void *context) {
  struct work *w = context;
  for (size_t i = w->first; i < w->count; i += w->step)
    simulate(w, i);
  return NULL;
}

static int run_portfolio(size_t count, size_t threads) {
  pthread_t thread[THREADS_MAX];
  struct work w[THREADS_MAX];
  double began = milliseconds(CLOCK_MONOTONIC);
  for (size_t i = 0; i < threads; i++) {
    w[i] = work_of(i, threads, count);
    if (pthread_create(&thread[i], NULL, portfolio, &w[i]) != 0)
      return 1;
  }
  for (size_t i = 0; i < threads; i++) {
    pthread_join(thread[i], NULL);
    work_free(&w[i]);
  }
  printf("{\"portfolio_ms\":%.3f}\n", milliseconds(CLOCK_MONOTONIC) - began);
  return 0;
}

static double whole_ms(struct arena *a) {
  double began = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
  struct value_result r;
  struct value_estimate in = estimate;
  in.draws = DRAWS;
  arena_reset(a);
  value_evaluate(&in, a, &r);
  return milliseconds(CLOCK_PROCESS_CPUTIME_ID) - began;
}

static void run_one(void) {
  struct work w = work_of(0, 1, 1);
  const struct value_simulation *s = NULL;
  printf("{\"simulate_ms\":[");
  for (int i = 0; i < RUNS; i++) {
    double began = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    s = simulate(&w, 20260101);
    printf("%s%.4f", i ? "," : "", milliseconds(CLOCK_PROCESS_CPUTIME_ID) - began);
  }
  const struct value_spread *npv = &s->npv[estimate.perspective];
  printf("],\"mean\":%.17g,\"sd\":%.17g,\"cumulative\":[", npv->mean, npv->sd);
  for (int t = 0; t < YEARS; t++)
    printf("%s[%.17g,%.17g,%.17g]", t ? "," : "", s->cumulative[t].p5, s->cumulative[t].p50,
           s->cumulative[t].p95);
  printf("],\"evppi_ms\":[");
  for (int i = 0; i < 5; i++)
    printf("%s%.4f", i ? "," : "", whole_ms(w.memory));
  printf("]}\n");
  work_free(&w);
}

int main(int argc, char **argv) {
  make();
  if (argc < 2) {
    run_one();
    return 0;
  }
  size_t threads = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
  return threads >= 1 && threads <= THREADS_MAX ? run_portfolio(strtoul(argv[1], NULL, 10), threads)
                                                : 2;
}
