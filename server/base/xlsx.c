// SPDX-License-Identifier: EUPL-1.2
// libxlsxwriter 1.1 writes to a named file: here one that lives in memory only.
#include "base/xlsx.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/parse.h"

enum { PATH_MAX_HERE = 40, PART = 65536 };

struct xlsx {
  int fd;
  lxw_workbook *book;
  lxw_worksheet *sheet;
  lxw_format *format[XLSX_STYLES];
  lxw_row_t row;
  lxw_col_t column;
  bool failed;
};

static void release(void *resource) {
  struct xlsx *x = resource;
  if (x->book)
    lxw_workbook_free(x->book);
  if (x->fd >= 0)
    close(x->fd);
}

static lxw_format *numbers(lxw_workbook *book, const char *pattern) {
  lxw_format *f = workbook_add_format(book);
  format_set_num_format(f, pattern);
  return f;
}

static void make_formats(struct xlsx *x) {
  lxw_format **f = x->format;
  f[XLSX_HEAD] = workbook_add_format(x->book);
  format_set_bold(f[XLSX_HEAD]);
  format_set_bg_color(f[XLSX_HEAD], 0xE8E8E8);
  format_set_bottom(f[XLSX_HEAD], LXW_BORDER_THIN);
  format_set_text_wrap(f[XLSX_HEAD]);
  f[XLSX_TITLE] = workbook_add_format(x->book);
  format_set_bold(f[XLSX_TITLE]);
  format_set_font_size(f[XLSX_TITLE], 16);
  f[XLSX_STRONG] = workbook_add_format(x->book);
  format_set_bold(f[XLSX_STRONG]);
  f[XLSX_KR] = numbers(x->book, "#,##0");
  f[XLSX_KR_BOLD] = numbers(x->book, "#,##0");
  format_set_bold(f[XLSX_KR_BOLD]);
  format_set_top(f[XLSX_KR_BOLD], LXW_BORDER_THIN);
  f[XLSX_DECIMAL] = numbers(x->book, "#,##0.00");
  f[XLSX_PRECISE] = numbers(x->book, "0.######");
  f[XLSX_PERCENT] = numbers(x->book, "0.0%");
  f[XLSX_YEAR] = numbers(x->book, "0");
  f[XLSX_DATE] = numbers(x->book, "dd-mm-yyyy");
}

struct xlsx *xlsx_new(struct arena *a) {
  struct xlsx *x = arena_alloc(a, sizeof *x);
  char path[PATH_MAX_HERE];
  x->fd = memfd_create("workbook", MFD_CLOEXEC);
  arena_defer(a, release, x);
  snprintf(path, sizeof path, "/proc/self/fd/%d", x->fd);
  x->book = x->fd < 0 ? NULL : workbook_new(path);
  if (x->book)
    make_formats(x);
  x->failed = !x->book;
  return x;
}

void xlsx_sheet(struct xlsx *x, const char *name, const int *widths, int frozen) {
  x->row = 0;
  x->column = 0;
  x->sheet = x->book ? workbook_add_worksheet(x->book, name) : NULL;
  if (!x->sheet) {
    x->failed = true;
    return;
  }
  for (lxw_col_t i = 0; widths[i]; i++)
    worksheet_set_column(x->sheet, i, i, widths[i], NULL);
  if (frozen)
    worksheet_freeze_panes(x->sheet, (lxw_row_t)frozen, 0);
  worksheet_set_landscape(x->sheet);
  worksheet_fit_to_pages(x->sheet, 1, 0);
}

void xlsx_text(struct xlsx *x, const char *text, enum xlsx_style style) {
  if (x->sheet && text &&
      worksheet_write_string(x->sheet, x->row, x->column, text, x->format[style]))
    x->failed = true;
  x->column++;
}

void xlsx_number(struct xlsx *x, double value, enum xlsx_style style) {
  if (x->sheet && isfinite(value) &&
      worksheet_write_number(x->sheet, x->row, x->column, value, x->format[style]))
    x->failed = true;
  x->column++;
}

void xlsx_date(struct xlsx *x, const char *iso) {
  struct date d;
  lxw_datetime at = {0};
  if (x->sheet && iso && parse_date(iso, strlen(iso), &d)) {
    at = (lxw_datetime){.year = d.year, .month = d.month, .day = d.day};
    if (worksheet_write_datetime(x->sheet, x->row, x->column, &at, x->format[XLSX_DATE]))
      x->failed = true;
  }
  x->column++;
}

void xlsx_skip(struct xlsx *x, int cells) {
  x->column = (lxw_col_t)(x->column + cells);
}

void xlsx_row(struct xlsx *x) {
  x->row++;
  x->column = 0;
}

bool xlsx_finish(struct xlsx *x, struct buf *out) {
  if (!x->book)
    return false;
  bool good = workbook_close(x->book) == LXW_NO_ERROR && !x->failed;
  x->book = NULL;
  if (!good || lseek(x->fd, 0, SEEK_SET) < 0)
    return false;
  char part[PART];
  ssize_t n;
  while ((n = read(x->fd, part, sizeof part)) > 0)
    buf_add(out, part, (size_t)n);
  return n == 0 && buf_ok(out);
}
