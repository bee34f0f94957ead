// SPDX-License-Identifier: EUPL-1.2
// Sources: ISO 32000 (PDF header and end), PNG and JPEG signatures, ECMA-376 (parts of OOXML),
// OpenDocument 1.2 part 3 (the entry `mimetype`), APPNOTE 6.3 (ZIP).
#include "base/filetype.h"

#include <string.h>
#include <strings.h>

#include "base/config.h"
#include "base/parse.h"

struct bytes {
  const unsigned char *at;
  size_t n;
};

static bool at(struct bytes b, size_t offset, const void *what, size_t n) {
  return offset <= b.n && b.n - offset >= n && memcmp(b.at + offset, what, n) == 0;
}

static bool in_last(struct bytes b, size_t within, const void *what, size_t n) {
  size_t from = b.n > within ? b.n - within : 0;
  return memmem(b.at + from, b.n - from, what, n) != NULL;
}

static enum filetype_verdict fits(bool it_does) {
  return it_does ? FILETYPE_FITS : FILETYPE_OTHER;
}

static enum filetype_verdict is_pdf(struct bytes b, const char *part) {
  (void)part;
  return fits(at(b, 0, "%PDF-", 5) && in_last(b, 2048, "%%EOF", 5) &&
              memmem(b.at, b.n, "startxref", 9));
}

static enum filetype_verdict is_png(struct bytes b, const char *part) {
  (void)part;
  return fits(at(b, 0, "\x89PNG\r\n\x1a\n", 8) && at(b, 12, "IHDR", 4) &&
              in_last(b, 64, "IEND", 4));
}

static enum filetype_verdict is_jpeg(struct bytes b, const char *part) {
  (void)part;
  return fits(at(b, 0, "\xff\xd8\xff", 3) && in_last(b, 64, "\xff\xd9", 2));
}

// UTF-8, or an older code page: whatever has no control characters but white space.
static enum filetype_verdict is_text(struct bytes b, const char *part) {
  (void)part;
  for (size_t i = 0; i < b.n; i++)
    if (b.at[i] == 0x7f || (b.at[i] < ' ' && !strchr("\t\r\n\f", b.at[i])) || b.at[i] == 0)
      return FILETYPE_OTHER;
  bool program = at(b, 0, "#!", 2) || at(b, 0, "%PDF", 4) || at(b, 0, "PK\x03\x04", 4);
  return fits(!program);
}

// ---- ZIP: the names in its directory, as the reader of a document will see them ----

static size_t number(struct bytes b, size_t offset, int bytes) {
  size_t n = 0;
  for (int i = bytes - 1; i >= 0; i--)
    n = n << 8 | (offset + (size_t)i < b.n ? b.at[offset + (size_t)i] : 0);
  return n;
}

enum { END_SIZE = 22, ENTRY_SIZE = 46, COMMENT_MAX = 65535, ENTRIES_MAX = 20000 };

// Where the directory begins; 0 when there is none.
static size_t directory(struct bytes b, size_t *entries) {
  for (size_t back = END_SIZE; back <= b.n && back <= END_SIZE + COMMENT_MAX; back++) {
    size_t end = b.n - back;
    if (!at(b, end, "PK\x05\x06", 4))
      continue;
    *entries = number(b, end + 10, 2);
    return number(b, end + 16, 4);
  }
  return 0;
}

static bool ends_with(const char *name, size_t n, const char *tail) {
  size_t t = strlen(tail);
  return n >= t && strncasecmp(name + n - t, tail, t) == 0;
}

static bool begins_with(const char *name, size_t n, const char *head) {
  size_t h = strlen(head);
  return n >= h && strncasecmp(name, head, h) == 0;
}

static bool is_program(const char *name, size_t n) {
  return ends_with(name, n, "vbaproject.bin") || ends_with(name, n, "vbadata.xml") ||
         begins_with(name, n, "xl/macrosheets/") || begins_with(name, n, "basic/") ||
         begins_with(name, n, "scripts/") || ends_with(name, n, ".exe") ||
         ends_with(name, n, ".dll") || ends_with(name, n, ".js");
}

// Whether all entries can be read and one is called `part`.
static enum filetype_verdict look_through(struct bytes b, const char *part) {
  size_t entries = 0, offset = directory(b, &entries);
  bool found = false, macros = false;
  if (offset == 0 || entries == 0 || entries > ENTRIES_MAX)
    return FILETYPE_OTHER;
  for (size_t i = 0; i < entries; i++) {
    size_t n = number(b, offset + 28, 2);
    if (!at(b, offset, "PK\x01\x02", 4) || offset + ENTRY_SIZE + n > b.n)
      return FILETYPE_OTHER;
    const char *name = (const char *)b.at + offset + ENTRY_SIZE;
    found = found || (n == strlen(part) && memcmp(name, part, n) == 0);
    macros = macros || is_program(name, n);
    offset += ENTRY_SIZE + n + number(b, offset + 30, 2) + number(b, offset + 32, 2);
  }
  return macros ? FILETYPE_MACROS : fits(found);
}

static enum filetype_verdict is_ooxml(struct bytes b, const char *part) {
  if (!at(b, 0, "PK\x03\x04", 4))
    return FILETYPE_OTHER;
  enum filetype_verdict types = look_through(b, "[Content_Types].xml");
  return types == FILETYPE_FITS ? look_through(b, part) : types;
}

// The first entry is called mimetype, is not packed and holds the type.
static enum filetype_verdict is_odf(struct bytes b, const char *part) {
  size_t n = number(b, 26, 2), extra = number(b, 28, 2);
  bool named = at(b, 0, "PK\x03\x04", 4) && n == 8 && at(b, 30, "mimetype", 8) &&
               number(b, 8, 2) == 0 && at(b, 30 + n + extra, part, strlen(part)) &&
               number(b, 22, 4) == strlen(part);
  return named ? look_through(b, "content.xml") : FILETYPE_OTHER;
}

static const struct {
  const char *ext, *media, *part;
  enum filetype_verdict (*check)(struct bytes b, const char *part);
} types[] = {
    {"pdf", "application/pdf", NULL, is_pdf},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     "word/document.xml", is_ooxml},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/workbook.xml",
     is_ooxml},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation",
     "ppt/presentation.xml", is_ooxml},
    {"odt", "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text",
     is_odf},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet",
     "application/vnd.oasis.opendocument.spreadsheet", is_odf},
    {"odp", "application/vnd.oasis.opendocument.presentation",
     "application/vnd.oasis.opendocument.presentation", is_odf},
    {"png", "image/png", NULL, is_png},
    {"jpg", "image/jpeg", NULL, is_jpeg},
    {"jpeg", "image/jpeg", NULL, is_jpeg},
    {"txt", "text/plain", NULL, is_text},
    {"csv", "text/csv", NULL, is_text},
};

static bool taken(const char *ext) {
  size_t n = strlen(ext);
  for (const char *p = config.document_types; *p;) {
    size_t word = strcspn(p, ", ");
    if (word == n && strncasecmp(p, ext, n) == 0)
      return true;
    p += word;
    p += strspn(p, ", ");
  }
  return false;
}

enum filetype_verdict filetype_check(const char *filename, const char *bytes, size_t n,
                                     const char **media) {
  const char *dot = strrchr(filename, '.');
  for (size_t i = 0; dot && i < sizeof types / sizeof types[0]; i++)
    if (strcasecmp(dot + 1, types[i].ext) == 0 && taken(types[i].ext)) {
      *media = types[i].media;
      return types[i].check((struct bytes){(const unsigned char *)bytes, n}, types[i].part);
    }
  return FILETYPE_UNKNOWN;
}
