#!/usr/bin/env bash
# Names from a stranger's log, and of a stranger's files: CSV stays CSV and holds no formula, JSON stays JSON and gives
# the names back, and nothing steers the terminal.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
cd "$work"

long=$(head -c 10000 /dev/zero | tr '\0' n)
# As JSON spells them; the raw bytes of the last two are not UTF-8.
names=('say \"hi\"' 'a,b' 'line\nbreak' 'line\r\nbreak' '=cmd|calc!A0' '+1' '-2' '@SUM(A1)' '\t=1' '\r=1' ' =1' "'=1" '\u001b[31mred\u001b[2J'
  '\u202eevil\u2066' '\u009b31m' '\u0000nul' '%s%n' "'; system('touch owned'); '" '<script>alert(1)</script>' '$(touch owned)' '`touch owned`'
  '../../owned' '|pipe|' '[link](x)' '::error::annotation' '\u2028line' '\ud83d\ude00' '\ud800lone' "$long" $'\xff\xfe' $'cut\xe2\x80')
for i in "${!names[@]}"; do
  for minute in 0 1 2; do
    printf '{"ts":"2025-01-01T%02d:%02d:00Z","msg":"x","optimizationMetrics":{"variant":"%s","model":"%s","service_class":"%s","accelerator":"%s","itlAverage":1%d,"ttftAverage":5,"rate":6,"numRep":%d,"itl":9,"ttft":4,"slo_itl":10,"slo_ttft":4}}\n' \
      $((i / 60)) $((i % 60)) "${names[i]}" "${names[i]}" "${names[i]}" "${names[i]}" $minute $((minute + 1)) | sed "s/:00Z/:0${minute}Z/"
  done
done > hostile.log
# Names in the controller's printed structures, which hold no quotes or line breaks of their own.
for name in '=cmd' '+x' '@y' '-z' 'a,b' '\u001b[31m' '\u202e' "\$(touch owned)"; do
  printf '{"ts":"2025-01-01T09:00:00Z","msg":"Metrics collected for VA: variant=%s, replicas=1, accelerator=%s, ttft=1ms, itl=1ms, cost=1, maxBatch=1, arrivalRate=1"}\n' "$name" "$name"
  printf '{"ts":"2025-01-01T09:00:00Z","msg":"Optimization solution - system: Solution: \\ns=%s:ns; c=%s; m=%s; rate=1; inTk=1; outTk=1; sol=1, sat=false, alloc={acc=%s; numRep=1; maxBatch=1; cost=1, val=0, itl=1, ttft=1, rho=0, maxRPM=1}; slo-itl=1, slo-ttft=1, slo-tps=0 \\n"}\n' "$name" "$name" "$name" "$name"
done >> hostile.log

# safe WHAT FILE: a terminal shows it and does nothing else.
safe() {
  iconv -f UTF-8 -t UTF-8 "$2" > /dev/null 2>&1 || fail "$1 is not UTF-8"
  ! tr -d '\n' < "$2" | grep -qaP '[\x00-\x1f\x7f]' || fail "$1 holds control characters: $(tr -d '\n' < "$2" | grep -aoP '.{0,20}[\x00-\x1f\x7f]' | head -1 | cat -v)"
  # C1 controls, line and paragraph separators, bidirectional marks, overrides and isolates.
  ! grep -qaP '\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]' "$2" || fail "$1 holds characters that steer a terminal"
  checks=$((checks + 1))
}

python=no
if command -v python3 > /dev/null; then python=yes; else echo "no python3 here: that CSV and JSON are read back is left out"; fi
cat > read_back.py <<'END'
import csv, io, json, re, sys

def fields(path):
    data = open(path, 'rb').read().decode('utf-8', 'surrogateescape')
    return list(csv.reader(io.StringIO(data, newline=''), strict=True))

def is_number(text):
    return re.fullmatch(r'[+-]?(\d+(\.\d*)?([eE][+-]?\d+)?|NaN|Inf)', text) is not None

