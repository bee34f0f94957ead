// SPDX-License-Identifier: EUPL-1.2
// Files without a name in config.spool_dir, for what is too large for memory: uploads as they
// arrive, files on their way out. They are gone with their descriptor.
#ifndef SAMSPIL_BASE_SPOOL_H
#define SAMSPIL_BASE_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

// -1 with a line in the log when the folder cannot be written.
int spool_open(void);
// False with a line in the log when there is no room.
MUST_USE bool spool_write(int fd, const char *bytes, size_t n);

#endif
