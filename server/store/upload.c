// SPDX-License-Identifier: EUPL-1.2
// Uploaded lists into the database.
#include "store/upload.h"

#include <string.h>

#include "store/file.h"

enum { SAMPLES = 3, SAMPLE_LENGTH = 80, NAME_LENGTH = 200 };

const char *upload_encoding(struct csv_dialect d) {
  return d.encoding == CSV_UTF8 ? "utf-8" : "windows-1252";
}

const char *upload_delimiter(struct csv_dialect d) {
  return d.delimiter == ';' ? ";" : d.delimiter == ',' ? "," : "\t";
}

const char *upload_decimal(struct csv_dialect d) {
  return d.decimal == CSV_DECIMAL_COMMA ? "," : ".";
}

const char *upload_date_style(struct csv_dialect d) {
  return d.date == CSV_DATE_ISO ? "ymd" : d.date == CSV_DATE_DMY ? "dmy" : "mdy";
}

struct csv_dialect upload_dialect(const char *encoding, const char *delimiter, const char *decimal,
                                  const char *date_style) {
  return (struct csv_dialect){
      .encoding = strcmp(encoding, "utf-8") == 0 ? CSV_UTF8 : CSV_WINDOWS_1252,
      .delimiter = *delimiter,
      .decimal = strcmp(decimal, ",") == 0 ? CSV_DECIMAL_COMMA : CSV_DECIMAL_POINT,
      .date = strcmp(date_style, "ymd") == 0   ? CSV_DATE_ISO
              : strcmp(date_style, "dmy") == 0 ? CSV_DATE_DMY
                                               : CSV_DATE_MDY};
}

static const char *number(struct arena *a, int64_t n) {
  return arena_printf(a, "%lld", (long long)n);
}

// The first `most` characters of a cell, white space at its ends left out.
static const char *excerpt(struct arena *a, const char *cell, size_t most) {
  cell += strspn(cell, " \t\r\n");
  size_t n = 0, characters = 0;
  while (cell[n] && characters < most) {
    n++;
    while (((unsigned char)cell[n] & 0xc0) == 0x80)
      n++;
    characters++;
  }
  while (n > 0 && strchr(" \t\r\n", cell[n - 1]))
    n--;
  return arena_strndup(a, cell, n);
}

struct columns {
  size_t count;
  const char *names[CSV_CELLS_MAX];
  const char *samples[CSV_CELLS_MAX][SAMPLES];
};

static void read_names(struct columns *c, struct arena *a, const struct csv_row *row) {
  c->count = row->count;
  for (size_t i = 0; i < row->count; i++) {
    c->names[i] = excerpt(a, row->cells[i], NAME_LENGTH);
    if (!*c->names[i])
      c->names[i] = arena_printf(a, "(%zu)", i + 1);
  }
}

// Keeps the first values that differ from those kept already.
static void add_samples(struct columns *c, struct arena *a, const struct csv_row *row) {
  for (size_t i = 0; i < row->count && i < c->count; i++) {
    const char *value = excerpt(a, row->cells[i], SAMPLE_LENGTH);
    if (text_holds_cpr(value)) // samples are kept and shown
      value = "******-****";
    for (int s = 0; *value && s < SAMPLES; s++) {
      if (!c->samples[i][s])
        c->samples[i][s] = value;
      if (strcmp(c->samples[i][s], value) == 0)
        break;
    }
  }
}

// Header and samples from the first rows.
static void read_columns(struct columns *c, struct arena *a, const char *bytes, size_t length,
                         struct csv_dialect d, int64_t header_row) {
  enum { LOOK = 50 };
  struct csv_reader r;
  struct csv_row row;
  struct arena *rows = arena_new(CSV_ARENA_NEED);
  memset(c, 0, sizeof *c);
  csv_open(&r, bytes, length, d);
  for (int n = 0; n < LOOK && csv_next(&r, rows, &row) != CSV_END; arena_reset(rows)) {
    if (row.number < header_row)
      continue;
    if (c->count == 0)
      read_names(c, a, &row);
    else
      add_samples(c, a, &row);
    n++;
  }
  arena_free(rows);
}

