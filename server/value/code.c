// SPDX-License-Identifier: EUPL-1.2
// The stable text codes of the engine's enums, and inputs with every optional value "not given".
#include <math.h>
#include <string.h>

#include "value/value.h"

const char *const value_sector_codes[] = {"initiating_clinic",
                                          "other_departments",
                                          "other_hospitals",
                                          "region_admin",
                                          "general_practice",
                                          "municipality",
                                          "state",
                                          "patients",
                                          "relatives",
                                          "private_party",
                                          "other_regions",
                                          "rest_of_society",
                                          NULL};
const char *const value_class_codes[] = {"cash",     "capacity", "time",    "health", "revenue",
                                         "transfer", "quality",  "climate", NULL};
const char *const value_kind_codes[] = {"resource", "outcome", "flow", NULL};
const char *const value_timing_codes[] = {"one_off",  "per_year", "per_patient",
                                          "per_unit", "annuity",  NULL};
const char *const value_form_row_codes[] = {"none", "loen", "oevrig_drift", "etablering", NULL};
const char *const value_evidence_codes[] = {"", "A", "B", "C", "D", "E", NULL};
const char *const value_confirmation_codes[] = {"unanswered", "confirmed", "disputed", NULL};
const char *const value_payment_codes[] = {"annual", "mid_year", NULL};
const char *const value_prices_codes[] = {"constant", "nominal", NULL};
const char *const value_perspective_codes[] = {
    "clinic",   "hospital",    "region",           "region_cash",
    "public",   "public_cash", "limited_societal", "limited_societal_cash",
    "societal", NULL};
const char *const value_dist_codes[] = {"fixed",     "uniform", "triangular", "pert", "normal",
                                        "lognormal", "gamma",   "beta",       NULL};
const char *const value_field_codes[] = {
    "qty_baseline", "qty_new",       "unit_value",           "multiplier", "realisation_share",
    "volume",       "discount_rate", "capacity_realisation", NULL};
const char *const value_signal_codes[] = {
    "neutral",      "common_gain",   "initiator_loses_society_gains",
    "cost_shifted", "no_total_gain", NULL};
const char *const value_verdict_codes[] = {"cost_minimisation",     "dominant", "dominated", "icer",
                                           "savings_per_qaly_lost", NULL};
const char *const value_quadrant_codes[] = {"axis", "NE", "SE", "SW", "NW", NULL};
const char *const value_frontier_codes[] = {"frontier", "dominated", "extended_dominated", NULL};
const char *const value_warning_codes[] = {"no_source",
                                           "loen_without_fte",
                                           "fte_without_loen",
                                           "payback_recrosses",
                                           "savings_per_qaly_lost",
                                           "disputed",
                                           NULL};

int value_code(const char *const *codes, const char *code) {
  for (int i = 0; codes[i]; i++)
    if (strcmp(codes[i], code) == 0)
      return i;
  return -1;
}

struct value_estimate value_estimate_default(void) {
  return (struct value_estimate){.perspective = PERSPECTIVE_LIMITED_SOCIETAL,
                                 .naf = (double)NAN,
                                 .tax_distortion = 1,
                                 .qaly_value = (double)NAN,
                                 .threshold_from = (double)NAN,
                                 .threshold_to = (double)NAN,
                                 .threshold_step = (double)NAN,
                                 .trace = true};
}

struct value_alternative value_alternative_default(void) {
  return (struct value_alternative){.volume_multiplier = 1};
}

struct value_line value_line_default(void) {
  return (struct value_line){.unit_value = (double)NAN,
                             .multiplier = 1,
                             .realisation_share = (double)NAN,
                             .timing = TIMING_PER_YEAR};
}

struct value_uncertainty value_uncertainty_default(void) {
  double none = (double)NAN;
  return (struct value_uncertainty){.value = none,
                                    .low = none,
                                    .mode = none,
                                    .high = none,
                                    .shape = none,
                                    .mean = none,
                                    .sd = none,
                                    .meanlog = none,
                                    .sdlog = none,
                                    .scale = none,
                                    .alpha = none,
                                    .beta = none};
}
