// SPDX-License-Identifier: EUPL-1.2
// When one wants mail, and one's own calendar: the address of it, and what a calendar fetches there
// (RFC 5545).
#include <string.h>

#include "api/resources.h"
#include "base/config.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

enum { SECRET_BYTES = 20, FETCHES_AN_HOUR = 60, RETRY_SECONDS = 3600, FOLD = 75 };

const struct field mail_setting_fields[] = {{"mail", F_CHOICE, ALWAYS, .choices = "now|daily|none"},
                                            {.type = F_END}};
// active: a mail server is set up here.
const struct field mail_setting_reply[] = {
    {"email", F_TEXT, MAYBE},
    {"mail", F_CHOICE, ALWAYS, .choices = "now|daily|none"},
    {"active", F_BOOL, ALWAYS},
    {.type = F_END},
};
const struct field calendar_reply[] = {
    {"active", F_BOOL, ALWAYS},
    {"created_at", F_STAMP, MAYBE},
    {"fetched_at", F_STAMP, MAYBE},
    {.type = F_END},
};
const struct field calendar_made_reply[] = {{"url", F_TEXT, ALWAYS}, {.type = F_END}};

enum err mail_setting_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_mail_setting_get, NO_PARAMS, DB_LAST, &r);
  if (e)
    return e;
  struct buf *out = &req->reply.body;
  buf_putc(out, '{');
  out_key(out, "email");
  if (row_text(&r, 0, 0))
    out_string(out, row_text(&r, 0, 0));
  else
    buf_puts(out, "null");
  out_key(out, "mail");
  out_string(out, row_text(&r, 0, 1));
  out_key(out, "active");
  out_bool(out, *config.smtp_url);
  buf_putc(out, '}');
  return ERR_NONE;
}

enum err mail_setting_patch(struct request *req, struct db *db) {
  const char *mail = in_text(req->input, "mail");
  enum err e = mail ? db_exec(db, SQL_mail_setting_set, PARAMS(mail), 0, NULL) : ERR_NONE;
  return e ? e : mail_setting_get(req, db);
}

enum err calendar_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_calendar_get, NO_PARAMS, DB_LAST, &r);
  return e ? e : row_reply(req, calendar_reply, &r, NULL);
}

// The audit has no row for a secret; that there is a new one, or none, stands with the user.
static enum err note(struct request *req, struct db *db, const char *reason) {
  enum err e = db_exec(db, SQL_reason, PARAMS(reason), 0, NULL);
  return e ? e : db_exec(db, SQL_user_noted, PARAMS(req->who->user_text), 0, NULL);
}

// A new address; the one before opens nothing any more.
enum err calendar_post(struct request *req, struct db *db) {
  const char *secret = random_hex(req->arena, SECRET_BYTES);
  const char *hash = sha256_hex(req->arena, secret, strlen(secret));
  enum err e = db_exec(db, SQL_calendar_set, PARAMS(hash), 0, NULL);
  e = e ? e : note(req, db, "calendar address made");
  if (e)
    return e;
  struct buf *out = &req->reply.body;
  buf_putc(out, '{');
  out_key(out, "url");
  out_string(out, arena_printf(req->arena, "%s/calendar/%s.ics", config_url(req->arena), secret));
  buf_putc(out, '}');
  return ERR_NONE;
}

enum err calendar_delete(struct request *req, struct db *db) {
  enum err e = db_exec(db, SQL_calendar_end, NO_PARAMS, 0, NULL);
  return e ? e : note(req, db, "calendar address withdrawn");
}

// ---- what a calendar fetches ----

// A content line: folded at 75 octets, never inside a character.
static void line(struct buf *out, const char *text) {
  size_t room = FOLD;
  while (strlen(text) > room) {
    size_t n = room;
    while (((unsigned char)text[n] & 0xc0) == 0x80)
      n--;
    buf_add(out, text, n);
    buf_puts(out, "\r\n ");
    text += n;
    room = FOLD - 1; // the blank counts
  }
  buf_puts(out, text);
  buf_puts(out, "\r\n");
}

// TEXT: the four signs that have a meaning are escaped, other controls are blanks.
static const char *escaped(struct arena *a, const char *text) {
  char *out = arena_alloc(a, 2 * strlen(text) + 1), *to = out;
  for (; *text; text++) {
    if (*text == '\n' || strchr("\\;,", *text))
      *to++ = '\\';
    *to++ = *text == '\n' ? 'n' : (unsigned char)*text < ' ' || *text == 0x7f ? ' ' : *text;
  }
  *to = '\0';
  return out;
}

