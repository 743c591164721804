#include "analysis/metric/within_run.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/statistics/effective_sample_size.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {
namespace {

constexpr double kConfidence = 0.95;

using Values = std::vector<double>;

std::optional<statistics::Interval> of_mean(const Values& values) {
  const auto count = statistics::effective_sample_size(values);
  const auto deviation = statistics::standard_deviation(values);
  if (!count || !deviation) return std::nullopt;
  return statistics::t_interval(*statistics::mean(values), *deviation, *count, kConfidence);
}

/// Of values that are never below 0.
std::optional<statistics::Interval> of_mean_size(const Values& sizes) {
  auto interval = of_mean(sizes);
  if (interval) interval->lower = std::max(interval->lower, 0.0);
  return interval;
}

/// `hits` are ones and zeros; the interval is in percent.
std::optional<statistics::Interval> of_share(const Values& hits) {
  const auto count = statistics::effective_sample_size(hits);
  if (!count) return std::nullopt;
  const auto interval = statistics::wilson_interval(*statistics::mean(hits), *count, kConfidence);
  if (!interval) return std::nullopt;
  return statistics::Interval{100 * interval->lower, 100 * interval->upper};
}

/// 1 for each sample that meets the SLO, or both; samples that cannot be held against one are left out.
Values compliance(const MeasuredSeries& series, bool itl, bool ttft) {
  Values hits;
  for (std::size_t i = 0; i < series.size(); ++i) {
    bool known = true;
    bool met = true;
    for (const Latency latency : kLatencies) {
      if (!(latency == Latency::itl ? itl : ttft)) continue;
      const auto observed = series.observed(i, latency);
      const auto& target = series[i].slo[latency];
      known = known && observed && target;
      met = met && known && *observed <= *target;
    }
    if (known) hits.push_back(met ? 1 : 0);
  }
  return hits;
}

Values observed(const MeasuredSeries& series, Latency latency) {
  Values values;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (const auto value = series.observed(i, latency)) values.push_back(*value);
  }
  return values;
}

Values errors(const std::vector<PredictionError>& predictions, bool absolute) {
  Values values;
  for (const PredictionError& prediction : predictions)
    values.push_back(absolute ? std::abs(prediction.error_ms) : prediction.error_ms);
  return values;
}

}  // namespace

std::optional<statistics::Interval> within_run_interval(const SeriesAnalysis& analysis,
                                                        std::string_view name) {
  const MeasuredSeries& series = analysis.measured;
  if (name == "slo.compliance_pct") return of_share(compliance(series, true, true));
  for (const Latency latency : kLatencies) {
    const bool itl = latency == Latency::itl;
    if (name == metric_name(latency, "compliance_pct")) return of_share(compliance(series, itl, !itl));
    if (name == metric_name(latency, "observed.mean_ms")) return of_mean_size(observed(series, latency));
    const LatencyPredictions& predictions = analysis.predictions(latency);
    for (const bool absolute : {false, true}) {
      const std::string figure = absolute ? "mae_ms" : "mean_ms";
      const auto interval_of = absolute ? of_mean_size : of_mean;
      if (name == metric_name(latency, "error." + figure)) {
        return interval_of(errors(predictions.errors, absolute));
      }
      if (name == metric_name(latency, "error_settled." + figure)) {
        return interval_of(errors(predictions.settled, absolute));
      }
      if (name == metric_name(latency, "error_model." + figure)) {
        return interval_of(errors(predictions.model, absolute));
      }
    }
  }
  return std::nullopt;
}

}  // namespace wvagate::metric
