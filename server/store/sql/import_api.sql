-- SPDX-License-Identifier: EUPL-1.2
-- Imports as the API shows and changes them.

-- $2: da or en.
-- :import_get
SELECT json_build_object(
  'id', i.id, 'filename', i.filename, 'size', i.size, 'status', i.status,
  'kind', COALESCE(CASE WHEN i.kind = 'collaboration' THEN k.constant ELSE i.kind END, CASE WHEN EXISTS (SELECT 1 FROM import_field f WHERE f.import_id = i.id AND f.target = 'kind') THEN 'collaboration' END),
  'mapping_name', i.mapping_name, 'source', i.source,
  'detected', json_build_object('encoding', i.detected_encoding, 'delimiter', i.detected_delimiter, 'decimal', i.detected_decimal,
    'date_style', i.detected_date_style, 'header_row', i.detected_header_row),
  'settings', json_build_object('encoding', i.encoding, 'delimiter', i.delimiter, 'decimal', i.decimal_sign, 'date_style', i.date_style, 'header_row', i.header_row),
  'constants', (SELECT COALESCE(json_agg(json_build_object('target', f.target, 'value', f.constant) ORDER BY f.nth), '[]')
                FROM import_field f WHERE f.import_id = i.id AND f.column_no IS NULL),
  'columns', (SELECT COALESCE(json_agg(json_build_object('no', c.no, 'name', c.name, 'sample', c.sample, 'target', f.target,
                'options', COALESCE(import_options(f), '{}') || COALESCE(a.also, '{}')) ORDER BY c.no), '[]')
              FROM import_column c
              LEFT JOIN LATERAL (SELECT x.* FROM import_field x WHERE x.import_id = i.id AND x.column_no = c.no ORDER BY x.target IS NULL, x.nth LIMIT 1) f ON true
              LEFT JOIN LATERAL (SELECT jsonb_build_object('also', jsonb_agg(jsonb_build_object('target', x.target, 'options', import_options(x)) ORDER BY x.nth)) AS also
                                 FROM import_field x WHERE x.import_id = i.id AND x.column_no = c.no AND x.nth <> f.nth HAVING count(*) > 0) a ON true
              WHERE c.import_id = i.id),
  'targets', (SELECT json_agg(json_build_object('name', t.name, 'da', t.da, 'en', t.en, 'type', t.type,
                'required', t.required AND NOT EXISTS (SELECT 1 FROM import_field f WHERE f.import_id = i.id AND f.target = t.name AND f.column_no IS NULL)) ORDER BY t.sort)
              FROM import_target t WHERE t.kind = i.kind AND (t.only_kind = '' OR k.constant IS NULL OR t.only_kind = k.constant)),
  'progress', json_build_object('done', COALESCE(p.done, 0), 'total', COALESCE(p.total, i.row_count)),
  'counts', json_build_object('create', i.creates, 'update', i.updates, 'duplicate', i.duplicates, 'rejected', i.rejects, 'unchanged', i.unchanged),
  'row_count', i.row_count, 'version', i.version, 'created_at', i.created_at, 'created_by_name', u.name,
  'message', split_part(i.message, '|', CASE WHEN $2 = 'en' THEN 2 ELSE 1 END)), i.version, i.id
FROM import i
LEFT JOIN import_field k ON k.import_id = i.id AND k.target = 'kind' AND k.column_no IS NULL
LEFT JOIN import_progress p ON p.import_id = i.id
LEFT JOIN app_user u ON u.id = i.created_by
WHERE i.id = $1::bigint

-- A dry run tells of the settings that it used: any change makes a new one necessary.
-- :import_patch
UPDATE import SET encoding = COALESCE($3, encoding), delimiter = COALESCE($4, delimiter), decimal_sign = COALESCE($5, decimal_sign),
       date_style = COALESCE($6, date_style), header_row = COALESCE($7::integer, header_row), source = COALESCE($8, source),
       status = 'uploaded', message = NULL, creates = 0, updates = 0, unchanged = 0, duplicates = 0, rejects = 0
WHERE id = $1::bigint AND version = $2::integer AND status IN ('uploaded', 'planned', 'failed')
RETURNING kind, encoding, delimiter, decimal_sign, date_style, header_row

-- :import_state
SELECT status, version FROM import WHERE id = $1::bigint

-- The beginning of the file.
-- :import_beginning
SELECT encode(bytes, 'hex') FROM import_chunk WHERE import_id = $1::bigint AND no < 4 ORDER BY no

-- :import_drop_lost_fields
DELETE FROM import_field f WHERE f.import_id = $1::bigint AND f.column_no IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM import_column c WHERE c.import_id = f.import_id AND c.no = f.column_no)

