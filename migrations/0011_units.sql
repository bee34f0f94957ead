-- SPDX-License-Identifier: EUPL-1.2
-- Regions, municipalities, hospitals, departments, health clusters and health councils, with validity and successors.
-- A fragment as far as open sources give it: 13 of the clusters, one of the 17 health councils, the departments that
-- the source of SOR codes names. The rest is added by an administrator or by an import of SOR.

-- Regions. The code is the national region code; Region Østdanmark has none in the source.
INSERT INTO unit (code, kind, name, parent_id, sor_code, shak_code, municipality_code, valid_from, valid_to, source)
SELECT v.code, v.kind, v.name, p.id, v.sor, v.shak, v.municipality, v.valid_from::date, v.valid_to::date, v.source
FROM (VALUES
  ('region-1084', 'region', 'Region Hovedstaden', NULL, NULL, NULL, NULL, '2007-01-01', '2026-12-31', 'Regionskode 1084', 1),
  ('region-1085', 'region', 'Region Sjælland', NULL, NULL, NULL, NULL, '2007-01-01', '2026-12-31', 'Regionskode 1085', 2),
  ('region-1083', 'region', 'Region Syddanmark', NULL, NULL, NULL, NULL, '2007-01-01', NULL, 'Regionskode 1083', 3),
  ('region-1082', 'region', 'Region Midtjylland', NULL, NULL, NULL, NULL, '2007-01-01', NULL, 'Regionskode 1082', 4),
  ('region-1081', 'region', 'Region Nordjylland', NULL, NULL, NULL, NULL, '2007-01-01', NULL, 'Regionskode 1081', 5),
  ('region-oestdanmark', 'region', 'Region Østdanmark', NULL, NULL, NULL, NULL, '2027-01-01', NULL, 'edagsorden.regionh.dk HtmlPublication-9942; kl.dk: tidslinje; regional-indsigt.dk 06-05-2025', 6)
) AS v(code, kind, name, parent, sor, shak, municipality, valid_from, valid_to, source, nth)
LEFT JOIN unit p ON p.code = v.parent ORDER BY v.nth;

INSERT INTO unit_successor (unit_id, successor_id, valid_from, source)
SELECT u.id, s.id, '2027-01-01', 'edagsorden.regionh.dk HtmlPublication-9942; kl.dk: tidslinje; regional-indsigt.dk 06-05-2025'
FROM unit u, unit s WHERE u.code IN ('region-1084', 'region-1085') AND s.code = 'region-oestdanmark';

