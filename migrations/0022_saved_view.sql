-- SPDX-License-Identifier: EUPL-1.2
-- Views of a list that people keep: a page and its filters under a name.

CREATE TABLE saved_view (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bigint NOT NULL DEFAULT me() REFERENCES app_user,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
  page text NOT NULL CHECK (page ~ '^[a-z][a-z0-9_-]{0,39}$'),
  query text NOT NULL CHECK (char_length(query) <= 2000),
  shared boolean NOT NULL DEFAULT false,
  CONSTRAINT saved_view_name_key UNIQUE (user_id, page, name)
);
CREATE INDEX saved_view_shared ON saved_view (page) WHERE shared;
COMMENT ON TABLE saved_view IS 'Filters and sort order of a page, kept under a name';
COMMENT ON COLUMN saved_view.id IS 'Key';
COMMENT ON COLUMN saved_view.user_id IS 'Whose it is';
COMMENT ON COLUMN saved_view.name IS 'Name on screen';
COMMENT ON COLUMN saved_view.page IS 'Page that it belongs to';
COMMENT ON COLUMN saved_view.query IS 'Query of the page''s address';
COMMENT ON COLUMN saved_view.shared IS 'Offered to all staff';
CALL stamped('saved_view');
CALL audited('saved_view');

-- One's own, and what staff share; only one's own can be made or thrown away. No case data, so it may go for good.
ALTER TABLE saved_view ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY see ON saved_view FOR SELECT USING (user_id = (SELECT me()) OR (shared AND (SELECT may('staff'))));
CREATE POLICY add ON saved_view FOR INSERT WITH CHECK (user_id = (SELECT me()));
CREATE POLICY remove ON saved_view FOR DELETE USING (user_id = (SELECT me()));
INSERT INTO privilege VALUES ('saved_view', 'SELECT, INSERT, DELETE');
