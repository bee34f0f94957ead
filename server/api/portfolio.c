// SPDX-License-Identifier: EUPL-1.2
// The overview over everything that one may see.
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

static const struct field totals_item[] = {
    {"collaborations", F_INT, ALWAYS},       {"active", F_INT, ALWAYS},
    {"value_ceiling_oere", F_MONEY, ALWAYS}, {"npv_oere", F_MONEY, ALWAYS},
    {"with_value", F_INT, ALWAYS},           {.type = F_END},
};
static const struct field kind_item[] = {
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"count", F_INT, ALWAYS},
    {"value_ceiling_oere", F_MONEY, ALWAYS},
    {"npv_oere", F_MONEY, ALWAYS},
    {"with_value", F_INT, ALWAYS},
    {.type = F_END},
};
static const struct field stage_item[] = {
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"phase", F_TEXT, ALWAYS},
    {"count", F_INT, ALWAYS},
    {.type = F_END},
};
static const struct field theme_item[] = {
    {"theme", F_CODE, MAYBE, .choices = "theme"},
    {"count", F_INT, ALWAYS},
    {"npv_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
static const struct field year_item[] = {
    {"year", F_INT, MAYBE},
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"count", F_INT, ALWAYS},
    {.type = F_END},
};
static const struct field signal_item[] = {
    {"signal", F_CODE, ALWAYS, .choices = "value_signal"},
    {"count", F_INT, ALWAYS},
    {.type = F_END},
};
static const struct field mine_item[] = {
    {"id", F_ID, MAYBE}, // of the case; null: one is asked about a line and sees no case
    {"number", F_TEXT, MAYBE},
    {"title", F_TEXT, ALWAYS},
    {"reason", F_TEXT, ALWAYS},
    {"what", F_TEXT, MAYBE},
    {"due_date", F_DATE, MAYBE},
    {"estimate_id", F_ID, MAYBE},
    {"confirmation_id", F_ID, MAYBE},
    {.type = F_END},
};
static const struct field queue_fields[] = {
    {"count", F_INT, ALWAYS},
    {"oldest_days", F_INT, MAYBE},
    {"median_days", F_NUMBER, MAYBE},
    {"amount_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
static const struct field sector_item[] = {
    {"sector", F_CODE, ALWAYS, .choices = "sector"},
    {"net_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
static const struct field expiring_item[] = {
    {"id", F_ID, ALWAYS},         {"number", F_TEXT, ALWAYS},
    {"title", F_TEXT, ALWAYS},    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"end_date", F_DATE, ALWAYS}, {.type = F_END},
};
static const struct field recent_item[] = {
    {"id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"updated_at", F_STAMP, ALWAYS},
    {.type = F_END},
};
// Of what the portfolio is steered by.
#define MONEY_OF                                                                                   \
  {"count", F_INT, ALWAYS}, {"value_ceiling_oere", F_MONEY, ALWAYS},                               \
      {"npv_oere", F_MONEY, ALWAYS}, {                                                             \
    .type = F_END                                                                                  \
  }
static const struct field steering_stage[] = {
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"phase", F_TEXT, ALWAYS},
    MONEY_OF,
};
static const struct field steering_theme[] = {{"theme", F_CODE, MAYBE, .choices = "theme"},
                                              MONEY_OF};
static const struct field steering_unit[] = {
    {"unit_id", F_ID, ALWAYS}, {"unit_name", F_TEXT, ALWAYS}, MONEY_OF};
static const struct field steering_area[] = {{"area_id", F_ID, ALWAYS},
                                             {"name", F_TEXT, ALWAYS},
                                             {"kind", F_CODE, ALWAYS, .choices = "unit_kind"},
                                             {"count", F_INT, MAYBE},
                                             {"value_ceiling_oere", F_MONEY, MAYBE},
                                             {"npv_oere", F_MONEY, MAYBE},
                                             {.type = F_END}};
static const struct field balance_item[] = {
    {"dimension", F_CHOICE, ALWAYS, .choices = "commercial|prevention|rare|patient_group"},
    {"key", F_TEXT, MAYBE}, // a code, true or false; null: nobody has said
    MONEY_OF,
};
static const struct field month_item[] = {
    {"month", F_DATE, ALWAYS},
    {"count", F_INT, ALWAYS},
    {"value_ceiling_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
static const struct field overdue_item[] = {
    {"kind", F_CODE, ALWAYS, .choices = "deadline_kind"},
    {"count", F_INT, ALWAYS},
    {"capped", F_BOOL, ALWAYS},
    {.type = F_END},
};
// overdue is about today: null when a day is asked for.
const struct field steering_reply[] = {
    {"as_of", F_DATE, MAYBE},
    {"by_stage", F_ARRAY, ALWAYS, .sub = steering_stage},
    {"by_theme", F_ARRAY, ALWAYS, .sub = steering_theme},
    {"by_unit", F_ARRAY, ALWAYS, .sub = steering_unit},
    {"by_area", F_ARRAY, ALWAYS, .sub = steering_area},
    {"balance", F_ARRAY, ALWAYS, .sub = balance_item},
    {"expiring", F_ARRAY, ALWAYS, .sub = month_item},
    {"overdue", F_ARRAY, MAYBE, .sub = overdue_item},
    {"sectors", F_ARRAY, ALWAYS, .sub = sector_item},
    {.type = F_END},
};

// review_queue, mine, expiring and recent are about today: null when a day is asked for.
const struct field portfolio_reply[] = {
    {"as_of", F_DATE, MAYBE},
    {"totals", F_OBJECT, ALWAYS, .sub = totals_item},
    {"by_kind", F_ARRAY, ALWAYS, .sub = kind_item},
    {"by_stage", F_ARRAY, ALWAYS, .sub = stage_item},
    {"by_theme", F_ARRAY, ALWAYS, .sub = theme_item},
    {"by_year", F_ARRAY, ALWAYS, .sub = year_item},
    {"by_signal", F_ARRAY, ALWAYS, .sub = signal_item},
    {"review_queue", F_OBJECT, MAYBE, .sub = queue_fields},
    {"mine", F_ARRAY, MAYBE, .sub = mine_item},
    {"sectors", F_ARRAY, ALWAYS, .sub = sector_item},
    {"expiring", F_ARRAY, MAYBE, .sub = expiring_item},
    {"recent", F_ARRAY, MAYBE, .sub = recent_item},
    {.type = F_END},
};

const struct field portfolio_query[] = {{"as_of", F_DATE}, {.type = F_END}};

enum err portfolio_summary_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e =
      db_exec(db, SQL_portfolio_summary, PARAMS(in_text(req->query, "as_of")), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}

enum err portfolio_steering_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e =
      db_exec(db, SQL_portfolio_steering, PARAMS(in_text(req->query, "as_of")), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}
