// SPDX-License-Identifier: EUPL-1.2
// The value engine rule by rule: corners that the worked example does not reach.
#include "tap.h"
#include "value/round.h"
#include "value_case.h"

static struct arena *arena;

static const struct value_outcome *evaluate(const struct value_case *c) {
  static struct value_result result;
  value_evaluate(&c->estimate, arena, &result);
  return &result.outcomes[0];
}

static void is_payback(const double *flows, int years, double want, bool again, const char *name) {
  bool recrosses;
  is_near(value_payback(flows, years, &recrosses), want, 1e-12, name);
  ok(recrosses == again, "%s: %s", name, again ? "crosses again" : "crosses once at most");
}

static void test_payback(void) {
  is_payback((const double[]){5, 1}, 2, 0, false, "a gain from the first year");
  is_payback((const double[]){0, -5, 6}, 3, 0, true, "nothing at first, then a loss");
  is_payback((const double[]){-10, 4, 6}, 3, 3, false, "paid back at the end of a year");
  is_payback((const double[]){-10, 4}, 2, (double)NAN, false, "never within the horizon");
  is_payback((const double[]){-10, 20, -30, 40}, 4, 1.5, true, "paid back, behind, paid back");
}

static void test_irr(void) {
  is_near(value_irr((const double[]){-100, 110}, 2), 0.10, 1e-12, "10 % in one year");
  is_near(value_irr((const double[]){-1e-3, 1.1e-3}, 2), 0.10, 1e-12,
          "the amounts' size does not matter");
  is_near(value_irr((const double[]){100, -110}, 2), 0.10, 1e-12, "a loan");
  ok(isnan(value_irr((const double[]){-100, 230, -132}, 3)), "two sign changes: none");
  ok(isnan(value_irr((const double[]){100, 10}, 2)), "no sign change: none");
  ok(isnan(value_irr((const double[]){-1, 1e6}, 2)), "above 1,000 percent: none");
  ok(isnan(value_irr((const double[]){0, 0}, 2)), "no flow: none");
  is_near(value_irr((const double[]){-100, 0, 50}, 3), sqrt(0.5) - 1, 1e-12, "a negative rate");
}

static struct value_frontier_row strategy(const char *name, double cost, double effect) {
  return (struct value_frontier_row){.name = name, .cost = cost, .effect = effect};
}

static void test_frontier(void) {
  struct value_frontier_row rows[] = {strategy("D", 40, 2),   strategy("A", 0, 0),
                                      strategy("B", 30, 1),   strategy("C", 35, 1.1),
                                      strategy("E", 50, 1.5), strategy("F", 100, 3)};
  value_frontier(rows, 6);
  static const enum value_frontier_status want[] = {FRONTIER_ON,
                                                    FRONTIER_EXTENDED_DOMINATED,
                                                    FRONTIER_EXTENDED_DOMINATED,
                                                    FRONTIER_DOMINATED,
                                                    FRONTIER_ON,
                                                    FRONTIER_ON};
  static const char *const order[] = {"A", "B", "C", "E", "D", "F"};
  for (size_t i = 0; i < 6; i++) {
    is_str(rows[i].name, order[i], "in order of effect");
    is_int(rows[i].status, want[i], "status on the frontier");
  }
  is_near(rows[4].icer, 20, 1e-12, "D against A");
  is_near(rows[5].icer, 60, 1e-12, "F against D");
  ok(isnan(rows[0].icer) && isnan(rows[3].icer), "no ratio for the first and for dominated ones");
  struct value_frontier_row twins[] = {strategy("X", 10, 1), strategy("Y", 10, 1)};
  value_frontier(twins, 2);
  ok(twins[0].status == FRONTIER_ON && twins[1].status == FRONTIER_ON,
     "identical strategies both stay");
  is_int(value_verdict(0, 0), VERDICT_COST_MINIMISATION, "no effect");
  is_int(value_verdict(0, 1), VERDICT_DOMINANT, "more effect at no cost");
  is_int(value_verdict(0, -1), VERDICT_DOMINATED, "less effect at no gain");
  is_int(value_verdict(-1, -1), VERDICT_SAVINGS_PER_QALY_LOST, "savings at the expense of health");
  is_int(value_quadrant(-1, -1), QUADRANT_SW, "south-west");
  is_int(value_quadrant(1, -1), QUADRANT_NW, "north-west");
  is_int(value_quadrant(0, 1), QUADRANT_AXIS, "axis");
}

