// SPDX-License-Identifier: EUPL-1.2
// Lists of the research office: contracts and how long they have been under way, what lies on which
// desk, what breaks the rules on research money.
#include <stddef.h>

#include "store/list.h"

#define UNIT                                                                                       \
  { "unit_id", "c.unit_id = ANY (ARRAY(SELECT units_below(?::int)))" }
#define MINE                                                                                       \
  { "mine", "(c.owner_id = me()) = ?::boolean" }
#define DESK                                                                                       \
  {"desk", "i.desk = " LIST_ANY_OF}, {                                                             \
    "side", "h.side = ?"                                                                           \
  }

const struct list_spec list_research_contracts = {
    .name = "research contracts",
    .columns = "c.id, c.number, c.title, c.subtype, c.stage, c.unit_id, c.counterparty, "
               "r.protocol_number, r.principal_investigator, r.external_amount_oere, "
               "r.received_on, g.signed_on, COALESCE(g.signed_on, current_date) - r.received_on "
               "AS days, i.desk, h.side, i.started_at",
    .from = " FROM research_contract r JOIN collaboration c ON c.id = r.id LEFT JOIN desk_interval "
            "i ON i.collaboration_id = c.id AND i.ended_at IS NULL LEFT JOIN desk_holder h ON "
            "h.desk = i.desk LEFT JOIN signature g ON g.id = c.id",
    .id = "c.id",
    .search = "collaboration_find",
    .default_sort = "-received_on",
    .filters =
        (const struct list_filter[]){
            UNIT,
            MINE,
            DESK,
            {"subtype", "c.subtype = " LIST_ANY_OF},
            {"open", "(r.received_on IS NOT NULL AND g.signed_on IS NULL AND EXISTS (SELECT 1 FROM "
                     "code_stage p WHERE p.kind = c.kind AND p.code = c.stage AND p.phase = "
                     "'pipeline')) = ?::boolean"},
            {"older_than", "r.received_on < current_date - ?::int"},
            {"signed_from", "g.signed_on >= ?::date"},
            {"signed_to", "g.signed_on <= ?::date"},
            {"not_acknowledged",
             "EXISTS (SELECT 1 FROM deadline d WHERE d.collaboration_id = c.id AND d.kind = "
             "'acknowledge' AND d.done_at IS NULL AND d.due_date < current_date) = ?::boolean"},
            {0},
        },
    .sorts =
        (const struct list_sort[]){
            {"received_on", "r.received_on", "date", true},
            {"title", "c.title COLLATE \"da-x-icu\"", "text", false},
            {"amount", "r.external_amount_oere", "bigint", true},
            {0},
        },
};

const struct list_spec list_desks = {
    .name = "desks",
    .columns = "i.id, i.collaboration_id, c.number, c.title, c.kind, c.subtype, c.stage, "
               "c.unit_id, c.owner_id, c.counterparty, i.desk, h.side, i.started_at, desk_days(i) "
               "AS days, i.note",
    .from = " FROM desk_interval i JOIN desk_holder h ON h.desk = i.desk JOIN collaboration c ON "
            "c.id = i.collaboration_id WHERE i.ended_at IS NULL",
    .id = "i.id",
    .default_sort = "started_at",
    .filters =
        (const struct list_filter[]){
            UNIT,
            MINE,
            DESK,
            {"kind", "c.kind = " LIST_ANY_OF},
            {"older_than", "i.started_at < now() - make_interval(days => ?::int)"},
            {0},
        },
    .sorts =
        (const struct list_sort[]){
            {"started_at", "i.started_at", "timestamptz", false},
            {"title", "c.title COLLATE \"da-x-icu\"", "text", false},
            {0},
        },
};

const struct list_spec list_violations = {
    .name = "violations",
    .columns = "v.id, v.collaboration_id, c.number, c.title, c.unit_id, c.owner_id, v.rule_id, "
               "v.code, v.da, v.en, v.help_da, v.help_en, v.exempt_until, v.exempt_reason",
    .from = " FROM compliance_violations() v JOIN collaboration c ON c.id = v.collaboration_id",
    .id = "v.id",
    .default_sort = "number",
    .filters =
        (const struct list_filter[]){
            UNIT,
            MINE,
            {"code", "v.code = " LIST_ANY_OF},
            {"exempt", "(v.exempt_until IS NOT NULL) = ?::boolean"},
            {"collaboration_id", "v.collaboration_id = ?::bigint"},
            {0},
        },
    .sorts =
        (const struct list_sort[]){
            {"number", "c.number", "text", false},
            {"title", "c.title COLLATE \"da-x-icu\"", "text", false},
            {0},
        },
};
