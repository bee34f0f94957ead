// SPDX-License-Identifier: EUPL-1.2
// SQLSTATE and constraint name to enum err. Nothing of the server's message reaches a client: it
// may quote values.
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "store/db_internal.h"

static const struct {
  const char *constraint, *field;
  enum fault fault;
} constraints[] = {
#define X(constraint, field, fault) {constraint, field, fault},
#include "store/constraint.def"
#undef X
};

// SQLSTATE prefixes in order; the first that fits decides. SM... are raised by our own functions.
static const struct {
  const char *prefix;
  enum err err;
} states[] = {
    {"23505", ERR_DUPLICATE},  {"23", ERR_INVALID},      {"SM401", ERR_UNAUTHENTICATED},
    {"SM403", ERR_SEPARATION}, {"SM404", ERR_NOT_FOUND}, {"SM409", ERR_STATE},
    {"SM412", ERR_STALE},      {"SM422", ERR_INVALID},   {"42501", ERR_FORBIDDEN},
    {"25006", ERR_DATABASE},   {"40", ERR_BUSY},         {"57014", ERR_BUSY},
    {"55P03", ERR_BUSY},       {"53", ERR_DATABASE},     {"57P", ERR_DATABASE},
    {"08", ERR_DATABASE},      {"58", ERR_DATABASE},     {"0A000", ERR_BUSY},
    {"26000", ERR_BUSY},
};

static const char *field_of(const PGresult *r, int code) {
  const char *text = PQresultErrorField(r, code);
  return text ? text : "";
}

static void find_refusal(struct db *db, const char *constraint) {
  for (size_t i = 0; i < sizeof constraints / sizeof constraints[0]; i++)
    if (strcmp(constraints[i].constraint, constraint) == 0)
      db->refusal =
          (struct db_refusal){.field = constraints[i].field, .fault = constraints[i].fault};
}

enum err db_fault(struct db *db, const PGresult *result, const char *what) {
  snprintf(db->sqlstate, sizeof db->sqlstate, "%s", field_of(result, PG_DIAG_SQLSTATE));
  const char *constraint = field_of(result, PG_DIAG_CONSTRAINT_NAME);
  db->refusal = (struct db_refusal){0};
  find_refusal(db, constraint);
  if (strncmp(db->sqlstate, "SM", 2) == 0) // our own text, free of user values
    db->refusal.argument = arena_strdup(db->arena, field_of(result, PG_DIAG_MESSAGE_DETAIL));
  enum err e = ERR_INTERNAL;
  for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
    if (strncmp(db->sqlstate, states[i].prefix, strlen(states[i].prefix)) == 0) {
      e = states[i].err;
      break;
    }
  bool unexpected = e == ERR_INTERNAL || (e == ERR_INVALID && !db->refusal.field);
  if (unexpected)
    log_line(LOG_ERROR, "db_error", "%s constraint=%s at=%s in: %.120s", db->sqlstate, constraint,
             field_of(result, PG_DIAG_STATEMENT_POSITION), what);
  if (strcmp(db->sqlstate, "42P01") == 0 || strcmp(db->sqlstate, "42703") == 0 || e == ERR_INTERNAL)
    log_line(LOG_DEBUG, "db_error_text", "%s", field_of(result, PG_DIAG_MESSAGE_PRIMARY));
  return e;
}
