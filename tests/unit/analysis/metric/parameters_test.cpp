#include <vector>

#include "analysis/metric/groups.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::metric {
namespace {

using testing::at_minute;
using testing::kCycle;
using testing::series_of;

Figures figures_of(const Series& series) {
  Figures figures;
  set_parameter_figures(MeasuredSeries(series, kCycle), figures);
  return figures;
}

TEST_CASE("Parameters are followed from the first sample that has them to the last") {
  const Figures figures = figures_of(series_of({at_minute(0), at_minute(1).parameters({8, 0, 20, 0.5}),
                                                at_minute(2).parameters({7, 0.1, 20, 0.25}),
                                                at_minute(3).parameters({6, 0.2, 20, 0.75}), at_minute(4)}));
  CHECK(figures.get("params.alpha.first") == 8.0);
  CHECK(figures.get("params.alpha.last") == 6.0);
  CHECK(figures.get("params.alpha.mean") == 7.0);
  CHECK(figures.get("params.alpha.stddev") == 1.0);
  CHECK(figures.get("params.alpha.drift_pct") == -25.0);
  CHECK(figures.get("params.beta.first") == 0.0);
  CHECK(figures.get("params.beta.mean") == Approx(0.1).epsilon(1e-15));
  CHECK_FALSE(figures.get("params.beta.drift_pct"));  // no share of zero
  CHECK(figures.get("params.gamma.stddev") == 0.0);
  CHECK(figures.get("params.gamma.drift_pct") == 0.0);
  CHECK(figures.get("params.delta.mean") == 0.5);
  CHECK(figures.get("params.delta.drift_pct") == 50.0);
}

TEST_CASE("Without parameters their figures are absent") {
  const Figures figures = figures_of(series_of({at_minute(0), at_minute(1)}));
  CHECK_FALSE(figures.get("params.alpha.first"));
  CHECK_FALSE(figures.get("params.delta.drift_pct"));
  const Figures one = figures_of(series_of({at_minute(0).parameters({8, 1, 2, 3})}));
  CHECK(one.get("params.alpha.mean") == 8.0);
  CHECK_FALSE(one.get("params.alpha.stddev"));
}

TEST_CASE("The tuner's outcomes are counted") {
  const Figures figures = figures_of(series_of({at_minute(0).tuner(true, 0.5), at_minute(1).tuner(false, 9.5),
                                                at_minute(2), at_minute(3).tuner(true, std::nullopt)}));
  CHECK(figures.get("tuner.accepted") == 2.0);
  CHECK(figures.get("tuner.rejected") == 1.0);
  CHECK(figures.get("tuner.nis_mean") == 5.0);
}

TEST_CASE("Without a tuner nothing was accepted and no mean is known") {
  const Figures figures = figures_of(series_of({at_minute(0)}));
  CHECK(figures.get("tuner.accepted") == 0.0);
  CHECK(figures.get("tuner.rejected") == 0.0);
  CHECK_FALSE(figures.get("tuner.nis_mean"));
}

}  // namespace
}  // namespace wvagate::metric
