#!/usr/bin/env bash
# baseline, gate and compare as a pipeline uses them: what passes, what fails, what cannot be told, what is broken; every
# report, and that nothing is ever half written.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
cd "$work"
export SOURCE_DATE_EPOCH=1764547200  # 2025-12-01

# log FILE SEED SHIFT [TTFT]: thirty cycles; the ITL swings between 11 and 12 ms, SHIFT added from minute 10 to 14. The
# SLO is 13 ms.
log() {
  awk -v seed="$2" -v shift="$3" -v ttft="${4:-800}" 'BEGIN {
    for (i = 0; i < 30; i++) {
      itl = 11 + ((i * 7 + seed * 3) % 10) / 10 + (i >= 10 && i < 15 ? shift : 0)
      printf "{\"level\":\"info\",\"ts\":\"2025-09-09T09:%02d:00.000Z\",\"msg\":\"cycle done\",\"optimizationMetrics\":{" \
        "\"itlAverage\":%.2f,\"ttftAverage\":%d,\"rate\":%d,\"inTk\":128,\"outTk\":256,\"numRep\":1,\"itl\":11.5,\"ttft\":800," \
        "\"slo_itl\":13,\"slo_ttft\":1000}}\n", i, itl, ttft, 45 + seed
    } }' > "$1"
}
has() {  # TEXT: standard output of the last run holds TEXT
  grep -qF -e "$1" stdout || { cat stdout >&2; fail "standard output lacks: $1"; }
  checks=$((checks + 1))
}
accept() { exits 0 baseline accept "$@" --by tester; }

mkdir logs
log logs/calm-1.log 1 0
log worse.log 2 4
log better.log 3 -1
log slow-ttft.log 4 0 1200

# -- record and accept --------------------------------------------------------------------------------------------------
exits 0 baseline record calm logs/calm-1.log --logs 'calm-*.log' --controller v0.5.0
has '### Baseline <code>calm</code> (new)'
[ ! -e baselines/calm.json ] || fail "record writes a baseline"
exits 2 gate logs
says 'baselines: holds no baselines'
exits 2 baseline accept calm --reason ''
exits 2 baseline accept other --reason x
says 'other.candidate.json: is not there'
exits 2 baseline accept ../calm --reason x
accept calm --reason 'the first one'
[ -e baselines/calm.json ] && [ ! -e baselines/calm.candidate.json ] || fail "accept does not replace"
grep -q '"by": "tester"' baselines/calm.json || fail "nobody accepted it"
grep -q '"date": "2025-12-01"' baselines/calm.json || fail "it was not accepted on the day"
exits 0 baseline lint
has '1 baseline in order'
exits 0 baseline show
has 'accepted  2025-12-01 by tester: the first one'

# -- verdicts and exit codes --------------------------------------------------------------------------------------------
exits 0 gate logs
has 'metrics in 1 scenario gated'
exits 0 gate --scenario calm=better.log
exits 1 gate --scenario calm=worse.log
has 'itl.compliance_pct'
has 'itl gap at minute 10.0–15.0, lines 11–15 of worse.log'
has 'fail: '
exits 1 gate --json --scenario calm=slow-ttft.log
has '"verdict": "fail"'
has '"exit_code": 1'
has '"metric": "ttft.compliance_pct"'

# -- what was not gated is never a pass ---------------------------------------------------------------------------------
exits 2 gate
says 'no log'
exits 4 gate worse.log
says 'worse.log: no baseline'"'"'s patterns match its name: not gated'
has "no log's name matches calm-*.log"
has 'fail: 0 failed, 0 warned, 0 undecided; 1 scenario could not be gated; 0 of'
exits 4 gate --scenario calm=missing.log
exits 4 gate --scenario calm=/dev/null
head -c -20 logs/calm-1.log > cut.log
exits 4 gate --scenario calm=cut.log
has 'ends in the middle of a line'
gzip -c logs/calm-1.log | head -c 300 > cut.log.gz
exits 4 gate --scenario calm=cut.log.gz
gzip -c logs/calm-1.log > packed.log.gz
exits 4 gate --scenario calm=logs/calm-1.log --scenario calm=packed.log.gz
has 'has the same content as another log'
exits 4 gate --scenario calm=logs/calm-1.log --scenario calm=logs/calm-1.log
has 'has the same content as another log'
exits 2 gate --scenario nobody=worse.log
exits 2 gate --scenario calm= logs
exits 2 gate --only 'x*' logs
says 'no scenario is called "x*"'
exits 2 gate --baselines nowhere logs

