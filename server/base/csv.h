// SPDX-License-Identifier: EUPL-1.2
// CSV in and out, as real offices write it. In: UTF-8 (with or without BOM) or windows-1252; ';'
// ',' or tab; quoted cells with newlines; Danish or English numbers; several date styles. Detection
// is a proposal that the caller may override. Out: for Danish Excel, guarded against formula
// injection. csv.c reads rows, csv_detect.c guesses the dialect, csv_value.c reads cells,
// csv_write.c writes.
#ifndef SAMSPIL_BASE_CSV_H
#define SAMSPIL_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/parse.h"

enum csv_encoding { CSV_UTF8, CSV_WINDOWS_1252 };
enum csv_decimal { CSV_DECIMAL_COMMA, CSV_DECIMAL_POINT };
enum csv_date {
  CSV_DATE_ISO,
  CSV_DATE_DMY,
  CSV_DATE_MDY
}; // DMY: dd.mm.yyyy, dd-mm-yyyy or dd/mm/yyyy

struct csv_dialect {
  enum csv_encoding encoding;
  char delimiter; // ';' ',' or '\t'
  enum csv_decimal decimal;
  enum csv_date date;
};

enum csv_fault {
  CSV_OK,
  CSV_END,            // no further row
  CSV_UNCLOSED_QUOTE, // the file ends inside a quoted cell
  CSV_CELL_TOO_LARGE, // a cell is over CSV_CELL_MAX bytes, or the row over CSV_ROW_MAX
  CSV_BAD_ENCODING,   // a byte sequence that the encoding cannot hold (mixed encodings), or a NUL
  CSV_TOO_MANY_CELLS, // over CSV_CELLS_MAX in a row
  CSV_STRAY_QUOTE,    // text after a closing quote
};

// A row takes at most CSV_ARENA_NEED bytes of the arena given to csv_next.
enum {
  CSV_CELL_MAX = 256 * 1024,
  CSV_ROW_MAX = 1024 * 1024,
  CSV_CELLS_MAX = 512,
  CSV_ARENA_NEED = 4 * 1024 * 1024
};

struct csv_row {
  int64_t number;  // as a spreadsheet shows it: 1 for the first row, header and blank rows included
  int64_t line;    // physical line on which it starts, from 1
  const char *raw; // the row's own bytes in the file, without the line end
  size_t raw_length;
  size_t count;
  const char **cells; // UTF-8, quotes undone, outer white space kept; NUL-terminated
  size_t fault_cell;  // after a fault: the cell in which it lies, from 0
};

// A reader over bytes in memory (a mapped file); it copies cells into the arena given to csv_next,
// so memory stays flat when that arena is reset between rows.
struct csv_reader {
  const char *bytes;
  size_t length, at;
  struct csv_dialect dialect;
  int64_t row, line; // of the next row
};

// Guesses the dialect from the first 256 kB (the encoding from as much as it takes to see a letter
// that is not ASCII). Never fails: an empty file gives UTF-8, ';', comma, DMY.
struct csv_dialect csv_detect(const char *bytes, size_t length);
// Number of the row that holds the column names: the first that is as wide as most of the first 50.
int64_t csv_header_row(const char *bytes, size_t length, struct csv_dialect dialect);
// Starts behind a byte order mark and behind the line `sep=;` that Excel understands.
void csv_open(struct csv_reader *r, const char *bytes, size_t length, struct csv_dialect dialect);
// The next row that is not blank; a row of nothing but delimiters is blank too. After a fault the
// reader stands behind that row, so that reading can go on with the next; number, line, raw and
// fault_cell are set, and cells holds what could be read: all cells, U+FFFD for each bad byte,
// after CSV_BAD_ENCODING; otherwise the cells up to the faulty one. A quote that is never closed,
// or is closed in the middle of a later row, costs the line on which it was opened and no more.
enum csv_fault csv_next(struct csv_reader *r, struct arena *a, struct csv_row *row);
const char *csv_fault_code(enum csv_fault fault);

// Cell to value in the given style. White space around and inside thousands groups is allowed
// ("1 234,5", U+00A0 too). "" is not a value. Danish: "1.234,56", "5.343.280", "1234,5"; English:
// "1,234.56". "kr." or "DKK" before or after is taken off, as is ",-" behind a whole amount.
bool csv_oere(const char *cell, enum csv_decimal decimal, int64_t *oere);
// The same for amounts in thousands or millions of kroner (multiplier: a power of ten up to 10^9).
// An amount that is not a whole number of oere is refused rather than rounded.
bool csv_oere_times(const char *cell, enum csv_decimal decimal, int64_t multiplier, int64_t *oere);
bool csv_number(const char *cell, enum csv_decimal decimal, double *value);
bool csv_integer(const char *cell, enum csv_decimal decimal, int64_t *value);
// "31%" or "31,5 %" to 0.31, 0.315; also a bare fraction 0..1.
bool csv_percent(const char *cell, enum csv_decimal decimal, double *fraction);
// ISO is always understood as well. A time of day after the date is ignored. Years have four
// digits.
bool csv_date(const char *cell, enum csv_date style, struct date *out);

// Writing: delimiter ';', decimal comma, CRLF, dd-mm-yyyy. Call csv_bom first. `first` is true for
// the first cell of a row.
void csv_bom(struct buf *out);
// Quoted when needed; what a spreadsheet would run as a formula (= + - @ TAB CR LF at the start) is
// defused with a leading '.
void csv_cell(struct buf *out, const char *text, bool first);
void csv_cell_oere(struct buf *out, int64_t oere, bool first); // kroner with two decimals: 1234,50
void csv_cell_number(struct buf *out, const char *text, bool first); // 0.035 as 0,035
void csv_cell_date(struct buf *out, const char *iso, bool first);
// dd-mm-yyyy hh:mm:ss of a time stamp as PostgreSQL writes it, in the time zone that it wrote it
// in.
void csv_cell_stamp(struct buf *out, const char *iso, bool first); // NULL or "" gives an empty cell
void csv_end_row(struct buf *out);

#endif
