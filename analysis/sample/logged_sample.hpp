#pragma once

#include <array>

#include "analysis/sample/sample.hpp"
#include "analysis/sample/short_text.hpp"

namespace wvagate {

/// A number in a log's own spelling; empty where it was not logged. Go prints a double with 24 characters at
/// most, and with two or six decimals up to 1e20 with no more than 28.
using Digits = ShortText<31>;

/// The log's own spelling of a sample's numbers, for `extract`.
struct SampleDigits {
  ShortText<47> timestamp;
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

}  // namespace wvagate
