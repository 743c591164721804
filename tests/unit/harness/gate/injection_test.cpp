#include "harness/gate/injection.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "analysis/metric/registry.hpp"
#include "harness/gate/default_metrics.hpp"
#include "harness/run/measured_run.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::gate {
namespace {

using namespace std::chrono_literals;
using Values = std::vector<double>;

const Injection& injection(std::string_view name) {
  const auto all = all_injections();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Injection& each) { return each.name == name; });
  REQUIRE(found != all.end());
  return *found;
}

/// A sample a minute with these replicas running, and ITLs; each cycle wants a replica more.
Series series_of(const Values& running, const Values& itl_ms) {
  Series series;
  for (std::size_t i = 0; i < running.size(); ++i) {
    Sample sample;
    sample.time = TimePoint(i * 1min);
    sample.observation.emplace();
    sample.observation->replicas = running[i];
    sample.observation->cost = 10 * running[i];
    sample.observation->latency = {.itl = itl_ms[i], .ttft = 0};
    sample.forecast = Forecast{};
    sample.forecast->replicas = running[i] + 1;
    sample.forecast->predicted = {.itl = 8, .ttft = 80};
    sample.parameters = PerfParameters{.alpha = 7, .beta = 0.1, .gamma = 5, .delta = 0.001};
    series.samples.push_back(sample);
  }
  return series;
}

Values running(const Series& series) {
  Values values;
  for (const Sample& sample : series.samples)
    values.push_back(*sample.observation->replicas);
  return values;
}

Values itl_ms(const Series& series) {
  Values values;
  for (const Sample& sample : series.samples)
    values.push_back(*sample.observation->latency.itl);
  return values;
}

TEST_CASE("The smallest magnitude that is enough is found, to the unit or to 1 %") {
  for (const double least : {1.0, 2.0, 3.0, 7.0, 64.0, 99.0, 100.0}) {
    CHECK(smallest_magnitude(Magnitude::samples, 100, [&](double k) { return k >= least; }) == least);
  }
  CHECK_FALSE(smallest_magnitude(Magnitude::samples, 100, [](double k) { return k >= 101; }));
  for (const double least : {1e-6, 0.001, 0.3, 1.0, 700.0, kMostFactor}) {
    const auto found =
        smallest_magnitude(Magnitude::factor, kMostFactor, [&](double x) { return x >= least; });
    REQUIRE(found);
    CHECK(*found >= least);
    CHECK((*found <= 1.011 * least || *found == kLeastFactor));
  }
  CHECK_FALSE(smallest_magnitude(Magnitude::factor, kMostFactor, [](double) { return false; }));
}

TEST_CASE("A delayed scale-up keeps replicas and latencies of before the rise, and no longer than asked") {
  Series series = series_of({1, 1, 2, 2, 3, 3, 1, 1}, {9, 12, 8, 8, 13, 7, 7, 7});
  injection("scale-up-delayed").apply(series, 2);
  CHECK(running(series) == Values{1, 1, 1, 1, 2, 2, 1, 1});
  CHECK(itl_ms(series) == Values{9, 12, 12, 12, 13, 12, 7, 7});
  CHECK(series.samples[2].observation->cost == 10.0);
  CHECK(series.samples[2].observation->latency.ttft == 0.0);  // unmeasured stays so

  Series restarted = series_of({1, 1, 2, 2}, {9, 12, 8, 8});
  restarted.samples[2].segment = restarted.samples[3].segment = 1;
  injection("scale-up-delayed").apply(restarted, 2);
  CHECK(running(restarted) == Values{1, 1, 2, 2});

  Series untold = series_of({1, 2}, {9, 8});
  untold.samples[1].observation->replicas.reset();
  injection("scale-up-delayed").apply(untold, 1);
  CHECK(itl_ms(untold) == Values{9, 8});
}

TEST_CASE("Factors change every sample by their share") {
  Series series = series_of({1, 2}, {8, 0});
  injection("itl-inflated").apply(series, 0.5);
  CHECK(itl_ms(series) == Values{12, 0});
  injection("predictions-biased").apply(series, 0.25);
  CHECK(series.samples[1].forecast->predicted == LatencyPair{.itl = 10, .ttft = 100});
  injection("parameters-biased").apply(series, 1);
  CHECK(series.samples[0].parameters ==
        PerfParameters{.alpha = 14, .beta = 0.1, .gamma = 10, .delta = 0.001});
  injection("replicas-added").apply(series, 1);
  CHECK(running(series) == Values{2, 4});
  CHECK(series.samples[1].observation->cost == 40.0);
}

