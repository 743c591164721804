#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "analysis/sample/logged_sample.hpp"
#include "harness/ingest/decode/fields.hpp"

/// What single records say, before a cycle is put together. Names are views into the line or into the
/// TextArena that it was read with: they hold until the next line is read.
namespace wvagate::ingest {

/// When and where a record was logged.
struct Stamp {
  TimePoint time;  ///< the epoch if the timestamp cannot be read
  std::string_view timestamp;
  std::uint64_t line = 0;
};

/// A variant as a record names it: "NAME", "NAME" and its namespace, or "NAMESPACE/NAME".
struct VariantName {
  std::string_view name;
  std::string_view name_space;  ///< empty if the record does not name it
};

/// One server's record in a solution of the optimizer.
struct LoggedForecast {
  std::string_view variant, service_class, model, accelerator;
  bool feasible = false;  ///< the optimizer found an allocation
  Forecast forecast;
  LatencyPair slo;
  SampleDigits digits;
};

/// Parameters as one record gives them.
struct LoggedParameters {
  PerfParameters values;
  std::array<Digits, 4> digits;
};

/// Latency targets as one record gives them.
struct LoggedSlo {
  LatencyPair slo;
  Digits itl_digits, ttft_digits;
  std::string_view service_class;
};

// --- Cycles

/// The controller started, or became leader: nothing from before holds.
struct ControllerStarted {};
/// A cycle begins.
struct CycleBegan {};
/// A cycle is over.
struct CycleEnded {
  bool whole = true;  ///< false: the optimizer is done with it, decisions may follow
};
/// The records that follow are about a model's variants.
struct ModelBegan {
  std::string_view model, name_space;
};

// --- What was observed

/// The controller sees no servers.
struct NoServers {};
/// An observation of a variant.
struct Observed {
  LoggedSample logged;
};
/// Some figure of one pod.
struct PodObserved {
  std::string_view instance;  ///< identifies it; the pod's name, or with its port
  PodObservation what;
};
/// Replicas of a variant's scale target.
struct ReplicasCounted {
  VariantName variant;
  std::string_view scale_target;  ///< name of its Deployment or LeaderWorkerSet; empty if not logged
  std::string_view role, accelerator;
  std::optional<double> replicas, pending;
  Bounds bounds;
};

// --- What was forecast

/// A variant's full name, NAME:NAMESPACE.
struct VariantNamed {
  std::string_view full_name;
};
struct Forecasted {
  LoggedForecast what;
};
/// Parameters of a variant.
struct VariantParametersNamed {
  std::string_view variant;
  LoggedParameters parameters;
};
/// Parameters of a model on an accelerator; `tuned`: logged while the tuner works on a variant.
struct ModelParametersNamed {
  std::string_view model, accelerator;
  LoggedParameters parameters;
  bool tuned = false;
};
struct ModelTargetsNamed {
  std::string_view model;
  LoggedSlo targets;
};
struct VariantTargetsNamed {
  std::string_view variant;
  LoggedSlo targets;
};
/// What the online tuner made of a variant's observation.
struct Tuned {
  std::string_view variant;
  TunerOutcome outcome;
};

// --- What analyzers claim

/// What one analyzer claims about a variant.
struct VariantClaim {
  std::string_view variant;
  LoggedNumber per_replica;
  std::string_view role, source;
};
/// One analyzer's result for one model.
struct Claimed {
  std::string_view model, name_space, analyzer;
  LoggedNumber supply, demand, utilization, required, spare, scale_up_threshold, scale_down_boundary;
  std::vector<VariantClaim> variants;
  bool may_be_silent = false;  ///< an analyzer without input loses its vote (since 2026-06-25)
};
/// The saturation analyzer is not configured for a model: it neither votes nor vetoes.
struct SaturationAbsent {
  std::string_view model, name_space;
};
/// The reactive analyzer's result for one model.
struct ReactivelyAnalyzed {
  std::string_view model, name_space;
  ReactiveAnalysis what;
};
/// The throughput model misses a pod's rate.
struct Mismatched {
  VariantName variant;
  std::string_view model;
  std::string_view pod;
  LoggedNumber kv_usage, observed_tps, predicted_tps, error_pct;
};
/// The throughput analyzer's window of observations of a variant was cleared.
struct WindowCleared {
  VariantName variant;
  std::string_view model;
};
/// The throughput analyzer fitted its model of a variant: ITL = a · KV usage + b.
struct ThroughputFitted {
  VariantName variant;
  std::string_view model;
  std::optional<double> a_s, b_s;
};
/// The queueing-model analyzer's parameters of a variant, or its tuner's outcome.
struct QueueingTuned {
  VariantName variant;
  std::array<LoggedNumber, 3> parameters;  ///< alpha, beta, gamma
  std::optional<TunerOutcome> outcome;
};
/// Latency targets that the queueing-model analyzer derived for a variant.
struct TargetsInferred {
  VariantName variant;  ///< empty name: of the variant that it works on
  LoggedNumber itl_ms, ttft_ms;
  std::array<LoggedNumber, 3> parameters;  ///< alpha, beta, gamma that they were inferred from
  LoggedNumber in_tokens, out_tokens;      ///< means of the requests
};

// --- What was decided

/// The optimizer's target for a variant, before enforcer and limiter.
struct OptimizerDecided {
  std::string_view model;
  VariantName variant;
  std::optional<double> current, target;
};
/// A variant serves a model.
struct VariantOfModel {
  std::string_view variant, model;
};
/// The optimizer of all decisions in this cycle.
struct OptimizerNamed {
  std::string_view optimizer;
};
/// The final decision for a variant.
struct Decided {
  VariantName variant;
  std::string_view action;  ///< empty if the record does not name it
  std::optional<double> current, target;
};
/// Why, in the controller's words.
struct ReasonNamed {
  VariantName variant;
  std::string_view action, reason;
  std::optional<double> current, target;
};
/// A limiter, scale to zero or a minimum changed targets: of one variant, or of all of a model.
struct Overridden {
  VariantName variant;  ///< empty name: all of the model
  std::string_view model, name_space;
  std::string_view by;
};
/// A variant without replicas was scaled up because requests wait, outside any cycle.
struct ScaledFromZero {
  VariantName variant;
  std::optional<double> target;
};
/// The gauge that a scaler follows was set.
struct ReplicasEmitted {
  VariantName variant;
  std::string_view accelerator;
  std::optional<double> current, desired;
  bool fallback = false;  ///< by the safety net: not about the variant itself
};
/// No decision was made for a model's variants, or for one variant.
struct Held {
  std::string_view model, name_space;
  std::string_view why;
};
/// Bounds, cost and model of a variant, as an event in the log has them.
struct BoundsLeaked {
  VariantName variant;
  std::string_view model, accelerator;
  Bounds bounds;
};

using Event =
    std::variant<ControllerStarted, CycleBegan, CycleEnded, ModelBegan, NoServers, Observed, PodObserved,
                 ReplicasCounted, VariantNamed, Forecasted, VariantParametersNamed, ModelParametersNamed,
                 ModelTargetsNamed, VariantTargetsNamed, Tuned, Claimed, SaturationAbsent, ReactivelyAnalyzed,
                 Mismatched, WindowCleared, ThroughputFitted, QueueingTuned, TargetsInferred,
                 OptimizerDecided, VariantOfModel, OptimizerNamed, Decided, ReasonNamed, Overridden,
                 ScaledFromZero, ReplicasEmitted, Held, BoundsLeaked>;
using Events = std::vector<Event>;

/// The targets that count of those logged: one of 0 is none.
inline LatencyPair real_targets(LatencyPair logged) {
  for (const Latency latency : {Latency::itl, Latency::ttft}) {
    if (logged[latency] && *logged[latency] <= 0) logged[latency].reset();
  }
  return logged;
}

}  // namespace wvagate::ingest
