// SPDX-License-Identifier: EUPL-1.2
// Terms, columns, rows and weights of a simulation (see plan.h).
#include "value/plan.h"

#include <math.h>
#include <string.h>

// Doubles of one block at most, all products together.
static const size_t block_room = (size_t)1024 * 1024;

static const struct parameter *find(const struct plan *p, const struct parameters *all,
                                    const struct net_line *l, enum value_field field) {
  const struct value_alternative *of = l->of_comparator ? net_comparator(p->in) : p->alt;
  size_t alternative = (size_t)(of - p->in->alternatives);
  return parameters_find(all, alternative, (size_t)(l->line - of->lines), field);
}

// The line with every uncertain factor at 1.
static struct value_line at_one(const struct plan *p, const struct parameters *all,
                                const struct net_line *l, struct term *t) {
  struct value_line line = *l->line;
  t->baseline = line.qty_baseline;
  t->new = line.qty_new;
  enum value_field last = line.kind == KIND_FLOW ? FIELD_QTY_BASELINE : FIELD_MULTIPLIER;
  for (enum value_field f = FIELD_QTY_BASELINE; f < last; f++)
    t->factors[f] = find(p, all, l, f);
  t->factors[FIELD_MULTIPLIER] = find(p, all, l, FIELD_MULTIPLIER);
  bool outcome = line.kind == KIND_OUTCOME;
  if (t->factors[FIELD_QTY_BASELINE] || t->factors[FIELD_QTY_NEW]) {
    line.qty_baseline = outcome ? 0 : 1;
    line.qty_new = outcome ? 1 : 0;
  }
  if (t->factors[FIELD_UNIT_VALUE])
    line.unit_value = 1;
  if (t->factors[FIELD_MULTIPLIER])
    line.multiplier = 1;
  return line;
}

static const struct parameter *share(const struct plan *p, const struct parameters *all,
                                     const struct net_line *l) {
  if (l->class != CLASS_CAPACITY)
    return NULL;
  const struct parameter *own = find(p, all, l, FIELD_REALISATION_SHARE);
  bool inherits = !own && isnan(l->line->realisation_share);
  return inherits ? parameters_find(all, p->in->alternative_count, 0, FIELD_CAPACITY_REALISATION)
                  : own;
}

static bool any_amount(const double *amount, int years) {
  for (int t = 0; t < years; t++)
    if (amount[t] != 0)
      return true;
  return false;
}

static void add_term(struct plan *p, struct term t, const double *amount) {
  if (!any_amount(amount, p->years))
    return;
  t.amount = amount;
  t.rounded = t.factors[FIELD_VOLUME] && p->rounded[t.line->of_comparator];
  if (t.rounded)
    t.factors[FIELD_VOLUME] = NULL; // it is in the patients
  t.by_rate = p->rate && (t.line->class != CLASS_HEALTH || p->in->effect_step_count == 0);
  t.certain = true;
  for (int f = 0; f < FIELD_COUNT; f++)
    t.certain = t.certain && (f == FIELD_REALISATION_SHARE || !t.factors[f]);
  t.certain = t.certain && t.life == 0;
  p->terms[p->term_count++] = t;
}

// The flows of a line as `as` has it, but for the years that are given.
static void fill_plain(struct plan *p, struct net_line *l, const struct value_line *as,
                       double *overrides) {
  const struct value_line *given = l->line;
  l->line = as;
  net_fill_line(p->in, p->alt, &p->net, l);
  l->line = given;
  for (int y = 0; given && y < p->years; y++) {
    if (!net_override(given, p->in->base_year + y))
      continue;
    overrides[y] = l->flow[y];
    l->flow[y] = 0;
  }
}

// What a krone of the price, or of what it sells for, comes to a year.
static double spread(const struct plan *p, const struct value_line *line, bool scrap) {
  struct value_line one = *line;
  one.unit_value = !scrap;
  one.residual_value = scrap;
  return net_each(p->in, &one);
}

