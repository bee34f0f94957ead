// SPDX-License-Identifier: EUPL-1.2
// `samspil demo`: loads the demonstration portfolio and example cases of any number.
#ifndef SAMSPIL_CLI_DEMO_H
#define SAMSPIL_CLI_DEMO_H

// argv: what follows the subcommand.
//   (nothing)                         the real cases and 1,500 example research contracts, unless they are there
//   --if-empty                        the same, and silently nothing when the database holds any case
//   --collaborations N [--seed S]     N more example cases of all three kinds
//   --logins                          prints who can log in, and loads nothing
// Returns the exit status.
int cli_demo(int argc, char **argv);

#endif
