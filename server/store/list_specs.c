// SPDX-License-Identifier: EUPL-1.2
// What each list can be filtered and sorted by, as SQL fragments.
#include <stddef.h>

#include "store/list.h"

#define STAGES_OF "(SELECT g.kind, g.code FROM code_stage g WHERE g.phase = " LIST_ANY_OF ")"

// Columns without joins: the server adds the names of units and users from memory.
const struct list_spec list_collaborations = {
    .name = "collaborations",
    .columns = "c.id, c.number, c.kind, c.subtype, c.title, c.stage, c.unit_id, c.owner_id, "
               "c.counterparty, c.start_date, "
               "c.end_date, c.journal_number, c.visibility, c.theme, array_to_json(c.tags) AS "
               "tags, c.value_ceiling_oere, "
               "c.npv_oere, c.value_signal, c.version, c.updated_at",
    .from = " FROM collaboration c",
    .id = "c.id",
    .search = "collaboration_find",
    // Cases that are restricted and yet seen, by their owner and team, are in no sum that one sees:
    // they are counted from one's own, so that the many of others cost nothing.
    .figures = "(SELECT COALESCE(sum(f.cases), 0) FROM portfolio_figure f WHERE %s)"
               " + (SELECT count(*) FROM collaboration c WHERE c.visibility = 'restricted' AND NOT "
               "(SELECT may('sees_all'))"
               " AND c.unit_id <> ALL ((SELECT my_read_units())::int[])"
               " AND (c.owner_id = (SELECT me()) OR c.created_by = (SELECT me())"
               " OR c.id = ANY ((SELECT my_cases())::bigint[]))%s)",
    .dimension = "f.dimension = 'signal'", // every case has one of few
    .default_sort = "-updated_at",
    .filters =
        (const struct list_filter[]){
            {"kind", "c.kind = " LIST_ANY_OF, "f.kind = " LIST_ANY_OF},
            {"subtype", "c.subtype = " LIST_ANY_OF},
            {"stage", "c.stage = " LIST_ANY_OF, "f.key = " LIST_ANY_OF, "f.dimension = 'stage'"},
            {"phase", "(c.kind, c.stage) IN " STAGES_OF, "(f.kind, f.key) IN " STAGES_OF,
             "f.dimension = 'stage'"},
            {"unit_id", "c.unit_id = ANY (ARRAY(SELECT units_below(?::int)))",
             "f.key = ANY (ARRAY(SELECT units_below(?::int)::text))", "f.dimension = 'unit'"},
            {"at_unit_id", "c.unit_id = ?::int", "f.key = ?::int::text", "f.dimension = 'unit'"},
            {"area_id", "c.unit_id = ANY (ARRAY(SELECT units_of_area(?::int)))",
             "f.key = ANY (ARRAY(SELECT units_of_area(?::int)::text))", "f.dimension = 'unit'"},
            {"owner_id", "c.owner_id = ?::bigint"},
            {"visibility", "c.visibility = " LIST_ANY_OF, "f.visibility = " LIST_ANY_OF},
            {"theme", "c.theme = " LIST_ANY_OF, "f.key = " LIST_ANY_OF, "f.dimension = 'theme'"},
            {"patient_group", "c.patient_group = " LIST_ANY_OF, "f.key = " LIST_ANY_OF,
             "f.dimension = 'patient_group'"},
            {"commercial", "c.commercial = " LIST_ANY_OF, "f.key = " LIST_ANY_OF,
             "f.dimension = 'commercial'"},
            {"prevention", "is_prevention(c) = ?::boolean", "f.key = ?::boolean::text",
             "f.dimension = 'prevention'"},
            {"rare_disease", "is_rare(c) = ?::boolean", "f.key = ?::boolean::text",
             "f.dimension = 'rare'"},
            {"unsaid", "CASE ? WHEN 'theme' THEN c.theme IS NULL WHEN 'patient_group' THEN "
                       "c.patient_group IS NULL WHEN 'commercial' THEN c.commercial IS NULL WHEN "
                       "'prevention' THEN is_prevention(c) IS NULL WHEN 'rare_disease' THEN "
                       "is_rare(c) IS NULL ELSE c.end_date IS NULL END"},
            {"value_signal", "c.value_signal = " LIST_ANY_OF, "f.key = " LIST_ANY_OF,
             "f.dimension = 'signal'"},
            {"overdue", "c.id = ANY (ARRAY(SELECT cases_overdue(string_to_array(?, ','))))"},
            {"tag", "c.id = ANY (ARRAY(SELECT collaboration_tagged(?)))"},
            {"organisation_id",
             "EXISTS (SELECT 1 FROM participation x WHERE x.collaboration_id = c.id AND "
             "x.organisation_id = ?::bigint AND x.removed_at IS NULL)"},
            {"active_on",
             "c.start_date <= ?::date AND COALESCE(c.end_date, 'infinity') >= ?::date"},
            {"starts_from", "c.start_date >= ?::date"},
            {"starts_to", "c.start_date <= ?::date"},
            {"ends_from", "c.end_date >= ?::date"},
            {"ends_to", "c.end_date <= ?::date"},
            {"has_value", "(c.npv_oere IS NOT NULL) = ?::boolean"},
            {"mine", "(c.owner_id = me()) = ?::boolean"},
            {"import_id", "c.import_id = ?::bigint"},
            {0},
        },
    .sorts =
        (const struct list_sort[]){
            {"updated_at", "c.updated_at", "timestamptz", false},
            {"title", "c.title COLLATE \"da-x-icu\"", "text", false},
            {"number", "c.number", "text", false},
            {"start_date", "c.start_date", "date", true},
            {"end_date", "c.end_date", "date", true},
            {"value_ceiling", "c.value_ceiling_oere", "bigint", true},
            {"npv", "c.npv_oere", "bigint", true},
            {0},
        },
};

