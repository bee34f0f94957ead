-- SPDX-License-Identifier: EUPL-1.2
-- Files of documents, what may not be shown, who has read it, requests for access, and people's data.

-- A new file makes a new version of its document; of two at once the second waits.
-- :document_touch
UPDATE document SET title = title WHERE collaboration_id = $1::bigint AND id = $2::bigint AND removed_at IS NULL RETURNING id

-- :document_version_add
INSERT INTO document_version (collaboration_id, document_id, version_no, filename, media_type, size, sha256)
SELECT d.collaboration_id, d.id, 1 + COALESCE((SELECT max(v.version_no) FROM document_version v WHERE v.document_id = d.id), 0), $3, $4, $5::bigint, $6
FROM document d WHERE d.collaboration_id = $1::bigint AND d.id = $2::bigint RETURNING file_id

-- :document_version_list
SELECT v.version_no, v.filename, v.media_type, v.size, v.sha256, v.created_by, v.created_at
FROM document_version v JOIN document d ON d.id = v.document_id
WHERE d.collaboration_id = $1::bigint AND d.id = $2::bigint AND d.removed_at IS NULL ORDER BY v.version_no DESC

-- The file of a version, the newest when none is named.
-- :document_file
SELECT v.file_id, v.filename, v.media_type, v.size, v.sha256, file_read('document', d.id)
FROM document_version v JOIN document d ON d.id = v.document_id
WHERE d.collaboration_id = $1::bigint AND d.id = $2::bigint AND d.removed_at IS NULL AND v.version_no = COALESCE($3::int, v.version_no)
ORDER BY v.version_no DESC LIMIT 1

-- Pieces from number $2 on, of 256 kB each.
-- :file_chunks
INSERT INTO file_chunk (file_id, no, bytes)
SELECT $1::bigint, $2::integer + n, substr(b.bytes, n * 262144 + 1, 262144)
FROM (SELECT decode($3, 'hex') AS bytes) b, generate_series(0, (octet_length(b.bytes) - 1) / 262144) n

-- :file_pieces
SELECT encode(bytes, 'hex') FROM file_chunk WHERE file_id = $1::bigint AND no >= $2::integer ORDER BY no LIMIT 8

-- :marking_list
SELECT a.id, a.document_id, (SELECT d.title FROM document d WHERE d.id = a.document_id) AS document_title, a.field, a.ground, a.organisation_id,
       (SELECT g.name FROM organisation g WHERE g.id = a.organisation_id) AS organisation_name, a.claim, a.claimed_on, a.decision, a.reason, a.decided_by, a.decided_at, a.version
FROM secrecy_mark a WHERE a.collaboration_id = $1::bigint AND a.removed_at IS NULL ORDER BY a.decision = 'undecided' DESC, a.id

-- :marking_get
SELECT a.id, a.document_id, (SELECT d.title FROM document d WHERE d.id = a.document_id) AS document_title, a.field, a.ground, a.organisation_id,
       (SELECT g.name FROM organisation g WHERE g.id = a.organisation_id) AS organisation_name, a.claim, a.claimed_on, a.decision, a.reason, a.decided_by, a.decided_at, a.version
FROM secrecy_mark a WHERE a.collaboration_id = $1::bigint AND a.id = $2::bigint AND a.removed_at IS NULL

-- :marking_create
INSERT INTO secrecy_mark (collaboration_id, document_id, field, ground, organisation_id, claim, claimed_on, decision, reason)
VALUES ($1::bigint, $2::bigint, $3, COALESCE($4, 'section_30_2'), $5::bigint, $6, $7::date, COALESCE($8, 'undecided'), $9) RETURNING id

-- :marking_patch
UPDATE secrecy_mark SET
  document_id = CASE WHEN 'document_id' = ANY ($4::text[]) THEN $5::bigint ELSE document_id END,
  field = CASE WHEN 'field' = ANY ($4::text[]) THEN $6 ELSE field END,
  ground = CASE WHEN 'ground' = ANY ($4::text[]) THEN $7 ELSE ground END,
  organisation_id = CASE WHEN 'organisation_id' = ANY ($4::text[]) THEN $8::bigint ELSE organisation_id END,
  claim = CASE WHEN 'claim' = ANY ($4::text[]) THEN $9 ELSE claim END,
  claimed_on = CASE WHEN 'claimed_on' = ANY ($4::text[]) THEN $10::date ELSE claimed_on END,
  decision = CASE WHEN 'decision' = ANY ($4::text[]) THEN $11 ELSE decision END,
  reason = CASE WHEN 'reason' = ANY ($4::text[]) THEN $12 ELSE reason END
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :marking_remove
UPDATE secrecy_mark SET removed_at = clock_timestamp()
WHERE collaboration_id = $1::bigint AND id = $2::bigint AND version = $3::int AND removed_at IS NULL RETURNING id

