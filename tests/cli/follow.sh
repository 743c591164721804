#!/usr/bin/env bash
# Logs that are still being written: samples and events as they come, a report at the end that is the report of the whole
# log, files that grow, are truncated, replaced or not there yet, and a screen that fits.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
source "$(dirname "${BASH_SOURCE[0]}")/lib/background.bash"
cd "$work"
log=$fixtures/text-staircase.log
lines=$(wc -l < "$log")

piece() { sed -n "$1,$2p" "$log"; }
# rows LINES: the rows on standard output are those of the log's first lines, and no more.
rows() {
  head -n "$1" "$log" | "$WVAGATE" extract - | cut -d, -f1-24 | cmp -s - <(cut -d, -f1-24 stdout)
}
has() { grep -qE -e "$1" stdout; }
events() { grep -E '^[0-9-]{10}T[^ ]* [a-z_]+ variant=' stdout; }
# report NAME: what stands on standard output from the report's first line on, named NAME.
report() { sed -n "/^$1\$/,\$p" stdout; }

# A pipe's samples come when it pauses.
mkfifo pipe
exec 9<> pipe
start extract pipe
piece 1 31 >&9
eventually "the rows of three cycles" rows 31
piece 32 39 >&9
eventually "the row of the fourth" rows 39
piece 40 "$lines" >&9
eventually "the rows of all" rows "$lines"
exec 9>&-
ends 0

# A file that does not exist yet, grows, holds half a line, is replaced and is truncated.
start extract --follow grown.log
eventually "a wait for the file" complains 'grown.log: does not exist yet; waiting for it'
piece 1 31 > grown.log
eventually "the rows of the new file" rows 31
piece 32 39 > part
head -c 1500 part >> grown.log
sleep 0.5
rows 31 || fail "half a cycle gives a row"
tail -c +1501 part >> grown.log
eventually "the row of the whole cycle" rows 39
mv grown.log grown.log.1
piece 40 47 >> grown.log.1
eventually "the rest of a file that was renamed" rows 47
piece 48 72 > grown.log
eventually "the rows of the file that took its place" rows 72
complains 'grown.log: was replaced; reading the new one' || fail "nothing is said of the new file"
: > grown.log
eventually "the truncation" complains 'grown.log: was truncated; reading on from its start'
piece 73 "$lines" >> grown.log
eventually "the rows of the truncated file" rows "$lines"
ends 0 INT
rows "$lines" || fail "the end of following changes the rows"

# analyze: events as they come, once each, and at the end the report that the whole log gives.
whole() {  # NAME PATH: the report on standard output is that of the log
  "$WVAGATE" analyze "$2" > expected
  report "$1" > got
  same "the report of $2" expected got
}
start analyze --follow watched.log
eventually "a wait for the file" complains 'watched.log: does not exist yet; waiting for it'
piece 1 31 > watched.log
eventually "a gap" has '^2025-03-01T10:02:00.000Z gap_opened variant=orchard-decode:serving latency=itl observed_ms=9.2 slo_ms=9 replicas=1 wanted=1 line=28$'
[ "$(events | wc -l)" -eq 2 ] || fail "not two events: $(cat stdout)"
piece 32 "$lines" >> watched.log
eventually "the last event" has 'scaled .* from=2 to=1'
ends 0 INT
whole watched.log watched.log
"$WVAGATE" analyze --follow - < <(cat "$log") > at_once
events | sort > got
grep -E '^2025.* variant=' at_once | sort > expected
same "events as they come, and all at once" expected got
for end in TERM INT; do
  start analyze --follow "$log"
  eventually "the log's events" has gap_closed
  ends 0 $end
  whole text-staircase.log "$log"
done
start analyze --follow "$log"
eventually "the log's events" has gap_closed
ends 129 HUP  # the terminal is gone: nobody is left to report to

# The same report for every log there is, from a pipe in pieces.
mapfile -t logs < <(find "$fixtures" -name '*.log' -not -path '*/malformed/*' | sort; recordings)
for each in "${logs[@]}"; do
  "$WVAGATE" analyze - < "$each" > expected
  { head -c 20000 "$each"; sleep 0.05; tail -c +20001 "$each"; } | "$WVAGATE" analyze --follow - > stdout
  report stdin > got
  same "$each followed" expected got
done

# Ends that are no failures: of the reader, and of a log before its first sample, which is one.
start extract --follow "$log"
eventually "the log's rows" rows "$lines"
ends 0 TERM
status=0
timeout 20 "$WVAGATE" extract --follow "$log" 2> stderr | head -1 > stdout || status=$?
[ $status -eq 0 ] || fail "extract --follow goes on when its reader has left"
timeout 20 "$WVAGATE" analyze --follow "$log" 2> stderr | head -1 > stdout || status=$?
[ $status -eq 0 ] || fail "analyze --follow goes on when its reader has left"
start analyze --follow nothing.log
eventually "a wait for the file" complains 'does not exist yet'
ends 4 INT
complains 'nothing.log: cannot be opened: No such file or directory' || fail "not said that no log came"
mkfifo silent  # nobody writes
start analyze --follow silent
eventually "a hold on SIGINT" holds_back 2
ends 4 INT
says 'silent: no samples'

# What cannot be followed.
exits 2 analyze --follow "$log" "$fixtures/capacity.log"
says '--follow: takes one log, a file or -'
exits 2 analyze --follow "$fixtures"
exits 2 extract --follow "$fixtures"
exits 2 analyze --follow --json "$log"
exits 2 analyze --follow --out out "$log"

# On a terminal: a screen that fits, follows its size, and gives back what was there.
if command -v python3 > /dev/null; then
  python3 "$SOURCE_DIR/tests/cli/lib/follow_screen.py" "$WVAGATE" "$log" || fail "the live screen"
  checks=$((checks + 1))
else
  echo "no python3: the live screen is left out"
fi
done_checking
