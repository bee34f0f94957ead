-- SPDX-License-Identifier: EUPL-1.2
-- What the audit chain is proved by: heads signed with a key that the database does not hold, receipts of writes, and a
-- comparison of the tables with what the audit says.

CREATE TABLE audit_signature (
  seq bigint NOT NULL CHECK (seq > 0),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  at timestamptz NOT NULL,
  key bytea NOT NULL CHECK (octet_length(key) = 32),
  signature bytea NOT NULL CHECK (octet_length(signature) = 64),
  PRIMARY KEY (seq, key)
);
COMMENT ON TABLE audit_signature IS 'Heads of the audit chain as they were signed; append-only';
COMMENT ON COLUMN audit_signature.seq IS 'Number of the event that was the last one';
COMMENT ON COLUMN audit_signature.hash IS 'Its hash';
COMMENT ON COLUMN audit_signature.at IS 'When it was signed, by the clock of the signer';
COMMENT ON COLUMN audit_signature.key IS 'Public Ed25519 key of the signer';
COMMENT ON COLUMN audit_signature.signature IS 'Ed25519 over "samspil audit head", number, hash in hex and microseconds since 1970, a line each';

CREATE TABLE audit_check (
  day date PRIMARY KEY,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  events bigint,
  faults bigint,
  fault text
);
COMMENT ON TABLE audit_check IS 'The nightly check of the audit chain and of the tables against it';
COMMENT ON COLUMN audit_check.day IS 'Day; the process that writes the row does the check';
COMMENT ON COLUMN audit_check.started_at IS 'When it began';
COMMENT ON COLUMN audit_check.finished_at IS 'When it was done; null: never';
COMMENT ON COLUMN audit_check.events IS 'Events of the chain';
COMMENT ON COLUMN audit_check.faults IS 'A broken chain counts one, and every row that is not as the audit says';
COMMENT ON COLUMN audit_check.fault IS 'The first of them';
INSERT INTO privilege VALUES ('audit_signature', 'SELECT, INSERT');

-- The last event of this transaction as "number;hash in hex"; null when it has written none. Whoever writes an event holds
-- the head's row until the commit, so what is read here can no longer change.
CREATE FUNCTION audit_receipt() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT h.seq || ';' || encode(h.hash, 'hex') FROM audit_head h WHERE h.xmin = pg_current_xact_id_if_assigned()::xid
$$;

