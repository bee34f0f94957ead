// SPDX-License-Identifier: EUPL-1.2
// `samspil value NAME FILE|-`: same body and reply as POST /value/NAME, without a database.
// Prints the reply on standard output and gives 0; else the problem document on standard error
// and 2.
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "api/value.h"
#include "api/value_codec.h"
#include "base/args.h"
#include "http/request.h"

enum { BODY_MAX = 32 * 1024 * 1024, EXIT_REFUSED = 2 };

static bool read_all(FILE *file, struct buf *out) {
  char part[65536];
  size_t n;
  while ((n = fread(part, 1, sizeof part, file)) > 0)
    buf_add(out, part, n);
  return !ferror(file) && buf_ok(out);
}

// The whole file, or standard input for "-". False with a line on standard error.
static bool read_body(const char *name, struct buf *out) {
  bool standard = strcmp(name, "-") == 0;
  FILE *file = standard ? stdin : fopen(name, "rb");
  if (!file) {
    fprintf(stderr, "samspil value: %s: %s\n", name, strerror(errno));
    return false;
  }
  bool whole = read_all(file, out);
  if (!whole)
    fprintf(stderr, "samspil value: %s: cannot be read, or is larger than 32 MB\n", name);
  if (!standard)
    fclose(file);
  return whole;
}

static const struct command {
  const char *name;
  const struct field *body;
  enum err (*handler)(struct request *req, struct db *db);
} commands[] = {
    {"evaluate", value_body, value_evaluate_post},
    {"frontier", frontier_body, value_frontier_post},
    {"psa", psa_body, value_psa_post},
    {"distribution", distribution_body, value_distribution_post},
};

static void name_commands(void) {
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
    fprintf(stderr, "%s %s", i ? "," : "", commands[i].name);
  fputc('\n', stderr);
}

static const struct command *command_named(const char *name) {
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
    if (strcmp(commands[i].name, name) == 0)
      return &commands[i];
  fprintf(stderr, "samspil value: %s is not known; it is one of", name);
  name_commands();
  return NULL;
}

static enum err answer(struct request *req, const struct command *c, const char *body,
                       size_t length) {
  struct in *in = NULL;
  const char *detail = NULL;
  // A body with wrong fields is looked at by the engine all the same, so that every fault is named.
  enum err e =
      field_check_json(c->body, body, length, false, req->arena, &req->faults, &in, &detail);
  if (e && e != ERR_INVALID)
    return refuse(req, e, detail, detail);
  req->input = in;
  return c->handler(req, NULL);
}

static int run(const struct command *c, const char *body, size_t length, enum lang lang) {
  struct request req = {.arena = arena_new(REQUEST_ARENA), .lang = lang, .id = "shell"};
  req.faults.arena = req.arena;
  buf_init(&req.reply.body, REPLY_MAX);
  enum err e = answer(&req, c, body, length);
  if (!e && !buf_ok(&req.reply.body))
    e = ERR_INTERNAL;
  if (e)
    problem_reply(&req, e);
  FILE *out = e ? stderr : stdout;
  fwrite(req.reply.body.data, 1, req.reply.body.len, out);
  fputc('\n', out);
  bool written = fflush(out) == 0;
  buf_free(&req.reply.body);
  arena_free(req.arena);
  return e || !written ? EXIT_REFUSED : 0;
}

int cli_value(int argc, char **argv) {
  const char *what = NULL, *file = NULL, *english = NULL;
  const struct arg table[] = {{.required = true, .value = &what},
                              {.required = true, .value = &file},
                              {.name = "english", .flag = true, .value = &english},
                              {.value = NULL}};
  if (!args_read(argc, argv, table)) {
    fprintf(stderr, "usage: samspil value NAME FILE|- [--english]; NAME is");
    name_commands();
    return EXIT_REFUSED;
  }
  const struct command *command = command_named(what);
  if (!command)
    return EXIT_REFUSED;
  struct buf body;
  buf_init(&body, BODY_MAX);
  int status = EXIT_REFUSED;
  if (read_body(file, &body))
    status = run(command, body.len > 0 ? body.data : "", body.len, english ? LANG_EN : LANG_DA);
  buf_free(&body);
  return status;
}
