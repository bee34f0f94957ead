-- SPDX-License-Identifier: EUPL-1.2
-- Import of lists: the file, how it is read, which column goes to which field, the fate of every row, saved mappings,
-- and the staging tables in which `samspil work` plans and applies with set-based statements.

-- What a column can be brought to. The reader of the file is a loop over these rows.
CREATE TABLE import_target (
  kind text NOT NULL CHECK (kind IN ('collaboration', 'organisation', 'participation')),
  name text NOT NULL CHECK (name ~ '^[a-z_]{1,40}$'),
  sort integer NOT NULL,
  da text NOT NULL,
  en text NOT NULL,
  type text NOT NULL CHECK (type IN ('text', 'line', 'identifier', 'tags', 'names', 'code', 'oere', 'integer', 'date',
    'cvr', 'pic', 'gln', 'p_number', 'country')),
  required boolean NOT NULL DEFAULT false,
  part text NOT NULL DEFAULT 'field' CHECK (part IN ('field', 'party', 'funding')),
  attribute text NOT NULL CHECK (attribute ~ '^[a-z_]{1,40}$'),
  code text NOT NULL DEFAULT '',
  minimum bigint NOT NULL DEFAULT 0,
  maximum bigint NOT NULL DEFAULT 0,
  only_kind text NOT NULL DEFAULT '',
  aliases text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (kind, name)
);
COMMENT ON TABLE import_target IS 'Fields that a column of an imported file can be brought to';
COMMENT ON COLUMN import_target.kind IS 'What the rows of the file are';
COMMENT ON COLUMN import_target.name IS 'Name in the API';
COMMENT ON COLUMN import_target.sort IS 'Order on screen';
COMMENT ON COLUMN import_target.da IS 'Danish label';
COMMENT ON COLUMN import_target.en IS 'English label';
COMMENT ON COLUMN import_target.type IS 'How a cell is read';
COMMENT ON COLUMN import_target.required IS 'A new row must have it';
COMMENT ON COLUMN import_target.part IS 'field: one value; party, funding: part of a list below the row';
COMMENT ON COLUMN import_target.attribute IS 'Column of import_stage';
COMMENT ON COLUMN import_target.code IS 'type code: the list; party: the role; funding: the class of payer';
COMMENT ON COLUMN import_target.minimum IS 'Least length or value';
COMMENT ON COLUMN import_target.maximum IS 'Greatest length or value; 0: the type''s own';
COMMENT ON COLUMN import_target.only_kind IS 'Kind of collaboration that alone has the field; empty: all';
COMMENT ON COLUMN import_target.aliases IS 'Other names, in lower case, that offices give such a column';
INSERT INTO privilege VALUES ('import_target', 'SELECT');

