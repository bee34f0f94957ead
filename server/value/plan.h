// SPDX-License-Identifier: EUPL-1.2
// Inside the value engine only: what the draws of one alternative have in common. A line's flow is
// its amount with every uncertain number at 1 times the product of those numbers; so a figure of a
// draw is a weighted sum of few products (columns), with weights that are computed once. Only what
// a drawn discount rate or drawn rounded patients touch is a column for each year.
#ifndef SAMSPIL_VALUE_PLAN_H
#define SAMSPIL_VALUE_PLAN_H

#include "value/draw.h"

// A part of a line's flows that has the same uncertain factors.
struct term {
  const struct net_line *line;
  const double *amount;                         // [years], every uncertain factor at 1
  const struct parameter *factors[FIELD_COUNT]; // by field; NULL: certain
  double baseline, new;                         // the certain half of an uncertain quantity
  bool certain;                                 // no factor at all
  bool rounded;                                 // times the rounded patients of the year
  bool by_rate;                                 // discounted with the drawn rate
  int life;             // a purchase spread over so many years at the drawn rate; 0: none such
  bool scrap;           // its part that follows what it sells for, not the price
  double spread;        // its yearly share of 1 krone at the rates of the estimate
  size_t flows, worths; // its first column for yearly flows, for present values
  double *product;      // [block]
};

// One product of every draw.
struct column {
  const struct term *term;
  int year;        // -1: the same in all years
  bool discounted; // times the drawn discount factor of the year
  bool rho;        // times the drawn realised share
  bool used;       // some row weighs it
  double *values;  // [block]
};

struct weight {
  size_t column;
  double value;
};

enum row_kind { ROW_NPV, ROW_SECTOR, ROW_QALY, ROW_GATE, ROW_YEAR };

// One figure of each draw: constant + the weighted sum of columns.
struct row {
  enum row_kind kind;
  int index;   // perspective, sector, gates passed or year
  double *out; // [draws]; ROW_GATE: [block]
  double constant;
  size_t count;
  struct weight *weights;
};

struct plan {
  const struct value_estimate *in;
  const struct value_alternative *alt;
  struct net net; // with every uncertain factor at 1
  int years;
  const struct parameter *rate, *volume[2]; // of the alternative, of the comparator
  bool rounded[2];                          // patients are rounded draw by draw
  size_t term_count, column_count, row_count, block;
  struct term *terms;
  struct column *columns;
  struct row *rows;
  const struct row *gates; // [stages + 1], the last rows; none without stages
  double *factors;         // [years x block], drawn discount factors; NULL: the rate is certain
  double *patients[2];     // [years x block], where rounded
};

// result gets vectors for out->count draws, not filled yet. block: the most draws at a time; the
// plan may take fewer.
void plan_make(const struct value_estimate *in, const struct value_alternative *alt,
               const struct parameters *all, size_t block, struct arena *a, struct plan *out,
               struct draws *result);

#endif
