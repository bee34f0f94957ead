// SPDX-License-Identifier: EUPL-1.2
// Static files: read once at start, kept in their gzip form, or as they are where that is not worth
// it, with an ETag of their content. Files change only with a new release, so nothing is read from
// disk while requests run; the rare client that does not take gzip has its file unpacked.
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "base/log.h"
#include "http/exchange.h"

enum { FILE_MAX = 8 * 1024 * 1024, COMPRESS_FROM = 1400 };

struct asset {
  struct asset *next;
  char *path; // "/views/list.js"
  const char *type;
  char etag[24];
  char *data, *gzip; // one of them: gzip NULL is not worth it
  size_t size, gzip_size;
  bool kept; // may be cached for long: third-party files, whose folder changes with their version
};

static struct asset *assets;

static const char *type_of(const char *path) {
  static const struct {
    const char *ending, *type;
  } types[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".webmanifest", "application/manifest+json"},
  };
  const char *dot = strrchr(path, '.');
  for (size_t i = 0; dot && i < sizeof types / sizeof types[0]; i++)
    if (strcmp(types[i].ending, dot) == 0)
      return types[i].type;
  return NULL;
}

static void compress_asset(struct asset *a) {
  if (a->size < COMPRESS_FROM || strstr(a->type, "font") || strstr(a->type, "png"))
    return;
  z_stream z = {0};
  if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    return;
  size_t most = deflateBound(&z, a->size);
  a->gzip = malloc(most);
  z.next_in = (unsigned char *)a->data;
  z.avail_in = (unsigned)a->size;
  z.next_out = (unsigned char *)a->gzip;
  z.avail_out = (unsigned)most;
  if (!a->gzip || deflate(&z, Z_FINISH) != Z_STREAM_END) {
    free(a->gzip);
    a->gzip = NULL;
  }
  a->gzip_size = z.total_out;
  deflateEnd(&z);
  char *fitting = a->gzip ? realloc(a->gzip, a->gzip_size) : NULL;
  if (fitting) {
    a->gzip = fitting;
    free(a->data);
    a->data = NULL;
  }
}

// The file unpacked, to be freed; NULL when there is no memory.
static char *unpack(const struct asset *a) {
  z_stream z = {.next_in = (unsigned char *)a->gzip, .avail_in = (unsigned)a->gzip_size};
  char *plain = malloc(a->size);
  if (!plain || inflateInit2(&z, 15 + 16) != Z_OK) {
    free(plain);
    return NULL;
  }
  z.next_out = (unsigned char *)plain;
  z.avail_out = (unsigned)a->size;
  bool whole = inflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out == a->size;
  inflateEnd(&z);
  if (whole)
    return plain;
  free(plain);
  return NULL;
}

static bool read_file(struct asset *a, const char *name, size_t size) {
  FILE *f = fopen(name, "re");
  a->data = malloc(size + 1);
  a->size = f && a->data ? fread(a->data, 1, size, f) : 0;
  if (f)
    fclose(f);
  return a->size == size;
}

static void add(const char *name, const char *path, size_t size) {
  const char *type = type_of(path);
  struct asset *a = type ? calloc(1, sizeof *a) : NULL;
  if (!a)
    return;
  a->type = type;
  a->path = strdup(path);
  a->kept = strncmp(path, "/vendor/", 8) == 0;
  if (!a->path || size > FILE_MAX || !read_file(a, name, size)) {
    log_line(LOG_ERROR, "asset", "cannot read %s", name);
    free(a->path);
    free(a->data);
    free(a);
    return;
  }
  snprintf(a->etag, sizeof a->etag, "\"%08lx-%zx\"",
           crc32(0, (unsigned char *)a->data, (unsigned)size), size);
  compress_asset(a);
  a->next = assets;
  assets = a;
}

bool assets_load(const char *folder) {
  char *roots[] = {(char *)(uintptr_t)folder, NULL};
  FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
  if (!tree)
    return false;
  size_t cut = strlen(folder);
  for (FTSENT *e; (e = fts_read(tree));) {
    if (e->fts_info == FTS_D && strcmp(e->fts_name, "node_modules") == 0)
      fts_set(tree, e, FTS_SKIP);
    else if (e->fts_info == FTS_F && !strstr(e->fts_name, "package"))
      add(e->fts_path, e->fts_path + cut, (size_t)e->fts_statp->st_size);
  }
  fts_close(tree);
  return assets != NULL;
}

void assets_free(void) {
  while (assets) {
    struct asset *a = assets;
    assets = a->next;
    free(a->path);
    free(a->data);
    free(a->gzip);
    free(a);
  }
}

static const struct asset *exact(const char *path) {
  for (const struct asset *a = assets; a; a = a->next)
    if (strcmp(a->path, path) == 0)
      return a;
  return NULL;
}

const struct asset *asset_find(const char *path) {
  const struct asset *a = exact(path);
  return a || strchr(strrchr(path, '/'), '.') ? a : exact("/index.html");
}

static struct MHD_Response *body_of(const struct asset *a, bool none, bool packed) {
  if (none)
    return MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
  if (packed || a->data)
    return MHD_create_response_from_buffer(packed ? a->gzip_size : a->size,
                                           packed ? a->gzip : a->data, MHD_RESPMEM_PERSISTENT);
  char *plain = unpack(a);
  struct MHD_Response *m =
      plain ? MHD_create_response_from_buffer(a->size, plain, MHD_RESPMEM_MUST_FREE) : NULL;
  if (!m)
    free(plain);
  return m;
}

struct MHD_Response *asset_response(const struct asset *a, const struct exchange *x,
                                    unsigned *status) {
  const char *accept = MHD_lookup_connection_value(x->mhd, MHD_HEADER_KIND, "Accept-Encoding");
  const char *match = x->request.if_none_match;
  bool packed = a->gzip && accept && strstr(accept, "gzip");
  bool same = match && strcmp(match, a->etag) == 0;
  *status = same ? 304 : 200;
  struct MHD_Response *m = body_of(a, same, packed);
  if (!m)
    return NULL;
  MHD_add_response_header(m, "Content-Type", a->type);
  MHD_add_response_header(m, "ETag", a->etag);
  MHD_add_response_header(m, "Vary", "Accept-Encoding");
  MHD_add_response_header(m, "Cache-Control", a->kept ? "max-age=86400" : "no-cache");
  if (packed && !same)
    MHD_add_response_header(m, "Content-Encoding", "gzip");
  return m;
}
