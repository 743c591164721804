#include <algorithm>
#include <vector>

#include "analysis/metric/groups.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {
namespace {

/// Some sample has a value, measured or not.
bool logs_latency(const Series& series, Latency latency) {
  return std::any_of(series.samples.begin(), series.samples.end(), [&](const Sample& sample) {
    return observation_in(sample).latency[latency].has_value();
  });
}

}  // namespace

void set_overview_figures(const MeasuredSeries& series, Figures& figures) {
  std::size_t idle = 0;
  std::vector<double> rates;
  double duration = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (series.idle(i)) ++idle;
    if (observation_in(series[i]).load.rate_rpm) rates.push_back(*observation_in(series[i]).load.rate_rpm);
    duration += series.held_minutes(i);
  }
  if (series.policy().notebook() && series.size() > 0) duration = series.minute(series.size() - 1);
  figures.set_count("samples.total", series.series().samples.size());
  figures.set_count("samples.used", series.size());
  figures.set_count("samples.idle", idle);
  figures.set_count("samples.duplicate", series.duplicates());
  figures.set_count("samples.unsolved", series.unsolved());
  for (const Latency latency : kLatencies) {
    if (!logs_latency(series.series(), latency)) continue;
    std::size_t unmeasured = 0;
    for (std::size_t i = 0; i < series.size(); ++i) {
      if (series.unmeasured(i, latency)) ++unmeasured;
    }
    figures.set_count(metric_name(latency, "unmeasured"), unmeasured);
  }
  figures.set_count("segments", series.segments());
  if (series.size() > 0) figures.set("duration_min", duration);
  figures.set("load.mean_rpm", statistics::mean(rates));
  figures.set("load.peak_rpm", statistics::maximum(rates));
}

}  // namespace wvagate::metric
