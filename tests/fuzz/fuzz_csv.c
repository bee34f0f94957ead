// SPDX-License-Identifier: EUPL-1.2
// Any bytes as a CSV file: every row lies behind the one before, cells are UTF-8, and what is
// written out reads back the same.
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(what)                                                                                \
  do {                                                                                             \
    if (!(what))                                                                                   \
      abort();                                                                                     \
  } while (0)

static void check_values(const char *cell) {
  for (int style = 0; style < 2; style++) {
    int64_t n = 0;
    double x = 0;
    if (csv_oere(cell, (enum csv_decimal)style, &n))
      CHECK(n < 1000000000000000 && n > -1000000000000000);
    csv_integer(cell, (enum csv_decimal)style, &n);
    csv_number(cell, (enum csv_decimal)style, &x);
    csv_percent(cell, (enum csv_decimal)style, &x);
    csv_oere_times(cell, (enum csv_decimal)style, 1000000, &n);
  }
  for (int style = 0; style < 3; style++) {
    struct date d;
    if (csv_date(cell, (enum csv_date)style, &d))
      CHECK(date_valid(d.year, d.month, d.day));
  }
}

// A row that is written and read again has the same cells, but for the guard against formulas.
static void check_written(const struct csv_row *row) {
  struct buf b;
  buf_init(&b, (size_t)64 << 20);
  for (size_t i = 0; i < row->count; i++)
    csv_cell(&b, row->cells[i], i == 0);
  csv_end_row(&b);
  CHECK(buf_ok(&b));
  struct csv_dialect d = {CSV_UTF8, ';', CSV_DECIMAL_COMMA, CSV_DATE_DMY};
  static struct arena *a;
  if (!a)
    a = arena_new(CSV_ARENA_NEED);
  arena_reset(a);
  struct csv_reader r;
  struct csv_row again;
  csv_open(&r, b.data, b.len, d);
  bool lost =
      b.len >= 4 && (memcmp(b.data, "sep=", 4) == 0 || memcmp(b.data, "\xef\xbb\xbf", 3) == 0);
  enum csv_fault f = csv_next(&r, a, &again);
  if (f == CSV_OK && !lost) {
    CHECK(again.count == row->count);
    for (size_t i = 0; i < row->count; i++) {
      const char *got = again.cells[i];
      CHECK(strcmp(got, row->cells[i]) == 0 ||
            (*got == '\'' && strcmp(got + 1, row->cells[i]) == 0));
    }
    CHECK(csv_next(&r, a, &again) == CSV_END);
  } else if (!lost) {
    CHECK(f == CSV_CELL_TOO_LARGE || f == CSV_END); // END: a row of blanks and quotes
  }
  buf_free(&b);
}

static void check_row(const struct csv_reader *r, const struct csv_row *row, const char **last) {
  CHECK(row->raw >= *last && row->raw + row->raw_length <= r->bytes + r->at);
  CHECK(r->at <= r->length && row->count <= CSV_CELLS_MAX);
  *last = row->raw + row->raw_length;
  for (size_t i = 0; i < row->count; i++) {
    CHECK(utf8_valid(row->cells[i], strlen(row->cells[i])));
    check_values(row->cells[i]);
  }
}

static void read_all(const char *bytes, size_t size, struct csv_dialect d) {
  struct arena *a = arena_new(CSV_ARENA_NEED);
  struct csv_reader r;
  struct csv_row row;
  csv_open(&r, bytes, size, d);
  const char *last = bytes;
  int64_t number = 0, line = 0;
  for (enum csv_fault f; (f = csv_next(&r, a, &row)) != CSV_END; arena_reset(a)) {
    CHECK(row.number > number && row.line > line);
    number = row.number;
    line = row.line;
    check_row(&r, &row, &last);
    if (f == CSV_OK)
      check_written(&row);
  }
  CHECK(r.at == size);
  arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *bytes = malloc(size ? size : 1); // exact, so that reading beyond it is seen
  if (size)
    memcpy(bytes, data, size);
  struct csv_dialect d = csv_detect(bytes, size);
  read_all(bytes, size, d);
  d.encoding = d.encoding == CSV_UTF8 ? CSV_WINDOWS_1252 : CSV_UTF8;
  read_all(bytes, size, d);
  free(bytes);
  return 0;
}
