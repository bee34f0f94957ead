-- SPDX-License-Identifier: EUPL-1.2
-- Made-up example collaborations, so many as asked for; `samspil demo` runs it in one transaction.
-- Parameters are settings: samspil.demo_count, samspil.demo_seed and samspil.demo_kinds (research or all).
-- The same seed gives the same cases: every choice is a hash of (seed, number of the case, field). All titles begin
-- with "Eksempel:", all carry the tag "eksempel", all parties and people are made up.
SELECT principal_enter('', 'staff sees_all writes_all audits', '', '', 'demo', 'demo', '');

-- 0 .. n-1, evenly.
CREATE FUNCTION pg_temp.pick(i bigint, field integer, n bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT (hashint8extended(i * 64 + field, current_setting('samspil.demo_seed')::bigint) & 9223372036854775807) % n
$$;
-- One of the words.
CREATE FUNCTION pg_temp.word(i bigint, field integer, words text[]) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT words[1 + pg_temp.pick(i, field, cardinality(words))]
$$;

CREATE TEMPORARY TABLE demo_topic ON COMMIT DROP AS
SELECT v.*, row_number() OVER () - 1 AS nth FROM (VALUES
  ('leddegigt', 'musculoskeletal'), ('knæartrose', 'musculoskeletal'), ('osteoporose', 'musculoskeletal'), ('hoftebrud', 'elderly_medical'),
  ('type 1-diabetes', 'diabetes'), ('type 2-diabetes', 'diabetes'), ('svær overvægt', 'diabetes'), ('stofskiftesygdom', 'diabetes'),
  ('hjertesvigt', 'heart_lung'), ('atrieflimren', 'heart_lung'), ('KOL', 'heart_lung'), ('astma', 'heart_lung'), ('iskæmisk hjertesygdom', 'heart_lung'),
  ('brystkræft', 'cancer'), ('lungekræft', 'cancer'), ('tyktarmskræft', 'cancer'), ('prostatakræft', 'cancer'), ('modermærkekræft', 'cancer'), ('kræft i bugspytkirtlen', 'cancer'),
  ('myelomatose', 'blood'), ('lymfom', 'blood'), ('akut leukæmi', 'blood'), ('blødersygdom', 'blood'),
  ('kronisk nyresygdom', 'kidney'), ('dialysekrævende nyresvigt', 'kidney'),
  ('apopleksi', 'neurology'), ('Parkinsons sygdom', 'neurology'), ('multipel sklerose', 'neurology'), ('epilepsi', 'neurology'), ('demens', 'neurology'), ('migræne', 'neurology'),
  ('depression', 'mental'), ('skizofreni', 'mental'), ('ADHD', 'mental'), ('angst', 'mental'), ('bipolar lidelse', 'mental'), ('psykose og misbrug', 'mental_substance'),
  ('Crohns sygdom', 'stomach'), ('colitis ulcerosa', 'stomach'), ('skrumpelever', 'stomach'), ('fedtlever', 'stomach'),
  ('atopisk eksem', 'skin'), ('psoriasis', 'skin'), ('grøn stær', 'eye'), ('diabetisk øjensygdom', 'eye'),
  ('sepsis', 'infection'), ('lungebetændelse', 'infection'), ('urinvejsinfektion', 'infection'),
  ('endometriose', 'women_birth'), ('svangerskabsforgiftning', 'women_birth'), ('for tidlig fødsel', 'children'), ('børneastma', 'children'),
  ('cystisk fibrose', 'rare'), ('sjælden muskelsygdom', 'rare'), ('faldtruede ældre', 'elderly_medical'), ('akut smerte', 'acute'), ('akutte brystsmerter', 'acute')
) AS v(topic, patient_group);

-- Treatments that fit the patients; the rest has the ordinary ones.
CREATE TEMPORARY TABLE demo_treatment ON COMMIT DROP AS
SELECT g.patient_group, COALESCE(v.words, '{antistof,tabletbehandling,depotindsprøjtning,kombinationsbehandling,lavdosisbehandling,"ny tablet","ugentlig indsprøjtning"}')::text[] AS words
FROM (SELECT DISTINCT patient_group FROM demo_topic) g LEFT JOIN (VALUES
  ('cancer', '{immunterapi,kombinationsbehandling,antistof,strålebehandling,"målrettet behandling","behandling før operation"}'),
  ('blood', '{immunterapi,kombinationsbehandling,antistof,celleterapi,genterapi}'),
  ('rare', '{genterapi,enzymbehandling,"målrettet behandling"}'),
  ('diabetes', '{"ugentlig insulin","GLP-1-analog","automatisk insulinpumpe",tabletbehandling}'),
  ('heart_lung', '{inhalation,"blodfortyndende behandling",tabletbehandling,"intensiv træning"}'),
  ('mental', '{depotindsprøjtning,tabletbehandling,"internetbaseret terapi",lavdosisbehandling}'),
  ('mental_substance', '{depotindsprøjtning,"samtidig behandling","internetbaseret terapi"}'),
  ('infection', '{vaccine,"kort antibiotikakur","antibiotika som tablet"}'),
  ('elderly_medical', '{"tidlig træning","proteinrig kost",tabletbehandling}'),
  ('acute', '{"smertebehandling i hjemmet",nerveblokade,tabletbehandling}')
) AS v(patient_group, words) USING (patient_group);

-- How often each subtype comes (of 1000 within the kind), its range in thousand kroner, months, and main party.
CREATE TEMPORARY TABLE demo_subtype ON COMMIT DROP AS
SELECT v.*, sum(weight) OVER (PARTITION BY kind ORDER BY nth) AS upto FROM (VALUES
  (1, 'research_contract', 'cta', 270, 300, 24000, 18, 54, 'pharma', 'clinical_trials'),
  (2, 'research_contract', 'samarb', 160, 150, 14000, 12, 48, 'company', 'personalised_medicine'),
  (3, 'research_contract', 'cda', 110, NULL, NULL, 12, 36, 'pharma', 'medicines'),
  (4, 'research_contract', 'mta', 90, NULL, NULL, 6, 36, 'university', 'personalised_medicine'),
  (5, 'research_contract', 'dpa', 80, NULL, NULL, 12, 48, 'digital', 'digital'),
  (6, 'research_contract', 'amd', 80, 20, 900, 6, 24, 'pharma', 'clinical_trials'),
  (7, 'research_contract', 'dta', 70, NULL, NULL, 12, 48, 'university', 'digital'),
  (8, 'research_contract', 'cia', 60, 200, 9000, 12, 36, 'device', 'devices'),
  (9, 'research_contract', 'medfin', 30, 250, 18000, 12, 48, 'foundation', 'prevention'),
  (10, 'research_contract', 'don', 15, 20, 3000, 6, 24, 'foundation', 'devices'),
  (11, 'research_contract', 'kons', 10, 15, 400, 3, 24, 'pharma', 'medicines'),
  (12, 'research_contract', 'jca', 10, NULL, NULL, 12, 48, 'university', 'digital'),
  (13, 'research_contract', 'konsort', 7, 800, 30000, 24, 60, 'university', 'personalised_medicine'),
  (14, 'research_contract', 'rekv', 5, 50, 2500, 6, 24, 'device', 'medicines'),
  (15, 'research_contract', 'lic', 3, 50, 6000, 24, 60, 'device', 'devices'),
  (16, 'opi', 'mini_test', 300, 50, 700, 4, 12, 'device', 'devices'),
  (17, 'opi', 'explorative', 300, 300, 9000, 12, 36, 'digital', 'virtual_care'),
  (18, 'opi', 'innovative_purchase', 200, 500, 15000, 12, 36, 'digital', 'digital'),
  (19, 'opi', 'strategic_cooperation', 100, 1000, 20000, 24, 48, 'digital', 'home_treatment'),
  (20, 'opi', 'tender_free', 100, 200, 5000, 12, 30, 'digital', 'detection'),
  (21, 'strategic_procurement', 'framework', 500, 2000, 250000, 24, 48, 'company', 'devices'),
  (22, 'strategic_procurement', 'value_based', 200, 5000, 180000, 36, 48, 'company', 'medicines'),
  (23, 'strategic_procurement', 'joint_regional', 150, 10000, 600000, 24, 48, 'company', 'medicines'),
  (24, 'strategic_procurement', 'innovation_partnership', 100, 3000, 60000, 24, 60, 'digital', 'digital'),
  (25, 'strategic_procurement', 'strategic_partnership', 50, 20000, 900000, 36, 48, 'company', 'future_hospital')
) AS v(nth, kind, subtype, weight, low, high, months_from, months_to, party, theme);

CREATE TEMPORARY TABLE demo_title ON COMMIT DROP AS
SELECT subtype, pattern, row_number() OVER (PARTITION BY subtype) - 1 AS nth, count(*) OVER (PARTITION BY subtype) AS n FROM (VALUES
  ('cta', '{fase}-forsøg med {middel} ved {emne}'), ('cta', '{middel} sammenlignet med sædvanlig behandling ved {emne}'),
  ('cta', '{middel} til patienter med {emne}, {fase}'),
  ('samarb', 'Forskningssamarbejde om {spor} ved {emne}'), ('samarb', '{spor} ved {emne}: fælles forskning'),
  ('cda', 'Hemmeligholdelse før samarbejde om {emne}'), ('cda', 'Fortrolig drøftelse af {middel} ved {emne}'),
  ('mta', 'Overdragelse af {prøve} fra patienter med {emne}'), ('mta', '{prøve} til studie af {emne}'),
  ('dpa', 'Databehandleraftale om {system} til studie af {emne}'), ('dpa', '{system}: databehandling ved {emne}'),
  ('amd', 'Tillæg til forsøg med {middel} ved {emne}'), ('amd', 'Tillæg: forlænget opfølgning ved {emne}'),
  ('dta', 'Dataoverdragelse til studie af {emne}'), ('dta', 'Registerdata om {spor} ved {emne}'),
  ('cia', 'Afprøvning af {udstyr} ved {emne}'), ('cia', '{udstyr} til patienter med {emne}: klinisk afprøvning'),
  ('medfin', 'Bevilling til forskning i {spor} ved {emne}'), ('don', 'Donation af {udstyr} til patienter med {emne}'),
  ('kons', 'Rådgivning om {middel} ved {emne}'), ('jca', 'Fælles dataansvar for database om {emne}'),
  ('konsort', 'Konsortium om {spor} ved {emne}'), ('rekv', 'Rekvireret analyse af {prøve} ved {emne}'),
  ('lic', 'Licens til {system} ved {emne}'),
  ('mini_test', 'Mini-afprøvning af {udstyr} ved {emne}'), ('explorative', '{løsning} til patienter med {emne}'),
  ('innovative_purchase', '{løsning} ved {emne}'), ('strategic_cooperation', 'Samarbejde om {løsning} ved {emne}'),
  ('tender_free', 'Udvikling af {løsning} ved {emne}'),
  ('framework', 'Rammeaftale om {vare}'), ('value_based', 'Værdibaseret indkøb af {vare}'),
  ('joint_regional', 'Fællesregionalt indkøb af {vare}'), ('innovation_partnership', 'Innovationspartnerskab om {løsning}'),
  ('strategic_partnership', 'Strategisk partnerskab om {vare}')
) AS v(subtype, pattern);

CREATE TEMPORARY TABLE demo_goods ON COMMIT DROP AS
SELECT v.*, row_number() OVER () - 1 AS nth FROM (VALUES
  ('patientovervågning', '33195000-3'), ('røntgenudstyr', '33111000-1'), ('medicinske forbrugsvarer', '33140000-3'),
  ('udstyr til anæstesi', '33170000-2'), ('defibrillatorer', '33182100-0'), ('hjælpemidler', '33196000-0'), ('lægemidler', '33600000-6'),
  ('infusionsvæsker', '33692000-7'), ('medicinsk software', '48180000-3'), ('patientbefordring', '60130000-8'),
  ('ingeniørydelser til hospitaler', '71300000-1'), ('it-udvikling', '72000000-5'), ('måleudstyr til klinikken', '33120000-7')
) AS v(goods, cpv);

-- Where a case starts: hospitals, and the departments whose name fits the patients.
CREATE TEMPORARY TABLE demo_unit ON COMMIT DROP AS
SELECT patient_group, id, row_number() OVER (PARTITION BY patient_group ORDER BY code) - 1 AS nth, count(*) OVER (PARTITION BY patient_group) AS n
FROM (
  SELECT DISTINCT t.patient_group, u.id, u.code
  FROM (SELECT DISTINCT patient_group FROM demo_topic) t
  JOIN unit u ON u.kind IN ('hospital', 'department')
    AND u.id IN (SELECT units_below(r.id) FROM unit r WHERE r.code IN ('region-1084', 'region-1085'))
    AND CASE WHEN t.patient_group IN ('mental', 'mental_substance') THEN u.name ~* 'psyk|psl'
             WHEN u.code LIKE 'demo-%' THEN u.code = CASE t.patient_group WHEN 'heart_lung' THEN 'demo-hjerte' WHEN 'acute' THEN 'demo-akut'
                                                     WHEN 'elderly_medical' THEN 'demo-akut' ELSE 'demo-medicin' END
             WHEN u.kind = 'hospital' THEN u.name !~* 'psyk'
             ELSE u.name ~* CASE t.patient_group WHEN 'women_birth' THEN 'gyn' WHEN 'children' THEN 'gyn' WHEN 'blood' THEN 'blod|hæmat'
                    WHEN 'neurology' THEN 'neuro|apopleksi|hukommelse|sengeafsnit 2094' WHEN 'kidney' THEN 'nefro' WHEN 'diabetes' THEN 'endokrin'
                    WHEN 'acute' THEN 'medicin' WHEN 'elderly_medical' THEN 'medicin' WHEN 'infection' THEN 'medicin' ELSE '^$' END
        END) x;

-- Parties by sort; a company is of its own sort and one of all companies.
CREATE TEMPORARY TABLE demo_party ON COMMIT DROP AS
SELECT o.id, o.name, v.sort, row_number() OVER (PARTITION BY v.sort ORDER BY o.id) - 1 AS nth, count(*) OVER (PARTITION BY v.sort) AS n
FROM organisation o JOIN (VALUES ('company', 'company', ''), ('foundation', 'foundation', ''), ('university', 'university', ''),
  ('pharma', 'company', 'Pharma|Biotech'), ('device', 'company', 'Medico|Diagnostics'), ('digital', 'company', 'Digital')
) AS v(sort, kind, word) ON v.kind = o.kind AND o.name ~ v.word
WHERE o.source = 'Demonstration' AND o.name <> 'HjemmeAkut Partner A/S (eksempel)';

-- Kind, subtype, topic and beginning.
CREATE TEMPORARY TABLE demo_choice ON COMMIT DROP AS
SELECT x.*, s.subtype, s.low, s.high, s.party, s.theme, t.topic, t.patient_group,
       date '2019-01-01' + pg_temp.pick(i, 3, 3100)::integer AS start_date,
       s.months_from + pg_temp.pick(i, 4, s.months_to - s.months_from + 1)::integer AS months,
       pg_temp.pick(i, 5, 1000) AS fate, pg_temp.pick(i, 6, 1000001)::numeric / 1000000 AS size
FROM (
  SELECT i, CASE WHEN current_setting('samspil.demo_kinds') = 'research' OR pg_temp.pick(i, 0, 1000) < 900 THEN 'research_contract'
                 WHEN pg_temp.pick(i, 0, 1000) < 960 THEN 'opi' ELSE 'strategic_procurement' END AS kind,
         pg_temp.pick(i, 1, 1000) AS share
  FROM (SELECT COALESCE(max(substring(external_id FROM '[0-9]+$')::bigint), 0) AS last FROM collaboration
        WHERE source = 'eksempel' AND external_id LIKE 'S' || current_setting('samspil.demo_seed') || '-%') before,
       generate_series(before.last + 1, before.last + current_setting('samspil.demo_count')::bigint) AS i) x
JOIN demo_subtype s ON s.kind = x.kind AND x.share < s.upto AND x.share >= s.upto - s.weight
JOIN demo_topic t ON t.nth = pg_temp.pick(x.i, 2, (SELECT count(*) FROM demo_topic));

-- What follows from them. The stages fit the dates as seen on 30 June 2026.
CREATE TEMPORARY TABLE demo_row ON COMMIT DROP AS
SELECT c.i, c.kind, c.subtype, c.theme, c.topic, c.party, c.fate, g.cpv,
  CASE WHEN c.kind = 'strategic_procurement' THEN k.id ELSE u.id END AS unit_id, o.id AS organisation_id, o.name AS counterparty,
  CASE WHEN c.kind <> 'strategic_procurement' THEN c.patient_group END AS patient_group,
  c.start_date, least(c.start_date + make_interval(months => c.months), date '2028-12-31')::date AS end_date, c.months,
  'S' || current_setting('samspil.demo_seed') || '-' || c.i AS external_id,
  -- Most amounts are small and a few large; in oere, whole thousands of kroner.
  (round(c.low + (c.high - c.low) * c.size ^ 4) * 100000)::bigint AS amount_oere,
  (SELECT 'Eksempel: ' || upper(left(x.title, 1)) || substr(x.title, 2) FROM (SELECT
    replace(replace(replace(replace(replace(replace(replace(replace(replace(p.pattern, '{emne}', c.topic), '{vare}', g.goods),
      '{fase}', pg_temp.word(c.i, 10, '{fase 1,fase 2,fase 2,fase 3,fase 3,fase 4}')),
      '{middel}', pg_temp.word(c.i, 11, w.words)),
      '{spor}', pg_temp.word(c.i, 12, '{biomarkører,"tidlig opsporing",genetik,"patienternes livskvalitet",træning,søvn,"kunstig intelligens i billeder","patientrapporterede oplysninger",kost,rehabilitering,"personlig medicin","forløb på tværs af sektorer"}')),
      '{prøve}', pg_temp.word(c.i, 13, '{blodprøver,vævsprøver,spytprøver,plasma,cellelinjer,urinprøver,DNA}')),
      '{udstyr}', pg_temp.word(c.i, 14, '{ultralydsudstyr,sensorplaster,hjemmemåler,infusionspumpe,"bærbar EKG-måler",smertepumpe,træningsrobot,"digitalt stetoskop",sårscanner,kapselkamera}')),
      '{system}', pg_temp.word(c.i, 15, '{spørgeskemasystem,billeddatabase,app,"elektronisk forsøgsjournal",beslutningsstøtte,laboratoriesystem}')),
      '{løsning}', pg_temp.word(c.i, 16, '{"måling i hjemmet","videokonsultation","digital forberedelse","virtuel stuegang","beslutningsstøtte med kunstig intelligens","telemedicinsk opfølgning","genoptræning med sensorer","digital triage","medicinhåndtering i hjemmet","planlægning af senge"}'))
      AS title) x) AS title,
  CASE WHEN c.kind = 'research_contract' THEN
         CASE WHEN c.start_date + make_interval(months => c.months) < '2026-06-30' THEN CASE WHEN c.fate < 40 THEN 'lapsed' ELSE 'closed' END
              WHEN c.start_date <= '2026-06-30' THEN CASE WHEN c.fate < 30 THEN 'paused' WHEN c.fate < 60 THEN 'signing' ELSE 'active' END
              ELSE pg_temp.word(c.i, 17, '{received,acknowledged,screening,legal_review,legal_review,negotiation,negotiation,permissions,approved,signing}') END
       WHEN c.kind = 'opi' THEN
         CASE WHEN c.start_date + make_interval(months => c.months + 24) < '2026-06-30' THEN CASE WHEN c.fate < 200 THEN 'stopped' ELSE 'closed' END
              WHEN c.start_date + make_interval(months => c.months) < '2026-06-30' THEN pg_temp.word(c.i, 17, '{scaling,benefits}')
              WHEN c.start_date <= '2026-06-30' THEN CASE WHEN c.fate < 50 THEN 'paused' ELSE pg_temp.word(c.i, 17, '{development,development,test,test,evaluation,decision}') END
              ELSE pg_temp.word(c.i, 17, '{idea,screening,partner_search,legal_clearance,agreement}') END
       ELSE CASE WHEN c.start_date + make_interval(months => c.months) < '2026-06-30' THEN 'closed'
              WHEN c.start_date + make_interval(months => c.months - 6) < '2026-06-30' THEN 'renewal'
              WHEN c.start_date <= '2026-06-30' THEN CASE WHEN c.subtype = 'innovation_partnership' THEN 'stages' ELSE pg_temp.word(c.i, 17, '{contract,operation,operation}') END
              ELSE pg_temp.word(c.i, 17, '{area_selected,market_dialogue,business_case,strategy,tender,negotiation,award}') END
  END AS stage
FROM demo_choice c
JOIN demo_title p ON p.subtype = c.subtype AND p.nth = pg_temp.pick(c.i, 7, p.n)
JOIN demo_treatment w ON w.patient_group = c.patient_group
JOIN demo_goods g ON g.nth = pg_temp.pick(c.i, 8, (SELECT count(*) FROM demo_goods))
JOIN demo_unit u ON u.patient_group = c.patient_group AND u.nth = pg_temp.pick(c.i, 9, u.n)
JOIN demo_party o ON o.sort = c.party AND o.nth = pg_temp.pick(c.i, 18, o.n)
JOIN unit k ON k.code = 'stab-koncernindkoeb';

WITH s AS MATERIALIZED (SELECT kind, take_numbers(kind, count(*)::integer) AS first FROM demo_row GROUP BY kind)
INSERT INTO collaboration (number, kind, subtype, title, summary, stage, unit_id, owner_id, theme, patient_group, start_date, end_date,
                           journal_number, visibility, tags, value_ceiling_oere, source, external_id, counterparty, commercial)
SELECT format_number(r.kind, s.first + r.nth), r.kind, r.subtype, r.title,
       'Opdigtet eksempel til demonstration og måling. ' || t.da || ' om ' || r.topic || ' med ' || r.counterparty || '.',
       r.stage, r.unit_id, CASE WHEN u.code LIKE 'demo-%' THEN k.id WHEN r.kind = 'strategic_procurement' THEN b.id WHEN r.fate % 4 > 0 THEN f.id END,
       r.theme, r.patient_group, r.start_date, r.end_date,
       CASE WHEN r.fate % 10 > 2 THEN 'EKS-' || to_char(r.start_date, 'YY') || '-' || lpad(pg_temp.pick(r.i, 20, 1000000)::text, 6, '0') END,
       CASE WHEN pg_temp.pick(r.i, 21, 100) < 4 THEN 'restricted' WHEN pg_temp.pick(r.i, 21, 100) < 12 THEN 'open' ELSE 'internal' END,
       CASE WHEN pg_temp.pick(r.i, 22, 5) = 0 THEN ARRAY['eksempel', 'ikke-kommerciel'] ELSE ARRAY['eksempel'] END,
       CASE WHEN r.kind = 'strategic_procurement' THEN r.amount_oere END, 'eksempel', r.external_id, r.counterparty,
       (ARRAY['non_commercial', 'commercial', 'commercial', 'both', NULL])[1 + pg_temp.pick(r.i, 22, 5)]
FROM (SELECT *, (row_number() OVER (PARTITION BY kind ORDER BY i) - 1)::integer AS nth FROM demo_row) r
JOIN s ON s.kind = r.kind
JOIN code_subtype t ON t.kind = r.kind AND t.code = r.subtype
JOIN unit u ON u.id = r.unit_id
LEFT JOIN app_user f ON f.login = 'forskning' LEFT JOIN app_user k ON k.login = 'klinik' LEFT JOIN app_user b ON b.login = 'indkoeb'
ORDER BY r.i;

ANALYZE collaboration;
CREATE TEMPORARY TABLE demo_made ON COMMIT DROP AS
SELECT c.id, r.* FROM demo_row r JOIN collaboration c ON c.source = 'eksempel' AND c.external_id = r.external_id;
ANALYZE demo_made;

-- Contracts on their way have come in within the last four months, as seen today; of those that began in 2025 or later it is known
-- when they came and were signed. How long each desk had them:
CREATE TEMPORARY TABLE demo_span ON COMMIT DROP AS
SELECT m.id, m.i, m.stage, CASE WHEN m.pipeline THEN NULL ELSE m.start_date - (3 + pg_temp.pick(m.i, 54, 20))::integer END AS signed_on,
       CASE WHEN m.pipeline THEN current_date - (2 + pg_temp.pick(m.i, 50, 120))::integer
            ELSE m.start_date - (3 + pg_temp.pick(m.i, 54, 20))::integer - m.support - m.legal - m.partner - m.management END AS received_on,
       m.support, m.legal, m.partner, m.management
FROM (SELECT x.*, stage NOT IN ('active', 'paused', 'closed', 'lapsed') AND start_date > '2026-06-30' AS pipeline, (1 + pg_temp.pick(i, 55, 6))::integer AS support,
             (4 + pg_temp.pick(i, 56, 30))::integer AS legal, (7 + pg_temp.pick(i, 57, 50))::integer AS partner, (2 + pg_temp.pick(i, 58, 12))::integer AS management
      FROM demo_made x WHERE x.kind = 'research_contract') m
WHERE m.pipeline OR m.stage IN ('active', 'closed') AND m.start_date BETWEEN '2025-01-01' AND '2026-06-30';

-- Their marks, clocks and deadlines come below, all at once.
ALTER TABLE research_contract DISABLE TRIGGER duties;
INSERT INTO research_contract (id, protocol_number, eu_number, ethics_number, principal_investigator, sponsor_id, planned_patients, external_amount_oere,
  received_on, purpose, project_number, overhead_percent, publication_delay_months)
SELECT id, 'EKS-' || upper(subtype) || '-' || lpad(i::text, 5, '0'),
       CASE WHEN subtype = 'cta' THEN 'EKS-' || extract(year FROM start_date) || '-5' || lpad(pg_temp.pick(i, 30, 100000)::text, 5, '0') || '-00' END,
       CASE WHEN subtype IN ('cta', 'cia', 'samarb') THEN 'EKS-H-' || to_char(start_date, 'YY') || lpad(pg_temp.pick(i, 31, 1000000)::text, 6, '0') END,
       pg_temp.word(i, 32, '{Overlæge,Professor,Afdelingslæge,Forskningsleder}') || ' ' || pg_temp.word(i, 33, '{A.,B.,C.,E.,H.,J.,K.,L.,M.,S.}') || ' ' ||
         pg_temp.word(i, 34, '{Bech,Dalgaard,Enevold,Gade,Hjort,Iversen,Kofoed,Lind,Norup,Ravn,Skov,Vang}') || ' (eksempel)',
       organisation_id, CASE WHEN subtype IN ('cta', 'cia') THEN (3 + pg_temp.pick(i, 35, 40) * pg_temp.pick(i, 36, 20))::integer END, amount_oere,
       received_on, 'Opdigtet formål: forskning i ' || topic, CASE WHEN fate % 12 > 0 THEN 'EKS-P' || lpad(i::text, 6, '0') END,
       CASE WHEN fate % 9 > 0 THEN 5 * pg_temp.pick(i, 52, 10) END, CASE WHEN subtype IN ('cta', 'cia', 'samarb') THEN 3 + 3 * pg_temp.pick(i, 53, 3) END
FROM demo_made LEFT JOIN (SELECT id, received_on FROM demo_span) s USING (id) WHERE kind = 'research_contract' ORDER BY i;
ALTER TABLE research_contract ENABLE TRIGGER duties;
INSERT INTO opi (id, need, need_group_size)
SELECT id, 'Opdigtet behov: patienter med ' || topic || ' skal have et bedre forløb med færre fremmøder.', (50 + pg_temp.pick(i, 30, 5000))::integer
FROM demo_made WHERE kind = 'opi' ORDER BY i;
INSERT INTO procurement (id, procurement_procedure, cpv, term_months)
SELECT id, CASE subtype WHEN 'innovation_partnership' THEN 'Innovationspartnerskab' ELSE pg_temp.word(i, 30, '{Offentligt udbud,Begrænset udbud,Udbud med forhandling}') END,
       cpv, months FROM demo_made WHERE kind = 'strategic_procurement' ORDER BY i;

-- The main party, and in every fourth case a second one. The name shown in lists is already there, so the trigger that
-- derives it would only write every case a second time.
ALTER TABLE participation DISABLE TRIGGER counterparty_insert;
INSERT INTO participation (collaboration_id, organisation_id, role)
SELECT id, organisation_id, role FROM (
  SELECT id, i, 1 AS nth, organisation_id,
         CASE WHEN kind = 'strategic_procurement' THEN 'supplier' WHEN subtype IN ('cta', 'cia', 'amd') THEN 'sponsor'
              WHEN party = 'foundation' THEN 'funder' WHEN party = 'university' THEN 'research_institution' ELSE 'partner' END AS role
  FROM demo_made
  UNION ALL
  SELECT m.id, m.i, 2, o.id, 'site' FROM demo_made m
  JOIN demo_party o ON o.sort = 'university' AND o.nth = pg_temp.pick(m.i, 41, o.n) AND o.id <> m.organisation_id
  WHERE pg_temp.pick(m.i, 40, 4) = 0 AND m.kind <> 'strategic_procurement') p
ORDER BY i, nth;
ALTER TABLE participation ENABLE TRIGGER counterparty_insert;

INSERT INTO milestone (collaboration_id, title, due_date, baseline_date, done_date, status, delay_cause, delay_note)
SELECT id, title, due, CASE WHEN late THEN due - 30 - (fate % 60)::integer ELSE due END,
       CASE WHEN status = 'done' THEN due END, CASE WHEN status = 'planned' AND late THEN 'delayed' ELSE status END,
       CASE WHEN late THEN pg_temp.word(i, 44 + nth, '{staffing,contract,recruitment,permission,supplier,pandemic}') END,
       CASE WHEN late THEN 'Opdigtet forsinkelse' END
FROM (
  SELECT m.id, m.i, v.nth, v.title, v.due, m.fate, m.stage NOT IN ('lapsed', 'stopped') AND pg_temp.pick(m.i, 42 + v.nth, 10) = 0 AS late,
         CASE WHEN m.stage IN ('lapsed', 'stopped') THEN 'cancelled' WHEN v.due > '2026-06-30' OR m.fate % 40 = 7 AND m.stage = 'active' THEN 'planned' ELSE 'done' END AS status
  FROM demo_made m CROSS JOIN LATERAL (VALUES
    (0, CASE m.kind WHEN 'strategic_procurement' THEN 'Kontrakten er indgået' WHEN 'opi' THEN 'Aftalen er underskrevet' ELSE 'Kontrakten er underskrevet' END, m.start_date),
    (1, CASE WHEN m.kind = 'strategic_procurement' THEN 'Beslutning om forlængelse eller genudbud' WHEN m.kind = 'opi' THEN 'Afprøvningen er evalueret'
             WHEN m.subtype IN ('cta', 'cia') THEN 'Sidste patient er fulgt op' ELSE 'Afsluttende rapport er afleveret' END,
     m.end_date - (30 + m.fate % 60)::integer)) AS v(nth, title, due)) x
ORDER BY i, nth;

-- Outside money, and in every sixth case the region's own share, split over budget funds.
INSERT INTO funding (collaboration_id, source, organisation_id, amount_oere, note)
SELECT id, source, organisation_id, amount, note FROM (
  SELECT id, i, 1 AS nth, CASE WHEN party = 'foundation' THEN 'foundation' WHEN subtype = 'konsort' THEN 'eu' WHEN kind = 'opi' AND i % 2 = 0 THEN 'in_kind' ELSE 'company' END AS source,
         CASE WHEN subtype <> 'konsort' THEN organisation_id END AS organisation_id, amount_oere AS amount, NULL AS note
  FROM demo_made WHERE amount_oere IS NOT NULL AND kind <> 'strategic_procurement'
  UNION ALL
  SELECT id, i, 2, 'region', NULL, amount_oere / 500000 * 100000, 'Regionens egen andel (eksempel)'
  FROM demo_made WHERE amount_oere IS NOT NULL AND kind <> 'strategic_procurement' AND i % 6 = 0 AND amount_oere >= 500000) f
ORDER BY i, nth;
ANALYZE funding;
INSERT INTO funding_share (collaboration_id, funding_id, kasse, num, den)
SELECT f.collaboration_id, f.id, v.kasse, v.num, v.den
FROM demo_made m JOIN funding f ON f.collaboration_id = m.id AND f.source = 'region'
JOIN (VALUES (0, 'sundhed', 1, 1), (1, 'sundhed', 1, 1), (2, 'sundhed', 1, 3), (2, 'regional_udvikling', 2, 3)) AS v(way, kasse, num, den)
  ON v.way = pg_temp.pick(m.i, 46, 3)
ORDER BY f.id, v.kasse DESC;
INSERT INTO desk_interval (collaboration_id, desk, started_at, ended_at)
SELECT id, desk, received_on + from_day, CASE WHEN signed_on IS NOT NULL OR nth < last THEN received_on + to_day END
FROM (
  SELECT s.*, v.nth, v.desk, (sum(v.days) OVER w)::integer - v.days AS from_day, (sum(v.days) OVER w)::integer AS to_day, max(v.nth) OVER (PARTITION BY s.id) AS last
  FROM demo_span s CROSS JOIN LATERAL (VALUES
    (1, 'research_support', s.support),
    (2, CASE WHEN s.i % 7 = 0 THEN 'data_protection' ELSE 'legal' END, s.legal),
    (3, CASE WHEN s.i % 11 = 0 THEN 'ethics' ELSE 'partner' END, s.partner),
    (4, CASE WHEN s.i % 5 = 0 THEN 'finance' ELSE 'management' END, s.management)) AS v(nth, desk, days)
  WHERE s.signed_on IS NOT NULL
     OR v.nth <= CASE WHEN s.stage IN ('received', 'acknowledged', 'screening') THEN 1 WHEN s.stage = 'legal_review' THEN 2 WHEN s.stage IN ('negotiation', 'permissions') THEN 3 ELSE 4 END
  WINDOW w AS (PARTITION BY s.id ORDER BY v.nth)) x
WHERE received_on + from_day <= current_date AND (signed_on IS NOT NULL OR nth = last OR received_on + to_day <= current_date)
ORDER BY i, nth;

-- What the rules ask is done but for a few; an active contract whose day of receipt nobody knows was approved and signed too.
ALTER TABLE approval_step DISABLE TRIGGER done;
INSERT INTO approval_step (collaboration_id, action, role, done_on)
SELECT m.id, v.action, v.role, v.day
FROM demo_made m LEFT JOIN demo_span s USING (id) CROSS JOIN LATERAL (VALUES
  (1, 'acknowledge', 'research_support', s.received_on + 1, m.stage <> 'received'),
  (2, 'legal_review', 'lawyer', s.received_on + s.support + s.legal, s.signed_on IS NOT NULL AND m.subtype <> 'amd'),
  (3, 'sign_after_review', 'lawyer', s.received_on + s.support + s.legal, s.signed_on IS NOT NULL AND m.subtype <> 'amd'),
  (4, 'approve', 'department_head', COALESCE(s.signed_on, m.start_date - 5), m.stage = 'active' AND m.fate % 15 > 0),
  (5, 'sign', CASE WHEN m.subtype IN ('amd', 'kons', 'cda') THEN 'department_head' ELSE 'hospital_exec' END, COALESCE(s.signed_on, m.start_date - 3),
   s.signed_on IS NOT NULL OR m.stage = 'active' AND m.fate % 20 > 0)) AS v(nth, action, role, day, done)
WHERE m.kind = 'research_contract' AND v.done AND v.day <= current_date ORDER BY m.i, v.nth;
ALTER TABLE approval_step ENABLE TRIGGER done;
INSERT INTO deadline (collaboration_id, kind, title, due_date, role, source_table, source_id)
SELECT s.id, 'acknowledge', m.title, add_working_days(s.received_on, 3), 'research_support', 'research_contract', s.id
FROM demo_span s JOIN demo_made m USING (id) WHERE s.stage = 'received' ORDER BY s.i;
INSERT INTO funder_report (collaboration_id, title, due_date)
SELECT id, 'Afsluttende rapport til bevillingsgiveren', end_date + 30 FROM demo_made WHERE subtype IN ('medfin', 'konsort') AND stage = 'active' ORDER BY i;
INSERT INTO instalment (collaboration_id, title, due_date, amount_oere)
SELECT id, 'Sidste rate (eksempel)', end_date, amount_oere / 1000000 * 100000 FROM demo_made
WHERE subtype IN ('cta', 'cia') AND stage = 'active' AND fate % 10 = 1 ORDER BY i;
DROP FUNCTION pg_temp.word(bigint, integer, text[]), pg_temp.pick(bigint, integer, bigint);
ANALYZE collaboration, research_contract, participation, milestone, funding, funding_share, desk_interval, approval_step;
