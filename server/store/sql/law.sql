-- SPDX-License-Identifier: EUPL-1.2
-- The law's side of a case, as the other things that belong to it: the checklist, clocks, state aid, rights, interests, flows of
-- personal data, dispensations, actions for fair competition; and the rules that make the first two.

-- :checklist_item_list
SELECT x.rule_id AS id, x.code, x.section, x.da, x.en, x.help_da, x.help_en, x.source, x.blocks, x.answer, x.status, x.conclusion_da,
       x.conclusion_en, x.reasoning, x.document_id, x.url, x.owner_id, x.due_date, x.answered_by, x.answered_at, x.earlier_answer,
       x.earlier_reasoning, x.of_day, x.version
FROM checklist($1::bigint) x

-- :checklist_item_get
SELECT x.rule_id AS id, x.code, x.section, x.da, x.en, x.help_da, x.help_en, x.source, x.blocks, x.answer, x.status, x.conclusion_da,
       x.conclusion_en, x.reasoning, x.document_id, x.url, x.owner_id, x.due_date, x.answered_by, x.answered_at, x.earlier_answer,
       x.earlier_reasoning, x.of_day, x.version
FROM checklist($1::bigint) x WHERE x.rule_id = $2::bigint

-- A question that nobody has touched has version 0 and gets its row here.
-- :checklist_item_patch
WITH made AS (
  INSERT INTO checklist_item (collaboration_id, rule_id, answer, reasoning, document_id, url, owner_id, due_date)
  SELECT $1::bigint, x.rule_id, $5, $6, $7::bigint, $8, $9::bigint, $10::date
  FROM checklist($1::bigint) x WHERE x.rule_id = $2::bigint AND x.version = 0 AND $3::int = 0
  ON CONFLICT (collaboration_id, rule_id) DO NOTHING RETURNING rule_id),
changed AS (
  UPDATE checklist_item SET
    answer = CASE WHEN 'answer' = ANY ($4::text[]) THEN $5 ELSE answer END,
    reasoning = CASE WHEN 'reasoning' = ANY ($4::text[]) THEN $6 ELSE reasoning END,
    document_id = CASE WHEN 'document_id' = ANY ($4::text[]) THEN $7::bigint ELSE document_id END,
    url = CASE WHEN 'url' = ANY ($4::text[]) THEN $8 ELSE url END,
    owner_id = CASE WHEN 'owner_id' = ANY ($4::text[]) THEN $9::bigint ELSE owner_id END,
    due_date = CASE WHEN 'due_date' = ANY ($4::text[]) THEN $10::date ELSE due_date END
  WHERE collaboration_id = $1::bigint AND rule_id = $2::bigint AND version = $3::int RETURNING rule_id)
SELECT rule_id FROM made UNION ALL SELECT rule_id FROM changed

-- The questions in force today, from now on.
-- :checklist_refresh
INSERT INTO checklist_day AS d (collaboration_id, of_day) VALUES ($1::bigint, current_date)
ON CONFLICT (collaboration_id) DO UPDATE SET of_day = EXCLUDED.of_day WHERE d.of_day <> EXCLUDED.of_day

-- :legal_timer_list
SELECT a.id, a.kind, a.title, a.started_on, a.outcome, a.outcome_on, a.document_id, d.title AS document_title, a.note,
       a.due_date AS due_date, a.deemed AS deemed, timer_state(a) AS state, a.version
FROM legal_timer a LEFT JOIN document d ON d.id = a.document_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.due_date, a.id

-- :legal_timer_get
SELECT a.id, a.kind, a.title, a.started_on, a.outcome, a.outcome_on, a.document_id, d.title AS document_title, a.note,
       a.due_date AS due_date, a.deemed AS deemed, timer_state(a) AS state, a.version
FROM legal_timer a LEFT JOIN document d ON d.id = a.document_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :legal_timer_create
INSERT INTO legal_timer (collaboration_id, kind, title, started_on, outcome, outcome_on, document_id, note)
VALUES ($1::bigint, $2, $3, $4::date, $5, $6::date, $7::bigint, $8) RETURNING id

