// SPDX-License-Identifier: EUPL-1.2
// COPY in, multi-statement scripts and the check of all statements: the work that a pipeline cannot
// carry.
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "store/db_internal.h"

// Reads results to the end; the first error wins. Stops early when the server asks for COPY data.
static enum err results(struct db *db, const char *what, bool *copying) {
  enum err first = ERR_NONE;
  for (;;) {
    if (db_wait_input(db))
      return db_lose(db), ERR_DATABASE;
    PGresult *r = PQgetResult(db->pg);
    if (!r)
      return first;
    ExecStatusType s = PQresultStatus(r);
    if (s == PGRES_COPY_IN && copying) {
      *copying = true;
      PQclear(r);
      return ERR_NONE;
    }
    if (s == PGRES_FATAL_ERROR && !first)
      first = db_fault(db, r, what);
    PQclear(r);
    if (PQstatus(db->pg) != CONNECTION_OK)
      return db_lose(db), ERR_DATABASE;
  }
}

static enum err simple(struct db *db, const char *text, bool *copying) {
  if (!PQsendQuery(db->pg, text) || db_flush(db))
    return db_lose(db), ERR_DATABASE;
  return results(db, text, copying);
}

enum err db_copy_start(struct db *db, const char *copy_statement) {
  if (db->state != DB_OPEN) // the principal and the transaction come with the first db_exec
    return ERR_INTERNAL;
  if (!PQexitPipelineMode(db->pg))
    return db_lose(db), ERR_DATABASE;
  bool copying = false;
  enum err e = simple(db, copy_statement, &copying);
  if (!e && copying)
    return ERR_NONE;
  if (db->pg)
    PQenterPipelineMode(db->pg);
  db->state = db->pg ? DB_FAILED : DB_IDLE;
  return e ? e : ERR_INTERNAL;
}

enum err db_copy_data(struct db *db, const char *bytes, size_t n) {
  while (n > 0) {
    int part = n > 1 << 20 ? 1 << 20 : (int)n;
    int done = PQputCopyData(db->pg, bytes, part);
    if (done < 0 || db_flush(db))
      return db_lose(db), ERR_DATABASE;
    if (done == 1) {
      bytes += part;
      n -= (size_t)part;
    }
  }
  return ERR_NONE;
}

enum err db_copy_end(struct db *db) {
  int done;
  while ((done = PQputCopyEnd(db->pg, NULL)) == 0)
    if (db_flush(db))
      return db_lose(db), ERR_DATABASE;
  if (done < 0 || db_flush(db))
    return db_lose(db), ERR_DATABASE;
  enum err e = results(db, "COPY", NULL);
  if (!db->pg)
    return ERR_DATABASE;
  PQenterPipelineMode(db->pg);
  if (e)
    db->state = DB_FAILED;
  return e;
}

enum err db_script(struct db *db, const char *text, const char **message) {
  enum err e = db_ensure(db);
  *message = "no connection";
  if (e)
    return e;
  if (!PQexitPipelineMode(db->pg))
    return db_lose(db), ERR_DATABASE;
  e = simple(db, text, NULL);
  if (!db->pg)
    return ERR_DATABASE;
  *message = e ? arena_strdup(db->arena, PQerrorMessage(db->pg)) : "";
  PQenterPipelineMode(db->pg);
  if (e)
    db_lose(db);
  return e;
}

int db_check(struct db *db) {
  int failures = 0;
  if (db_ensure(db) || !PQexitPipelineMode(db->pg)) {
    printf("1..1\nnot ok 1 - cannot connect\n");
    return 1;
  }
  printf("1..%d\n", SQL_COUNT);
  for (int i = 0; i < SQL_COUNT; i++) {
    const struct sql_text *s = &sql_texts[i];
    PGresult *r = PQprepare(db->pg, "", s->text, 0, NULL);
    bool ok = PQresultStatus(r) == PGRES_COMMAND_OK;
    failures += !ok;
    printf("%s %d - %s:%d %s%s%s\n", ok ? "ok" : "not ok", i + 1, s->file, s->line, s->name,
           ok ? "" : ": ", ok ? "" : PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY));
    PQclear(r);
  }
  db_lose(db);
  return failures;
}
