// SPDX-License-Identifier: EUPL-1.2
// Value over the portfolio: who pays and who gains, of everything that one may see.
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

const struct field portfolio_value_query[] = {
    {"kind", F_CODE, .choices = "kind"},
    {"theme", F_CODE, .choices = "theme"},
    {"unit_id", F_ID, .max = INT32_MAX},
    {"status", F_CODE, .choices = "estimate_status"},
    {.type = F_END},
};

static const struct field npv_fields[] = {
    {"clinic", F_MONEY, ALWAYS},           {"hospital", F_MONEY, ALWAYS},
    {"region", F_MONEY, ALWAYS},           {"region_cash", F_MONEY, ALWAYS},
    {"public", F_MONEY, ALWAYS},           {"public_cash", F_MONEY, ALWAYS},
    {"limited_societal", F_MONEY, ALWAYS}, {"limited_societal_cash", F_MONEY, ALWAYS},
    {"societal", F_MONEY, ALWAYS},         {.type = F_END},
};
// clang-format off
#define SECTOR_MONEY                                                                               \
  {"pays_oere", F_MONEY, ALWAYS}, {"saves_oere", F_MONEY, ALWAYS},                                 \
  {"capacity_oere", F_MONEY, ALWAYS}, {"time_oere", F_MONEY, ALWAYS},                              \
  {"net_oere", F_MONEY, ALWAYS}, {"confirmed_oere", F_MONEY, ALWAYS}
// clang-format on
static const struct field sector_fields[] = {
    {"sector", F_CODE, ALWAYS, .choices = "sector"},
    SECTOR_MONEY,
    {"qaly", F_NUMBER, ALWAYS},
    {.type = F_END},
};
static const struct field kasse_fields[] = {
    {"kasse", F_CODE, ALWAYS, .choices = "kasse"},
    {"year", F_INT, MAYBE},
    {"amount_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
static const struct field theme_fields[] = {
    {"theme", F_CODE, MAYBE, .choices = "theme"},
    {"count", F_INT, ALWAYS},
    {"npv_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
static const struct field year_fields[] = {
    {"year", F_INT, ALWAYS},
    {"cash_oere", F_MONEY, ALWAYS},
    {"capacity_oere", F_MONEY, ALWAYS},
    {"time_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
static const struct field natural_fields[] = {
    {"unit", F_TEXT, ALWAYS},
    {"quantity", F_NUMBER, ALWAYS},
    {.type = F_END},
};
static const struct field flow_fields[] = {
    {"payer", F_CODE, ALWAYS, .choices = "sector"},
    {"gainer", F_CODE, ALWAYS, .choices = "sector"},
    {"amount_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
const struct field portfolio_value_reply[] = {
    {"count", F_INT, ALWAYS},
    {"npv_oere", F_OBJECT, ALWAYS, .sub = npv_fields},
    {"by_sector", F_ARRAY, ALWAYS, .sub = sector_fields},
    {"by_kasse", F_ARRAY, ALWAYS, .sub = kasse_fields},
    {"by_theme", F_ARRAY, ALWAYS, .sub = theme_fields},
    {"by_year", F_ARRAY, ALWAYS, .sub = year_fields},
    {"natural", F_ARRAY, ALWAYS, .sub = natural_fields},
    {"flows", F_ARRAY, ALWAYS, .sub = flow_fields},
    {"suppressed", F_INT, ALWAYS}, // natural units left out because they count people
    {.type = F_END},
};
const struct field portfolio_matrix_item[] = {
    {"theme", F_CODE, MAYBE, .choices = "theme"},
    {"sector", F_CODE, ALWAYS, .choices = "sector"},
    SECTOR_MONEY,
    {.type = F_END},
};

// The filters in the order that the statements take them.
static const char *const *filters(struct request *req) {
  const char **p = arena_array(req->arena, 5, sizeof *p);
  p[0] = in_text(req->query, "kind");
  p[1] = in_text(req->query, "theme");
  p[2] = in_text(req->query, "unit_id");
  p[3] = in_text(req->query, "status");
  return p;
}

enum err portfolio_value_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_portfolio_value, filters(req), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}

enum err portfolio_matrix_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_portfolio_matrix, filters(req), DB_LAST, &r);
  return e ? e : items_reply(req, db, portfolio_matrix_item, &r);
}
