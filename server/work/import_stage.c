// SPDX-License-Identifier: EUPL-1.2
// The rows of the file into the staging table by COPY. Memory stays flat: one row at a time, a
// buffer of 64 kB, and the pages of the mapped file are given back as reading goes on.
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "work/import_internal.h"

enum {
  FLUSH = 64 * 1024,
  LINE_MAX_BYTES = 16 * 1024 * 1024,
  RELEASE = 2 * 1024 * 1024,
  REPORT_ROWS = 5000
};

// Which columns of import_stage this import fills.
struct layout {
  int fields[ATTRIBUTES_MAX], field_count;
  int parties[ATTRIBUTES_MAX], party_count;
  bool tags, funding;
};

static void use(int *list, int *count, int item) {
  for (int i = 0; i < *count; i++)
    if (list[i] == item)
      return;
  if (item >= 0 && *count < ATTRIBUTES_MAX)
    list[(*count)++] = item;
}

static void plan_layout(const struct import *im, struct layout *l) {
  *l = (struct layout){0};
  for (int i = 0; i < im->source_count; i++) {
    const struct target *t = im->sources[i].target;
    if (!t)
      continue;
    if (t->type == CELL_TAGS)
      l->tags = true;
    else if (t->part == PART_FUNDING)
      l->funding = true;
    else if (t->part == PART_FIELD)
      use(l->fields, &l->field_count, stage_field(t->attribute));
    else
      use(l->parties, &l->party_count, party_attribute(t->attribute));
  }
  if (l->party_count > 0)
    use(l->parties, &l->party_count, party_attribute("party_role"));
}

static const char *copy_statement(const struct import *im, const struct layout *l) {
  const char *s = "COPY import_stage (row_no, raw_at, raw_length, row_hash, key_text, errors";
  for (int i = 0; i < l->field_count; i++)
    s = arena_printf(im->arena, "%s, %s", s, stage_fields[l->fields[i]]);
  for (int i = 0; i < l->party_count; i++)
    s = arena_printf(im->arena, "%s, %s", s, party_attributes[l->parties[i]]);
  return arena_printf(im->arena, "%s%s%s) FROM STDIN", s, l->tags ? ", tags" : "",
                      l->funding ? ", funding_source, funding_oere" : "");
}

// Text in COPY's own escapes; `slashes` backslashes for one (2 inside an array's quotes).
static void put_text(struct buf *out, const char *s, int slashes) {
  for (;;) {
    size_t n = strcspn(s, slashes > 1 ? "\\\t\n\r\"" : "\\\t\n\r");
    buf_add(out, s, n);
    s += n;
    if (!*s)
      return;
    if (*s == '"')
      buf_puts(out, "\\\\\"");
    else if (*s == '\\')
      buf_puts(out, slashes > 1 ? "\\\\\\\\" : "\\\\");
    else
      buf_printf(out, "\\%c", *s == '\t' ? 't' : *s == '\n' ? 'n' : 'r');
    s++;
  }
}

static void put_value(struct buf *out, const char *s) {
  buf_putc(out, '\t');
  if (s)
    put_text(out, s, 1);
  else
    buf_puts(out, "\\N");
}

static void put_entry(struct buf *out, const char *s, bool first) {
  buf_puts(out, first ? "{" : ",");
  if (!s) {
    buf_puts(out, "NULL");
    return;
  }
  buf_putc(out, '"');
  put_text(out, s, 2);
  buf_putc(out, '"');
}

static void put_parties(struct buf *out, const struct row *row, int attribute) {
  if (row->party_count == 0) {
    put_value(out, NULL);
    return;
  }
  buf_putc(out, '\t');
  for (int i = 0; i < row->party_count; i++)
    put_entry(out, row->parties[i].attributes[attribute], i == 0);
  buf_putc(out, '}');
}

static void put_tags(struct buf *out, const struct row *row) {
  if (row->tag_count == 0) {
    put_value(out, NULL);
    return;
  }
  buf_putc(out, '\t');
  for (int i = 0; i < row->tag_count; i++)
    put_entry(out, row->tags[i], i == 0);
  buf_putc(out, '}');
}

static void put_funding(struct buf *out, const struct row *row) {
  if (row->funding_count == 0) {
    put_value(out, NULL);
    put_value(out, NULL);
    return;
  }
  buf_putc(out, '\t');
  for (int i = 0; i < row->funding_count; i++)
    put_entry(out, row->funding[i].source, i == 0);
  buf_puts(out, "}\t");
  for (int i = 0; i < row->funding_count; i++) {
    buf_putc(out, i ? ',' : '{');
    buf_int(out, row->funding[i].oere);
  }
  buf_putc(out, '}');
}

