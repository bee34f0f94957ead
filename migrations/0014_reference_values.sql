-- SPDX-License-Identifier: EUPL-1.2
-- Values, price indices, payer rules and approval rules that people edit: dated rows that name their source.
-- A row without a value says that the figure is needed and is not known to us; nothing is assumed in its place.

CREATE TABLE reference_value (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL CHECK (code ~ '^[a-z0-9_]{1,60}$'),
  da text NOT NULL,
  en text NOT NULL,
  value numeric,
  unit text NOT NULL,
  valid_from date,
  valid_to date,
  price_year integer CHECK (price_year BETWEEN 1990 AND 2200),
  source text NOT NULL DEFAULT '',
  approved_by bigint REFERENCES app_user,
  note text NOT NULL DEFAULT '',
  CONSTRAINT reference_value_dates CHECK (valid_to >= valid_from),
  CONSTRAINT reference_value_overlap EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);
COMMENT ON TABLE reference_value IS 'Values that calculations and rules use, each with its period and source';
COMMENT ON COLUMN reference_value.id IS 'Key';
COMMENT ON COLUMN reference_value.code IS 'What the value is; rows of one code follow each other in time';
COMMENT ON COLUMN reference_value.da IS 'Danish label';
COMMENT ON COLUMN reference_value.en IS 'English label';
COMMENT ON COLUMN reference_value.value IS 'The value; null: not known, to be entered';
COMMENT ON COLUMN reference_value.unit IS 'Unit of the value';
COMMENT ON COLUMN reference_value.valid_from IS 'First day; null: open';
COMMENT ON COLUMN reference_value.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN reference_value.price_year IS 'Year of the prices that an amount is in';
COMMENT ON COLUMN reference_value.source IS 'Where it is taken from';
COMMENT ON COLUMN reference_value.approved_by IS 'User who approved it here; null: as delivered';
COMMENT ON COLUMN reference_value.note IS 'Remarks';
CALL stamped('reference_value');
CALL audited('reference_value');

CREATE TABLE price_index (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL CHECK (code ~ '^[A-Z0-9_]{1,20}$'),
  year integer NOT NULL CHECK (year BETWEEN 1990 AND 2200),
  value numeric CHECK (value > 0),
  source text NOT NULL DEFAULT '',
  CONSTRAINT price_index_year UNIQUE (code, year)
);
COMMENT ON TABLE price_index IS 'Price indices by year; a year without a value cannot be converted';
COMMENT ON COLUMN price_index.id IS 'Key';
COMMENT ON COLUMN price_index.code IS 'HICP: consumer prices; PL: the regions'' own price and wage index';
COMMENT ON COLUMN price_index.year IS 'Year';
COMMENT ON COLUMN price_index.value IS 'Index; null: to be entered';
COMMENT ON COLUMN price_index.source IS 'Where it is taken from';
CALL stamped('price_index');
CALL audited('price_index');

CREATE TABLE code_payer_task (
  code text PRIMARY KEY CHECK (code ~ '^[a-zA-Z0-9_]{1,40}$'),
  da text NOT NULL,
  en text NOT NULL,
  sort integer NOT NULL DEFAULT 0,
  valid_from date,
  valid_to date,
  source text NOT NULL DEFAULT ''
);
COMMENT ON TABLE code_payer_task IS 'Tasks whose payer changes with time';
COMMENT ON COLUMN code_payer_task.code IS 'Code in the API';
COMMENT ON COLUMN code_payer_task.da IS 'Danish label';
COMMENT ON COLUMN code_payer_task.en IS 'English label';
COMMENT ON COLUMN code_payer_task.sort IS 'Order on screen';
COMMENT ON COLUMN code_payer_task.valid_from IS 'First day; null: always';
COMMENT ON COLUMN code_payer_task.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN code_payer_task.source IS 'Where it is taken from';
CREATE TRIGGER names AFTER INSERT OR UPDATE OR DELETE ON code_payer_task FOR EACH STATEMENT EXECUTE FUNCTION bump_names();

