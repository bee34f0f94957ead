-- SPDX-License-Identifier: EUPL-1.2
-- Research contracts: the quick form, the contract's own facts, what the rules ask, amendments, what has a day, key figures.

-- Number and title, and what the rules ask of it. The columns behind: ETag, id.
-- :research_add
SELECT research_contract_add($1::json)

-- :research_made
SELECT json_build_object('id', c.id, 'number', c.number, 'title', c.title, 'received_on', r.received_on, 'end_date', c.end_date,
         'approval', (SELECT COALESCE(json_agg(json_build_object('rule_id', a.rule_id, 'action', a.action, 'role', a.role, 'da', a.da, 'en', a.en, 'due_date', a.due_date)
                                               ORDER BY a.sort), '[]') FROM approval_of(c.id) a)), NULL, c.id
FROM collaboration c JOIN research_contract r ON r.id = c.id WHERE c.id = $1::bigint

-- :contract_get
SELECT r.id, r.received_on, r.amends_id, (SELECT m.number FROM collaboration m WHERE m.id = r.amends_id) AS amends_number, r.purpose, r.project_number, r.register_number,
       r.overhead_percent, r.in_kind_oere, r.currency, r.price_basis, r.publication_delay_months, r.standard_template, r.without_obligations, r.running_costs,
       (SELECT COALESCE(sum(x.external_amount_oere), 0) FROM research_contract x WHERE COALESCE(r.amends_id, r.id) IN (x.id, x.amends_id)) AS external_total_oere,
       signed_on(r.id), r.version
FROM research_contract r WHERE r.id = $1::bigint

-- :contract_patch
UPDATE research_contract SET
  received_on = CASE WHEN 'received_on' = ANY ($3::text[]) THEN $4::date ELSE received_on END,
  amends_id = CASE WHEN 'amends_id' = ANY ($3::text[]) THEN $5::bigint ELSE amends_id END,
  purpose = CASE WHEN 'purpose' = ANY ($3::text[]) THEN $6 ELSE purpose END,
  project_number = CASE WHEN 'project_number' = ANY ($3::text[]) THEN $7 ELSE project_number END,
  register_number = CASE WHEN 'register_number' = ANY ($3::text[]) THEN $8 ELSE register_number END,
  overhead_percent = CASE WHEN 'overhead_percent' = ANY ($3::text[]) THEN $9::double precision ELSE overhead_percent END,
  in_kind_oere = CASE WHEN 'in_kind_oere' = ANY ($3::text[]) THEN $10::bigint ELSE in_kind_oere END,
  currency = CASE WHEN 'currency' = ANY ($3::text[]) THEN $11 ELSE currency END,
  price_basis = CASE WHEN 'price_basis' = ANY ($3::text[]) THEN $12 ELSE price_basis END,
  publication_delay_months = CASE WHEN 'publication_delay_months' = ANY ($3::text[]) THEN $13::int ELSE publication_delay_months END,
  standard_template = CASE WHEN 'standard_template' = ANY ($3::text[]) THEN $14::boolean ELSE standard_template END,
  without_obligations = CASE WHEN 'without_obligations' = ANY ($3::text[]) THEN $15::boolean ELSE without_obligations END,
  running_costs = CASE WHEN 'running_costs' = ANY ($3::text[]) THEN $16::boolean ELSE running_costs END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- :approval_list
SELECT a.rule_id, a.action, a.role, a.da, a.en, a.days, a.due_date, a.done_on, a.done_by, a.note, a.source FROM approval_of($1::bigint) a ORDER BY a.sort, a.rule_id

-- :approval_mark
SELECT approval_mark($1::bigint, $2::bigint, $3::date, $4)

-- :amendment_list
SELECT c.id, c.number, c.title, c.stage, r.external_amount_oere, r.received_on,
       signed_on(c.id)
FROM research_contract r JOIN collaboration c ON c.id = r.id WHERE r.amends_id = $1::bigint ORDER BY c.id

-- What has a day; five statements each, as in case_children.sql.
-- :funder_report_list
SELECT a.id, a.organisation_id, g.name, a.title, a.due_date, a.sent_on, a.note, a.version
FROM funder_report a LEFT JOIN organisation g ON g.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.due_date, a.id

-- :funder_report_get
SELECT a.id, a.organisation_id, g.name, a.title, a.due_date, a.sent_on, a.note, a.version
FROM funder_report a LEFT JOIN organisation g ON g.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :funder_report_create
INSERT INTO funder_report (collaboration_id, organisation_id, title, due_date, sent_on, note) VALUES ($1::bigint, $2::bigint, $3, $4::date, $5::date, $6) RETURNING id

-- :funder_report_patch
UPDATE funder_report SET
  organisation_id = CASE WHEN 'organisation_id' = ANY ($4::text[]) THEN $5::bigint ELSE organisation_id END,
  title = CASE WHEN 'title' = ANY ($4::text[]) THEN $6 ELSE title END,
  due_date = CASE WHEN 'due_date' = ANY ($4::text[]) THEN $7::date ELSE due_date END,
  sent_on = CASE WHEN 'sent_on' = ANY ($4::text[]) THEN $8::date ELSE sent_on END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $9 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :funder_report_remove
UPDATE funder_report SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :instalment_list
SELECT a.id, a.title, a.due_date, a.amount_oere, a.invoiced_on, a.paid_on, a.note, a.version
FROM instalment a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.due_date, a.id

