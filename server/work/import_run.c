// SPDX-License-Identifier: EUPL-1.2
// One run of an import: stage, match, plan and, when asked to, apply, all in one transaction.
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "work/import_internal.h"

enum {
  BATCH = 20000,
  ATTEMPTS = 3,
  QUICK_MS = 5000,
  PARAMS_MAX = 7,
  LIKELY_STEP = 200,
  LIKELY_MS = 60000
};

// One statement of the plan. params: what follows its $1.. : s source, d texts of a duplicate, u of
// an unknown reference, i of something immutable, n of something not allowed, e of an end before
// the start, p 't' when applying, # the import.
struct step {
  enum sql statement;
  const char *params;
  bool apply_only;
  const char *analyze; // staging table to be counted afterwards
};

static const struct step match_steps[] = {
    {SQL_import_parties, "", false, "import_party"},
    {SQL_import_organisations, "", false, "import_organisation"},
    {SQL_import_match_names, "", false, NULL},
    {SQL_import_roots, "", false, NULL},
    {SQL_import_party_once, "", false, NULL},
};
static const struct step collaboration_steps[] = {
    {SQL_import_plan_collaborations, "sd", false, "import_plan"},
    {SQL_import_plan_known, "sd", false, NULL},
    {SQL_import_plan_repeated, "d", false, NULL},
    {SQL_import_plan_refuse, "suin", false, NULL},
    {SQL_import_lock, "", true, NULL},
    {SQL_import_plan_changes, "", false, NULL},
    {SQL_import_plan_dates, "e", false, NULL},
    {SQL_import_plan_parts, "", false, NULL},
    {SQL_import_plan_refuse_updates, "n", false, "import_plan"},
};
static const struct step organisation_steps[] = {
    {SQL_import_plan_organisations, "d", false, "import_plan"}};
static const struct step participation_steps[] = {
    {SQL_import_plan_participations, "sdun", false, "import_plan"}};
static const struct step new_organisation_steps[] = {
    {SQL_import_organisation_ids, "", false, NULL},
    {SQL_import_organisation_follow, "", false, NULL},
    {SQL_import_insert_organisations, "s", false, NULL},
    {SQL_import_fill_organisations, "", false, NULL},
};
static const struct step row_steps[] = {{SQL_import_clear_rows, "#", false, NULL},
                                        {SQL_import_write_rows, "#p", false, NULL}};

// Run for every batch of rows; $1 and $2 are its bounds, then the source and the import.
static const enum sql collaboration_batch[] = {
    SQL_import_insert_collaborations, SQL_import_insert_opi,
    SQL_import_insert_procurement,    SQL_import_insert_research,
    SQL_import_update_collaborations, SQL_import_update_opi,
    SQL_import_update_procurement,    SQL_import_update_research,
    SQL_import_insert_parties,        SQL_import_update_funding,
    SQL_import_insert_funding,
};
static const enum sql participation_batch[] = {SQL_import_insert_participations,
                                               SQL_import_update_participations};

void import_progress(struct import *im, int64_t done, int64_t total) {
  struct arena *a = arena_new(1 << 20);
  char text[2][24];
  snprintf(text[0], sizeof text[0], "%lld", (long long)(done < total ? done : total));
  snprintf(text[1], sizeof text[1], "%lld", (long long)total);
  db_begin(im->aside, a, im->who, 0, QUICK_MS);
  if (db_end(im->aside, db_exec(im->aside, SQL_import_set_progress,
                                PARAMS(im->id_text, text[0], text[1]), DB_LAST, NULL)))
    log_line(LOG_WARN, "import_progress", "cannot be written");
  arena_free(a);
}

static int add_fault(const char **params, int n, enum fault fault) {
  params[n] = fault_info(fault)->text[LANG_DA];
  params[n + 1] = fault_info(fault)->text[LANG_EN];
  return n + 2;
}

static void fill_params(const struct import *im, const char *wish, const char **params) {
  static const struct {
    char letter;
    enum fault fault;
  } faults[] = {{'d', FAULT_DUPLICATE},
                {'u', FAULT_UNKNOWN_REFERENCE},
                {'i', FAULT_IMMUTABLE},
                {'n', FAULT_NOT_ALLOWED},
                {'e', FAULT_END_BEFORE_START}};
  int n = 0;
  for (; *wish; wish++) {
    if (*wish == 's')
      params[n++] = im->list;
    else if (*wish == '#')
      params[n++] = im->id_text;
    else if (*wish == 'p')
      params[n++] = im->apply ? "t" : "f";
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
      if (faults[i].letter == *wish)
        n = add_fault(params, n, faults[i].fault);
  }
}

