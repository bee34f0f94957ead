// SPDX-License-Identifier: EUPL-1.2
// The guided assessment: templates with what they ask and propose, the questionnaire, and the shape
// of what an estimate keeps of it.
#include <string.h>

#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED
#define STEPS  "start|prompts|volume|lines|alternatives|uncertainty|questions|result"

static const struct field prompt_fields[] = {
    {"code", F_TEXT, FIELD_REQUIRED, 1, 40},
    {"answer", F_CHOICE, FIELD_REQUIRED, .choices = "yes|no|unknown"},
    {"text", F_TEXT, .max = 2000},
    {.type = F_END},
};
static const struct field value_type_fields[] = {
    {"code", F_CODE, FIELD_REQUIRED, .choices = "value_type"},
    {"strength", F_INT, FIELD_REQUIRED, 0, 3},
    {.type = F_END},
};
static const struct field answer_fields[] = {
    {"question", F_INT, FIELD_REQUIRED, 1, 99},
    {"text", F_TEXT, FIELD_REQUIRED, .max = 8000},
    {.type = F_END},
};
static const struct field quality_fields[] = {
    {"criterion", F_CODE, FIELD_REQUIRED, .choices = "quality_criterion"},
    {"sector", F_CODE, .choices = "sector"},
    {"score", F_INT, FIELD_REQUIRED, -3, 3},
    {"weight", F_NUMBER, 0, .low = 0, .high = 100},
    {"text", F_TEXT, .max = 2000},
    {.type = F_END},
};
static const struct field equity_fields[] = {
    {"direction", F_CHOICE, .choices = "better|worse|none|unknown"},
    {"text", F_TEXT, .max = 4000},
    {.type = F_END},
};
const struct field assessment_fields[] = {
    {"template", F_CHOICE,
     .choices = "home_treatment|diagnostics|digital|device|medicine|building|research"},
    {"step", F_CHOICE, .choices = STEPS},
    {"amount_oere", F_MONEY, .min = -INT64_C(100000000000000000),
     .max = INT64_C(100000000000000000)},
    {"involvement", F_TEXT, .max = 4000},
    {"equity", F_OBJECT, FIELD_NO_NULL, .sub = equity_fields},
    {"prompts", F_ARRAY, FIELD_NO_NULL, .max = 20, .sub = prompt_fields},
    {"value_types", F_ARRAY, FIELD_NO_NULL, .max = 10, .sub = value_type_fields},
    {"gains", F_TEXTS, FIELD_NO_NULL, .max = 12},
    {"answers", F_ARRAY, FIELD_NO_NULL, .max = 40, .sub = answer_fields},
    {"quality", F_ARRAY, FIELD_NO_NULL, .max = 40, .sub = quality_fields},
    {.type = F_END},
};

static const struct field missing_fields[] = {
    {"code", F_TEXT, ALWAYS}, {"field", F_TEXT, ALWAYS}, {"blocks", F_BOOL, ALWAYS},
    {"da", F_TEXT, ALWAYS},   {"en", F_TEXT, ALWAYS},    {.type = F_END},
};
const struct field completeness_fields[] = {
    {"score", F_NUMBER, MAYBE},
    {"missing", F_ARRAY, ALWAYS, .sub = missing_fields},
    {"own_cost_oere", F_MONEY, ALWAYS},
    {"recommended_tier", F_CODE, ALWAYS, .choices = "tier"},
    {.type = F_END},
};

static const struct field prompt_reply[] = {
    {"code", F_TEXT, ALWAYS},     {"da", F_TEXT, ALWAYS}, {"en", F_TEXT, ALWAYS},
    {"required", F_BOOL, ALWAYS}, {.type = F_END},
};
static const struct field line_reply[] = {
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"sector", F_CODE, ALWAYS, .choices = "sector"},
    {"class", F_CODE, ALWAYS, .choices = "effect_class"},
    {"kind", F_CODE, ALWAYS, .choices = "line_kind"},
    {"timing", F_CODE, ALWAYS, .choices = "line_timing"},
    {"form_row", F_CODE, ALWAYS, .choices = "form_row"},
    {"unit", F_TEXT, ALWAYS},
    {"payer_task", F_TEXT, MAYBE},
    {"prompt", F_TEXT, MAYBE},
    {"reference", F_TEXT, MAYBE},
    {"unit_value", F_NUMBER, MAYBE},
    {"value_price_year", F_INT, MAYBE},
    {"index", F_TEXT, MAYBE},
    {"basis", F_TEXT, MAYBE},
    {"source", F_TEXT, MAYBE},
    {.type = F_END},
};
const struct field template_item[] = {
    {"code", F_TEXT, ALWAYS},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"lead_da", F_TEXT, ALWAYS},
    {"lead_en", F_TEXT, ALWAYS},
    {"prompts", F_ARRAY, ALWAYS, .sub = prompt_reply},
    {"lines", F_ARRAY, ALWAYS, .sub = line_reply},
    {.type = F_END},
};
const struct field question_item[] = {
    {"no", F_INT, ALWAYS},       {"part", F_CODE, ALWAYS, .choices = "assessment_part"},
    {"da", F_TEXT, ALWAYS},      {"en", F_TEXT, ALWAYS},
    {"help_da", F_TEXT, ALWAYS}, {"help_en", F_TEXT, ALWAYS},
    {"binding", F_TEXT, MAYBE},  {.type = F_END},
};

// A row that stands twice.
static void check_once(struct request *req, const struct in *in, const char *list,
                       const char *name) {
  const struct in_value *v = in_get(in, list);
  for (size_t i = 1; i < v->count; i++)
    for (size_t k = 0; k < i; k++) {
      const char *one = name ? in_text(&v->items[i], name) : v->texts[i];
      const char *other = name ? in_text(&v->items[k], name) : v->texts[k];
      if (!one || !other || strcmp(one, other) != 0)
        continue;
      fault_add(&req->faults, arena_printf(req->arena, "assessment.%s[%zu]", list, i),
                FAULT_REPEATED, NULL);
      break;
    }
}

enum err assessment_check(struct request *req) {
  if (!in_has(req->input, "assessment"))
    return ERR_NONE;
  const struct in *in = in_get(req->input, "assessment")->items;
  check_once(req, in, "prompts", "code");
  check_once(req, in, "value_types", "code");
  check_once(req, in, "gains", NULL);
  check_once(req, in, "answers", "question");
  return req->faults.count ? ERR_INVALID : ERR_NONE;
}

enum err template_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_assessment_templates, NO_PARAMS, DB_LAST, &r);
  return e ? e : items_reply(req, db, template_item, &r);
}

enum err question_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_assessment_questions, NO_PARAMS, DB_LAST, &r);
  return e ? e : items_reply(req, db, question_item, &r);
}
