// SPDX-License-Identifier: EUPL-1.2
// The fingerprint of an evaluation's inputs (S23): every figure can be traced to what went in.
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "api/value_codec.h"

// Each value is fed with its type and length in front, so that no two inputs read alike.
static void feed(crypto_hash_sha256_state *h, char type, const void *bytes, size_t n) {
  char head[32];
  int length = snprintf(head, sizeof head, "%c%zu:", type, n);
  crypto_hash_sha256_update(h, (const unsigned char *)head, (unsigned long long)length);
  crypto_hash_sha256_update(h, bytes, n);
}

static void feed_text(crypto_hash_sha256_state *h, char type, const char *text) {
  feed(h, type, text, strlen(text));
}

static void feed_number(crypto_hash_sha256_state *h, double x) {
  char text[32];
  snprintf(text, sizeof text, "%.17g", x == 0 ? 0 : x);
  feed_text(h, 'n', text);
}

static void feed_row(crypto_hash_sha256_state *h, const struct in *in);

static void feed_value(crypto_hash_sha256_state *h, const struct field *f,
                       const struct in_value *v);

// A map has no order: by name.
static void feed_map(crypto_hash_sha256_state *h, const struct field *f, const struct in_value *v) {
  const char *last = NULL;
  for (size_t n = 0; n < v->count; n++) {
    size_t least = v->count;
    for (size_t i = 0; i < v->count; i++)
      if ((!last || strcmp(v->texts[i], last) > 0) &&
          (least == v->count || strcmp(v->texts[i], v->texts[least]) < 0))
        least = i;
    if (least == v->count)
      return;
    last = v->texts[least];
    feed_text(h, 'k', last);
    feed_value(h, f->sub, &v->items[least].values[0]);
  }
}

static void feed_list(crypto_hash_sha256_state *h, const struct field *f,
                      const struct in_value *v) {
  char count[24];
  snprintf(count, sizeof count, "%zu", v->count);
  feed_text(h, 'a', count);
  for (size_t i = 0; i < v->count; i++) {
    if (f->type == F_NUMBERS)
      feed_number(h, v->numbers[i]);
    else if (f->type == F_TEXTS)
      feed_text(h, 't', v->texts[i]);
    else
      feed_row(h, &v->items[i]);
  }
}

static void feed_value(crypto_hash_sha256_state *h, const struct field *f,
                       const struct in_value *v) {
  if (f->type == F_NUMBER)
    feed_number(h, v->number);
  else if (f->type == F_OBJECT)
    feed_row(h, v->items);
  else if (f->type == F_MAP)
    feed_map(h, f, v);
  else if (f->type == F_ARRAY || f->type == F_NUMBERS || f->type == F_TEXTS)
    feed_list(h, f, v);
  else
    feed_text(h, 't', v->text);
}

// In the order of the table; what is absent or null is not there.
static void feed_row(crypto_hash_sha256_state *h, const struct in *in) {
  for (size_t i = 0; in->table[i].type != F_END; i++) {
    const struct in_value *v = &in->values[i];
    if (!v->present || v->null)
      continue;
    feed_text(h, 'k', in->table[i].name);
    feed_value(h, &in->table[i], v);
  }
  feed(h, 'e', "", 0);
}

void value_hash(const struct in *body, char text[static VALUE_HASH_TEXT]) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256_state h;
  crypto_hash_sha256_init(&h);
  feed_text(&h, 'v', VALUE_ENGINE_VERSION);
  feed_row(&h, body);
  crypto_hash_sha256_final(&h, hash);
  sodium_bin2hex(text, VALUE_HASH_TEXT, hash, sizeof hash);
}
