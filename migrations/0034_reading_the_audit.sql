-- SPDX-License-Identifier: EUPL-1.2
-- The figures of the overview as they were at the end of a day, read backwards from the audit as row_as_of does for one case,
-- but for all cases at once. What one sees of a day is what one may see today of that day's cases.

-- Events lie in the order of their times: a few pages tell where a day begins.
CREATE INDEX audit_event_at ON audit_event USING brin (at) WITH (autosummarize = on);

-- The rows of a table that were changed or taken away after the day, as they were before the first such change; no image: the row
-- was made after it. Rows that came in as a block have no event of their own: their created_at says when.
CREATE FUNCTION images_as_of(t text, day date) RETURNS TABLE (id bigint, image jsonb) LANGUAGE sql STABLE AS $$
  SELECT DISTINCT ON (e.entity_id) e.entity_id, e.before FROM audit_event e
  WHERE e.entity = t AND e.at >= (day + 1)::timestamptz AND e.entity_id IS NOT NULL
  ORDER BY e.entity_id, e.seq
$$;

CREATE FUNCTION collaborations_as_of(day date) RETURNS SETOF collaboration LANGUAGE sql STABLE AS $$
  WITH later AS MATERIALIZED (SELECT * FROM images_as_of('collaboration', day))
  SELECT c.* FROM collaboration c WHERE c.created_at < (day + 1)::timestamptz AND NOT EXISTS (SELECT 1 FROM later l WHERE l.id = c.id)
  UNION ALL
  SELECT x.* FROM later l, jsonb_populate_record(NULL::collaboration, l.image) x WHERE x.created_at < (day + 1)::timestamptz
$$;

-- Their net present values by sector. Rows below a draft are replaced as a whole when it is saved, so they are also looked for
-- among those that are gone.
CREATE FUNCTION estimate_sectors_as_of(day date) RETURNS SETOF estimate_sector LANGUAGE sql STABLE AS $$
  WITH later AS MATERIALIZED (SELECT * FROM images_as_of('estimate', day)),
  rows_later AS MATERIALIZED (SELECT * FROM images_as_of('estimate_sector', day)),
  speaks AS (
    SELECT e.id FROM estimate e WHERE e.headline AND e.created_at < (day + 1)::timestamptz AND NOT EXISTS (SELECT 1 FROM later l WHERE l.id = e.id)
    UNION ALL
    SELECT x.id FROM later l, jsonb_populate_record(NULL::estimate, l.image) x WHERE x.headline AND x.created_at < (day + 1)::timestamptz),
  s AS (
    SELECT s.* FROM estimate_sector s WHERE s.created_at < (day + 1)::timestamptz AND NOT EXISTS (SELECT 1 FROM rows_later l WHERE l.id = s.id)
    UNION ALL
    SELECT x.* FROM rows_later l, jsonb_populate_record(NULL::estimate_sector, l.image) x WHERE x.created_at < (day + 1)::timestamptz)
  SELECT s.* FROM s JOIN speaks ON speaks.id = s.estimate_id
$$;

-- The kept sums, or with a day those of that day; the same rule as their policies says which cases are in them. In plpgsql so that
-- one plan of the overview serves both: the other would be planned anew each time.
CREATE FUNCTION portfolio_figures(day date) RETURNS SETOF portfolio_figure LANGUAGE plpgsql STABLE ROWS 300 AS $$
BEGIN
  IF day IS NULL THEN
    RETURN QUERY SELECT * FROM portfolio_figure WHERE cases <> 0;
    RETURN;
  END IF;
  RETURN QUERY
    SELECT r.dimension, r.visibility, r.unit_id, r.kind, r.key, sum(r.cases)::bigint, sum(r.ceiling_oere), sum(r.npv_oere), sum(r.valued)::bigint
    FROM collaborations_as_of(day) c, portfolio_rows(c, 1) r
    WHERE r.visibility = ANY ((SELECT my_visibilities())::text[]) OR r.unit_id = ANY ((SELECT my_read_units())::int[])
    GROUP BY 1, 2, 3, 4, 5;
END $$;
CREATE FUNCTION portfolio_sectors(day date) RETURNS SETOF portfolio_sector LANGUAGE plpgsql STABLE ROWS 20 AS $$
BEGIN
  IF day IS NULL THEN
    RETURN QUERY SELECT * FROM portfolio_sector WHERE net_oere <> 0;
    RETURN;
  END IF;
  RETURN QUERY
    SELECT r.visibility, r.unit_id, r.sector, sum(r.net_oere)
    FROM estimate_sectors_as_of(day) s JOIN collaborations_as_of(day) c ON c.id = s.collaboration_id, portfolio_sector_row(c, s, 1) r
    WHERE r.visibility = ANY ((SELECT my_visibilities())::text[]) OR r.unit_id = ANY ((SELECT my_read_units())::int[])
    GROUP BY 1, 2, 3;
END $$;

-- What an event changed as lines of text, "field: before -> after", for the audit as CSV.
CREATE FUNCTION audit_changes_text(changes jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT string_agg(concat(x->>'field', ': ', COALESCE(x->>'before', '-'), ' -> ', COALESCE(x->>'after', '-')), E'\n' ORDER BY n)
  FROM jsonb_array_elements(changes) WITH ORDINALITY AS y(x, n)
$$;
-- What the row of an event is called, if it has a name.
CREATE FUNCTION audit_subject(before jsonb, after jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT COALESCE(r->>'title', r->>'name', r->>'filename') FROM (SELECT COALESCE(after, before) AS r) x
$$;

-- The fields of an import are called what the forms call them; lists with the former names are still recognised.
UPDATE import_target t SET da = n.da, aliases = t.aliases || n.former
FROM (VALUES ('tags', 'Emneord', '{mærker}'::text[]), ('value_ceiling_oere', 'Økonomisk loft (kr.)', '{værdiloft,"værdiloft (kr.)"}'),
  ('stage', 'Trin', '{fase}'), ('owner_id', 'Ansvarlig', '{projektleder}')) AS n(name, da, former)
WHERE t.kind = 'collaboration' AND t.name = n.name;
