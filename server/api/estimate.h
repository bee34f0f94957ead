// SPDX-License-Identifier: EUPL-1.2
// Stored estimates as the engine sees them: from stored or given inputs to figures, and to the
// document that the database keeps. For the handlers of /estimates and for the demonstration.
#ifndef SAMSPIL_API_ESTIMATE_H
#define SAMSPIL_API_ESTIMATE_H

#include "api/value_codec.h"
#include "store/db.h"

// Øre beyond this are no longer whole numbers in every client: 2^53 øre.
#define ESTIMATE_LARGEST_KR 90071992547409.91

struct evaluation {
  const struct in *inputs;
  struct value_estimate estimate;
  struct value_result result; // when there are no faults
  char hash[VALUE_HASH_TEXT];
  struct faults faults; // paths begin with "inputs."
};

// Text of an estimate's inputs as it is stored to checked inputs; faults with paths from "inputs.".
MUST_USE enum err estimate_read(struct arena *a, const char *text, size_t length,
                                struct faults *faults, const struct in **out);
// What rows cannot hold although the field table lets it pass: false with a fault.
bool estimate_storable(const struct in *inputs, struct faults *faults);
// Runs the engine. Faults are a part of the answer: a draft may have some.
void estimate_evaluate(struct arena *a, const struct in *inputs, struct evaluation *out);
// The alternative that figures are shown for: the first that is not the comparator.
size_t estimate_main(const struct evaluation *v);
// What the engine says of it; of an evaluation without faults.
const struct value_outcome *estimate_outcome(const struct evaluation *v);
// The reply of POST /value/evaluate; null when there are faults.
void estimate_result(const struct evaluation *v, struct arena *a, struct buf *out);
// The rows of estimate_sector as JSON, of inputs without faults; NULL when there is no room.
const char *estimate_sectors(const struct evaluation *v, struct arena *a);
// What estimate_add and estimate_save take. meta: checked body with tier, comparator, population;
// NULL: as they are.
const char *estimate_document(const struct evaluation *v, const struct in *meta, struct arena *a);
// ERR_SMALL_COUNTS when a stored estimate tells of so few patients that whoever asks may not see
// it: to be called before anything of its inputs or result leaves.
MUST_USE enum err estimate_shown(struct db *db, const char *id);
// The inputs of a stored estimate, and the row of estimate_stored that they are in.
MUST_USE enum err estimate_stored(struct db *db, struct arena *a, const char *id, struct rows *r,
                                  const struct in **inputs, struct faults *faults);
// A stored estimate (the columns of estimate_get) and what the engine says of it.
MUST_USE enum err estimate_load(struct db *db, struct arena *a, const char *id, struct rows *r,
                                struct evaluation *v);
// Computes a stored draft again and keeps its figures; ERR_INVALID when it has faults or says
// nothing yet.
MUST_USE enum err estimate_refresh(struct db *db, struct arena *a, const char *id,
                                   struct evaluation *out);

#endif
