#!/usr/bin/env bash
# Charts: the same bytes twice, redrawn by hand, no name of a stranger's run or unescaped, and figures without a gnuplot.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
cd "$work"
export TMPDIR=$work/tmp
mkdir "$TMPDIR"

left_behind() {  # nothing may stay in the temporary directory
  [ -z "$(ls -A "$TMPDIR")" ] || fail "left in the temporary directory: $(ls -A "$TMPDIR")"
  checks=$((checks + 1))
}

# --- Without a gnuplot, or with a bad one.
mkdir none failing dying
printf '#!/bin/sh\necho "\\"itl_analysis.gp\\" line 3: no such thing" >&2\nexit 1\n' > failing/gnuplot
printf '#!/bin/sh\nkill -KILL $$\n' > dying/gnuplot
chmod +x failing/gnuplot dying/gnuplot
with_path() { local path=$1; shift; PATH=$path exits "$@"; }

without() {  # NAME PATH WORDS
  with_path "$2" 0 analyze --out "$1.out" "$fixtures/text-staircase.log"
  says "$3"
  [ -s "$1.out/text-staircase/analysis/summary.json" ] && [ -s "$1.out/text-staircase/report.html" ] || fail "$1: figures are not written"
  [ -s "$1.out/text-staircase/plots/itl_analysis.gp" ] && [ -s "$1.out/text-staircase/plots/itl_analysis.dat" ] || fail "$1: scripts are not written"
  [ ! -e "$1.out/text-staircase/plots/itl_analysis.svg" ] || fail "$1: a picture from nowhere"
  grep -qF 'charts could not be drawn' "$1.out/text-staircase/report.html" || fail "$1: report.html does not say why it has no charts"
  with_path "$2" 2 analyze --charts svg --out "$1.wanted" "$fixtures/text-staircase.log"
  [ -s "$1.wanted/text-staircase/analysis/summary.json" ] || fail "$1: figures are not written where charts are wanted"
  with_path "$2" 2 plot --out "$1.plots" "$fixtures/text-staircase.log"
  says "$3"
  [ -s "$1.plots/text-staircase/itl_analysis.gp" ] || fail "$1: plot leaves no scripts"
  left_behind
}
without missing "$work/none" "gnuplot: charts could not be drawn: there is no gnuplot on the PATH"
says "apt-get install gnuplot-nox"
without failing "$work/failing:/usr/bin:/bin" 'it exits 1: "itl_analysis.gp" line 3: no such thing'
without dying "$work/dying:/usr/bin:/bin" "killed by signal 9"

with_path "$work/none" 0 analyze --charts none --out quiet.out "$fixtures/text-staircase.log"
[ ! -s stderr ] || fail "--charts none complains: $(cat stderr)"
[ ! -e quiet.out/text-staircase/plots ] || fail "--charts none leaves plots"
# A gnuplot in the working directory is not the one that is meant.
cp failing/gnuplot .
PATH=.::/nowhere exits 2 plot --out dot.plots "$fixtures/text-staircase.log"
says "there is no gnuplot on the PATH"

# --- Usage.
exits 2 plot "$fixtures/text-staircase.log"
exits 2 plot --charts none --out x "$fixtures/text-staircase.log"
exits 2 plot --charts gif --out x "$fixtures/text-staircase.log"
exits 2 plot --jobs 0 --out x "$fixtures/text-staircase.log"
exits 4 plot --out x missing.log
exits 2 plot --out missing.plots "$fixtures/text-staircase.log"
says "is there already"

# --- The page allows its own script alone.
if command -v python3 > /dev/null; then
  python3 - quiet.out/text-staircase/report.html << 'END_PYTHON' || fail "report.html"
import base64, hashlib, re, sys
page = open(sys.argv[1], 'rb').read()
scripts = re.findall(rb'<script>(.*?)</script>', page, re.S)
assert len(scripts) == 1, f'{len(scripts)} scripts'
want = b"script-src 'sha256-" + base64.b64encode(hashlib.sha256(scripts[0]).digest()) + b"'"
assert want in page, f'the policy lacks {want}'
END_PYTHON
  checks=$((checks + 1))
