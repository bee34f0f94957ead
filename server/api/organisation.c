// SPDX-License-Identifier: EUPL-1.2
// Organisations: list, create, read, change; pairs that may be one organisation are proposed, never
// merged.
#include <string.h>

#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

// The order is that of the parameters in organisation_create and organisation_patch.
const struct field organisation_fields[] = {
    {"name", F_TEXT, FIELD_REQUIRED, 1, 300},
    {"kind", F_CODE, FIELD_NO_NULL, .choices = "organisation_kind"},
    {"cvr", F_CVR},
    {"p_number", F_P_NUMBER},
    {"gln", F_GLN},
    {"pic", F_TEXT, FIELD_RAW, 9, 9},
    {"country", F_TEXT, FIELD_NO_NULL, 2, 2},
    {"group_name", F_TEXT, .max = 200},
    {"address", F_TEXT, .max = 200},
    {"postcode", F_TEXT, .max = 20},
    {"city", F_TEXT, .max = 100},
    {"note", F_TEXT, .max = 4000},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {.type = F_END},
};

// clang-format off
#define NUMBERS_AND_PLACE                                                              \
  {"id", F_ID, ALWAYS}, {"name", F_TEXT, ALWAYS}, {"cvr", F_TEXT, MAYBE},              \
  {"p_number", F_TEXT, MAYBE}, {"gln", F_TEXT, MAYBE}, {"pic", F_TEXT, MAYBE},         \
  {"country", F_TEXT, ALWAYS}, {"kind", F_CODE, ALWAYS, .choices = "organisation_kind"}, \
  {"group_name", F_TEXT, MAYBE}, {"address", F_TEXT, MAYBE},                           \
  {"postcode", F_TEXT, MAYBE}, {"city", F_TEXT, MAYBE}, {"note", F_TEXT, MAYBE},       \
  {"valid_from", F_DATE, MAYBE}, {"valid_to", F_DATE, MAYBE},                          \
  {"collaboration_count", F_INT, ALWAYS}
// clang-format on

const struct field organisation_item[] = {
    NUMBERS_AND_PLACE, {"version", F_INT, ALWAYS}, {.type = F_END}};

static const struct field alike_item[] = {{"id", F_ID, ALWAYS},
                                          {"name", F_TEXT, ALWAYS},
                                          {"cvr", F_TEXT, MAYBE},
                                          {"score", F_NUMBER, ALWAYS},
                                          {.type = F_END}};
const struct field organisation_reply[] = {
    NUMBERS_AND_PLACE,
    {"merged_into_id", F_ID, MAYBE},
    {"merged_into_name", F_TEXT, MAYBE},
    {"possible_duplicates", F_ARRAY, ALWAYS, .sub = alike_item},
    {"version", F_INT, ALWAYS},
    {"created_at", F_STAMP, ALWAYS},
    {"updated_at", F_STAMP, ALWAYS},
    {.type = F_END},
};

static const char *const file_labels[] = {
    "Nr.",        "Navn",       "CVR",        "P-nummer",    "GLN",        "PIC",
    "Land",       "Slags",      "Koncern",    "Adresse",     "Postnummer", "By",
    "Bemærkning", "Gælder fra", "Gælder til", "Samarbejder", "Version",    NULL};
const struct list_export export_organisations = {&list_organisations, file_labels,
                                                 "organisationer"};

const struct field organisation_query[] = {
    PAGE_FIELDS,
    {"q", F_TEXT, FIELD_RAW, .max = 200},
    {"kind", F_CODE, .choices = "organisation_kind"},
    {"country", F_TEXT, FIELD_RAW, .max = 200},
    {"cvr", F_TEXT, FIELD_RAW, .max = 20},
    {.type = F_END},
};

static const struct field side[] = {
    {"id", F_ID, ALWAYS}, {"name", F_TEXT, ALWAYS}, {"cvr", F_TEXT, MAYBE}, {.type = F_END}};
const struct field duplicate_item[] = {
    {"id", F_ID, ALWAYS},
    {"a", F_OBJECT, ALWAYS, .sub = side},
    {"b", F_OBJECT, ALWAYS, .sub = side},
    {"score", F_NUMBER, ALWAYS},
    {"reason", F_TEXT, ALWAYS},
    {"status", F_CHOICE, ALWAYS, .choices = "proposed|dismissed|merged"},
    {.type = F_END},
};

enum err organisation_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_organisations, NULL);
}

static enum err reply_organisation(struct request *req, struct db *db, const char *id,
                                   bool created) {
  struct rows r;
  enum err e = db_exec(db, SQL_organisation_get, PARAMS(id), DB_LAST, &r);
  if (e)
    return e;
  return created ? created_reply(req, &r, "/api/v1/organisations") : json_reply(req, &r);
}

enum err organisation_get(struct request *req, struct db *db) {
  return reply_organisation(req, db, req->key[0], false);
}

static void check_fields(struct request *req) {
  const struct in *in = req->input;
  const char *pic = in_text(in, "pic"), *country = in_text(in, "country");
  const char *from = in_text(in, "valid_from"), *to = in_text(in, "valid_to");
  if (pic && strspn(pic, "0123456789") != 9)
    fault_add(&req->faults, "pic", FAULT_BAD_PATTERN, "9 cifre|9 digits");
  if (country && strspn(country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2)
    fault_add(&req->faults, "country", FAULT_BAD_PATTERN,
              "to store bogstaver, som DK|two capital letters such as DK");
  if (from && to && strcmp(to, from) < 0)
    fault_add(&req->faults, "valid_to", FAULT_END_BEFORE_START, NULL);
}

// Who already holds a number of the body is named; the constraint has the last word when two come
// at once.
static enum err check_holders(struct request *req, struct db *db, const char *id) {
  const struct in *in = req->input;
  struct rows r;
  enum err e =
      db_exec(db, SQL_organisation_holders,
              PARAMS(id, in_text(in, "cvr"), in_text(in, "gln"), in_text(in, "pic")), 0, &r);
  for (int i = 0; !e && i < r.count; i++)
    fault_add(&req->faults, row_text(&r, i, 0), FAULT_DUPLICATE, row_text(&r, i, 1));
  return e ? e : r.count ? ERR_DUPLICATE : ERR_NONE;
}

enum err organisation_post(struct request *req, struct db *db) {
  check_fields(req);
  if (req->faults.count)
    return ERR_INVALID;
  struct rows r;
  enum err e = check_holders(req, db, NULL);
  e = e ? e : db_exec(db, SQL_organisation_create, body_params(req, NO_PARAMS), 0, &r);
  e = e ? e : db_exec(db, SQL_organisation_propose, PARAMS(row_text(&r, 0, 0)), 0, NULL);
  return e ? e : reply_organisation(req, db, row_text(&r, 0, 0), true);
}

enum err organisation_patch(struct request *req, struct db *db) {
  const char *id = req->key[0];
  check_fields(req);
  if (req->faults.count)
    return ERR_INVALID;
  struct rows r;
  enum err e = check_holders(req, db, id);
  e = e ? e
        : db_exec(db, SQL_organisation_patch,
                  body_params(req, PARAMS(id, match_version(req), body_present(req))), 0, &r);
  if (!e && r.count == 0)
    return stale_or_missing(req, db, SQL_organisation_get, PARAMS(id), &r);
  if (!e && in_has(req->input, "name"))
    e = db_exec(db, SQL_organisation_propose, PARAMS(id), 0, NULL);
  return e ? e : reply_organisation(req, db, id, false);
}

enum err duplicate_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_duplicates, NULL);
}

enum err duplicate_dismiss(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_duplicate_dismiss, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}
