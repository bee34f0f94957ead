// SPDX-License-Identifier: EUPL-1.2
// The body of a request: bounded memory, or for uploads an unlinked file that the handler sees
// mapped.
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/spool.h"
#include "http/exchange.h"

static bool spool_add(struct exchange *x, const char *bytes, size_t n) {
  if (x->spool < 0)
    x->spool = spool_open();
  return x->spool >= 0 && spool_write(x->spool, bytes, n);
}

bool body_add(struct exchange *x, const char *bytes, size_t n) {
  x->received += n;
  if (x->request.route->flags & ROUTE_UPLOAD)
    return spool_add(x, bytes, n);
  buf_add(&x->body, bytes, n);
  return buf_ok(&x->body);
}

bool body_finish(struct exchange *x) {
  struct request *r = &x->request;
  r->body_length = x->received;
  r->body = "";
  if (x->received == 0)
    return true;
  if (x->spool >= 0) {
    x->mapped = mmap(NULL, x->received, PROT_READ, MAP_PRIVATE, x->spool, 0);
    if (x->mapped == MAP_FAILED) {
      x->mapped = NULL;
      return false;
    }
    r->body = x->mapped;
    return true;
  }
  buf_add(&x->body, "", 1);
  r->body = x->body.data;
  return buf_ok(&x->body);
}

void body_free(struct exchange *x) {
  if (x->mapped)
    munmap(x->mapped, x->received);
  if (x->spool >= 0)
    close(x->spool);
  buf_free(&x->body);
}
