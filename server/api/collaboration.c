// SPDX-License-Identifier: EUPL-1.2
// Collaborations: list, create, read (also as of a day), change, stage, history.
#include "api/collaboration.h"

#include <string.h>

#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

const struct field collaboration_item[] = {
    {"id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"subtype", F_CODE, MAYBE, .choices = "subtype"},
    {"title", F_TEXT, ALWAYS},
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, MAYBE, .choices = NAME_OF_UNIT},
    {"owner_id", F_ID, MAYBE},
    {"owner_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"counterparty", F_TEXT, MAYBE},
    {"start_date", F_DATE, MAYBE},
    {"end_date", F_DATE, MAYBE},
    {"journal_number", F_TEXT, MAYBE},
    {"visibility", F_CODE, ALWAYS, .choices = "visibility"},
    {"theme", F_CODE, MAYBE, .choices = "theme"},
    {"tags", F_TEXTS, ALWAYS},
    {"value_ceiling_oere", F_MONEY, MAYBE},
    {"npv_oere", F_MONEY, MAYBE},
    {"value_signal", F_CODE, MAYBE, .choices = "value_signal"},
    {"version", F_INT, ALWAYS},
    {"updated_at", F_STAMP, ALWAYS},
    {.type = F_END},
};

// Headers of the CSV, in the order of collaboration_item.
static const char *const csv_labels[] = {"Id",
                                         "Nummer",
                                         "Type",
                                         "Undertype",
                                         "Titel",
                                         "Fase",
                                         "Enheds-id",
                                         "Enhed",
                                         "Projektleder-id",
                                         "Projektleder",
                                         "Modpart",
                                         "Startdato",
                                         "Slutdato",
                                         "Journalnummer",
                                         "Synlighed",
                                         "Tema",
                                         "Mærker",
                                         "Værdiloft (kr.)",
                                         "Nettonutidsværdi (kr.)",
                                         "Signal",
                                         "Version",
                                         "Ændret",
                                         NULL};

#define DESCRIPTIVE                                                                                \
  {"theme", F_CODE, .choices = "theme"}, {"patient_group", F_CODE, .choices = "patient_group"},    \
      {"start_date", F_DATE}, {"end_date", F_DATE}, {"journal_number", F_TEXT, .max = 60},         \
      {"visibility", F_CODE, FIELD_NO_NULL, .choices = "visibility"},                              \
      {"tags", F_TEXTS, FIELD_NO_NULL, .max = 30},                                                 \
      {"value_ceiling_oere", F_MONEY, .max = INT64_C(100000000000000000)},                         \
      {"external_id", F_TEXT, .max = 200}, {"commercial", F_CODE, .choices = "commercial"},        \
      {"prevention", F_BOOL}, {                                                                    \
    "rare_disease", F_BOOL                                                                         \
  }
// What only one kind has.
#define OF_THE_KIND                                                                                \
  {"need", F_TEXT, .max = 4000}, {"need_group_size", F_INT, .max = 100000000},                     \
      {"procurement_procedure", F_TEXT, .max = 100}, {"cpv", F_TEXT, .min = 10, .max = 10},        \
      {"term_months", F_INT, .min = 1, .max = 600}, {"protocol_number", F_TEXT, .max = 80},        \
      {"eu_number", F_TEXT, .max = 80}, {"ethics_number", F_TEXT, .max = 80},                      \
      {"principal_investigator", F_TEXT, .max = 160}, {"sponsor_id", F_ID},                        \
      {"planned_patients", F_INT, .max = 100000000}, {                                             \
    "external_amount_oere", F_MONEY, .max = INT64_C(100000000000000000)                            \
  }

// The order of the second is that of the parameters in collaboration_patch.
const struct field collaboration_fields[] = {
    {"kind", F_CODE, FIELD_REQUIRED, .choices = "kind"},
    {"subtype", F_CODE, .choices = "subtype"},
    {"title", F_TEXT, FIELD_REQUIRED, 3, 300},
    {"summary", F_TEXT, .max = 20000},
    {"unit_id", F_ID, FIELD_REQUIRED, .max = INT32_MAX},
    {"owner_id", F_ID},
    {"stage", F_CODE, .choices = "stage"},
    DESCRIPTIVE,
    OF_THE_KIND,
    {.type = F_END},
};
const struct field collaboration_patch_fields[] = {
    {"subtype", F_CODE, .choices = "subtype"},
    {"title", F_TEXT, FIELD_REQUIRED, 3, 300},
    {"summary", F_TEXT, .max = 20000},
    {"unit_id", F_ID, FIELD_REQUIRED, .max = INT32_MAX},
    {"owner_id", F_ID},
    DESCRIPTIVE,
    OF_THE_KIND,
    {.type = F_END},
};

static const struct field stage_item[] = {
    {"code", F_TEXT, ALWAYS},
    {"no", F_INT, ALWAYS},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"state", F_CHOICE, ALWAYS, .choices = "done|current|coming"},
    {.type = F_END},
};
const struct field collaboration_reply[] = {
    {"id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"subtype", F_CODE, MAYBE, .choices = "subtype"},
    {"title", F_TEXT, ALWAYS},
    {"summary", F_TEXT, MAYBE},
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, MAYBE},
    {"owner_id", F_ID, MAYBE},
    {"owner_name", F_TEXT, MAYBE},
    {"counterparty", F_TEXT, MAYBE},
    {"theme", F_CODE, MAYBE, .choices = "theme"},
    {"patient_group", F_CODE, MAYBE, .choices = "patient_group"},
    {"commercial", F_CODE, MAYBE, .choices = "commercial"},
    {"prevention", F_BOOL, MAYBE},
    {"rare_disease", F_BOOL, MAYBE},
    {"start_date", F_DATE, MAYBE},
    {"end_date", F_DATE, MAYBE},
    {"journal_number", F_TEXT, MAYBE},
    {"visibility", F_CODE, ALWAYS, .choices = "visibility"},
    {"tags", F_TEXTS, ALWAYS},
    {"value_ceiling_oere", F_MONEY, MAYBE},
    {"source", F_TEXT, ALWAYS},
    {"external_id", F_TEXT, MAYBE},
    {"npv_oere", F_MONEY, MAYBE},
    {"value_signal", F_CODE, MAYBE, .choices = "value_signal"},
    {"need", F_TEXT},
    {"need_group_size", F_INT},
    {"procurement_procedure", F_TEXT},
    {"cpv", F_TEXT},
    {"cpv_label", F_TEXT},
    {"term_months", F_INT},
    {"protocol_number", F_TEXT},
    {"eu_number", F_TEXT},
    {"ethics_number", F_TEXT},
    {"principal_investigator", F_TEXT},
    {"sponsor_id", F_ID},
    {"sponsor_name", F_TEXT},
    {"planned_patients", F_INT},
    {"external_amount_oere", F_MONEY},
    {"small_counts", F_TEXTS, FIELD_NO_NULL}, // counts that are null because they are small
    {"version", F_INT, ALWAYS},
    {"created_at", F_STAMP, ALWAYS},
    {"created_by", F_ANY},
    {"updated_at", F_STAMP, ALWAYS},
    {"updated_by", F_ANY},
    {"participants", F_ARRAY, ALWAYS, .sub = party_reply},
    {"milestones", F_ARRAY, ALWAYS, .sub = milestone_reply},
    {"funding", F_ARRAY, ALWAYS, .sub = funding_reply},
    {"documents", F_ARRAY, ALWAYS, .sub = document_reply},
    {"estimates", F_ARRAY, FIELD_NO_NULL, .sub = estimate_of_case},
    {"stage_path", F_ARRAY, FIELD_NO_NULL, .sub = stage_item},
    {"comment_count", F_INT, FIELD_NO_NULL},
    {"as_of", F_DATE, FIELD_NO_NULL},
    {"import_id", F_ID},
    {.type = F_END},
};

