#include "analysis/statistics/holm.hpp"

#include <algorithm>
#include <numeric>

namespace wvagate::statistics {

std::vector<HolmStep> holm(std::span<const double> p_values, double alpha) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<HolmStep> steps(p_values.size());
  double adjusted = 0;
  double level = 0;
  bool rejecting = true;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const double p = p_values[order[rank]];
    const auto left = static_cast<double>(order.size() - rank);
    if (rejecting) level = alpha / left;
    rejecting = rejecting && p <= level;
    adjusted = std::max(adjusted, std::min(1.0, left * p));
    steps[order[rank]] = {.adjusted_p = adjusted, .level = level};
  }
  return steps;
}

}  // namespace wvagate::statistics
