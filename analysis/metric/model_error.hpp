#pragma once

#include <vector>

#include "analysis/metric/prediction_error.hpp"

namespace wvagate::metric {

/// The queueing model at the observed load on the replicas that ran, with the parameters in force, against
/// the observation (design, domain §4: model): the error that calibration alone makes. Samples without
/// parameters, running replicas, tokens or load are left out.
std::vector<PredictionError> model_errors(const MeasuredSeries& series, Latency latency);

/// A same-cycle error taken apart: what the model gets wrong on the replicas that ran, and what comes on top
/// because the prediction was made for replicas that did not run yet. The two add up to the error.
struct ErrorParts {
  std::size_t index = 0;  ///< of the sample
  double calibration_ms = 0;
  double actuation_ms = 0;
  bool overloaded = false;  ///< the model has the batch full: its latency is that of an overload that lasts,
                            ///< which a cycle does not, and both parts are as large and of opposite signs
};

/// The parts of every error that is in both lists, which are in order of samples.
std::vector<ErrorParts> decompose(const std::vector<PredictionError>& same_cycle,
                                  const std::vector<PredictionError>& model);

/// Mean sizes of the errors and their parts, over the cycles in which the model has the batch not full.
struct ErrorSplit {
  std::size_t cycles = 0;
  std::size_t overloaded = 0;  ///< cycles that are left out
  double error_ms = 0;
  double calibration_ms = 0;
  double actuation_ms = 0;
};
ErrorSplit split(const std::vector<ErrorParts>& parts);

/// Sets "<latency>.actuation.*".
void set_actuation_figures(const std::vector<ErrorParts>& parts, Latency latency, Figures& figures);

}  // namespace wvagate::metric
