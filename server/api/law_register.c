// SPDX-License-Identifier: EUPL-1.2
// Law across cases: the lawyers' inbox, the register of state aid, and the dated rules that make
// the checklist and wind the clocks.
#include "api/resources.h"

#define ALWAYS     (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE      FIELD_REQUIRED
#define AID_STATES "green|amber|red|unknown"

// The order is that of the parameters of the statements.
const struct field checklist_rule_fields[] = {
    {"code", F_TEXT, FIELD_REQUIRED, 1, 60},
    {"section", F_CODE, FIELD_REQUIRED, .choices = "checklist_section"},
    {"no", F_INT, FIELD_NO_NULL, .min = 0, .max = 1000},
    {"kind", F_CODE, .choices = "kind"},
    {"subtype", F_CODE, .choices = "subtype"},
    {"da", F_TEXT, FIELD_REQUIRED, 2, 300},
    {"en", F_TEXT, FIELD_REQUIRED, 2, 300},
    {"help_da", F_TEXT, .max = 2000},
    {"help_en", F_TEXT, .max = 2000},
    {"yes_da", F_TEXT, .max = 500},
    {"yes_en", F_TEXT, .max = 500},
    {"no_da", F_TEXT, .max = 500},
    {"no_en", F_TEXT, .max = 500},
    {"red_answer", F_CHOICE, .choices = "yes|no"},
    {"red_with", F_TEXT, .max = 60},
    {"blocks", F_BOOL, FIELD_NO_NULL},
    {"deadline_days", F_INT, .min = 0, .max = 3650},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};
const struct field checklist_rule_item[] = {
    {"id", F_ID, ALWAYS},
    {"code", F_TEXT, ALWAYS},
    {"section", F_CODE, ALWAYS, .choices = "checklist_section"},
    {"no", F_INT, ALWAYS},
    {"kind", F_CODE, MAYBE, .choices = "kind"},
    {"subtype", F_CODE, MAYBE, .choices = "subtype"},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"help_da", F_TEXT, ALWAYS},
    {"help_en", F_TEXT, ALWAYS},
    {"yes_da", F_TEXT, ALWAYS},
    {"yes_en", F_TEXT, ALWAYS},
    {"no_da", F_TEXT, ALWAYS},
    {"no_en", F_TEXT, ALWAYS},
    {"red_answer", F_CHOICE, MAYBE, .choices = "yes|no"},
    {"red_with", F_TEXT, MAYBE},
    {"blocks", F_BOOL, ALWAYS},
    {"deadline_days", F_INT, MAYBE},
    {"valid_from", F_DATE, MAYBE},
    {"valid_to", F_DATE, MAYBE},
    {"source", F_TEXT, ALWAYS},
    {"updated_by", F_ID, MAYBE},
    {"updated_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"updated_at", F_STAMP, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field timer_rule_fields[] = {
    {"code", F_CODE, FIELD_REQUIRED, .choices = "deadline_kind"},
    {"da", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"en", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"help_da", F_TEXT, .max = 2000},
    {"help_en", F_TEXT, .max = 2000},
    {"months", F_INT, FIELD_NO_NULL, .min = 0, .max = 120},
    {"days", F_INT, FIELD_NO_NULL, .min = 0, .max = 3650},
    {"deemed", F_CODE, .choices = "timer_outcome"},
    {"role", F_CODE, .choices = "role"},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};
const struct field timer_rule_item[] = {
    {"id", F_ID, ALWAYS},
    {"code", F_CODE, ALWAYS, .choices = "deadline_kind"},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"help_da", F_TEXT, ALWAYS},
    {"help_en", F_TEXT, ALWAYS},
    {"months", F_INT, ALWAYS},
    {"days", F_INT, ALWAYS},
    {"deemed", F_CODE, MAYBE, .choices = "timer_outcome"},
    {"role", F_CODE, MAYBE, .choices = "role"},
    {"valid_from", F_DATE, MAYBE},
    {"valid_to", F_DATE, MAYBE},
    {"source", F_TEXT, ALWAYS},
    {"updated_by", F_ID, MAYBE},
    {"updated_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"updated_at", F_STAMP, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field checklist_rule_query[] = {
    PAGE_FIELDS,
    {"as_of", F_DATE},
    {"text", F_TEXT, FIELD_RAW, .max = 100},
    {"section", F_CODE, .choices = "checklist_section"},
    {"kind", F_CODE, .choices = "kind"},
    {.type = F_END},
};
const struct field timer_rule_query[] = {PAGE_FIELDS, {"as_of", F_DATE}, {.type = F_END}};

