// SPDX-License-Identifier: EUPL-1.2
// Reference values: general values, unit costs, price indices and payer rules. Dated rows that name
// their source; a second person approves them; nothing is ever deleted. One set of handlers; the
// route says which table it serves.
#include <string.h>

#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED
#define YEAR   .min = 1990, .max = 2200
#define AMOUNT .low = -1e10, .high = 1e10
#define SECTORS                                                                                    \
  "initiating_clinic|other_departments|other_hospitals|region_admin|general_practice|"             \
  "municipality|state|patients|relatives|private_party|other_regions|rest_of_society"
#define CATEGORIES "bed|visit|staff|time|transport|medicine|equipment|other"

// The order is that of the parameters of the statements.
const struct field reference_value_fields[] = {
    {"code", F_TEXT, FIELD_REQUIRED, 1, 60},
    {"da", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"en", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"value", F_NUMBER, 0, AMOUNT},
    {"unit", F_TEXT, FIELD_REQUIRED, 1, 40},
    {"price_year", F_INT, 0, YEAR},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field unit_cost_fields[] = {
    {"code", F_TEXT, FIELD_REQUIRED, 1, 60},
    {"da", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"en", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"category", F_CHOICE, FIELD_NO_NULL, .choices = CATEGORIES},
    {"unit", F_TEXT, FIELD_REQUIRED, 1, 40},
    {"value", F_NUMBER, 0, AMOUNT},
    {"price_year", F_INT, 0, YEAR},
    {"index_code", F_TEXT, .max = 20},
    {"basis", F_CHOICE, FIELD_NO_NULL, .choices = "average|marginal"},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {"source_url", F_URL},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field price_index_fields[] = {
    {"code", F_TEXT, FIELD_REQUIRED, 1, 20},
    {"year", F_INT, FIELD_REQUIRED, YEAR},
    {"value", F_NUMBER, 0, .low = 1e-6, .high = 1e6},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};
const struct field payer_rule_fields[] = {
    {"task", F_CODE, FIELD_REQUIRED, .choices = "payer_task"},
    {"municipality_unit_id", F_ID},
    {"sector_from", F_CHOICE, FIELD_REQUIRED, .choices = SECTORS},
    {"sector_to", F_CHOICE, FIELD_REQUIRED, .choices = SECTORS},
    {"valid_from", F_DATE, FIELD_REQUIRED},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};

// clang-format off
#define CHANGED                                                                        \
  {"approved_by", F_ID, MAYBE}, {"approved_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER}, \
  {"approved_at", F_STAMP, MAYBE}, {"updated_by", F_ID, MAYBE},                        \
  {"updated_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},                         \
  {"updated_at", F_STAMP, ALWAYS}, {"version", F_INT, ALWAYS}, {.type = F_END}
// clang-format on

const struct field reference_value_item[] = {
    {"id", F_ID, ALWAYS},         {"code", F_TEXT, ALWAYS},      {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},       {"value", F_NUMBER, MAYBE},    {"unit", F_TEXT, ALWAYS},
    {"price_year", F_INT, MAYBE}, {"valid_from", F_DATE, MAYBE}, {"valid_to", F_DATE, MAYBE},
    {"source", F_TEXT, ALWAYS},   {"note", F_TEXT, ALWAYS},      CHANGED,
};
const struct field unit_cost_item[] = {
    {"id", F_ID, ALWAYS},
    {"code", F_TEXT, ALWAYS},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"category", F_CHOICE, ALWAYS, .choices = CATEGORIES},
    {"unit", F_TEXT, ALWAYS},
    {"value", F_NUMBER, MAYBE},
    {"price_year", F_INT, MAYBE},
    {"index_code", F_TEXT, MAYBE},
    {"basis", F_CHOICE, ALWAYS, .choices = "average|marginal"},
    {"valid_from", F_DATE, MAYBE},
    {"valid_to", F_DATE, MAYBE},
    {"source", F_TEXT, ALWAYS},
    {"source_url", F_TEXT, MAYBE},
    {"note", F_TEXT, ALWAYS},
    CHANGED,
};
const struct field price_index_item[] = {
    {"id", F_ID, ALWAYS},       {"code", F_TEXT, ALWAYS},   {"year", F_INT, ALWAYS},
    {"value", F_NUMBER, MAYBE}, {"source", F_TEXT, ALWAYS}, CHANGED,
};
const struct field payer_rule_item[] = {
    {"id", F_ID, ALWAYS},
    {"task", F_CODE, ALWAYS, .choices = "payer_task"},
    {"municipality_unit_id", F_ID, MAYBE},
    {"municipality_name", F_TEXT, MAYBE, .choices = NAME_OF_UNIT},
    {"sector_from", F_CODE, ALWAYS, .choices = "sector"},
    {"sector_to", F_CODE, ALWAYS, .choices = "sector"},
    {"valid_from", F_DATE, ALWAYS},
    {"valid_to", F_DATE, MAYBE},
    {"source", F_TEXT, ALWAYS},
    CHANGED,
};

const struct field reference_query[] = {
    PAGE_FIELDS,
    {"as_of", F_DATE},
    {"code", F_TEXT, FIELD_RAW, .max = 60},
    {"text", F_TEXT, FIELD_RAW, .max = 100},
    {.type = F_END},
};
const struct field price_index_query[] = {
    PAGE_FIELDS, {"code", F_TEXT, FIELD_RAW, .max = 20}, {.type = F_END}};
const struct field payer_rule_query[] = {
    PAGE_FIELDS,
    {"as_of", F_DATE},
    {"task", F_CODE, .choices = "payer_task"},
    {.type = F_END},
};

const struct field reference_set_item[] = {
    {"id", F_ID, ALWAYS},
    {"created_at", F_STAMP, ALWAYS},
    {"created_by", F_ID, MAYBE},
    {"created_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"current", F_BOOL, ALWAYS},
    {"estimates", F_INT, ALWAYS},
    {.type = F_END},
};

#define REFERENCE(row, spec, path_name)                                                            \
  .list = &list_##spec, .get = SQL_##row##_get, .create = SQL_##row##_create,                      \
  .patch = SQL_##row##_patch, .approve = SQL_##row##_approve, .find = SQL_##row##_find,            \
  .name = path_name, .fields = row##_fields, .item = row##_item

const struct reference reference_values = {
    REFERENCE(reference_value, reference_values, "values"), .key = {"code", "valid_from"},
    .labels = (const char *const[]){"Nr.", "Kode", "Dansk", "Engelsk", "Værdi", "Enhed", "Prisår",
                                    "Gælder fra", "Gælder til", "Kilde", "Bemærkning",
                                    "Godkendt af (nr.)", "Godkendt af", "Godkendt",
                                    "Ændret af (nr.)", "Ændret af", "Ændret", "Version", NULL}};
const struct reference reference_unit_costs = {REFERENCE(unit_cost, unit_costs, "unit-costs"),
                                               .key = {"code", "valid_from"},
                                               .labels = (const char *const[]){"Nr.",
                                                                               "Kode",
                                                                               "Dansk",
                                                                               "Engelsk",
                                                                               "Kategori",
                                                                               "Enhed",
                                                                               "Værdi",
                                                                               "Prisår",
                                                                               "Prisindeks",
                                                                               "Grundlag",
                                                                               "Gælder fra",
                                                                               "Gælder til",
                                                                               "Kilde",
                                                                               "Link",
                                                                               "Bemærkning",
                                                                               "Godkendt af (nr.)",
                                                                               "Godkendt af",
                                                                               "Godkendt",
                                                                               "Ændret af (nr.)",
                                                                               "Ændret af",
                                                                               "Ændret",
                                                                               "Version",
                                                                               NULL}};
const struct reference reference_price_indices = {
    REFERENCE(price_index, price_indices, "price-indices"), .key = {"code", "year"},
    .labels = (const char *const[]){"Nr.", "Kode", "År", "Værdi", "Kilde", "Godkendt af (nr.)",
                                    "Godkendt af", "Godkendt", "Ændret af (nr.)", "Ændret af",
                                    "Ændret", "Version", NULL}};
const struct reference reference_payer_rules = {
    REFERENCE(payer_rule, payer_rules, "payer-rules"),
    .key = {"task", "municipality_unit_id", "sector_from", "valid_from"},
    .labels = (const char *const[]){"Nr.", "Opgave", "Kommune (nr.)", "Kommune", "Fra sektor",
                                    "Til sektor", "Gælder fra", "Gælder til", "Kilde",
                                    "Godkendt af (nr.)", "Godkendt af", "Godkendt",
                                    "Ændret af (nr.)", "Ændret af", "Ændret", "Version", NULL}};

enum err reference_list(struct request *req, struct db *db) {
  const struct reference *of = req->route->of;
  return list_reply(req, db, of->list, NULL);
}

enum err reference_file_get(struct request *req, struct db *db) {
  const struct reference *of = req->route->of;
  return list_file(req, db, of->list, of->labels,
                   arena_printf(req->arena, "reference-%s", of->name));
}

static enum err reply_row(struct request *req, struct db *db, const char *id) {
  const struct reference *of = req->route->of;
  struct rows r;
  enum err e = db_exec(db, of->get, PARAMS(id), DB_LAST, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  req->reply.etag = arena_printf(req->arena, "\"%s\"", row_text(&r, 0, r.columns - 1));
  return row_reply(req, of->item, &r, names_now(db, req->arena));
}

// Rows of one key follow each other in time: all but those of a year.
static bool dated(const struct reference *of) {
  for (const char *const *k = of->key; *k; k++)
    if (strcmp(*k, "valid_from") == 0)
      return true;
  return false;
}

void reference_check(struct request *req, const struct in *in, const char *under) {
  const struct reference *of = req->route->of;
  struct arena *a = req->arena;
  if (strcmp(of->key[0], "code") == 0 && in_text(in, "code")) {
    const char *code = in_text(in, "code");
    bool index = strcmp(of->key[1], "year") == 0;
    const char *letters =
        index ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_" : "abcdefghijklmnopqrstuvwxyz0123456789_";
    if (code[strspn(code, letters)])
      fault_add(&req->faults, arena_printf(a, "%scode", under), FAULT_BAD_PATTERN,
                index ? "A-Z, 0-9 og _|A-Z, 0-9 and _" : "a-z, 0-9 og _|a-z, 0-9 and _");
  }
  if (!dated(of))
    return;
  const char *from = in_text(in, "valid_from"), *to = in_text(in, "valid_to");
  if (from && to && strcmp(to, from) < 0)
    fault_add(&req->faults, arena_printf(a, "%svalid_to", under), FAULT_END_BEFORE_START, NULL);
}

enum err reference_post(struct request *req, struct db *db) {
  const struct reference *of = req->route->of;
  reference_check(req, req->input, "");
  if (req->faults.count)
    return ERR_INVALID;
  struct rows r;
  enum err e = db_exec(db, of->create, body_params(req, NO_PARAMS), 0, &r);
  if (e)
    return e;
  const char *id = arena_strdup(req->arena, row_text(&r, 0, 0));
  req->reply.location = arena_printf(req->arena, "/api/v1/reference/%s/%s", of->name, id);
  return reply_row(req, db, id);
}

// A write that changed no row: there is none, it has changed meanwhile, or it is so already.
static enum err not_written(struct request *req, struct db *db) {
  enum err e = reply_row(req, db, req->key[0]);
  const char *asked = arena_printf(req->arena, "\"%s\"", match_version(req));
  if (e || strcmp(req->reply.etag, asked) == 0)
    return e;
  req->current = arena_strndup(req->arena, req->reply.body.data, req->reply.body.len);
  return ERR_STALE;
}

enum err reference_patch(struct request *req, struct db *db) {
  const struct reference *of = req->route->of;
  reference_check(req, req->input, "");
  if (req->faults.count)
    return ERR_INVALID;
  struct rows r;
  const char *const *lead = PARAMS(req->key[0], match_version(req), body_present(req));
  enum err e = db_exec(db, of->patch, body_params(req, lead), 0, &r);
  if (e)
    return e;
  return r.count ? reply_row(req, db, req->key[0]) : not_written(req, db);
}

enum err reference_approve(struct request *req, struct db *db) {
  const struct reference *of = req->route->of;
  struct rows r;
  enum err e = db_exec(db, of->approve, PARAMS(req->key[0], match_version(req)), 0, &r);
  if (e)
    return e;
  return r.count ? reply_row(req, db, req->key[0]) : not_written(req, db);
}

enum err reference_set_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_reference_sets, NO_PARAMS, DB_LAST, &r);
  return e ? e : items_reply(req, db, reference_set_item, &r);
}
