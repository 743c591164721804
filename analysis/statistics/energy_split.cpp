#include "analysis/statistics/energy_split.hpp"

#include <cassert>
#include <cmath>

namespace wvagate::statistics {

EnergySplits EnergySplitter::best(std::span<const double> values) {
  assert(shortest_ >= 2);
  const std::size_t count = values.size();
  EnergySplits found;
  within_.assign(count, 0);
  prefix_.assign(count + 1, 0);
  while (inverse_.size() <= count)
    inverse_.push_back(inverse_.empty() ? 0 : 1 / static_cast<double>(inverse_.size()));
  for (std::size_t end = 1; end <= count; ++end) {
    double to_last = 0;  // the distances from [start, end) to the last value
    for (std::size_t start = end - 1; start-- > 0;) {
      to_last += std::abs(values[end - 1] - values[start]);
      within_[start] += to_last;
    }
    prefix_[end] = within_[0];
    auto& best = end == count ? found.whole : found.partial;
    for (std::size_t at = shortest_; at + shortest_ <= end; ++at) {
      const std::size_t after = end - at;
      const double between = prefix_[end] - prefix_[at] - within_[at];
      // mk/(m+k) · (2·between/(mk) − before/C(m,2) − after/C(k,2)), with the fractions reduced.
      const double statistic = 2 * inverse_[end] *
                               (between - static_cast<double>(after) * inverse_[at - 1] * prefix_[at] -
                                static_cast<double>(at) * inverse_[after - 1] * within_[at]);
      if (!best || statistic > best->statistic) best = {.at = at, .end = end, .statistic = statistic};
    }
  }
  return found;
}

}  // namespace wvagate::statistics
