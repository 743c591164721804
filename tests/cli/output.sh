#!/usr/bin/env bash
# Experiment directories: whole or not at all, never over something that is there, the same bytes each time; and a
# standard output that takes nothing.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
cd "$work"
log=$fixtures/text-staircase.log

tree() { (cd "$1" && find . -type f -exec cksum {} + | sort -k3); }
only() {  # DIRECTORY ENTRY…: nothing else is in it, hidden or not
  local directory=$1
  shift
  [ "$(ls -A "$directory")" = "$(printf '%s\n' "$@")" ] || fail "in $directory: $(ls -A "$directory" | tr '\n' ' ')"
  checks=$((checks + 1))
}

# What is there, by name.
exits 0 analyze --out out "$log"
only out text-staircase
for file in manifest.json manifest.txt data/extracted_metrics.csv data/processed_metrics.csv data/original_log.log \
  analysis/summary.txt analysis/summary.json analysis/warmup_gaps.csv analysis/scaling_events.csv; do
  [ -s "out/text-staircase/$file" ] || fail "$file is missing or empty"
  grep -qF "$(basename "$file")" out/text-staircase/manifest.txt || fail "manifest.txt does not list $file"
  grep -qF "\"$file\"" out/text-staircase/manifest.json || [ "$file" = manifest.json ] || fail "manifest.json does not list $file"
  checks=$((checks + 1))
done
same "the copy of the log" "$log" out/text-staircase/data/original_log.log
"$WVAGATE" extract "$log" > extracted
same "extracted_metrics.csv is what extract prints" extracted out/text-staircase/data/extracted_metrics.csv
"$WVAGATE" analyze --json "$log" > figures
same "summary.json is what analyze --json prints" figures out/text-staircase/analysis/summary.json

# The notebook's columns come first.
columns() {  # FILE COLUMNS
  [[ "$(head -1 "out/text-staircase/$1")," == "$2,"* ]] || fail "$1 begins with $(head -1 "out/text-staircase/$1")"
  checks=$((checks + 1))
}
fifteen=timestamp,itlAverage,ttftAverage,rate,inTk,outTk,numRep,itl,ttft,slo_itl,slo_ttft,alpha,beta,gamma,delta
columns data/extracted_metrics.csv $fifteen
columns data/processed_metrics.csv $fifteen,time_minutes
columns analysis/warmup_gaps.csv start_time,end_time,duration,peak_violation,avg_tpot,avg_load
columns analysis/scaling_events.csv time,from_replicas,to_replicas,load
grep -q '^2,6,4,11,10.05,2750,' out/text-staircase/analysis/warmup_gaps.csv || fail "the gap of minutes 2 to 6 is not in warmup_gaps.csv"
grep -q '^3,1,2,3000,' out/text-staircase/analysis/scaling_events.csv || fail "1→2 in minute 3 is not in scaling_events.csv"

# A second run is refused and changes nothing; --force replaces, and gives the same bytes.
tree out > before
echo "someone's note" > out/text-staircase/note
tree out > noted
exits 2 analyze --out out "$log"
says "out/text-staircase: is there already"
[ ! -s stdout ] || fail "a refused run prints figures"
tree out > after
same "a refused run touches nothing" noted after
exits 0 analyze --force --out out "$log"
tree out > after
same "--force gives the same bytes, and takes the note away" before after
only out text-staircase
exits 0 analyze --out other/deeper "$log"
tree other/deeper > after
same "another place gives the same bytes" before after

# A file in the way is not a directory: refused too, and replaced with --force.
mkdir way && echo data > way/text-staircase
exits 2 analyze --out way "$log"
[ "$(cat way/text-staircase)" = data ] || fail "a refused run changed a file in its way"
exits 0 analyze --force --out way "$log"
only way text-staircase
ln -s /etc way/capacity
exits 2 analyze --out way "$fixtures/capacity.log"
[ "$(readlink way/capacity)" = /etc ] || fail "a refused run changed a link in its way"

