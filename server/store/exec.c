// SPDX-License-Identifier: EUPL-1.2
// Statements and transactions over one pipeline: begin, principal, statement and commit leave
// together and their results are read in order.
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/metric.h"
#include "store/db_internal.h"
#include "store/torture.h"

enum { STEPS_MAX = 8 };

// What a result in the pipeline belongs to.
enum step { STEP_CONTROL, STEP_ENTER, STEP_PREPARE, STEP_STATEMENT, STEP_RECEIPT, STEP_COMMIT };

struct pipeline {
  enum step steps[STEPS_MAX];
  int count;
  int prepared_slot[3]; // fresh ones, to be forgotten if the pipeline fails
  int prepared;
  const char *what;
};

static enum err lost(struct db *db) {
  enum err e = db->committing ? ERR_UNKNOWN_OUTCOME : ERR_DATABASE;
  log_line(LOG_WARN, "db_lost", "%s",
           db->committing ? "connection lost or deadline passed in a commit"
                          : "connection lost or deadline passed");
  metric_add(METRIC_DB_LOST);
  db_lose(db);
  db->sqlstate[0] = '\0';
  return e;
}

static void add(struct pipeline *p, enum step s) {
  p->steps[p->count++] = s;
}

static bool send_control(struct db *db, struct pipeline *p, const char *text, enum step s) {
  add(p, s);
  return PQsendQueryParams(db->pg, text, 0, NULL, NULL, NULL, NULL, 0) == 1;
}

static bool send_prepared(struct db *db, struct pipeline *p, const char *text, int count,
                          const char *const *params, enum step s) {
  bool fresh;
  int slot = prepared_find(db, text, &fresh);
  char name[16];
  snprintf(name, sizeof name, "s%d", slot);
  if (fresh) {
    add(p, STEP_PREPARE);
    p->prepared_slot[p->prepared++] = slot;
    if (!PQsendPrepare(db->pg, name, text, 0, NULL))
      return false;
  }
  add(p, s);
  return PQsendQueryPrepared(db->pg, name, count, params, NULL, NULL, 0) == 1;
}

static bool send_enter(struct db *db, struct pipeline *p) {
  const struct db_principal *w = db->who;
  const char *values[] = {w->user_id,    w->access, w->read_units, w->write_units,
                          w->request_id, w->via,    w->epoch};
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
    if (!values[i])
      values[i] = "";
  return send_prepared(db, p, sql_texts[SQL_enter].text, sql_texts[SQL_enter].params, values,
                       STEP_ENTER);
}

// The next result, or NULL between the results of two statements; the deadline as an error.
static enum err next_result(struct db *db, PGresult **out) {
  enum err e = db_wait_input(db);
  if (!e)
    *out = PQgetResult(db->pg);
  return e;
}

// The audit's receipt is read in the pipeline of the commit: whoever wrote an event holds the head
// of the chain until then, so it costs no round trip and can no longer change.
static bool send_commit(struct db *db, struct pipeline *p) {
  bool writes = !(db->flags & DB_READ_ONLY);
  db->committing = writes;
  if (writes && (db->flags & DB_RECEIPT) &&
      !send_prepared(db, p, sql_texts[SQL_audit_receipt].text, 0, NULL, STEP_RECEIPT))
    return false;
  return send_control(db, p, "COMMIT", STEP_COMMIT);
}

static void clear_result(void *result) {
  PQclear(result);
}

// What the house's own statements bring along.
static void keep(struct db *db, enum step step, const PGresult *result) {
  const char *value = PQntuples(result) == 1 ? PQgetvalue(result, 0, 0) : "";
  if (step == STEP_ENTER && *value)
    snprintf(db->names_epoch, sizeof db->names_epoch, "%s", value);
  if (step == STEP_RECEIPT && *value) // one that only reads may follow, for names
    snprintf(db->receipt, sizeof db->receipt, "%s", value);
}

static bool result_ok(const PGresult *result) {
  ExecStatusType s = PQresultStatus(result);
  return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK;
}

// Takes one result; the first error of the pipeline wins, the aborted ones behind it only follow.
static enum err take(struct db *db, struct pipeline *p, int step, PGresult *result,
                     struct rows *out) {
  if (!result_ok(result)) {
    enum err e =
        PQresultStatus(result) == PGRES_PIPELINE_ABORTED ? ERR_NONE : db_fault(db, result, p->what);
    PQclear(result);
    return e;
  }
  keep(db, p->steps[step], result);
  if (p->steps[step] != STEP_STATEMENT || !out) {
    PQclear(result);
    return ERR_NONE;
  }
  arena_defer(db->arena, clear_result, result);
  *out = (struct rows){.count = PQntuples(result), .columns = PQnfields(result), .result = result};
  return ERR_NONE;
}

