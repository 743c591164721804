#!/usr/bin/env bash
# Counts the instructions that `wvagate extract` takes for each byte of a log, by callgrind: the figure of speed that comes out
# the same on a busy machine. Prints the Markdown table of harness/bench/README.md. Installs what is missing, and builds.
#   ci/instructions.sh [--bytes 16MiB]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bytes=16MiB
case $# in
  0) ;;
  2) [ "$1" = --bytes ] && bytes=$2 || set -- usage ;;
  *) set -- usage ;;
esac
[ "${1-}" != usage ] || { echo "usage: ci/instructions.sh [--bytes 16MiB]" >&2; exit 2; }

bash ci/setup.sh --for peers >&2
build=build/peers
cmake --preset release -B $build -DWVAGATE_BUILD_BENCH=ON > /dev/null
cmake --build $build --target wvagate >&2
wvagate=$build/bin/wvagate

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
bash ci/peers/make_logs.sh "$wvagate" "$bytes" "$logs"
: > "$logs/empty.log"

jobs=()  # one thread; a wvagate without the option has no other
! "$wvagate" extract --help | grep -q -e '--jobs' || jobs=(--jobs 1)

# instructions LOG: of a whole process. An empty log has no samples, which is exit code 4.
instructions() {
  local status=0
  valgrind --tool=callgrind --callgrind-out-file="$logs/profile" "$wvagate" extract "${jobs[@]}" "$logs/$1.log" > /dev/null 2> "$logs/said" || status=$?
  case "$1 $status" in
    "empty 4" | *" 0") sed -n 's/^\(summary\|totals\): \([0-9]*\).*/\2/p' "$logs/profile" | tail -1 ;;
    *) cat "$logs/said" >&2; exit 1 ;;
  esac
}

start=$(instructions empty)
echo "$("$wvagate" --version), $(c++ --version | head -1), $(valgrind --version); start-up: $start instructions."
echo
echo "| log of $bytes | samples | instructions a byte | instructions a sample |"
echo "|---|---|---|---|"
for log in text json dense; do
  size=$(stat -c %s "$logs/$log.log")
  samples=$(($("$wvagate" extract "$logs/$log.log" | wc -l) - 1))
  count=$(instructions $log)
  awk -v log_name=$log -v size="$size" -v samples=$samples -v count=$((count - start)) \
    'BEGIN { printf "| %s | %d | %.2f | %.0f |\n", log_name, samples, count / size, count / samples }'
done
