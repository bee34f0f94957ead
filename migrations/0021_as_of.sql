-- SPDX-License-Identifier: EUPL-1.2
-- A case as it was at the end of a day, read backwards from the audit: the image before the first later change of a row,
-- else the row as it is now, if it was there by then.

CREATE FUNCTION row_as_of(t text, row_id bigint, row_now jsonb, until timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN (row_now->>'created_at')::timestamptz >= until THEN NULL ELSE COALESCE(
    (SELECT e.before FROM audit_event e WHERE e.entity = t AND e.entity_id = row_id AND e.at >= until AND e.action <> 'insert'
     ORDER BY e.seq LIMIT 1), row_now) END
$$;

CREATE FUNCTION collaboration_as_of(case_id bigint, day date) RETURNS json LANGUAGE sql STABLE AS $$
  WITH t AS (SELECT (day + 1)::timestamptz AS until),
  c AS (SELECT row_as_of('collaboration', x.id, to_jsonb(x), until) AS j FROM collaboration x, t WHERE x.id = case_id),
  k AS (
    SELECT row_as_of('opi', x.id, to_jsonb(x), until) AS j FROM opi x, t WHERE x.id = case_id
    UNION ALL SELECT row_as_of('procurement', x.id, to_jsonb(x), until) FROM procurement x, t WHERE x.id = case_id
    UNION ALL SELECT row_as_of('research_contract', x.id, to_jsonb(x), until) FROM research_contract x, t WHERE x.id = case_id),
  a AS (SELECT row_as_of('participation', x.id, to_jsonb(x), until) AS j FROM participation x, t WHERE x.collaboration_id = case_id),
  m AS (SELECT row_as_of('milestone', x.id, to_jsonb(x), until) AS j FROM milestone x, t WHERE x.collaboration_id = case_id),
  f AS (SELECT row_as_of('funding', x.id, to_jsonb(x), until) AS j FROM funding x, t WHERE x.collaboration_id = case_id),
  h AS (SELECT row_as_of('funding_share', x.id, to_jsonb(x), until) AS j FROM funding_share x, t WHERE x.collaboration_id = case_id),
  d AS (SELECT row_as_of('document', x.id, to_jsonb(x), until) AS j FROM document x, t WHERE x.collaboration_id = case_id)
  SELECT (c.j || COALESCE((SELECT k.j - '{version,created_at,created_by,updated_at,updated_by,id,collaboration_id}'::text[] FROM k WHERE k.j IS NOT NULL), '{}')
    || jsonb_build_object(
      'as_of', day,
      'unit_name', (SELECT u.name FROM unit u WHERE u.id = (c.j->>'unit_id')::int),
      'owner_name', (SELECT u.name FROM app_user u WHERE u.id = (c.j->>'owner_id')::bigint),
      'participants', (SELECT COALESCE(jsonb_agg(a.j || jsonb_build_object('organisation_name', o.name, 'cvr', o.cvr) ORDER BY (a.j->>'id')::bigint), '[]')
                       FROM a JOIN organisation o ON o.id = (a.j->>'organisation_id')::bigint WHERE a.j->>'removed_at' IS NULL),
      'milestones', (SELECT COALESCE(jsonb_agg(m.j ORDER BY m.j->>'due_date'), '[]') FROM m WHERE m.j IS NOT NULL AND m.j->>'removed_at' IS NULL),
      'funding', (SELECT COALESCE(jsonb_agg(f.j || jsonb_build_object('shares',
                    (SELECT COALESCE(jsonb_agg(jsonb_build_object('kasse', h.j->'kasse', 'num', h.j->'num', 'den', h.j->'den')), '[]') FROM h
                     WHERE h.j->'funding_id' = f.j->'id' AND h.j->>'removed_at' IS NULL))), '[]')
                  FROM f WHERE f.j IS NOT NULL AND f.j->>'removed_at' IS NULL),
      'documents', (SELECT COALESCE(jsonb_agg(d.j), '[]') FROM d WHERE d.j IS NOT NULL AND d.j->>'removed_at' IS NULL)))::json
  FROM c WHERE c.j IS NOT NULL
$$;
