// SPDX-License-Identifier: EUPL-1.2
// One look for everything that one may see: cases, organisations, documents, comments, people,
// units.
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

static const struct field case_hit[] = {
    {"id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"title", F_TEXT, ALWAYS},
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"counterparty", F_TEXT, MAYBE},
    {.type = F_END},
};
static const struct field organisation_hit[] = {
    {"id", F_ID, ALWAYS},   {"name", F_TEXT, ALWAYS},
    {"cvr", F_TEXT, MAYBE}, {"kind", F_CODE, ALWAYS, .choices = "organisation_kind"},
    {.type = F_END},
};
static const struct field document_hit[] = {
    {"id", F_ID, ALWAYS},
    {"collaboration_id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS}, // of the case
    {"title", F_TEXT, ALWAYS},
    {"type", F_CODE, ALWAYS, .choices = "document_type"},
    {.type = F_END},
};
static const struct field comment_hit[] = {
    {"id", F_ID, ALWAYS},           {"collaboration_id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},     {"title", F_TEXT, ALWAYS}, // of the case
    {"author_name", F_TEXT, MAYBE}, {"created_at", F_STAMP, ALWAYS},
    {"excerpt", F_TEXT, ALWAYS},    {.type = F_END},
};
static const struct field person_hit[] = {
    {"id", F_ID, ALWAYS}, {"name", F_TEXT, ALWAYS}, {"unit_name", F_TEXT, MAYBE}, {.type = F_END}};
static const struct field unit_hit[] = {
    {"id", F_ID, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"kind", F_CODE, ALWAYS, .choices = "unit_kind"},
    {"valid_to", F_DATE, MAYBE},
    {.type = F_END},
};

const struct field search_reply[] = {
    {"q", F_TEXT, ALWAYS},
    {"collaborations", F_ARRAY, ALWAYS, .sub = case_hit},
    {"organisations", F_ARRAY, ALWAYS, .sub = organisation_hit},
    {"documents", F_ARRAY, ALWAYS, .sub = document_hit},
    {"comments", F_ARRAY, ALWAYS, .sub = comment_hit},
    {"people", F_ARRAY, ALWAYS, .sub = person_hit},
    {"units", F_ARRAY, ALWAYS, .sub = unit_hit},
    {.type = F_END},
};

// limit: rows of each kind.
const struct field search_query[] = {{"q", F_TEXT, FIELD_REQUIRED | FIELD_RAW, 2, 200},
                                     {"limit", F_INT, .min = 1, .max = 50},
                                     {.type = F_END}};

enum err search_get(struct request *req, struct db *db) {
  struct rows r;
  const char *limit = in_text(req->query, "limit");
  const char *organisations = req->who->rights & RIGHT(RIGHT_ORGANISATIONS_READ) ? "true" : "false";
  enum err e =
      db_exec(db, SQL_search_all,
              PARAMS(in_text(req->query, "q"), limit ? limit : "8", organisations), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}
