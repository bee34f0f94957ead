// SPDX-License-Identifier: EUPL-1.2
#include "work/mail.h"

#include <curl/curl.h>
#include <stdatomic.h>
#include <string.h>

#include "base/buf.h"
#include "base/config.h"
#include "base/log.h"
#include "work/mail_text.h"
#include "work/work.h"

enum {
  ARENA = 16 * 1024 * 1024,
  MESSAGE_MAX = 1024 * 1024,
  QUICK_MS = 5000,
  CONNECT_MS = 10000,
  SEND_MS = 60000
};

static atomic_bool broken_off;

void mail_break_off(void) {
  atomic_store(&broken_off, true);
}

bool mail_configured(const char **why) {
  *why = NULL;
  if (!*config.smtp_url)
    return false;
  if (strncmp(config.smtp_url, "smtp://", 7) != 0 && strncmp(config.smtp_url, "smtps://", 8) != 0)
    *why = "SAMSPIL_SMTP_URL is not smtp:// or smtps://";
  else if (!mail_address(config.smtp_from))
    *why = "SAMSPIL_SMTP_FROM is not an address";
  return true;
}

enum err mail_collect(struct db *db) {
  struct arena *a = arena_new(ARENA);
  db_begin(db, a, &work_principal, 0, QUICK_MS);
  const char *hour = arena_printf(a, "%lld", (long long)config.digest_hour);
  enum err e = db_end(db, db_exec(db, SQL_mail_collect, PARAMS(hour), DB_LAST, NULL));
  arena_free(a);
  return e;
}

// ---- what a mail says ----

enum word { HELLO, NEW_NOTES, NEWS, DUTIES, OVERDUE, WHY };
static const char *const words[][2] = {
    [HELLO] = {"Hej", "Hello"},
    [NEW_NOTES] = {"nye beskeder", "new notes"},
    [NEWS] = {"Nyt til dig i Samspil:", "New for you in Samspil:"},
    [DUTIES] = {"Det skal du nå den næste uge:", "What you are to do within a week:"},
    [OVERDUE] = {"overskredet", "overdue"},
    [WHY] = {"Du vælger selv, hvornår du får mail fra Samspil:",
             "Choose yourself when you get mail from Samspil:"},
};

struct letter {
  struct arena *arena;
  const char *id;
  bool daily;
  int64_t created;
  const char *email, *name;
  enum lang lang;
  struct db_principal reader;
  struct rows notes, duties;
};

static const char *word(const struct letter *l, enum word w) {
  return words[w][l->lang];
}

// One line of text: what a person wrote may have line ends.
static const char *one_line(struct arena *a, const char *text) {
  char *out = arena_strdup(a, text ? text : "");
  for (char *c = out; *c; c++)
    if ((unsigned char)*c < ' ' || *c == 0x7f)
      *c = ' ';
  return out;
}

// Columns of mail_notes.
enum { NOTE_KIND, NOTE_WORDS, NOTE_NUMBER, NOTE_TITLE, NOTE_CASE };
// Columns of duties_told.
enum { DUTY_KIND, DUTY_TITLE, DUTY_DAY, DUTY_NUMBER, DUTY_CASE_TITLE, DUTY_CASE, DUTY_OVERDUE = 9 };

// Number and title of the case, as far as they may be told, and where it stands.
static void place(struct buf *out, const struct letter *l, const char *number, const char *title,
                  const char *id) {
  if (number)
    buf_printf(out, "  %s%s%s\n", number, title ? " " : "", one_line(l->arena, title));
  if (id)
    buf_printf(out, "  %s/samarbejder/%s\n", config_url(l->arena), id);
  else
    buf_printf(out, "  %s/indbakke\n", config_url(l->arena));
}

static void add_notes(struct buf *out, const struct letter *l) {
  const struct rows *r = &l->notes;
  buf_printf(out, "%s\n\n", word(l, NEWS));
  for (int i = 0; i < r->count; i++) {
    const char *text = one_line(l->arena, row_text(r, i, NOTE_WORDS));
    buf_printf(out, "* %s%s%s\n", row_text(r, i, NOTE_KIND), *text ? ": " : "", text);
    place(out, l, row_text(r, i, NOTE_NUMBER), row_text(r, i, NOTE_TITLE),
          row_text(r, i, NOTE_CASE));
  }
}

