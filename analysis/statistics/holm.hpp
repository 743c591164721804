#pragma once

#include <span>
#include <vector>

namespace wvagate::statistics {

/// What Holm's procedure makes of one of several hypotheses that are tested together.
struct HolmStep {
  double adjusted_p = 1;  ///< rejected where this is at most the family's alpha
  double level = 0;       ///< the level that its own p-value was held against: alpha / (hypotheses left)
};

/// Tests hypotheses together so that the chance of a single wrong rejection stays at most `alpha` (Holm,
/// Scand. J. Stat. 6, 1979). The steps are in the order of the p-values. Once one is not rejected, the rest
/// is held against its level.
std::vector<HolmStep> holm(std::span<const double> p_values, double alpha);

}  // namespace wvagate::statistics