else
  echo "no python3 here: that the page allows its own script is left out"
fi

if ! command -v gnuplot > /dev/null; then
  echo "no gnuplot here: what it draws is left out"
  done_checking
  exit 0
fi

# --- The same bytes from a second run, from many jobs at once, in another place, time zone and locale.
mkdir elsewhere
exits 0 analyze --jobs 1 --out first "$fixtures/text-staircase.log" "$fixtures/json-two-variants.log" "$fixtures/capacity.log"
mv stdout first.text
(cd elsewhere && TZ=Asia/Tokyo LC_ALL=C.UTF-8 HOME=/nonexistent "$WVAGATE" analyze --jobs 8 --out ../second "$fixtures/text-staircase.log" \
  "$fixtures/json-two-variants.log" "$fixtures/capacity.log" > ../second.text)
diff -r first second > /dev/null || fail "a second run differs: $(diff -rq first second | head -3)"
same "the text of many jobs" first.text <(sed 's|\.\./second/|first/|' second.text)
for chart in itl_analysis ttft_analysis load_pattern itl_replicas_timeline ttft_replicas_timeline combined_itl_ttft \
  calibration_gap_analysis calibration_correlation_analysis parameter_evolution decode_parameters_itl prefill_parameters_ttft \
  replica_replay error_decomposition; do
  [ -s "first/text-staircase/plots/$chart.svg" ] || fail "no $chart.svg"
  checks=$((checks + 1))
done
left_behind

