#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# First start of the database container: the owner of the schema and the role that serves, which owns
# nothing. The passwords are the ones in the connection strings of docker/secrets.sh.
set -euo pipefail
owner=$(cat /run/secrets/owner_password)
app=$(cat /run/secrets/app_password)
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -v owner="$owner" -v app="$app" <<'END'
SET password_encryption = 'scram-sha-256';
CREATE ROLE samspil_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner';
CREATE ROLE samspil_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app';
CREATE DATABASE samspil OWNER samspil_owner;
REVOKE CONNECT ON DATABASE samspil FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE samspil TO samspil_app;
END
