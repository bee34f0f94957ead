// SPDX-License-Identifier: EUPL-1.2
// Measurements of a case, and what is wrong with one; realisation.c holds them against the
// estimate.
#include "api/measurement.h"

#include <math.h>
#include <string.h>

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

enum { REFERENCE_CODE_MAX = 80 };

static const char default_index[] = "PL"; // where neither line nor estimate names one

const struct field measurement_fields[] = {
    {"estimate_id", F_ID},
    {"line", F_TEXT, FIELD_REQUIRED, 1, 60},
    {"year", F_INT, FIELD_REQUIRED, 1990, 2200},
    {"baseline", F_BOOL, FIELD_NO_NULL},
    {"qty", F_NUMBER, .low = -1e13, .high = 1e13},
    {"patients", F_NUMBER, .low = 0, .high = 1e9},
    {"amount_oere", F_MONEY, .min = -INT64_C(9007199254740991), .max = INT64_C(9007199254740991)},
    {"price_year", F_INT, .min = 1990, .max = 2200},
    {"deadweight", F_NUMBER, .low = 0, .high = 1},
    {"attribution", F_NUMBER, .low = 0, .high = 1},
    {"source", F_TEXT, .max = 2000},
    {"note", F_TEXT, .max = 4000},
    {.type = F_END},
};
const struct field measurement_reply[] = {
    {"id", F_ID, ALWAYS},
    {"estimate_id", F_ID, MAYBE},
    {"line", F_TEXT, ALWAYS},
    {"year", F_INT, ALWAYS},
    {"baseline", F_BOOL, ALWAYS},
    {"qty", F_NUMBER, MAYBE},
    {"patients", F_NUMBER, MAYBE},
    {"amount_oere", F_MONEY, MAYBE},
    {"price_year", F_INT, MAYBE},
    {"deadweight", F_NUMBER, ALWAYS},
    {"attribution", F_NUMBER, ALWAYS},
    {"source", F_TEXT, MAYBE},
    {"note", F_TEXT, MAYBE},
    {"measured_by", F_ID, MAYBE},
    {"measured_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"measured_at", F_STAMP, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

static void read_rows(const struct rows *r, struct arena *a, struct plan *p) {
  p->count = (size_t)r->count;
  p->rows = arena_array(a, p->count, sizeof *p->rows);
  for (int i = 0; i < r->count; i++)
    p->rows[i] = (struct measure){.id = row_text(r, i, 0),
                                  .line = row_text(r, i, 1),
                                  .year = (int)row_int(r, i, 2),
                                  .baseline = row_true(r, i, 3),
                                  .qty = row_number(r, i, 4),
                                  .patients = row_number(r, i, 5),
                                  .amount = row_number(r, i, 6) / 100,
                                  .price_year = (int)row_int(r, i, 7),
                                  .deadweight = row_number(r, i, 8),
                                  .attribution = row_number(r, i, 9)};
}

static void add_indices(const struct rows *r, struct arena *a, struct plan *p) {
  size_t own = p->v.estimate.index_count, n = own + (size_t)r->count;
  struct value_index *all = arena_array(a, n, sizeof *all);
  if (own)
    memcpy(all, p->v.estimate.indices, own * sizeof *all);
  for (int i = 0; i < r->count; i++)
    all[own + (size_t)i] =
        (struct value_index){row_text(r, i, 0), (int)row_int(r, i, 1), row_number(r, i, 2)};
  p->in = p->v.estimate;
  p->in.indices = all;
  p->in.index_count = n;
}

enum err measurement_load(struct request *req, struct db *db, struct plan *p) {
  struct rows estimate, rows, indices;
  struct arena *a = req->arena;
  const struct in *inputs;
  *p = (struct plan){.v = {.faults = {.arena = a}}};
  enum err e = db_exec(db, SQL_realisation_estimate, PARAMS(req->key[0]), 0, &estimate);
  e = e ? e : db_exec(db, SQL_realisation_rows, PARAMS(req->key[0]), 0, &rows);
  e = e ? e : db_exec(db, SQL_realisation_indices, NO_PARAMS, 0, &indices);
  if (e || estimate.count == 0)
    return e;
  p->estimate = row_text(&estimate, 0, 0);
  p->approved = row_true(&estimate, 0, 1);
  p->today_year = (int)row_int(&estimate, 0, 3);
  p->today_month = (int)row_int(&estimate, 0, 4);
  read_rows(&rows, a, p);
  if (!estimate_read(a, row_text(&estimate, 0, 2), row_length(&estimate, 0, 2), &p->v.faults,
                     &inputs))
    estimate_evaluate(a, inputs, &p->v);
  if (p->v.faults.count)
    return ERR_NONE;
  add_indices(&indices, a, p);
  p->outcome = estimate_outcome(&p->v);
  return ERR_NONE;
}

const struct value_line_result *measurement_line(const struct plan *p, const char *id) {
  for (size_t i = 0; i < p->outcome->line_count; i++) {
    const struct value_line_result *l = &p->outcome->lines[i];
    if (l->line && !l->of_comparator && strcmp(l->line->id, id) == 0)
      return l;
  }
  return NULL;
}

// ---- prices ----

static bool has_index(const struct plan *p, const char *code, int year) {
  for (size_t i = 0; i < p->in.index_count; i++)
    if (p->in.indices[i].year == year && strcmp(p->in.indices[i].code, code) == 0)
      return true;
  return false;
}

static const char *index_name(const struct plan *p, const struct value_line *line) {
  if (line->index && *line->index)
    return line->index;
  return p->v.estimate.index_count ? p->v.estimate.indices[0].code : default_index;
}

const char *measurement_index(struct arena *a, const struct plan *p, const struct value_line *line,
                              int year) {
  const char *own = index_name(p, line);
  const char *const names[] = {own, arena_printf(a, "reference:%.*s", REFERENCE_CODE_MAX, own)};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (has_index(p, names[i], year) && has_index(p, names[i], p->in.price_year))
      return names[i];
  return NULL;
}

int measurement_prices(const struct measure *m) {
  return m->price_year ? m->price_year : m->year;
}

// ---- what is wrong with a row ----

static void judge_amount(struct arena *a, const struct plan *p, const struct measure *m,
                         const struct value_line *line, struct faults *faults) {
  int year = measurement_prices(m);
  if (year != p->in.price_year && !measurement_index(a, p, line, year))
    fault_add(faults, "price_year", FAULT_MISSING_INDEX,
              arena_printf(a, "%s %d", index_name(p, line), year));
}

void measurement_judge(struct arena *a, const struct plan *p, const struct measure *m,
                       struct faults *faults) {
  const struct value_line_result *l = measurement_line(p, m->line);
  int last = p->in.base_year + p->in.horizon_years - 1;
  if (!l) {
    fault_add(faults, "line", FAULT_UNKNOWN_REFERENCE, NULL);
    return;
  }
  if (!m->baseline && m->year < p->in.base_year)
    fault_add(faults, "year", FAULT_TOO_SMALL, arena_printf(a, "%d", p->in.base_year));
  else if (m->year > last)
    fault_add(faults, "year", FAULT_TOO_LARGE, arena_printf(a, "%d", last));
  if (!isnan(m->amount))
    judge_amount(a, p, m, l->line, faults);
  else if (l->line->kind == KIND_FLOW) // has no quantities
    fault_add(faults, "amount_oere", FAULT_REQUIRED, NULL);
}

static enum err measurement_check(struct request *req, struct db *db, const char *id) {
  struct plan p;
  enum err e = measurement_load(req, db, &p);
  if (e)
    return e;
  if (!p.outcome)
    return refuse_field(req, "estimate_id", FAULT_REQUIRED, NULL);
  for (size_t i = 0; i < p.count; i++)
    if (strcmp(p.rows[i].id, id) == 0)
      measurement_judge(req->arena, &p, &p.rows[i], &req->faults);
  return req->faults.count ? ERR_INVALID : ERR_NONE;
}

const struct child child_measurements = {
    CHILD_OF_CASE(measurement, "measurements", measurement_reply), .check = measurement_check};
