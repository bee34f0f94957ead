// SPDX-License-Identifier: EUPL-1.2
// Packages for requests for access to documents.
#ifndef SAMSPIL_WORK_PACKAGE_H
#define SAMSPIL_WORK_PACKAGE_H

#include "store/db.h"

// Topic access.package of the outbox: makes the ZIP file of package `id`, once. What is withheld
// was decided in the database (case_disclosed, case_documents in migration 0056); nothing else is
// read here.
MUST_USE enum err package_run(struct db *db, struct db *aside, int64_t id);

#endif
