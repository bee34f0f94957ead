-- SPDX-License-Identifier: EUPL-1.2
-- Strategic procurement: what belongs to a case (parameters as child.c sends them), and the dated rows that it is held against (as
-- reference.c sends them). Across fields judges the database: (field, fault, argument) of what is wrong.

-- :market_dialogue_list
SELECT a.id, a.held_on, a.form, a.organisation_id, o.name AS organisation_name, o.cvr, a.firms, a.participants, a.material,
       a.material_url, a.same_material_to_all, a.summary, a.conclusion, a.version
FROM market_dialogue a LEFT JOIN organisation o ON o.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.held_on, a.id

-- :market_dialogue_get
SELECT a.id, a.held_on, a.form, a.organisation_id, o.name AS organisation_name, o.cvr, a.firms, a.participants, a.material,
       a.material_url, a.same_material_to_all, a.summary, a.conclusion, a.version
FROM market_dialogue a LEFT JOIN organisation o ON o.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :market_dialogue_create
INSERT INTO market_dialogue (collaboration_id, held_on, form, organisation_id, firms, participants, material, material_url,
        same_material_to_all, summary, conclusion)
VALUES ($1::bigint, $2::date, $3, $4::bigint, $5::int, $6, $7, $8, COALESCE($9::boolean, false), $10, $11) RETURNING id

-- :market_dialogue_patch
UPDATE market_dialogue SET
  held_on = CASE WHEN 'held_on' = ANY ($4::text[]) THEN $5::date ELSE held_on END,
  form = CASE WHEN 'form' = ANY ($4::text[]) THEN $6 ELSE form END,
  organisation_id = CASE WHEN 'organisation_id' = ANY ($4::text[]) THEN $7::bigint ELSE organisation_id END,
  firms = CASE WHEN 'firms' = ANY ($4::text[]) THEN $8::int ELSE firms END,
  participants = CASE WHEN 'participants' = ANY ($4::text[]) THEN $9 ELSE participants END,
  material = CASE WHEN 'material' = ANY ($4::text[]) THEN $10 ELSE material END,
  material_url = CASE WHEN 'material_url' = ANY ($4::text[]) THEN $11 ELSE material_url END,
  same_material_to_all = CASE WHEN 'same_material_to_all' = ANY ($4::text[]) THEN COALESCE($12::boolean, false) ELSE same_material_to_all END,
  summary = CASE WHEN 'summary' = ANY ($4::text[]) THEN $13 ELSE summary END,
  conclusion = CASE WHEN 'conclusion' = ANY ($4::text[]) THEN $14 ELSE conclusion END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :market_dialogue_remove
UPDATE market_dialogue SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :strategic_score_list
SELECT a.id, a.area_id, s.da AS area_da, s.en AS area_en, s.weight, a.score, a.reasoning, a.version
FROM strategic_score a JOIN strategic_area s ON s.id = a.area_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.area_id

-- :strategic_score_get
SELECT a.id, a.area_id, s.da AS area_da, s.en AS area_en, s.weight, a.score, a.reasoning, a.version
FROM strategic_score a JOIN strategic_area s ON s.id = a.area_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :strategic_score_create
INSERT INTO strategic_score (collaboration_id, area_id, score, reasoning)
VALUES ($1::bigint, $2::bigint, $3::int, $4) RETURNING id

-- :strategic_score_patch
UPDATE strategic_score SET
  area_id = CASE WHEN 'area_id' = ANY ($4::text[]) THEN $5::bigint ELSE area_id END,
  score = CASE WHEN 'score' = ANY ($4::text[]) THEN $6::int ELSE score END,
  reasoning = CASE WHEN 'reasoning' = ANY ($4::text[]) THEN $7 ELSE reasoning END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :strategic_score_remove
UPDATE strategic_score SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :capacity_need_list
SELECT a.id, a.unit_id, a.year, a.quarter, a.fte, a.override_reason, a.version
FROM capacity_need a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.year, a.quarter, a.unit_id

