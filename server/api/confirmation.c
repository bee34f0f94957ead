// SPDX-License-Identifier: EUPL-1.2
// Confirmation by others: a line that lands in another sector is sent to that sector's contact, who
// confirms or disputes it and sees nothing else of the case.
#include "api/confirmation.h"

#include <string.h>

#include "api/resources.h"
#include "value/round.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED
#define STATES "unanswered|confirmed|disputed|withdrawn|lapsed"

enum { FLOWS_MAX = 4096, FIGURES_MAX = 64 * 1024 };

const struct field confirmation_fields[] = {
    {"line", F_TEXT, FIELD_REQUIRED, 1, 60},
    {"contact_id", F_ID, FIELD_REQUIRED},
    {"message", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field confirmation_answer_fields[] = {
    {"status", F_CHOICE, FIELD_REQUIRED, .choices = "confirmed|disputed"},
    {"number", F_NUMBER, .low = -1e15, .high = 1e15},
    {"comment", F_TEXT, .max = 4000},
    {.type = F_END},
};
const struct field confirmation_query[] = {
    {"status", F_CHOICE, .choices = STATES},
    {.type = F_END},
};
static const struct field flow_fields[] = {
    {"year", F_INT, ALWAYS},
    {"amount_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
static const struct field line_fields[] = {
    {"name", F_TEXT, ALWAYS},
    {"sector", F_CODE, ALWAYS, .choices = "sector"},
    {"class", F_CODE, ALWAYS, .choices = "effect_class"},
    {"unit", F_TEXT, MAYBE},
    {"timing", F_CODE, MAYBE, .choices = "line_timing"}, // what the quantity is per
    {"qty_baseline", F_NUMBER, MAYBE},
    {"qty_new", F_NUMBER, MAYBE},
    {"unit_value", F_NUMBER, MAYBE},
    {"flows", F_ARRAY, ALWAYS, .sub = flow_fields},
    {"source", F_TEXT, MAYBE},
    {"suppressed", F_BOOL, ALWAYS}, // flows are left out: they would tell of few patients
    {.type = F_END},
};
// clang-format off
#define ASKED                                                                \
  {"asked_by", F_ID, MAYBE},                                                 \
  {"asked_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},                 \
  {"asked_at", F_STAMP, ALWAYS}, {"message", F_TEXT, MAYBE}
#define ANSWERED                                                             \
  {"number", F_NUMBER, MAYBE}, {"number_unit", F_TEXT, MAYBE},               \
  {"comment", F_TEXT, MAYBE}, {"answered_at", F_STAMP, MAYBE},               \
  {"version", F_INT, ALWAYS}
// clang-format on

const struct field confirmation_reply[] = {
    {"id", F_ID, ALWAYS},
    {"status", F_CHOICE, ALWAYS, .choices = STATES},
    {"title", F_TEXT, ALWAYS},
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, MAYBE, .choices = NAME_OF_UNIT},
    ASKED,
    {"line", F_OBJECT, ALWAYS, .sub = line_fields},
    ANSWERED,
    {.type = F_END},
};
const struct field confirmation_item[] = {
    {"id", F_ID, ALWAYS},
    {"line", F_TEXT, ALWAYS},
    {"alternative_no", F_INT, ALWAYS},
    {"status", F_CHOICE, ALWAYS, .choices = STATES},
    {"contact_id", F_ID, ALWAYS},
    {"contact_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    ASKED,
    ANSWERED,
    {.type = F_END},
};

// ---- the lines of an estimate and what is said of them ----

// A line by its alternative (from 1) and id; NULL when it is not there (any more).
static struct in *find_line(const struct in *inputs, size_t alternative, const char *id) {
  const struct in_value *alts = in_get(inputs, "alternatives");
  if (alternative < 1 || alternative > alts->count)
    return NULL;
  const struct in_value *lines = in_get(&alts->items[alternative - 1], "lines");
  for (size_t i = 0; lines->items && i < lines->count; i++)
    if (strcmp(in_text(&lines->items[i], "id"), id) == 0)
      return &lines->items[i];
  return NULL;
}

static void set_status(struct in *line, const char *status) {
  for (size_t i = 0; line->table[i].type != F_END; i++)
    if (strcmp(line->table[i].name, "confirmed_status") == 0)
      line->values[i] =
          status ? (struct in_value){.present = true, .text = status} : (struct in_value){0};
}

// Nobody but its sector says that a line is confirmed.
static void clear_all(const struct in *inputs) {
  const struct in_value *alts = in_get(inputs, "alternatives");
  for (size_t i = 0; i < alts->count; i++) {
    const struct in_value *lines = in_get(&alts->items[i], "lines");
    for (size_t k = 0; lines->items && k < lines->count; k++)
      set_status(&lines->items[k], NULL);
  }
}

// The line's flows by year as PostgreSQL writes an array of øre; NULL when it has none.
static const char *flows_of(struct arena *a, const struct evaluation *v, size_t alternative,
                            const char *id) {
  const struct value_alternative *alt = &v->estimate.alternatives[alternative - 1];
  for (size_t o = 0; o < v->result.outcome_count; o++) {
    const struct value_outcome *out = &v->result.outcomes[o];
    for (size_t i = 0; out->alternative == alt && i < out->line_count; i++) {
      const struct value_line_result *l = &out->lines[i];
      if (!l->line || l->of_comparator || strcmp(l->line->id, id) != 0)
        continue;
      struct buf b;
      buf_init(&b, FLOWS_MAX);
      for (int t = 0; t < v->estimate.horizon_years; t++) {
        buf_putc(&b, t ? ',' : '{');
        buf_int(&b, value_oere(l->flows[t]));
      }
      buf_putc(&b, '}');
      const char *text = buf_ok(&b) ? arena_strndup(a, b.data, b.len) : NULL;
      buf_free(&b);
      return text;
    }
  }
  return NULL;
}

static const char *timing_of(const struct in *line) {
  const char *timing = in_text(line, "timing");
  return timing ? timing : value_timing_codes[TIMING_PER_YEAR];
}

// The fewest patients of a year that has any; NULL: the line is not counted by them.
static const char *least_patients(struct arena *a, const struct evaluation *v, size_t alternative,
                                  const struct in *line) {
  const struct value_alternative *alt = &v->estimate.alternatives[alternative - 1];
  double least = 0;
  if (strcmp(timing_of(line), value_timing_codes[TIMING_PER_PATIENT]) != 0)
    return NULL;
  for (size_t i = 0; i < alt->volume_count; i++) {
    double n = alt->volume[i].eligible * alt->volume[i].adoption * alt->volume_multiplier;
    if (n > 0 && (least == 0 || n < least))
      least = n;
  }
  return least > 0 ? arena_printf(a, "%.17g", least) : NULL;
}

// A picture of the line as it is now: the first parameters of confirmation_ask and _redraw.
static const char *const *picture(struct arena *a, const struct evaluation *v, const char *id,
                                  size_t alternative, const struct in *line, const char *flows,
                                  const char *contact, const char *message) {
  const char *const of[] = {id,
                            arena_printf(a, "%zu", alternative),
                            in_text(line, "id"),
                            in_text(line, "name"),
                            in_text(line, "sector"),
                            in_text(line, "class"),
                            in_text(line, "unit"),
                            timing_of(line),
                            in_text(line, "qty_baseline"),
                            in_text(line, "qty_new"),
                            in_text(line, "unit_value"),
                            in_text(line, "source"),
                            arena_printf(a, "%d", v->estimate.base_year),
                            flows,
                            least_patients(a, v, alternative, line),
                            contact,
                            message};
  const char **kept = arena_array(a, sizeof of / sizeof of[0], sizeof *kept);
  memcpy(kept, of, sizeof of);
  return kept;
}

static bool is_open(const struct rows *r, int row) {
  return strcmp(row_text(r, row, 3), "unanswered") == 0;
}

// THE rule: a question or an answer is about the flows of its line, year by year.
static bool holds(const struct evaluation *v, const struct rows *r, int row, const char *flows) {
  return flows && strcmp(flows, row_text(r, row, 5)) == 0 &&
         row_int(r, row, 4) == v->estimate.base_year;
}

// The line of a question or an answer, NULL when it is gone, and its flows as they are now.
static const char *flows_now(struct arena *a, const struct evaluation *v, const struct rows *r,
                             int row, struct in **line) {
  size_t alternative = (size_t)row_int(r, row, 1);
  const char *code = row_text(r, row, 2);
  *line = find_line(v->inputs, alternative, code);
  return *line ? flows_of(a, v, alternative, code) : NULL;
}

// Compares one question or answer with the figures as they are now; *lapsed when an answered one
// holds no more.
static enum err settle(struct db *db, struct arena *a, const char *id, const struct evaluation *v,
                       const struct rows *r, int row, bool *lapsed) {
  bool open = is_open(r, row);
  struct in *line;
  const char *flows = flows_now(a, v, r, row, &line);
  if (open && flows)
    return db_exec(db, SQL_confirmation_redraw,
                   picture(a, v, id, (size_t)row_int(r, row, 1), line, flows, NULL, NULL), 0, NULL);
  if (holds(v, r, row, flows))
    return ERR_NONE;
  *lapsed = !open;
  if (line && !open)
    set_status(line, NULL);
  return db_exec(db, SQL_confirmation_lapse, PARAMS(row_text(r, row, 0)), 0, NULL);
}

// Lines say what their sectors have answered, and nothing else.
static void mark(struct arena *a, const struct in *inputs, const struct rows *r) {
  clear_all(inputs);
  for (int i = 0; i < r->count; i++) {
    struct in *line = find_line(inputs, (size_t)row_int(r, i, 1), row_text(r, i, 2));
    if (line && !is_open(r, i))
      set_status(line, arena_strdup(a, row_text(r, i, 3)));
  }
}

enum err confirmed_evaluate(struct db *db, struct arena *a, const char *id, const struct in *inputs,
                            struct evaluation *out) {
  struct rows r = {0};
  bool lapsed = false;
  enum err e = db_exec(db, SQL_confirmation_standing, PARAMS(id), 0, &r);
  if (e)
    return e;
  mark(a, inputs, &r);
  estimate_evaluate(a, inputs, out);
  if (out->faults.count) // figures that do not add up yet say nothing of what was confirmed
    return ERR_NONE;
  for (int i = 0; !e && i < r.count; i++)
    e = settle(db, a, id, out, &r, i, &lapsed);
  if (!e && lapsed)
    estimate_evaluate(a, inputs, out);
  return e;
}

enum err confirmed_first(struct db *db, struct arena *a, const char *case_id, const char *from,
                         const struct in *inputs, struct evaluation *out, const char **carried) {
  struct rows r = {0};
  bool lost = false;
  const char *ids = "";
  enum err e =
      from ? db_exec(db, SQL_confirmation_inherited, PARAMS(case_id, from), 0, &r) : ERR_NONE;
  if (e)
    return e;
  mark(a, inputs, &r);
  estimate_evaluate(a, inputs, out);
  *carried = NULL;
  if (out->faults.count) {
    clear_all(inputs);
    return ERR_NONE;
  }
  for (int i = 0; i < r.count; i++) {
    struct in *line;
    const char *flows = flows_now(a, out, &r, i, &line);
    if (holds(out, &r, i, flows)) {
      ids = arena_printf(a, "%s%s%s", ids, *ids ? "," : "", row_text(&r, i, 0));
    } else if (line && !is_open(&r, i)) {
      set_status(line, NULL);
      lost = true;
    }
  }
  if (lost)
    estimate_evaluate(a, inputs, out);
  if (*ids)
    *carried = arena_printf(a, "{%s}", ids);
  return ERR_NONE;
}

// The line of that id, of the alternatives that are not the comparator first.
static size_t alternative_with(const struct evaluation *v, const char *line) {
  size_t count = v->estimate.alternative_count, found = 0;
  for (size_t i = count; i > 0; i--)
    if (find_line(v->inputs, i, line) &&
        (found == 0 || !v->estimate.alternatives[i - 1].is_comparator))
      found = i;
  return found;
}

enum err confirmation_ask(struct db *db, struct arena *a, const char *id, const char *line,
                          const char *contact, const char *message, struct evaluation *out,
                          const char **made) {
  struct rows r;
  const struct in *inputs;
  *out = (struct evaluation){.faults = {.arena = a}};
  enum err e = estimate_stored(db, a, id, &r, &inputs, &out->faults);
  if (e)
    return e;
  estimate_evaluate(a, inputs, out);
  if (out->faults.count)
    return ERR_INVALID;
  size_t alternative = alternative_with(out, line);
  const char *flows = alternative ? flows_of(a, out, alternative, line) : NULL;
  if (!flows) {
    fault_add(&out->faults, "line", FAULT_UNKNOWN_REFERENCE, NULL);
    return ERR_INVALID;
  }
  const struct in *row = find_line(inputs, alternative, line);
  e = db_exec(db, SQL_confirmation_ask,
              picture(a, out, id, alternative, row, flows, contact, message), 0, &r);
  if (!e)
    *made = arena_strdup(a, row_text(&r, 0, 0));
  return e;
}

// ---- those who ask ----

static enum err estimate_seen(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_estimate_state, PARAMS(req->key[0]), 0, &r);
  return e || r.count ? e : ERR_NOT_FOUND;
}

enum err confirmation_of_estimate(struct request *req, struct db *db) {
  struct rows r;
  enum err e = estimate_seen(req, db);
  e = e ? e : db_exec(db, SQL_confirmation_of_estimate, PARAMS(req->key[0], NULL), DB_LAST, &r);
  return e ? e : items_reply(req, db, confirmation_item, &r);
}

static void etag(struct request *req, const struct rows *r) {
  req->reply.etag = arena_printf(req->arena, "\"%s\"", row_text(r, 0, r->columns - 1));
}

static enum err reply_item(struct request *req, struct db *db, const char *estimate,
                           const char *id) {
  struct rows r;
  enum err e = db_exec(db, SQL_confirmation_of_estimate, PARAMS(estimate, id), DB_LAST, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  etag(req, &r);
  return row_reply(req, confirmation_item, &r, names_now(db, req->arena));
}

enum err confirmation_post(struct request *req, struct db *db) {
  struct evaluation v = {0};
  const char *made = NULL;
  enum err e = db_exec(db, SQL_estimate_queue, PARAMS(req->key[0]), 0, NULL);
  e = e ? e : estimate_seen(req, db);
  e = e ? e
        : confirmation_ask(db, req->arena, req->key[0], in_text(req->input, "line"),
                           in_text(req->input, "contact_id"), in_text(req->input, "message"), &v,
                           &made);
  if (e == ERR_INVALID && v.faults.count)
    req->faults = v.faults;
  if (e)
    return e;
  req->reply.location = arena_printf(req->arena, "/api/v1/confirmations/%s", made);
  return reply_item(req, db, req->key[0], made);
}

enum err confirmation_withdraw(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_confirmation_get, PARAMS(req->key[0]), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  bool open = strcmp(row_text(&r, 0, 1), "unanswered") == 0;
  e = db_exec(db, SQL_confirmation_withdraw, PARAMS(req->key[0]), 0, &r);
  if (e || r.count == 0)
    return e ? e : open ? ERR_FORBIDDEN : ERR_STATE;
  return reply_item(req, db, row_text(&r, 0, 0), req->key[0]);
}

// ---- those who are asked ----

enum err confirmation_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e =
      db_exec(db, SQL_confirmation_list, PARAMS(in_text(req->query, "status")), DB_LAST, &r);
  return e ? e : items_reply(req, db, confirmation_reply, &r);
}

enum err confirmation_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_confirmation_get, PARAMS(req->key[0]), DB_LAST, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  etag(req, &r);
  return row_reply(req, confirmation_reply, &r, names_now(db, req->arena));
}

// What the engine says with the answer in place; nothing while the inputs do not add up.
static enum err refresh(struct request *req, struct db *db, const struct rows *r, int row) {
  struct evaluation v = {.faults = {.arena = req->arena}};
  const struct in *inputs;
  if (!estimate_read(req->arena, row_text(r, row, 1), row_length(r, row, 1), &v.faults, &inputs))
    estimate_evaluate(req->arena, inputs, &v);
  bool adds_up = v.faults.count == 0;
  return db_exec(db, SQL_confirmation_figures,
                 PARAMS(row_text(r, row, 0), adds_up ? v.hash : NULL,
                        adds_up ? estimate_sectors(&v, req->arena) : "[]"),
                 0, NULL);
}

enum err confirmation_answer(struct request *req, struct db *db) {
  struct rows r;
  const char *status = in_text(req->input, "status"), *comment = in_text(req->input, "comment");
  if (strcmp(status, "disputed") == 0 && (!comment || !*comment))
    return refuse_field(req, "comment", FAULT_REQUIRED, NULL);
  enum err e = confirmation_get(req, db); // seen, and for whom else it is not there
  buf_clear(&req->reply.body);
  e = e ? e
        : db_exec(db, SQL_confirmation_answer,
                  PARAMS(req->key[0], status, in_text(req->input, "number"), comment), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_FORBIDDEN;
  for (int i = 0; !e && i < r.count; i++)
    e = refresh(req, db, &r, i);
  return e ? e : confirmation_get(req, db);
}
