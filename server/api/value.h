// SPDX-License-Identifier: EUPL-1.2
// Handlers of /value, for the route table and the shell command.
#ifndef SAMSPIL_API_VALUE_H
#define SAMSPIL_API_VALUE_H

#include "base/error.h"

struct request;
struct db;

MUST_USE enum err value_evaluate_post(struct request *req, struct db *db);
MUST_USE enum err value_frontier_post(struct request *req, struct db *db);
MUST_USE enum err value_psa_post(struct request *req, struct db *db);
MUST_USE enum err value_distribution_post(struct request *req, struct db *db);

#endif
