-- SPDX-License-Identifier: EUPL-1.2
-- The guided assessment: templates, the questions asked before any number, the 26 questions of a mini-MTV in our own words
-- (their order follows Sundhedsstyrelsen's form of 2005), value types of nano assessments, scores for what has no price, and
-- what an estimate of each tier must hold before it is submitted.

-- A new code list, of the shape that all have.
CREATE PROCEDURE code_list(name text, meaning text) LANGUAGE plpgsql AS $$
DECLARE
  t text := 'code_' || name;
  c record;
BEGIN
  EXECUTE format('CREATE TABLE %I (code text PRIMARY KEY CHECK (code ~ ''^[a-zA-Z0-9_]{1,40}$''), da text NOT NULL, en text NOT NULL, sort integer NOT NULL DEFAULT 0, valid_from date, valid_to date, source text NOT NULL DEFAULT '''')', t);
  EXECUTE format('COMMENT ON TABLE %I IS %L', t, meaning);
  FOR c IN SELECT * FROM (VALUES ('code', 'Code in the API'), ('da', 'Danish label'), ('en', 'English label'), ('sort', 'Order on screen'),
      ('valid_from', 'First day; null: always'), ('valid_to', 'Last day; null: open'), ('source', 'Where it is taken from')) AS x(name, meaning) LOOP
    EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', t, c.name, c.meaning);
  END LOOP;
  EXECUTE format('CREATE TRIGGER names AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION bump_names()', t);
END $$;
-- All lists in one view; to be called when one has come.
CREATE PROCEDURE code_lists_join() LANGUAGE plpgsql AS $$
DECLARE
  parts text;
BEGIN
  SELECT string_agg(format(
      CASE WHEN relname = 'code_subtype' THEN 'SELECT %L AS list, code, da, en, sort, kind AS parent, NULL::int AS no, NULL AS phase, valid_from, valid_to FROM %I'
           WHEN relname = 'code_stage' THEN 'SELECT %L AS list, code, da, en, no AS sort, kind AS parent, no, phase, valid_from, valid_to FROM %I'
           ELSE 'SELECT %L AS list, code, da, en, sort, NULL AS parent, NULL::int AS no, NULL AS phase, valid_from, valid_to FROM %I' END,
      substr(relname, 6), relname), ' UNION ALL ' ORDER BY relname) INTO parts
  FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname LIKE 'code\_%';
  EXECUTE 'CREATE OR REPLACE VIEW all_codes AS ' || parts;
END $$;

CALL code_list('value_type', 'Kinds of value that innovations create, as Innovationsbarometeret counts them');
CALL code_list('quality_criterion', 'What is scored because it has no price');
CALL code_list('assessment_part', 'Parts of the questionnaire');
CALL code_lists_join();

INSERT INTO code_value_type (code, da, en, sort, source) VALUES
  ('kvalitet', 'Bedre kvalitet', 'Better quality', 1, 'Innovationsbarometeret, CO-PI'),
  ('effektivitet', 'Bedre brug af ressourcerne', 'Better use of resources', 2, 'Innovationsbarometeret, CO-PI'),
  ('medarbejdertilfredshed', 'Gladere medarbejdere', 'More satisfied staff', 3, 'Innovationsbarometeret, CO-PI'),
  ('borgerinddragelse', 'Patienter og borgere får mere at sige', 'Patients and citizens have more say', 4, 'Innovationsbarometeret, CO-PI'),
  ('politiske_maal', 'Politiske mål bliver nået', 'Political aims are met', 5, 'Innovationsbarometeret, CO-PI');
INSERT INTO code_quality_criterion (code, da, en, sort, source) VALUES
  ('clinical_quality', 'Behandlingens kvalitet', 'Quality of treatment', 1, 'Samspil'),
  ('safety', 'Patientsikkerhed', 'Patient safety', 2, 'Samspil'),
  ('near_care', 'Nærhed', 'Care near home', 3, 'Dansk Erhverv: Et nært sundhedsvæsen'),
  ('free_choice', 'Frit valg', 'Free choice', 4, 'Dansk Erhverv: Et nært sundhedsvæsen'),
  ('coherence', 'Sammenhæng mellem sektorer', 'Coherence between sectors', 5, 'Samspil'),
  ('experience', 'Patienternes oplevelse', 'Patients'' experience', 6, 'Samspil'),
  ('work_environment', 'Arbejdsmiljø', 'Work environment', 7, 'Samspil'),
  ('skills', 'Viden og kompetencer', 'Knowledge and skills', 8, 'Samspil');
INSERT INTO code_assessment_part (code, da, en, sort, source) VALUES
  ('intro', 'Forslaget', 'The proposal', 1, 'Samspil'),
  ('technology', 'Løsningen', 'The solution', 2, 'Samspil'),
  ('patient', 'Patienten', 'The patient', 3, 'Samspil'),
  ('organisation', 'Organisationen', 'The organisation', 4, 'Samspil'),
  ('economy', 'Økonomien', 'The economy', 5, 'Samspil');

CREATE TABLE assessment_question (
  no integer PRIMARY KEY CHECK (no BETWEEN 1 AND 99),
  part text NOT NULL REFERENCES code_assessment_part,
  da text NOT NULL,
  en text NOT NULL,
  help_da text NOT NULL DEFAULT '',
  help_en text NOT NULL DEFAULT '',
  binding text CHECK (binding IN ('effect', 'setup', 'activity', 'per_patient', 'own_hospital', 'elsewhere', 'uncertainty')),
  valid_from date,
  valid_to date
);
COMMENT ON TABLE assessment_question IS 'The questions of the mini tier and above';
COMMENT ON COLUMN assessment_question.no IS 'Number';
COMMENT ON COLUMN assessment_question.part IS 'Part of the questionnaire';
COMMENT ON COLUMN assessment_question.da IS 'Danish text';
COMMENT ON COLUMN assessment_question.en IS 'English text';
COMMENT ON COLUMN assessment_question.help_da IS 'Danish help';
COMMENT ON COLUMN assessment_question.help_en IS 'English help';
COMMENT ON COLUMN assessment_question.binding IS 'What in the estimate answers it; null: words alone';
COMMENT ON COLUMN assessment_question.valid_from IS 'First day; null: always';
COMMENT ON COLUMN assessment_question.valid_to IS 'Last day; null: open';
INSERT INTO assessment_question (no, part, da, en, help_da, help_en, binding) VALUES
  (1, 'intro', 'Hvem foreslår det?', 'Who proposes it?', 'Afdeling og navn på den, der kan svare på spørgsmål.', 'Department and the person who can answer questions.', NULL),
  (2, 'intro', 'Hvad hedder løsningen?', 'What is the solution called?', 'Også leverandørens navn for den.', 'The supplier''s name for it as well.', NULL),
  (3, 'intro', 'Hvem er med?', 'Who takes part?', 'Andre afdelinger, sektorer og private parter.', 'Other departments, sectors and private parties.', NULL),
  (4, 'technology', 'Hvilke patienter er det til, og hvad skal det løse?', 'Which patients is it for, and what shall it solve?', '', '', NULL),
  (5, 'technology', 'Hvad bliver anderledes end i dag?', 'What will be different from today?', '', '', NULL),
  (6, 'technology', 'Hvor har I ledt efter viden om virkningen?', 'Where have you looked for knowledge of the effect?', 'Databaser, leverandørens undersøgelser, egne data.', 'Databases, studies of the supplier, own data.', NULL),
  (7, 'technology', 'Hvilke kilder bygger I på, og hvor stærke er de?', 'Which sources do you build on, and how strong are they?', '', '', NULL),
  (8, 'technology', 'Hvad er virkningen for patienterne?', 'What is the effect for the patients?', 'Mindst én virkning i tal, med en grad for hvor sikker den er.', 'At least one effect in figures, graded by how sure it is.', 'effect'),
  (9, 'technology', 'Hvilke risici og bivirkninger er der?', 'Which risks and side effects are there?', '', '', NULL),
  (10, 'technology', 'Er der undersøgelser i gang, som I bør vente på?', 'Are studies under way that you should wait for?', '', '', NULL),
  (11, 'technology', 'Anbefales det af myndigheder eller faglige selskaber?', 'Do authorities or professional societies recommend it?', '', '', NULL),
  (12, 'technology', 'Er der søgt om det før?', 'Has it been applied for before?', '', '', NULL),
  (13, 'patient', 'Hvilke etiske eller psykologiske spørgsmål rejser det?', 'Which ethical or psychological questions does it raise?', '', '', NULL),
  (14, 'patient', 'Hvad betyder det for patienternes hverdag, livskvalitet og arbejde?', 'What does it mean for the patients'' everyday life, quality of life and work?', '', '', NULL),
  (15, 'organisation', 'Hvad betyder det for personalet?', 'What does it mean for the staff?', 'Oplæring, opgaver, vagter, arbejdsmiljø.', 'Training, tasks, shifts, work environment.', NULL),
  (16, 'organisation', 'Hvilke lokaler og hvilket udstyr kræver det?', 'Which rooms and which equipment does it need?', '', '', NULL),
  (17, 'organisation', 'Hvad betyder det for andre afdelinger?', 'What does it mean for other departments?', '', '', NULL),
  (18, 'organisation', 'Hvad betyder det for andre hospitaler, kommuner og almen praksis?', 'What does it mean for other hospitals, municipalities and general practice?', '', '', NULL),
  (19, 'organisation', 'Hvornår kan det begynde?', 'When can it begin?', '', '', NULL),
  (20, 'organisation', 'Bruges det andre steder?', 'Is it used elsewhere?', '', '', NULL),
  (21, 'economy', 'Hvad koster det at komme i gang?', 'What does it cost to begin?', 'Hentes fra linjerne om etablering.', 'Taken from the lines on set-up.', 'setup'),
  (22, 'economy', 'Hvordan ændrer aktiviteten sig?', 'How does the activity change?', 'Hentes fra linjerne om kapacitet.', 'Taken from the lines on capacity.', 'activity'),
  (23, 'economy', 'Hvad koster eller sparer det pr. patient?', 'What does it cost or save per patient?', 'Hentes fra linjerne pr. patient.', 'Taken from the lines per patient.', 'per_patient'),
  (24, 'economy', 'Hvad koster eller sparer det for hospitalet i alt?', 'What does it cost or save the hospital in all?', 'Hentes fra budgetvirkningen.', 'Taken from the budget impact.', 'own_hospital'),
  (25, 'economy', 'Hvad koster eller sparer det for andre hospitaler og sektorer?', 'What does it cost or save other hospitals and sectors?', 'Hentes fra linjerne uden for hospitalet.', 'Taken from the lines outside the hospital.', 'elsewhere'),
  (26, 'economy', 'Hvor usikre er tallene?', 'How uncertain are the figures?', 'Hentes fra lav og høj på linjerne.', 'Taken from low and high of the lines.', 'uncertainty');

CREATE TABLE assessment_template (
  code text PRIMARY KEY CHECK (code ~ '^[a-z_]{1,40}$'),
  da text NOT NULL,
  en text NOT NULL,
  lead_da text NOT NULL,
  lead_en text NOT NULL,
  sort integer NOT NULL DEFAULT 0,
  valid_from date,
  valid_to date
);
COMMENT ON TABLE assessment_template IS 'What an assessment can start from';
COMMENT ON COLUMN assessment_template.code IS 'Code in the API';
COMMENT ON COLUMN assessment_template.da IS 'Danish name';
COMMENT ON COLUMN assessment_template.en IS 'English name';
COMMENT ON COLUMN assessment_template.lead_da IS 'When to use it, Danish';
COMMENT ON COLUMN assessment_template.lead_en IS 'When to use it, English';
COMMENT ON COLUMN assessment_template.sort IS 'Order on screen';
COMMENT ON COLUMN assessment_template.valid_from IS 'First day; null: always';
COMMENT ON COLUMN assessment_template.valid_to IS 'Last day; null: open';

CREATE TABLE assessment_prompt (
  template text NOT NULL REFERENCES assessment_template,
  code text NOT NULL CHECK (code ~ '^[a-z_]{1,40}$'),
  no integer NOT NULL,
  da text NOT NULL,
  en text NOT NULL,
  required boolean NOT NULL DEFAULT false,
  PRIMARY KEY (template, code)
);
COMMENT ON TABLE assessment_prompt IS 'What is asked before any number';
COMMENT ON COLUMN assessment_prompt.template IS 'Template';
COMMENT ON COLUMN assessment_prompt.code IS 'Code in the API';
COMMENT ON COLUMN assessment_prompt.no IS 'Order';
COMMENT ON COLUMN assessment_prompt.da IS 'Danish text';
COMMENT ON COLUMN assessment_prompt.en IS 'English text';
COMMENT ON COLUMN assessment_prompt.required IS 'Cannot be passed over: a line that it calls for, or no with a reason';

CREATE TABLE assessment_line (
  template text NOT NULL REFERENCES assessment_template,
  no integer NOT NULL,
  da text NOT NULL,
  en text NOT NULL,
  sector text NOT NULL REFERENCES code_sector,
  class text NOT NULL REFERENCES code_effect_class,
  kind text NOT NULL DEFAULT 'resource' REFERENCES code_line_kind,
  timing text NOT NULL REFERENCES code_line_timing,
  form_row text NOT NULL DEFAULT 'none' REFERENCES code_form_row,
  unit text NOT NULL,
  payer_task text REFERENCES code_payer_task,
  reference text,
  prompt text,
  PRIMARY KEY (template, no),
  CONSTRAINT assessment_line_prompt_fkey FOREIGN KEY (template, prompt) REFERENCES assessment_prompt (template, code)
);
COMMENT ON TABLE assessment_line IS 'Lines that a template proposes; quantities are the clinic''s';
COMMENT ON COLUMN assessment_line.template IS 'Template';
COMMENT ON COLUMN assessment_line.no IS 'Order';
COMMENT ON COLUMN assessment_line.da IS 'Danish name';
COMMENT ON COLUMN assessment_line.en IS 'English name';
COMMENT ON COLUMN assessment_line.sector IS 'Who bears it';
COMMENT ON COLUMN assessment_line.class IS 'Class of effect';
COMMENT ON COLUMN assessment_line.kind IS 'How it is calculated';
COMMENT ON COLUMN assessment_line.timing IS 'What the quantity is multiplied by';
COMMENT ON COLUMN assessment_line.form_row IS 'Row of the budget form';
COMMENT ON COLUMN assessment_line.unit IS 'Unit of the quantity';
COMMENT ON COLUMN assessment_line.payer_task IS 'Task whose payer changes with time';
COMMENT ON COLUMN assessment_line.reference IS 'Unit cost that proposes the price; null: the clinic''s own';
COMMENT ON COLUMN assessment_line.prompt IS 'The question whose yes calls for it; null: always proposed';

INSERT INTO assessment_template (code, da, en, lead_da, lead_en, sort) VALUES
  ('home_treatment', 'Behandling i hjemmet', 'Treatment at home', 'Patienter behandles eller følges hjemme i stedet for på hospitalet.', 'Patients are treated or followed at home instead of in hospital.', 1),
  ('diagnostics', 'Diagnostik og screening', 'Diagnostics and screening', 'Sygdom findes tidligere, hurtigere eller et andet sted end i dag.', 'Disease is found earlier, faster or elsewhere than today.', 2),
  ('digital', 'Digital løsning', 'Digital solution', 'Software, video, data eller kunstig intelligens ændrer arbejdsgange.', 'Software, video, data or artificial intelligence changes the way of working.', 3),
  ('device', 'Medicinsk udstyr', 'Medical device', 'Nyt udstyr, der købes, lejes eller udvikles sammen med en virksomhed.', 'New equipment that is bought, rented or developed with a company.', 4),
  ('medicine', 'Lægemiddel', 'Medicine', 'Et lægemiddel gives i stedet for, eller ud over, det man giver i dag.', 'A medicine is given instead of, or besides, what is given today.', 5),
  ('building', 'Bygninger og faciliteter', 'Buildings and facilities', 'Byggeri, renovering, energi eller logistik.', 'Building, renovation, energy or logistics.', 6),
  ('research', 'Forskning', 'Research', 'Forsøg og forskningssamarbejder med penge, viden eller medicin udefra.', 'Trials and research with money, knowledge or medicine from outside.', 7);

-- The first three are asked of every template.
INSERT INTO assessment_prompt (template, code, no, da, en, required)
SELECT t.code, v.code, v.no, v.da, v.en, v.code = 'relatives' AND t.code = 'home_treatment'
FROM assessment_template t, (VALUES
  ('who_released', 1, 'Hvem slipper for arbejde?', 'Who is spared work?'),
  ('who_more', 2, 'Hvem får mere at lave?', 'Who gets more to do?'),
  ('relatives', 3, 'Hvad gør pårørende?', 'What do relatives do?')
) AS v(code, no, da, en);
INSERT INTO assessment_prompt (template, code, no, da, en) VALUES
  ('home_treatment', 'patients', 4, 'Bruger patienterne mere eller mindre tid?', 'Do patients spend more or less time?'),
  ('home_treatment', 'municipality', 5, 'Flytter arbejde til kommunen?', 'Does work move to the municipality?'),
  ('home_treatment', 'general_practice', 6, 'Flytter arbejde til almen praksis?', 'Does work move to general practice?'),
  ('diagnostics', 'patients', 4, 'Bruger patienterne mere eller mindre tid?', 'Do patients spend more or less time?'),
  ('diagnostics', 'treatment', 5, 'Får flere eller færre en behandling bagefter?', 'Are more or fewer treated afterwards?'),
  ('diagnostics', 'general_practice', 6, 'Flytter arbejde til almen praksis?', 'Does work move to general practice?'),
  ('digital', 'running', 4, 'Hvem betaler driften, når projektpengene slipper op?', 'Who pays for running it when the project''s money ends?'),
  ('digital', 'patients', 5, 'Bruger patienterne mere eller mindre tid?', 'Do patients spend more or less time?'),
  ('device', 'running', 4, 'Hvem betaler service og forbrugsvarer?', 'Who pays for service and consumables?'),
  ('device', 'stay', 5, 'Bliver indlæggelserne kortere eller længere?', 'Do admissions become shorter or longer?'),
  ('medicine', 'stay', 4, 'Bliver der flere eller færre indlæggelser?', 'Are there more or fewer admissions?'),
  ('medicine', 'patients', 5, 'Bruger patienterne mere eller mindre tid?', 'Do patients spend more or less time?'),
  ('building', 'running', 4, 'Ændrer energi, rengøring og vedligehold sig?', 'Do energy, cleaning and maintenance change?'),
  ('building', 'downtime', 5, 'Står kapacitet stille undervejs?', 'Does capacity stand idle meanwhile?'),
  ('research', 'staff', 4, 'Bruger klinikkens personale tid, som ikke betales udefra?', 'Does the clinic''s staff spend time that is not paid from outside?'),
  ('research', 'savings', 5, 'Sparer afdelingen medicin eller udstyr undervejs?', 'Does the department save medicine or equipment meanwhile?');

INSERT INTO assessment_line (template, no, da, en, sector, class, kind, timing, form_row, unit, payer_task, reference, prompt) VALUES
  ('home_treatment', 1, 'Etablering', 'Set-up', 'initiating_clinic', 'cash', 'resource', 'one_off', 'etablering', 'projekt', NULL, NULL, NULL),
  ('home_treatment', 2, 'Personale til opgaven', 'Staff for the task', 'initiating_clinic', 'cash', 'resource', 'per_year', 'loen', 'årsværk', NULL, NULL, 'who_more'),
  ('home_treatment', 3, 'Licens og udstyr', 'Licence and equipment', 'initiating_clinic', 'cash', 'resource', 'per_year', 'oevrig_drift', 'år', NULL, 'licence_year', NULL),
  ('home_treatment', 4, 'Betaling til den private part', 'Payment to the private party', 'initiating_clinic', 'cash', 'resource', 'per_patient', 'oevrig_drift', 'forløb', NULL, NULL, NULL),
  ('home_treatment', 5, 'Sengedage', 'Bed days', 'other_departments', 'capacity', 'resource', 'per_patient', 'none', 'sengedage', NULL, 'bed_day', 'who_released'),
  ('home_treatment', 6, 'Genindlæggelser', 'Readmissions', 'other_departments', 'capacity', 'resource', 'per_patient', 'none', 'genindlæggelser', NULL, 'readmission', 'who_released'),
  ('home_treatment', 7, 'Kommunal sygepleje', 'Municipal nursing', 'municipality', 'cash', 'resource', 'per_patient', 'none', 'timer', 'akutsygepleje', 'home_nurse_hour', 'municipality'),
  ('home_treatment', 8, 'Kontakter til almen praksis', 'Contacts with general practice', 'general_practice', 'cash', 'resource', 'per_patient', 'none', 'kontakter', NULL, 'gp_contact', 'general_practice'),
  ('home_treatment', 9, 'Patienternes tid', 'Time of patients', 'patients', 'time', 'resource', 'per_patient', 'none', 'timer', NULL, 'patient_hour', 'patients'),
  ('home_treatment', 10, 'Pårørendes tid', 'Time of relatives', 'relatives', 'time', 'resource', 'per_patient', 'none', 'timer', NULL, 'relative_hour', 'relatives'),
  ('diagnostics', 1, 'Etablering og oplæring', 'Set-up and training', 'initiating_clinic', 'cash', 'resource', 'one_off', 'etablering', 'projekt', NULL, NULL, NULL),
  ('diagnostics', 2, 'Den nye undersøgelse', 'The new examination', 'initiating_clinic', 'cash', 'resource', 'per_patient', 'oevrig_drift', 'undersøgelser', NULL, NULL, NULL),
  ('diagnostics', 3, 'Undersøgelser, der falder væk', 'Examinations that fall away', 'other_departments', 'capacity', 'resource', 'per_patient', 'none', 'undersøgelser', NULL, 'scan_mri', 'who_released'),
  ('diagnostics', 4, 'Ambulante besøg', 'Outpatient visits', 'initiating_clinic', 'capacity', 'resource', 'per_patient', 'none', 'besøg', NULL, 'outpatient_visit', 'who_released'),
  ('diagnostics', 5, 'Opfølgende behandling', 'Treatment that follows', 'other_departments', 'cash', 'resource', 'per_patient', 'none', 'forløb', NULL, NULL, 'treatment'),
  ('diagnostics', 6, 'Kontakter til almen praksis', 'Contacts with general practice', 'general_practice', 'cash', 'resource', 'per_patient', 'none', 'kontakter', NULL, 'gp_contact', 'general_practice'),
  ('diagnostics', 7, 'Patienternes tid', 'Time of patients', 'patients', 'time', 'resource', 'per_patient', 'none', 'timer', NULL, 'patient_hour', 'patients'),
  ('diagnostics', 8, 'Pårørendes tid', 'Time of relatives', 'relatives', 'time', 'resource', 'per_patient', 'none', 'timer', NULL, 'relative_hour', 'relatives'),
  ('digital', 1, 'Udvikling, opsætning og oplæring', 'Development, set-up and training', 'initiating_clinic', 'cash', 'resource', 'one_off', 'etablering', 'projekt', NULL, NULL, NULL),
  ('digital', 2, 'Licens og drift', 'Licence and running', 'initiating_clinic', 'cash', 'resource', 'per_year', 'oevrig_drift', 'år', NULL, 'licence_year', NULL),
  ('digital', 3, 'Regionens IT-drift', 'The region''s IT operation', 'region_admin', 'cash', 'resource', 'per_year', 'oevrig_drift', 'år', NULL, NULL, 'running'),
  ('digital', 4, 'Sygeplejersketimer', 'Nurse hours', 'initiating_clinic', 'capacity', 'resource', 'per_patient', 'none', 'timer', NULL, 'nurse_hour', 'who_released'),
  ('digital', 5, 'Lægetimer', 'Doctor hours', 'initiating_clinic', 'capacity', 'resource', 'per_patient', 'none', 'timer', NULL, 'doctor_hour', 'who_released'),
  ('digital', 6, 'Nye opgaver hos andre', 'New tasks for others', 'other_departments', 'capacity', 'resource', 'per_patient', 'none', 'timer', NULL, 'nurse_hour', 'who_more'),
  ('digital', 7, 'Patienternes tid', 'Time of patients', 'patients', 'time', 'resource', 'per_patient', 'none', 'timer', NULL, 'patient_hour', 'patients'),
  ('digital', 8, 'Pårørendes tid', 'Time of relatives', 'relatives', 'time', 'resource', 'per_patient', 'none', 'timer', NULL, 'relative_hour', 'relatives'),
  ('device', 1, 'Køb og installation', 'Purchase and installation', 'initiating_clinic', 'cash', 'resource', 'one_off', 'etablering', 'stk.', NULL, NULL, NULL),
  ('device', 2, 'Service', 'Service', 'initiating_clinic', 'cash', 'resource', 'per_year', 'oevrig_drift', 'år', NULL, NULL, 'running'),
  ('device', 3, 'Forbrugsvarer', 'Consumables', 'initiating_clinic', 'cash', 'resource', 'per_patient', 'oevrig_drift', 'sæt', NULL, NULL, 'running'),
  ('device', 4, 'Operationstid', 'Theatre time', 'other_departments', 'capacity', 'resource', 'per_patient', 'none', 'timer', NULL, 'operation_hour', 'who_released'),
  ('device', 5, 'Sengedage', 'Bed days', 'other_departments', 'capacity', 'resource', 'per_patient', 'none', 'sengedage', NULL, 'bed_day', 'stay'),
  ('device', 6, 'Personaletid', 'Staff time', 'initiating_clinic', 'capacity', 'resource', 'per_patient', 'none', 'timer', NULL, 'nurse_hour', 'who_more'),
  ('device', 7, 'Pårørendes tid', 'Time of relatives', 'relatives', 'time', 'resource', 'per_patient', 'none', 'timer', NULL, 'relative_hour', 'relatives'),
  ('medicine', 1, 'Lægemidlet', 'The medicine', 'initiating_clinic', 'cash', 'resource', 'per_patient', 'oevrig_drift', 'behandlinger', NULL, NULL, NULL),
  ('medicine', 2, 'Lægemidler, der erstattes', 'Medicines that are replaced', 'initiating_clinic', 'cash', 'resource', 'per_patient', 'oevrig_drift', 'behandlinger', NULL, NULL, NULL),
  ('medicine', 3, 'Indgift og kontrol', 'Administration and control', 'initiating_clinic', 'capacity', 'resource', 'per_patient', 'none', 'besøg', NULL, 'outpatient_visit', 'who_more'),
  ('medicine', 4, 'Indlæggelser', 'Admissions', 'other_departments', 'capacity', 'resource', 'per_patient', 'none', 'indlæggelser', NULL, 'admission', 'stay'),
  ('medicine', 5, 'Patienternes tid', 'Time of patients', 'patients', 'time', 'resource', 'per_patient', 'none', 'timer', NULL, 'patient_hour', 'patients'),
  ('medicine', 6, 'Pårørendes tid', 'Time of relatives', 'relatives', 'time', 'resource', 'per_patient', 'none', 'timer', NULL, 'relative_hour', 'relatives'),
  ('building', 1, 'Byggeudgift', 'Cost of building', 'region_admin', 'cash', 'resource', 'one_off', 'etablering', 'projekt', NULL, NULL, NULL),
  ('building', 2, 'Drift af bygningen', 'Running of the building', 'region_admin', 'cash', 'resource', 'per_year', 'oevrig_drift', 'm2', NULL, 'floor_area', 'running'),
  ('building', 3, 'Energi', 'Energy', 'region_admin', 'cash', 'resource', 'per_year', 'oevrig_drift', 'år', NULL, NULL, 'running'),
  ('building', 4, 'Kapacitet, der står stille', 'Capacity that stands idle', 'other_departments', 'capacity', 'resource', 'one_off', 'none', 'sengedage', NULL, 'bed_day', 'downtime'),
  ('building', 5, 'Personalets gang- og ventetid', 'Staff''s walking and waiting', 'other_departments', 'capacity', 'resource', 'per_year', 'none', 'timer', NULL, 'nurse_hour', 'who_released'),
  ('building', 6, 'Udledning af CO2', 'CO2 emission', 'rest_of_society', 'climate', 'resource', 'per_year', 'none', 'kg CO2e', NULL, NULL, NULL),
  ('research', 1, 'Penge udefra', 'Money from outside', 'initiating_clinic', 'revenue', 'outcome', 'per_year', 'none', 'år', NULL, NULL, NULL),
  ('research', 2, 'Personale, der betales udefra', 'Staff paid from outside', 'initiating_clinic', 'cash', 'resource', 'per_year', 'loen', 'årsværk', NULL, NULL, NULL),
  ('research', 3, 'Egen personaletid', 'Own staff time', 'initiating_clinic', 'capacity', 'resource', 'per_patient', 'none', 'timer', NULL, 'nurse_hour', 'staff'),
  ('research', 4, 'Undersøgelser i andre afdelinger', 'Examinations in other departments', 'other_departments', 'capacity', 'resource', 'per_patient', 'none', 'undersøgelser', NULL, 'scan_ct', 'who_more'),
  ('research', 5, 'Sparet medicin og udstyr', 'Medicine and equipment saved', 'initiating_clinic', 'cash', 'resource', 'per_patient', 'oevrig_drift', 'behandlinger', NULL, NULL, 'savings'),
  ('research', 6, 'Patienternes tid', 'Time of patients', 'patients', 'time', 'resource', 'per_patient', 'none', 'timer', NULL, 'patient_hour', NULL),
  ('research', 7, 'Pårørendes tid', 'Time of relatives', 'relatives', 'time', 'resource', 'per_patient', 'none', 'timer', NULL, 'relative_hour', 'relatives');
INSERT INTO privilege VALUES ('assessment_question', 'SELECT'), ('assessment_template', 'SELECT'), ('assessment_prompt', 'SELECT'), ('assessment_line', 'SELECT');

-- ---- what an estimate keeps of it ----

ALTER TABLE estimate ADD COLUMN template text REFERENCES assessment_template,
  ADD COLUMN guide_step text CHECK (guide_step IN ('start', 'prompts', 'volume', 'lines', 'alternatives', 'uncertainty', 'questions', 'result')),
  ADD COLUMN amount_oere bigint CHECK (amount_oere BETWEEN -100000000000000000 AND 100000000000000000),
  ADD COLUMN equity_direction text CHECK (equity_direction IN ('better', 'worse', 'none', 'unknown')),
  ADD COLUMN equity_text text CHECK (char_length(equity_text) <= 4000),
  ADD COLUMN involvement text CHECK (char_length(involvement) <= 4000);
COMMENT ON COLUMN estimate.template IS 'Template that it was started from';
COMMENT ON COLUMN estimate.guide_step IS 'Where the guide was left';
COMMENT ON COLUMN estimate.amount_oere IS 'The one number of a nano assessment, if known; + is a gain';
COMMENT ON COLUMN estimate.equity_direction IS 'What it does to inequality in health';
COMMENT ON COLUMN estimate.equity_text IS 'Which groups gain and lose';
COMMENT ON COLUMN estimate.involvement IS 'How patients and relatives were involved';
INSERT INTO kept_column VALUES ('template'), ('guide_step'), ('amount_oere'), ('equity_direction'), ('equity_text'), ('involvement');
ALTER TABLE estimate DROP CONSTRAINT estimate_computed,
  ADD CONSTRAINT estimate_computed CHECK (status = 'draft' OR tier = 'nano' OR npv_limited_societal_oere IS NOT NULL);

CREATE TABLE estimate_prompt (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  code text NOT NULL,
  no integer NOT NULL,
  answer text NOT NULL CHECK (answer IN ('yes', 'no', 'unknown')),
  text text CHECK (char_length(text) <= 2000),
  CONSTRAINT estimate_prompt_key UNIQUE (estimate_id, code)
);
CREATE TABLE estimate_value_type (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  code text NOT NULL REFERENCES code_value_type,
  no integer NOT NULL,
  strength integer NOT NULL CHECK (strength BETWEEN 0 AND 3),
  CONSTRAINT estimate_value_type_key UNIQUE (estimate_id, code)
);
CREATE TABLE estimate_gain (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  sector text NOT NULL REFERENCES code_sector,
  no integer NOT NULL,
  CONSTRAINT estimate_gain_key UNIQUE (estimate_id, sector)
);
CREATE TABLE estimate_answer (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  question integer NOT NULL CONSTRAINT estimate_answer_question_fkey REFERENCES assessment_question,
  no integer NOT NULL,
  text text NOT NULL CHECK (char_length(text) <= 8000),
  CONSTRAINT estimate_answer_key UNIQUE (estimate_id, question)
);
CREATE TABLE estimate_quality (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL,
  estimate_id bigint NOT NULL,
  no integer NOT NULL,
  criterion text NOT NULL REFERENCES code_quality_criterion,
  sector text REFERENCES code_sector,
  score integer NOT NULL CHECK (score BETWEEN -3 AND 3),
  weight double precision CHECK (weight BETWEEN 0 AND 100),
  text text CHECK (char_length(text) <= 2000),
  CONSTRAINT estimate_quality_key UNIQUE (estimate_id, no)
);
COMMENT ON TABLE estimate_prompt IS 'Answers to what is asked before any number';
COMMENT ON COLUMN estimate_prompt.code IS 'Question';
COMMENT ON COLUMN estimate_prompt.answer IS 'yes, no or unknown';
COMMENT ON COLUMN estimate_prompt.text IS 'Why, or who';
COMMENT ON TABLE estimate_value_type IS 'Kinds of value that the collaboration creates';
COMMENT ON COLUMN estimate_value_type.code IS 'Kind of value';
COMMENT ON COLUMN estimate_value_type.strength IS '0: none, 1: a little, 2: clear, 3: large';
COMMENT ON TABLE estimate_gain IS 'Who gains, in a nano assessment';
COMMENT ON COLUMN estimate_gain.sector IS 'Sector';
COMMENT ON TABLE estimate_answer IS 'Answers in words to the questionnaire';
COMMENT ON COLUMN estimate_answer.question IS 'Number of the question';
COMMENT ON COLUMN estimate_answer.text IS 'Answer';
COMMENT ON TABLE estimate_quality IS 'Scores for what has no price';
COMMENT ON COLUMN estimate_quality.criterion IS 'What is scored';
COMMENT ON COLUMN estimate_quality.sector IS 'For whom; null: all';
COMMENT ON COLUMN estimate_quality.score IS '-3 much worse to +3 much better';
COMMENT ON COLUMN estimate_quality.weight IS 'Weight among the scores; null: 1';
COMMENT ON COLUMN estimate_quality.text IS 'Why';
-- Makes a table a part of the estimate: seen with the case, written while the estimate is a draft by those who may write it.
CREATE PROCEDURE estimate_part(t text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (estimate_id, collaboration_id) REFERENCES estimate (id, collaboration_id)', t, t || '_fkey');
  EXECUTE format('CALL protect(%L)', t);
  EXECUTE format('DROP POLICY add ON %I', t);
  EXECUTE format('DROP POLICY change ON %I', t);
  EXECUTE format('CREATE POLICY add ON %I FOR INSERT WITH CHECK (true)', t);
  EXECUTE format('CREATE POLICY change ON %I FOR UPDATE USING (true)', t);
  EXECUTE format('CREATE POLICY remove ON %I FOR DELETE USING (true)', t);
  EXECUTE format('CREATE TRIGGER guard_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION estimate_part_insert()', t);
  EXECUTE format('CREATE TRIGGER guard_update AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION estimate_part_update()', t);
  EXECUTE format('CREATE TRIGGER guard_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION estimate_part_delete()', t);
  INSERT INTO privilege VALUES (t, 'SELECT, INSERT, UPDATE, DELETE');
END $$;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['estimate_prompt', 'estimate_value_type', 'estimate_gain', 'estimate_answer', 'estimate_quality'] LOOP
    EXECUTE format('COMMENT ON COLUMN %I.id IS ''Key''', t);
    EXECUTE format('COMMENT ON COLUMN %I.collaboration_id IS ''Case''', t);
    EXECUTE format('COMMENT ON COLUMN %I.estimate_id IS ''Estimate''', t);
    EXECUTE format('COMMENT ON COLUMN %I.no IS ''Place, from 1''', t);
    CALL estimate_part(t);
  END LOOP;
END $$;
CALL estimate_functions();

-- The assessment as one object, and from it to rows.
CREATE FUNCTION estimate_assessment(e_id bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('template', e.template, 'step', e.guide_step, 'amount_oere', e.amount_oere, 'involvement', e.involvement,
    'equity', jsonb_build_object('direction', e.equity_direction, 'text', e.equity_text),
    'prompts', (SELECT COALESCE(jsonb_agg(jsonb_build_object('code', p.code, 'answer', p.answer, 'text', p.text) ORDER BY p.no), '[]') FROM estimate_prompt p WHERE p.estimate_id = e.id),
    'value_types', (SELECT COALESCE(jsonb_agg(jsonb_build_object('code', v.code, 'strength', v.strength) ORDER BY v.no), '[]') FROM estimate_value_type v WHERE v.estimate_id = e.id),
    'gains', (SELECT COALESCE(jsonb_agg(g.sector ORDER BY g.no), '[]') FROM estimate_gain g WHERE g.estimate_id = e.id),
    'answers', (SELECT COALESCE(jsonb_agg(jsonb_build_object('question', a.question, 'text', a.text) ORDER BY a.question), '[]') FROM estimate_answer a WHERE a.estimate_id = e.id),
    'quality', (SELECT COALESCE(jsonb_agg(jsonb_build_object('criterion', q.criterion, 'sector', q.sector, 'score', q.score, 'weight', q.weight, 'text', q.text) ORDER BY q.no), '[]')
                FROM estimate_quality q WHERE q.estimate_id = e.id))
  FROM estimate e WHERE e.id = e_id
$$;
CREATE FUNCTION estimate_assessment_put(case_id bigint, e_id bigint, a jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE estimate SET template = a->>'template', guide_step = a->>'step', amount_oere = (a->>'amount_oere')::bigint, involvement = a->>'involvement',
    equity_direction = a->'equity'->>'direction', equity_text = a->'equity'->>'text' WHERE id = e_id;
  PERFORM estimate_prompt_put(case_id, e_id, (SELECT jsonb_agg(x.j || jsonb_build_object('no', x.no)) FROM jsonb_array_elements(NULLIF(a->'prompts', 'null')) WITH ORDINALITY x(j, no)));
  PERFORM estimate_value_type_put(case_id, e_id, (SELECT jsonb_agg(x.j || jsonb_build_object('no', x.no)) FROM jsonb_array_elements(NULLIF(a->'value_types', 'null')) WITH ORDINALITY x(j, no)));
  PERFORM estimate_gain_put(case_id, e_id, (SELECT jsonb_agg(jsonb_build_object('sector', x.j, 'no', x.no)) FROM jsonb_array_elements(NULLIF(a->'gains', 'null')) WITH ORDINALITY x(j, no)));
  PERFORM estimate_answer_put(case_id, e_id, (SELECT jsonb_agg(x.j || jsonb_build_object('no', x.no)) FROM jsonb_array_elements(NULLIF(a->'answers', 'null')) WITH ORDINALITY x(j, no) WHERE x.j->>'text' <> ''));
  PERFORM estimate_quality_put(case_id, e_id, (SELECT jsonb_agg(x.j || jsonb_build_object('no', x.no)) FROM jsonb_array_elements(NULLIF(a->'quality', 'null')) WITH ORDINALITY x(j, no)));
END $$;

-- A new version takes the assessment of the one it is copied from along.
CREATE OR REPLACE FUNCTION estimate_add(case_id bigint, from_id bigint, doc jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  e_id bigint;
BEGIN
  PERFORM estimate_queue(case_id);
  doc := COALESCE((SELECT jsonb_build_object('comparator', e.comparator, 'population', e.population, 'assessment', estimate_assessment(e.id))
                   FROM estimate e WHERE e.id = from_id), '{}') || doc;
  e_id := estimate_row_add(case_id, from_id, doc);
  PERFORM estimate_put_all(case_id, e_id, doc->'inputs', doc->'figures');
  IF doc->'assessment' <> 'null' THEN
    PERFORM estimate_assessment_put(case_id, e_id, doc->'assessment');
  END IF;
  RETURN e_id;
END $$;
CREATE OR REPLACE FUNCTION estimate_save(e_id bigint, e_version integer, doc jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  e estimate;
BEGIN
  PERFORM estimate_queue((SELECT x.collaboration_id FROM estimate x WHERE x.id = e_id));
  SELECT * INTO e FROM estimate WHERE id = e_id AND version = e_version AND status = 'draft' FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  doc := jsonb_build_object('tier', e.tier, 'comparator', e.comparator, 'population', e.population) || doc;
  PERFORM estimate_row_save(e_id, doc);
  PERFORM estimate_put_all(e.collaboration_id, e_id, doc->'inputs', doc->'figures');
  IF doc->'assessment' <> 'null' THEN
    PERFORM estimate_assessment_put(e.collaboration_id, e_id, doc->'assessment');
  END IF;
  RETURN true;
END $$;

-- Everything that an estimate of its tier should hold: one row a check. blocks: without it, it cannot be submitted.
CREATE FUNCTION estimate_checks(e_id bigint) RETURNS TABLE (no bigint, code text, field text, met boolean, blocks boolean, da text, en text)
LANGUAGE sql STABLE AS $$
  WITH e AS (SELECT x.*, array_position(ARRAY['nano', 'mini', 'midi', 'maxi'], x.tier) AS depth FROM estimate x WHERE x.id = e_id),
  main AS (SELECT a.no FROM estimate_alternative a WHERE a.estimate_id = e_id ORDER BY COALESCE(a.is_comparator, false), a.no LIMIT 1),
  l AS (SELECT x.*, format('inputs.alternatives[%s].lines[%s]', x.alternative_no - 1, x.no - 1) AS at FROM estimate_line x WHERE x.estimate_id = e_id),
  found AS (
    SELECT 1 AS part, 0 AS place, 'value_types' AS code, 'assessment.value_types' AS field,
           EXISTS (SELECT 1 FROM estimate_value_type v WHERE v.estimate_id = e.id AND v.strength > 0) AS met, true AS blocks,
           'Sæt kryds ved mindst én slags værdi' AS da, 'Tick at least one kind of value' AS en FROM e WHERE depth = 1
    UNION ALL SELECT 1, 1, 'gains', 'assessment.gains', EXISTS (SELECT 1 FROM estimate_gain g WHERE g.estimate_id = e.id), true,
           'Vælg, hvem der får gavn af det', 'Choose who gains from it' FROM e WHERE depth = 1
    UNION ALL SELECT 2, p.no, 'prompt', 'assessment.prompts', CASE WHEN p.required
             THEN EXISTS (SELECT 1 FROM l WHERE l.sector = 'relatives' AND l.class = 'time')
                  OR COALESCE(a.answer = 'no' AND a.text <> '', false)
             ELSE COALESCE(a.answer IN ('yes', 'no'), false) END, p.required, p.da, p.en
      FROM e JOIN assessment_prompt p ON p.template = e.template LEFT JOIN estimate_prompt a ON a.estimate_id = e.id AND a.code = p.code WHERE depth >= 2
    UNION ALL SELECT 3, 0, 'comparator', 'comparator', COALESCE(e.comparator, '') <> ''
             OR (SELECT count(*) > 1 AND bool_or(COALESCE(a.is_comparator, false)) FROM estimate_alternative a WHERE a.estimate_id = e.id), true,
           'Beskriv, hvad der sker, hvis I ikke gør noget', 'Describe what happens if you do nothing' FROM e WHERE depth >= 2
    UNION ALL SELECT 3, 1, 'population', 'population', COALESCE(e.population, '') <> '', false, 'Beskriv patientgruppen', 'Describe the group of patients' FROM e WHERE depth >= 2
    UNION ALL SELECT 4, l.alternative_no * 1000 + l.no, 'unit', l.at || '.unit', l.kind = 'flow' OR COALESCE(l.unit, '') <> '', true,
           'Enhed mangler: ' || l.name, 'Unit is missing: ' || l.name FROM e, l WHERE depth >= 2
    UNION ALL SELECT 5, l.alternative_no * 1000 + l.no, 'source', l.at || '.source', COALESCE(l.source, l.source_url, '') <> '' OR COALESCE(l.evidence, '') IN ('D', 'E'), true,
           'Kilde mangler, eller marker som skøn: ' || l.name, 'Source is missing, or mark as judgement: ' || l.name FROM e, l WHERE depth >= 2
    UNION ALL SELECT 6, 0, 'effect', 'inputs.alternatives', EXISTS (SELECT 1 FROM l WHERE l.class NOT IN ('cash', 'revenue', 'transfer') AND l.evidence IS NOT NULL)
             OR EXISTS (SELECT 1 FROM estimate_health h WHERE h.estimate_id = e.id), false,
           'Mindst én virkning i tal med grad af sikkerhed', 'At least one effect in figures, graded by how sure it is' FROM e WHERE depth >= 2
    UNION ALL SELECT 7, q.no, 'question', 'assessment.answers', EXISTS (SELECT 1 FROM estimate_answer a WHERE a.estimate_id = e.id AND a.question = q.no AND a.text <> '')
             OR CASE q.binding
               WHEN 'effect' THEN EXISTS (SELECT 1 FROM l WHERE l.class NOT IN ('cash', 'revenue', 'transfer') AND l.evidence IS NOT NULL)
               WHEN 'setup' THEN EXISTS (SELECT 1 FROM l WHERE l.form_row = 'etablering')
               WHEN 'activity' THEN EXISTS (SELECT 1 FROM l WHERE l.class = 'capacity')
               WHEN 'per_patient' THEN EXISTS (SELECT 1 FROM l WHERE l.timing = 'per_patient')
               WHEN 'own_hospital' THEN EXISTS (SELECT 1 FROM l WHERE l.sector IN ('initiating_clinic', 'other_departments'))
               WHEN 'elsewhere' THEN EXISTS (SELECT 1 FROM l WHERE l.sector NOT IN ('initiating_clinic', 'other_departments'))
               WHEN 'uncertainty' THEN EXISTS (SELECT 1 FROM estimate_uncertainty u WHERE u.estimate_id = e.id)
               ELSE false END, false, q.no || '. ' || q.da, q.no || '. ' || q.en
      FROM e, assessment_question q WHERE depth >= 2 AND COALESCE(q.valid_from, '-infinity') <= current_date AND COALESCE(q.valid_to, 'infinity') >= current_date
    UNION ALL SELECT 8, 0, 'uncertainty', 'inputs.alternatives', EXISTS (SELECT 1 FROM estimate_uncertainty u WHERE u.estimate_id = e.id), true,
           'Angiv lav og høj for mindst ét tal', 'Give low and high for at least one figure' FROM e WHERE depth >= 3
    UNION ALL SELECT 8, 1, 'stages', 'inputs.alternatives', EXISTS (SELECT 1 FROM estimate_stage s WHERE s.estimate_id = e.id), false,
           'Del forløbet op i faser, der kan mislykkes', 'Part the course into stages that can fail' FROM e WHERE depth >= 3
    UNION ALL SELECT 8, 2, 'equity', 'assessment.equity', e.equity_direction IS NOT NULL, false,
           'Skriv, hvad det betyder for ulighed i sundhed', 'Say what it means for inequality in health' FROM e WHERE depth >= 3
    UNION ALL SELECT 9, 0, 'simulation', 'inputs.simulation', e.simulation_draws IS NOT NULL, true,
           'Bed om en simulering', 'Ask for a simulation' FROM e WHERE depth >= 4
    UNION ALL SELECT 9, 1, 'thresholds', 'inputs.thresholds', e.threshold_step IS NOT NULL OR NOT EXISTS (SELECT 1 FROM estimate_health h WHERE h.estimate_id = e.id), true,
           'Vælg betalingsvilje fra og til', 'Choose willingness to pay from and to' FROM e WHERE depth >= 4
    UNION ALL SELECT 9, 2, 'involvement', 'assessment.involvement', COALESCE(e.involvement, '') <> '', false,
           'Skriv, hvordan patienter og pårørende er inddraget', 'Say how patients and relatives are involved' FROM e WHERE depth >= 4)
  SELECT row_number() OVER (ORDER BY part, place), code, field, met, blocks, da, en FROM found ORDER BY 1
$$;

-- The depth that the clinic's own cost calls for.
CREATE FUNCTION tier_for(own_oere bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT COALESCE((SELECT v.tier FROM (VALUES ('tier_maxi_from', 'maxi'), ('tier_midi_from', 'midi'), ('tier_mini_from', 'mini')) AS v(code, tier)
    JOIN reference_value r ON r.code = v.code AND r.value IS NOT NULL AND COALESCE(r.valid_from, '-infinity') <= current_date AND COALESCE(r.valid_to, 'infinity') >= current_date
    WHERE own_oere >= r.value * 100 ORDER BY r.value DESC LIMIT 1), 'nano')
$$;
CREATE FUNCTION estimate_completeness(e_id bigint) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object(
    'score', (SELECT round(avg(met::int), 4) FROM estimate_checks(e_id)),
    'missing', (SELECT COALESCE(json_agg(json_build_object('code', c.code, 'field', c.field, 'blocks', c.blocks, 'da', c.da, 'en', c.en) ORDER BY c.no), '[]')
                FROM estimate_checks(e_id) c WHERE NOT c.met),
    'own_cost_oere', o.oere, 'recommended_tier', tier_for(o.oere))
  FROM (SELECT COALESCE((SELECT -s.pays_oere FROM estimate_sector s WHERE s.estimate_id = e_id AND s.sector = 'initiating_clinic'), 0) AS oere) o
$$;

-- The database is the last to say no.
CREATE FUNCTION estimate_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM estimate_checks(NEW.id) c WHERE c.blocks AND NOT c.met) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the estimate lacks what its tier calls for';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER complete AFTER UPDATE OF status ON estimate FOR EACH ROW WHEN (OLD.status = 'draft' AND NEW.status = 'submitted')
  EXECUTE FUNCTION estimate_complete();
