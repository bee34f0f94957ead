// SPDX-License-Identifier: EUPL-1.2
// Radix sort from the least significant digit; a digit that is the same everywhere is skipped.
#include "value/sort.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 6, RADIX = 1 << DIGIT_BITS };

static const uint64_t sign = UINT64_C(1) << 63;

// Bits that rise with the value: of a negative number all are turned, of others only the sign.
static uint64_t key_of(double value) {
  uint64_t bits;
  value += 0.0; // -0 becomes 0
  memcpy(&bits, &value, sizeof bits);
  return bits & sign ? ~bits : bits | sign;
}

static double value_of(uint64_t key) {
  uint64_t bits = key & sign ? key ^ sign : ~key;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static size_t digit(uint64_t key, int d) {
  return (size_t)(key >> (d * DIGIT_BITS)) & (RADIX - 1);
}

static void count_digits(uint64_t key, uint32_t counts[static DIGITS][RADIX]) {
  for (int d = 0; d < DIGITS; d++)
    counts[d][digit(key, d)]++;
}

// From counts to the place of each digit's first element. False: all have the same digit.
static bool make_places(uint32_t *counts, size_t n) {
  uint32_t sum = 0;
  for (size_t i = 0; i < RADIX; i++) {
    uint32_t c = counts[i];
    if (c == n)
      return false;
    counts[i] = sum;
    sum += c;
  }
  return true;
}

// Keys kept where doubles are.
static uint64_t get(const double *at) {
  uint64_t key;
  memcpy(&key, at, sizeof key);
  return key;
}

static void put(double *at, uint64_t key) {
  memcpy(at, &key, sizeof key);
}

void sort_doubles(double *values, size_t n, double *scratch) {
  uint32_t counts[DIGITS][RADIX] = {0};
  double *from = values, *to = scratch;
  for (size_t i = 0; i < n; i++) {
    uint64_t key = key_of(values[i]);
    put(&values[i], key);
    count_digits(key, counts);
  }
  for (int d = 0; d < DIGITS; d++) {
    if (!make_places(counts[d], n))
      continue;
    for (size_t i = 0; i < n; i++)
      put(&to[counts[d][digit(get(&from[i]), d)]++], get(&from[i]));
    double *other = from;
    from = to;
    to = other;
  }
  for (size_t i = 0; i < n; i++)
    values[i] = value_of(get(&from[i]));
}

void sort_order(const double *values, size_t n, struct sort_pair *pairs,
                struct sort_pair *scratch) {
  uint32_t counts[DIGITS][RADIX] = {0};
  struct sort_pair *from = pairs, *to = scratch;
  for (size_t i = 0; i < n; i++) {
    pairs[i] = (struct sort_pair){key_of(values[i]), (uint32_t)i};
    count_digits(pairs[i].key, counts);
  }
  for (int d = 0; d < DIGITS; d++) {
    if (!make_places(counts[d], n))
      continue;
    for (size_t i = 0; i < n; i++)
      to[counts[d][digit(from[i].key, d)]++] = from[i];
    struct sort_pair *other = from;
    from = to;
    to = other;
  }
  if (from != pairs)
    memcpy(pairs, from, n * sizeof *pairs);
}

double sort_quantile(const double *sorted, size_t n, double p) {
  double rank = ceil(p * (double)n * (1 - 0x1p-50)); // 0.07 * 100 is above 7
  return sorted[rank < 1 ? 0 : rank > (double)n ? n - 1 : (size_t)rank - 1];
}
