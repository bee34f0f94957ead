-- SPDX-License-Identifier: EUPL-1.2
-- Lines that land in another sector: sent to that sector's contact, who confirms or disputes them with a number and a comment.
-- The contact sees what the row holds, a picture of the line when it was asked about, and nothing else of the case.

INSERT INTO role_right (role, right_code) VALUES
  ('sector_contact', 'confirmations:answer'), ('clinic_lead', 'confirmations:answer'), ('department_head', 'confirmations:answer');

CREATE TABLE line_confirmation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  alternative_no integer NOT NULL,
  line_code text NOT NULL,
  contact_id bigint NOT NULL CONSTRAINT line_confirmation_contact_fkey REFERENCES app_user,
  message text CHECK (char_length(message) <= 2000),
  title text NOT NULL,
  unit_id integer NOT NULL REFERENCES unit,
  line_name text NOT NULL,
  sector text NOT NULL REFERENCES code_sector,
  class text NOT NULL REFERENCES code_effect_class,
  line_unit text,
  qty_baseline double precision,
  qty_new double precision,
  unit_value double precision,
  source text,
  first_year integer NOT NULL,
  flows_oere bigint[] NOT NULL,
  least_patients double precision,
  status text NOT NULL DEFAULT 'unanswered' CHECK (status IN ('unanswered', 'confirmed', 'disputed', 'withdrawn', 'lapsed')),
  number double precision CHECK (number <> 'NaN' AND abs(number) <= 1e15),
  comment text CONSTRAINT line_confirmation_comment CHECK (char_length(comment) <= 4000),
  answered_at timestamptz,
  CONSTRAINT line_confirmation_estimate_fkey FOREIGN KEY (estimate_id, collaboration_id) REFERENCES estimate (id, collaboration_id),
  CONSTRAINT line_confirmation_answer CHECK (status IN ('lapsed', 'withdrawn') OR (answered_at IS NOT NULL) = (status <> 'unanswered')),
  CONSTRAINT line_confirmation_reason CHECK (status <> 'disputed' OR COALESCE(comment, '') <> '')
);
CREATE UNIQUE INDEX line_confirmation_open ON line_confirmation (estimate_id, alternative_no, line_code) WHERE status = 'unanswered';
CREATE INDEX line_confirmation_estimate ON line_confirmation (estimate_id);
CREATE INDEX line_confirmation_contact ON line_confirmation (contact_id, status);
COMMENT ON TABLE line_confirmation IS 'Lines of estimates that somebody in the sector they fall on is asked about, and the answers';
COMMENT ON COLUMN line_confirmation.id IS 'Key';
COMMENT ON COLUMN line_confirmation.collaboration_id IS 'Case';
COMMENT ON COLUMN line_confirmation.estimate_id IS 'Estimate';
COMMENT ON COLUMN line_confirmation.alternative_no IS 'Alternative by its place from 1';
COMMENT ON COLUMN line_confirmation.line_code IS 'Line';
COMMENT ON COLUMN line_confirmation.contact_id IS 'Who is asked';
COMMENT ON COLUMN line_confirmation.message IS 'What the asker says to it';
COMMENT ON COLUMN line_confirmation.title IS 'Title of the case, for the contact';
COMMENT ON COLUMN line_confirmation.unit_id IS 'Unit of the case, for the contact';
COMMENT ON COLUMN line_confirmation.line_name IS 'Name of the line';
COMMENT ON COLUMN line_confirmation.sector IS 'Sector that it falls on';
COMMENT ON COLUMN line_confirmation.class IS 'Class of effect';
COMMENT ON COLUMN line_confirmation.line_unit IS 'Unit of the quantity';
COMMENT ON COLUMN line_confirmation.qty_baseline IS 'Quantity as it is';
COMMENT ON COLUMN line_confirmation.qty_new IS 'Quantity as it will be';
COMMENT ON COLUMN line_confirmation.unit_value IS 'Kroner per unit';
COMMENT ON COLUMN line_confirmation.source IS 'Where the figures are from';
COMMENT ON COLUMN line_confirmation.first_year IS 'Year of the first flow';
COMMENT ON COLUMN line_confirmation.flows_oere IS 'Flow by year; an answer holds for these and lapses when they change';
COMMENT ON COLUMN line_confirmation.least_patients IS 'Fewest patients of a year that has any, of a line per patient; small counts hide the flows';
COMMENT ON COLUMN line_confirmation.status IS 'unanswered; confirmed; disputed; withdrawn by the asker; lapsed: decided without it, or the line has changed since';
COMMENT ON COLUMN line_confirmation.number IS 'The contact''s own number, in the unit of the line';
COMMENT ON COLUMN line_confirmation.comment IS 'What the contact says; given when it is disputed';
COMMENT ON COLUMN line_confirmation.answered_at IS 'When it was answered';

