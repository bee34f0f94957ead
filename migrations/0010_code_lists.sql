-- SPDX-License-Identifier: EUPL-1.2
-- The code lists with their Danish and English labels, and what each role may do.
-- Codes are stable; labels, order and validity are data that an administrator may change.
-- `source` names the document that a row follows; 'Samspil' marks a row of our own making.

-- Closed lists that a CHECK or the value engine fixes; the tables carry their labels.
DO $$
DECLARE
  list record;
BEGIN
  FOR list IN SELECT * FROM (VALUES
      ('kind', 'Kinds of collaboration'), ('visibility', 'Who may see a collaboration'),
      ('direction', 'Directions of a document'), ('line_timing', 'When the flow of an effect line falls'),
      ('line_kind', 'How an effect line is calculated'), ('estimate_status', 'States of a stored estimate'),
      ('perspective', 'Perspectives of a value assessment'), ('value_signal', 'Who pays and who gains, in one word'),
      ('confirmation', 'Answers of a sector that an effect line concerns')
    ) AS x(name, meaning) LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I (code text PRIMARY KEY CHECK (code ~ ''^[a-zA-Z0-9_]{1,40}$''), da text NOT NULL, en text NOT NULL, sort integer NOT NULL DEFAULT 0, valid_from date, valid_to date, source text NOT NULL DEFAULT '''')', 'code_' || list.name);
    EXECUTE format('COMMENT ON TABLE %I IS %L', 'code_' || list.name, list.meaning);
    EXECUTE format('COMMENT ON COLUMN %I.code IS ''Code in the API''', 'code_' || list.name);
    EXECUTE format('COMMENT ON COLUMN %I.da IS ''Danish label''', 'code_' || list.name);
    EXECUTE format('COMMENT ON COLUMN %I.en IS ''English label''', 'code_' || list.name);
    EXECUTE format('COMMENT ON COLUMN %I.sort IS ''Order on screen''', 'code_' || list.name);
    EXECUTE format('COMMENT ON COLUMN %I.valid_from IS ''First day; null: always''', 'code_' || list.name);
    EXECUTE format('COMMENT ON COLUMN %I.valid_to IS ''Last day; null: open''', 'code_' || list.name);
    EXECUTE format('COMMENT ON COLUMN %I.source IS ''Where it is taken from''', 'code_' || list.name);
    EXECUTE format('CREATE OR REPLACE TRIGGER names AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION bump_names()', 'code_' || list.name);
  END LOOP;
END $$;

