// SPDX-License-Identifier: EUPL-1.2
// The simulation against the engine itself: each draw must be worth what an evaluation with the
// drawn numbers gives, for every kind of uncertain number; bytes do not depend on the block.
#include "tap.h"
#include "value/draw.h"
#include "value/simulate.h"
#include "value_case.h"

enum { DRAWS = 1500, LINES = 8, YEARS = 6 };

static struct arena *arena, *scratch;

static struct value_uncertainty between(enum value_field field, double low, double mode,
                                        double high) {
  struct value_uncertainty u = value_uncertainty_default();
  u.field = field;
  u.dist = DIST_TRIANGULAR;
  u.low = low;
  u.mode = mode;
  u.high = high;
  return u;
}

// Two alternatives and a comparator with every kind of uncertain number, overrides, stages, payer
// rules and health.
struct wide_case {
  struct value_estimate estimate;
  struct value_alternative alternatives[3];
  struct value_line lines[3][LINES];
  struct value_uncertainty uncertain[3][LINES][3], volume[3], common[2];
  struct value_volume volumes[YEARS];
  struct value_health health[3][YEARS];
  struct value_stage stages[2];
  struct value_step step;
  struct value_payer_rule rule;
};

static const double wide_flows[YEARS] = {-100, 200, -300, 400, 500, -50};
static const double wide_units[YEARS] = {1, 2, 3, 4, 5, 6};
static const struct value_amount wide_override = {2028, 777};

static void make_lines(struct wide_case *c, int a) {
  struct value_line *l = c->lines[a];
  double k = 1 + a;
  l[0] = case_line("a", SECTOR_INITIATING_CLINIC, CLASS_CASH, TIMING_ONE_OFF, 0, 2, 1000 * k);
  l[1] = case_line("b", SECTOR_OTHER_DEPARTMENTS, CLASS_CAPACITY, TIMING_PER_PATIENT, 3, 1, 50 * k);
  l[2] = case_line("c", SECTOR_MUNICIPALITY, CLASS_CASH, TIMING_PER_YEAR, 4, 1, 70 * k);
  l[3] = case_line("d", SECTOR_PATIENTS, CLASS_TIME, TIMING_PER_UNIT, 1, 2, 90 * k);
  l[4] = case_line("e", SECTOR_PRIVATE_PARTY, CLASS_REVENUE, TIMING_PER_YEAR, 0, 0, 0);
  l[5] = case_line("f", SECTOR_PATIENTS, CLASS_HEALTH, TIMING_PER_PATIENT, 0.1, 0.2, 1);
  l[6] = case_line("g", SECTOR_REGION_ADMIN, CLASS_CAPACITY, TIMING_PER_YEAR, 5, 1, 30 * k);
  l[7] = case_line("h", SECTOR_OTHER_HOSPITALS, CLASS_CASH, TIMING_ANNUITY, 1, 3, 900 * k);
  l[7].life_years = 4;
  l[7].residual_value = 1.5 * k;
  l[7].year_from = 2027;
  l[7].overrides = &wide_override;
  l[7].override_count = 1;
  l[2].payer_task = "t";
  l[2].overrides = &wide_override;
  l[2].override_count = 1;
  l[3].kind = KIND_OUTCOME;
  l[3].units = wide_units;
  l[3].unit_count = YEARS;
  l[4].kind = KIND_FLOW;
  l[4].flows = wide_flows;
  l[4].flow_count = YEARS;
  l[5].kind = KIND_OUTCOME;
  l[6].realisation_share = 0.4;
  l[6].stage_no = 2;
  for (int i = 0; i < LINES; i++) {
    struct value_uncertainty *u = c->uncertain[a][i];
    u[0] = between(i % 2 ? FIELD_QTY_BASELINE : FIELD_QTY_NEW, 0.5, 1, 3);
    u[1] = between(i == 6 ? FIELD_REALISATION_SHARE : FIELD_MULTIPLIER, 0.2, 0.6, 0.9);
    u[2] = between(i == 2 ? FIELD_QTY_BASELINE : FIELD_UNIT_VALUE, 2, 5, 6);
    l[i].uncertainty = u;
    l[i].uncertainty_count = i == 0 ? 0 : 3; // one line is certain
  }
}

