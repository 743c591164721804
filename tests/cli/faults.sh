#!/usr/bin/env bash
# Faults of the machine, a check for each row of the table of faults in ARCHITECTURE.md: reads that fail in their middle, disks
# that are full, directories that may not be written or vanish, readers that leave, signals. For each the message, the exit
# code, and that nothing half-written is left.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
source "$(dirname "${BASH_SOURCE[0]}")/lib/background.bash"
cd "$work"
log=$fixtures/text-staircase.log
lines=$(wc -l < "$log")
"$WVAGATE" extract "$log" > whole.csv
"$WVAGATE" analyze "$log" > whole.txt

nothing_in() {  # DIRECTORY: nothing is left in it, hidden or not
  [ ! -d "$1" ] || [ -z "$(ls -A "$1")" ] || fail "left in $1: $(ls -A "$1" | tr '\n' ' ')"
  checks=$((checks + 1))
}
silent() { [ ! -s stdout ] || fail "something is printed: $(head -c 300 stdout)"; }

# Reading: a directory behind a name, a device that fails, memory that is not there.
mkdir directory.log
"$WVAGATE" extract - < directory.log > stdout 2> stderr && fail "a directory for standard input is read" || status=$?
[ "$status" -eq 4 ] || fail "a directory for standard input: exit $status"
says 'standard input: cannot be read: Is a directory'
for verb in extract analyze doctor replay calibrate; do
  exits 4 $verb /proc/self/mem
  says '/proc/self/mem: cannot be read: Input/output error'
  silent
done
exits 4 analyze --out out /proc/self/mem
nothing_in out
# …and other logs are read nevertheless.
exits 4 analyze --json /proc/self/mem "$log"
grep -q '"log": "text-staircase.log"' stdout || fail "a log that cannot be read takes another with it"

# Memory that suffices to start, but not for a long line, is no bug.
if [ -z "$SANITIZED" ]; then
  head -c $((15 * 1024 * 1024)) /dev/zero | tr '\0' x > long_line.log
  status=0
  for kib in $(seq 10000 2000 60000); do
    (ulimit -v "$kib" && exec "$WVAGATE" analyze long_line.log) > stdout 2> stderr || status=$?
    [ $status -ne 70 ] || break
  done
  says "the machine's memory is not enough"
  ! grep -q report stderr || fail "memory that is not enough is told as a bug"
  rm long_line.log
fi

# Reading: a pipe whose writer goes in the middle of a record is a log that ends there.
mkfifo pipe
head -c 20000 "$log" > cut.log
cat cut.log > pipe &
exits 0 extract pipe
"$WVAGATE" extract cut.log 2> /dev/null | cut -d, -f1-24 > expected
cut -d, -f1-24 stdout > got
same "a pipe that closes early" expected got
says 'pipe: 1 malformed line gave nothing'

# Reading: a file that is truncated while it is read is a log that ends there.
cp "$log" shrinking.log
truncate -s 400M shrinking.log
start extract shrinking.log
truncate -s 0 shrinking.log
status=0
wait "$running" || status=$?
case $status in 0 | 4) ;; *) fail "a file that shrinks: exit $status" ;; esac
if [ -s stdout ]; then
  cut -d, -f1-24 stdout > got
  cut -d, -f1-24 whole.csv | head -n "$(wc -l < got)" | cmp -s - got || fail "a file that shrinks gives other rows"
fi

# Reading: calls that signals interrupt are made again.
mkfifo interrupted
start extract interrupted
exec 9> interrupted
for ((line = 1; line <= lines; line += 20)); do
  kill -s STOP "$running" && kill -s CONT "$running"
  sed -n "$line,$((line + 19))p" "$log" >&9
  kill -s WINCH "$running"
done
exec 9>&-
ends 0
cut -d, -f1-24 whole.csv > expected
cut -d, -f1-24 stdout > got
same "a log read between signals" expected got

# Reading: packed data that ends early. extract has printed what came before; nothing else prints anything.
gzip -c "$log" > whole.log.gz
head -c $(($(stat -c %s whole.log.gz) * 2 / 3)) whole.log.gz > early.log.gz
exits 4 extract early.log.gz
says 'early.log.gz: the gzip data ends early: the file was cut'
[ "$(wc -l < stdout)" -gt 2 ] || fail "extract prints nothing of a cut .gz"
[ -z "$(tail -c 1 stdout)" ] || fail "extract prints half a row of a cut .gz"
exits 4 analyze --out out early.log.gz
silent
nothing_in out

