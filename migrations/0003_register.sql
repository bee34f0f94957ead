-- SPDX-License-Identifier: EUPL-1.2
-- The register: collaborations of three kinds and what belongs to them, with row-level security and search.

CREATE TABLE code_subtype (
  kind text NOT NULL CHECK (kind IN ('opi', 'strategic_procurement', 'research_contract')),
  code text NOT NULL CHECK (code ~ '^[a-z0-9_]{1,40}$'),
  da text NOT NULL,
  en text NOT NULL,
  sort integer NOT NULL DEFAULT 0,
  valid_from date,
  valid_to date,
  source text NOT NULL DEFAULT '',
  PRIMARY KEY (kind, code)
);
CREATE TABLE code_stage (
  kind text NOT NULL CHECK (kind IN ('opi', 'strategic_procurement', 'research_contract')),
  code text NOT NULL CHECK (code ~ '^[a-z0-9_]{1,40}$'),
  no integer NOT NULL,
  phase text NOT NULL CHECK (phase IN ('pipeline', 'active', 'follow_up', 'closed')),
  da text NOT NULL,
  en text NOT NULL,
  valid_from date,
  valid_to date,
  source text NOT NULL DEFAULT '',
  PRIMARY KEY (kind, code)
);
CREATE TRIGGER names AFTER INSERT OR UPDATE OR DELETE ON code_subtype FOR EACH STATEMENT EXECUTE FUNCTION bump_names();
CREATE TRIGGER names AFTER INSERT OR UPDATE OR DELETE ON code_stage FOR EACH STATEMENT EXECUTE FUNCTION bump_names();

CREATE TABLE cpv (
  code text PRIMARY KEY CHECK (code ~ '^[0-9]{8}-[0-9]$'),
  da text NOT NULL,
  en text NOT NULL
);

CREATE TABLE number_series (
  kind text NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (kind, year)
);

-- Takes n numbers of a kind; gives the first.
CREATE FUNCTION take_numbers(k text, n integer DEFAULT 1) RETURNS integer LANGUAGE sql AS $$
  INSERT INTO number_series AS s (kind, year, last) VALUES (k, extract(year FROM current_date)::integer, n)
  ON CONFLICT (kind, year) DO UPDATE SET last = s.last + n RETURNING last - n + 1
$$;
-- OPI-2026-0042; SI: strategisk indkøb; FK: forskningskontrakt.
CREATE FUNCTION format_number(k text, no integer) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE k WHEN 'opi' THEN 'OPI' WHEN 'strategic_procurement' THEN 'SI' ELSE 'FK' END
         || '-' || extract(year FROM current_date)::integer || '-'
         || CASE WHEN no < 10000 THEN lpad(no::text, 4, '0') ELSE no::text END
$$;

CREATE TABLE collaboration (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number text NOT NULL CONSTRAINT collaboration_number_key UNIQUE,
  kind text NOT NULL CHECK (kind IN ('opi', 'strategic_procurement', 'research_contract')),
  subtype text,
  title text NOT NULL CHECK (char_length(title) BETWEEN 3 AND 300),
  summary text CHECK (char_length(summary) <= 20000),
  stage text NOT NULL,
  unit_id integer NOT NULL REFERENCES unit,
  owner_id bigint REFERENCES app_user,
  theme text REFERENCES code_theme,
  patient_group text REFERENCES code_patient_group,
  start_date date,
  end_date date,
  journal_number text CHECK (char_length(journal_number) <= 60),
  visibility text NOT NULL DEFAULT 'internal' CHECK (visibility IN ('open', 'internal', 'restricted')),
  tags text[] NOT NULL DEFAULT '{}' CHECK (cardinality(tags) <= 30),
  value_ceiling_oere bigint CHECK (value_ceiling_oere >= 0),
  source text NOT NULL DEFAULT 'samspil',
  external_id text,
  import_id bigint,
  counterparty text,
  npv_oere bigint,
  value_signal text,
  CONSTRAINT collaboration_dates CHECK (end_date >= start_date),
  CONSTRAINT collaboration_subtype_fkey FOREIGN KEY (kind, subtype) REFERENCES code_subtype,
  CONSTRAINT collaboration_stage_fkey FOREIGN KEY (kind, stage) REFERENCES code_stage,
  CONSTRAINT collaboration_external_key UNIQUE (source, external_id)
);
CALL stamped('collaboration');
-- Derived columns (counterparty, npv_oere, value_signal) change without a new version.
DROP TRIGGER stamp ON collaboration;
CREATE TRIGGER stamp_insert BEFORE INSERT ON collaboration FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE TRIGGER stamp_update BEFORE UPDATE OF subtype, title, summary, stage, unit_id, owner_id, theme, patient_group,
  start_date, end_date, journal_number, visibility, tags, value_ceiling_oere, external_id, version ON collaboration
  FOR EACH ROW EXECUTE FUNCTION stamp();
