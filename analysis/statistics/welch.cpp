#include "analysis/statistics/welch.hpp"

#include <cmath>

#include <boost/math/distributions/students_t.hpp>

#include "analysis/statistics/summary.hpp"

namespace wvagate::statistics {

std::optional<WelchShift> WelchShift::between(std::span<const double> first, std::span<const double> second) {
  if (first.size() < 2 || second.size() < 2) return std::nullopt;
  const auto variance_of_mean = [](std::span<const double> values) {
    const double deviation = *standard_deviation(values);
    return deviation * deviation / static_cast<double>(values.size());
  };
  const double a = variance_of_mean(first);
  const double b = variance_of_mean(second);
  WelchShift shift;
  shift.difference_ = *mean(second) - *mean(first);
  shift.standard_error_ = std::sqrt(a + b);
  if (a + b > 0) {
    shift.degrees_of_freedom_ =
        (a + b) * (a + b) /
        (a * a / static_cast<double>(first.size() - 1) + b * b / static_cast<double>(second.size() - 1));
  }
  return shift;
}

double WelchShift::half_width(double alpha) const {
  if (!degrees_of_freedom_) return 0;
  const boost::math::students_t t(*degrees_of_freedom_);
  return standard_error_ * boost::math::quantile(boost::math::complement(t, alpha));
}

double WelchShift::lower(double alpha) const {
  return difference_ - half_width(alpha);
}

double WelchShift::upper(double alpha) const {
  return difference_ + half_width(alpha);
}

double WelchShift::p_not_greater() const {
  if (!degrees_of_freedom_) return difference_ > 0 ? 0 : 1;
  const boost::math::students_t t(*degrees_of_freedom_);
  return boost::math::cdf(boost::math::complement(t, difference_ / standard_error_));
}

}  // namespace wvagate::statistics
