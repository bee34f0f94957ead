// SPDX-License-Identifier: EUPL-1.2
// One row of the file to values for the staging table, with every fault that it has.
#include <stdio.h>
#include <string.h>

#include "work/import_internal.h"

const char *const stage_fields[] = {"number",
                                    "external_id",
                                    "title",
                                    "summary",
                                    "kind",
                                    "subtype",
                                    "stage",
                                    "unit_id",
                                    "owner_id",
                                    "theme",
                                    "patient_group",
                                    "start_date",
                                    "end_date",
                                    "journal_number",
                                    "visibility",
                                    "value_ceiling_oere",
                                    "need",
                                    "need_group_size",
                                    "procurement_procedure",
                                    "cpv",
                                    "term_months",
                                    "protocol_number",
                                    "eu_number",
                                    "ethics_number",
                                    "principal_investigator",
                                    "planned_patients",
                                    "external_amount_oere",
                                    "contribution_oere",
                                    "contact_name",
                                    "note",
                                    NULL};
const char *const party_attributes[] = {"party_role",       "party_name",
                                        "party_cvr",        "party_pic",
                                        "party_gln",        "party_p_number",
                                        "party_country",    "party_kind",
                                        "party_group_name", "party_address",
                                        "party_postcode",   "party_city",
                                        "party_note",       NULL};
enum { PARTY_ROLE, PARTY_NAME, PARTY_CVR, PARTY_PIC, PARTY_GLN };

static int index_of(const char *const *names, const char *name) {
  for (int i = 0; names[i]; i++)
    if (strcmp(names[i], name) == 0)
      return i;
  return -1;
}

int stage_field(const char *attribute) {
  return index_of(stage_fields, attribute);
}

int party_attribute(const char *attribute) {
  return index_of(party_attributes, attribute);
}

// What the functions below share while one row is read.
struct reading {
  const struct import *im;
  struct arena *arena;
  struct row *row;
  const struct source *source;
  const struct target *target;
};

static void add_error(struct row *row, const char *field, enum fault fault, const char *argument) {
  if (row->error_count < ROW_ERRORS_MAX)
    row->errors[row->error_count++] = (struct row_error){field, argument, fault};
}

static const char *refuse(struct reading *r, enum fault fault, const char *argument) {
  add_error(r->row, r->target->name, fault, argument);
  return NULL;
}

static const char *number_text(struct arena *a, int64_t n) {
  return arena_printf(a, "%lld", (long long)n);
}

static const char *check_text(struct reading *r, const char *text) {
  const struct target *t = r->target;
  int64_t length = (int64_t)utf8_length(text, strlen(text));
  if (t->maximum > 0 && length > t->maximum)
    return refuse(r, FAULT_TOO_LONG, number_text(r->arena, t->maximum));
  if (length < t->minimum)
    return refuse(r, FAULT_TOO_SHORT, number_text(r->arena, t->minimum));
  if (t->type != CELL_IDENTIFIER && text_holds_cpr(text))
    return refuse(r, FAULT_HOLDS_CPR, NULL);
  return text;
}

static const char *check_range(struct reading *r, int64_t n, int64_t least, int64_t most) {
  if (n < least)
    return refuse(r, FAULT_TOO_SMALL, number_text(r->arena, least));
  if (n > most)
    return refuse(r, FAULT_TOO_LARGE, number_text(r->arena, most));
  return number_text(r->arena, n);
}

static const char *read_oere(struct reading *r, const char *cell) {
  int64_t oere;
  if (!csv_oere_times(cell, r->source->decimal, r->source->multiplier, &oere))
    return refuse(r, FAULT_BAD_AMOUNT, NULL);
  return check_range(r, oere, 0, INT64_C(1000000000000000));
}

static const char *read_integer(struct reading *r, const char *cell) {
  int64_t n;
  if (!csv_integer(cell, r->source->decimal, &n))
    return refuse(r, FAULT_BAD_NUMBER, NULL);
  return check_range(r, n, r->target->minimum,
                     r->target->maximum > 0 ? r->target->maximum : INT32_MAX);
}

static const char *read_date(struct reading *r, const char *cell) {
  struct date d;
  if (!csv_date(cell, r->source->date, &d))
    return refuse(r, FAULT_BAD_DATE, NULL);
  return arena_printf(r->arena, "%04d-%02d-%02d", d.year, d.month, d.day);
}

