// SPDX-License-Identifier: EUPL-1.2
// The handlers and field tables that routes.c names, one group a resource.
#ifndef SAMSPIL_API_RESOURCES_H
#define SAMSPIL_API_RESOURCES_H

#include "api/api.h"

#define HANDLER(name) enum err name(struct request *req, struct db *db)

// What every list takes in its query.
#define PAGE_FIELDS                                                                                \
  {"limit", F_INT, .min = 1, .max = 200}, {"cursor", F_TEXT, FIELD_RAW, .max = 1200}, {            \
    "sort", F_TEXT, FIELD_RAW, .max = 40                                                           \
  }

// system.c
HANDLER(healthz_get);
HANDLER(readyz_get);
HANDLER(metrics_get);
HANDLER(openapi_get);
HANDLER(meta_get);
extern const struct field meta_reply[];

// session.c
HANDLER(session_post);
HANDLER(session_delete);
HANDLER(me_get);
HANDLER(me_password_post);
extern const struct field login_fields[], password_fields[], me_reply[];

// collaboration.c
HANDLER(collaboration_list);
HANDLER(collaboration_bulk);
HANDLER(collaboration_post);
HANDLER(collaboration_get);
HANDLER(collaboration_patch);
HANDLER(history_list);
extern const struct field collaboration_item[], collaboration_reply[], collaboration_fields[],
    collaboration_patch_fields[], collaboration_query[], collaboration_one_query[], history_item[],
    page_query[];

// stage.c
HANDLER(collaboration_stage);
HANDLER(collaboration_pause);
HANDLER(collaboration_resume);
HANDLER(collaboration_lifecycle);
HANDLER(path_get);
HANDLER(requirement_post);
HANDLER(gate_decide);
HANDLER(gate_ask);
HANDLER(conditions_met);
extern const struct field stage_change_fields[], pause_fields[], resume_fields[],
    lifecycle_change_fields[], requirement_fields[], gate_request_fields[], gate_decision_fields[],
    conditions_met_fields[], path_reply[];

// lifecycle.c
HANDLER(lifecycle_list);
HANDLER(lifecycle_get);
HANDLER(lifecycle_post);
HANDLER(lifecycle_patch);
HANDLER(case_fact_list);
extern const struct field lifecycle_fields[], lifecycle_patch_fields[], lifecycle_query[],
    lifecycle_item[], lifecycle_reply[], case_fact_item[];

// portfolio.c
HANDLER(portfolio_summary_get);
HANDLER(portfolio_steering_get);
extern const struct list_export export_collaborations, export_audit, export_organisations,
    export_research;
extern const struct field portfolio_query[], portfolio_reply[], steering_reply[], bulk_fields[],
    bulk_reply[];

// portfolio_value.c, portfolio_simulation.c
HANDLER(portfolio_value_get);
HANDLER(portfolio_matrix_get);
HANDLER(simulation_post);
HANDLER(simulation_get);
extern const struct field portfolio_value_query[], portfolio_value_reply[], portfolio_matrix_item[],
    simulation_fields[], simulation_reply[];

// organisation.c
HANDLER(organisation_list);
HANDLER(organisation_post);
HANDLER(organisation_get);
HANDLER(organisation_patch);
HANDLER(duplicate_list);
HANDLER(duplicate_dismiss);
extern const struct field organisation_fields[], organisation_item[], organisation_reply[],
    organisation_query[], duplicate_item[];

// party.c
HANDLER(organisation_summary_get);
HANDLER(organisation_case_list);
HANDLER(merge_preview_get);
HANDLER(merge_post);
HANDLER(merge_list);
HANDLER(merge_undo);
extern const struct field organisation_summary_reply[], organisation_case_query[],
    organisation_case_item[], merge_preview_query[], merge_preview_reply[], merge_fields[],
    merge_item[];

// company.c
HANDLER(company_get);
extern const struct field company_query[], company_reply[];

// unit.c
HANDLER(unit_list);
HANDLER(unit_get);
HANDLER(unit_summary_get);
HANDLER(unit_people_list);
extern const struct field unit_item[], unit_reply[], unit_query[], unit_one_query[],
    unit_summary_reply[], unit_people_query[], unit_people_item[];
HANDLER(unit_post);
HANDLER(unit_patch);
extern const struct field unit_item[], unit_reply[], unit_query[], unit_fields[],
    unit_successor_fields[], unit_successor_reply[], unit_area_fields[], unit_area_reply[];

