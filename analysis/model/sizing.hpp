#pragma once

#include <optional>

#include "analysis/model/queue_model.hpp"
#include "analysis/sample/sample.hpp"

namespace wvagate {

/// What the optimizer is asked for: an allocation for all of a variant's load.
struct SizingRequest {
  QueueSpec queue;      ///< a replica, with the variant's token counts
  double rate_rpm = 0;  ///< arrivals of the whole variant, requests a minute
  LatencyPair slo;      ///< ms; absent or 0 is no target
  double min_replicas = 1;
};

/// The highest load of a replica within its SLOs.
struct Capacity {
  double max_rpm = 0;      ///< requests served a minute at that load
  double arrival_rpm = 0;  ///< λ*, requests arriving a minute; above max_rpm by what a full queue turns away
  Prediction at_limit;     ///< within a millionth of the binding SLO, where one binds
  std::optional<Latency> bound_by;  ///< the SLO that binds; absent where saturation comes first
};

/// A value, or the reason why there is none: exactly one is present.
template <typename T>
struct Feasible {
  std::optional<T> value;
  std::optional<Infeasible> reason;

  Feasible(const T& present) : value(present) {}   // NOLINT(google-explicit-constructor)
  Feasible(Infeasible absent) : reason(absent) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return value.has_value(); }
  const T& operator*() const { return *value; }
  const T* operator->() const { return &*value; }
};

/// Bisects for the load at which each SLO is met, as the controller does: midpoints from [0.001·μ(1),
/// 0.999·μ(N)] until the latency is within a millionth of its target, at most 100 of them (design, domain
/// §5). A latency that stays below its target leaves saturation as the limit.
Feasible<Capacity> find_capacity(const QueueModel& model, const LatencyPair& slo);

/// The allocation that the optimizer chooses, with what it predicts for it.
struct Sizing {
  double replicas = 0;              ///< numRep, a whole number; at least one where there is load
  double max_rpm = 0;               ///< of one replica
  std::optional<Latency> bound_by;  ///< the SLO that limits max_rpm; absent without load or at saturation
  Prediction predicted;             ///< of each replica at its share of the load
};

/// Sizes a variant. Without load the answer is min_replicas, whatever the SLOs (design, domain §5).
Feasible<Sizing> size_variant(const SizingRequest& request);

/// Replicas that serve `rate_rpm` where each takes `max_rpm`. At least one where there is load.
double replicas_for(double rate_rpm, double max_rpm, double min_replicas);

}  // namespace wvagate
