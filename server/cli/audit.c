// SPDX-License-Identifier: EUPL-1.2
// samspil audit verify|replay|export|sign|key: the proof that nobody has rewritten the history.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/path.h"
#include "cli/cli.h"
#include "work/audit.h"
#include "work/work.h"

enum { KEYS_MAX = 32 };

static void chain_take(void *to, const char *line, size_t n) {
  audit_chain_line(to, line, n);
}

// An export, line by line, without a database.
static int read_file(struct audit_chain *c, const char *name) {
  FILE *f = strcmp(name, "-") == 0 ? stdin : fopen(name, "re");
  if (!f) {
    fprintf(stderr, "samspil: %s: %s\n", name, strerror(errno));
    return 2;
  }
  char *line = NULL;
  size_t room = 0;
  for (ssize_t n; (n = getline(&line, &room, f)) > 0;)
    audit_chain_line(c, line, (size_t)n - (line[n - 1] == '\n'));
  free(line);
  if (f != stdin)
    fclose(f);
  return 0;
}

static int read_database(struct audit_chain *c) {
  struct db *db = cli_open(c->arena);
  enum err e = audit_lines(db, chain_take, c);
  int status = e ? cli_refused(db, e, "audit") : 0;
  db_close(db);
  return status;
}

// A public key in hex, or the name of a file of them, a line each.
static bool read_keys(struct audit_chain *c, const char *given) {
  enum { DIGITS = AUDIT_KEY * 2 };
  bool plain = strlen(given) == DIGITS && strspn(given, "0123456789abcdefABCDEF") == DIGITS;
  const char *text = plain ? given : path_read(c->arena, given, NULL);
  unsigned char *keys = arena_array(c->arena, KEYS_MAX, AUDIT_KEY);
  bool good = text != NULL;
  c->keys = keys;
  for (size_t n; good && *text && c->key_count < KEYS_MAX; text += n + strspn(text + n, "\r\n")) {
    n = strcspn(text, "\r\n");
    good = n == DIGITS && sodium_hex2bin(keys + (size_t)c->key_count * AUDIT_KEY, AUDIT_KEY, text,
                                         n, NULL, NULL, NULL) == 0;
    c->key_count += good;
  }
  good = good && c->key_count > 0 && !*text;
  if (!good)
    fprintf(stderr, "samspil: %s: neither a public key (64 hex digits) nor a file of such keys\n",
            given);
  return good;
}

static void tell(const struct audit_chain *c, double seconds) {
  char head[AUDIT_HASH * 2 + 1];
  printf("%lld events, chain intact, head %lld;%s\n", (long long)c->events, (long long)c->seq,
         sodium_bin2hex(head, sizeof head, c->hash, sizeof c->hash));
  if (c->signatures)
    printf("%lld signed heads, %s; %lld events since the last one\n", (long long)c->signatures,
           c->key_count ? "all with the key given"
                        : "each right by its own key, which no --public-key confirms",
           (long long)(c->seq - c->signed_seq));
  else
    printf("heads are unsigned\n");
  fprintf(stderr, "%.0f events a second\n", (double)c->events / (seconds > 0 ? seconds : 1e-6));
}

static int verify(struct audit_chain *c, const char *file, bool must_be_signed) {
  int64_t start = clock_us();
  int status = file ? read_file(c, file) : read_database(c);
  if (status)
    return status;
  audit_chain_end(c);
  if (c->why) {
    printf("broken at event %lld: %s\n", (long long)c->broken_at, c->why);
    return 1;
  }
  if (must_be_signed && !c->signatures) {
    printf("broken: no head is signed with the key given\n");
    return 1;
  }
  tell(c, (double)(clock_us() - start) / 1e6);
  return 0;
}

// --receipt may be given any number of times; args_read keeps one value a name, so they are taken
// out first.
static bool take_receipts(struct audit_chain *c, int *argc, char **argv) {
  int kept = 0;
  for (int i = 0; i < *argc; i++) {
    if (strcmp(argv[i], "--receipt") != 0 || i + 1 == *argc) {
      argv[kept++] = argv[i];
    } else if (!audit_chain_receipt(c, argv[++i])) {
      fprintf(stderr, "samspil: --receipt: number;hash as in the header Audit-Receipt\n");
      return false;
    }
  }
  *argc = kept;
  return true;
}

