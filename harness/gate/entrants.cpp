#include "harness/gate/entrants.hpp"

#include <set>
#include <string_view>
#include <utility>

#include "analysis/core/format.hpp"
#include "analysis/verdict/judge.hpp"
#include "harness/gate/benchmark_run.hpp"

namespace wvagate::gate {
namespace {

using verdict::Baseline;

Error nothing_matches(const store::BaselineFile& file) {
  if (verdict::is_of_benchmark(file.baseline)) {
    return {.kind = ErrorKind::log,
            .where = file.path,
            .what = "is of benchmarks, and no result of one was given",
            .help = "--benchmark names Google Benchmark's JSON; --only gates other scenarios alone"};
  }
  std::string patterns;
  for (const std::string& pattern : file.baseline.logs)
    patterns += (patterns.empty() ? "" : ", ") + escape_for_terminal(pattern);
  return {
      .kind = ErrorKind::log,
      .where = file.path,
      .what = "no log's name matches " + patterns,
      .help = "name its logs with --scenario " + file.baseline.scenario +
              "=LOG, or gate other scenarios alone with --only; `wvagate baseline record` makes a new one"};
}

}  // namespace

Entrants read_entrants(const store::BaselineFile& file, const std::vector<std::string>& paths) {
  const Baseline& baseline = file.baseline;
  Entrants entrants;
  if (paths.empty()) entrants.faults.push_back(nothing_matches(file));
  std::set<std::string> digests;
  const auto check = [&](const std::string& path, const std::string& digest) {
    if (digest.empty() || digests.insert(digest).second) return;
    entrants.faults.push_back(
        {.kind = ErrorKind::log,
         .where = path,
         .what = "has the same content as another log of the scenario: a run counts once"});
  };
  for (const std::string& path : paths) {
    if (verdict::is_of_benchmark(baseline)) {
      auto run = benchmark_run(path, baseline.measure);
      if (run) {
        check(path, run.value().sha256);
        entrants.benchmarks.push_back(std::move(run).value());
      } else {
        entrants.faults.push_back(run.error());
      }
      continue;
    }
    auto run = run::measure_run(path, baseline.measure, baseline.variant);
    if (run) {
      check(path, run.value()->sha256);
      entrants.logged.push_back(std::move(run).value());
    } else {
      entrants.faults.push_back(run.error());
    }
  }
  if (paths.size() > verdict::kMostRuns) {
    entrants.faults.push_back({.kind = ErrorKind::usage,
                               .where = baseline.scenario,
                               .what = "has more than " + std::to_string(verdict::kMostRuns) + " runs"});
  }
  return entrants;
}

std::vector<std::string> metric_names(const Baseline& baseline) {
  std::vector<std::string> names;
  for (const verdict::BaselineMetric& metric : baseline.metrics)
    names.push_back(metric.name);
  return names;
}

verdict::Contender contender_of(const Runs& runs, const std::vector<std::string>& names) {
  verdict::Contender contender;
  for (const auto& run : runs)
    contender.push_back(run::to_run(*run, names));
  return contender;
}

}  // namespace wvagate::gate
