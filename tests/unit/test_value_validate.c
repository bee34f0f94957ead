// SPDX-License-Identifier: EUPL-1.2
// What the value engine refuses (S22): each fault with its field, all of them at once.
#include "tap.h"
#include "value_case.h"

static struct arena *arena;

struct found {
  int count;
  char fields[64][80];
  enum value_fault faults[64];
  char arguments[64][40];
};

static void note(void *context, const char *field, enum value_fault fault, const char *argument) {
  struct found *f = context;
  if (f->count == 64)
    return;
  snprintf(f->fields[f->count], sizeof f->fields[0], "%s", field);
  snprintf(f->arguments[f->count], sizeof f->arguments[0], "%s", argument ? argument : "");
  f->faults[f->count++] = fault;
}

static struct found judge(const struct value_case *c) {
  struct found f = {0};
  size_t count = value_validate(&c->estimate, arena, note, &f);
  if ((int)count != f.count)
    diag("counted %zu, reported %d", count, f.count);
  return f;
}

// Exactly one fault: this one.
static void is_fault(const struct value_case *c, const char *field, enum value_fault fault,
                     const char *argument) {
  struct found f = judge(c);
  bool pass = f.count == 1 && f.faults[0] == fault && strcmp(f.fields[0], field) == 0 &&
              (!argument || strcmp(f.arguments[0], argument) == 0);
  if (ok(pass, "%s: fault %d", field, (int)fault))
    return;
  for (int i = 0; i < f.count; i++)
    diag("got %s: fault %d (%s)", f.fields[i], (int)f.faults[i], f.arguments[i]);
}

static void test_estimate(void) {
  struct value_case c;
  case_make(&c);
  is_int(judge(&c).count, 0, "the example is without fault");
  c.estimate.horizon_years = 0;
  is_fault(&c, "horizon_years", VALUE_FAULT_TOO_SMALL, "1");
  c.estimate.horizon_years = 71;
  is_fault(&c, "horizon_years", VALUE_FAULT_TOO_LARGE, "70");
  case_make(&c);
  c.estimate.step_count = 0;
  is_fault(&c, "discount.steps", VALUE_FAULT_REQUIRED, NULL);
  case_make(&c);
  c.step.from_year = 1;
  is_fault(&c, "discount.steps[0].from_year", VALUE_FAULT_TOO_LARGE, "0");
  c.step = (struct value_step){0, -0.01};
  is_fault(&c, "discount.steps[0].rate", VALUE_FAULT_TOO_SMALL, NULL);
  c.step = (struct value_step){0, (double)NAN};
  is_fault(&c, "discount.steps[0].rate", VALUE_FAULT_BAD_NUMBER, NULL);
  case_make(&c);
  c.estimate.capacity_realisation = 1.01;
  is_fault(&c, "capacity_realisation", VALUE_FAULT_TOO_LARGE, "1");
  case_make(&c);
  c.estimate.perspective = PERSPECTIVE_SOCIETAL;
  c.estimate.naf = (double)NAN;
  is_fault(&c, "multipliers.naf", VALUE_FAULT_REQUIRED, NULL);
  case_make(&c);
  c.estimate.threshold_from = 0;
  c.estimate.threshold_to = 1e6;
  c.estimate.threshold_step = 0;
  is_fault(&c, "thresholds.step", VALUE_FAULT_TOO_SMALL, NULL);
  case_make(&c);
  static const char *const unknown[] = {"E5.qty_baseline", "E99.unit_value"};
  c.estimate.break_even = unknown;
  c.estimate.break_even_count = 2;
  is_fault(&c, "break_even[1]", VALUE_FAULT_UNKNOWN_REFERENCE, NULL);
  case_make(&c);
  c.estimate.alternative_count = 0;
  is_fault(&c, "alternatives", VALUE_FAULT_TOO_FEW, "1");
}