-- :legal_timer_patch
UPDATE legal_timer SET
  kind = CASE WHEN 'kind' = ANY ($4::text[]) THEN $5 ELSE kind END,
  title = CASE WHEN 'title' = ANY ($4::text[]) THEN $6 ELSE title END,
  started_on = CASE WHEN 'started_on' = ANY ($4::text[]) THEN $7::date ELSE started_on END,
  outcome = CASE WHEN 'outcome' = ANY ($4::text[]) THEN $8 ELSE outcome END,
  outcome_on = CASE WHEN 'outcome_on' = ANY ($4::text[]) THEN $9::date ELSE outcome_on END,
  document_id = CASE WHEN 'document_id' = ANY ($4::text[]) THEN $10::bigint ELSE document_id END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $11 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :legal_timer_remove
UPDATE legal_timer SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :state_aid_list
SELECT a.id, a.organisation_id, o.name AS organisation_name, a.basis, a.form, a.granted_on, a.amount_oere, a.eur_rate,
       a.rate_date, a.amount_eur_cents, a.granter, a.note, aid_sum(a.organisation_id, a.granted_on) AS sum_eur_cents,
       aid_ceiling(a.granted_on) AS ceiling_eur_cents,
       aid_status(CASE a.basis WHEN 'de_minimis' THEN aid_sum(a.organisation_id, a.granted_on) ELSE 0 END, aid_ceiling(a.granted_on)) AS status,
       a.version
FROM state_aid a JOIN organisation o ON o.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.granted_on DESC, a.id

-- :state_aid_get
SELECT a.id, a.organisation_id, o.name AS organisation_name, a.basis, a.form, a.granted_on, a.amount_oere, a.eur_rate,
       a.rate_date, a.amount_eur_cents, a.granter, a.note, aid_sum(a.organisation_id, a.granted_on) AS sum_eur_cents,
       aid_ceiling(a.granted_on) AS ceiling_eur_cents,
       aid_status(CASE a.basis WHEN 'de_minimis' THEN aid_sum(a.organisation_id, a.granted_on) ELSE 0 END, aid_ceiling(a.granted_on)) AS status,
       a.version
FROM state_aid a JOIN organisation o ON o.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :state_aid_create
INSERT INTO state_aid (collaboration_id, organisation_id, basis, form, granted_on, amount_oere, eur_rate, rate_date, amount_eur_cents, granter, note)
VALUES ($1::bigint, $2::bigint, COALESCE($3, 'de_minimis'), COALESCE($4, 'in_kind'), $5::date, $6::bigint, $7::double precision, $8::date, $9::bigint, $10, $11) RETURNING id

-- :state_aid_patch
UPDATE state_aid SET
  organisation_id = CASE WHEN 'organisation_id' = ANY ($4::text[]) THEN $5::bigint ELSE organisation_id END,
  basis = CASE WHEN 'basis' = ANY ($4::text[]) THEN $6 ELSE basis END,
  form = CASE WHEN 'form' = ANY ($4::text[]) THEN $7 ELSE form END,
  granted_on = CASE WHEN 'granted_on' = ANY ($4::text[]) THEN $8::date ELSE granted_on END,
  amount_oere = CASE WHEN 'amount_oere' = ANY ($4::text[]) THEN $9::bigint ELSE amount_oere END,
  eur_rate = CASE WHEN 'eur_rate' = ANY ($4::text[]) THEN $10::double precision ELSE eur_rate END,
  rate_date = CASE WHEN 'rate_date' = ANY ($4::text[]) THEN $11::date ELSE rate_date END,
  amount_eur_cents = CASE WHEN 'amount_eur_cents' = ANY ($4::text[]) THEN $12::bigint ELSE amount_eur_cents END,
  granter = CASE WHEN 'granter' = ANY ($4::text[]) THEN $13 ELSE granter END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $14 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :state_aid_remove
UPDATE state_aid SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :ipr_list
SELECT a.id, a.ground, a.title, a.asset, a.owner, a.organisation_id, o.name AS organisation_name, a.licence,
       a.royalty_percent, a.royalty, a.publication, a.note, a.version
FROM ipr a LEFT JOIN organisation o ON o.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY (SELECT g.sort FROM code_ipr_ground g WHERE g.code = a.ground), a.id

-- :ipr_get
SELECT a.id, a.ground, a.title, a.asset, a.owner, a.organisation_id, o.name AS organisation_name, a.licence,
       a.royalty_percent, a.royalty, a.publication, a.note, a.version
FROM ipr a LEFT JOIN organisation o ON o.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :ipr_create
INSERT INTO ipr (collaboration_id, ground, title, asset, owner, organisation_id, licence, royalty_percent, royalty, publication, note)
VALUES ($1::bigint, $2, $3, COALESCE($4, 'know_how'), $5, $6::bigint, $7, $8::double precision, $9, $10, $11) RETURNING id

