#include "harness/report/selftest_text.hpp"

#include "tests/support/catch.hpp"

namespace wvagate::report {
namespace {

using verdict::Caught;

TEST_CASE("The selftest for a person: gravest first, remarks where they matter, and a summary") {
  verdict::InjectedRegression caught{.metric = "itl.compliance_pct",
                                     .injection = "itl-inflated",
                                     .asked = 1,
                                     .margin = 2,
                                     .magnitude = 0.5,
                                     .worsening = 3,
                                     .caught = Caught::yes};
  caught.finding = verdict::Finding{.metric = caught.metric, .kind = verdict::Kind::regressed};
  verdict::InjectedRegression undecided = caught;
  undecided.asked = 2;
  undecided.caught = Caught::undecided;
  undecided.finding->kind = verdict::Kind::incomparable;
  undecided.finding->note = "the model was a\x1b[2J";
  verdict::InjectedRegression none{.metric = "segments", .asked = 1, .note = "has no value"};
  verdict::ScenarioSelftest scenario{.scenario = "s\x1b[2J", .gating = 2};
  scenario.regressions = {caught, undecided, none};
  scenario.damages = {{.damage = verdict::Damage::cut_line, .outcome = "accepted", .note = "run.log"}};
  scenario.false_alarms = {
      {.method = "halves", .trials = 20, .comparisons = 40, .alarms = 1, .undecided = 2}};
  CHECK(selftest_text({.scenarios = {scenario}}, Colour::off) ==
        R"(scenario  metric              injection     asked  injected  tolerances  verdict       result
s\x1b[2J  itl.compliance_pct  itl-inflated    2 ×         3       1.5 ×  incomparable  undecided
    the model was a\x1b[2J
s\x1b[2J  segments            -               1 ×         -           -  -             not-injected
    has no value
s\x1b[2J  itl.compliance_pct  itl-inflated    1 ×         3       1.5 ×  regressed     caught

scenario  damaged log  gate
s\x1b[2J  cut-line     accepted  run.log

false alarms of s\x1b[2J, halves, 20 trials: 1 of 40 metric comparisons (2.5 %) would fail the gate, 2 undecided

fail: of the regressions beyond a tolerance 1 caught, 0 passed, 1 undecided, 1 not injected; 1 of 2 gating metrics in 1 scenario tested
)");
}

TEST_CASE("A scenario that could not be tested is told first, and is no pass") {
  verdict::ScenarioSelftest faulty{.scenario = "t"};
  faulty.faults = {{.kind = ErrorKind::log, .where = "x.log", .what = "no samples"}};
  CHECK(selftest_text({.scenarios = {faulty}}, Colour::off) ==
        "t not tested: x.log: no samples\n\nnot tested: of the regressions beyond a tolerance 0 caught, 0 "
        "passed, "
        "0 undecided, 0 not injected; 1 scenario could not be tested; 0 of 0 gating metrics in 1 scenario "
        "tested\n");
}

}  // namespace
}  // namespace wvagate::report
