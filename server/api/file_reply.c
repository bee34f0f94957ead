// SPDX-License-Identifier: EUPL-1.2
// Stored files as answers.
#include "api/file_reply.h"

#include <ctype.h>
#include <string.h>

#include "base/spool.h"
#include "store/file.h"

const char *file_plain_name(struct arena *a, const char *name) {
  char *out = arena_strdup(a, name);
  for (char *c = out; *c; c++)
    if ((unsigned char)*c < ' ' || (unsigned char)*c >= 0x7f || strchr("\"\\/;", *c))
      *c = '_';
  return out;
}

// RFC 8187: the name in UTF-8, bytes that are no attr-char as %XX.
static const char *extended_name(struct arena *a, const char *name) {
  static const char digits[] = "0123456789ABCDEF";
  char *out = arena_alloc(a, 3 * strlen(name) + 1), *to = out;
  for (const unsigned char *c = (const unsigned char *)name; *c; c++)
    if (isascii(*c) && (isalnum(*c) || strchr("!#$&+-.^_`|~", *c))) {
      *to++ = (char)*c;
    } else {
      *to++ = '%';
      *to++ = digits[*c >> 4];
      *to++ = digits[*c & 15];
    }
  *to = '\0';
  return out;
}

static bool put(void *to, const char *bytes, size_t n) {
  return spool_write(*(const int *)to, bytes, n);
}

enum { FILE_ID, FILE_NAME, FILE_MEDIA, FILE_SIZE, FILE_SHA256 };

enum err file_reply(struct request *req, struct db *db, const struct rows *r) {
  struct arena *a = req->arena;
  if (r->count == 0)
    return ERR_NOT_FOUND;
  int fd = reply_file(req);
  if (fd < 0)
    return ERR_BUSY;
  enum err e = file_read(db, row_text(r, 0, FILE_ID), row_int(r, 0, FILE_SIZE), put, &fd);
  if (e)
    return e;
  const char *name = row_text(r, 0, FILE_NAME);
  req->reply.content_type = row_text(r, 0, FILE_MEDIA);
  req->reply.etag = arena_printf(a, "\"%s\"", row_text(r, 0, FILE_SHA256));
  req->reply.disposition = arena_printf(a, "attachment; filename=\"%s\"; filename*=UTF-8''%s",
                                        file_plain_name(a, name), extended_name(a, name));
  return ERR_NONE;
}
