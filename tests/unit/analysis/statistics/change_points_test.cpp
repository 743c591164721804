#include "analysis/statistics/change_points.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/statistics/autoregression.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/dice.hpp"
#include "tests/unit/analysis/statistics/nile.hpp"

namespace wvagate::statistics {
namespace {

using Values = std::vector<double>;

/// An AR(1) process of standard deviation 1.
Values stationary(std::size_t count, double phi, std::uint64_t seed) {
  testing::Dice dice(seed);
  Values values(count);
  for (double& value : values)
    value = dice.normal() * std::sqrt(1 - phi * phi);
  colour(values, phi);
  return values;
}

Values raised(Values values, std::size_t from, std::size_t to, double by) {
  for (std::size_t i = from; i < to; ++i)
    values[i] += by;
  return values;
}

bool has_one_near(const std::vector<ChangePoint>& changes, std::size_t truth, std::size_t within = 2) {
  return std::any_of(changes.begin(), changes.end(), [&](const ChangePoint& change) {
    return change.at + within >= truth && change.at <= truth + within;
  });
}

TEST_CASE("The Nile falls after 1898") {
  const auto changes = change_points(testing::kNile, {});
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].at == 28);
  CHECK(changes[0].size == 842.5 - 1130);
  CHECK(changes[0].p <= 0.005);
  CHECK(changes[0].p > 0);
}

// The whole table is what wvagate_change_point_study prints; a share of 5 % is 7.5 of 150 series, and twelve
// or more come by chance once in twenty.
TEST_CASE("Stationary series rarely change, correlated or not", "[rate]") {
  for (const double phi : {0.0, 0.3, 0.6}) {
    CAPTURE(phi);
    int changed = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed)
      changed += change_points(stationary(30, phi, seed), {}).empty() ? 0 : 1;
    CHECK(changed <= 16);  // 5 %, and two standard errors
  }
}

TEST_CASE("A step of two standard deviations is found where it is", "[rate]") {
  int found = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed)
    found += has_one_near(change_points(raised(stationary(40, 0, seed), 20, 40, 2), {}), 20) ? 1 : 0;
  CHECK(found >= 168);  // 90 %, less three standard errors
}

TEST_CASE("A rise that is taken back is two changes", "[rate]") {
  int found = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto changes = change_points(raised(stationary(50, 0, seed), 20, 30, 4), {});
    found += has_one_near(changes, 20) && has_one_near(changes, 30) ? 1 : 0;
  }
  CHECK(found >= 185);  // 95.6 %, less two standard errors
}

TEST_CASE("No change is told of fewer than ten values, and none next to the ends") {
  CHECK(change_points(Values{}, {}).empty());
  CHECK(change_points(Values{1, 1, 1, 1, 9, 9, 9, 9, 9}, {}).empty());
  const auto ten = change_points(Values{1.1, 1.3, 1.2, 1.0, 1.4, 9.1, 9.3, 9.0, 9.2, 9.4}, {});
  REQUIRE(ten.size() == 1);
  CHECK(ten[0].at == 5);
  CHECK(ten[0].size == Approx(8).epsilon(1e-12));
  for (const auto& change : change_points(raised(stationary(30, 0, 3), 28, 30, 50), {})) {
    CHECK(change.at >= 5);
    CHECK(change.at <= 25);
  }
}

TEST_CASE("Values that never vary do not change, and those that vary by steps alone do") {
  CHECK(change_points(Values(40, 100.0), {}).empty());
  Values steps(12, 1.0);
  steps.resize(24, 3.0);
  steps.resize(36, 2.0);
  const auto changes = change_points(steps, {});
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].at == 12);
  CHECK(changes[0].size == 2.0);
  CHECK(changes[1].at == 24);
  CHECK(changes[1].size == -1.0);
}

TEST_CASE("Changes below the smallest that matters are not told, and their levels are one") {
  const Values values = raised(raised(stationary(60, 0, 8), 20, 60, 20), 40, 60, 6);
  const auto all = change_points(values, {});
  REQUIRE(all.size() == 2);
  const auto large = change_points(values, {.smallest = 10});
  REQUIRE(large.size() == 1);
  CHECK(large[0].at == 20);
  CHECK(large[0].size > all[0].size + 1);  // the median of 40 values, of which half lie higher
  CHECK(change_points(values, {.smallest = 100}).empty());
  CHECK(change_points(values, {.smallest = std::abs(all[1].size)}).size() == 2);
}

TEST_CASE("Values that scatter more about the same median have not changed their level") {
  Values values;
  for (int i = 0; i < 60; ++i)
    values.push_back(i < 30 ? (i % 3 - 1) * 0.1 : (i % 3 - 1) * 10.0);
  CHECK(change_points(values, {}).empty());
}

TEST_CASE("The unit that values are in does not matter, not even where their sums overflow") {
  const Values values = raised(stationary(40, 0, 2), 20, 40, 3);
  const auto changes = change_points(values, {});
  REQUIRE(changes.size() == 1);
  for (const double unit : {1e-300, 1e6, 1e307}) {
    CAPTURE(unit);
    Values scaled = values;
    for (double& value : scaled)
      value *= unit;
    const auto again = change_points(scaled, {});
    REQUIRE(again.size() == 1);
    CHECK(again[0].at == changes[0].at);
    CHECK(again[0].p == changes[0].p);
    CHECK(again[0].size / unit == Approx(changes[0].size).epsilon(1e-9));
  }
}

TEST_CASE("One seed gives one result, and another seed other draws") {
  const Values values = raised(stationary(40, 0, 5), 20, 40, 1);
  const auto first = change_points(values, {.seed = 1});
  const auto again = change_points(values, {.seed = 1});
  REQUIRE(first.size() == again.size());
  bool differs = false;
  for (std::uint64_t seed = 2; seed < 12; ++seed) {
    const auto other = change_points(values, {.seed = seed});
    differs = differs || other.size() != first.size() || (!other.empty() && other[0].p != first[0].p);
  }
  CHECK(differs);
}

TEST_CASE("A long series is looked at as a whole, and its newest values one by one") {
  const Values noise = stationary(3650, 0.3, 4);
  CHECK(change_points(noise, {}).size() <= 1);
  const auto old = change_points(raised(noise, 1000, 3650, 2), {});
  CHECK(has_one_near(old, 1000, 3));
  const auto recent = change_points(raised(noise, 3640, 3650, 5), {});
  CHECK(has_one_near(recent, 3640));
  const auto both = change_points(raised(raised(noise, 1000, 3650, 2), 3600, 3650, 4), {});
  CHECK(has_one_near(both, 1000, 3));
  CHECK(has_one_near(both, 3600));
  const std::size_t edge = 3650 - kLongestSeries;
  const auto at_edge = change_points(raised(noise, edge, 3650, 4), {});
  CHECK(has_one_near(at_edge, edge, 3));
  CHECK(std::count_if(at_edge.begin(), at_edge.end(), [&](const ChangePoint& change) {
          return change.at + 50 > edge && change.at < edge + 50;
        }) == 1);
  for (const auto& changes : {old, recent, both, at_edge}) {
    for (std::size_t i = 1; i < changes.size(); ++i)
      CHECK(changes[i].at >= changes[i - 1].at + kShortestLevel);
  }
}

}  // namespace
}  // namespace wvagate::statistics
