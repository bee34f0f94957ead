// SPDX-License-Identifier: EUPL-1.2
// CSV cells to amounts, numbers, percentages and dates.
#include "base/csv.h"

#include <math.h>
#include <string.h>

// A cell brought to the form -?digits[.digits], in which base/parse.h reads it.
struct plain {
  char text[48];
  size_t length;
  size_t decimals;
};

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Bytes of white space at s: blank, tab, U+00A0, U+2009 (thin), U+202F (narrow, as Intl writes).
static size_t space(const char *s, const char *end) {
  size_t left = (size_t)(end - s);
  if (left >= 1 && strchr(" \t\r\n", *s))
    return 1;
  if (left >= 2 && memcmp(s, "\xc2\xa0", 2) == 0)
    return 2;
  if (left >= 3 && (memcmp(s, "\xe2\x80\x89", 3) == 0 || memcmp(s, "\xe2\x80\xaf", 3) == 0))
    return 3;
  return 0;
}

static const char *skip(const char *s, const char *end) {
  for (size_t n; s < end && (n = space(s, end)) > 0;)
    s += n;
  return s;
}

// The end of s without the white space behind.
static const char *trim_end(const char *s, const char *end) {
  const char *last = s;
  while (s < end) {
    size_t n = space(s, end);
    s += n > 0 ? n : 1;
    if (n == 0)
      last = s;
  }
  return last;
}

static bool same(const char *s, const char *end, const char *word) {
  for (; *word; word++, s++)
    if (s == end || (*s | 0x20) != *word)
      return false;
  return true;
}

// Takes "kr.", "kr" or "DKK" off the front and the back, and ",-" off the back.
static void strip_currency(const char **start, const char **end) {
  if (same(*start, *end, "dkk"))
    *start += 3;
  else if (same(*start, *end, "kr"))
    *start += 2 + (*end - *start > 2 && (*start)[2] == '.');
  *start = skip(*start, *end);
  for (size_t i = 0; i < 3; i++) {
    static const char *const words[] = {"dkk", "kr.", "kr"};
    ptrdiff_t n = (ptrdiff_t)strlen(words[i]);
    if (*end - *start > n && same(*end - n, *end, words[i])) {
      *end -= n;
      break;
    }
  }
  *end = trim_end(*start, *end);
  if (*end - *start > 2 && (*end)[-1] == '-' && (*end)[-2] == ',')
    *end -= 2;
}

// A thousands separator at s that parts two groups properly: three digits behind it and no fourth.
static size_t separator(const char *s, const char *end, char sign) {
  size_t n = *s == sign ? 1 : space(s, end);
  const char *group = s + n;
  if (n == 0 || end - group < 3 || !is_digit(group[0]) || !is_digit(group[1]) ||
      !is_digit(group[2]))
    return 0;
  return end - group > 3 && is_digit(group[3]) ? 0 : n;
}

// The whole part: digits, either in a row or in groups of three after a first one of up to three.
static const char *whole_part(struct plain *out, const char *s, const char *end, char sign) {
  size_t run = 0, groups = 0;
  while (s < end) {
    size_t n = 0;
    if (is_digit(*s)) {
      if (out->length >= 24)
        return NULL;
      out->text[out->length++] = *s++;
      run++;
    } else if (run > 0 && run <= 3 && (n = separator(s, end, sign)) > 0) {
      s += n;
      run = 0;
      groups++;
    } else {
      break;
    }
  }
  return run > 0 && (groups == 0 || run == 3) ? s : NULL;
}

static bool fraction_part(struct plain *out, const char *s, const char *end, char sign) {
  if (s == end)
    return true;
  if (*s != sign || end - s < 2)
    return false;
  out->text[out->length++] = '.';
  for (s++; s < end; s++) {
    if (!is_digit(*s) || out->length >= sizeof out->text - 1)
      return false;
    out->text[out->length++] = *s;
    out->decimals++;
  }
  return true;
}

// Leading zeros go, for the JSON grammar of base/parse.h.
static void drop_zeros(struct plain *p) {
  size_t at = p->text[0] == '-' ? 1 : 0, zeros = 0;
  while (p->text[at + zeros] == '0' && is_digit(p->text[at + zeros + 1]))
    zeros++;
  memmove(p->text + at, p->text + at + zeros, p->length - at - zeros + 1);
  p->length -= zeros;
}

static bool to_plain(const char *s, const char *end, enum csv_decimal decimal, struct plain *out) {
  *out = (struct plain){0};
  bool minus = s < end && *s == '-', wide = end - s >= 3 && memcmp(s, "\xe2\x88\x92", 3) == 0;
  if (minus || wide) { // also U+2212
    out->text[out->length++] = '-';
    s = skip(s + (wide ? 3 : 1), end);
  }
  bool comma = decimal == CSV_DECIMAL_COMMA;
  s = whole_part(out, s, end, comma ? '.' : ',');
  if (!s || !fraction_part(out, s, end, comma ? ',' : '.'))
    return false;
  out->text[out->length] = '\0';
  drop_zeros(out);
  return true;
}

static void trim(const char *cell, const char **start, const char **end) {
  *end = cell + strlen(cell);
  *start = skip(cell, *end);
  *end = trim_end(*start, *end);
}

