// SPDX-License-Identifier: EUPL-1.2
// Series with plain coefficients after a reduction of the argument; where they come from stands at
// each. Written for the reader: faster ones exist, but the sampler's tables make that hardly
// matter.
#include "value/real.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

// ln 2 in two parts; the first has so few digits that its product with an exponent is exact.
static const double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
static const double log_sqrt_2pi = 0.91893853320467274178;

static uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static double from_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

// 2^k for a normal result.
static double power_of_two(int k) {
  return from_bits((uint64_t)(k + 1023) << 52);
}

// With s = f / (2 + f): log(1 + f) = 2 atanh(s) = 2s + s R, R = 2 s²/3 + 2 s⁴/5 + ...
// For |s| < 0.172 eleven terms reach the last bit.
static double atanh_rest(double s) {
  double z = s * s, sum = 2.0 / 23;
  for (int odd = 21; odd >= 3; odd -= 2)
    sum = sum * z + 2.0 / odd;
  return sum * z;
}

// log(1 + f) for sqrt(1/2) <= 1 + f <= sqrt(2). As 2s = f - s f, what is rounded is small beside f.
static double log_near_one(double f, double low) {
  double s = f / (2 + f), half = f * f / 2;
  return f - (half - (s * (half + atanh_rest(s)) + low));
}

double real_log(double x) {
  if (!(x > 0) || isinf(x))
    return x == 0 ? -(double)INFINITY : x > 0 ? x : (double)NAN;
  int k = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    k = -54;
  }
  uint64_t bits = bits_of(x);
  k += (int)(bits >> 52) - 1023;
  double m = from_bits((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m /= 2;
    k++;
  }
  return k * ln2_high + log_near_one(m - 1, k * ln2_low);
}

double real_log1p(double x) {
  if (x > -0.2928 && x < 0.4142)
    return log_near_one(x, 0);
  double u = 1 + x;
  if (!(u > 0) || isinf(u))
    return real_log(u);
  // What the sum 1 + x lost.
  double lost = x > 1 ? 1 - (u - x) : x - (u - 1);
  return real_log(u) + lost / u;
}

// From 2 atanh(s) - x with s = x / (2 + x): 2s - x = -s x.
double real_log1p_rest(double x) {
  if (!(x > -0.2928 && x < 0.4142))
    return real_log1p(x) - x;
  double s = x / (2 + x);
  return s * (atanh_rest(s) - x);
}

// (exp(r) - 1 - r) / r² for |r| < 0.35: Taylor's series, whose fourteenth term is below 2^-56.
static double exp_rest(double r) {
  double sum = 1;
  for (int n = 15; n >= 3; n--)
    sum = 1 + sum * r / n;
  return sum / 2;
}

double real_exp(double x) {
  if (!(x > -746 && x < 710))
    return isnan(x) ? x : x > 0 ? (double)INFINITY : 0;
  int k = (int)(x * 1.4426950408889634 + (x < 0 ? -0.5 : 0.5));
  double high = x - k * ln2_high, low = k * ln2_low, r = high - low;
  double y = 1 + (high + (r * r * exp_rest(r) - low));
  // In two steps, because 2^k alone may be out of range.
  int half = k / 2;
  return y * power_of_two(half) * power_of_two(k - half);
}

double real_expm1(double x) {
  if (fabs(x) < 0.35)
    return x + x * x * exp_rest(x);
  return real_exp(x) - 1;
}

// The asymptotic series of Stirling's formula (Bernoulli numbers over 2n (2n - 1) x^(2n-1)).
static double stirling_series(double x) {
  double z = 1 / (x * x);
  double sum = -3617.0 / 122400;
  sum = sum * z + 1.0 / 156;
  sum = sum * z - 691.0 / 360360;
  sum = sum * z + 1.0 / 1188;
  sum = sum * z - 1.0 / 1680;
  sum = sum * z + 1.0 / 1260;
  sum = sum * z - 1.0 / 360;
  sum = sum * z + 1.0 / 12;
  return sum / x;
}

static double stirling(double x) {
  return (x - 0.5) * real_log(x) - x + log_sqrt_2pi;
}

// gamma(x) = gamma(x + n) / (x (x + 1) ... (x + n - 1)) carries a small x to where the series
// holds.
double real_lgamma(double x) {
  double product = 1;
  for (; x < 10; x += 1)
    product *= x;
  return stirling(x) + stirling_series(x) - real_log(product);
}

double real_stirling_rest(double x) {
  return x < 10 ? real_lgamma(x) - stirling(x) : stirling_series(x);
}

static double polynomial(const double *coefficients, int degree, double x) {
  double sum = coefficients[degree];
  for (int i = degree - 1; i >= 0; i--)
    sum = sum * x + coefficients[i];
  return sum;
}

// The rational approximations of M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37
// (1988) 477-484: relative error about 1e-16.
double real_normal(double p, double q) {
  static const double a[] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                             1.9715909503065514427e+3, 1.3731693765509461125e+4,
                             4.5921953931549871457e+4, 6.7265770927008700853e+4,
                             3.3430575583588128105e+4, 2.5090809287301226727e+3},
                      b[] = {1,
                             4.2313330701600911252e+1,
                             6.8718700749205790830e+2,
                             5.3941960214247511077e+3,
                             2.1213794301586595867e+4,
                             3.9307895800092710610e+4,
                             2.8729085735721942674e+4,
                             5.2264952788528545610e+3},
                      c[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                             5.76949722146069140550e0,  3.64784832476320460504e0,
                             1.27045825245236838258e0,  2.41780725177450611770e-1,
                             2.27238449892691845833e-2, 7.74545014278341407640e-4},
                      d[] = {1,
                             2.05319162663775882187e0,
                             1.67638483018380384940e0,
                             6.89767334985100004550e-1,
                             1.48103976427480074590e-1,
                             1.51986665636164571966e-2,
                             5.47593808499534494600e-4,
                             1.05075007164441684324e-9},
                      e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                             1.78482653991729133580e0,  2.96560571828504891230e-1,
                             2.65321895265761230930e-2, 1.24266094738807843860e-3,
                             2.71155556874348757815e-5, 2.01033439929228813265e-7},
                      f[] = {1,
                             5.99832206555887937690e-1,
                             1.36929880922735805310e-1,
                             1.48753612908506148525e-2,
                             7.86869131145613259100e-4,
                             1.84631831751005468180e-5,
                             1.42151175831644588870e-7,
                             2.04426310338993978564e-15};
  bool lower = p < q;
  double middle = lower ? p - 0.5 : 0.5 - q;
  if (fabs(middle) <= 0.425) {
    double r = 0.180625 - middle * middle;
    return middle * polynomial(a, 7, r) / polynomial(b, 7, r);
  }
  double r = sqrt(-real_log(lower ? p : q)), z;
  if (r <= 5)
    z = polynomial(c, 7, r - 1.6) / polynomial(d, 7, r - 1.6);
  else
    z = polynomial(e, 7, r - 5) / polynomial(f, 7, r - 5);
  return lower ? -z : z;
}