static void test_alternative(void) {
  struct value_case c;
  case_make(&c);
  c.volume[1].adoption = 1.2;
  is_fault(&c, "alternatives[0].volume[1].adoption", VALUE_FAULT_TOO_LARGE, "1");
  case_make(&c);
  c.volume[1].year = 2026;
  is_fault(&c, "alternatives[0].volume[1].year", VALUE_FAULT_REPEATED, NULL);
  case_make(&c);
  c.alternative.volume_count = 0;
  is_fault(&c, "alternatives[0].volume", VALUE_FAULT_REQUIRED, NULL);
  case_make(&c);
  struct value_stage stages[] = {{1, 2026, 1.1, 0}, {1, 2026, 1, 0}};
  c.alternative.stages = stages;
  c.alternative.stage_count = 2;
  is_int(judge(&c).count, 3,
         "stages: probability above 1, number and year not after the one before");
  case_make(&c);
  c.health[0].qaly_per_patient = (double)INFINITY;
  is_fault(&c, "alternatives[0].health[0].qaly_per_patient", VALUE_FAULT_BAD_NUMBER, NULL);
  case_make(&c);
  struct value_alternative two[] = {c.alternative, c.alternative};
  c.estimate.alternatives = two;
  c.estimate.alternative_count = 2;
  is_fault(&c, "alternatives[1].name", VALUE_FAULT_DUPLICATE, "HjemmeAkut");
  two[1].name = "B";
  two[0].is_comparator = two[1].is_comparator = true;
  is_fault(&c, "alternatives[1].is_comparator", VALUE_FAULT_REPEATED, NULL);
}

static void test_lines(void) {
  struct value_case c;
  case_make(&c);
  c.lines[2].unit_value = (double)NAN;
  is_fault(&c, "alternatives[0].lines[2].unit_value", VALUE_FAULT_REQUIRED, NULL);
  c.lines[2].unit_value = 1e14;
  is_fault(&c, "alternatives[0].lines[2].unit_value", VALUE_FAULT_TOO_LARGE, NULL);
  case_make(&c);
  c.lines[3].id = "E1";
  is_fault(&c, "alternatives[0].lines[3].id", VALUE_FAULT_DUPLICATE, "E1");
  case_make(&c);
  c.lines[4].year_from = 2029;
  c.lines[4].year_to = 2028;
  is_fault(&c, "alternatives[0].lines[4].year_to", VALUE_FAULT_END_BEFORE_START, NULL);
  case_make(&c);
  c.lines[0].year_from = 2031;
  is_fault(&c, "alternatives[0].lines[0].year_from", VALUE_FAULT_TOO_LARGE, "2030");
  case_make(&c);
  c.lines[1].flow_count = 0;
  is_fault(&c, "alternatives[0].lines[1].flows", VALUE_FAULT_REQUIRED, NULL);
  static const double six[6] = {0};
  c.lines[1].flows = six;
  c.lines[1].flow_count = 6;
  is_fault(&c, "alternatives[0].lines[1].flows", VALUE_FAULT_TOO_MANY, "5");
  case_make(&c);
  c.lines[2].timing = TIMING_PER_UNIT;
  is_fault(&c, "alternatives[0].lines[2].units", VALUE_FAULT_REQUIRED, NULL);
  case_make(&c);
  c.lines[2].timing = TIMING_ANNUITY;
  is_fault(&c, "alternatives[0].lines[2].life_years", VALUE_FAULT_REQUIRED, NULL);
  c.lines[2].life_years = VALUE_LIFE_MAX + 1;
  is_fault(&c, "alternatives[0].lines[2].life_years", VALUE_FAULT_TOO_LARGE, "100");
  c.lines[2].life_years = 8;
  c.lines[2].residual_value = 600001;
  is_fault(&c, "alternatives[0].lines[2].residual_value", VALUE_FAULT_TOO_LARGE, "600000");
  c.lines[2].residual_value = -1;
  is_fault(&c, "alternatives[0].lines[2].residual_value", VALUE_FAULT_TOO_SMALL, "0");
  case_make(&c);
  c.lines[2].stage_no = 1;
  is_fault(&c, "alternatives[0].lines[2].stage_no", VALUE_FAULT_UNKNOWN_REFERENCE, NULL);
}

static void test_prices(void) {
  struct value_case c;
  case_make(&c);
  const struct value_index pl[] = {{"PL", 2024, 97.6}, {"PL", 2025, 100}, {"CPI", 2023, 99}};
  c.estimate.indices = pl;
  c.estimate.index_count = 3;
  c.lines[2].value_price_year = 2024;
  is_fault(&c, "alternatives[0].lines[2].index", VALUE_FAULT_REQUIRED, NULL);
  c.lines[2].index = "PL";
  is_int(judge(&c).count, 0, "both years of the index are there");
  c.lines[2].value_price_year = 2023;
  is_fault(&c, "alternatives[0].lines[2].value_price_year", VALUE_FAULT_MISSING_INDEX, "PL 2023");
  c.lines[2].index = "CPI";
  is_fault(&c, "alternatives[0].lines[2].index", VALUE_FAULT_MISSING_INDEX, "CPI 2025");
  c.lines[2].value_price_year = 2025;
  is_int(judge(&c).count, 0, "no index is needed within the price year");
  c.estimate.budget_prices = PRICES_NOMINAL;
  is_int(judge(&c).count, 13,
         "nominal budgets: seven lines lack an index, one lacks six years of it");
}

