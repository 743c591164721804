#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analysis/core/time.hpp"

namespace wvagate {

/// The two latencies that have SLOs.
enum class Latency { itl, ttft };
inline constexpr Latency kLatencies[] = {Latency::itl, Latency::ttft};

/// One value for each latency, ms.
struct LatencyPair {
  std::optional<double> itl;   ///< inter-token latency, ms (the controller also says TPOT)
  std::optional<double> ttft;  ///< time to first token, ms

  const std::optional<double>& operator[](Latency latency) const {
    return latency == Latency::itl ? itl : ttft;
  }
  std::optional<double>& operator[](Latency latency) { return latency == Latency::itl ? itl : ttft; }

  friend bool operator==(const LatencyPair&, const LatencyPair&) = default;
};

/// What arrives at a variant.
struct Load {
  std::optional<double> rate_rpm;    ///< arrival rate of the whole variant, requests a minute
  std::optional<double> in_tokens;   ///< average prompt tokens a request
  std::optional<double> out_tokens;  ///< average output tokens a request
};

/// Performance parameters of a model on an accelerator (design, domain §5): with n requests in service a
/// decode step takes alpha + beta·n ms and a prefill gamma + delta·in_tokens·n ms.
struct PerfParameters {
  double alpha = 0;
  double beta = 0;
  double gamma = 0;
  double delta = 0;

  friend bool operator==(const PerfParameters&, const PerfParameters&) = default;
};

/// What the online tuner made of a cycle.
struct TunerOutcome {
  bool accepted = false;
  std::optional<double> nis;  ///< normalised innovation squared, the tuner's outlier measure
};

/// The allocation that the optimizer chose in a cycle, with what its model predicts for it.
struct Solution {
  std::optional<double> replicas;   ///< numRep, replicas wanted
  std::optional<double> max_batch;  ///< batch limit that the prediction assumes
  std::optional<double> cost;       ///< cost rate of the allocation wanted, in the accelerators' cost unit
  LatencyPair predicted;            ///< ms
  std::optional<double> rho;        ///< share of the batch in use, 0…1
  std::optional<double> max_rpm;    ///< highest rate a replica takes within the SLOs, requests a minute
  Load load;                        ///< the load that was solved for (token counts cut to whole numbers)
};

/// One variant in one reconcile cycle. What was not logged is absent, never 0. Views point into the NamePool
/// of the recording that the sample came from.
struct Sample {
  TimePoint time;             ///< of the observation record; of the solution where there is none
  std::uint64_t line = 0;     ///< of the observation record (or the solution), counted from 1
  std::uint32_t segment = 0;  ///< grows at every controller restart

  std::string_view variant;
  std::string_view model;
  std::string_view service_class;
  std::string_view accelerator;

  bool observed = false;                    ///< the cycle logged an observation of this variant
  std::optional<double> current_replicas;   ///< replicas that ran
  std::optional<double> current_max_batch;  ///< batch limit of what ran
  std::optional<double> current_cost;       ///< cost rate of what ran
  LatencyPair latency;                      ///< observed, ms; 0 means unmeasured
  Load load;                                ///< observed

  std::optional<Solution> solution;  ///< absent in an unsolved cycle, and in reactive mode
  bool interrupted = false;  ///< the controller, or the log, ended before it said what came of the cycle
  std::optional<double> target_replicas;     ///< replicas that reactive mode decided on, without a model
  LatencyPair slo;                           ///< targets, ms
  std::optional<PerfParameters> parameters;  ///< in force when the cycle was solved
  double parameter_resolution = 0;     ///< one unit of the last decimal they were logged with; 0: all digits
  std::optional<double> min_replicas;  ///< the optimizer's lower bound
  std::optional<TunerOutcome> tuner;
};

/// A variant's name without its namespace, "NAME" of "NAME:NAMESPACE".
inline std::string_view without_namespace(std::string_view name) {
  return name.substr(0, name.rfind(':'));
}

/// Replicas the controller wants after the cycle: the optimizer's, else reactive mode's. Absent in unsolved
/// cycles.
inline std::optional<double> desired_replicas(const Sample& sample) {
  return sample.solution ? sample.solution->replicas : sample.target_replicas;
}

/// The batch limit of the replicas that ran; where none was logged, the one that was solved for.
inline std::optional<double> running_batch(const Sample& sample) {
  if (sample.current_max_batch || !sample.solution) return sample.current_max_batch;
  return sample.solution->max_batch;
}

}  // namespace wvagate
