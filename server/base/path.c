// SPDX-License-Identifier: EUPL-1.2
// Files that come with the program.
#include "base/path.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 256 * 1024 * 1024 };

const char *path_beside(struct arena *a, const char *configured, const char *name) {
  if (*configured)
    return configured;
  char binary[PATH_MAX];
  ssize_t n = readlink("/proc/self/exe", binary, sizeof binary - 1);
  if (n <= 0)
    return name;
  binary[n] = '\0';
  char *slash = strrchr(binary, '/');
  *slash = '\0';
  slash = strrchr(binary, '/');
  return arena_printf(a, "%.*s/%s", slash ? (int)(slash - binary) : 0, binary, name);
}

char *path_read(struct arena *a, const char *path, size_t *size) {
  struct stat st;
  FILE *f = fopen(path, "re");
  if (!f)
    return NULL;
  char *text = NULL;
  if (fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= FILE_MAX) {
    size_t n = (size_t)st.st_size;
    text = arena_alloc(a, n + 1);
    if (fread(text, 1, n, f) != n)
      text = NULL;
    if (size)
      *size = n;
  }
  fclose(f);
  return text;
}
