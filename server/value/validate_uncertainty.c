// SPDX-License-Identifier: EUPL-1.2
// Whether the parameters of an uncertain number fit together (S22).
#include <math.h>

#include "value/model.h"

static const char *bounded_fault(const struct value_uncertainty *u) {
  if (!isfinite(u->low) || !isfinite(u->high) || !(u->low < u->high))
    return "low < high";
  if (u->dist == DIST_UNIFORM)
    return NULL;
  if (!isfinite(u->mode) || u->mode < u->low || u->mode > u->high)
    return "low <= mode <= high";
  bool shaped = u->dist == DIST_PERT && !isnan(u->shape);
  return shaped && !(isfinite(u->shape) && u->shape > 0) ? "shape > 0" : NULL;
}

// Either mean and sd or the two natural parameters, not both.
static const char *pair_fault(const struct value_uncertainty *u, double first, double second,
                              const char *names) {
  bool moments = !isnan(u->mean) || !isnan(u->sd), natural = !isnan(first) || !isnan(second);
  if (moments == natural)
    return names;
  if (natural)
    return isfinite(first) && isfinite(second) && second > 0 ? NULL : names;
  if (!isfinite(u->mean) || !isfinite(u->sd) || !(u->sd > 0))
    return "mean, sd > 0";
  return NULL;
}

static const char *gamma_fault(const struct value_uncertainty *u) {
  const char *fault = pair_fault(u, u->shape, u->scale, "mean, sd / shape, scale");
  if (fault)
    return fault;
  return (isfinite(u->mean) ? u->mean : u->shape) > 0 ? NULL : "mean > 0, shape > 0";
}

static const char *beta_fault(const struct value_uncertainty *u) {
  const char *fault = pair_fault(u, u->alpha, u->beta, "mean, sd / alpha, beta");
  if (fault)
    return fault;
  if (!isfinite(u->mean))
    return u->alpha > 0 ? NULL : "alpha > 0";
  if (!(u->mean > 0 && u->mean < 1))
    return "0 < mean < 1";
  return u->sd * u->sd < u->mean * (1 - u->mean) ? NULL : "sd² < mean (1 - mean)";
}

const char *net_uncertainty_fault(const struct value_uncertainty *u) {
  const char *fault = NULL;
  switch (u->dist) {
  case DIST_FIXED:
    return isfinite(u->value) ? NULL : "value";
  case DIST_UNIFORM:
  case DIST_TRIANGULAR:
  case DIST_PERT:
    return bounded_fault(u);
  case DIST_NORMAL:
    return isfinite(u->mean) && isfinite(u->sd) && u->sd > 0 ? NULL : "mean, sd > 0";
  case DIST_LOGNORMAL:
    fault = pair_fault(u, u->meanlog, u->sdlog, "mean, sd / meanlog, sdlog");
    return fault ? fault : isfinite(u->mean) && !(u->mean > 0) ? "mean > 0" : NULL;
  case DIST_GAMMA:
    return gamma_fault(u);
  case DIST_BETA:
    return beta_fault(u);
  case DIST_COUNT:
    break;
  }
  return "dist";
}
