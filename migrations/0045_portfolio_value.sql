-- SPDX-License-Identifier: EUPL-1.2
-- Value over the portfolio: who pays and who gains by sector, fund, theme and year, in kroner and in natural units; its
-- simulation; the age of the review queue; and small counts, which never leave the unit that owns them.

-- What an estimate does year by year, and what it releases in natural units: written with its figures.
CREATE TABLE estimate_year (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  sector text NOT NULL REFERENCES code_sector,
  year integer NOT NULL,
  cash_oere bigint NOT NULL,
  capacity_oere bigint NOT NULL,
  time_oere bigint NOT NULL,
  CONSTRAINT estimate_year_key UNIQUE (estimate_id, sector, year)
);
COMMENT ON TABLE estimate_year IS 'Undiscounted flows of the main alternative by year, on the sector that bears them then';
COMMENT ON COLUMN estimate_year.id IS 'Key';
COMMENT ON COLUMN estimate_year.collaboration_id IS 'Case';
COMMENT ON COLUMN estimate_year.estimate_id IS 'Estimate';
COMMENT ON COLUMN estimate_year.sector IS 'Sector';
COMMENT ON COLUMN estimate_year.year IS 'Year';
COMMENT ON COLUMN estimate_year.cash_oere IS 'Cash, + a gain';
COMMENT ON COLUMN estimate_year.capacity_oere IS 'Capacity released';
COMMENT ON COLUMN estimate_year.time_oere IS 'Time of patients and relatives';
CREATE TABLE estimate_natural (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  unit text NOT NULL,
  quantity double precision NOT NULL,
  CONSTRAINT estimate_natural_key UNIQUE (estimate_id, unit)
);
COMMENT ON TABLE estimate_natural IS 'What the main alternative releases over all years, in natural units';
COMMENT ON COLUMN estimate_natural.id IS 'Key';
COMMENT ON COLUMN estimate_natural.collaboration_id IS 'Case';
COMMENT ON COLUMN estimate_natural.estimate_id IS 'Estimate';
COMMENT ON COLUMN estimate_natural.unit IS 'Unit as the lines name it';
COMMENT ON COLUMN estimate_natural.quantity IS 'Quantity; less than 0: taken up';
CALL estimate_part('estimate_year');
CALL estimate_part('estimate_natural');
CALL estimate_functions();
CREATE FUNCTION estimate_yearly_put(case_id bigint, e_id bigint, figures jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM estimate_year_put(case_id, e_id, NULLIF(NULLIF(figures, 'null')->'years', 'null'));
  PERFORM estimate_natural_put(case_id, e_id, NULLIF(NULLIF(figures, 'null')->'natural', 'null'));
END $$;
-- Figures go in with the inputs (0041), and these beside them.
ALTER FUNCTION estimate_put_all(bigint, bigint, jsonb, jsonb) RENAME TO estimate_put_inputs;
CREATE FUNCTION estimate_put_all(case_id bigint, e_id bigint, i jsonb, figures jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM estimate_put_inputs(case_id, e_id, i, figures);
  PERFORM estimate_yearly_put(case_id, e_id, figures);
END $$;

-- Sums, kept as in portfolio_figure. Each case whose estimate speaks for it has one row that says what it has put into the sums,
-- so that a change of anything takes out exactly that and puts in what is so now.
CREATE TYPE portfolio_part AS (measure text, key text, year integer, value numeric);
CREATE TABLE portfolio_case (
  id bigint PRIMARY KEY REFERENCES collaboration,
  visibility text NOT NULL,
  unit_id integer NOT NULL,
  kind text NOT NULL,
  theme text NOT NULL,
  status text NOT NULL,
  parts portfolio_part[] NOT NULL
);
COMMENT ON TABLE portfolio_case IS 'What each case has put into portfolio_value';
COMMENT ON COLUMN portfolio_case.id IS 'Case';
COMMENT ON COLUMN portfolio_case.visibility IS 'Its visibility';
COMMENT ON COLUMN portfolio_case.unit_id IS 'Its unit';
COMMENT ON COLUMN portfolio_case.kind IS 'Its kind';
COMMENT ON COLUMN portfolio_case.theme IS 'Its theme; empty: none';
COMMENT ON COLUMN portfolio_case.status IS 'Status of the estimate that speaks for it';
COMMENT ON COLUMN portfolio_case.parts IS 'Amounts';
INSERT INTO privilege VALUES ('portfolio_case', '');

CREATE TABLE portfolio_value (
  by_unit boolean NOT NULL,
  visibility text NOT NULL,
  unit_id integer NOT NULL,
  kind text NOT NULL,
  theme text NOT NULL,
  status text NOT NULL,
  measure text NOT NULL,
  key text NOT NULL,
  year integer NOT NULL,
  value numeric NOT NULL,
  PRIMARY KEY (by_unit, unit_id, visibility, kind, theme, status, measure, key, year)
);
COMMENT ON TABLE portfolio_value IS 'Sums over estimates, kept by trigger; portfolio_value_rebuild makes them anew';
COMMENT ON COLUMN portfolio_value.by_unit IS 'Sums of one unit; false: over all units';
COMMENT ON COLUMN portfolio_value.visibility IS 'Visibility of the cases';
COMMENT ON COLUMN portfolio_value.unit_id IS 'Unit; 0: all, of cases that are not restricted';
COMMENT ON COLUMN portfolio_value.kind IS 'Kind of the cases';
COMMENT ON COLUMN portfolio_value.theme IS 'Theme; empty: none';
COMMENT ON COLUMN portfolio_value.status IS 'Status of the estimates';
COMMENT ON COLUMN portfolio_value.measure IS 'What is summed';
COMMENT ON COLUMN portfolio_value.key IS 'Perspective, sector, fund or unit that it is summed for';
COMMENT ON COLUMN portfolio_value.year IS 'Year; 0: all';
COMMENT ON COLUMN portfolio_value.value IS 'Øre, QALYs or quantity';
INSERT INTO privilege VALUES ('portfolio_value', 'SELECT');

-- What a case puts in now; no row: it has no figures.
CREATE FUNCTION portfolio_case_now(case_id bigint) RETURNS SETOF portfolio_case LANGUAGE sql STABLE AS $$
  SELECT c.id, c.visibility, c.unit_id, c.kind, COALESCE(c.theme, ''), e.status, ARRAY(
    SELECT (x.measure, x.key, x.year, x.value)::portfolio_part FROM (
      SELECT 'cases', '', 0, 1::numeric
      UNION ALL SELECT 'npv', replace(n.key, '_oere', ''), 0, n.value::numeric FROM json_each_text(estimate_npv(e)) n
      UNION ALL SELECT v.measure, s.sector, 0, v.value FROM estimate_sector s, LATERAL (VALUES ('pays', s.pays_oere::numeric), ('saves', s.saves_oere),
        ('capacity', s.capacity_oere), ('time', s.time_oere), ('net', s.net_oere), ('confirmed', s.confirmed_oere), ('qaly', s.qaly::numeric)) v(measure, value)
        WHERE s.estimate_id = e.id
      UNION ALL SELECT v.measure, '', y.year, sum(v.value) FROM estimate_year y, LATERAL (VALUES ('year_cash', y.cash_oere::numeric), ('year_capacity', y.capacity_oere),
        ('year_time', y.time_oere)) v(measure, value) WHERE y.estimate_id = e.id GROUP BY v.measure, y.year
      UNION ALL SELECT 'natural', n.unit, 0, n.quantity::numeric FROM estimate_natural n WHERE n.estimate_id = e.id
      UNION ALL SELECT 'kasse', h.kasse, COALESCE(f.year, 0), sum(d.oere) FROM funding f, split_oere(f.amount_oere, f.id) d JOIN funding_share h ON h.id = d.share_id
        WHERE f.collaboration_id = c.id AND f.removed_at IS NULL AND h.removed_at IS NULL GROUP BY h.kasse, f.year
    ) AS x(measure, key, year, value) WHERE x.value <> 0 ORDER BY 1)
  FROM collaboration c JOIN estimate e ON e.collaboration_id = c.id AND e.headline WHERE c.id = case_id
$$;
CREATE FUNCTION portfolio_value_rows(c portfolio_case, sign integer) RETURNS SETOF portfolio_value LANGUAGE sql IMMUTABLE AS $$
  SELECT b, c.visibility, CASE WHEN b OR c.visibility = 'restricted' THEN c.unit_id ELSE 0 END, c.kind, c.theme, c.status, p.measure, p.key, p.year, sign * p.value
  FROM unnest(c.parts) p, unnest('{false,true}'::boolean[]) b
$$;
CREATE FUNCTION portfolio_case_refresh(case_id bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  access text := COALESCE(current_setting('samspil.access', true), '');
  was portfolio_case;
  becomes portfolio_case;
BEGIN
  PERFORM set_config('samspil.access', 'sees_all writes_all', true);
  PERFORM pg_advisory_xact_lock('portfolio_case'::regclass::oid::integer, (case_id % 2147483647)::integer);
  SELECT * INTO was FROM portfolio_case p WHERE p.id = case_id;
  SELECT * INTO becomes FROM portfolio_case_now(case_id);
  IF was IS DISTINCT FROM becomes THEN
    INSERT INTO portfolio_value AS f
    SELECT r.by_unit, r.visibility, r.unit_id, r.kind, r.theme, r.status, r.measure, r.key, r.year, sum(r.value)
    FROM (SELECT * FROM portfolio_value_rows(was, -1) UNION ALL SELECT * FROM portfolio_value_rows(becomes, 1)) r
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(r.value) <> 0 ORDER BY 1, 3, 2, 4, 5, 6, 7, 8, 9
    ON CONFLICT (by_unit, unit_id, visibility, kind, theme, status, measure, key, year) DO UPDATE SET value = f.value + EXCLUDED.value;
    DELETE FROM portfolio_case p WHERE p.id = case_id;
    INSERT INTO portfolio_case SELECT (becomes).* WHERE becomes.id IS NOT NULL;
  END IF;
  PERFORM set_config('samspil.access', access, true);
END $$;

-- At the end of the transaction, when all rows of the estimate are there.
CREATE FUNCTION portfolio_value_estimate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM portfolio_case_refresh(NEW.collaboration_id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER portfolio_value AFTER INSERT OR UPDATE OF headline, status, params_hash ON estimate DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION portfolio_value_estimate();
CREATE FUNCTION portfolio_value_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM portfolio_case_refresh(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER portfolio_value AFTER UPDATE OF visibility, unit_id, theme ON collaboration FOR EACH ROW
  WHEN ((NEW.visibility, NEW.unit_id, NEW.theme) IS DISTINCT FROM (OLD.visibility, OLD.unit_id, OLD.theme) AND NEW.npv_oere IS NOT NULL)
  EXECUTE FUNCTION portfolio_value_case();
CREATE FUNCTION portfolio_value_funding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM portfolio_case_refresh(x.id) FROM (
    SELECT DISTINCT c.id FROM new_rows n JOIN collaboration c ON c.id = n.collaboration_id WHERE c.npv_oere IS NOT NULL ORDER BY c.id) x;
  RETURN NULL;
END $$;
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['funding', 'funding_share'] LOOP
    EXECUTE format('CREATE TRIGGER portfolio_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION portfolio_value_funding()', t);
    EXECUTE format('CREATE TRIGGER portfolio_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION portfolio_value_funding()', t);
  END LOOP;
END $$;

-- The same sums from the estimates themselves, for a principal who sees all: the test that compares them, and the repair if
-- they ever differ.
CREATE FUNCTION portfolio_value_live() RETURNS SETOF portfolio_value LANGUAGE sql STABLE AS $$
  SELECT r.by_unit, r.visibility, r.unit_id, r.kind, r.theme, r.status, r.measure, r.key, r.year, sum(r.value)
  FROM estimate e, portfolio_case_now(e.collaboration_id) p, portfolio_value_rows(p, 1) r WHERE e.headline
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(r.value) <> 0
$$;
CREATE PROCEDURE portfolio_value_rebuild() LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE portfolio_value IN EXCLUSIVE MODE;
  DELETE FROM portfolio_value;
  DELETE FROM portfolio_case;
  INSERT INTO portfolio_case SELECT p.* FROM estimate e, portfolio_case_now(e.collaboration_id) p WHERE e.headline;
  INSERT INTO portfolio_value SELECT * FROM portfolio_value_live();
END $$;
SELECT principal_enter('', 'sees_all writes_all', '', '', '', 'system', '');
CALL portfolio_value_rebuild();

ALTER TABLE portfolio_value ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON portfolio_value FOR SELECT USING (
  visibility = ANY ((SELECT my_visibilities())::text[]) OR unit_id = ANY ((SELECT my_read_units())::int[]));

-- What waits for review, of what one may see.
CREATE FUNCTION review_queue() RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object('count', count(*), 'oldest_days', max(d.days), 'median_days', percentile_cont(0.5) WITHIN GROUP (ORDER BY d.days),
    'amount_oere', COALESCE(sum(d.own_cost_oere), 0))
  FROM (SELECT extract(epoch FROM clock_timestamp() - e.submitted_at)::bigint / 86400 AS days, e.own_cost_oere FROM estimate e
        WHERE e.status IN ('submitted', 'in_review')) d
$$;

-- The sums that a request asks for: filters that are null leave all in. A unit takes all below it along.
CREATE FUNCTION portfolio_value_of(of_kind text, of_theme text, of_unit integer, of_status text)
RETURNS TABLE (theme text, measure text, key text, year integer, value numeric) LANGUAGE sql STABLE AS $$
  SELECT v.theme, v.measure, v.key, v.year, sum(v.value) FROM portfolio_value v
  WHERE v.by_unit = (of_unit IS NOT NULL) AND (of_unit IS NULL OR v.unit_id = ANY (ARRAY(SELECT units_below(of_unit))))
    AND (of_kind IS NULL OR v.kind = of_kind) AND (of_theme IS NULL OR v.theme = of_theme) AND (of_status IS NULL OR v.status = of_status)
  GROUP BY v.theme, v.measure, v.key, v.year HAVING sum(v.value) <> 0
$$;

-- Units that count people are not shown: small ones would tell of persons, and what is left out by sums of what is shown.
CREATE FUNCTION counts_people(unit text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT unit ~* '(patient|person|borger|citizen|pårørende|relative|forløb|deltager|participant)'
$$;
-- Who pays (net below 0) to whom (net above 0), each gainer in proportion to its gain.
CREATE FUNCTION portfolio_flows(net json) RETURNS json LANGUAGE sql IMMUTABLE AS $$
  WITH n AS (SELECT key AS sector, value::numeric AS oere FROM json_each_text(net)),
  gains AS (SELECT sum(oere) AS total FROM n WHERE oere > 0)
  SELECT COALESCE(json_agg(json_build_object('payer', p.sector, 'gainer', g.sector, 'amount_oere', round(-p.oere * g.oere / gains.total)) ORDER BY p.sector, g.sector), '[]')
  FROM n p, n g, gains WHERE p.oere < 0 AND g.oere > 0
$$;
CREATE FUNCTION portfolio_value_json(of_kind text, of_theme text, of_unit integer, of_status text) RETURNS json LANGUAGE sql STABLE AS $$
  WITH v AS MATERIALIZED (SELECT * FROM portfolio_value_of(of_kind, of_theme, of_unit, of_status)),
  s AS (SELECT v.key AS sector, k.sort, COALESCE(sum(value) FILTER (WHERE measure = 'pays'), 0) AS pays_oere, COALESCE(sum(value) FILTER (WHERE measure = 'saves'), 0) AS saves_oere,
          COALESCE(sum(value) FILTER (WHERE measure = 'capacity'), 0) AS capacity_oere, COALESCE(sum(value) FILTER (WHERE measure = 'time'), 0) AS time_oere,
          COALESCE(sum(value) FILTER (WHERE measure = 'net'), 0) AS net_oere, COALESCE(sum(value) FILTER (WHERE measure = 'confirmed'), 0) AS confirmed_oere,
          COALESCE(sum(value) FILTER (WHERE measure = 'qaly'), 0)::double precision AS qaly
        FROM v JOIN code_sector k ON k.code = v.key WHERE v.measure IN ('pays', 'saves', 'capacity', 'time', 'net', 'confirmed', 'qaly') GROUP BY v.key, k.sort)
  SELECT json_build_object(
    'count', (SELECT COALESCE(sum(value), 0) FROM v WHERE measure = 'cases'),
    'npv_oere', (SELECT json_object_agg(p.code, COALESCE((SELECT sum(value) FROM v WHERE v.measure = 'npv' AND v.key = p.code), 0) ORDER BY p.sort)
                 FROM code_perspective p),
    'by_sector', (SELECT COALESCE(json_agg(json_build_object('sector', sector, 'pays_oere', pays_oere, 'saves_oere', saves_oere, 'capacity_oere', capacity_oere,
                    'time_oere', time_oere, 'net_oere', net_oere, 'confirmed_oere', confirmed_oere, 'qaly', qaly) ORDER BY sort), '[]') FROM s),
    'by_kasse', (SELECT COALESCE(json_agg(json_build_object('kasse', x.key, 'year', NULLIF(x.year, 0), 'amount_oere', x.value) ORDER BY x.key, x.year), '[]')
                 FROM (SELECT key, year, sum(value) AS value FROM v WHERE measure = 'kasse' GROUP BY key, year) x),
    'by_theme', (SELECT COALESCE(json_agg(json_build_object('theme', NULLIF(x.theme, ''), 'count', x.cases, 'npv_oere', x.npv) ORDER BY x.npv DESC, x.theme), '[]')
                 FROM (SELECT theme, COALESCE(sum(value) FILTER (WHERE measure = 'cases'), 0) AS cases,
                         COALESCE(sum(value) FILTER (WHERE measure = 'npv' AND key = 'limited_societal'), 0) AS npv FROM v GROUP BY theme) x WHERE x.cases > 0),
    'by_year', (SELECT COALESCE(json_agg(json_build_object('year', x.year, 'cash_oere', x.cash, 'capacity_oere', x.capacity, 'time_oere', x.time) ORDER BY x.year), '[]')
                FROM (SELECT year, COALESCE(sum(value) FILTER (WHERE measure = 'year_cash'), 0) AS cash, COALESCE(sum(value) FILTER (WHERE measure = 'year_capacity'), 0) AS capacity,
                        COALESCE(sum(value) FILTER (WHERE measure = 'year_time'), 0) AS time FROM v WHERE measure LIKE 'year%' GROUP BY year) x),
    'natural', (SELECT COALESCE(json_agg(json_build_object('unit', x.key, 'quantity', x.value::double precision) ORDER BY x.key), '[]')
                FROM (SELECT key, sum(value) AS value FROM v WHERE measure = 'natural' AND NOT counts_people(key) GROUP BY key) x),
    'flows', portfolio_flows((SELECT json_object_agg(sector, net_oere) FROM s)),
    'suppressed', (SELECT count(DISTINCT key) FROM v WHERE measure = 'natural' AND counts_people(key)))
$$;
-- Sectors by theme.
CREATE FUNCTION portfolio_matrix(of_kind text, of_theme text, of_unit integer, of_status text)
RETURNS TABLE (theme text, sector text, pays_oere numeric, saves_oere numeric, capacity_oere numeric, time_oere numeric, net_oere numeric, confirmed_oere numeric)
LANGUAGE sql STABLE AS $$
  SELECT NULLIF(v.theme, ''), v.key, COALESCE(sum(value) FILTER (WHERE measure = 'pays'), 0), COALESCE(sum(value) FILTER (WHERE measure = 'saves'), 0),
    COALESCE(sum(value) FILTER (WHERE measure = 'capacity'), 0), COALESCE(sum(value) FILTER (WHERE measure = 'time'), 0),
    COALESCE(sum(value) FILTER (WHERE measure = 'net'), 0), COALESCE(sum(value) FILTER (WHERE measure = 'confirmed'), 0)
  FROM portfolio_value_of(of_kind, of_theme, of_unit, of_status) v JOIN code_sector k ON k.code = v.key
  WHERE v.measure IN ('pays', 'saves', 'capacity', 'time', 'net', 'confirmed') GROUP BY v.theme, v.key, k.sort ORDER BY v.theme, k.sort
$$;

-- Simulation of a portfolio, done by the work process with the rights of whoever asked.
CREATE TABLE portfolio_simulation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text REFERENCES code_kind,
  theme text REFERENCES code_theme,
  unit_id integer CONSTRAINT portfolio_simulation_unit_fkey REFERENCES unit,
  estimate_status text REFERENCES code_estimate_status,
  draws integer NOT NULL CHECK (draws BETWEEN 1000 AND 100000),
  seed bigint NOT NULL CHECK (seed >= 0),
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'running', 'done', 'failed')),
  total integer NOT NULL DEFAULT 0,
  done integer NOT NULL DEFAULT 0,
  skipped integer NOT NULL DEFAULT 0,
  result jsonb,
  finished_at timestamptz
);
COMMENT ON TABLE portfolio_simulation IS 'Simulations of a portfolio';
COMMENT ON COLUMN portfolio_simulation.id IS 'Key';
COMMENT ON COLUMN portfolio_simulation.kind IS 'Only cases of this kind; null: all';
COMMENT ON COLUMN portfolio_simulation.theme IS 'Only of this theme; null: all';
COMMENT ON COLUMN portfolio_simulation.unit_id IS 'Only of this unit and all below it; null: all';
COMMENT ON COLUMN portfolio_simulation.estimate_status IS 'Only estimates of this status; null: all';
COMMENT ON COLUMN portfolio_simulation.draws IS 'Draws of each estimate';
COMMENT ON COLUMN portfolio_simulation.seed IS 'Seed; with the id of an estimate it makes that one''s draws';
COMMENT ON COLUMN portfolio_simulation.status IS 'waiting, running, done, failed';
COMMENT ON COLUMN portfolio_simulation.total IS 'Estimates';
COMMENT ON COLUMN portfolio_simulation.done IS 'How many are done';
COMMENT ON COLUMN portfolio_simulation.skipped IS 'How many do not add up any more';
COMMENT ON COLUMN portfolio_simulation.result IS 'Figures of the sum';
COMMENT ON COLUMN portfolio_simulation.finished_at IS 'When it was done';
CALL stamped('portfolio_simulation');
ALTER TABLE portfolio_simulation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY see ON portfolio_simulation FOR SELECT USING (created_by = (SELECT me()) OR (SELECT may('writes_all')));
CREATE POLICY add ON portfolio_simulation FOR INSERT WITH CHECK (true);
CREATE POLICY change ON portfolio_simulation FOR UPDATE USING ((SELECT may('writes_all')));

-- ---- small counts ----
-- Fewer patients than the limit are shown in the unit that owns the case (and above it), and nowhere else: not the count, and
-- not the money from which it could be worked out.

CREATE FUNCTION small_count_limit() RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT GREATEST(COALESCE(max(r.value) FILTER (WHERE r.code = 'small_count_floor'), 3), COALESCE(max(r.value) FILTER (WHERE r.code = 'small_count'), 5))
  FROM reference_value r WHERE r.code IN ('small_count', 'small_count_floor') AND r.value IS NOT NULL
    AND COALESCE(r.valid_from, '-infinity') <= current_date AND COALESCE(r.valid_to, 'infinity') >= current_date
$$;
-- Staff with a role at the unit or above it, those who have taken it over included.
CREATE FUNCTION of_unit(unit integer) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN may('writes_all') OR EXISTS (
    WITH RECURSIVE up(id) AS (
      SELECT unit
      UNION
      SELECT n.id FROM up, LATERAL (
        SELECT u.parent_id FROM unit u WHERE u.id = up.id AND u.parent_id IS NOT NULL
        UNION ALL
        SELECT s.successor_id FROM unit_successor s WHERE s.unit_id = up.id AND s.valid_from <= current_date) n(id))
    SELECT 1 FROM role_grant r JOIN code_role x ON x.code = r.role AND x.staff JOIN up ON up.id = r.unit_id
    WHERE r.user_id = me() AND r.valid_from <= current_date AND COALESCE(r.valid_to, 'infinity') >= current_date);
END $$;
-- THE rule: whether a count of patients of a case of this unit is hidden from the one who asks.
CREATE FUNCTION small_count(n numeric, unit integer) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN COALESCE(n > 0 AND n < small_count_limit(), false) AND NOT of_unit(unit);
END $$;
-- A case as JSON without the counts that are hidden; small_counts names them.
CREATE FUNCTION counts_shown(c json, group_size integer, patients integer, unit integer) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  hidden text[] := ARRAY(SELECT x.name FROM (VALUES ('need_group_size', group_size), ('planned_patients', patients)) x(name, n) WHERE small_count(x.n, unit));
BEGIN
  RETURN CASE WHEN hidden = '{}' THEN c
    ELSE (c::jsonb || (SELECT jsonb_object_agg(h, NULL) FROM unnest(hidden) h) || jsonb_build_object('small_counts', hidden))::json END;
END $$;
ALTER FUNCTION collaboration_as_of(bigint, date) RENAME TO collaboration_image;
CREATE FUNCTION collaboration_as_of(case_id bigint, day date) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT counts_shown(i, (i->>'need_group_size')::integer, (i->>'planned_patients')::integer, (i->>'unit_id')::integer) FROM collaboration_image(case_id, day) i
$$;
-- An estimate tells of patients in its volumes, and in its flows beside its prices: all of it or nothing is shown.
CREATE FUNCTION estimate_small(e_id bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id JOIN estimate_alternative a ON a.estimate_id = e.id
    JOIN estimate_volume v ON v.estimate_id = e.id AND v.alternative_no = a.no,
      LATERAL (VALUES (v.eligible), (v.eligible * COALESCE(v.adoption, 1) * COALESCE(a.volume_multiplier, 1))) n(patients)
    WHERE e.id = e_id AND n.patients > 0 AND n.patients < small_count_limit() AND NOT of_unit(c.unit_id));
END $$;
-- The same of what was measured of a case.
CREATE FUNCTION realisation_small(case_id bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM estimate e WHERE e.collaboration_id = case_id AND e.headline AND estimate_small(e.id))
    OR EXISTS (SELECT 1 FROM measurement m JOIN collaboration c ON c.id = m.collaboration_id
               WHERE m.collaboration_id = case_id AND small_count(m.patients::numeric, c.unit_id));
END $$;
CREATE OR REPLACE FUNCTION confirmation_line(c line_confirmation) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object('name', c.line_name, 'sector', c.sector, 'class', c.class, 'unit', c.line_unit, 'qty_baseline', c.qty_baseline,
    'qty_new', c.qty_new, 'unit_value', c.unit_value,
    'flows', (SELECT COALESCE(json_agg(json_build_object('year', c.first_year + f.no::integer - 1, 'amount_oere', f.amount) ORDER BY f.no), '[]')
              FROM unnest(c.flows_oere) WITH ORDINALITY f(amount, no) WHERE NOT s.hidden), 'source', c.source, 'suppressed', s.hidden)
  FROM small_count(c.least_patients::numeric, c.unit_id) s(hidden)
$$;
-- What an event changed, for the one who asks: what tells of small counts is left out, images that are gone included. Figures
-- of estimates are for the unit alone: whether they told of few patients then, nobody can say now.
CREATE FUNCTION audit_changes_shown(e audit_event) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  changes jsonb := audit_changes(e.before, e.after);
  unit integer;
BEGIN
  IF e.collaboration_id IS NULL OR e.entity NOT IN ('opi', 'research_contract', 'measurement', 'line_confirmation', 'estimate_line',
       'estimate_volume', 'estimate_alternative', 'estimate_health', 'estimate_uncertainty') THEN
    RETURN changes;
  END IF;
  SELECT c.unit_id INTO unit FROM collaboration c WHERE c.id = e.collaboration_id;
  IF of_unit(unit) THEN
    RETURN changes;
  ELSIF e.entity IN ('opi', 'research_contract') THEN
    RETURN (SELECT COALESCE(jsonb_agg(x), '[]') FROM jsonb_array_elements(changes) x
            WHERE x->>'field' NOT IN ('need_group_size', 'planned_patients')
               OR NOT COALESCE(small_count((x->>'before')::numeric, unit), false) AND NOT COALESCE(small_count((x->>'after')::numeric, unit), false));
  END IF;
  RETURN '[]';
END $$;

-- Estimates that had figures before there were yearly ones: the work process gives them theirs. Decided ones are locked, so they
-- are let through as a sector's answer is (0042).
CREATE FUNCTION estimate_yearly_fill(e_id bigint, doc jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('samspil.confirming', e_id::text, true);
  PERFORM estimate_yearly_put(e.collaboration_id, e.id, doc->'figures') FROM estimate e WHERE e.id = e_id;
  PERFORM set_config('samspil.confirming', '', true);
  PERFORM portfolio_case_refresh(e.collaboration_id) FROM estimate e WHERE e.id = e_id;
END $$;
INSERT INTO outbox (topic, entity_id) SELECT 'estimates.yearly', 0 WHERE EXISTS (SELECT 1 FROM estimate);
