-- SPDX-License-Identifier: EUPL-1.2
-- Stored value estimates. The body of POST /value/evaluate is kept as typed rows, so that it can be filtered, summed and
-- followed in the history line by line; estimate_inputs puts it together again without loss. Names of columns are those of
-- the body's members wherever the two can agree.
-- A draft can be changed; a submitted one waits for another person; an approved one never changes again.

CREATE TABLE estimate (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  version_no integer NOT NULL CHECK (version_no >= 1),
  copied_from bigint REFERENCES estimate,
  tier text NOT NULL REFERENCES code_tier,
  status text NOT NULL DEFAULT 'draft' REFERENCES code_estimate_status,
  comparator text CHECK (char_length(comparator) <= 4000),
  population text CHECK (char_length(population) <= 4000),
  base_year integer NOT NULL CHECK (base_year BETWEEN 1990 AND 2200),
  horizon_years integer NOT NULL CONSTRAINT estimate_horizon CHECK (horizon_years BETWEEN 1 AND 70),
  price_year integer CHECK (price_year BETWEEN 1990 AND 2200),
  perspective text REFERENCES code_perspective,
  timing text CHECK (timing IN ('annual', 'mid_year')),
  naf double precision CHECK (naf BETWEEN 0 AND 10),
  tax_distortion double precision CHECK (tax_distortion BETWEEN 0 AND 10),
  qaly_value double precision CHECK (qaly_value >= 0),
  capacity_realisation double precision CHECK (capacity_realisation BETWEEN 0 AND 1),
  budget_prices text CHECK (budget_prices IN ('constant', 'nominal')),
  threshold_from double precision,
  threshold_to double precision,
  threshold_step double precision,
  one_way boolean,
  trace boolean,
  break_even text[],
  simulation_draws integer,
  simulation_seed bigint,
  empty_fields text[] NOT NULL DEFAULT '{}',
  authors bigint[] NOT NULL DEFAULT '{}',
  submitted_by bigint REFERENCES app_user,
  submitted_at timestamptz,
  approved_by bigint REFERENCES app_user,
  approved_at timestamptz,
  review_comment text CHECK (char_length(review_comment) <= 4000),
  engine_version text,
  params_hash text CHECK (params_hash ~ '^[0-9a-f]{64}$'),
  npv_clinic_oere bigint,
  npv_hospital_oere bigint,
  npv_region_oere bigint,
  npv_region_cash_oere bigint,
  npv_public_oere bigint,
  npv_public_cash_oere bigint,
  npv_limited_societal_oere bigint,
  npv_limited_societal_cash_oere bigint,
  npv_societal_oere bigint,
  signal text REFERENCES code_value_signal,
  weak_evidence_share double precision CHECK (weak_evidence_share BETWEEN 0 AND 1),
  headline boolean NOT NULL DEFAULT false,
  CONSTRAINT estimate_version_key UNIQUE (collaboration_id, version_no),
  CONSTRAINT estimate_case_key UNIQUE (id, collaboration_id),
  CONSTRAINT estimate_computed CHECK (status = 'draft' OR npv_limited_societal_oere IS NOT NULL),
  CONSTRAINT estimate_figures CHECK (num_nulls(engine_version, params_hash, npv_clinic_oere, npv_hospital_oere, npv_region_oere,
    npv_region_cash_oere, npv_public_oere, npv_public_cash_oere, npv_limited_societal_oere, npv_limited_societal_cash_oere, signal) IN (0, 11)),
  CONSTRAINT estimate_approval CHECK ((status IN ('approved', 'superseded')) = (approved_by IS NOT NULL AND approved_at IS NOT NULL))
);
CREATE UNIQUE INDEX estimate_one_approved ON estimate (collaboration_id) WHERE status = 'approved';
CREATE UNIQUE INDEX estimate_one_headline ON estimate (collaboration_id) WHERE headline;

