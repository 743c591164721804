#include "harness/gate/gate.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>
#include <set>
#include <utility>

#include "analysis/sample/series.hpp"
#include "analysis/verdict/judge.hpp"
#include "harness/gate/candidate.hpp"
#include "harness/gate/entrants.hpp"
#include "harness/gate/places.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/run/measured_run.hpp"

namespace wvagate::gate {
namespace {

using verdict::Baseline;
using verdict::Finding;
using verdict::ScenarioVerdict;

/// The run that does worst in a metric; one that has no value does.
const run::MeasuredRun& worst_run(const Runs& runs, const Baseline& baseline, const std::string& name) {
  const verdict::BaselineMetric* const metric = find_metric(baseline, name);
  const auto badness = [&](const std::unique_ptr<run::MeasuredRun>& run) {
    const auto value = run->analysis->figures.get(name);
    if (!value) return std::numeric_limits<double>::infinity();
    return metric == nullptr ? 0 : verdict::worsening(metric->better, *value, 0);
  };
  return **std::max_element(runs.begin(), runs.end(),
                            [&](const auto& a, const auto& b) { return badness(a) < badness(b); });
}

std::vector<Finding> judge_entrants(const Baseline& baseline, const Entrants& entrants,
                                    std::chrono::year_month_day today) {
  const auto names = figures_asked_of(baseline);
  verdict::Contender contender = entrants.benchmarks;
  for (const auto& run : entrants.logged)
    contender.push_back(run::to_run(*run, names));
  auto findings = verdict::judge(baseline, contender, today);
  if (entrants.logged.empty()) return findings;
  for (Finding& finding : findings) {
    if (finding.consequence == verdict::Consequence::pass || finding.kind == verdict::Kind::fresh ||
        finding.kind == verdict::Kind::incomparable) {
      continue;
    }
    const run::MeasuredRun& worst = finding.changed_run
                                        ? *entrants.logged[*finding.changed_run - entrants.benchmarks.size()]
                                        : worst_run(entrants.logged, baseline, finding.metric);
    finding.where = places_of(worst, finding.metric);
    if (const std::string caveat = caveat_of(worst, finding.metric); !caveat.empty())
      finding.note += (finding.note.empty() ? "" : "; ") + caveat;
  }
  return findings;
}

void judge_since_release(const Baseline& baseline, const Entrants& entrants, const Request& request,
                         ScenarioVerdict& scenario) {
  const auto release = request.releases.find(baseline.scenario);
  if (release == request.releases.end()) {
    scenario.notes.push_back("the last release has no baseline of it: a creep cannot be seen");
    return;
  }
  scenario.since_release = judge_entrants(release->second, entrants, request.today);
  std::erase_if(scenario.since_release,
                [](const Finding& finding) { return finding.kind == verdict::Kind::fresh; });
}

/// What was named and cannot be used: a log that no scenario takes and that is not there, and results of
/// benchmarks where no baseline is of such.
std::vector<Error> faults_of_unused(const Request& request) {
  std::vector<Error> faults;
  std::set<std::string> taken;
  bool benchmarks = request.benchmarks.empty();
  for (const store::BaselineFile& file : request.baselines) {
    const auto logs = logs_of(file.baseline, request);
    taken.insert(logs.begin(), logs.end());
    benchmarks = benchmarks || verdict::is_of_benchmark(file.baseline);
  }
  for (const std::string& log : request.logs) {
    if (taken.contains(log) || log == "-" || std::filesystem::exists(log)) continue;
    faults.push_back({.kind = ErrorKind::log, .where = log, .what = "is not there"});
  }
  if (!benchmarks) {
    faults.push_back({.kind = ErrorKind::usage,
                      .where = "--benchmark",
                      .what = "no baseline is of benchmarks",
                      .help = "`wvagate baseline record --benchmark` makes one"});
  }
  return faults;
}

}  // namespace

bool belongs(const Baseline& baseline, const std::string& log) {
  const std::string name = ingest::log_name(log);
  std::string plain = name;
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (plain.ends_with(packed)) plain.resize(plain.size() - packed.size());
  }
  return std::any_of(baseline.logs.begin(), baseline.logs.end(), [&](const std::string& pattern) {
    return matches_glob(pattern, name) || matches_glob(pattern, plain);
  });
}

std::vector<std::string> logs_of(const Baseline& baseline, const Request& request) {
  if (verdict::is_of_benchmark(baseline)) return request.benchmarks;
  std::vector<std::string> logs;
  if (const auto named = request.of_scenario.find(baseline.scenario); named != request.of_scenario.end())
    logs = named->second;
  for (const std::string& log : request.logs) {
    if (belongs(baseline, log) && std::find(logs.begin(), logs.end(), log) == logs.end()) logs.push_back(log);
  }
  return logs;
}

ScenarioVerdict judge_scenario(const store::BaselineFile& file, const std::vector<std::string>& logs,
                               const Request& request) {
  const Baseline& baseline = file.baseline;
  ScenarioVerdict scenario{.scenario = baseline.scenario, .baseline_file = file.path};
  scenario.declared = static_cast<std::size_t>(
      std::count_if(baseline.metrics.begin(), baseline.metrics.end(),
                    [](const auto& metric) { return metric.level != verdict::Level::off; }));
  for (const std::string& log : logs)
    scenario.runs.push_back(ingest::log_name(log));
  const Entrants entrants = read_entrants(file, logs);
  scenario.faults = entrants.faults;
  if (!scenario.faults.empty()) return scenario;
  scenario.findings = judge_entrants(baseline, entrants, request.today);
  for (Finding& finding : scenario.findings) {
    if (const auto line = file.lines.find(finding.metric); line != file.lines.end())
      finding.baseline_line = line->second;
  }
  if (request.against_release) judge_since_release(baseline, entrants, request, scenario);
  return scenario;
}

verdict::Verdict run_gate(const Request& request) {
  verdict::Verdict verdict{.scenarios = {}, .strictness = request.strictness};
  for (const store::BaselineFile& file : request.baselines)
    verdict.scenarios.push_back(judge_scenario(file, logs_of(file.baseline, request), request));
  if (auto faults = faults_of_unused(request); !faults.empty())
    verdict.scenarios.push_back(
        {.scenario = "of no scenario", .baseline_file = {}, .faults = std::move(faults)});
  return verdict;
}

}  // namespace wvagate::gate
