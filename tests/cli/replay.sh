#!/usr/bin/env bash
# replay: what is reproduced, what --check says, and what a what-if answers.
set -euo pipefail
cd "$SOURCE_DIR/fixtures"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() { echo "FAILED: $1"; exit 1; }
expect_exit() {  # CODE ARGUMENTS…
  local want=$1 got=0
  shift
  "$WVAGATE" "$@" > "$scratch/out" 2> "$scratch/err" || got=$?
  [ "$got" -eq "$want" ] || { cat "$scratch/err"; fail "wvagate $* gives exit $got, not $want"; }
}

# A log without parameters checks nothing, and that is no pass.
expect_exit 0 replay capacity.log
grep -q "nothing to replay" "$scratch/out" || fail "a log without parameters is not called so"
expect_exit 4 replay --check capacity.log
grep -q "nothing was checked" "$scratch/err" || fail "--check says nothing of having checked nothing"

# Wrong usage.
expect_exit 2 replay --params alpha=x capacity.log
expect_exit 2 replay --csv capacity.log
expect_exit 2 replay --params-file "$scratch/none.yaml" capacity.log
expect_exit 2 replay --min-replicas -1 capacity.log
expect_exit 2 replay --params A100:alpha=3 text-staircase.log
grep -q "A100" "$scratch/err" || fail "an accelerator that is in no log is not named"

expect_exit 2 replay --params A100:alpha=3 --params L4:alpha=3 text-staircase.log
grep -q '"A100", "L4"' "$scratch/err" || fail "two accelerators that are in no log are not named"
expect_exit 0 replay --params A100:alpha=3 --params H100:alpha=3 text-staircase.log
expect_exit 0 replay --params alpha=8.5 capacity.log text-staircase.log  # two logs, and one parameter

# A what-if lists every cycle, and a doubled alpha decides on no fewer replicas in total.
expect_exit 0 replay --min-replicas 3 --csv text-staircase.log
awk -F, 'NR > 1 && $6 != "" && $6 < 3 { exit 1 }' "$scratch/out" || fail "--min-replicas 3 decides on fewer"
[ "$(wc -l < "$scratch/out")" -gt 3 ] || fail "the what-if has no rows"
expect_exit 0 replay --json --slo-itl 1000 text-staircase.log
grep -q '"schema": "wvagate.replay/1"' "$scratch/out" || fail "no schema in the JSON"

# Real logs: all of it reproduced; and a damaged prediction is found and named with its line.
if [ -n "${RECORDINGS_DIR:-}" ]; then
  log=$RECORDINGS_DIR/text/llama_tuner.txt
  expect_exit 0 replay --check "$log"
  sed '0,/itl=9.97/s//itl=9.10/' "$log" > "$scratch/damaged.txt"
  cmp -s "$log" "$scratch/damaged.txt" && sed '0,/numRep=2/s//numRep=3/' "$log" > "$scratch/damaged.txt"
  expect_exit 1 replay --check "$scratch/damaged.txt"
  grep -qE "itl_ms|replicas" "$scratch/out" || fail "the divergence is not listed"
  # What is emitted for a resource is of one model.
  expect_exit 0 calibrate --emit yaml "$RECORDINGS_DIR/text/granite_notuner.txt" "$log"
  grep -q 'nothing to emit for unsloth/Meta-Llama-3.1-8B on H100' "$scratch/err" || fail "a model is left out without a word"
  mv "$scratch/out" "$scratch/granite.yaml"
  expect_exit 0 replay --params-file "$scratch/granite.yaml" "$RECORDINGS_DIR/text/granite_notuner.txt"
  expect_exit 2 calibrate --emit yaml "$RECORDINGS_DIR/text/granite_notuner.txt" "$RECORDINGS_DIR/text/ttft_queuescorer_logs.txt"
  grep -q 'several models have recommended parameters on H100' "$scratch/err" || fail "not said why nothing is emitted"
fi
echo "replay does what it says"
