-- SPDX-License-Identifier: EUPL-1.2
-- The demonstration portfolio; `samspil demo` runs it, in one transaction, and never `migrate`.
-- The real cases hold what public sources say and nothing else; dates, amounts and stages that are not known are left
-- out or said to be unknown. Everything made up says so in its name ("eksempel") or its text ("illustrativt").
SELECT principal_enter('', 'staff sees_all writes_all audits', '', '', 'demo', 'demo', '');

-- Units that the cases need. The hospital of the made-up example is made up too.
INSERT INTO unit (code, kind, name, parent_id, source)
SELECT v.code, v.kind, v.name, p.id, v.source FROM (VALUES
  ('danske-regioner', 'other', 'Danske Regioner', NULL, 'regioner.dk'),
  ('demo-hospital', 'hospital', 'Eksempelhospitalet', 'region-1084', 'Demonstration')
) AS v(code, kind, name, parent, source) LEFT JOIN unit p ON p.code = v.parent;
INSERT INTO unit (code, kind, name, parent_id, source)
SELECT v.code, 'department', v.name, p.id, 'Demonstration' FROM (VALUES
  ('demo-akut', 'Akutafdelingen, Eksempelhospitalet'), ('demo-medicin', 'Medicinsk afdeling, Eksempelhospitalet'),
  ('demo-hjerte', 'Hjerteafdelingen, Eksempelhospitalet'), ('demo-oekonomi', 'Økonomi, Eksempelhospitalet')
) AS v(code, name) JOIN unit p ON p.code = 'demo-hospital';

-- People. All are made up.
INSERT INTO app_user (login, name, unit_id)
SELECT v.login, v.name, u.id FROM (VALUES
  ('admin', 'Administrator (demo)', 'region-1084'),
  ('indkoeb', 'Inge Holm, indkøber (demo)', 'stab-koncernindkoeb'),
  ('klinik', 'Kirsten Dahl, projektleder (demo)', 'demo-akut'),
  ('leder', 'Lars Friis, afdelingsleder (demo)', 'demo-akut'),
  ('oekonom', 'Ole Kjær, sundhedsøkonom (demo)', 'region-1084'),
  ('jurist', 'Jens Bruun, jurist (demo)', 'stab-jura-kontrakter'),
  ('forskning', 'Freja Lund, forskningsstøtte (demo)', 'region-1084'),
  ('revisor', 'Rikke Toft, revisor (demo)', 'region-1084'),
  ('controller', 'Carl Munk, controller (demo)', 'demo-oekonomi'),
  ('forum', 'Frederik Bay, forummedlem (demo)', NULL),
  ('sektor', 'Sofie Lind, kommunal kontakt (demo)', 'kommune-0101')
) AS v(login, name, unit) LEFT JOIN unit u ON u.code = v.unit
ON CONFLICT (login) DO NOTHING;

INSERT INTO role_grant (user_id, role, unit_id, valid_from)
SELECT a.id, v.role, u.id, '2024-01-01' FROM (VALUES
  ('admin', 'admin', 'region-1081'), ('admin', 'admin', 'region-1082'), ('admin', 'admin', 'region-1083'),
  ('admin', 'admin', 'region-1084'), ('admin', 'admin', 'region-1085'), ('admin', 'admin', 'region-oestdanmark'),
  ('admin', 'admin', 'danske-regioner'),
  -- The demonstration's administrator also leads procurement everywhere, so that one log-in can try everything.
  ('admin', 'procurement_lead', 'region-1081'), ('admin', 'procurement_lead', 'region-1082'),
  ('admin', 'procurement_lead', 'region-1083'), ('admin', 'procurement_lead', 'region-1084'),
  ('admin', 'procurement_lead', 'region-1085'), ('admin', 'procurement_lead', 'region-oestdanmark'),
  ('admin', 'procurement_lead', 'danske-regioner'), ('admin', 'auditor', 'region-1084'),
  ('indkoeb', 'procurement_officer', 'region-1084'), ('indkoeb', 'procurement_officer', 'region-1085'),
  ('indkoeb', 'procurement_officer', 'region-oestdanmark'),
  ('klinik', 'clinic_lead', 'demo-akut'),
  ('leder', 'department_head', 'demo-akut'),
  ('oekonom', 'health_economist', 'region-1084'), ('oekonom', 'health_economist', 'region-1085'),
  ('jurist', 'lawyer', 'region-1084'), ('jurist', 'lawyer', 'region-1085'),
  ('forskning', 'research_support', 'region-1084'), ('forskning', 'research_support', 'region-1085'),
  ('revisor', 'auditor', 'region-1084'), ('revisor', 'auditor', 'region-1085'),
  ('controller', 'controller', 'demo-hospital'),
  ('forum', 'forum_member', 'region-1084'),
  ('sektor', 'sector_contact', 'kommune-0101')
) AS v(login, role, unit)
JOIN app_user a ON a.login = v.login AND a.name LIKE '%(demo)'
JOIN unit u ON u.code = v.unit;

-- One password for all of them, hashed by the caller; a person who was there before keeps the own one.
INSERT INTO user_password (user_id, hash)
SELECT id, current_setting('samspil.demo_hash') FROM app_user
WHERE name LIKE '%(demo)' AND current_setting('samspil.demo_hash', true) <> ''
ON CONFLICT (user_id) DO NOTHING;

