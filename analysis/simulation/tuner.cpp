#include "analysis/simulation/tuner.hpp"

#include <cmath>

namespace wvagate::simulation {
namespace {

/// Relative standard deviation that an observation is expected to have, so that its square makes the NIS.
constexpr double kExpectedSpread = 0.1;

/// After this many rejections in a row the filter's covariance has grown so that the next one passes.
constexpr int kPatience = 3;

}  // namespace

TunerOutcome Tuner::update(const LatencyPair& observed, const LatencyPair& expected,
                           const PerfParameters& truth) {
  double nis = 0;
  for (const Latency latency : kLatencies) {
    const double innovation = (*observed[latency] - *expected[latency]) / *expected[latency];
    nis += innovation * innovation / (kExpectedSpread * kExpectedSpread);
  }
  const bool accepted = nis <= kMaxNis || rejected_in_a_row_ >= kPatience;
  rejected_in_a_row_ = accepted ? 0 : rejected_in_a_row_ + 1;
  if (accepted) {
    estimate_ = {.alpha = std::lerp(estimate_.alpha, truth.alpha, gain_),
                 .beta = std::lerp(estimate_.beta, truth.beta, gain_),
                 .gamma = std::lerp(estimate_.gamma, truth.gamma, gain_),
                 .delta = std::lerp(estimate_.delta, truth.delta, gain_)};
  }
  return {.accepted = accepted, .nis = nis};
}

}  // namespace wvagate::simulation
