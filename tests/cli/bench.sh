#!/usr/bin/env bash
# bench: the suite's table, its JSON through baseline and gate, and what goes wrong. No figure is held against a time.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
cd "$work"
export SOURCE_DATE_EPOCH=1764547200

# -- without the suite --------------------------------------------------------------------------------------------------
mkdir -p alone/bin
cp "$WVAGATE" alone/bin/wvagate
status=0
alone/bin/wvagate bench > stdout 2> stderr || status=$?
[ $status -eq 2 ] || fail "without the suite it exits $status"
says "$(realpath alone/bin)/wvagate_bench: is not there: the suite was not built"
says 'libbenchmark-dev'
exits 2 bench --repetitions 0
says '"0" is not a whole number from 1 to 1000'
exits 2 bench --min-time never
exits 2 bench --json ''
says '--json: is empty'

# Where an installation has it, and one that fails.
mkdir -p alone/libexec/wvagate
suite=alone/libexec/wvagate/wvagate_bench
write_suite() { printf '#!/bin/sh\n%s\n' "$1" > $suite; chmod +x $suite; }
bench_alone() { status=0; alone/bin/wvagate bench "$@" > stdout 2> stderr || status=$?; }
write_suite 'exit 3'
bench_alone
[ $status -eq 2 ] || fail "with a suite that fails it exits $status"
says 'wvagate_bench: exits 3'
# A benchmark that fails is an error, and no file is left.
write_suite 'case $1 in
--benchmark_list_tests=true) echo extract/text ;;
*) for a; do case $a in --benchmark_out=*) out=${a#*=} ;; esac; done
   printf "{\"benchmarks\": [{\"name\": \"extract/text\", \"error_occurred\": true, \"error_message\": \"no samples\"}]}" > "$out" ;;
esac'
bench_alone --json failed.json
[ $status -eq 2 ] || fail "with a benchmark that fails it exits $status"
says 'benchmark "extract/text" failed: no samples'
[ ! -e failed.json ] || fail "a failed run leaves its JSON"
# What it is asked is what is run: by argument, not by a shell.
write_suite 'case $1 in
--benchmark_list_tests=true) echo extract/text ;;
*) printf "%s\n" "$@" > "'"$work"'/asked"
   for a; do case $a in --benchmark_out=*) out=${a#*=} ;; esac; done
   printf "{\"benchmarks\": [{\"name\": \"extract/text\", \"bytes_per_second\": 5e9, \"allocations_per_sample\": 0.5},
     {\"name\": \"reference/memchr\", \"bytes_per_second\": 20e9}, {\"name\": \"reference/read\", \"bytes_per_second\": 8e9},
     {\"name\": \"model/size\", \"cpu_time\": 12.5, \"time_unit\": \"us\"}]}" > "$out" ;;
esac'
bench_alone --filter 'text|$(touch owned)' --repetitions 3 --min-time 0.25 --json fake.json
[ $status -eq 0 ] || { cat stderr >&2; fail "it exits $status"; }
[ ! -e owned ] || fail "a shell was started"
grep -qxF -e '--benchmark_filter=(text|$(touch owned))|^(reference/memchr|reference/read)$' asked || fail "the filter: $(cat asked)"
grep -qxF -e '--benchmark_repetitions=3' asked && grep -qxF -e '--benchmark_min_time=0.25' asked || fail "asked: $(cat asked)"
cat > expected <<'TABLE'
benchmark         MB/s  × memchr  × read  allocations/sample  instructions/byte
extract/text      5000      0.25   0.625                 0.5                  -
reference/memchr  20000        1     2.5                   -                  -
reference/read    8000       0.4       1                   -                  -

benchmark     time
model/size  12.5 µs
TABLE
sed 's/  */ /g' expected > expected.words
sed 's/  */ /g' stdout > stdout.words
same "the table" expected.words stdout.words
grep -q '"bytes_per_second": 5e9' fake.json || fail "the JSON is not the suite's"
# A signal ends the suite too, and leaves nothing.
write_suite 'case $1 in --benchmark_list_tests=true) echo extract/text ;; *) echo $$ > "'"$work"'/child"; sleep 60 ;; esac'
TMPDIR=$work/temporary
export TMPDIR
mkdir temporary
alone/bin/wvagate bench --json late.json > stdout 2> stderr & pid=$!
for _ in $(seq 200); do [ -s child ] && break; sleep 0.05; done
kill -TERM $pid
status=0
wait $pid || status=$?
[ $status -eq 143 ] || fail "after SIGTERM it exits $status"
! kill -0 "$(cat child)" 2> /dev/null || fail "the suite outlives it"
[ -z "$(ls temporary)" ] && [ ! -e late.json ] || fail "it leaves $(ls temporary) late.json"
unset TMPDIR
checks=$((checks + 8))

# -- the baseline of this repository: in order, and of every metric there is -----------------------------------------------
exits 0 baseline lint "$SOURCE_DIR/baselines/bench"
exits 0 metrics
grep -o '^extractor\.[a-z_.]*' stdout | sort > metrics.there
grep -o '"extractor\.[a-z_.]*": {' "$SOURCE_DIR/baselines/bench/extractor.json" | tr -d '": {' | sort > metrics.held
same "the metrics of baselines/bench" metrics.there metrics.held

# -- the suite itself ---------------------------------------------------------------------------------------------------
[ -x "$(dirname "$WVAGATE")/wvagate_bench" ] || { echo "the suite was not built: its part is left out"; done_checking; exit 0; }
exits 2 bench --filter nothing
says '--filter: no benchmark matches "nothing"'
exits 2 bench --filter '('
says '"(" is no regular expression'
exits 2 bench --filter extract/text --json /dev/null
says '/dev/null: is there, and no regular file'
exits 0 bench --filter '^(extract/(text|json|text/pipe/real_time)|record/decision|model/build/512)$' --min-time 0.001 --repetitions 2 --json bench.json
for name in reference/memchr reference/read extract/text extract/json extract/text/pipe/real_time record/decision model/build/512; do
  grep -q "^$name  " stdout || { cat stdout >&2; fail "the table lacks $name"; }
done
[ "$(grep -c / stdout)" -eq 8 ] || { cat stdout >&2; fail "the table has more rows than were asked for"; }
exits 0 baseline record extractor --baselines benches --benchmark bench.json
exits 0 baseline accept extractor --baselines benches --reason 'the first one' --by tester
for metric in ratio_to_memchr text.ratio_to_read json.ratio_to_read allocations_per_sample; do
  grep -q "\"extractor.$metric\": {" benches/extractor.json || fail "the baseline lacks extractor.$metric"
done
exits 0 gate --baselines benches --benchmark bench.json
grep -qF '4 of 4 metrics in 1 scenario gated' stdout || { cat stdout >&2; fail "the gate does not gate four metrics"; }
# A run that measured less than the baseline holds does not pass.
exits 0 bench --filter '^extract/json$' --min-time 0.001 --json less.json
exits 1 gate --baselines benches --benchmark less.json
grep -qF 'missing' stdout || fail "what was not measured is not missing"

done_checking
