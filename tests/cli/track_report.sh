#!/usr/bin/env bash
# The report of a history: what it finds, its exit codes, that it needs nothing but itself and runs nobody's code.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
lib=$SOURCE_DIR/tests/cli/lib
cd "$work"

store() {  # DB ARGUMENTS…: a made-up history
  local db=$1
  shift
  python3 "$lib/made_history.py" "$@" > history.ndjson
  "$WVAGATE" track add --store "$db" history.ndjson > /dev/null
}
holds() {  # FILE TEXT
  grep -qF -e "$2" "$1" || fail "$1 lacks: $2"
  checks=$((checks + 1))
}
lacks() {  # FILE TEXT
  ! grep -qF -e "$2" "$1" || fail "$1 has: $2"
  checks=$((checks + 1))
}

# It is advice, unless it is to fail.
store worse.db 24 14
exits 0 track report --store worse.db --out page.html
holds stdout 'staircase: itl.error_model.mae_ms worse by 1.458 since v0.14 ('
holds stdout 'Of 3 trends with ten run-sets or more, 1 ended on a change for the worse, 0 on one for the better'
exits 1 track report --store worse.db --out page.html --fail-on-change
exits 0 track report --store worse.db --out page.html --fail-on-change itl.compliance_pct
exits 0 track report --store worse.db --out again.html --seed 1
"$WVAGATE" track report --store worse.db --out page.html > /dev/null
same "the same history, the same page" page.html again.html

# What was mended does not fail, nor what is less than the baseline's tolerance, nor less than ten run-sets.
store mended.db 40 14 26
exits 0 track report --store mended.db --out mended.html --fail-on-change
holds stdout 'itl.error_model.mae_ms better by'
cp -r "$SOURCE_DIR/baselines" .
sed -i '/"itl.error_model.mae_ms"/,/}/s/"abs": [0-9.]*/"abs": 50/' baselines/staircase.json
exits 0 track report --store worse.db --out page.html --fail-on-change --baselines baselines
store few.db 9 4
exits 0 track report --store few.db --out few.html --fail-on-change
holds stdout 'Too few comparable run-sets to tell changes of level: it takes ten'

# A directory has the page, and each chart's script and data.
exits 0 track report --store worse.db --baselines "$SOURCE_DIR/baselines" --out report params.alpha.mean itl.error_model.mae_ms
for chart in s1_itl_error_model_mae_ms s1_params_alpha_mean s1_parameters s1_prediction_error s1_replay; do
  [ -s "report/$chart.gp" ] && [ -s "report/$chart.dat" ] || fail "report/$chart.* is not there"
done
exits 2 track report --store worse.db --out report
says 'report: is there already'
exits 0 track report --store worse.db --out report --force

# Nothing outside is asked for, and a name is shown, never run or taken for markup.
lacks report/report.html 'http-equiv=refresh'
lacks report/report.html '<b>=1'
holds report/report.html '&lt;b&gt;=1'
! grep -oE '(src|href)=["'\'']?[a-z]+:' report/report.html | grep -v '^href="http://www.w3.org' || fail "the page asks for something"
[ ! -e owned ] && [ ! -e report/owned ] || fail "a release's name was run"
if command -v gnuplot > /dev/null; then
  [ "$(grep -c '<figure' report/report.html)" -ge 4 ] || fail "charts are missing"
  [ -s report/s1_parameters.svg ] || fail "report/s1_parameters.svg is not there"
fi

# Without gnuplot the page is written, and says what it lacks.
status=0
PATH=/nowhere "$WVAGATE" track report --store worse.db --out bare.html > stdout 2> stderr || status=$?
[ $status -eq 0 ] || fail "without gnuplot: exit $status"
says 'gnuplot'
lacks bare.html '<figure'
holds bare.html 'worse by 1.458 since v0.14'

# What is wrong is said.
exits 2 track report --store worse.db
exits 2 track report --store none.db --out page.html
exits 2 track report --store worse.db --out page.html no.such_metric
says 'no run has a value of "no.such_metric"'
exits 2 track report --store worse.db --out page.html --scenario 'none*'
exits 2 track report --store worse.db --out page.html --baselines none
exits 2 track report --store worse.db --out /proc/none/page.html

# The history is never written over, nor what it lies in.
mkdir kept
cp worse.db kept/wvagate.db
cp worse.db kept.html
for out in kept kept/wvagate.db; do
  exits 2 track report --store kept/wvagate.db --out $out --force
  says "$out: is the history, or the directory that holds it"
done
exits 2 track report --store kept.html --out kept.html
cmp worse.db kept/wvagate.db && cmp worse.db kept.html || fail "the history was changed"

# Names that gnuplot could take for formats or escapes are drawn as they are.
if command -v gnuplot xmllint > /dev/null; then
  "$WVAGATE" track export --store worse.db --format csv | sed 1q > odd.csv
  for i in 1 2 3 4 5 6 7 8 9; do
    for name in 'pr#'$i 'v%s'$i "5%g'"$i; do
      printf 's,%s,,2020-01-0%dT00:00:00.000Z,,0.1.0,1,cycle,5,,,H100,m,1,l.txt,,itl.error.mae_ms,%d\n' "$name" $i $i
    done
  done >> odd.csv
  exits 0 track add --store odd.db odd.csv
  exits 0 track report --store odd.db --out odd itl.error.mae_ms
  xmllint --noout odd/*.svg || fail "a picture is no XML"
  grep -qF 'pr#1' odd/s1_itl_error_mae_ms.svg || fail "a # was lost"
  grep -qF 'v%s' odd/s1_itl_error_mae_ms.svg || grep -qF '5%g' odd/s1_itl_error_mae_ms.svg || fail "a % was taken for a format"
fi

# Real releases, where there are any.
count=0
while read -r log; do
  case $log in *capacity*) continue ;; esac
  count=$((count + 1))
  "$WVAGATE" track add --store real.db --release "$(basename "$log")" --scenario "real-$((count % 2))" "$log" > /dev/null 2>&1 || true
done < <(recordings)
if [ $count -gt 0 ]; then
  exits 0 track report --store real.db --out real.html --scenario 'real-*'
  holds real.html 'real-0'
fi

echo "$checks checks"
