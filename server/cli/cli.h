// SPDX-License-Identifier: EUPL-1.2
// The subcommands. Each takes the words behind its name and gives the exit status: 0 done, 1
// refused by what is there, 2 wrong usage or bad input.
#ifndef SAMSPIL_CLI_CLI_H
#define SAMSPIL_CLI_CLI_H

#include "base/arena.h"
#include "store/db.h"

int cli_serve(int argc, char **argv);
int cli_work(int argc, char **argv);
int cli_migrate(int argc, char **argv);
int cli_check(int argc, char **argv);
int cli_demo(int argc, char **argv);
int cli_import(int argc, char **argv);
int cli_value(int argc, char **argv);
int cli_user(int argc, char **argv);
int cli_token(int argc, char **argv);
int cli_audit(int argc, char **argv);

enum { CLI_ARENA = 512 * 1024 * 1024, CLI_TIMEOUT_MS = 3600 * 1000 };

// A connection as the application role, acting as the system; ends the program with a message when
// the database does not answer or SAMSPIL_DATABASE_URL is missing.
struct db *cli_open(struct arena *a);
// The same as the schema owner.
struct db *cli_open_owner(struct arena *a);
// One line on standard error for a refusal of the database; gives the exit status.
int cli_refused(struct db *db, enum err e, const char *what);

#endif
