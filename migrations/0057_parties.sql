-- SPDX-License-Identifier: EUPL-1.2
-- Parties: two organisations that are one are merged and can be parted again; what one has to do with an organisation and with a
-- unit, also as of a day; what a company register answers.

INSERT INTO role_right (role, right_code)
SELECT r, 'organisations:merge' FROM unnest('{procurement_officer,procurement_lead,lawyer,research_support,admin}'::text[]) r;

-- ---- merging ----

-- The row that was given up stays: the audit and old addresses speak of it. Nothing points at it any more.
ALTER TABLE organisation ADD COLUMN merged_into bigint CONSTRAINT organisation_merged_into_fkey REFERENCES organisation,
  ADD CONSTRAINT organisation_merged_into CHECK (merged_into <> id);
CREATE INDEX organisation_merged ON organisation (merged_into) WHERE merged_into IS NOT NULL;
COMMENT ON COLUMN organisation.merged_into IS 'The organisation that it was merged into; null: it stands for itself';
ALTER TABLE organisation_duplicate DROP CONSTRAINT organisation_duplicate_status_check,
  ADD CONSTRAINT organisation_duplicate_status_check CHECK (status IN ('proposed', 'dismissed', 'merged'));
COMMENT ON COLUMN organisation_duplicate.status IS 'proposed, dismissed or merged (one of the two was merged)';

CREATE TABLE organisation_merge (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kept_id bigint NOT NULL REFERENCES organisation,
  merged_id bigint NOT NULL REFERENCES organisation,
  note text CHECK (char_length(note) <= 2000),
  filled jsonb NOT NULL DEFAULT '{}',
  undone_at timestamptz,
  CHECK (kept_id <> merged_id)
);
CREATE INDEX organisation_merge_kept ON organisation_merge (kept_id);
CREATE INDEX organisation_merge_merged ON organisation_merge (merged_id);
COMMENT ON TABLE organisation_merge IS 'Organisations that were found to be one';
COMMENT ON COLUMN organisation_merge.id IS 'Key';
COMMENT ON COLUMN organisation_merge.kept_id IS 'The one that stays';
COMMENT ON COLUMN organisation_merge.merged_id IS 'The one that was given up';
COMMENT ON COLUMN organisation_merge.note IS 'Why';
COMMENT ON COLUMN organisation_merge.filled IS 'Fields that the one that stays lacked and took over, with their values';
COMMENT ON COLUMN organisation_merge.undone_at IS 'When they were parted again';
CALL stamped('organisation_merge');
CALL audited('organisation_merge');

CREATE TABLE organisation_move (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  merge_id bigint NOT NULL REFERENCES organisation_merge,
  table_name text NOT NULL,
  column_name text NOT NULL,
  row_id bigint NOT NULL,
  removed boolean NOT NULL
);
CREATE INDEX organisation_move_merge ON organisation_move (merge_id);
COMMENT ON TABLE organisation_move IS 'Rows that a merge has moved, so that it can be undone; the rows themselves are in the audit';
COMMENT ON COLUMN organisation_move.id IS 'Key';
COMMENT ON COLUMN organisation_move.merge_id IS 'Merge';
COMMENT ON COLUMN organisation_move.table_name IS 'Table';
COMMENT ON COLUMN organisation_move.column_name IS 'Column that points at the organisation';
COMMENT ON COLUMN organisation_move.row_id IS 'Row';
COMMENT ON COLUMN organisation_move.removed IS 'Taken back, because the one that stays was there already; else moved';
CALL stamped('organisation_move');
CALL audited('organisation_move');
INSERT INTO privilege VALUES ('organisation_move', 'SELECT');

-- Every column that points at an organisation, from the catalog, so that none can be forgotten. Not those that are about the
-- organisations themselves: pairs and merges tell of both.
CREATE VIEW organisation_reference AS
  SELECT c.relname::text AS table_name, a.attname::text AS column_name
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
  WHERE k.contype = 'f' AND k.confrelid = 'organisation'::regclass AND c.relname NOT IN ('organisation_duplicate', 'organisation_merge');
