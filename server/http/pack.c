// SPDX-License-Identifier: EUPL-1.2
// Answers packed for those who take gzip: large JSON and CSV, at the quickest level, in the worker
// that made them. One with an ETag stays as it is: a strong ETag belongs to one form of the body.
#include <string.h>
#include <zlib.h>

#include "http/exchange.h"

enum { PACK_FROM = 4096, WINDOW_GZIP = 15 + 16, QUICKEST = 1, MEMORY = 8 };

static bool wanted(const struct request *req) {
  const struct reply *p = &req->reply;
  const char *type = p->content_type ? p->content_type : "application/json";
  return req->accept_encoding && strstr(req->accept_encoding, "gzip") && p->body.len >= PACK_FROM &&
         !p->etag && buf_ok(&p->body) && (strstr(type, "json") || strstr(type, "text/"));
}

static bool deflate_into(struct buf *out, const struct buf *in) {
  z_stream z = {.next_in = (unsigned char *)in->data, .avail_in = (unsigned)in->len};
  if (deflateInit2(&z, QUICKEST, Z_DEFLATED, WINDOW_GZIP, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
    return false;
  unsigned char part[65536];
  int state;
  do {
    z.next_out = part;
    z.avail_out = sizeof part;
    state = deflate(&z, Z_FINISH);
    buf_add(out, (const char *)part, sizeof part - z.avail_out);
  } while (state == Z_OK);
  deflateEnd(&z);
  return state == Z_STREAM_END && buf_ok(out);
}

void reply_pack(struct request *req) {
  struct buf packed;
  if (!wanted(req))
    return;
  buf_init(&packed, REPLY_MAX);
  if (!deflate_into(&packed, &req->reply.body)) {
    buf_free(&packed);
    return;
  }
  buf_free(&req->reply.body);
  req->reply.body = packed;
  req->reply.encoding = "gzip";
}
