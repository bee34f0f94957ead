// SPDX-License-Identifier: EUPL-1.2
// Guessing the dialect of a CSV file: each property by counting what speaks for each choice.
#include "base/csv.h"

#include <string.h>

enum { SAMPLE = 256 * 1024, ROWS = 400 };

static bool ascii8(const char *s) {
  uint64_t v;
  memcpy(&v, s, 8);
  return (v & 0x8080808080808080u) == 0;
}

// Windows-1252 if more sequences break UTF-8 than are good UTF-8 beyond ASCII, so that a few
// foreign bytes in a UTF-8 file are found as such. Looks until 2,000 of them are seen.
static enum csv_encoding detect_encoding(const char *bytes, size_t length) {
  if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
    return CSV_UTF8;
  size_t good = 0, bad = 0;
  for (size_t i = 0; i < length && good + bad < 2000; i++) {
    while (length - i >= 8 && ascii8(bytes + i))
      i += 8;
    if (i == length || (unsigned char)bytes[i] < 0x80)
      continue;
    size_t n = utf8_sequence(bytes + i, length - i);
    good += n > 0;
    bad += n == 0;
    i += n > 0 ? n - 1 : 0;
  }
  return bad > good ? CSV_WINDOWS_1252 : CSV_UTF8;
}

// How well a delimiter fits: how many rows have the most common number of cells, which must be over
// one. Rows count double when they agree with the row before, so that a title line above the header
// or free text with commas does not decide.
static size_t fit(const char *bytes, size_t length, struct csv_dialect dialect, struct arena *a) {
  struct csv_reader r;
  struct csv_row row;
  csv_open(&r, bytes, length, dialect);
  size_t score = 0, previous = 0, rows = 0, wide = 0;
  for (enum csv_fault f; (f = csv_next(&r, a, &row)) != CSV_END && rows < ROWS; arena_reset(a)) {
    if (f == CSV_UNCLOSED_QUOTE && r.at >= length)
      break; // the sample is cut inside a cell
    rows++;
    wide += row.count > 1 && f == CSV_OK;
    score += row.count > 1 && f == CSV_OK && row.count == previous ? 1 : 0;
    previous = row.count;
  }
  return rows == 0 ? 0 : (4 * score + wide) * 1000 / rows + (wide > 0);
}

static char detect_delimiter(const char *bytes, size_t length, struct csv_dialect dialect,
                             struct arena *a) {
  const char *p = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? bytes + 3 : bytes;
  size_t left = length - (size_t)(p - bytes);
  if (left > 5 && memcmp(p, "sep=", 4) == 0 && strchr(";,\t", p[4]) && strchr("\r\n", p[5]))
    return p[4];
  char best = ';';
  size_t most = 0;
  for (const char *c = ";,\t"; *c; c++) {
    dialect.delimiter = *c;
    size_t score = fit(bytes, length, dialect, a);
    if (score > most) {
      best = *c;
      most = score;
    }
  }
  return best;
}

struct votes {
  size_t comma, point; // decimal sign
  size_t iso, dmy, mdy;
};

// Digits in a row at p.
static size_t run(const char *p) {
  return strspn(p, "0123456789");
}

static size_t count(const char *s, size_t n, char c) {
  size_t found = 0;
  for (size_t i = 0; i < n; i++)
    found += s[i] == c;
  return found;
}

// What a cell of digits, commas and points says of the decimal sign. "1.234" says nothing.
static void vote_number(struct votes *v, const char *s, size_t n) {
  size_t last = n, commas = count(s, n, ','), points = count(s, n, '.');
  while (last > 0 && s[last - 1] != ',' && s[last - 1] != '.')
    last--;
  if (last < 2)
    return;
  size_t before = last - 1, behind = n - last;
  bool comma = s[before] == ',';
  size_t *decimal = comma ? &v->comma : &v->point, *other = comma ? &v->point : &v->comma;
  if (commas > 0 && points > 0) // both: the last one is the decimal sign
    *decimal += (comma ? commas : points) == 1;
  else if (commas + points > 1) // repeated: it parts thousands
    *other += behind == 3;
  else if (behind != 3 || before > 3 || (s[0] == '0' && before == 1))
    *decimal += behind > 0;
}