-- :capacity_need_get
SELECT a.id, a.unit_id, a.year, a.quarter, a.fte, a.override_reason, a.version
FROM capacity_need a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :capacity_need_create
INSERT INTO capacity_need (collaboration_id, unit_id, year, quarter, fte, override_reason)
VALUES ($1::bigint, $2::integer, $3::int, $4::int, $5::numeric, $6) RETURNING id

-- :capacity_need_patch
UPDATE capacity_need SET
  unit_id = CASE WHEN 'unit_id' = ANY ($4::text[]) THEN $5::integer ELSE unit_id END,
  year = CASE WHEN 'year' = ANY ($4::text[]) THEN $6::int ELSE year END,
  quarter = CASE WHEN 'quarter' = ANY ($4::text[]) THEN $7::int ELSE quarter END,
  fte = CASE WHEN 'fte' = ANY ($4::text[]) THEN $8::numeric ELSE fte END,
  override_reason = CASE WHEN 'override_reason' = ANY ($4::text[]) THEN $9 ELSE override_reason END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :capacity_need_remove
UPDATE capacity_need SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :effort_list
SELECT a.id, a.party, a.year, a.planned_hours, a.used_hours, a.note, a.version
FROM effort a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.year, a.party

-- :effort_get
SELECT a.id, a.party, a.year, a.planned_hours, a.used_hours, a.note, a.version
FROM effort a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :effort_create
INSERT INTO effort (collaboration_id, party, year, planned_hours, used_hours, note)
VALUES ($1::bigint, $2, $3::int, $4::numeric, $5::numeric, $6) RETURNING id

-- :effort_patch
UPDATE effort SET
  party = CASE WHEN 'party' = ANY ($4::text[]) THEN $5 ELSE party END,
  year = CASE WHEN 'year' = ANY ($4::text[]) THEN $6::int ELSE year END,
  planned_hours = CASE WHEN 'planned_hours' = ANY ($4::text[]) THEN $7::numeric ELSE planned_hours END,
  used_hours = CASE WHEN 'used_hours' = ANY ($4::text[]) THEN $8::numeric ELSE used_hours END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $9 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :effort_remove
UPDATE effort SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :tender_list
SELECT a.id, a.procedure, a.service_kind, a.value_oere, a.lots, a.award_criteria, a.notice_number, a.notice_url, a.notice_date,
       a.application_deadline, a.offer_deadline, a.invited_on, a.award_on_first_offer, a.ipr_arrangement, a.several_contracts,
       a.negotiation, a.participation_fee, a.reduction, a.awarded_on, a.evaluation_note, a.version
FROM tender a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.id

-- :tender_get
SELECT a.id, a.procedure, a.service_kind, a.value_oere, a.lots, a.award_criteria, a.notice_number, a.notice_url, a.notice_date,
       a.application_deadline, a.offer_deadline, a.invited_on, a.award_on_first_offer, a.ipr_arrangement, a.several_contracts,
       a.negotiation, a.participation_fee, a.reduction, a.awarded_on, a.evaluation_note, a.version
FROM tender a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :tender_create
INSERT INTO tender (collaboration_id, procedure, service_kind, value_oere, lots, award_criteria, notice_number, notice_url,
        notice_date, application_deadline, offer_deadline, invited_on, award_on_first_offer, ipr_arrangement, several_contracts,
        negotiation, participation_fee, reduction, awarded_on, evaluation_note)
VALUES ($1::bigint, $2, $3, $4::bigint, $5::int, $6, $7, $8, $9::date, $10::date, $11::date, $12::date, $13::boolean, $14,
        $15::boolean, $16, $17, $18, $19::date, $20) RETURNING id

