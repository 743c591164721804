#!/usr/bin/env bash
# What the GitHub action and the GitLab template run; it runs by hand as well.
#   ci/action/gate.sh [gate]     builds wvagate where it is not built, gates, writes reports, exits as wvagate does
#   ci/action/gate.sh build      builds it only
#   ci/action/gate.sh locate     prints directory=… and key=…: where the program is kept, and what it is built of
#   ci/action/gate.sh run ARG…   builds it where it is not built, and runs it with these arguments
# Environment, all of it optional but the logs:
#   WVAGATE_LOGS           logs, directories of them and globs, ** too, one a line; what is not there is a missing log
#   WVAGATE_BASELINES      directory of the baselines ("baselines")
#   WVAGATE_BASELINE_LOGS  logs that baselines were recorded from, as above: gate.html draws them beside what failed
#   WVAGATE_RELEASE        directory of the last release's baselines
#   WVAGATE_ONLY           the scenarios to gate, names or globs, one a line
#   WVAGATE_STRICT         true: exit 3 where something could not be told
#   WVAGATE_REPORTS        directory for gate.xml, gate.md, gate.html, gate.json and messages.txt ("wvagate-reports")
#   WVAGATE_CACHE          directory for the built program (below ~/.cache)
#   WVAGATE                a wvagate that is built: nothing is installed and nothing is built
# Values are only ever arguments of wvagate or names of files: no text of theirs is run.
set -euo pipefail
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
sources=$(cd "$here/../.." && pwd)
on_github=false
[ "${GITHUB_ACTIONS:-}" != true ] || on_github=true

refuse() {
  ! $on_github || printf '::error title=nothing was gated::%s\n' "$1"
  printf 'gate.sh: %s\n' "$1" >&2
  exit 2
}

# What decides how the program comes out: its sources, the distribution whose libraries it links, the processor.
key() {
  local system sum
  # shellcheck disable=SC1091  # of the machine that this runs on
  system=$(. /etc/os-release && printf '%s-%s' "${ID:-linux}" "${VERSION_ID:-0}")
  sum=$(cd "$sources" && find CMakeLists.txt CMakePresets.json analysis harness ci/cmake ci/setup.sh -type f -print0 |
    sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32)
  printf 'wvagate-%s-%s-%s\n' "$system" "$(uname -m)" "$sum"
}

cache_directory() {
  printf '%s\n' "${WVAGATE_CACHE:-${RUNNER_TEMP:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}}/wvagate}"
}

# Sets `program`. What installing and building say goes to standard error.
build() {
  if [ -n "${WVAGATE:-}" ]; then
    command -v "$WVAGATE" > /dev/null || refuse "WVAGATE names no program"
    program=$WVAGATE
    return
  fi
  local directory
  directory=$(cache_directory)/$(key)
  program=$directory/wvagate
  bash "$sources/ci/setup.sh" --for run >&2
  if "$program" --version > /dev/null 2>&1; then return; fi
  (cd "$sources" && cmake --preset release > /dev/null && cmake --build --preset release) >&2
  # Whoever looks meanwhile finds a whole program or none.
  mkdir -p "$directory"
  cp "$sources/build/release/bin/wvagate" "$program.$$"
  mv "$program.$$" "$program"
} < /dev/null

# lines_of TEXT: sets `lines` to the lines of TEXT that are not empty.
lines_of() {
  local line
  lines=()
  while IFS= read -r line; do
    [ -z "$line" ] || lines+=("$line")
  done <<< "$1"
}

# expand TEXT: sets `paths` to what its lines name. A name that is there stands for itself, whatever characters it has.
expand() {
  local lines pattern matches IFS=''
  lines_of "$1"
  shopt -s globstar
  paths=()
  for pattern in "${lines[@]}"; do
    if [ -e "$pattern" ]; then
      paths+=("$pattern")
    else
      # Without IFS nothing is split, and what an expansion gives is matched with files and not expanded again.
      # shellcheck disable=SC2206
      matches=($pattern)
      paths+=("${matches[@]}")
    fi
  done
  # For wvagate, "-" would be standard input, "-x" an option and "[a,b]" two names.
  paths=("${paths[@]/#-/./-}")
  paths=("${paths[@]/#[/./[}")
}

