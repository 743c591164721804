#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/verdict/finding.hpp"
#include "harness/run/measured_run.hpp"

namespace wvagate::gate {

/// Where in the run's log what makes up `metric` is, the worst first and at most three: its gaps, its
/// predictions, its scaling events, …; the whole run where it has nothing like that.
std::vector<verdict::Place> places_of(const run::MeasuredRun& run, std::string_view metric);

/// What outweighs all else in the run's value of `metric` and says nothing of it, in words; empty where
/// nothing does.
std::string caveat_of(const run::MeasuredRun& run, std::string_view metric);

}  // namespace wvagate::gate
