// SPDX-License-Identifier: EUPL-1.2
// Cells of office lists to clean text.
#include <string.h>

#include "work/import_internal.h"

// Bytes of the white space or invisible character at s, 0 for a visible one. *gone: it leaves no blank.
static size_t invisible(const char *s, bool *gone) {
  const unsigned char *u = (const unsigned char *)s;
  *gone = false;
  if (u[0] <= ' ' || u[0] == 0x7f)
    return 1;
  if (u[0] == 0xc2 && (u[1] == 0xa0 || u[1] == 0xad || (u[1] >= 0x80 && u[1] <= 0x9f))) {
    *gone = u[1] == 0xad; // soft hyphen
    return 2;
  }
  if (u[0] == 0xe2 && u[1] == 0x80 && ((u[2] >= 0x80 && u[2] <= 0x8f) || u[2] == 0xa8 || u[2] == 0xa9 || u[2] == 0xaf)) {
    *gone = u[2] >= 0x8b && u[2] <= 0x8f; // zero width
    return 3;
  }
  if (memcmp(s, "\xe3\x80\x80", 3) == 0)
    return 3;
  *gone = memcmp(s, "\xef\xbb\xbf", 3) == 0;
  return *gone ? 3 : 0;
}

static size_t character(const char *s) {
  unsigned char c = (unsigned char)*s;
  return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

static char *line_of(struct arena *a, const char *s, const char *end) {
  char *out = arena_alloc(a, (size_t)(end - s) + 1), *to = out;
  bool blank = false;
  if (end - s > 1 && *s == '\'' && strchr("=+-@", s[1])) // the guard that our own exports put there
    s++;
  while (s < end) {
    bool gone;
    size_t n = invisible(s, &gone);
    if (n > 0) {
      blank |= !gone;
      s += n;
      continue;
    }
    if (blank && to > out)
      *to++ = ' ';
    blank = false;
    n = character(s);
    memcpy(to, s, n);
    to += n;
    s += n;
  }
  *to = '\0';
  return out;
}

const char *text_line(struct arena *a, const char *cell) {
  return line_of(a, cell, cell + strlen(cell));
}

const char *text_lines(struct arena *a, const char *cell) {
  size_t n = strlen(cell);
  char *out = arena_alloc(a, n + 1), *to = out;
  if (n > 1 && *cell == '\'' && strchr("=+-@", cell[1]))
    cell++;
  for (; *cell; cell++) {
    unsigned char c = (unsigned char)*cell;
    if (c == '\r' && cell[1] == '\n')
      continue;
    if (c == '\r')
      c = '\n';
    if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7f)
      c = ' ';
    if (to > out || (c != ' ' && c != '\n' && c != '\t'))
      *to++ = (char)c;
  }
  while (to > out && (to[-1] == ' ' || to[-1] == '\n' || to[-1] == '\t'))
    to--;
  *to = '\0';
  return out;
}

const char *text_code(struct arena *a, const char *cell) {
  char *out = line_of(a, cell, cell + strlen(cell)), *to = out;
  for (const char *s = out; *s; s++)
    if (*s != ' ' && *s != '.' && *s != '-')
      *to++ = (char)(*s >= 'a' && *s <= 'z' ? *s - 0x20 : *s);
  *to = '\0';
  return out;
}

int text_list(struct arena *a, const char *cell, const char *separator, const char **out, int most) {
  int count = 0;
  for (const char *at = cell; at && count < most;) {
    const char *cut = separator ? strstr(at, separator) : NULL;
    // "A.M.B.A. (cooperative)" is one name.
    while (cut && cut[strlen(separator)] == '(' && separator[strlen(separator) - 1] == ' ')
      cut = strstr(cut + 1, separator);
    const char *end = cut ? cut : at + strlen(at);
    char *entry = line_of(a, at, end);
    size_t n = strlen(entry);
    while (separator && n > 0 && (entry[n - 1] == ',' || entry[n - 1] == ' ' || (entry[n - 1] == '.' && strchr(separator, '.'))))
      entry[--n] = '\0';
    while (separator && n > 0 && entry[n - 1] == '.' && strchr(separator, '\n'))
      entry[--n] = '\0';
    if (n > 0)
      out[count++] = entry;
    at = cut ? cut + strlen(separator) : NULL;
  }
  return count;
}
