#!/usr/bin/env bash
# Writes the synthetic fixtures anew: fixtures/synth/*.log with the truth beside each. Read `git diff fixtures` after it.
#   ci/make_fixtures.sh [BINARY [DIRECTORY]]     BINARY: build/ci/bin/wvagate, or what WVAGATE says
#                                                DIRECTORY: where to, fixtures/synth itself where none is named
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
WVAGATE=${1:-${WVAGATE:-$root/build/ci/bin/wvagate}}
target=${2:-$root/fixtures/synth}
scenarios=$root/fixtures/synth

for scenario in "$scenarios"/*.json; do
  case $scenario in *.truth.json | *.schema.json) continue ;; esac
  name=$(basename "$scenario" .json)
  case $name in
    staircase)  # the runs of one scenario that a gate compares
      for seed in 1 2 3; do
        "$WVAGATE" synth "$scenario" --seed $seed --out "$target/staircase-$seed.log" --force
      done ;;
    *) "$WVAGATE" synth "$scenario" --out "$target/$name.log" --force ;;
  esac
done
