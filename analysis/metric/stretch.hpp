#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "analysis/sample/policy.hpp"

namespace wvagate::metric {

/// Consecutive samples that meet a condition. Under `cycle` it lies in one segment; under `notebook` restarts
/// do not matter.
struct Stretch {
  std::size_t first = 0;            ///< index of the first sample
  std::size_t last = 0;             ///< index of the last one
  std::optional<std::size_t> next;  ///< index of the sample that ended it; absent for an open one
  double start_min = 0;             ///< of `first`
  double last_min = 0;              ///< of `last`
  /// Under `cycle` the time of `next`, under `notebook` that of `last`; absent for an open one.
  std::optional<double> end_min;
  double duration_min = 0;  ///< until `end_min`; of an open one until `last`: a lower bound

  /// It had not ended when the log, or the segment before a restart, did.
  bool open() const { return !next; }
};

/// The longest stretches of samples whose index `meets` a condition, in order; under `notebook` without an
/// open one.
std::vector<Stretch> find_stretches(const MeasuredSeries& series,
                                    const std::function<bool(std::size_t)>& meets);

}  // namespace wvagate::metric
