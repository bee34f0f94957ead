// SPDX-License-Identifier: EUPL-1.2
// Reading CSV rows. Each row is scanned once for its cells' bounds and then copied once; a row
// without quotes and non-ASCII letters, the usual case, is a single copy.
#include "base/csv.h"

#include <string.h>

struct cell {
  uint32_t at, length; // in the row's raw bytes, without the enclosing quotes
  bool doubled;        // holds "" for "
};

struct scan {
  const char *start, *end; // of the row
  const char *next;        // where reading goes on
  char delimiter;
  size_t count;
  size_t fault_cell;
  enum csv_fault fault;
  bool quoted;
  struct cell cells[CSV_CELLS_MAX];
};

const char *csv_fault_code(enum csv_fault fault) {
  static const char *const code[] = {
      [CSV_OK] = "ok",
      [CSV_END] = "end",
      [CSV_UNCLOSED_QUOTE] = "unclosed_quote",
      [CSV_CELL_TOO_LARGE] = "cell_too_large",
      [CSV_BAD_ENCODING] = "bad_encoding",
      [CSV_TOO_MANY_CELLS] = "too_many_cells",
      [CSV_STRAY_QUOTE] = "stray_quote",
  };
  return code[fault];
}

void csv_open(struct csv_reader *r, const char *bytes, size_t length, struct csv_dialect dialect) {
  *r = (struct csv_reader){bytes, length, 0, dialect, 1, 1};
  if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
    r->at = 3;
  const char *p = bytes + r->at, *end = bytes + length;
  if (end - p < 5 || memcmp(p, "sep=", 4) != 0)
    return;
  p += 5;
  if (p < end && *p == '\r')
    p++;
  if (p < end && *p == '\n')
    p++;
  if (p == end || p[-1] == '\n' || p[-1] == '\r') {
    r->at = (size_t)(p - bytes);
    r->line = 2;
  }
}

static void set_fault(struct scan *s, enum csv_fault fault) {
  if (s->fault != CSV_OK)
    return;
  s->fault = fault;
  s->fault_cell = s->count;
}

static void add_cell(struct scan *s, const char *at, const char *end, bool doubled) {
  size_t length = (size_t)(end - at);
  if (length > CSV_CELL_MAX || (size_t)(end - s->start) > CSV_ROW_MAX)
    set_fault(s, CSV_CELL_TOO_LARGE);
  else if (s->count == CSV_CELLS_MAX)
    set_fault(s, CSV_TOO_MANY_CELLS);
  if (s->fault == CSV_OK)
    s->cells[s->count++] = (struct cell){(uint32_t)(at - s->start), (uint32_t)length, doubled};
}

// The first line end at or behind p, or end.
static const char *line_end(const char *p, const char *end) {
  while (p < end && *p != '\n' && *p != '\r')
    p++;
  return p;
}

// Gives a quote up: the row ends with the line on which it was opened.
static const char *abandon(struct scan *s, enum csv_fault fault, const char *opened,
                           const char *end) {
  set_fault(s, fault);
  return line_end(opened, end);
}

// A cell that opens with a quote at p; returns what stands behind it.
static const char *quoted_cell(struct scan *s, const char *p, const char *end) {
  const char *opened = p, *from = p + 1;
  bool doubled = false;
  s->quoted = true;
  for (p++;; p += 2) {
    p = p < end ? memchr(p, '"', (size_t)(end - p)) : NULL;
    if (!p)
      return abandon(s, CSV_UNCLOSED_QUOTE, opened, end);
    if (end - p < 2 || p[1] != '"')
      break;
    doubled = true;
  }
  const char *behind = p + 1;
  while (behind < end && *behind == ' ')
    behind++;
  if (behind < end && *behind != s->delimiter && *behind != '\n' && *behind != '\r')
    return abandon(s, CSV_STRAY_QUOTE, opened, end);
  add_cell(s, from, p, doubled);
  return behind;
}

static const char *plain_cell(struct scan *s, const char *p, const char *end) {
  const char *from = p;
  const char delimiter = s->delimiter;
  while (p < end && *p != delimiter && *p != '\n' && *p != '\r')
    p++;
  add_cell(s, from, p, false);
  return p;
}

static void scan_row(struct scan *s, const char *p, const char *end) {
  s->start = p;
  s->count = 0;
  s->quoted = false;
  s->fault = CSV_OK;
  s->fault_cell = 0;
  for (;;) {
    p = p < end && *p == '"' ? quoted_cell(s, p, end) : plain_cell(s, p, end);
    if (p == end || *p != s->delimiter)
      break;
    p++;
  }
  s->end = p;
  if (p < end)
    p += *p == '\r' && end - p > 1 && p[1] == '\n' ? 2 : 1;
  s->next = p;
}

static bool blank(const struct scan *s) {
  if (s->fault != CSV_OK)
    return false;
  for (const char *p = s->start; p < s->end; p++)
    if (*p != s->delimiter && *p != ' ' && *p != '\t' && *p != '"' && *p != '\n' && *p != '\r')
      return false;
  return true;
}

