// SPDX-License-Identifier: EUPL-1.2
// People's data: all that is kept about a user, where a name stands, and both taken out.
#include <string.h>

#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

enum { NAME_MIN = 4 };

const struct field personal_query[] = {{"name", F_TEXT, FIELD_REQUIRED, NAME_MIN, 160},
                                       {.type = F_END}};
const struct field personal_item[] = {{"entity", F_TEXT, ALWAYS},
                                      {"field", F_TEXT, ALWAYS},
                                      {"found", F_INT, ALWAYS},
                                      {.type = F_END}};
const struct field pseudonymise_fields[] = {
    {"user_id", F_ID},                             // the account is closed and emptied
    {"name", F_TEXT, .min = NAME_MIN, .max = 160}, // of a user: besides the user's own
    {"reason", F_TEXT, FIELD_REQUIRED, 3, 400},
    {.type = F_END},
};
static const struct field replaced_item[] = {{"entity", F_TEXT, ALWAYS},
                                             {"field", F_TEXT, ALWAYS},
                                             {"replaced", F_INT, ALWAYS},
                                             {"stays", F_INT, ALWAYS},
                                             {.type = F_END}};
const struct field pseudonymise_reply[] = {{"instead", F_TEXT, ALWAYS},
                                           {"account_emptied", F_BOOL, ALWAYS},
                                           {"items", F_ARRAY, ALWAYS, .sub = replaced_item},
                                           {.type = F_END}};
const struct field personal_export_reply[] = {
    {"id", F_ID, ALWAYS},
    {"login", F_TEXT, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"email", F_TEXT, MAYBE},
    {"unit", F_TEXT, MAYBE},
    {"locale", F_TEXT, ALWAYS},
    {"created_at", F_TEXT, ALWAYS},
    {"disabled_at", F_TEXT, MAYBE},
    {"roles", F_ANY, ALWAYS},
    {"tokens", F_ANY, ALWAYS},
    {"sessions", F_INT, ALWAYS},
    {"owner_of", F_ANY, ALWAYS},
    {"member_of", F_ANY, ALWAYS},
    {"comments", F_ANY, ALWAYS},
    {"notifications", F_INT, ALWAYS},
    {"changes", F_INT, ALWAYS},
    {"reads", F_INT, ALWAYS},
    {"named_in", F_ANY, ALWAYS},
    {.type = F_END},
};

enum err personal_find(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_personal_find, PARAMS(in_text(req->query, "name")), DB_LAST, &r);
  return e ? e : items_reply(req, db, personal_item, &r);
}

enum err personal_export(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_person_export, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}

// What is to be taken out: at most the name given, and the user's own name and address.
struct person {
  const char *id, *names[3], *instead;
  int count;
};

static void add_name(struct person *p, const char *name) {
  if (name && strlen(name) >= NAME_MIN)
    p->names[p->count++] = name;
}

static enum err read_person(struct request *req, struct db *db, struct person *p) {
  struct rows r;
  p->id = in_text(req->input, "user_id");
  p->instead = p->id ? arena_printf(req->arena, "Person %s", p->id) : "[navn fjernet]";
  add_name(p, in_text(req->input, "name"));
  if (!p->id)
    return p->count ? ERR_NONE : refuse_field(req, "name", FAULT_REQUIRED, NULL);
  enum err e = db_exec(db, SQL_person_name, PARAMS(p->id), 0, &r);
  if (e)
    return e;
  if (r.count == 0)
    return refuse_field(req, "user_id", FAULT_UNKNOWN_REFERENCE, NULL);
  if (row_true(&r, 0, 2)) // would lock oneself out
    return refuse_field(req, "user_id", FAULT_NOT_ALLOWED, NULL);
  if (strcmp(row_text(&r, 0, 0), p->instead) != 0)
    add_name(p, row_text(&r, 0, 0));
  add_name(p, row_text(&r, 0, 1));
  return ERR_NONE;
}

static enum err replace(struct db *db, const struct person *p, const char *name, struct buf *out) {
  struct rows r;
  enum err e = db_exec(db, SQL_personal_replace, PARAMS(name, p->instead), 0, &r);
  for (int i = 0; !e && i < r.count; i++) {
    out_comma(out);
    buf_putc(out, '{');
    out_key(out, "entity");
    out_string(out, row_text(&r, i, 0));
    out_key(out, "field");
    out_string(out, row_text(&r, i, 1));
    out_key(out, "replaced");
    buf_int(out, row_int(&r, i, 2));
    out_key(out, "stays");
    buf_int(out, row_int(&r, i, 3));
    buf_putc(out, '}');
  }
  return e;
}

enum err pseudonymise_post(struct request *req, struct db *db) {
  struct person p = {0};
  struct buf *out = &req->reply.body;
  const char *reason = in_text(req->input, "reason");
  enum err e = read_person(req, db, &p);
  for (int i = 0; !e && i < p.count; i++)
    if (strcasestr(reason, p.names[i])) // the reason stays in the history
      e = refuse_field(req, "reason", FAULT_HOLDS_NAME, NULL);
  e = e ? e : db_exec(db, SQL_reason, PARAMS(reason), 0, NULL);
  if (e)
    return e;
  buf_putc(out, '{');
  out_key(out, "instead");
  out_string(out, p.instead);
  out_key(out, "account_emptied");
  out_bool(out, p.id != NULL);
  out_key(out, "items");
  buf_putc(out, '[');
  for (int i = 0; !e && i < p.count; i++)
    e = replace(db, &p, p.names[i], out);
  buf_puts(out, "]}");
  return e || !p.id ? e : db_exec(db, SQL_person_erase, PARAMS(p.id), 0, NULL);
}
