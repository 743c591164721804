#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "analysis/sample/sample.hpp"
#include "analysis/sample/short_text.hpp"

namespace wvagate {

/// A number in a log's own spelling; empty if it was not logged. zap's console encoding prints doubles
/// without exponent: 47 characters hold every one of size 1e-28 to 1e46.
using Digits = ShortText<47>;

/// A timestamp in a log's own spelling.
using Timestamp = ShortText<47>;

/// The log's own spelling of a sample's numbers, for `extract`.
struct SampleDigits {
  Timestamp timestamp;
  Digits itl, ttft;
  Digits rate, in_tokens, out_tokens;
  Digits replicas, predicted_itl, predicted_ttft;
  Digits slo_itl, slo_ttft;
  std::array<Digits, 4> parameters;  ///< alpha, beta, gamma, delta
  Digits current_replicas, max_batch, rho, max_rpm, cost;
};

/// A sample with the digits it was read from.
struct LoggedSample {
  Sample sample;
  SampleDigits digits;
};

/// Where the sample's latencies are from, for `extract`: "log"; empty without latencies.
inline std::string_view latency_source(const Sample& sample) {
  const LatencyPair& latency = observation_in(sample).latency;
  return latency.itl || latency.ttft ? "log" : "";
}

/// The log's own spelling of a claim's numbers.
struct ClaimDigits {
  Digits supply, demand, utilization, required, spare;
  Digits scale_up_threshold, scale_down_boundary, per_replica;
};

/// A claim of one analyzer on one variant in one cycle, for `extract --claims`.
struct LoggedClaim {
  Claim claim;
  ClaimDigits digits;
  TimePoint time;
  Timestamp timestamp;
  std::uint64_t line = 0;   ///< of the analyzer's result
  std::uint32_t cycle = 0;  ///< as in Sample
  std::string_view name_space, model;
  std::string_view variant;  ///< bare name; empty for a result that names none
  std::optional<double> current_replicas, optimizer_target;  ///< of the optimizer's decision
  std::optional<double> target;                              ///< final
  std::string_view action;                                   ///< of the final target
};

/// A mismatch line of the throughput analyzer, for `extract --mismatches`.
struct LoggedMismatch {
  Mismatch mismatch;
  Digits kv_usage, observed_tps, predicted_tps, error_pct;
  TimePoint time;
  Timestamp timestamp;
  std::uint64_t line = 0;
  std::uint32_t cycle = 0;
  std::string_view variant;  ///< bare name
};

}  // namespace wvagate
