// SPDX-License-Identifier: EUPL-1.2
// Properties of the value engine that hold for every input, tried on random ones from a fixed seed:
// zero in gives zero out, sums scale, perspectives and matrix add up, the same input gives the same
// bits.
#include "random.h"
#include "tap.h"
#include "value_case.h"

enum { CASES = 400, LINES = 8, YEARS = 12 };

struct random_case {
  struct value_estimate estimate;
  struct value_alternative alternative;
  struct value_line lines[LINES];
  struct value_volume volume[YEARS];
  struct value_health health[YEARS];
  struct value_step steps[2];
  struct value_stage stages[2];
  struct value_payer_rule rule;
  struct value_uncertainty uncertainty[LINES];
  double flows[LINES][YEARS];
};

static void make_line(struct random_case *c, int i) {
  static const char *const ids[LINES] = {"a", "b", "c", "d", "e", "f", "g", "h"};
  static const enum value_class classes[] = {CLASS_CASH, CLASS_CAPACITY, CLASS_TIME, CLASS_REVENUE,
                                             CLASS_HEALTH};
  struct value_line *l = &c->lines[i];
  *l = case_line(ids[i], (enum value_sector)below(SECTOR_COUNT), classes[below(5)],
                 (enum value_timing)below(TIMING_PER_UNIT), between(-5, 5), between(-5, 5),
                 between(0, 1e5));
  l->kind = (enum value_kind)below(KIND_COUNT);
  l->evidence = (enum value_evidence)below(EVIDENCE_COUNT);
  l->confirmation = (enum value_confirmation)below(CONFIRM_COUNT);
  l->stage_no = below(4);
  for (int t = 0; t < YEARS; t++)
    c->flows[i][t] = between(-1e6, 1e6);
  l->flows = c->flows[i];
  l->flow_count = l->kind == KIND_FLOW ? (size_t)c->estimate.horizon_years : 0;
  if (below(2))
    l->realisation_share = between(0, 1);
  if (below(2))
    l->payer_task = "t";
  if (below(3) == 0)
    l->year_from = 2026 + below(c->estimate.horizon_years);
  c->uncertainty[i] = value_uncertainty_default();
  c->uncertainty[i].field = FIELD_MULTIPLIER;
  c->uncertainty[i].dist = DIST_UNIFORM;
  c->uncertainty[i].low = 0;
  c->uncertainty[i].high = 2;
  l->uncertainty = &c->uncertainty[i];
  l->uncertainty_count = 1;
}

static void make(struct random_case *c) {
  *c = (struct random_case){.estimate = value_estimate_default(),
                            .alternative = value_alternative_default()};
  struct value_estimate *e = &c->estimate;
  e->base_year = 2026;
  e->horizon_years = 1 + below(YEARS);
  e->price_year = 2026;
  e->perspective = (enum value_perspective)below(PERSPECTIVE_COUNT);
  e->payment = (enum value_payment)below(PAYMENT_COUNT);
  e->naf = between(1, 1.5);
  e->qaly_value = between(0, 1e6);
  e->capacity_realisation = between(0, 1);
  c->steps[0] = (struct value_step){0, between(0, 0.1)};
  c->steps[1] = (struct value_step){3, between(0, 0.1)};
  e->steps = c->steps;
  e->step_count = 2;
  c->rule = (struct value_payer_rule){"t", NULL, (enum value_sector)below(6), SECTOR_STATE, 2027};
  e->payer_rules = &c->rule;
  e->payer_rule_count = 1;
  e->one_way = true;
  for (int t = 0; t < YEARS; t++) {
    c->volume[t] = (struct value_volume){2026 + t, between(0, 2000), between(0, 1)};
    c->health[t] = (struct value_health){2026 + t, between(-0.1, 0.1), 0};
  }
  c->stages[0] = (struct value_stage){1, 2026, between(0, 1), 0};
  c->stages[1] = (struct value_stage){2, 2028, between(0, 1), 0};
  c->alternative = (struct value_alternative){.name = "x",
                                              .volume_multiplier = 1,
                                              .volume = c->volume,
                                              .volume_count = YEARS,
                                              .health = c->health,
                                              .health_count = YEARS,
                                              .lines = c->lines,
                                              .line_count = LINES,
                                              .stages = c->stages,
                                              .stage_count = 2};
  for (int i = 0; i < LINES; i++)
    make_line(c, i);
  e->alternatives = &c->alternative;
  e->alternative_count = 1;
}

