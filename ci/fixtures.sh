#!/usr/bin/env bash
# The main job: installs what is missing, builds wvagate and analyzes the fixtures: figures on the terminal, an
# experiment directory for each under out/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash ci/setup.sh --for run
cmake --preset release > /dev/null
cmake --build --preset release
build/release/bin/wvagate analyze --out out --force --slo-itl 10 --slo-ttft 1000 fixtures/*.log
printf '\nexperiment directories:\n'
printf '  %s\n' "$PWD"/out/*/
