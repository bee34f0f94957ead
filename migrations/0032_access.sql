-- SPDX-License-Identifier: EUPL-1.2
-- Rights that were open: moving a case, the staging tables of an import, passwords that somebody else has set.

-- A case goes only to a unit that the mover may write for; being its owner is not enough. The policy of the table would
-- refuse the whole request, this names the field. It binds whom the policies bind.
CREATE FUNCTION collaboration_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF row_security_active(TG_RELID) AND may('writes_all') IS NOT TRUE AND NEW.unit_id <> ALL (my_write_units())
     AND EXISTS (SELECT 1 FROM unit u WHERE u.id = NEW.unit_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'collaboration_unit_write', MESSAGE = 'no right to write at that unit';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER move BEFORE UPDATE OF unit_id ON collaboration FOR EACH ROW
  WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id) EXECUTE FUNCTION collaboration_move();

-- These four are patterns of the temporary tables of one run and hold no rows; a row that ever came in would be nobody's.
ALTER TABLE import_stage ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE import_party ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE import_organisation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE import_plan ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

ALTER TABLE user_password ADD COLUMN must_change boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN user_password.must_change IS 'Set by somebody else: to be changed at the next log-in';
