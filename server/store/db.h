// SPDX-License-Identifier: EUPL-1.2
// One PostgreSQL connection and its transaction. Owned by one thread. Every wait has a deadline of
// our own (libpq and statement_timeout alone can hang); a connection that misses it is closed.
//
// A transaction opens by itself with the first db_exec after db_begin and takes the principal with
// it (row-level security reads it), all in one pipeline. A handler that passes DB_LAST with its
// only statement gets principal, statement and commit in a single round trip.
#ifndef SAMSPIL_STORE_DB_H
#define SAMSPIL_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "sql.h"

struct sql_text {
  const char *name, *file;
  int line, params;
  const char *text;
};
extern const struct sql_text sql_texts[]; // by enum sql

struct db;

// Who acts, as row-level security and the audit trigger read it. All texts are SQL literals of
// settings; NULL counts as "".
struct db_principal {
  const char *user_id;     // "" for the system itself
  const char *access;      // space-separated words: staff sees_all writes_all audits
  const char *read_units;  // "{1,2}": units whose restricted cases are visible
  const char *write_units; // units whose cases may be changed
  const char *via;         // session, token, cli, work
  const char *request_id;
  const char *epoch; // of the rights that this was loaded with; "" = not checked
};
// For subcommands and the work process: sees and writes all, no epoch.
extern const struct db_principal db_system;

// db_begin: refuse writes; keep DB_LAST from committing; read the audit receipt as it commits
enum { DB_READ_ONLY = 1, DB_HOLD = 2, DB_RECEIPT = 4 };
enum { DB_LAST = 1 }; // db_exec: nothing follows, commit with it

// The role (NULL: stay as logged in) is taken with SET ROLE so that no more rights are held than it
// has. Connects on first use. The url is not copied.
struct db *db_open(const char *url, const char *role);
void db_close(struct db *db);

// Starts a request: results live in the arena, all waits together end after timeout_ms. who NULL:
// no principal is taken in (a database that is not migrated yet).
void db_begin(struct db *db, struct arena *a, const struct db_principal *who, unsigned flags,
              int timeout_ms);

// Results from now on live in another arena, for steps of one transaction that need not be held
// together; gives back the former one.
struct arena *db_results_in(struct db *db, struct arena *a);

struct rows {
  int count, columns;
  void *result;
};

// Runs one statement with text parameters (NULL = SQL null). *out may be NULL.
MUST_USE enum err db_exec(struct db *db, enum sql statement, const char *const *params,
                          unsigned flags, struct rows *out);
// The same for a text put together from constant fragments; prepared on first use and kept by its
// text.
MUST_USE enum err db_exec_text(struct db *db, const char *text, const char *const *params,
                               int count, unsigned flags, struct rows *out);
#define PARAMS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NO_PARAMS   ((const char *const[]){NULL})

// Commits when e is ERR_NONE, else rolls back. Gives back e, or the error of the commit.
MUST_USE enum err db_end(struct db *db, enum err e);
// True when the last failure was a conflict that a second run of the whole transaction may solve.
bool db_retryable(const struct db *db);

// NULL for SQL null.
const char *row_text(const struct rows *r, int row, int column);
size_t row_length(const struct rows *r, int row, int column);
int64_t row_int(const struct rows *r, int row, int column);   // 0 for null
double row_number(const struct rows *r, int row, int column); // NAN for null
bool row_true(const struct rows *r, int row, int column);
const char *row_name(const struct rows *r, int column);

// What the database said no to: which field and why, taken from constraint.def. fault is FAULT_NONE
// when unknown.
struct db_refusal {
  const char *field;
  enum fault fault;
  const char *argument;
};
struct db_refusal db_refusal(const struct db *db);

// The names epoch that came with the principal of this transaction ("" before the first statement).
const char *db_names_epoch(const struct db *db);

// "number;hash" of the last audit event that was committed since db_begin, "" when there is none.
// With DB_RECEIPT only.
const char *db_receipt(const struct db *db);

// COPY table (columns) FROM STDIN inside the present transaction: start, any number of chunks, end.
MUST_USE enum err db_copy_start(struct db *db, const char *copy_statement);
MUST_USE enum err db_copy_data(struct db *db, const char *bytes, size_t n);
MUST_USE enum err db_copy_end(struct db *db);

// Several statements in one text without parameters (migrations); outside of any transaction of
// ours.
MUST_USE enum err db_script(struct db *db, const char *text, const char **message);

// Prepares every statement and prints TAP lines with file:line to stdout; number of failures.
int db_check(struct db *db);

#endif
