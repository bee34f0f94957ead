// SPDX-License-Identifier: EUPL-1.2
// The value engine against hand-calculated figures: discount factors and the worked example
// HjemmeAkut, to the øre.
#include "tap.h"
#include "value/round.h"
#include "value_case.h"

static const double money = 0.01;
static struct arena *arena;

static const struct value_outcome *evaluate(const struct value_case *c) {
  static struct value_result result;
  value_evaluate(&c->estimate, arena, &result);
  return &result.outcomes[0];
}

static void test_discounting(void) {
  const struct value_step steps[] = {{0, 0.035}, {36, 0.025}, {71, 0.015}};
  static const struct {
    int t;
    double factor;
  } want[] = {{0, 1.0},           {1, 0.9661835749},  {2, 0.9335107004},  {3, 0.9019427057},
              {4, 0.8714422277},  {5, 0.8419731669},  {10, 0.7089188137}, {35, 0.2999768617},
              {36, 0.2926603528}, {70, 0.1264015701}, {71, 0.1245335666}};
  double factors[72];
  value_discount(steps, 3, PAYMENT_ANNUAL, 72, factors);
  for (size_t i = 0; i < sizeof want / sizeof *want; i++)
    is_near(factors[want[i].t], want[i].factor, 1e-9,
            arena_printf(arena, "discount factor of year %d", want[i].t));
  value_discount(steps, 3, PAYMENT_MID_YEAR, 72, factors);
  is_near(factors[0], 1 / sqrt(1.035), 1e-12, "mid-year payment of year 0");
  is_near(factors[35], 0.2999768617 / sqrt(1.025), 1e-9, "mid-year payment before a step");
  is_near(value_annuity(1500000, steps, 3, 5, false), 332222.06, money, "ordinary annuity");
  is_near(value_annuity(1500000, steps, 3, 5, true), 320987.50, money, "annuity due");
  const struct value_step none[] = {{0, 0}};
  is_near(value_annuity(1000, none, 1, 4, false), 250, 1e-9, "annuity at rate 0");
  is_near(value_annuity_equipment(1500000, 0, steps, 3, PAYMENT_ANNUAL, 0, 5), 320987.50, money,
          "equipment is an annuity-due");
  is_near(value_annuity_equipment(1500000, 200000, steps, 3, PAYMENT_ANNUAL, 0, 5),
          (1500000 - 200000 * 0.8419731669) * 320987.50 / 1500000, 0.1,
          "equipment less its scrap value");
  // 1 + 1/1.035 at the old rate, 1/1.025 at the new one: bought in year 34, the rate falls in 36.
  is_near(value_annuity_equipment(300000, 0, steps, 3, PAYMENT_ANNUAL, 34, 3),
          300000 / (1 + 1 / 1.035 + 1 / (1.035 * 1.025)), money, "equipment across a step");
}

static void test_lines(const struct value_outcome *o) {
  static const double pv[CASE_LINES] = {-1500000.00, -5007695.05, -2803847.53, -12203954.72,
                                        21967118.49, 7322372.83,  -1372944.91, 97631.64,
                                        1423794.72,  -610197.74};
  static const double total[CASE_YEARS] = {-1719240, 651900, 3103800, 3103800, 3103800};
  for (size_t i = 0; i < CASE_LINES; i++)
    is_near(o->lines[i].pv, pv[i], money, arena_printf(arena, "present value of E%zu", i + 1));
  for (int t = 0; t < CASE_YEARS; t++)
    is_near(o->flows_total[t], total[t], 1e-6, arena_printf(arena, "total flow of year %d", t));
  is_near(o->cumulative[2], 2036460, 1e-6, "running sum");
  is_near(o->cumulative_discounted[4], 7312277.74, money,
          "discounted running sum ends at the net present value");
}

static void test_perspectives(const struct value_outcome *o) {
  static const double npv[PERSPECTIVE_COUNT] = {[PERSPECTIVE_CLINIC] = -21515497.29,
                                                [PERSPECTIVE_HOSPITAL] = 7773994.03,
                                                [PERSPECTIVE_REGION] = 7871625.66,
                                                [PERSPECTIVE_REGION_CASH] = -21417865.65,
                                                [PERSPECTIVE_PUBLIC] = 6498680.76,
                                                [PERSPECTIVE_PUBLIC_CASH] = -22790810.56,
                                                [PERSPECTIVE_LIMITED_SOCIETAL] = 7312277.74,
                                                [PERSPECTIVE_LIMITED_SOCIETAL_CASH] = -22790810.56,
                                                [PERSPECTIVE_SOCIETAL] = 9131908.35};
  for (int p = 0; p < PERSPECTIVE_COUNT; p++)
    is_near(o->npv[p], npv[p], money,
            arena_printf(arena, "net present value, %s", value_perspective_codes[p]));
}

