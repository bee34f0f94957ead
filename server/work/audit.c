// SPDX-License-Identifier: EUPL-1.2
// Reads the audit out of the database, signs its head, checks it at night.
#include "work/audit.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/config.h"
#include "base/log.h"
#include "work/work.h"

enum { PAGE = 5000, PAGE_ARENA = 1024 * 1024 * 1024, SIGN_MS = 5000, NIGHT_MS = 3600 * 1000 };

// Columns of audit_page.
enum { HEAD_SEQ, HEAD_HASH, SEQ, LINE };

static void take_end(const struct rows *r, audit_taker *take, void *to) {
  char line[160];
  int n = snprintf(line, sizeof line, "{\"end\":%s,\"hash\":\"%s\"}", row_text(r, 0, HEAD_SEQ),
                   row_text(r, 0, HEAD_HASH));
  take(to, line, (size_t)n);
}

// A page in a transaction of its own, so that no snapshot is held for minutes. The page that is not
// full has the last event and the head in one snapshot.
static enum err take_page(struct db *db, int64_t *after, bool *more, audit_taker *take, void *to) {
  struct arena *a = arena_new(PAGE_ARENA);
  struct rows r;
  db_begin(db, a, &work_principal, DB_READ_ONLY, NIGHT_MS);
  enum err e = db_exec(
      db, SQL_audit_page,
      PARAMS(arena_printf(a, "%lld", (long long)*after), arena_printf(a, "%d", PAGE)), DB_LAST, &r);
  e = db_end(db, e);
  *more = !e && r.count == PAGE;
  for (int i = 0; !e && i < r.count && row_text(&r, i, SEQ); i++) {
    take(to, row_text(&r, i, LINE), row_length(&r, i, LINE));
    *after = row_int(&r, i, SEQ);
  }
  if (!e && !*more && r.count)
    take_end(&r, take, to);
  arena_free(a);
  return e;
}

enum err audit_lines(struct db *db, audit_taker *take, void *to) {
  // Signatures first: an event that was signed before the events are read must be among them.
  struct arena *a = arena_new(PAGE_ARENA);
  struct rows r;
  db_begin(db, a, &work_principal, DB_READ_ONLY, NIGHT_MS);
  enum err e = db_end(db, db_exec(db, SQL_audit_signatures, NO_PARAMS, DB_LAST, &r));
  for (int i = 0; !e && i < r.count; i++)
    take(to, row_text(&r, i, 0), row_length(&r, i, 0));
  arena_free(a);
  int64_t after = INT64_MIN;
  bool more = true;
  while (!e && more)
    e = take_page(db, &after, &more, take, to);
  return e;
}

static bool key_pair(unsigned char key[static AUDIT_KEY],
                     unsigned char secret[static crypto_sign_SECRETKEYBYTES]) {
  unsigned char seed[crypto_sign_SEEDBYTES];
  size_t n = 0;
  bool good = *config.audit_key &&
              sodium_hex2bin(seed, sizeof seed, config.audit_key, strlen(config.audit_key), NULL,
                             &n, NULL) == 0 &&
              n == sizeof seed && strlen(config.audit_key) == sizeof seed * 2 &&
              crypto_sign_seed_keypair(key, secret, seed) == 0;
  sodium_memzero(seed, sizeof seed);
  return good;
}

bool audit_public_key(unsigned char key[static AUDIT_KEY]) {
  unsigned char secret[crypto_sign_SECRETKEYBYTES];
  bool good = key_pair(key, secret);
  sodium_memzero(secret, sizeof secret);
  return good;
}

// Microseconds since 1970 by the signer's own clock: the database's may be turned.
static int64_t wall_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static enum err put_signature(struct db *db, struct arena *a, const struct rows *head,
                              const unsigned char *key, const unsigned char *secret) {
  unsigned char hash[AUDIT_HASH], proof[crypto_sign_BYTES];
  char text[AUDIT_TEXT], key_hex[AUDIT_KEY * 2 + 1], proof_hex[sizeof proof * 2 + 1];
  int64_t at = wall_us();
  if (sodium_hex2bin(hash, sizeof hash, row_text(head, 0, HEAD_HASH), sizeof hash * 2, NULL, NULL,
                     NULL))
    return ERR_INTERNAL;
  audit_signed_text(text, row_int(head, 0, HEAD_SEQ), hash, at);
  crypto_sign_detached(proof, NULL, (const unsigned char *)text, strlen(text), secret);
  sodium_bin2hex(key_hex, sizeof key_hex, key, AUDIT_KEY);
  sodium_bin2hex(proof_hex, sizeof proof_hex, proof, sizeof proof);
  return db_exec(db, SQL_audit_sign,
                 PARAMS(row_text(head, 0, HEAD_SEQ), row_text(head, 0, HEAD_HASH),
                        arena_printf(a, "%lld", (long long)at), key_hex, proof_hex),
                 DB_LAST, NULL);
}

