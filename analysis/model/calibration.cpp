#include "analysis/model/calibration.hpp"

#include <algorithm>

#include "analysis/model/calibration_scores.hpp"

namespace wvagate {
namespace {

Gain gain_of(const CandidateScores& scores) {
  Gain gain;
  double sum = 0;
  double measured = 0;
  const auto add = [&](Latency latency, std::optional<double>& part) {
    if (!scores.in_force[latency] || !scores.fitted[latency]) return;
    part = scores.in_force[latency]->scaled_error - scores.fitted[latency]->scaled_error;
    sum += *part;
    measured += 1;
  };
  add(Latency::itl, gain.itl);
  add(Latency::ttft, gain.ttft);
  if (measured > 0) gain.combined = sum / measured;
  return gain;
}

bool is_lower(const Gain& gain) {
  return (gain.itl || gain.ttft) && gain.itl.value_or(0) >= 0 && gain.ttft.value_or(0) >= 0 &&
         gain.combined > 0;
}

/// The reason as if no tuner were on.
VerdictReason judge_scores(const Calibration& calibration, const CalibrationOptions& options) {
  if (!calibration.fit) return VerdictReason::too_few_samples;
  if (!calibration.in_force) return VerdictReason::no_parameters_in_force;
  const ParameterStatus beta = (*calibration.fit)[Parameter::beta].status;
  if (beta == ParameterStatus::load_constant || beta == ParameterStatus::contradicted)
    return VerdictReason::load_did_not_vary;
  const auto& half = calibration.verdict.second_half;
  const auto& blocks = calibration.verdict.cross_validation;
  if (!half || !blocks) return VerdictReason::too_few_samples;
  if (!is_lower(*half) || !is_lower(*blocks)) return VerdictReason::does_not_beat_in_force;
  if (std::min(half->combined, blocks->combined) < options.margin) return VerdictReason::gain_too_small;
  return VerdictReason::beats_in_force;
}

/// Sets what the parameters in force did over the samples that can be compared with them.
void look_at_parameters(std::span<const MeasuredSeries> series, const Calibration& calibration,
                        std::span<const FitPoint> observations, CalibrationVerdict& verdict) {
  bool tuned = false;
  for (const FitPoint& observation : observations) {
    if (!observation.in_force) continue;
    if (*observation.in_force != *calibration.in_force) verdict.parameters_changed = true;
    const CalibrationSample& sample = calibration.samples[observation.sample];
    const auto& tuner = series[sample.series][sample.index].tuner;
    tuned = tuned || (tuner && tuner->accepted);
  }
  verdict.online_tuner = tuned && verdict.parameters_changed;
}

void judge(std::span<const MeasuredSeries> series, std::span<const FitPoint> observations,
           const CalibrationOptions& options, Calibration& calibration) {
  CalibrationVerdict& verdict = calibration.verdict;
  if (calibration.in_force) {
    look_at_parameters(series, calibration, observations, verdict);
    if (calibration.second_half) verdict.second_half = gain_of(calibration.second_half->all);
    if (calibration.cross_validation) verdict.cross_validation = gain_of(calibration.cross_validation->all);
  }
  verdict.reason = judge_scores(calibration, options);
  if (verdict.online_tuner &&
      (verdict.reason == VerdictReason::beats_in_force || verdict.reason == VerdictReason::gain_too_small))
    verdict.reason = VerdictReason::online_tuner;
  verdict.recommended = verdict.reason == VerdictReason::beats_in_force;
}

/// Fits to all observations, and says of each sample what was predicted for it or why it was left out.
void fit_all(std::span<const FitPoint> observations, const CalibrationOptions& options,
             Calibration& calibration) {
  const FitOutcome outcome = fit_parameters(observations, calibration.in_force, options);
  calibration.fit = outcome.fit;
  calibration.line = fit_line(used_observations(observations, outcome));
  std::vector<ScoredObservation> scored;
  for (std::size_t i = 0; i < observations.size(); ++i) {
    CalibrationSample& sample = calibration.samples[observations[i].sample];
    if (!sample.left_out) sample.left_out = outcome.left_out[i];
    const Candidates candidates{.parameters = outcome.fit ? outcome.fit->parameters : PerfParameters{},
                                .line = calibration.line};
    CandidatePredictions predictions = predict_candidates(observations[i], candidates);
    if (!outcome.fit) predictions.fitted = {};
    sample.in_force = predictions.in_force;
    sample.fitted = predictions.fitted;
    sample.line_fit = predictions.line;
    scored.push_back({observations[i], predictions});
  }
  if (calibration.fit) calibration.in_sample = score(scored);
}

}  // namespace

Calibration calibrate(std::span<const MeasuredSeries> series, const CalibrationOptions& options) {
  Calibration calibration;
  std::vector<FitPoint> observations;
  calibration.samples = select_samples(series, options.settling_cycles, observations);
  calibration.scored = observations.size();
  calibration.in_force = last_in_force(observations);
  fit_all(observations, options, calibration);
  calibration.second_half = score_second_half(observations, options, calibration.first_half_fit);
  calibration.cross_validation = cross_validate(observations, options);
  for (const CalibrationSample& sample : calibration.samples) {
    if (sample.left_out) {
      ++calibration.left_out[static_cast<std::size_t>(*sample.left_out)];
    } else if (calibration.fit) {
      ++calibration.used;
    }
  }
  judge(series, observations, options, calibration);
  return calibration;
}

}  // namespace wvagate
