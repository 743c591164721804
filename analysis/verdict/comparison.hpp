#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/verdict/contender.hpp"
#include "analysis/verdict/finding.hpp"

namespace wvagate::verdict {

/// A figure of two sets of runs, side by side.
struct ComparedFigure {
  std::string name;
  std::optional<double> first;   ///< median over the runs; absent where a run has none
  std::optional<double> second;  ///< likewise
  std::optional<double> shift;   ///< second − first; of repeated runs Hodges and Lehmann's
  /// 95 % bounds of the shift, each one-sided; of three runs or more on both sides.
  std::optional<ShiftBounds> bounds;
};

/// The figures that both sets were measured in, in their order. Both have a run at least.
std::vector<ComparedFigure> compare(const Contender& first, const Contender& second);

}  // namespace wvagate::verdict
