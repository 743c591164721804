#!/usr/bin/env bash
# The GitHub action, the GitLab template and the examples below ci/: what is written in them, and the action's own steps,
# run as a runner runs them, on logs that pass, fail and are missing, and on inputs that would like to be run.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.bash"
[ -z "$SANITIZED" ] || { echo "under sanitizers gate.sh runs what these scripts run"; exit 77; }
python3 -c 'import yaml' 2> /dev/null || { echo "skipped: no YAML for Python; it is in Debian's python3-yaml"; exit 77; }
cd "$work"
export WVAGATE
lib=$SOURCE_DIR/tests/cli/lib
action=$SOURCE_DIR/ci/action

# -- what is written ----------------------------------------------------------------------------------------------------
python3 "$lib/check_pipelines.py" "$SOURCE_DIR/ci" || fail "a pipeline below ci/ would not run"
checks=$((checks + 1))
# notices FILE SED-EXPRESSION TEXT: a fault in a copy is found.
notices() {
  rm -rf copy
  cp -r "$SOURCE_DIR/ci" copy
  sed -i -E "$2" "copy/$1"
  cmp -s "copy/$1" "$SOURCE_DIR/ci/$1" && fail "$2 changes nothing in $1"
  ! python3 "$lib/check_pipelines.py" copy 2> said || fail "$1 changed by $2 passes"
  grep -qF -e "$3" said || { cat said >&2; fail "of $1 changed by $2 it is not said: $3"; }
  checks=$((checks + 1))
}
workflow=example/.github/workflows/wvagate.yml
template=gitlab/wvagate.gitlab-ci.yml
# shellcheck disable=SC2016
notices action/action.yml 's/gate.sh" build/gate.sh" ${{ inputs.logs }}/' 'puts an expression into what a shell runs'
notices action/action.yml 's/inputs\.only/inputs.scenario/' 'uses the input scenario, which it does not declare'
notices action/action.yml 's/inputs\.only/inputs.strict/' 'declares the input only, which it does not use'
notices action/action.yml '0,/^ +shell: bash$/s///' 'has no shell'
notices action/action.yml 's/gate\.outputs\.failed/gates.outputs.failed/' 'gates'
notices action/action.yml 's/^( +)WVAGATE_ONLY:/\1WVAGATE_STRICT:/' 'comes twice'
notices action/action.yml 's/using:/using/' 'is no YAML'
notices $workflow 's/ logs: logs/ log: logs/' 'gives log, which the action does not take'
notices $workflow 's/needs: run/needs: runs/' 'needs runs, which is no job'
notices $workflow 's/echo ("PLACEHOLDER[^"]*)"/echo \1/' 'is no shell'
notices example/.gitlab-ci.yml 's/extends: .wvagate$/extends: .wva/' 'extends .wva, which is no job'
notices example/.gitlab-ci.yml 's/echo "PLACEHOLDER, this(.*)" >&2/echo PLACEHOLDER: this\1/' 'is not lines of text'
notices $template 's/WVAGATE_ONLY/WVAGATE_ALONE/' 'do not agree on WVAGATE_ALONE'
notices $template 's/"false"/false/' 'a value that is no text'

# -- the action's steps -------------------------------------------------------------------------------------------------
mkdir -p workspace/logs workspace/one
cp -r "$SOURCE_DIR/baselines" workspace
cp "$fixtures"/synth/staircase-[123].log "$fixtures/synth/tuner-drift.log" "$fixtures/synth/restarts.log" workspace/logs
cp "$fixtures/synth/staircase-worse.log" workspace/one/staircase-1.log
mkdir workspace/two workspace/nothing
gzip -c "$fixtures/synth/staircase-1.log" > workspace/two/staircase-1.log.gz

