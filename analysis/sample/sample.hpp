#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/time.hpp"

namespace wvagate {

/// The two latencies that have SLOs.
enum class Latency { itl, ttft };
inline constexpr Latency kLatencies[] = {Latency::itl, Latency::ttft};

/// One value for each latency, ms.
struct LatencyPair {
  std::optional<double> itl;   ///< inter-token latency, ms (also TPOT in the controller)
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

/// What the queueing model forecasts for the allocation that the optimizer chose (model-based controllers).
struct Forecast {
  std::optional<double> replicas;   ///< numRep, replicas wanted
  std::optional<double> max_batch;  ///< batch limit that the prediction assumes
  std::optional<double> cost;       ///< cost rate of the allocation wanted, in the accelerators' cost unit
  LatencyPair predicted;            ///< ms
  std::optional<double> rho;        ///< share of the batch in use, 0…1
  std::optional<double> max_rpm;    ///< highest rate a replica takes within the SLOs, requests a minute
  Load load;                        ///< the load that was solved for (token counts cut to whole numbers)
};

/// What the controller's collector reports of one pod in one cycle.
struct PodObservation {
  std::string_view pod;
  std::optional<double> kv_usage;         ///< KV cache in use, 0…1, maximum over a minute
  std::optional<double> queue_length;     ///< requests waiting, maximum over a minute
  std::optional<double> capacity_tokens;  ///< KV cache size, tokens
  std::optional<double> dispatch_rps;     ///< requests a second that the scheduler sends to it
  std::optional<double> itl_ms, ttft_ms;  ///< means over a minute
};

/// What ran, and how: replicas, load and latencies of one variant in one cycle.
struct Observation {
  std::optional<double> replicas;   ///< replicas that ran
  std::optional<double> pending;    ///< of these, not ready yet
  std::optional<double> max_batch;  ///< batch limit of what ran
  std::optional<double> cost;       ///< cost rate of what ran
  LatencyPair latency;              ///< ms; 0 means unmeasured
  Load load;
  std::vector<PodObservation> pods;  ///< empty unless the log has figures by pod
};

/// What the controller decided for a variant.
struct Decision {
  std::optional<double> current;           ///< replicas before it
  std::optional<double> optimizer_target;  ///< replicas that the optimizer wants, before enforcer and limiter
  std::optional<double> target;            ///< final
  std::string_view action;                 ///< "scale-up", "scale-down" or "no-change"; of the final target
  std::string_view reason;                 ///< in the controller's words
  std::string_view optimizer;              ///< "cost-aware", "greedy-by-score"; empty if not logged
  /// What changed the optimizer's target, in the controller's words: a limiter, scale to zero, a minimum.
  std::string_view overridden_by;
};

/// The bounds and the cost of a variant, as its cycle logs them; make_series() carries them to other cycles.
struct Bounds {
  std::optional<double> min_replicas, max_replicas;
  std::optional<double> cost;  ///< of one replica
};

/// What one analyzer claims of a variant's model in one cycle, and of the variant itself.
/// Supply, demand and capacities are KV tokens (saturation), tokens a second (throughput) or requests a
/// second (queueing-model).
struct Claim {
  std::string_view analyzer;  ///< "saturation", "throughput" or "queueing-model"
  std::optional<double> supply, demand;
  std::optional<double> utilization;                              ///< demand / supply; may exceed 1
  std::optional<double> required, spare;                          ///< capacity wanted, and left over
  std::optional<double> scale_up_threshold, scale_down_boundary;  ///< of the utilization
  std::optional<double> per_replica;                              ///< capacity of one replica of the variant
  /// Replicas that the supply is of, which serve; absent if the model has several variants.
  std::optional<double> serving_replicas;
  std::string_view role;      ///< "both", "prefill" or "decode"; may be empty
  std::string_view source;    ///< of per_replica, as "P1-obs", "T2-pinned"
  std::optional<bool> votes;  ///< it votes and is live; absent if not known
};

/// What the throughput analyzer reports when a pod's decode rate is more than 15 % off its model.
struct Mismatch {
  std::string_view pod;
  std::optional<double> kv_usage;       ///< KV cache in use, 0…1
  std::optional<double> observed_tps;   ///< decode tokens a second
  std::optional<double> predicted_tps;  ///< decode tokens a second
  std::optional<double> error_pct;      ///< |predicted − observed| / observed, as logged
};

/// The throughput analyzer's model of a variant: ITL = a · KV usage + b, seconds a token.
struct ThroughputModel {
  std::optional<double> a_s, b_s;    ///< of this cycle's fit; logged with -v=4
  std::vector<Mismatch> mismatches;  ///< pods whose rate the model misses
  bool cleared = false;              ///< its window of observations was cleared
};

/// What the reactive analyzer (capacity-only, V1) makes of a variant's model.
struct ReactiveAnalysis {
  std::optional<double> replicas, non_saturated;
  std::optional<double> spare_kv;     ///< mean over non-saturated replicas, 0…1
  std::optional<double> spare_queue;  ///< the same of its queue, requests
  std::optional<bool> scale_up, scale_down_safe;
  std::string_view reason;  ///< of the scale-up
};

/// How a controller decides.
enum class ControllerKind : std::uint8_t {
  model_based,  ///< an optimizer sizes by a queueing model (2025)
  reactive,     ///< thresholds on KV cache and queue (capacity-only, V1)
  analyzers,    ///< analyzers that vote (V2, 2026)
};

std::string_view controller_kind_text(ControllerKind kind);

/// One variant in one reconcile cycle. What was not logged is absent, never 0. Views point into the NamePool
/// of the recording that the sample came from.
struct Sample {
  TimePoint time;             ///< of the observation, else of the decision, the forecast or the claim
  std::uint64_t line = 0;     ///< of the same record, counted from 1
  std::uint32_t segment = 0;  ///< grows at every controller restart
  std::uint32_t cycle = 0;    ///< counted from 1 in the log; 0 before the first cycle's begin is logged
  ControllerKind controller = ControllerKind::reactive;  ///< of the segment; set by make_series()

