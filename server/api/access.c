// SPDX-License-Identifier: EUPL-1.2
// Requests for access to documents (aktindsigt): the log with its deadline, answers in parts, and
// packages, which the work process makes (work/package.c).
#include <string.h>

#include "api/file_reply.h"
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

static const struct field case_fields[] = {{"collaboration_id", F_ID, FIELD_REQUIRED},
                                           {.type = F_END}};
// The order is that of the parameters; the cases go to a table of their own.
const struct field access_request_fields[] = {
    {"basis", F_CODE, FIELD_NO_NULL, .choices = "access_basis"},
    {"requester", F_TEXT, FIELD_REQUIRED, 1, 200},
    {"contact", F_TEXT, .max = 300},
    {"subject", F_TEXT, FIELD_REQUIRED, 3, 300},
    {"words", F_TEXT, .max = 8000},
    {"received_on", F_DATE, FIELD_REQUIRED},
    {"extended_to", F_DATE},
    {"extension_reason", F_TEXT, .max = 2000},
    {"handler_id", F_ID},
    {"journal_number", F_TEXT, .max = 60},
    {"url", F_URL},
    {"cases", F_ARRAY, FIELD_NO_NULL, .max = 200, .sub = case_fields},
    {.type = F_END},
};

#define STATUSES "open|partial|answered"
static const struct field case_item[] = {{"collaboration_id", F_ID, ALWAYS},
                                         {"number", F_TEXT, ALWAYS},
                                         {"title", F_TEXT, ALWAYS},
                                         {.type = F_END}};
