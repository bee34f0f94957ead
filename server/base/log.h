// SPDX-License-Identifier: EUPL-1.2
// Structured log: one JSON object a line on standard error, with the request id of the running
// thread. Values are escaped, so user text can never start a new line.
#ifndef SAMSPIL_BASE_LOG_H
#define SAMSPIL_BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

// Lines below the level are dropped. Default LOG_INFO.
void log_set_level(enum log_level level);
enum log_level log_level_named(const char *name);
// The id that lines of this thread carry until the next call; NULL for none. The text is not
// copied.
void log_set_request(const char *id);

// event is a short constant such as "db_lost"; format gives the message.
void log_line(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Writes the line without allocating and aborts.
_Noreturn void log_abort(const char *why);

#endif
