// SPDX-License-Identifier: EUPL-1.2
// List statements from fragments.
#include "store/list.h"

#include <string.h>

#include "base/buf.h"
#include "base/parse.h"

enum { SEARCH_MAX = 500, TEXT_MAX = 16 * 1024 };

struct build {
  struct buf text;
  struct list_statement *out;
};

static int param(struct build *b, const char *value) {
  b->out->params[b->out->count] = value;
  return ++b->out->count;
}

// The fragment with $n in the place of each '?'.
static void fragment(struct build *b, const char *text, int n) {
  for (; *text; text++) {
    if (*text == '?')
      buf_printf(&b->text, "$%d", n);
    else
      buf_putc(&b->text, *text);
  }
}

static const struct list_sort *find_sort(const struct list_spec *spec, const char *name) {
  for (const struct list_sort *s = spec->sorts; s->name; s++)
    if (strcmp(s->name, name) == 0)
      return s;
  return NULL;
}

static const struct list_sort by_place = {"place", "f.place", "bigint", false};

static const struct list_sort *sort_of(const struct list_spec *spec, const struct list_query *q,
                                       bool *down) {
  if (!q->sort && q->q) {
    *down = false;
    return &by_place;
  }
  const char *name = q->sort ? q->sort : spec->default_sort;
  *down = name[0] == '-';
  return find_sort(spec, name + *down);
}

bool list_key_fits(const struct list_spec *spec, const char *sort, const char *key) {
  const struct list_sort *s =
      strcmp(sort, "place") == 0 ? &by_place : find_sort(spec, sort + (sort[0] == '-'));
  size_t n = strlen(key);
  int64_t whole;
  struct date day;
  if (!s)
    return false;
  if (strcmp(s->type, "bigint") == 0)
    return parse_int64(key, n, &whole);
  if (strcmp(s->type, "date") == 0)
    return parse_date(key, n, &day);
  if (strcmp(s->type, "timestamptz") == 0)
    return stamp_valid(key, n);
  return utf8_valid(key, n);
}

// FROM ... WHERE of all filters in use; the parameters are added once.
static void where(struct build *b, const struct list_spec *spec, const struct list_query *q,
                  const int *numbers, int search) {
  const char *own = strstr(spec->from, " WHERE "); // the first one, in lists that can be searched
  const char *word = own ? " AND (" : " WHERE (";
  buf_add(&b->text, spec->from, own ? (size_t)(own - spec->from) : strlen(spec->from));
  if (search)
    buf_printf(&b->text, " JOIN f ON f.id = %s", spec->id);
  buf_puts(&b->text, own ? own : "");
  for (int i = 0; spec->filters[i].name; i++)
    if (q->values[i]) {
      buf_puts(&b->text, word);
      fragment(b, spec->filters[i].condition, numbers[i]);
      buf_putc(&b->text, ')');
      word = " AND (";
    }
  buf_puts(&b->text, strcmp(word, " AND (") == 0 ? "" : " WHERE true");
}

struct page {
  const struct list_sort *sort;
  bool down;
  int key, id, limit; // parameter numbers; 0: none
};

static void page_part(struct build *b, const struct list_spec *spec, const struct list_query *q,
                      const int *numbers, int search, const struct page *p, bool nulls) {
  const char *order = p->down ? "DESC" : "ASC", *compare = p->down ? "<" : ">";
  buf_printf(&b->text, "(SELECT (%s)::text AS sort_key, %s AS row_id, %s", p->sort->key, spec->id,
             spec->columns);
  where(b, spec, q, numbers, search);
  if (p->sort->nullable)
    buf_printf(&b->text, " AND %s IS %sNULL", p->sort->key, nulls ? "" : "NOT ");
  if (p->id && (nulls ? q->cursor_key == NULL : true)) {
    if (nulls)
      buf_printf(&b->text, " AND %s %s $%d::bigint", spec->id, compare, p->id);
    else
      buf_printf(&b->text, " AND (%s, %s) %s ($%d::%s, $%d::bigint)", p->sort->key, spec->id,
                 compare, p->key, p->sort->type, p->id);
  }
  buf_printf(&b->text, " ORDER BY ");
  if (!nulls)
    buf_printf(&b->text, "%s %s, ", p->sort->key, order);
  buf_printf(&b->text, "%s %s LIMIT $%d::int)", spec->id, order, p->limit);
}

