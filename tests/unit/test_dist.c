// SPDX-License-Identifier: EUPL-1.2
// Distributions: quantiles against reference values of another program, moments and densities
// against each other, and what parameters are refused.
#include "tap.h"
#include "value/dist.h"

struct point {
  enum value_dist kind;
  double a, b, p, want;
};

static const struct point points[] = {
#define X(dist, a, b, p, want) {DIST_##dist, a, b, p, want},
#include "quantile_points.h"
#undef X
};
enum { POINTS = sizeof points / sizeof *points };

static struct value_uncertainty given(enum value_dist kind, double a, double b) {
  struct value_uncertainty u = value_uncertainty_default();
  u.dist = kind;
  switch (kind) {
  case DIST_NORMAL:
    u.mean = a;
    u.sd = b;
    break;
  case DIST_LOGNORMAL:
    u.meanlog = a;
    u.sdlog = b;
    break;
  case DIST_GAMMA:
    u.shape = a;
    u.scale = b;
    break;
  case DIST_BETA:
    u.alpha = a;
    u.beta = b;
    break;
  case DIST_FIXED:
    u.value = a;
    break;
  case DIST_UNIFORM:
  case DIST_TRIANGULAR:
  case DIST_PERT:
  case DIST_COUNT:
    u.low = a;
    u.high = b;
    break;
  }
  return u;
}

static struct dist dist_of(enum value_dist kind, double a, double b) {
  struct value_uncertainty u = given(kind, a, b);
  struct dist d;
  dist_make(&u, &d);
  return d;
}

static struct dist between(enum value_dist kind, double low, double mode, double high) {
  struct value_uncertainty u = given(kind, low, high);
  u.mode = mode;
  struct dist d;
  dist_make(&u, &d);
  return d;
}

static void test_points(void) {
  ok(POINTS >= 400, "at least 400 reference points");
  double worst[DIST_COUNT] = {0};
  for (int i = 0; i < POINTS; i++) {
    const struct point *x = &points[i];
    struct dist d = dist_of(x->kind, x->a, x->b);
    double error = fabs(dist_quantile(&d, x->p) / x->want - 1);
    if (!(error < 1e-9))
      ok(false, "%s %g %g at %.17g: off by %g", value_dist_codes[x->kind], x->a, x->b, x->p, error);
    worst[x->kind] = fmax(worst[x->kind], error);
  }
  for (int k = 0; k < DIST_COUNT; k++)
    if (worst[k] > 0)
      ok(worst[k] < 1e-9, "%s within %.1e", value_dist_codes[k], worst[k]);
}

// The distributions that the other tests go over.
enum { SAMPLES = 14 };
static void samples(struct dist *d) {
  d[0] = between(DIST_UNIFORM, -3, 0, 9);
  d[1] = between(DIST_TRIANGULAR, 2, 4, 5);
  d[2] = between(DIST_TRIANGULAR, 0, 0, 1);
  d[3] = between(DIST_PERT, 2, 4, 5);
  d[4] = between(DIST_PERT, -1, 3, 3);
  d[5] = dist_of(DIST_NORMAL, -5, 2);
  d[6] = dist_of(DIST_LOGNORMAL, 1, 0.7);
  d[7] = dist_of(DIST_GAMMA, 1, 3);
  d[8] = dist_of(DIST_GAMMA, 7.5, 0.2);
  d[9] = dist_of(DIST_GAMMA, 2e6, 0.1);
  d[10] = dist_of(DIST_BETA, 2, 3);
  d[11] = dist_of(DIST_BETA, 1, 12);
  d[12] = dist_of(DIST_BETA, 400, 90);
  d[13] = dist_of(DIST_GAMMA, 1.5, 2);
}

