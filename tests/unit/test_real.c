// SPDX-License-Identifier: EUPL-1.2
// The value engine's elementary functions beside those of the C library, in units in the last
// place, and their exact bits at some points: these must be the same on every machine.
#include "tap.h"
#include "value/real.h"

enum { POINTS = 200000 };

// Evenly spread by a counter that leaves no number out of reach: golden steps over 0..1.
static double spread(int i) {
  double x = (i + 0.5) * 0.6180339887498949;
  return x - floor(x);
}

static double ulps(double got, double want) {
  if (got == want)
    return 0;
  return fabs(got - want) / (nextafter(fabs(want), (double)INFINITY) - fabs(want));
}

typedef double function(double x);

static void is_close(const char *name, function *f, function *library, double from, double to,
                     double most) {
  double worst = 0, at = 0;
  for (int i = 0; i < POINTS; i++) {
    double x = from + spread(i) * (to - from), error = ulps(f(x), library(x));
    if (!(error <= worst)) {
      worst = error;
      at = x;
    }
  }
  if (!ok(worst <= most, "%s over %g..%g", name, from, to))
    diag("%g units at %.17g", worst, at);
}

// Over many magnitudes: x = exp(t).
static double log_of_exp(double t) {
  return real_log(exp(t));
}
static double library_log_of_exp(double t) {
  return log(exp(t));
}
static double log1p_of_exp(double t) {
  return real_log1p(exp(t));
}
static double library_log1p_of_exp(double t) {
  return log1p(exp(t));
}

static void test_elementary(void) {
  is_close("log", real_log, log, 0.3, 3, 1);
  is_close("log of exp", log_of_exp, library_log_of_exp, -744, 709, 1);
  is_close("exp", real_exp, exp, -708, 709, 1);
  is_close("exp that is subnormal", real_exp, exp, -745, -708, 1);
  is_close("exp near 0", real_exp, exp, -1, 1, 1);
  is_close("log1p", real_log1p, log1p, -0.999, 2, 2);
  is_close("log1p of exp", log1p_of_exp, library_log1p_of_exp, -600, 600, 2);
  is_close("expm1", real_expm1, expm1, -3, 3, 4);
  is_close("expm1 near 0", real_expm1, expm1, -1e-8, 1e-8, 1);
}

static void test_ends(void) {
  ok(real_log(0) == -(double)INFINITY && isnan(real_log(-1)), "log of 0 and below");
  ok(real_log((double)INFINITY) == (double)INFINITY && real_log(1) == 0, "log of infinity and 1");
  ok(real_exp(-746) == 0 && real_exp(710) == (double)INFINITY && real_exp(0) == 1,
     "exp where it leaves the doubles");
  ok(real_exp(-(double)INFINITY) == 0 && isnan(real_exp((double)NAN)), "exp of no number");
  ok(real_log1p(-1) == -(double)INFINITY && real_log1p(1e-300) == 1e-300, "log1p at its ends");
}

// log(1 + x) - x = -x²/2 + x³/3 - ...
static void test_rests(void) {
  double worst = 0, factorial = 0, stirling = 0;
  for (int i = 0; i < POINTS; i++) {
    double x = (spread(i) - 0.5) * 0.02, sum = 0, power = x;
    for (int n = 2; n < 12; n++)
      sum += (n % 2 ? 1 : -1) * (power *= x) / n;
    worst = fmax(worst, fabs(real_log1p_rest(x) / sum - 1));
  }
  is_near(worst, 0, 1e-15, "log(1 + x) - x where both are nearly the same");
  is_near(real_log1p_rest(-0.9), log(0.1) + 0.9, 1e-15, "and where they are not");
  double product = 1;
  for (int n = 1; n < 60; n++) {
    product *= n;
    factorial = fmax(factorial, fabs(real_lgamma(n + 1) - log(product)) / fmax(1, log(product)));
    double x = n * 0.37;
    double rest = lgamma(x) - ((x - 0.5) * log(x) - x + log(2 * acos(-1)) / 2);
    stirling = fmax(stirling, fabs(real_stirling_rest(x) - rest));
  }
  is_near(factorial, 0, 1e-14, "log gamma of whole numbers");
  is_near(real_lgamma(0.5), log(acos(-1)) / 2, 1e-14, "log gamma of a half");
  is_near(real_lgamma(1e-3), 6.9071788853838537, 1e-14, "log gamma of a thousandth");
  is_near(stirling, 0, 2e-14, "what Stirling's formula lacks");
}

static void is_exact(double got, double want, const char *name) {
  ok(got == want, "%s is %a", name, want);
  if (got != want)
    diag("%s is %a", name, got);
}

static void test_bits(void) {
  is_exact(real_log(10), 0x1.26bb1bbb55516p+1, "log 10");
  is_exact(real_log(1e-310), -0x1.64e69394d9508p+9, "log 1e-310");
  is_exact(real_exp(-0.7), 0x1.fc80db9dd5542p-2, "exp -0.7");
  is_exact(real_exp(123.456), 0x1.1428e1cbc0143p+178, "exp 123.456");
  is_exact(real_log1p(0.3), 0x1.0ca937be1b9dcp-2, "log1p 0.3");
  is_exact(real_expm1(-0.2), -0x1.733d4a7a67a9bp-3, "expm1 -0.2");
  is_exact(real_lgamma(0.08), 0x1.3e080b2fb2aa8p+1, "log gamma 0.08");
  is_exact(real_normal(0.975, 0.025), 0x1.f5c0331eeff83p+0, "normal quantile 0.975");
  is_exact(real_normal(1e-30, 1), -0x1.6ed94a4dacdc9p+3, "normal quantile 1e-30");
}

int main(void) {
  test_elementary();
  test_ends();
  test_rests();
  test_bits();
  return done();
}
