#!/usr/bin/env bash
# Makes the logs that ci/peers.sh and ci/instructions.sh measure on, of a controller with one variant whose every cycle is
# another: text.log and json.log with as much in marker lines as real ones have (73 % and 38 % of the bytes), dense.log with
# 90 %, small.log with 35 samples.
#   ci/peers/make_logs.sh WVAGATE BYTES DIRECTORY
set -euo pipefail
wvagate=$1 bytes=$2 logs=$3
scenario=$(dirname "${BASH_SOURCE[0]}")/scenario.json

"$wvagate" synth "$scenario" --bytes "$bytes" > "$logs/text.log"
sed 's/"chatter_lines": [0-9]*/"chatter_lines": 8/' "$scenario" > "$logs/json.json"
"$wvagate" synth "$logs/json.json" --dialect json --bytes "$bytes" > "$logs/json.log"
# Of the lines without a marker every one that still fits into a tenth.
LC_ALL=C mawk '
  /System data prepared for optimization|Optimization solution|alpha|Found SLO for model|Tuner (validation|NIS)/ ||
  /Zap logger initialized|successfully acquired lease|Reconciliation completed/ {
    marked += length($0) + 1; print; next }
  9 * (others + length($0) + 1) <= marked { others += length($0) + 1; print }' "$logs/text.log" > "$logs/dense.log"
LC_ALL=C mawk '{ print } /Optimization solution/ && ++n == 35 { exit }' "$logs/text.log" > "$logs/small.log"