static void make_wide(struct wide_case *c) {
  *c = (struct wide_case){.estimate = value_estimate_default()};
  c->step = (struct value_step){0, 0.035};
  c->rule = (struct value_payer_rule){"t", NULL, SECTOR_MUNICIPALITY, SECTOR_REGION_ADMIN, 2028};
  c->stages[0] = (struct value_stage){1, 2026, 0.6, 500};
  c->stages[1] = (struct value_stage){2, 2028, 0.7, 900};
  for (int y = 0; y < YEARS; y++)
    c->volumes[y] = (struct value_volume){2026 + y, 10 + 7 * y, 0.3};
  static const char *const names[] = {"A", "B", "C"};
  for (int a = 0; a < 3; a++) {
    make_lines(c, a);
    for (int y = 0; y < YEARS; y++)
      c->health[a][y] = (struct value_health){2026 + y, 0.01 * (a + 1), 0};
    c->volume[a] = between(FIELD_VOLUME, 0.5, 1, 2);
    c->alternatives[a] = (struct value_alternative){.name = names[a],
                                                    .volume_multiplier = 1,
                                                    .is_comparator = a == 2,
                                                    .round_patients = a == 1,
                                                    .volume = c->volumes,
                                                    .volume_count = YEARS,
                                                    .lines = c->lines[a],
                                                    .line_count = LINES,
                                                    .health = c->health[a],
                                                    .health_count = YEARS,
                                                    .stages = c->stages,
                                                    .stage_count = a == 0 ? 2 : 0,
                                                    .uncertainty = &c->volume[a],
                                                    .uncertainty_count = 1};
  }
  c->common[0] = between(FIELD_CAPACITY_REALISATION, 0.1, 0.2, 0.8);
  c->common[1] = between(FIELD_DISCOUNT_RATE, 0.01, 0.03, 0.06);
  struct value_estimate *e = &c->estimate;
  e->base_year = e->price_year = 2026;
  e->horizon_years = YEARS;
  e->steps = &c->step;
  e->step_count = 1;
  e->naf = 1.28;
  e->qaly_value = 1000;
  e->payer_rules = &c->rule;
  e->payer_rule_count = 1;
  e->alternatives = c->alternatives;
  e->alternative_count = 3;
  e->uncertainty = c->common;
  e->uncertainty_count = 2;
  e->trace = false;
  e->draws = DRAWS;
  e->seed = 42;
}

static void put(struct value_line *l, enum value_field field, double x) {
  if (field == FIELD_QTY_BASELINE)
    l->qty_baseline = x;
  else if (field == FIELD_QTY_NEW)
    l->qty_new = x;
  else if (field == FIELD_UNIT_VALUE)
    l->unit_value = x;
  else if (field == FIELD_MULTIPLIER)
    l->multiplier = x;
  else
    l->realisation_share = x;
}

// The case with the numbers of one draw in place of its own.
static void at_draw(struct wide_case *c, const struct parameters *p, size_t draw,
                    struct value_step *rate) {
  for (size_t i = 0; i < p->count; i++) {
    struct parameter *row = &p->rows[i];
    double x;
    parameter_fill(row, draw, 1, &x);
    enum value_field field = row->given->field;
    if (field < FIELD_VOLUME) {
      put(&c->lines[row->alternative][row->line], field, x);
    } else if (field == FIELD_VOLUME) {
      c->alternatives[row->alternative].volume_multiplier = x;
    } else if (field == FIELD_CAPACITY_REALISATION) {
      c->estimate.capacity_realisation = x;
    } else {
      *rate = (struct value_step){0, x};
      c->estimate.steps = rate;
    }
  }
}