-- Organisations that the sources name. Their CVR numbers are not in the sources.
INSERT INTO organisation (name, kind, note, source) VALUES
  ('MT Højgaard Danmark A/S', 'company', NULL, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('Kemp & Lauritzen A/S', 'company', NULL, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('Link Arkitektur A/S', 'company', NULL, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('Rambøll Danmark A/S', 'company', NULL, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('Falck', 'company', NULL, 'folketidende.dk; Falck på mynewsdesk.com'),
  ('Microsoft', 'company', NULL, 'folketidende.dk; Falck på mynewsdesk.com'),
  ('Roche Diagnostics', 'company', NULL, 'folketidende.dk; Falck på mynewsdesk.com'),
  ('Cisco', 'company', NULL, 'folketidende.dk; Falck på mynewsdesk.com'),
  ('Danske Regioner', 'association', NULL, 'regioner.dk'),
  ('Trial Nation', 'forum', 'Stat, erhvervsliv og regioner samarbejder om at fremme kliniske forsøg i Danmark. Én indgang, hvor virksomheder kan få hjælp til samarbejder om kliniske forsøg.', 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('Medicon Valley Alliance', 'forum', 'Offentligt-privat forum, som Region Hovedstaden deltager i.', 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('Danish Life Science Cluster', 'forum', 'Den nationale life science-klynge.', 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021; danishlifesciencecluster.dk'),
  ('Vækstteam Hovedstaden', 'forum', 'Tværsektorielt samarbejde, som Region Hovedstaden deltager i.', 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021');

-- Made-up organisations for the made-up cases: companies, foundations and places of research.
INSERT INTO organisation (name, kind, note, source)
SELECT first.word || ' ' || last.word || ' (eksempel)', 'company', 'Opdigtet virksomhed til demonstration', 'Demonstration'
FROM unnest(ARRAY['Nordhavn', 'Kildemark', 'Solbakken', 'Egelund', 'Birkholm', 'Lyngvang', 'Havblik', 'Rosenvold', 'Thorsgård', 'Fjordvang'])
       WITH ORDINALITY AS first(word, nth),
     unnest(ARRAY['Pharma A/S', 'Biotech A/S', 'Medico ApS', 'Diagnostics A/S', 'Digital Health ApS']) WITH ORDINALITY AS last(word, nth)
ORDER BY last.nth, first.nth;
INSERT INTO organisation (name, kind, note, source)
SELECT 'Fonden ' || word || ' (eksempel)', 'foundation', 'Opdigtet fond til demonstration', 'Demonstration'
FROM unnest(ARRAY['Egelund', 'Strandby', 'Ravnsholt', 'Hasselbo', 'Elmehøj', 'Klintegård']) WITH ORDINALITY AS f(word, nth) ORDER BY nth;
INSERT INTO organisation (name, kind, note, source) VALUES
  ('Eksempeluniversitetet (eksempel)', 'university', 'Opdigtet universitet til demonstration', 'Demonstration'),
  ('Sundets Tekniske Universitet (eksempel)', 'university', 'Opdigtet universitet til demonstration', 'Demonstration'),
  ('Patientforeningen Medvind (eksempel)', 'association', 'Opdigtet forening til demonstration', 'Demonstration'),
  ('HjemmeAkut Partner A/S (eksempel)', 'company', 'Opdigtet virksomhed til demonstration', 'Demonstration');

-- The cases. A temporary table keeps them together with their parts.
CREATE TEMPORARY TABLE demo_case ON COMMIT DROP AS
SELECT v.*, v.nth - 1 AS offset_in_kind FROM (VALUES
  ('bygge-partnerskab', 'strategic_procurement', 'building_partnership', 'Bygge- og renoveringspartnerskab 2021-2025',
   'Strategisk partnerskabsaftale om bygge- og renoveringsopgaver, indgået i 2021: en fireårig aftale på op mod 2 mia. kr. med et partnerskab af fire virksomheder. Kilde: budgetinitiativet "Større fokus på offentligt-privat samarbejde" i Region Hovedstaden. Aftalens nøjagtige datoer fremgår ikke af kilden og er derfor ikke udfyldt; trinnet er sat efter kildens tidspunkt.',
   'contract', 'stab-koncernindkoeb', 'buildings', 'none', NULL::date, NULL::date, 'open', 200000000000::bigint, '{partnerskab,byggeri}', 1),
  ('hemmelig', 'strategic_procurement', 'strategic_partnership', 'Eksempel: Fortrolig forhandling om strategisk partnerskab',
   'OPDIGTET EKSEMPEL på en sag med begrænset adgang: den ses kun af projektgruppen, enhedens ledelse, indkøb, jurister og revision.',
   'negotiation', 'stab-koncernindkoeb', 'digital', 'all', '2026-03-01', '2030-02-28', 'restricted', 12500000000, '{eksempel}', 2),
  ('acucare', 'opi', 'explorative', 'AcuCare',
   'Falck, Nykøbing F. Sygehus, Microsoft, Roche Diagnostics og Cisco sammen med Lolland, Guldborgsund og Vordingborg Kommuner. Formålet er færre akutte kontakter og færre sengedage, bl.a. med et ur, der måler patientens tilstand. Projektet ventedes at løbe til midten af 2025. Kilder: folketidende.dk, Falck på mynewsdesk.com og Region Sjællands side om AcuCare. Undertype og trin er sat efter kilderne; økonomien er ikke kendt.',
   'test', 'hospital-suh-nykoebing-f', 'home_treatment', NULL, NULL, NULL, 'open', NULL, '{hjemmebehandling}', 1),
  ('vaad-amd', 'opi', 'mini_test', 'Optikerbutikker opsporer våd AMD',
   'Danske Regioners pilotprojekt med 5-10 optikerbutikker om hurtigere opsporing af øjensygdommen våd AMD. Antallet af patienter i kontakt steg fra 2.684 i 2011 til 16.216 i 2021; fortsætter udviklingen, bliver det 20.570 om året i 2030. Patienter skal behandles inden for 14 dage. Kilde: regioner.dk, marts 2023. (Kilden kalder stigningen "cirka 600 %"; den er 504 %.) Undertype og trin er sat efter kilden; datoer, butikker og økonomi er ikke kendt.',
   'test', 'danske-regioner', 'detection', 'eye', NULL, NULL, 'open', NULL, '{opsporing}', 2),
  ('hjemmeakut', 'opi', 'explorative', 'HjemmeAkut (illustrativt eksempel)',
   'ILLUSTRATIVT EKSEMPEL: alle tal er opdigtede og viser, hvordan en værdivurdering læses. Formen følger projekter som AcuCare og Hospital Hjemme, men det er ikke deres tal. Udvalgte akutte patienter behandles i eget hjem af akutafdelingen sammen med en privat part i stedet for at ligge på hospitalet. 1.200 patienter om året er egnede; 10 % behandles hjemme det første år, 25 % det andet og derefter 50 %.',
   'test', 'demo-akut', 'home_treatment', 'acute', '2026-01-01', '2030-12-31', 'internal', NULL, '{eksempel,illustrativ,hjemmebehandling}', 3)
) AS v(key, kind, subtype, title, summary, stage, unit, theme, patient_group, start_date, end_date, visibility, ceiling, tags, nth);

WITH s AS MATERIALIZED (SELECT kind, take_numbers(kind, count(*)::integer) AS first FROM demo_case GROUP BY kind)
INSERT INTO collaboration (number, kind, subtype, title, summary, stage, unit_id, owner_id, theme, patient_group, start_date, end_date,
                           visibility, tags, value_ceiling_oere, source, external_id, commercial)
SELECT format_number(c.kind, s.first + c.offset_in_kind), c.kind, c.subtype, c.title, c.summary, c.stage, u.id, a.id, c.theme,
       c.patient_group, c.start_date, c.end_date, c.visibility, c.tags::text[], c.ceiling, 'demo', c.key, CASE c.key WHEN 'hjemmeakut' THEN 'both' END
FROM s
JOIN demo_case c ON c.kind = s.kind JOIN unit u ON u.code = c.unit
LEFT JOIN app_user a ON a.login = CASE c.key WHEN 'bygge-partnerskab' THEN 'indkoeb' WHEN 'hemmelig' THEN 'indkoeb' WHEN 'hjemmeakut' THEN 'klinik' END
ORDER BY c.kind, c.nth;

INSERT INTO procurement (id, procurement_procedure, cpv, term_months)
SELECT id, NULL, NULL, 48 FROM collaboration WHERE source = 'demo' AND kind = 'strategic_procurement';
INSERT INTO opi (id, need, need_group_size)
SELECT c.id, v.need, v.group_size FROM (VALUES
  ('acucare', 'Færre akutte kontakter og færre sengedage.', NULL),
  ('vaad-amd', 'Patienter med våd AMD skal opspores hurtigere, så de behandles inden for 14 dage.', 16216),
  ('hjemmeakut', 'Akutte patienter, som kan behandles hjemme, optager senge på hospitalet. (Opdigtet)', 1200)
) AS v(key, need, group_size) JOIN collaboration c ON c.source = 'demo' AND c.external_id = v.key;

INSERT INTO participation (collaboration_id, organisation_id, role, note)
SELECT c.id, o.id, v.role, v.note FROM (VALUES
  (1, 'bygge-partnerskab', 'MT Højgaard Danmark A/S', 'partner', NULL),
  (2, 'bygge-partnerskab', 'Kemp & Lauritzen A/S', 'partner', NULL),
  (3, 'bygge-partnerskab', 'Link Arkitektur A/S', 'partner', NULL),
  (4, 'bygge-partnerskab', 'Rambøll Danmark A/S', 'partner', NULL),
  (5, 'bygge-partnerskab', 'Region Hovedstaden', 'buyer', NULL),
  (6, 'acucare', 'Falck', 'partner', NULL),
  (7, 'acucare', 'Microsoft', 'partner', NULL),
  (8, 'acucare', 'Roche Diagnostics', 'partner', NULL),
  (9, 'acucare', 'Cisco', 'partner', NULL),
  (10, 'acucare', 'Lolland Kommune', 'municipality', NULL),
  (11, 'acucare', 'Guldborgsund Kommune', 'municipality', NULL),
  (12, 'acucare', 'Vordingborg Kommune', 'municipality', NULL),
  (13, 'vaad-amd', 'Danske Regioner', 'lead', NULL),
  (14, 'hjemmeakut', 'HjemmeAkut Partner A/S (eksempel)', 'supplier', 'Honorar pr. patient'),
  (15, 'hjemmeakut', 'Patientforeningen Medvind (eksempel)', 'patient_association', 'Patienter og pårørende inddrages'),
  (16, 'hemmelig', 'Nordhavn Digital Health ApS (eksempel)', 'tenderer', NULL)
) AS v(nth, key, organisation, role, note)
JOIN collaboration c ON c.source = 'demo' AND c.external_id = v.key
JOIN organisation o ON o.name = v.organisation ORDER BY v.nth;

INSERT INTO document (collaboration_id, title, type, url, direction, confidentiality)
SELECT c.id, v.title, 'publication', v.url, 'in', 'open' FROM (VALUES
  ('acucare', 'AcuCare, Region Sjælland', 'https://www.regionsjaelland.dk/fagfolk/innovation/innovationsprojekter/acucare'),
  ('vaad-amd', 'Optikerbutikker skal hjælpe sygehusene med at screene patienter, Danske Regioner', 'https://www.regioner.dk/top23/services/top23-nyheder/optikerbutikker-skal-hjaelpe-sygehusene-med-at-screene-patienter/')
) AS v(key, title, url) JOIN collaboration c ON c.source = 'demo' AND c.external_id = v.key;

-- HjemmeAkut: what it costs by the budget form, all from the health fund, and its made-up plan.
INSERT INTO funding (collaboration_id, source, amount_oere, year, note)
SELECT c.id, 'region', v.amount, v.year, 'Samlet udgift i budgetskemaet (illustrativ)' FROM (VALUES
  (2026, 342000000), (2027, 360000000), (2028, 540000000), (2029, 540000000)
) AS v(year, amount) JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hjemmeakut' ORDER BY v.year;
INSERT INTO funding_share (collaboration_id, funding_id, kasse, num, den)
SELECT f.collaboration_id, f.id, 'sundhed', 1, 1 FROM funding f
JOIN collaboration c ON c.id = f.collaboration_id AND c.source = 'demo' AND c.external_id = 'hjemmeakut' ORDER BY f.id;
INSERT INTO milestone (collaboration_id, title, due_date, baseline_date, done_date, status, delay_cause, delay_note)
SELECT c.id, v.title, v.due::date, v.baseline::date, v.done::date, v.status, v.cause, v.note FROM (VALUES
  ('Aftalen er underskrevet', '2026-01-15', '2026-01-15', '2026-01-15', 'done', NULL, NULL),
  ('De første patienter er behandlet hjemme', '2026-05-01', '2026-03-01', '2026-05-01', 'done', 'staffing', 'Opdigtet: stillingen blev besat to måneder senere end planlagt'),
  ('120 patienter er behandlet hjemme', '2026-12-31', '2026-12-31', NULL, 'planned', NULL, NULL),
  ('Halvdelen af de egnede patienter behandles hjemme', '2028-01-31', '2028-01-31', NULL, 'planned', NULL, NULL),
  ('Evaluering efter 24-36 måneder', '2028-12-31', '2028-12-31', NULL, 'planned', NULL, NULL)
) AS v(title, due, baseline, done, status, cause, note) JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hjemmeakut'
ORDER BY v.due;

-- Procurement. Of the framework the sources tell the ceiling, the term and the four firms; what was bought under it is made up.
INSERT INTO call_off (collaboration_id, number, title, organisation_id, amount_oere, ordered_on, note)
SELECT c.id, v.number, v.title, o.id, v.amount, v.day::date, 'Opdigtet køb til demonstration' FROM (VALUES
  ('EKS-2021-01', 'Renovering af sengeafsnit (eksempel)', 'MT Højgaard Danmark A/S', 61000000000, '2021-09-01'),
  ('EKS-2022-01', 'Ventilation og el (eksempel)', 'Kemp & Lauritzen A/S', 38500000000, '2022-04-20'),
  ('EKS-2022-02', 'Projektering (eksempel)', 'Link Arkitektur A/S', 12000000000, '2022-05-02'),
  ('EKS-2023-01', 'Rådgivning og tilsyn (eksempel)', 'Rambøll Danmark A/S', 9500000000, '2023-02-14'),
  ('EKS-2024-01', 'Ombygning af ambulatorier (eksempel)', 'MT Højgaard Danmark A/S', 27500000000, '2024-06-18')
) AS v(number, title, firm, amount, day) JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'bygge-partnerskab' JOIN organisation o ON o.name = v.firm
ORDER BY v.day;
INSERT INTO contract_option (collaboration_id, kind, title, months, notice_by, note)
SELECT c.id, 'extension', 'Forlængelse med et år (eksempel)', 12, '2026-12-31', 'Opdigtet til demonstration' FROM collaboration c
WHERE c.source = 'demo' AND c.external_id = 'bygge-partnerskab';
INSERT INTO contract_terms (collaboration_id, unit_price, volume, index_clause)
SELECT c.id, 'Opdigtet: løn, materialer og avance vises hver for sig', 'Opdigtet: fire års byggeopgaver', 'Opdigtet: reguleres en gang om året' FROM collaboration c
WHERE c.source = 'demo' AND c.external_id = 'bygge-partnerskab';
INSERT INTO market_dialogue (collaboration_id, held_on, form, firms, participants, material, same_material_to_all, summary, conclusion)
SELECT c.id, v.day::date, v.form, v.firms, v.who, v.material, true, v.said, v.conclusion FROM (VALUES
  ('hemmelig', '2025-10-07', 'event', 7, 'Syv virksomheder (opdigtet)', 'Præsentation af behovet', 'Opdigtet: alle fik den samme præsentation', 'adaptable'),
  ('hjemmeakut', '2025-06-12', 'open_call', 4, 'Fire virksomheder svarede (opdigtet)', 'Behovsbeskrivelse', 'Opdigtet: ingen har en færdig løsning', 'not_on_market')
) AS v(key, day, form, firms, who, material, said, conclusion) JOIN collaboration c ON c.source = 'demo' AND c.external_id = v.key ORDER BY v.key;
INSERT INTO strategic_score (collaboration_id, area_id, score, reasoning)
SELECT c.id, a.id, v.score, 'Opdigtet vurdering' FROM (VALUES ('patient_value', 3), ('clinical_relief', 4), ('coherence', 3), ('market', 5), ('volume', 4), ('climate', 2)) AS v(area, score)
JOIN strategic_area a ON a.code = v.area JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hemmelig' ORDER BY a.id;
INSERT INTO effort (collaboration_id, party, year, planned_hours, used_hours, note)
SELECT c.id, v.party, 2026, v.planned, v.used, 'Opdigtet' FROM (VALUES ('procurement', 600, 412.5), ('clinic', 150, 180)) AS v(party, planned, used)
JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hemmelig' ORDER BY v.party;
INSERT INTO tender (collaboration_id, procedure, service_kind, value_oere, lots, award_criteria)
SELECT c.id, 'negotiated', 'goods_services', 12500000000, 1, 'Opdigtet: kvalitet 60 %, pris 40 %' FROM collaboration c WHERE c.source = 'demo' AND c.external_id = 'hemmelig';
INSERT INTO bidder (collaboration_id, organisation_id, applied_on, invited)
SELECT c.id, o.id, '2026-02-02', true FROM collaboration c JOIN organisation o ON o.name = 'Nordhavn Digital Health ApS (eksempel)'
WHERE c.source = 'demo' AND c.external_id = 'hemmelig';
-- The team can give 4.0 full-time equivalents a quarter; of the third quarter next year 3.2 are taken.
INSERT INTO capacity_ceiling (unit_id, year, quarter, fte, team_fte, tender_fte, tenders, note)
SELECT u.id, y, q, 4, 14, 10, 20, 'Opdigtede tal til demonstration' FROM unit u, unnest(ARRAY[extract(year FROM current_date)::integer, extract(year FROM current_date)::integer + 1]) y,
  generate_series(1, 4) q WHERE u.code = 'stab-koncernindkoeb' ORDER BY y, q;
INSERT INTO capacity_need (collaboration_id, unit_id, year, quarter, fte)
SELECT c.id, u.id, extract(year FROM current_date)::integer + v.later, v.quarter, v.fte FROM (VALUES
  ('bygge-partnerskab', 0, 3, 1.2), ('bygge-partnerskab', 0, 4, 1.2), ('hemmelig', 0, 4, 1.5), ('bygge-partnerskab', 1, 3, 1.2), ('hemmelig', 1, 3, 2.0)
) AS v(key, later, quarter, fte) JOIN collaboration c ON c.source = 'demo' AND c.external_id = v.key JOIN unit u ON u.code = 'stab-koncernindkoeb'
ORDER BY v.later, v.quarter, v.key;

-- The team of the restricted case, and the head of department on HjemmeAkut.
INSERT INTO collaboration_member (collaboration_id, user_id)
SELECT c.id, a.id FROM (VALUES ('hemmelig', 'oekonom'), ('hemmelig', 'klinik'), ('hjemmeakut', 'leder')) AS v(key, login)
JOIN collaboration c ON c.source = 'demo' AND c.external_id = v.key JOIN app_user a ON a.login = v.login;

-- The law of HjemmeAkut, made up: some answers of the checklist, a clock that runs, aid near the ceiling, and what else the tab shows.
INSERT INTO checklist_item (collaboration_id, rule_id, answer, reasoning, due_date)
SELECT c.id, x.rule_id, v.answer, v.reasoning, current_date + v.days FROM (VALUES
  ('authority_basis', 'yes', 'Sundhedsloven § 78, stk. 3. (Opdigtet)', NULL),
  ('results_exclusive', 'no', 'Hver part ejer sine egne resultater. (Opdigtet)', NULL),
  ('pays_fully', 'no', 'Den private part betaler halvdelen af udviklingen. (Opdigtet)', NULL),
  ('ipr_split', 'no', 'Parterne er ikke enige om data. (Opdigtet)', NULL),
  ('exit_exclusive', 'yes', 'Eneret til algoritmen i to år. (Opdigtet)', NULL),
  ('data_dpia', NULL, NULL, 14)
) AS v(code, answer, reasoning, days) JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hjemmeakut'
JOIN LATERAL checklist(c.id) x ON x.code = v.code;
INSERT INTO legal_timer (collaboration_id, kind, title, started_on, note)
SELECT c.id, v.kind, v.title, current_date - v.ago, 'Opdigtet' FROM (VALUES
  ('invention', 'Metode til at følge patienter hjemme', 40), ('ministry_approval', 'Fælles selskab om hjemmebehandling', 10)
) AS v(kind, title, ago) JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hjemmeakut' ORDER BY v.ago;
INSERT INTO state_aid (collaboration_id, organisation_id, basis, form, granted_on, amount_eur_cents, note)
SELECT c.id, o.id, v.basis, v.form, v.day::date, v.cents, 'Opdigtet' FROM (VALUES
  ('de_minimis', 'grant', '2025-03-01', 21000000), ('de_minimis', 'in_kind', '2026-04-01', 6000000), ('market_terms', 'rights', '2026-05-01', 4000000)
) AS v(basis, form, day, cents) JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hjemmeakut'
JOIN organisation o ON o.name = 'HjemmeAkut Partner A/S (eksempel)' ORDER BY v.day;
INSERT INTO ipr (collaboration_id, ground, title, asset, owner, licence, publication)
SELECT c.id, v.ground, v.title, v.asset, v.owner, v.licence, v.publication FROM (VALUES
  ('background', 'Platform til videosamtaler (opdigtet)', 'software', 'partner', 'Regionen må bruge den i projektet', NULL),
  ('foreground', 'Data om forløb hjemme (opdigtet)', 'data', NULL, NULL, 'Regionen må offentliggøre efter 60 dage')
) AS v(ground, title, asset, owner, licence, publication) JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hjemmeakut' ORDER BY v.ground;
INSERT INTO impartiality (collaboration_id, person, task, interest, declared_on, decision)
SELECT c.id, v.person, v.task, v.interest, '2026-01-05', v.decision FROM (VALUES
  ('Kirsten Dahl (demo)', 'Projektleder', 'Ingen', 'no_conflict'), ('Lars Friis (demo)', 'Afdelingsleder', 'Har holdt foredrag for den private part (opdigtet)', NULL)
) AS v(person, task, interest, decision) JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hjemmeakut' ORDER BY v.person;
INSERT INTO data_processing (collaboration_id, purpose, role, data_class, from_party, to_party, legal_basis, dpia)
SELECT c.id, 'Følge patienter, der behandles hjemme (opdigtet)', 'processor', 'health', 'Eksempelhospitalet', 'HjemmeAkut Partner A/S (eksempel)', 'Art. 9, stk. 2, litra h', 'needed'
FROM collaboration c WHERE c.source = 'demo' AND c.external_id = 'hjemmeakut';
INSERT INTO dispensation (collaboration_id, authority, subject, applied_on, granted_on, expires_on, conditions)
SELECT c.id, 'Lægemiddelstyrelsen', 'Brug af udstyr uden CE-mærke (opdigtet)', '2026-01-10', '2026-02-20', current_date + 120, 'Højst 50 patienter'
FROM collaboration c WHERE c.source = 'demo' AND c.external_id = 'hjemmeakut';
-- A tenderer that takes part in HjemmeAkut.
INSERT INTO participation (collaboration_id, organisation_id, role, note)
SELECT c.id, o.id, 'tenderer', 'Opdigtet' FROM collaboration c JOIN organisation o ON o.name = 'HjemmeAkut Partner A/S (eksempel)'
WHERE c.source = 'demo' AND c.external_id = 'hemmelig';
-- Openness (made up): a file in two versions, what a company holds to be secret, and three requests for access.
INSERT INTO document (collaboration_id, title, type, direction, confidentiality, document_date, journal_number)
SELECT c.id, v.title, 'other', v.direction, v.level, v.day::date, v.journal FROM (VALUES
  ('hjemmeakut', 'Opsamling på mødet med leverandøren (eksempel)', 'internal', 'internal', '2026-02-03', '26/004711-3'),
  ('hemmelig', 'Tilbud (eksempel)', 'in', 'confidential_section_30_2', '2026-03-16', '26/005120-7')
) AS v(key, title, direction, level, day, journal) JOIN collaboration c ON c.source = 'demo' AND c.external_id = v.key;
CREATE TEMPORARY TABLE demo_file AS SELECT * FROM (VALUES
  ('Opsamling på mødet med leverandøren (eksempel)', 1, 'opsamling.txt', E'Opdigtet. Vi aftalte at måle antal patienter hver måned.\n'),
  ('Opsamling på mødet med leverandøren (eksempel)', 2, 'opsamling.txt', E'Opdigtet. Vi aftalte at måle antal patienter og genindlæggelser hver måned.\n'),
  ('Tilbud (eksempel)', 1, 'tilbud.txt', E'Opdigtet. Prisen er vores forretningshemmelighed.\n')) AS f(title, no, name, body);
INSERT INTO document_version (collaboration_id, document_id, version_no, filename, media_type, size, sha256)
SELECT d.collaboration_id, d.id, f.no, f.name, 'text/plain', octet_length(convert_to(f.body, 'UTF8')), encode(sha256(convert_to(f.body, 'UTF8')), 'hex')
FROM demo_file f JOIN document d ON d.title = f.title;
INSERT INTO file_chunk (file_id, no, bytes)
SELECT v.file_id, 0, convert_to(f.body, 'UTF8') FROM document_version v JOIN document d ON d.id = v.document_id JOIN demo_file f ON f.title = d.title AND f.no = v.version_no;
DROP TABLE demo_file;
INSERT INTO secrecy_mark (collaboration_id, document_id, field, organisation_id, claim, claimed_on, decision, reason)
SELECT c.id, d.id, v.field, o.id, v.claim, v.day::date, v.decision, v.reason FROM (VALUES
  ('hjemmeakut', NULL, 'funding_amount_oere', 'HjemmeAkut Partner A/S (eksempel)', 'Honoraret viser vores avance.', '2026-02-10', 'withheld',
   'Beløbet kan bruges til at regne virksomhedens avance ud, og den er i konkurrence om lignende opgaver.'),
  ('hjemmeakut', NULL, 'parties_note', 'HjemmeAkut Partner A/S (eksempel)', 'Afregningsformen er vores egen.', '2026-02-10', 'undecided', NULL),
  ('hemmelig', 'Tilbud (eksempel)', NULL, 'Nordhavn Digital Health ApS (eksempel)', 'Hele tilbuddet er fortroligt.', '2026-03-16', 'undecided', NULL)
) AS v(key, document, field, organisation, claim, day, decision, reason)
JOIN collaboration c ON c.source = 'demo' AND c.external_id = v.key JOIN organisation o ON o.name = v.organisation
LEFT JOIN document d ON d.collaboration_id = c.id AND d.title = v.document WHERE v.document IS NULL OR d.id IS NOT NULL;
INSERT INTO access_request (basis, requester, contact, subject, words, received_on, extended_to, extension_reason, handler_id, journal_number)
SELECT v.basis, v.requester, v.contact, v.subject, v.words, current_date - v.days, CASE WHEN v.later > 0 THEN current_date - v.days + v.later END, v.why, a.id, v.journal
FROM (VALUES
  ('public', 'Avisen Sundet (eksempel)', 'redaktion@example.dk', 'Aftaler om behandling i hjemmet', 'Vi beder om aktindsigt i alle aftaler om HjemmeAkut.', 3, 0, NULL, '26/006001'),
  ('party', 'HjemmeAkut Partner A/S (eksempel)', NULL, 'Vores egen sag', NULL, 24, 40, 'Der er mange dokumenter; besked er sendt', '26/005877'),
  ('public', 'En borger (eksempel)', NULL, 'Hvad har samarbejdet kostet?', NULL, 60, 0, NULL, '26/005310')
) AS v(basis, requester, contact, subject, words, days, later, why, journal) LEFT JOIN app_user a ON a.login = 'jurist';
INSERT INTO access_request_case (request_id, collaboration_id)
SELECT r.id, c.id FROM access_request r JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hjemmeakut';
INSERT INTO access_answer (request_id, sent_on, outcome, words)
SELECT r.id, current_date - 52, 'partial', 'Beløbene pr. år er undtaget efter § 30, nr. 2.' FROM access_request r WHERE r.requester LIKE 'En borger%';
-- How HjemmeAkut has come to its test, and the decision that it waits for. Made up as the case is.
INSERT INTO stage_history (collaboration_id, stage, to_stage, entered_at, left_at, reason)
SELECT c.id, v.stage, v.to_stage, v.entered::timestamptz, v.left_at::timestamptz, v.reason FROM collaboration c, (VALUES
  ('idea', 'screening', '2025-02-03 09:00', '2025-03-10 10:00', NULL),
  ('screening', 'partner_search', '2025-03-10 10:00', '2025-05-06 13:00', 'Afdelingsledelsen vil gå videre'),
  ('partner_search', 'legal_clearance', '2025-05-06 13:00', '2025-08-19 11:00', NULL),
  ('legal_clearance', 'agreement', '2025-08-19 11:00', '2025-09-30 14:00', NULL),
  ('agreement', 'development', '2025-09-30 14:00', '2025-12-15 12:00', 'Aftalen er underskrevet'),
  ('development', 'test', '2025-12-15 12:00', '2026-01-05 09:00', NULL)) AS v(stage, to_stage, entered, left_at, reason)
WHERE c.source = 'demo' AND c.external_id = 'hjemmeakut';
UPDATE collaboration SET stage_since = '2026-01-05 09:00' WHERE source = 'demo' AND external_id = 'hjemmeakut';
INSERT INTO gate_request (collaboration_id, gate, note, due_date)
SELECT c.id, 'G5', 'Afprøvningen er gennemført på fem af seks stuer.', current_date + 14 FROM collaboration c
WHERE c.source = 'demo' AND c.external_id = 'hjemmeakut';
SELECT set_config('samspil.user_id', id::text, true) FROM app_user WHERE login = 'leder' AND name LIKE '%(demo)';
INSERT INTO gate_decision (collaboration_id, gate, decider_id, decision, decided_on, reason)
SELECT c.id, 'G5', me(), 'postpone', current_date, 'Vi venter på målingerne fra den sidste stue.' FROM collaboration c
WHERE c.source = 'demo' AND c.external_id = 'hjemmeakut' AND me() IS NOT NULL;
SELECT set_config('samspil.user_id', '', true);
-- The innovation HjemmeAkut, made up as the case is: canvas, call, test, risk by stage, patients' say, indicators, a pool, first spread.
INSERT INTO canvas_answer (collaboration_id, prompt_id, answer)
SELECT c.id, p.id, v.answer FROM (VALUES
  ('problem', 'Hver vinter ligger akutte patienter på gangen, selv om en del af dem kunne behandles hjemme med besøg to gange om dagen.'),
  ('value_public', 'Patienterne slipper for at ligge på hospitalet. Hospitalet får ledige senge. Kommunens sygepleje får klare aftaler.'),
  ('value_private', 'Virksomheden får afprøvet udstyr og app i drift og kan sælge løsningen til andre regioner.'),
  ('alternatives', 'Flere senge, kortere indlæggelse med ambulant kontrol, eller aftale med kommunens akutteam alene.'),
  ('risks', 'En patient bliver dårligere om natten. Data når ikke frem. For få patienter egner sig.'),
  ('baseline', 'Liggedage og genindlæggelser er målt for 2024 i LPR.'),
  ('users', 'Fem patienter og tre pårørende har afprøvet udstyret, før aftalen blev skrevet.')
) AS v(code, answer) JOIN opi_prompt p ON p.code = v.code JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hjemmeakut';
INSERT INTO opi_course (collaboration_id, call_published_on, call_closes_on, call_url, test_protocol, test_place, test_from, test_to, test_persons, ce_status, device_class, ethics_number, risk_sharing)
SELECT c.id, '2025-03-17', '2025-04-22', 'https://example.dk/opslag/hjemmeakut',
  'Patienter, der opfylder kriterierne, tilbydes behandling hjemme. Vi måler liggedage, genindlæggelser inden for 30 dage og patienternes oplevelse.',
  'Akutafdelingen, seks stuer', '2026-01-05', '2026-12-31', 120, 'marked', 'iia', NULL,
  'Virksomheden bærer udgiften til udstyr, indtil afprøvningen er slut. Regionen bærer løn til klinikken. Stopper regionen før tid, betales kun for de måneder, der er gået.'
FROM collaboration c WHERE c.source = 'demo' AND c.external_id = 'hjemmeakut';
INSERT INTO exposure (collaboration_id, no, name, exposure_oere, success_probability, terms)
SELECT c.id, v.no, v.name, v.kr * 100, v.chance, v.terms FROM (VALUES
  (1, 'Udvikling', 450000, 0.9, 'Hver part bærer sine egne timer'),
  (2, 'Afprøvning', 1800000, 0.6, 'Honorar pr. patient, opsigelse med 30 dage'),
  (3, 'Indførelse på to hospitaler', 2600000, 0.8, 'Kun efter udbud')
) AS v(no, name, kr, chance, terms) JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hjemmeakut';
INSERT INTO involvement (collaboration_id, involved, held_on, form, people, outcome)
SELECT c.id, v.who, v.day::date, v.form, v.people, v.outcome FROM (VALUES
  ('patients', '2025-08-20', 'Afprøvning af udstyret', 5, 'Vejledningen blev skrevet om med større billeder'),
  ('association', '2025-11-12', 'Plads i styregruppen', 1, 'Pårørende får et telefonnummer, der svarer hele døgnet')
) AS v(who, day, form, people, outcome) JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hjemmeakut';
INSERT INTO indicator (collaboration_id, name, measured_in, direction, baseline, target, source, next_on)
SELECT c.id, v.name, v.measured_in, v.direction, v.baseline, v.target, v.source, current_date + v.days FROM (VALUES
  ('Liggedage pr. patient', 'dage', 'down', 3.2, 1.5, 'LPR', 25),
  ('Genindlagt inden for 30 dage', 'procent', 'down', 18, 15, 'LPR', 25),
  ('Patienter, der ville vælge det igen', 'procent', 'up', NULL, 85, 'Spørgeskema', 60)
) AS v(name, measured_in, direction, baseline, target, source, days) JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hjemmeakut';
INSERT INTO indicator_value (collaboration_id, indicator_id, measured_on, value, note)
SELECT i.collaboration_id, i.id, v.day::date, v.value, v.note FROM (VALUES
  ('Liggedage pr. patient', '2026-03-31', 2.4, NULL), ('Liggedage pr. patient', '2026-06-30', 1.4, 'Fem af seks stuer'),
  ('Genindlagt inden for 30 dage', '2026-06-30', 16.5, NULL)
) AS v(name, day, value, note) JOIN indicator i ON i.name = v.name;
INSERT INTO pool (code, da, en, amount_oere, help_da, help_en, valid_from, source)
VALUES ('innovative_indkoeb', 'Pulje til innovative indkøb (eksempel)', 'Pool for innovative procurement (example)', 2500000000, 'Til samarbejder, hvis løsning kan bruges på flere hospitaler.',
        'For collaborations whose solution can be used by several hospitals.', '2025-01-01', 'Opdigtet');
INSERT INTO pool_award (collaboration_id, pool_id, amount_oere, awarded_on, conditions, report_due)
SELECT c.id, p.id, 120000000, '2025-10-01', 'Erfaringerne deles med de andre akutafdelinger.', current_date + 40
FROM pool p JOIN collaboration c ON c.source = 'demo' AND c.external_id = 'hjemmeakut' WHERE p.code = 'innovative_indkoeb';
INSERT INTO spread (collaboration_id, place, planned_on, patients, note)
SELECT c.id, 'Bornholms Regionskommune', '2027-03-01', 60, 'Opdigtet; afventer evalueringen' FROM collaboration c WHERE c.source = 'demo' AND c.external_id = 'hjemmeakut';
INSERT INTO evaluation (collaboration_id, occasion, summary, patient_view, staff_view, company_view)
SELECT c.id, 'result', 'Foreløbigt: færre liggedage, flere besøg.', 'Fire af fem er trygge ved at være hjemme.', 'Besøgene er lette at planlægge, dokumentationen er for tung.',
  'Antallet af patienter er lavere end ventet.' FROM collaboration c WHERE c.source = 'demo' AND c.external_id = 'hjemmeakut';

-- Tokens that nobody holds: their texts were never made.
INSERT INTO api_token (user_id, name, token_hash, scopes, expires_at, last_used_at)
SELECT u.id, v.name, sha256(convert_to(gen_random_uuid()::text || v.name, 'UTF8')), v.scopes::text[], current_date + v.days, clock_timestamp() - v.idle::interval
FROM (VALUES ('oekonom', 'Dataudtræk til økonomisystemet (demo)', '{collaborations:read,value:read}', 200, '3 hours'),
             ('forskning', 'Gammel liste over kontrakter (demo)', '{collaborations:read}', 30, '400 days')) AS v(login, name, scopes, days, idle)
JOIN app_user u ON u.login = v.login AND u.name LIKE '%(demo)' ON CONFLICT DO NOTHING;
-- Parties (made up): a group, a contact, and one that was created twice.
UPDATE organisation SET group_name = 'Medvindkoncernen (eksempel)' WHERE name IN ('HjemmeAkut Partner A/S (eksempel)', 'Nordhavn Digital Health ApS (eksempel)');
UPDATE participation p SET contact_name = 'Pia Partner (opdigtet)', contribution_oere = 120000000 FROM organisation o
WHERE o.id = p.organisation_id AND o.name = 'HjemmeAkut Partner A/S (eksempel)' AND p.role = 'supplier';
WITH twin AS (
  INSERT INTO organisation (name, kind, city, note, source) VALUES ('Hjemme-Akut Partner (eksempel)', 'company', 'Hillerød', 'Opdigtet virksomhed, oprettet to gange', 'Demonstration') RETURNING id)
INSERT INTO organisation_duplicate (a_id, b_id, score, reason)
SELECT LEAST(o.id, twin.id), GREATEST(o.id, twin.id), 0.8, 'similar_name' FROM twin, organisation o WHERE o.name = 'HjemmeAkut Partner A/S (eksempel)';
