#!/usr/bin/env bash
# Shows that check_layers.sh can fail: plants one wrong include of each kind in a copy of the sources.
#   ci/check_layers_selftest.sh ROOT
set -euo pipefail
root=${1:?usage: ci/check_layers_selftest.sh ROOT}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$root/analysis" "$root/harness" "$copy"

expect() {  # FILE LINE-OF-CODE MESSAGE
  cp "$copy/$1" "$copy/kept"
  echo "$2" >> "$copy/$1"
  if said=$(bash "$root/ci/check_layers.sh" "$copy"); then
    echo "not caught: $2 in $1"
    exit 1
  fi
  grep -qF "$3" <<< "$said" || { echo "caught with other words: $said"; exit 1; }
  mv "$copy/kept" "$copy/$1"
}

expect analysis/core/time.cpp '#include "analysis/sample/sample.hpp"' 'analysis/core must not include analysis/sample/sample.hpp'
expect analysis/sample/series.cpp '#include "harness/ingest/marker.hpp"' 'analysis/sample must not include'
expect harness/report/csv.cpp '#include "harness/store/json_writer.hpp"' 'harness/report must not include'
expect harness/ingest/marker.cpp '#include <rapidjson/writer.h>' 'RapidJSON belongs in harness/store'
expect analysis/metric/gap.cpp 'void f() { std::cout << 1; }' 'printing belongs in harness/cli'
bash "$root/ci/check_layers.sh" "$copy" > /dev/null
echo "each wrong include was caught"
