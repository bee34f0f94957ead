// SPDX-License-Identifier: EUPL-1.2
// Command line by table.
#include "base/args.h"

#include <stdio.h>
#include <string.h>

static const struct arg *find(const struct arg *table, const char *word) {
  for (const struct arg *a = table; a->value; a++) {
    if (word ? a->name && strcmp(a->name, word) == 0 : !a->name && !*a->value)
      return a;
  }
  return NULL;
}

bool args_read(int argc, char **argv, const struct arg *table) {
  for (int i = 0; i < argc; i++) {
    bool named = strncmp(argv[i], "--", 2) == 0;
    const struct arg *a = find(table, named ? argv[i] + 2 : NULL);
    if (!a) {
      fprintf(stderr, "samspil: %s: not expected here\n", argv[i]);
      return false;
    }
    if (!named) {
      *a->value = argv[i];
    } else if (a->flag) {
      *a->value = "1";
    } else if (i + 1 < argc) {
      *a->value = argv[++i];
    } else {
      fprintf(stderr, "samspil: --%s needs a value\n", a->name);
      return false;
    }
  }
  for (const struct arg *a = table; a->value; a++) {
    if (a->required && !*a->value) {
      fprintf(stderr, "samspil: %s%s is missing\n", a->name ? "--" : "an operand",
              a->name ? a->name : "");
      return false;
    }
  }
  return true;
}
