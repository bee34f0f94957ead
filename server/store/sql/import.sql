-- SPDX-License-Identifier: EUPL-1.2
-- Import by the work process: read settings and bytes, stage rows, match organisations, plan, apply.
-- Everything from import_stage_open to import_finish runs in one transaction on temporary tables (0006_import.sql).

-- Who runs an import as a job: the user who uploaded it, with today's rights. No user: the system.
-- :import_runner
SELECT i.status, i.created_by, p.user_id, p.access, p.read_units, p.write_units, 'imports:write' = ANY (string_to_array(p.rights, ' '))
FROM import i LEFT JOIN LATERAL principal_load(i.created_by) p ON true WHERE i.id = $1::bigint

-- :import_head
SELECT kind, source, encoding, delimiter, decimal_sign, date_style, header_row, size, created_by, status, row_count
FROM import WHERE id = $1::bigint

-- :import_targets
SELECT name, type, required, part, attribute, code, minimum, maximum, only_kind FROM import_target WHERE kind = $1 ORDER BY sort

-- :import_fields
SELECT nth, column_no, target, constant, separator, multiplier, decimal_sign, date_style, is_key
FROM import_field WHERE import_id = $1::bigint AND (target IS NOT NULL OR is_key) ORDER BY nth

-- :import_value_maps
SELECT f.nth, m.key, m.value FROM import_field f, jsonb_each_text(f.value_map) m WHERE f.import_id = $1::bigint ORDER BY 1, 2

-- Words that stand for a code: the code itself before its labels. No value: the word stands for several.
-- :import_words
WITH word(list, parent, word, value, place) AS (
  SELECT 'kind', '', w, code, p FROM code_kind, LATERAL (VALUES (code, 1), (da, 2), (en, 2)) x(w, p)
  UNION ALL SELECT 'visibility', '', w, code, p FROM code_visibility, LATERAL (VALUES (code, 1), (da, 2), (en, 2), (split_part(da, ':', 1), 3), (split_part(en, ':', 1), 3)) x(w, p)
  UNION ALL SELECT 'subtype', kind, w, code, p FROM code_subtype, LATERAL (VALUES (code, 1), (da, 2), (en, 2)) x(w, p)
  UNION ALL SELECT 'stage', kind, w, code, p FROM code_stage, LATERAL (VALUES (code, 1), (da, 2), (en, 2)) x(w, p)
  UNION ALL SELECT 'theme', '', w, code, p FROM code_theme, LATERAL (VALUES (code, 1), (da, 2), (en, 2)) x(w, p)
  UNION ALL SELECT 'patient_group', '', w, code, p FROM code_patient_group, LATERAL (VALUES (code, 1), (da, 2), (en, 2)) x(w, p)
  UNION ALL SELECT 'party_role', '', w, code, p FROM code_party_role, LATERAL (VALUES (code, 1), (da, 2), (en, 2)) x(w, p)
  UNION ALL SELECT 'organisation_kind', '', w, code, p FROM code_organisation_kind, LATERAL (VALUES (code, 1), (da, 2), (en, 2)) x(w, p)
  UNION ALL SELECT 'cpv', '', w, code, p FROM cpv, LATERAL (VALUES (code, 1), (split_part(code, '-', 1), 2)) x(w, p)
  UNION ALL SELECT 'user', '', w, id::text, p FROM app_user, LATERAL (VALUES (login, 1), (name, 2), (email, 2)) x(w, p) WHERE w IS NOT NULL
  UNION ALL SELECT 'unit', '', w, id::text, p + CASE WHEN current_date BETWEEN COALESCE(valid_from, '-infinity') AND COALESCE(valid_to, 'infinity') THEN 0 ELSE 10 END
            FROM unit, LATERAL (VALUES (code, 1), (sor_code, 2), (shak_code, 2), (name, 3)) x(w, p) WHERE w IS NOT NULL),
best AS (
  SELECT *, rank() OVER (PARTITION BY list, parent, lower(word) ORDER BY place) AS nth FROM word WHERE list = ANY ($1::text[]))
SELECT list, parent, word, CASE WHEN count(DISTINCT value) = 1 THEN min(value) END FROM best WHERE nth = 1 GROUP BY 1, 2, 3

-- :import_chunks
SELECT encode(bytes, 'hex') FROM import_chunk WHERE import_id = $1::bigint AND no >= $2::integer AND no < $2::integer + 4 ORDER BY no

-- :import_set_status
UPDATE import SET status = $2, message = $3 WHERE id = $1::bigint

-- :import_set_progress
INSERT INTO import_progress (import_id, done, total) VALUES ($1::bigint, $2::integer, $3::integer)
ON CONFLICT (import_id) DO UPDATE SET done = EXCLUDED.done, total = EXCLUDED.total, at = clock_timestamp()

-- From here on the transaction leaves audit and sums to its commit, so that others can write while it runs. Room for the
-- staging tables and their sorts comes first: once a session has used a temporary table, it keeps the buffers it had.
-- :import_open
SELECT set_config('temp_buffers', '64MB', true), set_config('work_mem', '64MB', true), set_config('samspil.bulk', 'on', true), import_stage_open()

-- :import_analyze
SELECT import_stage_count($1)

-- :import_last_row
SELECT COALESCE(max(row_no), 0), count(*) FROM import_stage

-- :import_parties
INSERT INTO import_party (row_no, nth, role, key)
SELECT s.row_no, p.nth, COALESCE(p.role, 'partner'), import_key(p.cvr, p.pic, p.gln, p.name)
FROM import_stage s, unnest(s.party_role, s.party_name, s.party_cvr, s.party_pic, s.party_gln) WITH ORDINALITY AS p(role, name, cvr, pic, gln, nth)
WHERE s.errors IS NULL AND COALESCE(p.cvr, p.pic, p.gln, p.name) IS NOT NULL

