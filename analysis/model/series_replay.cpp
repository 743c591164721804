#include "analysis/model/series_replay.hpp"

namespace wvagate {
namespace {

void add_divergences(const CycleReplay& cycle, TimePoint origin, std::vector<Divergence>& divergences) {
  const auto add = [&](std::string_view quantity, const ReplayedValue& value) {
    divergences.push_back({.time_min = minutes_between(origin, cycle.time),
                           .time = cycle.time,
                           .line = cycle.line,
                           .quantity = quantity,
                           .logged = value.logged,
                           .recomputed = value.recomputed,
                           .relative_error = value.relative_error,
                           .tolerance = value.tolerance});
  };
  const auto add_if_not_reproduced = [&](std::string_view quantity, const ReplayedValue& value) {
    if (value.logged && !value.reproduced) add(quantity, value);
  };
  if (cycle.prediction_checked) {
    add_if_not_reproduced("itl_ms", cycle.itl_ms);
    add_if_not_reproduced("ttft_ms", cycle.ttft_ms);
    add_if_not_reproduced("rho", cycle.rho);
    add_if_not_reproduced("max_rpm", cycle.max_rpm);
  }
  if (cycle.decision_checked && !cycle.decision_reproduced) add("replicas", cycle.replicas);
}

Alternative decide_otherwise(const MeasuredSeries& measured, const WhatIf& what_if) {
  const std::vector<Sample> samples = measured.samples();
  Alternative alternative{.what_if = what_if, .recorded = {}, .changed = {}, .minutes = {}};
  for (std::size_t i = 0; i < measured.size(); ++i)
    alternative.minutes.push_back(measured.minute(i));
  alternative.recorded = decide_again(samples, WhatIf{});
  alternative.changed = decide_again(samples, what_if);
  return alternative;
}

}  // namespace

SeriesReplay replay_series(const Series& series, const Policy& policy, const std::optional<WhatIf>& what_if) {
  SeriesReplay replay{.variant = series.variant,
                      .model = series.model,
                      .accelerator = series.accelerator,
                      .summary = {},
                      .divergences = {},
                      .alternative = {}};
  const MeasuredSeries measured(series, policy);
  for (const Sample& sample : series.samples) {
    const CycleReplay cycle = replay_cycle(sample);
    add_cycle(cycle, replay.summary);
    const TimePoint origin = measured.size() > 0 ? measured[0].time : series.samples.front().time;
    add_divergences(cycle, origin, replay.divergences);
  }
  if (what_if) replay.alternative = decide_otherwise(measured, *what_if);
  return replay;
}

}  // namespace wvagate
