// SPDX-License-Identifier: EUPL-1.2
// Reference values as a file: the columns of the CSV export (or the names of the fields) read back.
// All rows or none; a dry run says the same and keeps nothing.
#include <string.h>

#include "api/resources.h"
#include "base/csv.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)

enum { FILE_ROWS_MAX = 5000, COLUMNS_MAX = 64, ROW_PARAMS_LEAD = 3 };

const struct field reference_file_query[] = {{"dry_run", F_BOOL}, {.type = F_END}};
const struct field reference_file_reply[] = {
    {"rows", F_INT, ALWAYS},      {"created", F_INT, ALWAYS},  {"changed", F_INT, ALWAYS},
    {"unchanged", F_INT, ALWAYS}, {"dry_run", F_BOOL, ALWAYS}, {.type = F_END},
};

struct file {
  struct request *req;
  struct db *db;
  const struct reference *of;
  const struct names *names;
  struct csv_reader reader;
  const struct field *column[COLUMNS_MAX]; // NULL: read past
  size_t columns;
  int rows, created, changed, unchanged;
};

static const struct field *field_named(const struct field *table, const char *name) {
  for (const struct field *f = table; f->type != F_END; f++)
    if (strcmp(f->name, name) == 0)
      return f;
  return NULL;
}

// What a heading stands for: a field's name or the label of the export. *known is false when it is
// neither; columns that the service fills itself are known and read past.
static const struct field *column_of(const struct reference *of, const char *heading, bool *known) {
  *known = true;
  for (size_t i = 0; of->labels[i]; i++)
    if (strcmp(of->labels[i], heading) == 0 || strcmp(of->item[i].name, heading) == 0)
      return field_named(of->fields, of->item[i].name);
  *known = false;
  return NULL;
}

static enum err read_heading(struct file *f) {
  struct request *req = f->req;
  struct csv_row row;
  if (csv_next(&f->reader, req->arena, &row) != CSV_OK || row.count > COLUMNS_MAX)
    return refuse(req, ERR_BAD_REQUEST, "Filen har ingen overskrifter, der kan læses",
                  "The file has no headings that can be read");
  f->columns = row.count;
  for (size_t i = 0; i < row.count; i++) {
    bool known;
    f->column[i] = column_of(f->of, row.cells[i], &known);
    if (!known)
      fault_add(&req->faults, arena_strdup(req->arena, row.cells[i]), FAULT_UNKNOWN_FIELD, NULL);
  }
  return req->faults.count ? ERR_INVALID : ERR_NONE;
}

// A cell as the field table reads it; NULL when it does not hold what the field wants.
static const char *plain(struct file *f, const struct field *field, const char *cell) {
  struct arena *a = f->req->arena;
  double x;
  struct date d;
  if (field->type == F_NUMBER)
    return csv_number(cell, f->reader.dialect.decimal, &x) ? arena_printf(a, "%.15g", x) : NULL;
  if (field->type == F_DATE)
    return csv_date(cell, f->reader.dialect.date, &d)
               ? arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day)
               : NULL;
  if (field->type == F_CODE)
    return names_code(f->names, field->choices, cell);
  if (field->type == F_CHOICE) {
    const char *code = names_code(f->names, "sector", cell);
    return code ? code : cell;
  }
  return cell;
}

// The faults of one row, each named "row N: field".
static struct in *read_row(struct file *f, const struct csv_row *row) {
  struct request *req = f->req;
  struct pair *pairs = arena_array(req->arena, f->columns + 1, sizeof *pairs);
  struct faults own = {.arena = req->arena};
  size_t n = 0;
  for (size_t i = 0; i < row->count && i < f->columns; i++) {
    const char *cell = row->cells[i];
    if (!f->column[i] || !*cell)
      continue;
    const char *value = plain(f, f->column[i], cell);
    if (value)
      pairs[n++] = (struct pair){f->column[i]->name, value};
    else
      fault_add(&own, f->column[i]->name,
                f->column[i]->type == F_DATE     ? FAULT_BAD_DATE
                : f->column[i]->type == F_NUMBER ? FAULT_BAD_NUMBER
                                                 : FAULT_UNKNOWN_CODE,
                f->column[i]->choices);
  }
  struct in *in = NULL;
  enum err e = field_check_pairs(f->of->fields, pairs, n, req->arena, &own, &in);
  for (int i = 0; i < own.count; i++)
    fault_add(&req->faults,
              arena_printf(req->arena, "%lld.%s", (long long)row->number, own.rows[i].field),
              own.rows[i].fault, own.rows[i].argument);
  reference_check(req, in, arena_printf(req->arena, "%lld.", (long long)row->number));
  return e ? NULL : in;
}

