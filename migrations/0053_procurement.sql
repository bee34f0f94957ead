-- SPDX-License-Identifier: EUPL-1.2
-- Strategic procurement: market dialogue, strategic areas and the capacity of teams, the tender and its rules, contract terms,
-- call-offs under a ceiling that only an amendment moves, and the phases of an innovation partnership.

CALL code_list('market_form', 'Forms of market dialogue');
CALL code_list('market_conclusion', 'What a market dialogue comes to');
CALL code_list('procurement_procedure', 'Procedures of public procurement');
CALL code_list('service_kind', 'What is bought, as the thresholds tell it apart');
CALL code_list('expiry_decision', 'What comes when a contract ends');
CALL code_list('phase_decision', 'What is decided at the end of a phase');
CALL code_lists_join();
INSERT INTO code_market_form (code, da, en, sort, source) VALUES
  ('meeting', 'Møde', 'Meeting', 1, 'Samspil'),
  ('event', 'Åbent arrangement', 'Open event', 2, 'Samspil'),
  ('demonstration', 'Demonstration', 'Demonstration', 3, 'Samspil'),
  ('written', 'Skriftlig høring', 'Written consultation', 4, 'Samspil'),
  ('open_call', 'Åbent opslag', 'Open call', 5, 'Samspil');
INSERT INTO code_market_conclusion (code, da, en, sort, source) VALUES
  ('not_on_market', 'Findes ikke på markedet', 'Is not on the market', 1, 'udbudsportalen.dk: innovationspartnerskaber'),
  ('on_market', 'Findes på markedet', 'Is on the market', 2, 'Samspil'),
  ('adaptable', 'Kan tilpasses fra noget, der findes', 'Can be adapted from what exists', 3, 'Samspil'),
  ('open', 'Ikke afklaret endnu', 'Not clear yet', 4, 'Samspil');
INSERT INTO code_procurement_procedure (code, da, en, sort, source) VALUES
  ('open', 'Offentligt udbud', 'Open procedure', 1, 'Udbudsloven (efter hukommelsen)'),
  ('restricted', 'Begrænset udbud', 'Restricted procedure', 2, 'Udbudsloven (efter hukommelsen)'),
  ('negotiated', 'Udbud med forhandling', 'Competitive procedure with negotiation', 3, 'Udbudsloven (efter hukommelsen)'),
  ('dialogue', 'Konkurrencepræget dialog', 'Competitive dialogue', 4, 'Udbudsloven (efter hukommelsen)'),
  ('innovation_partnership', 'Innovationspartnerskab', 'Innovation partnership', 5, 'Udbudsloven §§ 73-79'),
  ('negotiated_without_notice', 'Udbud med forhandling uden forudgående bekendtgørelse', 'Negotiated procedure without notice', 6, 'Udbudsloven (efter hukommelsen)'),
  ('light', 'Light-udbud', 'Light regime', 7, 'Udbudsloven (efter hukommelsen)'),
  ('dynamic', 'Dynamisk indkøbssystem', 'Dynamic purchasing system', 8, 'Udbudsloven (efter hukommelsen)'),
  ('below_threshold', 'Under tærskelværdien', 'Below the threshold', 9, 'Udbudsloven (efter hukommelsen)');
INSERT INTO code_service_kind (code, da, en, sort, source) VALUES
  ('goods_services', 'Varer og tjenesteydelser', 'Goods and services', 1, 'kfst.dk: tærskelværdier'),
  ('part_lots', 'Delydelser', 'Small lots', 2, 'kfst.dk: tærskelværdier'),
  ('social_special', 'Sociale og andre specifikke tjenesteydelser', 'Social and other specific services', 3, 'kfst.dk: tærskelværdier'),
  ('works', 'Bygge- og anlægsarbejder', 'Works', 4, 'Samspil');
INSERT INTO code_expiry_decision (code, da, en, sort, source) VALUES
  ('extend', 'Forlænges', 'Extended', 1, 'Samspil'),
  ('retender', 'Genudbydes', 'Tendered again', 2, 'Samspil'),
  ('end', 'Ophører', 'Ends', 3, 'Samspil');
INSERT INTO code_phase_decision (code, da, en, sort, source) VALUES
  ('continue', 'Fortsæt', 'Go on', 1, 'Udbudsloven § 79'),
  ('extend', 'Forlæng fasen', 'Extend the phase', 2, 'Samspil'),
  ('stop', 'Stop', 'Stop', 3, 'Udbudsloven § 79');

-- ---- dated rules ----

CREATE TABLE procurement_rule (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL CHECK (code ~ '^[a-z0-9_]{1,60}$'),
  da text NOT NULL CHECK (char_length(da) BETWEEN 2 AND 200),
  en text NOT NULL CHECK (char_length(en) BETWEEN 2 AND 200),
  procedure text REFERENCES code_procurement_procedure,
  service_kind text REFERENCES code_service_kind,
  unit text NOT NULL CHECK (unit IN ('kr', 'days', 'months', 'count', 'percent')),
  value bigint CHECK (value BETWEEN 0 AND 1000000000000000),
  valid_from date,
  valid_to date,
  source text NOT NULL DEFAULT '' CHECK (char_length(source) <= 1000),
  note text NOT NULL DEFAULT '' CHECK (char_length(note) <= 2000),
  CONSTRAINT procurement_rule_dates CHECK (valid_to >= valid_from),
  CONSTRAINT procurement_rule_overlap EXCLUDE USING gist (code WITH =, COALESCE(procedure, '') WITH =, COALESCE(service_kind, '') WITH =,
                                                         daterange(valid_from, valid_to, '[]') WITH &&)
);
COMMENT ON TABLE procurement_rule IS 'Thresholds, least deadlines and other figures of procurement that the law or the region sets; rows of one code follow each other in time';
COMMENT ON COLUMN procurement_rule.id IS 'Key';
COMMENT ON COLUMN procurement_rule.code IS 'What the figure is of: threshold, application_days, invited_min, standstill_days, warn_percent, expiry_months';
COMMENT ON COLUMN procurement_rule.da IS 'Danish label';
COMMENT ON COLUMN procurement_rule.en IS 'English label';
COMMENT ON COLUMN procurement_rule.procedure IS 'Procedure that it holds for; null: all';
COMMENT ON COLUMN procurement_rule.service_kind IS 'What is bought, of a threshold; null: all';
COMMENT ON COLUMN procurement_rule.unit IS 'What the value counts';
COMMENT ON COLUMN procurement_rule.value IS 'The figure; kroner as whole kroner; null: not known, to be entered';
COMMENT ON COLUMN procurement_rule.valid_from IS 'First day; null: always';
COMMENT ON COLUMN procurement_rule.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN procurement_rule.source IS 'Where it is taken from';
COMMENT ON COLUMN procurement_rule.note IS 'Remarks';
CALL stamped('procurement_rule');
CALL audited('procurement_rule');
INSERT INTO procurement_rule (code, da, en, procedure, service_kind, unit, value, valid_from, valid_to, source, note) VALUES
  ('threshold', 'Tærskelværdi: varer og tjenesteydelser', 'Threshold: goods and services', NULL, 'goods_services', 'kr', 1644638, '2024-01-01', '2025-12-31', 'kfst.dk: tærskelværdier 2024-2025', ''),
  ('threshold', 'Tærskelværdi: delydelser', 'Threshold: small lots', NULL, 'part_lots', 'kr', 595344, '2024-01-01', '2025-12-31', 'kfst.dk: tærskelværdier 2024-2025', ''),
  ('threshold', 'Tærskelværdi: sociale og andre specifikke tjenesteydelser', 'Threshold: social and other specific services', NULL, 'social_special', 'kr', 5581350, '2024-01-01', '2025-12-31', 'kfst.dk: tærskelværdier 2024-2025', ''),
  ('threshold', 'Tærskelværdi: varer og tjenesteydelser', 'Threshold: goods and services', NULL, 'goods_services', 'kr', NULL, '2026-01-01', '2027-12-31', '', 'Skal indtastes: tærskelværdierne ændres hvert andet år'),
  ('threshold', 'Tærskelværdi: delydelser', 'Threshold: small lots', NULL, 'part_lots', 'kr', NULL, '2026-01-01', '2027-12-31', '', 'Skal indtastes: tærskelværdierne ændres hvert andet år'),
  ('threshold', 'Tærskelværdi: sociale og andre specifikke tjenesteydelser', 'Threshold: social and other specific services', NULL, 'social_special', 'kr', NULL, '2026-01-01', '2027-12-31', '', 'Skal indtastes: tærskelværdierne ændres hvert andet år'),
  ('threshold', 'Tærskelværdi: bygge- og anlægsarbejder', 'Threshold: works', NULL, 'works', 'kr', NULL, '2026-01-01', '2027-12-31', '', 'Skal indtastes: tærskelværdierne ændres hvert andet år'),
  ('threshold_state', 'Tærskelværdi: statslige ordregivere, til sammenligning', 'Threshold: state buyers, for comparison', NULL, NULL, 'kr', 1064177, '2024-01-01', '2025-12-31', 'kfst.dk: tærskelværdier 2024-2025', ''),
  ('application_days', 'Mindste ansøgningsfrist fra dagen efter afsendelsen', 'Least days for applications from the day after dispatch', 'innovation_partnership', NULL, 'days', 30, NULL, NULL, 'Udbudsloven § 74, stk. 5', ''),
  ('invited_min', 'Mindste antal opfordrede', 'Least number of invited', 'innovation_partnership', NULL, 'count', 3, NULL, NULL, 'udbudsportalen.dk; vejledning om udbudsreglerne 2016, s. 83', ''),
  ('standstill_days', 'Standstill efter underretning om tildeling', 'Standstill after the award is told', NULL, NULL, 'days', 10, NULL, NULL, 'Lov om Klagenævnet for Udbud (efter hukommelsen)', ''),
  ('warn_percent', 'Brug af loftet, hvor der advares', 'Use of the ceiling at which is warned', NULL, NULL, 'percent', 80, NULL, NULL, 'Samspil', ''),
  ('expiry_months', 'Måneder før udløb, hvor der er besluttet, hvad der følger', 'Months before the end by which is decided what follows', NULL, NULL, 'months', 12, NULL, NULL, 'Samspil', '');

