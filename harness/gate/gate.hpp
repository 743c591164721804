#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "analysis/verdict/verdict.hpp"
#include "harness/store/baseline_file.hpp"

namespace wvagate::gate {

/// What is to be gated.
struct Request {
  std::vector<store::BaselineFile> baselines;  ///< without faults, each scenario once
  std::vector<std::string> logs;               ///< each belongs where a baseline's patterns match its name
  std::vector<std::string> benchmarks;         ///< results, each a run of every scenario of benchmarks
  std::map<std::string, std::vector<std::string>> of_scenario;  ///< logs that were named for one
  std::map<std::string, verdict::Baseline> releases;            ///< the last release's baselines, by scenario
  bool against_release = false;
  std::chrono::year_month_day today;
  verdict::Strictness strictness;
};

/// Whether the baseline's patterns match the name of `log`, with or without what compression adds to it.
bool belongs(const verdict::Baseline& baseline, const std::string& log);

/// The logs that are the baseline's scenario's: those that were named for it, and those whose names its
/// patterns match; where it is of benchmarks, all results of such.
std::vector<std::string> logs_of(const verdict::Baseline& baseline, const Request& request);

/// Reads the logs and judges every scenario. A scenario whose logs are missing, unreadable, cut or without
/// samples has a fault instead of findings.
verdict::Verdict run_gate(const Request& request);

/// Judges one scenario on `logs`, which may be none.
verdict::ScenarioVerdict judge_scenario(const store::BaselineFile& file, const std::vector<std::string>& logs,
                                        const Request& request);

}  // namespace wvagate::gate