CALL audited('collaboration');
CREATE INDEX collaboration_updated ON collaboration (updated_at DESC, id DESC);
CREATE INDEX collaboration_kind ON collaboration (kind, updated_at DESC, id DESC);
CREATE INDEX collaboration_unit ON collaboration (unit_id, updated_at DESC, id DESC);
CREATE INDEX collaboration_title ON collaboration (title COLLATE "da-x-icu", id);
-- An index for each way that a list can be sorted; rows without a value come last both ways.
CREATE INDEX collaboration_start ON collaboration (start_date, id);
CREATE INDEX collaboration_start_down ON collaboration (start_date DESC NULLS LAST, id DESC);
CREATE INDEX collaboration_end ON collaboration (end_date, id);
CREATE INDEX collaboration_end_down ON collaboration (end_date DESC NULLS LAST, id DESC);
CREATE INDEX collaboration_ceiling ON collaboration (value_ceiling_oere, id);
CREATE INDEX collaboration_ceiling_down ON collaboration (value_ceiling_oere DESC NULLS LAST, id DESC);
CREATE INDEX collaboration_npv ON collaboration (npv_oere, id);
CREATE INDEX collaboration_npv_down ON collaboration (npv_oere DESC NULLS LAST, id DESC);
CREATE INDEX collaboration_import ON collaboration (import_id, updated_at DESC, id DESC) WHERE import_id IS NOT NULL;
CREATE INDEX collaboration_owner ON collaboration (owner_id) WHERE owner_id IS NOT NULL;

-- One detail table a kind. collaboration_id repeats the key for row-level security and audit.
CREATE TABLE opi (
  id bigint PRIMARY KEY REFERENCES collaboration,
  collaboration_id bigint GENERATED ALWAYS AS (id) STORED,
  need text CHECK (char_length(need) <= 4000),
  need_group_size integer CHECK (need_group_size >= 0)
);
CREATE TABLE procurement (
  id bigint PRIMARY KEY REFERENCES collaboration,
  collaboration_id bigint GENERATED ALWAYS AS (id) STORED,
  procurement_procedure text CHECK (char_length(procurement_procedure) <= 100),
  cpv text CONSTRAINT collaboration_cpv_fkey REFERENCES cpv,
  term_months integer CHECK (term_months BETWEEN 1 AND 600)
);
CREATE TABLE research_contract (
  id bigint PRIMARY KEY REFERENCES collaboration,
  collaboration_id bigint GENERATED ALWAYS AS (id) STORED,
  protocol_number text CHECK (char_length(protocol_number) <= 80),
  eu_number text CHECK (char_length(eu_number) <= 80),
  ethics_number text CHECK (char_length(ethics_number) <= 80),
  principal_investigator text CHECK (char_length(principal_investigator) <= 160),
  sponsor_id bigint CONSTRAINT collaboration_sponsor_id_fkey REFERENCES organisation,
  planned_patients integer CHECK (planned_patients >= 0),
  external_amount_oere bigint CHECK (external_amount_oere >= 0)
);
CREATE INDEX research_contract_sponsor ON research_contract (sponsor_id, protocol_number);

