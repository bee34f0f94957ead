// SPDX-License-Identifier: EUPL-1.2
// The arena and the buffer: alignment, zeroing, growth, bounds, deferred releases, and the JSON
// writer.
#include <math.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/parse.h"
#include "tap.h"

static char order[16];

static void note(void *letter) {
  strncat(order, letter, 1);
}

// True when f ends the process by abort, as going over a bound must.
static bool aborts(void (*f)(void)) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    if (!freopen("/dev/null", "w", stderr))
      _exit(1);
    f();
    _exit(0);
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void over_cap(void) {
  struct arena *a = arena_new(1000);
  arena_alloc(a, 600);
  arena_alloc(a, 401);
}

static void array_overflow(void) {
  volatile size_t many = SIZE_MAX / 2;
  arena_array(arena_new(SIZE_MAX), many, 3);
}

static void huge(void) {
  volatile size_t most = SIZE_MAX;
  arena_alloc(arena_new(SIZE_MAX - 1), most);
}

// The same jobs again find the same memory, zeroed; a larger one goes past what is too small.
static void rewind_tests(void) {
  struct arena *a = arena_new(64 * 1024 * 1024);
  static const size_t sizes[] = {100, 20000, 500000, 3000000, 8000000};
  enum { SIZES = sizeof sizes / sizeof *sizes };
  unsigned char *first[SIZES];
  bool same = true, zeroed = true;
  for (int round = 0; round < 3; round++) {
    for (size_t i = 0; i < SIZES; i++) {
      unsigned char *p = arena_alloc(a, sizes[i]);
      same = same && (round == 0 || p == first[i]);
      zeroed = zeroed && p[0] == 0 && p[sizes[i] - 1] == 0;
      memset(p, 0xa5, sizes[i]);
      first[i] = p;
    }
    order[0] = '\0';
    arena_defer(a, note, "x");
    arena_rewind(a);
  }
  ok(same && zeroed, "rewound: the same memory again, zeroed");
  is_str(order, "x", "rewound: deferred calls run");
  is_int((int64_t)arena_used(a), 0, "rewound: nothing is used");
  memset(arena_alloc(a, 20000000), 0xa5, 20000000);
  memset(arena_alloc(a, 10), 0xa5, 10);
  is_int((int64_t)arena_used(a), 20000010, "what fits no old block gets a new one");
  arena_free(a);
}

static void arena_tests(void) {
  struct arena *a = arena_new(64 * 1024 * 1024);
  bool aligned = true, zeroed = true, apart = true;
  unsigned char *previous = NULL;
  size_t before = 0;
  for (size_t n = 0; n < 3000; n++) {
    unsigned char *p = arena_alloc(a, n);
    aligned = aligned && (uintptr_t)p % _Alignof(max_align_t) == 0;
    for (size_t i = 0; i < n; i++)
      zeroed = zeroed && p[i] == 0;
    memset(p, 0xa5, n);
    apart = apart && (!previous || n < 2 || previous[before - 1] == 0xa5);
    previous = p;
    before = n;
  }
  ok(aligned, "every piece is aligned for any type");
  ok(zeroed, "every piece is zeroed");
  ok(apart, "no piece overlaps the one before");
  is_int((int64_t)arena_used(a), 3000 * 2999 / 2, "bytes handed out are counted");
  ok(arena_alloc(a, 0) != arena_alloc(a, 0), "empty pieces are different");
  ok(arena_alloc(a, 10 * 1024 * 1024) != NULL, "a piece larger than any block");
  is_str(arena_printf(a, "%s-%d", "x", 7), "x-7", "printf");
  is_str(arena_strndup(a, "abcdef", 3), "abc", "strndup ends the text");
  char *thousand = arena_printf(a, "%01000d", 1);
  is_int((int64_t)strlen(thousand), 1000, "a long printf is whole");
  arena_defer(a, note, "a");
  arena_defer(a, note, "b");
  arena_defer(a, note, "c");
  arena_reset(a);
  is_str(order, "cba", "deferred calls run last first");
  is_int((int64_t)arena_used(a), 0, "nothing is in use after a reset");
  arena_reset(a);
  is_str(order, "cba", "and run once");
  unsigned char *again = arena_alloc(a, 5000);
  bool clean = true;
  for (size_t i = 0; i < 5000; i++)
    clean = clean && again[i] == 0;
  ok(clean, "memory used again is zeroed again");
  arena_defer(a, note, "d");
  arena_free(a);
  is_str(order, "cbad", "freeing runs what is deferred");
  arena_free(NULL);
  struct arena *small = arena_new(1000);
  ok(arena_alloc(small, 1000) != NULL, "all of the cap can be had");
  arena_reset(small);
  ok(arena_alloc(small, 1000) != NULL, "and again after a reset");
  arena_free(small);
  ok(aborts(over_cap), "going over the cap aborts");
  ok(aborts(array_overflow), "an array whose size overflows aborts");
  ok(aborts(huge), "more than any cap aborts");
}

