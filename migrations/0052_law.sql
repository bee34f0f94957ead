-- SPDX-License-Identifier: EUPL-1.2
-- Law: the checklist that rules make for a case, clocks that the law sets running, state aid by group of companies, rights to
-- results, declarations of interests, processing of personal data, dispensations, and the guard of fair competition.
-- What the law says is text in dated rows with a source; nothing of it stands in code.

CALL code_list('checklist_section', 'Sections of the legal checklist');
CALL code_list('timer_outcome', 'How a clock set by law ended');
CALL code_list('aid_basis', 'On what a benefit to a company rests');
CALL code_list('aid_form', 'Forms of benefit to a company');
CALL code_list('ipr_ground', 'How rights came into the collaboration');
CALL code_list('ipr_asset', 'What rights are about');
CALL code_list('ipr_owner', 'Who owns rights');
CALL code_list('impartiality_decision', 'What was decided on an interest');
CALL code_list('gdpr_role', 'Roles in the processing of personal data');
CALL code_list('data_class', 'Classes of personal data');
CALL code_list('dpia_state', 'States of an assessment of consequences for data protection');
CALL code_lists_join();
INSERT INTO code_checklist_section (code, da, en, sort, source) VALUES
  ('authority', 'Hjemmel', 'Legal authority', 1, 'Samspil'),
  ('procurement', 'Udbud', 'Procurement', 2, 'Samspil'),
  ('impartiality', 'Habilitet', 'Impartiality', 3, 'Samspil'),
  ('state_aid', 'Statsstøtte', 'State aid', 4, 'Samspil'),
  ('ipr', 'Rettigheder', 'Rights to results', 5, 'Samspil'),
  ('data', 'Personoplysninger', 'Personal data', 6, 'Samspil'),
  ('permissions', 'Tilladelser til forsøg og udstyr', 'Permissions for trials and devices', 7, 'Samspil'),
  ('confidentiality', 'Fortrolighed og aktindsigt', 'Confidentiality and access to documents', 8, 'Samspil'),
  ('staff', 'Ansættelse', 'Employment', 9, 'Samspil'),
  ('insurance', 'Forsikring og patienterstatning', 'Insurance and compensation of patients', 10, 'Samspil'),
  ('exit', 'Eksklusivitet og udgang', 'Exclusivity and exit', 11, 'Samspil'),
  ('economy', 'Økonomi', 'Finance', 12, 'Samspil'),
  ('guideline', 'Retningslinjer for forskningsaftaler', 'Guidelines for research agreements', 13, 'Universitetshospitalernes retningslinjer 2004'),
  ('agreement', 'Aftalens afsnit', 'Sections of the agreement', 14, 'OPI-Lab, model 2A/2B');
INSERT INTO code_timer_outcome (code, da, en, sort, source) VALUES
  ('approved', 'Godkendt', 'Approved', 1, 'Samspil'),
  ('deemed_approved', 'Anses for godkendt', 'Deemed approved', 2, 'Sundhedsloven § 78, stk. 4-5'),
  ('refused', 'Afslået', 'Refused', 3, 'Samspil'),
  ('taken_over', 'Rettighederne er overtaget', 'Rights taken over', 4, 'Lov om opfindelser ved offentlige forskningsinstitutioner'),
  ('released', 'Rettighederne er frigivet', 'Rights released', 5, 'Lov om opfindelser ved offentlige forskningsinstitutioner'),
  ('ended', 'Perioden er udløbet', 'The period has ended', 6, 'Samspil'),
  ('complaint', 'Der er klaget', 'A complaint was made', 7, 'Samspil'),
  ('withdrawn', 'Trukket tilbage', 'Withdrawn', 8, 'Samspil');
INSERT INTO code_aid_basis (code, da, en, sort, source) VALUES
  ('de_minimis', 'De minimis-støtte', 'De minimis aid', 1, 'Forordning (EU) 2023/2831'),
  ('market_terms', 'Markedsvilkår, ingen støtte', 'Market terms, no aid', 2, 'Samspil'),
  ('effective_collaboration', 'Effektivt samarbejde om forskning', 'Effective collaboration in research', 3, 'FUI-rammebestemmelserne (efter hukommelsen)'),
  ('block_exemption', 'Gruppefritagelse', 'Block exemption', 4, 'Gruppefritagelsesforordningen (efter hukommelsen)'),
  ('notified', 'Anmeldt og godkendt støtte', 'Notified and approved aid', 5, 'Samspil');
INSERT INTO code_aid_form (code, da, en, sort, source) VALUES
  ('grant', 'Tilskud', 'Grant', 1, 'Samspil'),
  ('in_kind', 'Arbejdstid, lokaler eller udstyr', 'In kind: hours, rooms or equipment', 2, 'Samspil'),
  ('loan', 'Lån', 'Loan', 3, 'Samspil'),
  ('guarantee', 'Garanti', 'Guarantee', 4, 'Samspil'),
  ('rights', 'Rettigheder eller data under markedspris', 'Rights or data below market price', 5, 'Samspil'),
  ('other', 'Anden fordel', 'Other benefit', 9, 'Samspil');
INSERT INTO code_ipr_ground (code, da, en, sort, source) VALUES
  ('background', 'Medbragt (baggrund)', 'Brought along (background)', 1, 'Samspil'),
  ('foreground', 'Skabt i samarbejdet (forgrund)', 'Made in the collaboration (foreground)', 2, 'Samspil'),
  ('sideground', 'Skabt ved siden af (sidegrund)', 'Made beside it (sideground)', 3, 'Samspil');
INSERT INTO code_ipr_asset (code, da, en, sort, source) VALUES
  ('invention', 'Opfindelse eller patent', 'Invention or patent', 1, 'Samspil'),
  ('software', 'Software', 'Software', 2, 'Samspil'),
  ('data', 'Data', 'Data', 3, 'Samspil'),
  ('know_how', 'Viden og metoder', 'Know-how', 4, 'Samspil'),
  ('design', 'Design eller varemærke', 'Design or trade mark', 5, 'Samspil'),
  ('material', 'Biologisk materiale', 'Biological material', 6, 'Samspil'),
  ('publication', 'Artikel eller rapport', 'Article or report', 7, 'Samspil');
INSERT INTO code_ipr_owner (code, da, en, sort, source) VALUES
  ('region', 'Regionen', 'The region', 1, 'Samspil'),
  ('partner', 'Den private part', 'The private party', 2, 'Samspil'),
  ('joint', 'Fælles', 'Joint', 3, 'Samspil'),
  ('employee', 'Medarbejderen', 'The employee', 4, 'Samspil'),
  ('other', 'En anden', 'Somebody else', 9, 'Samspil');
INSERT INTO code_impartiality_decision (code, da, en, sort, source) VALUES
  ('no_conflict', 'Ingen konflikt', 'No conflict', 1, 'Samspil'),
  ('measures', 'Må deltage med de nævnte foranstaltninger', 'May take part with the measures named', 2, 'Samspil'),
  ('steps_aside', 'Deltager ikke i sagen', 'Takes no part in the case', 3, 'Forvaltningsloven §§ 3-6 (efter hukommelsen)');
INSERT INTO code_gdpr_role (code, da, en, sort, source) VALUES
  ('sole', 'Selvstændige dataansvarlige', 'Independent controllers', 1, 'Databeskyttelsesforordningen art. 4'),
  ('joint', 'Fælles dataansvar', 'Joint controllers', 2, 'Databeskyttelsesforordningen art. 26'),
  ('processor', 'Modparten er databehandler', 'The other party is processor', 3, 'Databeskyttelsesforordningen art. 28'),
  ('we_process', 'Vi er databehandler', 'We are processor', 4, 'Databeskyttelsesforordningen art. 28');
INSERT INTO code_data_class (code, da, en, sort, source) VALUES
  ('ordinary', 'Almindelige oplysninger', 'Ordinary data', 1, 'Databeskyttelsesforordningen art. 6'),
  ('health', 'Helbredsoplysninger', 'Health data', 2, 'Databeskyttelsesforordningen art. 9'),
  ('genetic', 'Genetiske oplysninger', 'Genetic data', 3, 'Databeskyttelsesforordningen art. 9'),
  ('pseudonymised', 'Pseudonymiserede oplysninger', 'Pseudonymised data', 4, 'Databeskyttelsesforordningen art. 4'),
  ('anonymous', 'Anonyme oplysninger', 'Anonymous data', 5, 'Databeskyttelsesforordningen, betragtning 26');
INSERT INTO code_dpia_state (code, da, en, sort, source) VALUES
  ('not_needed', 'Ikke nødvendig', 'Not needed', 1, 'Databeskyttelsesforordningen art. 35'),
  ('needed', 'Skal laves', 'To be made', 2, 'Databeskyttelsesforordningen art. 35'),
  ('done', 'Lavet', 'Made', 3, 'Databeskyttelsesforordningen art. 35');

