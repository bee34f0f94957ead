// SPDX-License-Identifier: EUPL-1.2
// Asks another service something while a request waits for it. Only for routes of the slow lane,
// and before the handler's first statement, so that neither a quick worker nor a transaction waits.
#ifndef SAMSPIL_HTTP_FETCH_H
#define SAMSPIL_HTTP_FETCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum { FETCH_MS = 5000, FETCH_CONNECT_MS = 2000, FETCH_MAX = 1024 * 1024 };

struct fetch {
  const char *url;             // https, or http on this machine
  const char *user, *password; // "": none
  const char *body;            // JSON that is posted; NULL: GET
};

// Whether the address may be asked: no password and no answer goes unencrypted over a network.
bool fetch_allowed(const char *url);

// Gives the HTTP status and the answer; 0 with a line in the log when there is none in FETCH_MS, or
// it is larger than FETCH_MAX. Redirects are not followed.
int fetch(struct arena *a, const struct fetch *what, const char **answer, size_t *length);

#endif