# A log that is fine does not make up for one that is not, nor for a scenario without logs.
cp baselines/calm.json kept.json
sed 's/"calm"/"gone"/; s/calm-\*/gone-*/' kept.json > baselines/gone.json
exits 4 gate logs
exits 0 gate --only calm logs
exits 4 gate --scenario calm=worse.log --scenario gone=missing.log  # 4 outranks 1
rm baselines/gone.json

# A metric that has become absent fails: no TTFT in the log.
sed 's/"ttftAverage":[0-9]*/"ttftAverage":0/' worse.log > no-ttft.log
exits 1 gate --json --scenario calm=no-ttft.log
has '"verdict": "missing"'

# -- incomparable: 0 at a desk, 3 in CI and under --strict --------------------------------------------------------------
sed 's/"slo_itl":13/"slo_itl":50/' worse.log > lax.log
exits 0 gate --scenario calm=lax.log
has 'incomparable: the ITL target was 13 ms when it was recorded; in lax.log it is 50 ms'
has 'inconclusive: '
exits 3 gate --strict --scenario calm=lax.log
CI=true exits 3 gate --scenario calm=lax.log
CI=false exits 0 gate --scenario calm=lax.log

# -- where: a decision that the model does not give back, and no prediction that it does not --------------------------------
python3 - "$SOURCE_DIR/fixtures/synth/staircase-1.log" <<'PY' > altered.line
import re, sys
lines = open(sys.argv[1], encoding="utf-8").readlines()
solved = [i for i, line in enumerate(lines) if "numRep=" in line]
lines[solved[4]] = re.sub(r" itl=[0-9.]+", " itl=99.5", lines[solved[4]])
lines[solved[9]] = re.sub(r"numRep=[0-9]+", "numRep=40", lines[solved[9]])
open("altered.log", "w", encoding="utf-8").writelines(lines)
print(next(i for i in range(solved[9], -1, -1) if "System data prepared" in lines[i]) + 1)
PY
exits 1 gate --baselines "$SOURCE_DIR/baselines" --only staircase --scenario staircase=altered.log
sed -n '/replay.decisions_pct/,/^    [a-z]/p' stdout | grep divergence > divergences
[ "$(cat divergences)" = "$(grep "line $(cat altered.line) of altered.log" divergences)" ] && [ -s divergences ] ||
  fail "the decision that is another stands not where it is: $(cat divergences)"

# -- broken baselines: 2, which outranks all else -----------------------------------------------------------------------
sed 's/"level": "error"/"level": "fatal"/' kept.json > baselines/calm.json
exits 2 gate --scenario calm=missing.log
says 'calm.json:'
says '"level" is not one of error, warn and off'
exits 2 baseline lint
exits 2 baseline show
exits 2 baseline record calm logs/calm-1.log
grep -v '"reason"' kept.json > baselines/calm.json
exits 2 gate logs
cp kept.json baselines/calm.json
python3 - <<'PY'
import json
baseline = json.load(open("kept.json"))
baseline["accepted"] = None
json.dump(baseline, open("baselines/calm.json", "w"))
PY
exits 2 gate logs
says 'nobody has accepted it'
cp kept.json baselines/calm.json

