// SPDX-License-Identifier: EUPL-1.2
// Lists of imports and of their rows.
#include <stddef.h>

#include "store/list.h"

const struct list_spec list_imports = {
    .name = "imports",
    .columns = "i.id, i.filename, i.size, i.status, i.kind, i.mapping_name, "
               "json_build_object('create', i.creates, 'update', "
               "i.updates, 'duplicate', i.duplicates, 'rejected', i.rejects, 'unchanged', "
               "i.unchanged) AS counts, i.row_count, "
               "i.version, i.created_at, u.name AS created_by_name",
    .from = " FROM import i LEFT JOIN app_user u ON u.id = i.created_by",
    .id = "i.id",
    .default_sort = "-created_at",
    .filters = (const struct list_filter[]){{"status", "i.status = " LIST_ANY_OF}, {0}},
    .sorts =
        (const struct list_sort[]){{"created_at", "i.created_at", "timestamptz", false},
                                   {"filename", "i.filename COLLATE \"da-x-icu\"", "text", false},
                                   {0}},
};

#define ROW_COLUMNS(lang)                                                                          \
  "r.row_no, r.fate, c.number, r.collaboration_id, r.organisation_id, r.title, COALESCE((SELECT "  \
  "json_agg("                                                                                      \
  "json_build_object('field', e->>'field', 'code', e->>'code', 'detail', e->>'" lang               \
  "') ORDER BY n) FROM "                                                                           \
  "jsonb_array_elements(r.errors) WITH ORDINALITY AS x(e, n)), '[]') AS errors, "                  \
  "COALESCE(r.changes, '[]') AS changes"
#define ROW_LIST(lang)                                                                             \
  {                                                                                                \
    .name = "import rows", .columns = ROW_COLUMNS(lang),                                           \
    .from = " FROM import_row r LEFT JOIN collaboration c ON c.id = r.collaboration_id",           \
    .id = "r.row_no", .default_sort = "row_no",                                                    \
    .filters = (const struct list_filter[]){{"import_id", "r.import_id = ?::bigint"},              \
                                            {"fate", "r.fate = " LIST_ANY_OF},                     \
                                            {0}},                                                  \
    .sorts = (const struct list_sort[]){{"row_no", "r.row_no", "integer", false}, {0}},            \
  }

const struct list_spec list_import_rows_da = ROW_LIST("da");
const struct list_spec list_import_rows_en = ROW_LIST("en");
