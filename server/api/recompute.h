// SPDX-License-Identifier: EUPL-1.2
// The work behind POST /reference/recompute, for the work process.
#ifndef SAMSPIL_API_RECOMPUTE_H
#define SAMSPIL_API_RECOMPUTE_H

#include "store/db.h"

// Topics of the outbox (work/work.h), safe to repeat.
// estimates.recompute: goes through all drafts of the job on `aside`; db marks it done.
MUST_USE enum err recompute_run(struct db *db, struct db *aside, int64_t id);
// estimates.yearly: yearly figures of estimates that have none yet.
MUST_USE enum err yearly_run(struct db *db, struct db *aside, int64_t id);

#endif
