#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/metric/figures.hpp"
#include "analysis/sample/policy.hpp"

namespace wvagate::metric {

/// What a gap came from.
enum class GapCause {
  scale_up_lag,  ///< more replicas were wanted, in it or just before it, than ran
  steady_state,  ///< the replicas that ran were thought to be enough
};

std::string_view cause_text(GapCause cause);

/// How a gap's duration is bounded by samples some minutes apart.
struct GapDuration {
  double policy_min = 0;                  ///< the policy's own; of an open gap a lower bound
  double violations_min = 0;              ///< first to last violation (the notebook's): the lower bound
  std::optional<double> to_recovery_min;  ///< first violation to the first compliant or unmeasured sample
  std::optional<double> upper_bound_min;  ///< last compliant sample before it to the first after it
};

/// How long each step from a violation to compliance took. Present for scale_up_lag alone.
struct GapLags {
  std::optional<double>
      detection_min;  ///< first violation to the decision to scale up; negative where that came first
  std::optional<double> actuation_min;  ///< decision until as many replicas ran
  std::optional<double> settling_min;   ///< from then until compliant
};

/// A run of violations of one SLO.
struct Gap {
  Latency latency{};
  std::size_t first = 0;  ///< index of the first violating sample
  std::size_t last = 0;   ///< index of the last one
  double start_min = 0;
  double last_violation_min = 0;
  std::optional<double> end_min;  ///< absent for an open gap
  GapDuration duration;
  double threshold_ms = 0;  ///< of the first violation
  double peak_ms = 0;
  double mean_ms = 0;
  double mean_excess_ms = 0;
  std::optional<double> mean_rate_rpm;
  bool open = false;  ///< had not ended when the log, or the segment before a restart, did
  GapCause cause = GapCause::steady_state;
  GapLags lags;
  std::uint64_t first_line = 0;
  std::uint64_t last_line = 0;
};

/// More replicas are wanted than run.
bool wants_more(const Sample& sample);

/// Some sample has both a latency that counts and a target for it: without one there are no gaps to speak of.
bool has_target(const MeasuredSeries& series, Latency latency);

/// The gaps of one latency, in order.
std::vector<Gap> find_gaps(const MeasuredSeries& series, Latency latency);

/// Sets the gap figures of one latency.
void set_gap_figures(const std::vector<Gap>& gaps, Latency latency, Figures& figures);

}  // namespace wvagate::metric
