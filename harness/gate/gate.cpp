#include "harness/gate/gate.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "analysis/verdict/judge.hpp"
#include "harness/gate/default_metrics.hpp"
#include "harness/gate/measured_run.hpp"
#include "harness/gate/places.hpp"
#include "harness/gate/scenario_runs.hpp"

namespace wvagate::gate {
namespace {

using verdict::Baseline;
using verdict::Finding;
using verdict::ScenarioVerdict;

/// The figures that a baseline is asked of: its own, and those that it would get if it were recorded now.
std::vector<std::string> names_for(const Baseline& baseline) {
  std::vector<std::string> names;
  for (const verdict::BaselineMetric& metric : baseline.metrics)
    names.push_back(metric.name);
  for (const DefaultMetric& metric : kDefaultMetrics) {
    if (std::find(names.begin(), names.end(), metric.name) == names.end()) names.emplace_back(metric.name);
  }
  return names;
}

/// The run that does worst in a metric; one that has no value does.
const MeasuredRun& worst_run(const Runs& runs, const Baseline& baseline, const std::string& name) {
  const auto metric = std::find_if(baseline.metrics.begin(), baseline.metrics.end(),
                                   [&](const verdict::BaselineMetric& each) { return each.name == name; });
  const auto badness = [&](const std::unique_ptr<MeasuredRun>& run) {
    const auto value = run->analysis->figures.get(name);
    if (!value) return std::numeric_limits<double>::infinity();
    return metric == baseline.metrics.end() ? 0 : verdict::worsening(metric->better, *value, 0);
  };
  return **std::max_element(runs.begin(), runs.end(),
                            [&](const auto& a, const auto& b) { return badness(a) < badness(b); });
}

std::vector<Finding> judge_runs(const Baseline& baseline, const Runs& runs,
                                std::chrono::year_month_day today) {
  const auto names = names_for(baseline);
  verdict::Contender contender;
  for (const auto& run : runs)
    contender.push_back(to_run(*run, names));
  auto findings = verdict::judge(baseline, contender, today);
  for (Finding& finding : findings) {
    if (finding.consequence == verdict::Consequence::pass || finding.kind == verdict::Kind::fresh ||
        finding.kind == verdict::Kind::incomparable) {
      continue;
    }
    finding.where = places_of(worst_run(runs, baseline, finding.metric), finding.metric);
  }
  return findings;
}

void judge_since_release(const Baseline& baseline, const Runs& runs, const Request& request,
                         ScenarioVerdict& scenario) {
  const auto release = request.releases.find(baseline.scenario);
  if (release == request.releases.end()) {
    scenario.notes.push_back("the last release has no baseline of it: a creep cannot be seen");
    return;
  }
  scenario.since_release = judge_runs(release->second, runs, request.today);
  std::erase_if(scenario.since_release,
                [](const Finding& finding) { return finding.kind == verdict::Kind::fresh; });
}

}  // namespace

ScenarioVerdict judge_scenario(const store::BaselineFile& file, const std::vector<std::string>& logs,
                               const Request& request) {
  const Baseline& baseline = file.baseline;
  ScenarioVerdict scenario{.scenario = baseline.scenario, .baseline_file = file.path};
  scenario.declared = static_cast<std::size_t>(
      std::count_if(baseline.metrics.begin(), baseline.metrics.end(),
                    [](const auto& metric) { return metric.level != verdict::Level::off; }));
  for (const std::string& log : logs)
    scenario.runs.push_back(log_name(log));
  auto [runs, faults] = read_runs(file, logs);
  scenario.faults = std::move(faults);
  if (!scenario.faults.empty()) return scenario;
  scenario.findings = judge_runs(baseline, runs, request.today);
  for (Finding& finding : scenario.findings) {
    if (const auto line = file.lines.find(finding.metric); line != file.lines.end())
      finding.baseline_line = line->second;
  }
  if (request.against_release) judge_since_release(baseline, runs, request, scenario);
  return scenario;
}

verdict::Verdict run_gate(const Request& request) {
  verdict::Verdict verdict{.scenarios = {}, .strictness = request.strictness};
  for (const store::BaselineFile& file : request.baselines)
    verdict.scenarios.push_back(judge_scenario(file, logs_of(file.baseline, request), request));
  return verdict;
}

}  // namespace wvagate::gate
