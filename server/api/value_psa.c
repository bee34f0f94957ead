// SPDX-License-Identifier: EUPL-1.2
// POST /value/psa: curves and value of information from samples of another model, of R or of Excel
// (S19). Intervals go from the 2.5 to the 97.5 % point of the sample, by nearest rank (S18).
#include <string.h>

#include "api/value.h"
#include "api/value_codec.h"
#include "api/value_json.h"
#include "api/value_samples.h"
#include "value/psa.h"
#include "value/sort.h"

enum {
  REGRESSED_MAX = 1000000, // draws times sets of several parameters in one request
  PARAMETERS_MAX = 200,
  SETS_MAX = 50,
  SCRATCH_ARENA = 128 * 1024 * 1024
};

#define ALWAYS  (FIELD_REQUIRED | FIELD_NO_NULL)
#define SAMPLES F_NUMBERS, FIELD_REQUIRED, .min = 1, .max = PSA_DRAWS_MAX

static const struct field strategies[] = {
    VALUE_NAME,
    {"costs", SAMPLES, VALUE_AMOUNT},
    {"effects", SAMPLES, VALUE_AMOUNT},
    {0},
};

static const struct field parameter[] = {{"draws", SAMPLES}, {0}};
static const struct field set[] = {{"names", F_TEXTS, FIELD_REQUIRED, 1, PSA_GROUP_MAX}, {0}};

const struct field psa_body[] = {
    VALUE_WTP(FIELD_REQUIRED),
    VALUE_COMPARATOR,
    {"strategies", F_ARRAY, FIELD_REQUIRED | FIELD_NO_TEXT, STRATEGIES_MIN, PSA_STRATEGIES_MAX,
     .sub = strategies},
    {"parameters", F_MAP, FIELD_NO_TEXT, .max = PARAMETERS_MAX, .sub = parameter},
    {"evppi", F_LISTS, 0, .max = SETS_MAX, .sub = set},
    {0},
};

static const struct field strategy_reply[] = {
    {"name", F_TEXT, ALWAYS},
    {"mean_cost", F_NUMBER, ALWAYS},
    {"mean_effect", F_NUMBER, ALWAYS},
    {"cost_interval", F_NUMBERS, ALWAYS},
    {"effect_interval", F_NUMBERS, ALWAYS},
    {"enb", F_NUMBERS, ALWAYS},
    {"eib", F_NUMBERS, ALWAYS},
    {"ceac", F_NUMBERS, ALWAYS},
    {0},
};

static const struct field evppi_reply[] = {
    {"parameters", F_TEXTS, ALWAYS}, {"value", F_NUMBERS, ALWAYS}, {0}};

const struct field psa_reply[] = {
    {"wtp", F_NUMBERS, ALWAYS},
    {"strategies", F_ARRAY, ALWAYS, .sub = strategy_reply},
    {"optimal", F_TEXTS, ALWAYS},
    {"ceaf", F_NUMBERS, ALWAYS},
    {"evpi", F_NUMBERS, ALWAYS},
    {"evppi", F_ARRAY, ALWAYS, .sub = evppi_reply},
    {0},
};

// ---- from the body ----

static const struct in_value *samples_of(const struct in *strategy, const char *what) {
  return in_get(strategy, what);
}

// Adds a fault when there are not as many numbers as the first strategy has costs.
static void check_length(struct request *req, const char *field, const char *name,
                         const struct in_value *v, const struct in *first) {
  size_t draws = samples_of(first, "costs")->count;
  const char *of = in_text(first, "name");
  if (!v->numbers || !draws || !name || !of || v->count == draws)
    return;
  fault_add(&req->faults, field, FAULT_LENGTHS_DIFFER,
            arena_printf(req->arena,
                         "%s har %zu, men %s har %zu omkostninger|%s has %zu, but %s has %zu costs",
                         name, v->count, of, draws, name, v->count, of, draws));
}

