// SPDX-License-Identifier: EUPL-1.2
// What belongs to the procurement of a case: market dialogue, scores, capacity, hours, the tender
// and its bidders, the terms of the contract, call-offs under its ceiling, and the phases of an
// innovation partnership. The order of a body is that of the parameters of its statements.
#include <string.h>

#include "api/resources.h"

#define ALWAYS     (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE      FIELD_REQUIRED
#define AMOUNT_MAX INT64_C(100000000000000000)

const struct field market_dialogue_fields[] = {
    {"held_on", F_DATE, FIELD_REQUIRED},
    {"form", F_CODE, FIELD_REQUIRED, .choices = "market_form"},
    {"organisation_id", F_ID},
    {"firms", F_INT, .min = 0, .max = 10000},
    {"participants", F_TEXT, .max = 2000},
    {"material", F_TEXT, .max = 2000},
    {"material_url", F_URL},
    {"same_material_to_all", F_BOOL, FIELD_NO_NULL},
    {"summary", F_TEXT, .max = 10000},
    {"conclusion", F_CODE, .choices = "market_conclusion"},
    {.type = F_END},
};
const struct field market_dialogue_reply[] = {
    {"id", F_ID, ALWAYS},
    {"held_on", F_DATE, ALWAYS},
    {"form", F_CODE, ALWAYS, .choices = "market_form"},
    {"organisation_id", F_ID, MAYBE},
    {"organisation_name", F_TEXT, MAYBE},
    {"cvr", F_TEXT, MAYBE},
    {"firms", F_INT, MAYBE},
    {"participants", F_TEXT, MAYBE},
    {"material", F_TEXT, MAYBE},
    {"material_url", F_TEXT, MAYBE},
    {"same_material_to_all", F_BOOL, ALWAYS},
    {"summary", F_TEXT, MAYBE},
    {"conclusion", F_CODE, MAYBE, .choices = "market_conclusion"},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field strategic_score_fields[] = {
    {"area_id", F_ID, FIELD_REQUIRED},
    {"score", F_INT, FIELD_REQUIRED, 0, 5},
    {"reasoning", F_TEXT, .max = 4000},
    {.type = F_END},
};
const struct field strategic_score_reply[] = {
    {"id", F_ID, ALWAYS},         {"area_id", F_ID, ALWAYS},  {"area_da", F_TEXT, ALWAYS},
    {"area_en", F_TEXT, ALWAYS},  {"weight", F_INT, ALWAYS},  {"score", F_INT, ALWAYS},
    {"reasoning", F_TEXT, MAYBE}, {"version", F_INT, ALWAYS}, {.type = F_END},
};
const struct field capacity_need_fields[] = {
    {"unit_id", F_ID, FIELD_REQUIRED},
    {"year", F_INT, FIELD_REQUIRED, 2000, 2200},
    {"quarter", F_INT, FIELD_REQUIRED, 1, 4},
    {"fte", F_NUMBER, FIELD_REQUIRED, .low = 0, .high = 1000},
    {"override_reason", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field capacity_need_reply[] = {
    {"id", F_ID, ALWAYS},
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, ALWAYS, .choices = NAME_OF_UNIT},
    {"year", F_INT, ALWAYS},
    {"quarter", F_INT, ALWAYS},
    {"fte", F_NUMBER, ALWAYS},
    {"override_reason", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field effort_fields[] = {
    {"party", F_CHOICE, FIELD_REQUIRED, .choices = "procurement|clinic"},
    {"year", F_INT, FIELD_REQUIRED, 2000, 2200},
    {"planned_hours", F_NUMBER, .low = 0, .high = 100000},
    {"used_hours", F_NUMBER, .low = 0, .high = 100000},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field effort_reply[] = {
    {"id", F_ID, ALWAYS},
    {"party", F_CHOICE, ALWAYS, .choices = "procurement|clinic"},
    {"year", F_INT, ALWAYS},
    {"planned_hours", F_NUMBER, MAYBE},
    {"used_hours", F_NUMBER, MAYBE},
    {"note", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field tender_fields[] = {
    {"procedure", F_CODE, FIELD_REQUIRED, .choices = "procurement_procedure"},
    {"service_kind", F_CODE, .choices = "service_kind"},
    {"value_oere", F_MONEY, .max = AMOUNT_MAX},
    {"lots", F_INT, .min = 1, .max = 1000},
    {"award_criteria", F_TEXT, .max = 4000},
    {"notice_number", F_TEXT, .max = 40},
    {"notice_url", F_URL},
    {"notice_date", F_DATE},
    {"application_deadline", F_DATE},
    {"offer_deadline", F_DATE},
    {"invited_on", F_DATE},
    {"award_on_first_offer", F_BOOL},
    {"ipr_arrangement", F_TEXT, .max = 4000},
    {"several_contracts", F_BOOL},
    {"negotiation", F_TEXT, .max = 4000},
    {"participation_fee", F_TEXT, .max = 2000},
    {"reduction", F_TEXT, .max = 4000},
    {"awarded_on", F_DATE},
    {"evaluation_note", F_TEXT, .max = 10000},
    {.type = F_END},
};
const struct field tender_reply[] = {
    {"id", F_ID, ALWAYS},
    {"procedure", F_CODE, ALWAYS, .choices = "procurement_procedure"},
    {"service_kind", F_CODE, MAYBE, .choices = "service_kind"},
    {"value_oere", F_MONEY, MAYBE},
    {"lots", F_INT, MAYBE},
    {"award_criteria", F_TEXT, MAYBE},
    {"notice_number", F_TEXT, MAYBE},
    {"notice_url", F_TEXT, MAYBE},
    {"notice_date", F_DATE, MAYBE},
    {"application_deadline", F_DATE, MAYBE},
    {"offer_deadline", F_DATE, MAYBE},
    {"invited_on", F_DATE, MAYBE},
    {"award_on_first_offer", F_BOOL, MAYBE},
    {"ipr_arrangement", F_TEXT, MAYBE},
    {"several_contracts", F_BOOL, MAYBE},
    {"negotiation", F_TEXT, MAYBE},
    {"participation_fee", F_TEXT, MAYBE},
    {"reduction", F_TEXT, MAYBE},
    {"awarded_on", F_DATE, MAYBE},
    {"evaluation_note", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field bidder_fields[] = {
    {"organisation_id", F_ID, FIELD_REQUIRED},
    {"applied_on", F_DATE},
    {"invited", F_BOOL, FIELD_NO_NULL},
    {"offer_on", F_DATE},
    {"offer_oere", F_MONEY, .max = AMOUNT_MAX},
    {"awarded", F_BOOL, FIELD_NO_NULL},
    {"note", F_TEXT, .max = 4000},
    {.type = F_END},
};
const struct field bidder_reply[] = {
    {"id", F_ID, ALWAYS},
    {"organisation_id", F_ID, ALWAYS},
    {"organisation_name", F_TEXT, ALWAYS},
    {"cvr", F_TEXT, MAYBE},
    {"applied_on", F_DATE, MAYBE},
    {"invited", F_BOOL, ALWAYS},
    {"offer_on", F_DATE, MAYBE},
    {"offer_oere", F_MONEY, MAYBE},
    {"awarded", F_BOOL, ALWAYS},
    {"note", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field contract_terms_fields[] = {
    {"signed_on", F_DATE},
    {"unit_price", F_TEXT, .max = 4000},
    {"volume", F_TEXT, .max = 4000},
    {"index_code", F_TEXT, .max = 20},
    {"index_clause", F_TEXT, .max = 4000},
    {"yearly_commitment_oere", F_MONEY, .max = AMOUNT_MAX},
    {"kpi", F_TEXT, .max = 4000},
    {"termination", F_TEXT, .max = 4000},
    {"expiry_decision", F_CODE, .choices = "expiry_decision"},
    {"expiry_decided_on", F_DATE},
    {"expiry_reason", F_TEXT, .max = 4000},
    {.type = F_END},
};
const struct field contract_terms_reply[] = {
    {"id", F_ID, ALWAYS},
    {"signed_on", F_DATE, MAYBE},
    {"unit_price", F_TEXT, MAYBE},
    {"volume", F_TEXT, MAYBE},
    {"index_code", F_TEXT, MAYBE},
    {"index_clause", F_TEXT, MAYBE},
    {"yearly_commitment_oere", F_MONEY, MAYBE},
    {"kpi", F_TEXT, MAYBE},
    {"termination", F_TEXT, MAYBE},
    {"expiry_decision", F_CODE, MAYBE, .choices = "expiry_decision"},
    {"expiry_decided_on", F_DATE, MAYBE},
    {"expiry_reason", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field contract_option_fields[] = {
    {"kind", F_CHOICE, FIELD_REQUIRED, .choices = "option|extension"},
    {"title", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"months", F_INT, .min = 1, .max = 600},
    {"amount_oere", F_MONEY, .max = AMOUNT_MAX},
    {"notice_by", F_DATE},
    {"taken_on", F_DATE},
    {"declined", F_BOOL, FIELD_NO_NULL},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field contract_option_reply[] = {
    {"id", F_ID, ALWAYS},
    {"kind", F_CHOICE, ALWAYS, .choices = "option|extension"},
    {"title", F_TEXT, ALWAYS},
    {"months", F_INT, MAYBE},
    {"amount_oere", F_MONEY, MAYBE},
    {"notice_by", F_DATE, MAYBE},
    {"taken_on", F_DATE, MAYBE},
    {"declined", F_BOOL, ALWAYS},
    {"note", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field contract_amendment_fields[] = {
    {"title", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"agreed_on", F_DATE, FIELD_REQUIRED},
    {"ceiling_change_oere", F_MONEY, .min = -AMOUNT_MAX, .max = AMOUNT_MAX},
    {"legal_basis", F_TEXT, .max = 2000},
    {"reason", F_TEXT, FIELD_REQUIRED, 2, 4000},
    {"document_url", F_URL},
    {.type = F_END},
};
const struct field contract_amendment_reply[] = {
    {"id", F_ID, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"agreed_on", F_DATE, ALWAYS},
    {"ceiling_change_oere", F_MONEY, MAYBE},
    {"legal_basis", F_TEXT, MAYBE},
    {"reason", F_TEXT, ALWAYS},
    {"document_url", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field call_off_fields[] = {
    {"number", F_TEXT, .max = 60},
    {"title", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"organisation_id", F_ID},
    {"amount_oere", F_MONEY, FIELD_REQUIRED, .min = 1, .max = AMOUNT_MAX},
    {"ordered_on", F_DATE, FIELD_REQUIRED},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field call_off_reply[] = {
    {"id", F_ID, ALWAYS},
    {"number", F_TEXT, MAYBE},
    {"title", F_TEXT, ALWAYS},
    {"organisation_id", F_ID, MAYBE},
    {"organisation_name", F_TEXT, MAYBE},
    {"cvr", F_TEXT, MAYBE},
    {"amount_oere", F_MONEY, ALWAYS},
    {"ordered_on", F_DATE, ALWAYS},
    {"note", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field partnership_phase_fields[] = {
    {"no", F_INT, FIELD_REQUIRED, 1, 99},
    {"name", F_TEXT, FIELD_REQUIRED, 1, 200},
    {"goal", F_TEXT, FIELD_REQUIRED, 2, 4000},
    {"starts_on", F_DATE},
    {"ends_on", F_DATE},
    {"rate_oere", F_MONEY, FIELD_REQUIRED, .max = AMOUNT_MAX},
    {"goal_met", F_BOOL},
    {"decision", F_CODE, .choices = "phase_decision"},
    {"decided_on", F_DATE},
    {"reason", F_TEXT, .max = 4000},
    {"extended_to", F_DATE},
    {.type = F_END},
};
const struct field partnership_phase_reply[] = {
    {"id", F_ID, ALWAYS},
    {"no", F_INT, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"goal", F_TEXT, ALWAYS},
    {"starts_on", F_DATE, MAYBE},
    {"ends_on", F_DATE, MAYBE},
    {"rate_oere", F_MONEY, ALWAYS},
    {"goal_met", F_BOOL, MAYBE},
    {"decision", F_CODE, MAYBE, .choices = "phase_decision"},
    {"decided_on", F_DATE, MAYBE},
    {"reason", F_TEXT, MAYBE},
    {"extended_to", F_DATE, MAYBE},
    {"stop_exposes_oere", F_MONEY, ALWAYS},
    {"stop_closes_oere", F_MONEY, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

// What the database finds wrong across the fields of a case, with the row that was just written.
static enum err judge(struct request *req, struct db *db, enum sql rules, const char *id) {
  struct rows r;
  enum err e = db_exec(db, rules, PARAMS(req->key[0], id), 0, &r);
  for (int i = 0; !e && i < r.count; i++)
    for (enum fault f = FAULT_NONE + 1; f < FAULT_COUNT; f++)
      if (strcmp(fault_info(f)->code, row_text(&r, i, 1)) == 0)
        fault_add(&req->faults, row_text(&r, i, 0), f, row_text(&r, i, 2));
  return e ? e : req->faults.count ? ERR_INVALID : ERR_NONE;
}

static enum err tender_check(struct request *req, struct db *db, const char *id) {
  return judge(req, db, SQL_tender_faults, id);
}

static enum err contract_terms_check(struct request *req, struct db *db, const char *id) {
  return judge(req, db, SQL_contract_terms_faults, id);
}

static enum err contract_option_check(struct request *req, struct db *db, const char *id) {
  return judge(req, db, SQL_contract_option_faults, id);
}

static enum err partnership_phase_check(struct request *req, struct db *db, const char *id) {
  return judge(req, db, SQL_partnership_phase_faults, id);
}

const struct child child_market_dialogue = {
    CHILD_OF_CASE(market_dialogue, "market-dialogues", market_dialogue_reply)};
const struct child child_strategic_score = {
    CHILD_OF_CASE(strategic_score, "strategic-scores", strategic_score_reply)};
const struct child child_capacity_need = {
    CHILD_OF_CASE(capacity_need, "capacity-needs", capacity_need_reply)};
const struct child child_effort = {CHILD_OF_CASE(effort, "efforts", effort_reply)};
const struct child child_tender = {CHILD_OF_CASE(tender, "tenders", tender_reply),
                                   .check = tender_check};
const struct child child_bidder = {CHILD_OF_CASE(bidder, "bidders", bidder_reply),
                                   .check = tender_check};
const struct child child_contract_terms = {
    CHILD_OF_CASE(contract_terms, "contract-terms", contract_terms_reply),
    .check = contract_terms_check};
const struct child child_contract_option = {
    CHILD_OF_CASE(contract_option, "contract-options", contract_option_reply),
    .check = contract_option_check};
const struct child child_contract_amendment = {
    CHILD_OF_CASE(contract_amendment, "contract-amendments", contract_amendment_reply)};
const struct child child_call_off = {CHILD_OF_CASE(call_off, "call-offs", call_off_reply)};
const struct child child_partnership_phase = {
    CHILD_OF_CASE(partnership_phase, "partnership-phases", partnership_phase_reply),
    .check = partnership_phase_check};
