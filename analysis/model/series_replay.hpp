#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/model/replay.hpp"
#include "analysis/model/what_if.hpp"
#include "analysis/sample/policy.hpp"

namespace wvagate {

/// A logged value that the model does not give back, or an unsolved cycle for which it finds an allocation.
struct Divergence {
  double time_min = 0;  ///< from the variant's first sample that counts
  TimePoint time;
  std::uint64_t line = 0;
  std::string_view quantity;  ///< "itl_ms", "ttft_ms", "rho", "max_rpm", "replicas"
  std::optional<double> logged;
  std::optional<double> recomputed;
  std::optional<double> relative_error;
  double tolerance = 0;  ///< absolute
};

/// The same cycles under the recorded settings and under others.
struct Alternative {
  WhatIf what_if;
  WhatIfOutcome recorded;  ///< decide_again() with nothing changed
  WhatIfOutcome changed;
  std::vector<double> minutes;  ///< of each cycle, from the first
};

/// One variant's replay.
struct SeriesReplay {
  std::string_view variant, model, accelerator;
  ReplaySummary summary;  ///< over every logged cycle, duplicates too
  std::vector<Divergence> divergences;
  std::optional<Alternative> alternative;

  bool checked() const { return summary.predictions_checked + summary.decisions_checked > 0; }
};

/// Replays every logged cycle of `series`, and with `what_if` decides the cycles that `policy` counts again.
/// The result refers to the names of the series' recording.
SeriesReplay replay_series(const Series& series, const Policy& policy, const std::optional<WhatIf>& what_if);

}  // namespace wvagate
