// SPDX-License-Identifier: EUPL-1.2
// The rejected rows of an import in the format of the file itself (delimiter, encoding, line ends),
// with two more columns: the fields at fault and why. They can be corrected and imported as they
// are.
#ifndef SAMSPIL_STORE_REJECT_H
#define SAMSPIL_STORE_REJECT_H

#include "base/buf.h"
#include "store/db.h"

struct rejected {
  const char *filename, *encoding;
};

// ERR_NOT_FOUND when there is no such import, ERR_STATE when its file is no longer kept.
MUST_USE enum err reject_write(struct db *db, struct arena *a, const char *id, enum lang lang,
                               struct buf *out, struct rejected *about);

// The first megabyte of a stored file. ERR_STATE when it is no longer kept.
MUST_USE enum err reject_beginning(struct db *db, struct arena *a, const char *id,
                                   const char **bytes, size_t *length);

#endif
