#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/history/trend.hpp"
#include "analysis/statistics/interval.hpp"

namespace wvagate::history {

/// A lasting change of a trend's level.
struct LevelChange {
  std::size_t point = 0;  ///< the first of the new level
  double before = 0;      ///< median of the medians up to the change before
  double after = 0;       ///< likewise from here on
  double p = 1;           ///< how often chance alone does as much; confidence is 1 − p
  Change::Judgement judgement = Change::Judgement::same;

  double size() const { return after - before; }
};

/// A slow movement beside the changes of level.
struct Drift {
  double slope = 0;               ///< from one run-set to the next, in the metric's unit
  statistics::Interval interval;  ///< of the slope, 95 %
  double p = 1;
  Change::Judgement judgement = Change::Judgement::same;
};

/// What a trend's past tells: advice, no verdict.
struct TrendReview {
  /// The points that were looked at: those with values and of the newest one's basis.
  std::vector<std::size_t> compared;
  std::vector<LevelChange> changes;  ///< in their order
  std::optional<Drift> drift;        ///< absent where none is told

  /// The last change was one for the worse: it has not been mended since.
  bool ends_worse() const;
};

/// Looks for what moved by `smallest` at least (≥ 0, in the metric's unit), drift over the whole trend. Both
/// need ten points; `seed` is of the permutations.
TrendReview review(const Trend& trend, metric::Better better, double smallest, std::uint64_t seed);

}  // namespace wvagate::history
