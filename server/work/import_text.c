// SPDX-License-Identifier: EUPL-1.2
// Cells of office lists to clean text.
#include <string.h>

#include "work/import_internal.h"

// Bytes of the white space or invisible character at s, 0 for a visible one. *gone: it leaves no
// blank.
static size_t invisible(const char *s, bool *gone) {
  const unsigned char *u = (const unsigned char *)s;
  *gone = false;
  if (u[0] <= ' ' || u[0] == 0x7f)
    return 1;
  if (u[0] == 0xc2) { // U+0080..00A0 and the soft hyphen
    *gone = u[1] == 0xad;
    return u[1] <= 0xa0 || *gone ? 2 : 0;
  }
  if (strncmp(s, "\xe2\x80", 2) ==
      0) { // U+2000..200F, of which the last five have no width; U+2028, 2029, 202F
    *gone = u[2] >= 0x8b && u[2] <= 0x8f;
    return u[2] <= 0x8f || strchr("\xa8\xa9\xaf", s[2]) ? 3 : 0;
  }
  *gone = strncmp(s, "\xef\xbb\xbf", 3) == 0;
  return *gone || strncmp(s, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

static size_t character(const char *s) {
  unsigned char c = (unsigned char)*s;
  return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

// Behind the ' that our own exports put before what a spreadsheet would take for a formula.
static const char *unguarded(const char *s) {
  return *s == '\'' && s[1] && strchr("=+-@", s[1]) ? s + 1 : s;
}

static char *line_of(struct arena *a, const char *s, const char *end) {
  char *out = arena_alloc(a, (size_t)(end - s) + 1), *to = out;
  bool blank = false;
  s = end - s > 1 ? unguarded(s) : s;
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
  static const char blanks[] = " \t\n";
  char *out = arena_alloc(a, strlen(cell) + 1), *to = out;
  for (cell = unguarded(cell); *cell; cell++) {
    char c = *cell;
    if (c == '\r' && cell[1] == '\n')
      continue;
    if (c == '\r')
      c = '\n';
    else if (((unsigned char)c < ' ' && !strchr(blanks, c)) || c == 0x7f)
      c = ' ';
    if (to > out || !strchr(blanks, c))
      *to++ = c;
  }
  while (to > out && strchr(blanks, to[-1]))
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

// Where the list is cut next, or NULL. "A.M.B.A. (cooperative)" is one name.
static const char *next_cut(const char *at, const char *separator) {
  const char *cut = strstr(at, separator);
  size_t n = strlen(separator);
  while (cut && cut[n] == '(' && separator[n - 1] == ' ')
    cut = strstr(cut + 1, separator);
  return cut;
}

// Takes commas and blanks off the end, and points where entries are parted by points or lines.
static void strip_end(char *entry, const char *separator) {
  const char *rubbish = strpbrk(separator, ".\n") ? ", ." : ", ";
  size_t n = strlen(entry);
  while (n > 0 && strchr(rubbish, entry[n - 1]))
    entry[--n] = '\0';
}

int text_list(struct arena *a, const char *cell, const char *separator, const char **out,
              int most) {
  int count = 0;
  for (const char *at = cell; at && count < most;) {
    const char *cut = separator ? next_cut(at, separator) : NULL;
    char *entry = line_of(a, at, cut ? cut : at + strlen(at));
    if (separator)
      strip_end(entry, separator);
    if (*entry)
      out[count++] = entry;
    at = cut ? cut + strlen(separator) : NULL;
  }
  return count;
}
