#!/usr/bin/env bash
# Starts Tryton on a loopback port with a fresh copy of its database: start.sh PORT
# Prints one line of JSON when it answers, runs until it is ended (TERM, INT), and leaves nothing.
set -euo pipefail

port=${1:?usage: start.sh PORT}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$("$here/setup.sh")
state=$(mktemp -d)
server=
finish() {
  [[ -z $server ]] || kill "$server" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$state"
}
trap finish EXIT
trap 'exit 0' INT TERM

cp -r "$home/database" "$state/database"
cat >"$state/trytond.conf" <<CONF
[web]
listen = 127.0.0.1:$port
root = $home/www
[database]
uri = sqlite://
path = $state/database
[session]
timeout = 3600
CONF

"$home/venv/bin/trytond" --config "$state/trytond.conf" --database demo >"$state/log" 2>&1 &
server=$!
until curl --silent --fail --noproxy '*' --output /dev/null "http://127.0.0.1:$port/"; do
  if ! kill -0 "$server" 2>/dev/null; then
    echo "Tryton did not start:" >&2
    tail -n 20 "$state/log" >&2
    exit 1
  fi
  sleep 0.1
done
printf '{"ready":true,"url":"http://127.0.0.1:%s/#demo","log":"%s"}\n' "$port" "$state/log"
wait "$server"
