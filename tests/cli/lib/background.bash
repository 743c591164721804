# wvagate in the background, for scripts that watch it. Sourced after setup.bash, in $work.

running=
# start ARGUMENTS…: wvagate into the files stdout and stderr; its process is $running.
start() {
  # Emptied here: what the run before has left would pass for what this one says.
  : > stdout
  : > stderr
  # Without descriptor 9, the script's end of a pipe; and a shell without job control lets what it starts ignore SIGINT.
  env --default-signal=INT,TERM,HUP "$WVAGATE" "$@" > stdout 2> stderr 9>&- &
  running=$!
}

# eventually WHAT COMMAND…: the command succeeds within half a minute.
eventually() {
  local what=$1 i
  shift
  for ((i = 0; i < 600; ++i)); do
    if "$@"; then
      checks=$((checks + 1))
      return 0
    fi
    sleep 0.05
  done
  tail -n 5 stdout stderr >&2
  fail "never: $what"
}

# ends CODE [SIGNAL]: what runs exits so, once it gets the signal.
ends() {
  local status=0
  [ $# -lt 2 ] || kill -s "$2" "$running"
  timeout 60 tail --pid="$running" -f /dev/null || { kill -KILL "$running"; fail "goes on${2:+ after SIG$2}"; }
  wait "$running" || status=$?
  running=
  [ $status -eq "$1" ] || fail "exit $status, not $1${2:+, after SIG$2}: $(head -c 1000 stderr)"
  checks=$((checks + 1))
}

# holds_back SIGNAL: what runs has got as far as to hold back a signal, which before that would end it.
holds_back() {
  local blocked
  [ "$(readlink "/proc/$running/exe")" = "$WVAGATE" ] || return 1  # the shell still, which holds signals back itself
  blocked=$(sed -n 's/^SigBlk:[[:space:]]*//p' "/proc/$running/status")
  [ $((0x${blocked:-0} >> ($1 - 1) & 1)) -eq 1 ]
}

complains() { grep -qF -e "$1" stderr; }