# Writing: standard output takes nothing.
if [ -w /dev/full ]; then
  for verb in extract analyze replay calibrate doctor 'analyze --follow' 'extract --follow'; do
    status=0
    # shellcheck disable=SC2086  # a verb with its option
    timeout 60 "$WVAGATE" $verb - < "$log" > /dev/full 2> stderr || status=$?
    [ $status -eq 2 ] || fail "$verb > /dev/full: exit $status"
    says 'standard output: cannot be written: No space left on device'
  done
  for asked in --help --version 'extract --help'; do
    status=0
    # shellcheck disable=SC2086  # a verb with its option
    "$WVAGATE" $asked > /dev/full 2> stderr || status=$?
    [ $status -eq 2 ] || fail "$asked > /dev/full: exit $status"
    says 'standard output: cannot be written'
  done
else
  echo "no /dev/full: left out"
fi

# Writing: a full disk, a real one where this may be mounted.
full() {  # DIRECTORY: nothing has room there
  exits 2 analyze --out "$1/out" "$log"
  says 'cannot be'
  nothing_in "$1/out"
}
mkdir disk
if mount -t tmpfs -o size=64k tmpfs disk 2> /dev/null; then
  trap 'umount disk; clean_up' EXIT
  mkdir disk/out
  full disk
  says 'No space left on device'
  status=0
  { while "$WVAGATE" extract "$log"; do :; done; } > disk/rows.csv 2> stderr || status=$?
  says 'standard output: cannot be written: No space left on device'
  rm disk/rows.csv
  head -c 100M /dev/zero 2> /dev/null > disk/filler || true
  exits 2 analyze --out disk/other "$log"
  [ ! -e disk/other ] || nothing_in disk/other
  umount disk
  trap clean_up EXIT
else
  echo "no tmpfs can be mounted here: a full disk is left out"
fi
# …and a limit on the size of files, which not every program lives to see.
status=0
(ulimit -f 8 && exec "$WVAGATE" analyze --out limited "$log") > stdout 2> stderr || status=$?
[ $status -eq 2 ] || fail "a limit on file sizes: exit $status"
says 'File too large'
nothing_in limited

# Writing: no permission. Root may write anywhere, so it becomes somebody else.
as_nobody=()
[ "$(id -u)" -ne 0 ] || as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
chmod 755 "$work"
if "${as_nobody[@]}" "$WVAGATE" --version > /dev/null 2>&1; then
  mkdir sealed && chmod 555 sealed
  cp "$log" secret.log && chmod 000 secret.log
  run_as_nobody() {  # CODE ARGUMENTS…
    local expected=$1 status=0
    shift
    "${as_nobody[@]}" "$WVAGATE" "$@" > stdout 2> stderr || status=$?
    [ $status -eq "$expected" ] || fail "wvagate $* as nobody: exit $status: $(cat stderr)"
  }
  run_as_nobody 2 analyze --out sealed "$log"
  says 'sealed: cannot be written to: Permission denied'
  run_as_nobody 2 analyze --out sealed/deeper "$log"
  says 'sealed/deeper: cannot be made: Permission denied'
  nothing_in sealed
  run_as_nobody 4 analyze secret.log
  says 'secret.log: cannot be opened: Permission denied'
else
  echo "nobody cannot run the program here: missing permissions are left out"
fi

# Writing: while the directory is written it vanishes, or a signal comes. A log that takes a while to copy gives the time.
{ cat "$log"; } > slow.log
truncate -s 192M slow.log
# Every thread of what runs stands still, or it has ended: a signal takes its time.
has_stopped() { [ -z "$(grep -L '^State:[[:space:]]*[TZ]' "/proc/$running"/task/*/status 2> /dev/null)" ]; }
# while_writing COMMAND…: runs analyze --out of it, and the command once the first of its files is there.
while_writing() {
  local attempt deadline
  for attempt in 1 2 3 4 5 6 7 8; do
    rm -rf written && mkdir written
    start analyze --out written slow.log
    deadline=$((SECONDS + 60))
    until compgen -G 'written/.slow.*/analysis/*' > /dev/null || [ -e written/slow ] || [ $SECONDS -ge $deadline ]; do :; done
    kill -s STOP "$running"
    until has_stopped; do :; done
    if [ ! -e written/slow ]; then
      "$@"
      kill -s CONT "$running"
      return
    fi
    kill -s CONT "$running"
    wait "$running" || fail "analyze --out fails: $(cat stderr)"
  done
  fail "the directory was never caught half-written"
}
while_writing rm -rf written
ends 2
says 'written/'
silent
nothing_in written
vanish_in_part() { rm -rf written/.slow.*/analysis; }
while_writing vanish_in_part
ends 2
nothing_in written
for signal in INT:130 TERM:143 HUP:129; do
  signalled() { kill -s "${signal%:*}" "$running"; }
  while_writing signalled
  ends "${signal#*:}"
  silent
  nothing_in written
  [ ! -s stderr ] || fail "a signal gives a message: $(cat stderr)"