-- Municipalities, below the region that they belong to today.
INSERT INTO unit (code, kind, name, parent_id, sor_code, shak_code, municipality_code, valid_from, valid_to, source)
SELECT v.code, v.kind, v.name, p.id, v.sor, v.shak, v.municipality, v.valid_from::date, v.valid_to::date, v.source
FROM (VALUES
  ('kommune-0773', 'municipality', 'Morsø', 'region-1081', NULL, NULL, '773', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 1),
  ('kommune-0787', 'municipality', 'Thisted', 'region-1081', NULL, NULL, '787', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 2),
  ('kommune-0810', 'municipality', 'Brønderslev', 'region-1081', NULL, NULL, '810', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 3),
  ('kommune-0813', 'municipality', 'Frederikshavn', 'region-1081', NULL, NULL, '813', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 4),
  ('kommune-0820', 'municipality', 'Vesthimmerlands', 'region-1081', NULL, NULL, '820', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 5),
  ('kommune-0825', 'municipality', 'Læsø', 'region-1081', NULL, NULL, '825', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 6),
  ('kommune-0840', 'municipality', 'Rebild', 'region-1081', NULL, NULL, '840', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 7),
  ('kommune-0846', 'municipality', 'Mariagerfjord', 'region-1081', NULL, NULL, '846', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 8),
  ('kommune-0849', 'municipality', 'Jammerbugt', 'region-1081', NULL, NULL, '849', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 9),
  ('kommune-0851', 'municipality', 'Aalborg', 'region-1081', NULL, NULL, '851', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 10),
  ('kommune-0860', 'municipality', 'Hjørring', 'region-1081', NULL, NULL, '860', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 11),
  ('kommune-0615', 'municipality', 'Horsens', 'region-1082', NULL, NULL, '615', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 12),
  ('kommune-0657', 'municipality', 'Herning', 'region-1082', NULL, NULL, '657', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 13),
  ('kommune-0661', 'municipality', 'Holstebro', 'region-1082', NULL, NULL, '661', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 14),
  ('kommune-0665', 'municipality', 'Lemvig', 'region-1082', NULL, NULL, '665', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 15),
  ('kommune-0671', 'municipality', 'Struer', 'region-1082', NULL, NULL, '671', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 16),
  ('kommune-0706', 'municipality', 'Syddjurs', 'region-1082', NULL, NULL, '706', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 17),
  ('kommune-0707', 'municipality', 'Norddjurs', 'region-1082', NULL, NULL, '707', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 18),
  ('kommune-0710', 'municipality', 'Favrskov', 'region-1082', NULL, NULL, '710', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 19),
  ('kommune-0727', 'municipality', 'Odder', 'region-1082', NULL, NULL, '727', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 20),
  ('kommune-0730', 'municipality', 'Randers', 'region-1082', NULL, NULL, '730', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 21),
  ('kommune-0740', 'municipality', 'Silkeborg', 'region-1082', NULL, NULL, '740', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 22),
  ('kommune-0741', 'municipality', 'Samsø', 'region-1082', NULL, NULL, '741', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 23),
  ('kommune-0746', 'municipality', 'Skanderborg', 'region-1082', NULL, NULL, '746', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 24),
  ('kommune-0751', 'municipality', 'Aarhus', 'region-1082', NULL, NULL, '751', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 25),
  ('kommune-0756', 'municipality', 'Ikast-Brande', 'region-1082', NULL, NULL, '756', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 26),
  ('kommune-0760', 'municipality', 'Ringkøbing-Skjern', 'region-1082', NULL, NULL, '760', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 27),
  ('kommune-0766', 'municipality', 'Hedensted', 'region-1082', NULL, NULL, '766', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 28),
  ('kommune-0779', 'municipality', 'Skive', 'region-1082', NULL, NULL, '779', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 29),
  ('kommune-0791', 'municipality', 'Viborg', 'region-1082', NULL, NULL, '791', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 30),
  ('kommune-0410', 'municipality', 'Middelfart', 'region-1083', NULL, NULL, '410', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 31),
  ('kommune-0420', 'municipality', 'Assens', 'region-1083', NULL, NULL, '420', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 32),
  ('kommune-0430', 'municipality', 'Faaborg-Midtfyn', 'region-1083', NULL, NULL, '430', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 33),
  ('kommune-0440', 'municipality', 'Kerteminde', 'region-1083', NULL, NULL, '440', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 34),
  ('kommune-0450', 'municipality', 'Nyborg', 'region-1083', NULL, NULL, '450', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 35),
  ('kommune-0461', 'municipality', 'Odense', 'region-1083', NULL, NULL, '461', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 36),
  ('kommune-0479', 'municipality', 'Svendborg', 'region-1083', NULL, NULL, '479', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 37),
  ('kommune-0480', 'municipality', 'Nordfyns', 'region-1083', NULL, NULL, '480', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 38),
  ('kommune-0482', 'municipality', 'Langeland', 'region-1083', NULL, NULL, '482', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 39),
  ('kommune-0492', 'municipality', 'Ærø', 'region-1083', NULL, NULL, '492', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 40),
  ('kommune-0510', 'municipality', 'Haderslev', 'region-1083', NULL, NULL, '510', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 41),
  ('kommune-0530', 'municipality', 'Billund', 'region-1083', NULL, NULL, '530', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 42),
  ('kommune-0540', 'municipality', 'Sønderborg', 'region-1083', NULL, NULL, '540', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 43),
  ('kommune-0550', 'municipality', 'Tønder', 'region-1083', NULL, NULL, '550', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 44),
  ('kommune-0561', 'municipality', 'Esbjerg', 'region-1083', NULL, NULL, '561', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 45),
  ('kommune-0563', 'municipality', 'Fanø', 'region-1083', NULL, NULL, '563', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 46),
  ('kommune-0573', 'municipality', 'Varde', 'region-1083', NULL, NULL, '573', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 47),
  ('kommune-0575', 'municipality', 'Vejen', 'region-1083', NULL, NULL, '575', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 48),
  ('kommune-0580', 'municipality', 'Aabenraa', 'region-1083', NULL, NULL, '580', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 49),
  ('kommune-0607', 'municipality', 'Fredericia', 'region-1083', NULL, NULL, '607', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 50),
  ('kommune-0621', 'municipality', 'Kolding', 'region-1083', NULL, NULL, '621', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 51),
  ('kommune-0630', 'municipality', 'Vejle', 'region-1083', NULL, NULL, '630', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 52),
  ('kommune-0101', 'municipality', 'København', 'region-1084', NULL, NULL, '101', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 53),
  ('kommune-0147', 'municipality', 'Frederiksberg', 'region-1084', NULL, NULL, '147', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 54),
  ('kommune-0151', 'municipality', 'Ballerup', 'region-1084', NULL, NULL, '151', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 55),
  ('kommune-0153', 'municipality', 'Brøndby', 'region-1084', NULL, NULL, '153', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 56),
  ('kommune-0155', 'municipality', 'Dragør', 'region-1084', NULL, NULL, '155', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 57),
  ('kommune-0157', 'municipality', 'Gentofte', 'region-1084', NULL, NULL, '157', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 58),
  ('kommune-0159', 'municipality', 'Gladsaxe', 'region-1084', NULL, NULL, '159', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 59),
  ('kommune-0161', 'municipality', 'Glostrup', 'region-1084', NULL, NULL, '161', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 60),
  ('kommune-0163', 'municipality', 'Herlev', 'region-1084', NULL, NULL, '163', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 61),
  ('kommune-0165', 'municipality', 'Albertslund', 'region-1084', NULL, NULL, '165', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 62),
  ('kommune-0167', 'municipality', 'Hvidovre', 'region-1084', NULL, NULL, '167', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 63),
  ('kommune-0169', 'municipality', 'Høje-Taastrup', 'region-1084', NULL, NULL, '169', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 64),
  ('kommune-0173', 'municipality', 'Lyngby-Taarbæk', 'region-1084', NULL, NULL, '173', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 65),
  ('kommune-0175', 'municipality', 'Rødovre', 'region-1084', NULL, NULL, '175', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 66),
  ('kommune-0183', 'municipality', 'Ishøj', 'region-1084', NULL, NULL, '183', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 67),
  ('kommune-0185', 'municipality', 'Tårnby', 'region-1084', NULL, NULL, '185', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 68),
  ('kommune-0187', 'municipality', 'Vallensbæk', 'region-1084', NULL, NULL, '187', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 69),
  ('kommune-0190', 'municipality', 'Furesø', 'region-1084', NULL, NULL, '190', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 70),
  ('kommune-0201', 'municipality', 'Allerød', 'region-1084', NULL, NULL, '201', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 71),
  ('kommune-0210', 'municipality', 'Fredensborg', 'region-1084', NULL, NULL, '210', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 72),
  ('kommune-0217', 'municipality', 'Helsingør', 'region-1084', NULL, NULL, '217', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 73),
  ('kommune-0219', 'municipality', 'Hillerød', 'region-1084', NULL, NULL, '219', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 74),
  ('kommune-0223', 'municipality', 'Hørsholm', 'region-1084', NULL, NULL, '223', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 75),
  ('kommune-0230', 'municipality', 'Rudersdal', 'region-1084', NULL, NULL, '230', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 76),
  ('kommune-0240', 'municipality', 'Egedal', 'region-1084', NULL, NULL, '240', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 77),
  ('kommune-0250', 'municipality', 'Frederikssund', 'region-1084', NULL, NULL, '250', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 78),
  ('kommune-0260', 'municipality', 'Halsnæs', 'region-1084', NULL, NULL, '260', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 79),
  ('kommune-0270', 'municipality', 'Gribskov', 'region-1084', NULL, NULL, '270', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 80),
  ('kommune-0400', 'municipality', 'Bornholm', 'region-1084', NULL, NULL, '400', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 81),
  ('kommune-0253', 'municipality', 'Greve', 'region-1085', NULL, NULL, '253', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 82),
  ('kommune-0259', 'municipality', 'Køge', 'region-1085', NULL, NULL, '259', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 83),
  ('kommune-0265', 'municipality', 'Roskilde', 'region-1085', NULL, NULL, '265', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 84),
  ('kommune-0269', 'municipality', 'Solrød', 'region-1085', NULL, NULL, '269', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 85),
  ('kommune-0306', 'municipality', 'Odsherred', 'region-1085', NULL, NULL, '306', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 86),
  ('kommune-0316', 'municipality', 'Holbæk', 'region-1085', NULL, NULL, '316', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 87),
  ('kommune-0320', 'municipality', 'Faxe', 'region-1085', NULL, NULL, '320', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 88),
  ('kommune-0326', 'municipality', 'Kalundborg', 'region-1085', NULL, NULL, '326', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 89),
  ('kommune-0329', 'municipality', 'Ringsted', 'region-1085', NULL, NULL, '329', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 90),
  ('kommune-0330', 'municipality', 'Slagelse', 'region-1085', NULL, NULL, '330', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 91),
  ('kommune-0336', 'municipality', 'Stevns', 'region-1085', NULL, NULL, '336', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 92),
  ('kommune-0340', 'municipality', 'Sorø', 'region-1085', NULL, NULL, '340', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 93),
  ('kommune-0350', 'municipality', 'Lejre', 'region-1085', NULL, NULL, '350', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 94),
  ('kommune-0360', 'municipality', 'Lolland', 'region-1085', NULL, NULL, '360', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 95),
  ('kommune-0370', 'municipality', 'Næstved', 'region-1085', NULL, NULL, '370', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 96),
  ('kommune-0376', 'municipality', 'Guldborgsund', 'region-1085', NULL, NULL, '376', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 97),
  ('kommune-0390', 'municipality', 'Vordingborg', 'region-1085', NULL, NULL, '390', NULL, NULL, 'Kommunekoder, Danmarks Statistik', 98)
) AS v(code, kind, name, parent, sor, shak, municipality, valid_from, valid_to, source, nth)
LEFT JOIN unit p ON p.code = v.parent ORDER BY v.nth;