CREATE TABLE payer_rule (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  task text NOT NULL REFERENCES code_payer_task,
  municipality_unit_id integer REFERENCES unit,
  sector_from text NOT NULL REFERENCES code_sector,
  sector_to text NOT NULL REFERENCES code_sector,
  valid_from date NOT NULL,
  valid_to date,
  source text NOT NULL DEFAULT '',
  CONSTRAINT payer_rule_dates CHECK (valid_to >= valid_from),
  CONSTRAINT payer_rule_sectors CHECK (sector_from <> sector_to)
);
CREATE UNIQUE INDEX payer_rule_once ON payer_rule (task, COALESCE(municipality_unit_id, 0), sector_from, valid_from);
COMMENT ON TABLE payer_rule IS 'Who pays for a task from a day on';
COMMENT ON COLUMN payer_rule.id IS 'Key';
COMMENT ON COLUMN payer_rule.task IS 'Task';
COMMENT ON COLUMN payer_rule.municipality_unit_id IS 'Municipality; null: all';
COMMENT ON COLUMN payer_rule.sector_from IS 'Sector that paid before';
COMMENT ON COLUMN payer_rule.sector_to IS 'Sector that pays now';
COMMENT ON COLUMN payer_rule.valid_from IS 'First day';
COMMENT ON COLUMN payer_rule.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN payer_rule.source IS 'Where it is taken from';
CALL stamped('payer_rule');
CALL audited('payer_rule');

CREATE TABLE approval_rule (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL REFERENCES code_kind,
  type text,
  condition text CHECK (condition IN ('standard_template', 'without_obligations', 'external_amount_above', 'equipment_with_running_costs')),
  amount_oere bigint CHECK (amount_oere >= 0),
  action text NOT NULL CHECK (action IN ('acknowledge', 'no_legal_review', 'legal_review', 'sign', 'sign_after_review', 'notify', 'approve')),
  role text REFERENCES code_role,
  days integer CHECK (days >= 0),
  da text NOT NULL,
  en text NOT NULL,
  sort integer NOT NULL DEFAULT 0,
  valid_from date,
  valid_to date,
  source text NOT NULL DEFAULT '',
  CONSTRAINT approval_rule_dates CHECK (valid_to >= valid_from),
  CONSTRAINT approval_rule_type_fkey FOREIGN KEY (kind, type) REFERENCES code_subtype,
  CONSTRAINT approval_rule_amount CHECK ((condition = 'external_amount_above') IS TRUE = (amount_oere IS NOT NULL))
);
COMMENT ON TABLE approval_rule IS 'Who reviews, signs and is told; for one action the rule of the type goes before the rule of all types';
COMMENT ON COLUMN approval_rule.id IS 'Key';
COMMENT ON COLUMN approval_rule.kind IS 'Kind of collaboration';
COMMENT ON COLUMN approval_rule.type IS 'Subtype; null: all that have no rule of their own';
COMMENT ON COLUMN approval_rule.condition IS 'When it applies; null: always';
COMMENT ON COLUMN approval_rule.amount_oere IS 'Limit of the condition external_amount_above';
COMMENT ON COLUMN approval_rule.action IS 'What is to be done';
COMMENT ON COLUMN approval_rule.role IS 'By or to whom';
COMMENT ON COLUMN approval_rule.days IS 'Within how many days';
COMMENT ON COLUMN approval_rule.da IS 'Danish text';
COMMENT ON COLUMN approval_rule.en IS 'English text';
COMMENT ON COLUMN approval_rule.sort IS 'Order on screen';
COMMENT ON COLUMN approval_rule.valid_from IS 'First day; null: open';
COMMENT ON COLUMN approval_rule.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN approval_rule.source IS 'Where it is taken from';
CALL stamped('approval_rule');
CALL audited('approval_rule');