-- :ipr_patch
UPDATE ipr SET
  ground = CASE WHEN 'ground' = ANY ($4::text[]) THEN $5 ELSE ground END,
  title = CASE WHEN 'title' = ANY ($4::text[]) THEN $6 ELSE title END,
  asset = CASE WHEN 'asset' = ANY ($4::text[]) THEN $7 ELSE asset END,
  owner = CASE WHEN 'owner' = ANY ($4::text[]) THEN $8 ELSE owner END,
  organisation_id = CASE WHEN 'organisation_id' = ANY ($4::text[]) THEN $9::bigint ELSE organisation_id END,
  licence = CASE WHEN 'licence' = ANY ($4::text[]) THEN $10 ELSE licence END,
  royalty_percent = CASE WHEN 'royalty_percent' = ANY ($4::text[]) THEN $11::double precision ELSE royalty_percent END,
  royalty = CASE WHEN 'royalty' = ANY ($4::text[]) THEN $12 ELSE royalty END,
  publication = CASE WHEN 'publication' = ANY ($4::text[]) THEN $13 ELSE publication END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $14 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :ipr_remove
UPDATE ipr SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :impartiality_list
SELECT a.id, a.person, a.task, a.organisation_id, o.name AS organisation_name, a.interest, a.declared_on, a.decision,
       a.decided_on, a.measures, a.document_id, d.title AS document_title, a.version
FROM impartiality a LEFT JOIN organisation o ON o.id = a.organisation_id LEFT JOIN document d ON d.id = a.document_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.decision IS NOT NULL, a.declared_on DESC, a.id

-- :impartiality_get
SELECT a.id, a.person, a.task, a.organisation_id, o.name AS organisation_name, a.interest, a.declared_on, a.decision,
       a.decided_on, a.measures, a.document_id, d.title AS document_title, a.version
FROM impartiality a LEFT JOIN organisation o ON o.id = a.organisation_id LEFT JOIN document d ON d.id = a.document_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :impartiality_create
INSERT INTO impartiality (collaboration_id, person, task, organisation_id, interest, declared_on, decision, decided_on, measures, document_id)
VALUES ($1::bigint, $2, $3, $4::bigint, $5, COALESCE($6::date, current_date), $7, $8::date, $9, $10::bigint) RETURNING id

-- :impartiality_patch
UPDATE impartiality SET
  person = CASE WHEN 'person' = ANY ($4::text[]) THEN $5 ELSE person END,
  task = CASE WHEN 'task' = ANY ($4::text[]) THEN $6 ELSE task END,
  organisation_id = CASE WHEN 'organisation_id' = ANY ($4::text[]) THEN $7::bigint ELSE organisation_id END,
  interest = CASE WHEN 'interest' = ANY ($4::text[]) THEN $8 ELSE interest END,
  declared_on = CASE WHEN 'declared_on' = ANY ($4::text[]) THEN $9::date ELSE declared_on END,
  decision = CASE WHEN 'decision' = ANY ($4::text[]) THEN $10 ELSE decision END,
  decided_on = CASE WHEN 'decided_on' = ANY ($4::text[]) THEN $11::date ELSE decided_on END,
  measures = CASE WHEN 'measures' = ANY ($4::text[]) THEN $12 ELSE measures END,
  document_id = CASE WHEN 'document_id' = ANY ($4::text[]) THEN $13::bigint ELSE document_id END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :impartiality_remove
UPDATE impartiality SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :data_processing_list
SELECT a.id, a.purpose, a.role, a.data_class, a.from_party, a.to_party, a.legal_basis, a.dpia, a.dpia_date,
       a.third_country, a.transfer_basis, a.record_number, a.document_id, d.title AS document_title, a.starts_on,
       a.ends_on, a.note, a.version
FROM data_processing a LEFT JOIN document d ON d.id = a.document_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.id

-- :data_processing_get
SELECT a.id, a.purpose, a.role, a.data_class, a.from_party, a.to_party, a.legal_basis, a.dpia, a.dpia_date,
       a.third_country, a.transfer_basis, a.record_number, a.document_id, d.title AS document_title, a.starts_on,
       a.ends_on, a.note, a.version
