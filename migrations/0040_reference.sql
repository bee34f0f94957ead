-- SPDX-License-Identifier: EUPL-1.2
-- Reference values that people keep: a library of unit costs, approval by a second person, and sets: what all of them were at
-- one moment, so that an estimate can name what it was calculated with.

INSERT INTO role_right (role, right_code) VALUES
  ('health_economist', 'reference:write'), ('procurement_lead', 'reference:write'), ('admin', 'reference:write');

CREATE TABLE unit_cost (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL CONSTRAINT unit_cost_code CHECK (code ~ '^[a-z0-9_]{1,60}$'),
  da text NOT NULL CHECK (char_length(da) BETWEEN 2 AND 200),
  en text NOT NULL CHECK (char_length(en) BETWEEN 2 AND 200),
  category text NOT NULL CHECK (category IN ('bed', 'visit', 'staff', 'time', 'transport', 'medicine', 'equipment', 'other')),
  unit text NOT NULL CHECK (char_length(unit) BETWEEN 1 AND 40),
  value numeric CHECK (value <> 'NaN' AND abs(value) <= 10000000000),
  price_year integer CHECK (price_year BETWEEN 1990 AND 2200),
  index_code text,
  basis text NOT NULL DEFAULT 'average' CHECK (basis IN ('average', 'marginal')),
  valid_from date,
  valid_to date,
  source text NOT NULL DEFAULT '',
  source_url text CHECK (source_url ~ '^https?://'),
  approved_by bigint REFERENCES app_user,
  approved_at timestamptz,
  note text NOT NULL DEFAULT '',
  CONSTRAINT unit_cost_dates CHECK (valid_to >= valid_from),
  CONSTRAINT unit_cost_price_year CHECK (value IS NULL OR price_year IS NOT NULL),
  CONSTRAINT unit_cost_overlap EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);
COMMENT ON TABLE unit_cost IS 'Library of unit costs; rows of one code follow each other in time';
COMMENT ON COLUMN unit_cost.id IS 'Key';
COMMENT ON COLUMN unit_cost.code IS 'What the cost is of';
COMMENT ON COLUMN unit_cost.da IS 'Danish label';
COMMENT ON COLUMN unit_cost.en IS 'English label';
COMMENT ON COLUMN unit_cost.category IS 'Kind of resource';
COMMENT ON COLUMN unit_cost.unit IS 'What one costs: day, visit, hour ...';
COMMENT ON COLUMN unit_cost.value IS 'Kroner per unit, VAT excluded; null: not known, to be entered';
COMMENT ON COLUMN unit_cost.price_year IS 'Year of its prices';
COMMENT ON COLUMN unit_cost.index_code IS 'Price index that carries it to other years; null: none is named';
COMMENT ON COLUMN unit_cost.basis IS 'Average cost, or what one more or less really costs';
COMMENT ON COLUMN unit_cost.valid_from IS 'First day; null: open';
COMMENT ON COLUMN unit_cost.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN unit_cost.source IS 'Where it is taken from';
COMMENT ON COLUMN unit_cost.source_url IS 'Link to the source';
COMMENT ON COLUMN unit_cost.approved_by IS 'User who approved it here; null: not approved since its last change';
COMMENT ON COLUMN unit_cost.approved_at IS 'When';
COMMENT ON COLUMN unit_cost.note IS 'Remarks';
CALL stamped('unit_cost');
CALL audited('unit_cost');

