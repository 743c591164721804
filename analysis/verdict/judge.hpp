#pragma once

#include <chrono>
#include <vector>

#include "analysis/verdict/baseline.hpp"
#include "analysis/verdict/contender.hpp"
#include "analysis/verdict/finding.hpp"

namespace wvagate::verdict {

/// Chance that a scenario without any change has a metric called regressed, over all its metrics of level
/// error; and that a metric is called unchanged which is worse by the margin.
inline constexpr double kAlpha = 0.05;

/// Chance with which an effect that is called detectable is found.
inline constexpr double kPower = 0.8;

/// Runs a side from which the exact Mann–Whitney interval is used; below it Welch's.
inline constexpr std::size_t kExactRuns = 5;

/// Most runs a side: the exact distribution is computed for them.
inline constexpr std::size_t kMostRuns = 100;

/// A finding for each metric of `baseline` whose level is not off, in its order, then one for each metric
/// that was measured and is not in it. `contender` has a run at least; `today` decides which waivers have
/// expired.
std::vector<Finding> judge(const Baseline& baseline, const Contender& contender,
                           std::chrono::year_month_day today);

}  // namespace wvagate::verdict