static void is_shown(double x, int decimals, const char *want) {
  char text[VALUE_TEXT];
  is_str(value_text(text, x, decimals, STYLE_DA), want,
         arena_printf(arena, "%.15g with %d decimals", x, decimals));
}

static void test_rounding(void) {
  char text[VALUE_TEXT];
  is_shown(0.25, 1, "0,3");
  is_shown(0.25 + 0.25 + 0.25, 1, "0,8");
  is_shown(-0.05, 1, "-0,1");
  is_shown(-0.04, 1, "0,0");
  is_shown(1.005, 2, "1,01");
  is_shown(0.15, 1, "0,2");
  is_shown(0.35, 1, "0,4");
  is_shown(2.4999999, 0, "2");
  is_shown(-999.5, 0, "-1.000");
  is_shown(2000000000.0, 2, "2.000.000.000,00");
  is_shown(2000000000.0 / 1e6, 1, "2.000,0");
  is_str(value_text(text, 1234567.891, 2, STYLE_EN), "1,234,567.89", "English separators");
  is_str(value_text(text, (double)NAN, 2, STYLE_DA), "", "nothing for what is not defined");
  is_str(value_kr_text(text, 21515497.29, STYLE_DA), "21,5 mio. kr.", "millions");
  is_str(value_kr_text(text, 97631.64, STYLE_DA), "97.632 kr.", "whole kroner below 100.000");
  is_str(value_kr_text(text, 21515497.29, STYLE_EN), "DKK 21.5 million", "millions in English");
  is_int(value_oere(-0.005), -1, "half an øre away from zero");
  is_int(value_oere(2000000000.0), 200000000000, "two billion in øre");
}

static struct value_uncertainty moments(enum value_dist dist, double mean, double sd) {
  struct value_uncertainty u = value_uncertainty_default();
  u.dist = dist;
  u.mean = mean;
  u.sd = sd;
  return u;
}

static void is_interval(struct value_uncertainty u, double low, double high, const char *name) {
  double got_low, got_high;
  value_interval(&u, &got_low, &got_high);
  is_near(got_low, low, 1e-6 * fabs(low), arena_printf(arena, "%s: 2.5 %%", name));
  is_near(got_high, high, 1e-6 * fabs(high), arena_printf(arena, "%s: 97.5 %%", name));
}

// Reference points: the exponential and the uniform distribution have closed forms; chi-square with
// 10 degrees of freedom is tabulated.
static void test_intervals(void) {
  is_interval(moments(DIST_NORMAL, 100, 10), 80.400360154599, 119.599639845401, "normal");
  is_interval(moments(DIST_GAMMA, 1, 1), -log(0.975), -log(0.025), "gamma that is exponential");
  struct value_uncertainty chi = value_uncertainty_default();
  chi.dist = DIST_GAMMA;
  chi.shape = 5;
  chi.scale = 2;
  is_interval(chi, 3.2469727802368, 20.4831773507901, "gamma that is chi-square");
  struct value_uncertainty flat = value_uncertainty_default();
  flat.dist = DIST_BETA;
  flat.alpha = flat.beta = 1;
  is_interval(flat, 0.025, 0.975, "beta that is uniform");
  struct value_uncertainty power = flat;
  power.alpha = 3;
  is_interval(power, cbrt(0.025), cbrt(0.975), "beta that is a power");
  double variance = log1p(0.01 / 0.64), mu = log(0.8) - variance / 2;
  is_near(mu, -0.2308956446, 1e-10, "lognormal from mean and sd");
  is_interval(moments(DIST_LOGNORMAL, 0.8, 0.1), exp(mu - 1.959963984540054 * sqrt(variance)),
              exp(mu + 1.959963984540054 * sqrt(variance)), "lognormal");
  struct value_uncertainty tail = value_uncertainty_default();
  tail.dist = DIST_GAMMA;
  tail.shape = 0.08;
  tail.scale = 1;
  double low, high;
  value_interval(&tail, &low, &high);
  ok(low > 0 && low < 1e-18 && high > 0.5 && high < 2, "gamma with a shape of 0.08 has its tail");
}