-- Region Østdanmark covers the municipalities of both regions.
INSERT INTO unit_area (unit_id, municipality_id, valid_from, valid_to, source)
SELECT u.id, m.id, v.valid_from::date, v.valid_to::date, v.source
FROM (VALUES
  ('region-oestdanmark', '101 147 151 153 155 157 159 161 163 165 167 169 173 175 183 185 187 190 201 210 217 219 223 230 240 250 260 270 400 253 259 265 269 306 316 320 326 329 330 336 340 350 360 370 376 390', '2027-01-01', NULL, 'edagsorden.regionh.dk HtmlPublication-9942; kl.dk: tidslinje; regional-indsigt.dk 06-05-2025')
) AS v(unit, municipalities, valid_from, valid_to, source)
CROSS JOIN unnest(string_to_array(v.municipalities, ' ')) AS k(code)
JOIN unit u ON u.code = v.unit JOIN unit m ON m.code = 'kommune-0' || k.code;

-- Hospitals.
INSERT INTO unit (code, kind, name, parent_id, sor_code, shak_code, municipality_code, valid_from, valid_to, source)
SELECT v.code, v.kind, v.name, p.id, v.sor, v.shak, v.municipality, v.valid_from::date, v.valid_to::date, v.source
FROM (VALUES
  ('hospital-rigshospitalet', 'hospital', 'Rigshospitalet', 'region-1084', '8031000016007', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 1),
  ('hospital-bispebjerg-frederiksberg', 'hospital', 'Bispebjerg og Frederiksberg Hospital', 'region-1084', NULL, NULL, NULL, NULL, NULL, 'Alment kendt hospitalsnavn', 2),
  ('hospital-amager-hvidovre', 'hospital', 'Amager og Hvidovre Hospital', 'region-1084', NULL, NULL, NULL, NULL, NULL, 'Alment kendt hospitalsnavn', 3),
  ('hospital-herlev-gentofte', 'hospital', 'Herlev og Gentofte Hospital', 'region-1084', NULL, NULL, NULL, NULL, NULL, 'Alment kendt hospitalsnavn', 4),
  ('hospital-nordsjaelland', 'hospital', 'Nordsjællands Hospital', 'region-1084', NULL, NULL, NULL, NULL, NULL, 'Alment kendt hospitalsnavn', 5),
  ('hospital-bornholm', 'hospital', 'Bornholms Hospital', 'region-1084', NULL, NULL, NULL, NULL, NULL, 'Alment kendt hospitalsnavn', 6),
  ('hospital-rh-psykiatri', 'hospital', 'Region Hovedstadens Psykiatri', 'region-1084', NULL, NULL, NULL, NULL, NULL, 'Alment kendt hospitalsnavn', 7),
  ('hospital-suh', 'hospital', 'Sjællands Universitetshospital', 'region-1085', NULL, NULL, NULL, NULL, NULL, 'Alment kendt hospitalsnavn', 8),
  ('hospital-holbaek', 'hospital', 'Holbæk Sygehus', 'region-1085', NULL, NULL, NULL, NULL, NULL, 'Alment kendt hospitalsnavn', 9),
  ('hospital-nsr', 'hospital', 'Slagelse, Ringsted og Næstved Sygehus', 'region-1085', NULL, NULL, NULL, NULL, NULL, 'dknyt.dk artikel 99969 (2019)', 10),
  ('hospital-aarhus-universitetshospital', 'hospital', 'Aarhus Universitetshospital', 'region-1082', NULL, NULL, NULL, NULL, NULL, 'dknyt.dk artikel 99969 (2019)', 11),
  ('hospital-hospitalsenhed-midt-viborg', 'hospital', 'Hospitalsenhed Midt, Viborg', 'region-1082', NULL, NULL, NULL, NULL, NULL, 'dknyt.dk artikel 99969 (2019)', 12),
  ('hospital-hospitalsenhed-vest-herning', 'hospital', 'Hospitalsenhed Vest, Herning', 'region-1082', NULL, NULL, NULL, NULL, NULL, 'dknyt.dk artikel 99969 (2019)', 13),
  ('hospital-regionshospitalet-randers', 'hospital', 'Regionshospitalet Randers', 'region-1082', NULL, NULL, NULL, NULL, NULL, 'dknyt.dk artikel 99969 (2019)', 14),
  ('hospital-hospitalsenhed-horsens', 'hospital', 'Hospitalsenhed Horsens', 'region-1082', NULL, NULL, NULL, NULL, NULL, 'dknyt.dk artikel 99969 (2019)', 15),
  ('hospital-ouh-odense-universitetshospital', 'hospital', 'OUH Odense Universitetshospital', 'region-1083', NULL, NULL, NULL, NULL, NULL, 'dknyt.dk artikel 99969 (2019)', 16),
  ('hospital-sygehus-soenderjylland', 'hospital', 'Sygehus Sønderjylland', 'region-1083', NULL, NULL, NULL, NULL, NULL, 'dknyt.dk artikel 99969 (2019)', 17),
  ('hospital-sydvestjysk-sygehus-esbjerg', 'hospital', 'Sydvestjysk Sygehus Esbjerg', 'region-1083', NULL, NULL, NULL, NULL, NULL, 'dknyt.dk artikel 99969 (2019)', 18)
) AS v(code, kind, name, parent, sor, shak, municipality, valid_from, valid_to, source, nth)
LEFT JOIN unit p ON p.code = v.parent ORDER BY v.nth;

