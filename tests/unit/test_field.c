// SPDX-License-Identifier: EUPL-1.2
// Field tables: what each type takes from a body and from a query, which fault names which field,
// what goes on to SQL, and the schema and form printed from the same table. Then the other readers
// of a request: query, path, cookie, Accept.
#include <stdlib.h>

#include "http/field.h"
#include "http/json_scan.h"
#include "http/request.h"
#include "tap.h"

static struct arena *arena;

// clang-format off
static const struct field element[] = {{"n", F_INT, FIELD_REQUIRED, 1, 10}, {"t", F_TEXT, .max = 5}, {.type = F_END}};
static const struct field number_row[] = {{"", F_NUMBER, FIELD_REQUIRED, .low = 0, .high = 10}, {.type = F_END}};
static const struct field samples_row[] = {{"", F_NUMBERS, FIELD_REQUIRED, .min = 1, .max = 4}, {.type = F_END}};
static const struct field texts_row[] = {{"", F_TEXTS, FIELD_REQUIRED, .min = 1, .max = 2}, {.type = F_END}};
static const struct field nested[] = {{"x", F_NUMBERS, .max = 9}, {"y", F_TEXT}, {.type = F_END}};
static const struct field table[] = {
    {"title", F_TEXT, FIELD_REQUIRED, 3, 10},
    {"note", F_TEXT},
    {"raw", F_TEXT, FIELD_RAW, .max = 40},
    {"no_null", F_TEXT, FIELD_NO_NULL, .max = 5},
    {"count", F_INT, .min = -5, .max = 5},
    {"money", F_MONEY, .max = 1000},
    {"share", F_NUMBER, .low = 0, .high = 1},
    {"any_number", F_NUMBER},
    {"flag", F_BOOL},
    {"day", F_DATE},
    {"id", F_ID},
    {"choice", F_CHOICE, .choices = "a|bb|ccc"},
    {"code", F_CODE, .choices = "colour"},
    {"cvr", F_CVR},
    {"gln", F_GLN},
    {"p", F_P_NUMBER},
    {"mail", F_EMAIL},
    {"url", F_URL},
    {"tags", F_TEXTS, .min = 1, .max = 2},
    {"numbers", F_NUMBERS, .max = 3, .low = -1, .high = 1},
    {"object", F_OBJECT, .sub = element},
    {"array", F_ARRAY, .min = 1, .max = 3, .sub = element},
    {"map", F_MAP, .max = 2, .sub = number_row},
    {"samples", F_MAP, FIELD_NO_TEXT, .max = 2, .sub = samples_row},
    {"nested", F_OBJECT, .sub = nested},
    {"lists", F_LISTS, .min = 1, .max = 2, .sub = texts_row},
    {.type = F_END},
};
// clang-format on

static bool known(const char *list, const char *code) {
  return strcmp(list, "colour") == 0 && (strcmp(code, "red") == 0 || strcmp(code, "blue") == 0);
}

struct outcome {
  enum err e;
  struct faults faults;
  struct in *in;
  const char *detail;
};

static struct outcome *check(const char *body, bool partial) {
  struct outcome *o = arena_alloc(arena, sizeof *o);
  o->faults.arena = arena;
  size_t n = strlen(body);
  char *exact = malloc(n + (n == 0)); // without a NUL behind it
  memcpy(exact, body, n);
  o->e = field_check_json(table, exact, n, partial, arena, &o->faults, &o->in, &o->detail);
  free(exact);
  return o;
}

static bool has(const struct outcome *o, const char *field, enum fault fault) {
  for (int i = 0; i < o->faults.count; i++)
    if (strcmp(o->faults.rows[i].field, field) == 0 && o->faults.rows[i].fault == fault)
      return true;
  return false;
}

// One member beside a good title: the single fault it must have, or FAULT_NONE.
static void member(const char *json, const char *field, enum fault want) {
  struct outcome *o = check(arena_printf(arena, "{\"title\":\"abc\",%s}", json), false);
  bool good = want ? o->e == ERR_INVALID && o->faults.count == 1 && has(o, field, want)
                   : o->e == ERR_NONE && o->faults.count == 0;
  if (!ok(good, "%.60s: %s", json, want ? fault_info(want)->code : "taken"))
    for (int i = 0; i < o->faults.count; i++)
      diag("%s %s", o->faults.rows[i].field, fault_info(o->faults.rows[i].fault)->code);
}

