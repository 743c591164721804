#include "analysis/metric/prediction_error.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {
namespace {

using Values = std::vector<double>;

constexpr double kOutlierDeviations = 2.5;

template <typename Value>
Values collect(const std::vector<PredictionError>& errors, const Value& value_of) {
  Values values;
  values.reserve(errors.size());
  for (const auto& error : errors) {
    if (const std::optional<double> value = value_of(error)) values.push_back(*value);
  }
  return values;
}

/// Correlation of the errors with another value, over the errors that have one.
template <typename Value>
std::optional<double> correlation_with(const std::vector<PredictionError>& errors, const Value& value_of) {
  Values x;
  Values y;
  for (const auto& error : errors) {
    const std::optional<double> value = value_of(error);
    if (!value) continue;
    x.push_back(error.error_ms);
    y.push_back(*value);
  }
  return statistics::correlation(x, y);
}

std::optional<double> share_pct(const std::vector<PredictionError>& errors, bool (*counts)(double)) {
  const auto count =
      std::count_if(errors.begin(), errors.end(), [&](const auto& error) { return counts(error.error_ms); });
  return statistics::percentage(static_cast<double>(count), static_cast<double>(errors.size()));
}

bool settled(const MeasuredSeries& series, std::size_t i) {
  if (i == 0 || series.ends_segment(i - 1)) return false;
  const auto now = wanted_replicas(series[i]);
  const auto before = wanted_replicas(series[i - 1]);
  const auto running = running_replicas(series[i]);
  return now && before && running && *now == *running && *before == *running;
}

}  // namespace

std::optional<double> PredictionError::rate_per_replica() const {
  if (!rate_rpm || !replicas || *replicas == 0) return std::nullopt;
  return *rate_rpm / *replicas;
}

std::vector<PredictionError> same_cycle_errors(const MeasuredSeries& series, Latency latency) {
  std::vector<PredictionError> errors;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const auto observed = series.observed(i, latency);
    const auto predicted = series.predicted(i, latency);
    if (!observed || !predicted) continue;
    errors.push_back({.index = i,
                      .time_min = series.minute(i),
                      .observed_ms = *observed,
                      .predicted_ms = *predicted,
                      .error_ms = *observed - *predicted,
                      .rate_rpm = observation_in(series[i]).load.rate_rpm,
                      .replicas = series.replicas(i),
                      .line = series[i].line});
  }
  return errors;
}

std::vector<PredictionError> settled_errors(const MeasuredSeries& series, Latency latency) {
  auto errors = same_cycle_errors(series, latency);
  std::erase_if(errors, [&](const auto& error) { return !settled(series, error.index); });
  return errors;
}

void set_error_figures(const std::vector<PredictionError>& errors, Latency latency, std::string_view group,
                       Figures& figures) {
  const auto set = [&](std::string_view suffix, std::optional<double> value) {
    figures.set(metric_name(latency, std::string(group) + "." + std::string(suffix)), value);
  };
  using Error = const PredictionError&;
  const Values signed_errors = collect(errors, [](Error e) { return std::optional(e.error_ms); });
  const Values absolute = collect(errors, [](Error e) { return std::optional(std::abs(e.error_ms)); });
  const Values of_prediction = collect(errors, [](Error e) {
    return e.predicted_ms != 0 ? std::optional(100 * e.error_ms / e.predicted_ms) : std::nullopt;
  });
  const Values of_observation = collect(errors, [](Error e) {
    return e.observed_ms != 0 ? std::optional(100 * std::abs(e.error_ms) / e.observed_ms) : std::nullopt;
  });
  set("mean_ms", statistics::mean(signed_errors));
  set("median_ms", statistics::quantile(signed_errors, 0.5));
  set("stddev_ms", statistics::standard_deviation(signed_errors));
  set("mae_ms", statistics::mean(absolute));
  set("rmse_ms", statistics::root_mean_square(signed_errors));
  set("p95_abs_ms", statistics::quantile(absolute, 0.95));
  set("max_under_ms", statistics::maximum(signed_errors));
  set("max_over_ms", statistics::minimum(signed_errors));
  set("mean_pct", statistics::mean(of_prediction));
  set("mape_pct", statistics::mean(of_observation));
  set("under_pct", share_pct(errors, [](double error) { return error > 0; }));
  set("over_pct", share_pct(errors, [](double error) { return error < 0; }));
  set("corr_rate", correlation_with(errors, [](Error e) { return e.rate_rpm; }));
  set("corr_replicas", correlation_with(errors, [](Error e) { return e.replicas; }));
  set("corr_rate_per_replica", correlation_with(errors, [](Error e) { return e.rate_per_replica(); }));
}

std::vector<PredictionError> worst_underestimates(std::vector<PredictionError> errors, std::size_t count) {
  std::erase_if(errors, [](const auto& error) { return error.error_ms <= 0; });
  std::stable_sort(errors.begin(), errors.end(),
                   [](const auto& a, const auto& b) { return a.error_ms > b.error_ms; });
  errors.resize(std::min(errors.size(), count));
  return errors;
}

CalibrationHints calibration_hints(const std::vector<PredictionError>& errors) {
  CalibrationHints hints;
  const Values values = collect(errors, [](const auto& error) { return std::optional(error.error_ms); });
  const auto mean = statistics::mean(values);
  const auto deviation = statistics::standard_deviation(values);
  if (mean) {
    hints.unbiased_mae_ms = statistics::mean(
        collect(errors, [&](const auto& error) { return std::optional(std::abs(error.error_ms - *mean)); }));
  }
  if (mean && deviation) {
    hints.outliers = static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [&](double e) {
      return std::abs(e - *mean) > kOutlierDeviations * *deviation;
    }));
  }
  Values loads;
  Values observed;
  for (const auto& error : errors) {
    const auto load = error.rate_per_replica();
    if (!load) continue;
    loads.push_back(*load);
    observed.push_back(error.observed_ms);
  }
  const auto correlation = statistics::correlation(loads, observed);
  if (correlation) {
    hints.slope_ms =
        *correlation * *statistics::standard_deviation(observed) / *statistics::standard_deviation(loads);
    hints.intercept_ms = *statistics::mean(observed) - *hints.slope_ms * *statistics::mean(loads);
  }
  return hints;
}

}  // namespace wvagate::metric