COMMENT ON VIEW organisation_reference IS 'Columns that point at an organisation';
COMMENT ON COLUMN organisation_reference.table_name IS 'Table';
COMMENT ON COLUMN organisation_reference.column_name IS 'Column';
INSERT INTO privilege VALUES ('organisation_reference', 'SELECT');

-- Whoever still writes the one that was given up (a form that was open, a list with the old number) gets the one that stays. The
-- lock waits for a merge under way. Call this in every migration with a new column of this kind; a test sees to it.
CREATE PROCEDURE follow_merged_organisations() LANGUAGE plpgsql AS $$
DECLARE
  r record;
BEGIN
  FOR r IN SELECT *, 'follow_merged_' || column_name AS name FROM organisation_reference WHERE table_name <> 'organisation' LOOP
    EXECUTE format($f$
      CREATE OR REPLACE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $t$
      DECLARE
        stays bigint;
      BEGIN
        SELECT o.merged_into INTO stays FROM organisation o WHERE o.id = NEW.%2$I FOR KEY SHARE;
        NEW.%2$I := COALESCE(stays, NEW.%2$I);
        RETURN NEW;
      END $t$ $f$, r.name, r.column_name);
    EXECUTE format('CREATE OR REPLACE TRIGGER %1$I BEFORE INSERT OR UPDATE OF %2$I ON %3$I FOR EACH ROW WHEN (NEW.%2$I IS NOT NULL) EXECUTE FUNCTION %1$I()',
      r.name, r.column_name, r.table_name);
  END LOOP;
END $$;
CALL follow_merged_organisations();

-- The rows that point at one organisation, and what becomes of each when it is merged into another: it moves, or, where a unique
-- index allows the other but once, is taken back ('clash'); 'stuck' where it cannot be taken back.
CREATE FUNCTION organisation_rows(kept bigint, given_up bigint) RETURNS TABLE (table_name text, column_name text, row_id bigint, collaboration_id bigint, fate text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  was text := access_swap('staff sees_all writes_all');
  r record;
  k record;
  clashes text;
  removable boolean;
BEGIN
  FOR r IN SELECT * FROM organisation_reference ORDER BY organisation_reference.table_name, organisation_reference.column_name LOOP
    clashes := '';
    removable := EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = r.table_name::regclass AND a.attname = 'removed_at');
    FOR k IN
      SELECT COALESCE(pg_get_expr(i.indpred, i.indrelid), 'true') AS pred, (
          SELECT string_agg(pg_get_indexdef(i.indexrelid, n, true) || ' AS k' || n, ', ') FROM generate_series(1, i.indnkeyatts) n
          WHERE pg_get_indexdef(i.indexrelid, n, true) <> quote_ident(r.column_name)) AS keys, (
          SELECT string_agg(format('a.k%1$s = b.k%1$s', n), ' AND ') FROM generate_series(1, i.indnkeyatts) n
          WHERE pg_get_indexdef(i.indexrelid, n, true) <> quote_ident(r.column_name)) AS same
      FROM pg_index i JOIN pg_attribute c ON c.attrelid = i.indrelid AND c.attname = r.column_name
      WHERE i.indrelid = r.table_name::regclass AND i.indisunique AND c.attnum = ANY (i.indkey::smallint[]) LOOP
      clashes := clashes || format(
        ' OR r.id IN (SELECT a.id FROM (SELECT id%1$s FROM %2$I WHERE %3$I = $2 AND (%4$s)) a JOIN (SELECT id%1$s FROM %2$I WHERE %3$I = $1 AND (%4$s)) b ON %5$s)',
        COALESCE(', ' || k.keys, ''), r.table_name, r.column_name, k.pred, COALESCE(k.same, 'true'));
    END LOOP;
    RETURN QUERY EXECUTE format(
      'SELECT %1$L::text, %2$L::text, r.id::bigint, (to_jsonb(r)->>''collaboration_id'')::bigint, CASE WHEN false%4$s THEN %5$L ELSE ''moves'' END FROM %1$I r WHERE r.%2$I = $2 ORDER BY r.id',
      r.table_name, r.column_name, NULL, clashes, CASE WHEN removable THEN 'clash' ELSE 'stuck' END) USING kept, given_up;
  END LOOP;
  PERFORM access_swap(was);
