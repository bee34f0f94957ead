// SPDX-License-Identifier: EUPL-1.2
// What a run needs before its transaction: the settings, the fields, the words of the code lists,
// and the stored file as mapped memory.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"
#include "work/import_internal.h"

static const char *keep(struct import *im, const struct rows *r, int row, int column) {
  const char *text = row_text(r, row, column);
  return text ? arena_strdup(im->arena, text) : NULL;
}

static enum csv_decimal decimal_of(const char *text) {
  return text && strcmp(text, ".") == 0 ? CSV_DECIMAL_POINT : CSV_DECIMAL_COMMA;
}

static enum csv_date date_of(const char *text) {
  return text && strcmp(text, "ymd") == 0   ? CSV_DATE_ISO
         : text && strcmp(text, "mdy") == 0 ? CSV_DATE_MDY
                                            : CSV_DATE_DMY;
}

static enum err load_head(struct import *im) {
  struct rows r;
  enum err e = db_exec(im->db, SQL_import_head, PARAMS(im->id_text), 0, &r);
  if (e)
    return e;
  if (r.count == 0)
    return ERR_NOT_FOUND;
  im->kind = keep(im, &r, 0, 0);
  im->list = keep(im, &r, 0, 1);
  im->dialect.encoding = strcmp(row_text(&r, 0, 2), "utf-8") == 0 ? CSV_UTF8 : CSV_WINDOWS_1252;
  im->dialect.delimiter = row_text(&r, 0, 3)[0];
  im->dialect.decimal = decimal_of(row_text(&r, 0, 4));
  im->dialect.date = date_of(row_text(&r, 0, 5));
  im->header_row = row_int(&r, 0, 6);
  im->length = (size_t)row_int(&r, 0, 7);
  im->rows_expected = row_int(&r, 0, 10);
  return ERR_NONE;
}

static enum cell_type type_of(const char *name) {
  static const char *const names[] = {
      [CELL_TEXT] = "text",         [CELL_LINE] = "line",       [CELL_IDENTIFIER] = "identifier",
      [CELL_TAGS] = "tags",         [CELL_NAMES] = "names",     [CELL_CODE] = "code",
      [CELL_OERE] = "oere",         [CELL_INTEGER] = "integer", [CELL_DATE] = "date",
      [CELL_CVR] = "cvr",           [CELL_PIC] = "pic",         [CELL_GLN] = "gln",
      [CELL_P_NUMBER] = "p_number", [CELL_COUNTRY] = "country"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(names[i], name) == 0)
      return (enum cell_type)i;
  log_line(LOG_ERROR, "import_type", "import_target has a type that is not known");
  return CELL_LINE;
}

static enum err load_targets(struct import *im) {
  struct rows r;
  enum err e = db_exec(im->db, SQL_import_targets, PARAMS(im->kind), 0, &r);
  if (e)
    return e;
  im->target_count = r.count;
  im->targets = arena_array(im->arena, (size_t)r.count + 1, sizeof *im->targets);
  for (int i = 0; i < r.count; i++) {
    const char *part = row_text(&r, i, 3);
    im->targets[i] = (struct target){.name = keep(im, &r, i, 0),
                                     .type = type_of(row_text(&r, i, 1)),
                                     .required = row_true(&r, i, 2),
                                     .part = strcmp(part, "party") == 0     ? PART_PARTY
                                             : strcmp(part, "funding") == 0 ? PART_FUNDING
                                                                            : PART_FIELD,
                                     .attribute = keep(im, &r, i, 4),
                                     .code = keep(im, &r, i, 5),
                                     .minimum = row_int(&r, i, 6),
                                     .maximum = row_int(&r, i, 7),
                                     .only_kind = keep(im, &r, i, 8)};
  }
  // Roles are compared by address in import_row.c: equal ones are made the same text.
  for (int i = 0; i < im->target_count; i++)
    for (int j = 0; j < i; j++)
      if (strcmp(im->targets[i].code, im->targets[j].code) == 0)
        im->targets[i].code = im->targets[j].code;
  return ERR_NONE;
}

static const struct target *find_target(const struct import *im, const char *name) {
  for (int i = 0; name && i < im->target_count; i++)
    if (strcmp(im->targets[i].name, name) == 0)
      return &im->targets[i];
  return NULL;
}

static enum err load_sources(struct import *im) {
  struct rows r;
  enum err e = db_exec(im->db, SQL_import_fields, PARAMS(im->id_text), 0, &r);
  if (e)
    return e;
  im->sources = arena_array(im->arena, (size_t)r.count + 1, sizeof *im->sources);
  for (int i = 0; i < r.count; i++)
    im->sources[im->source_count++] = (struct source){
        .nth = (int)row_int(&r, i, 0),
        .column = row_text(&r, i, 1) ? (int)row_int(&r, i, 1) - 1 : -1,
        .target = find_target(im, row_text(&r, i, 2)),
        .constant = keep(im, &r, i, 3),
        .separator = keep(im, &r, i, 4),
        .multiplier = row_int(&r, i, 5),
        .decimal = row_text(&r, i, 6) ? decimal_of(row_text(&r, i, 6)) : im->dialect.decimal,
        .date = row_text(&r, i, 7) ? date_of(row_text(&r, i, 7)) : im->dialect.date,
        .is_key = row_true(&r, i, 8)};
  return ERR_NONE;
}

