// SPDX-License-Identifier: EUPL-1.2
// Each distribution in one row of cases: how its parameters follow from the given ones (S18), its
// moments, density and quantiles, and the interval that a one-way analysis goes over.
#include "value/dist.h"

#include <math.h>

#include "value/quantile.h"
#include "value/real.h"

enum { PERT_SHAPE = 4 };

static const double infinite = (double)INFINITY;

static double square(double x) {
  return x * x;
}

// Alpha and beta of a beta distribution on 0..1 from its mean and sd.
static void beta_moments(double mean, double sd, struct dist *d) {
  double size = mean * (1 - mean) / square(sd) - 1;
  d->a = mean * size;
  d->b = (1 - mean) * size;
}

static void make_lognormal(const struct value_uncertainty *u, struct dist *d) {
  d->low = 0;
  d->a = u->meanlog;
  d->b = u->sdlog;
  if (isfinite(u->mean)) {
    double variance = real_log1p(square(u->sd / u->mean));
    d->a = real_log(u->mean) - variance / 2;
    d->b = sqrt(variance);
  }
}

static void make_gamma(const struct value_uncertainty *u, struct dist *d) {
  bool moments = isfinite(u->mean);
  d->low = 0;
  d->a = moments ? square(u->mean / u->sd) : u->shape;
  d->b = moments ? u->sd * (u->sd / u->mean) : u->scale;
}

static void make_pert(const struct value_uncertainty *u, struct dist *d) {
  double shape = isnan(u->shape) ? PERT_SHAPE : u->shape, width = u->high - u->low;
  d->a = 1 + shape * (u->mode - u->low) / width;
  d->b = 1 + shape * (u->high - u->mode) / width;
}

static void make_beta(const struct value_uncertainty *u, struct dist *d) {
  d->low = 0;
  d->high = 1;
  d->a = u->alpha;
  d->b = u->beta;
  if (isfinite(u->mean))
    beta_moments(u->mean, u->sd, d);
}

void dist_make(const struct value_uncertainty *u, struct dist *out) {
  *out = (struct dist){.kind = u->dist, .low = -infinite, .high = infinite};
  switch (u->dist) {
  case DIST_FIXED:
    out->low = out->high = u->value;
    return;
  case DIST_UNIFORM:
  case DIST_TRIANGULAR:
  case DIST_PERT:
    out->low = u->low;
    out->high = u->high;
    out->a = u->mode;
    if (u->dist == DIST_PERT)
      make_pert(u, out);
    return;
  case DIST_NORMAL:
    out->a = u->mean;
    out->b = u->sd;
    return;
  case DIST_LOGNORMAL:
    make_lognormal(u, out);
    return;
  case DIST_GAMMA:
    make_gamma(u, out);
    return;
  case DIST_BETA:
    make_beta(u, out);
    return;
  case DIST_COUNT:
    return;
  }
}

double dist_mean(const struct dist *d) {
  switch (d->kind) {
  case DIST_TRIANGULAR:
    return d->low + (d->a - d->low + (d->high - d->low)) / 3;
  case DIST_NORMAL:
    return d->a;
  case DIST_LOGNORMAL:
    return real_exp(d->a + square(d->b) / 2);
  case DIST_GAMMA:
    return d->a * d->b;
  case DIST_PERT:
  case DIST_BETA:
    return d->low + (d->high - d->low) * (d->a / (d->a + d->b));
  case DIST_FIXED:
  case DIST_UNIFORM:
  case DIST_COUNT:
    break;
  }
  return d->low + (d->high - d->low) / 2;
}

