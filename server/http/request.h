// SPDX-License-Identifier: EUPL-1.2
// One request as handlers see it, the answer that they fill, and the route table that leads to
// them. A request and all that hangs on it live in its arena; the daemon owns it.
#ifndef SAMSPIL_HTTP_REQUEST_H
#define SAMSPIL_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "http/field.h"

struct db; // of store/; http/ only passes it on
struct request;

enum { PATH_KEYS = 3, REQUEST_ARENA = 256 * 1024 * 1024, REPLY_MAX = 128 * 1024 * 1024 };

enum {
  ROUTE_SLOW = 1,       // runs in the slow lane: password hashes, exports, uploads, summaries
  ROUTE_UPLOAD = 2,     // body is a file of up to config.upload_bytes, given as bytes
  ROUTE_LIST = 4,       // answers {items, next_cursor, total, total_capped} of `reply`
  ROUTE_ITEMS = 8,      // answers {items} of `reply`
  ROUTE_MATCH = 16,     // needs If-Match
  ROUTE_PARTIAL = 32,   // merge-patch: required fields may be absent
  ROUTE_PUBLIC = 64,    // no log-in
  ROUTE_BIG = 128,      // JSON body of up to 32 MB
  ROUTE_PURE = 256,     // POST that changes nothing: database is read-only, no audit
  ROUTE_SECRET = 512,   // a secret in path or reply: not logged, not kept for a repeated request
  ROUTE_INSTANT = 1024, // needs neither database nor time: answered at once, also when every worker
                        // waits; worker is NULL
  ROUTE_HASH = 2048,    // hashes a password: runs in a lane of its own
  ROUTE_CSV = 8192,     // takes text/csv in the place of the JSON body; the handler reads it
  ROUTE_PAST = 4096,    // as ROUTE_SLOW when the query says as_of: the past is read from the audit
  ROUTE_NOTED = 8192,   // GET that may note the reading: the database can be written
};

struct route {
  const char *method, *path; // "/api/v1/collaborations/{id}/milestones/{child}"
  enum err (*handler)(struct request *, struct db *);
  uint64_t right; // bits of rights of which one is enough; 0: any user who is logged in
  unsigned flags;
  int status;       // of success
  const char *name; // operationId; also the name of the form in /meta when there is a body
  const struct field *body, *query, *reply;
  const char *summary; // for /openapi.json
  const void *of;      // what a handler shared by several resources serves
};

// What a handler answers. It writes the body; the rest has sensible defaults.
struct reply {
  int status;
  const char *content_type; // default application/json
  const char *encoding;     // of the body; NULL: as it is
  const char *etag, *location, *set_cookie, *link, *disposition, *allow;
  const char *receipt; // of the audit: "number;hash"
  int retry_after;     // seconds; 0: none
  bool close;          // close the connection behind it
  struct buf body;
  bool from_file; // the body is the file `file`, which the daemon closes
  int file;
};

struct request {
  struct arena *arena;
  const struct route *route;
  char id[24]; // also in X-Request-Id and in every log line
  enum lang lang;
  bool head;
  const char *method, *target, *path;
  const char *key[PATH_KEYS]; // path parameters in order: positive integers, {code} a word
  const char *body;           // NUL-terminated unless an upload
  size_t body_length;
  const struct pair *pairs; // of the query, decoded
  size_t pair_count;
  const struct in *query, *input; // checked by the route's tables
  struct faults faults;
  const char *detail[2]; // by enum lang; why it was refused, when the title does not say it all
  const char *current;   // 412: the object as it is, JSON
  const struct principal *who; // of api/; NULL: nobody
  // Headers; NULL when absent.
  const char *authorization, *cookie, *origin, *fetch_site, *host, *if_match, *if_none_match,
      *idempotency_key, *content_type, *accept, *accept_encoding, *user_agent, *address;
  struct reply reply;
};

// Refuses: keeps the reason in both languages and gives back e.
enum err refuse(struct request *req, enum err e, const char *da, const char *en);
// Adds a field fault and gives ERR_INVALID.
enum err refuse_field(struct request *req, const char *field, enum fault fault,
                      const char *argument);
// Writes "name":[{field, code, detail}] in the request's language; fault_fields describes an
// element.
extern const struct field fault_fields[];
void faults_write(struct request *req, const struct faults *faults, const char *name,
                  struct buf *b);
// An empty file for the answer to be written to in place of the body; -1: no room. With it a large
// answer takes no memory.
int reply_file(struct request *req);
// Makes the answer to a refusal: application/problem+json in the request's language.
void problem_reply(struct request *req, enum err e);

// Finds the route of method and path and fills req->route and req->key. ERR_METHOD sets
// reply.allow.
MUST_USE enum err route_find(const struct route *routes, struct request *req);

// Whether the request belongs in the slow lane, with its longer deadline. Looks at the raw query:
// it is asked before a worker decodes that.
bool request_slow(const struct request *req);

// Splits and decodes the query of req->target into req->pairs; a bad escape, a NUL or a repeated
// name is refused.
MUST_USE enum err query_parse(struct request *req);

// Danish unless Accept-Language prefers English.
enum lang accept_language(const char *header);
// Whether Accept (NULL: anything) takes the media type.
bool accept_type(const char *header, const char *type);
// Whether a Content-Type (NULL: none) is of the media type, whatever its parameters.
bool media_is(const char *content_type, const char *type);

// The value of a cookie, or NULL.
const char *cookie_value(struct request *req, const char *name);

// What the daemon serves.
struct http_app {
  const struct route *routes; // ends with a row whose method is NULL
  void *(*worker_open)(void);
  void (*worker_close)(void *worker);
  void (*handle)(struct request *req, void *worker); // always leaves an answer in req->reply
};

// Starts the daemon on config.listen; false with a line on standard error when it cannot. Returns
// at once.
bool http_start(const struct http_app *app);
// Stops accepting, finishes what is under way, ends the threads.
void http_stop(void);

// The API description, from the same tables. right_name gives the code of the
// lowest of a route's rights.
typedef const char *right_namer(uint64_t right);
void openapi_write(struct buf *out, const struct route *routes, right_namer *right_name);
// All bodies as form descriptions, for /meta.
void forms_write(struct buf *out, const struct route *routes);

#endif
