// SPDX-License-Identifier: EUPL-1.2
// Strict JSON scan.
#include "http/json_scan.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"

// No body of ours comes near these; beyond them a small text would take a lot of memory.
enum { NAME_MAX_BYTES = 200, CONTAINERS_MAX = 50000, NUMBERS_MAX = 4000000 };

struct key {
  const char *text; // NULL: inside an array
  size_t length, index;
};

struct scan {
  const char *s;
  size_t n, i, nodes, max_nodes, containers, numbers;
  struct arena *arena;
  struct json_lists *lists; // NULL: not wanted
  struct json_error *error; // why NULL: none yet
  int depth;
  struct key place[JSON_DEPTH_MAX + 1]; // the member or element that is being read, by depth
};

struct keys {
  struct key *list;
  size_t count, cap;
};

static bool value(struct scan *s);

// Where the scan stands, as fields are named: "shares[1].num".
static const char *path(const struct scan *s) {
  const char *text = "";
  for (int i = 1; i <= s->depth && i <= JSON_DEPTH_MAX; i++) {
    const struct key *k = &s->place[i];
    if (k->text)
      text = arena_printf(s->arena, "%s%s%.*s", text, *text ? "." : "", (int)k->length, k->text);
    else
      text = arena_printf(s->arena, "%s[%zu]", text, k->index);
  }
  return text;
}

// Keeps the first error. why: "dansk|english".
static bool fault(struct scan *s, enum fault f, const char *why) {
  if (!s->error->why)
    *s->error = (struct json_error){.why = why, .path = path(s), .fault = f, .at = s->i};
  return false;
}

static bool fail(struct scan *s, const char *why) {
  return fault(s, FAULT_NONE, why);
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_numeric(char c) {
  return (c >= '0' && c <= '9') || c == '-' || c == '.' || c == 'e' || c == 'E' || c == '+';
}

static void space(struct scan *s) {
  while (s->i < s->n && is_space(s->s[s->i]))
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
    return v == 0 ? fault(s, FAULT_BAD_TEXT,
                          "tegnet NUL må ikke bruges|the character NUL may not be used")
                  : fail(s, "forkert \\u-kode|bad \\u escape");
  s->i += 4;
  if (v >= 0xdc00 && v <= 0xdfff)
    return fault(s, FAULT_BAD_TEXT, "halvt tegn (\\u-kode uden sin anden halvdel)|lone surrogate");
  if (v < 0xd800 || v > 0xdbff)
    return true;
  if (!take(s, '\\') || !take(s, 'u'))
    return fault(s, FAULT_BAD_TEXT, "halvt tegn (\\u-kode uden sin anden halvdel)|lone surrogate");
  int low = hex4(s);
  if (low < 0xdc00 || low > 0xdfff)
    return fault(s, FAULT_BAD_TEXT, "halvt tegn (\\u-kode uden sin anden halvdel)|lone surrogate");
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
      return fault(s, FAULT_BAD_TEXT, "styretegn i en tekst|control character in a text");
    s->i++;
    if (c != '\\')
      continue;
    if (s->i >= s->n)
      break;
    char e = s->s[s->i++];
    if (e == 'u' ? !unicode_escape(s) : !e || !strchr("\"\\/bfnrt", e))
      return fail(s, "forkert \\-kode|bad escape");
  }
  return fail(s, "tekst uden slutning|text without end");
}

// A token that looks like a number (or one of the words for what no number is) and cannot be taken.
static bool bad_number(struct scan *s, size_t from, size_t length) {
  const char *text = s->s + from;
  bool power = memchr(text, 'e', length) || memchr(text, 'E', length);
  bool letter = length == 0 && from < s->n && strchr("NnIi", text[0]);
  s->i = from;
  if (power && length > 1 && strchr("0123456789", text[length - 1]))
    return fault(s, FAULT_OUT_OF_RANGE, "tal, der ikke kan rummes|number that cannot be held");
  if (length > 0 || letter)
    return fault(s, FAULT_BAD_NUMBER, "ikke et tal|not a number");
  return fail(s, "uventet tegn|unexpected character");
}

static bool number(struct scan *s, double *out) {
  size_t from = s->i;
  while (s->i < s->n && is_numeric(s->s[s->i]))
    s->i++;
  const char *text = s->s + from;
  size_t length = s->i - from;
  if (!parse_double(text, length, out))
    return bad_number(s, from, length);
  int64_t whole;
  bool integer =
      !memchr(text, '.', length) && !memchr(text, 'e', length) && !memchr(text, 'E', length);
  if (integer && !parse_int64(text, length, &whole)) {
    s->i = from;
    return fault(s, FAULT_OUT_OF_RANGE, "heltal ud over 64 bit|integer beyond 64 bits");
  }
  return true;
}

