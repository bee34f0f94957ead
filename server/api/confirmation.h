// SPDX-License-Identifier: EUPL-1.2
// What sectors have confirmed, as it bears on the figures of a stored estimate.
#ifndef SAMSPIL_API_CONFIRMATION_H
#define SAMSPIL_API_CONFIRMATION_H

#include "api/estimate.h"

// Runs the engine on inputs that are to be stored. What lines say of being confirmed is replaced by
// what their sectors have answered; an answer to figures that are no more these lapses, and an open
// question follows them.
MUST_USE enum err confirmed_evaluate(struct db *db, struct arena *a, const char *id,
                                     const struct in *inputs, struct evaluation *out);

// The same for a new estimate of a case. Of what was said of the version `from` that it is copied
// from (NULL: none), *carried takes along what is about the same figures: ids for
// SQL_confirmation_carry, or NULL.
MUST_USE enum err confirmed_first(struct db *db, struct arena *a, const char *case_id,
                                  const char *from, const struct in *inputs, struct evaluation *out,
                                  const char **carried);

// Asks `contact` about a line of a stored estimate; *made is the question's id. ERR_INVALID with
// out->faults when the line is not there (field "line") or the inputs do not add up.
MUST_USE enum err confirmation_ask(struct db *db, struct arena *a, const char *id, const char *line,
                                   const char *contact, const char *message, struct evaluation *out,
                                   const char **made);

#endif
