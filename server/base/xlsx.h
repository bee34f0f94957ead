// SPDX-License-Identifier: EUPL-1.2
// Workbooks for Excel, by libxlsxwriter: sheets written row by row. Texts are texts, never
// formulas; a number that is not finite leaves its cell empty. The only file that includes the
// library.
#ifndef SAMSPIL_BASE_XLSX_H
#define SAMSPIL_BASE_XLSX_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

enum xlsx_style {
  XLSX_PLAIN,
  XLSX_HEAD,    // bold on grey, with a line below
  XLSX_TITLE,   // large
  XLSX_STRONG,  // bold
  XLSX_KR,      // 1.234.567 (the separators are those of the reader's Excel)
  XLSX_KR_BOLD, // sums
  XLSX_DECIMAL, // 1.234,57
  XLSX_PRECISE, // up to 6 decimals, as many as there are
  XLSX_PERCENT, // 0,25 as 25,0 %
  XLSX_YEAR,    // whole, without separators
  XLSX_DATE,    // of xlsx_date
  XLSX_STYLES
};

struct xlsx;

// Belongs to the arena.
struct xlsx *xlsx_new(struct arena *a);
// A sheet of at most 31 characters; what is written goes there from now on. widths: of the columns
// in characters, ended by 0; frozen: rows that stay in view.
void xlsx_sheet(struct xlsx *x, const char *name, const int *widths, int frozen);
// Cells of the present row from left to right.
void xlsx_text(struct xlsx *x, const char *text, enum xlsx_style style); // NULL: empty
void xlsx_number(struct xlsx *x, double value, enum xlsx_style style);
void xlsx_date(struct xlsx *x, const char *iso); // YYYY-MM-DD; NULL: empty
void xlsx_skip(struct xlsx *x, int cells);
void xlsx_row(struct xlsx *x); // the next row
// The finished file behind what out holds. False when it could not be made.
bool xlsx_finish(struct xlsx *x, struct buf *out);

#endif
