#include "harness/report/selftest_text.hpp"

#include <vector>

#include "analysis/core/format.hpp"
#include "harness/report/gate_words.hpp"
#include "harness/report/text_table.hpp"

namespace wvagate::report {
namespace {

using verdict::Caught;
using verdict::DamagedLogs;
using verdict::FalseAlarms;
using verdict::InjectedRegression;
using verdict::ScenarioSelftest;
using verdict::Selftest;
using enum TextTable::Align;

constexpr int kShortDigits = 3;

std::string coloured(std::string_view text, const InjectedRegression& regression, Colour colour) {
  if (!regression.must_be_caught()) return faint(text, colour);
  if (regression.caught == Caught::no) return bad(text, colour);
  return regression.caught == Caught::yes ? std::string(text) : warn(text, colour);
}

std::string remark(const InjectedRegression& regression) {
  if (!regression.must_be_caught() || regression.caught == Caught::yes) return {};
  return regression.finding ? remark_words(*regression.finding) : regression.note;
}

void add_regressions(std::string& text, const Selftest& selftest, Colour colour) {
  TextTable table({"scenario", "metric", "injection", "asked", "injected", "tolerances", "verdict", "result"},
                  {left, left, left, right, right, right, left, left});
  const auto order = gravest_first(selftest);
  if (order.empty()) return;
  for (const auto& [scenario, regression] : order) {
    const auto tolerances = regression->tolerances();
    table.add_row({escape_for_terminal(scenario), escape_for_terminal(regression->metric),
                   regression->injection.empty() ? "-" : regression->injection,
                   format_shortest(regression->asked) + " ×", number_words(regression->worsening),
                   tolerances ? format_significant(*tolerances, kShortDigits) + " ×" : "-",
                   regression->finding ? std::string(kind_text(regression->finding->kind)) : "-",
                   std::string(caught_text(regression->caught))});
  }
  const std::string rows = table.text(0);
  std::size_t from = rows.find('\n') + 1;
  text += rows.substr(0, from);
  for (const auto& [scenario, regression] : order) {
    const std::size_t end = rows.find('\n', from);
    text += coloured(rows.substr(from, end - from), *regression, colour) + "\n";
    from = end + 1;
    if (const std::string words = remark(*regression); !words.empty())
      text += "    " + escape_for_terminal(words) + "\n";
  }
  text += "\n";
}

void add_damages(std::string& text, const Selftest& selftest, Colour colour) {
  TextTable table({"scenario", "damaged log", "gate", ""}, {left, left, left, left});
  std::vector<bool> acceptable;
  for (const ScenarioSelftest& scenario : selftest.scenarios) {
    for (const DamagedLogs& damaged : scenario.damages) {
      table.add_row({escape_for_terminal(scenario.scenario), std::string(damage_text(damaged.damage)),
                     damaged.outcome, escape_for_terminal(damaged.note)});
      acceptable.push_back(damaged.acceptable);
    }
  }
  if (table.empty()) return;
  const std::string rows = table.text(0);
  std::size_t from = rows.find('\n') + 1;
  text += rows.substr(0, from);
  for (const bool good : acceptable) {
    const std::size_t end = rows.find('\n', from);
    const std::string row = rows.substr(from, end - from);
    text += (good ? row : bad(row, colour)) + "\n";
    from = end + 1;
  }
  text += "\n";
}

std::string alarm_words(const FalseAlarms& alarms) {
  std::string words = std::to_string(alarms.alarms) + " of " +
                      plural(alarms.comparisons, "metric comparison", "metric comparisons");
  if (const auto share = alarms.alarms_pct()) words += " (" + format_fixed(share, 1) + " %)";
  words += " would fail the gate, " + std::to_string(alarms.undecided) + " undecided";
  return words;
}

void add_false_alarms(std::string& text, const Selftest& selftest) {
  bool any = false;
  for (const ScenarioSelftest& scenario : selftest.scenarios) {
    for (const FalseAlarms& alarms : scenario.false_alarms) {
      text += "false alarms of " + escape_for_terminal(scenario.scenario) + ", " + alarms.method + ", " +
              plural(alarms.trials, "trial", "trials") + ": " + alarm_words(alarms) + "\n";
      any = true;
    }
  }
  if (any) text += "\n";
}

std::string summary(const Selftest& selftest) {
  std::size_t tested = 0;
  std::size_t gating = 0;
  std::size_t faults = 0;
  for (const ScenarioSelftest& scenario : selftest.scenarios) {
    tested += scenario.tested();
    gating += scenario.gating;
    faults += scenario.faults.empty() ? 0u : 1u;
  }
  std::string words = selftest.failed() ? "fail: " : faults > 0 ? "not tested: " : "pass: ";
  words += "of the regressions beyond a tolerance " + std::to_string(selftest.count(Caught::yes)) +
           " caught, " + std::to_string(selftest.count(Caught::no)) + " passed, " +
           std::to_string(selftest.count(Caught::undecided)) + " undecided, " +
           std::to_string(selftest.count(Caught::not_injected)) + " not injected; ";
  if (faults > 0) words += plural(faults, "scenario", "scenarios") + " could not be tested; ";
  return words + std::to_string(tested) + " of " + plural(gating, "gating metric", "gating metrics") +
         " in " + plural(selftest.scenarios.size(), "scenario", "scenarios") + " tested";
}

}  // namespace

std::string selftest_text(const Selftest& selftest, Colour colour) {
  std::string text;
  bool faulty = false;
  for (const ScenarioSelftest& scenario : selftest.scenarios) {
    for (const Error& fault : scenario.faults) {
      text += bad(escape_for_terminal(scenario.scenario) + " not tested: " + describe(fault), colour) + "\n";
      faulty = true;
    }
  }
  if (faulty) text += "\n";
  add_regressions(text, selftest, colour);
  add_damages(text, selftest, colour);
  add_false_alarms(text, selftest);
  const std::string words = summary(selftest);
  const bool doubtful = faulty || selftest.left_undecided();
  return text +
         (selftest.failed() ? bad(words, colour)
          : doubtful        ? warn(words, colour)
                            : good(words, colour)) +
         "\n";
}

}  // namespace wvagate::report
