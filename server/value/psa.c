// SPDX-License-Identifier: EUPL-1.2
// Curves from samples: each draw's envelope, added up.
#include "value/psa.h"

#include <math.h>

#include "value/envelope.h"
#include "value/psa_internal.h"

// The power of two that brings every value below 2^62.
static double scale_of(const double *const *values, size_t count, size_t draws) {
  double most = 0;
  for (size_t k = 0; k < count; k++)
    for (size_t i = 0; i < draws; i++)
      most = fabs(values[k][i]) > most ? fabs(values[k][i]) : most;
  int exponent;
  frexp(most, &exponent);
  return ldexp(1, 62 - (exponent > -900 ? exponent : -900));
}

size_t psa_cube_root(size_t n) {
  size_t root = 0;
  while ((root + 1) * (root + 1) * (root + 1) <= n)
    root++;
  return root;
}

void psa_scale(struct samples *s) {
  s->cost_scale = scale_of(s->cost, s->strategies, s->draws);
  s->effect_scale = scale_of(s->effect, s->strategies, s->draws);
}

void psa_order(const struct psa_input *in, struct samples *out) {
  *out = (struct samples){.draws = in->draws, .strategies = in->strategy_count};
  out->place[0] = in->comparator;
  for (size_t i = 0, k = 1; i < in->strategy_count; i++)
    if (i != in->comparator)
      out->place[k++] = i;
  for (size_t k = 0; k < in->strategy_count; k++) {
    out->cost[k] = in->strategies[out->place[k]].cost;
    out->effect[k] = in->strategies[out->place[k]].effect;
  }
  psa_scale(out);
}

void psa_draw(const struct samples *s, size_t draw, struct lines *out) {
  for (size_t k = 0; k < s->strategies; k++) {
    out->effect[k] = s->effect[k][draw];
    out->cost[k] = s->cost[k][draw];
    out->effect_sum[k] = (int64_t)(out->effect[k] * s->effect_scale);
    out->cost_sum[k] = (int64_t)(out->cost[k] * s->cost_scale);
  }
}

void psa_total_add(struct total *t, const struct lines *l, size_t strategies) {
  for (size_t k = 0; k < strategies; k++) {
    t->effect[k] += l->effect_sum[k];
    t->cost[k] += l->cost_sum[k];
  }
}

// The highest sum of net benefit; exact where the sums are, so that a tie of means is a tie.
size_t psa_optimal(const struct samples *s, const struct total *t, double wtp) {
  size_t best = 0;
  double most = (double)-INFINITY;
  for (size_t k = 0; k < s->strategies; k++) {
    double nb = wtp * ((double)t->effect[k] / s->effect_scale) - (double)t->cost[k] / s->cost_scale;
    if (nb > most) {
      best = k;
      most = nb;
    }
  }
  return best;
}

double psa_gain(const struct samples *s, const struct total *t, const struct envelope *v,
                size_t w) {
  size_t k = psa_optimal(s, t, v->wtp[w]);
  double effect = (double)(v->effect[w] - t->effect[k]) / s->effect_scale;
  double cost = (double)(v->cost[w] - t->cost[k]) / s->cost_scale;
  double gain = (v->wtp[w] * effect - cost) / (double)s->draws;
  return gain > 0 ? gain : 0;
}

void psa_run(const struct samples *s, struct total *t, struct envelope *v) {
  for (size_t i = 0; i < s->draws; i++) {
    struct lines l;
    psa_draw(s, i, &l);
    psa_total_add(t, &l, s->strategies);
    envelope_add(v, &l);
  }
  envelope_finish(v);
}

static void fill(const struct samples *s, const struct total *t, const struct envelope *v,
                 struct psa_result *out) {
  double draws = (double)s->draws;
  for (size_t k = 0; k < s->strategies; k++) {
    size_t d = s->place[k];
    out->mean_cost[d] = (double)t->cost[k] / s->cost_scale / draws;
    out->mean_effect[d] = (double)t->effect[k] / s->effect_scale / draws;
    for (size_t w = 0; w < v->wtp_count; w++)
      out->ceac[d * v->wtp_count + w] = v->wins[k * v->wtp_count + w] / draws;
  }
  for (size_t w = 0; w < v->wtp_count; w++) {
    out->optimal[w] = s->place[psa_optimal(s, t, v->wtp[w])];
    out->ceaf[w] = out->ceac[out->optimal[w] * v->wtp_count + w];
    out->evpi[w] = psa_gain(s, t, v, w);
  }
}

void psa_evaluate(const struct psa_input *in, struct arena *a, struct psa_result *out) {
  size_t strategies = in->strategy_count, n = in->wtp_count;
  *out = (struct psa_result){.mean_cost = arena_array(a, strategies, sizeof(double)),
                             .mean_effect = arena_array(a, strategies, sizeof(double)),
                             .ceac = arena_array(a, strategies * n, sizeof(double)),
                             .ceaf = arena_array(a, n, sizeof(double)),
                             .evpi = arena_array(a, n, sizeof(double)),
                             .optimal = arena_array(a, n, sizeof(size_t))};
  struct samples s;
  struct envelope v;
  struct total t = {0};
  psa_order(in, &s);
  envelope_init(&v, in->wtp, n, strategies, a);
  psa_run(&s, &t, &v);
  fill(&s, &t, &v, out);
}
