// SPDX-License-Identifier: EUPL-1.2
// Field tables of the value engine's body. Bounds that need two fields at once are the engine's
// (value_validate).
#include "api/value_codec.h"
#include "value/simulate.h"

#define YEAR        .min = VALUE_YEAR_MIN, .max = VALUE_YEAR_MAX
#define SHARE       .low = 0, .high = 1
#define AMOUNT      .low = -1e13, .high = 1e13
#define NOT_BELOW_0 .low = 0, .high = 1e13

#define SECTORS                                                                                    \
  "initiating_clinic|other_departments|other_hospitals|region_admin|general_practice|"             \
  "municipality|state|patients|relatives|private_party|other_regions|rest_of_society"
#define PERSPECTIVES                                                                               \
  "clinic|hospital|region|region_cash|public|public_cash|limited_societal|limited_societal_cash|"  \
  "societal"

static const struct field steps[] = {
    {"from_year", F_INT, FIELD_REQUIRED, .min = 0, .max = 200},
    {"rate", F_NUMBER, FIELD_REQUIRED, SHARE},
    {0},
};

static const struct field discount[] = {
    {"steps", F_ARRAY, FIELD_REQUIRED, .min = 1, .max = 20, .sub = steps},
    {"timing", F_CHOICE, FIELD_NO_NULL, .choices = "annual|mid_year"},
    {0},
};

static const struct field discount_effects[] = {
    {"steps", F_ARRAY, FIELD_REQUIRED, .min = 1, .max = 20, .sub = steps},
    {0},
};

static const struct field index_values[] = {
    {"value", F_NUMBER, FIELD_REQUIRED, .low = 1e-6, .high = 1e9},
    {0},
};
static const struct field index_years[] = {
    {"years", F_MAP, FIELD_REQUIRED, .max = 211, .sub = index_values},
    {0},
};

static const struct field multipliers[] = {
    {"naf", F_NUMBER, 0, .low = 0, .high = 10},
    {"tax_distortion", F_NUMBER, 0, .low = 0, .high = 10},
    {"qaly_value", F_NUMBER, 0, NOT_BELOW_0},
    {0},
};

static const struct field thresholds[] = {
    {"from", F_NUMBER, FIELD_REQUIRED, NOT_BELOW_0},
    {"to", F_NUMBER, FIELD_REQUIRED, NOT_BELOW_0},
    {"step", F_NUMBER, FIELD_REQUIRED, NOT_BELOW_0},
    {0},
};

#define DISTRIBUTION                                                                               \
  {"dist", F_CHOICE, FIELD_REQUIRED,                                                               \
   .choices = "fixed|uniform|triangular|pert|normal|lognormal|gamma|beta"},                        \
      {"value", F_NUMBER, 0, AMOUNT}, {"low", F_NUMBER, 0, AMOUNT}, {"mode", F_NUMBER, 0, AMOUNT}, \
      {"high", F_NUMBER, 0, AMOUNT}, {"shape", F_NUMBER, 0, AMOUNT},                               \
      {"mean", F_NUMBER, 0, AMOUNT}, {"sd", F_NUMBER, 0, AMOUNT},                                  \
      {"meanlog", F_NUMBER, 0, AMOUNT}, {"sdlog", F_NUMBER, 0, AMOUNT},                            \
      {"scale", F_NUMBER, 0, AMOUNT}, {"alpha", F_NUMBER, 0, AMOUNT}, {                            \
    "beta", F_NUMBER, 0, AMOUNT                                                                    \
  }
#define UNCERTAINTY(fields)                                                                        \
  {"field", F_CHOICE, FIELD_REQUIRED, .choices = fields}, DISTRIBUTION,                            \
      {"corr_group", F_TEXT, 0, .min = 1, .max = 60}, {                                            \
    0                                                                                              \
  }

static const struct field line_uncertainty[] = {
    UNCERTAINTY("qty_baseline|qty_new|unit_value|multiplier|realisation_share")};