const struct list_spec list_organisations = {
    .name = "organisations",
    .columns =
        "o.id, o.name, o.cvr, o.p_number, o.gln, o.pic, o.country, o.kind, o.group_name, "
        "o.address, o.postcode, o.city, "
        "o.note, o.valid_from, o.valid_to, (SELECT count(DISTINCT x.collaboration_id) FROM "
        "participation x WHERE "
        "x.organisation_id = o.id AND x.removed_at IS NULL) AS collaboration_count, o.version",
    .from = " FROM organisation o WHERE o.merged_into IS NULL",
    .id = "o.id",
    .search = "organisation_find",
    .default_sort = "name",
    .filters =
        (const struct list_filter[]){
            {"kind", "o.kind = " LIST_ANY_OF},
            {"country", "o.country = " LIST_ANY_OF},
            {"cvr", "o.cvr = ?"},
            {0},
        },
    .sorts =
        (const struct list_sort[]){
            {"name", "o.name COLLATE \"da-x-icu\"", "text", false},
            {"updated_at", "o.updated_at", "timestamptz", false},
            {0},
        },
};

// Pairs that nobody has dismissed, the most alike first.
const struct list_spec list_duplicates = {
    .name = "duplicates",
    .columns = "d.id, json_build_object('id', a.id, 'name', a.name, 'cvr', a.cvr) AS a, "
               "json_build_object('id', b.id, 'name', b.name, 'cvr', b.cvr) AS b, "
               "round(d.score::numeric, 3) AS score, d.reason, d.status",
    .from = " FROM organisation_duplicate d JOIN organisation a ON a.id = d.a_id JOIN organisation "
            "b ON b.id = d.b_id "
            "WHERE d.status = 'proposed'",
    .id = "d.id",
    .default_sort = "-score",
    .filters = (const struct list_filter[]){{0}},
    .sorts =
        (const struct list_sort[]){{"score", "(d.score * 1000000)::bigint", "bigint", false}, {0}},
};

static const struct list_sort by_seq[] = {{"seq", "e.seq", "bigint", false}, {0}};

const struct list_spec list_history = {
    .name = "history",
    .columns = "e.seq, e.at, e.user_id, e.action, e.entity, e.entity_id, "
               "audit_named(audit_changes_shown(e)) AS changes, e.reason",
    .from = " FROM audit_event e",
    .id = "e.seq",
    .default_sort = "-seq",
    .filters =
        (const struct list_filter[]){{"collaboration_id", "e.collaboration_id = ?::bigint"}, {0}},
    .sorts = by_seq,
};

