-- SPDX-License-Identifier: EUPL-1.2
-- The outward half of working together: mail, reminders and personal calendars.

-- ---- mail ----

CREATE TABLE mail_setting (
  user_id bigint PRIMARY KEY REFERENCES app_user,
  mail text NOT NULL CHECK (mail IN ('now', 'daily', 'none'))
);
COMMENT ON TABLE mail_setting IS 'When people want mail; who has no row gets it once a day';
COMMENT ON COLUMN mail_setting.user_id IS 'Whose';
COMMENT ON COLUMN mail_setting.mail IS 'now: for each note; daily: one mail a day; none: never';
INSERT INTO privilege VALUES ('mail_setting', 'SELECT, INSERT, UPDATE');

-- What a mail says is put together as it is sent, of what its reader may see then. Only what it is about is kept.
CREATE TABLE mail (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES app_user,
  daily boolean NOT NULL,
  day date NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  done_at timestamptz,
  outcome text CHECK (outcome IN ('sent', 'nothing', 'no_address', 'refused')),
  CONSTRAINT mail_ended CHECK ((done_at IS NULL) = (outcome IS NULL))
);
CREATE UNIQUE INDEX mail_once_a_day ON mail (user_id, day) WHERE daily;
CREATE INDEX mail_done ON mail (done_at);
COMMENT ON TABLE mail IS 'Mails to be sent and sent; the notes of each name it';
COMMENT ON COLUMN mail.id IS 'Key; stands in the Message-ID';
COMMENT ON COLUMN mail.user_id IS 'To whom';
COMMENT ON COLUMN mail.daily IS 'The mail of a day, with what is to be done by when';
COMMENT ON COLUMN mail.day IS 'Day in Denmark';
COMMENT ON COLUMN mail.created_at IS 'When it was called for; its Date';
COMMENT ON COLUMN mail.done_at IS 'When it was sent or was not to be';
COMMENT ON COLUMN mail.outcome IS 'sent; nothing: all of it is read, or seen no more; no_address; refused: by the mail server, for good';
INSERT INTO privilege VALUES ('mail', 'SELECT, INSERT, UPDATE, DELETE');

ALTER TABLE notification ADD COLUMN mail_id bigint REFERENCES mail ON DELETE SET NULL;
COMMENT ON COLUMN notification.mail_id IS 'Mail that tells of it';
CREATE INDEX notification_mail ON notification (mail_id) WHERE mail_id IS NOT NULL;
DROP INDEX notification_unmailed;
CREATE INDEX notification_unmailed ON notification (user_id) WHERE mailed_at IS NULL AND mail_id IS NULL;
UPDATE notification SET mailed_at = clock_timestamp() WHERE mailed_at IS NULL; -- from before there was mail

ALTER TABLE outbox ADD COLUMN tries integer NOT NULL DEFAULT 5 CHECK (tries > 0);
COMMENT ON COLUMN outbox.tries IS 'Given up after so many';

-- Puts what is not mailed yet into mails; the mails of a day from the given hour on. Notes that lie for three days were written
-- while there was no mail.
CREATE FUNCTION mail_collect(hour integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  here timestamp := clock_timestamp() AT TIME ZONE 'Europe/Copenhagen';
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext(current_schema()), hashtext('mail')) THEN
    RETURN; -- another worker does it
  END IF;
  UPDATE notification n SET mailed_at = clock_timestamp()
  FROM app_user u LEFT JOIN mail_setting s ON s.user_id = u.id
  WHERE n.mailed_at IS NULL AND n.mail_id IS NULL AND u.id = n.user_id
    AND (n.read_at IS NOT NULL OR u.email IS NULL OR u.disabled_at IS NOT NULL OR s.mail = 'none' OR n.created_at < clock_timestamp() - interval '3 days');
  WITH due AS MATERIALIZED (
    SELECT DISTINCT n.user_id, COALESCE(s.mail, 'daily') = 'daily' AS daily
    FROM notification n LEFT JOIN mail_setting s ON s.user_id = n.user_id WHERE n.mailed_at IS NULL AND n.mail_id IS NULL),
  made AS (
    INSERT INTO mail (user_id, daily, day) SELECT d.user_id, d.daily, here::date FROM due d WHERE NOT d.daily OR extract(hour FROM here) >= hour
    ON CONFLICT DO NOTHING RETURNING id, user_id),
  told AS (
    UPDATE notification n SET mail_id = made.id FROM made WHERE n.user_id = made.user_id AND n.mailed_at IS NULL AND n.mail_id IS NULL)
  INSERT INTO outbox (topic, entity_id, tries) SELECT 'mail.send', id, 150 FROM made;
