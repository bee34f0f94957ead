// SPDX-License-Identifier: EUPL-1.2
// Options from the environment, by the table config.def. Read once at start; constant afterwards.
#ifndef SAMSPIL_BASE_CONFIG_H
#define SAMSPIL_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"

#define CONFIG_C_TEXT const char *
#define CONFIG_C_INT  int64_t

struct config {
#define X(field, name, type, value, secret, help) CONFIG_C_##type field;
#include "base/config.def"
#undef X
};

extern struct config config;

// Reads every option; on a bad value prints one line per fault on standard error and returns false.
// Unknown SAMSPIL_* variables are faults too, so that a typing error does not pass unseen.
bool config_load(void);
// The option in place i as it is in force; false behind the last one. Of a secret only whether it
// is set.
struct config_option {
  const char *name, *help, *text;
  int64_t number;
  bool is_text, secret, set;
};
bool config_option(size_t i, struct config_option *out);
// The address that links begin with.
const char *config_url(struct arena *a);
// One line per option with its default and help.
void config_help(FILE *out);

#endif
