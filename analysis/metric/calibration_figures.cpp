#include "analysis/metric/groups.hpp"

namespace wvagate::metric {

void set_calibration_figures(const Calibration& calibration, Figures& figures) {
  const auto& scores = calibration.second_half;
  if (!scores) return;
  for (const Latency latency : kLatencies) {
    const std::string prefix = "calibration." + std::string(latency_text(latency));
    const auto& in_force = scores->all.in_force[latency];
    const auto& fitted = scores->all.fitted[latency];
    if (in_force) figures.set(prefix + "_in_force_mae_ms", in_force->mae_ms);
    if (fitted) figures.set(prefix + "_fitted_mae_ms", fitted->mae_ms);
  }
}

}  // namespace wvagate::metric