static const struct list_filter audit_filters[] = {
    {"entity", "e.entity = " LIST_ANY_OF},
    {"entity_id", "e.entity_id = ?::bigint"},
    {"collaboration_id", "e.collaboration_id = ?::bigint"},
    {"collaboration_number",
     "e.collaboration_id = (SELECT c.id FROM collaboration c WHERE c.number = upper(?))"},
    {"action", "e.action = " LIST_ANY_OF},
    {"user_id", "e.user_id = ?::bigint"},
    {"who", "e.user_id = ANY (ARRAY(SELECT u.id FROM app_user u WHERE position(lower(?) IN "
            "lower(concat_ws(' ', u.name, u.login))) > 0))"},
    {"from", "e.at >= ?::date"},
    {"to", "e.at < ?::date + 1"},
    {0},
};

#define AUDIT_COLUMNS(changes)                                                                     \
  "e.seq, e.at, e.user_id, e.via, e.request_id, e.action, e.entity, e.entity_id, "                 \
  "COALESCE(audit_subject(e.before, e.after), (SELECT u.name FROM app_user u WHERE e.entity = "    \
  "'app_user' AND u.id = e.entity_id)) AS subject, e.collaboration_id, "                           \
  "(SELECT c.number FROM collaboration c WHERE c.id = e.collaboration_id) AS "                     \
  "collaboration_number, e.row_count, " changes                                                    \
  " AS changes, e.reason, encode(e.hash, 'hex') AS hash"

const struct list_spec list_audit = {
    .name = "audit",
    .columns = AUDIT_COLUMNS("audit_named(audit_changes_shown(e))"),
    .from = " FROM audit_event e",
    .id = "e.seq",
    .default_sort = "-seq",
    .filters = audit_filters,
    .sorts = by_seq,
};

// The same with the changes as text.
const struct list_spec list_audit_csv = {
    .name = "audit_csv",
    .columns = AUDIT_COLUMNS("audit_changes_text(audit_changes_shown(e))"),
    .from = " FROM audit_event e",
    .id = "e.seq",
    .default_sort = "-seq",
    .filters = audit_filters,
    .sorts = by_seq,
};

const struct list_spec list_users = {
    .name = "users",
    .columns =
        "u.id, u.login, u.name, u.email, u.unit_id, u.locale, u.disabled_at IS NOT NULL AS "
        "disabled, user_roles(u.id) AS roles, "
        "EXISTS (SELECT 1 FROM user_password p WHERE p.user_id = u.id) AS has_password, u.version",
    .from = " FROM app_user u",
    .id = "u.id",
    .default_sort = "name",
    .filters =
        (const struct list_filter[]){
            {"q", "position(lower(?) IN lower(concat_ws(' ', u.name, u.login, u.email))) > 0"},
            {"unit_id", "u.unit_id = ANY (ARRAY(SELECT units_below(?::int)))"},
            {"role",
             "EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = u.id AND g.role = " LIST_ANY_OF
             " "
             "AND g.valid_from <= current_date AND COALESCE(g.valid_to, 'infinity') >= "
             "current_date)"},
            {"disabled", "(u.disabled_at IS NOT NULL) = ?::boolean"},
            {0},
        },
    .sorts =
        (const struct list_sort[]){
            {"name", "u.name COLLATE \"da-x-icu\"", "text", false},
            {"login", "u.login", "text", false},
            {0},
        },
};

