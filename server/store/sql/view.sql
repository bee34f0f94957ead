-- SPDX-License-Identifier: EUPL-1.2
-- Saved views; row-level security gives one's own and the shared ones.

-- :view_list
SELECT v.id, v.name, v.page, v.query, v.shared, v.user_id = me() AS own, v.user_id
FROM saved_view v WHERE $1::text IS NULL OR v.page = $1 ORDER BY own DESC, v.name COLLATE "da-x-icu", v.id

-- :view_create
INSERT INTO saved_view (name, page, query, shared) VALUES ($1, $2, COALESCE($3, ''), COALESCE($4::boolean, false))
RETURNING id, name, page, query, shared, true AS own, user_id

-- Whether it was thrown away; no row when there is none to be seen.
-- :view_delete
WITH gone AS (DELETE FROM saved_view WHERE id = $1::bigint RETURNING id)
SELECT EXISTS (SELECT 1 FROM gone) FROM saved_view WHERE id = $1::bigint
