#include "analysis/metric/gap.hpp"

#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::metric {
namespace {

using testing::at_minute;
using testing::kCycle;
using testing::kNotebook;
using testing::series_of;
using testing::series_of_itl;

std::vector<Gap> gaps_of(const Series& series, const Policy& policy = kCycle,
                         Latency latency = Latency::itl) {
  return find_gaps(MeasuredSeries(series, policy), latency);
}

TEST_CASE("A latency equal to its SLO is compliant") {
  CHECK(gaps_of(series_of_itl({9, 10, 9})).empty());
  CHECK(gaps_of(series_of_itl({9, 10.000001, 9})).size() == 1);
}

TEST_CASE("A gap runs from its first violation to the first compliant sample after it") {
  const Series series =
      series_of({at_minute(0).itl(9).rate(1).line(10), at_minute(1).itl(12).rate(100).line(20),
                 at_minute(2.5).itl(16).rate(200).line(30), at_minute(4).itl(10).rate(9).line(40)});
  const auto gaps = gaps_of(series);
  REQUIRE(gaps.size() == 1);
  const Gap& gap = gaps[0];
  CHECK(gap.latency == Latency::itl);
  CHECK(gap.first == 1);
  CHECK(gap.last == 2);
  CHECK(gap.start_min == 1.0);
  CHECK(gap.last_violation_min == 2.5);
  CHECK(gap.end_min == 4.0);
  CHECK(gap.duration.policy_min == 3.0);
  CHECK(gap.duration.violations_min == 1.5);
  CHECK(gap.duration.to_recovery_min == 3.0);
  CHECK(gap.duration.upper_bound_min == 4.0);
  CHECK(gap.threshold_ms == 10.0);
  CHECK(gap.peak_ms == 16.0);
  CHECK(gap.mean_ms == 14.0);
  CHECK(gap.mean_excess_ms == 4.0);
  CHECK(gap.mean_rate_rpm == 150.0);
  CHECK_FALSE(gap.open);
  CHECK(gap.first_line == 20);
  CHECK(gap.last_line == 30);
  CHECK(gap.cause == GapCause::steady_state);
  CHECK_FALSE(gap.lags.detection_min);
}

TEST_CASE("Under notebook a gap runs from its first to its last violation") {
  const auto gaps = gaps_of(series_of_itl({9, 12, 16, 10, 11, 9}), kNotebook);
  REQUIRE(gaps.size() == 2);
  CHECK(gaps[0].start_min == 1.0);
  CHECK(gaps[0].end_min == 2.0);
  CHECK(gaps[0].duration.policy_min == 1.0);
  CHECK(gaps[0].duration.to_recovery_min == 2.0);
  CHECK(gaps[1].duration.policy_min == 0.0);  // a single violation has no extent
  CHECK(gaps[1].end_min == 4.0);
}

TEST_CASE("A gap still open at the end is a lower bound") {
  const Series series = series_of_itl({9, 12, 13});
  const auto gaps = gaps_of(series);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].open);
  CHECK_FALSE(gaps[0].end_min);
  CHECK_FALSE(gaps[0].duration.to_recovery_min);
  CHECK_FALSE(gaps[0].duration.upper_bound_min);
  CHECK(gaps[0].duration.policy_min == 1.0);
  CHECK(gaps_of(series, kNotebook).empty());
}

TEST_CASE("A gap that the log begins with has no upper bound") {
  const auto gaps = gaps_of(series_of_itl({12, 9}));
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].start_min == 0.0);
  CHECK(gaps[0].duration.policy_min == 1.0);
  CHECK_FALSE(gaps[0].duration.upper_bound_min);
}

TEST_CASE("A restart cuts a gap") {
  const Series series = series_of({at_minute(0).itl(12).segment(1), at_minute(1).itl(12).segment(1),
                                   at_minute(5).itl(12).segment(2), at_minute(6).itl(9).segment(2)});
  const auto gaps = gaps_of(series);
  REQUIRE(gaps.size() == 2);
  CHECK(gaps[0].open);
  CHECK(gaps[0].last == 1);
  CHECK(gaps[0].duration.policy_min == 1.0);
  CHECK(gaps[1].first == 2);
  CHECK_FALSE(gaps[1].open);
  CHECK(gaps[1].duration.policy_min == 1.0);
  CHECK_FALSE(gaps[1].duration.upper_bound_min);  // the sample before it is of another process

  const auto bridged = gaps_of(series, kNotebook);
  REQUIRE(bridged.size() == 1);
  CHECK(bridged[0].duration.policy_min == 5.0);
}

