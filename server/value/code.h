// SPDX-License-Identifier: EUPL-1.2
// The code lists of the value engine: enums in C, stable text codes outside. Free for anyone.
#ifndef SAMSPIL_VALUE_CODE_H
#define SAMSPIL_VALUE_CODE_H

enum value_sector {
  SECTOR_INITIATING_CLINIC,
  SECTOR_OTHER_DEPARTMENTS,
  SECTOR_OTHER_HOSPITALS,
  SECTOR_REGION_ADMIN,
  SECTOR_GENERAL_PRACTICE,
  SECTOR_MUNICIPALITY,
  SECTOR_STATE,
  SECTOR_PATIENTS,
  SECTOR_RELATIVES,
  SECTOR_PRIVATE_PARTY,
  SECTOR_OTHER_REGIONS,
  SECTOR_REST_OF_SOCIETY,
  SECTOR_COUNT
};

enum value_class {
  CLASS_CASH,     // changes a budget
  CLASS_CAPACITY, // freed time or room: not money unless realised
  CLASS_TIME,     // patients' and relatives' time
  CLASS_HEALTH,   // amounts are QALYs
  CLASS_REVENUE,  // changes a budget
  CLASS_TRANSFER, // between purses; cancels every year within its group
  CLASS_QUALITY,  // amounts are scores
  CLASS_CLIMATE,  // amounts are kg CO2e
  CLASS_COUNT
};

enum value_kind { KIND_RESOURCE, KIND_OUTCOME, KIND_FLOW, KIND_COUNT };
enum value_timing {
  TIMING_ONE_OFF,
  TIMING_PER_YEAR,
  TIMING_PER_PATIENT,
  TIMING_PER_UNIT,
  TIMING_ANNUITY, // bought in the first year, its price spread over the years that it lasts
  TIMING_COUNT
};
enum value_form_row { FORM_NONE, FORM_LOEN, FORM_OEVRIG_DRIFT, FORM_ETABLERING, FORM_COUNT };
enum value_evidence {
  EVIDENCE_NONE,
  EVIDENCE_A,
  EVIDENCE_B,
  EVIDENCE_C,
  EVIDENCE_D,
  EVIDENCE_E,
  EVIDENCE_COUNT
};
enum value_confirmation { CONFIRM_UNANSWERED, CONFIRM_CONFIRMED, CONFIRM_DISPUTED, CONFIRM_COUNT };
enum value_payment { PAYMENT_ANNUAL, PAYMENT_MID_YEAR, PAYMENT_COUNT };
enum value_prices { PRICES_CONSTANT, PRICES_NOMINAL, PRICES_COUNT };

enum value_perspective {
  PERSPECTIVE_CLINIC,
  PERSPECTIVE_HOSPITAL,
  PERSPECTIVE_REGION,
  PERSPECTIVE_REGION_CASH, // ..._CASH: cash + the realised share of capacity
  PERSPECTIVE_PUBLIC,
  PERSPECTIVE_PUBLIC_CASH,
  PERSPECTIVE_LIMITED_SOCIETAL,
  PERSPECTIVE_LIMITED_SOCIETAL_CASH,
  PERSPECTIVE_SOCIETAL,
  PERSPECTIVE_COUNT
};

enum value_dist {
  DIST_FIXED,
  DIST_UNIFORM,
  DIST_TRIANGULAR,
  DIST_PERT,
  DIST_NORMAL,
  DIST_LOGNORMAL,
  DIST_GAMMA,
  DIST_BETA,
  DIST_COUNT
};

// What an uncertain number stands for. The first five belong to a line, the next to an alternative,
// the last two to the estimate.
enum value_field {
  FIELD_QTY_BASELINE,
  FIELD_QTY_NEW,
  FIELD_UNIT_VALUE,
  FIELD_MULTIPLIER,
  FIELD_REALISATION_SHARE,
  FIELD_VOLUME,
  FIELD_DISCOUNT_RATE,
  FIELD_CAPACITY_REALISATION,
  FIELD_COUNT
};

enum value_signal {
  SIGNAL_NEUTRAL,
  SIGNAL_COMMON_GAIN,
  SIGNAL_INITIATOR_LOSES_SOCIETY_GAINS,
  SIGNAL_COST_SHIFTED,
  SIGNAL_NO_TOTAL_GAIN,
  SIGNAL_COUNT
};

enum value_verdict {
  VERDICT_COST_MINIMISATION,
  VERDICT_DOMINANT,
  VERDICT_DOMINATED,
  VERDICT_ICER,
  VERDICT_SAVINGS_PER_QALY_LOST,
  VERDICT_COUNT
};

enum value_quadrant {
  QUADRANT_AXIS,
  QUADRANT_NE,
  QUADRANT_SE,
  QUADRANT_SW,
  QUADRANT_NW,
  QUADRANT_COUNT
};

enum value_frontier_status {
  FRONTIER_ON,
  FRONTIER_DOMINATED,
  FRONTIER_EXTENDED_DOMINATED,
  FRONTIER_COUNT
};

enum value_warning {
  WARNING_NO_SOURCE,        // a figure with neither source nor grade D or E
  WARNING_LOEN_WITHOUT_FTE, // pay in the budget form, but no full-time equivalents
  WARNING_FTE_WITHOUT_LOEN,
  WARNING_PAYBACK_RECROSSES, // paid back, but behind again later
  WARNING_SAVINGS_PER_QALY_LOST,
  WARNING_DISPUTED, // the sector disputes a line
  WARNING_COUNT
};

// Stable text codes in enum order, ended by NULL; never change their meaning.
extern const char *const value_sector_codes[];
extern const char *const value_class_codes[];
extern const char *const value_kind_codes[];
extern const char *const value_timing_codes[];
extern const char *const value_form_row_codes[];
extern const char *const value_evidence_codes[];
extern const char *const value_confirmation_codes[];
extern const char *const value_payment_codes[];
extern const char *const value_prices_codes[];
extern const char *const value_perspective_codes[];
extern const char *const value_dist_codes[];
extern const char *const value_field_codes[];
extern const char *const value_signal_codes[];
extern const char *const value_verdict_codes[];
extern const char *const value_quadrant_codes[];
extern const char *const value_frontier_codes[];
extern const char *const value_warning_codes[];

// The position of a code in one of these tables, -1 if it is not there.
int value_code(const char *const *codes, const char *code);

#endif
