// SPDX-License-Identifier: EUPL-1.2
// Strict scan of a JSON text before json-c sees it (json-c's strict mode accepts NaN, single
// quotes, duplicate keys, \u0000 and clamps big integers). RFC 8259, valid UTF-8, no duplicate keys
// in an object, no NUL, no lone surrogate, numbers that a double or int64 holds, bounded depth and
// nodes.
#ifndef SAMSPIL_HTTP_JSON_SCAN_H
#define SAMSPIL_HTTP_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

enum { JSON_DEPTH_MAX = 16 };

struct json_error {
  const char *why;  // "dansk|english"
  const char *path; // the field that it happened in, "" when it is not inside one
  enum fault fault; // what is wrong with that field; FAULT_NONE: the text is no JSON
  size_t at;        // byte offset
};

// An array that holds nothing but numbers, with its numbers.
struct json_list {
  const char *text; // the array as it was written, in the text scanned
  size_t length;
  double *numbers;
  size_t count;
};
struct json_lists {
  struct json_list *rows; // in the order of the text; they cannot lie in each other
  size_t count, cap;
};

// True when the text is good; else *error says what is wrong first. lists: NULL, or gets every
// array of numbers, so that no node is made for each of them; their numbers do not count as nodes
// but have a limit of their own.
bool json_scan(const char *text, size_t length, size_t max_nodes, struct arena *a,
               struct json_lists *lists, struct json_error *error);

#endif
