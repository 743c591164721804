#!/usr/bin/env bash
# Times `wvagate extract` beside the programs that people use on such logs, on logs made by `wvagate synth`, and prints the
# Markdown table that README shows. Installs what is missing, and builds. Takes a quiet machine and some minutes.
#   ci/peers.sh [--bytes 512MiB] [--rounds 11]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bytes=512MiB rounds=11
while [ $# -gt 0 ]; do
  case "$1 ${2-}" in
    "--bytes "?*) bytes=$2 ;;
    "--rounds "[1-9]*) rounds=$2 ;;
    *) echo "usage: ci/peers.sh [--bytes 512MiB] [--rounds 11]" >&2; exit 2 ;;
  esac
  shift 2
done

bash ci/setup.sh --for peers >&2
build=build/peers
cmake --preset release -B $build -DWVAGATE_BUILD_BENCH=ON > /dev/null
cmake --build $build --target wvagate wvagate_read_limit >&2
wvagate=$build/bin/wvagate limit=$build/bin/wvagate_read_limit

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
bash ci/peers/make_logs.sh "$wvagate" "$bytes" "$logs"
gzip -k "$logs/text.log"
zstd -qk "$logs/text.log"

# Who is timed does the same work: the same rows, byte for byte.
same_rows() {  # LOG COMMAND…: prints what `wvagate extract LOG` has in its first fifteen columns
  local log=$1
  shift
  cmp <("$wvagate" extract "$log" | cut -d, -f1-15) <("$@" "$log") >&2 || {
    echo "ci/peers.sh: $* gives other rows of $(basename "$log") than wvagate" >&2
    exit 1
  }
}
for log in text dense small; do
  for awk in gawk mawk; do same_rows "$logs/$log.log" env LC_ALL=C $awk -f ci/peers/extract.awk; done
done
for log in text json; do same_rows "$logs/$log.log" python3 ci/peers/extract.py; done

python3 ci/peers/rounds.py --wvagate "$wvagate" --limit "$limit" --logs "$logs" --rounds "$rounds"
