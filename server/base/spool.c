// SPDX-License-Identifier: EUPL-1.2
// Unlinked files.
#include "base/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"

int spool_open(void) {
  int fd = open(config.spool_dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    log_line(LOG_ERROR, "spool", "cannot write in %s", config.spool_dir);
  return fd;
}

bool spool_write(int fd, const char *bytes, size_t n) {
  while (n > 0) {
    ssize_t done = write(fd, bytes, n);
    if (done <= 0) {
      log_line(LOG_ERROR, "spool", "no room in %s", config.spool_dir);
      return false;
    }
    bytes += done;
    n -= (size_t)done;
  }
  return true;
}
