// SPDX-License-Identifier: EUPL-1.2
// An estimate as a workbook: result, lines, flows, who pays and who gains, budget, sensitivity,
// simulation and assumptions. Amounts are kroner in prices of the price year; + is a gain.
#include <math.h>
#include <string.h>

#include "api/estimate.h"
#include "api/resources.h"
#include "base/xlsx.h"
#include "value/sentence.h"
#include "value/simulate.h"

struct book {
  struct xlsx *x;
  const struct evaluation *v;
  const struct value_outcome *o;
  const struct names *names;
  enum lang lang;
  struct arena *arena;
  struct rows indices, rules; // that differ from the reference set
};

// A text in the reader's language from "dansk|english".
static const char *say(const struct book *b, const char *both) {
  const char *bar = strchr(both, '|');
  return b->lang == LANG_EN ? bar + 1 : arena_strndup(b->arena, both, (size_t)(bar - both));
}

static const char *label(const struct book *b, const char *list, const char *code) {
  return code && *code ? names_label(b->names, list, NULL, code, b->lang) : NULL;
}

static void sheet(const struct book *b, const char *name, const int *widths, int frozen) {
  xlsx_sheet(b->x, say(b, name), widths, frozen);
}

static void heads(const struct book *b, const char *const *names) {
  for (; *names; names++)
    xlsx_text(b->x, say(b, *names), XLSX_HEAD);
}

static void fact(const struct book *b, const char *name, double value, enum xlsx_style style) {
  xlsx_text(b->x, say(b, name), XLSX_PLAIN);
  xlsx_number(b->x, value, style);
  xlsx_row(b->x);
}

static void fact_text(const struct book *b, const char *name, const char *value) {
  xlsx_text(b->x, say(b, name), XLSX_PLAIN);
  xlsx_text(b->x, value, XLSX_PLAIN);
  xlsx_row(b->x);
}

static void heading(const struct book *b, const char *name) {
  xlsx_row(b->x);
  xlsx_text(b->x, say(b, name), XLSX_STRONG);
  xlsx_row(b->x);
}

static void measures(const struct book *b) {
  const struct value_outcome *o = b->o;
  heading(b, "Nøgletal|Key figures");
  fact(b, "Gevinster, nutidsværdi (kr.)|Benefits, present value (DKK)", o->benefits, XLSX_KR);
  fact(b, "Omkostninger, nutidsværdi (kr.)|Costs, present value (DKK)", o->costs, XLSX_KR);
  fact(b, "Gevinst pr. krone|Benefit-cost ratio", o->bcr, XLSX_DECIMAL);
  fact(b, "Pr. år (annuitet, kr.)|Per year (annuity, DKK)", o->annuity, XLSX_KR);
  fact(b, "Tilbagebetalingstid (år)|Payback (years)", o->payback_years, XLSX_DECIMAL);
  fact(b, "Tilbagebetalingstid, tilbagediskonteret (år)|Discounted payback (years)",
       o->discounted_payback_years, XLSX_DECIMAL);
  fact(b, "Intern rente|Internal rate of return", o->irr, XLSX_PERCENT);
  fact(b, "QALY, tilbagediskonteret|QALYs, discounted", o->qaly, XLSX_DECIMAL);
  fact(b, "Kr. pr. QALY (ICER)|DKK per QALY (ICER)", o->icer, XLSX_KR);
  fact(b, "Risikojusteret nettonutidsværdi (kr.)|Risk-adjusted NPV (DKK)", o->risk_adjusted_npv,
       XLSX_KR);
  fact(b, "Andel, der hviler på skøn|Share resting on judgement", o->weak_evidence_share,
       XLSX_PERCENT);
}