CREATE TABLE estimate_discount_step (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  effects boolean NOT NULL,
  no integer NOT NULL,
  from_year integer NOT NULL CHECK (from_year >= 0),
  rate double precision NOT NULL CHECK (rate BETWEEN 0 AND 1),
  CONSTRAINT estimate_discount_step_key UNIQUE (estimate_id, effects, no)
);
CREATE TABLE estimate_index (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  no integer NOT NULL,
  code text NOT NULL,
  year integer,
  value double precision CHECK (value > 0),
  CONSTRAINT estimate_index_key UNIQUE (estimate_id, no),
  CONSTRAINT estimate_index_year CHECK ((year IS NULL) = (value IS NULL))
);
CREATE TABLE estimate_payer_rule (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  no integer NOT NULL,
  task text NOT NULL,
  municipality text,
  sector_from text NOT NULL REFERENCES code_sector,
  sector_to text NOT NULL REFERENCES code_sector,
  valid_from integer NOT NULL,
  CONSTRAINT estimate_payer_rule_key UNIQUE (estimate_id, no)
);
CREATE TABLE estimate_alternative (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  no integer NOT NULL CHECK (no >= 1),
  name text NOT NULL,
  is_comparator boolean,
  round_patients boolean,
  volume_multiplier double precision CHECK (volume_multiplier >= 0),
  empty_fields text[] NOT NULL DEFAULT '{}',
  CONSTRAINT estimate_alternative_key UNIQUE (estimate_id, no)
);
CREATE TABLE estimate_volume (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  alternative_no integer NOT NULL,
  no integer NOT NULL,
  year integer NOT NULL,
  eligible double precision NOT NULL CHECK (eligible >= 0),
  adoption double precision CHECK (adoption BETWEEN 0 AND 1),
  CONSTRAINT estimate_volume_key UNIQUE (estimate_id, alternative_no, no)
);
CREATE TABLE estimate_health (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  alternative_no integer NOT NULL,
  no integer NOT NULL,
  year integer NOT NULL,
  qaly_per_patient double precision,
  ly_per_patient double precision,
  CONSTRAINT estimate_health_key UNIQUE (estimate_id, alternative_no, no)
);
CREATE TABLE estimate_stage (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  alternative_no integer NOT NULL,
  no integer NOT NULL,
  stage_no integer NOT NULL,
  name text,
  start_year integer NOT NULL,
  p_success double precision NOT NULL CHECK (p_success BETWEEN 0 AND 1),
  stop_cost double precision CHECK (stop_cost >= 0),
  CONSTRAINT estimate_stage_key UNIQUE (estimate_id, alternative_no, no)
);
CREATE TABLE estimate_line (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  alternative_no integer NOT NULL,
  no integer NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  sector text NOT NULL REFERENCES code_sector,
  municipality text,
  payer_task text,
  class text NOT NULL REFERENCES code_effect_class,
  form_row text REFERENCES code_form_row,
  timing text REFERENCES code_line_timing,
  kind text REFERENCES code_line_kind,
  stage_no integer,
  unit text,
  qty_baseline double precision,
  qty_new double precision,
  unit_value double precision,
  value_price_year integer,
  index_code text,
  year_from integer,
  year_to integer,
  override_years integer[],
  override_values double precision[],
  flows double precision[],
  units double precision[],
  fte double precision[],
  multiplier double precision,
  realisation_share double precision CHECK (realisation_share BETWEEN 0 AND 1),
  transfer_group text,
  evidence text REFERENCES code_evidence,
  source text,
  source_url text,
  note text,
  confirmed_status text REFERENCES code_confirmation,
  empty_fields text[] NOT NULL DEFAULT '{}',
  CONSTRAINT estimate_line_key UNIQUE (estimate_id, alternative_no, no),
  CONSTRAINT estimate_line_overrides CHECK (COALESCE(cardinality(override_years), 0) = COALESCE(cardinality(override_values), 0))
);
CREATE TABLE estimate_uncertainty (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  alternative_no integer NOT NULL,
  line_no integer NOT NULL,
  no integer NOT NULL,
  field text NOT NULL,
  dist text NOT NULL,
  value double precision,
  low double precision,
  mode double precision,
  high double precision,
  shape double precision,
  mean double precision,
  sd double precision,
  meanlog double precision,
  sdlog double precision,
  scale double precision,
  alpha double precision,
  beta double precision,
  CONSTRAINT estimate_uncertainty_key UNIQUE (estimate_id, alternative_no, line_no, no)
);
CREATE TABLE estimate_sector (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  sector text NOT NULL REFERENCES code_sector,
  pays_oere bigint NOT NULL,
  saves_oere bigint NOT NULL,
  capacity_oere bigint NOT NULL,
  time_oere bigint NOT NULL,
  net_oere bigint NOT NULL,
  confirmed_oere bigint NOT NULL,
  qaly double precision NOT NULL,
  CONSTRAINT estimate_sector_key UNIQUE (estimate_id, sector)
);

-- Who may write values of a unit: through roles with value:write, at the unit or above it.
CREATE FUNCTION values_for(who bigint, unit integer) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (
    WITH RECURSIVE up(id) AS (SELECT unit UNION SELECT u.parent_id FROM unit u JOIN up ON u.id = up.id WHERE u.parent_id IS NOT NULL)
    SELECT 1 FROM role_grant r JOIN role_right x ON x.role = r.role AND x.right_code = 'value:write' JOIN up ON up.id = r.unit_id
    WHERE r.user_id = who AND r.valid_from <= current_date AND COALESCE(r.valid_to, 'infinity') >= current_date);
