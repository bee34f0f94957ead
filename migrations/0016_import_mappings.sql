-- SPDX-License-Identifier: EUPL-1.2
-- What columns can be brought to, how names tell the kind of an organisation, and the saved mappings of the lists that
-- offices really have. All of it is data: a new list needs a new mapping, not a new program.

INSERT INTO import_target (kind, name, sort, da, en, type, required, part, attribute, code, minimum, maximum, only_kind, aliases) VALUES
  ('collaboration', 'title', 1, 'Titel', 'Title', 'line', true, 'field', 'title', '', 3, 300, '', '{"projekttitel","projektnavn","sagstitel","samarbejde","projekt"}'),
  ('collaboration', 'summary', 2, 'Beskrivelse', 'Summary', 'text', false, 'field', 'summary', '', 0, 20000, '', '{"resumé","resume","formål","projektbeskrivelse","description"}'),
  ('collaboration', 'kind', 3, 'Type', 'Kind', 'code', true, 'field', 'kind', 'kind', 0, 0, '', '{}'),
  ('collaboration', 'subtype', 4, 'Undertype', 'Subtype', 'code', false, 'field', 'subtype', 'subtype', 0, 0, '', '{"kontrakttype","aftaletype"}'),
  ('collaboration', 'stage', 5, 'Fase', 'Stage', 'code', false, 'field', 'stage', 'stage', 0, 0, '', '{"status","stadie"}'),
  ('collaboration', 'unit_id', 6, 'Enhed', 'Unit', 'code', true, 'field', 'unit_id', 'unit', 0, 0, '', '{"afdeling","klinik","hospital","region","department","hospital/afdeling"}'),
  ('collaboration', 'owner_id', 7, 'Projektleder', 'Owner', 'code', false, 'field', 'owner_id', 'user', 0, 0, '', '{"ansvarlig","kontaktperson","sagsbehandler","tovholder"}'),
  ('collaboration', 'start_date', 8, 'Startdato', 'Start date', 'date', false, 'field', 'start_date', '', 0, 0, '', '{"start","startdato(dd-mm-åååå)","fra","opstart","aftalestart"}'),
  ('collaboration', 'end_date', 9, 'Slutdato', 'End date', 'date', false, 'field', 'end_date', '', 0, 0, '', '{"slut","til","udløb","udløbsdato","aftaleudløb"}'),
  ('collaboration', 'value_ceiling_oere', 10, 'Værdiloft (kr.)', 'Value ceiling (DKK)', 'oere', false, 'field', 'value_ceiling_oere', '', 0, 0, '', '{"beløb","budget","kontraktsum","kontraktværdi","rammebeløb","amount"}'),
  ('collaboration', 'external_id', 11, 'Nøgle i kilden', 'Key in the source', 'identifier', false, 'field', 'external_id', '', 1, 200, '', '{"id","sagsnr","sagsnr.","sagsnummer","projektnr","projektnummer","nct_id"}'),
  ('collaboration', 'number', 12, 'Nummer', 'Number', 'identifier', false, 'field', 'number', '', 1, 40, '', '{}'),
  ('collaboration', 'journal_number', 13, 'Journalnummer', 'Journal number', 'line', false, 'field', 'journal_number', '', 0, 60, '', '{"journalnr","journalnr.","esdh-nr","esdh"}'),
  ('collaboration', 'theme', 14, 'Tema', 'Theme', 'code', false, 'field', 'theme', 'theme', 0, 0, '', '{}'),
  ('collaboration', 'patient_group', 15, 'Patientgruppe', 'Patient group', 'code', false, 'field', 'patient_group', 'patient_group', 0, 0, '', '{}'),
  ('collaboration', 'visibility', 16, 'Synlighed', 'Visibility', 'code', false, 'field', 'visibility', 'visibility', 0, 0, '', '{}'),
  ('collaboration', 'tags', 17, 'Mærker', 'Tags', 'tags', false, 'field', 'tags', '', 0, 80, '', '{"emneord","nøgleord","tags","keywords"}'),
  ('collaboration', 'lead_name', 18, 'Hovedpart: navn', 'Lead: name', 'line', false, 'party', 'party_name', 'lead', 1, 300, '', '{}'),
  ('collaboration', 'lead_cvr', 19, 'Hovedpart: CVR-nummer', 'Lead: CVR number', 'cvr', false, 'party', 'party_cvr', 'lead', 0, 0, '', '{}'),
  ('collaboration', 'lead_country', 20, 'Hovedpart: land', 'Lead: country', 'country', false, 'party', 'party_country', 'lead', 0, 0, '', '{}'),
  ('collaboration', 'lead_address', 21, 'Hovedpart: adresse', 'Lead: address', 'line', false, 'party', 'party_address', 'lead', 0, 200, '', '{}'),
  ('collaboration', 'lead_postcode', 22, 'Hovedpart: postnummer', 'Lead: postcode', 'line', false, 'party', 'party_postcode', 'lead', 0, 20, '', '{}'),
  ('collaboration', 'lead_city', 23, 'Hovedpart: by', 'Lead: city', 'line', false, 'party', 'party_city', 'lead', 0, 100, '', '{}'),
  ('collaboration', 'sponsor_name', 24, 'Sponsor: navn', 'Sponsor: name', 'line', false, 'party', 'party_name', 'sponsor', 1, 300, '', '{"sponsor","firma","virksomhed"}'),
  ('collaboration', 'sponsor_cvr', 25, 'Sponsor: CVR-nummer', 'Sponsor: CVR number', 'cvr', false, 'party', 'party_cvr', 'sponsor', 0, 0, '', '{"cvr","cvr-nr","cvr-nr.","cvr-nummer"}'),
  ('collaboration', 'sponsor_country', 26, 'Sponsor: land', 'Sponsor: country', 'country', false, 'party', 'party_country', 'sponsor', 0, 0, '', '{}'),
  ('collaboration', 'sponsor_address', 27, 'Sponsor: adresse', 'Sponsor: address', 'line', false, 'party', 'party_address', 'sponsor', 0, 200, '', '{}'),
  ('collaboration', 'sponsor_postcode', 28, 'Sponsor: postnummer', 'Sponsor: postcode', 'line', false, 'party', 'party_postcode', 'sponsor', 0, 20, '', '{}'),
  ('collaboration', 'sponsor_city', 29, 'Sponsor: by', 'Sponsor: city', 'line', false, 'party', 'party_city', 'sponsor', 0, 100, '', '{}'),
  ('collaboration', 'supplier_name', 30, 'Leverandør: navn', 'Supplier: name', 'line', false, 'party', 'party_name', 'supplier', 1, 300, '', '{"leverandør"}'),
  ('collaboration', 'supplier_cvr', 31, 'Leverandør: CVR-nummer', 'Supplier: CVR number', 'cvr', false, 'party', 'party_cvr', 'supplier', 0, 0, '', '{}'),
  ('collaboration', 'supplier_country', 32, 'Leverandør: land', 'Supplier: country', 'country', false, 'party', 'party_country', 'supplier', 0, 0, '', '{}'),
  ('collaboration', 'supplier_address', 33, 'Leverandør: adresse', 'Supplier: address', 'line', false, 'party', 'party_address', 'supplier', 0, 200, '', '{}'),
  ('collaboration', 'supplier_postcode', 34, 'Leverandør: postnummer', 'Supplier: postcode', 'line', false, 'party', 'party_postcode', 'supplier', 0, 20, '', '{}'),
  ('collaboration', 'supplier_city', 35, 'Leverandør: by', 'Supplier: city', 'line', false, 'party', 'party_city', 'supplier', 0, 100, '', '{}'),
  ('collaboration', 'partner_names', 36, 'Partnere: navne', 'Partners: names', 'names', false, 'party', 'party_name', 'partner', 1, 300, '', '{"partnere","parter","partners"}'),
  ('collaboration', 'supplier_names', 37, 'Leverandører: navne', 'Suppliers: names', 'names', false, 'party', 'party_name', 'supplier', 1, 300, '', '{}'),
  ('collaboration', 'funder_names', 38, 'Bevillingsgivere: navne', 'Funders: names', 'names', false, 'party', 'party_name', 'funder', 1, 300, '', '{}'),
  ('collaboration', 'site_names', 39, 'Forsøgssteder: navne', 'Sites: names', 'names', false, 'party', 'party_name', 'site', 1, 300, '', '{}'),
  ('collaboration', 'cro_names', 40, 'Kontraktforskningsvirksomheder (CRO): navne', 'Contract research organisations: names', 'names', false, 'party', 'party_name', 'cro', 1, 300, '', '{}'),
  ('collaboration', 'protocol_number', 41, 'Protokolnummer', 'Protocol number', 'line', false, 'field', 'protocol_number', '', 0, 80, 'research_contract', '{"protokolnr","protokolnr.","protokol","protocol"}'),
  ('collaboration', 'eu_number', 42, 'EU-nummer (EudraCT, EU CT, EUDAMED)', 'EU number (EudraCT, EU CT, EUDAMED)', 'line', false, 'field', 'eu_number', '', 0, 80, 'research_contract', '{"eudract","eudract-nr"}'),
  ('collaboration', 'ethics_number', 43, 'VEK-nummer', 'Ethics committee number', 'line', false, 'field', 'ethics_number', '', 0, 80, 'research_contract', '{"vek","vek-nr","vek-nr."}'),
  ('collaboration', 'principal_investigator', 44, 'Forsøgsansvarlig', 'Principal investigator', 'line', false, 'field', 'principal_investigator', '', 0, 160, 'research_contract', '{"pi","investigator"}'),
  ('collaboration', 'planned_patients', 45, 'Planlagte patienter', 'Planned patients', 'integer', false, 'field', 'planned_patients', '', 0, 10000000, 'research_contract', '{}'),
  ('collaboration', 'external_amount_oere', 46, 'Ekstern finansiering (kr.)', 'External funding (DKK)', 'oere', false, 'field', 'external_amount_oere', '', 0, 0, 'research_contract', '{}'),
  ('collaboration', 'need', 47, 'Behov', 'Need', 'text', false, 'field', 'need', '', 0, 4000, 'opi', '{}'),
  ('collaboration', 'need_group_size', 48, 'Personer, behovet gælder', 'People concerned', 'integer', false, 'field', 'need_group_size', '', 0, 100000000, 'opi', '{}'),
  ('collaboration', 'procurement_procedure', 49, 'Udbudsform', 'Procurement procedure', 'line', false, 'field', 'procurement_procedure', '', 0, 100, 'strategic_procurement', '{}'),
  ('collaboration', 'cpv', 50, 'CPV-kode', 'CPV code', 'code', false, 'field', 'cpv', 'cpv', 0, 0, 'strategic_procurement', '{}'),
  ('collaboration', 'term_months', 51, 'Løbetid (måneder)', 'Term (months)', 'integer', false, 'field', 'term_months', '', 1, 600, 'strategic_procurement', '{}'),
  ('collaboration', 'funding_region_oere', 52, 'Finansiering fra regionen (kr.)', 'Funding from the region (DKK)', 'oere', false, 'funding', 'funding_oere', 'region', 0, 0, '', '{}'),
  ('collaboration', 'funding_own_oere', 53, 'Finansiering: egenfinansiering (kr.)', 'Funding: own funds (DKK)', 'oere', false, 'funding', 'funding_oere', 'own', 0, 0, '', '{}'),
  ('collaboration', 'funding_company_oere', 54, 'Finansiering fra virksomheder (kr.)', 'Funding from companies (DKK)', 'oere', false, 'funding', 'funding_oere', 'company', 0, 0, '', '{}'),
  ('collaboration', 'funding_foundation_oere', 55, 'Finansiering fra fonde (kr.)', 'Funding from foundations (DKK)', 'oere', false, 'funding', 'funding_oere', 'foundation', 0, 0, '', '{}'),
  ('collaboration', 'funding_eu_oere', 56, 'Finansiering fra EU (kr.)', 'Funding from the EU (DKK)', 'oere', false, 'funding', 'funding_oere', 'eu', 0, 0, '', '{}'),
  ('collaboration', 'funding_state_pool_oere', 57, 'Finansiering fra statslig pulje (kr.)', 'Funding from state pool (DKK)', 'oere', false, 'funding', 'funding_oere', 'state_pool', 0, 0, '', '{}'),
  ('collaboration', 'funding_municipality_oere', 58, 'Finansiering fra kommuner (kr.)', 'Funding from municipalities (DKK)', 'oere', false, 'funding', 'funding_oere', 'municipality', 0, 0, '', '{}'),
  ('collaboration', 'funding_other_public_oere', 59, 'Finansiering: anden offentlig (kr.)', 'Funding: other public (DKK)', 'oere', false, 'funding', 'funding_oere', 'other_public', 0, 0, '', '{}'),
  ('collaboration', 'funding_in_kind_oere', 60, 'Finansiering: naturalier (kr.)', 'Funding: in kind (DKK)', 'oere', false, 'funding', 'funding_oere', 'in_kind', 0, 0, '', '{}'),
  ('organisation', 'name', 61, 'Navn', 'Name', 'line', true, 'party', 'party_name', '', 1, 300, '', '{"organisation","virksomhed","firma"}'),
  ('organisation', 'cvr', 62, 'CVR-nummer', 'CVR number', 'cvr', false, 'party', 'party_cvr', '', 0, 0, '', '{"cvr","cvr-nr","cvr-nr."}'),
  ('organisation', 'pic', 63, 'PIC', 'PIC', 'pic', false, 'party', 'party_pic', '', 0, 0, '', '{}'),
  ('organisation', 'gln', 64, 'GLN (EAN)', 'GLN (EAN)', 'gln', false, 'party', 'party_gln', '', 0, 0, '', '{"ean","ean-nummer","ean-nr","gln"}'),
  ('organisation', 'p_number', 65, 'P-nummer', 'P-number', 'p_number', false, 'party', 'party_p_number', '', 0, 0, '', '{}'),
  ('organisation', 'country', 66, 'Land', 'Country', 'country', false, 'party', 'party_country', '', 0, 0, '', '{}'),
  ('organisation', 'kind', 67, 'Art', 'Kind', 'code', false, 'party', 'party_kind', 'organisation_kind', 0, 0, '', '{}'),
  ('organisation', 'group_name', 68, 'Koncern', 'Group', 'line', false, 'party', 'party_group_name', '', 0, 200, '', '{}'),
  ('organisation', 'address', 69, 'Adresse', 'Address', 'line', false, 'party', 'party_address', '', 0, 200, '', '{"vejnavn","vej","street"}'),
  ('organisation', 'postcode', 70, 'Postnummer', 'Postcode', 'line', false, 'party', 'party_postcode', '', 0, 20, '', '{"postnr","postnr.","zip"}'),
  ('organisation', 'city', 71, 'By', 'City', 'line', false, 'party', 'party_city', '', 0, 100, '', '{"bynavn","town"}'),
  ('organisation', 'note', 72, 'Bemærkning', 'Note', 'text', false, 'party', 'party_note', '', 0, 2000, '', '{}'),
  ('participation', 'external_id', 73, 'Samarbejdets nøgle i kilden', 'Key of the collaboration in the source', 'identifier', false, 'field', 'external_id', '', 1, 200, '', '{"projekt","project","sagsnr","id"}'),
  ('participation', 'number', 74, 'Samarbejdets nummer', 'Number of the collaboration', 'identifier', false, 'field', 'number', '', 1, 40, '', '{}'),
  ('participation', 'organisation_name', 75, 'Organisationens navn', 'Name of the organisation', 'line', false, 'party', 'party_name', '', 1, 300, '', '{"organisation","navn","deltager","partner"}'),
  ('participation', 'organisation_cvr', 76, 'Organisationens CVR-nummer', 'CVR number of the organisation', 'cvr', false, 'party', 'party_cvr', '', 0, 0, '', '{"cvr","cvr-nummer","cvr-nr"}'),
  ('participation', 'organisation_pic', 77, 'Organisationens PIC', 'PIC of the organisation', 'pic', false, 'party', 'party_pic', '', 0, 0, '', '{"pic"}'),
  ('participation', 'organisation_gln', 78, 'Organisationens GLN', 'GLN of the organisation', 'gln', false, 'party', 'party_gln', '', 0, 0, '', '{}'),
  ('participation', 'role', 79, 'Rolle', 'Role', 'code', false, 'party', 'party_role', 'party_role', 0, 0, '', '{}'),
  ('participation', 'contribution_oere', 80, 'Bidrag (kr.)', 'Contribution (DKK)', 'oere', false, 'field', 'contribution_oere', '', 0, 0, '', '{}'),
  ('participation', 'contact_name', 81, 'Kontaktperson', 'Contact person', 'line', false, 'field', 'contact_name', '', 0, 120, '', '{}'),
  ('participation', 'note', 82, 'Bemærkning', 'Note', 'text', false, 'field', 'note', '', 0, 2000, '', '{}');

