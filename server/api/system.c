// SPDX-License-Identifier: EUPL-1.2
// Health, metrics, the API's description, and what the browser must know at start.
#include "api/resources.h"

#include "base/config.h"
#include "base/metric.h"
#include "version.h"

enum err healthz_get(struct request *req, struct db *db) {
  (void)db;
  buf_puts(&req->reply.body, "{\"status\":\"ok\"}");
  return ERR_NONE;
}

enum err readyz_get(struct request *req, struct db *db) {
  enum err e = db_exec(db, SQL_ready, NO_PARAMS, DB_LAST, NULL);
  if (!e)
    buf_puts(&req->reply.body, "{\"status\":\"ready\"}");
  return e;
}

enum err metrics_get(struct request *req, struct db *db) {
  (void)db;
  metric_print(&req->reply.body);
  req->reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return ERR_NONE;
}

static const char *right_name(uint64_t right) {
  return right_code((enum right_no)__builtin_ctzll(right));
}

enum err openapi_get(struct request *req, struct db *db) {
  (void)db;
  openapi_write(&req->reply.body, routes, right_name);
  return ERR_NONE;
}

const struct field meta_reply[] = {
    {"version", F_TEXT, FIELD_REQUIRED | FIELD_NO_NULL},
    {"accessibility_url", F_TEXT, FIELD_REQUIRED | FIELD_NO_NULL},
    {"codes", F_ANY, FIELD_REQUIRED},
    {"forms", F_ANY, FIELD_REQUIRED},
    {.type = F_END},
};

enum err meta_get(struct request *req, struct db *db) {
  struct buf *out = &req->reply.body;
  enum err e = db_exec(db, SQL_ready, NO_PARAMS, DB_LAST, NULL); // brings the names epoch
  if (e)
    return e;
  buf_putc(out, '{');
  out_key(out, "version");
  out_string(out, SAMSPIL_VERSION);
  out_key(out, "accessibility_url");
  out_string(out, config.accessibility_url);
  out_key(out, "codes");
  buf_puts(out, names_codes_json(names_now(db, req->arena)));
  out_key(out, "forms");
  forms_write(out, routes);
  buf_putc(out, '}');
  return ERR_NONE;
}
