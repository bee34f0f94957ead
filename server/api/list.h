// SPDX-License-Identifier: EUPL-1.2
// What list replies and list files share: the query, and the statement that answers it.
#ifndef SAMSPIL_API_LIST_H
#define SAMSPIL_API_LIST_H

#include "api/api.h"

// Filters, sort, cursor, limit and q from req->query; `fixed` as in list_reply.
MUST_USE enum err list_query_of(struct request *req, const struct list_spec *spec,
                                const char *fixed, struct list_query *q);
MUST_USE enum err list_run(struct request *req, struct db *db, const struct list_spec *spec,
                           const struct list_query *q, struct list_statement *s, struct rows *r);

#endif
