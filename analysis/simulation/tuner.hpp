#pragma once

#include "analysis/simulation/scenario.hpp"

namespace wvagate::simulation {

/// Stands in for the controller's online tuner (TunerScenario).
class Tuner {
 public:
  /// Beyond this normalised innovation the controller keeps what it had (97.5 % of χ² with two degrees of
  /// freedom, as the recordings print it).
  static constexpr double kMaxNis = 7.378;

  Tuner(const TunerScenario& scenario, const PerfParameters& initial)
      : gain_(scenario.gain), estimate_(initial) {}

  const PerfParameters& estimate() const { return estimate_; }

  /// Takes a cycle's observation, what the model with the estimate expected of it, and what is true. Tells
  /// whether the estimate moved, and by how far the observation was off.
  TunerOutcome update(const LatencyPair& observed, const LatencyPair& expected, const PerfParameters& truth);

 private:
  double gain_;
  PerfParameters estimate_;
  int rejected_in_a_row_ = 0;
};

}  // namespace wvagate::simulation
