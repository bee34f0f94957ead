-- SPDX-License-Identifier: EUPL-1.2
-- Stored value estimates. Inputs go in and out as one JSON document; migrations/0025_estimate.sql has them as rows.

-- The columns of estimate_head in api/estimate.c.
-- :estimate_get
SELECT e.id, e.collaboration_id, c.number, c.title, c.unit_id, e.version_no, e.copied_from, e.tier, e.status, e.created_by,
       e.submitted_by, e.submitted_at, e.approved_by, e.approved_at, e.review_comment, e.assigned_to, e.assigned_at, e.comparator,
       e.population, estimate_npv(e), e.signal, e.weak_evidence_share, e.engine_version, e.params_hash, e.headline, e.version, e.created_at, e.updated_at, e.updated_by,
       estimate_assessment(e.id) AS assessment, estimate_completeness(e.id) AS completeness,
       (SELECT json_build_object('id', s.id, 'created_at', s.created_at, 'current', s.id = (SELECT max(n.id) FROM reference_set n))
        FROM reference_set s WHERE s.id = e.reference_set_id) AS reference_set, estimate_own(e.id) AS own_values,
       estimate_inputs(e.id) AS inputs
FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id WHERE e.id = $1::bigint

-- What an estimate assumes otherwise than its reference set, as rows.
-- :estimate_own_indices
SELECT x.code, x.year, x.value, x.reference
FROM json_to_recordset(estimate_own($1::bigint)->'indices') AS x(code text, year integer, value double precision, reference double precision)

-- :estimate_own_rules
SELECT x.task, x.municipality, x.sector_from, x.sector_to, x.valid_from, x.used
FROM json_to_recordset(estimate_own($1::bigint)->'payer_rules')
  AS x(task text, municipality text, sector_from text, sector_to text, valid_from integer, used boolean)

-- :estimate_of_case
SELECT e.id, e.version_no, e.tier, e.status, estimate_npv(e), e.signal, e.weak_evidence_share, e.headline, e.created_by, e.created_at,
       e.updated_at, e.version
FROM estimate e WHERE e.collaboration_id = $1::bigint ORDER BY e.version_no DESC

-- Those who write estimates of one case wait for each other here, before they look.
-- :estimate_queue
SELECT estimate_queue(e.collaboration_id) FROM estimate e WHERE e.id = $1::bigint

-- :estimate_state
SELECT e.status, e.version FROM estimate e WHERE e.id = $1::bigint

-- Whether it tells of so few patients that the one who asks may not see it.
-- :estimate_small
SELECT estimate_small($1::bigint)

-- :estimate_stored
SELECT estimate_inputs(e.id), e.version, e.tier FROM estimate e WHERE e.id = $1::bigint

-- Inputs of another version of the same case.
-- :estimate_copy
SELECT estimate_inputs(e.id) FROM estimate e WHERE e.id = $1::bigint AND e.collaboration_id = $2::bigint

-- :estimate_fresh
SELECT estimate_fresh($1::bigint)

-- :estimate_add
SELECT estimate_add($1::bigint, $2::bigint, $3::jsonb)

-- :estimate_save
SELECT estimate_save($1::bigint, $2::integer, $3::jsonb)

-- :estimate_submit
UPDATE estimate SET status = 'submitted' WHERE id = $1::bigint AND status = 'draft' RETURNING id

-- :estimate_approve
UPDATE estimate SET status = 'approved', review_comment = $2 WHERE id = $1::bigint AND status IN ('submitted', 'in_review') RETURNING id

-- :estimate_return
UPDATE estimate SET status = 'draft', review_comment = $2 WHERE id = $1::bigint AND status IN ('submitted', 'in_review') RETURNING id

-- Somebody takes it on (null: oneself).
-- :estimate_assign
UPDATE estimate SET status = 'in_review', assigned_to = COALESCE($2::bigint, me()) WHERE id = $1::bigint AND status IN ('submitted', 'in_review') RETURNING id

-- :estimate_reject
UPDATE estimate SET status = 'rejected', review_comment = $2 WHERE id = $1::bigint AND status IN ('submitted', 'in_review') RETURNING id

-- Remarks, as the children of a case.
-- :note_list
SELECT a.id, a.line_code, a.body, a.created_by, a.created_at, a.updated_at, a.resolved_at IS NOT NULL, a.resolved_by, a.resolved_at, a.version
FROM review_note a WHERE a.estimate_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.id

-- :note_get
SELECT a.id, a.line_code, a.body, a.created_by, a.created_at, a.updated_at, a.resolved_at IS NOT NULL, a.resolved_by, a.resolved_at, a.version
FROM review_note a WHERE a.estimate_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :note_create
INSERT INTO review_note (collaboration_id, estimate_id, line_code, body, resolved_at, resolved_by)
SELECT e.collaboration_id, e.id, $2, $3, CASE WHEN $4::boolean THEN clock_timestamp() END, CASE WHEN $4::boolean THEN me() END FROM estimate e WHERE e.id = $1::bigint
RETURNING id

-- :note_patch
UPDATE review_note SET
  line_code = CASE WHEN 'line' = ANY ($4::text[]) THEN $5 ELSE line_code END,
  body = CASE WHEN 'body' = ANY ($4::text[]) THEN $6 ELSE body END,
  resolved_at = CASE WHEN 'resolved' = ANY ($4::text[]) THEN CASE WHEN $7::boolean THEN COALESCE(resolved_at, clock_timestamp()) END ELSE resolved_at END,
  resolved_by = CASE WHEN 'resolved' = ANY ($4::text[]) THEN CASE WHEN $7::boolean THEN COALESCE(resolved_by, me()) END ELSE resolved_by END
WHERE estimate_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :note_remove
UPDATE review_note SET removed_at = clock_timestamp() WHERE estimate_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- Two versions of one case, the one asked about last. Without the other ($2), the one it was copied from or the one before.
-- :estimate_pair
SELECT e.id, e.version_no, e.npv_limited_societal_oere, estimate_inputs(e.id), e.perspective FROM estimate e
JOIN estimate x ON x.id = $1::bigint AND x.collaboration_id = e.collaboration_id
WHERE e.id = x.id OR e.id = COALESCE($2::bigint, x.copied_from, (
  SELECT p.id FROM estimate p WHERE p.collaboration_id = x.collaboration_id AND p.version_no < x.version_no ORDER BY p.version_no DESC LIMIT 1))
ORDER BY e.id = $1::bigint
