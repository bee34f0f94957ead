// SPDX-License-Identifier: EUPL-1.2
// For administrators: the code lists and public holidays (rows as in reference.c), API tokens of
// everybody, and the state of the system.
#include "api/resources.h"

#include "base/config.h"
#include "version.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

// The order is that of the parameters of the statements.
const struct field code_fields[] = {
    {"list", F_TEXT, FIELD_REQUIRED, 1, 60},
    {"parent", F_CODE, .choices = "kind"}, // of subtypes
    {"code", F_TEXT, FIELD_REQUIRED, 1, 40},
    {"da", F_TEXT, FIELD_REQUIRED, 1, 200},
    {"en", F_TEXT, FIELD_REQUIRED, 1, 200},
    {"sort", F_INT, .max = 100000},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};
const struct field public_holiday_fields[] = {
    {"code", F_TEXT, FIELD_REQUIRED, 1, 40},
    {"da", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"en", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"easter_offset", F_INT, .min = -60, .max = 60},
    {"month", F_INT, .min = 1, .max = 12},
    {"day", F_INT, .min = 1, .max = 31},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};

// clang-format off
#define CHANGED                                                                        \
  {"valid_from", F_DATE, MAYBE}, {"valid_to", F_DATE, MAYBE}, {"source", F_TEXT, ALWAYS}, \
  {"updated_by", F_ID, MAYBE}, {"updated_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER}, \
  {"updated_at", F_STAMP, ALWAYS}, {"version", F_INT, ALWAYS}, {.type = F_END}
// clang-format on

const struct field code_item[] = {
    {"id", F_ID, ALWAYS},
    {"list", F_TEXT, ALWAYS},
    {"parent", F_CODE, MAYBE, .choices = "kind"},
    {"code", F_TEXT, ALWAYS},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"sort", F_INT, ALWAYS},
    CHANGED,
};
const struct field public_holiday_item[] = {
    {"id", F_ID, ALWAYS},
    {"code", F_TEXT, ALWAYS},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"easter_offset", F_INT, MAYBE},
    {"month", F_INT, MAYBE},
    {"day", F_INT, MAYBE},
    CHANGED,
};
const struct field code_query[] = {
    PAGE_FIELDS,
    {"as_of", F_DATE},
    {"code", F_TEXT, FIELD_RAW, .max = 60},
    {"text", F_TEXT, FIELD_RAW, .max = 100},
    {"list", F_TEXT, FIELD_RAW, .max = 60},
    {"parent", F_CODE, .choices = "kind"},
    {.type = F_END},
};
const struct field public_holiday_query[] = {
    PAGE_FIELDS,
    {"as_of", F_DATE},
    {"code", F_TEXT, FIELD_RAW, .max = 60},
    {"text", F_TEXT, FIELD_RAW, .max = 100},
    {.type = F_END},
};
const struct field code_list_item[] = {
    {"name", F_TEXT, ALWAYS}, {"da", F_TEXT, ALWAYS},   {"en", F_TEXT, ALWAYS},
    {"open", F_BOOL, ALWAYS}, {"codes", F_INT, ALWAYS}, {.type = F_END},
};

#define RULES(row, spec, path_name)                                                                \
  .list = &list_##spec, .get = SQL_##row##_get, .create = SQL_##row##_create,                      \
  .patch = SQL_##row##_patch, .name = path_name, .fields = row##_fields, .item = row##_item
const struct reference reference_codes = {RULES(code, codes, "codes"),
                                          .key = {"code", "valid_from"}};
const struct reference reference_public_holidays = {
    RULES(public_holiday, public_holidays, "public-holidays"), .key = {"code", "valid_from"}};

enum err code_list_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_code_lists, NO_PARAMS, DB_LAST, &r);
  return e ? e : items_reply(req, db, code_list_item, &r);
}

// ---- tokens ----

const struct field user_token_item[] = {
    {"id", F_ID, ALWAYS},
    {"user_id", F_ID, ALWAYS},
    {"user_name", F_TEXT, ALWAYS, .choices = NAME_OF_USER},
    {"name", F_TEXT, ALWAYS},
    {"scopes", F_TEXTS, ALWAYS},
    {"expires_at", F_DATE, MAYBE},
    {"last_used_at", F_STAMP, MAYBE},
    {"created_at", F_STAMP, ALWAYS},
    {.type = F_END},
};
const struct field user_token_query[] = {
    PAGE_FIELDS, {"q", F_TEXT, FIELD_RAW, .max = 200}, {"user_id", F_ID}, {.type = F_END}};