FROM data_processing a LEFT JOIN document d ON d.id = a.document_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :data_processing_create
INSERT INTO data_processing (collaboration_id, purpose, role, data_class, from_party, to_party, legal_basis, dpia, dpia_date, third_country, transfer_basis, record_number, document_id, starts_on, ends_on, note)
VALUES ($1::bigint, $2, $3, COALESCE($4, 'health'), $5, $6, $7, COALESCE($8, 'needed'), $9::date, $10, $11, $12, $13::bigint, $14::date, $15::date, $16) RETURNING id

-- :data_processing_patch
UPDATE data_processing SET
  purpose = CASE WHEN 'purpose' = ANY ($4::text[]) THEN $5 ELSE purpose END,
  role = CASE WHEN 'role' = ANY ($4::text[]) THEN $6 ELSE role END,
  data_class = CASE WHEN 'data_class' = ANY ($4::text[]) THEN $7 ELSE data_class END,
  from_party = CASE WHEN 'from_party' = ANY ($4::text[]) THEN $8 ELSE from_party END,
  to_party = CASE WHEN 'to_party' = ANY ($4::text[]) THEN $9 ELSE to_party END,
  legal_basis = CASE WHEN 'legal_basis' = ANY ($4::text[]) THEN $10 ELSE legal_basis END,
  dpia = CASE WHEN 'dpia' = ANY ($4::text[]) THEN $11 ELSE dpia END,
  dpia_date = CASE WHEN 'dpia_date' = ANY ($4::text[]) THEN $12::date ELSE dpia_date END,
  third_country = CASE WHEN 'third_country' = ANY ($4::text[]) THEN $13 ELSE third_country END,
  transfer_basis = CASE WHEN 'transfer_basis' = ANY ($4::text[]) THEN $14 ELSE transfer_basis END,
  record_number = CASE WHEN 'record_number' = ANY ($4::text[]) THEN $15 ELSE record_number END,
  document_id = CASE WHEN 'document_id' = ANY ($4::text[]) THEN $16::bigint ELSE document_id END,
  starts_on = CASE WHEN 'starts_on' = ANY ($4::text[]) THEN $17::date ELSE starts_on END,
  ends_on = CASE WHEN 'ends_on' = ANY ($4::text[]) THEN $18::date ELSE ends_on END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $19 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :data_processing_remove
UPDATE data_processing SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :dispensation_list
SELECT a.id, a.authority, a.subject, a.applied_on, a.granted_on, a.refused_on, a.expires_on, a.reference, a.conditions,
       a.document_id, d.title AS document_title, a.version
FROM dispensation a LEFT JOIN document d ON d.id = a.document_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.expires_on NULLS FIRST, a.id

-- :dispensation_get
SELECT a.id, a.authority, a.subject, a.applied_on, a.granted_on, a.refused_on, a.expires_on, a.reference, a.conditions,
       a.document_id, d.title AS document_title, a.version
FROM dispensation a LEFT JOIN document d ON d.id = a.document_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :dispensation_create
INSERT INTO dispensation (collaboration_id, authority, subject, applied_on, granted_on, refused_on, expires_on, reference, conditions, document_id)
VALUES ($1::bigint, $2, $3, $4::date, $5::date, $6::date, $7::date, $8, $9, $10::bigint) RETURNING id

-- :dispensation_patch
UPDATE dispensation SET
  authority = CASE WHEN 'authority' = ANY ($4::text[]) THEN $5 ELSE authority END,
  subject = CASE WHEN 'subject' = ANY ($4::text[]) THEN $6 ELSE subject END,
  applied_on = CASE WHEN 'applied_on' = ANY ($4::text[]) THEN $7::date ELSE applied_on END,
  granted_on = CASE WHEN 'granted_on' = ANY ($4::text[]) THEN $8::date ELSE granted_on END,
  refused_on = CASE WHEN 'refused_on' = ANY ($4::text[]) THEN $9::date ELSE refused_on END,
  expires_on = CASE WHEN 'expires_on' = ANY ($4::text[]) THEN $10::date ELSE expires_on END,
  reference = CASE WHEN 'reference' = ANY ($4::text[]) THEN $11 ELSE reference END,
  conditions = CASE WHEN 'conditions' = ANY ($4::text[]) THEN $12 ELSE conditions END,
  document_id = CASE WHEN 'document_id' = ANY ($4::text[]) THEN $13::bigint ELSE document_id END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :dispensation_remove
UPDATE dispensation SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :equalising_action_list
SELECT a.id, a.organisation_id, o.name AS organisation_name, a.action, a.done_on, a.document_id,
       d.title AS document_title, a.version
FROM equalising_action a JOIN organisation o ON o.id = a.organisation_id LEFT JOIN document d ON d.id = a.document_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.done_on, a.id

