-- SPDX-License-Identifier: EUPL-1.2
-- Users, their dated grants, and the tokens that people make for themselves.

-- Behind the version, the ETag holds a digest: roles change without a new version.
-- :user_get
SELECT row_to_json(x), x.version || '.' || left(md5(x::text), 8), x.id FROM (
  SELECT u.id, u.login, u.name, u.email, u.unit_id, n.name AS unit_name, u.locale, u.disabled_at IS NOT NULL AS disabled,
         user_roles(u.id) AS roles, EXISTS (SELECT 1 FROM user_password p WHERE p.user_id = u.id) AS has_password,
         u.version, u.created_at, u.updated_at
  FROM app_user u LEFT JOIN unit n ON n.id = u.unit_id WHERE u.id = $1::bigint) x

-- :person_find
SELECT u.id, u.name, n.name AS unit_name FROM app_user u LEFT JOIN unit n ON n.id = u.unit_id
WHERE u.disabled_at IS NULL AND (u.name || ' ' || u.login) ILIKE '%' || replace(replace(replace(COALESCE($1, ''), '\', '\\'), '%', '\%'), '_', '\_') || '%'
  AND ($2::text IS NULL OR EXISTS (SELECT 1 FROM role_grant r WHERE r.user_id = u.id AND r.role = $2 AND r.valid_from <= current_date
                                   AND COALESCE(r.valid_to, 'infinity') >= current_date))
ORDER BY u.name COLLATE "da-x-icu", u.id LIMIT 12

-- Who approves for the unit of the case and has no part in the estimate.
-- :person_reviewers
SELECT u.id, u.name, n.name AS unit_name
FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id JOIN app_user u ON u.id <> ALL (e.authors) LEFT JOIN unit n ON n.id = u.unit_id
WHERE e.id = $1::bigint AND u.disabled_at IS NULL AND approves_for(u.id, c.unit_id) ORDER BY u.name COLLATE "da-x-icu", u.id

-- :user_create
INSERT INTO app_user (login, name, email, unit_id, locale) VALUES (lower($1), $2, $3, $4::int, COALESCE($5, 'da')) RETURNING id

-- Merge-patch: $1 id, $2 version, $3 names of the fields that are given, then the body's fields.
-- :user_patch
UPDATE app_user SET
  name = CASE WHEN 'name' = ANY ($3::text[]) THEN $4 ELSE name END,
  email = CASE WHEN 'email' = ANY ($3::text[]) THEN $5 ELSE email END,
  unit_id = CASE WHEN 'unit_id' = ANY ($3::text[]) THEN $6::int ELSE unit_id END,
  locale = CASE WHEN 'locale' = ANY ($3::text[]) THEN $7 ELSE locale END,
  disabled_at = CASE WHEN $8::boolean THEN COALESCE(disabled_at, clock_timestamp())
                     WHEN 'disabled' = ANY ($3::text[]) THEN NULL ELSE disabled_at END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- Passwords and tokens are not in the audit; that they changed is, with the reason of the transaction.
-- :user_noted
UPDATE app_user SET locale = locale WHERE id = $1::bigint RETURNING id

-- :session_delete_of
DELETE FROM session WHERE user_id = $1::bigint

-- All of them, also those that have ended; the ones in force first.
-- :grant_list
SELECT g.id, g.role, g.unit_id, g.valid_from, g.valid_to,
       g.valid_from <= current_date AND COALESCE(g.valid_to, 'infinity') >= current_date AS active, g.version
FROM role_grant g WHERE g.user_id = $1::bigint ORDER BY active DESC, g.valid_from DESC, g.id

-- :grant_get
SELECT g.id, g.role, g.unit_id, g.valid_from, g.valid_to,
       g.valid_from <= current_date AND COALESCE(g.valid_to, 'infinity') >= current_date AS active, g.version
FROM role_grant g WHERE g.user_id = $1::bigint AND g.id = $2::bigint

-- No row when there is no such user; the day is today's, where none is given.
-- :grant_create
INSERT INTO role_grant (user_id, role, unit_id, valid_from, valid_to)
SELECT u.id, $2, $3::int, COALESCE($4::date, current_date), $5::date FROM app_user u WHERE u.id = $1::bigint
RETURNING id, valid_to < valid_from AS reversed

-- Ends a grant so that it holds no more today; one that has ended already stays as it is. No row: no such grant.
-- :grant_end
WITH ended AS (
  UPDATE role_grant SET valid_from = LEAST(valid_from, current_date), valid_to = current_date - 1
  WHERE user_id = $1::bigint AND id = $2::bigint AND COALESCE(valid_to, 'infinity') >= current_date)
SELECT id FROM role_grant WHERE user_id = $1::bigint AND id = $2::bigint

-- expires_at is shown as the last day on which a token holds.
-- :token_list
SELECT t.id, t.name, array_to_json(t.scopes) AS scopes, (t.expires_at - interval '1 second')::date AS expires_at, t.last_used_at, t.created_at
FROM api_token t WHERE t.user_id = $1::bigint AND t.revoked_at IS NULL ORDER BY t.id

-- Today, and what bounds a token made by this credential: whether it is one, holds all rights, and until when.
-- :token_bounds
SELECT current_date, t.id IS NOT NULL, t.scopes @> '{all}', (t.expires_at - interval '1 second')::date
FROM (VALUES (1)) one LEFT JOIN api_token t ON t.token_hash = decode($1, 'hex')

-- :token_add
INSERT INTO api_token (user_id, token_hash, name, scopes, expires_at)
VALUES ($1::bigint, decode($2, 'hex'), $3, ARRAY(SELECT DISTINCT json_array_elements_text($4::json)), ($5::date + 1)::timestamptz)
RETURNING id, name, array_to_json(scopes) AS scopes, $5::date AS expires_at, last_used_at, created_at

-- :token_revoke
UPDATE api_token SET revoked_at = clock_timestamp() WHERE user_id = $1::bigint AND id = $2::bigint AND revoked_at IS NULL RETURNING name