// Lengths of the three runs of digits in a date, parted twice by the same sign; false for anything
// else.
static bool date_shape(const char *s, size_t length[static 3], char *sign) {
  length[0] = run(s);
  *sign = s[length[0]];
  if (length[0] == 0 || length[0] > 4 || *sign == '\0' || !strchr(".-/", *sign))
    return false;
  length[1] = run(s + length[0] + 1);
  const char *second = s + length[0] + 1 + length[1];
  length[2] = *second == *sign ? run(second + 1) : 0;
  return length[1] >= 1 && length[1] <= 2 && length[2] > 0;
}

static void vote_date(struct votes *v, const char *s) {
  size_t n[3];
  char sign;
  int64_t first = 0, second = 0;
  if (!date_shape(s, n, &sign) || !parse_int64(s, n[0], &first) ||
      !parse_int64(s + n[0] + 1, n[1], &second))
    return;
  if (n[0] == 4 && n[2] <= 2)
    v->iso++;
  if (n[0] > 2 || n[2] != 4)
    return;
  if (first > 12 || (second <= 12 && sign != '/'))
    v->dmy++;
  else if (second > 12)
    v->mdy++;
}

static void vote_cell(struct votes *v, const char *s) {
  s += strspn(s, " \t");
  size_t n = strspn(s, "-0123456789.,");
  const char *rest = s + n + strspn(s + n, " %");
  if (n == 0 || n > 30)
    return;
  if (*rest == '\0' && (*s == '-' || run(s) > 0))
    vote_number(v, *s == '-' ? s + 1 : s, *s == '-' ? n - 1 : n);
  vote_date(v, s);
}

static struct votes count_votes(const char *bytes, size_t length, struct csv_dialect dialect,
                                struct arena *a) {
  struct votes v = {0};
  struct csv_reader r;
  struct csv_row row;
  csv_open(&r, bytes, length, dialect);
  for (int rows = 0; rows < ROWS && csv_next(&r, a, &row) != CSV_END; rows++, arena_reset(a))
    for (size_t i = 0; i < row.count; i++)
      vote_cell(&v, row.cells[i]);
  return v;
}

struct csv_dialect csv_detect(const char *bytes, size_t length) {
  struct csv_dialect d = {CSV_UTF8, ';', CSV_DECIMAL_COMMA, CSV_DATE_DMY};
  if (length == 0)
    return d;
  d.encoding = detect_encoding(bytes, length);
  if (length > SAMPLE)
    length = SAMPLE;
  struct arena *a = arena_new(CSV_ARENA_NEED);
  d.delimiter = detect_delimiter(bytes, length, d, a);
  struct votes v = count_votes(bytes, length, d, a);
  arena_free(a);
  bool even = v.comma == v.point;
  if (even ? d.delimiter == ',' : v.point > v.comma)
    d.decimal = CSV_DECIMAL_POINT;
  if (v.mdy > v.dmy)
    d.date = CSV_DATE_MDY;
  else if (v.dmy == 0 && v.iso > 0) // ISO is understood in every style, so that any other decides
    d.date = CSV_DATE_ISO;
  return d;
}

int64_t csv_header_row(const char *bytes, size_t length, struct csv_dialect dialect) {
  enum { LOOK = 50 };
  size_t width[LOOK], rows = 0, most = 0, mode = 0;
  int64_t number[LOOK];
  struct csv_reader r;
  struct csv_row row;
  struct arena *a = arena_new(CSV_ARENA_NEED);
  csv_open(&r, bytes, length > SAMPLE ? SAMPLE : length, dialect);
  for (enum csv_fault f; rows < LOOK && (f = csv_next(&r, a, &row)) != CSV_END; arena_reset(a)) {
    if (f != CSV_OK && f != CSV_BAD_ENCODING)
      continue;
    width[rows] = row.count;
    number[rows++] = row.number;
  }
  arena_free(a);
  for (size_t i = 0; i < rows; i++) {
    size_t count = 0;
    for (size_t j = 0; j < rows; j++)
      count += width[j] == width[i];
    if (count > most) {
      most = count;
      mode = i;
    }
  }
  return rows > 0 ? number[mode] : 1;
}
