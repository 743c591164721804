#include "analysis/statistics/summary.hpp"

#include <cmath>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate::statistics {
namespace {

using Values = std::vector<double>;

/// The longest of the published sets below: NIST's Statistical Reference Datasets, "NumAcc3".
Values num_acc_3() {
  Values values = {1000000.2};
  for (int i = 0; i < 500; ++i) {
    values.push_back(1000000.1);
    values.push_back(1000000.3);
  }
  return values;
}

/// Anscombe's quartet, first set (The American Statistician 27, 1973).
const Values kAnscombeX = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
const Values kAnscombeY = {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};

TEST_CASE("The mean of nothing is absent") {
  CHECK_FALSE(mean(Values{}));
  CHECK(mean(Values{5}) == 5.0);
  CHECK(mean(Values{1, 2, 4}) == Approx(7.0 / 3));
}

TEST_CASE("The mean does not depend on the order of values") {
  CHECK(mean(Values{1e100, 1, -1e100, 1}) == 0.5);
  CHECK(mean(Values{1, 1e100, 1, -1e100}) == 0.5);
  CHECK(mean(num_acc_3()) == Approx(1000000.2).epsilon(1e-15));
}

TEST_CASE("The standard deviation divides by one less than the count") {
  CHECK_FALSE(standard_deviation(Values{}));
  CHECK_FALSE(standard_deviation(Values{3}));
  CHECK(standard_deviation(Values{3, 3, 3}) == 0.0);
  // Mean 5; squares 9+1+1+1+0+0+4+16 = 32; 32 / 7.
  CHECK(standard_deviation(Values{2, 4, 4, 4, 5, 5, 7, 9}) == Approx(std::sqrt(32.0 / 7)).epsilon(1e-15));
  // Certified by NIST: 0.1.
  CHECK(standard_deviation(num_acc_3()) == Approx(0.1).epsilon(1e-8));
}

TEST_CASE("A quantile interpolates between order statistics as type 7 does") {
  const Values values = {40, 15, 50, 20, 35};  // unsorted on purpose
  CHECK(quantile(values, 0) == 15.0);
  CHECK(quantile(values, 1) == 50.0);
  CHECK(quantile(values, 0.5) == 35.0);
  CHECK(quantile(values, 0.25) == 20.0);
  // Position 0.4·4 = 1.6: 20 + 0.6·15, as numpy.percentile([15, 20, 35, 40, 50], 40) gives.
  CHECK(quantile(values, 0.4) == Approx(29.0).epsilon(1e-15));
  // Position 0.95·4 = 3.8: 40 + 0.8·10.
  CHECK(quantile(values, 0.95) == Approx(48.0).epsilon(1e-15));
  CHECK(quantile(Values{1, 2, 3, 4}, 0.5) == 2.5);
  CHECK(quantile(Values{7}, 0.99) == 7.0);
  CHECK_FALSE(quantile(Values{}, 0.5));
}

TEST_CASE("Minimum and maximum of nothing are absent") {
  CHECK_FALSE(minimum(Values{}));
  CHECK_FALSE(maximum(Values{}));
  CHECK(minimum(Values{3, -1, 2}) == -1.0);
  CHECK(maximum(Values{3, -1, 2}) == 3.0);
}

TEST_CASE("The root mean square is the square root of the mean square") {
  CHECK_FALSE(root_mean_square(Values{}));
  CHECK(root_mean_square(Values{3, -4}) == Approx(std::sqrt(12.5)).epsilon(1e-15));
  CHECK(root_mean_square(Values{-2}) == 2.0);
}

TEST_CASE("The correlation is Pearson's") {
  // Published: 0.816; more digits from R's cor(anscombe$x1, anscombe$y1).
  CHECK(correlation(kAnscombeX, kAnscombeY) == Approx(0.81642051634484).epsilon(1e-13));
  CHECK(correlation(Values{1, 2, 3}, Values{2, 4, 6}) == Approx(1.0).epsilon(1e-15));
  CHECK(correlation(Values{1, 2, 3}, Values{3, 2, 1}) == Approx(-1.0).epsilon(1e-15));
  // Deviations (−1, 0, 1) and (−1, 2, −1): their products add up to 0.
  CHECK(correlation(Values{1, 2, 3}, Values{0, 3, 0}) == Approx(0.0).margin(1e-15));
}

TEST_CASE("The correlation with something constant is absent") {
  CHECK_FALSE(correlation(Values{1, 1, 1}, Values{1, 2, 3}));
  CHECK_FALSE(correlation(Values{1, 2, 3}, Values{0.1, 0.1, 0.1}));
  CHECK_FALSE(correlation(Values{1}, Values{2}));
  CHECK_FALSE(correlation(Values{}, Values{}));
}

TEST_CASE("The correlation stays in its range where squares overflow or vanish") {
  CHECK_FALSE(correlation(Values{1e200, -1e200}, Values{1, 2}));
  const auto tiny = correlation(Values{1e-200, 2e-200}, Values{1, 2});
  CHECK((!tiny || std::abs(*tiny) <= 1.0));
}

}  // namespace
}  // namespace wvagate::statistics