INSERT INTO code_kind (code, da, en, sort, source) VALUES
  ('opi', 'Offentlig-privat innovation (OPI)', 'Public-private innovation', 1, 'co-pi.dk'),
  ('strategic_procurement', 'Strategisk indkøb', 'Strategic procurement', 2, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('research_contract', 'Forskningskontrakt', 'Research contract', 3, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021');

INSERT INTO code_visibility (code, da, en, sort, source) VALUES
  ('open', 'Åben: må offentliggøres', 'Open: may be published', 1, 'Samspil'),
  ('internal', 'Intern: regionens medarbejdere', 'Internal: staff of the region', 2, 'Samspil'),
  ('restricted', 'Begrænset: projektgruppe, ledelse, indkøb, jurister og revision', 'Restricted: team, leadership, procurement, lawyers and auditors', 3, 'Samspil');

INSERT INTO code_direction (code, da, en, sort, source) VALUES
  ('in', 'Indgående', 'Incoming', 1, 'Samspil'),
  ('out', 'Udgående', 'Outgoing', 2, 'Samspil'),
  ('internal', 'Internt', 'Internal', 3, 'Samspil');

INSERT INTO code_subtype (kind, code, da, en, sort, source) VALUES
  ('opi', 'mini_test', 'Mini-afprøvning', 'Small-scale test', 1, 'nordichealthlab.com'),
  ('opi', 'explorative', 'Eksplorativt OPI', 'Explorative public-private innovation', 2, 'nordichealthlab.com'),
  ('opi', 'innovative_purchase', 'Innovativt indkøb', 'Innovative procurement', 3, 'nordichealthlab.com'),
  ('opi', 'strategic_cooperation', 'Strategisk samarbejde', 'Strategic cooperation', 4, 'nordichealthlab.com'),
  ('opi', 'tender_free', 'Udbudsfrit OPI', 'Public-private innovation without tender', 5, 'Samspil'),
  ('opi', 'with_research_purchase', 'OPI med køb af forskning og udvikling', 'Public-private innovation with purchase of research and development', 6, 'OPI-Lab, model 2A/2B'),
  ('opi', 'precommercial', 'Prækommercielt indkøb (PCP)', 'Pre-commercial procurement', 7, 'Samspil'),
  ('strategic_procurement', 'framework', 'Rammeaftale', 'Framework agreement', 1, 'Samspil'),
  ('strategic_procurement', 'strategic_partnership', 'Strategisk partnerskabsaftale', 'Strategic partnership agreement', 2, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('strategic_procurement', 'innovation_partnership', 'Innovationspartnerskab', 'Innovation partnership', 3, 'Udbudsloven §§ 73-79'),
  ('strategic_procurement', 'value_based', 'Værdibaseret indkøb', 'Value-based procurement', 4, 'Samspil'),
  ('strategic_procurement', 'joint_regional', 'Fællesregionalt indkøb', 'Joint procurement of the regions', 5, 'Samspil'),
  ('strategic_procurement', 'building_partnership', 'Bygge- og renoveringspartnerskab', 'Building and renovation partnership', 6, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('research_contract', 'cta', 'Klinisk forsøgsaftale (CTA)', 'Clinical trial agreement', 1, 'Samspil'),
  ('research_contract', 'cia', 'Klinisk afprøvning af medicinsk udstyr (CIA)', 'Clinical investigation of a medical device', 2, 'Samspil'),
  ('research_contract', 'samarb', 'Forskningssamarbejde', 'Research collaboration', 3, 'Universitets- og Bygningsstyrelsen 2011'),
  ('research_contract', 'rekv', 'Rekvireret forskning eller ydelse', 'Commissioned research or service', 4, 'Universitets- og Bygningsstyrelsen 2011'),
  ('research_contract', 'cda', 'Hemmeligholdelsesaftale (CDA/NDA)', 'Confidentiality agreement', 5, 'Samspil'),
  ('research_contract', 'mta', 'Materialeoverdragelse (MTA)', 'Material transfer agreement', 6, 'Samspil'),
  ('research_contract', 'dta', 'Dataoverdragelse (DTA/DUA)', 'Data transfer or use agreement', 7, 'Samspil'),
  ('research_contract', 'dpa', 'Databehandleraftale (DPA)', 'Data processing agreement', 8, 'Databeskyttelsesforordningen art. 28'),
  ('research_contract', 'jca', 'Fælles dataansvar (JCA)', 'Joint controller agreement', 9, 'Databeskyttelsesforordningen art. 26'),
  ('research_contract', 'kons', 'Konsulentaftale', 'Consultancy agreement', 10, 'Samspil'),
  ('research_contract', 'don', 'Donation', 'Donation', 11, 'Universitets- og Bygningsstyrelsen 2011'),
  ('research_contract', 'medfin', 'Medfinansiering eller bevilling', 'Co-funding or grant', 12, 'Samspil'),
  ('research_contract', 'lic', 'Licens eller overdragelse', 'Licence or assignment', 13, 'Samspil'),
  ('research_contract', 'konsort', 'Konsortieaftale, også EU', 'Consortium agreement, EU included', 14, 'Samspil'),
  ('research_contract', 'amd', 'Tillæg', 'Amendment', 15, 'Samspil');

-- From 90 on stand the states beside the path; a case can come to them from any stage.
COMMENT ON COLUMN code_stage.no IS 'Order; from 90 on: beside the path (paused, stopped, cancelled)';
INSERT INTO code_stage (kind, code, no, phase, da, en, source) VALUES
  ('opi', 'idea', 0, 'pipeline', 'Idé', 'Idea', 'Samspil'),
  ('opi', 'screening', 1, 'pipeline', 'Behov og screening', 'Need and screening', 'Samspil'),
  ('opi', 'partner_search', 2, 'pipeline', 'Partnersøgning', 'Partner search', 'Samspil'),
  ('opi', 'legal_clearance', 3, 'pipeline', 'Juridisk afklaring', 'Legal clearance', 'Samspil'),
  ('opi', 'agreement', 4, 'pipeline', 'Aftale', 'Agreement', 'Samspil'),
  ('opi', 'development', 5, 'active', 'Udvikling', 'Development', 'Samspil'),
  ('opi', 'test', 6, 'active', 'Afprøvning', 'Test', 'Samspil'),
  ('opi', 'evaluation', 7, 'active', 'Evaluering', 'Evaluation', 'Samspil'),
  ('opi', 'decision', 8, 'active', 'Beslutning', 'Decision', 'Samspil'),
  ('opi', 'scaling', 9, 'follow_up', 'Efterforløb og udbredelse', 'Scaling', 'Samspil'),
  ('opi', 'benefits', 10, 'follow_up', 'Gevinstopfølgning', 'Benefits realisation', 'Samspil'),
  ('opi', 'closed', 11, 'closed', 'Afsluttet', 'Closed', 'Samspil'),
  ('opi', 'paused', 90, 'active', 'Sat på pause', 'Paused', 'Samspil'),
  ('opi', 'stopped', 91, 'closed', 'Stoppet', 'Stopped', 'Samspil'),
  ('opi', 'cancelled', 92, 'closed', 'Aflyst', 'Cancelled', 'Samspil'),
  ('strategic_procurement', 'area_selected', 0, 'pipeline', 'Område udvalgt', 'Area selected', 'Samspil'),
  ('strategic_procurement', 'market_dialogue', 1, 'pipeline', 'Markedsdialog', 'Market dialogue', 'Samspil'),
  ('strategic_procurement', 'business_case', 2, 'pipeline', 'Potentialeberegning', 'Business case', 'udbudsportalen.dk'),
  ('strategic_procurement', 'strategy', 3, 'pipeline', 'Udbudsstrategi', 'Procurement strategy', 'Samspil'),
  ('strategic_procurement', 'tender', 4, 'pipeline', 'Udbud', 'Tender', 'Samspil'),
  ('strategic_procurement', 'negotiation', 5, 'pipeline', 'Prækvalifikation og forhandling', 'Pre-qualification and negotiation', 'Samspil'),
  ('strategic_procurement', 'award', 6, 'pipeline', 'Tildeling', 'Award', 'Samspil'),
  ('strategic_procurement', 'contract', 7, 'active', 'Kontrakt', 'Contract', 'Samspil'),
  ('strategic_procurement', 'stages', 8, 'active', 'Udviklingsfaser', 'Development stages', 'Udbudsloven § 79'),
  ('strategic_procurement', 'operation', 9, 'active', 'Drift og køb', 'Operation and purchase', 'Samspil'),
  ('strategic_procurement', 'evaluation', 10, 'follow_up', 'Evaluering', 'Evaluation', 'Samspil'),
  ('strategic_procurement', 'renewal', 11, 'follow_up', 'Forlængelse, genudbud eller ophør', 'Extension, new tender or end', 'Samspil'),
  ('strategic_procurement', 'closed', 12, 'closed', 'Afsluttet', 'Closed', 'Samspil'),
  ('strategic_procurement', 'paused', 90, 'active', 'Sat på pause', 'Paused', 'Samspil'),
  ('strategic_procurement', 'stopped', 91, 'closed', 'Stoppet', 'Stopped', 'Samspil'),
  ('strategic_procurement', 'cancelled', 92, 'closed', 'Aflyst', 'Cancelled', 'Samspil'),
  ('research_contract', 'received', 0, 'pipeline', 'Modtaget', 'Received', 'Samspil'),
  ('research_contract', 'acknowledged', 1, 'pipeline', 'Bekræftet', 'Acknowledged', 'regionh.dk: Proces for sagsbehandling'),
  ('research_contract', 'screening', 2, 'pipeline', 'Screening', 'Screening', 'Samspil'),
  ('research_contract', 'legal_review', 3, 'pipeline', 'Juridisk gennemgang', 'Legal review', 'regionh.dk: Proces for sagsbehandling'),
  ('research_contract', 'negotiation', 4, 'pipeline', 'Forhandling', 'Negotiation', 'Samspil'),
  ('research_contract', 'permissions', 5, 'pipeline', 'Databeskyttelse og tilladelser', 'Data protection and permissions', 'Samspil'),
  ('research_contract', 'approved', 6, 'pipeline', 'Godkendt', 'Approved', 'Samspil'),
  ('research_contract', 'signing', 7, 'pipeline', 'Til underskrift', 'To be signed', 'Samspil'),
  ('research_contract', 'active', 8, 'active', 'Aktiv', 'Active', 'Samspil'),
  ('research_contract', 'closed', 9, 'closed', 'Afsluttet', 'Closed', 'Samspil'),
  ('research_contract', 'paused', 90, 'active', 'Sat på pause', 'Paused', 'Samspil'),
  ('research_contract', 'lapsed', 92, 'closed', 'Bortfaldet', 'Lapsed', 'Samspil');

INSERT INTO code_theme (code, da, en, sort, source) VALUES
  ('local_care', 'Varige, nære sundhedstilbud', 'Lasting local health services', 1, 'Dansk Erhverv: Et nært sundhedsvæsen'),
  ('home_treatment', 'Hjemmebehandling', 'Treatment at home', 2, 'Dansk Erhverv: Et nært sundhedsvæsen'),
  ('chronic_packages', 'Kronikerpakker', 'Chronic care packages', 3, 'Dansk Erhverv: Et nært sundhedsvæsen'),
  ('virtual_care', 'Udgående og virtuel behandling', 'Outgoing and virtual treatment', 4, 'Notat om sundhedsklynger 2022'),
  ('coherent_care', 'Sammenhængende sundhedsvæsen', 'Coherent health care', 5, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('detection', 'Opsporing og diagnostik', 'Detection and diagnostics', 6, 'Dansk Erhverv: Et nært sundhedsvæsen'),
  ('prevention', 'Forebyggelse', 'Prevention', 7, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('clinical_trials', 'Kliniske forsøg', 'Clinical trials', 8, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('personalised_medicine', 'Personlig medicin', 'Personalised medicine', 9, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('medicines', 'Lægemidler', 'Medicines', 10, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('devices', 'Udstyr', 'Devices and equipment', 11, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('digital', 'Digitale løsninger', 'Digital solutions', 12, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('future_hospital', 'Fremtidens hospital', 'The hospital of the future', 13, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('buildings', 'Byggeri og renovering', 'Building and renovation', 14, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('other', 'Andet', 'Other', 99, 'Samspil');

INSERT INTO code_patient_group (code, da, en, sort, source) VALUES
  ('elderly_medical', 'Ældre medicinske patienter', 'Elderly medical patients', 1, 'Sundhedsministerens svar på spørgsmål 6 (L 191) 2022'),
  ('chronic', 'Borgere med kroniske sygdomme', 'People with chronic diseases', 2, 'Sundhedsministerens svar på spørgsmål 6 (L 191) 2022'),
  ('mental', 'Borgere med psykiske lidelser', 'People with mental disorders', 3, 'Sundhedsministerens svar på spørgsmål 6 (L 191) 2022'),
  ('mental_substance', 'Psykisk lidelse og alkohol- eller stofmisbrug', 'Mental disorder with alcohol or drug abuse', 4, 'Sundhedsministerens svar på spørgsmål 6 (L 191) 2022'),
  ('rare', 'Sjældne sygdomme', 'Rare diseases', 5, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('cancer', 'Kræft', 'Cancer', 6, 'Samspil'),
  ('heart_lung', 'Hjerte- og lungesygdomme', 'Diseases of heart and lungs', 7, 'Samspil'),
  ('diabetes', 'Diabetes og hormonsygdomme', 'Diabetes and endocrine diseases', 8, 'Samspil'),
  ('neurology', 'Hjerne- og nervesygdomme', 'Diseases of brain and nerves', 9, 'Samspil'),
  ('blood', 'Blodsygdomme', 'Blood diseases', 10, 'Samspil'),
  ('kidney', 'Nyresygdomme', 'Kidney diseases', 11, 'Samspil'),
  ('musculoskeletal', 'Gigt og bevægeapparat', 'Rheumatic and musculoskeletal diseases', 12, 'Samspil'),
  ('stomach', 'Mave-, tarm- og leversygdomme', 'Diseases of stomach, bowel and liver', 13, 'Samspil'),
  ('skin', 'Hudsygdomme', 'Skin diseases', 14, 'Samspil'),
  ('eye', 'Øjensygdomme', 'Eye diseases', 15, 'Dansk Erhverv: Et nært sundhedsvæsen'),
  ('infection', 'Infektioner', 'Infections', 16, 'Samspil'),
  ('women_birth', 'Kvindesygdomme, graviditet og fødsel', 'Gynaecology, pregnancy and birth', 17, 'Samspil'),
  ('children', 'Børn og unge', 'Children and young people', 18, 'Samspil'),
  ('acute', 'Akutte patienter', 'Acute patients', 19, 'Samspil'),
  ('all', 'Alle patientgrupper', 'All patient groups', 90, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('none', 'Ingen patienter', 'No patients', 91, 'Samspil');

INSERT INTO code_party_role (code, da, en, sort, source) VALUES
  ('lead', 'Hovedpart', 'Lead', 1, 'Samspil'),
  ('partner', 'Partner', 'Partner', 2, 'Samspil'),
  ('supplier', 'Leverandør', 'Supplier', 3, 'OCDS partyRole: supplier'),
  ('sponsor', 'Sponsor', 'Sponsor', 4, 'ICH E6 (GCP)'),
  ('site', 'Forsøgssted', 'Site', 5, 'Samspil'),
  ('buyer', 'Ordregiver', 'Buyer', 6, 'OCDS partyRole: buyer'),
  ('procuring_entity', 'Udbyder', 'Procuring entity', 7, 'OCDS partyRole: procuringEntity'),
  ('tenderer', 'Tilbudsgiver', 'Tenderer', 8, 'OCDS partyRole: tenderer'),
  ('subcontractor', 'Underleverandør', 'Subcontractor', 9, 'Samspil'),
  ('funder', 'Bevillingsgiver', 'Funder', 10, 'OCDS partyRole: funder'),
  ('payer', 'Betaler', 'Payer', 11, 'OCDS partyRole: payer'),
  ('payee', 'Betalingsmodtager', 'Payee', 12, 'OCDS partyRole: payee'),
  ('review_body', 'Klageinstans', 'Review body', 13, 'OCDS partyRole: reviewBody'),
  ('interested_party', 'Interessent', 'Interested party', 14, 'OCDS partyRole: interestedParty'),
  ('cro', 'Kontraktforskningsvirksomhed (CRO)', 'Contract research organisation', 15, 'ICH E6 (GCP)'),
  ('research_institution', 'Forskningsinstitution', 'Research institution', 16, 'Samspil'),
  ('municipality', 'Kommune', 'Municipality', 17, 'Sundhedsministerens svar på spørgsmål 6 (L 191) 2022'),
  ('general_practice', 'Almen praksis', 'General practice', 18, 'Sundhedsministerens svar på spørgsmål 6 (L 191) 2022'),
  ('patient_association', 'Patientforening', 'Patient association', 19, 'Notat om sundhedsklynger 2022'),
  ('advisor', 'Rådgiver', 'Advisor', 20, 'Samspil'),
  ('forum', 'Forum', 'Forum', 21, 'Samspil'),
  ('other', 'Anden rolle', 'Other role', 99, 'Samspil');

INSERT INTO code_organisation_kind (code, da, en, sort, source) VALUES
  ('company', 'Virksomhed', 'Company', 1, 'Samspil'),
  ('university', 'Universitet eller anden uddannelsesinstitution', 'University or other place of education', 2, 'Samspil'),
  ('foundation', 'Fond', 'Foundation', 3, 'Samspil'),
  ('association', 'Forening', 'Association', 4, 'Samspil'),
  ('public_authority', 'Offentlig myndighed', 'Public authority', 5, 'Samspil'),
  ('region', 'Region', 'Region', 6, 'Samspil'),
  ('municipality', 'Kommune', 'Municipality', 7, 'Samspil'),
  ('hospital', 'Hospital', 'Hospital', 8, 'Samspil'),
  ('forum', 'Forum eller klynge', 'Forum or cluster', 9, 'Samspil'),
  ('other', 'Andet', 'Other', 99, 'Samspil');

INSERT INTO code_unit_kind (code, da, en, sort, valid_to, source) VALUES
  ('region', 'Region', 'Region', 1, NULL, 'Samspil'),
  ('hospital', 'Hospital', 'Hospital', 2, NULL, 'Samspil'),
  ('department', 'Afdeling', 'Department', 3, NULL, 'Samspil'),
  ('staff', 'Stab eller center', 'Staff unit or centre', 4, NULL, 'Samspil'),
  ('municipality', 'Kommune', 'Municipality', 5, NULL, 'Samspil'),
  ('health_council', 'Sundhedsråd', 'Health council', 6, NULL, 'Sundhedsreformen'),
  ('health_cluster', 'Sundhedsklynge', 'Health cluster', 7, '2026-12-31', 'L 214 (2024-25)'),
  ('general_practice', 'Almen praksis', 'General practice', 8, NULL, 'Samspil'),
  ('other', 'Anden enhed', 'Other unit', 99, NULL, 'Samspil');

INSERT INTO code_funding_source (code, da, en, sort, source) VALUES
  ('region', 'Regionen', 'The region', 1, 'Samspil'),
  ('own', 'Egenfinansiering i enheden', 'Own funds of the unit', 2, 'Samspil'),
  ('company', 'Virksomhed', 'Company', 3, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('foundation', 'Fond', 'Foundation', 4, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('eu', 'EU', 'EU', 5, 'Samspil'),
  ('state_pool', 'Statslig pulje', 'State pool', 6, 'Sundhedsministerens svar på spørgsmål 6 (L 191) 2022'),
  ('municipality', 'Kommune', 'Municipality', 7, 'Samspil'),
  ('other_public', 'Anden offentlig', 'Other public', 8, 'Samspil'),
  ('in_kind', 'Naturalier (timer, udstyr, varer)', 'In kind (hours, equipment, goods)', 9, 'Samspil');

INSERT INTO code_kasse (code, da, en, sort, source) VALUES
  ('sundhed', 'Sundhedskassen', 'Health fund', 1, 'Budgetskema, Region Hovedstaden 2022'),
  ('regional_udvikling', 'Den regionale udviklingskasse', 'Regional development fund', 2, 'Budgetskema, Region Hovedstaden 2022'),
  ('social', 'Det sociale område', 'Social services', 3, 'Budgetskema, Region Hovedstaden 2022');

INSERT INTO code_delay_cause (code, da, en, sort, source) VALUES
  ('pandemic', 'Pandemi eller anden krise', 'Pandemic or other crisis', 1, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('staffing', 'Mangel på personale', 'Lack of staff', 2, 'Samspil'),
  ('clinic_capacity', 'Pres på klinikken', 'Pressure on the clinic', 3, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('supplier', 'Forhold hos den private part', 'Matters at the private party', 4, 'Samspil'),
  ('contract', 'Jura og forhandling', 'Law and negotiation', 5, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('procurement', 'Udbud eller klagesag', 'Tender or complaint', 6, 'Samspil'),
  ('permission', 'Tilladelser og godkendelser', 'Permissions and approvals', 7, 'Samspil'),
  ('data', 'Data eller it', 'Data or IT', 8, 'Samspil'),
  ('recruitment', 'Rekruttering af patienter', 'Recruitment of patients', 9, 'Samspil'),
  ('funding', 'Finansiering', 'Funding', 10, 'Samspil'),
  ('technical', 'Tekniske forhold', 'Technical matters', 11, 'Samspil'),
  ('dependency', 'Venter på et andet projekt', 'Waits for another project', 12, 'Samspil'),
  ('scope', 'Ændret omfang', 'Changed scope', 13, 'Samspil'),
  ('other', 'Anden årsag', 'Other cause', 99, 'Samspil');

INSERT INTO code_document_type (code, da, en, sort, source) VALUES
  ('agreement', 'Aftale', 'Agreement', 1, 'Samspil'),
  ('amendment', 'Tillæg', 'Amendment', 2, 'Samspil'),
  ('confidentiality_agreement', 'Hemmeligholdelsesaftale', 'Confidentiality agreement', 3, 'Samspil'),
  ('data_agreement', 'Databehandleraftale eller dataaftale', 'Data agreement', 4, 'Samspil'),
  ('protocol', 'Protokol', 'Protocol', 5, 'Samspil'),
  ('ethics_approval', 'Godkendelse fra videnskabsetisk komité', 'Approval by ethics committee', 6, 'Samspil'),
  ('authority_approval', 'Godkendelse fra anden myndighed', 'Approval by another authority', 7, 'Samspil'),
  ('budget', 'Budget', 'Budget', 8, 'Samspil'),
  ('grant_letter', 'Bevillingsbrev', 'Letter of grant', 9, 'Samspil'),
  ('market_dialogue', 'Markedsdialog', 'Market dialogue', 10, 'Samspil'),
  ('needs_description', 'Behovsbeskrivelse', 'Description of needs', 11, 'Samspil'),
  ('notice', 'Udbudsbekendtgørelse', 'Contract notice', 12, 'Samspil'),
  ('tender', 'Tilbud', 'Tender', 13, 'Samspil'),
  ('award', 'Tildelingsnotat', 'Award note', 14, 'Samspil'),
  ('call_off', 'Leveringsaftale', 'Call-off', 15, 'Samspil'),
  ('legal_note', 'Juridisk notat', 'Legal note', 16, 'Samspil'),
  ('value_assessment', 'Værdivurdering', 'Value assessment', 17, 'Samspil'),
  ('evaluation', 'Evaluering', 'Evaluation', 18, 'Samspil'),
  ('report', 'Rapport', 'Report', 19, 'Samspil'),
  ('recommendation', 'Indstilling', 'Recommendation', 20, 'Samspil'),
  ('minutes', 'Referat', 'Minutes', 21, 'Samspil'),
  ('correspondence', 'Brev eller e-mail', 'Letter or e-mail', 22, 'Samspil'),
  ('publication', 'Offentliggørelse', 'Publication', 23, 'Samspil'),
  ('other', 'Andet', 'Other', 99, 'Samspil');

INSERT INTO code_confidentiality (code, da, en, sort, source) VALUES
  ('open', 'Åben', 'Open', 1, 'Samspil'),
  ('internal', 'Intern', 'Internal', 2, 'Samspil'),
  ('confidential_section_30_2', 'Fortrolig, § 30 nr. 2', 'Confidential, section 30(2)', 3, 'Offentlighedsloven § 30, nr. 2'),
  ('personal_data', 'Personoplysninger', 'Personal data', 4, 'Offentlighedsloven § 30, nr. 1');

INSERT INTO code_milestone_status (code, da, en, sort, source) VALUES
  ('planned', 'Planlagt', 'Planned', 1, 'Samspil'),
  ('done', 'Nået', 'Done', 2, 'Samspil'),
  ('delayed', 'Forsinket', 'Delayed', 3, 'Samspil'),
  ('cancelled', 'Aflyst', 'Cancelled', 4, 'Samspil');

INSERT INTO code_sector (code, da, en, sort, source) VALUES
  ('initiating_clinic', 'Klinikken selv', 'The clinic itself', 1, 'Samspil'),
  ('other_departments', 'Andre afdelinger på hospitalet', 'Other departments of the hospital', 2, 'Samspil'),
  ('other_hospitals', 'Andre hospitaler i regionen', 'Other hospitals of the region', 3, 'Samspil'),
  ('region_admin', 'Regionens administration', 'Administration of the region', 4, 'Samspil'),
  ('general_practice', 'Almen praksis', 'General practice', 5, 'Samspil'),
  ('municipality', 'Kommunen', 'Municipality', 6, 'Samspil'),
  ('state', 'Staten', 'The state', 7, 'Samspil'),
  ('patients', 'Patienter', 'Patients', 8, 'Samspil'),
  ('relatives', 'Pårørende', 'Relatives', 9, 'Samspil'),
  ('private_party', 'Den private part', 'The private party', 10, 'Samspil'),
  ('other_regions', 'Andre regioner', 'Other regions', 11, 'Samspil'),
  ('rest_of_society', 'Resten af samfundet', 'Rest of society', 12, 'Samspil');

INSERT INTO code_effect_class (code, da, en, sort, source) VALUES
  ('cash', 'Penge (kasseeffekt)', 'Cash', 1, 'Samspil'),
  ('capacity', 'Frigjort kapacitet', 'Released capacity', 2, 'Samspil'),
  ('time', 'Patienters og pårørendes tid', 'Time of patients and relatives', 3, 'Behandlingsrådets metodevejledning 2021'),
  ('health', 'Helbred (QALY)', 'Health (QALY)', 4, 'Medicinrådet'),
  ('revenue', 'Indtægt', 'Revenue', 5, 'Samspil'),
  ('transfer', 'Overførsel mellem kasser', 'Transfer', 6, 'Samspil'),
  ('quality', 'Kvalitet', 'Quality', 7, 'Samspil'),
  ('climate', 'Klima (kg CO2e)', 'Climate (kg CO2e)', 8, 'Finansministeriets vejledning 2023');

INSERT INTO code_form_row (code, da, en, sort, source) VALUES
  ('none', 'Ikke i budgetskemaet', 'Not in the budget form', 0, 'Samspil'),
  ('loen', 'Løn til evt. nye årsværk', 'Pay for new staff', 1, 'Budgetskema, Region Hovedstaden 2022'),
  ('oevrig_drift', 'Øvrig drift', 'Other operating costs', 2, 'Budgetskema, Region Hovedstaden 2022'),
  ('etablering', 'Etableringsudgifter', 'Set-up costs', 3, 'Budgetskema, Region Hovedstaden 2022');

INSERT INTO code_evidence (code, da, en, sort, source) VALUES
  ('A', 'A: Lodtrækningsforsøg eller systematisk oversigt', 'A: Randomised trial or systematic review', 1, 'Samspil'),
  ('B', 'B: Kontrolleret undersøgelse', 'B: Controlled study', 2, 'Samspil'),
  ('C', 'C: Før-efter-måling eller register', 'C: Before-after measurement or register', 3, 'Samspil'),
  ('D', 'D: Ekspertgruppe', 'D: Expert group', 4, 'Samspil'),
  ('E', 'E: Enkeltpersons skøn', 'E: One person''s guess', 5, 'Samspil');

INSERT INTO code_tier (code, da, en, sort, source) VALUES
  ('nano', 'Nano: to minutter', 'Nano: two minutes', 1, 'Samspil'),
  ('mini', 'Mini: et par timer', 'Mini: a couple of hours', 2, 'Mini-MTV, Sundhedsstyrelsen 2005'),
  ('midi', 'Midi: en dag, med økonom', 'Midi: a day, with an economist', 3, 'Samspil'),
  ('maxi', 'Maxi: fuld analyse', 'Maxi: full analysis', 4, 'Samspil');

INSERT INTO code_line_timing (code, da, en, sort, source) VALUES
  ('per_patient', 'Pr. patient', 'Per patient', 1, 'Samspil'),
  ('per_year', 'Pr. år', 'Per year', 2, 'Samspil'),
  ('one_off', 'Én gang', 'One-off', 3, 'Samspil'),
  ('per_unit', 'Pr. enhed', 'Per unit', 4, 'Samspil');

INSERT INTO code_line_kind (code, da, en, sort, source) VALUES
  ('resource', 'Ressource: færre er en gevinst', 'Resource: fewer is a gain', 1, 'Samspil'),
  ('outcome', 'Udbytte: flere er en gevinst', 'Outcome: more is a gain', 2, 'Samspil'),
  ('flow', 'Beløb pr. år', 'Amount per year', 3, 'Samspil');

INSERT INTO code_estimate_status (code, da, en, sort, source) VALUES
  ('draft', 'Kladde', 'Draft', 1, 'Samspil'),
  ('submitted', 'Indsendt', 'Submitted', 2, 'Samspil'),
  ('in_review', 'Under gennemgang', 'In review', 3, 'Samspil'),
  ('approved', 'Godkendt', 'Approved', 4, 'Samspil'),
  ('superseded', 'Afløst', 'Superseded', 5, 'Samspil'),
  ('rejected', 'Afvist', 'Rejected', 6, 'Samspil');

INSERT INTO code_perspective (code, da, en, sort, source) VALUES
  ('clinic', 'Klinikken', 'The clinic', 1, 'Samspil'),
  ('hospital', 'Hospitalet', 'The hospital', 2, 'Samspil'),
  ('region', 'Regionen', 'The region', 3, 'Samspil'),
  ('region_cash', 'Regionens kasse', 'Cash of the region', 4, 'Samspil'),
  ('public', 'Det offentlige', 'The public sector', 5, 'Samspil'),
  ('public_cash', 'De offentlige kasser', 'Cash of the public sector', 6, 'Samspil'),
  ('limited_societal', 'Begrænset samfundsperspektiv', 'Limited societal', 7, 'Behandlingsrådets metodevejledning 2021'),
  ('limited_societal_cash', 'Begrænset samfundsperspektiv, kun kasse', 'Limited societal, cash only', 8, 'Samspil'),
  ('societal', 'Samfundet (Finansministeriet)', 'Societal (Ministry of Finance)', 9, 'Finansministeriets vejledning 2023');

INSERT INTO code_value_signal (code, da, en, sort, source) VALUES
  ('common_gain', 'Fælles gevinst', 'Common gain', 1, 'Samspil'),
  ('initiator_loses_society_gains', 'Klinikken taber, samfundet vinder', 'The clinic loses, society gains', 2, 'Samspil'),
  ('cost_shifted', 'Omkostningen flyttes', 'The cost is shifted', 3, 'Samspil'),
  ('no_total_gain', 'Ingen samlet gevinst', 'No total gain', 4, 'Samspil'),
  ('neutral', 'Hverken gevinst eller tab', 'Neither gain nor loss', 5, 'Samspil');

INSERT INTO code_confirmation (code, da, en, sort, source) VALUES
  ('unanswered', 'Ubesvaret', 'Unanswered', 1, 'Samspil'),
  ('confirmed', 'Bekræftet', 'Confirmed', 2, 'Samspil'),
  ('disputed', 'Bestridt', 'Disputed', 3, 'Samspil');

ALTER TABLE code_role ADD COLUMN IF NOT EXISTS staff boolean NOT NULL DEFAULT true,
  ADD COLUMN IF NOT EXISTS sees_all boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN code_role.staff IS 'Staff of the region: sees internal cases; others only open ones and their own';
COMMENT ON COLUMN code_role.sees_all IS 'Sees restricted cases everywhere';
INSERT INTO code_role (code, da, en, sort, staff, sees_all, source) VALUES
  ('procurement_officer', 'Indkøber (Koncernindkøb)', 'Procurement officer', 1, true, true, 'Samspil'),
  ('procurement_lead', 'Indkøbschef (Koncernindkøb)', 'Head of procurement', 2, true, true, 'Samspil'),
  ('clinic_lead', 'Projektleder i klinikken', 'Project lead in the clinic', 3, true, false, 'Samspil'),
  ('department_head', 'Afdelingsledelse', 'Head of department', 4, true, false, 'Samspil'),
  ('hospital_exec', 'Hospitalsdirektion', 'Hospital executive', 5, true, false, 'Samspil'),
  ('health_economist', 'Sundhedsøkonom', 'Health economist', 6, true, false, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021'),
  ('controller', 'Controller', 'Controller', 7, true, false, 'Samspil'),
  ('lawyer', 'Jurist', 'Lawyer', 8, true, true, 'Samspil'),
  ('research_support', 'Forskningsstøtte', 'Research support', 9, true, false, 'Samspil'),
  ('forum_secretary', 'Forumsekretær', 'Forum secretary', 10, true, false, 'Samspil'),
  ('forum_member', 'Forummedlem', 'Forum member', 11, false, false, 'Samspil'),
  ('sector_contact', 'Kontakt i kommune eller almen praksis', 'Contact in municipality or general practice', 12, false, false, 'Samspil'),
  ('data_protection_officer', 'Databeskyttelsesrådgiver', 'Data protection officer', 13, true, false, 'Databeskyttelsesforordningen art. 38'),
  ('finance_system', 'Økonomisystem', 'Finance system', 14, true, false, 'Samspil'),
  ('auditor', 'Revisor', 'Auditor', 15, true, true, 'Samspil'),
  ('admin', 'Administrator', 'Administrator', 16, true, false, 'Samspil');

-- An administrator runs the system but approves no value; finance is changed by the finance system and controllers.
INSERT INTO role_right (role, right_code)
SELECT r.role, w.right_code FROM (VALUES
  ('procurement_officer', 'collaborations:read collaborations:write organisations:read organisations:write value:read value:write imports:write exports:read finance:read'),
  ('procurement_lead', 'collaborations:read collaborations:write organisations:read organisations:write value:read value:write value:approve imports:write exports:read finance:read'),
  ('clinic_lead', 'collaborations:read collaborations:write organisations:read organisations:write value:read value:write exports:read'),
  ('department_head', 'collaborations:read collaborations:write organisations:read organisations:write value:read value:write value:approve exports:read finance:read'),
  ('hospital_exec', 'collaborations:read organisations:read value:read value:approve exports:read finance:read'),
  ('health_economist', 'collaborations:read organisations:read value:read value:write value:approve exports:read finance:read'),
  ('controller', 'collaborations:read organisations:read value:read exports:read finance:read finance:write'),
  ('lawyer', 'collaborations:read collaborations:write organisations:read organisations:write value:read exports:read'),
  ('research_support', 'collaborations:read collaborations:write organisations:read organisations:write value:read value:write imports:write exports:read'),
  ('forum_secretary', 'collaborations:read organisations:read value:read exports:read'),
  ('forum_member', 'collaborations:read'),
  ('sector_contact', 'collaborations:read value:read'),
  ('data_protection_officer', 'collaborations:read organisations:read exports:read audit:read'),
  ('finance_system', 'collaborations:read organisations:read finance:read finance:write'),
  ('auditor', 'collaborations:read organisations:read value:read exports:read finance:read audit:read'),
  ('admin', 'collaborations:read collaborations:write organisations:read organisations:write value:read value:write imports:write exports:read users:admin audit:read finance:read')
) AS r(role, rights), unnest(string_to_array(r.rights, ' ')) AS w(right_code);
