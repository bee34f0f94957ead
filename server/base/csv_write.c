// SPDX-License-Identifier: EUPL-1.2
// Writing CSV that Danish Excel opens with a double click.
#include "base/csv.h"

#include <string.h>

void csv_bom(struct buf *out) {
  buf_puts(out, "\xef\xbb\xbf");
}

static void begin(struct buf *out, bool first) {
  if (!first)
    buf_putc(out, ';');
}

// What a spreadsheet may take for a formula, the full-width forms included (OWASP, CSV injection).
static bool formula(const char *s) {
  static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                     "\xef\xbc\xa0"};
  if (*s && strchr("=+-@\t\r\n", *s))
    return true;
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
    if (strncmp(s, wide[i], 3) == 0)
      return true;
  return false;
}

void csv_cell(struct buf *out, const char *text, bool first) {
  begin(out, first);
  bool guard = formula(text);
  size_t n = strlen(text);
  bool edge = n > 0 && (text[0] == ' ' || text[n - 1] == ' ');
  if (!edge && !guard && strcspn(text, ";\"\r\n\t,") == n) {
    buf_add(out, text, n);
    return;
  }
  buf_putc(out, '"');
  if (guard)
    buf_putc(out, '\'');
  for (const char *quote; (quote = strchr(text, '"')) != NULL; text = quote + 1) {
    buf_add(out, text, (size_t)(quote + 1 - text));
    buf_putc(out, '"');
  }
  buf_puts(out, text);
  buf_putc(out, '"');
}

void csv_cell_oere(struct buf *out, int64_t oere, bool first) {
  begin(out, first);
  uint64_t value = oere < 0 ? 0 - (uint64_t)oere : (uint64_t)oere;
  if (oere < 0)
    buf_putc(out, '-');
  buf_int(out, (int64_t)(value / 100));
  buf_putc(out, ',');
  buf_putc(out, (char)('0' + value / 10 % 10));
  buf_putc(out, (char)('0' + value % 10));
}

void csv_cell_number(struct buf *out, const char *text, bool first) {
  begin(out, first);
  for (; *text; text++)
    buf_putc(out, *text == '.' ? ',' : *text);
}

void csv_cell_date(struct buf *out, const char *iso, bool first) {
  begin(out, first);
  struct date d;
  if (!iso || !*iso)
    return;
  if (!parse_date(iso, strlen(iso), &d)) {
    csv_cell(out, iso, true);
    return;
  }
  buf_printf(out, "%02d-%02d-%04d", d.day, d.month, d.year);
}

void csv_cell_stamp(struct buf *out, const char *iso, bool first) {
  struct date d;
  if (!iso || strlen(iso) < 19 || !parse_date(iso, 10, &d)) {
    csv_cell(out, iso ? iso : "", first);
    return;
  }
  begin(out, first);
  buf_printf(out, "%02d-%02d-%04d %.8s", d.day, d.month, d.year, iso + 11);
}

void csv_end_row(struct buf *out) {
  buf_puts(out, "\r\n");
}
