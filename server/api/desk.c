// SPDX-License-Identifier: EUPL-1.2
// Whose desk a case lies on: the clock of one case, what lies where, and how long it takes.
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

const struct field desk_fields[] = {
    {"desk", F_CODE, FIELD_REQUIRED, .choices = "desk"},
    {"since", F_DATE}, // the day of the hand-over; null: now
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
static const struct field side_item[] = {
    {"side", F_TEXT, ALWAYS}, {"days", F_NUMBER, ALWAYS}, {.type = F_END}};
static const struct field forecast_reply[] = {
    {"signing_date", F_DATE, ALWAYS}, {"days_left", F_NUMBER, ALWAYS},
    {"based_on", F_INT, ALWAYS}, // signed cases
    {"same_type", F_BOOL, ALWAYS},    {.type = F_END},
};
static const struct field interval_item[] = {
    {"id", F_ID, ALWAYS},
    {"desk", F_CODE, ALWAYS, .choices = "desk"},
    {"side", F_TEXT, ALWAYS},
    {"started_at", F_STAMP, ALWAYS},
    {"ended_at", F_STAMP, MAYBE},
    {"days", F_NUMBER, ALWAYS},
    {"note", F_TEXT, MAYBE},
    {"handed_over_by", F_ID, MAYBE},
    {"handed_over_by_name", F_TEXT, MAYBE},
    {.type = F_END},
};
const struct field desk_reply[] = {
    {"desk", F_CODE, MAYBE, .choices = "desk"}, // null: on nobody's
    {"side", F_TEXT, MAYBE},
    {"since", F_STAMP, MAYBE},
    {"days", F_NUMBER, MAYBE},
    {"clocks", F_ARRAY, ALWAYS, .sub = side_item},
    {"forecast", F_OBJECT, MAYBE, .sub = forecast_reply},
    {"intervals", F_ARRAY, ALWAYS, .sub = interval_item},
    {.type = F_END},
};

const struct field desk_query[] = {
    PAGE_FIELDS,
    {"desk", F_CODE, .choices = "desk"},
    {"side", F_CHOICE, .choices = "ours|theirs|authority"},
    {"kind", F_CODE, .choices = "kind"},
    {"unit_id", F_ID, .max = INT32_MAX},
    {"mine", F_BOOL},
    {"older_than", F_INT, .max = 36500},
    {.type = F_END},
};
const struct field desk_item[] = {
    {"id", F_ID, ALWAYS},
    {"collaboration_id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"subtype", F_CODE, MAYBE, .choices = "subtype"},
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, MAYBE, .choices = NAME_OF_UNIT},
    {"owner_id", F_ID, MAYBE},
    {"owner_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"counterparty", F_TEXT, MAYBE},
    {"desk", F_CODE, ALWAYS, .choices = "desk"},
    {"side", F_TEXT, ALWAYS},
    {"started_at", F_STAMP, ALWAYS},
    {"days", F_NUMBER, ALWAYS},
    {"note", F_TEXT, MAYBE},
    {.type = F_END},
};

const struct field desk_statistics_query[] = {
    {"by", F_CHOICE, .choices = "kind|subtype|partner|unit"},
    {"kind", F_CODE, .choices = "kind"},
    {"subtype", F_CODE, .choices = "subtype"},
    {"unit_id", F_ID, .max = INT32_MAX},
    {"from", F_DATE},
    {.type = F_END},
};
const struct field desk_statistics_item[] = {
    {"desk", F_CODE, ALWAYS, .choices = "desk"},
    {"side", F_TEXT, ALWAYS},
    {"key", F_TEXT, MAYBE}, // of what `by` names
    {"intervals", F_INT, ALWAYS},
    {"running", F_INT, ALWAYS},
    {"cases", F_INT, ALWAYS},
    {"median_days", F_NUMBER, ALWAYS},
    {"p90_days", F_NUMBER, ALWAYS},
    {.type = F_END},
};

enum err desk_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_desk_get, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}

enum err desk_post(struct request *req, struct db *db) {
  const struct in *in = req->input;
  struct rows r;
  enum err e = db_exec(db, SQL_collaboration_kind, PARAMS(req->key[0]), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  e = db_exec(db, SQL_desk_move,
              PARAMS(req->key[0], in_text(in, "desk"), in_text(in, "note"), in_text(in, "since")),
              0, &r);
  if (e == ERR_STATE)
    return refuse(req, e, "Sagen ligger der allerede", "The case lies there already");
  return e ? e : desk_get(req, db);
}

enum err desk_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_desks, NULL);
}

enum err desk_statistics(struct request *req, struct db *db) {
  const struct in *q = req->query;
  struct rows r;
  enum err e = db_exec(db, SQL_desk_statistics,
                       PARAMS(in_text(q, "by"), in_text(q, "kind"), in_text(q, "subtype"),
                              in_text(q, "unit_id"), in_text(q, "from")),
                       DB_LAST, &r);
  return e ? e : items_reply(req, db, desk_statistics_item, &r);
}
