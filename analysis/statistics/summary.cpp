#include "analysis/statistics/summary.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace wvagate::statistics {
namespace {

/// Sum with Neumaier's compensation: exact enough that the order of values does not show.
double sum(std::span<const double> values) {
  double total = 0;
  double lost = 0;
  for (const double value : values) {
    const double next = total + value;
    lost += std::abs(total) >= std::abs(value) ? (total - next) + value : (value - next) + total;
    total = next;
  }
  return total + lost;
}

}  // namespace

std::optional<double> mean(std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  return sum(values) / static_cast<double>(values.size());
}

std::optional<double> percentage(double part, double whole) {
  return whole > 0 ? std::optional(100.0 * part / whole) : std::nullopt;
}

std::optional<double> standard_deviation(std::span<const double> values) {
  if (values.size() < 2) return std::nullopt;
  const double centre = *mean(values);
  std::vector<double> squares;
  squares.reserve(values.size());
  for (const double value : values)
    squares.push_back((value - centre) * (value - centre));
  return std::sqrt(sum(squares) / static_cast<double>(values.size() - 1));
}

std::optional<double> quantile(std::span<const double> values, double share) {
  assert(share >= 0 && share <= 1);
  if (values.empty()) return std::nullopt;
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const double position = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const double fraction = position - static_cast<double>(below);
  if (fraction == 0) return sorted[below];
  return sorted[below] + fraction * (sorted[below + 1] - sorted[below]);
}

std::vector<double> stretch_medians(std::span<const double> values, std::size_t length) {
  std::vector<double> medians;
  if (values.empty()) return medians;
  std::size_t from = 0;
  for (std::size_t to = (values.size() - 1) % length + 1; to <= values.size(); from = to, to += length)
    medians.push_back(*quantile(values.subspan(from, to - from), 0.5));
  return medians;
}

std::optional<double> minimum(std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  return *std::min_element(values.begin(), values.end());
}

std::optional<double> maximum(std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  return *std::max_element(values.begin(), values.end());
}

std::optional<double> root_mean_square(std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  std::vector<double> squares;
  squares.reserve(values.size());
  for (const double value : values)
    squares.push_back(value * value);
  return std::sqrt(*mean(squares));
}

std::optional<double> correlation(std::span<const double> x, std::span<const double> y) {
  assert(x.size() == y.size());
  if (x.size() < 2) return std::nullopt;
  const auto constant = [](std::span<const double> values) { return *minimum(values) == *maximum(values); };
  if (constant(x) || constant(y)) return std::nullopt;
  const double x_mean = *mean(x);
  const double y_mean = *mean(y);
  std::vector<double> xy;
  std::vector<double> xx;
  std::vector<double> yy;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy.push_back((x[i] - x_mean) * (y[i] - y_mean));
    xx.push_back((x[i] - x_mean) * (x[i] - x_mean));
    yy.push_back((y[i] - y_mean) * (y[i] - y_mean));
  }
  const double scale = std::sqrt(sum(xx)) * std::sqrt(sum(yy));
  if (!(scale > 0) || !std::isfinite(scale)) return std::nullopt;
  return std::clamp(sum(xy) / scale, -1.0, 1.0);
}

}  // namespace wvagate::statistics