// Reads everything up to the sync. Returns the first error; a lost connection beats it.
static enum err drain(struct db *db, struct pipeline *p, struct rows *out) {
  enum err first = ERR_NONE;
  for (int step = 0;;) {
    PGresult *result;
    if (next_result(db, &result))
      return lost(db);
    if (!result) {
      if (PQstatus(db->pg) != CONNECTION_OK)
        return lost(db);
      step++;
      continue;
    }
    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
      PQclear(result);
      return first;
    }
    enum err e = take(db, p, step < p->count ? step : p->count - 1, result, out);
    if (!first)
      first = e;
    if (PQstatus(db->pg) != CONNECTION_OK)
      return lost(db);
  }
}

static enum err run(struct db *db, struct pipeline *p, bool sent, struct rows *out) {
  if (!sent || !PQpipelineSync(db->pg) || db_flush(db))
    return lost(db);
  enum err e = drain(db, p, out);
  if (e && db->pg)
    for (int i = 0; i < p->prepared; i++)
      prepared_forget(db, p->prepared_slot[i]);
  return e;
}

// True when the statement needs no explicit transaction: it is the only one and only reads.
static bool stands_alone(const struct db *db, bool last) {
  return last && db->state == DB_IDLE && (db->flags & DB_READ_ONLY);
}

static enum err settle(struct db *db, enum err e, bool alone, bool committed) {
  bool doubtful = db->committing && db->doubtful;
  db->committing = false;
  if (doubtful) {
    log_line(LOG_ERROR, "db_commit_warning",
             "a commit came with a warning and is not acknowledged");
    db_lose(db);
    return ERR_UNKNOWN_OUTCOME;
  }
  if (!db->pg || alone || (committed && !e))
    db->state = DB_IDLE;
  else
    db->state = e ? DB_FAILED : DB_OPEN;
  return e;
}

// A connection that a transaction can start on.
static enum err make_ready(struct db *db) {
  if (db->state == DB_FAILED)
    return ERR_INTERNAL;
  if (db->state == DB_OPEN)
    return ERR_NONE;
  if (db->prepared_count > PREPARED_MAX)
    db_lose(db);
  return db_ensure(db);
}

// BEGIN unless the statement stands alone, and the principal.
static bool send_start(struct db *db, struct pipeline *p, bool alone) {
  if (db->state != DB_IDLE)
    return true;
  const char *begin = db->flags & DB_READ_ONLY ? "BEGIN READ ONLY" : "BEGIN";
  return (alone || send_control(db, p, begin, STEP_CONTROL)) && (!db->who || send_enter(db, p));
}

enum err db_exec_text(struct db *db, const char *text, const char *const *params, int count,
                      unsigned flags, struct rows *out) {
  enum err e = make_ready(db);
  if (e)
    return e;
  struct pipeline p = {.what = text};
  bool last = (flags & DB_LAST) && !(db->flags & DB_HOLD), alone = stands_alone(db, last);
  bool sent = send_start(db, &p, alone);
  const char *fault = torture_next();
  if (fault)
    sent = sent && send_control(db, &p, fault, STEP_STATEMENT);
  else
    sent = sent && send_prepared(db, &p, text, count, params, STEP_STATEMENT);
  bool commits = last && !alone;
  if (commits)
    sent = sent && send_commit(db, &p);
  return settle(db, run(db, &p, sent, out), alone, commits);
}

enum err db_exec(struct db *db, enum sql statement, const char *const *params, unsigned flags,
                 struct rows *out) {
  const struct sql_text *s = &sql_texts[statement];
  return db_exec_text(db, s->text, params, s->params, flags, out);
}

enum err db_end(struct db *db, enum err e) {
  if (db->state == DB_IDLE || !db->pg)
    return e;
  struct pipeline p = {.what = "COMMIT"};
  bool commits = !e && db->state == DB_OPEN;
  bool sent = commits ? send_commit(db, &p) : send_control(db, &p, "ROLLBACK", STEP_COMMIT);
  enum err ended = settle(db, run(db, &p, sent, NULL), false, true);
  if (db->state == DB_FAILED) { // the commit itself was refused: the server has rolled back
    db->state = DB_IDLE;
    if (PQtransactionStatus(db->pg) != PQTRANS_IDLE)
      db_lose(db);
  }
  return e ? e : ended;
}

enum err db_take_role(struct db *db) {
  char text[160];
  char *name = PQescapeIdentifier(db->pg, db->role, strlen(db->role));
  if (!name)
    return ERR_DATABASE;
  snprintf(text, sizeof text, "SET ROLE %s", name);
  PQfreemem(name);
  struct pipeline p = {.what = text};
  enum err e = run(db, &p, send_control(db, &p, text, STEP_CONTROL), NULL);
  if (e)
    db_lose(db);
  return e ? ERR_DATABASE : ERR_NONE;
}