static bool close_to(double got, double want) {
  return fabs(got - want) <= 1e-9 * (fabs(want) + 1);
}

static bool same_outcome(const struct draws *d, size_t i, const struct value_outcome *o,
                         const struct value_estimate *e) {
  bool good = close_to(d->qaly[i], o->qaly);
  for (int p = 0; p < PERSPECTIVE_COUNT; p++)
    good = good && close_to(d->npv[p][i], o->npv[p]);
  for (size_t m = 0; m < o->matrix_count; m++)
    good = good && close_to(d->sector[o->matrix[m].sector][i], o->matrix[m].net);
  for (int y = 0; y < e->horizon_years; y++)
    good = good && close_to(d->year[y][i], o->flows_total[y]);
  return good;
}

// Every 50th draw of every alternative against a whole evaluation.
static size_t differing(struct wide_case *c) {
  struct parameters p;
  struct draws d[3];
  arena_reset(arena);
  parameters_make(&c->estimate, 42, DRAWS, true, arena, &p);
  for (size_t a = 0; a < c->estimate.alternative_count; a++)
    draws_make(&c->estimate, &c->alternatives[a], &p, DRAW_BLOCK, arena, &d[a]);
  size_t wrong = 0;
  for (size_t i = 0; i < DRAWS; i += 50) {
    static struct wide_case changed;
    struct value_step rate;
    struct value_result result;
    arena_reset(scratch);
    make_wide(&changed);
    changed.estimate = c->estimate;
    changed.estimate.alternatives = changed.alternatives;
    changed.estimate.draws = 0;
    at_draw(&changed, &p, i, &rate);
    value_evaluate(&changed.estimate, scratch, &result);
    for (size_t a = 0; a < result.outcome_count; a++)
      wrong += !same_outcome(&d[a], i, &result.outcomes[a], &changed.estimate);
  }
  return wrong;
}

static void test_against_evaluation(void) {
  static struct wide_case c;
  for (int p = 0; p < PERSPECTIVE_COUNT; p++) {
    make_wide(&c);
    c.estimate.perspective = (enum value_perspective)p;
    is_int((int64_t)differing(&c), 0, value_perspective_codes[p]);
  }
  make_wide(&c);
  c.estimate.uncertainty_count = 1;
  is_int((int64_t)differing(&c), 0, "with a certain discount rate");
  make_wide(&c);
  c.estimate.effect_steps = &c.step;
  c.estimate.effect_step_count = 1;
  c.estimate.payment = PAYMENT_MID_YEAR;
  is_int((int64_t)differing(&c), 0, "with rates of their own for effects, paid mid-year");
}

static bool same_draws(const struct draws *x, const struct draws *y) {
  for (int p = 0; p < PERSPECTIVE_COUNT; p++)
    if (memcmp(x->npv[p], y->npv[p], DRAWS * sizeof(double)) != 0)
      return false;
  for (int i = 0; i < YEARS; i++)
    if (memcmp(x->year[i], y->year[i], DRAWS * sizeof(double)) != 0)
      return false;
  return (!x->risky || memcmp(x->risky, y->risky, DRAWS * sizeof(double)) == 0) &&
         memcmp(x->qaly, y->qaly, DRAWS * sizeof(double)) == 0;
}

static void test_blocks(void) {
  static const size_t blocks[] = {8, 64, 1000, 4096};
  static struct wide_case c;
  make_wide(&c);
  arena_reset(arena);
  for (size_t a = 0; a < 3; a++) {
    struct parameters p;
    struct draws whole, parts;
    parameters_make(&c.estimate, 42, DRAWS, true, arena, &p);
    draws_make(&c.estimate, &c.alternatives[a], &p, DRAW_BLOCK, arena, &whole);
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
      parameters_make(&c.estimate, 42, DRAWS, i % 2 == 0, arena, &p);
      draws_make(&c.estimate, &c.alternatives[a], &p, blocks[i], arena, &parts);
      ok(same_draws(&whole, &parts), "alternative %zu: the same bytes in blocks of %zu", a,
         blocks[i]);
    }
  }
}

