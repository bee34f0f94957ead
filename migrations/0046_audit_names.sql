-- SPDX-License-Identifier: EUPL-1.2
-- The history names everybody whose number a row holds, and not only owners and users.

CREATE FUNCTION audit_kind(field text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN field IN ('owner_id', 'user_id', 'contact_id', 'submitted_by', 'approved_by', 'assigned_to', 'resolved_by', 'asked_by') THEN 'user'
    WHEN field IN ('sponsor_id', 'organisation_id') THEN 'organisation'
    WHEN field IN ('unit_id', 'municipality_unit_id') THEN 'unit' END
$$;
CREATE OR REPLACE FUNCTION audit_name(field text, id jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN jsonb_typeof(id) = 'number' THEN CASE audit_kind(field)
    WHEN 'user' THEN (SELECT u.name FROM app_user u WHERE u.id = audit_name.id::bigint)
    WHEN 'organisation' THEN (SELECT o.name FROM organisation o WHERE o.id = audit_name.id::bigint)
    WHEN 'unit' THEN (SELECT u.name FROM unit u WHERE u.id = audit_name.id::bigint) END END
$$;
CREATE OR REPLACE FUNCTION audit_named(changes jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT COALESCE(jsonb_agg(CASE WHEN audit_kind(c->>'field') IS NOT NULL
    THEN c || jsonb_build_object('before_name', audit_name(c->>'field', c->'before'), 'after_name', audit_name(c->>'field', c->'after'))
    ELSE c END ORDER BY nth), '[]')
  FROM jsonb_array_elements(changes) WITH ORDINALITY x(c, nth)
$$;

-- The CSV of the audit tells no more than its page.
DROP FUNCTION audit_changes_text(jsonb, jsonb);
CREATE FUNCTION audit_changes_text(changes jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT string_agg(concat(x->>'field', ': ', COALESCE(x->>'before', '-'), ' -> ', COALESCE(x->>'after', '-')), E'\n' ORDER BY n)
  FROM jsonb_array_elements(changes) WITH ORDINALITY AS y(x, n)
$$;