#define PAGE                                                                                       \
  {"limit", F_INT, .min = 1, .max = 200}, {"cursor", F_TEXT, FIELD_RAW, .max = 1200}, {            \
    "sort", F_TEXT, FIELD_RAW, .max = 40                                                           \
  }

const struct field page_query[] = {PAGE, {.type = F_END}};
const struct field collaboration_query[] = {
    PAGE,
    {"q", F_TEXT, FIELD_RAW, .max = 200},
    {"kind", F_CODE, .choices = "kind"},
    {"subtype", F_TEXT, FIELD_RAW, .max = 400},
    {"stage", F_TEXT, FIELD_RAW, .max = 400},
    {"unit_id", F_ID, .max = INT32_MAX},
    {"owner_id", F_ID},
    {"visibility", F_CODE, .choices = "visibility"},
    {"theme", F_CODE, .choices = "theme"},
    {"tag", F_TEXT, FIELD_RAW, .max = 80},
    {"phase", F_TEXT, FIELD_RAW, .max = 60},
    {"at_unit_id", F_ID, .max = INT32_MAX},
    {"area_id", F_ID, .max = INT32_MAX},
    {"patient_group", F_TEXT, FIELD_RAW, .max = 400},
    {"commercial", F_TEXT, FIELD_RAW, .max = 80},
    {"prevention", F_BOOL},
    {"rare_disease", F_BOOL},
    {"unsaid", F_CHOICE,
     .choices = "theme|patient_group|commercial|prevention|rare_disease|end_date"},
    {"value_signal", F_TEXT, FIELD_RAW, .max = 200},
    {"overdue", F_TEXT, FIELD_RAW, .max = 200},
    {"organisation_id", F_ID},
    {"active_on", F_DATE},
    {"starts_from", F_DATE},
    {"starts_to", F_DATE},
    {"ends_from", F_DATE},
    {"ends_to", F_DATE},
    {"has_value", F_BOOL},
    {"mine", F_BOOL},
    {"import_id", F_ID},
    {.type = F_END},
};
const struct field collaboration_one_query[] = {{"as_of", F_DATE}, {.type = F_END}};
enum err collaboration_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_collaborations, NULL);
}

