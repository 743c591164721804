#!/usr/bin/env bash
# The main job: installs what is missing, builds wvagate, gates the fixtures against baselines/ (the verdict on the
# terminal, as JUnit and Markdown under out/) and writes an experiment directory with charts and report.html for each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash ci/setup.sh --for run
cmake --preset release > /dev/null
cmake --build --preset release
mkdir -p out
gated=(fixtures/synth/staircase-[123].log fixtures/synth/tuner-drift.log fixtures/synth/restarts.log)
build/release/bin/wvagate analyze --out out --force --slo-itl 10 --slo-ttft 1000 fixtures/*.log fixtures/synth/*.log \
  > out/figures.txt
printf '\nexperiment directories, with report.html in each:\n'
printf '  %s\n' "$PWD"/out/*/
printf '\ngate:\n'
build/release/bin/wvagate gate --junit out/gate.xml --markdown out/gate.md "${gated[@]}"
