// SPDX-License-Identifier: EUPL-1.2
// The distributions of uncertain numbers: moments, density, quantiles, and draws by inverse CDF.
// Built on deterministic arithmetic (no libm function whose last bit may differ between machines),
// so that a seed gives the same bytes everywhere. Free for anyone; nothing here allocates but
// sampler_make.
#ifndef SAMSPIL_VALUE_DIST_H
#define SAMSPIL_VALUE_DIST_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "value/value.h"

// Parameters resolved from either way of giving them; made by dist_make only.
struct dist {
  enum value_dist kind;
  double low, high; // support; infinite where there is no bound
  double a, b; // by kind: mode, mean and sd, meanlog and sdlog, shape and scale, alpha and beta
};

// u must have passed value_validate.
void dist_make(const struct value_uncertainty *u, struct dist *out);
double dist_mean(const struct dist *d);
double dist_sd(const struct dist *d);
double dist_density(const struct dist *d, double x);
// p in [0, 1]; right to 1e-9 relative in body and far tails.
double dist_quantile(const struct dist *d, double p);

// The stream of uniform numbers that a name (a parameter's id, or its correlation group) has under
// a seed: adding a parameter shifts no other, and one group shares its numbers.
uint64_t sampler_stream(uint64_t seed, const char *name);

// Draws of one distribution. Counter-based: draw i of a stream is the same whoever makes it, in
// whatever blocks. expected: how many draws will be made, to decide whether a table pays; with one,
// values are right to 1e-7 relative (near 0 of a normal distribution: of its sd) and rise with u.
struct sampler;
const struct sampler *sampler_make(struct arena *a, const struct dist *d, size_t expected);
// out[k] = draw first + k of the stream.
void sampler_fill(const struct sampler *s, uint64_t stream, uint64_t first, size_t n, double *out);

#endif
