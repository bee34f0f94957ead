// SPDX-License-Identifier: EUPL-1.2
// Moments and quantiles of draws.
#include "value/spread.h"

#include <math.h>
#include <string.h>

#include "value/wide.h"

enum { LANES = 8, BUCKETS = 2048 };

typedef double four_doubles __attribute__((vector_size(32), aligned(8), may_alias));
typedef int four_ints __attribute__((vector_size(16)));
typedef uint16_t four_shorts __attribute__((vector_size(8), aligned(2), may_alias));

struct ranker {
  uint16_t *bucket;              // [n], of each draw
  uint8_t slots[BUCKETS];        // 1 + the slot of a bucket that holds a rank
  double *candidates[RANKS_MAX]; // [n], the draws of a slot's bucket
  size_t found[RANKS_MAX];
  uint32_t counts[2 * BUCKETS];
  struct place {
    size_t slot, nth;
  } at[RANKS_MAX];
};

// Sums of LANES interleaved parts, put together in one order.
static double total(const double *parts) {
  return ((parts[0] + parts[1]) + (parts[2] + parts[3])) +
         ((parts[4] + parts[5]) + (parts[6] + parts[7]));
}

// Around the first draw, so that draws without spread have exactly their own mean.
WIDE static double mean_of(const double *x, size_t n) {
  double sums[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++)
      sums[k] += x[i + (size_t)k] - x[0];
  for (int k = 0; i < n; i++, k++)
    sums[k] += x[i] - x[0];
  return x[0] + total(sums) / (double)n;
}

WIDE static double squares(const double *x, size_t n, double mean) {
  double sums[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++)
      sums[k] += (x[i + (size_t)k] - mean) * (x[i + (size_t)k] - mean);
  for (int k = 0; i < n; i++, k++)
    sums[k] += (x[i] - mean) * (x[i] - mean);
  return total(sums);
}

static double lesser(double a, double b) {
  return a < b ? a : b;
}

static double greater(double a, double b) {
  return a > b ? a : b;
}

WIDE void spread_bounds(const double *x, size_t n, double *low, double *high) {
  double lows[LANES], highs[LANES];
  for (int k = 0; k < LANES; k++)
    lows[k] = highs[k] = x[0];
  size_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++) {
      lows[k] = lesser(x[i + (size_t)k], lows[k]);
      highs[k] = greater(x[i + (size_t)k], highs[k]);
    }
  for (; i < n; i++) {
    lows[0] = lesser(x[i], lows[0]);
    highs[0] = greater(x[i], highs[0]);
  }
  *low = lows[0];
  *high = highs[0];
  for (int k = 1; k < LANES; k++) {
    *low = lesser(*low, lows[k]);
    *high = greater(*high, highs[k]);
  }
}

WIDE static size_t count_positive(const double *x, size_t n) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++)
    count += x[i] > 0;
  return count;
}

void spread_make(const double *x, size_t n, struct spread *out) {
  *out = (struct spread){.mean = mean_of(x, n)};
  out->sd = n > 1 ? sqrt(squares(x, n, out->mean) / (double)(n - 1)) : 0;
  spread_bounds(x, n, &out->low, &out->high);
  out->positive = count_positive(x, n);
}

size_t spread_rank(size_t n, size_t percent) {
  size_t rank = (percent * n + 99) / 100;
  return rank < 1 ? 1 : rank;
}

struct ranker *ranker_make(size_t n, struct arena *a) {
  struct ranker *r = arena_alloc(a, sizeof *r);
  r->bucket = arena_array(a, n, sizeof *r->bucket);
  for (size_t i = 0; i < RANKS_MAX; i++)
    r->candidates[i] = arena_array(a, n, sizeof(double));
  return r;
}

// The k-th least (from 0) by Hoare's selection; x is put into another order.
static double select_kth(double *x, size_t n, size_t rank) {
  ptrdiff_t from = 0, to = (ptrdiff_t)n - 1, k = (ptrdiff_t)rank;
  while (from < to) {
    double pivot = x[k];
    ptrdiff_t i = from, j = to;
    while (i <= j) {
      while (x[i] < pivot)
        i++;
      while (pivot < x[j])
        j--;
      if (i <= j) {
        double swap = x[i];
        x[i++] = x[j];
        x[j--] = swap;
      }
    }
    if (j < k)
      from = i;
    if (k < i)
      to = j;
  }
  return x[k];
}

// Two counts, because neighbours in one bucket would wait for each other.
WIDE static void number_buckets(struct ranker *r, const double *x, size_t n, double low,
                                double scale) {
  for (size_t i = 0; i < 2 * BUCKETS; i++)
    r->counts[i] = 0;
  size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    four_doubles at = (*(const four_doubles *)(x + i) - low) * scale;
    *(four_shorts *)(r->bucket + i) =
        __builtin_convertvector(__builtin_convertvector(at, four_ints), four_shorts);
  }
  for (; i < n; i++)
    r->bucket[i] = (uint16_t)(int)((x[i] - low) * scale);
  for (i = 0; i < n; i++)
    r->counts[2 * r->bucket[i] + (i & 1)]++;
  for (i = 0; i < BUCKETS; i++)
    r->counts[i] = r->counts[2 * i] + r->counts[2 * i + 1];
}

// The buckets that the ranks lie in, each once, and which draw of its bucket each rank is.
static void locate(struct ranker *r, const size_t *ranks, size_t count) {
  size_t bucket = 0, before = 0;
  memset(r->slots, 0, sizeof r->slots);
  for (size_t i = 0; i < count; i++) {
    while (before + r->counts[bucket] < ranks[i])
      before += r->counts[bucket++];
    if (r->slots[bucket] == 0)
      r->slots[bucket] = (uint8_t)(i + 1);
    r->at[i] = (struct place){r->slots[bucket] - 1, ranks[i] - before - 1};
  }
}

// Hardly any draw lies in one of these buckets, so that the branch costs nothing.
static void gather(struct ranker *r, const double *x, size_t n) {
  size_t found[RANKS_MAX] = {0};
  for (size_t i = 0; i < n; i++) {
    size_t slot = r->slots[r->bucket[i]];
    if (slot > 0)
      r->candidates[slot - 1][found[slot - 1]++] = x[i];
  }
  for (size_t i = 0; i < RANKS_MAX; i++)
    r->found[i] = found[i];
}

// Only the draws in the bucket of a rank are put in order.
void ranker_take(struct ranker *r, const double *x, size_t n, double low, double high,
                 const size_t *ranks, size_t count, double *out) {
  double scale = (BUCKETS - 1) / (high - low);
  if (!(high > low) || !isfinite(scale)) {
    for (size_t i = 0; i < count; i++)
      out[i] = low;
    return;
  }
  number_buckets(r, x, n, low, scale);
  locate(r, ranks, count);
  gather(r, x, n);
  for (size_t i = 0; i < count; i++) {
    struct place at = r->at[i];
    out[i] = select_kth(r->candidates[at.slot], r->found[at.slot], at.nth);
  }
}
