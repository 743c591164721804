#!/usr/bin/env bash
# Ten years of nightly runs in an SQLite store: 3,650 run-sets of each of 20 scenarios, 3 runs of 120 figures each, 26
# million values. Says how large the file is, and how long `track` takes on it: medians of 9 runs each, page cache warm.
#   WVAGATE=BINARY [NIGHTS=3650] ci/ten_years.sh [DIRECTORY]
# DIRECTORY: for the store, which stays, and is not filled again; 3 GiB must be free there.
set -euo pipefail
WVAGATE=$(realpath "${WVAGATE:?set WVAGATE to the program}")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
directory=${1:-$(mktemp -d)}
mkdir -p "$directory"
cd "$directory"
nights=${NIGHTS:-3650}

[ -e ten-years.db ] || {
  echo "filling $PWD/ten-years.db"
  "$WVAGATE" metrics --json > metrics.json
  for ((first = 0; first < nights; first += 365)); do
    python3 - "$first" $((first + 365 < nights ? first + 365 : nights)) << 'PYTHON' > year.ndjson
import datetime
import json
import random
import sys

metrics = [metric["name"] for metric in json.load(open("metrics.json", encoding="utf-8"))["metrics"]][:120]
first, last = map(int, sys.argv[1:])
for night in range(first, last):
    draw = random.Random(night).random
    date = datetime.datetime(2016, 1, 1) + datetime.timedelta(days=night)
    for scenario in range(20):
        runs = ",".join(
            '{"log":"run-%d.log","sha256":"%064x","figures":{%s}}'
            % (run, night * 60 + scenario * 3 + run, ",".join('"%s":%r' % (name, 100 * draw()) for name in metrics))
            for run in range(3))
        print('{"schema":"wvagate.run_set/1","tool":{"name":"wvagate","version":"0.1.0"},"scenario":"scenario-%02d",'
              '"release":"nightly-%s","commit":"%040x","date":"%sZ","controller":null,"definitions":1,"policy":{"name":'
              '"cycle","dedup_window_s":5,"slo_itl_ms":null,"slo_ttft_ms":null},"accelerator":"H100","model":"org/model",'
              '"runs":[%s]}' % (scenario, date.date(), night, date.isoformat(), runs))
PYTHON
    "$WVAGATE" track add --store ten-years.db year.ndjson
  done
  rm year.ndjson metrics.json
}
echo "file: $(($(stat -c %s ten-years.db) / 1000000)) MB"

median_ms() {  # COMMAND…: its median time, ms
  python3 - "$@" << 'PYTHON'
import statistics
import subprocess
import sys
import time

def run():
    start = time.perf_counter()
    subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
    return 1000 * (time.perf_counter() - start)

run()
print(f"{statistics.median(run() for _ in range(9)):.0f} ms")
PYTHON
}

log=$root/fixtures/synth/staircase-1.log
echo "add: $(median_ms sh -c '"$1" track add --store ten-years.db --scenario scenario-07 --release "now-$$" "$2"' _ "$WVAGATE" "$log")"
echo "show, a metric of a scenario: $(median_ms "$WVAGATE" track show --store ten-years.db --scenario scenario-07 itl.compliance_pct)"
echo "show, a metric of 20 scenarios: $(median_ms "$WVAGATE" track show --store ten-years.db itl.compliance_pct)"
echo "show, 10 metrics of a scenario: $(median_ms "$WVAGATE" track show --store ten-years.db --scenario scenario-07 \
  {itl,ttft}.{compliance_pct,observed.p95_ms,observed.mean_ms,gaps.total_min,gaps.count})"
echo "report, 10 metrics of 20 scenarios: $(median_ms "$WVAGATE" track report --store ten-years.db --out report.html \
  {itl,ttft}.{compliance_pct,observed.p95_ms,observed.mean_ms,gaps.total_min,gaps.count})"
rm report.html
