// SPDX-License-Identifier: EUPL-1.2
// CSV in and out, as real offices write it. In: UTF-8 (with or without BOM) or windows-1252; ';' ',' or
// tab; quoted cells with newlines; Danish or English numbers; several date styles. Detection is a
// proposal that the caller may override. Out: for Danish Excel, guarded against formula injection.
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
enum csv_date { CSV_DATE_ISO, CSV_DATE_DMY, CSV_DATE_MDY }; // DMY: dd.mm.yyyy, dd-mm-yyyy or dd/mm/yyyy

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
  CSV_CELL_TOO_LARGE, // a cell is over CSV_CELL_MAX bytes
  CSV_BAD_ENCODING,   // a byte sequence that the encoding cannot hold (mixed encodings), or a NUL
  CSV_TOO_MANY_CELLS, // over CSV_CELLS_MAX in a row
  CSV_STRAY_QUOTE,    // text after a closing quote
};

enum { CSV_CELL_MAX = 256 * 1024, CSV_CELLS_MAX = 512 };

struct csv_row {
  int64_t number;     // 1 for the first row of the file, header included
  int64_t line;       // physical line on which it starts, from 1
  const char *raw;    // the row's own bytes in the file, without the line end
  size_t raw_length;
  size_t count;
  const char **cells; // UTF-8, quotes undone, outer white space kept; NUL-terminated
};

// A reader over bytes in memory (a mapped file); it copies cells into the arena given to csv_next, so
// memory stays flat when that arena is reset between rows.
struct csv_reader {
  const char *bytes;
  size_t length, at;
  struct csv_dialect dialect;
  int64_t row, line;
};

// Guesses the dialect from the first 256 kB. Never fails: an empty file gives UTF-8, ';', comma, DMY.
struct csv_dialect csv_detect(const char *bytes, size_t length);
void csv_open(struct csv_reader *r, const char *bytes, size_t length, struct csv_dialect dialect);
// The next row that is not blank. After a fault in one cell (encoding, size, stray quote) the reader stands behind that
// row, so that reading can go on with the next; row->number and raw are set in that case too.
enum csv_fault csv_next(struct csv_reader *r, struct arena *a, struct csv_row *row);
const char *csv_fault_code(enum csv_fault fault);

// Cell to value in the given style. White space around and inside thousands groups is allowed ("1 234,5", U+00A0 too).
// "" is not a value. Danish: "1.234,56", "5.343.280", "1234,5"; English: "1,234.56". "kr." or "DKK" before or after is taken off.
bool csv_oere(const char *cell, enum csv_decimal decimal, int64_t *oere);
bool csv_number(const char *cell, enum csv_decimal decimal, double *value);
bool csv_integer(const char *cell, enum csv_decimal decimal, int64_t *value);
// "31%" or "31,5 %" to 0.31, 0.315; also a bare fraction 0..1.
bool csv_percent(const char *cell, enum csv_decimal decimal, double *fraction);
bool csv_date(const char *cell, enum csv_date style, struct date *out); // ISO is always understood as well

// Writing: delimiter ';', decimal comma, CRLF, dd-mm-yyyy. Call csv_bom first. `first` is true for the first cell of a row.
void csv_bom(struct buf *out);
void csv_cell(struct buf *out, const char *text, bool first);    // quoted when needed; = + - @ TAB CR at the start are defused with a leading '
void csv_cell_oere(struct buf *out, int64_t oere, bool first);   // kroner with two decimals: 1234,50
void csv_cell_date(struct buf *out, const char *iso, bool first);
void csv_end_row(struct buf *out);

#endif
