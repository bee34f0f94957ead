// SPDX-License-Identifier: EUPL-1.2
// What the subcommands share.
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"

static const struct db_principal shell = {.access = "staff sees_all writes_all audits",
                                          .via = "cli"};

static struct db *open_as(struct arena *a, const char *url, const char *role) {
  if (!*url) {
    fprintf(stderr, "samspil: SAMSPIL_DATABASE_URL is not set (in a checkout: . .local/env)\n");
    exit(2);
  }
  struct db *db = db_open(url, role);
  db_begin(db, a, &shell, 0, CLI_TIMEOUT_MS);
  return db;
}

struct db *cli_open(struct arena *a) {
  return open_as(a, config.database_url, config.app_role);
}

struct db *cli_open_owner(struct arena *a) {
  return open_as(a, *config.owner_database_url ? config.owner_database_url : config.database_url,
                 NULL);
}

// A text that wants an argument ends before it when there is none.
static void print_fault(const char *text, const char *argument) {
  const char *mark = strstr(text, "%s");
  size_t n = mark ? (size_t)(mark - text) : strlen(text);
  while (mark && !argument && n > 0 && strchr(": ", text[n - 1]))
    n--;
  fprintf(stderr, "%.*s%s%s\n", (int)n, text, mark && argument ? argument : "",
          mark && argument ? mark + 2 : "");
}

int cli_refused(struct db *db, enum err e, const char *what) {
  struct db_refusal r = db_refusal(db);
  if (r.field) {
    fprintf(stderr, "samspil: %s: %s: ", what, r.field);
    print_fault(fault_info(r.fault)->text[LANG_EN], r.argument);
  } else {
    fprintf(stderr, "samspil: %s: %s\n", what, err_info(e)->title[LANG_EN]);
  }
  return 1;
}