static const char *columns_json(const struct columns *c, struct arena *a) {
  struct buf j;
  buf_init(&j, 4 << 20);
  buf_putc(&j, '[');
  for (size_t i = 0; i < c->count; i++) {
    out_comma(&j);
    buf_putc(&j, '{');
    out_key(&j, "name");
    out_string(&j, c->names[i]);
    out_key(&j, "sample");
    buf_putc(&j, '[');
    for (int s = 0; s < SAMPLES && c->samples[i][s]; s++) {
      out_comma(&j);
      out_string(&j, c->samples[i][s]);
    }
    buf_puts(&j, "]}");
  }
  buf_putc(&j, ']');
  char *text = arena_strndup(a, j.data, j.len);
  buf_free(&j);
  return text;
}

enum err upload_read_columns(struct db *db, struct arena *a, const char *id, const char *bytes,
                             size_t length, struct csv_dialect dialect, int64_t header_row) {
  struct columns *c = arena_alloc(a, sizeof *c);
  read_columns(c, a, bytes, length, dialect, header_row);
  enum err e = db_exec(db, SQL_upload_clear_columns, PARAMS(id), 0, NULL);
  return e ? e : db_exec(db, SQL_upload_columns, PARAMS(id, columns_json(c, a)), 0, NULL);
}

static int64_t count_rows(const char *bytes, size_t length, struct csv_dialect d,
                          int64_t header_row) {
  struct csv_reader r;
  struct csv_row row;
  struct arena *rows = arena_new(CSV_ARENA_NEED);
  int64_t count = 0;
  csv_open(&r, bytes, length, d);
  for (; csv_next(&r, rows, &row) != CSV_END; arena_reset(rows))
    count += row.number > header_row;
  arena_free(rows);
  return count;
}

// Files that are no text, by their first bytes.
static enum err check_bytes(const struct upload *u, struct upload_refusal *refusal) {
  const char *b = u->bytes;
  if (u->length == 0) {
    *refusal =
        (struct upload_refusal){"file", FAULT_REQUIRED, NULL, "Filen er tom", "The file is empty"};
    return ERR_INVALID;
  }
  bool zip = u->length > 4 && memcmp(b, "PK\x03\x04", 4) == 0,
       old = u->length > 4 && memcmp(b, "\xd0\xcf\x11\xe0", 4) == 0;
  if (zip || old) {
    *refusal = (struct upload_refusal){
        .da = "Det er et regneark. Gem det som CSV (semikolonsepareret) og send det igen",
        .en = "This is a spreadsheet. Save it as CSV and send it again"};
    return ERR_MEDIA_TYPE;
  }
  if (u->length > 2 && (memcmp(b, "\xff\xfe", 2) == 0 || memcmp(b, "\xfe\xff", 2) == 0)) {
    *refusal = (struct upload_refusal){
        .da = "Filen er skrevet i UTF-16. Gem den som CSV UTF-8 og send den igen",
        .en = "The file is written in UTF-16. Save it as CSV UTF-8 and send it again"};
    return ERR_MEDIA_TYPE;
  }
  return ERR_NONE;
}

static const char *join_missing(struct arena *a, const struct rows *r) {
  const char *list = "";
  for (int i = 0; i < r->count; i++)
    list = arena_printf(a, "%s%s%s", list, i ? ", " : "", row_text(r, i, 0));
  return list;
}

