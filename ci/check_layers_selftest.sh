#!/usr/bin/env bash
# Shows that check_layers.sh can fail: breaks each kind of rule in a copy of the sources.
#   ci/check_layers_selftest.sh ROOT
set -euo pipefail
root=$(realpath "${1:?usage: ci/check_layers_selftest.sh ROOT}")
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

fresh() {
  rm -rf "${copy:?}"/*
  cp -r "$root/analysis" "$root/harness" "$copy"
}
refused() {  # MESSAGE: the check of the copy fails and says it
  local said
  if said=$(bash "$root/ci/check_layers.sh" "$copy"); then
    echo "not caught, expected: $1"
    exit 1
  fi
  grep -qF -- "$1" <<< "$said" || { printf 'expected: %s\nbut got: %s\n' "$1" "$said"; exit 1; }
}
plant() {  # FOLDER LINE-OF-CODE MESSAGE
  fresh
  mkdir -p "$copy/$1"
  echo "$2" > "$copy/$1/planted.cpp"
  refused "$1/planted.cpp:1: $3"
}

plant analysis/core '#include "analysis/sample/sample.hpp"' 'analysis/core must not include analysis/sample/sample.hpp'
plant analysis/model '#include "analysis/metric/gap.hpp"' 'analysis/model must not include'
plant analysis/simulation '#include "analysis/metric/gap.hpp"' 'analysis/simulation must not include analysis/metric'
plant analysis/sample '#include "harness/ingest/marker.hpp"' 'analysis/sample must not include'
plant harness/report '#include "harness/store/json_writer.hpp"' 'harness/report must not include'
plant harness/gate '#include "harness/cli/run.hpp"' 'harness/gate must not include'
plant harness/unheard_of '#include "analysis/core/time.hpp"' 'no rule for harness/unheard_of'

plant harness/ingest '#include <rapidjson/writer.h>' 'RapidJSON belongs in harness/store alone'
plant analysis/model '#include <yaml-cpp/yaml.h>' 'yaml-cpp belongs in harness/store alone'
plant harness/report '#include <CLI/CLI.hpp>' 'CLI11 belongs in harness/cli alone'
plant harness/store '#include <zstd.h>' 'a compression library belongs in harness/ingest and harness/bench alone'
plant analysis/sample '#include <fstream>' 'the file system belongs in harness alone'
plant analysis/metric 'void f() { std::cout << 1; }' 'printing belongs in harness/cli and harness/bench alone'
plant harness/ingest 'void f() { printf("1"); }' 'printing belongs in harness/cli and harness/bench alone'
plant harness/ingest 'const char* f() { return std::getenv("HOME"); }' 'the environment belongs in harness/cli alone'
plant harness/cli 'void f() { std::exit(1); }' 'ending the process belongs in harness/cli/main.cpp alone'

fresh
echo 'wvagate_folder(core SOURCES time.cpp USES wvagate_sample)' > "$copy/analysis/core/CMakeLists.txt"
refused 'analysis/core/CMakeLists.txt:1: analysis/core must not use wvagate_sample'
fresh
echo 'wvagate_folder(sample SOURCES series.cpp)' > "$copy/analysis/sample/CMakeLists.txt"
refused 'but does not link its library; add wvagate_core to USES in analysis/sample/CMakeLists.txt'
fresh
echo 'wvagate_folder(report SOURCES csv.cpp USES CLI11::CLI11)' > "$copy/harness/report/CMakeLists.txt"
refused 'harness/report/CMakeLists.txt:1: CLI11 belongs in harness/cli alone'

rm -rf "${copy:?}"/*
mkdir "$copy/analysis" "$copy/harness"
refused 'no sources below'

fresh
bash "$root/ci/check_layers.sh" "$copy" > /dev/null
echo "each wrong dependency was caught"
