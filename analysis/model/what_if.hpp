#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/model/sizing.hpp"
#include "analysis/sample/sample.hpp"

namespace wvagate {

/// Parameters that stand in for those in force; what is absent stays as recorded.
struct ParameterOverrides {
  std::optional<double> alpha, beta, gamma, delta;

  ParameterOverrides() = default;
  ParameterOverrides(const PerfParameters& all)  // NOLINT(google-explicit-constructor)
      : alpha(all.alpha), beta(all.beta), gamma(all.gamma), delta(all.delta) {}

  bool any() const { return alpha || beta || gamma || delta; }
  /// `in_force` with the overrides; absent where a parameter is in neither.
  std::optional<PerfParameters> apply(const std::optional<PerfParameters>& in_force) const;
};

/// What to change in every cycle; what is absent stays as recorded.
struct WhatIf {
  ParameterOverrides parameters;
  LatencyPair slo;  ///< ms; 0 drops the target
  std::optional<double> max_batch;
  std::optional<double> min_replicas;
};

/// One cycle as recorded and as it would have been decided.
struct WhatIfCycle {
  TimePoint time;
  std::uint64_t line = 0;
  std::optional<double> rate_rpm;           ///< what the cycle was solved for
  std::optional<double> recorded_replicas;  ///< absent in unsolved cycles
  std::optional<double> replicas;           ///< absent where infeasible or nothing to decide from
  std::optional<Infeasible> infeasible;
  bool differs = false;   ///< one decided and the other did not, or on other replicas
  LatencyPair predicted;  ///< on `replicas`, ms

  std::optional<double> running_replicas;  ///< what ran
  LatencyPair running_predicted;           ///< on `running_replicas`, ms; absent where none ran under load
  LatencyPair slo;                         ///< in force here, ms
  bool itl_misses = false;                 ///< running_predicted is above the SLO
  bool ttft_misses = false;
};

/// What a sequence of decisions comes to. A decision holds until the next sample of its segment; where a
/// cycle decides nothing the one before stands, and before the first, the replicas that ran.
struct DecisionTotals {
  double replica_minutes = 0;
  double cost_minutes = 0;  ///< cost rate × minutes, over the cycles whose cost of a replica is known
  std::size_t changes = 0;  ///< cycles that decide on other replicas than stood before
};

/// The recorded decisions of one variant beside those under a WhatIf.
struct WhatIfOutcome {
  std::vector<WhatIfCycle> cycles;  ///< one a sample
  std::size_t decided = 0;          ///< cycles with something to decide from
  std::size_t infeasible = 0;       ///< of these, without a feasible allocation
  std::size_t differing = 0;
  std::optional<std::size_t> first_difference;  ///< index into `cycles`
  std::size_t itl_misses = 0;
  std::size_t ttft_misses = 0;
  std::size_t any_misses = 0;     ///< cycles that miss either
  double minutes = 0;             ///< time that both totals span
  double cost_known_minutes = 0;  ///< the part of it with a known cost of a replica
  DecisionTotals recorded;
  DecisionTotals recomputed;
};

/// Decides every cycle again under `what_if`. `samples` are of one variant in order of time. The replicas
/// that ran are the recorded ones: what the other decisions would have made run is not simulated.
WhatIfOutcome decide_again(std::span<const Sample> samples, const WhatIf& what_if);

}  // namespace wvagate
