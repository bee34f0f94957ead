// SPDX-License-Identifier: EUPL-1.2
// THE table of routes: method, path, handler, least right, flags, status of success, name, body,
// query, reply. The first field table of a row is what the body may hold; /openapi.json and /meta
// are printed from here.
#include "api/resources.h"
#include "api/value.h"
#include "api/value_codec.h"

#define V1        "/api/v1"
#define C_READ    RIGHT(RIGHT_COLLABORATIONS_READ)
#define C_WRITE   RIGHT(RIGHT_COLLABORATIONS_WRITE)
#define I_WRITE   RIGHT(RIGHT_IMPORTS_WRITE)
#define O_READ    RIGHT(RIGHT_ORGANISATIONS_READ)
#define O_WRITE   RIGHT(RIGHT_ORGANISATIONS_WRITE)
#define V_READ    RIGHT(RIGHT_VALUE_READ)
#define V_WRITE   RIGHT(RIGHT_VALUE_WRITE)
#define V_APPROVE RIGHT(RIGHT_VALUE_APPROVE)
#define C_ANSWER  RIGHT(RIGHT_CONFIRMATIONS_ANSWER)
#define R_WRITE   RIGHT(RIGHT_REFERENCE_WRITE)
#define O_MERGE   RIGHT(RIGHT_ORGANISATIONS_MERGE)
#define OPENNESS  RIGHT(RIGHT_OPENNESS_WRITE)
#define U_ADMIN   RIGHT(RIGHT_USERS_ADMIN)
#define G_DECIDE  RIGHT(RIGHT_GATES_DECIDE)
#define RULES     RIGHT(RIGHT_RULES_WRITE)
#define L_WRITE   RIGHT(RIGHT_RULES_WRITE)

