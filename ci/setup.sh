#!/usr/bin/env bash
# Installs what a build needs and this machine lacks, from Debian's packages.
#   ci/setup.sh [--for run|test|peers]   run: to build and run wvagate; test (the default): its tests, fuzzers and checks
#                                        too; peers: the benchmarks, and what ci/peers.sh and ci/instructions.sh run
set -euo pipefail

# A package a word, in alphabetical order; a fresh Debian 12 with git has everything else.
run_packages=(cmake g++ gnuplot-nox libboost-math-dev libcli11-dev libeigen3-dev libisal-dev libpq-dev libsqlite3-dev
  libyaml-cpp-dev libzstd-dev nettle-dev ninja-build pkgconf rapidjson-dev)
test_packages=(catch2 ccache clang clang-format clang-tidy libbenchmark-dev libclang-rt-14-dev libxml2-utils
  postgresql python3 python3-prometheus-client python3-yaml sqlite3 zlib1g-dev zstd)
peers_packages=(gawk gzip isal jq libbenchmark-dev mawk python3 ripgrep time valgrind zlib1g-dev zstd)

case "${*:---for test}" in
  "--for run") packages=("${run_packages[@]}") ;;
  "--for test") packages=("${run_packages[@]}" "${test_packages[@]}") ;;
  "--for peers") packages=("${run_packages[@]}" "${peers_packages[@]}") ;;
  *) echo "usage: ci/setup.sh [--for run|test|peers]" >&2; exit 2 ;;
esac

command -v apt-get > /dev/null || {
  echo "ci/setup.sh: no apt-get here; install what corresponds to these packages of Debian: ${packages[*]}" >&2
  exit 1
}
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo > /dev/null || { echo "ci/setup.sh: neither root nor sudo; as root: apt-get install ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "installing: ${missing[*]}"
# sudo drops the environment, hence env; a package that asks a question would wait for an answer for ever.
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" < /dev/null; }
apt update
apt install -y --no-install-recommends "${missing[@]}" > /dev/null