const struct list_spec list_estimates = {
    .name = "estimates",
    .columns =
        "e.id, e.collaboration_id, c.number, c.title, c.unit_id, e.version_no, e.tier, e.status, "
        "e.created_by, e.submitted_at, "
        "CASE WHEN e.status IN ('submitted', 'in_review') THEN current_date - e.submitted_at::date "
        "END, e.assigned_to, e.own_cost_oere, "
        "e.updated_at, e.npv_limited_societal_oere, e.signal, e.weak_evidence_share, e.headline",
    .from = " FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id",
    .id = "e.id",
    .default_sort = "-updated_at",
    .filters =
        (const struct list_filter[]){
            {"status", "e.status = " LIST_ANY_OF},
            {"tier", "e.tier = " LIST_ANY_OF},
            {"unit_id", "c.unit_id = ANY (ARRAY(SELECT units_below(?::int)))"},
            {"collaboration_id", "e.collaboration_id = ?::bigint"},
            {"mine", "(e.created_by = me()) = ?::boolean"},
            {"queue", "(e.status IN ('submitted', 'in_review') AND me() <> ALL (e.authors)) = "
                      "?::boolean"},
            {"assigned_to", "e.assigned_to = ?::bigint"},
            {0},
        },
    .sorts =
        (const struct list_sort[]){
            {"updated_at", "e.updated_at", "timestamptz", false},
            {"amount", "e.own_cost_oere", "bigint", true},
            {"submitted_at", "e.submitted_at", "timestamptz", true},
            {"npv", "e.npv_limited_societal_oere", "bigint", true},
            {"title", "c.title COLLATE \"da-x-icu\"", "text", false},
            {0},
        },
};

// Reference values: columns as in sql/reference.sql.
static const struct list_sort by_code[] = {
    {"code", "r.code", "text", false}, {"name", "r.da COLLATE \"da-x-icu\"", "text", false}, {0}};
#define VALID_ON                                                                                   \
  {                                                                                                \
    "as_of",                                                                                       \
        "COALESCE(r.valid_from, '-infinity') <= ?::date AND COALESCE(r.valid_to, 'infinity') "     \
        ">= ?::date"                                                                               \
  }
#define NAMED                                                                                      \
  {"code", "r.code = ?"}, {                                                                        \
    "text", "strpos(lower(r.code || ' ' || r.da || ' ' || r.en), lower(?)) > 0"                    \
  }

const struct list_spec list_reference_values = {
    .name = "reference values",
    .columns = "r.id, r.code, r.da, r.en, r.value, r.unit, r.price_year, r.valid_from, r.valid_to, "
               "r.source, r.note, r.approved_by, r.approved_at, r.updated_by, r.updated_at, "
               "r.version",
    .from = " FROM reference_value r",
    .id = "r.id",
    .default_sort = "code",
    .filters = (const struct list_filter[]){VALID_ON, NAMED, {0}},
    .sorts = by_code,
};

const struct list_spec list_unit_costs = {
    .name = "unit costs",
    .columns = "r.id, r.code, r.da, r.en, r.category, r.unit, r.value, r.price_year, "
               "r.index_code, r.basis, r.valid_from, r.valid_to, r.source, r.source_url, r.note, "
               "r.approved_by, r.approved_at, r.updated_by, r.updated_at, r.version",
    .from = " FROM unit_cost r",
    .id = "r.id",
    .default_sort = "code",
    .filters = (const struct list_filter[]){VALID_ON, NAMED, {0}},
    .sorts = by_code,
};

const struct list_spec list_price_indices = {
    .name = "price indices",
    .columns = "r.id, r.code, r.year, r.value, r.source, r.approved_by, r.approved_at, "
               "r.updated_by, r.updated_at, r.version",
    .from = " FROM price_index r",
    .id = "r.id",
    .default_sort = "code",
    .filters = (const struct list_filter[]){{"code", "r.code = ?"}, {0}},
    .sorts = (const struct list_sort[]){{"code", "r.code || ' ' || r.year", "text", false}, {0}},
};

const struct list_spec list_payer_rules = {
    .name = "payer rules",
    .columns = "r.id, r.task, r.municipality_unit_id, r.sector_from, r.sector_to, r.valid_from, "
               "r.valid_to, r.source, r.approved_by, r.approved_at, r.updated_by, r.updated_at, "
               "r.version",
    .from = " FROM payer_rule r",
    .id = "r.id",
    .default_sort = "task",
    .filters = (const struct list_filter[]){VALID_ON, {"task", "r.task = ?"}, {0}},
    .sorts = (const struct list_sort[]){{"task", "r.task", "text", false}, {0}},
};

