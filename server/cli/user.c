// SPDX-License-Identifier: EUPL-1.2
// samspil user add|passwd|grant and samspil token create: accounts from the shell.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/password.h"
#include "api/principal.h"
#include "base/args.h"
#include "cli/cli.h"

// The password: from the option, or the first line of standard input.
static const char *password_of(struct arena *a, const char *option) {
  char line[PASSWORD_MAX + 2] = "";
  if (option)
    return option;
  if (isatty(STDIN_FILENO))
    fprintf(stderr, "password: ");
  if (!fgets(line, sizeof line, stdin))
    return "";
  line[strcspn(line, "\r\n")] = '\0';
  return arena_strdup(a, line);
}

// temporary: "1" when it is to be changed at the next log-in.
static int set_password(struct db *db, struct arena *a, const char *id, const char *option,
                        const char *temporary) {
  char hash[PASSWORD_HASH];
  const char *password = password_of(a, option);
  if (strlen(password) < PASSWORD_MIN || strlen(password) > PASSWORD_MAX) {
    fprintf(stderr, "samspil: a password has %d to %d characters\n", PASSWORD_MIN, PASSWORD_MAX);
    return 2;
  }
  if (!password_hash(password, hash))
    return 1;
  enum err e =
      db_exec(db, SQL_password_set, PARAMS(id, hash, temporary ? "true" : "false"), 0, NULL);
  return e ? cli_refused(db, e, "password") : 0;
}

// The id of a log-in name; NULL with a message when there is none.
static const char *user_id(struct db *db, const char *login) {
  struct rows r;
  enum err e = db_exec(db, SQL_user_by_login, PARAMS(login), 0, &r);
  if (!e && r.count)
    return row_text(&r, 0, 0);
  fprintf(stderr, "samspil: no user %s\n", login);
  return NULL;
}

static int user_add(struct db *db, struct arena *a, int argc, char **argv) {
  const char *login = NULL, *name = NULL, *email = NULL, *unit = NULL, *password = NULL,
             *temporary = NULL;
  const struct arg table[] = {{NULL, false, true, &login},
                              {"temporary", true, false, &temporary},
                              {"name", false, false, &name},
                              {"email", false, false, &email},
                              {"unit", false, false, &unit},
                              {"password", false, false, &password},
                              {0}};
  if (!args_read(argc, argv, table))
    return 2;
  struct rows r;
  enum err e = db_exec(db, SQL_user_add, PARAMS(login, name ? name : login, email, unit), 0, &r);
  return e ? cli_refused(db, e, login)
           : set_password(db, a, row_text(&r, 0, 0), password, temporary);
}

static int user_passwd(struct db *db, struct arena *a, int argc, char **argv) {
  const char *login = NULL, *password = NULL, *temporary = NULL;
  const struct arg table[] = {{NULL, false, true, &login},
                              {"password", false, false, &password},
                              {"temporary", true, false, &temporary},
                              {0}};
  if (!args_read(argc, argv, table))
    return 2;
  const char *id = user_id(db, login);
  return id ? set_password(db, a, id, password, temporary) : 1;
}

static int user_grant(struct db *db, struct arena *a, int argc, char **argv) {
  const char *login = NULL, *role = NULL, *unit = NULL, *from = NULL, *to = NULL;
  const struct arg table[] = {{NULL, false, true, &login},  {"role", false, true, &role},
                              {"unit", false, true, &unit}, {"from", false, false, &from},
                              {"to", false, false, &to},    {0}};
  (void)a;
  if (!args_read(argc, argv, table))
    return 2;
  const char *id = user_id(db, login);
  struct rows r;
  if (!id)
    return 1;
  enum err e = db_exec(db, SQL_user_grant, PARAMS(id, role, unit, from, to), 0, &r);
  if (!e && r.count == 0) {
    fprintf(stderr, "samspil: no unit %s (give its code or name)\n", unit);
    return 1;
  }
  return e ? cli_refused(db, e, login) : 0;
}

static int token_create(struct db *db, struct arena *a, int argc, char **argv) {
  const char *login = NULL, *scope = NULL, *name = NULL, *expires = NULL;
  const struct arg table[] = {{"user", false, true, &login},
                              {"scope", false, true, &scope},
                              {"name", false, true, &name},
                              {"expires", false, false, &expires},
                              {0}};
  if (!args_read(argc, argv, table))
    return 2;
  for (const char *s = scope; *s;) {
    size_t n = strcspn(s, ",");
    if (!right_bit(s, n)) {
      fprintf(stderr, "samspil: no scope %.*s\n", (int)n, s);
      return 2;
    }
    s += n + (s[n] == ',');
  }
  const char *id = user_id(db, login), *token = arena_printf(a, "smp_%s", random_hex(a, 32));
  if (!id)
    return 1;
  enum err e = db_end(
      db, db_exec(db, SQL_token_create,
                  PARAMS(id, name, sha256_hex(a, token, strlen(token)), scope, expires), 0, NULL));
  if (e)
    return cli_refused(db, e, name);
  printf("%s\n", token);
  return 0;
}

typedef int command(struct db *, struct arena *, int, char **);

static int run(command *f, int argc, char **argv) {
  struct arena *a = arena_new(CLI_ARENA);
  struct db *db = cli_open(a);
  int status = f(db, a, argc, argv);
  enum err e = db_end(db, status ? ERR_INVALID : ERR_NONE);
  if (!status && e)
    status = cli_refused(db, e, "commit");
  db_close(db);
  arena_free(a);
  return status;
}

int cli_user(int argc, char **argv) {
  static const struct {
    const char *name;
    command *f;
  } verbs[] = {{"add", user_add}, {"passwd", user_passwd}, {"grant", user_grant}};
  for (size_t i = 0; argc > 0 && i < sizeof verbs / sizeof verbs[0]; i++)
    if (strcmp(argv[0], verbs[i].name) == 0)
      return run(verbs[i].f, argc - 1, argv + 1);
  fprintf(stderr,
          "usage: samspil user add LOGIN [--name N] [--email E] [--unit CODE] [--password P] "
          "[--temporary]\n"
          "       samspil user passwd LOGIN [--password P] [--temporary]\n"
          "       samspil user grant LOGIN --role ROLE --unit CODE [--from DATE] [--to DATE]\n");
  return 2;
}

int cli_token(int argc, char **argv) {
  if (argc > 0 && strcmp(argv[0], "create") == 0)
    return run(token_create, argc - 1, argv + 1);
  fprintf(stderr, "usage: samspil token create --user LOGIN --scope SCOPE[,SCOPE]|all --name NAME "
                  "[--expires DATE]\n");
  return 2;
}