CREATE TABLE import (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  filename text NOT NULL CHECK (char_length(filename) BETWEEN 1 AND 255),
  size bigint NOT NULL CHECK (size >= 0),
  sha256 text NOT NULL DEFAULT '',
  status text NOT NULL DEFAULT 'uploaded' CHECK (status IN ('uploaded', 'planning', 'planned', 'applying', 'applied', 'failed')),
  kind text NOT NULL DEFAULT 'collaboration' CONSTRAINT import_kind_check CHECK (kind IN ('collaboration', 'organisation', 'participation')),
  mapping_name text,
  source text NOT NULL DEFAULT 'import' CHECK (char_length(source) BETWEEN 1 AND 80),
  detected_encoding text NOT NULL CHECK (detected_encoding IN ('utf-8', 'windows-1252')),
  detected_delimiter text NOT NULL CHECK (detected_delimiter IN (';', ',', E'\t')),
  detected_decimal text NOT NULL CHECK (detected_decimal IN (',', '.')),
  detected_date_style text NOT NULL CHECK (detected_date_style IN ('ymd', 'dmy', 'mdy')),
  detected_header_row integer NOT NULL CHECK (detected_header_row >= 1),
  encoding text NOT NULL CONSTRAINT import_encoding_check CHECK (encoding IN ('utf-8', 'windows-1252')),
  delimiter text NOT NULL CONSTRAINT import_delimiter_check CHECK (delimiter IN (';', ',', E'\t')),
  decimal_sign text NOT NULL CONSTRAINT import_decimal_check CHECK (decimal_sign IN (',', '.')),
  date_style text NOT NULL CONSTRAINT import_date_style_check CHECK (date_style IN ('ymd', 'dmy', 'mdy')),
  header_row integer NOT NULL CONSTRAINT import_header_row_check CHECK (header_row BETWEEN 1 AND 1000),
  row_count integer NOT NULL DEFAULT 0,
  creates integer NOT NULL DEFAULT 0,
  updates integer NOT NULL DEFAULT 0,
  unchanged integer NOT NULL DEFAULT 0,
  duplicates integer NOT NULL DEFAULT 0,
  rejects integer NOT NULL DEFAULT 0,
  message text
);
COMMENT ON TABLE import IS 'One uploaded list and what became of it';
COMMENT ON COLUMN import.id IS 'Key';
COMMENT ON COLUMN import.filename IS 'Name of the file as uploaded';
COMMENT ON COLUMN import.size IS 'Bytes';
COMMENT ON COLUMN import.sha256 IS 'Of the file';
COMMENT ON COLUMN import.status IS 'uploaded, planning, planned (dry run done), applying, applied or failed';
COMMENT ON COLUMN import.kind IS 'What the rows are: collaborations, organisations or participations';
COMMENT ON COLUMN import.mapping_name IS 'Saved mapping that was used';
COMMENT ON COLUMN import.source IS 'System or list that the keys in the file belong to';
COMMENT ON COLUMN import.detected_encoding IS 'Encoding as detected';
COMMENT ON COLUMN import.detected_delimiter IS 'Delimiter as detected';
COMMENT ON COLUMN import.detected_decimal IS 'Decimal sign as detected';
COMMENT ON COLUMN import.detected_date_style IS 'Date style as detected';
COMMENT ON COLUMN import.detected_header_row IS 'Row with the column names as detected';
COMMENT ON COLUMN import.encoding IS 'Encoding that is used';
COMMENT ON COLUMN import.delimiter IS 'Delimiter that is used';
COMMENT ON COLUMN import.decimal_sign IS 'Decimal sign that is used';
COMMENT ON COLUMN import.date_style IS 'Date style that is used';
COMMENT ON COLUMN import.header_row IS 'Row with the column names that is used';
COMMENT ON COLUMN import.row_count IS 'Rows below the header';
COMMENT ON COLUMN import.creates IS 'Rows that make something new';
COMMENT ON COLUMN import.updates IS 'Rows that change something';
COMMENT ON COLUMN import.unchanged IS 'Rows that change nothing';
COMMENT ON COLUMN import.duplicates IS 'Rows that are left out because the same is there already';
COMMENT ON COLUMN import.rejects IS 'Rows with faults';
COMMENT ON COLUMN import.message IS 'Why it failed: Danish|English; null when all is well';

CALL stamped('import');
CALL audited('import');

-- Own imports, or all for those who see all.
ALTER TABLE import ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY see ON import FOR SELECT USING (created_by = (SELECT me()) OR (SELECT may('sees_all')));
CREATE POLICY add ON import FOR INSERT WITH CHECK (created_by IS NOT DISTINCT FROM (SELECT me()));
CREATE POLICY change ON import FOR UPDATE USING (created_by = (SELECT me()) OR (SELECT may('writes_all')));

