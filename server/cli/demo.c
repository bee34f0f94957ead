// SPDX-License-Identifier: EUPL-1.2
// samspil demo: runs migrations/demo.sql and demo_generate.sql as the schema's owner, in one
// transaction, so that a portfolio is there whole or not at all. Never part of `migrate`: a
// database in use gets no examples and no people with a password that everybody knows.
//   (nothing)                       the real cases and 1,500 example research contracts, unless
//   there
//   --if-empty                      the same, and silently nothing when the database holds any case
//   --collaborations N [--seed S]   N more example cases of all three kinds
//   --logins                        prints who can log in, and loads nothing
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/confirmation.h"
#include "api/password.h"
#include "api/resources.h"
#include "base/args.h"
#include "base/config.h"
#include "base/parse.h"
#include "base/path.h"
#include "cli/cli.h"

#define DEMO_PASSWORD "samspil-demo-2026"

enum { EXAMPLES = 1500, EXAMPLES_MAX = 1000000, SEED = 2026 };

struct wish {
  const char *if_empty, *collaborations, *seed, *logins;
  int64_t count, seed_number;
};

struct state {
  bool loaded, in_use;
};

static bool read_number(const char *name, const char *text, int64_t low, int64_t high,
                        int64_t *out) {
  if (!text)
    return true;
  if (parse_int64(text, strlen(text), out) && *out >= low && *out <= high)
    return true;
  fprintf(stderr, "samspil: --%s: a whole number from %" PRId64 " to %" PRId64 "\n", name, low,
          high);
  return false;
}

static bool read_wish(int argc, char **argv, struct wish *w) {
  const struct arg table[] = {{.name = "if-empty", .flag = true, .value = &w->if_empty},
                              {.name = "collaborations", .value = &w->collaborations},
                              {.name = "seed", .value = &w->seed},
                              {.name = "logins", .flag = true, .value = &w->logins},
                              {0}};
  w->count = EXAMPLES;
  w->seed_number = SEED;
  return args_read(argc, argv, table) &&
         read_number("collaborations", w->collaborations, 1, EXAMPLES_MAX, &w->count) &&
         read_number("seed", w->seed, 0, INT64_MAX, &w->seed_number);
}

static const char *beside(struct arena *a, const char *name) {
  return arena_printf(a, "%s/%s", path_beside(a, config.migrations_dir, "migrations"), name);
}

static const char *read_script(struct arena *a, const char *name) {
  const char *path = beside(a, name);
  const char *text = path_read(a, path, NULL);
  if (!text)
    fprintf(stderr, "samspil: cannot read %s\n", path);
  return text;
}

// The settings that both scripts read, as the first statement of their transaction.
static const char *settings(struct arena *a, const struct wish *w) {
  char hash[PASSWORD_HASH];
  if (!password_hash(DEMO_PASSWORD, hash))
    return NULL;
  return arena_printf(a,
                      "SELECT set_config('samspil.demo_hash', '%s', true),"
                      " set_config('samspil.demo_count', '%" PRId64 "', true),"
                      " set_config('samspil.demo_seed', '%" PRId64 "', true),"
                      " set_config('samspil.demo_kinds', '%s', true);\n",
                      hash, w->count, w->seed_number, w->collaborations ? "all" : "research");
}

static int load(struct db *db, struct arena *a, const struct wish *w, bool portfolio) {
  const char *given = settings(a, w);
  const char *cases = portfolio ? read_script(a, "demo.sql") : "";
  const char *generator = read_script(a, "demo_generate.sql");
  if (!given || !cases || !generator)
    return 1;
  const char *message;
  // Several statements sent as one are one transaction.
  if (db_script(db, arena_printf(a, "%s%s\n%s", given, cases, generator), &message)) {
    fprintf(stderr, "samspil: demo: nothing is loaded: %s", message);
    return 1;
  }
  printf("Loaded: %s%" PRId64 " example collaborations\n",
         portfolio ? "the demonstration portfolio and " : "", w->count);
  return 0;
}

