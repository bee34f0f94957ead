-- SPDX-License-Identifier: EUPL-1.2
-- Confidentiality and openness: files of documents, what may not be shown and why, requests for access with answers and
-- packages, who has read what is confidential, and people's data taken out.

CALL code_list('secrecy_ground', 'Grounds on which something is withheld');
CALL code_list('disclosure_field', 'Fields of a case that stand in a package, and that can be marked as confidential');
CALL code_list('access_basis', 'Laws by which access is asked for');
CALL code_list('access_outcome', 'Outcomes of a request for access');
INSERT INTO code_secrecy_ground (code, da, en, sort, source) VALUES
  ('section_30_2', 'Drifts- eller forretningsforhold, § 30, nr. 2', 'Business secrets, section 30(2)', 1, 'Offentlighedsloven § 30, nr. 2'),
  ('section_30_1', 'Private forhold, § 30, nr. 1', 'Private circumstances, section 30(1)', 2, 'Offentlighedsloven § 30, nr. 1'),
  ('section_23', 'Internt dokument, § 23', 'Internal document, section 23', 3, 'Offentlighedsloven § 23 (efter hukommelsen)'),
  ('section_33', 'Offentlige interesser, § 33', 'Public interests, section 33', 4, 'Offentlighedsloven § 33 (efter hukommelsen)'),
  ('small_counts', 'Små tal: kan føre til enkelte patienter', 'Small counts: may lead to single patients', 5, 'Datatilsynet; Danmarks Statistik'),
  ('party_15', 'Andre parters forhold, forvaltningsloven § 15 b', 'Interests of others, Public Administration Act section 15 b', 6, 'Forvaltningsloven § 15 b (efter hukommelsen)');
INSERT INTO code_access_basis (code, da, en, sort, source) VALUES
  ('public', 'Offentlighedsloven', 'Access to Public Administration Files Act', 1, 'Offentlighedsloven § 7, § 36 (efter hukommelsen)'),
  ('party', 'Part i sagen (forvaltningsloven)', 'Party to the case (Public Administration Act)', 2, 'Forvaltningsloven § 9, § 16 (efter hukommelsen)');
INSERT INTO code_access_outcome (code, da, en, sort, source) VALUES
  ('full', 'Fuld indsigt', 'Full access', 1, 'Samspil'),
  ('partial', 'Delvis indsigt', 'Partial access', 2, 'Samspil'),
  ('refused', 'Afslag', 'Refused', 3, 'Samspil'),
  ('none_found', 'Intet fundet', 'Nothing found', 4, 'Samspil'),
  ('withdrawn', 'Trukket tilbage', 'Withdrawn', 5, 'Samspil');
ALTER TABLE code_disclosure_field ADD COLUMN part text, ADD COLUMN field text;
COMMENT ON COLUMN code_disclosure_field.part IS 'case, parties, milestones, funding or estimates';
COMMENT ON COLUMN code_disclosure_field.field IS 'Name of the field in its part';
INSERT INTO code_disclosure_field (code, da, en, sort, source, part, field)
SELECT f.part || '_' || f.field, f.da, f.en, row_number() OVER (), 'Samspil', f.part, f.field
FROM (VALUES
  ('case', 'number', 'Sagsnummer', 'Number'), ('case', 'kind', 'Type', 'Kind'), ('case', 'subtype', 'Undertype', 'Subtype'), ('case', 'theme', 'Tema', 'Theme'),
  ('case', 'patient_group', 'Patientgruppe', 'Patient group'), ('case', 'title', 'Titel', 'Title'),
  ('case', 'summary', 'Beskrivelse', 'Description'), ('case', 'stage', 'Trin', 'Stage'), ('case', 'unit', 'Enhed', 'Unit'),
  ('case', 'owner', 'Ansvarlig', 'Owner'), ('case', 'start_date', 'Startdato', 'Start'), ('case', 'end_date', 'Slutdato', 'End'),
  ('case', 'journal_number', 'Journalnummer', 'Case filing number'), ('case', 'value_ceiling_oere', 'Økonomisk loft', 'Ceiling'),
  ('case', 'need', 'Behov', 'Need'), ('case', 'need_group_size', 'Gruppens størrelse', 'Size of the group'),
  ('case', 'procurement_procedure', 'Udbudsprocedure', 'Procedure'), ('case', 'cpv', 'CPV-kode', 'CPV code'),
  ('case', 'term_months', 'Løbetid i måneder', 'Term in months'), ('case', 'protocol_number', 'Protokolnummer', 'Protocol number'),
  ('case', 'eu_number', 'EU-nummer', 'EU number'), ('case', 'ethics_number', 'VEK-nummer', 'Ethics committee number'),
  ('case', 'principal_investigator', 'Forsøgsansvarlig', 'Principal investigator'), ('case', 'sponsor', 'Sponsor', 'Sponsor'),
  ('case', 'planned_patients', 'Planlagte patienter', 'Patients planned'),
  ('case', 'external_amount_oere', 'Ekstern finansiering', 'External funding'),
  ('parties', 'organisation', 'Deltager', 'Participant'), ('parties', 'cvr', 'CVR-nummer', 'CVR number'), ('parties', 'role', 'Rolle', 'Role'),
  ('parties', 'contribution_oere', 'Deltagerens bidrag', 'Contribution of the participant'),
  ('parties', 'contact_name', 'Kontaktperson', 'Contact person'), ('parties', 'note', 'Bemærkning om deltageren', 'Remark on the participant'),
  ('milestones', 'title', 'Milepæl', 'Milestone'), ('milestones', 'due_date', 'Planlagt dato', 'Planned day'),
  ('milestones', 'done_date', 'Nået dato', 'Day reached'), ('milestones', 'delay_note', 'Forklaring på forsinkelse', 'Explanation of the delay'),
  ('funding', 'source', 'Betaler', 'Payer'), ('funding', 'organisation', 'Betalende organisation', 'Paying organisation'),
  ('funding', 'amount_oere', 'Finansieret beløb', 'Amount funded'), ('funding', 'year', 'År', 'Year'),
  ('funding', 'note', 'Bemærkning om finansieringen', 'Remark on the funding'),
  ('estimates', 'version_no', 'Værdivurdering nr.', 'Estimate no.'), ('estimates', 'status', 'Vurderingens status', 'Status of the estimate'),
  ('estimates', 'npv_oere', 'Nettonutidsværdi', 'Net present value')) AS f(part, field, da, en);
