// SPDX-License-Identifier: EUPL-1.2
// `samspil value evaluate FILE|-`: the value engine on the shell, without a database.
#ifndef SAMSPIL_CLI_VALUE_H
#define SAMSPIL_CLI_VALUE_H

// argv: what follows the subcommand. Prints the reply on standard output and returns 0; else the problem document
// on standard error and 2.
int cli_value(int argc, char **argv);

#endif
