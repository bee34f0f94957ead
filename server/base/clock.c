// SPDX-License-Identifier: EUPL-1.2
// Time.
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

int64_t clock_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void clock_stamp(char text[static 25]) {
  struct timespec t;
  struct tm tm;
  clock_gettime(CLOCK_REALTIME, &t);
  gmtime_r(&t.tv_sec, &tm);
  char seconds[20];
  strftime(seconds, sizeof seconds, "%Y-%m-%dT%H:%M:%S", &tm);
  snprintf(text, 25, "%.19s.%03uZ", seconds, (unsigned)(t.tv_nsec / 1000000) % 1000U);
}
