// SPDX-License-Identifier: EUPL-1.2
// From lines to yearly flows: quantities, price conversion, the years they fall in, and who bears
// them in which year (S1-S3 and the dated payer rules of S15).
#include <limits.h>
#include <math.h>
#include <string.h>

#include "value/model.h"

enum { LATEST_RULES = 64 }; // more rules than this in one chain of one year are not followed

const struct value_alternative *net_comparator(const struct value_estimate *in) {
  for (size_t i = 0; i < in->alternative_count; i++)
    if (in->alternatives[i].is_comparator)
      return &in->alternatives[i];
  return NULL;
}

double net_patients(const struct value_alternative *alt, int year) {
  for (size_t i = 0; i < alt->volume_count; i++) {
    const struct value_volume *v = &alt->volume[i];
    if (v->year != year)
      continue;
    double patients = v->eligible * v->adoption * alt->volume_multiplier;
    return alt->round_patients ? floor(patients + 0.5) : patients;
  }
  return 0;
}

const struct value_index *net_index(const struct value_estimate *in, const char *code, int year) {
  for (size_t i = 0; code && i < in->index_count; i++)
    if (in->indices[i].year == year && strcmp(in->indices[i].code, code) == 0)
      return &in->indices[i];
  return NULL;
}

double net_price_factor(const struct value_estimate *in, const struct value_line *line) {
  if (line->value_price_year == 0 || line->value_price_year == in->price_year)
    return 1;
  const struct value_index *to = net_index(in, line->index, in->price_year);
  const struct value_index *from = net_index(in, line->index, line->value_price_year);
  return to && from ? to->value / from->value : (double)NAN;
}

double net_unit_value(const struct value_estimate *in, const struct value_line *line) {
  return line->unit_value * net_price_factor(in, line);
}

const struct value_amount *net_override(const struct value_line *line, int year) {
  for (size_t i = 0; i < line->override_count; i++)
    if (line->overrides[i].year == year)
      return &line->overrides[i];
  return NULL;
}

static int first_year(const struct value_estimate *in, const struct value_line *line) {
  return line->year_from ? line->year_from : in->base_year;
}

static int last_year(const struct value_estimate *in, const struct value_line *line) {
  if (line->year_to)
    return line->year_to;
  if (line->timing == TIMING_ANNUITY)
    return first_year(in, line) + line->life_years - 1;
  return in->base_year + in->horizon_years - 1;
}

static bool runs_in(const struct value_estimate *in, const struct value_line *line, int year) {
  return year >= first_year(in, line) && year <= last_year(in, line);
}

static double by_year(const double *values, size_t count, int t) {
  return t >= 0 && (size_t)t < count ? values[t] : 0;
}

static double scale(const struct value_estimate *in, const struct value_line *line, int year,
                    double patients) {
  if (!runs_in(in, line, year))
    return 0;
  switch (line->timing) {
  case TIMING_ONE_OFF:
    return year == first_year(in, line);
  case TIMING_PER_PATIENT:
    return patients;
  case TIMING_PER_UNIT:
    return by_year(line->units, line->unit_count, year - in->base_year);
  case TIMING_PER_YEAR:
  case TIMING_ANNUITY:
  case TIMING_COUNT:
    break;
  }
  return 1;
}

double net_scale(const struct value_estimate *in, const struct value_alternative *alt,
                 const struct value_line *line, int year) {
  return scale(in, line, year, net_patients(alt, year));
}

double net_each(const struct value_estimate *in, const struct value_line *line) {
  if (line->timing != TIMING_ANNUITY)
    return line->unit_value;
  return value_annuity_equipment(line->unit_value, line->residual_value, in->steps, in->step_count,
                                 in->payment, first_year(in, line) - in->base_year,
                                 line->life_years);
}

// S3 without the overrides, in price_year's prices.
static double plain_flow(const struct value_estimate *in, const struct value_line *line,
                         double price_factor, int year, double patients) {
  if (line->kind == KIND_FLOW)
    return runs_in(in, line, year) ? by_year(line->flows, line->flow_count, year - in->base_year) *
                                         price_factor * line->multiplier
                                   : 0;
  double times = scale(in, line, year, patients);
  if (times == 0)
    return 0;
  double quantity = line->kind == KIND_RESOURCE ? line->qty_baseline - line->qty_new
                                                : line->qty_new - line->qty_baseline;
  return quantity * (net_each(in, line) * price_factor) * times * line->multiplier;
}

// What the line held before base_year.
static double sunk(const struct value_estimate *in, const struct value_alternative *alt,
                   const struct value_line *line, double price_factor) {
  double sum = 0;
  for (int year = first_year(in, line); year < in->base_year; year++)
    if (!net_override(line, year))
      sum += plain_flow(in, line, price_factor, year, net_patients(alt, year));
  for (size_t i = 0; i < line->override_count; i++)
    if (line->overrides[i].year < in->base_year)
      sum += line->overrides[i].value * price_factor * line->multiplier;
  return sum;
}

static bool rule_fits(const struct value_payer_rule *r, const struct value_line *line,
                      enum value_sector sector, int after, int year) {
  return r->valid_from > after && r->valid_from <= year && r->sector_from == sector &&
         strcmp(r->task, line->payer_task) == 0 &&
         (!r->municipality ||
          (line->municipality && strcmp(r->municipality, line->municipality) == 0));
}

