// SPDX-License-Identifier: EUPL-1.2
// From a checked body to the engine's structs, and the faults that only the engine can see.
#include <math.h>
#include <string.h>

#include "api/value_codec.h"
#include "base/parse.h"
#include "value/simulate.h"

static const double none = (double)NAN;

struct decoder {
  struct arena *arena;
  struct faults *faults;
  int before; // faults that the table had found
};

static int code(const struct in *in, const char *name, const char *const *codes, int otherwise) {
  const char *text = in_text(in, name);
  int i = text ? value_code(codes, text) : otherwise;
  return i < 0 ? otherwise : i;
}

static int number(const struct in *in, const char *name) {
  return (int)in_int(in, name, 0);
}

static bool flag(const struct in *in, const char *name) {
  return in_int(in, name, 0) != 0;
}

// The rows of an array of objects; none when absent or faulty.
static const struct in *rows(const struct in *in, const char *name, size_t *count) {
  const struct in_value *v = in_get(in, name);
  *count = v->items ? v->count : 0;
  return v->items;
}

// The object of a field, or NULL.
static const struct in *object(const struct in *in, const char *name) {
  return in_get(in, name)->items;
}

static const double *numbers(const struct in *in, const char *name, size_t *count) {
  const struct in_value *v = in_get(in, name);
  *count = v->numbers ? v->count : 0;
  return v->numbers;
}

static const struct value_step *decode_steps(struct decoder *d, const struct in *discount,
                                             size_t *count) {
  size_t n = 0;
  const struct in *in = discount ? rows(discount, "steps", &n) : NULL;
  struct value_step *steps = arena_array(d->arena, n, sizeof *steps);
  for (size_t i = 0; i < n; i++)
    steps[i] = (struct value_step){number(&in[i], "from_year"), in_number(&in[i], "rate", 0)};
  *count = n;
  return steps;
}

void value_decode_distribution(const struct in *in, struct value_uncertainty *out) {
  *out = (struct value_uncertainty){
      .dist = (enum value_dist)code(in, "dist", value_dist_codes, DIST_COUNT),
      .value = in_number(in, "value", none),
      .low = in_number(in, "low", none),
      .mode = in_number(in, "mode", none),
      .high = in_number(in, "high", none),
      .shape = in_number(in, "shape", none),
      .mean = in_number(in, "mean", none),
      .sd = in_number(in, "sd", none),
      .meanlog = in_number(in, "meanlog", none),
      .sdlog = in_number(in, "sdlog", none),
      .scale = in_number(in, "scale", none),
      .alpha = in_number(in, "alpha", none),
      .beta = in_number(in, "beta", none),
  };
}

static const struct value_uncertainty *decode_uncertainty(struct decoder *d, const struct in *of,
                                                          size_t *count) {
  const struct in *in = rows(of, "uncertainty", count);
  struct value_uncertainty *list = arena_array(d->arena, *count, sizeof *list);
  for (size_t i = 0; i < *count; i++) {
    value_decode_distribution(&in[i], &list[i]);
    list[i].field = (enum value_field)code(&in[i], "field", value_field_codes, 0);
    list[i].corr_group = in_text(&in[i], "corr_group");
  }
  return list;
}

static const struct value_amount *decode_overrides(struct decoder *d, const struct in *line,
                                                   size_t *count) {
  const struct in *in = rows(line, "overrides", count);
  struct value_amount *list = arena_array(d->arena, *count, sizeof *list);
  for (size_t i = 0; i < *count; i++)
    list[i] = (struct value_amount){number(&in[i], "year"), in_number(&in[i], "value", 0)};
  return list;
}