static void scalars(void) {
  member("\"note\":null", "note", FAULT_NONE);
  member("\"note\":\"\"", "note", FAULT_NONE);
  member("\"note\":\"010190-1234\"", "note", FAULT_HOLDS_CPR);
  member("\"raw\":\"010190-1234\"", "raw", FAULT_NONE);
  member("\"no_null\":null", "no_null", FAULT_NULL);
  member("\"no_null\":\"æøåÆØ\"", "no_null", FAULT_NONE);
  member("\"no_null\":\"æøåÆØÅ\"", "no_null", FAULT_TOO_LONG);
  member("\"count\":-5", "count", FAULT_NONE);
  member("\"count\":-6", "count", FAULT_TOO_SMALL);
  member("\"count\":6", "count", FAULT_TOO_LARGE);
  member("\"count\":1.0", "count", FAULT_WRONG_TYPE);
  member("\"count\":1e0", "count", FAULT_WRONG_TYPE);
  member("\"count\":\"1\"", "count", FAULT_WRONG_TYPE);
  member("\"money\":0", "money", FAULT_NONE);
  member("\"money\":-1", "money", FAULT_TOO_SMALL);
  member("\"money\":1001", "money", FAULT_TOO_LARGE);
  member("\"share\":0", "share", FAULT_NONE);
  member("\"share\":1", "share", FAULT_NONE);
  member("\"share\":1.0000001", "share", FAULT_TOO_LARGE);
  member("\"share\":-1e-9", "share", FAULT_TOO_SMALL);
  member("\"any_number\":-1e300", "any_number", FAULT_NONE);
  member("\"flag\":false", "flag", FAULT_NONE);
  member("\"flag\":0", "flag", FAULT_WRONG_TYPE);
  member("\"day\":\"2028-02-29\"", "day", FAULT_NONE);
  member("\"day\":\"2026-02-29\"", "day", FAULT_BAD_DATE);
  member("\"id\":9007199254740991", "id", FAULT_NONE);
  member("\"id\":9007199254740992", "id", FAULT_TOO_LARGE);
  member("\"id\":0", "id", FAULT_TOO_SMALL);
  member("\"choice\":\"bb\"", "choice", FAULT_NONE);
  member("\"choice\":\"b\"", "choice", FAULT_NOT_A_CHOICE);
  member("\"choice\":\"a|bb\"", "choice", FAULT_NOT_A_CHOICE);
  member("\"choice\":\"a,bb\"", "choice", FAULT_NOT_A_CHOICE);
  member("\"code\":\"red\"", "code", FAULT_NONE);
  member("\"code\":\"green\"", "code", FAULT_UNKNOWN_CODE);
  member("\"code\":\"red,blue\"", "code", FAULT_UNKNOWN_CODE);
  member("\"cvr\":\"10150817\"", "cvr", FAULT_NONE);
  member("\"cvr\":\"10150818\"", "cvr", FAULT_BAD_CHECK_DIGIT);
  member("\"cvr\":\"1015081\"", "cvr", FAULT_BAD_PATTERN);
  member("\"gln\":\"5790000000004\"", "gln", FAULT_BAD_CHECK_DIGIT);
  member("\"p\":\"1003456789\"", "p", FAULT_NONE);
  member("\"mail\":\"a@b.dk\"", "mail", FAULT_NONE);
  member("\"mail\":\"a@b\"", "mail", FAULT_BAD_EMAIL);
  member("\"url\":\"https://a.dk/?b=c#d\"", "url", FAULT_NONE);
  member("\"url\":\"javascript:x\"", "url", FAULT_BAD_URL);
  member("\"unknown\":1", "unknown", FAULT_UNKNOWN_FIELD);
}

