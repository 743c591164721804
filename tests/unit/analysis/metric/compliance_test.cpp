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
  Figures figures;
  set_compliance_figures(MeasuredSeries(series, policy), figures);
  return figures;
}

TEST_CASE("Compliance is of the measured samples") {
  const Series series = series_of({at_minute(0).itl(0), at_minute(1).itl(10), at_minute(2).itl(12),
                                   at_minute(3).itl(16), at_minute(4).itl(9), at_minute(5).itl(0)});
  const Figures cycle = figures_of(series);
  CHECK(cycle.get("itl.compliance_pct") == 50.0);
  CHECK(cycle.get("itl.violations") == 2.0);
  CHECK(cycle.get("itl.excess_ms") == 4.0);
  CHECK_FALSE(cycle.get("ttft.compliance_pct"));
  CHECK_FALSE(cycle.get("slo.compliance_pct"));

  const Figures notebook = figures_of(series, kNotebook);
  CHECK(notebook.get("itl.compliance_pct") == Approx(100.0 * 4 / 6).epsilon(1e-15));
  CHECK(notebook.get("itl.violations") == 2.0);
}

TEST_CASE("Compliance in time weighs each sample by the time until the next") {
  const Series series =
      series_of({at_minute(0).itl(12), at_minute(1).itl(9), at_minute(4).itl(12), at_minute(6).itl(9)});
  CHECK(figures_of(series).get("itl.compliance_pct") == 50.0);
  // Violating for 1 + 2 minutes, compliant for 3; the last sample holds until no one knows when.
  CHECK(figures_of(series).get("itl.compliance_time_pct") == 50.0);
}

TEST_CASE("Unmeasured time is not weighed") {
  const Series series =
      series_of({at_minute(0).itl(9), at_minute(1).itl(0), at_minute(100).itl(12), at_minute(104).itl(9)});
  CHECK(figures_of(series).get("itl.compliance_time_pct") == 20.0);
}

TEST_CASE("Compliance in time does not bridge a restart") {
  const Series series = series_of({at_minute(0).itl(9).segment(1), at_minute(50).itl(12).segment(2),
                                   at_minute(51).itl(9).segment(2), at_minute(52).itl(9).segment(2)});
  CHECK(figures_of(series).get("itl.compliance_time_pct") == 50.0);
}

TEST_CASE("A single sample complies at no time that is known") {
  const Figures figures = figures_of(series_of({at_minute(0).itl(9)}));
  CHECK(figures.get("itl.compliance_pct") == 100.0);
  CHECK(figures.get("itl.violations") == 0.0);
  CHECK_FALSE(figures.get("itl.compliance_time_pct"));
  CHECK_FALSE(figures.get("itl.excess_ms"));
}

TEST_CASE("Both SLOs are met at once, where both latencies were measured") {
  const Series series = series_of({at_minute(0).itl(9).ttft(900), at_minute(1).itl(12).ttft(900),
                                   at_minute(2).itl(9).ttft(1200), at_minute(3).itl(12).ttft(1200),
                                   at_minute(4).itl(9).ttft(0)});
  const Figures figures = figures_of(series);
  CHECK(figures.get("slo.compliance_pct") == 25.0);
  CHECK(figures.get("itl.compliance_pct") == 60.0);
  CHECK(figures.get("ttft.compliance_pct") == 50.0);
  CHECK(figures.get("ttft.excess_ms") == 200.0);
}

TEST_CASE("Each sample is held to its own SLO") {
  const Series series = series_of({at_minute(0).itl(15).slo(20, 1000), at_minute(1).itl(15).slo(10, 1000),
                                   at_minute(2).itl(15).slo(std::nullopt, 1000)});
  CHECK(figures_of(series).get("itl.compliance_pct") == 50.0);
  CHECK(figures_of(series).get("itl.excess_ms") == 5.0);
}

TEST_CASE("A cycle without solution counts in compliance") {
  const Series series = series_of({at_minute(0).itl(9).wants(1), at_minute(1).itl(99)});
  CHECK(figures_of(series).get("itl.violations") == 1.0);
  CHECK(figures_of(series, kNotebook).get("itl.violations") == 0.0);
}

}  // namespace
}  // namespace wvagate::metric
