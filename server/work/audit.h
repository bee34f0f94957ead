// SPDX-License-Identifier: EUPL-1.2
// The audit as lines of JSON, which is what is exported and what is verified, from the database or
// from a file alike: {"head":...} a signed head, {"seq":...} an event, {"end":...} the head of the
// chain, in this order. The verifier computes every hash itself and trusts nothing of the database
// but the public key and the receipts that it is given.
#ifndef SAMSPIL_WORK_AUDIT_H
#define SAMSPIL_WORK_AUDIT_H

#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "store/db.h"

enum {
  AUDIT_HASH = crypto_hash_sha256_BYTES,
  AUDIT_KEY = crypto_sign_PUBLICKEYBYTES,
  AUDIT_TEXT = 160
};

// What the chain must say at a number: that its event has this hash.
struct audit_mark {
  int64_t seq;
  unsigned char hash[AUDIT_HASH];
  const char *what;  // "receipt" or "signed head"
  const char *fault; // what is wrong with the mark itself; NULL: nothing
};

struct audit_chain {
  struct arena *arena;
  const unsigned char *keys; // AUDIT_KEY bytes each; 0 keys: signatures count by their own key
  int key_count;
  int64_t events, seq; // seen, and the number of the last one
  unsigned char hash[AUDIT_HASH];
  struct audit_mark *marks; // by number once the first event is in
  int mark_count, mark_room, mark_next;
  int64_t signatures, signed_seq; // heads signed rightly, and the last of them
  bool sorted, ended;
  const char *why;   // of the first broken link; NULL: none
  int64_t broken_at; // its number
};

void audit_chain_start(struct audit_chain *c, struct arena *a);
// A receipt of a write as the API gave it, "number;hash" or "number:hash". False when it is not
// one.
bool audit_chain_receipt(struct audit_chain *c, const char *receipt);
// The next line without its newline. Nothing is looked at behind the first broken link.
void audit_chain_line(struct audit_chain *c, const char *line, size_t n);
// When there are no more lines.
void audit_chain_end(struct audit_chain *c);

// Hands every line of the database's audit to `take`.
typedef void audit_taker(void *to, const char *line, size_t n);
MUST_USE enum err audit_lines(struct db *db, audit_taker *take, void *to);

// What a signature of a head is over; at: microseconds since 1970.
void audit_signed_text(char text[static AUDIT_TEXT], int64_t seq, const unsigned char *hash,
                       int64_t at);
// The public key of SAMSPIL_AUDIT_KEY. False when that is empty or wrong.
bool audit_public_key(unsigned char key[static AUDIT_KEY]);
// Signs the head unless it is signed, or unless what was signed last has changed since. *signed_seq
// is 0 when there was nothing to sign or no key. In a transaction of its own, as `db` was begun.
MUST_USE enum err audit_sign(struct db *db, struct arena *a, int64_t *signed_seq);

// Rows of audited tables that are not as the audit tells: number of all, table, row, block, why;
// the first 20. In a transaction of its own.
MUST_USE enum err audit_differences(struct db *db, struct arena *a, struct rows *out);
// The chain and every audited table, once a day, by whichever process comes first; the result goes
// to audit_check and, when it is bad, to the log.
MUST_USE enum err audit_night(struct db *db);

#endif