-- The figure of a day; that of the procedure goes before that of all.
CREATE FUNCTION procurement_rule_value(what text, of_procedure text, day date) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT r.value FROM procurement_rule r
  WHERE r.code = what AND COALESCE(r.procedure, of_procedure, '') = COALESCE(of_procedure, '')
    AND COALESCE(r.valid_from, '-infinity') <= day AND COALESCE(r.valid_to, 'infinity') >= day
  ORDER BY r.procedure NULLS LAST LIMIT 1
$$;

CREATE TABLE strategic_area (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL CHECK (code ~ '^[a-z0-9_]{1,60}$'),
  da text NOT NULL CHECK (char_length(da) BETWEEN 2 AND 200),
  en text NOT NULL CHECK (char_length(en) BETWEEN 2 AND 200),
  help_da text NOT NULL DEFAULT '' CHECK (char_length(help_da) <= 1000),
  help_en text NOT NULL DEFAULT '' CHECK (char_length(help_en) <= 1000),
  weight integer NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 100),
  valid_from date,
  valid_to date,
  source text NOT NULL DEFAULT '' CHECK (char_length(source) <= 1000),
  CONSTRAINT strategic_area_dates CHECK (valid_to >= valid_from),
  CONSTRAINT strategic_area_overlap EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);
COMMENT ON TABLE strategic_area IS 'Areas that strategic procurement is to serve, and how much each weighs';
COMMENT ON COLUMN strategic_area.id IS 'Key';
COMMENT ON COLUMN strategic_area.code IS 'Code';
COMMENT ON COLUMN strategic_area.da IS 'Danish name';
COMMENT ON COLUMN strategic_area.en IS 'English name';
COMMENT ON COLUMN strategic_area.help_da IS 'What to look at, in Danish';
COMMENT ON COLUMN strategic_area.help_en IS 'What to look at, in English';
COMMENT ON COLUMN strategic_area.weight IS 'Weight among the areas';
COMMENT ON COLUMN strategic_area.valid_from IS 'First day; null: always';
COMMENT ON COLUMN strategic_area.valid_to IS 'Last day; null: open';
COMMENT ON COLUMN strategic_area.source IS 'Where it is taken from';
CALL stamped('strategic_area');
CALL audited('strategic_area');
INSERT INTO strategic_area (code, da, en, help_da, help_en, weight, source) VALUES
  ('patient_value', 'Værdi for patienterne', 'Value for patients', 'Hvor meget bedre bliver det for patienterne, og for hvor mange?', 'How much better will it be for patients, and for how many?', 3, 'Samspil'),
  ('clinical_relief', 'Aflastning af klinikken', 'Relief of the clinic', 'Frigøres der tid, senge eller ambulante besøg?', 'Does it free time, beds or visits?', 3, 'Samspil'),
  ('coherence', 'Sammenhæng mellem sektorer', 'Coherence between sectors', 'Hjælper det overgangen mellem hospital, kommune og almen praksis?', 'Does it help between hospital, municipality and general practice?', 2, 'Samspil'),
  ('market', 'Et marked, der kan udvikle', 'A market that can develop', 'Findes der virksomheder, som kan og vil udvikle løsningen?', 'Are there firms that can and will develop it?', 2, 'Samspil'),
  ('volume', 'Volumen og økonomi', 'Volume and money', 'Er indkøbet så stort og vedvarende, at et partnerskab kan svare sig?', 'Is the purchase large and lasting enough for a partnership?', 2, 'Samspil'),
  ('climate', 'Klima og miljø', 'Climate and environment', 'Sparer det materialer, transport eller energi?', 'Does it save material, transport or energy?', 1, 'Samspil');

CREATE TABLE capacity_ceiling (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit_id integer NOT NULL REFERENCES unit,
  year integer NOT NULL CHECK (year BETWEEN 2000 AND 2200),
  quarter integer NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  fte numeric(8,2) NOT NULL CHECK (fte BETWEEN 0 AND 1000),
  team_fte numeric(8,2) CHECK (team_fte BETWEEN 0 AND 1000),
  tender_fte numeric(8,2) CHECK (tender_fte BETWEEN 0 AND 1000),
  tenders integer CHECK (tenders BETWEEN 0 AND 10000),
  note text NOT NULL DEFAULT '' CHECK (char_length(note) <= 2000),
  CONSTRAINT capacity_ceiling_once UNIQUE (unit_id, year, quarter)
);
COMMENT ON TABLE capacity_ceiling IS 'What a team can give to strategic procurement in a quarter, beside its other tenders';
COMMENT ON COLUMN capacity_ceiling.id IS 'Key';
COMMENT ON COLUMN capacity_ceiling.unit_id IS 'Team';
COMMENT ON COLUMN capacity_ceiling.year IS 'Year';
COMMENT ON COLUMN capacity_ceiling.quarter IS 'Quarter';
COMMENT ON COLUMN capacity_ceiling.fte IS 'Ceiling of strategic procurement in full-time equivalents';
COMMENT ON COLUMN capacity_ceiling.team_fte IS 'The whole team';
COMMENT ON COLUMN capacity_ceiling.tender_fte IS 'What the ordinary tenders of the quarter call for';
COMMENT ON COLUMN capacity_ceiling.tenders IS 'How many ordinary tenders that is';
COMMENT ON COLUMN capacity_ceiling.note IS 'Remarks';
CALL stamped('capacity_ceiling');
CALL audited('capacity_ceiling');

-- ---- what belongs to a case ----

