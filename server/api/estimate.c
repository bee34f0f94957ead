// SPDX-License-Identifier: EUPL-1.2
// Value estimates of a collaboration: versions, their inputs and result, submit, return, approve.
// The result is what the engine says of the stored inputs, every time; the database keeps its main
// figures for lists and sums.
#include "api/estimate.h"

#include <string.h>

#include "api/confirmation.h"
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

enum { TEXT_LONG = 4000 };

const struct field estimate_fields[] = {
    {"tier", F_CODE, ALWAYS, .choices = "tier"},
    {"comparator", F_TEXT, .max = TEXT_LONG},
    {"population", F_TEXT, .max = TEXT_LONG},
    {"assessment", F_OBJECT, FIELD_NO_NULL, .sub = assessment_fields},
    {"copy_of", F_ID},
    {"inputs", F_OBJECT, FIELD_NO_NULL, .sub = value_body},
    {.type = F_END},
};
const struct field estimate_patch_fields[] = {
    {"tier", F_CODE, ALWAYS, .choices = "tier"},
    {"comparator", F_TEXT, .max = TEXT_LONG},
    {"population", F_TEXT, .max = TEXT_LONG},
    {"assessment", F_OBJECT, FIELD_NO_NULL, .sub = assessment_fields},
    {"inputs", F_OBJECT, ALWAYS, .sub = value_body},
    {.type = F_END},
};
const struct field estimate_comment_fields[] = {
    {"comment", F_TEXT, .max = TEXT_LONG},
    {.type = F_END},
};
const struct field estimate_return_fields[] = {
    {"comment", F_TEXT, FIELD_REQUIRED, 1, TEXT_LONG},
    {.type = F_END},
};

static const struct field npv_fields[] = {
    {"clinic_oere", F_MONEY, ALWAYS},           {"hospital_oere", F_MONEY, ALWAYS},
    {"region_oere", F_MONEY, ALWAYS},           {"region_cash_oere", F_MONEY, ALWAYS},
    {"public_oere", F_MONEY, ALWAYS},           {"public_cash_oere", F_MONEY, ALWAYS},
    {"limited_societal_oere", F_MONEY, ALWAYS}, {"limited_societal_cash_oere", F_MONEY, ALWAYS},
    {"societal_oere", F_MONEY, MAYBE},          {.type = F_END},
};
static const struct field set_fields[] = {
    {"id", F_ID, ALWAYS},
    {"created_at", F_STAMP, ALWAYS},
    {"current", F_BOOL, ALWAYS},
    {.type = F_END},
};

// What the estimate assumes otherwise than its reference set.
static const struct field own_index_fields[] = {
    {"code", F_TEXT, ALWAYS},       {"year", F_INT, ALWAYS}, {"value", F_NUMBER, ALWAYS},
    {"reference", F_NUMBER, MAYBE}, {.type = F_END},
};
static const struct field own_rule_fields[] = {
    {"task", F_TEXT, ALWAYS},
    {"municipality", F_TEXT, MAYBE},
    {"sector_from", F_CODE, ALWAYS, .choices = "sector"},
    {"sector_to", F_CODE, ALWAYS, .choices = "sector"},
    {"valid_from", F_INT, ALWAYS},
    {"used", F_BOOL, ALWAYS}, // false: a rule of the set that is left out
    {.type = F_END},
};
static const struct field own_fields[] = {
    {"indices", F_ARRAY, ALWAYS, .sub = own_index_fields},
    {"payer_rules", F_ARRAY, ALWAYS, .sub = own_rule_fields},
    {.type = F_END},
};

