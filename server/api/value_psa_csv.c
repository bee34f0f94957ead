// SPDX-License-Identifier: EUPL-1.2
// Samples as R or Excel write them, for POST /value/psa: a column cost_NAME and effect_NAME for
// each strategy and one for each parameter; rows are draws. What is asked of them stands in the
// query. Gives the input that the JSON body would have given.
#include <math.h>
#include <string.h>
#include <strings.h>

#include "api/value_codec.h"
#include "api/value_samples.h"
#include "base/csv.h"
#include "base/parse.h"

enum { QUERY_TEXT = 4000, SKELETON_MAX = 1024 * 1024, HEADING_ROW = 1 };

const struct field psa_query[] = {
    {"wtp_from", F_NUMBER, 0, .low = 0, .high = 1e13},
    {"wtp_to", F_NUMBER, 0, .low = 0, .high = 1e13},
    {"wtp_step", F_NUMBER, 0, .low = 1e-6, .high = 1e13},
    {"comparator", F_TEXT, 0, .min = 1, .max = 200},
    {"evppi", F_TEXT, 0, .min = 1, .max = QUERY_TEXT}, // p1;p2,p3: sets of columns
    {.type = F_END},
};

// A column that is read: a strategy's costs or effects, or a parameter.
struct column {
  const char *name; // as the file has it
  bool bounded;     // an amount
  double *values;
};

struct strategy {
  const char *name;
  const struct column *cost, *effect;
};

struct file {
  struct request *req;
  struct csv_reader reader;
  struct column columns[CSV_CELLS_MAX];
  size_t width, draws;
  struct strategy strategies[CSV_CELLS_MAX];
  size_t strategy_count;
};

// ---- the heading ----

// "omkostning_A" is the costs of A: what stands behind the word and its separator, or NULL.
static const char *name_behind(const char *heading, const char *const *words) {
  for (; *words; words++) {
    size_t n = strlen(*words);
    if (strncasecmp(heading, *words, n) == 0 && heading[n] && strchr("_. ", heading[n]) &&
        heading[n + 1])
      return heading + n + 1;
  }
  return NULL;
}

static struct strategy *strategy_named(struct file *f, const char *name) {
  for (size_t i = 0; i < f->strategy_count; i++)
    if (strcasecmp(f->strategies[i].name, name) == 0)
      return &f->strategies[i];
  f->strategies[f->strategy_count] = (struct strategy){.name = name};
  return &f->strategies[f->strategy_count++];
}

static void fault_at(struct file *f, int64_t row, const char *column, enum fault fault,
                     const char *argument) {
  struct arena *a = f->req->arena;
  const char *field = column ? arena_printf(a, "%lld.%s", (long long)row, column)
                             : arena_printf(a, "%lld", (long long)row);
  fault_add(&f->req->faults, field, fault, argument);
}

static void take_heading(struct file *f, size_t i, const char *heading) {
  static const char *const costs[] = {"cost", "costs", "omkostning", "omkostninger", NULL};
  static const char *const effects[] = {"effect", "effects", "effekt", "effekter",
                                        "eff",    "qaly",    "qalys",  NULL};
  struct column *c = &f->columns[i];
  c->name = heading;
  for (size_t k = 0; k < i; k++)
    if (strcasecmp(f->columns[k].name, heading) == 0 && *heading)
      fault_at(f, HEADING_ROW, heading, FAULT_REPEATED, NULL);
  const char *cost = name_behind(heading, costs), *effect = name_behind(heading, effects);
  if (cost)
    strategy_named(f, cost)->cost = c;
  else if (effect)
    strategy_named(f, effect)->effect = c;
  c->bounded = cost || effect;
}

static const char *trimmed(struct arena *a, const char *cell) {
  cell += strspn(cell, " \t");
  size_t n = strlen(cell);
  while (n > 0 && strchr(" \t", cell[n - 1]))
    n--;
  return arena_strndup(a, cell, n);
}

static enum err read_heading(struct file *f) {
  struct request *req = f->req;
  struct csv_row row;
  if (csv_next(&f->reader, req->arena, &row) != CSV_OK)
    return refuse(req, ERR_BAD_REQUEST, "Filen har ingen overskrifter, der kan læses",
                  "The file has no headings that can be read");
  f->width = row.count;
  for (size_t i = 0; i < row.count; i++)
    take_heading(f, i, trimmed(req->arena, row.cells[i]));
  for (size_t i = 0; i < f->strategy_count; i++) {
    const struct strategy *s = &f->strategies[i];
    if (!s->cost || !s->effect)
      fault_at(f, HEADING_ROW,
               arena_printf(req->arena, "%s_%s", s->cost ? "effect" : "cost", s->name),
               FAULT_REQUIRED, NULL);
  }
  return req->faults.count ? ERR_INVALID : ERR_NONE;
}

