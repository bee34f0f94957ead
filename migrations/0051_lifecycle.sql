-- SPDX-License-Identifier: EUPL-1.2
-- Lifecycles as data: the stages of each kind and subtype, what must exist to leave a stage, and the gates where somebody with
-- the role decides. A version in force is never changed; cases keep the version that they began with until they are moved.

CREATE TABLE lifecycle (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL REFERENCES code_kind,
  subtype text,
  version_no integer NOT NULL CHECK (version_no >= 1),
  name text NOT NULL CHECK (char_length(name) BETWEEN 3 AND 120),
  valid_from date,
  valid_to date,
  note text NOT NULL DEFAULT '' CHECK (char_length(note) <= 2000),
  CONSTRAINT lifecycle_kind_key UNIQUE (id, kind),
  CONSTRAINT lifecycle_subtype_fkey FOREIGN KEY (kind, subtype) REFERENCES code_subtype,
  CONSTRAINT lifecycle_dates CHECK (valid_to >= valid_from),
  CONSTRAINT lifecycle_overlap EXCLUDE USING gist (kind WITH =, (COALESCE(subtype, '')) WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
    WHERE (valid_from IS NOT NULL) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX lifecycle_version_no ON lifecycle (kind, COALESCE(subtype, ''), version_no);
COMMENT ON TABLE lifecycle IS 'Versions of the course of each kind and subtype; one of each in force a day';
COMMENT ON COLUMN lifecycle.id IS 'Key';
COMMENT ON COLUMN lifecycle.kind IS 'Kind';
COMMENT ON COLUMN lifecycle.subtype IS 'Subtype; null: all that have none of their own';
COMMENT ON COLUMN lifecycle.version_no IS 'Number of the version';
COMMENT ON COLUMN lifecycle.name IS 'Name';
COMMENT ON COLUMN lifecycle.valid_from IS 'First day for new cases; null: a draft';
COMMENT ON COLUMN lifecycle.valid_to IS 'Last day for new cases; null: open';
COMMENT ON COLUMN lifecycle.note IS 'Why this version was made';

CREATE TABLE lifecycle_stage (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lifecycle_id bigint NOT NULL,
  kind text NOT NULL,
  stage text NOT NULL,
  no integer NOT NULL CHECK (no BETWEEN 0 AND 89),
  help_da text NOT NULL DEFAULT '' CHECK (char_length(help_da) <= 2000),
  help_en text NOT NULL DEFAULT '' CHECK (char_length(help_en) <= 2000),
  max_days integer CHECK (max_days BETWEEN 1 AND 5000),
  CONSTRAINT lifecycle_stage_lifecycle_fkey FOREIGN KEY (lifecycle_id, kind) REFERENCES lifecycle (id, kind) ON DELETE CASCADE,
  CONSTRAINT lifecycle_stage_stage_fkey FOREIGN KEY (kind, stage) REFERENCES code_stage,
  CONSTRAINT lifecycle_stage_key UNIQUE (lifecycle_id, stage),
  CONSTRAINT lifecycle_stage_no UNIQUE (lifecycle_id, no)
);
COMMENT ON TABLE lifecycle_stage IS 'Stages of a lifecycle in their order; paused, stopped and the like stand beside every path';
COMMENT ON COLUMN lifecycle_stage.id IS 'Key';
COMMENT ON COLUMN lifecycle_stage.lifecycle_id IS 'Lifecycle';
COMMENT ON COLUMN lifecycle_stage.kind IS 'Kind of the lifecycle';
COMMENT ON COLUMN lifecycle_stage.stage IS 'Stage';
COMMENT ON COLUMN lifecycle_stage.no IS 'Order';
COMMENT ON COLUMN lifecycle_stage.help_da IS 'What happens here, in Danish';
COMMENT ON COLUMN lifecycle_stage.help_en IS 'What happens here, in English';
COMMENT ON COLUMN lifecycle_stage.max_days IS 'Days after which a case here counts as stuck; null: no limit';

CREATE TABLE lifecycle_gate (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lifecycle_id bigint NOT NULL,
  stage text NOT NULL,
  code text NOT NULL CHECK (code ~ '^[A-Za-z0-9_]{1,20}$'),
  da text NOT NULL CHECK (char_length(da) BETWEEN 2 AND 200),
  en text NOT NULL CHECK (char_length(en) BETWEEN 2 AND 200),
  decider_roles text[] NOT NULL CONSTRAINT lifecycle_gate_roles CHECK (cardinality(decider_roles) BETWEEN 1 AND 5),
  repeats boolean NOT NULL DEFAULT false,
  CONSTRAINT lifecycle_gate_stage_fkey FOREIGN KEY (lifecycle_id, stage) REFERENCES lifecycle_stage (lifecycle_id, stage) ON DELETE CASCADE,
  CONSTRAINT lifecycle_gate_key UNIQUE (lifecycle_id, code)
);
CREATE INDEX lifecycle_gate_stage ON lifecycle_gate (lifecycle_id, stage);
COMMENT ON TABLE lifecycle_gate IS 'Gates: decisions without which a stage is not left';
COMMENT ON COLUMN lifecycle_gate.id IS 'Key';
COMMENT ON COLUMN lifecycle_gate.lifecycle_id IS 'Lifecycle';
COMMENT ON COLUMN lifecycle_gate.stage IS 'Stage that is left through it';
COMMENT ON COLUMN lifecycle_gate.code IS 'Code, G1';
COMMENT ON COLUMN lifecycle_gate.da IS 'What is decided, in Danish';
COMMENT ON COLUMN lifecycle_gate.en IS 'What is decided, in English';
COMMENT ON COLUMN lifecycle_gate.decider_roles IS 'Roles that decide; all of them must approve';
COMMENT ON COLUMN lifecycle_gate.repeats IS 'Decided once a phase: may be decided again while the case stands here';

CREATE TABLE lifecycle_requirement (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lifecycle_id bigint NOT NULL,
  stage text NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z0-9_]{1,40}$'),
  no integer NOT NULL DEFAULT 0,
  da text NOT NULL CHECK (char_length(da) BETWEEN 2 AND 300),
  en text NOT NULL CHECK (char_length(en) BETWEEN 2 AND 300),
  fact text CHECK (fact ~ '^[a-z0-9_]{1,40}$'),
  argument text NOT NULL DEFAULT '' CHECK (char_length(argument) <= 200),
  blocking boolean NOT NULL DEFAULT true,
  acts_role text CONSTRAINT lifecycle_requirement_role_fkey REFERENCES code_role,
  source text NOT NULL DEFAULT '' CHECK (char_length(source) <= 300),
  CONSTRAINT lifecycle_requirement_stage_fkey FOREIGN KEY (lifecycle_id, stage) REFERENCES lifecycle_stage (lifecycle_id, stage) ON DELETE CASCADE,
  CONSTRAINT lifecycle_requirement_key UNIQUE (lifecycle_id, code)
);
CREATE INDEX lifecycle_requirement_stage ON lifecycle_requirement (lifecycle_id, stage);
COMMENT ON TABLE lifecycle_requirement IS 'What must exist before a stage is left';
COMMENT ON COLUMN lifecycle_requirement.id IS 'Key';
COMMENT ON COLUMN lifecycle_requirement.lifecycle_id IS 'Lifecycle';
COMMENT ON COLUMN lifecycle_requirement.stage IS 'Stage';
COMMENT ON COLUMN lifecycle_requirement.code IS 'Code, kept from version to version so that ticks stay';
COMMENT ON COLUMN lifecycle_requirement.no IS 'Order';
COMMENT ON COLUMN lifecycle_requirement.da IS 'What must exist, in Danish';
COMMENT ON COLUMN lifecycle_requirement.en IS 'What must exist, in English';
COMMENT ON COLUMN lifecycle_requirement.fact IS 'Fact of the case that says so (case_fact); null, or one that is not known here: ticked by hand';
COMMENT ON COLUMN lifecycle_requirement.argument IS 'Argument of the fact';
COMMENT ON COLUMN lifecycle_requirement.blocking IS 'The stage cannot be left without it; else it is a reminder';
COMMENT ON COLUMN lifecycle_requirement.acts_role IS 'Role that sees to it; null: the owner of the case';
COMMENT ON COLUMN lifecycle_requirement.source IS 'Where it is taken from';

CALL stamped('lifecycle'); CALL audited('lifecycle');
CALL stamped('lifecycle_stage'); CALL audited('lifecycle_stage');
CALL stamped('lifecycle_gate'); CALL audited('lifecycle_gate');
CALL stamped('lifecycle_requirement'); CALL audited('lifecycle_requirement');
INSERT INTO privilege VALUES ('lifecycle_stage', 'SELECT, INSERT, UPDATE, DELETE'), ('lifecycle_gate', 'SELECT, INSERT, UPDATE, DELETE'),
  ('lifecycle_requirement', 'SELECT, INSERT, UPDATE, DELETE');
CREATE TRIGGER names AFTER INSERT OR UPDATE OR DELETE ON lifecycle_stage FOR EACH STATEMENT EXECUTE FUNCTION bump_names();

-- The lifecycle of a new case: that of its subtype, else that of its kind.
CREATE FUNCTION lifecycle_for(k text, s text, day date) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT l.id FROM lifecycle l
  WHERE l.kind = k AND (l.subtype = s OR l.subtype IS NULL) AND l.valid_from <= day AND COALESCE(l.valid_to, 'infinity') >= day
  ORDER BY l.subtype NULLS LAST LIMIT 1
$$;

-- Facts. A fact is asked for by name; only names in case_fact with a function behind them are ever called.
ALTER TABLE case_fact ADD COLUMN place text CHECK (place ~ '^[a-z/-]{0,60}$');
COMMENT ON COLUMN case_fact.place IS 'Page of the case where it is seen to, as in its address; empty: the first one; null: none of its own';

CREATE FUNCTION fact_known(fact text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM case_fact f WHERE f.code = fact AND to_regprocedure(format('fact_%s(bigint,text)', f.code)) IS NOT NULL)
$$;
-- Null: the fact is not known here.
CREATE FUNCTION fact_holds(fact text, case_id bigint, argument text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  holds boolean;
BEGIN
  IF NOT fact_known(fact) THEN
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT %I($1, $2)', 'fact_' || fact) INTO holds USING case_id, argument;
  RETURN COALESCE(holds, false);
END $$;

INSERT INTO case_fact (code, da, en, argument, place) VALUES
  ('field', 'Felterne er udfyldt', 'The fields are filled in', 'Navne på felter med komma imellem', ''),
  ('need_lines', 'Behovet er beskrevet', 'The need is described', 'Færrest tegn; tomt: 20', ''),
  ('parties', 'En part er registreret', 'A party is registered', 'Roller med komma imellem; tomt: enhver', 'parter'),
  ('milestones', 'Der er milepæle', 'There are milestones', 'due: og ingen er overskredet; tomt: mindst én', 'milepaele'),
  ('funding', 'Finansieringen er registreret', 'The funding is registered', 'shares: og fordelt på kasser; tomt: mindst én', 'oekonomi'),
  ('document', 'Der er et dokument', 'There is a document', 'Dokumenttyper med komma imellem; tomt: enhver', 'dokumenter'),
  ('estimate', 'Værdien er vurderet', 'The value is assessed', 'Mindste dybde (nano, mini, midi, maxi), evt. fulgt af :approved', 'vaerdi'),
  ('baseline', 'Baseline er målt eller planlagt', 'The baseline is measured or planned', 'measured: skal være målt', 'vaerdi'),
  ('measurement_after', 'Der er målt bagefter', 'It is measured afterwards', 'Måneder efter startdatoen; tomt: når som helst', 'vaerdi'),
  ('evaluation_plan', 'Evalueringen er planlagt', 'The evaluation is planned', '', 'milepaele'),
  ('journal', 'Sagen er journaliseret', 'The case is filed', '', '');

CREATE FUNCTION fact_field(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT bool_and(COALESCE(f.row->>btrim(n), '') <> '')
  FROM (SELECT to_jsonb(c) || COALESCE(to_jsonb(o), '{}') || COALESCE(to_jsonb(p), '{}') || COALESCE(to_jsonb(r), '{}') AS row
        FROM collaboration c LEFT JOIN opi o ON o.id = c.id LEFT JOIN procurement p ON p.id = c.id LEFT JOIN research_contract r ON r.id = c.id
        WHERE c.id = case_id) f, regexp_split_to_table(argument, ',') n
$$;
CREATE FUNCTION fact_need_lines(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT char_length(COALESCE(NULLIF(btrim(o.need), ''), btrim(c.summary))) >= COALESCE(substring(argument FROM '^[0-9]{1,4}$')::integer, 20)
  FROM collaboration c LEFT JOIN opi o ON o.id = c.id WHERE c.id = case_id
$$;
CREATE FUNCTION fact_parties(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM participation p WHERE p.collaboration_id = case_id AND p.removed_at IS NULL
                 AND (argument = '' OR p.role = ANY (regexp_split_to_array(argument, '\s*,\s*'))))
$$;
CREATE FUNCTION fact_milestones(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) > 0 AND (argument <> 'due' OR bool_and(m.done_date IS NOT NULL OR m.due_date > current_date))
  FROM milestone m WHERE m.collaboration_id = case_id AND m.removed_at IS NULL AND m.status <> 'cancelled'
$$;
CREATE FUNCTION fact_funding(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) > 0 AND (argument <> 'shares' OR bool_and(EXISTS (
    SELECT 1 FROM funding_share s WHERE s.funding_id = f.id AND s.removed_at IS NULL)))
  FROM funding f WHERE f.collaboration_id = case_id AND f.removed_at IS NULL
$$;
CREATE FUNCTION fact_document(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM document d WHERE d.collaboration_id = case_id AND d.removed_at IS NULL
                 AND (argument = '' OR d.type = ANY (regexp_split_to_array(argument, '\s*,\s*'))))
$$;
CREATE FUNCTION fact_estimate(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM estimate e JOIN code_tier t ON t.code = e.tier
    WHERE e.collaboration_id = case_id AND e.params_hash IS NOT NULL AND e.status <> 'rejected'
      AND t.sort >= COALESCE((SELECT x.sort FROM code_tier x WHERE x.code = split_part(argument, ':', 1)), 0)
      AND (split_part(argument, ':', 2) <> 'approved' OR e.status = 'approved'))
$$;
CREATE FUNCTION fact_baseline(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM measurement m WHERE m.collaboration_id = case_id AND m.baseline AND m.removed_at IS NULL)
      OR argument <> 'measured' AND EXISTS (SELECT 1 FROM milestone m WHERE m.collaboration_id = case_id AND m.removed_at IS NULL
                                            AND m.status <> 'cancelled' AND m.title ~* '(baseline|nulpunkt|førmåling)')
$$;
CREATE FUNCTION fact_measurement_after(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM measurement m JOIN collaboration c ON c.id = m.collaboration_id
    WHERE c.id = case_id AND NOT m.baseline AND m.removed_at IS NULL
      AND m.year >= COALESCE(extract(year FROM add_months(c.start_date, substring(argument FROM '^[0-9]{1,3}$')::integer)), 0))
$$;
CREATE FUNCTION fact_evaluation_plan(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM milestone m WHERE m.collaboration_id = case_id AND m.removed_at IS NULL AND m.status <> 'cancelled' AND m.title ~* 'evaluer')
      OR EXISTS (SELECT 1 FROM document d WHERE d.collaboration_id = case_id AND d.removed_at IS NULL AND d.type = 'evaluation')
$$;
CREATE FUNCTION fact_journal(case_id bigint, argument text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT c.journal_number IS NOT NULL FROM collaboration c WHERE c.id = case_id
$$;

-- The default lifecycles (DOMAIN 2.1-2.3). `among` names the subtypes with a lifecycle of their own that the row is for, '' the
-- one for all others; null: all of the kind. Built as drafts and put in force below.
CREATE TEMPORARY TABLE seed_lifecycle (kind text, subtype text, name text) ON COMMIT DROP;
INSERT INTO seed_lifecycle VALUES
  ('opi', '', 'OPI-forløb'), ('opi', 'mini_test', 'Mini-afprøvning'), ('opi', 'with_research_purchase', 'OPI med køb af forskning og udvikling'),
  ('opi', 'precommercial', 'Prækommercielt indkøb'), ('opi', 'innovative_purchase', 'Innovativt indkøb'),
  ('strategic_procurement', '', 'Strategisk indkøb'), ('strategic_procurement', 'innovation_partnership', 'Innovationspartnerskab'),
  ('strategic_procurement', 'value_based', 'Værdibaseret indkøb'), ('strategic_procurement', 'joint_regional', 'Fællesregionalt indkøb'),
  ('research_contract', '', 'Forskningskontrakt'), ('research_contract', 'cta', 'Klinisk forsøgsaftale'),
  ('research_contract', 'cia', 'Klinisk afprøvning af medicinsk udstyr'), ('research_contract', 'mta', 'Materialeoverdragelse'),
  ('research_contract', 'amd', 'Tillæg'), ('research_contract', 'cda', 'Hemmeligholdelsesaftale'),
  ('research_contract', 'kons', 'Konsulentaftale'), ('research_contract', 'don', 'Donation');
CREATE TEMPORARY TABLE seed_stage (kind text, stage text, max_days integer, among text[], help_da text, help_en text) ON COMMIT DROP;
INSERT INTO seed_stage VALUES
  ('opi', 'idea', 90, NULL, 'Beskriv behovet kort, vælg tema, og find en projektleder.', 'Describe the need briefly, choose a theme and find a project lead.'),
  ('opi', 'screening', 90, NULL, 'Er det et OPI? Vurder behov, gruppe og værdi for både det offentlige og det private.', 'Is it a public-private innovation? Assess need, group and value for both sides.'),
  ('opi', 'partner_search', 120, NULL, 'Giv alle interesserede samme materiale, og skriv ned, hvem I har talt med.', 'Give everyone the same material and write down whom you have talked to.'),
  ('opi', 'legal_clearance', 60, '{"",with_research_purchase,precommercial,innovative_purchase}', 'Juristen går tjeklisten igennem. Det er en myte, at OPI aldrig er udbudspligtigt.', 'The lawyer goes through the checklist. It is a myth that such projects never have to be tendered.'),
  ('opi', 'agreement', 90, '{"",with_research_purchase,precommercial,innovative_purchase}', 'Aftalen skrives. Det er en myte, at alle rettigheder skal deles.', 'The agreement is written. It is a myth that all rights must be shared.'),
  ('opi', 'development', NULL, '{"",with_research_purchase,precommercial,innovative_purchase}', 'Løsningen udvikles i etaper; for hver etape besluttes stop eller fortsæt.', 'The solution is developed in phases; each ends with stop or go.'),
  ('opi', 'test', NULL, NULL, 'Løsningen afprøves efter en protokol.', 'The solution is tested by a protocol.'),
  ('opi', 'evaluation', 90, NULL, 'Hold det faktiske op mod det forventede, og spørg patienter og personale.', 'Hold what came of it against what was expected, and ask patients and staff.'),
  ('opi', 'decision', 60, NULL, 'Stop, efterforløb, udbud, køb under tærskelværdien eller udbredelse.', 'Stop, follow-up, tender, purchase below the threshold or spread.'),
  ('opi', 'scaling', NULL, '{"",with_research_purchase,precommercial,innovative_purchase}', 'Løsningen bredes ud gennem en ny aftale eller et udbud.', 'The solution is spread by a new agreement or a tender.'),
  ('opi', 'benefits', NULL, '{"",with_research_purchase,precommercial,innovative_purchase}', 'Gevinsterne måles efter 12, 24 og 36 måneder.', 'Benefits are measured after 12, 24 and 36 months.'),
  ('opi', 'closed', NULL, NULL, '', ''),
  ('strategic_procurement', 'area_selected', 90, NULL, 'Området holdes op mod de strategiske områder og den kapacitet, der er.', 'The area is held against the strategic areas and the capacity there is.'),
  ('strategic_procurement', 'market_dialogue', 120, NULL, 'Tal med markedet, og giv alle det samme materiale.', 'Talk to the market and give everyone the same material.'),
  ('strategic_procurement', 'business_case', 60, NULL, 'Beregn, hvad indkøbet kan være værd, og hvem der betaler og vinder.', 'Calculate what the purchase may be worth, who pays and who gains.'),
  ('strategic_procurement', 'strategy', 90, NULL, 'Vælg procedure, opdeling, kriterier og rettigheder.', 'Choose procedure, lots, criteria and rights.'),
  ('strategic_procurement', 'tender', 120, NULL, 'Udbuddet er offentliggjort; ansøgninger og tilbud kommer ind.', 'The tender is published; applications and tenders come in.'),
  ('strategic_procurement', 'negotiation', 120, NULL, 'Udvælg ansøgere, og forhandl på lige vilkår.', 'Choose applicants and negotiate on equal terms.'),
  ('strategic_procurement', 'award', 60, NULL, 'Evaluer tilbuddene, underret alle, og afvent standstill.', 'Evaluate the tenders, tell everyone and wait for the standstill.'),
  ('strategic_procurement', 'contract', 60, NULL, 'Kontrakten underskrives med loft, løbetid, optioner og indeks.', 'The contract is signed with ceiling, term, options and index.'),
  ('strategic_procurement', 'stages', NULL, '{innovation_partnership}', 'Hver fase har delmål; efter hver fase kan aftalen opsiges.', 'Each phase has targets; after each one the agreement may be ended.'),
  ('strategic_procurement', 'operation', NULL, NULL, 'Følg træk, mål og fakturaer hvert kvartal.', 'Follow call-offs, indicators and invoices each quarter.'),
  ('strategic_procurement', 'evaluation', 120, NULL, 'Mål den opnåede værdi, og hør leverandør og klinik.', 'Measure the value achieved and hear supplier and clinic.'),
  ('strategic_procurement', 'renewal', NULL, NULL, 'Forlæng, udbyd igen eller slut, senest 12 måneder før udløb.', 'Extend, tender again or end, 12 months before the end at the latest.'),
  ('strategic_procurement', 'closed', NULL, NULL, '', ''),
  ('research_contract', 'received', 7, NULL, 'Bekræft modtagelsen over for afsenderen.', 'Acknowledge receipt to the sender.'),
  ('research_contract', 'acknowledged', 7, NULL, 'Sagen fordeles.', 'The case is assigned.'),
  ('research_contract', 'screening', 14, NULL, 'Bestem typen, og se, om alt er med.', 'Determine the type and see whether all is there.'),
  ('research_contract', 'legal_review', 30, '{"",cta,cia,cda,kons,don}', 'Jura & Kontrakter gennemgår aftalen.', 'The legal office reviews the agreement.'),
  ('research_contract', 'negotiation', 60, '{"",cta,cia,cda,kons,don}', 'Teksten forhandles; skriv, hvis bord sagen ligger på.', 'The text is negotiated; say on whose desk the case lies.'),
  ('research_contract', 'permissions', 60, '{"",cta,cia,mta}', 'Databeskyttelse og tilladelser falder på plads.', 'Data protection and permissions are settled.'),
  ('research_contract', 'approved', 14, NULL, 'Ledelsen godkender aftalen.', 'The management approves the agreement.'),
  ('research_contract', 'signing', 14, NULL, 'Aftalen underskrives af begge parter.', 'Both parties sign the agreement.'),
  ('research_contract', 'active', NULL, NULL, 'Projektet kører.', 'The project runs.'),
  ('research_contract', 'closed', NULL, NULL, '', '');
CREATE TEMPORARY TABLE seed_gate (kind text, stage text, code text, roles text[], repeats boolean, among text[], da text, en text) ON COMMIT DROP;
INSERT INTO seed_gate VALUES
  ('opi', 'screening', 'G1', '{department_head}', false, NULL, 'Gå videre', 'Go on'),
  ('opi', 'legal_clearance', 'G2', '{lawyer}', false, NULL, 'Juridisk afklaret', 'Legally cleared'),
  ('opi', 'agreement', 'G3', '{hospital_exec,procurement_lead}', false, NULL, 'Aftalen kan indgås', 'The agreement may be made'),
  ('opi', 'development', 'G4', '{department_head}', true, NULL, 'Stop eller fortsæt efter etapen', 'Stop or go after the phase'),
  ('opi', 'test', 'G5', '{department_head}', false, NULL, 'Afprøvningen er gennemført', 'The test is completed'),
  ('opi', 'evaluation', 'G6', '{forum_secretary,hospital_exec}', false, NULL, 'Evalueringen er behandlet', 'The evaluation is dealt with'),
  ('opi', 'benefits', 'G7', '{hospital_exec}', false, NULL, 'Evaluering efter 24-36 måneder', 'Evaluation after 24-36 months'),
  ('strategic_procurement', 'area_selected', 'G1', '{procurement_lead}', false, NULL, 'Området prioriteres', 'The area is given priority'),
  ('strategic_procurement', 'business_case', 'G2', '{procurement_lead}', false, NULL, 'Potentialet er stort nok', 'The potential is large enough'),
  ('strategic_procurement', 'strategy', 'G3', '{lawyer}', false, NULL, 'Strategien er juridisk i orden', 'The strategy is legally in order'),
  ('strategic_procurement', 'award', 'G4', '{procurement_lead}', false, NULL, 'Tildeling', 'Award'),
  ('strategic_procurement', 'contract', 'G5', '{procurement_lead}', false, NULL, 'Kontrakten kan underskrives', 'The contract may be signed'),
  ('strategic_procurement', 'stages', 'G6', '{procurement_lead}', true, NULL, 'Stop eller fortsæt efter fasen', 'Stop or go after the phase'),
  ('strategic_procurement', 'evaluation', 'G7', '{procurement_lead}', false, NULL, 'Evalueringen er behandlet', 'The evaluation is dealt with'),
  ('strategic_procurement', 'renewal', 'G8', '{procurement_lead}', false, NULL, 'Forlængelse, genudbud eller ophør', 'Extension, new tender or end'),
  ('research_contract', 'legal_review', 'G1', '{lawyer}', false, NULL, 'Jura & Kontrakter har set aftalen', 'The legal office has seen the agreement'),
  ('research_contract', 'approved', 'G2', '{hospital_exec}', false, '{"",cta,cia}', 'Hospitalsdirektionen godkender', 'The hospital executive approves'),
  ('research_contract', 'approved', 'G2', '{department_head}', false, '{mta,amd,cda,kons,don}', 'Afdelingsledelsen godkender', 'The head of department approves');
CREATE TEMPORARY TABLE seed_requirement (kind text, stage text, code text, fact text, argument text, blocking boolean, role text, among text[],
  da text, en text, source text, no integer GENERATED ALWAYS AS IDENTITY) ON COMMIT DROP;
INSERT INTO seed_requirement (kind, stage, code, fact, argument, blocking, role, among, da, en, source) VALUES
  ('opi', 'idea', 'lead', 'field', 'owner_id', true, NULL, NULL, 'Der er en projektleder', 'There is a project lead', 'Samspil'),
  ('opi', 'idea', 'theme', 'field', 'theme', true, NULL, NULL, 'Temaet er valgt', 'The theme is chosen', 'Samspil'),
  ('opi', 'idea', 'need', 'need_lines', '', true, NULL, NULL, 'Behovet er beskrevet i nogle få linjer', 'The need is described in a few lines', 'Samspil'),
  ('opi', 'screening', 'canvas', 'canvas', '', true, NULL, NULL, 'OPI-screeningen er udfyldt', 'The screening canvas is filled in', 'Samspil'),
  ('opi', 'screening', 'baseline', 'baseline', '', true, NULL, NULL, 'Baseline er målt eller planlagt', 'The baseline is measured or planned', 'Samspil'),
  ('opi', 'screening', 'value', 'estimate', 'nano', true, NULL, NULL, 'Værdien er vurderet, mindst i to minutter (nano)', 'The value is assessed, at least in two minutes (nano)', 'Samspil'),
  ('opi', 'partner_search', 'open_call', 'open_call', '', true, NULL, NULL, 'Der er et åbent opkald eller en begrundelse for ikke at have et', 'There is an open call or a reason for none', 'Samspil'),
  ('opi', 'partner_search', 'market_dialogue', 'market_dialogue', '', true, NULL, NULL, 'Markedsdialogen er skrevet ned', 'The market dialogue is written down', 'Udbudsloven §§ 39-40 (efter hukommelsen)'),
  ('opi', 'partner_search', 'impartiality', 'impartiality', '', true, NULL, NULL, 'Habilitetserklæringer foreligger', 'Declarations of impartiality are there', 'Forvaltningsloven §§ 3-6 (efter hukommelsen)'),
  ('opi', 'partner_search', 'no_purchase', NULL, '', true, NULL, '{mini_test}', 'Parterne ved, at der ikke købes over tærskelværdien bagefter', 'The parties know that no purchase above the threshold follows', 'nordichealthlab.com'),
  ('opi', 'legal_clearance', 'checklist', 'checklist', '', true, 'lawyer', NULL, 'Den juridiske tjekliste er besvaret uden røde punkter', 'The legal checklist is answered with nothing red', 'Samspil'),
  ('opi', 'legal_clearance', 'research_exemption', NULL, '', true, 'lawyer', '{with_research_purchase,precommercial}', 'Det er begrundet, at købet af forskning og udvikling er undtaget fra udbud', 'It is reasoned why the purchase of research and development is exempt from tendering', 'Udbudsloven § 22'),
  ('opi', 'agreement', 'agreement_sections', 'agreement_sections', '', true, NULL, NULL, 'Aftalens afsnit er gennemgået', 'The sections of the agreement are gone through', 'OPI-Lab, model 2A/2B'),
  ('opi', 'agreement', 'signed_agreement', 'document', 'agreement', true, NULL, NULL, 'Den underskrevne OPI-aftale er lagt ind', 'The signed agreement is filed', 'Samspil'),
  ('opi', 'agreement', 'budget', 'funding', 'shares', true, NULL, NULL, 'Finansieringen er fordelt på kasser', 'The funding is split over budget funds', 'Samspil'),
  ('opi', 'agreement', 'milestones', 'milestones', '', true, NULL, NULL, 'Der er milepæle', 'There are milestones', 'Samspil'),
  ('opi', 'agreement', 'ipr', 'ipr', '', true, 'lawyer', NULL, 'Rettighederne er fordelt', 'The rights are divided', 'LBK 210 17/03/2009'),
  ('opi', 'agreement', 'evaluation_plan', 'evaluation_plan', '', true, NULL, NULL, 'Evalueringen er planlagt', 'The evaluation is planned', 'Samspil'),
  ('opi', 'agreement', 'market_price', NULL, '', true, 'lawyer', '{precommercial}', 'Der betales markedspris, og resultaterne deles', 'The market price is paid and results are shared', 'Samspil (efter hukommelsen)'),
  ('opi', 'development', 'milestones_due', 'milestones', 'due', true, NULL, NULL, 'Ingen milepæl er overskredet', 'No milestone is overdue', 'Samspil'),
  ('opi', 'test', 'test_protocol', 'test_protocol', '', true, NULL, NULL, 'Protokol og CE-status (MDR) er på plads', 'Protocol and CE status (MDR) are in place', 'Samspil'),
  ('opi', 'test', 'data_processing', 'data_processing', '', true, NULL, NULL, 'Behandlingen af persondata er på plads', 'The processing of personal data is in place', 'Databeskyttelsesforordningen'),
  ('opi', 'evaluation', 'measured', 'measurement_after', '', true, NULL, '{"",with_research_purchase,precommercial,innovative_purchase}', 'Det faktiske er målt', 'What came of it is measured', 'Samspil'),
  ('opi', 'evaluation', 'evaluation_report', 'evaluation_report', '', true, NULL, NULL, 'Evalueringsrapporten er færdig med patienters og personales syn', 'The evaluation report is done, with the view of patients and staff', 'Samspil'),
  ('opi', 'decision', 'opi_decision', 'opi_decision', '', true, NULL, NULL, 'Det er besluttet, hvad der nu skal ske', 'It is decided what happens next', 'Samspil'),
  ('opi', 'decision', 'threshold', NULL, '', true, 'procurement_officer', '{innovative_purchase}', 'Købet er holdt op mod tærskelværdierne', 'The purchase is held against the thresholds', 'Udbudsloven'),
  ('opi', 'scaling', 'spread', 'spread', '', true, NULL, NULL, 'Udbredelsen er beskrevet: ny aftale eller udbud', 'The spread is described: new agreement or tender', 'danishlifesciencecluster.dk'),
  ('opi', 'benefits', 'benefits_12', 'measurement_after', '12', true, NULL, NULL, 'Gevinsterne er målt efter 12 måneder', 'Benefits are measured after 12 months', 'Samspil'),
  ('opi', 'benefits', 'benefits_24', 'measurement_after', '24', true, NULL, NULL, 'Gevinsterne er målt efter 24 måneder', 'Benefits are measured after 24 months', 'Samspil'),
  ('opi', 'benefits', 'benefits_36', 'measurement_after', '36', false, NULL, NULL, 'Gevinsterne er målt efter 36 måneder', 'Benefits are measured after 36 months', 'Samspil'),
  ('opi', 'benefits', 'journal', 'journal', '', true, NULL, NULL, 'Sagen er journaliseret', 'The case is filed', 'Samspil'),
  ('strategic_procurement', 'area_selected', 'strategic_score', 'strategic_score', '', true, 'procurement_officer', NULL, 'Området er bedømt mod de strategiske områder', 'The area is scored against the strategic areas', 'Samspil'),
  ('strategic_procurement', 'area_selected', 'capacity', 'capacity', '', true, 'procurement_lead', NULL, 'Der er kapacitet, eller overskridelsen er begrundet', 'There is capacity, or the excess is reasoned', 'Samspil'),
  ('strategic_procurement', 'market_dialogue', 'market_dialogue', 'market_dialogue', '', true, 'procurement_officer', NULL, 'Markedsdialogen er skrevet ned, og alle har fået samme materiale', 'The market dialogue is written down and all got the same material', 'Udbudsloven §§ 39-40 (efter hukommelsen)'),
  ('strategic_procurement', 'market_dialogue', 'not_on_market', NULL, '', true, 'procurement_officer', '{innovation_partnership}', 'Det er undersøgt, at løsningen ikke findes på markedet', 'It is examined that the solution does not exist on the market', 'udbudsportalen.dk'),
  ('strategic_procurement', 'market_dialogue', 'regions_agreed', NULL, '', true, 'procurement_lead', '{joint_regional}', 'De andre regioner har sagt ja til at være med', 'The other regions have agreed to take part', 'Samspil'),
  ('strategic_procurement', 'business_case', 'value', 'estimate', 'midi', true, NULL, '{innovation_partnership}', 'Potentialeberegningen foreligger (midi)', 'The business case is there (midi)', 'udbudsportalen.dk'),
  ('strategic_procurement', 'business_case', 'value', 'estimate', 'mini', true, NULL, '{"",value_based,joint_regional}', 'Værdien er vurderet, mindst mini', 'The value is assessed, at least mini', 'Samspil'),
  ('strategic_procurement', 'strategy', 'procedure', 'procedure', '', true, 'procurement_officer', NULL, 'Proceduren er valgt', 'The procedure is chosen', 'Udbudsloven'),
  ('strategic_procurement', 'strategy', 'cpv', 'field', 'cpv', true, 'procurement_officer', NULL, 'CPV-koden er valgt', 'The CPV code is chosen', 'Udbudsloven'),
  ('strategic_procurement', 'strategy', 'ceiling', 'field', 'value_ceiling_oere', true, 'procurement_officer', NULL, 'Værdien er anslået', 'The value is estimated', 'Udbudsloven'),
  ('strategic_procurement', 'strategy', 'criteria', NULL, '', true, 'procurement_officer', NULL, 'Delaftaler, tildelingskriterier og rettigheder er besluttet', 'Lots, award criteria and rights are decided', 'Udbudsloven'),
  ('strategic_procurement', 'strategy', 'outcome_measures', NULL, '', true, 'procurement_officer', '{value_based}', 'Det er besluttet, hvilke resultater for patienterne der betales efter', 'It is decided by which outcomes for patients is paid', 'Samspil'),
  ('strategic_procurement', 'tender', 'notice', 'notice', '', true, 'procurement_officer', NULL, 'Udbudsbekendtgørelsen er offentliggjort', 'The contract notice is published', 'Udbudsloven'),
  ('strategic_procurement', 'tender', 'needs', 'document', 'needs_description', true, 'procurement_officer', NULL, 'Behovsbeskrivelsen er lagt ind', 'The description of needs is filed', 'Udbudsloven § 74'),
  ('strategic_procurement', 'tender', 'draft_contract', NULL, '', true, 'lawyer', NULL, 'Der er et udkast til kontrakt', 'There is a draft contract', 'Samspil'),
  ('strategic_procurement', 'negotiation', 'invited', 'invited', '3', true, 'procurement_officer', NULL, 'Mindst tre er opfordret til at give tilbud', 'At least three are invited', 'udbudsportalen.dk; vejledning 2016 s. 83'),
  ('strategic_procurement', 'negotiation', 'minutes', 'document', 'minutes', true, 'procurement_officer', NULL, 'Der er referat af forhandlingerne', 'There are minutes of the negotiations', 'Samspil'),
  ('strategic_procurement', 'award', 'award', 'award', '', true, 'procurement_officer', NULL, 'Tildelingen er begrundet, og standstill er udløbet', 'The award is reasoned and the standstill is over', 'Udbudsloven (efter hukommelsen)'),
  ('strategic_procurement', 'contract', 'contract_terms', 'contract_terms', '', true, 'procurement_officer', NULL, 'Loft, løbetid, optioner og indeks er registreret', 'Ceiling, term, options and index are registered', 'Samspil'),
  ('strategic_procurement', 'contract', 'signed_agreement', 'document', 'agreement', true, 'procurement_officer', NULL, 'Den underskrevne kontrakt er lagt ind', 'The signed contract is filed', 'Samspil'),
  ('strategic_procurement', 'stages', 'phases', 'phases', '', true, 'procurement_officer', NULL, 'Fasernes delmål er opgjort', 'The targets of the phases are settled', 'Udbudsloven § 79'),
  ('strategic_procurement', 'operation', 'followed_up', NULL, '', false, 'procurement_officer', NULL, 'Træk, mål og fakturaer følges hvert kvartal', 'Call-offs, indicators and invoices are followed each quarter', 'Samspil'),
  ('strategic_procurement', 'evaluation', 'measured', 'measurement_after', '', true, NULL, NULL, 'Den opnåede værdi er målt', 'The value achieved is measured', 'Samspil'),
  ('strategic_procurement', 'evaluation', 'heard', NULL, '', true, 'procurement_officer', NULL, 'Leverandør og klinik er hørt', 'Supplier and clinic are heard', 'Samspil'),
  ('strategic_procurement', 'renewal', 'expiry_decision', 'expiry_decision', '', true, 'procurement_officer', NULL, 'Det er besluttet, om aftalen forlænges, genudbydes eller ophører', 'It is decided whether to extend, tender again or end', 'Samspil'),
  ('strategic_procurement', 'renewal', 'journal', 'journal', '', true, 'procurement_officer', NULL, 'Sagen er journaliseret', 'The case is filed', 'Samspil'),
  ('research_contract', 'received', 'acknowledged', 'acknowledged', '', true, 'research_support', NULL, 'Modtagelsen er bekræftet', 'Receipt is acknowledged', 'regionh.dk: Proces for sagsbehandling'),
  ('research_contract', 'screening', 'type', 'field', 'subtype', true, 'research_support', NULL, 'Typen er bestemt', 'The type is determined', 'Samspil'),
  ('research_contract', 'screening', 'party', 'parties', '', true, 'research_support', NULL, 'Modparten er registreret', 'The other party is registered', 'Samspil'),
  ('research_contract', 'screening', 'completeness', 'completeness', '', true, 'research_support', NULL, 'Alle oplysninger er med', 'All information is there', 'Samspil'),
  ('research_contract', 'legal_review', 'checklist', 'checklist', '', true, 'lawyer', NULL, 'Den juridiske tjekliste er besvaret uden røde punkter', 'The legal checklist is answered with nothing red', 'Universitetshospitalernes retningslinjer 2004'),
  ('research_contract', 'negotiation', 'agreed', NULL, '', true, 'lawyer', NULL, 'Parterne er enige om teksten', 'The parties agree on the text', 'Samspil'),
  ('research_contract', 'permissions', 'data_processing', 'data_processing', '', true, 'research_support', NULL, 'Behandlingen af persondata er på plads', 'The processing of personal data is in place', 'Databeskyttelsesforordningen'),
  ('research_contract', 'permissions', 'ethics', 'document', 'ethics_approval', true, NULL, '{cta,cia}', 'Videnskabsetisk komité har godkendt', 'The ethics committee has approved', 'Samspil'),
  ('research_contract', 'permissions', 'authority', 'document', 'authority_approval', true, NULL, '{cta,cia}', 'Lægemiddelstyrelsen har godkendt', 'The medicines agency has approved', 'Samspil'),
  ('research_contract', 'approved', 'approvals', 'approvals', '', true, 'research_support', NULL, 'De nødvendige godkendelser er givet', 'The approvals that are needed are given', 'regionh.dk: Proces for sagsbehandling'),
  ('research_contract', 'approved', 'notice_given', 'notice_given', '', true, 'research_support', NULL, 'Koncerndirektionen er orienteret, hvor reglerne kræver det', 'The executive board is told where the rules call for it', 'psykiatri-regionh.dk'),
  ('research_contract', 'signing', 'signed', 'signed', '', true, 'research_support', NULL, 'Aftalen er underskrevet af begge parter', 'Both parties have signed', 'Samspil'),
  ('research_contract', 'active', 'journal', 'journal', '', true, 'research_support', NULL, 'Sagen er journaliseret', 'The case is filed', 'Samspil'),
  ('research_contract', 'active', 'final_report', NULL, '', false, NULL, NULL, 'Den afsluttende rapport er afleveret', 'The final report is delivered', 'Samspil');

INSERT INTO lifecycle (kind, subtype, version_no, name, note)
SELECT s.kind, NULLIF(s.subtype, ''), 1, s.name, 'Leveret med Samspil' FROM seed_lifecycle s ORDER BY s.kind, s.subtype;
INSERT INTO lifecycle_stage (lifecycle_id, kind, stage, no, help_da, help_en, max_days)
SELECT l.id, s.kind, s.stage, k.no, s.help_da, s.help_en, s.max_days
FROM lifecycle l JOIN seed_stage s ON s.kind = l.kind AND (s.among IS NULL OR COALESCE(l.subtype, '') = ANY (s.among))
JOIN code_stage k ON k.kind = s.kind AND k.code = s.stage ORDER BY l.id, k.no;
INSERT INTO lifecycle_gate (lifecycle_id, stage, code, da, en, decider_roles, repeats)
SELECT l.id, g.stage, g.code, g.da, g.en, g.roles, g.repeats
FROM lifecycle l JOIN seed_gate g ON g.kind = l.kind AND (g.among IS NULL OR COALESCE(l.subtype, '') = ANY (g.among))
JOIN lifecycle_stage s ON s.lifecycle_id = l.id AND s.stage = g.stage ORDER BY l.id, g.code;
INSERT INTO lifecycle_requirement (lifecycle_id, stage, code, no, da, en, fact, argument, blocking, acts_role, source)
SELECT l.id, r.stage, r.code, r.no, r.da, r.en, r.fact, r.argument, r.blocking, r.role, r.source
FROM lifecycle l JOIN seed_requirement r ON r.kind = l.kind AND (r.among IS NULL OR COALESCE(l.subtype, '') = ANY (r.among))
JOIN lifecycle_stage s ON s.lifecycle_id = l.id AND s.stage = r.stage ORDER BY l.id, r.no;
UPDATE lifecycle SET valid_from = '2000-01-01';
-- The forum's decision is entered by its secretary.
INSERT INTO role_right (role, right_code) VALUES ('forum_secretary', 'gates:decide');

-- A version in force stays as it is; one that begins later may still be changed.
CREATE FUNCTION lifecycle_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := CASE WHEN pg_trigger_depth() > 1 THEN '{valid_to,version,updated_at,updated_by}' ELSE '{version,updated_at,updated_by}' END;
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.version_no := (SELECT COALESCE(max(l.version_no), 0) + 1 FROM lifecycle l
                       WHERE l.kind = NEW.kind AND l.subtype IS NOT DISTINCT FROM NEW.subtype);
    NEW.valid_from := NULL;
    NEW.valid_to := NULL;
    RETURN NEW;
  ELSIF TG_OP = 'DELETE' OR (NEW.kind, NEW.subtype, NEW.version_no) IS DISTINCT FROM (OLD.kind, OLD.subtype, OLD.version_no)
        OR OLD.valid_from <= current_date AND to_jsonb(OLD) - free <> to_jsonb(NEW) - free THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'a version in force is not changed';
  ELSIF NEW.valid_from IS DISTINCT FROM OLD.valid_from THEN
    IF NEW.valid_from < current_date THEN
      RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'lifecycle_from_today', MESSAGE = 'begins before today', DETAIL = current_date::text;
    ELSIF (SELECT k.phase FROM lifecycle_stage s JOIN code_stage k ON k.kind = s.kind AND k.code = s.stage
           WHERE s.lifecycle_id = NEW.id ORDER BY s.no DESC LIMIT 1) IS DISTINCT FROM 'closed' THEN
      RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'lifecycle_stages', MESSAGE = 'does not end in a stage where a case is closed';
    END IF;
    NEW.valid_to := NULL; -- said by lifecycle_follow
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON lifecycle FOR EACH ROW EXECUTE FUNCTION lifecycle_guard();
-- A version ends the day before the next one begins.
CREATE FUNCTION lifecycle_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE lifecycle l SET valid_to = n.day
  FROM (SELECT x.id, lead(x.valid_from) OVER (ORDER BY x.valid_from) - 1 AS day FROM lifecycle x
        WHERE x.kind = NEW.kind AND x.subtype IS NOT DISTINCT FROM NEW.subtype AND x.valid_from IS NOT NULL) n
  WHERE l.id = n.id AND l.valid_to IS DISTINCT FROM n.day;
  RETURN NULL;
END $$;
CREATE TRIGGER follow AFTER UPDATE OF valid_from ON lifecycle FOR EACH ROW EXECUTE FUNCTION lifecycle_follow();

CREATE FUNCTION lifecycle_part_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM lifecycle l WHERE l.id IN (NEW.lifecycle_id, OLD.lifecycle_id) AND l.valid_from <= current_date) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'a version in force is not changed';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
-- A gate that nobody may decide would never open.
CREATE FUNCTION lifecycle_gate_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM unnest(NEW.decider_roles) w WHERE NOT EXISTS (SELECT 1 FROM role_right x WHERE x.role = w AND x.right_code = 'gates:decide')) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'lifecycle_gate_decides', MESSAGE = 'a role that does not decide';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER roles BEFORE INSERT OR UPDATE ON lifecycle_gate FOR EACH ROW EXECUTE FUNCTION lifecycle_gate_check();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON lifecycle_stage FOR EACH ROW EXECUTE FUNCTION lifecycle_part_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON lifecycle_gate FOR EACH ROW EXECUTE FUNCTION lifecycle_part_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON lifecycle_requirement FOR EACH ROW EXECUTE FUNCTION lifecycle_part_guard();

CREATE FUNCTION lifecycle_state(l lifecycle) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN l.valid_from IS NULL THEN 'draft' WHEN l.valid_from > current_date THEN 'coming'
              WHEN l.valid_to < current_date THEN 'ended' ELSE 'in_force' END
$$;
-- A draft made from a version, for the same subtype or another one.
CREATE FUNCTION lifecycle_copy(from_id bigint, for_subtype text, title text, why text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  l_id bigint;
BEGIN
  INSERT INTO lifecycle (kind, subtype, version_no, name, note)
  SELECT l.kind, COALESCE(for_subtype, l.subtype), 1, COALESCE(title, l.name), COALESCE(why, '') FROM lifecycle l WHERE l.id = from_id RETURNING id INTO l_id;
  INSERT INTO lifecycle_stage (lifecycle_id, kind, stage, no, help_da, help_en, max_days)
  SELECT l_id, kind, stage, no, help_da, help_en, max_days FROM lifecycle_stage WHERE lifecycle_id = from_id ORDER BY no;
  INSERT INTO lifecycle_gate (lifecycle_id, stage, code, da, en, decider_roles, repeats)
  SELECT l_id, stage, code, da, en, decider_roles, repeats FROM lifecycle_gate WHERE lifecycle_id = from_id ORDER BY id;
  INSERT INTO lifecycle_requirement (lifecycle_id, stage, code, no, da, en, fact, argument, blocking, acts_role, source)
  SELECT l_id, stage, code, no, da, en, fact, argument, blocking, acts_role, source FROM lifecycle_requirement WHERE lifecycle_id = from_id ORDER BY id;
  RETURN l_id;
END $$;
-- Writes a draft: what is null stays; the stages come as a whole. False: no such version.
CREATE FUNCTION lifecycle_save(l_id bigint, l_version integer, title text, why text, stages jsonb, begins boolean, first_day date) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  k text;
BEGIN
  UPDATE lifecycle SET name = COALESCE(title, name), note = COALESCE(why, note) WHERE id = l_id AND version = l_version RETURNING kind INTO k;
  IF k IS NULL THEN
    RETURN false;
  END IF;
  IF stages IS NOT NULL THEN
    DELETE FROM lifecycle_stage WHERE lifecycle_id = l_id;
    INSERT INTO lifecycle_stage (lifecycle_id, kind, stage, no, help_da, help_en, max_days)
    SELECT l_id, k, s->>'stage', n - 1, COALESCE(s->>'help_da', ''), COALESCE(s->>'help_en', ''), (s->>'max_days')::integer
    FROM jsonb_array_elements(stages) WITH ORDINALITY AS x(s, n) ORDER BY n;
    INSERT INTO lifecycle_gate (lifecycle_id, stage, code, da, en, decider_roles, repeats)
    SELECT l_id, s->>'stage', g->>'code', g->>'da', g->>'en', ARRAY(SELECT jsonb_array_elements_text(g->'decider_roles')), COALESCE((g->>'repeats')::boolean, false)
    FROM jsonb_array_elements(stages) s, jsonb_array_elements(s->'gates') g;
    INSERT INTO lifecycle_requirement (lifecycle_id, stage, code, no, da, en, fact, argument, blocking, acts_role, source)
    SELECT l_id, s->>'stage', r->>'code', n, r->>'da', r->>'en', r->>'fact', COALESCE(r->>'argument', ''), COALESCE((r->>'blocking')::boolean, true),
           r->>'acts_role', COALESCE(r->>'source', '')
    FROM jsonb_array_elements(stages) s, jsonb_array_elements(s->'requirements') WITH ORDINALITY AS x(r, n);
  END IF;
  IF begins THEN
    UPDATE lifecycle SET valid_from = first_day WHERE id = l_id;
  END IF;
  RETURN true;
END $$;

-- Cases. Those that are here already get the lifecycle of their kind today, and stand in their stage since it last changed.
ALTER TABLE collaboration ADD COLUMN lifecycle_id bigint, ADD COLUMN stage_since timestamptz NOT NULL DEFAULT clock_timestamp();
COMMENT ON COLUMN collaboration.lifecycle_id IS 'Version of the lifecycle that it follows';
COMMENT ON COLUMN collaboration.stage_since IS 'When it came to its stage, the days of a pause left out';
-- The policies hold for the owner too.
SELECT set_config('samspil.access', 'sees_all writes_all', true);
ALTER TABLE collaboration DISABLE TRIGGER USER;
UPDATE collaboration c SET lifecycle_id = lifecycle_for(c.kind, c.subtype, current_date), stage_since = COALESCE((
  SELECT max(e.at) FROM audit_event e WHERE e.entity = 'collaboration' AND e.entity_id = c.id AND e.action = 'update'
     AND e.before->>'stage' <> e.after->>'stage'), c.created_at);
ALTER TABLE collaboration ENABLE TRIGGER USER;
SELECT set_config('samspil.access', '', true);
ALTER TABLE collaboration ALTER lifecycle_id SET NOT NULL,
  ADD CONSTRAINT collaboration_lifecycle_fkey FOREIGN KEY (lifecycle_id, kind) REFERENCES lifecycle (id, kind);
CREATE FUNCTION collaboration_lifecycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.lifecycle_id := lifecycle_for(NEW.kind, NEW.subtype, current_date);
  RETURN NEW;
END $$;
CREATE TRIGGER lifecycle BEFORE INSERT ON collaboration FOR EACH ROW WHEN (NEW.lifecycle_id IS NULL) EXECUTE FUNCTION collaboration_lifecycle();
-- As before, but a case without a stage begins where its lifecycle does.
CREATE OR REPLACE FUNCTION collaboration_add(f json) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  k text := f->>'kind';
  new_id bigint;
BEGIN
  INSERT INTO collaboration (kind, subtype, title, summary, unit_id, owner_id, stage, theme, patient_group, start_date, end_date,
    journal_number, visibility, tags, value_ceiling_oere, external_id, number)
  VALUES (k, f->>'subtype', f->>'title', f->>'summary', (f->>'unit_id')::int, (f->>'owner_id')::bigint,
    COALESCE(f->>'stage', (SELECT s.stage FROM lifecycle_stage s WHERE s.lifecycle_id = lifecycle_for(k, f->>'subtype', current_date) ORDER BY s.no LIMIT 1)),
    f->>'theme', f->>'patient_group', (f->>'start_date')::date, (f->>'end_date')::date, f->>'journal_number',
    COALESCE(f->>'visibility', 'internal'), CASE WHEN f->'tags' IS NULL THEN '{}' ELSE ARRAY(SELECT json_array_elements_text(f->'tags')) END,
    (f->>'value_ceiling_oere')::bigint, f->>'external_id', format_number(k, take_numbers(k)))
  RETURNING id INTO new_id;
  IF k = 'opi' THEN
    INSERT INTO opi (id, need, need_group_size) VALUES (new_id, f->>'need', (f->>'need_group_size')::int);
  ELSIF k = 'strategic_procurement' THEN
    INSERT INTO procurement (id, procurement_procedure, cpv, term_months)
    VALUES (new_id, f->>'procurement_procedure', f->>'cpv', (f->>'term_months')::int);
  ELSE
    INSERT INTO research_contract (id, protocol_number, eu_number, ethics_number, principal_investigator, sponsor_id,
      planned_patients, external_amount_oere)
    VALUES (new_id, f->>'protocol_number', f->>'eu_number', f->>'ethics_number', f->>'principal_investigator',
      (f->>'sponsor_id')::bigint, (f->>'planned_patients')::int, (f->>'external_amount_oere')::bigint);
    IF f->>'sponsor_id' IS NOT NULL THEN
      INSERT INTO participation (collaboration_id, organisation_id, role) VALUES (new_id, (f->>'sponsor_id')::bigint, 'sponsor');
    END IF;
  END IF;
  RETURN new_id;
END $$;

-- One row for each stage that a case has left; when it came to the present one stands in the case.
CREATE TABLE stage_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  stage text NOT NULL,
  to_stage text NOT NULL,
  entered_at timestamptz NOT NULL,
  left_at timestamptz NOT NULL,
  backward boolean NOT NULL DEFAULT false,
  reason text CHECK (char_length(reason) <= 2000),
  resume_on date
);
CREATE INDEX stage_history_case ON stage_history (collaboration_id, id);
COMMENT ON TABLE stage_history IS 'The way of a case from stage to stage; written by the trigger that lets it move';
COMMENT ON COLUMN stage_history.id IS 'Key';
COMMENT ON COLUMN stage_history.collaboration_id IS 'Case';
COMMENT ON COLUMN stage_history.stage IS 'Stage that was left';
COMMENT ON COLUMN stage_history.to_stage IS 'Stage that it went to';
COMMENT ON COLUMN stage_history.entered_at IS 'When it had come there';
COMMENT ON COLUMN stage_history.left_at IS 'When it left';
COMMENT ON COLUMN stage_history.backward IS 'It went back, or was opened again';
COMMENT ON COLUMN stage_history.reason IS 'Reason given';
COMMENT ON COLUMN stage_history.resume_on IS 'Pause: the day on which it is expected to go on';
CALL protect('stage_history');
INSERT INTO privilege VALUES ('stage_history', 'SELECT');

CREATE TABLE requirement_tick (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  requirement text NOT NULL CHECK (requirement ~ '^[a-z0-9_]{1,40}$'),
  note text CHECK (char_length(note) <= 2000),
  document_id bigint CONSTRAINT requirement_tick_document_fkey REFERENCES document,
  removed_at timestamptz
);
CREATE UNIQUE INDEX requirement_tick_once ON requirement_tick (collaboration_id, requirement) WHERE removed_at IS NULL;
COMMENT ON TABLE requirement_tick IS 'Requirements that somebody has said are met, where no fact of the case tells';
COMMENT ON COLUMN requirement_tick.id IS 'Key';
COMMENT ON COLUMN requirement_tick.collaboration_id IS 'Case';
COMMENT ON COLUMN requirement_tick.requirement IS 'Code of the requirement';
COMMENT ON COLUMN requirement_tick.note IS 'Remarks';
COMMENT ON COLUMN requirement_tick.document_id IS 'Document that shows it';
COMMENT ON COLUMN requirement_tick.removed_at IS 'When it was taken back';
CALL protect('requirement_tick');

CREATE TABLE gate_decision (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  lifecycle_id bigint NOT NULL REFERENCES lifecycle,
  stage text NOT NULL,
  gate text NOT NULL,
  round integer NOT NULL CHECK (round >= 1),
  role text NOT NULL CONSTRAINT gate_decision_role_fkey REFERENCES code_role,
  decider_id bigint NOT NULL REFERENCES app_user,
  decision text NOT NULL CHECK (decision IN ('approve', 'approve_with_conditions', 'reject', 'postpone')),
  decided_on date NOT NULL,
  conditions text CHECK (char_length(conditions) <= 4000),
  reason text CHECK (char_length(reason) <= 4000),
  document_id bigint CONSTRAINT gate_decision_document_fkey REFERENCES document,
  estimate_id bigint REFERENCES estimate,
  seen_seq bigint NOT NULL,
  snapshot text NOT NULL CHECK (snapshot ~ '^[0-9a-f]{64}$'),
  conditions_met_at timestamptz,
  conditions_met_by bigint REFERENCES app_user,
  conditions_note text CHECK (char_length(conditions_note) <= 2000),
  lapsed_at timestamptz,
  CONSTRAINT gate_decision_conditions CHECK ((decision = 'approve_with_conditions') = (conditions IS NOT NULL)),
  CONSTRAINT gate_decision_reason CHECK (decision NOT IN ('reject', 'postpone') OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX gate_decision_role ON gate_decision (collaboration_id, gate, round, role) WHERE decision <> 'postpone';
CREATE UNIQUE INDEX gate_decision_person ON gate_decision (collaboration_id, gate, round, decider_id) WHERE decision <> 'postpone';
CREATE INDEX gate_decision_case ON gate_decision (collaboration_id, id);
CREATE INDEX gate_decision_open ON gate_decision (collaboration_id) WHERE decision = 'approve_with_conditions' AND conditions_met_at IS NULL;
COMMENT ON TABLE gate_decision IS 'Decisions at gates; they are never changed, only their conditions are met and they lapse when the case goes back';
COMMENT ON COLUMN gate_decision.id IS 'Key';
COMMENT ON COLUMN gate_decision.collaboration_id IS 'Case';
COMMENT ON COLUMN gate_decision.lifecycle_id IS 'Version of the lifecycle under which it was decided';
COMMENT ON COLUMN gate_decision.stage IS 'Stage that the gate leads out of';
COMMENT ON COLUMN gate_decision.gate IS 'Code of the gate';
COMMENT ON COLUMN gate_decision.round IS 'Number of the round: a new one after a rejection, for the next phase, or when the case has been back';
COMMENT ON COLUMN gate_decision.role IS 'Role in which it was decided';
COMMENT ON COLUMN gate_decision.decider_id IS 'Who decided';
COMMENT ON COLUMN gate_decision.decision IS 'approve, approve_with_conditions, reject or postpone';
COMMENT ON COLUMN gate_decision.decided_on IS 'Day of the decision';
COMMENT ON COLUMN gate_decision.conditions IS 'Conditions';
COMMENT ON COLUMN gate_decision.reason IS 'Reason';
COMMENT ON COLUMN gate_decision.document_id IS 'Document';
COMMENT ON COLUMN gate_decision.estimate_id IS 'Value estimate that spoke for the case then';
COMMENT ON COLUMN gate_decision.seen_seq IS 'Last audit event of the case before the decision: what the decider saw';
COMMENT ON COLUMN gate_decision.snapshot IS 'SHA-256 of the case, its details and the inputs of that estimate';
COMMENT ON COLUMN gate_decision.conditions_met_at IS 'When the conditions were said to be met';
COMMENT ON COLUMN gate_decision.conditions_met_by IS 'By whom';
COMMENT ON COLUMN gate_decision.conditions_note IS 'How';
COMMENT ON COLUMN gate_decision.lapsed_at IS 'When the case went back behind it';
CALL protect('gate_decision');

CREATE TABLE gate_request (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  gate text NOT NULL,
  note text CHECK (char_length(note) <= 2000),
  due_date date NOT NULL,
  closed_at timestamptz
);
CREATE UNIQUE INDEX gate_request_open ON gate_request (collaboration_id, gate) WHERE closed_at IS NULL;
COMMENT ON TABLE gate_request IS 'A case is ready and somebody has asked for the decision at a gate';
COMMENT ON COLUMN gate_request.id IS 'Key';
COMMENT ON COLUMN gate_request.collaboration_id IS 'Case';
COMMENT ON COLUMN gate_request.gate IS 'Code of the gate';
COMMENT ON COLUMN gate_request.note IS 'What the deciders should know';
COMMENT ON COLUMN gate_request.due_date IS 'Last day';
COMMENT ON COLUMN gate_request.closed_at IS 'When it was decided, or the case had moved';
CALL protect('gate_request');
INSERT INTO code_deadline_kind (code, da, en, sort, source) VALUES ('gate', 'Beslutning', 'Decision at a gate', 20, 'Samspil');

-- The unit and all that it is part of, with what has taken them over by today: the other way of units_below.
CREATE FUNCTION units_above(leaf integer) RETURNS SETOF integer LANGUAGE sql STABLE AS $$
  WITH RECURSIVE t(id) AS (
    SELECT leaf
    UNION
    SELECT n.id FROM t, LATERAL (
      SELECT u.parent_id AS id FROM unit u WHERE u.id = t.id AND u.parent_id IS NOT NULL
      UNION ALL
      SELECT s.successor_id FROM unit_successor s WHERE s.unit_id = t.id AND s.valid_from <= current_date) n)
  SELECT id FROM t
$$;
-- Somebody has the role for a unit on a day.
CREATE FUNCTION holds_role(who bigint, role_code text, unit integer, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM role_grant r WHERE r.user_id = who AND r.role = role_code AND r.valid_from <= day
                 AND COALESCE(r.valid_to, 'infinity') >= day AND r.unit_id IN (SELECT units_above(unit)))
$$;

-- Where a case stands on its path: its stage, or the one that it was paused or ended in. No row: the register does not know.
CREATE FUNCTION case_position(case_id bigint) RETURNS TABLE (lifecycle_id bigint, stage text, no integer, beside boolean, ended boolean)
LANGUAGE sql STABLE ROWS 1 AS $$
  SELECT c.lifecycle_id, s.stage, s.no, k.no >= 90, k.phase = 'closed'
  FROM collaboration c JOIN code_stage k ON k.kind = c.kind AND k.code = c.stage
  JOIN lifecycle_stage s ON s.lifecycle_id = c.lifecycle_id AND s.stage = CASE WHEN k.no < 90 THEN c.stage ELSE (
    SELECT h.stage FROM stage_history h JOIN code_stage b ON b.kind = c.kind AND b.code = h.stage
    WHERE h.collaboration_id = c.id AND b.no < 90 ORDER BY h.id DESC LIMIT 1) END
  WHERE c.id = case_id
$$;

-- The gates of a case and how each stands in its present round: open, approved, rejected or postponed, whom it waits for, and who
-- would decide next: after a rejection or in the next phase all of them again.
CREATE FUNCTION case_gates(case_id bigint) RETURNS TABLE (stage text, gate text, da text, en text, decider_roles text[], repeats boolean,
                                                          round integer, state text, waits_for text[], next_deciders text[]) LANGUAGE sql STABLE ROWS 8 AS $$
  WITH last AS (
    SELECT DISTINCT ON (d.gate, d.role) d.gate, d.role, d.round, d.decision
    FROM gate_decision d
    JOIN (SELECT x.gate, max(x.round) AS round FROM gate_decision x WHERE x.collaboration_id = case_id AND x.lapsed_at IS NULL GROUP BY x.gate) r
      ON r.gate = d.gate AND r.round = d.round
    WHERE d.collaboration_id = case_id AND d.lapsed_at IS NULL ORDER BY d.gate, d.role, d.id DESC),
  state AS (
    SELECT g.*, l.round, COALESCE(l.rejected, false) AS rejected, COALESCE(l.postponed, false) AS postponed,
           ARRAY(SELECT r FROM unnest(g.decider_roles) r WHERE r <> ALL (COALESCE(l.approved, '{}'))) AS lacks
    FROM collaboration c JOIN lifecycle_gate g ON g.lifecycle_id = c.lifecycle_id
    LEFT JOIN (SELECT x.gate, max(x.round) AS round, bool_or(x.decision = 'reject') AS rejected, bool_or(x.decision = 'postpone') AS postponed,
                      array_agg(x.role) FILTER (WHERE x.decision LIKE 'approve%') AS approved FROM last x GROUP BY x.gate) l ON l.gate = g.code
    WHERE c.id = case_id)
  SELECT s.stage, s.code, s.da, s.en, s.decider_roles, s.repeats, s.round,
         CASE WHEN s.rejected THEN 'rejected' WHEN s.lacks = '{}' THEN 'approved' WHEN s.postponed THEN 'postponed' ELSE 'open' END,
         CASE WHEN s.rejected THEN '{}' ELSE s.lacks END, CASE WHEN s.rejected OR s.lacks = '{}' THEN s.decider_roles ELSE s.lacks END
  FROM state s
$$;

CREATE FUNCTION requirement_met(case_id bigint, r lifecycle_requirement) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT COALESCE(fact_holds(r.fact, case_id, r.argument), EXISTS (
    SELECT 1 FROM requirement_tick t WHERE t.collaboration_id = case_id AND t.requirement = r.code AND t.removed_at IS NULL))
$$;

-- THE list of what a case lacks to leave its stage; with a target, what all stages before that one call for.
CREATE FUNCTION case_missing(case_id bigint, target text DEFAULT NULL)
RETURNS TABLE (what text, stage text, code text, da text, en text, blocking boolean, roles text[]) LANGUAGE sql STABLE ROWS 10 AS $$
  WITH span AS (
    SELECT s.lifecycle_id, s.stage, s.no FROM case_position(case_id) p JOIN lifecycle_stage s ON s.lifecycle_id = p.lifecycle_id AND s.no >= p.no
      AND s.no < COALESCE((SELECT t.no FROM lifecycle_stage t WHERE t.lifecycle_id = p.lifecycle_id AND t.stage = target), p.no + 1)),
  all_of AS (
    SELECT 'requirement' AS what, s.no, r.no AS nth, r.stage, r.code, r.da, r.en, r.blocking, array_remove(ARRAY[r.acts_role], NULL) AS roles
    FROM span s JOIN lifecycle_requirement r ON r.lifecycle_id = s.lifecycle_id AND r.stage = s.stage
    WHERE NOT requirement_met(case_id, r)
    UNION ALL
    SELECT 'gate', s.no, 1000000, g.stage, g.gate, g.gate || ': ' || g.da, g.gate || ': ' || g.en, true, g.waits_for
    FROM span s JOIN case_gates(case_id) g ON g.stage = s.stage WHERE g.state <> 'approved')
  SELECT a.what, a.stage, a.code, a.da, a.en, a.blocking, a.roles FROM all_of a ORDER BY a.no, a.nth, a.code
$$;

-- Why a case may not go to a stage: no row, it may. `fault` is input (something is to be given) or state (something is lacking).
CREATE FUNCTION stage_refusal(case_id bigint, target text, reason text, resume_on date)
RETURNS TABLE (fault text, field text, da text, en text) LANGUAGE plpgsql STABLE ROWS 5 AS $$
DECLARE
  c collaboration;
  here record;
  there record;
BEGIN
  SELECT * INTO c FROM collaboration x WHERE x.id = case_id;
  SELECT * INTO here FROM case_position(case_id);
  SELECT k.no >= 90 AS beside, k.phase = 'closed' AS ends, s.no INTO there
  FROM code_stage k LEFT JOIN lifecycle_stage s ON s.lifecycle_id = c.lifecycle_id AND s.stage = k.code WHERE k.kind = c.kind AND k.code = target;
  IF there IS NULL OR target = c.stage THEN
    RETURN;
  END IF;
  IF there.no IS NULL AND NOT there.beside THEN
    RETURN QUERY SELECT 'state', 'stage', 'trinnet er ikke med i sagens forløb', 'the stage is not part of the lifecycle of the case';
    RETURN;
  END IF;
  IF reason IS NULL AND (there.beside OR there.ends OR here.stage IS NULL OR COALESCE(here.ended, false) OR there.no < here.no) THEN
    RETURN QUERY SELECT 'input', 'reason', 'en begrundelse', 'a reason';
  END IF;
  IF target = 'paused' THEN
    IF here.ended THEN
      RETURN QUERY SELECT 'state', 'stage', 'sagen er afsluttet', 'the case is closed';
    ELSIF resume_on IS NULL OR resume_on < current_date THEN
      RETURN QUERY SELECT 'input', 'resume_on', 'dagen, hvor sagen ventes genoptaget (i dag eller senere)', 'the day on which the case is expected to go on (today or later)';
    END IF;
  ELSIF there.beside OR here.stage IS NULL OR there.no < here.no OR there.no = here.no THEN
    RETURN;
  ELSIF here.beside THEN
    RETURN QUERY SELECT 'state', 'stage', 'sagen skal først genoptages', 'the case is to be taken up again first';
  ELSE
    RETURN QUERY SELECT 'state', CASE m.what WHEN 'gate' THEN 'gates.' ELSE 'requirements.' END || m.code, m.da, m.en
                 FROM case_missing(case_id, target) m WHERE m.blocking;
  END IF;
END $$;

-- A move: judged, then written down. Rows that an import places are not judged.
CREATE FUNCTION stage_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  reason text := NULLIF(btrim(current_setting('samspil.reason', true)), '');
  resume_on date := NULLIF(current_setting('samspil.resume_on', true), '')::date;
  wrong record;
  here record;
  there integer;
  paused record;
BEGIN
  IF bulk() IS NOT TRUE THEN
    SELECT string_agg(r.da, '; ') AS words, bool_or(r.fault = 'input') AS input INTO wrong FROM stage_refusal(OLD.id, NEW.stage, reason, resume_on) r;
    IF wrong.words IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the case may not go there: ' || wrong.words;
    END IF;
  END IF;
  SELECT * INTO here FROM case_position(OLD.id);
  there := (SELECT s.no FROM lifecycle_stage s WHERE s.lifecycle_id = OLD.lifecycle_id AND s.stage = NEW.stage);
  NEW.stage_since := clock_timestamp();
  IF there < here.no OR there = here.no AND here.ended THEN -- what was decided from there on is to be decided again
    UPDATE gate_decision d SET lapsed_at = clock_timestamp()
    FROM lifecycle_stage s WHERE d.collaboration_id = OLD.id AND d.lapsed_at IS NULL AND s.lifecycle_id = OLD.lifecycle_id AND s.stage = d.stage AND s.no >= there;
  ELSIF OLD.stage = 'paused' THEN
    SELECT h.* INTO paused FROM stage_history h WHERE h.collaboration_id = OLD.id AND h.to_stage = 'paused' ORDER BY h.id DESC LIMIT 1;
    NEW.stage_since := CASE WHEN paused.stage = NEW.stage THEN paused.entered_at + (clock_timestamp() - paused.left_at) ELSE NEW.stage_since END;
  END IF;
  INSERT INTO stage_history (collaboration_id, stage, to_stage, entered_at, left_at, backward, reason, resume_on)
  VALUES (OLD.id, OLD.stage, NEW.stage, OLD.stage_since, clock_timestamp(), COALESCE(there < here.no OR here.ended, false), reason,
          CASE WHEN NEW.stage = 'paused' THEN resume_on END);
  UPDATE gate_request SET closed_at = clock_timestamp() WHERE collaboration_id = OLD.id AND closed_at IS NULL AND NEW.stage <> 'paused' AND OLD.stage <> 'paused';
  RETURN NEW;
END $$;
CREATE TRIGGER stage BEFORE UPDATE OF stage ON collaboration FOR EACH ROW WHEN (NEW.stage <> OLD.stage) EXECUTE FUNCTION stage_change();

-- Deadlines: of a stage with a limit, and the day on which a paused case goes on.
CREATE FUNCTION stage_deadline(c collaboration) RETURNS void LANGUAGE sql AS $$
  SELECT deadline_set(c.id, 'stage', 'collaboration', c.id, c.stage_since::date + s.max_days, 'Videre fra ' || k.da, c.owner_id)
  FROM code_stage k LEFT JOIN lifecycle_stage s ON s.lifecycle_id = c.lifecycle_id AND s.stage = k.code
  WHERE k.kind = c.kind AND k.code = c.stage
$$;
CREATE FUNCTION stage_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF bulk() IS NOT TRUE THEN
    PERFORM stage_deadline(n) FROM new_rows n JOIN lifecycle_stage s ON s.lifecycle_id = n.lifecycle_id AND s.stage = n.stage AND s.max_days IS NOT NULL;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION stage_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM stage_deadline(NEW);
  PERFORM deadline_set(NEW.id, 'resume', 'stage_history', h.id, h.resume_on, 'Sat på pause: ' || h.reason, NEW.owner_id, NULL, NEW.stage <> 'paused')
  FROM (SELECT x.* FROM stage_history x WHERE x.collaboration_id = NEW.id AND x.to_stage = 'paused' ORDER BY x.id DESC LIMIT 1) h
  WHERE 'paused' IN (NEW.stage, OLD.stage);
  RETURN NULL;
END $$;
CREATE TRIGGER stage_insert AFTER INSERT ON collaboration REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION stage_insert();
CREATE TRIGGER stage_update AFTER UPDATE OF stage, owner_id, lifecycle_id ON collaboration FOR EACH ROW
  WHEN ((NEW.stage, NEW.owner_id, NEW.lifecycle_id) IS DISTINCT FROM (OLD.stage, OLD.owner_id, OLD.lifecycle_id)) EXECUTE FUNCTION stage_update();

-- A case is moved to another version on purpose: one of its kind that is in force and has the stage where it stands.
CREATE FUNCTION lifecycle_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1 FROM lifecycle l WHERE l.id = NEW.lifecycle_id AND l.kind = NEW.kind AND (l.subtype IS NULL OR l.subtype = NEW.subtype)
        AND l.valid_from <= current_date AND COALESCE(l.valid_to, 'infinity') >= current_date) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'collaboration_lifecycle', MESSAGE = 'not in force for this kind and subtype';
  ELSIF EXISTS (SELECT 1 FROM case_position(NEW.id) p
                WHERE NOT EXISTS (SELECT 1 FROM lifecycle_stage s WHERE s.lifecycle_id = NEW.lifecycle_id AND s.stage = p.stage)) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the version does not have the stage where the case stands';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lifecycle_change BEFORE UPDATE OF lifecycle_id ON collaboration FOR EACH ROW
  WHEN (NEW.lifecycle_id IS DISTINCT FROM OLD.lifecycle_id) EXECUTE FUNCTION lifecycle_change();

-- A tick is for what no fact tells.
CREATE FUNCTION requirement_tick_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM collaboration c JOIN lifecycle_requirement r ON r.lifecycle_id = c.lifecycle_id AND r.code = NEW.requirement
                 WHERE c.id = NEW.collaboration_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM404', MESSAGE = 'no such requirement';
  ELSIF EXISTS (SELECT 1 FROM collaboration c JOIN lifecycle_requirement r ON r.lifecycle_id = c.lifecycle_id AND r.code = NEW.requirement
                WHERE c.id = NEW.collaboration_id AND fact_known(r.fact)) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the register sees this by itself';
  ELSIF NOT EXISTS (SELECT 1 FROM document d WHERE d.id = NEW.document_id AND d.collaboration_id = NEW.collaboration_id AND d.removed_at IS NULL) AND NEW.document_id IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'requirement_tick_document_fkey', MESSAGE = 'no document of the case';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT ON requirement_tick FOR EACH ROW EXECUTE FUNCTION requirement_tick_guard();

-- One at a time decides on a case.
CREATE FUNCTION gate_queue(case_id bigint) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock('gate_decision'::regclass::oid::integer, (case_id % 2147483647)::integer)
$$;
-- What a decision was made on: the case, its details and the estimate that speaks for it.
CREATE FUNCTION case_snapshot(case_id bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_object('case', to_jsonb(c) - 'stage_since', 'opi', to_jsonb(o), 'procurement', to_jsonb(p),
           'research_contract', to_jsonb(r), 'estimate', e.id, 'estimate_version', e.version_no, 'inputs', e.params_hash)::text, 'UTF8')), 'hex')
  FROM collaboration c LEFT JOIN opi o ON o.id = c.id LEFT JOIN procurement p ON p.id = c.id LEFT JOIN research_contract r ON r.id = c.id
  LEFT JOIN estimate e ON e.collaboration_id = c.id AND e.headline WHERE c.id = case_id
$$;
-- Who decides what, when: the roles of the gate, at the stage where the case stands, never on a case of one's own.
CREATE FUNCTION gate_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  c collaboration;
  g record;
  free text[] := '{conditions_met_at,conditions_met_by,conditions_note,lapsed_at,version,updated_at,updated_by}';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(OLD) - free = to_jsonb(NEW) - free AND (
         OLD.lapsed_at IS NULL AND to_jsonb(OLD) - '{lapsed_at,version,updated_at,updated_by}'::text[] = to_jsonb(NEW) - '{lapsed_at,version,updated_at,updated_by}'::text[]
           AND pg_trigger_depth() > 1
         OR OLD.lapsed_at IS NOT DISTINCT FROM NEW.lapsed_at AND OLD.conditions_met_at IS NULL AND OLD.decision = 'approve_with_conditions') THEN
      NEW.conditions_met_by := CASE WHEN OLD.conditions_met_at IS DISTINCT FROM NEW.conditions_met_at THEN me() ELSE OLD.conditions_met_by END;
      RETURN NEW;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'a decision is not changed';
  ELSIF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'a decision is not taken away';
  END IF;
  PERFORM gate_queue(NEW.collaboration_id);
  SELECT * INTO c FROM collaboration x WHERE x.id = NEW.collaboration_id;
  SELECT * INTO g FROM case_gates(NEW.collaboration_id) x WHERE x.gate = NEW.gate;
  NEW.decider_id := COALESCE(me(), NEW.decider_id);
  IF g.gate IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'SM404', MESSAGE = 'no such gate';
  ELSIF NEW.decider_id IN (c.owner_id, c.created_by) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM403', MESSAGE = 'nobody decides on a case of their own';
  ELSIF NEW.decided_on > current_date THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'gate_decision_day', MESSAGE = 'is decided in the future', DETAIL = current_date::text;
  END IF;
  -- Without a role given, the one that the gate still waits for.
  NEW.role := COALESCE(NEW.role, (SELECT r FROM unnest(g.decider_roles) r WHERE holds_role(NEW.decider_id, r, c.unit_id, current_date)
                                  ORDER BY r <> ALL (g.next_deciders), array_position(g.decider_roles, r) LIMIT 1));
  IF NEW.role IS NULL OR NEW.role <> ALL (g.decider_roles) OR NOT holds_role(NEW.decider_id, NEW.role, c.unit_id, current_date) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'the gate is not decided by this person';
  ELSIF NOT holds_role(NEW.decider_id, NEW.role, c.unit_id, NEW.decided_on) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'gate_decision_held', MESSAGE = 'did not have the role on that day';
  ELSIF g.stage <> c.stage THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the case does not stand before this gate';
  ELSIF g.state = 'approved' AND NOT g.repeats THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the gate is decided';
  ELSIF NOT EXISTS (SELECT 1 FROM document d WHERE d.id = NEW.document_id AND d.collaboration_id = c.id AND d.removed_at IS NULL) AND NEW.document_id IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'gate_decision_document_fkey', MESSAGE = 'no document of the case';
  END IF;
  NEW.round := CASE WHEN g.state IN ('open', 'postponed') AND g.round IS NOT NULL THEN g.round
                    ELSE 1 + (SELECT COALESCE(max(d.round), 0) FROM gate_decision d WHERE d.collaboration_id = c.id AND d.gate = NEW.gate) END;
  IF EXISTS (SELECT 1 FROM gate_decision d WHERE d.collaboration_id = c.id AND d.gate = NEW.gate AND d.round = NEW.round AND d.role = NEW.role AND d.decision <> 'postpone') THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the role has decided';
  ELSIF EXISTS (SELECT 1 FROM gate_decision d WHERE d.collaboration_id = c.id AND d.gate = NEW.gate AND d.round = NEW.round AND d.decider_id = NEW.decider_id AND d.decision <> 'postpone') THEN
    RAISE EXCEPTION USING ERRCODE = 'SM403', MESSAGE = 'one person decides in one role';
  END IF;
  NEW.lifecycle_id := c.lifecycle_id;
  NEW.stage := g.stage;
  NEW.seen_seq := case_seq(c.id);
  NEW.snapshot := case_snapshot(c.id);
  NEW.estimate_id := (SELECT e.id FROM estimate e WHERE e.collaboration_id = c.id AND e.headline);
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON gate_decision FOR EACH ROW EXECUTE FUNCTION gate_decision_guard();
-- Deciders need not be able to write the case.
DROP POLICY add ON gate_decision;
CREATE POLICY add ON gate_decision FOR INSERT WITH CHECK (decider_id = (SELECT me()) AND EXISTS (SELECT 1 FROM collaboration c WHERE c.id = collaboration_id));

-- What follows from a decision: the request is closed or waits for the next role, and people are told.
CREATE FUNCTION gate_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  c collaboration;
  g record;
  words text;
BEGIN
  SELECT * INTO c FROM collaboration x WHERE x.id = NEW.collaboration_id;
  SELECT * INTO g FROM case_gates(NEW.collaboration_id) x WHERE x.gate = NEW.gate;
  words := g.gate || ': ' || g.da;
  PERFORM set_config('samspil.access', current_setting('samspil.access', true) || ' writes_all', true);
  IF g.state <> 'open' THEN
    UPDATE gate_request SET closed_at = clock_timestamp() WHERE collaboration_id = c.id AND gate = NEW.gate AND closed_at IS NULL AND g.state <> 'postponed';
  END IF;
  PERFORM gate_deadline(r) FROM gate_request r WHERE r.collaboration_id = c.id AND r.gate = NEW.gate AND r.closed_at IS NULL;
  PERFORM set_config('samspil.access', regexp_replace(current_setting('samspil.access', true), ' writes_all$', ''), true);
  PERFORM notify_user(who, c.id, 'gate_decided', 'gate_decision', NEW.id, words)
  FROM (SELECT c.owner_id AS who UNION SELECT r.created_by FROM gate_request r WHERE r.collaboration_id = c.id AND r.gate = NEW.gate) x WHERE who IS NOT NULL;
  RETURN NULL;
END $$;
CREATE FUNCTION gate_deadline(r gate_request) RETURNS void LANGUAGE sql AS $$
  SELECT deadline_set(r.collaboration_id, 'gate', 'gate_request', r.id, r.due_date, g.gate || ': ' || g.da, NULL, g.next_deciders[1], r.closed_at IS NOT NULL)
  FROM case_gates(r.collaboration_id) g WHERE g.gate = r.gate
$$;
CREATE TRIGGER decided AFTER INSERT ON gate_decision FOR EACH ROW EXECUTE FUNCTION gate_decided();

-- A request is for a gate before which the case stands and which waits for somebody.
CREATE FUNCTION gate_request_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  g record;
BEGIN
  SELECT x.*, c.stage AS here INTO g FROM collaboration c, case_gates(c.id) x WHERE c.id = NEW.collaboration_id AND x.gate = NEW.gate;
  IF g.gate IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'SM404', MESSAGE = 'no such gate';
  ELSIF g.here <> g.stage OR g.state = 'approved' AND NOT g.repeats THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the gate waits for nobody';
  ELSIF NEW.due_date < current_date THEN
    RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'gate_request_day', MESSAGE = 'is before today', DETAIL = current_date::text;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT ON gate_request FOR EACH ROW EXECUTE FUNCTION gate_request_guard();
CREATE FUNCTION gate_requested() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM gate_deadline(NEW);
  IF TG_OP = 'INSERT' THEN
    PERFORM notify_role(w, c.unit_id, c.id, 'gate_requested', 'gate_request', NEW.id, g.gate || ': ' || g.da)
    FROM collaboration c, case_gates(c.id) g, unnest(g.next_deciders) w
    WHERE c.id = NEW.collaboration_id AND g.gate = NEW.gate;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER requested AFTER INSERT OR UPDATE ON gate_request FOR EACH ROW EXECUTE FUNCTION gate_requested();

-- The path of a case: where it is, what is missing, who must act. Kept as plpgsql, which plans it once a connection.
CREATE FUNCTION case_path(case_id bigint) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  path json;
BEGIN
  WITH c AS (SELECT * FROM collaboration WHERE id = case_id),
  p AS (SELECT x.* FROM c, case_position(c.id) x),
  missing AS MATERIALIZED (SELECT m.* FROM c, case_missing(c.id) m),
  gate AS MATERIALIZED (SELECT g.* FROM c, case_gates(c.id) g),
  above AS MATERIALIZED (SELECT u AS unit_id FROM c, units_above(c.unit_id) u),
  holder AS MATERIALIZED (
    SELECT DISTINCT r.role, w.id, w.name FROM role_grant r JOIN above USING (unit_id) JOIN app_user w ON w.id = r.user_id
    WHERE r.valid_from <= current_date AND COALESCE(r.valid_to, 'infinity') >= current_date AND w.disabled_at IS NULL),
  acts AS ( -- whom it waits for; null: the owner
    SELECT DISTINCT m.role FROM c, p, LATERAL (
      SELECT NULL AS role WHERE p.beside OR NOT EXISTS (SELECT 1 FROM missing x WHERE x.blocking)
      UNION ALL
      SELECT w FROM missing x LEFT JOIN unnest(x.roles) w ON true
      WHERE NOT p.beside AND x.blocking AND (x.what = 'requirement' OR NOT EXISTS (SELECT 1 FROM missing y WHERE y.blocking AND y.what = 'requirement'))) m
    WHERE NOT p.ended),
  newest AS (SELECT l.id, l.version_no FROM c JOIN lifecycle l ON l.id = lifecycle_for(c.kind, c.subtype, current_date))
  SELECT row_to_json(x) INTO path FROM (
    SELECT c.stage, c.stage_since, p.stage AS at_stage,
      (SELECT json_build_object('id', l.id, 'name', l.name, 'version_no', l.version_no, 'newest', l.id IS NOT DISTINCT FROM (SELECT n.id FROM newest n),
         'newest_id', (SELECT n.id FROM newest n)) FROM lifecycle l WHERE l.id = c.lifecycle_id) AS lifecycle,
      (SELECT json_agg(json_build_object('stage', s.stage, 'no', s.no, 'da', k.da, 'en', k.en, 'help_da', s.help_da, 'help_en', s.help_en, 'max_days', s.max_days,
         'state', CASE WHEN p.no IS NULL OR s.no > p.no THEN 'todo' WHEN s.no = p.no THEN 'current'
                       WHEN h.entered_at IS NULL AND s.no > (SELECT min(f.no) FROM stage_history y JOIN lifecycle_stage f ON f.stage = y.stage
                                                             WHERE y.collaboration_id = c.id AND f.lifecycle_id = c.lifecycle_id) THEN 'skipped'
                       ELSE 'done' END,
         'entered_at', CASE WHEN s.stage = c.stage THEN c.stage_since ELSE h.entered_at END) ORDER BY s.no)
       FROM lifecycle_stage s JOIN code_stage k ON k.kind = s.kind AND k.code = s.stage
       LEFT JOIN LATERAL (SELECT y.entered_at FROM stage_history y WHERE y.collaboration_id = c.id AND y.stage = s.stage ORDER BY y.id DESC LIMIT 1) h ON true
       WHERE s.lifecycle_id = c.lifecycle_id) AS stages,
      (SELECT COALESCE(json_agg(json_build_object('stage', r.stage, 'code', r.code, 'da', r.da, 'en', r.en,
         'met', CASE WHEN r.stage = p.stage THEN NOT EXISTS (SELECT 1 FROM missing m WHERE m.what = 'requirement' AND m.code = r.code) END,
         'by_hand', COALESCE(NOT fact_known(r.fact), true), 'blocking', r.blocking, 'acts_role', r.acts_role, 'source', r.source,
         'href', (SELECT '/samarbejder/' || c.id || CASE f.place WHEN '' THEN '' ELSE '/' || f.place END FROM case_fact f WHERE f.code = r.fact AND f.place IS NOT NULL),
         'tick', (SELECT json_build_object('note', t.note, 'document_id', t.document_id, 'by_name', w.name, 'at', t.created_at)
                  FROM requirement_tick t LEFT JOIN app_user w ON w.id = t.created_by
                  WHERE t.collaboration_id = c.id AND t.requirement = r.code AND t.removed_at IS NULL)) ORDER BY s.no, r.no, r.id), '[]')
       FROM lifecycle_requirement r JOIN lifecycle_stage s ON s.lifecycle_id = r.lifecycle_id AND s.stage = r.stage WHERE r.lifecycle_id = c.lifecycle_id) AS requirements,
      (SELECT COALESCE(json_agg(json_build_object('stage', g.stage, 'code', g.gate, 'da', g.da, 'en', g.en, 'decider_roles', g.decider_roles, 'repeats', g.repeats,
         'round', g.round, 'state', g.state, 'waits_for', g.waits_for,
         'may_decide', g.stage = c.stage AND (g.state <> 'approved' OR g.repeats) AND (me() IN (c.owner_id, c.created_by)) IS NOT TRUE
            AND EXISTS (SELECT 1 FROM holder o WHERE o.id = me() AND o.role = ANY (g.next_deciders)),
         'request', (SELECT json_build_object('note', q.note, 'due_date', q.due_date, 'by_name', w.name, 'at', q.created_at)
                     FROM gate_request q LEFT JOIN app_user w ON w.id = q.created_by WHERE q.collaboration_id = c.id AND q.gate = g.gate AND q.closed_at IS NULL),
         'decisions', (SELECT COALESCE(json_agg(json_build_object('id', d.id, 'round', d.round, 'role', d.role, 'decider_id', d.decider_id, 'decider_name', w.name,
              'decision', d.decision, 'decided_on', d.decided_on, 'conditions', d.conditions, 'reason', d.reason, 'document_id', d.document_id,
              'estimate_id', d.estimate_id, 'snapshot', d.snapshot, 'conditions_met_at', d.conditions_met_at, 'conditions_note', d.conditions_note,
              'lapsed', d.lapsed_at IS NOT NULL, 'created_at', d.created_at) ORDER BY d.id DESC), '[]')
            FROM gate_decision d LEFT JOIN app_user w ON w.id = d.decider_id WHERE d.collaboration_id = c.id AND d.gate = g.gate)) ORDER BY s.no, g.gate), '[]')
       FROM gate g JOIN lifecycle_stage s ON s.lifecycle_id = c.lifecycle_id AND s.stage = g.stage) AS gates,
      COALESCE(NOT p.beside AND NOT p.ended, false) AND NOT EXISTS (SELECT 1 FROM missing m WHERE m.blocking) AS may_leave,
      (SELECT s.stage FROM lifecycle_stage s WHERE s.lifecycle_id = c.lifecycle_id AND s.no > p.no AND NOT p.beside ORDER BY s.no LIMIT 1) AS next_stage,
      (SELECT COALESCE(json_agg(json_build_object('role', a.role, 'people', CASE WHEN a.role IS NULL THEN
           (SELECT COALESCE(json_agg(w.name), '[]') FROM app_user w WHERE w.id = c.owner_id)
         ELSE (SELECT COALESCE(json_agg(o.name ORDER BY o.name), '[]') FROM (SELECT * FROM holder h WHERE h.role = a.role ORDER BY h.name LIMIT 5) o) END)
         ORDER BY a.role NULLS FIRST), '[]') FROM acts a) AS waits_for,
      COALESCE(me() IN (c.owner_id, c.created_by), false) AS own,
      CASE WHEN c.stage = 'paused' THEN (SELECT json_build_object('since', h.left_at, 'reason', h.reason, 'resume_on', h.resume_on)
         FROM stage_history h WHERE h.collaboration_id = c.id AND h.to_stage = 'paused' ORDER BY h.id DESC LIMIT 1) END AS paused,
      (SELECT COALESCE(json_agg(json_build_object('stage', h.stage, 'to_stage', h.to_stage, 'entered_at', h.entered_at, 'left_at', h.left_at, 'backward', h.backward,
         'reason', h.reason, 'resume_on', h.resume_on, 'by_name', w.name) ORDER BY h.id DESC), '[]')
       FROM stage_history h LEFT JOIN app_user w ON w.id = h.created_by WHERE h.collaboration_id = c.id) AS history
    FROM c LEFT JOIN p ON true) x;
  RETURN path;
END $$;

-- What waits for the one who asks: the short list of the overview. Of each kind the ten that have waited longest.
CREATE OR REPLACE FUNCTION my_tasks() RETURNS TABLE (id bigint, number text, title text, reason text, what text, due_date date, estimate_id bigint,
                                          confirmation_id bigint) LANGUAGE sql STABLE AS $$
  (WITH own AS MATERIALIZED (SELECT c.id, c.number, c.title FROM collaboration c WHERE c.owner_id = me())
   SELECT own.id, own.number, own.title, 'milestone_overdue' AS reason, m.title AS what, m.due_date, NULL::bigint AS estimate_id,
          NULL::bigint AS confirmation_id
   FROM own JOIN milestone m ON m.collaboration_id = own.id
   WHERE m.removed_at IS NULL AND m.done_date IS NULL AND m.status <> 'cancelled' AND m.due_date < current_date
   ORDER BY m.due_date LIMIT 10)
  UNION ALL
  (SELECT c.id, c.number, c.title, 'estimate_to_approve', NULL, NULL, e.id, NULL
   FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id
   WHERE e.status IN ('submitted', 'in_review') AND me() <> ALL (e.authors) AND approves_for(me(), c.unit_id)
   ORDER BY e.submitted_at LIMIT 10)
  UNION ALL
  (SELECT c.id, c.number, c.title, CASE WHEN e.submitted_at IS NULL THEN 'estimate_draft' ELSE 'estimate_returned' END, NULL, NULL, e.id, NULL
   FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id WHERE e.status = 'draft' AND e.created_by = me()
   ORDER BY e.updated_at DESC LIMIT 10)
  UNION ALL
  (SELECT NULL, NULL, a.title, 'confirmation_to_answer', a.line_name, NULL, NULL, a.id
   FROM line_confirmation a WHERE a.contact_id = me() AND a.status = 'unanswered' AND NOT confirmation_carried_on(a) ORDER BY a.asked_at LIMIT 10)
  UNION ALL
  (SELECT c.id, c.number, c.title, 'confirmation_disputed', a.line_name, NULL, a.estimate_id, a.id
   FROM line_confirmation a JOIN collaboration c ON c.id = a.collaboration_id JOIN estimate e ON e.id = a.estimate_id
   WHERE a.asked_by = me() AND a.status = 'disputed' AND NOT confirmation_carried_on(a) AND e.status IN ('draft', 'submitted', 'in_review')
   ORDER BY a.answered_at DESC LIMIT 10)
  UNION ALL
  (SELECT c.id, c.number, c.title, 'measurement_overdue', min(o.name), NULL, e.id, NULL
   FROM collaboration c JOIN estimate e ON e.collaboration_id = c.id AND e.headline AND e.status = 'approved', measurements_overdue(e.id, current_date) o
   WHERE c.owner_id = me() AND e.base_year < extract(year FROM current_date) - 1 GROUP BY c.id, e.id ORDER BY c.id LIMIT 10)
  UNION ALL
  (SELECT c.id, c.number, c.title, 'gate_to_decide', g.gate || ': ' || g.da, r.due_date, NULL, NULL
   FROM gate_request r JOIN collaboration c ON c.id = r.collaboration_id, case_gates(c.id) g
   WHERE r.closed_at IS NULL AND g.gate = r.gate AND g.stage = c.stage AND (me() IN (c.owner_id, c.created_by)) IS NOT TRUE
     AND EXISTS (SELECT 1 FROM role_grant x WHERE x.user_id = me())
     AND EXISTS (SELECT 1 FROM unnest(g.next_deciders) w WHERE holds_role(me(), w, c.unit_id, current_date))
   ORDER BY r.due_date LIMIT 10)
$$;

-- What changed between two images of a row, for people: bookkeeping columns left out.
CREATE OR REPLACE FUNCTION audit_changes(before jsonb, after jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT COALESCE(jsonb_agg(jsonb_build_object('field', k, 'before', before->k, 'after', after->k) ORDER BY k), '[]')
  FROM (SELECT jsonb_object_keys(COALESCE(before, '{}') || COALESCE(after, '{}')) AS k) x
  WHERE before->k IS DISTINCT FROM after->k AND COALESCE(before->k, 'null') <> COALESCE(after->k, 'null')
    AND k NOT IN ('id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'collaboration_id', 'name_key',
                  'counterparty', 'npv_oere', 'value_signal', 'stage_since')
$$;