// Requests for access; what lies open first, by the day it is due.
const struct list_spec list_access_requests = {
    .name = "access requests",
    .columns = "r.id, r.number, r.basis, r.requester, r.subject, r.received_on, "
               "COALESCE(r.extended_to, r.due_on) AS deadline, r.status <> 'answered' AND "
               "COALESCE(r.extended_to, r.due_on) < current_date AS overdue, r.status, r.outcome, "
               "r.answered_on, (SELECT count(*) FROM access_request_case k WHERE k.request_id = "
               "r.id AND k.removed_at IS NULL) AS case_count, r.handler_id, r.journal_number",
    .from = " FROM access_request r",
    .id = "r.id",
    .default_sort = "deadline",
    .filters =
        (const struct list_filter[]){
            {"status", "r.status = " LIST_ANY_OF},
            {"overdue", "(r.status <> 'answered' AND COALESCE(r.extended_to, r.due_on) < "
                        "current_date) = ?::boolean"},
            {"mine", "(r.handler_id = me()) = ?::boolean"},
            {"collaboration_id",
             "EXISTS (SELECT 1 FROM access_request_case k WHERE k.request_id = r.id AND "
             "k.collaboration_id = ?::bigint AND k.removed_at IS NULL)"},
            {"text", "strpos(lower(concat_ws(' ', r.number, r.requester, r.subject, "
                     "r.journal_number)), lower(?)) > 0"},
            {0},
        },
    .sorts =
        (const struct list_sort[]){
            {"deadline", "COALESCE(r.extended_to, r.due_on)", "date", false},
            {"received_on", "r.received_on", "date", false},
            {"number", "r.number", "text", false},
            {"requester", "r.requester COLLATE \"da-x-icu\"", "text", false},
            {0},
        },
};

const struct list_spec list_reads = {
    .name = "reads",
    .columns =
        "e.id, e.at, e.user_id, e.via, e.collaboration_id, (SELECT c.number FROM collaboration c "
        "WHERE c.id = e.collaboration_id) AS collaboration_number, e.entity, e.entity_id, "
        "CASE e.entity WHEN 'document' THEN (SELECT d.title FROM document d WHERE d.id = "
        "e.entity_id) WHEN 'access_package' THEN (SELECT r.number FROM access_package p JOIN "
        "access_request r ON r.id = p.request_id WHERE p.id = e.entity_id) END AS subject, "
        "e.refused",
    .from = " FROM read_event e",
    .id = "e.id",
    .default_sort = "-at",
    .filters =
        (const struct list_filter[]){
            {"collaboration_id", "e.collaboration_id = ?::bigint"},
            {"user_id", "e.user_id = ?::bigint"},
            {"refused", "e.refused = ?::boolean"},
            {"from", "e.at >= ?::date"},
            {"to", "e.at < ?::date + 1"},
            {0},
        },
    .sorts = (const struct list_sort[]){{"at", "e.at", "timestamptz", false}, {0}},
};

const struct list_spec list_approval_rules = {
    .name = "approval rules",
    .columns = "r.id, r.kind, r.type, r.condition, r.amount_oere, r.action, r.role, r.days, r.da, "
               "r.en, r.sort, r.valid_from, r.valid_to, r.source, r.updated_by, r.updated_at, "
               "r.version",
    .from = " FROM approval_rule r",
    .id = "r.id",
    .default_sort = "sort",
    .filters = (const struct list_filter[]){VALID_ON, {"type", "r.type = ?"}, {0}},
    .sorts = (const struct list_sort[]){{"sort", "r.sort::bigint", "bigint", false}, {0}},
};

const struct list_spec list_compliance_rules = {
    .name = "compliance rules",
    .columns = "r.id, r.code, r.da, r.en, r.help_da, r.help_en, r.days, r.needs_postings, "
               "r.valid_from, r.valid_to, r.source, r.updated_by, r.updated_at, r.version",
    .from = " FROM compliance_rule r",
    .id = "r.id",
    .default_sort = "id",
    .filters = (const struct list_filter[]){VALID_ON, {0}},
    .sorts = (const struct list_sort[]){{"id", "r.id", "bigint", false}, {0}},
};

const struct list_spec list_procurement_rules = {
    .name = "procurement rules",
    .columns = "r.id, r.code, r.da, r.en, r.procedure, r.service_kind, r.unit, r.value, "
               "r.valid_from, r.valid_to, r.source, r.note, r.updated_by, r.updated_at, r.version",
    .from = " FROM procurement_rule r",
    .id = "r.id",
    .default_sort = "code",
    .filters = (const struct list_filter[]){VALID_ON, NAMED, {0}},
    .sorts = by_code,
};

