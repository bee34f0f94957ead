// SPDX-License-Identifier: EUPL-1.2
// Inside the value engine only: what the two halves of the validation share.
#ifndef SAMSPIL_VALUE_VALIDATE_H
#define SAMSPIL_VALUE_VALIDATE_H

#include "value/model.h"

struct validation {
  const struct value_estimate *in;
  struct arena *arena;
  value_report *report;
  void *context;
  const char *prefix; // "" or "alternatives[0]." or "alternatives[0].lines[2]."
  size_t count;
};

// Reports a fault of prefix + field. field and argument must live as long as the arena.
void validate_fault(struct validation *c, const char *field, enum value_fault fault,
                    const char *argument);
// True when x is finite and within the bounds; else reports it.
bool validate_range(struct validation *c, const char *field, double x, double low, double high);
bool validate_year(struct validation *c, const char *field, int year);
// Rows whose field lies in first..last.
void validate_uncertainty(struct validation *c, const struct value_uncertainty *rows, size_t count,
                          enum value_field first, enum value_field last);

void validate_line(struct validation *c, const struct value_alternative *alt, size_t alternative,
                   size_t line);
void validate_simulation(struct validation *c);
// Each transfer group cancels every year.
void validate_transfers(struct validation *c, const struct value_alternative *alt);
bool validate_needs_volume(const struct value_alternative *alt);

#endif
