// SPDX-License-Identifier: EUPL-1.2
// From draws to figures: spreads by perspective and sector, bands by year, the chart's bins and the
// points of the cost-effectiveness plane (S18).
#include "value/simulate.h"

#include <math.h>

#include "value/decide.h"
#include "value/draw.h"
#include "value/spread.h"

enum { SCRATCH = 256 * 1024 * 1024 };

static const struct value_spread undefined = {
    (double)NAN, (double)NAN, (double)NAN, (double)NAN,
    (double)NAN, (double)NAN, (double)NAN, (double)NAN,
};

static struct value_band band_of(struct ranker *r, const double *x, size_t n, double low,
                                 double high) {
  const size_t ranks[] = {spread_rank(n, 5), spread_rank(n, 50), spread_rank(n, 95)};
  double at[3];
  ranker_take(r, x, n, low, high, ranks, 3, at);
  return (struct value_band){at[0], at[1], at[2]};
}

static struct value_spread spread_of(struct ranker *r, const double *x, size_t n, double base) {
  struct spread s;
  if (!x)
    return undefined;
  spread_make(x, n, &s);
  struct value_band band = band_of(r, x, n, s.low, s.high);
  return (struct value_spread){.mean = s.mean,
                               .sd = s.sd,
                               .p5 = band.p5,
                               .p50 = band.p50,
                               .p95 = band.p95,
                               .p_positive = (double)s.positive / (double)n,
                               .mc_se = s.sd / sqrt((double)n),
                               .base = base};
}

static struct value_band plain_band(struct ranker *r, const double *x, size_t n) {
  double low, high;
  spread_bounds(x, n, &low, &high);
  return band_of(r, x, n, low, high);
}

static void fill_sectors(struct ranker *r, const struct draws *d, const struct value_outcome *o,
                         struct arena *a, struct value_simulation *out) {
  out->sectors = arena_array(a, SECTOR_COUNT, sizeof *out->sectors);
  for (size_t i = 0; i < o->matrix_count; i++) {
    enum value_sector s = o->matrix[i].sector;
    out->sectors[out->sector_count++] =
        (struct value_sector_spread){s, spread_of(r, d->sector[s], d->count, o->matrix[i].net)};
  }
}

// The vectors of the years become those of the running sum on the way.
static void fill_years(struct ranker *r, struct draws *d, size_t years, struct arena *a,
                       struct value_simulation *out) {
  out->years = arena_array(a, years, sizeof *out->years);
  out->cumulative = arena_array(a, years, sizeof *out->cumulative);
  for (size_t y = 0; y < years; y++) {
    double *x = d->year[y];
    out->years[y] = plain_band(r, x, d->count);
    for (size_t i = 0; y > 0 && i < d->count; i++)
      x[i] += d->year[y - 1][i];
    out->cumulative[y] = plain_band(r, x, d->count);
  }
}

// The bins span all but the outermost draws, so that one far draw does not squeeze the picture.
static void fill_bins(struct ranker *r, const double *x, size_t n, struct value_simulation *out) {
  double low, high, at[2];
  const size_t ranks[] = {(n + 199) / 200, n - n / 200};
  spread_bounds(x, n, &low, &high);
  ranker_take(r, x, n, low, high, ranks, 2, at);
  out->bin_low = at[0];
  out->bin_width = (at[1] - at[0]) / SIMULATION_BINS;
  for (size_t i = 0; i < n; i++) {
    double bin = out->bin_width > 0 ? (x[i] - at[0]) / out->bin_width : 0;
    out->bins[bin <= 0 ? 0 : bin >= SIMULATION_BINS ? SIMULATION_BINS - 1 : (size_t)bin]++;
  }
}

static void fill_steps(const double *x, size_t n, struct value_simulation *out) {
  for (size_t i = 0; i < SIMULATION_STEPS; i++) {
    struct spread s;
    size_t first = n * (i + 1) / SIMULATION_STEPS;
    spread_make(x, first, &s);
    out->steps[i] = (struct value_step_spread){first, s.mean, s.sd / sqrt((double)first)};
  }
}

static void fill_points(const struct draws *d, struct arena *a, struct value_simulation *out) {
  if (!d->qaly)
    return;
  out->point_count = d->count < SIMULATION_POINTS ? d->count : SIMULATION_POINTS;
  out->point_cost = arena_array(a, out->point_count, sizeof(double));
  out->point_effect = arena_array(a, out->point_count, sizeof(double));
  for (size_t i = 0; i < out->point_count; i++) {
    out->point_cost[i] = d->cost[i];
    out->point_effect[i] = d->qaly[i];
  }
}

void simulate_outcome(const struct value_estimate *in, struct parameters *p, struct arena *scratch,
                      struct arena *a, struct value_outcome *o, struct draws *d) {
  struct value_simulation *s = arena_alloc(a, sizeof *s);
  draws_make(in, o->alternative, p, DRAW_BLOCK, scratch, d);
  struct ranker *r = ranker_make(d->count, scratch);
  const double *npv = d->npv[in->perspective];
  s->draws = d->count;
  s->seed = in->seed;
  for (int i = 0; i < PERSPECTIVE_COUNT; i++)
    s->npv[i] = spread_of(r, d->npv[i], d->count, o->npv[i]);
  s->cost = spread_of(r, d->cost, d->count, o->cost_delta);
  s->qaly = spread_of(r, d->qaly, d->count, o->qaly);
  s->risky = spread_of(r, d->risky, d->count, o->risk_adjusted_npv);
  fill_sectors(r, d, o, a, s);
  fill_bins(r, npv, d->count, s);
  fill_steps(npv, d->count, s);
  fill_points(d, a, s);
  fill_years(r, d, (size_t)in->horizon_years, a, s);
  o->simulation = s;
}

void simulate_fill(const struct value_estimate *in, struct arena *a, struct value_result *result) {
  if (in->draws == 0)
    return;
  struct arena *scratch = arena_new(SCRATCH), *samples = arena_new(SCRATCH);
  struct parameters parameters;
  struct decision decision;
  parameters_make(in, in->seed, in->draws, true, samples, &parameters);
  decision_begin(in, samples, &decision);
  for (size_t i = 0; i < result->outcome_count; i++) {
    struct value_outcome *o = &result->outcomes[i];
    struct draws d;
    simulate_outcome(in, &parameters, scratch, a, o, &d);
    if (o->alternative != net_comparator(in))
      decision_add(&decision, o->alternative->name, d.cost, d.qaly);
    arena_rewind(scratch);
  }
  decision_end(&decision, &parameters, a, result);
  arena_free(samples);
  arena_free(scratch);
}
