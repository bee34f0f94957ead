// SPDX-License-Identifier: EUPL-1.2
// The strict JSON scan: a table of texts that RFC 8259 takes, a table of texts that it refuses,
// what we refuse beyond it, and which field and reason an error names.
#include <stdlib.h>

#include "base/buf.h"
#include "http/json_scan.h"
#include "tap.h"

struct text {
  const char *s;
  size_t n;
};
#define T(literal)                                                                                 \
  { literal, sizeof literal - 1 }

// clang-format off
static const struct text good[] = {
    // containers
    T("[]"), T("{}"), T("[[]   ]"), T("[[],[]]"), T("{\"a\":{}}"), T("[{}]"), T("{\"a\":[]}"), T("[\"\"]"), T("[null]"),
    T("[null, 1, \"1\", {}]"), T("[1,null,null,null,2]"), T("{\"a\":\"b\"}"), T("{\"a\":\"b\",\"b\":\"a\"}"), T("{\"\":0}"),
    T("{\"a\":[1,2,{\"b\":[]}]}"), T("{\"min\": -1.0e+28, \"max\": 1.0e+28}"), T("{\"x\":[{\"id\": \"xx\"}], \"id\": \"y\"}"),
    T("{\n\"a\": \"b\"\n}"), T("{\"a\":{\"a\":{\"a\":1}}}"), T("[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]"), T("{\"ab\":1,\"a\":2,\"b\":3}"),
    // white space
    T(" []"), T("[] "), T("\n[]"), T("[]\r\n"), T("\t[ ]"), T(" [ 1 , 2 ] "), T("[ true ]"), T("{ \"a\" : 1 }"), T("[1\n,2]"), T("[\"a\"]\n\n"),
    // scalars alone
    T("\"asd\""), T("false"), T("true"), T("null"), T("42"), T("-0.1"), T("\"\""),  T("\" \""), T("0"),
    // numbers
    T("[0]"), T("[-0]"), T("[-1]"), T("[-123]"), T("[123]"), T("[123.456789]"), T("[0e1]"), T("[0e+1]"), T("[1E22]"), T("[1E-2]"), T("[1E+2]"),
    T("[123e45]"), T("[123.456e78]"), T("[1e-2]"), T("[1e+2]"), T("[20e1]"), T("[-0.0]"), T("[0.5e-7]"), T("[9223372036854775807]"),
    T("[-9223372036854775808]"), T("[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]"), T("[1e308]"), T("[1e-400]"),
    T("[100000000000000000000.0]"),
    // strings
    T("[\"\\u0060\\u012a\\u12AB\"]"), T("[\"\\uD801\\udc37\"]"), T("[\"\\ud83d\\ude39\\ud83d\\udc8d\"]"), T("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"),
    T("[\"\\\\u0000\"]"), T("[\"\\\"\"]"), T("[\"a/*b*/c/*d//e\"]"), T("[\"\\\\a\"]"), T("[\"\\u0012\"]"), T("[\"\\uFFFF\"]"), T("[\"asd\"]"),
    T("[ \"asd\"]"), T("[\"\\uDBFF\\uDFFF\"]"), T("[\"new\\u00A0line\"]"), T("[\"\xf4\x8f\xbf\xbf\"]"), T("[\"\xef\xbf\xbf\"]"), T("[\"\\u002c\"]"),
    T("[\"\xcf\x80\"]"), T("[\"\xf0\x9b\xbf\xbf\"]"), T("[\"\\u0020\"]"), T("[\"\\u200B\"]"), T("[\"\xe2\x80\xa8\"]"), T("[\"\xe2\x80\xa9\"]"), T("[\"\x7f\"]"),
    T("[\"\\u0061\\u30af\\u30EA\\u30b9\"]"), T("[\"\xe3\x81\x82\"]"), T("[\"a\x7f" "a\"]"), T("{\"\xc3\xa6\xc3\xb8\xc3\xa5\":\"\xc3\x86\xc3\x98\xc3\x85\"}"),
    T("[\"\\uFDD0\"]"), T("[\"\\u2064\"]"), T("[\"\xf0\x9f\x8f\xa5\"]"),
};

