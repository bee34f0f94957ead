// SPDX-License-Identifier: EUPL-1.2
// Inside the value engine only: the flows of one alternative, net of the comparator, from which
// every figure is summed. Filling it again after a change of input needs no memory, which is what
// makes one-way analyses cheap.
#ifndef SAMSPIL_VALUE_MODEL_H
#define SAMSPIL_VALUE_MODEL_H

#include "value/value.h"

// No single number of an estimate is larger: products of four of them stay finite.
#define VALUE_LARGEST 1e13

struct net_line {
  const struct value_line *line; // NULL: the health rows
  bool of_comparator;
  enum value_class class;
  double rho;            // realised share of capacity
  double sunk;           // before base_year
  double *flow;          // [years], + gain
  unsigned char *sector; // [years], enum value_sector: who bears it that year
  const double *df;      // [years]
};

struct net {
  int years;
  double *df, *df_effect;                 // [years]
  double *patients, *comparator_patients; // [years]
  size_t count;
  struct net_line *lines;
};

// Room for the flows, and who bears them; net_fill computes them, net_fill_line those of one line.
// alt may be a copy with other numbers, as long as its lines stand in the same order.
void net_init(const struct value_estimate *in, const struct value_alternative *alt, struct arena *a,
              struct net *out);
void net_fill(const struct value_estimate *in, const struct value_alternative *alt,
              struct net *out);
void net_fill_line(const struct value_estimate *in, const struct value_alternative *alt,
                   const struct net *n, struct net_line *l);
// The comparator that the alternatives are held against, or NULL: nothing changes.
const struct value_alternative *net_comparator(const struct value_estimate *in);

// Patients of the alternative in a calendar year; 0 where no volume is given.
double net_patients(const struct value_alternative *alt, int year);
// The unit value in prices of price_year (S2). The index rows must exist.
double net_unit_value(const struct value_estimate *in, const struct value_line *line);
double net_price_factor(const struct value_estimate *in, const struct value_line *line);
const struct value_index *net_index(const struct value_estimate *in, const char *code, int year);
// What one unit comes to in a year, in prices of the line's own year: its unit value, or the yearly
// share of a purchase (S9).
double net_each(const struct value_estimate *in, const struct value_line *line);
// What the quantity is multiplied by in a calendar year (S3), 0 outside the line's years.
double net_scale(const struct value_estimate *in, const struct value_alternative *alt,
                 const struct value_line *line, int year);
// The override of that year or NULL.
const struct value_amount *net_override(const struct value_line *line, int year);

// The share of a flow that counts in a perspective (S5, S6): 0, 1, rho or the multipliers of S5.
double net_weight(const struct value_estimate *in, enum value_perspective p,
                  enum value_sector sector, enum value_class class, double rho);
bool net_holds(enum value_perspective p, enum value_sector sector);
// Present value of one line in a perspective, and of all of them.
double net_line_npv(const struct value_estimate *in, enum value_perspective p,
                    const struct net_line *l, int years);
double net_npv(const struct value_estimate *in, enum value_perspective p, const struct net *n);

// Rules with a file of their own; each fills its part of the outcome.
void matrix_fill(const struct net *n, struct arena *a, struct value_outcome *out);
void budget_fill(const struct value_estimate *in, const struct net *n, struct arena *a,
                 struct value_outcome *out);
void stage_fill(const struct value_estimate *in, const struct value_alternative *alt,
                const struct net *n, struct arena *a, struct value_outcome *out);
// The last year of a stage, and how many gates lie before a flow of a year.
int stage_end(const struct value_alternative *alt, size_t stage);
size_t stage_gates_before(const struct value_alternative *alt, const struct net_line *l, int year);
void sensitivity_fill(const struct value_estimate *in, const struct value_alternative *alt,
                      struct arena *a, struct value_outcome *out);
void trace_fill(const struct value_estimate *in, const struct value_alternative *alt,
                const struct net *n, struct arena *a, struct value_outcome *out);

// The line and field that a parameter id such as "E5.qty_baseline" names. False: the alternative
// has none.
bool net_parameter(const struct value_alternative *alt, const char *id, size_t *line,
                   enum value_field *field);
// Memberships that several rules ask for.
bool net_is_money(enum value_class class); // counts in kroner
bool net_is_cash(enum value_class class);  // changes a budget

#endif
