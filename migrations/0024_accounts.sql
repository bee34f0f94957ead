-- SPDX-License-Identifier: EUPL-1.2
-- Grants and tokens that end at once, and what the change feed shows beside cases.

-- A grant that is withdrawn on its first day has an empty period: it ends the day before it begins. The row stays.
ALTER TABLE role_grant DROP CONSTRAINT role_grant_dates, DROP CONSTRAINT role_grant_overlap,
  ADD CONSTRAINT role_grant_dates CHECK (valid_to >= valid_from - 1),
  ADD CONSTRAINT role_grant_overlap EXCLUDE USING gist (user_id WITH =, role WITH =, unit_id WITH =,
    daterange(valid_from, valid_to + 1) WITH &&);
COMMENT ON COLUMN role_grant.valid_to IS 'Last day; null: open; the day before valid_from: never in force';

-- The name of a token that was withdrawn can be used again.
ALTER TABLE api_token DROP CONSTRAINT api_token_name_key;
CREATE UNIQUE INDEX api_token_name_key ON api_token (user_id, name) WHERE revoked_at IS NULL;

CREATE INDEX organisation_duplicate_b ON organisation_duplicate (b_id);

-- Staff see that organisations changed, and that many rows came in at once (a block holds their number and key range,
-- never their content). Without this an import would be missing from the change feed.
CREATE POLICY see_register ON audit_event FOR SELECT USING (
  (action = 'block' OR entity = 'organisation') AND (SELECT may('staff')));

-- The roles that somebody has today, for lists of users.
CREATE FUNCTION user_roles(who bigint) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT COALESCE(json_agg(json_build_object('role', g.role, 'unit_id', g.unit_id, 'unit_name', u.name) ORDER BY g.id), '[]')
  FROM role_grant g JOIN unit u ON u.id = g.unit_id
  WHERE g.user_id = who AND g.valid_from <= current_date AND COALESCE(g.valid_to, 'infinity') >= current_date
$$;