CREATE TABLE collaboration_member (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  user_id bigint NOT NULL REFERENCES app_user,
  removed_at timestamptz,
  CONSTRAINT collaboration_member_once UNIQUE (collaboration_id, user_id)
);
CREATE INDEX collaboration_member_user ON collaboration_member (user_id);

CREATE TABLE participation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  organisation_id bigint NOT NULL REFERENCES organisation,
  role text NOT NULL DEFAULT 'partner' REFERENCES code_party_role,
  contribution_oere bigint CHECK (contribution_oere >= 0),
  contact_name text CHECK (char_length(contact_name) <= 120),
  note text CHECK (char_length(note) <= 2000),
  removed_at timestamptz
);
CREATE UNIQUE INDEX participation_once ON participation (collaboration_id, organisation_id, role) WHERE removed_at IS NULL;
CREATE INDEX participation_collaboration ON participation (collaboration_id);
CREATE INDEX participation_organisation ON participation (organisation_id);

CREATE TABLE milestone (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  title text NOT NULL CHECK (char_length(title) BETWEEN 2 AND 200),
  due_date date NOT NULL,
  baseline_date date NOT NULL,
  done_date date,
  status text NOT NULL DEFAULT 'planned' REFERENCES code_milestone_status,
  delay_cause text REFERENCES code_delay_cause,
  delay_note text CHECK (char_length(delay_note) <= 2000),
  removed_at timestamptz
);
CREATE INDEX milestone_collaboration ON milestone (collaboration_id);
CREATE INDEX milestone_due ON milestone (due_date) WHERE done_date IS NULL AND removed_at IS NULL;

CREATE TABLE funding (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  source text NOT NULL REFERENCES code_funding_source,
  organisation_id bigint REFERENCES organisation,
  amount_oere bigint NOT NULL CHECK (amount_oere BETWEEN 0 AND 100000000000000000),
  year integer CHECK (year BETWEEN 1990 AND 2200),
  note text CHECK (char_length(note) <= 2000),
  removed_at timestamptz
);
CREATE INDEX funding_collaboration ON funding (collaboration_id);

CREATE TABLE funding_share (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  funding_id bigint NOT NULL REFERENCES funding,
  kasse text NOT NULL REFERENCES code_kasse,
  num integer NOT NULL CHECK (num >= 1),
  den integer NOT NULL CHECK (den BETWEEN 1 AND 1000000),
  removed_at timestamptz,
  CHECK (num <= den)
);
CREATE INDEX funding_share_collaboration ON funding_share (collaboration_id);
CREATE UNIQUE INDEX funding_share_kasse ON funding_share (funding_id, kasse) WHERE removed_at IS NULL;

-- Shares of one funding add up to exactly 1 when the transaction ends.
CREATE FUNCTION funding_share_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  s record;
  n numeric := 0;
  d numeric := 1;
  g numeric;
BEGIN
  FOR s IN SELECT num, den FROM funding_share WHERE funding_id = NEW.funding_id AND removed_at IS NULL LOOP
    n := n * s.den + s.num * d;
    d := d * s.den;
    g := gcd(n, d);
    n := n / g;
    d := d / g;
  END LOOP;
  IF n <> d AND n <> 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'funding_share_sum', MESSAGE = 'shares do not add up to 1',
      DETAIL = trim_scale(n) || CASE WHEN d = 1 THEN '' ELSE '/' || trim_scale(d) END;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sum_is_one AFTER INSERT OR UPDATE ON funding_share DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION funding_share_check();

-- An amount split by shares, oere by the largest remainder (ties to the earlier share).
CREATE FUNCTION split_oere(amount bigint, funding bigint) RETURNS TABLE (share_id bigint, oere bigint) LANGUAGE sql STABLE AS $$
  WITH part AS (
    SELECT s.id, div(amount::numeric * s.num, s.den) AS whole,
           row_number() OVER (ORDER BY mod(amount::numeric * s.num, s.den) / s.den DESC, s.id) AS nth
    FROM funding_share s WHERE s.funding_id = funding AND s.removed_at IS NULL)
  SELECT id, (whole + CASE WHEN nth <= amount - (SELECT sum(whole) FROM part) THEN 1 ELSE 0 END)::bigint FROM part