CALL code_lists_join();

-- ---- Files of documents ----

CREATE SEQUENCE stored_file_id;
CREATE TABLE document_version (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  document_id bigint NOT NULL,
  version_no integer NOT NULL CHECK (version_no >= 1),
  file_id bigint NOT NULL UNIQUE DEFAULT nextval('stored_file_id'),
  filename text NOT NULL CHECK (char_length(filename) BETWEEN 1 AND 255),
  media_type text NOT NULL,
  size bigint NOT NULL CHECK (size > 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  CONSTRAINT document_version_once UNIQUE (document_id, version_no)
);
ALTER TABLE document_version ADD CONSTRAINT document_version_document_fkey FOREIGN KEY (document_id, collaboration_id) REFERENCES document (id, collaboration_id);
CREATE INDEX document_version_case ON document_version (collaboration_id);
COMMENT ON TABLE document_version IS 'Files of a document; a file is never changed, a new version is added';
COMMENT ON COLUMN document_version.id IS 'Key';
COMMENT ON COLUMN document_version.collaboration_id IS 'Case';
COMMENT ON COLUMN document_version.document_id IS 'Document';
COMMENT ON COLUMN document_version.version_no IS 'Number within the document';
COMMENT ON COLUMN document_version.file_id IS 'Key of its bytes in file_chunk';
COMMENT ON COLUMN document_version.filename IS 'Name as uploaded';
COMMENT ON COLUMN document_version.media_type IS 'What the bytes are, found by looking at them';
COMMENT ON COLUMN document_version.size IS 'Bytes';
COMMENT ON COLUMN document_version.sha256 IS 'SHA-256 of the bytes';
CALL protect('document_version');
INSERT INTO privilege VALUES ('document_version', 'SELECT, INSERT');

-- A document lies here or elsewhere; what lies here may also have an address elsewhere (its place in the ESDH system).
ALTER TABLE document ALTER COLUMN url DROP NOT NULL;
ALTER TABLE document ADD COLUMN journal_number text CHECK (char_length(journal_number) <= 60);
COMMENT ON COLUMN document.url IS 'Address, also of the copy in the filing system (ESDH); null: the file is only here';
COMMENT ON COLUMN document.journal_number IS 'Number in the filing system (ESDH)';

-- ---- What may not be shown ----

CREATE TABLE secrecy_mark (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  document_id bigint,
  field text REFERENCES code_disclosure_field,
  ground text NOT NULL DEFAULT 'section_30_2' REFERENCES code_secrecy_ground,
  organisation_id bigint REFERENCES organisation,
  claim text CHECK (char_length(claim) <= 4000),
  claimed_on date,
  decision text NOT NULL DEFAULT 'undecided' CHECK (decision IN ('undecided', 'withheld', 'disclosed')),
  reason text CHECK (char_length(reason) <= 4000),
  decided_by bigint REFERENCES app_user,
  decided_at timestamptz,
  removed_at timestamptz,
  CONSTRAINT secrecy_mark_document_fkey FOREIGN KEY (document_id, collaboration_id) REFERENCES document (id, collaboration_id),
  CONSTRAINT secrecy_mark_of CHECK (num_nonnulls(document_id, field) = 1),
  CONSTRAINT secrecy_mark_reason CHECK (decision = 'undecided' OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX secrecy_mark_document ON secrecy_mark (document_id) WHERE removed_at IS NULL AND document_id IS NOT NULL;
CREATE UNIQUE INDEX secrecy_mark_field ON secrecy_mark (collaboration_id, field) WHERE removed_at IS NULL AND field IS NOT NULL;
COMMENT ON TABLE secrecy_mark IS 'A document or field that may have to be withheld: what the company claims and what we have decided';
COMMENT ON COLUMN secrecy_mark.id IS 'Key';
COMMENT ON COLUMN secrecy_mark.collaboration_id IS 'Case';
COMMENT ON COLUMN secrecy_mark.document_id IS 'Document; null: a field is marked';
COMMENT ON COLUMN secrecy_mark.field IS 'Field; null: a document is marked';
COMMENT ON COLUMN secrecy_mark.ground IS 'Ground in the law';
COMMENT ON COLUMN secrecy_mark.organisation_id IS 'Who claims it; null: we have seen it ourselves';
COMMENT ON COLUMN secrecy_mark.claim IS 'The claim in the company''s own words';
COMMENT ON COLUMN secrecy_mark.claimed_on IS 'Day of the claim';
COMMENT ON COLUMN secrecy_mark.decision IS 'undecided (withheld until decided), withheld or disclosed';
COMMENT ON COLUMN secrecy_mark.reason IS 'Why it was decided so; shown to the one who asks for access';
COMMENT ON COLUMN secrecy_mark.decided_by IS 'Who decided';
COMMENT ON COLUMN secrecy_mark.decided_at IS 'When';
COMMENT ON COLUMN secrecy_mark.removed_at IS 'When the mark was taken off';
-- The decision is for those who may answer requests for access; anybody who writes the case may enter a claim.
CREATE FUNCTION secrecy_mark_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.decision <> 'undecided' OR TG_OP = 'UPDATE' AND OLD.decision <> 'undecided') AND me() IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM role_grant g JOIN role_right r ON r.role = g.role AND r.right_code = 'openness:write'
       WHERE g.user_id = me() AND g.valid_from <= current_date AND COALESCE(g.valid_to, 'infinity') >= current_date) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'secrecy_mark_decider', MESSAGE = 'not yours to decide';
  END IF;
  IF NEW.decision = 'undecided' THEN
    NEW.decided_by := NULL;
    NEW.decided_at := NULL;
  ELSIF TG_OP = 'INSERT' OR (NEW.decision, NEW.reason) IS DISTINCT FROM (OLD.decision, OLD.reason) THEN
    NEW.decided_by := me();
    NEW.decided_at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decided BEFORE INSERT OR UPDATE ON secrecy_mark FOR EACH ROW EXECUTE FUNCTION secrecy_mark_decided();
CALL protect('secrecy_mark');

-- What a check or note of the database itself may see, whoever asks; gives back what was there before, to be put back.
CREATE FUNCTION access_swap(words text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  was text := COALESCE(current_setting('samspil.access', true), '');
BEGIN
  PERFORM set_config('samspil.access', words, true);
  RETURN was;
END $$;

-- An open case may be published, so no field of it is secret: either the case is internal, or the field is disclosed.
CREATE FUNCTION secrecy_and_openness() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  was text := access_swap('staff sees_all writes_all');
  of_mark boolean := TG_TABLE_NAME = 'secrecy_mark';
  case_id bigint := CASE WHEN of_mark THEN (to_jsonb(NEW)->>'collaboration_id')::bigint ELSE NEW.id END;
BEGIN
  PERFORM 1 FROM collaboration WHERE id = case_id FOR SHARE;
  IF EXISTS (SELECT 1 FROM collaboration c JOIN secrecy_mark m ON m.collaboration_id = c.id
             WHERE c.id = case_id AND c.visibility = 'open' AND m.field IS NOT NULL AND m.removed_at IS NULL AND m.decision <> 'disclosed') THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', MESSAGE = 'an open case has no secret fields',
      CONSTRAINT = CASE WHEN of_mark THEN 'secrecy_mark_open' ELSE 'collaboration_open_secret' END;
  END IF;
  PERFORM access_swap(was);
  RETURN NULL;
END $$;
CREATE TRIGGER openness AFTER INSERT OR UPDATE ON secrecy_mark FOR EACH ROW WHEN (NEW.field IS NOT NULL) EXECUTE FUNCTION secrecy_and_openness();
CREATE TRIGGER openness AFTER UPDATE OF visibility ON collaboration FOR EACH ROW WHEN (NEW.visibility = 'open' AND OLD.visibility <> 'open')
  EXECUTE FUNCTION secrecy_and_openness();

-- Who is near enough to a case to read what is confidential in it: those who would see it if it were restricted.
CREATE FUNCTION my_confidence(case_id bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT may('sees_all') OR may('writes_all') OR EXISTS (SELECT 1 FROM collaboration c WHERE c.id = case_id
    AND (c.unit_id = ANY (my_read_units()) OR c.unit_id = ANY (my_write_units()) OR me() IN (c.owner_id, c.created_by) OR c.id = ANY (my_cases())))
$$;
-- A document is seen with its case when it is open, by staff and the team when internal, and else by those near enough.
CREATE FUNCTION document_seen(case_id bigint, level text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT level = 'open' OR (level = 'internal' AND may('staff')) OR my_confidence(case_id)
$$;
DROP POLICY see ON document;
-- No sub-select of its own: the policy stands in the plan of every case that is read.
CREATE POLICY see ON document FOR SELECT USING (
  EXISTS (SELECT 1 FROM collaboration c WHERE c.id = collaboration_id)
  AND (confidentiality = 'open' OR document_seen(collaboration_id, confidentiality)));
DROP POLICY see ON document_version;
CREATE POLICY see ON document_version FOR SELECT USING (EXISTS (SELECT 1 FROM document d WHERE d.id = document_id));
DROP POLICY see ON secrecy_mark;
CREATE POLICY see ON secrecy_mark FOR SELECT USING (
  EXISTS (SELECT 1 FROM collaboration c WHERE c.id = collaboration_id) AND my_confidence(collaboration_id));
-- Changes of what is confidential are read by those who may read the thing itself.
CREATE FUNCTION event_confided(e audit_event) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE e.entity
    WHEN 'document' THEN document_seen(e.collaboration_id, COALESCE(e.before->>'confidentiality', 'open'))
                     AND document_seen(e.collaboration_id, COALESCE(e.after->>'confidentiality', 'open'))
    WHEN 'document_version' THEN EXISTS (SELECT 1 FROM document d WHERE d.id = (e.after->>'document_id')::bigint)
    ELSE my_confidence(e.collaboration_id) END
$$;
CREATE POLICY confidential ON audit_event AS RESTRICTIVE FOR SELECT USING (
  entity NOT IN ('document', 'document_version', 'secrecy_mark') OR may('sees_all') OR event_confided(audit_event));

-- ---- Requests for access ----

INSERT INTO reference_value (code, da, en, value, unit, source, note) VALUES
  ('access_request_days', 'Aktindsigt: frist i arbejdsdage', 'Access to documents: deadline in working days', 7, 'arbejdsdage',
   'Offentlighedsloven § 36, stk. 2 (efter hukommelsen)', 'Dagen, hvor anmodningen modtages, tæller ikke med');
CREATE FUNCTION access_due(received date) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT add_working_days(received, COALESCE((
    SELECT r.value::integer FROM reference_value r WHERE r.code = 'access_request_days' AND r.value IS NOT NULL
      AND COALESCE(r.valid_from, '-infinity') <= received AND COALESCE(r.valid_to, 'infinity') >= received), 7))
$$;

CREATE TABLE access_request (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number text NOT NULL CONSTRAINT access_request_number_key UNIQUE,
  basis text NOT NULL DEFAULT 'public' REFERENCES code_access_basis,
  requester text NOT NULL CHECK (char_length(requester) BETWEEN 1 AND 200),
  contact text CHECK (char_length(contact) <= 300),
  subject text NOT NULL CHECK (char_length(subject) BETWEEN 3 AND 300),
  words text CHECK (char_length(words) <= 8000),
  received_on date NOT NULL,
  due_on date NOT NULL,
  extended_to date,
  extension_reason text CHECK (char_length(extension_reason) <= 2000),
  handler_id bigint CONSTRAINT access_request_handler_fkey REFERENCES app_user,
  journal_number text CHECK (char_length(journal_number) <= 60),
  url text CHECK (url ~ '^https?://'),
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'partial', 'answered')),
  outcome text REFERENCES code_access_outcome,
  answered_on date,
  CONSTRAINT access_request_received CHECK (received_on <= created_on),
  CONSTRAINT access_request_extended CHECK (extended_to >= due_on),
  CONSTRAINT access_request_why CHECK (extended_to IS NULL OR extension_reason IS NOT NULL),
  created_on date NOT NULL DEFAULT current_date
);
CREATE INDEX access_request_due ON access_request (COALESCE(extended_to, due_on), id);
COMMENT ON TABLE access_request IS 'Requests for access to documents (aktindsigt)';
COMMENT ON COLUMN access_request.id IS 'Key';
COMMENT ON COLUMN access_request.number IS 'Number shown to people';
COMMENT ON COLUMN access_request.basis IS 'Law';
COMMENT ON COLUMN access_request.requester IS 'Who asks';
COMMENT ON COLUMN access_request.contact IS 'Where the answer goes';
COMMENT ON COLUMN access_request.subject IS 'What is asked for, in a line';
COMMENT ON COLUMN access_request.words IS 'The request in its own words';
COMMENT ON COLUMN access_request.received_on IS 'Day it came in';
COMMENT ON COLUMN access_request.due_on IS 'Last day by the law, in working days from the day after it came in';
COMMENT ON COLUMN access_request.extended_to IS 'Later day that the requester has been told of';
COMMENT ON COLUMN access_request.extension_reason IS 'What the requester was told';
COMMENT ON COLUMN access_request.handler_id IS 'Who deals with it';
COMMENT ON COLUMN access_request.journal_number IS 'Number in the filing system (ESDH)';
COMMENT ON COLUMN access_request.url IS 'Address in the filing system (ESDH)';
COMMENT ON COLUMN access_request.status IS 'open, partial (answered in part) or answered';
COMMENT ON COLUMN access_request.outcome IS 'Outcome of the final answer';
COMMENT ON COLUMN access_request.answered_on IS 'Day of the final answer';
COMMENT ON COLUMN access_request.created_on IS 'Day it was entered';
CALL stamped('access_request');
CALL audited('access_request');

CREATE TABLE access_request_case (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id bigint NOT NULL REFERENCES access_request,
  collaboration_id bigint NOT NULL CONSTRAINT access_request_case_fkey REFERENCES collaboration,
  removed_at timestamptz
);
CREATE UNIQUE INDEX access_request_case_once ON access_request_case (request_id, collaboration_id) WHERE removed_at IS NULL;
CREATE INDEX access_request_case_case ON access_request_case (collaboration_id);
COMMENT ON TABLE access_request_case IS 'Cases that a request for access concerns';
COMMENT ON COLUMN access_request_case.id IS 'Key';
COMMENT ON COLUMN access_request_case.request_id IS 'Request';
COMMENT ON COLUMN access_request_case.collaboration_id IS 'Case';
COMMENT ON COLUMN access_request_case.removed_at IS 'When taken off';
CALL stamped('access_request_case');
CALL audited('access_request_case');

CREATE TABLE access_answer (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id bigint NOT NULL REFERENCES access_request,
  sent_on date NOT NULL,
  outcome text NOT NULL REFERENCES code_access_outcome,
  final boolean NOT NULL DEFAULT true,
  words text CHECK (char_length(words) <= 8000),
  CONSTRAINT access_answer_words CHECK (outcome = 'full' OR words IS NOT NULL)
);
CREATE INDEX access_answer_request ON access_answer (request_id);
COMMENT ON TABLE access_answer IS 'Answers to a request, in parts if need be; never changed';
COMMENT ON COLUMN access_answer.id IS 'Key';
COMMENT ON COLUMN access_answer.request_id IS 'Request';
COMMENT ON COLUMN access_answer.sent_on IS 'Day it was sent';
COMMENT ON COLUMN access_answer.outcome IS 'Outcome of this answer';
COMMENT ON COLUMN access_answer.final IS 'False: more is to come';
COMMENT ON COLUMN access_answer.words IS 'What was answered; always when not all was given';
CALL stamped('access_answer');
CALL audited('access_answer');
INSERT INTO privilege VALUES ('access_answer', 'SELECT, INSERT');

CREATE TABLE access_package (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id bigint NOT NULL REFERENCES access_request,
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'ready', 'failed', 'expired')),
  file_id bigint NOT NULL UNIQUE DEFAULT nextval('stored_file_id'),
  size bigint,
  sha256 text,
  cases integer,
  documents integer,
  withheld integer,
  ready_at timestamptz,
  expires_at timestamptz
);
CREATE INDEX access_package_request ON access_package (request_id);
COMMENT ON TABLE access_package IS 'Packages made for a request: a ZIP file that is kept for a while';
COMMENT ON COLUMN access_package.id IS 'Key';
COMMENT ON COLUMN access_package.request_id IS 'Request';
COMMENT ON COLUMN access_package.status IS 'waiting, ready, failed or expired';
COMMENT ON COLUMN access_package.file_id IS 'Key of its bytes in file_chunk';
COMMENT ON COLUMN access_package.size IS 'Bytes';
COMMENT ON COLUMN access_package.sha256 IS 'SHA-256 of the bytes';
COMMENT ON COLUMN access_package.cases IS 'Cases in it';
COMMENT ON COLUMN access_package.documents IS 'Files of documents in it';
COMMENT ON COLUMN access_package.withheld IS 'Fields and documents left out';
COMMENT ON COLUMN access_package.ready_at IS 'When it was made';
COMMENT ON COLUMN access_package.expires_at IS 'When its bytes are deleted';
CALL stamped('access_package');
CALL audited('access_package');

