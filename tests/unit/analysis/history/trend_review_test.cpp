#include "analysis/history/trend_review.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/dice.hpp"

namespace wvagate::history {
namespace {

using metric::Better;
using Judgement = Change::Judgement;

/// One run a point: `before` values about 10, then `after` about 10 + `by`.
Trend stepped(std::size_t before, std::size_t after, double by) {
  testing::Dice dice(3);
  Trend trend{.scenario = "s", .metric = "m", .points = {}};
  for (std::size_t i = 0; i < before + after; ++i) {
    const double value = 10 + 0.2 * dice.normal() + (i < before ? 0 : by);
    trend.points.push_back(
        {.release = "r" + std::to_string(i), .commit = "", .date = {}, .runs = {value}, .basis = "cycle"});
  }
  return trend;
}

TEST_CASE("A change is judged by the direction in which the metric gets better") {
  const Trend up = stepped(12, 12, 3);
  const auto lower = review(up, Better::lower, 0, 1);
  REQUIRE(lower.changes.size() == 1);
  CHECK(lower.changes[0].point == 12);
  CHECK(lower.changes[0].size() == Approx(3).margin(0.3));
  CHECK(lower.changes[0].before == Approx(10).margin(0.2));
  CHECK(lower.changes[0].judgement == Judgement::worse);
  CHECK(lower.ends_worse());
  CHECK(review(up, Better::higher, 0, 1).changes[0].judgement == Judgement::better);
  CHECK_FALSE(review(up, Better::higher, 0, 1).ends_worse());
  CHECK(review(up, Better::zero, 0, 1).changes[0].judgement == Judgement::worse);
  CHECK(review(up, Better::neither, 0, 1).changes[0].judgement == Judgement::neither);
  CHECK_FALSE(review(up, Better::neither, 0, 1).ends_worse());
}

TEST_CASE("What was mended since does not end worse") {
  Trend trend = stepped(12, 24, 3);
  for (std::size_t i = 24; i < 36; ++i)
    trend.points[i].runs[0] -= 3;
  const auto found = review(trend, Better::lower, 0, 1);
  REQUIRE(found.changes.size() == 2);
  CHECK(found.changes[1].point == 24);
  CHECK_FALSE(found.ends_worse());
}

TEST_CASE("A change below the tolerance is not told") {
  CHECK(review(stepped(12, 12, 3), Better::lower, 4, 1).changes.empty());
  CHECK(review(stepped(12, 12, 3), Better::lower, 2, 1).changes.size() == 1);
}

TEST_CASE("Only points of the newest basis are compared, and those without values are passed over") {
  Trend trend = stepped(12, 12, 3);
  for (std::size_t i = 0; i < 12; ++i)
    trend.points[i].basis = "notebook";
  const auto other = review(trend, Better::lower, 0, 1);
  CHECK(other.compared.size() == 12);
  CHECK(other.compared.front() == 12);
  CHECK(other.changes.empty());

  Trend gaps = stepped(12, 12, 3);
  gaps.points.insert(gaps.points.begin() + 5, TrendPoint{.release = "none", .basis = "cycle"});
  gaps.points.push_back({.release = "none", .basis = "other"});
  const auto found = review(gaps, Better::lower, 0, 1);
  CHECK(found.compared.size() == 24);
  REQUIRE(found.changes.size() == 1);
  CHECK(found.changes[0].point == 13);
  CHECK(review({}, Better::lower, 0, 1).compared.empty());
}

TEST_CASE("Drift is told where it adds up to what matters, and a step is none") {
  Trend trend = stepped(30, 0, 0);
  for (std::size_t i = 0; i < 30; ++i)
    trend.points[i].runs[0] += 0.1 * static_cast<double>(i);
  const auto found = review(trend, Better::lower, 10, 1);
  CHECK_FALSE(found.drift);
  const auto told = review(trend, Better::lower, 0, 1);
  CHECK(told.changes.size() + (told.drift ? 1 : 0) > 0);
  Trend flat = trend;
  for (std::size_t i = 0; i < 30; ++i)
    flat.points[i].runs[0] = 10 + 0.01 * static_cast<double>(i * i % 7) + 0.02 * static_cast<double>(i);
  const auto drift = review(flat, Better::higher, 0.5, 1);
  REQUIRE(drift.drift);
  CHECK(drift.drift->slope == Approx(0.02).margin(0.005));
  CHECK(drift.drift->judgement == Judgement::better);
  CHECK(drift.drift->interval.lower <= drift.drift->slope);
  CHECK(drift.drift->interval.upper >= drift.drift->slope);
  CHECK_FALSE(review(stepped(12, 12, 3), Better::lower, 0, 1).drift);
}

}  // namespace
}  // namespace wvagate::history
