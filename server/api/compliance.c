// SPDX-License-Identifier: EUPL-1.2
// Rules that people edit (who approves what, research money), as the other reference values; leave
// to depart from a rule on research money; what is broken.
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED
#define CONDITIONS                                                                                 \
  "standard_template|without_obligations|external_amount_above|equipment_with_running_costs"
#define ACTIONS "acknowledge|no_legal_review|legal_review|sign|sign_after_review|notify|approve"

// The order is that of the parameters of the statements.
const struct field approval_rule_fields[] = {
    {"kind", F_CODE, FIELD_REQUIRED, .choices = "kind"},
    {"type", F_CODE, .choices = "subtype"}, // null: all that have no rule of their own
    {"condition", F_CHOICE, .choices = CONDITIONS},
    {"amount_oere", F_MONEY, .max = INT64_C(100000000000000000)},
    {"action", F_CHOICE, FIELD_REQUIRED, .choices = ACTIONS},
    {"role", F_CODE, .choices = "role"},
    {"days", F_INT, .max = 3660},
    {"da", F_TEXT, FIELD_REQUIRED, 2, 300},
    {"en", F_TEXT, FIELD_REQUIRED, 2, 300},
    {"sort", F_INT, .max = 100000},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};
const struct field compliance_rule_fields[] = {
    {"code", F_CODE, FIELD_REQUIRED, .choices = "compliance_check"},
    {"da", F_TEXT, FIELD_REQUIRED, 2, 300},
    {"en", F_TEXT, FIELD_REQUIRED, 2, 300},
    {"help_da", F_TEXT, .max = 2000},
    {"help_en", F_TEXT, .max = 2000},
    {"days", F_INT, .max = 3660},
    {"needs_postings", F_BOOL, FIELD_NO_NULL},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};
// clang-format off
#define CHANGED                                                                        \
  {"valid_from", F_DATE, MAYBE}, {"valid_to", F_DATE, MAYBE}, {"source", F_TEXT, ALWAYS}, \
  {"updated_by", F_ID, MAYBE}, {"updated_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER}, \
  {"updated_at", F_STAMP, ALWAYS}, {"version", F_INT, ALWAYS}, {.type = F_END}
// clang-format on
const struct field approval_rule_item[] = {
    {"id", F_ID, ALWAYS},
    {"kind", F_CODE, ALWAYS, .choices = "kind"},
    {"type", F_CODE, MAYBE, .choices = "subtype"},
    {"condition", F_CHOICE, MAYBE, .choices = CONDITIONS},
    {"amount_oere", F_MONEY, MAYBE},
    {"action", F_CHOICE, ALWAYS, .choices = ACTIONS},
    {"role", F_CODE, MAYBE, .choices = "role"},
    {"days", F_INT, MAYBE},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"sort", F_INT, ALWAYS},
    CHANGED,
};
const struct field compliance_rule_item[] = {
    {"id", F_ID, ALWAYS},
    {"code", F_CODE, ALWAYS, .choices = "compliance_check"},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"help_da", F_TEXT, ALWAYS},
    {"help_en", F_TEXT, ALWAYS},
    {"days", F_INT, MAYBE},
    {"needs_postings", F_BOOL, ALWAYS},
    CHANGED,
};
const struct field approval_rule_query[] = {
    PAGE_FIELDS,
    {"as_of", F_DATE},
    {"type", F_CODE, .choices = "subtype"},
    {.type = F_END},
};
const struct field compliance_rule_query[] = {
    PAGE_FIELDS,
    {"as_of", F_DATE},
    {.type = F_END},
};
const struct reference reference_approval_rules = {
    .list = &list_approval_rules,
    .get = SQL_approval_rule_get,
    .create = SQL_approval_rule_create,
    .patch = SQL_approval_rule_patch,
    .name = "approval-rules",
    .key = {"kind", "valid_from"},
    .fields = approval_rule_fields,
    .item = approval_rule_item,
};
const struct reference reference_compliance_rules = {
    .list = &list_compliance_rules,
    .get = SQL_compliance_rule_get,
    .create = SQL_compliance_rule_create,
    .patch = SQL_compliance_rule_patch,
    .name = "compliance-rules",
    .key = {"code", "valid_from"},
    .fields = compliance_rule_fields,
    .item = compliance_rule_item,
};

const struct field exemption_fields[] = {
    {"rule", F_CODE, FIELD_REQUIRED, .choices = "compliance_check"},
    {"reason", F_TEXT, FIELD_REQUIRED, 5, 2000},
    {"expires_on", F_DATE, FIELD_REQUIRED},
    {.type = F_END},
};
const struct field exemption_reply[] = {
    {"id", F_ID, ALWAYS},
    {"rule", F_CODE, ALWAYS, .choices = "compliance_check"},
    {"reason", F_TEXT, ALWAYS},
    {"expires_on", F_DATE, ALWAYS},
    {"granted_by", F_ID, MAYBE},
    {"granted_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"granted_at", F_STAMP, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct child child_exemptions = {
    CHILD_OF_CASE(compliance_exemption, "exemptions", exemption_reply)};

const struct field violation_query[] = {
    PAGE_FIELDS,        {"unit_id", F_ID, .max = INT32_MAX},
    {"mine", F_BOOL},   {"code", F_CODE, .choices = "compliance_check"},
    {"exempt", F_BOOL}, {"collaboration_id", F_ID},
    {.type = F_END},
};
const struct field violation_item[] = {
    {"id", F_ID, ALWAYS},
    {"collaboration_id", F_ID, ALWAYS},
    {"number", F_TEXT, ALWAYS},
    {"title", F_TEXT, ALWAYS},
    {"unit_id", F_ID, ALWAYS},
    {"unit_name", F_TEXT, MAYBE, .choices = NAME_OF_UNIT},
    {"owner_id", F_ID, MAYBE},
    {"owner_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"rule_id", F_ID, ALWAYS},
    {"code", F_CODE, ALWAYS, .choices = "compliance_check"},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"help_da", F_TEXT, ALWAYS},
    {"help_en", F_TEXT, ALWAYS},
    {"exempt_until", F_DATE, MAYBE},
    {"exempt_reason", F_TEXT, MAYBE},
    {.type = F_END},
};
const struct field violation_unit_item[] = {
    {"unit_id", F_ID, ALWAYS},     {"unit_name", F_TEXT, MAYBE, .choices = NAME_OF_UNIT},
    {"violations", F_INT, ALWAYS}, {"exempt", F_INT, ALWAYS},
    {"contracts", F_INT, ALWAYS},  {.type = F_END},
};

enum err violation_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_violations, NULL);
}

enum err violation_units(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_compliance_units, NO_PARAMS, DB_LAST, &r);
  return e ? e : items_reply(req, db, violation_unit_item, &r);
}