static void test_measures(const struct value_outcome *o) {
  is_near(o->benefits, 30810917.67, money, "benefits");
  is_near(o->costs, 23498639.93, money, "costs");
  is_near(o->bcr, 1.311179, 5e-7, "benefit-cost ratio");
  is_near(o->payback_years, 2 + 1067340.0 / 3103800, 1e-9, "payback");
  is_near(o->discounted_payback_years, 2.3760, 5e-5, "discounted payback");
  ok(!o->recrosses && !o->discounted_recrosses, "no second crossing");
  is_near(o->irr, 0.981772, 5e-7, "internal rate of return");
  is_near(o->annuity, 1619533.31, money, "annuity of the net present value");
  is_near(o->qaly_undiscounted, 8.88, 1e-9, "QALY undiscounted");
  is_near(o->qaly, 8.13597, 5e-7, "QALY");
  is_near(o->cost_delta, -7312277.74, money, "cost difference");
  is_int(o->verdict, VERDICT_DOMINANT, "dominant in the limited societal perspective");
  is_int(o->quadrant, QUADRANT_SE, "south-east quadrant");
  ok(isnan(o->icer), "no ratio when dominant");
  is_near(o->weak_evidence_share, 1, 1e-12, "all lines are graded D");
}

static void test_public_cash(struct value_case *c) {
  c->estimate.capacity_realisation = 0.25;
  c->estimate.perspective = PERSPECTIVE_PUBLIC_CASH;
  c->estimate.threshold_from = 0;
  c->estimate.threshold_to = 300000;
  c->estimate.threshold_step = 100000;
  const struct value_outcome *o = evaluate(c);
  is_near(o->npv[PERSPECTIVE_REGION_CASH], -14095492.82, money,
          "region cash with a quarter realised");
  is_near(o->cost_delta, 15468437.73, money, "public cash: cost difference");
  is_near(o->icer, 1901240.80, money, "public cash: ICER");
  is_int(o->verdict, VERDICT_ICER, "public cash: verdict");
  is_int(o->quadrant, QUADRANT_NE, "public cash: quadrant");
  is_int((int64_t)o->nmb_count, 4, "four thresholds");
  is_near(o->nmb[3].nmb, -13027646.79, money, "public cash: net monetary benefit at 300,000");
  is_near(o->nmb[3].nhb, -43.425489, 5e-7, "public cash: net health benefit at 300,000");
  ok(isnan(o->nmb[0].nhb), "no net health benefit at 0");
  c->estimate.perspective = PERSPECTIVE_LIMITED_SOCIETAL;
  is_near(evaluate(c)->nmb[3].nmb, 9753068.68, money,
          "limited societal: net monetary benefit at 300,000");
}

static const struct value_matrix_row *row(const struct value_outcome *o, enum value_sector sector) {
  for (size_t i = 0; i < o->matrix_count; i++)
    if (o->matrix[i].sector == sector)
      return &o->matrix[i];
  static const struct value_matrix_row none;
  return &none;
}

static void test_matrix(const struct value_outcome *o) {
  is_int((int64_t)o->matrix_count, 6, "six sectors are touched");
  is_near(row(o, SECTOR_INITIATING_CLINIC)->pays, -21515497.29, money, "the clinic pays");
  is_near(row(o, SECTOR_OTHER_DEPARTMENTS)->capacity, 29289491.32, money,
          "other departments' capacity");
  is_near(row(o, SECTOR_GENERAL_PRACTICE)->saves, 97631.64, money, "general practice saves");
  is_near(row(o, SECTOR_MUNICIPALITY)->net, -1372944.91, money, "the municipality's net");
  is_near(row(o, SECTOR_PATIENTS)->time, 1423794.72, money, "patients' time");
  is_near(row(o, SECTOR_PATIENTS)->qaly, 8.13597, 5e-7, "patients' health");
  is_near(row(o, SECTOR_RELATIVES)->net, -610197.74, money, "relatives' net");
  is_int(o->signal.code, SIGNAL_INITIATOR_LOSES_SOCIETY_GAINS, "signal");
  is_near(o->signal.compensation, 21515497.29, money, "minimum compensation");
  is_near(o->signal.spillover_share, 1, 1e-12, "spill-over share");
  double sum = 0;
  for (size_t i = 0; i < o->signal.payer_count; i++)
    sum += o->signal.payers[i].amount;
  is_near(sum, o->signal.compensation, money, "the proposal adds up to the compensation");
  is_int(o->signal_cash.code, SIGNAL_NO_TOTAL_GAIN, "signal on cash alone");
}

