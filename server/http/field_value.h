// SPDX-License-Identifier: EUPL-1.2
// Judges one scalar against one row of a field table. Inside http/ only.
#ifndef SAMSPIL_HTTP_FIELD_VALUE_H
#define SAMSPIL_HTTP_FIELD_VALUE_H

#include "http/field.h"

struct json_lists;
struct json_object;

enum scalar_kind { SCALAR_TEXT, SCALAR_NUMBER, SCALAR_BOOL, SCALAR_OTHER };

struct scalar {
  enum scalar_kind kind;
  const char *text; // the string, or the number as it was written
  size_t length;
};

struct check {
  struct arena *arena;
  struct faults *faults;
  bool from_text; // a query: numbers and booleans arrive as text
  // Of a JSON body: the arrays of numbers that the scan read, and a number to stand for any in
  // them.
  const struct json_lists *lists;
  struct json_object *number;
};

void value_check(struct check *c, const struct field *f, struct scalar s, const char *path,
                 struct in_value *out);

bool number_fits(const struct field *f, double value);
// Adds the fault of a number that does not fit.
void number_bounds(struct check *c, const struct field *f, double value, const char *path);

// The word for a type in "must be %s", as a "dansk|english" pair.
const char *type_word(enum field_type t);

#endif