-- Who may answer: anybody with the right, whatever the unit of the grant.
CREATE FUNCTION answers_lines(who bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM app_user u JOIN role_grant r ON r.user_id = u.id JOIN role_right x ON x.role = r.role AND x.right_code = 'confirmations:answer'
    WHERE u.id = who AND u.disabled_at IS NULL AND r.valid_from <= current_date AND COALESCE(r.valid_to, 'infinity') >= current_date)
$$;

CALL protect('line_confirmation');
CREATE INDEX line_confirmation_asked ON line_confirmation (created_by) WHERE status = 'disputed';
DROP POLICY see ON line_confirmation;
DROP POLICY add ON line_confirmation;
DROP POLICY change ON line_confirmation;
CREATE POLICY see ON line_confirmation FOR SELECT USING (
  contact_id = (SELECT me()) OR created_by = (SELECT me()) OR EXISTS (SELECT 1 FROM collaboration c WHERE c.id = collaboration_id));
CREATE POLICY add ON line_confirmation FOR INSERT WITH CHECK (value_writable(collaboration_id));
CREATE POLICY change ON line_confirmation FOR UPDATE USING (contact_id = (SELECT me()) OR value_writable(collaboration_id));

CREATE FUNCTION line_confirmation_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  answer text[] := '{status,number,comment,answered_at,version,updated_at,updated_by}';
  picture text[] := '{line_name,sector,class,line_unit,qty_baseline,qty_new,unit_value,source,first_year,flows_oere,least_patients,version,updated_at,updated_by}';
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'unanswered' THEN
      RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'a question begins without an answer';
    ELSIF NOT answers_lines(NEW.contact_id) THEN
      RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'line_confirmation_contact', MESSAGE = 'has no right to answer';
    ELSIF NEW.contact_id = me() OR EXISTS (SELECT 1 FROM estimate e WHERE e.id = NEW.estimate_id AND NEW.contact_id = ANY (e.authors)) THEN
      RAISE EXCEPTION USING ERRCODE = 'SM403', MESSAGE = 'an author does not confirm';
    END IF;
    PERFORM 1 FROM estimate e WHERE e.id = NEW.estimate_id AND e.status IN ('draft', 'submitted', 'in_review');
    IF NOT FOUND THEN
      RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the estimate is decided';
    END IF;
    RETURN NEW;
  ELSIF OLD.status = 'unanswered' AND NEW.status IN ('confirmed', 'disputed') AND OLD.contact_id = me()
        AND to_jsonb(OLD) - answer = to_jsonb(NEW) - answer THEN
    NEW.answered_at := clock_timestamp();
    RETURN NEW;
  ELSIF to_jsonb(OLD) - 'status' - 'version' = to_jsonb(NEW) - 'status' - 'version'
        AND (OLD.status IN ('unanswered', 'confirmed', 'disputed') AND NEW.status = 'lapsed' OR OLD.status = 'unanswered' AND NEW.status = 'withdrawn')
        AND value_writable(OLD.collaboration_id) THEN
    RETURN NEW;
  ELSIF OLD.status = 'unanswered' AND to_jsonb(OLD) - picture = to_jsonb(NEW) - picture AND value_writable(OLD.collaboration_id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'a confirmation does not go this way';
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON line_confirmation FOR EACH ROW EXECUTE FUNCTION line_confirmation_guard();

-- What was not answered before the estimate is decided stays unanswered for good. As the system: who approves need not be able
-- to write the case.
CREATE FUNCTION line_confirmation_lapse() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  access text := COALESCE(current_setting('samspil.access', true), '');
BEGIN
  PERFORM set_config('samspil.access', 'sees_all writes_all', true);
  UPDATE line_confirmation SET status = 'lapsed' WHERE estimate_id = NEW.id AND status = 'unanswered';
  PERFORM set_config('samspil.access', access, true);
  RETURN NULL;
END $$;
CREATE TRIGGER lapse AFTER UPDATE OF status ON estimate FOR EACH ROW WHEN (NEW.status IN ('approved', 'rejected', 'superseded'))
  EXECUTE FUNCTION line_confirmation_lapse();

-- The questions and answers that stand for an estimate: one a line, and of answered ones the newest.
CREATE FUNCTION confirmations_standing(e_id bigint) RETURNS SETOF line_confirmation LANGUAGE sql STABLE AS $$
  SELECT DISTINCT ON (c.alternative_no, c.line_code, c.status = 'unanswered') c.* FROM line_confirmation c
  WHERE c.estimate_id = e_id AND c.status IN ('unanswered', 'confirmed', 'disputed')
  ORDER BY c.alternative_no, c.line_code, c.status = 'unanswered', c.answered_at DESC, c.id DESC
$$;

-- An answer, by the contact alone. It marks the line, also while the estimate is locked, and gives the inputs back, from which
-- only the engine can tell what is confirmed now: confirmation_figures takes that. As the system, because the contact sees
-- nothing of the estimate; no row: no question to this person.
CREATE FUNCTION confirmation_answer(c_id bigint, answer text, own_number double precision, said text) RETURNS TABLE (estimate_id bigint, inputs json)
LANGUAGE plpgsql AS $$
DECLARE
  c line_confirmation;
  access text := COALESCE(current_setting('samspil.access', true), '');
BEGIN
  SELECT x.* INTO c FROM line_confirmation x WHERE x.id = c_id AND x.contact_id = me();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM set_config('samspil.access', 'sees_all writes_all', true);
  PERFORM estimate_queue(c.collaboration_id);
  UPDATE line_confirmation x SET status = answer, number = own_number, comment = said
  WHERE x.id = c_id AND x.status = 'unanswered'
    AND EXISTS (SELECT 1 FROM estimate e WHERE e.id = x.estimate_id AND e.status IN ('draft', 'submitted', 'in_review'));
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'it is answered, withdrawn or lapsed';
  END IF;
  PERFORM set_config('samspil.confirming', c.estimate_id::text, true);
  UPDATE estimate_line l SET confirmed_status = answer WHERE l.estimate_id = c.estimate_id AND l.alternative_no = c.alternative_no AND l.code = c.line_code;
  PERFORM set_config('samspil.confirming', '', true);
  RETURN QUERY SELECT c.estimate_id, estimate_inputs(c.estimate_id);
  PERFORM set_config('samspil.access', access, true);
END $$;
CREATE FUNCTION confirmation_figures(c_id bigint, hash text, sectors jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  access text := COALESCE(current_setting('samspil.access', true), '');
  e_id bigint;
BEGIN
  SELECT x.estimate_id INTO e_id FROM line_confirmation x WHERE x.id = c_id AND x.contact_id = me() AND x.status IN ('confirmed', 'disputed');
  PERFORM set_config('samspil.access', 'sees_all writes_all', true), set_config('samspil.confirming', e_id::text, true);
  UPDATE estimate_sector s SET confirmed_oere = x.confirmed_oere FROM jsonb_to_recordset(sectors) AS x(sector text, confirmed_oere bigint)
  WHERE s.estimate_id = e_id AND s.sector = x.sector AND s.confirmed_oere <> x.confirmed_oere;
  UPDATE estimate e SET version = e.version, params_hash = CASE WHEN e.params_hash IS NULL THEN NULL ELSE COALESCE(hash, e.params_hash) END WHERE e.id = e_id;
  PERFORM set_config('samspil.access', access, true), set_config('samspil.confirming', '', true);
END $$;

-- Rows below a locked estimate change when a sector answers, and only then.
CREATE OR REPLACE FUNCTION estimate_part_guard(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(ids) = 0 OR ids = ARRAY[NULLIF(current_setting('samspil.confirming', true), '')::bigint]
     OR cardinality(ids) = (SELECT count(*) FROM (SELECT 1 FROM estimate e WHERE e.id = ANY (ids) AND e.status = 'draft' FOR SHARE) x) THEN
    RETURN;
  ELSIF EXISTS (SELECT 1 FROM estimate e WHERE e.id = ANY (ids) AND e.status <> 'draft') THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the estimate is no draft any more';
  END IF;
  RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'no right to write this estimate';
END $$;

-- A question to somebody about a line of an estimate that one may write, with a picture of the line.
CREATE FUNCTION confirmation_ask(e_id bigint, alternative integer, code text, name text, line_sector text, line_class text, line_unit text,
                                 baseline double precision, new_qty double precision, price double precision, line_source text,
                                 year integer, flows bigint[], patients double precision, contact bigint, said text) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO line_confirmation (collaboration_id, estimate_id, alternative_no, line_code, line_name, sector, class, line_unit, qty_baseline, qty_new,
                                 unit_value, source, first_year, flows_oere, least_patients, contact_id, message, title, unit_id)
  SELECT e.collaboration_id, e.id, alternative, code, name, line_sector, line_class, line_unit, baseline, new_qty, price, line_source, year, flows, patients, contact, said,
         c.title, c.unit_id
  FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id WHERE e.id = e_id RETURNING id
$$;

-- What the contact sees of the line.
CREATE FUNCTION confirmation_line(c line_confirmation) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object('name', c.line_name, 'sector', c.sector, 'class', c.class, 'unit', c.line_unit, 'qty_baseline', c.qty_baseline,
    'qty_new', c.qty_new, 'unit_value', c.unit_value,
    'flows', (SELECT COALESCE(json_agg(json_build_object('year', c.first_year + f.no::integer - 1, 'amount_oere', f.amount) ORDER BY f.no), '[]')
              FROM unnest(c.flows_oere) WITH ORDINALITY f(amount, no)), 'source', c.source)
$$;
