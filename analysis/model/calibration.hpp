#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/sample/policy.hpp"

namespace wvagate {

/// Why a sample had no part in the fit.
enum class LeftOut : std::size_t {
  idle,            ///< no requests, and nothing measured
  unmeasured,      ///< neither latency was measured
  no_load,         ///< a latency without an arrival rate above 0
  no_replicas,     ///< without replicas that ran
  no_tokens,       ///< without token counts that the model takes
  no_batch,        ///< without a batch limit that the model takes
  replica_change,  ///< counts replicas that do not serve yet
  overload,        ///< the batch is full: the latencies say how long the overload lasts, not what load costs
  outlier,         ///< its residual is too large
  count
};

inline constexpr std::size_t kLeftOutCount = static_cast<std::size_t>(LeftOut::count);

/// "replica_change": stable, for machines.
std::string_view left_out_name(LeftOut reason);
/// In words, to follow a count: "within a cycle of a rise in replicas".
std::string_view describe(LeftOut reason);

enum class Parameter : std::size_t { alpha, beta, gamma, delta };

inline constexpr std::size_t kParameterCount = 4;
inline constexpr Parameter kParameters[] = {Parameter::alpha, Parameter::beta, Parameter::gamma,
                                            Parameter::delta};

std::string_view parameter_name(Parameter parameter);
double& parameter_of(PerfParameters& parameters, Parameter parameter);
double parameter_of(const PerfParameters& parameters, Parameter parameter);

/// What the samples tell of a parameter.
enum class ParameterStatus {
  fitted,
  near_zero,      ///< fitted; cannot be told from 0, but from the value in force
  not_measured,   ///< kept: its latency was never measured, or no prompt was
  load_constant,  ///< kept: the load that it multiplies did not vary, so that it cannot be told from alpha
                  ///< (or gamma)
  uncertain,      ///< kept: its confidence interval is wider than CalibrationOptions::widest_factor
  contradicted,  ///< as load_constant, but the value in force does not fit the latencies: one of many that do
};

std::string_view status_name(ParameterStatus status);
/// In words, to follow the parameter's name.
std::string_view describe(ParameterStatus status);

/// Whether the value is not the fit's but the one in force.
inline bool is_kept(ParameterStatus status) {
  return status == ParameterStatus::not_measured || status == ParameterStatus::load_constant ||
         status == ParameterStatus::uncertain;
}

struct ParameterEstimate {
  double value = 0;
  ParameterStatus status = ParameterStatus::fitted;
  std::optional<double> low;   ///< 95 % confidence interval; absent where kept or contradicted
  std::optional<double> high;  ///< likewise
};

struct CalibrationFit {
  PerfParameters parameters;
  std::array<ParameterEstimate, kParameterCount> estimates;  ///< by Parameter
  std::size_t used = 0;                                      ///< samples
  /// Ratio of the largest to the smallest singular value of the Jacobian, each column scaled to length 1; of
  /// the parameters that were fitted.
  double condition = 1;

  const ParameterEstimate& operator[](Parameter parameter) const {
    return estimates[static_cast<std::size_t>(parameter)];
  }
};

/// How the defaults were found is said in calibration_selection.hpp and calibration_fit.hpp.
struct CalibrationOptions {
  std::size_t min_samples = 6;      ///< that a fit takes: two more than there are parameters
  std::size_t blocks = 5;           ///< of the cross-validation; none below 2
  std::size_t settling_cycles = 1;  ///< after the one in which more replicas show, still left out
  double overload_rho = 0.98;       ///< from here on a sample is overloaded
  double outlier_deviations = 2.5;  ///< of the residual of either latency
  double loss_scale = 0.25;         ///< residual where soft-L1 turns from square to linear, in mean latencies
  double least_variation = 0.05;    ///< standard deviation over mean, below which a load is constant
  double widest_factor = 10;        ///< a confidence interval that reaches further up and down tells nothing
  double margin = 0.03;             ///< by which a fit must beat the parameters in force, in mean latencies
};

/// Error of one candidate on one latency; error = observed − predicted.
struct ErrorScore {
  std::size_t samples = 0;
  double mae_ms = 0;
  double bias_ms = 0;       ///< mean error
  double scaled_error = 0;  ///< mean of |error| / mean observed latency, each at most 1
};

struct CandidateScore {
  std::optional<ErrorScore> itl;
  std::optional<ErrorScore> ttft;