-- A request, with all below it, is seen by whoever sees every case, and by those who deal with it.
DO $$
DECLARE
  t text;
BEGIN
  ALTER TABLE access_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
  CREATE POLICY see ON access_request FOR SELECT USING (
    (SELECT may('sees_all')) OR (SELECT may('writes_all')) OR (SELECT me()) IN (handler_id, created_by));
  CREATE POLICY add ON access_request FOR INSERT WITH CHECK (true);
  CREATE POLICY change ON access_request FOR UPDATE USING (true) WITH CHECK (true);
  FOREACH t IN ARRAY '{access_request_case,access_answer,access_package}'::text[] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY see ON %I FOR SELECT USING (EXISTS (SELECT 1 FROM access_request r WHERE r.id = request_id))', t);
    EXECUTE format('CREATE POLICY add ON %I FOR INSERT WITH CHECK (EXISTS (SELECT 1 FROM access_request r WHERE r.id = request_id))', t);
    EXECUTE format('CREATE POLICY change ON %I FOR UPDATE USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;

CREATE FUNCTION access_request_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  no integer;
BEGIN
  IF TG_OP = 'INSERT' THEN
    no := take_numbers('access_request');
    NEW.number := 'AKT-' || extract(year FROM current_date)::integer || '-' || CASE WHEN no < 10000 THEN lpad(no::text, 4, '0') ELSE no::text END;
  END IF;
  NEW.due_on := access_due(NEW.received_on);
  RETURN NEW;
END $$;
CREATE TRIGGER before BEFORE INSERT OR UPDATE OF received_on ON access_request FOR EACH ROW EXECUTE FUNCTION access_request_before();
-- The deadline is on nobody's list by name: the subject may say what not all may know.
CREATE FUNCTION access_request_deadline() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM deadline_set(NULL, 'access_request', 'access_request', NEW.id, COALESCE(NEW.extended_to, NEW.due_on), 'Aktindsigt ' || NEW.number,
                       NEW.handler_id, 'lawyer', NEW.status = 'answered');
  IF NEW.handler_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.handler_id IS DISTINCT FROM OLD.handler_id) THEN
    PERFORM notify_user(NEW.handler_id, NULL, 'handover', 'access_request', NEW.id, 'Aktindsigt ' || NEW.number);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON access_request FOR EACH ROW EXECUTE FUNCTION access_request_deadline();
