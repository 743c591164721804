#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/core/error.hpp"
#include "harness/gate/gate.hpp"
#include "harness/gate/measured_run.hpp"

namespace wvagate::gate {

using Runs = std::vector<std::unique_ptr<MeasuredRun>>;

/// The logs that `request` has for the scenario: those named for it, else those whose name matches its
/// patterns.
std::vector<std::string> logs_of(const verdict::Baseline& baseline, const Request& request);

/// A scenario's runs, or why they are none to gate.
struct ScenarioRuns {
  Runs runs;
  std::vector<Error> faults;  ///< no log, a log that is cut, read twice, …; the runs are of use only without
};

/// Reads `logs` under the baseline's own settings.
ScenarioRuns read_runs(const store::BaselineFile& file, const std::vector<std::string>& logs);

}  // namespace wvagate::gate
