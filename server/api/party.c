// SPDX-License-Identifier: EUPL-1.2
// What one has to do with an organisation: cases, money, aid; and two that are one: preview, merge,
// undo.
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

static const struct field side[] = {
    {"id", F_ID, ALWAYS}, {"name", F_TEXT, ALWAYS}, {"cvr", F_TEXT, MAYBE}, {.type = F_END}};
static const struct field aid_reply[] = {
    {"sum_eur_cents", F_INT, ALWAYS},
    {"ceiling_eur_cents", F_INT, MAYBE},
    {"status", F_CHOICE, ALWAYS, .choices = "green|amber|red|unknown"},
    {.type = F_END},
};
static const struct field contact_item[] = {
    {"name", F_TEXT, ALWAYS},
    {"collaborations", F_INT, ALWAYS},
    {"collaboration_id", F_ID, ALWAYS}, // the latest
    {.type = F_END},
};
const struct field organisation_summary_reply[] = {
    {"id", F_ID, ALWAYS},
    {"collaboration_count", F_INT, ALWAYS},
    {"contribution_oere", F_MONEY, ALWAYS},
    {"funding_oere", F_MONEY, ALWAYS},
    {"call_off_oere", F_MONEY, ALWAYS},
    {"external_oere", F_MONEY, ALWAYS}, // research money as sponsor
    {"bids", F_INT, ALWAYS},
    {"bids_won", F_INT, ALWAYS},
    {"aid", F_OBJECT, ALWAYS, .sub = aid_reply}, // of the group
    {"group", F_ARRAY, ALWAYS, .sub = side},
    {"contacts", F_ARRAY, ALWAYS, .sub = contact_item},
    {.type = F_END},
};
const struct field organisation_case_query[] = {
    PAGE_FIELDS,
    {"kind", F_CODE, .choices = "kind"},
    {"role", F_CODE, .choices = "party_role"},
    {"bids", F_BOOL},
    {.type = F_END},
};
const struct field organisation_case_item[] = {
    {"id", F_ID, ALWAYS},
    {"collaboration_id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, ALWAYS, .choices = NAME_OF_UNIT},
    {"role", F_CODE, ALWAYS, .choices = "party_role"},
    {"contribution_oere", F_MONEY, MAYBE},
    {"contact_name", F_TEXT, MAYBE},
    {"awarded", F_BOOL, MAYBE}, // null: made no offer
    {"offer_oere", F_MONEY, MAYBE},
    {"start_date", F_DATE, MAYBE},
    {"end_date", F_DATE, MAYBE},
    {.type = F_END},
};

const struct field merge_preview_query[] = {{"other_id", F_ID, FIELD_REQUIRED}, {.type = F_END}};
static const struct field move_item[] = {
    {"entity", F_TEXT, ALWAYS},
    {"rows", F_INT, ALWAYS},
    {"clashes", F_INT, ALWAYS}, // of these: taken back, for the one that stays is there already
    {.type = F_END},
};
static const struct field clash_item[] = {
    {"entity", F_TEXT, ALWAYS},
    {"collaboration_id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {.type = F_END},
};
static const struct field difference_item[] = {
    {"field", F_TEXT, ALWAYS}, {"kept", F_TEXT, MAYBE}, {"other", F_TEXT, MAYBE}, {.type = F_END}};
const struct field merge_preview_reply[] = {
    {"kept", F_OBJECT, ALWAYS, .sub = side},
    {"other", F_OBJECT, ALWAYS, .sub = side},
    {"possible", F_BOOL, ALWAYS},
    {"numbers_differ", F_BOOL, ALWAYS}, // each has a CVR number of its own
    {"moves", F_ARRAY, ALWAYS, .sub = move_item},
    {"clashes", F_ARRAY, ALWAYS, .sub = clash_item},          // of the cases that one sees
    {"differences", F_ARRAY, ALWAYS, .sub = difference_item}, // the one that stays keeps its own
    {"fills", F_ARRAY, ALWAYS, .sub = difference_item},       // and takes over these
    {.type = F_END},
};
const struct field merge_fields[] = {
    {"other_id", F_ID, FIELD_REQUIRED}, // the one that is given up
    {"numbers_differ", F_BOOL},         // known, and they are one all the same
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field merge_item[] = {
    {"id", F_ID, ALWAYS},
    {"kept_id", F_ID, ALWAYS},
    {"kept_name", F_TEXT, ALWAYS},
    {"merged_id", F_ID, ALWAYS},
    {"merged_name", F_TEXT, ALWAYS},
    {"note", F_TEXT, MAYBE},
    {"merged_by", F_ID, MAYBE},
    {"merged_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"merged_at", F_STAMP, ALWAYS},
    {"undone_at", F_STAMP, MAYBE},
    {"can_undo", F_BOOL, ALWAYS},
    {"obstacle_da", F_TEXT, MAYBE},
    {"obstacle_en", F_TEXT, MAYBE},
    {.type = F_END},
};

enum err organisation_summary_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_organisation_summary, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}

static enum err exists(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_organisation_exists, PARAMS(req->key[0]), 0, &r);
  return e ? e : r.count ? ERR_NONE : ERR_NOT_FOUND;
}

enum err organisation_case_list(struct request *req, struct db *db) {
  enum err e = exists(req, db);
  return e ? e : list_reply(req, db, &list_organisation_cases, "organisation_id");
}

enum err merge_preview_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_organisation_merge_preview,
                       PARAMS(req->key[0], in_text(req->query, "other_id")), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}

static enum err reply_merge(struct request *req, struct db *db, const char *id) {
  struct rows r;
  enum err e = db_exec(db, SQL_organisation_merges, PARAMS(id, "0"), DB_LAST, &r);
  return e ? e : row_reply(req, merge_item, &r, names_now(db, req->arena));
}

enum err merge_post(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_organisation_merge, body_params(req, PARAMS(req->key[0])), 0, &r);
  if (!e && r.count == 0)
    e = ERR_NOT_FOUND;
  return e ? e : reply_merge(req, db, row_text(&r, 0, 0));
}

enum err merge_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = exists(req, db);
  e = e ? e : db_exec(db, SQL_organisation_merges, PARAMS("0", req->key[0]), DB_LAST, &r);
  return e ? e : items_reply(req, db, merge_item, &r);
}

enum err merge_undo(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_organisation_part, PARAMS(req->key[0]), 0, &r);
  if (!e && r.count == 0)
    e = ERR_NOT_FOUND;
  if (!e && !row_true(&r, 0, 2))
    e = refuse(req, ERR_STATE, row_text(&r, 0, 0), row_text(&r, 0, 1));
  return e ? e : reply_merge(req, db, req->key[0]);
}