CREATE FUNCTION access_answer_given() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  r access_request;
BEGIN
  SELECT * INTO r FROM access_request WHERE id = NEW.request_id FOR UPDATE;
  IF r.status = 'answered' THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the request is answered';
  ELSIF NEW.sent_on < r.received_on THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'access_answer_sent', MESSAGE = 'answered before it was received';
  END IF;
  UPDATE access_request SET status = CASE WHEN NEW.final THEN 'answered' ELSE 'partial' END,
    outcome = CASE WHEN NEW.final THEN NEW.outcome END, answered_on = CASE WHEN NEW.final THEN NEW.sent_on END WHERE id = NEW.request_id;
  RETURN NEW;
END $$;
CREATE TRIGGER given BEFORE INSERT ON access_answer FOR EACH ROW EXECUTE FUNCTION access_answer_given();

-- ---- Bytes ----

CREATE TABLE file_chunk (
  file_id bigint NOT NULL,
  no integer NOT NULL CHECK (no >= 0),
  bytes bytea NOT NULL CHECK (octet_length(bytes) <= 262144),
  PRIMARY KEY (file_id, no)
);
ALTER TABLE file_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;
COMMENT ON TABLE file_chunk IS 'Bytes of files in pieces of 256 kB, so that no process holds a whole one';
COMMENT ON COLUMN file_chunk.file_id IS 'document_version.file_id or access_package.file_id';
COMMENT ON COLUMN file_chunk.no IS 'Number of the piece';
COMMENT ON COLUMN file_chunk.bytes IS 'The bytes';
INSERT INTO privilege VALUES ('file_chunk', 'SELECT, INSERT, DELETE');
ALTER TABLE file_chunk ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY see ON file_chunk FOR SELECT USING (
  EXISTS (SELECT 1 FROM document_version v WHERE v.file_id = file_chunk.file_id) OR EXISTS (SELECT 1 FROM access_package p WHERE p.file_id = file_chunk.file_id));
