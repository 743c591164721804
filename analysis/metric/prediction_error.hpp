#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/metric/figures.hpp"
#include "analysis/sample/policy.hpp"

namespace wvagate::metric {

/// A prediction held against an observation. error = observed − predicted: positive is optimistic.
struct PredictionError {
  std::size_t index = 0;  ///< of the sample
  double time_min = 0;
  double observed_ms = 0;
  double predicted_ms = 0;
  double error_ms = 0;
  bool overloaded =
      false;  ///< of model_errors(): the model has the batch full, and latencies that grow with the queue
  std::optional<double> rate_rpm;
  std::optional<double> replicas;
  std::uint64_t line = 0;

  std::optional<double> rate_per_replica() const;
};

/// Each cycle's prediction against the same cycle's observation (design, domain §4: same_cycle).
std::vector<PredictionError> same_cycle_errors(const MeasuredSeries& series, Latency latency);

/// Of these, only the cycles whose running replicas were those wanted in the cycle before and in this one
/// (settled).
std::vector<PredictionError> settled_errors(const MeasuredSeries& series, Latency latency);

/// Sets "<latency>.<group>.*", group being "error" or "error_settled".
void set_error_figures(const std::vector<PredictionError>& errors, Latency latency, std::string_view group,
                       Figures& figures);

/// The `count` largest underestimates, worst first; ties in log order.
std::vector<PredictionError> worst_underestimates(std::vector<PredictionError> errors, std::size_t count);

/// What the errors say about calibrating.
struct CalibrationHints {
  std::size_t outliers = 0;               ///< errors further than 2.5 standard deviations from their mean
  std::optional<double> unbiased_mae_ms;  ///< mean absolute error left once the mean error is taken off
  std::optional<double>
      slope_ms;  ///< of a straight line of the observed latency on rate per replica, ms per rpm
  std::optional<double> intercept_ms;  ///< of the same line, ms
};
CalibrationHints calibration_hints(const std::vector<PredictionError>& errors);

}  // namespace wvagate::metric