# -- waivers ------------------------------------------------------------------------------------------------------------
waive() {  # DAY: waives the ITL's metrics until then
  python3 - "$1" <<'PY'
import json, sys
baseline = json.load(open("kept.json"))
for name, metric in baseline["metrics"].items():
    if not name.startswith("ttft"):
        metric["waiver"] = {"reason": "slow nodes", "issue": "#7", "expires": sys.argv[1], "max": None}
json.dump(baseline, open("baselines/calm.json", "w"), indent=1)
PY
}
waive 2025-12-01
exits 0 gate --scenario calm=worse.log
has 'waived'
exits 1 gate --scenario calm=slow-ttft.log
waive 2025-11-30
exits 1 gate logs
has 'its waiver has expired'
exits 2 baseline lint
says 'its waiver expired on 2025-11-30'
mkdir kept && cp kept.json kept/calm.json
exits 2 baseline lint baselines kept --json
python3 - <<'PY' || fail "lint's JSON does not say which baseline is not in order, and where"
import json
document = json.load(open("stdout"))
assert document["schema"] == "wvagate.lint/1"
faults = {each["file"]: each["faults"] for each in document["baselines"]}
lines = open("baselines/calm.json").read().splitlines()
assert faults["kept/calm.json"] == [] and faults["baselines/calm.json"]
for fault in faults["baselines/calm.json"]:
    metric, what = fault["what"].split(": ")
    assert what == "its waiver expired on 2025-11-30" and fault["help"] is not None
    assert fault["line"] == 1 + next(i for i, line in enumerate(lines) if f'"{metric}"' in line)
PY
cp kept.json baselines/calm.json

# -- a worse baseline wants reasons -------------------------------------------------------------------------------------
exits 0 baseline record calm worse.log
has '(beyond the tolerance)'
exits 2 baseline accept calm --reason 'new nodes'
says 'gets worse beyond its tolerance in itl.compliance_pct'
cmp -s kept.json baselines/calm.json || fail "a refused accept changes the baseline"
exits 2 baseline accept calm --reason 'new nodes' --worse itl.compliance_pct
exits 2 baseline accept calm --reason x --worse itl.compliance_pct=a --worse slo.compliance_pct=a \
  --worse itl.gaps.total_min=a --worse ttft.compliance_pct=a
says 'does not get worse'
accept calm --reason 'new nodes' --worse itl.compliance_pct='they are slower' --worse slo.compliance_pct='as above' \
  --worse itl.gaps.total_min='as above'
grep -q '"why": "they are slower"' baselines/calm.json || fail "the reason is not kept"
grep -q "\"supersedes\": \"sha256:$(sha256sum < kept.json | cut -d' ' -f1)\"" baselines/calm.json ||
  fail "what it replaced is not kept"
exits 0 gate --scenario calm=worse.log
# … but the last release still remembers.
mkdir release && cp kept.json release/calm.json
exits 1 gate --release release --scenario calm=worse.log
has 'since the last release'
cp kept.json baselines/calm.json

# -- repeated runs ------------------------------------------------------------------------------------------------------
mkdir many more
for i in 1 2 3 4 5; do
  log "many/noisy-$i.log" $i "2.$i"
  log "more/noisy-$i.log" $((i + 5)) "2.$i"
  log "noisy-worse-$i.log" $((i + 10)) "5"
done
exits 0 baseline record noisy many --logs 'noisy-*.log'
accept noisy --reason 'five runs'
exits 0 gate --only noisy --json more
has '"evidence": "runs"'
has '"evidence": "runs"'
exits 0 gate --only noisy many
exits 2 baseline record noisy --logs 'noisy-*.log'

