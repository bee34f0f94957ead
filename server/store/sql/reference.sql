-- SPDX-License-Identifier: EUPL-1.2
-- Reference values: four tables of dated rows, their sets, and the recomputation of drafts. The columns of a row are those of
-- its item in api/reference.c; the parameters of a creation are the body's fields in the order of their table.

-- :reference_value_get
SELECT r.id, r.code, r.da, r.en, r.value, r.unit, r.price_year, r.valid_from, r.valid_to, r.source, r.note,
       r.approved_by, r.approved_at, r.updated_by, r.updated_at, r.version
FROM reference_value r WHERE r.id = $1::bigint

-- :reference_value_create
INSERT INTO reference_value (code, da, en, value, unit, price_year, valid_from, valid_to, source, note)
VALUES ($1, $2, $3, $4::numeric, $5, $6::int, $7::date, $8::date, COALESCE($9, ''), COALESCE($10, '')) RETURNING id

-- :reference_value_patch
UPDATE reference_value SET
  code = CASE WHEN 'code' = ANY ($3::text[]) THEN $4 ELSE code END,
  da = CASE WHEN 'da' = ANY ($3::text[]) THEN $5 ELSE da END,
  en = CASE WHEN 'en' = ANY ($3::text[]) THEN $6 ELSE en END,
  value = CASE WHEN 'value' = ANY ($3::text[]) THEN $7::numeric ELSE value END,
  unit = CASE WHEN 'unit' = ANY ($3::text[]) THEN $8 ELSE unit END,
  price_year = CASE WHEN 'price_year' = ANY ($3::text[]) THEN $9::int ELSE price_year END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $10::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $11::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($12, '') ELSE source END,
  note = CASE WHEN 'note' = ANY ($3::text[]) THEN COALESCE($13, '') ELSE note END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :reference_value_approve
UPDATE reference_value SET approved_by = me() WHERE id = $1::bigint AND version = $2::int RETURNING id

-- Rows of a file: the row with the same code and first day, and its version.
-- :reference_value_find
SELECT id, version FROM reference_value WHERE code = $1 AND valid_from IS NOT DISTINCT FROM $2::date

-- :unit_cost_get
SELECT r.id, r.code, r.da, r.en, r.category, r.unit, r.value, r.price_year, r.index_code, r.basis, r.valid_from, r.valid_to, r.source,
       r.source_url, r.note, r.approved_by, r.approved_at, r.updated_by, r.updated_at, r.version
FROM unit_cost r WHERE r.id = $1::bigint

-- :unit_cost_create
INSERT INTO unit_cost (code, da, en, category, unit, value, price_year, index_code, basis, valid_from, valid_to, source, source_url, note)
VALUES ($1, $2, $3, COALESCE($4, 'other'), $5, $6::numeric, $7::int, $8, COALESCE($9, 'average'), $10::date, $11::date, COALESCE($12, ''), $13, COALESCE($14, ''))
RETURNING id

-- :unit_cost_patch
UPDATE unit_cost SET
  code = CASE WHEN 'code' = ANY ($3::text[]) THEN $4 ELSE code END,
  da = CASE WHEN 'da' = ANY ($3::text[]) THEN $5 ELSE da END,
  en = CASE WHEN 'en' = ANY ($3::text[]) THEN $6 ELSE en END,
  category = CASE WHEN 'category' = ANY ($3::text[]) THEN $7 ELSE category END,
  unit = CASE WHEN 'unit' = ANY ($3::text[]) THEN $8 ELSE unit END,
  value = CASE WHEN 'value' = ANY ($3::text[]) THEN $9::numeric ELSE value END,
  price_year = CASE WHEN 'price_year' = ANY ($3::text[]) THEN $10::int ELSE price_year END,
  index_code = CASE WHEN 'index_code' = ANY ($3::text[]) THEN $11 ELSE index_code END,
  basis = CASE WHEN 'basis' = ANY ($3::text[]) THEN $12 ELSE basis END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $13::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $14::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($15, '') ELSE source END,
  source_url = CASE WHEN 'source_url' = ANY ($3::text[]) THEN $16 ELSE source_url END,
  note = CASE WHEN 'note' = ANY ($3::text[]) THEN COALESCE($17, '') ELSE note END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :unit_cost_approve
UPDATE unit_cost SET approved_by = me() WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :unit_cost_find
SELECT id, version FROM unit_cost WHERE code = $1 AND valid_from IS NOT DISTINCT FROM $2::date

-- :price_index_get
SELECT r.id, r.code, r.year, r.value, r.source, r.approved_by, r.approved_at, r.updated_by, r.updated_at, r.version
FROM price_index r WHERE r.id = $1::bigint

-- :price_index_create
INSERT INTO price_index (code, year, value, source) VALUES ($1, $2::int, $3::numeric, COALESCE($4, '')) RETURNING id

