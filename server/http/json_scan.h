// SPDX-License-Identifier: EUPL-1.2
// Strict scan of a JSON text before json-c sees it (json-c's strict mode accepts NaN, single quotes,
// duplicate keys, \u0000 and clamps big integers). RFC 8259, valid UTF-8, no duplicate keys in an
// object, no NUL, no lone surrogate, numbers that a double or int64 holds, bounded depth and nodes.
#ifndef SAMSPIL_HTTP_JSON_SCAN_H
#define SAMSPIL_HTTP_JSON_SCAN_H

#include <stddef.h>

#include "base/arena.h"

enum { JSON_DEPTH_MAX = 16 };

// NULL when the text is good; else a short English reason, with the byte offset in *at.
const char *json_scan(const char *text, size_t length, size_t max_nodes, struct arena *a, size_t *at);

#endif
