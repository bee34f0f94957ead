// SPDX-License-Identifier: EUPL-1.2
// One case as an answer, for the handlers that change it.
#ifndef SAMSPIL_API_COLLABORATION_H
#define SAMSPIL_API_COLLABORATION_H

#include "api/api.h"

// The case as it is now, with its ETag.
MUST_USE enum err case_reply(struct request *req, struct db *db, const char *id);
// What a change of the case in the path means that found no row; a stale one is answered with the
// case as it is.
MUST_USE enum err case_refuse_change(struct request *req, struct db *db);

#endif
