#include "analysis/verdict/selftest.hpp"

#include "tests/support/catch.hpp"

namespace wvagate::verdict {
namespace {

InjectedRegression regression(std::string metric, double asked, Caught caught) {
  return {.metric = std::move(metric), .injection = "i", .asked = asked, .margin = 2, .caught = caught};
}

Selftest with(std::vector<InjectedRegression> regressions) {
  return {.scenarios = {{.scenario = "s", .gating = 2, .regressions = std::move(regressions)}}};
}

TEST_CASE("A selftest fails where a tolerance or more passes, and not where less does") {
  CHECK_FALSE(with({regression("a", 0.5, Caught::no), regression("a", 1, Caught::yes)}).failed());
  CHECK(with({regression("a", 1, Caught::no)}).failed());
  CHECK(with({regression("a", 2, Caught::no)}).failed());
  CHECK_FALSE(with({regression("a", 1, Caught::undecided)}).failed());
}

TEST_CASE("A selftest fails where a damaged log does not come to what it must") {
  Selftest selftest = with({regression("a", 1, Caught::yes)});
  selftest.scenarios[0].damages = {{.damage = Damage::missing_tail, .outcome = "passed", .acceptable = true}};
  CHECK_FALSE(selftest.failed());
  selftest.scenarios[0].damages.push_back({.damage = Damage::cut_line, .outcome = "accepted"});
  CHECK(selftest.failed());
}

TEST_CASE("What was not told leaves a selftest undecided") {
  CHECK_FALSE(with({regression("a", 1, Caught::yes)}).left_undecided());
  CHECK(with({regression("a", 1, Caught::yes), regression("b", 1, Caught::undecided)}).left_undecided());
  CHECK_FALSE(
      with({regression("a", 1, Caught::yes), regression("b", 0.5, Caught::undecided)}).left_undecided());
  CHECK(with({regression("a", 1, Caught::not_injected)}).left_undecided());  // nothing was tested
  CHECK(with({}).left_undecided());
}

TEST_CASE("A metric is tested where a regression that must be caught was told") {
  const Selftest selftest = with({regression("a", 1, Caught::yes), regression("a", 2, Caught::no),
                                  regression("b", 0.5, Caught::yes), regression("c", 1, Caught::undecided)});
  CHECK(selftest.scenarios[0].tested() == 1);
  CHECK(selftest.count(Caught::yes) == 1);
  CHECK(selftest.count(Caught::no) == 1);
  CHECK(selftest.count(Caught::undecided) == 1);
}

TEST_CASE("Regressions are shown gravest first") {
  const Selftest selftest = with({regression("a", 0.5, Caught::no), regression("b", 1, Caught::yes),
                                  regression("c", 1, Caught::not_injected), regression("d", 2, Caught::no),
                                  regression("e", 1, Caught::undecided), regression("f", 1, Caught::yes)});
  std::string order;
  for (const auto& [scenario, each] : gravest_first(selftest)) {
    CHECK(scenario == "s");
    order += each->metric;
  }
  CHECK(order == "decbfa");
}

TEST_CASE("Shares are absent where there is nothing to take them of") {
  InjectedRegression one = regression("a", 1, Caught::yes);
  CHECK_FALSE(one.tolerances());
  one.worsening = 3;
  CHECK(one.tolerances() == 1.5);
  one.margin = 0;
  CHECK_FALSE(one.tolerances());
  CHECK_FALSE(FalseAlarms{}.alarms_pct());
  CHECK(FalseAlarms{.comparisons = 40, .alarms = 1}.alarms_pct() == 2.5);
}

}  // namespace
}  // namespace wvagate::verdict
