// SPDX-License-Identifier: EUPL-1.2
// What differs between two versions of an estimate, and what each change does to the result. The
// changes are made one after the other, from the older version to the newer, so that their effects
// add up to the whole difference.
#include <math.h>
#include <string.h>

#include "api/estimate.h"
#include "api/resources.h"
#include "value/round.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

enum { CHANGES_MAX = 300, TEXT_MAX = 1024 * 1024 };

const struct field compare_query[] = {{"with", F_ID}, {.type = F_END}};

static const struct field side_fields[] = {
    {"id", F_ID, ALWAYS},
    {"version_no", F_INT, ALWAYS},
    {"npv_oere", F_MONEY, MAYBE},
    {.type = F_END},
};
static const struct field change_fields[] = {
    {"where", F_CHOICE, ALWAYS, .choices = "setting|alternative|line"},
    {"alternative", F_TEXT, MAYBE},
    {"line", F_TEXT, MAYBE},
    {"line_name", F_TEXT, MAYBE},
    {"field", F_TEXT, MAYBE},
    {"before", F_ANY, MAYBE},
    {"after", F_ANY, MAYBE},
    {"effect_oere", F_MONEY, MAYBE},
    {.type = F_END},
};
const struct field compare_reply[] = {
    {"from", F_OBJECT, ALWAYS, .sub = side_fields},
    {"to", F_OBJECT, ALWAYS, .sub = side_fields},
    {"perspective", F_CODE, ALWAYS, .choices = "perspective"},
    {"changes", F_ARRAY, ALWAYS, .sub = change_fields},
    {"difference_oere", F_MONEY, MAYBE},
    {.type = F_END},
};

struct compare {
  struct request *req;
  struct buf *out;
  struct in *now;         // on its way from the one to the other
  const struct in *after; // where it goes
  enum value_perspective perspective;
  double npv, first; // of now; NAN while it does not add up
  double pending;    // last npv that added up
  int changes;
};

static const char *json_of(struct arena *a, const struct field *f, const struct in_value *v) {
  struct buf b;
  buf_init(&b, TEXT_MAX);
  value_member(&b, f, v);
  const char *text = buf_ok(&b) ? arena_strndup(a, b.data, b.len) : "null";
  buf_free(&b);
  return text;
}

static double npv_of(struct compare *c) {
  struct evaluation v;
  estimate_evaluate(c->req->arena, c->now, &v);
  return v.faults.count ? (double)NAN : estimate_outcome(&v)->npv[c->perspective];
}

static void member(struct buf *out, const char *name, const char *text) {
  out_key(out, name);
  if (text)
    out_string(out, text);
  else
    buf_puts(out, "null");
}

static void money(struct buf *out, const char *name, double kr) {
  out_key(out, name);
  if (isfinite(kr))
    buf_int(out, value_oere(kr));
  else
    buf_puts(out, "null");
}

// Writes a change that has been made to c->now. One that leaves inputs which do not add up has no
// effect of its own; the next that mends them shows the effect of both.
static void note(struct compare *c, const struct in *alternative, const struct in *line,
                 const char *field, const char *before, const char *after) {
  struct buf *out = c->out;
  c->npv = npv_of(c);
  double effect = c->npv - c->pending;
  if (isfinite(c->npv))
    c->pending = c->npv;
  out_comma(out);
  buf_putc(out, '{');
  member(out, "where", line ? "line" : alternative ? "alternative" : "setting");
  member(out, "alternative", alternative ? in_text(alternative, "name") : NULL);
  member(out, "line", line ? in_text(line, "id") : NULL);
  member(out, "line_name", line ? in_text(line, "name") : NULL);
  member(out, "field", field);
  out_key(out, "before");
  buf_puts(out, before);
  out_key(out, "after");
  buf_puts(out, after);
  money(out, "effect_oere", effect);
  buf_putc(out, '}');
  c->changes++;
}

// Takes over every member of `to` that differs, one at a time, but for the one named `except`.
static void members(struct compare *c, struct in *now, const struct in *to,
                    const struct in *alternative, const struct in *line, const char *except) {
  for (size_t i = 0; now->table[i].type != F_END && c->changes < CHANGES_MAX; i++) {
    const struct field *f = &now->table[i];
    if (except && strcmp(f->name, except) == 0)
      continue;
    const char *before = json_of(c->req->arena, f, &now->values[i]);
    const char *after = json_of(c->req->arena, f, &to->values[i]);
    if (strcmp(before, after) == 0)
      continue;
    now->values[i] = to->values[i];
    note(c, alternative, line, f->name, before, after);
  }
}

static struct in *find(const struct in_value *list, const char *name, const char *value) {
  for (size_t i = 0; list->items && i < list->count; i++)
    if (strcmp(in_text(&list->items[i], name), value) == 0)
      return &list->items[i];
  return NULL;
}

