#include "analysis/model/calibration_selection.hpp"

#include <algorithm>

namespace wvagate {
namespace {

/// Nothing logged in ms, requests a minute or replicas is more, unless something is broken.
constexpr double kAbsurd = 1e12;

bool is_positive(std::optional<double> value) {
  return value && *value > 0 && *value < kAbsurd;
}

std::optional<double> measured(std::optional<double> latency) {
  return is_positive(latency) ? latency : std::nullopt;
}

/// What keeps the model from being asked about a sample; absent where nothing does.
std::optional<LeftOut> find_gap(const Sample& sample, const LatencyPair& observed,
                                std::optional<double> max_batch) {
  const Load& load = observation_in(sample).load;
  if (!observed.itl && !observed.ttft) {
    return load.rate_rpm.value_or(0) == 0 ? LeftOut::idle : LeftOut::unmeasured;
  }
  if (!is_positive(load.rate_rpm)) return LeftOut::no_load;
  if (!is_positive(running_replicas(sample)) || !(*running_replicas(sample) >= 1))
    return LeftOut::no_replicas;
  if (!load.in_tokens || !load.out_tokens || !(*load.out_tokens >= 1)) return LeftOut::no_tokens;
  if (!max_batch) return LeftOut::no_batch;
  const QueueSpec spec{.parameters = {1, 1, 1, 1},
                       .in_tokens = *load.in_tokens,
                       .out_tokens = *load.out_tokens,
                       .max_batch = *max_batch};
  const auto fault = find_fault(spec);
  if (!fault) return std::nullopt;
  return *fault == Infeasible::max_batch ? LeftOut::no_batch : LeftOut::no_tokens;
}

/// No replica counted in sample `i` is younger than `settling_cycles` cycles after the first that counts it.
bool is_settled(const MeasuredSeries& series, std::size_t i, std::size_t settling_cycles) {
  const auto running = running_replicas(series[i]);
  for (std::size_t back = 1; back <= std::min(i, settling_cycles + 1); ++back) {
    const auto before = running_replicas(series[i - back]);
    if (before && *before < *running) return false;
  }
  return true;
}

FitPoint observation_of(const Sample& sample, const LatencyPair& observed, double max_batch) {
  FitPoint observation{.rate_rpm = *observation_in(sample).load.rate_rpm / *running_replicas(sample),
                       .in_tokens = *observation_in(sample).load.in_tokens,
                       .out_tokens = *observation_in(sample).load.out_tokens,
                       .max_batch = max_batch,
                       .observed = observed,
                       .in_force = {}};
  if (sample.parameters && observation.predict(*sample.parameters)) observation.in_force = sample.parameters;
  return observation;
}

}  // namespace

std::optional<Prediction> FitPoint::predict(const PerfParameters& parameters) const {
  return wvagate::predict(
      {.parameters = parameters, .in_tokens = in_tokens, .out_tokens = out_tokens, .max_batch = max_batch},
      rate_rpm);
}

std::vector<CalibrationSample> select_samples(std::span<const MeasuredSeries> series,
                                              std::size_t settling_cycles,
                                              std::vector<FitPoint>& observations) {
  std::vector<CalibrationSample> samples;
  for (std::size_t s = 0; s < series.size(); ++s) {
    for (std::size_t i = 0; i < series[s].size(); ++i) {
      const Sample& logged = series[s][i];
      CalibrationSample sample{
          .series = s, .index = i, .time = logged.time, .line = logged.line, .left_out = {}};
      for (const Latency latency : kLatencies)
        sample.observed[latency] = measured(series[s].observed(i, latency));
      const auto max_batch = running_batch(logged);
      sample.left_out = find_gap(logged, sample.observed, max_batch);
      if (!sample.left_out) {
        FitPoint observation = observation_of(logged, sample.observed, *max_batch);
        observation.sample = samples.size();
        observation.series = s;
        observation.settled = is_settled(series[s], i, settling_cycles);
        if (!observation.settled) sample.left_out = LeftOut::replica_change;
        sample.rate_per_replica_rpm = observation.rate_rpm;
        observations.push_back(observation);
      }
      samples.push_back(sample);
    }
  }
  return samples;
}

}  // namespace wvagate