-- :tender_patch
UPDATE tender SET
  procedure = CASE WHEN 'procedure' = ANY ($4::text[]) THEN $5 ELSE procedure END,
  service_kind = CASE WHEN 'service_kind' = ANY ($4::text[]) THEN $6 ELSE service_kind END,
  value_oere = CASE WHEN 'value_oere' = ANY ($4::text[]) THEN $7::bigint ELSE value_oere END,
  lots = CASE WHEN 'lots' = ANY ($4::text[]) THEN $8::int ELSE lots END,
  award_criteria = CASE WHEN 'award_criteria' = ANY ($4::text[]) THEN $9 ELSE award_criteria END,
  notice_number = CASE WHEN 'notice_number' = ANY ($4::text[]) THEN $10 ELSE notice_number END,
  notice_url = CASE WHEN 'notice_url' = ANY ($4::text[]) THEN $11 ELSE notice_url END,
  notice_date = CASE WHEN 'notice_date' = ANY ($4::text[]) THEN $12::date ELSE notice_date END,
  application_deadline = CASE WHEN 'application_deadline' = ANY ($4::text[]) THEN $13::date ELSE application_deadline END,
  offer_deadline = CASE WHEN 'offer_deadline' = ANY ($4::text[]) THEN $14::date ELSE offer_deadline END,
  invited_on = CASE WHEN 'invited_on' = ANY ($4::text[]) THEN $15::date ELSE invited_on END,
  award_on_first_offer = CASE WHEN 'award_on_first_offer' = ANY ($4::text[]) THEN $16::boolean ELSE award_on_first_offer END,
  ipr_arrangement = CASE WHEN 'ipr_arrangement' = ANY ($4::text[]) THEN $17 ELSE ipr_arrangement END,
  several_contracts = CASE WHEN 'several_contracts' = ANY ($4::text[]) THEN $18::boolean ELSE several_contracts END,
  negotiation = CASE WHEN 'negotiation' = ANY ($4::text[]) THEN $19 ELSE negotiation END,
  participation_fee = CASE WHEN 'participation_fee' = ANY ($4::text[]) THEN $20 ELSE participation_fee END,
  reduction = CASE WHEN 'reduction' = ANY ($4::text[]) THEN $21 ELSE reduction END,
  awarded_on = CASE WHEN 'awarded_on' = ANY ($4::text[]) THEN $22::date ELSE awarded_on END,
  evaluation_note = CASE WHEN 'evaluation_note' = ANY ($4::text[]) THEN $23 ELSE evaluation_note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :tender_remove
UPDATE tender SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :bidder_list
SELECT a.id, a.organisation_id, o.name AS organisation_name, o.cvr, a.applied_on, a.invited, a.offer_on, a.offer_oere, a.awarded,
       a.note, a.version
FROM bidder a JOIN organisation o ON o.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.id

-- :bidder_get
SELECT a.id, a.organisation_id, o.name AS organisation_name, o.cvr, a.applied_on, a.invited, a.offer_on, a.offer_oere, a.awarded,
       a.note, a.version
FROM bidder a JOIN organisation o ON o.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :bidder_create
INSERT INTO bidder (collaboration_id, organisation_id, applied_on, invited, offer_on, offer_oere, awarded, note)
VALUES ($1::bigint, $2::bigint, $3::date, COALESCE($4::boolean, false), $5::date, $6::bigint, COALESCE($7::boolean, false), $8) RETURNING id

-- :bidder_patch
UPDATE bidder SET
  organisation_id = CASE WHEN 'organisation_id' = ANY ($4::text[]) THEN $5::bigint ELSE organisation_id END,
  applied_on = CASE WHEN 'applied_on' = ANY ($4::text[]) THEN $6::date ELSE applied_on END,
  invited = CASE WHEN 'invited' = ANY ($4::text[]) THEN COALESCE($7::boolean, false) ELSE invited END,
  offer_on = CASE WHEN 'offer_on' = ANY ($4::text[]) THEN $8::date ELSE offer_on END,
  offer_oere = CASE WHEN 'offer_oere' = ANY ($4::text[]) THEN $9::bigint ELSE offer_oere END,
  awarded = CASE WHEN 'awarded' = ANY ($4::text[]) THEN COALESCE($10::boolean, false) ELSE awarded END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $11 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :bidder_remove
UPDATE bidder SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :contract_terms_list
SELECT a.id, a.signed_on, a.unit_price, a.volume, a.index_code, a.index_clause, a.yearly_commitment_oere, a.kpi, a.termination,
       a.expiry_decision, a.expiry_decided_on, a.expiry_reason, a.version
