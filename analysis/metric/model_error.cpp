#include "analysis/metric/model_error.hpp"

#include <cmath>

#include "analysis/model/calibration.hpp"
#include "analysis/model/queue_model.hpp"
#include "analysis/model/replay.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {
namespace {

/// What the model predicts for the load that was observed on the replicas that ran; absent without load.
std::optional<Prediction> predict_running(const Sample& sample) {
  const auto& load = observation_in(sample).load;
  if (!sample.parameters || !running_replicas(sample) || !load.rate_rpm || !load.in_tokens ||
      !load.out_tokens) {
    return std::nullopt;
  }
  const QueueSpec spec{.parameters = *sample.parameters,
                       .in_tokens = *load.in_tokens,
                       .out_tokens = *load.out_tokens,
                       .max_batch = running_batch(sample).value_or(kAssumedBatch)};
  if (!(*running_replicas(sample) > 0) || is_no_load(spec, *load.rate_rpm)) return std::nullopt;
  return predict(spec, *load.rate_rpm / *running_replicas(sample));
}

}  // namespace

std::vector<PredictionError> model_errors(const MeasuredSeries& series, Latency latency) {
  std::vector<PredictionError> errors;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const auto observed = series.observed(i, latency);
    if (!observed) continue;
    const auto prediction = predict_running(series[i]);
    if (!prediction) continue;
    const double predicted = latency == Latency::itl ? prediction->itl_ms : prediction->ttft_ms;
    errors.push_back({.index = i,
                      .time_min = series.minute(i),
                      .observed_ms = *observed,
                      .predicted_ms = predicted,
                      .error_ms = *observed - predicted,
                      .overloaded = prediction->rho >= CalibrationOptions{}.overload_rho,
                      .rate_rpm = observation_in(series[i]).load.rate_rpm,
                      .replicas = running_replicas(series[i]),
                      .line = series[i].line});
  }
  return errors;
}

std::vector<ErrorParts> decompose(const std::vector<PredictionError>& same_cycle,
                                  const std::vector<PredictionError>& model) {
  std::vector<ErrorParts> parts;
  auto other = model.begin();
  for (const auto& error : same_cycle) {
    while (other != model.end() && other->index < error.index)
      ++other;
    if (other == model.end() || other->index != error.index) continue;
    parts.push_back({.index = error.index,
                     .calibration_ms = other->error_ms,
                     .actuation_ms = error.error_ms - other->error_ms,
                     .overloaded = other->overloaded});
  }
  return parts;
}

ErrorSplit split(const std::vector<ErrorParts>& parts) {
  ErrorSplit means;
  for (const ErrorParts& part : parts) {
    if (part.overloaded) {
      ++means.overloaded;
      continue;
    }
    ++means.cycles;
    const auto count = static_cast<double>(means.cycles);
    means.error_ms += (std::abs(part.calibration_ms + part.actuation_ms) - means.error_ms) / count;
    means.calibration_ms += (std::abs(part.calibration_ms) - means.calibration_ms) / count;
    means.actuation_ms += (std::abs(part.actuation_ms) - means.actuation_ms) / count;
  }
  return means;
}

void set_actuation_figures(const std::vector<ErrorParts>& parts, Latency latency, Figures& figures) {
  std::vector<double> actuation;
  std::vector<double> absolute;
  for (const auto& part : parts) {
    actuation.push_back(part.actuation_ms);
    absolute.push_back(std::abs(part.actuation_ms));
  }
  figures.set(metric_name(latency, "actuation.mean_ms"), statistics::mean(actuation));
  figures.set(metric_name(latency, "actuation.mae_ms"), statistics::mean(absolute));
}

}  // namespace wvagate::metric
