// SPDX-License-Identifier: EUPL-1.2
// The value engine: what a collaboration is worth, who pays and who gains. Pure arithmetic on
// structs; no I/O and no globals, so any thread may call it. The caller owns the input; everything
// in a result lives in the arena given. Rules S1-S23 are numbered as in the domain's
// calculation rules. All money is kroner in constant prices of price_year; + is a gain for the
// sector that bears the line,
// - a loss. A double that is NAN means "not given" in the input and "not defined" in the result.
#ifndef SAMSPIL_VALUE_VALUE_H
#define SAMSPIL_VALUE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "value/code.h"

// Changes whenever a figure could come out differently from the same input.
#define VALUE_ENGINE_VERSION "1.1.0"

enum {
  VALUE_HORIZON_MAX = 70,
  VALUE_YEAR_MIN = 1990,
  VALUE_YEAR_MAX = 2200,
  VALUE_FORM_YEARS = 4,   // columns of the budget form
  VALUE_BUDGET_YEARS = 5, // years of the budget impact
  VALUE_NMB_MAX = 1001,   // thresholds of one reply
  VALUE_LIFE_MAX = 100,   // years that a purchase lasts
};

// ---- input ----

struct value_step {
  int from_year; // year index from which the rate holds; the first is 0
  double rate;
};

struct value_index {
  const char *code;
  int year;
  double value;
};

// Natural parameters, or mean and sd; the unused ones NAN.
struct value_uncertainty {
  enum value_field field;
  enum value_dist dist;
  double value, low, mode, high, shape, mean, sd, meanlog, sdlog, scale, alpha, beta;
  const char *corr_group; // numbers of one group rise and fall together (S18); NULL: none
};

struct value_amount {
  int year;
  double value;
};

struct value_line {
  const char *id, *name;
  const char *index;          // price index code; NULL when no conversion is needed
  const char *transfer_group; // NULL: none
  const char *payer_task;     // NULL: no payer rule applies
  const char *municipality;   // NULL: any
  const char *unit, *source;
  enum value_sector sector;
  enum value_class class;
  enum value_kind kind;
  enum value_timing timing;
  enum value_form_row form_row;
  enum value_evidence evidence;
  enum value_confirmation confirmation;
  int stage_no;         // 0: each year belongs to the stage that runs in it
  int value_price_year; // 0: price_year
  int year_from;        // 0: base year
  int year_to;          // 0: the last year; timing annuity: the last year of its life
  int life_years;       // timing annuity: years that what is bought lasts
  double qty_baseline, qty_new, unit_value;
  double residual_value;    // timing annuity: what one sells for after its life; 0
  double multiplier;        // 1
  double realisation_share; // of capacity; NAN: the estimate's capacity_realisation
  const double *flows;      // kind flow: by year from base_year, missing years 0
  size_t flow_count;
  const double *units; // timing per_unit: by year from base_year
  size_t unit_count;
  const double *fte; // full-time equivalents of a pay line, by year from base_year; may be left out
  size_t fte_count;
  const struct value_amount
      *overrides; // replace the year's flow (signed, in the line's price year)
  size_t override_count;
  const struct value_uncertainty *uncertainty;
  size_t uncertainty_count;
};

struct value_volume {
  int year;
  double eligible, adoption;
};

struct value_health {
  int year;
  double qaly_per_patient, ly_per_patient;
};

// A stage lasts until the year before the next one starts; the last one lasts its first year, and
// what comes after it depends on its success too.
struct value_stage {
  int no;
  int start_year;
  double p_success;
  double stop_cost; // kroner in price_year, paid in the stage's last year if it fails
};

struct value_alternative {
  const char *name;
  bool is_comparator;
  bool round_patients;      // patients of a year rounded half up to whole ones
  double volume_multiplier; // 1
  const struct value_volume *volume;
  size_t volume_count;
  const struct value_line *lines;
  size_t line_count;
  const struct value_health *health;
  size_t health_count;
  const struct value_stage *stages;
  size_t stage_count;
  const struct value_uncertainty *uncertainty;
  size_t uncertainty_count;
};

// From valid_from on, the task's costs in sector_from fall on sector_to.
struct value_payer_rule {
  const char *task;
  const char *municipality; // NULL: every one
  enum value_sector sector_from, sector_to;
  int valid_from; // year
};

