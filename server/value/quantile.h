// SPDX-License-Identifier: EUPL-1.2
// Inside the value engine only: the gamma and beta distributions; quantiles right to 1e-10
// relative in body and far tails, for shapes from 1e-3 up.
#ifndef SAMSPIL_VALUE_QUANTILE_H
#define SAMSPIL_VALUE_QUANTILE_H

// p is what lies below and q = 1 - p what lies above; both > 0. Scale 1. Gives log x, which also
// says where x is too small for a double.
double quantile_gamma(double shape, double p, double q);
// Gives log(x / (1 - x)), from which both x and 1 - x come without loss.
double quantile_beta(double alpha, double beta, double p, double q);

// Densities at x (gamma with scale 1), and at x with rest = 1 - x; infinite where they diverge.
double density_gamma(double shape, double x);
double density_beta(double alpha, double beta, double x, double rest);

#endif