INSERT INTO organisation_kind_rule (no, pattern, kind, source) VALUES
  (1, '^region ', 'region', 'Samspil'),
  (2, '( |^)(kommune|regionskommune)$|^kommunen ', 'municipality', 'Samspil'),
  (3, 'hospital|sygehus|( |^)klinikken( |$)', 'hospital', 'Samspil'),
  (4, 'universitet|university|hoejskole|handelsskole|uddannelse|erhvervsakademi|business school|academy|akademi|( |^)(amu|euc|vuc|sosu|college|gymnasium|tech)( |$)|skole( |$)', 'university', 'Samspil'),
  (5, '( |^)(fond|fonden|foundation|stichting|fondation)( |$)|fonden$', 'foundation', 'Samspil'),
  (6, 'klynge|netvaerk|network|cluster|( |^)forum( |$)', 'forum', 'Samspil'),
  (7, 'forening|forbund|association|organisationen|( |^)(dansk industri|dansk erhverv)( |$)', 'association', 'Samspil'),
  (8, 'styrelsen( |$)|ministeriet|( |^)(jobcenter|rigspolitiet)( |$)|agency|institute of public health', 'public_authority', 'Samspil');

-- Our own export (/exports/collaborations.csv), so that what is corrected in Excel can be read back. Columns that are derived
-- (party, net present value, signal) stay out.
WITH m AS (INSERT INTO import_mapping (name, kind, source, encoding, delimiter, decimal_sign, date_style) VALUES ('Samspil standard', 'collaboration', 'samspil', 'utf-8', ';', ',', 'dmy') RETURNING id)
INSERT INTO import_mapping_field (mapping_id, nth, column_name, target, constant, value_map, separator, multiplier, is_key)
SELECT m.id, v.* FROM m, (VALUES
  (1, 'Nummer'::text, 'number'::text, NULL::text, NULL::jsonb, NULL::text, 1::bigint, false),
  (2, 'Type', 'kind', NULL, NULL, NULL, 1, false),
  (3, 'Undertype', 'subtype', NULL, NULL, NULL, 1, false),
  (4, 'Titel', 'title', NULL, NULL, NULL, 1, false),
  (5, 'Fase', 'stage', NULL, NULL, NULL, 1, false),
  (6, 'Enhed', 'unit_id', NULL, NULL, NULL, 1, false),
  (7, 'Projektleder', 'owner_id', NULL, NULL, NULL, 1, false),
  (8, 'Startdato', 'start_date', NULL, NULL, NULL, 1, false),
  (9, 'Slutdato', 'end_date', NULL, NULL, NULL, 1, false),
  (10, 'Journalnummer', 'journal_number', NULL, NULL, NULL, 1, false),
  (11, 'Synlighed', 'visibility', NULL, NULL, NULL, 1, false),
  (12, 'Tema', 'theme', NULL, NULL, NULL, 1, false),
  (13, 'Mærker', 'tags', NULL, NULL, ', ', 1, false),
  (14, 'Værdiloft (kr.)', 'value_ceiling_oere', NULL, NULL, NULL, 1, false)
) AS v(nth, column_name, target, constant, value_map, separator, multiplier, is_key);