-- :import_drop_other_fields
DELETE FROM import_field f USING import i WHERE i.id = $1::bigint AND f.import_id = i.id AND f.target IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM import_target t WHERE t.kind = i.kind AND t.name = f.target)

-- Stages and subtypes belong to one kind.
-- :import_drop_kind_constants
DELETE FROM import_field f WHERE f.import_id = $1::bigint AND f.column_no IS NULL
  AND ((f.target = 'stage' AND NOT EXISTS (SELECT 1 FROM code_stage x WHERE x.kind = $2 AND x.code = f.constant))
    OR (f.target = 'subtype' AND NOT EXISTS (SELECT 1 FROM code_subtype x WHERE x.kind = $2 AND x.code = f.constant)))

-- $2: [{"no":1,"target":"title","options":{...}}]: what the columns named there go to from now on.
-- :import_unset_columns
DELETE FROM import_field f WHERE f.import_id = $1::bigint AND f.column_no IN (SELECT (c->>'no')::integer FROM jsonb_array_elements($2::jsonb) c)

-- :import_set_columns
INSERT INTO import_field (import_id, nth, column_no, target, constant, value_map, separator, multiplier, decimal_sign, date_style, is_key)
SELECT $1::bigint, COALESCE((SELECT max(nth) FROM import_field WHERE import_id = $1::bigint), 0) + row_number() OVER (ORDER BY e.no, e.part),
       e.no, e.target, e.o->>'constant',
       (SELECT jsonb_object_agg(m->>'from', COALESCE(m->>'to', '')) FROM jsonb_array_elements(NULLIF(e.o->'value_map', 'null')) m),
       e.o->>'separator', COALESCE((e.o->>'multiplier')::bigint, 1), e.o->>'decimal', e.o->>'date_style', COALESCE((e.o->>'key')::boolean, false)
FROM (
  SELECT (c->>'no')::integer AS no, 0::bigint AS part, c->>'target' AS target, NULLIF(c->'options', 'null') AS o FROM jsonb_array_elements($2::jsonb) c
  UNION ALL
  SELECT (c->>'no')::integer, a.part, a.item->>'target', NULLIF(a.item->'options', 'null')
  FROM jsonb_array_elements($2::jsonb) c, jsonb_array_elements(NULLIF(c->'options'->'also', 'null')) WITH ORDINALITY AS a(item, part)
  WHERE c->>'target' IS NOT NULL) e
WHERE e.target IS NOT NULL OR COALESCE((e.o->>'key')::boolean, false)

-- Targets and columns that do not exist.
-- :import_strangers
SELECT 'columns[' || (c.nth - 1) || '].' || x.field, x.value
FROM import i, jsonb_array_elements($2::jsonb) WITH ORDINALITY AS c(item, nth)
CROSS JOIN LATERAL (
  SELECT 'no' AS field, c.item->>'no' AS value WHERE NOT EXISTS (SELECT 1 FROM import_column n WHERE n.import_id = i.id AND n.no = (c.item->>'no')::integer)
  UNION ALL
  SELECT 'target', t.name FROM (SELECT c.item->>'target' AS name UNION ALL SELECT a->>'target' FROM jsonb_array_elements(NULLIF(c.item->'options'->'also', 'null')) a) t
  WHERE t.name IS NOT NULL AND NOT EXISTS (SELECT 1 FROM import_target y WHERE y.kind = i.kind AND y.name = t.name)) x
WHERE i.id = $1::bigint LIMIT 50

-- $2: [{"target":"unit_id","value":"..."}]; a null value takes the constant away.
-- :import_unset_constants
DELETE FROM import_field f WHERE f.import_id = $1::bigint AND f.column_no IS NULL AND f.target IN (SELECT c->>'target' FROM jsonb_array_elements($2::jsonb) c)

-- :import_set_constants
INSERT INTO import_field (import_id, nth, target, constant)
SELECT i.id, COALESCE((SELECT max(nth) FROM import_field WHERE import_id = i.id), 0) + c.nth, c.item->>'target', c.item->>'value'
FROM import i, jsonb_array_elements($2::jsonb) WITH ORDINALITY AS c(item, nth) JOIN import_target t ON t.name = c.item->>'target'
WHERE i.id = $1::bigint AND t.kind = i.kind AND COALESCE(c.item->>'value', '') <> ''

-- $2 new status, $3 the statuses that it may follow, $4 the job.
-- :import_start
WITH i AS (UPDATE import SET status = $2, message = NULL WHERE id = $1::bigint AND status = ANY ($3::text[]) RETURNING id),
p AS (DELETE FROM import_progress WHERE import_id IN (SELECT id FROM i))
INSERT INTO outbox (topic, entity_id) SELECT $4, id FROM i RETURNING entity_id

