// SPDX-License-Identifier: EUPL-1.2
// Region allocator: a list of blocks that doubles in size, and a stack of deferred releases.
#include "base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 4 * 1024 * 1024 };

struct block {
  struct block *next;
  size_t size, used;
  alignas(max_align_t) unsigned char data[];
};

struct deferred {
  struct deferred *next;
  void (*release)(void *);
  void *resource;
};

struct arena {
  struct block *first, *current;
  struct deferred *deferred;
  size_t cap, used;
};

static struct block *block_new(size_t size) {
  struct block *b = malloc(sizeof *b + size);
  if (!b)
    log_abort("out of memory");
  b->next = NULL;
  b->size = size;
  b->used = 0;
  return b;
}

struct arena *arena_new(size_t cap) {
  struct arena *a = calloc(1, sizeof *a);
  if (!a)
    log_abort("out of memory");
  a->first = a->current = block_new(FIRST_BLOCK);
  a->cap = cap;
  return a;
}

static void release_all(struct arena *a) {
  while (a->deferred) {
    struct deferred *d = a->deferred;
    a->deferred = d->next;
    d->release(d->resource);
  }
}

void arena_rewind(struct arena *a) {
  release_all(a);
  for (struct block *b = a->first; b; b = b->next)
    b->used = 0;
  a->current = a->first;
  a->used = 0;
}

void arena_reset(struct arena *a) {
  release_all(a);
  for (struct block *b = a->first->next; b;) {
    struct block *next = b->next;
    free(b);
    b = next;
  }
  a->first->next = NULL;
  a->first->used = 0;
  a->current = a->first;
  a->used = 0;
}

void arena_free(struct arena *a) {
  if (!a)
    return;
  arena_reset(a);
  free(a->first);
  free(a);
}

static size_t next_size(const struct block *b, size_t needed) {
  size_t size = b->size * 2 < LARGEST_BLOCK ? b->size * 2 : LARGEST_BLOCK;
  return size > needed ? size : needed;
}

void *arena_alloc(struct arena *a, size_t n) {
  if (n > a->cap - a->used)
    log_abort("arena cap exceeded");
  size_t aligned = (n + alignof(max_align_t)) & ~(alignof(max_align_t) - 1);
  struct block *b = a->current;
  while (aligned > b->size - b->used) {
    if (!b->next)
      b->next = block_new(next_size(b, aligned));
    b = a->current = b->next;
  }
  void *p = b->data + b->used;
  b->used += aligned;
  a->used += n;
  return memset(p, 0, n);
}

void *arena_array(struct arena *a, size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes))
    log_abort("arena array size overflow");
  return arena_alloc(a, bytes);
}

char *arena_strndup(struct arena *a, const char *s, size_t n) {
  char *copy = arena_alloc(a, n + 1);
  memcpy(copy, s, n);
  return copy;
}

char *arena_strdup(struct arena *a, const char *s) {
  return arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *format, va_list ap) {
  va_list again;
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (n < 0)
    log_abort("arena_vprintf: bad format");
  char *text = arena_alloc(a, (size_t)n + 1);
  vsnprintf(text, (size_t)n + 1, format, ap);
  return text;
}

char *arena_printf(struct arena *a, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  char *text = arena_vprintf(a, format, ap);
  va_end(ap);
  return text;
}

void arena_defer(struct arena *a, void (*release)(void *), void *resource) {
  struct deferred *d = arena_alloc(a, sizeof *d);
  d->release = release;
  d->resource = resource;
  d->next = a->deferred;
  a->deferred = d;
}

size_t arena_used(const struct arena *a) {
  return a->used;
}
