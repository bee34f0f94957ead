// SPDX-License-Identifier: EUPL-1.2
// The simulation of a portfolio: asked for here, done by the work process over two threads, with
// the rights of whoever asked. Estimates are taken in order of their ids, a few at a time: threads
// share out the few, and their draws are added up in that order, so that the same seed gives the
// same bytes.
#include "api/portfolio_simulation.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "api/estimate.h"
#include "api/resources.h"
#include "value/portfolio.h"
#include "value/round.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

enum {
  THREADS = 2,
  BATCH = 8, // estimates whose draws are kept at once
  DRAW_ARENA = 256 * 1024 * 1024,
  STEP_ARENA = 128 * 1024 * 1024,
  STEP_MS = 60000,
  RESULT_MAX = 256 * 1024,
};

const struct field simulation_fields[] = {
    {"kind", F_CODE, .choices = "kind"},
    {"theme", F_CODE, .choices = "theme"},
    {"unit_id", F_ID, .max = INT32_MAX},
    {"status", F_CODE, .choices = "estimate_status"},
    {"draws", F_INT, .min = SIMULATION_DRAWS_MIN, .max = SIMULATION_DRAWS_MAX},
    {"seed", F_INT, .min = 0, .max = INT64_C(9007199254740991)},
    {.type = F_END},
};
// clang-format off
#define SPREAD                                                                                     \
  {"mean_oere", F_MONEY}, {"sd_oere", F_MONEY}, {"p5_oere", F_MONEY}, {"p50_oere", F_MONEY},       \
  {"p95_oere", F_MONEY}, {"p_positive", F_NUMBER}
// clang-format on
static const struct field bin_fields[] = {
    {"from_oere", F_MONEY, ALWAYS},
    {"to_oere", F_MONEY, ALWAYS},
    {"count", F_INT, ALWAYS},
    {.type = F_END},
};
static const struct field sector_fields[] = {
    {"sector", F_CODE, ALWAYS, .choices = "sector"}, SPREAD, {.type = F_END}};
// The figures are there when status is done.
const struct field simulation_reply[] = {
    {"id", F_ID, ALWAYS},
    {"status", F_CHOICE, ALWAYS, .choices = "waiting|running|done|failed"},
    {"total", F_INT, ALWAYS},
    {"done", F_INT, ALWAYS},
    {"skipped", F_INT, ALWAYS},
    {"draws", F_INT, ALWAYS},
    {"seed", F_INT, ALWAYS},
    SPREAD,
    {"histogram", F_ARRAY, .sub = bin_fields},
    {"sectors", F_ARRAY, .sub = sector_fields},
    {"created_at", F_STAMP, ALWAYS},
    {"finished_at", F_STAMP, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

static enum err reply_job(struct request *req, struct db *db, const char *id, bool created) {
  struct rows r;
  enum err e = db_exec(db, SQL_simulation_get, PARAMS(id), DB_LAST, &r);
  if (e)
    return e;
  return created ? created_reply(req, &r, "/api/v1/portfolio/simulations") : json_reply(req, &r);
}

enum err simulation_post(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_simulation_add, body_params(req, NO_PARAMS), 0, &r);
  return e ? e : reply_job(req, db, row_text(&r, 0, 0), true);
}

enum err simulation_get(struct request *req, struct db *db) {
  return reply_job(req, db, req->key[0], false);
}

// ---- in the work process ----

struct sums {
  double *total, *sector[SECTOR_COUNT]; // [draws]
  bool touched[SECTOR_COUNT];
};
struct job {
  const char *id, *filter[4];
  struct db_principal who;
  size_t draws;
  uint64_t seed;
  struct sums sums;
  int64_t last;
  int total, done, skipped;
};
// One estimate of a batch, and its draws, which live in the arena of its place.
struct place {
  struct arena *kept;
  const char *text;
  size_t length;
  uint64_t id;
  bool sound;
  struct portfolio_draws draws;
};
struct thread_work {
  const struct job *job;
  struct arena *memory, *scratch;
  struct place *places;
  size_t first, count;
};

static double *copy(struct arena *a, const double *x, size_t n) {
  double *to = arena_array(a, n, sizeof *to);
  memcpy(to, x, n * sizeof *to);
  return to;
}

static void draw(const struct thread_work *w, struct place *p) {
  struct evaluation v = {.faults = {.arena = p->kept}};
  const struct in *inputs;
  struct portfolio_draws d;
  arena_rewind(w->memory);
  arena_rewind(w->scratch);
  arena_rewind(p->kept);
  p->sound = false;
  if (estimate_read(p->kept, p->text, p->length, &v.faults, &inputs))
    return;
  estimate_evaluate(p->kept, inputs, &v);
  if (v.faults.count)
    return;
  portfolio_draw(&v.estimate, estimate_outcome(&v), w->job->seed, p->id, w->job->draws, w->memory,
                 w->scratch, &d);
  p->draws.npv = copy(p->kept, d.npv, w->job->draws);
  for (int s = 0; s < SECTOR_COUNT; s++)
    p->draws.sector[s] = d.sector[s] ? copy(p->kept, d.sector[s], w->job->draws) : NULL;
  p->sound = true;
}

static void *run_thread(void *context) {
  const struct thread_work *w = context;
  for (size_t i = w->first; i < w->count; i += THREADS)
    draw(w, &w->places[i]);
  return NULL;
}

// The last share is done by the caller; one that no thread can be had for is done by it too.
static void draw_all(struct thread_work *w, size_t count) {
  pthread_t thread[THREADS];
  bool started[THREADS] = {false};
  for (size_t i = 0; i < THREADS; i++) {
    w[i].count = count;
    started[i] = i + 1 < THREADS && pthread_create(&thread[i], NULL, run_thread, &w[i]) == 0;
    if (!started[i])
      run_thread(&w[i]);
  }
  for (size_t i = 0; i < THREADS; i++)
    if (started[i])
      pthread_join(thread[i], NULL);
}

static void add(double *to, const double *x, size_t n) {
  for (size_t i = 0; i < n; i++)
    to[i] += x[i];
}

static void add_up(struct job *job, const struct place *places, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const struct place *p = &places[i];
    job->done++;
    job->skipped += !p->sound;
    if (!p->sound)
      continue;
    add(job->sums.total, p->draws.npv, job->draws);
    for (int s = 0; s < SECTOR_COUNT; s++) {
      if (!p->draws.sector[s])
        continue;
      job->sums.touched[s] = true;
      add(job->sums.sector[s], p->draws.sector[s], job->draws);
    }
  }
}

