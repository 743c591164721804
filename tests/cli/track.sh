#!/usr/bin/env bash
# History across releases, on an SQLite file: what is added from what, what is shown, and that exports come back the same.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
cp -r "$SOURCE_DIR/baselines" "$fixtures/synth" "$work"
cd "$work"

prints() {  # TEXT: standard output of the last run is just this
  [ "$(cat stdout)" = "$1" ] || { cat stdout >&2; fail "standard output is not: $1"; }
  checks=$((checks + 1))
}
export_of() { "$WVAGATE" track export --store "$1" --format "$2"; }

# Logs go to the scenarios whose baselines' patterns match; the order in which they are named is no difference.
exits 0 track add --release v1 synth/staircase-[123].log synth/restarts.log
prints 'restarts v1: added 1 run
staircase v1: added 3 runs'
exits 0 track add --release v1 synth/staircase-3.log synth/staircase-1.log synth/staircase-2.log
prints 'staircase v1: is there already, nothing changed'

# Another run-set under the same key is refused with what differs, and changes nothing.
export_of wvagate.db ndjson > before
exits 2 track add --release v1 --scenario staircase synth/staircase-worse.log
says 'wvagate.db: has another run-set of staircase for release v1: date: 2026-01-05T09:00:15.021Z is stored'
says 'help: --replace puts the new one in its place'
export_of wvagate.db ndjson > after
same "a refused run-set" before after
exits 0 track add --release v1 --commit abc --scenario staircase --controller v0.5 --date 2026-02-01 synth/staircase-worse.log
exits 0 track add --release v1 --commit abc --scenario staircase --date 2026-02-01T10:00:00+01:00 --replace synth/staircase-1.log
prints 'staircase v1 abc: replaced by 1 run'
"$WVAGATE" track show itl.compliance_pct --scenario 'stair*' --json > shown.json
grep -q '"date": "2026-02-01T09:00:00.000Z"' shown.json || fail "--date and its zone"

# Figures that were computed elsewhere are the same run-set as the log that they are of.
"$WVAGATE" analyze --json synth/staircase-[123].log > figures.json
exits 0 track add --release v1 --scenario staircase figures.json
prints 'staircase v1: is there already, nothing changed'

# A scenario's baseline says how its logs are measured, unless the command line does.
exits 0 track add --store other.db --release v1 --scenario none --policy notebook synth/staircase-1.log
exits 0 track show --store other.db itl.error.mae_ms --json
grep -q '"basis": "notebook, dedup 5 s, definitions 1, H100, acme/sparrow-8b"' stdout || fail "--policy"
sed 's/"name": "cycle"/"name": "notebook"/' baselines/restarts.json > restarts.json && mv restarts.json baselines
exits 0 track add --store other.db --release v1 synth/restarts.log
exits 0 track show --store other.db itl.error.mae_ms --scenario restarts --json
grep -q '"basis": "notebook,' stdout || fail "the baseline's policy"

# Exports come back the same, in either form and over either.
for format in csv ndjson; do
  export_of wvagate.db $format > all.$format
  exits 0 track add --store $format.db all.$format
  prints "all.$format: 3 run-sets added, 0 replaced, 0 there already"
  for again in csv ndjson; do
    export_of wvagate.db $again > expected
    export_of $format.db $again > got
    same "$format and back, as $again" expected got
  done
  exits 0 track add --store $format.db all.$format
  prints "all.$format: 0 run-sets added, 0 replaced, 3 there already"
done
sed 's/"date": "2026-01/"date": "2025-01/' all.ndjson > changed.ndjson
exits 2 track add --store ndjson.db changed.ndjson
exits 0 track add --store ndjson.db --replace changed.ndjson
prints 'changed.ndjson: 0 run-sets added, 2 replaced, 1 there already'

# What an export holds before a line that is broken is kept; adding it again does no harm.
{ cat all.ndjson; echo '{"schema":"wvagate.run_set/1"}'; } > broken.ndjson
exits 2 track add --store broken.db broken.ndjson
says 'broken.ndjson:4: "scenario" is not there'

# Wrong usage.
exits 2 track add synth/restarts.log
says '--release: is wanted: synth/restarts.log does not tell its release'
exits 2 track add --release v2 all.csv
says 'all.csv: holds run-sets that tell their own release'
exits 2 track add --release v2 synth/two-models.log
says "synth/two-models.log: no baseline's patterns match its name"
exits 2 track add --release v2 --scenario ../x synth/restarts.log
says '"../x" is no name'
exits 2 track add --release $'a\nb' --scenario x synth/restarts.log
exits 2 track add --release v2 --date yesterday --scenario x synth/restarts.log
says '--date: "yesterday" is no time'
exits 2 track add --release v2 --scenario x -
exits 4 track add --release v2 --scenario x synth/two-models.log
says 'has several variants'
exits 4 track add --release v2 --scenario x missing.log
exits 4 track add --release v2 --scenario x synth/restarts.log synth/restarts.log
says 'has the same content as'
exits 2 track show itl.no_such
says 'no run has a value of "itl.no_such"'
exits 2 track show itl.compliance_pct --scenario none
exits 2 track show itl.compliance_pct --store none.db
says 'none.db: cannot be opened: No such file or directory'
[ ! -e none.db ] || fail "show makes a store"

# The same content gives the same bytes, whenever it was added.
exits 0 track show itl.compliance_pct
cp stdout expected
mkdir again && cd again
"$WVAGATE" track add --baselines ../baselines ../all.csv > /dev/null
"$WVAGATE" track show itl.compliance_pct > ../got
cd ..
same "the same history" expected got

# A sparkline is drawn on a terminal alone.
! grep -qF -e ▁ -e ▄ -e █ stdout || fail "a sparkline outside of a terminal"
if command -v script > /dev/null; then
  TERM=xterm NO_COLOR=1 script -qec "'$WVAGATE' track show itl.compliance_pct" /dev/null > terminal < /dev/null
  grep -qF -e ▁ -e ▄ -e █ terminal || fail "no sparkline on a terminal"
fi

# Python's own reader takes the OpenMetrics, as OpenMetrics and as what a textfile collector reads.
export_of wvagate.db openmetrics > metrics.prom
[ "$(tail -n 1 metrics.prom)" = '# EOF' ] || fail "no end of OpenMetrics"
if /usr/bin/python3 -c 'import prometheus_client' 2> /dev/null; then
  /usr/bin/python3 - << 'PYTHON' || fail "the OpenMetrics are none"
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as prometheus
text = open("metrics.prom", encoding="utf-8").read()
strict = {family.name: family for family in openmetrics(text)}
assert strict["wvagate_itl_compliance_pct"].unit == "pct", strict["wvagate_itl_compliance_pct"]
assert all(family.type == "gauge" and family.documentation for family in strict.values())
samples = strict["wvagate_itl_compliance_pct"].samples
assert [s.labels["scenario"] for s in samples] == ["restarts", "staircase"], samples
assert samples[1].labels["commit"] == "abc" and abs(samples[1].value - 82.14285714285714) < 1e-12, samples
loose = {family.name: [(s.labels, s.value) for s in family.samples] for family in prometheus(text)}
assert loose == {name: [(s.labels, s.value) for s in family.samples] for name, family in strict.items()}
PYTHON
  checks=$((checks + 1))
fi
done_checking
