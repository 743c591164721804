#include "analysis/statistics/energy_split.hpp"

#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/dice.hpp"
#include "tests/unit/analysis/statistics/nile.hpp"

namespace wvagate::statistics {
namespace {

using Values = std::vector<double>;

double distances(std::span<const double> x, std::span<const double> y) {
  double sum = 0;
  for (const double a : x) {
    for (const double b : y)
      sum += std::abs(a - b);
  }
  return sum;
}

/// Matteson and James' eq. 5 and 6 as they are written.
double published_q(std::span<const double> before, std::span<const double> after) {
  const auto m = static_cast<double>(before.size());
  const auto k = static_cast<double>(after.size());
  const double e = 2 / (m * k) * distances(before, after) - distances(before, before) / (m * (m - 1)) -
                   distances(after, after) / (k * (k - 1));
  return m * k / (m + k) * e;
}

// What R gives, from U-statistics of `outer` and `dist`; the energy package's eqdist.e is the V-statistic of
// the same distances, and of this split 1919.785714 in both.
TEST_CASE("The Nile's splits are those that R finds") {
  EnergySplitter splitter(5);
  const auto of_forty = splitter.best(std::span(testing::kNile).first(40));
  REQUIRE(of_forty.whole);
  CHECK(of_forty.whole->at == 28);
  CHECK(of_forty.whole->end == 40);
  CHECK(of_forty.whole->statistic == Approx(1769.30808080808).epsilon(1e-12));
  REQUIRE(of_forty.partial);
  CHECK(of_forty.partial->at == 28);
  CHECK(of_forty.partial->end == 37);
  CHECK(of_forty.partial->statistic == Approx(2215.06306306306).epsilon(1e-12));

  // U-statistics leave out the pairs of a value with itself: so much more is the V-statistic.
  const auto before = std::span(testing::kNile).first(28);
  const auto after = std::span(testing::kNile).subspan(28, 12);
  const double v_statistic = of_forty.whole->statistic + 28.0 * 12 / 40 *
                                                             (distances(before, before) / (28.0 * 27 * 28) +
                                                              distances(after, after) / (12.0 * 11 * 12));
  CHECK(v_statistic == Approx(1919.78571428571).epsilon(1e-12));

  const auto of_all = splitter.best(testing::kNile);
  CHECK(of_all.whole->at == 28);
  CHECK(of_all.whole->statistic == Approx(4807.52131455399).epsilon(1e-12));
  CHECK(of_all.partial->at == 28);
  CHECK(of_all.partial->end == 83);
  CHECK(of_all.partial->statistic == Approx(4916.59080767514).epsilon(1e-12));
}

TEST_CASE("The best splits are those of the published formula, tried one by one") {
  testing::Dice dice(17);
  for (int trial = 0; trial < 60; ++trial) {
    Values values(4 + dice.below(20));
    for (double& value : values)
      value = trial % 2 == 0 ? dice.normal() : std::round(2 * dice.normal());
    double whole = -std::numeric_limits<double>::infinity();
    double partial = whole;
    for (std::size_t end = 4; end <= values.size(); ++end) {
      for (std::size_t at = 2; at + 2 <= end; ++at) {
        double& best = end == values.size() ? whole : partial;
        const std::span all(values);
        best = std::max(best, published_q(all.first(at), all.subspan(at, end - at)));
      }
    }
    const auto found = EnergySplitter(2).best(values);
    REQUIRE(found.whole);
    CHECK(found.whole->statistic == Approx(whole).epsilon(1e-10).margin(1e-12));
    CHECK(found.partial.has_value() == (values.size() > 4));
    if (found.partial) CHECK(found.partial->statistic == Approx(partial).epsilon(1e-10).margin(1e-12));
  }
}

TEST_CASE("A splitter may be used again for longer and shorter series, and finds none in too short ones") {
  EnergySplitter splitter(5);
  CHECK_FALSE(splitter.best(Values(9, 1.0)).whole);
  CHECK_FALSE(splitter.best({}).whole);
  const auto first = splitter.best(std::span(testing::kNile).first(40));
  splitter.best(testing::kNile);
  CHECK(splitter.best(std::span(testing::kNile).first(40)).whole->statistic == first.whole->statistic);
  const auto ten = splitter.best(std::span(testing::kNile).first(10));
  CHECK(ten.whole->at == 5);
  CHECK_FALSE(ten.partial);
}

}  // namespace
}  // namespace wvagate::statistics