-- :access_request_get
SELECT row_to_json(x), x.version, x.id FROM (
  SELECT r.id, r.number, r.basis, r.requester, r.contact, r.subject, r.words, r.received_on, r.due_on, r.extended_to, r.extension_reason,
         r.handler_id, (SELECT u.name FROM app_user u WHERE u.id = r.handler_id) AS handler_name, r.journal_number, r.url, r.status, r.outcome, r.answered_on,
         COALESCE(r.extended_to, r.due_on) AS deadline, r.status <> 'answered' AND COALESCE(r.extended_to, r.due_on) < current_date AS overdue,
         CASE WHEN r.status <> 'answered' THEN working_days_between(current_date, COALESCE(r.extended_to, r.due_on)) END AS days_left,
         (SELECT COALESCE(json_agg(json_build_object('collaboration_id', c.id, 'number', c.number, 'title', c.title) ORDER BY c.id), '[]')
          FROM access_request_case k JOIN collaboration c ON c.id = k.collaboration_id WHERE k.request_id = r.id AND k.removed_at IS NULL) AS cases,
         r.created_at, (SELECT u.name FROM app_user u WHERE u.id = r.created_by) AS created_by_name, r.updated_at, r.version
  FROM access_request r WHERE r.id = $1::bigint) x

-- :access_request_create
INSERT INTO access_request (basis, requester, contact, subject, words, received_on, extended_to, extension_reason, handler_id, journal_number, url)
VALUES (COALESCE($1, 'public'), $2, $3, $4, $5, $6::date, $7::date, $8, COALESCE($9::bigint, me()), $10, $11) RETURNING id

-- :access_request_patch
UPDATE access_request SET
  basis = CASE WHEN 'basis' = ANY ($3::text[]) THEN $4 ELSE basis END,
  requester = CASE WHEN 'requester' = ANY ($3::text[]) THEN $5 ELSE requester END,
  contact = CASE WHEN 'contact' = ANY ($3::text[]) THEN $6 ELSE contact END,
  subject = CASE WHEN 'subject' = ANY ($3::text[]) THEN $7 ELSE subject END,
  words = CASE WHEN 'words' = ANY ($3::text[]) THEN $8 ELSE words END,
  received_on = CASE WHEN 'received_on' = ANY ($3::text[]) THEN $9::date ELSE received_on END,
  extended_to = CASE WHEN 'extended_to' = ANY ($3::text[]) THEN $10::date ELSE extended_to END,
  extension_reason = CASE WHEN 'extension_reason' = ANY ($3::text[]) THEN $11 ELSE extension_reason END,
  handler_id = CASE WHEN 'handler_id' = ANY ($3::text[]) THEN $12::bigint ELSE handler_id END,
  journal_number = CASE WHEN 'journal_number' = ANY ($3::text[]) THEN $13 ELSE journal_number END,
  url = CASE WHEN 'url' = ANY ($3::text[]) THEN $14 ELSE url END
WHERE id = $1::bigint AND version = $2::int RETURNING id

-- Cases as given: $2 [{"collaboration_id":1}].
-- :access_request_cases_clear
UPDATE access_request_case SET removed_at = clock_timestamp() WHERE request_id = $1::bigint AND removed_at IS NULL
  AND collaboration_id NOT IN (SELECT (j->>'collaboration_id')::bigint FROM json_array_elements($2::json) j)

-- :access_request_cases_set
INSERT INTO access_request_case (request_id, collaboration_id)
SELECT DISTINCT $1::bigint, c.id FROM json_array_elements($2::json) j JOIN collaboration c ON c.id = (j->>'collaboration_id')::bigint
WHERE NOT EXISTS (SELECT 1 FROM access_request_case k WHERE k.request_id = $1::bigint AND k.collaboration_id = c.id AND k.removed_at IS NULL)

-- The first of the cases given that is not there or not seen, from 0.
-- :access_request_case_unknown
SELECT n - 1 FROM json_array_elements($1::json) WITH ORDINALITY AS x(j, n)
WHERE NOT EXISTS (SELECT 1 FROM collaboration c WHERE c.id = (j->>'collaboration_id')::bigint) ORDER BY n LIMIT 1

-- :access_request_exists
SELECT status FROM access_request WHERE id = $1::bigint

-- :access_answer_list
SELECT a.id, a.sent_on, a.outcome, a.final, a.words, a.created_by, a.created_at FROM access_answer a WHERE a.request_id = $1::bigint ORDER BY a.id

-- :access_answer_create
INSERT INTO access_answer (request_id, sent_on, outcome, final, words)
VALUES ($1::bigint, COALESCE($2::date, current_date), $3, COALESCE($4::boolean, true), $5) RETURNING id, sent_on, outcome, final, words, created_by, created_at