TEST_CASE("A compliant sample behind a restart does not close a gap") {
  const Series series = series_of({at_minute(0).itl(12).segment(1), at_minute(9).itl(9).segment(2)});
  const auto gaps = gaps_of(series);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].open);
  CHECK(gaps_of(series, kNotebook).size() == 1);
}

TEST_CASE("A sample that measured nothing ends a gap") {
  const auto gaps = gaps_of(series_of_itl({12, 0, 12, std::nullopt, 9}));
  REQUIRE(gaps.size() == 2);
  CHECK(gaps[0].end_min == 1.0);
  CHECK(gaps[0].duration.policy_min == 1.0);
  CHECK(gaps[1].start_min == 2.0);
  CHECK(gaps[1].end_min == 3.0);
  CHECK(gaps[1].duration.upper_bound_min == 2.0);
}

TEST_CASE("Each sample is held to its own SLO, under notebook to the first one's") {
  const Series series = series_of({at_minute(0).itl(9).slo(10, 1000), at_minute(1).itl(15).slo(20, 1000),
                                   at_minute(2).itl(15).slo(10, 1000), at_minute(3).itl(21).slo(18, 1000),
                                   at_minute(4).itl(9).slo(10, 1000)});
  const auto own = gaps_of(series);
  REQUIRE(own.size() == 1);
  CHECK(own[0].first == 2);
  CHECK(own[0].last == 3);
  CHECK(own[0].threshold_ms == 10.0);
  CHECK(own[0].mean_excess_ms == 4.0);  // 5 and 3

  const auto first = gaps_of(series, kNotebook);
  REQUIRE(first.size() == 1);
  CHECK(first[0].first == 1);
  CHECK(first[0].mean_excess_ms == 7.0);  // 5, 5 and 11
}

TEST_CASE("Without an SLO there is no violation") {
  const Series none = series_of({at_minute(0).itl(99).slo(std::nullopt, 1000), at_minute(1).itl(9)});
  CHECK(gaps_of(none).empty());
  CHECK(gaps_of(none, kNotebook).empty());
  const Series first_only = series_of(
      {at_minute(0).itl(9), at_minute(1).itl(99).slo(std::nullopt, std::nullopt), at_minute(2).itl(9)});
  CHECK(gaps_of(first_only).empty());
  CHECK(gaps_of(first_only, kNotebook).size() == 1);
}

TEST_CASE("A target is held against something only where a latency counts") {
  const auto has = [](const Series& series, const Policy& policy) {
    return has_target(MeasuredSeries(series, policy), Latency::itl);
  };
  const Series idle = series_of_itl({0, 0});
  CHECK_FALSE(has(idle, kCycle));
  CHECK(has(idle, kNotebook));
  CHECK(has(series_of_itl({0, 5}), kCycle));
  CHECK_FALSE(has(series_of({at_minute(0).itl(5).slo(std::nullopt, 1000)}), kCycle));
  CHECK_FALSE(has(series_of({}), kCycle));
  // Target and latency in different samples: nothing to hold.
  CHECK_FALSE(has(series_of({at_minute(0).itl(0), at_minute(1).itl(5).slo(std::nullopt, 1000)}), kCycle));
}

TEST_CASE("TTFT has gaps of its own") {
  const Series series = series_of(
      {at_minute(0).itl(12).ttft(900), at_minute(1).itl(9).ttft(1200), at_minute(2).itl(9).ttft(1000)});
  const auto gaps = gaps_of(series, kCycle, Latency::ttft);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].latency == Latency::ttft);
  CHECK(gaps[0].first == 1);
  CHECK(gaps[0].threshold_ms == 1000.0);
  CHECK(gaps[0].mean_excess_ms == 200.0);
}

