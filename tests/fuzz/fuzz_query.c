// SPDX-License-Identifier: EUPL-1.2
// Any text as a request target, a cookie and Accept headers: pairs are valid and within bounds,
// keys of a path are positive integers, nothing reads beyond its text.
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(what)                                                                                \
  do {                                                                                             \
    if (!(what))                                                                                   \
      abort();                                                                                     \
  } while (0)

static const struct field asked[] = {{"limit", F_INT, .min = 1, .max = 200},
                                     {"q", F_TEXT, FIELD_RAW, .max = 20},
                                     {"on", F_DATE},
                                     {"flag", F_BOOL},
                                     {"kind", F_CHOICE, .choices = "a|b|c"},
                                     {"id", F_ID},
                                     {"share", F_NUMBER, .low = 0, .high = 1},
                                     {.type = F_END}};
static const struct route routes[] = {{"GET", "/a", NULL},
                                      {"GET", "/a/{id}", NULL},
                                      {"POST", "/a/{id}/b", NULL},
                                      {"GET", "/a/{id}/b/{child}", NULL},
                                      {0}};

static void check_query(struct request *req) {
  struct in *in = NULL;
  if (query_parse(req))
    return;
  for (size_t i = 0; i < req->pair_count; i++)
    CHECK(utf8_valid(req->pairs[i].name, strlen(req->pairs[i].name)) &&
          utf8_valid(req->pairs[i].value, strlen(req->pairs[i].value)));
  enum err e = field_check_pairs(asked, req->pairs, req->pair_count, req->arena, &req->faults, &in);
  CHECK((e == ERR_BAD_QUERY) == (req->faults.count > 0));
  int64_t limit = in_int(in, "limit", 50), id = in_int(in, "id", 1);
  CHECK(e || (limit >= 1 && limit <= 200 && id >= 1));
}

static void check_route(struct request *req) {
  req->method = "GET";
  req->path = arena_strndup(req->arena, req->target, strcspn(req->target, "?"));
  if (route_find(routes, req))
    return;
  for (int i = 0; i < PATH_KEYS; i++) {
    int64_t key = 1;
    CHECK(!req->key[i] || (parse_int64(req->key[i], strlen(req->key[i]), &key) && key > 0));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *text = malloc(size + 1);
  memcpy(text, data, size);
  text[size] = '\0';
  struct arena *a = arena_new(16 * 1024 * 1024);
  struct request req = {.arena = a, .target = text, .cookie = text, .faults = {.arena = a}};
  check_query(&req);
  check_route(&req);
  const char *cookie = cookie_value(&req, "samspil_session");
  CHECK(!cookie || !strchr(cookie, ';'));
  enum lang lang = accept_language(text);
  CHECK(lang == LANG_DA || lang == LANG_EN);
  CHECK(accept_type(text, "application/json") || *text);
  media_is(text, "application/json");
  arena_free(a);
  free(text);
  return 0;
}
