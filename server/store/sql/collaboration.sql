-- SPDX-License-Identifier: EUPL-1.2
-- Collaborations and what belongs to them. Objects come as JSON made here, with the ETag behind:
-- version and the last audit event of the case, so that a change of a child shows as well.

-- The server adds what it keeps in memory: names of unit and users and the path of stages, by the columns behind the ETag.
-- Sub-selects for names of organisations: a join would carry forty columns through one more node.
-- :collaboration_get
SELECT counts_shown(row_to_json(x), x.need_group_size, x.planned_patients, x.unit_id), c.version || '.' || case_seq(c.id), c.kind, c.stage, c.unit_id, c.owner_id, c.created_by, c.updated_by, c.lifecycle_id, case_read(c.id, c.visibility)
FROM collaboration c LEFT JOIN opi o ON o.id = c.id LEFT JOIN procurement p ON p.id = c.id LEFT JOIN research_contract r ON r.id = c.id,
LATERAL (
  SELECT c.id, c.number, c.kind, c.subtype, c.title, c.summary, c.stage, c.unit_id, c.owner_id,
         c.counterparty, c.theme, c.patient_group, c.commercial, c.prevention, c.rare_disease, c.start_date, c.end_date, c.journal_number, c.visibility, c.tags,
         c.value_ceiling_oere, c.source, c.external_id, c.npv_oere, c.value_signal,
         o.need, o.need_group_size, p.procurement_procedure, p.cpv, (SELECT v.da FROM cpv v WHERE v.code = p.cpv) AS cpv_label, p.term_months,
         r.protocol_number, r.eu_number, r.ethics_number, r.principal_investigator, r.sponsor_id,
         (SELECT s.name FROM organisation s WHERE s.id = r.sponsor_id) AS sponsor_name,
         r.planned_patients, r.external_amount_oere,
         c.version, c.created_at, c.updated_at,
         (SELECT COALESCE(json_agg(row_to_json(t) ORDER BY t.id), '[]') FROM (
            SELECT a.id, a.organisation_id, g.name AS organisation_name, g.cvr, a.role, a.contribution_oere, a.contact_name, a.note, a.version
            FROM participation a JOIN organisation g ON g.id = a.organisation_id
            WHERE a.collaboration_id = c.id AND a.removed_at IS NULL) t) AS participants,
         (SELECT COALESCE(json_agg(row_to_json(t) ORDER BY t.due_date, t.id), '[]') FROM (
            SELECT m.id, m.title, m.due_date, m.baseline_date, m.done_date, m.status, m.delay_cause, m.delay_note, m.version
            FROM milestone m WHERE m.collaboration_id = c.id AND m.removed_at IS NULL) t) AS milestones,
         (SELECT COALESCE(json_agg(row_to_json(t) ORDER BY t.year NULLS FIRST, t.id), '[]') FROM (
            SELECT f.id, f.source, f.organisation_id, (SELECT g.name FROM organisation g WHERE g.id = f.organisation_id) AS organisation_name,
                   f.amount_oere, f.year, f.note, f.version,
                   (SELECT COALESCE(json_agg(json_build_object('kasse', s.kasse, 'num', s.num, 'den', s.den, 'amount_oere', s.oere) ORDER BY s.share_id), '[]')
                    FROM split_oere(f.amount_oere, f.id) s) AS shares
            FROM funding f WHERE f.collaboration_id = c.id AND f.removed_at IS NULL) t) AS funding,
         (SELECT COALESCE(json_agg(row_to_json(t) ORDER BY t.document_date DESC NULLS LAST, t.id), '[]') FROM (
            SELECT d.id, d.title, d.type, d.url, d.document_date, d.direction, d.confidentiality, d.journal_number, v.filename, v.media_type, v.size, v.version_no, d.version
            FROM document d LEFT JOIN LATERAL (SELECT * FROM document_version y WHERE y.document_id = d.id ORDER BY y.version_no DESC LIMIT 1) v ON true
            WHERE d.collaboration_id = c.id AND d.removed_at IS NULL) t) AS documents,
         (SELECT COALESCE(json_agg(row_to_json(t) ORDER BY t.version_no DESC), '[]') FROM (
            SELECT e.id, e.version_no, e.tier, e.status, estimate_npv(e) AS npv, e.signal, e.weak_evidence_share, e.headline, e.created_by,
                   (SELECT w.name FROM app_user w WHERE w.id = e.created_by) AS created_by_name, e.created_at, e.updated_at, e.version
            FROM estimate e WHERE e.collaboration_id = c.id) t) AS estimates,
         (SELECT count(*) FROM comment m WHERE m.collaboration_id = c.id AND m.removed_at IS NULL) AS comment_count) x
WHERE c.id = $1::bigint

-- Only what tells whether the object has changed.
-- :collaboration_etag
SELECT c.version || '.' || case_seq(c.id)
FROM collaboration c WHERE c.id = $1::bigint

-- :collaboration_create
SELECT collaboration_add($1::json)

