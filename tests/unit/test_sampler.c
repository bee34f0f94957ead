// SPDX-License-Identifier: EUPL-1.2
// Draws: what they are distributed like, that tables change nothing that matters, and that the same
// seed gives the same bytes however they are asked for.
#include <stdlib.h>

#include "tap.h"
#include "value/dist.h"

enum { DRAWS = 100000 };

static struct arena *arena;
static double out[DRAWS], exact[DRAWS], shares[DRAWS];

static struct dist natural(enum value_dist kind, double low, double high, double a, double b) {
  return (struct dist){.kind = kind, .low = low, .high = high, .a = a, .b = b};
}

enum { KINDS = 19 };
static void kinds(struct dist *d) {
  const double infinite = (double)INFINITY;
  int n = 0;
  d[n++] = natural(DIST_FIXED, 7, 7, 0, 0);
  d[n++] = natural(DIST_UNIFORM, -1, 3, 0, 0);
  d[n++] = natural(DIST_TRIANGULAR, 2, 5, 4, 0);
  d[n++] = natural(DIST_TRIANGULAR, 0, 1, 0, 0);
  d[n++] = natural(DIST_PERT, 2, 5, 1 + 8.0 / 3, 1 + 4.0 / 3);
  d[n++] = natural(DIST_NORMAL, -infinite, infinite, 0, 1);
  d[n++] = natural(DIST_NORMAL, -infinite, infinite, 1e6, 10);
  d[n++] = natural(DIST_LOGNORMAL, 0, infinite, 3, 0.2);
  d[n++] = natural(DIST_LOGNORMAL, 0, infinite, 0, 2);
  const double shapes[] = {0.02, 0.0784, 0.3, 1, 4, 5000};
  for (int i = 0; i < 6; i++)
    d[n++] = natural(DIST_GAMMA, 0, infinite, shapes[i], 2.5);
  d[n++] = natural(DIST_BETA, 0, 1, 0.1, 0.3);
  d[n++] = natural(DIST_BETA, 0, 1, 2, 3);
  d[n++] = natural(DIST_BETA, 0, 1, 1, 80);
  d[n++] = natural(DIST_BETA, 0, 1, 3000, 200);
}

static void draw(const struct dist *d, uint64_t stream, size_t expected, size_t n, double *to) {
  sampler_fill(sampler_make(arena, d, expected), stream, 0, n, to);
}

static const char *name_of(const struct dist *d) {
  return arena_printf(arena, "%s %g %g", value_dist_codes[d->kind], d->a, d->b);
}

// The table against the exact quantile, relative; near 0, where a relative error says nothing, in
// standard deviations. Expecting no draws makes every one exact.
static void test_table(const struct dist *d, uint64_t stream) {
  draw(d, stream, DRAWS, DRAWS, out);
  draw(d, stream, 0, DRAWS, exact);
  double worst = 0, sd = dist_sd(d);
  for (int i = 0; i < DRAWS; i++) {
    double error = fabs(out[i] - exact[i]);
    if (error > 0)
      worst = fmax(worst, error / fmax(fabs(exact[i]), d->kind == DIST_NORMAL ? sd : 0));
  }
  ok(worst <= 1e-7, "%s: within %.1e of the exact quantiles", name_of(d), worst);
}

static int ascending(const void *x, const void *y) {
  const double *a = x, *b = y;
  return (*a > *b) - (*a < *b);
}

// Kolmogorov and Smirnov: u of the exact draws; 1.95 / sqrt(n) is passed in 999 of 1000 streams.
static void test_uniform(uint64_t stream) {
  struct dist unit = natural(DIST_UNIFORM, 0, 1, 0, 0);
  draw(&unit, stream, DRAWS, DRAWS, shares);
  bool inside = true;
  double serial = 0;
  for (int i = 0; i < DRAWS; i++) {
    inside = inside && shares[i] > 0 && shares[i] < 1;
    serial += i > 0 ? (shares[i] - 0.5) * (shares[i - 1] - 0.5) : 0;
  }
  ok(inside, "uniform numbers lie strictly between 0 and 1");
  is_near(serial / DRAWS * 12, 0, 4 / sqrt(DRAWS), "one says nothing of the next");
  qsort(shares, DRAWS, sizeof *shares, ascending);
  double worst = 0;
  for (int i = 0; i < DRAWS; i++)
    worst = fmax(worst, fmax((i + 1.0) / DRAWS - shares[i], shares[i] - (double)i / DRAWS));
  is_near(worst, 0, 1.95 / sqrt(DRAWS), "uniform numbers are uniform");
}

static double quantile_draws(const struct dist *d, int i) {
  return dist_quantile(d, (i + 0.5) / DRAWS);
}

// The draws in order beside the quantiles they stand for: by how much the ranks differ at most.
static void test_shape(const struct dist *d, uint64_t stream) {
  draw(d, stream, DRAWS, DRAWS, out);
  double mean = dist_mean(d), sd = dist_sd(d), sum = 0, squares = 0;
  for (int i = 0; i < DRAWS; i++) {
    sum += out[i] - mean;
    squares += (out[i] - mean) * (out[i] - mean);
  }
  // A lognormal with sdlog 2 has no mean that so few draws would find.
  if (d->kind != DIST_LOGNORMAL || d->b < 1) {
    is_near(sum / DRAWS, 0, 4 * sd / sqrt(DRAWS), name_of(d));
    if (d->kind != DIST_GAMMA || d->a > 0.05)
      is_near(sqrt(squares / DRAWS), sd, 0.05 * sd, name_of(d));
  }
  qsort(out, DRAWS, sizeof *out, ascending);
  int far = (int)(1.95 * sqrt(DRAWS)) + 1, off = 0;
  for (int i = far; i < DRAWS - far; i += 97)
    off += out[i] < quantile_draws(d, i - far) || out[i] > quantile_draws(d, i + far);
  is_int(off, 0, arena_printf(arena, "%s: ranks lie where they should", name_of(d)));
}

