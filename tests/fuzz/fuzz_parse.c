// SPDX-License-Identifier: EUPL-1.2
// Any bytes as numbers, dates, text and identifiers: what is accepted can be written back.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(what)                                                                                \
  do {                                                                                             \
    if (!(what))                                                                                   \
      abort();                                                                                     \
  } while (0)

static void check_int64(const char *s, size_t n) {
  int64_t value = 0, again = 0;
  if (!parse_int64(s, n, &value))
    return;
  char text[32];
  int length = snprintf(text, sizeof text, "%lld", (long long)value);
  CHECK(parse_int64(text, (size_t)length, &again) && again == value);
}

static void check_double(const char *s, size_t n) {
  double value = 0;
  if (!parse_double(s, n, &value))
    return;
  struct buf b;
  buf_init(&b, 100);
  out_double(&b, value);
  double again = 1;
  CHECK(parse_double(b.data, b.len, &again) && !(again < value) && !(again > value));
  buf_free(&b);
}

static void check_oere(const char *s, size_t n) {
  int64_t value = 0, again = 0;
  if (!parse_oere(s, n, &value))
    return;
  CHECK(value < 1000000000000000 && value > -1000000000000000);
  char text[32];
  int64_t size = value < 0 ? -value : value;
  int length = snprintf(text, sizeof text, "%s%lld.%02d", value < 0 ? "-" : "",
                        (long long)(size / 100), (int)(size % 100));
  CHECK(parse_oere(text, (size_t)length, &again) && again == value);
}

static void check_date(const char *s, size_t n) {
  struct date d;
  if (!parse_date(s, n, &d))
    return;
  char text[32];
  snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
  CHECK(n == 10 && memcmp(text, s, 10) == 0);
}

// Byte by byte, what utf8_valid does eight bytes at a time.
static void check_utf8(const char *s, size_t n) {
  size_t i = 0;
  while (i < n) {
    size_t length = utf8_sequence(s + i, n - i);
    if (length == 0)
      break;
    i += length;
  }
  CHECK(utf8_valid(s, n) == (i == n));
  CHECK(utf8_length(s, n) <= n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *bytes = malloc(size ? size : 1); // exact, so that reading beyond it is seen
  if (size)
    memcpy(bytes, data, size);
  check_int64(bytes, size);
  check_double(bytes, size);
  check_oere(bytes, size);
  check_date(bytes, size);
  check_utf8(bytes, size);
  free(bytes);
  char *text = malloc(size + 1);
  if (size)
    memcpy(text, data, size);
  text[size] = '\0';
  cvr_valid(text);
  gln_valid(text);
  p_number_valid(text);
  text_holds_cpr(text);
  free(text);
  return 0;
}
