#!/usr/bin/env bash
# selftest on the fixtures' baselines: whatever is worse than its tolerance is caught or says why not; and a gate that lets
# a regression through is found out.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
cd "$work"
export SOURCE_DATE_EPOCH=1764547200  # 2025-12-01

has() {  # TEXT: standard output of the last run holds TEXT
  grep -qF -e "$1" stdout || { cat stdout >&2; fail "standard output lacks: $1"; }
  checks=$((checks + 1))
}
python() {  # reads the last run's JSON into `doc`, with `rows` as (scenario, regression)
  python3 -c 'import json, sys
doc = json.load(open("stdout"))
rows = [(s["scenario"], r) for s in doc["scenarios"] for r in s["regressions"]]
exec(sys.stdin.read())' || fail "the JSON of the last run is not as it must be"
  checks=$((checks + 1))
}
cp -r "$SOURCE_DIR/baselines" baselines
synth=$fixtures/synth
staircase=("$synth"/staircase-[123].log)

# -- the fixtures' gate -------------------------------------------------------------------------------------------------
exits 0 selftest --json "${staircase[@]}" "$synth/tuner-drift.log" "$synth/restarts.log"
python <<'PY'
assert doc["schema"] == "wvagate.selftest/1" and doc["exit_code"] == 0
assert [s["scenario"] for s in doc["scenarios"]] == ["restarts", "staircase", "tuner-drift"]
assert doc["passed"] == 0 and doc["caught"] > 40
assert sum(doc[key] for key in ("caught", "passed", "undecided", "not_injected")) == \
    sum(1 for _, r in rows if r["asked_tolerances"] >= 1)
for scenario, r in rows:
    where = (scenario, r)
    if r["result"] == "not-injected":
        assert r["note"] and r["verdict"] is None and r["injected"] is None, where
        continue
    assert r["injected"] > r["asked_tolerances"] * r["tolerance"], where
    assert r["evidence"] in ("limit", "runs"), where
    if r["asked_tolerances"] >= 1:
        assert r["result"] in ("caught", "undecided"), where
    if r["result"] == "undecided":
        assert r["verdict"] == "not-enough-evidence" and r["evidence"] == "runs", where
for s in doc["scenarios"]:
    baseline = json.load(open("baselines/%s.json" % s["scenario"]))["metrics"]
    gating = {name for name, metric in baseline.items() if metric["level"] == "error"}
    assert {r["metric"] for r in s["regressions"]} == gating and s["gating"] == len(gating), s["scenario"]
    assert s["tested"] == s["gating"], s["scenario"]
    for metric in gating:
        asked = {r["asked_tolerances"] for r in s["regressions"] if r["metric"] == metric}
        tolerance = next(r["tolerance"] for r in s["regressions"] if r["metric"] == metric)
        assert asked == ({0.5, 1, 2} if tolerance > 0 else {1}), metric
    damaged = {d["damage"]: d["outcome"] for d in s["damaged_logs"]}
    assert damaged["duplicated-cycles"] == "quiet" and damaged["cut-line"] == "refused", damaged
    assert damaged["missing-tail"] in ("caught", "undecided", "passed", "refused"), damaged
alone = [s["false_alarms"] for s in doc["scenarios"]]
assert alone[0] == alone[2] == [], alone
assert alone[1][0]["method"] == "leave one out" and alone[1][0]["trials"] == 3, alone
PY

edit() {  # SCENARIO: changes its baseline `b` by the Python on standard input
  python3 -c 'import json, sys
path = "baselines/%s.json" % sys.argv[1]
b = json.load(open(path))
exec(sys.stdin.read())
json.dump(b, open(path, "w"))' "$1"
}
# Replaying takes most of the time, and is left out from here on.
for scenario in restarts staircase tuner-drift; do
  edit $scenario <<< 'b["metrics"] = {name: m for name, m in b["metrics"].items() if "replay" not in name}'
