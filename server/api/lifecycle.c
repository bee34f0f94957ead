// SPDX-License-Identifier: EUPL-1.2
// Lifecycles and their versions: a draft is made from a version, changed, and put in force from a
// day; what is in force is never changed.
#include <string.h>

#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED
#define STATES "draft|coming|in_force|ended"

static const struct field gate_fields[] = {
    {"code", F_TEXT, FIELD_REQUIRED, 1, 20}, {"da", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"en", F_TEXT, FIELD_REQUIRED, 2, 200},  {"decider_roles", F_TEXTS, FIELD_REQUIRED, 1, 5},
    {"repeats", F_BOOL, FIELD_NO_NULL},      {.type = F_END},
};
static const struct field needs_fields[] = {
    {"code", F_TEXT, FIELD_REQUIRED, 1, 40},
    {"da", F_TEXT, FIELD_REQUIRED, 2, 300},
    {"en", F_TEXT, FIELD_REQUIRED, 2, 300},
    {"fact", F_TEXT, .max = 40},
    {"argument", F_TEXT, .max = 200},
    {"blocking", F_BOOL, FIELD_NO_NULL},
    {"acts_role", F_CODE, .choices = "role"},
    {"source", F_TEXT, .max = 300},
    {.type = F_END},
};
static const struct field stages_fields[] = {
    {"stage", F_CODE, FIELD_REQUIRED, .choices = "stage"},
    {"help_da", F_TEXT, .max = 2000},
    {"help_en", F_TEXT, .max = 2000},
    {"max_days", F_INT, .min = 1, .max = 5000},
    {"gates", F_ARRAY, FIELD_NO_NULL, .max = 10, .sub = gate_fields},
    {"requirements", F_ARRAY, FIELD_NO_NULL, .max = 40, .sub = needs_fields},
    {.type = F_END},
};
const struct field lifecycle_fields[] = {
    {"from_id", F_ID, FIELD_REQUIRED},
    {"subtype", F_CODE, .choices = "subtype"},
    {"name", F_TEXT, .min = 3, .max = 120},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
// The order is that of the parameters of lifecycle_save.
const struct field lifecycle_patch_fields[] = {
    {"name", F_TEXT, FIELD_REQUIRED, 3, 120},
    {"note", F_TEXT, .max = 2000},
    {"valid_from", F_DATE},
    {"stages", F_ARRAY, FIELD_REQUIRED, 2, 40, .sub = stages_fields},
    {.type = F_END},
};
const struct field lifecycle_query[] = {
    PAGE_FIELDS,
    {"kind", F_CODE, .choices = "kind"},
    {"state", F_CHOICE, .choices = STATES},
    {.type = F_END},
};
const struct field lifecycle_item[] = {
    {"id", F_ID, ALWAYS},
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"subtype", F_CODE, MAYBE, .choices = "subtype"},
    {"version_no", F_INT, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"valid_from", F_DATE, MAYBE},
    {"valid_to", F_DATE, MAYBE},
    {"state", F_CHOICE, ALWAYS, .choices = STATES},
    {"stages", F_INT, ALWAYS},
    {"gates", F_INT, ALWAYS},
    {"requirements", F_INT, ALWAYS},
    {"updated_at", F_STAMP, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field lifecycle_reply[] = {
    {"id", F_ID, ALWAYS},
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"subtype", F_CODE, MAYBE, .choices = "subtype"},
    {"version_no", F_INT, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"valid_from", F_DATE, MAYBE},
    {"valid_to", F_DATE, MAYBE},
    {"note", F_TEXT, ALWAYS},
    {"state", F_CHOICE, ALWAYS, .choices = STATES},
    {"cases", F_INT, ALWAYS}, // that follow it and are not over
    {"stages", F_ARRAY, ALWAYS, .sub = stages_fields},
    {"updated_at", F_STAMP, ALWAYS},
    {"updated_by_name", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field case_fact_item[] = {
    {"code", F_TEXT, ALWAYS},  {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},    {"argument", F_TEXT, ALWAYS},
    {"known", F_BOOL, ALWAYS}, // false: ticked by hand
    {.type = F_END},
};

enum err lifecycle_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_lifecycles, NULL);
}

static enum err reply_lifecycle(struct request *req, struct db *db, const char *id) {
  struct rows r;
  enum err e = db_exec(db, SQL_lifecycle_get, PARAMS(id), DB_LAST, &r);
  return e ? e : created_reply(req, &r, "/api/v1/lifecycles");
}

enum err lifecycle_get(struct request *req, struct db *db) {
  enum err e = reply_lifecycle(req, db, req->key[0]);
  req->reply.location = NULL;
  return e;
}

enum err lifecycle_post(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_lifecycle_get, PARAMS(in_text(req->input, "from_id")), 0, &r);
  if (!e && r.count == 0)
    return refuse_field(req, "from_id", FAULT_UNKNOWN_REFERENCE, NULL);
  e = e ? e : db_exec(db, SQL_lifecycle_copy, body_params(req, NO_PARAMS), 0, &r);
  return e ? e : reply_lifecycle(req, db, row_text(&r, 0, 0));
}

enum err lifecycle_patch(struct request *req, struct db *db) {
  struct rows r;
  enum err e =
      db_exec(db, SQL_lifecycle_save,
              body_params(req, PARAMS(req->key[0], match_version(req), body_present(req))), 0, &r);
  if (e == ERR_STATE)
    return refuse(req, e, "En udgave, der gælder, ændres ikke. Lav en ny udgave ud fra den",
                  "A version in force is not changed. Make a new version from it");
  if (!e && !row_true(&r, 0, 0))
    return stale_or_missing(req, db, SQL_lifecycle_get, PARAMS(req->key[0]), &r);
  return e ? e : lifecycle_get(req, db);
}

enum err case_fact_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_case_fact_list, NO_PARAMS, DB_LAST, &r);
  return e ? e : items_reply(req, db, case_fact_item, &r);
}
