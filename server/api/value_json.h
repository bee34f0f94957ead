// SPDX-License-Identifier: EUPL-1.2
// Members of the value engine's replies: each writes a name and what stands behind it. A number
// that is not finite is not defined: null. For the value_*.c only.
#ifndef SAMSPIL_API_VALUE_JSON_H
#define SAMSPIL_API_VALUE_JSON_H

#include "base/buf.h"

static inline void number(struct buf *b, const char *name, double x) {
  out_key(b, name);
  out_double(b, x);
}

static inline void text(struct buf *b, const char *name, const char *s) {
  out_key(b, name);
  if (s)
    out_string(b, s);
  else
    buf_puts(b, "null");
}

static inline void integer(struct buf *b, const char *name, int64_t n) {
  out_key(b, name);
  buf_int(b, n);
}

static inline void boolean(struct buf *b, const char *name, bool value) {
  out_key(b, name);
  out_bool(b, value);
}

static inline void open(struct buf *b, const char *name, char bracket) {
  out_key(b, name);
  buf_putc(b, bracket);
}

static inline void item(struct buf *b) {
  out_comma(b);
  buf_putc(b, '{');
}

static inline void numbers(struct buf *b, const char *name, const double *x, size_t count) {
  open(b, name, '[');
  for (size_t i = 0; i < count; i++) {
    out_comma(b);
    out_double(b, x[i]);
  }
  buf_putc(b, ']');
}

static inline void texts(struct buf *b, const char *name, const char *const *list, size_t count) {
  open(b, name, '[');
  for (size_t i = 0; i < count; i++) {
    out_comma(b);
    out_string(b, list[i]);
  }
  buf_putc(b, ']');
}

#endif
