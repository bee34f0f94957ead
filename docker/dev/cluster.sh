#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A private PostgreSQL 15 cluster: Unix socket only, in a folder that nobody but its owner enters, so
# that no other cluster, port or password is in the way. For `make run` and for the tests.
#   cluster.sh place CHECKOUT         prints the folder for this checkout's cluster, made if missing
#   cluster.sh create FOLDER [fast]   initdb unless done; settings. fast: may lose data (tests)
#   cluster.sh serve FOLDER           becomes the postmaster; ends with the process that started it
#   cluster.sh ready FOLDER           succeeds when it takes connections
#   cluster.sh roles FOLDER           the two roles, and the database samspil
#   cluster.sh url FOLDER ROLE [DB]   prints the connection string
# Run as root, everything of PostgreSQL runs as the folder's owner, user postgres when new.
set -eu
bin=/usr/lib/postgresql/15/bin

# The user the cluster belongs to; empty: whoever runs this.
owner() {
  if [ "$(id -u)" -ne 0 ]; then
    return
  elif [ -e "$folder/data" ]; then
    stat -c %U "$folder/data"
  else
    echo postgres
  fi
}

as_owner() {
  user=$(owner)
  if [ -z "$user" ] || [ "$user" = root ]; then
    "$@"
  else
    setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups -- "$@"
  fi
}

# A socket's path is at most 107 bytes long, so a deep checkout has its socket elsewhere.
socket_folder() {
  if [ "$(printf %s "$folder/socket/.s.PGSQL.5432.lock" | wc -c)" -le 107 ]; then
    echo "$folder/socket"
  else
    echo "/tmp/samspil-socket-$(stat -c %u "$folder")-$(checksum "$folder")"
  fi
}

checksum() {
  printf %s "$1" | cksum | cut -d ' ' -f 1
}

place() {
  local="$1/.local"
  mkdir -p "$local"
  folder=$local/postgres
  if [ "$(id -u)" -eq 0 ] && [ ! -e "$folder" ]; then
    chmod 755 "$local"
    # The postgres user may be unable to come here (/root is closed): then the cluster lives in /var/lib.
    if ! setpriv --reuid=postgres --regid=postgres --init-groups -- test -x "$local"; then
      folder=/var/lib/samspil-$(checksum "$local")
      mkdir -p "$folder"
      ln -sfn "$folder" "$local/postgres"
    fi
  fi
  mkdir -p "$folder"
  (cd "$folder" && pwd -P)
}

create() {
  umask 077
  mkdir -p "$folder"
  user=$(owner)
  [ -z "$user" ] || [ "$user" = root ] || chown "$user:" "$folder"
  if [ ! -e "$folder/data/PG_VERSION" ]; then
    rm -rf "$folder/data"
    # shellcheck disable=SC2046 # no word when durable
    (cd / && as_owner "$bin/initdb" -D "$folder/data" -U postgres -E UTF8 --locale=C.UTF-8 -A trust \
      --no-instructions $([ "$1" = fast ] && echo --no-sync) >"$folder/initdb.log" 2>&1) ||
      { cat "$folder/initdb.log" >&2; rm -rf "$folder/data"; exit 1; }
    echo "include 'samspil.conf'" >>"$folder/data/postgresql.conf"
    echo 'local all all trust' >"$folder/data/pg_hba.conf"
  fi
  socket=$(socket_folder)
  as_owner mkdir -p -m 700 "$socket"
  # A folder of that name in /tmp could have been laid there by somebody else.
  if [ "$(stat -c '%U %a' "$socket")" != "$(stat -c %U "$folder/data") 700" ]; then
    echo "$socket: not ours, or open to others" >&2
    exit 1
  fi
  settings "$1" >"$folder/data/samspil.conf"
  [ -z "$user" ] || chown "$user:" "$folder/data/samspil.conf"
}

settings() {
  cat <<END
listen_addresses = ''
port = 5432
unix_socket_directories = '"$(printf %s "$socket" | sed "s/'/''/g; s/\"/\"\"/g")"'
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
max_connections = 100
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
timezone = 'Europe/Copenhagen'
log_timezone = 'UTC'
lc_messages = 'C.UTF-8'
log_line_prefix = '%m [%p] %q%u@%d '
log_checkpoints = off
log_lock_waits = on
# Statements and their values may hold personal data: they stay out of the log.
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
END
  [ "$1" != fast ] || cat <<END
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
shared_buffers = 128MB
END
}

serve() {
  umask 077
  cd /
  user=$(owner)
  if [ -n "$user" ] && [ "$user" != root ]; then
    exec setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups --pdeathsig INT -- \
      "$bin/postgres" -D "$folder/data" >>"$folder/log" 2>&1
  fi
  exec setpriv --pdeathsig INT -- "$bin/postgres" -D "$folder/data" >>"$folder/log" 2>&1
}

psql() {
  "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$(socket_folder)" -p 5432 -U postgres "$@"
}

roles() {
  psql -d postgres <<'END'
SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS', name)
FROM unnest(ARRAY['samspil_owner', 'samspil_app']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
SELECT 'CREATE DATABASE samspil OWNER samspil_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'samspil') \gexec
END
}

# The socket folder, percent-encoded.
encoded() {
  printf %s "$1" | od -An -v -t u1 -w1 | LC_ALL=C awk '
    { c = sprintf("%c", $1 + 0); printf(c ~ /[A-Za-z0-9\/._~-]/ ? "%s" : "%%%02X", c ~ /[A-Za-z0-9\/._~-]/ ? c : $1) }'
}

verb=$1
folder=$2
case $verb in
place) place "$2" ;;
create) create "${3:-durable}" ;;
serve) serve ;;
ready) "$bin/pg_isready" -q -h "$(socket_folder)" -p 5432 -U postgres -d postgres ;;
roles) roles ;;
url) echo "postgresql://$3@/${4:-samspil}?host=$(encoded "$(socket_folder)")" ;;
*) echo "cluster.sh: $verb?" >&2; exit 2 ;;
esac
