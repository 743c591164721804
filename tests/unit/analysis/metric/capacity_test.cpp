#include <string>
#include <vector>

#include "analysis/metric/analyzers.hpp"
#include "analysis/metric/groups.hpp"
#include "analysis/metric/series_analysis.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::metric {
namespace {

using testing::at_minute;
using testing::kCycle;
using testing::kNotebook;
using testing::series_of;

Figures figures_of(const Series& series, const Policy& policy = kCycle) {
  const MeasuredSeries measured(series, policy);
  Figures figures;
  set_capacity_figures(measured, figures);
  return figures;
}

Claim utilized(double utilization, std::optional<double> threshold = std::nullopt) {
  return {.analyzer = "saturation", .utilization = utilization, .scale_up_threshold = threshold};
}

Claim of_replica(std::optional<double> per_replica, std::string_view source = {}) {
  return {.analyzer = "saturation", .per_replica = per_replica, .source = source};
}

/// Cycles a minute apart, each with the claim of one analyzer.
Series series_of_claims(const std::vector<Claim>& claims) {
  std::vector<Sample> samples;
  double minute = 0;
  for (const Claim& claim : claims)
    samples.push_back(at_minute(minute++).claim(claim));
  return series_of(std::move(samples));
}

TEST_CASE("The utilization is over the cycles that log it") {
  const Figures figures = figures_of(series_of(
      {at_minute(0).claim(utilized(0.5)), at_minute(1).claim(utilized(1.5)), at_minute(2).claim(utilized(1)),
       at_minute(3).claim({.analyzer = "saturation"}), at_minute(4)}));
  CHECK(figures.get("capacity.saturation.util_mean") == 1.0);
  CHECK(figures.get("capacity.saturation.util_p90") == Approx(1.4).epsilon(1e-15));  // position 1.8
  CHECK(figures.get("capacity.saturation.util_max") == 1.5);
  CHECK_FALSE(figures.get("capacity.throughput.util_mean"));
  CHECK_FALSE(figures.get("capacity.saturation.over_pct"));
}

TEST_CASE("A cycle is over the threshold that it logs, not on it") {
  const Figures figures = figures_of(series_of_claims(
      {utilized(0.85, 0.85), utilized(0.86, 0.85), utilized(0.86, 0.9), utilized(2, 0.85), utilized(9)}));
  CHECK(figures.get("capacity.saturation.over_pct") == 50.0);
}

TEST_CASE("Required and spare capacity are means over the cycles that log them") {
  const Figures figures = figures_of(series_of_claims({{.analyzer = "throughput", .required = 0, .spare = 40},
                                                       {.analyzer = "throughput", .required = 30, .spare = 0},
                                                       {.analyzer = "throughput", .required = 0}}));
  CHECK(figures.get("capacity.throughput.required_mean") == 10.0);
  CHECK(figures.get("capacity.throughput.spare_mean") == 20.0);
  CHECK_FALSE(figures.get("capacity.saturation.required_mean"));
  CHECK_FALSE(figures.get("capacity.throughput.prc_min"));
  CHECK_FALSE(figures.get("capacity.throughput.prc_jumps"));
}

TEST_CASE("The capacity of one replica is over the cycles that know it") {
  const Figures figures =
      figures_of(series_of_claims({of_replica(300), of_replica(0), of_replica(200), of_replica(std::nullopt),
                                   of_replica(250), of_replica(260)}));
  CHECK(figures.get("capacity.saturation.prc_min") == 200.0);
  CHECK(figures.get("capacity.saturation.prc_median") == 255.0);
  CHECK(figures.get("capacity.saturation.prc_max") == 300.0);
  CHECK(figures.get("capacity.saturation.prc_jumps") == 0.0);
}

TEST_CASE("The capacity of one replica jumps by a factor of two from one cycle to the next") {
  // Up and down by 2, not by 1.99; what is unknown in between hides a jump.
  const Figures figures = figures_of(
      series_of_claims({of_replica(100), of_replica(200), of_replica(100), of_replica(199), of_replica(100.5),
                        of_replica(std::nullopt), of_replica(900), of_replica(0), of_replica(90)}));
  CHECK(figures.get("capacity.saturation.prc_jumps") == 2.0);

  const Series restarted = series_of({at_minute(0).claim(of_replica(100)).segment(1),
                                      at_minute(1).claim(of_replica(900)).segment(2),
                                      at_minute(2).claim(of_replica(100)).segment(2)});
  CHECK(figures_of(restarted).get("capacity.saturation.prc_jumps") == 1.0);
}

TEST_CASE("The sources of the capacity of one replica are shares of the cycles that log one") {
  const Figures figures =
      figures_of(series_of_claims({of_replica(100, "P1-obs"), of_replica(100, "P1-obs"), of_replica(100),
                                   of_replica(100, "P2-hist"), of_replica(100, "P9-new")}));
  CHECK(figures.get("capacity.saturation.source_pct.P1-obs") == 50.0);
  CHECK(figures.get("capacity.saturation.source_pct.P2-hist") == 25.0);
  CHECK(figures.get("capacity.saturation.source_pct.no-data") == 0.0);
  CHECK_FALSE(figures.get("capacity.throughput.source_pct.T1-ols"));
  CHECK_FALSE(figures_of(series_of_claims({of_replica(100)})).get("capacity.saturation.source_pct.P1-obs"));
}

TEST_CASE("Claims that do not vote have a utilization, but are never over the threshold") {
  Claim claim = utilized(0.5, 0.85);
  claim.votes = false;
  const Series series = series_of_claims({claim});
  CHECK_FALSE(figures_of(series).get("capacity.saturation.over_pct"));
  CHECK(figures_of(series).get("capacity.saturation.util_mean") == 0.5);
  CHECK(figures_of(series, kNotebook).get("capacity.saturation.util_mean") == 0.5);
}

TEST_CASE("Cycles without data count for nothing") {
  Claim idle = utilized(0, 0.85);
  idle.supply = idle.demand = 0;
  const Series series = series_of_claims({utilized(0.5, 0.85), idle});
  CHECK(figures_of(series).get("capacity.saturation.util_mean") == 0.5);
}

TEST_CASE("A series of 2025 has none of the figures of claims, mismatches and pods") {
  const auto series = GENERATE(
      series_of({at_minute(0).itl(9).running(1).wants(1).predicts(9),
                 at_minute(1).itl(12).running(1).wants(2).predicts(9)}),
      series_of({at_minute(0).itl(9).running(1).decided(1, 2), at_minute(1).itl(9).running(2).decided(2, 2)}),
      series_of({}));
  for (const Policy& policy : {kCycle, kNotebook}) {
    const SeriesAnalysis analysis = analyze(series, policy);
    CHECK(analysis.capacity_gaps.empty());
    for (const MetricInfo& metric : all_metrics()) {
      CAPTURE(metric.name);
      for (const char* group : {"capacity.", "model.", "observed.", "decision.by."}) {
        if (metric.name.starts_with(group)) CHECK_FALSE(analysis.figures.get(metric.name));
      }
    }
  }
}

}  // namespace
}  // namespace wvagate::metric
