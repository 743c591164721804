#include "analysis/statistics/trend_test.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/distributions/normal.hpp>

#include "analysis/statistics/autoregression.hpp"
#include "analysis/statistics/change_points.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::statistics {
namespace {

constexpr double kCorrelated = 0.2;

struct Point {
  double position = 0;  ///< index in the series, of a stretch its middle
  double value = 0;
};
/// The values between two changes.
using Level = std::vector<Point>;

std::vector<Level> levels_of(std::span<const double> values, std::span<const std::size_t> changes) {
  const std::size_t length = (values.size() + kLongestSeries - 1) / kLongestSeries;
  std::vector<Level> levels;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= changes.size(); ++i) {
    const std::size_t to = i < changes.size() ? changes[i] : values.size();
    Level& level = levels.emplace_back();
    for (std::size_t end = to; end >= from + length; end -= length) {
      const double middle = static_cast<double>(end) - static_cast<double>(length + 1) / 2;
      level.push_back({middle, *quantile(values.subspan(end - length, length), 0.5)});
    }
    std::reverse(level.begin(), level.end());
    from = to;
  }
  return levels;
}

/// The slopes between all pairs of a level, ascending.
std::vector<double> slopes_of(const std::vector<Level>& levels) {
  std::vector<double> slopes;
  for (const Level& level : levels) {
    for (std::size_t j = 1; j < level.size(); ++j) {
      for (std::size_t i = 0; i < j; ++i)
        slopes.push_back((level[j].value - level[i].value) / (level[j].position - level[i].position));
    }
  }
  std::sort(slopes.begin(), slopes.end());
  return slopes;
}

/// The autocorrelation of what is left about lines of one slope, each through its level's mean.
double rho_about_slope(const std::vector<Level>& levels, double slope) {
  std::vector<double> residuals;
  for (const Level& level : levels) {
    std::vector<double> flat;
    for (const Point& point : level)
      flat.push_back(point.value - slope * point.position);
    for (const double value : flat)
      residuals.push_back(value - *mean(flat));
  }
  return ar1_coefficient(residuals, levels.size() + 1);
}

std::vector<Level> freed_of(const std::vector<Level>& levels, double rho) {
  std::vector<Level> freed;
  for (const Level& level : levels) {
    Level& result = freed.emplace_back();
    for (std::size_t i = 1; i < level.size(); ++i)
      result.push_back({level[i].position, (level[i].value - rho * level[i - 1].value) / (1 - rho)});
  }
  return freed;
}

/// n(n − 1)(2n + 5): 18 times the variance of S of n values, or what as many equal ones take off it.
double variance_term(std::size_t count) {
  const auto n = static_cast<double>(count);
  return n * (n - 1) * (2 * n + 5);
}

double variance_of_s(const Level& level) {
  std::vector<double> sorted;
  for (const Point& point : level)
    sorted.push_back(point.value);
  std::sort(sorted.begin(), sorted.end());
  double variance = variance_term(sorted.size());
  for (auto from = sorted.begin(); from != sorted.end();) {
    const auto to = std::upper_bound(from, sorted.end(), *from);
    variance -= variance_term(static_cast<std::size_t>(to - from));
    from = to;
  }
  return variance / 18;
}

/// Sen's interval: the slopes that lie `half_width` ranks from the middle, rounded outwards.
Interval slope_interval(const std::vector<double>& slopes, double half_width) {
  const auto count = static_cast<double>(slopes.size());
  const double lower = std::max(0.0, std::floor((count - half_width) / 2) - 1);
  const auto rank = static_cast<std::size_t>(lower);
  return {slopes[rank], slopes[slopes.size() - 1 - rank]};
}

}  // namespace

std::optional<TrendTest> trend_test(std::span<const double> values, std::span<const std::size_t> changes,
                                    double confidence) {
  if (values.size() < 2 * kShortestLevel) return std::nullopt;
  std::vector<Level> levels = levels_of(values, changes);
  std::vector<double> slopes = slopes_of(levels);
  if (slopes.empty()) return std::nullopt;

  TrendTest test;
  const double rho = rho_about_slope(levels, *quantile(slopes, 0.5));
  if (std::abs(rho) > kCorrelated) {
    test.rho = rho;
    levels = freed_of(levels, rho);
    slopes = slopes_of(levels);
    if (slopes.empty()) return std::nullopt;
  }
  for (const Level& level : levels)
    test.variance += variance_of_s(level);
  for (const double slope : slopes)
    test.s += slope > 0 ? 1 : slope < 0 ? -1 : 0;
  test.slope = *quantile(slopes, 0.5);

  const boost::math::normal normal;
  const double deviation = std::sqrt(test.variance);
  if (test.s != 0) {
    const double z = (std::abs(test.s) - 1) / deviation;
    test.p = 2 * boost::math::cdf(boost::math::complement(normal, z));
  }
  test.slope_interval =
      slope_interval(slopes, boost::math::quantile(normal, 0.5 + confidence / 2) * deviation);
  return test;
}

}  // namespace wvagate::statistics
