#include "analysis/metric/registry.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>

#include "analysis/metric/figures.hpp"
#include "analysis/metric/series_analysis.hpp"
#include "analysis/model/queue_model.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::metric {
namespace {

using testing::at_minute;
using testing::kCycle;
using testing::kNotebook;
using testing::series_of;

/// Words of lower-case letters, digits and underscores that begin with a letter, joined by dots.
bool is_dotted_lower_case(std::string_view name) {
  bool at_word = true;
  for (const char c : name) {
    const bool letter = c >= 'a' && c <= 'z';
    const bool inner = letter || (c >= '0' && c <= '9') || c == '_';
    if (at_word ? !letter : !inner && c != '.') return false;
    at_word = c == '.';
  }
  return !at_word;
}

TEST_CASE("Metric names are unique, dotted and lower-case") {
  std::set<std::string> names;
  for (const MetricInfo& metric : all_metrics()) {
    CAPTURE(metric.name);
    CHECK(names.insert(metric.name).second);
    CHECK(is_dotted_lower_case(metric.name));
    CHECK_FALSE(metric.meaning.empty());
    CHECK_FALSE(metric.formula.empty());
    CHECK(metric.meaning.find("{S}") == std::string::npos);
    CHECK(metric.formula.find("{S}") == std::string::npos);
  }
}

TEST_CASE("A metric's name ends in its unit") {
  for (const MetricInfo& metric : all_metrics()) {
    CAPTURE(metric.name);
    const std::string& name = metric.name;
    const bool parameter = name.starts_with("params.");
    CHECK((name.ends_with("_pct")) == (metric.unit == "%"));
    CHECK((name.ends_with("_rpm")) == (metric.unit == "rpm"));
    if (!parameter) CHECK((name.ends_with("_ms")) == (metric.unit == "ms"));
    if (name.ends_with("_min")) CHECK(metric.unit == "min");
  }
}

TEST_CASE("A metric is found by its name") {
  for (std::size_t i = 0; i < all_metrics().size(); ++i)
    CHECK(metric_index(all_metrics()[i].name) == i);
  CHECK_FALSE(metric_index(""));
  CHECK_FALSE(metric_index("s.observed.mean_ms"));
  CHECK_FALSE(metric_index("itl.observed"));
  CHECK(metric_name(Latency::itl, "observed.mean_ms") == "itl.observed.mean_ms");
  CHECK(metric_name(Latency::ttft, "violations") == "ttft.violations");
}

TEST_CASE("Every figure of the design is registered") {
  const auto names = {"samples.total",    "samples.used",       "samples.idle",     "samples.duplicate",
                      "samples.unsolved", "segments",           "duration_min",     "load.mean_rpm",
                      "load.peak_rpm",    "slo.compliance_pct", "scaling.events",   "scaling.ups",
                      "scaling.downs",    "scaling.reversals",  "replicas.min",     "replicas.max",
                      "replicas.mean",    "replicas.stddev",    "replicas.minutes", "cost.total",
                      "tuner.accepted",   "tuner.rejected",     "tuner.nis_mean"};
  for (const char* name : names) {
    CAPTURE(name);
    CHECK(metric_index(name));
  }
  const auto of_latency = {
      "unmeasured",         "observed.mean_ms",    "observed.median_ms", "observed.min_ms", "observed.max_ms",
      "observed.stddev_ms", "observed.p90_ms",     "observed.p95_ms",    "observed.p99_ms", "compliance_pct",
      "violations",         "compliance_time_pct", "excess_ms",          "gaps.count",      "gaps.total_min",
      "gaps.mean_min",      "gaps.longest_min",    "gaps.open"};
  const auto of_error = {
      "mean_ms",    "median_ms",    "stddev_ms",   "mae_ms",        "rmse_ms",
      "p95_abs_ms", "max_under_ms", "max_over_ms", "mean_pct",      "mape_pct",
      "under_pct",  "over_pct",     "corr_rate",   "corr_replicas", "corr_rate_per_replica"};
  for (const Latency latency : kLatencies) {
    for (const char* name : of_latency) {
      CAPTURE(name);
      CHECK(metric_index(metric_name(latency, name)));
    }
    for (const char* group : {"error.", "error_settled.", "error_model."}) {
      for (const char* name : of_error) {
        CAPTURE(group, name);
        CHECK(metric_index(metric_name(latency, std::string(group) + name)));
      }
    }
  }
  for (const char* parameter : {"alpha", "beta", "gamma", "delta"}) {
    for (const char* name : {"first", "last", "mean", "stddev", "drift_pct"})
      CHECK(metric_index("params." + std::string(parameter) + "." + name));
  }
}

TEST_CASE("Directions are told in words") {
  CHECK(better_text(Better::higher) == "higher");
  CHECK(better_text(Better::lower) == "lower");
  CHECK(better_text(Better::zero) == "zero");
  CHECK(better_text(Better::neither) == "neither");
}

TEST_CASE("A figure is finite or absent, and has a registered name") {
  Figures figures;
  CHECK_FALSE(figures.get("itl.violations"));
  figures.set("itl.violations", 3);
  CHECK(figures.get("itl.violations") == 3.0);
  CHECK(figures.at(*metric_index("itl.violations")) == 3.0);
  figures.set("itl.violations", std::numeric_limits<double>::quiet_NaN());
  CHECK_FALSE(figures.get("itl.violations"));
  figures.set("itl.violations", std::numeric_limits<double>::infinity());
  CHECK_FALSE(figures.get("itl.violations"));
  figures.set_count("segments", 2);
  CHECK(figures.get("segments") == 2.0);
  CHECK_THROWS_AS(figures.set("no.such", 1), std::logic_error);
  CHECK_THROWS_AS(figures.get("no.such"), std::logic_error);
}

/// A series in which everything that can be computed is there to compute it from.
Series rich_series() {
  constexpr PerfParameters kParameters{7.5, 0.045, 15, 0.0003};
  std::vector<Sample> samples;
  for (int i = 0; i < 30; ++i) {
    const double rate = 100.0 * (1 + i % 7);
    const double running = 1 + i / 4 % 3;
    Sample sample = at_minute(i)
                        .itl(i % 9 == 0 ? 0 : 8.0 + i % 5)
                        .ttft(i % 9 == 0 ? 0 : 400.0 + 150 * (i % 6))
                        .rate(rate)
                        .running(running)
                        .cost(40 * running)
                        .wants(1 + (i + 1) / 4 % 3, rate)
                        .predicts(9 + 0.01 * i, 600 + i)
                        .tuner(i % 3 != 0, 0.1 * i)
                        .segment(i < 20 ? 1 : 2);
    PerfParameters parameters = kParameters;
    parameters.alpha += 0.01 * i;
    parameters.beta += 0.0001 * i;
    sample.parameters = parameters;
    sample.load.in_tokens = sample.solution->load.in_tokens = 600;
    sample.load.out_tokens = sample.solution->load.out_tokens = 200;
    sample.solution->max_batch = 256;
    sample.solution->max_rpm = 500;
    sample.solution->rho = 0.1;
    sample.min_replicas = 1;
    samples.push_back(sample);
  }
  samples[13].solution.reset();
  return series_of(std::move(samples));
}

TEST_CASE("Every registered figure is computed where there is enough to compute it from") {
  const Series series = rich_series();
  const SeriesAnalysis analysis = analyze(series, kCycle);
  for (const MetricInfo& metric : all_metrics()) {
    CAPTURE(metric.name);
    const auto value = analysis.figures.get(metric.name);
    CHECK(value);
    CHECK((!value || std::isfinite(*value)));
  }
}

TEST_CASE("Under notebook the figures that it does not know are absent") {
  const Series series = rich_series();
  const SeriesAnalysis analysis = analyze(series, kNotebook);
  for (const MetricInfo& metric : all_metrics()) {
    CAPTURE(metric.name);
    const bool unknown = metric.name.find(".error_settled.") != std::string::npos ||
                         metric.name.find(".error_model.") != std::string::npos ||
                         metric.name.find(".actuation.") != std::string::npos;
    CHECK(analysis.figures.get(metric.name).has_value() != unknown);
  }
}

TEST_CASE("Figures of poor series are absent or finite") {
  const auto series = GENERATE(
      series_of({}), series_of({at_minute(0)}), series_of({at_minute(0).itl(0).rate(0)}),
      series_of({at_minute(0).unobserved().wants(0, 0).predicts(0, 0)}),
      series_of({at_minute(0).itl(9).slo(std::nullopt, std::nullopt)}),
      series_of({at_minute(0).itl(-5).ttft(-5), at_minute(0).itl(-5).ttft(-5)}),
      series_of({at_minute(0).itl(1e308).predicts(-1e308), at_minute(1).itl(1e308).predicts(-1e308)}));
  for (const Policy& policy : {kCycle, kNotebook}) {
    const SeriesAnalysis analysis = analyze(series, policy);
    for (const MetricInfo& metric : all_metrics()) {
      CAPTURE(metric.name);
      const auto value = analysis.figures.get(metric.name);
      CHECK((!value || std::isfinite(*value)));
    }
  }
}

TEST_CASE("Gap figures are absent where there is no SLO to miss") {
  const Series series =
      series_of({at_minute(0).itl(9).slo(std::nullopt, 1000), at_minute(1).itl(9).slo(std::nullopt, 1000)});
  CHECK_FALSE(analyze(series, kCycle).figures.get("itl.gaps.count"));
  const Series with = series_of({at_minute(0).itl(9), at_minute(1).itl(9)});
  CHECK(analyze(with, kCycle).figures.get("itl.gaps.count") == 0.0);
}

TEST_CASE("An analysis keeps ITL gaps before TTFT gaps, and five of the worst predictions") {
  const Series series = rich_series();
  const SeriesAnalysis analysis = analyze(series, kCycle);
  CHECK(std::is_sorted(analysis.gaps.begin(), analysis.gaps.end(),
                       [](const Gap& a, const Gap& b) { return a.latency < b.latency; }));
  CHECK(analysis.predictions(Latency::itl).worst.size() == kWorstPredictions);
  CHECK(analysis.predictions(Latency::itl).errors.size() == 25);  // four of 30 unmeasured, one unsolved
  for (const ErrorParts& part : analysis.ttft.parts) {
    const auto same = std::find_if(analysis.ttft.errors.begin(), analysis.ttft.errors.end(),
                                   [&](const auto& error) { return error.index == part.index; });
    REQUIRE(same != analysis.ttft.errors.end());
    CHECK(part.calibration_ms + part.actuation_ms == Approx(same->error_ms).epsilon(1e-12));
  }
}

}  // namespace
}  // namespace wvagate::metric
