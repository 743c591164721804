#include "analysis/simulation/closed_loop.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "analysis/core/format.hpp"
#include "analysis/model/queue_model.hpp"
#include "analysis/model/sizing.hpp"

namespace wvagate::simulation {
namespace {

using std::chrono::milliseconds;

constexpr double kMinute_ms = 60'000;
constexpr double kLastMinute = 3e7;           ///< 57 years; later times may leave what a TimePoint holds
constexpr double kLeaderElection_min = 0.25;  ///< from a process's first line to its first cycle

/// Reactive mode adds a replica where more of the batch than this is in use …
constexpr double kScaleUpUse = 0.8;
/// … and takes one away where less than this would be without it.
constexpr double kScaleDownUse = 0.65;

/// Prometheus' answers reach the controller with two decimals.
double with_two_decimals(double value) {
  return std::round(value * 100) / 100;
}

/// The controller computes in float32, and this is how the number reads in its log.
double as_float32(double value) {
  return *parse_number(format_float32(value));
}

PerfParameters as_float32(const PerfParameters& parameters) {
  return {.alpha = as_float32(parameters.alpha),
          .beta = as_float32(parameters.beta),
          .gamma = as_float32(parameters.gamma),
          .delta = as_float32(parameters.delta)};
}

bool holds(const std::vector<Span>& spans, double minute) {
  return std::any_of(spans.begin(), spans.end(), [&](const Span& span) { return span.holds(minute); });
}

}  // namespace

ClosedLoop::ClosedLoop(const Scenario& scenario)
    : scenario_(&scenario),
      pace_(scenario.seed, 0),
      repeats_(scenario.seed, std::numeric_limits<std::uint64_t>::max()),
      restarts_(scenario.restarts.begin(), scenario.restarts.end()),
      next_min_(kLeaderElection_min) {
  std::uint64_t stream = 0;
  for (const VariantScenario& variant : scenario.variants) {
    VariantState state{.load = Load(variant, scenario.duration_min, Chance(scenario.seed, ++stream)),
                       .deployment = Deployment(variant.replicas, variant.max_replicas, scenario.actuation,
                                                Chance(scenario.seed, ++stream)),
                       .noise = Chance(scenario.seed, ++stream)};
    state.itl_z = state.noise.normal();
    state.ttft_z = state.noise.normal();
    if (scenario.tuner) state.tuner.emplace(*scenario.tuner, variant.believed_parameters.at(0));
    states_.push_back(std::move(state));
  }
  ready_.push_back(start(0));
}

TimePoint ClosedLoop::time_at(double minute) const {
  return scenario_->start + milliseconds(std::llround(minute * kMinute_ms));
}

SimulatedStep ClosedLoop::start(double minute) {
  return {.kind = SimulatedStep::Kind::start, .time = time_at(minute)};
}

std::optional<SimulatedStep> ClosedLoop::next(bool endless) {
  if (ready_.empty()) {
    if (next_min_ > (endless ? kLastMinute : scenario_->duration_min)) return std::nullopt;
    const double minute = next_min_;
    ready_.push_back(cycle(minute));
    SimulatedStep& step = ready_.back();
    const double took_min = pace_.uniform(5, 60) / kMinute_ms;
    next_min_ = minute + scenario_->interval_s / 60 + took_min;
    if (!restarts_.empty() && restarts_.front().at_min <= minute) {
      const double again_min = minute + restarts_.front().down_min;
      restarts_.pop_front();
      ready_.push_back(start(again_min));
      next_min_ = again_min + kLeaderElection_min;
    } else if (repeats_.happens(scenario_->duplicates.probability)) {
      SimulatedStep copy = step;
      const auto later = milliseconds(std::llround(scenario_->duplicates.after_ms));
      copy.repeat = true;
      copy.time += later;
      for (SimulatedSample& simulated : copy.samples)
        simulated.sample.time += later;
      ready_.push_back(std::move(copy));
    }
  }
  SimulatedStep step = std::move(ready_.front());
  ready_.pop_front();
  return step;
}

SimulatedStep ClosedLoop::cycle(double minute) {
  SimulatedStep step{.time = time_at(minute)};
  step.cut = !restarts_.empty() && restarts_.front().at_min <= minute && restarts_.front().mid_cycle;
  const TimePoint collected = step.time + milliseconds(std::llround(pace_.uniform(8, 40)));
  for (std::size_t i = 0; i < states_.size(); ++i) {
    auto simulated = observe(i, minute, collected);
    if (!simulated) {
      step.without_metrics.push_back(i);
      continue;
    }
    simulated->sample.interrupted = step.cut;
    if (!step.cut) decide(*simulated, minute);
    step.samples.push_back(std::move(*simulated));
  }
  return step;
}

/// What the controller collects of a variant; absent where there is nothing to collect.
std::optional<SimulatedSample> ClosedLoop::observe(std::size_t index, double minute, TimePoint time) {
  const VariantScenario& variant = scenario_->variants[index];
  VariantState& state = states_[index];
  const double running = state.deployment.running_at(minute);
  const double rpm = state.load.rpm_at(minute);
  if (holds(variant.without_metrics, minute)) return std::nullopt;

  SimulatedSample simulated{.variant = index, .true_parameters = drifted(variant.true_parameters, minute)};
  Sample& sample = simulated.sample;
  sample.time = time;
  sample.model = variant.model;
  sample.service_class = variant.service_class;
  sample.accelerator = variant.accelerator;
  sample.observation.emplace();
  sample.observation->replicas = running;
  sample.observation->max_batch = variant.max_batch;
  sample.observation->cost = running * variant.unit_cost;
  sample.bounds.min_replicas = variant.min_replicas;
  sample.slo = variant.slo.at(minute);
  sample.parameters =
      as_float32(state.tuner ? state.tuner->estimate() : variant.believed_parameters.at(minute));
  sample.observation->latency = {.itl = 0.0, .ttft = 0.0};
  sample.observation->load = {.rate_rpm = 0.0, .in_tokens = 0.0, .out_tokens = 0.0};
  if (rpm <= 0) return simulated;

  sample.observation->load.rate_rpm =
      std::max(0.01, with_two_decimals(rpm * state.noise.factor(scenario_->noise.rate)));
  sample.observation->load.in_tokens =
      with_two_decimals(variant.in_tokens * state.noise.factor(scenario_->noise.tokens));
  sample.observation->load.out_tokens =
      std::max(1.0, with_two_decimals(variant.out_tokens * state.noise.factor(scenario_->noise.tokens)));
  const auto truth = predict({.parameters = simulated.true_parameters,
                              .in_tokens = *sample.observation->load.in_tokens,
                              .out_tokens = *sample.observation->load.out_tokens,
                              .max_batch = variant.max_batch},
                             rpm / running);
  simulated.true_latency = {.itl = truth->itl_ms, .ttft = truth->ttft_ms};
  draw_latency(state, simulated.true_latency, sample.observation->latency);
  return simulated;
}

/// The observed latencies: the true ones with a factor of noise each.
void ClosedLoop::draw_latency(VariantState& state, const LatencyPair& truth, LatencyPair& observed) const {
  const ObservationNoise& noise = scenario_->noise;
  const double fresh = std::sqrt(1 - noise.ar1 * noise.ar1);
  state.itl_z = noise.ar1 * state.itl_z + fresh * state.noise.normal();
  state.ttft_z = noise.ar1 * state.ttft_z + fresh * state.noise.normal();
  const auto seen = [](double ms, double factor) { return std::max(0.01, with_two_decimals(ms * factor)); };
  observed.itl = seen(*truth.itl, log_normal_factor(state.itl_z, noise.itl));
  observed.ttft = seen(*truth.ttft, log_normal_factor(state.ttft_z, noise.ttft));
}

void ClosedLoop::decide(SimulatedSample& simulated, double minute) {
  if (scenario_->reactive) {
    decide_by_use(simulated, minute);
  } else {
    decide_by_model(simulated, minute);
  }
  if (const auto wanted = wanted_replicas(simulated.sample))
    states_[simulated.variant].deployment.want(*wanted, minute);
}

void ClosedLoop::decide_by_model(SimulatedSample& simulated, double minute) {
  const VariantScenario& variant = scenario_->variants[simulated.variant];
  VariantState& state = states_[simulated.variant];
  Sample& sample = simulated.sample;
  const double rate = *sample.observation->load.rate_rpm;
  QueueSpec queue{.parameters = *sample.parameters,
                  .in_tokens = std::trunc(*sample.observation->load.in_tokens),
                  .out_tokens = std::trunc(*sample.observation->load.out_tokens),
                  .max_batch = variant.planned_batch};
  if (state.tuner && rate > 0) {
    const auto expected = predict(queue, rate / *sample.observation->replicas);
    sample.tuner =
        state.tuner->update(sample.observation->latency, {.itl = expected->itl_ms, .ttft = expected->ttft_ms},
                            drifted(variant.true_parameters, minute));
    sample.parameters = queue.parameters = as_float32(state.tuner->estimate());
  }
  const auto sizing = size_variant(
      {.queue = queue, .rate_rpm = rate, .slo = sample.slo, .min_replicas = variant.min_replicas});
  if (!sizing) return;
  sample.forecast =
      Forecast{.replicas = sizing->replicas,
               .max_batch = variant.planned_batch,
               .cost = sizing->replicas * variant.unit_cost,
               .predicted = {.itl = sizing->predicted.itl_ms, .ttft = sizing->predicted.ttft_ms},
               .rho = sizing->predicted.rho,
               .max_rpm = sizing->max_rpm,
               .load = {.rate_rpm = rate, .in_tokens = queue.in_tokens, .out_tokens = queue.out_tokens}};
}

void ClosedLoop::decide_by_use(SimulatedSample& simulated, double minute) {
  const VariantScenario& variant = scenario_->variants[simulated.variant];
  Sample& sample = simulated.sample;
  const double running = *sample.observation->replicas;
  double use = 0;
  if (*sample.observation->load.rate_rpm > 0) {
    use = predict({.parameters = drifted(variant.true_parameters, minute),
                   .in_tokens = *sample.observation->load.in_tokens,
                   .out_tokens = *sample.observation->load.out_tokens,
                   .max_batch = variant.max_batch},
                  *sample.observation->load.rate_rpm / running)
              ->rho;
  }
  double target = running;
  if (use > kScaleUpUse) {
    target = running + 1;
  } else if (running > variant.min_replicas && use * running / (running - 1) < kScaleDownUse) {
    target = running - 1;
  }
  sample.decision = Decision{.current = running, .optimizer_target = {}, .target = target};
}

}  // namespace wvagate::simulation
