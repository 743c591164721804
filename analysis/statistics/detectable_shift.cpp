#include "analysis/statistics/detectable_shift.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <boost/math/distributions/students_t.hpp>

namespace wvagate::statistics {
namespace {

/// 1 / C(2k, k): the smallest p-value that the Mann–Whitney test of k against k values can have.
double smallest_p(std::size_t k) {
  double p = 1;
  for (std::size_t i = 1; i <= k; ++i)
    p *= static_cast<double>(i) / static_cast<double>(k + i);
  return p;
}

}  // namespace

double detectable_shift(double standard_error, double degrees_of_freedom, double alpha, double power) {
  if (standard_error == 0) return 0;
  const boost::math::students_t t(degrees_of_freedom);
  return standard_error *
         (boost::math::quantile(boost::math::complement(t, alpha)) + boost::math::quantile(t, power));
}

std::optional<std::size_t> runs_to_detect(double shift, double standard_deviation, double alpha, double power,
                                          std::size_t fewest, std::size_t most) {
  if (!(shift > 0) && standard_deviation > 0) return std::nullopt;
  constexpr double kRankEfficiency = 3 / std::numbers::pi;
  for (std::size_t k = std::max<std::size_t>(2, fewest); k <= most; ++k) {
    const double useful = kRankEfficiency * static_cast<double>(k);
    const double error = standard_deviation * std::sqrt(2 / useful);
    if (smallest_p(k) <= alpha &&
        detectable_shift(error, static_cast<double>(2 * k - 2), alpha, power) <= shift) {
      return k;
    }
  }
  return std::nullopt;
}

}  // namespace wvagate::statistics
