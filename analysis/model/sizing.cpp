#include "analysis/model/sizing.hpp"

#include <algorithm>
#include <cmath>

namespace wvagate {

namespace {

constexpr int kMostSteps = 100;
constexpr double kRelativeTolerance = 1e-6;

struct Point {
  double rate_rpm;
  Prediction prediction;
};

double latency_of(const Prediction& prediction, Latency latency) {
  return latency == Latency::itl ? prediction.itl_ms : prediction.ttft_ms;
}

bool meets(double value, double target) {
  return std::abs(value - target) <= kRelativeTolerance * target;
}

/// The point between `low`, which is within `target_ms`, and `high`, which is not, where the latency meets
/// it.
Point bisect(const QueueModel& model, Latency latency, double target_ms, const Point& low,
             const Point& high) {
  double below_rpm = low.rate_rpm;
  double above_rpm = high.rate_rpm;
  Point middle = low;
  for (int step = 0; step < kMostSteps; ++step) {
    const double rate_rpm = 0.5 * (below_rpm + above_rpm);
    middle = {rate_rpm, model.predict(rate_rpm).value_or(Prediction{})};
    const double value_ms = latency_of(middle.prediction, latency);
    if (meets(value_ms, target_ms) || rate_rpm == below_rpm || rate_rpm == above_rpm) break;
    (value_ms > target_ms ? above_rpm : below_rpm) = rate_rpm;
  }
  return middle;
}

bool is_target(const std::optional<double>& slo_ms) {
  return slo_ms && *slo_ms != 0;
}

bool is_valid_slo(const std::optional<double>& slo_ms) {
  return !slo_ms || (std::isfinite(*slo_ms) && *slo_ms >= 0);
}

}  // namespace

Feasible<Capacity> find_capacity(const QueueModel& model, const LatencyPair& slo) {
  if (!is_valid_slo(slo.itl) || !is_valid_slo(slo.ttft)) return Infeasible::slo;
  const auto point_at = [&model](double rate_rpm) {
    return Point{rate_rpm, model.predict(rate_rpm).value_or(Prediction{})};
  };
  const Point low = point_at(model.lowest_rpm());
  const Point high = point_at(model.highest_rpm());
  Point limit = high;
  std::optional<Latency> bound_by;
  for (const Latency latency : kLatencies) {
    if (!is_target(slo[latency])) continue;
    const double target_ms = *slo[latency];
    const double low_ms = latency_of(low.prediction, latency);
    const double high_ms = latency_of(high.prediction, latency);
    if (low_ms > target_ms && !meets(low_ms, target_ms)) {
      return latency == Latency::itl ? Infeasible::itl_slo : Infeasible::ttft_slo;
    }
    if (meets(high_ms, target_ms) || high_ms < target_ms) continue;
    const Point met = meets(low_ms, target_ms) ? low : bisect(model, latency, target_ms, low, high);
    if (met.rate_rpm >= limit.rate_rpm) continue;
    limit = met;
    bound_by = latency;
  }
  return Capacity{limit.prediction.throughput_rpm, limit.rate_rpm, limit.prediction, bound_by};
}

double replicas_for(double rate_rpm, double max_rpm, double min_replicas) {
  const double least = std::ceil(min_replicas);
  return rate_rpm > 0 ? std::max({std::ceil(rate_rpm / max_rpm), least, 1.0}) : least;
}

Feasible<Sizing> size_variant(const SizingRequest& request) {
  if (const auto fault = find_fault(request.queue)) return *fault;
  if (!std::isfinite(request.rate_rpm) || request.rate_rpm < 0) return Infeasible::rate;
  if (!std::isfinite(request.min_replicas) || request.min_replicas < 0) return Infeasible::min_replicas;
  Sizing sizing;
  if (is_no_load(request.queue, request.rate_rpm)) {
    sizing.replicas = std::ceil(request.min_replicas);
    sizing.max_rpm = no_load_max_rpm(request.queue);
    sizing.predicted = predict_no_load(request.queue.parameters);
    return sizing;
  }
  const QueueModel model(request.queue);
  const Feasible<Capacity> capacity = find_capacity(model, request.slo);
  if (!capacity) return *capacity.reason;
  sizing.max_rpm = capacity->max_rpm;
  sizing.bound_by = capacity->bound_by;
  sizing.replicas = replicas_for(request.rate_rpm, sizing.max_rpm, request.min_replicas);
  if (!std::isfinite(sizing.replicas)) return Infeasible::rate;
  sizing.predicted = model.predict(request.rate_rpm / sizing.replicas).value_or(Prediction{});
  return sizing;
}

}  // namespace wvagate
