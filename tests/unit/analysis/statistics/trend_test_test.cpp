#include "analysis/statistics/trend_test.hpp"

#include <cmath>
#include <span>
#include <vector>

#include "analysis/statistics/autoregression.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/dice.hpp"
#include "tests/unit/analysis/statistics/nile.hpp"

namespace wvagate::statistics {
namespace {

using Values = std::vector<double>;

Values drifting(std::size_t count, double phi, double slope, std::uint64_t seed) {
  testing::Dice dice(seed);
  Values values(count);
  for (double& value : values)
    value = dice.normal() * std::sqrt(1 - phi * phi);
  colour(values, phi);
  for (std::size_t i = 0; i < count; ++i)
    values[i] += slope * static_cast<double>(i);
  return values;
}

// R: S, its variance and the slopes written out; p is also that of
// cor.test(seq_along(x), x, method = "kendall", exact = FALSE, continuity = TRUE).
TEST_CASE("The Nile from 1899 to 1930 does not drift, as in R") {
  const auto test = trend_test(std::span(testing::kNile).subspan(28, 32));
  REQUIRE(test);
  CHECK(test->rho == 0.0);
  CHECK(test->s == -7.0);
  CHECK(test->variance == Approx(3801.66666666667).epsilon(1e-12));
  CHECK(test->p == Approx(0.922479011934436).epsilon(1e-9));
  CHECK(test->slope == Approx(-0.279220779220779).epsilon(1e-12));
  CHECK(test->slope_interval.lower == -5.0);
  CHECK(test->slope_interval.upper == 4.1875);
}

TEST_CASE("Lake Huron falls from 1875 to 1894, as in R") {
  // datasets::LakeHuron, feet. R of (x(t) − ρx(t−1))/(1 − ρ): the same S, p and slope as below.
  const Values levels = {580.38, 581.86, 580.97, 580.80, 579.79, 580.39, 580.42, 580.82, 581.40, 581.32,
                         581.44, 581.68, 581.17, 580.53, 580.01, 579.91, 579.14, 579.16, 579.55, 579.67};
  const auto test = trend_test(levels);
  REQUIRE(test);
  CHECK(test->rho == Approx(0.84130514161405).epsilon(1e-9));
  CHECK(test->s == -27.0);
  CHECK(test->p == Approx(0.363020384944015).epsilon(1e-9));
  CHECK(test->slope == Approx(-0.190684256093115).epsilon(1e-9));
}

TEST_CASE("Correction for ties and continuity") {
  // Of ten values 0 0 1 0 1 1 0 1 1 1: S = 12 by counting pairs, ties of 4 and 6:
  // (10·9·25 − 4·3·13 − 6·5·17)/18 = 88.
  const auto test = trend_test(Values{0, 0, 1, 0, 1, 1, 0, 1, 1, 1});
  REQUIRE(test);
  CHECK(test->rho == 0.0);
  CHECK(test->variance == 88.0);
  CHECK(test->s == 16.0);
  CHECK(test->p == Approx(std::erfc(15 / std::sqrt(88.0) / std::sqrt(2.0))).epsilon(1e-12));
}

TEST_CASE("A step is no drift where it is known to be one") {
  Values step = drifting(60, 0, 0, 3);
  for (std::size_t i = 30; i < 60; ++i)
    step[i] += 6;
  CHECK(trend_test(step)->slope > 0.05);
  const std::vector<std::size_t> changes = {30};
  const auto known = trend_test(step, changes);
  REQUIRE(known);
  CHECK(known->p > 0.1);
  CHECK(std::abs(known->slope) < 0.03);

  // A drift on both sides of a step remains one.
  Values both = step;
  for (std::size_t i = 0; i < 60; ++i)
    both[i] += 0.1 * static_cast<double>(i);
  const auto drift = trend_test(both, changes);
  CHECK(drift->p < kDriftLevel);
  CHECK(drift->slope == Approx(0.1).margin(0.03));
  CHECK(drift->slope_interval.lower > 0.05);
}

TEST_CASE("Drift is rarely told of correlated series without it, and found where it is") {
  for (const double phi : {0.0, 0.3, 0.6}) {
    CAPTURE(phi);
    int told = 0;
    int found = 0;
    int covered = 0;
    constexpr int kSeries = 300;
    for (std::uint64_t seed = 0; seed < kSeries; ++seed) {
      told += trend_test(drifting(30, phi, 0, seed))->p <= kDriftLevel ? 1 : 0;
      const auto drift = trend_test(drifting(30, phi, 0.2, seed));
      found += drift->p <= kDriftLevel ? 1 : 0;
      covered += drift->slope_interval.lower <= 0.2 && drift->slope_interval.upper >= 0.2 ? 1 : 0;
    }
    CHECK(told <= 21);  // 5 % are 15
    CHECK(found >= 220);
    CHECK(covered >= 250);
  }
}

TEST_CASE("A long series drifts by the same slope as its stretches") {
  const auto test = trend_test(drifting(3650, 0.3, 0.001, 6));
  REQUIRE(test);
  CHECK(test->p < kDriftLevel);
  CHECK(test->slope == Approx(0.001).epsilon(0.1));
}

TEST_CASE("Nothing is said of too few values, nor of levels of one value") {
  CHECK_FALSE(trend_test(Values{1, 2, 3, 4, 5, 6, 7, 8, 9}));
  CHECK(trend_test(Values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10})->p < kDriftLevel);
  const auto constant = trend_test(Values(20, 5.0));
  REQUIRE(constant);
  CHECK(constant->p == 1.0);
  CHECK(constant->slope == 0.0);
}

}  // namespace
}  // namespace wvagate::statistics
