// SPDX-License-Identifier: EUPL-1.2
// Growable byte buffer with a maximum given when it is made, and the JSON writer on top of it.
// Memory is malloc'd so that a reply body can outlive the arena: buf_take hands it over.
// Overflow and out of memory are sticky: further writes do nothing and buf_ok is false.
#ifndef SAMSPIL_BASE_BUF_H
#define SAMSPIL_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
  char *data;
  size_t len, cap, max;
  bool failed;
};

void buf_init(struct buf *b, size_t max);
void buf_free(struct buf *b);
bool buf_ok(const struct buf *b);
// Hands the bytes (NUL-terminated, len in *len) to the caller, who frees them; b is empty again.
// NULL if the buffer failed.
char *buf_take(struct buf *b, size_t *len);
void buf_clear(struct buf *b);

void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *format, va_list ap)
    __attribute__((format(printf, 2, 0)));
void buf_int(struct buf *b, int64_t value);

// JSON tokens (out_ and not json_, which is json-c's). Text must be UTF-8. A double is written with
// the fewest digits that read back as the same value; NaN and infinities become null.
void out_string(struct buf *b, const char *s);
void out_string_n(struct buf *b, const char *s, size_t n);
void out_double(struct buf *b, double value);
void out_bool(struct buf *b, bool value);
// `"name":` preceded by a comma unless the last byte opens an object or array.
void out_key(struct buf *b, const char *name);
// A comma unless the last byte opens an object or array: before each array element.
void out_comma(struct buf *b);

#endif
