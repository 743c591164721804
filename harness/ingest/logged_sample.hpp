#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/sample/sample.hpp"

namespace wvagate::ingest {

/// The log's own spelling of a sample's numbers, for `extract`. Empty where a number was not logged.
struct SampleDigits {
  std::string timestamp;
  std::string itl, ttft;
  std::string rate, in_tokens, out_tokens;
  std::string replicas, predicted_itl, predicted_ttft;
  std::string slo_itl, slo_ttft;
  std::array<std::string, 4> parameters;  // alpha, beta, gamma, delta
  std::string current_replicas, max_batch, rho, max_rpm, cost;
};

/// A sample with the digits it was read from.
struct LoggedSample {
  Sample sample;
  SampleDigits digits;
};

/// One server's record in a solution.
struct LoggedSolution {
  std::string variant, service_class, model, accelerator;
  bool feasible = false;  ///< the optimizer found an allocation
  Solution solution;
  LatencyPair slo;
  SampleDigits digits;
};

/// Parameters as one record gives them.
struct LoggedParameters {
  PerfParameters values;
  std::array<std::string, 4> digits;
};

/// Latency targets as one record gives them.
struct LoggedSlo {
  LatencyPair slo;
  std::string itl_digits, ttft_digits;
  std::string service_class;
};

}  // namespace wvagate::ingest
