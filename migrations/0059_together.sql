-- SPDX-License-Identifier: EUPL-1.2
-- Working together on a case: tasks, following, mentions, what waits for whom, and taking back one's last change.

-- Whether somebody sees a case: the rule of the policy in 0033, for another than oneself.
CREATE FUNCTION user_sees(who bigint, case_id bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT EXISTS (
    SELECT 1 FROM collaboration c, principal_load(who) p
    WHERE c.id = case_id
      AND (strpos(visibilities(p.access, who::text), c.visibility) > 0 OR who IN (c.owner_id, c.created_by) OR c.unit_id = ANY (p.read_units::int[])
           OR EXISTS (SELECT 1 FROM collaboration_member m WHERE m.collaboration_id = c.id AND m.user_id = who AND m.removed_at IS NULL)))
$$;

-- Tasks. Whoever sees a case as staff may set one; it is changed by its maker, its owner and who may write the case.
CREATE TABLE task (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  title text NOT NULL CHECK (char_length(title) BETWEEN 2 AND 200),
  note text CHECK (char_length(note) <= 4000),
  owner_id bigint CONSTRAINT task_owner_id_fkey REFERENCES app_user,
  due_date date,
  done boolean NOT NULL DEFAULT false,
  removed_at timestamptz
);
CREATE INDEX task_collaboration ON task (collaboration_id);
CREATE INDEX task_owner ON task (owner_id) WHERE NOT done AND removed_at IS NULL;
COMMENT ON TABLE task IS 'Something that somebody is to do on a case';
COMMENT ON COLUMN task.id IS 'Key';
COMMENT ON COLUMN task.collaboration_id IS 'Case';
COMMENT ON COLUMN task.title IS 'What is to be done';
COMMENT ON COLUMN task.note IS 'More about it';
COMMENT ON COLUMN task.owner_id IS 'Who is to do it; null: the owner of the case';
COMMENT ON COLUMN task.due_date IS 'Last day';
COMMENT ON COLUMN task.done IS 'Whether it is done';
COMMENT ON COLUMN task.removed_at IS 'When taken off';
CALL protect('task');
DROP POLICY add ON task;
DROP POLICY change ON task;
CREATE POLICY add ON task FOR INSERT WITH CHECK ((SELECT may('staff')) AND EXISTS (SELECT 1 FROM collaboration c WHERE c.id = collaboration_id));
CREATE POLICY change ON task FOR UPDATE USING (me() IN (created_by, owner_id) OR case_writable(collaboration_id));

CREATE FUNCTION task_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.owner_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.owner_id IS DISTINCT FROM OLD.owner_id) AND NOT user_sees(NEW.owner_id, NEW.collaboration_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'task_owner_sees', MESSAGE = 'the owner does not see the case';
  END IF;
  PERFORM deadline_set(NEW.collaboration_id, 'task', 'task', NEW.id, CASE WHEN NEW.removed_at IS NULL THEN NEW.due_date END, NEW.title, NEW.owner_id, NULL, NEW.done);
  IF TG_OP = 'INSERT' OR NEW.owner_id IS DISTINCT FROM OLD.owner_id THEN
    PERFORM notify_user(NEW.owner_id, NEW.collaboration_id, 'task', 'task', NEW.id, NEW.title);
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.done AND NOT OLD.done THEN
    PERFORM notify_user(NEW.created_by, NEW.collaboration_id, 'task_done', 'task', NEW.id, NEW.title);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER task_changed AFTER INSERT OR UPDATE ON task FOR EACH ROW EXECUTE FUNCTION task_changed();

-- Following. The owner of a case follows it without a row.
CREATE TABLE case_follow (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  user_id bigint NOT NULL DEFAULT me() REFERENCES app_user,
  following boolean NOT NULL,
  CONSTRAINT case_follow_once UNIQUE (collaboration_id, user_id)
);
CREATE INDEX case_follow_user ON case_follow (user_id) WHERE following;
COMMENT ON TABLE case_follow IS 'Who wants to be told of what happens in a case';
COMMENT ON COLUMN case_follow.id IS 'Key';
COMMENT ON COLUMN case_follow.collaboration_id IS 'Case';
COMMENT ON COLUMN case_follow.user_id IS 'Who follows';
COMMENT ON COLUMN case_follow.following IS 'false: no more, also for its owner';
CALL protect('case_follow');
DROP POLICY see ON case_follow;
DROP POLICY add ON case_follow;
DROP POLICY change ON case_follow;
CREATE POLICY see ON case_follow FOR SELECT USING (user_id = (SELECT me()) OR (SELECT may('writes_all')));
CREATE POLICY add ON case_follow FOR INSERT WITH CHECK (user_id = (SELECT me()) AND EXISTS (SELECT 1 FROM collaboration c WHERE c.id = collaboration_id));
CREATE POLICY change ON case_follow FOR UPDATE USING (user_id = (SELECT me()));

-- Those who are told of what happens in a case: its owner and who follows it, if they (still) see it.
CREATE FUNCTION notify_followers(case_id bigint, k text, t text, row_id bigint, words text, but bigint[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  access text := current_setting('samspil.access', true);
BEGIN
  PERFORM set_config('samspil.access', 'writes_all staff sees_all', true); -- followers of others are read
  PERFORM notify_user(f.user_id, case_id, k, t, row_id, words)
  FROM (SELECT c.owner_id AS user_id FROM collaboration c WHERE c.id = case_id AND c.owner_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM case_follow n WHERE n.collaboration_id = case_id AND n.user_id = c.owner_id AND NOT n.following)
        UNION SELECT n.user_id FROM case_follow n WHERE n.collaboration_id = case_id AND n.following) f
  WHERE f.user_id <> ALL (but) AND user_sees(f.user_id, case_id);
  PERFORM set_config('samspil.access', access, true);
END $$;

ALTER TABLE comment ADD COLUMN mentions bigint[] NOT NULL DEFAULT '{}' CHECK (cardinality(mentions) <= 20);
COMMENT ON COLUMN comment.mentions IS 'Users who are mentioned in the text';

CREATE FUNCTION comment_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  who bigint;
  old_ones bigint[] := '{}';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    old_ones := OLD.mentions;
  END IF;
  FOREACH who IN ARRAY NEW.mentions LOOP
    IF who <> ALL (old_ones) THEN
      IF NOT user_sees(who, NEW.collaboration_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'comment_mention_sees', MESSAGE = 'somebody mentioned does not see the case';
      END IF;
      PERFORM notify_user(who, NEW.collaboration_id, 'mention', 'comment', NEW.id, NEW.body);
    END IF;
  END LOOP;
  IF TG_OP = 'INSERT' THEN
    PERFORM notify_followers(NEW.collaboration_id, 'comment', 'comment', NEW.id, NEW.body, NEW.mentions);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT OR UPDATE OF mentions ON comment FOR EACH ROW EXECUTE FUNCTION comment_told();

CREATE FUNCTION stage_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM notify_followers(NEW.id, 'stage', 'collaboration', NEW.id, (SELECT s.da FROM code_stage s WHERE s.kind = NEW.kind AND s.code = NEW.stage));
  RETURN NULL;
END $$;
CREATE TRIGGER told AFTER UPDATE OF stage ON collaboration FOR EACH ROW WHEN (OLD.stage <> NEW.stage) EXECUTE FUNCTION stage_told();
CREATE FUNCTION document_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF bulk() IS NOT TRUE THEN
    PERFORM notify_followers(NEW.collaboration_id, 'change', 'document', NEW.id, NEW.title);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT ON document FOR EACH ROW EXECUTE FUNCTION document_told();
CREATE FUNCTION estimate_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM notify_followers(NEW.collaboration_id, 'change', 'estimate', NEW.id, (SELECT s.da FROM code_estimate_status s WHERE s.code = NEW.status));
  RETURN NULL;
END $$;
CREATE TRIGGER told AFTER UPDATE OF status ON estimate FOR EACH ROW
  WHEN (OLD.status <> NEW.status AND NEW.status IN ('submitted', 'approved', 'rejected')) EXECUTE FUNCTION estimate_told();

-- All that has a day, milestones too: those are many and come from files, so they have no rows in deadline.
CREATE INDEX deadline_role ON deadline (role, due_date) WHERE done_at IS NULL AND owner_id IS NULL;
CREATE VIEW duty WITH (security_invoker = true) AS
  SELECT d.id * 2 AS id, d.collaboration_id, d.kind, d.title, d.due_date, d.owner_id, d.role, d.source_table, d.source_id, d.done_at IS NOT NULL AS done
  FROM deadline d
  UNION ALL
  SELECT m.id * 2 + 1, m.collaboration_id, 'milestone', m.title, m.due_date, NULL, NULL, 'milestone', m.id, m.done_date IS NOT NULL OR m.status = 'cancelled'
  FROM milestone m WHERE m.removed_at IS NULL;
COMMENT ON VIEW duty IS 'What must be done by when: deadlines and milestones';
COMMENT ON COLUMN duty.id IS 'Key: even for deadlines, odd for milestones';
COMMENT ON COLUMN duty.collaboration_id IS 'Case';
COMMENT ON COLUMN duty.kind IS 'Kind of deadline';
COMMENT ON COLUMN duty.title IS 'What it is about';
COMMENT ON COLUMN duty.due_date IS 'Last day';
COMMENT ON COLUMN duty.owner_id IS 'Who must act; null: whoever has the role, or the owner of the case';
COMMENT ON COLUMN duty.role IS 'Role that must act';
COMMENT ON COLUMN duty.source_table IS 'Table of the row that has the day';
COMMENT ON COLUMN duty.source_id IS 'That row';
COMMENT ON COLUMN duty.done IS 'Met, or no longer of any matter';
INSERT INTO privilege VALUES ('duty', 'SELECT');

-- What is left for the principal to do by a day: one's own, those of one's cases, and those of one's roles for the units of the grants.
CREATE FUNCTION my_duties(until date) RETURNS SETOF duty LANGUAGE sql STABLE AS $$
  WITH own AS MATERIALIZED (SELECT c.id FROM collaboration c WHERE c.owner_id = me()),
  mine AS MATERIALIZED (
    SELECT DISTINCT r.role, b AS unit_id FROM role_grant r, units_below(r.unit_id) b
    WHERE r.user_id = me() AND r.valid_from <= current_date AND COALESCE(r.valid_to, 'infinity') >= current_date)
  SELECT d.id * 2, d.collaboration_id, d.kind, d.title, d.due_date, d.owner_id, d.role, d.source_table, d.source_id, false
  FROM (SELECT x.* FROM deadline x WHERE x.owner_id = me() AND x.done_at IS NULL AND x.due_date <= until
        UNION ALL
        SELECT x.* FROM own JOIN deadline x ON x.collaboration_id = own.id
        WHERE x.owner_id IS NULL AND x.role IS NULL AND x.done_at IS NULL AND x.due_date <= until
        UNION ALL
        SELECT x.* FROM (SELECT DISTINCT role FROM mine) r JOIN deadline x ON x.role = r.role LEFT JOIN collaboration c ON c.id = x.collaboration_id
        WHERE x.owner_id IS NULL AND x.done_at IS NULL AND x.due_date <= until
          AND (c.id IS NULL OR EXISTS (SELECT 1 FROM mine m WHERE m.role = x.role AND m.unit_id = c.unit_id))) d
  UNION ALL
  SELECT m.id * 2 + 1, m.collaboration_id, 'milestone', m.title, m.due_date, NULL, NULL, 'milestone', m.id, false
  FROM own JOIN milestone m ON m.collaboration_id = own.id
  WHERE m.removed_at IS NULL AND m.done_date IS NULL AND m.status <> 'cancelled' AND m.due_date <= until
$$;

-- Taking back. What the last request did to a case can be undone by whoever sent it, within the hour, where the rows are still as
-- it left them and nothing but their own columns depends on it. None where it cannot.
CREATE FUNCTION case_undoable(case_id bigint) RETURNS TABLE (seq bigint, at timestamptz, action text, entity text, entity_id bigint, changes jsonb,
                                                             before jsonb, after jsonb)
LANGUAGE sql STABLE AS $$
  WITH last AS MATERIALIZED (
    SELECT x.request_id, x.user_id, x.at FROM audit_event x WHERE x.collaboration_id = case_id ORDER BY x.seq DESC LIMIT 1),
  e AS MATERIALIZED (
    SELECT x.*, audit_changes(x.before, x.after) AS changes FROM last JOIN audit_event x ON x.collaboration_id = case_id AND x.request_id = last.request_id
    WHERE x.at > clock_timestamp() - interval '1 hour' AND last.user_id = me())
  SELECT e.seq, e.at, e.action, e.entity, e.entity_id, e.changes, e.before, e.after FROM e
  WHERE (SELECT bool_and(x.after ? 'version' AND (
           x.action = 'update' AND x.entity IN ('collaboration', 'opi', 'procurement', 'research_contract', 'participation', 'milestone', 'document', 'comment', 'task')
             AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(x.changes) k
                             WHERE k->>'field' IN ('stage', 'unit_id', 'visibility', 'lifecycle_id', 'owner_id', 'import_id', 'mentions'))
           OR x.action = 'insert' AND x.entity IN ('participation', 'milestone', 'document', 'comment', 'task'))) FROM e x)
$$;
-- $2: the newest event that the caller has seen of them; false when it is another by now.
CREATE FUNCTION case_undo(case_id bigint, event bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  u record;
  names text;
  done integer;
  all_of_them boolean := false;
BEGIN
  IF event IS DISTINCT FROM (SELECT max(x.seq) FROM case_undoable(case_id) x) THEN
    RETURN false;
  END IF;
  FOR u IN SELECT * FROM case_undoable(case_id) x ORDER BY x.seq DESC LOOP
    SELECT string_agg(quote_ident(k->>'field'), ', ') INTO names FROM jsonb_array_elements(u.changes) k;
    CONTINUE WHEN names IS NULL;
    IF u.action = 'insert' THEN
      EXECUTE format('UPDATE %I SET removed_at = clock_timestamp() WHERE id = $1 AND version = $2', u.entity)
        USING u.entity_id, (u.after->>'version')::integer;
    ELSE
      EXECUTE format('UPDATE %1$I SET (%2$s) = (SELECT %2$s FROM jsonb_populate_record(NULL::%1$I, $3)) WHERE id = $1 AND version = $2', u.entity, names)
        USING u.entity_id, (u.after->>'version')::integer, u.before;
    END IF;
    GET DIAGNOSTICS done = ROW_COUNT;
    IF done <> 1 THEN
      RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'it has been changed since';
    END IF;
    all_of_them := true;
  END LOOP;
  RETURN all_of_them;
END $$;