-- :price_index_patch
UPDATE price_index SET
  code = CASE WHEN 'code' = ANY ($3::text[]) THEN $4 ELSE code END,
  year = CASE WHEN 'year' = ANY ($3::text[]) THEN $5::int ELSE year END,
  value = CASE WHEN 'value' = ANY ($3::text[]) THEN $6::numeric ELSE value END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($7, '') ELSE source END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :price_index_approve
UPDATE price_index SET approved_by = me() WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :price_index_find
SELECT id, version FROM price_index WHERE code = $1 AND year = $2::int

-- :payer_rule_get
SELECT r.id, r.task, r.municipality_unit_id, r.sector_from, r.sector_to, r.valid_from, r.valid_to, r.source,
       r.approved_by, r.approved_at, r.updated_by, r.updated_at, r.version
FROM payer_rule r WHERE r.id = $1::bigint

-- :payer_rule_create
INSERT INTO payer_rule (task, municipality_unit_id, sector_from, sector_to, valid_from, valid_to, source)
VALUES ($1, $2::int, $3, $4, $5::date, $6::date, COALESCE($7, '')) RETURNING id

-- :payer_rule_patch
UPDATE payer_rule SET
  task = CASE WHEN 'task' = ANY ($3::text[]) THEN $4 ELSE task END,
  municipality_unit_id = CASE WHEN 'municipality_unit_id' = ANY ($3::text[]) THEN $5::int ELSE municipality_unit_id END,
  sector_from = CASE WHEN 'sector_from' = ANY ($3::text[]) THEN $6 ELSE sector_from END,
  sector_to = CASE WHEN 'sector_to' = ANY ($3::text[]) THEN $7 ELSE sector_to END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $8::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $9::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($10, '') ELSE source END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :payer_rule_approve
UPDATE payer_rule SET approved_by = me() WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :payer_rule_find
SELECT id, version FROM payer_rule
WHERE task = $1 AND municipality_unit_id IS NOT DISTINCT FROM $2::int AND sector_from = $3 AND valid_from = $4::date

-- A dry run of a file is taken back inside the request's transaction.
-- :reference_file_begin
SAVEPOINT reference_file

-- :reference_file_undo
ROLLBACK TO SAVEPOINT reference_file

-- :reference_sets
SELECT s.id, s.created_at, s.created_by, s.id = (SELECT max(id) FROM reference_set) AS current,
       (SELECT count(*) FROM estimate e WHERE e.reference_set_id = s.id) AS estimates
FROM reference_set s ORDER BY s.id DESC LIMIT 200

-- :recompute_add
WITH job AS (INSERT INTO recompute (reference_set_id) SELECT max(id) FROM reference_set RETURNING id),
     box AS (INSERT INTO outbox (topic, entity_id) SELECT 'estimates.recompute', id FROM job)
SELECT id FROM job

-- :recompute_get
SELECT row_to_json(x), x.version || '.' || x.done, x.id FROM (
  SELECT j.id, j.reference_set_id, j.total, count(i.*) FILTER (WHERE i.status <> 'waiting') AS done,
         count(i.*) FILTER (WHERE i.status = 'changed') AS changed, count(i.*) FILTER (WHERE i.status = 'failed') AS failed,
         j.created_at, j.started_at, j.finished_at,
         COALESCE(json_agg(json_build_object('estimate_id', i.estimate_id, 'collaboration_id', i.collaboration_id, 'collaboration_title', c.title,
             'status', i.status, 'npv_before_oere', i.npv_before_oere, 'npv_after_oere', i.npv_after_oere, 'detail', i.detail) ORDER BY i.id)
           FILTER (WHERE i.id IS NOT NULL AND c.id IS NOT NULL), '[]') AS items, j.version
  FROM recompute j LEFT JOIN recompute_item i ON i.recompute_id = j.id LEFT JOIN collaboration c ON c.id = i.collaboration_id
  WHERE j.id = $1::bigint GROUP BY j.id) x

-- :recompute_fill
SELECT recompute_fill($1::bigint)

-- The next draft that waits, with its inputs by the set in force; its version guards the write.
-- :recompute_next
SELECT i.id, i.estimate_id, e.version, e.status = 'draft', estimate_renewed(e.id), e.npv_limited_societal_oere, estimate_inputs(e.id)
FROM recompute_item i JOIN estimate e ON e.id = i.estimate_id
WHERE i.recompute_id = $1::bigint AND i.status = 'waiting' ORDER BY i.id LIMIT 1

-- :recompute_mark
UPDATE recompute_item SET status = $2, npv_before_oere = $3::bigint, detail = left($4, 500),
  npv_after_oere = (SELECT e.npv_limited_societal_oere FROM estimate e WHERE e.id = estimate_id)
WHERE id = $1::bigint

-- :recompute_done
UPDATE recompute SET finished_at = clock_timestamp() WHERE id = $1::bigint AND finished_at IS NULL

-- :estimate_take_set
UPDATE estimate SET reference_set_id = (SELECT max(id) FROM reference_set) WHERE id = $1::bigint AND status = 'draft'
