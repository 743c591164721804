#!/usr/bin/env bash
# Extraction gives the same bytes of many logs, packed or not, however many are read at once.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"

exits 0 synth "$fixtures/synth/two-models.json" --bytes 6MiB --out "$work/large.log"
gzip -k "$work/large.log"

# --- Many logs, the largest first and in the middle, so that others are done before it.
many=("$work/large.log" "$fixtures"/synth/*.log "$work/large.log.gz" "$fixtures"/{capacity,metrics,structured}.log)
status=0
"$WVAGATE" extract --jobs 1 "${many[@]}" > "$work/expected" 2> "$work/expected.err" || status=$?
for jobs in 2 5 32; do
  exits $status extract --jobs $jobs "${many[@]}"
  same "many logs by $jobs jobs" "$work/expected" "$work/stdout"
  same "what is said of them by $jobs jobs" "$work/expected.err" "$work/stderr"
done
exits $status extract --json --jobs 3 "${many[@]}"
[ "$(wc -l < "$work/stdout")" -eq $(($(wc -l < "$work/expected") - 1)) ] || fail "rows of NDJSON are missing"

# --- A log that is broken, missing or empty among others: they give their rows.
head -c 40000 "$work/large.log.gz" > "$work/cut.log.gz"
: > "$work/empty.log"
for jobs in 1 4; do
  exits 4 extract --jobs $jobs "$fixtures/capacity.log" "$work/cut.log.gz" "$work/empty.log" "$fixtures/metrics.log"
  says 'cut.log.gz: the gzip data ends early'
  says 'empty.log: no samples'
  sort "$work/stdout" > "$work/rows.$jobs"
done
same "rows beside broken logs" "$work/rows.1" "$work/rows.4"
grep -q ',metrics.log,' "$work/rows.4" || fail "the log behind the broken ones has no rows"
exits 2 extract --jobs 0 "$fixtures/capacity.log"

# --- A packed log that lacks its very end has given all its samples before the fault.
head -c -4 "$work/large.log.gz" > "$work/trailer.log.gz"
for jobs in 1 4; do
  exits 4 extract --jobs $jobs "$work/trailer.log.gz"
  says 'trailer.log.gz: the gzip data ends early'
  exits 0 extract "$work/large.log"
  cp "$work/stdout" "$work/expected"
  exits 4 extract --jobs $jobs "$work/trailer.log.gz"
  same "samples before a missing trailer" <(sed 's/,large\.log,/,trailer.log.gz,/' "$work/expected") "$work/stdout"
done

# --- No more threads are to be had: one does as well. Their stacks would take more than there is memory.
if [ -z "$SANITIZED" ]; then
  without_threads() { (ulimit -s 400000 && ulimit -v 200000 && exec "$@"); }
  status=0
  "$WVAGATE" extract --jobs 1 "${many[@]}" > "$work/expected" 2> "$work/stderr" || status=$?
  alone=0
  without_threads "$WVAGATE" extract --jobs 4 "${many[@]}" > "$work/stdout" 2> "$work/stderr" || alone=$?
  [ $alone -eq $status ] || fail "many logs without threads: exit $alone"
  same "many logs without threads" "$work/expected" "$work/stdout"
  without_threads "$WVAGATE" analyze --charts none --out "$work/directories" "$fixtures/capacity.log" > "$work/stdout" ||
    fail "analyze --out without threads: exit $?"
  [ -s "$work/directories/capacity/report.html" ] || fail "analyze --out without threads has written no report"
fi

# --- Nobody reads on, or the disk is full: no wait, no trace.
for jobs in 1 4; do
  { "$WVAGATE" extract --jobs $jobs "${many[@]}" 2> "$work/stderr" || echo $? > "$work/status"; } | head -n 3 > "$work/head"
  [ "$(wc -l < "$work/head")" -eq 3 ] || fail "head has not got its lines of $jobs jobs"
  exits 0 extract --jobs $jobs "$work/large.log"
  if [ -e /dev/full ]; then
    status=0
    "$WVAGATE" extract --jobs $jobs "${many[@]}" > /dev/full 2> "$work/stderr" || status=$?
    [ $status -eq 2 ] || fail "a full disk with $jobs jobs exits $status"
    checks=$((checks + 1))
  fi
done
echo "$checks checks"
