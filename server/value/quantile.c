// SPDX-License-Identifier: EUPL-1.2
// Newton's method on the logarithm of the smaller tail, over y = log x (gamma) or log(x / (1 - x))
// (beta). In y both densities are log-concave, and so are both tails: whatever the start, from the
// first step on the iterates come from one side and never run away.
#include "value/quantile.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "value/real.h"

enum { STEPS_MAX = 200, TERMS_MAX = 200000 };
// From here on the first terms of Temme's expansion are right to 2e-11.
static const double large_shape = 3e4;
static const double log_2pi = 1.8378770664093454836;

struct shapes {
  double a, b; // b is 0 for gamma
  double constant;
  double log_x0, log_x1; // beta: of the middle a / (a + b), and what is above it
};

struct tail {
  double log, slope; // of the probability, and its derivative by y
};

// log(1 + t) - t, given log(1 + t) for where t is far from 0.
static double log_rest(double t, double log_1pt) {
  return t > -0.25 && t < 0.4 ? real_log1p_rest(t) : log_1pt - t;
}

static struct tail tail_of(double log_front, double ratio) {
  // probability = front * ratio
  return (struct tail){log_front + real_log(ratio), 1 / ratio};
}

static struct tail complement(struct tail t) {
  double other = -real_expm1(t.log);
  return (struct tail){real_log(other), -t.slope * real_exp(t.log) / other};
}

// ---- gamma ----

static struct shapes gamma_shapes(double shape) {
  double constant = (real_log(shape) - log_2pi) / 2 - real_stirling_rest(shape);
  return (struct shapes){.a = shape, .constant = constant, .log_x0 = real_log(shape)};
}

// log of x^a exp(-x) / gamma(a), the density of y: written around its peak so that nothing large
// cancels.
static double gamma_front(const struct shapes *s, double x, double y) {
  double t = (x - s->a) / s->a;
  return s->a * log_rest(t, y - s->log_x0) + s->constant;
}

// The series of the lower tail over the front, x <= a + 1 (DLMF 8.7.1).
static double gamma_series(double a, double x) {
  double term = 1 / a, sum = term;
  for (int n = 1; n < TERMS_MAX && term > sum * DBL_EPSILON / 8; n++)
    sum += term *= x / (a + n);
  return sum;
}

// The continued fraction of the upper tail over the front, x > a + 1 (DLMF 8.9.2, by Lentz).
static double gamma_fraction(double a, double x) {
  double b = x + 1 - a, c = 1e300, d = 1 / b, fraction = d;
  for (int n = 1; n < TERMS_MAX; n++) {
    double an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    fraction *= d * c;
    if (fabs(d * c - 1) < DBL_EPSILON)
      break;
  }
  return fraction;
}

static struct tail gamma_tail(const struct shapes *s, double y, bool lower) {
  double x = real_exp(y), front = gamma_front(s, x, y);
  if (x <= s->a + 1) {
    struct tail below = tail_of(front, gamma_series(s->a, x));
    return lower ? below : complement(below);
  }
  struct tail above = tail_of(front, gamma_fraction(s->a, x));
  above.slope = -above.slope;
  return lower ? complement(above) : above;
}

// ---- beta ----

static struct shapes beta_shapes(double a, double b) {
  double r = a + b;
  struct shapes s = {.a = a, .b = b, .log_x0 = -real_log1p(b / a), .log_x1 = -real_log1p(a / b)};
  s.constant = (real_log(a) + real_log(b / r) - log_2pi) / 2 + real_stirling_rest(r) -
               real_stirling_rest(a) - real_stirling_rest(b);
  return s;
}

struct place {
  double x, rest; // rest = 1 - x
  double log_x, log_rest;
};

static struct place beta_place(double y) {
  double small = real_exp(-fabs(y)), near = -real_log1p(small), far = near - fabs(y);
  double big = 1 / (1 + small);
  return y < 0 ? (struct place){small * big, big, far, near}
               : (struct place){big, small * big, near, far};
}

