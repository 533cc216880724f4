# shellcheck shell=bash
# Sourced by the other scripts: where things are, and how a script speaks.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/ninefold
tools=$cache/tools

# One target folder for every checkout: what the app builds, the tests use.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
export PATH=$tools/bin:$tools/node/bin:$PATH

say() { printf '\n== %s\n' "$*"; }
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# is_stamped STAMP FILE...: whether STAMP was made from these very files.
is_stamped() { [[ -f $1 && $(<"$1") == "$(hash_of "${@:2}")" ]]; }
stamp() { mkdir -p "${1%/*}" && hash_of "${@:2}" >"$1"; }
hash_of() { cat -- "$@" | sha256sum | cut -d' ' -f1; }