-- What an assessment usually asks for. The region's own figures are to be entered; none is assumed.
INSERT INTO unit_cost (code, da, en, category, unit, source, note)
SELECT v.code, v.da, v.en, v.category, v.unit, '', 'Skal indtastes' FROM (VALUES
  ('bed_day', 'Sengedag, somatik', 'Bed day, somatic', 'bed', 'sengedag'),
  ('bed_day_psychiatry', 'Sengedag, psykiatri', 'Bed day, psychiatry', 'bed', 'sengedag'),
  ('bed_day_intensive', 'Sengedag, intensiv', 'Bed day, intensive care', 'bed', 'sengedag'),
  ('admission', 'Indlæggelse', 'Admission', 'bed', 'indlæggelse'),
  ('readmission', 'Genindlæggelse', 'Readmission', 'bed', 'indlæggelse'),
  ('outpatient_visit', 'Ambulant besøg', 'Outpatient visit', 'visit', 'besøg'),
  ('virtual_visit', 'Virtuel konsultation', 'Virtual consultation', 'visit', 'besøg'),
  ('emergency_visit', 'Skadestue- eller akutbesøg', 'Emergency visit', 'visit', 'besøg'),
  ('gp_contact', 'Kontakt til almen praksis', 'Contact with general practice', 'visit', 'kontakt'),
  ('specialist_visit', 'Besøg hos speciallæge', 'Visit to a specialist in practice', 'visit', 'besøg'),
  ('scan_mri', 'MR-scanning', 'MRI scan', 'visit', 'undersøgelse'),
  ('scan_ct', 'CT-scanning', 'CT scan', 'visit', 'undersøgelse'),
  ('lab_test', 'Laboratorieprøve', 'Laboratory test', 'visit', 'prøve'),
  ('operation_hour', 'Operationsstue med personale', 'Operating theatre with staff', 'staff', 'time'),
  ('nurse_hour', 'Sygeplejerske', 'Nurse', 'staff', 'time'),
  ('doctor_hour', 'Læge', 'Doctor', 'staff', 'time'),
  ('secretary_hour', 'Lægesekretær', 'Medical secretary', 'staff', 'time'),
  ('therapist_hour', 'Fysio- eller ergoterapeut', 'Physiotherapist or occupational therapist', 'staff', 'time'),
  ('home_nurse_hour', 'Kommunal sygeplejerske', 'Municipal nurse', 'staff', 'time'),
  ('home_help_hour', 'Hjemmehjælp', 'Home help', 'staff', 'time'),
  ('patient_hour', 'Patienters tid', 'Time of patients', 'time', 'time'),
  ('relative_hour', 'Pårørendes tid', 'Time of relatives', 'time', 'time'),
  ('patient_transport', 'Patientbefordring', 'Patient transport', 'transport', 'tur'),
  ('own_transport', 'Patientens egen transport', 'The patient''s own transport', 'transport', 'tur'),
  ('licence_year', 'Licens', 'Licence', 'equipment', 'år'),
  ('floor_area', 'Drift af bygning', 'Running of a building', 'other', 'm2 pr. år')
) AS v(code, da, en, category, unit);

-- One code in one place: what the general values hold of prices per unit stands in the library.
DELETE FROM reference_value WHERE code IN ('bed_day', 'patient_hour', 'wage_hour_nurse', 'wage_hour_doctor', 'wage_hour_secretary') AND value IS NULL;

ALTER TABLE reference_value ADD COLUMN approved_at timestamptz;
COMMENT ON COLUMN reference_value.approved_at IS 'When';
ALTER TABLE price_index ADD COLUMN approved_by bigint REFERENCES app_user, ADD COLUMN approved_at timestamptz;
COMMENT ON COLUMN price_index.approved_by IS 'User who approved it here; null: as delivered, or changed since';
COMMENT ON COLUMN price_index.approved_at IS 'When';
ALTER TABLE payer_rule ADD COLUMN approved_by bigint REFERENCES app_user, ADD COLUMN approved_at timestamptz;
COMMENT ON COLUMN payer_rule.approved_by IS 'User who approved it here; null: as delivered, or changed since';
COMMENT ON COLUMN payer_rule.approved_at IS 'When';

-- A change takes the approval off; whoever wrote a row last never approves it; what changes nothing makes no new version.
CREATE FUNCTION reference_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  kept text[] := '{approved_by,approved_at,version,created_at,created_by,updated_at,updated_by}';
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.approved_by := NULL;
    NEW.approved_at := NULL;
  ELSIF to_jsonb(OLD) - kept <> to_jsonb(NEW) - kept THEN
    NEW.approved_by := NULL;
    NEW.approved_at := NULL;
  ELSIF NEW.approved_by IS DISTINCT FROM OLD.approved_by THEN
    IF NEW.approved_by = OLD.updated_by THEN
      RAISE EXCEPTION USING ERRCODE = 'SM403', MESSAGE = 'who wrote the value last may not approve it';
    END IF;
    NEW.approved_at := CASE WHEN NEW.approved_by IS NOT NULL THEN clock_timestamp() END;
  ELSE
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;