done
# One that the caller ignores does not end it.
(trap '' INT && exec "$WVAGATE" analyze --out ignored slow.log) > stdout 2> stderr &
running=$!
sleep 0.2
kill -s INT $running
ends 0
[ -d ignored/slow ] || fail "an ignored signal keeps the directory from being written"
rm -rf ignored written

# A gnuplot that hangs keeps no signal waiting: it ends, its directory goes, and nothing is written.
mkdir hanging pictures
printf '#!/bin/sh\nexec sleep 300\n' > hanging/gnuplot && chmod +x hanging/gnuplot
draws() { [ -n "$(ls -A pictures)" ]; }
for verb in "plot --out drawn $log" "analyze --out drawn $log" \
  "gate --baselines $SOURCE_DIR/baselines --only staircase --scenario staircase=$fixtures/synth/staircase-worse.log --html drawn/gate.html"; do
  for signal in INT:130 TERM:143 HUP:129; do
    begun=$SECONDS
    # shellcheck disable=SC2086  # words
    PATH=$work/hanging:$PATH TMPDIR=$work/pictures start $verb
    eventually "gnuplot" draws
    ends "${signal#*:}" "${signal%:*}"
    [ $((SECONDS - begun)) -lt 40 ] || fail "${verb%% *} goes on for $((SECONDS - begun)) s after SIG${signal%:*}"
    [ -z "$(ls -A pictures)" ] || fail "${verb%% *} leaves $(ls -A pictures)"
    [ -z "$(find drawn -type f 2> /dev/null)" ] || fail "${verb%% *} leaves $(find drawn -type f)"
  done
done

# A synthetic log and its truth: both or neither, whatever comes between.
scenario=$fixtures/synth/staircase.json
half_written() { [ -n "$(find synthetic -name '.large.log.*')" ]; }
for signal in INT:130 TERM:143; do
  start synth "$scenario" --bytes 64GiB --out synthetic/large.log
  eventually "a part of the log" half_written
  ends "${signal#*:}" "${signal%:*}"
  nothing_in synthetic
done
exits 0 synth "$scenario" --dialect metrics --out pair/run.log
cp -r pair before
status=0
(ulimit -f 24 && exec "$WVAGATE" synth "$scenario" --dialect metrics --seed 99 --force --out pair/run.log) > stdout 2> stderr || status=$?
[ $status -eq 2 ] || fail "a truth that is too large for the limit: exit $status"
says 'pair/run.truth.json: cannot be written: File too large'
diff -r before pair || fail "a log has another run's truth"

# A signal in the middle of a pipe: what was printed is whole rows.
for signal in INT:130 TERM:143; do
  rm -f stopped && mkfifo stopped
  start extract stopped
  exec 9> stopped
  cat "$log" >&9
  eventually "the rows" grep -q 10:09:00 stdout
  ends "${signal#*:}" "${signal%:*}"
  exec 9>&-
  cut -d, -f1-24 stdout > got
  same "the rows before SIG${signal%:*}" expected got
done

# A reader that leaves: it has what it wanted. Quiet, and the exit code is that of the work.
for _ in $(seq 300); do cat "$log"; done > long.log
quiet() {  # CODE READER ARGUMENTS…
  local expected=$1 reader=$2 status
  shift 2
  { status=0; "$WVAGATE" "$@" 2> stderr || status=$?; echo $status > status; } | $reader > stdout
  [ "$(cat status)" -eq "$expected" ] || fail "wvagate $* | $reader: exit $(cat status)"
  checks=$((checks + 1))
}
quiet 0 'head -1' extract long.log
[ ! -s stderr ] || fail "extract | head complains: $(cat stderr)"
[ "$(wc -l < stdout)" -eq 1 ] || fail "extract | head -1 gives no row"
for verb in extract analyze 'analyze --json' doctor metrics; do
  arguments=("$log")
  [ "$verb" != metrics ] || arguments=()
  # shellcheck disable=SC2086  # a verb with its option
  quiet 0 true $verb "${arguments[@]}"
  [ ! -s stderr ] || fail "$verb | true complains: $(cat stderr)"
done
quiet 4 true analyze "$log" missing.log
says 'missing.log: cannot be opened'
sed 's/itl=[0-9.]*, ttft/itl=99, ttft/' "$log" > wrong.log
exits 1 replay --check wrong.log
quiet 1 true replay --check wrong.log
done_checking
