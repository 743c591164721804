#include "analysis/statistics/interval.hpp"

#include <cmath>

#include "tests/support/catch.hpp"

namespace wvagate::statistics {
namespace {

TEST_CASE("The t-interval of a mean is NIST's") {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.2, ZARR13.DAT: 195 values.
  const auto interval = t_interval(9.261460, 0.022789, 195, 0.95);
  REQUIRE(interval);
  CHECK(interval->lower == Approx(9.258242).margin(1e-6));
  CHECK(interval->upper == Approx(9.264679).margin(1e-6));
}

TEST_CASE("The t-interval takes counts that are not whole, from 2 on") {
  // t(0.975) is 12.706 with one degree of freedom (Student's table).
  const auto of_two = t_interval(10, 1, 2, 0.95);
  REQUIRE(of_two);
  CHECK(of_two->upper - 10 == Approx(12.706 / std::sqrt(2.0)).epsilon(1e-4));
  const auto between = t_interval(10, 1, 2.5, 0.95);
  REQUIRE(between);
  CHECK(between->upper < of_two->upper);
  CHECK(between->upper > t_interval(10, 1, 3, 0.95)->upper);
  CHECK_FALSE(t_interval(10, 1, 1.9, 0.95));
  CHECK_FALSE(t_interval(10, 1, 0, 0.95));
}

TEST_CASE("Wilson's interval is that of Newcombe's table") {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  const auto check = [](double hits, double count, double lower, double upper) {
    const auto interval = wilson_interval(hits / count, count, 0.95);
    REQUIRE(interval);
    CHECK(interval->lower == Approx(lower).margin(5e-5));
    CHECK(interval->upper == Approx(upper).margin(5e-5));
  };
  check(81, 263, 0.2553, 0.3662);
  check(15, 148, 0.0624, 0.1605);
  check(0, 20, 0.0000, 0.1611);
  check(1, 29, 0.0061, 0.1718);
}

TEST_CASE("Wilson's interval stays in its range and says something of none and all") {
  const auto all = wilson_interval(1, 12.5, 0.95);
  REQUIRE(all);
  CHECK(all->upper == 1.0);
  CHECK(all->lower > 0.5);
  CHECK(all->lower < 1.0);
  CHECK_FALSE(wilson_interval(0.5, 0, 0.95));
}

}  // namespace
}  // namespace wvagate::statistics