static void result_sheet(const struct book *b, const struct rows *r) {
  static const int widths[] = {52, 24, 0};
  sheet(b, "Resultat|Result", widths, 0);
  xlsx_text(b->x, row_text(r, 0, 3), XLSX_TITLE);
  xlsx_row(b->x);
  fact_text(b, "Nummer|Number", row_text(r, 0, 2));
  fact_text(b, "Version|Version", row_text(r, 0, 5));
  fact_text(b, "Dybde|Tier", label(b, "tier", row_text(r, 0, 7)));
  fact_text(b, "Status|Status", label(b, "estimate_status", row_text(r, 0, 8)));
  fact_text(b, "Motor|Engine", VALUE_ENGINE_VERSION);
  fact_text(b, "Aftryk af forudsætninger|Fingerprint of the inputs", b->v->hash);
  heading(b, "Nettonutidsværdi (kr.)|Net present value (DKK)");
  for (int p = 0; p < PERSPECTIVE_COUNT; p++) {
    xlsx_text(b->x, label(b, "perspective", value_perspective_codes[p]), XLSX_PLAIN);
    xlsx_number(b->x, b->o->npv[p], XLSX_KR);
    xlsx_row(b->x);
  }
  fact_text(b, "Signal|Signal", label(b, "value_signal", value_signal_codes[b->o->signal.code]));
  measures(b);
}

static void lines_sheet(const struct book *b) {
  static const int widths[] = {8, 34, 24, 16, 22, 14, 10, 10, 12, 9, 9, 40, 16, 12, 14, 0};
  static const char *const names[] = {"Kode|Code",
                                      "Linje|Line",
                                      "Hvem|Who",
                                      "Slags|Class",
                                      "Hvornår|Timing",
                                      "Enhed|Unit",
                                      "I dag|Today",
                                      "Med løsningen|With it",
                                      "Pris pr. enhed|Unit value",
                                      "Prisår|Price year",
                                      "Grad|Grade",
                                      "Kilde|Source",
                                      "Nutidsværdi (kr.)|Present value (DKK)",
                                      "Holder i år|Lasts for years",
                                      "Kan sælges for|Can be sold for",
                                      NULL};
  sheet(b, "Linjer|Lines", widths, 1);
  heads(b, names);
  xlsx_row(b->x);
  for (size_t i = 0; i < b->o->line_count; i++) {
    const struct value_line *l = b->o->lines[i].line;
    if (!l)
      continue;
    xlsx_text(b->x, l->id, XLSX_PLAIN);
    xlsx_text(b->x, l->name, XLSX_PLAIN);
    xlsx_text(b->x, label(b, "sector", value_sector_codes[l->sector]), XLSX_PLAIN);
    xlsx_text(b->x, label(b, "effect_class", value_class_codes[l->class]), XLSX_PLAIN);
    xlsx_text(b->x, label(b, "line_timing", value_timing_codes[l->timing]), XLSX_PLAIN);
    xlsx_text(b->x, l->unit, XLSX_PLAIN);
    xlsx_number(b->x, l->qty_baseline, XLSX_PRECISE);
    xlsx_number(b->x, l->qty_new, XLSX_PRECISE);
    xlsx_number(b->x, l->unit_value, XLSX_DECIMAL);
    xlsx_number(b->x, l->value_price_year ? l->value_price_year : b->v->estimate.price_year,
                XLSX_YEAR);
    xlsx_text(b->x, value_evidence_codes[l->evidence], XLSX_PLAIN);
    xlsx_text(b->x, l->source, XLSX_PLAIN);
    xlsx_number(b->x, b->o->lines[i].pv, XLSX_KR);
    bool bought = l->kind != KIND_FLOW && l->timing == TIMING_ANNUITY;
    xlsx_number(b->x, bought ? l->life_years : (double)NAN, XLSX_YEAR);
    xlsx_number(b->x, bought ? l->residual_value : (double)NAN, XLSX_DECIMAL);
    xlsx_row(b->x);
  }
}

static void years_head(const struct book *b, int first, size_t count) {
  for (size_t i = 0; i < count; i++)
    xlsx_number(b->x, first + (int)i, XLSX_HEAD);
}

static void amounts(const struct book *b, const double *values, size_t count,
                    enum xlsx_style style) {
  for (size_t i = 0; i < count; i++)
    xlsx_number(b->x, values[i], style);
}

