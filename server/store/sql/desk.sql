-- SPDX-License-Identifier: EUPL-1.2
-- Whose desk a case lies on, and how long cases lie on which.

-- :desk_get
SELECT json_build_object('desk', n.desk, 'side', n.side, 'since', n.started_at, 'days', n.days,
  'clocks', (SELECT json_agg(json_build_object('side', x.side, 'days', COALESCE(t.days, 0)) ORDER BY x.no) FROM (VALUES ('ours', 1), ('theirs', 2), ('authority', 3)) x(side, no)
             LEFT JOIN (SELECT h.side, sum(desk_days(i)) AS days FROM desk_interval i JOIN desk_holder h ON h.desk = i.desk WHERE i.collaboration_id = c.id GROUP BY 1) t ON t.side = x.side),
  'forecast', (SELECT row_to_json(f) FROM signing_forecast(c.id) f),
  'intervals', (SELECT COALESCE(json_agg(json_build_object('id', i.id, 'desk', i.desk, 'side', h.side, 'started_at', i.started_at, 'ended_at', i.ended_at, 'days', desk_days(i), 'note', i.note,
                  'handed_over_by', i.created_by, 'handed_over_by_name', (SELECT u.name FROM app_user u WHERE u.id = i.created_by)) ORDER BY i.started_at, i.id), '[]')
                FROM desk_interval i JOIN desk_holder h ON h.desk = i.desk WHERE i.collaboration_id = c.id))
FROM collaboration c LEFT JOIN LATERAL (SELECT i.desk, h.side, i.started_at, desk_days(i) AS days FROM desk_interval i JOIN desk_holder h ON h.desk = i.desk WHERE i.collaboration_id = c.id AND i.ended_at IS NULL) n ON true
WHERE c.id = $1::bigint

-- :desk_move
SELECT desk_move($1::bigint, $2, $3, $4::date)

-- Closed and running intervals by desk, and by what $1 names besides. $2 kind, $3 subtype, $4 unit, $5 begun from this day.
-- :desk_statistics
SELECT y.desk, y.side, y.key, y.intervals, y.running, y.cases, y.median_days, y.p90_days FROM (
  SELECT i.desk, h.side, CASE $1 WHEN 'kind' THEN c.kind WHEN 'subtype' THEN c.subtype WHEN 'partner' THEN c.counterparty WHEN 'unit' THEN u.name END AS key,
         count(*) AS intervals, count(*) FILTER (WHERE i.ended_at IS NULL) AS running, count(DISTINCT c.id) AS cases,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY desk_days(i)) AS median_days, percentile_cont(0.9) WITHIN GROUP (ORDER BY desk_days(i)) AS p90_days
  FROM desk_interval i JOIN desk_holder h ON h.desk = i.desk JOIN collaboration c ON c.id = i.collaboration_id LEFT JOIN unit u ON u.id = c.unit_id
  WHERE ($2::text IS NULL OR c.kind = $2) AND ($3::text IS NULL OR c.subtype = $3) AND ($4::int IS NULL OR c.unit_id IN (SELECT units_below($4::int)))
    AND ($5::date IS NULL OR i.started_at >= $5::date)
  GROUP BY i.desk, h.side, 3) y
ORDER BY y.median_days DESC, y.desk, y.key
LIMIT 500
