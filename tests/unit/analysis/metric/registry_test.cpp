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

/// Words of lower-case letters, digits, underscores and hyphens that begin with a letter, joined by dots.
bool is_dotted_lower_case(std::string_view name) {
  bool at_word = true;
  for (const char c : name) {
    const bool letter = c >= 'a' && c <= 'z';
    const bool inner = letter || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (at_word ? !letter : !inner && c != '.') return false;
    at_word = c == '.';
  }
  return !at_word;
}

/// "capacity.throughput.source_pct.T1-ols" ends on a source's name, as it is logged.
bool names_source(std::string_view name) {
  return name.find(".source_pct.") != std::string_view::npos;
}

TEST_CASE("Metric names are unique, dotted and lower-case") {
  std::set<std::string> names;
  for (const MetricInfo& metric : all_metrics()) {
    CAPTURE(metric.name);
    CHECK(names.insert(metric.name).second);
    if (!names_source(metric.name)) CHECK(is_dotted_lower_case(metric.name));
    CHECK_FALSE(metric.meaning.empty());
    CHECK_FALSE(metric.formula.empty());
    for (const std::string& text : {metric.unit, metric.meaning, metric.formula})
      CHECK(text.find('{') == std::string::npos);
  }
}

TEST_CASE("A metric's name ends in its unit") {
  for (const MetricInfo& metric : all_metrics()) {
    CAPTURE(metric.name);
    const std::string& name = metric.name;
    const bool parameter = name.starts_with("params.");
    CHECK((name.ends_with("_pct") || names_source(name)) == (metric.unit == "%"));
    CHECK((name.ends_with("_rpm")) == (metric.unit == "rpm"));
    if (!parameter) CHECK((name.ends_with("_ms")) == (metric.unit == "ms"));
    if (name.ends_with("_min") && !name.ends_with(".prc_min")) CHECK(metric.unit == "min");
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

TEST_CASE("Every figure of a controller with analyzers is registered") {
  for (const char* analyzer : {"saturation", "throughput", "queueing-model"}) {
    for (const char* name : {"util_mean", "util_p90", "util_max", "over_pct", "required_mean", "spare_mean",
                             "prc_min", "prc_median", "prc_max", "prc_jumps", "gaps.count", "gaps.total_min",
                             "gaps.longest_min", "gaps.open"}) {
      CAPTURE(analyzer, name);
      CHECK(metric_index("capacity." + std::string(analyzer) + "." + name));
    }
    CHECK(metric_index("decision.by." + std::string(analyzer)));
  }
  for (const char* name :
       {"saturation.source_pct.P0-store", "saturation.source_pct.P1-obs", "saturation.source_pct.P2-hist",
        "saturation.source_pct.P3-k2", "saturation.source_pct.P4-k1", "saturation.source_pct.no-data",
        "saturation.source_pct.error", "throughput.source_pct.T1-ols", "throughput.source_pct.T2-pinned",
        "throughput.source_pct.T2-default", "throughput.source_pct.T-sfz"}) {
    CAPTURE(name);
    CHECK(metric_index("capacity." + std::string(name)));
  }
  for (const char* name : {"decision.cycles",
                           "decision.up",
                           "decision.down",
                           "decision.none",
                           "decision.held",
                           "decision.vetoed",
                           "decision.clamped",
                           "decision.opposed",
                           "decision.need_to_decision_min",
                           "decision.decision_to_replicas_min",
                           "model.throughput.mismatches",
                           "model.throughput.mismatch_cycles_pct",
                           "model.throughput.error_median_pct",
                           "model.throughput.error_max_pct",
                           "model.throughput.error_signed_mean_pct",
                           "model.throughput.cleared",
                           "observed.kv_mean",
                           "observed.kv_p90",
                           "observed.waiting_mean",
                           "observed.waiting_max"}) {
    CAPTURE(name);
    CHECK(metric_index(name));
  }
}

TEST_CASE("A figure of an analyzer has the analyzer's unit and names it") {
  CHECK(find_metric("capacity.saturation.spare_mean")->unit == "tokens");
  CHECK(find_metric("capacity.throughput.spare_mean")->unit == "tokens/s");
  CHECK(find_metric("capacity.queueing-model.prc_min")->unit == "requests/s");
  CHECK(find_metric("capacity.queueing-model.prc_min")->meaning ==
        "lowest capacity of one replica by the queueing-model analyzer");
  CHECK(find_metric("capacity.saturation.util_mean")->better == Better::lower);
  CHECK(find_metric("model.throughput.error_signed_mean_pct")->better == Better::zero);
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
    sample.observation->load.in_tokens = sample.forecast->load.in_tokens = 600;
    sample.observation->load.out_tokens = sample.forecast->load.out_tokens = 200;
    sample.forecast->max_batch = 256;
    sample.forecast->max_rpm = 500;
    sample.forecast->rho = 0.1;
    sample.bounds.min_replicas = 1;
    samples.push_back(sample);
  }
  samples[13].forecast.reset();
  return series_of(std::move(samples));
}

/// A series of a controller with analyzers, in which everything that it can log is logged.
Series rich_claims() {
  std::vector<Sample> samples;
  for (int i = 0; i < 12; ++i) {
    const bool busy = i % 4 == 2;
    testing::SampleBuilder cycle = at_minute(i);
    for (const char* analyzer : {"saturation", "throughput", "queueing-model"}) {
      cycle.claim({.analyzer = analyzer,
                   .supply = 200,
                   .demand = busy ? 190 : 90,
                   .utilization = busy ? 0.95 : 0.45,
                   .required = busy ? 50 : 0,
                   .spare = busy ? 0 : 60,
                   .scale_up_threshold = 0.85,
                   .scale_down_boundary = 0.7,
                   .per_replica = i < 6 ? 100 : 45,
                   .serving_replicas = i % 4 == 3 ? 2 : 1,
                   .source = i % 2 == 0 ? "P1-obs" : "T1-ols",
                   .votes = true});
    }
    cycle.running(i % 4 == 3 ? 2 : 1).decided(1, busy ? 2 : 1).bounds(1, 4);
    cycle.pod(0.5, 3).mismatch(100, 70, 30);
    samples.push_back(cycle);
  }
  return series_of(std::move(samples));
}

/// Those that a model-based controller's log cannot have.
bool needs_analyzers(std::string_view name) {
  for (const char* group : {"capacity.", "decision.", "model.throughput.", "observed."}) {
    if (name.starts_with(group)) return true;
  }
  return false;
}

TEST_CASE("Every registered figure is computed where there is enough to compute it from") {
  const Series solved = rich_series();
  const Series claimed = rich_claims();
  const SeriesAnalysis of_solved = analyze(solved, kCycle);
  const SeriesAnalysis of_claimed = analyze(claimed, kCycle);
  for (const MetricInfo& metric : all_metrics()) {
    CAPTURE(metric.name);
    const SeriesAnalysis& analysis = needs_analyzers(metric.name) ? of_claimed : of_solved;
    const auto value = analysis.figures.get(metric.name);
    CHECK(value);
    CHECK((!value || std::isfinite(*value)));
  }
}

TEST_CASE("Under notebook the figures that it does not know are absent") {
  const Series solved = rich_series();
  const Series claimed = rich_claims();
  const SeriesAnalysis of_solved = analyze(solved, kNotebook);
  const SeriesAnalysis of_claimed = analyze(claimed, kNotebook);
  for (const MetricInfo& metric : all_metrics()) {
    CAPTURE(metric.name);
    const bool unknown = metric.name.find(".error_settled.") != std::string::npos ||
                         metric.name.find(".error_model.") != std::string::npos ||
                         metric.name.find(".actuation.") != std::string::npos;
    const SeriesAnalysis& analysis = needs_analyzers(metric.name) ? of_claimed : of_solved;
    CHECK(analysis.figures.get(metric.name).has_value() != unknown);
  }
}

TEST_CASE("A log without latencies and a model has no figure of them") {
  const Series series = rich_claims();
  const SeriesAnalysis analysis = analyze(series, kCycle);
  for (const MetricInfo& metric : all_metrics()) {
    CAPTURE(metric.name);
    for (const char* group : {"itl.", "ttft.", "slo.", "params.", "calibration."}) {
      if (metric.name.starts_with(group)) CHECK_FALSE(analysis.figures.get(metric.name));
    }
  }
}

TEST_CASE("Figures of poor series are absent or finite") {
  const auto series = GENERATE(
      series_of({}), series_of({at_minute(0)}), series_of({at_minute(0).itl(0).rate(0)}),
      series_of({at_minute(0).unobserved().wants(0, 0).predicts(0, 0)}),
      series_of({at_minute(0).itl(9).slo(std::nullopt, std::nullopt)}),
      series_of(
          {at_minute(0).claim({.votes = true}).decided(0, 0).bounds(0, 0).pod({}, {}).mismatch(0, 0, 0)}),
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

TEST_CASE("An analysis keeps what its figures are computed from") {
  const Series series = rich_series();
  const SeriesAnalysis analysis = analyze(series, kCycle);
  const auto same = [](const std::vector<PredictionError>& a, const std::vector<PredictionError>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& one, const auto& other) {
      return one.index == other.index && one.error_ms == other.error_ms;
    });
  };
  for (const Latency latency : kLatencies) {
    const LatencyPredictions& predictions = analysis.predictions(latency);
    CHECK_FALSE(predictions.settled.empty());
    CHECK_FALSE(predictions.model.empty());
    CHECK(same(predictions.settled, settled_errors(analysis.measured, latency)));
    CHECK(same(predictions.model, model_errors(analysis.measured, latency)));
  }
  const Series claimed = rich_claims();
  CHECK(analyze(claimed, kCycle).capacity_gaps.size() == 9);

  const SeriesAnalysis notebook = analyze(series, kNotebook);
  CHECK(notebook.itl.settled.empty());
  CHECK(notebook.itl.model.empty());
}

TEST_CASE("An analysis keeps the replay of the samples that count, if it is computed") {
  Series series = rich_series();
  const std::vector<Sample> once = series.samples;
  for (const Sample& sample : once) {
    Sample again = sample;
    again.time += std::chrono::seconds(1);
    series.samples.push_back(again);
  }
  std::stable_sort(series.samples.begin(), series.samples.end(),
                   [](const Sample& a, const Sample& b) { return a.time < b.time; });
  const SeriesAnalysis analysis = analyze(series, kCycle);
  REQUIRE(analysis.replay);
  CHECK(analysis.measured.size() == once.size());
  CHECK(analysis.replay->variant == "v");
  CHECK(analysis.replay->summary.cycles == once.size());
  CHECK(analysis.figures.get("replay.predictions_checked") ==
        static_cast<double>(analysis.replay->summary.predictions_checked));
  REQUIRE_FALSE(analysis.replay->divergences.empty());
  CHECK(analysis.replay->divergences.front().time_min == 0.0);
  CHECK_FALSE(analysis.replay->alternative);
  CHECK_FALSE(analyze(series, kCycle, {.replay = false, .calibration = false}).replay);
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