// The codes of all lists; a filter says of which.
const struct list_spec list_codes = {
    .name = "codes",
    .columns = "r.id, r.list, r.parent, r.code, r.da, r.en, r.sort, r.valid_from, r.valid_to, "
               "r.source, r.updated_by, r.updated_at, r.version",
    .from = " FROM all_codes r",
    .id = "r.id",
    .default_sort = "sort",
    .filters =
        (const struct list_filter[]){
            VALID_ON, NAMED, {"list", "r.list = ?"}, {"parent", "r.parent = ?"}, {0}},
    .sorts =
        (const struct list_sort[]){
            {"sort", "r.list || ' ' || COALESCE(r.parent, '') || to_char(r.sort, ' S00000000')",
             "text", false},
            {"name", "r.da COLLATE \"da-x-icu\"", "text", false},
            {0}},
};

const struct list_spec list_public_holidays = {
    .name = "public holidays",
    .columns = "r.id, r.code, r.da, r.en, r.easter_offset, r.month, r.day, r.valid_from, "
               "r.valid_to, r.source, r.updated_by, r.updated_at, r.version",
    .from = " FROM public_holiday r",
    .id = "r.id",
    .default_sort = "name",
    .filters = (const struct list_filter[]){VALID_ON, NAMED, {0}},
    .sorts = by_code,
};

// Tokens of everybody that have not been withdrawn.
const struct list_spec list_user_tokens = {
    .name = "tokens of users",
    .columns = "t.id, t.user_id, t.name, array_to_json(t.scopes) AS scopes, (t.expires_at - "
               "interval '1 second')::date AS expires_at, t.last_used_at, t.created_at",
    .from = " FROM api_token t JOIN app_user u ON u.id = t.user_id WHERE t.revoked_at IS NULL",
    .id = "t.id",
    .default_sort = "used",
    .filters =
        (const struct list_filter[]){
            {"q", "position(lower(?) IN lower(concat_ws(' ', t.name, u.name, u.login))) > 0"},
            {"user_id", "t.user_id = ?::bigint"},
            {0}},
    .sorts = (const struct list_sort[]){{"used", "t.last_used_at", "timestamptz", true},
                                        {"created", "t.created_at", "timestamptz", false},
                                        {0}},
};

const struct list_spec list_strategic_areas = {
    .name = "strategic areas",
    .columns = "r.id, r.code, r.da, r.en, r.help_da, r.help_en, r.weight, r.valid_from, "
               "r.valid_to, r.source, r.updated_by, r.updated_at, r.version",
    .from = " FROM strategic_area r",
    .id = "r.id",
    .default_sort = "code",
    .filters = (const struct list_filter[]){VALID_ON, NAMED, {0}},
    .sorts = by_code,
};

const struct list_spec list_opi_prompts = {
    .name = "prompts of the screening canvas and myths",
    .columns = "r.id, r.code, r.part, r.no, r.required, r.da, r.en, r.help_da, "
               "r.help_en, r.valid_from, r.valid_to, r.source, r.updated_by, "
               "r.updated_at, r.version",
    .from = " FROM opi_prompt r",
    .id = "r.id",
    .default_sort = "code",
    .filters = (const struct list_filter[]){VALID_ON, NAMED, {0}},
    .sorts = by_code,
};

const struct list_spec list_pools = {
    .name = "pools",
    .columns = "r.id, r.code, r.da, r.en, r.amount_oere, r.help_da, r.help_en, "
               "r.valid_from, r.valid_to, r.source, r.updated_by, r.updated_at, "
               "r.version",
    .from = " FROM pool r",
    .id = "r.id",
    .default_sort = "code",
    .filters = (const struct list_filter[]){VALID_ON, NAMED, {0}},
    .sorts = by_code,
};

