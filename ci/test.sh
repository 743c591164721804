#!/usr/bin/env bash
# Every check and test: format, clang-tidy, a build with -Werror and its tests, and the tests once more under
# AddressSanitizer and UndefinedBehaviorSanitizer. Installs what is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

stage() { printf '\n== %s\n' "$1"; }

stage "set-up"
bash ci/setup.sh test

stage "format"
git ls-files '*.cpp' '*.hpp' | xargs clang-format --dry-run -Werror

stage "build, warnings are errors"
cmake --preset ci
cmake --build --preset ci

stage "clang-tidy"
bash ci/tidy.sh build/ci

stage "build with sanitizers"
cmake --preset asan
cmake --build --preset asan

stage "tests under sanitizers"
ctest --preset asan -j 2

stage "tests"
ctest --preset ci -j 2