# --no-copy leaves the log out, of the manifests too; a packed log is copied as it is; standard input is not copied.
exits 0 analyze --no-copy --out bare "$log"
[ -z "$(find bare -name 'original_log*')" ] || fail "--no-copy copies the log"
! grep -q original_log bare/text-staircase/manifest.txt bare/text-staircase/manifest.json || fail "--no-copy lists a copy"
gzip -c "$log" > packed.log.gz
exits 0 analyze --out packed packed.log.gz
same "the copy of a packed log" packed.log.gz packed/packed/data/original_log.log.gz
status=0
"$WVAGATE" analyze --out stdin - < "$log" > stdout 2> stderr || status=$?
[ $status -eq 0 ] || fail "--out of standard input: exit $status"
only stdin stdin
[ -z "$(find stdin -name 'original_log*')" ] || fail "standard input was copied"

# Two logs that would share a directory: refused before anything is written.
cp "$log" same.log && cp "$log" same.txt
exits 2 analyze --out clash same.log same.txt
says "two logs would be written there"
[ ! -e clash ] || fail "a refused run wrote something"
# One of two is there already: neither is written.
exits 2 analyze --out out "$fixtures/capacity.log" "$log"
only out text-staircase
# Several at once, and a directory of them.
exits 0 analyze --out several "$fixtures/capacity.log" "$log"
only several capacity text-staircase
# A log without samples leaves nothing; the others are written.
exits 4 analyze --out some "$fixtures/malformed/no-marker.log" "$log"
only some text-staircase

# Names that would lead out of the directory, or that hold what a path must not.
mkdir odd
for name in '...log' '..log' '.log' '-.log' ' .log'; do cp "$log" "odd/$name"; done
before=$(ls -A . | grep -vxE 'stdout|stderr|away')
for name in '...log' '..log' '.log' '-.log' ' .log'; do
  status=0
  "$WVAGATE" analyze --force --out away/in "odd/$name" > stdout 2> stderr || status=$?
  case $status in 0 | 2) ;; *) fail "--out of \"$name\" exits $status: $(cat stderr)" ;; esac
  [ "$(ls -A . | grep -vxE 'stdout|stderr|away')" = "$before" ] || fail "--out of \"$name\" wrote outside of its directory"
  [ ! -d away ] || only away in
done

# A directory that takes nothing: said so, exit 2, nothing left behind.
mkdir sealed && chmod 555 sealed
as_nobody=()
if [ "$(id -u)" -eq 0 ]; then  # root writes anywhere
  chmod 755 "$work"
  as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
if "${as_nobody[@]}" "$WVAGATE" analyze "$log" > stdout 2> stderr; then
  status=0
  "${as_nobody[@]}" "$WVAGATE" analyze --out sealed "$log" > stdout 2> stderr || status=$?
  [ $status -eq 2 ] || fail "--out of a read-only directory exits $status"
  says "sealed: cannot be written to: Permission denied"
  [ -z "$(ls -A sealed)" ] || fail "something was written into a read-only directory"
else
  echo "nobody cannot run the program here: the read-only directory is left out"
fi
exits 2 analyze --out /proc/nowhere "$log"
says /proc/nowhere
exits 2 analyze --out "$log" "$log"  # its parent is a file
says "$log"
# A limit on file sizes stands for a full disk: no half directory.
status=0
(trap '' XFSZ && ulimit -f 8 && exec "$WVAGATE" analyze --out full "$log") > stdout 2> stderr || status=$?
[ $status -eq 2 ] || fail "a full disk: exit $status"
says "cannot be"
[ ! -d full ] || [ -z "$(ls -A full)" ] || fail "a full disk left $(ls -A full)"

# Standard output that is full, or closed.
if [ -w /dev/full ]; then
  for verb in extract analyze 'analyze --json' doctor 'doctor --json' metrics; do
    arguments=("$log")
    [ "$verb" != metrics ] || arguments=()
    status=0
    # shellcheck disable=SC2086
    "$WVAGATE" $verb "${arguments[@]}" > /dev/full 2> stderr || status=$?
    [ $status -eq 2 ] || fail "$verb > /dev/full exits $status"
    says "standard output: cannot be written"
    [ "$(wc -l < stderr)" -eq 1 ] || fail "$verb > /dev/full says more than one line: $(cat stderr)"
    status=0
    # shellcheck disable=SC2086
    "$WVAGATE" $verb "${arguments[@]}" >&- 2> stderr || status=$?
    [ $status -eq 2 ] || fail "$verb >&- exits $status"
  done
fi
done_checking
