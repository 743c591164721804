#include "analysis/metric/within_run.hpp"

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

/// Ten samples whose ITL jumps to and fro, 9 and 12 ms, so that no autocorrelation lessens their count;
/// predicted 8.
Series alternating() {
  std::vector<Sample> samples;
  for (int i = 0; i < 10; ++i)
    samples.push_back(at_minute(i).itl(i % 2 == 0 ? 9 : 12).ttft(500).predicts(8));
  return series_of(std::move(samples));
}

TEST_CASE("A mean has Student's interval, of as many values as there are independent ones") {
  const Series series = alternating();
  const auto analysis = analyze(series, kCycle);
  // Mean 10.5, standard deviation 1.5811, t(0.975; 9) = 2.2622: half width 1.1311.
  const auto observed = within_run_interval(analysis, "itl.observed.mean_ms");
  REQUIRE(observed);
  CHECK(observed->lower == Approx(10.5 - 1.1311).margin(1e-4));
  CHECK(observed->upper == Approx(10.5 + 1.1311).margin(1e-4));
  const auto error = within_run_interval(analysis, "itl.error.mae_ms");
  REQUIRE(error);
  CHECK(error->lower == Approx(2.5 - 1.1311).margin(1e-4));
  CHECK(within_run_interval(analysis, "itl.error.mean_ms")->lower == error->lower);
}

TEST_CASE("A share has Wilson's interval, in percent") {
  const Series series = alternating();
  const auto analysis = analyze(series, kCycle);
  // 5 of 10 at 95 %: 23.66 to 76.34 (Newcombe's method 3).
  for (const char* name : {"itl.compliance_pct", "slo.compliance_pct"}) {
    const auto share = within_run_interval(analysis, name);
    REQUIRE(share);
    CHECK(share->lower == Approx(23.66).margin(0.01));
    CHECK(share->upper == Approx(76.34).margin(0.01));
  }
  const auto all = within_run_interval(analysis, "ttft.compliance_pct");
  REQUIRE(all);
  CHECK(all->upper == Approx(100).epsilon(1e-12));
  CHECK(all->lower == Approx(72.25).margin(0.01));
}

TEST_CASE("Cycles that resemble their neighbours count for less") {
  std::vector<Sample> samples;
  for (int i = 0; i < 10; ++i)
    samples.push_back(at_minute(i).itl(i < 5 ? 9 : 12));
  const Series series = series_of(std::move(samples));
  const auto share = within_run_interval(analyze(series, kCycle), "itl.compliance_pct");
  REQUIRE(share);
  CHECK(share->lower < 15);
  CHECK(share->upper > 85);
}

TEST_CASE("The errors of settled cycles have the interval of their own values") {
  // Nine of them, the first having none before it: 4, 1, 4, 1, 4, 1, 4, 1, 4.
  std::vector<Sample> samples;
  for (int i = 0; i < 10; ++i)
    samples.push_back(at_minute(i).itl(i % 2 == 0 ? 9 : 12).running(1).predicts(8));
  const Series series = series_of(std::move(samples));
  const auto error = within_run_interval(analyze(series, kCycle), "itl.error_settled.mean_ms");
  REQUIRE(error);
  // Mean 2.6667, standard deviation 1.5811, t(0.975; 8) = 2.3060: half width 1.2154.
  CHECK(error->lower == Approx(2.6667 - 1.2154).margin(1e-4));
  CHECK(error->upper == Approx(2.6667 + 1.2154).margin(1e-4));
}

TEST_CASE("Other figures, and those of too few samples, have no interval") {
  const Series series = alternating();
  CHECK_FALSE(within_run_interval(analyze(series, kCycle), "itl.gaps.total_min"));
  CHECK_FALSE(within_run_interval(analyze(series, kCycle), "itl.error_model.mae_ms"));  // no parameters
  CHECK_FALSE(within_run_interval(analyze(series, kNotebook), "itl.error_settled.mae_ms"));
  const Series one = series_of({at_minute(0).itl(9)});
  CHECK_FALSE(within_run_interval(analyze(one, kCycle), "itl.observed.mean_ms"));
  CHECK_FALSE(within_run_interval(analyze(one, kCycle), "itl.compliance_pct"));
}

}  // namespace
}  // namespace wvagate::metric