END $$;
-- Both run with the caller's rights: what is not seen is neither written nor approved.
CREATE FUNCTION value_writable(case_id bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN may('writes_all') OR EXISTS (SELECT 1 FROM collaboration c WHERE c.id = case_id
    AND (c.owner_id = me() OR values_for(me(), c.unit_id)));
END $$;
CREATE FUNCTION value_approvable(case_id bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM collaboration c WHERE c.id = case_id AND approves_for(me(), c.unit_id));
END $$;

-- Seen with the case; written by those who may write its values, and once submitted by those who approve.
CALL protect('estimate');
DROP POLICY add ON estimate;
DROP POLICY change ON estimate;
CREATE POLICY add ON estimate FOR INSERT WITH CHECK (value_writable(collaboration_id));
CREATE POLICY change ON estimate FOR UPDATE
  USING (value_writable(collaboration_id) OR (status <> 'draft' AND value_approvable(collaboration_id)))
  WITH CHECK (value_writable(collaboration_id) OR value_approvable(collaboration_id));
-- Which estimate speaks for the case is derived and makes no new version.
DROP TRIGGER stamp ON estimate;
CREATE TRIGGER stamp_insert BEFORE INSERT ON estimate FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE TRIGGER stamp_update BEFORE UPDATE OF tier, status, comparator, population, base_year, review_comment, version ON estimate
  FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE INDEX estimate_updated ON estimate (updated_at DESC, id DESC);
CREATE INDEX estimate_npv ON estimate (npv_limited_societal_oere, id);
CREATE INDEX estimate_npv_down ON estimate (npv_limited_societal_oere DESC NULLS LAST, id DESC);
CREATE INDEX estimate_waiting ON estimate (collaboration_id) WHERE status IN ('submitted', 'in_review');
CREATE INDEX estimate_drafts ON estimate (created_by) WHERE status = 'draft';

-- Rows below an estimate can change only while that is a draft, and by those who may write it: the policy of the estimate
-- decides, once a statement, because a policy on each of many rows would cost more than the rows. The lock keeps it a draft
-- until the transaction ends.
CREATE FUNCTION estimate_part_guard(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(ids) = 0 OR cardinality(ids) = (SELECT count(*) FROM (SELECT 1 FROM estimate e WHERE e.id = ANY (ids) AND e.status = 'draft' FOR SHARE) x) THEN
    RETURN;
  ELSIF EXISTS (SELECT 1 FROM estimate e WHERE e.id = ANY (ids) AND e.status <> 'draft') THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the estimate is no draft any more';
  END IF;
  RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'no right to write this estimate';
END $$;
CREATE FUNCTION estimate_part_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM estimate_part_guard(ARRAY(SELECT DISTINCT n.estimate_id FROM new_rows n));
  RETURN NULL;
END $$;
CREATE FUNCTION estimate_part_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM estimate_part_guard(ARRAY(SELECT n.estimate_id FROM new_rows n UNION SELECT o.estimate_id FROM old_rows o));
  RETURN NULL;
END $$;
CREATE FUNCTION estimate_part_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM estimate_part_guard(ARRAY(SELECT DISTINCT o.estimate_id FROM old_rows o));
  RETURN NULL;
END $$;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['discount_step', 'index', 'payer_rule', 'alternative', 'volume', 'health', 'stage', 'line', 'uncertainty', 'sector'] LOOP
    t := 'estimate_' || t;
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (estimate_id, collaboration_id) REFERENCES estimate (id, collaboration_id)', t, t || '_fkey');
    EXECUTE format('CALL protect(%L)', t);
    EXECUTE format('DROP POLICY add ON %I', t);
    EXECUTE format('DROP POLICY change ON %I', t);
    EXECUTE format('CREATE POLICY add ON %I FOR INSERT WITH CHECK (true)', t);
    EXECUTE format('CREATE POLICY change ON %I FOR UPDATE USING (true)', t);
    EXECUTE format('CREATE POLICY remove ON %I FOR DELETE USING (true)', t);
    EXECUTE format('CREATE TRIGGER guard_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION estimate_part_insert()', t);
    EXECUTE format('CREATE TRIGGER guard_update AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION estimate_part_update()', t);
    EXECUTE format('CREATE TRIGGER guard_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION estimate_part_delete()', t);
    INSERT INTO privilege VALUES (t, 'SELECT, INSERT, UPDATE, DELETE');
  END LOOP;
  FOREACH t IN ARRAY ARRAY['volume', 'health', 'stage', 'line'] LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (estimate_id, alternative_no) REFERENCES estimate_alternative (estimate_id, no) DEFERRABLE INITIALLY DEFERRED',
                   'estimate_' || t, 'estimate_' || t || '_alternative_fkey');
  END LOOP;
END $$;

-- One at a time writes estimates of a case: versions, saves and decisions all touch which of them speaks for it.
CREATE FUNCTION estimate_queue(case_id bigint) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock('estimate'::regclass::oid::integer, (case_id % 2147483647)::integer)
$$;

-- The life of an estimate: draft -> submitted (-> in_review) -> approved -> superseded, back to draft, or rejected.
CREATE FUNCTION estimate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fixed text[] := '{status,review_comment,approved_by,approved_at,headline}';
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.authors := array_remove(ARRAY[me()], NULL);
    IF NEW.status = 'draft' AND num_nonnulls(NEW.submitted_by, NEW.submitted_at, NEW.approved_by, NEW.approved_at) = 0 AND NOT NEW.headline THEN
      RETURN NEW;
    END IF;
  ELSIF TG_OP = 'UPDATE' AND (NEW.id, NEW.collaboration_id, NEW.version_no, NEW.created_by, NEW.created_at)
        IS NOT DISTINCT FROM (OLD.id, OLD.collaboration_id, OLD.version_no, OLD.created_by, OLD.created_at) THEN
    IF OLD.headline <> NEW.headline AND pg_trigger_depth() > 1 AND to_jsonb(OLD) - 'headline' = to_jsonb(NEW) - 'headline' THEN
      RETURN NEW;
    ELSIF OLD.headline <> NEW.headline THEN
      NULL;
    ELSIF OLD.status = 'draft' AND NEW.status IN ('draft', 'submitted') AND NEW.approved_by IS NULL AND NEW.approved_at IS NULL THEN
      NEW.authors := CASE WHEN me() = ANY (OLD.authors) THEN OLD.authors ELSE array_remove(OLD.authors || me(), NULL) END;
      NEW.submitted_by := CASE WHEN NEW.status = 'submitted' THEN me() ELSE OLD.submitted_by END;
      NEW.submitted_at := CASE WHEN NEW.status = 'submitted' THEN clock_timestamp() ELSE OLD.submitted_at END;
      RETURN NEW;
    ELSIF to_jsonb(OLD) - fixed <> to_jsonb(NEW) - fixed THEN
      NULL;
    ELSIF OLD.status IN ('submitted', 'in_review') AND NEW.status IN ('draft', 'in_review', 'approved', 'rejected') AND NEW.status <> OLD.status THEN
      IF NOT COALESCE((SELECT approves_for(me(), c.unit_id) FROM collaboration c WHERE c.id = NEW.collaboration_id), false) THEN
        RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'only those who approve for the unit decide';
      END IF;
      NEW.approved_by := CASE WHEN NEW.status = 'approved' THEN me() END;
      NEW.approved_at := CASE WHEN NEW.status = 'approved' THEN clock_timestamp() END;
      IF NEW.status = 'approved' THEN
        PERFORM estimate_queue(NEW.collaboration_id);
        UPDATE estimate SET status = 'superseded' WHERE collaboration_id = NEW.collaboration_id AND status = 'approved';
      END IF;
      RETURN NEW;
    ELSIF OLD.status = 'approved' AND NEW.status = 'superseded' AND pg_trigger_depth() > 1 AND NEW.review_comment IS NOT DISTINCT FROM OLD.review_comment
          AND NEW.approved_by = OLD.approved_by AND NEW.approved_at = OLD.approved_at THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'an estimate does not go this way';
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON estimate FOR EACH ROW EXECUTE FUNCTION estimate_guard();

-- Whoever wrote or submitted it never approves it; whoever approves has the right to do so for the unit.
CREATE FUNCTION estimate_separation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.approved_by IS NULL OR NEW.approved_by = ANY (NEW.authors) OR NEW.approved_by IN (NEW.created_by, NEW.submitted_by) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM403', MESSAGE = 'the author may not approve';
  ELSIF NOT approves_for(NEW.approved_by, (SELECT c.unit_id FROM collaboration c WHERE c.id = NEW.collaboration_id)) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'no right to approve for this unit';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER separation AFTER INSERT OR UPDATE OF status ON estimate FOR EACH ROW WHEN (NEW.status = 'approved')
  EXECUTE FUNCTION estimate_separation();

-- The approved estimate speaks for its case, else the newest that has figures. As the system: who approves need not be able to
-- write the case.
CREATE FUNCTION estimate_publish() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  best estimate;
  access text := COALESCE(current_setting('samspil.access', true), '');
BEGIN
  PERFORM set_config('samspil.access', 'sees_all writes_all', true);
  SELECT e.* INTO best FROM estimate e
  WHERE e.collaboration_id = NEW.collaboration_id AND e.status NOT IN ('superseded', 'rejected') AND e.npv_limited_societal_oere IS NOT NULL
  ORDER BY (e.status = 'approved') DESC, e.version_no DESC LIMIT 1;
  UPDATE estimate SET headline = false WHERE collaboration_id = NEW.collaboration_id AND headline AND id IS DISTINCT FROM best.id;
  UPDATE estimate SET headline = true WHERE id = best.id AND NOT headline;
  UPDATE collaboration c SET npv_oere = best.npv_limited_societal_oere, value_signal = best.signal
  WHERE c.id = NEW.collaboration_id AND (c.npv_oere, c.value_signal) IS DISTINCT FROM (best.npv_limited_societal_oere, best.signal);
  PERFORM set_config('samspil.access', access, true);
  RETURN NULL;
END $$;
CREATE TRIGGER publish AFTER INSERT OR UPDATE OF status, npv_limited_societal_oere, signal ON estimate FOR EACH ROW
  WHEN (NEW.status <> 'superseded') EXECUTE FUNCTION estimate_publish();

-- ---- from the body to rows and back ----

-- Members that are given but hold nothing: rows alone would not tell them from members left out.
CREATE FUNCTION empty_members(o jsonb) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN (SELECT COALESCE(array_agg(m.key ORDER BY m.key), '{}') FROM jsonb_each(o) m WHERE m.value IN ('[]', '{}'));
END $$;
-- A row as an object again: without bookkeeping and nulls.
CREATE FUNCTION row_members(r jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  members jsonb := jsonb_strip_nulls(r - '{id,collaboration_id,estimate_id,alternative_no,line_no,no,effects,empty_fields,version,created_at,created_by,updated_at,updated_by}'::text[]);
BEGIN
  IF COALESCE(r->'empty_fields', '[]') <> '[]' THEN
    members := (SELECT jsonb_object_agg(k, CASE WHEN k IN ('indices', 'multipliers', 'simulation') THEN '{}' ELSE '[]' END::jsonb)
                FROM jsonb_array_elements_text(r->'empty_fields') k) || members;
  END IF;
  RETURN members;
END $$;

-- The columns of estimate that a save writes come from doc: tier, comparator and population as they are, the rest from its
-- inputs and figures.
CREATE FUNCTION estimate_values(doc jsonb) RETURNS estimate LANGUAGE plpgsql STABLE AS $$
DECLARE
  i jsonb := doc->'inputs';
BEGIN
  RETURN jsonb_populate_record(NULL::estimate,
    (i - '{tier,comparator,population}'::text[]) || COALESCE(NULLIF(i->'multipliers', 'null'), '{}') || jsonb_build_object(
      'timing', i->'discount'->'timing', 'threshold_from', i->'thresholds'->'from', 'threshold_to', i->'thresholds'->'to',
      'threshold_step', i->'thresholds'->'step', 'simulation_draws', i->'simulation'->'draws', 'simulation_seed', i->'simulation'->'seed',
      'empty_fields', empty_members(i)) || COALESCE(NULLIF(doc->'figures', 'null'), '{}') || (doc - '{inputs,figures}'::text[]));
END $$;

-- The elements of one member of each alternative, each with its place.
CREATE FUNCTION estimate_elements(i jsonb, member text) RETURNS TABLE (alternative_no bigint, no bigint, j jsonb) LANGUAGE sql IMMUTABLE AS $$
  SELECT a.no, v.no, v.j || jsonb_build_object('alternative_no', a.no, 'no', v.no, 'empty_fields', empty_members(v.j))
  FROM jsonb_array_elements(i->'alternatives') WITH ORDINALITY a(j, no),
       jsonb_array_elements(NULLIF(a.j->member, 'null')) WITH ORDINALITY v(j, no)
$$;

-- Writes the functions that write rows, from the catalog; to be called again when one of the tables has a new column.
--   <table>_put(case, estimate, rows): makes the rows of a table those given, by their unique key; touches only what differs, so
--   that the history says what changed. estimate_row_add and estimate_row_save: the row of the estimate itself.
CREATE PROCEDURE estimate_functions() LANGUAGE plpgsql AS $p$
DECLARE
  t record;
  own text;
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
  WHERE attrelid = 'estimate'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN (
    'id', 'collaboration_id', 'version_no', 'copied_from', 'status', 'authors', 'submitted_by', 'submitted_at', 'approved_by', 'approved_at',
    'review_comment', 'headline', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by');
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

-- All rows below an estimate.
CREATE FUNCTION estimate_put_all(case_id bigint, e_id bigint, i jsonb, figures jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM estimate_discount_step_put(case_id, e_id, (
    SELECT jsonb_agg(s.j || jsonb_build_object('effects', d.name = 'discount_effects', 'no', s.no))
    FROM unnest(ARRAY['discount', 'discount_effects']) AS d(name), jsonb_array_elements(i->d.name->'steps') WITH ORDINALITY s(j, no)));
  PERFORM estimate_index_put(case_id, e_id, (
    SELECT jsonb_agg(jsonb_build_object('no', x.no, 'code', x.code, 'year', x.year, 'value', x.value)) FROM (
      SELECT row_number() OVER (ORDER BY c.key, y.key) AS no, c.key AS code, y.key AS year, y.value
      FROM jsonb_each(NULLIF(i->'indices', 'null')) c LEFT JOIN jsonb_each(c.value) y ON true) x));
  PERFORM estimate_payer_rule_put(case_id, e_id, (
    SELECT jsonb_agg(r.j || jsonb_build_object('no', r.no)) FROM jsonb_array_elements(NULLIF(i->'payer_rules', 'null')) WITH ORDINALITY r(j, no)));
  PERFORM estimate_alternative_put(case_id, e_id, (
    SELECT jsonb_agg(a.j || jsonb_build_object('no', a.no, 'empty_fields', empty_members(a.j)))
    FROM jsonb_array_elements(i->'alternatives') WITH ORDINALITY a(j, no)));
  PERFORM estimate_volume_put(case_id, e_id, (SELECT jsonb_agg(j) FROM estimate_elements(i, 'volume')));
  PERFORM estimate_health_put(case_id, e_id, (SELECT jsonb_agg(j) FROM estimate_elements(i, 'health')));
  PERFORM estimate_stage_put(case_id, e_id, (
    SELECT jsonb_agg(j || jsonb_build_object('stage_no', (i->'alternatives'->(alternative_no::integer - 1)->'stages'->(no::integer - 1)->'no')))
    FROM estimate_elements(i, 'stages')));
  PERFORM estimate_line_put(case_id, e_id, (
    SELECT jsonb_agg((j - 'id') || jsonb_build_object('code', j->'id', 'index_code', j->'index',
             'override_years', (SELECT jsonb_agg(o.j->'year' ORDER BY o.no) FROM jsonb_array_elements(NULLIF(l.j->'overrides', 'null')) WITH ORDINALITY o(j, no)),
             'override_values', (SELECT jsonb_agg(o.j->'value' ORDER BY o.no) FROM jsonb_array_elements(NULLIF(l.j->'overrides', 'null')) WITH ORDINALITY o(j, no))))
    FROM estimate_elements(i, 'lines') l));
  PERFORM estimate_uncertainty_put(case_id, e_id, (
    SELECT jsonb_agg(u.j || jsonb_build_object('alternative_no', u.alternative_no, 'line_no', u.line_no, 'no', u.no)) FROM (
      SELECT 0 AS alternative_no, 0 AS line_no, v.no, v.j FROM jsonb_array_elements(NULLIF(i->'uncertainty', 'null')) WITH ORDINALITY v(j, no)
      UNION ALL SELECT e.alternative_no, 0, e.no, e.j FROM estimate_elements(i, 'uncertainty') e
      UNION ALL SELECT l.alternative_no, l.no, v.no, v.j
      FROM estimate_elements(i, 'lines') l, jsonb_array_elements(NULLIF(l.j->'uncertainty', 'null')) WITH ORDINALITY v(j, no)) u));
  PERFORM estimate_sector_put(case_id, e_id, NULLIF(NULLIF(figures, 'null')->'sectors', 'null'));
END $$;

-- A new version of the case's estimate. doc: {"tier", "comparator", "population", "inputs", "figures"}; figures null while the
-- inputs do not add up. Copied from another version, comparator and population are those of that one unless given.
CREATE FUNCTION estimate_add(case_id bigint, from_id bigint, doc jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  e_id bigint;
BEGIN
  PERFORM estimate_queue(case_id);
  doc := COALESCE((SELECT jsonb_build_object('comparator', e.comparator, 'population', e.population) FROM estimate e WHERE e.id = from_id), '{}') || doc;
  e_id := estimate_row_add(case_id, from_id, doc);
  PERFORM estimate_put_all(case_id, e_id, doc->'inputs', doc->'figures');
  RETURN e_id;
END $$;

-- Writes a draft. Members of doc other than inputs and figures stay as they are when absent. False: no draft of that version
-- that one may write.
CREATE FUNCTION estimate_save(e_id bigint, e_version integer, doc jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  e estimate;
BEGIN
  PERFORM estimate_queue((SELECT x.collaboration_id FROM estimate x WHERE x.id = e_id));
  SELECT * INTO e FROM estimate WHERE id = e_id AND version = e_version AND status = 'draft' FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  doc := jsonb_build_object('tier', e.tier, 'comparator', e.comparator, 'population', e.population) || doc;
  PERFORM estimate_row_save(e_id, doc);
  PERFORM estimate_put_all(e.collaboration_id, e_id, doc->'inputs', doc->'figures');
  RETURN true;
END $$;

-- The checked body of POST /value/evaluate as rows of a draft, without figures, which only the engine can give.
CREATE FUNCTION estimate_store(e_id bigint, inputs json) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT COALESCE(estimate_save(e_id, (SELECT e.version FROM estimate e WHERE e.id = e_id), jsonb_build_object('inputs', inputs::jsonb)), false) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the estimate is no draft that can be written';
  END IF;
END $$;

-- The body again.
CREATE FUNCTION estimate_inputs(e_id bigint) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT (row_members(jsonb_build_object('empty_fields', e.empty_fields)) || jsonb_strip_nulls(jsonb_build_object(
      'base_year', e.base_year, 'horizon_years', e.horizon_years, 'price_year', e.price_year, 'perspective', e.perspective,
      'capacity_realisation', e.capacity_realisation, 'budget_prices', e.budget_prices, 'one_way', e.one_way, 'trace', e.trace,
      'break_even', e.break_even,
      'discount', (SELECT jsonb_build_object('timing', e.timing, 'steps', jsonb_agg(row_members(to_jsonb(s)) ORDER BY s.no))
                   FROM estimate_discount_step s WHERE s.estimate_id = e.id AND NOT s.effects),
      'discount_effects', (SELECT jsonb_build_object('steps', jsonb_agg(row_members(to_jsonb(s)) ORDER BY s.no))
                           FROM estimate_discount_step s WHERE s.estimate_id = e.id AND s.effects HAVING count(*) > 0),
      'indices', (SELECT jsonb_object_agg(x.code, x.years) FROM (
                    SELECT i.code, COALESCE(jsonb_object_agg(i.year, i.value) FILTER (WHERE i.year IS NOT NULL), '{}') AS years
                    FROM estimate_index i WHERE i.estimate_id = e.id GROUP BY i.code) x),
      'multipliers', NULLIF(jsonb_strip_nulls(jsonb_build_object('naf', e.naf, 'tax_distortion', e.tax_distortion, 'qaly_value', e.qaly_value)), '{}'),
      'thresholds', NULLIF(jsonb_strip_nulls(jsonb_build_object('from', e.threshold_from, 'to', e.threshold_to, 'step', e.threshold_step)), '{}'),
      'simulation', NULLIF(jsonb_strip_nulls(jsonb_build_object('draws', e.simulation_draws, 'seed', e.simulation_seed)), '{}'),
      'payer_rules', (SELECT jsonb_agg(row_members(to_jsonb(r)) ORDER BY r.no) FROM estimate_payer_rule r WHERE r.estimate_id = e.id),
      'uncertainty', (SELECT jsonb_agg(row_members(to_jsonb(u)) ORDER BY u.no) FROM estimate_uncertainty u
                      WHERE u.estimate_id = e.id AND u.alternative_no = 0),
      'alternatives', (SELECT jsonb_agg(row_members(to_jsonb(a)) || jsonb_strip_nulls(jsonb_build_object(
          'volume', (SELECT jsonb_agg(row_members(to_jsonb(v)) ORDER BY v.no) FROM estimate_volume v WHERE v.estimate_id = e.id AND v.alternative_no = a.no),
          'health', (SELECT jsonb_agg(row_members(to_jsonb(h)) ORDER BY h.no) FROM estimate_health h WHERE h.estimate_id = e.id AND h.alternative_no = a.no),
          'stages', (SELECT jsonb_agg((row_members(to_jsonb(s)) - 'stage_no') || jsonb_build_object('no', s.stage_no) ORDER BY s.no)
                     FROM estimate_stage s WHERE s.estimate_id = e.id AND s.alternative_no = a.no),
          'uncertainty', (SELECT jsonb_agg(row_members(to_jsonb(u)) ORDER BY u.no) FROM estimate_uncertainty u
                          WHERE u.estimate_id = e.id AND u.alternative_no = a.no AND u.line_no = 0),
          'lines', COALESCE((SELECT jsonb_agg((row_members(to_jsonb(l)) - '{code,index_code,override_years,override_values}'::text[]) || jsonb_strip_nulls(jsonb_build_object(
              'id', l.code, 'index', l.index_code,
              'overrides', (SELECT jsonb_agg(jsonb_build_object('year', o.year, 'value', o.value) ORDER BY o.no)
                            FROM unnest(l.override_years, l.override_values) WITH ORDINALITY o(year, value, no)),
              'uncertainty', (SELECT jsonb_agg(row_members(to_jsonb(u)) ORDER BY u.no) FROM estimate_uncertainty u
                              WHERE u.estimate_id = e.id AND u.alternative_no = a.no AND u.line_no = l.no))) ORDER BY l.no)
            FROM estimate_line l WHERE l.estimate_id = e.id AND l.alternative_no = a.no), '[]'))) ORDER BY a.no)
        FROM estimate_alternative a WHERE a.estimate_id = e.id))))::json
  FROM estimate e WHERE e.id = e_id);
END $$;

-- Inputs to begin with: five years from now, the rates, factors and payers in force today, one alternative without lines.
CREATE FUNCTION estimate_fresh(case_id bigint) RETURNS json LANGUAGE sql STABLE AS $$
  WITH today AS (
    SELECT r.code, r.value FROM reference_value r
    WHERE r.value IS NOT NULL AND COALESCE(r.valid_from, '-infinity') <= current_date AND COALESCE(r.valid_to, 'infinity') >= current_date)
  SELECT json_strip_nulls(json_build_object(
    'base_year', y.year, 'horizon_years', 5, 'price_year', y.year, 'capacity_realisation', 0,
    'discount', json_build_object('timing', 'annual', 'steps', (
      SELECT COALESCE(json_agg(json_build_object('from_year', s.from_year, 'rate', t.value) ORDER BY s.from_year), '[]')
      FROM (VALUES ('discount_rate_0_35', 0), ('discount_rate_36_70', 36), ('discount_rate_71', 71)) AS s(code, from_year) JOIN today t USING (code))),
    'multipliers', (SELECT json_object_agg(t.code, t.value) FROM today t WHERE t.code IN ('naf', 'tax_distortion')),
    'payer_rules', (SELECT json_agg(json_build_object('task', p.task, 'municipality', m.name, 'sector_from', p.sector_from, 'sector_to', p.sector_to,
                      'valid_from', extract(year FROM p.valid_from)::integer) ORDER BY p.id)
                    FROM payer_rule p LEFT JOIN unit m ON m.id = p.municipality_unit_id WHERE COALESCE(p.valid_to, 'infinity') >= current_date),
    'alternatives', json_build_array(json_build_object('name', left(c.title, 200), 'lines', json_build_array(),
      'volume', json_build_array(json_build_object('year', y.year, 'eligible', 0, 'adoption', 1))))))
  FROM collaboration c, (SELECT extract(year FROM current_date)::integer AS year) y WHERE c.id = case_id
$$;

-- Figures by perspective for replies; null while there are none.
CREATE FUNCTION estimate_npv(e estimate) RETURNS json LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN e.npv_limited_societal_oere IS NOT NULL THEN json_build_object(
    'clinic_oere', e.npv_clinic_oere, 'hospital_oere', e.npv_hospital_oere, 'region_oere', e.npv_region_oere,
    'region_cash_oere', e.npv_region_cash_oere, 'public_oere', e.npv_public_oere, 'public_cash_oere', e.npv_public_cash_oere,
    'limited_societal_oere', e.npv_limited_societal_oere, 'limited_societal_cash_oere', e.npv_limited_societal_cash_oere,
    'societal_oere', e.npv_societal_oere) END
$$;

COMMENT ON TABLE estimate IS 'One version of the value estimate of a collaboration: its settings, its life and its main figures';
COMMENT ON COLUMN estimate.id IS 'Key';
COMMENT ON COLUMN estimate.collaboration_id IS 'Case';
COMMENT ON COLUMN estimate.version_no IS 'Version within the case, from 1';
COMMENT ON COLUMN estimate.copied_from IS 'The version that it was copied from';
COMMENT ON COLUMN estimate.tier IS 'Depth of the assessment';
COMMENT ON COLUMN estimate.status IS 'Where it is in its life';
COMMENT ON COLUMN estimate.comparator IS 'What happens otherwise, in words';
COMMENT ON COLUMN estimate.population IS 'Whom it is about, in words';
COMMENT ON COLUMN estimate.base_year IS 'Year 0';
COMMENT ON COLUMN estimate.horizon_years IS 'Number of years';
COMMENT ON COLUMN estimate.price_year IS 'Year of the prices that figures are in; null: the base year';
COMMENT ON COLUMN estimate.perspective IS 'Whose gains and losses count in the main measures; null: limited societal';
COMMENT ON COLUMN estimate.timing IS 'When in a year money is paid; null: annual';
COMMENT ON COLUMN estimate.naf IS 'Net tax factor';
COMMENT ON COLUMN estimate.tax_distortion IS 'Tax distortion factor';
COMMENT ON COLUMN estimate.qaly_value IS 'Kroner per QALY in the societal perspective';
COMMENT ON COLUMN estimate.capacity_realisation IS 'Share of released capacity that becomes money';
COMMENT ON COLUMN estimate.budget_prices IS 'Prices of the budget impact: constant or nominal';
COMMENT ON COLUMN estimate.threshold_from IS 'Least willingness to pay per QALY that is shown';
COMMENT ON COLUMN estimate.threshold_to IS 'Largest willingness to pay per QALY that is shown';
COMMENT ON COLUMN estimate.threshold_step IS 'Step between them';
COMMENT ON COLUMN estimate.one_way IS 'Whether one-way analyses are asked for';
COMMENT ON COLUMN estimate.trace IS 'Whether the trace of the calculation is asked for';
COMMENT ON COLUMN estimate.break_even IS 'Parameters whose break-even value is asked for';
COMMENT ON COLUMN estimate.simulation_draws IS 'Draws of the simulation';
COMMENT ON COLUMN estimate.simulation_seed IS 'Seed of the simulation';
COMMENT ON COLUMN estimate.authors IS 'Users who made, wrote or submitted it; none of them may approve it';
COMMENT ON COLUMN estimate.submitted_by IS 'User who submitted it last';
COMMENT ON COLUMN estimate.submitted_at IS 'When it was submitted last';
COMMENT ON COLUMN estimate.approved_by IS 'User who approved it';
COMMENT ON COLUMN estimate.approved_at IS 'When it was approved';
COMMENT ON COLUMN estimate.review_comment IS 'What the reviewer said last';
COMMENT ON COLUMN estimate.engine_version IS 'Version of the value engine that gave the figures; null: the inputs do not add up';
COMMENT ON COLUMN estimate.params_hash IS 'SHA-256 of the inputs and the engine version';
COMMENT ON COLUMN estimate.npv_clinic_oere IS 'Net present value for the clinic';
COMMENT ON COLUMN estimate.npv_hospital_oere IS 'Net present value for the hospital';
COMMENT ON COLUMN estimate.npv_region_oere IS 'Net present value for the region';
COMMENT ON COLUMN estimate.npv_region_cash_oere IS 'Net present value for the cash of the region';
COMMENT ON COLUMN estimate.npv_public_oere IS 'Net present value for the public sector';
COMMENT ON COLUMN estimate.npv_public_cash_oere IS 'Net present value for the cash of the public sector';
COMMENT ON COLUMN estimate.npv_limited_societal_oere IS 'Net present value in the limited societal perspective, the main figure';
COMMENT ON COLUMN estimate.npv_limited_societal_cash_oere IS 'The same for cash only';
COMMENT ON COLUMN estimate.npv_societal_oere IS 'Net present value for society; null without a net tax factor';
COMMENT ON COLUMN estimate.signal IS 'Who pays and who gains, in one word';
COMMENT ON COLUMN estimate.weak_evidence_share IS 'Share of the value that rests on grades D and E; null: no value';
COMMENT ON COLUMN estimate.headline IS 'Speaks for its case in lists and sums: the approved one, else the newest with figures';
COMMENT ON TABLE estimate_discount_step IS 'Discount rates of an estimate by year';
COMMENT ON COLUMN estimate_discount_step.effects IS 'For effects only; false: for money, and for effects unless they have rates of their own';
COMMENT ON COLUMN estimate_discount_step.from_year IS 'Year index from which the rate holds';
COMMENT ON COLUMN estimate_discount_step.rate IS 'Rate per year';
COMMENT ON TABLE estimate_index IS 'Price indices that an estimate uses';
COMMENT ON COLUMN estimate_index.code IS 'Index';
COMMENT ON COLUMN estimate_index.year IS 'Year; null: the index is named and holds no year yet';
COMMENT ON COLUMN estimate_index.value IS 'Value of the index';
COMMENT ON TABLE estimate_payer_rule IS 'Tasks whose payer changes within the horizon, as the estimate assumes';
COMMENT ON COLUMN estimate_payer_rule.task IS 'Task';
COMMENT ON COLUMN estimate_payer_rule.municipality IS 'Municipality; null: all';
COMMENT ON COLUMN estimate_payer_rule.sector_from IS 'Who pays before';
COMMENT ON COLUMN estimate_payer_rule.sector_to IS 'Who pays then';
COMMENT ON COLUMN estimate_payer_rule.valid_from IS 'First year';
COMMENT ON TABLE estimate_alternative IS 'What an estimate compares';
COMMENT ON COLUMN estimate_alternative.name IS 'Name';
COMMENT ON COLUMN estimate_alternative.is_comparator IS 'What happens otherwise; none: nothing changes';
COMMENT ON COLUMN estimate_alternative.round_patients IS 'Patients of a year are rounded to whole ones';
COMMENT ON COLUMN estimate_alternative.volume_multiplier IS 'Factor on all volume; null: 1';
COMMENT ON TABLE estimate_volume IS 'Patients of an alternative by year';
COMMENT ON COLUMN estimate_volume.year IS 'Year';
COMMENT ON COLUMN estimate_volume.eligible IS 'Patients who could';
COMMENT ON COLUMN estimate_volume.adoption IS 'Share of them who do; null: all';
COMMENT ON TABLE estimate_health IS 'Health gained per patient of an alternative by year';
COMMENT ON COLUMN estimate_health.year IS 'Year';
COMMENT ON COLUMN estimate_health.qaly_per_patient IS 'QALYs per patient';
COMMENT ON COLUMN estimate_health.ly_per_patient IS 'Life years per patient';
COMMENT ON TABLE estimate_stage IS 'Stages of an alternative that can fail';
COMMENT ON COLUMN estimate_stage.stage_no IS 'Number of the stage';
COMMENT ON COLUMN estimate_stage.name IS 'Name';
COMMENT ON COLUMN estimate_stage.start_year IS 'First year';
COMMENT ON COLUMN estimate_stage.p_success IS 'Probability of success';
COMMENT ON COLUMN estimate_stage.stop_cost IS 'Kroner that a failure costs';
COMMENT ON TABLE estimate_line IS 'What changes, for whom, and what it is worth: the effect lines of an alternative';
COMMENT ON COLUMN estimate_line.code IS 'Code of the line within its alternative (id in the API)';
COMMENT ON COLUMN estimate_line.name IS 'Name';
COMMENT ON COLUMN estimate_line.sector IS 'Who pays or gains';
COMMENT ON COLUMN estimate_line.municipality IS 'Which municipality';
COMMENT ON COLUMN estimate_line.payer_task IS 'Task that payer rules refer to';
COMMENT ON COLUMN estimate_line.class IS 'Class of effect';
COMMENT ON COLUMN estimate_line.form_row IS 'Row of the budget form';
COMMENT ON COLUMN estimate_line.timing IS 'What the quantity is multiplied by; null: per year';
COMMENT ON COLUMN estimate_line.kind IS 'How it is calculated; null: resource';
COMMENT ON COLUMN estimate_line.stage_no IS 'Stage that it belongs to; null: that of each year';
COMMENT ON COLUMN estimate_line.unit IS 'Unit of the quantity';
COMMENT ON COLUMN estimate_line.qty_baseline IS 'Quantity as it is';
COMMENT ON COLUMN estimate_line.qty_new IS 'Quantity as it will be';
COMMENT ON COLUMN estimate_line.unit_value IS 'Kroner per unit';
COMMENT ON COLUMN estimate_line.value_price_year IS 'Year of the prices of the unit value; null: the price year';
COMMENT ON COLUMN estimate_line.index_code IS 'Index that converts the unit value';
COMMENT ON COLUMN estimate_line.year_from IS 'First year; null: the base year';
COMMENT ON COLUMN estimate_line.year_to IS 'Last year; null: the end of the horizon';
COMMENT ON COLUMN estimate_line.override_years IS 'Years whose flow is given';
COMMENT ON COLUMN estimate_line.override_values IS 'Their flows, in the same order';
COMMENT ON COLUMN estimate_line.flows IS 'Kroner by year from the base year, for lines of kind flow';
COMMENT ON COLUMN estimate_line.units IS 'Units by year from the base year, for lines per unit';
COMMENT ON COLUMN estimate_line.fte IS 'Full-time equivalents by year from the base year';
COMMENT ON COLUMN estimate_line.multiplier IS 'Factor on the flow; null: 1';
COMMENT ON COLUMN estimate_line.realisation_share IS 'Share of capacity that becomes money; null: that of the estimate';
COMMENT ON COLUMN estimate_line.transfer_group IS 'Lines of a group cancel every year';
COMMENT ON COLUMN estimate_line.evidence IS 'Grade of evidence';
COMMENT ON COLUMN estimate_line.source IS 'Where the figures are from';
COMMENT ON COLUMN estimate_line.source_url IS 'Link to the source';
COMMENT ON COLUMN estimate_line.note IS 'Remarks';
COMMENT ON COLUMN estimate_line.confirmed_status IS 'What the sector says to it';
COMMENT ON TABLE estimate_uncertainty IS 'How uncertain a number is: of a line, of an alternative or of the whole estimate';
COMMENT ON COLUMN estimate_uncertainty.line_no IS 'Line by its place; 0: the whole alternative';
COMMENT ON COLUMN estimate_uncertainty.field IS 'Which number';
COMMENT ON COLUMN estimate_uncertainty.dist IS 'Distribution';
COMMENT ON TABLE estimate_sector IS 'Present values of the main alternative by sector, for sums over the portfolio';
COMMENT ON COLUMN estimate_sector.sector IS 'Sector';
COMMENT ON COLUMN estimate_sector.pays_oere IS 'Cash going out, not above 0';
COMMENT ON COLUMN estimate_sector.saves_oere IS 'Cash coming in';
COMMENT ON COLUMN estimate_sector.capacity_oere IS 'Capacity released';
COMMENT ON COLUMN estimate_sector.time_oere IS 'Time of patients and relatives';
COMMENT ON COLUMN estimate_sector.net_oere IS 'All of these together';
COMMENT ON COLUMN estimate_sector.confirmed_oere IS 'The part of the net that the sector has confirmed';
COMMENT ON COLUMN estimate_sector.qaly IS 'QALYs gained, discounted';
DO $$
DECLARE
  c record;
BEGIN
  FOR c IN SELECT t.relname, a.attname, m.meaning FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid
           JOIN (VALUES ('id', 'Key'), ('collaboration_id', 'Case'), ('estimate_id', 'Estimate'), ('alternative_no', 'Alternative by its place from 1; 0: the whole estimate'),
                        ('no', 'Place, from 1'), ('empty_fields', 'Members that were given and hold nothing'),
                        ('value', 'Parameter value'), ('low', 'Parameter low'), ('mode', 'Parameter mode'), ('high', 'Parameter high'), ('shape', 'Parameter shape'),
                        ('mean', 'Parameter mean'), ('sd', 'Parameter sd'), ('meanlog', 'Parameter meanlog'), ('sdlog', 'Parameter sdlog'),
                        ('scale', 'Parameter scale'), ('alpha', 'Parameter alpha'), ('beta', 'Parameter beta')) AS m(name, meaning) ON m.name = a.attname
           WHERE t.relnamespace = current_schema()::regnamespace AND t.relname LIKE 'estimate%' AND t.relkind = 'r'
             AND col_description(t.oid, a.attnum) IS NULL LOOP
    EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', c.relname, c.attname, c.meaning);
  END LOOP;
END $$;
