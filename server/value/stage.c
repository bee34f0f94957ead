// SPDX-License-Identifier: EUPL-1.2
// Stage risk: what the case is worth when each gate may stop it (S13).
#include <math.h>

#include "value/model.h"

int stage_end(const struct value_alternative *alt, size_t stage) {
  return stage + 1 < alt->stage_count ? alt->stages[stage + 1].start_year - 1
                                      : alt->stages[stage].start_year;
}

// Those of earlier stages than the line's own, or, for a line without a stage, than the one that
// runs in that year.
size_t stage_gates_before(const struct value_alternative *alt, const struct net_line *l, int year) {
  if (l->of_comparator)
    return 0;
  if (l->line && l->line->stage_no > 0) {
    size_t gates = 0;
    while (gates < alt->stage_count && alt->stages[gates].no < l->line->stage_no)
      gates++;
    return gates;
  }
  size_t gates = 0;
  while (gates < alt->stage_count && year > stage_end(alt, gates))
    gates++;
  return gates;
}

static double reach(const struct value_alternative *alt, size_t gates) {
  double p = 1;
  for (size_t i = 0; i < gates; i++)
    p *= alt->stages[i].p_success;
  return p;
}

// The whole case with the probabilities of alt.
static double risk_adjusted(const struct value_estimate *in, const struct value_alternative *alt,
                            const struct net *n) {
  double sum = 0;
  for (size_t i = 0; i < n->count; i++) {
    const struct net_line *l = &n->lines[i];
    for (int t = 0; t < n->years; t++) {
      if (l->flow[t] == 0)
        continue;
      double w = net_weight(in, in->perspective, (enum value_sector)l->sector[t], l->class, l->rho);
      size_t gates = stage_gates_before(alt, l, in->base_year + t);
      sum += reach(alt, gates) * l->df[t] * l->flow[t] * w;
    }
  }
  for (size_t i = 0; i < alt->stage_count; i++) {
    int t = stage_end(alt, i) - in->base_year;
    if (t >= 0 && t < n->years)
      sum -= reach(alt, i) * (1 - alt->stages[i].p_success) * n->df[t] * alt->stages[i].stop_cost;
  }
  return sum;
}

// The probability at which the one uncertain gate leaves nothing; the worth is linear in it.
static double break_even_p(const struct value_estimate *in, const struct value_alternative *alt,
                           const struct net *n, struct arena *a) {
  size_t uncertain = 0, gate = 0;
  for (size_t i = 0; i < alt->stage_count; i++) {
    if (alt->stages[i].p_success < 1) {
      uncertain++;
      gate = i;
    }
  }
  if (uncertain != 1)
    return (double)NAN;
  struct value_stage *stages = arena_array(a, alt->stage_count, sizeof *stages);
  for (size_t i = 0; i < alt->stage_count; i++)
    stages[i] = alt->stages[i];
  struct value_alternative copy = *alt;
  copy.stages = stages;
  stages[gate].p_success = 0;
  double at_0 = risk_adjusted(in, &copy, n);
  stages[gate].p_success = 1;
  double at_1 = risk_adjusted(in, &copy, n);
  double p = at_1 - at_0 == 0 ? (double)NAN : -at_0 / (at_1 - at_0);
  return p >= 0 && p <= 1 ? p : (double)NAN;
}

// The region's own cash out of the door by the end of a year, before discounting.
static double exposure(const struct value_estimate *in, const struct net *n, int until) {
  double spent = 0;
  for (size_t i = 0; i < n->count; i++) {
    const struct net_line *l = &n->lines[i];
    for (int t = 0; t < n->years && in->base_year + t <= until; t++)
      if (l->flow[t] < 0 && net_is_cash(l->class) &&
          net_holds(PERSPECTIVE_REGION, (enum value_sector)l->sector[t]))
        spent -= l->flow[t];
  }
  return spent;
}

void stage_fill(const struct value_estimate *in, const struct value_alternative *alt,
                const struct net *n, struct arena *a, struct value_outcome *out) {
  double npv = out->npv[in->perspective];
  if (isnan(npv) || alt->stage_count == 0) {
    out->risk_adjusted_npv = npv;
    out->break_even_p = (double)NAN;
  } else {
    out->risk_adjusted_npv = risk_adjusted(in, alt, n);
    out->break_even_p = break_even_p(in, alt, n, a);
  }
  out->stages = arena_array(a, alt->stage_count, sizeof *out->stages);
  for (size_t i = 0; i < alt->stage_count; i++)
    out->stages[i] = (struct value_stage_result){&alt->stages[i], reach(alt, i),
                                                 exposure(in, n, stage_end(alt, i))};
}
