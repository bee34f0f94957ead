// SPDX-License-Identifier: EUPL-1.2
// The rules of each field type.
#include "http/field_value.h"

#include <stdlib.h>
#include <string.h>

#include "base/parse.h"

static field_code_known *code_known;

void field_use_codes(field_code_known *known) {
  code_known = known;
}

const char *type_word(enum field_type t) {
  static const char *const words[] = {
      [F_TEXT] = "en tekst|a text",
      [F_INT] = "et helt tal|an integer",
      [F_MONEY] = "et helt antal øre|an integer number of øre",
      [F_NUMBER] = "et tal|a number",
      [F_BOOL] = "sand eller falsk|true or false",
      [F_DATE] = "en dato (ÅÅÅÅ-MM-DD)|a date (YYYY-MM-DD)",
      [F_ID] = "et id (helt tal)|an id (integer)",
      [F_TEXTS] = "en liste af tekster|an array of texts",
      [F_NUMBERS] = "en liste af tal|an array of numbers",
      [F_OBJECT] = "et objekt|an object",
      [F_ARRAY] = "en liste|an array",
      [F_LISTS] = "en liste|an array",
      [F_MAP] = "et objekt|an object",
  };
  size_t i = (size_t)t;
  return i < sizeof words / sizeof words[0] && words[i] ? words[i] : words[F_TEXT];
}

static void bad(struct check *c, const char *path, enum fault fault, const char *argument) {
  fault_add(c->faults, path, fault, argument);
}

static const char *number_text(struct check *c, int64_t n) {
  return arena_printf(c->arena, "%lld", (long long)n);
}

static void check_text(struct check *c, const struct field *f, struct scalar s, const char *path,
                       struct in_value *out) {
  size_t length = utf8_length(s.text, s.length), most = f->max > 0 ? (size_t)f->max : 4000;
  if (!utf8_valid(s.text, s.length))
    bad(c, path, FAULT_BAD_TEXT, NULL);
  else if (length > most)
    bad(c, path, FAULT_TOO_LONG, number_text(c, (int64_t)most));
  else if (length == 0 && (f->flags & FIELD_REQUIRED))
    bad(c, path, FAULT_REQUIRED, NULL);
  else if (length < (size_t)f->min)
    bad(c, path, FAULT_TOO_SHORT, number_text(c, f->min));
  else if (!(f->flags & FIELD_RAW) && text_holds_cpr(s.text))
    bad(c, path, FAULT_HOLDS_CPR, NULL);
  else
    out->text = arena_strndup(c->arena, s.text, s.length);
}

static void check_integer(struct check *c, const struct field *f, struct scalar s, const char *path,
                          struct in_value *out) {
  int64_t low = f->type == F_ID ? 1 : f->min;
  int64_t high = f->max ? f->max : f->type == F_ID ? INT64_C(9007199254740991) : INT64_MAX;
  int64_t n;
  if (!parse_int64(s.text, s.length, &n))
    bad(c, path, FAULT_WRONG_TYPE, type_word(f->type));
  else if (n < low)
    bad(c, path, FAULT_TOO_SMALL, number_text(c, low));
  else if (n > high)
    bad(c, path, FAULT_TOO_LARGE, number_text(c, high));
  else {
    out->integer = n;
    out->text = number_text(c, n);
  }
}

bool number_fits(const struct field *f, double value) {
  return !(f->low < f->high) || (value >= f->low && value <= f->high);
}

void number_bounds(struct check *c, const struct field *f, double value, const char *path) {
  bool small = value < f->low;
  bad(c, path, small ? FAULT_TOO_SMALL : FAULT_TOO_LARGE,
      arena_printf(c->arena, "%.15g", small ? f->low : f->high));
}

static void check_number(struct check *c, const struct field *f, struct scalar s, const char *path,
                         struct in_value *out) {
  double d;
  if (!parse_double(s.text, s.length, &d)) {
    bad(c, path, FAULT_BAD_NUMBER, NULL);
  } else if (!number_fits(f, d)) {
    number_bounds(c, f, d, path);
  } else {
    out->number = d;
    out->text = arena_strndup(c->arena, s.text, s.length);
  }
}

// True if the n bytes of `word` are one of "a|b|c".
static bool one_of(const char *choices, const char *word, size_t n) {
  for (const char *p = choices; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL)
    if (strcspn(p, "|") == n && strncmp(p, word, n) == 0)
      return true;
  return false;
}

static bool choice_known(struct check *c, const struct field *f, const char *word,
                         const char *path) {
  if (f->type == F_CHOICE && !one_of(f->choices, word, strlen(word))) {
    bad(c, path, FAULT_NOT_A_CHOICE, arena_printf(c->arena, "%s", f->choices));
    return false;
  }
  if (f->type == F_CODE && code_known && !code_known(f->choices, word)) {
    bad(c, path, FAULT_UNKNOWN_CODE, f->choices);
    return false;
  }
  return true;
}