$$;

CREATE TABLE document (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  type text NOT NULL DEFAULT 'other' REFERENCES code_document_type,
  url text NOT NULL CHECK (url ~ '^https?://'),
  document_date date,
  direction text NOT NULL DEFAULT 'internal' CHECK (direction IN ('in', 'out', 'internal')),
  confidentiality text NOT NULL DEFAULT 'internal' REFERENCES code_confidentiality,
  removed_at timestamptz
);
CREATE INDEX document_collaboration ON document (collaboration_id);

CREATE TABLE comment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  body text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 10000),
  removed_at timestamptz
);
CREATE INDEX comment_collaboration ON comment (collaboration_id);

-- Row-level security. Everybody logged in sees an open case, staff an internal one; a restricted one is seen by its unit's
-- leadership, its team and who made it, and those who see all (Koncernindkøb, lawyers, auditors).
-- The fewer sub-selects, the cheaper: every table below a case repeats this policy in its plans.
CREATE FUNCTION my_cases() RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(m.collaboration_id) FROM collaboration_member m WHERE m.user_id = me() AND m.removed_at IS NULL
$$;
ALTER TABLE collaboration ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY see ON collaboration FOR SELECT USING (
  visibility = ANY ((SELECT my_visibilities())::text[])
  OR unit_id = ANY ((SELECT my_read_units())::int[])
  OR (SELECT me()) IN (owner_id, created_by)
  OR id = ANY ((SELECT my_cases())::bigint[]));
CREATE POLICY add ON collaboration FOR INSERT WITH CHECK (
  (SELECT may('writes_all')) OR unit_id = ANY ((SELECT my_write_units())::int[]));
CREATE POLICY change ON collaboration FOR UPDATE
  USING ((SELECT may('writes_all')) OR unit_id = ANY ((SELECT my_write_units())::int[]) OR owner_id = (SELECT me()))
  WITH CHECK ((SELECT may('writes_all')) OR unit_id = ANY ((SELECT my_write_units())::int[]) OR owner_id = (SELECT me()));

