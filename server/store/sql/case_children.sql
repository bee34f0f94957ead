-- SPDX-License-Identifier: EUPL-1.2
-- What belongs to a case: participants, milestones, funding, documents, comments. All have the same five statements.
-- Create: $1 case, then the body's fields. Change: $1 case, $2 row, $3 version, $4 names of the fields given, then the fields.

-- :party_list
SELECT a.id, a.organisation_id, g.name AS organisation_name, g.cvr, a.role, a.contribution_oere, a.contact_name, a.note, a.version
FROM participation a JOIN organisation g ON g.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL
ORDER BY a.id

-- :party_get
SELECT a.id, a.organisation_id, g.name AS organisation_name, g.cvr, a.role, a.contribution_oere, a.contact_name, a.note, a.version
FROM participation a JOIN organisation g ON g.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :party_create
INSERT INTO participation (collaboration_id, organisation_id, role, contribution_oere, contact_name, note) VALUES ($1::bigint, $2::bigint, COALESCE($3, 'partner'), $4::bigint, $5, $6) RETURNING id

-- :party_patch
UPDATE participation SET
  organisation_id = CASE WHEN 'organisation_id' = ANY ($4::text[]) THEN $5::bigint ELSE organisation_id END,
  role = CASE WHEN 'role' = ANY ($4::text[]) THEN $6 ELSE role END,
  contribution_oere = CASE WHEN 'contribution_oere' = ANY ($4::text[]) THEN $7::bigint ELSE contribution_oere END,
  contact_name = CASE WHEN 'contact_name' = ANY ($4::text[]) THEN $8 ELSE contact_name END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $9 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :party_remove
UPDATE participation SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :milestone_list
SELECT a.id, a.title, a.due_date, a.baseline_date, a.done_date, a.status, a.delay_cause, a.delay_note, a.version
FROM milestone a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL
ORDER BY a.due_date, a.id

-- :milestone_get
SELECT a.id, a.title, a.due_date, a.baseline_date, a.done_date, a.status, a.delay_cause, a.delay_note, a.version
FROM milestone a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :milestone_create
INSERT INTO milestone (collaboration_id, title, due_date, done_date, status, delay_cause, delay_note, baseline_date) VALUES ($1::bigint, $2, $3::date, $4::date, COALESCE($5, 'planned'), $6, $7, $3::date) RETURNING id

-- :milestone_patch
UPDATE milestone SET
  title = CASE WHEN 'title' = ANY ($4::text[]) THEN $5 ELSE title END,
  due_date = CASE WHEN 'due_date' = ANY ($4::text[]) THEN $6::date ELSE due_date END,
  done_date = CASE WHEN 'done_date' = ANY ($4::text[]) THEN $7::date ELSE done_date END,
  status = CASE WHEN 'status' = ANY ($4::text[]) THEN $8 ELSE status END,
  delay_cause = CASE WHEN 'delay_cause' = ANY ($4::text[]) THEN $9 ELSE delay_cause END,
  delay_note = CASE WHEN 'delay_note' = ANY ($4::text[]) THEN $10 ELSE delay_note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :milestone_remove
UPDATE milestone SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :document_list
SELECT a.id, a.title, a.type, a.url, a.document_date, a.direction, a.confidentiality, a.journal_number, v.filename, v.media_type, v.size, v.version_no, a.version
FROM document a LEFT JOIN LATERAL (SELECT * FROM document_version x WHERE x.document_id = a.id ORDER BY x.version_no DESC LIMIT 1) v ON true WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL
ORDER BY a.document_date DESC NULLS LAST, a.id

-- :document_get
SELECT a.id, a.title, a.type, a.url, a.document_date, a.direction, a.confidentiality, a.journal_number, v.filename, v.media_type, v.size, v.version_no, a.version
FROM document a LEFT JOIN LATERAL (SELECT * FROM document_version x WHERE x.document_id = a.id ORDER BY x.version_no DESC LIMIT 1) v ON true WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :document_create
INSERT INTO document (collaboration_id, title, type, url, document_date, direction, confidentiality, journal_number) VALUES ($1::bigint, $2, COALESCE($3, 'other'), $4, $5::date, COALESCE($6, 'internal'), COALESCE($7, 'internal'), $8) RETURNING id

-- :document_patch
UPDATE document SET
  title = CASE WHEN 'title' = ANY ($4::text[]) THEN $5 ELSE title END,
  type = CASE WHEN 'type' = ANY ($4::text[]) THEN $6 ELSE type END,
  url = CASE WHEN 'url' = ANY ($4::text[]) THEN $7 ELSE url END,
  document_date = CASE WHEN 'document_date' = ANY ($4::text[]) THEN $8::date ELSE document_date END,
  direction = CASE WHEN 'direction' = ANY ($4::text[]) THEN $9 ELSE direction END,
  confidentiality = CASE WHEN 'confidentiality' = ANY ($4::text[]) THEN $10 ELSE confidentiality END,
  journal_number = CASE WHEN 'journal_number' = ANY ($4::text[]) THEN $11 ELSE journal_number END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :document_remove