enum err user_token_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_user_tokens, NULL);
}

enum err user_token_delete(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_user_token_revoke, PARAMS(req->key[0]), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  return token_note(db, row_text(&r, 0, 1),
                    arena_printf(req->arena, "token withdrawn: %s", row_text(&r, 0, 0)));
}

// ---- the system ----

static const struct field database_state[] = {{"version", F_TEXT, ALWAYS},
                                              {"bytes", F_INT, ALWAYS},
                                              {"started_at", F_STAMP, ALWAYS},
                                              {.type = F_END}};
static const struct field migration_state[] = {{"count", F_INT, ALWAYS},
                                               {"last", F_TEXT, MAYBE},
                                               {"applied_at", F_STAMP, MAYBE},
                                               {.type = F_END}};
static const struct field work_state[] = {{"done_at", F_STAMP, MAYBE},
                                          {"waiting", F_INT, ALWAYS},
                                          {"failed", F_INT, ALWAYS},
                                          {"late", F_BOOL, ALWAYS},
                                          {.type = F_END}};
static const struct field audit_state[] = {
    {"events", F_INT, ALWAYS},       {"checked_at", F_STAMP, MAYBE},
    {"finished_at", F_STAMP, MAYBE}, {"faults", F_INT, MAYBE},
    {"fault", F_TEXT, MAYBE},        {"signed_seq", F_INT, MAYBE},
    {"signed_at", F_STAMP, MAYBE},   {.type = F_END}};
// Of a secret only whether it is set; of a number or text its value.
static const struct field option_state[] = {{"name", F_TEXT, ALWAYS},   {"help", F_TEXT, ALWAYS},
                                            {"secret", F_BOOL, ALWAYS}, {"set", F_BOOL, ALWAYS},
                                            {"value", F_TEXT, MAYBE},   {.type = F_END}};
const struct field system_reply[] = {
    {"database", F_OBJECT, ALWAYS, .sub = database_state},
    {"migrations", F_OBJECT, ALWAYS, .sub = migration_state},
    {"work", F_OBJECT, ALWAYS, .sub = work_state},
    {"audit", F_OBJECT, ALWAYS, .sub = audit_state},
    {"version", F_TEXT, ALWAYS},
    {"options", F_ARRAY, ALWAYS, .sub = option_state},
    {.type = F_END},
};
const struct field outbox_item[] = {
    {"id", F_ID, ALWAYS},           {"topic", F_TEXT, ALWAYS},
    {"entity_id", F_ID, MAYBE},     {"created_at", F_STAMP, ALWAYS},
    {"failed_at", F_STAMP, ALWAYS}, {"attempts", F_INT, ALWAYS},
    {"error", F_TEXT, MAYBE},       {.type = F_END},
};

static void write_option(struct buf *out, const struct config_option *o) {
  out_key(out, "name");
  out_string(out, o->name);
  out_key(out, "help");
  out_string(out, o->help);
  out_key(out, "secret");
  buf_puts(out, o->secret ? "true" : "false");
  out_key(out, "set");
  buf_puts(out, o->set ? "true" : "false");
  out_key(out, "value");
  if (o->is_text && !o->text) {
    buf_puts(out, "null");
  } else if (o->is_text) {
    out_string(out, o->text);
  } else {
    buf_putc(out, '"');
    buf_int(out, o->number);
    buf_putc(out, '"');
  }
}

enum err system_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_system_status, NO_PARAMS, DB_LAST, &r);
  e = e ? e : json_reply(req, &r);
  if (e)
    return e;
  struct buf *out = &req->reply.body;
  out->len--; // the closing brace: more members follow
  out_key(out, "version");
  out_string(out, SAMSPIL_VERSION);
  out_key(out, "options");
  buf_putc(out, '[');
  struct config_option o;
  for (size_t i = 0; config_option(i, &o); i++) {
    buf_puts(out, i ? ",{" : "{");
    write_option(out, &o);
    buf_putc(out, '}');
  }
  buf_puts(out, "]}");
  return ERR_NONE;
}

enum err outbox_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_outbox_failed, NO_PARAMS, DB_LAST, &r);
  return e ? e : items_reply(req, db, outbox_item, &r);
}

enum err outbox_retry(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_outbox_retry, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : r.count ? ERR_NONE : ERR_NOT_FOUND;
}
