-- SPDX-License-Identifier: EUPL-1.2
-- What a user may do today, put together from role grants, the rights of roles and the unit tree.

ALTER TABLE code_role ADD COLUMN leads boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN code_role.leads IS 'Leadership of a unit: sees its restricted cases';
UPDATE code_role SET leads = true WHERE code IN ('clinic_lead', 'department_head', 'hospital_exec');

CREATE FUNCTION principal_load(who bigint) RETURNS TABLE (
  user_id bigint, login text, name text, locale text, rights text, access text, read_units text, write_units text, epoch bigint)
LANGUAGE sql STABLE AS $$
  WITH g AS (
    SELECT r.role, r.unit_id, c.staff, c.sees_all, c.leads FROM role_grant r JOIN code_role c ON c.code = r.role
    WHERE r.user_id = who AND r.valid_from <= current_date AND COALESCE(r.valid_to, 'infinity') >= current_date)
  SELECT u.id, u.login, u.name, u.locale,
         COALESCE((SELECT string_agg(DISTINCT x.right_code, ' ') FROM g JOIN role_right x ON x.role = g.role), ''),
         concat_ws(' ', CASE WHEN (SELECT bool_or(staff) FROM g) THEN 'staff' END,
                        CASE WHEN (SELECT bool_or(sees_all) FROM g) THEN 'sees_all' END,
                        CASE WHEN EXISTS (SELECT 1 FROM g JOIN role_right x ON x.role = g.role AND x.right_code = 'audit:read') THEN 'audits' END),
         (SELECT array_agg(DISTINCT b)::text FROM g, units_below(g.unit_id) b WHERE g.leads),
         (SELECT array_agg(DISTINCT b)::text FROM g JOIN role_right x ON x.role = g.role AND x.right_code = 'collaborations:write', units_below(g.unit_id) b),
         (SELECT e.rights FROM epoch e)
  FROM app_user u WHERE u.id = who AND u.disabled_at IS NULL
$$;

-- Units that somebody may approve for: through roles with value:approve.
CREATE FUNCTION approves_for(who bigint, unit integer) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM role_grant r JOIN role_right x ON x.role = r.role AND x.right_code = 'value:approve', units_below(r.unit_id) b
    WHERE r.user_id = who AND b = unit AND r.valid_from <= current_date AND COALESCE(r.valid_to, 'infinity') >= current_date)
$$;

-- All code lists in one view, for /meta and for checks. A new list joins by its table name.
DO $$
DECLARE
  parts text;
BEGIN
  SELECT string_agg(format(
      CASE WHEN relname = 'code_subtype' THEN 'SELECT %L AS list, code, da, en, sort, kind AS parent, NULL::int AS no, NULL AS phase, valid_from, valid_to FROM %I'
           WHEN relname = 'code_stage' THEN 'SELECT %L AS list, code, da, en, no AS sort, kind AS parent, no, phase, valid_from, valid_to FROM %I'
           ELSE 'SELECT %L AS list, code, da, en, sort, NULL AS parent, NULL::int AS no, NULL AS phase, valid_from, valid_to FROM %I' END,
      substr(relname, 6), relname), ' UNION ALL ' ORDER BY relname) INTO parts
  FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname LIKE 'code\_%';
  EXECUTE 'CREATE VIEW all_codes AS ' || parts;
END $$;
COMMENT ON VIEW all_codes IS 'Every code list, one row a code';
COMMENT ON COLUMN all_codes.list IS 'Name of the list';
COMMENT ON COLUMN all_codes.code IS 'Code in the API';
COMMENT ON COLUMN all_codes.da IS 'Danish label';
COMMENT ON COLUMN all_codes.en IS 'English label';
COMMENT ON COLUMN all_codes.sort IS 'Order on screen';
COMMENT ON COLUMN all_codes.parent IS 'Kind that a subtype or stage belongs to';
COMMENT ON COLUMN all_codes.no IS 'Order of a stage';
COMMENT ON COLUMN all_codes.phase IS 'Phase of a stage';
COMMENT ON COLUMN all_codes.valid_from IS 'First day; null: always';
COMMENT ON COLUMN all_codes.valid_to IS 'Last day; null: open';
INSERT INTO privilege VALUES ('all_codes', 'SELECT');

-- What changed between two images of a row, for people: bookkeeping columns left out.
CREATE FUNCTION audit_changes(before jsonb, after jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT COALESCE(jsonb_agg(jsonb_build_object('field', k, 'before', before->k, 'after', after->k) ORDER BY k), '[]')
  FROM (SELECT jsonb_object_keys(COALESCE(before, '{}') || COALESCE(after, '{}')) AS k) x
  WHERE before->k IS DISTINCT FROM after->k AND COALESCE(before->k, 'null') <> COALESCE(after->k, 'null')
    AND k NOT IN ('id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'collaboration_id', 'name_key',
                  'counterparty', 'npv_oere', 'value_signal')
$$;

-- At most `most` organisations whose folded name is like q, whose name holds it, or whose CVR, GLN or PIC it is.
CREATE FUNCTION organisation_find(q text, most integer) RETURNS TABLE (id bigint, place bigint) LANGUAGE sql STABLE ROWS 100 AS $$
  WITH hit AS (
    SELECT o.id, CASE WHEN q IN (o.cvr, o.gln, o.pic) THEN 2 ELSE word_similarity(name_key(q), o.name_key) END AS score
    FROM organisation o
    WHERE o.cvr = q OR o.gln = q OR o.pic = q OR o.name_key LIKE '%' || replace(replace(name_key(q), '%', ''), '_', '') || '%'
       OR name_key(q) <% o.name_key
    LIMIT most)
  SELECT hit.id, row_number() OVER (ORDER BY score DESC, hit.id) FROM hit ORDER BY 2
$$;
