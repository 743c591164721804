#pragma once

#include <optional>
#include <string_view>

#include "analysis/sample/sample.hpp"

namespace wvagate {

/// Requests that may wait at a replica, in batches: the queue holds at most 10·N (design, domain §5).
inline constexpr int kQueueRoomBatches = 10;

/// Largest batch limit that is taken seriously.
inline constexpr double kLargestBatch = 65536;

/// Why the model has no answer, or the optimizer no allocation.
enum class Infeasible {
  parameters,    ///< one is negative or not finite, or a request takes no time (or over 1e100 ms) to serve
  tokens,        ///< negative or not finite
  max_batch,     ///< not a whole number in [1, kLargestBatch]
  rate,          ///< negative or not finite
  min_replicas,  ///< negative or not finite
  slo,           ///< negative or not finite
  itl_slo,       ///< ITL misses its SLO at the lowest load already
  ttft_slo,      ///< TTFT misses its SLO at the lowest load already, and ITL does not
};

/// The reason in words, to follow "infeasible: ".
std::string_view describe(Infeasible reason);

/// One replica and the requests that it gets.
struct QueueSpec {
  PerfParameters parameters;
  double in_tokens = 0;   ///< average prompt tokens a request
  double out_tokens = 0;  ///< average output tokens a request; below 1 means no load
  double max_batch = 1;   ///< N, requests in service at once
};

/// What is wrong with `spec`; absent where the model can answer.
std::optional<Infeasible> find_fault(const QueueSpec& spec);

/// What one replica does at a given load. All values are finite.
struct Prediction {
  double itl_ms = 0;
  double ttft_ms = 0;
  double wait_ms = 0;         ///< W, part of TTFT spent in the queue
  double service_ms = 0;      ///< S, time in service, prefill and all decodes
  double rho = 0;             ///< share of the batch in use, 0…1
  double throughput_rpm = 0;  ///< requests served; below the arrival rate by what a full queue turns away
  double concurrency = 0;     ///< effective concurrency n*, 0…N
};

/// The controller's queue of one replica: Poisson arrivals, service rate by the number in service, room for
/// 11·N requests (design, domain §5).
///
/// State probabilities are running products of λ/μ(n) outwards from the likeliest state: every factor is at
/// most 1, so nothing overflows and what underflows is negligible. That saves the logarithms, a table and an
/// allocation. Waiting and n* are taken from sums of positive terms that equal the published differences:
///   W = Σ_{n>N} (n−N)·p(n) / X, and n* = Σ_{n<K} min(n+1, N)·p(n) / (1 − p(K)), what an accepted request
///   finds.
class QueueModel {
 public:
  /// Throws std::invalid_argument where find_fault(spec) finds one, or `spec` has less than one output token.
  explicit QueueModel(const QueueSpec& spec);

  /// At `rate_rpm` requests a minute to this replica; beyond saturation too. At 0 the limit of small loads,
  /// which is not the no-load answer. Absent where the rate is negative or not finite.
  std::optional<Prediction> predict(double rate_rpm) const;

  /// Arrival rates between which sizing searches, requests a minute: 0.001·μ(1) and 0.999·μ(N).
  double lowest_rpm() const;
  double highest_rpm() const;

 private:
  struct StateSums;

  double service_ms(double in_service) const { return base_ms_ + slope_ms_ * in_service; }
  StateSums sum_states(double arrivals_per_ms) const;
  void sum_below(double first, double weight, double arrivals_per_ms, StateSums& sums) const;
  double effective_concurrency(double mean_in_service) const;

  QueueSpec spec_;
  double base_ms_ = 0;  ///< service time of a request is base + slope·n, n requests in service
  double slope_ms_ = 0;
};

/// The controller's answer where nothing arrives: ITL = α + β, TTFT = γ + δ, nothing waits.
Prediction predict_no_load(const PerfParameters& parameters);

/// What the controller logs as maxRPM where nothing arrives: N requests at a time, each of one token at full
/// batch.
double no_load_max_rpm(const QueueSpec& spec);

/// Whether the controller takes the no-load answer: no arrivals, or less than one output token.
bool is_no_load(const QueueSpec& spec, double rate_rpm);

/// One replica at `rate_rpm`, with or without load. Absent where find_fault(spec) says why, or the rate is no
/// rate.
std::optional<Prediction> predict(const QueueSpec& spec, double rate_rpm);

}  // namespace wvagate