// clang-format off
#define HEAD                                                                           \
  {"id", F_ID, ALWAYS}, {"collaboration_id", F_ID, ALWAYS},                            \
  {"collaboration_number", F_TEXT, ALWAYS}, {"collaboration_title", F_TEXT, ALWAYS},   \
  {"unit_id", F_ID, ALWAYS}, {"unit_name", F_TEXT, MAYBE, .choices = NAME_OF_UNIT},    \
  {"version_no", F_INT, ALWAYS}, {"copied_from", F_ID, MAYBE},                         \
  {"tier", F_CODE, ALWAYS, .choices = "tier"},                                         \
  {"status", F_CODE, ALWAYS, .choices = "estimate_status"},                            \
  {"author_id", F_ID, MAYBE}, {"author_name", F_TEXT, MAYBE, .choices = NAME_OF_USER}, \
  {"submitted_by", F_ID, MAYBE},                                                       \
  {"submitted_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},                       \
  {"submitted_at", F_STAMP, MAYBE}, {"approved_by", F_ID, MAYBE},                      \
  {"approved_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},                        \
  {"approved_at", F_STAMP, MAYBE}, {"review_comment", F_TEXT, MAYBE},                  \
  {"assigned_to", F_ID, MAYBE},                                                        \
  {"assigned_to_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},                        \
  {"assigned_at", F_STAMP, MAYBE},                                                     \
  {"comparator", F_TEXT, MAYBE}, {"population", F_TEXT, MAYBE},                        \
  {"npv", F_OBJECT, MAYBE, .sub = npv_fields},                                         \
  {"signal", F_CODE, MAYBE, .choices = "value_signal"},                                \
  {"weak_evidence_share", F_NUMBER, MAYBE}, {"engine_version", F_TEXT, MAYBE},         \
  {"params_hash", F_TEXT, MAYBE}, {"headline", F_BOOL, ALWAYS},                        \
  {"version", F_INT, ALWAYS}, {"created_at", F_STAMP, ALWAYS},                         \
  {"updated_at", F_STAMP, ALWAYS}, {"updated_by", F_ID, MAYBE},                        \
  {"updated_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},                         \
  {"assessment", F_OBJECT, ALWAYS, .sub = assessment_fields},                          \
  {"completeness", F_OBJECT, ALWAYS, .sub = completeness_fields},                      \
  {"reference_set", F_OBJECT, MAYBE, .sub = set_fields},                               \
  {"own_values", F_OBJECT, MAYBE, .sub = own_fields},                                  \
  {"inputs", F_OBJECT, ALWAYS, .sub = value_body}
// clang-format on

