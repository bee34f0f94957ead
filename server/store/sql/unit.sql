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
