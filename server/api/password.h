// SPDX-License-Identifier: EUPL-1.2
// Passwords: argon2id by libsodium, 2 passes over 19 MiB.
#ifndef SAMSPIL_API_PASSWORD_H
#define SAMSPIL_API_PASSWORD_H

#include <stdbool.h>

enum { PASSWORD_MIN = 12, PASSWORD_MAX = 200, PASSWORD_HASH = 128 };

// The string to keep; false when memory runs out.
bool password_hash(const char *password, char hash[static PASSWORD_HASH]);
// hash NULL: nobody has that name; takes as long and says no.
bool password_matches(const char *hash, const char *password);

#endif