// A purchase that is spread (S9) is two terms: one follows the price and one what it sells for, and
// a drawn rate spreads both anew.
static void add_spread(struct plan *p, struct term t, struct net_line *l, struct value_line line,
                       struct arena *a) {
  double scrap = line.residual_value, *room = arena_array(a, 3 * (size_t)p->years, sizeof *room);
  for (int part = 0; part < 2; part++) {
    double *amount = room + (size_t)part * (size_t)p->years;
    line.residual_value = part ? scrap : 0;
    line.unit_value = part ? 0 : line.unit_value;
    fill_plain(p, l, &line, room + 2 * (size_t)p->years);
    memcpy(amount, l->flow, (size_t)p->years * sizeof *amount);
    t.scrap = part > 0;
    t.life = p->rate ? line.life_years : 0;
    t.spread = spread(p, &line, t.scrap);
    if (part)
      t.factors[FIELD_UNIT_VALUE] = NULL;
    add_term(p, t, amount);
  }
}

// The plain flows of a line, and those of its overrides, which only its multiplier scales.
static void add_line(struct plan *p, const struct parameters *all, struct net_line *l,
                     struct arena *a) {
  struct term t = {.line = l};
  bool health = !l->line;
  const struct value_line *given = l->line;
  bool plain = health || given->kind == KIND_FLOW;
  struct value_line line;
  if (!health) {
    line = at_one(p, all, l, &t);
    t.factors[FIELD_REALISATION_SHARE] = share(p, all, l);
  }
  if (health || (!plain && given->timing == TIMING_PER_PATIENT))
    t.factors[FIELD_VOLUME] = p->volume[l->of_comparator];
  double *overrides = arena_array(a, (size_t)p->years, sizeof *overrides);
  fill_plain(p, l, health ? NULL : &line, overrides);
  struct term fixed = {.line = l};
  fixed.factors[FIELD_MULTIPLIER] = t.factors[FIELD_MULTIPLIER];
  fixed.factors[FIELD_REALISATION_SHARE] = t.factors[FIELD_REALISATION_SHARE];
  if (!plain && given->timing == TIMING_ANNUITY)
    add_spread(p, t, l, line, a);
  else
    add_term(p, t, l->flow);
  add_term(p, fixed, overrides);
}

// Patients with the factor on them at 1, or 1 where they are rounded draw by draw.
static void patients_at_one(struct plan *p, bool comparator, double *patients) {
  const struct value_alternative *of = comparator ? net_comparator(p->in) : p->alt;
  if (!p->volume[comparator])
    return;
  p->rounded[comparator] = of->round_patients;
  struct value_alternative one = *of;
  one.volume_multiplier = 1;
  for (int y = 0; y < p->years; y++)
    patients[y] = of->round_patients ? 1 : net_patients(&one, p->in->base_year + y);
}

static void make_terms(struct plan *p, const struct parameters *all, struct arena *a) {
  patients_at_one(p, false, p->net.patients);
  patients_at_one(p, true, p->net.comparator_patients);
  p->terms = arena_array(a, 3 * p->net.count, sizeof *p->terms);
  for (size_t i = 0; i < p->net.count; i++)
    add_line(p, all, &p->net.lines[i], a);
}

// Columns of a term: one, or one for each year; twice when a drawn realised share comes on top.
static size_t add_columns(struct plan *p, const struct term *t, bool by_year, bool discounted) {
  size_t first = p->column_count;
  int years = by_year ? p->years : 1;
  int copies = t->factors[FIELD_REALISATION_SHARE] ? 2 : 1;
  for (int copy = 0; copy < copies; copy++)
    for (int y = 0; y < years; y++)
      p->columns[p->column_count++] = (struct column){
          .term = t, .year = by_year ? y : -1, .discounted = discounted, .rho = copy > 0};
  return first;
}

