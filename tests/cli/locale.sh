#!/usr/bin/env bash
# Locale, time zone, working directory and the like change no byte of what the program writes.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"

logs=(text-staircase text-two-variants json-tuner json-two-variants capacity metrics wrapped-cri)
[ -z "$SANITIZED" ] || logs=(text-staircase json-two-variants)  # each analysis takes a second then

# everything OUT DIRECTORY: all that the program says of the logs, which it finds in DIRECTORY, as files below OUT.
everything() {
  local out=$1 directory=$2 log
  mkdir -p "$out"
  for log in "${logs[@]}"; do
    "$WVAGATE" extract "$directory/$log.log" > "$out/$log.csv"
    "$WVAGATE" extract --json "$directory/$log.log" > "$out/$log.ndjson"
    "$WVAGATE" analyze --slo-itl 10 "$directory/$log.log" > "$out/$log.txt"
    "$WVAGATE" analyze --slo-itl 10.5 --json "$directory/$log.log" > "$out/$log.json"
    "$WVAGATE" doctor "$directory/$log.log" > "$out/$log.doctor"
  done
  "$WVAGATE" analyze --since 2025-03-01T10:02:00Z --json "$directory/text-staircase.log" > "$out/since.json"
  "$WVAGATE" metrics > "$out/metrics"
  "$WVAGATE" analyze --out "$out/experiments" "$directory" > /dev/null
}

mkdir "$work/logs"
for log in "${logs[@]}"; do cp "$fixtures/$log.log" "$work/logs"; done
everything "$work/expected" "$work/logs"
[ "$(find "$work/expected" -type f | wc -l)" -gt $((${#logs[@]} * 9)) ] || fail "too little was written"

try() {  # WHAT DIRECTORY-OF-LOGS
  rm -rf "$work/got"
  everything "$work/got" "$2"
  diff -r "$work/expected" "$work/got" > "$work/difference" || {
    head -20 "$work/difference" | cut -c1-200
    fail "$1 changes the output"
  }
  checks=$((checks + 1))
}

# A locale with a decimal comma, made here where the system has none.
comma=$(locale -a 2> /dev/null | grep -iE '^(de_DE|fr_FR|nl_NL|it_IT)' | head -1) || true
if [ -z "$comma" ] && command -v localedef > /dev/null && localedef -i de_DE -f UTF-8 "$work/de_DE.UTF-8" > "$work/log" 2>&1; then
  export LOCPATH=$work
  comma=de_DE.UTF-8
fi
[ -n "$comma" ] || echo "no locale with a decimal comma here: that case says little"
for locale in "${comma:-de_DE.UTF-8}" C.UTF-8 tr_TR.UTF-8 nonsense; do
  # The braces keep the shell's own complaint of a locale that it does not know.
  { LC_ALL=$locale LANG=$locale try "LC_ALL=$locale" "$work/logs"; } 2> "$work/stderr" || { cat "$work/stderr" >&2; exit 1; }
done
for zone in America/St_Johns Asia/Kathmandu XYZ-14 :nonsense; do
  TZ=$zone try "TZ=$zone" "$work/logs"
done
cd "$work/logs" && try "another working directory" .
cd / && try "the root as working directory" "$work/logs"
COLUMNS=20 TERM=dumb HOME=/nonexistent NO_COLOR=1 try "the terminal's environment" "$work/logs"

# Nothing in the output tells where it was made.
grep -rlF "$work" "$work/expected" | head -3 | grep . && fail "the output names the directory that it was made in"
checks=$((checks + 1))
done_checking
