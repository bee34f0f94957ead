// SPDX-License-Identifier: EUPL-1.2
// Draws by inverse CDF from counter-based uniform numbers. Where many draws are expected, the
// inverse comes from a table: each side of the median is cut into octaves of the tail probability
// v (1/4..1/2, 1/8..1/4, ...), each octave into equal cells, and each cell holds the quintic that
// has the value and the first two derivatives of the quantile at both ends (sampler_table.c). What
// lies deeper than the last octave is computed exactly.
#include "value/sampler.h"

#include <math.h>
#include <string.h>

#include "value/real.h"
#include "value/splitmix.h"

struct sampler {
  struct dist dist;
  const struct sampler_table *table; // NULL: each draw exactly
};

// Draw i of a stream: bit 63 says which side of the median, the rest is the probability v of the
// tail on that side, an odd multiple of 2^-53 below 1/2. So u and 1 - u are both exact and neither
// is 0.
static inline uint64_t draw(uint64_t stream, uint64_t i) {
  return splitmix(stream, i);
}

// Which side is as good as chance, so no branch may hang on it.
static inline size_t side_of(uint64_t z) {
  return z >> 63;
}

// v in units of 2^-53.
static inline double tail_units(uint64_t z) {
  return (double)(int64_t)(z << 1 >> 12 | 1);
}

static inline double tail_of(uint64_t z) {
  return tail_units(z) * 0x1p-53;
}

static inline double uniform(uint64_t z) {
  return fabs((double)(int64_t)side_of(z) - tail_of(z));
}

// FNV-1a over the name, then mixed with the seed.
uint64_t sampler_stream(uint64_t seed, const char *name) {
  uint64_t hash = 0xcbf29ce484222325;
  for (; *name; name++)
    hash = (hash ^ (unsigned char)*name) * 0x100000001b3;
  return splitmix_mix(splitmix(seed, 0) ^ hash);
}

const struct sampler *sampler_make(struct arena *a, const struct dist *d, size_t expected) {
  struct sampler *s = arena_alloc(a, sizeof *s);
  s->dist = *d;
  s->table = sampler_table(a, d, expected);
  return s;
}

static void fill_table(const struct sampler *s, uint64_t stream, uint64_t first, size_t n,
                       double *out) {
  const struct sampler_table *t = s->table;
  unsigned log_cells = t->log_cells, shift = 52 - log_cells;
  uint64_t count = t->count, deepest = t->first + ((uint64_t)53 << log_cells);
  double(*side[])[6] = {t->cells, t->cells + count};
  for (size_t k = 0; k < n; k++) {
    uint64_t z = draw(stream, first + k), bits;
    double v = tail_units(z), place;
    memcpy(&bits, &v, sizeof bits);
    // Exponent and leading digits of v are the number of its cell, the digits behind its place.
    uint64_t cell = (bits >> shift) - deepest;
    if (cell >= count) {
      out[k] = dist_quantile(&s->dist, uniform(z));
      continue;
    }
    bits = bits << (12 + log_cells) >> 12 | 0x3ff0000000000000;
    memcpy(&place, &bits, sizeof place);
    const double *c = side[side_of(z)][cell], x = place - 1, xx = x * x;
    // Three short chains instead of one long one.
    out[k] = c[0] + (x * c[1] + xx * (c[2] + x * c[3] + xx * (c[4] + x * c[5])));
  }
}

static void fill_triangular(const struct dist *d, uint64_t stream, uint64_t first, size_t n,
                            double *out) {
  double width = d->high - d->low, below = d->a - d->low;
  const double area[] = {width * below, width * (d->high - d->a)}, end[] = {d->low, d->high};
  const double sign[] = {1, -1};
  for (size_t k = 0; k < n; k++) {
    double p = uniform(draw(stream, first + k));
    size_t side = p * width >= below;
    out[k] = end[side] + sign[side] * sqrt(fabs((double)(int64_t)side - p) * area[side]);
  }
}

static void fill_uniform(const struct dist *d, uint64_t stream, uint64_t first, size_t n,
                         double *out) {
  double width = d->high - d->low;
  const double end[] = {d->low, d->high}, sign[] = {width, -width};
  for (size_t k = 0; k < n; k++) {
    uint64_t z = draw(stream, first + k);
    out[k] = end[side_of(z)] + sign[side_of(z)] * tail_of(z);
  }
}

void sampler_fill(const struct sampler *s, uint64_t stream, uint64_t first, size_t n, double *out) {
  if (s->table)
    fill_table(s, stream, first, n, out);
  else if (s->dist.kind == DIST_TRIANGULAR)
    fill_triangular(&s->dist, stream, first, n, out);
  else if (s->dist.kind == DIST_UNIFORM)
    fill_uniform(&s->dist, stream, first, n, out);
  else
    for (size_t k = 0; k < n; k++)
      out[k] = dist_quantile(&s->dist, uniform(draw(stream, first + k)));
}