END $$;

-- ---- reminders ----

ALTER TABLE deadline DROP CONSTRAINT deadline_reminded_check, ADD CONSTRAINT deadline_reminded_check CHECK (reminded >= -1),
  ADD COLUMN set_on date NOT NULL DEFAULT current_date;
COMMENT ON COLUMN deadline.reminded IS 'Days before the day for which somebody was last reminded; -1: that it has passed; null: never';
COMMENT ON COLUMN deadline.set_on IS 'When the day was set; it does not remind of what was near already then';
CREATE FUNCTION deadline_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.set_on := current_date;
  RETURN NEW;
END $$;
CREATE TRIGGER moved BEFORE UPDATE OF due_date ON deadline FOR EACH ROW WHEN (OLD.due_date <> NEW.due_date) EXECUTE FUNCTION deadline_moved();

-- Milestones come in thousands from files and have no rows in deadline; those that somebody was reminded of have one here.
CREATE TABLE milestone_reminder (
  milestone_id bigint PRIMARY KEY REFERENCES milestone,
  due_date date NOT NULL,
  reminded integer NOT NULL CHECK (reminded >= -1)
);
COMMENT ON TABLE milestone_reminder IS 'Reminders of milestones';
COMMENT ON COLUMN milestone_reminder.milestone_id IS 'Milestone';
COMMENT ON COLUMN milestone_reminder.due_date IS 'Its day then; another day is reminded of anew';
COMMENT ON COLUMN milestone_reminder.reminded IS 'As deadline.reminded';
INSERT INTO privilege VALUES ('milestone_reminder', 'SELECT');

-- The reminder that is due today: 90, 30 or 0 days before, -1 after; null when there is none, or it was sent.
CREATE FUNCTION remind_step(due date, set_on date, reminded integer) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT x.step FROM (SELECT CASE WHEN due < current_date THEN -1 WHEN due = current_date THEN 0 WHEN due <= current_date + 30 THEN 30
                                  WHEN due <= current_date + 90 THEN 90 END AS step) x
  WHERE due - set_on > x.step AND (reminded IS NULL OR reminded > x.step)
$$;

