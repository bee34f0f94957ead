-- SPDX-License-Identifier: EUPL-1.2
-- Research contracts as the research office works with them: what the rules mean for a contract and whether it is done, whose
-- desk any case lies on, reports, payments and publications that have a day, and the rules on research money.

CALL code_list('payer_class', 'Classes of payer of research');
CALL code_list('compliance_check', 'Checks of research money; the code names what is looked at');
INSERT INTO code_payer_class (code, da, en, sort, source) VALUES
  ('foundation', 'Fonde', 'Foundations', 1, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('company', 'Virksomheder', 'Companies', 2, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('public', 'Anden offentlig', 'Other public', 3, 'Samspil'),
  ('eu', 'EU', 'EU', 4, 'Samspil'),
  ('other', 'Andre udefra', 'Others from outside', 5, 'Samspil'),
  ('own', 'Regionen selv', 'The region itself', 6, 'Samspil');
INSERT INTO code_compliance_check (code, da, en, sort, source) VALUES
  ('department_approved', 'Afdelingsledelsen har godkendt projektet', 'The head of department has approved the project', 1, 'Rigsrevisionens beretning 7/2014'),
  ('signed_contract', 'Kontrakten er underskrevet', 'The contract is signed', 2, 'Rigsrevisionens beretning 7/2014'),
  ('one_project_number', 'Bevillingen har sit eget projektnummer', 'The grant has a project number of its own', 3, 'Rigsrevisionens beretning 7/2014'),
  ('purpose_stated', 'Formålet er beskrevet', 'The purpose is stated', 4, 'Rigsrevisionens beretning 7/2014'),
  ('dormant_project', 'Projektet er ikke gået i stå', 'The project is not dormant', 5, 'Rigsrevisionens beretning 7/2014'),
  ('overhead_recorded', 'Overhead er registreret', 'Overhead is recorded', 6, 'Rigsrevisionens beretning 7/2014'),
  ('posting_before_approval', 'Ingen posteringer før godkendelsen', 'No postings before the approval', 7, 'Rigsrevisionens beretning 7/2014'),
  ('income_before_signature', 'Ingen indtægter før underskriften', 'No income before the signature', 8, 'Rigsrevisionens beretning 7/2014'),
  ('posting_after_expiry', 'Ingen posteringer efter udløb', 'No postings after expiry', 9, 'Rigsrevisionens beretning 7/2014');
INSERT INTO code_desk (code, da, en, sort, source) VALUES ('research_support', 'Forskningsstøtte', 'Research support', 9, 'Samspil');
INSERT INTO code_deadline_kind (code, da, en, sort, source) VALUES ('payment', 'Rate skal opkræves', 'Instalment to be invoiced', 20, 'Samspil');
CALL code_lists_join();

ALTER TABLE research_contract
  ADD COLUMN received_on date,
  ADD COLUMN amends_id bigint CONSTRAINT research_contract_amends_fkey REFERENCES research_contract,
  ADD COLUMN purpose text CHECK (char_length(purpose) <= 4000),
  ADD COLUMN project_number text CHECK (char_length(project_number) <= 60),
  ADD COLUMN register_number text CHECK (char_length(register_number) <= 60),
  ADD COLUMN overhead_percent double precision CHECK (overhead_percent BETWEEN 0 AND 100),
  ADD COLUMN in_kind_oere bigint CHECK (in_kind_oere >= 0),
  ADD COLUMN currency text NOT NULL DEFAULT 'DKK' CHECK (currency ~ '^[A-Z]{3}$'),
  ADD COLUMN price_basis text CHECK (char_length(price_basis) <= 200),
  ADD COLUMN publication_delay_months integer CHECK (publication_delay_months BETWEEN 0 AND 120),
  ADD COLUMN standard_template boolean NOT NULL DEFAULT false,
  ADD COLUMN without_obligations boolean NOT NULL DEFAULT false,
  ADD COLUMN running_costs boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT research_contract_amends_other CHECK (amends_id <> id);
CREATE INDEX research_contract_amends ON research_contract (amends_id) WHERE amends_id IS NOT NULL;
CREATE INDEX research_contract_received ON research_contract (received_on) WHERE received_on IS NOT NULL;
COMMENT ON COLUMN research_contract.received_on IS 'Day on which it came in; null: not known, such as of imported ones';
COMMENT ON COLUMN research_contract.amends_id IS 'Contract that this one is an amendment of';
COMMENT ON COLUMN research_contract.purpose IS 'What the money is for';
COMMENT ON COLUMN research_contract.project_number IS 'Number of the project in the finance system; one a grant';
COMMENT ON COLUMN research_contract.register_number IS 'Number in the register of research data processing (Pactius)';
COMMENT ON COLUMN research_contract.overhead_percent IS 'Overhead in per cent; 0: none, null: nobody has said';
COMMENT ON COLUMN research_contract.in_kind_oere IS 'Worth of what the parties give in kind';
COMMENT ON COLUMN research_contract.currency IS 'Currency of the contract; amounts here are in kroner';
COMMENT ON COLUMN research_contract.price_basis IS 'How the price was set';
COMMENT ON COLUMN research_contract.publication_delay_months IS 'Longest delay of a publication that the contract allows; null: not said';
COMMENT ON COLUMN research_contract.standard_template IS 'On the standard template, unchanged';
COMMENT ON COLUMN research_contract.without_obligations IS 'The region takes on no obligation';
COMMENT ON COLUMN research_contract.running_costs IS 'Equipment that will cause running costs';

-- One level of amendments: an amendment amends the contract, not another amendment.
CREATE FUNCTION research_contract_amends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM research_contract r WHERE r.id = NEW.amends_id AND r.amends_id IS NOT NULL)
     OR EXISTS (SELECT 1 FROM research_contract r WHERE r.amends_id = NEW.id) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'research_contract_amends_one', MESSAGE = 'an amendment of an amendment';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM research_contract r WHERE r.id = NEW.amends_id) THEN -- also one that the caller may not see
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'research_contract_amends_fkey', MESSAGE = 'no such contract';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER amends BEFORE INSERT OR UPDATE OF amends_id ON research_contract FOR EACH ROW WHEN (NEW.amends_id IS NOT NULL)
  EXECUTE FUNCTION research_contract_amends();