# act CODE INPUT=VALUE…: the action exits so; its standard output and error are in stdout, the rest in runner/.
act() {
  local expected=$1 status=0
  shift
  rm -rf runner
  (cd workspace && rm -rf wvagate-reports && python3 "$lib/run_action.py" "$action/action.yml" ../runner "$@") \
    > stdout 2>&1 || status=$?
  [ $status -eq "$expected" ] || {
    cat stdout >&2
    fail "the action with $(printf '%q ' "$@") exits $status, not $expected"
  }
  [ "$(output exit-code)" = "$expected" ] || fail "the output exit-code is $(output exit-code), not $expected"
  [ -z "$(find . "$SOURCE_DIR/ci" -name 'pwned*')" ] || fail "an input was run"
  ! cat runner/output-* | grep -vE '^(verdict|exit_code|failed|warned|undecided|gated|declared|directory|key)=' ||
    fail "an input became an output"
  checks=$((checks + 1))
}
output() { python3 -c 'import json, sys; print(json.load(open("runner/outputs.json"))[sys.argv[1]])' "$1"; }
has() {  # FILE TEXT
  grep -qF -e "$2" "$1" || { cat "$1" >&2; fail "$1 lacks: $2"; }
  checks=$((checks + 1))
}
# uploaded FILE…: these reports, and no others.
uploaded() {
  [ "$(ls runner/uploaded/wvagate-reports)" = "$(printf '%s\n' "$@")" ] || {
    ls -R runner >&2
    fail "other reports are uploaded"
  }
  checks=$((checks + 1))
}
reports=(gate.html gate.json gate.md gate.xml messages.txt)
# What GitHub reads as commands: lines that no stop-commands shields.
commands() {
  awk '/^::stop-commands::/ { token = "::" substr($0, 18) "::"; next } token == "" { print } $0 == token { token = "" }' \
    stdout
}

act 0 logs=logs
has stdout '51 of 51 metrics in 3 scenarios gated'
has runner/summary.md '## wvagate: pass: '
has runner/uploaded/wvagate-reports/gate.json '"exit_code": 0'
uploaded "${reports[@]}"
[ "$(output verdict) $(output gated) $(output declared) $(output failed)" = 'pass 51 51 0' ] || fail "outputs of a pass"

act 1 logs=one only=staircase
has stdout 'lines 165–335 of staircase-1.log'
line=$(grep -n '"itl.compliance_pct"' "$SOURCE_DIR/baselines/staircase.json" | cut -d: -f1)
commands > told
has told "::error file=baselines/staircase.json,line=$line,title=staircase%3A itl.compliance_pct::regressed: "
[ "$(grep -cv '^::error file=' told)" -eq 0 ] || fail "more than annotations is read as commands"
has runner/summary.md '## wvagate: fail: '
cmp -s runner/summary.md runner/uploaded/wvagate-reports/gate.md || fail "the summary is not the Markdown report"
has runner/uploaded/wvagate-reports/gate.xml '<failure type="regressed"'
has runner/uploaded/wvagate-reports/gate.json '"verdict": "fail"'
uploaded "${reports[@]}"
[ "$(output verdict) $(output failed)" = 'fail 3' ] || fail "outputs of a failure"
cp runner/uploaded/wvagate-reports/gate.html page
act 1 logs=one only=staircase baseline-logs=$'logs/staircase-1.log\nlogs/staircase-[23].log' release=baselines
has runner/summary.md 'Since the last release'
cmp -s runner/uploaded/wvagate-reports/gate.html page && fail "the page is the same with the baseline's logs"
act 1 logs=one only=staircase artifact=
[ ! -e runner/uploaded ] || fail "reports are uploaded that nobody wants"

act 0 only=$'staircase\nrestarts' logs=$'two/**.gz\n\n**/staircase-[23].log\nlogs/restarts.log' reports=elsewhere/reports
[ -s workspace/elsewhere/reports/gate.xml ] || fail "the reports are not where they were wanted"

# Nothing to gate: never a pass, and what there is to report is reported.
for logs in 'logs/*.nothing' missing.log; do
  act 4 "logs=$logs" only=staircase
  has runner/summary.md 'could not be gated'
  has runner/uploaded/wvagate-reports/gate.xml '<error type="fault"'
  uploaded "${reports[@]}"
  [ "$(output verdict)" = fail ] || fail "missing logs are no failure"
