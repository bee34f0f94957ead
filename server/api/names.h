// SPDX-License-Identifier: EUPL-1.2
// Names of units and users and the code lists, kept in memory so that lists need no joins. The
// names epoch that comes with every transaction tells when they are stale.
#ifndef SAMSPIL_API_NAMES_H
#define SAMSPIL_API_NAMES_H

#include "http/request.h"
#include "store/db.h"

struct names;

// The names as of the transaction that db ran last; they live as long as the arena. Reads them
// again when they are stale. NULL only before the first successful read.
const struct names *names_now(struct db *db, struct arena *a);
// Reads them, in the transaction that db has open or in one of its own.
MUST_USE enum err names_load(struct db *db);

const char *names_unit(const struct names *n, int64_t id); // NULL: unknown
const char *names_user(const struct names *n, int64_t id);
// parent: the kind of a stage, which may be called otherwise in another kind; NULL: any.
const char *names_label(const struct names *n, const char *list, const char *parent,
                        const char *code,
                        enum lang lang); // the code itself when unknown
// The code that a text stands for: itself, or its label in either language; NULL: none.
const char *names_code(const struct names *n, const char *list, const char *text);
const char *names_codes_json(const struct names *n);
// The stages of a lifecycle in their order as elements of a JSON array: done, current or coming.
// The stage where a case of the kind stands is among them even when it is not of the lifecycle.
void names_write_path(struct buf *out, const struct names *n, int64_t lifecycle, const char *kind,
                      const char *stage);

// For field_use_codes.
bool names_code_known(const char *list, const char *code);

#endif