// The next estimates that the principal sees; *more is false when none is left.
static enum err batch(struct db *db, struct job *job, struct thread_work *w, bool *more) {
  struct arena *a = arena_new(STEP_ARENA);
  struct place *places = w[0].places;
  struct rows r;
  db_begin(db, a, &job->who, DB_READ_ONLY, STEP_MS);
  enum err e =
      db_exec(db, SQL_simulation_batch,
              PARAMS(job->filter[0], job->filter[1], job->filter[2], job->filter[3],
                     arena_printf(a, "%lld", (long long)job->last), arena_printf(a, "%d", BATCH)),
              DB_LAST, &r);
  e = db_end(db, e);
  size_t count = e ? 0 : (size_t)r.count;
  for (size_t i = 0; i < count; i++) {
    job->last = row_int(&r, (int)i, 0);
    places[i].id = (uint64_t)job->last;
    places[i].text = row_text(&r, (int)i, 1);
    places[i].length = row_length(&r, (int)i, 1);
  }
  draw_all(w, count);
  add_up(job, places, count);
  *more = count == BATCH;
  arena_free(a);
  return e;
}

static enum err show(struct db *db, const struct job *job) {
  struct arena *a = arena_new(STEP_ARENA);
  db_begin(db, a, &db_system, 0, STEP_MS);
  enum err e =
      db_exec(db, SQL_simulation_step,
              PARAMS(job->id, arena_printf(a, "%d", job->total), arena_printf(a, "%d", job->done),
                     arena_printf(a, "%d", job->skipped)),
              DB_LAST, NULL);
  e = db_end(db, e);
  arena_free(a);
  return e;
}

static enum err count_all(struct db *db, struct arena *a, struct job *job) {
  struct rows r;
  db_begin(db, a, &job->who, DB_READ_ONLY, STEP_MS);
  enum err e =
      db_exec(db, SQL_simulation_count,
              PARAMS(job->filter[0], job->filter[1], job->filter[2], job->filter[3]), DB_LAST, &r);
  e = db_end(db, e);
  job->total = e ? 0 : (int)row_int(&r, 0, 0);
  return e;
}

static void money(struct buf *b, const char *name, double kr) {
  out_key(b, name);
  if (fabs(kr) < ESTIMATE_LARGEST_KR)
    buf_int(b, value_oere(kr));
  else
    buf_puts(b, "null");
}