-- :import_organisations
INSERT INTO import_organisation (key, row_no, name, name_key, cvr, pic, gln, p_number, country, kind, group_name, address, postcode, city, note, root, organisation_id)
SELECT d.key, d.row_no, d.name, COALESCE(name_key(d.name), ''), d.cvr, d.pic, d.gln, d.p_number, d.country, d.kind, d.group_name, d.address,
       d.postcode, d.city, d.note, d.key,
       COALESCE((SELECT COALESCE(x.merged_into, x.id) FROM organisation x WHERE x.cvr = d.cvr), (SELECT COALESCE(x.merged_into, x.id) FROM organisation x WHERE x.pic = d.pic),
                (SELECT COALESCE(x.merged_into, x.id) FROM organisation x WHERE x.gln = d.gln),
                (SELECT min(COALESCE(x.merged_into, x.id)) FROM organisation x WHERE name_key(d.name) = '' AND x.name_key = '' AND lower(x.name) = lower(d.name)))
FROM (SELECT DISTINCT ON (1) import_key(p.cvr, p.pic, p.gln, p.name) AS key, s.row_no, p.*
      FROM import_stage s,
           unnest(s.party_name, s.party_cvr, s.party_pic, s.party_gln, s.party_p_number, s.party_country, s.party_kind, s.party_group_name,
                  s.party_address, s.party_postcode, s.party_city, s.party_note) WITH ORDINALITY
             AS p(name, cvr, pic, gln, p_number, country, kind, group_name, address, postcode, city, note, nth)
      WHERE s.errors IS NULL AND COALESCE(p.cvr, p.pic, p.gln, p.name) IS NOT NULL
      ORDER BY 1, p.name IS NULL, s.row_no, p.nth) d

-- By name: one with a number of its own may only take the place of one without, and only if it alone has the name.
-- :import_match_names
UPDATE import_organisation o SET organisation_id = (
  SELECT COALESCE(x.merged_into, x.id) FROM organisation x
  WHERE x.name_key = o.name_key AND x.country = COALESCE(o.country, x.country)
    AND (o.cvr IS NULL OR x.cvr IS NULL) AND (o.pic IS NULL OR x.pic IS NULL) AND (o.gln IS NULL OR x.gln IS NULL)
    AND NOT EXISTS (SELECT 1 FROM import_organisation y WHERE y.organisation_id = x.id AND COALESCE(o.cvr, o.pic, o.gln) IS NOT NULL)
  ORDER BY x.cvr IS NULL, x.id LIMIT 1)
WHERE o.organisation_id IS NULL AND o.name_key <> ''
  AND (COALESCE(o.cvr, o.pic, o.gln) IS NULL
       OR NOT EXISTS (SELECT 1 FROM import_organisation y WHERE y.name_key = o.name_key AND y.key <> o.key AND COALESCE(y.cvr, y.pic, y.gln) IS NOT NULL))

-- Entries without a number follow the entry of the same name that has one, or the first.
-- :import_roots
UPDATE import_organisation o SET root = r.root, organisation_id = COALESCE(o.organisation_id, r.organisation_id)
FROM (SELECT key, first_value(key) OVER w AS root, first_value(organisation_id) OVER w AS organisation_id
      FROM import_organisation WHERE name_key <> ''
      WINDOW w AS (PARTITION BY name_key, COALESCE(country, 'DK') ORDER BY organisation_id IS NULL, cvr IS NULL, pic IS NULL, gln IS NULL, row_no, key)) r
WHERE r.key = o.key AND COALESCE(o.cvr, o.pic, o.gln) IS NULL AND (r.root <> o.key)

-- The same organisation once per row and role; as a mere partner not when it has another role too.
-- :import_party_once
DELETE FROM import_party p USING (
  SELECT x.row_no, x.nth,
         row_number() OVER (PARTITION BY x.row_no, x.role, COALESCE(o.organisation_id::text, o.root) ORDER BY x.nth) AS again,
         x.role = 'partner' AND count(*) FILTER (WHERE x.role <> 'partner') OVER (PARTITION BY x.row_no, COALESCE(o.organisation_id::text, o.root)) > 0 AS other
  FROM import_party x JOIN import_organisation o ON o.key = x.key) d
WHERE p.row_no = d.row_no AND p.nth = d.nth AND (d.again > 1 OR d.other)

-- What each row of a list of collaborations is about. $1 source; $2, $3 text for a repeated row.
-- :import_plan_collaborations
INSERT INTO import_plan (row_no, fate, collaboration_id, external_id, kind, main, main_key, fields_change, errors)
WITH line AS (
  SELECT s.row_no, s.key_text, s.errors, s.number, s.external_id, s.kind,
         first_value(s.row_no) OVER (PARTITION BY s.row_hash ORDER BY s.row_no) AS twin FROM import_stage s),
keyed AS (
  SELECT l.*, COALESCE(l.external_id, 'key:' || substr(encode(sha256(convert_to(l.key_text, 'UTF8')), 'hex'), 1, 32)
         || COALESCE('#' || NULLIF(row_number() OVER (PARTITION BY l.key_text, l.twin = l.row_no ORDER BY l.row_no), 1), '')) AS outer_key
  FROM line l),
first AS (
  SELECT k.*, CASE WHEN k.outer_key IS NULL THEN k.twin ELSE first_value(k.row_no) OVER (PARTITION BY k.outer_key ORDER BY k.errors IS NOT NULL, k.row_no) END AS same,
         CASE WHEN k.number IS NOT NULL THEN first_value(k.row_no) OVER (PARTITION BY k.number ORDER BY k.errors IS NOT NULL, k.row_no) END AS same_number
  FROM keyed k),
main AS (
  SELECT DISTINCT ON (p.row_no) p.row_no, COALESCE(o.organisation_id::text, o.root) AS ref, o.key
  FROM import_party p JOIN import_organisation o ON o.key = p.key LEFT JOIN organisation x ON x.id = o.organisation_id
  ORDER BY p.row_no, p.role IN ('sponsor', 'supplier', 'lead') DESC, COALESCE(x.kind, o.kind, 'company') = 'company' DESC, p.nth)