// Simpson's rule over the probability: mean and variance are integrals of the quantile, and the
// density is what its slope says.
static void test_moments(void) {
  struct dist all[SAMPLES];
  samples(all);
  for (int k = 0; k < SAMPLES; k++) {
    const struct dist *d = &all[k];
    double sum = 0, squares = 0, mean = dist_mean(d), worst = 0;
    enum { STEPS = 20000 };
    // p = 3t² - 2t³ goes slowly where the quantile is steep.
    for (int i = 0; i < STEPS; i++) {
      double t = (i + 0.5) / STEPS, p = t * t * (3 - 2 * t), weight = 6 * t * (1 - t) / STEPS;
      double x = dist_quantile(d, p);
      sum += weight * (x - mean);
      squares += weight * (x - mean) * (x - mean);
      if (i % 100 == 50) {
        double h = 1e-4 * p * (1 - p);
        double slope = (dist_quantile(d, p + h) - dist_quantile(d, p - h)) / (2 * h);
        worst = fmax(worst, fabs(dist_density(d, x) * slope - 1));
      }
    }
    double sd = dist_sd(d);
    ok(fabs(sum) < 1e-5 * sd && fabs(squares / (sd * sd) - 1) < 1e-4,
       "%d, %s: mean %g and sd %g are those of the quantiles", k, value_dist_codes[d->kind], mean,
       sd);
    if (!ok(worst < 2e-5, "%d, %s: the density is that of the quantiles", k,
            value_dist_codes[d->kind]))
      diag("%g off", worst);
  }
}

static void test_ways(void) {
  static const enum value_dist kinds[] = {DIST_LOGNORMAL, DIST_GAMMA, DIST_BETA};
  for (int i = 0; i < 3; i++) {
    struct value_uncertainty u = value_uncertainty_default();
    u.dist = kinds[i];
    u.mean = 0.14;
    u.sd = 0.2;
    struct dist d, again;
    dist_make(&u, &d);
    again = dist_of(kinds[i], d.a, d.b);
    is_near(dist_mean(&again), 0.14, 1e-15, "mean comes back from the natural parameters");
    is_near(dist_sd(&again), 0.2, 1e-15, "and so does the sd");
    is_near(dist_quantile(&again, 0.1), dist_quantile(&d, 0.1), 0,
            "both ways are one distribution");
  }
  struct dist pert = between(DIST_PERT, 0, 1, 3);
  is_near(pert.a, 1 + 4.0 / 3, 1e-15, "PERT: alpha");
  is_near(pert.b, 1 + 8.0 / 3, 1e-15, "PERT: beta");
  is_near(dist_mean(&pert), 7.0 / 6, 1e-15, "PERT: (low + 4 mode + high) / 6");
  struct value_uncertainty u = given(DIST_PERT, 0, 3);
  u.mode = 1;
  u.shape = 10;
  dist_make(&u, &pert);
  is_near(dist_mean(&pert), 13.0 / 12, 1e-15, "PERT with a shape of 10");
}

static void test_ends(void) {
  struct dist d = dist_of(DIST_FIXED, 7, 0);
  ok(dist_quantile(&d, 0) == 7 && dist_quantile(&d, 0.3) == 7 && dist_quantile(&d, 1) == 7,
     "a fixed number");
  ok(dist_mean(&d) == 7 && dist_sd(&d) == 0, "has no spread");
  d = dist_of(DIST_GAMMA, 0.08, 2);
  ok(dist_quantile(&d, 0) == 0 && dist_quantile(&d, 1) == (double)INFINITY, "0 and 1 are the ends");
  ok(dist_density(&d, 0) == (double)INFINITY && dist_density(&d, -1) == 0,
     "a density that diverges, and none outside");
  d = between(DIST_TRIANGULAR, 0, 3, 10);
  is_near(dist_quantile(&d, 0.3), 3, 1e-15, "triangular: the mode at its share");
  is_near(dist_quantile(&d, 0.012), 0.6, 1e-15, "triangular: below it");
  is_near(dist_quantile(&d, 1 - 0.028), 10 - 1.4, 1e-14, "triangular: above it");
  is_near(dist_density(&d, 3), 0.2, 1e-15, "triangular: its peak");
  struct dist all[SAMPLES];
  samples(all);
  for (int k = 0; k < SAMPLES; k++) {
    double last = dist_quantile(&all[k], 1e-300);
    bool rises = true;
    for (double p = 1e-290; p < 0.5; p *= 1e7)
      rises =
          rises && dist_quantile(&all[k], p) >= last && (last = dist_quantile(&all[k], p), true);
    for (double q = 0.5; q > 1e-16; q /= 3)
      rises = rises && dist_quantile(&all[k], 1 - q) >= last &&
              (last = dist_quantile(&all[k], 1 - q), true);
    ok(rises, "%d, %s: quantiles rise", k, value_dist_codes[all[k].kind]);
  }
}