static const struct field alternative_uncertainty[] = {UNCERTAINTY("volume")};
static const struct field estimate_uncertainty[] = {
    UNCERTAINTY("discount_rate|capacity_realisation")};

static const struct field overrides[] = {
    {"year", F_INT, FIELD_REQUIRED, YEAR},
    {"value", F_NUMBER, FIELD_REQUIRED, AMOUNT},
    {0},
};

static const struct field lines[] = {
    {"id", F_TEXT, FIELD_REQUIRED, .min = 1, .max = 60},
    {"name", F_TEXT, FIELD_REQUIRED, .min = 1, .max = 200},
    {"sector", F_CHOICE, FIELD_REQUIRED, .choices = SECTORS},
    {"municipality", F_TEXT, 0, .max = 80},
    {"payer_task", F_TEXT, 0, .max = 80},
    {"class", F_CHOICE, FIELD_REQUIRED,
     .choices = "cash|capacity|time|health|revenue|transfer|quality|climate"},
    {"form_row", F_CHOICE, 0, .choices = "none|loen|oevrig_drift|etablering"},
    {"timing", F_CHOICE, 0, .choices = "one_off|per_year|per_patient|per_unit|annuity"},
    {"kind", F_CHOICE, 0, .choices = "resource|outcome|flow"},
    {"stage_no", F_INT, 0, .min = 1, .max = 100},
    {"unit", F_TEXT, 0, .max = 80},
    {"qty_baseline", F_NUMBER, 0, AMOUNT},
    {"qty_new", F_NUMBER, 0, AMOUNT},
    {"unit_value", F_NUMBER, 0, AMOUNT},
    {"value_price_year", F_INT, 0, YEAR},
    {"index", F_TEXT, 0, .max = 40},
    {"reference", F_TEXT, 0, .max = 60},
    {"year_from", F_INT, 0, YEAR},
    {"year_to", F_INT, 0, YEAR},
    {"life_years", F_INT, 0, .min = 1, .max = VALUE_LIFE_MAX},
    {"residual_value", F_NUMBER, 0, NOT_BELOW_0},
    {"overrides", F_ARRAY, 0, .max = 100, .sub = overrides},
    {"flows", F_NUMBERS, 0, .max = VALUE_HORIZON_MAX, AMOUNT},
    {"units", F_NUMBERS, 0, .max = VALUE_HORIZON_MAX, NOT_BELOW_0},
    {"fte", F_NUMBERS, 0, .max = VALUE_HORIZON_MAX, AMOUNT},
    {"multiplier", F_NUMBER, 0, .low = -1e6, .high = 1e6},
    {"realisation_share", F_NUMBER, 0, SHARE},
    {"transfer_group", F_TEXT, 0, .max = 80},
    {"evidence", F_CHOICE, 0, .choices = "A|B|C|D|E"},
    {"source", F_TEXT, 0, .max = 1000},
    {"source_url", F_URL, .flags = 0},
    {"note", F_TEXT, 0, .max = 2000},
    {"confirmed_status", F_CHOICE, 0, .choices = "unanswered|confirmed|disputed"},
    {"uncertainty", F_ARRAY, 0, .max = 5, .sub = line_uncertainty},
    {0},
};

static const struct field volume[] = {
    {"year", F_INT, FIELD_REQUIRED, YEAR},
    {"eligible", F_NUMBER, FIELD_REQUIRED, NOT_BELOW_0},
    {"adoption", F_NUMBER, 0, SHARE},
    {0},
};

static const struct field health[] = {
    {"year", F_INT, FIELD_REQUIRED, YEAR},
    {"qaly_per_patient", F_NUMBER, 0, .low = -200, .high = 200},
    {"ly_per_patient", F_NUMBER, 0, .low = -200, .high = 200},
    {0},
};