const struct list_spec list_capacity_ceilings = {
    .name = "capacity ceilings",
    .columns = "r.id, r.unit_id, r.year, r.quarter, r.fte, r.team_fte, r.tender_fte, r.tenders, "
               "r.note, r.updated_by, r.updated_at, r.version",
    .from = " FROM capacity_ceiling r",
    .id = "r.id",
    .default_sort = "-quarter",
    .filters = (const struct list_filter[]){{"unit_id", "r.unit_id = ?::int"},
                                            {"year", "r.year = ?::int"},
                                            {0}},
    .sorts =
        (const struct list_sort[]){{"quarter", "r.year * 4 + r.quarter", "integer", false}, {0}},
};

// What waits for the lawyers, the nearest deadline first.
#define LAW_RED "(SELECT count(*) FROM checklist_red x WHERE x.collaboration_id = c.id)"
const struct list_spec list_law_inbox = {
    .name = "law inbox",
    .columns = "c.id, c.number, c.title, c.kind, c.stage, c.counterparty, c.unit_id, c.owner_id, "
               "checklist_open(c.id) AS open, " LAW_RED " AS red, "
               "d.due_date, d.kind AS due_kind, d.title AS due_title, k.desk, h.side AS desk_side, "
               "k.started_at::date AS desk_since",
    .from = " FROM collaboration c LEFT JOIN desk_interval k ON k.collaboration_id = c.id AND "
            "k.ended_at IS NULL LEFT JOIN desk_holder h ON h.desk = k.desk "
            "LEFT JOIN LATERAL (SELECT n.due_date, n.kind, n.title, "
            "n.owner_id FROM deadline n WHERE n.collaboration_id = c.id AND n.done_at IS NULL AND "
            "n.kind = ANY (law_kinds()) ORDER BY n.due_date, n.id LIMIT 1) d ON true WHERE c.id = "
            "ANY (ARRAY(SELECT law_cases()))",
    .id = "c.id",
    .default_sort = "due",
    .filters =
        (const struct list_filter[]){
            {"kind", "c.kind = " LIST_ANY_OF},
            {"unit_id", "c.unit_id = ANY (ARRAY(SELECT units_below(?::int)))"},
            {"red", "(" LAW_RED " > 0) = ?::boolean"},
            {"clock", "(d.due_date IS NOT NULL) = ?::boolean"},
            {"due_to", "d.due_date <= ?::date"},
            {"mine", "(me() IN (c.owner_id, d.owner_id)) = ?::boolean"},
            {"side", "h.side = " LIST_ANY_OF},
            {"text",
             "strpos(lower(concat_ws(' ', c.number, c.title, c.counterparty)), lower(?)) > 0"},
            {0},
        },
    .sorts =
        (const struct list_sort[]){
            {"due", "d.due_date", "date", true},
            {"title", "c.title COLLATE \"da-x-icu\"", "text", false},
            {"red", LAW_RED, "bigint", false},
            {"open", "checklist_open(c.id)", "integer", false},
            {"updated_at", "c.updated_at", "timestamptz", false},
            {0},
        },
};

#define AID_SUM "aid_sum(a.organisation_id, a.granted_on)"
#define AID_STATE                                                                                  \
  "aid_status(CASE a.basis WHEN 'de_minimis' THEN " AID_SUM " ELSE 0 END, "                        \
  "aid_ceiling(a.granted_on))"

const struct list_spec list_state_aid = {
    .name = "state aid",
    .columns =
        "a.id, a.organisation_id, o.name AS organisation_name, o.cvr, o.group_name, "
        "c.id AS collaboration_id, c.number, a.basis, a.form, a.granted_on, "
        "a.amount_eur_cents, a.granter, " AID_SUM " AS sum_eur_cents, " AID_STATE " AS status",
    .from = " FROM state_aid a JOIN organisation o ON o.id = a.organisation_id LEFT JOIN "
            "collaboration c ON c.id = a.collaboration_id WHERE a.removed_at IS NULL",
    .id = "a.id",
    .default_sort = "-granted_on",
    .filters =
        (const struct list_filter[]){
            {"cvr", "a.organisation_id IN (SELECT group_members(x.id) FROM organisation x WHERE "
                    "x.cvr = ?)"},
            {"text", "strpos(lower(concat_ws(' ', o.name, o.cvr, o.group_name)), lower(?)) > 0"},
            {"basis", "a.basis = " LIST_ANY_OF},
            {"over", "(" AID_STATE " = 'red') = ?::boolean"},
            {"from", "a.granted_on >= ?::date"},
            {"to", "a.granted_on <= ?::date"},
            {0},
        },
    .sorts =
        (const struct list_sort[]){
            {"granted_on", "a.granted_on", "date", false},
            {"name", "o.name COLLATE \"da-x-icu\"", "text", false},
            {"amount", "a.amount_eur_cents", "bigint", false},
            {0},
        },
};

