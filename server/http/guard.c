// SPDX-License-Identifier: EUPL-1.2
// Request guard: libmicrohttpd 0.9.75 reads some requests otherwise than RFC 9112 tells it to.
// Whatever two parsers could frame in two ways is refused before a byte of the body is read, and
// the connection closed.
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/parse.h"
#include "http/exchange.h"

enum { TARGET_MAX = 4096 };

// Headers of which there may be one only.
enum { HOST }; // index of the first
static const char *const single[] = {
    "Host",   "Content-Length",    "Content-Type",  "Authorization", "If-Match", "Idempotency-Key",
    "Origin", "Transfer-Encoding", "Content-Range", "Cookie"};
enum { SINGLES = sizeof single / sizeof single[0] };

struct seen {
  struct exchange *x;
  const char *content_length, *transfer_encoding;
  int times[SINGLES]; // by single[]
  const char *why;
};

static bool is_token(const char *s, size_t n) {
  for (size_t i = 0; i < n; i++) {
    char c = s[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && (!c || !strchr("!#$%&'*+-.^_`|~", c)))
      return false;
  }
  return n > 0;
}

static bool value_clean(const char *s, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (((unsigned char)s[i] < 0x20 && s[i] != '\t') || s[i] == 0x7f)
      return false;
  return true;
}

static void keep(struct request *r, const char *name, const char *value) {
  const struct {
    const char *name, **to;
  } wanted[] = {
      {"Authorization", &r->authorization},
      {"Cookie", &r->cookie},
      {"Origin", &r->origin},
      {"Sec-Fetch-Site", &r->fetch_site},
      {"Host", &r->host},
      {"If-Match", &r->if_match},
      {"If-None-Match", &r->if_none_match},
      {"Idempotency-Key", &r->idempotency_key},
      {"Content-Type", &r->content_type},
      {"User-Agent", &r->user_agent},
      {"Accept", &r->accept},
      {"Accept-Encoding", &r->accept_encoding},
  };
  for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
    if (strcasecmp(name, wanted[i].name) == 0)
      *wanted[i].to = arena_strdup(r->arena, value);
}

static enum MHD_Result on_header(void *arg, enum MHD_ValueKind kind, const char *name,
                                 size_t name_size, const char *value, size_t value_size) {
  (void)kind;
  struct seen *s = arg;
  if (!value)
    value = "";
  if (!is_token(name, name_size) || strlen(name) != name_size)
    s->why = "header name";
  else if (!value_clean(value, value_size))
    s->why = "header value";
  for (size_t i = 0; i < SINGLES; i++)
    s->times[i] += strcasecmp(name, single[i]) == 0;
  if (strcasecmp(name, "Content-Length") == 0)
    s->content_length = value;
  if (strcasecmp(name, "Transfer-Encoding") == 0)
    s->transfer_encoding = value;
  keep(&s->x->request, name, value);
  return MHD_YES;
}

static const char *repeated(const struct seen *s) {
  for (size_t i = 0; i < SINGLES; i++)
    if (s->times[i] > 1)
      return "repeated header";
  return NULL;
}

static enum err body_framing(struct exchange *x, const struct seen *s, const char *version) {
  int64_t length = 0;
  if (s->transfer_encoding && (s->content_length || strcmp(version, "HTTP/1.0") == 0))
    return refuse(&x->request, ERR_BAD_REQUEST, "uklar længde", "unclear length of the body");
  if (s->transfer_encoding && strcasecmp(s->transfer_encoding, "chunked") != 0)
    return refuse(&x->request, ERR_NOT_IMPLEMENTED, "Transfer-Encoding kendes ikke",
                  "unknown Transfer-Encoding");
  if (s->content_length &&
      (!parse_int64(s->content_length, strlen(s->content_length), &length) || length < 0))
    return refuse(&x->request, ERR_BAD_REQUEST, "forkert Content-Length", "bad Content-Length");
  x->declared = (size_t)length;
  return ERR_NONE;
}

// The absolute form is for proxies, but must be taken (RFC 9112 3.2.2) when it names the host of
// the request.
static void strip_origin(struct request *r) {
  const char *t = r->target;
  size_t scheme = strncasecmp(t, "http://", 7) == 0    ? 7
                  : strncasecmp(t, "https://", 8) == 0 ? 8
                                                       : 0;
  size_t host = strcspn(t + scheme, "/?#");
  if (scheme && r->host && strlen(r->host) == host && strncasecmp(t + scheme, r->host, host) == 0 &&
      t[scheme + host] == '/')
    r->target = t + scheme + host;
}

// "//", "/./" and "/../", and the last two at the end of the path.
static bool canonical(const char *path) {
  for (const char *p = path; (p = strchr(p, '/')); p++) {
    size_t n = strcspn(p + 1, "/");
    if ((n == 0 && p[1]) || (n == 1 && p[1] == '.') || (n == 2 && p[1] == '.' && p[2] == '.'))
      return false;
  }
  return true;
}

// The raw target: origin-form, no NUL, no escape in the path, no dot segments.
static enum err target_check(struct request *r) {
  if (strlen(r->target) > TARGET_MAX)
    return ERR_URI_TOO_LONG;
  strip_origin(r);
  const char *t = r->target;
  if (t[0] != '/' || strchr(t, '#') || !value_clean(t, strlen(t)) || strchr(t, ' '))
    return refuse(r, ERR_BAD_REQUEST, "adressens form", "form of the target");
  const char *path = arena_strndup(r->arena, t, strcspn(t, "?"));
  if (strpbrk(path, "%\\")) // no path of ours needs an escape
    return refuse(r, ERR_BAD_REQUEST, "%-koder kan ikke bruges i stien",
                  "escapes cannot be used in the path");
  if (!canonical(path))
    return refuse(r, ERR_BAD_REQUEST, "stien er ikke entydig", "the path is not canonical");
  r->path = path;
  return ERR_NONE;
}

static bool method_known(const char *m) {
  static const char *const known[] = {"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (strcmp(known[i], m) == 0)
      return true;
  return false;
}

enum err guard_check(struct exchange *x, const char *version) {
  struct request *r = &x->request;
  struct seen s = {.x = x};
  MHD_get_connection_values_n(x->mhd, MHD_HEADER_KIND, on_header, &s);
  if (!s.why)
    s.why = repeated(&s);
  if (!s.why && s.times[HOST] != 1 && strcmp(version, "HTTP/1.0") != 0)
    s.why = "Host";
  if (s.why)
    return refuse(r, ERR_BAD_REQUEST, s.why, s.why);
  if (!method_known(r->method))
    return ERR_NOT_IMPLEMENTED;
  enum err e = target_check(r);
  return e ? e : body_framing(x, &s, version);
}