static void decode_line_codes(const struct in *in, struct value_line *l) {
  l->sector = (enum value_sector)code(in, "sector", value_sector_codes, 0);
  l->class = (enum value_class)code(in, "class", value_class_codes, 0);
  l->form_row = (enum value_form_row)code(in, "form_row", value_form_row_codes, FORM_NONE);
  l->timing = (enum value_timing)code(in, "timing", value_timing_codes, TIMING_PER_YEAR);
  l->kind = (enum value_kind)code(in, "kind", value_kind_codes, KIND_RESOURCE);
  l->evidence = (enum value_evidence)code(in, "evidence", value_evidence_codes, EVIDENCE_NONE);
  l->confirmation = (enum value_confirmation)code(in, "confirmed_status", value_confirmation_codes,
                                                  CONFIRM_UNANSWERED);
}

static void decode_line(struct decoder *d, const struct in *in, struct value_line *l) {
  *l = value_line_default();
  decode_line_codes(in, l);
  l->id = in_text(in, "id");
  l->name = in_text(in, "name");
  l->municipality = in_text(in, "municipality");
  l->payer_task = in_text(in, "payer_task");
  l->index = in_text(in, "index");
  l->unit = in_text(in, "unit");
  l->source = in_text(in, "source");
  l->transfer_group = in_text(in, "transfer_group");
  l->stage_no = number(in, "stage_no");
  l->value_price_year = number(in, "value_price_year");
  l->year_from = number(in, "year_from");
  l->year_to = number(in, "year_to");
  l->life_years = number(in, "life_years");
  l->residual_value = in_number(in, "residual_value", 0);
  l->qty_baseline = in_number(in, "qty_baseline", 0);
  l->qty_new = in_number(in, "qty_new", 0);
  // A QALY needs no price.
  l->unit_value = in_number(in, "unit_value", l->class == CLASS_HEALTH ? 1 : none);
  l->multiplier = in_number(in, "multiplier", 1);
  l->realisation_share = in_number(in, "realisation_share", none);
  l->flows = numbers(in, "flows", &l->flow_count);
  l->units = numbers(in, "units", &l->unit_count);
  l->fte = numbers(in, "fte", &l->fte_count);
  l->overrides = decode_overrides(d, in, &l->override_count);
  l->uncertainty = decode_uncertainty(d, in, &l->uncertainty_count);
}

static const struct value_volume *decode_volume(struct decoder *d, const struct in *alt,
                                                size_t *count) {
  const struct in *in = rows(alt, "volume", count);
  struct value_volume *list = arena_array(d->arena, *count, sizeof *list);
  for (size_t i = 0; i < *count; i++)
    list[i] = (struct value_volume){number(&in[i], "year"), in_number(&in[i], "eligible", 0),
                                    in_number(&in[i], "adoption", 1)};
  return list;
}

static const struct value_health *decode_health(struct decoder *d, const struct in *alt,
                                                size_t *count) {
  const struct in *in = rows(alt, "health", count);
  struct value_health *list = arena_array(d->arena, *count, sizeof *list);
  for (size_t i = 0; i < *count; i++)
    list[i] =
        (struct value_health){number(&in[i], "year"), in_number(&in[i], "qaly_per_patient", 0),
                              in_number(&in[i], "ly_per_patient", 0)};
  return list;
}

static const struct value_stage *decode_stages(struct decoder *d, const struct in *alt,
                                               size_t *count) {
  const struct in *in = rows(alt, "stages", count);
  struct value_stage *list = arena_array(d->arena, *count, sizeof *list);
  for (size_t i = 0; i < *count; i++)
    list[i] =
        (struct value_stage){number(&in[i], "no"), number(&in[i], "start_year"),
                             in_number(&in[i], "p_success", 1), in_number(&in[i], "stop_cost", 0)};
  return list;
}