// Line ends inside the row: quoted cells may hold them.
static int64_t inner_lines(const struct scan *s) {
  int64_t lines = 0;
  for (const char *p = s->start; s->quoted && (p = line_end(p, s->end)) < s->end; p++) {
    lines++;
    if (*p == '\r' && p + 1 < s->end && p[1] == '\n')
      p++;
  }
  return lines;
}

// True if any byte is NUL or above 0x7f.
static bool special_bytes(const char *p, size_t n) {
  const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
  for (; n >= 8; p += 8, n -= 8) {
    uint64_t v;
    memcpy(&v, p, 8);
    if ((v | (v - ones)) & high)
      return true;
  }
  for (; n > 0; p++, n--)
    if ((unsigned char)(*p - 1) >= 0x7f)
      return true;
  return false;
}

// The code points of windows-1252 0x80..0x9f; 0 where it has none.
static const uint16_t windows_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

// Code point below U+10000 to UTF-8.
static char *put_utf8(char *to, unsigned c) {
  if (c < 0x80) {
    *to++ = (char)c;
  } else if (c < 0x800) {
    *to++ = (char)(0xc0 | c >> 6);
    *to++ = (char)(0x80 | (c & 0x3f));
  } else {
    *to++ = (char)(0xe0 | c >> 12);
    *to++ = (char)(0x80 | (c >> 6 & 0x3f));
    *to++ = (char)(0x80 | (c & 0x3f));
  }
  return to;
}

// Copies one character of the source; *n is how many bytes it took. False for a bad one.
static bool put_character(char **to, enum csv_encoding encoding, const char *from, size_t left,
                          size_t *n) {
  unsigned char c = (unsigned char)*from;
  *n = 1;
  unsigned point = c;
  if (encoding == CSV_WINDOWS_1252 && c >= 0x80 && c < 0xa0)
    point = windows_1252[c - 0x80];
  else if (encoding == CSV_UTF8 && c >= 0x80)
    point = 0;
  if (point != 0) {
    *to = put_utf8(*to, point);
    return true;
  }
  size_t length = encoding == CSV_UTF8 ? utf8_sequence(from, left) : 0;
  if (length == 0) {
    *to = put_utf8(*to, 0xfffd);
    return false;
  }
  memcpy(*to, from, length);
  *to += length;
  *n = length;
  return true;
}

// Copies a cell, quotes undone and recoded, at most three bytes for one; false for a bad character.
static bool recode(char **to, enum csv_encoding encoding, const char *from, struct cell cell) {
  bool good = true;
  for (size_t i = 0, n; i < cell.length; i += n) {
    good &= put_character(to, encoding, from + i, cell.length - i, &n);
    if (cell.doubled && from[i] == '"')
      n = 2;
  }
  return good;
}

// Copies a cell of plain bytes and undoes its quotes.
static char *copy(char *to, const char *from, struct cell cell) {
  const char *end = from + cell.length;
  while (cell.doubled) {
    const char *quote = memchr(from, '"', (size_t)(end - from));
    if (!quote)
      break;
    size_t n = (size_t)(quote + 1 - from);
    memcpy(to, from, n);
    to += n;
    from = quote + 2;
  }
  memcpy(to, from, (size_t)(end - from));
  return to + (end - from);
}

static void copy_cells(struct scan *s, enum csv_encoding encoding, struct arena *a,
                       struct csv_row *row) {
  size_t bytes = s->count ? s->cells[s->count - 1].at + s->cells[s->count - 1].length : 0;
  bool special = special_bytes(s->start, bytes);
  bool plain = !special || (encoding == CSV_UTF8 && utf8_valid(s->start, bytes));
  char *to = arena_alloc(a, (plain ? bytes : 3 * bytes) + s->count);
  row->cells = arena_array(a, s->count + 1, sizeof *row->cells);
  row->count = s->count;
  for (size_t i = 0; i < s->count; i++) {
    const char *from = s->start + s->cells[i].at;
    row->cells[i] = to;
    if (plain) {
      to = copy(to, from, s->cells[i]);
    } else if (!recode(&to, encoding, from, s->cells[i]) && s->fault == CSV_OK) {
      s->fault = CSV_BAD_ENCODING;
      s->fault_cell = i;
    }
    *to++ = '\0';
  }
}

enum csv_fault csv_next(struct csv_reader *r, struct arena *a, struct csv_row *row) {
  struct scan s;
  s.delimiter = r->dialect.delimiter;
  const char *end = r->bytes + r->length;
  while (r->at < r->length) {
    scan_row(&s, r->bytes + r->at, end);
    *row = (struct csv_row){.number = r->row++, .line = r->line, .raw = s.start};
    row->raw_length = (size_t)(s.end - s.start);
    r->line += 1 + inner_lines(&s);
    r->at = (size_t)(s.next - r->bytes);
    if (blank(&s))
      continue;
    copy_cells(&s, r->dialect.encoding, a, row);
    row->fault_cell = s.fault_cell;
    return s.fault;
  }
  return CSV_END;
}