// ---- what is asked, as the members that the JSON body would have ----

static void put_thresholds(struct file *f, struct buf *b) {
  struct request *req = f->req;
  static const char *const names[] = {"wtp_from", "wtp_to", "wtp_step"};
  struct value_estimate e = value_estimate_default();
  for (size_t i = 0; i < 3; i++)
    if (!in_has(req->query, names[i]))
      fault_add(&req->faults, names[i], FAULT_REQUIRED, NULL);
  if (req->faults.count)
    return;
  e.threshold_from = in_number(req->query, names[0], 0);
  e.threshold_to = in_number(req->query, names[1], 0);
  e.threshold_step = in_number(req->query, names[2], 0);
  if (e.threshold_to < e.threshold_from)
    fault_add(&req->faults, names[1], FAULT_TOO_SMALL,
              arena_printf(req->arena, "%.15g", e.threshold_from));
  else if ((e.threshold_to - e.threshold_from) / e.threshold_step >= PSA_WTP_MAX)
    fault_add(
        &req->faults, names[2], FAULT_TOO_SMALL,
        arena_printf(req->arena, "%.6g", (e.threshold_to - e.threshold_from) / (PSA_WTP_MAX - 1)));
  if (req->faults.count)
    return;
  out_key(b, "wtp");
  buf_putc(b, '[');
  for (size_t i = 0; i < value_threshold_count(&e); i++) {
    out_comma(b);
    out_double(b, e.threshold_from + (double)i * e.threshold_step);
  }
  buf_putc(b, ']');
}

static struct column *column_named(struct file *f, const char *name) {
  for (size_t i = 0; i < f->width; i++)
    if (strcmp(f->columns[i].name, name) == 0)
      return &f->columns[i];
  return NULL;
}

// "p1;p2,p3": each set as an array of names. A column that is named is read.
static void put_sets(struct file *f, struct buf *b) {
  struct arena *a = f->req->arena;
  const char *at = in_text(f->req->query, "evppi");
  if (!at)
    return;
  out_key(b, "evppi");
  buf_puts(b, "[[");
  for (;; at++) {
    size_t n = strcspn(at, ";,");
    const char *name = trimmed(a, arena_strndup(a, at, n));
    struct column *c = column_named(f, name);
    if (c && !c->bounded && !c->values)
      c->values = arena_array(a, PSA_DRAWS_MAX, sizeof(double));
    out_comma(b);
    out_string(b, name);
    at += n;
    if (*at == ';')
      buf_puts(b, "],[");
    if (!*at)
      break;
  }
  buf_puts(b, "]]");
}

// Names with one number each, checked by the table; the numbers themselves follow.
static void put_names(struct file *f, struct buf *b) {
  if (in_has(f->req->query, "comparator")) {
    out_key(b, "comparator");
    out_string(b, in_text(f->req->query, "comparator"));
  }
  out_key(b, "strategies");
  buf_putc(b, '[');
  for (size_t i = 0; i < f->strategy_count; i++) {
    out_comma(b);
    buf_puts(b, "{\"name\":");
    out_string(b, f->strategies[i].name);
    buf_puts(b, ",\"costs\":[0],\"effects\":[0]}");
  }
  buf_putc(b, ']');
  out_key(b, "parameters");
  buf_putc(b, '{');
  for (size_t i = 0; i < f->width; i++)
    if (f->columns[i].values) {
      out_key(b, f->columns[i].name);
      buf_puts(b, "[0]");
    }
  buf_putc(b, '}');
}

static enum err check_names(struct file *f, struct in **out) {
  struct request *req = f->req;
  struct buf b;
  const char *detail = NULL;
  buf_init(&b, SKELETON_MAX);
  buf_putc(&b, '{');
  put_thresholds(f, &b);
  put_sets(f, &b);
  put_names(f, &b);
  buf_putc(&b, '}');
  enum err e = req->faults.count ? ERR_INVALID
               : buf_ok(&b) ? field_check_json(psa_body, arena_strndup(req->arena, b.data, b.len),
                                               b.len, false, req->arena, &req->faults, out, &detail)
                            : ERR_INTERNAL;
  buf_free(&b);
  return detail ? refuse(req, e, detail, detail) : e;
}

// ---- the draws ----

// Exponents are not what people write, but R does.
static bool read_number(const char *cell, enum csv_decimal decimal, double *out) {
  char text[64];
  size_t n = strcspn(cell, " \t");
  if (!strpbrk(cell, "eE") || n >= sizeof text || cell[n + strspn(cell + n, " \t")])
    return csv_number(cell, decimal, out);
  memcpy(text, cell, n);
  text[n] = '\0';
  char *comma = decimal == CSV_DECIMAL_COMMA ? strchr(text, ',') : NULL;
  if (comma)
    *comma = '.';
  return parse_double(text, n, out);
}

