// SPDX-License-Identifier: EUPL-1.2
// Acceptability, and what it would be worth to know (S19). An expected value of perfect information
// is that of the decision: patients are in the totals already and are not multiplied in again.
#include "value/decide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SCRATCH = 64 * 1024 * 1024 };

static const double *vector(struct decision *d, const double *from) {
  if (!from)
    return d->nothing;
  double *copy = arena_array(d->arena, d->in->draws, sizeof *copy);
  memcpy(copy, from, d->in->draws * sizeof *copy);
  return copy;
}

void decision_begin(const struct value_estimate *in, struct arena *a, struct decision *out) {
  const struct value_alternative *comparator = net_comparator(in);
  *out = (struct decision){.in = in, .arena = a};
  out->nothing = arena_array(a, in->draws, sizeof *out->nothing);
  out->strategies[out->count++] =
      (struct psa_strategy){comparator ? comparator->name : "", out->nothing, out->nothing};
}

void decision_add(struct decision *d, const char *name, const double *cost, const double *effect) {
  d->health = d->health || effect;
  d->strategies[d->count++] = (struct psa_strategy){name, vector(d, cost), vector(d, effect)};
}

static void fill_wtp(const struct decision *d, struct arena *a, struct value_decision *out) {
  const struct value_estimate *in = d->in;
  out->wtp_count = d->health ? value_threshold_count(in) : 0;
  out->wtp = arena_array(a, out->wtp_count + 1, sizeof *out->wtp);
  for (size_t i = 0; i < out->wtp_count; i++)
    out->wtp[i] = in->threshold_from + (double)i * in->threshold_step;
  if (out->wtp_count == 0)
    out->wtp_count = 1;
}

static void fill_curves(const struct psa_input *psa, struct arena *scratch, struct arena *a,
                        struct value_decision *out) {
  struct psa_result r;
  size_t n = out->wtp_count;
  psa_evaluate(psa, scratch, &r);
  out->strategy_count = psa->strategy_count;
  out->ceac = arena_array(a, out->strategy_count, sizeof *out->ceac);
  out->ceaf = arena_array(a, n, sizeof *out->ceaf);
  out->evpi = arena_array(a, n, sizeof *out->evpi);
  out->optimal = arena_array(a, n, sizeof *out->optimal);
  for (size_t s = 0; s < out->strategy_count; s++) {
    out->ceac[s] = (struct value_curve){psa->strategies[s].name,
                                        arena_array(a, n, sizeof *out->ceac[s].values)};
    memcpy(out->ceac[s].values, r.ceac + s * n, n * sizeof *r.ceac);
  }
  memcpy(out->ceaf, r.ceaf, n * sizeof *r.ceaf);
  memcpy(out->evpi, r.evpi, n * sizeof *r.evpi);
  for (size_t w = 0; w < n; w++)
    out->optimal[w] = psa->strategies[r.optimal[w]].name;
}

static bool grouped(const struct parameter *x, const struct parameter *y) {
  return x->group && y->group && strcmp(x->group, y->group) == 0;
}

static bool spreads(const struct parameter *p) {
  return p->given->dist != DIST_FIXED;
}

// Numbers of a group rise together, so that whoever knows one of them knows all.
static bool first_of_group(const struct parameters *p, size_t i) {
  for (size_t k = 0; k < i; k++)
    if (spreads(&p->rows[k]) && grouped(&p->rows[k], &p->rows[i]))
      return false;
  return true;
}

static const char **names_of(const struct parameters *p, size_t first, size_t *count,
                             struct arena *a) {
  const char **names = arena_array(a, p->count - first, sizeof *names);
  names[(*count)++] = arena_strdup(a, p->rows[first].name);
  for (size_t i = first + 1; i < p->count; i++)
    if (spreads(&p->rows[i]) && grouped(&p->rows[i], &p->rows[first]))
      names[(*count)++] = arena_strdup(a, p->rows[i].name);
  return names;
}

static double largest(const double *x, size_t n) {
  double most = x[0];
  for (size_t i = 1; i < n; i++)
    most = x[i] > most ? x[i] : most;
  return most;
}

static const double *sample_of(struct parameter *p, size_t draws, struct arena *scratch) {
  if (p->kept && p->filled == draws)
    return p->kept;
  double *sample = arena_array(scratch, draws, sizeof *sample);
  parameter_fill(p, 0, draws, sample);
  return sample;
}

struct ranked {
  struct value_information row;
  double most;
};

static int by_value(const void *x, const void *y) {
  const struct ranked *a = x, *b = y;
  if (a->most < b->most || a->most > b->most)
    return a->most > b->most ? -1 : 1;
  return strcmp(a->row.parameters[0], b->row.parameters[0]);
}

static void fill_parameters(const struct psa_input *psa, const struct parameters *p,
                            struct arena *scratch, struct arena *a, struct value_decision *out) {
  struct ranked *ranked = arena_array(a, p->count, sizeof *ranked);
  size_t count = 0;
  for (size_t i = 0; i < p->count; i++) {
    if (!spreads(&p->rows[i]) || !first_of_group(p, i))
      continue;
    struct ranked *r = &ranked[count++];
    const double *sample = sample_of(&p->rows[i], psa->draws, scratch);
    r->row.parameters = names_of(p, i, &r->row.parameter_count, a);
    r->row.values = arena_array(a, psa->wtp_count, sizeof *r->row.values);
    psa_evppi(psa, &(const double *){sample}, 1, scratch, r->row.values);
    r->most = largest(r->row.values, psa->wtp_count);
    arena_rewind(scratch);
  }
  if (count > 1)
    qsort(ranked, count, sizeof *ranked, by_value);
  out->evppi = arena_array(a, count, sizeof *out->evppi);
  for (size_t i = 0; i < count; i++)
    out->evppi[out->evppi_count++] = ranked[i].row;
}

void decision_end(const struct decision *d, const struct parameters *p, struct arena *a,
                  struct value_result *result) {
  struct value_decision *out = arena_alloc(a, sizeof *out);
  struct arena *scratch = arena_new(SCRATCH);
  fill_wtp(d, a, out);
  struct psa_input psa = {.strategies = d->strategies,
                          .strategy_count = d->count,
                          .draws = d->in->draws,
                          .wtp = out->wtp,
                          .wtp_count = out->wtp_count};
  fill_curves(&psa, scratch, a, out);
  arena_rewind(scratch);
  fill_parameters(&psa, p, scratch, a, out);
  arena_free(scratch);
  result->decision = out;
}