# --- Each script redraws its picture by hand. gnuplot's pen is as the chart before left it until it is first used, which
# shows in groups that hold nothing.
drawn() { awk 'held != "" { if ($0 == "</g>") { held = ""; next } print held; held = "" } /^<g fill/ { held = $0; next } { print }' "$1"; }
cp -r first/text-staircase/plots by_hand
for script in by_hand/*.gp; do
  name=$(basename "$script" .gp)
  rm "by_hand/$name.svg"
  (cd by_hand && gnuplot "$name.gp" 2> warnings) || fail "$name.gp does not run by hand"
  drawn "first/text-staircase/plots/$name.svg" > ours
  drawn "by_hand/$name.svg" > by_hands
  same "$name redrawn by hand" ours by_hands
done

# --- Pictures for print.
exits 0 plot --charts png --out print "$fixtures/capacity.log"
[ "$(head -c 8 print/capacity/itl_analysis.png | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ] || fail "itl_analysis.png is none"
python3 - print/capacity/itl_analysis.png << 'EOF' || fail "itl_analysis.png has a broken chunk, or is not of 300 dots an inch"
import struct, sys, zlib
png, at, seen = open(sys.argv[1], "rb").read(), 8, {}
while at < len(png):
    length, kind = struct.unpack(">I4s", png[at:at + 8])
    content = png[at + 8:at + 8 + length]
    assert zlib.crc32(kind + content) == struct.unpack(">I", png[at + 8 + length:at + 12 + length])[0], kind
    seen.setdefault(kind, content)
    at += 12 + length
assert list(seen)[:2] == [b"IHDR", b"pHYs"] and list(seen)[-1] == b"IEND", list(seen)
assert [round(each * 0.0254) for each in struct.unpack(">II", seen[b"pHYs"][:8])] == [300, 300]
EOF
checks=$((checks + 1))

# --- Hostile names.
long=$(head -c 10000 /dev/zero | tr '\0' n)
names=("'; system(\"touch pwned\"); '" "\"; system('touch pwned'); \"" '`touch pwned`' '$(touch pwned)' '${x}' '%s%n%1$s' '@{x}_2^3~a&b' '@term' '\\\\' 'back\\slash\n' "'"
  "''" '<script>alert(1)</script>' '</text><script>alert(1)</script>' '&lt;script&gt;' '\"><img src=x onerror=alert(1)>' ']]>' '<!--' '\u202eevil' '\u0627\u0644\u0639\u0631\u0628\u064a\u0629'
  '\ud83d\ude00\ud83c\udff3\ufe0f' '\u6a21\u578b' '\u0000nul' 'line\nbreak\r\n' '\n# [observed itl 1] \n1 2' '\u001b[31m' "$long" $'\xff\xfe' '|touch pwned' '!touch pwned' '../../pwned' '{/:Bold x}')
lines_of() {  # NAME: six minutes of a variant of that name
  local json=${1//\"/\\\"} minute
  case "$1" in *\\\"*) json=$1 ;; esac
  for minute in 0 1 2 3 4 5; do
    printf '{"ts":"2025-01-01T00:0%d:00Z","msg":"x","optimizationMetrics":{"variant":"%s","model":"%s","service_class":"%s","accelerator":"%s","itlAverage":1%d,"ttftAverage":5,"rate":6,"numRep":%d,"itl":9,"ttft":4,"slo_itl":12,"slo_ttft":4}}\n' \
      $minute "$json" "$json" "$json" "$json" $minute $((minute % 3 + 1))
  done
}
draws_safely() {  # WHAT: hostile.log
  rm -rf hostile
  exits 0 analyze --out . hostile.log
  [ ! -s stderr ] || fail "$1: a name stops the charts: $(head -2 stderr)"
  [ -z "$(find . -name 'pwned*')" ] || fail "$1: a name was run"
  [ "$(ls hostile/plots/*.svg | wc -l)" -eq 13 ] || fail "$1: a chart is missing"
  ! grep -liE '<script|<img|onerror=["x]' hostile/plots/*.svg || fail "$1: markup in a picture"
  [ "$(grep -oi '<script' hostile/report.html | wc -l)" -eq 1 ] || fail "$1: a script in report.html"
  ! grep -qi '<img' hostile/report.html || fail "$1: markup in report.html"
  checks=$((checks + 5))
}
# As many at once as a picture holds, so that each heads a panel of its own; and some alone, where they stand below the title.
for ((first = 0; first < ${#names[@]}; first += 8)); do
  for name in "${names[@]:first:8}"; do lines_of "$name"; done > hostile.log
  draws_safely "names from $first on"
done
for name in "${names[0]}" "${names[2]}" "${names[6]}" "${names[12]}" "$long" '{/:Bold x}'; do
  lines_of "$name" > hostile.log
  draws_safely "$(printf %q "${name:0:60}")"
  [ "$(wc -c < hostile/report.html)" -lt 1500000 ] || fail "report.html is too large: $(wc -c < hostile/report.html) bytes"
done
if command -v python3 > /dev/null; then
  python3 - hostile/plots/*.svg << 'END_PYTHON' || fail "a picture is no XML"
import sys, xml.etree.ElementTree
for path in sys.argv[1:]: xml.etree.ElementTree.parse(path)
END_PYTHON
fi
# Of two variants each has its panel, with its name as text.
{
  sed 's/{\/:Bold x}/<b>one/g' hostile.log
  sed "s/{\/:Bold x}/two'; q/g" hostile.log
} > two.log
exits 0 plot --out two two.log
grep -qF '&lt;b>one' two/two/itl_analysis.svg && grep -qF "two'; q" two/two/itl_analysis.svg || fail "the panels lack their names"

# --- Files of hostile names.
mkdir files
for name in "'; system(\"touch pwned\"); '.log" '<script>x.log' '-dash.log' $'new\nline.log' $'bad\xff.log' '`touch pwned`.log' '%s.log'; do
  cp "$fixtures/capacity.log" "files/$name"
done
exits 0 analyze --out hostile_files files
[ -z "$(find . -name pwned)" ] || fail "the name of a file was run"
! grep -lr '<script>x' hostile_files --include=report.html --include='*.svg' || fail "the name of a file is markup"
left_behind
done_checking