-- The public lists of structural fund projects (Erhvervsstyrelsen). Pools that belong to no region stand with Region
-- Hovedstaden. The lists hold no key: title, start, scheme and beneficiary together are one.
WITH m AS (INSERT INTO import_mapping (name, kind, source) VALUES ('ESIF 2007-2013', 'collaboration', 'ESIF-DK-2007-2013') RETURNING id)
INSERT INTO import_mapping_field (mapping_id, nth, column_name, target, constant, value_map, separator, multiplier, is_key)
SELECT m.id, v.* FROM m, (VALUES
  (1, 'projekttitel'::text, 'title'::text, NULL::text, NULL::jsonb, NULL::text, 1::bigint, true),
  (2, 'start_dato', 'start_date', NULL, NULL, NULL, 1, true),
  (3, 'slut_dato', 'end_date', NULL, NULL, NULL, 1, false),
  (4, 'ordning', 'tags', NULL, '{"ERDFN": "Regionalfonden", "ERDFM": "Regionalfonden", "ERDFD": "Regionalfonden", "ERDFS": "Regionalfonden", "ERDFH": "Regionalfonden", "ERDFB": "Regionalfonden", "ERDFK": "Regionalfonden", "ESFN": "Socialfonden", "ESFM": "Socialfonden", "ESFD": "Socialfonden", "ESFS": "Socialfonden", "ESFH": "Socialfonden", "ESFB": "Socialfonden", "ESFK": "Socialfonden"}', NULL, 1, true),
  (5, 'Indsatsområde', 'tags', NULL, NULL, NULL, 1, false),
  (6, 'budget', 'value_ceiling_oere', NULL, NULL, NULL, 1, false),
  (7, 'eu', 'funding_eu_oere', NULL, NULL, NULL, 1, false),
  (8, 'tas_projekt_besk', 'summary', NULL, NULL, NULL, 1, false),
  (9, 'region', 'unit_id', NULL, '{"Nordjylland": "Region Nordjylland", "Midtjylland": "Region Midtjylland", "Syddanmark": "Region Syddanmark", "Sjælland": "Region Sjælland", "Hovedstaden": "Region Hovedstaden", "Bornholm": "Region Hovedstaden", "*": "Region Hovedstaden"}', NULL, 1, false),
  (10, 'region', 'tags', NULL, NULL, NULL, 1, false),
  (11, 'cvr', 'lead_cvr', NULL, NULL, NULL, 1, true),
  (12, 'navn', 'lead_name', NULL, NULL, NULL, 1, false),
  (13, 'vejnavn', 'lead_address', NULL, NULL, NULL, 1, false),
  (14, 'postnr', 'lead_postcode', NULL, NULL, NULL, 1, false),
  (15, 'bynavn', 'lead_city', NULL, NULL, NULL, 1, false),
  (16, 'parter', 'partner_names', NULL, NULL, '. ', 1, false),
  (17, NULL, 'kind', 'opi', NULL, NULL, 1, false),
  (18, NULL, 'subtype', 'strategic_cooperation', NULL, NULL, 1, false),
  (19, NULL, 'stage', 'closed', NULL, NULL, 1, false),
  (20, NULL, 'visibility', 'open', NULL, NULL, 1, false),
  (21, NULL, 'tags', 'ESIF 2007-2013', NULL, NULL, 1, false)
) AS v(nth, column_name, target, constant, value_map, separator, multiplier, is_key);

