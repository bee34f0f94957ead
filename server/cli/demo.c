// SPDX-License-Identifier: EUPL-1.2
// `samspil demo`: runs migrations/demo.sql and demo_generate.sql as the schema's owner, in one transaction, so that a
// portfolio is there whole or not at all. Never part of `migrate`: a database in use gets no examples and no people
// with a password that everybody knows.
#include "cli/demo.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/password.h"
#include "base/args.h"
#include "base/config.h"
#include "base/parse.h"
#include "store/db.h"

#define DEMO_PASSWORD "samspil-demo-2026"

enum {
  ARENA_MAX = 64 * 1024 * 1024,
  FILE_MAX = 4 * 1024 * 1024,
  EXAMPLES = 1500,
  EXAMPLES_MAX = 1000000,
  SEED = 2026,
  QUERY_MS = 30 * 1000,
  LOAD_MS = 3600 * 1000,
};

struct wish {
  const char *if_empty, *collaborations, *seed, *logins;
  int64_t count, seed_number;
};

struct state {
  bool loaded, in_use;
  int64_t examples;
};

static bool read_number(const char *name, const char *text, int64_t low, int64_t high, int64_t *out) {
  if (!text)
    return true;
  if (parse_int64(text, strlen(text), out) && *out >= low && *out <= high)
    return true;
  fprintf(stderr, "samspil demo: --%s: a whole number from %" PRId64 " to %" PRId64 "\n", name, low, high);
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

// The folder of the migrations: configured, or beside the folder that the binary is in.
static const char *migrations_folder(struct arena *a) {
  if (*config.migrations_dir)
    return config.migrations_dir;
  char path[PATH_MAX];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path);
  if (n <= 0 || (size_t)n == sizeof path)
    return "migrations";
  size_t end = (size_t)n;
  for (int up = 0; up < 2; up++)
    while (end > 0 && path[--end] != '/')
      ;
  return arena_printf(a, "%.*s/migrations", (int)end, path);
}

static const char *read_script(struct arena *a, const char *name) {
  const char *path = arena_printf(a, "%s/%s", migrations_folder(a), name);
  FILE *file = fopen(path, "rb");
  if (!file) {
    fprintf(stderr, "samspil demo: %s: %s\n", path, strerror(errno));
    return NULL;
  }
  char *text = arena_alloc(a, FILE_MAX + 1);
  size_t n = fread(text, 1, FILE_MAX, file);
  bool whole = !ferror(file) && feof(file);
  fclose(file);
  if (!whole)
    fprintf(stderr, "samspil demo: %s: cannot be read\n", path);
  text[n] = '\0';
  return whole ? text : NULL;
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

static enum err load(struct db *db, struct arena *a, const struct wish *w, bool portfolio, bool examples) {
  const char *given = settings(a, w);
  const char *cases = portfolio ? read_script(a, "demo.sql") : "";
  const char *generator = examples ? read_script(a, "demo_generate.sql") : "";
  if (!given || !cases || !generator)
    return ERR_INTERNAL;
  db_begin(db, a, &db_system, 0, LOAD_MS);
  const char *message = "";
  enum err e = db_script(db, arena_printf(a, "%s%s\n%s", given, cases, generator), &message);
  if (e)
    fprintf(stderr, "samspil demo: nothing is loaded: %s\n", message);
  return e;
}

static enum err read_state(struct db *db, struct arena *a, struct state *s) {
  struct rows r;
  db_begin(db, a, &db_system, DB_READ_ONLY, QUERY_MS);
  enum err e = db_end(db, db_exec(db, SQL_demo_state, NO_PARAMS, DB_LAST, &r));
  if (!e)
    *s = (struct state){row_true(&r, 0, 0), row_true(&r, 0, 2), row_int(&r, 0, 1)};
  return e;
}

static enum err print_logins(struct db *db, struct arena *a) {
  struct rows r;
  db_begin(db, a, &db_system, DB_READ_ONLY, QUERY_MS);
  enum err e = db_end(db, db_exec(db, SQL_demo_logins, NO_PARAMS, DB_LAST, &r));
  if (e || r.count == 0)
    return e;
  printf("Log in as (password of all: %s)\n", DEMO_PASSWORD);
  for (int i = 0; i < r.count; i++) {
    const char *roles = row_text(&r, i, 2);
    printf("  %-11s %s\n", row_text(&r, i, 0), roles ? roles : "");
  }
  return ERR_NONE;
}

static enum err run(struct db *db, struct arena *a, const struct wish *w) {
  if (w->logins)
    return print_logins(db, a);
  struct state s;
  enum err e = read_state(db, a, &s);
  if (e)
    return e;
  if (!s.loaded && s.in_use) {
    if (w->if_empty)
      return ERR_NONE;
    fputs("samspil demo: this database holds other cases; examples belong into a database of their own\n", stderr);
    return ERR_STATE;
  }
  bool more = w->collaborations || (!s.loaded && s.examples == 0);
  if (s.loaded && !more) {
    if (!w->if_empty)
      puts("The demonstration portfolio is already loaded.");
    return ERR_NONE;
  }
  e = load(db, a, w, !s.loaded, more);
  if (!e)
    printf("Loaded: %s%" PRId64 " example collaborations.\n", s.loaded ? "" : "the demonstration portfolio and ",
           w->count);
  return e;
}

int cli_demo(int argc, char **argv) {
  struct wish w = {0};
  if (!read_wish(argc, argv, &w))
    return 2;
  const char *url = *config.owner_database_url ? config.owner_database_url : config.database_url;
  struct arena *a = arena_new(ARENA_MAX);
  struct db *db = db_open(url, NULL);
  enum err e = run(db, a, &w);
  if (e == ERR_DATABASE)
    fputs("samspil demo: the database does not answer, or is not migrated\n", stderr);
  db_close(db);
  arena_free(a);
  return e ? 1 : 0;
}
