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
  set_pod_figures(MeasuredSeries(series, kCycle), figures);
  return figures;
}

TEST_CASE("KV usage is over pods and cycles, waiting requests are added up over the pods of a cycle") {
  const Figures figures = figures_of(
      series_of({at_minute(0).pod(0.25, 0).pod(0.75, 4), at_minute(1).pod(1, 5).pod(std::nullopt, 6),
                 at_minute(2).pod(0.5, std::nullopt), at_minute(3)}));
  CHECK(figures.get("observed.kv_mean") == 0.625);
  CHECK(figures.get("observed.kv_p90") ==
        Approx(0.925).epsilon(1e-15));                 // position 2.7 of 0.25, 0.5, 0.75, 1
  CHECK(figures.get("observed.waiting_mean") == 7.5);  // 4 and 11
  CHECK(figures.get("observed.waiting_max") == 11.0);
}

TEST_CASE("Without figures by pod nothing is known of KV usage and waiting requests") {
  const Figures figures = figures_of(series_of({at_minute(0).itl(9), at_minute(1).unobserved()}));
  for (const char* name :
       {"observed.kv_mean", "observed.kv_p90", "observed.waiting_mean", "observed.waiting_max"})
    CHECK_FALSE(figures.get(name));
}

}  // namespace
}  // namespace wvagate::metric