// Columns of calendar_open and duties_told.
enum { FETCHES, LOCALE, READER, ACCESS, READ_UNITS, WRITE_UNITS, NOW };
enum { KIND, TITLE, DAY, NUMBER, CASE_TITLE, CASE, DUTY, STARTS, ENDS };

static void event(struct buf *out, struct arena *a, const struct rows *r, int i, const char *now) {
  const char *title = row_text(r, i, TITLE), *number = row_text(r, i, NUMBER),
             *name = row_text(r, i, CASE_TITLE), *id = row_text(r, i, CASE), *base = config_url(a);
  const char *host = strstr(base, "://");
  const char *what = arena_printf(a, "%s: %s", row_text(r, i, KIND),
                                  title    ? title
                                  : number ? number
                                           : "Samspil");
  const char *about =
      arena_printf(a, "%s%s%s", number ? number : "", name ? " " : "", name ? name : "");
  line(out, "BEGIN:VEVENT");
  line(out, arena_printf(a, "UID:duty-%s@%s", row_text(r, i, DUTY), host ? host + 3 : base));
  line(out, arena_printf(a, "DTSTAMP:%s", now));
  line(out, arena_printf(a, "DTSTART;VALUE=DATE:%s", row_text(r, i, STARTS)));
  line(out, arena_printf(a, "DTEND;VALUE=DATE:%s", row_text(r, i, ENDS)));
  line(out, arena_printf(a, "SUMMARY:%s", escaped(a, what)));
  if (*about)
    line(out, arena_printf(a, "DESCRIPTION:%s", escaped(a, about)));
  line(out, id ? arena_printf(a, "URL:%s/samarbejder/%s", base, id)
               : arena_printf(a, "URL:%s/indbakke", base));
  line(out, "TRANSP:TRANSPARENT");
  line(out, "BEGIN:VALARM");
  line(out, "ACTION:DISPLAY");
  line(out, arena_printf(a, "DESCRIPTION:%s", escaped(a, what)));
  line(out, "TRIGGER:-PT15H"); // nine in the morning of the day before
  line(out, "END:VALARM");
  line(out, "END:VEVENT");
}

static void calendar(struct request *req, const struct rows *r, const char *now) {
  struct buf *out = &req->reply.body;
  line(out, "BEGIN:VCALENDAR");
  line(out, "VERSION:2.0");
  line(out, "PRODID:-//Samspil//Samspil//DA");
  line(out, "CALSCALE:GREGORIAN");
  line(out, "METHOD:PUBLISH");
  line(out, "X-WR-CALNAME:Samspil");
  line(out, "REFRESH-INTERVAL;VALUE=DURATION:PT4H");
  for (int i = 0; i < r->count; i++)
    event(out, req->arena, r, i, now);
  line(out, "END:VCALENDAR");
  req->reply.content_type = "text/calendar; charset=utf-8";
}

// The secret in the address is the log-in: what follows runs as its owner.
enum err calendar_ics(struct request *req, struct db *db) {
  const char *secret = req->key[0];
  struct rows who, r;
  enum err e = db_exec(db, SQL_calendar_open,
                       PARAMS(sha256_hex(req->arena, secret, strlen(secret))), DB_LAST, &who);
  e = db_end(db, e);
  if (!e && who.count == 0)
    return ERR_NOT_FOUND;
  if (!e && row_int(&who, 0, FETCHES) > FETCHES_AN_HOUR) {
    req->reply.retry_after = RETRY_SECONDS;
    return ERR_RATE;
  }
  if (e)
    return e;
  const char *read_units = row_text(&who, 0, READ_UNITS),
             *write_units = row_text(&who, 0, WRITE_UNITS);
  const struct db_principal reader = {.user_id = row_text(&who, 0, READER),
                                      .access = row_text(&who, 0, ACCESS),
                                      .read_units = read_units ? read_units : "",
                                      .write_units = write_units ? write_units : "",
                                      .via = "token",
                                      .request_id = req->id};
  db_begin(db, req->arena, &reader, DB_READ_ONLY, (int)config.statement_ms);
  e = db_exec(db, SQL_duties_told, PARAMS("400", row_text(&who, 0, LOCALE), "90"), DB_LAST, &r);
  if (!e)
    calendar(req, &r, row_text(&who, 0, NOW));
  return e;
}
