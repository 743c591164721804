#pragma once

#include <optional>
#include <span>
#include <variant>

#include "analysis/statistics/mann_whitney.hpp"
#include "analysis/statistics/welch.hpp"
#include "analysis/verdict/finding.hpp"

namespace wvagate::verdict {

/// How far the contender's runs lie above the baseline's, both oriented so that more is worse: Welch's bounds
/// where a side has fewer than kExactRuns, else the exact Mann–Whitney ones.
class RunsTest {
 public:
  /// Both sides have two values at least.
  RunsTest(std::span<const double> baseline, std::span<const double> contender);

  /// Hodges and Lehmann's shift.
  double shift() const { return ranks_.estimate(); }
  /// The p-value of "not worse".
  double p_not_worse() const;
  /// The bounds, `lower` at level `alpha` and `upper` at kAlpha.
  ShiftBounds bounds(double alpha) const;
  /// What the runs could have told at level `alpha` of an effect of `margin`.
  Detectable detectable(double alpha, double margin, std::size_t fewest_runs) const;

 private:
  statistics::MannWhitneyShift ranks_;
  statistics::WelchShift welch_;
  bool exact_;
  double deviation_;  ///< of a run, pooled over the sides
};

}  // namespace wvagate::verdict
