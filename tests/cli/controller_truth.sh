#!/usr/bin/env bash
# Logs of the controllers of 2026 and what those controllers held inside: `extract`, its claims and mismatches, and the counts
# of `analyze` and `doctor` against both, value by value.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
command -v python3 > /dev/null || { echo "skipped: no python3"; exit 77; }
[ -n "$RECORDINGS_DIR" ] || { echo "skipped: RECORDINGS_DIR names no directory of recordings"; exit 77; }
[ -d "$RECORDINGS_DIR/controller" ] || { echo "skipped: $RECORDINGS_DIR has no directory controller"; exit 77; }
RECORDINGS_DIR=$(realpath "$RECORDINGS_DIR")
cd "$work"

# CONTROLLER_LOGS selects some of the logs by a glob of their paths below RECORDINGS_DIR.
python3 -B "$SOURCE_DIR/tests/recordings/controller_truth.py" "$WVAGATE" "$RECORDINGS_DIR" \
  ${CONTROLLER_LOGS:+--only "$CONTROLLER_LOGS"} > differences.txt || {
  grep -v '^ok ' differences.txt | head -n 400 || true
  fail "$(tail -n 1 differences.txt)"
}
checks=$(grep -c '^ok ' differences.txt)
tail -n 1 differences.txt
done_checking
