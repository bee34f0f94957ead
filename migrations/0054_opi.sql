-- SPDX-License-Identifier: EUPL-1.2
-- Public-private innovation: the screening canvas, the call, the test, risk by stage, the say of patients, evaluation, decision, spread,
-- follow-up on benefits, indicators, and money from pools. Stop and go after a stage are gates of the lifecycle, not rows of these tables.

CALL code_list('ce_status', 'CE status of what is tested, under the medical device regulation');
CALL code_list('device_class', 'Classes of medical devices and in vitro diagnostics');
CALL code_list('involved_group', 'Who has a say in a collaboration');
CALL code_list('evaluation_occasion', 'Which of the evaluations of a case');
CALL code_list('opi_decision', 'What comes after an innovation');
CALL code_lists_join();
INSERT INTO code_ce_status (code, da, en, sort, source) VALUES
  ('not_device', 'Ikke medicinsk udstyr', 'Not a medical device', 1, 'MDR art. 2 (efter hukommelsen)'),
  ('marked', 'CE-mærket', 'CE marked', 2, 'MDR (efter hukommelsen)'),
  ('other_use', 'CE-mærket, men til anden brug', 'CE marked, but for another use', 3, 'MDR (efter hukommelsen)'),
  ('in_house', 'Fremstillet på hospitalet', 'Made in the hospital', 4, 'MDR art. 5, stk. 5 (efter hukommelsen)'),
  ('investigation', 'Ikke mærket: klinisk afprøvning', 'Not marked: clinical investigation', 5, 'MDR art. 62 (efter hukommelsen)'),
  ('unknown', 'Ikke afklaret endnu', 'Not clear yet', 6, 'Samspil');
INSERT INTO code_device_class (code, da, en, sort, source) VALUES
  ('i', 'Klasse I', 'Class I', 1, 'MDR (efter hukommelsen)'),
  ('iia', 'Klasse IIa', 'Class IIa', 2, 'MDR (efter hukommelsen)'),
  ('iib', 'Klasse IIb', 'Class IIb', 3, 'MDR (efter hukommelsen)'),
  ('iii', 'Klasse III', 'Class III', 4, 'MDR (efter hukommelsen)'),
  ('ivd_a', 'IVD klasse A', 'IVD class A', 5, 'IVDR (efter hukommelsen)'),
  ('ivd_b', 'IVD klasse B', 'IVD class B', 6, 'IVDR (efter hukommelsen)'),
  ('ivd_c', 'IVD klasse C', 'IVD class C', 7, 'IVDR (efter hukommelsen)'),
  ('ivd_d', 'IVD klasse D', 'IVD class D', 8, 'IVDR (efter hukommelsen)');
INSERT INTO code_involved_group (code, da, en, sort, source) VALUES
  ('patients', 'Patienter', 'Patients', 1, 'Samspil'),
  ('relatives', 'Pårørende', 'Relatives', 2, 'Samspil'),
  ('association', 'Patientforening', 'Patient association', 3, 'Samspil'),
  ('citizens', 'Borgere', 'Citizens', 4, 'Samspil');
INSERT INTO code_evaluation_occasion (code, da, en, sort, source) VALUES
  ('result', 'Efter afprøvningen', 'After the test', 1, 'Samspil'),
  ('long_term', 'Efter 24-36 måneder', 'After 24-36 months', 2, 'Høringsnotat om sundhedsklynger 2022');
INSERT INTO code_opi_decision (code, da, en, sort, source) VALUES
  ('stop', 'Stop', 'Stop', 1, 'Samspil'),
  ('follow_up', 'Efterforløb', 'Follow-up project', 2, 'danishlifesciencecluster.dk'),
  ('tender', 'Udbud', 'Tender', 3, 'Samspil'),
  ('below_threshold', 'Køb under tærskelværdien', 'Purchase below the threshold', 4, 'Udbudsloven'),
  ('spread', 'Udbredelse i regionen', 'Spread in the region', 5, 'Samspil'),
  ('national', 'Løft nationalt', 'Lift to the national level', 6, 'KL, høringsnotat om sundhedsklynger 2022');
INSERT INTO code_deadline_kind (code, da, en, sort, source) VALUES ('indicator', 'Indikator skal måles', 'Indicator to be measured', 22, 'Samspil');