def formula_safe(path, rows):
    for row in rows:
        for field in row:
            assert not field.startswith(('=', '@', '\t', '\r')), f'{path}: a formula: {field[:40]!r}'
            assert not field.startswith(('+', '-')) or is_number(field), f'{path}: a formula: {field[:40]!r}'

def table(path):
    rows = fields(path)
    assert len(rows) > 1, f'{path}: no rows'
    assert all(len(row) == len(rows[0]) for row in rows), f'{path}: rows of unlike length'
    formula_safe(path, rows)
    return rows

kind, path = sys.argv[1:3]
if kind == 'csv':
    rows = table(path)
    if len(sys.argv) > 3:
        assert len(rows) == 1 + int(sys.argv[3]), f'{path}: {len(rows)} rows'
elif kind == 'json':
    json.loads(open(path, 'rb').read().decode('utf-8'), parse_constant=lambda text: sys.exit(f'{path}: {text}'))
elif kind == 'ndjson':
    documents = [json.loads(line) for line in open(path, 'rb').read().decode('utf-8').split('\n')[:-1]]
    assert len(documents) == int(sys.argv[3]), f'{path}: {len(documents)} lines'
elif kind == 'names':
    # The names of the log, in order, are those of the JSON and, but for the mark before a formula, those of the CSV.
    want = []
    for line in open(sys.argv[3], 'rb').read().decode('utf-8', 'replace').split('\n'):
        if 'optimizationMetrics' in line:
            want.append(json.loads(line)['optimizationMetrics']['variant'])
    want = [re.sub('[\ud800-\udfff]', '\ufffd', name) for name in want]
    got = [json.loads(line)['variant'] for line in open(path, 'rb').read().decode('utf-8').split('\n')[:-1]][:len(want)]
    squeeze = lambda name: re.sub('\ufffd+', '\ufffd', name)
    for a, b in zip(want, got, strict=True):
        assert squeeze(a) == squeeze(b or ''), f'{a[:40]!r} became {(b or "")[:40]!r}'
END
check_with_python() { [ $python = no ] || { python3 read_back.py "$@" || fail "$1 of $2"; checks=$((checks + 1)); }; }

