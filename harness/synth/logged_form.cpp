#include "harness/synth/logged_form.hpp"

#include <cmath>

#include "analysis/core/format.hpp"

namespace wvagate::synth {
namespace {

using simulation::LogDialect;
using simulation::SimulatedSample;
using simulation::SimulatedStep;

/// Sets a value to what its digits say.
void print(std::optional<double>& value, Digits& digits, std::string_view printed) {
  digits = printed;
  value = parse_number(digits);
}

void print_two_decimals(std::optional<double>& value, Digits& digits) {
  if (!value) return;
  const std::string fixed = format_fixed(*value, 2);
  print(value, digits, Digits::fits(fixed) ? fixed : format_shortest(*value));
}

void print_shortest(std::optional<double>& value, Digits& digits) {
  if (value) print(value, digits, format_shortest(*value));
}

void print_float32(std::optional<double>& value, Digits& digits) {
  if (value) print(value, digits, format_float32(*value));
}

/// The records of `text` and `structured`: Go's numbers, whole tokens.
void print_observation_plain(LoggedSample& logged) {
  Sample& sample = logged.sample;
  SampleDigits& digits = logged.digits;
  print_shortest(sample.observation->latency.itl, digits.itl);
  print_shortest(sample.observation->latency.ttft, digits.ttft);
  print_shortest(sample.observation->load.rate_rpm, digits.rate);
  sample.observation->load.in_tokens = std::trunc(*sample.observation->load.in_tokens);
  sample.observation->load.out_tokens = std::trunc(*sample.observation->load.out_tokens);
  print_shortest(sample.observation->load.in_tokens, digits.in_tokens);
  print_shortest(sample.observation->load.out_tokens, digits.out_tokens);
  print_shortest(sample.observation->cost, digits.cost);
}

/// "Metrics collected for VA": two decimals each.
void print_observation_fixed(LoggedSample& logged) {
  Sample& sample = logged.sample;
  SampleDigits& digits = logged.digits;
  print_two_decimals(sample.observation->latency.itl, digits.itl);
  print_two_decimals(sample.observation->latency.ttft, digits.ttft);
  print_two_decimals(sample.observation->load.rate_rpm, digits.rate);
  print_two_decimals(sample.observation->load.in_tokens, digits.in_tokens);
  print_two_decimals(sample.observation->load.out_tokens, digits.out_tokens);
  print_two_decimals(sample.observation->cost, digits.cost);
}

void print_solution(LoggedSample& logged) {
  SampleDigits& digits = logged.digits;
  Forecast& solution = *logged.sample.forecast;
  print_float32(solution.replicas, digits.replicas);
  print_float32(solution.max_batch, digits.max_batch);
  print_float32(solution.predicted.itl, digits.predicted_itl);
  print_float32(solution.predicted.ttft, digits.predicted_ttft);
  print_float32(solution.rho, digits.rho);
  print_float32(solution.max_rpm, digits.max_rpm);
}

/// Parameters in all their digits.
void print_parameters(LoggedSample& logged) {
  const PerfParameters& parameters = *logged.sample.parameters;
  logged.digits.parameters = {format_shortest(parameters.alpha), format_shortest(parameters.beta),
                              format_shortest(parameters.gamma), format_shortest(parameters.delta)};
}

void set_parameters(LoggedSample& logged, const ParameterDigits& digits) {
  logged.digits.parameters = digits;
  logged.sample.parameters = PerfParameters{.alpha = *parse_number(digits[0]),
                                            .beta = *parse_number(digits[1]),
                                            .gamma = *parse_number(digits[2]),
                                            .delta = *parse_number(digits[3])};
}

/// json logs name parameters only where the tuner works, with six decimals and behind the observation: a
/// cycle that is cut has those of the cycle before.
void print_tuned_parameters(LoggedSample& logged, bool tuner, bool cut, const LogWriter& writer) {
  if (!tuner) {
    logged.sample.parameters.reset();
  } else if (!cut) {
    const PerfParameters& parameters = *logged.sample.parameters;
    set_parameters(logged, {format_fixed(parameters.alpha, 6), format_fixed(parameters.beta, 6),
                            format_fixed(parameters.gamma, 6), format_fixed(parameters.delta, 6)});
  } else if (const ParameterDigits* before = writer.last_parameters(logged.sample.variant)) {
    set_parameters(logged, *before);
  } else {
    logged.sample.parameters.reset();
  }
}

/// Leaves out what reactive mode does not log.
void drop_model(LoggedSample& logged) {
  Sample& sample = logged.sample;
  sample.slo = {};
  sample.parameters.reset();
  sample.observation->max_batch.reset();
  sample.observation->load.in_tokens.reset();
  sample.observation->load.out_tokens.reset();
  sample.service_class = {};
  logged.digits.in_tokens.clear();
  logged.digits.out_tokens.clear();
  logged.digits.slo_itl.clear();
  logged.digits.slo_ttft.clear();
}

LoggedSample logged_form(const SimulatedSample& simulated, LogDialect dialect, bool tuner, bool cut,
                         const LogWriter& writer, std::string_view full_name) {
  LoggedSample logged{.sample = simulated.sample, .digits = {}};
  Sample& sample = logged.sample;
  sample.variant = full_name;
  logged.digits.timestamp = format_time(sample.time);
  print_shortest(sample.observation->replicas, logged.digits.current_replicas);
  print_float32(sample.slo.itl, logged.digits.slo_itl);
  print_float32(sample.slo.ttft, logged.digits.slo_ttft);
  const bool sentences = dialect == LogDialect::json || dialect == LogDialect::capacity;
  if (sentences) {
    print_observation_fixed(logged);
    sample.bounds.min_replicas.reset();
  } else {
    print_observation_plain(logged);
  }
  if (dialect == LogDialect::json) {
    print_tuned_parameters(logged, tuner, cut, writer);
  } else {
    print_parameters(logged);
  }
  logged.digits.max_batch = format_float32(*sample.observation->max_batch);
  if (sample.forecast) print_solution(logged);
  if (dialect == LogDialect::capacity) drop_model(logged), logged.digits.max_batch.clear();
  if (dialect != LogDialect::text && dialect != LogDialect::json) sample.tuner.reset();
  if (dialect == LogDialect::metrics) {
    sample.bounds.min_replicas.reset();
    sample.observation->max_batch.reset();
    if (!sample.forecast) logged.digits.max_batch.clear();
    // One cost column: the solution's.
    sample.observation->cost.reset();
    logged.digits.cost.clear();
    if (sample.forecast) print_float32(sample.forecast->cost, logged.digits.cost);
  }
  return logged;
}

}  // namespace

LoggedCycle in_logged_form(const SimulatedStep& step, const simulation::Scenario& scenario,
                           const std::vector<std::string>& names, LogDialect dialect,
                           const LogWriter& writer) {
  LoggedCycle cycle{.time = step.time, .samples = {}, .without_metrics = {}, .cut = step.cut};
  // The object of a cycle is logged at its end, if it has one.
  if (dialect == LogDialect::metrics && step.cut) return cycle;
  for (const SimulatedSample& simulated : step.samples) {
    cycle.samples.push_back(logged_form(simulated, dialect, scenario.tuner.has_value(), step.cut, writer,
                                        names[simulated.variant]));
  }
  for (const std::size_t index : step.without_metrics) {
    const auto& variant = scenario.variants[index];
    cycle.without_metrics.push_back({.name = variant.name,
                                     .name_space = variant.name_space,
                                     .model = variant.model,
                                     .accelerator = variant.accelerator});
  }
  return cycle;
}

}  // namespace wvagate::synth