// The body of POST /collaborations/{id}/estimates in the file, computed, as the database takes it.
static const char *hjemmeakut_document(struct arena *a) {
  size_t size;
  struct in *in;
  const char *detail;
  struct faults faults = {.arena = a};
  struct evaluation v;
  const char *path = beside(a, "demo_hjemmeakut.json");
  const char *text = path_read(a, path, &size);
  if (!text || field_check_json(estimate_fields, text, size, false, a, &faults, &in, &detail)) {
    fprintf(stderr, "samspil: %s is missing or has wrong fields\n", path);
    return NULL;
  }
  estimate_evaluate(a, in_get(in, "inputs")->items, &v);
  return v.faults.count ? NULL : estimate_document(&v, in, a);
}

// The municipality's contact, if there, is asked about the line that falls on it.
static enum err ask_municipality(struct db *db, struct arena *a, const char *id,
                                 const char *contact) {
  struct evaluation v;
  const char *made;
  return contact ? confirmation_ask(db, a, id, "E7", contact,
                                    "Er halvanden times hjemmesygepleje pr. patient rigtigt?", &v,
                                    &made)
                 : ERR_NONE;
}

// HjemmeAkut's estimate, written and submitted by the clinic's project lead, so that others can
// approve it: the engine computes it, so it cannot stand in the script. Does nothing when it is
// there.
static int add_estimate(struct db *db, struct arena *a) {
  struct rows r;
  db_begin(db, a, &db_system, 0, CLI_TIMEOUT_MS);
  enum err e = db_end(db, db_exec(db, SQL_demo_unvalued, NO_PARAMS, DB_LAST, &r));
  if (e)
    return cli_refused(db, e, "demo");
  if (r.count == 0)
    return 0;
  const char *document = hjemmeakut_document(a);
  if (!document)
    return 1;
  struct db_principal lead = {
      .user_id = row_text(&r, 0, 1), .access = "staff sees_all writes_all", .via = "demo"};
  db_begin(db, a, &lead, 0, CLI_TIMEOUT_MS);
  struct rows made;
  e = db_exec(db, SQL_estimate_add, PARAMS(row_text(&r, 0, 0), NULL, document), 0, &made);
  e = e ? e : db_exec(db, SQL_estimate_submit, PARAMS(row_text(&made, 0, 0)), 0, NULL);
  e = e ? e : ask_municipality(db, a, row_text(&made, 0, 0), row_text(&r, 0, 2));
  e = db_end(db, e);
  return e ? cli_refused(db, e, "HjemmeAkut") : 0;
}

static int print_logins(struct db *db) {
  struct rows r;
  enum err e = db_end(db, db_exec(db, SQL_demo_logins, NO_PARAMS, DB_LAST, &r));
  if (e)
    return cli_refused(db, e, "demo");
  if (r.count > 0)
    printf("Log in as (password of all: %s)\n", DEMO_PASSWORD);
  for (int i = 0; i < r.count; i++)
    printf("  %-11s %s\n", row_text(&r, i, 0), row_text(&r, i, 1));
  return 0;
}

static int run(struct db *db, struct arena *a, const struct wish *w) {
  if (w->logins)
    return print_logins(db);
  struct rows r;
  enum err e = db_end(db, db_exec(db, SQL_demo_state, NO_PARAMS, DB_LAST, &r));
  if (e)
    return cli_refused(db, e, "demo");
  struct state s = {.loaded = row_true(&r, 0, 0), .in_use = row_true(&r, 0, 1)};
  if (!s.loaded && s.in_use && w->if_empty)
    return 0;
  if (!s.loaded && s.in_use) {
    fputs("samspil: demo: this database holds other cases; examples belong in a database of their "
          "own\n",
          stderr);
    return 1;
  }
  bool loads = !s.loaded || w->collaborations;
  if (!loads && !w->if_empty)
    puts("The demonstration portfolio is already loaded.");
  int status = loads ? load(db, a, w, !s.loaded) : 0;
  return status ? status : add_estimate(db, a);
}

int cli_demo(int argc, char **argv) {
  struct wish w = {0};
  if (!read_wish(argc, argv, &w))
    return 2;
  struct arena *a = arena_new(CLI_ARENA);
  struct db *db = cli_open_owner(a);
  int status = run(db, a, &w);
  db_close(db);
  arena_free(a);
  return status;
}