WITH m AS (INSERT INTO import_mapping (name, kind, source) VALUES ('ESIF 2014-2020', 'collaboration', 'ESIF-DK-2014-2020') RETURNING id)
INSERT INTO import_mapping_field (mapping_id, nth, column_name, target, constant, value_map, separator, multiplier, is_key)
SELECT m.id, v.* FROM m, (VALUES
  (1, 'Projektitel / Operation name'::text, 'title'::text, NULL::text, NULL::jsonb, NULL::text, 1::bigint, true),
  (2, 'Startdato / Operation start date', 'start_date', NULL, NULL, NULL, 1, true),
  (3, 'Slutdato / Operation end date', 'end_date', NULL, NULL, NULL, 1, false),
  (4, 'Prioritetsakse / Priority axis', 'tags', NULL, NULL, E'\n', 1, true),
  (5, 'Budget / Budget', 'value_ceiling_oere', NULL, NULL, NULL, 1, false),
  (6, 'EU-medfinansiering / Union co-financing', 'funding_eu_oere', NULL, NULL, NULL, 1, false),
  (7, 'Projektbeskrivelse', 'summary', NULL, NULL, NULL, 1, false),
  (8, 'Fond / Fund', 'tags', NULL, '{"R": "Regionalfonden", "S": "Socialfonden"}', NULL, 1, false),
  (9, 'Region / Region', 'unit_id', NULL, '{"Nordjylland": "Region Nordjylland", "Midtjylland": "Region Midtjylland", "Syddanmark": "Region Syddanmark", "Sjælland": "Region Sjælland", "Hovedstaden": "Region Hovedstaden", "Bornholm": "Region Hovedstaden", "*": "Region Hovedstaden"}', NULL, 1, false),
  (10, 'Region / Region', 'tags', NULL, NULL, NULL, 1, false),
  (11, 'Kontraktansvarlig partner / Beneficiary name', 'lead_name', NULL, NULL, NULL, 1, true),
  (12, 'Vejnavn / Street name', 'lead_address', NULL, NULL, NULL, 1, false),
  (13, 'Postnr / Operation postcode', 'lead_postcode', NULL, NULL, NULL, 1, false),
  (14, 'Bynavn / City name', 'lead_city', NULL, NULL, NULL, 1, false),
  (15, 'Partere / Project partners', 'partner_names', NULL, NULL, E'\n', 1, false),
  (16, NULL, 'kind', 'opi', NULL, NULL, 1, false),
  (17, NULL, 'subtype', 'strategic_cooperation', NULL, NULL, 1, false),
  (18, NULL, 'stage', 'closed', NULL, NULL, 1, false),
  (19, NULL, 'visibility', 'open', NULL, NULL, 1, false),
  (20, NULL, 'tags', 'ESIF 2014-2020', NULL, NULL, 1, false)
) AS v(nth, column_name, target, constant, value_map, separator, multiplier, is_key);

