#pragma once

#include <optional>

namespace wvagate::statistics {

/// A two-sided confidence interval, both ends included.
struct Interval {
  double lower = 0;
  double upper = 0;
};

/// Student's interval of a mean (Student, Biometrika 6, 1908): mean ± t·stddev/√n with n−1 degrees of
/// freedom. `count` may be an effective sample size, so need not be whole; absent below 2, where no spread is
/// known. `confidence` is in (0, 1).
std::optional<Interval> t_interval(double mean, double standard_deviation, double count, double confidence);

/// Wilson's score interval of a share in 0…1 (Wilson, JASA 22, 1927), which stays in 0…1 and does not
/// collapse at its ends. `count` may be an effective sample size; absent where it is not positive.
/// `confidence` is in (0, 1).
std::optional<Interval> wilson_interval(double share, double count, double confidence);

}  // namespace wvagate::statistics