static void growth(void) {
  struct buf b;
  buf_init(&b, 100000);
  for (int i = 0; i < 100000; i++)
    buf_putc(&b, (char)('a' + i % 26));
  bool same = b.len == 100000;
  for (size_t i = 0; same && i < b.len; i++)
    same = b.data[i] == (char)('a' + i % 26);
  ok(same && buf_ok(&b), "a hundred thousand bytes, one by one");
  buf_putc(&b, 'x');
  buf_add(&b, "yz", 2);
  ok(!buf_ok(&b) && b.len == b.max, "one more is refused");
  size_t n = 0;
  ok(buf_take(&b, &n) == NULL, "a failed buffer gives nothing away");
  buf_init(&b, 10);
  buf_puts(&b, "12345");
  buf_puts(&b, "");
  char *text = buf_take(&b, &n);
  ok(text && n == 5 && strcmp(text, "12345") == 0 && b.len == 0 && !b.data,
     "taken with its length and a NUL");
  free(text);
  buf_init(&b, 8);
  buf_printf(&b, "%s", "1234567890123456789012345678901234567890");
  ok(!buf_ok(&b), "a printf that does not fit fails");
  buf_puts(&b, "x");
  ok(!buf_ok(&b), "and stays failed");
  buf_clear(&b);
  ok(buf_ok(&b) && b.len == 0, "until it is cleared");
  buf_free(&b);
}

static void is_written(struct buf *b, const char *want, const char *name) {
  buf_putc(b, '\0');
  is_str(b->data, want, name);
  buf_clear(b);
}

static void tokens(void) {
  struct buf b;
  buf_init(&b, 10000);
  out_string(&b, "a\"b\\c/d\b\f\n\r\t\x01\x1f\x7f <æ>");
  is_written(&b, "\"a\\\"b\\\\c/d\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f <æ>\"", "a text is escaped");
  out_string_n(&b, "a\0b", 3);
  is_written(&b, "\"a\\u0000b\"", "a NUL inside is written as what it is");
  out_string(&b, "");
  is_written(&b, "\"\"", "an empty text");
  buf_putc(&b, '{');
  out_key(&b, "a");
  buf_putc(&b, '[');
  out_comma(&b);
  buf_int(&b, 1);
  out_comma(&b);
  buf_int(&b, -2);
  buf_putc(&b, ']');
  out_key(&b, "b");
  out_bool(&b, true);
  out_key(&b, "c{");
  out_string(&b, "[");
  out_key(&b, "d");
  out_bool(&b, false);
  buf_putc(&b, '}');
  is_written(&b, "{\"a\":[1,-2],\"b\":true,\"c{\":\"[\",\"d\":false}",
             "commas stand where they must, whatever texts end with");
  buf_int(&b, INT64_MAX);
  is_written(&b, "9223372036854775807", "the largest integer");
  buf_int(&b, INT64_MIN);
  is_written(&b, "-9223372036854775808", "the smallest integer");
  buf_int(&b, 0);
  is_written(&b, "0", "zero");
  buf_free(&b);
}

static void doubles(void) {
  static const struct {
    double value;
    const char *text;
  } cases[] = {{0, "0"},
               {-0.0, "0"},
               {1, "1"},
               {-1.5, "-1.5"},
               {0.1, "0.1"},
               {1e300, "1e+300"},
               {1.0 / 3, "0.333333333333333"},
               {123456789.125, "123456789.125"},
               {NAN, "null"},
               {INFINITY, "null"},
               {-INFINITY, "null"},
               {5e-324, NULL},
               {1.7976931348623157e308, NULL}};
  struct buf b;
  buf_init(&b, 100);
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    out_double(&b, cases[i].value);
    if (cases[i].text && i != 6) {
      is_written(&b, cases[i].text, cases[i].text);
      continue;
    }
    double back = 0;
    ok(parse_double(b.data, b.len, &back) && !(back < cases[i].value) && !(back > cases[i].value),
       "%.17g reads back as itself", cases[i].value);
    buf_clear(&b);
  }
  uint64_t seed = 88172645463325252U;
  int same = 0;
  for (int i = 0; i < 20000; i++) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    double value, back;
    memcpy(&value, &seed, sizeof value);
    out_double(&b, value);
    bool finite = isfinite(value);
    same += finite ? parse_double(b.data, b.len, &back) && memcmp(&value, &back, sizeof back) == 0
                   : b.len == 4;
    buf_clear(&b);
  }
  is_int(same, 20000, "20,000 random doubles read back to the bit");
  buf_free(&b);
}

int main(void) {
  arena_tests();
  rewind_tests();
  growth();
  tokens();
  doubles();
  return done();
}