done
cp -r baselines kept
exits 0 selftest --json --only restarts "$synth/restarts.log"
cp stdout first.json
exits 0 selftest --json --only restarts "$synth/restarts.log"
same "the second run" first.json stdout
exits 0 selftest --only tuner-drift "$synth/tuner-drift.log"
has 'pass: of the regressions beyond a tolerance'
has '6 of 6 gating metrics in 1 scenario tested'
[ "$(sed -n '2,$p' stdout | grep -cE '^tuner-drift .* passed$')" -gt 0 ] || fail "nothing below the tolerance passes"
# What is compressed is cut behind its inflating.
gzip -c "$synth/restarts.log" > restarts.log.gz
exits 0 selftest --only restarts restarts.log.gz
has 'cut-line           refused'
# Standard input is read once: no cuts.
status=0
"$WVAGATE" selftest --only restarts --scenario restarts=- < "$synth/restarts.log" > stdout || status=$?
[ $status -eq 0 ] || fail "standard input: exit $status"
grep -q cut-line stdout && fail "standard input is cut"

# -- a gate that lets regressions through -------------------------------------------------------------------------------
# Three runs cannot tell every regression of a tolerance, and this baseline takes that for a pass.
edit staircase <<< 'b["defaults"]["insufficient"] = "off"'
exits 0 gate --only staircase "${staircase[@]}"
exits 1 selftest --only staircase "${staircase[@]}"
has 'fail: of the regressions beyond a tolerance'
sed -n 2p stdout | grep -qE '^staircase .* not-enough-evidence +passed$' || fail "what passes is not the first row"
exits 1 selftest --json --only staircase "${staircase[@]}"
has '"exit_code": 1'
# As it was, they are undecided: 3 where that is asked for.
cp kept/staircase.json baselines/staircase.json
exits 3 selftest --strict --only staircase "${staircase[@]}"
has 'runs a side would do'
# A tolerance that no injection gets beyond leaves nothing caught.
edit tuner-drift <<'PY'
for name, metric in b["metrics"].items():
    metric["tolerance"] = {"abs": 1e9, "rel": 0}
PY
exits 0 selftest --only tuner-drift "$synth/tuner-drift.log"
has 'cannot be made that much worse'
has 'of the regressions beyond a tolerance 0 caught, 0 passed, 0 undecided, '
has '0 of 6 gating metrics in 1 scenario tested'
exits 3 selftest --strict --only tuner-drift "$synth/tuner-drift.log"
# A metric that fails by itself tells nothing of injections.
cp kept/tuner-drift.json baselines/tuner-drift.json
edit tuner-drift <<< 'b["metrics"]["itl.compliance_pct"]["limit"] = {"min": 99.9, "max": None}'
exits 1 gate --only tuner-drift "$synth/tuner-drift.log"
exits 0 selftest --only tuner-drift "$synth/tuner-drift.log"
has 'fails without an injection: limit-violated'
has '5 of 6 gating metrics in 1 scenario tested'
# A waiver is a decision to let it through.
cp kept/tuner-drift.json baselines/tuner-drift.json
edit tuner-drift <<'PY'
b["metrics"]["itl.gaps.total_min"]["waiver"] = {"reason": "r", "issue": "#7", "expires": "2025-12-01", "max": None}
PY
exits 0 selftest --only tuner-drift "$synth/tuner-drift.log"
has 'waived'

# -- nothing to test, and wrong usage -----------------------------------------------------------------------------------
exits 2 selftest
says 'selftest: no log'
exits 2 selftest --baselines nowhere "${staircase[@]}"
exits 2 selftest --only 'x*' "${staircase[@]}"
says 'no scenario is called "x*"'
exits 2 selftest --scenario nobody="$synth/restarts.log"
exits 4 selftest --only restarts "$synth/tuner-drift.log"
says 'tuner-drift.log: no baseline'"'"'s patterns match its name: not gated'
has "no log's name matches"
has 'not tested: '
exits 4 selftest --only restarts --scenario restarts=missing.log
head -c -20 "$synth/restarts.log" > cut.log
exits 4 selftest --json --only restarts --scenario restarts=cut.log
has 'ends in the middle of a line'
mkdir ratio
sed 's/"itl.compliance_pct"/"extractor.ratio_to_memchr"/; s/"scenario": "staircase"/"scenario": "ratio"/' \
  kept/staircase.json | python3 -c 'import json, sys
b = json.load(sys.stdin)
b["metrics"] = {"extractor.ratio_to_memchr": b["metrics"]["extractor.ratio_to_memchr"]}
json.dump(b, open("ratio/ratio.json", "w"))'
exits 2 selftest --baselines ratio "$synth/restarts.log"
says 'selftest: all baselines are of benchmarks'
edit restarts <<< 'b["accepted"] = None'
exits 2 selftest --only restarts "$synth/restarts.log"
says 'nobody has accepted it'

done_checking
