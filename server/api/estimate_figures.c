// SPDX-License-Identifier: EUPL-1.2
// Stored estimates and the engine: evaluation with faults as an answer, figures for the database.
#include "api/confirmation.h"

#include <math.h>
#include <string.h>

#include "value/round.h"
#include "value/yearly.h"

enum { DOCUMENT_MAX = 64 * 1024 * 1024 };

static void under_inputs(struct arena *a, struct faults *faults) {
  for (int i = 0; i < faults->count; i++)
    faults->rows[i].field = arena_printf(a, "inputs.%s", faults->rows[i].field);
}

enum err estimate_read(struct arena *a, const char *text, size_t length, struct faults *faults,
                       const struct in **out) {
  struct in *in = NULL;
  const char *detail;
  enum err e = field_check_json(value_body, text, length, false, a, faults, &in, &detail);
  under_inputs(a, faults);
  *out = in;
  return e;
}

// Rows of an index are kept by year: a name that reads back differently would be another input.
bool estimate_storable(const struct in *inputs, struct faults *faults) {
  const struct in_value *codes = in_get(inputs, "indices");
  bool good = true;
  for (size_t i = 0; codes->items && i < codes->count; i++) {
    const struct in_value *years = &codes->items[i].values[0];
    for (size_t k = 0; years->items && k < years->count; k++) {
      const char *year = years->texts[k];
      if (strlen(year) == 4 && strspn(year, "0123456789") == 4 && year[0] != '0')
        continue;
      fault_add(faults, arena_printf(faults->arena, "inputs.indices.%s.%s", codes->texts[i], year),
                FAULT_BAD_PATTERN, "ÅÅÅÅ som årstal|YYYY as a year");
      good = false;
    }
  }
  return good;
}

size_t estimate_main(const struct evaluation *v) {
  for (size_t i = 0; i < v->estimate.alternative_count; i++)
    if (!v->estimate.alternatives[i].is_comparator)
      return i;
  return 0;
}

const struct value_outcome *estimate_outcome(const struct evaluation *v) {
  return &v->result.outcomes[estimate_main(v)];
}

// An estimate that says nothing yet is worth nothing that could be kept: 0 kr. would be a figure.
static bool empty(const struct evaluation *v) {
  const struct value_alternative *alt = &v->estimate.alternatives[estimate_main(v)];
  return alt->line_count == 0 && alt->health_count == 0;
}

static bool fits(double kr) {
  return !(fabs(kr) >= ESTIMATE_LARGEST_KR);
}

static bool flows_fit(const struct value_outcome *o, int years) {
  for (size_t i = 0; i < o->line_count; i++)
    for (int t = 0; t < years; t++)
      if (!fits(o->lines[i].flows[t]))
        return false;
  return true;
}

static bool figures_fit(const struct value_outcome *o, int years) {
  for (int p = 0; p < PERSPECTIVE_COUNT; p++)
    if (!fits(o->npv[p]))
      return false;
  for (size_t i = 0; i < o->matrix_count; i++) {
    const struct value_matrix_row *r = &o->matrix[i];
    if (!fits(r->pays) || !fits(r->saves) || !fits(r->capacity) || !fits(r->time) ||
        !fits(r->net) || !fits(r->confirmed))
      return false;
  }
  return flows_fit(o, years);
}

void estimate_evaluate(struct arena *a, const struct in *inputs, struct evaluation *out) {
  *out = (struct evaluation){.inputs = inputs, .faults = {.arena = a}};
  value_hash(inputs, out->hash);
  enum err e = value_decode(inputs, a, &out->faults, &out->estimate);
  under_inputs(a, &out->faults);
  if (e)
    return;
  value_evaluate(&out->estimate, a, &out->result);
  if (!figures_fit(estimate_outcome(out), out->estimate.horizon_years))
    fault_add(&out->faults, "inputs.alternatives", FAULT_TOO_LARGE,
              "90.000 mia. kr. i alt|DKK 90,000 billion in all");
}

void estimate_result(const struct evaluation *v, struct arena *a, struct buf *out) {
  if (v->faults.count)
    buf_puts(out, "null");
  else
    value_encode(&v->estimate, &v->result, v->hash, a, out);
}

static void put_oere(struct buf *b, const char *name, double kr) {
  out_key(b, name);
  if (isfinite(kr))
    buf_int(b, value_oere(kr));
  else
    buf_puts(b, "null");
}

static void put_text(struct buf *b, const char *name, const char *text) {
  out_key(b, name);
  if (text)
    out_string(b, text);
  else
    buf_puts(b, "null");
}

