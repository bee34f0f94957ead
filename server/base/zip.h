// SPDX-License-Identifier: EUPL-1.2
// Writes a ZIP archive into a file without a name, entry by entry, so that no entry need be in
// memory. After a failure further writes do nothing and zip_finish says so.
#ifndef SAMSPIL_BASE_ZIP_H
#define SAMSPIL_BASE_ZIP_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

struct zip;

// Lives in the arena; what is not finished is given up with it.
struct zip *zip_new(struct arena *a);
// Begins the next entry. name: UTF-8, with / between folders.
void zip_entry(struct zip *z, const char *name);
void zip_add(struct zip *z, const char *bytes, size_t n);
// The archive as a file to read, closed with the arena; -1 when anything failed.
MUST_USE int zip_finish(struct zip *z, size_t *size);

#endif
