// SPDX-License-Identifier: EUPL-1.2
// What resources share: running a request (rights, input, transaction, retry, repeated requests),
// writing rows by a field table, lists, and one object with its ETag.
#ifndef SAMSPIL_API_API_H
#define SAMSPIL_API_API_H

#include "api/names.h"
#include "api/principal.h"
#include "http/request.h"
#include "store/db.h"
#include "store/list.h"

extern const struct route routes[];

// The app that http_start serves.
extern const struct http_app api_app;

// Reply fields whose text is a name kept in memory: it belongs to the id in the field before and
// has no column of its own in the result.
#define NAME_OF_UNIT "@unit"
#define NAME_OF_USER "@user"
bool field_is_name(const struct field *f);
// The name for the id in column `before`; NULL when there is none.
const char *name_of(const struct field *f, const struct names *names, const struct rows *r, int row,
                    int before);

// A field table made ready for writing many rows: each member's name with its punctuation.
enum { ROW_FIELDS_MAX = 64 };
struct row_shape {
  const struct field *table;
  int count;
  const char *key[ROW_FIELDS_MAX];
  size_t length[ROW_FIELDS_MAX];
};
MUST_USE enum err row_shape_make(struct arena *a, const struct field *table,
                                 struct row_shape *shape);
// One row of a result as a JSON object: the table's fields in the order of the columns from
// `column` on.
void row_write(struct buf *out, const struct row_shape *shape, const struct rows *r, int row,
               int column, const struct names *names);
// The first row as the body.
MUST_USE enum err row_reply(struct request *req, const struct field *table, const struct rows *r,
                            const struct names *names);
// The whole result as {"items":[...]}.
enum err items_reply(struct request *req, struct db *db, const struct field *table,
                     const struct rows *r);

// Answers a list route: filters, sort, cursor, limit and q from req->query. `fixed` names a filter
// whose value is the path key (a list below a case), or NULL.
MUST_USE enum err list_reply(struct request *req, struct db *db, const struct list_spec *spec,
                             const char *fixed);
// All rows of it as CSV for Danish Excel or as a workbook, by the end of the path, up to a bound;
// headers are the Danish labels of `labels` (ended by NULL), in the order of the route's reply.
MUST_USE enum err list_file(struct request *req, struct db *db, const struct list_spec *spec,
                            const char *const *labels, const char *name);
// The same by the route's `of`.
struct list_export {
  const struct list_spec *list;
  const char *const *labels;
  const char *name; // of the file, without its ending
};
enum err list_file_get(struct request *req, struct db *db);

// Answers with the JSON in column 0 of the first row; 404 when there is none. Column 1, when there,
// is the ETag.
MUST_USE enum err json_reply(struct request *req, const struct rows *r);
// Created: as json_reply, with Location base/id (column 2).
MUST_USE enum err created_reply(struct request *req, const struct rows *r, const char *base);

// The statement's parameters: those of `lead` (ended by NULL: NO_PARAMS or PARAMS(...)), then the
// texts of the body's fields in the order of their table.
const char *const *body_params(struct request *req, const char *const *lead);
// Names of the fields that are in the body, as a SQL array literal: what a merge-patch changes.
const char *body_present(struct request *req);
// The version in If-Match ("12" or "12.3456").
const char *match_version(struct request *req);
// What a write that found no row means: the row is gone, stale or out of reach. `current` gives the
// object as it is, in *r.
MUST_USE enum err stale_or_missing(struct request *req, struct db *db, enum sql current,
                                   const char *const *params, struct rows *r);

enum { STATEMENTS_MAX_MS = 600000 };

#endif