INSERT INTO reference_value (code, da, en, value, unit, valid_from, valid_to, price_year, source, note) VALUES
  ('discount_rate_0_35', 'Diskonteringsrente, år 0-35', 'Discount rate, years 0-35', 0.06, 'rate', '1999-01-01', '2011-02-28', NULL, 'docplayer.dk 1300321', 'Én sats for alle år; kun året er kendt'),
  ('discount_rate_0_35', 'Diskonteringsrente, år 0-35', 'Discount rate, years 0-35', 0.05, 'rate', '2011-03-01', '2012-12-31', NULL, 'fagpressen.eu', 'Én sats for alle år; kun måneden er kendt'),
  ('discount_rate_0_35', 'Diskonteringsrente, år 0-35', 'Discount rate, years 0-35', 0.04, 'rate', '2013-01-01', '2021-01-06', NULL, 'Finansministeriets dokumentationsnotat 2021', 'Begyndelsen: kun året er kendt'),
  ('discount_rate_0_35', 'Diskonteringsrente, år 0-35', 'Discount rate, years 0-35', 0.035, 'rate', '2021-01-07', NULL, NULL, 'Finansministeriets dokumentationsnotat 2021; fm.dk 22-06-2023', ''),
  ('discount_rate_36_70', 'Diskonteringsrente, år 36-70', 'Discount rate, years 36-70', 0.03, 'rate', '2013-01-01', '2021-01-06', NULL, 'Finansministeriets dokumentationsnotat 2021', 'Begyndelsen: kun året er kendt'),
  ('discount_rate_36_70', 'Diskonteringsrente, år 36-70', 'Discount rate, years 36-70', 0.025, 'rate', '2021-01-07', NULL, NULL, 'Finansministeriets dokumentationsnotat 2021; fm.dk 22-06-2023', ''),
  ('discount_rate_71', 'Diskonteringsrente, år 71 og senere', 'Discount rate, year 71 and later', NULL, 'rate', '2013-01-01', '2021-01-06', NULL, '', 'Ikke kontrolleret mod en kilde'),
  ('discount_rate_71', 'Diskonteringsrente, år 71 og senere', 'Discount rate, year 71 and later', 0.015, 'rate', '2021-01-07', NULL, NULL, 'Finansministeriets dokumentationsnotat 2021; fm.dk 22-06-2023', ''),
  ('naf', 'Nettoafgiftsfaktor', 'Net tax factor', 1.28, 'factor', '2023-06-22', NULL, NULL, 'fm.dk 22-06-2023', ''),
  ('tax_distortion', 'Skatteforvridningsfaktor', 'Tax distortion factor', 1.20, 'factor', NULL, '2017-08-27', NULL, 'fm.dk 28-08-2017', ''),
  ('tax_distortion', 'Skatteforvridningsfaktor', 'Tax distortion factor', 1.10, 'factor', '2017-08-28', '2023-06-21', NULL, 'fm.dk 28-08-2017', ''),
  ('tax_distortion', 'Skatteforvridningsfaktor', 'Tax distortion factor', 1.00, 'factor', '2023-06-22', NULL, NULL, 'fm.dk 22-06-2023', ''),
  ('vsl', 'Værdi af et statistisk liv', 'Value of a statistical life', 32000000, 'kr.', '2017-01-01', '2019-12-31', 2017, 'fm.dk 2017', 'Kun året er kendt'),
  ('vsl', 'Værdi af et statistisk liv', 'Value of a statistical life', 34000000, 'kr.', '2020-01-01', NULL, NULL, 'Finansministeriets notat; Politiken og Kristeligt Dagblad 2020', 'Prisår ikke oplyst; nøgletalskataloget fra juni 2024 er ikke indlæst'),
  ('voly', 'Værdi af et statistisk leveår', 'Value of a statistical life year', NULL, 'kr.', NULL, NULL, NULL, '', 'Skal indtastes'),
  ('qaly_value', 'Værdi af en QALY', 'Value of a QALY', NULL, 'kr.', NULL, NULL, NULL, '', 'Der er ingen officiel dansk værdi'),
  ('ceac_threshold_from', 'Betalingsvilje pr. QALY i figurer: fra', 'Willingness to pay per QALY in figures: from', 0, 'kr.', NULL, NULL, NULL, 'Samspil', 'Kun visning'),
  ('ceac_threshold_to', 'Betalingsvilje pr. QALY i figurer: til', 'Willingness to pay per QALY in figures: to', 1000000, 'kr.', NULL, NULL, NULL, 'Samspil', 'Kun visning'),
  ('ceac_threshold_step', 'Betalingsvilje pr. QALY i figurer: trin', 'Willingness to pay per QALY in figures: step', 25000, 'kr.', NULL, NULL, NULL, 'Samspil', 'Kun visning'),
  ('threshold_region_goods_services', 'Tærskelværdi, regioners varer og tjenesteydelser', 'EU threshold, goods and services of regions', 1644638, 'kr.', '2024-01-01', '2025-12-31', NULL, 'kfst.dk', ''),
  ('threshold_region_goods_services', 'Tærskelværdi, regioners varer og tjenesteydelser', 'EU threshold, goods and services of regions', NULL, 'kr.', '2026-01-01', '2027-12-31', NULL, '', 'Skal indtastes'),
  ('threshold_partial_services', 'Tærskelværdi, delydelser', 'EU threshold, partial services', 595344, 'kr.', '2024-01-01', '2025-12-31', NULL, 'kfst.dk', ''),
  ('threshold_partial_services', 'Tærskelværdi, delydelser', 'EU threshold, partial services', NULL, 'kr.', '2026-01-01', '2027-12-31', NULL, '', 'Skal indtastes'),
  ('threshold_social_services', 'Tærskelværdi, sociale og andre specifikke tjenesteydelser', 'EU threshold, social and other specific services', 5581350, 'kr.', '2024-01-01', '2025-12-31', NULL, 'kfst.dk', ''),
  ('threshold_social_services', 'Tærskelværdi, sociale og andre specifikke tjenesteydelser', 'EU threshold, social and other specific services', NULL, 'kr.', '2026-01-01', '2027-12-31', NULL, '', 'Skal indtastes'),
  ('threshold_state', 'Tærskelværdi, staten', 'EU threshold, the state', 1064177, 'kr.', '2024-01-01', '2025-12-31', NULL, 'kfst.dk', ''),
  ('threshold_state', 'Tærskelværdi, staten', 'EU threshold, the state', NULL, 'kr.', '2026-01-01', '2027-12-31', NULL, '', 'Skal indtastes'),
  ('de_minimis', 'Loft for de minimis-støtte over tre år', 'Ceiling of de minimis aid over three years', NULL, 'EUR', NULL, NULL, NULL, 'Forordning (EU) 2023/2831', 'Beløbet er ikke kontrolleret; skal indtastes'),
  ('small_count', 'Mindste antal personer i en celle', 'Smallest number of people in a cell', 5, 'persons', NULL, NULL, NULL, 'Samspil', ''),
  ('small_count_floor', 'Mindste antal personer, der kan vælges', 'Smallest number of people that may be chosen', 3, 'persons', NULL, NULL, NULL, 'sdu.dk: retningslinje efter Danmarks Statistik', ''),
  ('tier_mini_from', 'Egen udgift, hvorfra mini-vurdering anbefales', 'Own cost from which the mini tier is recommended', 500000, 'kr.', NULL, NULL, NULL, 'Samspil', ''),
  ('tier_midi_from', 'Egen udgift, hvorfra midi-vurdering anbefales', 'Own cost from which the midi tier is recommended', 5000000, 'kr.', NULL, NULL, NULL, 'Samspil', ''),
  ('tier_maxi_from', 'Egen udgift, hvorfra maxi-vurdering anbefales', 'Own cost from which the maxi tier is recommended', 50000000, 'kr.', NULL, NULL, NULL, 'Samspil', ''),
  ('framework_warning', 'Andel af en rammeaftales loft, der giver advarsel', 'Share of a framework''s ceiling that gives a warning', 0.8, 'share', NULL, NULL, NULL, 'Samspil', ''),
  ('overhead_share', 'Overhead på løn', 'Overhead on pay', NULL, 'share', NULL, NULL, NULL, '', 'Skal indtastes'),
  ('hours_per_fte', 'Effektive timer pr. årsværk', 'Effective hours per FTE', NULL, 'hours', NULL, NULL, NULL, '', 'Skal indtastes'),
  ('wage_hour_nurse', 'Timeløn, sygeplejerske', 'Hourly pay, nurse', NULL, 'kr.', NULL, NULL, NULL, '', 'Skal indtastes fra KRL'),
  ('wage_hour_doctor', 'Timeløn, læge', 'Hourly pay, doctor', NULL, 'kr.', NULL, NULL, NULL, '', 'Skal indtastes fra KRL'),
  ('wage_hour_secretary', 'Timeløn, lægesekretær', 'Hourly pay, medical secretary', NULL, 'kr.', NULL, NULL, NULL, '', 'Skal indtastes fra KRL'),
  ('bed_day', 'Værdi af en sengedag', 'Value of a bed day', NULL, 'kr.', NULL, NULL, NULL, '', 'Skal indtastes'),
  ('patient_hour', 'Værdi af en times patienttid', 'Value of an hour of patient time', NULL, 'kr.', NULL, NULL, NULL, '', 'Skal indtastes');

