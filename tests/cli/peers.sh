#!/usr/bin/env bash
# The programs that ci/peers.sh times do the same work: on its logs, the awk script and the Python parser give the rows of
# `wvagate extract`, and the logs are as dense as the script says.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
command -v mawk > /dev/null && command -v python3 > /dev/null || { echo "no mawk or no python3 here"; exit 77; }
cd "$work"

bash "$SOURCE_DIR/ci/peers/make_logs.sh" "$WVAGATE" 512KiB "$work"
for log in text json dense small; do
  exits 0 extract $log.log
  cut -d, -f1-15 stdout > $log.csv
done
[ "$(wc -l < small.csv)" -eq 36 ] || fail "small.log has not 35 samples: $(wc -l < small.csv)"
for awk in mawk gawk; do
  command -v $awk > /dev/null || continue
  for log in text dense small; do
    $awk -f "$SOURCE_DIR/ci/peers/extract.awk" $log.log > got.csv
    same "$awk on $log.log" $log.csv got.csv
  done
done
for log in text json; do
  python3 "$SOURCE_DIR/ci/peers/extract.py" $log.log > got.csv
  same "Python on $log.log" $log.csv got.csv
done
# share LOG PERCENT: so many of its bytes are in lines with a marker, as the script says.
share() {
  python3 - "$1.log" "$2" <<'PY' || fail "$1.log is not as dense as ci/peers/make_logs.sh says"
import re, sys
markers = re.compile(rb"System data prepared for optimization|Optimization solution|Metrics collected for VA|alpha|"
                     rb"Found SLO for model|Tuner validation succeeded|Tuner NIS validation failed|Zap logger initialized|"
                     rb"successfully acquired lease|Reconciliation completed|Processing model|Processing decision")
lines = open(sys.argv[1], "rb").read().splitlines(keepends=True)
share = 100 * sum(len(line) for line in lines if markers.search(line)) / sum(map(len, lines))
print(f"{sys.argv[1]}: {share:.1f} %")
sys.exit(abs(share - float(sys.argv[2])) > 3)
PY
  checks=$((checks + 1))
}
share text 73
share json 38
share dense 90

done_checking
