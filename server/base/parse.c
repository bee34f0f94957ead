// SPDX-License-Identifier: EUPL-1.2
// Strict text parsing and check digits.
#include "base/parse.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool parse_int64(const char *s, size_t n, int64_t *out) {
  bool negative = n > 0 && s[0] == '-';
  size_t i = negative ? 1 : 0;
  if (i == n || n - i > 19)
    return false;
  int64_t value = 0;
  for (; i < n; i++) {
    if (!is_digit(s[i]))
      return false;
    int digit = s[i] - '0';
    if (__builtin_mul_overflow(value, 10, &value) ||
        __builtin_add_overflow(value, negative ? -digit : digit, &value))
      return false;
  }
  *out = value;
  return true;
}

static size_t digits(const char *s, size_t n) {
  size_t i = 0;
  while (i < n && is_digit(s[i]))
    i++;
  return i;
}

// The JSON number grammar of RFC 8259 section 6 over exactly n bytes.
static bool number_grammar(const char *s, size_t n) {
  size_t i = n > 0 && s[0] == '-' ? 1 : 0;
  size_t whole = digits(s + i, n - i);
  if (whole == 0 || (whole > 1 && s[i] == '0'))
    return false;
  i += whole;
  if (i < n && s[i] == '.') {
    size_t fraction = digits(s + i + 1, n - i - 1);
    if (fraction == 0)
      return false;
    i += 1 + fraction;
  }
  if (i < n && (s[i] == 'e' || s[i] == 'E')) {
    i++;
    if (i < n && (s[i] == '+' || s[i] == '-'))
      i++;
    size_t exponent = digits(s + i, n - i);
    if (exponent == 0)
      return false;
    i += exponent;
  }
  return i == n;
}

bool parse_double(const char *s, size_t n, double *out) {
  char text[400];
  if (n == 0 || n >= sizeof text || !number_grammar(s, n))
    return false;
  memcpy(text, s, n);
  text[n] = '\0';
  errno = 0;
  double value = strtod(text, NULL); // the program never calls setlocale, so '.' is the point
  if (!isfinite(value))
    return false;
  *out = value;
  return true;
}

bool parse_oere(const char *s, size_t n, int64_t *out) {
  bool negative = n > 0 && s[0] == '-';
  size_t i = negative ? 1 : 0;
  size_t whole = digits(s + i, n - i);
  int64_t kroner;
  if (whole == 0 || whole > 13 || (whole > 1 && s[i] == '0') || !parse_int64(s + i, whole, &kroner))
    return false;
  i += whole;
  int64_t oere = 0;
  if (i < n) {
    size_t fraction = s[i] == '.' ? digits(s + i + 1, n - i - 1) : 0;
    if (fraction < 1 || fraction > 2 || i + 1 + fraction != n)
      return false;
    oere = (s[i + 1] - '0') * 10 + (fraction == 2 ? s[i + 2] - '0' : 0);
  }
  int64_t value = kroner * 100 + oere;
  *out = negative ? -value : value;
  return true;
}