static void put_rows(struct buf *b, const struct value_outcome *o) {
  buf_putc(b, '[');
  for (size_t i = 0; i < o->matrix_count; i++) {
    const struct value_matrix_row *r = &o->matrix[i];
    out_comma(b);
    buf_putc(b, '{');
    put_text(b, "sector", value_sector_codes[r->sector]);
    put_oere(b, "pays_oere", r->pays);
    put_oere(b, "saves_oere", r->saves);
    put_oere(b, "capacity_oere", r->capacity);
    put_oere(b, "time_oere", r->time);
    put_oere(b, "net_oere", r->net);
    put_oere(b, "confirmed_oere", r->confirmed);
    out_key(b, "qaly");
    out_double(b, r->qaly);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

const char *estimate_sectors(const struct evaluation *v, struct arena *a) {
  struct buf b;
  buf_init(&b, DOCUMENT_MAX);
  put_rows(&b, estimate_outcome(v));
  const char *text = buf_ok(&b) ? arena_strndup(a, b.data, b.len) : NULL;
  buf_free(&b);
  return text;
}

// What the initiating clinic pays in cash.
static double own_cost(const struct value_outcome *o) {
  for (size_t i = 0; i < o->matrix_count; i++)
    if (o->matrix[i].sector == SECTOR_INITIATING_CLINIC)
      return 0 - o->matrix[i].pays;
  return 0;
}

static void put_yearly(struct buf *b, const struct value_yearly *y) {
  out_key(b, "years");
  buf_putc(b, '[');
  for (size_t i = 0; i < y->year_count; i++) {
    out_comma(b);
    buf_putc(b, '{');
    put_text(b, "sector", value_sector_codes[y->years[i].sector]);
    out_key(b, "year");
    buf_int(b, y->years[i].year);
    put_oere(b, "cash_oere", y->years[i].cash);
    put_oere(b, "capacity_oere", y->years[i].capacity);
    put_oere(b, "time_oere", y->years[i].time);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
  out_key(b, "natural");
  buf_putc(b, '[');
  for (size_t i = 0; i < y->unit_count; i++) {
    if (!isfinite(y->units[i].quantity))
      continue;
    out_comma(b);
    buf_putc(b, '{');
    put_text(b, "unit", y->units[i].unit);
    out_key(b, "quantity");
    out_double(b, y->units[i].quantity);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

// The columns of estimate that hold figures, by their names, and the rows of estimate_sector,
// estimate_year and estimate_natural.
static void put_figures(struct buf *b, const struct evaluation *v, struct arena *a) {
  const struct value_outcome *o = estimate_outcome(v);
  buf_putc(b, '{');
  put_text(b, "engine_version", VALUE_ENGINE_VERSION);
  put_text(b, "params_hash", v->hash);
  for (int p = 0; p < PERSPECTIVE_COUNT; p++)
    put_oere(b, arena_printf(a, "npv_%s_oere", value_perspective_codes[p]), o->npv[p]);
  put_text(b, "signal", value_signal_codes[o->signal.code]);
  out_key(b, "weak_evidence_share");
  out_double(b, o->weak_evidence_share);
  put_oere(b, "own_cost_oere", own_cost(o));
  out_key(b, "sectors");
  put_rows(b, o);
  struct value_yearly y;
  value_yearly(&v->estimate, o->alternative, a, &y);
  put_yearly(b, &y);
  buf_putc(b, '}');
}

static void put_meta(struct buf *b, const struct in *meta) {
  static const char *const names[] = {"tier", "comparator", "population"};
  for (size_t i = 0; meta && i < sizeof names / sizeof names[0]; i++)
    if (in_get(meta, names[i])->present)
      put_text(b, names[i], in_text(meta, names[i]));
  if (meta && in_has(meta, "assessment")) {
    out_key(b, "assessment");
    buf_puts(b, in_text(meta, "assessment"));
  }
}

const char *estimate_document(const struct evaluation *v, const struct in *meta, struct arena *a) {
  struct buf b;
  buf_init(&b, DOCUMENT_MAX);
  buf_putc(&b, '{');
  put_meta(&b, meta);
  out_key(&b, "inputs");
  value_inputs(v->inputs, &b);
  out_key(&b, "figures");
  if (v->faults.count || empty(v))
    buf_puts(&b, "null");
  else
    put_figures(&b, v, a);
  buf_putc(&b, '}');
  const char *text = buf_ok(&b) ? arena_strndup(a, b.data, b.len) : NULL;
  buf_free(&b);
  return text;
}

enum err estimate_shown(struct db *db, const char *id) {
  struct rows r;
  enum err e = db_exec(db, SQL_estimate_small, PARAMS(id), 0, &r);
  return e ? e : row_true(&r, 0, 0) ? ERR_SMALL_COUNTS : ERR_NONE;
}

enum err estimate_stored(struct db *db, struct arena *a, const char *id, struct rows *r,
                         const struct in **inputs, struct faults *faults) {
  enum err e = db_exec(db, SQL_estimate_stored, PARAMS(id), 0, r);
  if (e || r->count == 0)
    return e ? e : ERR_NOT_FOUND;
  return estimate_read(a, row_text(r, 0, 0), row_length(r, 0, 0), faults, inputs);
}

enum err estimate_refresh(struct db *db, struct arena *a, const char *id, struct evaluation *out) {
  struct rows r;
  const struct in *inputs;
  *out = (struct evaluation){.faults = {.arena = a}};
  enum err e = estimate_stored(db, a, id, &r, &inputs, &out->faults);
  e = e ? e : confirmed_evaluate(db, a, id, inputs, out);
  if (e)
    return e;
  bool wordless = strcmp(row_text(&r, 0, 2), "nano") == 0; // needs no figures
  if (!out->faults.count && empty(out) && !wordless)
    fault_add(&out->faults, arena_printf(a, "inputs.alternatives[%zu].lines", estimate_main(out)),
              FAULT_TOO_FEW, "1");
  if (out->faults.count)
    return ERR_INVALID;
  const char *document = estimate_document(out, NULL, a);
  if (!document)
    return ERR_INTERNAL;
  struct rows saved;
  e = db_exec(db, SQL_estimate_save, PARAMS(id, row_text(&r, 0, 1), document), 0, &saved);
  return e || row_true(&saved, 0, 0) ? e : ERR_FORBIDDEN;
}
