// SPDX-License-Identifier: EUPL-1.2
// Growable byte buffer and JSON writer.
#include "base/buf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"

void buf_init(struct buf *b, size_t max) {
  *b = (struct buf){.max = max};
}

void buf_free(struct buf *b) {
  free(b->data);
  *b = (struct buf){.max = b->max};
}

bool buf_ok(const struct buf *b) {
  return !b->failed;
}

void buf_clear(struct buf *b) {
  b->len = 0;
  b->failed = false;
}

char *buf_take(struct buf *b, size_t *len) {
  buf_add(b, "", 1);
  if (b->failed) {
    buf_free(b);
    return NULL;
  }
  *len = b->len - 1;
  char *data = b->data;
  *b = (struct buf){.max = b->max};
  return data;
}

// Room for n more bytes, or the sticky failure.
static bool reserve(struct buf *b, size_t n) {
  if (b->failed)
    return false;
  if (n <= b->cap - b->len)
    return true;
  if (n > b->max || b->len > b->max - n) {
    b->failed = true;
    return false;
  }
  size_t cap = b->cap ? b->cap * 2 : 1024;
  while (cap < b->len + n)
    cap *= 2;
  if (cap > b->max)
    cap = b->max;
  char *data = realloc(b->data, cap);
  if (!data) {
    b->failed = true;
    return false;
  }
  b->data = data;
  b->cap = cap;
  return true;
}

void buf_add(struct buf *b, const void *bytes, size_t n) {
  if (n == 0 || !reserve(b, n))
    return;
  memcpy(b->data + b->len, bytes, n);
  b->len += n;
}

void buf_puts(struct buf *b, const char *s) {
  buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c) {
  if (b->len < b->cap && !b->failed)
    b->data[b->len++] = c;
  else
    buf_add(b, &c, 1);
}

void buf_vprintf(struct buf *b, const char *format, va_list ap) {
  va_list again;
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (n < 0 || !reserve(b, (size_t)n + 1)) {
    b->failed = true;
    return;
  }
  vsnprintf(b->data + b->len, (size_t)n + 1, format, ap);
  b->len += (size_t)n;
}

void buf_printf(struct buf *b, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  buf_vprintf(b, format, ap);
  va_end(ap);
}

void buf_int(struct buf *b, int64_t value) {
  char digits[24];
  char *p = digits + sizeof digits;
  uint64_t u = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  do
    *--p = (char)('0' + u % 10);
  while (u /= 10);
  if (value < 0)
    *--p = '-';
  buf_add(b, p, (size_t)(digits + sizeof digits - p));
}

static void escape(struct buf *b, unsigned char c) {
  static const char short_form[] = {['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f',
                                    ['\n'] = 'n', ['\r'] = 'r',  ['\t'] = 't'};
  if (c < sizeof short_form && short_form[c]) {
    buf_putc(b, '\\');
    buf_putc(b, short_form[c]);
  } else {
    buf_printf(b, "\\u%04x", c);
  }
}

// True for the bytes that JSON wants escaped.
static bool escaped(unsigned char c) {
  return c < 0x20 || c == '"' || c == '\\' || c == 0x7f;
}

void out_string_n(struct buf *b, const char *s, size_t n) {
  if (!reserve(b, n + 2))
    return;
  buf_putc(b, '"');
  size_t from = 0;
  for (size_t i = 0; i < n; i++) {
    if (!escaped((unsigned char)s[i]))
      continue;
    buf_add(b, s + from, i - from);
    escape(b, (unsigned char)s[i]);
    from = i + 1;
  }
  buf_add(b, s + from, n - from);
  buf_putc(b, '"');
}

void out_string(struct buf *b, const char *s) {
  out_string_n(b, s, strlen(s));
}

void out_double(struct buf *b, double value) {
  if (!isfinite(value)) {
    buf_puts(b, "null");
    return;
  }
  if (value == 0) {
    buf_putc(b, '0');
    return;
  }
  char text[32];
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, value);
    double back;
    if (parse_double(text, strlen(text), &back) && !(back < value) && !(back > value))
      break;
  }
  buf_puts(b, text);
}

void out_bool(struct buf *b, bool value) {
  buf_puts(b, value ? "true" : "false");
}

void out_comma(struct buf *b) {
  if (b->len > 0 && !strchr("{[:", b->data[b->len - 1]))
    buf_putc(b, ',');
}

void out_key(struct buf *b, const char *name) {
  out_comma(b);
  out_string(b, name);
  buf_putc(b, ':');
}
