// SPDX-License-Identifier: EUPL-1.2
// Random numbers for tests: from a fixed seed, and the same everywhere.
#ifndef SAMSPIL_TESTS_RANDOM_H
#define SAMSPIL_TESTS_RANDOM_H

#include "value/splitmix.h"

static uint64_t random_count;

static inline uint64_t next(void) {
  return splitmix(20260101, random_count++);
}

static inline int below(int n) {
  return (int)(next() % (uint64_t)n);
}

static inline double between(double low, double high) {
  return low + (high - low) * (double)(next() >> 11) * 0x1p-53;
}

#endif
