#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# docker/secrets.sh [HOST]: makes docker/secrets/ for compose.yml: passwords, connection strings, the key of the audit,
# and a certificate signed by itself to try with (put your own chain and key in tls.pem). Keeps what is there.
set -eu
umask 077
cd "$(dirname "$0")"
host=${1:-localhost}
mkdir -p secrets
cd secrets

# NAME BYTES: that many random bytes in hex.
random() {
  [ -s "$1" ] || { head -c "$2" /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$1"; }
}

random superuser_password 24
random owner_password 24
random app_password 24
random audit_key 32 # signs the audit; keep a copy of its public key elsewhere (samspil audit key)
[ -s owner_url ] || printf 'postgresql://samspil_owner:%s@db/samspil?sslmode=disable' "$(cat owner_password)" >owner_url
[ -s app_url ] || printf 'postgresql://samspil_app:%s@db/samspil?sslmode=disable' "$(cat app_password)" >app_url
if [ ! -s tls.pem ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 -subj "/CN=$host" \
    -addext "subjectAltName=DNS:$host" -keyout key.pem -out cert.pem 2>/dev/null
  cat cert.pem key.pem >tls.pem
  rm key.pem cert.pem
fi
# The containers do not run as the user who made these files, so the files are open and the folder,
# which a mounted file does not pass through, is not.
chmod 644 -- *
chmod 700 .
echo "docker/secrets/ is ready."
