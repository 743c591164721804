# What the scripts of tests/cli share. Sourced with WVAGATE (the program), SOURCE_DIR (the repository) and, where there
# are any, RECORDINGS_DIR (real logs) and SANITIZED (the sanitizers it was built with).
: "${WVAGATE:?set WVAGATE to the program}" "${SOURCE_DIR:?set SOURCE_DIR to the repository}"
RECORDINGS_DIR=${RECORDINGS_DIR:-}
SANITIZED=${SANITIZED:-}
WVAGATE=$(realpath "$WVAGATE")
SOURCE_DIR=$(realpath "$SOURCE_DIR")
fixtures=$SOURCE_DIR/fixtures
unset CI GITHUB_ACTIONS GITHUB_OUTPUT GITHUB_STEP_SUMMARY
export LC_ALL=C TZ=UTC

work=$(mktemp -d)
clean_up() {
  chmod -R u+rwX "$work" 2> /dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

checks=0

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# same WHAT EXPECTED GOT: two files hold the same bytes.
same() {
  cmp -s "$2" "$3" || {
    diff -u --label "$1: expected" --label "$1: got" "$2" "$3" | cut -c1-240 | head -40 || true
    fail "$1"
  }
  checks=$((checks + 1))
}

# exits CODE ARGUMENTS…: runs wvagate into $work/stdout and $work/stderr and holds its exit code against CODE.
exits() {
  local expected=$1 status=0
  shift
  "$WVAGATE" "$@" > "$work/stdout" 2> "$work/stderr" || status=$?
  [ $status -eq "$expected" ] || {
    head -c 2000 "$work/stderr" >&2
    fail "wvagate $(printf '%q ' "$@") exits $status, not $expected"
  }
  checks=$((checks + 1))
}

# says TEXT: standard error of the last run holds TEXT.
says() {
  grep -qF -e "$1" "$work/stderr" || {
    cat "$work/stderr" >&2
    fail "standard error lacks: $1"
  }
  checks=$((checks + 1))
}

# The controllers' real logs, one a line; nothing where there are none.
recordings() {
  [ -z "$RECORDINGS_DIR" ] || find "$RECORDINGS_DIR" \( -name '*.txt' -o -name '*.jsonl' \) -path '*/[tj][es]*/*' | sort
}

done_checking() {
  [ $checks -gt 0 ] || fail "nothing was checked"
  echo "$checks checks"
}