bool date_valid(int year, int month, int day) {
  static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1)
    return false;
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= length[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool parse_date(const char *s, size_t n, struct date *out) {
  int64_t year, month, day;
  if (n != 10 || s[4] != '-' || s[7] != '-' || !parse_int64(s, 4, &year) ||
      !parse_int64(s + 5, 2, &month) || !parse_int64(s + 8, 2, &day) ||
      !date_valid((int)year, (int)month, (int)day))
    return false;
  *out = (struct date){(int)year, (int)month, (int)day};
  return true;
}

// Two digits of at most `most`.
static bool pair_within(const char *s, int most) {
  return is_digit(s[0]) && is_digit(s[1]) && (s[0] - '0') * 10 + s[1] - '0' <= most;
}

bool stamp_valid(const char *s, size_t n) {
  struct date day;
  if (n < 22 || !parse_date(s, 10, &day) || s[10] != ' ' || s[13] != ':' || s[16] != ':' ||
      !pair_within(s + 11, 23) || !pair_within(s + 14, 59) || !pair_within(s + 17, 59))
    return false;
  size_t i = 19, fraction = s[i] == '.' ? digits(s + i + 1, n - i - 1) : 0;
  if (s[i] == '.')
    i += 1 + fraction;
  bool zone =
      fraction <= 6 && n - i >= 3 && (s[i] == '+' || s[i] == '-') && pair_within(s + i + 1, 14);
  return zone && (n - i == 3 || (n - i == 6 && s[i + 3] == ':' && pair_within(s + i + 4, 59)));
}

int date_compare(struct date a, struct date b) {
  int x = (a.year * 100 + a.month) * 100 + a.day;
  int y = (b.year * 100 + b.month) * 100 + b.day;
  return (x > y) - (x < y);
}

size_t utf8_sequence(const char *text, size_t n) {
  const unsigned char *s = (const unsigned char *)text;
  unsigned char c = s[0];
  if (c < 0x80)
    return c ? 1 : 0;
  size_t len = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
  if (c < 0xc2 || c > 0xf4 || len > n)
    return 0;
  for (size_t i = 1; i < len; i++)
    if ((s[i] & 0xc0) != 0x80)
      return 0;
  bool overlong = (c == 0xe0 && s[1] < 0xa0) || (c == 0xf0 && s[1] < 0x90);
  bool surrogate = c == 0xed && s[1] > 0x9f;
  bool beyond = c == 0xf4 && s[1] > 0x8f;
  return overlong || surrogate || beyond ? 0 : len;
}

// True if the eight bytes at s are ASCII and none is NUL.
static bool ascii8(const char *s) {
  uint64_t v;
  memcpy(&v, s, 8);
  return ((v | (v - 0x0101010101010101u)) & 0x8080808080808080u) == 0;
}

bool utf8_valid(const char *s, size_t n) {
  for (size_t i = 0; i < n;) {
    if (n - i >= 8 && ascii8(s + i)) {
      i += 8;
      continue;
    }
    size_t len = utf8_sequence(s + i, n - i);
    if (len == 0)
      return false;
    i += len;
  }
  return true;
}

size_t utf8_length(const char *s, size_t n) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++)
    count += ((unsigned char)s[i] & 0xc0) != 0x80;
  return count;
}

static bool all_digits(const char *s, size_t n) {
  return strlen(s) == n && digits(s, n) == n;
}

bool cvr_valid(const char *s) {
  static const int weight[] = {2, 7, 6, 5, 4, 3, 2, 1};
  if (!all_digits(s, 8) || s[0] == '0')
    return false;
  int sum = 0;
  for (int i = 0; i < 8; i++)
    sum += weight[i] * (s[i] - '0');
  return sum % 11 == 0;
}

bool gln_valid(const char *s) {
  if (!all_digits(s, 13))
    return false;
  int sum = 0;
  for (int i = 0; i < 13; i++)
    sum += (s[i] - '0') * (i % 2 ? 3 : 1);
  return sum % 10 == 0;
}

bool p_number_valid(const char *s) {
  return all_digits(s, 10);
}

// ddmmyy with a day that its month can have. Substitute numbers for people without a civil
// registration number raise the day by 60.
static bool cpr_date(const char *s, bool substitute) {
  int day = (s[0] - '0') * 10 + s[1] - '0', month = (s[2] - '0') * 10 + s[3] - '0';
  return date_valid(2000, month, day) || (substitute && date_valid(2000, month, day - 60));
}

// Bytes between the date and the serial number at s: one blank, or a hyphen, dash or minus sign
// with at most one blank on either side. 0 for anything else.
static size_t cpr_separator(const char *s) {
  static const char *const signs[] = {
      "-",           "\xe2\x80\x90", "\xe2\x80\x91", "\xe2\x80\x92", "\xe2\x80\x93", "\xe2\x80\x94",
      "\xe2\x88\x92"};
  size_t blank = s[0] == ' ' ? 1 : 0;
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    size_t n = strlen(signs[i]);
    if (strncmp(s + blank, signs[i], n) == 0)
      return blank + n + (s[blank + n] == ' ' ? 1 : 0);
  }
  return blank;
}

bool text_holds_cpr(const char *s) {
  size_t n = strlen(s);
  for (size_t i = 0; i < n;) {
    size_t run = digits(s + i, n - i);
    if (run == 10 && cpr_date(s + i, false))
      return true;
    if (run == 6) {
      size_t gap = cpr_separator(s + i + 6), serial = i + 6 + gap;
      if (gap > 0 && digits(s + serial, n - serial) == 4 && cpr_date(s + i, true))
        return true;
    }
    i += run > 0 ? run : strcspn(s + i, "0123456789");
  }
  return false;
}
