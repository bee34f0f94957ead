// SPDX-License-Identifier: EUPL-1.2
// Command line of a subcommand: `--name value`, `--flag` and operands, by a table.
#ifndef SAMSPIL_BASE_ARGS_H
#define SAMSPIL_BASE_ARGS_H

#include <stdbool.h>

struct arg {
  const char *name; // without the dashes; NULL: the next operand
  bool flag;        // takes no value
  bool required;
  const char **value; // set to the value; a flag is set to "1"
};

// Fills the table (ended by a row with value NULL) from argv. On a fault prints one line on
// standard error and returns false.
bool args_read(int argc, char **argv, const struct arg *table);

#endif
