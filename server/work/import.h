// SPDX-License-Identifier: EUPL-1.2
// Import of a list: reads the stored file, checks every cell, finds what each row is about, and
// applies it in one transaction. Called by the work process for the jobs import_plan and
// import_apply, and by `samspil import`. The file and its settings stand in the database already
// (store/upload.h).
#ifndef SAMSPIL_WORK_IMPORT_H
#define SAMSPIL_WORK_IMPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "store/db.h"

struct import_counts {
  int64_t create, update, unchanged, duplicate, rejected, rows;
};

// Plans (apply false: dry run, nothing but import_row is written) or plans and applies. Acts as
// `who`. `aside` is a second connection, over which progress is written so that it is seen at once.
// On an error the import's status is "failed" with the error's code and nothing else has changed;
// ERR_BUSY leaves it as it was: try again later. *out may be NULL.
MUST_USE enum err import_run(struct db *db, struct db *aside, const struct db_principal *who,
                             int64_t id, bool apply, struct import_counts *out);

// The same as a job: acts as the user who uploaded the file.
MUST_USE enum err import_job(struct db *db, struct db *aside, int64_t id, bool apply);

#endif
