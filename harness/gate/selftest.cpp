#include "harness/gate/selftest.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <span>
#include <tuple>
#include <utility>

#include "harness/gate/false_alarms.hpp"
#include "harness/gate/injection.hpp"
#include "harness/gate/log_damage.hpp"
#include "harness/ingest/log_reader.hpp"

namespace wvagate::gate {
namespace {

using verdict::Baseline;
using verdict::BaselineMetric;
using verdict::Caught;
using verdict::Finding;
using verdict::InjectedRegression;

/// The gate of one scenario, and what its runs become when they are changed.
class Bench {
 public:
  Bench(const Baseline& baseline, const Runs& runs, std::chrono::year_month_day today, const Judge& judge)
      : baseline_(baseline), runs_(runs), today_(today), judge_(judge), names_(metric_names(baseline)) {}

  const Runs& runs() const { return runs_; }

  std::vector<Finding> judge_plain() const { return judge_(baseline_, contender_of(runs_, names_), today_); }
  std::vector<Finding> judge_injected(const Injection& injection, double magnitude) {
    return judge_(baseline_, injected(injection, magnitude, run::costly_among(names_)), today_);
  }
  /// How much worse than the baseline's value the run that suffers least is; absent where one has no value.
  std::optional<double> least_worsening(const BaselineMetric& metric, const Injection& injection,
                                        double magnitude) {
    double least = std::numeric_limits<double>::infinity();
    for (const verdict::Run& run : injected(injection, magnitude, run::costly_among({&metric.name, 1}))) {
      const auto& value = run.find(metric.name)->value;
      if (!value) return std::nullopt;
      least = std::min(least, verdict::worsening(metric.better, verdict::as_kept(*value), metric.value));
    }
    return least;
  }

 private:
  /// The runs with the injection in each; costly figures only where they are asked for. Kept, since searches
  /// for different metrics meet at the same magnitudes.
  const verdict::Contender& injected(const Injection& injection, double magnitude,
                                     metric::CostlyFigures costly) {
    verdict::Contender& contender = injected_[{injection.name, magnitude, costly.replay, costly.calibration}];
    if (!contender.empty()) return contender;
    for (const auto& run : runs_) {
      Series series = run->series;
      if (magnitude > 0) injection.apply(series, magnitude);
      contender.push_back(run::to_run(*run::with_samples(*run, std::move(series), costly), names_));
    }
    return contender;
  }

