// SPDX-License-Identifier: EUPL-1.2
// What sums over many estimates keep of each, and the draws of a portfolio.
#include <string.h>

#include "tap.h"
#include "value/portfolio.h"
#include "value/yearly.h"
#include "value_case.h"

enum { DRAWS = 2000, BIG = 64 * 1024 * 1024 };

static struct value_uncertainty wide;
static struct value_line lines[3];
static struct value_alternative alternative;
static struct value_estimate estimate;
static struct value_step step = {0, 0.035};
static const struct value_volume volume[] = {{2026, 120, 1}, {2027, 300, 1}};
static const struct value_payer_rule rule = {"care", NULL, SECTOR_MUNICIPALITY, SECTOR_REGION_ADMIN,
                                             2027};

static void make(void) {
  wide = value_uncertainty_default();
  wide.field = FIELD_QTY_BASELINE;
  wide.dist = DIST_TRIANGULAR;
  wide.low = 2;
  wide.mode = 4;
  wide.high = 5;
  lines[0] =
      case_line("E5", SECTOR_OTHER_DEPARTMENTS, CLASS_CAPACITY, TIMING_PER_PATIENT, 4, 0, 2700);
  lines[0].unit = "sengedage";
  lines[0].uncertainty = &wide;
  lines[0].uncertainty_count = 1;
  lines[1] = case_line("E7", SECTOR_MUNICIPALITY, CLASS_CASH, TIMING_PER_PATIENT, 0, 1.5, 450);
  lines[1].unit = "timer";
  lines[1].payer_task = "care";
  lines[2] =
      case_line("E8", SECTOR_OTHER_DEPARTMENTS, CLASS_CAPACITY, TIMING_PER_PATIENT, 1, 0, 100);
  lines[2].unit = "sengedage";
  alternative = value_alternative_default();
  alternative.name = "A";
  alternative.lines = lines;
  alternative.line_count = 3;
  alternative.volume = volume;
  alternative.volume_count = 2;
  estimate = value_estimate_default();
  estimate.base_year = estimate.price_year = 2026;
  estimate.horizon_years = 2;
  estimate.steps = &step;
  estimate.step_count = 1;
  estimate.payer_rules = &rule;
  estimate.payer_rule_count = 1;
  estimate.alternatives = &alternative;
  estimate.alternative_count = 1;
}

static const struct value_sector_year *cell(const struct value_yearly *y, enum value_sector sector,
                                            int year) {
  for (size_t i = 0; i < y->year_count; i++)
    if (y->years[i].sector == sector && y->years[i].year == year)
      return &y->years[i];
  return NULL;
}

static void test_yearly(struct arena *a) {
  struct value_yearly y;
  value_yearly(&estimate, &alternative, a, &y);
  is_int((int64_t)y.year_count, 4, "sectors and years with an amount");
  is_near(cell(&y, SECTOR_OTHER_DEPARTMENTS, 2027)->capacity, 300 * (4 * 2700 + 100), 1e-6,
          "capacity of 2027");
  is_near(cell(&y, SECTOR_MUNICIPALITY, 2026)->cash, -120 * 1.5 * 450, 1e-6, "the municipality");
  ok(!cell(&y, SECTOR_MUNICIPALITY, 2027), "pays no more in 2027");
  is_near(cell(&y, SECTOR_REGION_ADMIN, 2027)->cash, -300 * 1.5 * 450, 1e-6, "the region does");
  is_int((int64_t)y.unit_count, 1, "cash is no natural unit");
  is_near(y.units[0].quantity, 420 * 5, 1e-9, "lines of one unit add up");
}

static void draw(uint64_t seed, uint64_t number, struct arena *a, struct portfolio_draws *d) {
  struct value_result r;
  value_evaluate(&estimate, a, &r);
  portfolio_draw(&estimate, &r.outcomes[0], seed, number, DRAWS, a, a, d);
}

static void test_draws(struct arena *a) {
  struct portfolio_draws one, same, other, seeded;
  struct portfolio_spread s;
  draw(7, 1, a, &one);
  draw(7, 1, a, &same);
  draw(7, 2, a, &other);
  draw(8, 1, a, &seeded);
  ok(memcmp(one.npv, same.npv, DRAWS * sizeof(double)) == 0, "one seed and number, the same bytes");
  ok(memcmp(one.npv, other.npv, DRAWS * sizeof(double)) != 0, "another number, other draws");
  ok(memcmp(one.npv, seeded.npv, DRAWS * sizeof(double)) != 0, "another seed, other draws");
  ok(one.sector[SECTOR_OTHER_DEPARTMENTS] && !one.sector[SECTOR_PATIENTS], "sectors it touches");
  portfolio_spread(one.npv, DRAWS, a, &s);
  size_t all = 0;
  for (int i = 0; i < SIMULATION_BINS; i++)
    all += s.bins[i];
  is_int((int64_t)all, DRAWS, "every draw is in a bin");
  ok(s.p5 < s.p50 && s.p50 < s.p95 && s.low <= s.p5, "percentiles in order");
  estimate.alternatives = &alternative;
  lines[0].uncertainty_count = 0;
  draw(7, 1, a, &one);
  portfolio_spread(one.npv, DRAWS, a, &s);
  is_near(s.sd, 0, 1e-6, "nothing uncertain, no spread");
  is_near(s.mean, one.npv[0], 1e-3, "and the base case in every draw");
  is_int((int64_t)s.bins[SIMULATION_BINS - 1] + (int64_t)s.bins[0], DRAWS, "in one bin");
}

int main(void) {
  struct arena *a = arena_new(BIG);
  make();
  test_yearly(a);
  test_draws(a);
  arena_free(a);
  return done();
}
