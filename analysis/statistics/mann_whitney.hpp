#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace wvagate::statistics {

/// The exact null distribution of Mann and Whitney's U for groups of `m` and `n` values without ties:
/// element u is P(U = u), for u from 0 to m·n (Mann and Whitney, Ann. Math. Stat. 18, 1947).
std::vector<double> mann_whitney_distribution(std::size_t m, std::size_t n);

/// How far one group of values lies above another, without assuming how they are distributed.
///
/// Bounds come from the ordered differences of all pairs and the exact distribution of U (Hollander and
/// Wolfe, Nonparametric Statistical Methods, 1973, §4.3). With ties the distribution without them is used,
/// and a tie counts against whatever is to be shown: the bounds then hold with at least their confidence.
class MannWhitneyShift {
 public:
  /// second − first. Absent where either group is empty.
  static std::optional<MannWhitneyShift> between(std::span<const double> first,
                                                 std::span<const double> second);

  /// Hodges and Lehmann's estimate (Ann. Math. Stat. 34, 1963): the median of the differences of all pairs.
  double estimate() const;

  /// One-sided bounds: the shift is at least lower(α), and at most upper(α), with confidence 1−α or more.
  /// Infinite where the groups are too small to say anything at that confidence.
  double lower(double alpha) const;
  double upper(double alpha) const;

  /// The p-value of "there is no shift upwards": lower(α) > 0 exactly where this is at most α.
  double p_not_greater() const;

 private:
  MannWhitneyShift() = default;
  std::optional<std::size_t> critical_value(double alpha) const;

  std::vector<double> differences_;  ///< of all pairs, ascending
  std::vector<double> cumulative_;   ///< P(U ≤ u)
};

}  // namespace wvagate::statistics
