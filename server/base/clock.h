// SPDX-License-Identifier: EUPL-1.2
// Time: monotonic for durations and deadlines, wall clock for stamps.
#ifndef SAMSPIL_BASE_CLOCK_H
#define SAMSPIL_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

// Microseconds on the monotonic clock; never goes back.
int64_t clock_us(void);
// 2026-03-09T10:11:12.345Z into text (at least 25 bytes).
void clock_stamp(char text[static 25]);

#endif
