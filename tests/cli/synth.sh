#!/usr/bin/env bash
# synth: the committed fixtures are what it writes, analyze and replay find their truth in them, and wrong use is refused.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
scenarios=$fixtures/synth

# The fixtures, byte for byte.
mkdir "$work/made"
bash "$SOURCE_DIR/ci/make_fixtures.sh" "$WVAGATE" "$work/made"
for made in "$work"/made/*; do
  same "fixture $(basename "$made") is what synth writes" "$scenarios/$(basename "$made")" "$made"
done
for kept in "$scenarios"/*.log; do
  [ -e "$work/made/$(basename "$kept")" ] || fail "$(basename "$kept") has no scenario"
done

# Their truth, from the command line.
for log in "$scenarios"/*.log; do
  targets=()
  case $log in */reactive-*) targets=(--slo-itl 12 --slo-ttft 1000) ;; esac
  exits 0 analyze --json "${targets[@]}" "$log"
  cp "$work/stdout" "$work/figures.json"
  python3 "$SOURCE_DIR/tests/cli/lib/check_truth.py" "$work/figures.json" "${log%.log}.truth.json" ||
    fail "$(basename "$log") is not found to say what is true"
  checks=$((checks + 1))
  case $log in
    */reactive-* | */untuned-*) ;;  # no model, or none logged
    *) exits 0 replay --check "$log" ;;
  esac
done

# The same bytes twice, whatever the clock; another seed another log.
exits 0 synth "$scenarios/doubled.json"; cp "$work/stdout" "$work/first"
exits 0 synth "$scenarios/doubled.json"
same "the second run" "$work/first" "$work/stdout"
exits 0 synth "$scenarios/doubled.json" --seed 99
! cmp -s "$work/first" "$work/stdout" || fail "another seed gives the same log"

# Size, and a reader that leaves early.
exits 0 synth "$scenarios/doubled.json" --bytes 2MiB
size=$(stat -c %s "$work/stdout")
{ [ "$size" -ge 2097152 ] && [ "$size" -lt 2600000 ]; } || fail "--bytes 2MiB gave $size bytes"

# --follow writes at the log's pace: 12 minutes a thousand times as fast take 0.7 s at least.
begin=$(date +%s%N)
exits 0 synth "$scenarios/doubled.json" --follow --speed 1000
same "followed" "$work/first" "$work/stdout"
[ $(($(date +%s%N) - begin)) -gt 600000000 ] || fail "--follow did not wait"

# A log and its truth appear whole or not at all, and never over others.
exits 0 synth "$scenarios/doubled.json" --out "$work/a.log"
exits 2 synth "$scenarios/doubled.json" --out "$work/a.log"
says "is there already"
exits 2 synth "$scenarios/doubled.json" --out "$work/a.log/b.log"
says "cannot be made"
[ -z "$(find "$work" -name '.a.log*')" ] || fail "something half-written is left"

refused() {  # TEXT SED-SCRIPT: the scenario, changed, is refused with it
  sed "$2" "$scenarios/doubled.json" > "$work/broken.json"
  exits 2 synth "$work/broken.json"
  says "$1"
}
line_of() { grep -n -m1 -F "$1" "$work/broken.json" | cut -d: -f1; }
refused '"duration_min" is a text, not a number' 's/"duration_min": [0-9]*/"duration_min": "12"/'
says "broken.json:$(line_of duration_min): "
refused '"durationmin" is unknown' 's/"duration_min"/"durationmin": 3, "duration_min"/'
refused '"duration_min"' 's/"duration_min": [0-9]*/"duration_min": 1, "duration_min": 2/'
refused 'variants[0]: "max_batch" is 0, not a number from 1 to 65536' 's/"max_batch": 256/"max_batch": 0/'
refused 'variants[0].true: "alpha" is 0, not a number above 0, up to 1e+06' 's/"alpha": 7.1/"alpha": 0/'
refused 'log: "dialect" is "yaml", which is none of text, json, capacity, structured, metrics' 's/"text"/"yaml"/'
refused 'JSON' 's/"seed": 1,/"seed": NaN,/'
refused '"schema" is "wvagate.scenario/9"' 's#scenario/1#scenario/9#'
refused 'must lie behind from_min' 's/"to_min": 6/"to_min": 1/'
refused 'variants[0].load[0]: "kind" is "stairs"' 's/"kind": "step", "from_min": 1/"kind": "stairs", "from_min": 1/'
refused 'gone.csv: cannot be opened: No such file' 's/{"kind": "step", "from_min": 1, "to_min": 6, "rpm": 700}/{"kind": "recorded", "file": "gone.csv"}/'
exits 2 synth "$work/no-such.json"
says 'cannot be opened: No such file'
head -c 300 "$scenarios/doubled.json" > "$work/cut.json"
exits 2 synth "$work/cut.json"
says 'cut.json:'
exits 2 synth
exits 2 synth "$scenarios/doubled.json" --dialect klingon
exits 2 synth "$scenarios/doubled.json" --speed 2
exits 2 synth "$scenarios/doubled.json" --follow --out "$work/b.log"

done_checking