-- Stages in which the case lies with the lawyers; their inbox shows it.
ALTER TABLE code_stage ADD COLUMN legal boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN code_stage.legal IS 'The case waits for the lawyers in this stage';
UPDATE code_stage SET legal = true
WHERE (kind, code) IN (('opi', 'legal_clearance'), ('strategic_procurement', 'strategy'), ('research_contract', 'legal_review'));

ALTER TABLE document ADD CONSTRAINT document_of_case UNIQUE (id, collaboration_id);

-- ---- the checklist ----

CREATE TABLE checklist_rule (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL CHECK (code ~ '^[a-z0-9_]{1,60}$'),
  section text NOT NULL REFERENCES code_checklist_section,
  no integer NOT NULL DEFAULT 0,
  kind text CHECK (kind IN ('opi', 'strategic_procurement', 'research_contract')),
  subtype text CHECK (char_length(subtype) <= 40),
  da text NOT NULL CHECK (char_length(da) BETWEEN 2 AND 300),
  en text NOT NULL CHECK (char_length(en) BETWEEN 2 AND 300),
  help_da text NOT NULL DEFAULT '' CHECK (char_length(help_da) <= 2000),
  help_en text NOT NULL DEFAULT '' CHECK (char_length(help_en) <= 2000),
  yes_da text NOT NULL DEFAULT '' CHECK (char_length(yes_da) <= 500),
  yes_en text NOT NULL DEFAULT '' CHECK (char_length(yes_en) <= 500),
  no_da text NOT NULL DEFAULT '' CHECK (char_length(no_da) <= 500),
  no_en text NOT NULL DEFAULT '' CHECK (char_length(no_en) <= 500),
  red_answer text CHECK (red_answer IN ('yes', 'no')),
  red_with text CHECK (red_with ~ '^[a-z0-9_]{1,60}$'),
  blocks boolean NOT NULL DEFAULT true,
  deadline_days integer CHECK (deadline_days BETWEEN 0 AND 3650),
  valid_from date,
  valid_to date,
  source text NOT NULL DEFAULT '',
  CONSTRAINT checklist_rule_dates CHECK (valid_to >= valid_from),
  CONSTRAINT checklist_rule_subtype FOREIGN KEY (kind, subtype) REFERENCES code_subtype,
  CONSTRAINT checklist_rule_kind CHECK (subtype IS NULL OR kind IS NOT NULL),
  CONSTRAINT checklist_rule_overlap EXCLUDE USING gist (code WITH =, COALESCE(kind, '') WITH =, COALESCE(subtype, '') WITH =,
    daterange(valid_from, valid_to, '[]') WITH &&)
);
COMMENT ON TABLE checklist_rule IS 'Questions of the legal checklist; dated, because the law changes; ended, never deleted';
COMMENT ON COLUMN checklist_rule.id IS 'Key';
COMMENT ON COLUMN checklist_rule.code IS 'What is asked; rows of one code follow each other in time';
COMMENT ON COLUMN checklist_rule.section IS 'Section';
COMMENT ON COLUMN checklist_rule.no IS 'Order in the section';
COMMENT ON COLUMN checklist_rule.kind IS 'Kind of case; null: all';
COMMENT ON COLUMN checklist_rule.subtype IS 'Subtype of case; null: all';
COMMENT ON COLUMN checklist_rule.da IS 'Question in Danish';
COMMENT ON COLUMN checklist_rule.en IS 'Question in English';
COMMENT ON COLUMN checklist_rule.help_da IS 'What it is about, in Danish';
COMMENT ON COLUMN checklist_rule.help_en IS 'What it is about, in English';
COMMENT ON COLUMN checklist_rule.yes_da IS 'What yes means, in Danish';
COMMENT ON COLUMN checklist_rule.yes_en IS 'What yes means, in English';
COMMENT ON COLUMN checklist_rule.no_da IS 'What no means, in Danish';
COMMENT ON COLUMN checklist_rule.no_en IS 'What no means, in English';
COMMENT ON COLUMN checklist_rule.red_answer IS 'Answer that is a problem; null: none is';
COMMENT ON COLUMN checklist_rule.red_with IS 'Question that must be a problem too before this one is red; alone it is amber';
COMMENT ON COLUMN checklist_rule.blocks IS 'An open or red answer holds the gate';
COMMENT ON COLUMN checklist_rule.deadline_days IS 'Days from the day of the checklist to the due date that is proposed; null: none';
COMMENT ON COLUMN checklist_rule.valid_from IS 'First day; null: always';
COMMENT ON COLUMN checklist_rule.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN checklist_rule.source IS 'Where it is taken from';
CALL stamped('checklist_rule');
CALL audited('checklist_rule');

CREATE TABLE checklist_day (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL CONSTRAINT checklist_day_once UNIQUE REFERENCES collaboration,
  of_day date NOT NULL
);
COMMENT ON TABLE checklist_day IS 'Day whose rules the checklist of a case follows, when it was moved on from the day the case was made';
COMMENT ON COLUMN checklist_day.id IS 'Key';
COMMENT ON COLUMN checklist_day.collaboration_id IS 'Case';
COMMENT ON COLUMN checklist_day.of_day IS 'Rules in force on this day are asked';
CALL protect('checklist_day');

CREATE TABLE checklist_item (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  rule_id bigint NOT NULL REFERENCES checklist_rule,
  answer text CHECK (answer IN ('yes', 'no', 'not_relevant')),
  reasoning text CHECK (char_length(reasoning) <= 10000),
  document_id bigint,
  url text CHECK (url ~ '^https?://'),
  owner_id bigint CONSTRAINT checklist_item_owner REFERENCES app_user,
  due_date date,
  hit boolean NOT NULL DEFAULT false,
  CONSTRAINT checklist_item_once UNIQUE (collaboration_id, rule_id),
  CONSTRAINT checklist_item_document FOREIGN KEY (document_id, collaboration_id) REFERENCES document (id, collaboration_id),
  CONSTRAINT checklist_item_reason CHECK (answer <> 'not_relevant' OR COALESCE(btrim(reasoning), '') <> '')
);
CREATE INDEX checklist_item_hit ON checklist_item (collaboration_id) WHERE hit;
CREATE INDEX checklist_item_rule ON checklist_item (rule_id);
COMMENT ON TABLE checklist_item IS 'What was answered to a question of the checklist, or who is to answer it; a question that nobody has touched has no row';
COMMENT ON COLUMN checklist_item.id IS 'Key';
COMMENT ON COLUMN checklist_item.collaboration_id IS 'Case';
COMMENT ON COLUMN checklist_item.rule_id IS 'Question';
COMMENT ON COLUMN checklist_item.answer IS 'Answer; null: open';
COMMENT ON COLUMN checklist_item.reasoning IS 'Reasoning';
COMMENT ON COLUMN checklist_item.document_id IS 'Document of the case that shows it';
COMMENT ON COLUMN checklist_item.url IS 'Link to evidence elsewhere';
COMMENT ON COLUMN checklist_item.owner_id IS 'Who is to answer';
COMMENT ON COLUMN checklist_item.due_date IS 'By when';
COMMENT ON COLUMN checklist_item.hit IS 'The answer is the one that the rule calls a problem';
CALL protect('checklist_item');

-- What has been answered keeps its question and what each answer means: another wording is a new row from a later day.
CREATE FUNCTION checklist_rule_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.code, OLD.kind, OLD.subtype, OLD.da, OLD.en, OLD.yes_da, OLD.yes_en, OLD.no_da, OLD.no_en, OLD.red_answer, OLD.red_with)
     IS DISTINCT FROM (NEW.code, NEW.kind, NEW.subtype, NEW.da, NEW.en, NEW.yes_da, NEW.yes_en, NEW.no_da, NEW.no_en, NEW.red_answer, NEW.red_with)
     AND checklist_rule_answered(OLD.id) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'checklist_rule_answered', MESSAGE = 'the question has been answered';
  END IF;
  RETURN NEW;
END $$;
-- Also by cases that the caller does not see.
CREATE TABLE checklist_rule_used (
  rule_id bigint PRIMARY KEY REFERENCES checklist_rule
);
COMMENT ON TABLE checklist_rule_used IS 'Questions that somebody has answered';
COMMENT ON COLUMN checklist_rule_used.rule_id IS 'Question';
INSERT INTO privilege VALUES ('checklist_rule_used', 'SELECT');
CREATE FUNCTION checklist_rule_answered(rule bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM checklist_rule_used u WHERE u.rule_id = rule)
$$;
CREATE TRIGGER guard BEFORE UPDATE ON checklist_rule FOR EACH ROW EXECUTE FUNCTION checklist_rule_guard();

