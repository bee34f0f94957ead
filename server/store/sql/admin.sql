-- SPDX-License-Identifier: EUPL-1.2
-- Accounts.

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
