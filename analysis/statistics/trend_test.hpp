#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "analysis/statistics/interval.hpp"

namespace wvagate::statistics {

/// Drift is told where p is at most this. A series of thirty values gives only so good a ρ that,
/// autocorrelated, it falls below several times as often as p says; of those at 0.6 it is 4 %
/// (`wvagate_change_point_study`).
inline constexpr double kDriftLevel = 0.01;

/// Whether, and how fast, a series drifts.
struct TrendTest {
  double s = 0;         ///< Kendall's S: pairs that rise less pairs that fall
  double variance = 0;  ///< of S where there is no drift
  double p = 1;         ///< of "there is no drift", two-sided
  double slope = 0;     ///< Theil and Sen's: the median change from one value to the next
  Interval slope_interval;
  double rho = 0;  ///< the autocorrelation that the values were freed of; 0 where that was not called for
};

/// Mann and Kendall's test (Mann, Econometrica 13, 1945; Kendall, Rank Correlation Methods, 1975) with
/// correction for ties and continuity, and Sen's slope with its interval at `confidence` (JASA 63, 1968;
/// Gilbert, Statistical Methods for Environmental Pollution Monitoring, 1987, §16.4).
///
/// Only values of the same level are compared with each other; `changes` are the indices, ascending, at which
/// the others begin. A step is then no drift: S and its variance add up over levels as they do over the
/// seasons of Hirsch, Slack and Smith (Water Resources Research 18, 1982).
///
/// Where what is left about the slope is correlated (|ρ| > 0.2), the test is made on
/// (x(t) − ρ·x(t−1)) / (1 − ρ), which drifts as x does (Wang and Swail, J. Climate 14, 2001). More than
/// kLongestSeries values are taken as medians of equal stretches.
///
/// Absent for fewer than 10 values, and where no value can be compared with another.
std::optional<TrendTest> trend_test(std::span<const double> values, std::span<const std::size_t> changes = {},
                                    double confidence = 0.95);

}  // namespace wvagate::statistics
