-- SPDX-License-Identifier: EUPL-1.2
-- Stored value estimates. Inputs go in and out as one JSON document; migrations/0025_estimate.sql has them as rows.

-- The columns of estimate_head in api/estimate.c.
-- :estimate_get
SELECT e.id, e.collaboration_id, c.number, c.title, c.unit_id, e.version_no, e.copied_from, e.tier, e.status, e.created_by,
       e.submitted_by, e.submitted_at, e.approved_by, e.approved_at, e.review_comment, e.comparator, e.population, estimate_npv(e), e.signal,
       e.weak_evidence_share, e.engine_version, e.params_hash, e.headline, e.version, e.created_at, e.updated_at, e.updated_by,
       estimate_assessment(e.id) AS assessment, estimate_completeness(e.id) AS completeness,
       (SELECT json_build_object('id', s.id, 'created_at', s.created_at, 'current', s.id = (SELECT max(n.id) FROM reference_set n))
        FROM reference_set s WHERE s.id = e.reference_set_id) AS reference_set,
       estimate_inputs(e.id) AS inputs
FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id WHERE e.id = $1::bigint

-- :estimate_of_case
SELECT e.id, e.version_no, e.tier, e.status, estimate_npv(e), e.signal, e.weak_evidence_share, e.headline, e.created_by, e.created_at,
       e.updated_at, e.version
FROM estimate e WHERE e.collaboration_id = $1::bigint ORDER BY e.version_no DESC

-- Those who write estimates of one case wait for each other here, before they look.
-- :estimate_queue
SELECT estimate_queue(e.collaboration_id) FROM estimate e WHERE e.id = $1::bigint

-- :estimate_state
SELECT e.status, e.version FROM estimate e WHERE e.id = $1::bigint

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
