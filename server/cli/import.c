// SPDX-License-Identifier: EUPL-1.2
// `samspil import FILE --mapping NAME`: loads a list from the shell, as the system. Without --apply
// it only says what would happen. Prints the fates and the first faults; the exit status is 1 when
// rows were rejected or nothing could be done.
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/args.h"
#include "base/clock.h"
#include "cli/cli.h"
#include "store/reject.h"
#include "store/upload.h"
#include "work/import.h"

struct wish {
  const char *file, *mapping, *kind, *unit, *rejected, *dry_run, *apply;
};

static bool map_file(const char *path, const char **bytes, size_t *length) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat st;
  if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
    fprintf(stderr, "samspil import: %s: %s\n", path, fd < 0 ? strerror(errno) : "not a file");
    if (fd >= 0)
      close(fd);
    return false;
  }
  *length = (size_t)st.st_size;
  void *map = *length ? mmap(NULL, *length, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
  close(fd);
  *bytes = map ? map : "";
  return map != MAP_FAILED;
}

static void unmap_file(const char *bytes, size_t length) {
  union {
    const char *bytes;
    void *pages;
  } map = {.bytes = bytes};
  if (length > 0)
    munmap(map.pages, length);
}

static enum err save(struct db *db, struct arena *a, const struct wish *w, const char *bytes,
                     size_t length, int64_t *id) {
  const char *slash = strrchr(w->file, '/');
  struct upload u = {slash ? slash + 1 : w->file, w->mapping, w->kind, w->unit, bytes, length};
  struct upload_refusal no = {0};
  db_begin(db, a, &db_system, 0, CLI_TIMEOUT_MS);
  enum err e = db_end(db, upload_save(db, a, &u, id, &no));
  if (e && no.da)
    fprintf(stderr, "samspil import: %s (%s)\n", no.da, no.en);
  else if (e && no.field)
    fprintf(stderr, "samspil import: --%s: %s\n", no.field, fault_info(no.fault)->text[LANG_EN]);
  else if (e)
    cli_refused(db, e, "import");
  return e;
}

static void print_counts(const struct import_counts *c, bool applied, double seconds) {
  printf("%" PRId64 " rows in %.2f s: %" PRId64 " %s, %" PRId64 " %s, %" PRId64
         " unchanged, %" PRId64 " duplicate, %" PRId64 " rejected\n",
         c->rows, seconds, c->create, applied ? "created" : "to create", c->update,
         applied ? "updated" : "to update", c->unchanged, c->duplicate, c->rejected);
}

static enum err print_faults(struct db *db, struct arena *a, int64_t id) {
  struct rows r;
  db_begin(db, a, &db_system, DB_READ_ONLY, CLI_TIMEOUT_MS);
  enum err e = db_end(
      db, db_exec(db, SQL_import_faults, PARAMS(arena_printf(a, "%" PRId64, id)), DB_LAST, &r));
  for (int i = 0; !e && i < r.count; i++)
    printf("  row %s: %s: %s (%s)\n", row_text(&r, i, 0), row_text(&r, i, 1), row_text(&r, i, 2),
           row_text(&r, i, 3));
  return e;
}

// The rejected rows in the file's own format, for --rejected.
static enum err save_rejected(struct db *db, struct arena *a, int64_t id, const char *path) {
  struct buf out;
  struct rejected about;
  buf_init(&out, (size_t)512 << 20);
  db_begin(db, a, &db_system, DB_READ_ONLY, CLI_TIMEOUT_MS);
  enum err e =
      db_end(db, reject_write(db, a, arena_printf(a, "%" PRId64, id), LANG_DA, &out, &about));
  FILE *file = e || !buf_ok(&out) ? NULL : fopen(path, "wb");
  bool written = file && fwrite(out.data, 1, out.len, file) == out.len;
  if (file && fclose(file) != 0)
    written = false;
  buf_free(&out);
  if (!written)
    fprintf(stderr, "samspil import: %s: cannot be written\n", path);
  return written ? ERR_NONE : ERR_INTERNAL;
}

static int run(struct db *db, struct db *aside, struct arena *a, const struct wish *w) {
  const char *bytes;
  size_t length;
  int64_t id, began = clock_us();
  if (!map_file(w->file, &bytes, &length))
    return 2;
  enum err saved = save(db, a, w, bytes, length, &id);
  unmap_file(bytes, length);
  if (saved)
    return 1;
  struct import_counts c;
  enum err e = import_run(db, aside, &db_system, id, w->apply != NULL, &c);
  if (e)
    return cli_refused(db, e, "import: nothing is changed");
  print_counts(&c, w->apply != NULL, (double)(clock_us() - began) / 1e6);
  if (c.rejected > 0 && print_faults(db, a, id))
    return 1;
  if (w->rejected && save_rejected(db, a, id, w->rejected))
    return 1;
  return c.rejected > 0 ? 1 : 0;
}

int cli_import(int argc, char **argv) {
  struct wish w = {0};
  const struct arg table[] = {{NULL, false, true, &w.file},
                              {"mapping", false, false, &w.mapping},
                              {"kind", false, false, &w.kind},
                              {"unit", false, false, &w.unit},
                              {"rejected", false, false, &w.rejected},
                              {"dry-run", true, false, &w.dry_run},
                              {"apply", true, false, &w.apply},
                              {0}};
  if (!args_read(argc, argv, table))
    return 2;
  if (w.dry_run && w.apply) {
    fputs("samspil import: --dry-run or --apply, not both\n", stderr);
    return 2;
  }
  struct arena *a = arena_new(CLI_ARENA);
  struct db *db = cli_open(a), *aside = cli_open(a);
  int status = run(db, aside, a, &w);
  db_close(aside);
  db_close(db);
  arena_free(a);
  return status;
}