TEST_CASE("The rate of a gap is that of the samples that have one") {
  const auto some =
      gaps_of(series_of({at_minute(0).itl(12), at_minute(1).itl(12).rate(300), at_minute(2).itl(9)}));
  REQUIRE(some.size() == 1);
  CHECK(some[0].mean_rate_rpm == 300.0);
  CHECK_FALSE(gaps_of(series_of_itl({12, 9}))[0].mean_rate_rpm);
}

TEST_CASE("A cause has a name") {
  CHECK(cause_text(GapCause::scale_up_lag) == "scale_up_lag");
  CHECK(cause_text(GapCause::steady_state) == "steady_state");
}

TEST_CASE("A scale-up wanted in the gap is its cause, with its lags") {
  const auto gaps =
      gaps_of(series_of({at_minute(0).itl(9).running(1).wants(1), at_minute(1).itl(12).running(1).wants(1),
                         at_minute(3).itl(13).running(1).wants(2), at_minute(4).itl(13).running(1).wants(2),
                         at_minute(7).itl(11).running(2).wants(2), at_minute(8).itl(9).running(2).wants(2)}));
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].cause == GapCause::scale_up_lag);
  CHECK(gaps[0].lags.detection_min == 2.0);
  CHECK(gaps[0].lags.actuation_min == 4.0);
  CHECK(gaps[0].lags.settling_min == 1.0);
}

TEST_CASE("A scale-up wanted just before the gap and not yet running is its cause") {
  const auto gaps =
      gaps_of(series_of({at_minute(0).itl(9).running(1).wants(1), at_minute(1).itl(9).running(1).wants(2),
                         at_minute(2).itl(12).running(1).wants(3), at_minute(3).itl(12).running(2).wants(3),
                         at_minute(4).itl(9).running(3).wants(3)}));
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].cause == GapCause::scale_up_lag);
  CHECK(gaps[0].lags.detection_min == -1.0);
  CHECK(gaps[0].lags.actuation_min == 2.0);  // until its two ran, not the three wanted later
  CHECK(gaps[0].lags.settling_min == 1.0);
}

TEST_CASE("A scale-up from before the gap that came true gives way to one in it") {
  const auto gaps =
      gaps_of(series_of({at_minute(0).itl(9).running(1).wants(2), at_minute(1).itl(12).running(2).wants(2),
                         at_minute(2).itl(12).running(2).wants(3), at_minute(3).itl(9).running(3).wants(3)}));
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].lags.detection_min == 1.0);
  CHECK(gaps[0].lags.actuation_min == 1.0);
  CHECK(gaps[0].lags.settling_min == 0.0);
}

TEST_CASE("A scale-up from before the gap that came true is its cause where there is no other") {
  const auto gaps =
      gaps_of(series_of({at_minute(0).itl(9).running(1).wants(2), at_minute(1).itl(12).running(2).wants(2),
                         at_minute(2).itl(9).running(2).wants(2)}));
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].cause == GapCause::scale_up_lag);
  CHECK(gaps[0].lags.detection_min == -1.0);
  CHECK(gaps[0].lags.actuation_min == 1.0);
  CHECK(gaps[0].lags.settling_min == 1.0);
}

TEST_CASE("A scale-up two cycles before the gap is not its cause") {
  const auto gaps =
      gaps_of(series_of({at_minute(0).itl(9).running(1).wants(2), at_minute(1).itl(9).running(2).wants(2),
                         at_minute(2).itl(12).running(2).wants(2), at_minute(3).itl(9).running(2).wants(2)}));
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].cause == GapCause::steady_state);
  CHECK_FALSE(gaps[0].lags.detection_min);
  CHECK_FALSE(gaps[0].lags.actuation_min);
  CHECK_FALSE(gaps[0].lags.settling_min);
}

TEST_CASE("A scale-up behind a restart is not the cause") {
  const auto gaps = gaps_of(series_of({at_minute(0).itl(9).running(1).wants(2).segment(1),
                                       at_minute(1).itl(12).running(1).wants(1).segment(2),
                                       at_minute(2).itl(9).running(1).wants(1).segment(2)}));
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].cause == GapCause::steady_state);
}

