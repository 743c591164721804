#include "analysis/statistics/interval.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace wvagate::statistics {
namespace {

/// The share of a distribution below the upper end of a two-sided interval.
double upper_share(double confidence) {
  assert(confidence > 0 && confidence < 1);
  return 0.5 + confidence / 2;
}

}  // namespace

std::optional<Interval> t_interval(double mean, double standard_deviation, double count, double confidence) {
  if (!(count >= 2)) return std::nullopt;
  const boost::math::students_t t(count - 1);
  const double half_width =
      boost::math::quantile(t, upper_share(confidence)) * standard_deviation / std::sqrt(count);
  return Interval{mean - half_width, mean + half_width};
}

std::optional<Interval> wilson_interval(double share, double count, double confidence) {
  assert(share >= 0 && share <= 1);
  if (!(count > 0)) return std::nullopt;
  const double z = boost::math::quantile(boost::math::normal(), upper_share(confidence));
  const double scale = 1 + z * z / count;
  const double centre = (share + z * z / (2 * count)) / scale;
  const double half_width = z / scale * std::sqrt(share * (1 - share) / count + z * z / (4 * count * count));
  return Interval{std::max(0.0, centre - half_width), std::min(1.0, centre + half_width)};
}

}  // namespace wvagate::statistics
