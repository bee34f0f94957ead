-- SPDX-License-Identifier: EUPL-1.2
-- Who pays and who gains over the portfolio, kept up to date as in portfolio_figure: net present value by sector of the
-- estimates that speak for their cases.

CREATE TABLE portfolio_sector (
  visibility text NOT NULL,
  unit_id integer NOT NULL,
  sector text NOT NULL REFERENCES code_sector,
  net_oere numeric NOT NULL,
  PRIMARY KEY (visibility, unit_id, sector)
);
COMMENT ON TABLE portfolio_sector IS 'Sums over estimates by sector, kept by trigger; portfolio_sector_rebuild makes them anew';
COMMENT ON COLUMN portfolio_sector.visibility IS 'Visibility of the cases';
COMMENT ON COLUMN portfolio_sector.unit_id IS 'Unit of restricted cases; 0 for all others';
COMMENT ON COLUMN portfolio_sector.sector IS 'Sector';
COMMENT ON COLUMN portfolio_sector.net_oere IS 'Sum of net present values';
INSERT INTO privilege VALUES ('portfolio_sector', 'SELECT');

CREATE FUNCTION portfolio_sector_row(c collaboration, s estimate_sector, sign integer) RETURNS portfolio_sector LANGUAGE sql IMMUTABLE AS $$
  SELECT c.visibility, CASE c.visibility WHEN 'restricted' THEN c.unit_id ELSE 0 END, s.sector, sign * s.net_oere::numeric
$$;
CREATE FUNCTION portfolio_sector_apply(delta portfolio_sector[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO portfolio_sector AS f
  SELECT d.visibility, d.unit_id, d.sector, sum(d.net_oere) FROM unnest(delta) d GROUP BY 1, 2, 3 HAVING sum(d.net_oere) <> 0 ORDER BY 1, 2, 3
  ON CONFLICT (visibility, unit_id, sector) DO UPDATE SET net_oere = f.net_oere + EXCLUDED.net_oere
$$;

-- What changes the sums: rows of an estimate that speaks for its case, another estimate that does, and who may see the case.
-- As the system: the sums hold cases that whoever writes may not see.
CREATE FUNCTION portfolio_sector_rows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  access text := COALESCE(current_setting('samspil.access', true), '');
BEGIN
  PERFORM set_config('samspil.access', 'sees_all writes_all', true);
  IF TG_OP <> 'INSERT' THEN
    PERFORM portfolio_sector_apply(ARRAY(SELECT portfolio_sector_row(c, o, -1) FROM old_rows o
      JOIN estimate e ON e.id = o.estimate_id AND e.headline JOIN collaboration c ON c.id = o.collaboration_id));
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM portfolio_sector_apply(ARRAY(SELECT portfolio_sector_row(c, n, 1) FROM new_rows n
      JOIN estimate e ON e.id = n.estimate_id AND e.headline JOIN collaboration c ON c.id = n.collaboration_id));
  END IF;
  PERFORM set_config('samspil.access', access, true);
  RETURN NULL;
END $$;
CREATE TRIGGER portfolio_insert AFTER INSERT ON estimate_sector REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION portfolio_sector_rows();
CREATE TRIGGER portfolio_update AFTER UPDATE ON estimate_sector REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION portfolio_sector_rows();
CREATE TRIGGER portfolio_delete AFTER DELETE ON estimate_sector REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION portfolio_sector_rows();

CREATE FUNCTION portfolio_sector_headline() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  access text := COALESCE(current_setting('samspil.access', true), '');
BEGIN
  PERFORM set_config('samspil.access', 'sees_all writes_all', true);
  PERFORM portfolio_sector_apply(ARRAY(SELECT portfolio_sector_row(c, s, CASE WHEN NEW.headline THEN 1 ELSE -1 END)
    FROM estimate_sector s JOIN collaboration c ON c.id = s.collaboration_id WHERE s.estimate_id = NEW.id));
  PERFORM set_config('samspil.access', access, true);
  RETURN NULL;
END $$;
CREATE TRIGGER portfolio_headline AFTER UPDATE OF headline ON estimate FOR EACH ROW WHEN (NEW.headline <> OLD.headline)
  EXECUTE FUNCTION portfolio_sector_headline();

CREATE FUNCTION portfolio_sector_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  access text := COALESCE(current_setting('samspil.access', true), '');
BEGIN
  PERFORM set_config('samspil.access', 'sees_all writes_all', true);
  PERFORM portfolio_sector_apply(ARRAY(
    SELECT portfolio_sector_row(x.c, s, x.sign) FROM (VALUES (OLD, -1), (NEW, 1)) AS x(c, sign)
    JOIN estimate e ON e.collaboration_id = NEW.id AND e.headline JOIN estimate_sector s ON s.estimate_id = e.id));
  PERFORM set_config('samspil.access', access, true);
  RETURN NULL;
END $$;
CREATE TRIGGER portfolio_moved AFTER UPDATE OF visibility, unit_id ON collaboration FOR EACH ROW
  WHEN ((NEW.visibility, NEW.unit_id) IS DISTINCT FROM (OLD.visibility, OLD.unit_id)) EXECUTE FUNCTION portfolio_sector_moved();

-- The same sums from the estimates themselves, for a principal who sees all: the test that compares them, and the repair if
-- they ever differ.
CREATE FUNCTION portfolio_sector_live() RETURNS SETOF portfolio_sector LANGUAGE sql STABLE AS $$
  SELECT r.visibility, r.unit_id, r.sector, sum(r.net_oere)
  FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id JOIN estimate_sector s ON s.estimate_id = e.id, portfolio_sector_row(c, s, 1) r
  WHERE e.headline GROUP BY 1, 2, 3 HAVING sum(r.net_oere) <> 0
$$;
CREATE PROCEDURE portfolio_sector_rebuild() LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE portfolio_sector IN EXCLUSIVE MODE;
  DELETE FROM portfolio_sector;
  INSERT INTO portfolio_sector SELECT * FROM portfolio_sector_live();
END $$;
SELECT principal_enter('', 'sees_all writes_all', '', '', '', 'system', '');
CALL portfolio_sector_rebuild();

ALTER TABLE portfolio_sector ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON portfolio_sector FOR SELECT USING (
  visibility = ANY ((SELECT my_visibilities())::text[]) OR unit_id = ANY ((SELECT my_read_units())::int[]));
