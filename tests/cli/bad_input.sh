#!/usr/bin/env bash
# Logs that are missing, empty, damaged or huge: a clear complaint, exit 4, nothing half-written, and memory that does
# not grow with the input.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
cd "$work"
good=$fixtures/json-tuner.log

# refused WORDS LOG…: each verb that reads logs exits 4, says WORDS, and prints and writes nothing of the log.
refused() {
  local words=$1
  shift
  exits 4 extract "$@"
  says "$words"
  [ "$(wc -l < stdout)" -le 1 ] || fail "extract $* prints samples"
  exits 4 analyze "$@"
  says "$words"
  [ ! -s stdout ] || fail "analyze $* prints figures"
  exits 4 analyze --out out "$@"
  says "$words"
  [ ! -e out ] || [ -z "$(ls -A out)" ] || fail "analyze --out of $* leaves $(ls -A out)"
}
# unreadable WORDS LOG…: doctor does no better.
unreadable() {
  refused "$@"
  local words=$1
  shift
  exits 4 doctor "$@"
  says "$words"
}

unreadable 'missing.log: cannot be opened: No such file or directory' missing.log
unreadable 'no/such/place.log: cannot be opened: No such file or directory' no/such/place.log
unreadable 'cannot be opened' ''
mkdir empty
unreadable 'empty: holds no logs' empty
mkdir -p nested/inner && cp "$good" nested/inner && echo hello > nested/readme.md && mkdir nested/directory.log
unreadable 'nested: holds no logs' nested
if [ "$(id -u)" -ne 0 ]; then
  cp "$good" secret.log && chmod 000 secret.log
  unreadable 'secret.log: cannot be opened: Permission denied' secret.log
fi

: > nothing.log
refused 'nothing.log: no samples' nothing.log
refused 'no samples left by --variant, --since and --until' --variant nobody "$good"
exits 4 doctor nothing.log
grep -q 'the file is empty' stdout || fail "doctor does not see that a file is empty"
status=0
"$WVAGATE" extract - < /dev/null > stdout 2> stderr || status=$?
[ $status -eq 4 ] || fail "an empty standard input: exit $status"
says 'no samples'
status=0
"$WVAGATE" extract - <&- > stdout 2> stderr || status=$?
[ $status -eq 4 ] || fail "a closed standard input: exit $status"

head -c 3000000 /dev/urandom > random.log
refused 'random.log: no samples' random.log
exits 4 doctor random.log
! tr -d '\n' < stdout | grep -qaP '[\x00-\x1f\x7f]' || fail "doctor prints a binary file's control characters"
# Random bytes between good lines cost no sample.
{ head -c 100000 /dev/urandom; echo; cat "$good"; head -c 100000 /dev/urandom; } > mixed.log
"$WVAGATE" extract "$good" | cut -d, -f1-24 > expected
"$WVAGATE" extract mixed.log 2> stderr | cut -d, -f1-24 > got
same "a log between random bytes" expected got

# Half a solution in a whole line of JSON is no solution, wherever it is cut: lost and counted, not taken for a decision.
observation='{"ts":"2025-01-01T00:00:00Z","msg":"Metrics collected for VA: variant=v, replicas=1, accelerator=a, ttft=1ms, itl=1ms, maxBatch=1"}'
solution='Optimization solution - system: Solution: \ns=v:n; c=c; m=m; rate=60; inTk=2; outTk=1; sol=1, sat=false, alloc={acc=a; numRep=12; maxBatch=64; cost=1, val=0, itl=8'
for cut in 'rate=6' 'numRep=1' 'numRep=12' 'maxBatch=64' 'itl=8'; do
  printf '%s\n{"ts":"2025-01-01T00:00:00Z","msg":"%s"}\n' "$observation" "${solution%%"$cut"*}$cut" > half.log
  exits 0 doctor --json half.log
  grep -q '"malformed": 1,$' stdout || fail "a solution cut after $cut is taken for a whole one"
done

# Packed files that end early or are damaged.
for log in text-staircase json-tuner; do gzip -c "$fixtures/$log.log"; done > whole.log.gz
size=$(stat -c %s whole.log.gz)
for bytes in 5 11 400 $((size / 2)) $((size - 4)); do
  head -c "$bytes" whole.log.gz > cut.log.gz
  exits 4 analyze cut.log.gz
  says 'cut.log.gz: the gzip data ends early: the file was cut'
  [ ! -s stdout ] || fail "analyze prints figures of a cut .gz"
