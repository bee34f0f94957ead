// SPDX-License-Identifier: EUPL-1.2
// Imports: upload, settings and columns, dry run and apply (done by the work process), the fate of
// each row, the rejected rows as a file, and saved mappings.
#include <string.h>

#include "api/file_reply.h"
#include "api/resources.h"
#include "store/reject.h"
#include "store/upload.h"

#define ALWAYS   (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE    FIELD_REQUIRED
#define KINDS    "opi|strategic_procurement|research_contract|collaboration|organisation|participation"
#define STATUSES "uploaded|planning|planned|applying|applied|failed"
#define FATES    "create|update|unchanged|duplicate|rejected"

const struct field import_upload_query[] = {
    {"filename", F_TEXT, FIELD_REQUIRED, 1, 255},
    {"mapping", F_TEXT, FIELD_RAW, .max = 120},
    {"kind", F_CHOICE, .choices = KINDS},
    {"unit", F_TEXT, FIELD_RAW, .max = 200},
    {.type = F_END},
};

// How the file is read. "|" parts the choices, so it can be no delimiter.
#define SETTINGS(flags)                                                                            \
  {"encoding", F_CHOICE, flags, .choices = "utf-8|windows-1252"},                                  \
      {"delimiter", F_CHOICE, flags, .choices = ";|,|\t"},                                         \
      {"decimal", F_CHOICE, flags, .choices = ",|."},                                              \
      {"date_style", F_CHOICE, flags, .choices = "ymd|dmy|mdy"}, {                                 \
    "header_row", F_INT, flags, 1, 1000                                                            \
  }
static const struct field settings_reply[] = {SETTINGS(ALWAYS), {.type = F_END}};
static const struct field settings_fields[] = {
    SETTINGS(FIELD_NO_NULL), {"source", F_TEXT, FIELD_NO_NULL, 1, 80}, {.type = F_END}};

static const struct field pair_fields[] = {
    {"from", F_TEXT, FIELD_REQUIRED, .max = 500},
    {"to", F_TEXT, FIELD_REQUIRED | FIELD_NO_NULL, .max = 500},
    {.type = F_END}};
// How a column becomes a field's value.
#define OPTIONS                                                                                    \
  {"value_map", F_ARRAY, .max = 1000, .sub = pair_fields},                                         \
      {"separator", F_TEXT, FIELD_RAW, 1, 10}, {"multiplier", F_INT, .min = 1, .max = 1000000000}, \
      {"decimal", F_CHOICE, .choices = ",|."}, {"date_style", F_CHOICE, .choices = "ymd|dmy|mdy"}, \
      {"constant", F_TEXT, .max = 1000}, {                                                         \
    "key", F_BOOL                                                                                  \
  }
static const struct field option_fields[] = {OPTIONS, {.type = F_END}};
static const struct field also_fields[] = {{"target", F_TEXT, FIELD_RAW, .max = 40},
                                           {"options", F_OBJECT, .sub = option_fields},
                                           {.type = F_END}};
static const struct field first_option_fields[] = {
    OPTIONS, {"also", F_ARRAY, .max = 20, .sub = also_fields}, {.type = F_END}};
static const struct field column_fields[] = {
    {"no", F_INT, FIELD_REQUIRED, 1, 512},
    {"target", F_TEXT, FIELD_RAW, .max = 40},
    {"options", F_OBJECT, .sub = first_option_fields},
    {.type = F_END},
};
static const struct field constant_fields[] = {
    {"target", F_TEXT, FIELD_REQUIRED | FIELD_RAW, 1, 40},
    {"value", F_TEXT, .max = 1000},
    {.type = F_END}};
const struct field import_patch_fields[] = {
    {"settings", F_OBJECT, FIELD_NO_NULL, .sub = settings_fields},
    {"kind", F_CHOICE, FIELD_NO_NULL, .choices = KINDS},
    {"columns", F_ARRAY, FIELD_NO_NULL, 0, 512, .sub = column_fields},
    {"constants", F_ARRAY, FIELD_NO_NULL, 0, 50, .sub = constant_fields},
    {.type = F_END},
};

