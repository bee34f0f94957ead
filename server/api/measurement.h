// SPDX-License-Identifier: EUPL-1.2
// What was measured of a case, and the estimate that it is held against.
#ifndef SAMSPIL_API_MEASUREMENT_H
#define SAMSPIL_API_MEASUREMENT_H

#include "api/estimate.h"
#include "api/resources.h"

// One row of measurement; NAN and 0 where nothing is given.
struct measure {
  const char *id, *line;
  int year, price_year;
  bool baseline, sound;
  double qty, patients, amount, deadweight, attribution;
};
struct plan {
  const char *estimate; // NULL: the case has none
  bool approved;
  int today_year, today_month;
  struct evaluation v;
  struct value_estimate in; // with the library's price indices behind its own
  const struct value_outcome *outcome;
  struct measure *rows;
  size_t count;
};

// The estimate that speaks for the case (path key 0), computed, and all that was measured.
// p->outcome stays NULL when there is nothing to hold it against.
MUST_USE enum err measurement_load(struct request *req, struct db *db, struct plan *p);
// Adds what keeps a row from being held against the estimate.
void measurement_judge(struct arena *a, const struct plan *p, const struct measure *m,
                       struct faults *faults);
// The line as computed; NULL: the estimate has none of that id (any more).
const struct value_line_result *measurement_line(const struct plan *p, const char *id);
// The year of an amount's prices.
int measurement_prices(const struct measure *m);
// The index that carries an amount of `year` to the estimate's prices: the estimate's own, or else
// the library's; NULL when neither knows both years.
const char *measurement_index(struct arena *a, const struct plan *p, const struct value_line *line,
                              int year);

#endif
