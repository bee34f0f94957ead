-- SPDX-License-Identifier: EUPL-1.2
-- What each new row costs, made less: lists sorted downwards read the upward index from its end, rows that come with the
-- right stamp are not stamped again, and the triggers of a case work on the whole statement. All of it holds for one
-- case from a form as for a hundred thousand from a file.

-- A list reads rows with a value and rows without apart, so one index serves both directions.
DROP INDEX collaboration_start_down;
DROP INDEX collaboration_end_down;
DROP INDEX collaboration_ceiling_down;
DROP INDEX collaboration_npv_down;
DROP INDEX estimate_npv_down;

-- Upwards, as time goes: a new row comes to the end of the index, where its page is at hand and the pages before it stay
-- full. Newest first is the same index from its end.
DROP INDEX collaboration_updated;
DROP INDEX collaboration_kind;
DROP INDEX collaboration_unit;
DROP INDEX collaboration_import;
CREATE INDEX collaboration_updated ON collaboration (updated_at, id);
CREATE INDEX collaboration_kind ON collaboration (kind, updated_at, id);
CREATE INDEX collaboration_unit ON collaboration (unit_id, updated_at, id);
CREATE INDEX collaboration_import ON collaboration (import_id, updated_at, id) WHERE import_id IS NOT NULL;

-- Defaults stamp a new row; the trigger is called for one that says otherwise, and sets it right.
CREATE PROCEDURE stamped_insert(t regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ALTER created_by SET DEFAULT me(), ALTER updated_by SET DEFAULT me()', t);
  EXECUTE format('CREATE TRIGGER stamp_insert BEFORE INSERT ON %s FOR EACH ROW
    WHEN (NEW.version IS DISTINCT FROM 1 OR NEW.created_by IS DISTINCT FROM me() OR NEW.updated_by IS DISTINCT FROM me()
          OR (NEW.updated_at BETWEEN transaction_timestamp() AND clock_timestamp()) IS NOT TRUE) EXECUTE FUNCTION stamp()', t);
END $$;
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT g.tgrelid::regclass AS name, g.tgname FROM pg_trigger g
           WHERE g.tgfoid = 'stamp()'::regprocedure AND g.tgname IN ('stamp', 'stamp_insert') LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', t.tgname, t.name);
    IF t.tgname = 'stamp' THEN
      EXECUTE format('CREATE TRIGGER stamp_update BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION stamp()', t.name);
    END IF;
    CALL stamped_insert(t.name);
  END LOOP;
END $$;
CREATE OR REPLACE PROCEDURE stamped(t regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ADD COLUMN version integer NOT NULL DEFAULT 1, ADD COLUMN created_at timestamptz NOT NULL DEFAULT clock_timestamp(), ADD COLUMN created_by bigint, ADD COLUMN updated_at timestamptz NOT NULL DEFAULT clock_timestamp(), ADD COLUMN updated_by bigint', t);
  EXECUTE format('COMMENT ON COLUMN %s.version IS ''Goes up with every change; the ETag''', t);
  EXECUTE format('COMMENT ON COLUMN %s.created_at IS ''When the row was made''', t);
  EXECUTE format('COMMENT ON COLUMN %s.created_by IS ''User who made it''', t);
  EXECUTE format('COMMENT ON COLUMN %s.updated_at IS ''When the row was last changed''', t);
  EXECUTE format('COMMENT ON COLUMN %s.updated_by IS ''User who changed it last''', t);
  EXECUTE format('CREATE TRIGGER stamp_update BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION stamp()', t);
  CALL stamped_insert(t);
END $$;

-- A new case cannot be in the search table yet, so it needs no look there first.
CREATE FUNCTION search_words(c collaboration) RETURNS tsvector LANGUAGE sql STABLE AS $$
  SELECT setweight(to_tsvector('danish', c.title), 'A') ||
         setweight(to_tsvector('simple', concat_ws(' ', c.title, c.number, c.journal_number, c.external_id, array_to_string(c.tags, ' '))), 'A') ||
         setweight(to_tsvector('danish', left(COALESCE(c.summary, ''), 20000)), 'C') ||
         setweight(to_tsvector('simple', COALESCE(c.counterparty, '')), 'B')
$$;
CREATE FUNCTION search_letters(c collaboration) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT lower(concat_ws(' ', c.number, c.title, c.counterparty, c.journal_number, c.external_id))
$$;
CREATE OR REPLACE FUNCTION collaboration_index() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO collaboration_search (id, words, letters, tags) SELECT n.id, search_words(n), search_letters(n), n.tags FROM new_rows n;
  ELSE
    INSERT INTO collaboration_search (id, words, letters, tags) SELECT n.id, search_words(n), search_letters(n), n.tags FROM new_rows n
    ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words, letters = EXCLUDED.letters, tags = EXCLUDED.tags
      WHERE collaboration_search.letters <> EXCLUDED.letters OR collaboration_search.words <> EXCLUDED.words
         OR collaboration_search.tags <> EXCLUDED.tags;
  END IF;
  RETURN NULL;
END $$;
-- Sums by statement: a few differences and not four a case.
CREATE OR REPLACE FUNCTION portfolio_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM portfolio_note(ARRAY(
    SELECT (r.dimension, r.visibility, r.unit_id, r.kind, r.key, sum(r.cases), sum(r.ceiling_oere), sum(r.npv_oere), sum(r.valued))::portfolio_figure
    FROM new_rows n, portfolio_rows(n, 1) r GROUP BY r.dimension, r.visibility, r.unit_id, r.kind, r.key));
  RETURN NULL;
END $$;

-- Statistics of a staging table need to tell few rows from many, no more; a planned row is changed in its place.
CREATE OR REPLACE FUNCTION import_stage_count(name text) RETURNS void LANGUAGE plpgsql SET default_statistics_target = 10 AS $$
BEGIN
  EXECUTE format('ANALYZE pg_temp.%I', name);
END $$;
CREATE OR REPLACE FUNCTION import_stage_open() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMPORARY TABLE import_stage (LIKE import_stage) ON COMMIT DROP;
  CREATE TEMPORARY TABLE import_party (LIKE import_party) ON COMMIT DROP;
  CREATE TEMPORARY TABLE import_organisation (LIKE import_organisation) ON COMMIT DROP;
  CREATE TEMPORARY TABLE import_plan (LIKE import_plan) WITH (fillfactor = 40) ON COMMIT DROP;
  CREATE UNIQUE INDEX ON import_stage (row_no);
  CREATE INDEX ON import_party (row_no);
  CREATE UNIQUE INDEX ON import_organisation (key);
  CREATE UNIQUE INDEX ON import_plan (row_no);
END $$;