done
refused() {  # TEXT: the run before gave no verdict, and says why everywhere
  commands > told
  has told "::error title=nothing was gated::wvagate: "
  has told "$1"
  has runner/summary.md '## wvagate: nothing was gated'
  has runner/summary.md "$1"
  uploaded messages.txt
  [ "$(output verdict)" = fail ] || fail "no verdict is no failure"
}
act 4 logs=nothing
refused 'nothing: holds no logs'
act 2 logs=$'\n\n'
refused 'gate: no log'
act 2 logs=logs baselines=nowhere
refused 'nowhere: '
# An old report does not stand in for one that could not be made.
mkdir workspace/old && cp -r workspace/elsewhere/reports/. workspace/old
act 2 logs=logs baselines=nowhere reports=old
uploaded messages.txt
act 2 logs=logs strict=yes
has stdout '::error title=nothing was gated::WVAGATE_STRICT'

# -- hostile inputs -----------------------------------------------------------------------------------------------------
# shellcheck disable=SC2016
evil='$(touch pwned1) `touch pwned2`; touch pwned3 & "'"'"' <b> \ $HOME ##[error]x ::error::x %0A'
mkdir "workspace/$evil" "workspace/[a,b]" "workspace/-x"
cp "$fixtures/synth/staircase-1.log" "workspace/$evil"
cp "$fixtures/synth/staircase-2.log" "workspace/[a,b]"
cp "$fixtures/synth/staircase-3.log" workspace/-x
act 0 only=staircase "logs=$evil/staircase-1.log"$'\n[a,b]\n-x/*.log'
has stdout '3 runs: staircase-1.log, staircase-2.log, staircase-3.log'
cp "$fixtures/synth/staircase-worse.log" "workspace/$evil/staircase-1.log"
act 1 only=staircase "logs=$evil"
act 1 only=staircase logs='$*/'
mkdir 'workspace/two  spaces;'
cp "$fixtures"/synth/staircase-[12].log 'workspace/two  spaces;'
act 0 only=staircase logs='two  spaces;/*-?.log'
has stdout '2 runs: staircase-1.log, staircase-2.log'
# As logs, each in a line of its own; one of them is two lines.
hostile=("$evil" $'::error::x\n::stop-commands::x' '##[error]x' - --help --baselines=x '[x' '*' '{a,b}' '~' $'a\rb')
act 4 only=staircase "logs=$(printf '%s.missing\n' "${hostile[@]}")" "artifact=$evil"
has stdout 'help.missing: no baseline'
commands > told
[ "$(grep -cv '^::error ' told)" -eq 0 ] || fail "a log's name becomes a command"
for name in "$evil" $'::error::x\n::stop-commands::x' --help; do
  for input in baselines release only baseline-logs; do
    case $input in
      baseline-logs) code=4 ;;
      *) code=2 ;;
    esac
    act $code logs=logs "$input=$name.missing"
    commands > told
    [ "$(grep -cv '^::error ' told)" -eq 0 ] || fail "the input $input becomes a command"
  done
  act 2 logs=logs "strict=$name"
done
act 0 logs=logs reports="$evil"
[ -s "workspace/$evil/gate.xml" ] || fail "reports go elsewhere than wanted"
act 0 logs=logs $'reports=a\nverdict=pass' artifact=x

# Every value reaches wvagate as it is: this one keeps what it is given.
cat > recorder <<'SH'
#!/usr/bin/env bash
[ "$1" != gate ] || [ -e ../given ] || printf '%s\n' "$@" > ../given
exit 3
SH
chmod +x recorder
WVAGATE=$work/recorder act 3 "logs=$evil"$'\n-\nlogs/*' "baselines=$evil" "release=$evil" "only=$evil"$'\n*' \
  strict=true reports=r