static enum err load_maps(struct import *im) {
  struct rows r;
  enum err e = db_exec(im->db, SQL_import_value_maps, PARAMS(im->id_text), 0, &r);
  for (int i = 0; !e && i < r.count; i++)
    for (int j = 0; j < im->source_count; j++)
      if (im->sources[j].nth == row_int(&r, i, 0)) {
        im->sources[j].space = arena_printf(im->arena, "#%d", im->sources[j].nth);
        words_add(im->words, im->sources[j].space, text_line(im->arena, row_text(&r, i, 1)),
                  row_text(&r, i, 2));
      }
  return e;
}

// The lists that the sources need, as an SQL array; their words.
static enum err load_words(struct import *im) {
  const char *lists = "";
  for (int i = 0; i < im->source_count; i++) {
    const struct target *t = im->sources[i].target;
    if (t && t->type == CELL_CODE)
      lists = arena_printf(im->arena, "%s%s%s", lists, *lists ? "," : "", t->code);
  }
  struct rows r;
  enum err e =
      db_exec(im->db, SQL_import_words, PARAMS(arena_printf(im->arena, "{%s}", lists)), 0, &r);
  for (int i = 0; !e && i < r.count; i++) {
    const char *parent = row_text(&r, i, 1);
    const char *space =
        *parent ? arena_printf(im->arena, "%s %s", row_text(&r, i, 0), parent) : row_text(&r, i, 0);
    words_add(im->words, space, row_text(&r, i, 2), row_text(&r, i, 3));
  }
  return e;
}

enum err import_load(struct import *im) {
  im->words = words_new(im->arena);
  enum err e = load_head(im);
  e = e ? e : load_targets(im);
  e = e ? e : load_sources(im);
  e = e ? e : load_maps(im);
  return e ? e : load_words(im);
}

static int hex(char c) {
  return c <= '9' ? c - '0' : c - 'a' + 10;
}

static bool write_all(int fd, const char *bytes, size_t n) {
  while (n > 0) {
    ssize_t done = write(fd, bytes, n);
    if (done < 0)
      return false;
    bytes += done;
    n -= (size_t)done;
  }
  return true;
}

// Writes one stored piece, given as hex digits.
static bool write_hex(int fd, const char *text, size_t digits) {
  char part[8192];
  size_t n = 0;
  for (size_t i = 0; i + 1 < digits; i += 2) {
    part[n++] = (char)(hex(text[i]) << 4 | hex(text[i + 1]));
    if (n == sizeof part) {
      if (!write_all(fd, part, n))
        return false;
      n = 0;
    }
  }
  return write_all(fd, part, n);
}

static enum err read_chunks(struct import *im, int fd, size_t *total) {
  struct arena *a = arena_new(IMPORT_ARENA);
  enum err e = ERR_NONE;
  for (int no = 0, got = 1; !e && got > 0; no += got, arena_reset(a)) {
    struct rows r;
    db_begin(im->db, a, im->who, DB_READ_ONLY, IMPORT_TIMEOUT_MS);
    e = db_exec(im->db, SQL_import_chunks, PARAMS(im->id_text, arena_printf(a, "%d", no)), DB_LAST,
                &r);
    e = db_end(im->db, e);
    got = e ? 0 : r.count;
    for (int i = 0; i < got && !e; i++) {
      size_t digits = row_length(&r, i, 0);
      *total += digits / 2;
      if (!write_hex(fd, row_text(&r, i, 0), digits))
        e = ERR_INTERNAL;
    }
  }
  arena_free(a);
  return e;
}

struct mapping {
  void *bytes;
  size_t length;
};

static void unmap(void *resource) {
  struct mapping *m = resource;
  munmap(m->bytes, m->length);
}

enum err import_map(struct import *im) {
  char path[512];
  snprintf(path, sizeof path, "%s/samspil-import-XXXXXX", config.spool_dir);
  int fd = mkostemp(path, O_CLOEXEC);
  if (fd < 0) {
    log_line(LOG_ERROR, "import_spool", "cannot write in the spool folder");
    return ERR_INTERNAL;
  }
  unlink(path);
  size_t total = 0;
  enum err e = read_chunks(im, fd, &total);
  if (!e && total != im->length)
    e = ERR_STATE; // its pieces are gone
  void *bytes = e || total == 0 ? NULL : mmap(NULL, total, PROT_READ, MAP_PRIVATE, fd, 0);
  close(fd);
  if (e || bytes == MAP_FAILED)
    return e ? e : ERR_INTERNAL;
  im->bytes = bytes ? bytes : "";
  if (bytes) {
    struct mapping *m = arena_alloc(im->arena, sizeof *m);
    *m = (struct mapping){bytes, total};
    arena_defer(im->arena, unmap, m);
  }
  return ERR_NONE;
}
