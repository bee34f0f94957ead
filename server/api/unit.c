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

enum err unit_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e =
      db_exec(db, SQL_unit_list, PARAMS(in_text(req->query, "as_of"), in_text(req->query, "kind")),
              DB_LAST, &r);
  return e ? e : items_reply(req, db, unit_item, &r);
}

enum err unit_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_unit_get, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}