// digits * multiplier * 100 / 10^decimals when that is a whole number below 10^15.
static bool scale(struct plain *p, int64_t multiplier, int64_t *oere) {
  while (p->decimals > 0 && p->text[p->length - 1] == '0') {
    p->length--;
    p->decimals--;
  }
  int64_t factor = multiplier * 100, value = 0;
  for (size_t i = 0; i < p->decimals; i++, factor /= 10)
    if (factor % 10 != 0)
      return false;
  for (size_t i = 0; i < p->length; i++)
    if (is_digit(p->text[i]) && (__builtin_mul_overflow(value, 10, &value) ||
                                 __builtin_add_overflow(value, p->text[i] - '0', &value)))
      return false;
  if (__builtin_mul_overflow(value, factor, &value) || value >= 1000000000000000)
    return false;
  *oere = p->text[0] == '-' ? -value : value;
  return true;
}

bool csv_oere_times(const char *cell, enum csv_decimal decimal, int64_t multiplier, int64_t *oere) {
  const char *start, *end;
  struct plain p;
  trim(cell, &start, &end);
  strip_currency(&start, &end);
  if (multiplier < 1 || multiplier > 1000000000 || !to_plain(start, end, decimal, &p))
    return false;
  return scale(&p, multiplier, oere);
}

bool csv_oere(const char *cell, enum csv_decimal decimal, int64_t *oere) {
  return csv_oere_times(cell, decimal, 1, oere);
}

bool csv_number(const char *cell, enum csv_decimal decimal, double *value) {
  const char *start, *end;
  struct plain p;
  trim(cell, &start, &end);
  return to_plain(start, end, decimal, &p) && parse_double(p.text, p.length, value);
}

bool csv_integer(const char *cell, enum csv_decimal decimal, int64_t *value) {
  const char *start, *end;
  struct plain p;
  trim(cell, &start, &end);
  if (!to_plain(start, end, decimal, &p))
    return false;
  if (p.decimals > 0) { // "12,00" is a whole number too
    size_t whole = p.length - p.decimals - 1;
    if (strspn(p.text + whole + 1, "0") != p.decimals)
      return false;
    p.length = whole;
  }
  return parse_int64(p.text, p.length, value);
}

bool csv_percent(const char *cell, enum csv_decimal decimal, double *fraction) {
  const char *start, *end;
  trim(cell, &start, &end);
  bool sign = end > start && end[-1] == '%';
  struct plain p;
  double value;
  if (sign)
    end = trim_end(start, end - 1);
  if (!to_plain(start, end, decimal, &p) || !parse_double(p.text, p.length, &value))
    return false;
  if (!sign && (value < 0 || value > 1))
    return false;
  *fraction = sign ? value / 100 : value;
  return true;
}

// Up to `most` digits at *s.
static bool take(const char **s, const char *end, int most, int *value, int *count) {
  *value = *count = 0;
  for (; *s < end && is_digit(**s) && *count < most; (*s)++, (*count)++)
    *value = *value * 10 + (**s - '0');
  return *count > 0;
}

static bool take_sign(const char **s, const char *end, char *sign) {
  if (*s == end || (*sign ? **s != *sign : !strchr("./-", **s)))
    return false;
  *sign = *(*s)++;
  return true;
}

// "T00:00", " 12:30:00" and the like, or nothing.
static bool time_of_day(const char *s, const char *end) {
  if (s == end)
    return true;
  if (*s != 'T' && *s != ' ')
    return false;
  s = skip(s + 1, end);
  return end - s >= 4 && is_digit(*s) && strchr(":.", s[is_digit(s[1]) ? 2 : 1]) &&
         strspn(s, "0123456789:.+-ZAMP ") >= (size_t)(end - s);
}

// Three numbers parted by one sign; a time of day may follow.
struct parts {
  int value[3], count[3];
  char sign;
};

static bool take_parts(const char *s, const char *end, struct parts *p) {
  static const int most[] = {4, 2, 4};
  p->sign = '\0';
  for (int i = 0; i < 3; i++)
    if ((i > 0 && !take_sign(&s, end, &p->sign)) ||
        !take(&s, end, most[i], &p->value[i], &p->count[i]))
      return false;
  return time_of_day(s, end);
}

bool csv_date(const char *cell, enum csv_date style, struct date *out) {
  const char *start, *end;
  struct parts p;
  struct date d;
  trim(cell, &start, &end);
  if (!take_parts(start, end, &p))
    return false;
  bool year_last = p.count[0] <= 2 && p.count[2] == 4;
  if (p.count[0] == 4 && p.count[1] == 2 && p.count[2] == 2 && p.sign == '-')
    d = (struct date){p.value[0], p.value[1], p.value[2]};
  else if (year_last && style == CSV_DATE_DMY)
    d = (struct date){p.value[2], p.value[1], p.value[0]};
  else if (year_last && style == CSV_DATE_MDY)
    d = (struct date){p.value[2], p.value[0], p.value[1]};
  else
    return false;
  if (!date_valid(d.year, d.month, d.day))
    return false;
  *out = d;
  return true;
}
