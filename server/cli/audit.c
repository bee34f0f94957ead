// SPDX-License-Identifier: EUPL-1.2
// samspil audit verify: recomputes the hash chain and names the first broken link.
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

int cli_audit(int argc, char **argv) {
  if (argc != 1 || strcmp(argv[0], "verify") != 0) {
    fprintf(stderr, "usage: samspil audit verify\n");
    return 2;
  }
  struct arena *a = arena_new(CLI_ARENA);
  struct db *db = cli_open(a);
  struct rows r;
  enum err e = db_end(db, db_exec(db, SQL_audit_verify, NO_PARAMS, 0, &r));
  int status = 1;
  if (e) {
    cli_refused(db, e, "audit");
  } else if (row_text(&r, 0, 1)) {
    printf("broken at event %s: %s\n", row_text(&r, 0, 1), row_text(&r, 0, 2));
  } else {
    printf("%s events, chain intact, head %s\n", row_text(&r, 0, 0), row_text(&r, 0, 3));
    status = 0;
  }
  db_close(db);
  arena_free(a);
  return status;
}