FROM contract_terms a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.id

-- :contract_terms_get
SELECT a.id, a.signed_on, a.unit_price, a.volume, a.index_code, a.index_clause, a.yearly_commitment_oere, a.kpi, a.termination,
       a.expiry_decision, a.expiry_decided_on, a.expiry_reason, a.version
FROM contract_terms a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :contract_terms_create
INSERT INTO contract_terms (collaboration_id, signed_on, unit_price, volume, index_code, index_clause, yearly_commitment_oere, kpi,
        termination, expiry_decision, expiry_decided_on, expiry_reason)
VALUES ($1::bigint, $2::date, $3, $4, $5, $6, $7::bigint, $8, $9, $10, $11::date, $12) RETURNING id

-- :contract_terms_patch
UPDATE contract_terms SET
  signed_on = CASE WHEN 'signed_on' = ANY ($4::text[]) THEN $5::date ELSE signed_on END,
  unit_price = CASE WHEN 'unit_price' = ANY ($4::text[]) THEN $6 ELSE unit_price END,
  volume = CASE WHEN 'volume' = ANY ($4::text[]) THEN $7 ELSE volume END,
  index_code = CASE WHEN 'index_code' = ANY ($4::text[]) THEN $8 ELSE index_code END,
  index_clause = CASE WHEN 'index_clause' = ANY ($4::text[]) THEN $9 ELSE index_clause END,
  yearly_commitment_oere = CASE WHEN 'yearly_commitment_oere' = ANY ($4::text[]) THEN $10::bigint ELSE yearly_commitment_oere END,
  kpi = CASE WHEN 'kpi' = ANY ($4::text[]) THEN $11 ELSE kpi END,
  termination = CASE WHEN 'termination' = ANY ($4::text[]) THEN $12 ELSE termination END,
  expiry_decision = CASE WHEN 'expiry_decision' = ANY ($4::text[]) THEN $13 ELSE expiry_decision END,
  expiry_decided_on = CASE WHEN 'expiry_decided_on' = ANY ($4::text[]) THEN $14::date ELSE expiry_decided_on END,
  expiry_reason = CASE WHEN 'expiry_reason' = ANY ($4::text[]) THEN $15 ELSE expiry_reason END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :contract_terms_remove
UPDATE contract_terms SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :contract_option_list
SELECT a.id, a.kind, a.title, a.months, a.amount_oere, a.notice_by, a.taken_on, a.declined, a.note, a.version
FROM contract_option a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.notice_by, a.id

-- :contract_option_get
SELECT a.id, a.kind, a.title, a.months, a.amount_oere, a.notice_by, a.taken_on, a.declined, a.note, a.version
FROM contract_option a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :contract_option_create
INSERT INTO contract_option (collaboration_id, kind, title, months, amount_oere, notice_by, taken_on, declined, note)
VALUES ($1::bigint, $2, $3, $4::int, $5::bigint, $6::date, $7::date, COALESCE($8::boolean, false), $9) RETURNING id

-- :contract_option_patch
UPDATE contract_option SET
  kind = CASE WHEN 'kind' = ANY ($4::text[]) THEN $5 ELSE kind END,
  title = CASE WHEN 'title' = ANY ($4::text[]) THEN $6 ELSE title END,
  months = CASE WHEN 'months' = ANY ($4::text[]) THEN $7::int ELSE months END,
  amount_oere = CASE WHEN 'amount_oere' = ANY ($4::text[]) THEN $8::bigint ELSE amount_oere END,
  notice_by = CASE WHEN 'notice_by' = ANY ($4::text[]) THEN $9::date ELSE notice_by END,
  taken_on = CASE WHEN 'taken_on' = ANY ($4::text[]) THEN $10::date ELSE taken_on END,
  declined = CASE WHEN 'declined' = ANY ($4::text[]) THEN COALESCE($11::boolean, false) ELSE declined END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $12 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :contract_option_remove
UPDATE contract_option SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :contract_amendment_list
SELECT a.id, a.title, a.agreed_on, a.ceiling_change_oere, a.legal_basis, a.reason, a.document_url, a.version
FROM contract_amendment a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.agreed_on, a.id

