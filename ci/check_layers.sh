#!/usr/bin/env bash
# Fails where a dependency points the wrong way: in an #include, or in a USES list of a folder's CMakeLists.txt.
#   ci/check_layers.sh [ROOT]
set -euo pipefail
shopt -s extglob
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/..}"

# folder: the folders it may use besides itself
rules='
analysis/core:
analysis/statistics: analysis/core
analysis/sample:     analysis/core
analysis/model:      analysis/core analysis/statistics analysis/sample
analysis/metric:     analysis/core analysis/statistics analysis/sample analysis/model
analysis/simulation: analysis/core analysis/sample analysis/model
analysis/verdict:    analysis/core analysis/statistics
analysis/history:    analysis/core analysis/statistics analysis/metric
harness/ingest:      analysis
harness/store:       analysis
harness/report:      analysis
harness/process:     analysis
harness/plot:        analysis harness/process
harness/synth:       analysis
harness/history:     analysis
harness/run:         analysis harness/ingest harness/store
harness/gate:        analysis harness/ingest harness/store harness/run
harness/bench:       analysis harness/ingest harness/store harness/report harness/plot harness/synth
harness/cli:         analysis harness
'
# what @ the places where alone it belongs @ how it shows, in a source or a CMakeLists.txt
confined='
RapidJSON              @ harness/store        @ include *<rapidjson/|wvagate_rapidjson
yaml-cpp               @ harness/store        @ include *<yaml-cpp/|wvagate_yaml
CLI11                  @ harness/cli          @ include *<CLI/|CLI11::
SQLite                 @ harness/history      @ include *<sqlite3\.h>|wvagate_sqlite
PostgreSQL             @ harness/history      @ include *<(libpq-fe|dlfcn)\.h>|wvagate_libpq_headers
Nettle                 @ harness/store        @ include *<nettle/|wvagate_nettle
a compression library  @ harness/ingest harness/bench @ include *<(isa-l/|z(lib|std)[a-z_]*\.h)|PkgConfig::ISAL|ZLIB::|wvagate_zstd
the file system        @ harness              @ include *<(fstream|filesystem|fcntl\.h|unistd\.h)>
printing               @ harness/cli harness/bench    @ std::(cout|cerr|clog)|(^|[^a-z_])(f?printf|puts|perror)\(
the environment        @ harness/cli          @ getenv\(
ending the process     @ harness/cli/main.cpp @ (^|[^A-Za-z_:.>])(std)?(::)?(_|quick_)?(exit|_Exit)\(
'

found=0
complain() {  # WHERE WHAT-RULE-IS-BROKEN WHAT-TO-DO
  echo "$1: $2; $3"
  found=$((found + 1))
}
folder_of() {  # PATH: its first two components, in $folder
  local rest=${1#*/}
  folder=${1%%/*}/${rest%%/*}
}

declare -A allowed library_of folder_of_library uses
while IFS=: read -r folder may; do
  [ -z "$folder" ] || allowed[$folder]=${may##+( )}
done <<< "$rules"

may_use() {  # FOLDER TARGET
  local entry
  for entry in "$1" ${allowed[$1]}; do
    case "$2" in "$entry" | "$entry"/*) return 0 ;; esac
  done
  return 1
}
known() {  # FOLDER WHERE
  [ -n "${allowed[$1]+set}" ] || { complain "$2" "no rule for $1" "add one to ci/check_layers.sh"; return 1; }
}

# Every word after USES of a wvagate_folder(), as "file:line:library:word"; the word is empty on the call's own line.
use_lists() {
  find analysis harness -name CMakeLists.txt -exec awk '
    { sub(/#.*/, ""); text = $0; gsub(/[()]/, " & ", text); n = split(text, word, /[ \t]+/)
      for (i = 1; i <= n; i++) {
        w = word[i]
        if (w == "wvagate_folder") { inside = 1; library = ""; listing = 0 }
        else if (!inside || w == "" || w == "(") continue
        else if (w == ")") inside = 0
        else if (library == "") { library = "wvagate_" w; print FILENAME ":" FNR ":" library ":" }
        else if (w == "SOURCES" || w == "USES") listing = (w == "USES")
        else if (listing) print FILENAME ":" FNR ":" library ":" w
      } }' {} +
}
lists=$(use_lists)
while IFS=: read -r file _ library used; do
  [ -n "$library" ] || continue
  folder_of "$file"
  library_of[$folder]=$library
  folder_of_library[$library]=$folder
  uses[$folder]="${uses[$folder]:-} $used"
done <<< "$lists"

# What FOLDER links, through other folders too, is added to $linked.
collect_linked() {
  local library target
  for library in ${uses[$1]:-}; do
    target=${folder_of_library[$library]:-}
    [ -z "$target" ] && continue
    case " $linked " in *" $target "*) continue ;; esac
    linked+=" $target"
    collect_linked "$target"
  done
}

while IFS=: read -r file line _ used; do
  folder_of "$file"
  target=${folder_of_library[${used:-none}]:-}
  [ -n "$target" ] || continue
  known "$folder" "$file:$line" || continue
  may_use "$folder" "$target" || complain "$file:$line" \
    "$folder must not use $used; it may use: ${allowed[$folder]:-nothing}" "take it out of USES"
done <<< "$lists"

includes=$(grep -rnE '^\s*#\s*include\s*"' analysis harness --include='*.hpp' --include='*.cpp' || true)
[ -n "$includes" ] || { echo "no sources below $PWD"; exit 1; }
while IFS=: read -r file line include; do
  include=${include#*\"}
  include=${include%%\"*}
  folder_of "$include"; target=$folder
  folder_of "$file"
  [ "$folder" = "$target" ] && continue
  known "$folder" "$file:$line" || continue
  if ! may_use "$folder" "$target"; then
    complain "$file:$line" "$folder must not include $include; it may use: ${allowed[$folder]:-nothing}" \
      "pass the value in, or move what both need to a folder below both"
  elif [ -n "${uses[$folder]+set}" ]; then
    linked=
    collect_linked "$folder"
    case " $linked " in
      *" $target "*) ;;
      *) complain "$file:$line" "$folder includes $include but does not link its library" \
           "add ${library_of[$target]:-the library of $target} to USES in $folder/CMakeLists.txt" ;;
    esac
  fi
done <<< "$includes"

while IFS=@ read -r what place pattern; do
  what=${what%%+( )} place=${place##+( )} pattern=${pattern# }
  place=${place%%+( )}
  [ -n "$pattern" ] || continue
  while IFS=: read -r file line text; do
    for here in $place; do [[ $file == "$here" || $file == "$here"/* ]] && continue 2; done
    [[ $text == *([[:space:]])//* || ($file == *.txt && $text == *([[:space:]])\#*) ]] && continue  # a comment
    complain "$file:$line" "$what belongs in ${place// / and } alone" "take it there, or go through what is there"
  done < <(grep -rnE "$pattern" analysis harness --include='*.hpp' --include='*.cpp' --include=CMakeLists.txt)
done <<< "$confined"

[ $found -eq 0 ] || exit 1
echo "every dependency points the right way"
