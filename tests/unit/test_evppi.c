// SPDX-License-Identifier: EUPL-1.2
// Value of information on parameters against closed forms, and what holds for every sample.
//
// If the conditional mean of the incremental net benefit is normal with mean m and sd s, then
// EVPPI = s * L(|m| / s), L(u) = phi(u) - u * (1 - Phi(u)), the unit normal loss integral (Raiffa
// and Schlaifer, Applied Statistical Decision Theory, 1961).
#include <stdlib.h>

#include "random.h"
#include "tap.h"
#include "value/psa.h"
#include "value/sort.h"

enum { DRAWS = 100000, PARAMETERS = 3 };

static double uniform(void) {
  return ((double)(next() >> 11) + 0.5) * 0x1p-53;
}

static double normal(void) {
  return sqrt(-2 * log(uniform())) * cos(2 * acos(-1.0) * uniform());
}

static double loss(double mean, double sd) {
  double u = fabs(mean) / sd;
  return sd * (exp(-u * u / 2) / sqrt(2 * acos(-1.0)) - u * erfc(u / sqrt(2.0)) / 2);
}

static double nothing[DRAWS], cost[DRAWS], effect[DRAWS];
static double x[DRAWS], y[DRAWS], z[DRAWS];
static const double *const all[] = {x, y, z};

static struct psa_input two(const struct psa_strategy *s, const double *wtp, size_t wtp_count,
                            size_t draws) {
  return (struct psa_input){
      .strategies = s, .strategy_count = 2, .draws = draws, .wtp = wtp, .wtp_count = wtp_count};
}

// Error of a mean of the positive part over the draws, with room for what the estimator adds.
static double room(double sd, size_t draws) {
  return 4 * 0.6 * sd / sqrt((double)draws) + 0.003 * sd;
}

// nb = wtp * (0.1 + 0.3 x + 0.2 y) - (2000 + 1000 z): normal at each threshold, for each group.
static void linear(size_t draws) {
  static const double wtp[] = {0, 10000, 20000, 40000};
  const struct psa_strategy s[] = {{"A", nothing, nothing}, {"B", cost, effect}};
  for (size_t i = 0; i < draws; i++) {
    x[i] = normal();
    y[i] = normal();
    z[i] = normal();
    effect[i] = 0.1 + 0.3 * x[i] + 0.2 * y[i];
    cost[i] = 2000 + 1000 * z[i];
  }
  struct psa_input in = two(s, wtp, 4, draws);
  struct arena *a = arena_new(64 << 20);
  struct psa_result r;
  double one[4], pair[4], three[4];
  psa_evaluate(&in, a, &r);
  psa_evppi(&in, &all[0], 1, a, one);
  psa_evppi(&in, &all[0], 2, a, pair);
  psa_evppi(&in, &all[0], 3, a, three);
  for (int w = 0; w < 4; w++) {
    double mean = 0.1 * wtp[w] - 2000, sx = 0.3 * wtp[w], sxy = hypot(0.3, 0.2) * wtp[w];
    double everything = hypot(sxy, 1000);
    is_near(r.evpi[w], loss(mean, everything), room(everything, draws), "EVPI of a normal model");
    if (w > 0)
      is_near(one[w], loss(mean, sx), room(everything, draws), "one parameter of a normal model");
    if (w > 0)
      is_near(pair[w], loss(mean, sxy), room(everything, draws), "two parameters of it");
    is_near(three[w], r.evpi[w], 1e-3 * everything, "all parameters tell everything");
  }
  is_near(one[0], 0, 1, "at 0 kroner, effect parameters are worth nothing");
  arena_free(a);
}

// nb = x y + z of standard normals: E[max(0, xy)] = E|x| E|y| / 2 = 1 / pi, while x alone tells
// nothing about the sign of the mean.
static void bilinear(void) {
  static const double wtp[] = {1};
  const struct psa_strategy s[] = {{"A", nothing, nothing}, {"B", cost, effect}};
  for (size_t i = 0; i < DRAWS; i++) {
    x[i] = normal();
    y[i] = normal();
    z[i] = normal();
    effect[i] = x[i] * y[i];
    cost[i] = z[i];
  }
  struct psa_input in = two(s, wtp, 1, DRAWS);
  struct arena *a = arena_new(64 << 20);
  double of_x, of_xy;
  psa_evppi(&in, &all[0], 1, a, &of_x);
  psa_evppi(&in, &all[0], 2, a, &of_xy);
  is_near(of_x, 0, 0.03, "one factor of a product tells nothing");
  is_near(of_xy, 1 / acos(-1.0), room(1.0, DRAWS), "both factors: 1 / pi");
  arena_free(a);
}

// A parameter of two values is two blocks, however rare one of them is.
static void discrete(void) {
  static const double wtp[] = {1};
  const struct psa_strategy s[] = {{"A", nothing, nothing}, {"B", nothing, effect}};
  double sums[2] = {0};
  for (size_t i = 0; i < 1000; i++) {
    x[i] = i % 97 == 5 ? 7 : -1;
    effect[i] = x[i] > 0 ? 500 : (double)(i % 3) - 4;
    sums[x[i] > 0] += effect[i];
  }
  struct psa_input in = two(s, wtp, 1, 1000);
  struct arena *a = arena_new(1 << 20);
  double value;
  psa_evppi(&in, &all[0], 1, a, &value);
  double mean = sums[0] + sums[1];
  is_near(value, (sums[1] - (mean > 0 ? mean : 0)) / 1000, 1e-12, "a parameter of two values");
  arena_free(a);
}