rows=$((3 * ${#names[@]} + 8))
exits 0 extract hostile.log
mv stdout extract.csv
check_with_python csv extract.csv $rows
! LC_ALL=C grep -qE '(^|,)[=@]|,"[=@]' extract.csv || fail "extract's CSV holds a formula"
exits 0 extract --json hostile.log
mv stdout extract.ndjson
check_with_python ndjson extract.ndjson $rows
check_with_python names extract.ndjson hostile.log
[ "$(wc -l < extract.ndjson)" -eq $rows ] || fail "NDJSON has $(wc -l < extract.ndjson) lines for $rows samples"
exits 0 analyze --json hostile.log
mv stdout figures.json
check_with_python json figures.json
exits 0 analyze hostile.log
safe analyze stdout
exits 0 doctor hostile.log
safe doctor stdout
exits 0 doctor --json hostile.log
mv stdout doctor.json
check_with_python json doctor.json

exits 0 analyze --out out hostile.log
safe "the text of --out" stdout
[ "$(ls -A out)" = hostile ] || fail "--out made $(ls -A out)"
[ ! -e owned ] && [ ! -e ../owned ] && [ ! -e out/owned ] || fail "a name of the log was run"
for file in out/hostile/manifest.txt out/hostile/analysis/summary.txt; do safe "$file" $file; done
for file in out/hostile/manifest.json out/hostile/analysis/summary.json; do
  check_with_python json $file
done
for file in out/hostile/data/extracted_metrics.csv out/hostile/data/processed_metrics.csv out/hostile/analysis/warmup_gaps.csv \
  out/hostile/analysis/ttft_gaps.csv out/hostile/analysis/scaling_events.csv; do
  check_with_python csv $file
done

# What is not recommended is named on standard error.
"$WVAGATE" calibrate --emit yaml hostile.log > stdout 2> stderr || [ $? -eq 3 ] || fail "calibrate --emit: exit $?"
safe "calibrate --emit" stderr

# Names that may not stand in XML, on pictures.
if command -v gnuplot xmllint > /dev/null; then
  for name in ']]><b' '\ufffe\uffff' '<b>&amp;'; do
    for minute in 0 1 2; do
      printf '{"ts":"2025-01-01T00:0%d:00Z","optimizationMetrics":{"variant":"%s","accelerator":"%s","itlAverage":1,"ttftAverage":1,"rate":1,"numRep":1,"itl":1,"ttft":1}}\n' \
        $minute "$name" "$name"
    done > drawn.log
    exits 0 analyze --out drawn.out --force drawn.log
    find drawn.out -name '*.svg' > pictures
    [ -s pictures ] || fail "no pictures of a variant called $name"
    xargs xmllint --noout < pictures || fail "a picture of a variant called $name is no XML"
  done
else
  echo "no gnuplot or no xmllint here: that pictures are XML is left out"
fi

# Hostile names in what is lost, and in a diagnostic's snippet.
printf '{"ts":"\x1b[31m","msg":"Metrics collected for VA: variant=\x1b]0;title\x07\xe2\x80\xae, itl=x, ttft=\xff"}\n\x1b[2J first line\n' > lost.log
exits 4 doctor lost.log
safe "doctor's snippets" stdout
exits 4 extract lost.log
safe "extract's complaint" stderr

# Timestamps are the stranger's too.
for stamp in '2025-01-01T00:00:00,5Z' '1735689600.5' '1.735689600876e+09' '2025-01-01 00:00:00Z'; do
  printf '{"ts":"%s","optimizationMetrics":{"itlAverage":1,"ttftAverage":1,"rate":1,"numRep":1}}\n' "$stamp" > stamp.log
  exits 0 extract stamp.log
  cp stdout stamp.csv
  check_with_python csv stamp.csv 1
done
# And numbers: what is no number is no cell.
for number in '"=1"' '"nan(x)"' '"1,5"' '"1\\n2"' '"0x10"' '"1e999"' '"-0"' '"@"'; do
  printf '{"ts":"2025-01-01T00:00:00Z","optimizationMetrics":{"itlAverage":1,"ttftAverage":1,"rate":%b,"numRep":1}}\n' "$number" > number.log
  "$WVAGATE" extract number.log > number.csv 2> stderr || true
  [ "$(wc -l < number.csv)" -le 1 ] || check_with_python csv number.csv 1
  "$WVAGATE" analyze --json number.log > number.json 2> stderr || true
  check_with_python json number.json
done

# Files of hostile names, in a directory.
mkdir files
for name in '=cmd,x.log' $'esc\x1b[31m.log' $'bidi\xe2\x80\xae.log' $'bad\xff.log' $'new\nline.log' '"quoted".log' '-dash.log'; do
  cp "$fixtures/capacity.log" "files/$name"
done
cp "$fixtures/malformed/half-record.log" $'files/half\x1b[31m.log'
cp "$fixtures/malformed/no-marker.log" $'files/none\x1b[31m.log'
exits 4 extract files
mv stdout files.csv
check_with_python csv files.csv
safe "extract's complaint of a file's name" stderr
exits 4 analyze files
safe "analyze of hostile files" stdout
safe "analyze's complaint of a file's name" stderr
exits 4 analyze --json files
mv stdout files.json
check_with_python json files.json
exits 4 doctor files
safe "doctor of hostile files" stdout
exits 4 analyze --out files.out files
safe "the text of --out for hostile files" stdout
safe "the complaint of --out for hostile files" stderr
find files.out -name manifest.txt -exec cat {} + > manifests
safe "the manifests of hostile files" manifests
exits 4 extract $'missing\x1b[31m.log'
safe "the complaint of a missing file" stderr
for option in --since --until; do
  exits 2 extract $option $'\x1b[31m' "$fixtures/capacity.log"
  safe "the complaint of $option" stderr
done
exits 2 $'\x1b[31m'
safe "the complaint of a verb" stderr
done_checking
