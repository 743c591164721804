#include "analysis/model/what_if.hpp"

#include "analysis/model/replay.hpp"

namespace wvagate {

namespace {

std::optional<SizingRequest> changed_request(const Sample& sample, const WhatIf& what_if) {
  auto request = recorded_request(sample, what_if.parameters.apply(sample.parameters));
  if (!request) return std::nullopt;
  for (const Latency latency : kLatencies) {
    if (what_if.slo[latency]) request->slo[latency] = what_if.slo[latency];
  }
  if (what_if.max_batch) request->queue.max_batch = *what_if.max_batch;
  if (what_if.min_replicas) request->min_replicas = *what_if.min_replicas;
  return request;
}

LatencyPair latencies_of(const Prediction& prediction) {
  LatencyPair pair;
  pair.itl = prediction.itl_ms;
  pair.ttft = prediction.ttft_ms;
  return pair;
}

bool misses(const WhatIfCycle& cycle, Latency latency) {
  const auto& predicted_ms = cycle.running_predicted[latency];
  const auto& slo_ms = cycle.slo[latency];
  return predicted_ms && slo_ms && *slo_ms > 0 && *predicted_ms > *slo_ms;
}

void predict_running(const SizingRequest& request, WhatIfCycle& cycle) {
  if (!cycle.running_replicas) return;
  const bool no_load = is_no_load(request.queue, request.rate_rpm);
  if (!no_load && !(*cycle.running_replicas > 0)) return;
  const auto prediction =
      predict(request.queue, no_load ? request.rate_rpm : request.rate_rpm / *cycle.running_replicas);
  if (!prediction) return;
  cycle.running_predicted = latencies_of(*prediction);
  cycle.itl_misses = misses(cycle, Latency::itl);
  cycle.ttft_misses = misses(cycle, Latency::ttft);
}

/// Whether the cycle had what it takes to decide; fills `cycle` if so.
bool decide(const Sample& sample, const WhatIf& what_if, WhatIfCycle& cycle) {
  const auto request = changed_request(sample, what_if);
  if (!request) return false;
  cycle.rate_rpm = request->rate_rpm;
  cycle.slo = request->slo;
  const Feasible<Sizing> sizing = size_variant(*request);
  if (sizing) {
    cycle.replicas = sizing->replicas;
    cycle.predicted = latencies_of(sizing->predicted);
  } else {
    cycle.infeasible = sizing.reason;
  }
  predict_running(*request, cycle);
  cycle.differs = cycle.replicas != cycle.recorded_replicas;
  return true;
}

/// Cost rate of one replica in this cycle.
std::optional<double> replica_cost(const Sample& sample) {
  const auto quotient = [](const std::optional<double>& cost, const std::optional<double>& replicas) {
    return cost && replicas && *replicas > 0 ? std::optional<double>(*cost / *replicas) : std::nullopt;
  };
  const auto wanted =
      sample.forecast ? quotient(sample.forecast->cost, sample.forecast->replicas) : std::nullopt;
  return wanted ? wanted : quotient(observation_in(sample).cost, running_replicas(sample));
}

/// The decision that stands, following one sequence through the samples.
void follow(const std::optional<double>& decision, const std::optional<double>& running,
            std::optional<double>& standing, DecisionTotals& totals) {
  if (!standing) standing = running;
  if (!decision) return;
  if (standing && *standing != *decision) ++totals.changes;
  standing = decision;
}

void add_totals(std::span<const Sample> samples, WhatIfOutcome& outcome) {
  std::optional<double> recorded;
  std::optional<double> recomputed;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Sample& sample = samples[i];
    const WhatIfCycle& cycle = outcome.cycles[i];
    if (i > 0 && samples[i - 1].segment != sample.segment) recorded = recomputed = std::nullopt;
    follow(cycle.recorded_replicas, running_replicas(sample), recorded, outcome.recorded);
    follow(cycle.replicas, running_replicas(sample), recomputed, outcome.recomputed);
    if (i + 1 == samples.size() || samples[i + 1].segment != sample.segment) continue;
    const double minutes = minutes_between(sample.time, samples[i + 1].time);
    if (!recorded || !recomputed || minutes <= 0) continue;
    outcome.minutes += minutes;
    outcome.recorded.replica_minutes += *recorded * minutes;
    outcome.recomputed.replica_minutes += *recomputed * minutes;
    const auto cost = replica_cost(sample);
    if (!cost) continue;
    outcome.cost_known_minutes += minutes;
    outcome.recorded.cost_minutes += *cost * *recorded * minutes;
    outcome.recomputed.cost_minutes += *cost * *recomputed * minutes;
  }
}

}  // namespace

std::optional<PerfParameters> ParameterOverrides::apply(const std::optional<PerfParameters>& in_force) const {
  if (!in_force && !(alpha && beta && gamma && delta)) return std::nullopt;
  PerfParameters parameters = in_force.value_or(PerfParameters{});
  if (alpha) parameters.alpha = *alpha;
  if (beta) parameters.beta = *beta;
  if (gamma) parameters.gamma = *gamma;
  if (delta) parameters.delta = *delta;
  return parameters;
}

WhatIfOutcome decide_again(std::span<const Sample> samples, const WhatIf& what_if) {
  WhatIfOutcome outcome;
  outcome.cycles.reserve(samples.size());
  for (const Sample& sample : samples) {
    WhatIfCycle& cycle = outcome.cycles.emplace_back();
    cycle.time = sample.time;
    cycle.line = sample.line;
    cycle.recorded_replicas = wanted_replicas(sample);
    cycle.running_replicas = running_replicas(sample);
    if (!decide(sample, what_if, cycle)) continue;
    ++outcome.decided;
    if (cycle.infeasible) ++outcome.infeasible;
    if (cycle.itl_misses) ++outcome.itl_misses;
    if (cycle.ttft_misses) ++outcome.ttft_misses;
    if (cycle.itl_misses || cycle.ttft_misses) ++outcome.any_misses;
    if (!cycle.differs) continue;
    ++outcome.differing;
    if (!outcome.first_difference) outcome.first_difference = outcome.cycles.size() - 1;
  }
  add_totals(samples, outcome);
  return outcome;
}

}  // namespace wvagate