-- Sets. Every change of a row makes a new one unless its content has been in force just before.
CREATE TABLE reference_set (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by bigint,
  hash bytea NOT NULL,
  content jsonb NOT NULL
);
COMMENT ON TABLE reference_set IS 'What all reference values were from a moment on; the newest is in force';
COMMENT ON COLUMN reference_set.id IS 'Key, and the number that estimates name';
COMMENT ON COLUMN reference_set.created_at IS 'From when it was in force';
COMMENT ON COLUMN reference_set.created_by IS 'User whose change made it';
COMMENT ON COLUMN reference_set.hash IS 'SHA-256 of the content';
COMMENT ON COLUMN reference_set.content IS 'All rows that hold a value: {values, unit_costs, price_indices, payer_rules}';
INSERT INTO privilege VALUES ('reference_set', 'SELECT');

CREATE FUNCTION reference_content() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'values', (SELECT jsonb_agg(jsonb_build_object('code', code, 'value', value, 'price_year', price_year, 'valid_from', valid_from, 'valid_to', valid_to) ORDER BY code, id) FROM reference_value WHERE value IS NOT NULL),
    'unit_costs', (SELECT jsonb_agg(jsonb_build_object('code', code, 'value', value, 'price_year', price_year, 'index', index_code, 'source', source, 'valid_from', valid_from, 'valid_to', valid_to) ORDER BY code, id) FROM unit_cost WHERE value IS NOT NULL),
    'price_indices', (SELECT jsonb_agg(jsonb_build_object('code', code, 'year', year, 'value', value) ORDER BY code, year) FROM price_index WHERE value IS NOT NULL),
    'payer_rules', (SELECT jsonb_agg(jsonb_build_object('task', task, 'municipality_unit_id', municipality_unit_id, 'sector_from', sector_from, 'sector_to', sector_to, 'valid_from', valid_from, 'valid_to', valid_to) ORDER BY task, id) FROM payer_rule))
$$;
CREATE FUNCTION reference_set_make() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  c jsonb := reference_content();
  h bytea := sha256(convert_to(c::text, 'UTF8'));
BEGIN
  PERFORM pg_advisory_xact_lock('reference_set'::regclass::oid::integer, 0);
  INSERT INTO reference_set (created_by, hash, content)
  SELECT me(), h, c WHERE h IS DISTINCT FROM (SELECT s.hash FROM reference_set s ORDER BY s.id DESC LIMIT 1);
  RETURN NULL;
END $$;
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['reference_value', 'unit_cost', 'price_index', 'payer_rule'] LOOP
    EXECUTE format('CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION reference_guard()', t);
    EXECUTE format('CREATE TRIGGER sets AFTER INSERT OR UPDATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION reference_set_make()', t);
  END LOOP;
END $$;
INSERT INTO reference_set (hash, content) SELECT sha256(convert_to(c::text, 'UTF8')), c FROM reference_content() c;

-- ---- the estimate names its set, and each line what it took from it ----

CREATE TABLE kept_column (
  name text PRIMARY KEY
);
COMMENT ON TABLE kept_column IS 'Columns of estimate that a save of its document leaves alone';
COMMENT ON COLUMN kept_column.name IS 'Column';
INSERT INTO privilege VALUES ('kept_column', '');
INSERT INTO kept_column SELECT unnest(ARRAY['id', 'collaboration_id', 'version_no', 'copied_from', 'status', 'authors', 'submitted_by',
  'submitted_at', 'approved_by', 'approved_at', 'review_comment', 'headline', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by',
  'reference_set_id']);

ALTER TABLE estimate ADD COLUMN reference_set_id bigint REFERENCES reference_set;
COMMENT ON COLUMN estimate.reference_set_id IS 'The reference set that its values were taken from';
ALTER TABLE estimate_line ADD COLUMN reference text;
COMMENT ON COLUMN estimate_line.reference IS 'Code of the unit cost or reference value that unit_value was taken from';

