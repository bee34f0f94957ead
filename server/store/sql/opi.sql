-- SPDX-License-Identifier: EUPL-1.2
-- Public-private innovation: what belongs to a case (parameters as child.c sends them), and prompts and pools (as reference.c sends them).

-- :opi_prompt_get
SELECT r.id, r.code, r.part, r.no, r.required, r.da, r.en, r.help_da, r.help_en, r.valid_from, r.valid_to, r.source, r.updated_by, r.updated_at, r.version
FROM opi_prompt r WHERE r.id = $1::bigint

-- :opi_prompt_create
INSERT INTO opi_prompt (code, part, no, required, da, en, help_da, help_en, valid_from, valid_to, source)
VALUES ($1, $2, COALESCE($3::int, 1), COALESCE($4::boolean, false), $5, $6, COALESCE($7, ''), COALESCE($8, ''), $9::date, $10::date, COALESCE($11, '')) RETURNING id

-- :opi_prompt_patch
UPDATE opi_prompt SET
  code = CASE WHEN 'code' = ANY ($3::text[]) THEN $4 ELSE code END,
  part = CASE WHEN 'part' = ANY ($3::text[]) THEN $5 ELSE part END,
  no = CASE WHEN 'no' = ANY ($3::text[]) THEN COALESCE($6::int, 1) ELSE no END,
  required = CASE WHEN 'required' = ANY ($3::text[]) THEN COALESCE($7::boolean, false) ELSE required END,
  da = CASE WHEN 'da' = ANY ($3::text[]) THEN $8 ELSE da END,
  en = CASE WHEN 'en' = ANY ($3::text[]) THEN $9 ELSE en END,
  help_da = CASE WHEN 'help_da' = ANY ($3::text[]) THEN COALESCE($10, '') ELSE help_da END,
  help_en = CASE WHEN 'help_en' = ANY ($3::text[]) THEN COALESCE($11, '') ELSE help_en END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $12::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $13::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($14, '') ELSE source END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :pool_get
SELECT r.id, r.code, r.da, r.en, r.amount_oere, r.help_da, r.help_en, r.valid_from, r.valid_to, r.source, r.updated_by, r.updated_at, r.version
FROM pool r WHERE r.id = $1::bigint

-- :pool_create
INSERT INTO pool (code, da, en, amount_oere, help_da, help_en, valid_from, valid_to, source)
VALUES ($1, $2, $3, $4::bigint, COALESCE($5, ''), COALESCE($6, ''), $7::date, $8::date, COALESCE($9, '')) RETURNING id

-- :pool_patch
UPDATE pool SET
  code = CASE WHEN 'code' = ANY ($3::text[]) THEN $4 ELSE code END,
  da = CASE WHEN 'da' = ANY ($3::text[]) THEN $5 ELSE da END,
  en = CASE WHEN 'en' = ANY ($3::text[]) THEN $6 ELSE en END,
  amount_oere = CASE WHEN 'amount_oere' = ANY ($3::text[]) THEN $7::bigint ELSE amount_oere END,
  help_da = CASE WHEN 'help_da' = ANY ($3::text[]) THEN COALESCE($8, '') ELSE help_da END,
  help_en = CASE WHEN 'help_en' = ANY ($3::text[]) THEN COALESCE($9, '') ELSE help_en END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $10::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $11::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($12, '') ELSE source END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :canvas_answer_list
SELECT a.id, a.prompt_id, a.answer, p.code AS prompt_code, p.da AS prompt_da, p.en AS prompt_en, a.version
FROM canvas_answer a JOIN opi_prompt p ON p.id = a.prompt_id
WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY p.no, a.id

-- :canvas_answer_get
SELECT a.id, a.prompt_id, a.answer, p.code AS prompt_code, p.da AS prompt_da, p.en AS prompt_en, a.version
FROM canvas_answer a JOIN opi_prompt p ON p.id = a.prompt_id
WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :canvas_answer_create
INSERT INTO canvas_answer (collaboration_id, prompt_id, answer)
VALUES ($1::bigint, $2::bigint, $3) RETURNING id