struct value_estimate {
  int base_year, horizon_years, price_year;
  enum value_perspective perspective;
  enum value_payment payment;
  enum value_prices budget_prices;
  const struct value_step *steps;
  size_t step_count;
  const struct value_step *effect_steps; // none: as steps
  size_t effect_step_count;
  const struct value_index *indices;
  size_t index_count;
  double naf, tax_distortion, qaly_value; // NAN: not given; without naf there is no societal figure
  double capacity_realisation;
  double threshold_from, threshold_to, threshold_step; // NAN: none
  const struct value_payer_rule *payer_rules;
  size_t payer_rule_count;
  const struct value_alternative *alternatives;
  size_t alternative_count;
  const struct value_uncertainty *uncertainty;
  size_t uncertainty_count;
  const char *const *break_even; // parameter ids: "E5.qty_baseline", "volume", "discount_rate"
  size_t break_even_count;
  bool one_way, trace;
  size_t draws; // of the simulation; 0: none
  uint64_t seed;
};

// Everything not given: NAN, 1 or 0 as described above.
struct value_estimate value_estimate_default(void);
struct value_alternative value_alternative_default(void);
struct value_line value_line_default(void);
struct value_uncertainty value_uncertainty_default(void);

// ---- result ----

struct value_line_result {
  const struct value_line *line; // NULL: the alternative's health rows
  bool of_comparator;            // taken off, because it is what happens otherwise
  double *flows;                 // [horizon]
  double pv;
  double sunk; // before base_year: not counted
};

struct value_matrix_row {
  enum value_sector sector;
  double pays;  // present value of cash going out, <= 0
  double saves; // present value of cash coming in, >= 0
  double capacity, time, qaly;
  double net;       // pays + saves + capacity + time
  double cash;      // pays + saves + realised share of capacity
  double confirmed; // the part of net that the sector has confirmed
};

struct value_compensation {
  enum value_sector sector;
  double amount;
};

struct value_signal_result {
  enum value_signal code;
  double initiator, total;
  double
      compensation; // what the initiator lacks to break even; 0 unless it loses and society gains
  struct value_compensation *payers;
  size_t payer_count;
  double spillover_share;
};

struct value_payer {
  enum value_sector sector;
  double *amounts; // + is a larger expense
};

struct value_budget {
  int first_year;
  size_t year_count;
  struct value_payer *payers;
  size_t payer_count;
  double loen[VALUE_FORM_YEARS], oevrig_drift[VALUE_FORM_YEARS], etablering[VALUE_FORM_YEARS];
  double aarsvaerk[VALUE_FORM_YEARS], samlet[VALUE_FORM_YEARS];
};

struct value_nmb {
  double wtp, nmb, nhb;
};

struct value_tornado_row {
  const char *parameter;
  double low, high, npv_low, npv_high, swing;
  double qaly_low, qaly_high; // with a price on a QALY they make a tornado of net monetary benefit
};

struct value_break_even {
  const char *parameter;
  double value;
};

struct value_stage_result {
  const struct value_stage *stage;
  double probability; // that the stage is reached
  double exposure;    // the region's cash spent up to its end, undiscounted
};

struct value_warning_result {
  enum value_warning code;
  const struct value_line *line; // NULL: the whole alternative
};

struct value_trace_line {
  const struct value_line *line; // NULL: health rows
  const char *formula;
  const char **terms;
  size_t term_count;
};

struct value_outcome {
  const struct value_alternative *alternative;
  double npv[PERSPECTIVE_COUNT];
  double *flows_total, *cumulative, *cumulative_discounted; // [horizon], chosen perspective
  double benefits, costs, bcr;
  double annuity, payback_years, discounted_payback_years, irr;
  bool recrosses, discounted_recrosses;
  double cost_delta, qaly, qaly_undiscounted, life_years, life_years_undiscounted, icer;
  enum value_verdict verdict;
  enum value_quadrant quadrant;
  struct value_nmb *nmb;
  size_t nmb_count;
  struct value_line_result *lines;
  size_t line_count;
  struct value_matrix_row *matrix;
  size_t matrix_count;
  struct value_signal_result signal, signal_cash;
  struct value_budget budget;
  double sunk;
  double risk_adjusted_npv, break_even_p;
  struct value_stage_result *stages;
  struct value_break_even *break_even;
  struct value_tornado_row *tornado;
  size_t tornado_count;
  double weak_evidence_share, ungraded_share, climate_kg;
  struct value_warning_result *warnings;
  size_t warning_count;
  struct value_trace_line *trace;
  size_t trace_count;
  const struct value_simulation *simulation; // value/simulate.h; NULL: none asked for
};

