#!/usr/bin/env bash
# The JUnit report is what its readers take: Jenkins' schema (tests/support/junit-10.xsd, of its xunit plugin) holds, and
# the counts are those of the cases, whatever is reported.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
command -v xmllint > /dev/null || { echo "skipped: no xmllint; it is in Debian's libxml2-utils"; exit 77; }
cd "$work"
synth=$fixtures/synth
schema=$SOURCE_DIR/tests/support/junit-10.xsd
cp -r "$SOURCE_DIR/baselines" .

valid() {
  xmllint --noout --nonet --schema "$schema" "$1" 2> said &&
    python3 "$SOURCE_DIR/tests/cli/lib/check_junit.py" "$1" 2>> said
}
# reports CODE WHAT ARGUMENTS…: gates into WHAT.xml, which must be valid.
reports() {
  local code=$1 report=$2.xml
  shift 2
  exits "$code" gate --junit "$report" "$@"
  valid "$report" || { cat said >&2; fail "$report is no valid JUnit"; }
}
# with FILE PATTERN: the report has it.
with() {
  grep -qE -e "$2" "$1.xml" || fail "$1.xml lacks $2"
  checks=$((checks + 1))
}

reports 0 pass "$synth"/staircase-[123].log "$synth/tuner-drift.log" "$synth/restarts.log"
with pass '<testsuites name="wvagate" tests="51" failures="0" errors="0">'

reports 1 fail --only staircase --scenario "staircase=$synth/staircase-worse.log"
with fail '<failure type="regressed" '
with fail '<system-out>regressed: '

reports 4 missing --only staircase --scenario staircase=missing.log
with missing '<error type="fault" '
reports 4 nothing other.log
with nothing '<testsuites name="wvagate" tests="4" failures="0" errors="4">'

# An absent metric, and other targets than recorded: undecided at a desk, an error in CI.
sed -E 's/(ttftAverage: )[0-9.]+/\10/g' "$synth/staircase-1.log" > absent.log
cmp -s absent.log "$synth/staircase-1.log" && fail "the log without TTFT has it"
reports 1 absent --only staircase --scenario staircase=absent.log
with absent '<error type="missing" '
sed 's/"itl_ms": 9,/"itl_ms": 50,/' "$synth/staircase.json" > lax.json
exits 0 synth lax.json --out lax.log
reports 0 incomparable --only staircase --scenario staircase=lax.log
with incomparable '<skipped message="incomparable'
CI=true reports 3 in-ci --only staircase --scenario staircase=lax.log
with in-ci '<error type="incomparable" '

cp -r baselines release
reports 1 release --only staircase --release release --scenario "staircase=$synth/staircase-worse.log"
with release 'name="itl.compliance_pct since the last release"'

# Names that are no XML, no UTF-8, or end what they stand in.
for name in 'x"><script>&amp;]]>.log' $'\x01\x1b[31m\xff\xfe\xc0\x80.log' $'line\nbreak\ttab\r.log' \
  $'\xef\xbf\xbf\xed\xa0\x80 \xf0\x9f\x94\xa5.log' '-->.log' "it's"; do
  cp -- "$synth/staircase-worse.log" "$name"
  reports 1 hostile --only staircase --scenario "staircase=$name"
  with hostile '<failure type="regressed" '
  rm -- "$name"
  reports 4 hostile-missing --only staircase --scenario "staircase=$name"
done
grep -rq '<script' . --include='*.xml' && fail "a name becomes markup"

# What the two checks are for is seen by them.
broken() {  # SED-EXPRESSION
  sed -E "$1" fail.xml > broken.xml
  cmp -s broken.xml fail.xml && fail "$1 changes nothing"
  ! valid broken.xml || fail "a report changed by $1 passes for valid"
  checks=$((checks + 1))
}
broken 's/<testcase classname="staircase" name/<testcase classname="staircase" title/'
broken 's/<(\/?)failure/<\1failed/g'
broken 's/(<testsuite name="staircase" tests=)"17"/\1"16"/'
broken 's/(<testsuites name="wvagate" tests=)"17"/\1"18"/'
broken 's/ failures="3"//'
broken 's/(<testsuite )name/\1id/'
broken 's/\/failure>/\/failure><failure message="again"\/>/'
broken 's/&#10;/\x0b/'

done_checking
