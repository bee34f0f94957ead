// SPDX-License-Identifier: EUPL-1.2
// Lists below an organisation and below a unit.
#include <stddef.h>

#include "store/list.h"

const struct list_spec list_organisation_cases = {
    .name = "organisation cases",
    .columns = "x.id, x.collaboration_id, c.number, c.title, c.kind, c.stage, c.unit_id, x.role, "
               "x.contribution_oere, x.contact_name, x.awarded, x.offer_oere, c.start_date, "
               "c.end_date",
    .from = " FROM organisation_case x JOIN collaboration c ON c.id = x.collaboration_id",
    .id = "x.id",
    .default_sort = "-start_date",
    .filters =
        (const struct list_filter[]){
            {"organisation_id", "x.organisation_id = ?::bigint"},
            {"kind", "c.kind = " LIST_ANY_OF},
            {"role", "x.role = " LIST_ANY_OF},
            {"bids", "(x.awarded IS NOT NULL) = ?::boolean"},
            {0},
        },
    .sorts =
        (const struct list_sort[]){
            {"start_date", "c.start_date", "date", true},
            {"end_date", "c.end_date", "date", true},
            {"title", "c.title COLLATE \"da-x-icu\"", "text", false},
            {"contribution", "x.contribution_oere", "bigint", true},
            {0},
        },
};

// Names of colleagues are for staff.
const struct list_spec list_unit_people = {
    .name = "unit people",
    .columns = "g.id, g.user_id, u.name, g.role, g.unit_id, g.valid_from, g.valid_to",
    .from = " FROM role_grant g JOIN app_user u ON u.id = g.user_id AND u.disabled_at IS NULL "
            "WHERE (SELECT may('staff'))",
    .id = "g.id",
    .default_sort = "name",
    .filters =
        (const struct list_filter[]){
            {"unit_id", "g.unit_id = ANY (ARRAY(SELECT units_below(?::int)))"},
            {"role", "g.role = " LIST_ANY_OF},
            {"as_of", "?::date BETWEEN g.valid_from AND COALESCE(g.valid_to, 'infinity')"},
            {0},
        },
    .sorts =
        (const struct list_sort[]){{"name", "u.name COLLATE \"da-x-icu\"", "text", false}, {0}},
};