END $$;

-- What the one that stays takes over: numbers and group that it lacks, the address as a whole when it has none.
CREATE FUNCTION organisation_filled(kept organisation, given_up organisation) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT COALESCE(jsonb_object_agg(f.key, f.value), '{}') FROM jsonb_each(to_jsonb(given_up)) f
  WHERE jsonb_typeof(f.value) <> 'null' AND (f.key IN ('cvr', 'p_number', 'gln', 'pic', 'group_name') AND to_jsonb(kept)->>f.key IS NULL
    OR f.key IN ('address', 'postcode', 'city') AND num_nonnulls(kept.address, kept.postcode, kept.city) = 0)
$$;
-- Writes some of those fields; a field that is null in `fields` is emptied.
CREATE FUNCTION organisation_fill(org bigint, fields jsonb) RETURNS void LANGUAGE sql AS $$
  UPDATE organisation o SET cvr = x.cvr, p_number = x.p_number, gln = x.gln, pic = x.pic, group_name = x.group_name, address = x.address,
    postcode = x.postcode, city = x.city
  FROM organisation b, jsonb_populate_record(b, fields) x WHERE o.id = org AND b.id = org AND fields <> '{}'
$$;

CREATE FUNCTION organisation_merge(kept bigint, given_up bigint, numbers_differ boolean, why text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  was text := access_swap('staff sees_all writes_all');
  a organisation;
  b organisation;
  fields jsonb;
  no bigint;
  m record;
BEGIN
  PERFORM 1 FROM organisation o WHERE o.id IN (kept, given_up) ORDER BY o.id FOR UPDATE;
  SELECT * INTO a FROM organisation o WHERE o.id = kept;
  SELECT * INTO b FROM organisation o WHERE o.id = given_up;
  IF b.id IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'organisation_merge_other', MESSAGE = 'no such organisation';
  ELSIF a.id = b.id OR a.merged_into IS NOT NULL OR b.merged_into IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'organisation_merge_blocked', MESSAGE = 'merged already',
      DETAIL = CASE WHEN a.id = b.id THEN 'det er den samme organisation|it is the same organisation'
                    ELSE 'den ene er allerede lagt sammen med en anden|one of them is merged with another already' END;
  ELSIF a.cvr <> b.cvr AND NOT COALESCE(numbers_differ, false) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'organisation_merge_blocked', MESSAGE = 'numbers differ',
      DETAIL = 'de har hver sit CVR-nummer; bekræft, at det er den samme|each has a CVR number of its own; confirm that they are one';
  END IF;
  fields := organisation_filled(a, b);
  INSERT INTO organisation_merge (kept_id, merged_id, note, filled) VALUES (kept, given_up, why, fields) RETURNING id INTO no;
  INSERT INTO organisation_move (merge_id, table_name, column_name, row_id, removed)
    SELECT no, r.table_name, r.column_name, r.row_id, r.fate <> 'moves' FROM organisation_rows(kept, given_up) r
    UNION ALL SELECT no, 'organisation_duplicate', 'status', d.id, false FROM organisation_duplicate d
    WHERE given_up IN (d.a_id, d.b_id) AND d.status = 'proposed';
  IF EXISTS (SELECT 1 FROM organisation_rows(kept, given_up) r WHERE r.fate = 'stuck') THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'organisation_merge_blocked', MESSAGE = 'rows clash',
      DETAIL = 'begge står ét sted, hvor kun én kan stå|both stand in a place that has room for one';
  END IF;
  FOR m IN SELECT v.table_name, v.column_name, v.removed, array_agg(v.row_id) AS ids FROM organisation_move v WHERE v.merge_id = no GROUP BY 1, 2, 3 LOOP
    IF m.table_name = 'organisation_duplicate' THEN
      UPDATE organisation_duplicate SET status = 'merged' WHERE id = ANY (m.ids);
    ELSIF m.removed THEN
      EXECUTE format('UPDATE %I SET removed_at = clock_timestamp() WHERE id = ANY ($1)', m.table_name) USING m.ids;
    ELSE
      EXECUTE format('UPDATE %I SET %I = $2 WHERE id = ANY ($1)', m.table_name, m.column_name) USING m.ids, kept;
    END IF;
  END LOOP;
  PERFORM organisation_fill(given_up, (SELECT jsonb_object_agg(f, NULL) FROM jsonb_object_keys(fields) f));
  PERFORM organisation_fill(kept, fields);
  UPDATE organisation SET merged_into = kept WHERE id = given_up;
  PERFORM access_swap(was);
  RETURN no;
END $$;

-- Why a merge cannot be undone, "dansk|english"; null: it can. Only while nothing that it moved was moved or changed again.
CREATE FUNCTION organisation_merge_stands(no bigint) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  was text := access_swap('staff sees_all writes_all');
  g organisation_merge;
  m record;
  there bigint;
  why text;
BEGIN
  SELECT * INTO g FROM organisation_merge x WHERE x.id = no;
  why := CASE WHEN g.undone_at IS NOT NULL THEN 'De er allerede skilt igen|They have been parted again already'
    WHEN NOT EXISTS (SELECT 1 FROM organisation b WHERE b.id = g.merged_id AND b.merged_into = g.kept_id)
      OR EXISTS (SELECT 1 FROM organisation a WHERE a.id = g.kept_id AND a.merged_into IS NOT NULL)
    THEN 'Den er siden lagt sammen med en anden; fortryd det først|It has been merged with another since; undo that first'
    WHEN NOT EXISTS (SELECT 1 FROM organisation a WHERE a.id = g.kept_id AND to_jsonb(a) @> g.filled)
    THEN 'Et nummer eller en adresse, der blev overtaget, er rettet siden|A number or address that was taken over has been changed since' END;
  FOR m IN SELECT v.table_name, v.column_name, v.removed, array_agg(v.row_id) AS ids FROM organisation_move v
           WHERE v.merge_id = no AND v.table_name <> 'organisation_duplicate' AND why IS NULL GROUP BY 1, 2, 3 LOOP
    EXECUTE format('SELECT count(*) FROM %I WHERE id = ANY ($1) AND %I = $2 %s', m.table_name, m.column_name, CASE WHEN m.removed THEN 'AND removed_at IS NOT NULL' ELSE '' END)
      INTO there USING m.ids, CASE WHEN m.removed THEN g.merged_id ELSE g.kept_id END;
    IF there < cardinality(m.ids) THEN
      why := 'Noget, der blev flyttet, er flyttet eller rettet siden|Something that was moved has been moved or changed since';
    END IF;
  END LOOP;
  PERFORM access_swap(was);
  RETURN why;
END $$;

-- Parts two that were merged: everything back where it was. What has come to the one that stays since then, stays with it.
CREATE FUNCTION organisation_part(no bigint) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  was text := access_swap('staff sees_all writes_all');
  g organisation_merge;
  m record;
  why text;
BEGIN
  SELECT * INTO g FROM organisation_merge x WHERE x.id = no FOR UPDATE;
  PERFORM 1 FROM organisation o WHERE o.id IN (g.kept_id, g.merged_id) ORDER BY o.id FOR UPDATE;
  why := organisation_merge_stands(no);
  IF why IS NULL THEN
    UPDATE organisation SET merged_into = NULL WHERE id = g.merged_id;
    PERFORM organisation_fill(g.kept_id, (SELECT jsonb_object_agg(f, NULL) FROM jsonb_object_keys(g.filled) f));
    PERFORM organisation_fill(g.merged_id, g.filled);
    FOR m IN SELECT v.table_name, v.column_name, v.removed, array_agg(v.row_id) AS ids FROM organisation_move v WHERE v.merge_id = no GROUP BY 1, 2, 3 LOOP
      IF m.table_name = 'organisation_duplicate' THEN
        UPDATE organisation_duplicate SET status = 'proposed' WHERE id = ANY (m.ids);
      ELSIF m.removed THEN
        EXECUTE format('UPDATE %I SET removed_at = NULL WHERE id = ANY ($1)', m.table_name) USING m.ids;
      ELSE
        EXECUTE format('UPDATE %I SET %I = $2 WHERE id = ANY ($1)', m.table_name, m.column_name) USING m.ids, g.merged_id;
      END IF;
    END LOOP;
    UPDATE organisation_merge SET undone_at = clock_timestamp() WHERE id = no;
  END IF;
  PERFORM access_swap(was);
  RETURN why;
END $$;

-- The name or number of one that was given up finds the one that stays.
CREATE OR REPLACE FUNCTION organisation_find(q text, most integer) RETURNS TABLE (id bigint, place bigint) LANGUAGE sql STABLE ROWS 100 AS $$
  WITH hit AS (
    SELECT COALESCE(o.merged_into, o.id) AS id, CASE WHEN q IN (o.cvr, o.gln, o.pic) THEN 2 ELSE word_similarity(name_key(q), o.name_key) END AS score
    FROM organisation o
    WHERE o.cvr = q OR o.gln = q OR o.pic = q OR o.name_key LIKE '%' || replace(replace(name_key(q), '%', ''), '_', '') || '%'
       OR name_key(q) <% o.name_key
    LIMIT most)
  SELECT h.id, row_number() OVER (ORDER BY max(h.score) DESC, h.id) FROM hit h GROUP BY h.id ORDER BY 2
$$;

-- ---- what an organisation has to do with ----

-- One row a role in a case: as participant, as sponsor that is no participant, as firm that made an offer.
CREATE VIEW organisation_case WITH (security_invoker = true) AS
  SELECT p.id * 3 AS id, p.organisation_id, p.collaboration_id, p.role, p.contribution_oere, p.contact_name, NULL::boolean AS awarded, NULL::bigint AS offer_oere
  FROM participation p WHERE p.removed_at IS NULL
  UNION ALL
  SELECT r.id * 3 + 1, r.sponsor_id, r.id, 'sponsor', NULL, NULL, NULL, NULL FROM research_contract r
  WHERE r.sponsor_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM participation p WHERE p.collaboration_id = r.id AND p.organisation_id = r.sponsor_id AND p.removed_at IS NULL)
  UNION ALL
  SELECT b.id * 3 + 2, b.organisation_id, b.collaboration_id, 'tenderer', NULL, NULL, b.awarded, b.offer_oere FROM bidder b WHERE b.removed_at IS NULL;