static void flows_sheet(const struct book *b) {
  static const int widths[] = {34, 24, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 0};
  size_t years = (size_t)b->v->estimate.horizon_years;
  sheet(b, "Pengestrømme|Flows", widths, 1);
  xlsx_text(b->x, say(b, "Linje|Line"), XLSX_HEAD);
  xlsx_text(b->x, say(b, "Hvem|Who"), XLSX_HEAD);
  years_head(b, b->v->estimate.base_year, years);
  xlsx_row(b->x);
  for (size_t i = 0; i < b->o->line_count; i++) {
    const struct value_line *l = b->o->lines[i].line;
    xlsx_text(b->x, l ? l->name : "QALY", XLSX_PLAIN);
    xlsx_text(b->x, label(b, "sector", value_sector_codes[l ? l->sector : SECTOR_PATIENTS]),
              XLSX_PLAIN);
    amounts(b, b->o->lines[i].flows, years, l ? XLSX_KR : XLSX_DECIMAL);
    xlsx_row(b->x);
  }
  xlsx_text(b->x, say(b, "I alt, valgt perspektiv|Total, chosen perspective"), XLSX_STRONG);
  xlsx_skip(b->x, 1);
  amounts(b, b->o->flows_total, years, XLSX_KR_BOLD);
  xlsx_row(b->x);
  xlsx_text(b->x, say(b, "Diskonteringsfaktor|Discount factor"), XLSX_PLAIN);
  xlsx_skip(b->x, 1);
  amounts(b, b->v->result.discount_factors, years, XLSX_PRECISE);
}

static void matrix_sheet(const struct book *b) {
  static const int widths[] = {30, 16, 16, 18, 14, 10, 16, 18, 0};
  static const char *const names[] = {
      "Hvem|Who", "Betaler|Pays", "Sparer kasse|Saves cash", "Frigør kapacitet|Releases capacity",
      "Tid|Time", "QALY|QALYs",   "Netto (kr.)|Net (DKK)",   "Heraf bekræftet|Of this confirmed",
      NULL};
  double sum[7] = {0};
  sheet(b, "Hvem betaler, hvem vinder|Who pays, who gains", widths, 1);
  heads(b, names);
  xlsx_row(b->x);
  for (size_t i = 0; i < b->o->matrix_count; i++) {
    const struct value_matrix_row *m = &b->o->matrix[i];
    const double cells[] = {m->pays, m->saves, m->capacity, m->time, m->qaly, m->net, m->confirmed};
    xlsx_text(b->x, label(b, "sector", value_sector_codes[m->sector]), XLSX_PLAIN);
    for (int k = 0; k < 7; k++) {
      xlsx_number(b->x, cells[k], k == 4 ? XLSX_DECIMAL : XLSX_KR);
      sum[k] += cells[k];
    }
    xlsx_row(b->x);
  }
  xlsx_text(b->x, say(b, "I alt|Total"), XLSX_STRONG);
  amounts(b, sum, 7, XLSX_KR_BOLD);
}

static void budget_sheet(const struct book *b) {
  static const int widths[] = {40, 16, 16, 16, 16, 16, 0};
  const struct value_budget *g = &b->o->budget;
  sheet(b, "Budget|Budget", widths, 0);
  xlsx_text(b->x, say(b, "Merudgift pr. betaler (kr.)|Extra cost by payer (DKK)"), XLSX_HEAD);
  years_head(b, g->first_year, g->year_count);
  xlsx_row(b->x);
  for (size_t i = 0; i < g->payer_count; i++) {
    xlsx_text(b->x, label(b, "sector", value_sector_codes[g->payers[i].sector]), XLSX_PLAIN);
    amounts(b, g->payers[i].amounts, g->year_count, XLSX_KR);
    xlsx_row(b->x);
  }
  xlsx_row(b->x);
  const struct {
    const char *name;
    const double *values;
    enum xlsx_style style;
  } rows[] = {
      {"Løn til evt. nye årsværk|Pay of new full-time equivalents", g->loen, XLSX_KR},
      {"Øvrig drift|Other running costs", g->oevrig_drift, XLSX_KR},
      {"Etableringsudgifter|Set-up costs", g->etablering, XLSX_KR},
      {"Samlet udgift|Total", g->samlet, XLSX_KR_BOLD},
      {"Årsværk (antal)|Full-time equivalents", g->aarsvaerk, XLSX_DECIMAL},
  };
  xlsx_text(b->x, say(b, "Budgetskemaets rækker (kr.)|Rows of the budget form (DKK)"), XLSX_HEAD);
  years_head(b, g->first_year, VALUE_FORM_YEARS);
  xlsx_row(b->x);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    xlsx_text(b->x, say(b, rows[i].name), XLSX_PLAIN);
    amounts(b, rows[i].values, VALUE_FORM_YEARS, rows[i].style);
    xlsx_row(b->x);
  }
}

