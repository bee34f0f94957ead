-- SPDX-License-Identifier: EUPL-1.2
-- What the parts of the register share: Danish working days, deadlines of cases, notes to people, facts that a stage may call
-- for, and the rights that come with them.

-- Working days. Holidays are dated rows: Store Bededag went out in 2024.
CREATE TABLE public_holiday (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9_]{1,40}$'),
  da text NOT NULL,
  en text NOT NULL,
  easter_offset integer CHECK (easter_offset BETWEEN -60 AND 60),
  month integer CHECK (month BETWEEN 1 AND 12),
  day integer CHECK (day BETWEEN 1 AND 31),
  valid_from date,
  valid_to date,
  source text NOT NULL DEFAULT '',
  CONSTRAINT public_holiday_rule CHECK ((easter_offset IS NULL) = (month IS NOT NULL) AND (month IS NULL) = (day IS NULL))
);
COMMENT ON TABLE public_holiday IS 'Danish public holidays, by date or by days from Easter Sunday';
COMMENT ON COLUMN public_holiday.id IS 'Key';
COMMENT ON COLUMN public_holiday.code IS 'Code';
COMMENT ON COLUMN public_holiday.da IS 'Danish name';
COMMENT ON COLUMN public_holiday.en IS 'English name';
COMMENT ON COLUMN public_holiday.easter_offset IS 'Days after Easter Sunday; null: a fixed date';
COMMENT ON COLUMN public_holiday.month IS 'Month of a fixed date';
COMMENT ON COLUMN public_holiday.day IS 'Day of a fixed date';
COMMENT ON COLUMN public_holiday.valid_from IS 'First day; null: always';
COMMENT ON COLUMN public_holiday.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN public_holiday.source IS 'Where it is taken from';
CALL stamped('public_holiday');
CALL audited('public_holiday');
INSERT INTO public_holiday (code, da, en, easter_offset, month, day, valid_to, source) VALUES
  ('new_year', 'Nytårsdag', 'New Year''s Day', NULL, 1, 1, NULL, 'Folkekirkens helligdage'),
  ('maundy_thursday', 'Skærtorsdag', 'Maundy Thursday', -3, NULL, NULL, NULL, 'Folkekirkens helligdage'),
  ('good_friday', 'Langfredag', 'Good Friday', -2, NULL, NULL, NULL, 'Folkekirkens helligdage'),
  ('easter_sunday', 'Påskedag', 'Easter Sunday', 0, NULL, NULL, NULL, 'Folkekirkens helligdage'),
  ('easter_monday', '2. påskedag', 'Easter Monday', 1, NULL, NULL, NULL, 'Folkekirkens helligdage'),
  ('great_prayer_day', 'Store bededag', 'Great Prayer Day', 26, NULL, NULL, '2023-12-31', 'Afskaffet fra 2024 (efter hukommelsen)'),
  ('ascension', 'Kristi himmelfartsdag', 'Ascension Day', 39, NULL, NULL, NULL, 'Folkekirkens helligdage'),
  ('whit_sunday', 'Pinsedag', 'Whit Sunday', 49, NULL, NULL, NULL, 'Folkekirkens helligdage'),
  ('whit_monday', '2. pinsedag', 'Whit Monday', 50, NULL, NULL, NULL, 'Folkekirkens helligdage'),
  ('christmas_day', 'Juledag', 'Christmas Day', NULL, 12, 25, NULL, 'Folkekirkens helligdage'),
  ('boxing_day', '2. juledag', 'Boxing Day', NULL, 12, 26, NULL, 'Folkekirkens helligdage');

