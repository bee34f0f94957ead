// SPDX-License-Identifier: EUPL-1.2
// The evaluation from end to end: flows, sums by perspective, then each rule in its own file.
#include <math.h>

#include "value/model.h"
#include "value/simulate.h"

static void fill_lines(const struct net *n, struct arena *a, struct value_outcome *out) {
  out->lines = arena_array(a, n->count, sizeof *out->lines);
  out->line_count = n->count;
  for (size_t i = 0; i < n->count; i++) {
    const struct net_line *l = &n->lines[i];
    double pv = 0;
    for (int t = 0; t < n->years; t++)
      pv += l->df[t] * l->flow[t];
    out->lines[i] = (struct value_line_result){l->line, l->of_comparator, l->flow, pv, l->sunk};
    if (net_is_money(l->class))
      out->sunk += l->sunk;
  }
}

static void fill_perspectives(const struct value_estimate *in, const struct net *n,
                              struct value_outcome *out) {
  for (int p = 0; p < PERSPECTIVE_COUNT; p++)
    out->npv[p] = net_npv(in, (enum value_perspective)p, n);
}

// Benefits and costs by the sign of each line's present value in the chosen perspective (S7).
static void fill_ratio(const struct value_estimate *in, const struct net *n,
                       struct value_outcome *out) {
  double health = 0;
  for (size_t i = 0; i < n->count; i++) {
    double pv = net_line_npv(in, in->perspective, &n->lines[i], n->years);
    *(pv > 0 ? &out->benefits : &out->costs) += fabs(pv);
    if (n->lines[i].class == CLASS_HEALTH)
      health += pv;
  }
  if (isnan(out->npv[in->perspective]))
    out->benefits = out->costs = (double)NAN;
  out->bcr = out->costs > 0 ? out->benefits / out->costs : (double)NAN;
  out->cost_delta = -(out->npv[in->perspective] - health);
}

static void fill_flows(const struct value_estimate *in, const struct net *n, struct arena *a,
                       struct value_outcome *out) {
  size_t years = (size_t)n->years;
  out->flows_total = arena_array(a, years, sizeof(double));
  out->cumulative = arena_array(a, years, sizeof(double));
  out->cumulative_discounted = arena_array(a, years, sizeof(double));
  double *discounted = arena_array(a, years, sizeof(double));
  for (int t = 0; t < n->years; t++) {
    for (size_t i = 0; i < n->count; i++) {
      const struct net_line *l = &n->lines[i];
      if (l->flow[t] == 0)
        continue;
      double flow = l->flow[t] * net_weight(in, in->perspective, (enum value_sector)l->sector[t],
                                            l->class, l->rho);
      out->flows_total[t] += flow;
      discounted[t] += l->df[t] * flow;
    }
    out->cumulative[t] = (t > 0 ? out->cumulative[t - 1] : 0) + out->flows_total[t];
    out->cumulative_discounted[t] = (t > 0 ? out->cumulative_discounted[t - 1] : 0) + discounted[t];
  }
  out->payback_years = value_payback(out->flows_total, n->years, &out->recrosses);
  out->discounted_payback_years = value_payback(discounted, n->years, &out->discounted_recrosses);
  out->irr = value_irr(out->flows_total, n->years);
  out->annuity =
      value_annuity(out->npv[in->perspective], in->steps, in->step_count, n->years, false);
}

static void fill_life_years(const struct value_estimate *in, const struct value_alternative *alt,
                            double sign, const struct net *n, struct value_outcome *out) {
  for (size_t i = 0; i < alt->health_count; i++) {
    int t = alt->health[i].year - in->base_year;
    if (t < 0 || t >= n->years)
      continue;
    double years = sign * net_patients(alt, alt->health[i].year) * alt->health[i].ly_per_patient;
    out->life_years_undiscounted += years;
    out->life_years += n->df_effect[t] * years;
  }
}

static void fill_effect(const struct value_estimate *in, const struct value_alternative *alt,
                        const struct net *n, struct value_outcome *out) {
  for (size_t i = 0; i < n->count; i++) {
    const struct net_line *l = &n->lines[i];
    for (int t = 0; t < n->years; t++) {
      if (l->class == CLASS_HEALTH) {
        out->qaly += l->df[t] * l->flow[t];
        out->qaly_undiscounted += l->flow[t];
      } else if (l->class == CLASS_CLIMATE) {
        out->climate_kg += l->flow[t];
      }
    }
  }
  const struct value_alternative *comparator = net_comparator(in);
  fill_life_years(in, alt, 1, n, out);
  if (comparator && comparator != alt)
    fill_life_years(in, comparator, -1, n, out);
}

size_t value_threshold_count(const struct value_estimate *in) {
  if (isnan(in->threshold_step))
    return 0;
  return (size_t)((in->threshold_to - in->threshold_from) / in->threshold_step + 1e-9) + 1;
}

