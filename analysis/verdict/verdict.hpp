#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/error.hpp"
#include "analysis/verdict/baseline.hpp"
#include "analysis/verdict/finding.hpp"

namespace wvagate::verdict {

/// What is found of one scenario.
struct ScenarioVerdict {
  std::string scenario;
  std::string baseline_file;      ///< as it was named
  std::vector<std::string> runs;  ///< names of the logs
  std::vector<Finding> findings;  ///< none where there is a fault
  std::vector<Finding>
      since_release;          ///< against the last release's baseline, where one was asked for and is there
  std::size_t declared = 0;   ///< metrics of the baseline whose level is not off
  std::vector<Error> faults;  ///< why it could not be gated: a log that is missing, cut, without samples, …
  std::vector<std::string> notes;  ///< what a reader should know besides

  /// Metrics that a comparison was made for.
  std::size_t gated() const;
};

/// What is made of doubt.
struct Strictness {
  bool strict = false;  ///< whatever is inconclusive does not pass
  bool ci = false;      ///< whatever is incomparable does not pass
};

enum class Outcome {
  pass,
  inconclusive,  ///< nothing failed, and something could not be told
  fail,          ///< a regression, a limit, a missing metric, an expired waiver
  broken,        ///< a scenario could not be gated
};

/// What is found of all scenarios.
struct Verdict {
  std::vector<ScenarioVerdict> scenarios;
  Strictness strictness;

  Outcome outcome() const;
  /// Something that could not be told had to be, under the strictness.
  bool left_undecided() const;
  std::size_t declared() const;
  std::size_t gated() const;
  std::size_t count(Consequence consequence) const;
};

/// "pass", "inconclusive" or "fail" (of a broken one, too).
std::string_view outcome_text(Outcome outcome);

/// The findings of a scenario, gravest first: by consequence, then by how many margins they are worse, then
/// by name.
std::vector<const Finding*> gravest_first(const std::vector<Finding>& findings);

}  // namespace wvagate::verdict
