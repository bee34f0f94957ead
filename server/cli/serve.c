// SPDX-License-Identifier: EUPL-1.2
// samspil serve: the HTTP service until SIGTERM or SIGINT.
#include <pthread.h>
#include <signal.h>
#include <stdio.h>

#include "api/api.h"
#include "base/config.h"
#include "base/log.h"
#include "base/path.h"
#include "cli/cli.h"
#include "http/exchange.h"

int cli_serve(int argc, char **argv) {
  (void)argv;
  if (argc > 0 || !*config.database_url) {
    fprintf(stderr, argc > 0 ? "samspil: serve takes no operands\n"
                             : "samspil: SAMSPIL_DATABASE_URL is not set\n");
    return 2;
  }
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ending, NULL); // before any thread starts, so that all inherit it
  struct arena *a = arena_new(CLI_ARENA);
  if (!assets_load(path_beside(a, config.static_dir, "static")))
    log_line(LOG_WARN, "assets", "no browser files found");
  field_use_codes(names_code_known);
  bool started = http_start(&api_app);
  if (started) {
    log_line(LOG_INFO, "serve", "listening on %s", config.listen);
    int signal_number;
    sigwait(&ending, &signal_number);
    log_line(LOG_INFO, "serve", "stopping");
    http_stop();
  }
  assets_free();
  arena_free(a);
  return started ? 0 : 1;
}
