#include "analysis/statistics/mann_whitney.hpp"

#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate::statistics {
namespace {

using Values = std::vector<double>;

/// Permeability constants of the human chorioamnion at 12–26 weeks and at term (Hollander and Wolfe, 1973, p.
/// 69): the example of R's wilcox.test.
const Values kEarly = {1.15, 0.88, 0.90, 0.74, 1.21};
const Values kAtTerm = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};

/// The largest u with P(U ≤ u) ≤ alpha, as tables of critical values give it.
int critical(std::size_t m, std::size_t n, double alpha) {
  const auto distribution = mann_whitney_distribution(m, n);
  double cumulative = 0;
  int value = -1;
  for (const double probability : distribution) {
    cumulative += probability;
    if (cumulative > alpha) break;
    ++value;
  }
  return value;
}

TEST_CASE("The distribution of U counts the ways to interleave two groups") {
  // Of the C(6,3) = 20 and C(5,2) = 10 orders, by hand.
  const Values three_three = {1, 1, 2, 3, 3, 3, 3, 2, 1, 1};
  const auto distribution = mann_whitney_distribution(3, 3);
  REQUIRE(distribution.size() == 10);
  for (std::size_t u = 0; u < 10; ++u)
    CHECK(distribution[u] == Approx(three_three[u] / 20).epsilon(1e-14));
  const auto two_three = mann_whitney_distribution(2, 3);
  REQUIRE(two_three.size() == 7);
  CHECK(two_three[3] == Approx(0.2).epsilon(1e-14));
  CHECK(mann_whitney_distribution(0, 3) == Values{1});
}

TEST_CASE("The distribution of U has the published critical values") {
  // One-sided 5 %: 4, 7, 11, 15, 21, 27 for groups of 5 to 10; one-sided 2.5 %: 2, 5, 8, 13, 17, 23, and 127
  // for 20 (Mann and Whitney 1947; Siegel, Nonparametric Statistics, 1956, table K).
  const int five_percent[] = {4, 7, 11, 15, 21, 27};
  const int half_of_it[] = {2, 5, 8, 13, 17, 23};
  for (std::size_t k = 5; k <= 10; ++k) {
    CAPTURE(k);
    CHECK(critical(k, k, 0.05) == five_percent[k - 5]);
    CHECK(critical(k, k, 0.025) == half_of_it[k - 5]);
  }
  CHECK(critical(20, 20, 0.025) == 127);
  CHECK(critical(5, 8, 0.05) == 8);
  CHECK(critical(8, 5, 0.05) == 8);
  CHECK(critical(3, 3, 0.04) == -1);
}

TEST_CASE("The distribution of U stays one for large groups") {
  const auto distribution = mann_whitney_distribution(60, 50);
  CHECK(std::accumulate(distribution.begin(), distribution.end(), 0.0) == Approx(1).epsilon(1e-12));
  CHECK(distribution.front() > 0);
  CHECK(distribution[0] == Approx(distribution[3000]).epsilon(1e-9));
  double centre = 0;
  for (std::size_t u = 0; u < distribution.size(); ++u)
    centre += static_cast<double>(u) * distribution[u];
  CHECK(centre == Approx(1500).epsilon(1e-9));
}

TEST_CASE("The shift is the one of R's documentation") {
  // wilcox.test(atTerm, early, conf.int = TRUE): W = 35, one-sided p = 0.1272, estimate 0.305, interval −0.15
  // to 0.76.
  const auto shift = MannWhitneyShift::between(kEarly, kAtTerm);
  REQUIRE(shift);
  CHECK(shift->estimate() == Approx(0.305).epsilon(1e-12));
  CHECK(shift->p_not_greater() == Approx(0.1272).margin(5e-5));
  CHECK(shift->lower(0.025) == Approx(-0.15).epsilon(1e-12));
  CHECK(shift->upper(0.025) == Approx(0.76).epsilon(1e-12));
  CHECK(shift->lower(0.05) == Approx(-0.08).epsilon(1e-12));
  CHECK(shift->upper(0.05) == Approx(0.72).epsilon(1e-12));
}

