#!/usr/bin/env bash
# History on a PostgreSQL server: the tests of the store that SQLite passes as well, the commands, many writers, and a
# server that goes away.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
source "$(dirname "${BASH_SOURCE[0]}")/lib/background.bash"
source "$(dirname "${BASH_SOURCE[0]}")/lib/postgresql.bash"
postgresql_is_there || { echo "no PostgreSQL here: apt-get install postgresql"; exit 77; }
unit_tests=$(realpath "${UNIT_TESTS:?set UNIT_TESTS to the unit tests}")
cd "$work"
make_server
shown=postgresql://127.0.0.1:$server_port/postgres
"$WVAGATE" analyze --json "$fixtures/synth/staircase-1.log" > figures.json
add() { "$WVAGATE" track add --store "$server_url" --scenario staircase "$@"; }

WVAGATE_TEST_POSTGRESQL=$server_url "$unit_tests" '[history_store]' > unit.txt 2>&1 \
  || { tail -n 40 unit.txt >&2; fail "the store's tests on PostgreSQL"; }
checks=$((checks + 1))
sql 'DROP SCHEMA wvagate CASCADE'

# What is not there yet.
exits 2 track show --store "$server_url" itl.compliance_pct
says "$shown: holds no run-sets"
[ "$(sql "SELECT count(*) FROM pg_namespace WHERE nspname = 'wvagate'")" = 0 ] || fail "show makes tables"

# 16 writers at once, none of which finds the tables: nothing is lost.
writers=()
for writer in $(seq 16); do
  (for release in 1 2 3; do add --release "v$release" --commit "c$writer" figures.json || exit; done) > "writer-$writer" 2>&1 &
  writers+=($!)
done
for writer in $(seq 16); do
  wait "${writers[$((writer - 1))]}" || { cat "writer-$writer" >&2; fail "writer $writer of 16"; }
done
[ "$(sql 'SELECT count(*) FROM wvagate.run_set')" = 48 ] || fail "not all of 48 run-sets are there"

# The same history as in a file: what one exports the other takes, and both show the same.
"$WVAGATE" track export --store "$server_url" --format ndjson > all.ndjson
exits 0 track add --store file.db all.ndjson
for format in csv ndjson openmetrics; do
  "$WVAGATE" track export --store file.db --format $format > expected
  "$WVAGATE" track export --store "$server_url" --format $format > got
  same "$format of a file and of a server" expected got
done
"$WVAGATE" track show --store file.db itl.compliance_pct cost.total > expected
"$WVAGATE" track show --store "${server_url/postgresql:/postgres:}" itl.compliance_pct cost.total > got
same "a file and a server" expected got

# Another session keeps the table to itself until it is told to end.
is_locked() { [ "$(sql "SELECT count(*) FROM pg_locks WHERE relation = 'wvagate.run_set'::regclass AND $1")" -ge 1 ]; }
mkfifo orders
pg "$pg_programs/psql" -X -q -d "$server_url" < orders > /dev/null 2>&1 &
exec 8> orders
echo "BEGIN; LOCK TABLE wvagate.run_set;" >&8
eventually "the table is locked" is_locked "mode = 'AccessExclusiveLock' AND granted"

# A writer waits its time, and then says so.
exits 2 track add --store "$server_url" --scenario staircase --release v4 figures.json
says "$shown: is locked: another process has been writing for more than 10 s"

# The server goes in the middle of a transaction: that is said, and nothing of it is stored.
start track add --store "$server_url" --scenario staircase --release v4 figures.json
eventually "a writer is in its transaction" is_locked "NOT granted"
stop_server immediate
ends 2
says "$shown: the connection was lost: "
says 'adding it again does no harm'
exec 8>&-
exits 2 track add --store "$server_url" --scenario staircase --release v4 figures.json
says "$shown: cannot be reached: "
start_server
[ "$(sql 'SELECT count(*) FROM wvagate.run_set')" = 48 ] || fail "a half of a run-set was stored"
exits 0 track add --store "$server_url" --scenario staircase --release v4 figures.json

# A user who may only read sees the history, and cannot add to it.
sql "CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA wvagate TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA wvagate TO reader"
as_reader=${server_url/tester/reader}
exits 0 track show --store "$as_reader" itl.compliance_pct
exits 2 track add --store "$as_reader" --scenario staircase --release v5 figures.json
says "$shown: cannot be written to: permission denied"

# Tables of a later version; a password is in no message.
sql 'UPDATE wvagate.store_version SET version = 99'
exits 2 track add --store "${server_url/tester/tester:secret}" --scenario staircase --release v5 figures.json
says "$shown: was written by a later wvagate"
exits 2 track show --store "postgresql://tester:secret@[::1" itl.compliance_pct
says '--store: is no URL of PostgreSQL'
exits 2 track show --store "postgresql://tester:secret@127.0.0.1:1/x" itl.compliance_pct
! grep -q secret stderr || fail "a password is shown"
done_checking
