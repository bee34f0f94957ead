// SPDX-License-Identifier: EUPL-1.2
// List routes: from the checked query to a list statement, and its rows to a page.
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "base/csv.h"

enum { LIMIT_DEFAULT = 50, CURSOR_MAX = 1200, CSV_ROWS_MAX = 200000 };

// A cursor is base64url of sort, id and key of the last row, each on its own line; "-" marks a null
// key.
static const char *cursor_make(struct arena *a, const char *sort, const char *key, const char *id) {
  const char *plain = arena_printf(a, "%s\n%s\n%c%s", sort, id, key ? '+' : '-', key ? key : "");
  size_t n = strlen(plain),
         size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return sodium_bin2base64(arena_alloc(a, size), size, (const unsigned char *)plain, n,
                           sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static enum err cursor_read(struct request *req, const struct list_spec *spec, const char *sort,
                            const char *cursor, struct list_query *q) {
  size_t n = 0;
  unsigned char *plain = arena_alloc(req->arena, CURSOR_MAX + 1);
  if (strlen(cursor) > CURSOR_MAX ||
      sodium_base642bin(plain, CURSOR_MAX, cursor, strlen(cursor), NULL, &n, NULL,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) ||
      memchr(plain, 0, n))
    return ERR_BAD_CURSOR;
  char *text = (char *)plain, *id = strchr(text, '\n'), *key = id ? strchr(id + 1, '\n') : NULL;
  if (!key || (key[1] != '+' && key[1] != '-'))
    return ERR_BAD_CURSOR;
  *id++ = '\0';
  *key++ = '\0';
  size_t digits = strspn(id, "0123456789");
  if (strcmp(text, sort) != 0 || digits == 0 || digits > 18 || id[digits] ||
      (*key == '+' && !list_key_fits(spec, sort, key + 1)))
    return ERR_BAD_CURSOR;
  q->cursor_id = id;
  q->cursor_key = *key == '+' ? key + 1 : NULL;
  return ERR_NONE;
}

static const char *sort_name(const struct list_spec *spec, const struct list_query *q) {
  return q->sort ? q->sort : q->q ? "place" : spec->default_sort;
}

static const struct in_value *asked(const struct request *req, const char *name) {
  for (size_t i = 0; req->query->table[i].type != F_END; i++)
    if (strcmp(req->query->table[i].name, name) == 0)
      return req->query->values[i].text ? &req->query->values[i] : NULL;
  return NULL;
}

static const char *asked_text(const struct request *req, const char *name) {
  const struct in_value *v = asked(req, name);
  return v && *v->text ? v->text : NULL;
}

static enum err query_of(struct request *req, const struct list_spec *spec, const char *fixed,
                         struct list_query *q) {
  const struct in_value *limit = asked(req, "limit");
  q->limit = limit ? (int)limit->integer : LIMIT_DEFAULT;
  q->sort = asked_text(req, "sort");
  q->q = spec->search ? asked_text(req, "q") : NULL;
  q->total_max = LIST_TOTAL_MAX;
  q->values = arena_array(req->arena, LIST_PARAMS, sizeof *q->values);
  for (int i = 0; spec->filters[i].name; i++)
    q->values[i] = fixed && strcmp(fixed, spec->filters[i].name) == 0
                       ? req->key[0]
                       : asked_text(req, spec->filters[i].name);
  const char *cursor = asked_text(req, "cursor");
  return cursor ? cursor_read(req, spec, sort_name(spec, q), cursor, q) : ERR_NONE;
}

static enum err run(struct request *req, struct db *db, const struct list_spec *spec,
                    const struct list_query *q, struct list_statement *s, struct rows *r) {
  enum err e = list_build(req->arena, spec, q, s);
  if (e) {
    fault_add(&req->faults, "sort", FAULT_NOT_A_CHOICE, "listens egne|those of the list");
    return e;
  }
  return db_exec_text(db, s->text, s->params, s->count, DB_LAST, r);
}

// The same request with another cursor, from the raw query.
static const char *next_link(struct request *req, const char *cursor) {
  const char *link = arena_printf(req->arena, "<%s?cursor=%s", req->path, cursor),
             *q = strchr(req->target, '?');
  for (q = q ? q + 1 : ""; *q;) {
    size_t n = strcspn(q, "&");
    if (n > 0 && strncmp(q, "cursor=", 7) != 0)
      link = arena_printf(req->arena, "%s&%.*s", link, (int)n, q);
    q += n + (q[n] == '&');
  }
  return arena_printf(req->arena, "%s>; rel=\"next\"", link);
}

static void write_tail(struct request *req, const struct list_spec *spec,
                       const struct list_query *q, const struct rows *r, int shown, bool exact) {
  struct buf *out = &req->reply.body;
  int64_t total = r->count ? row_int(r, 0, LIST_TOTAL) : 0;
  bool capped = !exact && total > LIST_TOTAL_MAX;
  buf_puts(out, "],\"next_cursor\":");
  if (r->count > shown) {
    const char *cursor =
        cursor_make(req->arena, sort_name(spec, q), row_text(r, shown - 1, LIST_KEY),
                    row_text(r, shown - 1, LIST_ID));
    out_string(out, cursor);
    req->reply.link = next_link(req, cursor);
  } else {
    buf_puts(out, "null");
  }
  buf_puts(out, ",\"total\":");
  buf_int(out, capped ? LIST_TOTAL_MAX : total);
  buf_puts(out, ",\"total_capped\":");
  out_bool(out, capped);
  buf_putc(out, '}');
}

enum err list_reply(struct request *req, struct db *db, const struct list_spec *spec,
                    const char *fixed) {
  struct list_query q = {0};
  struct list_statement s;
  struct rows r;
  enum err e = query_of(req, spec, fixed, &q);
  e = e ? e : run(req, db, spec, &q, &s, &r);
  if (e)
    return e;
  const struct names *names = names_now(db, req->arena);
  int shown = r.count < q.limit ? r.count : q.limit;
  struct buf *out = &req->reply.body;
  struct row_shape shape;
  e = row_shape_make(req->arena, req->route->reply, &shape);
  buf_puts(out, "{\"items\":[");
  for (int i = 0; i < shown && !e; i++) {
    if (i)
      buf_putc(out, ',');
    row_write(out, &shape, &r, i, LIST_COLUMNS, names);
  }
  write_tail(req, spec, &q, &r, shown, s.exact_total);
  return e;
}

// A JSON array of texts, as PostgreSQL writes it, as one cell: a, b.
static void texts_cell(struct buf *out, const char *json, bool first) {
  struct buf plain;
  buf_init(&plain, 1 << 20);
  bool inside = false;
  for (; *json; json++) {
    if (*json == '"') {
      if (!inside && plain.len > 0)
        buf_puts(&plain, ", ");
      inside = !inside;
    } else if (*json == '\\' && json[1]) {
      json++;
      buf_putc(&plain, strchr("bfnrtu", *json) ? ' ' : *json);
    } else if (inside) {
      buf_putc(&plain, *json);
    }
  }
  buf_putc(&plain, '\0');
  csv_cell(out, plain.data ? plain.data : "", first);
  buf_free(&plain);
}

// One cell as Danish Excel takes it.
static void cell(struct buf *out, const struct field *f, const char *text, bool first) {
  int64_t oere;
  if (f->type == F_MONEY && text && parse_int64(text, strlen(text), &oere))
    csv_cell_oere(out, oere, first);
  else if (f->type == F_NUMBER && text)
    csv_cell_number(out, text, first);
  else if (f->type == F_DATE && text)
    csv_cell_date(out, text, first);
  else if (f->type == F_STAMP && text)
    csv_cell_stamp(out, text, first);
  else if (f->type == F_TEXTS && text)
    texts_cell(out, text, first);
  else
    csv_cell(out, text ? text : "", first);
}

static void csv_line(struct buf *out, const struct field *table, const struct rows *r, int row,
                     const struct names *names) {
  int column = LIST_COLUMNS;
  const char *kind = NULL; // comes before what is named by it
  for (const struct field *f = table; f->type != F_END; f++) {
    bool named = field_is_name(f);
    const char *text = named ? name_of(f, names, r, row, column - 1) : row_text(r, row, column);
    if (f->type == F_CODE && text) {
      const char *label = names_label(names, f->choices, kind, text, LANG_DA);
      kind = strcmp(f->name, "kind") == 0 ? text : kind;
      text = label;
    }
    cell(out, f, text, f == table);
    column += !named;
  }
  csv_end_row(out);
}

enum err list_csv(struct request *req, struct db *db, const struct list_spec *spec,
                  const char *const *labels, const char *file_name) {
  struct list_query q = {0};
  struct list_statement s;
  struct rows r;
  enum err e = query_of(req, spec, NULL, &q);
  // Counted before 200,000 rows are read for nothing; one that ends early looks like a whole one.
  q.limit = 0;
  q.total_max = CSV_ROWS_MAX;
  e = e ? e : run(req, db, spec, &q, &s, &r);
  bool too_many = !e && r.count && row_int(&r, 0, LIST_TOTAL) > CSV_ROWS_MAX;
  q.limit = CSV_ROWS_MAX;
  q.total_max = 0;
  e = e || too_many ? e : run(req, db, spec, &q, &s, &r);
  if (e)
    return e;
  if (too_many || r.count > CSV_ROWS_MAX)
    return refuse(req, ERR_BAD_QUERY,
                  "Listen har flere end 200.000 rækker. Afgræns den, for eksempel med datoer.",
                  "The list has more than 200,000 rows. Narrow it down, for example by dates.");
  const struct names *names = names_now(db, req->arena);
  struct buf *out = &req->reply.body;
  csv_bom(out);
  for (int i = 0; labels[i]; i++)
    csv_cell(out, labels[i], i == 0);
  csv_end_row(out);
  for (int i = 0; i < r.count; i++)
    csv_line(out, req->route->reply, &r, i, names);
  req->reply.content_type = "text/csv; charset=utf-8";
  req->reply.disposition = arena_printf(req->arena, "attachment; filename=\"%s\"", file_name);
  return ERR_NONE;
}