// The value that a word of a code list stands for. Stages and subtypes belong to a kind.
static const char *read_code(struct reading *r, const char *cell) {
  const char *list = r->target->code, *word = text_line(r->arena, cell), *value = NULL;
  const char *kind = r->row->values[stage_field("kind")];
  bool by_kind = strcmp(list, "stage") == 0 || strcmp(list, "subtype") == 0;
  if (by_kind && !kind) // a known case, whose kind the plan finds out
    return word;
  const char *space = by_kind ? arena_printf(r->arena, "%s %s", list, kind) : list;
  if (!words_find(r->im->words, space, word, &value)) {
    bool reference = strcmp(list, "unit") == 0 || strcmp(list, "user") == 0;
    return refuse(r, reference ? FAULT_UNKNOWN_REFERENCE : FAULT_UNKNOWN_CODE, list);
  }
  return value ? value : refuse(r, FAULT_AMBIGUOUS, word);
}

static const char *read_cvr(struct reading *r, const char *cell) {
  const char *code = text_code(r->arena, cell);
  if (strncmp(code, "DK", 2) == 0)
    code += 2;
  if (strlen(code) != 8 || strspn(code, "0123456789") != 8)
    return refuse(r, FAULT_BAD_PATTERN, "8 cifre|8 digits");
  return cvr_valid(code) ? code : refuse(r, FAULT_BAD_CHECK_DIGIT, NULL);
}

static const char *read_digits(struct reading *r, const char *cell, size_t n, const char *form) {
  const char *code = text_code(r->arena, cell);
  if (strlen(code) != n || strspn(code, "0123456789") != n)
    return refuse(r, FAULT_BAD_PATTERN, form);
  return n == 13 && !gln_valid(code) ? refuse(r, FAULT_BAD_CHECK_DIGIT, NULL) : code;
}

static const char *read_country(struct reading *r, const char *cell) {
  const char *code = text_code(r->arena, cell);
  if (strlen(code) != 2 || strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2)
    return refuse(r, FAULT_BAD_PATTERN, "to bogstaver, fx DK|two letters such as DK");
  return code;
}

// A cell that holds one value, as the text to be staged; NULL when it is refused.
static const char *read_value(struct reading *r, const char *cell) {
  switch (r->target->type) {
  case CELL_TEXT:
    return check_text(r, text_lines(r->arena, cell));
  case CELL_LINE:
  case CELL_IDENTIFIER:
  case CELL_TAGS:
  case CELL_NAMES:
    return check_text(r, text_line(r->arena, cell));
  case CELL_CODE:
    return read_code(r, cell);
  case CELL_OERE:
    return read_oere(r, cell);
  case CELL_INTEGER:
    return read_integer(r, cell);
  case CELL_DATE:
    return read_date(r, cell);
  case CELL_CVR:
    return read_cvr(r, cell);
  case CELL_PIC:
    return read_digits(r, cell, 9, "9 cifre|9 digits");
  case CELL_GLN:
    return read_digits(r, cell, 13, "13 cifre|13 digits");
  case CELL_P_NUMBER:
    return read_digits(r, cell, 10, "10 cifre|10 digits");
  case CELL_COUNTRY:
    return read_country(r, cell);
  }
  return NULL;
}

static void add_tags(struct reading *r, const char *cell) {
  const char *entries[ROW_TAGS_MAX + 1];
  struct row *row = r->row;
  int n = text_list(r->arena, cell, r->source->separator, entries, ROW_TAGS_MAX + 1);
  for (int i = 0; i < n; i++) {
    const char *tag = check_text(r, entries[i]);
    bool known = !tag;
    for (int j = 0; j < row->tag_count && !known; j++)
      known = strcmp(row->tags[j], tag) == 0;
    if (known)
      continue;
    if (row->tag_count == ROW_TAGS_MAX) {
      refuse(r, FAULT_TOO_MANY, "30");
      return;
    }
    row->tags[row->tag_count++] = tag;
  }
}

static struct party *add_party(struct reading *r, const char *role) {
  if (r->row->party_count == ROW_PARTIES_MAX) {
    refuse(r, FAULT_TOO_MANY, "300");
    return NULL;
  }
  struct party *p = &r->row->parties[r->row->party_count++];
  *p = (struct party){.role = role};
  return p;
}