-- :equalising_action_get
SELECT a.id, a.organisation_id, o.name AS organisation_name, a.action, a.done_on, a.document_id,
       d.title AS document_title, a.version
FROM equalising_action a JOIN organisation o ON o.id = a.organisation_id LEFT JOIN document d ON d.id = a.document_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :equalising_action_create
INSERT INTO equalising_action (collaboration_id, organisation_id, action, done_on, document_id)
VALUES ($1::bigint, $2::bigint, $3, $4::date, $5::bigint) RETURNING id

-- :equalising_action_patch
UPDATE equalising_action SET
  organisation_id = CASE WHEN 'organisation_id' = ANY ($4::text[]) THEN $5::bigint ELSE organisation_id END,
  action = CASE WHEN 'action' = ANY ($4::text[]) THEN $6 ELSE action END,
  done_on = CASE WHEN 'done_on' = ANY ($4::text[]) THEN $7::date ELSE done_on END,
  document_id = CASE WHEN 'document_id' = ANY ($4::text[]) THEN $8::bigint ELSE document_id END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :equalising_action_remove
UPDATE equalising_action SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- De minimis aid to a company's group in the period that ends on a day, and what it would be with more.
-- :state_aid_of
WITH d AS (SELECT COALESCE($2::date, current_date) AS day, COALESCE($3::bigint, 0) AS more),
o AS (SELECT o.id, o.group_name FROM organisation o WHERE o.cvr = $1),
m AS (SELECT x.id, x.name, x.cvr FROM o, group_members(o.id) g JOIN organisation x ON x.id = g),
s AS (SELECT COALESCE((SELECT aid_sum(o.id, d.day) FROM o), 0) AS cents, aid_ceiling(d.day) AS ceiling FROM d)
SELECT json_build_object('cvr', $1, 'on', d.day, 'group_name', (SELECT group_name FROM o),
  'organisations', (SELECT COALESCE(json_agg(json_build_object('id', m.id, 'name', m.name, 'cvr', m.cvr) ORDER BY m.name), '[]') FROM m),
  'sum_eur_cents', s.cents, 'more_eur_cents', d.more, 'total_eur_cents', s.cents + d.more, 'ceiling_eur_cents', s.ceiling,
  'status', aid_status(s.cents + d.more, s.ceiling))
FROM d, s

-- What a tenderer may know from an innovation: when it took part, and the documents of that case; and what was done about it here.
-- :competition_list
SELECT x.organisation_id, o.name AS organisation_name, o.cvr, p.name AS partner_name, x.role, i.id AS collaboration_id, i.number, i.title, i.stage,
       i.start_date, i.end_date,
       (SELECT COALESCE(json_agg(d.title ORDER BY d.document_date, d.id), '[]') FROM document d WHERE d.collaboration_id = i.id AND d.removed_at IS NULL) AS documents,
       (SELECT COALESCE(json_agg(concat_ws(': ', to_char(q.held_on, 'DD-MM-YYYY'), q.material) ORDER BY q.held_on, q.id), '[]') FROM market_dialogue q
        WHERE q.collaboration_id = i.id AND q.removed_at IS NULL AND (q.organisation_id IS NULL OR q.organisation_id = x.partner_id)) AS dialogue,
       (SELECT count(*) FROM equalising_action a WHERE a.collaboration_id = $1::bigint AND a.organisation_id = x.organisation_id AND a.removed_at IS NULL) AS actions
FROM competition($1::bigint) x JOIN organisation o ON o.id = x.organisation_id JOIN organisation p ON p.id = x.partner_id
JOIN collaboration i ON i.id = x.innovation_id ORDER BY o.name COLLATE "da-x-icu", i.id

-- :checklist_rule_get
SELECT r.id, r.code, r.section, r.no, r.kind, r.subtype, r.da, r.en, r.help_da, r.help_en, r.yes_da, r.yes_en, r.no_da, r.no_en, r.red_answer, r.red_with, r.blocks, r.deadline_days, r.valid_from, r.valid_to, r.source, r.updated_by, r.updated_at, r.version FROM checklist_rule r WHERE r.id = $1::bigint