-- :canvas_answer_patch
UPDATE canvas_answer SET
  prompt_id = CASE WHEN 'prompt_id' = ANY ($4::text[]) THEN $5::bigint ELSE prompt_id END,
  answer = CASE WHEN 'answer' = ANY ($4::text[]) THEN $6 ELSE answer END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :canvas_answer_remove
UPDATE canvas_answer SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :opi_course_list
SELECT a.id, a.call_published_on, a.call_closes_on, a.call_url, a.no_call_reason, a.test_protocol, a.test_place, a.test_from,
       a.test_to, a.test_persons, a.ce_status, a.device_class, a.ethics_number, a.risk_sharing, a.decision, a.decided_on,
       a.decision_reason, a.version
FROM opi_course a
WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.id

-- :opi_course_get
SELECT a.id, a.call_published_on, a.call_closes_on, a.call_url, a.no_call_reason, a.test_protocol, a.test_place, a.test_from,
       a.test_to, a.test_persons, a.ce_status, a.device_class, a.ethics_number, a.risk_sharing, a.decision, a.decided_on,
       a.decision_reason, a.version
FROM opi_course a
WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :opi_course_create
INSERT INTO opi_course (collaboration_id, call_published_on, call_closes_on, call_url, no_call_reason, test_protocol, test_place, test_from,
        test_to, test_persons, ce_status, device_class, ethics_number, risk_sharing, decision, decided_on, decision_reason)
VALUES ($1::bigint, $2::date, $3::date, $4, $5, $6, $7, $8::date, $9::date, $10::int, $11, $12, $13, $14, $15, $16::date, $17) RETURNING id

-- :opi_course_patch
UPDATE opi_course SET
  call_published_on = CASE WHEN 'call_published_on' = ANY ($4::text[]) THEN $5::date ELSE call_published_on END,
  call_closes_on = CASE WHEN 'call_closes_on' = ANY ($4::text[]) THEN $6::date ELSE call_closes_on END,
  call_url = CASE WHEN 'call_url' = ANY ($4::text[]) THEN $7 ELSE call_url END,
  no_call_reason = CASE WHEN 'no_call_reason' = ANY ($4::text[]) THEN $8 ELSE no_call_reason END,
  test_protocol = CASE WHEN 'test_protocol' = ANY ($4::text[]) THEN $9 ELSE test_protocol END,
  test_place = CASE WHEN 'test_place' = ANY ($4::text[]) THEN $10 ELSE test_place END,
  test_from = CASE WHEN 'test_from' = ANY ($4::text[]) THEN $11::date ELSE test_from END,
  test_to = CASE WHEN 'test_to' = ANY ($4::text[]) THEN $12::date ELSE test_to END,
  test_persons = CASE WHEN 'test_persons' = ANY ($4::text[]) THEN $13::int ELSE test_persons END,
  ce_status = CASE WHEN 'ce_status' = ANY ($4::text[]) THEN $14 ELSE ce_status END,
  device_class = CASE WHEN 'device_class' = ANY ($4::text[]) THEN $15 ELSE device_class END,
  ethics_number = CASE WHEN 'ethics_number' = ANY ($4::text[]) THEN $16 ELSE ethics_number END,
  risk_sharing = CASE WHEN 'risk_sharing' = ANY ($4::text[]) THEN $17 ELSE risk_sharing END,
  decision = CASE WHEN 'decision' = ANY ($4::text[]) THEN $18 ELSE decision END,
  decided_on = CASE WHEN 'decided_on' = ANY ($4::text[]) THEN $19::date ELSE decided_on END,
  decision_reason = CASE WHEN 'decision_reason' = ANY ($4::text[]) THEN $20 ELSE decision_reason END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :opi_course_remove
UPDATE opi_course SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :exposure_list
SELECT a.id, a.no, a.name, a.exposure_oere, a.success_probability, a.terms, x.reach_probability, x.worst_case_oere, a.version
FROM exposure a JOIN exposure_stages($1::bigint) x ON x.id = a.id
WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.no

