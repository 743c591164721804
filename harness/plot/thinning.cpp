#include "harness/plot/thinning.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace wvagate::plot {
namespace {

std::size_t cell(double value, double low, double high, std::size_t cells) {
  if (!(high > low)) return 0;
  const double share = std::clamp((value - low) / (high - low), 0.0, 1.0);
  return std::min(cells - 1, static_cast<std::size_t>(share * static_cast<double>(cells)));
}

/// A point of [from, to) with the lowest and one with the highest y, in order of x; the same where all are
/// equal.
std::pair<std::size_t, std::size_t> extremes(const Line& line, std::size_t from, std::size_t to) {
  const auto begin = line.y.begin();
  const auto [least, most] =
      std::minmax_element(begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(to));
  const auto a = static_cast<std::size_t>(least - begin);
  const auto b = static_cast<std::size_t>(most - begin);
  return *least == *most ? std::pair(from, from) : std::pair(std::min(a, b), std::max(a, b));
}

}  // namespace

void Line::add(double at, double value, std::size_t from, bool broken) {
  x.push_back(at);
  y.push_back(value);
  index.push_back(from);
  breaks.push_back(broken && x.size() > 1);
}

Line thin(Line line, double low, double high, std::size_t columns) {
  if (line.size() <= 2 * columns) return line;
  const double column_width = (high - low) / static_cast<double>(columns);
  Line kept;
  std::size_t after_last = 0;  // of the points looked at for breaks
  const auto keep = [&](std::size_t i) {
    bool broken = false;
    for (; after_last <= i; ++after_last) {
      if (line.breaks[after_last] && line.x[after_last] - line.x[after_last - 1] >= column_width)
        broken = true;
    }
    kept.add(line.x[i], line.y[i], line.index[i], broken);
  };
  for (std::size_t from = 0; from < line.size();) {
    std::size_t to = from + 1;
    const std::size_t column = cell(line.x[from], low, high, columns);
    while (to < line.size() && cell(line.x[to], low, high, columns) == column)
      ++to;
    const auto [first, second] = extremes(line, from, to);
    keep(first);
    if (second != first) keep(second);
    from = to;
  }
  return kept;
}

bool stands_alone(const Line& line, std::size_t i) {
  const bool joined_before = i > 0 && !line.breaks[i];
  const bool joined_after = i + 1 < line.size() && !line.breaks[i + 1];
  return !joined_before && !joined_after;
}

std::vector<std::size_t> thin_scatter(std::span<const double> x, std::span<const double> y,
                                      std::size_t columns, std::size_t rows) {
  constexpr std::size_t kFew = 500;
  std::vector<std::size_t> kept;
  if (x.empty()) return kept;
  const auto [x_low, x_high] = std::minmax_element(x.begin(), x.end());
  const auto [y_low, y_high] = std::minmax_element(y.begin(), y.end());
  std::set<std::pair<std::size_t, std::size_t>> taken;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::pair place(cell(x[i], *x_low, *x_high, columns), cell(y[i], *y_low, *y_high, rows));
    if (taken.insert(place).second || x.size() <= kFew) kept.push_back(i);
  }
  return kept;
}

}  // namespace wvagate::plot
