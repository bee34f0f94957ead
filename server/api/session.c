// SPDX-License-Identifier: EUPL-1.2
// Log-in, log-out, who am I, password.
#include "api/resources.h"

#include <string.h>

#include "api/password.h"
#include "base/config.h"
#include "base/log.h"
#include "base/metric.h"

enum { SECRET_BYTES = 32, FAILURES_NAME = 10, FAILURES_ADDRESS = 100, RETRY_SECONDS = 300 };

const struct field login_fields[] = {
    {"login", F_TEXT, FIELD_REQUIRED | FIELD_RAW, 1, 80},
    {"password", F_TEXT, FIELD_REQUIRED | FIELD_RAW | FIELD_SECRET, 1, PASSWORD_MAX},
    {.type = F_END},
};
const struct field password_fields[] = {
    {"current", F_TEXT, FIELD_REQUIRED | FIELD_RAW | FIELD_SECRET, 1, PASSWORD_MAX},
    {"new", F_TEXT, FIELD_REQUIRED | FIELD_RAW | FIELD_SECRET, PASSWORD_MIN, PASSWORD_MAX},
    {.type = F_END},
};
static const struct field role_reply[] = {
    {"role", F_CODE, FIELD_REQUIRED | FIELD_NO_NULL, .choices = "role"},
    {"unit_id", F_ID, FIELD_REQUIRED | FIELD_NO_NULL},
    {"unit_name", F_TEXT, FIELD_REQUIRED | FIELD_NO_NULL},
    {"valid_from", F_DATE, FIELD_REQUIRED | FIELD_NO_NULL},
    {"valid_to", F_DATE, FIELD_REQUIRED},
    {.type = F_END},
};
const struct field me_reply[] = {
    {"id", F_ID, FIELD_REQUIRED | FIELD_NO_NULL},
    {"login", F_TEXT, FIELD_REQUIRED | FIELD_NO_NULL},
    {"name", F_TEXT, FIELD_REQUIRED | FIELD_NO_NULL},
    {"locale", F_CHOICE, FIELD_REQUIRED | FIELD_NO_NULL, .choices = "da|en"},
    {"unit_id", F_ID, FIELD_REQUIRED},
    {"unit_name", F_TEXT, FIELD_REQUIRED},
    {"roles", F_ARRAY, FIELD_REQUIRED | FIELD_NO_NULL, .sub = role_reply},
    {"rights", F_TEXTS, FIELD_REQUIRED | FIELD_NO_NULL},
    {"must_change_password", F_BOOL, FIELD_REQUIRED | FIELD_NO_NULL},
    {.type = F_END},
};

static enum err throttled(struct request *req, struct db *db, const char *login) {
  struct rows r;
  enum err e = db_exec(db, SQL_login_failures, PARAMS(login, req->address), 0, &r);
  if (e || (row_int(&r, 0, 0) < FAILURES_NAME && row_int(&r, 0, 1) < FAILURES_ADDRESS))
    return e;
  req->reply.retry_after = RETRY_SECONDS;
  return refuse(req, ERR_RATE, "vent fem minutter, og prøv igen",
                "wait five minutes and try again");
}

// Notes a wrong password, in a transaction of its own: the request's is rolled back, the note must
// stay. Gives back `answer`.
static enum err failed(struct request *req, struct db *db, const char *login, enum err answer) {
  metric_add(METRIC_LOGIN_FAILED);
  answer = db_end(db, answer);
  db_begin(db, req->arena, &db_system, 0, (int)config.statement_ms);
  enum err e = db_exec(db, SQL_login_note, PARAMS(login, req->address, "false"), DB_LAST, NULL);
  e = db_end(db, e);
  log_line(LOG_WARN, "login_failed", "from %s", req->address);
  return e ? e : answer;
}

static enum err open_session(struct request *req, struct db *db, const char *user_id) {
  const char *secret = random_hex(req->arena, SECRET_BYTES);
  enum err e = db_exec(db, SQL_session_create,
                       PARAMS(sha256_hex(req->arena, secret, strlen(secret)), user_id,
                              req->user_agent ? req->user_agent : ""),
                       0, NULL);
  bool tls = strncmp(config.public_url, "https:", 6) == 0;
  req->reply.set_cookie = arena_printf(req->arena, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s",
                                       session_cookie(), secret, tls ? "; Secure" : "");
  return e;
}

static enum err me(struct request *req, struct db *db, const char *user_id, const char *rights,
                   unsigned flags) {
  struct rows r;
  enum err e = db_exec(db, SQL_me, PARAMS(user_id, rights), flags, &r);
  if (e)
    return e;
  if (r.count == 0)
    return ERR_UNAUTHENTICATED;
  return row_reply(req, me_reply, &r, NULL);
}

enum err session_post(struct request *req, struct db *db) {
  const char *login = in_text(req->input, "login"), *password = in_text(req->input, "password");
  struct rows r;
  enum err e = throttled(req, db, login);
  e = e ? e : db_exec(db, SQL_login_find, PARAMS(login), 0, &r);
  if (e)
    return e;
  if (!password_matches(r.count ? row_text(&r, 0, 1) : NULL, password))
    return failed(req, db, login, ERR_BAD_LOGIN);
  const char *user_id = row_text(&r, 0, 0);
  e = db_exec(db, SQL_login_forget, PARAMS(login), 0, NULL);
  e = e ? e : open_session(req, db, user_id);
  struct rows rights;
  e = e ? e : db_exec(db, SQL_rights_of, PARAMS(user_id), 0, &rights);
  return e ? e : me(req, db, user_id, row_text(&rights, 0, 0), DB_LAST);
}

enum err session_delete(struct request *req, struct db *db) {
  req->reply.set_cookie = arena_printf(
      req->arena, "%s=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0", session_cookie());
  principal_forget(req);
  return db_exec(db, SQL_session_delete, PARAMS(req->who->credential), DB_LAST, NULL);
}

enum err me_get(struct request *req, struct db *db) {
  return me(req, db, req->who->user_text, rights_text(req->arena, req->who->rights), DB_LAST);
}

enum err me_password_post(struct request *req, struct db *db) {
  struct rows r;
  char hash[PASSWORD_HASH];
  enum err e = throttled(req, db, req->who->login);
  e = e ? e : db_exec(db, SQL_password_of, PARAMS(req->who->user_text), 0, &r);
  if (e)
    return e;
  if (!password_matches(r.count ? row_text(&r, 0, 0) : NULL, in_text(req->input, "current")))
    return failed(req, db, req->who->login,
                  refuse_field(req, "current", FAULT_WRONG_PASSWORD, NULL));
  if (!password_hash(in_text(req->input, "new"), hash))
    return ERR_BUSY;
  e = db_exec(db, SQL_login_forget, PARAMS(req->who->login), 0, NULL);
  e = e ? e : db_exec(db, SQL_reason, PARAMS("password changed"), 0, NULL);
  e = e ? e : db_exec(db, SQL_user_noted, PARAMS(req->who->user_text), 0, NULL);
  e = e ? e : db_exec(db, SQL_password_set, PARAMS(req->who->user_text, hash, "false"), 0, NULL);
  return e ? e
           : db_exec(db, SQL_session_delete_others,
                     PARAMS(req->who->user_text, req->who->credential), DB_LAST, NULL);
}
