#include "analysis/statistics/holm.hpp"

#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate::statistics {
namespace {

TEST_CASE("Holm's procedure stops at the first hypothesis that it cannot reject") {
  // Ascending 0.005, 0.01, 0.03, 0.04 against 0.05/4, /3, /2, /1: the third is not rejected, so the fourth is
  // not. R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") gives 0.03 0.06 0.06 0.02.
  const auto steps = holm(std::vector{0.01, 0.04, 0.03, 0.005}, 0.05);
  REQUIRE(steps.size() == 4);
  CHECK(steps[0].adjusted_p == Approx(0.03).epsilon(1e-12));
  CHECK(steps[1].adjusted_p == Approx(0.06).epsilon(1e-12));
  CHECK(steps[2].adjusted_p == Approx(0.06).epsilon(1e-12));
  CHECK(steps[3].adjusted_p == Approx(0.02).epsilon(1e-12));
  CHECK(steps[3].level == Approx(0.05 / 4).epsilon(1e-12));
  CHECK(steps[0].level == Approx(0.05 / 3).epsilon(1e-12));
  CHECK(steps[2].level == Approx(0.05 / 2).epsilon(1e-12));
  CHECK(steps[1].level == Approx(0.05 / 2).epsilon(1e-12));  // not 0.05: it was never reached
}

TEST_CASE("A p-value is at most its level exactly where the adjusted one is at most alpha") {
  const std::vector<double> p_values = {0.2, 0.011, 0.0001, 0.026, 0.9, 0.011, 0.008, 0.05};
  const auto steps = holm(p_values, 0.05);
  std::size_t rejected = 0;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    CAPTURE(i);
    CHECK((p_values[i] <= steps[i].level) == (steps[i].adjusted_p <= 0.05));
    rejected += steps[i].adjusted_p <= 0.05 ? 1u : 0u;
  }
  CHECK(rejected == 1);  // 0.008 stands against 0.05/7 = 0.00714
}

TEST_CASE("One hypothesis alone is tested at alpha, and none gives none") {
  const auto one = holm(std::vector{0.05}, 0.05);
  CHECK(one[0].adjusted_p == 0.05);
  CHECK(one[0].level == 0.05);
  CHECK(holm({}, 0.05).empty());
  CHECK(holm(std::vector{0.9, 0.8}, 0.05)[0].adjusted_p == 1.0);
}

}  // namespace
}  // namespace wvagate::statistics