# Prints standard input so that GitHub takes no line of it for a command.
shielded() {
  local token
  token=$(od -An -N 16 -t x1 /dev/urandom | tr -d ' \n')
  printf '::stop-commands::%s\n' "$token"
  cat
  printf '::%s::\n' "$token"
}

# tell_why MESSAGES: on the summary page, and as an annotation, why there is no verdict.
tell_why() {
  local why
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    {
      printf '## wvagate: nothing was gated\n\n<pre>\n'
      head -c 65536 "$1" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'
      printf '</pre>\n'
    } >> "$GITHUB_STEP_SUMMARY"
  fi
  why=$(head -c 4096 "$1")
  why=${why//'%'/%25}
  why=${why//$'\r'/%0D}
  printf '::error title=nothing was gated::%s\n' "${why//$'\n'/%0A}"
}

# Gates with `program` and leaves the exit code in `code`.
gate() {
  local reports=${WVAGATE_REPORTS:-wvagate-reports} lines paths arguments scenario log page json_code=0
  arguments=("--baselines=${WVAGATE_BASELINES:-baselines}")
  [ -z "${WVAGATE_RELEASE:-}" ] || arguments+=("--release=$WVAGATE_RELEASE")
  case ${WVAGATE_STRICT:-false} in
    true) arguments+=(--strict) ;;
    false) ;;
    *) refuse "WVAGATE_STRICT, the input \"strict\", is neither true nor false" ;;
  esac
  lines_of "${WVAGATE_ONLY:-}"
  for scenario in "${lines[@]}"; do arguments+=("--only=$scenario"); done
  page=("--html=$reports/gate.html")
  expand "${WVAGATE_BASELINE_LOGS:-}"
  for log in "${paths[@]}"; do page+=("--baseline-logs=$log"); done
  expand "${WVAGATE_LOGS:-}"
  arguments+=(-- "${paths[@]}")

  mkdir -p -- "$reports"
  rm -f -- "$reports"/gate.{xml,md,html,json} "$reports/messages.txt"
  "$program" gate "--junit=$reports/gate.xml" "--markdown=$reports/gate.md" "${page[@]}" "${arguments[@]}" \
    2> "$reports/messages.txt" || code=$?
  if $on_github; then
    shielded < "$reports/messages.txt"
    [ -e "$reports/gate.md" ] || tell_why "$reports/messages.txt"
  else
    cat "$reports/messages.txt" >&2
  fi
  # The verdict as JSON takes the place of text and annotations on standard output, hence a run of its own.
  if [ -e "$reports/gate.md" ]; then
    env -u GITHUB_ACTIONS "$program" gate --json "${arguments[@]}" > "$reports/gate.json" 2> /dev/null || json_code=$?
    [ "$code" -ne 0 ] || code=$json_code
  fi
} < /dev/null

# Whatever ends this script, GitHub's outputs have its exit code, and a verdict that is no pass where there is none.
tell_outputs() {
  local exit_code=$?
  if $on_github && [ -n "${GITHUB_OUTPUT:-}" ]; then
    grep -qs '^verdict=' "$GITHUB_OUTPUT" || echo 'verdict=fail' >> "$GITHUB_OUTPUT"
    printf 'exit_code=%d\n' "$exit_code" >> "$GITHUB_OUTPUT"
  fi
}

case ${1:-gate} in
  gate)
    trap tell_outputs EXIT
    build
    code=0
    gate
    exit "$code"
    ;;
  build) build ;;
  locate)
    printf 'directory=%s\n' "$(cache_directory)"
    printf 'key=%s\n' "$(key)"
    ;;
  run)
    build
    exec "$program" "${@:2}"
    ;;
  *) refuse "usage: gate.sh [gate|build|locate|run ARG…]" ;;
esac
