-- SPDX-License-Identifier: EUPL-1.2
-- What `samspil demo` asks; the portfolio itself is in migrations/demo.sql and demo_generate.sql.

-- Whether the portfolio is here, and whether there are cases of others.
-- :demo_state
SELECT EXISTS (SELECT 1 FROM collaboration WHERE source = 'demo'),
       EXISTS (SELECT 1 FROM collaboration WHERE source NOT IN ('demo', 'eksempel'))

-- The people of the demonstration with their roles.
-- :demo_logins
SELECT a.login, COALESCE(string_agg(DISTINCT r.da, ', '), '') FROM app_user a
LEFT JOIN role_grant g ON g.user_id = a.id LEFT JOIN code_role r ON r.code = g.role
WHERE a.name LIKE '%(demo)' AND a.disabled_at IS NULL
GROUP BY a.id ORDER BY a.id

-- HjemmeAkut while it has no estimate, the clinic's project lead who writes it, and the municipality's contact.
-- :demo_unvalued
SELECT c.id, a.id, (SELECT s.id FROM app_user s WHERE s.login = 'sektor') FROM collaboration c JOIN app_user a ON a.login = 'klinik'
WHERE c.source = 'demo' AND c.external_id = 'hjemmeakut' AND NOT EXISTS (SELECT 1 FROM estimate e WHERE e.collaboration_id = c.id)