enum err audit_sign(struct db *db, struct arena *a, int64_t *signed_seq) {
  unsigned char key[AUDIT_KEY], secret[crypto_sign_SECRETKEYBYTES];
  char hex[AUDIT_KEY * 2 + 1];
  struct rows head;
  *signed_seq = 0;
  if (!key_pair(key, secret))
    return ERR_NONE;
  sodium_bin2hex(hex, sizeof hex, key, sizeof key);
  db_begin(db, a, &work_principal, 0, SIGN_MS);
  enum err e = db_exec(db, SQL_audit_to_sign, PARAMS(hex), 0, &head);
  bool due = !e && head.count, sound = due && row_true(&head, 0, 2);
  if (sound)
    e = put_signature(db, a, &head, key, secret);
  sodium_memzero(secret, sizeof secret);
  e = db_end(db, e);
  if (due && !sound) {
    log_line(LOG_ERROR, "audit_sign",
             "the event that was signed last is changed or gone: the head "
             "is not signed; run samspil audit verify");
    return ERR_STATE;
  }
  if (!e && due) {
    *signed_seq = row_int(&head, 0, HEAD_SEQ);
    log_line(LOG_INFO, "audit_signed", "%s;%s", row_text(&head, 0, HEAD_SEQ),
             row_text(&head, 0, HEAD_HASH));
  }
  return e;
}

static void chain_take(void *to, const char *line, size_t n) {
  audit_chain_line(to, line, n);
}

enum err audit_differences(struct db *db, struct arena *a, struct rows *out) {
  db_begin(db, a, &work_principal, DB_READ_ONLY, NIGHT_MS);
  enum err e = db_exec(db, SQL_audit_patience, NO_PARAMS, 0, NULL);
  return db_end(db, e ? e : db_exec(db, SQL_audit_replay, NO_PARAMS, DB_LAST, out));
}

struct finding {
  int64_t events, faults;
  const char *first;
};

static enum err look(struct db *db, struct arena *a, struct finding *f) {
  struct audit_chain chain;
  struct rows r;
  audit_chain_start(&chain, a);
  enum err e = audit_lines(db, chain_take, &chain);
  if (e)
    return e;
  audit_chain_end(&chain);
  f->events = chain.events;
  if (chain.why) {
    f->faults = 1;
    f->first = arena_printf(a, "event %lld: %s", (long long)chain.broken_at, chain.why);
  }
  e = audit_differences(db, a, &r);
  if (e || r.count == 0)
    return e;
  f->faults += row_int(&r, 0, 0);
  if (!f->first)
    f->first = arena_printf(a, "%s %s: %s", row_text(&r, 0, 1),
                            row_text(&r, 0, row_text(&r, 0, 2) ? 2 : 3), row_text(&r, 0, 4));
  return ERR_NONE;
}

enum err audit_night(struct db *db) {
  struct arena *a = arena_new(PAGE_ARENA);
  struct rows claim;
  struct finding f = {0};
  db_begin(db, a, &work_principal, 0, SIGN_MS);
  enum err e = db_end(db, db_exec(db, SQL_audit_check_claim, NO_PARAMS, DB_LAST, &claim));
  bool mine = !e && claim.count == 1;
  e = mine ? look(db, a, &f) : e;
  if (mine && !e) {
    if (f.faults)
      log_line(LOG_ERROR, "audit_check", "%lld faults, the first: %s", (long long)f.faults,
               f.first);
    db_begin(db, a, &work_principal, 0, SIGN_MS);
    e = db_end(db,
               db_exec(db, SQL_audit_check_done,
                       PARAMS(row_text(&claim, 0, 0), arena_printf(a, "%lld", (long long)f.events),
                              arena_printf(a, "%lld", (long long)f.faults), f.first),
                       DB_LAST, NULL));
  }
  arena_free(a);
  return e;
}
