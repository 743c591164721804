#!/usr/bin/env bash
# Bounds: a log may be of any size (1 GiB here), a log may have ten thousand variants.
# BOUNDS_MIB is how much is read, three times, to see that memory does not grow with it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
command -v python3 > /dev/null || { echo "no python3 here"; exit 77; }
cd "$work"

mib=${BOUNDS_MIB:-1024}
variants=10000
if [ -n "$SANITIZED" ]; then mib=16 variants=500; fi  # memory is the sanitizer's own there

# measured NAME ARGUMENTS…: runs wvagate into NAME.out; sets peak_mib, its peak memory, and seconds, of processor.
measured() {
  local name=$1
  shift
  python3 "$SOURCE_DIR/tests/cli/lib/peak_memory.py" "$name.out" "$WVAGATE" "$@" > "$name.peak" || fail "$name: $(cat "$name.peak")"
  read -r peak_mib seconds < "$name.peak"
  echo "$name: $peak_mib MiB, $seconds s of processor"
}
below() {  # WHAT MOST-MIB
  [ -n "$SANITIZED" ] || [ "$peak_mib" -lt "$2" ] || fail "$1 takes $peak_mib MiB, more than $2"
  checks=$((checks + 1))
}
counts() {  # WHAT EXPECTED GOT
  [ "$2" -eq "$3" ] || fail "$1: $3, not $2"
  checks=$((checks + 1))
}

# Size: a fixture and a mebibyte of other lines, over and over, from a pipe, from a file, and packed.
log=$fixtures/text-staircase.log
per_mib=$(($("$WVAGATE" extract "$log" | wc -l) - 1))
{
  cat "$log"
  { yes '{"level":"INFO","ts":"2025-11-01T10:00:00.000Z","msg":"a line of ordinary length with nothing in it for us"}' || true; } |
    head -n 9000
} > mib.log
again() { for _ in $(seq "$mib"); do cat mib.log; done; }
measured pipe extract - < <(again)
below "a pipe of $mib MiB" 64
counts "samples from a pipe" $((mib * per_mib)) $(($(wc -l < pipe.out) - 1))
again > large.log
measured file extract large.log
below "a file of $mib MiB" 64
counts "samples from a file" $((mib * per_mib)) $(($(wc -l < file.out) - 1))
rm large.log
gzip -1 < mib.log > mib.log.gz
for _ in $(seq "$mib"); do cat mib.log.gz; done > large.log.gz
measured packed extract large.log.gz
below "$mib MiB packed" 64
counts "samples from a packed file" $((mib * per_mib)) $(($(wc -l < packed.out) - 1))
# Lines near the limit on their length: one of them at a time is in memory.
{
  cat "$log"
  for _ in 1 2 3 4 5 6; do head -c $((16 * 1024 * 1024 - 5)) /dev/zero | tr '\0' x && echo; done
} > long_lines.log
measured long_lines extract --jobs 4 long_lines.log
below "lines of 16 MiB" 40
counts "samples before long lines" "$per_mib" $(($(wc -l < long_lines.out) - 1))
rm long_lines.log
# The bound bites: what keeps its input is found out.
if [ -z "$SANITIZED" ] && [ "$mib" -ge 128 ]; then
  python3 "$SOURCE_DIR/tests/cli/lib/peak_memory.py" kept.out python3 -c 'import sys; sys.stdin.buffer.read()' < <(again) > kept.peak
  read -r peak_mib _ < kept.peak
  [ "$peak_mib" -gt 64 ] || fail "a program that keeps $mib MiB takes $peak_mib MiB: the measure is wrong"
  checks=$((checks + 1))
fi

# Many variants: in one record, as text logs have them, and each in its own, as JSON logs do, solved or not.
for form in one_record own_records unsolved; do
  python3 "$SOURCE_DIR/tests/cli/lib/many_variants.py" $form "$variants" 2 > $form.log
  measured "$form" extract $form.log
  below "extract of $variants variants" 160  # each holds what its cycle may still say of it
  counts "$form: samples" $((2 * variants)) $(($(wc -l < $form.out) - 1))
  predicted=$((2 * variants))
  [ $form != unsolved ] || predicted=0
  counts "$form: samples with a prediction" $predicted "$(tail -n +2 $form.out | awk -F, '$8 != ""' | wc -l)"
  counts "$form: samples with parameters" $((2 * variants)) "$(tail -n +2 $form.out | awk -F, '$12 != ""' | wc -l)"
done
measured analyze analyze --json one_record.log
below "analyze of $variants variants" 768  # with the figures of every analyzer
counts "series" "$variants" "$(grep -c '"samples.total": 2,\?$' analyze.out)"
done_checking