-- Sites of hospitals, and staff units of Region Hovedstaden.
INSERT INTO unit (code, kind, name, parent_id, sor_code, shak_code, municipality_code, valid_from, valid_to, source)
SELECT v.code, v.kind, v.name, p.id, v.sor, v.shak, v.municipality, v.valid_from::date, v.valid_to::date, v.source
FROM (VALUES
  ('hospital-suh-koege', 'hospital', 'Sjællands Universitetshospital, Køge', 'hospital-suh', NULL, NULL, NULL, NULL, NULL, 'Alment kendt hospitalsnavn', 1),
  ('hospital-suh-roskilde', 'hospital', 'Sjællands Universitetshospital, Roskilde', 'hospital-suh', NULL, NULL, NULL, NULL, NULL, 'Alment kendt hospitalsnavn', 2),
  ('hospital-suh-nykoebing-f', 'hospital', 'Sjællands Universitetshospital, Nykøbing F.', 'hospital-suh', NULL, NULL, NULL, NULL, NULL, 'Dansk Erhverv: Et nært sundhedsvæsen', 3),
  ('hospital-nsr-slagelse', 'hospital', 'Slagelse Sygehus', 'hospital-nsr', NULL, NULL, NULL, NULL, NULL, 'Alment kendt hospitalsnavn', 4),
  ('hospital-nsr-naestved', 'hospital', 'Næstved Sygehus', 'hospital-nsr', NULL, NULL, NULL, NULL, NULL, 'Alment kendt hospitalsnavn', 5),
  ('stab-koncernindkoeb', 'staff', 'Koncernindkøb', 'region-1084', NULL, NULL, NULL, NULL, NULL, 'Budgetinitiativ om offentligt-privat samarbejde, Region Hovedstaden 2021', 6),
  ('stab-jura-kontrakter', 'staff', 'Jura & Kontrakter', 'region-1084', NULL, NULL, NULL, NULL, NULL, 'regionh.dk: Proces for sagsbehandling', 7)
) AS v(code, kind, name, parent, sor, shak, municipality, valid_from, valid_to, source, nth)
LEFT JOIN unit p ON p.code = v.parent ORDER BY v.nth;

