// SPDX-License-Identifier: EUPL-1.2
// The daemon: one epoll thread of libmicrohttpd reads requests and sends answers; a complete
// request is suspended and handed to the worker pool. No handler runs in the epoll thread.
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/parse.h"
#include "base/spool.h"
#include "http/exchange.h"

enum {
  BODY_MAX = 1024 * 1024,
  BODY_BIG_MAX = 32 * 1024 * 1024,
  DISCARD_MAX =
      8 * 1024 *
      1024, // a refused body of up to this is read off, so that the client sees the answer
  IDLE_SECONDS = 60,
  MEMORY_PER_CONNECTION = 32 * 1024,
};

static struct MHD_Daemon *daemon_;
static const struct http_app *served;

static void new_id(char id[static 24]) {
  static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
  unsigned char bytes[20];
  if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
    log_abort("no random bytes");
  for (size_t i = 0; i < sizeof bytes; i++)
    id[i] = digits[bytes[i] & 31];
  id[sizeof bytes] = '\0';
}

static const char *peer_address(struct arena *a, struct MHD_Connection *mhd) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  char text[INET6_ADDRSTRLEN] = "";
  if (info && info->client_addr) {
    socklen_t size = info->client_addr->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                                              : sizeof(struct sockaddr_in);
    getnameinfo(info->client_addr, size, text, sizeof text, NULL, 0, NI_NUMERICHOST);
  }
  return arena_strdup(a, text);
}

// The client that a reverse proxy names last in X-Forwarded-For; `otherwise` when that is no
// address.
static const char *forwarded_address(struct arena *a, struct MHD_Connection *mhd,
                                     const char *otherwise) {
  const char *list = MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, "X-Forwarded-For");
  const char *comma = list ? strrchr(list, ',') : NULL, *last = comma  ? comma + 1
                                                                : list ? list
                                                                       : "";
  last += strspn(last, " ");
  size_t n = strspn(last, "0123456789abcdefABCDEF.:");
  return n > 0 && n < INET6_ADDRSTRLEN && !last[n] ? arena_strdup(a, last) : otherwise;
}

// libmicrohttpd calls this with the raw target as soon as the request line is read; what it returns
// is the exchange in every later call.
static void *on_target(void *cls, const char *target, struct MHD_Connection *mhd) {
  (void)cls;
  struct exchange *x = calloc(1, sizeof *x);
  if (!x)
    log_abort("out of memory");
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  x->mhd = mhd;
  x->app = served;
  x->spool = -1;
  x->started = clock_us();
  x->connection = info ? info->socket_context : NULL;
  struct request *r = &x->request;
  r->arena = arena_new(REQUEST_ARENA);
  r->target = arena_strdup(r->arena, target);
  r->faults.arena = r->arena;
  buf_init(&r->reply.body, REPLY_MAX);
  new_id(r->id);
  if (x->connection)
    reaper_expect(x->connection, config.request_seconds);
  return x;
}

static const char security_policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; "
                                      "img-src 'self' data:; font-src 'self'; "
                                      "connect-src 'self'; form-action 'self'; base-uri 'none'; "
                                      "frame-ancestors 'none'; manifest-src 'self'";

static void header(struct MHD_Response *m, const char *name, const char *value) {
  if (value && MHD_add_response_header(m, name, value) != MHD_YES)
    log_line(LOG_ERROR, "header", "cannot set %s", name);
}