const struct list_export export_collaborations = {&list_collaborations, csv_labels, "samarbejder"};

// Fields of another kind than the case's are refused one by one.
static void check_kind_fields(struct request *req, const char *kind) {
  static const struct {
    const char *kind, *fields[8];
  } owned[] = {
      {"opi", {"need", "need_group_size"}},
      {"strategic_procurement", {"procurement_procedure", "cpv", "term_months"}},
      {"research_contract",
       {"protocol_number", "eu_number", "ethics_number", "principal_investigator", "sponsor_id",
        "planned_patients", "external_amount_oere"}},
  };
  for (size_t i = 0; i < sizeof owned / sizeof owned[0]; i++)
    for (size_t k = 0; strcmp(owned[i].kind, kind) != 0 && owned[i].fields[k]; k++)
      if (in_has(req->input, owned[i].fields[k]))
        fault_add(&req->faults, owned[i].fields[k], FAULT_UNKNOWN_FIELD, NULL);
}

// ISO dates compare as text.
static void check_dates(struct request *req, const char *start, const char *end) {
  if (start && end && strcmp(end, start) < 0)
    fault_add(&req->faults, "end_date", FAULT_END_BEFORE_START, NULL);
}

// Columns of collaboration_get behind the JSON and the ETag.
enum {
  CASE_KIND = 2,
  CASE_STAGE,
  CASE_UNIT,
  CASE_OWNER,
  CASE_CREATED_BY,
  CASE_UPDATED_BY,
  CASE_LIFECYCLE
};

static void write_name(struct buf *out, const char *key, const char *name) {
  out_key(out, key);
  if (name)
    out_string(out, name);
  else
    buf_puts(out, "null");
}

static const char *user_at(const struct names *n, const struct rows *r, int column) {
  return row_text(r, 0, column) ? names_user(n, row_int(r, 0, column)) : NULL;
}

// One case: the object from the database and what is kept in memory.
static void write_case(struct request *req, struct db *db, const struct rows *r, struct buf *out) {
  const struct names *n = names_now(db, req->arena);
  buf_add(out, row_text(r, 0, 0), row_length(r, 0, 0) - 1); // its last brace comes below
  write_name(out, "unit_name", names_unit(n, row_int(r, 0, CASE_UNIT)));
  write_name(out, "owner_name", user_at(n, r, CASE_OWNER));
  write_name(out, "created_by", user_at(n, r, CASE_CREATED_BY));
  write_name(out, "updated_by", user_at(n, r, CASE_UPDATED_BY));
  out_key(out, "stage_path");
  buf_putc(out, '[');
  names_write_path(out, n, row_int(r, 0, CASE_LIFECYCLE), row_text(r, 0, CASE_KIND),
                   row_text(r, 0, CASE_STAGE));
  buf_puts(out, "]}");
}

