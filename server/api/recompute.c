// SPDX-License-Identifier: EUPL-1.2
// Recomputation of drafts when reference values have changed: asked for here, done by the work
// process one draft at a time, each in a transaction of its own. Approved and submitted estimates
// never change.
#include "api/recompute.h"

#include <string.h>

#include "api/confirmation.h"
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

enum { STEP_ARENA = 64 * 1024 * 1024, STEP_MS = 30000 };

static const struct field item_fields[] = {
    {"estimate_id", F_ID, ALWAYS},
    {"collaboration_id", F_ID, ALWAYS},
    {"collaboration_title", F_TEXT, ALWAYS},
    {"status", F_CHOICE, ALWAYS, .choices = "waiting|changed|unchanged|skipped|failed"},
    {"npv_before_oere", F_MONEY, MAYBE},
    {"npv_after_oere", F_MONEY, MAYBE},
    {"detail", F_TEXT, MAYBE},
    {.type = F_END},
};
const struct field recompute_reply[] = {
    {"id", F_ID, ALWAYS},
    {"reference_set_id", F_ID, ALWAYS},
    {"total", F_INT, ALWAYS},
    {"done", F_INT, ALWAYS},
    {"changed", F_INT, ALWAYS},
    {"failed", F_INT, ALWAYS},
    {"created_at", F_STAMP, ALWAYS},
    {"started_at", F_STAMP, MAYBE},
    {"finished_at", F_STAMP, MAYBE},
    {"items", F_ARRAY, ALWAYS, .sub = item_fields},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

static enum err reply_job(struct request *req, struct db *db, const char *id, bool created) {
  struct rows r;
  enum err e = db_exec(db, SQL_recompute_get, PARAMS(id), DB_LAST, &r);
  if (e)
    return e;
  return created ? created_reply(req, &r, "/api/v1/reference/recompute") : json_reply(req, &r);
}

enum err recompute_post(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_recompute_add, NO_PARAMS, 0, &r);
  return e ? e : reply_job(req, db, row_text(&r, 0, 0), true);
}

enum err recompute_get(struct request *req, struct db *db) {
  return reply_job(req, db, req->key[0], false);
}

// One draft with its new inputs. *status and *detail are what the item keeps.
static enum err renew(struct db *db, struct arena *a, const struct rows *r, const char **status,
                      const char **detail) {
  const struct in *inputs;
  struct evaluation v = {.faults = {.arena = a}};
  const char *id = row_text(r, 0, 1), *version = row_text(r, 0, 2);
  *status = "failed";
  enum err e = estimate_read(a, row_text(r, 0, 4), row_length(r, 0, 4), &v.faults, &inputs);
  if (!e)
    e = confirmed_evaluate(db, a, id, inputs, &v);
  if (v.faults.count) {
    *detail = v.faults.rows[0].field;
    return ERR_NONE;
  }
  const char *document = e ? NULL : estimate_document(&v, NULL, a);
  if (!document)
    return e ? e : ERR_INTERNAL;
  struct rows saved;
  e = db_exec(db, SQL_estimate_save, PARAMS(id, version, document), 0, &saved);
  e = e ? e : db_exec(db, SQL_estimate_take_set, PARAMS(id), 0, NULL);
  *status = "changed";
  return e;
}

// Does the next draft; *more is false when none waits.
static enum err step(struct db *db, const struct db_principal *who, const char *job, bool *more) {
  struct arena *a = arena_new(STEP_ARENA);
  struct rows r;
  db_begin(db, a, who, 0, STEP_MS);
  enum err e = db_exec(db, SQL_recompute_next, PARAMS(job), 0, &r);
  *more = !e && r.count > 0;
  if (*more) {
    const char *status = "skipped", *detail = NULL;
    bool draft = row_true(&r, 0, 3);
    bool same = draft && row_text(&r, 0, 4) && strcmp(row_text(&r, 0, 4), row_text(&r, 0, 6)) == 0;
    if (same) {
      status = "unchanged";
      e = db_exec(db, SQL_estimate_take_set, PARAMS(row_text(&r, 0, 1)), 0, NULL);
    } else if (draft && row_text(&r, 0, 4)) {
      e = renew(db, a, &r, &status, &detail);
    }
    e = e ? e
          : db_exec(db, SQL_recompute_mark,
                    PARAMS(row_text(&r, 0, 0), status, row_text(&r, 0, 5), detail), DB_LAST, NULL);
  }
  e = db_end(db, e);
  arena_free(a);
  return e;
}

enum err recompute_run(struct db *db, struct db *aside, int64_t id) {
  const struct db_principal *who = &db_system;
  struct arena *a = arena_new(STEP_ARENA);
  const char *job = arena_printf(a, "%lld", (long long)id);
  bool more = true;
  db_begin(aside, a, who, 0, STEP_MS);
  enum err e = db_end(aside, db_exec(aside, SQL_recompute_fill, PARAMS(job), DB_LAST, NULL));
  while (!e && more)
    e = step(aside, who, job, &more);
  e = e ? e : db_exec(db, SQL_recompute_done, PARAMS(job), 0, NULL);
  arena_free(a);
  return e;
}

// The next estimate behind *last; *more is false when none is left. One that does not add up any
// more keeps the figures that it has.
static enum err fill_yearly(struct db *db, int64_t *last, bool *more) {
  struct arena *a = arena_new(STEP_ARENA);
  struct evaluation v = {.faults = {.arena = a}};
  const struct in *inputs;
  struct rows r;
  db_begin(db, a, &db_system, 0, STEP_MS);
  enum err e =
      db_exec(db, SQL_yearly_next, PARAMS(arena_printf(a, "%lld", (long long)*last)), 0, &r);
  *more = !e && r.count > 0;
  if (*more) {
    *last = row_int(&r, 0, 0);
    if (!estimate_read(a, row_text(&r, 0, 1), row_length(&r, 0, 1), &v.faults, &inputs))
      estimate_evaluate(a, inputs, &v);
    const char *document = v.faults.count ? NULL : estimate_document(&v, NULL, a);
    if (document)
      e = db_exec(db, SQL_yearly_fill, PARAMS(row_text(&r, 0, 0), document), DB_LAST, NULL);
  }
  e = db_end(db, e);
  arena_free(a);
  return e;
}

enum err yearly_run(struct db *db, struct db *aside, int64_t id) {
  (void)db;
  (void)id;
  int64_t last = 0;
  bool more = true;
  enum err e = ERR_NONE;
  while (!e && more)
    e = fill_yearly(aside, &last, &more);
  return e;
}
