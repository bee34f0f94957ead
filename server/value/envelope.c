// SPDX-License-Identifier: EUPL-1.2
// A draw's envelope is walked from crossing to crossing; whether a line is best at a threshold is
// always decided by its net benefit there, so that ties are the same as in a loop over thresholds.
#include "value/envelope.h"

#include <math.h>

enum { BUCKETS = 2048 };

// A crossing is a quotient of two rounded differences: right to three units in the last place.
static const double slack = 0x1p-50;

static size_t bucket_of(const struct envelope *v, double wtp) {
  double at = (wtp - v->bucket_from) * v->buckets_per_kroner;
  return at <= 0 ? 0 : at >= BUCKETS - 1 ? BUCKETS - 1 : (size_t)at;
}

void envelope_init(struct envelope *v, const double *wtp, size_t wtp_count, size_t strategies,
                   struct arena *a) {
  *v = (struct envelope){.wtp = wtp, .wtp_count = wtp_count, .strategies = strategies};
  v->effect = arena_array(a, wtp_count, sizeof *v->effect);
  v->cost = arena_array(a, wtp_count, sizeof *v->cost);
  v->wins = arena_array(a, strategies * wtp_count, sizeof *v->wins);
  v->bucket = arena_array(a, BUCKETS + 1, sizeof *v->bucket);
  double width = wtp[wtp_count - 1] - wtp[0];
  v->bucket_from = wtp[0];
  v->buckets_per_kroner = width > 0 ? BUCKETS / width : 0;
  for (size_t b = 0, w = 0; b <= BUCKETS; b++) {
    while (w < wtp_count && bucket_of(v, wtp[w]) < b)
      w++;
    v->bucket[b] = (uint16_t)w;
  }
}

// The first threshold that is not below wtp. Bucket numbers rise with wtp, so that it can only lie
// in its own bucket or be the first one behind.
static size_t first_not_below(const struct envelope *v, double wtp) {
  size_t b = bucket_of(v, wtp);
  size_t low = v->bucket[b], high = v->bucket[b + 1];
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (v->wtp[middle] < wtp)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static double net_benefit(const struct lines *l, size_t i, double wtp) {
  return wtp * l->effect[i] - l->cost[i];
}

static size_t best_of_all(const struct lines *l, size_t strategies, double wtp) {
  size_t best = 0;
  double most = net_benefit(l, 0, wtp);
  for (size_t i = 1; i < strategies; i++) {
    double nb = net_benefit(l, i, wtp);
    if (nb > most) {
      best = i;
      most = nb;
    }
  }
  return best;
}

// Only a line with more effect can overtake `from` as wtp rises.
static size_t best_beyond(const struct lines *l, size_t strategies, size_t from, double wtp) {
  size_t best = from;
  double most = net_benefit(l, from, wtp);
  for (size_t i = 0; i < strategies; i++) {
    double nb = net_benefit(l, i, wtp);
    if (l->effect[i] > l->effect[from] && (nb > most || (nb >= most && i < best))) {
      best = i;
      most = nb;
    }
  }
  return best;
}

// The least wtp at which a line with more effect meets the line of `from`.
static double next_crossing(const struct lines *l, size_t strategies, size_t from) {
  double least = (double)INFINITY;
  for (size_t i = 0; i < strategies; i++) {
    double more = l->effect[i] - l->effect[from];
    double wtp = (l->cost[i] - l->cost[from]) / more;
    if (more > 0 && wtp < least)
      least = wtp;
  }
  return least;
}

void envelope_add(struct envelope *v, const struct lines *l) {
  size_t n = v->wtp_count, best = best_of_all(l, v->strategies, v->wtp[0]);
  v->effect[0] += l->effect_sum[best];
  v->cost[0] += l->cost_sum[best];
  v->wins[best * n]++;
  for (size_t w = 1; w < n;) {
    double crossing = next_crossing(l, v->strategies, best);
    crossing -= fabs(crossing) * slack;
    if (!(crossing <= v->wtp[n - 1]))
      return;
    size_t first = first_not_below(v, crossing), next = best;
    for (w = first > w ? first : w; w < n; w++)
      if ((next = best_beyond(l, v->strategies, best, v->wtp[w])) != best)
        break;
    if (w == n)
      return;
    v->effect[w] += l->effect_sum[next] - l->effect_sum[best];
    v->cost[w] += l->cost_sum[next] - l->cost_sum[best];
    v->wins[best * n + w]--;
    v->wins[next * n + w]++;
    best = next;
    w++;
  }
}

void envelope_finish(struct envelope *v) {
  for (size_t w = 1; w < v->wtp_count; w++) {
    v->effect[w] += v->effect[w - 1];
    v->cost[w] += v->cost[w - 1];
    for (size_t i = 0; i < v->strategies; i++)
      v->wins[i * v->wtp_count + w] += v->wins[i * v->wtp_count + w - 1];
  }
}
