#include <chrono>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "analysis/statistics/summary.hpp"
#include "analysis/verdict/judge.hpp"
#include "harness/bench/meter.hpp"
#include "harness/bench/suite.hpp"

namespace wvagate::bench {
namespace {

constexpr std::size_t kScenarios = 100;
constexpr std::size_t kMetrics = 17;  // as many as `baseline record` makes
constexpr std::chrono::year_month_day kToday{std::chrono::year(2026), std::chrono::month(3),
                                             std::chrono::day(10)};

/// A baseline, and the runs that are held against it.
struct Case {
  verdict::Baseline baseline;
  verdict::Contender contender;
};

/// `runs` a side whose values scatter around 100 by a tenth of the tolerance, and are worse in every third
/// metric.
Case make_case(std::size_t runs, std::mt19937_64& random) {
  std::normal_distribution<double> scatter(100, 0.5);
  const verdict::Identity identity{.accelerator = "H100", .model = "acme/orchard-8b", .definitions = 1};
  Case made{.baseline = {.scenario = "scenario"}, .contender = verdict::Contender(runs)};
  made.baseline.provenance.identity = identity;
  for (std::size_t run = 0; run < runs; ++run) {
    const std::string number = std::to_string(run);
    made.baseline.provenance.logs.push_back({"before-" + number, "before-" + number});
    made.contender[run].log = made.contender[run].sha256 = "now-" + number;
    made.contender[run].identity = identity;
  }
  for (std::size_t i = 0; i < kMetrics; ++i) {
    verdict::BaselineMetric metric{.name = "metric." + std::to_string(i), .tolerance = {.absolute = 5}};
    const double shift = i % 3 == 0 ? 8 : 0;
    for (verdict::Run& run : made.contender) {
      metric.runs.push_back(scatter(random));
      run.measurements.push_back({.name = metric.name, .value = scatter(random) + shift});
    }
    metric.value = *statistics::quantile(metric.runs, 0.5);
    made.baseline.metrics.push_back(std::move(metric));
  }
  return made;
}

/// The argument is how many runs there are a side: 1 is held against the tolerance, 3 are tested by Welch's
/// test, 5 by exact ranks.
void judge_scenarios(benchmark::State& state) {
  std::mt19937_64 random(7);
  std::vector<Case> cases;
  for (std::size_t i = 0; i < kScenarios; ++i)
    cases.push_back(make_case(static_cast<std::size_t>(state.range(0)), random));
  const Meter meter;
  for ([[maybe_unused]] auto _ : state) {
    for (const Case& each : cases)
      benchmark::DoNotOptimize(verdict::judge(each.baseline, each.contender, kToday));
  }
  meter.report(state, {.samples = kScenarios});
}

}  // namespace

void register_verdicts() {
  benchmark::RegisterBenchmark("verdict/100_scenarios/runs", judge_scenarios)
      ->Arg(1)
      ->Arg(3)
      ->Arg(5)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace wvagate::bench
