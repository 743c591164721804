#include "analysis/sample/policy.hpp"

#include <chrono>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate {
namespace {

using testing::at_minute;
using testing::kCycle;
using testing::kNotebook;
using testing::series_of;

/// Samples at these seconds.
Series at_seconds(std::initializer_list<double> seconds) {
  std::vector<Sample> samples;
  std::uint64_t line = 0;
  for (const double second : seconds)
    samples.push_back(at_minute(second / 60).line(++line));
  return series_of(std::move(samples));
}

std::vector<std::uint64_t> lines_of(const MeasuredSeries& series) {
  std::vector<std::uint64_t> lines;
  for (std::size_t i = 0; i < series.size(); ++i)
    lines.push_back(series[i].line);
  return lines;
}

using Lines = std::vector<std::uint64_t>;

TEST_CASE("A policy has a name") {
  CHECK(policy_text(PolicyName::cycle) == "cycle");
  CHECK(policy_text(PolicyName::notebook) == "notebook");
  CHECK(parse_policy("cycle") == PolicyName::cycle);
  CHECK(parse_policy("notebook") == PolicyName::notebook);
  CHECK_FALSE(parse_policy("Cycle"));
  CHECK_FALSE(parse_policy(""));
}

TEST_CASE("Of a cycle logged twice the last sample stays") {
  const Series series = at_seconds({0, 0.014, 60, 60.016, 120});
  const MeasuredSeries measured(series, kCycle);
  CHECK(lines_of(measured) == Lines{2, 4, 5});
  CHECK(measured.duplicates() == 2);
}

TEST_CASE("Samples exactly the window apart are two cycles") {
  const Series at_window = at_seconds({0, 5});
  CHECK(lines_of(MeasuredSeries(at_window, kCycle)) == Lines{1, 2});
  const Series within = at_seconds({0, 4.999});
  CHECK(lines_of(MeasuredSeries(within, kCycle)) == Lines{2});
}

TEST_CASE("Duplicates chain from each sample to the one before") {
  const Series series = at_seconds({0, 4, 8, 12, 17});
  const MeasuredSeries measured(series, kCycle);
  CHECK(lines_of(measured) == Lines{4, 5});
  CHECK(measured.duplicates() == 3);
}

TEST_CASE("The window is the user's, and none keeps every sample") {
  const Series series = at_seconds({0, 0, 9.9, 60});
  CHECK(lines_of(MeasuredSeries(series, {.dedup_window = std::chrono::seconds(10)})) == Lines{3, 4});
  CHECK(lines_of(MeasuredSeries(series, {.dedup_window = std::chrono::seconds(0)})) == Lines{1, 2, 3, 4});
}

TEST_CASE("Under notebook every row counts") {
  const Series series = at_seconds({0, 0.014, 60});
  const MeasuredSeries measured(series, kNotebook);
  CHECK(lines_of(measured) == Lines{1, 2, 3});
  CHECK(measured.duplicates() == 0);
}

TEST_CASE("An unmeasured latency counts under notebook alone") {
  const Series series =
      series_of({at_minute(0).itl(0).ttft(5), at_minute(1).itl(std::nullopt), at_minute(2).itl(0.01)});
  const MeasuredSeries cycle(series, kCycle);
  CHECK_FALSE(cycle.observed(0, Latency::itl));
  CHECK(cycle.observed(0, Latency::ttft) == 5.0);
  CHECK_FALSE(cycle.observed(1, Latency::itl));
  CHECK(cycle.observed(2, Latency::itl) == 0.01);
  CHECK(cycle.unmeasured(0, Latency::itl));
  CHECK_FALSE(cycle.unmeasured(0, Latency::ttft));
  CHECK(cycle.unmeasured(1, Latency::itl));
  CHECK_FALSE(cycle.unmeasured(2, Latency::itl));

  const MeasuredSeries notebook(series, kNotebook);
  CHECK(notebook.observed(0, Latency::itl) == 0.0);
  CHECK_FALSE(notebook.observed(1, Latency::itl));
}

TEST_CASE("A cycle without observation has nothing unmeasured") {
  const Series series = series_of({at_minute(0).unobserved().wants(1)});
  CHECK_FALSE(MeasuredSeries(series, kCycle).unmeasured(0, Latency::itl));
}

TEST_CASE("A sample is idle without traffic and without latencies") {
  const Series series =
      series_of({at_minute(0).rate(0).itl(0).ttft(0), at_minute(1).rate(0).itl(9).ttft(0),
                 at_minute(2).rate(0).itl(0).ttft(20), at_minute(3).rate(0.5).itl(0).ttft(0)});
  const MeasuredSeries measured(series, kCycle);
  CHECK(measured.idle(0));
  CHECK_FALSE(measured.idle(1));  // the last requests of a load that is over
  CHECK_FALSE(measured.idle(2));
  CHECK_FALSE(measured.idle(3));  // requests came, but none was answered
}

TEST_CASE("A cycle without observation is not known to be idle") {
  const Series series = series_of({at_minute(0).unobserved().wants(4, 900)});
  CHECK_FALSE(MeasuredSeries(series, kCycle).idle(0));
}

TEST_CASE("A sample without solution is unsolved where the log has solutions") {
  const Series series =
      series_of({at_minute(0).itl(9).wants(1), at_minute(1).itl(99), at_minute(2).itl(9).wants(2)});
  const MeasuredSeries cycle(series, kCycle);
  CHECK(cycle.model_based());
  CHECK(cycle.unsolved() == 1);
  CHECK(cycle.size() == 3);
  CHECK(cycle.observed(1, Latency::itl) == 99.0);
  CHECK_FALSE(cycle.predicted(1, Latency::itl));
  CHECK_FALSE(cycle.replicas(1));

  const MeasuredSeries notebook(series, kNotebook);
  CHECK(notebook.unsolved() == 1);
  CHECK(notebook.size() == 2);
}

TEST_CASE("In a log without solutions no sample is unsolved") {
  const Series series = series_of({at_minute(0).itl(9).running(2).target(3), at_minute(1).itl(9)});
  for (const Policy& policy : {kCycle, kNotebook}) {
    const MeasuredSeries measured(series, policy);
    CHECK_FALSE(measured.model_based());
    CHECK(measured.unsolved() == 0);
    CHECK(measured.size() == 2);
    CHECK(measured.replicas(0) == 2.0);  // what ran: reactive mode's target is not a model's
    CHECK_FALSE(measured.replicas(1));
  }
}

TEST_CASE("A duplicate is no unsolved sample") {
  const Series series =
      series_of({at_minute(0).wants(1), at_minute(1).itl(9), at_minute(1.01).itl(9).wants(1)});
  const MeasuredSeries measured(series, kCycle);
  CHECK(measured.duplicates() == 1);
  CHECK(measured.unsolved() == 0);
  CHECK(measured.size() == 2);
}

TEST_CASE("A prediction for no load counts under notebook alone") {
  const Series series =
      series_of({at_minute(0).wants(1, 0).predicts(7, 5), at_minute(1).wants(1, 0.5).predicts(8, 6)});
  const MeasuredSeries cycle(series, kCycle);
  CHECK_FALSE(cycle.predicted(0, Latency::itl));
  CHECK_FALSE(cycle.predicted(0, Latency::ttft));
  CHECK(cycle.predicted(1, Latency::itl) == 8.0);
  CHECK(cycle.predicted(1, Latency::ttft) == 6.0);
  CHECK(MeasuredSeries(series, kNotebook).predicted(0, Latency::itl) == 7.0);
}

TEST_CASE("Restarts cut a series into segments that durations do not bridge") {
  const Series series = series_of({at_minute(0).segment(1), at_minute(1).segment(1), at_minute(10).segment(4),
                                   at_minute(12).segment(4), at_minute(20).segment(5)});
  const MeasuredSeries measured(series, kCycle);
  CHECK(measured.segments() == 3);
  CHECK(measured.held_minutes(0) == 1.0);
  CHECK(measured.held_minutes(1) == 0.0);
  CHECK(measured.held_minutes(2) == 2.0);
  CHECK(measured.held_minutes(3) == 0.0);
  CHECK(measured.held_minutes(4) == 0.0);
  CHECK_FALSE(measured.ends_segment(0));
  CHECK(measured.ends_segment(1));
  CHECK(measured.ends_segment(4));
  CHECK(measured.minute(2) == 10.0);
}

TEST_CASE("A series without samples has no segments") {
  const Series series = series_of({});
  const MeasuredSeries measured(series, kCycle);
  CHECK(measured.size() == 0);
  CHECK(measured.segments() == 0);
  CHECK_FALSE(measured.model_based());
}

}  // namespace
}  // namespace wvagate