SELECT f.row_no,
       CASE WHEN f.errors IS NOT NULL THEN 'rejected' WHEN r.repeats <> f.row_no THEN 'duplicate'
            WHEN c.id IS NOT NULL OR f.number IS NOT NULL THEN 'unchanged' ELSE 'create' END,
       c.id, f.outer_key, COALESCE(c.kind, f.kind), m.ref, m.key, false,
       CASE WHEN f.errors IS NULL AND r.repeats <> f.row_no THEN import_fault('row', 'duplicate', replace($2, '%s', 'række ' || r.repeats), replace($3, '%s', 'row ' || r.repeats)) END
FROM first f
CROSS JOIN LATERAL (SELECT LEAST(f.twin, f.same, f.same_number) AS repeats) r
LEFT JOIN main m ON m.row_no = f.row_no
LEFT JOIN collaboration c ON c.id = COALESCE((SELECT n.id FROM collaboration n WHERE n.number = f.number),
  CASE WHEN f.number IS NULL THEN (SELECT e.id FROM collaboration e WHERE e.source = $1 AND e.external_id = f.outer_key) END)

-- Research contracts are the same when sponsor, protocol and type are; other rows when title, main party and start are, unless
-- both have keys of the same list. $1 source; $2, $3 text.
-- :import_plan_known
UPDATE import_plan p SET fate = 'duplicate', collaboration_id = d.id,
       errors = import_fault('row', 'duplicate', replace($2, '%s', d.number), replace($3, '%s', d.number))
FROM (
  SELECT DISTINCT ON (row_no) row_no, id, number FROM (
    SELECT s.row_no, c.id, c.number
    FROM import_plan q JOIN import_stage s ON s.row_no = q.row_no
    JOIN import_party y ON y.row_no = s.row_no AND y.role = 'sponsor' JOIN import_organisation o ON o.key = y.key
    JOIN research_contract r ON r.sponsor_id = o.organisation_id AND r.protocol_number = s.protocol_number
    JOIN collaboration c ON c.id = r.id AND c.subtype IS NOT DISTINCT FROM s.subtype
    WHERE q.fate = 'create'
    UNION ALL
    SELECT s.row_no, c.id, c.number
    FROM import_plan q JOIN import_stage s ON s.row_no = q.row_no
    JOIN collaboration c ON c.start_date = s.start_date AND lower(c.title) = lower(s.title)
    WHERE q.fate = 'create' AND NOT (c.source = $1 AND c.external_id IS NOT NULL AND q.external_id IS NOT NULL)
      AND CASE WHEN q.main IS NULL THEN c.unit_id = s.unit_id
          ELSE EXISTS (SELECT 1 FROM participation x WHERE x.collaboration_id = c.id AND x.organisation_id::text = q.main AND x.removed_at IS NULL) END) u
  ORDER BY row_no, id) d
WHERE d.row_no = p.row_no

-- The same within the file.
-- :import_plan_repeated
UPDATE import_plan p SET fate = 'duplicate',
       errors = import_fault('row', 'duplicate', replace($1, '%s', 'række ' || d.first), replace($2, '%s', 'row ' || d.first))
FROM (
  SELECT q.row_no, LEAST(
           CASE WHEN s.protocol_number IS NOT NULL AND q.main IS NOT NULL
             THEN first_value(q.row_no) OVER (PARTITION BY s.protocol_number, q.main, s.subtype ORDER BY q.row_no) END,
           CASE WHEN q.external_id IS NULL AND s.start_date IS NOT NULL
             THEN first_value(q.row_no) OVER (PARTITION BY q.external_id IS NULL, s.start_date, lower(s.title), COALESCE(q.main, '#' || s.unit_id) ORDER BY q.row_no) END) AS first
  FROM import_plan q JOIN import_stage s ON s.row_no = q.row_no
  WHERE q.fate = 'create' AND (s.protocol_number IS NOT NULL OR q.external_id IS NULL)) d
WHERE d.row_no = p.row_no AND d.first < p.row_no

-- What cannot be done: an unknown number, another kind, a stage or subtype of another kind, a new case in a unit that the
-- caller may not write, a key that a case has which the caller may not see. $1 source; then da, en of: unknown reference,
-- may not change, not allowed.
-- :import_plan_refuse
UPDATE import_plan p SET fate = 'rejected', errors = d.errors
FROM (
  SELECT q.row_no,
         CASE WHEN q.collaboration_id IS NULL AND s.number IS NOT NULL THEN import_fault('number', 'unknown_reference', $2, $3) ELSE '[]' END
      || CASE WHEN c.kind <> s.kind THEN import_fault('kind', 'immutable', $4, $5) ELSE '[]' END
      || CASE WHEN s.stage IS NOT NULL AND NOT EXISTS (SELECT 1 FROM code_stage x WHERE x.kind = q.kind AND x.code = s.stage) THEN import_fault('stage', 'unknown_reference', $2, $3) ELSE '[]' END
      || CASE WHEN s.subtype IS NOT NULL AND NOT EXISTS (SELECT 1 FROM code_subtype x WHERE x.kind = q.kind AND x.code = s.subtype) THEN import_fault('subtype', 'unknown_reference', $2, $3) ELSE '[]' END
      || CASE WHEN q.fate = 'create' AND NOT (a.all_units OR COALESCE(s.unit_id = ANY (a.units), false)) THEN import_fault('unit_id', 'not_allowed', $6, $7) ELSE '[]' END
      || CASE WHEN h.key IS NOT NULL THEN import_fault('external_id', 'not_allowed', $6, $7) ELSE '[]' END AS errors
  FROM import_plan q JOIN import_stage s ON s.row_no = q.row_no
  CROSS JOIN (SELECT COALESCE(may('writes_all'), false) AS all_units, my_write_units() AS units) a
  LEFT JOIN collaboration c ON c.id = q.collaboration_id
  LEFT JOIN (SELECT x.key FROM import_hidden($1, (SELECT array_agg(z.external_id) FROM import_plan z
             WHERE z.fate = 'create' AND z.external_id IS NOT NULL AND NOT COALESCE(may('sees_all'), false))) AS x(key)) h
    ON h.key = q.external_id AND q.fate = 'create'
  WHERE q.fate IN ('create', 'unchanged')) d