INSERT INTO price_index (code, year, value, source)
SELECT 'HICP', v.year, v.value, 'Eurostat HICP, Danmark, alle varer, årsgennemsnit, 2015 = 100' FROM (VALUES
  (2010, 94.13), (2011, 96.63), (2012, 98.91), (2013, 99.42), (2014, 99.77), (2015, 100.00), (2016, 100.02), (2017, 101.08),
  (2018, 101.79), (2019, 102.53), (2020, 102.88), (2021, 104.88), (2022, 113.82), (2023, 117.64), (2024, 119.13)
) AS v(year, value);
INSERT INTO price_index (code, year, value, source)
SELECT 'PL', year, NULL, 'Regionernes pris- og lønfremskrivning: skal indtastes' FROM generate_series(2022, 2027) AS year;

INSERT INTO code_payer_task (code, da, en, sort, source)
SELECT v.*, 'edagsorden.regionh.dk HtmlPublication-9942; kl.dk: tidslinje; regional-indsigt.dk 06-05-2025' FROM (VALUES
  ('akutsygepleje', 'Akutsygepleje', 'Acute nursing', 1),
  ('sundheds_og_omsorgspladser', 'Sundheds- og omsorgspladser', 'Health and care places', 2),
  ('avanceret_genoptraening', 'Avanceret genoptræning og specialiseret rehabilitering', 'Advanced retraining and specialised rehabilitation', 3),
  ('patientrettet_forebyggelse', 'Patientrettet forebyggelse', 'Prevention for patients', 4)
) AS v(code, da, en, sort);
INSERT INTO payer_rule (task, sector_from, sector_to, valid_from, source)
SELECT code, 'municipality', 'region_admin', '2027-01-01', source FROM code_payer_task ORDER BY sort;