cat > expected <<TEXT
gate
--junit=r/gate.xml
--markdown=r/gate.md
--html=r/gate.html
--baselines=$evil
--release=$evil
--strict
--only=$evil
--only=*
--
$evil
./-
TEXT
(cd workspace && printf '%s\n' logs/*) >> expected
same "what wvagate is given" expected given
status=0
WVAGATE=nowhere WVAGATE_LOGS=x bash "$action/gate.sh" 2> said || status=$?
[ $status -eq 2 ] || fail "without a program it exits $status, not 2"
has said 'WVAGATE names no program'

# -- the program is built once ------------------------------------------------------------------------------------------
# The action's own checkout, with a cmake that copies the program and an installer that notes what it is for.
mkdir -p checkout/ci checkout/bin
cp -r "$SOURCE_DIR/ci/action" "$SOURCE_DIR/ci/cmake" checkout/ci
cp "$SOURCE_DIR/CMakeLists.txt" "$SOURCE_DIR/CMakePresets.json" checkout
mkdir checkout/analysis checkout/harness
echo one > checkout/harness/source.cpp
printf 'echo "set-up: $*" >> "%s/log"\n' "$work" > checkout/ci/setup.sh
cat > checkout/bin/cmake <<SH
#!/usr/bin/env bash
echo "cmake: \$*" >> "$work/log"
[ "\$1" != --build ] || { mkdir -p build/release/bin && cp "$WVAGATE" build/release/bin/wvagate; }
SH
chmod +x checkout/bin/cmake
script() {
  env -u WVAGATE PATH="$work/checkout/bin:$PATH" WVAGATE_CACHE="$work/cache" bash checkout/ci/action/gate.sh "$@"
}
built() {  # TIMES: so often it has been built
  [ "$(grep -c '^cmake: --build' log)" -eq "$1" ] || { cat log >&2; fail "it was not built $1 times"; }
  checks=$((checks + 1))
}
script locate > located
grep -qx "directory=$work/cache" located || fail "it is kept elsewhere"
grep -qxE 'key=wvagate-[a-z]+-[^-]+-[^-]+-[0-9a-f]{32}' located || { cat located >&2; fail "the key is odd"; }
script build
built 1
[ -x "cache/$(sed -n 's/^key=//p' located)/wvagate" ] || fail "the program is not kept by its key"
script run --version > version
"$WVAGATE" --version > expected
same "gate.sh run" expected version
built 1
[ "$(sort -u log | grep '^set-up')" = 'set-up: --for run' ] || fail "more is installed than it takes to run"
echo two > checkout/harness/source.cpp
script build
built 2
script locate | cmp -s - located && fail "other sources have the same key"
for program in cache/*/wvagate; do echo broken > "$program"; done
script build
built 3

# -- GitLab's template, and by hand -------------------------------------------------------------------------------------
mkdir -p workspace/.wvagate
ln -s "$SOURCE_DIR" workspace/.wvagate/source
python3 - "$SOURCE_DIR/ci/$template" > job.sh <<'PY'
import shlex, sys, yaml
job = yaml.safe_load(open(sys.argv[1]))[".wvagate"]
for name, value in (job["variables"] | {"WVAGATE_LOGS": "logs"}).items():
    print(f"export {name}={shlex.quote(value)}")
print("\n".join(job["script"]))
print("test -s", job["artifacts"]["reports"]["junit"], "-a -s", job["artifacts"]["paths"][0] + "gate.html")
PY
(cd workspace && CI=true bash -e ../job.sh) > stdout 2>&1 || { cat stdout >&2; fail "GitLab's job does not pass"; }
grep -q '^::' stdout && fail "GitLab is told what GitHub should be"
status=0
(cd workspace && WVAGATE_LOGS=one WVAGATE_ONLY=staircase bash "$action/gate.sh") > stdout 2>&1 || status=$?
[ $status -eq 1 ] || fail "by hand it exits $status, not 1"
checks=$((checks + 2))

done_checking
