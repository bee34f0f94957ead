// SPDX-License-Identifier: EUPL-1.2
// "Show the sum": the terms of each line's present value in words and numbers (S23).
#include <math.h>

#include "value/model.h"

static const char *formula(const struct value_line *line) {
  static const char *const names[KIND_COUNT][TIMING_COUNT] = {
      [KIND_RESOURCE] = {"S3.resource.one_off", "S3.resource.per_year", "S3.resource.per_patient",
                         "S3.resource.per_unit", "S9.resource.annuity"},
      [KIND_OUTCOME] = {"S3.outcome.one_off", "S3.outcome.per_year", "S3.outcome.per_patient",
                        "S3.outcome.per_unit", "S9.outcome.annuity"},
      [KIND_FLOW] = {"S3.flow", "S3.flow", "S3.flow", "S3.flow", "S3.flow"},
  };
  return line ? names[line->kind][line->timing] : "S11.health";
}

// "x 600 patients", "x 12 units" or "".
static const char *scale_text(const struct value_estimate *in, const struct value_alternative *alt,
                              const struct value_line *line, int year, struct arena *a) {
  double scale = net_scale(in, alt, line, year);
  if (line->timing == TIMING_PER_PATIENT)
    return arena_printf(a, " x %.15g patients", scale);
  return line->timing == TIMING_PER_UNIT ? arena_printf(a, " x %.15g units", scale) : "";
}

// "2700", or "A(1500000 - 200000, 5 years)=286105.23": price less what it sells for, spread (S9).
static const char *each_text(const struct value_estimate *in, const struct value_line *line,
                             struct arena *a) {
  double each = net_each(in, line);
  if (line->timing != TIMING_ANNUITY)
    return arena_printf(a, "%.15g", each);
  return arena_printf(a, "A(%.15g - %.15g, %d years)=%.2f", line->unit_value, line->residual_value,
                      line->life_years, each);
}

static const char *factor_text(const struct value_estimate *in, const struct value_line *line,
                               struct arena *a) {
  const char *times = line->multiplier < 1 || line->multiplier > 1
                          ? arena_printf(a, " x %.15g", line->multiplier)
                          : "";
  if (line->value_price_year == 0 || line->value_price_year == in->price_year)
    return times;
  return arena_printf(a, "%s x %.15g/%.15g", times,
                      net_index(in, line->index, in->price_year)->value,
                      net_index(in, line->index, line->value_price_year)->value);
}

static const char *line_term(const struct value_estimate *in, const struct value_alternative *alt,
                             const struct net_line *l, int t, struct arena *a) {
  const struct value_line *line = l->line;
  int year = in->base_year + t;
  double pv = l->df[t] * l->flow[t];
  const char *sign = l->of_comparator ? "-" : "", *factor = factor_text(in, line, a);
  const struct value_amount *override = net_override(line, year);
  if (override || line->kind == KIND_FLOW)
    return arena_printf(a, "DF(%d)=%.6f x %s%.15g%s = %.2f", t, l->df[t], sign,
                        override ? override->value : line->flows[t], factor, pv);
  bool resource = line->kind == KIND_RESOURCE;
  return arena_printf(
      a, "DF(%d)=%.6f%s x %s(%.15g - %.15g) x %s%s = %.2f", t, l->df[t],
      scale_text(in, alt, line, year, a), sign, resource ? line->qty_baseline : line->qty_new,
      resource ? line->qty_new : line->qty_baseline, each_text(in, line, a), factor, pv);
}

static const char *health_term(const struct value_estimate *in, const struct value_alternative *alt,
                               const struct net_line *l, int t, struct arena *a) {
  double patients = net_patients(alt, in->base_year + t);
  return arena_printf(a, "DF(%d)=%.6f x %.15g patients x %.15g QALY = %.6f", t, l->df[t], patients,
                      l->flow[t] / patients, l->df[t] * l->flow[t]);
}

void trace_fill(const struct value_estimate *in, const struct value_alternative *alt,
                const struct net *n, struct arena *a, struct value_outcome *out) {
  if (!in->trace)
    return;
  const struct value_alternative *comparator = net_comparator(in);
  out->trace = arena_array(a, n->count, sizeof *out->trace);
  for (size_t i = 0; i < n->count; i++) {
    const struct net_line *l = &n->lines[i];
    const struct value_alternative *of = l->of_comparator ? comparator : alt;
    struct value_trace_line *out_line = &out->trace[out->trace_count++];
    out_line->line = l->line;
    out_line->formula = formula(l->line);
    out_line->terms = arena_array(a, (size_t)n->years, sizeof *out_line->terms);
    for (int t = 0; t < n->years; t++)
      if (l->flow[t] != 0)
        out_line->terms[out_line->term_count++] =
            l->line ? line_term(in, of, l, t, a) : health_term(in, of, l, t, a);
  }
}
