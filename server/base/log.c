// SPDX-License-Identifier: EUPL-1.2
// Structured log.
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"

static const char *const names[] = {"debug", "info", "warn", "error"};
static enum log_level least = LOG_INFO;
static _Thread_local const char *request_id;

void log_set_level(enum log_level level) {
  least = level;
}

enum log_level log_level_named(const char *name) {
  for (enum log_level l = LOG_DEBUG; l <= LOG_ERROR; l++)
    if (strcmp(names[l], name) == 0)
      return l;
  return LOG_INFO;
}

void log_set_request(const char *id) {
  request_id = id;
}

// One write(2) a line, so that lines of several threads and processes do not mix.
static void write_line(const char *data, size_t n) {
  while (n > 0) {
    ssize_t done = write(STDERR_FILENO, data, n);
    if (done <= 0)
      return;
    data += done;
    n -= (size_t)done;
  }
}

void log_line(enum log_level level, const char *event, const char *format, ...) {
  if (level < least)
    return;
  char stamp[25];
  clock_stamp(stamp);
  struct buf message, line;
  buf_init(&message, 16 * 1024);
  buf_init(&line, 128 * 1024);
  va_list ap;
  va_start(ap, format);
  buf_vprintf(&message, format, ap);
  va_end(ap);
  buf_putc(&line, '{');
  out_key(&line, "time");
  out_string(&line, stamp);
  out_key(&line, "level");
  out_string(&line, names[level]);
  out_key(&line, "event");
  out_string(&line, event);
  if (request_id) {
    out_key(&line, "request_id");
    out_string(&line, request_id);
  }
  out_key(&line, "message");
  out_string_n(&line, buf_ok(&message) && message.data ? message.data : "", message.len);
  buf_puts(&line, "}\n");
  if (buf_ok(&line))
    write_line(line.data, line.len);
  buf_free(&message);
  buf_free(&line);
}

_Noreturn void log_abort(const char *why) {
  char line[256];
  int n = snprintf(line, sizeof line,
                   "{\"level\":\"error\",\"event\":\"abort\",\"message\":\"%s\"}\n", why);
  if (n > 0)
    write_line(line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
  abort();
}
