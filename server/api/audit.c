// SPDX-License-Identifier: EUPL-1.2
// The audit for those who audit, and the change feed for systems that follow along.
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

// A reader who sees little must not make one request look through the whole history.
enum { CHANGES_DEFAULT = 200, CHANGES_MAX = 1000, CHANGES_SCAN = 20000 };

static const struct field difference[] = {{"field", F_TEXT, ALWAYS}, {"before", F_ANY, MAYBE},
                                          {"after", F_ANY, MAYBE},   {"before_name", F_TEXT},
                                          {"after_name", F_TEXT},    {.type = F_END}};
#define BEFORE_CHANGES                                                                             \
  {"seq", F_ID, ALWAYS}, {"at", F_STAMP, ALWAYS}, {"actor_id", F_ID, MAYBE},                       \
      {"actor_name", F_TEXT, MAYBE, .choices = NAME_OF_USER}, {"via", F_TEXT, ALWAYS},             \
      {"request_id", F_TEXT, ALWAYS},                                                              \
      {"action", F_CHOICE, ALWAYS, .choices = "insert|update|delete|block"},                       \
      {"entity", F_TEXT, ALWAYS}, {"entity_id", F_ID, MAYBE}, {"subject", F_TEXT, MAYBE},          \
      {"collaboration_id", F_ID, MAYBE}, {"collaboration_number", F_TEXT, MAYBE}, {                \
    "row_count", F_INT, ALWAYS                                                                     \
  }
const struct field audit_item[] = {
    BEFORE_CHANGES,
    {"changes", F_ARRAY, ALWAYS, .sub = difference},
    {"reason", F_TEXT, MAYBE},
    {"hash", F_TEXT, ALWAYS},
    {.type = F_END},
};
// Columns of the CSV: a line "field: before -> after" for each change.
const struct field audit_csv_item[] = {
    BEFORE_CHANGES,
    {"changes", F_TEXT, MAYBE},
    {"reason", F_TEXT, MAYBE},
    {"hash", F_TEXT, ALWAYS},
    {.type = F_END},
};
static const char *const csv_labels[] = {
    "Nr.",   "Tidspunkt", "Bruger-id", "Bruger",         "Adgang",     "Anmodning",    "Handling",
    "Tabel", "Række",     "Navn",      "Samarbejdes-id", "Samarbejde", "Antal rækker", "Ændringer",
    "Grund", "Hash",      NULL,
};
const struct field audit_query[] = {
    PAGE_FIELDS,
    // Tables, parted by commas.
    {"entity", F_TEXT, FIELD_RAW, .max = 4000},
    {"entity_id", F_ID},
    {"collaboration_id", F_ID},
    {"collaboration_number", F_TEXT, FIELD_RAW, .max = 40},
    {"user_id", F_ID},
    // Part of a name or log-in.
    {"who", F_TEXT, FIELD_RAW, .max = 160},
    {"action", F_CHOICE, .choices = "insert|update|delete|block"},
    // Both days included.
    {"from", F_DATE},
    {"to", F_DATE},
    {.type = F_END},
};

static const struct field change_item[] = {
    {"seq", F_ID, ALWAYS},
    {"at", F_STAMP, ALWAYS},
    {"entity", F_TEXT, ALWAYS},
    {"entity_id", F_ID, MAYBE}, // null: a block of row_count rows
    {"collaboration_id", F_ID, MAYBE},
    {"action", F_CHOICE, ALWAYS, .choices = "insert|update|delete|block"},
    {"row_count", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field changes_reply[] = {
    {"items", F_ARRAY, ALWAYS, .sub = change_item}, {"next_after", F_INT, ALWAYS}, {.type = F_END}};
const struct field changes_query[] = {{"after", F_INT, .max = INT64_C(9007199254740991)},
                                      {"limit", F_INT, .min = 1, .max = CHANGES_MAX},
                                      {.type = F_END}};

enum err audit_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_audit, NULL);
}

const struct list_export export_audit = {&list_audit_csv, csv_labels, "revisionsspor"};

// Columns of changes_read.
enum { UP_TO, LAST, SEQ };

// All was read up to the last event shown when the page is full, else up to where the statement
// looked.
static int64_t next_after(const struct rows *r, int shown, int64_t limit) {
  return shown == limit ? row_int(r, shown - 1, SEQ) : row_int(r, 0, UP_TO);
}

enum err changes_get(struct request *req, struct db *db) {
  struct arena *a = req->arena;
  int64_t after = in_int(req->query, "after", 0);
  int64_t limit = in_int(req->query, "limit", CHANGES_DEFAULT);
  struct rows r;
  enum err e = db_exec(db, SQL_changes_read,
                       PARAMS(arena_printf(a, "%lld", (long long)after),
                              arena_printf(a, "%lld", (long long)limit),
                              arena_printf(a, "%d", CHANGES_SCAN)),
                       DB_LAST, &r);
  if (e)
    return e;
  // A number of another database (before it was restored): going on would lose what comes.
  if (after > row_int(&r, 0, LAST)) {
    fault_add(&req->faults, "after", FAULT_TOO_LARGE, row_text(&r, 0, LAST));
    return ERR_BAD_QUERY;
  }
  struct buf *out = &req->reply.body;
  int shown = row_text(&r, 0, SEQ) ? r.count : 0;
  struct row_shape shape;
  e = row_shape_make(req->arena, change_item, &shape);
  buf_puts(out, "{\"items\":[");
  for (int i = 0; i < shown && !e; i++) {
    if (i)
      buf_putc(out, ',');
    row_write(out, &shape, &r, i, SEQ, NULL);
  }
  buf_puts(out, "],\"next_after\":");
  buf_int(out, next_after(&r, shown, limit));
  buf_putc(out, '}');
  return e;
}