static void common_headers(struct MHD_Response *m, const struct exchange *x) {
  header(m, "X-Request-Id", x->request.id);
  header(m, "Content-Security-Policy", security_policy);
  header(m, "X-Content-Type-Options", "nosniff");
  header(m, "Referrer-Policy", "same-origin");
  header(m, "Cross-Origin-Opener-Policy", "same-origin");
  header(m, "Cross-Origin-Resource-Policy", "same-origin");
  header(m, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  if (strncmp(config.public_url, "https:", 6) == 0)
    header(m, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
}

int reply_file(struct request *req) {
  struct reply *p = &req->reply;
  if (p->from_file) // of an attempt before
    close(p->file);
  p->file = spool_open();
  p->from_file = p->file >= 0;
  return p->file;
}

static struct MHD_Response *bytes_response(struct reply *p, size_t *n) {
  char *body = NULL;
  if (p->status != 204 && p->status != 304)
    body = buf_take(&p->body, n);
  struct MHD_Response *m =
      body ? MHD_create_response_from_buffer(*n, body, MHD_RESPMEM_MUST_FREE)
           : MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
  if (!m)
    free(body);
  return m;
}

// From here on the response closes the file.
static struct MHD_Response *file_response(struct reply *p, size_t *n) {
  struct stat st;
  if (fstat(p->file, &st))
    return NULL;
  struct MHD_Response *m = MHD_create_response_from_fd64((uint64_t)st.st_size, p->file);
  p->from_file = !m;
  *n = (size_t)st.st_size;
  return m;
}

static struct MHD_Response *reply_response(struct exchange *x) {
  struct reply *p = &x->request.reply;
  size_t n = 0;
  bool file = p->from_file && p->status == 200;
  struct MHD_Response *m = file ? file_response(p, &n) : bytes_response(p, &n);
  if (!m)
    return NULL;
  if (n > 0)
    header(m, "Content-Type", p->content_type ? p->content_type : "application/json");
  header(m, "Cache-Control", "no-store");
  header(m, "Content-Language", x->request.lang == LANG_DA ? "da" : "en");
  header(m, "Content-Encoding", p->encoding);
  header(m, "Vary", "Accept-Language, Accept-Encoding");
  header(m, "ETag", p->etag);
  header(m, "Location", p->location);
  header(m, "Set-Cookie", p->set_cookie);
  header(m, "Link", p->link);
  header(m, "Audit-Receipt", p->receipt);
  header(m, "Content-Disposition", p->disposition);
  header(m, "Allow", p->allow);
  if (p->status == 401)
    header(m, "WWW-Authenticate", "Bearer realm=\"samspil\"");
  if (p->retry_after)
    header(m, "Retry-After", arena_printf(x->request.arena, "%d", p->retry_after));
  if (p->close)
    header(m, "Connection", "close");
  return m;
}

static enum MHD_Result send_answer(struct exchange *x) {
  unsigned status = (unsigned)x->request.reply.status;
  struct MHD_Response *m = x->asset ? asset_response(x->asset, x, &status) : reply_response(x);
  if (!m)
    return MHD_NO;
  common_headers(m, x);
  x->request.reply.status = (int)status;
  enum MHD_Result r = MHD_queue_response(x->mhd, status, m);
  MHD_destroy_response(m);
  return r;
}

static void refuse_now(struct exchange *x, enum err e, bool close) {
  problem_reply(&x->request, e);
  x->request.reply.close = close;
  x->state = EXCHANGE_REFUSED;
}

// Paths outside the API and the house's own addresses are files of the browser application.
static bool wants_asset(const struct exchange *x) {
  const char *p = x->request.path;
  static const char *const own[] = {"/api",     "/healthz",      "/readyz",
                                    "/metrics", "/openapi.json", "/calendar"};
  for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
    size_t n = strlen(own[i]);
    if (strncmp(p, own[i], n) == 0 && (!p[n] || p[n] == '/'))
      return false;
  }
  return strcmp(x->request.method, "GET") == 0 || x->request.head;
}

static size_t body_limit(const struct route *route) {
  if (route->flags & ROUTE_UPLOAD)
    return (size_t)config.upload_bytes;
  return route->flags & ROUTE_BIG ? BODY_BIG_MAX : BODY_MAX;
}

static void begin(struct exchange *x, const char *method, const char *version) {
  struct request *r = &x->request;
  r->method = arena_strdup(r->arena, method);
  r->head = strcmp(method, "HEAD") == 0;
  r->lang =
      accept_language(MHD_lookup_connection_value(x->mhd, MHD_HEADER_KIND, "Accept-Language"));
  r->address = peer_address(r->arena, x->mhd);
  x->state = EXCHANGE_BODY;
  enum err e = guard_check(x, version);
  if (config.proxy)
    r->address = forwarded_address(r->arena, x->mhd, r->address);
  if (e) {
    metric_add(METRIC_GUARD);
    refuse_now(x, e, true);
    return;
  }
  if (wants_asset(x) && (x->asset = asset_find(r->path))) {
    x->state = EXCHANGE_REFUSED;
    return;
  }
  e = route_find(served->routes, r);
  if (!e) {
    x->limit = body_limit(r->route);
    buf_init(&x->body, x->limit + 1);
    e = x->declared > x->limit ? ERR_TOO_LARGE : ERR_NONE; // before any of the body is read
    if (x->connection && (r->route->flags & ROUTE_UPLOAD))
      reaper_expect(x->connection, config.upload_seconds);
  }
  if (e)
    refuse_now(x, e, x->declared > DISCARD_MAX);
}

static enum MHD_Result complete(struct exchange *x) {
  if (x->connection)
    reaper_expect(x->connection, 0);
  if (x->state == EXCHANGE_BODY && (x->request.route->flags & ROUTE_INSTANT)) {
    served->handle(&x->request, NULL);
    x->state = EXCHANGE_READY;
  }
  if (x->state == EXCHANGE_BODY) {
    x->state = EXCHANGE_QUEUED;
    MHD_suspend_connection(x->mhd);
    if (body_finish(x) && pool_put(x))
      return MHD_YES;
    metric_add(METRIC_REFUSED_BUSY);
    refuse_now(x, ERR_BUSY, false);
    MHD_resume_connection(x->mhd);
    return MHD_YES;
  }
  return send_answer(x);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *size, void **context) {
  (void)cls;
  (void)mhd;
  (void)url;
  struct exchange *x = *context;
  if (x->state == EXCHANGE_NEW) {
    begin(x, method, version);
    // An error answer goes out before the body arrives; libmicrohttpd then closes the connection.
    return x->state == EXCHANGE_REFUSED && x->request.reply.close ? send_answer(x) : MHD_YES;
  }
  if (x->state == EXCHANGE_READY)
    return send_answer(x);
  if (*size == 0)
    return complete(x);
  if (x->state == EXCHANGE_BODY) {
    if (x->received + *size > x->limit)
      refuse_now(x, ERR_TOO_LARGE, true);
    else if (!body_add(x, data, *size))
      refuse_now(x, ERR_BUSY, true);
  }
  *size = 0;
  return MHD_YES;
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **context,
                         enum MHD_RequestTerminationCode code) {
  (void)cls;
  (void)mhd;
  (void)code;
  struct exchange *x = *context;
  if (!x)
    return;
  if (x->connection)
    reaper_expect(x->connection, IDLE_SECONDS);
  int status = x->request.reply.status;
  metric_add(METRIC_REQUESTS);
  if (status >= 500)
    metric_add(METRIC_SERVER_ERRORS);
  else if (status >= 400)
    metric_add(METRIC_CLIENT_ERRORS);
  metric_latency(clock_us() - x->started);
  log_set_request(x->request.id);
  const struct route *route = x->request.route;
  const char *path = route && route->flags & ROUTE_SECRET ? route->path : x->request.path;
  log_line(LOG_DEBUG, "request", "%s %s %d %lld us", x->request.method ? x->request.method : "?",
           path ? path : "?", status, (long long)(clock_us() - x->started));
  log_set_request(NULL);
  body_free(x);
  if (x->request.reply.from_file)
    close(x->request.reply.file);
  buf_free(&x->request.reply.body);
  arena_free(x->request.arena);
  free(x);
  *context = NULL;
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **context,
                          enum MHD_ConnectionNotificationCode code) {
  (void)cls;
  if (code == MHD_CONNECTION_NOTIFY_STARTED) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct connection *c = reaper_add(info ? info->connect_fd : -1);
    reaper_expect(c, config.request_seconds);
    *context = c;
  } else if (*context) {
    reaper_remove(*context);
    *context = NULL;
  }
}