-- Writes the functions that write rows, from the catalog; to be called again when one of the tables has a new column.
--   <table>_put(case, estimate, rows): makes the rows of a table those given, by their unique key; touches only what differs, so
--   that the history says what changed. estimate_row_add and estimate_row_save: the row of the estimate itself.
CREATE OR REPLACE PROCEDURE estimate_functions() LANGUAGE plpgsql AS $p$
DECLARE
  t record;
  own text; -- columns of estimate that a save writes
BEGIN
  FOR t IN SELECT c.relname AS name,
             string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE a.attnum = ANY (k.conkey)) AS keys,
             string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE a.attnum <> ALL (k.conkey)) AS vals,
             string_agg('o.' || quote_ident(a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE a.attnum <> ALL (k.conkey)) AS o_vals,
             string_agg('excluded.' || quote_ident(a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE a.attnum <> ALL (k.conkey)) AS n_vals
           FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'u'
           WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'estimate\_%' AND a.attnum > 0 AND NOT a.attisdropped
             AND a.attname NOT IN ('id', 'collaboration_id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by')
           GROUP BY c.relname LOOP
    EXECUTE format($f$
      CREATE OR REPLACE FUNCTION %1$s_put(case_id bigint, e_id bigint, given jsonb) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        given := COALESCE((SELECT jsonb_agg(r || jsonb_build_object('estimate_id', e_id, 'collaboration_id', case_id)) FROM jsonb_array_elements(given) r), '[]');
        DELETE FROM %1$I o WHERE o.estimate_id = e_id AND (%2$s) NOT IN (SELECT %2$s FROM jsonb_populate_recordset(NULL::%1$I, given));
        INSERT INTO %1$I AS o (collaboration_id, %2$s, %3$s) SELECT collaboration_id, %2$s, %3$s FROM jsonb_populate_recordset(NULL::%1$I, given)
        ON CONFLICT (%2$s) DO UPDATE SET (%3$s) = ROW(%5$s) WHERE (%4$s) IS DISTINCT FROM (%5$s);
      END $$ $f$, t.name, t.keys, t.vals, t.o_vals, t.n_vals);
  END LOOP;
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO own FROM pg_attribute
  WHERE attrelid = 'estimate'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN (SELECT k.name FROM kept_column k);
  EXECUTE format($f$
    CREATE OR REPLACE FUNCTION estimate_row_add(case_id bigint, from_id bigint, doc jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE
      e_id bigint;
    BEGIN
      INSERT INTO estimate (collaboration_id, version_no, copied_from, %1$s)
      SELECT case_id, COALESCE((SELECT max(e.version_no) FROM estimate e WHERE e.collaboration_id = case_id), 0) + 1, from_id, %1$s FROM estimate_values(doc)
      RETURNING id INTO e_id;
      RETURN e_id;
    END $$ $f$, own);
  EXECUTE format($f$
    CREATE OR REPLACE FUNCTION estimate_row_save(e_id bigint, doc jsonb) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE estimate SET (%1$s) = (SELECT %1$s FROM estimate_values(doc)) WHERE id = e_id;
    END $$ $f$, own);
END $p$;
CALL estimate_functions();

CREATE FUNCTION reference_set_take() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.reference_set_id := COALESCE(NEW.reference_set_id, (SELECT e.reference_set_id FROM estimate e WHERE e.id = NEW.copied_from),
    (SELECT s.id FROM reference_set s ORDER BY s.id DESC LIMIT 1));
  RETURN NEW;
END $$;
CREATE TRIGGER reference_set BEFORE INSERT ON estimate FOR EACH ROW EXECUTE FUNCTION reference_set_take();

-- What a set says on a day.
CREATE FUNCTION reference_row(content jsonb, list text, wanted text, day date) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT r FROM jsonb_array_elements(content->list) r
  WHERE r->>'code' = wanted AND COALESCE((r->>'valid_from')::date, '-infinity') <= day AND COALESCE((r->>'valid_to')::date, 'infinity') >= day LIMIT 1
$$;
CREATE FUNCTION reference_steps(content jsonb, day date) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT COALESCE(jsonb_agg(jsonb_build_object('from_year', s.from_year, 'rate', r->'value') ORDER BY s.from_year), '[]')
  FROM (VALUES ('discount_rate_0_35', 0), ('discount_rate_36_70', 36), ('discount_rate_71', 71)) AS s(code, from_year),
       reference_row(content, 'values', s.code, day) r WHERE r IS NOT NULL
$$;
CREATE FUNCTION reference_payers(content jsonb, day date) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('task', r->'task', 'municipality', m.name, 'sector_from', r->'sector_from',
           'sector_to', r->'sector_to', 'valid_from', left(r->>'valid_from', 4)::integer)) ORDER BY no)
  FROM jsonb_array_elements(content->'payer_rules') WITH ORDINALITY x(r, no) LEFT JOIN unit m ON m.id = (r->>'municipality_unit_id')::integer
  WHERE COALESCE((r->>'valid_to')::date, 'infinity') >= day
$$;

-- Inputs to begin with: five years from now, the rates, factors and payers in force today, one alternative without lines.
CREATE OR REPLACE FUNCTION estimate_fresh(case_id bigint) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_strip_nulls(json_build_object(
    'base_year', y.year, 'horizon_years', 5, 'price_year', y.year, 'capacity_realisation', 0,
    'discount', json_build_object('timing', 'annual', 'steps', reference_steps(s.content, current_date)),
    'multipliers', json_build_object('naf', reference_row(s.content, 'values', 'naf', current_date)->'value',
                                     'tax_distortion', reference_row(s.content, 'values', 'tax_distortion', current_date)->'value'),
    'payer_rules', reference_payers(s.content, current_date),
    'alternatives', json_build_array(json_build_object('name', left(c.title, 200), 'lines', json_build_array(),
      'volume', json_build_array(json_build_object('year', y.year, 'eligible', 0, 'adoption', 1))))))
  FROM collaboration c, (SELECT extract(year FROM current_date)::integer AS year) y,
       (SELECT content FROM reference_set ORDER BY id DESC LIMIT 1) s WHERE c.id = case_id
$$;

-- Inputs with the values of another set: what they took from the old one is replaced, what was typed stays. Lines name what
-- they took; rates, factors, payers and index values count as taken when they are those of the old set.
CREATE FUNCTION reference_apply(i jsonb, old jsonb, old_day date, new jsonb, day date) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  name text;
BEGIN
  IF i->'discount'->'steps' = reference_steps(old, old_day) THEN
    i := jsonb_set(i, '{discount,steps}', reference_steps(new, day));
  END IF;
  FOREACH name IN ARRAY ARRAY['naf', 'tax_distortion'] LOOP
    IF i->'multipliers'->name = reference_row(old, 'values', name, old_day)->'value' AND reference_row(new, 'values', name, day) IS NOT NULL THEN
      i := jsonb_set(i, ARRAY['multipliers', name], reference_row(new, 'values', name, day)->'value');
    END IF;
  END LOOP;
  IF i->'payer_rules' = reference_payers(old, old_day) THEN
    i := jsonb_set(i, '{payer_rules}', COALESCE(reference_payers(new, day), '[]'));
  END IF;
  i := jsonb_set(i, '{indices}', COALESCE((
    SELECT jsonb_object_agg(c.key, (
      SELECT COALESCE(jsonb_object_agg(y.key, CASE WHEN y.value = o.value THEN COALESCE(n.value, y.value) ELSE y.value END), '{}')
      FROM jsonb_each(c.value) y
      LEFT JOIN LATERAL (SELECT r->'value' AS value FROM jsonb_array_elements(old->'price_indices') r WHERE r->>'code' = c.key AND r->>'year' = y.key) o ON true
      LEFT JOIN LATERAL (SELECT r->'value' AS value FROM jsonb_array_elements(new->'price_indices') r WHERE r->>'code' = c.key AND r->>'year' = y.key) n ON true))
    FROM jsonb_each(NULLIF(i->'indices', 'null')) c), 'null'));
  i := jsonb_set(i, '{alternatives}', (
    SELECT jsonb_agg(jsonb_set(a.j, '{lines}', COALESCE((
      SELECT jsonb_agg(CASE WHEN r IS NULL THEN l.j ELSE l.j || jsonb_strip_nulls(jsonb_build_object(
               'unit_value', r->'value', 'value_price_year', r->'price_year', 'index', r->'index')) END ORDER BY l.no)
      FROM jsonb_array_elements(a.j->'lines') WITH ORDINALITY l(j, no)
      LEFT JOIN LATERAL (SELECT COALESCE(reference_row(new, 'unit_costs', l.j->>'reference', day),
                                         reference_row(new, 'values', l.j->>'reference', day)) AS r) x ON l.j->>'reference' IS NOT NULL), '[]'))
      ORDER BY a.no)
    FROM jsonb_array_elements(i->'alternatives') WITH ORDINALITY a(j, no)));
  RETURN i - CASE WHEN i->'indices' = 'null' THEN 'indices' ELSE '' END;
END $$;

-- The inputs of an estimate as the set in force would have them.
CREATE FUNCTION estimate_renewed(e_id bigint) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT reference_apply(estimate_inputs(e.id)::jsonb, o.content, o.created_at::date, n.content, current_date)::json
  FROM estimate e JOIN reference_set o ON o.id = e.reference_set_id, (SELECT content FROM reference_set ORDER BY id DESC LIMIT 1) n
  WHERE e.id = e_id
$$;

-- Recomputation of the drafts, done by the work process.
CREATE TABLE recompute (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reference_set_id bigint NOT NULL REFERENCES reference_set,
  total integer NOT NULL DEFAULT 0,
  started_at timestamptz,
  finished_at timestamptz
);
COMMENT ON TABLE recompute IS 'Recomputations of all drafts with the values in force';
COMMENT ON COLUMN recompute.id IS 'Key';
COMMENT ON COLUMN recompute.reference_set_id IS 'The set that was in force when it was asked for';
COMMENT ON COLUMN recompute.total IS 'Drafts to go through';
COMMENT ON COLUMN recompute.started_at IS 'When the work began';
COMMENT ON COLUMN recompute.finished_at IS 'When it was done';
CALL stamped('recompute');
CALL audited('recompute');

CREATE TABLE recompute_item (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  recompute_id bigint NOT NULL REFERENCES recompute,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  estimate_id bigint NOT NULL,
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'changed', 'unchanged', 'skipped', 'failed')),
  npv_before_oere bigint,
  npv_after_oere bigint,
  detail text,
  CONSTRAINT recompute_item_once UNIQUE (recompute_id, estimate_id)
);
CREATE INDEX recompute_item_open ON recompute_item (recompute_id, id) WHERE status = 'waiting';
COMMENT ON TABLE recompute_item IS 'What became of each draft';
COMMENT ON COLUMN recompute_item.id IS 'Key';
COMMENT ON COLUMN recompute_item.recompute_id IS 'Recomputation';
COMMENT ON COLUMN recompute_item.collaboration_id IS 'Case';
COMMENT ON COLUMN recompute_item.estimate_id IS 'Estimate';
COMMENT ON COLUMN recompute_item.status IS 'waiting; changed; unchanged; skipped: no draft any more; failed: its inputs do not add up with the new values';
COMMENT ON COLUMN recompute_item.npv_before_oere IS 'Net present value before, limited societal perspective';
COMMENT ON COLUMN recompute_item.npv_after_oere IS 'And after';
COMMENT ON COLUMN recompute_item.detail IS 'First thing that did not add up';
CALL protect('recompute_item');
-- Written by the work process alone.
DROP POLICY add ON recompute_item;
DROP POLICY change ON recompute_item;
CREATE POLICY add ON recompute_item FOR INSERT WITH CHECK (may('writes_all'));
CREATE POLICY change ON recompute_item FOR UPDATE USING (may('writes_all'));

-- Drafts that the set in force has passed by.
CREATE FUNCTION recompute_fill(job bigint) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  n integer;
BEGIN
  INSERT INTO recompute_item (recompute_id, collaboration_id, estimate_id)
  SELECT job, e.collaboration_id, e.id FROM estimate e
  WHERE e.status = 'draft' AND e.reference_set_id < (SELECT max(s.id) FROM reference_set s) ORDER BY e.id
  ON CONFLICT DO NOTHING;
  SELECT count(*) INTO n FROM recompute_item WHERE recompute_id = job;
  UPDATE recompute SET total = n, started_at = COALESCE(started_at, clock_timestamp()) WHERE id = job;
  RETURN n;
END $$;
