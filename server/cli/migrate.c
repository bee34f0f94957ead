// SPDX-License-Identifier: EUPL-1.2
// samspil migrate: applies the numbered migrations that are missing, each in one transaction, under
// an advisory lock; refuses when an applied file has changed. samspil check: prepares every
// statement.
#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "api/principal.h"
#include "base/config.h"
#include "base/path.h"
#include "cli/cli.h"
#include "store/list.h"

static const char ledger[] =
    "SELECT pg_advisory_lock(4711); CREATE TABLE IF NOT EXISTS schema_migration (name text PRIMARY "
    "KEY, sha256 text NOT NULL, "
    "applied_at timestamptz NOT NULL DEFAULT clock_timestamp()); "
    "COMMENT ON TABLE schema_migration IS 'Migrations that have been applied'; "
    "COMMENT ON COLUMN schema_migration.name IS 'File'; "
    "COMMENT ON COLUMN schema_migration.sha256 IS 'Checksum of the file as applied'; "
    "COMMENT ON COLUMN schema_migration.applied_at IS 'When'";

static int script(struct db *db, const char *text, const char *what) {
  const char *message;
  if (db_script(db, text, &message)) {
    fprintf(stderr, "samspil: %s: %s", what, message);
    return 1;
  }
  return 0;
}

// Applies one file unless it is in the ledger. 0 done or nothing to do.
static int apply(struct db *db, struct arena *a, const char *path) {
  const char *name = strrchr(path, '/') + 1;
  size_t size;
  char *text = path_read(a, path, &size);
  if (!text) {
    fprintf(stderr, "samspil: cannot read %s\n", path);
    return 1;
  }
  const char *sum = sha256_hex(a, text, size);
  struct rows r;
  enum err e = db_end(db, db_exec(db, SQL_migration_find, PARAMS(name), 0, &r));
  if (e)
    return cli_refused(db, e, name);
  if (r.count && strcmp(row_text(&r, 0, 0), sum) == 0)
    return 0;
  if (r.count) {
    fprintf(stderr, "samspil: %s has changed since it was applied; write a new migration instead\n",
            name);
    return 1;
  }
  if (script(db,
             arena_printf(a,
                          "BEGIN;\n%s\n;INSERT INTO schema_migration (name, sha256) VALUES ('%s', "
                          "'%s'); COMMIT",
                          text, name, sum),
             name))
    return 1;
  printf("applied %s\n", name);
  return 0;
}

static int apply_all(struct db *db, struct arena *a, const char *folder) {
  glob_t files;
  if (glob(arena_printf(a, "%s/[0-9][0-9][0-9][0-9]_*.sql", folder), 0, NULL, &files)) {
    fprintf(stderr, "samspil: no migrations in %s\n", folder);
    return 1;
  }
  int status = 0;
  for (size_t i = 0; i < files.gl_pathc && !status; i++)
    status = apply(db, a, files.gl_pathv[i]);
  globfree(&files);
  return status;
}

int cli_migrate(int argc, char **argv) {
  (void)argv;
  if (argc > 0) {
    fprintf(stderr, "samspil: migrate takes no operands\n");
    return 2;
  }
  struct arena *a = arena_new(CLI_ARENA);
  struct db *db = cli_open_owner(a);
  db_begin(db, a, NULL, 0,
           CLI_TIMEOUT_MS); // the principal's function comes with the first migration
  int status = script(db, ledger, "migrate");
  if (!status)
    status = apply_all(db, a, path_beside(a, config.migrations_dir, "migrations"));
  if (!status)
    status = script(db,
                    arena_printf(a,
                                 "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = "
                                 "'%s') THEN CREATE ROLE %s NOLOGIN; END IF; END $$; "
                                 "CALL grant_application('%s')",
                                 config.app_role, config.app_role, config.app_role),
                    "grants");
  db_close(db);
  arena_free(a);
  return status;
}

// Every list with every sort order, each filter on its own and all together.
static int check_lists(struct db *db, struct arena *a) {
  const struct list_spec *specs[] = {&list_collaborations, &list_organisations, &list_history,
                                     &list_audit,          &list_audit_csv,     &list_users,
                                     &list_estimates};
  int failures = 0;
  for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++)
    for (const struct list_sort *s = specs[i]->sorts; s->name; s++)
      for (int f = -1; f < 0 || specs[i]->filters[f].name; f++) {
        struct list_query q = {.values = arena_array(a, LIST_PARAMS, sizeof *q.values),
                               .limit = 1,
                               .total_max = LIST_TOTAL_MAX,
                               .sort = s->name};
        struct list_statement statement;
        if (list_build(a, specs[i], &q, &statement) ||
            db_end(db,
                   db_exec_text(db, statement.text, statement.params, statement.count, 0, NULL))) {
          printf("not ok - list %s sort %s\n", specs[i]->name, s->name);
          failures++;
        }
      }
  return failures;
}

int cli_check(int argc, char **argv) {
  (void)argv;
  if (argc > 0)
    return 2;
  struct arena *a = arena_new(CLI_ARENA);
  struct db *db = cli_open(a);
  int failures = check_lists(db, a) + db_check(db);
  db_close(db);
  arena_free(a);
  return failures ? 1 : 0;
}
