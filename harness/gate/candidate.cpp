#include "harness/gate/candidate.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/core/format.hpp"
#include "analysis/metric/registry.hpp"
#include "analysis/statistics/summary.hpp"
#include "harness/gate/default_metrics.hpp"

namespace wvagate::gate {
namespace {

using verdict::as_kept;
using verdict::Baseline;
using verdict::BaselineMetric;

using verdict::Contender;

constexpr std::size_t kRunsThatScatter = 3;
constexpr double kMostNoise = 0.5;  // of a value that is to gate

/// Sets value and runs; false where a run gives none.
bool set_values(BaselineMetric& metric, const Contender& runs) {
  metric.runs.clear();
  for (const verdict::Run& run : runs) {
    const verdict::Measurement* const measured = run.find(metric.name);
    if (measured == nullptr || !measured->value) return false;
    metric.runs.push_back(as_kept(*measured->value));
  }
  metric.value = as_kept(*statistics::quantile(metric.runs, 0.5));
  return true;
}

/// The first number of two digits that is not below `value`.
double rounded_up(double value) {
  if (!(value > 0)) return 0;
  const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1);
  return as_kept(std::ceil(value / unit - 1e-9) * unit);
}

/// What the runs leave open of a metric's value, and how that is known.
struct Noise {
  double half_width = 0;
  std::string source;
};

Noise noise_of(const BaselineMetric& metric, const Contender& runs) {
  if (metric.runs.size() >= kRunsThatScatter) {
    return {2 * *statistics::standard_deviation(metric.runs),
            "two standard deviations of " + std::to_string(metric.runs.size()) + " runs"};
  }
  const auto& within = runs.front().find(metric.name)->within_run;
  if (!within) return {};
  return {(within->upper - within->lower) / 2, "half the 95 % interval within the run"};
}

/// Widens a tolerance that the runs' own noise would cross; where that made it blind, lets the metric only
/// warn.
void allow_for_noise(BaselineMetric& metric, const Contender& runs) {
  const Noise noise = noise_of(metric, runs);
  if (noise.half_width <= metric.tolerance.margin(metric.value)) return;
  metric.tolerance.absolute = rounded_up(noise.half_width);
  metric.why = "tolerance: " + noise.source;
  if (noise.half_width > kMostNoise * std::abs(metric.value) && metric.level == verdict::Level::error) {
    metric.level = verdict::Level::warn;
    metric.why = "does not gate: the runs leave ±" + format_significant(noise.half_width, 2) + " open (" +
                 noise.source + "); record more runs";
  }
}

void carry_metrics_over(Baseline& candidate, const Baseline& before, const Contender& runs) {
  for (const BaselineMetric& old : before.metrics) {
    BaselineMetric metric = old;
    if (set_values(metric, runs)) candidate.metrics.push_back(std::move(metric));
  }
}

void add_default_metrics(Baseline& candidate, const Contender& runs, const std::optional<Baseline>& before) {
  for (const DefaultMetric& added : kDefaultMetrics) {
    if (before && find_metric(*before, added.name) != nullptr) continue;
    BaselineMetric metric{
        .name = std::string(added.name),
        .better = verdict::parse_better(metric::better_text(metric::find_metric(added.name)->better)).value(),
        .level = added.level,
        .tolerance = added.tolerance};
    if (!set_values(metric, runs)) continue;
    allow_for_noise(metric, runs);
    candidate.metrics.push_back(std::move(metric));
  }
}

}  // namespace

const BaselineMetric* find_metric(const Baseline& baseline, std::string_view name) {
  const auto found = std::find_if(baseline.metrics.begin(), baseline.metrics.end(),
                                  [&](const BaselineMetric& metric) { return metric.name == name; });
  return found == baseline.metrics.end() ? nullptr : &*found;
}

std::vector<std::string> figures_asked_of(const Baseline& baseline) {
  std::vector<std::string> names;
  for (const BaselineMetric& metric : baseline.metrics)
    names.push_back(metric.name);
  for (const DefaultMetric& metric : kDefaultMetrics) {
    if (find_metric(baseline, metric.name) == nullptr) names.emplace_back(metric.name);
  }
  std::erase_if(names, [&](const std::string& name) { return !metric::metric_index(name); });
  return names;
}

Baseline make_candidate(const Scenario& scenario, const Contender& runs,
                        const std::optional<Baseline>& before) {
  Baseline candidate{.scenario = scenario.scenario, .logs = scenario.patterns, .variant = scenario.variant};
  candidate.measure = runs.front().measure;
  if (before) {
    candidate.defaults = before->defaults;
    if (candidate.logs.empty()) candidate.logs = before->logs;
    if (!candidate.variant) candidate.variant = before->variant;
  }
  candidate.provenance.controller = scenario.controller;
  candidate.provenance.identity = runs.front().identity;
  std::vector<double> loads;
  std::vector<double> durations;
  for (const verdict::Run& run : runs) {
    if (run.identity.mean_rpm) loads.push_back(*run.identity.mean_rpm);
    if (run.identity.duration_min) durations.push_back(*run.identity.duration_min);
    candidate.provenance.logs.push_back({run.log, run.sha256});
    if (scenario.patterns.empty() && !before) candidate.logs.push_back(run.log);
  }
  candidate.provenance.identity.mean_rpm = statistics::quantile(loads, 0.5);
  candidate.provenance.identity.duration_min = statistics::quantile(durations, 0.5);
  if (before) carry_metrics_over(candidate, *before, runs);
  add_default_metrics(candidate, runs, before);
  return candidate;
}

std::vector<Worsening> worse_metrics(const Baseline& before, const Baseline& candidate) {
  std::vector<Worsening> worse;
  for (const BaselineMetric& old : before.metrics) {
    if (old.level != verdict::Level::error) continue;
    const BaselineMetric* now = find_metric(candidate, old.name);
    if (now == nullptr) {
      worse.push_back({.metric = old.name, .before = old.value, .now = std::nullopt});
      continue;
    }
    const double by = verdict::worsening(old.better, now->value, old.value);
    const double margin = old.tolerance.margin(old.value);
    const double slack = 1e-9 * (std::abs(now->value) + std::abs(old.value));
    if (by > slack && by >= margin - slack) worse.push_back({old.name, old.value, now->value});
  }
  return worse;
}

}  // namespace wvagate::gate