TEST_CASE("Scaling down is not the cause") {
  const auto gaps =
      gaps_of(series_of({at_minute(0).itl(9).running(3).wants(2), at_minute(1).itl(12).running(2).wants(2),
                         at_minute(2).itl(9).running(2).wants(2)}));
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].cause == GapCause::steady_state);
}

TEST_CASE("The settling lag is absent where latencies recovered before the replicas ran") {
  const auto gaps =
      gaps_of(series_of({at_minute(0).itl(12).running(1).wants(2), at_minute(1).itl(9).running(1).wants(2),
                         at_minute(2).itl(9).running(2).wants(2)}));
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].lags.detection_min == 0.0);
  CHECK(gaps[0].lags.actuation_min == 2.0);
  CHECK_FALSE(gaps[0].lags.settling_min);
}

TEST_CASE("The actuation lag is absent where the replicas never ran") {
  SECTION("in the log") {
    const auto gaps = gaps_of(
        series_of({at_minute(0).itl(12).running(1).wants(2), at_minute(1).itl(9).running(1).wants(2)}));
    REQUIRE(gaps.size() == 1);
    CHECK(gaps[0].lags.detection_min == 0.0);
    CHECK_FALSE(gaps[0].lags.actuation_min);
    CHECK_FALSE(gaps[0].lags.settling_min);
  }
  SECTION("before a restart") {
    const auto gaps = gaps_of(series_of({at_minute(0).itl(12).running(1).wants(2).segment(1),
                                         at_minute(1).itl(12).running(2).wants(2).segment(2),
                                         at_minute(2).itl(9).running(2).wants(2).segment(2)}));
    REQUIRE(gaps.size() == 2);
    CHECK(gaps[0].open);
    CHECK_FALSE(gaps[0].lags.actuation_min);
    CHECK(gaps[1].cause == GapCause::steady_state);
  }
}

TEST_CASE("An open gap has an actuation lag but no settling lag") {
  const auto gaps = gaps_of(
      series_of({at_minute(0).itl(12).running(1).wants(2), at_minute(1).itl(12).running(2).wants(2)}));
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].open);
  CHECK(gaps[0].lags.actuation_min == 1.0);
  CHECK_FALSE(gaps[0].lags.settling_min);
}

TEST_CASE("Reactive mode's target is a decision too") {
  const auto gaps =
      gaps_of(series_of({at_minute(0).itl(12).running(1).target(2), at_minute(1).itl(12).running(2).target(2),
                         at_minute(2).itl(9).running(2).target(2)}));
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].cause == GapCause::scale_up_lag);
  CHECK(gaps[0].lags.actuation_min == 1.0);
  CHECK(gaps[0].lags.settling_min == 1.0);
}

TEST_CASE("The figures of gaps add them up") {
  Figures figures;
  // Two minutes, one minute, and an open one of at least one.
  set_gap_figures(gaps_of(series_of_itl({12, 12, 9, 12, 9, 12, 12})), Latency::itl, figures);
  CHECK(figures.get("itl.gaps.count") == 3.0);
  CHECK(figures.get("itl.gaps.total_min") == 4.0);
  CHECK(figures.get("itl.gaps.mean_min") == Approx(4.0 / 3));
  CHECK(figures.get("itl.gaps.longest_min") == 2.0);
  CHECK(figures.get("itl.gaps.open") == 1.0);
  CHECK_FALSE(figures.get("ttft.gaps.count"));
}

TEST_CASE("Without gaps there is none to take the mean of") {
  Figures figures;
  set_gap_figures({}, Latency::ttft, figures);
  CHECK(figures.get("ttft.gaps.count") == 0.0);
  CHECK(figures.get("ttft.gaps.total_min") == 0.0);
  CHECK(figures.get("ttft.gaps.open") == 0.0);
  CHECK_FALSE(figures.get("ttft.gaps.mean_min"));
  CHECK_FALSE(figures.get("ttft.gaps.longest_min"));
}

}  // namespace
}  // namespace wvagate::metric
