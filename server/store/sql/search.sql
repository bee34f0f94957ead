-- SPDX-License-Identifier: EUPL-1.2
-- One look for everything that one may see. Candidates come from functions that may use the index of text; the tables are
-- then read under row-level security.

-- $1 the words, $2 rows of each kind, $3 whether organisations are shown.
-- :search_all
WITH limits AS (SELECT $2::int AS n, $2::int * 10 AS candidates)
SELECT json_build_object(
  'q', $1::text,
  'collaborations', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT c.id, c.number, c.kind, c.title, c.stage, c.counterparty FROM limits, collaboration_find($1, limits.candidates) f
     JOIN collaboration c ON c.id = f.id ORDER BY f.place LIMIT (SELECT n FROM limits)) x),
  'organisations', CASE WHEN $3::boolean THEN (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT o.id, o.name, o.cvr, o.kind FROM limits, organisation_find($1, limits.candidates) f
     JOIN organisation o ON o.id = f.id ORDER BY f.place LIMIT (SELECT n FROM limits)) x) ELSE '[]' END,
  'documents', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT d.id, d.collaboration_id, c.number, d.title, d.type FROM limits, text_find('document', $1, limits.candidates) f
     JOIN document d ON d.id = f.entity_id AND d.removed_at IS NULL JOIN collaboration c ON c.id = d.collaboration_id
     ORDER BY f.score DESC, d.id DESC LIMIT (SELECT n FROM limits)) x),
  'comments', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT m.id, m.collaboration_id, c.number, c.title, u.name AS author_name, m.created_at,
            ts_headline('danish', m.body, websearch_to_tsquery('danish', $1), 'StartSel="", StopSel="", MaxWords=24, MinWords=8') AS excerpt
     FROM limits, text_find('comment', $1, limits.candidates) f
     JOIN comment m ON m.id = f.entity_id AND m.removed_at IS NULL JOIN collaboration c ON c.id = m.collaboration_id
     LEFT JOIN app_user u ON u.id = m.created_by
     ORDER BY f.score DESC, m.id DESC LIMIT (SELECT n FROM limits)) x),
  'people', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT u.id, u.name, n.name AS unit_name FROM app_user u LEFT JOIN unit n ON n.id = u.unit_id
     WHERE (SELECT may('staff')) AND u.disabled_at IS NULL
       AND (u.name ILIKE '%' || replace(replace(replace($1, '\', '\\'), '%', '\%'), '_', '\_') || '%' OR lower($1) <% lower(u.name))
     ORDER BY word_similarity(lower($1), lower(u.name)) DESC, u.name COLLATE "da-x-icu", u.id LIMIT (SELECT n FROM limits)) x),
  'units', (SELECT COALESCE(json_agg(row_to_json(x)), '[]') FROM (
     SELECT n.id, n.name, n.kind, n.valid_to FROM unit n
     WHERE n.name ILIKE '%' || replace(replace(replace($1, '\', '\\'), '%', '\%'), '_', '\_') || '%' OR lower($1) <% lower(n.name)
        OR $1 IN (n.code, n.sor_code, n.shak_code, n.municipality_code)
     ORDER BY word_similarity(lower($1), lower(n.name)) DESC, n.valid_to DESC NULLS FIRST, n.name COLLATE "da-x-icu", n.id
     LIMIT (SELECT n FROM limits)) x))