static void sensitivity_sheet(const struct book *b) {
  static const int widths[] = {30, 12, 12, 18, 18, 16, 0};
  static const char *const names[] = {"Tal|Figure",
                                      "Lav|Low",
                                      "Høj|High",
                                      "Nettonutidsværdi ved lav|NPV at low",
                                      "Nettonutidsværdi ved høj|NPV at high",
                                      "Udsving (kr.)|Swing (DKK)",
                                      NULL};
  sheet(b, "Følsomhed|Sensitivity", widths, 1);
  heads(b, names);
  xlsx_row(b->x);
  for (size_t i = 0; i < b->o->tornado_count; i++) {
    const struct value_tornado_row *t = &b->o->tornado[i];
    xlsx_text(b->x, t->parameter, XLSX_PLAIN);
    xlsx_number(b->x, t->low, XLSX_PRECISE);
    xlsx_number(b->x, t->high, XLSX_PRECISE);
    xlsx_number(b->x, t->npv_low, XLSX_KR);
    xlsx_number(b->x, t->npv_high, XLSX_KR);
    xlsx_number(b->x, t->swing, XLSX_KR);
    xlsx_row(b->x);
  }
  heading(b, "Går i nul ved|Breaks even at");
  for (size_t i = 0; i < b->v->estimate.break_even_count; i++) {
    xlsx_text(b->x, b->o->break_even[i].parameter, XLSX_PLAIN);
    xlsx_number(b->x, b->o->break_even[i].value, XLSX_PRECISE);
    xlsx_row(b->x);
  }
}

static void spread_row(const struct book *b, const char *name, const struct value_spread *s) {
  const double cells[] = {s->base, s->mean, s->sd, s->p5, s->p50, s->p95};
  xlsx_text(b->x, name, XLSX_PLAIN);
  amounts(b, cells, sizeof cells / sizeof cells[0], XLSX_KR);
  xlsx_number(b->x, s->p_positive, XLSX_PERCENT);
  xlsx_number(b->x, s->mc_se, XLSX_KR);
  xlsx_row(b->x);
}

static void spreads(const struct book *b, const struct value_simulation *s) {
  static const char *const names[] = {"Nettonutidsværdi (kr.)|Net present value (DKK)",
                                      "Bedste bud|Best guess",
                                      "Middelværdi|Mean",
                                      "Standardafvigelse|Standard deviation",
                                      "5 %|5 %",
                                      "50 %|50 %",
                                      "95 %|95 %",
                                      "Sandsynlighed for gevinst|Probability of a gain",
                                      "Standardfejl af middelværdien|Standard error of the mean",
                                      NULL};
  heads(b, names);
  xlsx_row(b->x);
  for (int p = 0; p < PERSPECTIVE_COUNT; p++)
    if (!isnan(s->npv[p].mean))
      spread_row(b, label(b, "perspective", value_perspective_codes[p]), &s->npv[p]);
  for (size_t i = 0; i < s->sector_count; i++)
    spread_row(b, label(b, "sector", value_sector_codes[s->sectors[i].sector]), &s->sectors[i].net);
  if (!isnan(s->risky.mean))
    spread_row(b, say(b, "Når det kan stoppe undervejs|When it may stop on the way"), &s->risky);
  xlsx_row(b->x);
}

static void bands(const struct book *b, const struct value_simulation *s) {
  static const char *const names[] = {"År|Year",
                                      "5 %|5 %",
                                      "50 %|50 %",
                                      "95 %|95 %",
                                      "Lagt sammen: 5 %|Added up: 5 %",
                                      "Lagt sammen: 50 %|Added up: 50 %",
                                      "Lagt sammen: 95 %|Added up: 95 %",
                                      NULL};
  heads(b, names);
  xlsx_row(b->x);
  for (int t = 0; t < b->v->estimate.horizon_years; t++) {
    const struct value_band *y = &s->years[t], *c = &s->cumulative[t];
    const double cells[] = {y->p5, y->p50, y->p95, c->p5, c->p50, c->p95};
    xlsx_number(b->x, b->v->estimate.base_year + t, XLSX_YEAR);
    amounts(b, cells, sizeof cells / sizeof cells[0], XLSX_KR);
    xlsx_row(b->x);
  }
  xlsx_row(b->x);
}