static void test_flows(void) {
  struct value_case c;
  case_make(&c);
  c.alternative.line_count = 1;
  c.alternative.health_count = 0;
  struct value_line *l = &c.lines[0];
  *l = case_line("X", SECTOR_INITIATING_CLINIC, CLASS_REVENUE, TIMING_PER_YEAR, 2, 5, 100);
  l->kind = KIND_OUTCOME;
  is_near(evaluate(&c)->flows_total[3], 300, 1e-9, "outcome: what is new less what was");
  const struct value_amount overrides[] = {{2024, -50}, {2027, -7}};
  l->overrides = overrides;
  l->override_count = 2;
  l->year_from = 2025;
  l->year_to = 2028;
  const struct value_outcome *o = evaluate(&c);
  is_near(o->flows_total[1], -7, 1e-9, "an override replaces the year's flow");
  is_near(o->flows_total[4], 0, 1e-9, "nothing after the last year");
  is_near(o->sunk, 300 - 50, 1e-9, "what lies before the base year is sunk");
  is_near(o->lines[0].sunk, 250, 1e-9, "and stands at its line");
  is_near(o->cumulative[4], 300 - 7 + 300, 1e-9, "and is not in the sum");
  case_make(&c);
  c.alternative.line_count = 1;
  static const double units[] = {1, 0, 3};
  c.lines[0] = case_line("U", SECTOR_STATE, CLASS_CASH, TIMING_PER_UNIT, 0, 1, 10);
  c.lines[0].units = units;
  c.lines[0].unit_count = 3;
  o = evaluate(&c);
  is_near(o->flows_total[2], -30, 1e-9, "per unit");
  is_near(o->flows_total[3], 0, 1e-9, "no units given, none counted");
  const struct value_index pl[] = {{"PL", 2024, 80}, {"PL", 2025, 100}};
  c.estimate.indices = pl;
  c.estimate.index_count = 2;
  c.lines[0].value_price_year = 2024;
  c.lines[0].index = "PL";
  is_near(evaluate(&c)->flows_total[2], -37.5, 1e-9, "converted from 2024 to 2025 prices");
  case_make(&c);
  c.alternative.round_patients = true;
  c.volume[0].eligible = 1205;
  is_near(evaluate(&c)->lines[3].flows[0], -121 * 6000.0, 1e-6, "120.5 patients are 121");
}

static void test_comparator(void) {
  struct value_case c;
  case_make(&c);
  struct value_alternative pair[2] = {c.alternative, c.alternative};
  pair[0].name = "Nuværende";
  pair[0].is_comparator = true;
  pair[0].line_count = 3;
  c.estimate.alternatives = pair;
  c.estimate.alternative_count = 2;
  struct value_result r;
  value_evaluate(&c.estimate, arena, &r);
  is_near(r.outcomes[1].npv[PERSPECTIVE_LIMITED_SOCIETAL], 7312277.74 + 9311542.58, 0.01,
          "what happens anyway is no cost of the alternative");
  is_near(r.outcomes[1].qaly, 0, 1e-12, "equal health is no gain");
  is_near(r.outcomes[0].npv[PERSPECTIVE_CLINIC], -9311542.58, 0.01, "the comparator by itself");
  is_int((int64_t)r.frontier_count, 2, "two strategies to choose from");
  // Minus nothing is no minus zero.
  ok(!signbit(r.outcomes[1].lines[10].flows[1]), "no negative zero in the comparator's flows");
}