-- :exposure_get
SELECT a.id, a.no, a.name, a.exposure_oere, a.success_probability, a.terms, x.reach_probability, x.worst_case_oere, a.version
FROM exposure a JOIN exposure_stages($1::bigint) x ON x.id = a.id
WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :exposure_create
INSERT INTO exposure (collaboration_id, no, name, exposure_oere, success_probability, terms)
VALUES ($1::bigint, $2::int, $3, $4::bigint, $5::double precision, $6) RETURNING id

-- :exposure_patch
UPDATE exposure SET
  no = CASE WHEN 'no' = ANY ($4::text[]) THEN $5::int ELSE no END,
  name = CASE WHEN 'name' = ANY ($4::text[]) THEN $6 ELSE name END,
  exposure_oere = CASE WHEN 'exposure_oere' = ANY ($4::text[]) THEN $7::bigint ELSE exposure_oere END,
  success_probability = CASE WHEN 'success_probability' = ANY ($4::text[]) THEN $8::double precision ELSE success_probability END,
  terms = CASE WHEN 'terms' = ANY ($4::text[]) THEN $9 ELSE terms END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :exposure_remove
UPDATE exposure SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :involvement_list
SELECT a.id, a.involved, a.held_on, a.form, a.people, a.outcome, a.version
FROM involvement a
WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.held_on, a.id

-- :involvement_get
SELECT a.id, a.involved, a.held_on, a.form, a.people, a.outcome, a.version
FROM involvement a
WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :involvement_create
INSERT INTO involvement (collaboration_id, involved, held_on, form, people, outcome)
VALUES ($1::bigint, $2, $3::date, $4, $5::int, $6) RETURNING id

-- :involvement_patch
UPDATE involvement SET
  involved = CASE WHEN 'involved' = ANY ($4::text[]) THEN $5 ELSE involved END,
  held_on = CASE WHEN 'held_on' = ANY ($4::text[]) THEN $6::date ELSE held_on END,
  form = CASE WHEN 'form' = ANY ($4::text[]) THEN $7 ELSE form END,
  people = CASE WHEN 'people' = ANY ($4::text[]) THEN $8::int ELSE people END,
  outcome = CASE WHEN 'outcome' = ANY ($4::text[]) THEN $9 ELSE outcome END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :involvement_remove
UPDATE involvement SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :evaluation_list
SELECT a.id, a.occasion, a.done_on, a.summary, a.patient_view, a.staff_view, a.company_view, a.lessons, a.document_id,
       a.report_url, a.version
FROM evaluation a
WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.occasion

-- :evaluation_get
SELECT a.id, a.occasion, a.done_on, a.summary, a.patient_view, a.staff_view, a.company_view, a.lessons, a.document_id,
       a.report_url, a.version
FROM evaluation a
WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :evaluation_create
INSERT INTO evaluation (collaboration_id, occasion, done_on, summary, patient_view, staff_view, company_view, lessons, document_id, report_url)
VALUES ($1::bigint, $2, $3::date, $4, $5, $6, $7, $8, $9::bigint, $10) RETURNING id

-- :evaluation_patch
UPDATE evaluation SET
  occasion = CASE WHEN 'occasion' = ANY ($4::text[]) THEN $5 ELSE occasion END,
  done_on = CASE WHEN 'done_on' = ANY ($4::text[]) THEN $6::date ELSE done_on END,
  summary = CASE WHEN 'summary' = ANY ($4::text[]) THEN $7 ELSE summary END,
  patient_view = CASE WHEN 'patient_view' = ANY ($4::text[]) THEN $8 ELSE patient_view END,
  staff_view = CASE WHEN 'staff_view' = ANY ($4::text[]) THEN $9 ELSE staff_view END,
  company_view = CASE WHEN 'company_view' = ANY ($4::text[]) THEN $10 ELSE company_view END,
  lessons = CASE WHEN 'lessons' = ANY ($4::text[]) THEN $11 ELSE lessons END,
  document_id = CASE WHEN 'document_id' = ANY ($4::text[]) THEN $12::bigint ELSE document_id END,
  report_url = CASE WHEN 'report_url' = ANY ($4::text[]) THEN $13 ELSE report_url END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :evaluation_remove