// A query may name several, parted by commas.
static void check_choice(struct check *c, const struct field *f, struct scalar s, const char *path,
                         struct in_value *out) {
  if (!utf8_valid(s.text, s.length)) {
    bad(c, path, FAULT_BAD_TEXT, NULL);
    return;
  }
  for (size_t i = 0; i <= s.length;) {
    size_t n = c->from_text ? strcspn(s.text + i, ",") : s.length;
    if (!choice_known(c, f, arena_strndup(c->arena, s.text + i, n), path))
      return;
    i += n + 1;
  }
  out->text = arena_strndup(c->arena, s.text, s.length);
}

static bool digits_only(const char *s, size_t n) {
  return strlen(s) == n && strspn(s, "0123456789") == n;
}

static bool email_shape(const char *s) {
  const char *at = strchr(s, '@');
  return at && at != s && strchr(at, '.') && !strpbrk(s, " \t\r\n<>\"") && strlen(s) <= 254;
}

static bool url_shape(const char *s) {
  bool scheme = strncmp(s, "https://", 8) == 0 || strncmp(s, "http://", 7) == 0;
  return scheme && !strpbrk(s, " \"<>\r\n\t") && strlen(s) <= 2000;
}

static enum fault pattern_fault(enum field_type type, const char *s) {
  switch ((int)type) {
  case F_CVR:
    return !digits_only(s, 8) ? FAULT_BAD_PATTERN
           : cvr_valid(s)     ? FAULT_NONE
                              : FAULT_BAD_CHECK_DIGIT;
  case F_GLN:
    return !digits_only(s, 13) ? FAULT_BAD_PATTERN
           : gln_valid(s)      ? FAULT_NONE
                               : FAULT_BAD_CHECK_DIGIT;
  case F_P_NUMBER:
    return p_number_valid(s) ? FAULT_NONE : FAULT_BAD_PATTERN;
  case F_EMAIL:
    return email_shape(s) ? FAULT_NONE : FAULT_BAD_EMAIL;
  default:
    return url_shape(s) ? FAULT_NONE : FAULT_BAD_URL;
  }
}

static void check_pattern(struct check *c, const struct field *f, struct scalar s, const char *path,
                          struct in_value *out) {
  static const char *const shape[] = {[F_CVR] = "8 cifre|8 digits",
                                      [F_GLN] = "13 cifre|13 digits",
                                      [F_P_NUMBER] = "10 cifre|10 digits"};
  enum fault fault = utf8_valid(s.text, s.length) ? pattern_fault(f->type, s.text) : FAULT_BAD_TEXT;
  if (fault)
    bad(c, path, fault, fault == FAULT_BAD_PATTERN ? shape[f->type] : NULL);
  else
    out->text = arena_strndup(c->arena, s.text, s.length);
}

static void check_bool(struct check *c, struct scalar s, const char *path, struct in_value *out) {
  bool yes = strcmp(s.text, "true") == 0;
  if (!yes && strcmp(s.text, "false") != 0) {
    bad(c, path, FAULT_WRONG_TYPE, type_word(F_BOOL));
    return;
  }
  out->integer = yes;
  out->text = yes ? "true" : "false";
}

static void check_date(struct check *c, struct scalar s, const char *path, struct in_value *out) {
  struct date d;
  if (parse_date(s.text, s.length, &d))
    out->text = arena_strndup(c->arena, s.text, s.length);
  else
    bad(c, path, FAULT_BAD_DATE, NULL);
}

static enum scalar_kind wanted(enum field_type t) {
  if (t == F_INT || t == F_MONEY || t == F_NUMBER || t == F_ID)
    return SCALAR_NUMBER;
  return t == F_BOOL ? SCALAR_BOOL : SCALAR_TEXT;
}

void value_check(struct check *c, const struct field *f, struct scalar s, const char *path,
                 struct in_value *out) {
  if (s.kind != wanted(f->type) && !(c->from_text && s.kind == SCALAR_TEXT)) {
    bad(c, path, FAULT_WRONG_TYPE, type_word(f->type));
    return;
  }
  switch ((int)f->type) {
  case F_INT:
  case F_MONEY:
  case F_ID:
    check_integer(c, f, s, path, out);
    return;
  case F_NUMBER:
    check_number(c, f, s, path, out);
    return;
  case F_BOOL:
    check_bool(c, s, path, out);
    return;
  case F_DATE:
    check_date(c, s, path, out);
    return;
  case F_CHOICE:
  case F_CODE:
    check_choice(c, f, s, path, out);
    return;
  case F_CVR:
  case F_GLN:
  case F_P_NUMBER:
  case F_EMAIL:
  case F_URL:
    check_pattern(c, f, s, path, out);
    return;
  default:
    check_text(c, f, s, path, out);
  }
}
