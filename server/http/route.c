// SPDX-License-Identifier: EUPL-1.2
// From the raw request target to a route: path segments are decoded one by one, so that an escaped
// slash or NUL never changes what a path means.
#include <string.h>

#include "base/parse.h"
#include "http/request.h"

#define CODE_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

enum { PAIRS_MAX = 64, DIGITS_MAX = 18, CODE_MAX = 40 };

static int hex(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  char low = (char)(c | 32);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

// Decodes %XX (and + in queries); NULL for a bad escape, a NUL, or bytes that are not UTF-8.
static const char *decode(struct arena *a, const char *s, size_t n, bool query) {
  char *out = arena_alloc(a, n + 1);
  size_t length = 0;
  for (size_t i = 0; i < n; i++) {
    char c = s[i];
    if (c == '%') {
      int high = i + 2 < n ? hex(s[i + 1]) : -1, low = i + 2 < n ? hex(s[i + 2]) : -1;
      if (high < 0 || low < 0 || high + low == 0)
        return NULL;
      c = (char)(high * 16 + low);
      i += 2;
    } else if (c == '+' && query) {
      c = ' ';
    }
    out[length++] = c;
  }
  return utf8_valid(out, length) ? out : NULL;
}

bool request_slow(const struct request *req) {
  unsigned flags = req->route->flags;
  return flags & ROUTE_SLOW || (flags & ROUTE_PAST && strstr(req->target, "as_of="));
}

enum err query_parse(struct request *req) {
  const char *q = strchr(req->target, '?');
  struct pair *pairs = arena_array(req->arena, PAIRS_MAX, sizeof *pairs);
  size_t count = 0;
  for (q = q ? q + 1 : ""; *q;) {
    size_t n = strcspn(q, "&"), name = strcspn(q, "=&");
    if (n > 0) {
      if (count == PAIRS_MAX)
        return refuse(req, ERR_BAD_QUERY, "for mange parametre", "too many parameters");
      pairs[count].name = decode(req->arena, q, name, true);
      pairs[count].value = name < n ? decode(req->arena, q + name + 1, n - name - 1, true) : "";
      if (!pairs[count].name || !pairs[count].value)
        return refuse(req, ERR_BAD_QUERY, "ugyldig %-kode eller tegnsæt",
                      "invalid %-escape or encoding");
      count++;
    }
    q += n + (q[n] == '&');
  }
  req->pairs = pairs;
  req->pair_count = count;
  return ERR_NONE;
}

// A key in a path: a positive integer without leading zeros.
static bool is_key(const char *s, size_t n) {
  return n > 0 && n <= DIGITS_MAX && s[0] != '0' && strspn(s, "0123456789") >= n;
}

// A word in a path: what codes are made of.
static bool is_code(const char *s, size_t n) {
  return n > 0 && n <= CODE_MAX && strspn(s, CODE_LETTERS) >= n;
}

// Matches a path against a pattern; braces take a key each, {code} a word. Either ends at a slash,
// or where the pattern goes on.
static bool match(const char *pattern, const char *path, struct arena *a,
                  const char *key[PATH_KEYS]) {
  int keys = 0;
  while (*pattern && *path) {
    if (*pattern == '{') {
      const char *behind = pattern + strcspn(pattern, "}") + 1;
      size_t n = strcspn(path, (const char[]){'/', *behind, '\0'});
      bool word = strncmp(pattern, "{code}", 6) == 0;
      if (!(word ? is_code(path, n) : is_key(path, n)))
        return false;
      key[keys++] = arena_strndup(a, path, n);
      path += n;
      pattern = behind;
    } else if (*pattern++ != *path++) {
      return false;
    }
  }
  return !*pattern && !*path;
}

static const char *add_method(struct request *req, const char *method) {
  if (!req->reply.allow)
    return method;
  return arena_printf(req->arena, "%s, %s", req->reply.allow, method);
}

enum err route_find(const struct route *routes, struct request *req) {
  const char *method = req->head ? "GET" : req->method;
  for (const struct route *r = routes; r->method; r++) {
    const char *key[PATH_KEYS] = {0};
    if (!match(r->path, req->path, req->arena, key))
      continue;
    if (strcmp(r->method, method) == 0) {
      req->route = r;
      req->reply.allow = NULL;
      memcpy(req->key, key, sizeof key);
      return ERR_NONE;
    }
    req->reply.allow = add_method(req, r->method);
  }
  return req->reply.allow ? ERR_METHOD : ERR_NOT_FOUND;
}

const char *cookie_value(struct request *req, const char *name) {
  size_t n = strlen(name);
  for (const char *c = req->cookie; c && *c;) {
    c += strspn(c, " ;");
    size_t length = strcspn(c, ";");
    if (length > n && c[n] == '=' && strncmp(c, name, n) == 0)
      return arena_strndup(req->arena, c + n + 1, length - n - 1);
    c += length;
  }
  return NULL;
}