static void make_columns(struct plan *p, struct arena *a) {
  size_t years = (size_t)p->years, most = 0;
  for (size_t i = 0; i < p->term_count; i++)
    most += p->terms[i].rounded || p->terms[i].by_rate ? 2 * (years + years) : 2;
  p->columns = arena_array(a, most, sizeof *p->columns);
  for (size_t i = 0; i < p->term_count; i++) {
    struct term *t = &p->terms[i];
    t->flows = t->worths = add_columns(p, t, t->rounded, false);
    if (t->by_rate)
      t->worths = add_columns(p, t, true, true);
  }
}

// What a flow of the term counts for in the row, with a realised share of rho.
static double weight_of(const struct plan *p, const struct row *row, const struct term *t, int year,
                        double rho) {
  const struct net_line *l = t->line;
  enum value_sector sector = (enum value_sector)l->sector[year];
  switch (row->kind) {
  case ROW_NPV:
    return net_weight(p->in, (enum value_perspective)row->index, sector, l->class, rho);
  case ROW_SECTOR:
    return (int)sector == row->index && net_is_money(l->class);
  case ROW_QALY:
    return l->class == CLASS_HEALTH;
  case ROW_GATE:
    if ((int)stage_gates_before(p->alt, l, p->in->base_year + year) != row->index)
      return 0;
    break;
  case ROW_YEAR:
    break;
  }
  return net_weight(p->in, p->in->perspective, sector, l->class, rho);
}

static void add_weight(struct plan *p, struct row *row, size_t column, double value) {
  if (value == 0)
    return;
  if (p->columns[column].term->certain && p->columns[column].year < 0 && !p->columns[column].rho) {
    row->constant += value;
    return;
  }
  p->columns[column].used = true;
  row->weights[row->count++] = (struct weight){column, value};
}

static void weigh(struct plan *p, struct row *row, const struct term *t) {
  bool flow = row->kind == ROW_YEAR, by_year = t->rounded || (t->by_rate && !flow);
  bool drawn = t->factors[FIELD_REALISATION_SHARE] != NULL;
  size_t first = flow ? t->flows : t->worths, second = first + (by_year ? (size_t)p->years : 1);
  double sum = 0, sum_rho = 0;
  for (int y = flow ? row->index : 0; y < (flow ? row->index + 1 : p->years); y++) {
    if (t->amount[y] == 0)
      continue;
    double amount = t->amount[y] * (flow || t->by_rate ? 1 : t->line->df[y]);
    // Every weight is linear in the realised share.
    double plain = weight_of(p, row, t, y, drawn ? 0 : t->line->rho);
    double rho = drawn ? weight_of(p, row, t, y, 1) - plain : 0;
    sum += amount * plain;
    sum_rho += amount * rho;
    if (by_year) {
      add_weight(p, row, first + (size_t)y, sum);
      add_weight(p, row, second + (size_t)y, sum_rho);
      sum = sum_rho = 0;
    }
  }
  add_weight(p, row, first, sum);
  add_weight(p, row, second, sum_rho);
}

static double *add_row(struct plan *p, enum row_kind kind, int index, size_t room,
                       struct weight *scratch, struct arena *a) {
  struct row *row = &p->rows[p->row_count++];
  *row = (struct row){.kind = kind, .index = index, .weights = scratch};
  for (size_t i = 0; i < p->term_count; i++)
    weigh(p, row, &p->terms[i]);
  row->weights = arena_array(a, row->count, sizeof *row->weights);
  for (size_t i = 0; i < row->count; i++)
    row->weights[i] = scratch[i];
  row->out = arena_array(a, room, sizeof *row->out);
  return row->out;
}

static bool touches(const struct plan *p, int sector) {
  for (size_t i = 0; i < p->net.count; i++)
    for (int y = 0; y < p->years; y++)
      if (p->net.lines[i].sector[y] == sector)
        return true;
  return false;
}

