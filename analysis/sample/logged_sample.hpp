#pragma once

#include <array>
#include <string>

#include "analysis/sample/sample.hpp"

namespace wvagate {

/// The log's own spelling of a sample's numbers, for `extract`. Empty where a number was not logged.
struct SampleDigits {
  std::string timestamp;
  std::string itl, ttft;
  std::string rate, in_tokens, out_tokens;
  std::string replicas, predicted_itl, predicted_ttft;
  std::string slo_itl, slo_ttft;
  std::array<std::string, 4> parameters;  ///< alpha, beta, gamma, delta
  std::string current_replicas, max_batch, rho, max_rpm, cost;
};

/// A sample with the digits it was read from.
struct LoggedSample {
  Sample sample;
  SampleDigits digits;
};

}  // namespace wvagate
