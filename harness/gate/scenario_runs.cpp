#include "harness/gate/scenario_runs.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "analysis/core/format.hpp"
#include "analysis/sample/series.hpp"
#include "analysis/verdict/judge.hpp"

namespace wvagate::gate {
namespace {

using verdict::Baseline;

/// Patterns match a log's name, with and without what compression adds to it.
bool belongs(const Baseline& baseline, const std::string& log) {
  const std::string name = log_name(log);
  std::string plain = name;
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (plain.ends_with(packed)) plain.resize(plain.size() - packed.size());
  }
  return std::any_of(baseline.logs.begin(), baseline.logs.end(), [&](const std::string& pattern) {
    return matches_glob(pattern, name) || matches_glob(pattern, plain);
  });
}

Error nothing_matches(const store::BaselineFile& file) {
  std::string patterns;
  for (const std::string& pattern : file.baseline.logs)
    patterns += (patterns.empty() ? "" : ", ") + escape_for_terminal(pattern);
  return {.kind = ErrorKind::log,
          .where = file.path,
          .what = "no log's name matches " + patterns,
          .help = "name its logs with --scenario " + file.baseline.scenario +
                  "=LOG, or gate other scenarios alone with --only"};
}

}  // namespace

std::vector<std::string> logs_of(const Baseline& baseline, const Request& request) {
  const auto named = request.of_scenario.find(baseline.scenario);
  if (named != request.of_scenario.end()) return named->second;
  std::vector<std::string> logs;
  for (const std::string& log : request.logs) {
    if (belongs(baseline, log)) logs.push_back(log);
  }
  return logs;
}

ScenarioRuns read_runs(const store::BaselineFile& file, const std::vector<std::string>& logs) {
  const Baseline& baseline = file.baseline;
  ScenarioRuns scenario;
  if (logs.empty()) scenario.faults.push_back(nothing_matches(file));
  std::set<std::string> digests;
  for (const std::string& log : logs) {
    auto run = measure_run(log, baseline.measure, baseline.variant);
    if (!run) {
      scenario.faults.push_back(run.error());
      continue;
    }
    if (const std::string& digest = run.value()->sha256; !digest.empty() && !digests.insert(digest).second) {
      scenario.faults.push_back(
          {.kind = ErrorKind::log,
           .where = log,
           .what = "has the same content as another log of the scenario: a run counts once"});
    }
    scenario.runs.push_back(std::move(run).value());
  }
  if (logs.size() > verdict::kMostRuns) {
    scenario.faults.push_back({.kind = ErrorKind::usage,
                               .where = baseline.scenario,
                               .what = "has more than " + std::to_string(verdict::kMostRuns) + " runs"});
  }
  return scenario;
}

}  // namespace wvagate::gate