static enum err run_steps(struct import *im, const struct step *steps, size_t count) {
  enum err e = ERR_NONE;
  for (size_t i = 0; !e && i < count; i++) {
    const char *params[PARAMS_MAX + 1] = {0};
    if (steps[i].apply_only && !im->apply)
      continue;
    fill_params(im, steps[i].params, params);
    e = db_exec(im->db, steps[i].statement, params, 0, NULL);
    if (!e && steps[i].analyze)
      e = db_exec(im->db, SQL_import_analyze, PARAMS(steps[i].analyze), 0, NULL);
  }
  return e;
}
#define RUN_STEPS(im, steps) run_steps(im, steps, sizeof steps / sizeof *(steps))

static bool is_kind(const struct import *im, const char *kind) {
  return strcmp(im->kind, kind) == 0;
}

static enum err plan(struct import *im) {
  enum err e = RUN_STEPS(im, match_steps);
  if (e)
    return e;
  if (is_kind(im, "organisation"))
    return RUN_STEPS(im, organisation_steps);
  return is_kind(im, "participation") ? RUN_STEPS(im, participation_steps)
                                      : RUN_STEPS(im, collaboration_steps);
}

static enum err run_batch(struct import *im, const enum sql *statements, size_t count,
                          int64_t above, int64_t to) {
  char bounds[2][24];
  snprintf(bounds[0], sizeof bounds[0], "%lld", (long long)above);
  snprintf(bounds[1], sizeof bounds[1], "%lld", (long long)to);
  enum err e = ERR_NONE;
  for (size_t i = 0; !e && i < count; i++)
    e = db_exec(im->db, statements[i], PARAMS(bounds[0], bounds[1], im->list, im->id_text), 0,
                NULL);
  return e;
}

static enum err apply_batches(struct import *im, int64_t last) {
  enum err e = ERR_NONE;
  for (int64_t above = 0; !e && above < last; above += BATCH) {
    if (is_kind(im, "participation"))
      e = run_batch(im, participation_batch,
                    sizeof participation_batch / sizeof *participation_batch, above, above + BATCH);
    else
      e = run_batch(im, collaboration_batch,
                    sizeof collaboration_batch / sizeof *collaboration_batch, above, above + BATCH);
    import_progress(im, im->rows_expected / 2 + (above + BATCH) / 2, im->rows_expected);
  }
  return e;
}

// Numbers are taken beside the import, so that its length holds up nobody; those of one that fails
// stay unused.
static enum err take_numbers(struct import *im) {
  struct rows kinds, first;
  enum err e = db_exec(im->db, SQL_import_number_count, NO_PARAMS, 0, &kinds);
  for (int i = 0; !e && i < kinds.count; i++) {
    const char *kind = row_text(&kinds, i, 0);
    db_begin(im->aside, im->arena, im->who, 0, QUICK_MS);
    e = db_exec(im->aside, SQL_import_number_take, PARAMS(kind, row_text(&kinds, i, 1)), 0, &first);
    e = db_end(im->aside, e);
    e = e ? e : db_exec(im->db, SQL_import_numbers, PARAMS(kind, row_text(&first, 0, 0)), 0, NULL);
  }
  return e;
}

static enum err apply(struct import *im, int64_t last) {
  struct rows range;
  enum err e = RUN_STEPS(im, new_organisation_steps);
  e = e ? e : db_exec(im->db, SQL_import_new_range, NO_PARAMS, 0, &range);
  if (e)
    return e;
  im->first_new = row_int(&range, 0, 0);
  im->last_new = row_int(&range, 0, 1);
  if (is_kind(im, "organisation"))
    return db_exec(im->db, SQL_import_update_organisations, NO_PARAMS, 0, NULL);
  if (is_kind(im, "collaboration"))
    e = take_numbers(im);
  return e ? e : apply_batches(im, last);
}

static enum err finish(struct import *im, struct import_counts *out) {
  struct rows r;
  enum err e = RUN_STEPS(im, row_steps);
  e = e ? e
        : db_exec(im->db, SQL_import_finish, PARAMS(im->id_text, im->apply ? "applied" : "planned"),
                  DB_LAST, &r);
  if (!e && out)
    *out = (struct import_counts){row_int(&r, 0, 0), row_int(&r, 0, 1), row_int(&r, 0, 2),
                                  row_int(&r, 0, 3), row_int(&r, 0, 4), row_int(&r, 0, 5)};
  return e;
}

static enum err transaction(struct import *im, struct import_counts *out) {
  struct rows last;
  db_begin(im->db, im->arena, im->who, 0, IMPORT_TIMEOUT_MS);
  enum err e = db_exec(im->db, SQL_import_open, NO_PARAMS, 0, NULL);
  e = e ? e : import_stage(im);
  e = e ? e : db_exec(im->db, SQL_import_analyze, PARAMS("import_stage"), 0, NULL);
  e = e ? e : db_exec(im->db, SQL_import_last_row, NO_PARAMS, 0, &last);
  if (!e)
    im->rows_expected = row_int(&last, 0, 1);
  e = e ? e : plan(im);
  if (!e && im->apply)
    e = apply(im, row_int(&last, 0, 0));
  e = e ? e : finish(im, out);
  return db_end(im->db, e);
}

