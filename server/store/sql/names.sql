-- SPDX-License-Identifier: EUPL-1.2
-- What every process keeps in memory: names of units and users, code lists.

-- :names_epoch
SELECT names FROM epoch

-- :names_units
SELECT id, name FROM unit ORDER BY id

-- :names_users
SELECT id, name FROM app_user ORDER BY id

-- All code lists as one JSON object for /meta, in the order of the screen.
-- :names_codes_json
SELECT json_object_agg(list, codes) FROM (
  SELECT list, json_agg(json_strip_nulls(json_build_object('code', code, 'da', da, 'en', en, 'parent', parent, 'no', no, 'phase', phase,
           'valid_from', valid_from, 'valid_to', valid_to)) ORDER BY parent, sort, code) AS codes
  FROM all_codes GROUP BY list) x

-- :names_codes
SELECT list, code, da, en, COALESCE(valid_from, '-infinity') <= current_date AND COALESCE(valid_to, 'infinity') >= current_date, parent, no
FROM all_codes ORDER BY list, parent, no
