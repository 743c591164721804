#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "analysis/sample/sample.hpp"
#include "analysis/simulation/deployment.hpp"
#include "analysis/simulation/load.hpp"
#include "analysis/simulation/noise.hpp"
#include "analysis/simulation/scenario.hpp"
#include "analysis/simulation/tuner.hpp"

namespace wvagate::simulation {

/// One variant in one simulated cycle.
struct SimulatedSample {
  std::size_t variant = 0;         ///< index in the scenario
  Sample sample;                   ///< what the controller saw and decided; its views point into the scenario
  LatencyPair true_latency;        ///< without noise; absent without load
  PerfParameters true_parameters;  ///< of the queue that the load met
};

/// What the controller's process does next: start, or reconcile.
struct SimulatedStep {
  enum class Kind { start, cycle };
  Kind kind = Kind::cycle;
  TimePoint time;
  std::vector<SimulatedSample> samples;      ///< of the variants with metrics, in the scenario's order
  std::vector<std::size_t> without_metrics;  ///< indices of the others
  bool cut = false;     ///< the process ends after the observations: no sample has a solution
  bool repeat = false;  ///< a second record of the step before
};

/// The closed loop: the load meets the true queue on the replicas that run; the controller observes it with
/// noise and decides with the parameters that it believes in; the replicas follow. The queue is in its steady
/// state in each cycle. The same scenario gives the same steps.
class ClosedLoop {
 public:
  /// Refers to `scenario`, which must outlive the object and be one that store::read_scenario() accepts.
  explicit ClosedLoop(const Scenario& scenario);

  /// The next step; absent once the scenario's duration is over, or where it is `endless` after 57 years.
  std::optional<SimulatedStep> next(bool endless = false);

 private:
  struct VariantState {
    Load load;
    Deployment deployment;
    Chance noise;
    double itl_z = 0;  ///< of the latency noise, kept for its correlation
    double ttft_z = 0;
    std::optional<Tuner> tuner;
  };

  SimulatedStep start(double minute);
  SimulatedStep cycle(double minute);
  std::optional<SimulatedSample> observe(std::size_t variant, double minute, TimePoint time);
  void decide(SimulatedSample& simulated, double minute);
  void decide_by_model(SimulatedSample& simulated, double minute);
  void decide_by_use(SimulatedSample& simulated, double minute);
  void draw_latency(VariantState& state, const LatencyPair& truth, LatencyPair& observed) const;

  TimePoint time_at(double minute) const;

  const Scenario* scenario_;
  std::vector<VariantState> states_;
  Chance pace_;     ///< how long cycles take
  Chance repeats_;  ///< which cycles are logged twice: a stream of its own, so that it moves nothing else
  std::deque<Restart> restarts_;
  std::deque<SimulatedStep> ready_;
  double next_min_ = 0;
};

}  // namespace wvagate::simulation
