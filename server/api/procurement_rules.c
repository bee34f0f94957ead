// SPDX-License-Identifier: EUPL-1.2
// What procurement is held against: thresholds and other dated figures, strategic areas, ceilings
// of teams (rows as in reference.c); the capacity of teams, and the figures above the lists of a
// case.
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED
#define UNITS  "kr|days|months|count|percent"
#define FTE    .low = 0, .high = 1000
#define YEARS  2000, 2200

const struct field procurement_rule_fields[] = {
    {"code", F_TEXT, FIELD_REQUIRED, 1, 60},
    {"da", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"en", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"procedure", F_CODE, .choices = "procurement_procedure"},
    {"service_kind", F_CODE, .choices = "service_kind"},
    {"unit", F_CHOICE, FIELD_REQUIRED, .choices = UNITS},
    {"value", F_INT, .max = INT64_C(1000000000000000)},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field strategic_area_fields[] = {
    {"code", F_TEXT, FIELD_REQUIRED, 1, 60},
    {"da", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"en", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"help_da", F_TEXT, .max = 1000},
    {"help_en", F_TEXT, .max = 1000},
    {"weight", F_INT, .min = 1, .max = 100},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};
const struct field capacity_ceiling_fields[] = {
    {"unit_id", F_ID, FIELD_REQUIRED},
    {"year", F_INT, FIELD_REQUIRED, YEARS},
    {"quarter", F_INT, FIELD_REQUIRED, 1, 4},
    {"fte", F_NUMBER, FIELD_REQUIRED, FTE},
    {"team_fte", F_NUMBER, FTE},
    {"tender_fte", F_NUMBER, FTE},
    {"tenders", F_INT, .max = 10000},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};

const struct field procurement_rule_item[] = {
    {"id", F_ID, ALWAYS},
    {"code", F_TEXT, ALWAYS},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"procedure", F_CODE, MAYBE, .choices = "procurement_procedure"},
    {"service_kind", F_CODE, MAYBE, .choices = "service_kind"},
    {"unit", F_CHOICE, ALWAYS, .choices = UNITS},
    {"value", F_INT, MAYBE},
    {"valid_from", F_DATE, MAYBE},
    {"valid_to", F_DATE, MAYBE},
    {"source", F_TEXT, ALWAYS},
    {"note", F_TEXT, ALWAYS},
    RULE_CHANGED,
};
const struct field strategic_area_item[] = {
    {"id", F_ID, ALWAYS},
    {"code", F_TEXT, ALWAYS},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"help_da", F_TEXT, ALWAYS},
    {"help_en", F_TEXT, ALWAYS},
    {"weight", F_INT, ALWAYS},
    {"valid_from", F_DATE, MAYBE},
    {"valid_to", F_DATE, MAYBE},
    {"source", F_TEXT, ALWAYS},
    RULE_CHANGED,
};
const struct field capacity_ceiling_item[] = {
    {"id", F_ID, ALWAYS},
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, ALWAYS, .choices = NAME_OF_UNIT},
    {"year", F_INT, ALWAYS},
    {"quarter", F_INT, ALWAYS},
    {"fte", F_NUMBER, ALWAYS},
    {"team_fte", F_NUMBER, MAYBE},
    {"tender_fte", F_NUMBER, MAYBE},
    {"tenders", F_INT, MAYBE},
    {"note", F_TEXT, ALWAYS},
    RULE_CHANGED,
};
const struct field procurement_rule_query[] = {
    PAGE_FIELDS,
    {"as_of", F_DATE},
    {"code", F_TEXT, FIELD_RAW, .max = 60},
    {"text", F_TEXT, FIELD_RAW, .max = 100},
    {.type = F_END},
};
const struct field strategic_area_query[] = {
    PAGE_FIELDS,
    {"as_of", F_DATE},
    {"code", F_TEXT, FIELD_RAW, .max = 60},
    {"text", F_TEXT, FIELD_RAW, .max = 100},
    {.type = F_END},
};
const struct field capacity_ceiling_query[] = {
    PAGE_FIELDS,
    {"unit_id", F_ID},
    {"year", F_INT, .min = 2000, .max = 2200},
    {.type = F_END},
};

const struct reference rules_procurement = {
    RULE_TABLE(procurement_rule, procurement_rules, "procurement-rules"),
    .key = {"code", "valid_from"}};
const struct reference rules_strategic_areas = {
    RULE_TABLE(strategic_area, strategic_areas, "strategic-areas"), .key = {"code", "valid_from"}};
const struct reference rules_capacity = {
    RULE_TABLE(capacity_ceiling, capacity_ceilings, "capacity-ceilings"),
    .key = {"unit_id", "year", "quarter"}};