struct value_frontier_row {
  const char *name;
  double cost, effect; // against the comparator
  enum value_frontier_status status;
  double incremental_cost, incremental_effect, icer; // against the one before it on the frontier
};

struct value_result {
  double *discount_factors; // [horizon]
  struct value_outcome *outcomes;
  size_t outcome_count;
  struct value_frontier_row *frontier; // in order of effect; comparator included
  size_t frontier_count;
  const struct value_decision *decision; // value/simulate.h; NULL: no simulation asked for
};

// What can be wrong with a field; the caller has the texts.
enum value_fault {
  VALUE_FAULT_REQUIRED,
  VALUE_FAULT_UNKNOWN_REFERENCE,
  VALUE_FAULT_TOO_SMALL, // argument: the least
  VALUE_FAULT_TOO_LARGE, // argument: the largest
  VALUE_FAULT_TOO_FEW,
  VALUE_FAULT_TOO_MANY,
  VALUE_FAULT_BAD_NUMBER,
  VALUE_FAULT_NOT_POSITIVE,
  VALUE_FAULT_END_BEFORE_START,
  VALUE_FAULT_REPEATED,
  VALUE_FAULT_DUPLICATE,        // argument: the text
  VALUE_FAULT_MISSING_INDEX,    // argument: code and year
  VALUE_FAULT_BAD_DISTRIBUTION, // argument: what should hold
  VALUE_FAULT_NOT_ZERO_SUM,     // argument: year and sum
  VALUE_FAULT_COUNT
};

// Called once for each fault; field such as "alternatives[0].lines[2].value_price_year". argument
// may be NULL. The texts live in the arena.
typedef void value_report(void *context, const char *field, enum value_fault fault,
                          const char *argument);

// Reports what is wrong with the parameters of one uncertain number, by their names, and returns
// how many faults there were (S22). Arguments are constants.
size_t value_uncertainty_validate(const struct value_uncertainty *u, value_report *report,
                                  void *context);

// Reports every fault at once (S22) and returns how many there were.
size_t value_validate(const struct value_estimate *in, struct arena *a, value_report *report,
                      void *context);

// The whole evaluation. The input must have passed value_validate.
void value_evaluate(const struct value_estimate *in, struct arena *a, struct value_result *out);

// ---- parts that others use by themselves ----

// How many thresholds the estimate asks for; 0: none.
size_t value_threshold_count(const struct value_estimate *in);

// The rate of the step that holds year index `year` (S4).
double value_rate(const struct value_step *steps, size_t count, int year);
// factors[0..years-1]: chained forward rates, 1 in year 0; mid-year payments are half a year later
// (S4).
void value_discount(const struct value_step *steps, size_t count, enum value_payment payment,
                    int years, double *factors);
// Equal yearly amount over n years worth pv; due: paid at the start of each year (S9).
double value_annuity(double pv, const struct value_step *steps, size_t count, int n, bool due);
// What equipment bought in year index `first` (before 0: as in year 0) costs in each of the n years
// that it lasts, that year the first: discounted as flows are, these amounts are worth the price
// less what it sells for when the n years are over. With annual payment an annuity-due (S9). n is
// at most VALUE_LIFE_MAX.
double value_annuity_equipment(double price, double scrap, const struct value_step *steps,
                               size_t count, enum value_payment payment, int first, int n);
// Years until the running sum is no longer negative, or NAN (S8).
double value_payback(const double *flows, int years, bool *recrosses);
// Internal rate of return in (-0.99, 10], or NAN: only when the flows change sign once (S10).
double value_irr(const double *flows, int years);
enum value_verdict value_verdict(double cost, double effect);
enum value_quadrant value_quadrant(double cost, double effect);
// Marks dominated and extendedly dominated rows and fills the increments; sorts by effect (S12).
void value_frontier(struct value_frontier_row *rows, size_t count);
// The interval of a one-way analysis: the bounds, or the 2.5 and 97.5 % points of an unbounded one.
void value_interval(const struct value_uncertainty *u, double *low, double *high);

#endif
