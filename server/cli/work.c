// SPDX-License-Identifier: EUPL-1.2
// samspil work: drains the outbox until SIGTERM or SIGINT, with --once until it is empty; every
// minute tidies up and signs the audit, once a day checks it and reminds people. Mail is sent by a
// thread of its own.
#include "work/work.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
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
#include "work/mail.h"

static const struct work_topic topics[] = {{"estimates.recompute", recompute_run},
                                           {"estimates.yearly", yearly_run},
                                           {"portfolio.simulate", simulation_run},
                                           {0}};

enum { TIDY_US = 60 * 1000000, PAUSE_MS = 250, COLLECT_US = 2 * 1000000 };
static const struct timespec pause_time = {.tv_nsec = PAUSE_MS * 1000000L};

static void tidy_sometimes(struct db *db, int64_t *last) {
  if (clock_us() - *last < TIDY_US)
    return;
  *last = clock_us();
  if (work_tidy(db) || work_daily(db))
    log_line(LOG_WARN, "tidy", "did not work this time");
  struct arena *a = arena_new(CLI_ARENA);
  int64_t seq;
  enum err e = audit_sign(db, a, &seq);
  arena_free(a);
  e = e ? e : audit_night(db);
  if (e)
    log_line(LOG_WARN, "audit", "%s", err_info(e)->code);
}

// ---- mail ----

static atomic_bool ending_now;

static void *mail_thread(void *arg) {
  (void)arg;
  struct arena *a = arena_new(CLI_ARENA);
  struct db *db = cli_open(a), *aside = cli_open(a);
  int64_t collected = 0;
  while (!atomic_load(&ending_now)) {
    bool did = false;
    enum err e = ERR_NONE;
    if (clock_us() - collected >= COLLECT_US) {
      collected = clock_us();
      e = mail_collect(db);
    }
    e = e ? e : work_next(db, aside, LANE_MAIL, topics, &did);
    if (e)
      log_line(LOG_WARN, "mail", "%s", err_info(e)->code);
    if (!did)
      nanosleep(&pause_time, NULL);
  }
  db_close(aside);
  db_close(db);
  arena_free(a);
  return NULL;
}

static bool mail_usable(bool *on) {
  const char *why;
  *on = mail_configured(&why);
  if (why)
    fprintf(stderr, "samspil: %s\n", why);
  return !why;
}

static void mail_stop(pthread_t thread) {
  atomic_store(&ending_now, true);
  mail_break_off();
  pthread_join(thread, NULL);
}

static enum err mail_once(struct db *db, struct db *aside) {
  enum err e = mail_collect(db);
  return e ? e : work_drain(db, aside, LANE_MAIL, topics);
}

// A key that is there but cannot be used is a fault of the set-up, not a reason to sign nothing.
static bool key_usable(void) {
  unsigned char key[AUDIT_KEY];
  if (!*config.audit_key || audit_public_key(key))
    return true;
  fprintf(stderr, "samspil: SAMSPIL_AUDIT_KEY is not 64 hex digits\n");
  return false;
}

static int run(struct db *db, struct db *aside, const sigset_t *ending, bool once, bool mail) {
  int64_t tidied = 0;
  enum err e;
  do {
    e = work_drain(db, aside, LANE_WORK, topics);
    if (!e && once && mail)
      e = mail_once(db, aside);
    if (e)
      log_line(LOG_WARN, "work", "%s", err_info(e)->code);
    if (!once)
      tidy_sometimes(db, &tidied);
  } while (!once && sigtimedwait(ending, NULL, &pause_time) < 0);
  return once && e ? 1 : 0;
}

int cli_work(int argc, char **argv) {
  const char *once = NULL;
  bool mail;
  const struct arg table[] = {{"once", true, false, &once}, {0}};
  if (!args_read(argc, argv, table) || !key_usable() || !mail_usable(&mail))
    return 2;
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  sigprocmask(SIG_BLOCK, &ending, NULL);
  struct arena *a = arena_new(CLI_ARENA);
  struct db *db = cli_open(a), *aside = cli_open(a);
  pthread_t thread;
  bool threaded = mail && !once && pthread_create(&thread, NULL, mail_thread, NULL) == 0;
  int status = run(db, aside, &ending, once, mail);
  if (threaded)
    mail_stop(thread);
  db_close(aside);
  db_close(db);
  arena_free(a);
  return status;
}
