// SPDX-License-Identifier: EUPL-1.2
// Users and their dated role grants, for administrators.
#include <ctype.h>
#include <string.h>

#include "api/password.h"
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

static const struct field role_item[] = {{"role", F_CODE, ALWAYS, .choices = "role"},
                                         {"unit_id", F_ID, ALWAYS},
                                         {"unit_name", F_TEXT, ALWAYS},
                                         {.type = F_END}};

// clang-format off
#define USER_FIELDS                                                                    \
  {"id", F_ID, ALWAYS}, {"login", F_TEXT, ALWAYS}, {"name", F_TEXT, ALWAYS},           \
  {"email", F_TEXT, MAYBE}, {"unit_id", F_ID, MAYBE},                                  \
  {"unit_name", F_TEXT, MAYBE, .choices = NAME_OF_UNIT},                               \
  {"locale", F_CHOICE, ALWAYS, .choices = "da|en"}, {"disabled", F_BOOL, ALWAYS},      \
  {"roles", F_ARRAY, ALWAYS, .sub = role_item}, {"has_password", F_BOOL, ALWAYS},      \
  {"version", F_INT, ALWAYS}
// clang-format on

const struct field user_item[] = {USER_FIELDS, {.type = F_END}};
const struct field user_reply[] = {
    USER_FIELDS, {"created_at", F_STAMP, ALWAYS}, {"updated_at", F_STAMP, ALWAYS}, {.type = F_END}};
const struct field user_query[] = {
    PAGE_FIELDS,
    {"q", F_TEXT, FIELD_RAW, .max = 200},
    {"unit_id", F_ID, .max = INT32_MAX},
    {"role", F_CODE, .choices = "role"},
    {"disabled", F_BOOL},
    {.type = F_END},
};

// The order is that of the parameters in user_create; the password goes to a table of its own.
const struct field user_fields[] = {
    {"login", F_TEXT, FIELD_REQUIRED, 2, 80},
    {"name", F_TEXT, FIELD_REQUIRED, 1, 120},
    {"email", F_EMAIL},
    {"unit_id", F_ID, .max = INT32_MAX},
    {"locale", F_CHOICE, FIELD_NO_NULL, .choices = "da|en"},
    {"password", F_TEXT, FIELD_RAW | FIELD_SECRET | FIELD_NO_NULL, PASSWORD_MIN, PASSWORD_MAX},
    {.type = F_END},
};
const struct field user_patch_fields[] = {
    {"name", F_TEXT, FIELD_REQUIRED, 1, 120},
    {"email", F_EMAIL},
    {"unit_id", F_ID, .max = INT32_MAX},
    {"locale", F_CHOICE, FIELD_NO_NULL, .choices = "da|en"},
    {"disabled", F_BOOL, FIELD_NO_NULL},
    {.type = F_END},
};
const struct field user_password_fields[] = {
    {"password", F_TEXT, FIELD_REQUIRED | FIELD_RAW | FIELD_SECRET, PASSWORD_MIN, PASSWORD_MAX},
    {.type = F_END},
};

const struct field grant_fields[] = {
    {"role", F_CODE, FIELD_REQUIRED, .choices = "role"},
    {"unit_id", F_ID, FIELD_REQUIRED, .max = INT32_MAX},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {.type = F_END},
};
const struct field grant_item[] = {
    {"id", F_ID, ALWAYS},
    {"role", F_CODE, ALWAYS, .choices = "role"},
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, ALWAYS, .choices = NAME_OF_UNIT},
    {"valid_from", F_DATE, ALWAYS},
    {"valid_to", F_DATE, MAYBE},
    {"active", F_BOOL, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

// Names only, for whoever names a project lead.
const struct field person_item[] = {
    {"id", F_ID, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"unit_name", F_TEXT, MAYBE},
    {.type = F_END},
};
const struct field person_query[] = {
    {"q", F_TEXT, FIELD_RAW, .max = 200},
    {"role", F_CODE, .choices = "role"},
    {.type = F_END},
};

enum err person_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_person_find,
                       PARAMS(in_text(req->query, "q"), in_text(req->query, "role")), DB_LAST, &r);
  return e ? e : items_reply(req, db, person_item, &r);
}

enum err reviewer_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_estimate_state, PARAMS(req->key[0]), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  e = db_exec(db, SQL_person_reviewers, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : items_reply(req, db, person_item, &r);
}

enum err user_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_users, NULL);
}

