// SPDX-License-Identifier: EUPL-1.2
// An immutable snapshot of all names, replaced as a whole and freed when its last reader is done.
#include "api/names.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

enum { SNAPSHOT_MAX = 64 * 1024 * 1024, BESIDE_THE_PATH = 90 };

struct name {
  int64_t id;
  const char *text;
};

struct code {
  const char *list, *code, *label[2], *parent;
  int64_t no; // order of a stage
  bool valid;
};

// A stage of a lifecycle.
struct step {
  int64_t lifecycle;
  const struct code *stage;
};

struct names {
  struct arena *arena;
  int readers; // guarded by mutex
  bool current;
  char epoch[24];
  struct name *units, *users;
  struct code *codes;          // by list, parent and order
  const struct code **by_word; // the same by list and code, for looking up
  struct step *steps;          // by lifecycle and order
  int unit_count, user_count, code_count, step_count;
  const char *codes_json;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct names *current;

static void free_if_done(struct names *n) {
  if (n && n->readers == 0 && !n->current)
    arena_free(n->arena);
}

static void release(void *names) {
  struct names *n = names;
  pthread_mutex_lock(&mutex);
  n->readers--;
  free_if_done(n);
  pthread_mutex_unlock(&mutex);
}

static const struct names *acquire(struct arena *a) {
  pthread_mutex_lock(&mutex);
  struct names *n = current;
  if (n)
    n->readers++;
  pthread_mutex_unlock(&mutex);
  if (n)
    arena_defer(a, release, n);
  return n;
}

static struct name *read_names(struct arena *a, const struct rows *r, int *count) {
  struct name *list = arena_array(a, (size_t)r->count + 1, sizeof *list);
  for (int i = 0; i < r->count; i++)
    list[i] = (struct name){row_int(r, i, 0), arena_strdup(a, row_text(r, i, 1))};
  *count = r->count;
  return list;
}

static const char *text_or(struct arena *a, const char *text, const char *otherwise) {
  return text ? arena_strdup(a, text) : otherwise;
}

static int compare_codes(const struct code *a, const struct code *b) {
  int order = strcmp(a->list, b->list);
  return order ? order : strcmp(a->code, b->code);
}

static int by_word(const void *a, const void *b) {
  return compare_codes(*(const struct code *const *)a, *(const struct code *const *)b);
}

static void read_codes(struct names *n, const struct rows *r) {
  n->by_word = arena_array(n->arena, (size_t)r->count + 1, sizeof *n->by_word);
  n->codes = arena_array(n->arena, (size_t)r->count + 1, sizeof *n->codes);
  n->code_count = r->count;
  for (int i = 0; i < r->count; i++)
    n->codes[i] = (struct code){.list = arena_strdup(n->arena, row_text(r, i, 0)),
                                .code = arena_strdup(n->arena, row_text(r, i, 1)),
                                .label = {arena_strdup(n->arena, row_text(r, i, 2)),
                                          arena_strdup(n->arena, row_text(r, i, 3))},
                                .valid = row_true(r, i, 4),
                                .parent = text_or(n->arena, row_text(r, i, 5), ""),
                                .no = row_int(r, i, 6)};
  for (int i = 0; i < r->count; i++)
    n->by_word[i] = &n->codes[i];
  qsort(n->by_word, (size_t)r->count, sizeof *n->by_word, by_word);
}

static const struct code *find_code(const struct names *n, const char *list, const char *parent,
                                    const char *code);

static void read_steps(struct names *n, const struct rows *r) {
  n->steps = arena_array(n->arena, (size_t)r->count + 1, sizeof *n->steps);
  for (int i = 0; i < r->count; i++) {
    const struct code *stage = find_code(n, "stage", row_text(r, i, 2), row_text(r, i, 1));
    if (stage)
      n->steps[n->step_count++] = (struct step){row_int(r, i, 0), stage};
  }
}

static void publish(struct names *n) {
  pthread_mutex_lock(&mutex);
  struct names *old = current;
  n->current = true;
  current = n;
  if (old) {
    old->current = false;
    free_if_done(old);
  }
  pthread_mutex_unlock(&mutex);
}

enum err names_load(struct db *db) {
  struct rows epoch, units, users, codes, steps, json;
  enum err e = db_exec(db, SQL_names_epoch, NO_PARAMS, 0, &epoch);
  e = e ? e : db_exec(db, SQL_names_units, NO_PARAMS, 0, &units);
  e = e ? e : db_exec(db, SQL_names_users, NO_PARAMS, 0, &users);
  e = e ? e : db_exec(db, SQL_names_codes, NO_PARAMS, 0, &codes);
  e = e ? e : db_exec(db, SQL_names_lifecycles, NO_PARAMS, 0, &steps);
  e = e ? e : db_exec(db, SQL_names_codes_json, NO_PARAMS, DB_LAST, &json);
  if (e)
    return e;
  struct arena *own = arena_new(SNAPSHOT_MAX);
  struct names *n = arena_alloc(own, sizeof *n);
  n->arena = own;
  strncpy(n->epoch, row_text(&epoch, 0, 0), sizeof n->epoch - 1);
  n->units = read_names(own, &units, &n->unit_count);
  n->users = read_names(own, &users, &n->user_count);
  read_codes(n, &codes);
  read_steps(n, &steps);
  const char *text = row_text(&json, 0, 0);
  n->codes_json = arena_strdup(own, text ? text : "{}");
  publish(n);
  return ERR_NONE;
}

const struct names *names_now(struct db *db, struct arena *a) {
  const struct names *n = acquire(a);
  const char *epoch = db_names_epoch(db);
  if (n && (!*epoch || strcmp(n->epoch, epoch) == 0))
    return n;
  if (names_load(db))
    log_line(LOG_WARN, "names", "cannot read names; older ones stay in use");
  return acquire(a);
}

static int by_id(const void *key, const void *row) {
  int64_t a = *(const int64_t *)key, b = ((const struct name *)row)->id;
  return (a > b) - (a < b);
}

static const char *find(const struct name *list, int count, int64_t id) {
  const struct name *found = bsearch(&id, list, (size_t)count, sizeof *list, by_id);
  return found ? found->text : NULL;
}

const char *names_unit(const struct names *n, int64_t id) {
  return n ? find(n->units, n->unit_count, id) : NULL;
}

const char *names_user(const struct names *n, int64_t id) {
  return n ? find(n->users, n->user_count, id) : NULL;
}

// The code of that parent (stages of several kinds are called the same), else the first one; NULL:
// not there.
static const struct code *find_code(const struct names *n, const char *list, const char *parent,
                                    const char *code) {
  const struct code wanted = {.list = list, .code = code};
  int low = 0, high = n ? n->code_count : 0;
  while (low < high) {
    int middle = low + (high - low) / 2;
    if (compare_codes(n->by_word[middle], &wanted) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  const struct code *first = NULL;
  for (; n && low < n->code_count && compare_codes(n->by_word[low], &wanted) == 0; low++) {
    if (parent && strcmp(n->by_word[low]->parent, parent) == 0)
      return n->by_word[low];
    first = first ? first : n->by_word[low];
  }
  return first;
}

const char *names_label(const struct names *n, const char *list, const char *parent,
                        const char *code, enum lang lang) {
  const struct code *c = find_code(n, list, parent, code);
  return c ? c->label[lang] : code;
}

const char *names_code(const struct names *n, const char *list, const char *text) {
  for (int i = 0; n && i < n->code_count; i++) {
    const struct code *c = &n->codes[i];
    if (strcmp(c->list, list) == 0 &&
        (strcmp(c->code, text) == 0 || strcmp(c->label[LANG_DA], text) == 0 ||
         strcmp(c->label[LANG_EN], text) == 0))
      return c->code;
  }
  return NULL;
}

static void write_stage(struct buf *out, const struct code *c, const char *state) {
  out_comma(out);
  buf_putc(out, '{');
  out_key(out, "code");
  out_string(out, c->code);
  out_key(out, "no");
  buf_int(out, c->no);
  out_key(out, "da");
  out_string(out, c->label[LANG_DA]);
  out_key(out, "en");
  out_string(out, c->label[LANG_EN]);
  out_key(out, "state");
  out_string(out, state);
  buf_putc(out, '}');
}

static const struct step *first_step(const struct names *n, int64_t lifecycle) {
  int low = 0, high = n->step_count;
  while (low < high) {
    int middle = low + (high - low) / 2;
    if (n->steps[middle].lifecycle < lifecycle)
      low = middle + 1;
    else
      high = middle;
  }
  return &n->steps[low];
}

void names_write_path(struct buf *out, const struct names *n, int64_t lifecycle, const char *kind,
                      const char *stage) {
  const struct code *now = n ? find_code(n, "stage", kind, stage) : NULL;
  if (!now)
    return;
  const struct step *first = first_step(n, lifecycle), *end = first;
  bool on_path = false;
  for (; end < n->steps + n->step_count && end->lifecycle == lifecycle; end++)
    on_path |= end->stage == now;
  bool beside = now->no >= BESIDE_THE_PATH, reached = beside, written = on_path;
  for (const struct step *s = first; s < end; s++) {
    bool here = s->stage == now;
    if (!written && !beside && s->stage->no > now->no) {
      write_stage(out, now, "current");
      written = reached = true;
    }
    write_stage(out, s->stage, here ? "current" : reached ? "coming" : "done");
    reached |= here;
  }
  if (!written)
    write_stage(out, now, "current");
}

const char *names_codes_json(const struct names *n) {
  return n ? n->codes_json : "{}";
}

bool names_code_known(const char *list, const char *code) {
  pthread_mutex_lock(&mutex);
  const struct code *c = find_code(current, list, NULL, code);
  bool known = !current || (c && c->valid);
  pthread_mutex_unlock(&mutex);
  return known;
}