static void decode_alternative(struct decoder *d, const struct in *in,
                               struct value_alternative *alt) {
  *alt = value_alternative_default();
  alt->name = in_text(in, "name");
  alt->is_comparator = flag(in, "is_comparator");
  alt->round_patients = flag(in, "round_patients");
  alt->volume_multiplier = in_number(in, "volume_multiplier", 1);
  alt->volume = decode_volume(d, in, &alt->volume_count);
  alt->health = decode_health(d, in, &alt->health_count);
  alt->stages = decode_stages(d, in, &alt->stage_count);
  alt->uncertainty = decode_uncertainty(d, in, &alt->uncertainty_count);
  const struct in *lines = rows(in, "lines", &alt->line_count);
  struct value_line *list = arena_array(d->arena, alt->line_count, sizeof *list);
  for (size_t i = 0; i < alt->line_count; i++)
    decode_line(d, &lines[i], &list[i]);
  alt->lines = list;
}

static void decode_alternatives(struct decoder *d, const struct in *body,
                                struct value_estimate *out) {
  const struct in *in = rows(body, "alternatives", &out->alternative_count);
  struct value_alternative *list = arena_array(d->arena, out->alternative_count, sizeof *list);
  for (size_t i = 0; i < out->alternative_count; i++)
    decode_alternative(d, &in[i], &list[i]);
  out->alternatives = list;
}

// {"PL": {"2025": 100.0}} as rows.
static void decode_indices(struct decoder *d, const struct in *body, struct value_estimate *out) {
  const struct in_value *codes = in_get(body, "indices");
  size_t most = 0;
  for (size_t i = 0; codes->items && i < codes->count; i++)
    most += codes->items[i].values[0].count;
  struct value_index *list = arena_array(d->arena, most, sizeof *list);
  for (size_t i = 0; codes->items && i < codes->count; i++) {
    const struct in_value *years = &codes->items[i].values[0];
    for (size_t k = 0; years->items && k < years->count; k++) {
      int64_t year;
      if (!parse_int64(years->texts[k], strlen(years->texts[k]), &year) || year < 0 || year > 9999)
        fault_add(d->faults,
                  arena_printf(d->arena, "indices.%s.%s", codes->texts[i], years->texts[k]),
                  FAULT_BAD_PATTERN, "ÅÅÅÅ som årstal|YYYY as a year");
      else
        list[out->index_count++] =
            (struct value_index){codes->texts[i], (int)year, years->items[k].values[0].number};
    }
  }
  out->indices = list;
}

static void decode_payer_rules(struct decoder *d, const struct in *body,
                               struct value_estimate *out) {
  const struct in *in = rows(body, "payer_rules", &out->payer_rule_count);
  struct value_payer_rule *list = arena_array(d->arena, out->payer_rule_count, sizeof *list);
  for (size_t i = 0; i < out->payer_rule_count; i++)
    list[i] = (struct value_payer_rule){
        .task = in_text(&in[i], "task"),
        .municipality = in_text(&in[i], "municipality"),
        .sector_from = (enum value_sector)code(&in[i], "sector_from", value_sector_codes, 0),
        .sector_to = (enum value_sector)code(&in[i], "sector_to", value_sector_codes, 0),
        .valid_from = number(&in[i], "valid_from")};
  out->payer_rules = list;
}

static void decode_settings(struct decoder *d, const struct in *body, struct value_estimate *out) {
  const struct in *discount = object(body, "discount"), *multipliers = object(body, "multipliers"),
                  *thresholds = object(body, "thresholds");
  out->steps = decode_steps(d, discount, &out->step_count);
  out->effect_steps = decode_steps(d, object(body, "discount_effects"), &out->effect_step_count);
  if (discount)
    out->payment =
        (enum value_payment)code(discount, "timing", value_payment_codes, PAYMENT_ANNUAL);
  if (multipliers) {
    out->naf = in_number(multipliers, "naf", none);
    out->tax_distortion = in_number(multipliers, "tax_distortion", 1);
    out->qaly_value = in_number(multipliers, "qaly_value", none);
  }
  if (thresholds) {
    out->threshold_from = in_number(thresholds, "from", none);
    out->threshold_to = in_number(thresholds, "to", none);
    out->threshold_step = in_number(thresholds, "step", none);
  }
  out->capacity_realisation = in_number(body, "capacity_realisation", 0);
  out->perspective = (enum value_perspective)code(body, "perspective", value_perspective_codes,
                                                  PERSPECTIVE_LIMITED_SOCIETAL);
  out->budget_prices =
      (enum value_prices)code(body, "budget_prices", value_prices_codes, PRICES_CONSTANT);
}