static void test_discounting(void) {
  struct value_case c;
  case_make(&c);
  double base = evaluate(&c)->npv[PERSPECTIVE_PUBLIC], qaly = evaluate(&c)->qaly;
  c.estimate.payment = PAYMENT_MID_YEAR;
  is_near(evaluate(&c)->npv[PERSPECTIVE_PUBLIC], base / sqrt(1.035), 1e-6,
          "half a year later at one flat rate");
  case_make(&c);
  const struct value_step none = {0, 0};
  c.estimate.effect_steps = &none;
  c.estimate.effect_step_count = 1;
  is_near(evaluate(&c)->qaly, 8.88, 1e-12, "effects at their own rate");
  is_near(evaluate(&c)->npv[PERSPECTIVE_PUBLIC], base, 1e-9, "money at its own");
  case_make(&c);
  c.estimate.qaly_value = 500000;
  is_near(evaluate(&c)->npv[PERSPECTIVE_SOCIETAL], 9131908.35 + 500000 * qaly, 0.01,
          "societal with a QALY value");
  c.estimate.tax_distortion = 1.1;
  is_near(evaluate(&c)->npv[PERSPECTIVE_SOCIETAL],
          9131908.35 + 500000 * qaly + 0.1 * 1.28 * -22790810.56, 0.01,
          "tax distortion falls on public cash");
  c.estimate.naf = (double)NAN;
  ok(isnan(evaluate(&c)->npv[PERSPECTIVE_SOCIETAL]), "no societal figure without a net tax factor");
}

static enum value_signal signal_of(double clinic, double others, bool with_clinic) {
  struct value_case c;
  case_make(&c);
  c.alternative.line_count = with_clinic ? 2 : 1;
  c.lines[0] = case_line("O", SECTOR_OTHER_DEPARTMENTS, CLASS_CASH, TIMING_PER_YEAR, others, 0, 1);
  c.lines[1] = case_line("C", SECTOR_INITIATING_CLINIC, CLASS_CASH, TIMING_PER_YEAR, clinic, 0, 1);
  return evaluate(&c)->signal.code;
}

static void test_signals(void) {
  is_int(signal_of(-1, 5, true), SIGNAL_INITIATOR_LOSES_SOCIETY_GAINS,
         "signal: loses, society gains");
  is_int(signal_of(1, -5, true), SIGNAL_COST_SHIFTED, "signal: cost shifted");
  is_int(signal_of(-1, -5, true), SIGNAL_NO_TOTAL_GAIN, "signal: no total gain");
  is_int(signal_of(-1, 0.5, true), SIGNAL_NO_TOTAL_GAIN, "signal: others gain too little");
  is_int(signal_of(1, 5, true), SIGNAL_COMMON_GAIN, "signal: common gain");
  is_int(signal_of(0, 5, false), SIGNAL_NEUTRAL, "signal: the initiator is not touched");
  is_int(signal_of(1, -1, true), SIGNAL_NEUTRAL, "signal: moved, nothing in all");
}

static void test_payers(void) {
  struct value_case c;
  case_make(&c);
  const struct value_payer_rule rules[] = {
      {"t", NULL, SECTOR_REGION_ADMIN, SECTOR_STATE, 2029},
      {"t", "101", SECTOR_MUNICIPALITY, SECTOR_REGION_ADMIN, 2027},
      {"u", NULL, SECTOR_MUNICIPALITY, SECTOR_STATE, 2026}};
  c.estimate.payer_rules = rules;
  c.estimate.payer_rule_count = 3;
  c.lines[6].payer_task = "t";
  c.lines[6].municipality = "147";
  is_int((int64_t)evaluate(&c)->matrix_count, 6, "a rule for another municipality does not apply");
  c.lines[6].municipality = "101";
  const struct value_budget *b = &evaluate(&c)->budget;
  is_int((int64_t)b->payer_count, 5, "the task moves twice: three payers in turn");
  is_near(b->payers[1].amounts[2], 405000, 1e-6, "the region in 2028");
  is_near(b->payers[1].amounts[3], 0, 1e-6, "no longer in 2029");
  is_near(b->payers[4].amounts[3], 405000, 1e-6, "but the state");
  c.estimate.horizon_years = 2;
  is_int((int64_t)evaluate(&c)->budget.year_count, 2, "no budget years beyond the horizon");
}

