// SPDX-License-Identifier: EUPL-1.2
// The outbox: claim a row for a while, do it, mark it; back off after a failure. Any number of
// workers.
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "work/import.h"
#include "work/mail.h"
#include "work/package.h"
#include "work/work.h"

enum { JOB_ARENA = 256 * 1024 * 1024, JOB_MS = 15 * 60 * 1000, QUICK_MS = 5000 };

const struct db_principal work_principal = {.access = "staff sees_all writes_all audits",
                                            .via = "work"};

static enum err import_dry_run(struct db *db, struct db *aside, int64_t id) {
  return import_job(db, aside, id, false);
}

static enum err import_apply(struct db *db, struct db *aside, int64_t id) {
  return import_job(db, aside, id, true);
}

static const struct work_topic own[] = {
    {"import.dry_run", import_dry_run},
    {"import.apply", import_apply},
    {"access.package", package_run},
    {"mail.send", mail_send},
    {0},
};

static const struct work_topic *find(const struct work_topic *topics, const char *name) {
  for (; topics->name; topics++)
    if (strcmp(topics->name, name) == 0)
      return topics;
  return NULL;
}

static enum err run_topic(struct db *db, struct db *aside, struct arena *a,
                          const struct work_topic *more, const char *name, int64_t entity_id) {
  const struct work_topic *topic = find(own, name);
  topic = topic ? topic : find(more, name);
  if (!topic) {
    log_line(LOG_ERROR, "outbox", "no such topic %s", name);
    return ERR_NOT_IMPLEMENTED;
  }
  db_begin(db, a, &work_principal, 0, JOB_MS);
  db_begin(aside, a, &work_principal, 0, JOB_MS);
  return topic->run(db, aside, entity_id);
}

static enum err finish(struct db *db, struct arena *a, const char *id, enum err e) {
  db_begin(db, a, &work_principal, 0, QUICK_MS);
  enum err done = db_exec(db, e ? SQL_outbox_fail : SQL_outbox_done, PARAMS(id, err_info(e)->code),
                          DB_LAST, NULL);
  return db_end(db, done);
}

static enum err one(struct db *db, struct db *aside, struct arena *a, enum work_lane lane,
                    const struct work_topic *more, bool *did) {
  struct rows r;
  const char *mail = lane == LANE_MAIL ? "true" : "false";
  db_begin(db, a, &work_principal, 0, QUICK_MS);
  enum err e = db_end(db, db_exec(db, SQL_outbox_claim, PARAMS(mail), DB_LAST, &r));
  if (e || r.count == 0)
    return e;
  *did = true;
  const char *id = row_text(&r, 0, 0), *topic = row_text(&r, 0, 1);
  enum err result = db_end(db, run_topic(db, aside, a, more, topic, row_int(&r, 0, 2)));
  if (result)
    log_line(LOG_WARN, "outbox", "%s of %s: %s", topic, row_text(&r, 0, 2), err_info(result)->code);
  return finish(db, a, id, result);
}

enum err work_next(struct db *db, struct db *aside, enum work_lane lane,
                   const struct work_topic *more, bool *did) {
  struct arena *a = arena_new(JOB_ARENA);
  *did = false;
  enum err e = one(db, aside, a, lane, more, did);
  arena_free(a);
  return e;
}

enum err work_drain(struct db *db, struct db *aside, enum work_lane lane,
                    const struct work_topic *more) {
  bool did = true;
  enum err e = ERR_NONE;
  while (did && !e)
    e = work_next(db, aside, lane, more, &did);
  return e;
}

enum err work_tidy(struct db *db) {
  struct arena *a = arena_new(JOB_ARENA);
  db_begin(db, a, &work_principal, 0, QUICK_MS);
  enum err e = db_exec(db, SQL_tidy_sessions, NO_PARAMS, 0, NULL);
  e = e ? e : db_exec(db, SQL_tidy_attempts, NO_PARAMS, 0, NULL);
  e = e ? e : db_exec(db, SQL_tidy_keys, NO_PARAMS, 0, NULL);
  e = e ? e : db_exec(db, SQL_import_purge, NO_PARAMS, 0, NULL);
  e = e ? e : db_exec(db, SQL_tidy_packages, NO_PARAMS, 0, NULL);
  e = e ? e : db_exec(db, SQL_tidy_waiting_packages, NO_PARAMS, 0, NULL);
  e = e ? e : db_exec(db, SQL_tidy_reads, NO_PARAMS, 0, NULL);
  e = e ? e : db_exec(db, SQL_tidy_mail, NO_PARAMS, 0, NULL);
  e = e ? e : db_exec(db, SQL_tidy_outbox, NO_PARAMS, DB_LAST, NULL);
  e = db_end(db, e);
  arena_free(a);
  return e;
}

// The day is claimed in the transaction of its work: what does not come through is done again.
enum err work_daily(struct db *db) {
  struct arena *a = arena_new(JOB_ARENA);
  struct rows claim;
  db_begin(db, a, &work_principal, 0, JOB_MS);
  enum err e = db_exec(db, SQL_work_day_claim, NO_PARAMS, 0, &claim);
  if (!e && claim.count > 0) {
    e = db_exec(db, SQL_work_day_settle, NO_PARAMS, 0, NULL);
    e = e ? e : db_exec(db, SQL_work_day_remind, NO_PARAMS, DB_LAST, NULL);
  }
  e = db_end(db, e);
  arena_free(a);
  return e;
}
