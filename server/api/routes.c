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
#define U_ADMIN   RIGHT(RIGHT_USERS_ADMIN)

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
  {"GET", V1 "/exports/reference-" path ".csv", reference_csv, V_READ, ROUTE_SLOW, 200, #name "_export", NULL, q,    \
   name##_item, all " as CSV", &of}

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

    {"GET", V1 "/collaborations", collaboration_list, C_READ, ROUTE_LIST, 200, "collaboration_list", NULL, collaboration_query,
     collaboration_item, "List collaborations"},
    {"POST", V1 "/collaborations", collaboration_post, C_WRITE, 0, 201, "collaboration_create", collaboration_fields, NULL,
     collaboration_reply, "Create a collaboration"},
    {"GET", V1 "/collaborations/{id}", collaboration_get, C_READ, 0, 200, "collaboration_get", NULL, collaboration_one_query,
     collaboration_reply, "Read a collaboration, also as of a day"},
    {"PATCH", V1 "/collaborations/{id}", collaboration_patch, C_WRITE, ROUTE_MATCH | ROUTE_PARTIAL, 200, "collaboration_patch",
     collaboration_patch_fields, NULL, collaboration_reply, "Change a collaboration"},
    {"POST", V1 "/collaborations/{id}/stage", collaboration_stage, C_WRITE, ROUTE_MATCH, 200, "collaboration_stage", stage_change_fields, NULL,
     collaboration_reply, "Move a collaboration to a stage"},
    {"GET", V1 "/collaborations/{id}/history", history_list, C_READ, ROUTE_LIST, 200, "history_list", NULL, page_query, history_item,
     "Changes of a collaboration"},
    {"GET", V1 "/exports/collaborations.csv", collaboration_csv, RIGHT(RIGHT_EXPORTS_READ), ROUTE_SLOW, 200, "collaboration_export", NULL,
     collaboration_query, collaboration_item, "The list as CSV"},

    {"GET", V1 "/exports/audit.csv", audit_csv, RIGHT(RIGHT_AUDIT_READ), ROUTE_SLOW, 200, "audit_export", NULL,
     audit_query, audit_csv_item, "The audit as CSV"},

    {"GET", V1 "/portfolio/summary", portfolio_summary_get, C_READ, ROUTE_PAST, 200, "portfolio_summary", NULL, portfolio_query,
     portfolio_reply, "Figures and short lists for the overview; the figures also as of a day"},

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
    CHILD_ROUTES("measurements", measurement, C_WRITE, "the measurements", "a measurement", child_measurements),
    {"GET", V1 "/collaborations/{id}/realisation", realisation_get, V_READ, 0, 200, "realisation", NULL, NULL, realisation_reply,
     "What was measured beside what the estimate has promised"},
    CHILD_ROUTES("comments", comment, C_READ, "the comments", "a comment", child_comments),

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

    {"GET", V1 "/units", unit_list, 0, ROUTE_ITEMS, 200, "unit_list", NULL, unit_query, unit_item, "List the units of a day"},
    {"GET", V1 "/units/{id}", unit_get, 0, 0, 200, "unit_get", NULL, NULL, unit_reply, "Read a unit"},

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
    {"DELETE", V1 "/import-mappings/{id}", import_mapping_delete, I_WRITE, 0, 204, "import_mapping_delete",
     .summary = "Take a saved mapping away"},

    {"GET", V1 "/audit", audit_list, RIGHT(RIGHT_AUDIT_READ), ROUTE_LIST | ROUTE_SLOW, 200, "audit_list", NULL, audit_query, audit_item,
     "List what was changed, by whom"},
    {"GET", V1 "/changes", changes_get, C_READ, 0, 200, "changes", NULL, changes_query, changes_reply,
     "Follow all changes one may see, in order and without gaps; done when next_after is the after that was sent"},

    {"GET", V1 "/views", view_list, 0, ROUTE_ITEMS, 200, "view_list", NULL, view_query, view_item, "List saved views, own and shared"},
    {"POST", V1 "/views", view_post, 0, 0, 201, "view_create", view_fields, NULL, view_item, "Save a view"},
    {"DELETE", V1 "/views/{id}", view_delete, 0, 0, 204, "view_delete", .summary = "Throw away one's own view"},
    {0},
};
// clang-format on