// Follows the rules in order of date: a task may move more than once.
static enum value_sector bearer(const struct value_estimate *in, const struct value_line *line,
                                int year) {
  enum value_sector sector = line->sector;
  if (!line->payer_task || !(net_is_cash(line->class) || line->class == CLASS_CAPACITY))
    return sector;
  int after = INT_MIN;
  for (int moves = 0; moves < LATEST_RULES; moves++) {
    const struct value_payer_rule *next = NULL;
    for (size_t i = 0; i < in->payer_rule_count; i++) {
      const struct value_payer_rule *r = &in->payer_rules[i];
      if (rule_fits(r, line, sector, after, year) && (!next || r->valid_from < next->valid_from))
        next = r;
    }
    if (!next)
      break;
    sector = next->sector_to;
    after = next->valid_from;
  }
  return sector;
}

static void fill_line(const struct value_estimate *in, const struct value_alternative *alt,
                      const double *patients, int years, struct net_line *l) {
  const struct value_line *line = l->line;
  double factor = net_price_factor(in, line), sign = l->of_comparator ? -1 : 1;
  l->rho = isnan(line->realisation_share) ? in->capacity_realisation : line->realisation_share;
  l->sunk = sign * sunk(in, alt, line, factor);
  for (int t = 0; t < years; t++)
    l->flow[t] = plain_flow(in, line, factor, in->base_year + t, patients[t]);
  for (size_t i = 0; i < line->override_count; i++) {
    int t = line->overrides[i].year - in->base_year;
    if (t >= 0 && t < years)
      l->flow[t] = line->overrides[i].value * factor * line->multiplier;
  }
  for (int t = 0; t < years; t++)
    l->flow[t] = l->flow[t] == 0 ? 0 : sign * l->flow[t];
}

// S11: QALYs of the alternative's health rows.
static void fill_health(const struct value_estimate *in, const struct value_alternative *alt,
                        const double *patients, int years, struct net_line *l) {
  double sign = l->of_comparator ? -1 : 1;
  for (int t = 0; t < years; t++)
    l->flow[t] = 0;
  for (size_t i = 0; i < alt->health_count; i++) {
    int t = alt->health[i].year - in->base_year;
    if (t >= 0 && t < years)
      l->flow[t] = sign * patients[t] * alt->health[i].qaly_per_patient;
  }
}

// Who bears the line in which year does not depend on any number that an analysis varies.
static void fill_sectors(const struct value_estimate *in, int years, struct net_line *l) {
  for (int t = 0; t < years; t++)
    l->sector[t] =
        (unsigned char)(l->line ? bearer(in, l->line, in->base_year + t) : SECTOR_PATIENTS);
}

static void add_lines(const struct value_estimate *in, const struct value_alternative *alt,
                      bool of_comparator, struct arena *a, struct net *n) {
  size_t years = (size_t)n->years;
  for (size_t i = 0; i <= alt->line_count; i++) {
    bool health = i == alt->line_count;
    if (health && alt->health_count == 0)
      continue;
    struct net_line *l = &n->lines[n->count++];
    l->line = health ? NULL : &alt->lines[i];
    l->of_comparator = of_comparator;
    l->class = health ? CLASS_HEALTH : alt->lines[i].class;
    l->df = l->class == CLASS_HEALTH ? n->df_effect : n->df;
    l->flow = arena_array(a, years, sizeof *l->flow);
    l->sector = arena_array(a, years, sizeof *l->sector);
    fill_sectors(in, n->years, l);
  }
}

void net_init(const struct value_estimate *in, const struct value_alternative *alt, struct arena *a,
              struct net *out) {
  const struct value_alternative *comparator = alt->is_comparator ? NULL : net_comparator(in);
  *out = (struct net){.years = in->horizon_years};
  size_t years = (size_t)out->years;
  out->df = arena_array(a, years, sizeof *out->df);
  out->df_effect = arena_array(a, years, sizeof *out->df_effect);
  out->patients = arena_array(a, years, sizeof *out->patients);
  out->comparator_patients = arena_array(a, years, sizeof *out->comparator_patients);
  size_t most = alt->line_count + 1 + (comparator ? comparator->line_count + 1 : 0);
  out->lines = arena_array(a, most, sizeof *out->lines);
  add_lines(in, alt, false, a, out);
  if (comparator)
    add_lines(in, comparator, true, a, out);
}

void net_fill_line(const struct value_estimate *in, const struct value_alternative *alt,
                   const struct net *n, struct net_line *l) {
  const struct value_alternative *of = l->of_comparator ? net_comparator(in) : alt;
  const double *patients = l->of_comparator ? n->comparator_patients : n->patients;
  if (l->line)
    fill_line(in, of, patients, n->years, l);
  else
    fill_health(in, of, patients, n->years, l);
}

void net_fill(const struct value_estimate *in, const struct value_alternative *alt,
              struct net *out) {
  bool own = in->effect_step_count > 0;
  value_discount(in->steps, in->step_count, in->payment, out->years, out->df);
  value_discount(own ? in->effect_steps : in->steps, own ? in->effect_step_count : in->step_count,
                 in->payment, out->years, out->df_effect);
  const struct value_alternative *comparator = net_comparator(in);
  for (int t = 0; t < out->years; t++) {
    out->patients[t] = net_patients(alt, in->base_year + t);
    out->comparator_patients[t] = comparator ? net_patients(comparator, in->base_year + t) : 0;
  }
  for (size_t i = 0; i < out->count; i++)
    net_fill_line(in, alt, out, &out->lines[i]);
}
