#include "analysis/model/replay.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace wvagate {

namespace {

/// A few roundings to float32, relative.
constexpr double kFloat32Slack = 4 * 0x1p-24;

/// How near its target the controller's bisection stops, relative.
constexpr double kBisectionTolerance = 1e-6;

/// What is compared, for a given number of replicas.
struct Values {
  Prediction prediction;
  double max_rpm = 0;  ///< 0 where no load is within the SLOs
};

std::optional<Values> evaluate(const SizingRequest& request, const Feasible<Sizing>& sizing,
                               double replicas) {
  const auto prediction =
      predict(request.queue, request.rate_rpm > 0 ? request.rate_rpm / replicas : request.rate_rpm);
  if (!prediction) return std::nullopt;
  return Values{*prediction, sizing ? sizing->max_rpm : 0};
}

/// How far apart the values of a rounded log and ours may be, absolute.
struct Tolerances {
  double itl_ms = 0;
  double ttft_ms = 0;
  double rho = 0;
  double max_rpm = 0;
};

/// The distance of `moved` from `values`; none where the model has no answer there.
Tolerances distance(const Values& values, const std::optional<Values>& moved) {
  if (!moved) return {};
  return {std::abs(moved->prediction.itl_ms - values.prediction.itl_ms),
          std::abs(moved->prediction.ttft_ms - values.prediction.ttft_ms),
          std::abs(moved->prediction.rho - values.prediction.rho), std::abs(moved->max_rpm - values.max_rpm)};
}

void add_larger(const Tolerances& left, const Tolerances& right, Tolerances& sum) {
  sum.itl_ms += std::max(left.itl_ms, right.itl_ms);
  sum.ttft_ms += std::max(left.ttft_ms, right.ttft_ms);
  sum.rho += std::max(left.rho, right.rho);
  sum.max_rpm += std::max(left.max_rpm, right.max_rpm);
}

/// What float32 arithmetic can lose in the published formulas, which subtract service times to get n* and W.
Tolerances arithmetic_slack(const QueueSpec& queue, const Values& values) {
  const Prediction& prediction = values.prediction;
  const double slope_ms =
      queue.parameters.delta * queue.in_tokens + queue.parameters.beta * (queue.out_tokens - 1);
  const double concurrency =
      slope_ms > 0 ? std::min(kFloat32Slack * prediction.service_ms / slope_ms, queue.max_batch) : 0;
  Tolerances slack;
  slack.itl_ms = kFloat32Slack * prediction.itl_ms + queue.parameters.beta * concurrency;
  slack.ttft_ms = kFloat32Slack * (prediction.ttft_ms + prediction.wait_ms + prediction.service_ms) +
                  queue.parameters.delta * queue.in_tokens * concurrency;
  slack.rho = kFloat32Slack * prediction.rho;
  slack.max_rpm = kFloat32Slack * values.max_rpm;
  return slack;
}

void move_slo(std::optional<double>& slo_ms, double slack_ms, double sign) {
  if (slo_ms) *slo_ms = std::max(0.0, *slo_ms * (1 + sign * kBisectionTolerance) + sign * slack_ms);
}

Tolerances derive_tolerances(const SizingRequest& request, double replicas, const Values& values,
                             double parameter_resolution) {
  Tolerances sum = arithmetic_slack(request.queue, values);
  const Tolerances arithmetic = sum;
  const auto move_both_ways = [&](const auto& move) {
    SizingRequest up = request;
    SizingRequest down = request;
    move(up, +1.0);
    move(down, -1.0);
    add_larger(distance(values, evaluate(up, size_variant(up), replicas)),
               distance(values, evaluate(down, size_variant(down), replicas)), sum);
  };
  for (double PerfParameters::*const parameter :
       {&PerfParameters::alpha, &PerfParameters::beta, &PerfParameters::gamma, &PerfParameters::delta}) {
    move_both_ways([&](SizingRequest& moved, double sign) {
      double& value = moved.queue.parameters.*parameter;
      value = std::max(0.0, value + sign * (0.5 * parameter_resolution + kFloat32Slack * value));
    });
  }
  move_both_ways([](SizingRequest& moved, double sign) { moved.rate_rpm *= 1 + sign * kFloat32Slack; });
  move_both_ways([&](SizingRequest& moved, double sign) {
    move_slo(moved.slo.itl, arithmetic.itl_ms, sign);
    move_slo(moved.slo.ttft, arithmetic.ttft_ms, sign);
  });
  return sum;
}

void compare(double recomputed, double tolerance, ReplayedValue& value) {
  value.recomputed = recomputed;
  value.tolerance = tolerance;
  if (!value.logged) return;
  value.checked = true;
  const double error = std::abs(recomputed - *value.logged);
  value.reproduced = error <= tolerance;
  const double scale = std::max(std::abs(recomputed), std::abs(*value.logged));
  if (std::isfinite(scale)) value.relative_error = scale > 0 ? error / scale : 0;
}

void replay_decision(const SizingRequest& request, const Feasible<Sizing>& sizing, CycleReplay& cycle) {
  if (!sizing) {
    cycle.infeasible = sizing.reason;
    return;
  }
  ReplayedValue& replicas = cycle.replicas;
  compare(sizing->replicas, 0, replicas);
  if (!replicas.checked || replicas.reproduced || is_no_load(request.queue, request.rate_rpm)) return;
  const double slack_rpm = cycle.max_rpm.tolerance;
  const double least = replicas_for(request.rate_rpm, sizing->max_rpm + slack_rpm, request.min_replicas);
  const double lowest_rpm = sizing->max_rpm - slack_rpm;
  replicas.reproduced = *replicas.logged >= least &&
                        (lowest_rpm <= 0 || *replicas.logged <= replicas_for(request.rate_rpm, lowest_rpm,
                                                                             request.min_replicas));
  replicas.tolerance = replicas.reproduced ? std::abs(*replicas.logged - sizing->replicas) : 0;
}

void compare_all(const Values& values, const Tolerances& tolerances, CycleReplay& cycle) {
  compare(values.prediction.itl_ms, tolerances.itl_ms, cycle.itl_ms);
  compare(values.prediction.ttft_ms, tolerances.ttft_ms, cycle.ttft_ms);
  compare(values.prediction.rho, tolerances.rho, cycle.rho);
  if (values.max_rpm > 0) compare(values.max_rpm, tolerances.max_rpm, cycle.max_rpm);
}

std::array<const ReplayedValue*, 4> predicted_values(const CycleReplay& cycle) {
  return {&cycle.itl_ms, &cycle.ttft_ms, &cycle.rho, &cycle.max_rpm};
}

bool all_reproduced(const CycleReplay& cycle) {
  const auto predicted = predicted_values(cycle);
  return std::all_of(predicted.begin(), predicted.end(),
                     [](const ReplayedValue* value) { return !value->logged || value->reproduced; });
}

void replay_predictions(const SizingRequest& request, const Feasible<Sizing>& sizing,
                        double parameter_resolution, CycleReplay& cycle) {
  const std::optional<double>& logged_replicas = cycle.replicas.logged;
  const double replicas = logged_replicas.value_or(sizing ? sizing->replicas : 1);
  const auto values = evaluate(request, sizing, replicas);
  if (!values) return;
  compare_all(*values, arithmetic_slack(request.queue, *values), cycle);
  const bool same_decision = !logged_replicas || (sizing && sizing->replicas == *logged_replicas);
  if (same_decision && all_reproduced(cycle)) return;
  compare_all(*values, derive_tolerances(request, replicas, *values, parameter_resolution), cycle);
}

std::optional<double> first_of(const std::optional<double>& first, const std::optional<double>& second) {
  return first ? first : second;
}

}  // namespace

