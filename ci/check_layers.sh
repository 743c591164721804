#!/usr/bin/env bash
# Fails where an include points the wrong way: each folder may include itself and the folders in its row.
#   ci/check_layers.sh [ROOT]
set -euo pipefail
root=${1:-$(dirname "${BASH_SOURCE[0]}")/..}
cd "$root"

# folder: what it may include besides itself
rules='
analysis/core:
analysis/statistics: analysis/core
analysis/sample: analysis/core
analysis/model: analysis/core analysis/statistics analysis/sample
analysis/metric: analysis/core analysis/statistics analysis/sample analysis/model
analysis/verdict: analysis/core analysis/statistics
harness/ingest: analysis
harness/store: analysis
harness/report: analysis
harness/plot: analysis
harness/synth: analysis
harness/gate: analysis harness
harness/bench: analysis harness
harness/cli: analysis harness
'
# pattern @ folder that alone may hold it @ what it is
confined='
include <rapidjson/ @harness/store@RapidJSON
include <yaml-cpp/ @harness/store@yaml-cpp
include <CLI/ @harness/cli@CLI11
include <z(lib|std)\.h> @harness/ingest@a compression library
std::(cout|cerr)|[^a-z_]f?printf\( @harness/cli@printing
getenv\( @harness/cli@the environment
[^a-z_:](std::)?exit\( @harness/cli@ending the process
'

fail=0
complain() {
  echo "$1: $2"
  fail=1
}

while IFS=: read -r file line include; do
  folder=$(dirname "$file")
  target=$(dirname "$include")
  [ "$folder" = "$target" ] && continue
  allowed=$(grep "^$folder:" <<< "$rules" | cut -d: -f2-) || { complain "$file:$line" "no rule for $folder; add one to ci/check_layers.sh"; continue; }
  found=no
  for prefix in $allowed; do
    case "$target" in "$prefix" | "$prefix"/*) found=yes ;; esac
  done
  [ $found = yes ] || complain "$file:$line" "$folder must not include $include; it may use:${allowed:- nothing}"
done < <(grep -rnHoE '^#include "[^"]+"' analysis harness --include='*.hpp' --include='*.cpp' | sed -E 's/#include "([^"]+)"/\1/')

while IFS=@ read -r pattern folder what; do
  [ -n "$pattern" ] || continue
  while IFS=: read -r file line _; do
    [ -n "$file" ] || continue
    complain "$file:$line" "$what belongs in $folder"
  done < <(grep -rnE "${pattern% }" analysis harness --include='*.hpp' --include='*.cpp' | grep -v "^$folder/" | grep -vE ':[0-9]+: *//' || true)
done <<< "$confined"

[ $fail -eq 0 ] || exit 1
echo "every include points the right way"