// user.c
HANDLER(person_list);
HANDLER(reviewer_list);
extern const struct field person_item[], person_query[];
HANDLER(user_list);
HANDLER(user_post);
HANDLER(user_get);
HANDLER(user_patch);
HANDLER(user_password_post);
HANDLER(grant_list);
HANDLER(grant_post);
HANDLER(grant_delete);
extern const struct field user_fields[], user_patch_fields[], user_password_fields[], user_item[],
    user_reply[], user_query[], grant_fields[], grant_item[];

// token.c
HANDLER(token_list);
HANDLER(token_post);
HANDLER(token_delete);
// Writes to the audit of a user what has become of a token, which has no row of its own there.
MUST_USE enum err token_note(struct db *db, const char *user, const char *reason);
extern const struct field token_fields[], token_item[], token_reply[];

// audit.c
HANDLER(audit_list);
HANDLER(changes_get);
extern const struct field audit_item[], audit_csv_item[], audit_query[], changes_reply[],
    changes_query[];

// import.c
HANDLER(import_list);
HANDLER(import_post);
HANDLER(import_get);
HANDLER(import_patch);
HANDLER(import_dry_run_post);
HANDLER(import_apply_post);
HANDLER(import_row_list);
HANDLER(import_rejected_get);
HANDLER(import_mapping_list);
HANDLER(import_mapping_post);
HANDLER(import_mapping_patch);
HANDLER(import_mapping_delete);
extern const struct field import_upload_query[], import_patch_fields[], import_reply[],
    import_item[], import_query[], import_row_item[], import_row_query[], import_mapping_item[],
    import_mapping_fields[], import_mapping_patch_fields[];

// estimate.c
HANDLER(estimate_list);
HANDLER(estimate_case_list);
HANDLER(estimate_post);
HANDLER(estimate_get);
HANDLER(estimate_patch);
HANDLER(estimate_submit);
HANDLER(estimate_return);
HANDLER(estimate_approve);
HANDLER(estimate_reject);
HANDLER(estimate_assign);
HANDLER(estimate_compare);
HANDLER(estimate_xlsx);
extern const struct field estimate_assign_fields[], note_fields[], note_reply[], compare_query[],
    compare_reply[];
extern const struct field estimate_fields[], estimate_patch_fields[], estimate_comment_fields[],
    estimate_return_fields[], estimate_item[], estimate_of_case[], estimate_reply[],
    estimate_query[];

// reference.c, reference_file.c, recompute.c
struct reference {
  const struct list_spec *list;
  enum sql get, create, patch, approve, find;
  const char *name, *key[5]; // path; fields that tell rows apart, ended by NULL
  const struct field *fields, *item;
  const char *const *labels; // of the item's fields in the CSV export, ended by NULL
};
// Of dated rules: the fields that end an item, and what a table of them is served by.
// clang-format off
#define RULE_CHANGED                                                                                 \
  {"updated_by", F_ID, FIELD_REQUIRED}, {"updated_by_name", F_TEXT, FIELD_REQUIRED, .choices = NAME_OF_USER}, \
  {"updated_at", F_STAMP, FIELD_REQUIRED | FIELD_NO_NULL},                                           \
  {"version", F_INT, FIELD_REQUIRED | FIELD_NO_NULL}, {.type = F_END}
// clang-format on
#define RULE_TABLE(row, spec, path_name)                                                           \
  .list = &list_##spec, .get = SQL_##row##_get, .create = SQL_##row##_create,                      \
  .patch = SQL_##row##_patch, .name = path_name, .fields = row##_fields, .item = row##_item
HANDLER(reference_list);
HANDLER(reference_file_get);
HANDLER(reference_post);
HANDLER(reference_patch);
HANDLER(reference_approve);
HANDLER(reference_import);
HANDLER(reference_set_list);
HANDLER(recompute_post);
HANDLER(recompute_get);
// Checks what needs two fields of a row; faults are named under + field.
void reference_check(struct request *req, const struct in *in, const char *under);
extern const struct reference reference_values, reference_unit_costs, reference_price_indices,
    reference_payer_rules;
extern const struct field reference_value_fields[], unit_cost_fields[], price_index_fields[],
    payer_rule_fields[], reference_value_item[], unit_cost_item[], price_index_item[],
    payer_rule_item[], reference_query[], price_index_query[], payer_rule_query[],
    reference_set_item[], reference_file_query[], reference_file_reply[], recompute_reply[];

// assessment.c
HANDLER(template_list);
HANDLER(question_list);
// Rows of the body's assessment that stand twice.
MUST_USE enum err assessment_check(struct request *req);
extern const struct field assessment_fields[], completeness_fields[], template_item[],
    question_item[];

