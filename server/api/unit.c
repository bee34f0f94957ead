// SPDX-License-Identifier: EUPL-1.2
// Units as they are on a day: regions, hospitals, departments, municipalities and what takes over
// from what.
#include <string.h>

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
static enum err one(struct request *req, struct db *db, enum sql statement, const char *day) {
  struct rows r;
  enum err e = db_exec(db, statement, PARAMS(req->key[0], day), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}

enum err unit_get(struct request *req, struct db *db) {
  return one(req, db, SQL_unit_get, in_text(req->query, "as_of"));
}

static enum err exists(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_unit_seen, PARAMS(req->key[0]), 0, &r);
  return e ? e : r.count ? ERR_NONE : ERR_NOT_FOUND;
}

enum err unit_summary_get(struct request *req, struct db *db) {
  enum err e = exists(req, db);
  return e ? e : one(req, db, SQL_unit_summary, in_text(req->query, "as_of"));
}

enum err unit_people_list(struct request *req, struct db *db) {
  enum err e = exists(req, db);
  return e ? e : list_reply(req, db, &list_unit_people, "unit_id");
}

// The order is that of the parameters of the statements; parent_id and the like are 32 bits wide.
const struct field unit_fields[] = {
    {"code", F_TEXT, FIELD_REQUIRED, 2, 80},
    {"kind", F_CODE, FIELD_REQUIRED, .choices = "unit_kind"},
    {"name", F_TEXT, FIELD_REQUIRED, 1, 200},
    {"parent_id", F_ID, .max = INT32_MAX},
    {"sor_code", F_TEXT, FIELD_RAW, .max = 20},
    {"shak_code", F_TEXT, FIELD_RAW, .max = 20},
    {"municipality_code", F_TEXT, .max = 3},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};
const struct field unit_successor_fields[] = {
    {"successor_id", F_ID, FIELD_REQUIRED, .max = INT32_MAX},
    {"valid_from", F_DATE, FIELD_REQUIRED},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};
const struct field unit_successor_reply[] = {
    {"id", F_ID, ALWAYS},
    {"successor_id", F_ID, ALWAYS},
    {"successor_name", F_TEXT, ALWAYS},
    {"valid_from", F_DATE, ALWAYS},
    {"source", F_TEXT, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field unit_area_fields[] = {
    {"municipality_id", F_ID, FIELD_REQUIRED, .max = INT32_MAX},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};
const struct field unit_area_reply[] = {
    {"id", F_ID, ALWAYS},
    {"municipality_id", F_ID, ALWAYS},
    {"municipality_name", F_TEXT, ALWAYS},
    {"valid_from", F_DATE, MAYBE},
    {"valid_to", F_DATE, MAYBE},
    {"source", F_TEXT, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
#define OF_UNIT .seen = SQL_unit_seen, .base = "units"
const struct child child_unit_successors = {
    CHILD(unit_successor, "successors", unit_successor_reply), OF_UNIT};
const struct child child_unit_areas = {CHILD(unit_area, "areas", unit_area_reply), OF_UNIT};

static void check_unit(struct request *req) {
  const char *code = in_text(req->input, "code"), *no = in_text(req->input, "municipality_code");
  if (code && (code[0] == '-' || code[0] == '_' ||
               code[strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_-")]))
    fault_add(&req->faults, "code", FAULT_BAD_PATTERN, "a-z, 0-9, - og _|a-z, 0-9, - and _");
  if (no && *no && (strlen(no) != 3 || strspn(no, "0123456789") != 3))
    fault_add(&req->faults, "municipality_code", FAULT_BAD_PATTERN, "tre cifre|three digits");
}

enum err unit_post(struct request *req, struct db *db) {
  check_unit(req);
  if (req->faults.count)
    return ERR_INVALID;
  struct rows r;
  enum err e = db_exec(db, SQL_unit_create, body_params(req, NO_PARAMS), 0, &r);
  if (e)
    return e;
  const char *id = arena_strdup(req->arena, row_text(&r, 0, 0));
  e = db_exec(db, SQL_unit_get, PARAMS(id, NULL), DB_LAST, &r);
  req->reply.location = arena_printf(req->arena, "/api/v1/units/%s", id);
  return e ? e : json_reply(req, &r);
}

enum err unit_patch(struct request *req, struct db *db) {
  check_unit(req);
  if (req->faults.count)
    return ERR_INVALID;
  struct rows r;
  const char *const *lead = PARAMS(req->key[0], match_version(req), body_present(req));
  enum err e = db_exec(db, SQL_unit_patch, body_params(req, lead), 0, &r);
  if (!e && r.count == 0)
    return stale_or_missing(req, db, SQL_unit_get, PARAMS(req->key[0], NULL), &r);
  return e ? e : one(req, db, SQL_unit_get, NULL);
}
