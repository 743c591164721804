#include "analysis/metric/capacity_gap.hpp"

#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::metric {
namespace {

using testing::at_minute;
using testing::kCycle;
using testing::kNotebook;
using testing::SampleBuilder;
using testing::series_of;

Claim requiring(double required, std::optional<double> utilization = std::nullopt) {
  return {.analyzer = "saturation", .utilization = utilization, .required = required, .votes = true};
}

SampleBuilder needing(double minute, double required) {
  return at_minute(minute).claim(requiring(required));
}

std::vector<CapacityGap> gaps_of(const Series& series, const Policy& policy = kCycle) {
  return find_capacity_gaps(MeasuredSeries(series, policy));
}

Figures figures_of(const Series& series) {
  const MeasuredSeries measured(series, kCycle);
  Figures figures;
  set_capacity_gap_figures(measured, find_capacity_gaps(measured), figures);
  return figures;
}

TEST_CASE("A capacity gap lasts from the first cycle with a need to the first without") {
  const Series series =
      series_of({needing(0, 0), at_minute(1).claim(requiring(30, 0.9)),
                 at_minute(2).claim(requiring(50, 1.1)), at_minute(4).claim(requiring(0, 0.5))});
  const auto gaps = gaps_of(series);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].analyzer == "saturation");
  CHECK(gaps[0].first == 1);
  CHECK(gaps[0].last == 2);
  CHECK(gaps[0].start_min == 1.0);
  CHECK(gaps[0].last_min == 2.0);
  CHECK(gaps[0].end_min == 4.0);
  CHECK(gaps[0].duration_min == 3.0);
  CHECK(gaps[0].peak_utilization == 1.1);
  CHECK(gaps[0].mean_required == 40.0);
  CHECK_FALSE(gaps[0].open);
  CHECK(gaps[0].first_line == 2);
  CHECK(gaps[0].last_line == 3);

  const auto notebook = gaps_of(series, kNotebook);
  REQUIRE(notebook.size() == 1);
  CHECK(notebook[0].end_min == 2.0);
  CHECK(notebook[0].duration_min == 1.0);
}

TEST_CASE("Where no required capacity is logged, the need is a utilization over the threshold") {
  const auto utilized = [](double minute, double utilization, std::optional<double> threshold) {
    return at_minute(minute).claim({.analyzer = "saturation",
                                    .utilization = utilization,
                                    .scale_up_threshold = threshold,
                                    .votes = true});
  };
  const Series series = series_of({utilized(0, 0.86, 0.85), utilized(1, 0.85, 0.85), utilized(2, 2, {})});
  const auto gaps = gaps_of(series);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].last == 0);
  CHECK_FALSE(gaps[0].mean_required);
  // Required capacity that is logged counts, whatever the utilization.
  CHECK(gaps_of(series_of({at_minute(0).claim({.analyzer = "saturation",
                                               .utilization = 2,
                                               .required = 0,
                                               .scale_up_threshold = 0.85,
                                               .votes = true})}))
            .empty());
}

TEST_CASE("An analyzer that does not vote has no capacity gap") {
  for (const std::optional<bool> votes : {std::optional(false), std::optional<bool>()}) {
    Claim claim = requiring(30);
    claim.votes = votes;
    const Series series = series_of({at_minute(0).claim(claim), at_minute(1).claim(claim)});
    CHECK(gaps_of(series).empty());
    CHECK_FALSE(figures_of(series).get("capacity.saturation.gaps.count"));
  }
}

TEST_CASE("Analyzers have capacity gaps of their own, in the registry's order") {
  Claim throughput = requiring(7);
  throughput.analyzer = "throughput";
  const auto gaps = gaps_of(series_of({at_minute(0).claim(throughput), needing(1, 30).claim(throughput),
                                       at_minute(2).claim(requiring(0)), needing(3, 30)}));
  REQUIRE(gaps.size() == 3);
  CHECK(gaps[0].analyzer == "saturation");
  CHECK(gaps[0].first == 1);
  CHECK(gaps[1].analyzer == "saturation");
  CHECK(gaps[1].first == 3);
  CHECK(gaps[2].analyzer == "throughput");
  CHECK(gaps[2].duration_min == 2.0);
}

TEST_CASE("A capacity gap is open at the end of the log and at a restart") {
  const Series series =
      series_of({needing(0, 30).segment(1), needing(2, 30).segment(1), needing(5, 30).segment(2)});
  const auto gaps = gaps_of(series);
  REQUIRE(gaps.size() == 2);
  CHECK(gaps[0].open);
  CHECK_FALSE(gaps[0].end_min);
  CHECK(gaps[0].duration_min == 2.0);
  CHECK(gaps[1].open);
  CHECK(gaps[1].duration_min == 0.0);
  CHECK(gaps_of(series, kNotebook).empty());
}

