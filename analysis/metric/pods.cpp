#include <vector>

#include "analysis/metric/groups.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {

void set_pod_figures(const MeasuredSeries& series, Figures& figures) {
  std::vector<double> kv_usages;
  std::vector<double> waiting;  // of each cycle
  for (std::size_t i = 0; i < series.size(); ++i) {
    std::optional<double> queued;
    for (const PodObservation& pod : observation_in(series[i]).pods) {
      if (pod.kv_usage) kv_usages.push_back(*pod.kv_usage);
      if (pod.queue_length) queued = queued.value_or(0) + *pod.queue_length;
    }
    if (queued) waiting.push_back(*queued);
  }
  figures.set("observed.kv_mean", statistics::mean(kv_usages));
  figures.set("observed.kv_p90", statistics::quantile(kv_usages, 0.9));
  figures.set("observed.waiting_mean", statistics::mean(waiting));
  figures.set("observed.waiting_max", statistics::maximum(waiting));
}

}  // namespace wvagate::metric