static void check_lengths(struct request *req, const struct in_value *list) {
  for (size_t i = 0; list->items && i < list->count; i++) {
    const struct in *s = &list->items[i];
    static const char *const both[] = {"costs", "effects"};
    for (size_t k = 0; k < 2; k++)
      check_length(req, arena_printf(req->arena, "strategies[%zu].%s", i, both[k]),
                   in_text(s, "name"), samples_of(s, both[k]), &list->items[0]);
  }
  const struct in_value *all = in_get(req->input, "parameters");
  for (size_t p = 0; list->items && list->count && all->items && p < all->count; p++)
    check_length(req, arena_printf(req->arena, "parameters.%s", all->texts[p]), all->texts[p],
                 &all->items[p].values[0], &list->items[0]);
}

static const struct in_value *parameter_named(const struct request *req, const char *name) {
  const struct in_value *all = in_get(req->input, "parameters");
  for (size_t p = 0; all->items && p < all->count; p++)
    if (strcmp(all->texts[p], name) == 0)
      return &all->items[p].values[0];
  return NULL;
}

static bool varies(const struct in_value *v) {
  for (size_t i = 1; i < v->count; i++)
    if (v->numbers[i] < v->numbers[0] || v->numbers[i] > v->numbers[0])
      return true;
  return false;
}

static enum fault name_fault(const struct request *req, const struct in_value *names, size_t k) {
  const struct in_value *v = parameter_named(req, names->texts[k]);
  if (!v)
    return FAULT_UNKNOWN_REFERENCE;
  for (size_t i = 0; i < k; i++)
    if (names->texts[i] && strcmp(names->texts[i], names->texts[k]) == 0)
      return FAULT_REPEATED;
  return v->numbers && !varies(v) ? FAULT_CONSTANT : FAULT_NONE;
}

static void check_sets(struct request *req) {
  const struct in_value *sets = in_get(req->input, "evppi");
  for (size_t i = 0; sets->items && i < sets->count; i++) {
    const struct in_value *names = &sets->items[i].values[0];
    for (size_t k = 0; names->texts && k < names->count; k++) {
      enum fault fault = names->texts[k] ? name_fault(req, names, k) : FAULT_NONE;
      if (fault)
        fault_add(&req->faults, arena_printf(req->arena, "evppi[%zu][%zu]", i, k), fault, NULL);
    }
  }
}

// A regression on many draws takes its time: so many of them, and no more, in one request.
static void check_work(struct request *req, size_t draws) {
  const struct in_value *sets = in_get(req->input, "evppi");
  size_t groups = 0, most = draws ? REGRESSED_MAX / draws : 0;
  for (size_t i = 0; sets->items && i < sets->count; i++)
    groups += sets->items[i].values[0].count > 1;
  if (draws && groups > most)
    fault_add(&req->faults, "evppi", FAULT_TOO_MANY, arena_printf(req->arena, "%zu", most));
}

static enum err decode(struct request *req, struct psa_input *out) {
  const struct in_value *list = in_get(req->input, "strategies"), *wtp = in_get(req->input, "wtp");
  value_check_wtp(req);
  value_check_names(req);
  size_t comparator = value_comparator(req);
  check_lengths(req, list);
  check_sets(req);
  if (list->items && list->count)
    check_work(req, samples_of(&list->items[0], "costs")->count);
  if (req->faults.count)
    return ERR_INVALID;
  struct psa_strategy *s = arena_array(req->arena, list->count, sizeof *s);
  for (size_t i = 0; i < list->count; i++)
    s[i] = (struct psa_strategy){in_text(&list->items[i], "name"),
                                 samples_of(&list->items[i], "costs")->numbers,
                                 samples_of(&list->items[i], "effects")->numbers};
  *out = (struct psa_input){.strategies = s,
                            .strategy_count = list->count,
                            .comparator = comparator,
                            .draws = samples_of(&list->items[0], "costs")->count,
                            .wtp = wtp->numbers,
                            .wtp_count = wtp->count};
  return ERR_NONE;
}

// ---- to the reply ----

static void write_interval(struct buf *b, const char *name, const double *values, size_t draws,
                           double *sorted, double *scratch) {
  memcpy(sorted, values, draws * sizeof *sorted);
  sort_doubles(sorted, draws, scratch);
  numbers(
      b, name,
      (const double[]){sort_quantile(sorted, draws, 0.025), sort_quantile(sorted, draws, 0.975)},
      2);
}