-- :import_exists
SELECT 1 FROM import WHERE id = $1::bigint

-- Rejected rows above row $2 with their bytes, fields and reasons. $3: da or en.
-- :import_rejected
SELECT r.row_no, encode(b.bytes, 'hex'),
       (SELECT string_agg(DISTINCT COALESCE(CASE WHEN $3 = 'en' THEN t.en ELSE t.da END, e->>'field'), ', ') FROM jsonb_array_elements(r.errors) e
        LEFT JOIN import_target t ON t.kind = i.kind AND t.name = e->>'field'),
       (SELECT string_agg(COALESCE(CASE WHEN $3 = 'en' THEN t.en ELSE t.da END, e->>'field') || ' ' || (e->>$3), '; ' ORDER BY n) FROM jsonb_array_elements(r.errors) WITH ORDINALITY AS x(e, n)
        LEFT JOIN import_target t ON t.kind = i.kind AND t.name = e->>'field'),
       (SELECT bool_or(e->>'code' IN ('unclosed_quote', 'stray_quote')) FROM jsonb_array_elements(r.errors) e)
FROM import_row r JOIN import i ON i.id = r.import_id
CROSS JOIN LATERAL (
  SELECT string_agg(substr(c.bytes, x.at, (LEAST(r.raw_at + r.raw_length, (c.no + 1) * 262144::bigint) - c.no * 262144::bigint)::integer - x.at + 1), ''::bytea ORDER BY c.no) AS bytes
  FROM import_chunk c CROSS JOIN LATERAL (SELECT GREATEST(r.raw_at - c.no * 262144::bigint, 0)::integer + 1 AS at) x
  WHERE c.import_id = r.import_id AND c.no BETWEEN r.raw_at / 262144 AND (r.raw_at + r.raw_length - 1) / 262144) b
WHERE r.import_id = $1::bigint AND r.fate = 'rejected' AND r.row_no > $2::integer
ORDER BY r.row_no LIMIT 1000

-- :import_settings
SELECT encoding, delimiter, decimal_sign, date_style, header_row, filename FROM import WHERE id = $1::bigint

-- :import_mapping_list
SELECT m.id, m.name, m.kind, m.source, (SELECT count(DISTINCT f.column_name) FROM import_mapping_field f WHERE f.mapping_id = m.id) AS column_count, m.version, m.updated_at
FROM import_mapping m WHERE m.removed_at IS NULL ORDER BY m.name COLLATE "da-x-icu"

-- Saves the settings that differ from what was detected, and the columns, of an import. A name that was taken away is free again.
-- :import_mapping_free
UPDATE import_mapping SET name = left(name, 90) || ' (' || id || ')' WHERE name = $1 AND removed_at IS NOT NULL

-- :import_mapping_create
INSERT INTO import_mapping (name, kind, source, encoding, delimiter, decimal_sign, date_style, header_row)
SELECT $1, i.kind, i.source, NULLIF(i.encoding, i.detected_encoding), NULLIF(i.delimiter, i.detected_delimiter), NULLIF(i.decimal_sign, i.detected_decimal),
       NULLIF(i.date_style, i.detected_date_style), NULLIF(i.header_row, i.detected_header_row)
FROM import i WHERE i.id = $2::bigint RETURNING id

-- :import_mapping_fields
INSERT INTO import_mapping_field (mapping_id, nth, column_name, target, constant, value_map, separator, multiplier, decimal_sign, date_style, is_key)
SELECT $1::bigint, f.nth, c.name, f.target, f.constant, f.value_map, f.separator, f.multiplier, f.decimal_sign, f.date_style, f.is_key
FROM import_field f LEFT JOIN import_column c ON c.import_id = f.import_id AND c.no = f.column_no WHERE f.import_id = $2::bigint

-- The import itself is known by the mapping's name from now on.
-- :import_name_mapping
UPDATE import SET mapping_name = $2 WHERE id = $1::bigint

-- :import_mapping_get
SELECT m.id, m.name, m.kind, m.source, (SELECT count(DISTINCT f.column_name) FROM import_mapping_field f WHERE f.mapping_id = m.id) AS column_count, m.version, m.updated_at
FROM import_mapping m WHERE m.id = $1::bigint AND m.removed_at IS NULL

-- Imports of older days keep the name that they were read with.
-- :import_mapping_patch
UPDATE import_mapping SET name = $3 WHERE id = $1::bigint AND version = $2::int AND removed_at IS NULL RETURNING id

-- :import_mapping_remove
UPDATE import_mapping SET removed_at = clock_timestamp() WHERE id = $1::bigint AND removed_at IS NULL RETURNING id