std::optional<SizingRequest> recorded_request(const Sample& sample,
                                              const std::optional<PerfParameters>& parameters) {
  const Forecast solution = sample.forecast.value_or(Forecast{});
  const auto rate_rpm = first_of(solution.load.rate_rpm, observation_in(sample).load.rate_rpm);
  const auto in_tokens = first_of(solution.load.in_tokens, observation_in(sample).load.in_tokens);
  const auto out_tokens = first_of(solution.load.out_tokens, observation_in(sample).load.out_tokens);
  if (!parameters || !rate_rpm) return std::nullopt;
  if (*rate_rpm != 0 && (!in_tokens || !out_tokens)) return std::nullopt;
  SizingRequest request;
  request.queue.parameters = *parameters;
  request.queue.in_tokens = std::trunc(in_tokens.value_or(0));
  request.queue.out_tokens = std::trunc(out_tokens.value_or(0));
  request.queue.max_batch =
      first_of(solution.max_batch, observation_in(sample).max_batch).value_or(kAssumedBatch);
  request.rate_rpm = *rate_rpm;
  request.slo = sample.slo;
  request.min_replicas = sample.bounds.min_replicas.value_or(1);
  return request;
}

CycleReplay replay_cycle(const Sample& sample) {
  CycleReplay cycle;
  cycle.time = sample.time;
  cycle.line = sample.line;
  cycle.solved = sample.forecast.has_value();
  if (sample.forecast) {
    const Forecast& solution = *sample.forecast;
    cycle.itl_ms.logged = solution.predicted.itl;
    cycle.ttft_ms.logged = solution.predicted.ttft;
    cycle.rho.logged = solution.rho;
    cycle.max_rpm.logged = solution.max_rpm;
    cycle.replicas.logged = solution.replicas;
  }
  const auto request = recorded_request(sample, sample.parameters);
  if (!request) return cycle;
  if (!cycle.solved) {
    if ((sample.decision && sample.decision->target) || sample.interrupted) return cycle;
    replay_decision(*request, size_variant(*request), cycle);
    cycle.decision_checked = true;
    cycle.decision_reproduced = cycle.infeasible.has_value();
    return cycle;
  }
  const Feasible<Sizing> sizing = size_variant(*request);
  replay_predictions(*request, sizing, sample.parameter_resolution, cycle);
  replay_decision(*request, sizing, cycle);
  cycle.decision_checked = cycle.replicas.logged.has_value();
  cycle.decision_reproduced = cycle.replicas.reproduced;
  const auto predicted = predicted_values(cycle);
  cycle.prediction_checked = std::any_of(predicted.begin(), predicted.end(), [](const ReplayedValue* value) {
    return value->logged.has_value();
  });
  cycle.prediction_reproduced = cycle.prediction_checked && all_reproduced(cycle);
  return cycle;
}

void add_cycle(const CycleReplay& cycle, ReplaySummary& summary) {
  ++summary.cycles;
  if (cycle.prediction_checked) ++summary.predictions_checked;
  if (cycle.prediction_reproduced) ++summary.predictions_reproduced;
  if (cycle.decision_checked) ++summary.decisions_checked;
  if (cycle.decision_checked && !cycle.solved) ++summary.unsolved_checked;
  if (cycle.decision_reproduced) {
    ++summary.decisions_reproduced;
    if (cycle.replicas.tolerance == 0) ++summary.decisions_equal;
  }
  const auto keep_largest = [](const ReplayedValue& value, std::optional<double>& largest) {
    if (!value.relative_error) return;
    largest = largest ? std::max(*largest, *value.relative_error) : *value.relative_error;
  };
  keep_largest(cycle.itl_ms, summary.itl_max_relative_error);
  keep_largest(cycle.ttft_ms, summary.ttft_max_relative_error);
  keep_largest(cycle.rho, summary.rho_max_relative_error);
  keep_largest(cycle.max_rpm, summary.max_rpm_max_relative_error);
}

}  // namespace wvagate