-- Trials of Danish institutions as ClinicalTrials.gov lists them. Where no region is given, the sponsor decides.
WITH m AS (INSERT INTO import_mapping (name, kind, source) VALUES ('Kliniske forsøg (ClinicalTrials.gov)', 'collaboration', 'ClinicalTrials.gov') RETURNING id)
INSERT INTO import_mapping_field (mapping_id, nth, column_name, target, constant, value_map, separator, multiplier, is_key)
SELECT m.id, v.* FROM m, (VALUES
  (1, 'nct_id'::text, 'external_id'::text, NULL::text, NULL::jsonb, NULL::text, 1::bigint, false),
  (2, 'eudract_ids', 'eu_number', NULL, NULL, NULL, 1, false),
  (3, 'source', 'sponsor_name', NULL, NULL, NULL, 1, false),
  (4, 'region', 'unit_id', NULL, '{"Region Hovedstaden": "Region Hovedstaden", "Region Syddanmark": "Region Syddanmark", "Region Sjælland": "Region Sjælland", "Region Midtjylland": "Region Midtjylland", "Region Nordjylland": "Region Nordjylland"}', NULL, 1, false),
  (5, 'source', 'unit_id', NULL, '{"University of Aarhus": "Region Midtjylland", "Aarhus University Hospital": "Region Midtjylland", "Aarhus University Hospital Skejby": "Region Midtjylland", "Aalborg University": "Region Nordjylland", "Aalborg University Hospital": "Region Nordjylland", "University of Southern Denmark": "Region Syddanmark", "Odense University Hospital": "Region Syddanmark", "Svendborg Hospital": "Region Syddanmark", "Spine Centre of Southern Denmark": "Region Syddanmark", "Region of Southern Denmark": "Region Syddanmark", "*": "Region Hovedstaden"}', NULL, 1, false),
  (6, 'brief_title', 'title', NULL, NULL, NULL, 1, false),
  (7, 'official_title', 'summary', NULL, NULL, NULL, 1, false),
  (8, 'acronym', 'tags', NULL, NULL, NULL, 1, false),
  (9, 'overall_status', 'stage', NULL, '{"Completed": "closed", "Terminated": "closed", "Withdrawn": "lapsed", "Suspended": "paused", "Unknown status": "closed", "*": "active"}', NULL, 1, false),
  (10, 'overall_status', 'tags', NULL, NULL, NULL, 1, false),
  (11, 'phase', 'tags', NULL, NULL, NULL, 1, false),
  (12, 'start_date', 'start_date', NULL, NULL, NULL, 1, false),
  (13, 'completion_date', 'end_date', NULL, NULL, NULL, 1, false),
  (14, 'enrollment', 'planned_patients', NULL, NULL, NULL, 1, false),
  (15, 'intervention_types_combined', 'tags', NULL, NULL, ' | ', 1, false),
  (16, NULL, 'kind', 'research_contract', NULL, NULL, 1, false),
  (17, NULL, 'subtype', 'cta', NULL, NULL, 1, false),
  (18, NULL, 'theme', 'clinical_trials', NULL, NULL, 1, false),
  (19, NULL, 'visibility', 'open', NULL, NULL, 1, false)
) AS v(nth, column_name, target, constant, value_map, separator, multiplier, is_key);

