// SPDX-License-Identifier: EUPL-1.2
// The verifier of the audit chain: lines in, the first broken link out.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "work/audit.h"

enum { HASHED = 13 };

struct slice {
  const char *at;
  size_t n;
};

// The members of an event, as audit_line writes and audit_hash takes them; the hash comes behind.
static const char *const event_members[HASHED] = {
    "seq",    "at",        "user_id",          "via",       "request_id", "action",
    "entity", "entity_id", "collaboration_id", "row_count", "before",     "after",
    "reason"};

static void broken(struct audit_chain *c, int64_t seq, const char *why) {
  if (!c->why) {
    c->why = why;
    c->broken_at = seq;
  }
}

void audit_chain_start(struct audit_chain *c, struct arena *a) {
  *c = (struct audit_chain){.arena = a};
  crypto_hash_sha256(c->hash, (const unsigned char *)"samspil", 7);
}

static struct audit_mark *add_mark(struct audit_chain *c) {
  if (c->mark_count == c->mark_room) {
    int room = c->mark_room ? c->mark_room * 2 : 64;
    struct audit_mark *wider = arena_array(c->arena, (size_t)room, sizeof *wider);
    if (c->mark_count)
      memcpy(wider, c->marks, (size_t)c->mark_count * sizeof *wider);
    c->marks = wider;
    c->mark_room = room;
  }
  return &c->marks[c->mark_count++];
}

static bool hex(const char *text, size_t n, unsigned char *out, size_t bytes) {
  size_t got;
  return n == bytes * 2 && sodium_hex2bin(out, bytes, text, n, NULL, &got, NULL) == 0 &&
         got == bytes;
}

bool audit_chain_receipt(struct audit_chain *c, const char *receipt) {
  size_t digits = strcspn(receipt, ":;");
  struct audit_mark mark = {.what = "receipt"};
  if (!receipt[digits] || !parse_int64(receipt, digits, &mark.seq) || mark.seq < 1 ||
      !hex(receipt + digits + 1, strlen(receipt + digits + 1), mark.hash, sizeof mark.hash))
    return false;
  *add_mark(c) = mark;
  return true;
}

// Behind a string that begins at p; NULL when it does not end.
static const char *skip_string(const char *p, const char *end) {
  while ((p = memchr(p + 1, '"', (size_t)(end - p - 1)))) {
    const char *slash = p;
    while (slash[-1] == '\\')
      slash--;
    if ((p - slash) % 2 == 0)
      return p + 1;
  }
  return NULL;
}

// Behind the value that begins at p: up to the comma or bracket that ends it.
static const char *skip_value(const char *p, const char *end) {
  static const unsigned char special[256] = {
      ['"'] = 1, [','] = 1, ['{'] = 1, ['}'] = 1, ['['] = 1, [']'] = 1};
  int depth = 0;
  while (p && p < end) {
    if (!special[(unsigned char)*p]) {
      p++;
    } else if (*p == '"') {
      p = skip_string(p, end);
    } else if (depth == 0 && (*p == ',' || *p == '}')) {
      return p;
    } else {
      depth += (*p == '{' || *p == '[') - (*p == '}' || *p == ']');
      p++;
    }
  }
  return NULL;
}

// Takes `"name":value` at *at, and the sign before it.
static bool member(const char **at, const char *end, const char *name, struct slice *value) {
  const char *p = *at;
  size_t n = strlen(name);
  if ((size_t)(end - p) < n + 4 || (*p != ',' && *p != '{') || p[1] != '"' ||
      memcmp(p + 2, name, n) != 0 || p[n + 2] != '"' || p[n + 3] != ':')
    return false;
  value->at = p + n + 4;
  *at = skip_value(value->at, end);
  value->n = *at ? (size_t)(*at - value->at) : 0;
  return *at != NULL;
}

static bool number(struct slice s, int64_t *out) {
  return parse_int64(s.at, s.n, out);
}