// Whatever the sample: 0 <= EVPPI <= EVPI, and a rescaled parameter tells the same.
static void bounds(void) {
  enum { CASES = 300, STRATEGIES = 4, WTP = 20 };
  static double samples[2 * STRATEGIES][DRAWS], wtp[WTP];
  int below = 0, above = 0, differ = 0;
  for (int c = 0; c < CASES; c++) {
    size_t draws = 1 + (size_t)(next() % 400);
    struct psa_strategy s[STRATEGIES];
    for (int k = 0; k < 2 * STRATEGIES; k++)
      for (size_t i = 0; i < draws; i++)
        samples[k][i] = c % 2 ? (double)(next() % 5) : normal();
    for (int k = 0; k < STRATEGIES; k++)
      s[k] = (struct psa_strategy){"x", samples[2 * k], samples[2 * k + 1]};
    for (size_t i = 0; i < draws; i++) {
      x[i] = samples[c % 8][i];
      y[i] = c % 3 ? normal() : x[i];
      z[i] = exp(x[i]);
    }
    for (int w = 0; w < WTP; w++)
      wtp[w] = w * 0.25;
    struct psa_input in = {s, STRATEGIES, (size_t)c % STRATEGIES, draws, wtp, WTP};
    struct arena *a = arena_new(8 << 20);
    struct psa_result r;
    double one[WTP], pair[WTP], same_one[WTP], same_pair[WTP];
    psa_evaluate(&in, a, &r);
    psa_evppi(&in, all, 1, a, one);
    psa_evppi(&in, all, 2, a, pair);
    psa_evppi(&in, &all[2], 1, a, same_one);
    psa_evppi(&in, (const double *const[]){z, y}, 2, a, same_pair);
    for (int w = 0; w < WTP; w++) {
      below += !(one[w] >= 0) + !(pair[w] >= 0);
      above += one[w] > r.evpi[w] || pair[w] > r.evpi[w];
      differ += fabs(one[w] - same_one[w]) > 0 || fabs(pair[w] - same_pair[w]) > 0;
    }
    arena_free(a);
  }
  is_int(below, 0, "never negative");
  is_int(above, 0, "never above the value of perfect information on everything");
  is_int(differ, 0, "the scale of a parameter does not matter");
}

// The same draws in another order are the same figures to the last bit.
static void order(void) {
  static double turned_cost[DRAWS], turned_effect[DRAWS];
  const double wtp[] = {0, 1, 2, 3};
  for (size_t i = 0; i < 5000; i++) {
    turned_cost[4999 - i] = cost[i] = exp(3 * normal());
    turned_effect[4999 - i] = effect[i] = exp(2 * normal());
  }
  const struct psa_strategy s[] = {{"A", nothing, nothing}, {"B", cost, effect}},
                            t[] = {{"A", nothing, nothing}, {"B", turned_cost, turned_effect}};
  struct psa_input in = two(s, wtp, 4, 5000), turned = two(t, wtp, 4, 5000);
  struct arena *a = arena_new(1 << 20);
  struct psa_result r, q;
  psa_evaluate(&in, a, &r);
  psa_evaluate(&turned, a, &q);
  ok(memcmp(r.evpi, q.evpi, sizeof wtp) == 0 && memcmp(r.ceac, q.ceac, 2 * sizeof wtp) == 0 &&
         memcmp(r.mean_cost, q.mean_cost, 2 * sizeof(double)) == 0,
     "the order of the draws does not matter");
  arena_free(a);
}

static int by_value(const void *a, const void *b) {
  const double *p = a, *q = b;
  return (*p > *q) - (*p < *q);
}

static void sorts(void) {
  static double values[DRAWS], expected[DRAWS], scratch[DRAWS];
  static struct sort_pair pairs[DRAWS], other[DRAWS];
  int wrong = 0, unstable = 0;
  for (int c = 0; c < 40; c++) {
    size_t n = c < 20 ? (size_t)c : 1 + next() % 3000;
    for (size_t i = 0; i < n; i++) {
      double v = c % 4 == 0 ? (double)(next() % 9) - 4 : normal() * pow(10, c % 30 - 15);
      values[i] = expected[i] = c % 4 == 0 && !(v > 0) && !(v < 0) && i % 2 ? -0.0 : v;
    }
    sort_order(values, n, pairs, other);
    for (size_t r = 1; r < n; r++) {
      double p = values[pairs[r - 1].index], q = values[pairs[r].index];
      unstable += p > q || (!(p < q) && pairs[r - 1].index >= pairs[r].index);
    }
    sort_doubles(values, n, scratch);
    qsort(expected, n, sizeof *expected, by_value);
    for (size_t i = 0; i < n; i++)
      wrong += fabs(values[i] - expected[i]) > 0;
  }
  is_int(wrong, 0, "sorted as qsort does");
  is_int(unstable, 0, "ranks in order, equal values as they came");
  const double five[] = {1, 2, 3, 4, 5};
  is_near(sort_quantile(five, 5, 0.5), 3, 0, "median by nearest rank");
  is_near(sort_quantile(five, 5, 0.2), 1, 0, "ceil(0.2 * 5) is the first");
  is_near(sort_quantile(five, 5, 0.21), 2, 0, "just above, the second");
  static const double hundred[100] = {[6] = 7, [7] = 8};
  is_near(sort_quantile(hundred, 100, 0.07), 7, 0, "0.07 of 100 is the seventh");
  is_near(sort_quantile(five, 5, 0), 1, 0, "p = 0 is the least");
  is_near(sort_quantile(five, 5, 1), 5, 0, "p = 1 is the largest");
}

int main(void) {
  sorts();
  linear(DRAWS);
  linear(10000);
  linear(1000);
  bilinear();
  discrete();
  bounds();
  order();
  return done();
}
