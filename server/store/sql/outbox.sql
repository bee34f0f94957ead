-- SPDX-License-Identifier: EUPL-1.2
-- The outbox and what the work process tidies up.

-- The oldest row that is due, mail or anything else, out of reach of other workers for a lease.
-- :outbox_claim
UPDATE outbox SET attempts = attempts + 1, due_at = clock_timestamp() + make_interval(mins => 20)
WHERE id = (SELECT id FROM outbox WHERE done_at IS NULL AND failed_at IS NULL AND due_at <= clock_timestamp() AND (topic = 'mail.send') = $1::boolean
            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, topic, entity_id

-- :outbox_add
INSERT INTO outbox (topic, entity_id) VALUES ($1, $2::bigint)

-- :outbox_done
UPDATE outbox SET done_at = clock_timestamp(), error = NULLIF($2, 'ok') WHERE id = $1::bigint

-- Try again after 10 s, 1 min, 5 min, 30 min; then every 30 min; give up after its tries and keep the row.
-- :outbox_fail
UPDATE outbox SET error = $2,
  failed_at = CASE WHEN attempts >= tries THEN clock_timestamp() END,
  due_at = clock_timestamp() + (ARRAY['10 seconds', '1 minute', '5 minutes', '30 minutes', '30 minutes']::interval[])[LEAST(attempts, 5)]
WHERE id = $1::bigint

-- :tidy_sessions
DELETE FROM session WHERE created_at < clock_timestamp() - interval '1 day'

-- :tidy_attempts
DELETE FROM login_attempt WHERE at < clock_timestamp() - interval '1 day'

-- :tidy_keys
DELETE FROM idempotency_key WHERE created_at < clock_timestamp() - interval '7 days'

-- :tidy_outbox
DELETE FROM outbox WHERE done_at < clock_timestamp() - interval '7 days'
