#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/metric/figures.hpp"
#include "analysis/sample/policy.hpp"

namespace wvagate::metric {

/// A change of the replicas wanted (of those that ran, where the controller has no model).
struct ScalingEvent {
  std::size_t index = 0;  ///< of the sample that first has the new number
  double time_min = 0;
  double from = 0;
  double to = 0;
  std::optional<double> rate_rpm;
  std::uint64_t line = 0;
};

std::vector<ScalingEvent> find_scaling_events(const MeasuredSeries& series);

/// Sets scaling.*, replicas.* and cost.*.
void set_scaling_figures(const MeasuredSeries& series, const std::vector<ScalingEvent>& events,
                         Figures& figures);

}  // namespace wvagate::metric