// log of x^a (1 - x)^b / B(a, b), the density of y, around its peak.
static double beta_front(const struct shapes *s, const struct place *p) {
  double r = s->a + s->b, x0 = s->a / r, x1 = s->b / r;
  double off = x0 < x1 ? p->x - x0 : x1 - p->rest;
  return s->a * log_rest(off / x0, p->log_x - s->log_x0) +
         s->b * log_rest(-off / x1, p->log_rest - s->log_x1) + s->constant;
}

static double lift(double x) {
  return fabs(x) < 1e-300 ? 1e-300 : x;
}

// The continued fraction of the lower tail over front / a, x < (a + 1) / (a + b + 2)
// (DLMF 8.17.22, by Lentz).
static double beta_fraction(double a, double b, double x) {
  double c = 1, d = 1 / lift(1 - (a + b) * x / (a + 1)), fraction = d;
  for (int m = 1; m < TERMS_MAX; m++) {
    double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / lift(1 + even * d);
    c = lift(1 + even / c);
    fraction *= d * c;
    double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / lift(1 + odd * d);
    c = lift(1 + odd / c);
    fraction *= d * c;
    if (fabs(d * c - 1) < DBL_EPSILON)
      break;
  }
  return fraction;
}

static struct tail beta_tail(const struct shapes *s, double y, bool lower) {
  struct place p = beta_place(y);
  double front = beta_front(s, &p);
  if (p.x < (s->a + 1) / (s->a + s->b + 2)) {
    struct tail below = tail_of(front, beta_fraction(s->a, s->b, p.x) / s->a);
    return lower ? below : complement(below);
  }
  struct tail above = tail_of(front, beta_fraction(s->b, s->a, p.rest) / s->b);
  above.slope = -above.slope;
  return lower ? complement(above) : above;
}

// ---- large shapes ----

// N. M. Temme, Asymptotic inversion of incomplete gamma functions / of the incomplete beta
// function (Math. Comp. 58, 1992; J. Comput. Appl. Math. 41, 1992): with r eta²/2 the logarithm
// that the density lacks to its peak, eta = z / sqrt(r) + log(f) / (r eta) + O(1/r²), where z is
// the normal quantile and f = sqrt(x0 x1) eta / (x - x0), scaled to 1 at the middle. Gamma is the
// limit x0 -> 0 of beta, so one routine serves both: t = (x - x0) / x0, k = x0 / x1 (gamma: 0).
static double offset(double eta, double k) {
  // eta²/2 = -(log_rest(t) + log_rest(-k t) / k), its derivative t (1 + k) / ((1 + t) (1 - k t)).
  double s = 1 / sqrt(1 + k), t = eta * s + (1 - k) / (1 + k) * eta * eta / 3;
  for (int i = 0; i < 4 && fabs(eta) > 1e-5; i++) {
    double lack = -real_log1p_rest(t) - (k > 0 ? real_log1p_rest(-k * t) / k : 0);
    t -= (lack - eta * eta / 2) * (1 + t) * (1 - k * t) / (t * (1 + k));
  }
  return t;
}

// (x - x0) / x0 for a gamma (k = 0) or beta distribution with a <= b.
static double large_offset(double a, double k, double z) {
  double s = 1 / sqrt(1 + k), eta = z / sqrt(a), first = (k - 1) / (1 + k) / (3 * s);
  if (fabs(eta) > 1e-5)
    first = real_log(s * eta / offset(eta, k)) / eta;
  return offset(eta + first / a, k);
}

// ---- the inverse ----

typedef struct tail tail_at(const struct shapes *s, double y, bool lower);

