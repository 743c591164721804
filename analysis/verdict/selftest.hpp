#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/error.hpp"
#include "analysis/verdict/finding.hpp"

/// What a gate makes of regressions that were put into its logs on purpose.
namespace wvagate::verdict {

/// What became of an injected regression, in order of gravity.
enum class Caught {
  yes,           ///< its metric fails the gate
  not_injected,  ///< there was none: see the note
  undecided,     ///< it could not be told, or a waiver covers it
  no,            ///< it passes
};

/// A regression of one metric.
struct InjectedRegression {
  std::string metric;
  std::string injection;            ///< its name
  double asked = 0;                 ///< how many tolerances it was to be worse than the baseline's value
  double margin = 0;                ///< M, the tolerance in the metric's unit
  std::optional<double> magnitude;  ///< of the injection; absent where nothing was injected
  /// How much worse than the baseline's value every run is at least, in the metric's unit: more than
  /// asked · margin. Absent likewise.
  std::optional<double> worsening;
  Caught caught = Caught::not_injected;
  std::optional<Finding> finding;  ///< the gate's; absent likewise
  std::string note;                ///< why nothing was injected; may hold names out of logs

  /// `worsening` in tolerances; absent where that is 0.
  std::optional<double> tolerances() const;
  /// A gate must not let it pass: a tolerance or more was asked for.
  bool must_be_caught() const { return asked >= 1; }
};

/// A log that was spoilt.
enum class Damage {
  duplicated_cycles,  ///< each cycle is logged again a second later: nothing may change
  cut_line,           ///< it ends in the middle of a line: must be refused
  missing_tail,       ///< its last third is missing, the cut being at a line's end: shown only
};

struct DamagedLogs {
  Damage damage{};
  std::string outcome;      ///< "quiet", "refused", or what the gate then says
  bool acceptable = false;  ///< whether it is what must come of that damage
  std::string note;         ///< may hold names out of logs
};

/// Comparisons of a scenario's runs with one another, where there is nothing to find.
struct FalseAlarms {
  std::string method;           ///< "leave one out", "halves"
  std::size_t trials = 0;       ///< baselines that were made
  std::size_t comparisons = 0;  ///< metrics of level error that were judged, over all trials
  std::size_t alarms = 0;       ///< of these, those that fail the gate
  std::size_t undecided = 0;    ///< of these, those that could not be told

  /// Absent without comparisons.
  std::optional<double> alarms_pct() const;
};

struct ScenarioSelftest {
  std::string scenario;
  std::vector<std::string> runs;  ///< names of the logs
  std::size_t gating = 0;         ///< metrics of level error
  std::vector<InjectedRegression> regressions;
  std::vector<DamagedLogs> damages;
  std::vector<FalseAlarms> false_alarms;
  std::vector<Error> faults;  ///< why it could not be tested; then there is nothing else

  /// Gating metrics for which a regression of a tolerance or more was injected and told.
  std::size_t tested() const;
};

struct Selftest {
  std::vector<ScenarioSelftest> scenarios;

  /// Regressions that must be caught, and came to this end.
  std::size_t count(Caught caught) const;
  /// Such a regression passes, or damage to a log does not come to what it must.
  bool failed() const;
  /// Something that must be caught could not be told, or a scenario could not be tested at all.
  bool left_undecided() const;
};

std::string_view caught_text(Caught caught);
std::string_view damage_text(Damage damage);

/// A regression with the scenario that it was injected into.
struct ScenarioRegression {
  std::string_view scenario;
  const InjectedRegression* regression = nullptr;
};

/// All of them, gravest first: those that must be caught by what became of them, then the others likewise;
/// within that in order.
std::vector<ScenarioRegression> gravest_first(const Selftest& selftest);

}  // namespace wvagate::verdict
