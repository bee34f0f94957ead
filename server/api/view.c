// SPDX-License-Identifier: EUPL-1.2
// Saved views: the filters of a page under a name, one's own and those that colleagues share.
#include <string.h>

#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

const struct field view_fields[] = {
    {"name", F_TEXT, FIELD_REQUIRED, 1, 80},
    {"page", F_TEXT, FIELD_REQUIRED, 1, 40},
    {"query", F_TEXT, FIELD_NO_NULL, .max = 2000},
    {"shared", F_BOOL, FIELD_NO_NULL},
    {.type = F_END},
};
const struct field view_item[] = {
    {"id", F_ID, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"page", F_TEXT, ALWAYS},
    {"query", F_TEXT, ALWAYS},
    {"shared", F_BOOL, ALWAYS},
    {"own", F_BOOL, ALWAYS},
    {"user_id", F_ID, ALWAYS},
    {"user_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {.type = F_END},
};
const struct field view_query[] = {{"page", F_TEXT, FIELD_RAW, .max = 40}, {.type = F_END}};

enum err view_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_view_list, PARAMS(in_text(req->query, "page")), DB_LAST, &r);
  return e ? e : items_reply(req, db, view_item, &r);
}

static bool page_shape(const char *page) {
  return page[0] >= 'a' && page[0] <= 'z' &&
         page[strspn(page, "abcdefghijklmnopqrstuvwxyz0123456789_-")] == '\0';
}

enum err view_post(struct request *req, struct db *db) {
  if (!page_shape(in_text(req->input, "page")))
    return refuse_field(req, "page", FAULT_BAD_PATTERN, "a-z, 0-9, _ og -|a-z, 0-9, _ and -");
  struct rows r;
  enum err e = db_exec(db, SQL_view_create, body_params(req, NO_PARAMS), DB_LAST, &r);
  if (e)
    return e;
  req->reply.location = arena_printf(req->arena, "/api/v1/views/%s", row_text(&r, 0, 0));
  return row_reply(req, view_item, &r, names_now(db, req->arena));
}

enum err view_delete(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_view_delete, PARAMS(req->key[0]), DB_LAST, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  return row_true(&r, 0, 0) ? ERR_NONE : ERR_FORBIDDEN;
}
