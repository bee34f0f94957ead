// SPDX-License-Identifier: EUPL-1.2
// The probabilistic part of the value engine's reply as JSON.
#include <math.h>

#include "api/value_codec.h"
#include "api/value_json.h"
#include "value/sentence.h"
#include "value/simulate.h"

static void encode_spread(struct buf *b, const struct value_spread *s) {
  number(b, "mean", s->mean);
  number(b, "sd", s->sd);
  number(b, "p5", s->p5);
  number(b, "p50", s->p50);
  number(b, "p95", s->p95);
  number(b, "p_positive", s->p_positive);
  number(b, "mc_se", s->mc_se);
  number(b, "base", s->base);
}

static void encode_spread_or_null(struct buf *b, const char *name, const struct value_spread *s) {
  if (isnan(s->mean)) {
    text(b, name, NULL);
    return;
  }
  open(b, name, '{');
  encode_spread(b, s);
  buf_putc(b, '}');
}

static void encode_perspectives(struct buf *b, const struct value_simulation *s) {
  open(b, "perspectives", '[');
  for (int p = 0; p < PERSPECTIVE_COUNT; p++) {
    if (isnan(s->npv[p].mean))
      continue;
    item(b);
    text(b, "perspective", value_perspective_codes[p]);
    encode_spread(b, &s->npv[p]);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

static void encode_sectors(struct buf *b, const struct value_simulation *s) {
  open(b, "sectors", '[');
  for (size_t i = 0; i < s->sector_count; i++) {
    item(b);
    text(b, "sector", value_sector_codes[s->sectors[i].sector]);
    encode_spread(b, &s->sectors[i].net);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

static void encode_bands(struct buf *b, const struct value_estimate *in,
                         const struct value_simulation *s) {
  open(b, "years", '[');
  for (int t = 0; t < in->horizon_years; t++) {
    item(b);
    integer(b, "year", in->base_year + t);
    number(b, "p5", s->years[t].p5);
    number(b, "p50", s->years[t].p50);
    number(b, "p95", s->years[t].p95);
    number(b, "cumulative_p5", s->cumulative[t].p5);
    number(b, "cumulative_p50", s->cumulative[t].p50);
    number(b, "cumulative_p95", s->cumulative[t].p95);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

static void encode_histogram(struct buf *b, const struct value_simulation *s) {
  open(b, "histogram", '{');
  number(b, "low", s->bin_low);
  number(b, "width", s->bin_width);
  open(b, "counts", '[');
  for (size_t i = 0; i < SIMULATION_BINS; i++) {
    out_comma(b);
    buf_int(b, (int64_t)s->bins[i]);
  }
  buf_puts(b, "]}");
}

static void encode_convergence(struct buf *b, const struct value_simulation *s) {
  open(b, "convergence", '[');
  for (size_t i = 0; i < SIMULATION_STEPS; i++) {
    item(b);
    integer(b, "draws", (int64_t)s->steps[i].draws);
    number(b, "mean", s->steps[i].mean);
    number(b, "mc_se", s->steps[i].mc_se);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

void value_encode_simulation(struct buf *b, const struct value_estimate *in,
                             const struct value_outcome *o) {
  const struct value_simulation *s = o->simulation;
  if (!s) {
    text(b, "simulation", NULL);
    return;
  }
  open(b, "simulation", '{');
  integer(b, "draws", (int64_t)s->draws);
  integer(b, "seed", (int64_t)s->seed);
  encode_spread(b, &s->npv[in->perspective]);
  encode_perspectives(b, s);
  encode_sectors(b, s);
  encode_spread_or_null(b, "cost", &s->cost);
  encode_spread_or_null(b, "qaly", &s->qaly);
  encode_spread_or_null(b, "risk", &s->risky);
  encode_bands(b, in, s);
  encode_histogram(b, s);
  encode_convergence(b, s);
  open(b, "plane", '{');
  numbers(b, "costs", s->point_cost, s->point_count);
  numbers(b, "effects", s->point_effect, s->point_count);
  buf_puts(b, "}}");
}

static void encode_ceac(struct buf *b, const struct value_decision *d) {
  open(b, "ceac", '[');
  for (size_t i = 0; d && i < d->strategy_count; i++) {
    item(b);
    text(b, "name", *d->ceac[i].name ? d->ceac[i].name : NULL);
    numbers(b, "value", d->ceac[i].values, d->wtp_count);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

static void encode_evppi(struct buf *b, const struct value_decision *d) {
  open(b, "evppi", '[');
  for (size_t i = 0; d && i < d->evppi_count; i++) {
    const struct value_information *v = &d->evppi[i];
    item(b);
    texts(b, "parameters", v->parameters, v->parameter_count);
    numbers(b, "value", v->values, d->wtp_count);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

void value_encode_decision(struct buf *b, const struct value_result *result, struct arena *a) {
  const struct value_decision *d = result->decision;
  size_t count = d ? d->wtp_count : 0;
  numbers(b, "wtp", d ? d->wtp : NULL, count);
  encode_ceac(b, d);
  numbers(b, "ceaf", d ? d->ceaf : NULL, count);
  texts(b, "optimal", d ? d->optimal : NULL, count);
  numbers(b, "evpi", d ? d->evpi : NULL, count);
  encode_evppi(b, d);
  text(b, "evpi_text_da", d ? value_information_text(d, STYLE_DA, a) : NULL);
  text(b, "evpi_text_en", d ? value_information_text(d, STYLE_EN, a) : NULL);
}
