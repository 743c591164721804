#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/core/error.hpp"
#include "analysis/verdict/contender.hpp"
#include "harness/run/measured_run.hpp"
#include "harness/store/baseline_file.hpp"

namespace wvagate::gate {

using Runs = std::vector<std::unique_ptr<run::MeasuredRun>>;

/// What is held against a baseline: runs that were logged, or results of benchmarks.
struct Entrants {
  Runs logged;
  verdict::Contender benchmarks;
  std::vector<Error> faults;  ///< no log, one that is cut or there twice, …; they are of use only without
};

/// Reads the logs or results at `paths` under the baseline's own settings.
Entrants read_entrants(const store::BaselineFile& file, const std::vector<std::string>& paths);

/// The names of the baseline's metrics.
std::vector<std::string> metric_names(const verdict::Baseline& baseline);

/// What a verdict needs of the runs: their figures called `names`.
verdict::Contender contender_of(const Runs& runs, const std::vector<std::string>& names);

}  // namespace wvagate::gate