// Proposes pairs of organisations that may be one. The import stands without it.
static void propose_likely(struct import *im) {
  struct arena *a = arena_new(1 << 20);
  for (int64_t at = im->first_new; at <= im->last_new; at += LIKELY_STEP, arena_reset(a)) {
    const char *from = arena_printf(a, "%lld", (long long)at),
               *to = arena_printf(a, "%lld", (long long)at + LIKELY_STEP),
               *last = arena_printf(a, "%lld", (long long)im->last_new);
    db_begin(im->db, a, im->who, 0, LIKELY_MS);
    enum err e = db_exec(im->db, SQL_import_similarity, NO_PARAMS, 0, NULL);
    e = e ? e
          : db_exec(im->db, SQL_import_likely_organisations, PARAMS(from, to, last), DB_LAST, NULL);
    if (db_end(im->db, e))
      log_line(LOG_WARN, "import_likely", "similar names are not proposed for import %s",
               im->id_text);
  }
  arena_free(a);
}

// Somebody else was there first (a number, a key, a lock): with a new plan it fits.
static bool worth_another(const struct import *im, enum err e) {
  return e == ERR_DUPLICATE || e == ERR_BUSY || db_retryable(im->db);
}

static enum err set_status(struct import *im, const char *status, const char *message) {
  struct arena *a = arena_new(1 << 20);
  db_begin(im->db, a, im->who, 0, QUICK_MS);
  enum err e = db_end(im->db, db_exec(im->db, SQL_import_set_status,
                                      PARAMS(im->id_text, status, message), DB_LAST, NULL));
  arena_free(a);
  return e;
}

static const char *message_of(struct import *im, enum err e) {
  return arena_printf(im->arena, "%s|%s", err_info(e)->title[LANG_DA], err_info(e)->title[LANG_EN]);
}

static enum err load(struct import *im) {
  db_begin(im->db, im->arena, im->who, DB_READ_ONLY, QUICK_MS);
  enum err e = db_end(im->db, import_load(im));
  return e ? e : import_map(im);
}

enum err import_run(struct db *db, struct db *aside, const struct db_principal *who, int64_t id,
                    bool apply_it, struct import_counts *out) {
  struct import im = {.db = db,
                      .aside = aside,
                      .who = who,
                      .arena = arena_new(IMPORT_ARENA),
                      .id = id,
                      .apply = apply_it,
                      .last_new = -1};
  im.id_text = arena_printf(im.arena, "%lld", (long long)id);
  enum err e = set_status(&im, apply_it ? "applying" : "planning", NULL);
  e = e ? e : load(&im);
  if (!e)
    import_progress(&im, 0, im.rows_expected);
  for (int attempt = 1; !e; attempt++) {
    e = transaction(&im, out);
    if (!e || attempt == ATTEMPTS || !worth_another(&im, e))
      break;
    log_line(LOG_INFO, "import_again", "import %s: %s", im.id_text, err_info(e)->code);
    e = ERR_NONE;
  }
  if (e && set_status(&im, "failed", message_of(&im, e)))
    log_line(LOG_WARN, "import_failed", "import %s: %s", im.id_text, err_info(e)->code);
  if (!e) {
    import_progress(&im, im.rows_expected, im.rows_expected);
    propose_likely(&im);
  }
  arena_free(im.arena);
  return e;
}

enum err import_job(struct db *db, struct db *aside, int64_t id, bool apply_it) {
  struct arena *a = arena_new(1 << 20);
  struct rows r;
  db_begin(db, a, &db_system, DB_READ_ONLY, QUICK_MS);
  enum err e =
      db_exec(db, SQL_import_runner, PARAMS(arena_printf(a, "%lld", (long long)id)), DB_LAST, &r);
  e = db_end(db, e);
  // A job that is run again after it has succeeded finds another status.
  if (e || r.count == 0 || strcmp(row_text(&r, 0, 0), apply_it ? "applying" : "planning") != 0) {
    arena_free(a);
    return e;
  }
  bool system = !row_text(&r, 0, 1), allowed = system || row_true(&r, 0, 6);
  struct db_principal who = {.user_id = row_text(&r, 0, 2),
                             .access = row_text(&r, 0, 3),
                             .read_units = row_text(&r, 0, 4),
                             .write_units = row_text(&r, 0, 5),
                             .via = "work",
                             .request_id = arena_printf(a, "import-%lld", (long long)id)};
  struct import im = {
      .db = db, .who = &db_system, .id_text = arena_printf(a, "%lld", (long long)id)};
  if (allowed)
    e = import_run(db, aside, system ? &db_system : &who, id, apply_it, NULL);
  else
    e = set_status(&im, "failed",
                   arena_printf(a, "%s|%s", err_info(ERR_FORBIDDEN)->title[LANG_DA],
                                err_info(ERR_FORBIDDEN)->title[LANG_EN]));
  arena_free(a);
  return e == ERR_DATABASE ? e : ERR_NONE; // every other outcome stands in the import's status
}