static void test_payer_shift(struct value_case *c) {
  const struct value_payer_rule rule = {"akutsygepleje", NULL, SECTOR_MUNICIPALITY,
                                        SECTOR_REGION_ADMIN, 2027};
  c->lines[6].payer_task = "akutsygepleje";
  c->estimate.payer_rules = &rule;
  c->estimate.payer_rule_count = 1;
  const struct value_outcome *o = evaluate(c);
  is_near(row(o, SECTOR_MUNICIPALITY)->net, -81000, money, "payer shift: the municipality's part");
  is_near(row(o, SECTOR_REGION_ADMIN)->net, -1291944.91, money, "payer shift: the region's part");
  is_near(o->npv[PERSPECTIVE_REGION], 6579680.76, money, "payer shift: region");
  is_near(o->npv[PERSPECTIVE_PUBLIC], 6498680.76, money,
          "payer shift: nothing to the public as a whole");
}

static void test_budget(const struct value_outcome *o) {
  static const struct {
    const char *name, *texts[VALUE_FORM_YEARS];
  } want[] = {{"loen", {"0,6", "1,2", "1,2", "1,2"}},
              {"oevrig_drift", {"1,3", "2,4", "4,2", "4,2"}},
              {"etablering", {"1,5", "0,0", "0,0", "0,0"}},
              {"samlet", {"3,4", "3,6", "5,4", "5,4"}}};
  const struct value_budget *b = &o->budget;
  const double *rows[] = {b->loen, b->oevrig_drift, b->etablering, b->samlet};
  for (size_t r = 0; r < 4; r++)
    for (int y = 0; y < VALUE_FORM_YEARS; y++) {
      char text[VALUE_TEXT];
      is_str(value_text(text, rows[r][y] / 1e6, 1, STYLE_DA), want[r].texts[y],
             arena_printf(arena, "budget form, %s of %d", want[r].name, 2026 + y));
    }
  is_near(b->aarsvaerk[0], 1, 1e-12, "full-time equivalents of 2026");
  is_near(b->aarsvaerk[3], 2, 1e-12, "full-time equivalents of 2029");
  is_int((int64_t)b->payer_count, 3, "three payers with a budget effect");
  is_int((int64_t)b->year_count, 5, "five years of budget impact");
  is_near(b->payers[0].amounts[2], 5400000, 1e-6, "the clinic's expense in 2028");
  is_near(b->payers[1].amounts[0], -5760, 1e-6, "general practice saves in 2026");
  is_near(b->payers[2].amounts[4], 405000, 1e-6, "the municipality's expense in 2030");
}

static void test_stages(struct value_case *c) {
  const struct value_stage stages[] = {{1, 2026, 0.7, 0}, {2, 2027, 1, 0}};
  c->alternative.stages = stages;
  c->alternative.stage_count = 2;
  const struct value_outcome *o = evaluate(c);
  is_near(o->risk_adjusted_npv, 4602822.42, money, "risk-adjusted net present value");
  is_near(o->break_even_p, 0.190360, 5e-7, "break-even probability");
  is_near(o->stages[0].exposure, 3420000, 1e-6, "region's exposure at the first gate");
  is_near(o->stages[1].probability, 0.7, 1e-12, "the second stage is reached with 0.7");
  c->alternative.stage_count = 1;
  is_near(evaluate(c)->risk_adjusted_npv, 4602822.42, money,
          "what follows the last stage depends on it");
  const struct value_stage stop[] = {{1, 2026, 0.7, 500000}, {2, 2027, 1, 0}};
  c->alternative.stages = stop;
  c->alternative.stage_count = 2;
  is_near(evaluate(c)->risk_adjusted_npv, 4602822.42 - 0.3 * 500000, money,
          "stop cost of the first gate");
}