WHERE d.row_no = p.row_no AND d.errors <> '[]'

-- A change of a case, or into a unit, that the caller may not write. $1, $2 text.
-- :import_plan_refuse_updates
UPDATE import_plan p SET fate = 'rejected', changes = NULL, errors = import_fault(d.field, 'not_allowed', $1, $2)
FROM (
  SELECT q.row_no, CASE WHEN NOT d.own THEN 'row' ELSE 'unit_id' END AS field
  FROM import_plan q JOIN import_stage s ON s.row_no = q.row_no JOIN collaboration c ON c.id = q.collaboration_id
  CROSS JOIN LATERAL (SELECT c.unit_id = ANY (my_write_units()) OR COALESCE(c.owner_id = me(), false) AS own,
                             COALESCE(s.unit_id = c.unit_id OR s.unit_id = ANY (my_write_units()), true) AS there) d
  WHERE q.fate = 'update' AND NOT COALESCE(may('writes_all'), false) AND NOT (d.own AND d.there)) d
WHERE d.row_no = p.row_no

-- Holds the cases that will be compared, so that nobody changes them before the import does.
-- :import_lock
SELECT count(*) FROM (SELECT 1 FROM collaboration c WHERE c.id IN (SELECT p.collaboration_id FROM import_plan p WHERE p.fate = 'unchanged') ORDER BY c.id FOR NO KEY UPDATE) x

-- Empty cells leave what is there. Labels are added, never taken away.
-- :import_plan_changes
UPDATE import_plan p SET changes = d.changes, fields_change = true, fate = 'update'
FROM (
  SELECT q.row_no, jsonb_agg(jsonb_build_object('field', v.field, 'before', v.before, 'after', v.after) ORDER BY v.nth) AS changes
  FROM import_plan q
  JOIN import_stage s ON s.row_no = q.row_no
  JOIN collaboration c ON c.id = q.collaboration_id
  LEFT JOIN unit u ON u.id = c.unit_id LEFT JOIN unit u2 ON u2.id = s.unit_id
  LEFT JOIN app_user w ON w.id = c.owner_id LEFT JOIN app_user w2 ON w2.id = s.owner_id
  LEFT JOIN opi o ON o.id = c.id LEFT JOIN procurement b ON b.id = c.id LEFT JOIN research_contract r ON r.id = c.id
  CROSS JOIN LATERAL (VALUES
    (1, 'title', c.title, s.title), (2, 'summary', c.summary, s.summary), (3, 'subtype', c.subtype, s.subtype), (4, 'stage', c.stage, s.stage),
    (5, 'unit_id', u.name, CASE WHEN s.unit_id <> c.unit_id THEN u2.name END), (6, 'owner_id', w.name, CASE WHEN s.owner_id IS DISTINCT FROM c.owner_id THEN w2.name END),
    (7, 'theme', c.theme, s.theme), (8, 'patient_group', c.patient_group, s.patient_group), (9, 'start_date', c.start_date::text, s.start_date::text),
    (10, 'end_date', c.end_date::text, s.end_date::text), (11, 'journal_number', c.journal_number, s.journal_number), (12, 'visibility', c.visibility, s.visibility),
    (13, 'tags', array_to_string(c.tags, ', '), CASE WHEN NOT c.tags @> s.tags THEN array_to_string(import_tags(c.tags, s.tags), ', ') END),
    (14, 'value_ceiling_oere', c.value_ceiling_oere::text, s.value_ceiling_oere::text),
    (20, 'need', o.need, s.need), (21, 'need_group_size', o.need_group_size::text, s.need_group_size::text),
    (30, 'procurement_procedure', b.procurement_procedure, s.procurement_procedure), (31, 'cpv', b.cpv, s.cpv), (32, 'term_months', b.term_months::text, s.term_months::text),
    (40, 'protocol_number', r.protocol_number, s.protocol_number), (41, 'eu_number', r.eu_number, s.eu_number), (42, 'ethics_number', r.ethics_number, s.ethics_number),
    (43, 'principal_investigator', r.principal_investigator, s.principal_investigator), (44, 'planned_patients', r.planned_patients::text, s.planned_patients::text),
    (45, 'external_amount_oere', r.external_amount_oere::text, s.external_amount_oere::text)) v(nth, field, before, after)
  WHERE q.fate = 'unchanged' AND v.after IS NOT NULL AND v.before IS DISTINCT FROM v.after
  GROUP BY q.row_no) d
WHERE d.row_no = p.row_no

-- A partial update can leave the end before the start.
-- :import_plan_dates
UPDATE import_plan p SET fate = 'rejected', changes = NULL, errors = import_fault('end_date', 'end_before_start', $1, $2)
FROM import_stage s, collaboration c
WHERE p.fate = 'update' AND s.row_no = p.row_no AND c.id = p.collaboration_id
  AND COALESCE(s.end_date, c.end_date) < COALESCE(s.start_date, c.start_date)

