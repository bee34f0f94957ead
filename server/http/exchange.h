// SPDX-License-Identifier: EUPL-1.2
// The inside of http/: one exchange (request and answer on the wire), its connection, and the parts
// of the daemon that work on them. The epoll thread owns an exchange except while a worker has it.
#ifndef SAMSPIL_HTTP_EXCHANGE_H
#define SAMSPIL_HTTP_EXCHANGE_H

#include <microhttpd.h>

#include "http/request.h"

// One client connection, for the reaper. Guarded by the reaper's mutex.
struct connection {
  struct connection *next, *previous;
  int fd;
  int64_t deadline; // clock_us by which the running request must be complete; 0: none is being read
};

enum exchange_state {
  EXCHANGE_NEW,     // request line read
  EXCHANGE_BODY,    // headers accepted, body arriving
  EXCHANGE_REFUSED, // an answer stands ready, the body is not wanted
  EXCHANGE_QUEUED,  // with a worker
  EXCHANGE_READY,   // answered
};

struct exchange {
  struct request request;
  struct MHD_Connection *mhd;
  struct connection *connection;
  const struct http_app *app;
  enum exchange_state state;
  int64_t started;
  const struct asset *asset; // a static file is the answer
  struct buf body;           // small bodies
  int spool;                 // file of an upload, or -1
  void *mapped;
  size_t declared, limit, received; // Content-Length, most that is taken, so far
  struct exchange *next;            // in the worker queue
};

// Refuses what two HTTP parsers could read in two ways; keeps the headers that handlers need.
// ERR_NONE, or the error to answer and close with.
enum err guard_check(struct exchange *x, const char *version);

// Packs the body for a client that takes gzip, when that is worth it.
void reply_pack(struct request *req);

// Worker queue. False when it is full.
bool pool_start(const struct http_app *app, int quick_workers, int64_t capacity);
bool pool_put(struct exchange *x);
// Waits until the queue is empty, then ends the threads.
void pool_stop(void);

// Cuts connections whose request does not arrive in time.
bool reaper_start(void);
void reaper_stop(void);
struct connection *reaper_add(int fd);
void reaper_remove(struct connection *c);
void reaper_expect(struct connection *c,
                   int64_t seconds); // a request must be complete within; 0: none

// Static files, kept in memory with their compressed form and ETag.
struct asset;
bool assets_load(const char *folder);
void assets_free(void);
// The file of a path; a path without an extension gives the application's page. NULL: none.
const struct asset *asset_find(const char *path);
struct MHD_Response *asset_response(const struct asset *a, const struct exchange *x,
                                    unsigned *status);

// Body of the request: into memory, or into a file for uploads.
bool body_add(struct exchange *x, const char *bytes, size_t n);
bool body_finish(struct exchange *x);
void body_free(struct exchange *x);

#endif