static const struct field column_reply[] = {
    {"no", F_INT, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"sample", F_TEXTS, ALWAYS},
    {"target", F_TEXT, MAYBE},
    {"options", F_OBJECT, ALWAYS, .sub = first_option_fields},
    {.type = F_END},
};
static const struct field target_reply[] = {
    {"name", F_TEXT, ALWAYS},     {"da", F_TEXT, ALWAYS},   {"en", F_TEXT, ALWAYS},
    {"required", F_BOOL, ALWAYS}, {"type", F_TEXT, ALWAYS}, {.type = F_END},
};
static const struct field progress_reply[] = {
    {"done", F_INT, ALWAYS}, {"total", F_INT, ALWAYS}, {.type = F_END}};
static const struct field counts_reply[] = {
    {"create", F_INT, ALWAYS},   {"update", F_INT, ALWAYS},    {"duplicate", F_INT, ALWAYS},
    {"rejected", F_INT, ALWAYS}, {"unchanged", F_INT, ALWAYS}, {.type = F_END},
};
const struct field import_reply[] = {
    {"id", F_ID, ALWAYS},
    {"filename", F_TEXT, ALWAYS},
    {"size", F_INT, ALWAYS},
    {"status", F_CHOICE, ALWAYS, .choices = STATUSES},
    {"kind", F_CHOICE, MAYBE, .choices = KINDS},
    {"mapping_name", F_TEXT, MAYBE},
    {"source", F_TEXT, ALWAYS},
    {"detected", F_OBJECT, ALWAYS, .sub = settings_reply},
    {"settings", F_OBJECT, ALWAYS, .sub = settings_reply},
    {"constants", F_ARRAY, ALWAYS, .sub = constant_fields},
    {"columns", F_ARRAY, ALWAYS, .sub = column_reply},
    {"targets", F_ARRAY, ALWAYS, .sub = target_reply},
    {"progress", F_OBJECT, ALWAYS, .sub = progress_reply},
    {"counts", F_OBJECT, ALWAYS, .sub = counts_reply},
    {"row_count", F_INT, ALWAYS},
    {"version", F_INT, ALWAYS},
    {"created_at", F_STAMP, ALWAYS},
    {"created_by_name", F_TEXT, MAYBE},
    {"message", F_TEXT, MAYBE},
    {.type = F_END},
};
const struct field import_item[] = {
    {"id", F_ID, ALWAYS},
    {"filename", F_TEXT, ALWAYS},
    {"size", F_INT, ALWAYS},
    {"status", F_CHOICE, ALWAYS, .choices = STATUSES},
    {"kind", F_CHOICE, ALWAYS, .choices = KINDS},
    {"mapping_name", F_TEXT, MAYBE},
    {"counts", F_OBJECT, ALWAYS, .sub = counts_reply},
    {"row_count", F_INT, ALWAYS},
    {"version", F_INT, ALWAYS},
    {"created_at", F_STAMP, ALWAYS},
    {"created_by_name", F_TEXT, MAYBE},
    {.type = F_END},
};
const struct field import_query[] = {
    PAGE_FIELDS, {"status", F_CHOICE, .choices = STATUSES}, {.type = F_END}};

static const struct field error_reply[] = {{"field", F_TEXT, ALWAYS},
                                           {"code", F_TEXT, ALWAYS},
                                           {"detail", F_TEXT, ALWAYS},
                                           {.type = F_END}};
static const struct field change_reply[] = {
    {"field", F_TEXT, ALWAYS}, {"before", F_ANY, MAYBE}, {"after", F_ANY, MAYBE}, {.type = F_END}};
