#include "analysis/statistics/welch.hpp"

#include <cmath>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate::statistics {
namespace {

using Values = std::vector<double>;

/// Hours of sleep gained with two drugs (Student, Biometrika 6, 1908): R's data set `sleep`.
const Values kFirstDrug = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const Values kSecondDrug = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

TEST_CASE("Welch's shift is the one of R's documentation") {
  // t.test(extra ~ group, data = sleep): t = −1.8608, df = 17.776, p = 0.07939, interval −3.3654832 to
  // 0.2054832.
  const auto shift = WelchShift::between(kFirstDrug, kSecondDrug);
  REQUIRE(shift);
  CHECK(shift->difference() == Approx(1.58).epsilon(1e-12));
  CHECK(shift->difference() / shift->standard_error() == Approx(1.8608).margin(5e-5));
  CHECK(shift->degrees_of_freedom().value() == Approx(17.776).margin(5e-4));
  CHECK(shift->lower(0.025) == Approx(-0.2054832).margin(5e-8));
  CHECK(shift->upper(0.025) == Approx(3.3654832).margin(5e-8));
  CHECK(shift->p_not_greater() == Approx(0.07939 / 2).margin(5e-6));
}

TEST_CASE("Welch's lower bound is above zero exactly where the p-value is below the level") {
  const auto shift = WelchShift::between(kFirstDrug, kSecondDrug);
  REQUIRE(shift);
  const double p = shift->p_not_greater();
  CHECK(shift->lower(p * 1.0001) > 0);
  CHECK(shift->lower(p * 0.9999) < 0);
}

TEST_CASE("Groups that do not vary are taken at their word") {
  const auto apart = WelchShift::between(Values{3, 3, 3}, Values{5, 5});
  REQUIRE(apart);
  CHECK_FALSE(apart->degrees_of_freedom());
  CHECK(apart->lower(0.001) == 2.0);
  CHECK(apart->upper(0.001) == 2.0);
  CHECK(apart->p_not_greater() == 0.0);
  CHECK(WelchShift::between(Values{3, 3, 3}, Values{3, 3, 3})->p_not_greater() == 1.0);

  // One of them varies: its own degrees of freedom. Variance 1 over 3, t(0.95; 2) = 2.9200.
  const auto one = WelchShift::between(Values{1, 2, 3}, Values{4, 4, 4});
  REQUIRE(one);
  CHECK(one->degrees_of_freedom().value() == Approx(2).epsilon(1e-12));
  CHECK(one->lower(0.05) == Approx(2 - 2.9200 / std::sqrt(3.0)).margin(1e-4));
}

TEST_CASE("Welch's shift of fewer than two values is absent") {
  CHECK_FALSE(WelchShift::between(Values{1}, Values{1, 2}));
  CHECK_FALSE(WelchShift::between(Values{1, 2}, Values{}));
}

}  // namespace
}  // namespace wvagate::statistics
