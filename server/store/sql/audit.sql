-- SPDX-License-Identifier: EUPL-1.2
-- The change feed, and the proof of the chain.

-- Events behind $1 that the caller sees, at most $2, out of the next $3. The first column is the number up to which
-- everything was looked at: numbers are given out in the order of commits, so nothing can come in below it later.
-- The second is the last number there is. One row with nulls when nothing is visible.
-- :changes_read
SELECT LEAST(h.seq, $1::bigint + $3::bigint), h.seq, e.seq, e.at, e.entity, e.entity_id, e.collaboration_id, e.action, e.row_count
FROM audit_head h LEFT JOIN LATERAL (
  SELECT * FROM audit_event x WHERE x.seq > $1::bigint AND x.seq <= $1::bigint + $3::bigint ORDER BY x.seq LIMIT $2::int) e ON true
ORDER BY e.seq

-- :audit_receipt
SELECT audit_receipt()

-- The next $2 events behind $1 as lines, each with the head as it is now; one row with nulls behind the last.
-- :audit_page
SELECT h.seq, encode(h.hash, 'hex'), e.seq, audit_line(e.x)
FROM audit_head h LEFT JOIN LATERAL (
  SELECT x.seq, x FROM audit_event x WHERE x.seq > $1::bigint ORDER BY x.seq LIMIT $2::int) e ON true
ORDER BY e.seq

-- Signed heads as lines.
-- :audit_signatures
SELECT concat('{"head":', s.seq, ',"hash":"', encode(s.hash, 'hex'), '","at":', microseconds(s.at), ',"key":"', encode(s.key, 'hex'),
              '","signature":"', encode(s.signature, 'hex'), '"}') FROM audit_signature s ORDER BY s.seq, s.key

-- The head, unless the key $1 has signed it; and whether what the key signed last is still what was signed.
-- :audit_to_sign
SELECT h.seq, encode(h.hash, 'hex'), l.seq IS NULL OR EXISTS (SELECT 1 FROM audit_event e WHERE e.seq = l.seq AND e.hash = l.hash)
FROM audit_head h LEFT JOIN LATERAL (
  SELECT s.seq, s.hash FROM audit_signature s WHERE s.key = decode($1, 'hex') ORDER BY s.seq DESC LIMIT 1) l ON true
WHERE h.seq > 0 AND (l.seq, l.hash) IS DISTINCT FROM (h.seq, h.hash)

-- $3: microseconds since 1970. Two processes may sign one head.
-- :audit_sign
INSERT INTO audit_signature (seq, hash, at, key, signature)
VALUES ($1::bigint, decode($2, 'hex'), timestamptz 'epoch' + $3::bigint * interval '1 microsecond', decode($4, 'hex'), decode($5, 'hex'))
ON CONFLICT DO NOTHING

-- Every table is looked through, which may take longer than a statement usually may.
-- :audit_patience
SELECT set_config('statement_timeout', '1h', true)

-- Rows that are not as the audit tells: their number, and the first ones.
-- :audit_replay
SELECT count(*) OVER (), r.entity, r.entity_id, r.block, r.why FROM audit_replay() r ORDER BY r.entity, r.entity_id NULLS FIRST, r.block LIMIT 20

-- A row for the process that checks today; none when another one does.
-- :audit_check_claim
INSERT INTO audit_check (day) VALUES (current_date) ON CONFLICT DO NOTHING RETURNING day

-- :audit_check_done
UPDATE audit_check SET finished_at = clock_timestamp(), events = $2::bigint, faults = $3::bigint, fault = $4 WHERE day = $1::date
