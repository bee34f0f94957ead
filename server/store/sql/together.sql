-- SPDX-License-Identifier: EUPL-1.2
-- Following a case, notes to oneself, what waits for oneself, and taking back one's last change.

-- An owner follows without a row.
-- :follow_get
SELECT row_to_json(x) FROM (
  SELECT COALESCE(f.following, c.owner_id = me(), false) AS following
  FROM collaboration c LEFT JOIN case_follow f ON f.collaboration_id = c.id AND f.user_id = me() WHERE c.id = $1::bigint) x

-- :follow_set
INSERT INTO case_follow AS f (collaboration_id, following) SELECT c.id, $2::boolean FROM collaboration c WHERE c.id = $1::bigint
ON CONFLICT (collaboration_id, user_id) DO UPDATE SET following = EXCLUDED.following
  WHERE f.following <> EXCLUDED.following

-- $1: ids as JSON; null: all.
-- :notification_read
WITH done AS (
  UPDATE notification SET read_at = clock_timestamp()
  WHERE user_id = me() AND read_at IS NULL AND ($1::json IS NULL OR id = ANY (ARRAY(SELECT (x->>'id')::bigint FROM json_array_elements($1::json) x)))
  RETURNING 1)
SELECT json_build_object('read', (SELECT count(*) FROM done))

-- :duty_mine
SELECT d.id, d.collaboration_id, c.number, c.title AS collaboration_title, d.kind, d.title, d.due_date, d.owner_id, d.role, d.source_table, d.source_id
FROM my_duties(COALESCE($1::date, current_date + 90)) d LEFT JOIN collaboration c ON c.id = d.collaboration_id
ORDER BY d.due_date, d.id LIMIT 500

-- What can be taken back, in one row; its newest event is what has to be named to do it.
-- :undo_get
SELECT json_build_object('seq', max(u.seq), 'at', max(u.at),
  'events', COALESCE(json_agg(json_build_object('action', u.action, 'entity', u.entity, 'entity_id', u.entity_id, 'changes', u.changes) ORDER BY u.seq) FILTER (WHERE u.seq IS NOT NULL), '[]'))
FROM collaboration c LEFT JOIN LATERAL case_undoable(c.id) u ON true WHERE c.id = $1::bigint GROUP BY c.id

-- :undo_do
SELECT case_undo(c.id, $2::bigint) FROM collaboration c WHERE c.id = $1::bigint