static void page_text(struct build *b, const struct list_spec *spec, const struct list_query *q,
                      const int *numbers, int search, const struct page *p) {
  bool past_values = p->id && !q->cursor_key; // the page before ended among rows without a value
  if (!past_values)
    page_part(b, spec, q, numbers, search, p, false);
  if (p->sort->nullable) {
    if (!past_values)
      buf_puts(&b->text, " UNION ALL ");
    page_part(b, spec, q, numbers, search, p, true);
  }
}

// Whether the kept sums can tell the total: no search, a figure for each filter in use, and no two
// that are read from different sums.
static bool figures_tell(const struct list_spec *spec, const struct list_query *q) {
  bool all = spec->figures && !q->q;
  const char *from = NULL;
  for (int i = 0; all && spec->filters[i].name; i++)
    if (q->values[i]) {
      const char *own = spec->filters[i].dimension;
      all = spec->filters[i].figure && (!from || !own || strcmp(from, own) == 0);
      from = own ? own : from;
    }
  return all;
}

static void conditions(struct build *b, const struct list_spec *spec, const struct list_query *q,
                       const int *numbers, bool figure) {
  for (int i = 0; spec->filters[i].name; i++)
    if (q->values[i]) {
      buf_puts(&b->text, " AND ");
      fragment(b, figure ? spec->filters[i].figure : spec->filters[i].condition, numbers[i]);
    }
}

// The sums that all figures in use can be read from.
static const char *dimension(const struct list_spec *spec, const struct list_query *q) {
  const char *found = spec->dimension;
  for (int i = 0; spec->filters[i].name; i++)
    if (q->values[i] && spec->filters[i].dimension)
      found = spec->filters[i].dimension;
  return found;
}

static void total(struct build *b, const struct list_spec *spec, const struct list_query *q,
                  const int *numbers, int search) {
  if (q->total_max == 0) {
    buf_putc(&b->text, '0');
  } else if (figures_tell(spec, q)) {
    bool figure = true;
    for (const char *p = spec->figures; *p; p++) {
      if (p[0] != '%') {
        buf_putc(&b->text, *p);
        continue;
      }
      if (figure)
        buf_puts(&b->text, dimension(spec, q));
      conditions(b, spec, q, numbers, figure);
      figure = false;
      p++;
    }
  } else {
    buf_puts(&b->text, "(SELECT count(*) FROM (SELECT 1");
    where(b, spec, q, numbers, search);
    buf_printf(&b->text, " LIMIT %d) n)", q->total_max + 1);
  }
}

enum err list_build(struct arena *a, const struct list_spec *spec, const struct list_query *q,
                    struct list_statement *out) {
  struct build b = {.out = out};
  struct page p = {0};
  int numbers[LIST_PARAMS] = {0};
  *out = (struct list_statement){0};
  p.sort = sort_of(spec, q, &p.down);
  if (!p.sort)
    return ERR_BAD_QUERY;
  out->by_place = p.sort == &by_place;
  out->exact_total = figures_tell(spec, q);
  buf_init(&b.text, TEXT_MAX);
  int search = q->q ? param(&b, q->q) : 0;
  for (int i = 0; spec->filters[i].name; i++)
    if (q->values[i])
      numbers[i] = param(&b, q->values[i]);
  p.limit = param(&b, arena_printf(a, "%d", q->limit + 1));
  if (q->cursor_id) {
    p.key = q->cursor_key ? param(&b, q->cursor_key) : 0;
    p.id = param(&b, q->cursor_id);
  }
  if (search) { // once, for total and page
    buf_printf(&b.text, "WITH f AS MATERIALIZED (SELECT * FROM %s($%d, %d)) ", spec->search, search,
               SEARCH_MAX);
  }
  buf_puts(&b.text, "SELECT ");
  total(&b, spec, q, numbers, search);
  buf_puts(&b.text, " AS total, p.* FROM (");
  page_text(&b, spec, q, numbers, search, &p);
  buf_printf(&b.text, ") p LIMIT $%d::int", p.limit);
  buf_putc(&b.text, '\0');
  enum err e = buf_ok(&b.text) ? ERR_NONE : ERR_INTERNAL;
  out->text = e ? NULL : arena_strdup(a, b.text.data);
  buf_free(&b.text);
  return e;
}