// The text of a fault with its argument, of which "dansk|english" holds both.
static void put_fault(struct buf *out, enum fault fault, enum lang lang, const char *argument) {
  const char *text = fault_info(fault)->text[lang], *place = strstr(text, "%s");
  const char *bar = argument ? strchr(argument, '|') : NULL;
  const char *from = bar && lang == LANG_EN ? bar + 1 : argument ? argument : "";
  size_t n = bar && lang == LANG_DA ? (size_t)(bar - argument) : strlen(from);
  struct buf plain;
  buf_init(&plain, 4096);
  buf_add(&plain, text, place ? (size_t)(place - text) : strlen(text));
  if (place) {
    buf_add(&plain, from, n);
    buf_puts(&plain, place + 2);
  }
  out_string_n(out, plain.data ? plain.data : "", plain.len);
  buf_free(&plain);
}

static const char *errors_json(const struct row *row, struct arena *a) {
  if (row->error_count == 0)
    return NULL;
  struct buf j;
  buf_init(&j, 1 << 20);
  buf_putc(&j, '[');
  for (int i = 0; i < row->error_count; i++) {
    const struct row_error *e = &row->errors[i];
    out_comma(&j);
    buf_putc(&j, '{');
    out_key(&j, "field");
    out_string(&j, e->field);
    out_key(&j, "code");
    out_string(&j, fault_info(e->fault)->code);
    out_key(&j, "da");
    put_fault(&j, e->fault, LANG_DA, e->argument);
    out_key(&j, "en");
    put_fault(&j, e->fault, LANG_EN, e->argument);
    buf_putc(&j, '}');
  }
  buf_putc(&j, ']');
  char *text = arena_strndup(a, j.data ? j.data : "", j.len);
  buf_free(&j);
  return text;
}

// Tells rows apart, eight bytes at a time (murmur's finaliser as the mixer).
static int64_t hash(const char *s, size_t n) {
  uint64_t h = n * 0x9e3779b97f4a7c15u;
  for (; n > 0; s += n < 8 ? n : 8, n -= n < 8 ? n : 8) {
    uint64_t v = 0;
    memcpy(&v, s, n < 8 ? n : 8);
    h = (h ^ v) * 0xff51afd7ed558ccdu;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53u;
    h ^= h >> 29;
  }
  return (int64_t)h;
}

static void put_row(struct buf *out, const struct import *im, const struct layout *l,
                    struct arena *a, const struct csv_row *csv, const struct row *row) {
  buf_printf(out, "%lld\t%lld\t%lld\t%lld", (long long)csv->number,
             (long long)(csv->raw - im->bytes), (long long)csv->raw_length,
             (long long)hash(csv->raw, csv->raw_length));
  put_value(out, row->key);
  put_value(out, errors_json(row, a));
  for (int i = 0; i < l->field_count; i++)
    put_value(out, row->values[l->fields[i]]);
  for (int i = 0; i < l->party_count; i++)
    put_parties(out, row, l->parties[i]);
  if (l->tags)
    put_tags(out, row);
  if (l->funding)
    put_funding(out, row);
  buf_putc(out, '\n');
}

// Gives the pages of the file back that lie before `at`.
static void release(const struct import *im, size_t at, size_t *released) {
  if (at - *released < RELEASE)
    return;
  size_t to = at & ~(size_t)4095;
  union {
    const char *bytes;
    void *pages;
  } from = {.bytes = im->bytes + *released};
  madvise(from.pages, to - *released, MADV_DONTNEED);
  *released = to;
}

static void keep_header(struct import *im, const struct csv_row *csv) {
  im->column_count = csv->count;
  for (size_t i = 0; i < csv->count; i++)
    im->columns[i] = arena_strdup(im->arena, csv->cells[i]);
}

static enum err copy_rows(struct import *im, struct csv_reader *r, struct arena *a,
                          const struct layout *l, struct buf *out, struct row *row) {
  struct csv_row csv;
  size_t released = 0;
  int64_t done = 0;
  for (enum csv_fault f; (f = csv_next(r, a, &csv)) != CSV_END; arena_reset(a)) {
    if (csv.number == im->header_row)
      keep_header(im, &csv);
    if (csv.number <= im->header_row)
      continue;
    row_read(im, a, &csv, f, row);
    put_row(out, im, l, a, &csv, row);
    if (out->len >= FLUSH) {
      enum err e = db_copy_data(im->db, out->data, out->len);
      if (e)
        return e;
      buf_clear(out);
      release(im, r->at, &released);
    }
    if (++done % REPORT_ROWS == 0)
      import_progress(im, done / 2, im->rows_expected);
  }
  return buf_ok(out) ? db_copy_data(im->db, out->data ? out->data : "", out->len) : ERR_INTERNAL;
}

enum err import_stage(struct import *im) {
  struct layout l;
  plan_layout(im, &l);
  enum err e = db_copy_start(im->db, copy_statement(im, &l));
  if (e)
    return e;
  struct csv_reader r;
  csv_open(&r, im->bytes, im->length, im->dialect);
  struct arena *a = arena_new(ROW_ARENA);
  struct buf out;
  buf_init(&out, LINE_MAX_BYTES);
  e = copy_rows(im, &r, a, &l, &out, arena_alloc(im->arena, sizeof(struct row)));
  buf_free(&out);
  arena_free(a);
  return e ? e : db_copy_end(im->db);
}
