#!/usr/bin/env bash
# Every line of a log falls into exactly one of used, ignored and malformed, and none is missed: on each fixture and
# each recording.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"

number() {  # FIELD: from doctor's JSON in $work/stdout
  grep -oE "^   *\"$1\": [0-9]+" "$work/stdout" | head -1 | grep -oE '[0-9]+$'
}

# wc -l, and one more for a last line without its line break.
lines_of() {
  local count
  count=$(wc -l < "$1")
  [ -z "$(tail -c 1 "$1" | tr -d '\n' | tr '\0' x)" ] || count=$((count + 1))
  echo "$count"
}

add_up() {  # LOG LINES
  local status=0
  "$WVAGATE" doctor --json "$1" > "$work/stdout" 2> "$work/stderr" || status=$?
  [ $status -eq 0 ] || [ $status -eq 4 ] || fail "doctor $1: exit $status"
  local total used ignored malformed reasons
  total=$(number total)
  used=$(number used)
  ignored=$(number ignored)
  malformed=$(number malformed)
  [ "$total" -eq "$2" ] || fail "$1 has $2 lines, not $total"
  [ "$total" -eq $((used + ignored + malformed)) ] || fail "$1: $total lines are not $used used + $ignored ignored + $malformed malformed"
  # The reasons add up to what is malformed.
  reasons=$(sed -n '/"malformed_by_reason": {/,/}/p' "$work/stdout" |
    grep -oE '": [0-9]+' | grep -oE '[0-9]+' | paste -sd+ -) || true
  [ "$malformed" -eq $((${reasons:-0})) ] || fail "$1: $malformed malformed lines, but the reasons say ${reasons:-0}"
  # The same counts in the text and beside the figures.
  "$WVAGATE" doctor "$1" > "$work/text" 2> "$work/stderr" || true
  sed -E '2!d; s/([0-9]) ([0-9]{3})/\1\2/g' "$work/text" | grep -qF "$total lines: $used used, $ignored ignored, $malformed malformed" ||
    fail "$1: doctor's text has other counts: $(sed -n 2p "$work/text")"
  if [ $status -eq 0 ]; then
    "$WVAGATE" analyze --json "$1" > "$work/stdout"
    [ "$(number total) $(number used) $(number ignored) $(number malformed)" = "$total $used $ignored $malformed" ] ||
      fail "$1: analyze counts other lines than doctor"
  fi
  checks=$((checks + 1))
}

for log in "$fixtures"/*.log "$fixtures"/malformed/*.log; do
  add_up "$log" "$(lines_of "$log")"
done
while read -r log; do
  add_up "$log" "$(lines_of "$log")"
done < <(recordings)

# Packed: the lines inside.
gzip -c "$fixtures/json-tuner.log" > "$work/packed.log.gz"
add_up "$work/packed.log.gz" "$(lines_of "$fixtures/json-tuner.log")"
# Pieces that are never finished, of several streams; blank lines; no last line break; a lone one.
stamp=2025-01-01T00:00:00.000000000Z
for content in "$stamp stderr P {\"msg\n$stamp stdout P alpha\n$stamp stderr P x\n$stamp stderr F y\n" \
  "$stamp stdout P Metrics collected for VA\n" "$stamp stdout P a\n$stamp stdout F \n" '\n\n\n' '\n' 'x' '{' '{"msg":"alpha' '\r\n\r\n' \
  '{"log":"alpha","stream":"stderr"}\n{"log":"beta\\n","stream":"stdout"}\n' '{"log":"alpha\n' '\xEF\xBB\xBF\n'; do
  printf "$content" > "$work/odd.log"
  add_up "$work/odd.log" "$(lines_of "$work/odd.log")"
done
done_checking