UPDATE evaluation SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :benefits_review_list
SELECT a.id, a.months, a.due_date, a.done_on, a.summary, a.next_step, a.version
FROM benefits_review a
WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.due_date, a.months

-- :benefits_review_get
SELECT a.id, a.months, a.due_date, a.done_on, a.summary, a.next_step, a.version
FROM benefits_review a
WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :benefits_review_create
INSERT INTO benefits_review (collaboration_id, months, due_date, done_on, summary, next_step)
VALUES ($1::bigint, $2::int, $3::date, $4::date, $5, $6) RETURNING id

-- :benefits_review_patch
UPDATE benefits_review SET
  months = CASE WHEN 'months' = ANY ($4::text[]) THEN $5::int ELSE months END,
  due_date = CASE WHEN 'due_date' = ANY ($4::text[]) THEN $6::date ELSE due_date END,
  done_on = CASE WHEN 'done_on' = ANY ($4::text[]) THEN $7::date ELSE done_on END,
  summary = CASE WHEN 'summary' = ANY ($4::text[]) THEN $8 ELSE summary END,
  next_step = CASE WHEN 'next_step' = ANY ($4::text[]) THEN $9 ELSE next_step END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :benefits_review_remove
UPDATE benefits_review SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :spread_list
SELECT a.id, a.unit_id, a.place, a.planned_on, a.taken_up_on, a.patients, a.note, a.version
FROM spread a
WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY COALESCE(a.taken_up_on, a.planned_on), a.id

-- :spread_get
SELECT a.id, a.unit_id, a.place, a.planned_on, a.taken_up_on, a.patients, a.note, a.version
FROM spread a
WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :spread_create
INSERT INTO spread (collaboration_id, unit_id, place, planned_on, taken_up_on, patients, note)
VALUES ($1::bigint, $2::int, $3, $4::date, $5::date, $6::int, $7) RETURNING id

-- :spread_patch
UPDATE spread SET
  unit_id = CASE WHEN 'unit_id' = ANY ($4::text[]) THEN $5::int ELSE unit_id END,
  place = CASE WHEN 'place' = ANY ($4::text[]) THEN $6 ELSE place END,
  planned_on = CASE WHEN 'planned_on' = ANY ($4::text[]) THEN $7::date ELSE planned_on END,
  taken_up_on = CASE WHEN 'taken_up_on' = ANY ($4::text[]) THEN $8::date ELSE taken_up_on END,
  patients = CASE WHEN 'patients' = ANY ($4::text[]) THEN $9::int ELSE patients END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $10 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :spread_remove
UPDATE spread SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :indicator_list
SELECT a.id, a.name, a.measured_in, a.direction, a.baseline, a.target, a.source, a.next_on, v.measured_on AS last_on,
       v.value AS last_value, indicator_met(a, v.value) AS met, a.version
FROM indicator a LEFT JOIN LATERAL (
  SELECT x.measured_on, x.value FROM indicator_value x WHERE x.indicator_id = a.id AND x.removed_at IS NULL ORDER BY x.measured_on DESC LIMIT 1) v ON true
WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.id

-- :indicator_get
SELECT a.id, a.name, a.measured_in, a.direction, a.baseline, a.target, a.source, a.next_on, v.measured_on AS last_on,
       v.value AS last_value, indicator_met(a, v.value) AS met, a.version
FROM indicator a LEFT JOIN LATERAL (
  SELECT x.measured_on, x.value FROM indicator_value x WHERE x.indicator_id = a.id AND x.removed_at IS NULL ORDER BY x.measured_on DESC LIMIT 1) v ON true
WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :indicator_create
INSERT INTO indicator (collaboration_id, name, measured_in, direction, baseline, target, source, next_on)
VALUES ($1::bigint, $2, $3, $4, $5::double precision, $6::double precision, $7, $8::date) RETURNING id