-- Parties and money that a known case lacks. One who was taken off by hand stays off.
-- :import_plan_parts
UPDATE import_plan p SET changes = COALESCE(p.changes, '[]') || d.changes, fate = 'update'
FROM (
  SELECT row_no, jsonb_agg(jsonb_build_object('field', field, 'before', before, 'after', after) ORDER BY field, nth) AS changes FROM (
    SELECT q.row_no, y.nth, 'participants' AS field, NULL AS before, COALESCE(x.name, o.name, o.key) || ' (' || y.role || ')' AS after
    FROM import_plan q JOIN import_party y ON y.row_no = q.row_no JOIN import_organisation o ON o.key = y.key
    LEFT JOIN organisation x ON x.id = o.organisation_id
    WHERE q.fate IN ('unchanged', 'update')
      AND NOT EXISTS (SELECT 1 FROM participation z WHERE z.collaboration_id = q.collaboration_id AND z.organisation_id = o.organisation_id AND z.role = y.role)
    UNION ALL
    SELECT q.row_no, f.nth, 'funding', f.source || ' ' || g.amount_oere, f.source || ' ' || f.oere
    FROM import_plan q JOIN import_stage s ON s.row_no = q.row_no, unnest(s.funding_source, s.funding_oere) WITH ORDINALITY AS f(source, oere, nth)
    LEFT JOIN LATERAL (SELECT h.amount_oere FROM funding h WHERE h.collaboration_id = q.collaboration_id AND h.source = f.source AND h.year IS NULL ORDER BY h.removed_at IS NOT NULL, h.id LIMIT 1) g ON true
    WHERE q.fate IN ('unchanged', 'update') AND g.amount_oere IS DISTINCT FROM f.oere) u
  GROUP BY row_no) d
WHERE d.row_no = p.row_no

-- :import_plan_organisations
INSERT INTO import_plan (row_no, fate, organisation_id, main_key, fields_change, errors, changes)
SELECT s.row_no,
       CASE WHEN s.errors IS NOT NULL THEN 'rejected' WHEN f.first <> s.row_no THEN 'duplicate' WHEN o.organisation_id IS NULL THEN 'create'
            WHEN d.changes IS NULL THEN 'unchanged' ELSE 'update' END,
       o.organisation_id, o.root, d.changes IS NOT NULL,
       CASE WHEN s.errors IS NULL AND f.first <> s.row_no THEN import_fault('row', 'duplicate', replace($1, '%s', 'række ' || f.first), replace($2, '%s', 'row ' || f.first)) END,
       d.changes
FROM import_stage s
LEFT JOIN import_party y ON y.row_no = s.row_no
LEFT JOIN import_organisation o ON o.key = y.key
LEFT JOIN (SELECT z.row_no, min(z.row_no) OVER (PARTITION BY COALESCE(v.organisation_id::text, v.root)) AS first
           FROM import_party z JOIN import_organisation v ON v.key = z.key) f ON f.row_no = s.row_no
LEFT JOIN organisation x ON x.id = o.organisation_id
LEFT JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object('field', v.field, 'before', v.before, 'after', v.after) ORDER BY v.nth) AS changes
  FROM (VALUES (1, 'name', x.name, CASE WHEN o.name_key <> x.name_key THEN o.name END), (2, 'cvr', x.cvr, o.cvr), (3, 'pic', x.pic, o.pic), (4, 'gln', x.gln, o.gln), (5, 'p_number', x.p_number, o.p_number),
    (6, 'country', x.country, o.country), (7, 'kind', x.kind, o.kind), (8, 'group_name', x.group_name, o.group_name), (9, 'address', x.address, o.address),
    (10, 'postcode', x.postcode, o.postcode), (11, 'city', x.city, o.city), (12, 'note', x.note, o.note)) v(nth, field, before, after)
  WHERE x.id IS NOT NULL AND v.after IS NOT NULL AND v.before IS DISTINCT FROM v.after) d ON true

-- $1 source; $2, $3 text for a repeated row; $4, $5 for an unknown reference; $6, $7 for a case that the caller may not write.
-- :import_plan_participations
INSERT INTO import_plan (row_no, fate, collaboration_id, organisation_id, fields_change, errors, changes)
SELECT k.row_no,
       CASE WHEN k.errors IS NOT NULL OR k.faults <> '[]' THEN 'rejected' WHEN k.first <> k.row_no THEN 'duplicate' WHEN k.known_id IS NULL THEN 'create'
            WHEN k.changes IS NULL THEN 'unchanged' ELSE 'update' END,
       k.case_id, k.organisation_id, k.changes IS NOT NULL,
       CASE WHEN k.errors IS NOT NULL THEN NULL WHEN k.faults <> '[]' THEN k.faults
            WHEN k.first <> k.row_no THEN import_fault('row', 'duplicate', replace($2, '%s', 'række ' || k.first), replace($3, '%s', 'row ' || k.first)) END,
       k.changes
FROM (
  SELECT s.row_no, s.errors, c.id AS case_id, o.organisation_id, z.id AS known_id, d.changes,
         first_value(s.row_no) OVER (PARTITION BY COALESCE(c.number, s.number, s.external_id), COALESCE(o.organisation_id::text, o.root), y.role ORDER BY s.errors IS NOT NULL, s.row_no) AS first,
         CASE WHEN s.errors IS NULL AND c.id IS NULL THEN import_fault(CASE WHEN s.number IS NULL THEN 'external_id' ELSE 'number' END, 'unknown_reference', $4, $5) ELSE '[]' END
      || CASE WHEN s.errors IS NULL AND o.organisation_id IS NULL AND (o.name IS NULL OR o.name = '') THEN
           import_fault(CASE left(o.key, 1) WHEN 'c' THEN 'organisation_cvr' WHEN 'g' THEN 'organisation_gln' ELSE 'organisation_pic' END, 'unknown_reference', $4, $5) ELSE '[]' END
      || CASE WHEN s.errors IS NULL AND c.id IS NOT NULL AND NOT case_writable(c.id) THEN import_fault('row', 'not_allowed', $6, $7) ELSE '[]' END AS faults
  FROM import_stage s
  LEFT JOIN import_party y ON y.row_no = s.row_no
  LEFT JOIN import_organisation o ON o.key = y.key
  LEFT JOIN collaboration c ON c.id = CASE WHEN s.number IS NOT NULL THEN (SELECT n.id FROM collaboration n WHERE n.number = s.number)
    ELSE (SELECT e.id FROM collaboration e WHERE e.source = $1 AND e.external_id = s.external_id) END
  LEFT JOIN LATERAL (SELECT w.* FROM participation w WHERE w.collaboration_id = c.id AND w.organisation_id = o.organisation_id AND w.role = y.role
                     ORDER BY w.removed_at IS NOT NULL, w.id LIMIT 1) z ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('field', v.field, 'before', v.before, 'after', v.after) ORDER BY v.nth) AS changes
    FROM (VALUES (1, 'contribution_oere', z.contribution_oere::text, s.contribution_oere::text), (2, 'contact_name', z.contact_name, s.contact_name),
                 (3, 'note', z.note, s.note)) v(nth, field, before, after)
    WHERE z.id IS NOT NULL AND v.after IS NOT NULL AND v.before IS DISTINCT FROM v.after) d ON true) k