static bool has_health(const struct plan *p) {
  for (size_t i = 0; i < p->net.count; i++)
    if (p->net.lines[i].class == CLASS_HEALTH)
      return true;
  return false;
}

static void make_rows(struct plan *p, struct arena *a, struct draws *out) {
  size_t gates = p->alt->stage_count, room = out->count + DRAW_LANES;
  size_t most = PERSPECTIVE_COUNT + SECTOR_COUNT + 1 + (size_t)p->years + gates + 1;
  struct weight *scratch = arena_array(a, p->column_count, sizeof *scratch);
  p->rows = arena_array(a, most, sizeof *p->rows);
  for (int i = 0; i < PERSPECTIVE_COUNT; i++)
    if (i != PERSPECTIVE_SOCIETAL || !isnan(p->in->naf))
      out->npv[i] = add_row(p, ROW_NPV, i, room, scratch, a);
  for (int i = 0; i < SECTOR_COUNT; i++)
    if (touches(p, i))
      out->sector[i] = add_row(p, ROW_SECTOR, i, room, scratch, a);
  if (has_health(p))
    out->qaly = add_row(p, ROW_QALY, 0, room, scratch, a);
  for (int i = 0; i < p->years; i++)
    out->year[i] = add_row(p, ROW_YEAR, i, room, scratch, a);
  if (gates == 0)
    return;
  p->gates = &p->rows[p->row_count];
  for (size_t i = 0; i <= gates; i++)
    add_row(p, ROW_GATE, (int)i, p->block, scratch, a);
  out->risky = arena_array(a, room, sizeof *out->risky);
}

// Buffers of one block, for what is used.
static void make_buffers(struct plan *p, const struct parameters *all, struct arena *a) {
  size_t years = (size_t)p->years;
  if (p->rate)
    p->factors = arena_array(a, years * p->block, sizeof *p->factors);
  for (int i = 0; i < 2; i++)
    if (p->rounded[i])
      p->patients[i] = arena_array(a, years * p->block, sizeof *p->patients[i]);
  for (size_t i = 0; i < p->term_count; i++)
    p->terms[i].product = arena_array(a, p->block, sizeof(double));
  for (size_t i = 0; i < all->count; i++)
    if (!all->rows[i].kept)
      all->rows[i].sample = arena_array(a, p->block, sizeof(double));
  for (size_t i = 0; i < p->column_count; i++) {
    struct column *c = &p->columns[i];
    bool own = c->rho || c->year >= 0;
    if (c->used)
      c->values = own ? arena_array(a, p->block, sizeof(double)) : c->term->product;
  }
}

static size_t fitting_block(const struct plan *p, const struct parameters *all, size_t wanted) {
  size_t most = block_room / (p->column_count + p->term_count + all->count + 1);
  most -= most % DRAW_LANES;
  return wanted < most ? wanted : most;
}

void plan_make(const struct value_estimate *in, const struct value_alternative *alt,
               const struct parameters *all, size_t block, struct arena *a, struct plan *out,
               struct draws *result) {
  const struct value_alternative *comparator = alt->is_comparator ? NULL : net_comparator(in);
  *out = (struct plan){.in = in, .alt = alt, .years = in->horizon_years};
  out->rate = parameters_find(all, in->alternative_count, 0, FIELD_DISCOUNT_RATE);
  out->volume[0] = parameters_find(all, (size_t)(alt - in->alternatives), 0, FIELD_VOLUME);
  if (comparator)
    out->volume[1] = parameters_find(all, (size_t)(comparator - in->alternatives), 0, FIELD_VOLUME);
  net_init(in, alt, a, &out->net);
  net_fill(in, alt, &out->net);
  make_terms(out, all, a);
  make_columns(out, a);
  out->block = fitting_block(out, all, block);
  make_rows(out, a, result);
  make_buffers(out, all, a);
}
