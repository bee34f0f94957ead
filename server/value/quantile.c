// SPDX-License-Identifier: EUPL-1.2
// The distributions of uncertain numbers: whether their parameters fit together (S22), and the
// interval that a one-way analysis goes over.
#include <math.h>

#include "value/model.h"

static const double z975 = 1.959963984540054; // 97.5 % point of the normal distribution

// lgamma() itself writes a global.
static double log_gamma(double x) {
  int sign;
  return lgamma_r(x, &sign);
}

// Share of a gamma distribution (scale 1) below x: the series up to the shape, the continued
// fraction behind it.
static double gamma_below(double shape, double x) {
  if (x <= 0)
    return 0;
  double front = exp(shape * log(x) - x - log_gamma(shape));
  if (x < shape + 1) {
    double term = 1 / shape, sum = term;
    for (int n = 1; n < 2000 && term > sum * 1e-17; n++)
      sum += term *= x / (shape + n);
    return front * sum;
  }
  double b = x + 1 - shape, c = 1e300, d = 1 / b, fraction = d;
  for (int n = 1; n < 2000; n++) {
    double an = -n * (n - shape);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    fraction *= d * c;
    if (fabs(d * c - 1) < 1e-16)
      break;
  }
  return 1 - front * fraction;
}

static double lift(double x) {
  return fabs(x) < 1e-300 ? 1e-300 : x;
}

// Continued fraction of the incomplete beta function (Lentz).
static double beta_fraction(double a, double b, double x) {
  double c = 1, d = 1 / lift(1 - (a + b) * x / (a + 1)), fraction = d;
  for (int m = 1; m < 2000; m++) {
    double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / lift(1 + even * d);
    c = lift(1 + even / c);
    fraction *= d * c;
    double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / lift(1 + odd * d);
    c = lift(1 + odd / c);
    fraction *= d * c;
    if (fabs(d * c - 1) < 1e-16)
      break;
  }
  return fraction;
}

static double beta_below(double a, double b, double x) {
  if (x <= 0 || x >= 1)
    return x <= 0 ? 0 : 1;
  double front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log1p(-x));
  return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a
                                   : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

static double below(double first, double second, bool beta, double x) {
  return beta ? beta_below(first, second, x) : gamma_below(first, x);
}

// Inverse by halving: on the logarithm where the answer may be very small.
static double quantile(double first, double second, bool beta, double p) {
  double low = -700, high = beta ? 0 : 60;
  for (int i = 0; i < 200; i++) {
    double middle = low + (high - low) / 2;
    if (below(first, second, beta, exp(middle)) < p)
      low = middle;
    else
      high = middle;
  }
  return exp(low + (high - low) / 2);
}

static void gamma_interval(const struct value_uncertainty *u, double *low, double *high) {
  bool moments = isfinite(u->mean);
  double shape = moments ? (u->mean / u->sd) * (u->mean / u->sd) : u->shape;
  double scale = moments ? u->sd * u->sd / u->mean : u->scale;
  *low = scale * quantile(shape, 0, false, 0.025);
  *high = scale * quantile(shape, 0, false, 0.975);
}

static void beta_interval(const struct value_uncertainty *u, double *low, double *high) {
  double alpha = u->alpha, beta = u->beta;
  if (isfinite(u->mean)) {
    double size = u->mean * (1 - u->mean) / (u->sd * u->sd) - 1;
    alpha = u->mean * size;
    beta = (1 - u->mean) * size;
  }
  *low = quantile(alpha, beta, true, 0.025);
  *high = quantile(alpha, beta, true, 0.975);
}

static void lognormal_interval(const struct value_uncertainty *u, double *low, double *high) {
  double meanlog = u->meanlog, sdlog = u->sdlog;
  if (isfinite(u->mean)) {
    double variance = log1p(u->sd * u->sd / (u->mean * u->mean));
    sdlog = sqrt(variance);
    meanlog = log(u->mean) - variance / 2;
  }
  *low = exp(meanlog - z975 * sdlog);
  *high = exp(meanlog + z975 * sdlog);
}

void value_interval(const struct value_uncertainty *u, double *low, double *high) {
  *low = u->low;
  *high = u->high;
  switch (u->dist) {
  case DIST_FIXED:
    *low = *high = u->value;
    break;
  case DIST_NORMAL:
    *low = u->mean - z975 * u->sd;
    *high = u->mean + z975 * u->sd;
    break;
  case DIST_LOGNORMAL:
    lognormal_interval(u, low, high);
    break;
  case DIST_GAMMA:
    gamma_interval(u, low, high);
    break;
  case DIST_BETA:
    beta_interval(u, low, high);
    break;
  case DIST_UNIFORM:
  case DIST_TRIANGULAR:
  case DIST_PERT:
  case DIST_COUNT:
    break;
  }
}

static const char *bounded_fault(const struct value_uncertainty *u) {
  if (!isfinite(u->low) || !isfinite(u->high) || !(u->low < u->high))
    return "low < high";
  if (u->dist == DIST_UNIFORM)
    return NULL;
  if (!isfinite(u->mode) || u->mode < u->low || u->mode > u->high)
    return "low <= mode <= high";
  bool shaped = u->dist == DIST_PERT && !isnan(u->shape);
  return shaped && !(isfinite(u->shape) && u->shape > 0) ? "shape > 0" : NULL;
}

// Either mean and sd or the two natural parameters, not both.
static const char *pair_fault(const struct value_uncertainty *u, double first, double second,
                              const char *names) {
  bool moments = !isnan(u->mean) || !isnan(u->sd), natural = !isnan(first) || !isnan(second);
  if (moments == natural)
    return names;
  if (natural)
    return isfinite(first) && isfinite(second) && second > 0 ? NULL : names;
  if (!isfinite(u->mean) || !isfinite(u->sd) || !(u->sd > 0))
    return "mean, sd > 0";
  return NULL;
}

static const char *gamma_fault(const struct value_uncertainty *u) {
  const char *fault = pair_fault(u, u->shape, u->scale, "mean, sd / shape, scale");
  if (fault)
    return fault;
  return (isfinite(u->mean) ? u->mean : u->shape) > 0 ? NULL : "mean > 0, shape > 0";
}

static const char *beta_fault(const struct value_uncertainty *u) {
  const char *fault = pair_fault(u, u->alpha, u->beta, "mean, sd / alpha, beta");
  if (fault)
    return fault;
  if (!isfinite(u->mean))
    return u->alpha > 0 ? NULL : "alpha > 0";
  if (!(u->mean > 0 && u->mean < 1))
    return "0 < mean < 1";
  return u->sd * u->sd < u->mean * (1 - u->mean) ? NULL : "sd² < mean (1 - mean)";
}

const char *net_uncertainty_fault(const struct value_uncertainty *u) {
  const char *fault = NULL;
  switch (u->dist) {
  case DIST_FIXED:
    return isfinite(u->value) ? NULL : "value";
  case DIST_UNIFORM:
  case DIST_TRIANGULAR:
  case DIST_PERT:
    return bounded_fault(u);
  case DIST_NORMAL:
    return isfinite(u->mean) && isfinite(u->sd) && u->sd > 0 ? NULL : "mean, sd > 0";
  case DIST_LOGNORMAL:
    fault = pair_fault(u, u->meanlog, u->sdlog, "mean, sd / meanlog, sdlog");
    return fault ? fault : isfinite(u->mean) && !(u->mean > 0) ? "mean > 0" : NULL;
  case DIST_GAMMA:
    return gamma_fault(u);
  case DIST_BETA:
    return beta_fault(u);
  case DIST_COUNT:
    break;
  }
  return "dist";
}
