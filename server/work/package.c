// SPDX-License-Identifier: EUPL-1.2
// A package: for each case sag.json, sag.csv and the files that are given; for all of them the list
// of documents, the list of what is withheld and why, and a page that says what it all is.
#include "work/package.h"

#include <string.h>
#include <sys/mman.h>

#include "base/buf.h"
#include "base/config.h"
#include "base/csv.h"
#include "base/zip.h"
#include "store/file.h"

enum { LIST_MAX = 64 * 1024 * 1024 };

struct package {
  struct db *db;
  struct arena *arena;
  struct zip *zip;
  struct buf documents, withheld; // CSV
  int cases, given, left_out;
};

static void csv_row(struct buf *out, const char *const *cells) {
  for (int i = 0; cells[i]; i++)
    csv_cell(out, cells[i], i == 0);
  csv_end_row(out);
}
#define CELLS(...) ((const char *const[]){__VA_ARGS__, NULL})

static const char *text(const struct rows *r, int row, int column) {
  const char *t = row_text(r, row, column);
  return t ? t : "";
}

static void add_buf(struct package *p, const char *name, struct buf *b) {
  zip_entry(p->zip, name);
  zip_add(p->zip, b->data ? b->data : "", b->len);
}

static bool put(void *to, const char *bytes, size_t n) {
  zip_add(to, bytes, n);
  return true;
}

// ---- the fields of a case ----

enum { FIELD_PART, FIELD_ROW, FIELD_NAME, FIELD_LABEL, FIELD_VALUE, FIELD_WITHHELD };

static void csv_value(struct buf *out, const struct rows *r, int row) {
  const char *name = row_text(r, row, FIELD_NAME), *value = text(r, row, FIELD_VALUE);
  size_t n = strlen(name);
  int64_t oere;
  if (row_true(r, row, FIELD_WITHHELD))
    csv_cell(out, "█████", false);
  else if (n > 5 && strcmp(name + n - 5, "_oere") == 0 && parse_int64(value, strlen(value), &oere))
    csv_cell_oere(out, oere, false);
  else if (n > 5 && strcmp(name + n - 5, "_date") == 0)
    csv_cell_date(out, value, false);
  else
    csv_cell(out, value, false);
}

static enum err add_fields(struct package *p, const char *id, const char *number) {
  struct rows r, json;
  struct buf csv;
  enum err e = db_exec(p->db, SQL_package_fields, PARAMS(id), 0, &r);
  e = e ? e : db_exec(p->db, SQL_package_json, PARAMS(id), 0, &json);
  if (e)
    return e;
  zip_entry(p->zip, arena_printf(p->arena, "%s/sag.json", number));
  zip_add(p->zip, text(&json, 0, 0), row_length(&json, 0, 0));
  buf_init(&csv, LIST_MAX);
  csv_bom(&csv);
  csv_row(&csv, CELLS("Del", "Nr.", "Felt", "Navn", "Værdi"));
  for (int i = 0; i < r.count; i++) {
    csv_cell(&csv, text(&r, i, FIELD_PART), true);
    csv_cell(&csv, text(&r, i, FIELD_ROW), false);
    csv_cell(&csv, text(&r, i, FIELD_NAME), false);
    csv_cell(&csv, text(&r, i, FIELD_LABEL), false);
    csv_value(&csv, &r, i);
    csv_end_row(&csv);
  }
  add_buf(p, arena_printf(p->arena, "%s/sag.csv", number), &csv);
  bool good = buf_ok(&csv);
  buf_free(&csv);
  return good ? ERR_NONE : ERR_INTERNAL;
}

static enum err add_withheld(struct package *p, const char *id, const char *number) {
  struct rows r;
  enum err e = db_exec(p->db, SQL_package_withheld, PARAMS(id), 0, &r);
  for (int i = 0; !e && i < r.count; i++)
    csv_row(&p->withheld, CELLS(number, "Felt", text(&r, i, 0), text(&r, i, 1), text(&r, i, 2)));
  p->left_out += e ? 0 : r.count;
  return e;
}

// ---- documents ----

enum {
  DOC_NO,
  DOC_TITLE,
  DOC_TYPE,
  DOC_DATE,
  DOC_DIRECTION,
  DOC_JOURNAL,
  DOC_URL,
  DOC_FILE_ID,
  DOC_FILE,
  DOC_SIZE,
  DOC_SHA256,
  DOC_GROUND,
  DOC_REASON
};

// A name for any file system: path separators and control characters become _.
static const char *safe_name(struct arena *a, const char *name) {
  char *out = arena_strdup(a, name);
  for (char *c = out; *c; c++)
    if ((unsigned char)*c < ' ' || strchr("/\\:*?\"<>|", *c))
      *c = '_';
  return out;
}

static const char *direction(const char *code) {
  return strcmp(code, "in") == 0 ? "Ind" : strcmp(code, "out") == 0 ? "Ud" : "Internt";
}

