#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/metric/figures.hpp"
#include "analysis/sample/policy.hpp"

namespace wvagate::metric {

/// Why an analyzer's need of capacity lasted.
enum class CapacityGapCause {
  scale_up_lag,  ///< more replicas were wanted, in it or just before it, than ran
  bounded,       ///< the target was maxReplicas, in more cycles than replicas were awaited
  held,          ///< no decision was made
  steady_state,  ///< none of these: the decisions did not follow the need
};

std::string_view cause_text(CapacityGapCause cause);

/// Consecutive cycles in which an analyzer that votes needs more capacity.
struct CapacityGap {
  std::string_view analyzer;
  std::size_t first = 0;  ///< index of the first sample with the need
  std::size_t last = 0;   ///< index of the last one
  double start_min = 0;
  double last_min = 0;
  std::optional<double> end_min;  ///< absent for an open gap
  double duration_min = 0;        ///< as the policy measures gaps; of an open gap a lower bound
  std::optional<double> peak_utilization;
  std::optional<double> mean_required;  ///< in the analyzer's unit of capacity
  bool open = false;                    ///< had not ended when the log, or the segment before a restart, did
  CapacityGapCause cause = CapacityGapCause::steady_state;
  std::uint64_t first_line = 0;
  std::uint64_t last_line = 0;
};

/// The gaps of all analyzers that have figures: analyzer by analyzer in the registry's order, each in order
/// of time.
std::vector<CapacityGap> find_capacity_gaps(const MeasuredSeries& series);

/// Sets capacity.*.gaps.* of the analyzers that vote and whose need is logged in some cycle.
void set_capacity_gap_figures(const MeasuredSeries& series, const std::vector<CapacityGap>& gaps,
                              Figures& figures);

}  // namespace wvagate::metric
