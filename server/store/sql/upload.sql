-- SPDX-License-Identifier: EUPL-1.2
-- An uploaded list before its dry run: the file, how it is read, its columns, and which go to which fields.

-- :upload_create
INSERT INTO import (filename, size, sha256, detected_encoding, detected_delimiter, detected_decimal, detected_date_style, detected_header_row,
  encoding, delimiter, decimal_sign, date_style, header_row, row_count)
VALUES ($1, $2::bigint, $3, $4, $5, $6, $7, $8::integer, $4, $5, $6, $7, $8::integer, $9::integer) RETURNING id

-- Pieces from number $2 on, of 256 kB each.
-- :upload_chunks
INSERT INTO import_chunk (import_id, no, bytes)
SELECT $1::bigint, $2::integer + n, substr(b.bytes, n * 262144 + 1, 262144)
FROM (SELECT decode($3, 'hex') AS bytes) b, generate_series(0, (octet_length(b.bytes) - 1) / 262144) n

-- :upload_clear_columns
DELETE FROM import_column WHERE import_id = $1::bigint

-- $2: [{"name": ..., "sample": [...]}, ...]
-- :upload_columns
INSERT INTO import_column (import_id, no, name, sample)
SELECT $1::bigint, c.no, c.item->>'name', ARRAY(SELECT jsonb_array_elements_text(c.item->'sample'))
FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS c(item, no)

-- The saved mapping of that name.
-- :upload_named_mapping
SELECT id, name FROM import_mapping WHERE name = $1 AND removed_at IS NULL

-- The saved mapping all of whose columns the file has; the one with the most.
-- :upload_fitting_mapping
SELECT m.id, m.name FROM import_mapping m JOIN import_mapping_field f ON f.mapping_id = m.id AND f.column_name IS NOT NULL
WHERE m.removed_at IS NULL
GROUP BY m.id HAVING bool_and(EXISTS (SELECT 1 FROM import_column c WHERE c.import_id = $1::bigint AND lower(c.name) = lower(f.column_name)))
ORDER BY count(*) DESC, m.id LIMIT 1

-- Columns of the mapping that the file lacks.
-- :upload_missing_columns
SELECT DISTINCT f.column_name FROM import_mapping_field f
WHERE f.mapping_id = $2::bigint AND f.column_name IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM import_column c WHERE c.import_id = $1::bigint AND lower(c.name) = lower(f.column_name))
ORDER BY 1

-- :upload_apply_mapping
UPDATE import i SET kind = m.kind, source = m.source, mapping_name = m.name, encoding = COALESCE(m.encoding, i.encoding), delimiter = COALESCE(m.delimiter, i.delimiter),
       decimal_sign = COALESCE(m.decimal_sign, i.decimal_sign), date_style = COALESCE(m.date_style, i.date_style), header_row = COALESCE(m.header_row, i.header_row)
FROM import_mapping m WHERE i.id = $1::bigint AND m.id = $2::bigint

-- :upload_clear_fields
DELETE FROM import_field WHERE import_id = $1::bigint

-- :upload_mapping_fields
INSERT INTO import_field (import_id, nth, column_no, target, constant, value_map, separator, multiplier, decimal_sign, date_style, is_key)
SELECT $1::bigint, f.nth, c.no, f.target, f.constant, f.value_map, f.separator, f.multiplier, f.decimal_sign, f.date_style, f.is_key
FROM import_mapping_field f
LEFT JOIN LATERAL (SELECT min(x.no) AS no FROM import_column x WHERE x.import_id = $1::bigint AND lower(x.name) = lower(f.column_name)) c ON f.column_name IS NOT NULL
WHERE f.mapping_id = $2::bigint AND (f.column_name IS NULL OR c.no IS NOT NULL)

-- Without a saved mapping: columns that are called as our fields are; each field takes one column, each column goes to one field.
-- :upload_guess_fields
INSERT INTO import_field (import_id, nth, column_no, target)
SELECT $1::bigint, row_number() OVER (ORDER BY g.no), g.no, g.name
FROM (SELECT DISTINCT ON (f.name) f.name, f.no
      FROM (SELECT DISTINCT ON (c.no) c.no, t.name, x.place
            FROM import_column c JOIN import i ON i.id = c.import_id JOIN import_target t ON t.kind = i.kind
            JOIN LATERAL (VALUES (1, t.name), (1, lower(t.da)), (1, lower(t.en)), (2, split_part(lower(t.da), ' (', 1)), (2, split_part(lower(t.en), ' (', 1))) x(place, word)
              ON x.word = lower(c.name) OR (x.place = 2 AND lower(c.name) = ANY (t.aliases))
            WHERE c.import_id = $1::bigint ORDER BY c.no, x.place, t.sort) f
      ORDER BY f.name, f.place, f.no) g

-- What the rows are: one of ours, or a kind of collaboration. $3 'f': the fields of another kind go.
-- :upload_set_kind
UPDATE import SET kind = CASE WHEN $2 IN ('organisation', 'participation') THEN $2 ELSE 'collaboration' END WHERE id = $1::bigint

-- Gives every row a value for a field that no column has, or another one than before. $2 field, $3 value (null: none).
-- :upload_clear_constant
DELETE FROM import_field WHERE import_id = $1::bigint AND target = $2 AND column_no IS NULL

-- :upload_constant
INSERT INTO import_field (import_id, nth, target, constant)
SELECT $1::bigint, COALESCE((SELECT max(nth) FROM import_field WHERE import_id = $1::bigint), 0) + 1, $2, $3
FROM import i JOIN import_target t ON t.kind = i.kind AND t.name = $2 WHERE i.id = $1::bigint

-- The uploader's own unit, for lists that name none.
-- :upload_own_unit
INSERT INTO import_field (import_id, nth, target, constant)
SELECT i.id, COALESCE((SELECT max(nth) FROM import_field WHERE import_id = i.id), 0) + 1, 'unit_id', n.code
FROM import i JOIN app_user u ON u.id = i.created_by JOIN unit n ON n.id = u.unit_id
WHERE i.id = $1::bigint AND i.kind = 'collaboration' AND NOT EXISTS (SELECT 1 FROM import_field f WHERE f.import_id = i.id AND f.target = 'unit_id')