static void containers(void) {
  member("\"tags\":[\"a\",\"b\"]", "tags", FAULT_NONE);
  member("\"tags\":[]", "tags", FAULT_TOO_FEW);
  member("\"tags\":[\"a\",\"b\",\"c\"]", "tags", FAULT_TOO_MANY);
  member("\"tags\":[\"a\",5]", "tags[1]", FAULT_WRONG_TYPE);
  member("\"tags\":{\"a\":1}", "tags", FAULT_WRONG_TYPE);
  member("\"numbers\":[0,-1,1]", "numbers", FAULT_NONE);
  member("\"numbers\":[0,2]", "numbers[1]", FAULT_TOO_LARGE);
  member("\"numbers\":[\"0\"]", "numbers[0]", FAULT_WRONG_TYPE);
  member("\"numbers\":[null]", "numbers[0]", FAULT_NULL);
  member("\"numbers\":[0,-1.5]", "numbers[1]", FAULT_TOO_SMALL);
  member("\"numbers\":[0,[1]]", "numbers[1]", FAULT_WRONG_TYPE);
  member("\"numbers\":[]", "numbers", FAULT_NONE);
  member("\"numbers\":[0,0,0,0]", "numbers", FAULT_TOO_MANY);
  member("\"samples\":{\"a\":[1],\"b\":[2,3]}", "samples", FAULT_NONE);
  member("\"samples\":{\"a\":[]}", "samples.a", FAULT_TOO_FEW);
  member("\"samples\":{\"a\":[1,2,3,4,5]}", "samples.a", FAULT_TOO_MANY);
  member("\"samples\":[1]", "samples", FAULT_WRONG_TYPE);
  member("\"lists\":[[\"a\"],[\"a\",\"b\"]]", "lists", FAULT_NONE);
  member("\"lists\":[[\"a\"],[1]]", "lists[1][0]", FAULT_WRONG_TYPE);
  member("\"lists\":[1]", "lists[0]", FAULT_WRONG_TYPE);
  member("\"lists\":[[]]", "lists[0]", FAULT_TOO_FEW);
  member("\"lists\":[]", "lists", FAULT_TOO_FEW);
  member("\"lists\":[null]", "lists[0]", FAULT_NULL);
  // An array of numbers where none belongs.
  member("\"note\":[1]", "note", FAULT_WRONG_TYPE);
  member("\"count\":[1]", "count", FAULT_WRONG_TYPE);
  member("\"object\":[1]", "object", FAULT_WRONG_TYPE);
  member("\"array\":[1]", "array[0]", FAULT_WRONG_TYPE);
  member("\"tags\":[1]", "tags[0]", FAULT_WRONG_TYPE);
  member("\"tags\":[1,2,3]", "tags", FAULT_TOO_MANY);
  member("\"object\":{\"n\":1}", "object", FAULT_NONE);
  member("\"object\":{}", "object.n", FAULT_REQUIRED);
  member("\"object\":{\"n\":1,\"x\":1}", "object.x", FAULT_UNKNOWN_FIELD);
  member("\"object\":[]", "object", FAULT_WRONG_TYPE);
  member("\"array\":[{\"n\":1},{\"n\":2,\"t\":\"123456\"}]", "array[1].t", FAULT_TOO_LONG);
  member("\"array\":[null]", "array[0]", FAULT_WRONG_TYPE);
  member("\"array\":[]", "array", FAULT_TOO_FEW);
  member("\"map\":{\"PL\":1.5,\"æ\":0}", "map", FAULT_NONE);
  member("\"map\":{\"PL\":11}", "map.PL", FAULT_TOO_LARGE);
  member("\"map\":{\"a\":1,\"b\":1,\"c\":1}", "map", FAULT_TOO_MANY);
  member("\"map\":{\"a\":null}", "map.a", FAULT_NULL);
}

static void whole_bodies(void) {
  struct outcome *o = check("{}", false);
  ok(o->e == ERR_INVALID && has(o, "title", FAULT_REQUIRED), "a required field is asked for");
  ok(check("{}", true)->e == ERR_NONE, "but not in a merge-patch");
  ok(has(check("{\"title\":null}", true), "title", FAULT_NULL), "where it may not be taken away");
  ok(has(check("{\"title\":\"\"}", true), "title", FAULT_REQUIRED), "nor made empty");
  ok(has(check("{\"object\":{}}", true), "object.n", FAULT_REQUIRED),
     "an object in a merge-patch is whole");
  o = check("{\"title\":1,\"count\":9,\"day\":\"x\",\"tags\":5,\"zzz\":0}", false);
  is_int(o->faults.count, 5, "all faults at once");
  static const char *const no_objects[] = {
      "", " ", "[]", "\"x\"", "null", "5", "{", "{}x", "{\"a\":1,\"a\":2}", "\xef\xbb\xbf{}"};
  for (size_t i = 0; i < sizeof no_objects / sizeof no_objects[0]; i++) {
    o = check(no_objects[i], false);
    ok(o->e == ERR_BAD_JSON && o->detail && strchr(o->detail, '|'), "no object: %s", no_objects[i]);
  }
  ok(has(check("{\"title\":\"abc\",\"count\":1e999}", false), "count", FAULT_OUT_OF_RANGE),
     "what cannot be read names its field");
  struct buf b;
  buf_init(&b, 1000000);
  buf_putc(&b, '{');
  for (int i = 0; i < 5000; i++)
    buf_printf(&b, "%s\"x%d\":1", i ? "," : "", i);
  buf_puts(&b, "}");
  buf_putc(&b, '\0');
  is_int(check(b.data, true)->faults.count, FAULTS_MAX, "a list of faults has an end");
  buf_free(&b);
}

