// SPDX-License-Identifier: EUPL-1.2
// Passwords.
#include "api/password.h"

#include <sodium.h>
#include <stddef.h>
#include <string.h>

enum { PASSES = 2, MEMORY = 19 * 1024 * 1024 };

_Static_assert(PASSWORD_HASH >= crypto_pwhash_STRBYTES, "room for the string");

bool password_hash(const char *password, char hash[static PASSWORD_HASH]) {
  return crypto_pwhash_str_alg(hash, password, strlen(password), PASSES, MEMORY,
                               crypto_pwhash_ALG_ARGON2ID13) == 0;
}

bool password_matches(const char *hash, const char *password) {
  // The hash of a random password, so that an unknown name costs as much as a known one.
  static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$9mpz1pMvPzsOyFJvkCZzLw$"
                               "8PnYzBPzDMFzbOALpUPDUHq9uMoDrxjKmoMnaDQ6cZc";
  bool same = crypto_pwhash_str_verify(hash ? hash : nobody, password, strlen(password)) == 0;
  return hash && same;
}