-- Tells those who must act, if they see the case: whoever it is laid on, else whoever has the role, else the owner of the case.
CREATE FUNCTION remind_who(case_id bigint, unit integer, case_owner bigint, who bigint, role_code text, t text, row_id bigint, due date, title text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT notify_user(u.id, case_id, CASE WHEN due < current_date THEN 'overdue' ELSE 'deadline' END, t, row_id,
                     left(title, 480) || to_char(due, CASE u.locale WHEN 'da' THEN ' (DD.MM.YYYY)' ELSE ' (YYYY-MM-DD)' END))
  FROM (SELECT who AS id WHERE who IS NOT NULL
        UNION SELECT case_owner WHERE who IS NULL AND role_code IS NULL
        UNION SELECT r.user_id FROM role_grant r
        WHERE who IS NULL AND r.role = role_code AND r.valid_from <= current_date AND COALESCE(r.valid_to, 'infinity') >= current_date
          AND (unit IS NULL OR unit IN (SELECT units_below(r.unit_id)))) x
  JOIN app_user u ON u.id = x.id
  WHERE case_id IS NULL OR user_sees(u.id, case_id)
$$;

-- What was late before there were reminders is not told of in one night.
SELECT set_config('samspil.access', 'sees_all writes_all', true);
INSERT INTO milestone_reminder
SELECT x.id, x.due_date, x.step
FROM (SELECT m.id, m.due_date, remind_step(m.due_date, m.created_at::date, NULL) AS step FROM milestone m
      WHERE m.removed_at IS NULL AND m.done_date IS NULL AND m.due_date <= current_date + 90) x WHERE x.step IS NOT NULL;
SELECT set_config('samspil.access', '', true);

-- Run once a day. A step that was missed because nothing ran is made up for; each is taken once, whoever runs it.
CREATE FUNCTION remind() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  d record;
BEGIN
  FOR d IN
    SELECT x.*, c.unit_id, c.owner_id AS case_owner, remind_step(x.due_date, x.set_on, x.reminded) AS step
    FROM deadline x LEFT JOIN collaboration c ON c.id = x.collaboration_id
    WHERE x.done_at IS NULL AND x.due_date <= current_date + 90 AND remind_step(x.due_date, x.set_on, x.reminded) IS NOT NULL
    ORDER BY x.due_date, x.id FOR UPDATE OF x SKIP LOCKED
  LOOP
    PERFORM remind_who(d.collaboration_id, d.unit_id, d.case_owner, d.owner_id, d.role, d.source_table, d.source_id, d.due_date, d.title);
    UPDATE deadline SET reminded = d.step WHERE id = d.id;
  END LOOP;
  FOR d IN
    SELECT m.id, m.collaboration_id, m.title, m.due_date, c.unit_id, c.owner_id AS case_owner, remind_step(m.due_date, m.created_at::date, r.reminded) AS step
    FROM milestone m JOIN collaboration c ON c.id = m.collaboration_id JOIN code_stage g ON g.kind = c.kind AND g.code = c.stage
    LEFT JOIN milestone_reminder r ON r.milestone_id = m.id AND r.due_date = m.due_date
    WHERE m.removed_at IS NULL AND m.done_date IS NULL AND m.status <> 'cancelled' AND g.phase <> 'closed' AND c.owner_id IS NOT NULL
      AND m.due_date <= current_date + 90 AND remind_step(m.due_date, m.created_at::date, r.reminded) IS NOT NULL
    ORDER BY m.due_date, m.id
  LOOP
    PERFORM remind_who(d.collaboration_id, d.unit_id, d.case_owner, NULL, NULL, 'milestone', d.id, d.due_date, d.title);
    INSERT INTO milestone_reminder VALUES (d.id, d.due_date, d.step)
    ON CONFLICT (milestone_id) DO UPDATE SET due_date = EXCLUDED.due_date, reminded = EXCLUDED.reminded;
  END LOOP;
END $$;

-- Which day the work of a day was last done for.
CREATE TABLE work_day (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  day date NOT NULL
);
COMMENT ON TABLE work_day IS 'The day for which the work process has done what it does once a day; one row';
COMMENT ON COLUMN work_day.id IS 'One row';
COMMENT ON COLUMN work_day.day IS 'The day';
INSERT INTO work_day (day) VALUES ('-infinity');
INSERT INTO privilege VALUES ('work_day', 'SELECT, UPDATE');

-- ---- clocks that end by themselves ----

-- What is deemed approved is nothing to do any more.
CREATE OR REPLACE FUNCTION legal_timer_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM deadline_set(NEW.collaboration_id, NEW.kind, 'legal_timer', NEW.id, CASE WHEN NEW.removed_at IS NULL THEN NEW.due_date END, NEW.title, NULL,
                       (SELECT r.role FROM timer_rule r WHERE r.code = NEW.kind AND COALESCE(r.valid_from, '-infinity') <= NEW.started_on
                          AND COALESCE(r.valid_to, 'infinity') >= NEW.started_on), timer_state(NEW) NOT IN ('running', 'overdue'));
  RETURN NULL;
END $$;
CREATE FUNCTION timers_settle() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  UPDATE deadline d SET done_at = clock_timestamp() FROM legal_timer t
  WHERE d.source_table = 'legal_timer' AND d.source_id = t.id AND d.done_at IS NULL AND d.due_date <= current_date
    AND timer_state(t) NOT IN ('running', 'overdue')
$$;

-- ---- calendars ----

CREATE TABLE calendar_feed (
  user_id bigint PRIMARY KEY REFERENCES app_user,
  secret_hash bytea NOT NULL UNIQUE CHECK (octet_length(secret_hash) = 32),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  fetched_at timestamptz,
  hour_from timestamptz,
  fetches integer NOT NULL DEFAULT 0
);
COMMENT ON TABLE calendar_feed IS 'Addresses at which calendars fetch the deadlines of a person; whoever has the address reads them';
COMMENT ON COLUMN calendar_feed.user_id IS 'Whose deadlines';
COMMENT ON COLUMN calendar_feed.secret_hash IS 'SHA-256 of the secret in the address';
COMMENT ON COLUMN calendar_feed.created_at IS 'When the address was made';
COMMENT ON COLUMN calendar_feed.fetched_at IS 'Last use';
COMMENT ON COLUMN calendar_feed.hour_from IS 'Since when fetches are counted, for an hour';
COMMENT ON COLUMN calendar_feed.fetches IS 'Fetches since then';
INSERT INTO privilege VALUES ('calendar_feed', 'SELECT, INSERT, UPDATE, DELETE');
