#!/usr/bin/env bash
# Installs what a build needs and this machine lacks, from Debian's packages.
#   ci/setup.sh run    to build and run wvagate
#   ci/setup.sh test   to run its tests and checks too
set -euo pipefail

run_packages=(g++ cmake ninja-build libcli11-dev rapidjson-dev zlib1g-dev libzstd-dev libeigen3-dev libboost-math-dev libyaml-cpp-dev)
test_packages=(catch2 ccache clang clang-format clang-tidy python3 zstd diffutils)

case "${1:-}" in
  run) packages=("${run_packages[@]}") ;;
  test) packages=("${run_packages[@]}" "${test_packages[@]}") ;;
  *) echo "usage: ci/setup.sh run|test" >&2; exit 2 ;;
esac

command -v dpkg-query > /dev/null || {
  echo "ci/setup.sh: this is no Debian; install what corresponds to: ${packages[*]}" >&2
  exit 1
}
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
echo "installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