static void put_spread(struct buf *b, const struct portfolio_spread *s) {
  money(b, "mean_oere", s->mean);
  money(b, "sd_oere", s->sd);
  money(b, "p5_oere", s->p5);
  money(b, "p50_oere", s->p50);
  money(b, "p95_oere", s->p95);
  out_key(b, "p_positive");
  out_double(b, s->p_positive);
}

static void put_bins(struct buf *b, const struct portfolio_spread *s) {
  out_key(b, "histogram");
  buf_putc(b, '[');
  for (int i = 0; i < SIMULATION_BINS; i++) {
    out_comma(b);
    buf_putc(b, '{');
    money(b, "from_oere", s->low + i * s->bin_width);
    money(b, "to_oere", s->low + (i + 1) * s->bin_width);
    out_key(b, "count");
    buf_int(b, (int64_t)s->bins[i]);
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

static const char *result_of(const struct job *job, struct arena *a) {
  struct portfolio_spread s;
  struct buf b;
  buf_init(&b, RESULT_MAX);
  buf_putc(&b, '{');
  portfolio_spread(job->sums.total, job->draws, a, &s);
  put_spread(&b, &s);
  put_bins(&b, &s);
  out_key(&b, "sectors");
  buf_putc(&b, '[');
  for (int i = 0; i < SECTOR_COUNT; i++) {
    if (!job->sums.touched[i])
      continue;
    portfolio_spread(job->sums.sector[i], job->draws, a, &s);
    out_comma(&b);
    buf_putc(&b, '{');
    out_key(&b, "sector");
    out_string(&b, value_sector_codes[i]);
    put_spread(&b, &s);
    buf_putc(&b, '}');
  }
  buf_puts(&b, "]}");
  const char *text = buf_ok(&b) ? arena_strndup(a, b.data, b.len) : NULL;
  buf_free(&b);
  return text;
}

// False: nobody there to see anything.
static bool open_job(const struct rows *r, const char *id, struct arena *a, struct job *job) {
  *job =
      (struct job){.id = id, .draws = (size_t)row_int(r, 0, 4), .seed = (uint64_t)row_int(r, 0, 5)};
  for (int i = 0; i < 4; i++)
    job->filter[i] = row_text(r, 0, i);
  job->who = (struct db_principal){.user_id = row_text(r, 0, 6),
                                   .access = row_text(r, 0, 7),
                                   .read_units = row_text(r, 0, 8),
                                   .write_units = row_text(r, 0, 9),
                                   .via = "work"};
  job->sums.total = arena_array(a, job->draws, sizeof(double));
  for (int s = 0; s < SECTOR_COUNT; s++)
    job->sums.sector[s] = arena_array(a, job->draws, sizeof(double));
  return job->who.user_id != NULL;
}

static enum err simulate(struct db *aside, struct arena *a, struct job *job) {
  struct place places[BATCH] = {{0}};
  struct thread_work w[THREADS];
  bool more = true;
  for (size_t i = 0; i < BATCH; i++)
    places[i].kept = arena_new(DRAW_ARENA);
  for (size_t i = 0; i < THREADS; i++)
    w[i] = (struct thread_work){job, arena_new(DRAW_ARENA), arena_new(DRAW_ARENA), places, i, 0};
  enum err e = count_all(aside, a, job);
  while (!e && more) {
    e = batch(aside, job, w, &more);
    e = e ? e : show(aside, job);
  }
  for (size_t i = 0; i < BATCH; i++)
    arena_free(places[i].kept);
  for (size_t i = 0; i < THREADS; i++) {
    arena_free(w[i].memory);
    arena_free(w[i].scratch);
  }
  return e;
}

enum err simulation_run(struct db *db, struct db *aside, int64_t id) {
  struct arena *a = arena_new(DRAW_ARENA);
  const char *job_id = arena_printf(a, "%lld", (long long)id), *result = NULL;
  struct job job;
  struct rows r;
  db_begin(aside, a, &db_system, 0, STEP_MS);
  enum err e = db_end(aside, db_exec(aside, SQL_simulation_open, PARAMS(job_id), DB_LAST, &r));
  if (!e && r.count > 0 && open_job(&r, job_id, a, &job)) {
    e = simulate(aside, a, &job);
    result = e ? NULL : result_of(&job, a);
  }
  e = e ? e
        : db_exec(db, SQL_simulation_done, PARAMS(job_id, result ? "done" : "failed", result), 0,
                  NULL);
  arena_free(a);
  return e;
}
