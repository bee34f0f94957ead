// SPDX-License-Identifier: EUPL-1.2
// Worker pool: a bounded queue of complete requests for each of two lanes. Quick requests never
// wait behind slow ones. A worker runs the handler, renders the body and wakes the connection.
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/log.h"
#include "http/exchange.h"

enum lane_no { LANE_QUICK, LANE_SLOW, LANE_HASH, LANES };
enum { THREADS_MAX = 64 };

struct lane {
  struct exchange *first, **last;
  pthread_cond_t wake;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct lane lanes[LANES];
static pthread_t threads[THREADS_MAX];
static int thread_count;
static int64_t waiting, capacity;
static bool stopping;
static const struct http_app *app;

static struct exchange *take(struct lane *lane) {
  pthread_mutex_lock(&mutex);
  while (!lane->first && !stopping)
    pthread_cond_wait(&lane->wake, &mutex);
  struct exchange *x = lane->first;
  if (x) {
    lane->first = x->next;
    if (!lane->first)
      lane->last = &lane->first;
    waiting--;
  }
  pthread_mutex_unlock(&mutex);
  return x;
}

static void *work(void *arg) {
  struct lane *lane = arg;
  void *worker = app->worker_open();
  malloc_trim(0); // what opening took stays free for long
  struct exchange *x;
  while ((x = take(lane))) {
    log_set_request(x->request.id);
    app->handle(&x->request, worker);
    reply_pack(&x->request);
    log_set_request(NULL);
    x->state = EXCHANGE_READY;
    MHD_resume_connection(x->mhd);
  }
  app->worker_close(worker);
  return NULL;
}

bool pool_start(const struct http_app *served, int quick_workers, int64_t most) {
  app = served;
  capacity = most;
  stopping = false;
  for (int i = 0; i < LANES; i++) {
    lanes[i].last = &lanes[i].first;
    pthread_cond_init(&lanes[i].wake, NULL);
  }
  int quick = quick_workers < THREADS_MAX - (LANES - 1) ? quick_workers : THREADS_MAX - (LANES - 1);
  for (int i = 0; i < quick + LANES - 1; i++) { // one worker for each of the other lanes
    if (pthread_create(&threads[i], NULL, work,
                       &lanes[i < quick ? LANE_QUICK : LANE_SLOW + i - quick]))
      return false;
    thread_count++;
  }
  return true;
}

bool pool_put(struct exchange *x) {
  unsigned flags = x->request.route->flags;
  struct lane *lane = &lanes[flags & ROUTE_HASH          ? LANE_HASH
                             : request_slow(&x->request) ? LANE_SLOW
                                                         : LANE_QUICK];
  pthread_mutex_lock(&mutex);
  bool room = waiting < capacity && !stopping;
  if (room) {
    waiting++;
    x->next = NULL;
    *lane->last = x;
    lane->last = &x->next;
    pthread_cond_signal(&lane->wake);
  }
  pthread_mutex_unlock(&mutex);
  return room;
}

void pool_stop(void) {
  pthread_mutex_lock(&mutex);
  stopping = true;
  for (int i = 0; i < LANES; i++)
    pthread_cond_broadcast(&lanes[i].wake);
  pthread_mutex_unlock(&mutex);
  for (int i = 0; i < thread_count; i++)
    pthread_join(threads[i], NULL);
  thread_count = 0;
}