// confirmation.c
HANDLER(confirmation_of_estimate);
HANDLER(confirmation_post);
HANDLER(confirmation_withdraw);
HANDLER(confirmation_list);
HANDLER(confirmation_get);
HANDLER(confirmation_answer);
extern const struct field confirmation_fields[], confirmation_answer_fields[], confirmation_query[],
    confirmation_reply[], confirmation_item[];

// measurement.c, realisation.c
HANDLER(realisation_get);
extern const struct child child_measurements;
extern const struct field measurement_fields[], measurement_reply[], realisation_reply[];

// together.c
HANDLER(follow_get);
HANDLER(follow_put);
HANDLER(notification_list);
HANDLER(notification_read);
HANDLER(duty_list);
HANDLER(undo_get);
HANDLER(undo_post);
extern const struct field follow_fields[], notification_item[], notification_query[],
    notification_read_fields[], notification_read_reply[], duty_item[], duty_query[], undo_reply[],
    undo_fields[];

// mail.c
HANDLER(mail_setting_get);
HANDLER(mail_setting_patch);
HANDLER(calendar_get);
HANDLER(calendar_post);
HANDLER(calendar_delete);
HANDLER(calendar_ics);
extern const struct field mail_setting_fields[], mail_setting_reply[], calendar_reply[],
    calendar_made_reply[];

// search.c
HANDLER(search_get);
extern const struct field search_query[], search_reply[];
// research.c, desk.c, compliance.c
HANDLER(research_quick_post);
HANDLER(research_list);
HANDLER(research_summary_get);
HANDLER(contract_get);
HANDLER(contract_patch);
HANDLER(approval_list);
HANDLER(approval_post);
HANDLER(amendment_list);
HANDLER(desk_get);
HANDLER(desk_post);
HANDLER(desk_list);
HANDLER(desk_statistics);
HANDLER(violation_list);
HANDLER(violation_units);
extern const struct child child_funder_reports, child_instalments, child_publications,
    child_exemptions;
extern const struct reference reference_approval_rules, reference_compliance_rules;
extern const struct field research_quick_fields[], research_quick_reply[], research_query[],
    research_item[], research_summary_query[], research_summary_reply[], contract_fields[],
    contract_reply[], approval_fields[], approval_item[], amendment_item[], funder_report_fields[],
    funder_report_reply[], instalment_fields[], instalment_reply[], publication_fields[],
    publication_reply[];
extern const struct field desk_fields[], desk_reply[], desk_query[], desk_item[],
    desk_statistics_query[], desk_statistics_item[];
extern const struct field approval_rule_fields[], approval_rule_item[], approval_rule_query[],
    compliance_rule_fields[], compliance_rule_item[], compliance_rule_query[], exemption_fields[],
    exemption_reply[], violation_query[], violation_item[], violation_unit_item[];
// document.c
HANDLER(document_upload);
HANDLER(document_version_post);
HANDLER(document_version_list);
HANDLER(document_file_get);
HANDLER(read_list);
HANDLER(case_read_list);
extern const struct child child_markings;
extern const struct field document_upload_query[], document_version_query[], document_file_query[],
    document_version_item[], marking_fields[], marking_reply[], read_item[], read_query[];

// access.c
HANDLER(access_request_list);
HANDLER(access_request_post);
HANDLER(access_request_get);
HANDLER(access_request_patch);
HANDLER(access_answer_list);
HANDLER(access_answer_post);
HANDLER(access_package_list);
HANDLER(access_package_post);
HANDLER(access_package_file_get);
extern const struct field access_request_fields[], access_request_reply[], access_request_item[],
    access_request_query[], access_answer_fields[], access_answer_item[], access_package_item[];

// personal.c
HANDLER(personal_find);
HANDLER(personal_export);
HANDLER(pseudonymise_post);
extern const struct field personal_query[], personal_item[], personal_export_reply[],
    pseudonymise_fields[], pseudonymise_reply[];

// view.c
HANDLER(view_list);
HANDLER(view_post);
HANDLER(view_delete);
extern const struct field view_fields[], view_item[], view_query[];

// child.c: what belongs to a case
struct child {
  enum sql list, get, create, patch, remove;
  enum sql seen;    // a row when one may see what it belongs to
  const char *base; // "collaborations", as in the path
  const char *name; // "milestones", as in the path
  const struct field *reply;
  bool shares; // funding: the body's last field goes to a table of its own
  // Judges a row that was written, for what the database cannot see; NULL: nothing.
  enum err (*check)(struct request *req, struct db *db, const char *id);
};
#define CHILD(row, path, table)                                                                    \
  .list = SQL_##row##_list, .get = SQL_##row##_get, .create = SQL_##row##_create,                  \
  .patch = SQL_##row##_patch, .remove = SQL_##row##_remove, .name = path, .reply = table