-- :access_package_list
SELECT p.id, p.status, p.size, p.sha256, p.cases, p.documents, p.withheld, p.created_by, p.created_at, p.ready_at, p.expires_at
FROM access_package p WHERE p.request_id = $1::bigint ORDER BY p.id DESC

-- :access_package_create
WITH p AS (INSERT INTO access_package (request_id) SELECT r.id FROM access_request r WHERE r.id = $1::bigint
             AND EXISTS (SELECT 1 FROM access_request_case k WHERE k.request_id = r.id AND k.removed_at IS NULL) RETURNING *),
o AS (INSERT INTO outbox (topic, entity_id) SELECT 'access.package', id FROM p)
SELECT p.id, p.status, p.size, p.sha256, p.cases, p.documents, p.withheld, p.created_by, p.created_at, p.ready_at, p.expires_at FROM p

-- :access_package_file
SELECT p.file_id, r.number || '-' || p.id || '.zip', 'application/zip', p.size, p.sha256, file_read('access_package', p.id)
FROM access_package p JOIN access_request r ON r.id = p.request_id WHERE p.request_id = $1::bigint AND p.id = $2::bigint AND p.status = 'ready'

-- What the work process puts into a package: the request, its cases, and of each case fields, documents and what is withheld.
-- :package_request
SELECT p.file_id, r.number, r.subject, r.received_on, p.created_at, (SELECT l.da FROM code_access_basis l WHERE l.code = r.basis)
FROM access_package p JOIN access_request r ON r.id = p.request_id WHERE p.id = $1::bigint AND p.status = 'waiting'

-- :package_cases
SELECT c.id, c.number FROM access_package p JOIN access_request_case k ON k.request_id = p.request_id AND k.removed_at IS NULL JOIN collaboration c ON c.id = k.collaboration_id
WHERE p.id = $1::bigint ORDER BY c.id

-- :package_fields
SELECT part, row_no, field, label, value #>> '{}', withheld FROM case_disclosed($1::bigint)

-- The same as one object: parts with their rows, fields that are withheld as null.
-- :package_json
SELECT jsonb_pretty(jsonb_object_agg(part, rows)) FROM (
  SELECT part, jsonb_agg(fields ORDER BY row_no) AS rows FROM (
    SELECT part, row_no, jsonb_object_agg(field, value) AS fields FROM case_disclosed($1::bigint) GROUP BY part, row_no) x GROUP BY part) y

-- :package_documents
SELECT d.no, d.title, d.type, d.document_date, d.direction, d.journal_number, d.url, d.file_id, d.filename, d.size, d.sha256, g.da, d.reason
FROM case_documents($1::bigint) d LEFT JOIN code_secrecy_ground g ON g.code = d.ground ORDER BY d.no

-- :package_withheld
SELECT f.da, g.da, w.reason FROM case_withheld($1::bigint) w JOIN code_disclosure_field f ON f.code = w.field JOIN code_secrecy_ground g ON g.code = w.ground
UNION ALL
SELECT 'Interne bemærkninger (' || count(*) || ')', (SELECT g.da FROM code_secrecy_ground g WHERE g.code = 'section_23'), 'Medarbejdernes interne drøftelser'
FROM comment k WHERE k.collaboration_id = $1::bigint AND k.removed_at IS NULL HAVING count(*) > 0

-- $2 status, then size, hash, cases, documents, withheld, days.
-- :package_done
UPDATE access_package SET status = $2, size = $3::bigint, sha256 = $4, cases = $5::int, documents = $6::int, withheld = $7::int,
  ready_at = clock_timestamp(), expires_at = clock_timestamp() + $8::int * interval '1 day' WHERE id = $1::bigint AND status = 'waiting'

-- :tidy_packages
WITH p AS (UPDATE access_package SET status = 'expired' WHERE status = 'ready' AND expires_at < clock_timestamp() RETURNING file_id)
DELETE FROM file_chunk c USING p WHERE c.file_id = p.file_id

-- One that no try has made in a day.
-- :tidy_waiting_packages
UPDATE access_package SET status = 'failed' WHERE status = 'waiting' AND created_at < clock_timestamp() - interval '1 day'

-- :tidy_reads
SELECT reads_expire()

-- What is kept about a user; where a name stands; and both taken out.
-- :person_export
SELECT person_export($1::bigint)

-- :personal_find
SELECT entity, field, hits FROM personal_find($1)

-- :person_name
SELECT u.name, u.email, u.id = me() FROM app_user u WHERE u.id = $1::bigint

-- :person_erase
SELECT person_erase($1::bigint)

-- :personal_replace
SELECT entity, field, replaced, stays FROM personal_replace($1, $2)