CREATE POLICY add ON file_chunk FOR INSERT WITH CHECK (
  EXISTS (SELECT 1 FROM document_version v WHERE v.file_id = file_chunk.file_id) OR EXISTS (SELECT 1 FROM access_package p WHERE p.file_id = file_chunk.file_id AND p.status = 'waiting'));
-- Only a package's bytes are ever deleted.
CREATE POLICY take ON file_chunk FOR DELETE USING (
  (SELECT may('writes_all')) AND EXISTS (SELECT 1 FROM access_package p WHERE p.file_id = file_chunk.file_id));

-- ---- Who has read what is confidential ----

CREATE TABLE read_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  user_id bigint,
  via text NOT NULL,
  request_id text NOT NULL,
  collaboration_id bigint,
  entity text NOT NULL CHECK (entity IN ('collaboration', 'document', 'access_package')),
  entity_id bigint NOT NULL,
  refused boolean NOT NULL DEFAULT false
);
CREATE INDEX read_event_case ON read_event (collaboration_id, id);
CREATE INDEX read_event_user ON read_event (user_id, id);
COMMENT ON TABLE read_event IS 'Reads of confidential documents, restricted cases, cases with marked fields and packages, and tries that were refused; kept five years';
COMMENT ON COLUMN read_event.id IS 'Key';
COMMENT ON COLUMN read_event.at IS 'When';
COMMENT ON COLUMN read_event.user_id IS 'Who; null: the system';
COMMENT ON COLUMN read_event.via IS 'session, token, cli or work';
COMMENT ON COLUMN read_event.request_id IS 'The request';
COMMENT ON COLUMN read_event.collaboration_id IS 'Case; null: none or several';
COMMENT ON COLUMN read_event.entity IS 'What was read';
COMMENT ON COLUMN read_event.entity_id IS 'That row';
COMMENT ON COLUMN read_event.refused IS 'It was asked for and not shown';
INSERT INTO privilege VALUES ('read_event', 'SELECT');
ALTER TABLE read_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY see ON read_event FOR SELECT USING ((SELECT may('audits')) OR (SELECT may('sees_all')) OR user_id = (SELECT me()));
-- The application role may do neither; the two functions below do.
CREATE POLICY add ON read_event FOR INSERT WITH CHECK (true);
CREATE POLICY expire ON read_event FOR DELETE USING (true);
CREATE FUNCTION read_add(case_id bigint, what text, row_id bigint, no boolean DEFAULT false) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO read_event (user_id, via, request_id, collaboration_id, entity, entity_id, refused)
  VALUES (me(), COALESCE(NULLIF(current_setting('samspil.via', true), ''), 'sql:' || session_user), COALESCE(current_setting('samspil.request_id', true), ''),
          case_id, what, row_id, no);
  RETURN true;