UPDATE document SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :comment_list
SELECT a.id, a.body, (SELECT COALESCE(json_agg(json_build_object('user_id', u.id, 'user_name', u.name) ORDER BY u.name, u.id), '[]')
                      FROM app_user u WHERE u.id = ANY (a.mentions)) AS mentions, a.created_by, a.created_at, a.updated_at, a.version
FROM comment a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL
ORDER BY a.id

-- :comment_get
SELECT a.id, a.body, (SELECT COALESCE(json_agg(json_build_object('user_id', u.id, 'user_name', u.name) ORDER BY u.name, u.id), '[]')
                      FROM app_user u WHERE u.id = ANY (a.mentions)) AS mentions, a.created_by, a.created_at, a.updated_at, a.version
FROM comment a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :comment_create
INSERT INTO comment (collaboration_id, body, mentions)
VALUES ($1::bigint, $2, COALESCE((SELECT array_agg(DISTINCT (x->>'user_id')::bigint) FROM json_array_elements($3::json) x), '{}')) RETURNING id

-- :comment_patch
UPDATE comment SET
  body = CASE WHEN 'body' = ANY ($4::text[]) THEN $5 ELSE body END,
  mentions = CASE WHEN 'mentions' = ANY ($4::text[])
                  THEN COALESCE((SELECT array_agg(DISTINCT (x->>'user_id')::bigint) FROM json_array_elements($6::json) x), '{}') ELSE mentions END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :comment_remove
UPDATE comment SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :funding_list
SELECT a.id, a.source, a.organisation_id, g.name AS organisation_name, a.amount_oere, a.year, a.note, a.version,
       (SELECT COALESCE(json_agg(json_build_object('kasse', s.kasse, 'num', s.num, 'den', s.den, 'amount_oere', s.oere) ORDER BY s.share_id), '[]')
        FROM split_oere(a.amount_oere, a.id) s) AS shares
FROM funding a LEFT JOIN organisation g ON g.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL
ORDER BY a.year NULLS FIRST, a.id

-- :funding_get
SELECT a.id, a.source, a.organisation_id, g.name AS organisation_name, a.amount_oere, a.year, a.note, a.version,
       (SELECT COALESCE(json_agg(json_build_object('kasse', s.kasse, 'num', s.num, 'den', s.den, 'amount_oere', s.oere) ORDER BY s.share_id), '[]')
        FROM split_oere(a.amount_oere, a.id) s) AS shares
FROM funding a LEFT JOIN organisation g ON g.id = a.organisation_id WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :funding_create
INSERT INTO funding (collaboration_id, source, organisation_id, amount_oere, year, note) VALUES ($1::bigint, $2, $3::bigint, $4::bigint, $5::int, $6) RETURNING id

-- :funding_patch
UPDATE funding SET
  source = CASE WHEN 'source' = ANY ($4::text[]) THEN $5 ELSE source END,
  organisation_id = CASE WHEN 'organisation_id' = ANY ($4::text[]) THEN $6::bigint ELSE organisation_id END,
  amount_oere = CASE WHEN 'amount_oere' = ANY ($4::text[]) THEN $7::bigint ELSE amount_oere END,
  year = CASE WHEN 'year' = ANY ($4::text[]) THEN $8::int ELSE year END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $9 ELSE note END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :funding_remove
UPDATE funding SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- The shares that stand are taken off before others are set: a statement of its own, since the unique index would see both.
-- :funding_shares_clear
UPDATE funding_share SET removed_at = clock_timestamp() WHERE funding_id = $1::bigint AND removed_at IS NULL

-- The shares of a funding as given.
-- :funding_shares_set
INSERT INTO funding_share (collaboration_id, funding_id, kasse, num, den)
SELECT $1::bigint, $2::bigint, s.kasse, s.num, s.den
FROM json_to_recordset($3::json) AS s(kasse text, num integer, den integer)

-- :task_list
SELECT a.id, a.title, a.note, a.owner_id, a.due_date, a.done, a.created_by, a.created_at, a.version
FROM task a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL
ORDER BY a.done, a.due_date NULLS LAST, a.id

-- :task_get
SELECT a.id, a.title, a.note, a.owner_id, a.due_date, a.done, a.created_by, a.created_at, a.version
FROM task a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :task_create
INSERT INTO task (collaboration_id, title, note, owner_id, due_date, done) VALUES ($1::bigint, $2, $3, $4::bigint, $5::date, COALESCE($6::boolean, false))
RETURNING id

-- :task_patch
UPDATE task SET
  title = CASE WHEN 'title' = ANY ($4::text[]) THEN $5 ELSE title END,
  note = CASE WHEN 'note' = ANY ($4::text[]) THEN $6 ELSE note END,
  owner_id = CASE WHEN 'owner_id' = ANY ($4::text[]) THEN $7::bigint ELSE owner_id END,
  due_date = CASE WHEN 'due_date' = ANY ($4::text[]) THEN $8::date ELSE due_date END,
  done = CASE WHEN 'done' = ANY ($4::text[]) THEN $9::boolean ELSE done END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :task_remove
UPDATE task SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id
