// SPDX-License-Identifier: EUPL-1.2
// What each draw is worth (S18): a block of draws at a time, structure of arrays. Each draw is
// computed by itself and in one order of operations, so that neither the block nor the width of the
// machine's registers shows in the result.
#include <math.h>

#include "value/plan.h"
#include "value/wide.h"

// DRAW_LANES doubles side by side; the compiler splits them where the machine has less.
typedef double lanes
    __attribute__((vector_size(DRAW_LANES * sizeof(double)), aligned(8), may_alias));

static size_t whole_lanes(size_t n) {
  return (n + DRAW_LANES - 1) / DRAW_LANES;
}

static void multiply(double *restrict out, const double *restrict by, size_t n) {
  lanes *o = (lanes *)out;
  const lanes *b = (const lanes *)by;
  for (size_t i = 0; i < whole_lanes(n); i++)
    o[i] *= b[i];
}

static void copy(double *restrict out, const double *restrict from, size_t n) {
  for (size_t i = 0; i < n; i++)
    out[i] = from[i];
}

static void fill(double *out, double value, size_t n) {
  for (size_t i = 0; i < n; i++)
    out[i] = value;
}

// What the line's quantity is in each draw (S3).
WIDE static void quantity(const struct term *t, double *restrict out, size_t n) {
  const struct parameter *baseline = t->factors[FIELD_QTY_BASELINE];
  const struct parameter *new = t->factors[FIELD_QTY_NEW];
  double sign = t->line->line->kind == KIND_OUTCOME ? -1 : 1;
  if (!baseline)
    for (size_t i = 0; i < n; i++)
      out[i] = sign * (t->baseline - new->sample[i]);
  else if (!new)
    for (size_t i = 0; i < n; i++)
      out[i] = sign * (baseline->sample[i] - t->new);
  else
    for (size_t i = 0; i < n; i++)
      out[i] = sign * (baseline->sample[i] - new->sample[i]);
}

WIDE static void fill_product(const struct term *t, size_t n) {
  static const enum value_field factors[] = {FIELD_UNIT_VALUE, FIELD_MULTIPLIER, FIELD_VOLUME};
  bool begun = t->factors[FIELD_QTY_BASELINE] || t->factors[FIELD_QTY_NEW];
  if (begun)
    quantity(t, t->product, n);
  for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
    const struct parameter *p = t->factors[factors[i]];
    if (p && begun)
      multiply(t->product, p->sample, n);
    else if (p)
      copy(t->product, p->sample, n);
    begun = begun || p;
  }
  if (!begun)
    fill(t->product, 1, n);
}

// The part of a purchase that a year bears, at the drawn rate for all years (S9).
static void fill_spread(const struct plan *p, const struct term *t, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const struct value_step flat = {0, p->rate->sample[i]};
    t->product[i] *=
        value_annuity_equipment(!t->scrap, t->scrap, &flat, 1, p->in->payment, 0, t->life) /
        t->spread;
  }
}

// The product of a year, or with the drawn realised share on top.
static void fill_column(const struct plan *p, const struct column *c, size_t n) {
  const struct term *t = c->term;
  if (c->values == t->product)
    return;
  copy(c->values, t->product, n);
  if (c->discounted)
    multiply(c->values, p->factors + (size_t)c->year * p->block, n);
  if (t->rounded)
    multiply(c->values, p->patients[t->line->of_comparator] + (size_t)c->year * p->block, n);
  if (c->rho)
    multiply(c->values, t->factors[FIELD_REALISATION_SHARE]->sample, n);
}

// One drawn rate for all years, as in the one-way analysis.
static void fill_factors(const struct plan *p, size_t n) {
  double factors[VALUE_HORIZON_MAX];
  for (size_t i = 0; i < n; i++) {
    const struct value_step flat = {0, p->rate->sample[i]};
    value_discount(&flat, 1, p->in->payment, p->years, factors);
    for (int y = 0; y < p->years; y++)
      p->factors[(size_t)y * p->block + i] = factors[y];
  }
}

static void fill_patients(const struct plan *p, bool comparator, size_t n) {
  struct value_alternative alt = comparator ? *net_comparator(p->in) : *p->alt;
  for (size_t i = 0; i < n; i++) {
    alt.volume_multiplier = p->volume[comparator]->sample[i];
    for (int y = 0; y < p->years; y++)
      p->patients[comparator][(size_t)y * p->block + i] = net_patients(&alt, p->in->base_year + y);
  }
}

// Four columns in one pass: the pass is what costs.
WIDE static void fill_row(const struct plan *p, const struct row *r, double *out, size_t n) {
  lanes *restrict o = (lanes *)out;
  const struct weight *w = r->weights, *end = r->weights + r->count;
  fill(out, r->constant, n);
  for (; end - w >= 4; w += 4) {
    const lanes *x0 = (const lanes *)p->columns[w[0].column].values;
    const lanes *x1 = (const lanes *)p->columns[w[1].column].values;
    const lanes *x2 = (const lanes *)p->columns[w[2].column].values;
    const lanes *x3 = (const lanes *)p->columns[w[3].column].values;
    double a = w[0].value, b = w[1].value, c = w[2].value, d = w[3].value;
    for (size_t i = 0; i < whole_lanes(n); i++)
      o[i] += a * x0[i] + b * x1[i] + (c * x2[i] + d * x3[i]);
  }
  for (; w < end; w++) {
    const lanes *x = (const lanes *)p->columns[w->column].values;
    for (size_t i = 0; i < whole_lanes(n); i++)
      o[i] += w->value * x[i];
  }
}

