#include "analysis/statistics/autoregression.hpp"

#include <algorithm>
#include <cmath>

namespace wvagate::statistics {

double ar1_coefficient(std::span<const double> residuals, std::size_t fitted) {
  constexpr double kHighest = 0.97;
  double lagged = 0;
  double squares = 0;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    squares += residuals[i] * residuals[i];
    if (i > 0) lagged += residuals[i] * residuals[i - 1];
  }
  if (!(squares > 0)) return 0;
  const double raw = lagged / squares;
  const double lost =
      (static_cast<double>(fitted) * (1 + raw) + 3 * raw) / static_cast<double>(residuals.size());
  return std::clamp(raw + lost, -kHighest, kHighest);
}

void whiten(std::span<double> residuals, double rho) {
  if (residuals.empty()) return;
  for (std::size_t i = residuals.size(); i-- > 1;)
    residuals[i] -= rho * residuals[i - 1];
  residuals[0] *= std::sqrt(1 - rho * rho);
}

void colour(std::span<double> innovations, double rho) {
  if (innovations.empty()) return;
  innovations[0] /= std::sqrt(1 - rho * rho);
  for (std::size_t i = 1; i < innovations.size(); ++i)
    innovations[i] += rho * innovations[i - 1];
}

}  // namespace wvagate::statistics
