// SPDX-License-Identifier: EUPL-1.2
// Files in the database, in pieces of 256 kB so that neither side holds a whole one.
#ifndef SAMSPIL_STORE_FILE_H
#define SAMSPIL_STORE_FILE_H

#include "store/db.h"

// Lower case hex.
const char *file_sha256(struct arena *a, const char *bytes, size_t length);

// Stores bytes by a statement that takes key, number of the first piece, and pieces in hex:
// upload_chunks, file_chunks.
MUST_USE enum err file_store(struct db *db, enum sql chunks, const char *key, const char *bytes,
                             size_t length);

// Gives a stored file to `put` piece by piece; ERR_BUSY when that says false. ERR_STATE when the
// file is not all there. `key` is its file_id, `size` its length.
typedef bool file_put(void *to, const char *bytes, size_t n);
MUST_USE enum err file_read(struct db *db, const char *key, int64_t size, file_put *put, void *to);

#endif
