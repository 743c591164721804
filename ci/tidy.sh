#!/usr/bin/env bash
# clang-tidy over the program's sources, two at a time. A file is checked again only when it, a header of ours or the
# configuration changed since it was last clean.
#   ci/tidy.sh BUILD_DIRECTORY
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${1:?usage: ci/tidy.sh BUILD_DIRECTORY}
clean="$build/tidy"
mkdir -p "$clean"

headers=$(git ls-files '*.hpp' .clang-tidy | xargs cat | cksum | tr -d ' ')
check() {
  local stamp
  stamp="$clean/$( (cat "$1"; echo "$headers $1") | cksum | tr ' ' '-')"
  [ -e "$stamp" ] && return 0
  clang-tidy -p "$build" --quiet "$1" 2> /dev/null || { echo "clang-tidy: $1" >&2; return 1; }
  touch "$stamp"
}
export -f check
export build clean headers
git ls-files 'analysis/*.cpp' 'harness/*.cpp' | xargs -P 2 -I{} bash -c 'check "$1"' _ {}
echo "clean"
