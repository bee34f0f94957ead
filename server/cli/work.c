// SPDX-License-Identifier: EUPL-1.2
// samspil work: drains the outbox until SIGTERM or SIGINT, with --once until it is empty; every
// minute tidies up and signs the audit, once a day checks it.
#include "work/work.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "api/portfolio_simulation.h"
#include "api/recompute.h"
#include "base/args.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "cli/cli.h"
#include "work/audit.h"

static const struct work_topic topics[] = {{"estimates.recompute", recompute_run},
                                           {"estimates.yearly", yearly_run},
                                           {"portfolio.simulate", simulation_run},
                                           {0}};

enum { TIDY_US = 60 * 1000000, PAUSE_MS = 250 };

static void tidy_sometimes(struct db *db, int64_t *last) {
  if (clock_us() - *last < TIDY_US)
    return;
  *last = clock_us();
  if (work_tidy(db))
    log_line(LOG_WARN, "tidy", "did not work this time");
  struct arena *a = arena_new(CLI_ARENA);
  int64_t seq;
  enum err e = audit_sign(db, a, &seq);
  arena_free(a);
  e = e ? e : audit_night(db);
  if (e)
    log_line(LOG_WARN, "audit", "%s", err_info(e)->code);
}

// A key that is there but cannot be used is a fault of the set-up, not a reason to sign nothing.
static bool key_usable(void) {
  unsigned char key[AUDIT_KEY];
  if (!*config.audit_key || audit_public_key(key))
    return true;
  fprintf(stderr, "samspil: SAMSPIL_AUDIT_KEY is not 64 hex digits\n");
  return false;
}

int cli_work(int argc, char **argv) {
  const char *once = NULL;
  const struct arg table[] = {{"once", true, false, &once}, {0}};
  if (!args_read(argc, argv, table) || !key_usable())
    return 2;
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  sigprocmask(SIG_BLOCK, &ending, NULL);
  struct arena *a = arena_new(CLI_ARENA);
  struct db *db = cli_open(a), *aside = cli_open(a);
  const struct timespec pause = {.tv_nsec = PAUSE_MS * 1000000L};
  int64_t tidied = 0;
  int status = 0;
  do {
    bool did;
    enum err e = work_drain(db, aside, topics, &did);
    if (e)
      log_line(LOG_WARN, "work", "%s", err_info(e)->code);
    status = e ? 1 : 0;
    if (!once)
      tidy_sometimes(db, &tidied);
  } while (!once && sigtimedwait(&ending, NULL, &pause) < 0);
  db_close(aside);
  db_close(db);
  arena_free(a);
  return once ? status : 0;
}