static const struct text bad[] = {
    // nothing, halves, too much
    T(""), T(" "), T("["), T("]"), T("{"), T("}"), T("[[["), T("[1"), T("[1,"), T("[\"\""), T("[\""), T("{\"a\""), T("{\"a\":"), T("{\"a\":1"), T("{\"a\":1,"),
    T("[]]"), T("[1]x"), T("{}}"), T("{\"a\":true} \"x\""), T("1]"), T("[][]"), T("{}{}"), T("1 2"), T("[1,]"), T("[,1]"), T("[1,,2]"), T("[,]"), T("[1,,]"),
    T("[\"x\",,]"), T("[   , \"\"]"), T("[3[4]]"), T("[1 true]"), T("[\"a\" \"b\"]"), T("[x"), T("[1:2]"), T("{[: \"x\"}\n"), T("]["), T("[\"a\",\n4\n,1,"),
    T("[1,\n1\n,1"), T("[{}"), T("{\"a\":\"b\"}#"), T("{\"a\":\"b\"}/**/"), T("{\"a\":/*c*/\"b\"}"), T("{\"a\":\"b\"}//"), T("{\"a\":\"b\"}/"), T("[1]//c"),
    T("<null>"), T("<.>"), T("[<null>]"), T("*"), T("[*]"), T("{\"a\":\"b\"},"), T("[\\n]"), T("\\u0020[]"), T("@"), T("[\"a"), T("'[]'"), T("a"), T("(1)"), T(";"),
    // objects
    T("{\"a\",\"b\"}"), T("{\"x\", null}"), T("{\"x\"::\"b\"}"), T("{key: 'value'}"), T("{a: \"b\"}"), T("{'a':0}"), T("{1:1}"), T("{9999E9999:1}"),
    T("{null:null,null:null}"), T("{\"id\":0,,,,,}"), T("{\"id\":0,}"), T("{\"a\":\"b\",,\"c\":\"d\"}"), T("{\"a\":\"a\" 123}"), T("{\"a\" \"b\"}"), T("{:\"b\"}"),
    T("{\"a\":\"a"), T("{\"a\" b}"), T("{,\"a\":1}"), T("{\"a\":1 \"b\":2}"), T("{true:1}"), T("{\"a\":}"), T("{\"a\"=1}"), T("{{}:1}"), T("{\"a\":1;\"b\":2}"),
    // literals
    T("[fals]"), T("[nul]"), T("[tru]"), T("[True]"), T("[TRUE]"), T("[NULL]"), T("[nulll]"), T("[truee]"), T("[False]"), T("[None]"), T("[undefined]"), T("nil"),
    T("[t]"), T("tru"), T("[true false]"), T("true,"), T("[yes]"),
    // numbers
    T("[NaN]"), T("[-NaN]"), T("[nan]"), T("[Infinity]"), T("[-Infinity]"), T("[+Inf]"), T("[Inf]"), T("[+1]"), T("[++1234]"), T("[-]"), T("[--1]"), T("[- 1]"),
    T("[-012]"), T("[012]"), T("[00]"), T("[-00]"), T("[-01]"), T("[.5]"), T("[-.5]"), T("[.2e-3]"), T("[1.]"), T("[-1.]"), T("[1.e3]"), T("[0.e1]"), T("[0e]"),
    T("[0e+]"), T("[0E]"), T("[0E+]"), T("[1e]"), T("[1eE2]"), T("[1e+]"), T("[1.0e]"), T("[1.0e-]"), T("[1.0e+]"), T("[9.e+]"), T("[0.1.2]"), T("[0.3e+]"), T("[0.3e]"),
    T("[1 000.0]"), T("[1,000.0e"), T("[0x1]"), T("[0x42]"), T("[1ea]"), T("[1e1.5]"), T("[1_000]"), T("[1+2]"), T("[1/2]"), T("[-foo]"), T("[1f]"), T("[1a]"), T("[1d0]"),
    T("[\xef\xbc\x91]"), T("[\xd9\xa1]"), T("[1e400]"), T("[-1e400]"), T("[9223372036854775808]"), T("[-9223372036854775809]"), T("[123123123123123123123123123123]"),
    T("[2.]"), T("[1e0x1]"), T("[.e1]"), T("[1.2a]"), T("[.]"), T("[e1]"), T("[-e1]"), T("[0b1]"), T("[0o7]"), T("[1e309]"),
    // strings
    T("[\"\\x00\"]"), T("[\"\\\\\\\"]"), T("[\"\\"), T("[\"\\u\"]"), T("[\"\\u00A\"]"), T("[\"\\u00\"]"), T("[\"\\u0\"]"), T("[\"\\uqqqq\"]"), T("[\"\\uD834\\uDd\"]"),
    T("[\"\\uD800\\\"]"), T("[\"\\uD800\\u\"]"), T("[\"\\uD800\\u1\"]"), T("[\"\\uD800\\u1x\"]"), T("[\"\\a\"]"), T("[\"\\'\"]"), T("[\"\\v\"]"), T("[\"\\0\"]"), T("[\"\\ \"]"),
    T("[\"\\\n\"]"), T("[\"\\U0041\"]"), T("[\"\\X41\"]"), T("['single']"), T("[\"tab\ttab\"]"), T("[\"new\nline\"]"), T("[\"cr\rcr\"]"), T("[\"\x1f\"]"), T("[\"\x01\"]"),
    T("[\"\\u00 0\"]"), T("[\"\\u-001\"]"), T("[\"\\u+061\"]"), T("[`a`]"), T("[\"\\\xc3\xa6\"]"), T("\"\\"), T("[\xe2\x80\x9cquoted\xe2\x80\x9d]"), T("\""), T("[a\"]"),
    // surrogates, NUL and bytes that are not UTF-8
    T("[\"\\ud800\"]"), T("[\"\\udfff\"]"), T("[\"\\uDC00\\uD800\"]"), T("[\"\\uD800abc\"]"), T("[\"\\uD800\\uD800\"]"), T("[\"\\uD800\\n\"]"), T("[\"\\u0000\"]"),
    T("[\"a\\u0000b\"]"), T("{\"a\\u0000\":1}"), T("{\"\\u0061\":1}"), T("[\"a\0b\"]"), T("[1]\0"), T("\0"), T("[\0]"), T("\xef\xbb\xbf[]"), T("\xef\xbb\xbf{}"), T("\xff\xfe[\0]\0"),
    T("[\"\x80\"]"), T("[\"\xc0\xaf\"]"), T("[\"\xc0\x80\"]"), T("[\"\xc1\xbf\"]"), T("[\"\xe0\x80\x80\"]"), T("[\"\xe0\x9f\xbf\"]"), T("[\"\xed\xa0\x80\"]"),
    T("[\"\xed\xbf\xbf\"]"), T("[\"\xf0\x80\x80\x80\"]"), T("[\"\xf0\x8f\xbf\xbf\"]"), T("[\"\xf4\x90\x80\x80\"]"), T("[\"\xf5\x80\x80\x80\"]"), T("[\"\xff\"]"), T("[\"\xe6\"]"),
    T("[\"\xe3\x81\"]"), T("[\"\xc3\"]"), T("[\"\xc3(\"]"), T("[\xff]"), T("\xe5"), T("{\"\xb9\":\"0\"}"), T("[\"\xfc\x80\x80\x80\x80\x80\"]"), T("[\"\xfe\"]"),
    // white space that JSON does not have
    T("[\f]"), T("[\v]"), T("[\xc2\xa0]"), T("[\xe2\x81\xa0]"), T("\xe2\x80\x8b[]"), T("[1\x1f]"), T("[\x85]"),
    // duplicate names
    T("{\"a\":1,\"a\":1}"), T("{\"a\":1,\"b\":2,\"a\":3}"), T("{\"\":1,\"\":2}"), T("{\"a\":{\"b\":1,\"b\":2}}"), T("[{\"x\":0,\"x\":0}]"),
};
// clang-format on
enum { GOOD = sizeof good / sizeof good[0], BAD = sizeof bad / sizeof bad[0] };