// S12, in the chosen perspective.
static void fill_icer(const struct value_estimate *in, struct arena *a, struct value_outcome *out) {
  double cost = out->cost_delta, effect = out->qaly;
  out->verdict = value_verdict(cost, effect);
  out->quadrant = value_quadrant(cost, effect);
  bool ratio = out->verdict == VERDICT_ICER || out->verdict == VERDICT_SAVINGS_PER_QALY_LOST;
  out->icer = ratio ? cost / effect : (double)NAN;
  size_t most = value_threshold_count(in);
  out->nmb = arena_array(a, most, sizeof *out->nmb);
  for (size_t i = 0; i < most; i++) {
    double wtp = in->threshold_from + (double)i * in->threshold_step;
    out->nmb[out->nmb_count++] =
        (struct value_nmb){wtp, wtp * effect - cost, wtp > 0 ? effect - cost / wtp : (double)NAN};
  }
}

// The part of the value that rests on grades D and E (DOMAIN 3.7), and the part with no grade.
static void fill_evidence(const struct net *n, struct value_outcome *out) {
  double all = 0, weak = 0, ungraded = 0;
  for (size_t i = 0; i < n->count; i++) {
    if (!n->lines[i].line || !net_is_money(n->lines[i].class))
      continue;
    double pv = fabs(out->lines[i].pv);
    enum value_evidence grade = n->lines[i].line->evidence;
    all += pv;
    weak += grade == EVIDENCE_D || grade == EVIDENCE_E ? pv : 0;
    ungraded += grade == EVIDENCE_NONE ? pv : 0;
  }
  out->weak_evidence_share = all > 0 ? weak / all : (double)NAN;
  out->ungraded_share = all > 0 ? ungraded / all : (double)NAN;
}

static void warn(struct value_outcome *out, enum value_warning code,
                 const struct value_line *line) {
  out->warnings[out->warning_count++] = (struct value_warning_result){code, line};
}

static void fill_warnings(const struct value_alternative *alt, struct arena *a,
                          struct value_outcome *out) {
  out->warnings = arena_array(a, 2 * alt->line_count + WARNING_COUNT, sizeof *out->warnings);
  for (size_t i = 0; i < alt->line_count; i++) {
    const struct value_line *l = &alt->lines[i];
    bool guess = l->evidence == EVIDENCE_D || l->evidence == EVIDENCE_E;
    if (!guess && (!l->source || !*l->source))
      warn(out, WARNING_NO_SOURCE, l);
    if (l->confirmation == CONFIRM_DISPUTED)
      warn(out, WARNING_DISPUTED, l);
  }
  double loen = 0, fte = 0;
  for (int i = 0; i < VALUE_FORM_YEARS; i++) {
    loen += fabs(out->budget.loen[i]);
    fte += fabs(out->budget.aarsvaerk[i]);
  }
  if ((loen > 0) != (fte > 0))
    warn(out, loen > 0 ? WARNING_LOEN_WITHOUT_FTE : WARNING_FTE_WITHOUT_LOEN, NULL);
  if (out->recrosses)
    warn(out, WARNING_PAYBACK_RECROSSES, NULL);
  if (out->verdict == VERDICT_SAVINGS_PER_QALY_LOST)
    warn(out, WARNING_SAVINGS_PER_QALY_LOST, NULL);
}

static void evaluate(const struct value_estimate *in, const struct value_alternative *alt,
                     struct arena *a, struct value_outcome *out) {
  struct net n;
  net_init(in, alt, a, &n);
  net_fill(in, alt, &n);
  *out = (struct value_outcome){.alternative = alt};
  fill_lines(&n, a, out);
  fill_perspectives(in, &n, out);
  fill_ratio(in, &n, out);
  fill_flows(in, &n, a, out);
  fill_effect(in, alt, &n, out);
  fill_icer(in, a, out);
  fill_evidence(&n, out);
  matrix_fill(&n, a, out);
  budget_fill(in, &n, a, out);
  stage_fill(in, alt, &n, a, out);
  sensitivity_fill(in, alt, a, out);
  fill_warnings(alt, a, out);
  trace_fill(in, alt, &n, a, out);
}

// The alternatives and what they are held against, which costs and gives nothing by definition.
static void fill_frontier(const struct value_estimate *in, struct arena *a,
                          struct value_result *out) {
  const struct value_alternative *comparator = net_comparator(in);
  out->frontier = arena_array(a, out->outcome_count + 1, sizeof *out->frontier);
  out->frontier[out->frontier_count++].name = comparator ? comparator->name : "";
  for (size_t i = 0; i < out->outcome_count; i++) {
    const struct value_outcome *o = &out->outcomes[i];
    if (o->alternative == comparator)
      continue;
    struct value_frontier_row *row = &out->frontier[out->frontier_count++];
    row->name = o->alternative->name;
    row->cost = o->cost_delta;
    row->effect = o->qaly;
  }
  value_frontier(out->frontier, out->frontier_count);
}

void value_evaluate(const struct value_estimate *in, struct arena *a, struct value_result *out) {
  *out = (struct value_result){.outcome_count = in->alternative_count};
  out->discount_factors = arena_array(a, (size_t)in->horizon_years, sizeof(double));
  value_discount(in->steps, in->step_count, in->payment, in->horizon_years, out->discount_factors);
  out->outcomes = arena_array(a, in->alternative_count, sizeof *out->outcomes);
  for (size_t i = 0; i < in->alternative_count; i++)
    evaluate(in, &in->alternatives[i], a, &out->outcomes[i]);
  fill_frontier(in, a, out);
  simulate_fill(in, a, out);
}
