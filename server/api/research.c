// SPDX-License-Identifier: EUPL-1.2
// Research contracts: the quick form, the contract's own facts, what the rules ask and whether it
// is done, amendments, reports, instalments and publications, key figures.
#include <string.h>

#include "api/resources.h"

#define ALWAYS   (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE    FIELD_REQUIRED
#define OERE_MAX INT64_C(100000000000000000)

// Twelve: the form is filled in without a mouse in less than a minute.
const struct field research_quick_fields[] = {
    {"subtype", F_CODE, FIELD_REQUIRED, .choices = "subtype"},
    {"title", F_TEXT, FIELD_REQUIRED, 3, 300},
    {"unit_id", F_ID, FIELD_REQUIRED, .max = INT32_MAX},
    {"sponsor_id", F_ID},
    {"principal_investigator", F_TEXT, .max = 160},
    {"protocol_number", F_TEXT, .max = 80},
    {"external_amount_oere", F_MONEY, .max = OERE_MAX},
    {"received_on", F_DATE},
    {"start_date", F_DATE},
    {"years", F_INT, .min = 1, .max = 50},
    {"planned_patients", F_INT, .max = 100000000},
    {"special", F_CHOICE,
     .choices = "standard_template|without_obligations|equipment_with_running_costs"},
    {.type = F_END},
};
static const struct field asked_item[] = {
    {"rule_id", F_ID, ALWAYS}, {"action", F_TEXT, ALWAYS}, {"role", F_TEXT, MAYBE},
    {"da", F_TEXT, ALWAYS},    {"en", F_TEXT, ALWAYS},     {"due_date", F_DATE, MAYBE},
    {.type = F_END},
};
const struct field research_quick_reply[] = {
    {"id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"received_on", F_DATE, ALWAYS},
    {"end_date", F_DATE, MAYBE},
    {"approval", F_ARRAY, ALWAYS, .sub = asked_item},
    {.type = F_END},
};

// The order is that of the parameters in contract_patch.
const struct field contract_fields[] = {
    {"received_on", F_DATE},
    {"amends_id", F_ID},
    {"purpose", F_TEXT, .max = 4000},
    {"project_number", F_TEXT, .max = 60},
    {"register_number", F_TEXT, .max = 60},
    {"overhead_percent", F_NUMBER, .low = 0, .high = 100},
    {"in_kind_oere", F_MONEY, .max = OERE_MAX},
    {"currency", F_CHOICE, FIELD_NO_NULL, .choices = "DKK|EUR|USD|GBP|SEK|NOK|CHF"},
    {"price_basis", F_TEXT, .max = 200},
    {"publication_delay_months", F_INT, .max = 120},
    {"standard_template", F_BOOL, FIELD_NO_NULL},
    {"without_obligations", F_BOOL, FIELD_NO_NULL},
    {"running_costs", F_BOOL, FIELD_NO_NULL},
    {.type = F_END},
};
const struct field contract_reply[] = {
    {"id", F_ID, ALWAYS},
    {"received_on", F_DATE, MAYBE},
    {"amends_id", F_ID, MAYBE},
    {"amends_number", F_TEXT, MAYBE},
    {"purpose", F_TEXT, MAYBE},
    {"project_number", F_TEXT, MAYBE},
    {"register_number", F_TEXT, MAYBE},
    {"overhead_percent", F_NUMBER, MAYBE},
    {"in_kind_oere", F_MONEY, MAYBE},
    {"currency", F_TEXT, ALWAYS},
    {"price_basis", F_TEXT, MAYBE},
    {"publication_delay_months", F_INT, MAYBE},
    {"standard_template", F_BOOL, ALWAYS},
    {"without_obligations", F_BOOL, ALWAYS},
    {"running_costs", F_BOOL, ALWAYS},
    {"external_total_oere", F_MONEY, ALWAYS}, // with all amendments
    {"signed_on", F_DATE, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

const struct field approval_fields[] = {
    {"rule_id", F_ID, FIELD_REQUIRED},
    {"done_on", F_DATE}, // null: taken back
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field approval_item[] = {
    {"rule_id", F_ID, ALWAYS},
    {"action", F_TEXT, ALWAYS},
    {"role", F_CODE, MAYBE, .choices = "role"},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"days", F_INT, MAYBE},
    {"due_date", F_DATE, MAYBE},
    {"done_on", F_DATE, MAYBE},
    {"done_by", F_ID, MAYBE},
    {"done_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"note", F_TEXT, MAYBE},
    {"source", F_TEXT, ALWAYS},
    {.type = F_END},
};
const struct field amendment_item[] = {
    {"id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"external_amount_oere", F_MONEY, MAYBE},
    {"received_on", F_DATE, MAYBE},
    {"signed_on", F_DATE, MAYBE},
    {.type = F_END},
};

const struct field funder_report_fields[] = {
    {"organisation_id", F_ID},
    {"title", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"due_date", F_DATE, FIELD_REQUIRED},
    {"sent_on", F_DATE},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field funder_report_reply[] = {
    {"id", F_ID, ALWAYS},
    {"organisation_id", F_ID, MAYBE},
    {"organisation_name", F_TEXT, MAYBE},
    {"title", F_TEXT, ALWAYS},
    {"due_date", F_DATE, ALWAYS},
    {"sent_on", F_DATE, MAYBE},
    {"note", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field instalment_fields[] = {
    {"title", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"due_date", F_DATE, FIELD_REQUIRED},
    {"amount_oere", F_MONEY, FIELD_REQUIRED, .max = OERE_MAX},
    {"invoiced_on", F_DATE},
    {"paid_on", F_DATE},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field instalment_reply[] = {
    {"id", F_ID, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"due_date", F_DATE, ALWAYS},
    {"amount_oere", F_MONEY, ALWAYS},
    {"invoiced_on", F_DATE, MAYBE},
    {"paid_on", F_DATE, MAYBE},
    {"note", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field publication_fields[] = {
    {"title", F_TEXT, FIELD_REQUIRED, 2, 300},
    {"shown_on", F_DATE, FIELD_REQUIRED},
    {"delay_until", F_DATE},
    {"delay_reason", F_TEXT, .max = 2000},
    {"published_on", F_DATE},
    {.type = F_END},
};
const struct field publication_reply[] = {
    {"id", F_ID, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"shown_on", F_DATE, ALWAYS},
    {"delay_until", F_DATE, MAYBE},
    {"delay_reason", F_TEXT, MAYBE},
    {"published_on", F_DATE, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct child child_funder_reports = {
    CHILD_OF_CASE(funder_report, "reports", funder_report_reply)};
const struct child child_instalments = {CHILD_OF_CASE(instalment, "instalments", instalment_reply)};
const struct child child_publications = {
    CHILD_OF_CASE(publication, "publications", publication_reply)};

const struct field research_query[] = {
    PAGE_FIELDS,
    {"q", F_TEXT, FIELD_RAW, .max = 200},
    {"unit_id", F_ID, .max = INT32_MAX},
    {"mine", F_BOOL},
    {"desk", F_CODE, .choices = "desk"},
    {"side", F_CHOICE, .choices = "ours|theirs|authority"},
    {"subtype", F_TEXT, FIELD_RAW, .max = 400},
    {"open", F_BOOL},
    {"older_than", F_INT, .max = 36500},
    {"signed_from", F_DATE},
    {"signed_to", F_DATE},
    {"not_acknowledged", F_BOOL},
    {.type = F_END},
};
const struct field research_item[] = {
    {"id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"subtype", F_CODE, MAYBE, .choices = "subtype"},
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, MAYBE, .choices = NAME_OF_UNIT},
    {"counterparty", F_TEXT, MAYBE},
    {"protocol_number", F_TEXT, MAYBE},
    {"principal_investigator", F_TEXT, MAYBE},
    {"external_amount_oere", F_MONEY, MAYBE},
    {"received_on", F_DATE, MAYBE},
    {"signed_on", F_DATE, MAYBE},
    {"days", F_INT, MAYBE}, // from receipt to signature, or until today
    {"desk", F_CODE, MAYBE, .choices = "desk"},
    {"side", F_TEXT, MAYBE},
    {"desk_since", F_STAMP, MAYBE},
    {.type = F_END},
};

static const char *const file_labels[] = {"Nr.",
                                          "Nummer",
                                          "Titel",
                                          "Undertype",
                                          "Fase",
                                          "Enhed (nr.)",
                                          "Enhed",
                                          "Modpart",
                                          "Protokol",
                                          "Forsøgsansvarlig",
                                          "Ekstern finansiering (kr.)",
                                          "Modtaget",
                                          "Underskrevet",
                                          "Dage",
                                          "Hos",
                                          "Side",
                                          "Siden",
                                          NULL};
const struct list_export export_research = {&list_research_contracts, file_labels,
                                            "forskningskontrakter"};

const struct field research_summary_query[] = {
    {"unit_id", F_ID, .max = INT32_MAX},
    {"from", F_DATE},
    {"to", F_DATE},
    {.type = F_END},
};
static const struct field clock_item[] = {
    {"side", F_TEXT, ALWAYS},
    {"median_days", F_NUMBER, MAYBE},
    {"p90_days", F_NUMBER, MAYBE},
    {.type = F_END},
};
static const struct field subtype_item[] = {
    {"subtype", F_CODE, MAYBE, .choices = "subtype"},
    {"signed", F_INT, ALWAYS},
    {"median_days", F_NUMBER, MAYBE},
    {"p90_days", F_NUMBER, MAYBE},
    {.type = F_END},
};
static const struct field money_item[] = {
    {"year", F_INT, ALWAYS},
    {"class", F_CODE, ALWAYS, .choices = "payer_class"},
    {"amount_oere", F_MONEY, ALWAYS},
    {.type = F_END},
};
static const struct field share_item[] = {
    {"year", F_INT, ALWAYS}, {"share", F_NUMBER, MAYBE}, {.type = F_END}};
const struct field research_summary_reply[] = {
    {"from", F_DATE, ALWAYS},
    {"to", F_DATE, ALWAYS},
    {"signed", F_INT, ALWAYS},
    {"median_days", F_NUMBER, MAYBE},
    {"p90_days", F_NUMBER, MAYBE},
    {"open", F_INT, ALWAYS},
    {"open_over_60", F_INT, ALWAYS},
    {"not_acknowledged", F_INT, ALWAYS},
    {"clocks", F_ARRAY, ALWAYS, .sub = clock_item},
    {"by_subtype", F_ARRAY, ALWAYS, .sub = subtype_item},
    {"money", F_ARRAY, ALWAYS, .sub = money_item},
    {"external_shares", F_ARRAY, ALWAYS, .sub = share_item},
    {.type = F_END},
};

enum err research_quick_post(struct request *req, struct db *db) {
  if (in_has(req->input, "years") && !in_has(req->input, "start_date"))
    return refuse_field(req, "start_date", FAULT_REQUIRED, NULL);
  struct rows r;
  enum err e = db_exec(db, SQL_research_add, PARAMS(req->body), 0, &r);
  e = e ? e : db_exec(db, SQL_research_made, PARAMS(row_text(&r, 0, 0)), DB_LAST, &r);
  return e ? e : created_reply(req, &r, "/api/v1/collaborations");
}

enum err research_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_research_contracts, NULL);
}

enum err research_summary_get(struct request *req, struct db *db) {
  const struct in *q = req->query;
  struct rows r;
  enum err e =
      db_exec(db, SQL_research_summary,
              PARAMS(in_text(q, "unit_id"), in_text(q, "from"), in_text(q, "to")), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}

enum err contract_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_contract_get, PARAMS(req->key[0]), DB_LAST, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  req->reply.etag = arena_printf(req->arena, "\"%s\"", row_text(&r, 0, r.columns - 1));
  return row_reply(req, contract_reply, &r, names_now(db, req->arena));
}

enum err contract_patch(struct request *req, struct db *db) {
  struct rows r;
  const char *const *lead = PARAMS(req->key[0], match_version(req), body_present(req));
  enum err e = db_exec(db, SQL_contract_patch, body_params(req, lead), 0, &r);
  bool changed = !e && r.count > 0;
  e = e ? e : contract_get(req, db);
  if (e || changed)
    return e;
  const char *asked = arena_printf(req->arena, "\"%s\"", match_version(req));
  if (strcmp(req->reply.etag, asked) == 0) // seen, not stale, and yet not changed
    return ERR_FORBIDDEN;
  req->current = arena_strndup(req->arena, req->reply.body.data, req->reply.body.len);
  return ERR_STALE;
}

// The items of a statement about one case that is seen.
static enum err items_of_case(struct request *req, struct db *db, enum sql statement,
                              const struct field *table) {
  struct rows r;
  enum err e = db_exec(db, SQL_collaboration_kind, PARAMS(req->key[0]), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  e = db_exec(db, statement, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : items_reply(req, db, table, &r);
}

enum err approval_list(struct request *req, struct db *db) {
  return items_of_case(req, db, SQL_approval_list, approval_item);
}

enum err amendment_list(struct request *req, struct db *db) {
  return items_of_case(req, db, SQL_amendment_list, amendment_item);
}

enum err approval_post(struct request *req, struct db *db) {
  const struct in *in = req->input;
  struct rows r;
  enum err e = db_exec(db, SQL_collaboration_kind, PARAMS(req->key[0]), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  e = db_exec(
      db, SQL_approval_mark,
      PARAMS(req->key[0], in_text(in, "rule_id"), in_text(in, "done_on"), in_text(in, "note")), 0,
      &r);
  if (e == ERR_STATE)
    return refuse(req, e, "Juristerne skal have set kontrakten, før den underskrives",
                  "The lawyers must have seen the contract before it is signed");
  if (!e && !row_true(&r, 0, 0))
    return refuse_field(req, "rule_id", FAULT_UNKNOWN_REFERENCE, NULL);
  return e ? e : approval_list(req, db);
}