static bool bytes(struct slice s, unsigned char *out, size_t n) {
  return s.n >= 2 && s.at[0] == '"' && hex(s.at + 1, s.n - 2, out, n);
}

// The character that `\x` stands for. PostgreSQL escapes what must be escaped and no more.
static unsigned char escaped(const char *p) {
  static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
  const char *found = strchr(from, *p);
  unsigned char code = 0;
  if (*p == 'u')
    return hex(p + 3, 2, &code, 1) ? code : '?';
  return (unsigned char)(found && *p ? to[found - from] : *p);
}

static void hash_string(crypto_hash_sha256_state *h, const char *p, const char *end) {
  while (p < end) {
    const char *plain = p;
    while (p < end && *p != '\\')
      p++;
    crypto_hash_sha256_update(h, (const unsigned char *)plain, (size_t)(p - plain));
    if (p + 1 < end) {
      unsigned char c = escaped(p + 1);
      crypto_hash_sha256_update(h, &c, 1);
      p += p[1] == 'u' ? 5 : 1;
    }
    p++;
  }
}

// One member as audit_hash takes it: null is empty, a string is its text, the rest stays as it is.
static void hash_member(crypto_hash_sha256_state *h, struct slice s) {
  if (s.n == 4 && memcmp(s.at, "null", 4) == 0)
    return;
  if (s.at[0] == '"')
    hash_string(h, s.at + 1, s.at + s.n - 1);
  else
    crypto_hash_sha256_update(h, (const unsigned char *)s.at, s.n);
}

static int by_seq(const void *a, const void *b) {
  const struct audit_mark *x = a, *y = b;
  return (x->seq > y->seq) - (x->seq < y->seq);
}

// What is known of the event that has just been taken in must agree with it.
static void compare_marks(struct audit_chain *c) {
  for (; c->mark_next < c->mark_count && c->marks[c->mark_next].seq <= c->seq; c->mark_next++) {
    const struct audit_mark *m = &c->marks[c->mark_next];
    if (m->fault)
      broken(c, m->seq, m->fault);
    else if (memcmp(m->hash, c->hash, AUDIT_HASH) != 0)
      broken(
          c, m->seq,
          arena_printf(c->arena, "the %s says another hash: the chain was written again", m->what));
  }
}

static void take_event(struct audit_chain *c, const char *line, const char *end) {
  struct slice values[HASHED], last;
  const char *at = line;
  int64_t seq = 0;
  unsigned char hash[AUDIT_HASH], said[AUDIT_HASH];
  bool whole = true;
  for (int i = 0; i < HASHED && whole; i++)
    whole = member(&at, end, event_members[i], &values[i]);
  if (!whole || !number(values[0], &seq) || !member(&at, end, "hash", &last) ||
      !bytes(last, said, sizeof said) || at + 1 != end) {
    broken(c, c->seq + 1, "its line cannot be read");
    return;
  }
  crypto_hash_sha256_state h;
  crypto_hash_sha256_init(&h);
  crypto_hash_sha256_update(&h, c->hash, AUDIT_HASH);
  for (int i = 0; i < HASHED; i++) {
    if (i)
      crypto_hash_sha256_update(&h, (const unsigned char *)"\x1f", 1);
    hash_member(&h, values[i]);
  }
  crypto_hash_sha256_final(&h, hash);
  if (seq != c->seq + 1)
    broken(c, seq, "an event before it is missing");
  else if (memcmp(hash, said, AUDIT_HASH) != 0)
    broken(c, seq, "its content or the hash before it was changed");
  c->seq = seq;
  c->events++;
  memcpy(c->hash, hash, AUDIT_HASH);
  compare_marks(c);
}

void audit_signed_text(char text[static AUDIT_TEXT], int64_t seq, const unsigned char *hash,
                       int64_t at) {
  char digits[AUDIT_HASH * 2 + 1];
  snprintf(text, AUDIT_TEXT, "samspil audit head\n%lld\n%s\n%lld\n", (long long)seq,
           sodium_bin2hex(digits, sizeof digits, hash, AUDIT_HASH), (long long)at);
}

