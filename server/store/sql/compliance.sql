-- SPDX-License-Identifier: EUPL-1.2
-- Rules that people edit: who approves what, and research money; leave to depart from them; what is broken, unit by unit.

-- :approval_rule_get
SELECT r.id, r.kind, r.type, r.condition, r.amount_oere, r.action, r.role, r.days, r.da, r.en, r.sort, r.valid_from, r.valid_to, r.source, r.updated_by, r.updated_at, r.version
FROM approval_rule r WHERE r.id = $1::bigint

-- :approval_rule_create
INSERT INTO approval_rule (kind, type, condition, amount_oere, action, role, days, da, en, sort, valid_from, valid_to, source)
VALUES ($1, $2, $3, $4::bigint, $5, $6, $7::int, $8, $9, COALESCE($10::int, 100), $11::date, $12::date, COALESCE($13, '')) RETURNING id

-- :approval_rule_patch
UPDATE approval_rule SET
  kind = CASE WHEN 'kind' = ANY ($3::text[]) THEN $4 ELSE kind END,
  type = CASE WHEN 'type' = ANY ($3::text[]) THEN $5 ELSE type END,
  condition = CASE WHEN 'condition' = ANY ($3::text[]) THEN $6 ELSE condition END,
  amount_oere = CASE WHEN 'amount_oere' = ANY ($3::text[]) THEN $7::bigint ELSE amount_oere END,
  action = CASE WHEN 'action' = ANY ($3::text[]) THEN $8 ELSE action END,
  role = CASE WHEN 'role' = ANY ($3::text[]) THEN $9 ELSE role END,
  days = CASE WHEN 'days' = ANY ($3::text[]) THEN $10::int ELSE days END,
  da = CASE WHEN 'da' = ANY ($3::text[]) THEN $11 ELSE da END,
  en = CASE WHEN 'en' = ANY ($3::text[]) THEN $12 ELSE en END,
  sort = CASE WHEN 'sort' = ANY ($3::text[]) THEN COALESCE($13::int, 100) ELSE sort END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $14::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $15::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($16, '') ELSE source END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :compliance_rule_get
SELECT r.id, r.code, r.da, r.en, r.help_da, r.help_en, r.days, r.needs_postings, r.valid_from, r.valid_to, r.source, r.updated_by, r.updated_at, r.version
FROM compliance_rule r WHERE r.id = $1::bigint

-- :compliance_rule_create
INSERT INTO compliance_rule (code, da, en, help_da, help_en, days, needs_postings, valid_from, valid_to, source)
VALUES ($1, $2, $3, COALESCE($4, ''), COALESCE($5, ''), $6::int, COALESCE($7::boolean, false), $8::date, $9::date, COALESCE($10, '')) RETURNING id

-- :compliance_rule_patch
UPDATE compliance_rule SET
  code = CASE WHEN 'code' = ANY ($3::text[]) THEN $4 ELSE code END,
  da = CASE WHEN 'da' = ANY ($3::text[]) THEN $5 ELSE da END,
  en = CASE WHEN 'en' = ANY ($3::text[]) THEN $6 ELSE en END,
  help_da = CASE WHEN 'help_da' = ANY ($3::text[]) THEN COALESCE($7, '') ELSE help_da END,
  help_en = CASE WHEN 'help_en' = ANY ($3::text[]) THEN COALESCE($8, '') ELSE help_en END,
  days = CASE WHEN 'days' = ANY ($3::text[]) THEN $9::int ELSE days END,
  needs_postings = CASE WHEN 'needs_postings' = ANY ($3::text[]) THEN $10::boolean ELSE needs_postings END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $11::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $12::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($13, '') ELSE source END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :compliance_exemption_list
SELECT a.id, a.rule, a.reason, a.expires_on, a.created_by, a.created_at, a.version
FROM compliance_exemption a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.expires_on, a.id

-- :compliance_exemption_get
SELECT a.id, a.rule, a.reason, a.expires_on, a.created_by, a.created_at, a.version
FROM compliance_exemption a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :compliance_exemption_create
INSERT INTO compliance_exemption (collaboration_id, rule, reason, expires_on) VALUES ($1::bigint, $2, $3, $4::date) RETURNING id

-- :compliance_exemption_patch
UPDATE compliance_exemption SET
  rule = CASE WHEN 'rule' = ANY ($4::text[]) THEN $5 ELSE rule END,
  reason = CASE WHEN 'reason' = ANY ($4::text[]) THEN $6 ELSE reason END,
  expires_on = CASE WHEN 'expires_on' = ANY ($4::text[]) THEN $7::date ELSE expires_on END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :compliance_exemption_remove
UPDATE compliance_exemption SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :compliance_units
SELECT c.unit_id, count(*) FILTER (WHERE v.exempt_until IS NULL), count(*) FILTER (WHERE v.exempt_until IS NOT NULL), count(DISTINCT c.id)
FROM compliance_violations() v JOIN collaboration c ON c.id = v.collaboration_id GROUP BY c.unit_id ORDER BY 2 DESC, 1
