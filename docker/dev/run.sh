#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# `make run`: from a bare Debian 12 to a running Samspil with the demonstration portfolio, until
# Ctrl-C. What stands in .local/ belongs to it: the database (postgres), the logs, the key of the audit, env (for
# `. .local/env`, so that every subcommand works beside the running service).
#   SAMSPIL_LISTEN         address:port; default 127.0.0.1:8080
#   SAMSPIL_DATABASE_URL   another database instead of the private one (and SAMSPIL_OWNER_DATABASE_URL)
#   DEMO=no                no demonstration portfolio
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$(pwd -P)
binary=$here/${BUILD:-build}/samspil
unset MAKEFLAGS MAKELEVEL
serve='' work='' database='' failed=

say() { printf '%s\n' "$@"; }
die() { printf '%s\n' "$@" >&2; exit 1; }

# One at a time in a checkout; the lock ends with this process.
only_one() {
  if ! { mkdir -p .local && touch .local/lock; } 2>/dev/null; then
    die "$here/.local cannot be written by $(id -un). Run make as the owner of the checkout."
  fi
  exec 9>>.local/lock
  flock -n 9 || die "Samspil is already running from this checkout: $(cat .local/lock)" \
    "Stop that one first (Ctrl-C where it runs)."
  say "starting, process $$" >.local/lock
}

# A socket's host and port as bash's /dev/tcp wants them.
busy() {
  local host=${listen%:*} port=${listen##*:}
  host=${host#[} host=${host%]}
  case $host in '' | '*' | 0.0.0.0) host=127.0.0.1 ;; ::) host=::1 ;; esac
  # shellcheck disable=SC2016 # expanded by the inner shell
  timeout 2 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$host" "$port" 2>/dev/null
}

port_taken() {
  die "Something else is listening on $listen already." \
    "Choose another address, for example:  SAMSPIL_LISTEN=127.0.0.1:8081 make run"
}

# Starts a command that ends when this script ends, whatever ends it; its pid is in $started.
start() {
  local log=$1
  shift
  setsid setpriv --pdeathsig TERM -- "$@" </dev/null >"$log" 2>&1 9>&- &
  started=$!
}

private_cluster() {
  local folder
  folder=$(sh docker/dev/cluster.sh place "$here")
  sh docker/dev/cluster.sh create "$folder"
  if ! sh docker/dev/cluster.sh ready "$folder"; then
    setsid sh docker/dev/cluster.sh serve "$folder" </dev/null 9>&- &
    database=$!
    until sh docker/dev/cluster.sh ready "$folder"; do
      kill -0 "$database" 2>/dev/null || die "PostgreSQL does not start: $(tail -n 5 "$folder/log")"
      sleep 0.05
    done
  fi
  sh docker/dev/cluster.sh roles "$folder"
  SAMSPIL_DATABASE_URL=$(sh docker/dev/cluster.sh url "$folder" samspil_app)
  SAMSPIL_OWNER_DATABASE_URL=$(sh docker/dev/cluster.sh url "$folder" samspil_owner)
}

# True when the environment names a database other than our own (whose address `. .local/env` sets).
foreign_database() {
  [ -n "${SAMSPIL_DATABASE_URL:-}${SAMSPIL_DATABASE_URL_FILE:-}" ] || return 1
  [ -e .local/postgres ] || return 0
  [ "${SAMSPIL_DATABASE_URL:-}" != "$(sh docker/dev/cluster.sh url "$(cd .local/postgres && pwd -P)" samspil_app)" ]
}

# The key that work signs the audit with.
audit_key() {
  [ -z "${SAMSPIL_AUDIT_KEY:-}${SAMSPIL_AUDIT_KEY_FILE:-}" ] || return 0
  [ -s .local/audit_key ] ||
    (umask 077 && head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >.local/audit_key)
  export SAMSPIL_AUDIT_KEY_FILE=$here/.local/audit_key
}

write_env() {
  local name
  (
    umask 077
    {
      say "# For: . .local/env    Written by make run."
      for name in ${!SAMSPIL_*}; do
        [ -z "${!name+set}" ] || printf "export %s='%s'\n" "$name" "${!name//\'/\'\\\'\'}"
      done
      printf "export PATH='%s':\"\$PATH\"\n" "$(dirname "${binary//\'/\'\\\'\'}")"
    } >.local/env.new
  )
  mv .local/env.new .local/env
}

wait_ready() {
  local limit=$((SECONDS + 60))
  until curl -fs -o /dev/null --noproxy '*' --max-time 5 "http://$probe/readyz"; do
    if ! kill -0 "$serve" 2>/dev/null; then
      grep -qi 'in use' .local/serve.log && port_taken
      die "samspil serve has ended. Its log (.local/serve.log) says:" "$(tail -n 5 .local/serve.log)"
    fi
    [ $SECONDS -lt $limit ] || die "Not ready after 60 s; see .local/serve.log"
    sleep 0.05
  done
}

stop() {
  local status=$?
  trap '' INT TERM HUP
  trap - EXIT
  [ -z "$serve$work" ] || say "Stopping."
  local pid
  for pid in $serve $work; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in $serve $work; do wait "$pid" 2>/dev/null || true; done
  if [ -n "$database" ]; then
    kill -INT "$database" 2>/dev/null || true
    wait "$database" 2>/dev/null || true
  fi
  [ -z "$serve$work" ] || say "Stopped."
  exit "${failed:-$status}"
}

only_one
listen=${SAMSPIL_LISTEN:-127.0.0.1:8080}
case $listen in *:*) ;; *) listen=127.0.0.1:$listen ;; esac
probe=$listen
case $listen in 0.0.0.0:* | :* | '*':* | '[::]':*) probe=127.0.0.1:${listen##*:} ;; esac
if busy; then port_taken; fi
trap 'failed=0; exit' INT TERM HUP
trap stop EXIT

sh docker/dev/packages run database build
make --no-print-directory -j"$(nproc)" binary vendor

export SAMSPIL_LISTEN=$listen
export SAMSPIL_URL=${SAMSPIL_URL:-http://$probe}
if foreign_database; then
  say "Using the database that SAMSPIL_DATABASE_URL names."
else
  private_cluster
fi
export SAMSPIL_DATABASE_URL SAMSPIL_OWNER_DATABASE_URL
audit_key
write_env
"$binary" migrate
[ "${DEMO:-yes}" = no ] || "$binary" demo --if-empty
start .local/serve.log "$binary" serve
serve=$started
start .local/work.log "$binary" work
work=$started
wait_ready
say "$SAMSPIL_URL (process $$)" >.local/lock

say '' "Samspil is running at  $SAMSPIL_URL" ''
[ "${DEMO:-yes}" = no ] || "$binary" demo --logins
say '' "Logs: .local/serve.log .local/work.log   Shell beside it: . .local/env   Stop: Ctrl-C"

wait -n "$serve" "$work" || true
failed=1
if kill -0 "$serve" 2>/dev/null; then
  say "samspil work has ended by itself; its last words:" "$(tail -n 3 .local/work.log)" >&2
else
  say "samspil serve has ended by itself; its last words:" "$(tail -n 3 .local/serve.log)" >&2
fi