// The columns of estimate_get; names come from memory.
static const struct field estimate_head[] = {HEAD, {.type = F_END}};
const struct field estimate_reply[] = {
    HEAD,
    {"result", F_OBJECT, MAYBE, .sub = value_reply},
    {"faults", F_ARRAY, ALWAYS, .sub = fault_fields},
    {.type = F_END},
};
const struct field estimate_item[] = {
    {"id", F_ID, ALWAYS},
    {"collaboration_id", F_ID, ALWAYS},
    {"collaboration_number", F_TEXT, ALWAYS},
    {"collaboration_title", F_TEXT, ALWAYS},
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, MAYBE, .choices = NAME_OF_UNIT},
    {"version_no", F_INT, ALWAYS},
    {"tier", F_CODE, ALWAYS, .choices = "tier"},
    {"status", F_CODE, ALWAYS, .choices = "estimate_status"},
    {"author_id", F_ID, MAYBE},
    {"author_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"submitted_at", F_STAMP, MAYBE},
    {"waiting_days", F_INT, MAYBE},
    {"assigned_to", F_ID, MAYBE},
    {"assigned_to_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"amount_oere", F_MONEY, MAYBE},
    {"updated_at", F_STAMP, ALWAYS},
    {"npv_limited_societal_oere", F_MONEY, MAYBE},
    {"signal", F_CODE, MAYBE, .choices = "value_signal"},
    {"weak_evidence_share", F_NUMBER, MAYBE},
    {"headline", F_BOOL, ALWAYS},
    {.type = F_END},
};
const struct field estimate_of_case[] = {
    {"id", F_ID, ALWAYS},
    {"version_no", F_INT, ALWAYS},
    {"tier", F_CODE, ALWAYS, .choices = "tier"},
    {"status", F_CODE, ALWAYS, .choices = "estimate_status"},
    {"npv", F_OBJECT, MAYBE, .sub = npv_fields},
    {"signal", F_CODE, MAYBE, .choices = "value_signal"},
    {"weak_evidence_share", F_NUMBER, MAYBE},
    {"headline", F_BOOL, ALWAYS},
    {"created_by", F_ID, MAYBE},
    {"created_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"created_at", F_STAMP, ALWAYS},
    {"updated_at", F_STAMP, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field estimate_query[] = {
    PAGE_FIELDS,
    {"status", F_CODE, .choices = "estimate_status"},
    {"tier", F_CODE, .choices = "tier"},
    {"unit_id", F_ID, .max = INT32_MAX},
    {"collaboration_id", F_ID},
    {"mine", F_BOOL},
    {"queue", F_BOOL},
    {"assigned_to", F_ID},
    {.type = F_END},
};
const struct field estimate_assign_fields[] = {{"user_id", F_ID}, {.type = F_END}};
const struct field note_fields[] = {
    {"line", F_TEXT, .max = 60},
    {"body", F_TEXT, FIELD_REQUIRED, 1, TEXT_LONG},
    {"resolved", F_BOOL, FIELD_NO_NULL},
    {.type = F_END},
};
const struct field note_reply[] = {
    {"id", F_ID, ALWAYS},
    {"line", F_TEXT, MAYBE},
    {"body", F_TEXT, ALWAYS},
    {"author_id", F_ID, MAYBE},
    {"author_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"created_at", F_STAMP, ALWAYS},
    {"updated_at", F_STAMP, ALWAYS},
    {"resolved", F_BOOL, ALWAYS},
    {"resolved_by", F_ID, MAYBE},
    {"resolved_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"resolved_at", F_STAMP, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

enum err estimate_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_estimates, NULL);
}

static enum err case_seen(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_collaboration_kind, PARAMS(req->key[0]), 0, &r);
  return e || r.count ? e : ERR_NOT_FOUND;
}

enum err estimate_case_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = case_seen(req, db);
  e = e ? e : db_exec(db, SQL_estimate_of_case, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : items_reply(req, db, estimate_of_case, &r);
}

enum err estimate_load(struct db *db, struct arena *a, const char *id, struct rows *r,
                       struct evaluation *v) {
  const struct in *inputs;
  *v = (struct evaluation){.faults = {.arena = a}};
  enum err e = estimate_shown(db, id);
  e = e ? e : db_exec(db, SQL_estimate_get, PARAMS(id), DB_LAST, r);
  if (e || r->count == 0)
    return e ? e : ERR_NOT_FOUND;
  int last = r->columns - 1;
  // Faults here mean that what was right when it was stored is so no more: shown, never hidden.
  if (!estimate_read(a, row_text(r, 0, last), row_length(r, 0, last), &v->faults, &inputs))
    estimate_evaluate(a, inputs, v);
  return ERR_NONE;
}

// The estimate with what the engine says of it, or why it says nothing yet.
static enum err reply_estimate(struct request *req, struct db *db, const char *id) {
  struct rows r;
  struct evaluation v;
  enum err e = estimate_load(db, req->arena, id, &r, &v);
  if (e)
    return e;
  e = row_reply(req, estimate_head, &r, names_now(db, req->arena));
  struct buf *out = &req->reply.body;
  out->len--; // the closing brace: more members follow
  out_key(out, "result");
  estimate_result(&v, req->arena, out);
  faults_write(req, &v.faults, "faults", out);
  buf_putc(out, '}');
  for (int i = 0; i < r.columns; i++)
    if (strcmp(row_name(&r, i), "version") == 0)
      req->reply.etag = arena_printf(req->arena, "\"%s\"", row_text(&r, 0, i));
  return e;
}

enum err estimate_get(struct request *req, struct db *db) {
  return reply_estimate(req, db, req->key[0]);
}

// The inputs to begin with: those given, those of another version, or fresh ones.
static enum err first_inputs(struct request *req, struct db *db, const struct in **inputs) {
  if (in_has(req->input, "inputs")) {
    *inputs = in_get(req->input, "inputs")->items;
    return ERR_NONE;
  }
  struct rows r;
  const char *copy = in_text(req->input, "copy_of"), *id = req->key[0];
  enum err e = copy ? db_exec(db, SQL_estimate_copy, PARAMS(copy, id), 0, &r)
                    : db_exec(db, SQL_estimate_fresh, PARAMS(id), 0, &r);
  if (e || r.count == 0)
    return e ? e : refuse_field(req, "copy_of", FAULT_UNKNOWN_REFERENCE, NULL);
  return estimate_read(req->arena, row_text(&r, 0, 0), row_length(&r, 0, 0), &req->faults, inputs);
}

// What was computed as the document that the database takes; req->input has the rest.
static enum err document_of(struct request *req, const struct evaluation *v,
                            const char **document) {
  *document = estimate_document(v, req->input, req->arena);
  return *document ? ERR_NONE : ERR_INTERNAL;
}

enum err estimate_post(struct request *req, struct db *db) {
  const struct in *inputs;
  struct evaluation v;
  const char *document, *carried, *copy = in_text(req->input, "copy_of");
  struct rows r;
  enum err e = case_seen(req, db);
  e = e ? e : assessment_check(req);
  e = e ? e : first_inputs(req, db, &inputs);
  if (!e && !estimate_storable(inputs, &req->faults))
    e = ERR_INVALID;
  e = e ? e : confirmed_first(db, req->arena, req->key[0], copy, inputs, &v, &carried);
  e = e ? e : document_of(req, &v, &document);
  e = e ? e : db_exec(db, SQL_estimate_add, PARAMS(req->key[0], copy, document), 0, &r);
  if (e)
    return e;
  const char *id = arena_strdup(req->arena, row_text(&r, 0, 0));
  e = carried ? db_exec(db, SQL_confirmation_carry, PARAMS(id, carried), 0, NULL) : ERR_NONE;
  if (e)
    return e;
  req->reply.location = arena_printf(req->arena, "/api/v1/estimates/%s", id);
  return reply_estimate(req, db, id);
}

static enum err stale(struct request *req, struct db *db) {
  enum err e = reply_estimate(req, db, req->key[0]);
  const struct buf *b = &req->reply.body;
  req->current = e ? NULL : arena_strndup(req->arena, b->data, b->len);
  return e ? e : ERR_STALE;
}

// The estimate must be seen, in one of the states (parted by blanks), and as the caller knows it.
static enum err expect(struct request *req, struct db *db, const char *states) {
  struct rows r;
  enum err e = db_exec(db, SQL_estimate_queue, PARAMS(req->key[0]), 0, NULL);
  e = e ? e : db_exec(db, SQL_estimate_state, PARAMS(req->key[0]), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  const char *state = row_text(&r, 0, 0);
  if (!strstr(states, state)) {
    const char *da =
        names_label(names_now(db, req->arena), "estimate_status", NULL, state, LANG_DA);
    const char *en =
        names_label(names_now(db, req->arena), "estimate_status", NULL, state, LANG_EN);
    return refuse(req, ERR_STATE, arena_printf(req->arena, "Vurderingens tilstand: %s", da),
                  arena_printf(req->arena, "State of the estimate: %s", en));
  }
  if (req->if_match && strcmp(match_version(req), row_text(&r, 0, 1)) != 0)
    return stale(req, db);
  return ERR_NONE;
}

static enum err changed_inputs(struct request *req, struct db *db, const struct in **inputs) {
  if (in_has(req->input, "inputs")) {
    *inputs = in_get(req->input, "inputs")->items;
    return ERR_NONE;
  }
  struct rows r;
  enum err e = db_exec(db, SQL_estimate_stored, PARAMS(req->key[0]), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  return estimate_read(req->arena, row_text(&r, 0, 0), row_length(&r, 0, 0), &req->faults, inputs);
}

enum err estimate_patch(struct request *req, struct db *db) {
  const struct in *inputs;
  struct evaluation v;
  const char *document;
  struct rows r;
  enum err e = expect(req, db, "draft");
  e = e ? e : assessment_check(req);
  e = e ? e : changed_inputs(req, db, &inputs);
  if (!e && !estimate_storable(inputs, &req->faults))
    e = ERR_INVALID;
  e = e ? e : confirmed_evaluate(db, req->arena, req->key[0], inputs, &v);
  e = e ? e : document_of(req, &v, &document);
  e = e ? e
        : db_exec(db, SQL_estimate_save, PARAMS(req->key[0], match_version(req), document), 0, &r);
  if (!e && !row_true(&r, 0, 0)) { // out of reach, unless somebody was faster
    e = expect(req, db, "draft");
    return e ? e : ERR_FORBIDDEN;
  }
  return e ? e : reply_estimate(req, db, req->key[0]);
}

// What the estimate's tier calls for; every gap is named.
static enum err check_complete(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_estimate_blocked_by, PARAMS(req->key[0]), 0, &r);
  for (int i = 0; !e && i < r.count; i++)
    fault_add(&req->faults, row_text(&r, i, 0), FAULT_INCOMPLETE,
              arena_printf(req->arena, "%s|%s", row_text(&r, i, 1), row_text(&r, i, 2)));
  return e ? e : r.count ? ERR_INVALID : ERR_NONE;
}

// The figures that are submitted are those of the engine that runs now.
enum err estimate_submit(struct request *req, struct db *db) {
  struct evaluation v;
  struct rows r;
  const char *id = req->key[0];
  enum err e = expect(req, db, "draft");
  e = e ? e : db_exec(db, SQL_reason, PARAMS(in_text(req->input, "comment")), 0, NULL);
  e = e ? e : estimate_refresh(db, req->arena, id, &v);
  if (e == ERR_INVALID)
    req->faults = v.faults;
  if (!e || e == ERR_INVALID) { // both kinds of gaps at once
    enum err lacks = check_complete(req, db);
    e = e ? e : lacks;
  }
  e = e ? e : db_exec(db, SQL_estimate_submit, PARAMS(id), 0, &r);
  if (!e && r.count == 0)
    e = ERR_FORBIDDEN;
  return e ? e : reply_estimate(req, db, id);
}

// What a reviewer does with a submitted estimate.
static enum err decide(struct request *req, struct db *db, enum sql decision) {
  struct rows r;
  const char *comment = in_text(req->input, "comment");
  enum err e = expect(req, db, "submitted in_review");
  e = e ? e : db_exec(db, SQL_reason, PARAMS(comment), 0, NULL);
  e = e ? e : db_exec(db, decision, PARAMS(req->key[0], comment), 0, &r);
  if (!e && r.count == 0)
    e = ERR_FORBIDDEN;
  return e ? e : reply_estimate(req, db, req->key[0]);
}

enum err estimate_approve(struct request *req, struct db *db) {
  return decide(req, db, SQL_estimate_approve);
}

enum err estimate_return(struct request *req, struct db *db) {
  return decide(req, db, SQL_estimate_return);
}

enum err estimate_reject(struct request *req, struct db *db) {
  return decide(req, db, SQL_estimate_reject);
}

enum err estimate_assign(struct request *req, struct db *db) {
  struct rows r;
  enum err e = expect(req, db, "submitted in_review");
  e = e ? e
        : db_exec(db, SQL_estimate_assign, PARAMS(req->key[0], in_text(req->input, "user_id")), 0,
                  &r);
  if (!e && r.count == 0)
    e = ERR_FORBIDDEN;
  return e ? e : reply_estimate(req, db, req->key[0]);
}
