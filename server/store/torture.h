// SPDX-License-Identifier: EUPL-1.2
// Fault injection for tests, in builds with -DSAMSPIL_TORTURE only: the file named by TORTURE_FILE
// holds "n SQLSTATE"; the n-th statement from then on fails with that state, and the file is
// removed.
#ifndef SAMSPIL_STORE_TORTURE_H
#define SAMSPIL_STORE_TORTURE_H

#include <stddef.h>

#ifdef SAMSPIL_TORTURE
// The statement to send in the place of the next one, or NULL to leave it. Not freed.
const char *torture_next(void);
#else
static inline const char *torture_next(void) {
  return NULL;
}
#endif

#endif
