#include <cmath>
#include <vector>

#include "analysis/metric/groups.hpp"
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
  set_overview_figures(measured, figures);
  set_latency_figures(measured, figures);
  return figures;
}

/// Idle, twice the same cycle, unsolved, and after a restart.
Series mixed() {
  return series_of({at_minute(0).itl(0).ttft(0).rate(0).wants(1).segment(1),
                    at_minute(1).itl(8).ttft(30).rate(100).wants(1).segment(1),
                    at_minute(1.01).itl(9).ttft(40).rate(200).wants(1).segment(1),
                    at_minute(3).itl(20).ttft(0).rate(600).segment(1),
                    at_minute(60).itl(10).ttft(50).rate(400).wants(2).segment(3),
                    at_minute(62).itl(11).ttft(60).wants(2).segment(3)});
}

TEST_CASE("Samples are counted by what becomes of them") {
  const Figures cycle = figures_of(mixed());
  CHECK(cycle.get("samples.total") == 6.0);
  CHECK(cycle.get("samples.used") == 5.0);
  CHECK(cycle.get("samples.duplicate") == 1.0);
  CHECK(cycle.get("samples.unsolved") == 1.0);
  CHECK(cycle.get("samples.idle") == 1.0);
  CHECK(cycle.get("itl.unmeasured") == 1.0);
  CHECK(cycle.get("ttft.unmeasured") == 2.0);
  CHECK(cycle.get("segments") == 2.0);

  const Figures notebook = figures_of(mixed(), kNotebook);
  CHECK(notebook.get("samples.total") == 6.0);
  CHECK(notebook.get("samples.used") == 5.0);
  CHECK(notebook.get("samples.duplicate") == 0.0);
  CHECK(notebook.get("samples.unsolved") == 1.0);
}

TEST_CASE("What was not measured is counted for the latencies that are logged") {
  const Figures figures =
      figures_of(series_of({at_minute(0).itl(0), at_minute(1), at_minute(2).unobserved()}));
  CHECK(figures.get("itl.unmeasured") == 2.0);
  CHECK_FALSE(figures.get("ttft.unmeasured"));
}

TEST_CASE("The duration leaves out what a restart took, under notebook it does not") {
  CHECK(figures_of(mixed()).get("duration_min") == Approx(3 + 2 - 1.01 + 1.01).epsilon(1e-12));
  CHECK(figures_of(mixed(), kNotebook).get("duration_min") == Approx(62).epsilon(1e-12));
}

TEST_CASE("The load is over the samples that name it") {
  const Figures figures = figures_of(mixed());
  CHECK(figures.get("load.mean_rpm") == (0 + 200 + 600 + 400) / 4.0);
  CHECK(figures.get("load.peak_rpm") == 600.0);
}

TEST_CASE("Latency statistics are over what was measured") {
  const Figures cycle = figures_of(mixed());
  // 9, 20, 10, 11
  CHECK(cycle.get("itl.observed.mean_ms") == 12.5);
  CHECK(cycle.get("itl.observed.median_ms") == 10.5);
  CHECK(cycle.get("itl.observed.min_ms") == 9.0);
  CHECK(cycle.get("itl.observed.max_ms") == 20.0);
  // Deviations −3.5, 7.5, −2.5, −1.5: squares add up to 77; over 3.
  CHECK(cycle.get("itl.observed.stddev_ms") == Approx(std::sqrt(77.0 / 3)).epsilon(1e-15));
  // Positions 2.7, 2.85 and 2.97 of 9, 10, 11, 20.
  CHECK(cycle.get("itl.observed.p90_ms") == Approx(11 + 0.7 * 9).epsilon(1e-13));
  CHECK(cycle.get("itl.observed.p95_ms") == Approx(11 + 0.85 * 9).epsilon(1e-13));
  CHECK(cycle.get("itl.observed.p99_ms") == Approx(11 + 0.97 * 9).epsilon(1e-13));
  CHECK(cycle.get("ttft.observed.mean_ms") == 50.0);

  // 0, 8, 9, 10, 11: the unsolved one is no row.
  CHECK(figures_of(mixed(), kNotebook).get("itl.observed.mean_ms") == Approx(7.6).epsilon(1e-15));
  CHECK(figures_of(mixed(), kNotebook).get("itl.observed.min_ms") == 0.0);
}

TEST_CASE("Of no samples nothing but counts is known") {
  const Figures figures = figures_of(series_of({}));
  CHECK(figures.get("samples.total") == 0.0);
  CHECK(figures.get("segments") == 0.0);
  CHECK_FALSE(figures.get("duration_min"));
  CHECK_FALSE(figures.get("load.mean_rpm"));
  CHECK_FALSE(figures.get("itl.observed.mean_ms"));
  CHECK(figures_of(series_of({at_minute(0)})).get("duration_min") == 0.0);
}

}  // namespace
}  // namespace wvagate::metric
