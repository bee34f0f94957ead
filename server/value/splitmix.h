// SPDX-License-Identifier: EUPL-1.2
// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) by counter: any number of the sequence at once.
#ifndef SAMSPIL_VALUE_SPLITMIX_H
#define SAMSPIL_VALUE_SPLITMIX_H

#include <stdint.h>

// Every bit of z moves half of the bits of the result.
static inline uint64_t splitmix_mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

// Number i, from 0, of the sequence from that seed; the step is 2^64 over the golden ratio.
static inline uint64_t splitmix(uint64_t seed, uint64_t i) {
  return splitmix_mix(seed + (i + 1) * UINT64_C(0x9e3779b97f4a7c15));
}

#endif