const enum fault value_fault_codes[VALUE_FAULT_COUNT] = {
    [VALUE_FAULT_REQUIRED] = FAULT_REQUIRED,
    [VALUE_FAULT_UNKNOWN_REFERENCE] = FAULT_UNKNOWN_REFERENCE,
    [VALUE_FAULT_TOO_SMALL] = FAULT_TOO_SMALL,
    [VALUE_FAULT_TOO_LARGE] = FAULT_TOO_LARGE,
    [VALUE_FAULT_TOO_FEW] = FAULT_TOO_FEW,
    [VALUE_FAULT_TOO_MANY] = FAULT_TOO_MANY,
    [VALUE_FAULT_BAD_NUMBER] = FAULT_BAD_NUMBER,
    [VALUE_FAULT_NOT_POSITIVE] = FAULT_NOT_POSITIVE,
    [VALUE_FAULT_END_BEFORE_START] = FAULT_END_BEFORE_START,
    [VALUE_FAULT_REPEATED] = FAULT_REPEATED,
    [VALUE_FAULT_DUPLICATE] = FAULT_DUPLICATE,
    [VALUE_FAULT_MISSING_INDEX] = FAULT_MISSING_INDEX,
    [VALUE_FAULT_BAD_DISTRIBUTION] = FAULT_BAD_DISTRIBUTION,
    [VALUE_FAULT_NOT_ZERO_SUM] = FAULT_NOT_ZERO_SUM,
};

// The engine sees a field that the table refused as absent: what follows from that is no fault of
// its own, whether it lies at, above or below the refused one.
static bool follows(const struct decoder *d, const char *field) {
  for (int i = 0; i < d->before; i++) {
    const char *refused = d->faults->rows[i].field;
    size_t a = strlen(refused), b = strlen(field), shared = a < b ? a : b;
    if (strncmp(refused, field, shared) == 0)
      return true;
  }
  return d->before > 0 && strncmp(field, "break_even", 10) == 0;
}

static void report(void *context, const char *field, enum value_fault fault, const char *argument) {
  struct decoder *d = context;
  if (!follows(d, field))
    fault_add(d->faults, field, value_fault_codes[fault], argument);
}

enum err value_decode(const struct in *body, struct arena *a, struct faults *faults,
                      struct value_estimate *out) {
  struct decoder d = {.arena = a, .faults = faults, .before = faults->count};
  *out = value_estimate_default();
  out->base_year = number(body, "base_year");
  out->horizon_years = number(body, "horizon_years");
  out->price_year = (int)in_int(body, "price_year", out->base_year);
  out->one_way = flag(body, "one_way");
  out->trace = in_int(body, "trace", 1) != 0;
  decode_settings(&d, body, out);
  decode_indices(&d, body, out);
  decode_payer_rules(&d, body, out);
  decode_alternatives(&d, body, out);
  out->uncertainty = decode_uncertainty(&d, body, &out->uncertainty_count);
  const struct in_value *wanted = in_get(body, "break_even");
  out->break_even = wanted->texts;
  out->break_even_count = wanted->texts ? wanted->count : 0;
  const struct in *simulation = object(body, "simulation");
  if (simulation) {
    out->draws = (size_t)in_int(simulation, "draws", SIMULATION_DRAWS);
    out->seed = (uint64_t)in_int(simulation, "seed", SIMULATION_SEED);
  }
  value_validate(out, a, report, &d);
  return faults->count > 0 ? ERR_INVALID : ERR_NONE;
}
