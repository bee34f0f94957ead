// SPDX-License-Identifier: EUPL-1.2
// Sends a stored file, and names files in headers.
#ifndef SAMSPIL_API_FILE_REPLY_H
#define SAMSPIL_API_FILE_REPLY_H

#include "api/api.h"

// Answers with the file that the first row names: file_id, filename, media type, size, sha256. Its
// bytes go piece by piece into an unlinked file and from there to the client. 404 without a row.
MUST_USE enum err file_reply(struct request *req, struct db *db, const struct rows *r);

// The name as a header may hold it in quotes: what is not plain ASCII becomes _.
const char *file_plain_name(struct arena *a, const char *name);

#endif
