// SPDX-License-Identifier: EUPL-1.2
// Pieces of files, in and out.
#include "store/file.h"

#include <sodium.h>
#include <stdio.h>

enum { PIECES = 8, PIECE = 256 * 1024, STEP = PIECES * PIECE };

const char *file_sha256(struct arena *a, const char *bytes, size_t length) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  char *text = arena_alloc(a, 2 * sizeof hash + 1);
  crypto_hash_sha256(hash, (const unsigned char *)bytes, length);
  return sodium_bin2hex(text, 2 * sizeof hash + 1, hash, sizeof hash);
}

enum err file_store(struct db *db, enum sql chunks, const char *key, const char *bytes,
                    size_t length) {
  static const char digits[] = "0123456789abcdef";
  struct arena *a = arena_new(2 * STEP + 4096);
  char *hex = arena_alloc(a, 2 * STEP + 1), no[24];
  enum err e = ERR_NONE;
  for (size_t at = 0; !e && at < length; at += STEP) {
    size_t n = length - at < STEP ? length - at : STEP;
    for (size_t i = 0; i < n; i++) {
      unsigned char c = (unsigned char)bytes[at + i];
      hex[2 * i] = digits[c >> 4];
      hex[2 * i + 1] = digits[c & 15];
    }
    hex[2 * n] = '\0';
    snprintf(no, sizeof no, "%zu", at / PIECE);
    e = db_exec(db, chunks, PARAMS(key, no, hex), 0, NULL);
  }
  arena_free(a);
  return e;
}

static enum err put_rows(struct arena *a, const struct rows *r, int64_t *left, file_put *put,
                         void *to) {
  for (int i = 0; i < r->count; i++) {
    size_t n = 0, digits = row_length(r, i, 0);
    unsigned char *bytes = arena_alloc(a, digits / 2 + 1);
    if (sodium_hex2bin(bytes, digits / 2 + 1, row_text(r, i, 0), digits, NULL, &n, NULL))
      return ERR_INTERNAL;
    if (!put(to, (const char *)bytes, n))
      return ERR_BUSY;
    *left -= (int64_t)n;
  }
  return ERR_NONE;
}

enum err file_read(struct db *db, const char *key, int64_t size, file_put *put, void *to) {
  struct arena *a = arena_new(8 * STEP), *former = db_results_in(db, a);
  enum err e = ERR_NONE;
  char no[24];
  for (int64_t at = 0; !e && at < size; at += STEP) {
    struct rows r;
    int64_t left = size - at < STEP ? size - at : STEP;
    snprintf(no, sizeof no, "%lld", (long long)(at / PIECE));
    e = db_exec(db, SQL_file_pieces, PARAMS(key, no), 0, &r);
    e = e ? e : put_rows(a, &r, &left, put, to);
    if (!e && left != 0)
      e = ERR_STATE;
    arena_reset(a);
  }
  db_results_in(db, former);
  arena_free(a);
  return e;
}
