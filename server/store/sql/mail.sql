-- SPDX-License-Identifier: EUPL-1.2
-- Mail, the work of a day, and personal calendars.

-- :mail_setting_get
SELECT u.email, COALESCE(s.mail, 'daily') AS mail FROM app_user u LEFT JOIN mail_setting s ON s.user_id = u.id WHERE u.id = me()

-- :mail_setting_set
INSERT INTO mail_setting AS s (user_id, mail) VALUES (me(), $1) ON CONFLICT (user_id) DO UPDATE SET mail = EXCLUDED.mail WHERE s.mail <> EXCLUDED.mail

-- :mail_collect
SELECT mail_collect($1::int)

-- A mail that is to be sent, and its reader with today's rights; no reader: closed.
-- :mail_head
SELECT m.daily, extract(epoch FROM m.created_at)::bigint, u.email, u.name, u.locale, p.user_id, p.access, p.read_units, p.write_units
FROM mail m JOIN app_user u ON u.id = m.user_id LEFT JOIN LATERAL principal_load(m.user_id) p ON true WHERE m.id = $1::bigint AND m.done_at IS NULL

-- What a mail tells, run as its reader: not what is read already, is taken off, or belongs to a case that the reader sees no more.
-- A restricted case has its number alone.
-- :mail_notes
SELECT CASE $2 WHEN 'da' THEN k.da ELSE k.en END, CASE WHEN h.hidden THEN '' ELSE n.words END, c.number, CASE WHEN NOT h.hidden THEN c.title END, c.id
FROM notification n JOIN code_notification_kind k ON k.code = n.kind LEFT JOIN collaboration c ON c.id = n.collaboration_id
CROSS JOIN LATERAL (SELECT CASE WHEN n.collaboration_id IS NULL THEN NOT (SELECT may('staff')) ELSE c.visibility = 'restricted' END AS hidden) h
WHERE n.mail_id = $1::bigint AND n.user_id = me() AND n.read_at IS NULL AND (n.collaboration_id IS NULL OR c.id IS NOT NULL)
  AND CASE n.subject_table WHEN 'comment' THEN EXISTS (SELECT 1 FROM comment x WHERE x.id = n.subject_id AND x.removed_at IS NULL)
                           WHEN 'document' THEN EXISTS (SELECT 1 FROM document x WHERE x.id = n.subject_id AND x.removed_at IS NULL)
                           WHEN 'task' THEN EXISTS (SELECT 1 FROM task x WHERE x.id = n.subject_id AND x.removed_at IS NULL) ELSE true END
ORDER BY n.id LIMIT 100

-- What the principal must do by $1, in the language $2, from $3 days ago.
-- :duties_told
SELECT CASE $2 WHEN 'da' THEN k.da ELSE k.en END, CASE WHEN c.visibility IS DISTINCT FROM 'restricted' THEN d.title END,
       to_char(d.due_date, CASE $2 WHEN 'da' THEN 'DD.MM.YYYY' ELSE 'YYYY-MM-DD' END), c.number,
       CASE WHEN c.visibility <> 'restricted' THEN c.title END, c.id, d.id, to_char(d.due_date, 'YYYYMMDD'), to_char(d.due_date + 1, 'YYYYMMDD'),
       d.due_date < current_date
FROM my_duties(current_date + $1::int) d JOIN code_deadline_kind k ON k.code = d.kind LEFT JOIN collaboration c ON c.id = d.collaboration_id
WHERE d.due_date >= current_date - $3::int AND (d.collaboration_id IS NULL OR c.id IS NOT NULL) ORDER BY d.due_date, d.id LIMIT 1000

-- :mail_done
WITH told AS (UPDATE notification SET mailed_at = clock_timestamp() WHERE mail_id = $1::bigint AND mailed_at IS NULL)
UPDATE mail SET done_at = clock_timestamp(), outcome = $2 WHERE id = $1::bigint AND done_at IS NULL

-- :tidy_mail
DELETE FROM mail WHERE done_at < clock_timestamp() - interval '90 days'

-- A row for the process that does the work of today; none when another one does.
-- :work_day_claim
UPDATE work_day SET day = current_date WHERE day < current_date RETURNING day

-- :work_day_settle
SELECT timers_settle()

-- :work_day_remind
SELECT remind()

-- :calendar_get
SELECT f.user_id IS NOT NULL AS active, f.created_at, f.fetched_at FROM (SELECT 1) one LEFT JOIN calendar_feed f ON f.user_id = me()

-- :calendar_set
INSERT INTO calendar_feed (user_id, secret_hash) VALUES (me(), decode($1, 'hex'))
ON CONFLICT (user_id) DO UPDATE SET secret_hash = EXCLUDED.secret_hash, created_at = clock_timestamp(), fetched_at = NULL, hour_from = NULL, fetches = 0

-- :calendar_end
DELETE FROM calendar_feed WHERE user_id = me()

-- Whose calendar a secret opens, with today's rights, and how often it was fetched within the hour, this time too.
-- :calendar_open
WITH live AS (
  UPDATE calendar_feed f SET fetched_at = clock_timestamp(),
    hour_from = CASE WHEN f.hour_from > clock_timestamp() - interval '1 hour' THEN f.hour_from ELSE clock_timestamp() END,
    fetches = CASE WHEN f.hour_from > clock_timestamp() - interval '1 hour' THEN f.fetches + 1 ELSE 1 END
  WHERE f.secret_hash = decode($1, 'hex') RETURNING f.user_id, f.fetches)
SELECT live.fetches, p.locale, p.user_id, p.access, p.read_units, p.write_units, to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"')
FROM live, principal_load(live.user_id) p
