#pragma once

#include <optional>
#include <string>

#include "analysis/verdict/baseline.hpp"
#include "analysis/verdict/contender.hpp"

namespace wvagate::verdict {

/// Mean arrival rates further apart than this are not one scenario.
inline constexpr double kLargestLoadRatio = 2;

/// A run that is shorter than this share of what was recorded lacks a part: its tail may be what got worse.
/// Real runs of one scenario differ by a quarter.
inline constexpr double kLeastDurationShare = 0.7;

/// Why the runs are not the same thing as what was recorded, in words; absent where they may be compared.
/// What the baseline does not know does not matter; what it knows a run must tell, too.
std::optional<std::string> incomparable_because(const Baseline& baseline, const Contender& contender);

}  // namespace wvagate::verdict
