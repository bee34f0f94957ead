// SPDX-License-Identifier: EUPL-1.2
// Runs one request in a worker: who asks, may they, is the input right, then the handler in its
// transaction; conflicts run again, repeated requests get their first answer.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/api.h"
#include "base/config.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/xlsx.h"

enum { ATTEMPTS = 8, KEY_MAX = 200, SNAPSHOT_ARENA = 64 * 1024 * 1024 };

static bool unsafe(const struct request *req) {
  return strcmp(req->method, "GET") != 0 && !req->head;
}

static bool read_only(const struct request *req) {
  return (!unsafe(req) && !(req->route->flags & ROUTE_NOTED)) || (req->route->flags & ROUTE_PURE);
}

// A browser says where a request comes from; one that changes something must come from our own
// pages.
static enum err check_origin(struct request *req) {
  if (!unsafe(req) || (req->who && !req->who->by_cookie))
    return ERR_NONE;
  if (req->fetch_site && strcmp(req->fetch_site, "same-origin") != 0)
    return ERR_ORIGIN;
  if (!req->origin) // no browser leaves both out; without a session there is nothing to protect
    return req->fetch_site || !req->who
               ? ERR_NONE
               : refuse(req, ERR_ORIGIN, "Origin mangler", "Origin is missing");
  const char *host = strstr(req->origin, "://");
  bool same = host && req->host && strcmp(host + 3, req->host) == 0;
  bool known = *config.public_url && strcmp(req->origin, config.public_url) == 0;
  return same || known ? ERR_NONE : ERR_ORIGIN;
}

static bool has_right(const struct request *req) {
  return !req->route->right || (req->who->rights & req->route->right);
}

static enum err check_rights(struct request *req, struct db *db) {
  if (req->route->flags & ROUTE_PUBLIC)
    return check_origin(req);
  enum err e = principal_of(req, db);
  if (!e && req->who && !has_right(req)) { // it may have been given since the rights were loaded
    principal_forget(req);
    req->who = NULL;
    e = principal_of(req, db);
  }
  if (e)
    return e;
  if (!req->who)
    return ERR_UNAUTHENTICATED;
  return has_right(req) ? check_origin(req) : ERR_FORBIDDEN;
}

static enum err check_body(struct request *req) {
  const struct route *r = req->route;
  if (!r->body)
    return ERR_NONE;
  bool file = r->flags & ROUTE_CSV;
  if (file && media_is(req->content_type, "text/csv"))
    return ERR_NONE;
  if (!media_is(req->content_type, "application/json") &&
      !media_is(req->content_type, "application/merge-patch+json")) {
    const char *wanted =
        file ? "send application/json eller text/csv|send application/json or text/csv"
             : "send application/json";
    return refuse(req, ERR_MEDIA_TYPE, wanted, wanted);
  }
  const char *detail = NULL;
  struct in *in;
  enum err e = field_check_json(r->body, req->body, req->body_length, r->flags & ROUTE_PARTIAL,
                                req->arena, &req->faults, &in, &detail);
  req->input = in;
  return detail ? refuse(req, e, detail, detail) : e;
}

// What the route answers with, by its name.
static bool acceptable(const struct request *req) {
  const char *dot = strrchr(req->path, '.');
  const char *type = dot && strcmp(dot, ".csv") == 0      ? "text/csv"
                     : dot && strcmp(dot, ".ics") == 0    ? "text/calendar"
                     : dot && strcmp(dot, ".xlsx") == 0   ? XLSX_TYPE
                     : strcmp(req->path, "/metrics") == 0 ? "text/plain"
                                                          : "application/json";
  return accept_type(req->accept, type);
}

static enum err check_input(struct request *req) {
  static const struct field none[] = {{.type = F_END}};
  struct in *in;
  enum err e = acceptable(req) ? query_parse(req) : ERR_NOT_ACCEPTABLE;
  if (!e)
    e = field_check_pairs(req->route->query ? req->route->query : none, req->pairs, req->pair_count,
                          req->arena, &req->faults, &in);
  if (e)
    return e;
  req->query = in;
  if ((req->route->flags & ROUTE_MATCH) && !req->if_match)
    return ERR_PRECONDITION;
  return check_body(req);
}

