#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/core/result.hpp"
#include "analysis/history/run_set.hpp"

namespace wvagate::history {

/// A run that was measured, here or elsewhere, and what a run-set must know of it.
struct MeasuredRun {
  std::string source;  ///< the file that tells of it, for errors
  Run run;
  Provenance provenance;  ///< without the controller's version, which no log tells
  TimePoint first_sample;
};

/// What is said of a run-set besides its runs.
struct RunSetLabel {
  std::string scenario;
  std::string release;
  std::string commit;             ///< empty where nobody said
  std::string controller;         ///< likewise
  std::optional<TimePoint> date;  ///< absent: the first sample of all runs
};

/// The run-set of `runs`, which are one at least, in order. Fails where they were not computed alike, ran on
/// different accelerators or models, or one is there twice.
Result<RunSet> gather(const RunSetLabel& label, std::vector<MeasuredRun> runs);

/// What keeps `run_set` from being stored, in words; absent where nothing does. A release has a name, runs
/// have figures, names of metrics are made of lower-case letters, digits, "_" and ".", each is there once,
/// values are finite and texts short and valid UTF-8 without control characters.
std::optional<std::string> fault_of(const RunSet& run_set);

}  // namespace wvagate::history