-- Merge-patch: $1 id, $2 version, $3 names of the fields that are given, then the body's fields.
-- :collaboration_patch
WITH c AS (
  UPDATE collaboration SET
    subtype = CASE WHEN 'subtype' = ANY ($3::text[]) THEN $4 ELSE subtype END,
    title = CASE WHEN 'title' = ANY ($3::text[]) THEN $5 ELSE title END,
    summary = CASE WHEN 'summary' = ANY ($3::text[]) THEN $6 ELSE summary END,
    unit_id = CASE WHEN 'unit_id' = ANY ($3::text[]) THEN $7::int ELSE unit_id END,
    owner_id = CASE WHEN 'owner_id' = ANY ($3::text[]) THEN $8::bigint ELSE owner_id END,
    theme = CASE WHEN 'theme' = ANY ($3::text[]) THEN $9 ELSE theme END,
    patient_group = CASE WHEN 'patient_group' = ANY ($3::text[]) THEN $10 ELSE patient_group END,
    start_date = CASE WHEN 'start_date' = ANY ($3::text[]) THEN $11::date ELSE start_date END,
    end_date = CASE WHEN 'end_date' = ANY ($3::text[]) THEN $12::date ELSE end_date END,
    journal_number = CASE WHEN 'journal_number' = ANY ($3::text[]) THEN $13 ELSE journal_number END,
    visibility = CASE WHEN 'visibility' = ANY ($3::text[]) THEN $14 ELSE visibility END,
    tags = CASE WHEN 'tags' = ANY ($3::text[]) THEN COALESCE((SELECT array_agg(t) FROM json_array_elements_text($15::json) t), '{}') ELSE tags END,
    value_ceiling_oere = CASE WHEN 'value_ceiling_oere' = ANY ($3::text[]) THEN $16::bigint ELSE value_ceiling_oere END,
    external_id = CASE WHEN 'external_id' = ANY ($3::text[]) THEN $17 ELSE external_id END,
    commercial = CASE WHEN 'commercial' = ANY ($3::text[]) THEN $18 ELSE commercial END,
    prevention = CASE WHEN 'prevention' = ANY ($3::text[]) THEN $19::boolean ELSE prevention END,
    rare_disease = CASE WHEN 'rare_disease' = ANY ($3::text[]) THEN $20::boolean ELSE rare_disease END
  WHERE id = $1::bigint AND version = $2::int RETURNING id, kind),
o AS (UPDATE opi SET
    need = CASE WHEN 'need' = ANY ($3::text[]) THEN $21 ELSE need END,
    need_group_size = CASE WHEN 'need_group_size' = ANY ($3::text[]) THEN $22::int ELSE need_group_size END
  FROM c WHERE opi.id = c.id AND $3::text[] && '{need,need_group_size}'),
p AS (UPDATE procurement SET
    procurement_procedure = CASE WHEN 'procurement_procedure' = ANY ($3::text[]) THEN $23 ELSE procurement_procedure END,
    cpv = CASE WHEN 'cpv' = ANY ($3::text[]) THEN $24 ELSE cpv END,
    term_months = CASE WHEN 'term_months' = ANY ($3::text[]) THEN $25::int ELSE term_months END
  FROM c WHERE procurement.id = c.id AND $3::text[] && '{procurement_procedure,cpv,term_months}'),
r AS (UPDATE research_contract SET
    protocol_number = CASE WHEN 'protocol_number' = ANY ($3::text[]) THEN $26 ELSE protocol_number END,
    eu_number = CASE WHEN 'eu_number' = ANY ($3::text[]) THEN $27 ELSE eu_number END,
    ethics_number = CASE WHEN 'ethics_number' = ANY ($3::text[]) THEN $28 ELSE ethics_number END,
    principal_investigator = CASE WHEN 'principal_investigator' = ANY ($3::text[]) THEN $29 ELSE principal_investigator END,
    sponsor_id = CASE WHEN 'sponsor_id' = ANY ($3::text[]) THEN $30::bigint ELSE sponsor_id END,
    planned_patients = CASE WHEN 'planned_patients' = ANY ($3::text[]) THEN $31::int ELSE planned_patients END,
    external_amount_oere = CASE WHEN 'external_amount_oere' = ANY ($3::text[]) THEN $32::bigint ELSE external_amount_oere END
  FROM c WHERE research_contract.id = c.id
    AND $3::text[] && '{protocol_number,eu_number,ethics_number,principal_investigator,sponsor_id,planned_patients,external_amount_oere}')
SELECT id FROM c

-- Body: rows, fields, tags to add and to take off, and whether nothing but the saying is asked for.
-- :collaboration_bulk
SELECT collaboration_bulk($1::json, $2::json, $3::json, $4::json, COALESCE($5::boolean, false))

-- :collaboration_kind
SELECT kind, start_date, end_date FROM collaboration WHERE id = $1::bigint

-- :collaboration_stage
UPDATE collaboration SET stage = $3 WHERE id = $1::bigint AND version = $2::int RETURNING id

-- The case as it was at the end of a day: the image before the first later change, else the row itself.
-- :collaboration_as_of
SELECT collaboration_as_of(c.id, $2::date), NULL, case_read(c.id, c.visibility) FROM collaboration c WHERE c.id = $1::bigint

-- The reading of a case itself and of its history leaves a note when it holds what is confidential.
-- :case_read
SELECT case_read(id, visibility) FROM collaboration WHERE id = $1::bigint

-- :case_refused
SELECT case_refused($1::bigint)