static const struct field stages[] = {
    {"no", F_INT, FIELD_REQUIRED, .min = 1, .max = 99},
    {"name", F_TEXT, 0, .max = 200},
    {"start_year", F_INT, FIELD_REQUIRED, YEAR},
    {"p_success", F_NUMBER, FIELD_REQUIRED, SHARE},
    {"stop_cost", F_NUMBER, 0, NOT_BELOW_0},
    {0},
};

static const struct field alternatives[] = {
    {"name", F_TEXT, FIELD_REQUIRED, .min = 1, .max = 200},
    {"is_comparator", F_BOOL, .flags = FIELD_NO_NULL},
    {"round_patients", F_BOOL, .flags = FIELD_NO_NULL},
    {"volume", F_ARRAY, 0, .max = 110, .sub = volume},
    {"volume_multiplier", F_NUMBER, FIELD_NO_NULL, .low = 0, .high = 1e6},
    {"lines", F_ARRAY, FIELD_REQUIRED, .max = 200, .sub = lines},
    {"health", F_ARRAY, 0, .max = 110, .sub = health},
    {"stages", F_ARRAY, 0, .max = 20, .sub = stages},
    {"uncertainty", F_ARRAY, 0, .max = 1, .sub = alternative_uncertainty},
    {0},
};

static const struct field payer_rules[] = {
    {"task", F_TEXT, FIELD_REQUIRED, .min = 1, .max = 80},
    {"municipality", F_TEXT, 0, .max = 80},
    {"sector_from", F_CHOICE, FIELD_REQUIRED, .choices = SECTORS},
    {"sector_to", F_CHOICE, FIELD_REQUIRED, .choices = SECTORS},
    {"valid_from", F_INT, FIELD_REQUIRED, YEAR},
    {0},
};

static const struct field simulation[] = {
    {"draws", F_INT, 0, .min = SIMULATION_DRAWS_MIN, .max = SIMULATION_DRAWS_MAX},
    {"seed", F_INT, 0, .min = 0, .max = INT64_C(9007199254740992)}, // exact in every reader of JSON
    {0},
};

const struct field value_body[] = {
    {"base_year", F_INT, FIELD_REQUIRED, YEAR},
    {"horizon_years", F_INT, FIELD_REQUIRED, .min = 1, .max = VALUE_HORIZON_MAX},
    {"price_year", F_INT, 0, YEAR},
    {"perspective", F_CHOICE, 0, .choices = PERSPECTIVES},
    {"discount", F_OBJECT, FIELD_REQUIRED, .sub = discount},
    {"discount_effects", F_OBJECT, 0, .sub = discount_effects},
    {"indices", F_MAP, 0, .max = 50, .sub = index_years},
    {"multipliers", F_OBJECT, 0, .sub = multipliers},
    {"capacity_realisation", F_NUMBER, FIELD_NO_NULL, SHARE},
    {"budget_prices", F_CHOICE, FIELD_NO_NULL, .choices = "constant|nominal"},
    {"payer_rules", F_ARRAY, 0, .max = 100, .sub = payer_rules},
    {"alternatives", F_ARRAY, FIELD_REQUIRED, .min = 1, .max = 6, .sub = alternatives},
    {"uncertainty", F_ARRAY, 0, .max = 2, .sub = estimate_uncertainty},
    {"thresholds", F_OBJECT, 0, .sub = thresholds},
    {"one_way", F_BOOL, .flags = FIELD_NO_NULL},
    {"break_even", F_TEXTS, 0, .max = 20},
    {"simulation", F_OBJECT, 0, .sub = simulation},
    {"trace", F_BOOL, .flags = FIELD_NO_NULL},
    {0},
};

const struct field distribution_body[] = {
    DISTRIBUTION,
    // Strictly between 0 and 1.
    {"quantiles", F_NUMBERS, FIELD_NO_NULL, .max = 1000, .low = 1e-300, .high = 0.999999999999999},
    {0},
};