-- :contract_amendment_get
SELECT a.id, a.title, a.agreed_on, a.ceiling_change_oere, a.legal_basis, a.reason, a.document_url, a.version
FROM contract_amendment a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :contract_amendment_create
INSERT INTO contract_amendment (collaboration_id, title, agreed_on, ceiling_change_oere, legal_basis, reason, document_url)
VALUES ($1::bigint, $2, $3::date, $4::bigint, $5, $6, $7) RETURNING id

-- :contract_amendment_patch
UPDATE contract_amendment SET
  title = CASE WHEN 'title' = ANY ($4::text[]) THEN $5 ELSE title END,
  agreed_on = CASE WHEN 'agreed_on' = ANY ($4::text[]) THEN $6::date ELSE agreed_on END,
  ceiling_change_oere = CASE WHEN 'ceiling_change_oere' = ANY ($4::text[]) THEN $7::bigint ELSE ceiling_change_oere END,
  legal_basis = CASE WHEN 'legal_basis' = ANY ($4::text[]) THEN $8 ELSE legal_basis END,
  reason = CASE WHEN 'reason' = ANY ($4::text[]) THEN $9 ELSE reason END,
  document_url = CASE WHEN 'document_url' = ANY ($4::text[]) THEN $10 ELSE document_url END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :contract_amendment_remove
UPDATE contract_amendment SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :call_off_list
SELECT a.id, a.number, a.title, a.organisation_id, o.name AS organisation_name, o.cvr, a.amount_oere, a.ordered_on, a.note, a.version
FROM call_off a LEFT JOIN organisation o ON o.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.ordered_on, a.id

-- :call_off_get
SELECT a.id, a.number, a.title, a.organisation_id, o.name AS organisation_name, o.cvr, a.amount_oere, a.ordered_on, a.note, a.version
FROM call_off a LEFT JOIN organisation o ON o.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :call_off_create
INSERT INTO call_off (collaboration_id, number, title, organisation_id, amount_oere, ordered_on, note)
VALUES ($1::bigint, $2, $3, $4::bigint, $5::bigint, $6::date, $7) RETURNING id

-- :call_off_patch
UPDATE call_off SET
  number = CASE WHEN 'number' = ANY ($4::text[]) THEN $5 ELSE number END,
  title = CASE WHEN 'title' = ANY ($4::text[]) THEN $6 ELSE title END,
  organisation_id = CASE WHEN 'organisation_id' = ANY ($4::text[]) THEN $7::bigint ELSE organisation_id END,
  amount_oere = CASE WHEN 'amount_oere' = ANY ($4::text[]) THEN $8::bigint ELSE amount_oere END,
  ordered_on = CASE WHEN 'ordered_on' = ANY ($4::text[]) THEN $9::date ELSE ordered_on END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $10 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :call_off_remove
UPDATE call_off SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :partnership_phase_list
SELECT a.id, a.no, a.name, a.goal, a.starts_on, a.ends_on, a.rate_oere, a.goal_met, a.decision, a.decided_on, a.reason, a.extended_to,
       (SELECT sum(p.rate_oere)::bigint FROM partnership_phase p WHERE p.collaboration_id = a.collaboration_id AND p.removed_at IS NULL AND p.no <= a.no) AS stop_exposes_oere,
       (SELECT COALESCE(sum(p.rate_oere), 0)::bigint FROM partnership_phase p WHERE p.collaboration_id = a.collaboration_id AND p.removed_at IS NULL AND p.no > a.no) AS stop_closes_oere,
       a.version
FROM partnership_phase a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.no

-- :partnership_phase_get
SELECT a.id, a.no, a.name, a.goal, a.starts_on, a.ends_on, a.rate_oere, a.goal_met, a.decision, a.decided_on, a.reason, a.extended_to,
       (SELECT sum(p.rate_oere)::bigint FROM partnership_phase p WHERE p.collaboration_id = a.collaboration_id AND p.removed_at IS NULL AND p.no <= a.no) AS stop_exposes_oere,
       (SELECT COALESCE(sum(p.rate_oere), 0)::bigint FROM partnership_phase p WHERE p.collaboration_id = a.collaboration_id AND p.removed_at IS NULL AND p.no > a.no) AS stop_closes_oere,
       a.version
