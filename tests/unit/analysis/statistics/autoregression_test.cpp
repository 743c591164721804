#include "analysis/statistics/autoregression.hpp"

#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/dice.hpp"

namespace wvagate::statistics {
namespace {

using Values = std::vector<double>;

TEST_CASE("The coefficient is the autocorrelation, and what residuals understate it by") {
  // Residuals −1.5, −0.5, 0.5, 1.5 about one mean: r = 0.25; Kendall's (1 + 4r)/n = 0.5.
  CHECK(ar1_coefficient(Values{-1.5, -0.5, 0.5, 1.5}, 1) == Approx(0.75).epsilon(1e-14));
  // Products −2 + 2 + 0 over squares 6: r = 0 about two means, so 2(1 + 0)/4.
  CHECK(ar1_coefficient(Values{-1, 2, 1, 0}, 2) == Approx(0.5).epsilon(1e-14));
}

TEST_CASE("The coefficient stays in its range and is 0 of nothing") {
  CHECK(ar1_coefficient(Values{0, 0, 0}, 1) == 0.0);
  CHECK(ar1_coefficient(Values{}, 1) == 0.0);
  CHECK(ar1_coefficient(Values{1, 1, 1, 1, 1, 1}, 3) == 0.97);
  CHECK(ar1_coefficient(Values{1, -1, 1, -1, 1, -1, 1, -1}, 0) == -0.97);
}

TEST_CASE("The coefficient is that of the process, on average") {
  testing::Dice dice(5);
  for (const double phi : {0.0, 0.3, 0.6}) {
    CAPTURE(phi);
    double sum = 0;
    constexpr int kSeries = 2000;
    for (int i = 0; i < kSeries; ++i) {
      Values values(30);
      for (double& value : values)
        value = dice.normal();
      colour(values, phi);
      double centre = 0;
      for (const double value : values)
        centre += value / 30;
      for (double& value : values)
        value -= centre;
      sum += ar1_coefficient(values, 1);
    }
    CHECK(sum / kSeries == Approx(phi).margin(0.04));
  }
}

TEST_CASE("Whitening leaves what is new in each value, and colouring undoes it") {
  Values values = {4, 2, 3, -1};
  whiten(values, 0.6);
  CHECK(values[0] == Approx(4 * 0.8).epsilon(1e-14));
  CHECK(values[1] == Approx(2 - 2.4).epsilon(1e-14));
  CHECK(values[2] == Approx(3 - 1.2).epsilon(1e-14));
  CHECK(values[3] == Approx(-1 - 1.8).epsilon(1e-14));
  colour(values, 0.6);
  const Values before = {4, 2, 3, -1};
  for (std::size_t i = 0; i < before.size(); ++i)
    CHECK(values[i] == Approx(before[i]).epsilon(1e-14));
  Values none;
  whiten(none, 0.5);
  colour(none, 0.5);
  CHECK(none.empty());
}

}  // namespace
}  // namespace wvagate::statistics
