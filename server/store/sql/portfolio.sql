-- SPDX-License-Identifier: EUPL-1.2
-- The overview: figures from portfolio_figure, short lists by index. $1: a day whose figures are asked for; the short lists are
-- about today and then left out.

-- :portfolio_summary
WITH f AS MATERIALIZED (
  SELECT dimension, kind, key, sum(cases)::bigint AS cases, sum(ceiling_oere) AS ceiling_oere, sum(npv_oere) AS npv_oere, sum(valued)::bigint AS valued
  FROM portfolio_figures($1::date, '{stage,theme,year,signal}') GROUP BY dimension, kind, key),
s AS (SELECT f.*, g.phase, g.no FROM f JOIN code_stage g ON g.kind = f.kind AND g.code = f.key WHERE f.dimension = 'stage')
SELECT json_build_object(
  'as_of', $1::date,
  'totals', (SELECT json_build_object('collaborations', COALESCE(sum(cases), 0), 'active', COALESCE(sum(cases) FILTER (WHERE phase = 'active'), 0),
               'value_ceiling_oere', COALESCE(sum(ceiling_oere), 0), 'npv_oere', COALESCE(sum(npv_oere), 0), 'with_value', COALESCE(sum(valued), 0)) FROM s),
  'by_kind', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT kind, sum(cases)::bigint AS count, sum(ceiling_oere) AS value_ceiling_oere, sum(npv_oere) AS npv_oere, sum(valued)::bigint AS with_value
     FROM s GROUP BY kind ORDER BY kind) x),
  'by_stage', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT kind, key AS stage, phase, sum(cases)::bigint AS count FROM s GROUP BY kind, key, phase, no ORDER BY kind, no) x),
  'by_theme', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT NULLIF(key, '') AS theme, sum(cases)::bigint AS count, sum(npv_oere) AS npv_oere FROM f WHERE dimension = 'theme'
     GROUP BY key ORDER BY 2 DESC, 1) x),
  'by_year', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT NULLIF(key, '')::int AS year, kind, sum(cases)::bigint AS count FROM f WHERE dimension = 'year' GROUP BY key, kind ORDER BY 1 NULLS LAST, kind) x),
  'by_signal', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT key AS signal, sum(cases)::bigint AS count FROM f WHERE dimension = 'signal' AND key <> '' GROUP BY key ORDER BY key) x),
  'review_queue', CASE WHEN $1::date IS NULL THEN review_queue() END,
  'mine', CASE WHEN $1::date IS NULL THEN (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM my_tasks() x) END,
  'sectors', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT s.sector, sum(s.net_oere) AS net_oere FROM portfolio_sectors($1::date) s JOIN code_sector k ON k.code = s.sector
     GROUP BY s.sector, k.sort ORDER BY k.sort) x),
  'expiring', CASE WHEN $1::date IS NULL THEN (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT c.id, c.number, c.title, c.kind, c.end_date FROM collaboration c
     WHERE c.end_date >= current_date AND c.end_date < current_date + 365 ORDER BY c.end_date, c.id LIMIT 8) x) END,
  'recent', CASE WHEN $1::date IS NULL THEN (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT c.id, c.number, c.title, c.kind, c.updated_at FROM collaboration c ORDER BY c.updated_at DESC, c.id DESC LIMIT 8) x) END)

-- What the portfolio is steered by. Money is summed by kind and stage, so that the page can put phases together as it likes; months of
-- the end are those of the year that begins with this month (or the month of the day). An area counts what its units do.
-- :portfolio_steering
WITH f AS MATERIALIZED (
  SELECT dimension, kind, key, sum(cases)::bigint AS cases, sum(ceiling_oere) AS ceiling_oere, sum(npv_oere) AS npv_oere
  FROM portfolio_figures($1::date, '{stage,theme,unit,patient_group,commercial,prevention,rare}') GROUP BY dimension, kind, key),
u AS MATERIALIZED (SELECT key::int AS id, sum(cases)::bigint AS cases, sum(ceiling_oere) AS ceiling_oere, sum(npv_oere) AS npv_oere
                   FROM f WHERE dimension = 'unit' GROUP BY key),
t AS (SELECT date_trunc('month', COALESCE($1::date, current_date))::date AS month)
SELECT json_build_object(
  'as_of', $1::date,
  'by_stage', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT f.kind, f.key AS stage, g.phase, f.cases AS count, f.ceiling_oere AS value_ceiling_oere, f.npv_oere
     FROM f JOIN code_stage g ON g.kind = f.kind AND g.code = f.key WHERE f.dimension = 'stage' ORDER BY f.kind, g.no) x),
  'by_theme', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT NULLIF(key, '') AS theme, sum(cases)::bigint AS count, sum(ceiling_oere) AS value_ceiling_oere, sum(npv_oere) AS npv_oere
     FROM f WHERE dimension = 'theme' GROUP BY key ORDER BY 2 DESC, 1) x),
  'by_unit', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT u.id AS unit_id, n.name AS unit_name, u.cases AS count, u.ceiling_oere AS value_ceiling_oere, u.npv_oere
     FROM u JOIN unit n ON n.id = u.id ORDER BY u.cases DESC, n.name LIMIT 25) x),
  'by_area', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT n.id AS area_id, n.name, n.kind, s.count, s.value_ceiling_oere, s.npv_oere
     FROM unit n, LATERAL (SELECT sum(u.cases)::bigint AS count, sum(u.ceiling_oere) AS value_ceiling_oere, sum(u.npv_oere) AS npv_oere
                           FROM units_of_area(n.id) a JOIN u ON u.id = a) s
     WHERE n.kind IN ('region', 'health_council') AND COALESCE(n.valid_to, 'infinity') >= current_date AND (s.count > 0 OR n.kind = 'health_council')
     ORDER BY n.kind DESC, s.count DESC NULLS LAST, n.name) x),
  'balance', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT dimension, NULLIF(key, '') AS key, sum(cases)::bigint AS count, sum(ceiling_oere) AS value_ceiling_oere, sum(npv_oere) AS npv_oere
     FROM f WHERE dimension IN ('commercial', 'prevention', 'rare', 'patient_group') GROUP BY dimension, f.key ORDER BY dimension, count DESC, f.key) x),
  'expiring', (SELECT json_agg(row_to_json(x)) FROM (
     SELECT m::date AS month, COALESCE(sum(e.cases), 0)::bigint AS count, COALESCE(sum(e.ceiling_oere), 0) AS value_ceiling_oere
     FROM t, generate_series(t.month, t.month + interval '11 months', interval '1 month') m
     LEFT JOIN portfolio_figures($1::date, '{end}') e ON e.key = to_char(m, 'YYYYMM') GROUP BY m ORDER BY m) x),
  'overdue', CASE WHEN $1::date IS NULL THEN (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT kind, cases AS count, capped FROM overdue_counts()) x) END,
  'sectors', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT s.sector, sum(s.net_oere) AS net_oere FROM portfolio_sectors($1::date) s JOIN code_sector k ON k.code = s.sector
     GROUP BY s.sector, k.sort ORDER BY k.sort) x))
