#include "analysis/verdict/selftest.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace wvagate::verdict {

std::optional<double> InjectedRegression::tolerances() const {
  if (!worsening || margin == 0) return std::nullopt;
  return *worsening / margin;
}

std::optional<double> FalseAlarms::alarms_pct() const {
  if (comparisons == 0) return std::nullopt;
  return 100.0 * static_cast<double>(alarms) / static_cast<double>(comparisons);
}

std::size_t ScenarioSelftest::tested() const {
  std::set<std::string_view> metrics;
  for (const InjectedRegression& regression : regressions) {
    const bool told = regression.caught == Caught::yes || regression.caught == Caught::no;
    if (told && regression.must_be_caught()) metrics.insert(regression.metric);
  }
  return metrics.size();
}

std::size_t Selftest::count(Caught caught) const {
  std::size_t count = 0;
  for (const ScenarioSelftest& scenario : scenarios) {
    for (const InjectedRegression& regression : scenario.regressions)
      count += regression.must_be_caught() && regression.caught == caught ? 1u : 0u;
  }
  return count;
}

bool Selftest::failed() const {
  return count(Caught::no) > 0 ||
         std::any_of(scenarios.begin(), scenarios.end(), [](const ScenarioSelftest& scenario) {
           return std::any_of(scenario.damages.begin(), scenario.damages.end(),
                              [](const DamagedLogs& damaged) { return !damaged.acceptable; });
         });
}

bool Selftest::left_undecided() const {
  return count(Caught::undecided) > 0 ||
         std::any_of(scenarios.begin(), scenarios.end(),
                     [](const ScenarioSelftest& scenario) { return scenario.tested() == 0; });
}

std::string_view caught_text(Caught caught) {
  constexpr std::array<std::string_view, 4> kTexts = {"caught", "not-injected", "undecided", "passed"};
  return kTexts[static_cast<std::size_t>(caught)];
}

std::string_view damage_text(Damage damage) {
  constexpr std::array<std::string_view, 3> kTexts = {"duplicated-cycles", "cut-line", "missing-tail"};
  return kTexts[static_cast<std::size_t>(damage)];
}

std::vector<ScenarioRegression> gravest_first(const Selftest& selftest) {
  std::vector<ScenarioRegression> all;
  for (const ScenarioSelftest& scenario : selftest.scenarios) {
    for (const InjectedRegression& regression : scenario.regressions)
      all.push_back({scenario.scenario, &regression});
  }
  std::stable_sort(all.begin(), all.end(), [](const ScenarioRegression& a, const ScenarioRegression& b) {
    if (a.regression->must_be_caught() != b.regression->must_be_caught())
      return a.regression->must_be_caught();
    return a.regression->caught > b.regression->caught;
  });
  return all;
}

}  // namespace wvagate::verdict
