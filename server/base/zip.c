// SPDX-License-Identifier: EUPL-1.2
// minizip writes to a named file: here one of the spool, by its descriptor.
#include "base/zip.h"

#include <minizip/zip.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/spool.h"

enum { NAME_IS_UTF8 = 1 << 11, PATH_LENGTH = 40 };

struct zip {
  int fd;
  zipFile file;
  bool open, failed;
};

static void release(void *resource) {
  struct zip *z = resource;
  if (z->file)
    zipClose(z->file, NULL);
  if (z->fd >= 0)
    close(z->fd);
}

struct zip *zip_new(struct arena *a) {
  struct zip *z = arena_alloc(a, sizeof *z);
  char path[PATH_LENGTH];
  *z = (struct zip){.fd = spool_open()};
  arena_defer(a, release, z);
  snprintf(path, sizeof path, "/proc/self/fd/%d", z->fd);
  z->file = z->fd < 0 ? NULL : zipOpen64(path, APPEND_STATUS_CREATE);
  z->failed = !z->file;
  return z;
}

static void end_entry(struct zip *z) {
  if (z->open && zipCloseFileInZip(z->file) != ZIP_OK)
    z->failed = true;
  z->open = false;
}

void zip_entry(struct zip *z, const char *name) {
  if (!z->file)
    return;
  end_entry(z);
  time_t now = time(NULL);
  struct tm t;
  gmtime_r(&now, &t);
  const zip_fileinfo about = {.tmz_date = {.tm_sec = (uInt)t.tm_sec,
                                           .tm_min = (uInt)t.tm_min,
                                           .tm_hour = (uInt)t.tm_hour,
                                           .tm_mday = (uInt)t.tm_mday,
                                           .tm_mon = (uInt)t.tm_mon,
                                           .tm_year = (uInt)t.tm_year + 1900}};
  z->open = zipOpenNewFileInZip4_64(z->file, name, &about, NULL, 0, NULL, 0, NULL, Z_DEFLATED,
                                    Z_DEFAULT_COMPRESSION, 0, -MAX_WBITS, DEF_MEM_LEVEL,
                                    Z_DEFAULT_STRATEGY, NULL, 0, 0, NAME_IS_UTF8, 1) == ZIP_OK;
  z->failed = z->failed || !z->open;
}

void zip_add(struct zip *z, const char *bytes, size_t n) {
  if (z->open && n > 0 && zipWriteInFileInZip(z->file, bytes, (unsigned)n) != ZIP_OK)
    z->failed = true;
}

int zip_finish(struct zip *z, size_t *size) {
  if (!z->file)
    return -1;
  end_entry(z);
  if (zipClose(z->file, NULL) != ZIP_OK)
    z->failed = true;
  z->file = NULL;
  struct stat st;
  if (z->failed || fstat(z->fd, &st) || lseek(z->fd, 0, SEEK_SET) < 0)
    return -1;
  *size = (size_t)st.st_size;
  return z->fd;
}