struct found {
  char text[400];
};

static void note(void *context, const char *field, enum value_fault fault, const char *argument) {
  struct found *f = context;
  size_t n = strlen(f->text);
  snprintf(f->text + n, sizeof f->text - n, "%s%s %d%s%s", n ? "; " : "", field, (int)fault,
           argument ? " " : "", argument ? argument : "");
}

static void is_refused(const struct value_uncertainty *u, const char *field, enum value_fault fault,
                       const char *should) {
  struct found f = {""};
  char want[200];
  snprintf(want, sizeof want, "%s %d%s%s", field, (int)fault, should ? " " : "",
           should ? should : "");
  value_uncertainty_validate(u, note, &f);
  is_str(f.text, want, "refused, and nothing else");
}

static void test_faults(void) {
  struct value_uncertainty u = given(DIST_NORMAL, 1, 0);
  is_refused(&u, "sd", VALUE_FAULT_NOT_POSITIVE, NULL);
  u.sd = (double)INFINITY;
  is_refused(&u, "sd", VALUE_FAULT_BAD_NUMBER, NULL);
  u.sd = 1;
  u.low = 0;
  is_refused(&u, "low", VALUE_FAULT_BAD_DISTRIBUTION, "mean, sd");
  u = given(DIST_GAMMA, 2, (double)NAN);
  is_refused(&u, "scale", VALUE_FAULT_REQUIRED, NULL);
  u = given(DIST_GAMMA, -2, 1);
  is_refused(&u, "shape", VALUE_FAULT_NOT_POSITIVE, NULL);
  u = given(DIST_GAMMA, 1e-4, 1);
  is_refused(&u, "shape", VALUE_FAULT_BAD_DISTRIBUTION, "shape >= 0.001");
  u = given(DIST_GAMMA, 1e10, 1e10);
  is_refused(&u, "scale", VALUE_FAULT_BAD_DISTRIBUTION, "mean, sd <= 1e+13");
  u = given(DIST_LOGNORMAL, 3, 40);
  is_refused(&u, "sdlog", VALUE_FAULT_BAD_DISTRIBUTION, "mean, sd <= 1e+13");
  u = given(DIST_BETA, (double)NAN, (double)NAN);
  u.mean = 1.2;
  u.sd = 0.1;
  is_refused(&u, "mean", VALUE_FAULT_BAD_DISTRIBUTION, "0 < mean < 1");
  u.mean = 0.5;
  u.sd = 0.5;
  is_refused(&u, "sd", VALUE_FAULT_BAD_DISTRIBUTION, "sd² < mean (1 - mean)");
  u.sd = 0.4999;
  is_refused(&u, "sd", VALUE_FAULT_BAD_DISTRIBUTION, "alpha, beta >= 0.001");
  u = given(DIST_PERT, 0, 1);
  u.mode = 0.5;
  u.shape = -1;
  is_refused(&u, "shape", VALUE_FAULT_NOT_POSITIVE, NULL);
  u = given(DIST_FIXED, (double)NAN, 0);
  is_refused(&u, "value", VALUE_FAULT_REQUIRED, NULL);
  u.dist = DIST_COUNT;
  is_refused(&u, "dist", VALUE_FAULT_REQUIRED, NULL);
  struct found f = {""};
  u = value_uncertainty_default();
  u.dist = DIST_TRIANGULAR;
  is_int((int64_t)value_uncertainty_validate(&u, note, &f), 3, "every missing one is named");
}

int main(void) {
  test_points();
  test_moments();
  test_ways();
  test_ends();
  test_faults();
  return done();
}
