// SPDX-License-Identifier: EUPL-1.2
// The connection's insides, shared by the files of store/ only.
#ifndef SAMSPIL_STORE_DB_INTERNAL_H
#define SAMSPIL_STORE_DB_INTERNAL_H

#include <libpq-fe.h>

#include "base/parse.h"
#include "store/db.h"

enum db_state { DB_IDLE, DB_OPEN, DB_FAILED }; // no transaction; inside one; inside a broken one
enum { PREPARED_SLOTS = 2048, PREPARED_MAX = 1200 };

struct prepared {
  uint64_t hash; // 0: free
  char *text;    // NULL: forgotten
};

struct db {
  PGconn *pg;
  const char *url, *role;
  struct arena *arena;
  const struct db_principal *who;
  unsigned flags;
  int64_t deadline; // on clock_us
  enum db_state state;
  bool committing, doubtful;
  char sqlstate[6], names_epoch[24], receipt[96];
  struct db_refusal refusal;
  struct prepared prepared[PREPARED_SLOTS];
  int prepared_count;
};

// Waits for the socket within the deadline.
MUST_USE enum err db_wait(struct db *db, short events);
// Takes in what arrives until a result can be fetched; sends all that is queued. Within the
// deadline.
MUST_USE enum err db_wait_input(struct db *db);
MUST_USE enum err db_flush(struct db *db);
// A live connection, connecting if need be.
MUST_USE enum err db_ensure(struct db *db);
MUST_USE enum err db_take_role(struct db *db);
// Closes the connection; whatever was under way is rolled back by the server.
void db_lose(struct db *db);

// Turns an error result into enum err, filling sqlstate and refusal. `what` names the statement in
// the log.
enum err db_fault(struct db *db, const PGresult *result, const char *what);

// Slot of a text in the connection's table of prepared statements; *fresh tells that it must be
// prepared.
int prepared_find(struct db *db, const char *text, bool *fresh);
void prepared_forget(struct db *db, int slot);
void prepared_clear(struct db *db);

#endif
