#include <vector>

#include "analysis/metric/groups.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {

void set_throughput_figures(const MeasuredSeries& series, Figures& figures) {
  bool reports = false;
  std::size_t with_mismatch = 0;
  std::size_t mismatches = 0;
  std::size_t cleared = 0;
  std::vector<double> errors;
  std::vector<double> signed_errors;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const auto& model = series[i].throughput;
    reports = reports || model || claim_of(series[i], "throughput") != nullptr;
    if (!model) continue;
    if (model->cleared) ++cleared;
    if (!model->mismatches.empty()) ++with_mismatch;
    mismatches += model->mismatches.size();
    for (const Mismatch& mismatch : model->mismatches) {
      if (mismatch.error_pct) errors.push_back(*mismatch.error_pct);
      if (!mismatch.predicted_tps || !(mismatch.observed_tps > 0.0)) continue;
      signed_errors.push_back(100 * (*mismatch.predicted_tps - *mismatch.observed_tps) /
                              *mismatch.observed_tps);
    }
  }
  if (!reports) return;
  figures.set_count("model.throughput.mismatches", mismatches);
  figures.set("model.throughput.mismatch_cycles_pct",
              statistics::percentage(static_cast<double>(with_mismatch), static_cast<double>(series.size())));
  figures.set("model.throughput.error_median_pct", statistics::quantile(errors, 0.5));
  figures.set("model.throughput.error_max_pct", statistics::maximum(errors));
  figures.set("model.throughput.error_signed_mean_pct", statistics::mean(signed_errors));
  figures.set_count("model.throughput.cleared", cleared);
}

}  // namespace wvagate::metric
