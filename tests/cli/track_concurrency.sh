#!/usr/bin/env bash
# History when many write, when a writer is killed, and when the file is locked, read-only, damaged or not ours.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
source "$(dirname "${BASH_SOURCE[0]}")/lib/background.bash"
command -v sqlite3 > /dev/null || { echo "no sqlite3 here: apt-get install sqlite3"; exit 77; }
cd "$work"
log=$fixtures/synth/staircase-1.log
"$WVAGATE" analyze --json "$log" > figures.json
add() { "$WVAGATE" track add --scenario staircase "$@" figures.json; }

is_whole() {  # STORE: SQLite finds no fault in it, and every run-set has all of its figures
  [ "$(sqlite3 "$1" 'PRAGMA integrity_check; PRAGMA foreign_key_check')" = ok ] || fail "$1 is damaged"
  local halves
  halves=$(sqlite3 "$1" 'SELECT count(*) FROM run_set LEFT JOIN
    (SELECT run_set_id, count(*) AS figures FROM figure GROUP BY run_set_id) ON run_set_id = id
    WHERE figures IS NOT (SELECT count(*) FROM trend)')
  [ "$halves" = 0 ] || fail "$1: $halves run-sets are not whole"
  checks=$((checks + 1))
}
count() { sqlite3 "$1" 'SELECT count(*) FROM run_set'; }

# 16 writers at once, none of which finds a store: nothing is lost.
writers=()
for writer in $(seq 16); do
  (for release in 1 2 3; do add --store many.db --release "v$release" --commit "c$writer" || exit; done) \
    > "writer-$writer" 2>&1 &
  writers+=($!)
done
for writer in $(seq 16); do
  wait "${writers[$((writer - 1))]}" || { cat "writer-$writer" >&2; fail "writer $writer of 16"; }
done
[ "$(count many.db)" = 48 ] || fail "of 48 run-sets $(count many.db) are there"
is_whole many.db
[ "$(sqlite3 many.db 'PRAGMA journal_mode')" = wal ] || fail "no write-ahead log"

# Readers are not kept waiting by a writer, and see what was there.
mkfifo orders
sqlite3 many.db < orders > /dev/null &
holder=$!
exec 8> orders
printf '%s\n' '.timeout 10000' "BEGIN IMMEDIATE; DELETE FROM figure; SELECT 'held';" >&8
eventually "the store is locked" sh -c '! sqlite3 many.db "BEGIN IMMEDIATE" 2> /dev/null'
exits 0 track show --store many.db itl.compliance_pct
[ "$(grep -c 82.1429 stdout)" -eq 48 ] || fail "a reader beside a writer sees something else"

# A writer waits its time for the lock, and then says so.
exits 2 track add --store many.db --scenario staircase --release v9 figures.json
says 'many.db: is locked: another process has been writing for more than 10 s'
exec 8>&-
wait "$holder"
[ "$(count many.db)" = 48 ] || fail "a writer that gives up has written"
is_whole many.db

# Killed at any moment, an add has stored its run-set whole or not at all.
killed=0
for i in $(seq 60); do
  "$WVAGATE" track add --scenario staircase --store killed.db --release "v$i" figures.json > /dev/null 2>&1 &
  running=$!
  sleep "0.0$(printf '%02d' $((i % 30 * 2)))"
  kill -KILL "$running" 2> /dev/null && killed=$((killed + 1))
  wait "$running" 2> /dev/null || true
  [ ! -s killed.db ] || ! sqlite3 killed.db 'SELECT 1 FROM figure LIMIT 1' > /dev/null 2>&1 || is_whole killed.db
done
running=
[ $killed -gt 10 ] || fail "only $killed of 60 were killed before their end"
for i in $(seq 60); do add --store killed.db --release "v$i" > /dev/null; done
[ "$(count killed.db)" = 60 ] || fail "after kills, of 60 run-sets $(count killed.db) are there"
is_whole killed.db

# refuses FILE TEXT: neither shown nor added to, for this reason; its bytes stay as they were.
refuses() {
  cp "$1" untouched
  for verb in "show itl.compliance_pct" "add --scenario staircase --release v9 figures.json"; do
    # shellcheck disable=SC2086
    exits 2 track $verb --store "$1"
    says "$1: $2"
    same "what $verb leaves of $1" untouched "$1"
  done
}
sqlite3 many.db 'PRAGMA wal_checkpoint(TRUNCATE)' > /dev/null
echo "no database, but long enough to be taken for one" > text.db
refuses text.db 'is no SQLite database'
cp many.db newer.db && sqlite3 newer.db 'PRAGMA journal_mode = DELETE; PRAGMA user_version = 99' > /dev/null
refuses newer.db 'was written by a later wvagate: its tables are of version 99'
sqlite3 foreign.db 'CREATE TABLE note (text)'
refuses foreign.db 'is a database of another program'
cp many.db corrupt.db && sqlite3 corrupt.db 'PRAGMA journal_mode = DELETE' > /dev/null
python3 - << 'PYTHON'
size = __import__("os").path.getsize("corrupt.db")
with open("corrupt.db", "r+b") as file:
    for page in range(4096, size, 4096):
        file.seek(page)
        file.write(b"\xff" * 512)
PYTHON
refuses corrupt.db 'is damaged: database disk image is malformed'
cp many.db short.db && sqlite3 short.db 'PRAGMA journal_mode = DELETE' > /dev/null && truncate -s 6000 short.db
refuses short.db 'is damaged: database disk image is malformed'
mkdir directory.db
exits 2 track add --store directory.db --scenario s --release v1 figures.json
says 'directory.db: is no regular file'
exits 2 track add --store nowhere/new.db --scenario s --release v1 figures.json
says 'nowhere/new.db: cannot be opened: No such file or directory'

# Read-only: shown, and not added to. Root may write whatever it says.
mkdir kept && cp many.db kept/many.db && chmod 444 kept/many.db && chmod 555 kept
as_other=()
if [ "$(id -u)" -eq 0 ]; then
  chmod 755 . && as_other=(setpriv --reuid=65534 --regid=65534 --clear-groups --)
fi
if "${as_other[@]}" test -x "$WVAGATE" && "${as_other[@]}" test -r figures.json; then
  "${as_other[@]}" "$WVAGATE" track show itl.compliance_pct --store kept/many.db > stdout 2> stderr || { cat stderr >&2; fail "a read-only store is not shown"; }
  [ "$(grep -c 82.1429 stdout)" -eq 48 ] || fail "of a read-only store something else is shown"
  status=0
  "${as_other[@]}" "$WVAGATE" track add --scenario staircase --release v9 --store kept/many.db figures.json > stdout 2> stderr || status=$?
  [ $status -eq 2 ] || fail "adding to a read-only store: exit $status"
  says 'kept/many.db: cannot be written to: it, or its directory, is read-only'
  [ "$(ls -A kept)" = many.db ] || fail "left beside a read-only store: $(ls -A kept)"
fi

# A full disk: a limit on the size of files stands in for it.
cp many.db full.db
status=0
(ulimit -f 33; "$WVAGATE" track add --store full.db --scenario other --release v1 figures.json) > stdout 2> stderr || status=$?
[ $status -eq 2 ] || { cat stderr >&2; fail "a full disk: exit $status"; }
says 'full.db: cannot be read or written: disk I/O error'
is_whole full.db
[ "$(count full.db)" = 48 ] || fail "a full disk: something was stored"
done_checking
