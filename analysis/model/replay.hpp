#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "analysis/model/sizing.hpp"
#include "analysis/sample/sample.hpp"

namespace wvagate {

/// The batch limit where a cycle logs none, vLLM's default. Only unsolved cycles need it, and whether an SLO
/// can be met hardly depends on it.
inline constexpr double kAssumedBatch = 256;

/// What the controller solved in a cycle, with `parameters` for its own: the load and batch limit of the
/// solution, else those observed (token counts cut to whole numbers), the SLOs, and at least one replica
/// where no bound was logged. Absent where there are no parameters or no load.
std::optional<SizingRequest> recorded_request(const Sample& sample,
                                              const std::optional<PerfParameters>& parameters);

/// A logged value beside the recomputed one.
struct ReplayedValue {
  std::optional<double> logged;
  std::optional<double> recomputed;
  double tolerance = 0;  ///< absolute; as much of what rounding can move as was needed
  std::optional<double>
      relative_error;       ///< of the larger of the two; absent where either is absent or not finite
  bool checked = false;     ///< logged, and the cycle has what it takes to recompute it
  bool reproduced = false;  ///< within the tolerance
};

/// A cycle's predictions and decision beside the model's.
struct CycleReplay {
  TimePoint time;
  std::uint64_t line = 0;
  bool solved = false;  ///< the controller found an allocation

  ReplayedValue itl_ms;  ///< the latencies and rho are for the replicas that the controller wanted, so that a
  ReplayedValue ttft_ms;  ///< decision that diverges is not counted as predictions that do
  ReplayedValue rho;
  ReplayedValue max_rpm;
  ReplayedValue replicas;
  std::optional<Infeasible> infeasible;  ///< why the model finds no allocation

  bool prediction_checked = false;
  bool prediction_reproduced = false;  ///< ITL, TTFT, rho and max_rpm, those that were logged
  bool decision_checked = false;
  bool decision_reproduced =
      false;  ///< the same replicas; in an unsolved cycle: no feasible allocation here either
};

/// Recomputes a cycle.
///
/// The tolerances are derived, not chosen: the model is evaluated again with each parameter moved by half
/// the sample's parameter_resolution and by a few units of float32 accuracy (the controller computes in
/// float32), the rate by the latter, and for max_rpm the SLOs by the controller's bisection tolerance; the
/// moves add up. That is left out where the values and the decision are what was logged but for float32's
/// arithmetic. A decision may differ where max_rpm's tolerance moves rate / max_rpm over a whole number.
CycleReplay replay_cycle(const Sample& sample);

/// Counts over many cycles.
struct ReplaySummary {
  std::size_t cycles = 0;
  std::size_t predictions_checked = 0;
  std::size_t predictions_reproduced = 0;
  std::size_t decisions_checked = 0;
  std::size_t decisions_reproduced = 0;
  std::size_t decisions_equal = 0;               ///< of those reproduced, the ones that needed no tolerance
  std::size_t unsolved_checked = 0;              ///< of the decisions, those of cycles without a solution
  std::optional<double> itl_max_relative_error;  ///< absent where nothing was compared
  std::optional<double> ttft_max_relative_error;
  std::optional<double> rho_max_relative_error;
  std::optional<double> max_rpm_max_relative_error;

  /// Every prediction and decision that could be checked was reproduced.
  bool all_reproduced() const {
    return predictions_checked == predictions_reproduced && decisions_checked == decisions_reproduced;
  }
};

/// Adds a cycle to `summary`.
void add_cycle(const CycleReplay& cycle, ReplaySummary& summary);

}  // namespace wvagate