-- What has been done of what the rules ask for. By action and role, so that a mark stands when a rule gets a successor.
CREATE TABLE approval_step (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  action text NOT NULL,
  role text REFERENCES code_role,
  done_on date,
  note text CHECK (char_length(note) <= 2000),
  CONSTRAINT approval_step_future CHECK (done_on <= current_date + 1),
  CONSTRAINT approval_step_once UNIQUE NULLS NOT DISTINCT (collaboration_id, action, role)
);
COMMENT ON TABLE approval_step IS 'What was done of what the approval rules ask of a case';
COMMENT ON COLUMN approval_step.id IS 'Key';
COMMENT ON COLUMN approval_step.collaboration_id IS 'Case';
COMMENT ON COLUMN approval_step.action IS 'Action of the rule';
COMMENT ON COLUMN approval_step.role IS 'Role of the rule';
COMMENT ON COLUMN approval_step.done_on IS 'Day on which it was done; null: taken back';
COMMENT ON COLUMN approval_step.note IS 'Remarks';
CALL protect('approval_step');
CREATE INDEX approval_step_signed ON approval_step (done_on) WHERE action = 'sign' AND done_on IS NOT NULL;

-- The day of the signature: of many cases, and of one.
CREATE VIEW signature WITH (security_invoker = true) AS
  SELECT s.collaboration_id AS id, max(s.done_on) AS signed_on FROM approval_step s WHERE s.action = 'sign' AND s.done_on IS NOT NULL GROUP BY s.collaboration_id;
COMMENT ON VIEW signature IS 'Day on which a case was signed';
COMMENT ON COLUMN signature.id IS 'Case';
COMMENT ON COLUMN signature.signed_on IS 'Day';
INSERT INTO privilege VALUES ('signature', 'SELECT');
CREATE FUNCTION signed_on(case_id bigint) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT max(s.done_on) FROM approval_step s WHERE s.collaboration_id = case_id AND s.action = 'sign' AND s.done_on IS NOT NULL
$$;

INSERT INTO approval_rule (kind, action, role, da, en, sort, source) VALUES
  ('research_contract', 'approve', 'department_head', 'Afdelingsledelsen godkender projektet, før det går i gang',
   'The head of department approves the project before it begins', 18, 'Rigsrevisionens beretning 7/2014');
ALTER TABLE approval_rule ADD CONSTRAINT approval_rule_text CHECK (char_length(da) BETWEEN 2 AND 300 AND char_length(en) BETWEEN 2 AND 300);

-- What the rules in force when a contract came in mean for it. Of the rules that answer one question the most special one stands;
-- money counts over the project's life, so with its amendments.
CREATE FUNCTION approval_of(case_id bigint) RETURNS TABLE (rule_id bigint, action text, role text, da text, en text, days integer, due_date date,
  done_on date, done_by bigint, note text, source text, sort integer) LANGUAGE sql STABLE AS $$
  WITH k AS (
    SELECT c.kind, c.subtype, r.received_on, COALESCE(r.received_on, c.created_at::date) AS day, r.standard_template, r.without_obligations, r.running_costs,
           (SELECT sum(x.external_amount_oere) FROM research_contract x WHERE COALESCE(r.amends_id, r.id) IN (x.id, x.amends_id)) AS external_oere
    FROM collaboration c LEFT JOIN research_contract r ON r.id = c.id WHERE c.id = case_id),
  fits AS (
    SELECT a.*, k.received_on, CASE WHEN a.action IN ('legal_review', 'no_legal_review') THEN 'review'
             WHEN a.action IN ('notify', 'approve') THEN concat_ws(' ', a.action, a.role) ELSE a.action END AS question
    FROM k JOIN approval_rule a ON a.kind = k.kind AND (a.type IS NULL OR a.type = k.subtype)
      AND COALESCE(a.valid_from, '-infinity') <= k.day AND COALESCE(a.valid_to, 'infinity') >= k.day
      AND CASE a.condition WHEN 'standard_template' THEN k.standard_template WHEN 'without_obligations' THEN k.without_obligations
            WHEN 'equipment_with_running_costs' THEN k.running_costs WHEN 'external_amount_above' THEN k.external_oere > a.amount_oere ELSE true END),
  best AS (SELECT DISTINCT ON (f.question) f.* FROM fits f ORDER BY f.question, f.type IS NULL, f.condition IS NULL, f.sort, f.id)
  SELECT b.id, b.action, b.role, b.da, b.en, b.days, CASE WHEN b.days IS NOT NULL THEN add_working_days(b.received_on, b.days) END,
         s.done_on, CASE WHEN s.done_on IS NOT NULL THEN s.updated_by END, s.note, b.source, b.sort
  FROM best b LEFT JOIN approval_step s ON s.collaboration_id = case_id AND s.action = b.action AND s.role IS NOT DISTINCT FROM b.role
  WHERE b.action <> 'sign_after_review' OR NOT EXISTS (SELECT 1 FROM best x WHERE x.action = 'no_legal_review')
