// SPDX-License-Identifier: EUPL-1.2
// A table of words and what they stand for, without regard to case and white space. It holds the
// code lists that a run needs and the value maps of its columns; each has a space of its own.
#include <string.h>

#include "work/import_internal.h"

struct word {
  const char *key, *value; // key: space, \x1f, folded word
};

struct words {
  struct arena *arena;
  struct word *slots;
  size_t size, count;
};

struct words *words_new(struct arena *a) {
  struct words *w = arena_alloc(a, sizeof *w);
  w->arena = a;
  w->size = 256;
  w->slots = arena_array(a, w->size, sizeof *w->slots);
  return w;
}

// Lower case of ASCII and Latin-1 letters in UTF-8.
static void fold(char *s) {
  for (; *s; s++) {
    unsigned char c = (unsigned char)*s, next = (unsigned char)s[1];
    if (c >= 'A' && c <= 'Z')
      *s = (char)(c | 0x20);
    else if (c == 0xc3 && next >= 0x80 && next <= 0x9e && next != 0x97)
      *++s = (char)(next | 0x20);
  }
}

enum { KEY_MAX = 600 };

// The key of a word; false when it is too long to be one.
static bool make_key(char key[static KEY_MAX], const char *space, const char *word) {
  size_t n = strlen(space), m = strlen(word);
  if (n + m + 2 > KEY_MAX)
    return false;
  memcpy(key, space, n);
  key[n] = '\x1f';
  memcpy(key + n + 1, word, m + 1);
  fold(key + n + 1);
  return true;
}

static uint64_t hash(const char *key) {
  uint64_t h = 0xcbf29ce484222325u;
  for (; *key; key++)
    h = (h ^ (unsigned char)*key) * 0x100000001b3u;
  return h;
}

static struct word *slot_of(const struct words *w, const char *key) {
  size_t i = hash(key) & (w->size - 1);
  while (w->slots[i].key && strcmp(w->slots[i].key, key) != 0)
    i = (i + 1) & (w->size - 1);
  return &w->slots[i];
}

static void grow(struct words *w) {
  struct word *old = w->slots;
  size_t size = w->size;
  w->size *= 2;
  w->slots = arena_array(w->arena, w->size, sizeof *w->slots);
  for (size_t i = 0; i < size; i++)
    if (old[i].key)
      *slot_of(w, old[i].key) = old[i];
}

void words_add(struct words *w, const char *space, const char *word, const char *value) {
  char key[KEY_MAX];
  if (!make_key(key, space, word))
    return;
  if (w->count * 2 >= w->size)
    grow(w);
  struct word *s = slot_of(w, key);
  bool other = s->key && (!s->value || !value || strcmp(s->value, value) != 0);
  if (!s->key)
    w->count++;
  *s = (struct word){s->key ? s->key : arena_strdup(w->arena, key),
                     other || !value ? NULL : arena_strdup(w->arena, value)};
}

bool words_find(const struct words *w, const char *space, const char *word, const char **value) {
  char key[KEY_MAX];
  if (!make_key(key, space, word))
    return false;
  const struct word *s = slot_of(w, key);
  if (!s->key)
    return false;
  *value = s->value;
  return true;
}