const struct field import_row_item[] = {
    {"row_no", F_INT, ALWAYS},
    {"fate", F_CHOICE, ALWAYS, .choices = FATES},
    {"number", F_TEXT, MAYBE},
    {"collaboration_id", F_ID, MAYBE},
    {"organisation_id", F_ID, MAYBE},
    {"title", F_TEXT, ALWAYS},
    {"errors", F_ARRAY, ALWAYS, .sub = error_reply},
    {"changes", F_ARRAY, ALWAYS, .sub = change_reply},
    {.type = F_END},
};
const struct field import_row_query[] = {
    PAGE_FIELDS, {"fate", F_CHOICE, .choices = FATES}, {.type = F_END}};

const struct field import_mapping_item[] = {
    {"id", F_ID, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"kind", F_CHOICE, ALWAYS, .choices = KINDS},
    {"source", F_TEXT, ALWAYS},
    {"column_count", F_INT, ALWAYS},
    {"version", F_INT, ALWAYS},
    {"updated_at", F_STAMP, ALWAYS},
    {.type = F_END},
};
const struct field import_mapping_fields[] = {
    {"name", F_TEXT, FIELD_REQUIRED, 1, 120}, {"import_id", F_ID, FIELD_REQUIRED}, {.type = F_END}};

const struct field import_mapping_patch_fields[] = {{"name", F_TEXT, FIELD_REQUIRED, 1, 120},
                                                    {.type = F_END}};

static const char *language(const struct request *req) {
  return req->lang == LANG_EN ? "en" : "da";
}

static enum err reply_import(struct request *req, struct db *db, const char *id, bool created) {
  struct rows r;
  enum err e = db_exec(db, SQL_import_get, PARAMS(id, language(req)), DB_LAST, &r);
  if (e)
    return e;
  return created ? created_reply(req, &r, "/api/v1/imports") : json_reply(req, &r);
}

enum err import_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_imports, NULL);
}

enum err import_get(struct request *req, struct db *db) {
  return reply_import(req, db, req->key[0], false);
}

enum err import_post(struct request *req, struct db *db) {
  struct upload u = {.filename = in_text(req->query, "filename"),
                     .mapping = in_text(req->query, "mapping"),
                     .kind = in_text(req->query, "kind"),
                     .unit = in_text(req->query, "unit"),
                     .bytes = req->body,
                     .length = req->body_length};
  if (u.mapping && !*u.mapping)
    u.mapping = NULL;
  struct upload_refusal no = {0};
  int64_t id;
  enum err e = upload_save(db, req->arena, &u, &id, &no);
  if (no.da)
    e = refuse(req, e, no.da, no.en);
  if (no.field)
    e = refuse_field(req, no.field, no.fault, no.argument);
  return e ? e : reply_import(req, db, arena_printf(req->arena, "%lld", (long long)id), true);
}

// Settings that decide where columns begin and end.
static bool reads_anew(const struct in *settings) {
  return settings && (in_has(settings, "encoding") || in_has(settings, "delimiter") ||
                      in_has(settings, "header_row"));
}

static enum err read_columns(struct request *req, struct db *db, const struct rows *now) {
  const char *bytes;
  size_t length;
  enum err e = reject_beginning(db, req->arena, req->key[0], &bytes, &length);
  if (e)
    return e;
  struct csv_dialect d = upload_dialect(row_text(now, 0, 1), row_text(now, 0, 2),
                                        row_text(now, 0, 3), row_text(now, 0, 4));
  e = upload_read_columns(db, req->arena, req->key[0], bytes, length, d, row_int(now, 0, 5));
  return e ? e : db_exec(db, SQL_import_drop_lost_fields, PARAMS(req->key[0]), 0, NULL);
}

