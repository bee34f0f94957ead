-- SPDX-License-Identifier: EUPL-1.2
-- What was measured of a case, as the other things that belong to it, and what it is held against.

-- :measurement_list
SELECT a.id, a.estimate_id, a.line_code, a.year, a.baseline, a.qty,
       CASE WHEN small_count(a.patients::numeric, c.unit_id) THEN NULL ELSE a.patients END AS patients, a.amount_oere, a.price_year, a.deadweight, a.attribution, a.source, a.note,
       a.created_by, a.created_at, a.version
FROM measurement a JOIN collaboration c ON c.id = a.collaboration_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.line_code, a.year, a.id

-- :measurement_get
SELECT a.id, a.estimate_id, a.line_code, a.year, a.baseline, a.qty,
       CASE WHEN small_count(a.patients::numeric, c.unit_id) THEN NULL ELSE a.patients END AS patients, a.amount_oere, a.price_year, a.deadweight, a.attribution, a.source, a.note,
       a.created_by, a.created_at, a.version
FROM measurement a JOIN collaboration c ON c.id = a.collaboration_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :measurement_create
INSERT INTO measurement (collaboration_id, estimate_id, line_code, year, baseline, qty, patients, amount_oere, price_year, deadweight, attribution, source, note)
VALUES ($1::bigint, COALESCE($2::bigint, (SELECT e.id FROM estimate e WHERE e.collaboration_id = $1::bigint AND e.headline)), $3, $4::int,
        COALESCE($5::boolean, false), $6::double precision, $7::double precision, $8::bigint, $9::int, COALESCE($10::double precision, 0),
        COALESCE($11::double precision, 1), $12, $13) RETURNING id

-- :measurement_patch
UPDATE measurement SET
  estimate_id = CASE WHEN 'estimate_id' = ANY ($4::text[]) THEN COALESCE($5::bigint, estimate_id) ELSE estimate_id END,
  line_code = CASE WHEN 'line' = ANY ($4::text[]) THEN $6 ELSE line_code END,
  year = CASE WHEN 'year' = ANY ($4::text[]) THEN $7::int ELSE year END,
  baseline = CASE WHEN 'baseline' = ANY ($4::text[]) THEN $8::boolean ELSE baseline END,
  qty = CASE WHEN 'qty' = ANY ($4::text[]) THEN $9::double precision ELSE qty END,
  patients = CASE WHEN 'patients' = ANY ($4::text[]) THEN $10::double precision ELSE patients END,
  amount_oere = CASE WHEN 'amount_oere' = ANY ($4::text[]) THEN $11::bigint ELSE amount_oere END,
  price_year = CASE WHEN 'price_year' = ANY ($4::text[]) THEN $12::int ELSE price_year END,
  deadweight = CASE WHEN 'deadweight' = ANY ($4::text[]) THEN COALESCE($13::double precision, 0) ELSE deadweight END,
  attribution = CASE WHEN 'attribution' = ANY ($4::text[]) THEN COALESCE($14::double precision, 1) ELSE attribution END,
  source = CASE WHEN 'source' = ANY ($4::text[]) THEN $15 ELSE source END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $16 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :measurement_remove
UPDATE measurement SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- The approved estimate of the case, else the one that speaks for it.
-- :realisation_estimate
SELECT e.id, e.status = 'approved', estimate_inputs(e.id), extract(year FROM current_date)::int, extract(month FROM current_date)::int
FROM estimate e WHERE e.collaboration_id = $1::bigint AND e.headline

-- :realisation_rows
SELECT m.id, m.line_code, m.year, m.baseline, m.qty, m.patients, m.amount_oere, m.price_year, m.deadweight, m.attribution
FROM measurement m WHERE m.collaboration_id = $1::bigint AND m.removed_at IS NULL ORDER BY m.line_code, m.year, m.id

-- Price indices of the library, for years that the estimate could not know.
-- :realisation_indices
SELECT 'reference:' || p.code, p.year, p.value FROM price_index p WHERE p.value IS NOT NULL ORDER BY p.code, p.year

-- :realisation_small
SELECT realisation_small($1::bigint)
