-- SPDX-License-Identifier: EUPL-1.2
-- The statements of the house itself.

-- Takes the principal into the transaction; fails with SM401 when its rights have changed since they were loaded.
-- :enter
SELECT principal_enter($1, $2, $3, $4, $5, $6, $7)

-- :migration_find
SELECT sha256 FROM schema_migration WHERE name = $1