// What the rows are. Fields of another kind go; columns that are called as fields of the new one
// are taken.
static enum err set_kind(struct request *req, struct db *db, const char *before) {
  const char *kind = in_text(req->input, "kind"), *id = req->key[0];
  bool ours = strcmp(kind, "organisation") == 0 || strcmp(kind, "participation") == 0;
  const char *base = ours ? kind : "collaboration";
  enum err e = db_exec(db, SQL_upload_set_kind, PARAMS(id, base), 0, NULL);
  if (!e && strcmp(base, before) != 0) {
    e = db_exec(db, SQL_upload_clear_fields, PARAMS(id), 0, NULL);
    e = e ? e : db_exec(db, SQL_upload_guess_fields, PARAMS(id), 0, NULL);
    e = e ? e : db_exec(db, SQL_upload_own_unit, PARAMS(id), 0, NULL);
  }
  e = e ? e : db_exec(db, SQL_upload_clear_constant, PARAMS(id, "kind"), 0, NULL);
  if (e || ours || strcmp(kind, "collaboration") == 0)
    return e;
  e = db_exec(db, SQL_import_drop_kind_constants, PARAMS(id, kind), 0, NULL);
  return e ? e : db_exec(db, SQL_upload_constant, PARAMS(id, "kind", kind), 0, NULL);
}

static enum err set_columns(struct request *req, struct db *db) {
  const char *id = req->key[0], *columns = in_text(req->input, "columns");
  struct rows r;
  enum err e = db_exec(db, SQL_import_strangers, PARAMS(id, columns), 0, &r);
  for (int i = 0; !e && i < r.count; i++)
    fault_add(&req->faults, arena_strdup(req->arena, row_text(&r, i, 0)), FAULT_UNKNOWN_REFERENCE,
              NULL);
  if (e || r.count > 0)
    return e ? e : ERR_INVALID;
  e = db_exec(db, SQL_import_unset_columns, PARAMS(id, columns), 0, NULL);
  return e ? e : db_exec(db, SQL_import_set_columns, PARAMS(id, columns), 0, NULL);
}

static enum err set_constants(struct request *req, struct db *db) {
  const char *constants = in_text(req->input, "constants");
  enum err e = db_exec(db, SQL_import_unset_constants, PARAMS(req->key[0], constants), 0, NULL);
  return e ? e : db_exec(db, SQL_import_set_constants, PARAMS(req->key[0], constants), 0, NULL);
}

// No row was changed: it is gone, running, or somebody else was faster.
static enum err not_patched(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_import_state, PARAMS(req->key[0]), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  if (strcmp(match_version(req), row_text(&r, 0, 1)) == 0)
    return refuse(req, ERR_STATE, "Importen kører eller er gennemført",
                  "The import is running or done");
  return stale_or_missing(req, db, SQL_import_get, PARAMS(req->key[0], language(req)), &r);
}

// Changes the settings that are given; *now has them all.
static enum err set_settings(struct request *req, struct db *db, const struct in *s,
                             struct rows *now) {
  const char *id = req->key[0], *version = match_version(req);
  if (!s)
    return db_exec(db, SQL_import_patch, PARAMS(id, version, NULL, NULL, NULL, NULL, NULL, NULL), 0,
                   now);
  const char *header = in_has(s, "header_row")
                           ? arena_printf(req->arena, "%lld", (long long)in_int(s, "header_row", 1))
                           : NULL;
  return db_exec(db, SQL_import_patch,
                 PARAMS(id, version, in_text(s, "encoding"), in_text(s, "delimiter"),
                        in_text(s, "decimal"), in_text(s, "date_style"), header,
                        in_text(s, "source")),
                 0, now);
}

enum err import_patch(struct request *req, struct db *db) {
  const struct in_value *v = in_get(req->input, "settings");
  const struct in *s = v->present ? v->items : NULL;
  struct rows now;
  enum err e = set_settings(req, db, s, &now);
  if (e)
    return e;
  if (now.count == 0)
    return not_patched(req, db);
  if (reads_anew(s))
    e = read_columns(req, db, &now);
  if (!e && in_has(req->input, "kind"))
    e = set_kind(req, db, row_text(&now, 0, 0));
  if (!e && in_has(req->input, "columns"))
    e = set_columns(req, db);
  if (!e && in_has(req->input, "constants"))
    e = set_constants(req, db);
  return e ? e : reply_import(req, db, req->key[0], false);
}