static void read_cell(struct file *f, const struct csv_row *row, size_t i) {
  struct column *c = &f->columns[i];
  const char *cell = row->cells[i] + strspn(row->cells[i], " \t");
  double x = 0;
  if (!*cell)
    fault_at(f, row->number, c->name, FAULT_REQUIRED, NULL);
  else if (!read_number(cell, f->reader.dialect.decimal, &x))
    fault_at(f, row->number, c->name, FAULT_BAD_NUMBER, NULL);
  else if (c->bounded && fabs(x) > VALUE_AMOUNT_MOST)
    fault_at(f, row->number, c->name, x < 0 ? FAULT_TOO_SMALL : FAULT_TOO_LARGE,
             x < 0 ? "-1e13" : "1e13");
  c->values[f->draws] = x;
}

static void read_row(struct file *f, const struct csv_row *row) {
  if (row->count != f->width) {
    fault_at(f, row->number, NULL, FAULT_LENGTHS_DIFFER,
             arena_printf(f->req->arena,
                          "%zu felter, overskriften har %zu|%zu cells, the heading has %zu",
                          row->count, f->width, row->count, f->width));
    return;
  }
  for (size_t i = 0; i < f->width; i++)
    if (f->columns[i].values)
      read_cell(f, row, i);
}

static enum fault fault_of(enum csv_fault fault) {
  static const enum fault of[] = {[CSV_UNCLOSED_QUOTE] = FAULT_UNCLOSED_QUOTE,
                                  [CSV_CELL_TOO_LARGE] = FAULT_CELL_TOO_LARGE,
                                  [CSV_BAD_ENCODING] = FAULT_BAD_ENCODING,
                                  [CSV_TOO_MANY_CELLS] = FAULT_TOO_MANY,
                                  [CSV_STRAY_QUOTE] = FAULT_STRAY_QUOTE};
  return of[fault];
}

static enum err read_rows(struct file *f) {
  struct request *req = f->req;
  struct csv_row row;
  struct arena *a = arena_new(CSV_ARENA_NEED);
  enum csv_fault fault;
  while ((fault = csv_next(&f->reader, a, &row)) != CSV_END && f->draws < PSA_DRAWS_MAX &&
         req->faults.count < FAULTS_MAX) {
    if (fault == CSV_OK)
      read_row(f, &row);
    else
      fault_at(f, row.number, NULL, fault_of(fault),
               fault == CSV_TOO_MANY_CELLS ? arena_printf(req->arena, "%d", CSV_CELLS_MAX) : NULL);
    f->draws++;
    arena_reset(a);
  }
  arena_free(a);
  if (f->draws == 0)
    fault_add(&req->faults, "rows", FAULT_TOO_FEW, "1");
  else if (fault != CSV_END && req->faults.count == 0)
    fault_add(&req->faults, "rows", FAULT_TOO_MANY, arena_printf(req->arena, "%d", PSA_DRAWS_MAX));
  return req->faults.count ? ERR_INVALID : ERR_NONE;
}

static void set_numbers(struct in_value *v, const struct column *c, size_t draws) {
  v->numbers = c->values;
  v->count = draws;
}

enum err psa_from_csv(struct request *req) {
  struct file *f = arena_alloc(req->arena, sizeof *f);
  struct in *in = NULL;
  *f = (struct file){.req = req};
  csv_open(&f->reader, req->body, req->body_length, csv_detect(req->body, req->body_length));
  enum err e = read_heading(f);
  e = e ? e : check_names(f, &in);
  if (e)
    return e;
  for (size_t i = 0; i < f->width; i++)
    if (f->columns[i].bounded)
      f->columns[i].values = arena_array(req->arena, PSA_DRAWS_MAX, sizeof(double));
  e = read_rows(f);
  if (e)
    return e;
  const struct in_value *list = in_get(in, "strategies"), *all = in_get(in, "parameters");
  for (size_t i = 0; i < list->count; i++) {
    // In the order of the table: name, costs, effects.
    set_numbers(&list->items[i].values[1], f->strategies[i].cost, f->draws);
    set_numbers(&list->items[i].values[2], f->strategies[i].effect, f->draws);
  }
  for (size_t i = 0; i < all->count; i++) {
    const struct column *c = column_named(f, all->texts[i]);
    if (c)
      set_numbers(&all->items[i].values[0], c, f->draws);
  }
  req->input = in;
  return ERR_NONE;
}