END $$;
-- Notes that a case was shown when it is restricted or holds marked fields.
CREATE FUNCTION case_read(case_id bigint, visibility text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  was text := access_swap('staff sees_all');
  secret boolean := visibility = 'restricted' OR EXISTS (
    SELECT 1 FROM secrecy_mark m WHERE m.collaboration_id = case_id AND m.field IS NOT NULL AND m.removed_at IS NULL AND m.decision <> 'disclosed');
BEGIN
  PERFORM access_swap(was);
  RETURN secret AND read_add(case_id, 'collaboration', case_id);
END $$;
-- Notes that a case was asked for by somebody who does not see it.
CREATE FUNCTION case_refused(case_id bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  was text := access_swap('staff sees_all');
  there boolean := EXISTS (SELECT 1 FROM collaboration c WHERE c.id = case_id);
BEGIN
  PERFORM access_swap(was);
  RETURN there AND read_add(case_id, 'collaboration', case_id, true);
END $$;
-- Notes that the file of a document, or a package, was taken.
CREATE FUNCTION file_read(what text, row_id bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  was text := access_swap('staff sees_all');
  case_id bigint := d.collaboration_id FROM document d JOIN collaboration c ON c.id = d.collaboration_id
    WHERE what = 'document' AND d.id = row_id AND (d.confidentiality IN ('confidential_section_30_2', 'personal_data') OR c.visibility = 'restricted' OR EXISTS (
      SELECT 1 FROM secrecy_mark m WHERE m.document_id = d.id AND m.removed_at IS NULL AND m.decision <> 'disclosed'));
BEGIN
  PERFORM access_swap(was);
  RETURN (what = 'access_package' OR case_id IS NOT NULL) AND read_add(case_id, what, row_id);
END $$;
CREATE FUNCTION reads_expire() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DELETE FROM read_event WHERE at < clock_timestamp() - interval '5 years'
$$;
REVOKE ALL ON FUNCTION read_add FROM PUBLIC;

-- ---- What a package shows ----

-- The values of a case as a stranger would read them, one row a field; nothing is left out yet.
CREATE FUNCTION case_values(case_id bigint) RETURNS TABLE (part text, row_no integer, field text, value jsonb) LANGUAGE sql STABLE AS $$
  WITH r AS (
    SELECT 'case' AS part, 1 AS row_no, to_jsonb(c) || COALESCE(to_jsonb(o), '{}') || COALESCE(to_jsonb(p), '{}') || COALESCE(to_jsonb(x), '{}') || jsonb_build_object(
        'kind', (SELECT a.da FROM all_codes a WHERE a.list = 'kind' AND a.code = c.kind),
        'subtype', (SELECT s.da FROM code_subtype s WHERE s.kind = c.kind AND s.code = c.subtype),
        'theme', (SELECT l.da FROM code_theme l WHERE l.code = c.theme), 'patient_group', (SELECT l.da FROM code_patient_group l WHERE l.code = c.patient_group),
        'stage', (SELECT s.da FROM code_stage s WHERE s.kind = c.kind AND s.code = c.stage), 'unit', (SELECT u.name FROM unit u WHERE u.id = c.unit_id),
        'owner', (SELECT u.name FROM app_user u WHERE u.id = c.owner_id), 'sponsor', (SELECT g.name FROM organisation g WHERE g.id = x.sponsor_id)) AS j
    FROM collaboration c LEFT JOIN opi o ON o.id = c.id LEFT JOIN procurement p ON p.id = c.id LEFT JOIN research_contract x ON x.id = c.id WHERE c.id = case_id
    UNION ALL
    SELECT 'parties', row_number() OVER (ORDER BY a.id)::integer, to_jsonb(a) || jsonb_build_object('organisation', g.name, 'cvr', g.cvr,
        'role', (SELECT l.da FROM code_party_role l WHERE l.code = a.role))
    FROM participation a JOIN organisation g ON g.id = a.organisation_id WHERE a.collaboration_id = case_id AND a.removed_at IS NULL
    UNION ALL
    SELECT 'milestones', row_number() OVER (ORDER BY m.due_date, m.id)::integer, to_jsonb(m) FROM milestone m WHERE m.collaboration_id = case_id AND m.removed_at IS NULL
    UNION ALL
    SELECT 'funding', row_number() OVER (ORDER BY f.year NULLS FIRST, f.id)::integer, to_jsonb(f) || jsonb_build_object(
        'source', (SELECT l.da FROM code_funding_source l WHERE l.code = f.source), 'organisation', (SELECT g.name FROM organisation g WHERE g.id = f.organisation_id))
    FROM funding f WHERE f.collaboration_id = case_id AND f.removed_at IS NULL
    UNION ALL
    SELECT 'estimates', row_number() OVER (ORDER BY e.version_no)::integer, jsonb_build_object('version_no', e.version_no, 'status', e.status,
        'npv_oere', e.npv_limited_societal_oere) FROM estimate e WHERE e.collaboration_id = case_id AND e.status = 'approved')
  SELECT r.part, r.row_no, d.field, r.j->d.field FROM r JOIN code_disclosure_field d ON d.part = r.part
  WHERE jsonb_typeof(r.j->d.field) IS DISTINCT FROM 'null' AND r.j ? d.field
$$;
-- Whether figures of an approved estimate tell of so few patients that no stranger may read them.
CREATE FUNCTION case_counts_small(case_id bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM estimate e JOIN estimate_alternative a ON a.estimate_id = e.id JOIN estimate_volume v ON v.estimate_id = e.id AND v.alternative_no = a.no,
      LATERAL (VALUES (v.eligible), (v.eligible * COALESCE(v.adoption, 1) * COALESCE(a.volume_multiplier, 1))) n(patients)
    WHERE e.collaboration_id = case_id AND e.status = 'approved' AND n.patients > 0 AND n.patients < small_count_limit())
$$;
-- Ways in which a secret value may be written elsewhere: a text as it is, an amount in oere, kroner and kroner with points.
CREATE FUNCTION secret_forms(value jsonb) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT DISTINCT f FROM (
    SELECT value #>> '{}' AS f WHERE jsonb_typeof(value) = 'string'
    UNION ALL
    SELECT x.f FROM (SELECT CASE WHEN jsonb_typeof(value) = 'number' THEN (value #>> '{}')::numeric END AS n) v,
      LATERAL (VALUES (v.n::text), (trim_scale(v.n / 100)::text), (replace(trim_scale(v.n / 100)::text, '.', ',')),
        (replace(to_char(trunc(v.n / 100), 'FM999G999G999G999G999G990'), ',', '.')), (replace(to_char(trunc(v.n / 100), 'FM999G999G999G999G999G990'), ',', ' '))) x(f)) y
  WHERE char_length(f) >= 4
$$;
CREATE FUNCTION blacked(words text, secrets text[]) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  s text;
BEGIN
  FOREACH s IN ARRAY secrets LOOP
    words := regexp_replace(words, '(?<![0-9])' || regexp_replace(s, '([][().*+?^$|{}\\])', '\\\1', 'g') || '(?![0-9])', '█████', 'gi');
  END LOOP;
  RETURN words;
END $$;
-- What of a case is withheld: fields by their marks and for small counts, with ground and reason.
CREATE FUNCTION case_withheld(case_id bigint) RETURNS TABLE (field text, ground text, reason text) LANGUAGE sql STABLE AS $$
  SELECT m.field, m.ground, COALESCE(m.reason, 'Der er ikke taget stilling endnu') FROM secrecy_mark m
  WHERE m.collaboration_id = case_id AND m.field IS NOT NULL AND m.removed_at IS NULL AND m.decision <> 'disclosed'
  UNION
  SELECT d.code, 'small_counts', 'Færre end ' || small_count_limit() FROM case_values(case_id) v JOIN code_disclosure_field d ON d.part = v.part AND d.field = v.field
  WHERE CASE WHEN v.part = 'case' AND v.field IN ('need_group_size', 'planned_patients')
             THEN (v.value #>> '{}')::numeric > 0 AND (v.value #>> '{}')::numeric < small_count_limit() END
    OR v.part = 'estimates' AND v.field = 'npv_oere' AND case_counts_small(case_id)
$$;
-- Everything that secrets of a case look like, the longest first.
CREATE FUNCTION case_secrets(case_id bigint) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT COALESCE(array_agg(f ORDER BY char_length(f) DESC, f), '{}') FROM (
    SELECT DISTINCT f FROM case_values(case_id) v JOIN code_disclosure_field d ON d.part = v.part AND d.field = v.field JOIN case_withheld(case_id) w ON w.field = d.code,
      LATERAL secret_forms(v.value) f) x
$$;
CREATE FUNCTION case_disclosed(case_id bigint) RETURNS TABLE (part text, row_no integer, field text, label text, value jsonb, withheld boolean) LANGUAGE sql STABLE AS $$
  SELECT v.part, v.row_no, v.field, d.da, CASE WHEN w.field IS NOT NULL THEN 'null' WHEN jsonb_typeof(v.value) = 'string' THEN to_jsonb(blacked(v.value #>> '{}', s.secrets))
                                          ELSE v.value END, w.field IS NOT NULL
  FROM (SELECT case_secrets(case_id) AS secrets) s, case_values(case_id) v JOIN code_disclosure_field d ON d.part = v.part AND d.field = v.field
  LEFT JOIN (SELECT DISTINCT x.field FROM case_withheld(case_id) x) w ON w.field = d.code ORDER BY d.sort, v.row_no
$$;
-- A document of a case in a package: given, or withheld on which ground. What was decided counts, else how it is kept.
CREATE FUNCTION case_documents(case_id bigint) RETURNS TABLE (id bigint, no integer, title text, type text, document_date date, direction text, journal_number text,
    url text, file_id bigint, filename text, size bigint, sha256 text, ground text, reason text) LANGUAGE sql STABLE AS $$
  SELECT d.id, row_number() OVER (ORDER BY d.document_date NULLS LAST, d.id)::integer, blacked(d.title, s.secrets), t.da, d.document_date, d.direction, d.journal_number,
         d.url, v.file_id, blacked(v.filename, s.secrets), v.size, v.sha256, w.ground, w.reason
  FROM (SELECT case_secrets(case_id) AS secrets) s, document d JOIN code_document_type t ON t.code = d.type
  LEFT JOIN LATERAL (SELECT x.* FROM document_version x WHERE x.document_id = d.id ORDER BY x.version_no DESC LIMIT 1) v ON true
  LEFT JOIN secrecy_mark m ON m.document_id = d.id AND m.removed_at IS NULL,
  LATERAL (SELECT CASE WHEN m.decision = 'disclosed' THEN NULL WHEN m.id IS NOT NULL THEN m.ground
                       WHEN d.confidentiality = 'confidential_section_30_2' THEN 'section_30_2' WHEN d.confidentiality = 'personal_data' THEN 'section_30_1'
                       WHEN d.confidentiality = 'internal' AND d.direction = 'internal' THEN 'section_23' END AS ground,
                  COALESCE(m.reason, CASE WHEN m.id IS NOT NULL THEN 'Der er ikke taget stilling endnu' END, 'Sådan er dokumentet arkiveret') AS reason) w
  WHERE d.collaboration_id = case_id AND d.removed_at IS NULL
$$;

-- ---- People's data ----

-- The history tells of a person by number. Name, log-in and address stand in app_user alone; an event about it says that they
-- changed by a digest whose key can be thrown away.
CREATE TABLE person_key (
  user_id bigint PRIMARY KEY REFERENCES app_user,
  key bytea NOT NULL DEFAULT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')
);
COMMENT ON TABLE person_key IS 'Keys of the digests of names in the history; a person''s key goes when the person''s data goes';
COMMENT ON COLUMN person_key.user_id IS 'User';
COMMENT ON COLUMN person_key.key IS 'Random';
INSERT INTO privilege VALUES ('person_key', '');
CREATE FUNCTION person_image(u app_user) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT to_jsonb(u) - '{login,name,email}'::text[] || jsonb_build_object('identity', encode(sha256(k.key || convert_to(concat_ws(E'\x1f', u.login, u.name, u.email), 'UTF8')), 'hex'))
  FROM person_key k WHERE k.user_id = u.id
$$;
CREATE FUNCTION audit_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO person_key (user_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  IF TG_OP <> 'UPDATE' OR OLD::text <> NEW::text THEN
    PERFORM audit_add(lower(TG_OP), 'app_user', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END, NULL, 1,
                      CASE WHEN TG_OP <> 'INSERT' THEN person_image(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN person_image(NEW) END);
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER audit_insert ON app_user;
DROP TRIGGER audit_update ON app_user;
DROP TRIGGER audit_delete ON app_user;
CREATE TRIGGER audit_insert AFTER INSERT ON app_user FOR EACH ROW EXECUTE FUNCTION audit_person();
CREATE TRIGGER audit_update AFTER UPDATE ON app_user FOR EACH ROW EXECUTE FUNCTION audit_person();
CREATE TRIGGER audit_delete AFTER DELETE ON app_user FOR EACH ROW EXECUTE FUNCTION audit_person();
INSERT INTO person_key (user_id) SELECT id FROM app_user;

-- Text columns that people write in: every one of an audited table but codes, keys and what the law or a code list says.
CREATE FUNCTION personal_places() RETURNS TABLE (entity text, field text) LANGUAGE sql STABLE AS $$
  SELECT c.relname::text, a.attname::text
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'text'::regtype AND a.attgenerated = ''
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
    AND EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname = 'audit_insert')
    AND c.relname NOT IN ('app_user', 'unit', 'reference_value', 'unit_cost', 'price_index', 'payer_rule', 'public_holiday')
    AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('f', 'p', 'u') AND a.attnum = ANY (k.conkey))
    AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND a.attnum = ANY (k.conkey)
                      AND pg_get_constraintdef(k.oid) ~ '= ANY|~ ''')
  ORDER BY 1, 2
$$;
-- Where a name stands in texts, and how often in the history, which cannot be changed.
CREATE FUNCTION personal_find(words text) RETURNS TABLE (entity text, field text, hits bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  was text := access_swap('staff sees_all writes_all audits');
  p record;
BEGIN
  FOR p IN SELECT * FROM personal_places() LOOP
    entity := p.entity;
    field := p.field;
    EXECUTE format('SELECT count(*) FROM %I WHERE position(lower($1) IN lower(%I)) > 0', p.entity, p.field) INTO hits USING words;
    IF hits > 0 THEN
      RETURN NEXT;
    END IF;
  END LOOP;
  SELECT 'audit_event', '', count(*) INTO entity, field, hits FROM audit_event e
  WHERE position(lower(words) IN lower(concat(e.before::text, e.after::text, e.reason))) > 0;
  IF hits > 0 THEN
    RETURN NEXT;
  END IF;
  PERFORM access_swap(was);
END $$;
-- Puts something else in the place of a name in people's texts. What may not be changed any more stays, and is told of.
CREATE FUNCTION personal_replace(words text, instead text) RETURNS TABLE (entity text, field text, replaced bigint, stays bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE
  was text := access_swap('staff sees_all writes_all audits');
  p record;
BEGIN
  FOR p IN SELECT * FROM personal_find(words) LOOP
    entity := p.entity;
    field := p.field;
    replaced := 0;
    stays := p.hits;
    IF p.entity <> 'audit_event' THEN
      BEGIN
        EXECUTE format('UPDATE %1$I SET %2$I = regexp_replace(%2$I, $1, $2, ''gi'') WHERE position(lower($3) IN lower(%2$I)) > 0', p.entity, p.field)
          USING regexp_replace(words, '([][().*+?^$|{}\\])', '\\\1', 'g'), instead, words;
        GET DIAGNOSTICS replaced = ROW_COUNT;
        stays := p.hits - replaced;
      EXCEPTION WHEN raise_exception OR check_violation OR insufficient_privilege OR SQLSTATE 'SM403' OR SQLSTATE 'SM409' OR SQLSTATE 'SM422' THEN
        replaced := 0;
      END;
    ELSE -- as many events again have come with the changes; what they held before is what stays
      SELECT count(*) INTO stays FROM audit_event e WHERE position(lower(words) IN lower(concat(e.before::text, e.after::text, e.reason))) > 0;
    END IF;
    RETURN NEXT;
  END LOOP;
  PERFORM access_swap(was);
END $$;
-- A comment is its author's alone to change; only the system, for this, may as well.
CREATE POLICY erase ON comment FOR UPDATE USING ((SELECT may('writes_all')));
-- Takes the person out of an account: closed, without name, log-in, address, sessions, tokens and roles. The number stays.
CREATE FUNCTION person_erase(who bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE app_user SET name = 'Person ' || who, login = 'person' || who, email = NULL, unit_id = NULL, disabled_at = COALESCE(disabled_at, clock_timestamp()) WHERE id = who;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE role_grant SET valid_to = GREATEST(valid_from, current_date - 1) WHERE user_id = who AND COALESCE(valid_to, 'infinity') >= current_date;
  DELETE FROM session WHERE user_id = who;
  DELETE FROM user_password WHERE user_id = who;
  UPDATE api_token SET revoked_at = clock_timestamp() WHERE user_id = who AND revoked_at IS NULL;
  UPDATE person_key SET key = decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex') WHERE user_id = who;
  RETURN true;
END $$;
-- Everything that is kept about a person, for the person (GDPR article 15).
CREATE FUNCTION person_export(who bigint) RETURNS json LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  was text := access_swap('staff sees_all writes_all audits');
  all_of_it json := json_build_object('id', u.id, 'login', u.login, 'name', u.name, 'email', u.email, 'unit', (SELECT n.name FROM unit n WHERE n.id = u.unit_id),
    'locale', u.locale, 'created_at', u.created_at, 'disabled_at', u.disabled_at,
    'roles', (SELECT COALESCE(json_agg(json_build_object('role', g.role, 'unit', n.name, 'valid_from', g.valid_from, 'valid_to', g.valid_to) ORDER BY g.id), '[]')
              FROM role_grant g JOIN unit n ON n.id = g.unit_id WHERE g.user_id = u.id),
    'tokens', (SELECT COALESCE(json_agg(json_build_object('name', k.name, 'created_at', k.created_at, 'last_used_at', k.last_used_at) ORDER BY k.id), '[]')
               FROM api_token k WHERE k.user_id = u.id),
    'sessions', (SELECT count(*) FROM session s WHERE s.user_id = u.id),
    'owner_of', (SELECT COALESCE(json_agg(c.number ORDER BY c.id), '[]') FROM collaboration c WHERE c.owner_id = u.id),
    'member_of', (SELECT COALESCE(json_agg(c.number ORDER BY c.id), '[]') FROM collaboration_member m JOIN collaboration c ON c.id = m.collaboration_id
                  WHERE m.user_id = u.id AND m.removed_at IS NULL),
    'comments', (SELECT COALESCE(json_agg(json_build_object('at', k.created_at, 'body', k.body) ORDER BY k.id), '[]') FROM comment k
                 WHERE k.created_by = u.id AND k.removed_at IS NULL),
    'notifications', (SELECT count(*) FROM notification x WHERE x.user_id = u.id),
    'changes', (SELECT count(*) FROM audit_event e WHERE e.user_id = u.id), 'reads', (SELECT count(*) FROM read_event e WHERE e.user_id = u.id),
    'named_in', (SELECT COALESCE(json_agg(row_to_json(f)), '[]') FROM personal_find(u.name) f))
  FROM app_user u WHERE u.id = who;
BEGIN
  PERFORM access_swap(was);
  RETURN all_of_it;
END $$;