  std::string_view variant;
  std::string_view name_space;  ///< empty if not logged apart from the variant's name
  std::string_view full_name;   ///< "VARIANT:NAMESPACE" if the namespace is logged apart; else empty
  std::string_view model;
  std::string_view service_class;
  std::string_view accelerator;
  std::string_view role;  ///< "both", "prefill" or "decode"; empty if not logged

  std::optional<Observation> observation;
  std::optional<Forecast> forecast;  ///< absent in an unsolved cycle, and without a queueing model
  std::optional<Decision> decision;
  std::vector<Claim> claims;  ///< in the log's order
  std::optional<ReactiveAnalysis> reactive;
  std::optional<ThroughputModel> throughput;
  /// The gauge wva_desired_replicas after the cycle: what a scaler follows, held cycles included.
  std::optional<double> emitted_replicas;
  std::string_view held;  ///< why no decision was made, in the controller's words; empty if it does not say
  Bounds bounds;

  bool interrupted = false;  ///< the controller, or the log, ended before it said what came of the cycle
  LatencyPair slo;           ///< targets, ms
  std::optional<PerfParameters> parameters;  ///< in force when the cycle was solved
  double parameter_resolution = 0;  ///< one unit of the last decimal they were logged with; 0: all digits
  std::optional<TunerOutcome> tuner;
};

/// A variant's name without its namespace, "NAME" of "NAME:NAMESPACE".
inline std::string_view without_namespace(std::string_view name) {
  return name.substr(0, name.rfind(':'));
}

/// "NAME:NAMESPACE"; the bare name without a namespace.
inline std::string full_name(std::string_view name, std::string_view name_space) {
  std::string full(name);
  if (!name_space.empty()) full.append(":").append(name_space);
  return full;
}

/// What was observed; an observation of nothing if nothing was.
inline const Observation& observation_in(const Sample& sample) {
  static const Observation kNothing;
  return sample.observation ? *sample.observation : kNothing;
}

/// Replicas that the controller wants after the cycle: the forecast's, else the final target, else what it
/// goes on emitting. Absent in unsolved cycles.
inline std::optional<double> wanted_replicas(const Sample& sample) {
  if (sample.forecast) return sample.forecast->replicas;
  return sample.decision && sample.decision->target ? sample.decision->target : sample.emitted_replicas;
}

/// Replicas that ran: observed, else as the decision found them.
inline std::optional<double> running_replicas(const Sample& sample) {
  if (observation_in(sample).replicas || !sample.decision) return observation_in(sample).replicas;
  return sample.decision->current;
}

/// The batch limit of the replicas that ran; if none was logged, the one that was solved for.
inline std::optional<double> running_batch(const Sample& sample) {
  const auto& observed_batch = observation_in(sample).max_batch;
  if (observed_batch || !sample.forecast) return observed_batch;
  return sample.forecast->max_batch;
}

/// What `analyzer` claims; nullptr if it claims nothing in this cycle.
inline const Claim* claim_of(const Sample& sample, std::string_view analyzer) {
  for (const Claim& claim : sample.claims) {
    if (claim.analyzer == analyzer) return &claim;
  }
  return nullptr;
}

}  // namespace wvagate
