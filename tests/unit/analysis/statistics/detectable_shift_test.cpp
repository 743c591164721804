#include "analysis/statistics/detectable_shift.hpp"

#include <cmath>

#include "tests/support/catch.hpp"

namespace wvagate::statistics {
namespace {

TEST_CASE("The detectable shift is the two quantiles times the standard error") {
  // Student's table, 26 degrees of freedom: t(0.95) = 1.7056, t(0.80) = 0.8557.
  CHECK(detectable_shift(1, 26, 0.05, 0.8) == Approx(1.7056 + 0.8557).margin(1e-4));
  CHECK(detectable_shift(0, 26, 0.05, 0.8) == 0.0);
}

TEST_CASE("The runs that it takes agree with published sample sizes") {
  // R: power.t.test(delta = 1, sd = 1, power = 0.8, alternative = "one.sided") wants 13.1 a group;
  // ranks want π/3 as many: 13.7.
  CHECK(runs_to_detect(1, 1, 0.05, 0.8, 3, 100) == 14u);
  // delta = 0.5: 50.2 a group, so 52.5.
  CHECK(runs_to_detect(0.5, 1, 0.05, 0.8, 3, 100) == 53u);
}

TEST_CASE("The runs that it takes suffice for the exact test at its level") {
  // 1 / C(10, 5) = 1/252 = 0.00397, and 1 / C(8, 4) = 1/70 = 0.0143.
  CHECK(runs_to_detect(1000, 1, 0.0143, 0.8, 3, 100) == 4u);
  CHECK(runs_to_detect(1000, 1, 0.0142, 0.8, 3, 100) == 5u);
  CHECK(runs_to_detect(1000, 1, 0.0039, 0.8, 3, 100) == 6u);
}

TEST_CASE("No number of runs finds a shift of nothing, or one that is too small") {
  CHECK_FALSE(runs_to_detect(0, 1, 0.05, 0.8, 3, 100));
  CHECK_FALSE(runs_to_detect(0.01, 1, 0.05, 0.8, 3, 100));
  CHECK(runs_to_detect(0, 0, 0.05, 0.8, 3, 100) == 3u);
  CHECK(runs_to_detect(1000, 1, 0.05, 0.8, 7, 100) == 7u);
}

}  // namespace
}  // namespace wvagate::statistics