// A gate opens or closes whole draws: their mean is the risk-adjusted value (S13).
static void test_gates(void) {
  struct value_case c;
  case_make(&c);
  static const struct value_stage stages[] = {{1, 2026, 0.7, 100000}, {2, 2028, 0.5, 0}};
  c.alternative.stages = stages;
  c.alternative.stage_count = 2;
  c.estimate.draws = 100000;
  c.estimate.seed = 3;
  struct value_result r;
  arena_reset(arena);
  value_evaluate(&c.estimate, arena, &r);
  const struct value_spread *s = &r.outcomes[0].simulation->risky;
  is_near(s->base, r.outcomes[0].risk_adjusted_npv, 0, "the base is the risk-adjusted value");
  is_near(s->mean, s->base, 4 * s->mc_se, "and so is the mean of the draws");
  ok(s->sd > 1e6 && r.outcomes[0].simulation->npv[c.estimate.perspective].sd == 0,
     "the gates are what is uncertain");
}

static const struct value_spread *chosen(const struct value_case *c, struct value_result *r) {
  arena_reset(arena);
  value_evaluate(&c->estimate, arena, r);
  return &r->outcomes[0].simulation->npv[c->estimate.perspective];
}

static void test_certain(void) {
  struct value_case c;
  struct value_result r;
  case_make(&c);
  c.estimate.draws = 1000;
  const struct value_spread *s = chosen(&c, &r);
  is_near(s->mean, s->base, 1e-6, "nothing uncertain: the mean is the base");
  ok(s->sd == 0 && s->mc_se == 0 && s->p5 == s->mean && s->p95 == s->mean, "no spread");
  is_near(s->p_positive, 1, 0, "always a gain");
  ok(r.decision->evppi_count == 0 && r.decision->evpi[0] == 0, "nothing to learn");
  c.estimate.draws = 0;
  value_evaluate(&c.estimate, arena, &r);
  ok(!r.decision && !r.outcomes[0].simulation, "no simulation unless asked for");
}

static void test_scaling(void) {
  struct value_case c;
  struct value_result r;
  case_make(&c);
  struct value_uncertainty u = between(FIELD_QTY_BASELINE, 2, 4, 5);
  c.lines[4].uncertainty = &u;
  c.lines[4].uncertainty_count = 1;
  c.estimate.draws = 5000;
  struct value_spread one = *chosen(&c, &r);
  ok(one.p5 < one.p50 && one.p50 < one.p95, "percentiles rise");
  for (int i = 0; i < CASE_LINES; i++)
    c.lines[i].multiplier = 2;
  struct value_spread two = *chosen(&c, &r);
  is_near(two.mean, 2 * one.mean, 1e-6, "twice the amounts: twice the mean");
  is_near(two.sd, 2 * one.sd, 1e-6, "twice the spread");
  is_near(two.p95, 2 * one.p95, 1e-6, "twice the percentiles");
  is_near(two.p_positive, one.p_positive, 0, "the same chance of a gain");
  const struct value_simulation *s = r.outcomes[0].simulation;
  is_near(s->cumulative[0].p50, s->years[0].p50, 0, "the first year's sum is the year");
  size_t counted = 0;
  for (size_t i = 0; i < SIMULATION_BINS; i++)
    counted += s->bins[i];
  is_int((int64_t)counted, 5000, "every draw stands in a bin");
  is_int((int64_t)s->steps[SIMULATION_STEPS - 1].draws, 5000, "the last step holds all draws");
  is_near(s->steps[SIMULATION_STEPS - 1].mean, two.mean, 1e-6, "and has their mean");
}

