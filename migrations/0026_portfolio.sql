-- SPDX-License-Identifier: EUPL-1.2
-- Figures of the overview, kept up to date by every change so that they cost the same at any size.
-- Cases that are not restricted are summed over all units (unit 0); restricted ones by unit, so that nobody's sum tells of
-- cases that they may not see.

CREATE TABLE portfolio_figure (
  dimension text NOT NULL CHECK (dimension IN ('stage', 'theme', 'year', 'signal')),
  visibility text NOT NULL,
  unit_id integer NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  cases bigint NOT NULL,
  ceiling_oere numeric NOT NULL,
  npv_oere numeric NOT NULL,
  valued bigint NOT NULL,
  PRIMARY KEY (dimension, visibility, unit_id, kind, key)
);
COMMENT ON TABLE portfolio_figure IS 'Sums over collaborations, kept by trigger; portfolio_rebuild makes them anew';
COMMENT ON COLUMN portfolio_figure.dimension IS 'What key is: stage, theme, year of start or value signal';
COMMENT ON COLUMN portfolio_figure.visibility IS 'Visibility of the cases';
COMMENT ON COLUMN portfolio_figure.unit_id IS 'Unit of restricted cases; 0 for all others';
COMMENT ON COLUMN portfolio_figure.kind IS 'Kind of the cases';
COMMENT ON COLUMN portfolio_figure.key IS 'Value of the dimension; empty: none';
COMMENT ON COLUMN portfolio_figure.cases IS 'Number of cases';
COMMENT ON COLUMN portfolio_figure.ceiling_oere IS 'Sum of value ceilings';
COMMENT ON COLUMN portfolio_figure.npv_oere IS 'Sum of net present values';
COMMENT ON COLUMN portfolio_figure.valued IS 'Cases that have a net present value';
INSERT INTO privilege VALUES ('portfolio_figure', 'SELECT');

CREATE FUNCTION portfolio_rows(c collaboration, sign integer) RETURNS SETOF portfolio_figure
LANGUAGE sql IMMUTABLE AS $$
  SELECT d.dimension, c.visibility, CASE c.visibility WHEN 'restricted' THEN c.unit_id ELSE 0 END, c.kind, d.key, sign::bigint,
         sign * COALESCE(c.value_ceiling_oere, 0)::numeric, sign * COALESCE(c.npv_oere, 0)::numeric,
         sign * (c.npv_oere IS NOT NULL)::int::bigint
  FROM (VALUES ('stage', c.stage), ('theme', COALESCE(c.theme, '')), ('year', COALESCE(extract(year FROM c.start_date)::int::text, '')),
               ('signal', COALESCE(c.value_signal, ''))) AS d(dimension, key)
$$;

CREATE FUNCTION portfolio_apply(delta portfolio_figure[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO portfolio_figure AS f
  SELECT d.dimension, d.visibility, d.unit_id, d.kind, d.key, sum(d.cases), sum(d.ceiling_oere), sum(d.npv_oere), sum(d.valued)
  FROM unnest(delta) d GROUP BY 1, 2, 3, 4, 5
  HAVING sum(d.cases) <> 0 OR sum(d.ceiling_oere) <> 0 OR sum(d.npv_oere) <> 0 OR sum(d.valued) <> 0
  ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (dimension, visibility, unit_id, kind, key) DO UPDATE
    SET cases = f.cases + EXCLUDED.cases, ceiling_oere = f.ceiling_oere + EXCLUDED.ceiling_oere,
        npv_oere = f.npv_oere + EXCLUDED.npv_oere, valued = f.valued + EXCLUDED.valued
$$;

-- The same at the end of a large transaction, so that it does not hold the sums while it runs.
CREATE TABLE portfolio_pending (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delta portfolio_figure NOT NULL
);
COMMENT ON TABLE portfolio_pending IS 'What a large transaction will add to the figures when it commits; nobody ever sees a row of another one';
COMMENT ON COLUMN portfolio_pending.id IS 'Key';
COMMENT ON COLUMN portfolio_pending.delta IS 'Differences';
INSERT INTO privilege VALUES ('portfolio_pending', '');
CREATE FUNCTION portfolio_settle() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM portfolio_pending WHERE id = NEW.id) THEN
    PERFORM portfolio_apply(ARRAY(SELECT p.delta FROM portfolio_pending p));
    DELETE FROM portfolio_pending;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER settle AFTER INSERT ON portfolio_pending DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION portfolio_settle();

CREATE FUNCTION portfolio_note(delta portfolio_figure[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF bulk() THEN
    INSERT INTO portfolio_pending (delta)
    SELECT (d.dimension, d.visibility, d.unit_id, d.kind, d.key, sum(d.cases), sum(d.ceiling_oere), sum(d.npv_oere), sum(d.valued))::portfolio_figure
    FROM unnest(delta) d GROUP BY d.dimension, d.visibility, d.unit_id, d.kind, d.key;
  ELSE
    PERFORM portfolio_apply(delta);
  END IF;
END $$;

CREATE FUNCTION portfolio_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM portfolio_note(ARRAY(SELECT r FROM new_rows n, portfolio_rows(n, 1) r));
  RETURN NULL;
END $$;
CREATE FUNCTION portfolio_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM portfolio_note(ARRAY(
    SELECT r FROM old_rows o JOIN new_rows n USING (id), portfolio_rows(o, -1) r
    WHERE (o.visibility, o.unit_id, o.kind, o.stage, o.theme, o.start_date, o.value_signal, o.value_ceiling_oere, o.npv_oere)
      IS DISTINCT FROM (n.visibility, n.unit_id, n.kind, n.stage, n.theme, n.start_date, n.value_signal, n.value_ceiling_oere, n.npv_oere)
    UNION ALL
    SELECT r FROM old_rows o JOIN new_rows n USING (id), portfolio_rows(n, 1) r
    WHERE (o.visibility, o.unit_id, o.kind, o.stage, o.theme, o.start_date, o.value_signal, o.value_ceiling_oere, o.npv_oere)
      IS DISTINCT FROM (n.visibility, n.unit_id, n.kind, n.stage, n.theme, n.start_date, n.value_signal, n.value_ceiling_oere, n.npv_oere)));
  RETURN NULL;
END $$;
CREATE TRIGGER portfolio_insert AFTER INSERT ON collaboration REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION portfolio_insert();
CREATE TRIGGER portfolio_update AFTER UPDATE ON collaboration REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION portfolio_update();

-- The same sums from the cases themselves: the test that compares them, and the repair if they ever differ.
CREATE FUNCTION portfolio_live() RETURNS SETOF portfolio_figure LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT r.dimension, r.visibility, r.unit_id, r.kind, r.key, sum(r.cases)::bigint, sum(r.ceiling_oere), sum(r.npv_oere), sum(r.valued)::bigint
  FROM collaboration c, portfolio_rows(c, 1) r GROUP BY 1, 2, 3, 4, 5
$$;
CREATE PROCEDURE portfolio_rebuild() LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE portfolio_figure IN EXCLUSIVE MODE;
  DELETE FROM portfolio_figure;
  INSERT INTO portfolio_figure SELECT * FROM portfolio_live();
END $$;

ALTER TABLE portfolio_figure ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON portfolio_figure FOR SELECT USING (
  visibility = ANY ((SELECT my_visibilities())::text[]) OR unit_id = ANY ((SELECT my_read_units())::int[]));

-- Restricted cases are few; their owners and teams see them beyond the sums.
CREATE INDEX collaboration_restricted ON collaboration (unit_id) WHERE visibility = 'restricted';
