-- SPDX-License-Identifier: EUPL-1.2
-- Where parts of the register look into each other: bidders of a tender in the competition guard, market dialogue among what a
-- partner knows.

-- Firms of a procurement (parties and bidders, with their groups) that take part in an OPI, or were talked to in its search for partners.
CREATE OR REPLACE FUNCTION competition(case_id bigint) RETURNS TABLE (organisation_id bigint, partner_id bigint, innovation_id bigint, role text)
LANGUAGE sql STABLE AS $$
  WITH firm AS (
    SELECT p.organisation_id FROM participation p
    WHERE p.collaboration_id = case_id AND p.role IN ('tenderer', 'supplier', 'subcontractor') AND p.removed_at IS NULL
    UNION SELECT b.organisation_id FROM bidder b WHERE b.collaboration_id = case_id AND b.removed_at IS NULL)
  SELECT DISTINCT firm.organisation_id, m, i.id, x.role
  FROM collaboration c, firm, group_members(firm.organisation_id) m
  JOIN participation x ON x.organisation_id = m JOIN collaboration i ON i.id = x.collaboration_id
  WHERE c.id = case_id AND c.kind = 'strategic_procurement'
    AND x.removed_at IS NULL AND x.role NOT IN ('buyer', 'procuring_entity', 'payer') AND i.kind = 'opi' AND i.id <> c.id
$$;

-- The receipt of what the transaction wrote, also from within a block that catches errors: there the head's xmin is that of the
-- block, not of the transaction.
CREATE FUNCTION audit_noted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('samspil.audited', NEW.seq::text, true);
  RETURN NULL;
END $$;
CREATE TRIGGER noted AFTER UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_noted();
CREATE OR REPLACE FUNCTION audit_receipt() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT h.seq || ';' || encode(h.hash, 'hex') FROM audit_head h WHERE h.seq::text = current_setting('samspil.audited', true)
$$;