static int audit_verify(struct arena *a, int argc, char **argv) {
  struct audit_chain c;
  const char *key = NULL, *file = NULL, *receipt = NULL;
  const struct arg table[] = {{"public-key", false, false, &key},
                              {"file", false, false, &file},
                              {"receipt", false, false, &receipt},
                              {0}};
  audit_chain_start(&c, a);
  if (!take_receipts(&c, &argc, argv) || !args_read(argc, argv, table))
    return 2;
  if (key && !read_keys(&c, key))
    return 2;
  return verify(&c, file, key != NULL);
}

static int audit_replay(struct arena *a, int argc, char **argv) {
  const struct arg table[] = {{0}};
  if (!args_read(argc, argv, table))
    return 2;
  struct db *db = cli_open(a);
  struct rows r;
  enum err e = audit_differences(db, a, &r);
  int status = e ? cli_refused(db, e, "audit") : r.count ? 1 : 0;
  for (int i = 0; !e && i < r.count; i++)
    printf("%s %s: %s\n", row_text(&r, i, 1),
           row_text(&r, i, 2) ? row_text(&r, i, 2)
                              : arena_printf(a, "block %s", row_text(&r, i, 3)),
           row_text(&r, i, 4));
  if (!e && r.count)
    printf("%s differences in all\n", row_text(&r, 0, 0));
  else if (!e)
    printf("every audited table is as the audit tells\n");
  db_close(db);
  return status;
}

static void print_line(void *to, const char *line, size_t n) {
  fwrite(line, 1, n, to);
  fputc('\n', to);
}

static int audit_export(struct arena *a, int argc, char **argv) {
  const struct arg table[] = {{0}};
  if (!args_read(argc, argv, table))
    return 2;
  struct db *db = cli_open(a);
  enum err e = audit_lines(db, print_line, stdout);
  int status = e ? cli_refused(db, e, "audit") : 0;
  db_close(db);
  if (fflush(stdout) || ferror(stdout)) {
    fprintf(stderr, "samspil: the export cannot be written\n");
    return 1;
  }
  return status;
}

// False with a line when there is no key to sign with.
static bool have_key(unsigned char key[static AUDIT_KEY]) {
  bool good = audit_public_key(key);
  if (!good)
    fprintf(stderr, "samspil: SAMSPIL_AUDIT_KEY is %s\n",
            *config.audit_key ? "not 64 hex digits" : "not set");
  return good;
}

static int audit_sign_now(struct arena *a, int argc, char **argv) {
  const struct arg table[] = {{0}};
  unsigned char key[AUDIT_KEY];
  if (!args_read(argc, argv, table) || !have_key(key))
    return 2;
  struct db *db = cli_open(a);
  int64_t seq;
  enum err e = audit_sign(db, a, &seq);
  int status = e ? cli_refused(db, e, "audit") : 0;
  if (!e && seq)
    printf("signed event %lld\n", (long long)seq);
  else if (!e)
    printf("nothing to sign\n");
  db_close(db);
  return status;
}

static int audit_key(struct arena *a, int argc, char **argv) {
  const struct arg table[] = {{0}};
  unsigned char key[AUDIT_KEY];
  char hex[AUDIT_KEY * 2 + 1];
  (void)a;
  if (!args_read(argc, argv, table) || !have_key(key))
    return 2;
  printf("%s\n", sodium_bin2hex(hex, sizeof hex, key, sizeof key));
  return 0;
}

int cli_audit(int argc, char **argv) {
  static const struct {
    const char *name;
    int (*run)(struct arena *a, int argc, char **argv);
  } verbs[] = {{"verify", audit_verify},
               {"replay", audit_replay},
               {"export", audit_export},
               {"sign", audit_sign_now},
               {"key", audit_key}};
  for (size_t i = 0; argc > 0 && i < sizeof verbs / sizeof verbs[0]; i++)
    if (strcmp(argv[0], verbs[i].name) == 0) {
      struct arena *a = arena_new(CLI_ARENA);
      int status = verbs[i].run(a, argc - 1, argv + 1);
      arena_free(a);
      return status;
    }
  fprintf(stderr, "usage: samspil audit verify [--public-key KEY|FILE] [--receipt NUMBER;HASH ...] "
                  "[--file EXPORT|-]\n"
                  "       samspil audit replay | export | sign | key\n");
  return 2;
}
