// SPDX-License-Identifier: EUPL-1.2
// Whether the parameters of an uncertain number fit together (S22).
#include <math.h>
#include <string.h>

#include "value/dist.h"
#include "value/validate.h"

// In the order of `parameters`.
enum {
  VALUE = 1 << 0,
  LOW = 1 << 1,
  MODE = 1 << 2,
  HIGH = 1 << 3,
  SHAPE = 1 << 4,
  MEAN = 1 << 5,
  SD = 1 << 6,
  MEANLOG = 1 << 7,
  SDLOG = 1 << 8,
  SCALE = 1 << 9,
  ALPHA = 1 << 10,
  BETA = 1 << 11
};

static const struct {
  const char *name;
  size_t at;
} parameters[] = {
    {"value", offsetof(struct value_uncertainty, value)},
    {"low", offsetof(struct value_uncertainty, low)},
    {"mode", offsetof(struct value_uncertainty, mode)},
    {"high", offsetof(struct value_uncertainty, high)},
    {"shape", offsetof(struct value_uncertainty, shape)},
    {"mean", offsetof(struct value_uncertainty, mean)},
    {"sd", offsetof(struct value_uncertainty, sd)},
    {"meanlog", offsetof(struct value_uncertainty, meanlog)},
    {"sdlog", offsetof(struct value_uncertainty, sdlog)},
    {"scale", offsetof(struct value_uncertainty, scale)},
    {"alpha", offsetof(struct value_uncertainty, alpha)},
    {"beta", offsetof(struct value_uncertainty, beta)},
};
enum { PARAMETERS = sizeof parameters / sizeof *parameters };

// What a distribution is given by: the first way whole, or the second if there is one.
static const struct rule {
  unsigned first, second, optional, positive;
  const char *names;
} rules[DIST_COUNT] = {
    [DIST_FIXED] = {VALUE, 0, 0, 0, "value"},
    [DIST_UNIFORM] = {LOW | HIGH, 0, 0, 0, "low, high"},
    [DIST_TRIANGULAR] = {LOW | MODE | HIGH, 0, 0, 0, "low, mode, high"},
    [DIST_PERT] = {LOW | MODE | HIGH, 0, SHAPE, SHAPE, "low, mode, high (shape)"},
    [DIST_NORMAL] = {MEAN | SD, 0, 0, SD, "mean, sd"},
    [DIST_LOGNORMAL] = {MEAN | SD, MEANLOG | SDLOG, 0, MEAN | SD | SDLOG,
                        "mean, sd / meanlog, sdlog"},
    [DIST_GAMMA] = {MEAN | SD, SHAPE | SCALE, 0, MEAN | SD | SHAPE | SCALE,
                    "mean, sd / shape, scale"},
    [DIST_BETA] = {MEAN | SD, ALPHA | BETA, 0, MEAN | SD | ALPHA | BETA, "mean, sd / alpha, beta"},
};

struct checking {
  const struct value_uncertainty *of;
  value_report *report;
  void *context;
  size_t count;
};

static void add(struct checking *c, const char *field, enum value_fault fault,
                const char *argument) {
  c->count++;
  c->report(c->context, field, fault, argument);
}

static void misfit(struct checking *c, const char *field, const char *should) {
  add(c, field, VALUE_FAULT_BAD_DISTRIBUTION, should);
}

static double parameter(const struct value_uncertainty *u, int i) {
  double x;
  memcpy(&x, (const char *)u + parameters[i].at, sizeof x);
  return x;
}

// Each parameter by itself: those that belong there, all of one way and none of the other.
static void check_parameters(struct checking *c, const struct rule *r) {
  unsigned given = 0;
  for (int i = 0; i < PARAMETERS; i++)
    given |= isnan(parameter(c->of, i)) ? 0 : 1u << i;
  unsigned wanted = given & r->second && !(given & r->first) ? r->second : r->first;
  for (int i = 0; i < PARAMETERS; i++) {
    unsigned bit = 1u << i;
    const char *name = parameters[i].name;
    double x = parameter(c->of, i);
    if (!(given & bit)) {
      if (wanted & bit)
        add(c, name, VALUE_FAULT_REQUIRED, NULL);
    } else if (!((wanted | r->optional) & bit)) {
      misfit(c, name, r->names);
    } else if (isinf(x)) {
      add(c, name, VALUE_FAULT_BAD_NUMBER, NULL);
    } else if (r->positive & bit && !(x > 0)) {
      add(c, name, VALUE_FAULT_NOT_POSITIVE, NULL);
    }
  }
}

static void check_bounds(struct checking *c) {
  const struct value_uncertainty *u = c->of;
  if (!(u->low < u->high))
    misfit(c, "low", "low < high");
  if (u->dist != DIST_UNIFORM && !(u->low <= u->mode && u->mode <= u->high))
    misfit(c, "mode", "low <= mode <= high");
}

// Shapes below it put nearly everything in one point, and their quantiles are not right.
static const double least_shape = 1e-3;

static void check_gamma(struct checking *c, const struct dist *d) {
  if (!(d->a >= least_shape))
    misfit(c, isnan(c->of->mean) ? "shape" : "sd", "shape >= 0.001");
}

static void check_beta(struct checking *c, const struct dist *d) {
  const struct value_uncertainty *u = c->of;
  bool moments = !isnan(u->mean);
  if (moments && !(u->mean < 1))
    misfit(c, "mean", "0 < mean < 1");
  else if (moments && !(u->sd * u->sd < u->mean * (1 - u->mean)))
    misfit(c, "sd", "sd² < mean (1 - mean)");
  else if (!(d->a >= least_shape))
    misfit(c, moments ? "sd" : "alpha", "alpha, beta >= 0.001");
  else if (!(d->b >= least_shape))
    misfit(c, moments ? "sd" : "beta", "alpha, beta >= 0.001");
}

// Parameters may be sound each by itself and together go beyond what an estimate can hold.
static void check_size(struct checking *c, const struct dist *d) {
  double mean = dist_mean(d), sd = dist_sd(d);
  if (!(fabs(mean) <= VALUE_LARGEST && sd <= VALUE_LARGEST))
    misfit(c, isnan(c->of->scale) ? "sdlog" : "scale", "mean, sd <= 1e+13");
}

size_t value_uncertainty_validate(const struct value_uncertainty *u, value_report *report,
                                  void *context) {
  struct checking c = {.of = u, .report = report, .context = context};
  if (u->dist == DIST_COUNT)
    add(&c, "dist", VALUE_FAULT_REQUIRED, NULL);
  else
    check_parameters(&c, &rules[u->dist]);
  if (c.count > 0)
    return c.count;
  struct dist d;
  dist_make(u, &d);
  if (u->dist == DIST_UNIFORM || u->dist == DIST_TRIANGULAR || u->dist == DIST_PERT)
    check_bounds(&c);
  else if (u->dist == DIST_GAMMA)
    check_gamma(&c, &d);
  else if (u->dist == DIST_BETA)
    check_beta(&c, &d);
  if (c.count == 0 && (u->dist == DIST_LOGNORMAL || u->dist == DIST_GAMMA))
    check_size(&c, &d);
  return c.count;
}
