// SPDX-License-Identifier: EUPL-1.2
// Which texts are prepared on a connection: an open-addressed table whose slot number is the
// statement's name on the server.
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/db_internal.h"

// FNV-1a; never 0, which marks a free slot.
static uint64_t hash_text(const char *text) {
  uint64_t h = 14695981039346656037ULL;
  for (; *text; text++)
    h = (h ^ (unsigned char)*text) * 1099511628211ULL;
  return h | 1;
}

int prepared_find(struct db *db, const char *text, bool *fresh) {
  uint64_t hash = hash_text(text);
  size_t i = hash % PREPARED_SLOTS;
  for (; db->prepared[i].hash; i = (i + 1) % PREPARED_SLOTS) {
    struct prepared *p = &db->prepared[i];
    if (p->hash == hash && p->text && strcmp(p->text, text) == 0) {
      *fresh = false;
      return (int)i;
    }
  }
  char *copy = strdup(text);
  if (!copy)
    log_abort("out of memory");
  db->prepared[i] = (struct prepared){.hash = hash, .text = copy};
  db->prepared_count++;
  *fresh = true;
  return (int)i;
}

// The slot stays taken (a probe sequence may run over it) but matches nothing any more.
void prepared_forget(struct db *db, int slot) {
  free(db->prepared[slot].text);
  db->prepared[slot].text = NULL;
}

void prepared_clear(struct db *db) {
  for (int i = 0; i < PREPARED_SLOTS; i++)
    free(db->prepared[i].text);
  memset(db->prepared, 0, sizeof db->prepared);
  db->prepared_count = 0;
}
