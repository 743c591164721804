#pragma once

#include <vector>

#include "analysis/simulation/noise.hpp"
#include "analysis/simulation/scenario.hpp"

namespace wvagate::simulation {

/// What arrives at a variant over time; beyond the scenario's duration what it tells minute by minute comes
/// again from its beginning. Minutes must ascend from call to call.
class Load {
 public:
  /// Refers to `variant`, which must outlive the object. `chance` is for its bursts.
  Load(const VariantScenario& variant, double duration_min, Chance chance);

  /// Requests a minute at `minute`; 0 or more.
  double rpm_at(double minute);

 private:
  struct BurstState {
    double start_min = 0;
    bool drawn = false;
  };

  double part_at(const LoadPart& part, BurstState& state, double minute, double told_minute);
  double bursts_at(const Bursts& bursts, BurstState& state, double minute);

  const VariantScenario* variant_;
  double duration_min_;
  Chance chance_;
  std::vector<BurstState> states_;  ///< of each part; only bursts use theirs
};

}  // namespace wvagate::simulation
