// SPDX-License-Identifier: EUPL-1.2
// Principals: loaded once a minute per credential, kept in a table shared by the workers.
#include "api/principal.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"

enum { SLOTS = 4096, HEX = 64, KEEP_US = 60 * 1000000, TOKEN_MAX = 200 };

static const char *const codes[] = {
#define X(name, code) code,
#include "api/right.def"
#undef X
};

// One credential; all texts in one block owned by the slot.
struct kept {
  char credential[HEX + 1];
  int64_t until;
  struct principal who;
  struct arena *texts;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct kept table[SLOTS];

const char *right_code(enum right_no right) {
  return codes[right];
}

uint64_t right_bit(const char *code, size_t n) {
  if (n == 3 && strncmp(code, "all", 3) == 0)
    return (UINT64_C(1) << RIGHT_COUNT) - 1;
  for (int i = 0; i < RIGHT_COUNT; i++)
    if (strlen(codes[i]) == n && strncmp(codes[i], code, n) == 0)
      return UINT64_C(1) << i;
  return 0;
}

static uint64_t rights_of(const char *words) {
  uint64_t bits = 0;
  for (const char *w = words; *w;) {
    size_t n = strcspn(w, " ");
    bits |= right_bit(w, n);
    w += n + (w[n] == ' ');
  }
  return bits;
}

const char *rights_text(struct arena *a, uint64_t rights) {
  const char *text = "";
  for (int i = 0; i < RIGHT_COUNT; i++)
    if (rights >> i & 1)
      text = arena_printf(a, "%s%s%s", text, *text ? " " : "", codes[i]);
  return text;
}

const char *session_cookie(void) {
  return strncmp(config.public_url, "https:", 6) == 0 ? "__Host-samspil_session"
                                                      : "samspil_session";
}

const char *sha256_hex(struct arena *a, const char *bytes, size_t n) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, (const unsigned char *)bytes, n);
  char *hex = arena_alloc(a, HEX + 1);
  return sodium_bin2hex(hex, HEX + 1, hash, sizeof hash);
}

const char *random_hex(struct arena *a, size_t bytes) {
  unsigned char *raw = arena_alloc(a, bytes);
  randombytes_buf(raw, bytes);
  return sodium_bin2hex(arena_alloc(a, bytes * 2 + 1), bytes * 2 + 1, raw, bytes);
}

static const char *copy(struct arena *a, const char *text) {
  return text ? arena_strdup(a, text) : "";
}

static struct principal *principal_copy(struct arena *a, const struct principal *from) {
  struct principal *p = arena_alloc(a, sizeof *p);
  *p = *from;
  p->user_text = copy(a, from->user_text);
  p->login = copy(a, from->login);
  p->name = copy(a, from->name);
  p->credential = copy(a, from->credential);
  p->db.user_id = p->user_text;
  p->db.access = copy(a, from->db.access);
  p->db.read_units = copy(a, from->db.read_units);
  p->db.write_units = copy(a, from->db.write_units);
  p->db.epoch = copy(a, from->db.epoch);
  return p;
}

// The first hex digits of the credential are as good as random.
static struct kept *slot_of(const char *credential) {
  uint32_t n = 0;
  for (int i = 0; i < 8; i++)
    n = n * 31 + (unsigned char)credential[i];
  return &table[n % SLOTS];
}

static struct principal *find_kept(struct arena *a, const char *credential) {
  struct principal *p = NULL;
  pthread_mutex_lock(&mutex);
  struct kept *k = slot_of(credential);
  if (k->until > clock_us() && strcmp(k->credential, credential) == 0)
    p = principal_copy(a, &k->who);
  pthread_mutex_unlock(&mutex);
  return p;
}

