#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/model/calibration_fit.hpp"

namespace wvagate {

/// What was fitted to some of the observations, to be held against others.
struct Candidates {
  PerfParameters parameters;
  std::optional<LatencyLine> line;
};

/// The observations that `outcome` used.
std::vector<FitPoint> used_observations(std::span<const FitPoint> observations, const FitOutcome& outcome);

/// Least squares of ITL on the rate per replica; a flat line where the rate is constant, absent where ITL was
/// not measured.
std::optional<LatencyLine> fit_line(std::span<const FitPoint> observations);

/// The predictions of each candidate for one observation, ms.
struct CandidatePredictions {
  LatencyPair in_force;
  LatencyPair fitted;
  LatencyPair line;
};

CandidatePredictions predict_candidates(const FitPoint& observation, const Candidates& candidates);

/// An observation with what is predicted for it.
struct ScoredObservation {
  FitPoint observation;
  CandidatePredictions predictions;
};

/// Scores of all of `scored`, and of those that are settled.
SchemeScores score(std::span<const ScoredObservation> scored);

/// Fits to the first half of each series' observations, rounded down, and predicts the rest. Absent where
/// there are too few. `first_half` gets the fit.
std::optional<SchemeScores> score_second_half(std::span<const FitPoint> observations,
                                              const CalibrationOptions& options,
                                              std::optional<CalibrationFit>& first_half);

/// Predicts each block by a fit to the others. Absent where any of these has too few observations.
std::optional<SchemeScores> cross_validate(std::span<const FitPoint> observations,
                                           const CalibrationOptions& options);

/// The parameters of the last observation that has any.
std::optional<PerfParameters> last_in_force(std::span<const FitPoint> observations);

}  // namespace wvagate