const struct list_spec list_checklist_rules = {
    .name = "checklist rules",
    .columns = "r.id, r.code, r.section, r.no, r.kind, r.subtype, r.da, r.en, r.help_da, "
               "r.help_en, r.yes_da, r.yes_en, r.no_da, r.no_en, r.red_answer, r.red_with, "
               "r.blocks, r.deadline_days, r.valid_from, r.valid_to, r.source, r.updated_by, "
               "r.updated_at, r.version",
    .from = " FROM checklist_rule r JOIN code_checklist_section s ON s.code = r.section",
    .id = "r.id",
    .default_sort = "section",
    .filters =
        (const struct list_filter[]){
            VALID_ON,
            {"text", "strpos(lower(r.code || ' ' || r.da || ' ' || r.en), lower(?)) > 0"},
            {"section", "r.section = " LIST_ANY_OF},
            {"kind", "(r.kind IS NULL OR r.kind = " LIST_ANY_OF ")"},
            {0},
        },
    .sorts = (const struct list_sort[]){{"section", "s.sort * 1000 + r.no", "integer", false},
                                        {"code", "r.code", "text", false},
                                        {0}},
};

const struct list_spec list_timer_rules = {
    .name = "timer rules",
    .columns = "r.id, r.code, r.da, r.en, r.help_da, r.help_en, r.months, r.days, r.deemed, "
               "r.role, r.valid_from, r.valid_to, r.source, r.updated_by, r.updated_at, r.version",
    .from = " FROM timer_rule r",
    .id = "r.id",
    .default_sort = "code",
    .filters = (const struct list_filter[]){VALID_ON, {0}},
    .sorts = (const struct list_sort[]){{"code", "r.code", "text", false}, {0}},
};

const struct list_spec list_lifecycles = {
    .name = "lifecycles",
    .columns =
        "l.id, l.kind, l.subtype, l.version_no, l.name, l.valid_from, l.valid_to, "
        "lifecycle_state(l) AS state, (SELECT count(*) FROM lifecycle_stage s WHERE "
        "s.lifecycle_id = l.id) AS stages, (SELECT count(*) FROM lifecycle_gate g WHERE "
        "g.lifecycle_id = l.id) AS gates, (SELECT count(*) FROM lifecycle_requirement r WHERE "
        "r.lifecycle_id = l.id) AS requirements, l.updated_at, l.version",
    .from = " FROM lifecycle l",
    .id = "l.id",
    .default_sort = "name",
    .filters =
        (const struct list_filter[]){
            {"kind", "l.kind = " LIST_ANY_OF},
            {"state", "lifecycle_state(l) = " LIST_ANY_OF},
            {0},
        },
    .sorts =
        (const struct list_sort[]){
            {"name", "l.name COLLATE \"da-x-icu\"", "text", false},
            {"valid_from", "l.valid_from", "date", true},
            {"version_no", "l.version_no", "integer", false},
            {0},
        },
};

const struct list_spec list_notifications = {
    .name = "notifications",
    .columns =
        "n.id, n.collaboration_id, c.number, c.title, n.kind, n.subject_table, n.subject_id, "
        "n.words, n.created_at, n.created_by, n.read_at IS NOT NULL",
    .from = " FROM notification n LEFT JOIN collaboration c ON c.id = n.collaboration_id",
    .id = "n.id",
    .default_sort = "-created_at",
    .filters =
        (const struct list_filter[]){
            {"unread", "(n.read_at IS NULL) = ?::boolean"},
            {"kind", "n.kind = " LIST_ANY_OF},
            {"collaboration_id", "n.collaboration_id = ?::bigint"},
            {0},
        },
    .sorts = (const struct list_sort[]){{"created_at", "n.id", "bigint", false}, {0}},
};