// What choosing depends on: for each willingness to pay how often each alternative is the best,
// the best on average, and what it is worth to know everything, or some numbers.
static void decision(const struct book *b, const struct value_decision *d) {
  const char *nothing = say(b, "Intet ændres|Nothing changes");
  xlsx_text(b->x, say(b, "Kr. pr. QALY|DKK per QALY"), XLSX_HEAD);
  for (size_t i = 0; i < d->strategy_count; i++)
    xlsx_text(b->x,
              arena_printf(b->arena, "CEAC: %s", *d->ceac[i].name ? d->ceac[i].name : nothing),
              XLSX_HEAD);
  xlsx_text(b->x, "CEAF", XLSX_HEAD);
  xlsx_text(b->x, say(b, "Bedst i gennemsnit|Best on average"), XLSX_HEAD);
  xlsx_text(b->x, say(b, "EVPI (kr.)|EVPI (DKK)"), XLSX_HEAD);
  for (size_t i = 0; i < d->evppi_count; i++) {
    const char *name = "EVPPI:";
    for (size_t k = 0; k < d->evppi[i].parameter_count; k++)
      name = arena_printf(b->arena, "%s %s", name, d->evppi[i].parameters[k]);
    xlsx_text(b->x, name, XLSX_HEAD);
  }
  xlsx_row(b->x);
  for (size_t w = 0; w < d->wtp_count; w++) {
    xlsx_number(b->x, d->wtp[w], XLSX_KR);
    for (size_t i = 0; i < d->strategy_count; i++)
      xlsx_number(b->x, d->ceac[i].values[w], XLSX_PERCENT);
    xlsx_number(b->x, d->ceaf[w], XLSX_PERCENT);
    xlsx_text(b->x, *d->optimal[w] ? d->optimal[w] : nothing, XLSX_PLAIN);
    xlsx_number(b->x, d->evpi[w], XLSX_KR);
    for (size_t i = 0; i < d->evppi_count; i++)
      xlsx_number(b->x, d->evppi[i].values[w], XLSX_KR);
    xlsx_row(b->x);
  }
}

static void simulation_sheet(const struct book *b) {
  static const int widths[] = {40, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 0};
  const struct value_simulation *s = b->o->simulation;
  const struct value_decision *d = b->v->result.decision;
  sheet(b, "Simulering|Simulation", widths, 0);
  if (!s) {
    xlsx_text(b->x, say(b, "Vurderingen har ingen simulering.|The assessment has no simulation."),
              XLSX_PLAIN);
    return;
  }
  fact(b, "Forløb|Draws", (double)s->draws, XLSX_KR);
  fact(b, "Startværdi|Seed", (double)s->seed, XLSX_YEAR);
  if (d)
    fact_text(b, "Værdi af viden|Value of knowing",
              value_information_text(d, b->lang == LANG_EN ? STYLE_EN : STYLE_DA, b->arena));
  xlsx_row(b->x);
  spreads(b, s);
  bands(b, s);
  if (d)
    decision(b, d);
}

// Index values and payer rules that are not those of the reference set.
static void own_values(const struct book *b) {
  if (b->indices.count + b->rules.count == 0)
    return;
  heading(b, "Afviger fra referencesættet|Differs from the reference set");
  for (int i = 0; i < b->indices.count; i++) {
    const struct rows *r = &b->indices;
    double reference = row_number(r, i, 3); // of the set; none: the cell stays empty
    xlsx_text(b->x, arena_printf(b->arena, "%s %s", row_text(r, i, 0), row_text(r, i, 1)),
              XLSX_PLAIN);
    xlsx_number(b->x, row_number(r, i, 2), XLSX_PRECISE);
    xlsx_text(b->x,
              say(b, isfinite(reference) ? "sættet:|the set:" : "ikke i sættet|not in the set"),
              XLSX_PLAIN);
    xlsx_number(b->x, reference, XLSX_PRECISE);
    xlsx_row(b->x);
  }
  for (int i = 0; i < b->rules.count; i++) {
    const struct rows *r = &b->rules;
    const char *task = label(b, "payer_task", row_text(r, i, 0)), *where = row_text(r, i, 1);
    xlsx_text(b->x,
              arena_printf(b->arena, "%s%s%s: %s → %s", task ? task : row_text(r, i, 0),
                           where ? ", " : "", where ? where : "",
                           label(b, "sector", row_text(r, i, 2)),
                           label(b, "sector", row_text(r, i, 3))),
              XLSX_PLAIN);
    xlsx_number(b->x, (double)row_int(r, i, 4), XLSX_YEAR);
    xlsx_text(b->x, say(b, row_true(r, i, 5) ? "egen regel|a rule of its own" : "udeladt|left out"),
              XLSX_PLAIN);
    xlsx_row(b->x);
  }
}

