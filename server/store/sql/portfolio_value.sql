-- SPDX-License-Identifier: EUPL-1.2
-- Value over the portfolio; migrations/0045_portfolio_value.sql keeps the sums.

-- :portfolio_value
SELECT portfolio_value_json($1, $2, $3::int, $4)

-- :portfolio_matrix
SELECT * FROM portfolio_matrix($1, $2, $3::int, $4)

-- :simulation_add
WITH job AS (INSERT INTO portfolio_simulation (kind, theme, unit_id, estimate_status, draws, seed)
               VALUES ($1, $2, $3::int, $4, COALESCE($5::int, 10000), COALESCE($6::bigint, 1)) RETURNING id),
     box AS (INSERT INTO outbox (topic, entity_id) SELECT 'portfolio.simulate', id FROM job)
SELECT id FROM job

-- :simulation_get
SELECT COALESCE(j.result, '{}') || jsonb_build_object('id', j.id, 'status', j.status, 'total', j.total, 'done', j.done, 'draws', j.draws, 'seed', j.seed,
         'skipped', j.skipped, 'created_at', j.created_at, 'finished_at', j.finished_at, 'version', j.version), j.version::text, j.id
FROM portfolio_simulation j WHERE j.id = $1::bigint

-- What is asked for, and the rights of whoever asked as they are now.
-- :simulation_open
SELECT j.kind, j.theme, j.unit_id, j.estimate_status, j.draws, j.seed, p.user_id, p.access, p.read_units, p.write_units
FROM portfolio_simulation j LEFT JOIN LATERAL principal_load(j.created_by) p ON true WHERE j.id = $1::bigint

-- Estimates behind $5 in order, of what the principal sees: $6 of them.
-- :simulation_batch
SELECT e.id, estimate_inputs(e.id) FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id
WHERE e.headline AND e.id > $5::bigint AND ($1::text IS NULL OR c.kind = $1) AND ($2::text IS NULL OR c.theme = $2)
  AND ($3::int IS NULL OR c.unit_id = ANY (ARRAY(SELECT units_below($3::int)))) AND ($4::text IS NULL OR e.status = $4)
ORDER BY e.id LIMIT $6::int

-- :simulation_count
SELECT count(*) FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id
WHERE e.headline AND ($1::text IS NULL OR c.kind = $1) AND ($2::text IS NULL OR c.theme = $2)
  AND ($3::int IS NULL OR c.unit_id = ANY (ARRAY(SELECT units_below($3::int)))) AND ($4::text IS NULL OR e.status = $4)

-- :simulation_step
UPDATE portfolio_simulation SET status = 'running', total = $2::int, done = $3::int, skipped = $4::int WHERE id = $1::bigint

-- :simulation_done
UPDATE portfolio_simulation SET status = $2, result = $3::jsonb, finished_at = clock_timestamp() WHERE id = $1::bigint AND finished_at IS NULL

-- The next estimate with figures and without yearly ones.
-- :yearly_next
SELECT e.id, estimate_inputs(e.id) FROM estimate e
WHERE e.id > $1::bigint AND e.npv_limited_societal_oere IS NOT NULL AND NOT EXISTS (SELECT 1 FROM estimate_year y WHERE y.estimate_id = e.id)
ORDER BY e.id LIMIT 1

-- :yearly_fill
SELECT estimate_yearly_fill($1::bigint, $2::jsonb)