-- :import_organisation_ids
UPDATE import_organisation o SET is_new = true, organisation_id = nextval(pg_get_serial_sequence('organisation', 'id')),
       kind = COALESCE(o.kind, (SELECT r.kind FROM organisation_kind_rule r WHERE o.name_key ~ r.pattern ORDER BY r.no LIMIT 1), 'company')
WHERE o.organisation_id IS NULL AND o.root = o.key
  AND EXISTS (SELECT 1 FROM import_organisation v JOIN import_party y ON y.key = v.key JOIN import_plan p ON p.row_no = y.row_no
              WHERE v.root = o.key AND p.fate IN ('create', 'update'))

-- :import_organisation_follow
UPDATE import_organisation o SET organisation_id = r.organisation_id FROM import_organisation r
WHERE o.organisation_id IS NULL AND r.key = o.root AND r.organisation_id IS NOT NULL

-- :import_insert_organisations
INSERT INTO organisation (id, name, kind, cvr, pic, gln, p_number, country, group_name, address, postcode, city, note, source)
SELECT organisation_id, COALESCE(name, cvr, pic, gln), kind, cvr, pic, gln, p_number, COALESCE(country, 'DK'), group_name, address, postcode, city, note, $1
FROM import_organisation WHERE is_new ORDER BY row_no, key

-- An organisation known by name alone gets the number that the file has.
-- :import_fill_organisations
UPDATE organisation x SET cvr = COALESCE(x.cvr, o.cvr), pic = COALESCE(x.pic, o.pic), gln = COALESCE(x.gln, o.gln)
FROM import_organisation o
WHERE o.organisation_id = x.id AND NOT COALESCE(o.is_new, false)
  AND ((x.cvr IS NULL AND o.cvr IS NOT NULL) OR (x.pic IS NULL AND o.pic IS NOT NULL) OR (x.gln IS NULL AND o.gln IS NOT NULL))
  AND EXISTS (SELECT 1 FROM import_party y JOIN import_plan p ON p.row_no = y.row_no WHERE y.key = o.key AND p.fate IN ('create', 'update', 'unchanged'))

-- :import_update_organisations
UPDATE organisation x SET name = CASE WHEN o.name_key <> x.name_key THEN o.name ELSE x.name END, cvr = COALESCE(o.cvr, x.cvr), pic = COALESCE(o.pic, x.pic), gln = COALESCE(o.gln, x.gln),
       p_number = COALESCE(o.p_number, x.p_number), country = COALESCE(o.country, x.country), kind = COALESCE(o.kind, x.kind),
       group_name = COALESCE(o.group_name, x.group_name), address = COALESCE(o.address, x.address), postcode = COALESCE(o.postcode, x.postcode),
       city = COALESCE(o.city, x.city), note = COALESCE(o.note, x.note)
FROM import_organisation o JOIN import_party y ON y.key = o.key JOIN import_plan p ON p.row_no = y.row_no
WHERE p.fate = 'update' AND x.id = o.organisation_id

-- :import_new_range
SELECT COALESCE(min(organisation_id), 0), COALESCE(max(organisation_id), -1) FROM import_organisation WHERE is_new

-- Pairs that may be one: a new organisation and one with a similar name, or with the same name and another number.
-- Run after the import itself, a few organisations at a time, since it looks long and need hold nobody up. Two new ones
-- (up to $3) meet once.
-- :import_similarity
SELECT set_config('pg_trgm.similarity_threshold', '0.6', true)

-- :import_likely_organisations
INSERT INTO organisation_duplicate (a_id, b_id, score, reason)
SELECT LEAST(o.id, x.id), GREATEST(o.id, x.id), max(similarity(o.name_key, x.name_key)),
       CASE WHEN bool_or(o.name_key = x.name_key) THEN 'same_name' ELSE 'similar_name' END
FROM organisation o JOIN organisation x ON x.name_key % o.name_key AND x.id <> o.id
WHERE o.id >= $1::bigint AND o.id < $2::bigint AND o.name_key <> '' AND (x.id < o.id OR x.id > $3::bigint)
  AND x.merged_into IS NULL AND NOT (x.cvr IS NOT NULL AND o.cvr IS NOT NULL AND x.name_key <> o.name_key)
GROUP BY 1, 2
ON CONFLICT (a_id, b_id) DO NOTHING

-- How many numbers of each kind will be needed.
-- :import_number_count
SELECT kind, count(*) FROM import_plan WHERE fate = 'create' GROUP BY kind

-- Takes them in a transaction of its own: held to the end of the import, the series would let nobody else make a case.
-- :import_number_take
SELECT take_numbers($1, $2::integer)

-- Gives the rows of a kind their numbers from the one that was taken first.
-- :import_numbers
UPDATE import_plan p SET collaboration_id = nextval((SELECT pg_get_serial_sequence('collaboration', 'id')::regclass)), number = format_number(p.kind, $2::integer + x.nth - 1)
FROM (SELECT row_no, row_number() OVER (ORDER BY row_no)::integer AS nth FROM import_plan WHERE fate = 'create' AND kind = $1) x
WHERE x.row_no = p.row_no

-- The rows of the file above $1 up to $2.
-- :import_insert_collaborations
INSERT INTO collaboration (id, number, kind, subtype, title, summary, stage, unit_id, owner_id, theme, patient_group, start_date, end_date,
  journal_number, visibility, tags, value_ceiling_oere, source, external_id, import_id, counterparty)