static double solve(tail_at *tail, const struct shapes *s, double p, double q, double y) {
  bool lower = p < q;
  double goal = real_log(lower ? p : q);
  for (int i = 0; i < STEPS_MAX; i++) {
    struct tail t = tail(s, y, lower);
    double lack = t.log - goal, step = lack / t.slope;
    if (!isfinite(step))
      break;
    y -= step;
    // The next error is about the square of this one.
    if (fabs(lack) < 1e-7)
      break;
  }
  return y;
}

// Where to start: the cube of a normal number (Wilson and Hilferty) in the body, else the leading
// term of the tail.
static double gamma_start(const struct shapes *s, double p, double q) {
  double a = s->a, cube_root = 1 - 1 / (9 * a) + real_normal(p, q) / (3 * sqrt(a));
  if (a >= 0.5 && cube_root > 0.3)
    return s->log_x0 + 3 * real_log(cube_root);
  double log_gamma = real_lgamma(a), high = -real_log(q) - log_gamma;
  if (a >= 0.5 || p < q || high < 1)
    return (real_log(p) + log_gamma + s->log_x0) / a;
  double x = high + (a - 1) * real_log(high);
  return real_log(x > 1 ? x : 1);
}

double quantile_gamma(double shape, double p, double q) {
  if (shape >= large_shape)
    return real_log(shape) + real_log1p(large_offset(shape, 0, real_normal(p, q)));
  struct shapes s = gamma_shapes(shape);
  return solve(gamma_tail, &s, p, q, gamma_start(&s, p, q));
}

// Normal in y where both shapes are not small; else the leading term x^a / (a B(a, b)).
static double beta_start(const struct shapes *s, double p, double q) {
  double a = s->a, b = s->b;
  if (a >= 1 && b >= 1)
    return real_log((a - 0.4) / (b - 0.4)) + real_normal(p, q) * sqrt(1 / a + 1 / b);
  bool lower = p < q;
  double shape = lower ? a : b, other = lower ? b : a;
  double log_b = a * s->log_x0 + b * s->log_x1 - s->constant;
  double log_x = (real_log(lower ? p : q) + real_log(shape) + log_b) / shape;
  if (other < 1 && log_x > -0.7)
    log_x = -0.7;
  double y = log_x < 0 ? log_x - real_log(-real_expm1(log_x)) : 0;
  return lower ? y : -y;
}

double quantile_beta(double a, double b, double p, double q) {
  if (a > b)
    return -quantile_beta(b, a, q, p);
  if (a >= large_shape) {
    double k = a / b, t = large_offset(a, k, real_normal(p, q));
    return real_log(k) + real_log1p(t) - real_log1p(-k * t);
  }
  // J. Wise's relation (Biometrika 37, 1950): gamma, but for (a / b)² / 24.
  if (b > 1e5 * (a + 1000)) {
    double w = real_exp(quantile_gamma(a, p, q)) / (b + (a - 1) / 2);
    if (w > 1e-290)
      return real_log(real_expm1(w));
    return quantile_gamma(a, p, q) - real_log(b + (a - 1) / 2);
  }
  struct shapes s = beta_shapes(a, b);
  return solve(beta_tail, &s, p, q, beta_start(&s, p, q));
}

// The density at an end of the support, by the shape that rules there; at_one for shape 1.
static double end_density(double shape, double at_one) {
  return shape < 1 ? (double)INFINITY : shape > 1 ? 0 : at_one;
}

double density_gamma(double shape, double x) {
  if (x <= 0)
    return end_density(shape, 1);
  struct shapes s = gamma_shapes(shape);
  double y = real_log(x);
  return real_exp(gamma_front(&s, x, y) - y);
}

double density_beta(double a, double b, double x, double rest) {
  if (x <= 0 || rest <= 0)
    return x <= 0 ? end_density(a, b) : end_density(b, a);
  struct shapes s = beta_shapes(a, b);
  struct place p = {x, rest, real_log(x), real_log(rest)};
  return real_exp(beta_front(&s, &p) - p.log_x - p.log_rest);
}