-- :instalment_get
SELECT a.id, a.title, a.due_date, a.amount_oere, a.invoiced_on, a.paid_on, a.note, a.version
FROM instalment a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :instalment_create
INSERT INTO instalment (collaboration_id, title, due_date, amount_oere, invoiced_on, paid_on, note)
VALUES ($1::bigint, $2, $3::date, $4::bigint, $5::date, $6::date, $7) RETURNING id

-- :instalment_patch
UPDATE instalment SET
  title = CASE WHEN 'title' = ANY ($4::text[]) THEN $5 ELSE title END,
  due_date = CASE WHEN 'due_date' = ANY ($4::text[]) THEN $6::date ELSE due_date END,
  amount_oere = CASE WHEN 'amount_oere' = ANY ($4::text[]) THEN $7::bigint ELSE amount_oere END,
  invoiced_on = CASE WHEN 'invoiced_on' = ANY ($4::text[]) THEN $8::date ELSE invoiced_on END,
  paid_on = CASE WHEN 'paid_on' = ANY ($4::text[]) THEN $9::date ELSE paid_on END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $10 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :instalment_remove
UPDATE instalment SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :publication_list
SELECT a.id, a.title, a.shown_on, a.delay_until, a.delay_reason, a.published_on, a.version
FROM publication a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.shown_on, a.id

-- :publication_get
SELECT a.id, a.title, a.shown_on, a.delay_until, a.delay_reason, a.published_on, a.version
FROM publication a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :publication_create
INSERT INTO publication (collaboration_id, title, shown_on, delay_until, delay_reason, published_on)
VALUES ($1::bigint, $2, $3::date, $4::date, $5, $6::date) RETURNING id

-- :publication_patch
UPDATE publication SET
  title = CASE WHEN 'title' = ANY ($4::text[]) THEN $5 ELSE title END,
  shown_on = CASE WHEN 'shown_on' = ANY ($4::text[]) THEN $6::date ELSE shown_on END,
  delay_until = CASE WHEN 'delay_until' = ANY ($4::text[]) THEN $7::date ELSE delay_until END,
  delay_reason = CASE WHEN 'delay_reason' = ANY ($4::text[]) THEN $8 ELSE delay_reason END,
  published_on = CASE WHEN 'published_on' = ANY ($4::text[]) THEN $9::date ELSE published_on END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :publication_remove
UPDATE publication SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- Key figures. $1 unit; $2, $3: days between which contracts were signed; nothing: the last twelve months.
-- :research_summary
WITH span AS (SELECT COALESCE($2::date, current_date - 365) AS a, COALESCE($3::date, current_date) AS z),
k AS (
  SELECT c.id, c.subtype, r.received_on, s.phase, g.signed_on
  FROM research_contract r JOIN collaboration c ON c.id = r.id JOIN code_stage s ON s.kind = c.kind AND s.code = c.stage
  LEFT JOIN signature g ON g.id = c.id
  WHERE r.received_on IS NOT NULL AND ($1::int IS NULL OR c.unit_id IN (SELECT units_below($1::int)))),
signed AS (SELECT k.*, k.signed_on - k.received_on AS days FROM k, span WHERE k.signed_on BETWEEN span.a AND span.z),
open AS (SELECT k.*, current_date - k.received_on AS days FROM k WHERE k.signed_on IS NULL AND k.phase = 'pipeline'),
spent AS (
  SELECT s.id, h.side, sum(desk_days(i)) AS days FROM signed s JOIN desk_interval i ON i.collaboration_id = s.id JOIN desk_holder h ON h.desk = i.desk GROUP BY 1, 2),
sides AS (SELECT s.id, x.side, COALESCE(t.days, 0) AS days FROM (SELECT DISTINCT id FROM spent) s CROSS JOIN (VALUES ('ours'), ('theirs'), ('authority')) x(side)
          LEFT JOIN spent t ON t.id = s.id AND t.side = x.side),
money AS (SELECT * FROM research_money($1::int))
SELECT json_build_object('from', (SELECT a FROM span), 'to', (SELECT z FROM span),
  'signed', (SELECT count(*) FROM signed),
  'median_days', (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FROM signed),
  'p90_days', (SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY days) FROM signed),
  'open', (SELECT count(*) FROM open), 'open_over_60', (SELECT count(*) FROM open WHERE days > 60),
  'not_acknowledged', (SELECT count(*) FROM deadline d JOIN k ON k.id = d.collaboration_id WHERE d.kind = 'acknowledge' AND d.done_at IS NULL AND d.due_date < current_date),
  'clocks', (SELECT COALESCE(json_agg(json_build_object('side', side, 'median_days', m, 'p90_days', p) ORDER BY n), '[]') FROM (
     SELECT x.side, array_position('{ours,theirs,authority}', x.side) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS m,
            percentile_cont(0.9) WITHIN GROUP (ORDER BY days) AS p FROM sides x GROUP BY x.side) y),
  'by_subtype', (SELECT COALESCE(json_agg(json_build_object('subtype', subtype, 'signed', n, 'median_days', m, 'p90_days', p) ORDER BY n DESC, subtype), '[]') FROM (
     SELECT subtype, count(*) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS m, percentile_cont(0.9) WITHIN GROUP (ORDER BY days) AS p FROM signed GROUP BY subtype) y),
  'money', (SELECT COALESCE(json_agg(json_build_object('year', year, 'class', class, 'amount_oere', amount_oere) ORDER BY year, class), '[]') FROM money),
  'external_shares', (SELECT COALESCE(json_agg(json_build_object('year', year, 'share', share) ORDER BY year), '[]') FROM (
     SELECT year, COALESCE(sum(amount_oere) FILTER (WHERE class <> 'own'), 0) / NULLIF(sum(amount_oere), 0) AS share FROM money GROUP BY year) y))
