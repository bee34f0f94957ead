// SPDX-License-Identifier: EUPL-1.2
// What was measured of a case beside what its estimate has promised, line by line and year by year
// (S20). Benefits and costs are realised apart: a line costs when its flows together do.
#include <math.h>
#include <string.h>

#include "api/measurement.h"
#include "value/realise.h"
#include "value/round.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

#define STATUSES "not_due|green|amber|red|unmeasured|measured"
// clang-format off
// planned: of the whole year or line; expected: of what was measured. Rates are null when nothing
// was measured or expected; rate is of benefits, cost_rate of costs.
#define FIGURES                                                                                    \
  {"planned_oere", F_MONEY, ALWAYS}, {"expected_oere", F_MONEY, ALWAYS},                           \
  {"realised_oere", F_MONEY, MAYBE}, {"rate", F_NUMBER, MAYBE}, {"cost_rate", F_NUMBER, MAYBE},    \
  {"status", F_CHOICE, ALWAYS, .choices = STATUSES}
// clang-format on
static const struct field year_fields[] = {{"year", F_INT, ALWAYS}, FIGURES, {.type = F_END}};
static const struct field line_fields[] = {
    {"line", F_TEXT, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"sector", F_CODE, ALWAYS, .choices = "sector"},
    {"cost", F_BOOL, ALWAYS},
    FIGURES,
    {"years", F_ARRAY, ALWAYS, .sub = year_fields},
    {.type = F_END},
};
// Of the lines that anything was measured of: the benefits, and the costs beside them.
static const struct field total_fields[] = {
    FIGURES,
    {"variance_oere", F_MONEY, ALWAYS},
    {"cost_expected_oere", F_MONEY, ALWAYS},
    {"cost_realised_oere", F_MONEY, ALWAYS},
    {"forecast_rate_oere", F_MONEY, MAYBE},
    {"forecast_plan_oere", F_MONEY, ALWAYS},
    {"years", F_ARRAY, ALWAYS, .sub = year_fields},
    {.type = F_END},
};
static const struct field overdue_fields[] = {
    {"line", F_TEXT, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"year", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field realisation_reply[] = {
    {"estimate_id", F_ID, MAYBE},
    {"approved", F_BOOL, ALWAYS},
    {"lines", F_ARRAY, ALWAYS, .sub = line_fields},
    {"total", F_OBJECT, MAYBE, .sub = total_fields},
    {"overdue", F_ARRAY, ALWAYS, .sub = overdue_fields},
    {"faults", F_ARRAY, ALWAYS, .sub = fault_fields},
    {.type = F_END},
};

// What the newest baseline of the line says it was; NAN: as planned.
static double baseline_of(const struct plan *p, const char *line) {
  double qty = (double)NAN;
  for (size_t i = 0; i < p->count; i++)
    if (p->rows[i].sound && p->rows[i].baseline && strcmp(p->rows[i].line, line) == 0)
      qty = p->rows[i].qty; // in order of year
  return qty;
}

static struct value_measurement measured(struct arena *a, const struct plan *p,
                                         const struct measure *m, const struct value_line *line) {
  struct value_measurement out = value_measurement_default();
  out.year = m->year;
  out.attribution = m->attribution;
  out.deadweight = m->deadweight;
  if (!isnan(m->amount)) {
    out.measured = m->amount;
    out.measured_price_year = measurement_prices(m);
    out.index = measurement_index(a, p, line, out.measured_price_year);
  } else {
    out.measured = value_measured(&p->in, p->outcome->alternative, line, m->year,
                                  baseline_of(p, m->line), m->qty, m->patients);
    out.measured_price_year = line->value_price_year;
    out.index = line->index;
  }
  return out;
}

// The years of a line: each row that was measured, or what was expected of a year without any. Of
// several rows of a year the first bears what was expected. Gives how many were measured.
static size_t line_rows(struct arena *a, const struct plan *p, const struct value_line_result *l,
                        struct value_measurement *out, size_t *count) {
  size_t n = 0, found = 0;
  for (int t = 0; t < p->in.horizon_years; t++) {
    int year = p->in.base_year + t;
    size_t before = n;
    for (size_t i = 0; i < p->count; i++) {
      const struct measure *m = &p->rows[i];
      if (!m->sound || m->baseline || m->year != year || strcmp(m->line, l->line->id) != 0)
        continue;
      out[n] = measured(a, p, m, l->line);
      out[n].expected = n == before ? l->flows[t] : 0;
      n++;
    }
    found += n - before;
    if (n == before && l->flows[t] != 0) {
      out[n] = value_measurement_default();
      out[n].year = year;
      out[n++].expected = l->flows[t];
    }
  }
  *count = n;
  return found;
}

static const char *status_text(enum value_status status, bool cost, bool known) {
  if (status == STATUS_NONE)
    return known ? "measured" : "not_due";
  if (cost && status != STATUS_UNMEASURED)
    return "measured"; // colours are for benefits: to spend less is no failure
  return value_status_codes[status];
}

static void text(struct buf *b, const char *name, const char *value) {
  out_key(b, name);
  out_string(b, value);
}

static void money(struct buf *b, const char *name, double kr) {
  out_key(b, name);
  if (isfinite(kr))
    buf_int(b, value_oere(kr));
  else
    buf_puts(b, "null");
}

static void share(struct buf *b, const char *name, double x) {
  out_key(b, name);
  out_double(b, x);
}

struct figures {
  double planned, expected, realised, rate;
  enum value_status status;
};

static void put_figures(struct buf *b, const struct figures *f, bool cost, double cost_rate) {
  bool known = f->expected != 0 || f->realised != 0;
  money(b, "planned_oere", f->planned);
  money(b, "expected_oere", f->expected);
  money(b, "realised_oere", known ? f->realised : (double)NAN);
  share(b, "rate", cost ? (double)NAN : f->rate);
  share(b, "cost_rate", cost ? f->rate : cost_rate);
  text(b, "status", status_text(f->status, cost, known));
}

static struct figures of_year(const struct value_realised_year *y) {
  return (struct figures){y->planned, y->expected, y->realised, y->rate, y->status};
}

static struct figures of_all(const struct value_realised *r) {
  return (struct figures){r->planned, r->expected, r->realised, r->rate, r->status};
}

static double rate_in(const struct value_realised *r, int year) {
  for (size_t i = 0; r && i < r->year_count; i++)
    if (r->years[i].year == year)
      return r->years[i].rate;
  return (double)NAN;
}

// costs: of the same years, or NULL.
static void put_years(struct buf *b, const struct value_realised *r, bool cost,
                      const struct value_realised *costs) {
  out_key(b, "years");
  buf_putc(b, '[');
  for (size_t i = 0; i < r->year_count; i++) {
    const struct figures f = of_year(&r->years[i]);
    out_comma(b);
    buf_putc(b, '{');
    out_key(b, "year");
    buf_int(b, r->years[i].year);
    put_figures(b, &f, cost, rate_in(costs, r->years[i].year));
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

static bool costs(const struct plan *p, const struct value_line_result *l) {
  double sum = 0;
  for (int t = 0; t < p->in.horizon_years; t++)
    sum += l->flows[t];
  return sum < 0;
}

static void put_line(struct buf *b, const struct value_line_result *l, bool cost,
                     const struct value_realised *r) {
  const struct figures f = of_all(r);
  out_comma(b);
  buf_putc(b, '{');
  text(b, "line", l->line->id);
  text(b, "name", l->line->name);
  text(b, "sector", value_sector_codes[l->line->sector]);
  out_key(b, "cost");
  out_bool(b, cost);
  put_figures(b, &f, cost, (double)NAN);
  put_years(b, r, cost, NULL);
  buf_putc(b, '}');
}

static void put_overdue(struct buf *b, const struct value_line_result *l,
                        const struct value_realised *r) {
  for (size_t i = 0; i < r->year_count; i++) {
    if (r->years[i].status != STATUS_UNMEASURED)
      continue;
    out_comma(b);
    buf_putc(b, '{');
    text(b, "line", l->line->id);
    text(b, "name", l->line->name);
    out_key(b, "year");
    buf_int(b, r->years[i].year);
    buf_putc(b, '}');
  }
}

static void put_total(struct buf *b, const struct value_realised *gain,
                      const struct value_realised *cost) {
  const struct figures f = of_all(gain);
  out_key(b, "total");
  buf_putc(b, '{');
  put_figures(b, &f, false, cost->rate);
  money(b, "variance_oere", gain->variance);
  money(b, "cost_expected_oere", cost->expected);
  money(b, "cost_realised_oere", cost->realised);
  money(b, "forecast_rate_oere", gain->forecast);
  money(b, "forecast_plan_oere", gain->remaining);
  put_years(b, gain, false, cost);
  buf_putc(b, '}');
}

// Measurements of a side (benefits or costs) over all lines that anything was measured of.
struct side {
  struct value_measurement *rows;
  size_t count;
};

static void realise(struct request *req, const struct plan *p, struct buf *overdue) {
  struct arena *a = req->arena;
  struct buf *b = &req->reply.body;
  size_t most = p->count + (size_t)p->in.horizon_years * p->outcome->line_count;
  struct side sides[2] = {{arena_array(a, most, sizeof(struct value_measurement)), 0},
                          {arena_array(a, most, sizeof(struct value_measurement)), 0}};
  struct value_measurement *rows = arena_array(a, most, sizeof *rows);
  struct value_realised r, gain, cost;
  for (size_t i = 0; i < p->outcome->line_count; i++) {
    const struct value_line_result *l = &p->outcome->lines[i];
    if (!l->line || l->of_comparator)
      continue;
    size_t n, found = line_rows(a, p, l, rows, &n);
    value_realise(&p->in, rows, n, p->today_year, p->today_month, a, &r);
    bool is_cost = costs(p, l);
    put_line(b, l, is_cost, &r);
    put_overdue(overdue, l, &r);
    struct side *s = &sides[is_cost];
    if (found && n) {
      memcpy(&s->rows[s->count], rows, n * sizeof *rows);
      s->count += n;
    }
  }
  buf_putc(b, ']');
  value_realise(&p->in, sides[0].rows, sides[0].count, p->today_year, p->today_month, a, &gain);
  value_realise(&p->in, sides[1].rows, sides[1].count, p->today_year, p->today_month, a, &cost);
  put_total(b, &gain, &cost);
}

// Rows that cannot be held against the estimate (any more) are told, and left out.
static void sort_out(struct request *req, struct plan *p, struct faults *faults) {
  for (size_t i = 0; i < p->count; i++) {
    struct measure *m = &p->rows[i];
    struct faults own = {.arena = req->arena};
    measurement_judge(req->arena, p, m, &own);
    m->sound = own.count == 0;
    for (int k = 0; k < own.count; k++)
      fault_add(faults, arena_printf(req->arena, "measurements[%s].%s", m->id, own.rows[k].field),
                own.rows[k].fault, own.rows[k].argument);
  }
}

enum err realisation_get(struct request *req, struct db *db) {
  struct rows seen;
  struct plan p;
  struct buf *b = &req->reply.body, overdue;
  enum err e = db_exec(db, SQL_collaboration_kind, PARAMS(req->key[0]), 0, &seen);
  if (e || seen.count == 0)
    return e ? e : ERR_NOT_FOUND;
  e = db_exec(db, SQL_realisation_small, PARAMS(req->key[0]), 0, &seen);
  if (!e && row_true(&seen, 0, 0))
    e = ERR_SMALL_COUNTS;
  e = e ? e : measurement_load(req, db, &p);
  if (e)
    return e;
  buf_init(&overdue, REPLY_MAX);
  buf_putc(b, '{');
  out_key(b, "estimate_id");
  buf_puts(b, p.estimate ? p.estimate : "null");
  out_key(b, "approved");
  out_bool(b, p.approved);
  out_key(b, "lines");
  buf_putc(b, '[');
  if (p.outcome) {
    sort_out(req, &p, &p.v.faults);
    realise(req, &p, &overdue);
  } else {
    buf_putc(b, ']');
    out_key(b, "total");
    buf_puts(b, "null");
  }
  out_key(b, "overdue");
  buf_putc(b, '[');
  buf_add(b, overdue.data ? overdue.data : "", overdue.len);
  buf_putc(b, ']');
  buf_free(&overdue);
  faults_write(req, &p.v.faults, "faults", b);
  buf_putc(b, '}');
  return ERR_NONE;
}
