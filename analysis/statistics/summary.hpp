#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace wvagate::statistics {

/// Arithmetic mean; absent for no values.
std::optional<double> mean(std::span<const double> values);

/// 100 · part / whole; absent where the whole is nothing.
std::optional<double> percentage(double part, double whole);

/// Sample standard deviation with n−1; absent for fewer than two values.
std::optional<double> standard_deviation(std::span<const double> values);

/// The quantile at `share` (0…1) with linear interpolation between order statistics (Hyndman and Fan's type
/// 7, the default of numpy and pandas); absent for no values.
std::optional<double> quantile(std::span<const double> values, double share);

/// The medians of stretches of `length` values, one after another; the first stretch may be shorter.
std::vector<double> stretch_medians(std::span<const double> values, std::size_t length);

std::optional<double> minimum(std::span<const double> values);
std::optional<double> maximum(std::span<const double> values);

/// Square root of the mean square; absent for no values.
std::optional<double> root_mean_square(std::span<const double> values);

/// Pearson's correlation of equally long `x` and `y`; absent for fewer than two pairs and where either has no
/// variance.
std::optional<double> correlation(std::span<const double> x, std::span<const double> y);

}  // namespace wvagate::statistics