static bool known(const struct audit_chain *c, const unsigned char *key) {
  for (int i = 0; i < c->key_count; i++)
    if (memcmp(c->keys + (size_t)i * AUDIT_KEY, key, AUDIT_KEY) == 0)
      return true;
  return c->key_count == 0;
}

struct signed_head {
  struct audit_mark mark;
  int64_t at;
  unsigned char key[AUDIT_KEY], signature[crypto_sign_BYTES];
};

static bool read_signature(const char *line, const char *end, struct signed_head *h) {
  static const char *const names[] = {"head", "hash", "at", "key", "signature"};
  struct slice v[5];
  bool whole = true;
  for (int i = 0; i < 5 && whole; i++)
    whole = member(&line, end, names[i], &v[i]);
  return whole && number(v[0], &h->mark.seq) && bytes(v[1], h->mark.hash, AUDIT_HASH) &&
         number(v[2], &h->at) && bytes(v[3], h->key, sizeof h->key) &&
         bytes(v[4], h->signature, sizeof h->signature);
}

// What is wrong with it is told when its event is reached, so that the first broken link is named.
static void take_signature(struct audit_chain *c, const char *line, const char *end) {
  struct signed_head h = {.mark.what = "signed head"};
  char text[AUDIT_TEXT];
  if (!read_signature(line, end, &h)) {
    broken(c, 0, "a signature cannot be read");
    return;
  }
  audit_signed_text(text, h.mark.seq, h.mark.hash, h.at);
  if (!known(c, h.key))
    h.mark.fault = "its head is signed with another key than yours";
  else if (crypto_sign_verify_detached(h.signature, (const unsigned char *)text, strlen(text),
                                       h.key))
    h.mark.fault = "the signature of its head is false";
  else
    c->signatures++;
  if (!h.mark.fault && h.mark.seq > c->signed_seq)
    c->signed_seq = h.mark.seq;
  *add_mark(c) = h.mark;
}

static void sort_marks(struct audit_chain *c) {
  if (!c->sorted && c->mark_count)
    qsort(c->marks, (size_t)c->mark_count, sizeof *c->marks, by_seq);
  c->sorted = true;
}

static void take_end(struct audit_chain *c, const char *line, const char *end) {
  struct slice seq, hash;
  int64_t head = 0;
  unsigned char said[AUDIT_HASH];
  const char *p = line;
  c->ended = true;
  if (!member(&p, end, "end", &seq) || !member(&p, end, "hash", &hash) || !number(seq, &head) ||
      !bytes(hash, said, sizeof said))
    broken(c, c->seq, "the head cannot be read");
  else if (head > c->seq)
    broken(c, c->seq + 1, "events are missing from here up to the head");
  else if (head < c->seq)
    broken(c, head + 1, "there are events behind the head");
  else if (memcmp(said, c->hash, AUDIT_HASH) != 0)
    broken(c, head, "the head has another hash");
}

void audit_chain_line(struct audit_chain *c, const char *line, size_t n) {
  const char *end = line + n;
  if (c->why)
    return;
  if (n > 7 && memcmp(line, "{\"head\"", 7) == 0 && c->events == 0) {
    take_signature(c, line, end);
    return;
  }
  sort_marks(c);
  if (n > 6 && memcmp(line, "{\"seq\"", 6) == 0)
    take_event(c, line, end);
  else
    take_end(c, line, end);
}

void audit_chain_end(struct audit_chain *c) {
  if (!c->ended)
    broken(c, c->seq + 1, "the export ends here without the head");
  sort_marks(c);
  if (c->mark_next < c->mark_count) {
    const struct audit_mark *m = &c->marks[c->mark_next];
    broken(c, m->seq,
           arena_printf(c->arena,
                        "there is a %s of it, but the chain ends before: cut off, or an "
                        "older backup",
                        m->what));
  }
}