const struct field access_request_reply[] = {
    {"id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"basis", F_CODE, ALWAYS, .choices = "access_basis"},
    {"requester", F_TEXT, ALWAYS},
    {"contact", F_TEXT, MAYBE},
    {"subject", F_TEXT, ALWAYS},
    {"words", F_TEXT, MAYBE},
    {"received_on", F_DATE, ALWAYS},
    {"due_on", F_DATE, ALWAYS},
    {"extended_to", F_DATE, MAYBE},
    {"extension_reason", F_TEXT, MAYBE},
    {"handler_id", F_ID, MAYBE},
    {"handler_name", F_TEXT, MAYBE},
    {"journal_number", F_TEXT, MAYBE},
    {"url", F_TEXT, MAYBE},
    {"status", F_CHOICE, ALWAYS, .choices = STATUSES},
    {"outcome", F_CODE, MAYBE, .choices = "access_outcome"},
    {"answered_on", F_DATE, MAYBE},
    {"deadline", F_DATE, ALWAYS},
    {"overdue", F_BOOL, ALWAYS},
    {"days_left", F_INT, MAYBE}, // working days after today; null once it is answered
    {"cases", F_ARRAY, ALWAYS, .sub = case_item},
    {"created_at", F_STAMP, ALWAYS},
    {"created_by_name", F_TEXT, MAYBE},
    {"updated_at", F_STAMP, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field access_request_item[] = {
    {"id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"basis", F_CODE, ALWAYS, .choices = "access_basis"},
    {"requester", F_TEXT, ALWAYS},
    {"subject", F_TEXT, ALWAYS},
    {"received_on", F_DATE, ALWAYS},
    {"deadline", F_DATE, ALWAYS},
    {"overdue", F_BOOL, ALWAYS},
    {"status", F_CHOICE, ALWAYS, .choices = STATUSES},
    {"outcome", F_CODE, MAYBE, .choices = "access_outcome"},
    {"answered_on", F_DATE, MAYBE},
    {"case_count", F_INT, ALWAYS},
    {"handler_id", F_ID, MAYBE},
    {"handler_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"journal_number", F_TEXT, MAYBE},
    {.type = F_END},
};
const struct field access_request_query[] = {
    PAGE_FIELDS,
    {"status", F_TEXT, FIELD_RAW, .max = 80},
    {"overdue", F_BOOL},
    {"mine", F_BOOL},
    {"collaboration_id", F_ID},
    {"text", F_TEXT, FIELD_RAW, .max = 200},
    {.type = F_END},
};

const struct field access_answer_fields[] = {
    {"sent_on", F_DATE},
    {"outcome", F_CODE, FIELD_REQUIRED, .choices = "access_outcome"},
    {"final", F_BOOL, FIELD_NO_NULL},
    {"words", F_TEXT, .max = 8000},
    {.type = F_END},
};
const struct field access_answer_item[] = {
    {"id", F_ID, ALWAYS},
    {"sent_on", F_DATE, ALWAYS},
    {"outcome", F_CODE, ALWAYS, .choices = "access_outcome"},
    {"final", F_BOOL, ALWAYS},
    {"words", F_TEXT, MAYBE},
    {"answered_by", F_ID, MAYBE},
    {"answered_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"created_at", F_STAMP, ALWAYS},
    {.type = F_END},
};
const struct field access_package_item[] = {
    {"id", F_ID, ALWAYS},
    {"status", F_CHOICE, ALWAYS, .choices = "waiting|ready|failed|expired"},
    {"size", F_INT, MAYBE},
    {"sha256", F_TEXT, MAYBE},
    {"cases", F_INT, MAYBE},
    {"documents", F_INT, MAYBE},
    {"withheld", F_INT, MAYBE},
    {"created_by", F_ID, MAYBE},
    {"created_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"created_at", F_STAMP, ALWAYS},
    {"ready_at", F_STAMP, MAYBE},
    {"expires_at", F_STAMP, MAYBE},
    {.type = F_END},
};

enum err access_request_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_access_requests, NULL);
}

static enum err reply_request(struct request *req, struct db *db, const char *id, bool created) {
  struct rows r;
  enum err e = db_exec(db, SQL_access_request_get, PARAMS(id), DB_LAST, &r);
  if (e)
    return e;
  return created ? created_reply(req, &r, "/api/v1/access-requests") : json_reply(req, &r);
}

enum err access_request_get(struct request *req, struct db *db) {
  return reply_request(req, db, req->key[0], false);
}

static enum err set_cases(struct request *req, struct db *db, const char *id) {
  const struct in_value *cases = in_get(req->input, "cases");
  struct rows unknown;
  if (!cases->present)
    return ERR_NONE;
  enum err e = db_exec(db, SQL_access_request_case_unknown, PARAMS(cases->text), 0, &unknown);
  if (!e && unknown.count > 0)
    return refuse_field(
        req, arena_printf(req->arena, "cases[%s].collaboration_id", row_text(&unknown, 0, 0)),
        FAULT_UNKNOWN_REFERENCE, NULL);
  e = e ? e : db_exec(db, SQL_access_request_cases_clear, PARAMS(id, cases->text), 0, NULL);
  return e ? e : db_exec(db, SQL_access_request_cases_set, PARAMS(id, cases->text), 0, NULL);
}

enum err access_request_post(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_access_request_create, body_params(req, NO_PARAMS), 0, &r);
  if (e)
    return e;
  const char *id = row_text(&r, 0, 0);
  e = set_cases(req, db, id);
  return e ? e : reply_request(req, db, id, true);
}

enum err access_request_patch(struct request *req, struct db *db) {
  const char *id = req->key[0];
  struct rows r;
  enum err e = db_exec(db, SQL_access_request_patch,
                       body_params(req, PARAMS(id, match_version(req), body_present(req))), 0, &r);
  if (!e && r.count == 0)
    return stale_or_missing(req, db, SQL_access_request_get, PARAMS(id), &r);
  e = e ? e : set_cases(req, db, id);
  return e ? e : reply_request(req, db, id, false);
}

static enum err must_exist(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_access_request_exists, PARAMS(req->key[0]), 0, &r);
  return e ? e : r.count ? ERR_NONE : ERR_NOT_FOUND;
}

static enum err below(struct request *req, struct db *db, enum sql list) {
  struct rows r;
  enum err e = must_exist(req, db);
  e = e ? e : db_exec(db, list, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : items_reply(req, db, req->route->reply, &r);
}

enum err access_answer_list(struct request *req, struct db *db) {
  return below(req, db, SQL_access_answer_list);
}

enum err access_package_list(struct request *req, struct db *db) {
  return below(req, db, SQL_access_package_list);
}

enum err access_answer_post(struct request *req, struct db *db) {
  struct rows r;
  enum err e = must_exist(req, db);
  e = e ? e
        : db_exec(db, SQL_access_answer_create, body_params(req, PARAMS(req->key[0])), DB_LAST, &r);
  if (e == ERR_STATE)
    return refuse(req, e, "Anmodningen er allerede besvaret", "The request is answered already");
  return e ? e : row_reply(req, access_answer_item, &r, names_now(db, req->arena));
}

enum err access_package_post(struct request *req, struct db *db) {
  struct rows r;
  enum err e = must_exist(req, db);
  e = e ? e : db_exec(db, SQL_access_package_create, PARAMS(req->key[0]), DB_LAST, &r);
  if (!e && r.count == 0)
    return refuse(req, ERR_STATE, "Vælg først de sager, som anmodningen handler om",
                  "First choose the cases that the request is about");
  return e ? e : row_reply(req, access_package_item, &r, names_now(db, req->arena));
}

enum err access_package_file_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_access_package_file, PARAMS(req->key[0], req->key[1]), 0, &r);
  return e ? e : file_reply(req, db, &r);
}
