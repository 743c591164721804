#include "analysis/history/trend_review.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/change_points.hpp"
#include "analysis/statistics/summary.hpp"
#include "analysis/statistics/trend_test.hpp"

namespace wvagate::history {
namespace {

/// The points with values whose basis is that of the last one with values.
std::vector<std::size_t> comparable(const Trend& trend) {
  std::vector<std::size_t> points;
  for (std::size_t i = trend.points.size(); i-- > 0;) {
    const TrendPoint& point = trend.points[i];
    if (point.runs.empty()) continue;
    if (points.empty() || point.basis == trend.points[points.front()].basis) points.push_back(i);
  }
  std::reverse(points.begin(), points.end());
  return points;
}

std::optional<Drift> drift_of(const std::vector<double>& medians, const std::vector<std::size_t>& changes,
                              metric::Better better, double smallest) {
  const auto test = statistics::trend_test(medians, changes);
  if (!test || test->p > statistics::kDriftLevel || test->slope == 0) return std::nullopt;
  const double whole = test->slope * static_cast<double>(medians.size() - 1);
  if (std::abs(whole) < smallest) return std::nullopt;
  const double last = medians.back();
  return Drift{.slope = test->slope,
               .interval = test->slope_interval,
               .p = test->p,
               .judgement = judge(better, last, last - whole)};
}

}  // namespace

bool TrendReview::ends_worse() const {
  return !changes.empty() && changes.back().judgement == Change::Judgement::worse;
}

TrendReview review(const Trend& trend, metric::Better better, double smallest, std::uint64_t seed) {
  TrendReview result{.compared = comparable(trend), .changes = {}, .drift = {}};
  std::vector<double> medians;
  for (const std::size_t point : result.compared)
    medians.push_back(*median(trend.points[point]));
  const auto changes = statistics::change_points(medians, {.smallest = smallest, .seed = seed});
  std::vector<std::size_t> places;
  for (const auto& change : changes)
    places.push_back(change.at);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const std::size_t from = i > 0 ? places[i - 1] : 0;
    const std::size_t to = i + 1 < places.size() ? places[i + 1] : medians.size();
    const auto level = [&](std::size_t low, std::size_t high) {
      return *statistics::quantile(std::span(medians).subspan(low, high - low), 0.5);
    };
    LevelChange change{.point = result.compared[places[i]],
                       .before = level(from, places[i]),
                       .after = level(places[i], to),
                       .p = changes[i].p};
    change.judgement = judge(better, change.after, change.before);
    result.changes.push_back(change);
  }
  result.drift = drift_of(medians, places, better, smallest);
  return result;
}

}  // namespace wvagate::history