static struct value_uncertainty of(enum value_dist dist) {
  struct value_uncertainty u = value_uncertainty_default();
  u.field = FIELD_UNIT_VALUE;
  u.dist = dist;
  return u;
}

static void test_uncertainty(void) {
  struct value_case c;
  case_make(&c);
  struct value_uncertainty u = of(DIST_TRIANGULAR);
  c.lines[4].uncertainty = &u;
  c.lines[4].uncertainty_count = 1;
#define AT "alternatives[0].lines[4].uncertainty[0]"
  u.low = 2;
  u.mode = 6;
  u.high = 5;
  is_fault(&c, AT ".mode", VALUE_FAULT_BAD_DISTRIBUTION, "low <= mode <= high");
  u.mode = u.high = 2;
  is_fault(&c, AT ".low", VALUE_FAULT_BAD_DISTRIBUTION, "low < high");
  u = of(DIST_BETA);
  u.mean = 0.12;
  u.sd = sqrt(0.12 * 0.88) + 1e-9;
  is_fault(&c, AT ".sd", VALUE_FAULT_BAD_DISTRIBUTION, "sd² < mean (1 - mean)");
  u.sd = 0.03;
  is_int(judge(&c).count, 0, "a sound beta");
  u.alpha = 2;
  is_fault(&c, AT ".alpha", VALUE_FAULT_BAD_DISTRIBUTION, "mean, sd / alpha, beta");
  u = of(DIST_GAMMA);
  u.mean = -1;
  u.sd = 1;
  is_fault(&c, AT ".mean", VALUE_FAULT_NOT_POSITIVE, NULL);
  u = of(DIST_NORMAL);
  u.mean = 1;
  is_fault(&c, AT ".sd", VALUE_FAULT_REQUIRED, NULL);
  u = of(DIST_UNIFORM);
  u.field = FIELD_VOLUME;
  is_fault(&c, AT ".field", VALUE_FAULT_UNKNOWN_REFERENCE, NULL);
  u.field = FIELD_REALISATION_SHARE;
  u.low = 0.5;
  u.high = 1.5;
  is_fault(&c, AT, VALUE_FAULT_TOO_LARGE, "1");
}

static void test_transfers(void) {
  struct value_case c;
  case_make(&c);
  struct value_line *drg = &c.lines[8];
  *drg = case_line("T1", SECTOR_INITIATING_CLINIC, CLASS_TRANSFER, TIMING_PER_PATIENT, 0, 1, 1000);
  is_fault(&c, "alternatives[0].lines[8].transfer_group", VALUE_FAULT_REQUIRED, NULL);
  drg->transfer_group = "DRG";
  is_fault(&c, "alternatives[0].lines[8].transfer_group", VALUE_FAULT_NOT_ZERO_SUM,
           "2026: -120.000,00");
  c.lines[9] =
      case_line("T2", SECTOR_OTHER_DEPARTMENTS, CLASS_TRANSFER, TIMING_PER_PATIENT, 1, 0, 1000);
  c.lines[9].transfer_group = "DRG";
  is_int(judge(&c).count, 0, "a transfer that cancels");
  struct value_result r;
  value_evaluate(&c.estimate, arena, &r);
  const struct value_outcome *o = &r.outcomes[0];
  double clinic = o->npv[PERSPECTIVE_CLINIC], hospital = o->npv[PERSPECTIVE_HOSPITAL];
  is_near(clinic, -21515497.29 - 2033992.45, 0.01, "a transfer is real to the one who pays it");
  is_near(hospital, 7773994.03, 0.01, "and nothing to the hospital as a whole");
  is_near(o->npv[PERSPECTIVE_PUBLIC], 6498680.76, 0.01, "nor to the public");
}

static void test_all_at_once(void) {
  struct value_case c;
  case_make(&c);
  c.estimate.capacity_realisation = -1;
  c.volume[0].adoption = 2;
  c.lines[0].unit_value = (double)NAN;
  c.lines[9].qty_new = (double)INFINITY;
  struct found f = judge(&c);
  is_int(f.count, 4, "four faults in four places are all reported");
}

int main(void) {
  arena = arena_new(16 << 20);
  test_estimate();
  test_alternative();
  test_lines();
  test_prices();
  test_uncertainty();
  test_transfers();
  test_all_at_once();
  arena_free(arena);
  return done();
}