CREATE FUNCTION checklist_item_judge() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  SELECT COALESCE(NEW.answer = r.red_answer, false) INTO NEW.hit FROM checklist_rule r WHERE r.id = NEW.rule_id;
  IF NEW.answer IS NOT NULL THEN
    INSERT INTO checklist_rule_used VALUES (NEW.rule_id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge BEFORE INSERT OR UPDATE ON checklist_item FOR EACH ROW EXECUTE FUNCTION checklist_item_judge();
CREATE FUNCTION checklist_item_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM deadline_set(NEW.collaboration_id, 'checklist', 'checklist_item', NEW.id, NEW.due_date, r.da, NEW.owner_id,
                       CASE WHEN NEW.owner_id IS NULL THEN 'lawyer' END, NEW.answer IS NOT NULL)
  FROM checklist_rule r WHERE r.id = NEW.rule_id;
  RETURN NULL;
END $$;
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON checklist_item FOR EACH ROW EXECUTE FUNCTION checklist_item_deadline();

-- The questions of a case with their answers. Red: the answer is a problem, and so is the one it goes with, where it goes with one.
CREATE FUNCTION checklist(case_id bigint) RETURNS TABLE (
  rule_id bigint, code text, section text, no integer, da text, en text, help_da text, help_en text, source text, blocks boolean,
  answer text, status text, conclusion_da text, conclusion_en text, reasoning text, document_id bigint, url text, owner_id bigint,
  due_date date, answered_by bigint, answered_at timestamptz, earlier_answer text, earlier_reasoning text, of_day date, version integer)
LANGUAGE sql STABLE AS $$
  SELECT r.id, r.code, r.section, r.no, r.da, r.en, r.help_da, r.help_en, r.source, r.blocks, i.answer,
         CASE WHEN i.answer IS NULL THEN 'open' WHEN NOT i.hit THEN 'green'
              WHEN r.red_with IS NULL OR EXISTS (
                SELECT 1 FROM checklist_item o JOIN checklist_rule p ON p.id = o.rule_id
                WHERE o.collaboration_id = c.id AND o.hit AND p.code = r.red_with) THEN 'red'
              ELSE 'amber' END,
         CASE i.answer WHEN 'yes' THEN r.yes_da WHEN 'no' THEN r.no_da ELSE '' END,
         CASE i.answer WHEN 'yes' THEN r.yes_en WHEN 'no' THEN r.no_en ELSE '' END,
         i.reasoning, i.document_id, i.url, i.owner_id, COALESCE(i.due_date, c.of_day + r.deadline_days),
         CASE WHEN i.answer IS NOT NULL THEN i.updated_by END, CASE WHEN i.answer IS NOT NULL THEN i.updated_at END,
         e.answer, e.reasoning, c.of_day, COALESCE(i.version, 0)
  FROM (SELECT x.id, x.kind, x.subtype, COALESCE(d.of_day, x.created_at::date) AS of_day
        FROM collaboration x LEFT JOIN checklist_day d ON d.collaboration_id = x.id WHERE x.id = case_id) c
  JOIN checklist_rule r ON (r.kind IS NULL OR r.kind = c.kind) AND (r.subtype IS NULL OR r.subtype = c.subtype)
    AND COALESCE(r.valid_from, '-infinity') <= c.of_day AND COALESCE(r.valid_to, 'infinity') >= c.of_day
  JOIN code_checklist_section s ON s.code = r.section
  LEFT JOIN checklist_item i ON i.collaboration_id = c.id AND i.rule_id = r.id
  LEFT JOIN LATERAL (
    SELECT o.answer, o.reasoning FROM checklist_item o JOIN checklist_rule p ON p.id = o.rule_id
    WHERE i.answer IS NULL AND o.collaboration_id = c.id AND o.answer IS NOT NULL AND p.code = r.code AND p.id <> r.id
    ORDER BY o.updated_at DESC LIMIT 1) e ON true
  ORDER BY s.sort, r.no, r.id
$$;
-- Answers that are red and hold their case, of all cases at once, as checklist() judges each.
CREATE VIEW checklist_red WITH (security_invoker = true) AS
  SELECT i.collaboration_id, i.rule_id
  FROM checklist_item i JOIN checklist_rule r ON r.id = i.rule_id JOIN collaboration c ON c.id = i.collaboration_id
  LEFT JOIN checklist_day d ON d.collaboration_id = c.id
  WHERE i.hit AND r.blocks AND (r.subtype IS NULL OR r.subtype = c.subtype)
    AND COALESCE(d.of_day, c.created_at::date) BETWEEN COALESCE(r.valid_from, '-infinity') AND COALESCE(r.valid_to, 'infinity')
    AND (r.red_with IS NULL OR EXISTS (SELECT 1 FROM checklist_item o JOIN checklist_rule p ON p.id = o.rule_id
                                       WHERE o.collaboration_id = c.id AND o.hit AND p.code = r.red_with));
COMMENT ON VIEW checklist_red IS 'Answers of the legal checklist that are red and hold their case';
COMMENT ON COLUMN checklist_red.collaboration_id IS 'Case';
COMMENT ON COLUMN checklist_red.rule_id IS 'Question';
INSERT INTO privilege VALUES ('checklist_red', 'SELECT');
CREATE FUNCTION checklist_open(case_id bigint) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT count(*)::integer FROM checklist(case_id) x WHERE x.status = 'open' AND x.blocks
$$;

-- ---- clocks ----

CREATE TABLE timer_rule (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL REFERENCES code_deadline_kind,
  da text NOT NULL CHECK (char_length(da) BETWEEN 2 AND 200),
  en text NOT NULL CHECK (char_length(en) BETWEEN 2 AND 200),
  help_da text NOT NULL DEFAULT '' CHECK (char_length(help_da) <= 2000),
  help_en text NOT NULL DEFAULT '' CHECK (char_length(help_en) <= 2000),
  months integer NOT NULL DEFAULT 0 CHECK (months BETWEEN 0 AND 120),
  days integer NOT NULL DEFAULT 0 CHECK (days BETWEEN 0 AND 3650),
  deemed text CONSTRAINT timer_rule_deemed REFERENCES code_timer_outcome,
  role text CONSTRAINT timer_rule_role REFERENCES code_role,
  valid_from date,
  valid_to date,
  source text NOT NULL DEFAULT '',
  CONSTRAINT timer_rule_dates CHECK (valid_to >= valid_from),
  CONSTRAINT timer_rule_length CHECK (months + days > 0),
  CONSTRAINT timer_rule_overlap EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);
COMMENT ON TABLE timer_rule IS 'How long the law gives for something, and what follows when the time is up';
COMMENT ON COLUMN timer_rule.id IS 'Key';
COMMENT ON COLUMN timer_rule.code IS 'Kind of clock, and of its deadline';
COMMENT ON COLUMN timer_rule.da IS 'What starts it, in Danish';
COMMENT ON COLUMN timer_rule.en IS 'What starts it, in English';
COMMENT ON COLUMN timer_rule.help_da IS 'What the law says, in Danish';
COMMENT ON COLUMN timer_rule.help_en IS 'What the law says, in English';
COMMENT ON COLUMN timer_rule.months IS 'Months from the day it starts';
COMMENT ON COLUMN timer_rule.days IS 'Calendar days on top of the months';
COMMENT ON COLUMN timer_rule.deemed IS 'Outcome when nobody has said otherwise in time; null: somebody must act';
COMMENT ON COLUMN timer_rule.role IS 'Role that must act';
COMMENT ON COLUMN timer_rule.valid_from IS 'First day; null: always';
COMMENT ON COLUMN timer_rule.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN timer_rule.source IS 'Where it is taken from';
CALL stamped('timer_rule');
CALL audited('timer_rule');
INSERT INTO timer_rule (code, da, en, help_da, help_en, months, days, deemed, role, source) VALUES
  ('invention', 'En medarbejder har meldt en opfindelse', 'An employee has reported an invention',
   'Institutionen skal inden to måneder sige, om den overtager retten til opfindelsen. Gør den det ikke, beholder medarbejderen retten.',
   'The institution must say within two months whether it takes over the right to the invention. Else the employee keeps it.',
   2, 0, NULL, 'lawyer', 'Lov om opfindelser ved offentlige forskningsinstitutioner, LBK 210 17/03/2009; DTU om opfindelser'),
  ('ministry_approval', 'Ministeren har fået sagen', 'The minister has been notified',
   'Begrænser samarbejdet regionsrådets beføjelser, skal ministeren godkende det. Det anses for godkendt, når ministeren ikke har sagt nej inden en måned.',
   'A collaboration that limits the powers of the regional council needs the approval of the minister. It is deemed approved when the minister has not refused within a month.',
   1, 0, 'deemed_approved', 'lawyer', 'Sundhedsloven § 78, stk. 4-5'),
  ('standstill', 'Tildelingen er sendt til tilbudsgiverne', 'The award has been sent to the tenderers',
   'Kontrakten må først underskrives, når perioden er gået. Den regnes fra dagen efter, at tildelingen er sendt.',
   'The contract may not be signed before the period has ended. It counts from the day after the award was sent.',
   0, 10, NULL, 'procurement_officer', 'Lov om Klagenævnet for Udbud (efter hukommelsen)');

CREATE TABLE legal_timer (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  kind text NOT NULL REFERENCES code_deadline_kind,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  started_on date NOT NULL,
  due_date date NOT NULL,
  deemed text REFERENCES code_timer_outcome,
  outcome text REFERENCES code_timer_outcome,
  outcome_on date,
  document_id bigint,
  note text CHECK (char_length(note) <= 4000),
  removed_at timestamptz,
  CONSTRAINT legal_timer_outcome CHECK (outcome_on >= started_on),
  CONSTRAINT legal_timer_document FOREIGN KEY (document_id, collaboration_id) REFERENCES document (id, collaboration_id)
);
CREATE INDEX legal_timer_case ON legal_timer (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE legal_timer IS 'Clocks that the law has set running in a case';
COMMENT ON COLUMN legal_timer.id IS 'Key';
COMMENT ON COLUMN legal_timer.collaboration_id IS 'Case';
COMMENT ON COLUMN legal_timer.kind IS 'Which clock; timer_rule has its length';
COMMENT ON COLUMN legal_timer.title IS 'What it is about';
COMMENT ON COLUMN legal_timer.started_on IS 'Day that starts it';
COMMENT ON COLUMN legal_timer.due_date IS 'Last day, by the rule in force when it started';
COMMENT ON COLUMN legal_timer.deemed IS 'Outcome when nobody says otherwise in time, by that rule';
COMMENT ON COLUMN legal_timer.outcome IS 'How it ended; null: it runs, or ended as deemed';
COMMENT ON COLUMN legal_timer.outcome_on IS 'When that was';
COMMENT ON COLUMN legal_timer.document_id IS 'Document of the case that shows it';
COMMENT ON COLUMN legal_timer.note IS 'Remarks';
COMMENT ON COLUMN legal_timer.removed_at IS 'When it was taken back';
CALL protect('legal_timer');
CREATE FUNCTION legal_timer_wind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR (OLD.kind, OLD.started_on) IS DISTINCT FROM (NEW.kind, NEW.started_on) THEN
    SELECT add_months(NEW.started_on, r.months) + r.days, r.deemed INTO NEW.due_date, NEW.deemed FROM timer_rule r
    WHERE r.code = NEW.kind AND COALESCE(r.valid_from, '-infinity') <= NEW.started_on AND COALESCE(r.valid_to, 'infinity') >= NEW.started_on;
    IF NOT FOUND THEN
      RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'legal_timer_rule', MESSAGE = 'no rule says how long';
    END IF;
  END IF;
  NEW.outcome_on := CASE WHEN NEW.outcome IS NOT NULL THEN COALESCE(NEW.outcome_on, current_date) END;
  RETURN NEW;
END $$;
CREATE TRIGGER wind BEFORE INSERT OR UPDATE ON legal_timer FOR EACH ROW EXECUTE FUNCTION legal_timer_wind();
CREATE FUNCTION legal_timer_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM deadline_set(NEW.collaboration_id, NEW.kind, 'legal_timer', NEW.id, CASE WHEN NEW.removed_at IS NULL THEN NEW.due_date END, NEW.title, NULL,
                       (SELECT r.role FROM timer_rule r WHERE r.code = NEW.kind AND COALESCE(r.valid_from, '-infinity') <= NEW.started_on
                          AND COALESCE(r.valid_to, 'infinity') >= NEW.started_on), NEW.outcome IS NOT NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON legal_timer FOR EACH ROW EXECUTE FUNCTION legal_timer_deadline();
-- running, overdue, or how it ended: as somebody wrote, or as the law has it.
CREATE FUNCTION timer_state(t legal_timer) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN t.outcome IS NOT NULL THEN t.outcome
              WHEN t.deemed IS NOT NULL AND t.due_date <= current_date THEN t.deemed
              WHEN t.due_date < current_date THEN 'overdue' ELSE 'running' END
$$;

-- ---- state aid ----
INSERT INTO reference_value (code, da, en, value, unit, valid_from, source, note) VALUES
  ('de_minimis_ceiling', 'Loft over de minimis-støtte til en koncern', 'Ceiling of de minimis aid to a group of companies', 300000, 'EUR', '2024-01-01', 'Forordning (EU) 2023/2831 (beløbet efter hukommelsen)', ''),
  ('de_minimis_years', 'Periode for de minimis-støtte', 'Period of de minimis aid', 3, 'år', '2024-01-01', 'Forordning (EU) 2023/2831 (efter hukommelsen)', '');

CREATE TABLE state_aid (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  organisation_id bigint NOT NULL CONSTRAINT state_aid_organisation REFERENCES organisation,
  basis text NOT NULL DEFAULT 'de_minimis' REFERENCES code_aid_basis,
  form text NOT NULL DEFAULT 'in_kind' REFERENCES code_aid_form,
  granted_on date NOT NULL,
  amount_oere bigint CHECK (amount_oere BETWEEN 0 AND 100000000000000000),
  eur_rate double precision CHECK (eur_rate BETWEEN 0.01 AND 1000),
  rate_date date,
  amount_eur_cents bigint CONSTRAINT state_aid_eur CHECK (amount_eur_cents BETWEEN 0 AND 100000000000000),
  granter text CHECK (char_length(granter) <= 200),
  note text CHECK (char_length(note) <= 2000),
  removed_at timestamptz,
  CONSTRAINT state_aid_amount CHECK (amount_eur_cents IS NOT NULL),
  CONSTRAINT state_aid_rate CHECK (amount_oere IS NULL OR eur_rate IS NOT NULL)
);
CREATE INDEX state_aid_case ON state_aid (collaboration_id) WHERE removed_at IS NULL;
CREATE INDEX state_aid_organisation ON state_aid (organisation_id, granted_on) WHERE removed_at IS NULL;
COMMENT ON TABLE state_aid IS 'Benefits to companies and the legal basis of each; de minimis aid adds up by group of companies';
COMMENT ON COLUMN state_aid.id IS 'Key';
COMMENT ON COLUMN state_aid.collaboration_id IS 'Case';
COMMENT ON COLUMN state_aid.organisation_id IS 'Company that gets it';
COMMENT ON COLUMN state_aid.basis IS 'Legal basis';
COMMENT ON COLUMN state_aid.form IS 'Form';
COMMENT ON COLUMN state_aid.granted_on IS 'Day it was granted';
COMMENT ON COLUMN state_aid.amount_oere IS 'Amount in Danish money; null: given in euro';
COMMENT ON COLUMN state_aid.eur_rate IS 'Kroner for one euro';
COMMENT ON COLUMN state_aid.rate_date IS 'Day of the rate';
COMMENT ON COLUMN state_aid.amount_eur_cents IS 'Amount in euro cents: of the Danish amount by the rate where both are given';
COMMENT ON COLUMN state_aid.granter IS 'Authority that gave it; null: the region';
COMMENT ON COLUMN state_aid.note IS 'Reasoning and remarks';
COMMENT ON COLUMN state_aid.removed_at IS 'When it was taken back';
CALL protect('state_aid');
-- The ceiling is the group's, whichever case the aid was given in: staff see the amount, and the case only when they see that.
DROP POLICY see ON state_aid;
CREATE POLICY see ON state_aid FOR SELECT USING (
  (SELECT may('staff')) OR EXISTS (SELECT 1 FROM collaboration c WHERE c.id = collaboration_id));
CREATE FUNCTION state_aid_convert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.amount_oere IS NOT NULL AND NEW.eur_rate IS NOT NULL THEN
    NEW.amount_eur_cents := round((NEW.amount_oere / NEW.eur_rate)::numeric);
    NEW.rate_date := COALESCE(NEW.rate_date, NEW.granted_on);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER convert BEFORE INSERT OR UPDATE ON state_aid FOR EACH ROW EXECUTE FUNCTION state_aid_convert();

-- The companies of a group: the one asked for, and those that have the same group in the register.
CREATE FUNCTION group_members(org bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT org UNION
  SELECT o.id FROM organisation g JOIN organisation o ON name_key(o.group_name) = name_key(g.group_name)
  WHERE g.id = org AND o.group_name IS NOT NULL AND name_key(g.group_name) <> ''
$$;
CREATE INDEX organisation_group ON organisation (name_key(group_name)) WHERE group_name IS NOT NULL;
-- De minimis aid to a group in the period that ends on a day, and the ceiling of that day; euro cents.
CREATE FUNCTION aid_limit(what text, on_day date) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT r.value FROM reference_value r WHERE r.code = what AND COALESCE(r.valid_from, '-infinity') <= on_day AND COALESCE(r.valid_to, 'infinity') >= on_day
$$;
CREATE FUNCTION aid_sum(org bigint, on_day date) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT COALESCE(sum(a.amount_eur_cents), 0)::bigint FROM state_aid a
  WHERE a.organisation_id IN (SELECT group_members(org)) AND a.removed_at IS NULL AND a.basis = 'de_minimis' AND a.granted_on <= on_day
    AND a.granted_on > add_months(on_day, (-12 * COALESCE(aid_limit('de_minimis_years', on_day), 3))::integer)
$$;
CREATE FUNCTION aid_ceiling(on_day date) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT (aid_limit('de_minimis_ceiling', on_day) * 100)::bigint
$$;
-- red: over the ceiling; amber: more than 80 % of it is used; unknown: no ceiling is known of the day.
CREATE FUNCTION aid_status(cents bigint, ceiling bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN ceiling IS NULL THEN 'unknown' WHEN cents > ceiling THEN 'red' WHEN cents * 5 > ceiling * 4 THEN 'amber' ELSE 'green' END
$$;

-- ---- rights, interests, personal data, dispensations ----

CREATE TABLE ipr (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  ground text NOT NULL REFERENCES code_ipr_ground,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  asset text NOT NULL DEFAULT 'know_how' REFERENCES code_ipr_asset,
  owner text REFERENCES code_ipr_owner,
  organisation_id bigint CONSTRAINT ipr_organisation REFERENCES organisation,
  licence text CHECK (char_length(licence) <= 2000),
  royalty_percent double precision CHECK (royalty_percent BETWEEN 0 AND 100),
  royalty text CHECK (char_length(royalty) <= 1000),
  publication text CHECK (char_length(publication) <= 1000),
  note text CHECK (char_length(note) <= 2000),
  removed_at timestamptz
);
CREATE INDEX ipr_case ON ipr (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE ipr IS 'Rights to what is brought into a collaboration and what comes out of it';
COMMENT ON COLUMN ipr.id IS 'Key';
COMMENT ON COLUMN ipr.collaboration_id IS 'Case';
COMMENT ON COLUMN ipr.ground IS 'Background, foreground or sideground';
COMMENT ON COLUMN ipr.title IS 'What it is';
COMMENT ON COLUMN ipr.asset IS 'What kind of thing';
COMMENT ON COLUMN ipr.owner IS 'Who owns it; null: not agreed';
COMMENT ON COLUMN ipr.organisation_id IS 'The party that owns or uses it';
COMMENT ON COLUMN ipr.licence IS 'Who may use it for what';
COMMENT ON COLUMN ipr.royalty_percent IS 'Royalty, per cent of sales';
COMMENT ON COLUMN ipr.royalty IS 'Terms of the royalty';
COMMENT ON COLUMN ipr.publication IS 'Who may publish when';
COMMENT ON COLUMN ipr.note IS 'Remarks';
COMMENT ON COLUMN ipr.removed_at IS 'When it was taken back';
CALL protect('ipr');

CREATE TABLE impartiality (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  person text NOT NULL CHECK (char_length(person) BETWEEN 1 AND 160),
  task text CHECK (char_length(task) <= 200),
  organisation_id bigint CONSTRAINT impartiality_organisation REFERENCES organisation,
  interest text NOT NULL CHECK (char_length(interest) BETWEEN 1 AND 2000),
  declared_on date NOT NULL DEFAULT current_date,
  decision text REFERENCES code_impartiality_decision,
  decided_on date,
  measures text CHECK (char_length(measures) <= 2000),
  document_id bigint,
  removed_at timestamptz,
  CONSTRAINT impartiality_measures CHECK (decision <> 'measures' OR COALESCE(btrim(measures), '') <> ''),
  CONSTRAINT impartiality_dates CHECK (decided_on >= declared_on),
  CONSTRAINT impartiality_document FOREIGN KEY (document_id, collaboration_id) REFERENCES document (id, collaboration_id)
);
CREATE INDEX impartiality_case ON impartiality (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE impartiality IS 'Declarations of interests and what was decided on each';
COMMENT ON COLUMN impartiality.id IS 'Key';
COMMENT ON COLUMN impartiality.collaboration_id IS 'Case';
COMMENT ON COLUMN impartiality.person IS 'Who declares';
COMMENT ON COLUMN impartiality.task IS 'The person''s part in the case';
COMMENT ON COLUMN impartiality.organisation_id IS 'Company that the interest is in';
COMMENT ON COLUMN impartiality.interest IS 'The interest in words; "none" is a declaration too';
COMMENT ON COLUMN impartiality.declared_on IS 'Day of the declaration';
COMMENT ON COLUMN impartiality.decision IS 'Decision; null: not taken';
COMMENT ON COLUMN impartiality.decided_on IS 'Day of the decision';
COMMENT ON COLUMN impartiality.measures IS 'What is done about it';
COMMENT ON COLUMN impartiality.document_id IS 'Document of the case that shows it';
COMMENT ON COLUMN impartiality.removed_at IS 'When it was taken back';
CALL protect('impartiality');
CREATE FUNCTION impartiality_decide() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.decided_on := CASE WHEN NEW.decision IS NOT NULL THEN COALESCE(NEW.decided_on, GREATEST(current_date, NEW.declared_on)) END;
  RETURN NEW;
END $$;
CREATE TRIGGER decide BEFORE INSERT OR UPDATE ON impartiality FOR EACH ROW EXECUTE FUNCTION impartiality_decide();

CREATE TABLE data_processing (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  purpose text NOT NULL CHECK (char_length(purpose) BETWEEN 1 AND 500),
  role text NOT NULL REFERENCES code_gdpr_role,
  data_class text NOT NULL DEFAULT 'health' REFERENCES code_data_class,
  from_party text NOT NULL CHECK (char_length(from_party) BETWEEN 1 AND 200),
  to_party text NOT NULL CHECK (char_length(to_party) BETWEEN 1 AND 200),
  legal_basis text CHECK (char_length(legal_basis) <= 500),
  dpia text NOT NULL DEFAULT 'needed' REFERENCES code_dpia_state,
  dpia_date date,
  third_country text CHECK (char_length(third_country) <= 100),
  transfer_basis text CHECK (char_length(transfer_basis) <= 500),
  record_number text CHECK (char_length(record_number) <= 80),
  document_id bigint,
  starts_on date,
  ends_on date,
  note text CHECK (char_length(note) <= 2000),
  removed_at timestamptz,
  CONSTRAINT data_processing_dates CHECK (ends_on >= starts_on),
  CONSTRAINT data_processing_transfer CHECK (third_country IS NULL OR COALESCE(btrim(transfer_basis), '') <> ''),
  CONSTRAINT data_processing_document FOREIGN KEY (document_id, collaboration_id) REFERENCES document (id, collaboration_id)
);
CREATE INDEX data_processing_case ON data_processing (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE data_processing IS 'Flows of personal data: from whom to whom, on what basis, under which agreement';
COMMENT ON COLUMN data_processing.id IS 'Key';
COMMENT ON COLUMN data_processing.collaboration_id IS 'Case';
COMMENT ON COLUMN data_processing.purpose IS 'What the data are used for';
COMMENT ON COLUMN data_processing.role IS 'Roles of the parties';
COMMENT ON COLUMN data_processing.data_class IS 'Class of data';
COMMENT ON COLUMN data_processing.from_party IS 'Who hands over';
COMMENT ON COLUMN data_processing.to_party IS 'Who receives';
COMMENT ON COLUMN data_processing.legal_basis IS 'Legal basis; null: not settled';
COMMENT ON COLUMN data_processing.dpia IS 'Assessment of consequences';
COMMENT ON COLUMN data_processing.dpia_date IS 'When it was made';
COMMENT ON COLUMN data_processing.third_country IS 'Country outside the EU and EEA; null: none';
COMMENT ON COLUMN data_processing.transfer_basis IS 'Basis of the transfer there';
COMMENT ON COLUMN data_processing.record_number IS 'Number in the record of processing';
COMMENT ON COLUMN data_processing.document_id IS 'Document of the case that shows it';
COMMENT ON COLUMN data_processing.starts_on IS 'First day';
COMMENT ON COLUMN data_processing.ends_on IS 'Last day';
COMMENT ON COLUMN data_processing.note IS 'Remarks';
COMMENT ON COLUMN data_processing.removed_at IS 'When it was taken back';
CALL protect('data_processing');

CREATE TABLE dispensation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  authority text NOT NULL CHECK (char_length(authority) BETWEEN 1 AND 200),
  subject text NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 500),
  applied_on date,
  granted_on date,
  refused_on date,
  expires_on date,
  reference text CHECK (char_length(reference) <= 120),
  conditions text CHECK (char_length(conditions) <= 2000),
  document_id bigint,
  removed_at timestamptz,
  CONSTRAINT dispensation_one CHECK (granted_on IS NULL OR refused_on IS NULL),
  CONSTRAINT dispensation_granted CHECK (granted_on >= applied_on),
  CONSTRAINT dispensation_refused CHECK (refused_on >= applied_on),
  CONSTRAINT dispensation_expires CHECK (expires_on >= granted_on),
  CONSTRAINT dispensation_document FOREIGN KEY (document_id, collaboration_id) REFERENCES document (id, collaboration_id)
);
CREATE INDEX dispensation_case ON dispensation (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE dispensation IS 'Dispensations: applied for, granted or refused, and when they end';
COMMENT ON COLUMN dispensation.id IS 'Key';
COMMENT ON COLUMN dispensation.collaboration_id IS 'Case';
COMMENT ON COLUMN dispensation.authority IS 'Authority';
COMMENT ON COLUMN dispensation.subject IS 'What is dispensed from';
COMMENT ON COLUMN dispensation.applied_on IS 'Applied for';
COMMENT ON COLUMN dispensation.granted_on IS 'Granted';
COMMENT ON COLUMN dispensation.refused_on IS 'Refused';
COMMENT ON COLUMN dispensation.expires_on IS 'Last day it holds; null: open';
COMMENT ON COLUMN dispensation.reference IS 'Number at the authority';
COMMENT ON COLUMN dispensation.conditions IS 'Conditions';
COMMENT ON COLUMN dispensation.document_id IS 'Document of the case that shows it';
COMMENT ON COLUMN dispensation.removed_at IS 'When it was taken back';
CALL protect('dispensation');
CREATE FUNCTION dispensation_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM deadline_set(NEW.collaboration_id, 'dispensation', 'dispensation', NEW.id,
                       CASE WHEN NEW.removed_at IS NULL AND NEW.granted_on IS NOT NULL THEN NEW.expires_on END, NEW.subject, NULL, 'lawyer');
  RETURN NULL;
END $$;
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON dispensation FOR EACH ROW EXECUTE FUNCTION dispensation_deadline();

-- ---- fair competition ----

CREATE TABLE equalising_action (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  organisation_id bigint NOT NULL CONSTRAINT equalising_action_organisation REFERENCES organisation,
  action text NOT NULL CHECK (char_length(action) BETWEEN 1 AND 2000),
  done_on date NOT NULL,
  document_id bigint,
  removed_at timestamptz,
  CONSTRAINT equalising_action_document FOREIGN KEY (document_id, collaboration_id) REFERENCES document (id, collaboration_id)
);
CREATE INDEX equalising_action_case ON equalising_action (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE equalising_action IS 'What was done so that a tenderer that took part in an innovation has no advantage over the others';
COMMENT ON COLUMN equalising_action.id IS 'Key';
COMMENT ON COLUMN equalising_action.collaboration_id IS 'Case';
COMMENT ON COLUMN equalising_action.organisation_id IS 'The tenderer that took part';
COMMENT ON COLUMN equalising_action.action IS 'What was done';
COMMENT ON COLUMN equalising_action.done_on IS 'When';
COMMENT ON COLUMN equalising_action.document_id IS 'Document of the case that shows it';
COMMENT ON COLUMN equalising_action.removed_at IS 'When it was taken back';
CALL protect('equalising_action');
-- Tenderers and suppliers of a case that, themselves or through their group, are partners of an innovation. Of the cases that one sees.
CREATE FUNCTION competition(case_id bigint) RETURNS TABLE (organisation_id bigint, partner_id bigint, innovation_id bigint, role text)
LANGUAGE sql STABLE AS $$
  SELECT DISTINCT p.organisation_id, m, i.id, x.role
  FROM collaboration c JOIN participation p ON p.collaboration_id = c.id, group_members(p.organisation_id) m
  JOIN participation x ON x.organisation_id = m JOIN collaboration i ON i.id = x.collaboration_id
  WHERE c.id = case_id AND c.kind = 'strategic_procurement' AND p.role IN ('tenderer', 'supplier', 'subcontractor') AND p.removed_at IS NULL
    AND x.removed_at IS NULL AND x.role NOT IN ('buyer', 'procuring_entity', 'payer') AND i.kind = 'opi' AND i.id <> c.id
$$;

-- ---- the inbox and facts ----

CREATE FUNCTION law_kinds() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY['checklist', 'invention', 'ministry_approval', 'standstill', 'dispensation']
$$;
CREATE INDEX deadline_open_kind ON deadline (kind, due_date) WHERE done_at IS NULL;
-- What lies with the lawyers: a stage that is theirs, a clock or a due date, a red answer.
CREATE FUNCTION law_cases() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT c.id FROM collaboration c JOIN code_stage s ON s.kind = c.kind AND s.code = c.stage WHERE s.legal
  UNION SELECT d.collaboration_id FROM deadline d WHERE d.done_at IS NULL AND d.kind = ANY (law_kinds())
  UNION SELECT x.collaboration_id FROM checklist_red x
$$;

CREATE FUNCTION fact_checklist(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM checklist(case_id) x WHERE x.blocks AND x.section <> 'agreement' AND x.status IN ('open', 'red'))
$$;
CREATE FUNCTION fact_agreement_sections(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM checklist(case_id) x WHERE x.section = 'agreement' AND x.status IN ('open', 'red'))
$$;
CREATE FUNCTION fact_impartiality(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT COALESCE(bool_and(x.decision IS NOT NULL), false) FROM impartiality x WHERE x.collaboration_id = case_id AND x.removed_at IS NULL
$$;
CREATE FUNCTION fact_state_aid(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM state_aid a WHERE a.collaboration_id = case_id AND a.removed_at IS NULL AND a.basis = 'de_minimis'
                       AND aid_sum(a.organisation_id, a.granted_on) > aid_ceiling(a.granted_on))
$$;
CREATE FUNCTION fact_data_processing(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT COALESCE(bool_and(x.data_class = 'anonymous' OR x.legal_basis IS NOT NULL AND x.dpia <> 'needed'), false)
  FROM data_processing x WHERE x.collaboration_id = case_id AND x.removed_at IS NULL
$$;
CREATE FUNCTION fact_ipr(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT COALESCE(bool_and(x.owner IS NOT NULL) AND bool_or(x.ground = 'foreground'), false) FROM ipr x WHERE x.collaboration_id = case_id AND x.removed_at IS NULL
$$;
INSERT INTO case_fact (code, da, en, place) VALUES
  ('checklist', 'Den juridiske tjekliste er besvaret, og intet er rødt', 'The legal checklist is answered and nothing is red', 'jura'),
  ('agreement_sections', 'Aftalen har alle sine afsnit', 'The agreement has all its sections', 'jura'),
  ('impartiality', 'Habilitet er erklæret og afgjort for alle', 'Interests are declared and decided on for everybody', 'jura'),
  ('state_aid', 'Støtten holder sig under loftet', 'Aid stays below the ceiling', 'jura'),
  ('data_processing', 'Behandlingen af personoplysninger er på plads', 'The processing of personal data is in place', 'jura'),
  ('ipr', 'Rettighederne til resultaterne er fordelt', 'The rights to the results are agreed', 'jura');

-- ---- default questions ----

INSERT INTO checklist_rule (code, section, no, kind, da, en, red_answer, red_with, blocks, yes_da, yes_en, no_da, no_en, help_da, help_en, source) VALUES
  ('authority_basis', 'authority', 1, NULL, 'Har regionen hjemmel til samarbejdet?', 'Does the region have legal authority for the collaboration?', 'no', NULL, true, '', '', 'Samarbejdet kan ikke indgås uden hjemmel.', 'Without authority there can be no collaboration.', 'Sundhedsloven § 78, stk. 3: Regionsrådet kan samarbejde med offentlige myndigheder og private virksomheder, også i selskabsform, om opgaver i lovens afsnit VI, XI, XII og XIV-XVI. § 75, stk. 2 handler om private institutioner. Skriv den bestemmelse, I bruger, i begrundelsen.', 'Health Act, section 78(3): the regional council may work with public authorities and private companies, also in company form, on tasks of parts VI, XI, XII and XIV-XVI. Section 75(2) is on private institutions. Name the provision in the reasoning.', 'Sundhedsloven § 75, stk. 2 og § 78, stk. 3'),
  ('authority_minister', 'authority', 2, NULL, 'Er ministerens godkendelse på plads, hvis samarbejdet begrænser regionsrådets beføjelser?', 'If the collaboration limits the powers of the council: is the minister''s approval in place?', 'no', NULL, true, '', '', 'Start fristen under Frister: sagen anses for godkendt efter en måned.', 'Start the clock under Clocks: it is deemed approved after a month.', 'Godkendelsen anses for givet, hvis ministeren ikke har sagt nej inden en måned. Svar "ikke relevant", når samarbejdet ikke begrænser rådets beføjelser.', 'Approval is deemed given unless the minister refuses within a month. Answer "not relevant" when the powers of the council are not limited.', 'Sundhedsloven § 78, stk. 4-5'),
  ('procurement_tendered', 'procurement', 1, 'opi', 'Er der taget stilling til, om aftalen er gensidigt bebyrdende?', 'Has it been decided whether the contract is for pecuniary interest?', 'no', NULL, true, '', '', 'Afgør, om regionen betaler for en ydelse.', 'Decide whether the region pays for a service.', 'Myte: "OPI''er er aldrig udbudspligtige." Det er forkert. Betaler regionen for en ydelse, kan udbudsloven gælde.', 'Myth: "Public-private innovation never has to be tendered." That is wrong. When the region pays for a service, the Public Procurement Act may apply.', 'denoffentlige.dk; Horten 2017'),
  ('results_exclusive', 'procurement', 2, 'opi', 'Tilhører resultaterne udelukkende os?', 'Do the results belong exclusively to us?', 'yes', 'pays_fully', true, 'Undtagelsen for forskning og udvikling kan kun bruges, hvis vi ikke også betaler fuldt ud.', 'The exemption for research and development holds only if we do not pay in full as well.', 'Undtagelsen for forskning og udvikling er mulig.', 'The exemption for research and development is possible.', 'Undtagelsen falder kun bort, når resultaterne udelukkende er vores, OG vi betaler det hele.', 'The exemption is lost only when the results are exclusively ours AND we pay for all of it.', 'Udbudsloven § 22 ifølge Horten 2017 (senere omnummerering ikke kontrolleret)'),
  ('pays_fully', 'procurement', 3, 'opi', 'Betaler vi fuldt ud for udviklingen?', 'Do we pay for the development in full?', 'yes', 'results_exclusive', true, 'Undtagelsen for forskning og udvikling kan kun bruges, hvis resultaterne ikke udelukkende er vores.', 'The exemption for research and development holds only if the results are not exclusively ours.', 'Undtagelsen for forskning og udvikling er mulig.', 'The exemption for research and development is possible.', 'Undtagelsen falder kun bort, når resultaterne udelukkende er vores, OG vi betaler det hele.', 'The exemption is lost only when the results are exclusively ours AND we pay for all of it.', 'Udbudsloven § 22 ifølge Horten 2017 (senere omnummerering ikke kontrolleret)'),
  ('procurement_threshold', 'procurement', 4, 'strategic_procurement', 'Er værdien sammenlignet med tærskelværdierne?', 'Has the value been compared with the thresholds?', 'no', NULL, true, '', '', '', '', 'Tærsklerne ændres hvert andet år. Se de gældende i administrationen.', 'The thresholds change every second year. See those in force in the administration.', 'Udbudsloven; kfst.dk'),
  ('procurement_cross_border', 'procurement', 5, 'strategic_procurement', 'Er det vurderet, om kontrakten har klar grænseoverskridende interesse?', 'Has it been assessed whether the contract is of certain cross-border interest?', 'no', NULL, true, '', '', '', '', 'Gælder køb under tærskelværdien.', 'For purchases below the threshold.', '(efter hukommelsen)'),
  ('procurement_pcp', 'procurement', 6, 'opi', 'Ved prækommercielt indkøb: betaler vi markedspris, og deles resultaterne?', 'Pre-commercial procurement: do we pay the market price, and are the results shared?', 'no', NULL, true, '', '', '', '', '', '', '(efter hukommelsen)'),
  ('interests_declared', 'impartiality', 1, NULL, 'Har alle, der deltager i vurdering og valg, erklæret deres interesser?', 'Has everybody who takes part in assessment and choice declared their interests?', 'no', NULL, true, '', '', 'Skriv erklæringerne under Habilitet.', 'Put the declarations under Impartiality.', '', '', 'Forvaltningsloven §§ 3-6 (efter hukommelsen); udbudsloven § 4'),
  ('interests_doctors', 'impartiality', 2, NULL, 'Er lægers tilknytning til virksomheder meldt og tilladt?', 'Are doctors'' ties to companies reported and permitted?', 'no', NULL, true, '', '', '', '', '', '', 'Sundhedsloven; Lægemiddelstyrelsen (efter hukommelsen)'),
  ('dialogue_equal', 'impartiality', 3, 'strategic_procurement', 'Har alle tilbudsgivere fået de oplysninger, som den tidligere markedsdialog gav?', 'Have all tenderers got the information that earlier market dialogue has given?', 'no', NULL, true, '', '', 'Skriv, hvad der er gjort for at udligne fordelen, under Lige konkurrence.', 'Note what was done to even out the advantage under Fair competition.', '', '', 'Udbudsloven §§ 39-40 (efter hukommelsen)'),
  ('aid_market', 'state_aid', 1, NULL, 'Sker samarbejdet på markedsvilkår, eller er støtten lovlig?', 'Is the collaboration on market terms, or is the aid lawful?', 'no', NULL, true, '', '', '', '', 'Ydelser til en virksomhed under markedspris er støtte. De minimis-støtte lægges sammen for hele koncernen over tre år; se registret.', 'Services to a company below market price are aid. De minimis aid adds up for the whole group over three years; see the register.', 'Forordning (EU) 2023/2831; FUI-rammebestemmelserne (efter hukommelsen)'),
  ('ipr_split', 'ipr', 1, NULL, 'Er det aftalt, hvem der ejer og må bruge resultaterne?', 'Is it agreed who owns and may use the results?', 'no', NULL, true, '', '', '', '', 'Myte: "Alle rettigheder skal deles." Det er forkert. Parterne kan fordele dem, som det passer til bidragene.', 'Myth: "All rights must be shared." That is wrong. The parties may split them as fits what they put in.', 'denoffentlige.dk; Horten 2017'),
  ('ipr_employees', 'ipr', 2, NULL, 'Ved medarbejderne, at de skal melde opfindelser?', 'Do the employees know that they must report inventions?', 'no', NULL, false, '', '', '', '', 'Loven gælder også offentlige sygehuse. Regionen har to måneder til at beslutte sig, fra opfindelsen er meldt.', 'The act covers public hospitals as well. The region has two months to decide from the report.', 'Lov om opfindelser ved offentlige forskningsinstitutioner, LBK 210 17/03/2009'),
  ('data_roles', 'data', 1, NULL, 'Er rollerne for personoplysninger aftalt (dataansvarlig, fælles ansvar eller databehandler)?', 'Are the roles for personal data agreed (controller, joint controllers or processor)?', 'no', NULL, true, '', '', 'Skriv dem under Personoplysninger.', 'Put them under Personal data.', '', '', 'Databeskyttelsesforordningen art. 26, 28 og 30'),
  ('data_basis', 'data', 2, NULL, 'Er der et grundlag for at behandle og dele oplysningerne, også mellem sektorer?', 'Is there a basis for processing and sharing the data, also between sectors?', 'no', NULL, true, '', '', '', '', '', '', 'Databeskyttelsesforordningen art. 6 og 9'),
  ('data_dpia', 'data', 3, NULL, 'Er konsekvensanalysen (DPIA) lavet, hvis den er nødvendig?', 'Has the assessment of consequences (DPIA) been made if it is needed?', 'no', NULL, true, '', '', '', '', '', '', 'Databeskyttelsesforordningen art. 35'),
  ('data_third_country', 'data', 4, NULL, 'Er der grundlag for overførsel, hvis oplysninger sendes ud af EU og EØS?', 'Is there a basis for transfer if data leave the EU and EEA?', 'no', NULL, true, '', '', '', '', '', '', 'Databeskyttelsesforordningen kapitel V'),
  ('permission_ethics', 'permissions', 1, NULL, 'Er projektet meldt til videnskabsetisk komité, hvis det er et forsøg?', 'Is the project notified to the ethics committee if it is a trial?', 'no', NULL, true, '', '', '', '', '', '', 'Lov om videnskabsetisk behandling (efter hukommelsen)'),
  ('permission_device', 'permissions', 2, NULL, 'Er CE-mærkning eller tilladelse på plads for udstyr og software (MDR/IVDR)?', 'Is the CE mark or permission in place for devices and software (MDR/IVDR)?', 'no', NULL, true, '', '', '', '', '', '', 'Forordning (EU) 2017/745 og 2017/746'),
  ('confidential_rules', 'confidentiality', 1, NULL, 'Er det aftalt, hvad der er fortroligt, og at aktindsigt går forud?', 'Is it agreed what is confidential, and that access to documents goes first?', 'no', NULL, true, '', '', '', '', 'Aftalen kan ikke love mere fortrolighed, end offentlighedsloven giver plads til.', 'The agreement cannot promise more secrecy than the Access to Documents Act leaves room for.', 'Udbudsloven § 5; offentlighedsloven § 30'),
  ('staff_terms', 'staff', 1, NULL, 'Er det klart, hvem der ansætter og leder dem, der arbejder på projektet?', 'Is it clear who employs and leads those who work on the project?', 'no', NULL, false, '', '', '', '', '', '', 'Samspil'),
  ('insurance_patients', 'insurance', 1, NULL, 'Er patienterne dækket, også når den private part gør skade?', 'Are the patients covered, also when the private party does harm?', 'no', NULL, true, '', '', '', '', '', '', 'Klage- og erstatningsloven (efter hukommelsen); Patienterstatningen'),
  ('exit_lock_in', 'exit', 1, NULL, 'Kan vi stoppe eller skifte leverandør uden at miste data og viden?', 'Can we stop or change supplier without losing data and knowledge?', 'no', NULL, true, '', '', '', '', '', '', 'Samspil'),
  ('exit_exclusive', 'exit', 2, NULL, 'Giver vi nogen eneret til data, personale eller patienter?', 'Do we give anybody an exclusive right to data, staff or patients?', 'yes', NULL, false, 'Begrund, hvorfor eneretten er nødvendig, og hvornår den slutter.', 'Say why the exclusive right is needed and when it ends.', '', '', '', '', 'Samspil'),
  ('economy_budget', 'economy', 1, NULL, 'Er der hjemmel i budgettet, også til driften efter projektet?', 'Is there cover in the budget, also for operation after the project?', 'no', NULL, true, '', '', '', '', '', '', 'Samspil'),
  ('economy_vat', 'economy', 2, NULL, 'Er momsen afklaret?', 'Is VAT settled?', 'no', NULL, false, '', '', '', '', '', '', 'Samspil'),
  ('agreement_parties', 'agreement', 1, 'opi', 'Har aftalen et afsnit om: Parter?', 'Does the agreement have a section on: Parties?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_background', 'agreement', 2, 'opi', 'Har aftalen et afsnit om: Baggrund og formål?', 'Does the agreement have a section on: Background and purpose?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_definitions', 'agreement', 3, 'opi', 'Har aftalen et afsnit om: Definitioner?', 'Does the agreement have a section on: Definitions?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_project', 'agreement', 4, 'opi', 'Har aftalen et afsnit om: OPI-projektet?', 'Does the agreement have a section on: The project?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_cooperation', 'agreement', 5, 'opi', 'Har aftalen et afsnit om: Samarbejdsform?', 'Does the agreement have a section on: How the parties work together?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_finance', 'agreement', 6, 'opi', 'Har aftalen et afsnit om: Økonomisk ramme?', 'Does the agreement have a section on: Financial frame?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_private_contribution', 'agreement', 7, 'opi', 'Har aftalen et afsnit om: Den private parts bidrag?', 'Does the agreement have a section on: Contribution of the private party?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_staff', 'agreement', 8, 'opi', 'Har aftalen et afsnit om: Medarbejdere?', 'Does the agreement have a section on: Staff?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_public_contribution', 'agreement', 9, 'opi', 'Har aftalen et afsnit om: Den offentlige parts bidrag?', 'Does the agreement have a section on: Contribution of the public party?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_rights', 'agreement', 10, 'opi', 'Har aftalen et afsnit om: Rettigheder?', 'Does the agreement have a section on: Rights?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_procurement', 'agreement', 11, 'opi', 'Har aftalen et afsnit om: Udbudsmæssige forhold?', 'Does the agreement have a section on: Procurement matters?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_publicity', 'agreement', 12, 'opi', 'Har aftalen et afsnit om: Offentliggørelse og hemmeligholdelse?', 'Does the agreement have a section on: Publication and secrecy?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_new_parties', 'agreement', 13, 'opi', 'Har aftalen et afsnit om: Nye parters indtræden?', 'Does the agreement have a section on: Entry of new parties?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_breach', 'agreement', 14, 'opi', 'Har aftalen et afsnit om: Misligholdelse og erstatning?', 'Does the agreement have a section on: Breach and damages?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('agreement_termination', 'agreement', 15, 'opi', 'Har aftalen et afsnit om: Ophør?', 'Does the agreement have a section on: Termination?', 'no', NULL, true, '', '', 'Skriv afsnittet, eller begrund, hvorfor det ikke er nødvendigt.', 'Write the section, or say why it is not needed.', '', '', 'OPI-Lab, model 2A/2B (indholdsfortegnelse)'),
  ('guideline_rights', 'guideline', 1, 'research_contract', 'Følger kontrakten retningslinjerne om rettigheder og optioner?', 'Does the contract follow the guidelines on rights and options?', 'no', NULL, true, '', '', '', '', '', '', 'Universitetshospitalernes retningslinjer 2004 (indholdsfortegnelse)'),
  ('guideline_patents', 'guideline', 2, 'research_contract', 'Følger kontrakten retningslinjerne om patenter og licenser?', 'Does the contract follow the guidelines on patents and licences?', 'no', NULL, true, '', '', '', '', '', '', 'Universitetshospitalernes retningslinjer 2004 (indholdsfortegnelse)'),
  ('guideline_market_terms', 'guideline', 3, 'research_contract', 'Følger kontrakten retningslinjerne om markedsmæssige vilkår?', 'Does the contract follow the guidelines on market terms?', 'no', NULL, true, '', '', '', '', '', '', 'Universitetshospitalernes retningslinjer 2004 (indholdsfortegnelse)'),
  ('guideline_clinical_data', 'guideline', 4, 'research_contract', 'Følger kontrakten retningslinjerne om kliniske data?', 'Does the contract follow the guidelines on clinical data?', 'no', NULL, true, '', '', '', '', '', '', 'Universitetshospitalernes retningslinjer 2004 (indholdsfortegnelse)'),
  ('guideline_source_data', 'guideline', 5, 'research_contract', 'Følger kontrakten retningslinjerne om kildedata?', 'Does the contract follow the guidelines on source data?', 'no', NULL, true, '', '', '', '', '', '', 'Universitetshospitalernes retningslinjer 2004 (indholdsfortegnelse)'),
  ('guideline_material', 'guideline', 6, 'research_contract', 'Følger kontrakten retningslinjerne om biologisk materiale?', 'Does the contract follow the guidelines on biological material?', 'no', NULL, true, '', '', '', '', '', '', 'Universitetshospitalernes retningslinjer 2004 (indholdsfortegnelse)'),
  ('guideline_publication', 'guideline', 7, 'research_contract', 'Følger kontrakten retningslinjerne om publiceringsret og udsættelse?', 'Does the contract follow the guidelines on the right to publish and delay of it?', 'no', NULL, true, '', '', '', '', '', '', 'Universitetshospitalernes retningslinjer 2004 (indholdsfortegnelse)'),
  ('guideline_secrets', 'guideline', 8, 'research_contract', 'Følger kontrakten retningslinjerne om forretningshemmeligheder?', 'Does the contract follow the guidelines on business secrets?', 'no', NULL, true, '', '', '', '', '', '', 'Universitetshospitalernes retningslinjer 2004 (indholdsfortegnelse)'),
  ('guideline_price', 'guideline', 9, 'research_contract', 'Følger kontrakten retningslinjerne om prisfastsættelse?', 'Does the contract follow the guidelines on pricing?', 'no', NULL, true, '', '', '', '', '', '', 'Universitetshospitalernes retningslinjer 2004 (indholdsfortegnelse)'),
  ('guideline_exclusivity', 'guideline', 10, 'research_contract', 'Følger kontrakten retningslinjerne om eksklusivitet?', 'Does the contract follow the guidelines on exclusivity?', 'no', NULL, true, '', '', '', '', '', '', 'Universitetshospitalernes retningslinjer 2004 (indholdsfortegnelse)');
