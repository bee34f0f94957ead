-- SPDX-License-Identifier: EUPL-1.2
-- Log-in, sessions and tokens.

-- The principal of a live session; notes its use, at most once a minute.
-- :session_load
WITH live AS (
  SELECT s.id, s.user_id, s.seen_at FROM session s
  WHERE s.id = decode($1, 'hex') AND s.seen_at > clock_timestamp() - make_interval(mins => $2::int)
    AND s.created_at > clock_timestamp() - make_interval(hours => $3::int)),
touch AS (
  UPDATE session s SET seen_at = clock_timestamp() FROM live
  WHERE s.id = live.id AND live.seen_at < clock_timestamp() - interval '50 seconds' RETURNING 1)
SELECT p.*, '' AS scopes FROM live, principal_load(live.user_id) p

-- :token_load
WITH live AS (
  SELECT t.id, t.user_id, t.scopes, t.last_used_at FROM api_token t
  WHERE t.token_hash = decode($1, 'hex') AND t.revoked_at IS NULL AND COALESCE(t.expires_at, 'infinity') > clock_timestamp()),
touch AS (
  UPDATE api_token t SET last_used_at = clock_timestamp() FROM live
  WHERE t.id = live.id AND COALESCE(live.last_used_at, '-infinity') < clock_timestamp() - interval '50 seconds' RETURNING 1)
SELECT p.*, array_to_string(live.scopes, ' ') AS scopes FROM live, principal_load(live.user_id) p

-- Failed tries of a name and of an address within 15 minutes.
-- :login_failures
SELECT count(*) FILTER (WHERE login = lower($1)), count(*) FILTER (WHERE address = $2)
FROM login_attempt WHERE NOT ok AND at > clock_timestamp() - interval '15 minutes' AND (login = lower($1) OR address = $2)

-- :login_find
SELECT u.id, p.hash FROM app_user u JOIN user_password p ON p.user_id = u.id WHERE u.login = lower($1) AND u.disabled_at IS NULL

-- :login_note
INSERT INTO login_attempt (login, address, ok) VALUES (left(lower($1), 80), $2, $3::boolean)

-- A log-in that succeeds wipes the count of that name.
-- :login_forget
DELETE FROM login_attempt WHERE login = lower($1) AND NOT ok

-- :session_create
INSERT INTO session (id, user_id, user_agent) VALUES (decode($1, 'hex'), $2::bigint, left($3, 200))

-- :session_delete
DELETE FROM session WHERE id = decode($1, 'hex')

-- Every other session of a user ends when the password changes.
-- :session_delete_others
DELETE FROM session WHERE user_id = $1::bigint AND id <> decode($2, 'hex')

-- :password_of
SELECT hash FROM user_password WHERE user_id = $1::bigint

-- $3: whether it was set by somebody else and is to be changed.
-- :password_set
INSERT INTO user_password (user_id, hash, must_change) VALUES ($1::bigint, $2, $3::boolean)
ON CONFLICT (user_id) DO UPDATE SET hash = EXCLUDED.hash, must_change = EXCLUDED.must_change, changed_at = clock_timestamp()

-- :me
SELECT u.id, u.login, u.name, u.locale, u.unit_id, un.name AS unit_name,
       COALESCE((SELECT json_agg(json_build_object('role', g.role, 'unit_id', g.unit_id, 'unit_name', x.name,
                  'valid_from', g.valid_from, 'valid_to', g.valid_to) ORDER BY g.id)
                 FROM role_grant g JOIN unit x ON x.id = g.unit_id
                 WHERE g.user_id = u.id AND COALESCE(g.valid_to, 'infinity') >= current_date), '[]') AS roles,
       array_to_json(ARRAY(SELECT r FROM unnest(string_to_array($2, ' ')) r ORDER BY r)) AS rights,
       COALESCE((SELECT p.must_change FROM user_password p WHERE p.user_id = u.id), false) AS must_change_password
FROM app_user u LEFT JOIN unit un ON un.id = u.unit_id WHERE u.id = $1::bigint

-- First answer kept for a key; no row when the key is new.
-- :idempotency_claim
INSERT INTO idempotency_key (user_id, key, request_hash) VALUES ($1::bigint, $2, decode($3, 'hex'))
ON CONFLICT (user_id, key) DO NOTHING RETURNING 1

-- :idempotency_find
SELECT encode(request_hash, 'hex'), status, headers, body FROM idempotency_key WHERE user_id = $1::bigint AND key = $2

-- The audit receipt stands behind the other headers.
-- :idempotency_store
UPDATE idempotency_key SET status = $3::int, headers = $4 || E'\n' || COALESCE(audit_receipt(), ''), body = $5 WHERE user_id = $1::bigint AND key = $2

-- The reason that the audit keeps with the changes of this transaction.
-- :reason
SELECT set_config('samspil.reason', COALESCE($1, ''), true)

-- :ready
SELECT 1

-- :rights_of
SELECT rights FROM principal_load($1::bigint)
