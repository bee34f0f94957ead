-- SPDX-License-Identifier: EUPL-1.2
-- The path of a case: where it is, what is missing, who must act; decisions at gates; lifecycles and their versions.

-- :path_get
SELECT case_path(c.id) FROM collaboration c WHERE c.id = $1::bigint

-- Why the case may not go there; no row when it may, or is not there.
-- :stage_refusal
SELECT r.fault, r.field, r.da, r.en FROM collaboration c, stage_refusal(c.id, $2, NULLIF(btrim($3), ''), $4::date) r
WHERE c.id = $1::bigint AND c.version = $5::int AND case_writable(c.id)

-- :resume_day
SELECT set_config('samspil.resume_on', COALESCE($1, ''), true)

-- Where a paused case goes on: where the caller says, else where it stood; null when neither is known.
-- :resume_stage
SELECT c.stage = 'paused', COALESCE($2, p.stage) FROM collaboration c LEFT JOIN case_position(c.id) p ON true WHERE c.id = $1::bigint

-- :collaboration_lifecycle
UPDATE collaboration SET lifecycle_id = COALESCE($3::bigint, lifecycle_for(kind, subtype, current_date)), version = version
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- The first stage of a new case.
-- :lifecycle_begins
SELECT s.stage FROM lifecycle_stage s WHERE s.lifecycle_id = lifecycle_for($1, $2, current_date) ORDER BY s.no LIMIT 1

-- :requirement_untick
UPDATE requirement_tick SET removed_at = clock_timestamp() WHERE collaboration_id = $1::bigint AND requirement = $2 AND removed_at IS NULL

-- :requirement_tick
INSERT INTO requirement_tick (collaboration_id, requirement, note, document_id) VALUES ($1::bigint, $2, $3, $4::bigint)

-- :gate_decide
INSERT INTO gate_decision (collaboration_id, gate, decider_id, decision, role, decided_on, conditions, reason, document_id)
VALUES ($1::bigint, $2, me(), $3, $4, COALESCE($5::date, current_date), $6, $7, $8::bigint)

-- :gate_ask
INSERT INTO gate_request (collaboration_id, gate, note, due_date) VALUES ($1::bigint, $2, $3, COALESCE($4::date, add_working_days(current_date, 10)))

-- :conditions_met
UPDATE gate_decision SET conditions_met_at = clock_timestamp(), conditions_note = $3
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND decision = 'approve_with_conditions' AND conditions_met_at IS NULL RETURNING id

-- :conditions_state
SELECT conditions_met_at IS NOT NULL FROM gate_decision WHERE collaboration_id = $1::bigint AND id = $2::bigint AND decision = 'approve_with_conditions'

-- :lifecycle_get
SELECT row_to_json(x), x.version, x.id FROM (
  SELECT l.id, l.kind, l.subtype, l.version_no, l.name, l.valid_from, l.valid_to, l.note, lifecycle_state(l) AS state,
    (SELECT count(*) FROM collaboration c JOIN code_stage k ON k.kind = c.kind AND k.code = c.stage WHERE c.lifecycle_id = l.id AND k.phase <> 'closed') AS cases,
    (SELECT COALESCE(json_agg(json_build_object('stage', s.stage, 'help_da', s.help_da, 'help_en', s.help_en, 'max_days', s.max_days,
       'gates', (SELECT COALESCE(json_agg(json_build_object('code', g.code, 'da', g.da, 'en', g.en, 'decider_roles', g.decider_roles, 'repeats', g.repeats) ORDER BY g.code), '[]')
                 FROM lifecycle_gate g WHERE g.lifecycle_id = l.id AND g.stage = s.stage),
       'requirements', (SELECT COALESCE(json_agg(json_build_object('code', r.code, 'da', r.da, 'en', r.en, 'fact', r.fact, 'argument', r.argument, 'blocking', r.blocking,
                          'acts_role', r.acts_role, 'source', r.source) ORDER BY r.no, r.id), '[]')
                        FROM lifecycle_requirement r WHERE r.lifecycle_id = l.id AND r.stage = s.stage)) ORDER BY s.no), '[]')
     FROM lifecycle_stage s WHERE s.lifecycle_id = l.id) AS stages,
    l.updated_at, (SELECT w.name FROM app_user w WHERE w.id = l.updated_by) AS updated_by_name, l.version
  FROM lifecycle l WHERE l.id = $1::bigint) x

-- :lifecycle_copy
SELECT lifecycle_copy($1::bigint, $2, $3, $4)

-- $4 the names of the fields that are given.
-- :lifecycle_save
SELECT lifecycle_save($1::bigint, $2::int, $4, $5, $7::jsonb, 'valid_from' = ANY ($3::text[]), $6::date)

-- :case_fact_list
SELECT f.code, f.da, f.en, f.argument, fact_known(f.code) FROM case_fact f ORDER BY f.da

-- What the server keeps in memory: the stages of every lifecycle in their order.
-- :names_lifecycles
SELECT lifecycle_id, stage, kind FROM lifecycle_stage ORDER BY lifecycle_id, no