FROM partnership_phase a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :partnership_phase_create
INSERT INTO partnership_phase (collaboration_id, no, name, goal, starts_on, ends_on, rate_oere, goal_met, decision, decided_on,
        reason, extended_to)
VALUES ($1::bigint, $2::int, $3, $4, $5::date, $6::date, $7::bigint, $8::boolean, $9, $10::date, $11, $12::date) RETURNING id

-- :partnership_phase_patch
UPDATE partnership_phase SET
  no = CASE WHEN 'no' = ANY ($4::text[]) THEN $5::int ELSE no END,
  name = CASE WHEN 'name' = ANY ($4::text[]) THEN $6 ELSE name END,
  goal = CASE WHEN 'goal' = ANY ($4::text[]) THEN $7 ELSE goal END,
  starts_on = CASE WHEN 'starts_on' = ANY ($4::text[]) THEN $8::date ELSE starts_on END,
  ends_on = CASE WHEN 'ends_on' = ANY ($4::text[]) THEN $9::date ELSE ends_on END,
  rate_oere = CASE WHEN 'rate_oere' = ANY ($4::text[]) THEN $10::bigint ELSE rate_oere END,
  goal_met = CASE WHEN 'goal_met' = ANY ($4::text[]) THEN $11::boolean ELSE goal_met END,
  decision = CASE WHEN 'decision' = ANY ($4::text[]) THEN $12 ELSE decision END,
  decided_on = CASE WHEN 'decided_on' = ANY ($4::text[]) THEN $13::date ELSE decided_on END,
  reason = CASE WHEN 'reason' = ANY ($4::text[]) THEN $14 ELSE reason END,
  extended_to = CASE WHEN 'extended_to' = ANY ($4::text[]) THEN $15::date ELSE extended_to END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :partnership_phase_remove
UPDATE partnership_phase SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :procurement_rule_get
SELECT r.id, r.code, r.da, r.en, r.procedure, r.service_kind, r.unit, r.value, r.valid_from, r.valid_to, r.source, r.note, r.updated_by, r.updated_at, r.version
FROM procurement_rule r WHERE r.id = $1::bigint

-- :procurement_rule_create
INSERT INTO procurement_rule (code, da, en, procedure, service_kind, unit, value, valid_from, valid_to, source, note)
VALUES ($1, $2, $3, $4, $5, $6, $7::bigint, $8::date, $9::date, COALESCE($10, ''), COALESCE($11, '')) RETURNING id

-- :procurement_rule_patch
UPDATE procurement_rule SET
  code = CASE WHEN 'code' = ANY ($3::text[]) THEN $4 ELSE code END,
  da = CASE WHEN 'da' = ANY ($3::text[]) THEN $5 ELSE da END,
  en = CASE WHEN 'en' = ANY ($3::text[]) THEN $6 ELSE en END,
  procedure = CASE WHEN 'procedure' = ANY ($3::text[]) THEN $7 ELSE procedure END,
  service_kind = CASE WHEN 'service_kind' = ANY ($3::text[]) THEN $8 ELSE service_kind END,
  unit = CASE WHEN 'unit' = ANY ($3::text[]) THEN $9 ELSE unit END,
  value = CASE WHEN 'value' = ANY ($3::text[]) THEN $10::bigint ELSE value END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $11::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $12::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($13, '') ELSE source END,
  note = CASE WHEN 'note' = ANY ($3::text[]) THEN COALESCE($14, '') ELSE note END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :strategic_area_get
SELECT r.id, r.code, r.da, r.en, r.help_da, r.help_en, r.weight, r.valid_from, r.valid_to, r.source, r.updated_by, r.updated_at, r.version
FROM strategic_area r WHERE r.id = $1::bigint