static void values(void) {
  struct in *in = check("{\"title\":\"abc\",\"note\":null,\"count\":-3,\"share\":0.25,\"flag\":"
                        "true,\"tags\":[\"x\",\"y\"],\"numbers\":[0.5],"
                        "\"array\":[{\"n\":7,\"t\":\"q\"}],\"map\":{\"k\":2},\"object\":{\"n\":4}}",
                        false)
                      ->in;
  is_str(in_text(in, "title"), "abc", "a text goes on as it is");
  ok(!in_text(in, "note") && in_get(in, "note")->present && !in_has(in, "note"),
     "null is there and has no text");
  ok(!in_get(in, "raw")->present && !in_text(in, "raw"), "what is absent is not");
  is_int(in_int(in, "count", 99), -3, "an integer");
  is_int(in_int(in, "id", 99), 99, "the other value when absent");
  is_str(in_text(in, "count"), "-3", "and as text for SQL");
  is_near(in_number(in, "share", 9), 0.25, 0, "a number");
  is_near(in_number(in, "any_number", 9), 9, 0, "the other value when absent");
  is_str(in_text(in, "flag"), "true", "a boolean as text");
  is_str(in_text(in, "tags"), "[\"x\",\"y\"]", "an array as JSON");
  is_str(in_get(in, "tags")->texts[1], "y", "and its texts");
  is_near(in_get(in, "numbers")->numbers[0], 0.5, 0, "numbers");
  is_int(in_int(&in_get(in, "array")->items[0], "n", 0), 7, "an element's field");
  is_str(in_get(in, "map")->texts[0], "k", "a map's name");
  is_near(in_get(in, "map")->items[0].values[0].number, 2, 0, "and its value");
  is_int(in_int(in_get(in, "object")->items, "n", 0), 4, "an object's field");
}

static void number_lists(void) {
  struct in *in = check("{\"title\":\"abc\",\"nested\":{\"y\":\"[1]\",\"x\":[ 1, -2.50 ,3e1]},"
                        "\"samples\":{\"a\":[4],\"b\":[5,6]},\"lists\":[[\"a\"],[\"b\",\"c\"]]}",
                        false)
                      ->in;
  is_str(in_text(in, "nested"), "{\"y\":\"[1]\",\"x\":[ 1, -2.50 ,3e1]}",
         "an object goes to SQL with its numbers as they were written");
  const struct in_value *x = in_get(in_get(in, "nested")->items, "x");
  ok(x->count == 3 && !(x->numbers[1] < -2.5) && !(x->numbers[1] > -2.5), "and they are read");
  const struct in_value *samples = in_get(in, "samples");
  ok(samples->count == 2 && samples->items[1].values[0].count == 2, "numbers in a map");
  is_near(samples->items[1].values[0].numbers[1], 6, 0, "in their order");
  ok(!samples->text, "not kept as text where the table says so");
  is_str(in_get(in, "lists")->items[1].values[0].texts[1], "c", "a list in a list");
  // What stands for such an array inside cannot be sent.
  ok(check("{\"title\":\"abc\",\"numbers\":\"\\u00000\"}", false)->e == ERR_BAD_JSON,
     "nobody can send what stands for numbers");
}