-- Departments of Region Hovedstaden and Region Sjælland.
INSERT INTO unit (code, kind, name, parent_id, sor_code, shak_code, municipality_code, valid_from, valid_to, source)
SELECT v.code, v.kind, v.name, p.id, v.sor, v.shak, v.municipality, v.valid_from::date, v.valid_to::date, v.source
FROM (VALUES
  ('sor-590371000016007', 'department', 'Gynækologisk dagkirurgisk afsnit', 'hospital-amager-hvidovre', '590371000016007', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 1),
  ('sor-590021000016006', 'department', 'Gynækologisk sengeafdeling', 'hospital-amager-hvidovre', '590021000016006', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 2),
  ('sor-257721000016006', 'department', 'Neurologisk afd. akut apopleksi', 'hospital-bispebjerg-frederiksberg', '257721000016006', '1309170', NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 3),
  ('sor-265661000016007', 'department', 'Kirurgisk sengeafd.', 'hospital-bornholm', '265661000016007', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 4),
  ('sor-265611000016005', 'department', 'Medicinsk overafd.', 'hospital-bornholm', '265611000016005', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 5),
  ('sor-265621000016001', 'department', 'Medicinsk sengeafd.', 'hospital-bornholm', '265621000016001', '4001030', NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 6),
  ('sor-264671000016001', 'department', 'Gynækologisk afdeling G-1', 'hospital-herlev-gentofte', '264671000016001', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 7),
  ('sor-264711000016000', 'department', 'Gynækologisk ambulatorium G-1a', 'hospital-herlev-gentofte', '264711000016000', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 8),
  ('sor-264781000016005', 'department', 'Nefrologisk overafd. B', 'hospital-herlev-gentofte', '264781000016005', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 9),
  ('sor-226461000016007', 'department', 'HOL Gynækologisk Afd.', 'hospital-holbaek', '226461000016007', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 10),
  ('sor-226531000016003', 'department', 'HOL Gynækologisk Amb.', 'hospital-holbaek', '226531000016003', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 11),
  ('sor-227011000016003', 'department', 'HOL Medicin – Overafdeling', 'hospital-holbaek', '227011000016003', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 12),
  ('sor-989231000016003', 'department', 'HI Endokrinologisk og Nefrologisk Overafd.', 'hospital-nordsjaelland', '989231000016003', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 13),
  ('sor-218901000016007', 'department', 'HI Gynækologisk Afd., amb.', 'hospital-nordsjaelland', '218901000016007', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 14),
  ('sor-219021000016009', 'department', 'HI Gynækologisk Afd., senge', 'hospital-nordsjaelland', '219021000016009', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 15),
  ('sor-229441000016002', 'department', 'SLA Gynækologisk Afd.', 'hospital-nsr-slagelse', '229441000016002', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 16),
  ('sor-229591000016006', 'department', 'SLA Gynækologisk Amb.', 'hospital-nsr-slagelse', '229591000016006', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 17),
  ('sor-339031000016008', 'department', 'Børne- og Ungdomspsyk. Center Bispebjerg, B', 'hospital-rh-psykiatri', '339031000016008', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 18),
  ('sor-261431000016003', 'department', 'Børne- og Ungdomspsykiatrisk overafdeling, Bispebjerg, B1', 'hospital-rh-psykiatri', '261431000016003', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 19),
  ('sor-262681000016006', 'department', 'PCGL, Psyk. sengeafd.', 'hospital-rh-psykiatri', '262681000016006', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 20),
  ('sor-261341000016001', 'department', 'Psyk. Center Amager, overafd.', 'hospital-rh-psykiatri', '261341000016001', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 21),
  ('sor-262391000016004', 'department', 'Psyk. Center Ballerup, overafd. Ballerup', 'hospital-rh-psykiatri', '262391000016004', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 22),
  ('sor-282651000016004', 'department', 'Psyk. Center Bornholm', 'hospital-rh-psykiatri', '282651000016004', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 23),
  ('sor-262671000016009', 'department', 'Psyk. Center Glostrup, overafd.', 'hospital-rh-psykiatri', '262671000016009', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 24),
  ('sor-261501000016006', 'department', 'Psyk. Center København, overafd. N, Nørrebro-afdelingen', 'hospital-rh-psykiatri', '261501000016006', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 25),
  ('sor-262511000016000', 'department', 'Psyk. Center Nordsjælland, overafd.', 'hospital-rh-psykiatri', '262511000016000', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 26),
  ('sor-886951000016001', 'department', 'Psyk. Center Nordsjælland, overafd. - N4', 'hospital-rh-psykiatri', '886951000016001', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 27),
  ('sor-262181000016004', 'department', 'Psyk. Center Sct. Hans, Retspsyk. overafd. R', 'hospital-rh-psykiatri', '262181000016004', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 28),
  ('sor-262221000016007', 'department', 'Psyk. Center Sct. Hans, overafd. M', 'hospital-rh-psykiatri', '262221000016007', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 29),
  ('sor-262191000016002', 'department', 'Sct. Hans, Retspsykiatrisk sengeafd. R', 'hospital-rh-psykiatri', '262191000016002', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 30),
  ('sor-256631000016003', 'department', 'Afdeling for Klinisk Biokemi – Blegdamsvej', 'hospital-rigshospitalet', '256631000016003', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 31),
  ('sor-926731000016006', 'department', 'Blodsygdomme L, Senge', 'hospital-rigshospitalet', '926731000016006', '1301101', NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 32),
  ('sor-976201000016009', 'department', 'Gynækologisk Klinik GYN, heldøgn', 'hospital-rigshospitalet', '976201000016009', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 33),
  ('sor-253121000016002', 'department', 'Hukommelsesklinikken, N7', 'hospital-rigshospitalet', '253121000016002', '1301227', NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 34),
  ('sor-252441000016006', 'department', 'Nefrologisk Klinik, P', 'hospital-rigshospitalet', '252441000016006', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 35),
  ('sor-588351000016004', 'department', 'Neurologisk Kl. senge GLO', 'hospital-rigshospitalet', '588351000016004', '130122B', NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 36),
  ('sor-252961000016000', 'department', 'Operation', 'hospital-rigshospitalet', '252961000016000', '1301211', NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 37),
  ('sor-253081000016000', 'department', 'Sengeafsnit 2094', 'hospital-rigshospitalet', '253081000016000', '1301221', NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 38),
  ('sor-229981000016001', 'department', 'NFS Gynækologisk Afd.', 'hospital-suh-nykoebing-f', '229981000016001', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 39),
  ('sor-230071000016009', 'department', 'NFS Gynækologisk Amb.', 'hospital-suh-nykoebing-f', '230071000016009', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 40),
  ('sor-222641000016008', 'department', 'ROS Gynækologisk Afd.', 'hospital-suh-roskilde', '222641000016008', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 41),
  ('sor-380011000016000', 'department', 'ROS Hæmatologisk Afd.', 'hospital-suh-roskilde', '380011000016000', '3800A20', NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 42),
  ('sor-223181000016000', 'department', 'ROS Medicin – Overafdeling', 'hospital-suh-roskilde', '223181000016000', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 43),
  ('sor-223601000016004', 'department', 'ROS Neurologisk Afd.', 'hospital-suh-roskilde', '223601000016004', '3800A80', NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 44),
  ('sor-222751000016004', 'department', 'Roskilde Gyn afd.', 'hospital-suh-roskilde', '222751000016004', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 45),
  ('sor-237021000016009', 'department', 'Afdeling For Retspsykiatri - Ledelse', 'region-1085', '237021000016009', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 46),
  ('sor-237031000016006', 'department', 'PSL Retspsykiatri', 'region-1085', '237031000016006', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 47),
  ('sor-237041000016004', 'department', 'PSL Retspsykiatrisk Afd.', 'region-1085', '237041000016004', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 48),
  ('sor-237131000016005', 'department', 'PSL Sikringsafd.', 'region-1085', '237131000016005', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 49),
  ('sor-236831000016003', 'department', 'Psykiatri SYD Overafd. 25', 'region-1085', '236831000016003', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 50),
  ('sor-697531000016008', 'department', 'Psykiatri SYD Overafd. 27', 'region-1085', '697531000016008', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 51),
  ('sor-236121000016006', 'department', 'Psykiatri VEST Overafd. 10', 'region-1085', '236121000016006', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 52),
  ('sor-236351000016001', 'department', 'Psykiatri VEST Overafd. 15', 'region-1085', '236351000016001', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 53),
  ('sor-235631000016006', 'department', 'Psykiatri ØST Overafd. 01', 'region-1085', '235631000016006', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 54),
  ('sor-235901000016009', 'department', 'Psykiatri ØST Overafd. 05', 'region-1085', '235901000016009', NULL, NULL, NULL, NULL, 'SOR-uddrag, RKKP/Sundhedsvæsenets Kvalitetsinstitut', 55)
) AS v(code, kind, name, parent, sor, shak, municipality, valid_from, valid_to, source, nth)
LEFT JOIN unit p ON p.code = v.parent ORDER BY v.nth;