// Status and headers of the answer as they are kept for a repeated request.
static const char *kept_headers(struct request *req) {
  const struct reply *p = &req->reply;
  return arena_printf(req->arena, "%s\n%s\n%s", p->location ? p->location : "",
                      p->etag ? p->etag : "", p->content_type ? p->content_type : "");
}

static const char *line(struct request *req, const char *text, int no) {
  while (no-- > 0 && (text = strchr(text, '\n')))
    text++;
  size_t n = text ? strcspn(text, "\n") : 0;
  return n ? arena_strndup(req->arena, text, n) : NULL;
}

static const char *request_hash(struct request *req) {
  const char *all = arena_printf(req->arena, "%s %s %s", req->method, req->target,
                                 sha256_hex(req->arena, req->body, req->body_length));
  return sha256_hex(req->arena, all, strlen(all));
}

// The first answer to the same key, if there is one. *first is true when this request is the first.
static enum err claim_key(struct request *req, struct db *db, bool *first) {
  struct rows r;
  const char *hash = request_hash(req), *user = req->who->user_text, *key = req->idempotency_key;
  if (!*key || strlen(key) > KEY_MAX)
    return refuse(req, ERR_BAD_REQUEST, "Idempotency-Key: 1-200 tegn",
                  "Idempotency-Key: 1-200 characters");
  enum err e = db_exec(db, SQL_idempotency_claim, PARAMS(user, key, hash), 0, &r);
  *first = !e && r.count == 1;
  if (e || *first)
    return e;
  e = db_exec(db, SQL_idempotency_find, PARAMS(user, key), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_BUSY;
  if (strcmp(row_text(&r, 0, 0), hash) != 0)
    return ERR_KEY_REUSED;
  const char *headers = row_text(&r, 0, 2), *body = row_text(&r, 0, 3);
  req->reply.status = (int)row_int(&r, 0, 1);
  req->reply.location = line(req, headers, 0);
  req->reply.etag = line(req, headers, 1);
  req->reply.content_type = line(req, headers, 2);
  req->reply.receipt = line(req, headers, 3);
  buf_puts(&req->reply.body, body ? body : "");
  return ERR_NONE;
}

static enum err store_key(struct request *req, struct db *db) {
  struct reply *p = &req->reply;
  const char *body = arena_strndup(req->arena, p->body.data ? p->body.data : "", p->body.len);
  return db_exec(db, SQL_idempotency_store,
                 PARAMS(req->who->user_text, req->idempotency_key,
                        arena_printf(req->arena, "%d", p->status ? p->status : req->route->status),
                        kept_headers(req), body),
                 0, NULL);
}

static bool keyed(const struct request *req) {
  return req->idempotency_key && req->who && strcmp(req->method, "POST") == 0 &&
         !(req->route->flags & (ROUTE_PURE | ROUTE_SECRET));
}

static int timeout_of(const struct request *req) {
  return (int)(request_slow(req) ? config.slow_statement_ms : config.statement_ms);
}

static enum err run_once(struct request *req, struct db *db) {
  static const struct db_principal nobody = {.via = "public"};
  unsigned flags = (read_only(req) ? DB_READ_ONLY : DB_RECEIPT) | (keyed(req) ? DB_HOLD : 0);
  db_begin(db, req->arena, req->who ? &req->who->db : &nobody, flags, timeout_of(req));
  bool first = true;
  enum err e = keyed(req) ? claim_key(req, db, &first) : ERR_NONE;
  if (!e && first) {
    e = req->route->handler(req, db);
    if (!e && keyed(req))
      e = store_key(req, db);
  }
  e = db_end(db, e);
  if (!e && *db_receipt(db))
    req->reply.receipt = arena_strdup(req->arena, db_receipt(db));
  return e;
}

static void forget_attempt(struct request *req) {
  buf_clear(&req->reply.body);
  req->faults.count = 0;
  req->detail[LANG_DA] = req->detail[LANG_EN] = req->current = NULL;
  req->reply.status = 0;
}

static void pause_before(int attempt) {
  struct timespec t = {.tv_nsec = (5 + rand() % 20) * 1000000L * attempt};
  nanosleep(&t, NULL);
}

static enum err run(struct request *req, struct db *db) {
  enum err e = run_once(req, db);
  for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
    if (e == ERR_UNAUTHENTICATED && req->who) { // rights have changed since they were loaded
      principal_forget(req);
      req->who = NULL;
      forget_attempt(req);
      e = check_rights(req, db);
    } else if (e && db_retryable(db)) {
      metric_add(METRIC_TX_RETRIES);
      pause_before(attempt);
      forget_attempt(req);
      e = ERR_NONE;
    } else {
      break;
    }
    if (!e)
      e = run_once(req, db);
  }
  return e;
}

