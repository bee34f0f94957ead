-- SPDX-License-Identifier: EUPL-1.2
-- Measurement: what came of an approved estimate, line by line and year by year.

-- estimate_guard of 0043, which also lets a sector's answer (0042) through to what it changes of a locked estimate.
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

