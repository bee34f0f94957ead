// SPDX-License-Identifier: EUPL-1.2
// Judges one scalar against one row of a field table. Inside http/ only.
#ifndef SAMSPIL_HTTP_FIELD_VALUE_H
#define SAMSPIL_HTTP_FIELD_VALUE_H

#include "http/field.h"

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
};

void value_check(struct check *c, const struct field *f, struct scalar s, const char *path,
                 struct in_value *out);

// The word for a type in "must be %s", as a "dansk|english" pair.
const char *type_word(enum field_type t);

#endif
