#include "analysis/metric/scaling.hpp"

#include <cmath>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::metric {
namespace {

using testing::at_minute;
using testing::kCycle;
using testing::kNotebook;
using testing::series_of;

/// Cycles a minute apart that want these replicas.
Series wanting(std::initializer_list<double> replicas) {
  std::vector<Sample> samples;
  double minute = 0;
  for (const double wanted : replicas)
    samples.push_back(at_minute(minute++).wants(wanted));
  return series_of(std::move(samples));
}

Figures figures_of(const Series& series, const Policy& policy = kCycle) {
  const MeasuredSeries measured(series, policy);
  Figures figures;
  set_scaling_figures(measured, find_scaling_events(measured), figures);
  return figures;
}

TEST_CASE("A scaling event is a change of the replicas wanted") {
  const Series series = series_of({at_minute(0).wants(1).rate(10), at_minute(1).wants(1).rate(20),
                                   at_minute(2).wants(3).rate(30).line(77), at_minute(4).wants(2).rate(5)});
  const auto events = find_scaling_events(MeasuredSeries(series, kCycle));
  REQUIRE(events.size() == 2);
  CHECK(events[0].index == 2);
  CHECK(events[0].time_min == 2.0);
  CHECK(events[0].from == 1.0);
  CHECK(events[0].to == 3.0);
  CHECK(events[0].rate_rpm == 30.0);
  CHECK(events[0].line == 77);
  CHECK(events[1].time_min == 4.0);
  CHECK(events[1].from == 3.0);
  CHECK(events[1].to == 2.0);
}

TEST_CASE("An unsolved cycle is no change, what comes after it may be") {
  const Series series = series_of({at_minute(0).wants(2), at_minute(1).itl(99), at_minute(2).wants(2),
                                   at_minute(3).itl(99), at_minute(4).wants(3)});
  const auto events = find_scaling_events(MeasuredSeries(series, kCycle));
  REQUIRE(events.size() == 1);
  CHECK(events[0].index == 4);
  CHECK(events[0].from == 2.0);
}

TEST_CASE("Without a model the events are those of the replicas that ran") {
  const Series series = series_of({at_minute(0).running(1).target(2), at_minute(1).running(2).target(2),
                                   at_minute(2).running(2).target(5)});
  const auto events = find_scaling_events(MeasuredSeries(series, kCycle));
  REQUIRE(events.size() == 1);
  CHECK(events[0].index == 1);
  CHECK(figures_of(series).get("replicas.max") == 2.0);
}

TEST_CASE("Events are counted by direction") {
  const Figures figures = figures_of(wanting({1, 2, 4, 4, 3, 3}));
  CHECK(figures.get("scaling.events") == 3.0);
  CHECK(figures.get("scaling.ups") == 2.0);
  CHECK(figures.get("scaling.downs") == 1.0);
}

TEST_CASE("A reversal turns within five cycles") {
  // Up in cycle 1, down in cycle 6: five later.
  CHECK(figures_of(wanting({1, 2, 2, 2, 2, 2, 1})).get("scaling.reversals") == 1.0);
  // Down in cycle 7: six later.
  CHECK(figures_of(wanting({1, 2, 2, 2, 2, 2, 2, 1})).get("scaling.reversals") == 0.0);
  CHECK(figures_of(wanting({1, 2, 1, 2, 1})).get("scaling.reversals") == 3.0);
  CHECK(figures_of(wanting({1, 2, 3, 4})).get("scaling.reversals") == 0.0);
  CHECK(figures_of(wanting({3, 2, 3})).get("scaling.reversals") == 1.0);
  CHECK(figures_of(wanting({1})).get("scaling.reversals") == 0.0);
}

TEST_CASE("Replica figures are over the samples") {
  const Figures figures = figures_of(wanting({1, 2, 3}));
  CHECK(figures.get("replicas.min") == 1.0);
  CHECK(figures.get("replicas.max") == 3.0);
  CHECK(figures.get("replicas.mean") == 2.0);
  CHECK(figures.get("replicas.stddev") == 1.0);
}

TEST_CASE("Replica-minutes and cost are of what ran, until the next sample") {
  const Series series =
      series_of({at_minute(0).wants(3).running(1).cost(60), at_minute(2).wants(3).running(3).cost(180),
                 at_minute(3).wants(1).running(3).cost(180)});
  const Figures figures = figures_of(series);
  CHECK(figures.get("replicas.minutes") == 1.0 * 2 + 3.0 * 1);
  CHECK(figures.get("cost.total") == Approx((60.0 * 2 + 180.0 * 1) / 60).epsilon(1e-15));
}

TEST_CASE("Replica-minutes and cost do not bridge a restart") {
  const Series series =
      series_of({at_minute(0).running(2).cost(60).segment(1), at_minute(10).running(5).cost(60).segment(2),
                 at_minute(11).running(5).cost(60).segment(2)});
  const Figures figures = figures_of(series);
  CHECK(figures.get("replicas.minutes") == 5.0);
  CHECK(figures.get("cost.total") == 1.0);
}

TEST_CASE("What was wanted stands in where it was not logged what ran") {
  Sample first = at_minute(0).wants(2);
  first.forecast->cost = 30;
  const Series series = series_of({first, at_minute(1).wants(2)});
  const Figures figures = figures_of(series);
  CHECK(figures.get("replicas.minutes") == 2.0);
  CHECK(figures.get("cost.total") == 0.5);
}

TEST_CASE("Without replicas or cost the figures are absent") {
  const Figures figures = figures_of(series_of({at_minute(0).itl(9), at_minute(1).itl(9)}), kNotebook);
  CHECK(figures.get("scaling.events") == 0.0);
  CHECK_FALSE(figures.get("replicas.min"));
  CHECK_FALSE(figures.get("replicas.mean"));
  CHECK_FALSE(figures.get("replicas.minutes"));
  CHECK_FALSE(figures.get("cost.total"));
  CHECK_FALSE(figures_of(series_of({})).get("replicas.max"));
}

}  // namespace
}  // namespace wvagate::metric