  const Baseline& baseline_;
  const Runs& runs_;
  std::chrono::year_month_day today_;
  const Judge& judge_;
  std::vector<std::string> names_;  // of the baseline's metrics
  std::map<std::tuple<std::string_view, double, bool, bool>, verdict::Contender> injected_;
};

/// Whether `worsening` is more than `asked` tolerances, and not by rounding alone.
bool is_beyond(std::optional<double> worsening, const BaselineMetric& metric, double asked) {
  if (!worsening) return false;
  const double rounding = 1e-9 * (std::abs(metric.value) + std::abs(metric.value + *worsening));
  return *worsening > asked * metric.tolerance.margin(metric.value) + rounding;
}

const Finding& finding_of(const std::vector<Finding>& findings, const std::string& metric) {
  return *std::find_if(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.metric == metric; });
}

Caught caught_by(const Finding& finding) {
  if (finding.consequence == verdict::Consequence::fail) return Caught::yes;
  const bool undecided = finding.consequence == verdict::Consequence::inconclusive;
  return undecided || finding.waiver == verdict::WaiverState::used ? Caught::undecided : Caught::no;
}

/// Largest magnitude that makes sense for the runs.
double most_of(const Injection& injection, const Runs& runs) {
  if (injection.magnitude == Magnitude::factor) return kMostFactor;
  std::size_t samples = 1;
  for (const auto& run : runs)
    samples = std::max(samples, run->series.samples.size());
  return static_cast<double>(samples);
}

InjectedRegression inject(Bench& bench, const BaselineMetric& metric, const Injection& injection,
                          double asked) {
  InjectedRegression regression{.metric = metric.name,
                                .injection = std::string(injection.name),
                                .asked = asked,
                                .margin = metric.tolerance.margin(metric.value)};
  const auto enough = [&](double magnitude) {
    return is_beyond(bench.least_worsening(metric, injection, magnitude), metric, asked);
  };
  if (enough(0)) {
    regression.note = "is that much worse already";
    return regression;
  }
  regression.magnitude = smallest_magnitude(injection.magnitude, most_of(injection, bench.runs()), enough);
  if (!regression.magnitude) {
    regression.note = "cannot be made that much worse";
    return regression;
  }
  regression.worsening = bench.least_worsening(metric, injection, *regression.magnitude);
  regression.finding = finding_of(bench.judge_injected(injection, *regression.magnitude), metric.name);
  regression.caught = caught_by(*regression.finding);
  return regression;
}

/// Why nothing can be learnt of a metric; empty where something can.
std::string hindrance(const Finding& plain, bool any_injection) {
  if (plain.consequence == verdict::Consequence::fail)
    return "fails without an injection: " + std::string(kind_text(plain.kind));
  if (!plain.value) return "has no value";
  return any_injection ? "" : "no injection is known to worsen it";
}

void inject_into(Bench& bench, const BaselineMetric& metric, const Finding& plain,
                 std::vector<InjectedRegression>& regressions) {
  std::vector<const Injection*> injections;
  for (const Injection& injection : all_injections()) {
    if (injection.may_worsen(metric.name)) injections.push_back(&injection);
  }
  const std::string hindered = hindrance(plain, !injections.empty());
  if (!hindered.empty()) {
    regressions.push_back({.metric = metric.name,
                           .injection = {},
                           .asked = 1,
                           .margin = metric.tolerance.margin(metric.value),
                           .note = hindered});
    return;
  }
  for (const Injection* injection : injections) {
    for (const double asked : kTolerancesAsked) {
      if (asked == 1 || metric.tolerance.margin(metric.value) > 0)
        regressions.push_back(inject(bench, metric, *injection, asked));
    }
  }
}

verdict::ScenarioSelftest test_scenario(const store::BaselineFile& file, const Request& request,
                                        const Judge& judge) {
  const Baseline& baseline = file.baseline;
  verdict::ScenarioSelftest scenario{.scenario = baseline.scenario};
  scenario.gating = static_cast<std::size_t>(
      std::count_if(baseline.metrics.begin(), baseline.metrics.end(),
                    [](const BaselineMetric& metric) { return metric.level == verdict::Level::error; }));
  const auto logs = logs_of(baseline, request);
  for (const std::string& log : logs)
    scenario.runs.push_back(ingest::log_name(log));
  const Entrants entrants = read_entrants(file, logs);
  scenario.faults = entrants.faults;
  if (!scenario.faults.empty()) return scenario;
  const Runs& runs = entrants.logged;
  scenario.regressions = inject_regressions(baseline, runs, request.today, judge);
  scenario.damages = damage_logs(baseline, runs, request.today, judge);
  scenario.false_alarms =
      count_false_alarms(baseline, contender_of(runs, metric_names(baseline)), request.today, judge);
  return scenario;
}

}  // namespace

std::vector<InjectedRegression> inject_regressions(const Baseline& baseline, const Runs& runs,
                                                   std::chrono::year_month_day today, const Judge& judge) {
  Bench bench(baseline, runs, today, judge);
  const auto plain = bench.judge_plain();
  std::vector<InjectedRegression> regressions;
  for (const BaselineMetric& metric : baseline.metrics) {
    if (metric.level == verdict::Level::error)
      inject_into(bench, metric, finding_of(plain, metric.name), regressions);
  }
  return regressions;
}

verdict::Selftest run_selftest(const Request& request, const Judge& judge) {
  verdict::Selftest selftest;
  for (const store::BaselineFile& file : request.baselines)
    selftest.scenarios.push_back(test_scenario(file, request, judge));
  return selftest;
}

}  // namespace wvagate::gate
