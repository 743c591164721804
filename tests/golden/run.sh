#!/usr/bin/env bash
# Runs the golden cases: in each directory of tests/golden/cases, `cmd` is the argument line of wvagate (shell words,
# no globbing), run in fixtures/; `stdout`, `stderr` and `exit` are what must come of it, whole. Without a file: nothing,
# nothing and 0.
#   WVAGATE=BINARY tests/golden/run.sh [--approve] [CASE…]
# --approve rewrites the expectations from what the program does now; ci/approve.sh is the way to it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cases=$root/tests/golden/cases
WVAGATE=$(realpath "${WVAGATE:?set WVAGATE to the program}")

approve=no
if [ "${1:-}" = --approve ]; then
  approve=yes
  shift
fi
[ $# -gt 0 ] || { cd "$cases" && set -- *; }

unset CI GITHUB_ACTIONS GITHUB_OUTPUT GITHUB_STEP_SUMMARY
export LC_ALL=C TZ=UTC WVAGATE
got=$(mktemp -d)
trap 'rm -rf "$got"' EXIT
cd "$root/fixtures"

run_case() {
  local status=0
  (
    set -f
    eval "\"\$WVAGATE\" $(cat "$cases/$1/cmd")"
  ) > "$got/stdout" 2> "$got/stderr" < /dev/null || status=$?
  echo $status > "$got/exit"
}

expected() {  # CASE FILE
  if [ -e "$cases/$1/$2" ]; then
    cat "$cases/$1/$2"
  elif [ "$2" = exit ]; then
    echo 0
  fi
}

keep() {  # CASE FILE
  if [ "$(expected no-such-case "$2")" = "$(cat "$got/$2")" ]; then
    rm -f "$cases/$1/$2"
  else
    cp "$got/$2" "$cases/$1/$2"
  fi
}

failed=0
count=0
for name in "$@"; do
  [ -e "$cases/$name/cmd" ] || { echo "no such case: $name" >&2; exit 2; }
  run_case "$name"
  count=$((count + 1))
  differs=no
  for file in stdout stderr exit; do
    expected "$name" $file | cmp -s - "$got/$file" && continue
    differs=yes
    if [ $approve = yes ]; then
      keep "$name" $file
    else
      expected "$name" $file | diff -u --label "$name/$file expected" --label "$name/$file got" - "$got/$file" || true
    fi
  done
  [ $differs = no ] && continue
  failed=$((failed + 1))
  echo "$name: $([ $approve = yes ] && echo approved || echo FAILED): wvagate $(cat "$cases/$name/cmd")"
done

if [ $approve = yes ]; then
  echo "$count cases, $failed rewritten; read the diff before you commit it"
elif [ $failed -gt 0 ]; then
  echo "$failed of $count cases differ; where the new output is right: ci/approve.sh"
  exit 1
else
  echo "$count cases as expected"
fi
