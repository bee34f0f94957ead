// SPDX-License-Identifier: EUPL-1.2
// The law's side of a case: the checklist that rules make for it, clocks, state aid, rights to
// results, interests, flows of personal data, dispensations, actions for fair competition. All are
// children of a case (child.c); law_register.c looks across cases.
#include "api/resources.h"

#define ALWAYS     (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE      FIELD_REQUIRED
#define AID_STATES "green|amber|red|unknown"
#define ANSWERS    "yes|no|not_relevant"

const struct field checklist_item_fields[] = {
    {"answer", F_CHOICE, .choices = ANSWERS},
    {"reasoning", F_TEXT, .max = 10000},
    {"document_id", F_ID},
    {"url", F_URL},
    {"owner_id", F_ID},
    {"due_date", F_DATE},
    {.type = F_END},
};
const struct field checklist_item_reply[] = {
    {"id", F_ID, ALWAYS}, // of the question
    {"code", F_TEXT, ALWAYS},
    {"section", F_CODE, ALWAYS, .choices = "checklist_section"},
    {"question_da", F_TEXT, ALWAYS},
    {"question_en", F_TEXT, ALWAYS},
    {"help_da", F_TEXT, ALWAYS},
    {"help_en", F_TEXT, ALWAYS},
    {"source", F_TEXT, ALWAYS},
    {"blocks", F_BOOL, ALWAYS},
    {"answer", F_CHOICE, MAYBE, .choices = ANSWERS},
    {"status", F_CHOICE, ALWAYS, .choices = "open|green|amber|red"},
    {"conclusion_da", F_TEXT, ALWAYS},
    {"conclusion_en", F_TEXT, ALWAYS},
    {"reasoning", F_TEXT, MAYBE},
    {"document_id", F_ID, MAYBE},
    {"url", F_TEXT, MAYBE},
    {"owner_id", F_ID, MAYBE},
    {"owner_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"due_date", F_DATE, MAYBE},
    {"answered_by", F_ID, MAYBE},
    {"answered_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"answered_at", F_STAMP, MAYBE},
    {"earlier_answer", F_CHOICE, MAYBE, .choices = ANSWERS}, // to an older wording
    {"earlier_reasoning", F_TEXT, MAYBE},
    {"of_day", F_DATE, ALWAYS}, // the rules of this day are asked
    {"version", F_INT, ALWAYS}, // 0: nobody has touched it
    {.type = F_END},
};
const struct field legal_timer_fields[] = {
    {"kind", F_CODE, FIELD_REQUIRED, .choices = "deadline_kind"},
    {"title", F_TEXT, FIELD_REQUIRED, 1, 300},
    {"started_on", F_DATE, FIELD_REQUIRED},
    {"outcome", F_CODE, .choices = "timer_outcome"},
    {"outcome_on", F_DATE},
    {"document_id", F_ID},
    {"note", F_TEXT, .max = 4000},
    {.type = F_END},
};
const struct field legal_timer_reply[] = {
    {"id", F_ID, ALWAYS},
    {"kind", F_CODE, ALWAYS, .choices = "deadline_kind"},
    {"title", F_TEXT, ALWAYS},
    {"started_on", F_DATE, ALWAYS},
    {"outcome", F_CODE, MAYBE, .choices = "timer_outcome"},
    {"outcome_on", F_DATE, MAYBE},
    {"document_id", F_ID, MAYBE},
    {"document_title", F_TEXT, MAYBE},
    {"note", F_TEXT, MAYBE},
    {"due_date", F_DATE, ALWAYS},
    {"deemed", F_CODE, MAYBE, .choices = "timer_outcome"},
    {"state", F_TEXT, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

const struct field state_aid_fields[] = {
    {"organisation_id", F_ID, FIELD_REQUIRED},
    {"basis", F_CODE, FIELD_NO_NULL, .choices = "aid_basis"},
    {"form", F_CODE, FIELD_NO_NULL, .choices = "aid_form"},
    {"granted_on", F_DATE, FIELD_REQUIRED},
    {"amount_oere", F_MONEY, .max = INT64_C(100000000000000000)},
    {"eur_rate", F_NUMBER, .low = 0.01, .high = 1000},
    {"rate_date", F_DATE},
    {"amount_eur_cents", F_MONEY, .max = INT64_C(100000000000000)},
    {"granter", F_TEXT, .max = 200},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field state_aid_reply[] = {
    {"id", F_ID, ALWAYS},
    {"organisation_id", F_ID, ALWAYS},
    {"organisation_name", F_TEXT, ALWAYS},
    {"basis", F_CODE, ALWAYS, .choices = "aid_basis"},
    {"form", F_CODE, ALWAYS, .choices = "aid_form"},
    {"granted_on", F_DATE, ALWAYS},
    {"amount_oere", F_MONEY, MAYBE},
    {"eur_rate", F_NUMBER, MAYBE},
    {"rate_date", F_DATE, MAYBE},
    {"amount_eur_cents", F_MONEY, ALWAYS},
    {"granter", F_TEXT, MAYBE},
    {"note", F_TEXT, MAYBE},
    {"sum_eur_cents", F_MONEY, ALWAYS},
    {"ceiling_eur_cents", F_MONEY, MAYBE},
    {"status", F_CHOICE, ALWAYS, .choices = AID_STATES},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

const struct field ipr_fields[] = {
    {"ground", F_CODE, FIELD_REQUIRED, .choices = "ipr_ground"},
    {"title", F_TEXT, FIELD_REQUIRED, 1, 300},
    {"asset", F_CODE, FIELD_NO_NULL, .choices = "ipr_asset"},
    {"owner", F_CODE, .choices = "ipr_owner"},
    {"organisation_id", F_ID},
    {"licence", F_TEXT, .max = 2000},
    {"royalty_percent", F_NUMBER, .low = 0, .high = 100},
    {"royalty", F_TEXT, .max = 1000},
    {"publication", F_TEXT, .max = 1000},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field ipr_reply[] = {
    {"id", F_ID, ALWAYS},
    {"ground", F_CODE, ALWAYS, .choices = "ipr_ground"},
    {"title", F_TEXT, ALWAYS},
    {"asset", F_CODE, ALWAYS, .choices = "ipr_asset"},
    {"owner", F_CODE, MAYBE, .choices = "ipr_owner"},
    {"organisation_id", F_ID, MAYBE},
    {"organisation_name", F_TEXT, MAYBE},
    {"licence", F_TEXT, MAYBE},
    {"royalty_percent", F_NUMBER, MAYBE},
    {"royalty", F_TEXT, MAYBE},
    {"publication", F_TEXT, MAYBE},
    {"note", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

const struct field impartiality_fields[] = {
    {"person", F_TEXT, FIELD_REQUIRED, 1, 160},
    {"task", F_TEXT, .max = 200},
    {"organisation_id", F_ID},
    {"interest", F_TEXT, FIELD_REQUIRED, 1, 2000},
    {"declared_on", F_DATE, FIELD_NO_NULL},
    {"decision", F_CODE, .choices = "impartiality_decision"},
    {"decided_on", F_DATE},
    {"measures", F_TEXT, .max = 2000},
    {"document_id", F_ID},
    {.type = F_END},
};
const struct field impartiality_reply[] = {
    {"id", F_ID, ALWAYS},
    {"person", F_TEXT, ALWAYS},
    {"task", F_TEXT, MAYBE},
    {"organisation_id", F_ID, MAYBE},
    {"organisation_name", F_TEXT, MAYBE},
    {"interest", F_TEXT, ALWAYS},
    {"declared_on", F_DATE, ALWAYS},
    {"decision", F_CODE, MAYBE, .choices = "impartiality_decision"},
    {"decided_on", F_DATE, MAYBE},
    {"measures", F_TEXT, MAYBE},
    {"document_id", F_ID, MAYBE},
    {"document_title", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

const struct field data_processing_fields[] = {
    {"purpose", F_TEXT, FIELD_REQUIRED, 1, 500},
    {"role", F_CODE, FIELD_REQUIRED, .choices = "gdpr_role"},
    {"data_class", F_CODE, FIELD_NO_NULL, .choices = "data_class"},
    {"from_party", F_TEXT, FIELD_REQUIRED, 1, 200},
    {"to_party", F_TEXT, FIELD_REQUIRED, 1, 200},
    {"legal_basis", F_TEXT, .max = 500},
    {"dpia", F_CODE, FIELD_NO_NULL, .choices = "dpia_state"},
    {"dpia_date", F_DATE},
    {"third_country", F_TEXT, .max = 100},
    {"transfer_basis", F_TEXT, .max = 500},
    {"record_number", F_TEXT, .max = 80},
    {"document_id", F_ID},
    {"starts_on", F_DATE},
    {"ends_on", F_DATE},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field data_processing_reply[] = {
    {"id", F_ID, ALWAYS},
    {"purpose", F_TEXT, ALWAYS},
    {"role", F_CODE, ALWAYS, .choices = "gdpr_role"},
    {"data_class", F_CODE, ALWAYS, .choices = "data_class"},
    {"from_party", F_TEXT, ALWAYS},
    {"to_party", F_TEXT, ALWAYS},
    {"legal_basis", F_TEXT, MAYBE},
    {"dpia", F_CODE, ALWAYS, .choices = "dpia_state"},
    {"dpia_date", F_DATE, MAYBE},
    {"third_country", F_TEXT, MAYBE},
    {"transfer_basis", F_TEXT, MAYBE},
    {"record_number", F_TEXT, MAYBE},
    {"document_id", F_ID, MAYBE},
    {"document_title", F_TEXT, MAYBE},
    {"starts_on", F_DATE, MAYBE},
    {"ends_on", F_DATE, MAYBE},
    {"note", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

const struct field dispensation_fields[] = {
    {"authority", F_TEXT, FIELD_REQUIRED, 1, 200},
    {"subject", F_TEXT, FIELD_REQUIRED, 1, 500},
    {"applied_on", F_DATE},
    {"granted_on", F_DATE},
    {"refused_on", F_DATE},
    {"expires_on", F_DATE},
    {"reference", F_TEXT, .max = 120},
    {"conditions", F_TEXT, .max = 2000},
    {"document_id", F_ID},
    {.type = F_END},
};
const struct field dispensation_reply[] = {
    {"id", F_ID, ALWAYS},
    {"authority", F_TEXT, ALWAYS},
    {"subject", F_TEXT, ALWAYS},
    {"applied_on", F_DATE, MAYBE},
    {"granted_on", F_DATE, MAYBE},
    {"refused_on", F_DATE, MAYBE},
    {"expires_on", F_DATE, MAYBE},
    {"reference", F_TEXT, MAYBE},
    {"conditions", F_TEXT, MAYBE},
    {"document_id", F_ID, MAYBE},
    {"document_title", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

const struct field equalising_action_fields[] = {
    {"organisation_id", F_ID, FIELD_REQUIRED},
    {"action", F_TEXT, FIELD_REQUIRED, 1, 2000},
    {"done_on", F_DATE, FIELD_REQUIRED},
    {"document_id", F_ID},
    {.type = F_END},
};
const struct field equalising_action_reply[] = {
    {"id", F_ID, ALWAYS},
    {"organisation_id", F_ID, ALWAYS},
    {"organisation_name", F_TEXT, ALWAYS},
    {"action", F_TEXT, ALWAYS},
    {"done_on", F_DATE, ALWAYS},
    {"document_id", F_ID, MAYBE},
    {"document_title", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};

const struct field competition_item[] = {
    {"organisation_id", F_ID, ALWAYS},
    {"organisation_name", F_TEXT, ALWAYS},
    {"cvr", F_TEXT, MAYBE},
    {"partner_name", F_TEXT, ALWAYS}, // itself, or another company of its group
    {"role", F_CODE, ALWAYS, .choices = "party_role"},
    {"collaboration_id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"start_date", F_DATE, MAYBE},
    {"end_date", F_DATE, MAYBE},
    {"documents", F_TEXTS, ALWAYS},
    {"dialogue", F_TEXTS, ALWAYS}, // days and material of the market dialogue
    {"actions", F_INT, ALWAYS},
    {.type = F_END},
};

// Questions are made by rules and never taken off: listed and answered only.
const struct child child_checklist = {.list = SQL_checklist_item_list,
                                      .get = SQL_checklist_item_get,
                                      .patch = SQL_checklist_item_patch,
                                      .name = "checklist",
                                      .reply = checklist_item_reply,
                                      .seen = SQL_collaboration_kind,
                                      .base = "collaborations"};
const struct child child_competition = {.list = SQL_competition_list,
                                        .name = "competition",
                                        .reply = competition_item,
                                        .seen = SQL_collaboration_kind,
                                        .base = "collaborations"};
const struct child child_timers = {CHILD_OF_CASE(legal_timer, "timers", legal_timer_reply)};
const struct child child_state_aid = {CHILD_OF_CASE(state_aid, "state-aid", state_aid_reply)};
const struct child child_ipr = {CHILD_OF_CASE(ipr, "ipr", ipr_reply)};
const struct child child_impartiality = {
    CHILD_OF_CASE(impartiality, "impartiality", impartiality_reply)};
const struct child child_data_processing = {
    CHILD_OF_CASE(data_processing, "data-processing", data_processing_reply)};
const struct child child_dispensations = {
    CHILD_OF_CASE(dispensation, "dispensations", dispensation_reply)};
const struct child child_equalising = {
    CHILD_OF_CASE(equalising_action, "equalising-actions", equalising_action_reply)};

enum err checklist_refresh(struct request *req, struct db *db) {
  struct rows seen;
  enum err e = db_exec(db, SQL_collaboration_kind, PARAMS(req->key[0]), 0, &seen);
  if (e || seen.count == 0)
    return e ? e : ERR_NOT_FOUND;
  e = db_exec(db, SQL_checklist_refresh, PARAMS(req->key[0]), 0, NULL);
  return e ? e : child_list(req, db);
}
