-- SPDX-License-Identifier: EUPL-1.2
-- Organisations, and pairs of them that may be one.

-- Behind the version, the ETag holds a digest: what is counted or proposed changes without a new version.
-- :organisation_get
SELECT row_to_json(x), x.version || '.' || left(md5(x::text), 8), x.id FROM (
  SELECT o.id, o.name, o.cvr, o.p_number, o.gln, o.pic, o.country, o.kind, o.group_name, o.address, o.postcode, o.city,
         o.note, o.valid_from, o.valid_to,
         (SELECT count(DISTINCT p.collaboration_id) FROM participation p
          WHERE p.organisation_id = o.id AND p.removed_at IS NULL) AS collaboration_count,
         o.merged_into AS merged_into_id, (SELECT k.name FROM organisation k WHERE k.id = o.merged_into) AS merged_into_name,
         (SELECT COALESCE(json_agg(json_build_object('id', t.id, 'name', t.name, 'cvr', t.cvr,
                   'score', round(d.score::numeric, 3)) ORDER BY d.score DESC, t.id), '[]')
          FROM organisation_duplicate d JOIN organisation t ON t.id = CASE WHEN d.a_id = o.id THEN d.b_id ELSE d.a_id END
          WHERE (d.a_id = o.id OR d.b_id = o.id) AND d.status = 'proposed') AS possible_duplicates,
         o.version, o.created_at, o.updated_at
  FROM organisation o WHERE o.id = $1::bigint) x

-- The body's fields in the order of their table.
-- :organisation_create
INSERT INTO organisation (name, kind, cvr, p_number, gln, pic, country, group_name, address, postcode, city, note, valid_from, valid_to)
VALUES ($1, COALESCE($2, 'company'), $3, $4, $5, $6, COALESCE($7, 'DK'), $8, $9, $10, $11, $12, $13::date, $14::date)
RETURNING id

-- Merge-patch: $1 id, $2 version, $3 names of the fields that are given, then the body's fields.
-- :organisation_patch
UPDATE organisation SET
  name = CASE WHEN 'name' = ANY ($3::text[]) THEN $4 ELSE name END,
  kind = CASE WHEN 'kind' = ANY ($3::text[]) THEN $5 ELSE kind END,
  cvr = CASE WHEN 'cvr' = ANY ($3::text[]) THEN $6 ELSE cvr END,
  p_number = CASE WHEN 'p_number' = ANY ($3::text[]) THEN $7 ELSE p_number END,
  gln = CASE WHEN 'gln' = ANY ($3::text[]) THEN $8 ELSE gln END,
  pic = CASE WHEN 'pic' = ANY ($3::text[]) THEN $9 ELSE pic END,
  country = CASE WHEN 'country' = ANY ($3::text[]) THEN $10 ELSE country END,
  group_name = CASE WHEN 'group_name' = ANY ($3::text[]) THEN $11 ELSE group_name END,
  address = CASE WHEN 'address' = ANY ($3::text[]) THEN $12 ELSE address END,
  postcode = CASE WHEN 'postcode' = ANY ($3::text[]) THEN $13 ELSE postcode END,
  city = CASE WHEN 'city' = ANY ($3::text[]) THEN $14 ELSE city END,
  note = CASE WHEN 'note' = ANY ($3::text[]) THEN $15 ELSE note END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $16::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $17::date ELSE valid_to END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- Others that hold one of these numbers: field and name. $1 the organisation itself, or null.
-- :organisation_holders
SELECT 'cvr', name FROM organisation WHERE cvr = $2 AND id <> COALESCE($1::bigint, 0)
UNION ALL SELECT 'gln', name FROM organisation WHERE gln = $3 AND id <> COALESCE($1::bigint, 0)
UNION ALL SELECT 'pic', name FROM organisation WHERE pic = $4 AND id <> COALESCE($1::bigint, 0)

-- Proposes those whose folded name is nearly the same; a pair that was dismissed stays so.
-- :organisation_propose
INSERT INTO organisation_duplicate (a_id, b_id, score, reason)
SELECT LEAST(n.id, o.id), GREATEST(n.id, o.id), similarity(n.name_key, o.name_key),
       CASE WHEN n.name_key = o.name_key THEN 'same_name' ELSE 'similar_name' END
FROM organisation n JOIN organisation o ON o.name_key % n.name_key AND o.id <> n.id
WHERE n.id = $1::bigint AND n.merged_into IS NULL AND o.merged_into IS NULL AND similarity(n.name_key, o.name_key) >= 0.6
ORDER BY 3 DESC, o.id LIMIT 20
ON CONFLICT (a_id, b_id) DO NOTHING

-- :duplicate_dismiss
WITH d AS (UPDATE organisation_duplicate SET status = 'dismissed' WHERE id = $1::bigint RETURNING *)
SELECT json_build_object('id', d.id, 'a', json_build_object('id', a.id, 'name', a.name, 'cvr', a.cvr),
         'b', json_build_object('id', b.id, 'name', b.name, 'cvr', b.cvr), 'score', round(d.score::numeric, 3),
         'reason', d.reason, 'status', d.status)
FROM d JOIN organisation a ON a.id = d.a_id JOIN organisation b ON b.id = d.b_id