// ---- capacity ----

const struct field capacity_query[] = {
    {"from", F_INT, .min = 2000, .max = 2200},
    {"to", F_INT, .min = 2000, .max = 2200},
    {"unit_id", F_ID},
    {.type = F_END},
};
static const struct field capacity_case[] = {
    {"id", F_ID, MAYBE},       {"number", F_TEXT, MAYBE},          {"title", F_TEXT, MAYBE},
    {"fte", F_NUMBER, ALWAYS}, {"override_reason", F_TEXT, MAYBE}, {.type = F_END},
};
const struct field capacity_item[] = {
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, ALWAYS, .choices = NAME_OF_UNIT},
    {"year", F_INT, ALWAYS},
    {"quarter", F_INT, ALWAYS},
    {"ceiling", F_NUMBER, MAYBE},
    {"used", F_NUMBER, ALWAYS},
    {"free", F_NUMBER, MAYBE},
    {"over_by", F_NUMBER, MAYBE},
    {"team_fte", F_NUMBER, MAYBE},
    {"tender_fte", F_NUMBER, MAYBE},
    {"tenders", F_INT, MAYBE},
    {"crowded_fte", F_NUMBER, MAYBE},
    {"crowded_tenders", F_INT, MAYBE},
    {"cases", F_ARRAY, ALWAYS, .sub = capacity_case},
    {.type = F_END},
};

enum err capacity_list(struct request *req, struct db *db) {
  struct rows r;
  const char *const *years = PARAMS(in_text(req->query, "from"), in_text(req->query, "to"),
                                    in_text(req->query, "unit_id"));
  enum err e = db_exec(db, SQL_capacity_view, years, DB_LAST, &r);
  return e ? e : items_reply(req, db, capacity_item, &r);
}

// ---- above the lists of a case ----

static const struct field ceiling_reply[] = {
    {"agreed_oere", F_MONEY, MAYBE},
    {"ceiling_oere", F_MONEY, MAYBE},
    {"used_oere", F_MONEY, ALWAYS},
    {"remaining_oere", F_MONEY, MAYBE},
    {"used_percent", F_NUMBER, MAYBE},
    {"warn_percent", F_INT, MAYBE},
    {"state", F_CHOICE, ALWAYS, .choices = "none|ok|warning|over"},
    {.type = F_END},
};
static const struct field commitment_reply[] = {
    {"year", F_INT, ALWAYS},
    {"committed_oere", F_MONEY, ALWAYS},
    {"used_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
static const struct field threshold_reply[] = {
    {"value_oere", F_MONEY, MAYBE}, {"threshold_oere", F_MONEY, MAYBE},
    {"above", F_BOOL, MAYBE},       {"valid_from", F_DATE, MAYBE},
    {"valid_to", F_DATE, MAYBE},    {"source", F_TEXT, MAYBE},
    {"day", F_DATE, ALWAYS},        {.type = F_END},
};
static const struct field tender_figures[] = {
    {"earliest_deadline", F_DATE, MAYBE},
    {"least_invited", F_INT, MAYBE},
    {"invited", F_INT, ALWAYS},
    {"standstill_end", F_DATE, MAYBE},
    {.type = F_END},
};
static const struct field strategic_reply[] = {
    {"percent", F_NUMBER, MAYBE},
    {"scored", F_INT, ALWAYS},
    {"areas", F_INT, ALWAYS},
    {.type = F_END},
};
static const struct field effort_sums[] = {
    {"party", F_CHOICE, ALWAYS, .choices = "procurement|clinic"},
    {"planned_hours", F_NUMBER, MAYBE},
    {"used_hours", F_NUMBER, MAYBE},
    {.type = F_END},
};
static const struct field stopped_reply[] = {
    {"no", F_INT, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"exposes_oere", F_MONEY, ALWAYS},
    {"closes_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
const struct field procurement_reply[] = {
    {"ceiling", F_OBJECT, ALWAYS, .sub = ceiling_reply},
    {"commitment", F_OBJECT, MAYBE, .sub = commitment_reply},
    {"end_date", F_DATE, MAYBE},
    {"expiry_due", F_DATE, MAYBE},
    {"threshold", F_OBJECT, ALWAYS, .sub = threshold_reply},
    {"tender", F_OBJECT, ALWAYS, .sub = tender_figures},
    {"strategic", F_OBJECT, ALWAYS, .sub = strategic_reply},
    {"effort", F_ARRAY, ALWAYS, .sub = effort_sums},
    {"phases_oere", F_MONEY, MAYBE},
    {"stopped", F_OBJECT, MAYBE, .sub = stopped_reply},
    {.type = F_END},
};

enum err procurement_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_procurement_overview, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}
