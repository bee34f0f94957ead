-- SPDX-License-Identifier: EUPL-1.2
-- What one has to do with an organisation and with a unit; merging and parting organisations.

-- :organisation_exists
SELECT 1 FROM organisation WHERE id = $1::bigint

-- Money of the cases that one sees; the aid is that of the whole group.
-- :organisation_summary
SELECT row_to_json(x) FROM (
  SELECT o.id,
    (SELECT count(DISTINCT c.collaboration_id) FROM organisation_case c WHERE c.organisation_id = o.id) AS collaboration_count,
    (SELECT COALESCE(sum(p.contribution_oere), 0)::bigint FROM participation p WHERE p.organisation_id = o.id AND p.removed_at IS NULL) AS contribution_oere,
    (SELECT COALESCE(sum(f.amount_oere), 0)::bigint FROM funding f WHERE f.organisation_id = o.id AND f.removed_at IS NULL) AS funding_oere,
    (SELECT COALESCE(sum(a.amount_oere), 0)::bigint FROM call_off a WHERE a.organisation_id = o.id AND a.removed_at IS NULL) AS call_off_oere,
    (SELECT COALESCE(sum(r.external_amount_oere), 0)::bigint FROM research_contract r WHERE r.sponsor_id = o.id) AS external_oere,
    (SELECT count(*) FROM bidder b WHERE b.organisation_id = o.id AND b.removed_at IS NULL) AS bids,
    (SELECT count(*) FROM bidder b WHERE b.organisation_id = o.id AND b.removed_at IS NULL AND b.awarded) AS bids_won,
    json_build_object('sum_eur_cents', aid_sum(o.id, current_date), 'ceiling_eur_cents', aid_ceiling(current_date),
      'status', aid_status(aid_sum(o.id, current_date), aid_ceiling(current_date))) AS aid,
    (SELECT COALESCE(json_agg(json_build_object('id', m.id, 'name', m.name, 'cvr', m.cvr) ORDER BY m.name COLLATE "da-x-icu", m.id), '[]')
     FROM group_members(o.id) g JOIN organisation m ON m.id = g WHERE m.id <> o.id AND m.merged_into IS NULL) AS "group",
    (SELECT COALESCE(json_agg(row_to_json(k)), '[]') FROM (
       SELECT btrim(p.contact_name) AS name, count(*)::int AS collaborations, (array_agg(p.collaboration_id ORDER BY p.updated_at DESC))[1] AS collaboration_id
       FROM participation p WHERE p.organisation_id = o.id AND p.removed_at IS NULL AND btrim(p.contact_name) <> '' GROUP BY 1 ORDER BY max(p.updated_at) DESC LIMIT 50) k) AS contacts
  FROM organisation o WHERE o.id = $1::bigint) x

-- What merging $2 into $1 would do. Cases that one may not see are counted, not named.
-- :organisation_merge_preview
WITH r AS MATERIALIZED (SELECT * FROM organisation_rows($1::bigint, $2::bigint))
SELECT json_build_object(
  'kept', json_build_object('id', a.id, 'name', a.name, 'cvr', a.cvr), 'other', json_build_object('id', b.id, 'name', b.name, 'cvr', b.cvr),
  'possible', a.id <> b.id AND a.merged_into IS NULL AND b.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM r WHERE r.fate = 'stuck'),
  'numbers_differ', COALESCE(a.cvr <> b.cvr, false),
  'moves', (SELECT COALESCE(json_agg(json_build_object('entity', g.table_name, 'rows', g.n, 'clashes', g.clashes) ORDER BY g.table_name), '[]') FROM (
     SELECT r.table_name, count(*) AS n, count(*) FILTER (WHERE r.fate <> 'moves') AS clashes FROM r GROUP BY 1) g),
  'clashes', (SELECT COALESCE(json_agg(json_build_object('entity', r.table_name, 'collaboration_id', c.id, 'number', c.number, 'title', c.title) ORDER BY c.number), '[]')
     FROM r JOIN collaboration c ON c.id = r.collaboration_id WHERE r.fate <> 'moves'),
  'differences', (SELECT COALESCE(json_agg(json_build_object('field', f.key, 'kept', to_jsonb(a)->>f.key, 'other', f.value) ORDER BY f.nr), '[]')
     FROM (SELECT k AS key, to_jsonb(b)->>k AS value, nr FROM unnest('{name,kind,cvr,p_number,gln,pic,country,group_name,address,postcode,city}'::text[]) WITH ORDINALITY n(k, nr)) f
     WHERE f.value <> to_jsonb(a)->>f.key),
  'fills', (SELECT COALESCE(json_agg(json_build_object('field', f.key, 'kept', NULL, 'other', f.value) ORDER BY f.key), '[]') FROM jsonb_each_text(organisation_filled(a, b)) f))