  const std::optional<ErrorScore>& operator[](Latency latency) const {
    return latency == Latency::itl ? itl : ttft;
  }
  std::optional<ErrorScore>& operator[](Latency latency) { return latency == Latency::itl ? itl : ttft; }
};

/// The candidates over the same samples.
struct CandidateScores {
  CandidateScore in_force;  ///< the model, with each sample's parameters in force
  CandidateScore fitted;    ///< the model, with the fitted ones
  CandidateScore line;      ///< the notebook's proposal: a straight line of ITL on the load per replica
};

/// Scores over every sample that the model can be asked about, those left out of the fit for their residual,
/// overload or replicas included; and over those of them whose replicas had settled. Where any of the samples
/// has parameters in force, only those that do are scored.
struct SchemeScores {
  CandidateScores all;
  CandidateScores settled;
};

/// By how much the fit's scaled error is below that of the parameters in force.
struct Gain {
  std::optional<double> itl;
  std::optional<double> ttft;
  double combined = 0;  ///< mean of the two, of those that were measured
};

enum class VerdictReason {
  beats_in_force,  ///< recommended
  too_few_samples,
  no_parameters_in_force,
  online_tuner,
  load_did_not_vary,
  does_not_beat_in_force,  ///< out of sample a latency's error is not lower
  gain_too_small,          ///< both are, but by less than the margin
};

std::string_view verdict_reason_name(VerdictReason reason);
std::string_view describe(VerdictReason reason);

/// Whether the fitted parameters should replace those in force.
///
/// Recommended only where the fit beats them on both schemes, over all samples: neither latency's scaled
/// error is higher, and the mean of the two is lower by CalibrationOptions::margin of the mean latency. The
/// margin is what the best fit in hindsight still misses a recording's cycles by (3 to 6 % over all of them):
/// a smaller gain is within what the next hour's scatter gives or takes, and not worth touching a controller
/// for. Scaled errors count at most 1 a sample, so that no single cycle that one of the candidates thinks
/// overloaded decides.
///
/// Nothing is recommended where the online tuner changed the parameters: it fits each cycle to the very
/// observation that the cycle is scored on, and would overwrite the proposal in the next one.
struct CalibrationVerdict {
  bool recommended = false;
  VerdictReason reason = VerdictReason::too_few_samples;
  bool online_tuner = false;        ///< changed the parameters in force
  bool parameters_changed = false;  ///< those in force were not the same in all samples
  std::optional<Gain> second_half;
  std::optional<Gain> cross_validation;
};

struct CalibrationSample {
  std::size_t series = 0;  ///< index into what was given
  std::size_t index = 0;   ///< of the sample in the series
  TimePoint time;
  std::uint64_t line = 0;
  std::optional<LeftOut> left_out;             ///< absent: used by the fit, where there are enough for one
  std::optional<double> rate_per_replica_rpm;  ///< absent where the model cannot be asked about the sample
  LatencyPair observed;                        ///< ms, measured ones
  LatencyPair in_force;                        ///< the model's prediction with the parameters in force, ms
  LatencyPair fitted;                          ///< with the fitted ones, ms
  LatencyPair line_fit;                        ///< the straight line's, ms
};

/// ITL = intercept + slope · rate per replica.
struct LatencyLine {
  double intercept_ms = 0;
  double slope_ms = 0;  ///< per rpm
};

struct Calibration {
  std::vector<CalibrationSample> samples;             ///< every sample that counts, in the order given
  std::array<std::size_t, kLeftOutCount> left_out{};  ///< by LeftOut
  std::size_t used = 0;
  std::size_t scored = 0;  ///< samples that the model can be asked about

  std::optional<PerfParameters> in_force;  ///< of the last sample that has any
  std::optional<CalibrationFit> fit;       ///< absent where there are too few samples
  std::optional<LatencyLine> line;
  std::optional<CalibrationFit> first_half_fit;

  std::optional<SchemeScores> in_sample;
  std::optional<SchemeScores> second_half;       ///< of a fit on the first half
  std::optional<SchemeScores> cross_validation;  ///< of each block by a fit on the others
  CalibrationVerdict verdict;

  std::size_t left_out_for(LeftOut reason) const { return left_out[static_cast<std::size_t>(reason)]; }
};

/// Fits alpha, beta, gamma and delta so that the queueing model at the observed load on the replicas that ran
/// meets the observed latencies, and holds the result against the parameters in force, in and out of sample
/// (design, domain §6). All of `series` must be of one model on one accelerator.
///
/// The halves are those of each series; the blocks are runs of samples of all series one after the other.
/// Deterministic; no value in the result is NaN or infinite.
Calibration calibrate(std::span<const MeasuredSeries> series, const CalibrationOptions& options = {});

}  // namespace wvagate