// The list with `row` behind it (or, when it is one of the list's own, without it).
static void with_row(struct arena *a, struct in_value *list, const struct in *row) {
  struct in *items = arena_array(a, list->count + 1, sizeof *items);
  size_t n = 0;
  bool gone = false;
  for (size_t i = 0; i < list->count; i++)
    if (&list->items[i] == row)
      gone = true;
    else
      items[n++] = list->items[i];
  if (!gone)
    items[n++] = *row;
  list->items = items;
  list->count = n;
  list->present = true;
}

static struct in_value *list_of(struct in *in, const char *name) {
  for (size_t i = 0;; i++)
    if (strcmp(in->table[i].name, name) == 0)
      return &in->values[i];
}

static void lines(struct compare *c, struct in *now, const struct in *to) {
  struct in_value *list = list_of(now, "lines");
  const struct in_value *wanted = in_get(to, "lines");
  for (size_t i = 0; i < list->count && c->changes < CHANGES_MAX;) {
    struct in line = list->items[i];
    if (find(wanted, "id", in_text(&line, "id"))) {
      i++;
      continue;
    }
    with_row(c->req->arena, list, &list->items[i]);
    note(c, now, &line, NULL, "true", "false");
  }
  for (size_t i = 0; i < wanted->count && c->changes < CHANGES_MAX; i++) {
    const struct in *line = &wanted->items[i];
    struct in *own = find(list, "id", in_text(line, "id"));
    if (own) {
      members(c, own, line, now, line, NULL);
      continue;
    }
    with_row(c->req->arena, list, line);
    note(c, now, line, NULL, "false", "true");
  }
}

static void alternatives(struct compare *c) {
  struct in_value *list = list_of(c->now, "alternatives");
  const struct in_value *wanted = in_get(c->after, "alternatives");
  // One alternative that got another name is still the same one.
  if (list->count == wanted->count && list->count == 1) {
    members(c, &list->items[0], &wanted->items[0], &wanted->items[0], NULL, "lines");
    lines(c, &list->items[0], &wanted->items[0]);
    return;
  }
  for (size_t i = 0; i < list->count;) {
    struct in row = list->items[i];
    if (find(wanted, "name", in_text(&row, "name"))) {
      i++;
      continue;
    }
    with_row(c->req->arena, list, &list->items[i]);
    note(c, &row, NULL, NULL, "true", "false");
  }
  for (size_t i = 0; i < wanted->count; i++) {
    const struct in *row = &wanted->items[i];
    struct in *own = find(list, "name", in_text(row, "name"));
    if (own) {
      members(c, own, row, row, NULL, "lines");
      lines(c, own, row);
      continue;
    }
    with_row(c->req->arena, list, row);
    note(c, row, NULL, NULL, "false", "true");
  }
}

static void side(struct buf *out, const char *name, const struct rows *r, int row, double kr) {
  out_key(out, name);
  buf_printf(out, "{\"id\":%s,\"version_no\":%s", row_text(r, row, 0), row_text(r, row, 1));
  money(out, "npv_oere", kr);
  buf_putc(out, '}');
}

static enum err read_side(struct request *req, const struct rows *r, int row,
                          const struct in **out) {
  struct faults faults = {.arena = req->arena};
  return estimate_read(req->arena, row_text(r, row, 3), row_length(r, row, 3), &faults, out);
}

enum err estimate_compare(struct request *req, struct db *db) {
  struct rows r;
  const char *with = in_text(req->query, "with");
  enum err e = estimate_shown(db, req->key[0]);
  e = e ? e : estimate_shown(db, with);
  e = e ? e : db_exec(db, SQL_estimate_pair, PARAMS(req->key[0], with), DB_LAST, &r);
  if (e || r.count < 1 || strcmp(row_text(&r, r.count - 1, 0), req->key[0]) != 0)
    return e ? e : ERR_NOT_FOUND;
  if (r.count != 2)
    return refuse_field(req, "with", with ? FAULT_UNKNOWN_REFERENCE : FAULT_REQUIRED, NULL);
  const struct in *before;
  struct compare c = {.req = req, .out = &req->reply.body};
  e = read_side(req, &r, 0, &before);
  e = e ? e : read_side(req, &r, 1, &c.after);
  if (e)
    return e;
  int p = row_text(&r, 1, 4) ? value_code(value_perspective_codes, row_text(&r, 1, 4)) : -1;
  c.perspective = p < 0 ? PERSPECTIVE_LIMITED_SOCIETAL : (enum value_perspective)p;
  c.now = arena_array(req->arena, 1, sizeof *c.now);
  *c.now = *before;
  c.first = c.npv = c.pending = npv_of(&c);
  struct buf *out = c.out;
  buf_putc(out, '{');
  side(out, "from", &r, 0, c.first);
  out_key(out, "changes");
  buf_putc(out, '[');
  members(&c, c.now, c.after, NULL, NULL, "alternatives");
  alternatives(&c);
  buf_putc(out, ']');
  side(out, "to", &r, 1, c.npv);
  member(out, "perspective", value_perspective_codes[c.perspective]);
  money(out, "difference_oere", c.npv - c.first);
  buf_putc(out, '}');
  return ERR_NONE;
}
