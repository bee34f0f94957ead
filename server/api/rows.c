// SPDX-License-Identifier: EUPL-1.2
// Rows to JSON by a field table, and the answers that every resource gives.
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "base/parse.h"

enum { PARAMS_LEAD_MAX = 8 };

// PostgreSQL's 2026-11-22 14:01:19.123+01 as RFC 3339.
static void write_stamp(struct buf *out, const char *text, size_t n) {
  buf_putc(out, '"');
  buf_add(out, text, n > 10 ? 10 : n);
  if (n > 11) {
    buf_putc(out, 'T');
    buf_add(out, text + 11, n - 11);
    if (n >= 3 && (text[n - 3] == '+' || text[n - 3] == '-'))
      buf_puts(out, ":00");
  }
  buf_putc(out, '"');
}

static void write_value(struct buf *out, const struct field *f, const char *text, size_t n) {
  switch (f->type) {
  case F_INT:
  case F_MONEY:
  case F_ID:
  case F_NUMBER:
  case F_TEXTS:
  case F_NUMBERS:
  case F_OBJECT:
  case F_ARRAY:
  case F_MAP:
  case F_LISTS:
  case F_ANY:
    buf_add(out, text, n); // numbers as they are; arrays and objects are JSON already
    return;
  case F_BOOL:
    out_bool(out, text[0] == 't');
    return;
  case F_STAMP:
    write_stamp(out, text, n);
    return;
  case F_END:
  case F_TEXT:
  case F_DATE:
  case F_CHOICE:
  case F_CODE:
  case F_CVR:
  case F_GLN:
  case F_P_NUMBER:
  case F_EMAIL:
  case F_URL:
    break;
  }
  out_string_n(out, text, n);
}

bool field_is_name(const struct field *f) {
  return f->type == F_TEXT && f->choices;
}

const char *name_of(const struct field *f, const struct names *names, const struct rows *r, int row,
                    int before) {
  if (!row_text(r, row, before))
    return NULL;
  int64_t id = row_int(r, row, before);
  return strcmp(f->choices, NAME_OF_UNIT) == 0 ? names_unit(names, id) : names_user(names, id);
}

enum err row_shape_make(struct arena *a, const struct field *table, struct row_shape *shape) {
  *shape = (struct row_shape){.table = table};
  for (const struct field *f = table; f->type != F_END; f++, shape->count++) {
    if (shape->count == ROW_FIELDS_MAX)
      return ERR_INTERNAL;
    shape->key[shape->count] = arena_printf(a, "%c\"%s\":", f == table ? '{' : ',', f->name);
    shape->length[shape->count] = strlen(shape->key[shape->count]);
  }
  return ERR_NONE;
}

void row_write(struct buf *out, const struct row_shape *shape, const struct rows *r, int row,
               int column, const struct names *names) {
  for (int i = 0; i < shape->count; i++) {
    const struct field *f = &shape->table[i];
    buf_add(out, shape->key[i], shape->length[i]);
    bool named = field_is_name(f);
    const char *text = named ? name_of(f, names, r, row, column - 1) : row_text(r, row, column);
    if (!text)
      buf_add(out, "null", 4);
    else if (named)
      out_string(out, text);
    else
      write_value(out, f, text, row_length(r, row, column));
    column += !named;
  }
  buf_putc(out, '}');
}

enum err row_reply(struct request *req, const struct field *table, const struct rows *r,
                   const struct names *names) {
  struct row_shape shape;
  enum err e = row_shape_make(req->arena, table, &shape);
  if (!e)
    row_write(&req->reply.body, &shape, r, 0, 0, names);
  return e;
}

enum err items_reply(struct request *req, struct db *db, const struct field *table,
                     const struct rows *r) {
  const struct names *names = names_now(db, req->arena);
  struct buf *out = &req->reply.body;
  struct row_shape shape;
  enum err e = row_shape_make(req->arena, table, &shape);
  buf_puts(out, "{\"items\":[");
  for (int i = 0; i < r->count && !e; i++) {
    if (i)
      buf_putc(out, ',');
    row_write(out, &shape, r, i, 0, names);
  }
  buf_puts(out, "]}");
  return e;
}

enum err json_reply(struct request *req, const struct rows *r) {
  if (r->count == 0 || !row_text(r, 0, 0))
    return ERR_NOT_FOUND;
  if (r->columns > 1 && row_text(r, 0, 1))
    req->reply.etag = arena_printf(req->arena, "\"%s\"", row_text(r, 0, 1));
  buf_add(&req->reply.body, row_text(r, 0, 0), row_length(r, 0, 0));
  return ERR_NONE;
}

enum err created_reply(struct request *req, const struct rows *r, const char *base) {
  enum err e = json_reply(req, r);
  if (!e && r->columns > 2)
    req->reply.location = arena_printf(req->arena, "%s/%s", base, row_text(r, 0, 2));
  return e;
}

const char *const *body_params(struct request *req, const char *const *lead) {
  size_t n = 0, k = 0;
  while (req->input->table[n].type != F_END)
    n++;
  const char **params = arena_array(req->arena, n + PARAMS_LEAD_MAX, sizeof *params);
  while (k < PARAMS_LEAD_MAX - 1 && lead[k]) {
    params[k] = lead[k];
    k++;
  }
  for (size_t i = 0; i < n; i++)
    params[k + i] = req->input->values[i].text;
  return params;
}

const char *body_present(struct request *req) {
  const char *list = "";
  for (size_t i = 0; req->input->table[i].type != F_END; i++)
    if (req->input->values[i].present)
      list = arena_printf(req->arena, "%s%s%s", list, *list ? "," : "", req->input->table[i].name);
  return arena_printf(req->arena, "{%s}", list);
}

const char *match_version(struct request *req) {
  const char *m = req->if_match;
  size_t n = m[0] == '"' ? strspn(m + 1, "0123456789") : 0;
  return n > 0 && n < 10 ? arena_strndup(req->arena, m + 1, n) : "0";
}

enum err stale_or_missing(struct request *req, struct db *db, enum sql current,
                          const char *const *params, struct rows *r) {
  enum err e = db_exec(db, current, params, 0, r);
  if (e)
    return e;
  if (r->count == 0 || !row_text(r, 0, 0))
    return ERR_NOT_FOUND;
  if (r->columns > 1 && row_text(r, 0, 1) &&
      strcmp(match_version(req), arena_strndup(req->arena, row_text(r, 0, 1),
                                               strspn(row_text(r, 0, 1), "0123456789"))) == 0)
    return ERR_FORBIDDEN; // seen, not stale, and yet not changed: row-level security
  req->current = arena_strndup(req->arena, row_text(r, 0, 0), row_length(r, 0, 0));
  return ERR_STALE;
}