-- :strategic_area_create
INSERT INTO strategic_area (code, da, en, help_da, help_en, weight, valid_from, valid_to, source)
VALUES ($1, $2, $3, COALESCE($4, ''), COALESCE($5, ''), COALESCE($6::int, 1), $7::date, $8::date, COALESCE($9, '')) RETURNING id

-- :strategic_area_patch
UPDATE strategic_area SET
  code = CASE WHEN 'code' = ANY ($3::text[]) THEN $4 ELSE code END,
  da = CASE WHEN 'da' = ANY ($3::text[]) THEN $5 ELSE da END,
  en = CASE WHEN 'en' = ANY ($3::text[]) THEN $6 ELSE en END,
  help_da = CASE WHEN 'help_da' = ANY ($3::text[]) THEN COALESCE($7, '') ELSE help_da END,
  help_en = CASE WHEN 'help_en' = ANY ($3::text[]) THEN COALESCE($8, '') ELSE help_en END,
  weight = CASE WHEN 'weight' = ANY ($3::text[]) THEN COALESCE($9::int, 1) ELSE weight END,
  valid_from = CASE WHEN 'valid_from' = ANY ($3::text[]) THEN $10::date ELSE valid_from END,
  valid_to = CASE WHEN 'valid_to' = ANY ($3::text[]) THEN $11::date ELSE valid_to END,
  source = CASE WHEN 'source' = ANY ($3::text[]) THEN COALESCE($12, '') ELSE source END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :capacity_ceiling_get
SELECT r.id, r.unit_id, r.year, r.quarter, r.fte, r.team_fte, r.tender_fte, r.tenders, r.note, r.updated_by, r.updated_at, r.version
FROM capacity_ceiling r WHERE r.id = $1::bigint

-- :capacity_ceiling_create
INSERT INTO capacity_ceiling (unit_id, year, quarter, fte, team_fte, tender_fte, tenders, note)
VALUES ($1::int, $2::int, $3::int, $4::numeric, $5::numeric, $6::numeric, $7::int, COALESCE($8, '')) RETURNING id

-- :capacity_ceiling_patch
UPDATE capacity_ceiling SET
  unit_id = CASE WHEN 'unit_id' = ANY ($3::text[]) THEN $4::int ELSE unit_id END,
  year = CASE WHEN 'year' = ANY ($3::text[]) THEN $5::int ELSE year END,
  quarter = CASE WHEN 'quarter' = ANY ($3::text[]) THEN $6::int ELSE quarter END,
  fte = CASE WHEN 'fte' = ANY ($3::text[]) THEN $7::numeric ELSE fte END,
  team_fte = CASE WHEN 'team_fte' = ANY ($3::text[]) THEN $8::numeric ELSE team_fte END,
  tender_fte = CASE WHEN 'tender_fte' = ANY ($3::text[]) THEN $9::numeric ELSE tender_fte END,
  tenders = CASE WHEN 'tenders' = ANY ($3::text[]) THEN $10::int ELSE tenders END,
  note = CASE WHEN 'note' = ANY ($3::text[]) THEN COALESCE($11, '') ELSE note END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- This year unless years are given.
-- :capacity_view
SELECT unit_id, year, quarter, ceiling, used, free, over_by, team_fte, tender_fte, tenders, crowded_fte, crowded_tenders, cases
FROM capacity_view(COALESCE($1::int, extract(year FROM current_date)::int), COALESCE($2::int, $1::int, extract(year FROM current_date)::int), $3::int)

-- :procurement_overview
SELECT procurement_overview(c.id) FROM collaboration c WHERE c.id = $1::bigint

-- :tender_faults
SELECT field, fault, argument FROM tender_faults($1::bigint) WHERE $2::bigint IS NOT NULL

-- :contract_terms_faults
SELECT field, fault, argument FROM contract_terms_faults($1::bigint) WHERE $2::bigint IS NOT NULL

-- :contract_option_faults
SELECT field, fault, argument FROM contract_option_faults($1::bigint, $2::bigint)

-- :partnership_phase_faults
SELECT field, fault, argument FROM partnership_phase_faults($1::bigint, $2::bigint)
