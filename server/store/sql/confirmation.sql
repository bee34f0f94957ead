-- SPDX-License-Identifier: EUPL-1.2
-- What sectors say to the lines that fall on them. migrations/0042_confirmation.sql has what holds.

-- The columns of confirmation_reply in api/confirmation.c: all that a contact sees.
-- :confirmation_list
SELECT c.id, c.status, c.title, c.unit_id, c.asked_by, c.asked_at, c.message, confirmation_line(c), c.number, c.line_unit, c.comment, c.answered_at, c.version
FROM line_confirmation c WHERE c.contact_id = me() AND ($1::text IS NULL OR c.status = $1) AND NOT confirmation_carried_on(c)
ORDER BY c.status <> 'unanswered', c.asked_at DESC, c.id DESC LIMIT 500

-- :confirmation_get
SELECT c.id, c.status, c.title, c.unit_id, c.asked_by, c.asked_at, c.message, confirmation_line(c), c.number, c.line_unit, c.comment, c.answered_at, c.version
FROM line_confirmation c WHERE c.id = $1::bigint

-- The columns of confirmation_item: for those who see the estimate.
-- :confirmation_of_estimate
SELECT c.id, c.line_code, c.alternative_no, c.status, c.contact_id, c.asked_by, c.asked_at, c.message, c.number, c.line_unit, c.comment, c.answered_at, c.version
FROM line_confirmation c WHERE c.estimate_id = $1::bigint AND ($2::bigint IS NULL OR c.id = $2::bigint) ORDER BY c.id

-- :confirmation_ask
SELECT confirmation_ask($1::bigint, $2::int, $3, $4, $5, $6, $7, $8, $9::double precision, $10::double precision, $11::double precision, $12, $13::int, $14::bigint[],
                        $15::double precision, $16::bigint, $17)

-- A question that is open follows the draft.
-- :confirmation_redraw
UPDATE line_confirmation SET (line_name, sector, class, line_unit, timing, qty_baseline, qty_new, unit_value, source, first_year, flows_oere, least_patients)
  = ($4, $5, $6, $7, $8, $9::double precision, $10::double precision, $11::double precision, $12, $13::int, $14::bigint[], $15::double precision)
WHERE estimate_id = $1::bigint AND alternative_no = $2::int AND line_code = $3 AND status = 'unanswered'
  AND (line_name, sector, class, line_unit, timing, qty_baseline, qty_new, unit_value, source, first_year, flows_oere, least_patients)
      IS DISTINCT FROM ($4, $5, $6, $7, $8, $9::double precision, $10::double precision, $11::double precision, $12, $13::int, $14::bigint[], $15::double precision)

-- What stands for an estimate, and what a new version can take over from it.
-- :confirmation_standing
SELECT c.id, c.alternative_no, c.line_code, c.status, c.first_year, c.flows_oere FROM confirmations_standing($1::bigint) c

-- :confirmation_inherited
SELECT c.id, c.alternative_no, c.line_code, c.status, c.first_year, c.flows_oere FROM confirmations_inherited($1::bigint, $2::bigint) c

-- :confirmation_carry
SELECT confirmations_carry($1::bigint, $2::bigint[])

-- :confirmation_lapse
UPDATE line_confirmation SET status = 'lapsed' WHERE id = $1::bigint

-- :confirmation_withdraw
UPDATE line_confirmation SET status = 'withdrawn' WHERE id = $1::bigint AND status = 'unanswered' RETURNING estimate_id

-- :confirmation_answer
SELECT id, inputs FROM confirmation_answer($1::bigint, $2, $3::double precision, $4)

-- :confirmation_figures
SELECT confirmation_figures($1::bigint, $2, $3::jsonb)
