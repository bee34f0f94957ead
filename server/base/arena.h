// SPDX-License-Identifier: EUPL-1.2
// Region allocator. One arena belongs to one request or job; everything allocated or deferred in it
// lives until arena_reset, arena_rewind or arena_free. Nobody frees single objects. Not shared
// between threads.
#ifndef SAMSPIL_BASE_ARENA_H
#define SAMSPIL_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

// A new arena that may hold at most `cap` bytes. Going over the cap, or out of memory, logs and
// aborts: every input that could grow an arena has its own, smaller limit that is checked first.
struct arena *arena_new(size_t cap);

// Runs the deferred calls (last first) and gives the memory back; the first block is kept.
void arena_reset(struct arena *a);
// The same, but all blocks are kept: for one job after another of the same size.
void arena_rewind(struct arena *a);
void arena_free(struct arena *a);

// Zeroed memory, aligned for any type. n == 0 gives a unique valid pointer.
void *arena_alloc(struct arena *a, size_t n)
    __attribute__((malloc, returns_nonnull, alloc_size(2)));
// Zeroed array of `count` elements of `size` bytes; an overflow of the product aborts.
void *arena_array(struct arena *a, size_t count, size_t size)
    __attribute__((malloc, returns_nonnull, alloc_size(2, 3)));

char *arena_strdup(struct arena *a, const char *s) __attribute__((returns_nonnull));
// Copies n bytes and adds a NUL.
char *arena_strndup(struct arena *a, const char *s, size_t n) __attribute__((returns_nonnull));
char *arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));
char *arena_vprintf(struct arena *a, const char *format, va_list ap)
    __attribute__((format(printf, 2, 0), returns_nonnull));

// Calls release(resource) when the arena is reset or freed.
void arena_defer(struct arena *a, void (*release)(void *), void *resource);

// Bytes handed out since the last reset.
size_t arena_used(const struct arena *a);

#endif
