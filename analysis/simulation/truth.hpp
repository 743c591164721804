#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/sample/sample.hpp"

namespace wvagate::simulation {

/// A sample as it was logged, beside what only the simulation knows.
struct TrueSample {
  Sample sample;
  bool superseded = false;   ///< the same cycle was logged again: this record does not count
  LatencyPair true_latency;  ///< without noise; absent without load
  PerfParameters true_parameters;
};

/// A run of violations (design, domain §3, policy `cycle`). Minutes from the variant's first counted sample.
struct TrueGap {
  Latency latency{};
  double start_min = 0;
  double last_violation_min = 0;
  std::optional<double> end_min;  ///< absent where it is open
  double duration_min = 0;        ///< up to the last violation where it is open
  double peak_ms = 0;
  double mean_ms = 0;
  bool waited_for_replicas = false;  ///< cause scale_up_lag; else steady_state
  std::optional<double> detection_min, actuation_min, settling_min;
  std::uint64_t first_line = 0;
  std::uint64_t last_line = 0;
};

struct TrueEvent {
  double time_min = 0;
  double from = 0;
  double to = 0;
  std::uint64_t line = 0;
};

/// What is true of one latency.
struct LatencyTruth {
  std::size_t measured = 0;  ///< samples with a latency and a target
  std::size_t violations = 0;
  std::size_t unmeasured = 0;
  std::optional<double> compliance_pct;
  std::vector<TrueGap> gaps;
  std::vector<double> errors_ms;        ///< observed − predicted of each counted cycle that has both
  std::vector<double> model_errors_ms;  ///< the same with the model on the replicas that ran
};

/// What `analyze` must find in one variant's samples under policy `cycle`.
struct SeriesTruth {
  std::size_t samples = 0;
  std::size_t duplicates = 0;
  std::size_t unsolved = 0;
  std::size_t idle = 0;
  std::size_t segments = 0;
  double duration_min = 0;
  double replica_minutes = 0;
  LatencyTruth itl;
  LatencyTruth ttft;
  std::vector<TrueEvent> events;

  const LatencyTruth& operator[](Latency latency) const { return latency == Latency::itl ? itl : ttft; }
};

/// Works the truth out of `samples`, one variant's in log order, sentence by sentence from the definitions
/// and without the code that it judges. Where a sample has no target, `targets` stands in. `in_solved_log`:
/// the log has solutions, of whatever variant.
SeriesTruth work_out_truth(const std::vector<TrueSample>& samples, const LatencyPair& targets,
                           bool in_solved_log);

}  // namespace wvagate::simulation
