// SPDX-License-Identifier: EUPL-1.2
// Inside the value engine only: the table of an inverse CDF.
#ifndef SAMSPIL_VALUE_SAMPLER_H
#define SAMSPIL_VALUE_SAMPLER_H

#include <stdbool.h>

#include "value/dist.h"

struct sampler_table {
  unsigned log_cells; // an octave has 2^log_cells cells
  uint64_t first;     // number of the deepest cell: exponent and leading digits of its v
  size_t count;       // cells of one side
  double (*cells)[6]; // lower side, then upper; coefficients by the place 0..1 in the cell
};

// NULL where a table does not pay, or would not be right to 1e-7: decided by the distribution and
// the number of draws alone.
const struct sampler_table *sampler_table(struct arena *a, const struct dist *d, size_t expected);

#endif