static void query(const char *target, enum err want, const char *field, enum fault fault) {
  static const struct field asked[] = {{"limit", F_INT, .min = 1, .max = 200},
                                       {"q", F_TEXT, FIELD_RAW, .max = 5},
                                       {"on", F_DATE},
                                       {"flag", F_BOOL},
                                       {"code", F_CODE, .choices = "colour"},
                                       {"id", F_ID},
                                       {.type = F_END}};
  struct request req = {.arena = arena, .target = target, .faults = {.arena = arena}};
  struct in *in = NULL;
  enum err e = query_parse(&req);
  if (!e)
    e = field_check_pairs(asked, req.pairs, req.pair_count, arena, &req.faults, &in);
  bool named = !field || (req.faults.count > 0 && strcmp(req.faults.rows[0].field, field) == 0 &&
                          req.faults.rows[0].fault == fault);
  ok(e == want && named, "%.70s: %s%s%s", target, want ? err_info(want)->code : "taken",
     field ? " " : "", field ? field : "");
}

static void queries(void) {
  query("/a", ERR_NONE, NULL, FAULT_NONE);
  query("/a?", ERR_NONE, NULL, FAULT_NONE);
  query("/a?&&", ERR_NONE, NULL, FAULT_NONE);
  query("/a?limit=5&q=%C3%A6+b&on=2026-01-01&flag=true&code=red,blue&id=7", ERR_NONE, NULL,
        FAULT_NONE);
  query("/a?li%6Dit=5", ERR_NONE, NULL, FAULT_NONE);
  query("/a?limit=0", ERR_BAD_QUERY, "limit", FAULT_TOO_SMALL);
  query("/a?limit=x", ERR_BAD_QUERY, "limit", FAULT_WRONG_TYPE);
  query("/a?limit=", ERR_BAD_QUERY, "limit", FAULT_WRONG_TYPE);
  query("/a?limit", ERR_BAD_QUERY, "limit", FAULT_WRONG_TYPE);
  query("/a?limit=1&limit=2", ERR_BAD_QUERY, "limit", FAULT_REPEATED);
  query("/a?zzz=1", ERR_BAD_QUERY, "zzz", FAULT_UNKNOWN_FIELD);
  query("/a?=1", ERR_BAD_QUERY, "", FAULT_UNKNOWN_FIELD);
  query("/a?q=123456", ERR_BAD_QUERY, "q", FAULT_TOO_LONG);
  query("/a?code=red,green", ERR_BAD_QUERY, "code", FAULT_UNKNOWN_CODE);
  query("/a?code=red,", ERR_BAD_QUERY, "code", FAULT_UNKNOWN_CODE);
  query("/a?flag=1", ERR_BAD_QUERY, "flag", FAULT_WRONG_TYPE);
  static const char *const broken[] = {"/a?q=%",   "/a?q=%4",   "/a?q=%zz",
                                       "/a?q=%00", "/a?q=%ff",  "/a?q=%c0%af",
                                       "/a?%=1",   "/a?q=\xff", "/a?q=%ed%a0%80"};
  for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
    query(broken[i], ERR_BAD_QUERY, NULL, FAULT_NONE);
  char many[2000] = "/a?";
  for (int i = 0; i < 65; i++)
    strcat(many, "q=1&");
  query(many, ERR_BAD_QUERY, NULL, FAULT_NONE);
}

static enum err nothing(struct request *req, struct db *db) {
  (void)req;
  (void)db;
  return ERR_NONE;
}

static void route(const char *method, const char *path, enum err want, const char *key,
                  const char *allow) {
  static const struct route routes[] = {{"GET", "/a", nothing},
                                        {"POST", "/a", nothing},
                                        {"GET", "/a/{id}", nothing},
                                        {"GET", "/a/word", nothing},
                                        {"PATCH", "/a/{id}/b/{child}", nothing},
                                        {0}};
  struct request req = {
      .arena = arena, .method = method, .path = path, .head = strcmp(method, "HEAD") == 0};
  enum err e = route_find(routes, &req);
  bool keys = !key || (req.key[0] && strcmp(req.key[0], key) == 0);
  bool allowed = !allow || (req.reply.allow && strcmp(req.reply.allow, allow) == 0);
  ok(e == want && keys && allowed, "%s %.50s: %s", method, path,
     want ? err_info(want)->code : "found");
}