static void add_duties(struct buf *out, const struct letter *l) {
  const struct rows *r = &l->duties;
  if (!l->daily || r->count == 0)
    return;
  buf_printf(out, "\n%s\n\n", word(l, DUTIES));
  for (int i = 0; i < r->count; i++) {
    const char *title = one_line(l->arena, row_text(r, i, DUTY_TITLE));
    bool late = row_true(r, i, DUTY_OVERDUE);
    buf_printf(out, "* %s%s%s: %s%s%s\n", row_text(r, i, DUTY_DAY), late ? ", " : "",
               late ? word(l, OVERDUE) : "", row_text(r, i, DUTY_KIND), *title ? ": " : "", title);
    place(out, l, row_text(r, i, DUTY_NUMBER), row_text(r, i, DUTY_CASE_TITLE),
          row_text(r, i, DUTY_CASE));
  }
}

static const char *subject(const struct letter *l) {
  if (l->notes.count > 1)
    return arena_printf(l->arena, "Samspil: %d %s", l->notes.count, word(l, NEW_NOTES));
  const char *number = row_text(&l->notes, 0, NOTE_NUMBER);
  return arena_printf(l->arena, "Samspil: %s%s%s", row_text(&l->notes, 0, NOTE_KIND),
                      number ? " – " : "", number ? number : "");
}

static void message(struct buf *out, const struct letter *l) {
  const char *url = arena_printf(l->arena, "%s/indbakke/mail", config_url(l->arena));
  struct buf text;
  mail_date(out, l->created);
  mail_mailbox(out, "From", "Samspil", config.smtp_from);
  mail_mailbox(out, "To", l->name, l->email);
  mail_header(out, "Subject", subject(l));
  buf_printf(out, "Message-ID: <mail.%s.%lld%s>\r\n", l->id, (long long)l->created,
             strchr(config.smtp_from, '@'));
  buf_printf(out, "List-Unsubscribe: <%s>\r\n", url);
  buf_puts(out, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                "Content-Type: text/plain; charset=utf-8\r\n"
                "Content-Transfer-Encoding: quoted-printable\r\n");
  buf_printf(out, "Content-Language: %s\r\n\r\n", l->lang == LANG_DA ? "da" : "en");
  buf_init(&text, MESSAGE_MAX);
  buf_printf(&text, "%s %s\n\n", word(l, HELLO), one_line(l->arena, l->name));
  add_notes(&text, l);
  add_duties(&text, l);
  buf_printf(&text, "\n%s\n%s", word(l, WHY), url);
  out->failed |= !buf_ok(&text);
  mail_quoted(out, text.data ? text.data : "");
  buf_free(&text);
}

// ---- to the server ----

struct upload {
  const char *at;
  size_t left;
};

static size_t give(char *to, size_t size, size_t count, void *arg) {
  struct upload *u = arg;
  size_t n = size * count < u->left ? size * count : u->left;
  memcpy(to, u->at, n);
  u->at += n;
  u->left -= n;
  return n;
}

static int going_on(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
  (void)arg, (void)a, (void)b, (void)c, (void)d;
  return atomic_load(&broken_off);
}

static size_t swallow(char *bytes, size_t size, size_t count, void *arg) {
  (void)bytes, (void)arg;
  return size * count;
}

static void set_server(CURL *c) {
  curl_easy_setopt(c, CURLOPT_URL, config.smtp_url);
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(c, CURLOPT_USE_SSL, (long)(config.smtp_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  if (*config.smtp_user) {
    curl_easy_setopt(c, CURLOPT_USERNAME, config.smtp_user);
    curl_easy_setopt(c, CURLOPT_PASSWORD, config.smtp_password);
  }
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)SEND_MS);
  curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, going_on);
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, swallow);
}

// What a server answers about this address or text for good. Anything else, a log-in that it does
// not take among them, is a matter of the set-up and is tried again.
static bool for_good(long code) {
  return code == 550 || code == 551 || code == 553 || code == 556;
}

