#include "analysis/metric/scaling.hpp"

#include <algorithm>

#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {
namespace {

constexpr std::size_t kReversalCycles = 5;

std::size_t count_reversals(const std::vector<ScalingEvent>& events) {
  std::size_t count = 0;
  for (std::size_t i = 1; i < events.size(); ++i) {
    const bool turned = (events[i].to > events[i].from) != (events[i - 1].to > events[i - 1].from);
    if (turned && events[i].index - events[i - 1].index <= kReversalCycles) ++count;
  }
  return count;
}

/// Σ value · minutes until the next sample; absent where no sample has a value.
template <typename Value>
std::optional<double> integrate(const MeasuredSeries& series, const Value& value_of) {
  std::optional<double> total;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (const std::optional<double> value = value_of(i))
      total = total.value_or(0) + *value * series.held_minutes(i);
  }
  return total;
}

}  // namespace

std::vector<ScalingEvent> find_scaling_events(const MeasuredSeries& series) {
  std::vector<ScalingEvent> events;
  std::optional<double> before;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const auto now = series.replicas(i);
    if (!now) continue;
    if (before && *before != *now) {
      events.push_back({.index = i,
                        .time_min = series.minute(i),
                        .from = *before,
                        .to = *now,
                        .rate_rpm = observation_in(series[i]).load.rate_rpm,
                        .line = series[i].line});
    }
    before = now;
  }
  return events;
}

void set_scaling_figures(const MeasuredSeries& series, const std::vector<ScalingEvent>& events,
                         Figures& figures) {
  const auto ups =
      std::count_if(events.begin(), events.end(), [](const auto& event) { return event.to > event.from; });
  figures.set_count("scaling.events", events.size());
  figures.set_count("scaling.ups", static_cast<std::size_t>(ups));
  figures.set_count("scaling.downs", events.size() - static_cast<std::size_t>(ups));
  figures.set_count("scaling.reversals", count_reversals(events));

  std::vector<double> replicas;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (const auto value = series.replicas(i)) replicas.push_back(*value);
  }
  figures.set("replicas.min", statistics::minimum(replicas));
  figures.set("replicas.max", statistics::maximum(replicas));
  figures.set("replicas.mean", statistics::mean(replicas));
  figures.set("replicas.stddev", statistics::standard_deviation(replicas));
  figures.set("replicas.minutes", integrate(series, [&](std::size_t i) {
                return running_replicas(series[i]) ? running_replicas(series[i]) : series.replicas(i);
              }));
  const auto cost_minutes = integrate(series, [&](std::size_t i) {
    const Sample& sample = series[i];
    if (observation_in(sample).cost) return observation_in(sample).cost;
    if (sample.forecast) return sample.forecast->cost;
    const auto running = running_replicas(sample);
    return running && sample.bounds.cost ? std::optional(*running * *sample.bounds.cost) : std::nullopt;
  });
  if (cost_minutes) figures.set("cost.total", *cost_minutes / 60);
}

}  // namespace wvagate::metric