static double expected(const struct psa_result *r, size_t d, double wtp) {
  return wtp * r->mean_effect[d] - r->mean_cost[d];
}

static void write_benefits(struct buf *b, const struct psa_input *in, const struct psa_result *r,
                           size_t d) {
  open(b, "enb", '[');
  for (size_t w = 0; w < in->wtp_count; w++) {
    out_comma(b);
    out_double(b, expected(r, d, in->wtp[w]));
  }
  buf_putc(b, ']');
  open(b, "eib", '[');
  for (size_t w = 0; w < in->wtp_count; w++) {
    out_comma(b);
    out_double(b, expected(r, d, in->wtp[w]) - expected(r, in->comparator, in->wtp[w]));
  }
  buf_putc(b, ']');
}

static void write_strategies(struct request *req, const struct psa_input *in,
                             const struct psa_result *r) {
  struct buf *b = &req->reply.body;
  double *sorted = arena_array(req->arena, in->draws, sizeof *sorted);
  double *scratch = arena_array(req->arena, in->draws, sizeof *scratch);
  open(b, "strategies", '[');
  for (size_t d = 0; d < in->strategy_count; d++) {
    const struct psa_strategy *s = &in->strategies[d];
    item(b);
    text(b, "name", s->name);
    number(b, "mean_cost", r->mean_cost[d]);
    number(b, "mean_effect", r->mean_effect[d]);
    write_interval(b, "cost_interval", s->cost, in->draws, sorted, scratch);
    write_interval(b, "effect_interval", s->effect, in->draws, sorted, scratch);
    write_benefits(b, in, r, d);
    numbers(b, "ceac", r->ceac + d * in->wtp_count, in->wtp_count);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
  open(b, "optimal", '[');
  for (size_t w = 0; w < in->wtp_count; w++) {
    out_comma(b);
    out_string(b, in->strategies[r->optimal[w]].name);
  }
  buf_putc(b, ']');
}

static void release(void *arena) {
  arena_free(arena);
}

// Each set works in memory that the next one uses again.
static void write_evppi(struct request *req, const struct psa_input *in) {
  const struct in_value *sets = in_get(req->input, "evppi");
  struct buf *b = &req->reply.body;
  struct arena *scratch = arena_new(SCRATCH_ARENA);
  arena_defer(req->arena, release, scratch);
  double *value = arena_array(req->arena, in->wtp_count, sizeof *value);
  open(b, "evppi", '[');
  for (size_t i = 0; sets->items && i < sets->count; i++) {
    const struct in_value *names = &sets->items[i].values[0];
    const double *draws[PSA_GROUP_MAX];
    for (size_t k = 0; k < names->count; k++)
      draws[k] = parameter_named(req, names->texts[k])->numbers;
    arena_reset(scratch);
    psa_evppi(in, draws, names->count, scratch, value);
    item(b);
    texts(b, "parameters", names->texts, names->count);
    numbers(b, "value", value, in->wtp_count);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

// What is asked of samples stands in the query of a file, and in the body otherwise.
static void check_query(struct request *req) {
  for (size_t i = 0; req->query && psa_query[i].type != F_END; i++)
    if (req->query->values[i].present)
      fault_add(&req->faults, psa_query[i].name, FAULT_UNKNOWN_FIELD, NULL);
}

enum err value_psa_post(struct request *req, struct db *db) {
  (void)db;
  struct psa_input in;
  struct psa_result result;
  enum err e = ERR_NONE;
  if (req->input)
    check_query(req);
  else
    e = psa_from_csv(req);
  e = e ? e : decode(req, &in);
  if (e)
    return e;
  psa_evaluate(&in, req->arena, &result);
  struct buf *b = &req->reply.body;
  buf_putc(b, '{');
  numbers(b, "wtp", in.wtp, in.wtp_count);
  write_strategies(req, &in, &result);
  numbers(b, "ceaf", result.ceaf, in.wtp_count);
  numbers(b, "evpi", result.evpi, in.wtp_count);
  write_evppi(req, &in);
  buf_putc(b, '}');
  return ERR_NONE;
}