// A case that is not shown: whoever asks for one that is there leaves a note, and gets the answer
// of one that is not.
static enum err not_seen(struct request *req, struct db *db) {
  enum err e = db_exec(db, SQL_case_refused, PARAMS(req->key[0]), DB_LAST, NULL);
  return e ? e : ERR_NOT_FOUND;
}

enum err case_reply(struct request *req, struct db *db, const char *id) {
  struct rows r;
  enum err e = db_exec(db, SQL_collaboration_get, PARAMS(id), DB_LAST, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  req->reply.etag = arena_printf(req->arena, "\"%s\"", row_text(&r, 0, 1));
  write_case(req, db, &r, &req->reply.body);
  return ERR_NONE;
}

enum err case_refuse_change(struct request *req, struct db *db) {
  struct rows r;
  enum err e = stale_or_missing(req, db, SQL_collaboration_get, PARAMS(req->key[0]), &r);
  if (e == ERR_STALE) {
    struct buf whole;
    buf_init(&whole, REPLY_MAX);
    write_case(req, db, &r, &whole);
    req->current = buf_ok(&whole) ? arena_strndup(req->arena, whole.data, whole.len) : NULL;
    buf_free(&whole);
  }
  return e;
}

// A case that is under way already is entered by those who may import: gates lie behind it.
static enum err check_first_stage(struct request *req, struct db *db) {
  const char *stage = in_text(req->input, "stage");
  struct rows r;
  if (!stage || req->who->rights & RIGHT(RIGHT_IMPORTS_WRITE))
    return ERR_NONE;
  enum err e = db_exec(db, SQL_lifecycle_begins,
                       PARAMS(in_text(req->input, "kind"), in_text(req->input, "subtype")), 0, &r);
  if (e || r.count == 0 || strcmp(stage, row_text(&r, 0, 0)) == 0)
    return e;
  return refuse_field(req, "stage", FAULT_BLOCKED,
                      "en sag, der allerede er i gang, oprettes af indkøb eller forskningsstøtte|"
                      "a case that is under way is entered by procurement or research support");
}

enum err collaboration_post(struct request *req, struct db *db) {
  const struct in *in = req->input;
  check_kind_fields(req, in_text(in, "kind"));
  check_dates(req, in_text(in, "start_date"), in_text(in, "end_date"));
  if (req->faults.count)
    return ERR_INVALID;
  struct rows r;
  enum err e = check_first_stage(req, db);
  e = e ? e : db_exec(db, SQL_collaboration_create, PARAMS(req->body), 0, &r);
  if (e)
    return e;
  const char *id = row_text(&r, 0, 0);
  req->reply.location = arena_printf(req->arena, "/api/v1/collaborations/%s", id);
  return case_reply(req, db, id);
}

enum err collaboration_get(struct request *req, struct db *db) {
  struct rows r;
  if (in_has(req->query, "as_of")) {
    enum err e = db_exec(db, SQL_collaboration_as_of,
                         PARAMS(req->key[0], in_text(req->query, "as_of")), DB_LAST, &r);
    if (e)
      return e;
    return r.count ? json_reply(req, &r) : not_seen(req, db);
  }
  if (req->if_none_match) { // cheap when nothing has changed
    enum err e = db_exec(db, SQL_collaboration_etag, PARAMS(req->key[0]), DB_LAST, &r);
    if (e || r.count == 0)
      return e ? e : not_seen(req, db);
    const char *etag = arena_printf(req->arena, "\"%s\"", row_text(&r, 0, 0));
    if (strcmp(etag, req->if_none_match) == 0) {
      req->reply.status = 304;
      req->reply.etag = etag;
      return ERR_NONE;
    }
  }
  enum err e = case_reply(req, db, req->key[0]);
  return e == ERR_NOT_FOUND ? not_seen(req, db) : e;
}

static const char *otherwise(struct request *req, const char *name, const char *now) {
  return in_get(req->input, name)->present ? in_text(req->input, name) : now;
}

enum err collaboration_patch(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_collaboration_kind, PARAMS(req->key[0]), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  check_kind_fields(req, row_text(&r, 0, 0));
  check_dates(req, otherwise(req, "start_date", row_text(&r, 0, 1)),
              otherwise(req, "end_date", row_text(&r, 0, 2)));
  if (req->faults.count)
    return ERR_INVALID;
  e = db_exec(db, SQL_collaboration_patch,
              body_params(req, PARAMS(req->key[0], match_version(req), body_present(req))), 0, &r);
  if (!e && r.count == 0)
    return case_refuse_change(req, db);
  return e ? e : case_reply(req, db, req->key[0]);
}

static const struct field change_item[] = {
    {"field", F_TEXT, ALWAYS},
    {"before", F_ANY, MAYBE},
    {"after", F_ANY, MAYBE},
    // Of an id that names a person, an organisation or a unit.
    {"before_name", F_TEXT},
    {"after_name", F_TEXT},
    {.type = F_END}};
const struct field history_item[] = {
    {"seq", F_ID, ALWAYS},      {"at", F_STAMP, ALWAYS},
    {"actor_id", F_ID, MAYBE},  {"actor_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"action", F_TEXT, ALWAYS}, {"entity", F_TEXT, ALWAYS},
    {"entity_id", F_ID, MAYBE}, {"changes", F_ARRAY, ALWAYS, .sub = change_item},
    {"reason", F_TEXT, MAYBE},  {.type = F_END},
};

enum err history_list(struct request *req, struct db *db) {
  struct rows seen;
  enum err e = db_exec(db, SQL_case_read, PARAMS(req->key[0]), 0, &seen);
  if (e || seen.count == 0)
    return e ? e : ERR_NOT_FOUND;
  return list_reply(req, db, &list_history, "collaboration_id");
}

// ---- many at once ----

enum { BULK_MAX = 500 };
static const struct field bulk_item[] = {
    {"id", F_ID, FIELD_REQUIRED}, {"version", F_INT, FIELD_NO_NULL, .min = 1}, {.type = F_END}};
static const struct field bulk_set[] = {
    {"unit_id", F_ID, FIELD_NO_NULL, .max = INT32_MAX},
    {"owner_id", F_ID},
    {"theme", F_CODE, .choices = "theme"},
    {"patient_group", F_CODE, .choices = "patient_group"},
    {"commercial", F_CODE, .choices = "commercial"},
    {"prevention", F_BOOL},
    {"rare_disease", F_BOOL},
    {"visibility", F_CODE, FIELD_NO_NULL, .choices = "visibility"},
    {"start_date", F_DATE},
    {"end_date", F_DATE},
    {.type = F_END},
};
const struct field bulk_fields[] = {
    {"items", F_ARRAY, FIELD_REQUIRED, .min = 1, .max = BULK_MAX, .sub = bulk_item},
    {"set", F_OBJECT, FIELD_NO_NULL, .sub = bulk_set},
    {"add_tags", F_TEXTS, FIELD_NO_NULL, .max = 30},
    {"remove_tags", F_TEXTS, FIELD_NO_NULL, .max = 30},
    {"dry_run", F_BOOL, FIELD_NO_NULL},
    {.type = F_END},
};
static const struct field bulk_row[] = {
    {"id", F_ID, ALWAYS},
    {"number", F_TEXT, MAYBE}, // null: there is no such case for whoever asks
    {"title", F_TEXT, MAYBE},
    {"kind", F_CODE, MAYBE, .choices = "kind"},
    {"outcome", F_CHOICE, ALWAYS, .choices = "changed|unchanged|stale|missing|refused|invalid"},
    {"changes", F_ARRAY, ALWAYS, .sub = change_item},
    {.type = F_END},
};
const struct field bulk_reply[] = {
    {"applied", F_BOOL, ALWAYS}, // false: a dry run, or a row that could not be changed
    {"changed", F_INT, ALWAYS},
    {"refused", F_INT, ALWAYS},
    {"items", F_ARRAY, ALWAYS, .sub = bulk_row},
    {.type = F_END},
};

enum err collaboration_bulk(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_collaboration_bulk, body_params(req, NO_PARAMS), 0, &r);
  return e ? e : json_reply(req, &r);
}
