#pragma once

#include <optional>
#include <string>

#include "analysis/verdict/baseline.hpp"
#include "analysis/verdict/contender.hpp"

namespace wvagate::verdict {

/// Mean arrival rates further apart than this are not one scenario.
inline constexpr double kLargestLoadRatio = 2;

/// Why the runs are not the same thing as what was recorded, in words; absent where they may be compared.
/// What the baseline does not know does not matter; what it knows a run must tell, too.
std::optional<std::string> incomparable_because(const Baseline& baseline, const Contender& contender);

}  // namespace wvagate::verdict