static bool word(struct scan *s, const char *w) {
  size_t n = strlen(w);
  if (s->n - s->i < n || memcmp(s->s + s->i, w, n) != 0)
    return fail(s, "uventet tegn|unexpected character");
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
      return fail(s, "\\-kode i et feltnavn|escape in a member name");
  if (k->count > 1)
    qsort(k->list, k->count, sizeof *k->list, key_order);
  for (size_t i = 1; i < k->count; i++)
    if (key_order(&k->list[i - 1], &k->list[i]) == 0) {
      s->place[s->depth] = k->list[i];
      return fault(s, FAULT_REPEATED, "samme feltnavn to gange|duplicate member name");
    }
  return true;
}

static bool object(struct scan *s) {
  struct keys keys = {0};
  s->i++;
  space(s);
  if (take(s, '}'))
    return true;
  do {
    struct key key = {0};
    space(s);
    if (s->i >= s->n || s->s[s->i] != '"')
      return fail(s, "feltnavn mangler|member name expected");
    if (!string(s, &key))
      return false;
    if (key.length > NAME_MAX_BYTES)
      return fail(s, "for langt feltnavn|member name too long");
    keys_add(s, &keys, key);
    s->place[s->depth] = key;
    space(s);
    if (!take(s, ':'))
      return fail(s, "':' mangler|':' expected");
    if (!value(s))
      return false;
    space(s);
  } while (take(s, ','));
  return take(s, '}') ? keys_unique(s, &keys)
                      : fail(s, "',' eller '}' mangler|',' or '}' expected");
}

// Room for the numbers of an array that holds nothing else as far as its bytes tell, or NULL.
static double *list_room(struct scan *s) {
  size_t i = s->i, count = 1;
  for (; i < s->n && (is_numeric(s->s[i]) || is_space(s->s[i]) || s->s[i] == ','); i++)
    count += s->s[i] == ',';
  if (i == s->n || s->s[i] != ']')
    return NULL;
  s->numbers += count;
  return s->numbers > NUMBERS_MAX ? NULL : arena_array(s->arena, count, sizeof(double));
}

static void list_add(struct scan *s, size_t from, double *numbers, size_t count) {
  struct json_lists *l = s->lists;
  if (l->count == l->cap) {
    size_t cap = l->cap ? l->cap * 2 : 16;
    struct json_list *rows = arena_array(s->arena, cap, sizeof *rows);
    if (l->count)
      memcpy(rows, l->rows, l->count * sizeof *rows);
    l->rows = rows;
    l->cap = cap;
  }
  l->rows[l->count++] = (struct json_list){s->s + from, s->i - from, numbers, count};
}

static bool array(struct scan *s) {
  size_t from = s->i++, count = 0;
  space(s);
  if (take(s, ']'))
    return true;
  double *numbers = s->lists ? list_room(s) : NULL;
  if (s->numbers > NUMBERS_MAX)
    return fail(s, "for mange tal|too many numbers");
  do {
    s->place[s->depth] = (struct key){.index = count};
    space(s);
    if (!(numbers ? number(s, &numbers[count]) : value(s)))
      return false;
    count++;
    space(s);
  } while (take(s, ','));
  if (!take(s, ']'))
    return fail(s, "',' eller ']' mangler|',' or ']' expected");
  if (numbers)
    list_add(s, from, numbers, count);
  return true;
}

static bool container(struct scan *s, bool is_object) {
  if (++s->depth > JSON_DEPTH_MAX)
    return fault(s, FAULT_TOO_DEEP, "for mange niveauer|nested too deep");
  if (++s->containers > CONTAINERS_MAX)
    return fail(s, "for mange lister og objekter|too many arrays and objects");
  bool ok = is_object ? object(s) : array(s);
  s->depth--;
  return ok;
}

static bool value(struct scan *s) {
  space(s);
  if (s->i >= s->n)
    return fail(s, "værdi mangler|value expected");
  if (++s->nodes > s->max_nodes)
    return fail(s, "for mange værdier|too many values");
  struct key text;
  double ignored;
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
    return number(s, &ignored);
  }
}

// The number of good bytes at the beginning.
static size_t utf8_prefix(const char *text, size_t length) {
  size_t i = 0;
  for (size_t n; i < length && (n = utf8_sequence(text + i, length - i)); i += n)
    ;
  return i;
}

// Reads up to the bad byte, which tells the field that it stands in.
static bool bad_bytes(struct scan *s) {
  s->n = utf8_prefix(s->s, s->n);
  bool inside = !value(s) && *s->error->path;
  *s->error = (struct json_error){
      .why = "ikke gyldig UTF-8, eller indeholder NUL|not valid UTF-8, or holds NUL",
      .path = inside ? s->error->path : "",
      .fault = inside ? FAULT_BAD_TEXT : FAULT_NONE,
      .at = s->n};
  return false;
}

bool json_scan(const char *text, size_t length, size_t max_nodes, struct arena *a,
               struct json_lists *lists, struct json_error *error) {
  struct scan s = {
      .s = text, .n = length, .max_nodes = max_nodes, .arena = a, .lists = lists, .error = error};
  *error = (struct json_error){.path = ""};
  if (!utf8_valid(text, length))
    return bad_bytes(&s);
  bool ok = value(&s);
  space(&s);
  if (ok && s.i != s.n)
    fail(&s, "tekst efter slutningen|text after the value");
  return !error->why;
}
