#pragma once

#include <optional>
#include <vector>

#include "analysis/metric/capacity_gap.hpp"
#include "analysis/metric/figures.hpp"
#include "analysis/metric/gap.hpp"
#include "analysis/metric/model_error.hpp"
#include "analysis/metric/prediction_error.hpp"
#include "analysis/metric/scaling.hpp"
#include "analysis/model/calibration.hpp"
#include "analysis/model/series_replay.hpp"
#include "analysis/sample/policy.hpp"

namespace wvagate::metric {

/// Worst predictions kept for each latency.
inline constexpr std::size_t kWorstPredictions = 5;

/// What is said of one latency's predictions.
struct LatencyPredictions {
  std::vector<PredictionError> errors;   ///< same cycle
  std::vector<PredictionError> settled;  ///< settled_errors(); none under `notebook`
  std::vector<PredictionError> model;    ///< model_errors(); none under `notebook`
  std::vector<PredictionError> worst;    ///< of `errors`
  CalibrationHints hints;
  std::vector<ErrorParts>
      parts;  ///< of the errors, where the model could be evaluated; none under `notebook`
};

/// Everything that is computed of one series.
struct SeriesAnalysis {
  MeasuredSeries measured;
  Figures figures;
  std::vector<Gap> gaps;                   ///< ITL's, then TTFT's
  std::vector<CapacityGap> capacity_gaps;  ///< analyzer by analyzer
  std::vector<ScalingEvent> events;
  LatencyPredictions itl;
  LatencyPredictions ttft;
  /// Of the samples that count, each once; without an alternative. Absent unless replay.* is computed.
  std::optional<SeriesReplay> replay;
  Calibration calibration;  ///< of the series alone

  const LatencyPredictions& predictions(Latency latency) const {
    return latency == Latency::itl ? itl : ttft;
  }
};

/// The figures that cost more than all others together, and may be left absent where nobody wants them.
struct CostlyFigures {
  bool replay = true;       ///< replay.*, and the replay itself
  bool calibration = true;  ///< calibration.*, and the fit itself
};

/// Computes all figures of `series`, which must outlive the result.
SeriesAnalysis analyze(const Series& series, const Policy& policy, CostlyFigures costly = {});

}  // namespace wvagate::metric
