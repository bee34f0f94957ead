// SPDX-License-Identifier: EUPL-1.2
// Units as they are on a day: regions, hospitals, departments, municipalities and what takes over
// from what.
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

static const struct field succession[] = {
    {"id", F_ID, ALWAYS}, {"name", F_TEXT, ALWAYS}, {"from", F_DATE, ALWAYS}, {.type = F_END}};
static const struct field parent_item[] = {{"id", F_ID, ALWAYS},
                                           {"name", F_TEXT, ALWAYS},
                                           {"kind", F_CODE, ALWAYS, .choices = "unit_kind"},
                                           {.type = F_END}};
static const struct field covered_item[] = {
    {"id", F_ID, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"municipality_code", F_TEXT, MAYBE},
    {"valid_from", F_DATE, MAYBE},
    {"valid_to", F_DATE, MAYBE},
    {.type = F_END},
};

// clang-format off
#define UNIT_FIELDS                                                                    \
  {"id", F_ID, ALWAYS}, {"code", F_TEXT, ALWAYS},                                      \
  {"kind", F_CODE, ALWAYS, .choices = "unit_kind"}, {"name", F_TEXT, ALWAYS},          \
  {"parent_id", F_ID, MAYBE}, {"sor_code", F_TEXT, MAYBE}, {"shak_code", F_TEXT, MAYBE}, \
  {"municipality_code", F_TEXT, MAYBE}, {"valid_from", F_DATE, MAYBE},                 \
  {"valid_to", F_DATE, MAYBE}, {"successors", F_ARRAY, ALWAYS, .sub = succession}
// clang-format on

const struct field unit_item[] = {UNIT_FIELDS, {.type = F_END}};
const struct field unit_reply[] = {
    UNIT_FIELDS,
    {"predecessors", F_ARRAY, ALWAYS, .sub = succession},
    {"parents", F_ARRAY, ALWAYS, .sub = parent_item}, // from the top down
    {"children_count", F_INT, ALWAYS},
    {"municipalities", F_ARRAY, ALWAYS, .sub = covered_item},
    {"source", F_TEXT, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field unit_query[] = {
    {"as_of", F_DATE}, {"kind", F_CODE, .choices = "unit_kind"}, {.type = F_END}};

const struct field unit_one_query[] = {{"as_of", F_DATE}, {.type = F_END}};

static const struct field kind_item[] = {
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"count", F_INT, ALWAYS},
    {"ceiling_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
static const struct field below_item[] = {
    {"id", F_ID, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"kind", F_CODE, ALWAYS, .choices = "unit_kind"},
    {"taken_over", F_BOOL, ALWAYS}, // it has ended, and its cases are found here
    {"count", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field unit_summary_reply[] = {
    {"id", F_ID, ALWAYS},
    {"as_of", F_DATE, ALWAYS},
    {"here", F_INT, ALWAYS},  // collaborations of the unit itself
    {"total", F_INT, ALWAYS}, // and of all below it
    {"by_kind", F_ARRAY, ALWAYS, .sub = kind_item},
    {"units", F_ARRAY, ALWAYS, .sub = below_item},
    {.type = F_END},
};
const struct field unit_people_query[] = {
    PAGE_FIELDS, {"role", F_CODE, .choices = "role"}, {"as_of", F_DATE}, {.type = F_END}};
const struct field unit_people_item[] = {
    {"id", F_ID, ALWAYS}, // of the grant
    {"user_id", F_ID, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"role", F_CODE, ALWAYS, .choices = "role"},
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, ALWAYS, .choices = NAME_OF_UNIT},
    {"valid_from", F_DATE, ALWAYS},
    {"valid_to", F_DATE, MAYBE},
    {.type = F_END},
};

enum err unit_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e =
      db_exec(db, SQL_unit_list, PARAMS(in_text(req->query, "as_of"), in_text(req->query, "kind")),
              DB_LAST, &r);
  return e ? e : items_reply(req, db, unit_item, &r);
}

// One unit, or a part of what there is to say of it, on a day.
static enum err one(struct request *req, struct db *db, enum sql statement) {
  struct rows r;
  enum err e =
      db_exec(db, statement, PARAMS(req->key[0], in_text(req->query, "as_of")), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}

enum err unit_get(struct request *req, struct db *db) {
  return one(req, db, SQL_unit_get);
}

static enum err exists(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_unit_exists, PARAMS(req->key[0]), 0, &r);
  return e ? e : r.count ? ERR_NONE : ERR_NOT_FOUND;
}

enum err unit_summary_get(struct request *req, struct db *db) {
  enum err e = exists(req, db);
  return e ? e : one(req, db, SQL_unit_summary);
}

enum err unit_people_list(struct request *req, struct db *db) {
  enum err e = exists(req, db);
  return e ? e : list_reply(req, db, &list_unit_people, "unit_id");
}
