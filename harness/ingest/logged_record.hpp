#pragma once

#include <array>
#include <string>

#include "analysis/sample/logged_sample.hpp"

/// What single records say, before the cycle is put together.
namespace wvagate::ingest {

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
