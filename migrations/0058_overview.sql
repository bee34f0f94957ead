-- SPDX-License-Identifier: EUPL-1.2
-- The overview that a portfolio is steered by: whose interests it serves, where it is, what ends and what stands still;
-- and many cases changed at once.

-- Whose interests and which patients (R32). Null: nobody has said; prevention and rare diseases then follow theme and patient group.
CALL code_list('commercial', 'Whose interests a collaboration serves first');
CALL code_lists_join();
INSERT INTO code_commercial (code, da, en, sort, source) VALUES
  ('commercial', 'Kommerciel', 'Commercial', 1, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('non_commercial', 'Ikke-kommerciel', 'Non-commercial', 2, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('both', 'Begge dele', 'Both', 3, 'Samspil');
ALTER TABLE collaboration ADD COLUMN commercial text REFERENCES code_commercial, ADD COLUMN prevention boolean, ADD COLUMN rare_disease boolean;
COMMENT ON COLUMN collaboration.commercial IS 'Whose interests it serves first; null: not said';
COMMENT ON COLUMN collaboration.prevention IS 'Whether it prevents illness; null: as its theme tells';
COMMENT ON COLUMN collaboration.rare_disease IS 'Whether it is for patients with rare diseases; null: as its patient group tells';
DROP TRIGGER stamp_update ON collaboration;
CREATE TRIGGER stamp_update BEFORE UPDATE OF subtype, title, summary, stage, unit_id, owner_id, theme, patient_group,
  start_date, end_date, journal_number, visibility, tags, value_ceiling_oere, external_id, commercial, prevention, rare_disease, version ON collaboration
  FOR EACH ROW EXECUTE FUNCTION stamp();

-- As before, with the three.
CREATE OR REPLACE FUNCTION collaboration_add(f json) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  k text := f->>'kind';
  new_id bigint;
BEGIN
  INSERT INTO collaboration (kind, subtype, title, summary, unit_id, owner_id, stage, theme, patient_group, start_date, end_date,
    journal_number, visibility, tags, value_ceiling_oere, external_id, commercial, prevention, rare_disease, number)
  VALUES (k, f->>'subtype', f->>'title', f->>'summary', (f->>'unit_id')::int, (f->>'owner_id')::bigint,
    COALESCE(f->>'stage', (SELECT s.stage FROM lifecycle_stage s WHERE s.lifecycle_id = lifecycle_for(k, f->>'subtype', current_date) ORDER BY s.no LIMIT 1)),
    f->>'theme', f->>'patient_group', (f->>'start_date')::date, (f->>'end_date')::date, f->>'journal_number',
    COALESCE(f->>'visibility', 'internal'), CASE WHEN f->'tags' IS NULL THEN '{}' ELSE ARRAY(SELECT json_array_elements_text(f->'tags')) END,
    (f->>'value_ceiling_oere')::bigint, f->>'external_id', f->>'commercial', (f->>'prevention')::boolean,
    (f->>'rare_disease')::boolean, format_number(k, take_numbers(k)))
  RETURNING id INTO new_id;
  IF k = 'opi' THEN
    INSERT INTO opi (id, need, need_group_size) VALUES (new_id, f->>'need', (f->>'need_group_size')::int);
  ELSIF k = 'strategic_procurement' THEN
    INSERT INTO procurement (id, procurement_procedure, cpv, term_months)
    VALUES (new_id, f->>'procurement_procedure', f->>'cpv', (f->>'term_months')::int);
  ELSE
    INSERT INTO research_contract (id, protocol_number, eu_number, ethics_number, principal_investigator, sponsor_id,
      planned_patients, external_amount_oere)
    VALUES (new_id, f->>'protocol_number', f->>'eu_number', f->>'ethics_number', f->>'principal_investigator',
      (f->>'sponsor_id')::bigint, (f->>'planned_patients')::int, (f->>'external_amount_oere')::bigint);
    IF f->>'sponsor_id' IS NOT NULL THEN
      INSERT INTO participation (collaboration_id, organisation_id, role) VALUES (new_id, (f->>'sponsor_id')::bigint, 'sponsor');
    END IF;
  END IF;
  RETURN new_id;
END $$;
CREATE OR REPLACE FUNCTION collaboration_as_of(case_id bigint, day date) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT counts_shown((i::jsonb || jsonb_build_object('commercial', x.commercial, 'prevention', x.prevention, 'rare_disease', x.rare_disease))::json,
           (i->>'need_group_size')::integer, (i->>'planned_patients')::integer, (i->>'unit_id')::integer)
  FROM collaboration_image(case_id, day) i, collaboration c,
       jsonb_populate_record(NULL::collaboration, row_as_of('collaboration', c.id, to_jsonb(c), (day + 1)::timestamptz)) x
  WHERE c.id = case_id
$$;
CREATE FUNCTION is_prevention(c collaboration) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT COALESCE(c.prevention, c.theme = 'prevention')
$$;
CREATE FUNCTION is_rare(c collaboration) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT COALESCE(c.rare_disease, c.patient_group = 'rare')
$$;

-- More that the kept sums can tell. The new ones are read by those who ask for them, so that the stages cost what they did.
ALTER TABLE portfolio_figure DROP CONSTRAINT portfolio_figure_dimension_check;
ALTER TABLE portfolio_figure ADD CONSTRAINT portfolio_figure_dimension_check CHECK (dimension IN (
  'stage', 'theme', 'year', 'signal', 'unit', 'patient_group', 'commercial', 'prevention', 'rare', 'end'));
COMMENT ON COLUMN portfolio_figure.dimension IS 'What key is: stage, theme, year of start, value signal, unit, patient group, commercial or not, prevention, rare disease or month of the end';
CREATE OR REPLACE FUNCTION portfolio_rows(c collaboration, sign integer) RETURNS SETOF portfolio_figure
LANGUAGE sql IMMUTABLE AS $$
  SELECT d.dimension, c.visibility, CASE c.visibility WHEN 'restricted' THEN c.unit_id ELSE 0 END, c.kind, d.key, sign::bigint,
         sign * COALESCE(c.value_ceiling_oere, 0)::numeric, sign * COALESCE(c.npv_oere, 0)::numeric,
         sign * (c.npv_oere IS NOT NULL)::int::bigint
  FROM (VALUES ('stage', c.stage), ('theme', COALESCE(c.theme, '')), ('year', COALESCE(extract(year FROM c.start_date)::int::text, '')),
               ('signal', COALESCE(c.value_signal, '')), ('unit', c.unit_id::text), ('patient_group', COALESCE(c.patient_group, '')),
               ('commercial', COALESCE(c.commercial, '')), ('prevention', COALESCE(is_prevention(c)::text, '')),
               ('rare', COALESCE(is_rare(c)::text, '')),
               ('end', COALESCE(extract(year FROM c.end_date)::int || lpad(extract(month FROM c.end_date)::int::text, 2, '0'), ''))) AS d(dimension, key)
$$;
-- What of a case the sums hold.
CREATE FUNCTION portfolio_traits(c collaboration) RETURNS record LANGUAGE sql IMMUTABLE AS $$
  SELECT (c.visibility, c.unit_id, c.kind, c.stage, c.theme, c.start_date, c.end_date, c.value_signal, c.value_ceiling_oere, c.npv_oere,
          c.patient_group, c.commercial, c.prevention, c.rare_disease)
$$;
CREATE OR REPLACE FUNCTION portfolio_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM portfolio_note(ARRAY(
    SELECT r FROM old_rows o JOIN new_rows n USING (id), LATERAL (
      SELECT x FROM portfolio_rows(o, -1) x UNION ALL SELECT x FROM portfolio_rows(n, 1) x) y(r)
    WHERE portfolio_traits(o) IS DISTINCT FROM portfolio_traits(n)));
  RETURN NULL;
END $$;
SELECT principal_enter('', 'sees_all writes_all', '', '', '', 'system', '');
CALL portfolio_rebuild();

-- As before, but only what is asked for is read.
DROP FUNCTION portfolio_figures(date);
CREATE FUNCTION portfolio_figures(day date, dimensions text[]) RETURNS SETOF portfolio_figure LANGUAGE plpgsql STABLE ROWS 300 AS $$
BEGIN
  IF day IS NULL THEN
    RETURN QUERY SELECT * FROM portfolio_figure f WHERE f.dimension = ANY (dimensions) AND f.cases <> 0;
    RETURN;
  END IF;
  RETURN QUERY
    SELECT r.dimension, r.visibility, r.unit_id, r.kind, r.key, sum(r.cases)::bigint, sum(r.ceiling_oere), sum(r.npv_oere), sum(r.valued)::bigint
    FROM collaborations_as_of(day) c, portfolio_rows(c, 1) r
    WHERE r.dimension = ANY (dimensions) AND (r.visibility = ANY ((SELECT my_visibilities())::text[]) OR r.unit_id = ANY ((SELECT my_read_units())::int[]))
    GROUP BY 1, 2, 3, 4, 5;
END $$;

-- Where a collaboration counts: units that serve an area (a municipality, a health council, a cluster, a hospital's area or a
-- region) and all below them. Rows that have ended do not count; those that are to come do, as one plans for them.
CREATE FUNCTION units_of_area(area integer) RETURNS SETOF integer LANGUAGE sql STABLE AS $$
  WITH a AS MATERIALIZED (SELECT x.unit_id, x.municipality_id FROM unit_area x WHERE COALESCE(x.valid_to, 'infinity') >= current_date),
  m AS MATERIALIZED (
    SELECT u.id FROM unit u WHERE u.id = area AND u.kind = 'municipality'
    UNION SELECT a.municipality_id FROM a WHERE a.unit_id = area),
  own AS (SELECT area AS id UNION SELECT m.id FROM m UNION SELECT a.unit_id FROM a JOIN m ON m.id = a.municipality_id)
  SELECT DISTINCT b FROM own, LATERAL units_below(own.id) b
$$;

-- What is overdue, by kind as in `duty`: stage is a case that stands still, evaluation one that nobody has looked back at.
CREATE FUNCTION overdue_rows(wanted text) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT d.collaboration_id FROM deadline d
  WHERE d.kind = wanted AND d.done_at IS NULL AND d.due_date < current_date AND d.collaboration_id IS NOT NULL
  UNION ALL
  SELECT m.collaboration_id FROM milestone m
  WHERE wanted = 'milestone' AND m.removed_at IS NULL AND m.done_date IS NULL AND m.status <> 'cancelled' AND m.due_date < current_date
$$;
CREATE FUNCTION cases_overdue(kinds text[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT DISTINCT r FROM unnest(kinds) k, LATERAL overdue_rows(k) r
$$;
-- Cases by kind. Rows are read up to one more than a list counts; capped: there are more.
CREATE FUNCTION overdue_counts() RETURNS TABLE (kind text, cases bigint, capped boolean) LANGUAGE sql STABLE AS $$
  SELECT k.code, n.cases, n.rows > 1000 FROM code_deadline_kind k, LATERAL (
    SELECT count(DISTINCT x.r) AS cases, count(*) AS rows FROM (SELECT r FROM overdue_rows(k.code) r LIMIT 1001) x) n
  WHERE n.cases > 0 ORDER BY k.sort
$$;

-- Many cases at once: all of them or none, as whoever asks may. Says for each row what becomes of it; when one cannot be changed, or
-- nothing but the saying was asked for, all is taken back.
CREATE FUNCTION collaboration_bulk(items json, given json, more_tags json, fewer_tags json, dry boolean) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  item record;
  old collaboration;
  new collaboration;
  outcome text;
  answers jsonb[] := '{}';
  refused integer := 0;
  changed integer := 0;
  applied boolean := true;
  more text[] := ARRAY(SELECT json_array_elements_text(COALESCE(more_tags, '[]')));
  fewer text[] := ARRAY(SELECT json_array_elements_text(COALESCE(fewer_tags, '[]')));
BEGIN
  BEGIN
    FOR item IN SELECT (x->>'id')::bigint AS id, (x->>'version')::integer AS version FROM json_array_elements(items) x ORDER BY 1 LOOP
      SELECT * INTO old FROM collaboration c WHERE c.id = item.id;
      new := NULL;
      IF NOT FOUND THEN
        outcome := 'missing';
      ELSIF item.version <> old.version THEN
        outcome := 'stale';
      ELSE
        new := jsonb_populate_record(old, COALESCE(given, '{}')::jsonb);
        new.tags := ARRAY(SELECT t FROM unnest(old.tags || more) WITH ORDINALITY x(t, n) WHERE t <> ALL (fewer) GROUP BY t ORDER BY min(n));
        outcome := CASE WHEN new = old THEN 'unchanged' ELSE 'changed' END;
      END IF;
      IF outcome = 'changed' THEN
        BEGIN
          UPDATE collaboration c SET unit_id = new.unit_id, owner_id = new.owner_id, theme = new.theme, patient_group = new.patient_group,
            commercial = new.commercial, prevention = new.prevention, rare_disease = new.rare_disease, visibility = new.visibility,
            start_date = new.start_date, end_date = new.end_date, tags = new.tags
          WHERE c.id = item.id AND c.version = old.version;
          outcome := CASE WHEN FOUND THEN 'changed' WHEN case_writable(item.id) THEN 'stale' ELSE 'refused' END;
        EXCEPTION
          WHEN check_violation THEN outcome := 'invalid';
          WHEN insufficient_privilege THEN outcome := 'refused';
        END;
      END IF;
      refused := refused + (outcome NOT IN ('changed', 'unchanged'))::integer;
      changed := changed + (outcome = 'changed')::integer;
      answers := answers || jsonb_build_object('id', item.id, 'number', old.number, 'title', old.title, 'kind', old.kind, 'outcome', outcome,
        'changes', CASE WHEN new IS DISTINCT FROM NULL THEN audit_named(audit_changes(to_jsonb(old), to_jsonb(new))) ELSE '[]' END);
    END LOOP;
    IF dry OR refused > 0 THEN
      RAISE EXCEPTION 'taken back' USING ERRCODE = 'SM999';
    END IF;
  EXCEPTION WHEN SQLSTATE 'SM999' THEN
    applied := false;
  END;
  RETURN json_build_object('applied', applied, 'changed', changed, 'refused', refused, 'items', to_jsonb(answers));
END $$;
