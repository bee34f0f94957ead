-- SPDX-License-Identifier: EUPL-1.2
-- What administrators change in the browser: units with what covers and follows them, all code lists through one door, and
-- public holidays that change with time.

-- A table whose rows are older than its audit: one block event tells of those that are there, as it tells of an import.
CREATE PROCEDURE audited_from_now(t regclass) LANGUAGE plpgsql
SET timezone = 'Europe/Copenhagen' SET datestyle = 'ISO' SET search_path FROM CURRENT AS $$
DECLARE
  n integer;
  digest jsonb;
BEGIN
  CALL audited(t);
  EXECUTE format($q$SELECT count(*), jsonb_build_object('first_id', min(x.id), 'last_id', max(x.id), 'sha256',
    encode(sha256(convert_to(string_agg(x::text, E'\n' ORDER BY x.id), 'UTF8')), 'hex')) FROM %s x$q$, t) INTO n, digest;
  IF n > 0 THEN
    PERFORM audit_add('block', (SELECT relname FROM pg_class WHERE oid = t), NULL, NULL, n, NULL, digest);
  END IF;
END $$;

-- ---- code lists ----

CREATE TABLE codelist (
  name text PRIMARY KEY CHECK (name ~ '^[a-z_]{1,60}$'),
  da text NOT NULL,
  en text NOT NULL,
  open boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE codelist IS 'The code lists by name; each is a table code_<name>';
COMMENT ON COLUMN codelist.name IS 'Name in the API';
COMMENT ON COLUMN codelist.da IS 'Danish name';
COMMENT ON COLUMN codelist.en IS 'English name';
COMMENT ON COLUMN codelist.open IS 'Codes may come and end; in the others a rule or a calculation knows the codes, and only labels change';
INSERT INTO privilege VALUES ('codelist', 'SELECT');

-- One row of numbers for the codes of all lists, so that a code is known by its number alone.
CREATE SEQUENCE code_no AS integer;

CREATE PROCEDURE code_list_numbered(t regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ADD COLUMN id integer NOT NULL DEFAULT nextval(''code_no'') UNIQUE', t);
  EXECUTE format('COMMENT ON COLUMN %s.id IS ''Number, of its own over all lists''', t);
  CALL stamped(t);
  CALL audited_from_now(t);
END $$;

-- As in 0041, with what all lists have since.
CREATE OR REPLACE PROCEDURE code_list(name text, meaning text) LANGUAGE plpgsql AS $$
DECLARE
  t text := 'code_' || name;
  c record;
BEGIN
  EXECUTE format('CREATE TABLE %I (code text PRIMARY KEY CHECK (code ~ ''^[a-zA-Z0-9_]{1,40}$''), da text NOT NULL, en text NOT NULL, sort integer NOT NULL DEFAULT 0, valid_from date, valid_to date, source text NOT NULL DEFAULT '''')', t);
  EXECUTE format('COMMENT ON TABLE %I IS %L', t, meaning);
  FOR c IN SELECT * FROM (VALUES ('code', 'Code in the API'), ('da', 'Danish label'), ('en', 'English label'), ('sort', 'Order on screen'),
      ('valid_from', 'First day; null: always'), ('valid_to', 'Last day; null: open'), ('source', 'Where it is taken from')) AS x(name, meaning) LOOP
    EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', t, c.name, c.meaning);
  END LOOP;
  EXECUTE format('CREATE TRIGGER names AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION bump_names()', t);
  CALL code_list_numbered(t::regclass);
  INSERT INTO codelist (name, da, en) VALUES (name, meaning, meaning) ON CONFLICT DO NOTHING;
END $$;
CREATE OR REPLACE PROCEDURE code_lists_join() LANGUAGE plpgsql AS $$
DECLARE
  parts text;
BEGIN
  SELECT string_agg(format('SELECT %L AS list, code, da, en, ', substr(relname, 6)) || CASE relname
      WHEN 'code_subtype' THEN 'sort, kind AS parent, NULL::int AS no, NULL AS phase'
      WHEN 'code_stage' THEN 'no AS sort, kind AS parent, no, phase'
      ELSE 'sort, NULL AS parent, NULL::int AS no, NULL AS phase' END
      || format(', valid_from, valid_to, id, source, updated_by, updated_at, version FROM %I', relname), ' UNION ALL ' ORDER BY relname) INTO parts
  FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname LIKE 'code\_%';
  EXECUTE 'CREATE OR REPLACE VIEW all_codes AS ' || parts;
END $$;

INSERT INTO codelist (name, da, en, open) VALUES
  ('theme', 'Temaer', 'Themes', true), ('patient_group', 'Patientgrupper', 'Patient groups', true),
  ('party_role', 'Roller i et samarbejde', 'Roles in a collaboration', true), ('organisation_kind', 'Slags organisationer', 'Kinds of organisation', true),
  ('kasse', 'Kasser', 'Budget funds', true), ('delay_cause', 'Årsager til forsinkelse', 'Causes of delay', true),
  ('document_type', 'Dokumenttyper', 'Types of document', true), ('subtype', 'Undertyper af samarbejder', 'Subtypes of collaborations', true),
  ('payer_task', 'Opgaver, hvis betaler skifter', 'Tasks whose payer changes', true), ('value_type', 'Typer af værdi', 'Types of value', true),
  ('quality_criterion', 'Kriterier uden pris', 'Criteria without a price', true), ('checklist_section', 'Afsnit i den juridiske tjekliste', 'Sections of the legal checklist', true),
  ('aid_form', 'Former for støtte til virksomheder', 'Forms of benefit to companies', true), ('ipr_asset', 'Hvad rettigheder angår', 'What rights are about', true),
  ('gdpr_role', 'Roller ved behandling af personoplysninger', 'Roles in the processing of personal data', true),
  ('data_class', 'Klasser af personoplysninger', 'Classes of personal data', true), ('market_form', 'Former for markedsdialog', 'Forms of market dialogue', true),
  ('service_kind', 'Hvad der købes', 'What is bought', true), ('secrecy_ground', 'Grunde til at undtage', 'Grounds for withholding', true),
  ('access_basis', 'Love om aktindsigt', 'Laws on access to documents', true),
  ('access_outcome', 'Udfald af aktindsigt', 'Outcomes of requests for access', false), ('aid_basis', 'Grundlag for støtte til virksomheder', 'Bases of benefits to companies', false),
  ('assessment_part', 'Dele af spørgeskemaet', 'Parts of the questionnaire', false), ('compliance_check', 'Kontroller af forskningsmidler', 'Checks of research money', false),
  ('confidentiality', 'Fortrolighed af dokumenter', 'Confidentiality of documents', false), ('confirmation', 'Svar fra en sektor', 'Answers of a sector', false),
  ('deadline_kind', 'Slags frister', 'Kinds of deadline', false), ('desk', 'Hvis bord en sag ligger på', 'Whose desk a case lies on', false),
  ('direction', 'Retning af et dokument', 'Direction of a document', false), ('disclosure_field', 'Felter i en aktindsigt', 'Fields in a request for access', false),
  ('dpia_state', 'Status for konsekvensanalyse', 'States of an impact assessment', false), ('effect_class', 'Klasser af effekt', 'Classes of effect', false),
  ('estimate_status', 'Status for en vurdering', 'States of an estimate', false), ('evidence', 'Grader af evidens', 'Grades of evidence', false),
  ('expiry_decision', 'Beslutninger ved udløb', 'Decisions at expiry', false), ('form_row', 'Rækker i budgetskemaet', 'Rows of the budget form', false),
  ('funding_source', 'Finansieringskilder', 'Sources of funding', false), ('impartiality_decision', 'Beslutninger om habilitet', 'Decisions on impartiality', false),
  ('ipr_ground', 'Grundlag for rettigheder', 'Grounds of rights', false), ('ipr_owner', 'Ejere af rettigheder', 'Owners of rights', false),
  ('kind', 'Typer af samarbejde', 'Kinds of collaboration', false), ('line_kind', 'Slags effektlinjer', 'Kinds of effect line', false),
  ('line_timing', 'Hvornår en effekt falder', 'When an effect falls', false), ('market_conclusion', 'Konklusioner på markedsdialog', 'Conclusions of market dialogue', false),
  ('milestone_status', 'Status for milepæle', 'States of milestones', false), ('notification_kind', 'Slags beskeder', 'Kinds of notification', false),
  ('payer_class', 'Klasser af betalere af forskning', 'Classes of payer of research', false), ('perspective', 'Perspektiver', 'Perspectives', false),
  ('phase_decision', 'Beslutninger efter en fase', 'Decisions after a phase', false), ('procurement_procedure', 'Udbudsformer', 'Procurement procedures', false),
  ('role', 'Roller af brugere', 'Roles of users', false), ('sector', 'Sektorer', 'Sectors', false), ('stage', 'Faser', 'Stages', false),
  ('tier', 'Dybder af vurdering', 'Depths of assessment', false), ('timer_outcome', 'Udfald af lovbestemte frister', 'Outcomes of legal clocks', false),
  ('unit_kind', 'Slags enheder', 'Kinds of unit', false), ('value_signal', 'Hvem betaler, og hvem vinder', 'Who pays and who gains', false),
  ('visibility', 'Hvem der må se', 'Who may see', false);

DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT oid, substr(relname, 6) AS list FROM pg_class
           WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname LIKE 'code\_%' ORDER BY relname LOOP
    CALL code_list_numbered(t.oid::regclass);
    INSERT INTO codelist (name, da, en) SELECT t.list, d, d FROM obj_description(t.oid, 'pg_class') d ON CONFLICT DO NOTHING;
  END LOOP;
END $$;
CALL code_lists_join();
COMMENT ON COLUMN all_codes.id IS 'Number, of its own over all lists';
COMMENT ON COLUMN all_codes.source IS 'Where it is taken from';
COMMENT ON COLUMN all_codes.updated_by IS 'User who changed it last';
COMMENT ON COLUMN all_codes.updated_at IS 'When it was last changed';
COMMENT ON COLUMN all_codes.version IS 'Goes up with every change';

CREATE FUNCTION code_refused(constraint_name text, detail text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = constraint_name, MESSAGE = constraint_name, DETAIL = detail;
END $$;

-- A new code in one of the open lists; gives its number.
CREATE FUNCTION code_add(list text, parent text, code text, da text, en text, sort integer, valid_from date, valid_to date, source text)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  is_open boolean;
  taken boolean;
  id integer;
BEGIN
  SELECT l.open INTO is_open FROM codelist l WHERE l.name = code_add.list;
  IF is_open IS NULL THEN
    PERFORM code_refused('code_list_unknown', '');
  ELSIF NOT is_open THEN
    PERFORM code_refused('code_list_fixed', 'beregninger og regler kender listens koder; her kan kun navnene ændres|calculations and rules know the codes of this list; only labels can be changed');
  ELSIF (list = 'subtype') <> (parent IS NOT NULL) THEN
    PERFORM code_refused(CASE list WHEN 'subtype' THEN 'code_parent_missing' ELSE 'code_parent' END, 'listen er ikke delt efter type|this list is not divided by kind');
  END IF;
  SELECT EXISTS (SELECT 1 FROM all_codes c WHERE c.list = code_add.list AND c.code = code_add.code AND c.parent IS NOT DISTINCT FROM code_add.parent) INTO taken;
  IF taken THEN
    PERFORM code_refused('code_taken', code_add.code || '|' || code_add.code);
  END IF;
  EXECUTE format('INSERT INTO %I (code, da, en, sort, valid_from, valid_to, source%s) VALUES ($1, $2, $3, $4, $5, $6, $7%s) RETURNING id',
    'code_' || list, CASE WHEN parent IS NOT NULL THEN ', kind' ELSE '' END, CASE WHEN parent IS NOT NULL THEN ', $8' ELSE '' END)
    INTO id USING code, da, en, COALESCE(sort, 0), valid_from, valid_to, COALESCE(source, ''), parent;
  RETURN id;
END $$;

-- Changes what is named in `given`; no row when the code is gone or has another version. A code is never another one.
CREATE FUNCTION code_change(code_id bigint, of_version integer, given text[], list text, parent text, code text, da text, en text, sort integer,
                            valid_from date, valid_to date, source text) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
DECLARE
  c all_codes;
  is_open boolean;
BEGIN
  SELECT * INTO c FROM all_codes x WHERE x.id = code_id AND x.version = of_version;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  SELECT l.open INTO is_open FROM codelist l WHERE l.name = c.list;
  IF ('list' = ANY (given) AND list <> c.list) THEN
    PERFORM code_refused('code_list_kept', '');
  ELSIF 'code' = ANY (given) AND code <> c.code THEN
    PERFORM code_refused('code_kept', '');
  ELSIF 'parent' = ANY (given) AND parent IS DISTINCT FROM c.parent THEN
    PERFORM code_refused('code_parent_kept', '');
  END IF;
  da := CASE WHEN 'da' = ANY (given) THEN da ELSE c.da END;
  en := CASE WHEN 'en' = ANY (given) THEN en ELSE c.en END;
  sort := CASE WHEN 'sort' = ANY (given) THEN COALESCE(sort, 0) ELSE c.sort END;
  valid_from := CASE WHEN 'valid_from' = ANY (given) THEN valid_from ELSE c.valid_from END;
  valid_to := CASE WHEN 'valid_to' = ANY (given) THEN valid_to ELSE c.valid_to END;
  source := CASE WHEN 'source' = ANY (given) THEN COALESCE(source, '') ELSE c.source END;
  IF NOT is_open AND (sort, valid_from, valid_to) IS DISTINCT FROM (c.sort, c.valid_from, c.valid_to) THEN
    PERFORM code_refused(CASE WHEN sort <> c.sort THEN 'code_sort_fixed' WHEN valid_to IS DISTINCT FROM c.valid_to THEN 'code_end_fixed' ELSE 'code_begin_fixed' END,
      'beregninger og regler kender listens koder; her kan kun navnene ændres|calculations and rules know the codes of this list; only labels can be changed');
  ELSIF valid_to < valid_from THEN
    PERFORM code_refused('code_dates', '');
  END IF;
  -- The order of stages is part of their lifecycle, not of their label.
  EXECUTE format('UPDATE %I SET da = $1, en = $2, valid_from = $3, valid_to = $4, source = $5%s WHERE id = $7', 'code_' || c.list,
    CASE c.list WHEN 'stage' THEN '' ELSE ', sort = $6' END) USING da, en, valid_from, valid_to, source, sort, code_id;
  RETURN NEXT code_id;
END $$;

-- ---- units ----

ALTER TABLE unit ADD CONSTRAINT unit_code_shape CHECK (code ~ '^[a-z0-9][a-z0-9_-]{1,79}$');

ALTER TABLE unit_successor DROP CONSTRAINT unit_successor_pkey,
  ADD COLUMN id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ADD CONSTRAINT unit_successor_once UNIQUE (unit_id, successor_id);
COMMENT ON COLUMN unit_successor.id IS 'Key';
CALL stamped('unit_successor');
CALL audited_from_now('unit_successor');

ALTER TABLE unit_area DROP CONSTRAINT unit_area_pkey,
  ADD COLUMN id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ADD CONSTRAINT unit_area_dates CHECK (valid_to >= valid_from),
  ADD CONSTRAINT unit_area_overlap EXCLUDE USING gist (unit_id WITH =, municipality_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&);
CREATE INDEX unit_area_municipality ON unit_area (municipality_id);
COMMENT ON COLUMN unit_area.id IS 'Key';
CALL stamped('unit_area');
CALL audited_from_now('unit_area');
-- A row that was a mistake is taken back; the audit keeps it.
INSERT INTO privilege VALUES ('unit_successor', 'SELECT, INSERT, UPDATE, DELETE'), ('unit_area', 'SELECT, INSERT, UPDATE, DELETE');

-- Changes of the tree wait for each other: two of them together could close a ring that neither sees.
CREATE FUNCTION unit_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  day date;
  ring boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('unit'));
  IF TG_OP = 'UPDATE' AND NEW.code <> OLD.code THEN
    PERFORM code_refused('unit_code_kept', '');
  END IF;
  WITH RECURSIVE up(id) AS (
    SELECT NEW.parent_id UNION SELECT u.parent_id FROM up JOIN unit u ON u.id = up.id WHERE u.parent_id IS NOT NULL)
  SELECT EXISTS (SELECT 1 FROM up WHERE up.id = NEW.id) INTO ring;
  IF ring THEN
    PERFORM code_refused('unit_parent_ring', 'enheden ville høre under sig selv|the unit would be part of itself');
  END IF;
  SELECT min(s.valid_from) INTO day FROM unit_successor s WHERE s.unit_id = NEW.id;
  IF day <= COALESCE(NEW.valid_to, 'infinity') AND (TG_OP = 'INSERT' OR NEW.valid_to IS DISTINCT FROM OLD.valid_to) THEN
    PERFORM code_refused('unit_succeeded', format('en anden enhed tager over den %s|another unit takes over on %s', split_part(day_words(day), '|', 1), split_part(day_words(day), '|', 2)));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER checked BEFORE INSERT OR UPDATE ON unit FOR EACH ROW EXECUTE FUNCTION unit_check();

-- The unit that is followed ends the day before, unless it has ended already.
CREATE FUNCTION unit_successor_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_unit unit;
  new_unit unit;
  ring boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('unit'));
  SELECT * INTO old_unit FROM unit u WHERE u.id = NEW.unit_id;
  SELECT * INTO new_unit FROM unit u WHERE u.id = NEW.successor_id;
  WITH RECURSIVE later(id) AS (
    SELECT NEW.successor_id UNION SELECT s.successor_id FROM later JOIN unit_successor s ON s.unit_id = later.id AND s.id <> NEW.id)
  SELECT EXISTS (SELECT 1 FROM later WHERE later.id = NEW.unit_id) INTO ring;
  IF ring THEN
    PERFORM code_refused('unit_successor_ring', 'enheden ville følge efter sig selv|the unit would follow itself');
  ELSIF NEW.valid_from NOT BETWEEN COALESCE(new_unit.valid_from, '-infinity') AND COALESCE(new_unit.valid_to, 'infinity') THEN
    PERFORM code_refused('unit_successor_absent', 'den findes ikke den dag|it does not exist on that day');
  ELSIF NEW.valid_from <= old_unit.valid_from THEN
    PERFORM code_refused('unit_successor_early', 'enheden begynder først senere|the unit begins only later');
  ELSIF old_unit.valid_to >= NEW.valid_from AND TG_OP = 'INSERT' THEN
    PERFORM code_refused('unit_successor_early', format('enheden slutter først den %s|the unit ends only on %s', split_part(day_words(old_unit.valid_to), '|', 1), split_part(day_words(old_unit.valid_to), '|', 2)));
  ELSIF old_unit.valid_to IS NULL OR old_unit.valid_to >= NEW.valid_from THEN
    UPDATE unit SET valid_to = NEW.valid_from - 1 WHERE id = NEW.unit_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER checked BEFORE INSERT OR UPDATE ON unit_successor FOR EACH ROW EXECUTE FUNCTION unit_successor_check();

CREATE FUNCTION unit_area_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT u.kind FROM unit u WHERE u.id = NEW.municipality_id) <> 'municipality' THEN
    PERFORM code_refused('unit_area_kind', 'det er ikke en kommune|it is not a municipality');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER checked BEFORE INSERT OR UPDATE ON unit_area FOR EACH ROW EXECUTE FUNCTION unit_area_check();

-- ---- public holidays change with time: one code, several periods ----

ALTER TABLE public_holiday DROP CONSTRAINT public_holiday_code_key,
  ADD CONSTRAINT public_holiday_dates CHECK (valid_to >= valid_from),
  ADD CONSTRAINT public_holiday_overlap EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to, '[]') WITH &&);

CREATE FUNCTION public_holiday_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.easter_offset IS NULL) <> (NEW.month IS NOT NULL) OR (NEW.month IS NULL) <> (NEW.day IS NULL) THEN
    PERFORM code_refused('public_holiday_when', 'skriv enten dage fra påskedag eller både måned og dag|write either days from Easter Sunday or both month and day');
  ELSIF NEW.day > (CASE WHEN NEW.month IN (4, 6, 9, 11) THEN 30 WHEN NEW.month = 2 THEN 29 ELSE 31 END) THEN
    PERFORM code_refused('public_holiday_day', 'måneden har ikke den dag|the month has no such day');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER checked BEFORE INSERT OR UPDATE ON public_holiday FOR EACH ROW EXECUTE FUNCTION public_holiday_check();
