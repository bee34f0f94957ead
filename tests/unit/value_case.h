// SPDX-License-Identifier: EUPL-1.2
// The worked example HjemmeAkut as structs, for the tests of the value engine. Illustrative
// figures.
#ifndef SAMSPIL_TESTS_VALUE_CASE_H
#define SAMSPIL_TESTS_VALUE_CASE_H

#include <math.h>

#include "value/value.h"

enum { CASE_YEARS = 5, CASE_LINES = 10 };

struct value_case {
  struct value_estimate estimate;
  struct value_alternative alternative;
  struct value_line lines[CASE_LINES];
  struct value_volume volume[CASE_YEARS];
  struct value_health health[CASE_YEARS];
  struct value_step step;
};

static const double case_loen[] = {-600000, -1200000, -1200000, -1200000, -1200000};

static struct value_line case_line(const char *id, enum value_sector sector, enum value_class class,
                                   enum value_timing timing, double baseline, double new,
                                   double unit_value) {
  struct value_line l = value_line_default();
  l.id = id;
  l.name = id;
  l.sector = sector;
  l.class = class;
  l.timing = timing;
  l.qty_baseline = baseline;
  l.qty_new = new;
  l.unit_value = unit_value;
  l.evidence = EVIDENCE_D;
  return l;
}

static void case_lines(struct value_line *l) {
  enum value_sector clinic = SECTOR_INITIATING_CLINIC, others = SECTOR_OTHER_DEPARTMENTS;
  enum value_timing patient = TIMING_PER_PATIENT;
  l[0] = case_line("E1", clinic, CLASS_CASH, TIMING_ONE_OFF, 0, 1, 1500000);
  l[0].form_row = FORM_ETABLERING;
  l[1] = case_line("E2", clinic, CLASS_CASH, TIMING_PER_YEAR, 0, 0, 600000);
  l[1].kind = KIND_FLOW;
  l[1].flows = case_loen;
  l[1].flow_count = CASE_YEARS;
  l[1].form_row = FORM_LOEN;
  l[2] = case_line("E3", clinic, CLASS_CASH, TIMING_PER_YEAR, 0, 1, 600000);
  l[2].form_row = FORM_OEVRIG_DRIFT;
  l[3] = case_line("E4", clinic, CLASS_CASH, patient, 0, 1, 6000);
  l[3].form_row = FORM_OEVRIG_DRIFT;
  l[4] = case_line("E5", others, CLASS_CAPACITY, patient, 4, 0, 2700);
  l[5] = case_line("E6", others, CLASS_CAPACITY, patient, 0.12, 0, 30000);
  l[6] = case_line("E7", SECTOR_MUNICIPALITY, CLASS_CASH, patient, 0, 1.5, 450);
  l[7] = case_line("E8", SECTOR_GENERAL_PRACTICE, CLASS_CASH, patient, 0.30, 0, 160);
  l[8] = case_line("E9", SECTOR_PATIENTS, CLASS_TIME, patient, 1, 0, 700);
  l[9] = case_line("E10", SECTOR_RELATIVES, CLASS_TIME, patient, 0, 1.5, 200);
}

static __attribute__((unused)) void case_make(struct value_case *c) {
  static const double adoption[CASE_YEARS] = {0.10, 0.25, 0.50, 0.50, 0.50};
  *c = (struct value_case){.estimate = value_estimate_default(),
                           .alternative = value_alternative_default()};
  c->step = (struct value_step){0, 0.035};
  for (int t = 0; t < CASE_YEARS; t++) {
    c->volume[t] = (struct value_volume){2026 + t, 1200, adoption[t]};
    c->health[t] = (struct value_health){2026 + t, 0.004, 0};
  }
  case_lines(c->lines);
  c->alternative.name = "HjemmeAkut";
  c->alternative.lines = c->lines;
  c->alternative.line_count = CASE_LINES;
  c->alternative.volume = c->volume;
  c->alternative.volume_count = CASE_YEARS;
  c->alternative.health = c->health;
  c->alternative.health_count = CASE_YEARS;
  struct value_estimate *e = &c->estimate;
  e->base_year = 2026;
  e->horizon_years = CASE_YEARS;
  e->price_year = 2025;
  e->steps = &c->step;
  e->step_count = 1;
  e->naf = 1.28;
  e->alternatives = &c->alternative;
  e->alternative_count = 1;
}

#endif