static bool near(double a, double b, double size) {
  return fabs(a - b) <= 1e-9 * (size + 1) || (isnan(a) && isnan(b));
}

static double scale_of(const struct value_outcome *o) {
  double size = 0;
  for (size_t i = 0; i < o->line_count; i++)
    size += fabs(o->lines[i].pv);
  return size * 2e6; // a QALY may be worth a million
}

// The rows of the matrix, summed over a perspective's sectors, are the perspective's figure.
static bool matrix_adds_up(const struct value_outcome *o) {
  double clinic = 0, region = 0, region_cash = 0, limited = 0;
  for (size_t i = 0; i < o->matrix_count; i++) {
    const struct value_matrix_row *r = &o->matrix[i];
    double money = r->pays + r->saves + r->capacity;
    if (!near(r->net, money + r->time, scale_of(o)))
      return false;
    clinic += r->sector == SECTOR_INITIATING_CLINIC ? money : 0;
    region += r->sector <= SECTOR_GENERAL_PRACTICE ? money : 0;
    region_cash += r->sector <= SECTOR_GENERAL_PRACTICE ? r->cash : 0;
    limited += r->sector <= SECTOR_RELATIVES ? r->net : 0;
  }
  return near(clinic, o->npv[PERSPECTIVE_CLINIC], scale_of(o)) &&
         near(region, o->npv[PERSPECTIVE_REGION], scale_of(o)) &&
         near(region_cash, o->npv[PERSPECTIVE_REGION_CASH], scale_of(o)) &&
         near(limited, o->npv[PERSPECTIVE_LIMITED_SOCIETAL], scale_of(o));
}

static bool sums_hold(const struct value_estimate *e, const struct value_outcome *o) {
  double npv = o->npv[e->perspective], size = scale_of(o);
  return near(o->benefits - o->costs, npv, size) &&
         near(o->cumulative_discounted[e->horizon_years - 1], npv, size) &&
         (!(o->costs > 0) || near(o->bcr, o->benefits / o->costs, o->bcr));
}

// Half of low 0 and high 2 is the base case: the tornado brackets it evenly, because it is linear.
static bool tornado_brackets(const struct value_estimate *e, const struct value_outcome *o) {
  for (size_t i = 0; i < o->tornado_count; i++) {
    const struct value_tornado_row *r = &o->tornado[i];
    if (!near((r->npv_low + r->npv_high) / 2, o->npv[e->perspective], scale_of(o)))
      return false;
    if (i > 0 && r->swing > r[-1].swing)
      return false;
  }
  return o->tornado_count == LINES;
}

static bool same_bits(const struct value_outcome *a, const struct value_outcome *b) {
  return memcmp(a->npv, b->npv, sizeof a->npv) == 0 &&
         memcmp(&a->risk_adjusted_npv, &b->risk_adjusted_npv, sizeof(double)) == 0 &&
         memcmp(&a->qaly, &b->qaly, sizeof(double)) == 0;
}

static void scale_amounts(struct random_case *c, double factor) {
  for (int i = 0; i < LINES; i++)
    c->lines[i].multiplier *= factor;
  for (int t = 0; t < YEARS; t++)
    c->health[t].qaly_per_patient *= factor;
}

// Certain gates take nothing away.
static bool certain(struct random_case *c, struct arena *a) {
  struct value_result r;
  c->stages[0].p_success = c->stages[1].p_success = 1;
  value_evaluate(&c->estimate, a, &r);
  const struct value_outcome *o = &r.outcomes[0];
  return near(o->risk_adjusted_npv, o->npv[c->estimate.perspective], scale_of(o));
}

static void nobody(void *context, const char *field, enum value_fault fault, const char *argument) {
  (void)context;
  diag("%s: fault %d %s", field, (int)fault, argument ? argument : "");
}