$$;

-- Marks what was done of a rule, or takes the mark back. Signed only when the lawyers have had the contract, where they are to.
CREATE FUNCTION approval_mark(case_id bigint, rule bigint, day date, words text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  a record;
BEGIN
  SELECT * INTO a FROM approval_of(case_id) x WHERE x.rule_id = rule AND x.action <> 'no_legal_review';
  IF NOT FOUND THEN
    RETURN false;
  ELSIF a.action = 'sign' AND day IS NOT NULL AND EXISTS (
      SELECT 1 FROM approval_of(case_id) x WHERE x.action IN ('legal_review', 'sign_after_review') AND x.done_on IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the lawyers have not seen it';
  END IF;
  INSERT INTO approval_step AS s (collaboration_id, action, role, done_on, note) VALUES (case_id, a.action, a.role, day, words)
  ON CONFLICT ON CONSTRAINT approval_step_once DO UPDATE SET done_on = EXCLUDED.done_on, note = EXCLUDED.note;
  RETURN true;
END $$;

-- Whose desk a case lies on.
CREATE TABLE desk_holder (
  desk text PRIMARY KEY REFERENCES code_desk,
  side text NOT NULL CHECK (side IN ('ours', 'theirs', 'authority')),
  role text REFERENCES code_role
);
COMMENT ON TABLE desk_holder IS 'Whose clock a desk is, and who is told when a case comes to it';
COMMENT ON COLUMN desk_holder.desk IS 'Desk';
COMMENT ON COLUMN desk_holder.side IS 'Clock: ours, the partner''s, or that of an authority';
COMMENT ON COLUMN desk_holder.role IS 'Role that is told; null: the owner of the case';
INSERT INTO privilege VALUES ('desk_holder', 'SELECT');
INSERT INTO desk_holder (desk, side, role) VALUES
  ('clinic', 'ours', NULL), ('legal', 'ours', 'lawyer'), ('data_protection', 'ours', 'data_protection_officer'), ('partner', 'theirs', NULL),
  ('ethics', 'authority', NULL), ('finance', 'ours', 'controller'), ('procurement', 'ours', 'procurement_officer'), ('management', 'ours', 'hospital_exec'),
  ('research_support', 'ours', 'research_support');

CREATE TABLE desk_interval (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  desk text NOT NULL REFERENCES desk_holder,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  note text CHECK (char_length(note) <= 2000),
  CONSTRAINT desk_interval_order CHECK (ended_at >= started_at)
);
CREATE UNIQUE INDEX desk_interval_running ON desk_interval (collaboration_id) WHERE ended_at IS NULL;
CREATE INDEX desk_interval_case ON desk_interval (collaboration_id, started_at);
COMMENT ON TABLE desk_interval IS 'How long a case lay on whose desk; one interval of a case runs';
COMMENT ON COLUMN desk_interval.id IS 'Key';
COMMENT ON COLUMN desk_interval.collaboration_id IS 'Case';
COMMENT ON COLUMN desk_interval.desk IS 'Desk';
COMMENT ON COLUMN desk_interval.started_at IS 'When it came there';
COMMENT ON COLUMN desk_interval.ended_at IS 'When it went on; null: it lies there';
COMMENT ON COLUMN desk_interval.note IS 'What is to be done there';
CALL protect('desk_interval');

CREATE FUNCTION desk_days(i desk_interval) RETURNS double precision LANGUAGE sql STABLE AS $$
  SELECT extract(epoch FROM COALESCE(i.ended_at, now()) - i.started_at)::double precision / 86400
$$;
-- Stops the clock of a case; what came to the desk after that moment is left at zero length.
CREATE FUNCTION desk_stop(case_id bigint, at timestamptz) RETURNS void LANGUAGE sql AS $$
  UPDATE desk_interval SET ended_at = GREATEST(started_at, at) WHERE collaboration_id = case_id AND ended_at IS NULL
$$;
-- Hands a case over; gives the new interval. since: the day on which it was, if not now.
CREATE FUNCTION desk_move(case_id bigint, to_desk text, words text, since date) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  c collaboration;
  running desk_interval;
  at timestamptz := CASE WHEN since IS NULL OR since = current_date THEN clock_timestamp() ELSE since::timestamptz END;
  new_id bigint;
  told text := (SELECT h.role FROM desk_holder h WHERE h.desk = to_desk);
BEGIN
  SELECT * INTO c FROM collaboration WHERE id = case_id;
  SELECT * INTO running FROM desk_interval WHERE collaboration_id = case_id AND ended_at IS NULL FOR UPDATE;
  IF running.desk = to_desk THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'it lies there already';
  ELSIF at > clock_timestamp() THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'desk_interval_future', MESSAGE = 'in the future', DETAIL = current_date;
  ELSIF since < running.started_at::date THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'desk_interval_since', MESSAGE = 'before the interval that runs', DETAIL = running.started_at::date;
  END IF;
  at := GREATEST(at, running.started_at);
  PERFORM desk_stop(case_id, at);
  INSERT INTO desk_interval (collaboration_id, desk, started_at, note) VALUES (case_id, to_desk, at, words) RETURNING id INTO new_id;
  IF told IS NULL THEN
    PERFORM notify_user(c.owner_id, case_id, 'handover', 'desk_interval', new_id, concat_ws(': ', c.title, words)) WHERE to_desk = 'clinic';
  ELSE
    PERFORM notify_role(told, c.unit_id, case_id, 'handover', 'desk_interval', new_id, concat_ws(': ', c.title, words));
  END IF;
  RETURN new_id;
END $$;
-- A case that is over lies on nobody's desk, and nobody waits for its receipt to be acknowledged.
CREATE FUNCTION desk_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM code_stage s WHERE s.kind = NEW.kind AND s.code = NEW.stage AND s.phase = 'closed') THEN
    PERFORM desk_stop(NEW.id, clock_timestamp()), deadline_set(NEW.id, 'acknowledge', 'research_contract', NEW.id, NULL, NULL);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER desk_over AFTER UPDATE OF stage ON collaboration FOR EACH ROW WHEN (NEW.stage IS DISTINCT FROM OLD.stage) EXECUTE FUNCTION desk_over();

-- The day on which a contract that is not signed will be: what the latest 200 signed ones of its type have spent on each desk in the
-- middle, less what it has had there already. With fewer than five of its type those of its kind speak; with fewer than five nobody does.
CREATE FUNCTION signing_forecast(case_id bigint) RETURNS TABLE (signing_date date, days_left double precision, based_on integer, same_type boolean)
LANGUAGE sql STABLE AS $$
  WITH k AS (SELECT c.id, c.kind, c.subtype FROM collaboration c WHERE c.id = case_id AND signed_on(c.id) IS NULL),
  of_type AS (
    SELECT s.collaboration_id AS id FROM k, approval_step s JOIN collaboration c ON c.id = s.collaboration_id
    WHERE s.action = 'sign' AND s.done_on IS NOT NULL AND c.kind = k.kind AND c.subtype = k.subtype
      AND EXISTS (SELECT 1 FROM desk_interval i WHERE i.collaboration_id = c.id) ORDER BY s.done_on DESC LIMIT 200),
  of_kind AS (
    SELECT s.collaboration_id AS id FROM k, approval_step s JOIN collaboration c ON c.id = s.collaboration_id
    WHERE s.action = 'sign' AND s.done_on IS NOT NULL AND c.kind = k.kind AND (SELECT count(*) FROM of_type) < 5
      AND EXISTS (SELECT 1 FROM desk_interval i WHERE i.collaboration_id = c.id) ORDER BY s.done_on DESC LIMIT 200),
  used AS (SELECT o.id, true AS same FROM of_type o WHERE (SELECT count(*) FROM of_type) >= 5 UNION SELECT o.id, false FROM of_kind o),
  spent AS (
    SELECT u.id, h.desk, COALESCE(sum(desk_days(i)), 0) AS days
    FROM used u CROSS JOIN desk_holder h LEFT JOIN desk_interval i ON i.collaboration_id = u.id AND i.desk = h.desk GROUP BY u.id, h.desk),
  middle AS (SELECT s.desk, percentile_cont(0.5) WITHIN GROUP (ORDER BY s.days) AS days FROM spent s GROUP BY s.desk),
  own AS (SELECT i.desk, sum(desk_days(i)) AS days FROM desk_interval i WHERE i.collaboration_id = case_id GROUP BY i.desk),
  remains AS (SELECT sum(GREATEST(m.days - COALESCE(o.days, 0), 0)) AS days FROM middle m LEFT JOIN own o USING (desk))
  SELECT current_date + ceil(r.days)::integer, r.days, count(u.id)::integer, bool_and(u.same) FROM remains r, used u GROUP BY r.days HAVING count(u.id) >= 5
$$;

-- What a contract that has come in calls for: acknowledgement by a day, and word to those whom a rule names.
CREATE FUNCTION rule_notice(case_id bigint, unit integer, rule bigint, role_code text, words text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT notify_role(role_code, unit, case_id, 'rule', 'approval_rule', rule, words)
  WHERE NOT EXISTS (SELECT 1 FROM notification n WHERE n.collaboration_id = case_id AND n.kind = 'rule' AND n.subject_table = 'approval_rule' AND n.subject_id = rule)
$$;
CREATE FUNCTION research_duties(case_id bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  c collaboration;
  a record;
BEGIN
  SELECT * INTO c FROM collaboration WHERE id = case_id;
  FOR a IN SELECT * FROM approval_of(case_id) LOOP
    IF a.action = 'acknowledge' THEN
      PERFORM deadline_set(case_id, 'acknowledge', 'research_contract', case_id, a.due_date, c.title, NULL, a.role, a.done_on IS NOT NULL);
    ELSIF a.action = 'notify' AND a.done_on IS NULL THEN
      PERFORM rule_notice(case_id, c.unit_id, a.rule_id, a.role, c.title);
    END IF;
  END LOOP;
END $$;
CREATE FUNCTION research_contract_received() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.received_on IS NULL AND me() IS NOT NULL AND NOT bulk()
     AND EXISTS (SELECT 1 FROM collaboration c WHERE c.id = NEW.id AND c.stage = 'received') THEN
    NEW.received_on := current_date;
  END IF;
  RETURN NEW;
END $$;
-- One that has come in lies with the research office until somebody hands it on.
CREATE FUNCTION research_contract_duties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO desk_interval (collaboration_id, desk, started_at)
  SELECT c.id, 'research_support', CASE WHEN NEW.received_on < current_date THEN NEW.received_on ELSE clock_timestamp() END
  FROM collaboration c JOIN code_stage s ON s.kind = c.kind AND s.code = c.stage
  WHERE c.id = NEW.id AND s.phase = 'pipeline' AND NOT EXISTS (SELECT 1 FROM desk_interval i WHERE i.collaboration_id = c.id)
    AND signed_on(c.id) IS NULL;
  PERFORM research_duties(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER received BEFORE INSERT ON research_contract FOR EACH ROW EXECUTE FUNCTION research_contract_received();
CREATE TRIGGER duties AFTER INSERT OR UPDATE ON research_contract FOR EACH ROW WHEN (NEW.received_on IS NOT NULL) EXECUTE FUNCTION research_contract_duties();
ALTER TABLE research_contract ADD CONSTRAINT research_contract_received_future CHECK (received_on <= current_date + 1);

-- A mark may meet the deadline; the signature stops the clock.
CREATE FUNCTION approval_step_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.action = 'acknowledge' THEN
    PERFORM research_duties(NEW.collaboration_id);
  ELSIF NEW.action = 'sign' AND NEW.done_on IS NOT NULL THEN
    PERFORM desk_stop(NEW.collaboration_id, LEAST((NEW.done_on + 1)::timestamptz, clock_timestamp()));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER done AFTER INSERT OR UPDATE ON approval_step FOR EACH ROW EXECUTE FUNCTION approval_step_done();

-- The quick form in one go: a contract and what the rules ask about it.
CREATE FUNCTION research_contract_add(f json) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  begins date := (f->>'start_date')::date;
  new_id bigint := collaboration_add((f::jsonb || jsonb_build_object('kind', 'research_contract',
    'end_date', (add_months(begins, 12 * (f->>'years')::integer) - 1)))::json);
BEGIN
  UPDATE research_contract SET received_on = COALESCE((f->>'received_on')::date, received_on, current_date),
    standard_template = COALESCE(f->>'special' = 'standard_template', false), without_obligations = COALESCE(f->>'special' = 'without_obligations', false),
    running_costs = COALESCE(f->>'special' = 'equipment_with_running_costs', false)
  WHERE id = new_id;
  UPDATE desk_interval i SET started_at = r.received_on FROM research_contract r
  WHERE r.id = new_id AND i.collaboration_id = r.id AND r.received_on < i.started_at::date;
  RETURN new_id;
END $$;

-- What has a day: reports to funders, instalments, publications that are held back.
CREATE TABLE funder_report (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  organisation_id bigint CONSTRAINT funder_report_organisation_fkey REFERENCES organisation,
  title text NOT NULL CHECK (char_length(title) BETWEEN 2 AND 200),
  due_date date NOT NULL,
  sent_on date,
  note text CHECK (char_length(note) <= 2000),
  removed_at timestamptz,
  CONSTRAINT funder_report_sent CHECK (sent_on <= current_date + 1)
);
CREATE INDEX funder_report_case ON funder_report (collaboration_id);
COMMENT ON TABLE funder_report IS 'Reports that a funder is to have';
COMMENT ON COLUMN funder_report.id IS 'Key';
COMMENT ON COLUMN funder_report.collaboration_id IS 'Case';
COMMENT ON COLUMN funder_report.organisation_id IS 'Funder';
COMMENT ON COLUMN funder_report.title IS 'What is reported';
COMMENT ON COLUMN funder_report.due_date IS 'Last day';
COMMENT ON COLUMN funder_report.sent_on IS 'Day on which it was sent';
COMMENT ON COLUMN funder_report.note IS 'Remarks';
COMMENT ON COLUMN funder_report.removed_at IS 'When it was taken off';
CALL protect('funder_report');

CREATE TABLE instalment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  title text NOT NULL CHECK (char_length(title) BETWEEN 2 AND 200),
  due_date date NOT NULL,
  amount_oere bigint NOT NULL CHECK (amount_oere BETWEEN 0 AND 100000000000000000),
  invoiced_on date,
  paid_on date,
  note text CHECK (char_length(note) <= 2000),
  removed_at timestamptz,
  CONSTRAINT instalment_paid CHECK (paid_on >= invoiced_on)
);
CREATE INDEX instalment_case ON instalment (collaboration_id);
COMMENT ON TABLE instalment IS 'The payment plan: what is to be invoiced when';
COMMENT ON COLUMN instalment.id IS 'Key';
COMMENT ON COLUMN instalment.collaboration_id IS 'Case';
COMMENT ON COLUMN instalment.title IS 'What it is paid for';
COMMENT ON COLUMN instalment.due_date IS 'Day on which it is to be invoiced';
COMMENT ON COLUMN instalment.amount_oere IS 'Amount';
COMMENT ON COLUMN instalment.invoiced_on IS 'Day on which it was invoiced';
COMMENT ON COLUMN instalment.paid_on IS 'Day on which it was paid';
COMMENT ON COLUMN instalment.note IS 'Remarks';
COMMENT ON COLUMN instalment.removed_at IS 'When it was taken off';
CALL protect('instalment');

CREATE TABLE publication (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  title text NOT NULL CHECK (char_length(title) BETWEEN 2 AND 300),
  shown_on date NOT NULL,
  delay_until date,
  delay_reason text CHECK (char_length(delay_reason) <= 2000),
  published_on date,
  removed_at timestamptz,
  CONSTRAINT publication_delay CHECK (delay_until >= shown_on)
);
CREATE INDEX publication_case ON publication (collaboration_id);
COMMENT ON TABLE publication IS 'Manuscripts that the other party has seen before publication, and how long they are held back';
COMMENT ON COLUMN publication.id IS 'Key';
COMMENT ON COLUMN publication.collaboration_id IS 'Case';
COMMENT ON COLUMN publication.title IS 'Title';
COMMENT ON COLUMN publication.shown_on IS 'Day on which the other party got it';
COMMENT ON COLUMN publication.delay_until IS 'Last day of the delay that the other party has asked for; null: none';
COMMENT ON COLUMN publication.delay_reason IS 'Why it asks for one';
COMMENT ON COLUMN publication.published_on IS 'Day of publication';
COMMENT ON COLUMN publication.removed_at IS 'When it was taken off';
CALL protect('publication');
-- No delay beyond what the contract allows.
CREATE FUNCTION publication_limit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last date := (SELECT add_months(NEW.shown_on, r.publication_delay_months) FROM research_contract r WHERE r.id = NEW.collaboration_id);
BEGIN
  IF NEW.delay_until > last THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'publication_limit', MESSAGE = 'longer than the contract allows', DETAIL = last;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "limit" BEFORE INSERT OR UPDATE OF shown_on, delay_until ON publication FOR EACH ROW EXECUTE FUNCTION publication_limit();

-- Rules on research money: dated rows that name a check, and leave to depart from one.
CREATE TABLE compliance_rule (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL REFERENCES code_compliance_check,
  da text NOT NULL CHECK (char_length(da) BETWEEN 2 AND 300),
  en text NOT NULL CHECK (char_length(en) BETWEEN 2 AND 300),
  help_da text NOT NULL DEFAULT '' CHECK (char_length(help_da) <= 2000),
  help_en text NOT NULL DEFAULT '' CHECK (char_length(help_en) <= 2000),
  days integer CHECK (days BETWEEN 0 AND 3660),
  needs_postings boolean NOT NULL DEFAULT false,
  valid_from date,
  valid_to date,
  source text NOT NULL DEFAULT '',
  CONSTRAINT compliance_rule_dates CHECK (valid_to >= valid_from),
  CONSTRAINT compliance_rule_overlap EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);
COMMENT ON TABLE compliance_rule IS 'Rules on research money that running contracts are held against';
COMMENT ON COLUMN compliance_rule.id IS 'Key';
COMMENT ON COLUMN compliance_rule.code IS 'Check';
COMMENT ON COLUMN compliance_rule.da IS 'What it demands, in Danish';
COMMENT ON COLUMN compliance_rule.en IS 'What it demands, in English';
COMMENT ON COLUMN compliance_rule.help_da IS 'What to do about it, in Danish';
COMMENT ON COLUMN compliance_rule.help_en IS 'What to do about it, in English';
COMMENT ON COLUMN compliance_rule.days IS 'Days, where the check counts any';
COMMENT ON COLUMN compliance_rule.needs_postings IS 'Waits for postings of the finance system; finds nothing until then';
COMMENT ON COLUMN compliance_rule.valid_from IS 'First day; null: open';
COMMENT ON COLUMN compliance_rule.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN compliance_rule.source IS 'Where it is taken from';
CALL stamped('compliance_rule');
CALL audited('compliance_rule');
INSERT INTO compliance_rule (code, da, en, help_da, help_en, days, needs_postings, source)
SELECT v.code, v.da, v.en, v.help_da, v.help_en, v.days, v.postings, 'Rigsrevisionens beretning 7/2014 og opfølgningen i 2017 (efter hukommelsen)'
FROM (VALUES
  ('department_approved', 'Afdelingsledelsen har godkendt projektet, før det går i gang', 'The head of department has approved the project before it begins',
   'Få afdelingsledelsens godkendelse, og sæt dagen under Kontrakt.', 'Get the approval of the head of department and put the day under Contract.', NULL::integer, false),
  ('signed_contract', 'Kontrakten er underskrevet, før der kommer indtægter', 'The contract is signed before there is any income',
   'Find den underskrevne kontrakt, og sæt dagen for underskriften.', 'Find the signed contract and put the day of the signature.', NULL, false),
  ('one_project_number', 'Hver bevilling har sit eget projektnummer', 'Each grant has a project number of its own',
   'Opret et projektnummer i økonomisystemet, og skriv det under Kontrakt. To bevillinger må ikke dele et nummer.', 'Make a project number in the finance system and write it under Contract. Two grants may not share one.', NULL, false),
  ('purpose_stated', 'Formålet med pengene er beskrevet', 'The purpose of the money is stated',
   'Skriv med få ord, hvad pengene må bruges til.', 'Write in a few words what the money may be used for.', NULL, false),
  ('dormant_project', 'Projektet er ikke gået i stå', 'The project is not dormant',
   'Afslut projektet, eller forlæng det.', 'Close the project or extend it.', 180, false),
  ('overhead_recorded', 'Overhead er registreret, også når der ikke er noget', 'Overhead is recorded, also when there is none',
   'Skriv procenten under Kontrakt; skriv 0, hvis giveren ikke betaler overhead.', 'Write the per cent under Contract; write 0 if the funder pays none.', NULL, false),
  ('posting_before_approval', 'Ingen posteringer før afdelingsledelsens godkendelse', 'No postings before the approval by the head of department', '', '', NULL, true),
  ('income_before_signature', 'Ingen indtægter, før kontrakten er underskrevet', 'No income before the contract is signed', '', '', NULL, true),
  ('posting_after_expiry', 'Ingen posteringer efter bevillingens udløb', 'No postings after the grant has ended', '', '', NULL, true)
) AS v(code, da, en, help_da, help_en, days, postings);

CREATE TABLE compliance_exemption (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  rule text NOT NULL REFERENCES code_compliance_check,
  reason text NOT NULL CHECK (char_length(reason) BETWEEN 5 AND 2000),
  expires_on date NOT NULL,
  removed_at timestamptz
);
CREATE INDEX compliance_exemption_case ON compliance_exemption (collaboration_id, rule) WHERE removed_at IS NULL;
COMMENT ON TABLE compliance_exemption IS 'Leave to depart from a rule on research money, for a reason and until a day';
COMMENT ON COLUMN compliance_exemption.id IS 'Key';
COMMENT ON COLUMN compliance_exemption.collaboration_id IS 'Case';
COMMENT ON COLUMN compliance_exemption.rule IS 'Check that it is let off';
COMMENT ON COLUMN compliance_exemption.reason IS 'Why';
COMMENT ON COLUMN compliance_exemption.expires_on IS 'Last day';
COMMENT ON COLUMN compliance_exemption.removed_at IS 'When it was taken back';
CALL protect('compliance_exemption');
-- Nobody lets a case of their own off; three years at most.
CREATE FUNCTION compliance_exemption_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF me() IN (SELECT unnest(ARRAY[c.owner_id, c.created_by]) FROM collaboration c WHERE c.id = NEW.collaboration_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM403', MESSAGE = 'nobody exempts a case of their own';
  ELSIF NEW.removed_at IS NULL AND NEW.expires_on > add_months(current_date, 36) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'compliance_exemption_long', MESSAGE = 'too long', DETAIL = add_months(current_date, 36);
  ELSIF NEW.removed_at IS NULL AND NEW.expires_on < current_date THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'compliance_exemption_past', MESSAGE = 'over already', DETAIL = current_date;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON compliance_exemption FOR EACH ROW EXECUTE FUNCTION compliance_exemption_guard();

-- Deadlines of the four tables: kind, day, whether it is met, words.
CREATE FUNCTION research_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  r jsonb := to_jsonb(NEW);
  gone boolean := r->>'removed_at' IS NOT NULL;
BEGIN
  PERFORM deadline_set(NEW.collaboration_id, d.kind, TG_TABLE_NAME, NEW.id, CASE WHEN NOT gone THEN (r->>d.day)::date END, r->>d.words, NULL,
                       'research_support', r->>d.met IS NOT NULL)
  FROM (VALUES ('funder_report', 'report', 'due_date', 'sent_on', 'title'), ('instalment', 'payment', 'due_date', 'invoiced_on', 'title'),
               ('publication', 'publication', 'delay_until', 'published_on', 'title'), ('compliance_exemption', 'exemption', 'expires_on', 'removed_at', 'reason'))
       AS d(name, kind, day, met, words)
  WHERE d.name = TG_TABLE_NAME;
  RETURN NULL;
END $$;
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON funder_report FOR EACH ROW EXECUTE FUNCTION research_deadline();
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON instalment FOR EACH ROW EXECUTE FUNCTION research_deadline();
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON publication FOR EACH ROW EXECUTE FUNCTION research_deadline();
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON compliance_exemption FOR EACH ROW EXECUTE FUNCTION research_deadline();

-- What running contracts with money from outside break, of the rules in force today. An amendment is judged with its contract.
CREATE FUNCTION compliance_violations() RETURNS TABLE (id bigint, collaboration_id bigint, rule_id bigint, code text, da text, en text,
  help_da text, help_en text, exempt_until date, exempt_reason text) LANGUAGE sql STABLE AS $$
  WITH k AS MATERIALIZED (
    SELECT c.id, r.project_number, r.overhead_percent, GREATEST(c.updated_at::date, r.updated_at::date, c.end_date) AS alive,
           COALESCE(NULLIF(btrim(r.purpose), ''), NULLIF(btrim(c.summary), '')) AS purpose,
           count(r.project_number) OVER (PARTITION BY lower(r.project_number)) AS sharing,
           COALESCE(m.approved, false) AS approved, COALESCE(m.signed, false) AS signed
    FROM research_contract r JOIN collaboration c ON c.id = r.id JOIN code_stage s ON s.kind = c.kind AND s.code = c.stage
    LEFT JOIN (SELECT p.collaboration_id, bool_or(p.action = 'approve' AND p.role = 'department_head') AS approved, bool_or(p.action = 'sign') AS signed
               FROM approval_step p WHERE p.done_on IS NOT NULL GROUP BY 1) m ON m.collaboration_id = c.id
    WHERE s.phase = 'active' AND r.external_amount_oere > 0 AND r.amends_id IS NULL AND c.subtype IS DISTINCT FROM 'amd')
  SELECT k.id * 1000 + r.id, k.id, r.id, r.code, r.da, r.en, r.help_da, r.help_en, e.expires_on, e.reason
  FROM k JOIN compliance_rule r ON NOT r.needs_postings AND COALESCE(r.valid_from, '-infinity') <= current_date AND COALESCE(r.valid_to, 'infinity') >= current_date
    AND CASE r.code WHEN 'department_approved' THEN NOT k.approved WHEN 'signed_contract' THEN NOT k.signed
          WHEN 'one_project_number' THEN k.project_number IS NULL OR k.sharing > 1 WHEN 'purpose_stated' THEN k.purpose IS NULL
          WHEN 'dormant_project' THEN k.alive < current_date - COALESCE(r.days, 180) WHEN 'overhead_recorded' THEN k.overhead_percent IS NULL ELSE false END
  LEFT JOIN LATERAL (SELECT x.expires_on, x.reason FROM compliance_exemption x
                     WHERE x.collaboration_id = k.id AND x.rule = r.code AND x.removed_at IS NULL AND x.expires_on >= current_date
                     ORDER BY x.expires_on DESC LIMIT 1) e ON true
$$;

-- Money for research by year and class of payer: the funding as it stands, else the sum from outside by the kind of the sponsor.
CREATE FUNCTION research_money(unit integer) RETURNS TABLE (year integer, class text, amount_oere numeric) LANGUAGE sql STABLE AS $$
  WITH k AS (
    SELECT c.id, extract(year FROM COALESCE(c.start_date, r.received_on, c.created_at::date))::integer AS year, r.external_amount_oere, o.kind AS sponsor_kind
    FROM research_contract r JOIN collaboration c ON c.id = r.id LEFT JOIN organisation o ON o.id = r.sponsor_id
    WHERE unit IS NULL OR c.unit_id IN (SELECT units_below(unit))),
  given AS (
    SELECT k.id, COALESCE(f.year, k.year) AS year, CASE WHEN f.source IN ('region', 'own') THEN 'own' WHEN f.source IN ('company', 'foundation', 'eu') THEN f.source
             WHEN f.source = 'in_kind' THEN 'other' ELSE 'public' END AS class, f.amount_oere
    FROM k JOIN funding f ON f.collaboration_id = k.id AND f.removed_at IS NULL)
  SELECT x.year, x.class, sum(x.amount_oere) FROM (
    SELECT g.year, g.class, g.amount_oere FROM given g
    UNION ALL
    SELECT k.year, CASE WHEN k.sponsor_kind IN ('company', 'foundation') THEN k.sponsor_kind
             WHEN k.sponsor_kind IN ('university', 'public_authority', 'region', 'municipality', 'hospital') THEN 'public' ELSE 'other' END, k.external_amount_oere
    FROM k WHERE k.external_amount_oere > 0 AND NOT EXISTS (SELECT 1 FROM given g WHERE g.id = k.id AND g.class <> 'own')) x
  GROUP BY x.year, x.class
$$;

-- Facts that a stage can call for.
INSERT INTO case_fact (code, da, en, place) VALUES
  ('acknowledged', 'Modtagelsen er bekræftet', 'Receipt is acknowledged', 'kontrakt'),
  ('completeness', 'Kontraktens oplysninger er der', 'What the contract must say is there', 'kontrakt'),
  ('approvals', 'De godkendelser, som reglerne kræver, er givet', 'The approvals that the rules call for are given', 'kontrakt'),
  ('signed', 'Kontrakten er underskrevet', 'The contract is signed', 'kontrakt'),
  ('notice_given', 'Ledelsen er underrettet, hvis reglerne kræver det', 'The executive is notified if the rules call for it', 'kontrakt');
CREATE FUNCTION approvals_done(case_id bigint, actions text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT COALESCE(bool_and(a.done_on IS NOT NULL), true) FROM approval_of(case_id) a WHERE a.action = ANY (actions)
$$;
CREATE FUNCTION fact_acknowledged(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT approvals_done(case_id, '{acknowledge}') $$;
CREATE FUNCTION fact_approvals(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT approvals_done(case_id, '{legal_review,sign_after_review,approve}') $$;
CREATE FUNCTION fact_signed(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT signed_on(case_id) IS NOT NULL $$;
CREATE FUNCTION fact_notice_given(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT approvals_done(case_id, '{notify}') $$;
-- Type, responsible, other party, money (nought said too), and the protocol of a trial.
CREATE FUNCTION fact_completeness(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT COALESCE((
    SELECT c.subtype IS NOT NULL AND NULLIF(btrim(r.principal_investigator), '') IS NOT NULL AND r.external_amount_oere IS NOT NULL
       AND EXISTS (SELECT 1 FROM participation p WHERE p.collaboration_id = c.id AND p.removed_at IS NULL)
       AND (c.subtype NOT IN ('cta', 'cia') OR NULLIF(btrim(r.protocol_number), '') IS NOT NULL)
    FROM collaboration c JOIN research_contract r ON r.id = c.id WHERE c.id = case_id), false)
$$;
