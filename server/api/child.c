// SPDX-License-Identifier: EUPL-1.2
// What belongs to a case: participants, milestones, funding, documents, comments, tasks; the
// remarks on an estimate; measurements (measurement.c). One set of handlers; the route says which
// child it serves.
#include <string.h>

#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

const struct field party_fields[] = {
    {"organisation_id", F_ID, FIELD_REQUIRED},
    {"role", F_CODE, FIELD_NO_NULL, .choices = "party_role"},
    {"contribution_oere", F_MONEY, .max = INT64_C(100000000000000000)},
    {"contact_name", F_TEXT, .max = 120},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field party_reply[] = {
    {"id", F_ID, ALWAYS},
    {"organisation_id", F_ID, ALWAYS},
    {"organisation_name", F_TEXT, ALWAYS},
    {"cvr", F_TEXT, MAYBE},
    {"role", F_CODE, ALWAYS, .choices = "party_role"},
    {"contribution_oere", F_MONEY, MAYBE},
    {"contact_name", F_TEXT, MAYBE},
    {"note", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field milestone_fields[] = {
    {"title", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"due_date", F_DATE, FIELD_REQUIRED},
    {"done_date", F_DATE},
    {"status", F_CODE, FIELD_NO_NULL, .choices = "milestone_status"},
    {"delay_cause", F_CODE, .choices = "delay_cause"},
    {"delay_note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field milestone_reply[] = {
    {"id", F_ID, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"due_date", F_DATE, ALWAYS},
    {"baseline_date", F_DATE, ALWAYS},
    {"done_date", F_DATE, MAYBE},
    {"status", F_CODE, ALWAYS, .choices = "milestone_status"},
    {"delay_cause", F_CODE, MAYBE, .choices = "delay_cause"},
    {"delay_note", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
static const struct field share_fields[] = {
    {"kasse", F_CODE, FIELD_REQUIRED, .choices = "kasse"},
    {"num", F_INT, FIELD_REQUIRED, 1, 1000000},
    {"den", F_INT, FIELD_REQUIRED, 1, 1000000},
    {.type = F_END},
};
static const struct field share_reply[] = {
    {"kasse", F_CODE, ALWAYS, .choices = "kasse"},
    {"num", F_INT, ALWAYS},
    {"den", F_INT, ALWAYS},
    {"amount_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
const struct field funding_fields[] = {
    {"source", F_CODE, FIELD_REQUIRED, .choices = "funding_source"},
    {"organisation_id", F_ID},
    {"amount_oere", F_MONEY, FIELD_REQUIRED, .max = INT64_C(100000000000000000)},
    {"year", F_INT, .min = 1990, .max = 2200},
    {"note", F_TEXT, .max = 2000},
    {"shares", F_ARRAY, FIELD_NO_NULL, .max = 12, .sub = share_fields},
    {.type = F_END},
};
const struct field funding_reply[] = {
    {"id", F_ID, ALWAYS},
    {"source", F_CODE, ALWAYS, .choices = "funding_source"},
    {"organisation_id", F_ID, MAYBE},
    {"organisation_name", F_TEXT, MAYBE},
    {"amount_oere", F_MONEY, ALWAYS},
    {"year", F_INT, MAYBE},
    {"note", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {"shares", F_ARRAY, ALWAYS, .sub = share_reply},
    {.type = F_END},
};
const struct field document_fields[] = {
    {"title", F_TEXT, FIELD_REQUIRED, 1, 300},
    {"type", F_CODE, FIELD_NO_NULL, .choices = "document_type"},
    {"url", F_URL, FIELD_REQUIRED},
    {"document_date", F_DATE},
    {"direction", F_CHOICE, FIELD_NO_NULL, .choices = "in|out|internal"},
    {"confidentiality", F_CODE, FIELD_NO_NULL, .choices = "confidentiality"},
    {"journal_number", F_TEXT, .max = 60},
    {.type = F_END},
};
const struct field document_reply[] = {
    {"id", F_ID, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"type", F_CODE, ALWAYS, .choices = "document_type"},
    {"url", F_TEXT, MAYBE},
    {"document_date", F_DATE, MAYBE},
    {"direction", F_CHOICE, ALWAYS, .choices = "in|out|internal"},
    {"confidentiality", F_CODE, ALWAYS, .choices = "confidentiality"},
    {"journal_number", F_TEXT},
    // Of the newest version of its file; null when the document is a link.
    {"filename", F_TEXT},
    {"media_type", F_TEXT},
    {"size", F_INT},
    {"version_no", F_INT},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
static const struct field mention_fields[] = {{"user_id", F_ID, FIELD_REQUIRED}, {.type = F_END}};
static const struct field mention_item[] = {
    {"user_id", F_ID, ALWAYS}, {"user_name", F_TEXT, ALWAYS}, {.type = F_END}};
const struct field comment_fields[] = {
    {"body", F_TEXT, FIELD_REQUIRED, 1, 10000},
    {"mentions", F_ARRAY, FIELD_NO_NULL, .max = 20, .sub = mention_fields},
    {.type = F_END},
};
const struct field comment_reply[] = {
    {"id", F_ID, ALWAYS},
    {"body", F_TEXT, ALWAYS},
    {"mentions", F_ARRAY, ALWAYS, .sub = mention_item},
    {"author_id", F_ID, MAYBE},
    {"author_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"created_at", F_STAMP, ALWAYS},
    {"updated_at", F_STAMP, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field task_fields[] = {
    {"title", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"note", F_TEXT, .max = 4000},
    {"owner_id", F_ID},
    {"due_date", F_DATE},
    {"done", F_BOOL, FIELD_NO_NULL},
    {.type = F_END},
};
const struct field task_reply[] = {
    {"id", F_ID, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"note", F_TEXT, MAYBE},
    {"owner_id", F_ID, MAYBE},
    {"owner_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"due_date", F_DATE, MAYBE},
    {"done", F_BOOL, ALWAYS},
    {"author_id", F_ID, MAYBE},
    {"author_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"created_at", F_STAMP, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

const struct child child_parties = {CHILD_OF_CASE(party, "parties", party_reply)};
const struct child child_milestones = {CHILD_OF_CASE(milestone, "milestones", milestone_reply)};
const struct child child_funding = {CHILD_OF_CASE(funding, "funding", funding_reply),
                                    .shares = true};
const struct child child_documents = {CHILD_OF_CASE(document, "documents", document_reply)};
const struct child child_comments = {CHILD_OF_CASE(comment, "comments", comment_reply)};
const struct child child_tasks = {CHILD_OF_CASE(task, "tasks", task_reply)};
const struct child child_notes = {CHILD(note, "notes", note_reply), .seen = SQL_estimate_state,
                                  .base = "estimates"};

enum err child_list(struct request *req, struct db *db) {
  const struct child *c = req->route->of;
  struct rows r, seen;
  enum err e = db_exec(db, c->seen, PARAMS(req->key[0]), 0, &seen);
  if (e || seen.count == 0)
    return e ? e : ERR_NOT_FOUND;
  e = db_exec(db, c->list, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : items_reply(req, db, c->reply, &r);
}

// The child as it is now, with its ETag.
static enum err reply_child(struct request *req, struct db *db, const char *id, bool created) {
  const struct child *c = req->route->of;
  struct rows r;
  enum err e = db_exec(db, c->get, PARAMS(req->key[0], id), DB_LAST, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  e = row_reply(req, c->reply, &r, names_now(db, req->arena));
  for (int i = 0; i < r.columns; i++)
    if (strcmp(row_name(&r, i), "version") == 0)
      req->reply.etag = arena_printf(req->arena, "\"%s\"", row_text(&r, 0, i));
  if (created)
    req->reply.location =
        arena_printf(req->arena, "/api/v1/%s/%s/%s/%s", c->base, req->key[0], c->name, id);
  return e;
}

// What is wrong with one share; that they add up to 1 is for the database to say.
static void check_shares(struct request *req, const struct in_value *shares) {
  for (size_t i = 0; i < shares->count; i++) {
    const struct in *share = &shares->items[i];
    if (in_int(share, "num", 0) > in_int(share, "den", 0))
      fault_add(&req->faults, arena_printf(req->arena, "shares[%zu].num", i), FAULT_TOO_LARGE,
                in_text(share, "den"));
    for (size_t k = 0; k < i; k++)
      if (strcmp(in_text(share, "kasse"), in_text(&shares->items[k], "kasse")) == 0)
        fault_add(&req->faults, arena_printf(req->arena, "shares[%zu].kasse", i), FAULT_REPEATED,
                  NULL);
  }
}

static enum err set_shares(struct request *req, struct db *db, const char *id) {
  const struct in_value *shares = in_get(req->input, "shares");
  if (!shares->present)
    return ERR_NONE;
  check_shares(req, shares);
  if (req->faults.count)
    return ERR_INVALID;
  enum err e = db_exec(db, SQL_funding_shares_clear, PARAMS(id), 0, NULL);
  return e ? e
           : db_exec(db, SQL_funding_shares_set, PARAMS(req->key[0], id, shares->text), 0, NULL);
}

enum err child_post(struct request *req, struct db *db) {
  const struct child *c = req->route->of;
  struct rows r;
  enum err e = db_exec(db, c->seen, PARAMS(req->key[0]), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  e = db_exec(db, c->create, body_params(req, PARAMS(req->key[0])), 0, &r);
  if (!e && c->shares)
    e = set_shares(req, db, row_text(&r, 0, 0));
  if (!e && c->check)
    e = c->check(req, db, row_text(&r, 0, 0));
  return e ? e : reply_child(req, db, row_text(&r, 0, 0), true);
}

// A change that found no row: gone, or stale with the present state for the caller to merge.
static enum err not_changed(struct request *req, struct db *db) {
  enum err e = reply_child(req, db, req->key[1], false);
  if (e)
    return e;
  struct buf *b = &req->reply.body;
  bool same = strcmp(req->reply.etag, arena_printf(req->arena, "\"%s\"", match_version(req))) == 0;
  if (same) // seen, not stale, and yet not changed: row-level security
    return ERR_FORBIDDEN;
  req->current = arena_strndup(req->arena, b->data, b->len);
  return ERR_STALE;
}

enum err child_patch(struct request *req, struct db *db) {
  const struct child *c = req->route->of;
  struct rows r;
  const char *const *lead = PARAMS(req->key[0], req->key[1], match_version(req), body_present(req));
  enum err e = db_exec(db, c->patch, body_params(req, lead), 0, &r);
  if (e)
    return e;
  if (r.count == 0)
    return not_changed(req, db);
  if (c->shares)
    e = set_shares(req, db, req->key[1]);
  if (!e && c->check)
    e = c->check(req, db, req->key[1]);
  return e ? e : reply_child(req, db, req->key[1], false);
}

enum err child_delete(struct request *req, struct db *db) {
  const struct child *c = req->route->of;
  struct rows r;
  enum err e = db_exec(db, c->remove, PARAMS(req->key[0], req->key[1], match_version(req)), 0, &r);
  return e || r.count ? e : not_changed(req, db);
}