// *refused when there is no use in trying again.
static enum err transmit(const struct letter *l, const struct buf *m, bool *refused) {
  struct upload u = {m->data, m->len};
  CURL *c = curl_easy_init();
  struct curl_slist *to = curl_slist_append(NULL, l->email);
  *refused = false;
  if (!c || !to)
    return ERR_BUSY;
  set_server(c);
  curl_easy_setopt(c, CURLOPT_MAIL_FROM, config.smtp_from);
  curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
  curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(c, CURLOPT_READDATA, &u);
  curl_easy_setopt(c, CURLOPT_INFILESIZE_LARGE, (curl_off_t)m->len);
  CURLcode done = curl_easy_perform(c);
  long code = 0;
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &code);
  if (done) {
    *refused = for_good(code);
    log_line(LOG_WARN, "mail", "mail %s: %s, reply %ld", l->id, curl_easy_strerror(done), code);
  }
  curl_slist_free_all(to);
  curl_easy_cleanup(c);
  return done ? ERR_BUSY : ERR_NONE;
}

// ---- one mail ----

// Columns of mail_head.
enum { DAILY, CREATED, EMAIL, NAME, LOCALE, READER, ACCESS, READ_UNITS, WRITE_UNITS };

static const char *text_or_empty(const struct rows *r, int column) {
  const char *text = row_text(r, 0, column);
  return text ? text : "";
}

static void open_letter(struct letter *l, const struct rows *head) {
  l->daily = row_true(head, 0, DAILY);
  l->created = row_int(head, 0, CREATED);
  l->email = text_or_empty(head, EMAIL);
  l->name = row_text(head, 0, NAME);
  l->lang = strcmp(row_text(head, 0, LOCALE), "da") == 0 ? LANG_DA : LANG_EN;
  l->reader = (struct db_principal){.user_id = text_or_empty(head, READER),
                                    .access = text_or_empty(head, ACCESS),
                                    .read_units = text_or_empty(head, READ_UNITS),
                                    .write_units = text_or_empty(head, WRITE_UNITS),
                                    .via = "work"};
}

// In a transaction of the reader's own.
static enum err read_as_reader(struct letter *l, struct db *db) {
  const char *lang = l->lang == LANG_DA ? "da" : "en";
  db_begin(db, l->arena, &l->reader, DB_READ_ONLY, QUICK_MS);
  enum err e = db_exec(db, SQL_mail_notes, PARAMS(l->id, lang), 0, &l->notes);
  e = e ? e : db_exec(db, SQL_duties_told, PARAMS("7", lang, "3650"), DB_LAST, &l->duties);
  return db_end(db, e);
}

static enum err deliver(struct letter *l, struct db *aside, const char **outcome) {
  bool refused = false;
  *outcome = "no_address";
  if (!*l->reader.user_id || !mail_address(l->email))
    return ERR_NONE;
  enum err e = read_as_reader(l, aside);
  *outcome = "nothing";
  if (e || l->notes.count == 0)
    return e;
  struct buf m;
  buf_init(&m, MESSAGE_MAX);
  message(&m, l);
  e = buf_ok(&m) ? transmit(l, &m, &refused) : ERR_INTERNAL;
  buf_free(&m);
  *outcome = refused ? "refused" : "sent";
  return refused ? ERR_NONE : e;
}

enum err mail_send(struct db *db, struct db *aside, int64_t id) {
  struct arena *a = arena_new(ARENA);
  struct letter l = {.arena = a, .id = arena_printf(a, "%lld", (long long)id)};
  struct rows head;
  const char *outcome;
  db_begin(aside, a, &work_principal, DB_READ_ONLY, QUICK_MS);
  enum err e = db_end(aside, db_exec(aside, SQL_mail_head, PARAMS(l.id), DB_LAST, &head));
  if (!e && head.count > 0) { // else it is done already
    open_letter(&l, &head);
    e = deliver(&l, aside, &outcome);
    e = e ? e : db_exec(db, SQL_mail_done, PARAMS(l.id, outcome), 0, NULL);
  }
  arena_free(a);
  return e;
}
