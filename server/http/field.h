// SPDX-License-Identifier: EUPL-1.2
// Field tables: what a body, a query or a reply may hold. One table checks the input, fills the
// forms of the browser (/meta) and prints the schema (/openapi.json), so that the three cannot
// disagree. A check reports every fault at once and gives a checked tree whose texts go straight
// into SQL.
#ifndef SAMSPIL_HTTP_FIELD_H
#define SAMSPIL_HTTP_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

enum field_type {
  F_END,
  F_TEXT,   // min..max characters; refused when it holds a CPR number unless FIELD_RAW
  F_INT,    // min..max
  F_MONEY,  // øre, min..max
  F_NUMBER, // double, low..high
  F_BOOL,
  F_DATE,   // YYYY-MM-DD
  F_STAMP,  // RFC 3339; replies only
  F_ID,     // key of another row, 1..2^53
  F_CHOICE, // one of `choices`, "a|b|c"
  F_CODE,   // a code of the list `choices`, kept in the database
  F_CVR,
  F_GLN,
  F_P_NUMBER,
  F_EMAIL,
  F_URL,
  F_TEXTS,   // array of at most max texts (of at most 80 characters each)
  F_NUMBERS, // array of at most max doubles
  F_OBJECT,  // `sub`
  F_ARRAY,   // array of objects, min..max elements, `sub`
  F_MAP,     // object with free names and values by the single row `sub`
  F_LISTS,   // array of arrays by the single row `sub`, min..max elements
  F_ANY,     // any JSON; replies only
};

enum {
  FIELD_REQUIRED = 1, // in a reply: never absent
  FIELD_RAW = 2,      // text is not searched for CPR numbers (passwords, tokens, searches)
  FIELD_NO_NULL = 4,  // absent is fine, null is not; in a reply: never null
  FIELD_SECRET = 8,   // never logged or shown
  FIELD_NO_TEXT = 16, // array or object that never goes into SQL: not kept as text too
};

struct field {
  const char *name;
  enum field_type type;
  unsigned flags;
  int64_t min, max; // length, value or elements; max 0: the type's own limit
  const char *choices;
  const struct field *sub;
  double low, high; // F_NUMBER and F_NUMBERS; both 0: any finite number
};

// One checked value. text is what goes to SQL: NULL when absent or null; arrays and objects as
// JSON, but F_NUMBERS and FIELD_NO_TEXT.
struct in_value {
  bool present, null;
  const char *text;
  int64_t integer;    // F_INT, F_MONEY, F_ID, F_BOOL
  double number;      // F_NUMBER
  size_t count;       // F_TEXTS, F_NUMBERS, F_ARRAY, F_MAP, F_LISTS
  const char **texts; // F_TEXTS; F_MAP: the names
  double *numbers;    // F_NUMBERS
  struct in *items;   // F_OBJECT (1), F_ARRAY, F_MAP, F_LISTS (count; value 0 of the last two)
};

struct in {
  const struct field *table;
  struct in_value *values; // one a row of the table
};

// Never fail: a name that is not in the table aborts (it is a mistake of ours).
const struct in_value *in_get(const struct in *in, const char *name);
const char *in_text(const struct in *in, const char *name);
bool in_has(const struct in *in, const char *name); // present and not null
int64_t in_int(const struct in *in, const char *name, int64_t otherwise);
double in_number(const struct in *in, const char *name, double otherwise);

// A list of faults in the order found; at most FAULTS_MAX are kept.
enum { FAULTS_MAX = 100 };
struct faults {
  struct arena *arena;
  struct fault_row {
    const char *field;
    enum fault fault;
    const char *argument; // for the %s of the text, or NULL; "dansk|english" when the two differ
  } rows[FAULTS_MAX];
  int count;
};
void fault_add(struct faults *f, const char *field, enum fault fault, const char *argument);

// Answers whether a code stands in a list of the database (F_CODE) today.
typedef bool field_code_known(const char *list, const char *code);
void field_use_codes(field_code_known *known);

// Parses and checks a JSON body. ERR_BAD_JSON with reason and place ("dansk|english") in *detail
// when it is no JSON, ERR_INVALID when fields are wrong. partial: required fields may be absent
// (merge-patch).
MUST_USE enum err field_check_json(const struct field *table, const char *body, size_t length,
                                   bool partial, struct arena *a, struct faults *faults,
                                   struct in **out, const char **detail);
// Checks name=value pairs (a query). Values are texts.
struct pair {
  const char *name, *value;
};
MUST_USE enum err field_check_pairs(const struct field *table, const struct pair *pairs,
                                    size_t count, struct arena *a, struct faults *faults,
                                    struct in **out);

// The table as a JSON schema object (OpenAPI 3.1), and as a form description for the browser.
enum schema_use { SCHEMA_INPUT, SCHEMA_PATCH, SCHEMA_REPLY };
void field_schema(struct buf *out, const struct field *table, enum schema_use use);
void field_form(struct buf *out, const struct field *table);

#endif