// E5's quantity and price in one group rise together: the variance of the product grows.
static void test_groups(void) {
  struct value_case c;
  struct value_result r;
  case_make(&c);
  struct value_uncertainty u[] = {between(FIELD_QTY_BASELINE, 2, 4, 5),
                                  between(FIELD_UNIT_VALUE, 1800, 2700, 3600)};
  c.lines[4].uncertainty = u;
  c.lines[4].uncertainty_count = 2;
  c.estimate.draws = 10000;
  double apart = chosen(&c, &r)->sd;
  is_int((int64_t)r.decision->evppi_count, 2, "two numbers to know");
  u[0].corr_group = u[1].corr_group = "bed days";
  double together = chosen(&c, &r)->sd;
  ok(together > 1.2 * apart, "a group spreads more: %g against %g", together, apart);
  is_int((int64_t)r.decision->evppi_count, 1, "a group is known at once");
  is_int((int64_t)r.decision->evppi[0].parameter_count, 2, "it names both");
  struct parameters p;
  parameters_make(&c.estimate, 1, 10000, true, arena, &p);
  ok(p.rows[0].stream == p.rows[1].stream, "one group, one stream");
  u[1].corr_group = NULL;
  u[0].corr_group = "E5.unit_value";
  parameters_make(&c.estimate, 1, 10000, true, arena, &p);
  ok(p.rows[0].stream != p.rows[1].stream, "a group with the name of a number is not that number");
}

static void test_streams(void) {
  static struct wide_case c;
  make_wide(&c);
  struct parameters all, fewer;
  parameters_make(&c.estimate, 42, DRAWS, true, arena, &all);
  c.lines[0][1].uncertainty_count = 0;
  parameters_make(&c.estimate, 42, DRAWS, true, arena, &fewer);
  for (size_t i = 0; i < fewer.count; i++) {
    size_t k = 0;
    while (strcmp(all.rows[k].name, fewer.rows[i].name) != 0)
      k++;
    if (all.rows[k].stream != fewer.rows[i].stream)
      ok(false, "%s draws other numbers when another one is taken away", fewer.rows[i].name);
    for (size_t j = 0; j < i; j++)
      if (fewer.rows[i].stream == fewer.rows[j].stream)
        ok(false, "%s and %s share a stream", fewer.rows[i].name, fewer.rows[j].name);
  }
  ok(fewer.count + 3 == all.count, "every number has a stream of its own");
  is_str(all.rows[0].name, "b.qty_baseline", "the first alternative has short names");
  is_str(fewer.rows[fewer.count - 1].name, "discount_rate", "the estimate's own come last");
}

static void test_bounds(void) {
  struct value_uncertainty u = value_uncertainty_default();
  u.field = FIELD_CAPACITY_REALISATION;
  u.dist = DIST_NORMAL;
  u.mean = 0.5;
  u.sd = 0.25;
  struct value_case c;
  case_make(&c);
  c.estimate.uncertainty = &u;
  c.estimate.uncertainty_count = 1;
  struct parameters p;
  double *x = arena_array(arena, 10000, sizeof *x), low = 1, high = 0;
  parameters_make(&c.estimate, 1, 10000, true, arena, &p);
  parameter_fill(&p.rows[0], 0, 10000, x);
  for (size_t i = 0; i < 10000; i++) {
    low = x[i] < low ? x[i] : low;
    high = x[i] > high ? x[i] : high;
  }
  ok(low == 0 && high == 1, "a share stays between 0 and 1");
}

int main(void) {
  arena = arena_new(512 << 20);
  scratch = arena_new(64 << 20);
  test_against_evaluation();
  test_blocks();
  test_gates();
  test_certain();
  test_scaling();
  test_groups();
  test_streams();
  test_bounds();
  arena_free(scratch);
  arena_free(arena);
  return done();
}
