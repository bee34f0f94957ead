// SPDX-License-Identifier: EUPL-1.2
// Inside the value engine only: elementary functions that give the same bits on every machine.
// The C library picks a variant by processor, whose last bit may differ; these use nothing but
// + - * /, square root and the bits of a double, which IEEE 754 lays down (the build forbids
// contraction to fused operations). Errors are within 2 units in the last place unless said.
#ifndef SAMSPIL_VALUE_REAL_H
#define SAMSPIL_VALUE_REAL_H

// Natural logarithm: -infinity of 0, NaN below.
double real_log(double x);
double real_exp(double x);
// log(1 + x), and the same less x: right where x is small. x > -1.
double real_log1p(double x);
double real_log1p_rest(double x);
double real_expm1(double x); // within 4 units
// What Stirling's formula lacks: log gamma(x) - ((x - 1/2) log x - x + log(2 pi)/2), x > 0.
// Absolute error 1e-15 for x >= 1e-3.
double real_stirling_rest(double x);
// log gamma(x), x > 0: within 1e-15 of the larger of its terms.
double real_lgamma(double x);
// The p quantile of the standard normal distribution, from p below and q = 1 - p above it. 0 < p,
// q.
double real_normal(double p, double q);

#endif
