// SPDX-License-Identifier: EUPL-1.2
// Draws by inverse CDF from counter-based uniform numbers.
#include "value/dist.h"

struct sampler {
  struct dist dist;
};

static const uint64_t golden = 0x9e3779b97f4a7c15; // 2^64 over the golden ratio

// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): every bit of the counter moves
// half of the bits of the result.
static uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

// An odd multiple of 2^-53: strictly between 0 and 1, and so is 1 less it.
static double uniform(uint64_t stream, uint64_t i) {
  return (double)(mix(stream + (i + 1) * golden) >> 11 | 1) * 0x1p-53;
}

// FNV-1a over the name, then mixed with the seed.
uint64_t sampler_stream(uint64_t seed, const char *name) {
  uint64_t hash = 0xcbf29ce484222325;
  for (; *name; name++)
    hash = (hash ^ (unsigned char)*name) * 0x100000001b3;
  return mix(mix(seed + golden) ^ hash);
}

const struct sampler *sampler_make(struct arena *a, const struct dist *d, size_t expected) {
  (void)expected;
  struct sampler *s = arena_alloc(a, sizeof *s);
  s->dist = *d;
  return s;
}

void sampler_fill(const struct sampler *s, uint64_t stream, uint64_t first, size_t n, double *out) {
  for (size_t k = 0; k < n; k++)
    out[k] = dist_quantile(&s->dist, uniform(stream, first + k));
}
