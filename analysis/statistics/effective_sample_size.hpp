#pragma once

#include <optional>
#include <span>

namespace wvagate::statistics {

/// Autocorrelation of `values` at lag 1; absent for fewer than two and for constant values.
std::optional<double> lag_1_autocorrelation(std::span<const double> values);

/// How many independent values say as much of the mean as `values`, taken one after another, do: n(1−ρ)/(1+ρ)
/// for an AR(1) process (Bayley and Hammersley, J. R. Stat. Soc. Suppl. 8, 1946), and at least 2. ρ is the
/// lag-1 autocorrelation freed of its bias, r + (1 + 4r)/n (Kendall, Biometrika 41, 1954), held in [0, 0.97];
/// of constant values it is 0. Absent for fewer than two values.
std::optional<double> effective_sample_size(std::span<const double> values);

}  // namespace wvagate::statistics
