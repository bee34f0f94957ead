// SPDX-License-Identifier: EUPL-1.2
// Inside the value engine only: what the two halves of the validation share.
#ifndef SAMSPIL_VALUE_VALIDATE_H
#define SAMSPIL_VALUE_VALIDATE_H

#include "value/model.h"

// No single number of an estimate is larger: products of four of them stay finite.
#define CHECK_LARGEST 1e13

struct check {
  const struct value_estimate *in;
  struct arena *arena;
  value_report *report;
  void *context;
  const char *prefix; // "" or "alternatives[0]." or "alternatives[0].lines[2]."
  size_t count;
};

// Reports a fault of prefix + field. field and argument must live as long as the arena.
void check_fault(struct check *c, const char *field, enum fault fault, const char *argument);
// True when x is finite and within the bounds; else reports it.
bool check_range(struct check *c, const char *field, double x, double low, double high);
bool check_year(struct check *c, const char *field, int year);
// Rows whose field lies in first..last.
void check_uncertainty(struct check *c, const struct value_uncertainty *rows, size_t count,
                       enum value_field first, enum value_field last);

void check_line(struct check *c, const struct value_alternative *alt, size_t alternative, size_t line);
// Each transfer group cancels every year.
void check_transfers(struct check *c, const struct value_alternative *alt);
bool check_needs_volume(const struct value_alternative *alt);

#endif