#define CHILD_OF_CASE(row, path, table)                                                            \
  CHILD(row, path, table), .seen = SQL_collaboration_kind, .base = "collaborations"
HANDLER(child_list);
HANDLER(child_post);
HANDLER(child_patch);
HANDLER(child_delete);
extern const struct child child_parties, child_milestones, child_funding, child_documents,
    child_comments, child_notes, child_tasks;
extern const struct field party_fields[], milestone_fields[], funding_fields[], document_fields[],
    comment_fields[], party_reply[], milestone_reply[], funding_reply[], document_reply[],
    comment_reply[], task_fields[], task_reply[];

// law.c
HANDLER(checklist_refresh);
extern const struct child child_checklist, child_competition, child_timers, child_state_aid,
    child_ipr, child_impartiality, child_data_processing, child_dispensations, child_equalising;
extern const struct field checklist_item_fields[], checklist_item_reply[], competition_item[],
    legal_timer_fields[], legal_timer_reply[], state_aid_fields[], state_aid_reply[], ipr_fields[],
    ipr_reply[], impartiality_fields[], impartiality_reply[], data_processing_fields[],
    data_processing_reply[], dispensation_fields[], dispensation_reply[],
    equalising_action_fields[], equalising_action_reply[];

// law_register.c
HANDLER(law_inbox);
HANDLER(state_aid_entries);
HANDLER(state_aid_sum);
extern const struct reference checklist_rules, timer_rules;
extern const struct field law_inbox_query[], law_inbox_item[], state_aid_query[], state_aid_item[],
    state_aid_sum_query[], state_aid_sum_reply[], checklist_rule_fields[], checklist_rule_item[],
    checklist_rule_query[], timer_rule_fields[], timer_rule_item[], timer_rule_query[];

// procurement.c, procurement_rules.c
HANDLER(procurement_get);
HANDLER(capacity_list);
extern const struct child child_market_dialogue, child_strategic_score, child_capacity_need,
    child_effort, child_tender, child_bidder, child_contract_terms, child_contract_option,
    child_contract_amendment, child_call_off, child_partnership_phase;
extern const struct field market_dialogue_fields[], market_dialogue_reply[],
    strategic_score_fields[], strategic_score_reply[], capacity_need_fields[],
    capacity_need_reply[], effort_fields[], effort_reply[], tender_fields[], tender_reply[],
    bidder_fields[], bidder_reply[], contract_terms_fields[], contract_terms_reply[],
    contract_option_fields[], contract_option_reply[], contract_amendment_fields[],
    contract_amendment_reply[], call_off_fields[], call_off_reply[], partnership_phase_fields[],
    partnership_phase_reply[];
extern const struct reference rules_procurement, rules_strategic_areas, rules_capacity;
extern const struct field procurement_rule_query[], strategic_area_query[],
    procurement_rule_fields[], procurement_rule_item[], strategic_area_fields[],
    strategic_area_item[], capacity_ceiling_fields[], capacity_ceiling_item[],
    capacity_ceiling_query[], capacity_query[], capacity_item[], procurement_reply[];

// opi.c
HANDLER(innovation_get);
extern const struct child child_canvas_answer, child_opi_course, child_exposure, child_involvement,
    child_evaluation, child_benefits_review, child_spread, child_indicator, child_indicator_value,
    child_pool_award;
extern const struct reference rules_opi_prompts, rules_pools;
extern const struct field canvas_answer_fields[], canvas_answer_reply[], opi_course_fields[],
    opi_course_reply[], exposure_fields[], exposure_reply[], involvement_fields[],
    involvement_reply[], evaluation_fields[], evaluation_reply[], benefits_review_fields[],
    benefits_review_reply[], spread_fields[], spread_reply[], indicator_fields[], indicator_reply[],
    indicator_value_fields[], indicator_value_reply[], pool_award_fields[], pool_award_reply[],
    opi_prompt_fields[], opi_prompt_item[], opi_prompt_query[], pool_fields[], pool_item[],
    pool_query[], innovation_reply[];
// admin.c; children of unit.c
HANDLER(code_list_list);
HANDLER(user_token_list);
HANDLER(user_token_delete);
HANDLER(system_get);
HANDLER(outbox_list);
HANDLER(outbox_retry);
extern const struct child child_unit_successors, child_unit_areas;
extern const struct reference reference_codes, reference_public_holidays;
extern const struct field code_fields[], code_item[], code_query[], code_list_item[],
    public_holiday_fields[], public_holiday_item[], public_holiday_query[], user_token_item[],
    user_token_query[], system_reply[], outbox_item[];

#endif
