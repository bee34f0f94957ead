-- SPDX-License-Identifier: EUPL-1.2
-- The overview: figures from portfolio_figure, short lists by index. $1: a day whose figures are asked for; the short lists are
-- about today and then left out.

-- :portfolio_summary
WITH f AS MATERIALIZED (
  SELECT dimension, kind, key, sum(cases)::bigint AS cases, sum(ceiling_oere) AS ceiling_oere, sum(npv_oere) AS npv_oere, sum(valued)::bigint AS valued
  FROM portfolio_figures($1::date) GROUP BY dimension, kind, key),
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
