-- SPDX-License-Identifier: EUPL-1.2
-- What everything else stands on: extensions, the principal of a transaction, the audit chain, and
-- `protect`, which puts row-level security and audit on a table.
-- The owner runs this; the application role gets DML only.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE epoch (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  rights bigint NOT NULL DEFAULT 1,
  names bigint NOT NULL DEFAULT 1
);
COMMENT ON TABLE epoch IS 'Counters that tell every server process when what it keeps in memory is stale';
COMMENT ON COLUMN epoch.one IS 'There is one row';
COMMENT ON COLUMN epoch.rights IS 'Goes up when a session, token, user or role grant changes';
COMMENT ON COLUMN epoch.names IS 'Goes up when a unit, user name or code list changes';
INSERT INTO epoch DEFAULT VALUES;

CREATE FUNCTION bump_rights() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE epoch SET rights = rights + 1;
  RETURN NULL;
END $$;
CREATE FUNCTION bump_names() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE epoch SET names = names + 1;
  RETURN NULL;
END $$;

-- Puts the principal into the transaction and gives back the names epoch.
CREATE FUNCTION principal_enter(user_id text, access text, read_units text, write_units text,
                                request_id text, via text, rights_epoch text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  e epoch;
BEGIN
  SELECT * INTO e FROM epoch;
  IF rights_epoch <> '' AND e.rights <> rights_epoch::bigint THEN
    RAISE EXCEPTION USING ERRCODE = 'SM401', MESSAGE = 'rights have changed';
  END IF;
  PERFORM set_config('samspil.user_id', user_id, true), set_config('samspil.access', access, true),
          set_config('samspil.read_units', read_units, true), set_config('samspil.write_units', write_units, true),
          set_config('samspil.request_id', request_id, true), set_config('samspil.via', via, true);
  RETURN e.names;
END $$;

-- The settings as values. They are used inside sub-selects so that a query reads them once.
CREATE FUNCTION me() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NULLIF(current_setting('samspil.user_id', true), '')::bigint $$;
CREATE FUNCTION may(word text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT word = ANY (string_to_array(current_setting('samspil.access', true), ' ')) $$;
CREATE FUNCTION my_visibilities() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN may('sees_all') THEN '{open,internal,restricted}' WHEN may('staff') THEN '{open,internal}'
              WHEN me() IS NOT NULL THEN '{open}' ELSE '{}' END::text[]
$$;
CREATE FUNCTION my_read_units() RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT COALESCE(NULLIF(current_setting('samspil.read_units', true), '')::int[], '{}') $$;
CREATE FUNCTION my_write_units() RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT COALESCE(NULLIF(current_setting('samspil.write_units', true), '')::int[], '{}') $$;

CREATE TABLE audit_head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  seq bigint NOT NULL,
  hash bytea NOT NULL
);
COMMENT ON TABLE audit_head IS 'The last link of the audit chain; its row lock puts events in commit order';
COMMENT ON COLUMN audit_head.one IS 'There is one row';
COMMENT ON COLUMN audit_head.seq IS 'Number of the last event';
COMMENT ON COLUMN audit_head.hash IS 'Hash of the last event';
INSERT INTO audit_head (seq, hash) VALUES (0, sha256('samspil'));

CREATE TABLE audit_event (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  user_id bigint,
  via text NOT NULL,
  request_id text NOT NULL,
  action text NOT NULL CHECK (action IN ('insert', 'update', 'delete', 'block')),
  entity text NOT NULL,
  entity_id bigint,
  collaboration_id bigint,
  row_count integer NOT NULL,
  before jsonb,
  after jsonb,
  reason text,
  hash bytea NOT NULL
);
CREATE INDEX audit_event_entity ON audit_event (entity, entity_id, seq);
CREATE INDEX audit_event_collaboration ON audit_event (collaboration_id, seq) WHERE collaboration_id IS NOT NULL;
COMMENT ON TABLE audit_event IS 'Append-only history of every change, hash-chained, written by trigger in the same transaction';
COMMENT ON COLUMN audit_event.seq IS 'Gap-free number in commit order';
COMMENT ON COLUMN audit_event.at IS 'When, by the database clock';
COMMENT ON COLUMN audit_event.user_id IS 'Who; null for the system itself';
COMMENT ON COLUMN audit_event.via IS 'session, token, cli, work or system';
COMMENT ON COLUMN audit_event.request_id IS 'The request that caused it';
COMMENT ON COLUMN audit_event.action IS 'insert, update, delete; block = many rows by one statement';
COMMENT ON COLUMN audit_event.entity IS 'Table';
COMMENT ON COLUMN audit_event.entity_id IS 'Row; null for a block';
COMMENT ON COLUMN audit_event.collaboration_id IS 'The case that the row belongs to';
COMMENT ON COLUMN audit_event.row_count IS 'Rows that the event stands for';
COMMENT ON COLUMN audit_event.before IS 'The row before an update or delete; a block holds id range and content hash in after';
COMMENT ON COLUMN audit_event.after IS 'The row after an insert or update';
COMMENT ON COLUMN audit_event.reason IS 'Given by the user where one is asked for';
COMMENT ON COLUMN audit_event.hash IS 'sha256 of the previous hash and of all columns of this event';

CREATE FUNCTION audit_hash(previous bytea, e audit_event) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sha256(previous || convert_to(concat_ws(E'\x1f', e.seq, (extract(epoch FROM e.at) * 1000000)::bigint,
    COALESCE(e.user_id::text, ''), e.via, e.request_id, e.action, e.entity, COALESCE(e.entity_id::text, ''),
    COALESCE(e.collaboration_id::text, ''), e.row_count, COALESCE(e.before::text, ''), COALESCE(e.after::text, ''),
    COALESCE(e.reason, '')), 'UTF8'))
$$;

-- Writes the event behind `head` and gives the new head, which the caller keeps in audit_head: once for many events, because
-- every version of that row that one transaction leaves behind makes the next look at it slower.
CREATE FUNCTION audit_append(head audit_head, action text, entity text, entity_id bigint, collaboration_id bigint, row_count integer,
                             before jsonb, after jsonb) RETURNS audit_head
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  e audit_event;
BEGIN
  e.seq := head.seq + 1;
  e.at := clock_timestamp();
  e.user_id := me();
  e.via := COALESCE(NULLIF(current_setting('samspil.via', true), ''), 'sql:' || session_user);
  e.request_id := COALESCE(current_setting('samspil.request_id', true), '');
  e.action := action;
  e.entity := entity;
  e.entity_id := entity_id;
  e.collaboration_id := collaboration_id;
  e.row_count := row_count;
  e.before := before;
  e.after := after;
  e.reason := NULLIF(current_setting('samspil.reason', true), '');
  e.hash := audit_hash(head.hash, e);
  INSERT INTO audit_event VALUES (e.*);
  head.seq := e.seq;
  head.hash := e.hash;
  RETURN head;
END $$;
REVOKE ALL ON FUNCTION audit_append FROM PUBLIC;

CREATE FUNCTION audit_add(action text, entity text, entity_id bigint, collaboration_id bigint, row_count integer,
                          before jsonb, after jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  head audit_head;
BEGIN
  SELECT * INTO head FROM audit_head FOR UPDATE;
  head := audit_append(head, action, entity, entity_id, collaboration_id, row_count, before, after);
  UPDATE audit_head SET seq = head.seq, hash = head.hash;
END $$;
REVOKE ALL ON FUNCTION audit_add FROM PUBLIC;

-- A transaction with the setting samspil.bulk (an import) leaves its events here, and they join the chain as it commits: it
-- may run for minutes, and nobody else can write while it holds the head.
CREATE TABLE audit_pending (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  action text NOT NULL,
  entity text NOT NULL,
  entity_id bigint,
  collaboration_id bigint,
  row_count integer NOT NULL,
  before jsonb,
  after jsonb
);
COMMENT ON TABLE audit_pending IS 'Events of a large transaction until it commits; nobody ever sees a row of another one';
COMMENT ON COLUMN audit_pending.id IS 'Order';
COMMENT ON COLUMN audit_pending.action IS 'As in audit_event';
COMMENT ON COLUMN audit_pending.entity IS 'As in audit_event';
COMMENT ON COLUMN audit_pending.entity_id IS 'As in audit_event';
COMMENT ON COLUMN audit_pending.collaboration_id IS 'As in audit_event';
COMMENT ON COLUMN audit_pending.row_count IS 'As in audit_event';
COMMENT ON COLUMN audit_pending.before IS 'As in audit_event';
COMMENT ON COLUMN audit_pending.after IS 'As in audit_event';

CREATE FUNCTION bulk() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT current_setting('samspil.bulk', true) = 'on' $$;

-- The first row that is settled takes all of them along.
CREATE FUNCTION audit_settle() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  head audit_head;
  r audit_pending;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM audit_pending WHERE id = NEW.id) THEN
    RETURN NULL;
  END IF;
  SELECT * INTO head FROM audit_head FOR UPDATE;
  FOR r IN SELECT * FROM audit_pending ORDER BY id LOOP
    head := audit_append(head, r.action, r.entity, r.entity_id, r.collaboration_id, r.row_count, r.before, r.after);
  END LOOP;
  UPDATE audit_head SET seq = head.seq, hash = head.hash;
  DELETE FROM audit_pending;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER settle AFTER INSERT ON audit_pending DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION audit_settle();

-- Statement triggers: a few rows give an event each, many rows (an import) one block event.
CREATE FUNCTION audit_case(entity text, r jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN entity = 'collaboration' THEN (r->>'id')::bigint ELSE (r->>'collaboration_id')::bigint END $$;

CREATE FUNCTION audit_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  n integer;
  r record;
BEGIN
  SELECT count(*) INTO n FROM (SELECT 1 FROM new_rows LIMIT 51) x;
  IF n > 50 THEN
    SELECT count(*) AS n, jsonb_build_object('first_id', min(t.id), 'last_id', max(t.id), 'sha256',
             encode(sha256(convert_to(string_agg(t::text, E'\n' ORDER BY t.id), 'UTF8')), 'hex')) AS digest
      INTO r FROM new_rows t;
    IF bulk() THEN
      INSERT INTO audit_pending (action, entity, row_count, after) VALUES ('block', TG_TABLE_NAME, r.n::integer, r.digest);
    ELSE
      PERFORM audit_add('block', TG_TABLE_NAME, NULL, NULL, r.n::integer, NULL, r.digest);
    END IF;
    RETURN NULL;
  END IF;
  IF bulk() THEN
    INSERT INTO audit_pending (action, entity, entity_id, collaboration_id, row_count, after)
    SELECT 'insert', TG_TABLE_NAME, t.id, audit_case(TG_TABLE_NAME, to_jsonb(t)), 1, to_jsonb(t) FROM new_rows t ORDER BY t.id;
    RETURN NULL;
  END IF;
  FOR r IN SELECT t.id, to_jsonb(t) AS j FROM new_rows t ORDER BY t.id LOOP
    PERFORM audit_add('insert', TG_TABLE_NAME, r.id, audit_case(TG_TABLE_NAME, r.j), 1, NULL, r.j);
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION audit_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  head audit_head;
  r record;
BEGIN
  IF bulk() THEN
    INSERT INTO audit_pending (action, entity, entity_id, collaboration_id, row_count, before, after)
    SELECT 'update', TG_TABLE_NAME, n.id, audit_case(TG_TABLE_NAME, to_jsonb(n)), 1, to_jsonb(o), to_jsonb(n)
    FROM old_rows o JOIN new_rows n USING (id) WHERE o::text IS DISTINCT FROM n::text ORDER BY n.id;
    RETURN NULL;
  END IF;
  FOR r IN SELECT n.id, to_jsonb(o) AS b, to_jsonb(n) AS a FROM old_rows o JOIN new_rows n USING (id)
           WHERE o::text IS DISTINCT FROM n::text ORDER BY n.id LOOP
    IF head.seq IS NULL THEN
      SELECT * INTO head FROM audit_head FOR UPDATE;
    END IF;
    head := audit_append(head, 'update', TG_TABLE_NAME, r.id, audit_case(TG_TABLE_NAME, r.a), 1, r.b, r.a);
  END LOOP;
  IF head.seq IS NOT NULL THEN
    UPDATE audit_head SET seq = head.seq, hash = head.hash;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION audit_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  r record;
BEGIN
  FOR r IN SELECT t.id, to_jsonb(t) AS j FROM old_rows t ORDER BY t.id LOOP
    PERFORM audit_add('delete', TG_TABLE_NAME, r.id, audit_case(TG_TABLE_NAME, r.j), 1, r.j, NULL);
  END LOOP;
  RETURN NULL;
END $$;

CREATE PROCEDURE audited(t regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER audit_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_insert()', t);
  EXECUTE format('CREATE TRIGGER audit_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_update()', t);
  EXECUTE format('CREATE TRIGGER audit_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_delete()', t);
END $$;

-- Every change of a row gives it a new version (its ETag) and says who and when.
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.created_by := me();
    NEW.version := 1;
  ELSE
    NEW.version := OLD.version + 1;
  END IF;
  NEW.updated_at := clock_timestamp();
  NEW.updated_by := me();
  RETURN NEW;
END $$;
CREATE PROCEDURE stamped(t regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ADD COLUMN version integer NOT NULL DEFAULT 1, ADD COLUMN created_at timestamptz NOT NULL DEFAULT clock_timestamp(), ADD COLUMN created_by bigint, ADD COLUMN updated_at timestamptz NOT NULL DEFAULT clock_timestamp(), ADD COLUMN updated_by bigint', t);
  EXECUTE format('COMMENT ON COLUMN %s.version IS ''Goes up with every change; the ETag''', t);
  EXECUTE format('COMMENT ON COLUMN %s.created_at IS ''When the row was made''', t);
  EXECUTE format('COMMENT ON COLUMN %s.created_by IS ''User who made it''', t);
  EXECUTE format('COMMENT ON COLUMN %s.updated_at IS ''When the row was last changed''', t);
  EXECUTE format('COMMENT ON COLUMN %s.updated_by IS ''User who changed it last''', t);
  EXECUTE format('CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION stamp()', t);
END $$;

-- What the application role may do with each table: SELECT, INSERT, UPDATE unless a row here says otherwise.
CREATE TABLE privilege (
  table_name text PRIMARY KEY,
  rights text NOT NULL
);
COMMENT ON TABLE privilege IS 'Tables on which the application role has other rights than SELECT, INSERT, UPDATE';
COMMENT ON COLUMN privilege.table_name IS 'Table';
COMMENT ON COLUMN privilege.rights IS 'Rights as GRANT takes them; empty: none';
INSERT INTO privilege VALUES ('epoch', 'SELECT'), ('audit_head', 'SELECT'), ('audit_pending', ''), ('audit_event', 'SELECT'), ('privilege', ''),
  ('schema_migration', 'SELECT');

-- Run after every migration. Case data can be inserted and updated, never deleted.
CREATE PROCEDURE grant_application(role_name text) LANGUAGE plpgsql AS $$
DECLARE
  t record;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), role_name);
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO %I', current_schema(), role_name);
  FOR t IN SELECT c.oid::regclass AS name, COALESCE(p.rights, 'SELECT, INSERT, UPDATE') AS rights
           FROM pg_class c LEFT JOIN privilege p ON p.table_name = c.relname
           WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v')
             AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %I', t.name, role_name);
    IF t.rights <> '' THEN
      EXECUTE format('GRANT %s ON %s TO %I', t.rights, t.name, role_name);
    END IF;
  END LOOP;
END $$;
