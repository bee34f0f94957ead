// SPDX-License-Identifier: EUPL-1.2
// What an alternative does year by year to each sector, and in natural units: for sums over many
// estimates, which keep these instead of the estimates. Pure; free for anyone.
#ifndef SAMSPIL_VALUE_YEARLY_H
#define SAMSPIL_VALUE_YEARLY_H

#include "value/value.h"

// Undiscounted kroner in prices of price_year, + a gain, on the sector that bears them that year.
struct value_sector_year {
  enum value_sector sector;
  int year;
  double cash, capacity, time;
};
// What is released over all years (less than 0: taken up), of lines of capacity and time with a
// unit.
struct value_natural {
  const char *unit;
  double quantity;
};
struct value_yearly {
  struct value_sector_year *years; // by sector and year; only those with an amount
  size_t year_count;
  struct value_natural *units; // in the order of the lines
  size_t unit_count;
};

// Net of the comparator. The input must have passed value_validate.
void value_yearly(const struct value_estimate *in, const struct value_alternative *alt,
                  struct arena *a, struct value_yearly *out);

#endif
