#!/usr/bin/env bash
# Every check and test: layers, format, a build with -Werror and its tests, and the tests once more under
# AddressSanitizer and UndefinedBehaviorSanitizer. Installs what is missing. The plain tests come last, so that what is
# left on the screen is their count.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec < /dev/null

# git refuses a tree of another user (a mounted one in a container); we only list its files.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=$PWD

stage() { current=$1; printf '\n== %s (after %d:%02d min)\n' "$1" $((SECONDS / 60)) $((SECONDS % 60)); }
tell_failure() {
  local code=$?
  [ $code -eq 0 ] || printf '\nci/test.sh: failed: %s (exit %d)\n' "$current" $code
}
trap tell_failure EXIT

stage "set-up"
bash ci/setup.sh --for test

stage "layers"
bash ci/check_layers.sh

stage "format"
git ls-files -z '*.cpp' '*.hpp' | xargs -0 clang-format --dry-run -Werror

stage "build, warnings are errors"
cmake --preset ci
cmake --build --preset ci

stage "build with sanitizers"
cmake --preset asan
cmake --build --preset asan

stage "tests under sanitizers"
ctest --preset asan -j 2

stage "tests"
ctest --preset ci -j 2
