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
  set_throughput_figures(MeasuredSeries(series, kCycle), figures);
  return figures;
}

TEST_CASE("Mismatches of the throughput model are counted, and their errors taken as logged") {
  const Claim claim{.analyzer = "throughput"};
  const Figures figures = figures_of(
      series_of({at_minute(0).claim(claim), at_minute(1).claim(claim).mismatch(100, 80, 20),
                 at_minute(2).claim(claim).mismatch(100, 150, 50).mismatch(200, 100, 49.5).window_cleared(),
                 at_minute(3).claim({.analyzer = "saturation"}), at_minute(4).window_cleared()}));
  CHECK(figures.get("model.throughput.mismatches") == 3.0);
  CHECK(figures.get("model.throughput.mismatch_cycles_pct") == 40.0);  // 2 of 5
  CHECK(figures.get("model.throughput.error_median_pct") == 49.5);
  CHECK(figures.get("model.throughput.error_max_pct") == 50.0);
  CHECK(figures.get("model.throughput.error_signed_mean_pct") == Approx(-20.0 / 3));  // −20, 50, −50
  CHECK(figures.get("model.throughput.cleared") == 2.0);
}

TEST_CASE("A throughput model without a mismatch has no error, and none at all no figure") {
  const Figures fits = figures_of(series_of({at_minute(0).claim({.analyzer = "throughput"})}));
  CHECK(fits.get("model.throughput.mismatches") == 0.0);
  CHECK(fits.get("model.throughput.mismatch_cycles_pct") == 0.0);
  CHECK(fits.get("model.throughput.cleared") == 0.0);
  CHECK_FALSE(fits.get("model.throughput.error_median_pct"));
  CHECK_FALSE(fits.get("model.throughput.error_max_pct"));
  CHECK_FALSE(fits.get("model.throughput.error_signed_mean_pct"));

  const Figures without = figures_of(series_of({at_minute(0).claim({.analyzer = "saturation"})}));
  CHECK_FALSE(without.get("model.throughput.mismatches"));
  CHECK_FALSE(without.get("model.throughput.mismatch_cycles_pct"));
  CHECK_FALSE(without.get("model.throughput.cleared"));
}

TEST_CASE("A mismatch of a pod that made no tokens has no signed error") {
  const Series series = series_of({at_minute(0).mismatch(0, 80, 20), at_minute(1).mismatch(100, 150, 50)});
  const Figures figures = figures_of(series);
  CHECK(figures.get("model.throughput.error_median_pct") == 35.0);
  CHECK(figures.get("model.throughput.error_signed_mean_pct") == 50.0);
}

}  // namespace
}  // namespace wvagate::metric
