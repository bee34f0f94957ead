// SPDX-License-Identifier: EUPL-1.2
// The reaper: libmicrohttpd's own timeout is one of inactivity, which a byte now and then resets. A
// request that is not complete by its deadline has its connection shut down.
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/metric.h"
#include "http/exchange.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static pthread_t thread;
static struct connection *all;
static bool stopping;

struct connection *reaper_add(int fd) {
  struct connection *c = calloc(1, sizeof *c);
  if (!c)
    log_abort("out of memory");
  c->fd = fd;
  pthread_mutex_lock(&mutex);
  c->next = all;
  if (all)
    all->previous = c;
  all = c;
  pthread_mutex_unlock(&mutex);
  return c;
}

void reaper_remove(struct connection *c) {
  pthread_mutex_lock(&mutex);
  if (c->previous)
    c->previous->next = c->next;
  else
    all = c->next;
  if (c->next)
    c->next->previous = c->previous;
  pthread_mutex_unlock(&mutex);
  free(c);
}

void reaper_expect(struct connection *c, int64_t seconds) {
  pthread_mutex_lock(&mutex);
  c->deadline = seconds ? clock_us() + seconds * 1000000 : 0;
  pthread_mutex_unlock(&mutex);
}

static void cut_late(int64_t now) {
  for (struct connection *c = all; c; c = c->next)
    if (c->deadline && c->deadline < now) {
      c->deadline = 0;
      shutdown(c->fd, SHUT_RDWR);
      metric_add(METRIC_REAPED);
    }
}

static void *reap(void *arg) {
  (void)arg;
  pthread_mutex_lock(&mutex);
  while (!stopping) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += 1;
    pthread_cond_timedwait(&wake, &mutex, &t);
    cut_late(clock_us());
  }
  pthread_mutex_unlock(&mutex);
  return NULL;
}

bool reaper_start(void) {
  stopping = false;
  return pthread_create(&thread, NULL, reap, NULL) == 0;
}

void reaper_stop(void) {
  pthread_mutex_lock(&mutex);
  stopping = true;
  pthread_cond_signal(&wake);
  pthread_mutex_unlock(&mutex);
  pthread_join(thread, NULL);
}