// A row a route; clang-format would put a line a column.
// clang-format off
// The four routes of something that belongs to a case.
#define CHILD_ROUTES(path, name, write, all, one, child)                                                               \
  {"GET", V1 "/collaborations/{id}/" path, child_list, C_READ, ROUTE_ITEMS, 200, #name "_list", NULL, NULL,          \
   name##_reply, "List " all " of a collaboration", &child},                                                         \
  {"POST", V1 "/collaborations/{id}/" path, child_post, write, 0, 201, #name "_create", name##_fields, NULL,       \
   name##_reply, "Add " one, &child},                                                                                \
  {"PATCH", V1 "/collaborations/{id}/" path "/{child}", child_patch, write, ROUTE_MATCH | ROUTE_PARTIAL, 200,        \
   #name "_patch", name##_fields, NULL, name##_reply, "Change " one, &child},                                        \
  {"DELETE", V1 "/collaborations/{id}/" path "/{child}", child_delete, write, ROUTE_MATCH, 204, #name "_delete",   \
   NULL, NULL, NULL, "Take off " one, &child}

// The routes of one table of reference values.
#define REFERENCE_ROUTES(path, name, q, all, one, of)                                                                  \
  {"GET", V1 "/reference/" path, reference_list, V_READ, ROUTE_LIST, 200, #name "_list", NULL, q, name##_item,       \
   "List " all, &of},                                                                                                 \
  {"POST", V1 "/reference/" path, reference_post, R_WRITE, 0, 201, #name "_create", name##_fields, NULL,             \
   name##_item, "Add " one, &of},                                                                                     \
  {"PATCH", V1 "/reference/" path "/{id}", reference_patch, R_WRITE, ROUTE_MATCH | ROUTE_PARTIAL, 200,               \
   #name "_patch", name##_fields, NULL, name##_item, "Change " one "; its approval goes", &of},                       \
  {"POST", V1 "/reference/" path "/{id}/approve", reference_approve, R_WRITE, ROUTE_MATCH, 200, #name "_approve",    \
   NULL, NULL, name##_item, "Approve " one " that somebody else has written", &of},                                   \
  {"POST", V1 "/reference/" path "/import", reference_import, R_WRITE, ROUTE_UPLOAD | ROUTE_SLOW, 200,               \
   #name "_import", NULL, reference_file_query, reference_file_reply, "Read " all " from a CSV file: all rows or none", &of}, \
  {"GET", V1 "/exports/reference-" path ".csv", reference_file_get, V_READ, ROUTE_SLOW, 200, #name "_export", NULL, q,    \
   name##_item, all " as CSV", &of},                                                                                  \
  {"GET", V1 "/exports/reference-" path ".xlsx", reference_file_get, V_READ, ROUTE_SLOW, 200, #name "_workbook", NULL, q, \
   name##_item, all " as a workbook", &of}

// A list as a file in both forms.
#define EXPORT_ROUTES(path, name, right, q, item, all, of)                                                             \
  {"GET", V1 "/exports/" path ".csv", list_file_get, right, ROUTE_SLOW, 200, #name "_export", NULL, q, item,         \
   all " as CSV", &of},                                                                                               \
  {"GET", V1 "/exports/" path ".xlsx", list_file_get, right, ROUTE_SLOW, 200, #name "_workbook", NULL, q, item,      \
   all " as a workbook", &of}

// The routes of one table of dated rules; they need no second person.
#define RULE_ROUTES(path, name, all, one, of)                                                                          \
  {"GET", V1 "/reference/" path, reference_list, C_READ, ROUTE_LIST, 200, #name "_list", NULL, name##_query, name##_item, \
   "List " all, &of},                                                                                                 \
  {"POST", V1 "/reference/" path, reference_post, L_WRITE, 0, 201, #name "_create", name##_fields, NULL, name##_item, \
   "Add " one, &of},                                                                                                  \
  {"PATCH", V1 "/reference/" path "/{id}", reference_patch, L_WRITE, ROUTE_MATCH | ROUTE_PARTIAL, 200,               \
   #name "_patch", name##_fields, NULL, name##_item, "Change or end " one, &of}

// The four routes of something that belongs to a unit.
#define UNIT_ROUTES(path, name, all, one, child)                                                                       \
  {"GET", V1 "/units/{id}/" path, child_list, 0, ROUTE_ITEMS, 200, #name "_list", NULL, NULL, name##_reply, "List " all, &child}, \
  {"POST", V1 "/units/{id}/" path, child_post, U_ADMIN, 0, 201, #name "_create", name##_fields, NULL, name##_reply, "Add " one, &child}, \
  {"PATCH", V1 "/units/{id}/" path "/{child}", child_patch, U_ADMIN, ROUTE_MATCH | ROUTE_PARTIAL, 200, #name "_patch",   \
   name##_fields, NULL, name##_reply, "Change " one, &child},                                                          \
  {"DELETE", V1 "/units/{id}/" path "/{child}", child_delete, U_ADMIN, ROUTE_MATCH, 204, #name "_delete", NULL, NULL, NULL, \
   "Take back " one, &child}

const struct route routes[] = {
    {"GET", "/healthz", healthz_get, 0, ROUTE_PUBLIC | ROUTE_INSTANT, 200, "healthz", .summary = "The process runs"},
    {"GET", "/readyz", readyz_get, 0, ROUTE_PUBLIC, 200, "readyz", .summary = "The database answers"},
    {"GET", "/metrics", metrics_get, 0, ROUTE_PUBLIC | ROUTE_INSTANT, 200, "metrics", .summary = "Counters as Prometheus text"},
    {"GET", "/openapi.json", openapi_get, 0, ROUTE_PUBLIC, 200, "openapi", .summary = "This description"},
    {"GET", V1 "/openapi.json", openapi_get, 0, ROUTE_PUBLIC, 200, "openapi_v1", .summary = "This description"},
    {"GET", V1 "/meta", meta_get, 0, ROUTE_PUBLIC, 200, "meta", .reply = meta_reply, .summary = "Code lists, forms and version"},

    {"POST", V1 "/session", session_post, 0, ROUTE_PUBLIC | ROUTE_HASH, 200, "session_create", login_fields, NULL, me_reply, "Log in"},
    {"GET", V1 "/session", me_get, 0, 0, 200, "session_get", NULL, NULL, me_reply, "Who is logged in"},
    {"DELETE", V1 "/session", session_delete, 0, 0, 204, "session_delete", .summary = "Log out"},
    {"GET", V1 "/me", me_get, 0, 0, 200, "me", NULL, NULL, me_reply, "Who is logged in"},
    {"POST", V1 "/me/password", me_password_post, 0, ROUTE_HASH, 204, "me_password", password_fields, .summary = "Change one's password"},
    {"GET", V1 "/me/mail", mail_setting_get, 0, 0, 200, "me_mail", NULL, NULL, mail_setting_reply, "When one gets mail"},
    {"PATCH", V1 "/me/mail", mail_setting_patch, 0, ROUTE_PARTIAL, 200, "me_mail_patch", mail_setting_fields, NULL, mail_setting_reply,
     "Choose when one gets mail"},
    {"GET", V1 "/me/calendar", calendar_get, 0, 0, 200, "me_calendar", NULL, NULL, calendar_reply, "Whether one's deadlines have an address for calendars"},
    {"POST", V1 "/me/calendar", calendar_post, 0, ROUTE_SECRET, 201, "me_calendar_create", NULL, NULL, calendar_made_reply,
     "Make a new address for calendars; the one before stops"},
    {"DELETE", V1 "/me/calendar", calendar_delete, 0, 0, 204, "me_calendar_delete", .summary = "Stop the address for calendars"},
    {"GET", "/calendar/{code}.ics", calendar_ics, 0, ROUTE_PUBLIC | ROUTE_NOTED | ROUTE_SECRET, 200, "calendar",
     .summary = "Deadlines of whoever made the address, as iCalendar"},

    {"GET", V1 "/collaborations", collaboration_list, C_READ, ROUTE_LIST, 200, "collaboration_list", NULL, collaboration_query,
     collaboration_item, "List collaborations"},
    {"POST", V1 "/collaborations", collaboration_post, C_WRITE, 0, 201, "collaboration_create", collaboration_fields, NULL,
     collaboration_reply, "Create a collaboration"},
    {"POST", V1 "/collaborations/bulk", collaboration_bulk, C_WRITE, ROUTE_SLOW, 200, "collaboration_bulk", bulk_fields, NULL, bulk_reply,
     "Change many collaborations at once: all or none; dry_run says what would become of each"},
    {"GET", V1 "/collaborations/{id}", collaboration_get, C_READ, ROUTE_NOTED, 200, "collaboration_get", NULL, collaboration_one_query,
     collaboration_reply, "Read a collaboration, also as of a day"},
    {"PATCH", V1 "/collaborations/{id}", collaboration_patch, C_WRITE, ROUTE_MATCH | ROUTE_PARTIAL, 200, "collaboration_patch",
     collaboration_patch_fields, NULL, collaboration_reply, "Change a collaboration"},
    {"POST", V1 "/collaborations/{id}/stage", collaboration_stage, C_WRITE, ROUTE_MATCH, 200, "collaboration_stage", stage_change_fields, NULL,
     collaboration_reply, "Move a collaboration to a stage; refused with all that is missing"},
    {"POST", V1 "/collaborations/{id}/pause", collaboration_pause, C_WRITE, ROUTE_MATCH, 200, "collaboration_pause", pause_fields, NULL,
     collaboration_reply, "Pause a collaboration"},
    {"POST", V1 "/collaborations/{id}/resume", collaboration_resume, C_WRITE, ROUTE_MATCH, 200, "collaboration_resume", resume_fields, NULL,
     collaboration_reply, "Take up a paused collaboration where it stood"},
    {"POST", V1 "/collaborations/{id}/lifecycle", collaboration_lifecycle, C_WRITE, ROUTE_MATCH, 200, "collaboration_lifecycle",
     lifecycle_change_fields, NULL, collaboration_reply, "Move a collaboration to another version of its lifecycle, by default the newest"},
    {"GET", V1 "/collaborations/{id}/path", path_get, C_READ, 0, 200, "path_get", NULL, NULL, path_reply,
     "Where a collaboration is on its path, what is missing and who must act"},
    {"POST", V1 "/collaborations/{id}/requirements/{code}", requirement_post, C_WRITE, 0, 200, "requirement_tick", requirement_fields, NULL,
     path_reply, "Say that a requirement is met, or take that back"},
    {"POST", V1 "/collaborations/{id}/gates/{code}/request", gate_ask, C_WRITE, 0, 200, "gate_request", gate_request_fields, NULL, path_reply,
     "Ask for the decision at a gate"},
    {"POST", V1 "/collaborations/{id}/gates/{code}/decisions", gate_decide, G_DECIDE, 0, 200, "gate_decide", gate_decision_fields, NULL,
     path_reply, "Decide at a gate; decisions are never changed"},
    {"POST", V1 "/collaborations/{id}/decisions/{child}/conditions-met", conditions_met, C_WRITE, 0, 200, "conditions_met",
     conditions_met_fields, NULL, path_reply, "Say that the conditions of a decision are met"},
    {"GET", V1 "/collaborations/{id}/history", history_list, C_READ, ROUTE_LIST | ROUTE_NOTED, 200, "history_list", NULL, page_query, history_item,
     "Changes of a collaboration"},
    EXPORT_ROUTES("collaborations", collaboration, RIGHT(RIGHT_EXPORTS_READ), collaboration_query, collaboration_item, "The list of collaborations", export_collaborations),
    EXPORT_ROUTES("organisations", organisation, RIGHT(RIGHT_EXPORTS_READ), organisation_query, organisation_item, "The list of organisations", export_organisations),
    EXPORT_ROUTES("research-contracts", research, RIGHT(RIGHT_EXPORTS_READ), research_query, research_item, "The list of research contracts", export_research),

    EXPORT_ROUTES("audit", audit, RIGHT(RIGHT_AUDIT_READ), audit_query, audit_csv_item, "The audit", export_audit),

    {"GET", V1 "/portfolio/summary", portfolio_summary_get, C_READ, ROUTE_PAST, 200, "portfolio_summary", NULL, portfolio_query,
     portfolio_reply, "Figures and short lists for the overview; the figures also as of a day"},
    {"GET", V1 "/portfolio/steering", portfolio_steering_get, C_READ, ROUTE_PAST, 200, "portfolio_steering", NULL, portfolio_query,
     steering_reply, "What the portfolio is steered by: money and counts by stage, theme, unit and area, balance, what ends, what is overdue"},

    {"GET", V1 "/portfolio/value", portfolio_value_get, V_READ, 0, 200, "portfolio_value", NULL, portfolio_value_query, portfolio_value_reply,
     "Who pays and who gains over the estimates that speak for their cases"},
    {"GET", V1 "/portfolio/matrix", portfolio_matrix_get, V_READ, ROUTE_ITEMS, 200, "portfolio_matrix", NULL, portfolio_value_query,
     portfolio_matrix_item, "The same by theme and sector"},
    {"POST", V1 "/portfolio/simulations", simulation_post, V_READ, 0, 202, "simulation_create", simulation_fields, NULL, simulation_reply,
     "Simulate all of them together, in the background"},
    {"GET", V1 "/portfolio/simulations/{id}", simulation_get, V_READ, 0, 200, "simulation_get", NULL, NULL, simulation_reply,
     "How far one's own simulation is, and what came of it"},

    {"POST", V1 "/value/evaluate", value_evaluate_post, RIGHT(RIGHT_VALUE_READ), ROUTE_PURE, 200, "value_evaluate", value_body, NULL,
     value_reply, "What an estimate is worth, who pays and who gains"},
    {"POST", V1 "/value/frontier", value_frontier_post, RIGHT(RIGHT_VALUE_READ), ROUTE_PURE, 200, "value_frontier", frontier_body, NULL,
     frontier_reply, "Which of several strategies are worth their cost; a ratio is null outside the north-east and south-west quadrants"},
    {"POST", V1 "/value/psa", value_psa_post, RIGHT(RIGHT_VALUE_READ), ROUTE_PURE | ROUTE_BIG | ROUTE_CSV | ROUTE_SLOW, 200, "value_psa", psa_body, psa_query,
     psa_reply, "Acceptability curves and value of information from samples; ties go to the comparator, intervals are the 2.5 and 97.5 % points by "
     "nearest rank. As CSV: a column cost_NAME and effect_NAME of each strategy and one of each parameter; the query, which goes with CSV alone, "
     "has the thresholds and the sets of columns for EVPPI (p1;p2,p3)"},
    {"POST", V1 "/value/distribution", value_distribution_post, V_READ, ROUTE_PURE, 200, "value_distribution", distribution_body, NULL,
     distribution_reply, "Moments, quantiles and density of an uncertain number"},
    {"GET", V1 "/estimates", estimate_list, V_READ, ROUTE_LIST, 200, "estimate_list", NULL, estimate_query, estimate_item,
     "List value estimates"},
    {"GET", V1 "/collaborations/{id}/estimates", estimate_case_list, V_READ, ROUTE_ITEMS, 200, "estimate_case_list", NULL, NULL,
     estimate_of_case, "List the value estimates of a collaboration, newest first"},
    {"POST", V1 "/collaborations/{id}/estimates", estimate_post, V_WRITE, 0, 201, "estimate_create", estimate_fields, NULL,
     estimate_reply, "Begin a new version, also from an older one"},
    {"GET", V1 "/estimates/{id}", estimate_get, V_READ, 0, 200, "estimate_get", NULL, NULL, estimate_reply,
     "Read a value estimate and its result"},
    {"PATCH", V1 "/estimates/{id}", estimate_patch, V_WRITE, ROUTE_MATCH | ROUTE_PARTIAL, 200, "estimate_patch", estimate_patch_fields,
     NULL, estimate_reply, "Change a draft; inputs are replaced as a whole"},
    {"POST", V1 "/estimates/{id}/submit", estimate_submit, V_WRITE, 0, 200, "estimate_submit", estimate_comment_fields, NULL,
     estimate_reply, "Submit a draft for approval"},
    {"POST", V1 "/estimates/{id}/return", estimate_return, V_APPROVE, 0, 200, "estimate_return", estimate_return_fields, NULL,
     estimate_reply, "Return a submitted estimate to its author"},
    {"POST", V1 "/estimates/{id}/approve", estimate_approve, V_APPROVE, 0, 200, "estimate_approve", estimate_comment_fields, NULL,
     estimate_reply, "Approve a submitted estimate; it never changes again"},

    {"GET", V1 "/lifecycles", lifecycle_list, C_READ, ROUTE_LIST, 200, "lifecycle_list", NULL, lifecycle_query, lifecycle_item,
     "List the versions of the lifecycles"},
    {"POST", V1 "/lifecycles", lifecycle_post, RULES, 0, 201, "lifecycle_create", lifecycle_fields, NULL, lifecycle_reply,
     "Make a draft from a version"},
    {"GET", V1 "/lifecycles/{id}", lifecycle_get, C_READ, 0, 200, "lifecycle_get", NULL, NULL, lifecycle_reply,
     "Read a version with stages, gates and requirements"},
    {"PATCH", V1 "/lifecycles/{id}", lifecycle_patch, RULES, ROUTE_MATCH | ROUTE_PARTIAL, 200, "lifecycle_patch", lifecycle_patch_fields, NULL,
     lifecycle_reply, "Change a version that is not in force yet; a first day puts it in force"},
    {"GET", V1 "/case-facts", case_fact_list, C_READ, ROUTE_ITEMS, 200, "case_fact_list", NULL, NULL, case_fact_item,
     "List the facts that a requirement can ask for"},

    {"GET", V1 "/assessment/templates", template_list, V_READ, ROUTE_ITEMS, 200, "template_list", NULL, NULL, template_item,
     "List what an assessment can start from"},
    {"GET", V1 "/assessment/questions", question_list, V_READ, ROUTE_ITEMS, 200, "question_list", NULL, NULL, question_item,
     "List the questionnaire"},
    REFERENCE_ROUTES("values", reference_value, reference_query, "reference values", "a reference value", reference_values),
    REFERENCE_ROUTES("unit-costs", unit_cost, reference_query, "unit costs", "a unit cost", reference_unit_costs),
    REFERENCE_ROUTES("price-indices", price_index, price_index_query, "price indices", "a year of a price index", reference_price_indices),
    REFERENCE_ROUTES("payer-rules", payer_rule, payer_rule_query, "payer rules", "a payer rule", reference_payer_rules),
    {"GET", V1 "/reference/sets", reference_set_list, V_READ, ROUTE_ITEMS, 200, "reference_set_list", NULL, NULL, reference_set_item,
     "List the sets that the values have been, newest first"},
    {"POST", V1 "/reference/recompute", recompute_post, R_WRITE, 0, 202, "recompute", NULL, NULL, recompute_reply,
     "Compute all drafts again with the values in force"},
    {"GET", V1 "/reference/recompute/{id}", recompute_get, R_WRITE, 0, 200, "recompute_get", NULL, NULL, recompute_reply,
     "How far a recomputation is, and what it changed"},

    {"POST", V1 "/estimates/{id}/reject", estimate_reject, V_APPROVE, 0, 200, "estimate_reject", estimate_return_fields, NULL,
     estimate_reply, "Reject a submitted estimate for good"},
    {"POST", V1 "/estimates/{id}/assign", estimate_assign, V_APPROVE, 0, 200, "estimate_assign", estimate_assign_fields, NULL,
     estimate_reply, "Take on the review, or give it to somebody"},
    {"GET", V1 "/estimates/{id}/reviewers", reviewer_list, V_APPROVE, ROUTE_ITEMS, 200, "reviewer_list", NULL, NULL, person_item,
     "List those who may review an estimate"},
    {"GET", V1 "/estimates/{id}/compare", estimate_compare, V_READ, 0, 200, "estimate_compare", NULL, compare_query, compare_reply,
     "What differs from another version, and what each change does to the result"},
    {"GET", V1 "/estimates/{id}/report.xlsx", estimate_xlsx, V_READ, ROUTE_SLOW, 200, "estimate_xlsx", NULL, NULL, NULL,
     "Every line, flow and result as a workbook"},
    {"GET", V1 "/estimates/{id}/notes", child_list, V_READ, ROUTE_ITEMS, 200, "note_list", NULL, NULL, note_reply, "List the remarks", &child_notes},
    {"POST", V1 "/estimates/{id}/notes", child_post, V_READ, 0, 201, "note_create", note_fields, NULL, note_reply, "Add a remark", &child_notes},
    {"PATCH", V1 "/estimates/{id}/notes/{child}", child_patch, V_READ, ROUTE_MATCH | ROUTE_PARTIAL, 200, "note_patch", note_fields, NULL,
     note_reply, "Change or settle a remark", &child_notes},
    {"DELETE", V1 "/estimates/{id}/notes/{child}", child_delete, V_READ, ROUTE_MATCH, 204, "note_delete", NULL, NULL, NULL,
     "Take back one's own remark", &child_notes},

    {"GET", V1 "/estimates/{id}/confirmations", confirmation_of_estimate, V_READ, ROUTE_ITEMS, 200, "confirmation_of_estimate", NULL, NULL,
     confirmation_item, "List what other sectors have been asked, and their answers"},
    {"POST", V1 "/estimates/{id}/confirmations", confirmation_post, V_WRITE, 0, 201, "confirmation_create", confirmation_fields, NULL,
     confirmation_item, "Ask the contact of a sector about a line that falls on it"},
    {"POST", V1 "/confirmations/{id}/withdraw", confirmation_withdraw, V_WRITE, 0, 200, "confirmation_withdraw", NULL, NULL, confirmation_item,
     "Take back a question that is not answered"},
    {"GET", V1 "/confirmations", confirmation_list, C_ANSWER, ROUTE_ITEMS, 200, "confirmation_list", NULL, confirmation_query, confirmation_reply,
     "List what one has been asked to confirm"},
    {"GET", V1 "/confirmations/{id}", confirmation_get, C_ANSWER | V_READ, 0, 200, "confirmation_get", NULL, NULL, confirmation_reply,
     "Read a line that somebody was asked to confirm: for whoever is asked, whoever asked and whoever sees the estimate"},
    {"POST", V1 "/confirmations/{id}/answer", confirmation_answer, C_ANSWER, 0, 200, "confirmation_answer", confirmation_answer_fields, NULL,
     confirmation_reply, "Confirm or dispute it"},

    CHILD_ROUTES("parties", party, C_WRITE, "the participants", "a participant", child_parties),
    CHILD_ROUTES("milestones", milestone, C_WRITE, "the milestones", "a milestone", child_milestones),
    CHILD_ROUTES("funding", funding, C_WRITE, "the funding", "a funding", child_funding),
    CHILD_ROUTES("documents", document, C_WRITE, "the documents", "a document", child_documents),
    {"POST", V1 "/collaborations/{id}/documents/upload", document_upload, C_WRITE, ROUTE_UPLOAD | ROUTE_SLOW, 201, "document_upload", NULL,
     document_upload_query, document_reply, "Add a document with its file"},
    {"GET", V1 "/collaborations/{id}/documents/{child}/versions", document_version_list, C_READ, ROUTE_ITEMS, 200, "document_version_list", NULL,
     NULL, document_version_item, "List the versions of the file of a document"},
    {"POST", V1 "/collaborations/{id}/documents/{child}/versions", document_version_post, C_WRITE, ROUTE_UPLOAD | ROUTE_SLOW, 201,
     "document_version_create", NULL, document_version_query, document_reply, "Add a new version of the file of a document"},
    {"GET", V1 "/collaborations/{id}/documents/{child}/file", document_file_get, C_READ, ROUTE_SLOW | ROUTE_NOTED, 200, "document_file", NULL,
     document_file_query, NULL, "Fetch the file of a document"},
    CHILD_ROUTES("markings", marking, C_WRITE, "what is marked as confidential", "a mark", child_markings),
    {"GET", V1 "/collaborations/{id}/reads", case_read_list, OPENNESS, ROUTE_LIST, 200, "case_read_list", NULL, page_query, read_item,
     "List who has read what is confidential in a collaboration"},
    {"GET", V1 "/reads", read_list, RIGHT(RIGHT_AUDIT_READ), ROUTE_LIST | ROUTE_SLOW, 200, "read_list", NULL, read_query, read_item,
     "List who has read what is confidential"},

    {"GET", V1 "/access-requests", access_request_list, OPENNESS, ROUTE_LIST, 200, "access_request_list", NULL, access_request_query,
     access_request_item, "List requests for access to documents"},
    {"POST", V1 "/access-requests", access_request_post, OPENNESS, 0, 201, "access_request_create", access_request_fields, NULL,
     access_request_reply, "Enter a request for access; the deadline is counted in working days"},
    {"GET", V1 "/access-requests/{id}", access_request_get, OPENNESS, 0, 200, "access_request_get", NULL, NULL, access_request_reply,
     "Read a request for access"},
    {"PATCH", V1 "/access-requests/{id}", access_request_patch, OPENNESS, ROUTE_MATCH | ROUTE_PARTIAL, 200, "access_request_patch",
     access_request_fields, NULL, access_request_reply, "Change a request for access, or put off its deadline"},
    {"GET", V1 "/access-requests/{id}/answers", access_answer_list, OPENNESS, ROUTE_ITEMS, 200, "access_answer_list", NULL, NULL,
     access_answer_item, "List the answers to a request"},
    {"POST", V1 "/access-requests/{id}/answers", access_answer_post, OPENNESS, 0, 201, "access_answer_create", access_answer_fields, NULL,
     access_answer_item, "Answer a request, in part or finally"},
    {"GET", V1 "/access-requests/{id}/packages", access_package_list, OPENNESS, ROUTE_ITEMS, 200, "access_package_list", NULL, NULL,
     access_package_item, "List the packages made for a request"},
    {"POST", V1 "/access-requests/{id}/packages", access_package_post, OPENNESS, 0, 202, "access_package_create", NULL, NULL,
     access_package_item, "Have a package made of what may be shown"},
    {"GET", V1 "/access-requests/{id}/packages/{child}/file", access_package_file_get, OPENNESS, ROUTE_SLOW | ROUTE_NOTED, 200,
     "access_package_file", NULL, NULL, NULL, "Fetch a package"},

    {"GET", V1 "/users/{id}/personal-data", personal_export, U_ADMIN, ROUTE_SLOW, 200, "personal_export", NULL, NULL, personal_export_reply,
     "All that is kept about a user"},
    {"GET", V1 "/personal-data", personal_find, U_ADMIN, ROUTE_ITEMS | ROUTE_SLOW, 200, "personal_find", NULL, personal_query, personal_item,
     "Where a name stands"},
    {"POST", V1 "/personal-data/pseudonymise", pseudonymise_post, U_ADMIN, ROUTE_SLOW, 200, "pseudonymise", pseudonymise_fields, NULL,
     pseudonymise_reply, "Take a person out of texts, and empty the account; the history keeps numbers"},
    CHILD_ROUTES("measurements", measurement, C_WRITE, "the measurements", "a measurement", child_measurements),
    {"GET", V1 "/collaborations/{id}/realisation", realisation_get, V_READ, 0, 200, "realisation", NULL, NULL, realisation_reply,
     "What was measured beside what the estimate has promised"},
    CHILD_ROUTES("market-dialogues", market_dialogue, C_WRITE, "the market dialogue", "a meeting or call of the market dialogue", child_market_dialogue),
    CHILD_ROUTES("strategic-scores", strategic_score, C_WRITE, "the scores by strategic area", "the score of a strategic area", child_strategic_score),
    CHILD_ROUTES("capacity-needs", capacity_need, C_WRITE, "what a case needs of teams", "what a case needs of a team in a quarter", child_capacity_need),
    CHILD_ROUTES("efforts", effort, C_WRITE, "the hours planned and used", "hours planned and used", child_effort),
    CHILD_ROUTES("tenders", tender, C_WRITE, "the tender", "the tender", child_tender),
    CHILD_ROUTES("bidders", bidder, C_WRITE, "the bidders", "a bidder", child_bidder),
    CHILD_ROUTES("contract-terms", contract_terms, C_WRITE, "the terms of the contract", "the terms of the contract", child_contract_terms),
    CHILD_ROUTES("contract-options", contract_option, C_WRITE, "the options and extensions", "an option or extension", child_contract_option),
    CHILD_ROUTES("contract-amendments", contract_amendment, C_WRITE, "the amendments", "an amendment", child_contract_amendment),
    CHILD_ROUTES("call-offs", call_off, C_WRITE, "the call-offs", "a call-off", child_call_off),
    CHILD_ROUTES("partnership-phases", partnership_phase, C_WRITE, "the phases", "a phase", child_partnership_phase),
    {"GET", V1 "/collaborations/{id}/procurement", procurement_get, C_READ, 0, 200, "procurement", NULL, NULL, procurement_reply,
     "What is used of the ceiling, the threshold, the earliest deadline, scores and hours of a case"},
    {"GET", V1 "/capacity", capacity_list, C_READ, ROUTE_ITEMS, 200, "capacity_view", NULL, capacity_query, capacity_item,
     "What teams can give in a quarter, what strategic procurement takes, and what it crowds out"},
    RULE_ROUTES("procurement-rules", procurement_rule, "thresholds and other figures of procurement", "such a figure", rules_procurement),
    RULE_ROUTES("strategic-areas", strategic_area, "strategic areas", "a strategic area", rules_strategic_areas),
    RULE_ROUTES("capacity-ceilings", capacity_ceiling, "ceilings of teams", "a ceiling", rules_capacity),
    RULE_ROUTES("opi-prompts", opi_prompt, "prompts of the screening canvas and myths", "a prompt or myth", rules_opi_prompts),
    RULE_ROUTES("pools", pool, "pools", "a pool", rules_pools),
    CHILD_ROUTES("canvas-answers", canvas_answer, C_WRITE, "the answers of the screening canvas", "an answer to a prompt of the screening canvas", child_canvas_answer),
    CHILD_ROUTES("opi-courses", opi_course, C_WRITE, "the call, the test, the sharing of risk and the decision", "the call, the test, the sharing of risk and the decision", child_opi_course),
    CHILD_ROUTES("exposures", exposure, C_WRITE, "the exposure of the region by stage", "the exposure of a stage", child_exposure),
    CHILD_ROUTES("involvements", involvement, C_WRITE, "how patients and relatives were involved", "an involvement of patients or relatives", child_involvement),
    CHILD_ROUTES("evaluations", evaluation, C_WRITE, "the evaluations", "an evaluation", child_evaluation),
    CHILD_ROUTES("benefits-reviews", benefits_review, C_WRITE, "the follow-ups on benefits", "a follow-up on benefits", child_benefits_review),
    CHILD_ROUTES("spreads", spread, C_WRITE, "who takes the solution up", "somebody who takes the solution up", child_spread),
    CHILD_ROUTES("indicators", indicator, C_WRITE, "the indicators", "an indicator", child_indicator),
    CHILD_ROUTES("indicator-values", indicator_value, C_WRITE, "the measurements of indicators", "a measurement of an indicator", child_indicator_value),
    CHILD_ROUTES("pool-awards", pool_award, C_WRITE, "the awards from pools", "an award from a pool", child_pool_award),
    {"GET", V1 "/collaborations/{id}/innovation", innovation_get, C_READ, 0, 200, "innovation", NULL, NULL, innovation_reply,
     "When a collaboration is evaluated, and what the region at worst can lose on it"},
    CHILD_ROUTES("comments", comment, C_READ, "the comments", "a comment", child_comments),
    CHILD_ROUTES("tasks", task, C_READ, "the tasks", "a task", child_tasks),
    {"GET", V1 "/collaborations/{id}/follow", follow_get, C_READ, 0, 200, "follow_get", NULL, NULL, follow_fields,
     "Whether one is told of what happens in a collaboration"},
    {"POST", V1 "/collaborations/{id}/follow", follow_put, C_READ, 0, 200, "follow_set", follow_fields, NULL, follow_fields,
     "Follow a collaboration, or no more"},
    {"GET", V1 "/collaborations/{id}/undo", undo_get, C_READ, 0, 200, "undo_get", NULL, NULL, undo_reply,
     "What of one's last change can be taken back"},
    {"POST", V1 "/collaborations/{id}/undo", undo_post, C_READ, 0, 200, "undo", undo_fields, NULL, undo_reply,
     "Take one's last change back, within the hour and while nothing has followed"},
    {"GET", V1 "/notifications", notification_list, 0, ROUTE_LIST, 200, "notification_list", NULL, notification_query, notification_item,
     "List what one has been told, newest first"},
    {"POST", V1 "/notifications/read", notification_read, 0, 0, 200, "notification_read", notification_read_fields, NULL,
     notification_read_reply, "Mark some or all as read"},
    {"GET", V1 "/duties", duty_list, C_READ, ROUTE_ITEMS, 200, "duty_list", NULL, duty_query, duty_item,
     "List what oneself must do by a day: deadlines of one's own, of one's cases and of one's roles"},

    {"GET", V1 "/collaborations/{id}/checklist", child_list, C_READ, ROUTE_ITEMS, 200, "checklist_item_list", NULL, NULL,
     checklist_item_reply, "List the questions of the legal checklist with their answers", &child_checklist},
    {"PATCH", V1 "/collaborations/{id}/checklist/{child}", child_patch, C_WRITE, ROUTE_MATCH | ROUTE_PARTIAL, 200, "checklist_item_patch",
     checklist_item_fields, NULL, checklist_item_reply, "Answer a question of the legal checklist, or say who is to", &child_checklist},
    {"POST", V1 "/collaborations/{id}/checklist/refresh", checklist_refresh, C_WRITE, ROUTE_ITEMS, 200, "checklist_refresh", NULL, NULL,
     checklist_item_reply, "Ask the questions in force today from now on; answers stay", &child_checklist},
    {"GET", V1 "/collaborations/{id}/competition", child_list, C_READ, ROUTE_ITEMS, 200, "competition", NULL, NULL, competition_item,
     "Tenderers that took part in an innovation, what they may know from it, and what was done about it", &child_competition},
    CHILD_ROUTES("timers", legal_timer, C_WRITE, "the clocks set by law", "a clock set by law", child_timers),
    CHILD_ROUTES("state-aid", state_aid, C_WRITE, "the benefits to companies", "a benefit to a company", child_state_aid),
    CHILD_ROUTES("ipr", ipr, C_WRITE, "the rights to results", "a right to results", child_ipr),
    CHILD_ROUTES("impartiality", impartiality, C_WRITE, "the declarations of interests", "a declaration of interests", child_impartiality),
    CHILD_ROUTES("data-processing", data_processing, C_WRITE, "the flows of personal data", "a flow of personal data", child_data_processing),
    CHILD_ROUTES("dispensations", dispensation, C_WRITE, "the dispensations", "a dispensation", child_dispensations),
    CHILD_ROUTES("equalising-actions", equalising_action, C_WRITE, "the actions for fair competition", "an action for fair competition", child_equalising),
    {"GET", V1 "/law/inbox", law_inbox, C_READ, ROUTE_LIST, 200, "law_inbox", NULL, law_inbox_query, law_inbox_item,
     "List the cases that wait for the lawyers"},
    {"GET", V1 "/state-aid", state_aid_sum, C_READ, 0, 200, "state_aid_sum", NULL, state_aid_sum_query, state_aid_sum_reply,
     "De minimis aid to the group of a company beside the ceiling, also with more"},
    {"GET", V1 "/state-aid/entries", state_aid_entries, C_READ, ROUTE_LIST, 200, "state_aid_entries", NULL, state_aid_query, state_aid_item,
     "List the benefits to companies over all cases"},
    RULE_ROUTES("checklist-rules", checklist_rule, "questions of the legal checklist", "a question of the legal checklist", checklist_rules),
    RULE_ROUTES("timer-rules", timer_rule, "the lengths of clocks set by law", "the length of a clock set by law", timer_rules),

    {"POST", V1 "/research/contracts", research_quick_post, C_WRITE, 0, 201, "research_create", research_quick_fields, NULL,
     research_quick_reply, "Create a research contract in one go; says what the rules ask of it"},
    {"GET", V1 "/research/contracts", research_list, C_READ, ROUTE_LIST, 200, "research_list", NULL, research_query, research_item,
     "List research contracts, how long they have been under way and on whose desk they lie"},
    {"GET", V1 "/research/summary", research_summary_get, C_READ, 0, 200, "research_summary", NULL, research_summary_query,
     research_summary_reply, "Key figures of research contracts: days to the signature, what is open, clocks, money from outside"},
    {"GET", V1 "/collaborations/{id}/contract", contract_get, C_READ, 0, 200, "contract_get", NULL, NULL, contract_reply,
     "Read what only a research contract has"},
    {"PATCH", V1 "/collaborations/{id}/contract", contract_patch, C_WRITE, ROUTE_MATCH | ROUTE_PARTIAL, 200, "contract_patch",
     contract_fields, NULL, contract_reply, "Change it"},
    {"GET", V1 "/collaborations/{id}/approval", approval_list, C_READ, ROUTE_ITEMS, 200, "approval_list", NULL, NULL, approval_item,
     "List what the rules ask of a case, and whether it is done"},
    {"POST", V1 "/collaborations/{id}/approval", approval_post, C_WRITE, ROUTE_ITEMS, 200, "approval_mark", approval_fields, NULL,
     approval_item, "Mark what was done of a rule; without a day: take the mark back"},
    {"GET", V1 "/collaborations/{id}/amendments", amendment_list, C_READ, ROUTE_ITEMS, 200, "amendment_list", NULL, NULL, amendment_item,
     "List the amendments of a contract"},
    CHILD_ROUTES("reports", funder_report, C_WRITE, "the reports to funders", "a report to a funder", child_funder_reports),
    CHILD_ROUTES("instalments", instalment, C_WRITE, "the payment plan", "an instalment", child_instalments),
    CHILD_ROUTES("publications", publication, C_WRITE, "the publications", "a publication", child_publications),
    CHILD_ROUTES("exemptions", exemption, G_DECIDE, "the exemptions from rules on research money", "an exemption", child_exemptions),
    {"GET", V1 "/collaborations/{id}/desk", desk_get, C_READ, 0, 200, "desk_get", NULL, NULL, desk_reply,
     "On whose desk a case lies and has lain, and when it will be signed"},
    {"POST", V1 "/collaborations/{id}/desk", desk_post, C_WRITE, 0, 200, "desk_move", desk_fields, NULL, desk_reply, "Hand a case over"},
    {"GET", V1 "/desks", desk_list, C_READ, ROUTE_LIST, 200, "desk_list", NULL, desk_query, desk_item, "List what lies on which desk"},
    {"GET", V1 "/desks/statistics", desk_statistics, C_READ, ROUTE_ITEMS, 200, "desk_statistics", NULL, desk_statistics_query,
     desk_statistics_item, "Median and 90th percentile of days on a desk, of intervals that are over and that run"},
    {"GET", V1 "/compliance/violations", violation_list, C_READ, ROUTE_LIST, 200, "violation_list", NULL, violation_query, violation_item,
     "List what running contracts break of the rules on research money"},
    {"GET", V1 "/compliance/units", violation_units, C_READ, ROUTE_ITEMS, 200, "violation_units", NULL, NULL, violation_unit_item,
     "Count it by unit"},
    RULE_ROUTES("approval-rules", approval_rule, "the approval rules", "an approval rule", reference_approval_rules),
    RULE_ROUTES("compliance-rules", compliance_rule, "the rules on research money", "a rule on research money", reference_compliance_rules),

    {"GET", V1 "/organisations", organisation_list, O_READ, ROUTE_LIST, 200, "organisation_list", NULL, organisation_query,
     organisation_item, "List organisations"},
    {"POST", V1 "/organisations", organisation_post, O_WRITE, 0, 201, "organisation_create", organisation_fields, NULL,
     organisation_reply, "Create an organisation; those that look like it are proposed as duplicates"},
    {"GET", V1 "/organisations/{id}", organisation_get, O_READ, 0, 200, "organisation_get", NULL, NULL, organisation_reply,
     "Read an organisation"},
    {"PATCH", V1 "/organisations/{id}", organisation_patch, O_WRITE, ROUTE_MATCH | ROUTE_PARTIAL, 200, "organisation_patch",
     organisation_fields, NULL, organisation_reply, "Change an organisation"},
    {"GET", V1 "/organisations/duplicates", duplicate_list, O_READ, ROUTE_LIST, 200, "duplicate_list", NULL, page_query,
     duplicate_item, "Pairs that may be one organisation"},
    {"POST", V1 "/organisations/duplicates/{id}/dismiss", duplicate_dismiss, O_WRITE, 0, 200, "duplicate_dismiss", NULL, NULL,
     duplicate_item, "The two are different"},
    {"GET", V1 "/organisations/{id}/summary", organisation_summary_get, O_READ, 0, 200, "organisation_summary", NULL, NULL,
     organisation_summary_reply, "Money, bids, aid, group and contacts of an organisation, over the cases that one sees"},
    {"GET", V1 "/organisations/{id}/collaborations", organisation_case_list, O_READ, ROUTE_LIST, 200, "organisation_case_list", NULL,
     organisation_case_query, organisation_case_item, "List the roles of an organisation in collaborations, and its bids"},
    {"GET", V1 "/organisations/{id}/merges", merge_list, O_READ, ROUTE_ITEMS, 200, "merge_list", NULL, NULL, merge_item,
     "List what was merged into or out of an organisation, and whether it can be undone"},
    {"GET", V1 "/organisations/{id}/merge-preview", merge_preview_get, O_MERGE, 0, 200, "merge_preview", NULL, merge_preview_query,
     merge_preview_reply, "Say what would move if another organisation were merged into this one"},
    {"POST", V1 "/organisations/{id}/merges", merge_post, O_MERGE, 0, 201, "merge_create", merge_fields, NULL, merge_item,
     "Merge another organisation into this one"},
    {"POST", V1 "/organisations/merges/{id}/undo", merge_undo, O_MERGE, 0, 200, "merge_undo", NULL, NULL, merge_item,
     "Part two that were merged, as long as nothing that moved was moved again"},
    {"GET", V1 "/companies", company_get, O_WRITE, ROUTE_SLOW, 200, "company_get", NULL, company_query, company_reply,
     "Look a company up by its CVR number in the service that is set up for it"},

    {"GET", V1 "/units", unit_list, 0, ROUTE_ITEMS, 200, "unit_list", NULL, unit_query, unit_item, "List the units of a day"},
    {"GET", V1 "/units/{id}", unit_get, 0, 0, 200, "unit_get", NULL, unit_one_query, unit_reply, "Read a unit, also as of a day"},
    {"GET", V1 "/units/{id}/summary", unit_summary_get, C_READ, ROUTE_SLOW, 200, "unit_summary", NULL, unit_one_query, unit_summary_reply,
     "Count the collaborations of a unit and of all below it, with what it has taken over by a day"},
    {"GET", V1 "/units/{id}/people", unit_people_list, C_READ, ROUTE_LIST, 200, "unit_people", NULL, unit_people_query, unit_people_item,
     "List who has which role at a unit and below it"},
    {"POST", V1 "/units", unit_post, U_ADMIN, 0, 201, "unit_create", unit_fields, NULL, unit_reply, "Create a unit"},
    {"PATCH", V1 "/units/{id}", unit_patch, U_ADMIN, ROUTE_MATCH | ROUTE_PARTIAL, 200, "unit_patch", unit_fields, NULL, unit_reply,
     "Change or end a unit; its code stays"},
    UNIT_ROUTES("successors", unit_successor, "what takes over from a unit", "a unit that takes over; the one before ends the day before",
     child_unit_successors),
    UNIT_ROUTES("areas", unit_area, "the municipalities that a unit covers", "a municipality that a unit covers", child_unit_areas),

    {"GET", V1 "/people", person_list, C_WRITE, ROUTE_ITEMS, 200, "person_list", NULL, person_query, person_item, "Find people by name"},
    {"GET", V1 "/users", user_list, U_ADMIN, ROUTE_LIST, 200, "user_list", NULL, user_query, user_item, "List users"},
    {"POST", V1 "/users", user_post, U_ADMIN, ROUTE_HASH, 201, "user_create", user_fields, NULL, user_reply, "Create a user"},
    {"GET", V1 "/users/{id}", user_get, U_ADMIN, 0, 200, "user_get", NULL, NULL, user_reply, "Read a user"},
    {"PATCH", V1 "/users/{id}", user_patch, U_ADMIN, ROUTE_MATCH | ROUTE_PARTIAL, 200, "user_patch", user_patch_fields, NULL,
     user_reply, "Change a user, or close the account"},
    {"POST", V1 "/users/{id}/password", user_password_post, U_ADMIN, ROUTE_HASH, 204, "user_password", user_password_fields,
     .summary = "Set a user's password"},
    {"GET", V1 "/users/{id}/grants", grant_list, U_ADMIN, ROUTE_ITEMS, 200, "grant_list", NULL, NULL, grant_item,
     "List the roles of a user, also those that have ended"},
    {"POST", V1 "/users/{id}/grants", grant_post, U_ADMIN, 0, 201, "grant_create", grant_fields, NULL, grant_item,
     "Give a user a role for a unit and all below it"},
    {"DELETE", V1 "/users/{id}/grants/{grant}", grant_delete, U_ADMIN, 0, 204, "grant_delete", .summary = "End a role; it stays in the list"},

    {"GET", V1 "/tokens", token_list, 0, ROUTE_ITEMS, 200, "token_list", NULL, NULL, token_item, "List one's own API tokens"},
    {"POST", V1 "/tokens", token_post, 0, ROUTE_SECRET, 201, "token_create", token_fields, NULL, token_reply,
     "Make an API token; the reply shows it once"},
    {"DELETE", V1 "/tokens/{id}", token_delete, 0, 0, 204, "token_delete", .summary = "Withdraw an API token"},

    {"GET", V1 "/user-tokens", user_token_list, U_ADMIN, ROUTE_LIST, 200, "user_token_list", NULL, user_token_query, user_token_item,
     "List the API tokens of everybody"},
    {"DELETE", V1 "/user-tokens/{id}", user_token_delete, U_ADMIN, 0, 204, "user_token_delete", .summary = "Withdraw an API token of anybody"},
    {"GET", V1 "/reference/code-lists", code_list_list, C_READ, ROUTE_ITEMS, 200, "code_list_list", NULL, NULL, code_list_item, "List the code lists"},
    RULE_ROUTES("codes", code, "the codes of the code lists", "a code", reference_codes),
    RULE_ROUTES("public-holidays", public_holiday, "the public holidays", "a public holiday", reference_public_holidays),
    {"GET", V1 "/system", system_get, U_ADMIN, 0, 200, "system", NULL, NULL, system_reply, "Version, migrations, work, audit and options in force"},
    {"GET", V1 "/system/failures", outbox_list, U_ADMIN, ROUTE_ITEMS, 200, "outbox_failures", NULL, NULL, outbox_item, "List work that was given up"},
    {"POST", V1 "/system/failures/{id}/retry", outbox_retry, U_ADMIN, 0, 204, "outbox_retry", .summary = "Try it again"},

    {"GET", V1 "/imports", import_list, I_WRITE, ROUTE_LIST, 200, "import_list", NULL, import_query, import_item, "List imports"},
    {"POST", V1 "/imports", import_post, I_WRITE, ROUTE_UPLOAD | ROUTE_SLOW, 201, "import_create", NULL, import_upload_query, import_reply,
     "Upload a list; says how it is read and which columns go to which fields"},
    {"GET", V1 "/imports/{id}", import_get, I_WRITE, 0, 200, "import_get", NULL, NULL, import_reply, "Read an import and its progress"},
    {"PATCH", V1 "/imports/{id}", import_patch, I_WRITE, ROUTE_MATCH | ROUTE_PARTIAL, 200, "import_patch", import_patch_fields, NULL,
     import_reply, "Change how the file is read, or where columns go"},
    {"POST", V1 "/imports/{id}/dry-run", import_dry_run_post, I_WRITE, 0, 202, "import_dry_run", NULL, NULL, import_reply,
     "Find out what would become of each row"},
    {"POST", V1 "/imports/{id}/apply", import_apply_post, I_WRITE, 0, 202, "import_apply", NULL, NULL, import_reply,
     "Do what the dry run has told, in one transaction"},
    {"GET", V1 "/imports/{id}/rows", import_row_list, I_WRITE, ROUTE_LIST, 200, "import_row_list", NULL, import_row_query, import_row_item,
     "List the rows and their fates"},
    {"GET", V1 "/imports/{id}/rejected.csv", import_rejected_get, I_WRITE, ROUTE_SLOW, 200, "import_rejected", NULL, NULL, NULL,
     "The rejected rows in the format of the file, with field and reason"},
    {"GET", V1 "/import-mappings", import_mapping_list, I_WRITE, ROUTE_ITEMS, 200, "import_mapping_list", NULL, NULL, import_mapping_item,
     "List saved mappings"},
    {"POST", V1 "/import-mappings", import_mapping_post, I_WRITE, 0, 201, "import_mapping_create", import_mapping_fields, NULL,
     import_mapping_item, "Save the settings and columns of an import under a name"},
    {"PATCH", V1 "/import-mappings/{id}", import_mapping_patch, I_WRITE, ROUTE_MATCH | ROUTE_PARTIAL, 200, "import_mapping_patch",
     import_mapping_patch_fields, NULL, import_mapping_item, "Give a saved mapping another name"},
    {"DELETE", V1 "/import-mappings/{id}", import_mapping_delete, I_WRITE, 0, 204, "import_mapping_delete",
     .summary = "Take a saved mapping away"},

    {"GET", V1 "/audit", audit_list, RIGHT(RIGHT_AUDIT_READ), ROUTE_LIST | ROUTE_SLOW, 200, "audit_list", NULL, audit_query, audit_item,
     "List what was changed, by whom"},
    {"GET", V1 "/changes", changes_get, C_READ, 0, 200, "changes", NULL, changes_query, changes_reply,
     "Follow all changes one may see, in order and without gaps; done when next_after is the after that was sent"},

    {"GET", V1 "/search", search_get, 0, 0, 200, "search", NULL, search_query, search_reply,
     "Cases, organisations, documents, comments, people and units that fit some words or a number"},

    {"GET", V1 "/views", view_list, 0, ROUTE_ITEMS, 200, "view_list", NULL, view_query, view_item, "List saved views, own and shared"},
    {"POST", V1 "/views", view_post, 0, 0, 201, "view_create", view_fields, NULL, view_item, "Save a view"},
    {"DELETE", V1 "/views/{id}", view_delete, 0, 0, 204, "view_delete", .summary = "Throw away one's own view"},
    {0},
};
// clang-format on
