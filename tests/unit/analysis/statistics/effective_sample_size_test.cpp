#include "analysis/statistics/effective_sample_size.hpp"

#include <random>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate::statistics {
namespace {

using Values = std::vector<double>;

/// `run` times 1, then as often −1, over and over.
Values square_wave(std::size_t run, std::size_t count) {
  Values values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(i / run % 2 == 0 ? 1 : -1);
  return values;
}

TEST_CASE("The autocorrelation at lag 1 is that of the products next to each other") {
  // Deviations −1.5, −0.5, 0.5, 1.5: products 0.75 − 0.25 + 0.75 over squares 5.
  CHECK(lag_1_autocorrelation(Values{1, 2, 3, 4}) == Approx(0.25).epsilon(1e-15));
  // R: acf(1:10)$acf[2].
  CHECK(lag_1_autocorrelation(Values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}) == Approx(0.7).epsilon(1e-15));
  CHECK_FALSE(lag_1_autocorrelation(Values{}));
  CHECK_FALSE(lag_1_autocorrelation(Values{1}));
  CHECK_FALSE(lag_1_autocorrelation(Values{0.1, 0.1, 0.1}));
}

TEST_CASE("The effective sample size follows from the autocorrelation freed of its bias") {
  // 80 products of 1 and 39 of −1: r = 41/120; ρ = r + (1 + 4r)/120 = 0.3613889; 120 · 0.6386111 / 1.3613889.
  CHECK(effective_sample_size(square_wave(3, 120)) == Approx(56.2903).epsilon(1e-5));
  // 50 of 1 and 49 of −1: r = 0.01, ρ = 0.0204; 100 · 0.9796 / 1.0204.
  CHECK(effective_sample_size(square_wave(2, 100)) == Approx(96.0015680).epsilon(1e-8));
}

TEST_CASE("The effective sample size lies between 2 and the count") {
  CHECK(effective_sample_size(square_wave(1, 10)) == 10.0);   // negative autocorrelation counts as none
  CHECK(effective_sample_size(square_wave(50, 100)) == 2.0);  // ρ held at 0.97: 100 · 0.03 / 1.97
  CHECK(effective_sample_size(square_wave(500, 1000)) == Approx(1000 * 0.03 / 1.97).epsilon(1e-12));
  CHECK(effective_sample_size(Values{3, 3, 3}) == 3.0);
  CHECK_FALSE(effective_sample_size(Values{1}));
  CHECK_FALSE(effective_sample_size(Values{}));
}

TEST_CASE("The effective sample size of an AR(1) process is what theory says") {
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal;
  Values values;
  double state = 0;
  for (int i = 0; i < 20000; ++i) {
    state = 0.6 * state + normal(random);
    values.push_back(state);
  }
  CHECK(effective_sample_size(values) == Approx(20000 * 0.4 / 1.6).epsilon(0.05));
}

}  // namespace
}  // namespace wvagate::statistics
