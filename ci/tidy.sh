#!/usr/bin/env bash
# clang-tidy over the program's sources, two at a time. A file is checked again only when it, a header of ours or the configuration
# changed since it was last clean.
#   ci/tidy.sh BUILD_DIRECTORY
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${1:?usage: ci/tidy.sh BUILD_DIRECTORY}
clean="$build/tidy"
mkdir -p "$clean"

headers=$(git ls-files -z '*.hpp' .clang-tidy | xargs -0 cat | cksum | tr -d ' ')
check() {
  local stamp said
  stamp="$clean/$( (cat "$1"; echo "$headers $1") | cksum | tr ' ' '-')"
  [ -e "$stamp" ] && return 0
  # The build directory may be GCC's, with warnings that clang does not know.
  said=$(clang-tidy -p "$build" --quiet --extra-arg=-Wno-unknown-warning-option "$1" 2>&1) || {
    printf '%s\nclang-tidy: %s\n' "$said" "$1" >&2
    return 1
  }
  touch "$stamp"
}
export -f check
export build clean headers
# shellcheck disable=SC2016  # $1 is for the inner shell
git ls-files -z 'analysis/*.cpp' 'harness/*.cpp' | xargs -0 -P 2 -I{} bash -c 'check "$1"' _ {}
echo "clean"
