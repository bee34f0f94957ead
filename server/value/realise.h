// SPDX-License-Identifier: EUPL-1.2
// Realised against expected (S20): what was measured, in the estimate's prices and only the part
// that the collaboration can take credit for, beside what was promised. Pure; free for anyone.
#ifndef SAMSPIL_VALUE_REALISE_H
#define SAMSPIL_VALUE_REALISE_H

#include "value/value.h"

enum value_status {
  STATUS_NONE,       // nothing is due yet
  STATUS_GREEN,      // the unrounded rate is at least 0.9
  STATUS_AMBER,      // at least 0.7
  STATUS_RED,        // below
  STATUS_UNMEASURED, // "ikke målt": nothing measured more than 12 months after the year's end
  STATUS_COUNT
};
extern const char *const value_status_codes[];

// One line in one year. Costs and benefits are realised apart: the sign is the caller's, the same
// for both amounts.
struct value_measurement {
  int year;
  double expected;         // kroner in prices of price_year
  double measured;         // kroner in prices of measured_price_year; NAN: not measured
  int measured_price_year; // nominal figures: the year itself; 0: price_year
  const char *index;       // for the conversion
  double attribution;      // share that the collaboration caused, 0..1
  double deadweight;       // share that would have come anyway, 0..1
};

struct value_realised_year {
  int year;
  double planned;  // of the whole year
  double expected; // of what was measured
  double realised; // kroner in price_year; 0 when nothing was measured
  double rate;     // NAN when expected is 0
  enum value_status status;
};

struct value_realised {
  struct value_realised_year *years; // ascending, each year of a measurement
  size_t year_count;
  double planned, expected, realised, rate;
  double variance;  // realised - expected
  double remaining; // expected of what is not measured
  double forecast;  // remaining x rate; NAN without a rate
  enum value_status status;
};

// Measured with an attribution of 1 and no deadweight: measured and expected NAN.
struct value_measurement value_measurement_default(void);

// Measured quantities of a line as kroner in the prices of its unit value, + for a gain: what S3
// says with `baseline` and `qty` in place of the planned ones, for `patients` where the line is
// counted by them. NAN: as planned. Lines of kind flow have no quantities: NAN.
double value_measured(const struct value_estimate *in, const struct value_alternative *alt,
                      const struct value_line *line, int year, double baseline, double qty,
                      double patients);

// Reports every fault at once and returns how many there were; field such as
// "measurements[2].measured_price_year". Of the estimate, price_year and indices are used.
size_t value_realise_validate(const struct value_estimate *in, const struct value_measurement *rows,
                              size_t count, struct arena *a, value_report *report, void *context);
// today: year and month (1..12) that overdue measurements are judged at.
void value_realise(const struct value_estimate *in, const struct value_measurement *rows,
                   size_t count, int today_year, int today_month, struct arena *a,
                   struct value_realised *out);

#endif