static enum err start(struct request *req, struct db *db, const char *status, const char *after,
                      const char *job) {
  struct rows r;
  enum err e = db_exec(db, SQL_import_start, PARAMS(req->key[0], status, after, job), 0, &r);
  if (e)
    return e;
  if (r.count > 0)
    return reply_import(req, db, req->key[0], false);
  e = db_exec(db, SQL_import_exists, PARAMS(req->key[0]), 0, &r);
  return e ? e : r.count ? ERR_STATE : ERR_NOT_FOUND;
}

enum err import_dry_run_post(struct request *req, struct db *db) {
  return start(req, db, "planning", "{uploaded,planned,failed}", "import.dry_run");
}

enum err import_apply_post(struct request *req, struct db *db) {
  enum err e = start(req, db, "applying", "{planned}", "import.apply");
  return e == ERR_STATE ? refuse(req, e, "Kør en prøvekørsel først", "Make a dry run first") : e;
}

static enum err must_exist(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_import_exists, PARAMS(req->key[0]), 0, &r);
  return e ? e : r.count ? ERR_NONE : ERR_NOT_FOUND;
}

enum err import_row_list(struct request *req, struct db *db) {
  enum err e = must_exist(req, db);
  return e ? e
           : list_reply(req, db, req->lang == LANG_EN ? &list_import_rows_en : &list_import_rows_da,
                        "import_id");
}

enum err import_rejected_get(struct request *req, struct db *db) {
  struct rejected about;
  enum err e = reject_write(db, req->arena, req->key[0], req->lang, &req->reply.body, &about);
  if (e)
    return e == ERR_STATE
               ? refuse(req, e, "Filen er ikke længere gemt", "The file is no longer kept")
               : e;
  req->reply.content_type = arena_printf(req->arena, "text/csv; charset=%s", about.encoding);
  req->reply.disposition = arena_printf(req->arena, "attachment; filename=\"afvist-%s\"",
                                        file_plain_name(req->arena, about.filename));
  return ERR_NONE;
}

enum err import_mapping_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_import_mapping_list, NO_PARAMS, DB_LAST, &r);
  return e ? e : items_reply(req, db, import_mapping_item, &r);
}

enum err import_mapping_post(struct request *req, struct db *db) {
  const char *name = in_text(req->input, "name"), *import = in_text(req->input, "import_id");
  struct rows r, made;
  enum err e = db_exec(db, SQL_import_mapping_free, PARAMS(name), 0, NULL);
  e = e ? e : db_exec(db, SQL_import_mapping_create, PARAMS(name, import), 0, &r);
  if (e)
    return e;
  if (r.count == 0)
    return refuse_field(req, "import_id", FAULT_UNKNOWN_REFERENCE, NULL);
  const char *id = row_text(&r, 0, 0);
  e = db_exec(db, SQL_import_mapping_fields, PARAMS(id, import), 0, NULL);
  e = e ? e : db_exec(db, SQL_import_name_mapping, PARAMS(import, name), 0, NULL);
  e = e ? e : db_exec(db, SQL_import_mapping_get, PARAMS(id), DB_LAST, &made);
  if (e)
    return e;
  req->reply.location = arena_printf(req->arena, "/api/v1/import-mappings/%s", id);
  return row_reply(req, import_mapping_item, &made, names_now(db, req->arena));
}

enum err import_mapping_patch(struct request *req, struct db *db) {
  const char *id = req->key[0], *name = in_text(req->input, "name");
  struct rows r, now;
  enum err e = name ? db_exec(db, SQL_import_mapping_free, PARAMS(name), 0, NULL) : ERR_NONE;
  r.count = 1;
  if (!e && name)
    e = db_exec(db, SQL_import_mapping_patch, PARAMS(id, match_version(req), name), 0, &r);
  e = e ? e : db_exec(db, SQL_import_mapping_get, PARAMS(id), DB_LAST, &now);
  if (e || now.count == 0)
    return e ? e : ERR_NOT_FOUND;
  if (r.count == 0)
    return ERR_STALE;
  return row_reply(req, import_mapping_item, &now, names_now(db, req->arena));
}

enum err import_mapping_delete(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_import_mapping_remove, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : r.count ? ERR_NONE : ERR_NOT_FOUND;
}