static void test_nominal(void) {
  struct value_case c;
  case_make(&c);
  const struct value_index pl[] = {{"PL", 2025, 100}, {"PL", 2026, 102.5}, {"PL", 2027, 104.8},
                                   {"PL", 2028, 107}, {"PL", 2029, 109},   {"PL", 2030, 111}};
  c.estimate.indices = pl;
  c.estimate.index_count = 6;
  c.estimate.budget_prices = PRICES_NOMINAL;
  for (int i = 0; i < CASE_LINES; i++)
    c.lines[i].index = "PL";
  const struct value_outcome *o = evaluate(&c);
  is_near(o->budget.samlet[0], 3420000 * 1.025, 1e-6, "nominal budget of 2026");
  is_near(o->budget.samlet[1], 3600000 * 1.048, 1e-6, "nominal budget of 2027");
  is_near(o->npv[PERSPECTIVE_CLINIC], -21515497.29, 0.01,
          "the present value stays in constant prices");
  is_near(o->budget.aarsvaerk[1], 2, 1e-12, "and so do the full-time equivalents");
}

static void test_warnings(void) {
  struct value_case c;
  case_make(&c);
  is_int((int64_t)evaluate(&c)->warning_count, 0, "the example gives no warning");
  c.lines[0].evidence = EVIDENCE_C;
  is_int(evaluate(&c)->warnings[0].code, WARNING_NO_SOURCE, "a grade C without a source");
  c.lines[0].source = "Tilbud";
  c.lines[1].unit_value = (double)NAN;
  is_int(evaluate(&c)->warnings[0].code, WARNING_LOEN_WITHOUT_FTE,
         "pay without full-time equivalents");
  static const double fte[] = {1, 2, 2, 2, 2};
  c.lines[1].fte = fte;
  c.lines[1].fte_count = 5;
  is_int((int64_t)evaluate(&c)->warning_count, 0, "full-time equivalents given by hand");
  is_near(evaluate(&c)->budget.aarsvaerk[1], 2, 1e-12, "and shown");
  c.lines[6].confirmation = CONFIRM_DISPUTED;
  is_int(evaluate(&c)->warnings[0].code, WARNING_DISPUTED, "a line that its sector disputes");
  c.lines[6].confirmation = CONFIRM_CONFIRMED;
  is_near(evaluate(&c)->matrix[3].confirmed, -1372944.91, 0.01,
          "what the municipality has confirmed");
}

static void test_codes(void) {
  is_int(value_code(value_sector_codes, "patients"), SECTOR_PATIENTS, "code of a sector");
  is_int(value_code(value_sector_codes, "patient"), -1, "no such code");
  const struct {
    const char *const *codes;
    int count;
  } lists[] = {{value_sector_codes, SECTOR_COUNT},
               {value_class_codes, CLASS_COUNT},
               {value_kind_codes, KIND_COUNT},
               {value_timing_codes, TIMING_COUNT},
               {value_form_row_codes, FORM_COUNT},
               {value_evidence_codes, EVIDENCE_COUNT},
               {value_confirmation_codes, CONFIRM_COUNT},
               {value_payment_codes, PAYMENT_COUNT},
               {value_prices_codes, PRICES_COUNT},
               {value_perspective_codes, PERSPECTIVE_COUNT},
               {value_dist_codes, DIST_COUNT},
               {value_field_codes, FIELD_COUNT},
               {value_signal_codes, SIGNAL_COUNT},
               {value_verdict_codes, VERDICT_COUNT},
               {value_quadrant_codes, QUADRANT_COUNT},
               {value_frontier_codes, FRONTIER_COUNT},
               {value_warning_codes, WARNING_COUNT}};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    int n = 0;
    while (lists[i].codes[n])
      n++;
    is_int(n, lists[i].count, "a code for each member of the enum");
  }
}

int main(void) {
  arena = arena_new(64 << 20);
  test_payback();
  test_irr();
  test_frontier();
  test_rounding();
  test_intervals();
  test_flows();
  test_comparator();
  test_discounting();
  test_signals();
  test_payers();
  test_nominal();
  test_warnings();
  test_codes();
  arena_free(arena);
  return done();
}