#define RULE(row, spec, path_name)                                                                 \
  .list = &list_##spec, .get = SQL_##row##_get, .create = SQL_##row##_create,                      \
  .patch = SQL_##row##_patch, .name = path_name, .fields = row##_fields, .item = row##_item
const struct reference checklist_rules = {RULE(checklist_rule, checklist_rules, "checklist-rules"),
                                          .key = {"code", "valid_from"}};
const struct reference timer_rules = {RULE(timer_rule, timer_rules, "timer-rules"),
                                      .key = {"code", "valid_from"}};

const struct field law_inbox_query[] = {
    PAGE_FIELDS,
    {"kind", F_CODE, .choices = "kind"},
    {"unit_id", F_ID},
    {"red", F_BOOL},
    {"clock", F_BOOL},
    {"due_to", F_DATE},
    {"mine", F_BOOL},
    {"text", F_TEXT, FIELD_RAW, .max = 100},
    {"side", F_CHOICE, .choices = "ours|theirs|authority"},
    {.type = F_END},
};
const struct field law_inbox_item[] = {
    {"id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"counterparty", F_TEXT, MAYBE},
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, MAYBE, .choices = NAME_OF_UNIT},
    {"owner_id", F_ID, MAYBE},
    {"owner_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"open", F_INT, ALWAYS},
    {"red", F_INT, ALWAYS},
    {"due_date", F_DATE, MAYBE},
    {"due_kind", F_CODE, MAYBE, .choices = "deadline_kind"},
    {"due_title", F_TEXT, MAYBE},
    {"desk", F_CODE, MAYBE, .choices = "desk"},
    {"desk_side", F_CHOICE, MAYBE, .choices = "ours|theirs|authority"},
    {"desk_since", F_DATE, MAYBE},
    {.type = F_END},
};

const struct field state_aid_query[] = {
    PAGE_FIELDS,
    {"cvr", F_CVR},
    {"text", F_TEXT, FIELD_RAW, .max = 100},
    {"basis", F_CODE, .choices = "aid_basis"},
    {"over", F_BOOL},
    {"from", F_DATE},
    {"to", F_DATE},
    {.type = F_END},
};
const struct field state_aid_item[] = {
    {"id", F_ID, ALWAYS},
    {"organisation_id", F_ID, ALWAYS},
    {"organisation_name", F_TEXT, ALWAYS},
    {"cvr", F_TEXT, MAYBE},
    {"group_name", F_TEXT, MAYBE},
    {"collaboration_id", F_ID, MAYBE}, // null: a case that one does not see
    {"number", F_TEXT, MAYBE},
    {"basis", F_CODE, ALWAYS, .choices = "aid_basis"},
    {"form", F_CODE, ALWAYS, .choices = "aid_form"},
    {"granted_on", F_DATE, ALWAYS},
    {"amount_eur_cents", F_MONEY, ALWAYS},
    {"granter", F_TEXT, MAYBE},
    {"sum_eur_cents", F_MONEY, ALWAYS}, // of the group, in the period that ends on the day
    {"status", F_CHOICE, ALWAYS, .choices = AID_STATES},
    {.type = F_END},
};
const struct field state_aid_sum_query[] = {
    {"cvr", F_CVR, FIELD_REQUIRED},
    {"on", F_DATE},
    {"more_eur_cents", F_MONEY, .max = INT64_C(100000000000000)},
    {.type = F_END},
};
static const struct field member_item[] = {
    {"id", F_ID, ALWAYS}, {"name", F_TEXT, ALWAYS}, {"cvr", F_TEXT, MAYBE}, {.type = F_END}};
const struct field state_aid_sum_reply[] = {
    {"cvr", F_TEXT, ALWAYS},
    {"on", F_DATE, ALWAYS},
    {"group_name", F_TEXT, MAYBE},
    {"organisations", F_ARRAY, ALWAYS, .sub = member_item},
    {"sum_eur_cents", F_MONEY, ALWAYS},
    {"more_eur_cents", F_MONEY, ALWAYS},
    {"total_eur_cents", F_MONEY, ALWAYS},
    {"ceiling_eur_cents", F_MONEY, MAYBE},
    {"status", F_CHOICE, ALWAYS, .choices = AID_STATES},
    {.type = F_END},
};

enum err law_inbox(struct request *req, struct db *db) {
  return list_reply(req, db, &list_law_inbox, NULL);
}

enum err state_aid_entries(struct request *req, struct db *db) {
  return list_reply(req, db, &list_state_aid, NULL);
}

enum err state_aid_sum(struct request *req, struct db *db) {
  struct rows r;
  const char *const *asked = PARAMS(in_text(req->query, "cvr"), in_text(req->query, "on"),
                                    in_text(req->query, "more_eur_cents"));
  enum err e = db_exec(db, SQL_state_aid_of, asked, DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}