static enum err add_document(struct package *p, const char *number, const struct rows *r, int i) {
  bool withheld = row_text(r, i, DOC_GROUND) != NULL, file = row_text(r, i, DOC_FILE_ID) != NULL;
  const char *name = "";
  enum err e = ERR_NONE;
  if (withheld) {
    csv_row(&p->withheld, CELLS(number, "Dokument", text(r, i, DOC_TITLE), text(r, i, DOC_GROUND),
                                text(r, i, DOC_REASON)));
    p->left_out++;
  } else if (file) {
    name =
        arena_printf(p->arena, "%s/dokumenter/%02lld-%s", number, (long long)row_int(r, i, DOC_NO),
                     safe_name(p->arena, row_text(r, i, DOC_FILE)));
    zip_entry(p->zip, name);
    e = file_read(p->db, row_text(r, i, DOC_FILE_ID), row_int(r, i, DOC_SIZE), put, p->zip);
    p->given++;
  } else {
    name = text(r, i, DOC_URL);
  }
  struct buf *out = &p->documents;
  csv_cell(out, number, true);
  csv_cell(out, text(r, i, DOC_NO), false);
  csv_cell(out, text(r, i, DOC_TITLE), false);
  csv_cell(out, text(r, i, DOC_TYPE), false);
  csv_cell_date(out, text(r, i, DOC_DATE), false);
  csv_cell(out, direction(text(r, i, DOC_DIRECTION)), false);
  csv_cell(out, text(r, i, DOC_JOURNAL), false);
  csv_cell(out, withheld ? "Nej" : "Ja", false);
  csv_cell(out, withheld ? text(r, i, DOC_GROUND) : name, false);
  csv_cell(out, withheld ? "" : text(r, i, DOC_SHA256), false);
  csv_end_row(out);
  return e;
}

static enum err add_case(struct package *p, const char *id, const char *number) {
  struct rows r;
  enum err e = add_fields(p, id, number);
  e = e ? e : add_withheld(p, id, number);
  e = e ? e : db_exec(p->db, SQL_package_documents, PARAMS(id), 0, &r);
  for (int i = 0; !e && i < r.count; i++)
    e = add_document(p, number, &r, i);
  p->cases++;
  return e;
}

// ---- the whole ----

enum { ASKED_FILE_ID, ASKED_NUMBER, ASKED_SUBJECT, ASKED_RECEIVED, ASKED_AT, ASKED_LAW };

static void add_about(struct package *p, const struct rows *asked) {
  const char *about = arena_printf(
      p->arena,
      "Aktindsigt %s\r\n%s\r\nModtaget %s. Lov: %s.\r\n\r\n"
      "Pakken indeholder en mappe for hver sag. sag.json og sag.csv er sagens oplysninger, og\r\n"
      "mappen dokumenter har de filer, der udleveres. dokumentliste.csv er listen over alle\r\n"
      "sagernes dokumenter. undtaget.csv siger, hvad der er undtaget, efter hvilken bestemmelse\r\n"
      "og hvorfor. Undtagne oplysninger er null i sag.json og sorte felter i sag.csv.\r\n\r\n"
      "Sager: %d. Udleverede filer: %d. Undtaget: %d.\r\n",
      text(asked, 0, ASKED_NUMBER), text(asked, 0, ASKED_SUBJECT), text(asked, 0, ASKED_RECEIVED),
      text(asked, 0, ASKED_LAW), p->cases, p->given, p->left_out);
  zip_entry(p->zip, "laes-mig.txt");
  zip_add(p->zip, "\xef\xbb\xbf", 3);
  zip_add(p->zip, about, strlen(about));
}

static enum err fill(struct package *p, const char *id, const struct rows *asked) {
  struct rows cases;
  csv_bom(&p->documents);
  csv_row(&p->documents, CELLS("Sag", "Nr.", "Titel", "Type", "Dato", "Retning", "Journalnummer",
                               "Udleveret", "Fil eller grund", "SHA-256"));
  csv_bom(&p->withheld);
  csv_row(&p->withheld, CELLS("Sag", "Hvad", "Navn", "Bestemmelse", "Begrundelse"));
  enum err e = db_exec(p->db, SQL_package_cases, PARAMS(id), 0, &cases);
  for (int i = 0; !e && i < cases.count; i++)
    e = add_case(p, row_text(&cases, i, 0), row_text(&cases, i, 1));
  if (e)
    return e;
  add_buf(p, "dokumentliste.csv", &p->documents);
  add_buf(p, "undtaget.csv", &p->withheld);
  add_about(p, asked);
  return buf_ok(&p->documents) && buf_ok(&p->withheld) ? ERR_NONE : ERR_INTERNAL;
}

static enum err keep(struct package *p, const char *id, const char *file_id) {
  struct arena *a = p->arena;
  size_t size;
  int fd = zip_finish(p->zip, &size);
  if (fd < 0)
    return ERR_BUSY;
  char *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (bytes == MAP_FAILED)
    return ERR_BUSY;
  enum err e = file_store(p->db, SQL_file_chunks, file_id, bytes, size);
  e = e ? e
        : db_exec(p->db, SQL_package_done,
                  PARAMS(id, "ready", arena_printf(a, "%zu", size), file_sha256(a, bytes, size),
                         arena_printf(a, "%d", p->cases), arena_printf(a, "%d", p->given),
                         arena_printf(a, "%d", p->left_out),
                         arena_printf(a, "%lld", (long long)config.package_days)),
                  0, NULL);
  munmap(bytes, size);
  return e;
}

enum err package_run(struct db *db, struct db *aside, int64_t id) {
  (void)aside;
  enum { ARENA = 64 * 1024 * 1024 };
  struct arena *a = arena_new(ARENA);
  struct package p = {.db = db, .arena = a, .zip = zip_new(a)};
  struct rows asked;
  const char *key = arena_printf(a, "%lld", (long long)id);
  buf_init(&p.documents, LIST_MAX);
  buf_init(&p.withheld, LIST_MAX);
  enum err e = db_exec(db, SQL_package_request, PARAMS(key), 0, &asked);
  if (!e && asked.count > 0) { // else it is made already
    e = fill(&p, key, &asked);
    e = e ? e : keep(&p, key, row_text(&asked, 0, ASKED_FILE_ID));
  }
  buf_free(&p.documents);
  buf_free(&p.withheld);
  arena_free(a);
  return e;
}