FROM organisation a, organisation b WHERE a.id = $1::bigint AND b.id = $2::bigint

-- :organisation_merge
SELECT organisation_merge(o.id, $2::bigint, $3::boolean, $4) FROM organisation o WHERE o.id = $1::bigint

-- $1 one merge, or $2 those of an organisation.
-- :organisation_merges
SELECT m.id, m.kept_id, a.name, m.merged_id, b.name, m.note, m.created_by, m.created_at, m.undone_at, w.why IS NULL, NULLIF(split_part(w.why, '|', 1), ''), NULLIF(split_part(w.why, '|', 2), '')
FROM organisation_merge m JOIN organisation a ON a.id = m.kept_id JOIN organisation b ON b.id = m.merged_id, LATERAL (SELECT organisation_merge_stands(m.id) AS why) w
WHERE m.id = $1::bigint OR $2::bigint IN (m.kept_id, m.merged_id) ORDER BY m.id DESC LIMIT 100

-- :organisation_part
SELECT split_part(w.why, '|', 1), split_part(w.why, '|', 2), w.why IS NULL FROM organisation_merge m, LATERAL (SELECT organisation_part(m.id) AS why) w WHERE m.id = $1::bigint

-- The company with number $1 in what a service answered: $2, null when none is set up; $3 whether it knows no such company.
-- :register_company
SELECT json_build_object('state', CASE WHEN $2::text IS NULL THEN 'not_configured' WHEN $3::boolean THEN 'unknown' WHEN j IS NULL THEN 'no_answer'
         WHEN j->>'found' = 'true' THEN 'found' ELSE 'unknown' END, 'company', CASE WHEN j->>'found' = 'true' THEN j - 'found' END)
FROM (SELECT register_company($2, $1) AS j) x

-- What is under way at the unit and below it, as the tree was on a day ($2, else today); the cases are those of today.
-- :unit_summary
WITH t AS (SELECT COALESCE($2::date, current_date) AS day),
c AS MATERIALIZED (SELECT x.kind, x.unit_id, x.value_ceiling_oere FROM collaboration x WHERE x.unit_id = ANY (ARRAY(SELECT units_below($1::int, t.day) FROM t)))
SELECT row_to_json(x) FROM (
  SELECT u.id, t.day AS as_of, (SELECT count(*) FROM c WHERE c.unit_id = u.id) AS here, (SELECT count(*) FROM c) AS total,
    (SELECT COALESCE(json_agg(json_build_object('kind', k.kind, 'count', k.n, 'ceiling_oere', k.oere) ORDER BY k.n DESC, k.kind), '[]')
     FROM (SELECT c.kind, count(*) AS n, COALESCE(sum(c.value_ceiling_oere), 0)::bigint AS oere FROM c GROUP BY 1) k) AS by_kind,
    (SELECT COALESCE(json_agg(json_build_object('id', n.id, 'name', n.name, 'kind', n.kind, 'taken_over', n.taken_over, 'count',
              (SELECT count(*) FROM c WHERE c.unit_id = ANY (ARRAY(SELECT units_below(n.id, t.day))))) ORDER BY n.taken_over DESC, n.name COLLATE "da-x-icu", n.id), '[]')
     FROM (SELECT b.id, b.name, b.kind, false AS taken_over FROM unit b WHERE b.parent_id = u.id AND COALESCE(b.valid_from, '-infinity') <= t.day
             AND COALESCE(b.valid_to, 'infinity') >= t.day
           UNION ALL SELECT b.id, b.name, b.kind, true FROM unit_successor s JOIN unit b ON b.id = s.unit_id WHERE s.successor_id = u.id AND s.valid_from <= t.day) n) AS units
  FROM unit u, t WHERE u.id = $1::int) x