-- Municipalities that each emergency hospital serves.
INSERT INTO unit_area (unit_id, municipality_id, valid_from, valid_to, source)
SELECT u.id, m.id, v.valid_from::date, v.valid_to::date, v.source
FROM (VALUES
  ('hospital-bispebjerg-frederiksberg', '101 147', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-amager-hvidovre', '167 153 155 161 165 169 183 185 187', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-herlev-gentofte', '163 151 157 159 173 175 190 240', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-nordsjaelland', '219 201 210 217 223 230 250 260 270', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-bornholm', '400', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-suh', '259 265 253 269 320 336', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-holbaek', '316 306 326 350', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-nsr', '330 329 370 340', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-suh-nykoebing-f', '360 376 390', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-aarhus-universitetshospital', '751 741', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-hospitalsenhed-midt-viborg', '791 779 740', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-hospitalsenhed-vest-herning', '657 661 665 671 756 760', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-regionshospitalet-randers', '730 706 707 710', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-hospitalsenhed-horsens', '615 727 746 766', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-ouh-odense-universitetshospital', '461 420 430 440 450 479 480 482 492', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-sygehus-soenderjylland', '510 540 550 580', NULL, NULL, 'dknyt.dk artikel 99969 (2019)'),
  ('hospital-sydvestjysk-sygehus-esbjerg', '530 561 563 573 575', NULL, NULL, 'dknyt.dk artikel 99969 (2019)')
) AS v(unit, municipalities, valid_from, valid_to, source)
CROSS JOIN unnest(string_to_array(v.municipalities, ' ')) AS k(code)
JOIN unit u ON u.code = v.unit JOIN unit m ON m.code = 'kommune-0' || k.code;

-- Health clusters; abolished by L 214 (2024-25).
INSERT INTO unit (code, kind, name, parent_id, sor_code, shak_code, municipality_code, valid_from, valid_to, source)
SELECT v.code, v.kind, v.name, p.id, v.sor, v.shak, v.municipality, v.valid_from::date, v.valid_to::date, v.source
FROM (VALUES
  ('klynge-1084-klynge-nord', 'health_cluster', 'Klynge Nord', 'region-1084', NULL, NULL, NULL, NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk', 1),
  ('klynge-1084-klynge-midt', 'health_cluster', 'Klynge Midt', 'region-1084', NULL, NULL, NULL, NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk', 2),
  ('klynge-1084-klynge-syd', 'health_cluster', 'Klynge Syd', 'region-1084', NULL, NULL, NULL, NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk', 3),
  ('klynge-1084-klynge-byen', 'health_cluster', 'Klynge Byen', 'region-1084', NULL, NULL, NULL, NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk', 4),
  ('klynge-1084-klynge-bornholm', 'health_cluster', 'Klynge Bornholm', 'region-1084', NULL, NULL, NULL, NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk', 5),
  ('klynge-1081-klynge-nord', 'health_cluster', 'Klynge NORD', 'region-1081', NULL, NULL, NULL, NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk', 6),
  ('klynge-1081-klynge-midt', 'health_cluster', 'Klynge MIDT', 'region-1081', NULL, NULL, NULL, NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk', 7),
  ('klynge-1081-klynge-syd', 'health_cluster', 'Klynge SYD', 'region-1081', NULL, NULL, NULL, NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk', 8),
  ('klynge-1081-klynge-vest', 'health_cluster', 'Klynge VEST', 'region-1081', NULL, NULL, NULL, NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk', 9),
  ('klynge-1082-horsensklyngen', 'health_cluster', 'Horsensklyngen', 'region-1082', NULL, NULL, NULL, NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk', 10),
  ('klynge-1082-midtklyngen', 'health_cluster', 'Midtklyngen', 'region-1082', NULL, NULL, NULL, NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk', 11),
  ('klynge-1082-randersklyngen', 'health_cluster', 'Randersklyngen', 'region-1082', NULL, NULL, NULL, NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk', 12),
  ('klynge-1082-goedstrupklyngen', 'health_cluster', 'Gødstrupklyngen', 'region-1082', NULL, NULL, NULL, NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk', 13)
) AS v(code, kind, name, parent, sor, shak, municipality, valid_from, valid_to, source, nth)
LEFT JOIN unit p ON p.code = v.parent ORDER BY v.nth;

-- Municipalities of the clusters, where the source names them.
INSERT INTO unit_area (unit_id, municipality_id, valid_from, valid_to, source)
SELECT u.id, m.id, v.valid_from::date, v.valid_to::date, v.source
FROM (VALUES
  ('klynge-1084-klynge-byen', '147 101', NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk'),
  ('klynge-1084-klynge-bornholm', '400', NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk'),
  ('klynge-1081-klynge-nord', '860 810 813 825', NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk'),
  ('klynge-1081-klynge-midt', '851 849', NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk'),
  ('klynge-1081-klynge-syd', '820 840 846', NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk'),
  ('klynge-1081-klynge-vest', '773 787', NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk'),
  ('klynge-1082-horsensklyngen', '615 766 727 746', NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk'),
  ('klynge-1082-midtklyngen', '791 740 779', NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk'),
  ('klynge-1082-randersklyngen', '730 710 707 706', NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk'),
  ('klynge-1082-goedstrupklyngen', '657 661 756 665', NULL, '2026-12-31', 'fks-h.dk; rn.dk; rm.dk; bispebjerghospital.dk')
) AS v(unit, municipalities, valid_from, valid_to, source)
CROSS JOIN unnest(string_to_array(v.municipalities, ' ')) AS k(code)
JOIN unit u ON u.code = v.unit JOIN unit m ON m.code = 'kommune-0' || k.code;

-- Health councils.
INSERT INTO unit (code, kind, name, parent_id, sor_code, shak_code, municipality_code, valid_from, valid_to, source)
SELECT v.code, v.kind, v.name, p.id, v.sor, v.shak, v.municipality, v.valid_from::date, v.valid_to::date, v.source
FROM (VALUES
  ('sundhedsraad-amager-og-vestegnen', 'health_council', 'Sundhedsråd Amager og Vestegnen', 'region-oestdanmark', NULL, NULL, NULL, NULL, NULL, 'via.ritzau.dk pressemeddelelse 14758086 (19-01-2026)', 1)
) AS v(code, kind, name, parent, sor, shak, municipality, valid_from, valid_to, source, nth)
LEFT JOIN unit p ON p.code = v.parent ORDER BY v.nth;

-- Municipalities of the health councils.
INSERT INTO unit_area (unit_id, municipality_id, valid_from, valid_to, source)
SELECT u.id, m.id, v.valid_from::date, v.valid_to::date, v.source
FROM (VALUES
  ('sundhedsraad-amager-og-vestegnen', '165 153 155 161 167 169 183 185 187', NULL, NULL, 'via.ritzau.dk pressemeddelelse 14758086 (19-01-2026)')
) AS v(unit, municipalities, valid_from, valid_to, source)
CROSS JOIN unnest(string_to_array(v.municipalities, ' ')) AS k(code)
JOIN unit u ON u.code = v.unit JOIN unit m ON m.code = 'kommune-0' || k.code;
