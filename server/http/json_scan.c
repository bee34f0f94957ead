// SPDX-License-Identifier: EUPL-1.2
// Strict JSON scan.
#include "http/json_scan.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"

struct scan {
  const char *s;
  size_t n, i, nodes, max_nodes;
  struct arena *arena;
  const char *why;
  int depth;
};

struct key {
  const char *text;
  size_t length;
};

struct keys {
  struct key *list;
  size_t count, cap;
};

static bool value(struct scan *s);

static bool fail(struct scan *s, const char *why) {
  if (!s->why)
    s->why = why;
  return false;
}

static void space(struct scan *s) {
  while (s->i < s->n && s->s[s->i] && strchr(" \t\n\r", s->s[s->i]))
    s->i++;
}

static bool take(struct scan *s, char c) {
  if (s->i < s->n && s->s[s->i] == c) {
    s->i++;
    return true;
  }
  return false;
}

static int hex4(const struct scan *s) {
  int v = 0;
  for (size_t k = 0; k < 4; k++) {
    if (s->i + k >= s->n)
      return -1;
    char c = s->s[s->i + k], low = (char)(c | 32);
    int d = c >= '0' && c <= '9' ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
    if (d < 0)
      return -1;
    v = v * 16 + d;
  }
  return v;
}

// Behind \u: a code unit that is no NUL and, if a surrogate, half of a pair.
static bool unicode_escape(struct scan *s) {
  int v = hex4(s);
  if (v <= 0)
    return fail(s, v == 0 ? "\\u0000 is not allowed" : "bad \\u escape");
  s->i += 4;
  if (v >= 0xdc00 && v <= 0xdfff)
    return fail(s, "lone surrogate");
  if (v < 0xd800 || v > 0xdbff)
    return true;
  if (!take(s, '\\') || !take(s, 'u'))
    return fail(s, "lone surrogate");
  int low = hex4(s);
  if (low < 0xdc00 || low > 0xdfff)
    return fail(s, "lone surrogate");
  s->i += 4;
  return true;
}

static bool string(struct scan *s, struct key *out) {
  size_t from = ++s->i;
  while (s->i < s->n) {
    unsigned char c = (unsigned char)s->s[s->i];
    if (c == '"') {
      *out = (struct key){s->s + from, s->i - from};
      s->i++;
      return true;
    }
    if (c < 0x20)
      return fail(s, "control character in a string");
    s->i++;
    if (c != '\\')
      continue;
    if (s->i >= s->n)
      break;
    char e = s->s[s->i++];
    if (e == 'u' ? !unicode_escape(s) : !e || !strchr("\"\\/bfnrt", e))
      return fail(s, "bad escape");
  }
  return fail(s, "string without end");
}

static bool number(struct scan *s) {
  size_t from = s->i;
  while (s->i < s->n && s->s[s->i] && strchr("+-.0123456789eE", s->s[s->i]))
    s->i++;
  const char *text = s->s + from;
  size_t length = s->i - from;
  double d;
  if (!parse_double(text, length, &d)) {
    s->i = from;
    return fail(s, "not a number that can be held");
  }
  int64_t whole;
  bool integer = !memchr(text, '.', length) && !memchr(text, 'e', length) && !memchr(text, 'E', length);
  if (integer && !parse_int64(text, length, &whole)) {
    s->i = from;
    return fail(s, "integer beyond 64 bits");
  }
  return true;
}

static bool word(struct scan *s, const char *w) {
  size_t n = strlen(w);
  if (s->n - s->i < n || memcmp(s->s + s->i, w, n) != 0)
    return fail(s, "unexpected character");
  s->i += n;
  return true;
}

static void keys_add(struct scan *s, struct keys *k, struct key key) {
  if (k->count == k->cap) {
    size_t cap = k->cap ? k->cap * 2 : 16;
    struct key *list = arena_array(s->arena, cap, sizeof *list);
    if (k->count)
      memcpy(list, k->list, k->count * sizeof *list);
    k->list = list;
    k->cap = cap;
  }
  k->list[k->count++] = key;
}

static int key_order(const void *a, const void *b) {
  const struct key *x = a, *y = b;
  size_t n = x->length < y->length ? x->length : y->length;
  int c = memcmp(x->text, y->text, n);
  return c ? c : (x->length > y->length) - (x->length < y->length);
}

// Two keys are the same when their bytes are; an escape in a key is refused, so that this holds.
static bool keys_unique(struct scan *s, struct keys *k) {
  for (size_t i = 0; i < k->count; i++)
    if (memchr(k->list[i].text, '\\', k->list[i].length))
      return fail(s, "escape in a member name");
  if (k->count > 1)
    qsort(k->list, k->count, sizeof *k->list, key_order);
  for (size_t i = 1; i < k->count; i++)
    if (key_order(&k->list[i - 1], &k->list[i]) == 0)
      return fail(s, "duplicate member name");
  return true;
}

static bool object(struct scan *s) {
  struct keys keys = {0};
  s->i++;
  space(s);
  if (take(s, '}'))
    return true;
  do {
    struct key key;
    space(s);
    if (s->i >= s->n || s->s[s->i] != '"')
      return fail(s, "member name expected");
    if (!string(s, &key))
      return false;
    keys_add(s, &keys, key);
    space(s);
    if (!take(s, ':'))
      return fail(s, "':' expected");
    if (!value(s))
      return false;
    space(s);
  } while (take(s, ','));
  return take(s, '}') ? keys_unique(s, &keys) : fail(s, "',' or '}' expected");
}

static bool array(struct scan *s) {
  s->i++;
  space(s);
  if (take(s, ']'))
    return true;
  do {
    if (!value(s))
      return false;
    space(s);
  } while (take(s, ','));
  return take(s, ']') || fail(s, "',' or ']' expected");
}

static bool container(struct scan *s, bool is_object) {
  if (++s->depth > JSON_DEPTH_MAX)
    return fail(s, "nested too deep");
  bool ok = is_object ? object(s) : array(s);
  s->depth--;
  return ok;
}

static bool value(struct scan *s) {
  space(s);
  if (s->i >= s->n)
    return fail(s, "value expected");
  if (++s->nodes > s->max_nodes)
    return fail(s, "too many values");
  struct key text;
  switch (s->s[s->i]) {
  case '{':
    return container(s, true);
  case '[':
    return container(s, false);
  case '"':
    return string(s, &text);
  case 't':
    return word(s, "true");
  case 'f':
    return word(s, "false");
  case 'n':
    return word(s, "null");
  default:
    return number(s);
  }
}

const char *json_scan(const char *text, size_t length, size_t max_nodes, struct arena *a, size_t *at) {
  struct scan s = {.s = text, .n = length, .max_nodes = max_nodes, .arena = a};
  *at = 0;
  if (!utf8_valid(text, length))
    return "not valid UTF-8, or holds NUL";
  bool ok = value(&s);
  space(&s);
  if (ok && s.i != s.n)
    fail(&s, "text after the value");
  *at = s.i;
  return s.why;
}