done
{ head -c 300 whole.log.gz; printf 'damage damage damage'; tail -c +321 whole.log.gz; } > broken.log.gz
exits 4 analyze broken.log.gz
says 'broken.log.gz: the gzip data is broken'
exits 4 doctor broken.log.gz
exits 4 analyze --out out broken.log.gz
[ ! -e out ] || [ -z "$(ls -A out)" ] || fail "analyze --out of a broken .gz leaves $(ls -A out)"
cat whole.log.gz > trailing.log.gz && echo 'something else' >> trailing.log.gz
exits 4 analyze trailing.log.gz
if command -v zstd > /dev/null; then
  zstd -qc "$good" > whole.log.zst
  size=$(stat -c %s whole.log.zst)
  for bytes in 5 9 $((size / 2)) $((size - 1)); do
    head -c "$bytes" whole.log.zst > cut.log.zst
    exits 4 analyze cut.log.zst
    says 'cut.log.zst: the zstd data ends early: the file was cut'
    [ ! -s stdout ] || fail "analyze prints figures of a cut .zst"
  done
  { head -c 200 whole.log.zst; printf 'damage damage damage'; tail -c +221 whole.log.zst; } > broken.log.zst
  exits 4 analyze broken.log.zst
  says 'broken.log.zst: the zstd data is broken'
  exits 4 doctor broken.log.zst
fi
printf '\x1f\x8b' > magic.log
exits 4 analyze magic.log
printf '\x28\xb5\x2f\xfd' > magic.log
exits 4 analyze magic.log

# One bad log among good ones: the good ones are shown, and the exit code tells of the bad one.
exits 4 analyze --json "$good" missing.log "$fixtures/capacity.log"
says 'missing.log'
[ "$(grep -c '"log": ' stdout)" -eq 2 ] || fail "a missing log takes others with it"
exits 4 analyze "$good" broken.log.gz
grep -q kiwi-decode stdout || fail "a broken log takes others with it"

# Huge input. The limit is on address space, which AddressSanitizer needs a lot of for itself.
limit_kb=160000
limited() {
  if [ -n "$SANITIZED" ]; then "$@"; else (ulimit -v $limit_kb && exec "$@"); fi
}
megabytes=200
[ -z "$SANITIZED" ] || megabytes=40
huge() {  # CHARACTER MEGABYTES
  head -c "${2:-$megabytes}M" /dev/zero | tr '\0' "$1"
}
again() {  # LINE BYTES
  { yes "$1" || true; } | head -c "$2"
}
# holds WHAT SAMPLES TOO-LONG: reads standard input within the limit and finds what it should.
holds() {
  local what=$1 samples=$2 too_long=$3 status=0
  limited "$WVAGATE" doctor --json - > stdout 2> stderr || status=$?
  [ $status -eq 0 ] || [ $status -eq 4 ] || fail "$what: exit $status: $(head -c 500 stderr)"
  grep -q "\"samples\": $samples,\$" stdout || fail "$what: not $samples samples: $(grep '"samples"' stdout)"
  if [ "$too_long" -gt 0 ]; then
    grep -q "\"too_long\": $too_long\$" stdout || fail "$what: too_long is not $too_long: $(grep too_long stdout)"
  fi
  checks=$((checks + 1))
}
rows=$(($("$WVAGATE" extract "$good" | wc -l) - 1))
{ cat "$good"; huge x; echo; cat "$good"; } | holds "a line of $megabytes MB between two logs" $((2 * rows)) 1
{ cat "$good"; printf '{"msg":"Metrics collected for VA: variant='; huge n; } | holds "a record of $megabytes MB, unfinished" $rows 1
{ cat "$good"; printf '2025-01-01T00:00:00.000000000Z stderr P '; huge p; echo; } | holds "a CRI piece of $megabytes MB" $rows 1
{ cat "$good"; huge '\n' 40; } | holds "forty million empty lines" $rows 0
{ cat "$good"; again 'a line of another program, of ordinary length, with nothing in it for us' "${megabytes}M"; } |
  holds "$megabytes MB of other lines" $rows 0
{ cat "$good"; again '2025-01-01T00:00:00.000000000Z stderr P a piece of a record that never ends, and that says alpha' "${megabytes}M"; echo; } |
  holds "$megabytes MB of pieces of a record that never ends" $rows 0
{ cat "$good"; again '{"msg":"Metrics collected for VA: itl=broken"}' 40M; echo; } | holds "40 MB of lost records" $rows 0
{ cat "$good"; printf '{"msg":"alpha","deep":'; huge '[' 10; echo; } | holds "ten million open brackets" $rows 0
{ cat "$good"; printf '{"msg":"alpha '; huge '\\' 10; echo; } | holds "ten million backslashes" $rows 0
# A bomb: much from little.
huge x | gzip -c | holds "a line of $megabytes MB, packed" 0 1
# Lines just below and above the longest that is looked at (16 MiB).
{ cat "$good"; printf '{"msg":"alpha %s"}\n' "$(huge y 15)"; } | holds "a line of 15 MB" $rows 0
grep -q too_long stdout && fail "a line of 15 MB is called too long"
{ cat "$good"; huge y 17; echo; } | holds "a line of 17 MB" $rows 1
if [ -z "$SANITIZED" ]; then
  # The limit bites: a reader that kept the line could not pass.
  ! (ulimit -v $limit_kb && huge x | grep -c x) > /dev/null 2>&1 || fail "the limit on memory does not limit"
fi
done_checking
