#include "analysis/statistics/effective_sample_size.hpp"

#include <algorithm>

#include "analysis/statistics/summary.hpp"

namespace wvagate::statistics {
namespace {

constexpr double kHighestAutocorrelation = 0.97;
constexpr double kFewestValues = 2;

}  // namespace

std::optional<double> lag_1_autocorrelation(std::span<const double> values) {
  if (values.size() < 2 || *minimum(values) == *maximum(values)) return std::nullopt;
  const double centre = *mean(values);
  double lagged = 0;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squares += (values[i] - centre) * (values[i] - centre);
    if (i > 0) lagged += (values[i] - centre) * (values[i - 1] - centre);
  }
  return lagged / squares;
}

std::optional<double> effective_sample_size(std::span<const double> values) {
  if (values.size() < 2) return std::nullopt;
  const auto count = static_cast<double>(values.size());
  double rho = 0;
  if (const auto raw = lag_1_autocorrelation(values)) {
    rho = std::clamp(*raw + (1 + 4 * *raw) / count, 0.0, kHighestAutocorrelation);
  }
  return std::max(kFewestValues, count * (1 - rho) / (1 + rho));
}

}  // namespace wvagate::statistics
