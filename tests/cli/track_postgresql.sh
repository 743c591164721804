#!/usr/bin/env bash
# History on a PostgreSQL server: the tests of the store that SQLite passes as well.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
source "$(dirname "${BASH_SOURCE[0]}")/../support/postgresql.bash"
postgresql_is_there || { echo "no PostgreSQL here: apt-get install postgresql"; exit 77; }
unit_tests=$(realpath "${UNIT_TESTS:?set UNIT_TESTS to the unit tests}")
cd "$work"
make_server

WVAGATE_TEST_POSTGRESQL=$server_url "$unit_tests" '[history_store]' > unit.txt 2>&1 \
  || { tail -n 40 unit.txt >&2; fail "the store's tests on PostgreSQL"; }
checks=$((checks + 1))
done_checking
