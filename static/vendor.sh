#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Copies what the browser needs of the pinned packages into vendor/ (ignored by git).
# Does nothing when vendor/ is already that of this lock file and this script. Needs npm and, the first time, a network.
set -eu
cd "$(dirname "$0")"

want=$(cat package-lock.json vendor.sh lib/icons.txt lib/echarts.entry.js | sha256sum | cut -d' ' -f1)
if [ -f vendor/.made-of ] && [ "$(cat vendor/.made-of)" = "$want" ]; then exit 0; fi

npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

new=vendor.new
rm -rf "$new"
mkdir -p "$new/css" "$new/fonts" "$new/img/svg-icons"
dkfds=node_modules/dkfds/dist

# Preact, its hooks and htm in one module.
cp node_modules/htm/preact/standalone.module.js "$new/preact.js"

# The design system without its own font faces (app.css names the two weights in use) and print font.
sed -E 's/@font-face\{[^}]*\}//g; s/^@charset "UTF-8";//' "$dkfds/css/dkfds.min.css" \
  | sed -E 's#/\*\# sourceMappingURL=.*\*/##' > "$new/css/dkfds.css"
cp "$dkfds"/img/svg-icons/*.svg "$new/img/svg-icons/"
for weight in Regular SemiBold; do
  cp "$dkfds/fonts/IBMPlexSans/split/woff2/IBMPlexSans-$weight-Latin1.woff2" "$new/fonts/"
done

# One icon sprite with the icons that our own modules name.
icons=$(cat lib/icons.txt)
{
  printf '<svg xmlns="http://www.w3.org/2000/svg">'
  for icon in $icons; do
    sed -E "s#<svg[^>]*viewBox=\"([^\"]*)\"[^>]*>#<symbol id=\"$icon\" viewBox=\"\\1\">#; s#</svg>#</symbol>#" \
      "$dkfds/img/svg-icons/$icon.svg" | tr -d '\n'
  done
  printf '</svg>\n'
} > "$new/icons.svg"

node_modules/.bin/esbuild lib/echarts.entry.js --bundle --minify --format=esm --legal-comments=none \
  --define:process.env.NODE_ENV='"production"' --log-level=warning --outfile="$new/echarts.js"

printf '%s\n' "$want" > "$new/.made-of"
rm -rf vendor
mv "$new" vendor
