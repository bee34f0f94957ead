// SPDX-License-Identifier: EUPL-1.2
// Expected value of perfect information on parameters, for every threshold in one pass.
//
// EVPPI = E[max_d E(nb_d | parameters)] - max_d E(nb_d). Only the inner expectation has to be
// estimated, and for a line it is the line of the expected cost and effect: the same for every
// threshold.
#include <math.h>
#include <stdbool.h>

#include "value/psa_internal.h"
#include "value/sort.h"

// The draws in order of the parameter, in blocks of equal size; a block's mean stands for the
// conditional expectation (Strong and Oakley, Med Decis Making 2013;33:755-766). Noise in the means
// adds an error of the order blocks / draws, taking a block as one value one of the order
// 1 / blocks^2: they balance when blocks rise with the cube root of the draws.
static size_t block_count(size_t draws) {
  size_t blocks = psa_cube_root(draws);
  return blocks < 2 ? 2 : blocks;
}

static size_t distinct(const struct sort_pair *pairs, size_t n) {
  size_t count = 1;
  for (size_t r = 1; r < n; r++)
    count += pairs[r].key != pairs[r - 1].key;
  return count;
}

// Equal values share a block; few values have one each.
static size_t make_blocks(const double *parameter, size_t draws, struct arena *a, uint32_t *block) {
  struct sort_pair *pairs = arena_array(a, draws, sizeof *pairs);
  sort_order(parameter, draws, pairs, arena_array(a, draws, sizeof *pairs));
  size_t most = block_count(draws), begun = 0;
  bool each = distinct(pairs, draws) <= most;
  uint32_t b = 0;
  for (size_t r = 0; r < draws; r++) {
    if (r > 0 && pairs[r].key != pairs[r - 1].key &&
        (each || r * most / draws > begun * most / draws)) {
      b++;
      begun = r;
    }
    block[pairs[r].index] = b;
  }
  return b + 1;
}

static void add_group(const struct samples *s, const struct total *group, struct envelope *v) {
  struct lines l;
  for (size_t k = 0; k < s->strategies; k++) {
    l.effect_sum[k] = group->effect[k];
    l.cost_sum[k] = group->cost[k];
    l.effect[k] = (double)group->effect[k] / s->effect_scale;
    l.cost[k] = (double)group->cost[k] / s->cost_scale;
  }
  envelope_add(v, &l);
}

static void by_blocks(const struct samples *s, const double *parameter, struct envelope *v,
                      struct arena *a, double *out) {
  uint32_t *block = arena_array(a, s->draws, sizeof *block);
  size_t blocks = make_blocks(parameter, s->draws, a, block);
  struct total *groups = arena_array(a, blocks, sizeof *groups), all = {0};
  for (size_t i = 0; i < s->draws; i++) {
    struct lines l;
    psa_draw(s, i, &l);
    psa_total_add(&groups[block[i]], &l, s->strategies);
    psa_total_add(&all, &l, s->strategies);
  }
  for (size_t b = 0; b < blocks; b++)
    add_group(s, &groups[b], v);
  envelope_finish(v);
  for (size_t w = 0; w < v->wtp_count; w++)
    out[w] = psa_gain(s, &all, v, w);
}

// Strong, Oakley and Brennan, Med Decis Making 2014;34:311-326. The fit can overshoot, so it is
// held below the value of perfect information on everything.
static void by_regression(const struct samples *s, const double *const *parameters, size_t count,
                          struct envelope *v, struct arena *a, double *out) {
  struct samples fitted;
  struct envelope perfect;
  struct total of_fitted = {0}, all = {0};
  envelope_init(&perfect, v->wtp, v->wtp_count, s->strategies, a);
  psa_run(s, &all, &perfect);
  psa_regress(s, parameters, count, a, &fitted);
  psa_run(&fitted, &of_fitted, v);
  for (size_t w = 0; w < v->wtp_count; w++)
    out[w] = fmin(psa_gain(&fitted, &of_fitted, v, w), psa_gain(s, &all, &perfect, w));
}

void psa_evppi(const struct psa_input *in, const double *const *parameters, size_t count,
               struct arena *a, double *out) {
  struct samples s;
  struct envelope v;
  psa_order(in, &s);
  envelope_init(&v, in->wtp, in->wtp_count, in->strategy_count, a);
  if (count == 1)
    by_blocks(&s, parameters[0], &v, a, out);
  else
    by_regression(&s, parameters, count, &v, a, out);
}