INSERT INTO approval_rule (kind, type, condition, amount_oere, action, role, days, da, en, sort, valid_from, source)
SELECT 'research_contract', v.type, v.condition, v.amount_oere, v.action, v.role, v.days, v.da, v.en, v.sort, v.valid_from::date, v.source
FROM (VALUES
  (NULL, NULL, NULL::bigint, 'acknowledge', 'research_support', 3, 'Modtagelsen bekræftes inden 3 dage', 'Receipt is acknowledged within 3 days', 1, NULL, 'regionh.dk: Proces for sagsbehandling'),
  ('amd', NULL, NULL, 'no_legal_review', NULL, NULL, 'Tillæg gennemgås ikke centralt', 'Amendments are not reviewed centrally', 2, '2018-01-01', 'regionh.dk: Proces for sagsbehandling'),
  ('amd', NULL, NULL, 'sign', 'department_head', NULL, 'Afdelingsledelsen underskriver', 'The head of department signs', 3, '2018-01-01', 'regionh.dk: Proces for sagsbehandling'),
  ('mta', 'standard_template', NULL, 'no_legal_review', NULL, NULL, 'MTA på standardskabelonen gennemgås ikke centralt', 'An MTA on the standard template is not reviewed centrally', 4, '2018-01-01', 'regionh.dk: Proces for sagsbehandling'),
  ('mta', 'standard_template', NULL, 'sign', 'department_head', NULL, 'Afdelingsledelsen underskriver', 'The head of department signs', 5, '2018-01-01', 'regionh.dk: Proces for sagsbehandling'),
  ('kons', NULL, NULL, 'legal_review', 'lawyer', NULL, 'Juridisk gennemgang', 'Legal review', 6, NULL, 'regionh.dk: Proces for sagsbehandling'),
  ('kons', NULL, NULL, 'sign', 'department_head', NULL, 'Afdelingsledelsen underskriver', 'The head of department signs', 7, NULL, 'regionh.dk: Proces for sagsbehandling'),
  ('cda', NULL, NULL, 'legal_review', 'lawyer', NULL, 'Juridisk gennemgang', 'Legal review', 8, NULL, 'regionh.dk: Proces for sagsbehandling'),
  ('cda', NULL, NULL, 'sign', 'department_head', NULL, 'Afdelingsledelsen underskriver', 'The head of department signs', 9, NULL, 'regionh.dk: Proces for sagsbehandling'),
  ('don', 'without_obligations', NULL, 'legal_review', 'lawyer', NULL, 'Juridisk gennemgang', 'Legal review', 10, NULL, 'regionh.dk: Proces for sagsbehandling'),
  ('don', 'without_obligations', NULL, 'sign', 'department_head', NULL, 'Afdelingsledelsen underskriver', 'The head of department signs', 11, NULL, 'regionh.dk: Proces for sagsbehandling'),
  (NULL, NULL, NULL, 'legal_review', 'lawyer', NULL, 'Juridisk gennemgang', 'Legal review', 12, NULL, 'regionh.dk: Proces for sagsbehandling (følger af reglerne)'),
  (NULL, NULL, NULL, 'sign', 'hospital_exec', NULL, 'Hospitalsdirektionen underskriver', 'The hospital executive signs', 13, NULL, 'regionh.dk: Proces for sagsbehandling (følger af reglerne)'),
  (NULL, 'external_amount_above', 500000000, 'notify', 'hospital_exec', NULL, 'Mere end 5 mio. kr. udefra i projektets levetid: virksomheds- og koncerndirektion underrettes før godkendelse', 'More than DKK 5 million from outside over the project''s life: the executive is notified before approval', 14, NULL, 'psykiatri-regionh.dk'),
  ('don', 'equipment_with_running_costs', NULL, 'approve', 'hospital_exec', NULL, 'Udstyr, der giver driftsudgifter: virksomhedsdirektionen godkender', 'Equipment that causes running costs: the executive approves', 15, NULL, 'psykiatri-regionh.dk'),
  ('medfin', 'equipment_with_running_costs', NULL, 'approve', 'hospital_exec', NULL, 'Udstyr, der giver driftsudgifter: virksomhedsdirektionen godkender', 'Equipment that causes running costs: the executive approves', 16, NULL, 'psykiatri-regionh.dk'),
  (NULL, NULL, NULL, 'sign_after_review', 'lawyer', NULL, 'Underskrives først, når Jura & Kontrakter har set kontrakten', 'Signed only when the lawyers have seen the contract', 17, NULL, 'psykiatri-regionh.dk')
) AS v(type, condition, amount_oere, action, role, days, da, en, sort, valid_from, source);