OVERRIDING SYSTEM VALUE
SELECT p.collaboration_id, p.number, p.kind, s.subtype, s.title, s.summary,
       COALESCE(s.stage, b.code), s.unit_id, s.owner_id, s.theme, s.patient_group,
       s.start_date, s.end_date, s.journal_number, COALESCE(s.visibility, 'internal'), COALESCE(s.tags, '{}'), s.value_ceiling_oere,
       $3, p.external_id, $4::bigint, COALESCE(x.name, o.name)
FROM import_plan p JOIN import_stage s ON s.row_no = p.row_no
LEFT JOIN import_organisation o ON o.key = p.main_key
LEFT JOIN organisation x ON x.id = o.organisation_id
LEFT JOIN (SELECT DISTINCT ON (kind) kind, code FROM code_stage ORDER BY kind, no) b ON b.kind = p.kind
WHERE p.fate = 'create' AND p.row_no > $1::integer AND p.row_no <= $2::integer
ORDER BY p.row_no

-- :import_insert_opi
INSERT INTO opi (id, need, need_group_size)
SELECT p.collaboration_id, s.need, s.need_group_size FROM import_plan p JOIN import_stage s ON s.row_no = p.row_no
WHERE p.fate = 'create' AND p.kind = 'opi' AND p.row_no > $1::integer AND p.row_no <= $2::integer ORDER BY p.row_no

-- :import_insert_procurement
INSERT INTO procurement (id, procurement_procedure, cpv, term_months)
SELECT p.collaboration_id, s.procurement_procedure, s.cpv, s.term_months FROM import_plan p JOIN import_stage s ON s.row_no = p.row_no
WHERE p.fate = 'create' AND p.kind = 'strategic_procurement' AND p.row_no > $1::integer AND p.row_no <= $2::integer ORDER BY p.row_no

-- :import_insert_research
INSERT INTO research_contract (id, protocol_number, eu_number, ethics_number, principal_investigator, sponsor_id, planned_patients, external_amount_oere)
SELECT p.collaboration_id, s.protocol_number, s.eu_number, s.ethics_number, s.principal_investigator,
       y.organisation_id, s.planned_patients, s.external_amount_oere
FROM import_plan p JOIN import_stage s ON s.row_no = p.row_no
LEFT JOIN (SELECT DISTINCT ON (z.row_no) z.row_no, o.organisation_id FROM import_party z JOIN import_organisation o ON o.key = z.key
           WHERE z.role = 'sponsor' AND z.row_no > $1::integer AND z.row_no <= $2::integer ORDER BY z.row_no, z.nth) y ON y.row_no = p.row_no
WHERE p.fate = 'create' AND p.kind = 'research_contract' AND p.row_no > $1::integer AND p.row_no <= $2::integer ORDER BY p.row_no

-- :import_insert_parties
INSERT INTO participation (collaboration_id, organisation_id, role)
SELECT p.collaboration_id, o.organisation_id, y.role
FROM import_plan p JOIN import_party y ON y.row_no = p.row_no JOIN import_organisation o ON o.key = y.key
WHERE p.fate IN ('create', 'update') AND p.row_no > $1::integer AND p.row_no <= $2::integer
  AND (p.fate = 'create' OR NOT EXISTS (SELECT 1 FROM participation z WHERE z.collaboration_id = p.collaboration_id AND z.organisation_id = o.organisation_id AND z.role = y.role))
ORDER BY p.row_no, y.nth

-- :import_update_funding
UPDATE funding g SET amount_oere = f.oere
FROM import_plan p JOIN import_stage s ON s.row_no = p.row_no, unnest(s.funding_source, s.funding_oere) AS f(source, oere)
WHERE p.fate = 'update' AND p.row_no > $1::integer AND p.row_no <= $2::integer AND g.amount_oere <> f.oere
  AND g.id = (SELECT h.id FROM funding h WHERE h.collaboration_id = p.collaboration_id AND h.source = f.source AND h.year IS NULL ORDER BY h.removed_at IS NOT NULL, h.id LIMIT 1)

-- :import_insert_funding
INSERT INTO funding (collaboration_id, source, amount_oere)
SELECT p.collaboration_id, f.source, f.oere
FROM import_plan p JOIN import_stage s ON s.row_no = p.row_no, unnest(s.funding_source, s.funding_oere) WITH ORDINALITY AS f(source, oere, nth)
WHERE p.fate IN ('create', 'update') AND p.row_no > $1::integer AND p.row_no <= $2::integer AND s.funding_source IS NOT NULL
  AND (p.fate = 'create' OR NOT EXISTS (SELECT 1 FROM funding h WHERE h.collaboration_id = p.collaboration_id AND h.source = f.source AND h.year IS NULL))
ORDER BY p.row_no, f.nth

-- :import_update_collaborations
UPDATE collaboration c SET title = COALESCE(s.title, c.title), summary = COALESCE(s.summary, c.summary), subtype = COALESCE(s.subtype, c.subtype),
       stage = COALESCE(s.stage, c.stage), unit_id = COALESCE(s.unit_id, c.unit_id), owner_id = COALESCE(s.owner_id, c.owner_id), theme = COALESCE(s.theme, c.theme),
       patient_group = COALESCE(s.patient_group, c.patient_group), start_date = COALESCE(s.start_date, c.start_date), end_date = COALESCE(s.end_date, c.end_date),
       journal_number = COALESCE(s.journal_number, c.journal_number), visibility = COALESCE(s.visibility, c.visibility), tags = import_tags(c.tags, s.tags),
       value_ceiling_oere = COALESCE(s.value_ceiling_oere, c.value_ceiling_oere)
FROM import_plan p JOIN import_stage s ON s.row_no = p.row_no
WHERE p.fate = 'update' AND p.fields_change AND c.id = p.collaboration_id AND p.row_no > $1::integer AND p.row_no <= $2::integer

