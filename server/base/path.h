// SPDX-License-Identifier: EUPL-1.2
// Files that come with the program: beside the folder of the binary (a checkout, or
// /usr/lib/samspil).
#ifndef SAMSPIL_BASE_PATH_H
#define SAMSPIL_BASE_PATH_H

#include "base/arena.h"

// `configured` when it is not empty, else <folder of the binary>/../<name>.
const char *path_beside(struct arena *a, const char *configured, const char *name);

// The whole file with a NUL behind it, or NULL; *size may be NULL. At most 256 MB.
char *path_read(struct arena *a, const char *path, size_t *size);

#endif
