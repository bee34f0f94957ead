// SPDX-License-Identifier: EUPL-1.2
// Connection, pipeline, deadline. Called by api/, work/ and cli/ through db.h.
#include "store/db.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/metric.h"
#include "store/db_internal.h"

const struct db_principal db_system = {.access = "staff sees_all writes_all audits",
                                       .via = "system"};

struct db *db_open(const char *url, const char *role) {
  struct db *db = calloc(1, sizeof *db);
  if (!db)
    log_abort("out of memory");
  db->url = url;
  db->role = role;
  return db;
}

void db_lose(struct db *db) {
  if (db->pg)
    PQfinish(db->pg);
  db->pg = NULL;
  db->state = DB_IDLE;
  db->committing = false;
  prepared_clear(db);
}

void db_close(struct db *db) {
  if (!db)
    return;
  db_lose(db);
  free(db);
}

enum err db_wait(struct db *db, short events) {
  for (;;) {
    int64_t left = db->deadline - clock_us();
    if (left <= 0)
      return ERR_DATABASE;
    struct pollfd p = {.fd = PQsocket(db->pg), .events = events};
    int n = poll(&p, 1, (int)(left / 1000) + 1);
    if (n > 0)
      return ERR_NONE;
    if (n < 0 && errno != EINTR)
      return ERR_DATABASE;
  }
}

// Waits, and takes in what has arrived.
static enum err wait_and_consume(struct db *db, short events) {
  enum err e = db_wait(db, events);
  return e ? e : PQconsumeInput(db->pg) ? ERR_NONE : ERR_DATABASE;
}

enum err db_wait_input(struct db *db) {
  enum err e = ERR_NONE;
  while (!e && PQisBusy(db->pg))
    e = wait_and_consume(db, POLLIN);
  return e;
}

enum err db_flush(struct db *db) {
  for (;;) {
    int left = PQflush(db->pg);
    if (left <= 0)
      return left ? ERR_DATABASE : ERR_NONE;
    enum err e = wait_and_consume(db, POLLIN | POLLOUT);
    if (e)
      return e;
  }
}

// A warning that arrives with a commit may mean that it was not replicated: never acknowledge it.
static void on_notice(void *arg, const PGresult *result) {
  struct db *db = arg;
  const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (db->committing && severity && strcmp(severity, "WARNING") == 0)
    db->doubtful = true;
}

static enum err connect_wait(struct db *db) {
  for (PostgresPollingStatusType s = PGRES_POLLING_WRITING; s != PGRES_POLLING_OK;
       s = PQconnectPoll(db->pg)) {
    if (s == PGRES_POLLING_FAILED)
      return ERR_DATABASE;
    enum err e = db_wait(db, s == PGRES_POLLING_READING ? POLLIN : POLLOUT);
    if (e)
      return e;
  }
  return ERR_NONE;
}

// Connects with the session settings that every connection has.
static enum err db_connect(struct db *db) {
  static const char options[] =
      "-c statement_timeout=120s -c lock_timeout=2s -c idle_in_transaction_session_timeout=30s "
      "-c client_min_messages=warning -c timezone=Europe/Copenhagen -c datestyle=ISO "
      "-c plan_cache_mode=force_generic_plan -c jit=off "
      "-c max_parallel_workers_per_gather=0"; // one request, one core: the others have theirs
  const char *keys[] = {"dbname",
                        "fallback_application_name",
                        "options",
                        "connect_timeout",
                        "tcp_user_timeout",
                        "keepalives_idle",
                        "keepalives_interval",
                        "client_encoding",
                        NULL};
  const char *values[] = {db->url, "samspil", options, "3", "5000", "5", "2", "UTF8", NULL};
  db->pg = PQconnectStartParams(keys, values, 1);
  if (!db->pg)
    log_abort("out of memory");
  enum err e = PQstatus(db->pg) == CONNECTION_BAD ? ERR_DATABASE : connect_wait(db);
  if (e) {
    log_line(LOG_WARN, "db_connect", "cannot connect: %s", PQerrorMessage(db->pg));
    db_lose(db);
    return e;
  }
  PQsetnonblocking(db->pg, 1);
  PQsetNoticeReceiver(db->pg, on_notice, db);
  PQenterPipelineMode(db->pg);
  return db->role ? db_take_role(db) : ERR_NONE;
}

// True when the server has closed the idle connection (a restart), so that the next request need
// not fail on it.
static bool hung_up(struct db *db) {
  struct pollfd p = {.fd = PQsocket(db->pg), .events = POLLIN};
  for (int i = 0; i < 4 && poll(&p, 1, 0) > 0; i++) // first its last words, then the end
    if (!PQconsumeInput(db->pg))
      return true;
  return PQstatus(db->pg) != CONNECTION_OK;
}

enum err db_ensure(struct db *db) {
  if (db->pg && !hung_up(db))
    return ERR_NONE;
  db_lose(db);
  return db_connect(db);
}

struct arena *db_results_in(struct db *db, struct arena *a) {
  struct arena *former = db->arena;
  db->arena = a;
  return former;
}

void db_begin(struct db *db, struct arena *a, const struct db_principal *who, unsigned flags,
              int timeout_ms) {
  db->arena = a;
  db->who = who;
  db->flags = flags;
  db->deadline = clock_us() + (int64_t)timeout_ms * 1000;
  db->state = DB_IDLE;
  db->doubtful = false;
  db->sqlstate[0] = '\0';
  db->names_epoch[0] = '\0';
  db->receipt[0] = '\0';
  db->refusal = (struct db_refusal){0};
}

const char *db_names_epoch(const struct db *db) {
  return db->names_epoch;
}

const char *db_receipt(const struct db *db) {
  return db->receipt;
}

struct db_refusal db_refusal(const struct db *db) {
  return db->refusal;
}

bool db_retryable(const struct db *db) {
  return strcmp(db->sqlstate, "40001") == 0 || strcmp(db->sqlstate, "40P01") == 0 ||
         strcmp(db->sqlstate, "0A000") == 0 || strcmp(db->sqlstate, "26000") == 0;
}

const char *row_text(const struct rows *r, int row, int column) {
  return PQgetisnull(r->result, row, column) ? NULL : PQgetvalue(r->result, row, column);
}

size_t row_length(const struct rows *r, int row, int column) {
  return (size_t)PQgetlength(r->result, row, column);
}

int64_t row_int(const struct rows *r, int row, int column) {
  int64_t value = 0;
  const char *text = row_text(r, row, column);
  if (text && !parse_int64(text, row_length(r, row, column), &value))
    log_line(LOG_ERROR, "db_type", "column %s is not an integer", row_name(r, column));
  return value;
}

double row_number(const struct rows *r, int row, int column) {
  double value;
  const char *text = row_text(r, row, column);
  if (!text)
    return (double)NAN;
  if (parse_double(text, row_length(r, row, column), &value))
    return value;
  log_line(LOG_ERROR, "db_type", "column %s is not a number", row_name(r, column));
  return (double)NAN;
}

bool row_true(const struct rows *r, int row, int column) {
  const char *text = row_text(r, row, column);
  return text && text[0] == 't';
}

const char *row_name(const struct rows *r, int column) {
  return PQfname(r->result, column);
}
