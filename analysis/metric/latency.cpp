#include <vector>

#include "analysis/metric/groups.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {

void set_latency_figures(const MeasuredSeries& series, Figures& figures) {
  for (const Latency latency : kLatencies) {
    std::vector<double> observed;
    for (std::size_t i = 0; i < series.size(); ++i) {
      if (const auto value = series.observed(i, latency)) observed.push_back(*value);
    }
    figures.set(metric_name(latency, "observed.mean_ms"), statistics::mean(observed));
    figures.set(metric_name(latency, "observed.median_ms"), statistics::quantile(observed, 0.5));
    figures.set(metric_name(latency, "observed.min_ms"), statistics::minimum(observed));
    figures.set(metric_name(latency, "observed.max_ms"), statistics::maximum(observed));
    figures.set(metric_name(latency, "observed.stddev_ms"), statistics::standard_deviation(observed));
    figures.set(metric_name(latency, "observed.p90_ms"), statistics::quantile(observed, 0.90));
    figures.set(metric_name(latency, "observed.p95_ms"), statistics::quantile(observed, 0.95));
    figures.set(metric_name(latency, "observed.p99_ms"), statistics::quantile(observed, 0.99));
  }
}

}  // namespace wvagate::metric