CREATE TABLE market_dialogue (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  held_on date NOT NULL,
  form text NOT NULL REFERENCES code_market_form,
  organisation_id bigint REFERENCES organisation,
  firms integer CHECK (firms BETWEEN 0 AND 10000),
  participants text CHECK (char_length(participants) <= 2000),
  material text CHECK (char_length(material) <= 2000),
  material_url text CHECK (material_url ~ '^https?://'),
  same_material_to_all boolean NOT NULL DEFAULT false,
  summary text CHECK (char_length(summary) <= 10000),
  conclusion text REFERENCES code_market_conclusion,
  removed_at timestamptz
);
CREATE INDEX market_dialogue_case ON market_dialogue (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE market_dialogue IS 'What was asked of the market, said and shared before a tender or a partnership';
COMMENT ON COLUMN market_dialogue.id IS 'Key';
COMMENT ON COLUMN market_dialogue.collaboration_id IS 'Case';
COMMENT ON COLUMN market_dialogue.held_on IS 'Day';
COMMENT ON COLUMN market_dialogue.form IS 'Form';
COMMENT ON COLUMN market_dialogue.organisation_id IS 'Firm; null: several, or open to all';
COMMENT ON COLUMN market_dialogue.firms IS 'How many firms took part';
COMMENT ON COLUMN market_dialogue.participants IS 'Who took part';
COMMENT ON COLUMN market_dialogue.material IS 'What was shown or handed out';
COMMENT ON COLUMN market_dialogue.material_url IS 'Where it lies';
COMMENT ON COLUMN market_dialogue.same_material_to_all IS 'All firms got the same information';
COMMENT ON COLUMN market_dialogue.summary IS 'What was said';
COMMENT ON COLUMN market_dialogue.conclusion IS 'What it came to';
COMMENT ON COLUMN market_dialogue.removed_at IS 'When it was taken back';
CALL protect('market_dialogue');

CREATE TABLE strategic_score (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  area_id bigint NOT NULL REFERENCES strategic_area,
  score integer NOT NULL CHECK (score BETWEEN 0 AND 5),
  reasoning text CHECK (char_length(reasoning) <= 4000),
  removed_at timestamptz
);
CREATE UNIQUE INDEX strategic_score_once ON strategic_score (collaboration_id, area_id) WHERE removed_at IS NULL;
COMMENT ON TABLE strategic_score IS 'How well a case serves the strategic areas';
COMMENT ON COLUMN strategic_score.id IS 'Key';
COMMENT ON COLUMN strategic_score.collaboration_id IS 'Case';
COMMENT ON COLUMN strategic_score.area_id IS 'Area';
COMMENT ON COLUMN strategic_score.score IS '0 not at all, 5 fully';
COMMENT ON COLUMN strategic_score.reasoning IS 'Why';
COMMENT ON COLUMN strategic_score.removed_at IS 'When it was taken back';
CALL protect('strategic_score');

CREATE TABLE capacity_need (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  unit_id integer NOT NULL REFERENCES unit,
  year integer NOT NULL CHECK (year BETWEEN 2000 AND 2200),
  quarter integer NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  fte numeric(8,2) NOT NULL CHECK (fte BETWEEN 0 AND 1000),
  override_reason text CHECK (char_length(override_reason) <= 2000),
  removed_at timestamptz
);
CREATE UNIQUE INDEX capacity_need_once ON capacity_need (collaboration_id, unit_id, year, quarter) WHERE removed_at IS NULL;
COMMENT ON TABLE capacity_need IS 'Work that a case takes of a team in a quarter';
COMMENT ON COLUMN capacity_need.id IS 'Key';
COMMENT ON COLUMN capacity_need.collaboration_id IS 'Case';
COMMENT ON COLUMN capacity_need.unit_id IS 'Team';
COMMENT ON COLUMN capacity_need.year IS 'Year';
COMMENT ON COLUMN capacity_need.quarter IS 'Quarter';
COMMENT ON COLUMN capacity_need.fte IS 'Full-time equivalents';
COMMENT ON COLUMN capacity_need.override_reason IS 'Why it is taken on although the team has not the capacity';
COMMENT ON COLUMN capacity_need.removed_at IS 'When it was taken back';
CALL protect('capacity_need');

CREATE TABLE effort (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  party text NOT NULL CHECK (party IN ('procurement', 'clinic')),
  year integer NOT NULL CHECK (year BETWEEN 2000 AND 2200),
  planned_hours numeric(8,2) CHECK (planned_hours BETWEEN 0 AND 100000),
  used_hours numeric(8,2) CHECK (used_hours BETWEEN 0 AND 100000),
  note text CHECK (char_length(note) <= 2000),
  removed_at timestamptz
);
CREATE UNIQUE INDEX effort_once ON effort (collaboration_id, party, year) WHERE removed_at IS NULL;
COMMENT ON TABLE effort IS 'Hours that a case takes of Koncernindkøb and of the clinic';
COMMENT ON COLUMN effort.id IS 'Key';
COMMENT ON COLUMN effort.collaboration_id IS 'Case';
COMMENT ON COLUMN effort.party IS 'Who spends them';
COMMENT ON COLUMN effort.year IS 'Year';
COMMENT ON COLUMN effort.planned_hours IS 'Planned';
COMMENT ON COLUMN effort.used_hours IS 'Used';
COMMENT ON COLUMN effort.note IS 'Remarks';
COMMENT ON COLUMN effort.removed_at IS 'When it was taken back';
CALL protect('effort');

CREATE TABLE tender (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  procedure text NOT NULL REFERENCES code_procurement_procedure,
  service_kind text REFERENCES code_service_kind,
  value_oere bigint CHECK (value_oere BETWEEN 0 AND 100000000000000000),
  lots integer CHECK (lots BETWEEN 1 AND 1000),
  award_criteria text CHECK (char_length(award_criteria) <= 4000),
  notice_number text CHECK (char_length(notice_number) <= 40),
  notice_url text CHECK (notice_url ~ '^https?://'),
  notice_date date,
  application_deadline date,
  offer_deadline date,
  invited_on date,
  award_on_first_offer boolean,
  ipr_arrangement text CHECK (char_length(ipr_arrangement) <= 4000),
  several_contracts boolean,
  negotiation text CHECK (char_length(negotiation) <= 4000),
  participation_fee text CHECK (char_length(participation_fee) <= 2000),
  reduction text CHECK (char_length(reduction) <= 4000),
  awarded_on date,
  evaluation_note text CHECK (char_length(evaluation_note) <= 10000),
  removed_at timestamptz
);
CREATE UNIQUE INDEX tender_once ON tender (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE tender IS 'Tender of a case: procedure, notice, deadlines, the answers of udbudsloven § 74, stk. 2, and award';
COMMENT ON COLUMN tender.id IS 'Key';
COMMENT ON COLUMN tender.collaboration_id IS 'Case';
COMMENT ON COLUMN tender.procedure IS 'Procedure';
COMMENT ON COLUMN tender.service_kind IS 'What is bought, as the thresholds tell it apart';
COMMENT ON COLUMN tender.value_oere IS 'Estimated value, VAT excluded';
COMMENT ON COLUMN tender.lots IS 'Number of lots';
COMMENT ON COLUMN tender.award_criteria IS 'Award criteria';
COMMENT ON COLUMN tender.notice_number IS 'Number of the notice in TED';
COMMENT ON COLUMN tender.notice_url IS 'Where the notice stands';
COMMENT ON COLUMN tender.notice_date IS 'Day on which the notice was sent';
COMMENT ON COLUMN tender.application_deadline IS 'Last day of applications';
COMMENT ON COLUMN tender.offer_deadline IS 'Last day of offers';
COMMENT ON COLUMN tender.invited_on IS 'Day on which the chosen were invited to make an offer';
COMMENT ON COLUMN tender.award_on_first_offer IS 'The right is reserved to award on the first offer (§ 74, stk. 2)';
COMMENT ON COLUMN tender.ipr_arrangement IS 'Rights to what is developed (§ 74, stk. 2)';
COMMENT ON COLUMN tender.several_contracts IS 'Several partnership contracts, not one (§ 74, stk. 2)';
COMMENT ON COLUMN tender.negotiation IS 'Course of the negotiation (§ 74, stk. 2)';
COMMENT ON COLUMN tender.participation_fee IS 'Fee to participants (§ 74, stk. 2)';
COMMENT ON COLUMN tender.reduction IS 'Reduction of participants by goals (§ 74, stk. 2)';
COMMENT ON COLUMN tender.awarded_on IS 'Day on which the award was told';
COMMENT ON COLUMN tender.evaluation_note IS 'Why it was awarded so';
COMMENT ON COLUMN tender.removed_at IS 'When it was taken back';
CALL protect('tender');

CREATE TABLE bidder (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  organisation_id bigint NOT NULL REFERENCES organisation,
  applied_on date,
  invited boolean NOT NULL DEFAULT false,
  offer_on date,
  offer_oere bigint CHECK (offer_oere BETWEEN 0 AND 100000000000000000),
  awarded boolean NOT NULL DEFAULT false,
  note text CHECK (char_length(note) <= 4000),
  removed_at timestamptz
);
CREATE UNIQUE INDEX bidder_once ON bidder (collaboration_id, organisation_id) WHERE removed_at IS NULL;
COMMENT ON TABLE bidder IS 'Firms that applied, were invited or were awarded the contract';
COMMENT ON COLUMN bidder.id IS 'Key';
COMMENT ON COLUMN bidder.collaboration_id IS 'Case';
COMMENT ON COLUMN bidder.organisation_id IS 'Firm';
COMMENT ON COLUMN bidder.applied_on IS 'Day of its application';
COMMENT ON COLUMN bidder.invited IS 'Invited to make an offer';
COMMENT ON COLUMN bidder.offer_on IS 'Day of its offer';
COMMENT ON COLUMN bidder.offer_oere IS 'Price of its offer';
COMMENT ON COLUMN bidder.awarded IS 'Awarded the contract';
COMMENT ON COLUMN bidder.note IS 'Remarks';
COMMENT ON COLUMN bidder.removed_at IS 'When it was taken back';
CALL protect('bidder');

CREATE TABLE contract_terms (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  signed_on date,
  unit_price text CHECK (char_length(unit_price) <= 4000),
  volume text CHECK (char_length(volume) <= 4000),
  index_code text CHECK (char_length(index_code) <= 20),
  index_clause text CHECK (char_length(index_clause) <= 4000),
  yearly_commitment_oere bigint CHECK (yearly_commitment_oere BETWEEN 0 AND 100000000000000000),
  kpi text CHECK (char_length(kpi) <= 4000),
  termination text CHECK (char_length(termination) <= 4000),
  expiry_decision text REFERENCES code_expiry_decision,
  expiry_decided_on date,
  expiry_reason text CHECK (char_length(expiry_reason) <= 4000),
  removed_at timestamptz
);
CREATE UNIQUE INDEX contract_terms_once ON contract_terms (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE contract_terms IS 'Terms of the contract that the case does not hold itself';
COMMENT ON COLUMN contract_terms.id IS 'Key';
COMMENT ON COLUMN contract_terms.collaboration_id IS 'Case';
COMMENT ON COLUMN contract_terms.signed_on IS 'Day of signature';
COMMENT ON COLUMN contract_terms.unit_price IS 'Open book: what the unit price is made of';
COMMENT ON COLUMN contract_terms.volume IS 'Open book: volume that the price rests on';
COMMENT ON COLUMN contract_terms.index_code IS 'Price index';
COMMENT ON COLUMN contract_terms.index_clause IS 'How prices follow it';
COMMENT ON COLUMN contract_terms.yearly_commitment_oere IS 'Volume that is promised each year';
COMMENT ON COLUMN contract_terms.kpi IS 'What is measured';
COMMENT ON COLUMN contract_terms.termination IS 'How it can be ended';
COMMENT ON COLUMN contract_terms.expiry_decision IS 'What comes when it ends';
COMMENT ON COLUMN contract_terms.expiry_decided_on IS 'Day of that decision';
COMMENT ON COLUMN contract_terms.expiry_reason IS 'Why';
COMMENT ON COLUMN contract_terms.removed_at IS 'When it was taken back';
CALL protect('contract_terms');

CREATE TABLE contract_option (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  kind text NOT NULL CHECK (kind IN ('option', 'extension')),
  title text NOT NULL CHECK (char_length(title) BETWEEN 2 AND 200),
  months integer CHECK (months BETWEEN 1 AND 600),
  amount_oere bigint CHECK (amount_oere BETWEEN 0 AND 100000000000000000),
  notice_by date,
  taken_on date,
  declined boolean NOT NULL DEFAULT false,
  note text CHECK (char_length(note) <= 2000),
  removed_at timestamptz
);
CREATE INDEX contract_option_case ON contract_option (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE contract_option IS 'Options and extensions of a contract';
COMMENT ON COLUMN contract_option.id IS 'Key';
COMMENT ON COLUMN contract_option.collaboration_id IS 'Case';
COMMENT ON COLUMN contract_option.kind IS 'Kind';
COMMENT ON COLUMN contract_option.title IS 'What it is';
COMMENT ON COLUMN contract_option.months IS 'Months that it adds';
COMMENT ON COLUMN contract_option.amount_oere IS 'Value within the ceiling';
COMMENT ON COLUMN contract_option.notice_by IS 'Last day to take it up';
COMMENT ON COLUMN contract_option.taken_on IS 'Day on which it was taken up';
COMMENT ON COLUMN contract_option.declined IS 'It will not be taken up';
COMMENT ON COLUMN contract_option.note IS 'Remarks';
COMMENT ON COLUMN contract_option.removed_at IS 'When it was taken back';
CALL protect('contract_option');

CREATE TABLE contract_amendment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  title text NOT NULL CHECK (char_length(title) BETWEEN 2 AND 200),
  agreed_on date NOT NULL,
  ceiling_change_oere bigint CHECK (ceiling_change_oere BETWEEN -100000000000000000 AND 100000000000000000),
  legal_basis text CHECK (char_length(legal_basis) <= 2000),
  reason text NOT NULL CHECK (char_length(reason) BETWEEN 2 AND 4000),
  document_url text CHECK (document_url ~ '^https?://'),
  removed_at timestamptz
);
CREATE INDEX contract_amendment_case ON contract_amendment (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE contract_amendment IS 'Amendments of a contract; they alone move a ceiling that is in use';
COMMENT ON COLUMN contract_amendment.id IS 'Key';
COMMENT ON COLUMN contract_amendment.collaboration_id IS 'Case';
COMMENT ON COLUMN contract_amendment.title IS 'What was changed';
COMMENT ON COLUMN contract_amendment.agreed_on IS 'Day';
COMMENT ON COLUMN contract_amendment.ceiling_change_oere IS 'Added to the ceiling; negative: taken off';
COMMENT ON COLUMN contract_amendment.legal_basis IS 'Why it may be changed without a new tender';
COMMENT ON COLUMN contract_amendment.reason IS 'Why';
COMMENT ON COLUMN contract_amendment.document_url IS 'Where it lies';
COMMENT ON COLUMN contract_amendment.removed_at IS 'When it was taken back';
CALL protect('contract_amendment');

CREATE TABLE call_off (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  number text CHECK (char_length(number) <= 60),
  title text NOT NULL CHECK (char_length(title) BETWEEN 2 AND 200),
  organisation_id bigint REFERENCES organisation,
  amount_oere bigint NOT NULL CHECK (amount_oere BETWEEN 1 AND 100000000000000000),
  ordered_on date NOT NULL,
  note text CHECK (char_length(note) <= 2000),
  removed_at timestamptz
);
CREATE INDEX call_off_case ON call_off (collaboration_id) WHERE removed_at IS NULL;
COMMENT ON TABLE call_off IS 'Purchases under a framework; together never above its ceiling';
COMMENT ON COLUMN call_off.id IS 'Key';
COMMENT ON COLUMN call_off.collaboration_id IS 'Case';
COMMENT ON COLUMN call_off.number IS 'Number of the order';
COMMENT ON COLUMN call_off.title IS 'What is bought';
COMMENT ON COLUMN call_off.organisation_id IS 'Supplier';
COMMENT ON COLUMN call_off.amount_oere IS 'Amount, VAT excluded';
COMMENT ON COLUMN call_off.ordered_on IS 'Day';
COMMENT ON COLUMN call_off.note IS 'Remarks';
COMMENT ON COLUMN call_off.removed_at IS 'When it was taken back';
CALL protect('call_off');

CREATE TABLE partnership_phase (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  no integer NOT NULL CHECK (no BETWEEN 1 AND 99),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  goal text NOT NULL CHECK (char_length(goal) BETWEEN 2 AND 4000),
  starts_on date,
  ends_on date,
  rate_oere bigint NOT NULL CHECK (rate_oere BETWEEN 0 AND 100000000000000000),
  goal_met boolean,
  decision text REFERENCES code_phase_decision,
  decided_on date,
  reason text CHECK (char_length(reason) <= 4000),
  extended_to date,
  removed_at timestamptz
);
CREATE UNIQUE INDEX partnership_phase_once ON partnership_phase (collaboration_id, no) WHERE removed_at IS NULL;
COMMENT ON TABLE partnership_phase IS 'Phases of an innovation partnership (udbudsloven § 79), each with a goal, a rate and a decision';
COMMENT ON COLUMN partnership_phase.id IS 'Key';
COMMENT ON COLUMN partnership_phase.collaboration_id IS 'Case';
COMMENT ON COLUMN partnership_phase.no IS 'Order';
COMMENT ON COLUMN partnership_phase.name IS 'Name';
COMMENT ON COLUMN partnership_phase.goal IS 'Goal of the phase';
COMMENT ON COLUMN partnership_phase.starts_on IS 'First day';
COMMENT ON COLUMN partnership_phase.ends_on IS 'Last day';
COMMENT ON COLUMN partnership_phase.rate_oere IS 'Rate to be paid for it';
COMMENT ON COLUMN partnership_phase.goal_met IS 'The goal was met; null: not known yet';
COMMENT ON COLUMN partnership_phase.decision IS 'What was decided at its end';
COMMENT ON COLUMN partnership_phase.decided_on IS 'Day of the decision';
COMMENT ON COLUMN partnership_phase.reason IS 'Why';
COMMENT ON COLUMN partnership_phase.extended_to IS 'New last day when it was extended';
COMMENT ON COLUMN partnership_phase.removed_at IS 'When it was taken back';
CALL protect('partnership_phase');

-- What staff need of a team is no secret, also of a case that is: else the sums of a quarter would be wrong. Who may not see the
-- case gets neither its number nor its title.
DROP POLICY see ON capacity_need;
CREATE POLICY see ON capacity_need FOR SELECT USING ((SELECT may('staff')) OR EXISTS (SELECT 1 FROM collaboration c WHERE c.id = collaboration_id));
CREATE INDEX capacity_need_team ON capacity_need (unit_id, year, quarter) WHERE removed_at IS NULL;
CREATE INDEX call_off_organisation ON call_off (organisation_id);
CREATE INDEX bidder_organisation ON bidder (organisation_id);
CREATE INDEX market_dialogue_organisation ON market_dialogue (organisation_id);

-- ---- words with figures, "dansk|english" ----

CREATE FUNCTION kr_words(oere bigint) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY[translate(t, ',.', '.,') || ' kr.', 'DKK ' || t]
  FROM (SELECT CASE WHEN oere % 100 = 0 THEN ltrim(to_char(oere / 100, 'FM999,999,999,999,999,990'))
                    ELSE ltrim(to_char(oere::numeric / 100, 'FM999,999,999,999,999,990.00')) END AS t) x
$$;
CREATE FUNCTION day_words(d date) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT to_char(d, 'DD-MM-YYYY') || '|' || to_char(d, 'YYYY-MM-DD') $$;
CREATE FUNCTION fte_words(f numeric) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY[translate(t, '.', ','), t] FROM (SELECT CASE WHEN f * 10 = trunc(f * 10) THEN to_char(f, 'FM99990.0') ELSE to_char(f, 'FM99990.00') END AS t) x
$$;

-- ---- the ceiling and what is used of it ----

-- Ceiling as agreed and amended, use and the percentage at which is warned. As one reads it, so under row-level security.
CREATE FUNCTION ceiling_use(case_id bigint) RETURNS TABLE (agreed bigint, ceiling bigint, used bigint, warn bigint) LANGUAGE sql STABLE AS $$
  SELECT c.value_ceiling_oere,
         c.value_ceiling_oere + COALESCE((SELECT sum(m.ceiling_change_oere) FROM contract_amendment m WHERE m.collaboration_id = c.id AND m.removed_at IS NULL), 0)::bigint,
         COALESCE((SELECT sum(o.amount_oere) FROM call_off o WHERE o.collaboration_id = c.id AND o.removed_at IS NULL), 0)::bigint,
         procurement_rule_value('warn_percent', NULL, current_date)
  FROM collaboration c WHERE c.id = case_id
$$;

-- Every write that can bring the use above the ceiling waits here for the others of the case, then looks at what they left.
CREATE FUNCTION ceiling_check(case_id bigint, what text, old_used bigint DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  u record;
BEGIN
  SELECT * INTO u FROM ceiling_use(case_id);
  IF u.used > u.ceiling THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = what, MESSAGE = 'above the ceiling',
      DETAIL = format('%s over; der resterer %s, så loftet skal først hæves med et tillæg|%s over; %s remains, so the ceiling must first be raised by an amendment',
        (kr_words(u.used - u.ceiling))[1], (kr_words(u.ceiling - COALESCE(old_used, u.used)))[1],
        (kr_words(u.used - u.ceiling))[2], (kr_words(u.ceiling - COALESCE(old_used, u.used)))[2]);
  END IF;
END $$;
CREATE FUNCTION call_off_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  c record;
BEGIN
  SELECT x.start_date, x.end_date INTO c FROM collaboration x WHERE x.id = NEW.collaboration_id FOR NO KEY UPDATE;
  IF NEW.removed_at IS NOT NULL THEN
    RETURN NEW;
  ELSIF NEW.ordered_on < c.start_date THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'call_off_early', MESSAGE = 'before the contract', DETAIL = day_words(c.start_date);
  ELSIF NEW.ordered_on > contract_end(NEW.collaboration_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'call_off_late', MESSAGE = 'after the contract', DETAIL = day_words(contract_end(NEW.collaboration_id));
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION call_off_ceiling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  added bigint := NEW.amount_oere - CASE WHEN TG_OP = 'UPDATE' AND OLD.removed_at IS NULL THEN OLD.amount_oere ELSE 0 END;
BEGIN
  IF NEW.removed_at IS NULL AND added > 0 THEN
    PERFORM ceiling_check(NEW.collaboration_id, 'call_off_ceiling', (SELECT u.used - added FROM ceiling_use(NEW.collaboration_id) u));
  END IF;
  RETURN NULL;
END $$;
-- The last day, with the extensions that are taken up.
CREATE FUNCTION contract_end(case_id bigint) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT add_months(c.end_date, COALESCE((SELECT sum(o.months) FROM contract_option o
    WHERE o.collaboration_id = c.id AND o.kind = 'extension' AND o.taken_on IS NOT NULL AND o.removed_at IS NULL), 0)::integer)
  FROM collaboration c WHERE c.id = case_id
$$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON call_off FOR EACH ROW EXECUTE FUNCTION call_off_guard();
CREATE TRIGGER ceiling AFTER INSERT OR UPDATE ON call_off FOR EACH ROW EXECUTE FUNCTION call_off_ceiling();

CREATE FUNCTION contract_amendment_lock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM collaboration c WHERE c.id = NEW.collaboration_id FOR NO KEY UPDATE;
  RETURN NEW;
END $$;
CREATE FUNCTION contract_amendment_ceiling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ceiling_check(NEW.collaboration_id, 'contract_amendment_ceiling');
  RETURN NULL;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON contract_amendment FOR EACH ROW EXECUTE FUNCTION contract_amendment_lock();
CREATE TRIGGER ceiling AFTER INSERT OR UPDATE ON contract_amendment FOR EACH ROW EXECUTE FUNCTION contract_amendment_ceiling();

-- The agreed ceiling of a framework in use is not typed over. An import may: it follows the list that it is from, and is audited.
CREATE FUNCTION collaboration_ceiling_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF bulk() IS NOT TRUE AND EXISTS (SELECT 1 FROM call_off o WHERE o.collaboration_id = NEW.id AND o.removed_at IS NULL)
     AND OLD.value_ceiling_oere IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'collaboration_ceiling_agreed', MESSAGE = 'the ceiling is in use';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ceiling_guard BEFORE UPDATE OF value_ceiling_oere ON collaboration FOR EACH ROW
  WHEN (NEW.value_ceiling_oere IS DISTINCT FROM OLD.value_ceiling_oere) EXECUTE FUNCTION collaboration_ceiling_guard();

-- ---- capacity ----

-- Above the ceiling only with a reason; those who plan the same team at once wait for each other.
CREATE FUNCTION capacity_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  most numeric;
  others numeric;
BEGIN
  IF NEW.removed_at IS NOT NULL THEN
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock('capacity_need'::regclass::oid::integer, NEW.unit_id);
  SELECT l.fte INTO most FROM capacity_ceiling l WHERE l.unit_id = NEW.unit_id AND l.year = NEW.year AND l.quarter = NEW.quarter;
  SELECT COALESCE(sum(n.fte), 0) INTO others FROM capacity_need n
  WHERE n.unit_id = NEW.unit_id AND n.year = NEW.year AND n.quarter = NEW.quarter AND n.removed_at IS NULL AND n.id <> NEW.id;
  IF others + NEW.fte > most AND COALESCE(btrim(NEW.override_reason), '') = '' THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'capacity_need_override', MESSAGE = 'above the ceiling',
      DETAIL = format('%s årsværk over loftet på %s, hvoraf %s er brugt|%s FTE above the ceiling of %s, of which %s is used',
        (fte_words(others + NEW.fte - most))[1], (fte_words(most))[1], (fte_words(others))[1],
        (fte_words(others + NEW.fte - most))[2], (fte_words(most))[2], (fte_words(others))[2]);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON capacity_need FOR EACH ROW EXECUTE FUNCTION capacity_guard();

-- Teams by quarter: ceiling, use, what is over, and which part of the ordinary tenders is crowded out. Whole sums or nothing.
CREATE FUNCTION capacity_view(from_year integer, to_year integer, of_unit integer) RETURNS TABLE (
    ceiling_id bigint, unit_id integer, year integer, quarter integer, ceiling numeric, used numeric, free numeric, over_by numeric,
    team_fte numeric, tender_fte numeric, tenders integer, crowded_fte numeric, crowded_tenders integer, note text, version integer, cases json)
LANGUAGE sql STABLE AS $$
  WITH need AS (
    SELECT n.unit_id, n.year, n.quarter, sum(n.fte) AS used,
           json_agg(json_build_object('id', c.id, 'number', c.number, 'title', c.title, 'fte', n.fte, 'override_reason', n.override_reason)
                    ORDER BY n.fte DESC, n.id) AS cases
    FROM capacity_need n LEFT JOIN collaboration c ON c.id = n.collaboration_id
    WHERE n.removed_at IS NULL AND n.year BETWEEN from_year AND to_year AND (of_unit IS NULL OR n.unit_id = of_unit) GROUP BY 1, 2, 3),
  all_rows AS (
    SELECT l.id, unit_id, year, quarter, l.fte AS ceiling, COALESCE(n.used, 0) AS used, l.team_fte, l.tender_fte, l.tenders, COALESCE(l.note, '') AS note,
           l.version, COALESCE(n.cases, '[]') AS cases
    FROM (SELECT * FROM capacity_ceiling x WHERE x.year BETWEEN from_year AND to_year AND (of_unit IS NULL OR x.unit_id = of_unit)) l
    FULL JOIN need n USING (unit_id, year, quarter)),
  crowd AS (SELECT r.*, GREATEST(LEAST(r.used + r.tender_fte - r.team_fte, r.tender_fte), 0) AS crowded FROM all_rows r)
  SELECT r.id, r.unit_id, r.year, r.quarter, r.ceiling, r.used, GREATEST(r.ceiling - r.used, 0), GREATEST(r.used - r.ceiling, 0), r.team_fte, r.tender_fte, r.tenders,
         r.crowded, CASE WHEN r.tender_fte > 0 THEN ceil(r.tenders * r.crowded / r.tender_fte)::integer END, r.note, r.version, r.cases
  FROM crowd r WHERE (SELECT may('staff')) ORDER BY r.year, r.quarter, r.unit_id
$$;

CREATE FUNCTION fact_market_dialogue(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT COALESCE(bool_and(d.same_material_to_all) AND bool_or(argument = '' OR d.conclusion = argument), false)
  FROM market_dialogue d WHERE d.collaboration_id = case_id AND d.removed_at IS NULL
$$;

-- ---- rules across the fields of a case's procurement: (field, fault, argument) ----

CREATE FUNCTION standstill_end(case_id bigint) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT t.awarded_on + procurement_rule_value('standstill_days', t.procedure, t.awarded_on)::integer
  FROM tender t WHERE t.collaboration_id = case_id AND t.removed_at IS NULL
$$;
CREATE FUNCTION tender_earliest(t tender) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT t.notice_date + procurement_rule_value('application_days', t.procedure, t.notice_date)::integer
$$;
CREATE FUNCTION tender_faults(case_id bigint) RETURNS TABLE (field text, fault text, argument text) LANGUAGE sql STABLE AS $$
  WITH t AS MATERIALIZED (SELECT x.*, tender_earliest(x) AS earliest, procurement_rule_value('invited_min', x.procedure, x.invited_on) AS least,
             (SELECT count(*) FROM bidder b WHERE b.collaboration_id = x.collaboration_id AND b.invited AND b.removed_at IS NULL) AS invited,
             (SELECT count(*) FROM bidder b WHERE b.collaboration_id = x.collaboration_id AND b.awarded AND b.removed_at IS NULL) AS winners
           FROM tender x WHERE x.collaboration_id = case_id AND x.removed_at IS NULL)
  SELECT 'application_deadline', 'too_early', day_words(earliest) FROM t WHERE application_deadline < earliest
  UNION ALL SELECT 'application_deadline', 'too_early', day_words(notice_date) FROM t WHERE earliest IS NULL AND application_deadline < notice_date
  UNION ALL SELECT 'invited_on', 'too_early', day_words(application_deadline + 1) FROM t WHERE invited_on <= application_deadline
  UNION ALL SELECT 'offer_deadline', 'too_early', day_words(COALESCE(invited_on, notice_date) + 1) FROM t WHERE offer_deadline <= COALESCE(invited_on, notice_date)
  UNION ALL SELECT 'awarded_on', 'too_early', day_words(offer_deadline + 1) FROM t WHERE awarded_on <= offer_deadline
  UNION ALL SELECT 'invited_on', 'incomplete', format('mindst %s opfordrede; der er %s|at least %s invited; there are %s', least, invited, least, invited) FROM t
    WHERE invited_on IS NOT NULL AND invited < least
  UNION ALL SELECT 'awarded_on', 'incomplete', 'en tilbudsgiver, der får kontrakten|a bidder that is awarded the contract' FROM t WHERE awarded_on IS NOT NULL AND winners = 0
  UNION ALL SELECT f, 'required', NULL FROM t, LATERAL (VALUES
      ('award_on_first_offer', award_on_first_offer IS NULL), ('ipr_arrangement', COALESCE(btrim(ipr_arrangement), '') = ''), ('several_contracts', several_contracts IS NULL),
      ('negotiation', COALESCE(btrim(negotiation), '') = ''), ('participation_fee', COALESCE(btrim(participation_fee), '') = ''), ('reduction', COALESCE(btrim(reduction), '') = '')) AS a(f, missing)
    WHERE procedure = 'innovation_partnership' AND notice_date IS NOT NULL AND missing
  UNION ALL SELECT 'procedure', 'incomplete', 'en markedsdialog med konklusionen Findes ikke på markedet|a market dialogue that says Is not on the market' FROM t
    WHERE procedure = 'innovation_partnership' AND notice_date IS NOT NULL AND NOT fact_market_dialogue(case_id, 'not_on_market')
  UNION ALL SELECT 'procedure', 'incomplete', 'en potentialeberegning: en værdivurdering på mindst midi-niveau|a business case: a value estimate of at least the midi tier' FROM t
    WHERE procedure = 'innovation_partnership' AND notice_date IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM estimate e WHERE e.collaboration_id = case_id AND e.tier IN ('midi', 'maxi') AND e.status NOT IN ('rejected', 'superseded'))
$$;
CREATE FUNCTION contract_terms_faults(case_id bigint) RETURNS TABLE (field text, fault text, argument text) LANGUAGE sql STABLE AS $$
  WITH k AS (SELECT x.*, standstill_end(x.collaboration_id) AS waits FROM contract_terms x WHERE x.collaboration_id = case_id AND x.removed_at IS NULL)
  SELECT 'signed_on', 'too_early', day_words(waits + 1) FROM k WHERE signed_on <= waits
  UNION ALL SELECT 'expiry_decided_on', 'required', NULL FROM k WHERE expiry_decision IS NOT NULL AND expiry_decided_on IS NULL
  UNION ALL SELECT 'expiry_reason', 'required', NULL FROM k WHERE expiry_decision IS NOT NULL AND COALESCE(btrim(expiry_reason), '') = ''
$$;
CREATE FUNCTION contract_option_faults(case_id bigint, row_id bigint) RETURNS TABLE (field text, fault text, argument text) LANGUAGE sql STABLE AS $$
  WITH o AS (SELECT x.* FROM contract_option x WHERE x.id = row_id AND x.collaboration_id = case_id)
  SELECT 'months', 'required', NULL FROM o WHERE kind = 'extension' AND months IS NULL
  UNION ALL SELECT 'taken_on', 'too_late', day_words(notice_by) FROM o WHERE taken_on > notice_by
$$;
CREATE FUNCTION partnership_phase_faults(case_id bigint, row_id bigint) RETURNS TABLE (field text, fault text, argument text) LANGUAGE sql STABLE AS $$
  WITH p AS (SELECT x.*, (SELECT count(*) FROM partnership_phase b WHERE b.collaboration_id = case_id AND b.removed_at IS NULL AND b.no < x.no
                            AND b.decision IS DISTINCT FROM 'continue') AS open_before
             FROM partnership_phase x WHERE x.id = row_id AND x.collaboration_id = case_id)
  SELECT 'ends_on', 'end_before_start', NULL FROM p WHERE ends_on < starts_on
  UNION ALL SELECT 'goal_met', 'required', NULL FROM p WHERE decision IS NOT NULL AND goal_met IS NULL
  UNION ALL SELECT 'decision', 'goal_missed', NULL FROM p WHERE decision = 'continue' AND NOT goal_met
  UNION ALL SELECT 'decision', 'incomplete', 'en beslutning om at fortsætte efter faserne før|a decision to go on after the phases before' FROM p WHERE decision IS NOT NULL AND open_before > 0
  UNION ALL SELECT 'decided_on', 'required', NULL FROM p WHERE decision IS NOT NULL AND decided_on IS NULL
  UNION ALL SELECT 'reason', 'required', NULL FROM p WHERE (decision = 'stop' OR decision = 'extend') AND COALESCE(btrim(reason), '') = ''
  UNION ALL SELECT 'extended_to', 'required', NULL FROM p WHERE decision = 'extend' AND extended_to IS NULL
  UNION ALL SELECT 'extended_to', 'too_early', day_words(ends_on + 1) FROM p WHERE decision = 'extend' AND extended_to <= ends_on
$$;
-- A phase that was gone on from or stopped at stands; behind a stop nothing changes any more.
CREATE FUNCTION partnership_phase_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM collaboration c WHERE c.id = NEW.collaboration_id FOR NO KEY UPDATE;
  IF TG_OP = 'UPDATE' AND OLD.decision IN ('continue', 'stop') OR EXISTS (
       SELECT 1 FROM partnership_phase p WHERE p.collaboration_id = NEW.collaboration_id AND p.decision = 'stop' AND p.removed_at IS NULL AND p.no < NEW.no) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the phase is decided';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON partnership_phase FOR EACH ROW EXECUTE FUNCTION partnership_phase_guard();

-- ---- deadlines ----

CREATE FUNCTION tender_deadlines(t tender) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  gone boolean := t.removed_at IS NOT NULL;
  words text := COALESCE(NULLIF(t.notice_number, ''), 'Udbud');
BEGIN
  PERFORM deadline_set(t.collaboration_id, 'application', 'tender', t.id, CASE WHEN NOT gone THEN COALESCE(t.offer_deadline, t.application_deadline) END,
                       words, NULL, 'procurement_officer', t.awarded_on IS NOT NULL);
  PERFORM deadline_set(t.collaboration_id, 'standstill', 'tender', t.id, CASE WHEN NOT gone THEN standstill_end(t.collaboration_id) END,
                       words, NULL, 'procurement_officer', EXISTS (
                         SELECT 1 FROM contract_terms k WHERE k.collaboration_id = t.collaboration_id AND k.signed_on IS NOT NULL AND k.removed_at IS NULL));
END $$;
CREATE FUNCTION tender_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tender_deadlines(NEW);
  RETURN NULL;
END $$;
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON tender FOR EACH ROW EXECUTE FUNCTION tender_deadline();
CREATE FUNCTION contract_option_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM deadline_set(NEW.collaboration_id, 'option', 'contract_option', NEW.id, CASE WHEN NEW.removed_at IS NULL THEN NEW.notice_by END, NEW.title, NULL,
                       'procurement_officer', NEW.taken_on IS NOT NULL OR NEW.declined);
  PERFORM contract_expiry(ARRAY[NEW.collaboration_id]);
  RETURN NULL;
END $$;
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON contract_option FOR EACH ROW EXECUTE FUNCTION contract_option_deadline();
CREATE FUNCTION partnership_phase_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM deadline_set(NEW.collaboration_id, 'milestone', 'partnership_phase', NEW.id, CASE WHEN NEW.removed_at IS NULL THEN COALESCE(NEW.extended_to, NEW.ends_on) END,
                       NEW.name || ': ' || NEW.goal, NULL, NULL, COALESCE(NEW.decision, 'extend') <> 'extend');
  RETURN NULL;
END $$;
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON partnership_phase FOR EACH ROW EXECUTE FUNCTION partnership_phase_deadline();

-- What follows when a contract ends is decided in time; of contracts that run, whether or not anybody has typed their terms.
CREATE FUNCTION contract_expiry(cases bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  ahead interval := make_interval(months => procurement_rule_value('expiry_months', NULL, current_date)::integer);
BEGIN
  PERFORM deadline_set(c.id, 'expiry', 'collaboration', c.id, CASE WHEN s.phase <> 'closed' AND e.last_day >= current_date THEN (e.last_day - ahead)::date END,
                       c.title, NULL, 'procurement_officer', EXISTS (
                         SELECT 1 FROM contract_terms k WHERE k.collaboration_id = c.id AND k.expiry_decision IS NOT NULL AND k.removed_at IS NULL))
  FROM collaboration c JOIN code_stage s ON s.kind = c.kind AND s.code = c.stage, LATERAL contract_end(c.id) AS e(last_day)
  WHERE c.id = ANY (cases);
END $$;
CREATE FUNCTION contract_terms_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM contract_expiry(ARRAY[NEW.collaboration_id]);
  PERFORM tender_deadlines(t) FROM tender t WHERE t.collaboration_id = NEW.collaboration_id AND t.removed_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER deadline AFTER INSERT OR UPDATE ON contract_terms FOR EACH ROW EXECUTE FUNCTION contract_terms_deadline();
-- By statement: an import brings thousands.
CREATE FUNCTION collaboration_expiry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM contract_expiry(array_agg(n.id)) FROM new_rows n WHERE n.kind = 'strategic_procurement' AND n.end_date >= current_date HAVING count(*) > 0;
  ELSE
    PERFORM contract_expiry(array_agg(n.id)) FROM new_rows n JOIN old_rows o USING (id)
    WHERE n.kind = 'strategic_procurement' AND (o.end_date, o.stage, o.title) IS DISTINCT FROM (n.end_date, n.stage, n.title) HAVING count(*) > 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER expiry_insert AFTER INSERT ON collaboration REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION collaboration_expiry();
CREATE TRIGGER expiry_update AFTER UPDATE ON collaboration REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION collaboration_expiry();
SELECT principal_enter('', 'sees_all writes_all', '', '', '', 'system', '');
SELECT contract_expiry(array_agg(c.id)) FROM collaboration c WHERE c.kind = 'strategic_procurement' AND c.end_date IS NOT NULL;

-- ---- facts ----

INSERT INTO case_fact (code, da, en, argument, place) VALUES
  ('market_dialogue', 'Markedsdialog er ført, med samme materiale til alle', 'A market dialogue was held, with the same material to all', 'conclusion that one of them must have; empty: any', 'markedsdialog'),
  ('strategic_score', 'Sagen er vurderet mod alle strategiske områder', 'The case is scored against all strategic areas', '', 'indkoeb'),
  ('capacity', 'Årsværk er afsat, og et overskredet loft er begrundet', 'Capacity is set aside, and a ceiling exceeded has its reason', '', 'indkoeb'),
  ('procedure', 'Udbudsform og anslået værdi er valgt', 'Procedure and estimated value are chosen', '', 'indkoeb'),
  ('notice', 'Bekendtgørelsen er sendt', 'The notice is sent', '', 'indkoeb'),
  ('invited', 'Nok er opfordret til at give tilbud', 'Enough are invited to make an offer', 'least number', 'indkoeb'),
  ('award', 'Kontrakten er tildelt, og standstill er udløbet', 'The contract is awarded, and standstill is over', '', 'indkoeb'),
  ('contract_terms', 'Kontrakten er underskrevet med loft, løbetid, prisgrundlag og indeks', 'The contract is signed, with ceiling, term, price basis and index', '', 'indkoeb'),
  ('phases', 'Alle faser er afgjort', 'All phases are decided', '', 'indkoeb'),
  ('expiry_decision', 'Det er besluttet, hvad der sker ved udløb', 'It is decided what comes when it ends', '', 'indkoeb');
CREATE FUNCTION fact_strategic_score(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM strategic_score s WHERE s.collaboration_id = case_id AND s.removed_at IS NULL) AND NOT EXISTS (
    SELECT 1 FROM strategic_area a WHERE COALESCE(a.valid_from, '-infinity') <= current_date AND COALESCE(a.valid_to, 'infinity') >= current_date
      AND NOT EXISTS (SELECT 1 FROM strategic_score s WHERE s.collaboration_id = case_id AND s.area_id = a.id AND s.removed_at IS NULL))
$$;
CREATE FUNCTION fact_capacity(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM capacity_need n WHERE n.collaboration_id = case_id AND n.removed_at IS NULL)
$$;
CREATE FUNCTION fact_procedure(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM tender t WHERE t.collaboration_id = case_id AND t.value_oere IS NOT NULL AND t.service_kind IS NOT NULL AND t.removed_at IS NULL)
$$;
CREATE FUNCTION fact_notice(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM tender t WHERE t.collaboration_id = case_id AND t.notice_number <> '' AND t.notice_date IS NOT NULL AND t.removed_at IS NULL)
$$;
CREATE FUNCTION fact_invited(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) >= COALESCE(NULLIF(argument, '')::integer, 1) FROM bidder b WHERE b.collaboration_id = case_id AND b.invited AND b.removed_at IS NULL
$$;
CREATE FUNCTION fact_award(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT COALESCE(standstill_end(case_id) < current_date, false)
         AND EXISTS (SELECT 1 FROM bidder b WHERE b.collaboration_id = case_id AND b.awarded AND b.removed_at IS NULL)
$$;
CREATE FUNCTION fact_contract_terms(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM contract_terms k JOIN collaboration c ON c.id = k.collaboration_id
    WHERE k.collaboration_id = case_id AND k.removed_at IS NULL AND k.signed_on IS NOT NULL AND k.unit_price <> '' AND k.volume <> '' AND k.index_clause <> ''
      AND c.value_ceiling_oere IS NOT NULL AND c.end_date IS NOT NULL)
$$;
CREATE FUNCTION fact_phases(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT COALESCE(bool_and(p.decision IN ('continue', 'stop') IS TRUE OR EXISTS (
           SELECT 1 FROM partnership_phase s WHERE s.collaboration_id = case_id AND s.removed_at IS NULL AND s.decision = 'stop' AND s.no < p.no)), false)
  FROM partnership_phase p WHERE p.collaboration_id = case_id AND p.removed_at IS NULL
$$;
CREATE FUNCTION fact_expiry_decision(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM contract_terms k WHERE k.collaboration_id = case_id AND k.expiry_decision IS NOT NULL AND k.removed_at IS NULL)
$$;

-- ---- what the tab shows above its lists ----

CREATE FUNCTION procurement_overview(case_id bigint) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object(
    'ceiling', json_build_object('agreed_oere', u.agreed, 'ceiling_oere', u.ceiling, 'used_oere', u.used, 'remaining_oere', u.ceiling - u.used,
      'used_percent', CASE WHEN u.ceiling > 0 THEN round(u.used * 100.0 / u.ceiling, 2) END, 'warn_percent', u.warn,
      'state', CASE WHEN u.ceiling IS NULL THEN 'none' WHEN u.used > u.ceiling THEN 'over' WHEN u.used::numeric * 100 >= u.ceiling::numeric * u.warn THEN 'warning' ELSE 'ok' END),
    'commitment', (SELECT json_build_object('year', extract(year FROM current_date)::integer, 'committed_oere', k.yearly_commitment_oere, 'used_oere', (
        SELECT COALESCE(sum(o.amount_oere), 0)::bigint FROM call_off o WHERE o.collaboration_id = c.id AND o.removed_at IS NULL
          AND extract(year FROM o.ordered_on) = extract(year FROM current_date)))
      FROM contract_terms k WHERE k.collaboration_id = c.id AND k.yearly_commitment_oere IS NOT NULL AND k.removed_at IS NULL),
    'end_date', contract_end(c.id),
    'expiry_due', (SELECT d.due_date FROM deadline d WHERE d.source_table = 'collaboration' AND d.source_id = c.id AND d.kind = 'expiry'),
    'threshold', json_build_object('value_oere', t.value_oere, 'threshold_oere', r.value * 100, 'above', t.value_oere >= r.value * 100,
      'valid_from', r.valid_from, 'valid_to', r.valid_to, 'source', NULLIF(r.source, ''), 'day', COALESCE(t.notice_date, current_date)),
    'tender', json_build_object('earliest_deadline', tender_earliest(t), 'least_invited', procurement_rule_value('invited_min', t.procedure, COALESCE(t.invited_on, current_date)),
      'invited', (SELECT count(*) FROM bidder b WHERE b.collaboration_id = c.id AND b.invited AND b.removed_at IS NULL), 'standstill_end', standstill_end(c.id)),
    'strategic', (SELECT json_build_object('percent', round(sum(a.weight * s.score) * 20.0 / sum(a.weight), 1), 'scored', count(*),
        'areas', (SELECT count(*) FROM strategic_area x WHERE COALESCE(x.valid_from, '-infinity') <= current_date AND COALESCE(x.valid_to, 'infinity') >= current_date))
      FROM strategic_score s JOIN strategic_area a ON a.id = s.area_id WHERE s.collaboration_id = c.id AND s.removed_at IS NULL),
    'effort', (SELECT COALESCE(json_agg(json_build_object('party', x.party, 'planned_hours', x.planned, 'used_hours', x.used) ORDER BY x.party DESC), '[]')
      FROM (SELECT f.party, sum(f.planned_hours) AS planned, sum(f.used_hours) AS used FROM effort f WHERE f.collaboration_id = c.id AND f.removed_at IS NULL GROUP BY 1) x),
    'phases_oere', (SELECT sum(p.rate_oere)::bigint FROM partnership_phase p WHERE p.collaboration_id = c.id AND p.removed_at IS NULL),
    'stopped', (SELECT json_build_object('no', p.no, 'name', p.name, 'exposes_oere', (SELECT sum(q.rate_oere)::bigint FROM partnership_phase q WHERE q.collaboration_id = c.id AND q.removed_at IS NULL AND q.no <= p.no),
        'closes_oere', (SELECT COALESCE(sum(q.rate_oere), 0)::bigint FROM partnership_phase q WHERE q.collaboration_id = c.id AND q.removed_at IS NULL AND q.no > p.no))
      FROM partnership_phase p WHERE p.collaboration_id = c.id AND p.removed_at IS NULL AND p.decision = 'stop' LIMIT 1))
  FROM collaboration c CROSS JOIN LATERAL ceiling_use(c.id) u LEFT JOIN tender t ON t.collaboration_id = c.id AND t.removed_at IS NULL
  LEFT JOIN procurement_rule r ON r.code = 'threshold' AND r.procedure IS NULL AND r.service_kind = t.service_kind
    AND COALESCE(r.valid_from, '-infinity') <= COALESCE(t.notice_date, current_date) AND COALESCE(r.valid_to, 'infinity') >= COALESCE(t.notice_date, current_date)
  WHERE c.id = case_id
$$;
