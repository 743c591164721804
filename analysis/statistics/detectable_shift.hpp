#pragma once

#include <cstddef>
#include <optional>

namespace wvagate::statistics {

/// The smallest true shift that a one-sided test at level `alpha` finds with probability `power`:
/// (t(1−α) + t(power)) standard errors, both quantiles of Student's t (after Cohen, Statistical Power
/// Analysis, 1988, §2.4, with t for the normal quantiles).
double detectable_shift(double standard_error, double degrees_of_freedom, double alpha, double power);

/// How many runs a side it takes to find `shift` so, when runs scatter by `standard_deviation`. At least
/// `fewest`, enough for the exact Mann–Whitney test to reach `alpha` at all, and by π/3 more than Welch's
/// would need, which is what ranks cost where values are normal (Lehmann, Nonparametrics, 1975, §2.4). Absent
/// above `most`, and where `shift` is not positive while runs scatter.
std::optional<std::size_t> runs_to_detect(double shift, double standard_deviation, double alpha, double power,
                                          std::size_t fewest, std::size_t most);

}  // namespace wvagate::statistics