TEST_CASE("Groups apart have the smallest p-value that there is") {
  const auto shift = MannWhitneyShift::between(Values{1, 2, 3, 4, 5}, Values{11, 12, 13, 14, 15});
  REQUIRE(shift);
  CHECK(shift->p_not_greater() == Approx(1.0 / 252).epsilon(1e-12));
  // c = 4 of the 25 differences: 6, 7, 7, 8, 8 are the smallest five.
  CHECK(shift->lower(0.05) == 8.0);
  CHECK(shift->upper(0.05) == 12.0);
  CHECK(shift->estimate() == 10.0);
}

TEST_CASE("Too small groups bound nothing") {
  const auto shift = MannWhitneyShift::between(Values{1, 2}, Values{11, 12});
  REQUIRE(shift);
  CHECK(shift->lower(0.05) == -std::numeric_limits<double>::infinity());
  CHECK(shift->upper(0.05) == std::numeric_limits<double>::infinity());
  CHECK(shift->lower(0.2) == 9.0);  // 1/6 of the orders
  CHECK_FALSE(MannWhitneyShift::between(Values{}, Values{1}));
}

TEST_CASE("Ties count against what is to be shown") {
  const Values same = {4, 4, 4, 4, 4};
  const auto none = MannWhitneyShift::between(same, same);
  REQUIRE(none);
  CHECK(none->p_not_greater() == Approx(1).epsilon(1e-12));
  CHECK(none->lower(0.05) == 0.0);
  CHECK(none->upper(0.05) == 0.0);

  // Five of the 25 differences are 0, which is one too many: had they been above 0, p were 1/252.
  const auto tied = MannWhitneyShift::between(Values{1, 2, 3, 4, 5}, Values{5, 5, 5, 5, 5});
  REQUIRE(tied);
  CHECK(tied->p_not_greater() == Approx(19.0 / 252).epsilon(1e-12));
  CHECK(tied->lower(0.05) == 0.0);
}

TEST_CASE("The bound is above zero exactly where the p-value is at most the level") {
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> level(0.002, 0.3);
  int above = 0;
  for (int trial = 0; trial < 500; ++trial) {
    Values first;
    Values second;
    for (int i = 0; i < 6; ++i) {
      first.push_back(std::round(2 * normal(random)) / 2);  // coarse, so that there are ties
      second.push_back(std::round(2 * normal(random)) / 2 + 0.5);
    }
    const auto shift = MannWhitneyShift::between(first, second);
    const double alpha = level(random);
    CHECK((shift->lower(alpha) > 0) == (shift->p_not_greater() <= alpha));
    CHECK(shift->lower(alpha) <= shift->estimate());
    CHECK(shift->upper(alpha) >= shift->estimate());
    above += shift->lower(alpha) > 0 ? 1 : 0;
  }
  CHECK(above > 50);
  CHECK(above < 450);
}

TEST_CASE("One-sided bounds cover the truth as often as they say, ties or not") {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal;
  for (const double grid : {0.0, 1.0}) {
    CAPTURE(grid);
    int missed = 0;
    constexpr int kTrials = 4000;
    for (int trial = 0; trial < kTrials; ++trial) {
      const auto draw = [&] {
        Values values;
        for (int i = 0; i < 5; ++i) {
          const double value = normal(random);
          values.push_back(grid > 0 ? std::round(value / grid) * grid : value);
        }
        return values;
      };
      const Values first = draw();
      const Values second = draw();
      missed += MannWhitneyShift::between(first, second)->lower(0.05) > 0 ? 1 : 0;
    }
    const double share = static_cast<double>(missed) / kTrials;
    CHECK(share < 0.058);  // 12/252 = 0.0476, and three standard errors of the simulation
    if (grid == 0) CHECK(share > 0.037);
  }
}

}  // namespace
}  // namespace wvagate::statistics