// host:port or [v6]:port; *port is for messages.
static bool resolve(struct sockaddr_storage *address, socklen_t *size) {
  char host[128];
  const char *colon = strrchr(config.listen, ':');
  int64_t port;
  if (!colon || (size_t)(colon - config.listen) >= sizeof host ||
      !parse_int64(colon + 1, strlen(colon + 1), &port) || port < 1 || port > 65535)
    return false;
  snprintf(host, sizeof host, "%.*s", (int)(colon - config.listen), config.listen);
  char *name = host[0] == '[' ? host + 1 : host;
  name[strcspn(name, "]")] = '\0';
  struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV,
                           .ai_socktype = SOCK_STREAM},
                  *found;
  if (getaddrinfo(*name ? name : NULL, colon + 1, &hints, &found))
    return false;
  memcpy(address, found->ai_addr, found->ai_addrlen);
  *size = found->ai_addrlen;
  freeaddrinfo(found);
  return true;
}

// A listening socket of our own, so that a busy port gives a clear message.
static int listen_socket(void) {
  struct sockaddr_storage address;
  socklen_t size;
  if (!resolve(&address, &size)) {
    fprintf(stderr, "samspil: SAMSPIL_LISTEN=%s: not an address:port\n", config.listen);
    return -1;
  }
  int fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), one = 1;
  if (fd < 0)
    return -1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(fd, (struct sockaddr *)&address, size) == 0 && listen(fd, 1024) == 0)
    return fd;
  fprintf(stderr,
          "samspil: cannot listen on %s: %s. Choose another with SAMSPIL_LISTEN=address:port\n",
          config.listen, strerror(errno));
  close(fd);
  return -1;
}

static void raise_file_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

bool http_start(const struct http_app *app) {
  served = app;
  int fd = listen_socket();
  if (fd < 0)
    return false;
  raise_file_limit();
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  int quick = config.workers > 0 ? (int)config.workers : (int)(cores < 1 ? 2 : cores + 1);
  if (!reaper_start() || !pool_start(app, quick, config.queue)) {
    close(fd);
    return false;
  }
  daemon_ = MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, NULL,
      MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK, on_target, NULL,
      MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_NOTIFY_CONNECTION, on_connection,
      NULL, MHD_OPTION_CONNECTION_LIMIT, (unsigned)config.connections,
      MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)config.connections_per_ip,
      MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
      (size_t)MEMORY_PER_CONNECTION, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
  if (!daemon_)
    close(fd);
  return daemon_ != NULL;
}

void http_stop(void) {
  int fd = (int)MHD_quiesce_daemon(daemon_);
  pool_stop();   // every suspended connection is resumed by its worker
  usleep(50000); // let the last answers leave
  MHD_stop_daemon(daemon_);
  if (fd >= 0)
    close(fd);
  reaper_stop();
}
