#!/usr/bin/env bash
# Rewrites the expectations of the golden cases from what the program does now. Read `git diff tests/golden` after it.
#   ci/approve.sh [BINARY [CASE…]]     BINARY: build/ci/bin/wvagate, or what WVAGATE says
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
WVAGATE=${1:-${WVAGATE:-$root/build/ci/bin/wvagate}}
[ $# -eq 0 ] || shift
[ -x "$WVAGATE" ] || {
  echo "ci/approve.sh: $WVAGATE is no program; build it, or name another" >&2
  exit 2
}
export WVAGATE
exec bash "$root/tests/golden/run.sh" --approve "$@"
