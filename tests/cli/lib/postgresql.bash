# A PostgreSQL server of one's own for scripts that want one. Sourced after setup.bash, in $work.
# Its files are below $work/server; it listens on a free port of the loopback interface alone.

# pg COMMAND…: as a user who is not root, whom PostgreSQL would refuse.
pg() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid=postgres --regid=postgres --clear-groups -- env -u PGPASSWORD HOME="$work/server" "$@"
  else
    "$@"
  fi
}

# postgresql_is_there: its programs are installed; $pg_programs is where.
postgresql_is_there() {
  pg_programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2> /dev/null | sort -V | tail -n 1)
  [ -n "$pg_programs" ] && [ -x "$pg_programs/initdb" ]
}

# make_server: a fresh server that runs; its database is $server_url.
make_server() {
  mkdir "$work/server"
  [ "$(id -u)" -ne 0 ] || { chown postgres "$work/server" && chmod o+x "$work"; }
  cd "$work/server"
  pg "$pg_programs/initdb" -D "$work/server/data" -U tester -A trust -E UTF8 --no-sync > initdb.log 2>&1 \
    || { cat initdb.log >&2; fail "initdb"; }
  server_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  server_url=postgresql://tester@127.0.0.1:$server_port/postgres
  cd "$work"
  start_server
}

start_server() {
  (cd "$work/server" && pg "$pg_programs/pg_ctl" -D "$work/server/data" -w -t 60 -l "$work/server/log" \
    -o "-p $server_port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off" start > /dev/null) \
    || { cat "$work/server/log" >&2; fail "the server does not start"; }
}

# stop_server [MODE]: fast by default; `immediate` is like a crash.
stop_server() {
  (cd "$work/server" && pg "$pg_programs/pg_ctl" -D "$work/server/data" -w -m "${1:-fast}" stop > /dev/null)
}

# sql STATEMENT: what the server answers.
sql() { pg env PGOPTIONS="-c client_min_messages=warning" "$pg_programs/psql" -X -q -A -t -v ON_ERROR_STOP=1 -d "$server_url" -c "$1"; }

stop_and_clean_up() {
  [ ! -e "$work/server/data/postmaster.pid" ] || stop_server immediate || true
  clean_up
}
trap stop_and_clean_up EXIT
