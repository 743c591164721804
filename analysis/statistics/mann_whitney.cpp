#include "analysis/statistics/mann_whitney.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "analysis/statistics/summary.hpp"

namespace wvagate::statistics {

// P(u; m, n) = m/(m+n) · P(u−n; m−1, n) + n/(m+n) · P(u; m, n−1): the largest value is one of the m, and then
// exceeds all n, or one of the n. Sums of positive terms only, so nothing is lost.
std::vector<double> mann_whitney_distribution(std::size_t m, std::size_t n) {
  std::vector<std::vector<double>> of_size(n + 1, {1.0});  // for a first group of none
  for (std::size_t i = 1; i <= m; ++i) {
    std::vector<std::vector<double>> next = {{1.0}};
    for (std::size_t j = 1; j <= n; ++j) {
      const double first_largest = static_cast<double>(i) / static_cast<double>(i + j);
      std::vector<double> probability(i * j + 1);
      for (std::size_t u = 0; u < of_size[j].size(); ++u)
        probability[u + j] += first_largest * of_size[j][u];
      for (std::size_t u = 0; u < next[j - 1].size(); ++u)
        probability[u] += (1 - first_largest) * next[j - 1][u];
      next.push_back(std::move(probability));
    }
    of_size = std::move(next);
  }
  return of_size[n];
}

std::optional<MannWhitneyShift> MannWhitneyShift::between(std::span<const double> first,
                                                          std::span<const double> second) {
  if (first.empty() || second.empty()) return std::nullopt;
  MannWhitneyShift shift;
  shift.differences_.reserve(first.size() * second.size());
  for (const double b : second) {
    for (const double a : first)
      shift.differences_.push_back(b - a);
  }
  std::sort(shift.differences_.begin(), shift.differences_.end());
  shift.cumulative_ = mann_whitney_distribution(first.size(), second.size());
  std::partial_sum(shift.cumulative_.begin(), shift.cumulative_.end(), shift.cumulative_.begin());
  return shift;
}

double MannWhitneyShift::estimate() const {
  return *quantile(differences_, 0.5);
}

/// The largest u with P(U ≤ u) ≤ alpha.
std::optional<std::size_t> MannWhitneyShift::critical_value(double alpha) const {
  const auto above = std::upper_bound(cumulative_.begin(), cumulative_.end(), alpha);
  if (above == cumulative_.begin()) return std::nullopt;
  return static_cast<std::size_t>(above - cumulative_.begin()) - 1;
}

double MannWhitneyShift::lower(double alpha) const {
  const auto critical = critical_value(alpha);
  if (!critical) return -std::numeric_limits<double>::infinity();
  return differences_[std::min(*critical, differences_.size() - 1)];
}

double MannWhitneyShift::upper(double alpha) const {
  const auto critical = critical_value(alpha);
  if (!critical) return std::numeric_limits<double>::infinity();
  return differences_[differences_.size() - 1 - std::min(*critical, differences_.size() - 1)];
}

double MannWhitneyShift::p_not_greater() const {
  const auto not_above = std::upper_bound(differences_.begin(), differences_.end(), 0.0);
  return std::min(1.0, cumulative_[static_cast<std::size_t>(not_above - differences_.begin())]);
}

}  // namespace wvagate::statistics
