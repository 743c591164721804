#!/usr/bin/env bash
# Builds every fuzz target and runs each for SECONDS, two at a time. Inputs that reach new code are kept in
# build/fuzz/found/TARGET, for the next run; inputs that break a property, and what was said of them, in build/fuzz/broken.
# Exits 1 where there are any.
#   ci/fuzz.sh [SECONDS] [TARGET…]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec < /dev/null

seconds=${1:-600}
[[ $seconds =~ ^[0-9]+$ ]] || { echo "usage: ci/fuzz.sh [SECONDS] [TARGET…]" >&2; exit 2; }
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cd tests/fuzz && printf '%s\n' *.cpp | sed 's/\.cpp$//')

bash ci/setup.sh --for test
cmake --preset fuzz > /dev/null
cmake --build --preset fuzz

out=$PWD/build/fuzz
mkdir -p "$out/broken"
run() {
  local target=$1 dictionary=tests/fuzz/$1.dict log=$out/$1.log code=0
  [ -e "$dictionary" ] || dictionary=tests/fuzz/log.dict
  mkdir -p "$out/found/$target"
  nice "$out/bin/wvagate_fuzz_$target" -max_total_time="$seconds" -dict="$dictionary" -timeout=60 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="$out/broken/$target-" \
    "$out/found/$target" "tests/fuzz/corpus/$target" > "$log" 2>&1 || code=$?
  # What libFuzzer counted last, in one line.
  printf '%-12s %s\n' "$target" "$(awk '
    /^#[0-9]+/ { for (i = 2; i < NF; ++i) if ($i == "cov:") edges = $(i + 1) }
    /^stat::number_of_executed_units/ { runs = $2 }
    /^Done/ { seconds = $(NF - 1) }
    END { printf "%s runs, %s edges, %s s", runs == "" ? "?" : runs, edges, seconds == "" ? "?" : seconds }' "$log")"
  [ $code -eq 0 ] || { cp "$log" "$out/broken/$target.log"; echo "$target: broken, see $out/broken/$target.log" >&2; return 1; }
}
export -f run
export seconds out
# shellcheck disable=SC2016  # $1 is for the inner shell
printf '%s\0' "${targets[@]}" | xargs -0 -P 2 -I{} bash -c 'run "$1"' _ {}
