-- SPDX-License-Identifier: EUPL-1.2
-- Accounts and the audit chain.

-- :user_by_login
SELECT id FROM app_user WHERE login = lower($1)

-- :user_add
INSERT INTO app_user (login, name, email, unit_id) VALUES (lower($1), $2, $3, (SELECT id FROM unit WHERE code = $4 OR name = $4 ORDER BY code = $4 DESC, id LIMIT 1)) RETURNING id

-- :user_grant
INSERT INTO role_grant (user_id, role, unit_id, valid_from, valid_to)
SELECT $1::bigint, $2, u.id, COALESCE($4::date, current_date), $5::date
FROM (SELECT id FROM unit WHERE code = $3 OR name = $3 ORDER BY code = $3 DESC, id LIMIT 1) u RETURNING id

-- :token_create
INSERT INTO api_token (user_id, name, token_hash, scopes, expires_at)
VALUES ($1::bigint, $2, decode($3, 'hex'), string_to_array($4, ','), $5::timestamptz) RETURNING id

-- Number of events, first broken link with the reason, and the head; nulls when the chain holds.
-- :audit_verify
WITH chain AS (
  SELECT e.seq, e.hash = audit_hash(COALESCE(lag(e.hash) OVER w, sha256('samspil')), e) AS good,
         e.seq - COALESCE(lag(e.seq) OVER w, 0) AS step
  FROM audit_event e WINDOW w AS (ORDER BY e.seq)),
bad AS (
  SELECT seq, CASE WHEN step <> 1 THEN 'an event before it is missing' ELSE 'its content or the hash before it was changed' END AS why
  FROM chain WHERE NOT good OR step <> 1 ORDER BY seq LIMIT 1),
tail AS (
  SELECT h.seq, 'events behind it are missing' AS why FROM audit_head h
  WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.seq = h.seq AND e.hash = h.hash) AND h.seq > 0)
SELECT (SELECT count(*) FROM chain), COALESCE((SELECT seq FROM bad), (SELECT seq FROM tail)),
       COALESCE((SELECT why FROM bad), (SELECT why FROM tail)), (SELECT encode(hash, 'hex') FROM audit_head)