CREATE TABLE import_progress (
  import_id bigint PRIMARY KEY REFERENCES import,
  done integer NOT NULL,
  total integer NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE import_progress IS 'How far a running import is; written outside its transaction';
COMMENT ON COLUMN import_progress.import_id IS 'Import';
COMMENT ON COLUMN import_progress.done IS 'Rows done';
COMMENT ON COLUMN import_progress.total IS 'Rows in all';
COMMENT ON COLUMN import_progress.at IS 'When it was written';

CREATE TABLE import_chunk (
  import_id bigint NOT NULL REFERENCES import,
  no integer NOT NULL,
  bytes bytea NOT NULL CHECK (octet_length(bytes) <= 262144),
  PRIMARY KEY (import_id, no)
);
ALTER TABLE import_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;
COMMENT ON TABLE import_chunk IS 'The uploaded file in pieces of 256 kB; removed when the import has been at rest for a while';
COMMENT ON COLUMN import_chunk.import_id IS 'Import';
COMMENT ON COLUMN import_chunk.no IS 'Order, from 0';
COMMENT ON COLUMN import_chunk.bytes IS 'Bytes of the file';

CREATE TABLE import_column (
  import_id bigint NOT NULL REFERENCES import,
  no integer NOT NULL,
  name text NOT NULL,
  sample text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (import_id, no)
);
COMMENT ON TABLE import_column IS 'Columns of the file';
COMMENT ON COLUMN import_column.import_id IS 'Import';
COMMENT ON COLUMN import_column.no IS 'Order, from 1';
COMMENT ON COLUMN import_column.name IS 'Name in the header row';
COMMENT ON COLUMN import_column.sample IS 'Up to three values';

-- One row: a column (or a constant) goes to a field. A column may go to several fields, several columns to one.
CREATE TABLE import_field (
  import_id bigint NOT NULL REFERENCES import,
  nth integer NOT NULL,
  column_no integer,
  target text,
  constant text,
  value_map jsonb CHECK (jsonb_typeof(value_map) = 'object'),
  separator text CHECK (char_length(separator) BETWEEN 1 AND 10),
  multiplier bigint NOT NULL DEFAULT 1 CHECK (multiplier IN (1, 10, 100, 1000, 10000, 100000, 1000000, 1000000000)),
  decimal_sign text CHECK (decimal_sign IN (',', '.')),
  date_style text CHECK (date_style IN ('ymd', 'dmy', 'mdy')),
  is_key boolean NOT NULL DEFAULT false,
  PRIMARY KEY (import_id, nth),
  CHECK (column_no IS NOT NULL OR constant IS NOT NULL)
);
COMMENT ON TABLE import_field IS 'Which column or constant of an import goes to which field, and how it is read';
COMMENT ON COLUMN import_field.import_id IS 'Import';
COMMENT ON COLUMN import_field.nth IS 'Order';
COMMENT ON COLUMN import_field.column_no IS 'Column of the file; null: the constant';
COMMENT ON COLUMN import_field.target IS 'Field; null: part of the key only';
COMMENT ON COLUMN import_field.constant IS 'Value of every row when there is no column, of empty cells when there is one';
COMMENT ON COLUMN import_field.value_map IS 'Words of the file to ours; * stands for all others';
COMMENT ON COLUMN import_field.separator IS 'What parts the entries of a list in one cell';
COMMENT ON COLUMN import_field.multiplier IS 'Amounts stand in thousands or millions';
COMMENT ON COLUMN import_field.decimal_sign IS 'Decimal sign of this column; null: that of the file';
COMMENT ON COLUMN import_field.date_style IS 'Date style of this column; null: that of the file';
COMMENT ON COLUMN import_field.is_key IS 'The columns so marked together are the key of a row that has no identifier';

CREATE TABLE import_row (
  import_id bigint NOT NULL REFERENCES import,
  row_no integer NOT NULL,
  fate text NOT NULL CHECK (fate IN ('create', 'update', 'unchanged', 'duplicate', 'rejected')),
  collaboration_id bigint,
  organisation_id bigint,
  title text NOT NULL DEFAULT '',
  errors jsonb,
  changes jsonb,
  raw_at bigint NOT NULL,
  raw_length integer NOT NULL,
  PRIMARY KEY (import_id, row_no)
);
CREATE INDEX import_row_fate ON import_row (import_id, fate, row_no);
COMMENT ON TABLE import_row IS 'The fate of each row of a file';
COMMENT ON COLUMN import_row.import_id IS 'Import';
COMMENT ON COLUMN import_row.row_no IS 'Row of the file as a spreadsheet counts, header included';
COMMENT ON COLUMN import_row.fate IS 'create, update, unchanged, duplicate or rejected';
COMMENT ON COLUMN import_row.collaboration_id IS 'Collaboration that it makes, changes or repeats';
COMMENT ON COLUMN import_row.organisation_id IS 'Organisation that it makes, changes or repeats';
COMMENT ON COLUMN import_row.title IS 'Title or name, for people';
COMMENT ON COLUMN import_row.errors IS 'Field, code and text in both languages of each fault';
COMMENT ON COLUMN import_row.changes IS 'Field, value before and after';
COMMENT ON COLUMN import_row.raw_at IS 'Where the row begins in the file';
COMMENT ON COLUMN import_row.raw_length IS 'Its length in bytes';

CREATE TABLE import_mapping (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL CONSTRAINT import_mapping_name_key UNIQUE CHECK (char_length(name) BETWEEN 1 AND 120),
  kind text NOT NULL CHECK (kind IN ('collaboration', 'organisation', 'participation')),
  source text NOT NULL CHECK (char_length(source) BETWEEN 1 AND 80),
  encoding text CHECK (encoding IN ('utf-8', 'windows-1252')),
  delimiter text CHECK (delimiter IN (';', ',', E'\t')),
  decimal_sign text CHECK (decimal_sign IN (',', '.')),
  date_style text CHECK (date_style IN ('ymd', 'dmy', 'mdy')),
  header_row integer CHECK (header_row >= 1),
  removed_at timestamptz
);
COMMENT ON TABLE import_mapping IS 'Saved mappings: how the lists of an office are read';
COMMENT ON COLUMN import_mapping.id IS 'Key';
COMMENT ON COLUMN import_mapping.name IS 'Name that people choose it by';
COMMENT ON COLUMN import_mapping.kind IS 'What the rows are';
COMMENT ON COLUMN import_mapping.source IS 'System or list that the keys belong to';
COMMENT ON COLUMN import_mapping.encoding IS 'Encoding; null: as detected';
COMMENT ON COLUMN import_mapping.delimiter IS 'Delimiter; null: as detected';
COMMENT ON COLUMN import_mapping.decimal_sign IS 'Decimal sign; null: as detected';
COMMENT ON COLUMN import_mapping.date_style IS 'Date style; null: as detected';
COMMENT ON COLUMN import_mapping.header_row IS 'Row with the column names; null: as detected';
COMMENT ON COLUMN import_mapping.removed_at IS 'When it was taken away';
CALL stamped('import_mapping');
CALL audited('import_mapping');

CREATE TABLE import_mapping_field (
  mapping_id bigint NOT NULL REFERENCES import_mapping,
  nth integer NOT NULL,
  column_name text,
  target text,
  constant text,
  value_map jsonb CHECK (jsonb_typeof(value_map) = 'object'),
  separator text CHECK (char_length(separator) BETWEEN 1 AND 10),
  multiplier bigint NOT NULL DEFAULT 1 CHECK (multiplier IN (1, 10, 100, 1000, 10000, 100000, 1000000, 1000000000)),
  decimal_sign text CHECK (decimal_sign IN (',', '.')),
  date_style text CHECK (date_style IN ('ymd', 'dmy', 'mdy')),
  is_key boolean NOT NULL DEFAULT false,
  PRIMARY KEY (mapping_id, nth),
  CHECK (column_name IS NOT NULL OR constant IS NOT NULL)
);
COMMENT ON TABLE import_mapping_field IS 'Which column name or constant of a saved mapping goes to which field';
COMMENT ON COLUMN import_mapping_field.mapping_id IS 'Mapping';
COMMENT ON COLUMN import_mapping_field.nth IS 'Order';
COMMENT ON COLUMN import_mapping_field.column_name IS 'Name in the header row; null: the constant';
COMMENT ON COLUMN import_mapping_field.target IS 'Field; null: part of the key only';
COMMENT ON COLUMN import_mapping_field.constant IS 'Value of every row when there is no column, of empty cells when there is one';
COMMENT ON COLUMN import_mapping_field.value_map IS 'Words of the file to ours; * stands for all others';
COMMENT ON COLUMN import_mapping_field.separator IS 'What parts the entries of a list in one cell';
COMMENT ON COLUMN import_mapping_field.multiplier IS 'Amounts stand in thousands or millions';
COMMENT ON COLUMN import_mapping_field.decimal_sign IS 'Decimal sign of this column; null: that of the file';
COMMENT ON COLUMN import_mapping_field.date_style IS 'Date style of this column; null: that of the file';
COMMENT ON COLUMN import_mapping_field.is_key IS 'The columns so marked together are the key of a row that has no identifier';

-- The parts of an import are seen and written with it.
CREATE PROCEDURE import_protect(t regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
  EXECUTE format('CREATE POLICY own ON %s USING (import_id IN (SELECT i.id FROM import i)) WITH CHECK (import_id IN (SELECT i.id FROM import i))', t);
  EXECUTE format('INSERT INTO privilege VALUES (%L, ''SELECT, INSERT, UPDATE, DELETE'')', t);
END $$;
CALL import_protect('import_progress');
CALL import_protect('import_chunk');
CALL import_protect('import_column');
CALL import_protect('import_field');
CALL import_protect('import_row');
INSERT INTO privilege VALUES ('import_mapping_field', 'SELECT, INSERT, UPDATE, DELETE');

-- Kinds of organisation by name, for those that an import makes. The first rule that fits decides.
CREATE TABLE organisation_kind_rule (
  no integer PRIMARY KEY,
  pattern text NOT NULL,
  kind text NOT NULL,
  source text NOT NULL DEFAULT ''
);
COMMENT ON TABLE organisation_kind_rule IS 'Guesses the kind of a new organisation from its folded name; a proposal that people correct';
COMMENT ON COLUMN organisation_kind_rule.no IS 'Order';
COMMENT ON COLUMN organisation_kind_rule.pattern IS 'Regular expression over organisation.name_key';
COMMENT ON COLUMN organisation_kind_rule.kind IS 'Code of code_organisation_kind';
COMMENT ON COLUMN organisation_kind_rule.source IS 'Where it is taken from';
INSERT INTO privilege VALUES ('organisation_kind_rule', 'SELECT');

-- Staging. A run makes temporary tables of these names and shapes, which hide the ones here; these stay empty and let
-- every statement be checked. Temporary: no log, no bloat, true statistics, gone with the transaction.
CREATE TABLE import_stage (
  row_no integer,
  raw_at bigint,
  raw_length integer,
  row_hash bigint,
  key_text text,
  errors jsonb,
  number text,
  external_id text,
  title text,
  summary text,
  kind text,
  subtype text,
  stage text,
  unit_id integer,
  owner_id bigint,
  theme text,
  patient_group text,
  start_date date,
  end_date date,
  journal_number text,
  visibility text,
  tags text[],
  value_ceiling_oere bigint,
  need text,
  need_group_size integer,
  procurement_procedure text,
  cpv text,
  term_months integer,
  protocol_number text,
  eu_number text,
  ethics_number text,
  principal_investigator text,
  planned_patients integer,
  external_amount_oere bigint,
  contribution_oere bigint,
  contact_name text,
  note text,
  party_role text[],
  party_name text[],
  party_cvr text[],
  party_pic text[],
  party_gln text[],
  party_p_number text[],
  party_country text[],
  party_kind text[],
  party_group_name text[],
  party_address text[],
  party_postcode text[],
  party_city text[],
  party_note text[],
  funding_source text[],
  funding_oere bigint[]
);
COMMENT ON TABLE import_stage IS 'Rows of the file as read (a run uses a temporary table of the same name)';
COMMENT ON COLUMN import_stage.row_no IS 'Row of the file';
COMMENT ON COLUMN import_stage.raw_at IS 'Where it begins in the file';
COMMENT ON COLUMN import_stage.raw_length IS 'Its length';
COMMENT ON COLUMN import_stage.row_hash IS 'Hash of its bytes; rows with the same are one';
COMMENT ON COLUMN import_stage.key_text IS 'Values of the key columns';
COMMENT ON COLUMN import_stage.errors IS 'Faults found while reading';
COMMENT ON COLUMN import_stage.number IS 'Our number';
COMMENT ON COLUMN import_stage.external_id IS 'Key in the source';
COMMENT ON COLUMN import_stage.title IS 'Title';
COMMENT ON COLUMN import_stage.summary IS 'Description';
COMMENT ON COLUMN import_stage.kind IS 'Kind';
COMMENT ON COLUMN import_stage.subtype IS 'Subtype';
COMMENT ON COLUMN import_stage.stage IS 'Stage';
COMMENT ON COLUMN import_stage.unit_id IS 'Unit';
COMMENT ON COLUMN import_stage.owner_id IS 'Project lead';
COMMENT ON COLUMN import_stage.theme IS 'Theme';
COMMENT ON COLUMN import_stage.patient_group IS 'Patient group';
COMMENT ON COLUMN import_stage.start_date IS 'First day';
COMMENT ON COLUMN import_stage.end_date IS 'Last day';
COMMENT ON COLUMN import_stage.journal_number IS 'Number in the case filing system';
COMMENT ON COLUMN import_stage.visibility IS 'Who may see it';
COMMENT ON COLUMN import_stage.tags IS 'Labels';
COMMENT ON COLUMN import_stage.value_ceiling_oere IS 'Ceiling';
COMMENT ON COLUMN import_stage.need IS 'The need';
COMMENT ON COLUMN import_stage.need_group_size IS 'People concerned';
COMMENT ON COLUMN import_stage.procurement_procedure IS 'Procedure';
COMMENT ON COLUMN import_stage.cpv IS 'CPV code';
COMMENT ON COLUMN import_stage.term_months IS 'Term';
COMMENT ON COLUMN import_stage.protocol_number IS 'Protocol number';
COMMENT ON COLUMN import_stage.eu_number IS 'EU number';
COMMENT ON COLUMN import_stage.ethics_number IS 'Number at the ethics committee';
COMMENT ON COLUMN import_stage.principal_investigator IS 'Principal investigator';
COMMENT ON COLUMN import_stage.planned_patients IS 'Patients planned';
COMMENT ON COLUMN import_stage.external_amount_oere IS 'External funding';
COMMENT ON COLUMN import_stage.contribution_oere IS 'What the party brings in';
COMMENT ON COLUMN import_stage.contact_name IS 'Contact person';
COMMENT ON COLUMN import_stage.note IS 'Remarks';
COMMENT ON COLUMN import_stage.party_role IS 'Parties: roles';
COMMENT ON COLUMN import_stage.party_name IS 'Parties: names';
COMMENT ON COLUMN import_stage.party_cvr IS 'Parties: CVR numbers';
COMMENT ON COLUMN import_stage.party_pic IS 'Parties: PIC';
COMMENT ON COLUMN import_stage.party_gln IS 'Parties: GLN';
COMMENT ON COLUMN import_stage.party_p_number IS 'Parties: P-numbers';
COMMENT ON COLUMN import_stage.party_country IS 'Parties: countries';
COMMENT ON COLUMN import_stage.party_kind IS 'Parties: kinds';
COMMENT ON COLUMN import_stage.party_group_name IS 'Parties: groups';
COMMENT ON COLUMN import_stage.party_address IS 'Parties: addresses';
COMMENT ON COLUMN import_stage.party_postcode IS 'Parties: postcodes';
COMMENT ON COLUMN import_stage.party_city IS 'Parties: cities';
COMMENT ON COLUMN import_stage.party_note IS 'Parties: remarks';
COMMENT ON COLUMN import_stage.funding_source IS 'Funding: classes of payer';
COMMENT ON COLUMN import_stage.funding_oere IS 'Funding: amounts';
INSERT INTO privilege VALUES ('import_stage', 'SELECT');

CREATE TABLE import_party (
  row_no integer,
  nth bigint,
  role text,
  key text
);
COMMENT ON TABLE import_party IS 'Parties of the rows (temporary in a run)';
COMMENT ON COLUMN import_party.row_no IS 'Row of the file';
COMMENT ON COLUMN import_party.nth IS 'Order within the row';
COMMENT ON COLUMN import_party.role IS 'Role';
COMMENT ON COLUMN import_party.key IS 'Key of the organisation in import_organisation';
INSERT INTO privilege VALUES ('import_party', 'SELECT');

CREATE TABLE import_organisation (
  key text,
  row_no integer,
  name text,
  name_key text,
  cvr text,
  pic text,
  gln text,
  p_number text,
  country text,
  kind text,
  group_name text,
  address text,
  postcode text,
  city text,
  note text,
  root text,
  organisation_id bigint,
  is_new boolean
);
COMMENT ON TABLE import_organisation IS 'Organisations named in the file, each once (temporary in a run)';
COMMENT ON COLUMN import_organisation.key IS 'c and CVR number, p and PIC, g and GLN, or n and the name';
COMMENT ON COLUMN import_organisation.row_no IS 'First row that names it';
COMMENT ON COLUMN import_organisation.name IS 'Name';
COMMENT ON COLUMN import_organisation.name_key IS 'Name folded';
COMMENT ON COLUMN import_organisation.cvr IS 'CVR number';
COMMENT ON COLUMN import_organisation.pic IS 'PIC';
COMMENT ON COLUMN import_organisation.gln IS 'GLN';
COMMENT ON COLUMN import_organisation.p_number IS 'P-number';
COMMENT ON COLUMN import_organisation.country IS 'Country';
COMMENT ON COLUMN import_organisation.kind IS 'Kind';
COMMENT ON COLUMN import_organisation.group_name IS 'Group';
COMMENT ON COLUMN import_organisation.address IS 'Address';
COMMENT ON COLUMN import_organisation.postcode IS 'Postcode';
COMMENT ON COLUMN import_organisation.city IS 'City';
COMMENT ON COLUMN import_organisation.note IS 'Remarks';
COMMENT ON COLUMN import_organisation.root IS 'Key of the entry that stands for the same organisation';
COMMENT ON COLUMN import_organisation.organisation_id IS 'Organisation';
COMMENT ON COLUMN import_organisation.is_new IS 'It is made by this import';
INSERT INTO privilege VALUES ('import_organisation', 'SELECT');

CREATE TABLE import_plan (
  row_no integer,
  fate text,
  collaboration_id bigint,
  organisation_id bigint,
  external_id text,
  kind text,
  number text,
  main text,
  main_key text,
  fields_change boolean,
  errors jsonb,
  changes jsonb
);
COMMENT ON TABLE import_plan IS 'What will be done with each row (temporary in a run)';
COMMENT ON COLUMN import_plan.row_no IS 'Row of the file';
COMMENT ON COLUMN import_plan.fate IS 'Fate';
COMMENT ON COLUMN import_plan.collaboration_id IS 'Collaboration';
COMMENT ON COLUMN import_plan.organisation_id IS 'Organisation';
COMMENT ON COLUMN import_plan.external_id IS 'Key in the source';
COMMENT ON COLUMN import_plan.kind IS 'Kind';
COMMENT ON COLUMN import_plan.number IS 'Number';
COMMENT ON COLUMN import_plan.main IS 'The main party: number of an organisation, or key of a new one';
COMMENT ON COLUMN import_plan.main_key IS 'Its key in import_organisation';
COMMENT ON COLUMN import_plan.fields_change IS 'Fields of the row itself change';
COMMENT ON COLUMN import_plan.errors IS 'Faults found while planning';
COMMENT ON COLUMN import_plan.changes IS 'What changes';
INSERT INTO privilege VALUES ('import_plan', 'SELECT');

CREATE FUNCTION import_stage_open() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMPORARY TABLE import_stage (LIKE import_stage) ON COMMIT DROP;
  CREATE TEMPORARY TABLE import_party (LIKE import_party) ON COMMIT DROP;
  CREATE TEMPORARY TABLE import_organisation (LIKE import_organisation) ON COMMIT DROP;
  CREATE TEMPORARY TABLE import_plan (LIKE import_plan) ON COMMIT DROP;
  CREATE UNIQUE INDEX ON import_stage (row_no);
  CREATE INDEX ON import_party (row_no);
  CREATE UNIQUE INDEX ON import_organisation (key);
  CREATE UNIQUE INDEX ON import_plan (row_no);
END $$;
-- Statistics of a staging table, so that what follows is planned for its real size.
CREATE FUNCTION import_stage_count(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ANALYZE pg_temp.%I', name);
END $$;

-- Those of the keys that a case has which the caller may not see: an import must not collide with them.
CREATE FUNCTION import_hidden(list text, keys text[]) RETURNS SETOF text LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  access text := current_setting('samspil.access', true);
BEGIN
  PERFORM set_config('samspil.access', 'sees_all', true);
  RETURN QUERY SELECT c.external_id FROM collaboration c WHERE c.source = list AND c.external_id = ANY (keys);
  PERFORM set_config('samspil.access', access, true);
END $$;

-- One fault of a row as it is kept: texts in both languages.
CREATE FUNCTION import_fault(field text, code text, da text, en text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_array(jsonb_build_object('field', field, 'code', code, 'da', da, 'en', en))
$$;

-- An organisation as the file names it: by number, else by name.
CREATE FUNCTION import_key(cvr text, pic text, gln text, name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN cvr IS NOT NULL THEN 'c' || cvr WHEN pic IS NOT NULL THEN 'p' || pic WHEN gln IS NOT NULL THEN 'g' || gln ELSE 'n' || lower(name) END
$$;

-- Labels of a case with those that an import adds; at most 30.
CREATE FUNCTION import_tags(old text[], added text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN added IS NULL OR old @> added THEN old
    ELSE (old || ARRAY(SELECT a.tag FROM unnest(added) WITH ORDINALITY a(tag, nth) WHERE a.tag <> ALL (old) ORDER BY a.nth))[1:30] END
$$;

-- How a field is filled, as the API shows it.
CREATE FUNCTION import_options(f import_field) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object(
    'value_map', (SELECT jsonb_agg(jsonb_build_object('from', m.key, 'to', m.value) ORDER BY m.key) FROM jsonb_each_text(f.value_map) m),
    'separator', f.separator, 'multiplier', NULLIF(f.multiplier, 1), 'decimal', f.decimal_sign, 'date_style', f.date_style,
    'constant', f.constant, 'key', NULLIF(f.is_key, false)))
$$;
