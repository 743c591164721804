#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wvagate::statistics {

/// A lasting change of a series' level.
struct ChangePoint {
  std::size_t at = 0;  ///< index of the first value of the new level
  double size = 0;     ///< median after it − median before it, each up to the next change
  double p = 1;        ///< how often chance alone looks like this or more so; confidence is 1 − p
};

struct ChangePointOptions {
  double smallest = 0;  ///< changes of a smaller size, or of none, are not told; ≥ 0, in the values' unit
  std::uint64_t seed = 1;
};

/// A level has at least so many values, so that a change needs twice as many.
inline constexpr std::size_t kShortestLevel = 5;

/// The most values that are looked at together. Of a longer series the newest are looked at one by one, then
/// four times as many as medians of stretches of four, and so on to the whole.
inline constexpr std::size_t kLongestSeries = 96;

/// The changes of level in `values`, in their order (E-divisive: Matteson and James, JASA 109, 2014): the
/// series is cut where Matteson and James' Q is largest, again and again, as long as orders of the values
/// drawn at random within the levels found so far rarely give a larger one.
///
/// Where neighbouring values are correlated (|ρ| > 0.2), what is drawn at random are the innovations of an
/// AR(1) process, and the statistic of the series and of each draw is that of the values freed of the ρ that
/// is left about their own best split: a level shift looks like autocorrelation, and autocorrelation like
/// level shifts. ARCHITECTURE.md tells why, and `wvagate_change_point_study` what comes of it.
///
/// The same values and options give the same changes everywhere. Values must be finite.
std::vector<ChangePoint> change_points(std::span<const double> values, const ChangePointOptions& options);

}  // namespace wvagate::statistics
