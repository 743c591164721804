#!/usr/bin/env bash
# Two variants interleaved in one log give what each gives alone.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
command -v perl > /dev/null || { echo "no perl here"; exit 77; }

# without VARIANT MODEL FILE: the log as a controller of the other variant alone writes it. Lines of VARIANT become a
# line of noise, so that line numbers stay.
without() {
  perl -pe '
    BEGIN { ($variant, $model) = splice @ARGV, 0, 2 }
    s/s=\Q$variant\E:[^\\]*\\n//;                                            # in a solution
    s/  \{   name: \Q$variant\E:.*?avgOutTokens: 0    \}   \}  \},?//;          # in the servers
    s/  \{   name: \Q$model\E, .*?\}  \},?//g if / models: /;                  # in the models
    $_ = "I0101 00:00:00.000000       1 noise.go:1] a line of another variant\n" if /\Q$variant\E|\Q$model\E/;
  ' "$1" "$2" "$3"
}

# alone WHAT VARIANT FILE: figures and samples of VARIANT; what the bytes differ in, left out: counts of lines, the hash,
# the census.
alone() {
  "$WVAGATE" analyze --json --variant "$2*" "$3" | perl -0pe 's/"census": (\{(?:[^{}]++|(?1))*\})//' | grep -vE '"(total|used|ignored)": [0-9]+,$|"sha256":'
  "$WVAGATE" extract --variant "$2*" "$3"
}

check() {  # FIXTURE ONE MODEL OTHER MODEL
  local log=$fixtures/$1.log
  mkdir -p "$work/one" "$work/other"
  without "$4" "$5" "$log" > "$work/one/$1.log"
  without "$2" "$3" "$log" > "$work/other/$1.log"
  grep -q "$4" "$work/one/$1.log" && fail "$1: $4 is still there"
  grep -q "$2" "$work/other/$1.log" && fail "$1: $2 is still there"
  alone both "$2" "$log" > "$work/expected"
  alone one "$2" "$work/one/$1.log" > "$work/got"
  same "$2 of $1" "$work/expected" "$work/got"
  alone both "$4" "$log" > "$work/expected"
  alone other "$4" "$work/other/$1.log" > "$work/got"
  same "$4 of $1" "$work/expected" "$work/got"
}
check text-two-variants plum-decode acme/sparrow-8b fig-decode acme/heron-70b
check json-two-variants pear-decode acme/wren-7b quince-decode acme/ibis-13b

# Two recordings, the second with other names, cycle by cycle into one log.
renamed() { sed -E 's/ms-inference-scheduling-llm-d-modelservice/renamed/g; s/(unsloth|ibm-granite)\//renamed\//g' "$1"; }
figures() {  # GLOB FILE: samples without log name and line
  "$WVAGATE" extract --variant "$1" "$2" | cut -d, -f1-24,28-  # nor the cycle's number
}
merge() {  # FILE FILE: cycles by turns; a cycle ends with its "Reconciliation completed"
  awk -v other="$2" '
    function turn(  line) {
      while ((getline line < other) > 0) {
        print line
        if (line ~ /Reconciliation completed/) return
      }
    }
    { print }
    /Reconciliation completed/ { turn() }
    END { while ((getline line < other) > 0) print line }' "$1"
}
pair() {  # FILE FILE
  [ -e "$1" ] && [ -e "$2" ] || return 0
  renamed "$2" | grep -vE 'Zap logger initialized|successfully acquired lease' > "$work/second.log"
  cp "$1" "$work/first.log"
  merge "$work/first.log" "$work/second.log" > "$work/merged.log"
  for part in first:ms-inference* second:renamed*; do
    figures "${part#*:}" "$work/${part%%:*}.log" > "$work/expected"
    [ "$(wc -l < "$work/expected")" -gt 10 ] || fail "${part%%:*} of $(basename "$1") and $(basename "$2") has no samples"
    figures "${part#*:}" "$work/merged.log" > "$work/got"
    same "${part%%:*} of $(basename "$1") and $(basename "$2")" "$work/expected" "$work/got"
  done
}
if [ -n "$RECORDINGS_DIR" ]; then
  pair "$RECORDINGS_DIR"/text/ttft_queuescorer_logs.txt "$RECORDINGS_DIR"/text/ttft_queuescorer_SLO_10_10_24.txt
  pair "$RECORDINGS_DIR"/text/llama_tuner.txt "$RECORDINGS_DIR"/text/granite_logs.txt
  pair "$RECORDINGS_DIR"/json/model-based-smooth-gradual-20251206-144853.jsonl "$RECORDINGS_DIR"/json/model-based-high-parallel-20251209-224705.jsonl
  pair "$RECORDINGS_DIR"/json/capacity-based-high-parallel-20251209-200028.jsonl "$RECORDINGS_DIR"/json/capacity-based-smooth-gradual-20251207-165405.jsonl
fi
done_checking
