-- SPDX-License-Identifier: EUPL-1.2
-- A case as it was at the end of a day, read backwards from the audit: the image before the first later change of a row,
-- else the row as it is now, if it was there by then.

CREATE FUNCTION row_as_of(t text, row_id bigint, row_now jsonb, until timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN (row_now->>'created_at')::timestamptz >= until THEN NULL ELSE COALESCE(
    (SELECT e.before FROM audit_event e WHERE e.entity = t AND e.entity_id = row_id AND e.at >= until AND e.action <> 'insert'
     ORDER BY e.seq LIMIT 1), row_now) END
$$;

-- The same members as GET gives today; estimates, comments and the path of stages are not read back.
CREATE FUNCTION collaboration_as_of(case_id bigint, day date) RETURNS json LANGUAGE sql STABLE AS $$
  WITH t AS (SELECT (day + 1)::timestamptz AS until),
  c AS (SELECT x.* FROM t, collaboration y, jsonb_populate_record(NULL::collaboration, row_as_of('collaboration', y.id, to_jsonb(y), until)) x
        WHERE y.id = case_id AND x.id IS NOT NULL),
  o AS (SELECT x.* FROM t, opi y, jsonb_populate_record(NULL::opi, row_as_of('opi', y.id, to_jsonb(y), until)) x WHERE y.id = case_id),
  p AS (SELECT x.* FROM t, procurement y, jsonb_populate_record(NULL::procurement, row_as_of('procurement', y.id, to_jsonb(y), until)) x WHERE y.id = case_id),
  r AS (SELECT x.* FROM t, research_contract y, jsonb_populate_record(NULL::research_contract, row_as_of('research_contract', y.id, to_jsonb(y), until)) x
        WHERE y.id = case_id),
  a AS (SELECT x.* FROM t, participation y, jsonb_populate_record(NULL::participation, row_as_of('participation', y.id, to_jsonb(y), until)) x
        WHERE y.collaboration_id = case_id AND x.id IS NOT NULL AND x.removed_at IS NULL),
  m AS (SELECT x.* FROM t, milestone y, jsonb_populate_record(NULL::milestone, row_as_of('milestone', y.id, to_jsonb(y), until)) x
        WHERE y.collaboration_id = case_id AND x.id IS NOT NULL AND x.removed_at IS NULL),
  f AS (SELECT x.* FROM t, funding y, jsonb_populate_record(NULL::funding, row_as_of('funding', y.id, to_jsonb(y), until)) x
        WHERE y.collaboration_id = case_id AND x.id IS NOT NULL AND x.removed_at IS NULL),
  h AS (SELECT x.*, div(f.amount_oere::numeric * x.num, x.den) AS whole, mod(f.amount_oere::numeric * x.num, x.den) / x.den AS rest, f.amount_oere
        FROM t, funding_share y, jsonb_populate_record(NULL::funding_share, row_as_of('funding_share', y.id, to_jsonb(y), until)) x JOIN f ON f.id = x.funding_id
        WHERE y.collaboration_id = case_id AND x.removed_at IS NULL),
  shares AS ( -- oere by the largest remainder, as split_oere does
    SELECT s.funding_id, json_agg(json_build_object('kasse', s.kasse, 'num', s.num, 'den', s.den,
             'amount_oere', s.whole + CASE WHEN s.nth <= s.amount_oere - s.total THEN 1 ELSE 0 END) ORDER BY s.id) AS list
    FROM (SELECT h.*, sum(whole) OVER (PARTITION BY funding_id) AS total,
                 row_number() OVER (PARTITION BY funding_id ORDER BY rest DESC, id) AS nth FROM h) s GROUP BY s.funding_id),
  d AS (SELECT x.* FROM t, document y, jsonb_populate_record(NULL::document, row_as_of('document', y.id, to_jsonb(y), until)) x
        WHERE y.collaboration_id = case_id AND x.id IS NOT NULL AND x.removed_at IS NULL)
  SELECT row_to_json(z) FROM (
    SELECT day AS as_of, c.id, c.number, c.kind, c.subtype, c.title, c.summary, c.stage, c.unit_id, u.name AS unit_name, c.owner_id, w.name AS owner_name,
           c.counterparty, c.theme, c.patient_group, c.start_date, c.end_date, c.journal_number, c.visibility, c.tags,
           c.value_ceiling_oere, c.source, c.external_id, c.npv_oere, c.value_signal,
           o.need, o.need_group_size, p.procurement_procedure, p.cpv, cpv.da AS cpv_label, p.term_months,
           r.protocol_number, r.eu_number, r.ethics_number, r.principal_investigator, r.sponsor_id, s.name AS sponsor_name,
           r.planned_patients, r.external_amount_oere,
           c.version, c.created_at, cb.name AS created_by, c.updated_at, ub.name AS updated_by,
           (SELECT COALESCE(json_agg(json_build_object('id', a.id, 'organisation_id', a.organisation_id, 'organisation_name', g.name, 'cvr', g.cvr, 'role', a.role,
                     'contribution_oere', a.contribution_oere, 'contact_name', a.contact_name, 'note', a.note, 'version', a.version) ORDER BY a.id), '[]')
            FROM a JOIN organisation g ON g.id = a.organisation_id) AS participants,
           (SELECT COALESCE(json_agg(json_build_object('id', m.id, 'title', m.title, 'due_date', m.due_date, 'baseline_date', m.baseline_date, 'done_date', m.done_date,
                     'status', m.status, 'delay_cause', m.delay_cause, 'delay_note', m.delay_note, 'version', m.version) ORDER BY m.due_date, m.id), '[]')
            FROM m) AS milestones,
           (SELECT COALESCE(json_agg(json_build_object('id', f.id, 'source', f.source, 'organisation_id', f.organisation_id, 'organisation_name', g.name,
                     'amount_oere', f.amount_oere, 'year', f.year, 'note', f.note, 'version', f.version, 'shares', COALESCE(x.list, '[]')) ORDER BY f.year NULLS FIRST, f.id), '[]')
            FROM f LEFT JOIN organisation g ON g.id = f.organisation_id LEFT JOIN shares x ON x.funding_id = f.id) AS funding,
           (SELECT COALESCE(json_agg(json_build_object('id', d.id, 'title', d.title, 'type', d.type, 'url', d.url, 'document_date', d.document_date,
                     'direction', d.direction, 'confidentiality', d.confidentiality, 'version', d.version) ORDER BY d.document_date DESC NULLS LAST, d.id), '[]')
            FROM d) AS documents
    FROM c LEFT JOIN unit u ON u.id = c.unit_id LEFT JOIN app_user w ON w.id = c.owner_id
    LEFT JOIN o ON true LEFT JOIN p ON true LEFT JOIN r ON true LEFT JOIN cpv ON cpv.code = p.cpv LEFT JOIN organisation s ON s.id = r.sponsor_id
    LEFT JOIN app_user cb ON cb.id = c.created_by LEFT JOIN app_user ub ON ub.id = c.updated_by) z
$$;

-- The last event of a case: with its version, the ETag of the whole object.
CREATE FUNCTION case_seq(case_id bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT COALESCE(max(e.seq), 0) FROM audit_event e WHERE e.collaboration_id = case_id
$$;
