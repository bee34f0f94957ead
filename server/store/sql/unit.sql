-- SPDX-License-Identifier: EUPL-1.2
-- Units as they are on a day.

-- Units valid on a day ($1, else today), of some kinds ($2). A unit whose parent has ended by then hangs below the
-- parent's successor.
-- :unit_list
WITH t AS (SELECT COALESCE($1::date, current_date) AS day)
SELECT u.id, u.code, u.kind, u.name,
       CASE WHEN p.valid_to < t.day THEN COALESCE(
         (SELECT s.successor_id FROM unit_successor s WHERE s.unit_id = p.id AND s.valid_from <= t.day
          ORDER BY s.valid_from DESC, s.successor_id LIMIT 1), p.id) ELSE p.id END AS parent_id,
       u.sor_code, u.shak_code, u.municipality_code, u.valid_from, u.valid_to,
       (SELECT COALESCE(json_agg(json_build_object('id', n.id, 'name', n.name, 'from', s.valid_from) ORDER BY s.valid_from, n.id), '[]')
        FROM unit_successor s JOIN unit n ON n.id = s.successor_id WHERE s.unit_id = u.id) AS successors
FROM t, unit u LEFT JOIN unit p ON p.id = u.parent_id
WHERE COALESCE(u.valid_from, '-infinity') <= t.day AND COALESCE(u.valid_to, 'infinity') >= t.day
  AND ($2::text IS NULL OR u.kind = ANY (string_to_array($2, ',')))
ORDER BY u.name COLLATE "da-x-icu", u.id

-- A unit and what it covers on a day ($2, else today; one that begins later: on its first day).
-- :unit_get
WITH RECURSIVE t AS (SELECT COALESCE($2::date, current_date) AS day), up AS (
  SELECT p.id, p.name, p.kind, p.parent_id, 1 AS step FROM unit u JOIN unit p ON p.id = u.parent_id WHERE u.id = $1::bigint
  UNION ALL SELECT p.id, p.name, p.kind, p.parent_id, up.step + 1 FROM up JOIN unit p ON p.id = up.parent_id WHERE up.step < 20)
SELECT row_to_json(x), x.version || '.' || left(md5(x::text), 8) FROM (
  SELECT u.id, u.code, u.kind, u.name, u.parent_id, u.sor_code, u.shak_code, u.municipality_code, u.valid_from, u.valid_to, u.source,
         (SELECT COALESCE(json_agg(json_build_object('id', up.id, 'name', up.name, 'kind', up.kind) ORDER BY up.step DESC), '[]') FROM up) AS parents,
         (SELECT count(*) FROM unit c WHERE c.parent_id = u.id AND COALESCE(c.valid_from, '-infinity') <= t.day
            AND COALESCE(c.valid_to, 'infinity') >= t.day) AS children_count,
         (SELECT COALESCE(json_agg(json_build_object('id', n.id, 'name', n.name, 'from', s.valid_from) ORDER BY s.valid_from, n.id), '[]')
          FROM unit_successor s JOIN unit n ON n.id = s.successor_id WHERE s.unit_id = u.id) AS successors,
         (SELECT COALESCE(json_agg(json_build_object('id', n.id, 'name', n.name, 'from', s.valid_from) ORDER BY s.valid_from, n.id), '[]')
          FROM unit_successor s JOIN unit n ON n.id = s.unit_id WHERE s.successor_id = u.id) AS predecessors,
         (SELECT COALESCE(json_agg(json_build_object('id', m.id, 'name', m.name, 'municipality_code', m.municipality_code,
                   'valid_from', a.valid_from, 'valid_to', a.valid_to) ORDER BY m.name COLLATE "da-x-icu", m.id), '[]')
          FROM unit_area a JOIN unit m ON m.id = a.municipality_id WHERE a.unit_id = u.id
            AND COALESCE(a.valid_from, '-infinity') <= GREATEST(t.day, u.valid_from) AND COALESCE(a.valid_to, 'infinity') >= GREATEST(t.day, u.valid_from)) AS municipalities,
         u.version
  FROM unit u, t WHERE u.id = $1::bigint) x

-- :unit_create
INSERT INTO unit (code, kind, name, parent_id, sor_code, shak_code, municipality_code, valid_from, valid_to, source)
VALUES ($1, $2, $3, $4::int, $5, $6, $7, $8::date, $9::date, COALESCE($10, '')) RETURNING id

