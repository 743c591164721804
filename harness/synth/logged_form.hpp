#pragma once

#include <string>
#include <vector>

#include "analysis/simulation/closed_loop.hpp"
#include "analysis/simulation/log_form.hpp"
#include "harness/synth/log_writer.hpp"
#include "harness/synth/logged_cycle.hpp"

namespace wvagate::synth {

/// A simulated step as a dialect logs it: each number rounded as the dialect prints it, and what it does not
/// print left out, so that the samples are what a reader must find. `names` are the variants' full names,
/// which the samples refer to; `writer` knows what was logged before.
LoggedCycle in_logged_form(const simulation::SimulatedStep& step, const simulation::Scenario& scenario,
                           const std::vector<std::string>& names, simulation::LogDialect dialect,
                           const LogWriter& writer);

}  // namespace wvagate::synth
