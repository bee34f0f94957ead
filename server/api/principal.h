// SPDX-License-Identifier: EUPL-1.2
// Who sends a request and what they may do. Loaded from the database, kept a minute in memory;
// every transaction checks by the rights epoch that nothing has changed since (store/db.h), so a
// log-out, a withdrawn token or a changed grant holds at once on every server.
#ifndef SAMSPIL_API_PRINCIPAL_H
#define SAMSPIL_API_PRINCIPAL_H

#include "http/request.h"
#include "store/db.h"

enum right_no {
#define X(name, code) name##_NO,
#include "api/right.def"
#undef X
  RIGHT_COUNT
};
#define RIGHT(name) (UINT64_C(1) << name##_NO)

struct principal {
  int64_t user_id;
  const char *user_text, *login, *name;
  uint64_t rights;
  const char *credential; // hex of the SHA-256 of cookie or token
  bool by_cookie;
  struct db_principal db;
};

const char *right_code(enum right_no right);
// All rights of the principal, parted by blanks.
const char *rights_text(struct arena *a, uint64_t rights);
// Bit of a code; 0 when unknown. "all" gives every bit.
uint64_t right_bit(const char *code, size_t n);

// Fills req->who from cookie or bearer token; NULL stays when nobody is logged in. Refuses a bad
// token.
MUST_USE enum err principal_of(struct request *req, struct db *db);
// Forgets what is kept for the request's credential (rights have changed, log-out).
void principal_forget(const struct request *req);

// Name of the session cookie: with the __Host- prefix behind TLS.
const char *session_cookie(void);

// SHA-256 of a text as 64 hex digits.
const char *sha256_hex(struct arena *a, const char *bytes, size_t n);
// `bytes` random bytes as hex.
const char *random_hex(struct arena *a, size_t bytes);

#endif
