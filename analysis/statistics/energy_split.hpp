#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace wvagate::statistics {

/// The values [0, at) of a series against its values [at, end).
struct EnergySplit {
  std::size_t at = 0;
  std::size_t end = 0;
  /// Matteson and James' Q (JASA 109, 2014, eq. 5 and 6) at α = 1: mk/(m+k) times twice the mean distance
  /// between the m and the k values, less the mean distances within each.
  double statistic = 0;
};

/// Where two stretches of a series differ most.
struct EnergySplits {
  std::optional<EnergySplit> whole;    ///< the best of those that reach the series' end: one change
  std::optional<EnergySplit> partial;  ///< the best of the others: a change that is followed by another
};

/// Finds the splits in O(n²) without allocating anew for series of the same length.
class EnergySplitter {
 public:
  /// Both sides of a split have at least `shortest` values, of which there must be two or more.
  explicit EnergySplitter(std::size_t shortest) : shortest_(shortest) {}

  EnergySplits best(std::span<const double> values);

 private:
  std::size_t shortest_;
  std::vector<double> within_;   ///< by start: the distances within [start, end), added up
  std::vector<double> prefix_;   ///< by end: those within [0, end)
  std::vector<double> inverse_;  ///< of the whole numbers
};

}  // namespace wvagate::statistics
