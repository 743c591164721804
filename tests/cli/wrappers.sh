#!/usr/bin/env bash
# However a log was collected, it gives the same samples: each wrapper, compression and line ending of a log against
# the log itself.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"

# Samples without the log's name and the line numbers, which a wrapper may change.
samples() { "$WVAGATE" extract "$1" | cut -d, -f1-24,27-; }

# Figures without the hash of the log's bytes.
figures() { "$WVAGATE" analyze --json "$1" | grep -v '"sha256":'; }

stamped='{ printf "2025-01-01T%02d:%02d:%02d.%09dZ %s%s\n", NR / 3600 % 24, NR / 60 % 60, NR % 60, NR, prefix, $0 }'
# Pieces of 97 bytes, which also cut characters of several bytes, each in a line of its own.
pieces='{
  for (rest = $0; length(rest) > 97; rest = substr(rest, 98)) print head "P " substr(rest, 1, 97)
  print head "F " rest
}'
docker='function quoted(text) {
  gsub(/\\/, "&&", text); gsub(/"/, "\\\"", text); gsub(/\t/, "\\t", text); gsub(/</, "\\u003c", text)
  return text
}
function line(text, end) {
  printf "{\"log\":\"%s%s\",\"stream\":\"stderr\",\"time\":\"2025-01-01T00:00:00.000000001Z\"}\n", quoted(text), end
}'

# wrap HOW FILE: FILE as HOW shows it.
wrap() {
  case $1 in
    timestamps) awk "$stamped" "$2" ;;
    prefix) sed 's|^|[pod/wva-controller-0/manager] |' "$2" ;;
    prefix-timestamps) awk "$stamped" "$2" | sed 's|^|[pod/wva-controller-0/manager] |' ;;
    stern) sed 's|^|wva-controller-0 manager |' "$2" ;;
    stern-timestamps) awk "$stamped" "$2" | sed 's|^|wva-controller-0 manager |' ;;
    cri) awk -v prefix='stderr F ' "$stamped" "$2" ;;
    cri-stdout) awk -v prefix='stdout F ' "$stamped" "$2" ;;
    cri-pieces) awk -v head='2025-01-01T00:00:00.000000001Z stderr ' "$pieces" "$2" ;;
    docker) awk "$docker"'{ line($0, "\\n") }' "$2" ;;
    docker-pieces) awk "$docker"'{
        for (rest = $0; length(rest) > 200; rest = substr(rest, 201)) line(substr(rest, 1, 200), "")
        line(rest, "\\n") }' "$2" ;;
    crlf) sed 's/$/\r/' "$2" ;;
    bom) printf '\xEF\xBB\xBF'; cat "$2" ;;
    bom-crlf) printf '\xEF\xBB\xBF'; sed 's/$/\r/' "$2" ;;
    cri-crlf) awk -v prefix='stderr F ' "$stamped" "$2" | sed 's/$/\r/' ;;
    unterminated) head -c -1 "$2" ;;
    syslog) sed -E 's/^\{/Jan  1 00:00:00 node-7 wva[411]: {/' "$2" ;;
    gz) gzip -c "$2" ;;
    gz-members) head -n 7 "$2" | gzip -c; tail -n +8 "$2" | gzip -c ;;
    zst) zstd -qc "$2" ;;
    zst-frames) head -n 7 "$2" | zstd -qc; tail -n +8 "$2" | zstd -qc ;;
    gz-of-cri) awk -v prefix='stderr F ' "$stamped" "$2" | gzip -c ;;
  esac
}
hows='timestamps prefix prefix-timestamps stern stern-timestamps cri cri-stdout cri-pieces docker docker-pieces crlf bom
  bom-crlf cri-crlf unterminated syslog gz gz-members gz-of-cri'
if command -v zstd > /dev/null; then hows+=' zst zst-frames'; else echo "no zstd here: its cases are left out"; fi

logs=("$fixtures"/{text-staircase,text-two-variants,json-tuner,json-two-variants,capacity,structured,metrics}.log)
# Sanitizers look for faults, not for differences: the fixtures, which are of each dialect, hold as many.
[ -n "$SANITIZED" ] || mapfile -t -O ${#logs[@]} logs < <(recordings)
for log in "${logs[@]}"; do
  name=$(basename "$log")
  mkdir -p "$work/plain" && cp "$log" "$work/plain/$name"
  samples "$log" > "$work/expected"
  [ "$(wc -l < "$work/expected")" -gt 1 ] || fail "$name has no samples"
  for how in $hows; do
    mkdir -p "$work/$how"
    wrap "$how" "$log" > "$work/$how/$name"
    samples "$work/$how/$name" > "$work/got"
    same "$name as $how" "$work/expected" "$work/got"
  done

  # Where no line is added or taken away, every figure and line number is the same too.
  figures "$log" > "$work/expected.json"
  for how in timestamps prefix stern cri docker crlf bom gz gz-members; do
    figures "$work/$how/$name" > "$work/got.json"
    same "figures of $name as $how" "$work/expected.json" "$work/got.json"
  done

  # Standard input, packed or not.
  samples - < "$log" > "$work/got"
  same "$name on standard input" "$work/expected" "$work/got"
  gzip -c "$log" | samples - > "$work/got"
  same "$name on standard input, packed" "$work/expected" "$work/got"
  cat "$log" | samples /dev/stdin > "$work/got"
  same "$name in a pipe" "$work/expected" "$work/got"

  # A last line cut in the middle takes nothing with it, wherever the cut is.
  head -n -1 "$log" > "$work/shorter.log"
  samples "$work/shorter.log" > "$work/expected"
  for bytes in 1 20 60; do
    { cat "$work/shorter.log"; tail -n 1 "$log" | head -c $bytes; } > "$work/cut.log"
    samples "$work/cut.log" > "$work/got" 2> "$work/stderr"
    same "$name cut $bytes bytes into its last line" "$work/expected" "$work/got"
  done
done

# A name that says nothing of the packing: the content tells.
cp "$work/gz/capacity.log" "$work/capacity"
samples "$fixtures/capacity.log" > "$work/expected"
samples "$work/capacity" > "$work/got"
same "packed without .gz" "$work/expected" "$work/got"

# The fixtures that were wrapped by hand.
samples "$fixtures/crlf-bom.log" > "$work/expected"
for name in wrapped-kubectl wrapped-stern wrapped-cri wrapped-docker; do
  samples "$fixtures/$name.log" > "$work/got"
  same "$name" "$work/expected" "$work/got"
done
done_checking