COMMENT ON VIEW organisation_case IS 'Organisations and the cases that they have to do with';
COMMENT ON COLUMN organisation_case.id IS 'Key';
COMMENT ON COLUMN organisation_case.organisation_id IS 'Organisation';
COMMENT ON COLUMN organisation_case.collaboration_id IS 'Case';
COMMENT ON COLUMN organisation_case.role IS 'Role';
COMMENT ON COLUMN organisation_case.contribution_oere IS 'Its contribution';
COMMENT ON COLUMN organisation_case.contact_name IS 'Its contact';
COMMENT ON COLUMN organisation_case.awarded IS 'Won the contract; null: made no offer';
COMMENT ON COLUMN organisation_case.offer_oere IS 'Price of its offer';
INSERT INTO privilege VALUES ('organisation_case', 'SELECT');
CREATE INDEX funding_organisation ON funding (organisation_id) WHERE organisation_id IS NOT NULL;

-- ---- units as of a day ----

-- The unit and everything below it on a day, with all that it has taken over by then.
CREATE FUNCTION units_below(root integer, day date) RETURNS SETOF integer LANGUAGE sql STABLE AS $$
  WITH RECURSIVE t(id) AS (
    SELECT root
    UNION
    SELECT n.id FROM t, LATERAL (
      SELECT u.id FROM unit u WHERE u.parent_id = t.id
      UNION ALL
      SELECT s.unit_id FROM unit_successor s WHERE s.successor_id = t.id AND s.valid_from <= day) n)
  SELECT id FROM t
