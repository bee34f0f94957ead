-- SPDX-License-Identifier: EUPL-1.2
-- Search beyond the case itself: documents, comments, numbers of research contracts. As in 0003 the application role asks a
-- function for candidates, and row-level security decides what of them is seen.

CREATE TABLE search_text (
  entity text NOT NULL,
  entity_id bigint NOT NULL,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  words tsvector NOT NULL,
  letters text NOT NULL,
  PRIMARY KEY (entity, entity_id)
);
CREATE INDEX search_text_words ON search_text USING gin (words);
CREATE INDEX search_text_letters ON search_text USING gin (letters gin_trgm_ops);
COMMENT ON TABLE search_text IS 'What search looks in below a case; kept by triggers, hidden from the application role';
COMMENT ON COLUMN search_text.entity IS 'Table of the row';
COMMENT ON COLUMN search_text.entity_id IS 'The row';
COMMENT ON COLUMN search_text.collaboration_id IS 'Its case';
COMMENT ON COLUMN search_text.words IS 'Stems and words';
COMMENT ON COLUMN search_text.letters IS 'Beginning of the text, for similarity';
INSERT INTO privilege VALUES ('search_text', '');

-- Puts a table below a case into the search: `expression` gives the text of a row r, empty or null for a row that is not to be
-- found. What is there already comes along.
CREATE PROCEDURE searched(t regclass, expression text) LANGUAGE plpgsql AS $$
DECLARE
  name text := t::text || '_search';
  put text := format($q$
    INSERT INTO search_text (entity, entity_id, collaboration_id, words, letters)
    SELECT %L, x.id, x.collaboration_id, to_tsvector('danish', left(x.said, 20000)) || to_tsvector('simple', left(x.said, 20000)), lower(left(x.said, 300))
    FROM (SELECT r.id, r.collaboration_id, COALESCE(%s, '') AS said FROM %%s r) x WHERE x.said <> ''
    ON CONFLICT (entity, entity_id) DO UPDATE SET words = EXCLUDED.words, letters = EXCLUDED.letters
      WHERE search_text.words <> EXCLUDED.words OR search_text.letters <> EXCLUDED.letters$q$, t::text, expression);
  gone text := format($q$
    DELETE FROM search_text s USING new_rows r WHERE s.entity = %L AND s.entity_id = r.id AND COALESCE(%s, '') = ''$q$, t::text, expression);
BEGIN
  EXECUTE format('CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS %L', name,
    'BEGIN ' || format(put, 'new_rows') || '; IF TG_OP = ''UPDATE'' THEN ' || gone || '; END IF; RETURN NULL; END');
  EXECUTE format('CREATE TRIGGER search_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %I()', t, name);
  EXECUTE format('CREATE TRIGGER search_update AFTER UPDATE ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %I()', t, name);
  EXECUTE format(put, t::text);
END $$;
CALL searched('document', 'CASE WHEN r.removed_at IS NULL THEN r.title END');
CALL searched('comment', 'CASE WHEN r.removed_at IS NULL THEN r.body END');
CALL searched('research_contract', 'concat_ws('' '', r.protocol_number, r.eu_number, r.ethics_number, r.principal_investigator)');

-- At most `most` rows of an entity that fit the words, newest first; when few do, those with similar letters.
CREATE FUNCTION text_find(kind text, q text, most integer) RETURNS TABLE (entity_id bigint, collaboration_id bigint, score real)
LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
  danish tsquery := websearch_to_tsquery('danish', q);
  plain tsquery := websearch_to_tsquery('simple', q);
  beginning tsquery := NULLIF(regexp_replace(plainto_tsquery('simple', q)::text, '''$', ''':*'), '')::tsquery;
  needle text := lower(q);
  pattern text := '%' || replace(replace(replace(lower(q), '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
  RETURN QUERY
  WITH words AS (
    SELECT s.entity_id, s.collaboration_id, 1 + ts_rank_cd(s.words, danish) + ts_rank_cd(s.words, plain) AS score
    FROM (SELECT x.entity_id, x.collaboration_id, x.words FROM search_text x
          WHERE (x.words @@ danish OR x.words @@ plain OR x.words @@ beginning) AND x.entity = kind LIMIT most) s),
  alike AS (
    SELECT x.entity_id, x.collaboration_id, word_similarity(needle, x.letters) AS score FROM search_text x
    WHERE (SELECT count(*) FROM words) < 5 AND char_length(q) >= 3 AND (needle <% x.letters OR x.letters LIKE pattern) AND x.entity = kind
    LIMIT most),
  best AS (
    SELECT u.entity_id, u.collaboration_id, max(u.score)::real AS score FROM (SELECT * FROM words UNION ALL SELECT * FROM alike) u
    GROUP BY u.entity_id, u.collaboration_id)
  SELECT b.entity_id, b.collaboration_id, b.score FROM best b ORDER BY b.score DESC, b.entity_id DESC LIMIT most;
END $$;

-- As in 0003, and the numbers of a research contract find it too.
CREATE OR REPLACE FUNCTION collaboration_find(q text, most integer) RETURNS TABLE (id bigint, place bigint)
LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
  danish tsquery := websearch_to_tsquery('danish', q);
  plain tsquery := websearch_to_tsquery('simple', q);
  beginning tsquery := NULLIF(regexp_replace(plainto_tsquery('simple', q)::text, '''$', ''':*'), '')::tsquery;
  needle text := lower(q);
  pattern text := '%' || replace(replace(replace(lower(q), '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
  RETURN QUERY
  WITH words AS (
    SELECT s.id, ts_rank_cd(s.words, danish) + ts_rank_cd(s.words, plain) AS score
    FROM (SELECT x.id, x.words FROM collaboration_search x
          WHERE x.words @@ danish OR x.words @@ plain OR x.words @@ beginning
          LIMIT most) s),
  parties AS (
    SELECT p.collaboration_id AS id, 2::real AS score FROM organisation o JOIN participation p ON p.organisation_id = o.id
    WHERE q ~ '^[0-9]{8}$' AND o.cvr = q LIMIT most),
  numbers AS (
    SELECT t.collaboration_id AS id, t.score / 2 AS score FROM text_find('research_contract', q, most) t WHERE q ~ '[0-9]'),
  alike AS (
    SELECT x.id, word_similarity(needle, x.letters) / 100 AS score FROM collaboration_search x
    WHERE (SELECT count(*) FROM words) < 5 AND char_length(q) >= 3 AND (needle <% x.letters OR x.letters LIKE pattern)
    LIMIT most),
  best AS (
    SELECT u.id, max(u.score) AS score
    FROM (SELECT * FROM words UNION ALL SELECT * FROM parties UNION ALL SELECT * FROM numbers UNION ALL SELECT * FROM alike) u GROUP BY u.id)
  SELECT b.id, row_number() OVER (ORDER BY b.score DESC, b.id DESC) FROM best b ORDER BY 2 LIMIT most;
END $$;