# -- reports ------------------------------------------------------------------------------------------------------------
exits 1 gate --only calm --scenario calm=worse.log --junit r/j.xml --markdown r/m.md --tap r/t.tap
python3 - <<'PY'
import xml.etree.ElementTree as tree
root = tree.parse("r/j.xml").getroot()
suite = root.find("testsuite")
cases = suite.findall("testcase")
assert root.tag == "testsuites" and suite.get("name") == "calm"
assert int(suite.get("tests")) == len(cases) > 3
assert int(suite.get("failures")) == len(suite.findall("testcase/failure")) >= 3
assert int(suite.get("errors")) == len(suite.findall("testcase/error")) == 0
assert {case.get("name") for case in cases} >= {"itl.compliance_pct", "ttft.compliance_pct"}
assert "lines 11–15 of worse.log" in suite.find("testcase/failure").text
PY
grep -q '^## wvagate: fail: ' r/m.md || fail "the Markdown has no verdict"
grep -q '^| ❌ | <code>itl.compliance&#95;pct</code> | regressed |' r/m.md || fail "the Markdown has no failing row"
grep -q '^TAP version 13$' r/t.tap && grep -q '^not ok [0-9]* - calm: itl.compliance_pct: regressed: ' r/t.tap ||
  fail "the TAP has no failing point"
[ "$(grep -cE '^(not )?ok ' r/t.tap)" = "$(sed -n 's/^1\.\.//p' r/t.tap)" ] || fail "the TAP's plan is not its points"
# A page with charts: the run beside the baseline's, where that is at hand; the same bytes twice; without gnuplot no chart.
if command -v gnuplot > /dev/null; then
  exits 1 gate --only calm --scenario calm=worse.log --html r/page.html --baseline-logs logs
  grep -q '<figcaption>worse.log against calm-1.log: itl.compliance_pct, ' r/page.html || fail "the page does not show both runs"
  grep -q '>the baseline.*s run<' r/page.html || fail "the chart has no line of the baseline's run"
  exits 1 gate --only calm --scenario calm=worse.log --html r/again.html --baseline-logs logs
  same "a page's second run" r/page.html r/again.html
  exits 1 gate --only calm --scenario calm=worse.log --html r/alone.html
  grep -q 'run is not at hand: --baseline-logs names' r/alone.html || fail "not said that a run is not at hand"
  grep -q '<figure' r/alone.html || fail "no chart without the baseline's run"
  # A log of that name with another content is not the baseline's run.
  mkdir others && cp better.log others/calm-1.log
  exits 1 gate --only calm --scenario calm=worse.log --html r/others.html --baseline-logs others
  same "a page with another log of the name" r/alone.html r/others.html
  exits 0 gate --only calm logs --html r/passes.html
  ! grep -q '<figure' r/passes.html || fail "a chart of what passes"
  grep -q 'Every metric passes' r/passes.html || fail "the page does not say that it passes"
fi
mkdir no-gnuplot
status=0
PATH=$work/no-gnuplot "$WVAGATE" gate --only calm --scenario calm=worse.log --html r/without.html > stdout 2> stderr || status=$?
[ $status -eq 1 ] || fail "without gnuplot it exits $status"
says 'charts could not be drawn: there is no gnuplot on the PATH'
grep -q 'charts could not be drawn: there is no gnuplot' r/without.html || fail "the page does not say why it has no charts"
exits 2 gate --only calm logs --baseline-logs logs
exits 4 gate --only calm logs --html r/none.html --baseline-logs nowhere
exits 2 gate --only calm logs --junit /dev/null
says '/dev/null: is there, and no regular file'
[ -c /dev/null ] || fail "/dev/null was replaced"
# Nothing to gate, and a report all the same.
exits 4 gate --only calm worse.log --junit r/none.xml
grep -q '<error type="fault"' r/none.xml || fail "the JUnit report does not tell why nothing was gated"

# GitHub: a summary, outputs, annotations, and nothing of the text is taken for a command.
status=0
GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=summary.md GITHUB_OUTPUT=output.txt \
  "$WVAGATE" gate --only calm --scenario calm=worse.log > stdout || status=$?