// The text in memory of exactly its size, so that a sanitizer sees a read beyond it.
static bool scan(struct text t, size_t max_nodes, struct json_error *e, struct arena *a) {
  char *exact = malloc(t.n + (t.n == 0));
  memcpy(exact, t.s, t.n);
  bool fine = json_scan(exact, t.n, max_nodes, a, NULL, e);
  free(exact);
  return fine;
}

static void show(struct text t, bool want, bool got, const struct json_error *e, size_t no) {
  struct buf b;
  buf_init(&b, 10000);
  for (size_t i = 0; i < t.n; i++)
    buf_printf(&b, (unsigned char)t.s[i] < 0x20 || (unsigned char)t.s[i] >= 0x7f ? "\\x%02x" : "%c",
               (unsigned char)t.s[i]);
  ok(got == want, "%s %zu: %.*s%s%s", want ? "takes" : "refuses", no, (int)b.len,
     b.len ? b.data : "", got ? "" : " -- ", got ? "" : e->why);
  buf_free(&b);
}

static void tables(struct arena *a) {
  for (size_t i = 0; i < GOOD; i++) {
    struct json_error e;
    bool fine = scan(good[i], 1000, &e, a);
    show(good[i], true, fine, &e, i);
  }
  for (size_t i = 0; i < BAD; i++) {
    struct json_error e;
    bool fine = scan(bad[i], 1000, &e, a);
    show(bad[i], false, fine, &e, i);
    if (!fine && (!strchr(e.why, '|') || e.at > bad[i].n))
      ok(false, "refusal %zu has both languages and a place inside the text", i);
  }
  // Every beginning of a good object or array is refused.
  for (size_t i = 0; i < GOOD; i++) {
    size_t whole = good[i].n, cut = 0;
    while (whole > 0 && strchr(" \t\r\n", good[i].s[whole - 1]))
      whole--;
    if (good[i].s[whole - 1] != ']' && good[i].s[whole - 1] != '}')
      continue;
    for (size_t n = 0; n < whole; n++) {
      struct json_error e;
      cut += !scan((struct text){good[i].s, n}, 1000, &e, a);
    }
    ok(cut == whole, "every beginning of text %zu is refused", i);
  }
}