static bool try_case(struct random_case *c, struct arena *a, int *failed) {
  struct value_result one, again, doubled, zero;
  bool valid = value_validate(&c->estimate, a, nobody, NULL) == 0;
  value_evaluate(&c->estimate, a, &one);
  value_evaluate(&c->estimate, a, &again);
  const struct value_outcome *o = &one.outcomes[0];
  scale_amounts(c, 2);
  value_evaluate(&c->estimate, a, &doubled);
  scale_amounts(c, 0);
  value_evaluate(&c->estimate, a, &zero);
  bool scales = true, empties = true;
  for (int p = 0; p < PERSPECTIVE_COUNT; p++) {
    scales = scales && near(doubled.outcomes[0].npv[p], 2 * o->npv[p], scale_of(o));
    empties = empties && zero.outcomes[0].npv[p] == 0;
  }
  bool checks[] = {valid,
                   matrix_adds_up(o),
                   sums_hold(&c->estimate, o),
                   tornado_brackets(&c->estimate, o),
                   same_bits(o, &again.outcomes[0]),
                   scales,
                   empties && zero.outcomes[0].qaly == 0};
  bool all = true;
  for (size_t i = 0; i < sizeof checks; i++) {
    failed[i] += !checks[i];
    all = all && checks[i];
  }
  return all;
}

// Spread over its whole life a purchase is worth what paying it at once is, less the sale.
static bool spread_is_worth_the_price(struct random_case *c, struct arena *a) {
  struct value_result r;
  struct value_estimate *e = &c->estimate;
  int first = below(20), life = 1 + below(40);
  double price = between(0, 1e7), scrap = between(0, price);
  struct value_line *spread = &c->lines[0], *paid = &c->lines[1], *sold = &c->lines[2];
  *spread = case_line("a", SECTOR_INITIATING_CLINIC, CLASS_CASH, TIMING_ANNUITY, 0, 1, price);
  *paid = case_line("b", SECTOR_INITIATING_CLINIC, CLASS_CASH, TIMING_ONE_OFF, 0, 1, price);
  *sold = case_line("c", SECTOR_INITIATING_CLINIC, CLASS_CASH, TIMING_ONE_OFF, 1, 0, scrap);
  spread->life_years = life;
  spread->residual_value = scrap;
  spread->year_from = paid->year_from = e->base_year + first;
  sold->year_from = e->base_year + first + life;
  e->horizon_years = VALUE_HORIZON_MAX;
  e->one_way = false;
  c->alternative.line_count = 3;
  c->alternative.health_count = c->alternative.stage_count = 0;
  bool valid = value_validate(e, a, nobody, NULL) == 0;
  value_evaluate(e, a, &r);
  const struct value_line_result *l = r.outcomes[0].lines;
  for (int t = 1; t < life; t++)
    valid = valid && near(l[0].flows[first + t], l[0].flows[first], price);
  return valid && l[0].flows[first + life] == 0 && near(l[0].pv, l[1].pv + l[2].pv, price);
}

int main(void) {
  static const char *const names[] = {
      "random inputs are valid",
      "the matrix adds up to the perspectives",
      "benefits less costs, and the running sum, are the net present value",
      "the tornado brackets the base case and is sorted",
      "the same input gives the same bits",
      "twice the amounts, twice the value",
      "zero in, zero out"};
  struct arena *a = arena_new(64 << 20);
  int failed[7] = {0}, uncertain = 0, spread = 0;
  for (int i = 0; i < CASES; i++) {
    static struct random_case c;
    make(&c);
    if (!try_case(&c, a, failed))
      diag("case %d", i);
    make(&c);
    uncertain += !certain(&c, a);
    make(&c);
    spread += !spread_is_worth_the_price(&c, a);
    arena_reset(a);
  }
  for (size_t i = 0; i < 7; i++)
    is_int(failed[i], 0, names[i]);
  is_int(uncertain, 0, "certain gates leave the risk-adjusted value at the net present value");
  is_int(spread, 0, "a purchase spread over its life is worth its price less the sale");
  arena_free(a);
  return done();
}
