// SPDX-License-Identifier: EUPL-1.2
// Realised against expected: the worked example of the calculation rules, and its corners (S20).
#include "tap.h"
#include "value/realise.h"
#include "value_case.h"

static struct arena *arena;

static const struct value_index indices[] = {
    {"PL", 2025, 100.0}, {"PL", 2026, 102.5}, {"PL", 2027, 104.8}};

static struct value_estimate estimate(void) {
  struct value_estimate e = value_estimate_default();
  e.base_year = 2026;
  e.price_year = 2025;
  e.indices = indices;
  e.index_count = 3;
  return e;
}

static struct value_measurement row(int year, double expected, double measured) {
  struct value_measurement m = value_measurement_default();
  m.year = year;
  m.expected = expected;
  m.measured = measured;
  return m;
}

static struct value_measurement nominal(int year, double expected, double measured) {
  struct value_measurement m = row(year, expected, measured);
  m.measured_price_year = year;
  m.index = "PL";
  return m;
}

static struct value_realised realise(const struct value_measurement *rows, size_t count) {
  struct value_estimate e = estimate();
  struct value_realised r;
  value_realise(&e, rows, count, 2028, 3, arena, &r);
  return r;
}

static void test_benefit(void) {
  // Patients x saved bed days x price, patients x avoided readmissions x price.
  const struct value_measurement rows[] = {
      row(2027, 3240000, 255 * 3.5 * 2700), row(2027, 1080000, 255 * 0.10 * 30000),
      row(2026, 1296000, 96 * 3.2 * 2700),  row(2026, 432000, 96 * 0.08 * 30000),
      row(2028, 8640000, (double)NAN),      row(2029, 8640000, (double)NAN),
      row(2030, 8640000, (double)NAN)};
  struct value_realised r = realise(rows, 7);
  is_int((int64_t)r.year_count, 5, "five years");
  is_int(r.years[0].year, 2026, "in order");
  is_near(r.years[0].realised, 1059840, 0.01, "2026");
  is_near(r.years[0].rate, 0.613333, 5e-7, "rate of 2026");
  is_int(r.years[0].status, STATUS_RED, "red");
  is_near(r.years[1].realised, 3174750, 0.01, "2027");
  is_near(r.years[1].rate, 0.734896, 5e-7, "rate of 2027");
  is_near(r.rate, 0.700164, 5e-7, "rate of both");
  is_int(r.status, STATUS_AMBER, "amber, just at the limit");
  is_near(r.variance, 4234590 - 6048000, 0.01, "variance");
  is_near(r.remaining, 25920000, 0, "still expected");
  is_near(r.forecast, 18148242.86, 0.01, "forecast at the rate so far");
  is_int(r.years[2].status, STATUS_NONE, "this year is not due");
}

static void test_cost(void) {
  const struct value_measurement rows[] = {
      nominal(2026, 1500000, 1763000), nominal(2026, 600000, 563750),
      nominal(2026, 600000, 615000),   nominal(2026, 720000, 615000),
      nominal(2027, 1200000, 1205200), nominal(2027, 600000, 628800),
      nominal(2027, 1800000, 1655840)};
  struct value_realised r = realise(rows, 7);
  is_near(r.years[0].realised, 3470000, 0.01, "2026 in prices of 2025");
  is_near(r.years[1].realised, 3330000, 0.01, "2027 in prices of 2025");
  is_near(r.rate, 0.968661, 5e-7, "rate of the costs");
}

static void test_share(void) {
  struct value_measurement m = row(2026, 1000, 2000);
  m.deadweight = 0.25;
  m.attribution = 0.6;
  struct value_realised r = realise(&m, 1);
  is_near(r.realised, 900, 1e-9, "less what would have come anyway, and only the own share");
  is_int(r.status, STATUS_GREEN, "green at 0.9 exactly");
  m.measured = nextafter(2000, 0);
  is_int(realise(&m, 1).status, STATUS_AMBER, "judged before rounding");
}

static void test_unmeasured(void) {
  struct value_measurement m = row(2026, 1000, (double)NAN);
  struct value_realised r = realise(&m, 1);
  is_int(r.status, STATUS_UNMEASURED, "14 months after the year: not measured");
  ok(isnan(r.rate) && isnan(r.forecast) && r.remaining == 1000, "no rate, the plan remains");
  struct value_estimate e = estimate();
  value_realise(&e, &m, 1, 2028, 1, arena, &r);
  is_int(r.status, STATUS_NONE, "12 months after: not yet");
  value_realise(&e, &m, 1, 2028, 2, arena, &r);
  is_int(r.status, STATUS_UNMEASURED, "13 months after: not measured");
  m.expected = 0;
  m.measured = 5;
  r = realise(&m, 1);
  ok(isnan(r.rate) && r.status == STATUS_NONE, "nothing was expected: no rate");
  r = realise(NULL, 0);
  ok(r.year_count == 0 && r.status == STATUS_NONE, "nothing at all");
}

static void count_fault(void *context, const char *field, enum value_fault fault,
                        const char *argument) {
  (void)context;
  diag("%s %d %s", field, (int)fault, argument ? argument : "");
}

static void test_faults(void) {
  struct value_estimate e = estimate();
  struct value_measurement rows[] = {row(1800, 1, 1),        row(2026, (double)NAN, 1),
                                     row(2026, 1, INFINITY), nominal(2031, 1, 1),
                                     nominal(2026, 1, 1),    row(2026, 1, 1)};
  rows[4].index = NULL;
  rows[5].attribution = 1.01;
  rows[5].deadweight = -0.01;
  is_int((int64_t)value_realise_validate(&e, rows, 6, arena, count_fault, NULL), 7,
         "every fault at once");
  const struct value_measurement good = nominal(2027, 1, 1);
  is_int((int64_t)value_realise_validate(&e, &good, 1, arena, count_fault, NULL), 0, "none");
}

int main(void) {
  arena = arena_new(1 << 20);
  test_benefit();
  test_cost();
  test_share();
  test_unmeasured();
  test_faults();
  arena_free(arena);
  return done();
}
