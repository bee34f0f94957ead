-- SPDX-License-Identifier: EUPL-1.2
-- Accounts; code lists; public holidays; tokens of others; the state of the system.

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

-- :code_lists
SELECT l.name, l.da, l.en, l.open, (SELECT count(*) FROM all_codes c WHERE c.list = l.name) AS codes FROM codelist l ORDER BY l.da COLLATE "da-x-icu"

-- :code_get
SELECT r.id, r.list, r.parent, r.code, r.da, r.en, r.sort, r.valid_from, r.valid_to, r.source, r.updated_by, r.updated_at, r.version
FROM all_codes r WHERE r.id = $1::bigint

-- :code_create
SELECT code_add($1, $2, $3, $4, $5, $6::int, $7::date, $8::date, $9)

-- :code_patch
SELECT code_change($1::bigint, $2::int, $3::text[], $4, $5, $6, $7, $8, $9::int, $10::date, $11::date, $12)

-- :public_holiday_get
SELECT r.id, r.code, r.da, r.en, r.easter_offset, r.month, r.day, r.valid_from, r.valid_to, r.source, r.updated_by, r.updated_at, r.version
FROM public_holiday r WHERE r.id = $1::bigint

-- :public_holiday_create
INSERT INTO public_holiday (code, da, en, easter_offset, month, day, valid_from, valid_to, source)
VALUES ($1, $2, $3, $4::int, $5::int, $6::int, $7::date, $8::date, COALESCE($9, '')) RETURNING id

-- :public_holiday_patch
UPDATE public_holiday SET
  code = CASE WHEN 'code' = ANY ($3::text[]) THEN $4 ELSE code END,
  da = CASE WHEN 'da' = ANY ($3::text[]) THEN $5 ELSE da END,
  en = CASE WHEN 'en' = ANY ($3::text[]) THEN $6 ELSE en END,
  easter_offset = CASE WHEN 'easter_offset' = ANY ($3::text[]) THEN $7::int ELSE easter_offset END,
  month = CASE WHEN 'month' = ANY ($3::text[]) THEN $8::int ELSE month END,
  day = CASE WHEN 'day' = ANY ($3::text[]) THEN $9::int ELSE day END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $10::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $11::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($12, '') ELSE source END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- Of anybody; the name goes to the reason in the audit.
-- :user_token_revoke
UPDATE api_token SET revoked_at = clock_timestamp() WHERE id = $1::bigint AND revoked_at IS NULL RETURNING name, user_id

-- Database, migrations, work, audit. Work is late when something has been due for five minutes and nobody has taken it.
-- :system_status
SELECT row_to_json(x) FROM (SELECT
  (SELECT row_to_json(d) FROM (SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes,
     pg_postmaster_start_time() AS started_at) d) AS database,
  (SELECT row_to_json(m) FROM (SELECT count(*) AS count, max(name) AS last, max(applied_at) AS applied_at FROM schema_migration) m) AS migrations,
  (SELECT row_to_json(w) FROM (SELECT max(done_at) AS done_at, count(*) FILTER (WHERE done_at IS NULL AND failed_at IS NULL) AS waiting,
     count(*) FILTER (WHERE failed_at IS NOT NULL) AS failed,
     COALESCE(bool_or(done_at IS NULL AND failed_at IS NULL AND due_at < clock_timestamp() - interval '5 minutes'), false) AS late FROM outbox) w) AS work,
  (SELECT row_to_json(a) FROM (SELECT h.seq AS events, c.started_at AS checked_at, c.finished_at, c.faults, c.fault, s.seq AS signed_seq, s.at AS signed_at
     FROM audit_head h LEFT JOIN LATERAL (SELECT * FROM audit_check ORDER BY day DESC LIMIT 1) c ON true
     LEFT JOIN LATERAL (SELECT * FROM audit_signature ORDER BY seq DESC LIMIT 1) s ON true) a) AS audit) x

-- :outbox_failed
SELECT id, topic, entity_id, created_at, failed_at, attempts, error FROM outbox WHERE failed_at IS NOT NULL ORDER BY failed_at DESC, id LIMIT 200

-- :outbox_retry
UPDATE outbox SET failed_at = NULL, attempts = 0, due_at = clock_timestamp() WHERE id = $1::bigint AND failed_at IS NOT NULL RETURNING id