CREATE TABLE opi_prompt (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL CHECK (code ~ '^[a-z0-9_]{1,60}$'),
  part text NOT NULL CHECK (part IN ('canvas', 'myth')),
  no integer NOT NULL DEFAULT 1 CHECK (no BETWEEN 1 AND 99),
  required boolean NOT NULL DEFAULT false,
  da text NOT NULL CHECK (char_length(da) BETWEEN 2 AND 300),
  en text NOT NULL CHECK (char_length(en) BETWEEN 2 AND 300),
  help_da text NOT NULL DEFAULT '' CHECK (char_length(help_da) <= 1000),
  help_en text NOT NULL DEFAULT '' CHECK (char_length(help_en) <= 1000),
  valid_from date,
  valid_to date,
  source text NOT NULL DEFAULT '' CHECK (char_length(source) <= 1000),
  CONSTRAINT opi_prompt_dates CHECK (valid_to >= valid_from),
  CONSTRAINT opi_prompt_overlap EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);
COMMENT ON TABLE opi_prompt IS 'Prompts of the screening canvas, and myths with what holds; rows of one code follow each other in time';
COMMENT ON COLUMN opi_prompt.id IS 'Key';
COMMENT ON COLUMN opi_prompt.code IS 'Code';
COMMENT ON COLUMN opi_prompt.part IS 'Where it is shown';
COMMENT ON COLUMN opi_prompt.no IS 'Order';
COMMENT ON COLUMN opi_prompt.required IS 'Must be answered to leave the screening';
COMMENT ON COLUMN opi_prompt.da IS 'Danish text';
COMMENT ON COLUMN opi_prompt.en IS 'English text';
COMMENT ON COLUMN opi_prompt.help_da IS 'What to think of, in Danish; of a myth: what holds';
COMMENT ON COLUMN opi_prompt.help_en IS 'What to think of, in English; of a myth: what holds';
COMMENT ON COLUMN opi_prompt.valid_from IS 'First day; null: always';
COMMENT ON COLUMN opi_prompt.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN opi_prompt.source IS 'Where it is taken from';
CALL stamped('opi_prompt');
CALL audited('opi_prompt');

CREATE TABLE pool (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL CHECK (code ~ '^[a-z0-9_]{1,60}$'),
  da text NOT NULL CHECK (char_length(da) BETWEEN 2 AND 300),
  en text NOT NULL CHECK (char_length(en) BETWEEN 2 AND 300),
  amount_oere bigint CHECK (amount_oere BETWEEN 0 AND 100000000000000000),
  help_da text NOT NULL DEFAULT '' CHECK (char_length(help_da) <= 1000),
  help_en text NOT NULL DEFAULT '' CHECK (char_length(help_en) <= 1000),
  valid_from date,
  valid_to date,
  source text NOT NULL DEFAULT '' CHECK (char_length(source) <= 1000),
  CONSTRAINT pool_dates CHECK (valid_to >= valid_from),
  CONSTRAINT pool_overlap EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);
COMMENT ON TABLE pool IS 'Pools of money that innovation can be awarded from';
COMMENT ON COLUMN pool.id IS 'Key';
COMMENT ON COLUMN pool.code IS 'Code';
COMMENT ON COLUMN pool.da IS 'Danish name';
COMMENT ON COLUMN pool.en IS 'English name';
COMMENT ON COLUMN pool.amount_oere IS 'Size of the pool';
COMMENT ON COLUMN pool.help_da IS 'Purpose and conditions, in Danish';
COMMENT ON COLUMN pool.help_en IS 'Purpose and conditions, in English';
COMMENT ON COLUMN pool.valid_from IS 'First day; null: always';
COMMENT ON COLUMN pool.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN pool.source IS 'Where it is taken from';
CALL stamped('pool');
CALL audited('pool');

CREATE TABLE canvas_answer (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  prompt_id bigint NOT NULL,
  answer text NOT NULL CHECK (char_length(answer) BETWEEN 1 AND 4000),
  removed_at timestamptz,
  CONSTRAINT canvas_answer_prompt_id_fkey FOREIGN KEY (prompt_id) REFERENCES opi_prompt
);
CREATE UNIQUE INDEX canvas_answer_once ON canvas_answer (collaboration_id, prompt_id) WHERE removed_at IS NULL;
COMMENT ON TABLE canvas_answer IS 'Answers of a case to the prompts of the screening canvas';
COMMENT ON COLUMN canvas_answer.id IS 'Key';
COMMENT ON COLUMN canvas_answer.collaboration_id IS 'Case';
COMMENT ON COLUMN canvas_answer.prompt_id IS 'Prompt';
COMMENT ON COLUMN canvas_answer.answer IS 'Answer';
COMMENT ON COLUMN canvas_answer.removed_at IS 'When it was taken back';
CALL protect('canvas_answer');