TEST_CASE("A cycle without a claim ends a capacity gap") {
  const auto gaps = gaps_of(series_of({needing(0, 30), at_minute(1), needing(2, 30), needing(3, 0)}));
  REQUIRE(gaps.size() == 2);
  CHECK(gaps[0].end_min == 1.0);
}

TEST_CASE("Replicas that are wanted and do not run yet are the cause of a capacity gap") {
  const auto in_it = gaps_of(series_of({needing(0, 30).running(1).decided(1, 2), needing(1, 0)}));
  REQUIRE(in_it.size() == 1);
  CHECK(in_it[0].cause == CapacityGapCause::scale_up_lag);
  // Wanted just before it, and come true.
  const auto before = gaps_of(series_of(
      {needing(0, 0).running(1).decided(1, 2), needing(1, 30).running(2).decided(2, 2), needing(2, 0)}));
  REQUIRE(before.size() == 1);
  CHECK(before[0].cause == CapacityGapCause::scale_up_lag);
  const auto restarted = gaps_of(series_of({needing(0, 0).running(1).decided(1, 2).segment(1),
                                            needing(1, 30).running(2).decided(2, 2).segment(2)}));
  REQUIRE(restarted.size() == 1);
  CHECK(restarted[0].cause == CapacityGapCause::steady_state);
}

TEST_CASE("The maximum is the cause of a capacity gap that lasts longer at it than the scale-up took") {
  const auto at_most = [](double minute, double running) {
    return needing(minute, 30).running(running).decided(running, 3).bounds(1, 3);
  };
  const auto from_start = gaps_of(series_of({at_most(0, 3), at_most(1, 3)}));
  REQUIRE(from_start.size() == 1);
  CHECK(from_start[0].cause == CapacityGapCause::bounded);
  CHECK(gaps_of(series_of({at_most(0, 1), at_most(1, 3)}))[0].cause == CapacityGapCause::scale_up_lag);
  CHECK(gaps_of(series_of({at_most(0, 1), at_most(1, 3), at_most(2, 3)}))[0].cause ==
        CapacityGapCause::bounded);
  // A maximum that is not known bounds nothing.
  CHECK(gaps_of(series_of({needing(0, 30).running(3).decided(3, 3)}))[0].cause ==
        CapacityGapCause::steady_state);
}

TEST_CASE("A capacity gap without any decision is held") {
  const auto gaps = gaps_of(series_of({needing(0, 30).running(2).emits(2), needing(1, 30), needing(2, 0)}));
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].cause == CapacityGapCause::held);
  CHECK(gaps_of(series_of({needing(0, 30), needing(1, 30).running(2).decided(2, 2)}))[0].cause ==
        CapacityGapCause::steady_state);
}

TEST_CASE("A cause of a capacity gap has a name") {
  CHECK(cause_text(CapacityGapCause::scale_up_lag) == "scale_up_lag");
  CHECK(cause_text(CapacityGapCause::bounded) == "bounded");
  CHECK(cause_text(CapacityGapCause::held) == "held");
  CHECK(cause_text(CapacityGapCause::steady_state) == "steady_state");
}

TEST_CASE("The figures of capacity gaps add them up, analyzer by analyzer") {
  Claim throughput = requiring(0);
  throughput.analyzer = "throughput";
  const Figures figures =
      figures_of(series_of({needing(0, 30).claim(throughput), needing(2, 30), needing(3, 0), needing(5, 30),
                            needing(6, 0), needing(7, 30), needing(9, 30)}));
  CHECK(figures.get("capacity.saturation.gaps.count") == 3.0);
  CHECK(figures.get("capacity.saturation.gaps.total_min") == 6.0);  // 3, 1, and an open one of at least 2
  CHECK(figures.get("capacity.saturation.gaps.longest_min") == 3.0);
  CHECK(figures.get("capacity.saturation.gaps.open") == 1.0);
  CHECK(figures.get("capacity.throughput.gaps.count") == 0.0);
  CHECK(figures.get("capacity.throughput.gaps.total_min") == 0.0);
  CHECK(figures.get("capacity.throughput.gaps.open") == 0.0);
  CHECK_FALSE(figures.get("capacity.throughput.gaps.longest_min"));
  CHECK_FALSE(figures.get("capacity.queueing-model.gaps.count"));
}

}  // namespace
}  // namespace wvagate::metric