-- :checklist_rule_create
INSERT INTO checklist_rule (code, section, no, kind, subtype, da, en, help_da, help_en, yes_da, yes_en, no_da, no_en, red_answer, red_with, blocks, deadline_days, valid_from, valid_to, source)
VALUES ($1, $2, COALESCE($3::int, 0), $4, $5, $6, $7, COALESCE($8, ''), COALESCE($9, ''), COALESCE($10, ''), COALESCE($11, ''), COALESCE($12, ''), COALESCE($13, ''), $14, $15, COALESCE($16::boolean, true), $17::int, $18::date, $19::date, COALESCE($20, '')) RETURNING id

-- :checklist_rule_patch
UPDATE checklist_rule SET
  code = CASE WHEN 'code' = ANY ($3::text[]) THEN $4 ELSE code END,
  section = CASE WHEN 'section' = ANY ($3::text[]) THEN $5 ELSE section END,
  no = CASE WHEN 'no' = ANY ($3::text[]) THEN COALESCE($6::int, 0) ELSE no END,
  kind = CASE WHEN 'kind' = ANY ($3::text[]) THEN $7 ELSE kind END,
  subtype = CASE WHEN 'subtype' = ANY ($3::text[]) THEN $8 ELSE subtype END,
  da = CASE WHEN 'da' = ANY ($3::text[]) THEN $9 ELSE da END,
  en = CASE WHEN 'en' = ANY ($3::text[]) THEN $10 ELSE en END,
  help_da = CASE WHEN 'help_da' = ANY ($3::text[]) THEN COALESCE($11, '') ELSE help_da END,
  help_en = CASE WHEN 'help_en' = ANY ($3::text[]) THEN COALESCE($12, '') ELSE help_en END,
  yes_da = CASE WHEN 'yes_da' = ANY ($3::text[]) THEN COALESCE($13, '') ELSE yes_da END,
  yes_en = CASE WHEN 'yes_en' = ANY ($3::text[]) THEN COALESCE($14, '') ELSE yes_en END,
  no_da = CASE WHEN 'no_da' = ANY ($3::text[]) THEN COALESCE($15, '') ELSE no_da END,
  no_en = CASE WHEN 'no_en' = ANY ($3::text[]) THEN COALESCE($16, '') ELSE no_en END,
  red_answer = CASE WHEN 'red_answer' = ANY ($3::text[]) THEN $17 ELSE red_answer END,
  red_with = CASE WHEN 'red_with' = ANY ($3::text[]) THEN $18 ELSE red_with END,
  blocks = CASE WHEN 'blocks' = ANY ($3::text[]) THEN COALESCE($19::boolean, true) ELSE blocks END,
  deadline_days = CASE WHEN 'deadline_days' = ANY ($3::text[]) THEN $20::int ELSE deadline_days END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $21::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $22::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($23, '') ELSE source END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :timer_rule_get
SELECT r.id, r.code, r.da, r.en, r.help_da, r.help_en, r.months, r.days, r.deemed, r.role, r.valid_from, r.valid_to, r.source, r.updated_by, r.updated_at, r.version FROM timer_rule r WHERE r.id = $1::bigint

-- :timer_rule_create
INSERT INTO timer_rule (code, da, en, help_da, help_en, months, days, deemed, role, valid_from, valid_to, source)
VALUES ($1, $2, $3, COALESCE($4, ''), COALESCE($5, ''), COALESCE($6::int, 0), COALESCE($7::int, 0), $8, $9, $10::date, $11::date, COALESCE($12, '')) RETURNING id

-- :timer_rule_patch
UPDATE timer_rule SET
  code = CASE WHEN 'code' = ANY ($3::text[]) THEN $4 ELSE code END,
  da = CASE WHEN 'da' = ANY ($3::text[]) THEN $5 ELSE da END,
  en = CASE WHEN 'en' = ANY ($3::text[]) THEN $6 ELSE en END,
  help_da = CASE WHEN 'help_da' = ANY ($3::text[]) THEN COALESCE($7, '') ELSE help_da END,
  help_en = CASE WHEN 'help_en' = ANY ($3::text[]) THEN COALESCE($8, '') ELSE help_en END,
  months = CASE WHEN 'months' = ANY ($3::text[]) THEN COALESCE($9::int, 0) ELSE months END,
  days = CASE WHEN 'days' = ANY ($3::text[]) THEN COALESCE($10::int, 0) ELSE days END,
  deemed = CASE WHEN 'deemed' = ANY ($3::text[]) THEN $11 ELSE deemed END,
  role = CASE WHEN 'role' = ANY ($3::text[]) THEN $12 ELSE role END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $13::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $14::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($15, '') ELSE source END
WHERE id = $1::bigint AND version = $2::int RETURNING id
