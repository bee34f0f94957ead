-- SPDX-License-Identifier: EUPL-1.2
-- The change feed.

-- Events behind $1 that the caller sees, at most $2, out of the next $3. The first column is the number up to which
-- everything was looked at: numbers are given out in the order of commits, so nothing can come in below it later.
-- The second is the last number there is. One row with nulls when nothing is visible.
-- :changes_read
SELECT LEAST(h.seq, $1::bigint + $3::bigint), h.seq, e.seq, e.at, e.entity, e.entity_id, e.collaboration_id, e.action, e.row_count
FROM audit_head h LEFT JOIN LATERAL (
  SELECT * FROM audit_event x WHERE x.seq > $1::bigint AND x.seq <= $1::bigint + $3::bigint ORDER BY x.seq LIMIT $2::int) e ON true
ORDER BY e.seq
