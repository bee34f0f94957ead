// SPDX-License-Identifier: EUPL-1.2
// Puts the text of a list statement together from constant fragments: one per filter in use and one
// per sort order. User values are only ever parameters. Keyset paging; rows without a sort value
// come last.
#ifndef SAMSPIL_STORE_LIST_H
#define SAMSPIL_STORE_LIST_H

#include <stdbool.h>

#include "base/arena.h"
#include "store/db.h"

enum { LIST_PARAMS = 40, LIST_TOTAL_MAX = 1000 };

// One of the values behind a comma. The sub-select takes the text apart once, not for every row.
#define LIST_ANY_OF "ANY ((SELECT string_to_array(?, ','))::text[])"

struct list_filter {
  const char *name;      // of the query parameter
  const char *condition; // with ? where its value goes
  const char *figure;    // the same on the kept sums of list_spec.figures; NULL: they cannot tell
  const char *dimension; // of the sums that the figure reads; NULL: any
};

struct list_sort {
  const char *name;
  const char *key;  // SQL expression
  const char *type; // of the key, for the cursor's value
  bool nullable;
};

struct list_spec {
  const char *name, *columns, *from, *id; // id breaks ties
  const char *search;                     // function (text, integer) giving (id, place); NULL: no q
  const char
      *figures; // SQL of an exact total from kept sums, %s for the figure conditions, then for
                // the conditions; used when every filter in use has a figure; NULL: count
  const char *dimension;             // condition on the figures unless a filter in use has one
  const char *default_sort;          // "-updated_at"
  const struct list_filter *filters; // end with name NULL
  const struct list_sort *sorts;
};

extern const struct list_spec list_access_requests, list_approval_rules, list_audit, list_audit_csv,
    list_capacity_ceilings, list_checklist_rules, list_codes, list_collaborations,
    list_compliance_rules, list_desks, list_duplicates, list_estimates, list_history,
    list_import_rows_da, list_import_rows_en, list_imports, list_law_inbox, list_lifecycles,
    list_notifications, list_opi_prompts, list_organisation_cases, list_organisations,
    list_payer_rules, list_pools, list_price_indices, list_procurement_rules, list_public_holidays,
    list_reads, list_reference_values, list_research_contracts, list_state_aid,
    list_strategic_areas, list_timer_rules, list_unit_costs, list_unit_people, list_user_tokens,
    list_users, list_violations;

// What the caller asks for. values[i] belongs to spec->filters[i]; NULL: not asked for.
struct list_query {
  const char **values;
  const char *q;          // NULL: no search
  const char *sort;       // NULL: the default, or by place when there is a q
  const char *cursor_key; // key of the last row of the page before; NULL for a null key
  const char *cursor_id;  // NULL: first page
  int limit;              // one more row is read to know whether there is a next page
  int total_max;          // rows are counted up to one more than this; 0: not at all
};

struct list_statement {
  const char *text;
  const char *params[LIST_PARAMS];
  int count;
  bool by_place;    // sorted by relevance
  bool exact_total; // not capped at LIST_TOTAL_MAX
};

// Columns of the result: total (as the first), sort key as text, id, then spec->columns.
enum { LIST_TOTAL, LIST_KEY, LIST_ID, LIST_COLUMNS };

// ERR_BAD_QUERY when the sort is not offered.
MUST_USE enum err list_build(struct arena *a, const struct list_spec *spec,
                             const struct list_query *q, struct list_statement *out);

// The value of a cursor fits the sort's type (a forged one does not reach SQL).
bool list_key_fits(const struct list_spec *spec, const char *sort, const char *key);

#endif
