// SPDX-License-Identifier: EUPL-1.2
// Fault injection for tests.
#include "store/torture.h"

#ifdef SAMSPIL_TORTURE
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

// Counts the file down; true when the statement is the one to fail.
static bool due(const char *path, char state[static 6]) {
  int n = 0;
  FILE *f = fopen(path, "r+e");
  if (!f)
    return false;
  bool ok = fscanf(f, "%d %5s", &n, state) == 2;
  if (ok && n > 1) {
    rewind(f);
    fprintf(f, "%d %s\n", n - 1, state);
  }
  fclose(f);
  if (!ok || n > 1)
    return false;
  unlink(path);
  return true;
}

const char *torture_next(void) {
  static _Thread_local char text[96];
  char state[6] = "";
  const char *path = getenv("TORTURE_FILE");
  pthread_mutex_lock(&mutex);
  bool fail = path && due(path, state);
  pthread_mutex_unlock(&mutex);
  if (!fail)
    return NULL;
  snprintf(text, sizeof text, "DO $t$ BEGIN RAISE EXCEPTION USING ERRCODE = '%s'; END $t$", state);
  return text;
}
#endif