static const char *const *params_of(struct file *f, const struct in *in, const char *id,
                                    const char *version, const char *present) {
  const char **params = arena_array(f->req->arena, COLUMNS_MAX, sizeof *params);
  size_t n = 0;
  if (id) {
    params[n++] = id;
    params[n++] = version;
    params[n++] = present;
  }
  for (size_t i = 0; in->table[i].type != F_END; i++)
    params[n++] = in->values[i].text;
  return params;
}

// Fields that the file holds, as the patch statements take them.
static const char *present_fields(struct file *f) {
  const char *list = "";
  for (size_t i = 0; i < f->columns; i++)
    if (f->column[i])
      list = arena_printf(f->req->arena, "%s%s%s", list, *list ? "," : "", f->column[i]->name);
  return arena_printf(f->req->arena, "{%s}", list);
}

static enum err put_row(struct file *f, const struct in *in, const char *present) {
  const char *key[4] = {NULL};
  for (size_t i = 0; i < 4 && f->of->key[i]; i++)
    key[i] = in_text(in, f->of->key[i]);
  struct rows r;
  enum err e = db_exec(f->db, f->of->find, key, 0, &r);
  if (e)
    return e;
  if (r.count == 0) {
    f->created++;
    return db_exec(f->db, f->of->create, params_of(f, in, NULL, NULL, NULL), 0, &r);
  }
  const char *id = arena_strdup(f->req->arena, row_text(&r, 0, 0));
  const char *version = arena_strdup(f->req->arena, row_text(&r, 0, 1));
  e = db_exec(f->db, f->of->patch, params_of(f, in, id, version, present), 0, &r);
  if (!e && r.count)
    f->changed++;
  else if (!e)
    f->unchanged++;
  return e;
}

// A row that the database refuses ends the file: which row, field and why.
static enum err put_rows(struct file *f, struct in *const *rows, const int64_t *numbers) {
  struct request *req = f->req;
  const char *present = present_fields(f);
  enum err e = ERR_NONE;
  for (int i = 0; i < f->rows && !e; i++) {
    e = put_row(f, rows[i], present);
    struct db_refusal no = db_refusal(f->db);
    if (e && no.fault)
      e = refuse_field(req, arena_printf(req->arena, "%lld.%s", (long long)numbers[i], no.field),
                       no.fault, no.argument);
  }
  return e;
}

enum err reference_import(struct request *req, struct db *db) {
  struct file f = {.req = req, .db = db, .of = req->route->of, .names = names_now(db, req->arena)};
  csv_open(&f.reader, req->body, req->body_length, csv_detect(req->body, req->body_length));
  enum err e = read_heading(&f);
  if (e)
    return e;
  struct in **rows = arena_array(req->arena, FILE_ROWS_MAX, sizeof *rows);
  int64_t *numbers = arena_array(req->arena, FILE_ROWS_MAX, sizeof *numbers);
  struct csv_row row;
  enum csv_fault fault;
  while ((fault = csv_next(&f.reader, req->arena, &row)) != CSV_END && f.rows < FILE_ROWS_MAX) {
    if (fault != CSV_OK)
      return refuse_field(req, arena_printf(req->arena, "%lld", (long long)row.number),
                          FAULT_BAD_TEXT, NULL);
    numbers[f.rows] = row.number;
    rows[f.rows++] = read_row(&f, &row);
  }
  if (req->faults.count)
    return ERR_INVALID;
  if (fault != CSV_END)
    return refuse_field(req, "rows", FAULT_TOO_MANY, "5000");
  bool dry = in_int(req->query, "dry_run", 0) != 0;
  e = dry ? db_exec(db, SQL_reference_file_begin, NO_PARAMS, 0, NULL) : ERR_NONE;
  e = e ? e : put_rows(&f, rows, numbers);
  if (!e && dry)
    e = db_exec(db, SQL_reference_file_undo, NO_PARAMS, 0, NULL);
  if (e)
    return e;
  struct buf *out = &req->reply.body;
  buf_printf(out, "{\"rows\":%d,\"created\":%d,\"changed\":%d,\"unchanged\":%d,\"dry_run\":%s}",
             f.rows, f.created, f.changed, f.unchanged, dry ? "true" : "false");
  return ERR_NONE;
}
