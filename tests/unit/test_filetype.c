// SPDX-License-Identifier: EUPL-1.2
// Types of files: whatever is cut off or changed in a file, the look at it stays inside its bytes
// and never takes a damaged directory for a whole one.
#include "tap.h"

#include <stdlib.h>

#include "base/config.h"
#include "base/filetype.h"
#include "random.h"

// A ZIP file of two entries without content, as small as it can be.
static size_t make_zip(unsigned char *to, const char *first, const char *second) {
  const char *names[] = {first, second};
  size_t n = 0, at[2], directory;
  for (int i = 0; i < 2; i++) {
    at[i] = n;
    memset(to + n, 0, 30);
    memcpy(to + n, "PK\x03\x04", 4);
    to[n + 26] = (unsigned char)strlen(names[i]);
    memcpy(to + n + 30, names[i], strlen(names[i]));
    n += 30 + strlen(names[i]);
  }
  directory = n;
  for (int i = 0; i < 2; i++) {
    memset(to + n, 0, 46);
    memcpy(to + n, "PK\x01\x02", 4);
    to[n + 28] = (unsigned char)strlen(names[i]);
    to[n + 42] = (unsigned char)at[i];
    memcpy(to + n + 46, names[i], strlen(names[i]));
    n += 46 + strlen(names[i]);
  }
  memset(to + n, 0, 22);
  memcpy(to + n, "PK\x05\x06", 4);
  to[n + 8] = to[n + 10] = 2;
  to[n + 16] = (unsigned char)directory;
  return n + 22;
}

static enum filetype_verdict look(const char *name, const unsigned char *bytes, size_t n) {
  const char *media = NULL;
  unsigned char *copy = malloc(n ? n : 1); // so that a sanitizer sees a step outside
  memcpy(copy, bytes, n);
  enum filetype_verdict v = filetype_check(name, (const char *)copy, n, &media);
  free(copy);
  return v;
}

int main(void) {
  unsigned char zip[400], changed[400];
  ok(config_load(), "the configuration is read");
  size_t n = make_zip(zip, "[Content_Types].xml", "word/document.xml");
  ok(look("a.docx", zip, n) == FILETYPE_FITS, "a document of Word");
  ok(look("A.DOCX", zip, n) == FILETYPE_FITS, "in capitals");
  ok(look("a.xlsx", zip, n) == FILETYPE_OTHER, "is no workbook");
  ok(look("a.zip", zip, n) == FILETYPE_UNKNOWN, "nor taken as an archive");
  ok(look("docx", zip, n) == FILETYPE_UNKNOWN, "a name without an extension");
  size_t m = make_zip(changed, "word/document.xml", "word/vbaProject.bin");
  ok(look("a.docx", changed, m) == FILETYPE_MACROS, "macros are seen first");
  int taken = 0;
  for (size_t cut = 0; cut < n; cut++)
    taken += look("a.docx", zip, cut) == FILETYPE_FITS;
  ok(taken == 0, "cut off anywhere it is refused (%d)", taken);
  for (int i = 0; i < 200000; i++) {
    memcpy(changed, zip, n);
    for (int k = 0; k < 3; k++)
      changed[below((int)n)] = (unsigned char)below(256);
    look("a.docx", changed, n);
    look("a.odt", changed, n);
    look("a.pdf", changed, n);
  }
  ok(true, "200,000 changed files are looked at");
  return done();
}
