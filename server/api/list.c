// SPDX-License-Identifier: EUPL-1.2
// List routes: from the checked query to a list statement, and its rows to a page.
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "api/list.h"

enum { LIMIT_DEFAULT = 50, CURSOR_MAX = 1200 };

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

enum err list_query_of(struct request *req, const struct list_spec *spec, const char *fixed,
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

enum err list_run(struct request *req, struct db *db, const struct list_spec *spec,
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
  enum err e = list_query_of(req, spec, fixed, &q);
  e = e ? e : list_run(req, db, spec, &q, &s, &r);
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