static void named(struct arena *a, const char *text, const char *path, enum fault fault) {
  struct json_error e;
  bool fine = scan((struct text){text, strlen(text)}, 1000, &e, a);
  ok(!fine && strcmp(e.path, path) == 0 && e.fault == fault, "%s names %s", text, path);
  if (!fine && strcmp(e.path, path) != 0)
    diag("got %s", e.path);
}

static void paths(struct arena *a) {
  named(a, "{\"a\":9223372036854775808}", "a", FAULT_OUT_OF_RANGE);
  named(a, "{\"a\":1e400}", "a", FAULT_OUT_OF_RANGE);
  named(a, "{\"a\":NaN}", "a", FAULT_BAD_NUMBER);
  named(a, "{\"a\":-Infinity}", "a", FAULT_BAD_NUMBER);
  named(a, "{\"a\":012}", "a", FAULT_BAD_NUMBER);
  named(a, "{\"a\":\"x\\u0000\"}", "a", FAULT_BAD_TEXT);
  named(a, "{\"a\":\"\\ud800\"}", "a", FAULT_BAD_TEXT);
  named(a, "{\"a\":\"\n\"}", "a", FAULT_BAD_TEXT);
  named(a, "{\"x\":1,\"a\":1,\"b\":2,\"a\":3}", "a", FAULT_REPEATED);
  named(a, "{\"s\":[{},{\"num\":1,\"den\":1e999}]}", "s[1].den", FAULT_OUT_OF_RANGE);
  named(a, "{\"s\":[[1,2],[3,+4]]}", "s[1][1]", FAULT_BAD_NUMBER);
  named(a, "{\"o\":{\"p\":{\"q\":1,\"q\":2}}}", "o.p.q", FAULT_REPEATED);
  named(a, "{\"o\":{\"p\":[]},\"z\":1e999}", "z", FAULT_OUT_OF_RANGE);
  named(a, "{\"x\":1,\"a\":\"\xff\"}", "a", FAULT_BAD_TEXT);
  named(a, "{\"a\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}",
        "a[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]", FAULT_TOO_DEEP);
  named(a, "{\"a\":}", "a", FAULT_NONE);
  named(a, "\xff{\"a\":1}", "", FAULT_NONE);
  named(a, "[", "[0]", FAULT_NONE);
}

static struct text repeat(struct arena *a, const char *open, size_t n, const char *middle,
                          const char *close) {
  struct buf b;
  buf_init(&b, 100000000);
  for (size_t i = 0; i < n; i++)
    buf_puts(&b, open);
  buf_puts(&b, middle);
  for (size_t i = 0; i < n; i++)
    buf_puts(&b, close);
  struct text t = {arena_strndup(a, b.data, b.len), b.len};
  buf_free(&b);
  return t;
}

static void limits(struct arena *a) {
  struct json_error e;
  ok(scan(repeat(a, "[", JSON_DEPTH_MAX, "", "]"), 1000, &e, a), "%d levels", JSON_DEPTH_MAX);
  ok(!scan(repeat(a, "[", JSON_DEPTH_MAX + 1, "", "]"), 1000, &e, a), "one level more");
  ok(!scan(repeat(a, "[", 10000, "", "]"), 1000000, &e, a), "10,000 levels");
  ok(!scan(repeat(a, "{\"a\":", 10000, "1", "}"), 1000000, &e, a),
     "10,000 objects inside each other");
  ok(!scan(repeat(a, "[", 1000000, "", ""), 10000000, &e, a), "a million opening brackets");
  ok(scan(repeat(a, "[1,1,1,1,1,1,1,1,1]", 1, "", ""), 10, &e, a), "as many values as are allowed");
  ok(!scan(repeat(a, "[1,1,1,1,1,1,1,1,1,1]", 1, "", ""), 10, &e, a), "one value more");
  struct text name = repeat(a, "k", 200, "", "");
  const char *longest = arena_printf(a, "{\"%s\":1}", name.s),
             *longer = arena_printf(a, "{\"%sk\":1}", name.s);
  ok(scan((struct text){longest, strlen(longest)}, 10, &e, a), "a name of 200 bytes");
  ok(!scan((struct text){longer, strlen(longer)}, 10, &e, a), "a name of 201 bytes");
  struct text lists = repeat(a, "[],", 60000, "", "");
  const char *many = arena_printf(a, "[%s1]", lists.s);
  ok(!scan((struct text){many, strlen(many)}, 10000000, &e, a), "60,000 arrays");
}

int main(void) {
  struct arena *a = arena_new(1024 * 1024 * 1024);
  tables(a);
  paths(a);
  limits(a);
  diag("%d texts taken, %d refused", (int)GOOD, (int)BAD);
  arena_free(a);
  return done();
}
