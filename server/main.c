// SPDX-License-Identifier: EUPL-1.2
// samspil: one binary, one subcommand a run.
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "cli/cli.h"
#include "version.h"

static const struct {
  const char *name;
  int (*run)(int argc, char **argv);
  const char *help;
} commands[] = {
    {"serve", cli_serve, "answer HTTP requests"},
    {"work", cli_work, "do the slow and outward work; --once: until the queue is empty"},
    {"migrate", cli_migrate, "bring the database to this version"},
    {"check", cli_check, "prepare every SQL statement against the database"},
    {"demo", cli_demo, "load the demonstration portfolio"},
    {"import", cli_import, "load a list: FILE --mapping NAME"},
    {"value", cli_value, "evaluate|frontier|psa FILE|-: the value engine, without a database"},
    {"user", cli_user, "add, passwd, grant"},
    {"token", cli_token, "create"},
    {"audit", cli_audit, "verify, replay, export, sign, key"},
};

static int usage(FILE *out, int status) {
  fprintf(out, "samspil %s\n\nusage: samspil COMMAND ...\n\n", SAMSPIL_VERSION);
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
    fprintf(out, "  %-9s %s\n", commands[i].name, commands[i].help);
  fprintf(out, "\noptions from the environment (NAME_FILE reads one from a file):\n\n");
  config_help(out);
  return status;
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  if (sodium_init() < 0)
    log_abort("libsodium");
  if (argc < 2)
    return usage(stderr, 2);
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
    return usage(stdout, 0);
  if (strcmp(argv[1], "--version") == 0)
    return puts(SAMSPIL_VERSION) < 0;
  if (!config_load())
    return 2;
  log_set_level(log_level_named(config.log_level));
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
    if (strcmp(argv[1], commands[i].name) == 0)
      return commands[i].run(argc - 2, argv + 2);
  fprintf(stderr, "samspil: no command %s\n", argv[1]);
  return usage(stderr, 2);
}
