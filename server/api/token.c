// SPDX-License-Identifier: EUPL-1.2
// API tokens that people make for themselves. A token can do no more than whoever makes it, and
// lives no longer.
#include <string.h>

#include "api/resources.h"

enum { SECRET_BYTES = 32, SCOPES_MAX = 20 };

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

const struct field token_fields[] = {
    {"name", F_TEXT, FIELD_REQUIRED, 1, 80},
    {"scopes", F_TEXTS, FIELD_REQUIRED, 1, SCOPES_MAX},
    {"expires_at", F_DATE}, // the last day on which it holds
    {.type = F_END},
};

// clang-format off
#define TOKEN_FIELDS                                                                   \
  {"id", F_ID, ALWAYS}, {"name", F_TEXT, ALWAYS}, {"scopes", F_TEXTS, ALWAYS},         \
  {"expires_at", F_DATE, MAYBE}, {"last_used_at", F_STAMP, MAYBE},                     \
  {"created_at", F_STAMP, ALWAYS}
// clang-format on

const struct field token_item[] = {TOKEN_FIELDS, {.type = F_END}};
const struct field token_reply[] = {TOKEN_FIELDS, {"token", F_TEXT, ALWAYS}, {.type = F_END}};

enum err token_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_token_list, PARAMS(req->who->user_text), DB_LAST, &r);
  return e ? e : items_reply(req, db, token_item, &r);
}

static void check_scopes(struct request *req, bool may_all) {
  const struct in_value *scopes = in_get(req->input, "scopes");
  for (size_t i = 0; i < scopes->count; i++) {
    const char *code = scopes->texts[i], *field = arena_printf(req->arena, "scopes[%zu]", i);
    uint64_t bits = right_bit(code, strlen(code));
    bool all = strcmp(code, "all") == 0;
    if (!bits)
      fault_add(&req->faults, field, FAULT_UNKNOWN_REFERENCE, NULL);
    else if (all ? !may_all : (bits & req->who->rights) == 0)
      fault_add(&req->faults, field, FAULT_NOT_ALLOWED, NULL);
  }
}

// Columns of token_bounds.
enum { TODAY, IS_TOKEN, HOLDS_ALL, UNTIL };

static void check_expiry(struct request *req, const struct rows *bounds) {
  const char *wanted = in_text(req->input, "expires_at"), *until = row_text(bounds, 0, UNTIL);
  if (wanted && strcmp(wanted, row_text(bounds, 0, TODAY)) < 0)
    fault_add(&req->faults, "expires_at", FAULT_TOO_SMALL, row_text(bounds, 0, TODAY));
  else if (until && (!wanted || strcmp(wanted, until) > 0))
    fault_add(&req->faults, "expires_at", FAULT_TOO_LARGE, until);
}

// The audit has no row for a token; that there is a new one, or one less, stands with the user.
enum err token_note(struct db *db, const char *user, const char *reason) {
  enum err e = db_exec(db, SQL_reason, PARAMS(reason), 0, NULL);
  return e ? e : db_exec(db, SQL_user_noted, PARAMS(user), 0, NULL);
}

enum err token_post(struct request *req, struct db *db) {
  struct rows bounds, r;
  enum err e = db_exec(db, SQL_token_bounds, PARAMS(req->who->credential), 0, &bounds);
  if (e)
    return e;
  check_scopes(req, !row_true(&bounds, 0, IS_TOKEN) || row_true(&bounds, 0, HOLDS_ALL));
  check_expiry(req, &bounds);
  if (req->faults.count)
    return ERR_INVALID;
  const char *token = arena_printf(req->arena, "smp_%s", random_hex(req->arena, SECRET_BYTES));
  const char *hash = sha256_hex(req->arena, token, strlen(token));
  e = db_exec(db, SQL_token_add, body_params(req, PARAMS(req->who->user_text, hash)), 0, &r);
  e = e ? e
        : token_note(db, req->who->user_text,
                     arena_printf(req->arena, "token made: %s", in_text(req->input, "name")));
  e = e ? e : row_reply(req, token_item, &r, NULL);
  if (e)
    return e;
  req->reply.body.len--; // the closing brace: one more member follows
  buf_puts(&req->reply.body, ",\"token\":");
  out_string(&req->reply.body, token);
  buf_putc(&req->reply.body, '}');
  req->reply.location = arena_printf(req->arena, "/api/v1/tokens/%s", row_text(&r, 0, 0));
  return ERR_NONE;
}

enum err token_delete(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_token_revoke, PARAMS(req->who->user_text, req->key[0]), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  return token_note(db, req->who->user_text,
                    arena_printf(req->arena, "token withdrawn: %s", row_text(&r, 0, 0)));
}
