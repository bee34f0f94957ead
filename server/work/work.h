// SPDX-License-Identifier: EUPL-1.2
// The second process: takes rows of the outbox and does what they say. A topic's function runs on
// db, shows progress over the connection `aside`, and may be run again after a failure, so it must
// be safe to repeat. The topics of work/ itself stand in drain.c; whoever starts the process adds
// those that need more than work/ may include.
#ifndef SAMSPIL_WORK_WORK_H
#define SAMSPIL_WORK_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "store/db.h"

extern const struct db_principal work_principal;

struct work_topic {
  const char *name;
  enum err (*run)(struct db *db, struct db *aside, int64_t entity_id);
};

// Mail has connections and a thread of its own: it waits for a server that is not ours.
enum work_lane { LANE_WORK, LANE_MAIL };

// Does what is due in a lane, oldest first. more ends with a row whose name is NULL.
MUST_USE enum err work_drain(struct db *db, struct db *aside, enum work_lane lane,
                             const struct work_topic *more);
// The first of it alone; *did tells whether there was anything.
MUST_USE enum err work_next(struct db *db, struct db *aside, enum work_lane lane,
                            const struct work_topic *more, bool *did);
// Deletes what has outlived its use: sessions, log-in attempts, idempotency keys, finished outbox
// rows.
MUST_USE enum err work_tidy(struct db *db);
// Once a day, whoever is first: closes the deadlines of clocks that have ended by themselves, and
// reminds people of what is to be done.
MUST_USE enum err work_daily(struct db *db);

#endif
