// SPDX-License-Identifier: EUPL-1.2
// What the bodies of /value/psa and /value/frontier have in common: thresholds, and strategies of
// which one is the comparator.
#ifndef SAMSPIL_API_VALUE_SAMPLES_H
#define SAMSPIL_API_VALUE_SAMPLES_H

#include "http/field.h"
#include "http/request.h"
#include "value/psa.h"

enum { STRATEGIES_MIN = 2 };

#define VALUE_WTP(required)                                                                        \
  { "wtp", F_NUMBERS, required, .min = 1, .max = PSA_WTP_MAX, .low = 0, .high = 1e13 }
#define VALUE_COMPARATOR                                                                           \
  { "comparator", F_TEXT, 0, .min = 1, .max = 200 }
#define VALUE_NAME                                                                                 \
  { "name", F_TEXT, FIELD_REQUIRED, .min = 1, .max = 200 }
#define VALUE_AMOUNT_MOST 1e13
#define VALUE_AMOUNT      .low = -VALUE_AMOUNT_MOST, .high = VALUE_AMOUNT_MOST

// Adds a fault for each threshold that is not above the one before it.
void value_check_wtp(struct request *req);
// Adds a fault for each name that came before.
void value_check_names(struct request *req);
// The comparator's place: the first one when none is named. Adds a fault when the name is not
// there.
size_t value_comparator(struct request *req);

// From a body of text/csv and the query to req->input, as the JSON body would have given it. Faults
// are named "ROW.COLUMN".
MUST_USE enum err psa_from_csv(struct request *req);

#endif