static void assumptions_sheet(const struct book *b, const struct rows *r) {
  static const int widths[] = {44, 16, 14, 14, 0};
  const struct value_estimate *e = &b->v->estimate;
  sheet(b, "Forudsætninger|Assumptions", widths, 0);
  fact(b, "Første år|Base year", e->base_year, XLSX_YEAR);
  fact(b, "Antal år|Years", e->horizon_years, XLSX_YEAR);
  fact(b, "Prisår|Price year", e->price_year, XLSX_YEAR);
  fact_text(b, "Perspektiv|Perspective",
            label(b, "perspective", value_perspective_codes[e->perspective]));
  fact(b, "Andel af kapacitet, der bliver til penge|Share of capacity that becomes money",
       e->capacity_realisation, XLSX_PERCENT);
  fact(b, "Nettoafgiftsfaktor|Net tax factor", e->naf, XLSX_PRECISE);
  fact(b, "Skatteforvridningsfaktor|Tax distortion factor", e->tax_distortion, XLSX_PRECISE);
  for (int i = 0; i < r->columns; i++) {
    if (strcmp(row_name(r, i), "comparator") == 0)
      fact_text(b, "Hvis I ikke gør noget|If nothing is done", row_text(r, 0, i));
    if (strcmp(row_name(r, i), "population") == 0)
      fact_text(b, "Patientgruppe|Population", row_text(r, 0, i));
  }
  heading(b, "Kalkulationsrente|Discount rate");
  for (size_t i = 0; i < e->step_count; i++)
    fact(b,
         arena_printf(b->arena, "Fra år %d|From year %d", e->steps[i].from_year,
                      e->steps[i].from_year),
         e->steps[i].rate, XLSX_PERCENT);
  own_values(b);
  heading(b, "Patienter|Patients");
  const struct value_alternative *alt = b->o->alternative;
  for (size_t i = 0; i < alt->volume_count; i++) {
    xlsx_number(b->x, alt->volume[i].year, XLSX_YEAR);
    xlsx_number(b->x, alt->volume[i].eligible, XLSX_PRECISE);
    xlsx_number(b->x, alt->volume[i].adoption, XLSX_PERCENT);
    xlsx_row(b->x);
  }
}

enum err estimate_xlsx(struct request *req, struct db *db) {
  struct rows r, indices, rules;
  struct evaluation v;
  enum err e = db_exec(db, SQL_estimate_own_indices, PARAMS(req->key[0]), 0, &indices);
  e = e ? e : db_exec(db, SQL_estimate_own_rules, PARAMS(req->key[0]), 0, &rules);
  e = e ? e : estimate_load(db, req->arena, req->key[0], &r, &v);
  if (e)
    return e;
  if (v.faults.count) {
    req->faults = v.faults;
    return ERR_INVALID;
  }
  struct book b = {.x = xlsx_new(req->arena),
                   .v = &v,
                   .o = estimate_outcome(&v),
                   .names = names_now(db, req->arena),
                   .lang = req->lang,
                   .arena = req->arena,
                   .indices = indices,
                   .rules = rules};
  result_sheet(&b, &r);
  lines_sheet(&b);
  flows_sheet(&b);
  matrix_sheet(&b);
  budget_sheet(&b);
  sensitivity_sheet(&b);
  simulation_sheet(&b);
  assumptions_sheet(&b, &r);
  if (!xlsx_finish(b.x, &req->reply.body))
    return ERR_INTERNAL;
  req->reply.content_type = XLSX_TYPE;
  req->reply.disposition = arena_printf(req->arena, "attachment; filename=\"%s-v%s.xlsx\"",
                                        row_text(&r, 0, 2), row_text(&r, 0, 5));
  return ERR_NONE;
}