static enum err reply_user(struct request *req, struct db *db, const char *id, bool created) {
  struct rows r;
  enum err e = db_exec(db, SQL_user_get, PARAMS(id), DB_LAST, &r);
  if (e)
    return e;
  return created ? created_reply(req, &r, "/api/v1/users") : json_reply(req, &r);
}

enum err user_get(struct request *req, struct db *db) {
  return reply_user(req, db, req->key[0], false);
}

// Capitals are taken as small letters; everything else must be as the database wants it.
static bool login_shape(const char *login) {
  static const char inside[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@-";
  return isalnum((unsigned char)login[0]) && login[strspn(login, inside)] == '\0';
}

// A password that somebody else knows is to be changed.
static enum err set_password(struct request *req, struct db *db, const char *id) {
  char hash[PASSWORD_HASH];
  if (!password_hash(in_text(req->input, "password"), hash))
    return ERR_BUSY;
  const char *others = strcmp(id, req->who->user_text) == 0 ? "false" : "true";
  return db_exec(db, SQL_password_set, PARAMS(id, hash, others), 0, NULL);
}

enum err user_post(struct request *req, struct db *db) {
  if (!login_shape(in_text(req->input, "login")))
    return refuse_field(req, "login", FAULT_BAD_PATTERN,
                        "a-z, 0-9 og . _ @ -|a-z, 0-9 and . _ @ -");
  struct rows r;
  enum err e = db_exec(db, SQL_user_create, body_params(req, NO_PARAMS), 0, &r);
  if (!e && in_has(req->input, "password"))
    e = set_password(req, db, row_text(&r, 0, 0));
  return e ? e : reply_user(req, db, row_text(&r, 0, 0), true);
}

enum err user_patch(struct request *req, struct db *db) {
  const char *id = req->key[0];
  bool closes = in_int(req->input, "disabled", 0);
  if (closes && strcmp(id, req->who->user_text) == 0) // would lock oneself out
    return refuse_field(req, "disabled", FAULT_NOT_ALLOWED, NULL);
  struct rows r;
  enum err e = db_exec(db, SQL_user_patch,
                       body_params(req, PARAMS(id, match_version(req), body_present(req))), 0, &r);
  if (!e && r.count == 0)
    return stale_or_missing(req, db, SQL_user_get, PARAMS(id), &r);
  if (!e && closes)
    e = db_exec(db, SQL_session_delete_of, PARAMS(id), 0, NULL);
  return e ? e : reply_user(req, db, id, false);
}

// Every session of that user ends, but for one's own if it is oneself.
enum err user_password_post(struct request *req, struct db *db) {
  const char *id = req->key[0];
  struct rows r;
  enum err e = db_exec(db, SQL_reason, PARAMS("password set"), 0, NULL);
  e = e ? e : db_exec(db, SQL_user_noted, PARAMS(id), 0, &r);
  if (!e && r.count == 0)
    return ERR_NOT_FOUND;
  e = e ? e : set_password(req, db, id);
  return e ? e
           : db_exec(db, SQL_session_delete_others, PARAMS(id, req->who->credential), DB_LAST,
                     NULL);
}

enum err grant_list(struct request *req, struct db *db) {
  struct rows user, r;
  enum err e = db_exec(db, SQL_user_get, PARAMS(req->key[0]), 0, &user);
  if (e || user.count == 0)
    return e ? e : ERR_NOT_FOUND;
  e = db_exec(db, SQL_grant_list, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : items_reply(req, db, grant_item, &r);
}

enum err grant_post(struct request *req, struct db *db) {
  const char *user = req->key[0];
  struct rows made, r;
  enum err e = db_exec(db, SQL_grant_create, body_params(req, PARAMS(user)), 0, &made);
  if (e || made.count == 0)
    return e ? e : ERR_NOT_FOUND;
  if (row_true(&made, 0, 1)) // only a grant that is withdrawn may end before it begins
    return refuse_field(req, "valid_to", FAULT_END_BEFORE_START, NULL);
  e = db_exec(db, SQL_grant_get, PARAMS(user, row_text(&made, 0, 0)), DB_LAST, &r);
  if (e)
    return e;
  req->reply.location =
      arena_printf(req->arena, "/api/v1/users/%s/grants/%s", user, row_text(&r, 0, 0));
  return row_reply(req, grant_item, &r, names_now(db, req->arena));
}

enum err grant_delete(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_grant_end, PARAMS(req->key[0], req->key[1]), DB_LAST, &r);
  return e ? e : r.count ? ERR_NONE : ERR_NOT_FOUND;
}