// The mapping asked for, or the one that fits; *mapping is NULL when there is none.
static enum err choose_mapping(struct db *db, struct arena *a, const struct upload *u,
                               const char *id, struct upload_refusal *refusal,
                               const char **mapping) {
  struct rows r, missing;
  *mapping = NULL;
  enum err e = u->mapping ? db_exec(db, SQL_upload_named_mapping, PARAMS(u->mapping), 0, &r)
                          : db_exec(db, SQL_upload_fitting_mapping, PARAMS(id), 0, &r);
  if (e)
    return e;
  if (r.count == 0 && u->mapping) {
    *refusal = (struct upload_refusal){"mapping", FAULT_UNKNOWN_REFERENCE, u->mapping, NULL, NULL};
    return ERR_INVALID;
  }
  if (r.count == 0)
    return ERR_NONE;
  *mapping = row_text(&r, 0, 0);
  e = db_exec(db, SQL_upload_missing_columns, PARAMS(id, *mapping), 0, &missing);
  if (e || missing.count == 0)
    return e;
  const char *list = join_missing(a, &missing);
  *refusal = (struct upload_refusal){
      "mapping", FAULT_UNKNOWN_REFERENCE, list,
      arena_printf(a, "Filen mangler kolonner, som opsætningen bruger: %s", list),
      arena_printf(a, "The file lacks columns that the mapping uses: %s", list)};
  return ERR_INVALID;
}

static enum err set_constant(struct db *db, const char *id, const char *target, const char *value) {
  enum err e = db_exec(db, SQL_upload_clear_constant, PARAMS(id, target), 0, NULL);
  return e ? e : db_exec(db, SQL_upload_constant, PARAMS(id, target, value), 0, NULL);
}

// Columns to fields: as the mapping says, or by their names.
static enum err set_columns(struct db *db, const struct upload *u, const char *id,
                            const char *mapping) {
  enum err e = ERR_NONE;
  if (mapping) {
    e = db_exec(db, SQL_upload_apply_mapping, PARAMS(id, mapping), 0, NULL);
    return e ? e : db_exec(db, SQL_upload_mapping_fields, PARAMS(id, mapping), 0, NULL);
  }
  if (u->kind)
    e = db_exec(db, SQL_upload_set_kind, PARAMS(id, u->kind), 0, NULL);
  return e ? e : db_exec(db, SQL_upload_guess_fields, PARAMS(id), 0, NULL);
}

static bool is_case_kind(const char *kind) {
  return kind && strcmp(kind, "collaboration") != 0 && strcmp(kind, "organisation") != 0 &&
         strcmp(kind, "participation") != 0;
}

static enum err set_fields(struct db *db, const struct upload *u, const char *id,
                           const char *mapping) {
  enum err e = set_columns(db, u, id, mapping);
  if (!e && is_case_kind(u->kind))
    e = set_constant(db, id, "kind", u->kind);
  if (!e && u->unit)
    e = set_constant(db, id, "unit_id", u->unit);
  return e ? e : db_exec(db, SQL_upload_own_unit, PARAMS(id), 0, NULL);
}

enum err upload_save(struct db *db, struct arena *a, const struct upload *u, int64_t *id,
                     struct upload_refusal *refusal) {
  enum err e = check_bytes(u, refusal);
  if (e)
    return e;
  struct csv_dialect d = csv_detect(u->bytes, u->length);
  int64_t header = csv_header_row(u->bytes, u->length, d);
  struct rows r;
  e = db_exec(db, SQL_upload_create,
              PARAMS(u->filename, number(a, (int64_t)u->length),
                     file_sha256(a, u->bytes, u->length), upload_encoding(d), upload_delimiter(d),
                     upload_decimal(d), upload_date_style(d), number(a, header),
                     number(a, count_rows(u->bytes, u->length, d, header))),
              0, &r);
  if (e)
    return e;
  *id = row_int(&r, 0, 0);
  const char *key = row_text(&r, 0, 0), *mapping;
  e = file_store(db, SQL_upload_chunks, key, u->bytes, u->length);
  e = e ? e : upload_read_columns(db, a, key, u->bytes, u->length, d, header);
  e = e ? e : choose_mapping(db, a, u, key, refusal, &mapping);
  return e ? e : set_fields(db, u, key, mapping);
}