static struct value_uncertainty range(enum value_field field, double low, double high) {
  struct value_uncertainty u = value_uncertainty_default();
  u.field = field;
  u.dist = DIST_UNIFORM;
  u.low = low;
  u.high = high;
  return u;
}

static void is_row(const struct value_tornado_row *r, const char *parameter, double low,
                   double high, double swing) {
  is_str(r->parameter, parameter, "tornado: order");
  is_near(r->npv_low, low, money, arena_printf(arena, "tornado: %s low", parameter));
  is_near(r->npv_high, high, money, arena_printf(arena, "tornado: %s high", parameter));
  is_near(r->swing, swing, money, arena_printf(arena, "tornado: %s swing", parameter));
}

static void test_one_way(struct value_case *c) {
  const struct value_uncertainty e5[] = {range(FIELD_QTY_BASELINE, 2, 5),
                                         range(FIELD_UNIT_VALUE, 1800, 3600)};
  const struct value_uncertainty e6 = range(FIELD_QTY_BASELINE, 0.04, 0.16);
  const struct value_uncertainty e4 = range(FIELD_UNIT_VALUE, 5000, 8000);
  const struct value_uncertainty e7 = range(FIELD_QTY_NEW, 0.5, 4);
  const struct value_uncertainty volume = range(FIELD_VOLUME, 0.6, 1.2);
  const struct value_uncertainty rate = range(FIELD_DISCOUNT_RATE, 0.02, 0.05);
  static const char *const wanted[] = {"E5.qty_baseline", "volume", "discount_rate", "E9.qty_new"};
  c->lines[3].uncertainty = &e4;
  c->lines[4].uncertainty = e5;
  c->lines[5].uncertainty = &e6;
  c->lines[6].uncertainty = &e7;
  c->alternative.uncertainty = &volume;
  c->estimate.uncertainty = &rate;
  c->lines[3].uncertainty_count = c->lines[5].uncertainty_count = c->lines[6].uncertainty_count = 1;
  c->lines[4].uncertainty_count = 2;
  c->alternative.uncertainty_count = c->estimate.uncertainty_count = 1;
  c->estimate.one_way = true;
  c->estimate.break_even = wanted;
  c->estimate.break_even_count = 4;
  const struct value_outcome *o = evaluate(c);
  is_int((int64_t)o->tornado_count, 7, "seven parameters");
  is_row(&o->tornado[0], "E5.qty_baseline", -3671281.50, 12804057.36, 16475338.87);
  is_row(&o->tornado[1], "E5.unit_value", -10095.09, 14634650.57, 14644745.66);
  is_row(&o->tornado[2], "volume", 662749.61, 10637041.80, 9974292.19);
  is_row(&o->tornado[3], "E6.qty_baseline", 2430695.85, 9753068.68, 7322372.83);
  is_row(&o->tornado[4], "E4.unit_value", 9346270.19, 3244292.84, 6101977.36);
  is_row(&o->tornado[5], "E7.qty_new", 8227574.34, 5024036.23, 3203538.11);
  is_row(&o->tornado[6], "discount_rate", 7695364.81, 6951538.32, 743826.49);
  is_near(o->break_even[0].value, 2.668505, 5e-7, "break-even bed days");
  is_near(o->break_even[1].value, 9311542.58 / (9311542.58 + 7312277.74), 1e-6,
          "break-even volume");
  is_near(o->break_even[3].value, 1 - (7312277.74 / -1423794.72) - 1, 1e-6,
          "break-even of patients' time");
}

static void test_trace(const struct value_outcome *o) {
  is_str(o->trace[4].formula, "S3.resource.per_patient", "the trace names the formula");
  is_str(o->trace[4].terms[2], "DF(2)=0.933511 x 600 patients x (4 - 0) x 2700 = 6049149.34",
         "the trace writes the term out");
  is_int((int64_t)o->trace[0].term_count, 1, "years without a flow have no term");
}

int main(void) {
  arena = arena_new(64 << 20);
  struct value_case c;
  case_make(&c);
  test_discounting();
  const struct value_outcome *o = evaluate(&c);
  test_lines(o);
  test_perspectives(o);
  test_measures(o);
  test_matrix(o);
  test_budget(o);
  test_trace(o);
  test_public_cash(&c);
  case_make(&c);
  test_payer_shift(&c);
  case_make(&c);
  test_stages(&c);
  case_make(&c);
  test_one_way(&c);
  arena_free(arena);
  return done();
}
