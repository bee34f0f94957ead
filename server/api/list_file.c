// SPDX-License-Identifier: EUPL-1.2
// The rows of a list as a file, by the end of the path: .csv for Danish Excel, .xlsx as a workbook.
// One walk over rows and fields; only the cells differ.
#include <string.h>

#include "api/list.h"
#include "base/csv.h"
#include "base/xlsx.h"

enum { CSV_ROWS_MAX = 200000, XLSX_ROWS_MAX = 20000, WIDTHS_MAX = 65 };

struct sheet {
  struct buf *out;
  struct xlsx *x; // NULL: CSV
};

// A JSON array of texts, as PostgreSQL writes it, as one text: a, b.
static const char *texts_plain(struct arena *a, const char *json) {
  char *plain = arena_alloc(a, strlen(json) + 1), *to = plain;
  bool inside = false;
  for (; *json; json++) {
    if (*json == '"') {
      if (!inside && to > plain) {
        *to++ = ',';
        *to++ = ' ';
      }
      inside = !inside;
    } else if (*json == '\\' && json[1]) {
      json++;
      *to++ = strchr("bfnrtu", *json) ? ' ' : *json;
    } else if (inside) {
      *to++ = *json;
    }
  }
  *to = '\0';
  return plain;
}

static void csv_put(struct buf *out, enum field_type type, const char *text, bool first) {
  int64_t oere;
  if (type == F_MONEY && parse_int64(text, strlen(text), &oere))
    csv_cell_oere(out, oere, first);
  else if (type == F_NUMBER)
    csv_cell_number(out, text, first);
  else if (type == F_DATE)
    csv_cell_date(out, text, first);
  else if (type == F_STAMP)
    csv_cell_stamp(out, text, first);
  else
    csv_cell(out, text, first);
}

static void xlsx_put(struct xlsx *x, enum field_type type, const char *text) {
  int64_t whole;
  double number;
  bool is_whole = parse_int64(text, strlen(text), &whole);
  if (type == F_MONEY && is_whole)
    xlsx_number(x, (double)whole / 100, XLSX_DECIMAL);
  else if ((type == F_INT || type == F_ID) && is_whole)
    xlsx_number(x, (double)whole, XLSX_YEAR);
  else if (type == F_NUMBER && parse_double(text, strlen(text), &number))
    xlsx_number(x, number, XLSX_PRECISE);
  else if (type == F_DATE)
    xlsx_date(x, text);
  else
    xlsx_text(x, text, XLSX_PLAIN);
}

static void put(struct sheet *to, struct arena *a, enum field_type type, const char *text,
                bool first) {
  if (text && type == F_TEXTS)
    text = texts_plain(a, text);
  if (to->x && text)
    xlsx_put(to->x, type, text);
  else if (to->x)
    xlsx_skip(to->x, 1);
  else if (text)
    csv_put(to->out, type, text, first);
  else
    csv_cell(to->out, "", first);
}

static void end_row(struct sheet *to) {
  if (to->x)
    xlsx_row(to->x);
  else
    csv_end_row(to->out);
}

static void head(struct sheet *to, const char *const *labels) {
  static const int widths[WIDTHS_MAX] = {16, 16, 22, 22, 40, 20, 16, 28, 16, 24, 28, 14,
                                         14, 18, 14, 24, 24, 18, 18, 18, 18, 18, 0};
  if (to->x)
    xlsx_sheet(to->x, "Liste", widths, 1);
  else
    csv_bom(to->out);
  for (int i = 0; labels[i]; i++) {
    if (to->x)
      xlsx_text(to->x, labels[i], XLSX_HEAD);
    else
      csv_cell(to->out, labels[i], i == 0);
  }
  end_row(to);
}

static void line(struct sheet *to, struct request *req, const struct rows *r, int row,
                 const struct names *names) {
  const struct field *table = req->route->reply;
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
    put(to, req->arena, f->type, text, f == table);
    column += !named;
  }
  end_row(to);
}

// All rows, counted before so many are read for nothing; one that ends early looks like a whole
// one.
static enum err all_rows(struct request *req, struct db *db, const struct list_spec *spec, int most,
                         struct rows *r) {
  struct list_query q = {0};
  struct list_statement s;
  enum err e = list_query_of(req, spec, NULL, &q);
  q.limit = 0;
  q.total_max = most;
  e = e ? e : list_run(req, db, spec, &q, &s, r);
  bool too_many = !e && r->count && row_int(r, 0, LIST_TOTAL) > most;
  q.limit = most;
  q.total_max = 0;
  e = e || too_many ? e : list_run(req, db, spec, &q, &s, r);
  if (e || (!too_many && r->count <= most))
    return e;
  return refuse(req, ERR_BAD_QUERY,
                arena_printf(req->arena,
                             "Listen har flere end %d.000 rækker. Afgræns den, for eksempel med "
                             "datoer%s.",
                             most / 1000, most == XLSX_ROWS_MAX ? ", eller hent den som CSV" : ""),
                arena_printf(req->arena,
                             "The list has more than %d,000 rows. Narrow it down, for example by "
                             "dates%s.",
                             most / 1000, most == XLSX_ROWS_MAX ? ", or take it as CSV" : ""));
}

enum err list_file(struct request *req, struct db *db, const struct list_spec *spec,
                   const char *const *labels, const char *name) {
  const char *dot = strrchr(req->path, '.');
  bool book = dot && strcmp(dot, ".xlsx") == 0;
  struct rows r;
  enum err e = all_rows(req, db, spec, book ? XLSX_ROWS_MAX : CSV_ROWS_MAX, &r);
  if (e)
    return e;
  const struct names *names = names_now(db, req->arena);
  struct sheet to = {.out = &req->reply.body, .x = book ? xlsx_new(req->arena) : NULL};
  head(&to, labels);
  for (int i = 0; i < r.count; i++)
    line(&to, req, &r, i, names);
  if (book && !xlsx_finish(to.x, to.out))
    return ERR_INTERNAL;
  req->reply.content_type = book ? XLSX_TYPE : "text/csv; charset=utf-8";
  req->reply.disposition =
      arena_printf(req->arena, "attachment; filename=\"%s%s\"", name, book ? ".xlsx" : ".csv");
  return ERR_NONE;
}

enum err list_file_get(struct request *req, struct db *db) {
  const struct list_export *of = req->route->of;
  return list_file(req, db, of->list, of->labels, of->name);
}
