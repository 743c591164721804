#pragma once

#include <chrono>
#include <vector>

#include "analysis/verdict/selftest.hpp"
#include "harness/gate/selftest.hpp"

namespace wvagate::gate {

/// Runs from which halves are held against each other: three a side.
inline constexpr std::size_t kRunsForHalves = 6;

/// The divisions of `runs` runs into halves, each as an order whose first runs/2 are the baseline's: all of
/// them up to ten runs, else as many as ten runs have, drawn always alike.
std::vector<std::vector<std::size_t>> halves(std::size_t runs);

/// The runs of a scenario against one another, under its baseline's levels, limits and tolerances and without
/// its waivers: each run against a baseline of the others, and one half against the other. Nothing for a
/// single run.
std::vector<verdict::FalseAlarms> count_false_alarms(const verdict::Baseline& baseline,
                                                     const verdict::Contender& runs,
                                                     std::chrono::year_month_day today, const Judge& judge);

}  // namespace wvagate::gate
