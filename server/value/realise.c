// SPDX-License-Identifier: EUPL-1.2
// Realised against expected (S20).
#include "value/realise.h"

#include <math.h>
#include <stdlib.h>

#include "value/validate.h"

enum { OVERDUE_MONTHS = 12 };

static const double green = 0.9, amber = 0.7;

const char *const value_status_codes[] = {"none", "green", "amber", "red", "unmeasured", NULL};

struct value_measurement value_measurement_default(void) {
  return (struct value_measurement){
      .expected = (double)NAN, .measured = (double)NAN, .attribution = 1};
}

static bool converts(const struct value_estimate *in, const struct value_measurement *m) {
  return m->measured_price_year != 0 && m->measured_price_year != in->price_year;
}

static void check_index(struct validation *c, const struct value_measurement *m, const char *field,
                        int year) {
  if (!net_index(c->in, m->index, year))
    validate_fault(c, field, VALUE_FAULT_MISSING_INDEX,
                   arena_printf(c->arena, "%s %d", m->index, year));
}

static void check_row(struct validation *c, const struct value_measurement *m) {
  validate_year(c, "year", m->year);
  validate_range(c, "expected", m->expected, -VALUE_LARGEST, VALUE_LARGEST);
  if (!isnan(m->measured))
    validate_range(c, "measured", m->measured, -VALUE_LARGEST, VALUE_LARGEST);
  validate_range(c, "attribution", m->attribution, 0, 1);
  validate_range(c, "deadweight", m->deadweight, 0, 1);
  if (!converts(c->in, m) || !validate_year(c, "measured_price_year", m->measured_price_year))
    return;
  if (!m->index || !*m->index) {
    validate_fault(c, "index", VALUE_FAULT_REQUIRED, NULL);
    return;
  }
  check_index(c, m, "index", c->in->price_year);
  check_index(c, m, "measured_price_year", m->measured_price_year);
}

size_t value_realise_validate(const struct value_estimate *in, const struct value_measurement *rows,
                              size_t count, struct arena *a, value_report *report, void *context) {
  struct validation c = {.in = in, .arena = a, .report = report, .context = context};
  for (size_t i = 0; i < count; i++) {
    c.prefix = arena_printf(a, "measurements[%zu].", i);
    check_row(&c, &rows[i]);
  }
  return c.count;
}

static double realised(const struct value_estimate *in, const struct value_measurement *m) {
  double factor = 1;
  if (converts(in, m))
    factor = net_index(in, m->index, in->price_year)->value /
             net_index(in, m->index, m->measured_price_year)->value;
  return m->measured * factor * (1 - m->deadweight) * m->attribution;
}

static enum value_status status_of(bool measured, bool overdue, double rate) {
  if (!measured)
    return overdue ? STATUS_UNMEASURED : STATUS_NONE;
  if (isnan(rate))
    return STATUS_NONE;
  return rate >= green ? STATUS_GREEN : rate >= amber ? STATUS_AMBER : STATUS_RED;
}

double value_measured(const struct value_estimate *in, const struct value_alternative *alt,
                      const struct value_line *line, int year, double baseline, double qty,
                      double patients) {
  if (line->kind == KIND_FLOW)
    return (double)NAN;
  double was = isnan(baseline) ? line->qty_baseline : baseline;
  double became = isnan(qty) ? line->qty_new : qty;
  double times = net_scale(in, alt, line, year);
  if (line->timing == TIMING_ONE_OFF) // it may come late
    times = 1;
  else if (line->timing == TIMING_PER_PATIENT && !isnan(patients))
    times = patients;
  double gain = line->kind == KIND_RESOURCE ? was - became : became - was;
  return gain * net_each(in, line) * times * line->multiplier;
}

static double ratio(double part, double whole) {
  return whole == 0 ? (double)NAN : part / whole;
}

static int by_year(const void *x, const void *y) {
  const struct value_realised_year *a = x, *b = y;
  return (a->year > b->year) - (a->year < b->year);
}

static struct value_realised_year *year_of(struct value_realised *out, int year) {
  for (size_t i = 0; i < out->year_count; i++)
    if (out->years[i].year == year)
      return &out->years[i];
  struct value_realised_year *y = &out->years[out->year_count++];
  *y = (struct value_realised_year){.year = year};
  return y;
}

static void add_up(const struct value_estimate *in, const struct value_measurement *rows,
                   size_t count, struct value_realised *out) {
  for (size_t i = 0; i < count; i++) {
    struct value_realised_year *y = year_of(out, rows[i].year);
    y->planned += rows[i].expected;
    if (isnan(rows[i].measured)) {
      out->remaining += rows[i].expected;
      continue;
    }
    y->status = STATUS_GREEN; // measured; the colour follows
    y->expected += rows[i].expected;
    y->realised += realised(in, &rows[i]);
  }
}

void value_realise(const struct value_estimate *in, const struct value_measurement *rows,
                   size_t count, int today_year, int today_month, struct arena *a,
                   struct value_realised *out) {
  *out = (struct value_realised){.years = arena_array(a, count, sizeof *out->years)};
  add_up(in, rows, count, out);
  if (out->year_count > 1)
    qsort(out->years, out->year_count, sizeof *out->years, by_year);
  bool measured = false, overdue = false;
  for (size_t i = 0; i < out->year_count; i++) {
    struct value_realised_year *y = &out->years[i];
    bool own = y->status != STATUS_NONE;
    int months = (today_year - y->year - 1) * 12 + today_month - 1; // whole ones since its end
    bool late = !own && months > OVERDUE_MONTHS;
    y->rate = own ? ratio(y->realised, y->expected) : (double)NAN;
    y->status = status_of(own, late, y->rate);
    out->planned += y->planned;
    out->expected += y->expected;
    out->realised += y->realised;
    measured = measured || own;
    overdue = overdue || late;
  }
  out->rate = ratio(out->realised, out->expected);
  out->variance = out->realised - out->expected;
  out->forecast = out->remaining * out->rate;
  out->status = status_of(measured, overdue, out->rate);
}