CREATE FUNCTION microseconds(t timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (extract(epoch FROM t) * 1000000)::bigint
$$;
-- Who audits and sees every case sees every event, without a look at each one's case. PostgreSQL asks the policy whose name
-- comes last first.
CREATE POLICY whole ON audit_event FOR SELECT USING ((SELECT may('audits')) AND (SELECT may('sees_all')));

-- An event as a line of JSON whose members stand in the order in which audit_hash takes them.
CREATE FUNCTION audit_line(e audit_event) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT concat('{"seq":', e.seq, ',"at":', microseconds(e.at), ',"user_id":', COALESCE(e.user_id::text, 'null'),
    ',"via":', to_json(e.via), ',"request_id":', to_json(e.request_id), ',"action":', to_json(e.action), ',"entity":', to_json(e.entity),
    ',"entity_id":', COALESCE(e.entity_id::text, 'null'), ',"collaboration_id":', COALESCE(e.collaboration_id::text, 'null'),
    ',"row_count":', e.row_count, ',"before":', COALESCE(e.before::text, 'null'), ',"after":', COALESCE(e.after::text, 'null'),
    ',"reason":', COALESCE(to_json(e.reason)::text, 'null'), ',"hash":"', encode(e.hash, 'hex'), '"}')
$$;

CREATE INDEX audit_event_block ON audit_event (entity) WHERE action = 'block';

-- Rows of a table that are not as the last event about them says. A column that came later than the event is not looked at.
CREATE FUNCTION audit_replay_rows(t regclass) RETURNS TABLE (entity_id bigint, why text) LANGUAGE plpgsql STABLE
SET timezone = 'Europe/Copenhagen' SET datestyle = 'ISO' SET search_path FROM CURRENT AS $$
BEGIN
  RETURN QUERY EXECUTE format($q$
    WITH last AS (
      SELECT DISTINCT ON (e.entity_id) e.entity_id, e.action, e.after FROM audit_event e
      WHERE e.entity = %2$L AND e.entity_id IS NOT NULL ORDER BY e.entity_id, e.seq DESC),
    block AS (
      SELECT range_agg(int8range((e.after->>'first_id')::bigint, (e.after->>'last_id')::bigint, '[]')) AS ids
      FROM audit_event e WHERE e.entity = %2$L AND e.action = 'block')
    SELECT COALESCE(l.entity_id, r.id::bigint), CASE
        WHEN l.entity_id IS NULL THEN 'no event tells of this row'
        WHEN l.action = 'delete' THEN 'the row was deleted and is there again'
        WHEN r.id IS NULL THEN 'the row is gone'
        ELSE 'the row is not as its last event left it' END
    FROM last l FULL JOIN %1$s r ON r.id = l.entity_id
    WHERE CASE WHEN l.entity_id IS NULL THEN (r.id::bigint <@ (SELECT ids FROM block)) IS NOT TRUE
               WHEN r.id IS NULL THEN l.action <> 'delete'
               WHEN l.action = 'delete' THEN true
               ELSE jsonb_populate_record(r, l.after)::text <> r::text END
    ORDER BY 1$q$, t, relname) FROM pg_class WHERE oid = t;
END $$;

-- Blocks whose rows, put back to what they were when they came, do not give the block's hash. Only as many of the columns are
-- taken as the table had then: every number of them is tried. Blocks whose ranges overlap (two imports at once) are passed
-- over, because it is not known which row came with which.
CREATE FUNCTION audit_replay_blocks(t regclass) RETURNS TABLE (seq bigint, why text) LANGUAGE plpgsql STABLE
SET timezone = 'Europe/Copenhagen' SET datestyle = 'ISO' SET search_path FROM CURRENT AS $$
DECLARE
  name text := relname FROM pg_class WHERE oid = t;
  columns text[] := ARRAY(SELECT format('x.%I', attname) FROM pg_attribute WHERE attrelid = t AND attnum > 0 AND NOT attisdropped ORDER BY attnum);
  b record;
  n bigint;
  digest text;
BEGIN
  FOR b IN
    WITH block AS (
      SELECT e.seq, e.row_count, (e.after->>'first_id')::bigint AS first_id, (e.after->>'last_id')::bigint AS last_id, e.after->>'sha256' AS sha256
      FROM audit_event e WHERE e.entity = name AND e.action = 'block')
    SELECT * FROM block k WHERE NOT EXISTS (
      SELECT 1 FROM block o WHERE o.seq <> k.seq AND o.first_id <= k.last_id AND o.last_id >= k.first_id) ORDER BY k.seq LOOP
    FOR taken IN REVERSE cardinality(columns)..1 LOOP
      EXECUTE format($q$
        WITH first AS (
          SELECT DISTINCT ON (e.entity_id) e.entity_id, e.action, e.before FROM audit_event e
          WHERE e.entity = $1 AND e.entity_id BETWEEN $2 AND $3 ORDER BY e.entity_id, e.seq),
        came AS (
          SELECT CASE WHEN f.before IS NULL THEN r ELSE jsonb_populate_record(r, f.before) END AS image
          FROM %1$s r LEFT JOIN first f ON f.entity_id = r.id WHERE r.id BETWEEN $2 AND $3 AND f.action IS DISTINCT FROM 'insert'
          UNION ALL
          SELECT jsonb_populate_record(NULL::%1$s, f.before)
          FROM first f WHERE f.action <> 'insert' AND NOT EXISTS (SELECT 1 FROM %1$s r WHERE r.id = f.entity_id))
        SELECT count(*), encode(sha256(convert_to(string_agg(ROW(%2$s)::text, E'\n' ORDER BY x.id), 'UTF8')), 'hex')
        FROM (SELECT (image).* FROM came) x$q$, t, array_to_string(columns[1:taken], ', '))
        INTO n, digest USING name, b.first_id, b.last_id;
      EXIT WHEN n <> b.row_count OR digest = b.sha256;
    END LOOP;
    IF n <> b.row_count OR digest IS DISTINCT FROM b.sha256 THEN
      seq := b.seq;
      why := CASE WHEN n <> b.row_count THEN format('of %s rows of this block %s are there', b.row_count, n)
                  ELSE 'rows of this block are not as they came or as their last event left them' END;
      RETURN NEXT;
    END IF;
  END LOOP;
END $$;

-- Every table that is audited, as the audit tells it and as it is: one row a difference.
CREATE FUNCTION audit_replay() RETURNS TABLE (entity text, entity_id bigint, block bigint, why text) LANGUAGE sql STABLE AS $$
  WITH audited AS (
    SELECT c.oid::regclass AS t, c.relname::text AS name FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
    WHERE g.tgname = 'audit_insert' AND c.relnamespace = current_schema()::regnamespace)
  SELECT a.name, r.entity_id, NULL::bigint, r.why FROM audited a, audit_replay_rows(a.t) r
  UNION ALL
  SELECT a.name, NULL, b.seq, b.why FROM audited a, audit_replay_blocks(a.t) b
$$;

-- Ids in the history with the names behind them, as they are now.
CREATE FUNCTION audit_kind(field text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN field IN ('owner_id', 'user_id', 'contact_id', 'submitted_by', 'approved_by', 'assigned_to', 'resolved_by', 'asked_by') THEN 'user'
    WHEN field IN ('sponsor_id', 'organisation_id') THEN 'organisation'
    WHEN field IN ('unit_id', 'municipality_unit_id') THEN 'unit' END
$$;
CREATE FUNCTION audit_name(field text, id jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN jsonb_typeof(id) = 'number' THEN CASE audit_kind(field)
    WHEN 'user' THEN (SELECT u.name FROM app_user u WHERE u.id = audit_name.id::bigint)
    WHEN 'organisation' THEN (SELECT o.name FROM organisation o WHERE o.id = audit_name.id::bigint)
    WHEN 'unit' THEN (SELECT u.name FROM unit u WHERE u.id = audit_name.id::bigint) END END
$$;
CREATE FUNCTION audit_named(changes jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT COALESCE(jsonb_agg(CASE WHEN audit_kind(c->>'field') IS NOT NULL
    THEN c || jsonb_build_object('before_name', audit_name(c->>'field', c->'before'), 'after_name', audit_name(c->>'field', c->'after'))
    ELSE c END ORDER BY nth), '[]')
  FROM jsonb_array_elements(changes) WITH ORDINALITY x(c, nth)
$$;