-- True when the principal may write the case. Runs with the caller's rights: what is not seen is not written.
CREATE FUNCTION case_writable(case_id bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT may('writes_all') OR EXISTS (SELECT 1 FROM collaboration c WHERE c.id = case_id
    AND (c.unit_id = ANY (my_write_units()) OR c.owner_id = me()))
$$;

-- The team list does not ask the case (the case asks it): oneself, or staff.
ALTER TABLE collaboration_member ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY see ON collaboration_member FOR SELECT
  USING (user_id = (SELECT me()) OR (SELECT may('staff')) OR (SELECT may('sees_all')));
CREATE POLICY add ON collaboration_member FOR INSERT WITH CHECK (case_writable(collaboration_id));
CREATE POLICY change ON collaboration_member FOR UPDATE USING (case_writable(collaboration_id));
CALL stamped('collaboration_member');
CALL audited('collaboration_member');

-- A table below the case: seen with the case, written by those who may write the case.
CREATE PROCEDURE protect(t regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
  EXECUTE format('CREATE POLICY see ON %s FOR SELECT USING (EXISTS (SELECT 1 FROM collaboration c WHERE c.id = collaboration_id))', t);
  EXECUTE format('CREATE POLICY add ON %s FOR INSERT WITH CHECK ((SELECT may(''writes_all'')) OR case_writable(collaboration_id))', t);
  EXECUTE format('CREATE POLICY change ON %s FOR UPDATE USING ((SELECT may(''writes_all'')) OR case_writable(collaboration_id))', t);
  EXECUTE format('CALL stamped(%L)', t);
  EXECUTE format('CALL audited(%L)', t);
END $$;
CALL protect('opi');
CALL protect('procurement');
CALL protect('research_contract');
CALL protect('participation');
CALL protect('milestone');
CALL protect('funding');
CALL protect('funding_share');
CALL protect('document');
CALL protect('comment');
-- Whoever sees a case may comment on it; one's own comments may be taken back.
DROP POLICY add ON comment;
DROP POLICY change ON comment;
CREATE POLICY add ON comment FOR INSERT WITH CHECK (EXISTS (SELECT 1 FROM collaboration c WHERE c.id = collaboration_id));
CREATE POLICY change ON comment FOR UPDATE USING (created_by = (SELECT me()));

-- History: with the case; events without a case (users, grants, units) for those who audit.
ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON audit_event FOR SELECT USING (
  (collaboration_id IS NULL AND (SELECT may('audits'))) OR EXISTS (SELECT 1 FROM collaboration c WHERE c.id = collaboration_id));

-- The name shown in lists: the sponsor, supplier or lead, else the first participant.
CREATE FUNCTION counterparty_refresh() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE collaboration c SET counterparty = x.name
  FROM (SELECT n.collaboration_id, (
          SELECT o.name FROM participation p JOIN organisation o ON o.id = p.organisation_id
          WHERE p.collaboration_id = n.collaboration_id AND p.removed_at IS NULL
          ORDER BY (p.role IN ('sponsor', 'supplier', 'lead')) DESC, (o.kind = 'company') DESC, p.id LIMIT 1) AS name
        FROM (SELECT DISTINCT collaboration_id FROM new_rows) n) x
  WHERE c.id = x.collaboration_id AND c.counterparty IS DISTINCT FROM x.name;
  RETURN NULL;
END $$;
CREATE TRIGGER counterparty_insert AFTER INSERT ON participation REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION counterparty_refresh();
CREATE TRIGGER counterparty_update AFTER UPDATE ON participation REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION counterparty_refresh();

-- Search stands in a table of its own that the application role cannot read: the operators of text search are not
-- leakproof, so under a policy the index would not be used. The function gives candidates, the policy decides.
CREATE TABLE collaboration_search (
  id bigint PRIMARY KEY REFERENCES collaboration,
  words tsvector NOT NULL,
  letters text NOT NULL,
  tags text[] NOT NULL
);
CREATE INDEX collaboration_search_words ON collaboration_search USING gin (words);
CREATE INDEX collaboration_search_letters ON collaboration_search USING gin (letters gin_trgm_ops);
CREATE INDEX collaboration_search_tags ON collaboration_search USING gin (tags);
INSERT INTO privilege VALUES ('collaboration_search', '');

CREATE FUNCTION collaboration_index() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO collaboration_search (id, words, letters, tags)
  SELECT n.id,
         setweight(to_tsvector('danish', n.title), 'A') ||
         setweight(to_tsvector('simple', concat_ws(' ', n.title, n.number, n.journal_number, n.external_id, array_to_string(n.tags, ' '))), 'A') ||
         setweight(to_tsvector('danish', left(COALESCE(n.summary, ''), 20000)), 'C') ||
         setweight(to_tsvector('simple', COALESCE(n.counterparty, '')), 'B'),
         lower(concat_ws(' ', n.number, n.title, n.counterparty, n.journal_number, n.external_id)), n.tags
  FROM new_rows n
  ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words, letters = EXCLUDED.letters, tags = EXCLUDED.tags
    WHERE collaboration_search.letters <> EXCLUDED.letters OR collaboration_search.words <> EXCLUDED.words
       OR collaboration_search.tags <> EXCLUDED.tags;
  RETURN NULL;
END $$;
CREATE TRIGGER search_insert AFTER INSERT ON collaboration REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION collaboration_index();
CREATE TRIGGER search_update AFTER UPDATE ON collaboration REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION collaboration_index();

-- At most `most` cases that fit the words (Danish stemming, the last word as a beginning), best first; when few do,
-- those with similar letters (typing errors, parts of numbers). A CVR number finds the cases of that organisation.
-- A plan made for any words expects many hits, soon found by reading the whole table: so that is switched off.
CREATE FUNCTION collaboration_find(q text, most integer) RETURNS TABLE (id bigint, place bigint)
LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
  danish tsquery := websearch_to_tsquery('danish', q);
  plain tsquery := websearch_to_tsquery('simple', q);
  beginning tsquery := NULLIF(regexp_replace(plainto_tsquery('simple', q)::text, '''$', ''':*'), '')::tsquery;
  needle text := lower(q);
  pattern text := '%' || replace(replace(replace(lower(q), '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
  RETURN QUERY
  WITH words AS (
    SELECT s.id, ts_rank_cd(s.words, danish) + ts_rank_cd(s.words, plain) AS score
    FROM (SELECT x.id, x.words FROM collaboration_search x
          WHERE x.words @@ danish OR x.words @@ plain OR x.words @@ beginning
          LIMIT most) s),
  parties AS (
    SELECT p.collaboration_id AS id, 2::real AS score FROM organisation o JOIN participation p ON p.organisation_id = o.id
    WHERE q ~ '^[0-9]{8}$' AND o.cvr = q LIMIT most),
  alike AS (
    SELECT x.id, word_similarity(needle, x.letters) / 100 AS score FROM collaboration_search x
    WHERE (SELECT count(*) FROM words) < 5 AND char_length(q) >= 3 AND (needle <% x.letters OR x.letters LIKE pattern)
    LIMIT most),
  best AS (
    SELECT u.id, max(u.score) AS score
    FROM (SELECT * FROM words UNION ALL SELECT * FROM parties UNION ALL SELECT * FROM alike) u GROUP BY u.id)
  SELECT b.id, row_number() OVER (ORDER BY b.score DESC, b.id DESC) FROM best b ORDER BY 2 LIMIT most;
END $$;

-- The cases with a label. Containment is not leakproof either, so the index is asked here.
CREATE FUNCTION collaboration_tagged(label text) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 100 SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
  SELECT s.id FROM collaboration_search s WHERE s.tags @> ARRAY[label]
$$;

COMMENT ON TABLE code_subtype IS 'Subtypes of each kind of collaboration';
COMMENT ON COLUMN code_subtype.kind IS 'Kind';
COMMENT ON COLUMN code_subtype.code IS 'Code in the API';
COMMENT ON COLUMN code_subtype.da IS 'Danish label';
COMMENT ON COLUMN code_subtype.en IS 'English label';
COMMENT ON COLUMN code_subtype.sort IS 'Order on screen';
COMMENT ON COLUMN code_subtype.valid_from IS 'First day; null: always';
COMMENT ON COLUMN code_subtype.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN code_subtype.source IS 'Where it is taken from';
COMMENT ON TABLE code_stage IS 'Stages of the life of each kind';
COMMENT ON COLUMN code_stage.kind IS 'Kind';
COMMENT ON COLUMN code_stage.code IS 'Code in the API';
COMMENT ON COLUMN code_stage.no IS 'Order';
COMMENT ON COLUMN code_stage.phase IS 'pipeline, active, follow_up or closed';
COMMENT ON COLUMN code_stage.da IS 'Danish label';
COMMENT ON COLUMN code_stage.en IS 'English label';
COMMENT ON COLUMN code_stage.valid_from IS 'First day; null: always';
COMMENT ON COLUMN code_stage.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN code_stage.source IS 'Where it is taken from';
COMMENT ON TABLE cpv IS 'Common procurement vocabulary 2008';
COMMENT ON COLUMN cpv.code IS 'Code with check digit';
COMMENT ON COLUMN cpv.da IS 'Danish label';
COMMENT ON COLUMN cpv.en IS 'English label';
COMMENT ON TABLE number_series IS 'Last number given out per kind and year';
COMMENT ON COLUMN number_series.kind IS 'Kind';
COMMENT ON COLUMN number_series.year IS 'Year';
COMMENT ON COLUMN number_series.last IS 'Last number';
COMMENT ON TABLE collaboration IS 'One public-private collaboration';
COMMENT ON COLUMN collaboration.id IS 'Key';
COMMENT ON COLUMN collaboration.number IS 'Number shown to people';
COMMENT ON COLUMN collaboration.kind IS 'opi, strategic_procurement or research_contract';
COMMENT ON COLUMN collaboration.subtype IS 'Subtype within the kind';
COMMENT ON COLUMN collaboration.title IS 'Title';
COMMENT ON COLUMN collaboration.summary IS 'Description';
COMMENT ON COLUMN collaboration.stage IS 'Where it is in its life';
COMMENT ON COLUMN collaboration.unit_id IS 'Unit where the work starts';
COMMENT ON COLUMN collaboration.owner_id IS 'Project lead';
COMMENT ON COLUMN collaboration.theme IS 'Theme';
COMMENT ON COLUMN collaboration.patient_group IS 'Patient group';
COMMENT ON COLUMN collaboration.start_date IS 'First day';
COMMENT ON COLUMN collaboration.end_date IS 'Last day';
COMMENT ON COLUMN collaboration.journal_number IS 'Number in the case filing system';
COMMENT ON COLUMN collaboration.visibility IS 'open: may be published; internal: staff; restricted: team, leadership, procurement, lawyers, auditors';
COMMENT ON COLUMN collaboration.tags IS 'Free labels';
COMMENT ON COLUMN collaboration.value_ceiling_oere IS 'Ceiling of the agreement';
COMMENT ON COLUMN collaboration.source IS 'System or list that it comes from';
COMMENT ON COLUMN collaboration.external_id IS 'Its key there';
COMMENT ON COLUMN collaboration.import_id IS 'Import that made it';
COMMENT ON COLUMN collaboration.counterparty IS 'Derived: name of the main private party';
COMMENT ON COLUMN collaboration.npv_oere IS 'Derived: net present value, limited societal, of the newest estimate';
COMMENT ON COLUMN collaboration.value_signal IS 'Derived: who pays and who gains, of the newest estimate';
COMMENT ON TABLE opi IS 'What only OPI partnerships have';
COMMENT ON COLUMN opi.id IS 'Collaboration';
COMMENT ON COLUMN opi.collaboration_id IS 'The same, for row-level security';
COMMENT ON COLUMN opi.need IS 'The need in a few lines';
COMMENT ON COLUMN opi.need_group_size IS 'People concerned';
COMMENT ON TABLE procurement IS 'What only strategic procurement has';
COMMENT ON COLUMN procurement.id IS 'Collaboration';
COMMENT ON COLUMN procurement.collaboration_id IS 'The same, for row-level security';
COMMENT ON COLUMN procurement.procurement_procedure IS 'Procedure';
COMMENT ON COLUMN procurement.cpv IS 'Main CPV code';
COMMENT ON COLUMN procurement.term_months IS 'Term';
COMMENT ON TABLE research_contract IS 'What only research contracts have';
COMMENT ON COLUMN research_contract.id IS 'Collaboration';
COMMENT ON COLUMN research_contract.collaboration_id IS 'The same, for row-level security';
COMMENT ON COLUMN research_contract.protocol_number IS 'Sponsor''s protocol number';
COMMENT ON COLUMN research_contract.eu_number IS 'EU CT, EudraCT or EUDAMED number';
COMMENT ON COLUMN research_contract.ethics_number IS 'Number at the ethics committee (VEK)';
COMMENT ON COLUMN research_contract.principal_investigator IS 'Principal investigator';
COMMENT ON COLUMN research_contract.sponsor_id IS 'Sponsor';
COMMENT ON COLUMN research_contract.planned_patients IS 'Patients planned';
COMMENT ON COLUMN research_contract.external_amount_oere IS 'External funding over the whole life';
COMMENT ON TABLE collaboration_member IS 'People who work on a case beyond its unit';
COMMENT ON COLUMN collaboration_member.id IS 'Key';
COMMENT ON COLUMN collaboration_member.collaboration_id IS 'Case';
COMMENT ON COLUMN collaboration_member.user_id IS 'User';
COMMENT ON COLUMN collaboration_member.removed_at IS 'When taken off';
COMMENT ON TABLE participation IS 'An organisation takes part in a collaboration';
COMMENT ON COLUMN participation.id IS 'Key';
COMMENT ON COLUMN participation.collaboration_id IS 'Case';
COMMENT ON COLUMN participation.organisation_id IS 'Organisation';
COMMENT ON COLUMN participation.role IS 'Role';
COMMENT ON COLUMN participation.contribution_oere IS 'What it brings in';
COMMENT ON COLUMN participation.contact_name IS 'Contact person';
COMMENT ON COLUMN participation.note IS 'Remarks';
COMMENT ON COLUMN participation.removed_at IS 'When taken off';
COMMENT ON TABLE milestone IS 'Milestones';
COMMENT ON COLUMN milestone.id IS 'Key';
COMMENT ON COLUMN milestone.collaboration_id IS 'Case';
COMMENT ON COLUMN milestone.title IS 'Title';
COMMENT ON COLUMN milestone.due_date IS 'Planned day';
COMMENT ON COLUMN milestone.baseline_date IS 'Day first planned';
COMMENT ON COLUMN milestone.done_date IS 'Day reached';
COMMENT ON COLUMN milestone.status IS 'State';
COMMENT ON COLUMN milestone.delay_cause IS 'Cause of delay';
COMMENT ON COLUMN milestone.delay_note IS 'Explanation';
COMMENT ON COLUMN milestone.removed_at IS 'When taken off';
COMMENT ON TABLE funding IS 'Money put in';
COMMENT ON COLUMN funding.id IS 'Key';
COMMENT ON COLUMN funding.collaboration_id IS 'Case';
COMMENT ON COLUMN funding.source IS 'Class of payer';
COMMENT ON COLUMN funding.organisation_id IS 'Payer';
COMMENT ON COLUMN funding.amount_oere IS 'Amount';
COMMENT ON COLUMN funding.year IS 'Year; null: whole period';
COMMENT ON COLUMN funding.note IS 'Remarks';
COMMENT ON COLUMN funding.removed_at IS 'When taken off';
COMMENT ON TABLE funding_share IS 'Split of one funding over budget funds; exact fractions';
COMMENT ON COLUMN funding_share.id IS 'Key';
COMMENT ON COLUMN funding_share.collaboration_id IS 'Case';
COMMENT ON COLUMN funding_share.funding_id IS 'Funding';
COMMENT ON COLUMN funding_share.kasse IS 'Budget fund';
COMMENT ON COLUMN funding_share.num IS 'Numerator';
COMMENT ON COLUMN funding_share.den IS 'Denominator';
COMMENT ON COLUMN funding_share.removed_at IS 'When taken off';
COMMENT ON TABLE document IS 'Documents as links';
COMMENT ON COLUMN document.id IS 'Key';
COMMENT ON COLUMN document.collaboration_id IS 'Case';
COMMENT ON COLUMN document.title IS 'Title';
COMMENT ON COLUMN document.type IS 'Type';
COMMENT ON COLUMN document.url IS 'Address';
COMMENT ON COLUMN document.document_date IS 'Date of the document';
COMMENT ON COLUMN document.direction IS 'in, out or internal';
COMMENT ON COLUMN document.confidentiality IS 'Who may read it';
COMMENT ON COLUMN document.removed_at IS 'When taken off';
COMMENT ON TABLE comment IS 'Remarks of people';
COMMENT ON COLUMN comment.id IS 'Key';
COMMENT ON COLUMN comment.collaboration_id IS 'Case';
COMMENT ON COLUMN comment.body IS 'Text';
COMMENT ON COLUMN comment.removed_at IS 'When taken back';
COMMENT ON TABLE collaboration_search IS 'What search looks in; kept by trigger, hidden from the application role';
COMMENT ON COLUMN collaboration_search.id IS 'Case';
COMMENT ON COLUMN collaboration_search.words IS 'Stems and words';
COMMENT ON COLUMN collaboration_search.letters IS 'Text for similarity';
COMMENT ON COLUMN collaboration_search.tags IS 'Labels';