// More of u, more of x. Neighbours in rank lie some 1e-5 apart, in the tails 1e-9.
static void test_monotone(const struct dist *d, uint64_t stream) {
  struct dist unit = natural(DIST_UNIFORM, 0, 1, 0, 0);
  static struct { double u, x; } pairs[DRAWS];
  draw(&unit, stream, DRAWS, DRAWS, shares);
  draw(d, stream, DRAWS, DRAWS, out);
  for (int i = 0; i < DRAWS; i++) {
    pairs[i].u = shares[i];
    pairs[i].x = out[i];
  }
  qsort(pairs, DRAWS, sizeof *pairs, ascending);
  int falls = 0;
  for (int i = 1; i < DRAWS; i++)
    falls += pairs[i].x < pairs[i - 1].x;
  is_int(falls, 0, arena_printf(arena, "%s: rises with u", name_of(d)));
}

static void test_blocks(const struct dist *d, uint64_t stream) {
  const struct sampler *s = sampler_make(arena, d, DRAWS);
  sampler_fill(s, stream, 0, 5000, exact);
  size_t sizes[] = {1, 7, 64, 1000, 3, 2925, 1000};
  size_t at = 5000;
  for (int i = 0; i < 7; i++) { // backwards
    at -= sizes[i];
    sampler_fill(s, stream, at, sizes[i], out + at);
  }
  ok(at == 0 && memcmp(out, exact, 5000 * sizeof *out) == 0, "%s: blocks do not matter",
     name_of(d));
}

static void test_streams(void) {
  uint64_t one = sampler_stream(1, "E5.qty_baseline");
  ok(one == sampler_stream(1, "E5.qty_baseline"), "one name, one stream");
  ok(one != sampler_stream(2, "E5.qty_baseline") && one != sampler_stream(1, "E5.qty_new"),
     "another seed or name, another stream");
  struct dist normal = natural(DIST_NORMAL, -(double)INFINITY, (double)INFINITY, 0, 1);
  double product = 0;
  draw(&normal, one, DRAWS, DRAWS, out);
  draw(&normal, sampler_stream(1, "E5.qty_new"), DRAWS, DRAWS, exact);
  for (int i = 0; i < DRAWS; i++)
    product += out[i] * exact[i];
  is_near(product / DRAWS, 0, 4 / sqrt(DRAWS), "streams are independent");
  // A group shares its numbers: what is larger in one is larger in the other.
  struct dist gamma = natural(DIST_GAMMA, 0, (double)INFINITY, 2, 1);
  draw(&gamma, one, DRAWS, DRAWS, exact);
  int against = 0;
  for (int i = 1; i < DRAWS; i++)
    against += (out[i] > out[i - 1]) != (exact[i] > exact[i - 1]);
  is_int(against, 0, "two of one group rise and fall together");
}

// These change when, and only when, the same seed gives other figures: then the engine's version
// must change too.
static void test_bits(const struct dist *d, uint64_t want) {
  draw(d, sampler_stream(20260101, "bits"), 10000, 10000, out);
  uint64_t hash = 0xcbf29ce484222325;
  for (size_t i = 0; i < 10000 * sizeof *out; i++)
    hash = (hash ^ ((const unsigned char *)out)[i]) * 0x100000001b3;
  ok(hash == want, "%s: the same bytes on every machine", name_of(d));
  if (hash != want)
    diag("0x%016llx", (unsigned long long)hash);
}

int main(void) {
  arena = arena_new(64 << 20);
  static const uint64_t bits[KINDS] = {
      0x212f91c74d0b5125, 0x8d4ef07b22f058ae, 0x20abdfed0942558d, 0xb9c1f990d2aed967,
      0xf322aca1336b03fe, 0x4be2dd665eb87ff9, 0xa655155240b1454a, 0x5202a4d1ad6b8335,
      0x8f5c0cf514d7cc2a, 0xd1a9740ca18b43b9, 0x11ef686d1005cafa, 0x8ec30f4618114d29,
      0x7a1a0d83a3871656, 0xd11418ed8f904dff, 0xc821857cd25f3ce0, 0x33db8a32d1827aa5,
      0x25fd39a3f9fbbf0b, 0xee3ddb0aaaf850cf, 0x9e28a30af2263c06};
  struct dist all[KINDS];
  kinds(all);
  test_uniform(sampler_stream(42, "uniform"));
  test_streams();
  for (int k = 0; k < KINDS; k++) {
    uint64_t stream = sampler_stream(7, name_of(&all[k]));
    test_table(&all[k], stream);
    test_shape(&all[k], stream);
    test_monotone(&all[k], stream);
    test_blocks(&all[k], stream);
    test_bits(&all[k], bits[k]);
  }
  arena_free(arena);
  return done();
}