-- Merge-patch: $1 id, $2 version, $3 names of the fields that are given, then the body's fields.
-- :unit_patch
UPDATE unit SET
  code = CASE WHEN 'code' = ANY ($3::text[]) THEN $4 ELSE code END,
  kind = CASE WHEN 'kind' = ANY ($3::text[]) THEN $5 ELSE kind END,
  name = CASE WHEN 'name' = ANY ($3::text[]) THEN $6 ELSE name END,
  parent_id = CASE WHEN 'parent_id' = ANY ($3::text[]) THEN $7::int ELSE parent_id END,
  sor_code = CASE WHEN 'sor_code' = ANY ($3::text[]) THEN $8 ELSE sor_code END,
  shak_code = CASE WHEN 'shak_code' = ANY ($3::text[]) THEN $9 ELSE shak_code END,
  municipality_code = CASE WHEN 'municipality_code' = ANY ($3::text[]) THEN $10 ELSE municipality_code END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $11::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $12::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($13, '') ELSE source END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :unit_seen
SELECT id FROM unit WHERE id = $1::bigint

-- What takes over from a unit.
-- :unit_successor_list
SELECT s.id, s.successor_id, u.name AS successor_name, s.valid_from, s.source, s.version
FROM unit_successor s JOIN unit u ON u.id = s.successor_id WHERE s.unit_id = $1::bigint ORDER BY s.valid_from, s.id

-- :unit_successor_get
SELECT s.id, s.successor_id, u.name AS successor_name, s.valid_from, s.source, s.version
FROM unit_successor s JOIN unit u ON u.id = s.successor_id WHERE s.unit_id = $1::bigint AND s.id = $2::bigint

-- :unit_successor_create
INSERT INTO unit_successor (unit_id, successor_id, valid_from, source) VALUES ($1::int, $2::int, $3::date, COALESCE($4, '')) RETURNING id

-- :unit_successor_patch
UPDATE unit_successor SET
  successor_id = CASE WHEN 'successor_id' = ANY ($4::text[]) THEN $5::int ELSE successor_id END,
  valid_from = CASE WHEN 'valid_from' = ANY ($4::text[]) THEN $6::date ELSE valid_from END,
  source = CASE WHEN 'source' = ANY ($4::text[]) THEN COALESCE($7, '') ELSE source END
WHERE unit_id = $1::bigint AND id = $2::bigint AND version = $3::int RETURNING id

-- :unit_successor_remove
DELETE FROM unit_successor WHERE unit_id = $1::bigint AND id = $2::bigint AND version = $3::int RETURNING id

-- Municipalities that a unit covers.
-- :unit_area_list
SELECT a.id, a.municipality_id, m.name AS municipality_name, a.valid_from, a.valid_to, a.source, a.version
FROM unit_area a JOIN unit m ON m.id = a.municipality_id WHERE a.unit_id = $1::bigint ORDER BY m.name COLLATE "da-x-icu", a.valid_from NULLS FIRST, a.id

-- :unit_area_get
SELECT a.id, a.municipality_id, m.name AS municipality_name, a.valid_from, a.valid_to, a.source, a.version
FROM unit_area a JOIN unit m ON m.id = a.municipality_id WHERE a.unit_id = $1::bigint AND a.id = $2::bigint

-- :unit_area_create
INSERT INTO unit_area (unit_id, municipality_id, valid_from, valid_to, source) VALUES ($1::int, $2::int, $3::date, $4::date, COALESCE($5, '')) RETURNING id

-- :unit_area_patch
UPDATE unit_area SET
  municipality_id = CASE WHEN 'municipality_id' = ANY ($4::text[]) THEN $5::int ELSE municipality_id END,
  valid_from = CASE WHEN 'valid_from' = ANY ($4::text[]) THEN $6::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($4::text[]) THEN $7::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($4::text[]) THEN COALESCE($8, '') ELSE source END
WHERE unit_id = $1::bigint AND id = $2::bigint AND version = $3::int RETURNING id

-- :unit_area_remove
DELETE FROM unit_area WHERE unit_id = $1::bigint AND id = $2::bigint AND version = $3::int RETURNING id
