#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# docker/install-static.sh FROM TO: what the browser is sent, without what only builds it.
set -eu
from=$1
to=$2
install -d "$to"
tar -C "$from" --exclude=./node_modules --exclude='./package*.json' --exclude='./*.sh' --exclude='./*.new' \
  --exclude='*.entry.js' --exclude='./lib/icons.txt' --mode=u=rwX,go=rX --owner=0 --group=0 -cf - . | tar -C "$to" --no-same-owner -xf -
