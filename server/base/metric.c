// SPDX-License-Identifier: EUPL-1.2
// Counters and latency histogram.
#include "base/metric.h"

#include <stdatomic.h>

static _Atomic uint64_t counters[METRIC_COUNT];
static const int64_t bounds_us[] = {500,   1000,   2500,   5000,    10000,   25000,
                                    50000, 100000, 250000, 1000000, 5000000, 30000000};
enum { BUCKETS = sizeof bounds_us / sizeof bounds_us[0] };
static _Atomic uint64_t buckets[BUCKETS + 1], sum_us;

static const struct {
  const char *name, *help;
} texts[] = {
#define X(name, text, help) {text, help},
#include "base/metric.def"
#undef X
};

void metric_add(enum metric m) {
  atomic_fetch_add_explicit(&counters[m], 1, memory_order_relaxed);
}

void metric_latency(int64_t us) {
  int i = 0;
  while (i < BUCKETS && us > bounds_us[i])
    i++;
  atomic_fetch_add_explicit(&buckets[i], 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&sum_us, (uint64_t)us, memory_order_relaxed);
}

void metric_print(struct buf *out) {
  for (int i = 0; i < METRIC_COUNT; i++)
    buf_printf(out, "# HELP %s %s\n# TYPE %s counter\n%s %llu\n", texts[i].name, texts[i].help,
               texts[i].name, texts[i].name, (unsigned long long)atomic_load(&counters[i]));
  buf_puts(out, "# HELP samspil_request_seconds Time from the complete request to its answer\n"
                "# TYPE samspil_request_seconds histogram\n");
  unsigned long long total = 0;
  for (int i = 0; i < BUCKETS; i++) {
    total += atomic_load(&buckets[i]);
    buf_printf(out, "samspil_request_seconds_bucket{le=\"%g\"} %llu\n", (double)bounds_us[i] / 1e6,
               total);
  }
  total += atomic_load(&buckets[BUCKETS]);
  buf_printf(out,
             "samspil_request_seconds_bucket{le=\"+Inf\"} %llu\nsamspil_request_seconds_sum %g\n"
             "samspil_request_seconds_count %llu\n",
             total, (double)atomic_load(&sum_us) / 1e6, total);
}