-- :indicator_patch
UPDATE indicator SET
  name = CASE WHEN 'name' = ANY ($4::text[]) THEN $5 ELSE name END,
  measured_in = CASE WHEN 'measured_in' = ANY ($4::text[]) THEN $6 ELSE measured_in END,
  direction = CASE WHEN 'direction' = ANY ($4::text[]) THEN $7 ELSE direction END,
  baseline = CASE WHEN 'baseline' = ANY ($4::text[]) THEN $8::double precision ELSE baseline END,
  target = CASE WHEN 'target' = ANY ($4::text[]) THEN $9::double precision ELSE target END,
  source = CASE WHEN 'source' = ANY ($4::text[]) THEN $10 ELSE source END,
  next_on = CASE WHEN 'next_on' = ANY ($4::text[]) THEN $11::date ELSE next_on END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :indicator_remove
UPDATE indicator SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :indicator_value_list
SELECT a.id, a.indicator_id, a.measured_on, a.value, a.note, i.name AS indicator_name, a.version
FROM indicator_value a JOIN indicator i ON i.id = a.indicator_id
WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.indicator_id, a.measured_on

-- :indicator_value_get
SELECT a.id, a.indicator_id, a.measured_on, a.value, a.note, i.name AS indicator_name, a.version
FROM indicator_value a JOIN indicator i ON i.id = a.indicator_id
WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :indicator_value_create
INSERT INTO indicator_value (collaboration_id, indicator_id, measured_on, value, note)
VALUES ($1::bigint, $2::bigint, $3::date, $4::double precision, $5) RETURNING id

-- :indicator_value_patch
UPDATE indicator_value SET
  indicator_id = CASE WHEN 'indicator_id' = ANY ($4::text[]) THEN $5::bigint ELSE indicator_id END,
  measured_on = CASE WHEN 'measured_on' = ANY ($4::text[]) THEN $6::date ELSE measured_on END,
  value = CASE WHEN 'value' = ANY ($4::text[]) THEN $7::double precision ELSE value END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $8 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :indicator_value_remove
UPDATE indicator_value SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :pool_award_list
SELECT a.id, a.pool_id, a.amount_oere, a.awarded_on, a.conditions, a.report_due, a.reported_on, a.note, p.da AS pool_da,
       p.en AS pool_en, a.version
FROM pool_award a JOIN pool p ON p.id = a.pool_id
WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.awarded_on, a.id

-- :pool_award_get
SELECT a.id, a.pool_id, a.amount_oere, a.awarded_on, a.conditions, a.report_due, a.reported_on, a.note, p.da AS pool_da,
       p.en AS pool_en, a.version
FROM pool_award a JOIN pool p ON p.id = a.pool_id
WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :pool_award_create
INSERT INTO pool_award (collaboration_id, pool_id, amount_oere, awarded_on, conditions, report_due, reported_on, note)
VALUES ($1::bigint, $2::bigint, $3::bigint, $4::date, $5, $6::date, $7::date, $8) RETURNING id

-- :pool_award_patch
UPDATE pool_award SET
  pool_id = CASE WHEN 'pool_id' = ANY ($4::text[]) THEN $5::bigint ELSE pool_id END,
  amount_oere = CASE WHEN 'amount_oere' = ANY ($4::text[]) THEN $6::bigint ELSE amount_oere END,
  awarded_on = CASE WHEN 'awarded_on' = ANY ($4::text[]) THEN $7::date ELSE awarded_on END,
  conditions = CASE WHEN 'conditions' = ANY ($4::text[]) THEN $8 ELSE conditions END,
  report_due = CASE WHEN 'report_due' = ANY ($4::text[]) THEN $9::date ELSE report_due END,
  reported_on = CASE WHEN 'reported_on' = ANY ($4::text[]) THEN $10::date ELSE reported_on END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $11 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :pool_award_remove
UPDATE pool_award SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :innovation_overview
SELECT innovation_overview($1::bigint)