[ $status -eq 1 ] || fail "in GitHub Actions it exits $status"
cmp -s summary.md r/m.md || fail "the step summary is not the Markdown report"
grep -q '^verdict=fail$' output.txt && grep -q '^exit_code=1$' output.txt || fail "no outputs"
line=$(grep -n '"itl.compliance_pct"' baselines/calm.json | cut -d: -f1)
has "::error file=baselines/calm.json,line=$line,title=calm%3A itl.compliance_pct::regressed: "
[ "$(grep -c '^::error ' stdout)" -le 9 ] || fail "too many annotations"
[[ $(head -1 stdout) =~ ^::stop-commands::[0-9a-f]{64}$ ]] || fail "the text is not shielded"

# -- the same bytes twice, and whatever the directory -------------------------------------------------------------------
for run in 1 2; do
  status=0
  "$WVAGATE" gate --json --only calm --scenario calm=worse.log > "again-$run.json" || status=$?
done
same "a gate's second run" again-1.json again-2.json
grep -qF "$work" again-1.json r/* && fail "an absolute path is in a report"

# -- nothing that was named is passed over ------------------------------------------------------------------------------
exits 4 gate --only calm logs nowhere.log --junit r/nowhere.xml
has 'nowhere.log: is not there'
grep -q '<error type="fault" message="nowhere.log: is not there' r/nowhere.xml || fail "the JUnit report does not tell of a log that is not there"
exits 2 gate --only calm logs --benchmark nowhere.json
has 'no baseline is of benchmarks'
mkdir both && cp logs/calm-1.log both/calm-9.log && log both/calm-8.log 5 4
exits 1 gate --only calm --scenario calm=better.log both/calm-8.log
has '2 runs: better.log, calm-8.log'
for option in --release --junit --markdown --tap --html; do
  exits 2 gate --only calm logs $option ''
  says "$option: is empty"
done
mkdir last-release && cp baselines/calm.json last-release && sed 's/"scenario": "calm"/"scenario": "gone"/' baselines/calm.json > last-release/gone.json
exits 2 gate --only calm logs --release last-release
says 'has no baseline of "gone", which the last release has'
exits 2 gate --only calm logs --junit r/same --tap r/same
says 'r/same: would be written over'
exits 2 gate --only calm logs --html logs/calm-1.log
exits 2 gate --only calm --scenario calm=worse.log --baseline-logs logs --html logs/calm-1.log
exits 2 gate --only calm logs --junit baselines/calm.json
rm last-release/gone.json && cp -r baselines more-baselines && sed 's/"scenario": "calm"/"scenario": "other"/' baselines/calm.json > more-baselines/other.json
exits 2 gate --only calm logs --release last-release --junit last-release/calm.json
exits 2 gate --baselines more-baselines --only calm logs --tap more-baselines/other.json
exits 0 baseline lint baselines/calm.json last-release/calm.json more-baselines/other.json
exits 0 gate --only calm --html r/passes.html --baseline-logs logs logs
mkdir piped && cp baselines/calm.json piped && mkfifo piped/z.json
exits 2 baseline lint piped
says 'piped/z.json: is no regular file'
status=0
GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=/dev/full GITHUB_OUTPUT=late.txt "$WVAGATE" gate --only calm logs > stdout 2> stderr || status=$?
[ $status -eq 2 ] && grep -q '^exit_code=2$' late.txt || fail "GitHub is told another exit code than $status: $(cat late.txt)"

# -- throughput: results of a benchmark, as ratios to the reference scan of the same run --------------------------------
# result FILE EXTRACT MEMCHR: what Google Benchmark writes, in bytes a second.
result() {
  printf '{"context": {},\n"benchmarks": [\n{"name": "extract/text", "run_name": "extract/text", "run_type": "iteration", "bytes_per_second": %s},\n{"name": "reference/memchr", "run_name": "reference/memchr", "run_type": "iteration", "bytes_per_second": %s}]}\n' \
    "$2" "$3" > "$1"
}
result usual.json 4e9 10e9
result faster-machine.json 8.1e9 20e9
result slower.json 3e9 10e9
exits 2 baseline record extractor --baselines benches
says 'name logs, or --benchmark FILE'
exits 2 baseline record extractor --baselines benches --benchmark usual.json logs
exits 0 baseline record extractor --baselines benches --benchmark usual.json
accept extractor --baselines benches --reason 'the first one'
grep -q '"value": 0.4,' benches/extractor.json || fail "the ratio is not 0.4"
exits 0 gate --baselines benches --benchmark usual.json
has '1 of 1 metric in 1 scenario gated'
exits 0 gate --baselines benches --benchmark faster-machine.json
exits 1 gate --baselines benches --benchmark slower.json --html r/slower.html --junit r/slower.xml
has 'extractor.ratio_to_memchr  regressed'
exits 4 gate --baselines benches logs
has 'is of benchmarks, and no result of one was given'
exits 4 gate --baselines benches --benchmark nowhere.json
has 'nowhere.json: cannot be opened'
sed 's/reference/other/g' usual.json > lacking.json
exits 4 gate --baselines benches --benchmark lacking.json
has 'has no bytes_per_second of a benchmark "reference/memchr"'
sed 's/"metrics": {/"metrics": {"itl.compliance_pct": {"better": "higher", "level": "error", "value": 1, "runs": [1], "limit": null, "tolerance": {"abs": 1, "rel": 0}, "why": "", "waiver": null},/' \
  benches/extractor.json > mixed.json
mkdir mixed && sed 's/"scenario": "extractor"/"scenario": "mixed"/' mixed.json > mixed/mixed.json
exits 2 baseline lint mixed
says 'metrics of benchmarks stand beside metrics of logs'

# -- hostile names ------------------------------------------------------------------------------------------------------
evil='x"><script>|`@all ::error::%0A$(id).log'
cp worse.log "$evil"
exits 1 gate --only calm --scenario calm="$evil" --junit r/evil.xml --markdown r/evil.md --tap r/evil.tap --html r/evil.html
python3 -c 'import xml.etree.ElementTree as t; t.parse("r/evil.xml")'
grep -qF '"><script' r/evil.xml r/evil.md r/evil.html && fail "a name becomes markup"
grep -q '[^#]@all' r/evil.md && fail "a name becomes a mention"

# -- killed at any moment, no file is half there ------------------------------------------------------------------------
exits 0 baseline record calm better.log
cp baselines/calm.candidate.json candidate.kept
for delay in 0.000 0.001 0.002 0.003 0.004 0.006 0.008 0.010 0.015 0.020; do
  cp candidate.kept baselines/calm.candidate.json
  cp kept.json baselines/calm.json
  timeout -s KILL $delay "$WVAGATE" baseline accept calm --reason x > /dev/null 2>&1 || true
  timeout -s KILL $delay "$WVAGATE" gate --only calm --scenario calm=better.log --junit r/killed.xml > /dev/null 2>&1 || true
  exits 0 baseline lint baselines/calm.json
  [ ! -e r/killed.xml ] || python3 -c 'import xml.etree.ElementTree as t; t.parse("r/killed.xml")'
done
cp kept.json baselines/calm.json
rm -f baselines/.calm.json.* baselines/calm.candidate.json

# -- compare ------------------------------------------------------------------------------------------------------------
exits 0 compare logs/calm-1.log worse.log
has 'itl.compliance_pct'
has 'worse'
grep -q 'shift: B - A; it has bounds where both sides have three runs' stdout || fail "compare does not say what a shift is"
grep -q 'worse$' stdout || fail "compare of single runs does not say what is worse"
exits 0 compare many more
grep -q 'by a shift whose bounds do not include 0' stdout || fail "compare does not say what is better"
awk '/ … / && /(better|worse)$/ { for (i = 2; i < NF; i++) if ($i == "…" && $(i - 1) <= 0 && $(i + 1) >= 0) exit 1 }' stdout ||
  fail "compare calls a shift better or worse that may be none"
exits 0 compare --json many more
has '"schema": "wvagate.comparison/1"'
has '"lower": '
exits 4 compare logs/calm-1.log missing.log
exits 2 compare logs/calm-1.log
exits 2 compare - -

done_checking
