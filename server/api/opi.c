// SPDX-License-Identifier: EUPL-1.2
// What belongs to an innovation and to its follow-up: screening canvas, call, test and decision,
// risk by stage, the say of patients, evaluation, benefits, spread, indicators, money from pools;
// the prompts and pools themselves (rows as in reference.c); and the figures above the lists. The
// order of a body is that of the parameters of its statements.
#include "api/resources.h"

#define ALWAYS     (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE      FIELD_REQUIRED
#define AMOUNT_MAX INT64_C(100000000000000000)

const struct field canvas_answer_fields[] = {
    {"prompt_id", F_ID, FIELD_REQUIRED},
    {"answer", F_TEXT, FIELD_REQUIRED, 1, 4000},
    {.type = F_END},
};
const struct field canvas_answer_reply[] = {
    {"id", F_ID, ALWAYS},          {"prompt_id", F_ID, ALWAYS},
    {"answer", F_TEXT, ALWAYS},    {"prompt_code", F_TEXT, ALWAYS},
    {"prompt_da", F_TEXT, ALWAYS}, {"prompt_en", F_TEXT, ALWAYS},
    {"version", F_INT, ALWAYS},    {.type = F_END},
};
const struct field opi_course_fields[] = {
    {"call_published_on", F_DATE},
    {"call_closes_on", F_DATE},
    {"call_url", F_URL},
    {"no_call_reason", F_TEXT, .max = 4000},
    {"test_protocol", F_TEXT, .max = 10000},
    {"test_place", F_TEXT, .max = 200},
    {"test_from", F_DATE},
    {"test_to", F_DATE},
    {"test_persons", F_INT, .min = 0, .max = 1000000},
    {"ce_status", F_CODE, .choices = "ce_status"},
    {"device_class", F_CODE, .choices = "device_class"},
    {"ethics_number", F_TEXT, .max = 80},
    {"risk_sharing", F_TEXT, .max = 10000},
    {"decision", F_CODE, .choices = "opi_decision"},
    {"decided_on", F_DATE},
    {"decision_reason", F_TEXT, .max = 4000},
    {.type = F_END},
};
const struct field opi_course_reply[] = {
    {"id", F_ID, ALWAYS},
    {"call_published_on", F_DATE, MAYBE},
    {"call_closes_on", F_DATE, MAYBE},
    {"call_url", F_TEXT, MAYBE},
    {"no_call_reason", F_TEXT, MAYBE},
    {"test_protocol", F_TEXT, MAYBE},
    {"test_place", F_TEXT, MAYBE},
    {"test_from", F_DATE, MAYBE},
    {"test_to", F_DATE, MAYBE},
    {"test_persons", F_INT, MAYBE},
    {"ce_status", F_CODE, MAYBE, .choices = "ce_status"},
    {"device_class", F_CODE, MAYBE, .choices = "device_class"},
    {"ethics_number", F_TEXT, MAYBE},
    {"risk_sharing", F_TEXT, MAYBE},
    {"decision", F_CODE, MAYBE, .choices = "opi_decision"},
    {"decided_on", F_DATE, MAYBE},
    {"decision_reason", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field exposure_fields[] = {
    {"no", F_INT, FIELD_REQUIRED, 1, 99},
    {"name", F_TEXT, FIELD_REQUIRED, 1, 200},
    {"exposure_oere", F_MONEY, FIELD_REQUIRED, .max = AMOUNT_MAX},
    {"success_probability", F_NUMBER, .low = 0, .high = 1},
    {"terms", F_TEXT, .max = 4000},
    {.type = F_END},
};
const struct field exposure_reply[] = {
    {"id", F_ID, ALWAYS},
    {"no", F_INT, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"exposure_oere", F_MONEY, ALWAYS},
    {"success_probability", F_NUMBER, MAYBE},
    {"terms", F_TEXT, MAYBE},
    {"reach_probability", F_NUMBER, MAYBE},
    {"worst_case_oere", F_MONEY, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field involvement_fields[] = {
    {"involved", F_CODE, FIELD_REQUIRED, .choices = "involved_group"},
    {"held_on", F_DATE, FIELD_REQUIRED},
    {"form", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"people", F_INT, .min = 0, .max = 1000000},
    {"outcome", F_TEXT, .max = 4000},
    {.type = F_END},
};
const struct field involvement_reply[] = {
    {"id", F_ID, ALWAYS},        {"involved", F_CODE, ALWAYS, .choices = "involved_group"},
    {"held_on", F_DATE, ALWAYS}, {"form", F_TEXT, ALWAYS},
    {"people", F_INT, MAYBE},    {"outcome", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},  {.type = F_END},
};
const struct field evaluation_fields[] = {
    {"occasion", F_CODE, FIELD_REQUIRED, .choices = "evaluation_occasion"},
    {"done_on", F_DATE},
    {"summary", F_TEXT, .max = 10000},
    {"patient_view", F_TEXT, .max = 10000},
    {"staff_view", F_TEXT, .max = 10000},
    {"company_view", F_TEXT, .max = 10000},
    {"lessons", F_TEXT, .max = 10000},
    {"document_id", F_ID},
    {"report_url", F_URL},
    {.type = F_END},
};
const struct field evaluation_reply[] = {
    {"id", F_ID, ALWAYS},
    {"occasion", F_CODE, ALWAYS, .choices = "evaluation_occasion"},
    {"done_on", F_DATE, MAYBE},
    {"summary", F_TEXT, MAYBE},
    {"patient_view", F_TEXT, MAYBE},
    {"staff_view", F_TEXT, MAYBE},
    {"company_view", F_TEXT, MAYBE},
    {"lessons", F_TEXT, MAYBE},
    {"document_id", F_ID, MAYBE},
    {"report_url", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field benefits_review_fields[] = {
    {"months", F_INT, FIELD_REQUIRED, 1, 240},
    {"due_date", F_DATE, FIELD_REQUIRED},
    {"done_on", F_DATE},
    {"summary", F_TEXT, .max = 4000},
    {"next_step", F_TEXT, .max = 4000},
    {.type = F_END},
};
const struct field benefits_review_reply[] = {
    {"id", F_ID, ALWAYS},         {"months", F_INT, ALWAYS},
    {"due_date", F_DATE, ALWAYS}, {"done_on", F_DATE, MAYBE},
    {"summary", F_TEXT, MAYBE},   {"next_step", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},   {.type = F_END},
};
const struct field spread_fields[] = {
    {"unit_id", F_ID},
    {"place", F_TEXT, .max = 200},
    {"planned_on", F_DATE},
    {"taken_up_on", F_DATE},
    {"patients", F_INT, .min = 0, .max = 100000000},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field spread_reply[] = {
    {"id", F_ID, ALWAYS},
    {"unit_id", F_ID, MAYBE},
    {"unit_name", F_TEXT, MAYBE, .choices = NAME_OF_UNIT},
    {"place", F_TEXT, MAYBE},
    {"planned_on", F_DATE, MAYBE},
    {"taken_up_on", F_DATE, MAYBE},
    {"patients", F_INT, MAYBE},
    {"note", F_TEXT, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field indicator_fields[] = {
    {"name", F_TEXT, FIELD_REQUIRED, 2, 200},
    {"measured_in", F_TEXT, .max = 60},
    {"direction", F_CHOICE, FIELD_REQUIRED, .choices = "up|down"},
    {"baseline", F_NUMBER, .low = -1e12, .high = 1e12},
    {"target", F_NUMBER, .low = -1e12, .high = 1e12},
    {"source", F_TEXT, .max = 1000},
    {"next_on", F_DATE},
    {.type = F_END},
};
const struct field indicator_reply[] = {
    {"id", F_ID, ALWAYS},
    {"name", F_TEXT, ALWAYS},
    {"measured_in", F_TEXT, MAYBE},
    {"direction", F_CHOICE, ALWAYS, .choices = "up|down"},
    {"baseline", F_NUMBER, MAYBE},
    {"target", F_NUMBER, MAYBE},
    {"source", F_TEXT, MAYBE},
    {"next_on", F_DATE, MAYBE},
    {"last_on", F_DATE, MAYBE},
    {"last_value", F_NUMBER, MAYBE},
    {"met", F_BOOL, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field indicator_value_fields[] = {
    {"indicator_id", F_ID, FIELD_REQUIRED},
    {"measured_on", F_DATE, FIELD_REQUIRED},
    {"value", F_NUMBER, FIELD_REQUIRED, .low = -1e12, .high = 1e12},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field indicator_value_reply[] = {
    {"id", F_ID, ALWAYS},
    {"indicator_id", F_ID, ALWAYS},
    {"measured_on", F_DATE, ALWAYS},
    {"value", F_NUMBER, ALWAYS},
    {"note", F_TEXT, MAYBE},
    {"indicator_name", F_TEXT, ALWAYS},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct field pool_award_fields[] = {
    {"pool_id", F_ID, FIELD_REQUIRED},
    {"amount_oere", F_MONEY, FIELD_REQUIRED, .max = AMOUNT_MAX},
    {"awarded_on", F_DATE, FIELD_REQUIRED},
    {"conditions", F_TEXT, .max = 4000},
    {"report_due", F_DATE},
    {"reported_on", F_DATE},
    {"note", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field pool_award_reply[] = {
    {"id", F_ID, ALWAYS},           {"pool_id", F_ID, ALWAYS},     {"amount_oere", F_MONEY, ALWAYS},
    {"awarded_on", F_DATE, ALWAYS}, {"conditions", F_TEXT, MAYBE}, {"report_due", F_DATE, MAYBE},
    {"reported_on", F_DATE, MAYBE}, {"note", F_TEXT, MAYBE},       {"pool_da", F_TEXT, ALWAYS},
    {"pool_en", F_TEXT, ALWAYS},    {"version", F_INT, ALWAYS},    {.type = F_END},
};

const struct child child_canvas_answer = {
    CHILD_OF_CASE(canvas_answer, "canvas-answers", canvas_answer_reply)};
const struct child child_opi_course = {CHILD_OF_CASE(opi_course, "opi-courses", opi_course_reply)};
const struct child child_exposure = {CHILD_OF_CASE(exposure, "exposures", exposure_reply)};
const struct child child_involvement = {
    CHILD_OF_CASE(involvement, "involvements", involvement_reply)};
const struct child child_evaluation = {CHILD_OF_CASE(evaluation, "evaluations", evaluation_reply)};
const struct child child_benefits_review = {
    CHILD_OF_CASE(benefits_review, "benefits-reviews", benefits_review_reply)};
const struct child child_spread = {CHILD_OF_CASE(spread, "spreads", spread_reply)};
const struct child child_indicator = {CHILD_OF_CASE(indicator, "indicators", indicator_reply)};
const struct child child_indicator_value = {
    CHILD_OF_CASE(indicator_value, "indicator-values", indicator_value_reply)};
const struct child child_pool_award = {CHILD_OF_CASE(pool_award, "pool-awards", pool_award_reply)};

// ---- prompts and pools ----

const struct field opi_prompt_fields[] = {
    {"code", F_TEXT, FIELD_REQUIRED, 1, 60},
    {"part", F_CHOICE, FIELD_REQUIRED, .choices = "canvas|myth"},
    {"no", F_INT, .min = 1, .max = 99},
    {"required", F_BOOL, FIELD_NO_NULL},
    {"da", F_TEXT, FIELD_REQUIRED, 2, 300},
    {"en", F_TEXT, FIELD_REQUIRED, 2, 300},
    {"help_da", F_TEXT, .max = 1000},
    {"help_en", F_TEXT, .max = 1000},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};
const struct field opi_prompt_item[] = {
    {"id", F_ID, ALWAYS},
    {"code", F_TEXT, ALWAYS},
    {"part", F_CHOICE, ALWAYS, .choices = "canvas|myth"},
    {"no", F_INT, ALWAYS},
    {"required", F_BOOL, ALWAYS},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"help_da", F_TEXT, ALWAYS},
    {"help_en", F_TEXT, ALWAYS},
    {"valid_from", F_DATE, MAYBE},
    {"valid_to", F_DATE, MAYBE},
    {"source", F_TEXT, ALWAYS},
    RULE_CHANGED,
};
const struct field opi_prompt_query[] = {
    PAGE_FIELDS,
    {"as_of", F_DATE},
    {"code", F_TEXT, FIELD_RAW, .max = 60},
    {"text", F_TEXT, FIELD_RAW, .max = 100},
    {.type = F_END},
};
const struct field pool_fields[] = {
    {"code", F_TEXT, FIELD_REQUIRED, 1, 60},
    {"da", F_TEXT, FIELD_REQUIRED, 2, 300},
    {"en", F_TEXT, FIELD_REQUIRED, 2, 300},
    {"amount_oere", F_MONEY, .max = AMOUNT_MAX},
    {"help_da", F_TEXT, .max = 1000},
    {"help_en", F_TEXT, .max = 1000},
    {"valid_from", F_DATE},
    {"valid_to", F_DATE},
    {"source", F_TEXT, .max = 1000},
    {.type = F_END},
};
const struct field pool_item[] = {
    {"id", F_ID, ALWAYS},
    {"code", F_TEXT, ALWAYS},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"amount_oere", F_MONEY, MAYBE},
    {"help_da", F_TEXT, ALWAYS},
    {"help_en", F_TEXT, ALWAYS},
    {"valid_from", F_DATE, MAYBE},
    {"valid_to", F_DATE, MAYBE},
    {"source", F_TEXT, ALWAYS},
    RULE_CHANGED,
};
const struct field pool_query[] = {
    PAGE_FIELDS,
    {"as_of", F_DATE},
    {"code", F_TEXT, FIELD_RAW, .max = 60},
    {"text", F_TEXT, FIELD_RAW, .max = 100},
    {.type = F_END},
};

const struct reference rules_opi_prompts = {RULE_TABLE(opi_prompt, opi_prompts, "opi-prompts"),
                                            .key = {"code", "valid_from"}};
const struct reference rules_pools = {RULE_TABLE(pool, pools, "pools"),
                                      .key = {"code", "valid_from"}};

// ---- above the lists of a case ----

static const struct field evaluation_figures[] = {
    {"from", F_DATE, MAYBE},
    {"to", F_DATE, MAYBE},
    {"done_on", F_DATE, MAYBE},
    {.type = F_END},
};
static const struct field exposure_figures[] = {
    {"worst_case_oere", F_MONEY, ALWAYS},
    {"expected_oere", F_MONEY, MAYBE},
    {"success_probability", F_NUMBER, MAYBE},
    {.type = F_END},
};
const struct field innovation_reply[] = {
    {"evaluation", F_OBJECT, ALWAYS, .sub = evaluation_figures},
    {"exposure", F_OBJECT, ALWAYS, .sub = exposure_figures},
    {.type = F_END},
};

enum err innovation_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_innovation_overview, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}