CREATE TABLE opi_course (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  call_published_on date,
  call_closes_on date,
  call_url text CHECK (call_url ~ '^https?://'),
  no_call_reason text CHECK (char_length(no_call_reason) <= 4000),
  test_protocol text CHECK (char_length(test_protocol) <= 10000),
  test_place text CHECK (char_length(test_place) <= 200),
  test_from date,
  test_to date,
  test_persons integer CHECK (test_persons BETWEEN 0 AND 1000000),
  ce_status text REFERENCES code_ce_status,
  device_class text REFERENCES code_device_class,
  ethics_number text CHECK (char_length(ethics_number) <= 80),
  risk_sharing text CHECK (char_length(risk_sharing) <= 10000),
  decision text REFERENCES code_opi_decision,
  decided_on date,
  decision_reason text CHECK (char_length(decision_reason) <= 4000),
  removed_at timestamptz,
  CONSTRAINT opi_course_call CHECK (call_closes_on >= call_published_on),
  CONSTRAINT opi_course_test CHECK (test_to >= test_from),
  CONSTRAINT opi_course_decided CHECK (decision IS NULL OR decided_on IS NOT NULL),
  CONSTRAINT opi_course_reason CHECK (decision IS NULL OR btrim(decision_reason) <> '' IS TRUE)
);
CREATE UNIQUE INDEX opi_course_once ON opi_course (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE opi_course IS 'What a case of public-private innovation has one of: the call for partners, the test, how risk is shared, the decision';
COMMENT ON COLUMN opi_course.id IS 'Key';
COMMENT ON COLUMN opi_course.collaboration_id IS 'Case';
COMMENT ON COLUMN opi_course.call_published_on IS 'Day on which the open call was published';
COMMENT ON COLUMN opi_course.call_closes_on IS 'Last day to answer it';
COMMENT ON COLUMN opi_course.call_url IS 'Where it stands';
COMMENT ON COLUMN opi_course.no_call_reason IS 'Why there is no open call';
COMMENT ON COLUMN opi_course.test_protocol IS 'What is tested, how and with what measures';
COMMENT ON COLUMN opi_course.test_place IS 'Where it is tested';
COMMENT ON COLUMN opi_course.test_from IS 'First day of the test';
COMMENT ON COLUMN opi_course.test_to IS 'Last day of the test';
COMMENT ON COLUMN opi_course.test_persons IS 'How many take part';
COMMENT ON COLUMN opi_course.ce_status IS 'CE status under the medical device regulation';
COMMENT ON COLUMN opi_course.device_class IS 'Class of the device';
COMMENT ON COLUMN opi_course.ethics_number IS 'Number at the ethics committee or the medicines agency, where they must say yes';
COMMENT ON COLUMN opi_course.risk_sharing IS 'Who bears which risk, and how loss and gain are shared';
COMMENT ON COLUMN opi_course.decision IS 'What comes after the evaluation';
COMMENT ON COLUMN opi_course.decided_on IS 'Day of that decision';
COMMENT ON COLUMN opi_course.decision_reason IS 'Why';
COMMENT ON COLUMN opi_course.removed_at IS 'When it was taken back';
CALL protect('opi_course');

CREATE TABLE exposure (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  no integer NOT NULL CHECK (no BETWEEN 1 AND 99),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  exposure_oere bigint NOT NULL CHECK (exposure_oere BETWEEN 0 AND 100000000000000000),
  success_probability double precision CHECK (success_probability BETWEEN 0 AND 1),
  terms text CHECK (char_length(terms) <= 4000),
  removed_at timestamptz
);
CREATE UNIQUE INDEX exposure_once ON exposure (collaboration_id, no) WHERE removed_at IS NULL;
COMMENT ON TABLE exposure IS 'What the region can at worst lose in each stage of a case, and how likely the stage succeeds';
COMMENT ON COLUMN exposure.id IS 'Key';
COMMENT ON COLUMN exposure.collaboration_id IS 'Case';
COMMENT ON COLUMN exposure.no IS 'Order';
COMMENT ON COLUMN exposure.name IS 'Stage';
COMMENT ON COLUMN exposure.exposure_oere IS 'What the region puts at stake in the stage, so can lose when it ends there';
COMMENT ON COLUMN exposure.success_probability IS 'How likely the stage succeeds once it is reached, 0-1';
COMMENT ON COLUMN exposure.terms IS 'What the parties have agreed for the stage';
COMMENT ON COLUMN exposure.removed_at IS 'When it was taken back';
CALL protect('exposure');

CREATE TABLE involvement (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  involved text NOT NULL REFERENCES code_involved_group,
  held_on date NOT NULL,
  form text NOT NULL CHECK (char_length(form) BETWEEN 2 AND 200),
  people integer CHECK (people BETWEEN 0 AND 1000000),
  outcome text CHECK (char_length(outcome) <= 4000),
  removed_at timestamptz
);
CREATE INDEX involvement_case ON involvement (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE involvement IS 'How patients and relatives had a say';
COMMENT ON COLUMN involvement.id IS 'Key';
COMMENT ON COLUMN involvement.collaboration_id IS 'Case';
COMMENT ON COLUMN involvement.involved IS 'Who';
COMMENT ON COLUMN involvement.held_on IS 'Day';
COMMENT ON COLUMN involvement.form IS 'How: panel, interview, test, seat in the steering group';
COMMENT ON COLUMN involvement.people IS 'How many';
COMMENT ON COLUMN involvement.outcome IS 'What it changed';
COMMENT ON COLUMN involvement.removed_at IS 'When it was taken back';
CALL protect('involvement');

CREATE TABLE evaluation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  occasion text NOT NULL REFERENCES code_evaluation_occasion,
  done_on date,
  summary text CHECK (char_length(summary) <= 10000),
  patient_view text CHECK (char_length(patient_view) <= 10000),
  staff_view text CHECK (char_length(staff_view) <= 10000),
  company_view text CHECK (char_length(company_view) <= 10000),
  lessons text CHECK (char_length(lessons) <= 10000),
  document_id bigint,
  report_url text CHECK (report_url ~ '^https?://'),
  removed_at timestamptz,
  CONSTRAINT evaluation_document_id_fkey FOREIGN KEY (document_id, collaboration_id) REFERENCES document (id, collaboration_id)
);
CREATE UNIQUE INDEX evaluation_once ON evaluation (collaboration_id, occasion) WHERE removed_at IS NULL;
COMMENT ON TABLE evaluation IS 'What came of a case, as patients, staff and the company see it';
COMMENT ON COLUMN evaluation.id IS 'Key';
COMMENT ON COLUMN evaluation.collaboration_id IS 'Case';
COMMENT ON COLUMN evaluation.occasion IS 'Which of the evaluations of the case';
COMMENT ON COLUMN evaluation.done_on IS 'Day on which it was done; null: under way';
COMMENT ON COLUMN evaluation.summary IS 'What it comes to';
COMMENT ON COLUMN evaluation.patient_view IS 'How patients and relatives see it';
COMMENT ON COLUMN evaluation.staff_view IS 'How staff see it';
COMMENT ON COLUMN evaluation.company_view IS 'How the company sees it';
COMMENT ON COLUMN evaluation.lessons IS 'What others can learn from it';
COMMENT ON COLUMN evaluation.document_id IS 'The report';
COMMENT ON COLUMN evaluation.report_url IS 'Where the report lies, when not among the documents of the case';
COMMENT ON COLUMN evaluation.removed_at IS 'When it was taken back';
CALL protect('evaluation');

CREATE TABLE benefits_review (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  months integer NOT NULL CHECK (months BETWEEN 1 AND 240),
  due_date date NOT NULL,
  done_on date,
  summary text CHECK (char_length(summary) <= 4000),
  next_step text CHECK (char_length(next_step) <= 4000),
  removed_at timestamptz
);
CREATE UNIQUE INDEX benefits_review_once ON benefits_review (collaboration_id, months) WHERE removed_at IS NULL;
COMMENT ON TABLE benefits_review IS 'Follow-up on the benefits of an innovation, 12, 24 and 36 months after its start';
COMMENT ON COLUMN benefits_review.id IS 'Key';
COMMENT ON COLUMN benefits_review.collaboration_id IS 'Case';
COMMENT ON COLUMN benefits_review.months IS 'Months after the start';
COMMENT ON COLUMN benefits_review.due_date IS 'Last day';
COMMENT ON COLUMN benefits_review.done_on IS 'Day on which it was done';
COMMENT ON COLUMN benefits_review.summary IS 'What was seen';
COMMENT ON COLUMN benefits_review.next_step IS 'What follows from it';
COMMENT ON COLUMN benefits_review.removed_at IS 'When it was taken back';
CALL protect('benefits_review');

CREATE TABLE spread (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  unit_id integer,
  place text CHECK (char_length(place) <= 200),
  planned_on date,
  taken_up_on date,
  patients integer CHECK (patients BETWEEN 0 AND 100000000),
  note text CHECK (char_length(note) <= 2000),
  removed_at timestamptz,
  CONSTRAINT spread_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT spread_where CHECK (num_nonnulls(unit_id, NULLIF(place, '')) > 0)
);
CREATE INDEX spread_case ON spread (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE spread IS 'Who takes a solution up, and when';
COMMENT ON COLUMN spread.id IS 'Key';
COMMENT ON COLUMN spread.collaboration_id IS 'Case';
COMMENT ON COLUMN spread.unit_id IS 'Unit that takes it up';
COMMENT ON COLUMN spread.place IS 'Or a place that is no unit: a municipality, another region';
COMMENT ON COLUMN spread.planned_on IS 'Day on which it is to begin';
COMMENT ON COLUMN spread.taken_up_on IS 'Day on which it began';
COMMENT ON COLUMN spread.patients IS 'Patients a year there';
COMMENT ON COLUMN spread.note IS 'Remarks';
COMMENT ON COLUMN spread.removed_at IS 'When it was taken back';
CALL protect('spread');

CREATE TABLE indicator (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  name text NOT NULL CHECK (char_length(name) BETWEEN 2 AND 200),
  measured_in text CHECK (char_length(measured_in) <= 60),
  direction text NOT NULL CHECK (direction IN ('up', 'down')),
  baseline double precision CHECK (baseline BETWEEN -1e+12 AND 1e+12),
  target double precision CHECK (target BETWEEN -1e+12 AND 1e+12),
  source text CHECK (char_length(source) <= 1000),
  next_on date,
  removed_at timestamptz,
  CONSTRAINT indicator_of_case UNIQUE (id, collaboration_id)
);
CREATE INDEX indicator_case ON indicator (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE indicator IS 'What a case is to move: baseline, target, direction and source';
COMMENT ON COLUMN indicator.id IS 'Key';
COMMENT ON COLUMN indicator.collaboration_id IS 'Case';
COMMENT ON COLUMN indicator.name IS 'Name';
COMMENT ON COLUMN indicator.measured_in IS 'What it is counted in';
COMMENT ON COLUMN indicator.direction IS 'Which way is better';
COMMENT ON COLUMN indicator.baseline IS 'Value before';
COMMENT ON COLUMN indicator.target IS 'Value aimed at';
COMMENT ON COLUMN indicator.source IS 'Where the figures come from';
COMMENT ON COLUMN indicator.next_on IS 'Next day of measurement';
COMMENT ON COLUMN indicator.removed_at IS 'When it was taken back';
CALL protect('indicator');

CREATE TABLE indicator_value (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  indicator_id bigint NOT NULL,
  measured_on date NOT NULL,
  value double precision NOT NULL CHECK (value BETWEEN -1e+12 AND 1e+12),
  note text CHECK (char_length(note) <= 2000),
  removed_at timestamptz,
  CONSTRAINT indicator_value_indicator_id_fkey FOREIGN KEY (indicator_id, collaboration_id) REFERENCES indicator (id, collaboration_id)
);
CREATE UNIQUE INDEX indicator_value_once ON indicator_value (collaboration_id, indicator_id, measured_on) WHERE removed_at IS NULL;
COMMENT ON TABLE indicator_value IS 'Measurements of an indicator';
COMMENT ON COLUMN indicator_value.id IS 'Key';
COMMENT ON COLUMN indicator_value.collaboration_id IS 'Case';
COMMENT ON COLUMN indicator_value.indicator_id IS 'Indicator';
COMMENT ON COLUMN indicator_value.measured_on IS 'Day';
COMMENT ON COLUMN indicator_value.value IS 'Value';
COMMENT ON COLUMN indicator_value.note IS 'Remarks';
COMMENT ON COLUMN indicator_value.removed_at IS 'When it was taken back';
CALL protect('indicator_value');

CREATE TABLE pool_award (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  pool_id bigint NOT NULL,
  amount_oere bigint NOT NULL CHECK (amount_oere BETWEEN 0 AND 100000000000000000),
  awarded_on date NOT NULL,
  conditions text CHECK (char_length(conditions) <= 4000),
  report_due date,
  reported_on date,
  note text CHECK (char_length(note) <= 2000),
  removed_at timestamptz,
  CONSTRAINT pool_award_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES pool
);
CREATE INDEX pool_award_case ON pool_award (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE pool_award IS 'Money that a case was awarded from a pool, on which conditions, and when the pool is to hear of it';
COMMENT ON COLUMN pool_award.id IS 'Key';
COMMENT ON COLUMN pool_award.collaboration_id IS 'Case';
COMMENT ON COLUMN pool_award.pool_id IS 'Pool';
COMMENT ON COLUMN pool_award.amount_oere IS 'Amount';
COMMENT ON COLUMN pool_award.awarded_on IS 'Day';
COMMENT ON COLUMN pool_award.conditions IS 'Conditions';
COMMENT ON COLUMN pool_award.report_due IS 'Day by which is to be reported';
COMMENT ON COLUMN pool_award.reported_on IS 'Day on which that was done';
COMMENT ON COLUMN pool_award.note IS 'Remarks';
COMMENT ON COLUMN pool_award.removed_at IS 'When it was taken back';
CALL protect('pool_award');

INSERT INTO opi_prompt (code, part, no, required, da, en, help_da, help_en, source) VALUES
  ('problem', 'canvas', 1, true, 'Hvad er problemet i dag, og hvem mærker det?', 'What is the problem today, and who feels it?', 'Beskriv behovet, ikke løsningen. Hvornår opstår det, og hvor tit?', 'Describe the need, not the solution. When does it arise, and how often?', 'Samspil'),
  ('value_public', 'canvas', 2, true, 'Hvad er værdien for patienterne og det offentlige?', 'What is the value for patients and for the public side?', 'Tænk på patienter, personale, hospital, kommune og almen praksis.', 'Think of patients, staff, hospital, municipality and general practice.', 'co-pi.dk'),
  ('value_private', 'canvas', 3, true, 'Hvad er værdien for virksomheden?', 'What is the value for the company?', 'Uden en forretning bliver løsningen ikke til et produkt, andre kan købe.', 'Without a business the solution does not become a product that others can buy.', 'co-pi.dk'),
  ('alternatives', 'canvas', 4, true, 'Hvilke andre veje er der?', 'Which other ways are there?', 'Findes løsningen på markedet? Kan arbejdsgangen ændres? Hvad sker der, hvis I intet gør?', 'Is there a solution on the market? Can the way of working change? What happens when nothing is done?', 'Samspil'),
  ('risks', 'canvas', 5, true, 'Hvad kan gå galt?', 'What can go wrong?', 'Patientsikkerhed, data, teknik, økonomi, jura, og at ingen tager løsningen i brug.', 'Patient safety, data, technology, money, law, and that nobody takes it up.', 'Samspil'),
  ('baseline', 'canvas', 6, true, 'Hvordan er det i dag, målt i tal?', 'How is it today, in figures?', 'Skriv, hvad der er målt, eller hvem der måler det og hvornår.', 'Write what is measured, or who measures it and when.', 'Samspil'),
  ('users', 'canvas', 7, false, 'Hvem skal bruge løsningen, og hvordan er de inddraget?', 'Who is to use the solution, and how are they involved?', 'Patienter, pårørende og personale.', 'Patients, relatives and staff.', 'Samspil'),
  ('after', 'canvas', 8, false, 'Hvad skal der ske bagefter, hvis det virker?', 'What is to happen afterwards if it works?', 'Mange projekter ender uden salg. Hvem køber, og skal det i udbud?', 'Many projects end without a sale. Who buys, and must it be tendered?', 'danishlifesciencecluster.dk'),
  ('myth_tender', 'myth', 1, false, '“OPI er aldrig udbudspligtigt”', '“Innovation partnerships are never subject to tender”', 'Det passer ikke. Køber regionen noget i forløbet eller bagefter, skal købet holdes op mod udbudsreglerne. Spørg juristen i den juridiske afklaring.', 'Not so. When the region buys something on the way or afterwards, the purchase is held against the rules on tender. Ask the lawyer in the legal clearance.', 'denoffentlige.dk, Horten'),
  ('myth_rights', 'myth', 2, false, '“Alle rettigheder skal deles”', '“All rights must be shared”', 'Det passer ikke. Parterne aftaler, hvem der ejer hvad, og hvem der må bruge det. Skriv det under Jura, Rettigheder.', 'Not so. The parties agree who owns what and who may use it. Write it under Law, Rights.', 'denoffentlige.dk, Horten');

-- ---- risk by stage ----

-- What is lost at worst when a case ends with a stage, and how likely the stage is reached; null where a chance before it is not known.
CREATE FUNCTION exposure_stages(case_id bigint) RETURNS TABLE (id bigint, no integer, exposure_oere bigint, success_probability double precision,
                                                               reach_probability double precision, worst_case_oere bigint) LANGUAGE sql STABLE AS $$
  SELECT e.id, e.no, e.exposure_oere, e.success_probability,
         CASE WHEN bool_or(e.success_probability IS NULL) OVER before THEN NULL
              WHEN bool_or(e.success_probability = 0) OVER before THEN 0
              ELSE COALESCE(exp(sum(ln(NULLIF(e.success_probability, 0))) OVER before), 1) END,
         (sum(e.exposure_oere) OVER (ORDER BY e.no))::bigint
  FROM exposure e WHERE e.collaboration_id = case_id AND e.removed_at IS NULL
  WINDOW before AS (ORDER BY e.no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
$$;

-- ---- indicators ----

CREATE FUNCTION indicator_met(i indicator, v double precision) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE i.direction WHEN 'up' THEN v >= i.target ELSE v <= i.target END
$$;

-- ---- deadlines ----

-- Of the tables with a day of their own: kind, day, whether it is met, words, role.
CREATE FUNCTION opi_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  r jsonb := to_jsonb(NEW);
  gone boolean := r->>'removed_at' IS NOT NULL;
BEGIN
  PERFORM deadline_set(NEW.collaboration_id, d.kind, TG_TABLE_NAME, NEW.id, CASE WHEN NOT gone THEN (r->>d.day)::date END, d.words, NULL, NULL,
                       r->>d.met IS NOT NULL)
  FROM (VALUES ('benefits_review', 'benefits', 'due_date', 'done_on', format('Gevinster efter %s måneder', r->>'months')),
               ('indicator', 'indicator', 'next_on', 'removed_at', r->>'name'),
               ('pool_award', 'report', 'report_due', 'reported_on', (SELECT p.da FROM pool p WHERE p.id = (r->>'pool_id')::bigint)))
       AS d(name, kind, day, met, words)
  WHERE d.name = TG_TABLE_NAME;
  RETURN NULL;
END $$;
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON benefits_review FOR EACH ROW EXECUTE FUNCTION opi_deadline();
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON indicator FOR EACH ROW EXECUTE FUNCTION opi_deadline();
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON pool_award FOR EACH ROW EXECUTE FUNCTION opi_deadline();

-- Every collaboration is evaluated 24 to 36 months after its start: from the day two years on to the last day before three years.
CREATE FUNCTION evaluation_window(started date) RETURNS daterange LANGUAGE sql IMMUTABLE AS $$
  SELECT daterange(add_months(started, 24), add_months(started, 36)) WHERE started IS NOT NULL
$$;
CREATE FUNCTION evaluation_due(cases bigint[]) RETURNS void LANGUAGE sql AS $$
  SELECT deadline_set(c.id, 'evaluation', 'collaboration', c.id, CASE WHEN s.phase <> 'closed' THEN upper(evaluation_window(c.start_date)) - 1 END, c.title, NULL, NULL,
                      EXISTS (SELECT 1 FROM evaluation v WHERE v.collaboration_id = c.id AND v.occasion = 'long_term' AND v.done_on IS NOT NULL AND v.removed_at IS NULL))
  FROM collaboration c JOIN code_stage s ON s.kind = c.kind AND s.code = c.stage WHERE c.id = ANY (cases)
$$;
CREATE FUNCTION evaluation_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM evaluation_due(ARRAY[NEW.collaboration_id]);
  RETURN NULL;
END $$;
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON evaluation FOR EACH ROW EXECUTE FUNCTION evaluation_deadline();

-- An innovation that runs is followed up 12, 24 and 36 months after its start. A day set by hand stays; so does what was taken off.
CREATE FUNCTION benefits_due(cases bigint[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO benefits_review (collaboration_id, months, due_date)
  SELECT c.id, m, add_months(c.start_date, m)
  FROM collaboration c JOIN code_stage s ON s.kind = c.kind AND s.code = c.stage, unnest('{12,24,36}'::integer[]) m
  WHERE c.id = ANY (cases) AND c.kind = 'opi' AND s.phase IN ('active', 'follow_up') AND c.start_date IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM benefits_review b WHERE b.collaboration_id = c.id AND b.months = m)
$$;
-- By statement: an import brings thousands.
CREATE FUNCTION collaboration_follow_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  cases bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(n.id) INTO cases FROM new_rows n WHERE n.start_date IS NOT NULL;
  ELSE
    SELECT array_agg(n.id) INTO cases FROM new_rows n JOIN old_rows o USING (id) WHERE (o.start_date, o.stage, o.title) IS DISTINCT FROM (n.start_date, n.stage, n.title);
    UPDATE benefits_review b SET due_date = add_months(n.start_date, b.months)
    FROM new_rows n JOIN old_rows o USING (id)
    WHERE b.collaboration_id = n.id AND n.start_date <> o.start_date AND b.done_on IS NULL AND b.removed_at IS NULL AND b.due_date = add_months(o.start_date, b.months);
  END IF;
  PERFORM benefits_due(cases), evaluation_due(cases) WHERE cases IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER follow_up_insert AFTER INSERT ON collaboration REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION collaboration_follow_up();
CREATE TRIGGER follow_up_update AFTER UPDATE ON collaboration REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION collaboration_follow_up();
SELECT principal_enter('', 'sees_all writes_all', '', '', '', 'system', '');
SELECT benefits_due(array_agg(c.id)), evaluation_due(array_agg(c.id)) FROM collaboration c WHERE c.start_date IS NOT NULL;

-- ---- facts ----

INSERT INTO case_fact (code, da, en, argument, place) VALUES
  ('canvas', 'Behov, gruppe og alle krævede spørgsmål i screeningen er besvaret', 'Need, group and all required prompts of the screening are answered', '', 'opi'),
  ('open_call', 'Der er et åbent opslag eller en begrundelse for ikke at have et', 'There is an open call or a reason for none', '', 'opi'),
  ('test_protocol', 'Protokollen er skrevet, og CE-status er afklaret', 'The protocol is written and the CE status clear', '', 'opi'),
  ('evaluation_report', 'Evalueringen er færdig med rapport og patienters og personales syn', 'The evaluation is done, with report and the view of patients and staff', '', 'evaluering'),
  ('opi_decision', 'Det er besluttet, hvad der nu skal ske', 'It is decided what happens next', '', 'opi'),
  ('spread', 'Det er skrevet, hvem der tager løsningen i brug, og hvornår', 'It is written who takes the solution up, and when', '', 'opi');
CREATE FUNCTION fact_canvas(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM opi o WHERE o.id = case_id AND btrim(o.need) <> '' AND o.need_group_size IS NOT NULL) AND NOT EXISTS (
    SELECT 1 FROM opi_prompt p WHERE p.part = 'canvas' AND p.required
      AND COALESCE(p.valid_from, '-infinity') <= current_date AND COALESCE(p.valid_to, 'infinity') >= current_date
      AND NOT EXISTS (SELECT 1 FROM canvas_answer a JOIN opi_prompt q ON q.id = a.prompt_id
                      WHERE a.collaboration_id = case_id AND q.code = p.code AND a.removed_at IS NULL))
$$;
CREATE FUNCTION fact_open_call(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM opi_course o WHERE o.collaboration_id = case_id AND o.removed_at IS NULL AND (o.call_published_on IS NOT NULL OR btrim(o.no_call_reason) <> ''))
      OR EXISTS (SELECT 1 FROM market_dialogue d WHERE d.collaboration_id = case_id AND d.form = 'open_call' AND d.removed_at IS NULL)
$$;
CREATE FUNCTION fact_test_protocol(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM opi_course o WHERE o.collaboration_id = case_id AND o.removed_at IS NULL AND btrim(o.test_protocol) <> '' AND o.ce_status <> 'unknown')
$$;
CREATE FUNCTION fact_evaluation_report(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM evaluation v WHERE v.collaboration_id = case_id AND v.removed_at IS NULL AND v.done_on IS NOT NULL
                   AND num_nonnulls(v.document_id, v.report_url) > 0 AND btrim(v.patient_view) <> '' AND btrim(v.staff_view) <> '')
$$;
CREATE FUNCTION fact_opi_decision(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM opi_course o WHERE o.collaboration_id = case_id AND o.removed_at IS NULL AND o.decision IS NOT NULL)
$$;
CREATE FUNCTION fact_spread(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM spread s WHERE s.collaboration_id = case_id AND s.removed_at IS NULL AND num_nonnulls(s.planned_on, s.taken_up_on) > 0)
$$;
-- An indicator with its value before is a baseline too.
CREATE OR REPLACE FUNCTION fact_baseline(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM measurement m WHERE m.collaboration_id = case_id AND m.baseline AND m.removed_at IS NULL)
      OR EXISTS (SELECT 1 FROM indicator i WHERE i.collaboration_id = case_id AND i.baseline IS NOT NULL AND i.removed_at IS NULL)
      OR argument <> 'measured' AND EXISTS (SELECT 1 FROM milestone m WHERE m.collaboration_id = case_id AND m.removed_at IS NULL
                                            AND m.status <> 'cancelled' AND m.title ~* '(baseline|nulpunkt|førmåling)')
$$;

-- ---- what the tabs show above their lists ----

CREATE FUNCTION innovation_overview(case_id bigint) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object(
    'evaluation', json_build_object('from', lower(evaluation_window(c.start_date)), 'to', upper(evaluation_window(c.start_date)) - 1,
      'done_on', (SELECT v.done_on FROM evaluation v WHERE v.collaboration_id = c.id AND v.occasion = 'long_term' AND v.removed_at IS NULL)),
    'exposure', (SELECT json_build_object('worst_case_oere', COALESCE(sum(e.exposure_oere), 0)::bigint,
        'expected_oere', CASE WHEN bool_and(e.reach_probability IS NOT NULL) THEN round(sum(e.exposure_oere * e.reach_probability))::bigint END,
        'success_probability', CASE WHEN bool_and(e.reach_probability IS NOT NULL AND e.success_probability IS NOT NULL) THEN
          (array_agg(e.reach_probability * e.success_probability ORDER BY e.no DESC))[1] END) FROM exposure_stages(c.id) e))
  FROM collaboration c WHERE c.id = case_id
$$;