// What the body says in a field of the first level; "" when nothing.
static const char *given(const struct request *req, const char *field) {
  for (size_t i = 0; req->input && req->input->table[i].type != F_END; i++)
    if (strcmp(req->input->table[i].name, field) == 0 && req->input->values[i].text)
      return req->input->values[i].text;
  return "";
}

// What the database refused, as a field fault.
static void explain(struct request *req, struct db *db) {
  struct db_refusal r = db_refusal(db);
  if (r.field && !req->faults.count)
    fault_add(&req->faults, r.field, r.fault, r.argument ? r.argument : given(req, r.field));
}

static bool names_unknown_code(const struct request *req) {
  for (int i = 0; i < req->faults.count; i++)
    if (req->faults.rows[i].fault == FAULT_UNKNOWN_CODE)
      return true;
  return false;
}

// A code that is not known may be newer than the code lists in memory: if those are stale, the
// input is looked at once more.
static enum err check_codes(struct request *req, struct db *db) {
  enum err e = check_input(req);
  if (!e || !names_unknown_code(req))
    return e;
  db_begin(db, req->arena, req->who ? &req->who->db : &db_system, DB_READ_ONLY, timeout_of(req));
  if (db_end(db, db_exec(db, SQL_names_epoch, NO_PARAMS, DB_LAST, NULL)) ||
      !names_now(db, req->arena))
    return e;
  forget_attempt(req);
  return check_input(req);
}

static void not_modified(struct request *req) {
  struct reply *p = &req->reply;
  if (!unsafe(req) && p->etag && req->if_none_match && p->status == 200 &&
      strcmp(p->etag, req->if_none_match) == 0)
    p->status = 304;
}

static void handle(struct request *req, void *worker) {
  struct db *db = worker;
  enum err e = check_rights(req, db);
  e = e ? e : check_codes(req, db);
  if (!e)
    e = req->route->flags & ROUTE_INSTANT ? req->route->handler(req, NULL) : run(req, db);
  if (!e && !buf_ok(&req->reply.body))
    e = ERR_INTERNAL;
  if (e) {
    if (e == ERR_INVALID || e == ERR_DUPLICATE)
      explain(req, db);
    problem_reply(req, e);
    return;
  }
  if (!req->reply.status)
    req->reply.status = req->route->status;
  not_modified(req);
}

static void *worker_open(void) {
  struct db *db = db_open(config.database_url, config.app_role);
  struct arena *a = arena_new(SNAPSHOT_ARENA);
  db_begin(db, a, &db_system, DB_READ_ONLY, (int)config.statement_ms);
  if (db_end(db, names_load(db)))
    log_line(LOG_WARN, "names", "the database does not answer yet");
  arena_free(a);
  return db;
}

static void worker_close(void *worker) {
  db_close(worker);
}

const struct http_app api_app = {
    .routes = routes, .worker_open = worker_open, .worker_close = worker_close, .handle = handle};
