#include "analysis/model/calibration_scores.hpp"

#include <algorithm>
#include <cmath>

namespace wvagate {
namespace {

/// The error of one candidate on one latency, over the observations for which it predicts one.
std::optional<ErrorScore> score_latency(std::span<const ScoredObservation> scored, Latency latency,
                                        LatencyPair CandidatePredictions::*candidate, bool settled_only) {
  double observed_sum = 0;
  double absolute_sum = 0;
  double error_sum = 0;
  std::size_t count = 0;
  const auto each = [&](auto visit) {
    for (const auto& [observation, predictions] : scored) {
      const auto& observed = observation.observed[latency];
      const auto& predicted = (predictions.*candidate)[latency];
      if (observed && predicted && (observation.settled || !settled_only))
        visit(*observed, *observed - *predicted);
    }
  };
  each([&](double observed, double error) {
    observed_sum += observed;
    absolute_sum += std::abs(error);
    error_sum += error;
    ++count;
  });
  if (count == 0) return std::nullopt;
  const auto samples = static_cast<double>(count);
  const double scale = observed_sum / samples;
  double scaled_sum = 0;
  each([&](double, double error) { scaled_sum += std::min(std::abs(error) / scale, 1.0); });
  return ErrorScore{.samples = count,
                    .mae_ms = absolute_sum / samples,
                    .bias_ms = error_sum / samples,
                    .scaled_error = scaled_sum / samples};
}

CandidateScores score_candidates(std::span<const ScoredObservation> scored, bool settled_only) {
  CandidateScores scores;
  for (const Latency latency : kLatencies) {
    scores.in_force[latency] = score_latency(scored, latency, &CandidatePredictions::in_force, settled_only);
    scores.fitted[latency] = score_latency(scored, latency, &CandidatePredictions::fitted, settled_only);
    scores.line[latency] = score_latency(scored, latency, &CandidatePredictions::line, settled_only);
  }
  return scores;
}

LatencyPair latencies_of(const std::optional<Prediction>& prediction) {
  LatencyPair pair;
  if (prediction) {
    pair.itl = prediction->itl_ms;
    pair.ttft = prediction->ttft_ms;
  }
  return pair;
}

/// Fits to `training` and predicts `held_out`, which it adds to `scored`; false where there are too few.
bool fit_and_predict(std::span<const FitPoint> training, std::span<const FitPoint> held_out,
                     const CalibrationOptions& options, std::vector<ScoredObservation>& scored,
                     std::optional<CalibrationFit>& fit) {
  const FitOutcome outcome = fit_parameters(training, last_in_force(training), options);
  fit = outcome.fit;
  if (!fit) return false;
  const Candidates candidates{.parameters = fit->parameters,
                              .line = fit_line(used_observations(training, outcome))};
  for (const FitPoint& observation : held_out)
    scored.push_back({observation, predict_candidates(observation, candidates)});
  return true;
}

}  // namespace

std::vector<FitPoint> used_observations(std::span<const FitPoint> observations, const FitOutcome& outcome) {
  std::vector<FitPoint> used;
  for (std::size_t i = 0; i < observations.size(); ++i) {
    if (!outcome.left_out[i]) used.push_back(observations[i]);
  }
  return used;
}

std::optional<LatencyLine> fit_line(std::span<const FitPoint> observations) {
  double count = 0;
  double mean_rate = 0;
  double mean_itl = 0;
  for (const FitPoint& observation : observations) {
    if (!observation.observed.itl) continue;
    count += 1;
    mean_rate += (observation.rate_rpm - mean_rate) / count;
    mean_itl += (*observation.observed.itl - mean_itl) / count;
  }
  if (count == 0) return std::nullopt;
  double rate_squares = 0;
  double products = 0;
  for (const FitPoint& observation : observations) {
    if (!observation.observed.itl) continue;
    const double rate = observation.rate_rpm - mean_rate;
    rate_squares += rate * rate;
    products += rate * (*observation.observed.itl - mean_itl);
  }
  const double slope = rate_squares > 0 ? products / rate_squares : 0;
  return LatencyLine{.intercept_ms = mean_itl - slope * mean_rate, .slope_ms = slope};
}

CandidatePredictions predict_candidates(const FitPoint& observation, const Candidates& candidates) {
  CandidatePredictions predictions;
  if (observation.in_force) predictions.in_force = latencies_of(observation.predict(*observation.in_force));
  predictions.fitted = latencies_of(observation.predict(candidates.parameters));
  if (candidates.line)
    predictions.line.itl = candidates.line->intercept_ms + candidates.line->slope_ms * observation.rate_rpm;
  return predictions;
}

SchemeScores score(std::span<const ScoredObservation> scored) {
  std::vector<ScoredObservation> comparable(scored.begin(), scored.end());
  const auto has_in_force = [](const ScoredObservation& one) { return one.observation.in_force.has_value(); };
  if (std::any_of(comparable.begin(), comparable.end(), has_in_force))
    std::erase_if(comparable, [&](const ScoredObservation& one) { return !has_in_force(one); });
  return {.all = score_candidates(comparable, false), .settled = score_candidates(comparable, true)};
}

std::optional<SchemeScores> score_second_half(std::span<const FitPoint> observations,
                                              const CalibrationOptions& options,
                                              std::optional<CalibrationFit>& first_half) {
  std::vector<FitPoint> training;
  std::vector<FitPoint> held_out;
  for (auto begin = observations.begin(); begin != observations.end();) {
    const auto end =
        std::find_if(begin, observations.end(), [&](const FitPoint& o) { return o.series != begin->series; });
    const auto middle = begin + (end - begin) / 2;
    training.insert(training.end(), begin, middle);
    held_out.insert(held_out.end(), middle, end);
    begin = end;
  }
  std::vector<ScoredObservation> scored;
  if (!fit_and_predict(training, held_out, options, scored, first_half)) return std::nullopt;
  return score(scored);
}

std::optional<SchemeScores> cross_validate(std::span<const FitPoint> observations,
                                           const CalibrationOptions& options) {
  const std::size_t count = observations.size();
  const std::size_t blocks = std::min(options.blocks, count);
  if (blocks < 2) return std::nullopt;
  std::vector<ScoredObservation> scored;
  for (std::size_t block = 0; block < blocks; ++block) {
    const std::size_t begin = count * block / blocks;
    const std::size_t end = count * (block + 1) / blocks;
    std::vector<FitPoint> training(observations.begin(),
                                   observations.begin() + static_cast<std::ptrdiff_t>(begin));
    training.insert(training.end(), observations.begin() + static_cast<std::ptrdiff_t>(end),
                    observations.end());
    std::optional<CalibrationFit> fit;
    if (!fit_and_predict(training, observations.subspan(begin, end - begin), options, scored, fit))
      return std::nullopt;
  }
  return score(scored);
}

std::optional<PerfParameters> last_in_force(std::span<const FitPoint> observations) {
  for (auto it = observations.rbegin(); it != observations.rend(); ++it) {
    if (it->in_force) return it->in_force;
  }
  return std::nullopt;
}

}  // namespace wvagate