TEST_CASE("Counts change so many samples, spread over all") {
  for (int count = 1; count <= 7; ++count) {
    Series series = series_of(Values(7, 1), Values(7, 8));
    injection("decisions-altered").apply(series, count);
    CHECK(std::count_if(series.samples.begin(), series.samples.end(),
                        [](const Sample& sample) { return sample.forecast->replicas == 3.0; }) == count);
    injection("solutions-lost").apply(series, count);
    CHECK(std::count_if(series.samples.begin(), series.samples.end(),
                        [](const Sample& sample) { return !sample.forecast; }) == count);
  }
  Series series = series_of(Values(9, 1), Values(9, 8));
  injection("predictions-altered").apply(series, 3);
  for (std::size_t i = 0; i < 9; ++i)
    CHECK(series.samples[i].forecast->predicted.itl == Approx(i % 3 == 2 ? 8.8 : 8.0));
  Series none = series_of({1}, {8});
  none.samples[0].forecast.reset();
  injection("decisions-altered").apply(none, 1);
  CHECK_FALSE(none.samples[0].forecast);
}

std::unique_ptr<run::MeasuredRun> staircase() {
  auto run = run::measure_run(WVAGATE_SOURCE_DIR "/fixtures/synth/staircase-1.log", {}, std::nullopt);
  REQUIRE(run);
  return std::move(run).value();
}

/// Ten cycles of two analyzers that have half of their capacity in use.
std::unique_ptr<run::MeasuredRun> voting(const run::MeasuredRun& like) {
  std::vector<Sample> samples;
  for (int minute = 0; minute < 10; ++minute) {
    Sample sample = testing::at_minute(minute);
    sample.controller = ControllerKind::analyzers;
    sample.decision = Decision{.current = 2.0, .optimizer_target = 2.0, .target = 2.0, .action = "no-change"};
    for (const std::string_view analyzer : {"saturation", "throughput"}) {
      sample.claims.push_back({.analyzer = analyzer,
                               .supply = 1000.0,
                               .demand = 500.0,
                               .utilization = 0.5,
                               .required = 0.0,
                               .spare = 285.0,
                               .scale_up_threshold = 0.85,
                               .scale_down_boundary = 0.7,
                               .per_replica = 500.0,
                               .role = "both",
                               .source = "P1-obs",
                               .votes = true});
    }
    samples.push_back(sample);
  }
  return run::with_samples(like, testing::series_of(std::move(samples)));
}

TEST_CASE("Each default metric has an injection, and each injection worsens one of those it names") {
  const auto solved = staircase();
  const auto claimed = voting(*solved);
  std::map<std::string_view, bool> worsened;
  for (const DefaultMetric& metric : kDefaultMetrics) {
    if (verdict::is_of_benchmark(metric.name)) continue;
    CAPTURE(metric.name);
    const auto info = metric::all_metrics()[metric::metric_index(metric.name).value()];
    const auto better = verdict::parse_better(metric::better_text(info.better)).value();
    const auto& run = solved->analysis->figures.get(metric.name) ? solved : claimed;
    const double before = run->analysis->figures.get(metric.name).value();
    bool any = false;
    for (const Injection& each : all_injections()) {
      if (!each.may_worsen(metric.name)) continue;
      Series series = run->series;
      each.apply(series, each.magnitude == Magnitude::samples ? 3 : 100);
      const auto injected = run::with_samples(*run, std::move(series));
      const double now = injected->analysis->figures.get(metric.name).value();
      const bool worse = verdict::worsening(better, now, before) > 0;
      worsened[each.name] = worsened[each.name] || worse;
      any = any || worse;
    }
    CHECK(any);
  }
  for (const Injection& each : all_injections()) {
    CAPTURE(each.name);
    CHECK(worsened[each.name]);
  }
}

TEST_CASE("Patterns of injections name metrics that there are") {
  for (const Injection& each : all_injections()) {
    for (const std::string_view pattern : each.worsens) {
      CAPTURE(each.name, pattern);
      const auto all = metric::all_metrics();
      CHECK(std::any_of(all.begin(), all.end(),
                        [&](const metric::MetricInfo& info) { return matches_glob(pattern, info.name); }));
    }
  }
}

TEST_CASE("Duplicated cycles change no figure but the counts of samples") {
  const auto run = staircase();
  Series series = run->series;
  duplicate_samples(series);
  CHECK(series.samples.size() == 2 * run->series.samples.size());
  const auto twice = run::with_samples(*run, std::move(series));
  for (const metric::MetricInfo& info : metric::all_metrics()) {
    CAPTURE(info.name);
    const bool counts =
        info.name == "samples.total" || info.name == "samples.duplicate" || info.name.ends_with("_checked");
    const auto before = run->analysis->figures.get(info.name);
    const auto now = twice->analysis->figures.get(info.name);
    REQUIRE(before.has_value() == now.has_value());
    if (before && !counts) CHECK(verdict::as_kept(*now) == verdict::as_kept(*before));
  }
}

TEST_CASE("Figures that cost much may be left out, and the others stay what they are") {
  const auto run = staircase();
  const auto cheap = run::with_samples(*run, run->series, {.replay = false, .calibration = false});
  CHECK(cheap->sha256.empty());
  for (const metric::MetricInfo& info : metric::all_metrics()) {
    CAPTURE(info.name);
    const bool costly = info.name.starts_with("replay.") || info.name.starts_with("calibration.");
    CHECK(cheap->analysis->figures.get(info.name) ==
          (costly ? std::nullopt : run->analysis->figures.get(info.name)));
  }
}

}  // namespace
}  // namespace wvagate::gate
