// SPDX-License-Identifier: EUPL-1.2
// Counters and one latency histogram, printed as Prometheus text. Safe from any thread.
#ifndef SAMSPIL_BASE_METRIC_H
#define SAMSPIL_BASE_METRIC_H

#include <stdint.h>

#include "base/buf.h"

enum metric {
#define X(name, text, help) name,
#include "base/metric.def"
#undef X
  METRIC_COUNT
};

void metric_add(enum metric m);
// One request took so many microseconds.
void metric_latency(int64_t us);
void metric_print(struct buf *out);

#endif