struct gate {
  const struct sampler *sampler;
  uint64_t stream;
  double *sample;
};

static struct gate *make_gates(const struct plan *p, uint64_t seed, size_t draws, struct arena *a) {
  struct value_uncertainty even = value_uncertainty_default();
  even.dist = DIST_UNIFORM;
  even.low = 0;
  even.high = 1;
  struct dist d;
  dist_make(&even, &d);
  const struct sampler *sampler = p->alt->stage_count ? sampler_make(a, &d, draws) : NULL;
  size_t no = (size_t)(p->alt - p->in->alternatives);
  uint64_t own = sampler_stream(seed, "stage") + no; // a seed of its own
  struct gate *gates = arena_array(a, p->alt->stage_count, sizeof *gates);
  for (size_t i = 0; i < p->alt->stage_count; i++)
    gates[i] =
        (struct gate){sampler, sampler_stream(own, arena_printf(a, "%d", p->alt->stages[i].no)),
                      arena_array(a, p->block, sizeof(double))};
  return gates;
}

// What stopping at a gate costs in a draw.
static double stop_cost(const struct plan *p, size_t gate, size_t i) {
  int year = stage_end(p->alt, gate) - p->in->base_year;
  if (year < 0 || year >= p->years)
    return 0;
  double factor = p->rate ? p->factors[(size_t)year * p->block + i] : p->net.df[year];
  return factor * p->alt->stages[gate].stop_cost;
}

// Every gate either opens or ends the case (S13).
static void fill_risky(const struct plan *p, const struct gate *gates, double *out, size_t n) {
  size_t stages = p->alt->stage_count;
  for (size_t i = 0; i < n; i++) {
    double worth = p->gates[0].out[i];
    size_t passed = 0;
    while (passed < stages && gates[passed].sample[i] < p->alt->stages[passed].p_success)
      worth += p->gates[++passed].out[i];
    out[i] = passed < stages ? worth - stop_cost(p, passed, i) : worth;
  }
}

// The block's draws of a parameter, made once when there is room for all of them.
static void fill_sample(struct parameter *p, size_t first, size_t n) {
  if (!p->kept) {
    parameter_fill(p, first, n, p->sample);
    return;
  }
  p->sample = p->kept + first;
  if (p->filled < first + n) {
    parameter_fill(p, first, n, p->sample);
    p->filled = first + n;
  }
}

static void fill_block(const struct plan *p, size_t first, size_t n) {
  if (p->rate)
    fill_factors(p, n);
  for (int i = 0; i < 2; i++)
    if (p->rounded[i])
      fill_patients(p, i != 0, n);
  for (size_t i = 0; i < p->term_count; i++) {
    fill_product(&p->terms[i], n);
    if (p->terms[i].life)
      fill_spread(p, &p->terms[i], n);
  }
  for (size_t i = 0; i < p->column_count; i++)
    if (p->columns[i].used)
      fill_column(p, &p->columns[i], n);
  for (size_t i = 0; i < p->row_count; i++) {
    const struct row *r = &p->rows[i];
    fill_row(p, r, r->out + (r->kind == ROW_GATE ? 0 : first), n);
  }
}

// Incremental cost is what the net present value leaves when health is taken out (S12).
static double *cost_of(const struct value_estimate *in, const struct draws *d, struct arena *a) {
  double *cost = arena_array(a, d->count, sizeof *cost);
  const double *npv = d->npv[in->perspective];
  double value = in->perspective == PERSPECTIVE_SOCIETAL && !isnan(in->qaly_value) && d->qaly
                     ? in->qaly_value
                     : 0;
  for (size_t i = 0; i < d->count; i++)
    cost[i] = value > 0 ? value * d->qaly[i] - npv[i] : -npv[i];
  return cost;
}

void draws_make(const struct value_estimate *in, const struct value_alternative *alt,
                struct parameters *p, size_t block, struct arena *a, struct draws *out) {
  struct plan plan;
  size_t draws = p->draws;
  *out = (struct draws){.count = draws};
  plan_make(in, alt, p, block, a, &plan, out);
  const struct gate *gates = make_gates(&plan, p->seed, draws, a);
  for (size_t first = 0; first < draws; first += plan.block) {
    size_t n = draws - first < plan.block ? draws - first : plan.block;
    for (size_t i = 0; i < p->count; i++)
      fill_sample(&p->rows[i], first, n);
    fill_block(&plan, first, n);
    for (size_t i = 0; i < alt->stage_count; i++)
      sampler_fill(gates[i].sampler, gates[i].stream, first, n, gates[i].sample);
    if (out->risky)
      fill_risky(&plan, gates, out->risky + first, n);
  }
  out->cost = cost_of(in, out, a);
}