static void add_names(struct reading *r, const char *cell) {
  const char *entries[ROW_PARTIES_MAX + 1];
  int n = text_list(r->arena, cell, r->source->separator, entries, ROW_PARTIES_MAX + 1);
  for (int i = 0; i < n; i++) {
    const char *name = check_text(r, entries[i]);
    struct party *p = name ? add_party(r, r->target->code) : NULL;
    if (!p)
      continue;
    p->attributes[PARTY_ROLE] = r->target->code;
    p->attributes[PARTY_NAME] = name;
  }
}

// Columns of one role together describe one party; the first value of an attribute stands.
static void add_party_value(struct reading *r, const char *value) {
  struct party *p = NULL;
  for (int i = 0; i < r->row->party_count && !p; i++)
    if (r->row->parties[i].role == r->target->code)
      p = &r->row->parties[i];
  if (!p && (p = add_party(r, r->target->code)) && *r->target->code)
    p->attributes[PARTY_ROLE] = r->target->code;
  int at = party_attribute(r->target->attribute);
  if (p && at >= 0 && !p->attributes[at])
    p->attributes[at] = value;
}

// Amounts of one class of payer add up.
static void add_funding(struct reading *r, const char *value) {
  struct row *row = r->row;
  int64_t oere = 0;
  parse_int64(value, strlen(value), &oere);
  for (int i = 0; i < row->funding_count; i++)
    if (strcmp(row->funding[i].source, r->target->code) == 0) {
      row->funding[i].oere += oere;
      return;
    }
  if (row->funding_count == ROW_FUNDING_MAX)
    return;
  row->funding[row->funding_count].source = r->target->code;
  row->funding[row->funding_count++].oere = oere;
}

// The value of a field; that of an earlier column stands.
static void add_field(struct reading *r, const char *value) {
  int at = stage_field(r->target->attribute);
  if (at >= 0 && !r->row->values[at])
    r->row->values[at] = value;
}

static void store(struct reading *r, const char *cell) {
  const struct target *t = r->target;
  if (t->type == CELL_TAGS || t->type == CELL_NAMES) {
    (t->type == CELL_TAGS ? add_tags : add_names)(r, cell);
    return;
  }
  const char *value = read_value(r, cell);
  if (!value || !*value)
    return;
  const char *kind = r->row->values[stage_field("kind")];
  if (*t->only_kind && kind && strcmp(kind, t->only_kind) != 0)
    refuse(r, FAULT_UNKNOWN_FIELD, NULL);
  else if (t->part == PART_PARTY)
    add_party_value(r, value);
  else if (t->part == PART_FUNDING)
    add_funding(r, value);
  else
    add_field(r, value);
}

// An earlier column has filled the field.
static bool filled(const struct reading *r) {
  int at = r->target->part == PART_FIELD && r->target->type != CELL_TAGS
               ? stage_field(r->target->attribute)
               : -1;
  return at >= 0 && r->row->values[at];
}

// The text that a source gives: the cell, its constant when it is empty, and what its value map
// makes of it.
static const char *source_text(struct reading *r, const struct source *s,
                               const struct csv_row *csv) {
  const char *cell = s->column < 0                    ? s->constant
                     : (size_t)s->column < csv->count ? csv->cells[s->column]
                                                      : "";
  const char *line = text_line(r->arena, cell ? cell : "");
  if (!*line && s->constant)
    cell = line = s->constant;
  const char *value;
  if (s->space && *line &&
      (words_find(r->im->words, s->space, line, &value) ||
       words_find(r->im->words, s->space, "*", &value)))
    return value ? value : "";
  return *line ? cell : "";
}

// The key columns as one text, so that the plan can make an identifier of it.
static void add_key(struct reading *r, const struct csv_row *csv) {
  const char *key = "";
  bool any = false, some = false;
  for (int i = 0; i < r->im->source_count; i++) {
    const struct source *s = &r->im->sources[i];
    if (!s->is_key)
      continue;
    const char *cell =
        s->column >= 0 && (size_t)s->column < csv->count ? csv->cells[s->column] : "";
    const char *line = text_line(r->arena, cell);
    key = arena_printf(r->arena, "%s%s%s", key, any ? "\x1f" : "", line);
    any = true;
    some |= *line != '\0';
  }
  r->row->key = some ? key : NULL;
}

static bool has_error(const struct row *row, const char *field) {
  for (int i = 0; i < row->error_count; i++)
    if (strcmp(row->errors[i].field, field) == 0)
      return true;
  return false;
}

