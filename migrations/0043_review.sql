-- SPDX-License-Identifier: EUPL-1.2
-- The review of an estimate: who takes it on, remarks on its lines, and what waits for how long.

ALTER TABLE estimate ADD COLUMN assigned_to bigint REFERENCES app_user, ADD COLUMN assigned_at timestamptz,
  ADD COLUMN own_cost_oere bigint;
COMMENT ON COLUMN estimate.assigned_to IS 'Who reviews it';
COMMENT ON COLUMN estimate.assigned_at IS 'When it was taken on';
COMMENT ON COLUMN estimate.own_cost_oere IS 'Present value of the cash that the initiating clinic pays; null: no figures';
INSERT INTO kept_column VALUES ('assigned_to'), ('assigned_at');
CALL estimate_functions();
CREATE INDEX estimate_own_cost ON estimate (own_cost_oere, id);
CREATE INDEX estimate_assigned ON estimate (assigned_to) WHERE status = 'in_review';

-- A sector's answer (0042) is let through to what it changes of a locked estimate.
CREATE OR REPLACE FUNCTION estimate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fixed text[] := '{status,review_comment,approved_by,approved_at,headline,assigned_to,assigned_at}';
  confirmed text[] := '{params_hash,version,updated_at,updated_by}';
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
    ELSIF current_setting('samspil.confirming', true) = NEW.id::text AND OLD.status IN ('draft', 'submitted', 'in_review')
          AND to_jsonb(OLD) - confirmed = to_jsonb(NEW) - confirmed THEN
      RETURN NEW;
    ELSIF OLD.status = 'draft' AND NEW.status IN ('draft', 'submitted') AND NEW.approved_by IS NULL AND NEW.approved_at IS NULL THEN
      NEW.authors := CASE WHEN me() = ANY (OLD.authors) THEN OLD.authors ELSE array_remove(OLD.authors || me(), NULL) END;
      NEW.submitted_by := CASE WHEN NEW.status = 'submitted' THEN me() ELSE OLD.submitted_by END;
      NEW.submitted_at := CASE WHEN NEW.status = 'submitted' THEN clock_timestamp() ELSE OLD.submitted_at END;
      RETURN NEW;
    ELSIF to_jsonb(OLD) - fixed <> to_jsonb(NEW) - fixed THEN
      NULL;
    ELSIF OLD.status IN ('submitted', 'in_review') AND NEW.status IN ('draft', 'in_review', 'approved', 'rejected')
          AND (NEW.status <> OLD.status OR NEW.assigned_to IS DISTINCT FROM OLD.assigned_to) THEN
      IF NOT COALESCE((SELECT approves_for(me(), c.unit_id) FROM collaboration c WHERE c.id = NEW.collaboration_id), false) THEN
        RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'only those who approve for the unit decide';
      END IF;
      NEW.assigned_at := CASE WHEN NEW.assigned_to IS DISTINCT FROM OLD.assigned_to THEN clock_timestamp() ELSE OLD.assigned_at END;
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

-- Whoever takes it on may approve for the unit and has no part in it.
CREATE FUNCTION estimate_reviewer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.assigned_to = ANY (NEW.authors) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM403', MESSAGE = 'an author does not review';
  ELSIF NOT approves_for(NEW.assigned_to, (SELECT c.unit_id FROM collaboration c WHERE c.id = NEW.collaboration_id)) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'estimate_reviewer', MESSAGE = 'has no right to approve for this unit';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reviewer AFTER UPDATE OF assigned_to ON estimate FOR EACH ROW WHEN (NEW.assigned_to IS NOT NULL)
  EXECUTE FUNCTION estimate_reviewer();

CREATE TABLE review_note (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  line_code text CHECK (char_length(line_code) <= 60),
  body text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 4000),
  resolved_at timestamptz,
  resolved_by bigint REFERENCES app_user,
  removed_at timestamptz,
  CONSTRAINT review_note_estimate_fkey FOREIGN KEY (estimate_id, collaboration_id) REFERENCES estimate (id, collaboration_id)
);
CREATE INDEX review_note_estimate ON review_note (estimate_id) WHERE removed_at IS NULL;
COMMENT ON TABLE review_note IS 'Remarks on an estimate or one of its lines, in review and after';
COMMENT ON COLUMN review_note.id IS 'Key';
COMMENT ON COLUMN review_note.collaboration_id IS 'Case';
COMMENT ON COLUMN review_note.estimate_id IS 'Estimate';
COMMENT ON COLUMN review_note.line_code IS 'Line that it is about; null: the whole estimate';
COMMENT ON COLUMN review_note.body IS 'Remark';
COMMENT ON COLUMN review_note.resolved_at IS 'When it was dealt with';
COMMENT ON COLUMN review_note.resolved_by IS 'By whom';
COMMENT ON COLUMN review_note.removed_at IS 'When its author took it back';
CALL protect('review_note');
-- Those who write the values and those who approve them talk here; one's own remarks may be changed, all may be settled.
DROP POLICY add ON review_note;
DROP POLICY change ON review_note;
CREATE POLICY add ON review_note FOR INSERT WITH CHECK (value_writable(collaboration_id) OR value_approvable(collaboration_id));
CREATE POLICY change ON review_note FOR UPDATE USING (value_writable(collaboration_id) OR value_approvable(collaboration_id));
CREATE FUNCTION review_note_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.body, NEW.line_code, NEW.removed_at) IS DISTINCT FROM (OLD.body, OLD.line_code, OLD.removed_at) AND OLD.created_by IS DISTINCT FROM me() THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'only its author changes a remark';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER own BEFORE UPDATE ON review_note FOR EACH ROW EXECUTE FUNCTION review_note_own();

CREATE OR REPLACE FUNCTION estimate_completeness(e_id bigint) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object(
    'score', (SELECT round(avg(met::int), 4) FROM estimate_checks(e_id)),
    'missing', (SELECT COALESCE(json_agg(json_build_object('code', c.code, 'field', c.field, 'blocks', c.blocks, 'da', c.da, 'en', c.en) ORDER BY c.no), '[]')
                FROM estimate_checks(e_id) c WHERE NOT c.met),
    'own_cost_oere', COALESCE(e.own_cost_oere, 0), 'recommended_tier', tier_for(COALESCE(e.own_cost_oere, 0)))
  FROM estimate e WHERE e.id = e_id
$$;
