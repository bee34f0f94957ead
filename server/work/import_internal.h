// SPDX-License-Identifier: EUPL-1.2
// What the files of the import share. One struct import lives as long as one run, in its arena.
#ifndef SAMSPIL_WORK_IMPORT_INTERNAL_H
#define SAMSPIL_WORK_IMPORT_INTERNAL_H

#include "base/buf.h"
#include "base/csv.h"
#include "work/import.h"

enum {
  IMPORT_ARENA = 64 * 1024 * 1024,
  ROW_ARENA = 32 * 1024 * 1024,
  IMPORT_TIMEOUT_MS = 30 * 60 * 1000
};
enum {
  ROW_ERRORS_MAX = 50,
  ROW_TAGS_MAX = 30,
  ROW_PARTIES_MAX = 300,
  ROW_FUNDING_MAX = 20,
  ATTRIBUTES_MAX = 64
};

// --- Words that stand for values (import_words.c) ---
struct words; // owned by the arena
struct words *words_new(struct arena *a);
void words_add(struct words *w, const char *space, const char *word, const char *value);
// False when the word is unknown. *value is NULL when it stands for several things.
bool words_find(const struct words *w, const char *space, const char *word, const char **value);

// --- Cells (import_text.c) ---
// One line: white space of every kind becomes one blank, soft hyphens and byte order marks go, the
// ' that guards against formulas goes.
const char *text_line(struct arena *a, const char *cell);
// Several lines: line ends become \n, control characters blanks; trimmed.
const char *text_lines(struct arena *a, const char *cell);
// Only what counts in a number of letters and digits: no blanks, points or hyphens, upper case.
const char *text_code(struct arena *a, const char *cell);
// Cuts a list at the separator; entries as lines, without a closing '.' or ','; empty ones are left
// out.
int text_list(struct arena *a, const char *cell, const char *separator, const char **out, int most);

enum cell_type {
  CELL_TEXT,
  CELL_LINE,
  CELL_IDENTIFIER,
  CELL_TAGS,
  CELL_NAMES,
  CELL_CODE,
  CELL_OERE,
  CELL_INTEGER,
  CELL_DATE,
  CELL_CVR,
  CELL_PIC,
  CELL_GLN,
  CELL_P_NUMBER,
  CELL_COUNTRY
};
enum part { PART_FIELD, PART_PARTY, PART_FUNDING };

// A field that columns can go to (import_target), and where it is staged.
struct target {
  const char *name, *attribute, *code, *only_kind;
  enum cell_type type;
  enum part part;
  bool required;
  int64_t minimum, maximum;
};

// A column or constant that goes to a target (import_field).
struct source {
  int nth, column;                          // from 0; -1: the constant
  const struct target *target;              // NULL: only part of the key
  const char *constant, *separator, *space; // space: of its value map in words; NULL: none
  int64_t multiplier;
  enum csv_decimal decimal;
  enum csv_date date;
  bool is_key;
};

struct import {
  struct db *db, *aside;
  const struct db_principal *who;
  struct arena *arena;
  int64_t id;
  bool apply;
  const char *id_text, *kind, *list; // list: import.source, to which the keys belong
  struct csv_dialect dialect;
  int64_t header_row, rows_expected, first_new,
      last_new;      // last: keys of the organisations that it made
  const char *bytes; // the mapped file
  size_t length;
  struct target *targets;
  struct source *sources;
  int target_count, source_count;
  const char *columns[CSV_CELLS_MAX]; // names in the header row
  size_t column_count;
  struct words *words;
};

// --- Before the transaction (import_load.c) ---
MUST_USE enum err import_load(struct import *im);
// Reads the stored file into an unlinked temporary file and maps it.
MUST_USE enum err import_map(struct import *im);

// --- One row (import_row.c) ---
struct party {
  const char *role;
  const char *attributes[16];
};
struct row_error {
  const char *field, *argument;
  enum fault fault;
};
struct row {
  const char *values[ATTRIBUTES_MAX]; // of PART_FIELD, by index in stage_columns
  const char *tags[ROW_TAGS_MAX + 1];
  struct party parties[ROW_PARTIES_MAX];
  struct {
    const char *source;
    int64_t oere;
  } funding[ROW_FUNDING_MAX];
  int tag_count, party_count, funding_count;
  struct row_error errors[ROW_ERRORS_MAX];
  int error_count;
  const char *key;
};
// Attributes of import_stage that hold one value, and of parties.
extern const char *const stage_fields[], *const party_attributes[];
int stage_field(const char *attribute);
int party_attribute(const char *attribute);
void row_read(const struct import *im, struct arena *a, const struct csv_row *csv,
              enum csv_fault fault, struct row *out);

// --- The file into import_stage (import_stage.c) ---
MUST_USE enum err import_stage(struct import *im);

// Rows done of all, seen by others at once. Errors do not matter.
void import_progress(struct import *im, int64_t done, int64_t total);

#endif