-- Easter Sunday of a year of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8).
CREATE FUNCTION easter_sunday(y integer) RETURNS date LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  a integer := y % 19;
  b integer := y / 100;
  c integer := y % 100;
  h integer := (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  l integer := (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  n integer := h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114;
BEGIN
  RETURN make_date(y, n / 31, n % 31 + 1);
END $$;

CREATE FUNCTION is_working_day(d date) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT extract(isodow FROM d) < 6 AND NOT EXISTS (
    SELECT 1 FROM public_holiday h
    WHERE COALESCE(h.valid_from, '-infinity') <= d AND COALESCE(h.valid_to, 'infinity') >= d
      AND CASE WHEN h.easter_offset IS NULL THEN h.month = extract(month FROM d) AND h.day = extract(day FROM d)
               ELSE easter_sunday(extract(year FROM d)::integer) + h.easter_offset = d END)
$$;
-- The n-th working day after d; d itself does not count.
CREATE FUNCTION add_working_days(d date, n integer) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN n <= 0 THEN d ELSE (
    SELECT x.day FROM (
      SELECT s::date AS day FROM generate_series(d + 1, d + n * 2 + 20, interval '1 day') s WHERE is_working_day(s::date) ORDER BY s LIMIT n) x
    ORDER BY x.day DESC LIMIT 1) END
$$;
CREATE FUNCTION working_days_between(from_day date, to_day date) RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT count(*)::integer FROM generate_series(from_day + 1, to_day, interval '1 day') s WHERE is_working_day(s::date)
$$;
-- d + n months, the last day of the month where the day does not exist.
CREATE FUNCTION add_months(d date, n integer) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (d + make_interval(months => n))::date
$$;

CALL code_list('deadline_kind', 'Kinds of deadline');
CALL code_list('notification_kind', 'Why somebody is told something');
CALL code_list('desk', 'Whose desk a case lies on');
INSERT INTO code_deadline_kind (code, da, en, sort, source) VALUES
  ('task', 'Opgave', 'Task', 1, 'Samspil'),
  ('stage', 'Frist for etape', 'Deadline of a stage', 2, 'Samspil'),
  ('resume', 'Genoptages efter pause', 'To be taken up after a pause', 3, 'Samspil'),
  ('checklist', 'Juridisk punkt', 'Item of the legal checklist', 4, 'Samspil'),
  ('invention', 'Beslutning om opfindelse', 'Decision on an invention', 5, 'Lov om opfindelser ved offentlige forskningsinstitutioner, LBK 210 17/03/2009'),
  ('ministry_approval', 'Ministerens godkendelse', 'Approval by the minister', 6, 'Sundhedsloven § 78, stk. 4-5'),
  ('standstill', 'Standstill', 'Standstill period', 7, 'Udbudsloven (efter hukommelsen)'),
  ('dispensation', 'Dispensation udløber', 'Dispensation ends', 8, 'Samspil'),
  ('access_request', 'Aktindsigt', 'Access to documents', 9, 'Offentlighedsloven § 36 (efter hukommelsen)'),
  ('acknowledge', 'Bekræft modtagelse', 'Acknowledge receipt', 10, 'regionh.dk: Proces for sagsbehandling'),
  ('publication', 'Udsættelse af offentliggørelse udløber', 'Delay of publication ends', 11, 'Samspil'),
  ('report', 'Rapport til bevillingsgiver', 'Report to the funder', 12, 'Samspil'),
  ('application', 'Ansøgnings- eller tilbudsfrist', 'Deadline of applications or tenders', 13, 'Udbudsloven'),
  ('expiry', 'Beslutning før aftalen udløber', 'Decision before the agreement ends', 14, 'Samspil'),
  ('option', 'Option skal udnyttes', 'Option to be taken up', 15, 'Samspil'),
  ('evaluation', 'Evaluering', 'Evaluation', 16, 'Høringsnotat om sundhedsklynger 2022'),
  ('benefits', 'Gevinstopfølgning', 'Benefits follow-up', 17, 'Samspil'),
  ('exemption', 'Undtagelse udløber', 'Exemption ends', 18, 'Samspil'),
  ('milestone', 'Milepæl', 'Milestone', 19, 'Samspil');
INSERT INTO code_notification_kind (code, da, en, sort, source) VALUES
  ('mention', 'Du er nævnt', 'You are mentioned', 1, 'Samspil'),
  ('comment', 'Ny kommentar', 'New comment', 2, 'Samspil'),
  ('task', 'Ny opgave', 'New task', 3, 'Samspil'),
  ('task_done', 'Opgave løst', 'Task done', 4, 'Samspil'),
  ('gate_requested', 'Beslutning afventer dig', 'A decision waits for you', 5, 'Samspil'),
  ('gate_decided', 'Der er truffet beslutning', 'A decision is taken', 6, 'Samspil'),
  ('stage', 'Ny etape', 'New stage', 7, 'Samspil'),
  ('deadline', 'Frist nærmer sig', 'A deadline is near', 8, 'Samspil'),
  ('overdue', 'Frist overskredet', 'A deadline has passed', 9, 'Samspil'),
  ('handover', 'Sagen ligger hos dig', 'The case lies on your desk', 10, 'Samspil'),
  ('change', 'Ændring i en sag, du følger', 'A case that you follow has changed', 11, 'Samspil'),
  ('rule', 'Regel udløst', 'A rule has taken effect', 12, 'Samspil');
INSERT INTO code_desk (code, da, en, sort, source) VALUES
  ('clinic', 'Klinikken', 'The clinic', 1, 'Samspil'),
  ('legal', 'Juridisk', 'Legal', 2, 'Samspil'),
  ('data_protection', 'Databeskyttelse', 'Data protection', 3, 'Samspil'),
  ('partner', 'Parten', 'The partner', 4, 'Samspil'),
  ('ethics', 'Videnskabsetisk komité', 'Ethics committee', 5, 'Samspil'),
  ('finance', 'Økonomi', 'Finance', 6, 'Samspil'),
  ('procurement', 'Koncernindkøb', 'Procurement', 7, 'Samspil'),
  ('management', 'Ledelsen', 'Management', 8, 'Samspil');
CALL code_lists_join();

-- One table of deadlines for all that has one, so that the overview, reminders and calendars have one place to look.
CREATE TABLE deadline (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint REFERENCES collaboration,
  kind text NOT NULL REFERENCES code_deadline_kind,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  due_date date NOT NULL,
  owner_id bigint REFERENCES app_user,
  role text REFERENCES code_role,
  source_table text NOT NULL,
  source_id bigint NOT NULL,
  done_at timestamptz,
  reminded integer CHECK (reminded >= 0),
  CONSTRAINT deadline_source UNIQUE (source_table, source_id, kind)
);
CREATE INDEX deadline_due ON deadline (due_date, id) WHERE done_at IS NULL;
CREATE INDEX deadline_case ON deadline (collaboration_id);
CREATE INDEX deadline_owner ON deadline (owner_id, due_date) WHERE done_at IS NULL;
COMMENT ON TABLE deadline IS 'What must be done by when; written by triggers of the tables that have a deadline';
COMMENT ON COLUMN deadline.id IS 'Key';
COMMENT ON COLUMN deadline.collaboration_id IS 'Case; null: none, then seen by staff';
COMMENT ON COLUMN deadline.kind IS 'Kind';
COMMENT ON COLUMN deadline.title IS 'What it is about, in the words of the row that has it';
COMMENT ON COLUMN deadline.due_date IS 'Last day';
COMMENT ON COLUMN deadline.owner_id IS 'Who must act; null: whoever has the role, or the owner of the case';
COMMENT ON COLUMN deadline.role IS 'Role that must act';
COMMENT ON COLUMN deadline.source_table IS 'Table of the row that has the deadline';
COMMENT ON COLUMN deadline.source_id IS 'That row';
COMMENT ON COLUMN deadline.done_at IS 'When it was met or no longer mattered';
COMMENT ON COLUMN deadline.reminded IS 'Days before the day at which somebody was last reminded; null: never';
INSERT INTO privilege VALUES ('deadline', 'SELECT');
-- The owner is not bound: what writes are functions of the owner's, called by triggers of rows that were checked.
ALTER TABLE deadline ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON deadline FOR SELECT USING (
  CASE WHEN collaboration_id IS NULL THEN owner_id = (SELECT me()) OR (SELECT may('staff'))
       ELSE EXISTS (SELECT 1 FROM collaboration c WHERE c.id = collaboration_id) END);

-- Sets the deadline of a row; a null day or done takes it off the lists. For triggers.
CREATE FUNCTION deadline_set(case_id bigint, k text, t text, row_id bigint, due date, words text,
                             who bigint DEFAULT NULL, role_code text DEFAULT NULL, done boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF due IS NULL THEN
    UPDATE deadline SET done_at = COALESCE(done_at, clock_timestamp())
    WHERE source_table = t AND source_id = row_id AND kind = k AND done_at IS NULL;
    RETURN;
  END IF;
  INSERT INTO deadline AS d (collaboration_id, kind, title, due_date, owner_id, role, source_table, source_id, done_at)
  VALUES (case_id, k, left(words, 300), due, who, role_code, t, row_id, CASE WHEN done THEN clock_timestamp() END)
  ON CONFLICT (source_table, source_id, kind) DO UPDATE
    SET title = EXCLUDED.title, due_date = EXCLUDED.due_date, owner_id = EXCLUDED.owner_id, role = EXCLUDED.role,
        done_at = CASE WHEN done THEN COALESCE(d.done_at, EXCLUDED.done_at) END,
        reminded = CASE WHEN d.due_date = EXCLUDED.due_date THEN d.reminded END
    WHERE (d.title, d.due_date, d.owner_id, d.role, d.done_at IS NOT NULL)
      IS DISTINCT FROM (EXCLUDED.title, EXCLUDED.due_date, EXCLUDED.owner_id, EXCLUDED.role, done);
END $$;

-- Notes to people: the in-app inbox, and what mail is made from.
CREATE TABLE notification (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES app_user,
  collaboration_id bigint REFERENCES collaboration,
  kind text NOT NULL REFERENCES code_notification_kind,
  subject_table text NOT NULL,
  subject_id bigint NOT NULL,
  words text NOT NULL DEFAULT '' CHECK (char_length(words) <= 500),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by bigint,
  read_at timestamptz,
  mailed_at timestamptz
);
CREATE INDEX notification_user ON notification (user_id, id DESC);
CREATE INDEX notification_unread ON notification (user_id) WHERE read_at IS NULL;
CREATE INDEX notification_unmailed ON notification (id) WHERE mailed_at IS NULL;
COMMENT ON TABLE notification IS 'Notes to one person about something that happened';
COMMENT ON COLUMN notification.id IS 'Key';
COMMENT ON COLUMN notification.user_id IS 'Who is told';
COMMENT ON COLUMN notification.collaboration_id IS 'Case that it is about';
COMMENT ON COLUMN notification.kind IS 'Why';
COMMENT ON COLUMN notification.subject_table IS 'Table of the row that it is about';
COMMENT ON COLUMN notification.subject_id IS 'That row';
COMMENT ON COLUMN notification.words IS 'Text of the row: a title, the beginning of a comment';
COMMENT ON COLUMN notification.created_at IS 'When';
COMMENT ON COLUMN notification.created_by IS 'Who caused it; null: the system';
COMMENT ON COLUMN notification.read_at IS 'When it was read';
COMMENT ON COLUMN notification.mailed_at IS 'When it was mailed or was not to be';
INSERT INTO privilege VALUES ('notification', 'SELECT, UPDATE');
ALTER TABLE notification ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON notification FOR SELECT USING (user_id = (SELECT me()) OR (SELECT may('writes_all')));
CREATE POLICY change ON notification FOR UPDATE USING (user_id = (SELECT me()) OR (SELECT may('writes_all')));

-- Tells one person; nobody is told of what they did themselves. For triggers.
CREATE FUNCTION notify_user(who bigint, case_id bigint, k text, t text, row_id bigint, text_of_row text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  INSERT INTO notification (user_id, collaboration_id, kind, subject_table, subject_id, words, created_by)
  SELECT u.id, case_id, k, t, row_id, left(COALESCE(text_of_row, ''), 500), me()
  FROM app_user u WHERE u.id = who AND u.id IS DISTINCT FROM me() AND u.disabled_at IS NULL
$$;
-- Tells everybody who has a role today for the unit of a case.
CREATE FUNCTION notify_role(role_code text, unit integer, case_id bigint, k text, t text, row_id bigint, text_of_row text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT notify_user(g.user_id, case_id, k, t, row_id, text_of_row)
  FROM (SELECT DISTINCT r.user_id FROM role_grant r, units_below(r.unit_id) b
        WHERE r.role = role_code AND b = unit AND r.valid_from <= current_date AND COALESCE(r.valid_to, 'infinity') >= current_date) g
$$;

-- Facts that a stage can call for. The fact `x` is the function fact_x(case bigint, argument text): true when it holds.
-- A part of the register brings its facts along; a requirement whose fact is not known is ticked by hand.
CREATE TABLE case_fact (
  code text PRIMARY KEY CHECK (code ~ '^[a-z0-9_]{1,40}$'),
  da text NOT NULL,
  en text NOT NULL,
  argument text NOT NULL DEFAULT ''
);
COMMENT ON TABLE case_fact IS 'Facts of a case that can be asked for by a requirement of a stage';
COMMENT ON COLUMN case_fact.code IS 'Name; the function is fact_ and the name';
COMMENT ON COLUMN case_fact.da IS 'What it says, in Danish';
COMMENT ON COLUMN case_fact.en IS 'What it says, in English';
COMMENT ON COLUMN case_fact.argument IS 'What the argument means; empty: none';
INSERT INTO privilege VALUES ('case_fact', 'SELECT');

INSERT INTO role_right (role, right_code)
SELECT r.role, w.right_code FROM (VALUES
  ('procurement_officer', 'openness:write'),
  ('procurement_lead', 'gates:decide rules:write openness:write'),
  ('department_head', 'gates:decide'),
  ('hospital_exec', 'gates:decide'),
  ('lawyer', 'gates:decide rules:write openness:write'),
  ('research_support', 'gates:decide rules:write'),
  ('admin', 'rules:write openness:write')
) AS r(role, rights), unnest(string_to_array(r.rights, ' ')) AS w(right_code);
