// SPDX-License-Identifier: EUPL-1.2
// The reply of the value engine as JSON: full-precision kroner, null where a figure is not defined.
// What it holds is declared in value_reply.c.
#include <string.h>

#include "api/value_codec.h"
#include "api/value_json.h"
#include "value/round.h"
#include "value/sentence.h"

static void years(struct buf *b, const char *name, int first, size_t count) {
  open(b, name, '[');
  for (size_t i = 0; i < count; i++) {
    out_comma(b);
    buf_int(b, first + (int64_t)i);
  }
  buf_putc(b, ']');
}

static void encode_npv(struct buf *b, const struct value_outcome *o) {
  open(b, "npv", '{');
  for (int p = 0; p < PERSPECTIVE_COUNT; p++)
    number(b, value_perspective_codes[p], o->npv[p]);
  buf_putc(b, '}');
}

static void encode_measures(struct buf *b, const struct value_outcome *o) {
  number(b, "benefits", o->benefits);
  number(b, "costs", o->costs);
  number(b, "bcr", o->bcr);
  number(b, "annuity", o->annuity);
  number(b, "payback_years", o->payback_years);
  boolean(b, "payback_recrosses", o->recrosses);
  number(b, "discounted_payback_years", o->discounted_payback_years);
  boolean(b, "discounted_payback_recrosses", o->discounted_recrosses);
  number(b, "irr", o->irr);
  number(b, "cost_delta", o->cost_delta);
  number(b, "qaly", o->qaly);
  number(b, "qaly_undiscounted", o->qaly_undiscounted);
  number(b, "life_years", o->life_years);
  number(b, "life_years_undiscounted", o->life_years_undiscounted);
  number(b, "icer", o->icer);
  text(b, "icer_verdict", value_verdict_codes[o->verdict]);
  text(b, "quadrant", value_quadrant_codes[o->quadrant]);
  open(b, "nmb", '[');
  for (size_t i = 0; i < o->nmb_count; i++) {
    item(b);
    number(b, "wtp", o->nmb[i].wtp);
    number(b, "value", o->nmb[i].nmb);
    number(b, "nhb", o->nmb[i].nhb);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

static void encode_lines(struct buf *b, const struct value_outcome *o, size_t horizon) {
  open(b, "lines", '[');
  for (size_t i = 0; i < o->line_count; i++) {
    const struct value_line_result *r = &o->lines[i];
    const struct value_line *l = r->line;
    item(b);
    text(b, "id", l ? l->id : "health");
    text(b, "name", l ? l->name : "QALY");
    text(b, "sector", value_sector_codes[l ? l->sector : SECTOR_PATIENTS]);
    text(b, "class", value_class_codes[l ? l->class : CLASS_HEALTH]);
    text(b, "kind", l ? value_kind_codes[l->kind] : "outcome");
    text(b, "evidence", l && l->evidence ? value_evidence_codes[l->evidence] : NULL);
    boolean(b, "of_comparator", r->of_comparator);
    numbers(b, "flows", r->flows, horizon);
    number(b, "pv", r->pv);
    number(b, "sunk", r->sunk);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

static void encode_matrix(struct buf *b, const struct value_outcome *o) {
  open(b, "matrix", '[');
  for (size_t i = 0; i < o->matrix_count; i++) {
    const struct value_matrix_row *r = &o->matrix[i];
    item(b);
    text(b, "sector", value_sector_codes[r->sector]);
    number(b, "pays", r->pays);
    number(b, "saves", r->saves);
    number(b, "capacity", r->capacity);
    number(b, "time", r->time);
    number(b, "qaly", r->qaly);
    number(b, "net", r->net);
    number(b, "cash", r->cash);
    number(b, "confirmed", r->confirmed);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

static void encode_signal(struct buf *b, const char *name, const struct value_signal_result *s) {
  open(b, name, '{');
  text(b, "code", value_signal_codes[s->code]);
  text(b, "text_da", value_signal_text(s->code, STYLE_DA));
  text(b, "text_en", value_signal_text(s->code, STYLE_EN));
  number(b, "initiator", s->initiator);
  number(b, "total", s->total);
  number(b, "compensation", s->compensation);
  open(b, "payers", '[');
  for (size_t i = 0; i < s->payer_count; i++) {
    item(b);
    text(b, "sector", value_sector_codes[s->payers[i].sector]);
    number(b, "amount", s->payers[i].amount);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
  number(b, "spillover_share", s->spillover_share);
  buf_putc(b, '}');
}

struct form_row {
  const char *name;
  const double *values;
  double unit; // of the text: mio. kr. or persons
};

enum { FORM_ROWS = 5 };

static void form_text(struct buf *b, const struct form_row *row) {
  open(b, row->name, '[');
  for (size_t i = 0; i < VALUE_FORM_YEARS; i++) {
    char shown[VALUE_TEXT];
    out_comma(b);
    out_string(b, value_text(shown, row->values[i] / row->unit, 1, STYLE_DA));
  }
  buf_putc(b, ']');
}

static void encode_form(struct buf *b, const struct value_budget *budget) {
  const struct form_row rows[FORM_ROWS] = {{"loen", budget->loen, 1e6},
                                           {"oevrig_drift", budget->oevrig_drift, 1e6},
                                           {"etablering", budget->etablering, 1e6},
                                           {"aarsvaerk", budget->aarsvaerk, 1},
                                           {"samlet", budget->samlet, 1e6}};
  open(b, "form", '{');
  years(b, "years", budget->first_year, VALUE_FORM_YEARS);
  for (size_t i = 0; i < FORM_ROWS; i++)
    numbers(b, rows[i].name, rows[i].values, VALUE_FORM_YEARS);
  open(b, "text", '{');
  for (size_t i = 0; i < FORM_ROWS; i++)
    form_text(b, &rows[i]);
  buf_puts(b, "}}");
}

static void encode_budget(struct buf *b, const struct value_budget *budget) {
  open(b, "budget_impact", '{');
  years(b, "years", budget->first_year, budget->year_count);
  open(b, "payers", '[');
  for (size_t i = 0; i < budget->payer_count; i++) {
    item(b);
    text(b, "payer", value_sector_codes[budget->payers[i].sector]);
    numbers(b, "amounts", budget->payers[i].amounts, budget->year_count);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
  encode_form(b, budget);
  buf_putc(b, '}');
}

static void encode_risk(struct buf *b, const struct value_outcome *o) {
  number(b, "risk_adjusted_npv", o->risk_adjusted_npv);
  number(b, "break_even_p", o->break_even_p);
  open(b, "stages", '[');
  for (size_t i = 0; i < o->alternative->stage_count; i++) {
    const struct value_stage_result *s = &o->stages[i];
    item(b);
    integer(b, "no", s->stage->no);
    integer(b, "start_year", s->stage->start_year);
    number(b, "probability", s->probability);
    number(b, "exposure", s->exposure);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

static void encode_sensitivity(struct buf *b, const struct value_estimate *in,
                               const struct value_outcome *o) {
  open(b, "break_even", '[');
  for (size_t i = 0; i < in->break_even_count; i++) {
    item(b);
    text(b, "parameter", o->break_even[i].parameter);
    number(b, "value", o->break_even[i].value);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
  open(b, "tornado", '[');
  for (size_t i = 0; i < o->tornado_count; i++) {
    const struct value_tornado_row *r = &o->tornado[i];
    item(b);
    text(b, "parameter", r->parameter);
    number(b, "low", r->low);
    number(b, "high", r->high);
    number(b, "npv_low", r->npv_low);
    number(b, "npv_high", r->npv_high);
    number(b, "swing", r->swing);
    number(b, "qaly_low", r->qaly_low);
    number(b, "qaly_high", r->qaly_high);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

static void encode_warnings(struct buf *b, const struct value_outcome *o) {
  open(b, "warnings", '[');
  for (size_t i = 0; i < o->warning_count; i++) {
    const struct value_warning_result *w = &o->warnings[i];
    item(b);
    text(b, "code", value_warning_codes[w->code]);
    text(b, "line", w->line ? w->line->id : NULL);
    text(b, "text_da", value_warning_text(w->code, STYLE_DA));
    text(b, "text_en", value_warning_text(w->code, STYLE_EN));
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

static void encode_sentences(struct buf *b, const struct value_estimate *in,
                             const struct value_outcome *o, struct arena *a) {
  size_t count;
  open(b, "sentences", '{');
  const char **list = value_sentences(in, o, STYLE_DA, a, &count);
  texts(b, "da", list, count);
  list = value_sentences(in, o, STYLE_EN, a, &count);
  texts(b, "en", list, count);
  buf_putc(b, '}');
}

static void encode_trace(struct buf *b, const struct value_outcome *o) {
  open(b, "trace", '[');
  for (size_t i = 0; i < o->trace_count; i++) {
    const struct value_trace_line *t = &o->trace[i];
    item(b);
    text(b, "line", t->line ? t->line->id : "health");
    text(b, "formula", t->formula);
    texts(b, "terms", t->terms, t->term_count);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

static void encode_outcome(struct buf *b, const struct value_estimate *in,
                           const struct value_outcome *o, struct arena *a) {
  size_t horizon = (size_t)in->horizon_years;
  item(b);
  text(b, "name", o->alternative->name);
  boolean(b, "is_comparator", o->alternative->is_comparator);
  encode_sentences(b, in, o, a);
  encode_npv(b, o);
  encode_signal(b, "signal", &o->signal);
  encode_signal(b, "signal_cash", &o->signal_cash);
  encode_matrix(b, o);
  encode_measures(b, o);
  encode_lines(b, o, horizon);
  numbers(b, "flows_total", o->flows_total, horizon);
  numbers(b, "cumulative", o->cumulative, horizon);
  numbers(b, "cumulative_discounted", o->cumulative_discounted, horizon);
  number(b, "sunk", o->sunk);
  encode_budget(b, &o->budget);
  encode_risk(b, o);
  encode_sensitivity(b, in, o);
  value_encode_simulation(b, in, o);
  number(b, "weak_evidence_share", o->weak_evidence_share);
  number(b, "ungraded_evidence_share", o->ungraded_share);
  number(b, "climate_kg", o->climate_kg);
  encode_warnings(b, o);
  encode_trace(b, o);
  buf_putc(b, '}');
}

void value_encode_strategy(struct buf *b, const struct value_frontier_row *r) {
  text(b, "name", *r->name ? r->name : NULL);
  number(b, "cost", r->cost);
  number(b, "effect", r->effect);
  text(b, "status", value_frontier_codes[r->status]);
  number(b, "incremental_cost", r->incremental_cost);
  number(b, "incremental_effect", r->incremental_effect);
  number(b, "icer", r->icer);
}

static void encode_frontier(struct buf *b, const struct value_result *result) {
  open(b, "frontier", '[');
  for (size_t i = 0; i < result->frontier_count; i++) {
    item(b);
    value_encode_strategy(b, &result->frontier[i]);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

void value_encode(const struct value_estimate *in, const struct value_result *result,
                  const char *hash, struct arena *a, struct buf *out) {
  size_t horizon = (size_t)in->horizon_years;
  buf_putc(out, '{');
  text(out, "engine_version", VALUE_ENGINE_VERSION);
  text(out, "params_hash", hash);
  text(out, "perspective", value_perspective_codes[in->perspective]);
  integer(out, "price_year", in->price_year);
  years(out, "years", in->base_year, horizon);
  numbers(out, "discount_factors", result->discount_factors, horizon);
  open(out, "alternatives", '[');
  for (size_t i = 0; i < result->outcome_count; i++)
    encode_outcome(out, in, &result->outcomes[i], a);
  buf_putc(out, ']');
  encode_frontier(out, result);
  value_encode_decision(out, result, a);
  buf_putc(out, '}');
}

enum err value_answer(const struct in *body, struct arena *a, struct faults *faults,
                      struct value_estimate *in, struct value_result *result, struct buf *out) {
  enum err e = value_decode(body, a, faults, in);
  if (e)
    return e;
  char hash[VALUE_HASH_TEXT];
  value_hash(body, hash);
  value_evaluate(in, a, result);
  value_encode(in, result, hash, a, out);
  return ERR_NONE;
}