static void require(struct row *row, const char *field, bool there) {
  if (!there && !has_error(row, field))
    add_error(row, field, FAULT_REQUIRED, NULL);
}

static bool named(const struct party *p) {
  return p->attributes[PARTY_NAME] || p->attributes[PARTY_CVR] || p->attributes[PARTY_PIC] ||
         p->attributes[PARTY_GLN];
}

// A row with one of our numbers changes what is there; every other one must be complete.
static void check_required(struct reading *r) {
  struct row *row = r->row;
  const struct party *p = row->party_count > 0 ? &row->parties[0] : NULL;
  bool numbered = row->values[stage_field("number")];
  if (strcmp(r->im->kind, "participation") == 0) {
    require(row, "external_id", numbered || row->values[stage_field("external_id")]);
    require(row, "organisation_name", p && named(p));
    return;
  }
  for (int i = 0; i < r->im->target_count; i++) {
    const struct target *t = &r->im->targets[i];
    if (t->required && t->part == PART_FIELD)
      require(row, t->name, numbered || row->values[stage_field(t->attribute)]);
    else if (t->required)
      require(row, t->name, p && p->attributes[party_attribute(t->attribute)]);
  }
}

static void check_dates(struct row *row) {
  const char *start = row->values[stage_field("start_date")],
             *end = row->values[stage_field("end_date")];
  if (start && end && strcmp(end, start) < 0)
    add_error(row, "end_date", FAULT_END_BEFORE_START, NULL);
}

// A party that the columns name only by its address is none.
static void drop_nameless(struct row *row) {
  int kept = 0;
  for (int i = 0; i < row->party_count; i++) {
    if (named(&row->parties[i]))
      row->parties[kept++] = row->parties[i];
  }
  row->party_count = kept;
}

// The field, or else the column, in which a cell lies.
static const char *name_of_cell(const struct import *im, size_t cell) {
  for (int i = 0; i < im->source_count; i++)
    if (im->sources[i].column == (int)cell && im->sources[i].target)
      return im->sources[i].target->name;
  return cell < im->column_count && *im->columns[cell] ? im->columns[cell] : "row";
}

static enum fault fault_of(enum csv_fault f) {
  static const enum fault faults[] = {
      [CSV_UNCLOSED_QUOTE] = FAULT_UNCLOSED_QUOTE, [CSV_CELL_TOO_LARGE] = FAULT_CELL_TOO_LARGE,
      [CSV_BAD_ENCODING] = FAULT_BAD_ENCODING,     [CSV_TOO_MANY_CELLS] = FAULT_TOO_MANY,
      [CSV_STRAY_QUOTE] = FAULT_STRAY_QUOTE,
  };
  return faults[f];
}

// Cells behind the last column mean that a delimiter stands in a text without quotes.
static bool too_wide(const struct import *im, const struct csv_row *csv) {
  for (size_t i = im->column_count; i < csv->count; i++)
    if (csv->cells[i][strspn(csv->cells[i], " ")])
      return true;
  return false;
}

void row_read(const struct import *im, struct arena *a, const struct csv_row *csv,
              enum csv_fault fault, struct row *out) {
  struct reading r = {.im = im, .arena = a, .row = out};
  memset(out->values, 0, sizeof out->values);
  out->tag_count = out->party_count = out->funding_count = out->error_count = 0;
  out->key = NULL;
  if (fault != CSV_OK)
    add_error(out, name_of_cell(im, csv->fault_cell), fault_of(fault),
              fault == CSV_TOO_MANY_CELLS ? "512" : NULL);
  else if (too_wide(im, csv))
    add_error(out, "row", FAULT_TOO_MANY, number_text(a, (int64_t)im->column_count));
  bool broken = out->error_count > 0 && fault != CSV_BAD_ENCODING;
  for (int i = 0; i < im->source_count; i++) {
    r.source = &im->sources[i];
    r.target = r.source->target;
    if (!r.target ||
        (broken && strcmp(r.target->name, "title") != 0 && strcmp(r.target->name, "name") != 0))
      continue;
    const char *text = filled(&r) ? "" : source_text(&r, r.source, csv);
    if (*text && !has_error(out, r.target->name))
      store(&r, text);
  }
  if (broken)
    return;
  add_key(&r, csv);
  drop_nameless(out);
  check_required(&r);
  check_dates(out);
}
