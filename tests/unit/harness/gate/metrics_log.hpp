#pragma once

#include <functional>
#include <string>

#include "analysis/core/format.hpp"

namespace wvagate::testing {

/// What one cycle logs.
struct Cycle {
  double itl_ms = 11;
  double ttft_ms = 800;
  double rate_rpm = 60;
  double predicted_itl_ms = 11.5;
  double slo_itl_ms = 13;
  int replicas = 1;
};

/// A log of the metrics dialect, a cycle a minute and a line; `cycle` says what the i-th one logs.
inline std::string metrics_log(int cycles, const std::function<Cycle(int)>& cycle) {
  std::string text;
  for (int i = 0; i < cycles; ++i) {
    const Cycle it = cycle(i);
    const std::string minute = (i < 10 ? "0" : "") + std::to_string(i);
    text += R"({"level":"info","ts":"2025-09-09T09:)" + minute +
            R"(:00.000Z","msg":"cycle done","optimizationMetrics":{)" + R"("itlAverage":)" +
            format_shortest(it.itl_ms) + R"(,"ttftAverage":)" + format_shortest(it.ttft_ms) + R"(,"rate":)" +
            format_shortest(it.rate_rpm) + R"(,"inTk":128,"outTk":256,"numRep":)" +
            std::to_string(it.replicas) + R"(,"itl":)" + format_shortest(it.predicted_itl_ms) +
            R"(,"ttft":800,"slo_itl":)" + format_shortest(it.slo_itl_ms) + R"(,"slo_ttft":1000}})" + "\n";
  }
  return text;
}

}  // namespace wvagate::testing
