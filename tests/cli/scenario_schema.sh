#!/usr/bin/env bash
# fixtures/synth/scenario.schema.json and `synth` agree: on the fixtures' scenarios, the README's example, a scenario with
# every key, and on what slips make of that.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
command -v python3 > /dev/null || { echo "skipped: no python3"; exit 77; }
cd "$work"

printf 'minute,rpm\n0,100\n' > load.csv
cat > every.json <<'JSON'
{
 "schema": "wvagate.scenario/1", "name": "every-key", "seed": 3, "start": "2026-01-05T09:00:00Z", "duration_min": 20,
 "interval_s": 30,
 "controller": {
  "tuner": {"gain": 0.5},
  "restarts": [{"at_min": 5, "down_min": 1, "mid_cycle": true}],
  "duplicates": {"probability": 0.5, "after_ms": 20}
 },
 "actuation": {"delay_s": 90, "jitter_s": 10, "failure_probability": 0.1},
 "noise": {"itl_rel": 0.02, "ttft_rel": 0.03, "rate_rel": 0.02, "tokens_rel": 0.01, "ar1": 0.3},
 "log": {"dialect": "json", "wrapper": "stern", "chatter_lines": 2, "crlf": true, "byte_order_mark": true},
 "variants": [
  {
   "name": "one", "namespace": "serving", "model": "acme/a", "service_class": "Free", "accelerator": "L40S",
   "unit_cost": 30, "max_batch": 128, "planned_batch": 256, "min_replicas": 1, "replicas": 2, "max_replicas": 8,
   "in_tokens": 250, "out_tokens": 480,
   "slo": {"itl_ms": 9, "ttft_ms": 1000},
   "true": {"alpha": 7.1, "beta": 0.05, "gamma": 16, "delta": 0.0004},
   "believed": [
    {"at_min": 0, "alpha": 7.4, "beta": 0.04, "gamma": 15, "delta": 0.0003},
    {"at_min": 9, "alpha": 7.2, "beta": 0.04, "gamma": 15, "delta": 0.0003}
   ],
   "load": [
    {"kind": "step", "from_min": 1, "to_min": 6, "rpm": 700},
    {"kind": "ramp", "from_min": 1, "to_min": 6, "from_rpm": 100, "to_rpm": 700},
    {"kind": "sine", "mean_rpm": 100, "amplitude_rpm": 50, "period_min": 7},
    {"kind": "bursts", "every_min": 9, "lasts_min": 2, "rpm": 900},
    {"kind": "recorded", "file": "load.csv"}
   ],
   "idle": [{"from_min": 8, "to_min": 9}],
   "without_metrics": [{"from_min": 11, "to_min": 12}]
  },
  {
   "name": "two", "namespace": "serving", "model": "acme/b", "in_tokens": 250, "out_tokens": 480,
   "slo": [{"at_min": 0, "itl_ms": 9, "ttft_ms": 1000}, {"at_min": 4, "itl_ms": 8, "ttft_ms": 1000}],
   "true": {"alpha": 7.1, "beta": 0.05, "gamma": 16, "delta": 0.0004},
   "believed": {"alpha": 7.1, "beta": 0.05, "gamma": 16, "delta": 0.0004},
   "load": []
  }
 ]
}
JSON
stride=1
[ -z "$SANITIZED" ] || stride=7  # each start takes ten times as long
made=$(python3 "$SOURCE_DIR/tests/cli/lib/check_scenario_schema.py" "$WVAGATE" "$fixtures/synth" every.json $stride) ||
  fail "the schema and synth do not agree"
checks=$((checks + made))

# The slips that are made most, by name.
refused() {  # TEXT SED-SCRIPT
  sed "$2" every.json > slip.json
  ! cmp -s every.json slip.json || fail "$2 changes nothing"
  exits 2 synth slip.json
  says "$1"
  python3 - "$SOURCE_DIR/tests/cli/lib" "$fixtures/synth/scenario.schema.json" slip.json <<'PY' || fail "the schema takes $2"
import json, sys
sys.path.insert(0, sys.argv[1])
from json_schema import Schema
sys.exit(not Schema(json.load(open(sys.argv[2]))).faults(json.load(open(sys.argv[3]))))
PY
  checks=$((checks + 1))
}
refused '"duration" is unknown' 's/"interval_s"/"duration": 3, "interval_s"/'
refused '"duration_min" is a text, not a number' 's/"duration_min": 20/"duration_min": "20"/'
refused '"ar1" is 1, not a number from 0 to 0.999' 's/"ar1": 0.3/"ar1": 1/'
refused '"dialect" is "yaml"' 's/"dialect": "json"/"dialect": "yaml"/'
refused '"model" is not there' 's/"model": "acme\/a", //'

# The schema is no scenario.
mkdir made
bash "$SOURCE_DIR/ci/make_fixtures.sh" "$WVAGATE" made
[ ! -e made/scenario.schema.log ] || fail "ci/make_fixtures.sh takes the schema for a scenario"
done_checking