-- :import_update_opi
UPDATE opi x SET need = COALESCE(s.need, x.need), need_group_size = COALESCE(s.need_group_size, x.need_group_size)
FROM import_plan p JOIN import_stage s ON s.row_no = p.row_no
WHERE p.fate = 'update' AND p.fields_change AND x.id = p.collaboration_id AND p.row_no > $1::integer AND p.row_no <= $2::integer
  AND (x.need, x.need_group_size) IS DISTINCT FROM (COALESCE(s.need, x.need), COALESCE(s.need_group_size, x.need_group_size))

-- :import_update_procurement
UPDATE procurement x SET procurement_procedure = COALESCE(s.procurement_procedure, x.procurement_procedure), cpv = COALESCE(s.cpv, x.cpv), term_months = COALESCE(s.term_months, x.term_months)
FROM import_plan p JOIN import_stage s ON s.row_no = p.row_no
WHERE p.fate = 'update' AND p.fields_change AND x.id = p.collaboration_id AND p.row_no > $1::integer AND p.row_no <= $2::integer
  AND (x.procurement_procedure, x.cpv, x.term_months) IS DISTINCT FROM
      (COALESCE(s.procurement_procedure, x.procurement_procedure), COALESCE(s.cpv, x.cpv), COALESCE(s.term_months, x.term_months))

-- :import_update_research
UPDATE research_contract x SET protocol_number = COALESCE(s.protocol_number, x.protocol_number), eu_number = COALESCE(s.eu_number, x.eu_number),
       ethics_number = COALESCE(s.ethics_number, x.ethics_number), principal_investigator = COALESCE(s.principal_investigator, x.principal_investigator),
       planned_patients = COALESCE(s.planned_patients, x.planned_patients), external_amount_oere = COALESCE(s.external_amount_oere, x.external_amount_oere)
FROM import_plan p JOIN import_stage s ON s.row_no = p.row_no
WHERE p.fate = 'update' AND p.fields_change AND x.id = p.collaboration_id AND p.row_no > $1::integer AND p.row_no <= $2::integer
  AND (x.protocol_number, x.eu_number, x.ethics_number, x.principal_investigator, x.planned_patients, x.external_amount_oere) IS DISTINCT FROM
      (COALESCE(s.protocol_number, x.protocol_number), COALESCE(s.eu_number, x.eu_number), COALESCE(s.ethics_number, x.ethics_number),
       COALESCE(s.principal_investigator, x.principal_investigator), COALESCE(s.planned_patients, x.planned_patients), COALESCE(s.external_amount_oere, x.external_amount_oere))

-- :import_insert_participations
INSERT INTO participation (collaboration_id, organisation_id, role, contribution_oere, contact_name, note)
SELECT p.collaboration_id, o.organisation_id, y.role, s.contribution_oere, s.contact_name, s.note
FROM import_plan p JOIN import_stage s ON s.row_no = p.row_no JOIN import_party y ON y.row_no = p.row_no JOIN import_organisation o ON o.key = y.key
WHERE p.fate = 'create' AND p.row_no > $1::integer AND p.row_no <= $2::integer ORDER BY p.row_no

-- :import_update_participations
UPDATE participation x SET contribution_oere = COALESCE(s.contribution_oere, x.contribution_oere), contact_name = COALESCE(s.contact_name, x.contact_name), note = COALESCE(s.note, x.note)
FROM import_plan p JOIN import_stage s ON s.row_no = p.row_no JOIN import_party y ON y.row_no = p.row_no JOIN import_organisation o ON o.key = y.key
WHERE p.fate = 'update' AND p.row_no > $1::integer AND p.row_no <= $2::integer
  AND x.id = (SELECT w.id FROM participation w WHERE w.collaboration_id = p.collaboration_id AND w.organisation_id = o.organisation_id AND w.role = y.role
              ORDER BY w.removed_at IS NOT NULL, w.id LIMIT 1)

-- :import_clear_rows
DELETE FROM import_row WHERE import_id = $1::bigint

-- :import_write_rows
INSERT INTO import_row (import_id, row_no, fate, collaboration_id, organisation_id, title, errors, changes, raw_at, raw_length)
SELECT $1::bigint, p.row_no, p.fate, CASE WHEN p.fate = 'create' AND NOT $2::boolean THEN NULL ELSE p.collaboration_id END,
       COALESCE(p.organisation_id, CASE WHEN $2::boolean THEN o.organisation_id END),
       COALESCE(s.title, s.party_name[1], s.external_id, s.party_pic[1], s.party_cvr[1], ''), COALESCE(s.errors, p.errors), p.changes, s.raw_at, s.raw_length
FROM import_plan p JOIN import_stage s ON s.row_no = p.row_no LEFT JOIN import_organisation o ON o.key = p.main_key

-- :import_finish
UPDATE import i SET status = $2, message = NULL, row_count = n.total, creates = n.creates, updates = n.updates, unchanged = n.unchanged, duplicates = n.duplicates, rejects = n.rejects
FROM (SELECT count(*) AS total, count(*) FILTER (WHERE fate = 'create') AS creates, count(*) FILTER (WHERE fate = 'update') AS updates, count(*) FILTER (WHERE fate = 'unchanged') AS unchanged,
             count(*) FILTER (WHERE fate = 'duplicate') AS duplicates, count(*) FILTER (WHERE fate = 'rejected') AS rejects FROM import_plan) n
WHERE i.id = $1::bigint
RETURNING i.creates, i.updates, i.unchanged, i.duplicates, i.rejects, i.row_count

-- Files of imports at rest for 30 days.
-- :import_purge
DELETE FROM import_chunk c USING import i
WHERE i.id = c.import_id AND i.updated_at < clock_timestamp() - interval '30 days' AND i.status NOT IN ('planning', 'applying')

-- The first faults of an import, for the shell.
-- :import_faults
SELECT r.row_no, e->>'field', e->>'en', left(r.title, 60) FROM import_row r, jsonb_array_elements(r.errors) e
WHERE r.import_id = $1::bigint AND r.fate = 'rejected' ORDER BY r.row_no LIMIT 20