static void keep(const struct principal *p) {
  pthread_mutex_lock(&mutex);
  struct kept *k = slot_of(p->credential);
  if (!k->texts)
    k->texts = arena_new(1024 * 1024);
  arena_reset(k->texts);
  k->who = *principal_copy(k->texts, p);
  memcpy(k->credential, p->credential, HEX + 1);
  k->until = clock_us() + KEEP_US;
  pthread_mutex_unlock(&mutex);
}

void principal_forget(const struct request *req) {
  if (!req->who)
    return;
  pthread_mutex_lock(&mutex);
  struct kept *k = slot_of(req->who->credential);
  if (strcmp(k->credential, req->who->credential) == 0)
    k->until = 0;
  pthread_mutex_unlock(&mutex);
}

// Columns of session_load and token_load.
enum { USER_ID, LOGIN, NAME, LOCALE, RIGHTS, ACCESS, READ_UNITS, WRITE_UNITS, EPOCH, SCOPES };

static struct principal *principal_from(struct request *req, const struct rows *r,
                                        const char *credential, bool by_cookie) {
  struct principal *p = arena_alloc(req->arena, sizeof *p);
  p->user_id = row_int(r, 0, USER_ID);
  p->user_text = row_text(r, 0, USER_ID);
  p->login = row_text(r, 0, LOGIN);
  p->name = row_text(r, 0, NAME);
  p->rights = rights_of(row_text(r, 0, RIGHTS));
  if (!by_cookie)
    p->rights &= rights_of(row_text(r, 0, SCOPES));
  p->credential = credential;
  p->by_cookie = by_cookie;
  const char *write_units = row_text(r, 0, WRITE_UNITS), *read_units = row_text(r, 0, READ_UNITS);
  p->db = (struct db_principal){.user_id = p->user_text,
                                .access = row_text(r, 0, ACCESS),
                                .read_units = read_units ? read_units : "",
                                .write_units = write_units ? write_units : "",
                                .epoch = row_text(r, 0, EPOCH)};
  return p;
}

static enum err load(struct request *req, struct db *db, const char *credential, bool by_cookie,
                     struct principal **out) {
  struct rows r;
  db_begin(db, req->arena, &db_system, 0, (int)config.statement_ms);
  enum err e =
      by_cookie
          ? db_exec(db, SQL_session_load,
                    PARAMS(credential,
                           arena_printf(req->arena, "%lld", (long long)config.session_idle_minutes),
                           arena_printf(req->arena, "%lld", (long long)config.session_hours)),
                    DB_LAST, &r)
          : db_exec(db, SQL_token_load, PARAMS(credential), DB_LAST, &r);
  e = db_end(db, e);
  if (e || r.count == 0)
    return e;
  *out = principal_from(req, &r, credential, by_cookie);
  keep(*out);
  return ERR_NONE;
}

static enum err find(struct request *req, struct db *db, const char *secret, bool by_cookie) {
  const char *credential = sha256_hex(req->arena, secret, strlen(secret));
  struct principal *p = find_kept(req->arena, credential);
  enum err e = p ? ERR_NONE : load(req, db, credential, by_cookie, &p);
  if (!e && p) {
    p->db.via = by_cookie ? "session" : "token";
    p->db.request_id = req->id;
    req->who = p;
  }
  return e;
}

enum err principal_of(struct request *req, struct db *db) {
  const char *bearer = req->authorization, *cookie = cookie_value(req, session_cookie());
  if (bearer) {
    if (strncmp(bearer, "Bearer smp_", 11) != 0 || strlen(bearer) > TOKEN_MAX)
      return refuse(req, ERR_UNAUTHENTICATED, "adgangsnøglen kendes ikke",
                    "the token is not known");
    enum err e = find(req, db, bearer + 7, false);
    return e || req->who
               ? e
               : refuse(req, ERR_UNAUTHENTICATED, "adgangsnøglen kendes ikke eller er udløbet",
                        "the token is not known or has expired");
  }
  return cookie && strlen(cookie) <= TOKEN_MAX ? find(req, db, cookie, true) : ERR_NONE;
}
