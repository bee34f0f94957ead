// SPDX-License-Identifier: EUPL-1.2
// Rejected rows as a file.
#include "store/reject.h"

#include <stdio.h>
#include <string.h>

#include "store/upload.h"

// The file's own ways, taken from its first bytes.
struct format {
  struct csv_dialect dialect;
  const char *line_end;
  bool mark; // byte order mark
  const char *header;
  size_t header_length, columns;
};

static int hex(char c) {
  return c <= '9' ? c - '0' : c - 'a' + 10;
}

static char *unhex(struct arena *a, const char *text, size_t digits) {
  char *bytes = arena_alloc(a, digits / 2 + 1);
  for (size_t i = 0; i + 1 < digits; i += 2)
    bytes[i / 2] = (char)(hex(text[i]) << 4 | hex(text[i + 1]));
  return bytes;
}

enum err reject_beginning(struct db *db, struct arena *a, const char *id, const char **bytes,
                          size_t *length) {
  struct rows r;
  enum err e = db_exec(db, SQL_import_beginning, PARAMS(id), 0, &r);
  if (e)
    return e;
  size_t total = 0, at = 0;
  for (int i = 0; i < r.count; i++)
    total += row_length(&r, i, 0);
  char *all = arena_alloc(a, total + 1);
  for (int i = 0; i < r.count; i++) {
    memcpy(all + at, row_text(&r, i, 0), row_length(&r, i, 0));
    at += row_length(&r, i, 0);
  }
  *length = total / 2;
  *bytes = unhex(a, all, total);
  return total > 0 ? ERR_NONE : ERR_STATE;
}

static void read_format(struct format *f, struct arena *a, const char *bytes, size_t length,
                        int64_t header_row) {
  struct csv_reader r;
  struct csv_row row;
  f->mark = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
  f->line_end = "\r\n";
  f->header = "";
  csv_open(&r, bytes, length, f->dialect);
  while (csv_next(&r, a, &row) != CSV_END && row.number <= header_row) {
    f->header = row.raw;
    f->header_length = row.raw_length;
    f->columns = row.count;
    char end = row.raw + row.raw_length < bytes + length ? row.raw[row.raw_length] : '\n';
    bool both = end == '\r' && row.raw + row.raw_length + 1 < bytes + length &&
                row.raw[row.raw_length + 1] == '\n';
    f->line_end = both ? "\r\n" : end == '\r' ? "\r" : "\n";
  }
}

// A cell of our own text in the file's encoding.
static void put_cell(struct buf *out, const struct format *f, const char *text) {
  buf_putc(out, f->dialect.delimiter);
  buf_putc(out, '"');
  for (; *text; text++) {
    if (*text == '"')
      buf_putc(out, '"');
    if (f->dialect.encoding == CSV_WINDOWS_1252 && (unsigned char)*text >= 0xc2 &&
        (unsigned char)*text <= 0xc3 && text[1]) {
      buf_putc(out, (char)((((unsigned char)*text & 3) << 6) |
                           ((unsigned char)text[1] & 0x3f))); // Latin-1 is enough for ours
      text++;
    } else {
      buf_putc(out, *text);
    }
  }
  buf_putc(out, '"');
}

// A row whose quotes are broken: its cells as they stand between delimiters, quoted anew.
static size_t put_mended(struct buf *out, const struct format *f, const char *raw, size_t length) {
  size_t cells = 1;
  buf_putc(out, '"');
  for (size_t i = 0; i < length; i++) {
    bool edge = raw[i] == '"' && (i == 0 || i + 1 == length || raw[i - 1] == f->dialect.delimiter ||
                                  raw[i + 1] == f->dialect.delimiter);
    if (raw[i] == f->dialect.delimiter) {
      buf_putc(out, '"');
      buf_putc(out, raw[i]);
      buf_putc(out, '"');
      cells++;
    } else if (!edge) {
      buf_add(out, raw[i] == '"' ? "\"\"" : &raw[i], raw[i] == '"' ? 2 : 1);
    }
  }
  buf_putc(out, '"');
  return cells;
}

static size_t count_cells(const struct format *f, struct arena *a, const char *raw, size_t length) {
  struct csv_reader r;
  struct csv_row row;
  csv_open(&r, raw, length, f->dialect);
  return csv_next(&r, a, &row) == CSV_END ? 0 : row.count;
}

static void put_row(struct buf *out, const struct format *f, struct arena *a, const struct rows *r,
                    int i) {
  size_t length = row_length(r, i, 1) / 2, cells;
  const char *raw = row_text(r, i, 1) ? unhex(a, row_text(r, i, 1), row_length(r, i, 1)) : "";
  if (row_true(r, i, 4)) {
    cells = put_mended(out, f, raw, length);
  } else {
    buf_add(out, raw, length);
    cells = count_cells(f, a, raw, length);
  }
  for (; cells < f->columns; cells++)
    buf_putc(out, f->dialect.delimiter);
  put_cell(out, f, row_text(r, i, 2) ? row_text(r, i, 2) : "");
  put_cell(out, f, row_text(r, i, 3) ? row_text(r, i, 3) : "");
  buf_puts(out, f->line_end);
}

static enum err put_rows(struct db *db, struct arena *a, const char *id, enum lang lang,
                         const struct format *f, struct buf *out) {
  struct arena *row = arena_new(CSV_ARENA_NEED + 4 * CSV_ROW_MAX);
  const char *last = "0";
  struct rows r = {0};
  enum err e;
  do {
    e = db_exec(db, SQL_import_rejected, PARAMS(id, last, lang == LANG_EN ? "en" : "da"), 0, &r);
    for (int i = 0; !e && i < r.count; i++, arena_reset(row))
      put_row(out, f, row, &r, i);
    last = !e && r.count > 0 ? arena_strdup(a, row_text(&r, r.count - 1, 0)) : last;
  } while (!e && r.count > 0);
  arena_free(row);
  return e;
}

enum err reject_write(struct db *db, struct arena *a, const char *id, enum lang lang,
                      struct buf *out, struct rejected *about) {
  struct rows r;
  const char *bytes;
  size_t length;
  enum err e = db_exec(db, SQL_import_settings, PARAMS(id), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  e = reject_beginning(db, a, id, &bytes, &length);
  if (e)
    return e;
  struct format f = {.dialect = upload_dialect(row_text(&r, 0, 0), row_text(&r, 0, 1),
                                               row_text(&r, 0, 2), row_text(&r, 0, 3))};
  struct arena *rows = arena_new((size_t)64 << 20);
  read_format(&f, rows, bytes, length, row_int(&r, 0, 4));
  arena_free(rows);
  *about = (struct rejected){arena_strdup(a, row_text(&r, 0, 5)), row_text(&r, 0, 0)};
  if (f.mark)
    buf_puts(out, "\xef\xbb\xbf");
  buf_add(out, f.header, f.header_length);
  put_cell(out, &f, lang == LANG_EN ? "field" : "felt");
  put_cell(out, &f, lang == LANG_EN ? "reason" : "årsag");
  buf_puts(out, f.line_end);
  return put_rows(db, a, id, lang, &f, out);
}
