#!/usr/bin/env bash
# Installs a real web application to test against: the Tryton server and its web client, in the
# versions pinned beside this file, into a folder of its own in the cache. Needs python3 (3.10 or
# newer, with venv) and npm. Does nothing when that is done already. Prints the folder.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/ninefold/third-party
pins=$(cat "$here"/{requirements.txt,package-lock.json,users.py,setup.sh} | sha256sum | cut -c1-16)
home=$cache/tryton-$pins

if [[ -e $home/complete ]]; then
  echo "$home"
  exit 0
fi

mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
if [[ -e $home/complete ]]; then
  echo "$home"
  exit 0
fi

# Only a run that came to its end counts: what an earlier one left half done goes.
rm -rf "$home"
mkdir -p "$home/web"
{
  python3 -m venv "$home/venv"
  "$home/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$here/requirements.txt"

  cp "$here"/{package.json,package-lock.json,.npmrc} "$home/web/"
  (cd "$home/web" && npm ci --omit=dev)
  # The client's page looks for its libraries in a folder below itself, under these names.
  cp -r "$home/web/node_modules/tryton-sao" "$home/www"
  mkdir "$home/www/bower_components"
  for library in bootstrap c3 fullcalendar gettext.js jquery moment mousetrap papaparse; do
    ln -s "../../web/node_modules/$library" "$home/www/bower_components/$library"
  done
  ln -s ../../web/node_modules/d3/dist "$home/www/bower_components/d3"
  ln -s ../../web/node_modules/sortablejs "$home/www/bower_components/Sortable"

  mkdir "$home/database"
  : >"$home/database/demo.sqlite"
  cat >"$home/setup.conf" <<CONF
[database]
uri = sqlite://
path = $home/database
CONF
  printf 'admin-of-the-demo-0\n' >"$home/admin-password"
  TRYTONPASSFILE=$home/admin-password "$home/venv/bin/trytond-admin" \
    --config "$home/setup.conf" --database demo --all --email admin@example.org
  "$home/venv/bin/python" "$here/users.py" "$home/setup.conf" demo
} >"$cache/setup.log" 2>&1 || {
  echo "Setting up Tryton failed. The end of $cache/setup.log:" >&2
  tail -n 20 "$cache/setup.log" >&2
  exit 1
}
touch "$home/complete"
echo "$home"