static void paths(void) {
  route("GET", "/a", ERR_NONE, NULL, NULL);
  route("HEAD", "/a", ERR_NONE, NULL, NULL);
  route("DELETE", "/a", ERR_METHOD, NULL, "GET, POST");
  route("GET", "/a/17", ERR_NONE, "17", NULL);
  route("GET", "/a/word", ERR_NONE, NULL, NULL);
  route("PATCH", "/a/17/b/4", ERR_NONE, "17", NULL);
  static const char *const none[] = {
      "/",      "/a/",     "/b",        "/a/0",  "/a/01",
      "/a/-1",  "/a/+1",   "/a/1x",     "/a/x1", "/a/1/",
      "/a/1/b", "/a/1/b/", "/a/1/b/2/", "/aa",   "/a/1234567890123456789",
      "/a/ 1",  ""};
  for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
    route("GET", none[i], ERR_NOT_FOUND, NULL, NULL);
  route("GET", "/a/123456789012345678", ERR_NONE, "123456789012345678", NULL);
  struct request req = {.arena = arena, .cookie = "a=1; samspil=x; samspil_session=abc; b=2"};
  is_str(cookie_value(&req, "samspil_session"), "abc", "a cookie among others");
  is_str(cookie_value(&req, "b"), "2", "the last one");
  ok(!cookie_value(&req, "session") && !cookie_value(&req, "c"), "no part of a name");
  req.cookie = NULL;
  ok(!cookie_value(&req, "a"), "no cookies at all");
}

static void negotiation(void) {
  static const struct {
    const char *header;
    enum lang want;
  } languages[] = {{NULL, LANG_DA},
                   {"", LANG_DA},
                   {"en", LANG_EN},
                   {"EN-gb", LANG_EN},
                   {"da, en", LANG_DA},
                   {"en, da", LANG_EN},
                   {"da;q=0.4, en;q=0.5", LANG_EN},
                   {"en;q=0.4, da;q=0.5", LANG_DA},
                   {"de, en;q=0.1", LANG_EN},
                   {"en;q=0", LANG_DA},
                   {"eng", LANG_DA},
                   {"*", LANG_DA},
                   {",,;q=1,en", LANG_EN},
                   {"en ; q = 0.3 , da ; q=0.2", LANG_DA},
                   {"en;q=1.000", LANG_EN},
                   {"en;x=y;q=0", LANG_DA},
                   {"en;q=0.0001", LANG_DA}};
  for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++)
    ok(accept_language(languages[i].header) == languages[i].want, "Accept-Language: %s",
       languages[i].header ? languages[i].header : "-");
  static const struct {
    const char *header;
    bool want;
  } types[] = {{NULL, true},
               {"*/*", true},
               {"application/json", true},
               {"Application/JSON;q=0.2", true},
               {"application/*", true},
               {"text/html, */*;q=0.1", true},
               {"text/html", false},
               {"application/json;q=0", false},
               {"application/jso", false},
               {"application/jsonx", false},
               {"application", false},
               {"*", false},
               {"text/*", false},
               {"x/y;q=1,application/json", true}};
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    ok(accept_type(types[i].header, "application/json") == types[i].want, "Accept: %s",
       types[i].header ? types[i].header : "-");
  ok(media_is("application/json; charset=utf-8", "application/json") &&
         media_is("APPLICATION/JSON", "application/json"),
     "parameters and case of a media type");
  ok(!media_is("application/jsonx", "application/json") && !media_is(NULL, "application/json") &&
         !media_is("application/jso", "application/json"),
     "other media types");
}

static void printed(void) {
  struct buf b;
  struct json_error bad;
  for (int use = SCHEMA_INPUT; use <= SCHEMA_REPLY + 1; use++) {
    buf_init(&b, 1000000);
    if (use <= SCHEMA_REPLY)
      field_schema(&b, table, (enum schema_use)use);
    else
      field_form(&b, table);
    ok(buf_ok(&b) && json_scan(b.data, b.len, 100000, arena, NULL, &bad),
       "what is printed from the table is JSON (%d)", use);
    buf_putc(&b, '\0');
    ok((strstr(b.data, "\"required\":[\"title\"") != NULL) ==
           (use == SCHEMA_INPUT || use == SCHEMA_REPLY),
       "a merge-patch requires nothing (%d)", use);
    buf_free(&b);
  }
}

int main(void) {
  arena = arena_new(256 * 1024 * 1024);
  field_use_codes(known);
  scalars();
  containers();
  whole_bodies();
  values();
  number_lists();
  queries();
  paths();
  negotiation();
  printed();
  arena_free(arena);
  return done();
}