double dist_sd(const struct dist *d) {
  double width = d->high - d->low, below = d->a - d->low, above = d->high - d->a;
  switch (d->kind) {
  case DIST_TRIANGULAR:
    // (a² + b² + c² - ab - ac - bc) / 18, without the differences of squares
    return sqrt((square(below) + below * above + square(above)) / 18);
  case DIST_NORMAL:
    return d->b;
  case DIST_LOGNORMAL:
    return dist_mean(d) * sqrt(real_expm1(square(d->b)));
  case DIST_GAMMA:
    return sqrt(d->a) * d->b;
  case DIST_PERT:
  case DIST_BETA:
    return width * sqrt(d->a / (d->a + d->b) * (d->b / (d->a + d->b)) / (d->a + d->b + 1));
  case DIST_FIXED:
  case DIST_UNIFORM:
  case DIST_COUNT:
    break;
  }
  return width / sqrt(12);
}

static double triangular_density(const struct dist *d, double x) {
  double width = d->high - d->low;
  if (x < d->a)
    return 2 * ((x - d->low) / width) / (d->a - d->low);
  return x > d->a ? 2 * ((d->high - x) / width) / (d->high - d->a) : 2 / width;
}

static double normal_density(double z) {
  return real_exp(-square(z) / 2) * 0.39894228040143267794;
}

// Infinite at an end where it diverges.
double dist_density(const struct dist *d, double x) {
  if (!(x >= d->low && x <= d->high))
    return 0;
  double width = d->high - d->low;
  switch (d->kind) {
  case DIST_FIXED:
    return infinite;
  case DIST_TRIANGULAR:
    return triangular_density(d, x);
  case DIST_NORMAL:
    return normal_density((x - d->a) / d->b) / d->b;
  case DIST_LOGNORMAL:
    return x > 0 ? normal_density((real_log(x) - d->a) / d->b) / (d->b * x) : 0;
  case DIST_GAMMA:
    return density_gamma(d->a, x / d->b) / d->b;
  case DIST_PERT:
  case DIST_BETA:
    return density_beta(d->a, d->b, (x - d->low) / width, (d->high - x) / width) / width;
  case DIST_UNIFORM:
  case DIST_COUNT:
    break;
  }
  return 1 / width;
}

static double triangular_quantile(const struct dist *d, double p, double q) {
  double width = d->high - d->low, below = d->a - d->low, above = d->high - d->a;
  return p * width < below ? d->low + sqrt(p * width * below) : d->high - sqrt(q * width * above);
}

// From log(x / (1 - x)); from whichever end is nearer.
static double beta_quantile(const struct dist *d, double p, double q) {
  double y = quantile_beta(d->a, d->b, p, q), small = real_exp(-fabs(y));
  double off = (d->high - d->low) * (small / (1 + small));
  return y < 0 ? d->low + off : d->high - off;
}

double dist_quantile(const struct dist *d, double p) {
  double q = 1 - p;
  if (!(p > 0))
    return d->low;
  if (!(q > 0))
    return d->high;
  switch (d->kind) {
  case DIST_TRIANGULAR:
    return triangular_quantile(d, p, q);
  case DIST_NORMAL:
    return d->a + d->b * real_normal(p, q);
  case DIST_LOGNORMAL:
    return real_exp(d->a + d->b * real_normal(p, q));
  case DIST_GAMMA:
    return d->b * real_exp(quantile_gamma(d->a, p, q));
  case DIST_PERT:
  case DIST_BETA:
    return beta_quantile(d, p, q);
  case DIST_FIXED:
  case DIST_UNIFORM:
  case DIST_COUNT:
    break;
  }
  return p < q ? d->low + p * (d->high - d->low) : d->high - q * (d->high - d->low);
}

void value_interval(const struct value_uncertainty *u, double *low, double *high) {
  struct dist d;
  dist_make(u, &d);
  bool bounded = u->dist == DIST_FIXED || u->dist == DIST_UNIFORM || u->dist == DIST_TRIANGULAR ||
                 u->dist == DIST_PERT;
  *low = bounded ? d.low : dist_quantile(&d, 0.025);
  *high = bounded ? d.high : dist_quantile(&d, 0.975);
}