-- Projects of the Innovative Medicines Initiative, in three files: organisations first, then projects, then who takes part.
WITH m AS (INSERT INTO import_mapping (name, kind, source) VALUES ('IMI-organisationer', 'organisation', 'IMI') RETURNING id)
INSERT INTO import_mapping_field (mapping_id, nth, column_name, target, constant, value_map, separator, multiplier, is_key)
SELECT m.id, v.* FROM m, (VALUES
  (1, 'pic'::text, 'pic'::text, NULL::text, NULL::jsonb, NULL::text, 1::bigint, false),
  (2, 'name', 'name', NULL, NULL, NULL, 1, false),
  (3, 'city', 'city', NULL, NULL, NULL, 1, false),
  (4, 'country', 'country', NULL, '{"UK": "GB", "EL": "GR"}', NULL, 1, false)
) AS v(nth, column_name, target, constant, value_map, separator, multiplier, is_key);

WITH m AS (INSERT INTO import_mapping (name, kind, source) VALUES ('IMI-projekter', 'collaboration', 'IMI') RETURNING id)
INSERT INTO import_mapping_field (mapping_id, nth, column_name, target, constant, value_map, separator, multiplier, is_key)
SELECT m.id, v.* FROM m, (VALUES
  (1, 'project'::text, 'external_id'::text, NULL::text, NULL::jsonb, NULL::text, 1::bigint, false),
  (2, 'project', 'title', NULL, NULL, NULL, 1, false),
  (3, 'tags', 'tags', NULL, NULL, ';', 1, false),
  (4, NULL, 'kind', 'research_contract', NULL, NULL, 1, false),
  (5, NULL, 'subtype', 'konsort', NULL, NULL, 1, false),
  (6, NULL, 'stage', 'active', NULL, NULL, 1, false),
  (7, NULL, 'unit_id', 'Region Hovedstaden', NULL, NULL, 1, false),
  (8, NULL, 'visibility', 'open', NULL, NULL, 1, false)
) AS v(nth, column_name, target, constant, value_map, separator, multiplier, is_key);

WITH m AS (INSERT INTO import_mapping (name, kind, source) VALUES ('IMI-deltagelser', 'participation', 'IMI') RETURNING id)
INSERT INTO import_mapping_field (mapping_id, nth, column_name, target, constant, value_map, separator, multiplier, is_key)
SELECT m.id, v.* FROM m, (VALUES
  (1, 'project'::text, 'external_id'::text, NULL::text, NULL::jsonb, NULL::text, 1::bigint, false),
  (2, 'pic', 'organisation_pic', NULL, NULL, NULL, 1, false),
  (3, NULL, 'role', 'partner', NULL, NULL, 1, false)
) AS v(nth, column_name, target, constant, value_map, separator, multiplier, is_key);
