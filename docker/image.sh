#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# make image: the container image samspil:VERSION (and samspil:latest) of what is committed, by docker,
# podman or buildah, whichever is there.
set -eu
cd "$(dirname "$0")/.."
version=$(git -c safe.directory='*' describe --always)
for tool in docker podman buildah; do
  command -v "$tool" >/dev/null && break
  tool=
done
[ -n "$tool" ] || { echo "Install podman, buildah or docker first: apt-get install podman" >&2; exit 1; }
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
git -c safe.directory='*' archive HEAD | tar -x -C "$context"
# HEALTHCHECK is a word of Docker's own image format.
case $tool in docker) format= ;; *) format=--format=docker ;; esac
# shellcheck disable=SC2086 # no word for docker
"$tool" build $format -f "$context/docker/Dockerfile" --build-arg VERSION="$version" \
  -t "samspil:$version" -t samspil:latest "$context"
echo "samspil:$version"