$$;
CREATE OR REPLACE FUNCTION units_below(root integer) RETURNS SETOF integer LANGUAGE sql STABLE AS $$ SELECT units_below(root, current_date) $$;
-- Rights reach as far as the tree: when it changes, they are loaded anew.
CREATE TRIGGER rights AFTER INSERT OR UPDATE OR DELETE ON unit_successor FOR EACH STATEMENT EXECUTE FUNCTION bump_rights();
CREATE TRIGGER rights AFTER INSERT OR UPDATE OF parent_id OR DELETE ON unit FOR EACH STATEMENT EXECUTE FUNCTION bump_rights();

-- ---- a company register's answer ----

CREATE FUNCTION register_day(said text) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN said ~ '^\d{4}-\d{2}-\d{2}' THEN left(said, 10)::date
              WHEN said ~ '^\d{1,2}/\d{1,2} - \d{4}$' THEN to_date(said, 'DD/MM - YYYY') END
$$;
-- Name, address and dates of the company with this number in the JSON that a service answered; nothing else is taken. Two shapes:
-- the public CVR search, hits.hits[0]._source.Vrvirksomhed with virksomhedMetadata.nyesteNavn.navn, .nyesteBeliggenhedsadresse
-- (vejnavn, husnummerFra, bogstavFra, husnummerTil, etage, sidedoer, postnummer, postdistrikt) and livsforloeb[].periode (gyldigFra,
-- gyldigTil); and a flat object with cvr or vat, name, address, zipcode, city, startdate, enddate (ISO or "20/11 - 1999").
-- Null: no JSON of these shapes. {"found": false}: another company, or none.
CREATE FUNCTION register_company(said text, number text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  j jsonb;
  v jsonb;
  a jsonb;
  found jsonb;
BEGIN
  j := said::jsonb;
  v := j #> '{hits,hits,0,_source,Vrvirksomhed}';
  a := v #> '{virksomhedMetadata,nyesteBeliggenhedsadresse}';
  IF v IS NOT NULL THEN
    found := jsonb_build_object('cvr', v->>'cvrNummer', 'name', v #>> '{virksomhedMetadata,nyesteNavn,navn}',
      'address', NULLIF(concat_ws(', ', NULLIF(concat_ws(' ', a->>'vejnavn', concat(a->>'husnummerFra', a->>'bogstavFra', '-' || NULLIF(a->>'husnummerTil', ''))), ''),
                                  NULLIF(concat_ws(' ', NULLIF(a->>'etage', '') || '.', NULLIF(a->>'sidedoer', '')), '')), ''),
      'postcode', lpad(a->>'postnummer', 4, '0'), 'city', a->>'postdistrikt',
      'valid_from', (SELECT min(register_day(l #>> '{periode,gyldigFra}')) FROM jsonb_array_elements(v->'livsforloeb') l),
      'valid_to', (SELECT CASE WHEN bool_and(l #>> '{periode,gyldigTil}' IS NOT NULL) THEN max(register_day(l #>> '{periode,gyldigTil}')) END
                   FROM jsonb_array_elements(v->'livsforloeb') l));
  ELSIF j ? 'name' THEN
    found := jsonb_build_object('cvr', COALESCE(j->>'cvr', j->>'vat'), 'name', j->>'name', 'address', j->>'address', 'postcode', j->>'zipcode', 'city', j->>'city',
      'valid_from', register_day(j->>'startdate'), 'valid_to', register_day(j->>'enddate'));
  ELSIF j #> '{hits,hits}' = '[]' THEN
    RETURN '{"found": false}';
  END IF;
  RETURN CASE WHEN found->>'name' IS NULL THEN NULL WHEN found->>'cvr' IS DISTINCT FROM number THEN '{"found": false}'
    ELSE found || jsonb_build_object('found', true, 'name', left(found->>'name', 300), 'address', left(found->>'address', 200),
                                     'postcode', left(found->>'postcode', 20), 'city', left(found->>'city', 100)) END;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
  RETURN NULL;
END $$;
